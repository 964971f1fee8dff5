"""Entry 18: three competitors, each a company of the same kind in a market of the same kind, which starts no strategy.

A competitor is a run of its own (replications 1 to 3 of the record's seed): other people, other luck, the same laws. What moves
all of them moves our company too; what happens to us alone on day 61 does not happen to them.
"""

from __future__ import annotations

from typing import Any

from sim.core.catalogue import FORMS, TYPES
from sim.core.knob import vary
from sim.course.datasets import flaws
from sim.course.datasets.company import DAYS, Record, stamps
from sim.course.datasets.table import Column, Entry, Made, Table
from sim.model import simulate

__all__ = ["ENTRIES"]

# What makes a competitor (A): its size at the start and what it publishes.
KINDS: dict[str, dict[str, Any]] = {
    "A": {"audience.follower_start": 0.06, "plan.type_mix": (0.15, 0.30, 0.20, 0.15, 0.20)},
    "B": {"audience.follower_start": 0.03, "plan.form_mix": (0.20, 0.30, 0.15, 0.15, 0.05, 0.15)},
    "C": {"audience.follower_start": 0.045, "plan.promotion_share": 0.3},
}
ABSENT = "C", "2024-04-15", "2024-04-28"
RIVALS = Table(
    18, "competitor_posts", "competitor post", "竞品帖子", "What three competitors published, as a monitoring tool sees it.",
    "E6.2, E8.1, L6.2",
    (
        Column("competitor", "text", "the competitor", "竞品", one_of=tuple(KINDS)),
        Column("platform", "text", "platform; exports spell it in several ways", "平台", one_of=flaws.spelled()),
        Column("ts", "datetime", "when it went out", "发布时间"),
        Column("content_type", "text", "what it is about", "内容类型", one_of=TYPES),
        Column("form", "text", "how it is made", "内容形式", one_of=FORMS),
        Column("followers", "whole", "followers of the account when it went out", "粉丝数", "people", 0),
        Column("likes", "whole", "likes", "点赞", "count", 0, empty=True),
        Column("comments", "whole", "comments", "评论", "count", 0, empty=True),
        Column("shares", "whole", "shares", "转发", "count", 0, empty=True),
    ),
)  # fmt: skip


def make_rivals(record: Record) -> Made:
    """Make ``competitor_posts``."""
    import pandas as pd

    parts = []
    shared = {"parts": ("production", "engagement", "audience"), "plan.posts_per_day": 150.0 / DAYS}
    for replication, (name, own) in enumerate(KINDS.items(), start=1):
        run = simulate(vary(record.scenario, shared | own), seed=record.seed, replication=replication)
        posts = pd.DataFrame(run.post_rows)
        after = record.of("rivals", replication).random(len(posts)) * 0.5
        parts.append(pd.DataFrame({
            "competitor": name, "platform": posts["platform"], "ts": stamps(posts["time_h"] - run.start_h + after),
            "content_type": posts["type"], "form": posts["form"], "followers": posts["followers"], "likes": posts["likes"],
            "comments": posts["comments"], "shares": posts["shares"],
        }))  # fmt: skip
    clean = pd.concat(parts, ignore_index=True).sort_values(["ts", "competitor"], kind="stable", ignore_index=True)
    said = ["Planted truth: none of the competitors changes anything on day 61."]
    who, first, last = ABSENT
    table, one = flaws.without_weeks(clean, column="competitor", who=who, time="ts", first=first, last=last)
    said.append(one)
    table, one = flaws.emptied(table, record.of("flaws:rivals:missing"), ("likes", "comments", "shares"))
    said.append(one)
    table, one = flaws.aliased(table, record.of("flaws:rivals:names"))
    said.append(one)
    table, one = flaws.duplicated(table, record.of("flaws:rivals:twice"))
    said.append(one)
    return Made(table, None, tuple(said), clean)


ENTRIES = (Entry(RIVALS, make_rivals),)
