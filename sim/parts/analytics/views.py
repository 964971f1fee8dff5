"""Shared views 数据共享 (C6.3-3): groups that decide on the same thing by numbers of their own or by the same ones.

Each week ``view_groups`` groups decide whether to go on with something worth v (standard normal). What a group sees is v plus an
error, of which the share ``data_sharing`` of the variance is common to all. A group that decides against the majority has worked
against it: its hours of the week are wasted. Sharing costs a meeting.

Draws: ``views``. Logs: ``joint_decision``.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

import numpy as np

from sim.core.world import World
from sim.parts.analytics.observed import noise_of
from sim.parts.analytics.work import Hours

__all__ = ["deciding"]

GROUP_HOURS = 8.0  # hours of a group that hang on one decision
MEETING_HOURS = 0.5  # per group and week at full sharing
ERROR = 2.0  # error of a group's view against that of one measured result


def deciding(world: World, hours: Hours) -> Generator[Any, Any, None]:
    """Decide once a week after the warm-up."""
    s, p = world.scenario, world.scenario.analytics
    yield world.env.timeout(24.0 * s.warmup_days)
    hours.steady("sharing figures", MEETING_HOURS * p.data_sharing * p.view_groups)
    week = 0
    while True:
        z = world.streams.of("views", week).standard_normal(2 + p.view_groups)
        error = ERROR * noise_of(p)
        common, own = math.sqrt(p.data_sharing), math.sqrt(1.0 - p.data_sharing)
        says = z[0] + error * (common * z[1] + own * z[2:]) > 0
        minority = min(int(np.count_nonzero(says)), p.view_groups - int(np.count_nonzero(says)))
        majority = bool(2 * np.count_nonzero(says) > p.view_groups)
        hours.add("against each other", GROUP_HOURS * minority)
        world.log.record(world.env.now, "joint_decision", minority=minority, groups=p.view_groups, right=majority == (z[0] > 0),
                         wasted_k=GROUP_HOURS * minority * s.production.wage_k)  # fmt: skip
        week += 1
        yield world.env.timeout(168.0)
