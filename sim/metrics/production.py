"""Metrics of production (PROD)."""

from __future__ import annotations

from itertools import pairwise
from math import nan
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Any

from sim.metrics.base import metric, total
from sim.parts.production import lead_time_h

if TYPE_CHECKING:
    from sim.model import Run

# What is done a second time: the last step for a returned draft, and what a flow without order does twice.
REWORK = ("optimise", "double work")


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


@metric("lead_time_h", "制作周期", "PROD", "hours",
        "brief → ready in working hours, mean; without the line: topic → published, by the plan", 1)  # fmt: skip
def _lead_time_h(run: Run) -> float:
    if not _line(run):
        return lead_time_h(run.scenario)
    return _mean([job["lead_h"] for job in finished(run)])


@metric(
    "lead_time_p90_h", "制作周期 P90", "PROD", "hours", "brief → ready in working hours, exceeded by one post in ten", 1
)
def _lead_time_p90_h(run: Run) -> float:
    if not _line(run):
        return lead_time_h(run.scenario)
    import numpy as np

    times = [job["lead_h"] for job in finished(run)]
    return float(np.quantile(times, 0.9)) if times else nan


@metric(
    "topic_delay_h", "热点时延", "PROD", "hours", "topic → published, mean over posts about a topic, nights included", 1
)
def _topic_delay_h(run: Run) -> float:
    if not _line(run):
        return lead_time_h(run.scenario)
    return _mean([job["time_h"] - job["brief_h"] for job in finished(run) if job["topical"]])


@metric("on_time_share", "准时率", "PROD", "share",
        "posts published no later than 1 h after their planned hour, of those that were due")  # fmt: skip
def _on_time_share(run: Run) -> float:
    if not _line(run):
        return 1.0 if run.post_rows else nan
    in_time = [not job["dropped"] and job["time_h"] <= job["planned_h"] + 1.0 for job in run.rows("job")]
    return _mean([float(x) for x in in_time])


@metric("quality_sd", "质量波动", "PROD", "0–1", "standard deviation of the quality of the posts", 3)
def _quality_sd(run: Run) -> float:
    found = [post["quality"] for post in run.post_rows]
    return pstdev(found) if len(found) > 1 else nan


@metric("defect_escape", "差错漏出率", "PROD", "share", "published posts with a defect", 4)
def _defect_escape(run: Run) -> float:
    return _mean([float(bool(job["defect"])) for job in finished(run)])


@metric("takedowns", "下架数", "PROD", "count", "posts removed by the platform", 2)
def _takedowns(run: Run) -> float:
    return float(sum(job["defect"] == "compliance" for job in finished(run)))


@metric("consistency", "一致性", "PROD", "0–1", "1 − spread of message, tone and visuals between posts", 3)
def _consistency(run: Run) -> float:
    jobs = finished(run)
    if len(jobs) < 2:
        return nan
    return max(0.0, 1.0 - fmean(pstdev([job[what] for job in jobs]) for what in ("message", "tone", "visuals")))


@metric("rework_hours", "返工工时", "PROD", "hours", "hours spent on returned work and on work done twice", 1)
def _rework_hours(run: Run) -> float:
    return sum(w.hours for w in run.ledger.work_done if w.task in REWORK and w.start_h >= run.start_h)


@metric("dropped_posts", "弃稿数", "PROD", "count", "posts given up because they came far too late", 1)
def _dropped_posts(run: Run) -> float:
    return float(sum(job["dropped"] for job in run.rows("job")))


@metric("emergency_delay_h", "应急时延", "PROD", "hours", "sudden event → public message, mean", 1)
def _emergency_delay_h(run: Run) -> float:
    return _mean([event["delay_h"] for event in run.rows("sudden_event")])


def finished(run: Run) -> list[dict[str, Any]]:
    """Return the posts that left the line after the warm-up, one dictionary each."""
    return [job for job in run.rows("job") if not job["dropped"]]


def _line(run: Run) -> bool:
    return "line" in run.scenario.parts


def _mean(values: list[float]) -> float:
    return fmean(values) if values else nan
