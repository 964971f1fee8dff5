"""Parameters of the community.

Each group is a class of its own, so that a reader finds what belongs together; a scenario has them all in one place,
``community``.
"""

from __future__ import annotations

import math

from sim.core.knob import knob, parameters
from sim.parts.community.rewards_parameters import Benefits, LeadersAndCulture, Personal, Points
from sim.parts.community.rules_parameters import POLICIES, Moderation, NegativeThreads, Rules, Sanctions

__all__ = ["POLICIES", "SOURCES", "CommunityParameters"]

SOURCES = ("organic", "event", "partner", "paid", "friend")
MIERLO = "A; fitted to fact O16 (van Mierlo 2014: the top 1 % wrote three quarters, fewer than a quarter ever posted)"


@parameters
class Joining:
    """Who joins, from where, and at what price (COMM-1)."""

    _prefix = "community."

    members_start: int = knob(
        default=300, low=0, high=5000, unit="people", meaning="members at the start, people who know the brand",
        zh="初始成员",
    )  # fmt: skip
    join_rate: float = knob(
        default=4.0, low=0, high=30, step=0.5, unit="members/day", meaning="organic joins at the start", zh="自然加入",
    )  # fmt: skip
    paid_share: float = knob(
        default=0.3, low=0, high=1, step=0.05, unit="0–1", meaning="share of joins bought through ads", zh="付费占比",
    )  # fmt: skip
    partner_share: float = knob(
        default=0.2, low=0, high=1, step=0.05, unit="0–1", meaning="share of joins from partner communities",
        zh="合作占比",
    )  # fmt: skip
    event_join: float = knob(
        default=0.10, low=0.01, high=0.6, off=0.0, unit="probability", zh="活动转化",
        meaning="joining after an event as good as can be",
    )  # fmt: skip
    invitations: int = knob(
        default=3, low=1, high=10, off=0, unit="per member",
        meaning="contacts whom a member invites who likes it here", zh="邀请数",
    )  # fmt: skip
    invite_accepts: float = knob(
        default=0.10, low=0.01, high=0.5, off=0.0, unit="probability", meaning="an invitation is accepted",
        zh="邀请接受率", mark="R", source="10 % of invitations accepted, three for each active referrer",
    )  # fmt: skip
    positioning_focus: float = knob(
        default=0.6, low=0, high=1, step=0.05, unit="0–1", meaning="narrowness of the community theme", zh="定位聚焦",
    )  # fmt: skip
    focus_fit: float = knob(
        default=0.25, low=0.05, high=1, off=0.0, unit="fit per focus", zh="聚焦与契合",
        meaning="how much better members fit a narrow theme than a general one",
    )  # fmt: skip
    source_fit: tuple[float, ...] = knob(
        default=(0.58, 0.52, 0.45, 0.33, 0.60), choices=SOURCES, shares=False, low=0, high=1, unit="0–1",
        zh="来源契合度", meaning="mean fit of a member by source, at the default focus",
    )  # fmt: skip
    fit_spread: float = knob(
        default=0.12, low=0.02, high=0.4, off=0.0, unit="sd",
        meaning="how much members of one source differ in fit", zh="契合差异",
    )  # fmt: skip
    fit_affinity: float = knob(
        default=0.3, low=0.05, high=1, off=0.0, unit="fit per affinity", zh="亲和度与契合",
        meaning="how much better those fit who like the brand",
    )  # fmt: skip
    content_joins: float = knob(
        default=0.3, low=0.05, high=1, off=0.0, unit="exponent", zh="内容引流",
        meaning="organic joins against the official content there is to see",
    )  # fmt: skip
    organic_cost_k: float = knob(
        default=0.010, low=0.001, high=0.2, off=0.0, unit="thousand CNY/join", meaning="cost of an organic join",
        zh="自然获客成本",
    )  # fmt: skip
    partner_cost_k: float = knob(
        default=0.015, low=0.001, high=0.2, off=0.0, unit="thousand CNY/join", meaning="cost of a partner's join",
        zh="合作获客成本",
    )  # fmt: skip
    paid_cost_k: float = knob(
        default=0.030, low=0.001, high=0.5, off=0.0, unit="thousand CNY/join", meaning="cost of a bought join",
        zh="付费获客成本",
    )  # fmt: skip


