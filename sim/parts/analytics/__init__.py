"""Analytics 数据分析: what the team observes, and what it decides by that."""

from __future__ import annotations

from sim.core.world import World
from sim.parts.analytics.parameters import AnalyticsParameters

__all__ = ["AnalyticsParameters", "start"]


def start(world: World) -> None:
    """Start the part; its code is loaded when a scenario switches it on, so that ``import sim`` stays quick."""
    from sim.parts.analytics import process

    process.start(world)
