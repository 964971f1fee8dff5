"""Parameters of the community: points, benefits, leaders, culture, personalisation."""

from __future__ import annotations

import math

from sim.core.knob import knob, parameters

__all__ = ["Benefits", "LeadersAndCulture", "Personal", "Points"]


@parameters
class Points:
    """Points and badges, and what they crowd out (COMM-6)."""

    _prefix = "community."

    points_strength: float = knob(
        default=0.2, low=0, high=1, step=0.05, unit="0–1", meaning="size of points and badge rewards", zh="积分力度",
    )  # fmt: skip
    points_until_day: int = knob(
        default=366, low=1, high=366, unit="day", meaning="day on which points end (366: never)", zh="积分截止日",
    )  # fmt: skip
    points_gain: float = knob(
        default=0.9, low=0.1, high=2, off=0.0, unit="× activity", meaning="posts added by points, at most",
        zh="积分增发",
    )  # fmt: skip
    points_spam: float = knob(
        default=0.5, low=0.1, high=1, off=0.0, unit="share",
        meaning="more posts of little use at full points without a gate", zh="积分灌水",
    )  # fmt: skip
    crowding_out: float = knob(
        default=0.004, low=0.0005, high=0.05, off=0.0, unit="per active day",
        meaning="inner motivation lost to full points", zh="动机挤出",
    )  # fmt: skip
    motivation_start: float = knob(
        default=1.0, low=0.2, high=3, unit="×", meaning="inner motivation to write at the start", zh="内在动机",
    )  # fmt: skip
    motivation_back_d: float = knob(
        default=120.0, low=14, high=1000, off=math.inf, unit="days",
        meaning="time in which inner motivation returns without points", zh="动机恢复",
    )  # fmt: skip
    quality_gate: bool = knob(default=False, unit="switch", meaning="points only for posts rated useful", zh="质量门槛")
    gate_minutes: float = knob(
        default=0.5, low=0.05, high=5, off=0.0, unit="minutes", meaning="rating one post", zh="评定耗时",
    )  # fmt: skip


@parameters
class Benefits:
    """Coupons and free trials."""

    _prefix = "community."

    benefit_level: float = knob(
        default=0.3, low=0, high=1, step=0.05, unit="0–1", meaning="coupons and free trials", zh="福利水平",
    )  # fmt: skip
    benefits_until_day: int = knob(
        default=366, low=1, high=366, unit="day", meaning="day on which benefits end (366: never)", zh="福利截止日",
    )  # fmt: skip
    benefit_cost_k: float = knob(
        default=0.015, low=0.001, high=0.2, off=0.0, unit="thousand CNY/member/month",
        meaning="cost of full benefits", zh="福利成本",
    )  # fmt: skip
    benefit_belongs: float = knob(
        default=0.006, low=0.001, high=0.05, off=0.0, unit="per day", meaning="belonging gained by full benefits",
        zh="福利归属感",
    )  # fmt: skip
    benefit_holds: float = knob(
        default=0.35, low=0.05, high=0.9, off=0.0, unit="share", meaning="unhappy members held by full benefits",
        zh="福利留人",
    )  # fmt: skip
    benefit_habit_d: float = knob(
        default=30.0, low=7, high=180, unit="days", meaning="time in which members get used to benefits", zh="福利习惯",
    )  # fmt: skip
    withdrawal: float = knob(
        default=0.02, low=0.002, high=0.2, off=0.0, unit="per day",
        meaning="hazard of leaving when full benefits that one is used to are gone", zh="福利撤回流失",
    )  # fmt: skip
    bargain_weight: float = knob(
        default=2.0, low=1, high=5, unit="×", meaning="what benefits mean to bargain seekers, against others",
        zh="价格敏感权重",
    )  # fmt: skip


