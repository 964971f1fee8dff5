"""What one preview of the audience costs, and that the cost follows the people reached, not the people there are."""

from __future__ import annotations

import statistics
import time
from typing import Any

import numpy as np

import sim

LIMIT_S = 0.050
MOST_SLOPE = 0.3
SIZES = (20_000, 100_000, 300_000, 1_000_000)
FOLLOWER_START, PEOPLE = 0.4, 20_000


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Return one row a measurement: id, seconds (median CPU time), ratio, against, passed.

    ``quick`` measures fewer slider positions and leaves the million out.
    """
    repeats = 5 if quick else 15
    return [preview(repeats), population(repeats, SIZES[:3] if quick else SIZES)]


def preview(repeats: int) -> dict[str, Any]:
    """Time the single preview of a panel: 20,000 people, 120 days, one post a day on one platform."""
    seconds, _ = _drag(PEOPLE, repeats)
    return {"id": "audience_preview", "seconds": seconds, "ratio": LIMIT_S / seconds, "against": f"{LIMIT_S * 1000:g} ms",
            "passed": seconds < LIMIT_S}  # fmt: skip


def population(repeats: int, sizes: tuple[int, ...]) -> dict[str, Any]:
    """Return the slope of log seconds on log people while followers and reach stay the same: 0 is free, 1 is linear."""
    points = [_drag(n, repeats) for n in sizes]
    seconds, reach = [s for s, _ in points], [r for _, r in points]
    slope = float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
    return {"id": "audience_population", "seconds": seconds[-1], "ratio": slope, "value": slope,
            "against": f"slope {MOST_SLOPE} of log seconds on log people", "people": list(sizes),
            "seconds_by_people": seconds, "reach_by_people": reach, "passed": slope < MOST_SLOPE}  # fmt: skip


def scenario(n_people: int) -> sim.Scenario:
    """Return the preview in a population of any size, always with as many followers as 20,000 people have.

    A platform shows posts to strangers in proportion to the followers reached, so equal followers mean equal reach.
    """
    return sim.vary(sim.base, {"platforms": ["weibo"], "n_people": n_people,
                               "audience.follower_start": FOLLOWER_START * PEOPLE / n_people})  # fmt: skip


def _drag(n_people: int, repeats: int) -> tuple[float, float]:
    """Return median CPU seconds and mean reach of a drag of quality in a world that is already there."""
    one = scenario(n_people)
    qualities = np.linspace(0.3, 0.9, repeats + 1).tolist()
    sim.simulate(one)  # the people and their network are made once
    seconds, reach = [], []
    for quality in qualities:
        changed = sim.vary(one, "plan.content_quality", quality)
        start = time.process_time()
        done = sim.simulate(changed)
        seconds.append(time.process_time() - start)
        reach.append(sim.measure(done, ["reach"])["reach"])
    return statistics.median(seconds), float(np.mean(reach))
