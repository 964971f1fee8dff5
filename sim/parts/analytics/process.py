"""Analytics 数据分析: what the team observes, and what it decides by that."""

from __future__ import annotations

from sim.core.world import World

__all__ = ["start"]


def start(world: World) -> None:
    """Start the processes of this part."""
