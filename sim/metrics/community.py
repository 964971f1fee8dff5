"""Metrics of the community (COMM).

All are functions of the day's counters, of one row a member (``member``) and one row a negative thread. Cohorts are those who
joined after the warm-up and long enough before the end. With the part off, or nobody there, a ratio is NaN and a count 0.
"""

from __future__ import annotations

from math import ceil, isnan, nan
from typing import TYPE_CHECKING, Any

from sim.metrics.base import metric, ratio, total

if TYPE_CHECKING:
    from sim.model import Run

COHORT_H, NEW_H = 1440.0, 720.0
Row = dict[str, Any]


def members(run: Run) -> list[Row]:
    """Return everybody who was a member at some time after the warm-up, one row each."""
    return [m for m in run.rows("member") if isnan(m["left_h"]) or m["left_h"] > run.start_h]


def cohort(run: Run, hours: float) -> list[Row]:
    """Return those who joined after the warm-up and at least ``hours`` before the end."""
    end_h = run.start_h + 24.0 * run.scenario.horizon_days
    return [m for m in members(run) if run.start_h < m["joined_h"] <= end_h - hours]


def stayed(m: Row, hours: float) -> bool:
    """Tell whether a member was still there so many hours after joining."""
    return isnan(m["left_h"]) or m["left_h"] - m["joined_h"] > hours


def retention(rows: list[Row]) -> float:
    """Return the share of these who stayed for 60 days; NaN if there are none."""
    return sum(stayed(m, COHORT_H) for m in rows) / len(rows) if rows else nan


def last(run: Run, name: str) -> float:
    """Return a counter of the last day."""
    return float(run.days[-1].get(name, 0.0)) if run.days else 0.0


def per_day(run: Run, name: str) -> float:
    """Return the mean of a counter over the days."""
    return total(run, name) / len(run.days)


@metric("members", "社群成员", "COMM", "people", "members at the end", 0)
def _members(run: Run) -> float:
    return last(run, "community_members")


@metric("member_retention", "社群留存率", "COMM", "share", "members of a join cohort present after 60 days", 3)
def _member_retention(run: Run) -> float:
    return retention(cohort(run, COHORT_H))


@metric("effective_growth", "有效增长", "COMM", "people", "joins still there after 60 days", 0)
def _effective_growth(run: Run) -> float:
    return float(sum(stayed(m, COHORT_H) for m in cohort(run, COHORT_H)))


@metric("community_joins", "加入人数", "COMM", "people", "people who joined", 0)
def _joins(run: Run) -> float:
    return total(run, "community_joins")


@metric("good_posts", "优质发帖", "COMM", "posts/day", "rule-conforming, useful member posts")
def _good_posts(run: Run) -> float:
    return (total(run, "community_good") - total(run, "community_good_deleted")) / len(run.days)


@metric("good_posts_late", "后期优质发帖", "COMM", "posts/day", "the same, in the last 30 days")
def _good_posts_late(run: Run) -> float:
    late = run.days[-30:]
    return sum(d.get("community_good", 0.0) - d.get("community_good_deleted", 0.0) for d in late) / len(late)


@metric("bad_share", "违规可见占比", "COMM", "share", "violations seen / posts seen", 4)
def _bad_share(run: Run) -> float:
    return ratio(run, "community_bad_seen", "community_seen")


@metric("lowq_share", "灌水占比", "COMM", "share", "low-quality posts / posts", 3)
def _lowq_share(run: Run) -> float:
    return ratio(run, "community_low", "community_posts")


@metric("belonging", "归属感", "COMM", "0–1", "mean belonging of the members, over the days", 3)
def _belonging(run: Run) -> float:
    return ratio(run, "community_belonging", "community_members")


@metric("recidivism", "再犯率", "COMM", "share", "sanctioned members who violate again in 30 days", 3)
def _recidivism(run: Run) -> float:
    return ratio(run, "community_relapses", "community_sanctioned")


@metric("wrongful", "误判数", "COMM", "count", "sanctions without violation", 0)
def _wrongful(run: Run) -> float:
    return total(run, "community_wrongful")


@metric(
    "rumour_reach", "负面扩散", "COMM", "people", "members who saw a negative thread, on average over the threads", 1
)
def _rumour_reach(run: Run) -> float:
    threads = run.rows("negative_thread")
    return sum(t["saw"] for t in threads) / len(threads) if threads else nan


@metric("poster_share", "发帖成员占比", "COMM", "share", "members who have ever written something", 3)
def _poster_share(run: Run) -> float:
    rows = members(run)
    return sum(m["posts"] > 0 for m in rows) / len(rows) if rows else nan


@metric("top1_share", "头部发帖占比", "COMM", "share", "posts written by the busiest 1 % of the members", 3)
def _top1_share(run: Run) -> float:
    posts = sorted((m["posts"] for m in members(run)), reverse=True)
    return sum(posts[: ceil(0.01 * len(posts))]) / sum(posts) if sum(posts) else nan


@metric(
    "newcomer_posts", "新人发帖", "COMM", "posts", "posts in the first 30 days of those who joined, per newcomer", 3
)
def _newcomer_posts(run: Run) -> float:
    new = cohort(run, NEW_H)
    return sum(m["first_posts"] for m in new) / len(new) if new else nan


@metric("newcomer_compliance", "新人合规率", "COMM", "share", "posts of newcomers that keep the rules", 3)
def _newcomer_compliance(run: Run) -> float:
    new = cohort(run, NEW_H)
    posts = sum(m["first_posts"] for m in new)
    return 1.0 - sum(m["first_bad"] for m in new) / posts if posts else nan


@metric("newcomer_violations", "新人违规率", "COMM", "share", "posts of newcomers that break a rule", 4)
def _newcomer_violations(run: Run) -> float:
    return 1.0 - _newcomer_compliance(run)


@metric("join_cost", "加入成本", "COMM", "CNY", "money spent on joins, per join still there after 60 days", 1)
def _join_cost(run: Run) -> float:
    kept = _effective_growth(run)
    spent = sum(x.amount_k for x in run.ledger.payments if x.item == "community joins" and x.time_h >= run.start_h)
    return 1000.0 * spent / kept if kept else nan
