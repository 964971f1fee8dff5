"""Parameters of analytics: what is looked at, observed and decided; the programmes have theirs in ``programme_parameters``."""

from __future__ import annotations

from sim.core.knob import knob, parameters
from sim.parts.analytics.programme_parameters import Programmes
from sim.parts.analytics.word_parameters import Words

__all__ = ["LOOKS_AT", "AnalyticsParameters"]

# What the team looks at. Content is what it publishes; the others are programmes of their own.
LOOKS_AT = ("content", "trial", "channels", "initiatives", "goals", "growth", "hours", "personas", "views", "words")


@parameters
class Deciding:
    """What the team looks at, how well it observes its posts, and how it decides on the mix."""

    looks_at: tuple[str, ...] = knob(
        default=("content",), choices=LOOKS_AT, subset=True, unit="programmes", zh="分析内容",
        meaning="what is measured and decided on: the content mix, or a programme with a process of its own",
    )  # fmt: skip

    # What is observed (ANLY-1).
    measure_noise: float = knob(
        default=0.35, low=0.1, high=2, off=0.0, unit="log-sd", meaning="noise of one measured post result", zh="测量误差",
    )  # fmt: skip
    missing_share: float = knob(
        default=0.05,
        low=0.01,
        high=0.5,
        off=0.0,
        unit="share",
        meaning="posts whose figures are lost",
        zh="数据缺失比例",
    )
    report_h: float = knob(
        default=24.0, low=1, high=168, off=0.0, unit="hours", zh="出数延迟",
        meaning="from publishing to the figures of a post; its conversions come 1 to 3 days later still",
    )  # fmt: skip
    conversion_delay_d: float = knob(
        default=2.0, low=0.5, high=7, off=0.0, unit="days", zh="转化延迟",
        meaning="mean delay of conversions; half of it to one and a half times it, evenly",
    )  # fmt: skip
    analyst_skill: float = knob(
        default=0.5, low=0, high=1, unit="0–1", meaning="reduces measurement noise and analysis time", zh="分析能力"
    )
    skill_effect: float = knob(
        default=1.0, low=0.1, high=1.5, off=0.0, unit="× per unit of skill", zh="分析能力作用",
        meaning="how much noise and analysis time fall with skill; nothing changes at a skill of 0.5",
    )  # fmt: skip

    # When and at what price (ANLY-2).
    review_interval_d: int = knob(
        default=14, low=1, high=180, off=0, unit="days (0 = never)", meaning="time between data reviews", zh="复盘周期"
    )
    most_reviews: int = knob(
        default=0,
        low=0,
        high=200,
        unit="reviews (0 = no limit)",
        meaning="reviews after which no more are made",
        zh="复盘次数上限",
    )
    window_d: int = knob(
        default=28, low=3, high=180, unit="days", meaning="data window used by a review", zh="数据窗口"
    )
    listen_lag_d: int = knob(
        default=3, low=0, high=60, unit="days", meaning="delay from consumer opinion to decision", zh="倾听滞后"
    )
    review_cost: float = knob(
        default=0.25,
        low=0.05,
        high=2,
        off=0.0,
        unit="post equivalents",
        meaning="working time of one review",
        zh="复盘成本",
    )
    change_cost: float = knob(
        default=0.25, low=0.05, high=1, off=0.0, unit="share", zh="调整成本",
        meaning="working time that a change costs once, as a share of the changed part of a week's posts",
    )  # fmt: skip
    measure_hours: float = knob(
        default=2.0,
        low=0.5,
        high=40,
        off=0.0,
        unit="hours/week",
        meaning="working time of collecting figures",
        zh="数据采集工时",
    )
    post_hours: float = knob(
        default=8.6, low=1, high=40, unit="hours", meaning="working hours of one post equivalent", zh="单篇当量工时",
    )  # fmt: skip

    # Who or what decides (ANLY-3).
    decision_mode: str = knob(
        default="data",
        choices=("none", "intuition", "data"),
        unit="choice",
        meaning="who or what decides",
        zh="决策方式",
    )
    data_rule: str = knob(
        default="greedy", choices=("greedy", "thompson", "combined"), unit="choice", zh="数据规则",
        meaning="winner by data, shares by the chance of being best, or data weighed against belief",
    )  # fmt: skip
    explore_share: float = knob(
        default=0.2, low=0, high=0.8, step=0.05, unit="0–1", meaning="share of output kept for tests", zh="探索比例"
    )
    min_n: int = knob(
        default=8,
        low=1,
        high=50,
        unit="posts",
        meaning="posts required before a type may be promoted or dropped",
        zh="最小样本",
    )
    intuition_bias: float = knob(
        default=0.5,
        low=0,
        high=1,
        step=0.05,
        unit="0–1",
        meaning="weight of prior belief in intuitive decisions",
        zh="直觉权重",
    )
    casual_posts: int = knob(
        default=10,
        low=1,
        high=100,
        unit="posts",
        meaning="latest posts that shape an impression without analysis",
        zh="印象样本",
    )
    belief_error: float = knob(
        default=0.3, low=0, high=2, unit="log-sd", zh="经验误差",
        meaning="how far the team's belief about types at the start is from the truth of that day",
    )  # fmt: skip
    type_spread: float = knob(
        default=0.3,
        low=0.05,
        high=2,
        unit="log-sd",
        meaning="differences between types that the team expects",
        zh="类型差异先验",
    )

    # Trend and comparison (ANLY-6).
    forecast_days: int = knob(
        default=14, low=0, high=60, unit="days", meaning="horizon of the trend forecast used", zh="预测期限"
    )
    keywords: bool = knob(
        default=False, unit="switch", meaning="keyword shares are watched as a leading indicator", zh="关键词监测"
    )
    keyword_lead_d: float = knob(
        default=15.0, low=5, high=40, off=0.0, unit="days", zh="关键词领先",
        meaning="mean lead of keyword shares over demand; two thirds to four thirds of it",
    )  # fmt: skip
    keyword_noise: float = knob(
        default=0.08,
        low=0.02,
        high=1,
        off=0.0,
        unit="log-sd",
        meaning="noise of a day's keyword share",
        zh="关键词噪声",
    )
    trend_window_d: int = knob(
        default=14, low=4, high=60, unit="days", meaning="days through which the trend line is laid", zh="趋势窗口"
    )
    benchmark: bool = knob(
        default=True, unit="switch", meaning="own numbers are compared with competitors", zh="竞品对标"
    )
    trial_step: float = knob(
        default=0.3, low=0.05, high=0.5, off=0.0, unit="interest level", zh="试验幅度",
        meaning="size of an own change at mid-horizon, up or down, that is kept or taken back by its results",
    )  # fmt: skip


@parameters
class AnalyticsParameters(Words, Programmes, Deciding):
    """What the team observes, and what it decides by that."""

    _prefix = "analytics."
