"""What analytics costs: a half-year with a table, reviews and drifting tastes against the same posts without them."""

from __future__ import annotations

import statistics
from typing import Any

import sim
from benchmarks.clock import seconds_of

LIMIT_S = 0.600
PARTS = ("production", "engagement", "audience", "analytics")


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Return one row a measurement: id, seconds (median CPU time), ratio, against, passed."""
    repeats = 3 if quick else 9
    whole = scenario()
    bare = sim.vary(whole, {"parts": PARTS[:3]})
    done = sim.simulate(whole)
    sim.simulate(bare)
    pairs = [(seconds_of(lambda: sim.simulate(whole)), seconds_of(lambda: sim.simulate(bare))) for _ in range(repeats)]
    seconds, without = (statistics.median(column) for column in zip(*pairs, strict=True))
    posts = len(done.post_rows)
    return [
        {"id": "analytics_half_year", "seconds": seconds, "ratio": LIMIT_S / seconds, "against": f"{LIMIT_S * 1000:g} ms",
         "posts": posts, "reviews": len(done.rows("review")), "passed": seconds < LIMIT_S},
        {"id": "analytics_own_share", "seconds": seconds - without, "ratio": (seconds - without) / seconds,
         "against": "the whole run", "microseconds_a_post": 1e6 * (seconds - without) / posts, "passed": True},
    ]  # fmt: skip


def scenario() -> sim.Scenario:
    """Return 180 days with two posts a day on two platforms, a review a week by Thompson sampling, tastes that drift."""
    return sim.vary(sim.base, {
        "parts": PARTS, "horizon_days": 180, "plan.posts_per_day": 2, "production.staff_hours_week": 300,
        "audience.type_drift": 1.0, "analytics.review_interval_d": 7, "analytics.data_rule": "thompson",
    }, name="half a year")  # fmt: skip
