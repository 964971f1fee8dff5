"""An own change and its verdict (C6.2-4): before and after, with or without the market's own movement taken out.

At mid-horizon the team makes its posts more entertaining, or less, by ``trial_step`` (drawn for each world: nobody knows whether
an idea is good). After ``window_d`` days it compares the mean result of its posts with that of the window before, and keeps the
change if it seems to have helped. With ``benchmark`` it first takes off what competitors' figures did in the same time.

Draws: ``own-change``. Announces: ``planned``. Logs: ``trial``.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np

from sim.core.world import World
from sim.parts.analytics.estimate import result
from sim.parts.analytics.observed import Observed
from sim.parts.analytics.trend import competitors

__all__ = ["own_change"]


def own_change(world: World, table: Observed) -> Generator[Any, Any, None]:
    """Make one change at mid-horizon, judge it, and take it back if it seems bad."""
    s, p = world.scenario, world.scenario.analytics
    middle_h = 24.0 * (s.warmup_days + s.horizon_days // 2)
    yield world.env.timeout(middle_h - world.env.now)
    better = bool(world.streams.of("own-change").random() < 0.5)
    before = world.plan.interest_level
    now = min(1.0, max(0.0, before + (p.trial_step if better else -p.trial_step)))
    _put(world, now)
    window = min(p.window_d, (s.horizon_days - 1) // 2)
    yield world.env.timeout(24.0 * window + p.report_h)
    rows = table.posts(world.env.now, middle_h - 24.0 * window)
    sides = [[result(r) for r in rows if (r.time_h >= middle_h) == after] for after in (False, True)]
    if not all(sides):
        return
    gain = float(np.mean(sides[1]) - np.mean(sides[0]))
    day = int(middle_h // 24)
    if p.benchmark:
        gain -= competitors(world, day, day + window) - competitors(world, max(0, day - window), day)
    if gain <= 0:
        _put(world, before)
    world.log.record(world.env.now, "trial", gain=gain, kept=gain > 0, right=(gain > 0) == better)


def _put(world: World, interest: float) -> None:
    world.plan = replace(world.plan, interest_level=interest)
    world.announce("planned", plan=world.plan)
