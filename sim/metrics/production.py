"""Metrics of production (PROD)."""

from __future__ import annotations

from itertools import pairwise
from math import nan
from typing import TYPE_CHECKING

from sim.metrics.base import metric, total
from sim.parts.production import lead_time_h

if TYPE_CHECKING:
    from sim.model import Run


@metric("quality_mean", "质量均值", "PROD", "0–1", "mean true quality of the posts", 3)
def _quality_mean(run: Run) -> float:
    return sum(post["quality"] for post in run.post_rows) / len(run.post_rows) if run.post_rows else nan


@metric("throughput", "产出", "PROD", "posts/week", "posts published a week, added over platforms", 1)
def _throughput(run: Run) -> float:
    return 7.0 * total(run, "posts") / len(run.days)


@metric("gap_days", "断更天数", "PROD", "days", "longest interval without a post on any platform", 1)
def _gap_days(run: Run) -> float:
    start, end = 24.0 * run.scenario.warmup_days, 24.0 * (run.scenario.warmup_days + run.scenario.horizon_days)
    times = sorted({start, end, *(post["time_h"] for post in run.post_rows)})
    return max(later - earlier for earlier, later in pairwise(times)) / 24.0


@metric("lead_time_h", "制作周期", "PROD", "hours", "brief → published, of a post about a topic", 1)
def _lead_time_h(run: Run) -> float:
    return lead_time_h(run.scenario)
