"""Every metric: its label, unit and formula, as a pure function of one run's tables."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sim.metrics import (  # noqa: F401  each registers its metrics
    analytics,
    audience,
    campaign,
    community,
    crisis,
    desk,
    monitoring,
    posts,
    production,
    resources,
)
from sim.metrics.base import METRICS, Metric

if TYPE_CHECKING:
    from sim.model import Run

__all__ = ["CORE_METRICS", "METRICS", "Metric", "measure"]

CORE_METRICS = ("net_growth", "reach", "reactions", "engagement_rate", "unfollow_rate", "posts")


def measure(run: Run, metrics: Iterable[str] = CORE_METRICS) -> dict[str, float]:
    """Return the named metrics of one run; a ratio with nothing below it is NaN.

    Raise a ValueError that lists likely names if a metric does not exist.
    """
    return {name: float(_known(name).formula(run)) for name in metrics}


def _known(name: str) -> Metric:
    if name not in METRICS:
        near = get_close_matches(str(name), METRICS, n=3) or list(METRICS)
        raise ValueError(f"{name!r} is not a metric. Did you mean {', '.join(near)}?")
    return METRICS[name]
