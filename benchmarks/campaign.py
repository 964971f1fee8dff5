"""What activities cost: a half-year with six of them among 20,000 people, the same without, and one among a million."""

from __future__ import annotations

import statistics
from typing import Any

import sim
from benchmarks.clock import seconds_of

PARTS = ("production", "engagement", "audience", "campaign")
LIMIT_S = 0.500


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Return one row a measurement: id, seconds (median CPU time), ratio, against, passed."""
    repeats = 3 if quick else 9
    whole = scenario()
    bare = sim.vary(whole, "campaign.events", 0)
    done = sim.simulate(whole)
    sim.simulate(bare)
    pairs = [(seconds_of(lambda: sim.simulate(whole)), seconds_of(lambda: sim.simulate(bare))) for _ in range(repeats)]
    seconds, without = (statistics.median(column) for column in zip(*pairs, strict=True))
    events = done.rows("event")
    own = (seconds - without) / len(events)
    return [
        {"id": "campaign_half_year", "seconds": seconds, "ratio": LIMIT_S / seconds, "against": f"{LIMIT_S * 1000:g} ms",
         "events": len(events), "passed": seconds < LIMIT_S},
        {"id": "campaign_own_share", "seconds": own, "ratio": own * len(events) / seconds, "against": "the whole run",
         "microseconds_a_person": 1e6 * own * len(events) / sum(e["heard"] for e in events), "passed": True},
        _million(repeats),
    ]  # fmt: skip


def scenario() -> sim.Scenario:
    """Return 180 days with a post a day on one platform and an activity every four weeks."""
    return sim.vary(sim.base, {
        "parts": PARTS, "platforms": ["weibo"], "horizon_days": 180, "campaign.events": 6, "campaign.interval_d": 28,
    }, name="half a year of activities")  # fmt: skip


def _million(repeats: int) -> dict[str, Any]:
    """Time one activity among a million people: cost follows those who hear of it, apart from looking for the audiences."""
    large = sim.vary(sim.base, {
        "parts": ("campaign",), "platforms": ["weibo"], "n_people": 1_000_000, "horizon_days": 26, "warmup_days": 0,
        "campaign.first_day": 18,
    }, name="a million")  # fmt: skip
    bare = sim.vary(large, "campaign.events", 0)
    sim.simulate(large)
    sim.simulate(bare)
    pairs = [(seconds_of(lambda: sim.simulate(large)), seconds_of(lambda: sim.simulate(bare))) for _ in range(repeats)]
    own = statistics.median(a - b for a, b in pairs)
    return {
        "id": "campaign_million",
        "seconds": own,
        "ratio": LIMIT_S / own,
        "against": "500 ms",
        "passed": own < LIMIT_S,
    }
