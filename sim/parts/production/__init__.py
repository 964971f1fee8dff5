"""Production 内容生产: the plan turned into posts (``plan``), and the line that makes them (``line``)."""

from sim.parts.production import line
from sim.parts.production.parameters import ProductionParameters
from sim.parts.production.plan import (
    Draft,
    adequacy,
    fixed_hours_week,
    hours_per_post,
    job_rate,
    lead_time_h,
    publishing,
    schedule,
    start,
)

__all__ = [
    "Draft", "ProductionParameters", "adequacy", "fixed_hours_week", "hours_per_post", "job_rate", "lead_time_h", "line",
    "publishing",
    "schedule", "start",
]  # fmt: skip
