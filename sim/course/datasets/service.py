"""Entry 6: what people wrote to the service desk, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.core.world import Array
from sim.course.datasets import flaws
from sim.course.datasets.company import Record, homes, user_ids
from sim.course.datasets.desk_export import SEVERE, told
from sim.course.datasets.table import Column, Entry, Made, Table
from sim.course.datasets.texts import ISSUE_CODES, SENTIMENTS, Cause, compose
from sim.parts.desk.parameters import CHANNELS, KINDS, MODES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ENTRIES"]

ASKED = 0.25, 0.65  # share that answers the question for satisfaction: unanswered tickets, answered ones
CODED_MILD, CODED_SEVERE = 0.4, 0.75  # complaints that somebody gave a code
TICKETS = Table(
    6, "feedback_tickets", "ticket", "客服工单",
    "Everything that reached the service desk: enquiries, complaints, praise, suggestions.",
    "E4.1, E4.2, E4.3, E6.2, E7.3",
    (
        Column("ticket_id", "text", "number of the ticket", "工单编号"),
        Column("created_ts", "datetime", "when it was written", "创建时间"),
        Column("user_id", "text", "its author", "用户编号"),
        Column("platform", "text", "platform; exports spell it in several ways", "平台", one_of=flaws.spelled()),
        Column("channel", "text", "where it was written", "渠道", one_of=CHANNELS),
        Column("kind", "text", "kind of feedback", "类型", one_of=KINDS),
        Column("severity", "whole", "how bad it is; 1 for what is no complaint", "严重度", "1–5", 1, 5),
        Column("issue_code", "text", "issue, where somebody gave a code", "问题代码", one_of=ISSUE_CODES,
               empty=True),
        Column("text", "text", "what was written", "原文", assumed="composed from kind, issue and severity"),
        Column("gloss", "text", "English gloss of the text", "英文释义", assumed="composed with the text"),
        Column("first_reply_ts", "datetime", "first answer; empty: none", "首次回复时间", empty=True,
               assumed="severe complaints go to a manager on duty, mild ones wait for a batch; the rest as simulated"),
        Column("closed_ts", "datetime", "when it was closed; empty: still open", "关闭时间", empty=True),
        Column("mode", "text", "how it was answered", "回复方式", one_of=MODES, empty=True, assumed="by kind and severity"),
        Column("reopened", "flag", "its author found the answer wrong and wrote again", "重新打开"),
        Column("satisfaction", "number", "the author's own rating, where given", "满意度", "0–1", 0, 1, empty=True,
               assumed="the desk's law of waiting, less 0.16 for each step of severity, and noise"),
        Column("escalated", "flag", "went public while unresolved", "升级"),
        Column("adopted", "flag", "a suggestion that was taken up", "被采纳", assumed="drawn at the desk's own rate"),
        Column("told_user", "flag", "its author was told", "已反馈用户", assumed="drawn at the desk's own rate"),
    ),
    ("ticket_id",),
    (
        Column("issue", "text", "issue of a complaint", "真实问题", one_of=ISSUE_CODES, empty=True),
        Column("sentiment", "text", "sentiment", "情感", one_of=SENTIMENTS),
    ),
)  # fmt: skip


def make_tickets(record: Record) -> Made:
    """Make ``feedback_tickets``."""
    import pandas as pd

    desk = told(record)
    get = lambda name: np.array([row[name] for row in desk.rows])  # noqa: E731
    kind, severity, n = get("kind"), desk.severity, len(desk.rows)
    u, z = record.of("tickets").random((5, n)), record.of("ratings").standard_normal(n)
    silent = np.isnan(desk.reply_h)
    rating = np.where(u[0] < np.where(silent, *ASKED), np.clip(desk.felt + 0.08 * z, 0.0, 1.0), np.nan)
    sentiment = np.select([desk.complaint, kind == "praise"], ["neg", "pos"], "neu")
    true_issue = np.where(desk.complaint, np.array(ISSUE_CODES)[get("issue")], "")
    causes = [
        Cause(*cause)
        for cause in zip(kind.tolist(), true_issue.tolist(), sentiment.tolist(), severity.tolist(), strict=True)
    ]
    zh, en = compose(causes, record.of("ticket texts"))
    taken = (kind == "suggestion") & ~np.isnan(desk.end_h) & (u[1] < record.scenario.desk.adoption_rate)
    coded = desk.complaint & (u[2] < np.where(severity >= SEVERE, CODED_SEVERE, CODED_MILD))
    clean = pd.DataFrame({
        "ticket_id": [f"t{k:04d}" for k in range(1, n + 1)], "created_ts": record.stamp(get("opened_h")),
        "user_id": user_ids(get("person")), "platform": homes(record, get("person")),
        "channel": np.array(CHANNELS)[get("channel")], "kind": kind, "severity": severity,
        "issue_code": np.where(coded, true_issue, ""), "text": zh, "gloss": en,
        "first_reply_ts": _times(record, desk.reply_h), "closed_ts": _times(record, desk.end_h),
        "mode": np.where(silent, "", _modes(kind, severity, u[3])), "reopened": (get("reopened") > 0).astype(int),
        "satisfaction": np.round(rating, 2), "escalated": get("escalated").astype(int), "adopted": taken.astype(int),
        "told_user": (taken & (u[4] < record.scenario.desk.closeloop_rate)).astype(int),
    })  # fmt: skip
    truth = pd.DataFrame({"ticket_id": clean["ticket_id"], "issue": true_issue, "sentiment": sentiment})
    said = _facts(clean, truth)
    table = clean
    for flaw in (
        lambda t: flaws.full_width(t, record.of("flaws:tickets:digits"), column="text"),
        lambda t: flaws.aliased(t, record.of("flaws:tickets:names")),
        lambda t: flaws.duplicated(t, record.of("flaws:tickets:twice")),
    ):
        table, one = flaw(table)
        said.append(one)
    return Made(table, truth, tuple(said), clean)


def _times(record: Record, hours: Array) -> pd.DatetimeIndex:
    """Return hours of the run as times, none for NaN."""
    import pandas as pd

    there = ~np.isnan(hours)
    times = record.stamp(np.where(there, hours, record.run.start_h))
    return pd.DatetimeIndex(np.where(there, times, np.datetime64("NaT")))


def _modes(kind: Array, severity: Array, u: Array) -> Array:
    usual = np.where(u < 0.7, "kb", np.where(u < 0.85, "plain", "template"))
    return np.select([severity >= SEVERE, kind == "praise"], ["expert", "template"], usual)


def _facts(clean: pd.DataFrame, truth: pd.DataFrame) -> list[str]:
    """Return the planted truths behind the tickets, measured on the clean table."""
    told = clean[clean["kind"] == "complaint"].assign(
        hours=(clean["first_reply_ts"] - clean["created_ts"]).dt.total_seconds() / 3600.0, issue=truth["issue"]
    )
    shares = told["issue"].value_counts(normalize=True)
    by = told.groupby("severity")[["hours", "satisfaction"]].agg({"hours": "median", "satisfaction": "mean"})
    worse = "; ".join(f"severity {s}: {row.hours:.1f} h, {row.satisfaction:.2f}" for s, row in by.iterrows())
    return [
        "Planted truth: issue shares among complaints: " + ", ".join(f"{k} {v:.3f}" for k, v in shares.items()) + ".",
        f"Planted trap: severe complaints are answered first and rated worst (median reply, mean satisfaction: {worse}); compare "
        "reply times within a severity.",
        f"{int((clean['issue_code'] != '').sum())} of {len(told)} complaints have a code, severe ones more often: coded shares "
        "are not the shares of issues.",
    ]


ENTRIES = (Entry(TICKETS, make_tickets),)
