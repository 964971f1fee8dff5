"""Metrics of monitoring and readiness (CRIS); without them every one is NaN."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from sim.metrics.base import metric, total

if TYPE_CHECKING:
    from sim.model import Run

DAYS_30_H = 720.0


@metric(
    "detection_delay_h", "发现时延", "CRIS", "hours",
    "first post → alarm that somebody hears, mean over crises; one that nobody noticed counts with the hours it lasted", 1,
)  # fmt: skip
def _detection_delay_h(run: Run) -> float:
    return _mean([row["delay_h"] for row in run.rows("detection") if row["noticed"] or row["missed"]])


@metric("missed_crises", "漏报率", "CRIS", "share", "crises that were over before anybody noticed")
def _missed_crises(run: Run) -> float:
    return _mean([float(row["missed"]) for row in run.rows("detection") if row["noticed"] or row["missed"]])


@metric("false_alarms", "误报", "CRIS", "per 30 days", "alarms without crisis, per 30 days without one", 1)
def _false_alarms(run: Run) -> float:
    quiet = total(run, "quiet_h")
    return DAYS_30_H * sum(not row["true"] for row in run.rows("alarm")) / quiet if quiet else nan


@metric("crisis_skill", "危机技能", "CRIS", "0–1", "skill of the crisis team, mean over the horizon", 3)
def _crisis_skill(run: Run) -> float:
    days = [day["crisis_skill"] for day in run.days if "crisis_skill" in day]
    return _mean(days)


@metric("activation_h", "启动时延", "CRIS", "hours", "alarm → first statement, mean over crises", 1)
def _activation_h(run: Run) -> float:
    return _mean([row["hours"] for row in run.rows("activation")])


@metric(
    "monitoring_hours",
    "监测与应急工时",
    "CRIS",
    "hours",
    "team hours for watching, checking alarms, drills and training",
    0,
)
def _monitoring_hours(run: Run) -> float:
    p = run.scenario.crisis
    if "crisis" not in run.scenario.parts or not (p.monitoring or p.readiness):
        return nan
    tasks = {"monitoring", "alarm checks", "recalibration", "drill", "crisis training"}
    return sum(work.hours for work in run.ledger.work_done if work.task in tasks and work.start_h >= run.start_h)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else nan
