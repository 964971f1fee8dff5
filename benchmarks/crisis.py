"""What one preview of a crisis costs: 60,000 people, 30 days, the world warm; through the public API, cascade included."""

from __future__ import annotations

from typing import Any

import numpy as np

import sim
from benchmarks.clock import median_seconds
from sim.core.population import contacts
from sim.core.spread import spread
from sim.core.streams import Streams
from sim.core.telling import ShareOnce
from sim.core.theory import lognormal_delay
from sim.presets import crisis_base

LIMIT_S = 0.150
WORST = {"crisis.speak": False, "crisis.remedy_h": 0.0}


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Return one row a measurement: id, seconds (median CPU time), ratio to one plain outbreak, against, passed.

    The preview is a drag of one decision in a world that is there. Without an answer the cause persists and the clock
    ticks for all 720 hours: the longest run there is, without a limit of its own.
    """
    repeats = 5 if quick else 15
    hours = iter(np.linspace(1.0, 40.0, 2 * repeats + 2).tolist())
    severity = iter(np.linspace(0.5, 0.7, repeats + 1).tolist())
    yardstick = median_seconds(_plain_outbreak, repeats)
    rows = []
    for name, call, limit in (
        ("crisis_preview", lambda: sim.simulate(sim.vary(crisis_base, "crisis.decide_h", next(hours))), LIMIT_S),
        ("crisis_cascade", lambda: sim.simulate(sim.vary(crisis_base, "crisis.decide_h", next(hours))).cascade, None),
        (
            "crisis_unanswered",
            lambda: sim.simulate(sim.vary(crisis_base, WORST | {"crisis.severity": next(severity)})),
            None,
        ),
    ):
        seconds = median_seconds(call, repeats)
        rows.append({"id": name, "seconds": seconds, "ratio": seconds / yardstick, "against": "one plain outbreak of 720 hours",
                     "passed": limit is None or seconds < limit})  # fmt: skip
    return rows


def _plain_outbreak() -> None:
    """Run one message that most people hear, among as many for as many ticks, with nothing around it."""
    n = crisis_base.n_people
    network = contacts(1, 0, n, crisis_base.audience.mean_degree)
    spread(network, np.arange(40), ShareOnce(0.25, lognormal_delay(0.75, 2.1)), horizon_h=720.0,
           generator=Streams(1).of("yardstick"))  # fmt: skip
