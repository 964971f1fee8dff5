"""What a community costs: a year of 1,500 members, and against the people there are.

Seconds are medians of processor time after a first run, so that who the people are is known. ``community_year`` is the part
alone in the course's population; ``community_own_share`` what it adds to a run with posts and an audience;
``community_by_people`` a year of the same community among ten times as many people.
"""

from __future__ import annotations

import statistics
from functools import partial
from typing import Any

import sim
from benchmarks.clock import seconds_of

LIMIT_S = 0.500
CONTENT = ("production", "engagement", "audience")


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Return one row a measurement: id, seconds (median CPU time), ratio, against, passed."""
    repeats = 3 if quick else 9
    alone, posts, whole = scenario(("community",)), scenario(CONTENT), scenario((*CONTENT, "community"))
    large = sim.vary(alone, "n_people", 200_000)
    seconds = medians([alone, posts, whole, large], repeats)
    done = sim.simulate(alone)
    members = sum(day["community_members"] for day in done.days)
    return [
        {"id": "community_year", "seconds": seconds[0], "ratio": LIMIT_S / seconds[0], "against": f"{LIMIT_S * 1000:g} ms",
         "members": members / len(done.days), "microseconds_a_member_day": 1e6 * seconds[0] / members,
         "passed": seconds[0] < LIMIT_S},
        {"id": "community_own_share", "seconds": seconds[2] - seconds[1], "ratio": (seconds[2] - seconds[1]) / seconds[2],
         "against": "the whole run", "passed": True},
        {"id": "community_by_people", "seconds": seconds[3], "ratio": seconds[3] / seconds[0], "against": "a tenth of the people",
         "passed": seconds[3] < 3.0 * seconds[0]},
    ]  # fmt: skip


def scenario(parts: tuple[str, ...]) -> sim.Scenario:
    """Return a year with 1,500 members at the start."""
    changes = {"parts": parts, "horizon_days": 365, "warmup_days": 0, "community.members_start": 1500}
    return sim.vary(sim.base, changes, name="a year of " + " and ".join(parts))


def medians(scenarios: list[sim.Scenario], repeats: int) -> list[float]:
    """Return the median seconds of each, measured in turns so that a busy machine hits all alike."""
    for one in scenarios:
        sim.simulate(one)
    taken = [[seconds_of(partial(sim.simulate, one)) for one in scenarios] for _ in range(repeats)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]
