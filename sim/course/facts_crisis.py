"""Stylised facts about crises: how fast attention dies (O13), and how unevenly crises hurt (O17)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.knob import vary
from sim.core.streams import Streams
from sim.course.fact import Fact, Quantity
from sim.presets import crisis_base, rumour

if TYPE_CHECKING:
    from sim.model import Run

__all__ = ["FACTS", "lower_share", "panel", "topic", "volume_after"]

PANEL, ANSWER_SD = 1_000, 0.25  # answers of a survey panel: trust in the brand plus what differs from person to person
ONE_SIDED_5 = 1.645
WEEK_H, HALF_YEAR_H = 168.0, 4320.0


def topic(run: Run) -> np.ndarray:
    """Return the mentions of each hour since the first post, followed by a day of silence."""
    return np.append([row["mentions"] for row in run.rows("crisis_hour")], np.zeros(24))


def volume_after(hours: int) -> Callable[[np.ndarray], float]:
    """Return the quantity "hourly volume so long after the peak, against the peak"."""

    def ratio(volume: np.ndarray) -> float:
        peak = int(volume.argmax())
        return float(volume[peak + hours] / volume[peak]) if volume[peak] else math.nan

    return ratio


def panel(run: Run) -> tuple[float, float, float]:
    """Return what a panel of 1,000 answers on average before the crisis, after seven days and after 180 days."""
    start = run.rows("crisis")[0]["trust"]
    path = [(row["hour"] + 1.0, row["trust"]) for row in run.rows("crisis_hour")]
    path += [(row["age_h"], row["trust"]) for row in run.rows("crisis_day") if row["age_h"] > path[-1][0]]
    at = [start] + [[trust for age, trust in path if age <= h][-1] for h in (WEEK_H, HALF_YEAR_H)]
    noise = Streams(run.seed, run.replication).of("panel").standard_normal(3) * ANSWER_SD / math.sqrt(PANEL)
    return tuple(float(x) for x in at + noise)  # type: ignore[return-value]


def lower_share(after: int) -> Callable[..., float]:
    """Return the quantity "share of brands whose panel trusts detectably less": 1 after seven days, 2 after 180."""
    threshold = ONE_SIDED_5 * ANSWER_SD * math.sqrt(2.0 / PANEL)

    def share(*panels: tuple[float, float, float]) -> float:
        return float(np.mean([p[0] - p[after] > threshold for p in panels]))

    return share


def mixed_crises(number: int = 16) -> tuple[Any, ...]:
    """Return crises of every severity, true and false, each with one of the answers that companies give, in mixed order."""
    answers: list[dict[str, Any]] = [
        {"crisis.speak": False, "crisis.remedy_h": 0.0},
        {},
        {"crisis.stance": "clarify"},
        {"crisis.stance": "deny", "crisis.remedy_h": 120.0},
        {"crisis.decide_h": 24.0},
        {"crisis.decide_h": 1.0, "crisis.update_every_h": 6.0, "crisis.dialogue": 0.6, "crisis.remedy_h": 24.0},
    ]
    made = []
    for k in range(number):
        severity = 0.1 + 0.9 * (k + 0.5) / number
        changes = answers[(5 * k) % len(answers)] | {"crisis.severity": severity, "crisis.allegation_true": k % 3 != 2}
        changes |= {"parts": ("crisis",), "horizon_days": 182, "crisis.recurrence_day": 0.0}
        made.append(vary(crisis_base, changes, name=f"crisis {k + 1}"))
    return tuple(made)


FACTS: tuple[Fact, ...] = (
    Fact("O13", "Public attention dies within hours of its peak.", "weibo_hot_search, June to August 2024, computed",
         (rumour,), (
        Quantity("volume 1 h after the peak / peak", "0.45", 0.30, 0.60, volume_after(1)),
        Quantity("… 2 h after", "0.24", 0.15, 0.40, volume_after(2)),
        Quantity("… 4 h after", "0.09", 0.04, 0.20, volume_after(4)),
    ), read=topic),
    Fact("O17", "Crises hurt unevenly and not always for long.", "Hansen, Kupfer & Hennig-Thurau 2018", mixed_crises(), (
        Quantity("brands with lower trust after 7 days", "0.58", 0.45, 0.75, lower_share(1)),
        Quantity("… after 180 days", "0.40", 0.25, 0.55, lower_share(2)),
        Quantity("second less first", "-0.18", -1.0, -1e-9, lambda *p: lower_share(2)(*p) - lower_share(1)(*p)),
    ), read=panel),
)  # fmt: skip
