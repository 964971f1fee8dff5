"""Crisis 危机: how it begins, spreads person by person, is seen and answered, and what is left."""

from __future__ import annotations

from sim.core.world import World
from sim.parts.crisis import monitoring, process, readiness
from sim.parts.crisis.parameters import CrisisParameters
from sim.parts.crisis.process import table

__all__ = ["CrisisParameters", "start", "table"]


def start(world: World) -> None:
    """Wait for sparks, watch what is said, and keep the crisis team in practice."""
    process.start(world)
    readiness.start(world)
    monitoring.start(world)
