"""Metrics of the response desk (DESK), and what the audience makes of its service (AUD).

All are functions of the tickets that came in after the warm-up, and of the day's counters. Comments under posts, which ask
for no answer, are not among these tickets. Without tickets (or with the part off) a ratio is NaN and a count 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import isnan, nan
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.metrics.base import metric, ratio, total

if TYPE_CHECKING:
    from sim.model import Run

Row = dict[str, Any]


def share(rows: Iterable[Row], of: Callable[[Row], Any]) -> float:
    """Return the mean of ``of`` over rows; NaN if there are none."""
    values = [float(of(row)) for row in rows]
    return sum(values) / len(values) if values else nan


def replies(run: Run) -> list[float]:
    """Return the hours to the first answer of every ticket that got one."""
    return [t["first_reply_h"] for t in run.ticket_rows if not isnan(t["first_reply_h"])]


def complaints(run: Run) -> list[Row]:
    """Return the complaints among the tickets."""
    return [t for t in run.ticket_rows if t["kind"] == "complaint"]


def answerable(run: Run) -> list[Row]:
    """Return tickets that were answered and could be answered wrongly."""
    return [t for t in run.ticket_rows if not isnan(t["first_reply_h"]) and t["kind"] in ("enquiry", "complaint")]


def per_thousand_week(run: Run, count: float) -> float:
    """Return a count per thousand people who know the brand and week."""
    knowing = sum(day["aware"] for day in run.days) / len(run.days)
    return 1000.0 * count / knowing * 7.0 / len(run.days) if knowing else nan


@metric("csat", "客户满意度", "DESK", "0–1", "mean satisfaction of closed and unanswered tickets", 3)
def _csat(run: Run) -> float:
    # Whoever is still waiting when the run ends has no verdict yet.
    return share(
        (t for t in run.ticket_rows if t["state"] != "open" or t["first_reply_h"] > 0), lambda t: t["satisfaction"]
    )


@metric(
    "leads", "线索量", "ENG", "count", "people who asked something and got a right answer: their contact is known", 0
)
def _leads(run: Run) -> float:
    return float(len({t["person"] for t in run.ticket_rows if t["kind"] == "enquiry" and t["resolved"]}))


@metric("first_reply_h", "首次响应时间", "DESK", "hours", "opening → first answer, median of the answered tickets")
def _first_reply_h(run: Run) -> float:
    return float(np.median(replies(run))) if replies(run) else nan


@metric(
    "first_reply_p90_h", "首次响应时间（九成）", "DESK", "hours", "time within which nine of ten first answers come"
)
def _first_reply_p90_h(run: Run) -> float:
    return float(np.quantile(replies(run), 0.9)) if replies(run) else nan


@metric("resolved_share", "解决率", "DESK", "share", "tickets properly closed, of all that people wrote", 3)
def _resolved_share(run: Run) -> float:
    return share(run.ticket_rows, lambda t: t["resolved"])


@metric("reopen_rate", "重开率", "DESK", "share", "answered enquiries and complaints with a wrong first answer", 3)
def _reopen_rate(run: Run) -> float:
    return share(answerable(run), lambda t: t["reopened"] > 0)


@metric("lost_share", "遗漏率", "DESK", "share", "feedback never registered or never answered", 3)
def _lost_share(run: Run) -> float:
    return share((t for t in run.ticket_rows if t["state"] != "open"), lambda t: isnan(t["first_reply_h"]))


@metric("escalation_rate", "升级率", "DESK", "share", "complaints that go public", 4)
def _escalation_rate(run: Run) -> float:
    return share(complaints(run), lambda t: t["escalated"])


@metric("backlog", "积压", "DESK", "tickets", "tickets that wait when the run ends", 0)
def _backlog(run: Run) -> float:
    return float(sum(t["state"] == "open" for t in run.ticket_rows))


@metric(
    "issue_bias",
    "问题分布偏差",
    "DESK",
    "0–1",
    "total variation between the issues registered and all that were met",
    3,
)
def _issue_bias(run: Run) -> float:
    true, seen = np.zeros(12), np.zeros(12)
    for t in complaints(run):
        true[t["issue"]] += 1
        seen[t["issue"]] += t["registered"]
    if not seen.sum():
        return nan
    return float(0.5 * np.abs(true / true.sum() - seen / seen.sum()).sum())


@metric(
    "repeat_rate", "重复投诉率", "DESK", "per 1000 users/week", "complaints about issues that are known and still open"
)
def _repeat_rate(run: Run) -> float:
    return per_thousand_week(run, sum(t["known"] for t in complaints(run)))


@metric("severe_rate", "严重投诉率", "DESK", "per 1000 users/week", "complaints about dangerous issues (severity 5)", 3)
def _severe_rate(run: Run) -> float:
    return per_thousand_week(run, sum(t["severity"] == 5 for t in complaints(run)))


@metric("wom_posts", "口碑帖", "DESK", "count", "unprompted positive posts", 0)
def _wom_posts(run: Run) -> float:
    return total(run, "wom_posts")


def public(run: Run) -> list[Row]:
    """Return the complaints that went public after the warm-up."""
    return [c for c in run.rows("public_complaint") if c["at_h"] >= run.start_h]


@metric("complaint_hurt", "投诉波及人数", "DESK", "people", "readers who lost trust by a public complaint, added up", 0)
def _complaint_hurt(run: Run) -> float:
    return float(sum(c["hurt"] for c in public(run)))


@metric(
    "complaint_hurt_share", "投诉影响比例", "DESK", "share", "readers of public complaints who lost trust by them", 3
)
def _complaint_hurt_share(run: Run) -> float:
    readers = sum(c["readers"] for c in public(run))
    return sum(c["hurt"] for c in public(run)) / readers if readers else nan


@metric("suggestion_rate", "建议率", "DESK", "per 1000 users/week", "suggestions made")
def _suggestion_rate(run: Run) -> float:
    return per_thousand_week(run, sum(t["kind"] == "suggestion" for t in run.ticket_rows))


@metric(
    "revisit_rate", "回访率", "AUD", "visits/user/week", "returns to the account in the two weeks after a contact", 3
)
def _revisit_rate(run: Run) -> float:
    return 0.5 * ratio(run, "revisits", "contacts")


@metric("repurchase_rate", "回购率", "AUD", "share", "people with a service case who buy again within 60 days", 3)
def _repurchase_rate(run: Run) -> float:
    return share((t for t in run.ticket_rows if t["state"] != "open"), lambda t: t["again"])