@parameters
class Writing:
    """How much members write, and what the company adds (COMM-2)."""

    _prefix = "community."

    posting: float = knob(
        default=0.04, low=0.01, high=0.5, unit="posts/member/day", zh="发帖率",
        meaning="what a member writes a day, on average", mark="A", source=MIERLO,
    )  # fmt: skip
    posting_spread: float = knob(
        default=3.2, low=0.5, high=4, off=0.0, unit="sd of ln rate", zh="发帖差异",
        meaning="how unequally ready to write people are who visit equally often", source=MIERLO,
    )  # fmt: skip
    most_posts: float = knob(
        default=12.0, low=1, high=50, off=math.inf, unit="posts/day", meaning="what one member can write at most",
        zh="发帖上限",
    )  # fmt: skip
    low_quality: float = knob(
        default=0.15, low=0.01, high=0.8, off=0.0, unit="share", zh="灌水基线",
        meaning="posts of little use, without any rewards",
    )  # fmt: skip
    content_per_week: float = knob(
        default=4.0, low=0, high=14, step=0.5, unit="posts/week", zh="官方内容",
        meaning="planned official content in the community",
    )  # fmt: skip
    content_h: float = knob(
        default=1.5, low=0.25, high=10, off=0.0, unit="hours", meaning="work on one piece of official content",
        zh="内容耗时",
    )  # fmt: skip
    thread_spark: float = knob(
        default=0.25, low=0.05, high=1, off=0.0, unit="share", zh="内容引发讨论",
        meaning="posts more than without official content, at most",
    )  # fmt: skip
    crowding: float = knob(
        default=0.3, low=0.05, high=2, off=0.0, unit="per post/day", zh="官方刷屏",
        meaning="talk lost to official content above one a day",
    )  # fmt: skip
    activities_month: float = knob(
        default=4.0, low=0, high=12, step=1, unit="per month", zh="社群活动",
        meaning="topic discussions and online activities",
    )  # fmt: skip
    activity_h: float = knob(
        default=5.0, low=0.5, high=40, off=0.0, unit="hours", meaning="work on one activity", zh="活动耗时",
    )  # fmt: skip
    activity_boost: float = knob(
        default=1.0, low=0.1, high=4, off=0.0, unit="share", meaning="posts more on the day of an activity",
        zh="活动日发帖",
    )  # fmt: skip


@parameters
class Belonging:
    """What makes members belong, and leave (COMM-1, COMM-2)."""

    _prefix = "community."

    belong_content: float = knob(
        default=0.010, low=0.002, high=0.05, off=0.0, unit="per day", zh="内容归属感",
        meaning="belonging gained where useful posts abound",
    )  # fmt: skip
    enough_posts: float = knob(
        default=6.0, low=1, high=50, unit="posts/day", zh="充足内容",
        meaning="useful posts at which two thirds of the gain are there",
    )  # fmt: skip
    belong_mood: float = knob(
        default=0.004, low=0.001, high=0.05, off=0.0, unit="per day",
        meaning="belonging gained by a good atmosphere", zh="氛围归属感",
    )  # fmt: skip
    belong_bad: float = knob(
        default=0.09, low=0.01, high=0.5, off=0.0, unit="per day", zh="违规伤害",
        meaning="belonging lost where all that is seen breaks rules",
    )  # fmt: skip
    belong_wrong: float = knob(
        default=0.05, low=0.01, high=0.5, off=0.0, unit="per day", zh="误判伤害",
        meaning="belonging lost where all good posts get deleted",
    )  # fmt: skip
    belong_fade: float = knob(
        default=0.006, low=0.001, high=0.03, off=0.0, unit="per day", meaning="belonging that fades by itself",
        zh="归属感消退",
    )  # fmt: skip
    belong_return: float = knob(
        default=0.02, low=0.005, high=0.2, off=0.0, unit="per day", zh="归属感回归",
        meaning="pull of belonging toward a member's fit",
    )  # fmt: skip
    mood_days: float = knob(
        default=14.0, low=2, high=90, unit="days", meaning="time in which the atmosphere follows what happens",
        zh="氛围时间",
    )  # fmt: skip
    mood_activities: float = knob(
        default=0.2, low=0.05, high=0.5, off=0.0, unit="0–1", meaning="atmosphere gained by activities, at most",
        zh="活动氛围",
    )  # fmt: skip
    mood_bad: float = knob(
        default=2.0, low=0.2, high=10, off=0.0, unit="per share seen",
        meaning="atmosphere lost by visible violations", zh="违规氛围",
    )  # fmt: skip
    leave_day: float = knob(
        default=0.0015, low=0.0002, high=0.02, off=0.0, unit="per day", meaning="plain hazard of leaving",
        zh="基础流失率",
    )  # fmt: skip
    leave_unhappy: float = knob(
        default=0.035, low=0.005, high=0.2, off=0.0, unit="per day and belonging", zh="归属感流失",
        meaning="hazard of leaving per point of belonging below the limit",
    )  # fmt: skip
    leave_limit: float = knob(
        default=0.55, low=0.2, high=0.9, unit="0–1", meaning="belonging at which nobody is unhappy", zh="归属门槛",
    )  # fmt: skip
    belonging_warms: float = knob(
        default=0.2, low=0.02, high=1, off=0.0, unit="affinity per belonging", zh="归属感转化",
        meaning="affinity for the brand added by a week of full belonging, until it is carried over",
    )  # fmt: skip


@parameters
class CommunityParameters(
    Personal,
    LeadersAndCulture,
    Benefits,
    Points,
    NegativeThreads,
    Sanctions,
    Moderation,
    Rules,
    Belonging,
    Writing,
    Joining,
):
    """How members join, belong, post and leave, and how rules, leaders and rewards act on them."""

    _prefix = "community."
