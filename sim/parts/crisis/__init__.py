"""Crisis 危机: how it begins, spreads person by person, is seen and answered, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.core.world import World
from sim.parts.crisis.parameters import CrisisParameters

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CrisisParameters", "start", "table"]


def start(world: World) -> None:
    """Wait for sparks, watch what is said, and keep the crisis team in practice.

    The code of the part is loaded when a scenario switches it on, so that ``import sim`` stays quick.
    """
    from sim.parts.crisis import monitoring, process, readiness

    process.start(world)
    readiness.start(world)
    monitoring.start(world)


def table(crises: list[Any]) -> pd.DataFrame:
    """Return one row a person who turned negative, see ``sim.parts.crisis.process.table``."""
    from sim.parts.crisis import process

    return process.table(crises)
