"""Response desk 客服台 (in the making)."""

from __future__ import annotations

from sim.core.knob import parameters
from sim.core.world import World

__all__ = ["DeskParameters", "start"]


@parameters
class DeskParameters:
    """How questions and complaints are answered."""

    _prefix = "desk."


def start(world: World) -> None:
    """Open the desk."""
