"""Parameters of analytics."""

from __future__ import annotations

from sim.core.knob import knob, parameters

__all__ = ["LOOKS_AT", "AnalyticsParameters"]

# What the team looks at. Content is what it publishes; the others are programmes of their own.
LOOKS_AT = ("content", "trial", "channels", "initiatives", "goals", "growth", "hours", "personas", "views")


@parameters
class AnalyticsParameters:
    """What the team observes, and what it decides by that."""

    _prefix = "analytics."

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

    # Channels (ANLY-4).
    channel_shift: float = knob(
        default=0.2, low=0, high=1, step=0.05, unit="0–1", zh="渠道调整比例",
        meaning="share of the weakest channel’s budget moved to the strongest",
    )  # fmt: skip
    channels: int = knob(default=5, low=2, high=8, unit="channels", meaning="paid channels", zh="投放渠道数")
    channel_spread: float = knob(
        default=0.5,
        low=0.05,
        high=2,
        off=0.0,
        unit="log-sd",
        meaning="how much channels differ in their yield",
        zh="渠道差异",
    )
    channel_exponent: float = knob(
        default=0.6,
        low=0.2,
        high=1,
        unit="exponent",
        meaning="sales of a channel grow with its budget to this power",
        zh="渠道回报指数",
    )
    channel_yield: float = knob(
        default=8.0,
        low=0.5,
        high=40,
        unit="thousand CNY",
        meaning="monthly sales of a usual channel at 1,000 CNY",
        zh="渠道产出",
    )
    channel_hours: float = knob(
        default=6.0,
        low=0.5,
        high=40,
        off=0.0,
        unit="hours/month",
        meaning="running hours of a channel that gets money",
        zh="渠道固定工时",
    )
    channel_review_d: int = knob(
        default=30, low=7, high=120, unit="days", meaning="time between decisions about channels", zh="渠道复盘周期"
    )
    channel_rule: str = knob(
        default="average", choices=("average", "marginal", "all_in"), unit="choice", zh="渠道判断依据",
        meaning="judged by average return, by marginal return, or everything to the best",
    )  # fmt: skip
    channel_assist: float = knob(
        default=0.0, low=0, high=1, step=0.05, unit="share", zh="助攻渠道",
        meaning="part of the last channel's effect that shows up as sales of the others",
    )  # fmt: skip

    # Initiatives, goals, growth, hours, personas and views.
    initiatives: int = knob(
        default=8, low=2, high=40, unit="initiatives", meaning="initiatives at the start", zh="项目数"
    )
    initiative_return: float = knob(
        default=1.05,
        low=0.5,
        high=2,
        unit="× input",
        meaning="mean monthly return of an initiative at its first budget",
        zh="项目平均回报",
    )
    initiative_spread: float = knob(
        default=0.4,
        low=0.05,
        high=1,
        off=0.0,
        unit="log-sd",
        meaning="how much initiatives differ in their return",
        zh="项目差异",
    )
    initiative_exponent: float = knob(
        default=0.75, low=0.3, high=1, unit="exponent", meaning="return against input", zh="项目回报指数"
    )
    initiative_ramp_m: float = knob(
        default=0.0, low=0.5, high=12, off=0.0, unit="months", zh="启动期",
        meaning="months until half of the initiatives give their whole return",
    )  # fmt: skip
    stop_rule: bool = knob(default=True, unit="switch", meaning="weak initiatives are adjusted or ended", zh="止损规则")
    stop_after_m: int = knob(
        default=3,
        low=1,
        high=6,
        unit="months",
        meaning="consecutive weak months before an initiative is ended",
        zh="止损月数",
    )
    stop_below: float = knob(
        default=0.85, low=0.3, high=1.2, unit="× break-even", meaning="a month below this is weak", zh="止损线"
    )
    closing_cost: float = knob(
        default=0.5,
        low=0.1,
        high=3,
        off=0.0,
        unit="months of input",
        meaning="cost of ending an initiative",
        zh="关停成本",
    )
    goal_level: float = knob(
        default=1.2, low=0.6, high=2.5, step=0.05, unit="× last period", meaning="ambition of the target", zh="目标水平"
    )
    goal_focus: float = knob(
        default=0.6, low=0, high=1, step=0.05, unit="0–1", zh="目标聚焦",
        meaning="1 = one explicit goal set with indicators, 0 = diffuse effort",
    )  # fmt: skip
    goal_pull: float = knob(
        default=0.32,
        low=0.05,
        high=1,
        off=0.0,
        unit="effort per unit of goal",
        meaning="effort that a goal calls up",
        zh="目标牵引",
    )
    goal_break: float = knob(
        default=1.7,
        low=1,
        high=5,
        unit="× last period",
        meaning="goal at which half of the team has given up",
        zh="目标临界",
    )
    goal_revision: bool = knob(
        default=True, unit="switch", meaning="targets revised when the market moves", zh="目标修订"
    )
    indicators: str = knob(
        default="all", choices=("growth", "all"), unit="choice", zh="增长指标",
        meaning="what a forecast of followers is made from: growth alone, or growth, activity and retention",
    )  # fmt: skip
    prize_joins: float = knob(
        default=8.0, low=0.5, high=40, off=0.0, unit="followers/day per 1,000 followers", zh="奖品引流",
        meaning="most followers a day drawn by prizes; the real number is drawn for each world between 0 and this",
    )  # fmt: skip
    prize_leave: float = knob(
        default=0.04,
        low=0.005,
        high=0.3,
        off=0.0,
        unit="per day",
        meaning="hazard of leaving of who came for a prize",
        zh="奖品粉丝流失",
    )
    sample_users: int = knob(
        default=300, low=40, high=3000, unit="users", meaning="users with data behind the personas", zh="样本用户数"
    )
    hour_correction: bool = knob(
        default=True, unit="switch", zh="曝光校正", meaning="reactions by hour are divided by what was there to be seen"
    )
    segments_k: int = knob(
        default=4, low=1, high=20, unit="segments", meaning="persona segments served separately", zh="画像数"
    )
    feature_noise: float = knob(
        default=0.25, low=0.02, high=2, off=0.0, unit="sd", meaning="noise of an observed user feature", zh="特征噪声"
    )
    persona_hours: float = knob(
        default=5.0,
        low=0.5,
        high=40,
        off=0.0,
        unit="hours/week",
        meaning="production hours of each further segment",
        zh="画像服务工时",
    )
    persona_effect: float = knob(
        default=1.0, low=0.1, high=2, off=0.0, unit="×", zh="画像作用",
        meaning="how much of the better fit of personas reaches the content match",
    )  # fmt: skip
    feedback_weight: float = knob(
        default=0.5, low=0, high=1, step=0.05, unit="0–1", zh="反馈权重",
        meaning="weight of satisfaction feedback against raw engagement in optimisation",
    )  # fmt: skip
    bait_step: float = knob(
        default=0.0, low=0.05, high=0.5, off=0.0, step=0.05, unit="exaggeration", zh="夸张试验",
        meaning="more exaggeration that is tried in the second half of each review period",
    )  # fmt: skip
    feedback_scale: float = knob(
        default=20.0, low=1, high=200, unit="ln rate per share", zh="反馈尺度",
        meaning="how much a share of complaints among those reached counts against the ln of reactions",
    )  # fmt: skip
    data_sharing: float = knob(
        default=0.5,
        low=0,
        high=1,
        step=0.05,
        unit="0–1",
        meaning="share of the team that sees the same numbers",
        zh="数据共享",
    )
    view_groups: int = knob(
        default=3, low=2, high=10, unit="groups", meaning="groups that decide on their own view", zh="决策小组"
    )
