"""Community 社群: members join, belong, post, break rules, are moderated and led."""

from __future__ import annotations

from sim.core.world import World

__all__ = ["start"]


def start(world: World) -> None:
    """Start the processes of this part."""
