"""Crisis 危机 (in the making): what happens, how it is seen, and how well the company is prepared."""

from __future__ import annotations

from sim.core.world import World
from sim.parts.crisis import monitoring, process, readiness
from sim.parts.crisis.parameters import CrisisParameters

__all__ = ["CrisisParameters", "start"]


def start(world: World) -> None:
    """Wait for sparks, watch what is said, and keep the crisis team in practice."""
    process.start(world)
    readiness.start(world)
    monitoring.start(world)
