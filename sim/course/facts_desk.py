"""Stylised facts of the response desk, measured on simulated tickets."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np

from sim.core.knob import vary
from sim.course.fact import Fact, Quantity
from sim.model import Run
from sim.scenario import base

__all__ = ["FACTS"]

NEUTRAL = 0.5  # satisfaction before anybody has answered or failed to
EDGES_MIN = (0.0, 6.0, 20.0, 60.0, math.inf)
# The survey is about firms that answer within minutes: somebody watches the inbox.
DESK = vary(
    base,
    {
        "parts": ("production", "engagement", "audience", "desk"),
        "platforms": ("weibo",),
        "horizon_days": 180,
        "desk.check_interval_h": 0,
    },
    name="watched desk",
)


def tickets(run: Run) -> list[tuple[float, float]]:
    """Return (minutes to the first answer, satisfaction gained) of the tickets that were answered rightly at once."""
    return [
        (60.0 * t["first_reply_h"], t["satisfaction"] - NEUTRAL)
        for t in run.ticket_rows
        if not math.isnan(t["first_reply_h"]) and not t["reopened"]
    ]


def by_speed(rows: list[tuple[float, float]]) -> list[float]:
    """Return the mean gain of tickets answered within 6, 20 and 60 minutes and later; NaN where there are none."""
    minutes, gain = (np.array(column) for column in zip(*rows, strict=True)) if rows else (np.empty(0), np.empty(0))
    groups = [gain[(minutes >= low) & (minutes < high)] for low, high in pairwise(EDGES_MIN)]
    return [float(group.mean()) if len(group) else math.nan for group in groups]


def fast_against_slow(rows: Any) -> float:
    """Return the mean gain of answers within 6 minutes against that of answers after 60."""
    groups = by_speed(rows)
    return groups[0] / groups[-1] if groups[-1] else math.nan


def largest_rise(rows: Any) -> float:
    """Return the largest rise of the mean gain from one group to the next slower one; below 0 it always falls."""
    return float(np.diff(by_speed(rows)).max())


FACTS: tuple[Fact, ...] = (
    Fact("O14", "Fast answers satisfy more, and the gain is concave in time.",
         "Twitter and Applied Marketing Science 2015 (n = 1,156)", (DESK,), (
        Quantity("gain, answered within 6 min / after 60 min", "8.5", 4.0, math.inf, fast_against_slow),
        Quantity("largest rise of the gain with time", "falls", -math.inf, 0.0, largest_rise),
    ), read=tickets),
)  # fmt: skip
