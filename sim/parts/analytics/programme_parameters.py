"""Parameters of the programmes of analytics that have a process of their own."""

from __future__ import annotations

from sim.core.knob import knob, parameters

__all__ = ["Programmes"]


@parameters
class Programmes:
    """Channels, initiatives, goals, growth, hours, personas and shared views."""

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
