"""Metrics of the part ``campaign`` (CAMP).

All are functions of the activities that ended within the horizon; counts are added over them, so that somebody who hears of two
activities counts twice. Without an activity (or with the part off) a ratio is NaN and a count 0.
"""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING, Any

from sim.metrics.base import metric

if TYPE_CHECKING:
    from sim.model import Run


def added(run: Run, fact: str) -> float:
    """Return a fact of the activities, added."""
    return float(sum(row[fact] for row in run.rows("event")))


def last(run: Run) -> dict[str, Any]:
    """Return the facts of the last activity; empty if there was none."""
    rows = run.rows("event")
    return rows[-1] if rows else {}


def mean(run: Run, fact: str) -> float:
    """Return the mean of a fact over the activities; NaN if there was none."""
    rows = run.rows("event")
    return float(sum(row[fact] for row in rows)) / len(rows) if rows else nan


@metric("participation", "参与人数", "CAMP", "people", "people who took part online in an activity", 0)
def _participation(run: Run) -> float:
    return added(run, "participation")


@metric("attendance", "到场人数", "CAMP", "people", "people who came to the venue of an activity", 0)
def _attendance(run: Run) -> float:
    return added(run, "attendance")


@metric("ugc_posts", "用户原创", "CAMP", "posts", "posts by attendees and online participants of activities", 0)
def _ugc_posts(run: Run) -> float:
    return added(run, "posts")


@metric("event_awareness", "活动知晓", "CAMP", "people", "people who have heard of an activity, complaints aside", 0)
def _event_awareness(run: Run) -> float:
    return added(run, "heard")


@metric("event_follows", "活动增粉", "CAMP", "people", "people who began to follow because they took part", 0)
def _event_follows(run: Run) -> float:
    return added(run, "follows")


@metric("cost_per_follow", "获客成本", "CAMP", "CNY", "money spent on activities / event_follows", 0)
def _cost_per_follow(run: Run) -> float:
    follows = added(run, "follows")
    return 1000.0 * added(run, "cost_k") / follows if follows else nan


@metric(
    "incident_loss", "事故损失", "CAMP", "% of result", "participation lost through incidents and tasks not ready", 1
)
def _incident_loss(run: Run) -> float:
    possible = added(run, "possible")
    return 100.0 * (1.0 - added(run, "got") / possible) if possible else nan


@metric("objective_score", "目标达成", "CAMP", "0–1", "stated result / best attainable, mean of the activities", 3)
def _objective_score(run: Run) -> float:
    return mean(run, "score")


@metric("last_score", "末场目标达成", "CAMP", "0–1", "stated result / best attainable of the last activity", 3)
def _last_score(run: Run) -> float:
    return float(last(run).get("score", nan))


@metric("last_participation", "末场参与人数", "CAMP", "people", "people who took part online in the last activity", 0)
def _last_participation(run: Run) -> float:
    return float(last(run).get("participation", nan))


@metric(
    "tasks_on_time", "任务准时率", "CAMP", "share", "tasks of preparation that were ready when the activity began", 3
)
def _tasks_on_time(run: Run) -> float:
    return mean(run, "on_time")


@metric("turned_away", "满场未入", "CAMP", "people", "people who wanted to come and found no place", 0)
def _turned_away(run: Run) -> float:
    return added(run, "turned_away")


@metric("shared_awareness", "分享带来知晓", "CAMP", "people", "people who first heard of an activity from a contact", 0)
def _shared_awareness(run: Run) -> float:
    return added(run, "by_friends")


@metric("follows_kept", "活动留粉", "CAMP", "share", "of event_follows, those who did not leave after the draw", 3)
def _follows_kept(run: Run) -> float:
    follows = added(run, "follows")
    return 1.0 - added(run, "left") / follows if follows else nan
