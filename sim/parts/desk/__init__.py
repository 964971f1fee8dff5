"""Response desk 客服台: feedback comes in, staff on shifts answer it, and what follows lands on the person who wrote."""

from __future__ import annotations

from sim.core.world import World
from sim.parts.desk.parameters import DeskParameters

__all__ = ["DeskParameters", "start"]


def start(world: World) -> None:
    """Open the desk; its code is loaded when a scenario switches it on, so that ``import sim`` stays quick."""
    from sim.parts.desk import process

    process.start(world)
