"""What one slider position costs the model: a single preview, and ratios to yardsticks on the same machine."""

from __future__ import annotations

from typing import Any

import numpy as np
import simpy

import sim
from benchmarks.clock import median_seconds

LIMIT_S = 0.050


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Return one row a measurement: id, seconds (median CPU time), ratio to the yardstick, against, passed."""
    repeats = 5 if quick else 21
    rates = np.linspace(0.5, 1.5, repeats)  # a post a day on average, as the limit says
    one = sim.vary(sim.base, "platforms", ["weibo"], name="preview")
    # A drag visits each position once, in a world that is already there: so does the measurement.
    drag = iter([sim.vary(one, "plan.content_quality", q) for q in np.linspace(0.3, 0.9, repeats + 1)])
    rate = iter([sim.vary(one, "plan.posts_per_day", float(r)) for r in [1.0, *rates]])
    two = iter([sim.vary(sim.base, "plan.content_quality", q) for q in np.linspace(0.3, 0.9, repeats + 1)])
    fresh = iter(range(2, 3 + repeats))
    yardstick = median_seconds(_posts_as_events, repeats)
    rows = []
    for name, call, limit in (
        ("preview, 1 platform, drag of quality", lambda: sim.simulate(next(drag)), LIMIT_S),
        ("preview, 1 platform, drag of rate", lambda: sim.simulate(next(rate)), LIMIT_S),
        ("preview, 1 platform, new world", lambda: sim.simulate(one, seed=next(fresh)), None),
        ("preview, 2 platforms", lambda: sim.simulate(next(two)), None),
    ):
        seconds = median_seconds(call, repeats)
        rows.append({"id": name, "seconds": seconds, "ratio": seconds / yardstick, "against": "one SimPy event per view",
                     "passed": limit is None or seconds < limit})  # fmt: skip
    rows.append(
        {
            "id": "one SimPy event per view",
            "seconds": yardstick,
            "ratio": 1.0,
            "against": "itself",
            "passed": True,
        }
    )
    return rows


def _posts_as_events() -> None:
    # The naive version of a preview: every impression of 120 days is an event of its own.
    env = simpy.Environment()

    def view(at: float) -> Any:
        yield env.timeout(at)

    for _ in range(25_000):
        env.process(view(1.0))
    env.run()
