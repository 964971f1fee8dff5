"""Goals 目标 (ANLY-5, an assumed curve): how much a target calls up, and when people give it up.

Effort of a team whose target is g times what it did before (commitment c)::

    c = 1 / (1 + exp((g - goal_break) / 0.15))        e(g) = 0.55 + goal_pull min(g, 2.2) c - 0.15 (1 - c)

Output of a month is capability times ``e(g) / e(1)``, times the square root of the share of hours that goes to what is wanted,
``focus + (1 - focus) / 5``, against that of the usual focus 0.6. A market shock from mid-horizon on changes what the same work
brings; the target then looks larger or smaller, g / market, unless it is revised.

Draws: ``goal-luck``. Logs: ``goal_month``.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

from sim.core.timing import market_interest
from sim.core.world import World
from sim.parts.analytics.parameters import AnalyticsParameters

__all__ = ["effort", "working"]

MONTH_H = 730.0
WIDTH, HIGHEST, FLOOR, DESPAIR = 0.15, 2.2, 0.55, 0.15  # the specification's curve
METRICS, USUAL_FOCUS, LUCK = 5, 0.6, 0.05


def effort(p: AnalyticsParameters, goal: float) -> float:
    """Return the effort that a goal of ``goal`` times the last period calls up."""
    commit = 1.0 / (1.0 + math.exp((goal - p.goal_break) / WIDTH))
    return FLOOR + p.goal_pull * min(goal, HIGHEST) * commit - (DESPAIR * (1.0 - commit) if p.goal_pull else 0.0)


def on_target(focus: float) -> float:
    """Return the factor on output of the share of hours that goes to what is wanted."""
    share = lambda f: f + (1.0 - f) / METRICS  # noqa: E731  used twice in this line
    return math.sqrt(share(focus) / share(USUAL_FOCUS))


def working(world: World) -> Generator[Any, Any, None]:
    """Set a target and work for it, month after month; capability is 1."""
    s, p, month = world.scenario, world.scenario.analytics, 0
    yield world.env.timeout(24.0 * s.warmup_days)
    while world.env.now + MONTH_H <= 24.0 * world.total_days:
        start_h = world.env.now
        market = market_interest(s, start_h)
        target = p.goal_level * (market if p.goal_revision else 1.0)
        luck = math.exp(LUCK * float(world.streams.of("goal-luck", month).standard_normal()) - LUCK**2 / 2)
        output = market * effort(p, target / market) / effort(p, 1.0) * on_target(p.goal_focus) * luck
        yield world.env.timeout(MONTH_H)
        world.log.record(start_h, "goal_month", target=target, output=output)
        month += 1
