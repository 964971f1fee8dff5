"""The crisis in the world."""

from __future__ import annotations

from sim.core.world import World

__all__ = ["start"]


def start(world: World) -> None:
    """Wait for sparks."""
