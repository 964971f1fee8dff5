"""Production 内容生产: the plan turned into posts (``plan``), and the line that makes them (``line``)."""

from __future__ import annotations

from sim.core.world import World
from sim.parts.production.parameters import ProductionParameters
from sim.parts.production.plan import (
    Draft,
    adequacy,
    fixed_hours_week,
    hours_per_post,
    job_rate,
    lead_time_h,
    publishing,
    start,
)
from sim.parts.production.rhythm import schedule

__all__ = [
    "Draft", "ProductionParameters", "adequacy", "fixed_hours_week", "hours_per_post", "job_rate", "lead_time_h", "publishing",
    "schedule", "start", "start_line",
]  # fmt: skip


def start_line(world: World) -> None:
    """Open the line; its code is loaded when a scenario switches it on, so that ``import sim`` stays quick."""
    from sim.parts.production import line

    line.start(world)
