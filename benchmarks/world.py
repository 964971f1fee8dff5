"""What the whole world costs: all parts on three platforms, for a season and for a year, and each part's share of it.

``Qinghe Living`` is the course's main case, a year of a company among 150,000 people. Seconds are medians of processor time in a
world that is there already, as in a drag; the season is the bar of the course's panels, the year that of its capstone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

import sim
from benchmarks.clock import median_seconds
from sim.companies import qinghe_living
from sim.scenario import PARTS

SEASON_S, YEAR_S = 0.600, 3.0


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Return one row a measurement: id, seconds, ratio to a run of the content parts alone, against, passed."""
    repeats = 3 if quick else 9
    season = sim.vary(sim.base, {"parts": PARTS, "platforms": ("wechat", "weibo", "douyin")}, name="season")
    content = _median(sim.vary(season, "parts", ("production", "engagement", "audience")), repeats)
    rows = []
    for name, scenario, limit in (("world_season", season, SEASON_S), ("world_year", qinghe_living, YEAR_S)):
        seconds = _median(scenario, repeats)
        rows.append({"id": name, "seconds": seconds, "ratio": seconds / content, "against": "content alone, a season",
                     "limit": limit, "passed": seconds < limit})  # fmt: skip
    whole = rows[0]["seconds"]
    for part in PARTS:
        less = _median(sim.vary(season, "parts", tuple(p for p in PARTS if p != part)), repeats)
        rows.append({"id": f"world_without_{part}", "seconds": less, "ratio": less / whole, "against": "the whole season",
                     "passed": True})  # fmt: skip
    return rows


def _median(scenario: sim.Scenario, repeats: int) -> float:
    """Return the median time of a drag of the plan's quality."""
    drag = iter(np.linspace(0.55, 0.65, repeats + 1).tolist())
    return median_seconds(lambda: sim.simulate(sim.vary(scenario, "plan.content_quality", next(drag))), repeats)