@parameters
class LeadersAndCulture:
    """What grows slowly and lasts (COMM-7)."""

    _prefix = "community."

    leader_share: float = knob(
        default=0.02, low=0, high=0.1, step=0.01, unit="share", meaning="members cultivated as opinion leaders",
        zh="意见领袖占比",
    )  # fmt: skip
    leader_posts: float = knob(
        default=3.0, low=1, high=10, unit="×", meaning="posts of a developed leader against his own rate",
        zh="领袖发帖",
    )  # fmt: skip
    leader_most: float = knob(
        default=1.0, low=0.2, high=8, unit="posts/day",
        meaning="rate up to which somebody writes more because he leads", zh="领袖发帖上限",
    )  # fmt: skip
    leader_lift: float = knob(
        default=0.3, low=0.05, high=1, off=0.0, unit="share", meaning="posts of others lifted by leaders, at most",
        zh="领袖带动",
    )  # fmt: skip
    leader_days: float = knob(
        default=60.0, low=7, high=365, unit="days", meaning="time to develop a leader", zh="领袖培养期",
    )  # fmt: skip
    leader_week_h: float = knob(
        default=0.5, low=0.1, high=5, off=0.0, unit="hours/week", meaning="work on one leader", zh="领袖培养耗时",
    )  # fmt: skip
    leaders_lost: int = knob(
        default=0, low=0, high=20, unit="people", meaning="strongest leaders who leave on one day", zh="流失领袖",
    )  # fmt: skip
    leaders_lost_day: int = knob(
        default=60, low=1, high=365, unit="day", meaning="day on which they leave", zh="领袖流失日"
    )
    culture_effort: float = knob(
        default=2.0, low=0, high=10, step=0.5, unit="hours/week", meaning="rituals, stories and onboarding",
        zh="文化投入",
    )  # fmt: skip
    culture_days: float = knob(
        default=90.0, low=14, high=365, unit="days", meaning="time in which culture grows", zh="文化形成期",
    )  # fmt: skip
    culture_lasts_d: float = knob(
        default=180.0, low=14, high=1000, unit="days", meaning="time in which it fades without effort", zh="文化持续期",
    )  # fmt: skip
    culture_holds: float = knob(
        default=0.4, low=0.05, high=0.9, off=0.0, unit="share", meaning="leaving prevented by a full culture",
        zh="文化留人",
    )  # fmt: skip
    culture_mood: float = knob(
        default=0.1, low=0.02, high=0.5, off=0.0, unit="0–1", meaning="atmosphere added by a full culture",
        zh="文化氛围",
    )  # fmt: skip
    spending_until_day: int = knob(
        default=366, low=1, high=366, unit="day", zh="投入截止日",
        meaning="day on which benefits, points, culture and leaders get nothing any more (366: never)",
    )  # fmt: skip


@parameters
class Personal:
    """Recommendations from a member's profile (COMM-8)."""

    _prefix = "community."

    personalisation: float = knob(
        default=0.3, low=0, high=1, step=0.05, unit="0–1",
        meaning="share of recommendations made from the member profile", zh="个性化程度",
    )  # fmt: skip
    profile_noise: float = knob(
        default=0.3, low=0, high=1, step=0.05, unit="0–1", meaning="error in the member profile", zh="画像误差",
    )  # fmt: skip
    person_hit: float = knob(
        default=0.3, low=0.05, high=1, off=0.0, unit="match", meaning="match gained by a right recommendation",
        zh="推荐命中",
    )  # fmt: skip
    person_miss: float = knob(
        default=0.15, low=0.05, high=1, off=0.0, unit="match", meaning="match lost by a wrong one", zh="推荐偏差",
    )  # fmt: skip
    narrow_wear: float = knob(
        default=1.0, low=0.1, high=3, off=0.0, unit="match per share",
        meaning="match lost per share of one topic above two fifths of what is seen", zh="信息茧房",
    )  # fmt: skip
    narrow_days: float = knob(
        default=60.0, low=7, high=365, unit="days", meaning="time in which a narrow diet wears out", zh="茧房时间",
    )  # fmt: skip
    person_h: float = knob(
        default=4.0, low=0.5, high=40, off=0.0, unit="hours/week",
        meaning="work on profiles and recommendations at full personalisation", zh="个性化耗时",
    )  # fmt: skip
