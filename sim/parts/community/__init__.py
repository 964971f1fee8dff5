"""Community 社群: members join, belong, post, break rules, are moderated and led."""

from __future__ import annotations

from sim.core.world import World
from sim.parts.community.parameters import CommunityParameters

__all__ = ["CommunityParameters", "start"]


def start(world: World) -> None:
    """Start the part; its code is loaded when a scenario switches it on, so that ``import sim`` stays quick."""
    from sim.parts.community import process

    process.start(world)
