"""Parameters of monitoring and readiness; ``CrisisParameters`` inherits them."""

from __future__ import annotations

import math

from sim.core.knob import knob, parameters

__all__ = ["KEYWORD_GROUPS", "KEYWORD_SHARE", "WATCHES", "MonitoringParameters"]

# The keyword groups (关键词组): quality 质量、破损、异味、脱落; safety 有害、超标、过敏、食品安全、中毒;
# service 不回复、退款、态度.
KEYWORD_GROUPS = ("quality", "safety", "service")
# How everyday keyword hits divide among them: trouble with service is common, danger is rare.
KEYWORD_SHARE = {"quality": 0.45, "safety": 0.05, "service": 0.50}
# When somebody looks at the alarms: first and last hour of the day.
WATCHES = {"09-18": (9, 18), "09-21": (9, 21), "06-24": (6, 24), "00-24": (0, 24)}


@parameters
class MonitoringParameters:
    """What is said every day, how it is watched, and how well the company is prepared."""

    _prefix = "crisis."

    # --- the watch ---
    monitoring: bool = knob(
        default=False, unit="switch", zh="舆情监测",
        meaning="alarms come from what the monitoring sees; off: detection takes the hours that are set",
    )  # fmt: skip
    monitor_coverage: float = knob(
        default=0.6,
        low=0.05,
        high=1,
        step=0.05,
        unit="0–1",
        meaning="share of mentions that the monitoring sees",
        zh="监测覆盖率",
    )
    alert_neg_share: float = knob(
        default=0.20, low=0.10, high=0.60, step=0.01, unit="share", meaning="threshold on negative share in the window",
        zh="负面占比阈值",
    )  # fmt: skip
    alert_kw_mult: float = knob(
        default=4.0, low=1.5, high=10, step=0.5, unit="× 7-day baseline", meaning="threshold on keyword frequency",
        zh="关键词频次阈值",
    )  # fmt: skip
    alert_window_h: int = knob(
        default=3, low=1, high=12, unit="hours", meaning="rolling window of the indicators", zh="预警窗口"
    )
    alert_mode: str = knob(
        default="and", choices=("share", "keyword", "or", "and"), unit="choice", meaning="how indicators are combined",
        zh="预警组合方式",
    )  # fmt: skip
    recalibrate_d: float = knob(
        default=30.0, low=7, high=90, off=0.0, step=1, unit="days (0 = never)", zh="预警重估周期",
        meaning="re-estimation of baselines and thresholds",
    )  # fmt: skip
    alert_method: str = knob(
        default="indicators", choices=("indicators", "ewma", "cusum"), unit="choice", zh="预警方法",
        meaning="what rings: the indicators, or a control chart of the negative count without its daily rhythm",
    )  # fmt: skip
    ewma_weight: float = knob(
        default=0.2, low=0.05, high=1, unit="weight", meaning="weight of the latest hour in the moving average", zh="EWMA权重",
        mark="R", source="control charts: 0.05 to 0.25 is usual",
    )  # fmt: skip
    ewma_limit: float = knob(
        default=3.0, low=1.5, high=6, unit="sd", meaning="limit of the moving average, in its own standard deviations",
        zh="EWMA控制限", mark="R", source="control charts: about 3",
    )  # fmt: skip
    cusum_slack: float = knob(
        default=0.5, low=0.1, high=2, unit="sd", meaning="what an hour may exceed its expectation before it is summed up",
        zh="CUSUM容差", mark="R", source="control charts: half of the shift to be found",
    )  # fmt: skip
    cusum_limit: float = knob(
        default=5.0, low=2, high=12, unit="sd", meaning="sum of excesses at which the chart rings", zh="CUSUM控制限", mark="R",
        source="control charts: 4 to 5",
    )  # fmt: skip
    alert_min_mentions: int = knob(
        default=30, low=5, high=200, off=0, unit="mentions seen", zh="最小样本量",
        meaning="mentions that the window must hold before the share says anything",
    )  # fmt: skip
    alert_cooldown_h: float = knob(
        default=12.0,
        low=1,
        high=72,
        off=0.0,
        unit="hours",
        meaning="after an alarm only a higher level rings again",
        zh="预警冷却期",
    )
    keyword_groups: tuple[str, ...] = knob(
        default=KEYWORD_GROUPS, choices=KEYWORD_GROUPS, subset=True, unit="groups", meaning="keyword groups that are watched",
        zh="关键词组",
    )  # fmt: skip
    watch_hours: str = knob(
        default="09-21",
        choices=tuple(WATCHES),
        unit="clock hours",
        meaning="hours in which somebody hears an alarm",
        zh="值守时段",
    )
    watch_weekend: bool = knob(
        default=True, unit="switch", meaning="somebody hears an alarm at weekends too", zh="周末值守"
    )
    watch_load: float = knob(
        default=0.1, low=0, high=1, unit="hours/hour", meaning="work that an hour on watch takes", zh="值守工作量"
    )
    alarm_check_h: float = knob(
        default=3.0, low=0, high=24, unit="hours", meaning="work to find out what an alarm is about", zh="预警核查工时"
    )
    recalibrate_work_h: float = knob(
        default=4.0, low=0, high=24, unit="hours", meaning="work of one re-estimation", zh="重估工时"
    )
    tool_cost_k: float = knob(
        default=8.0, low=0, high=50, unit="thousand CNY/month", meaning="tools that see every mention; in proportion for fewer",
        zh="监测工具费",
    )  # fmt: skip
    alarm_fatigue: float = knob(
        default=0.05, low=0.01, high=0.5, off=0.0, unit="share", meaning="attention that a false alarm costs the next one",
        zh="预警疲劳",
    )  # fmt: skip
    alarm_recovery_d: float = knob(
        default=30.0,
        low=5,
        high=180,
        unit="days",
        meaning="time for lost attention to come back by half",
        zh="预警疲劳恢复",
    )

    told_h: float = knob(
        default=math.inf, low=1, high=168, off=math.inf, unit="hours", zh="外部告知时间",
        meaning="after so long somebody outside tells the company of a crisis that it has not noticed (inf = nobody)",
    )  # fmt: skip

    # --- what is said ---
    mentions_h: float = knob(
        default=20.0,
        low=2,
        high=500,
        unit="mentions/hour",
        meaning="mentions of the company in normal times",
        zh="日常提及量",
    )
    negative_share: float = knob(
        default=0.08, low=0.01, high=0.5, unit="share", meaning="negative ones among them", zh="日常负面占比"
    )
    negative_drift: float = knob(
        default=0.0, low=0.01, high=0.4, off=0.0, unit="share a year", zh="负面占比漂移",
        meaning="rise of the everyday negative share (0 = none)",
    )  # fmt: skip
    mention_spread: float = knob(
        default=0.125, low=0.01, high=1, off=0.0, unit="variance of the rate", zh="提及量过度离散",
        meaning="how much the hourly rate of mentions varies beyond chance (0 = Poisson)",
    )  # fmt: skip
    negative_spread: float = knob(
        default=1 / 41, low=0.002, high=0.3, off=0.0, unit="correlation", zh="负面占比过度离散",
        meaning="how alike the mentions of one hour are (0 = independent)",
    )  # fmt: skip
    weekend_mentions: float = knob(
        default=1.01, low=0.3, high=2, unit="× a weekday", meaning="mentions on a day of the weekend", zh="周末提及量", mark="C",
        source="weibo_repost_timing: reposts by hour, weekend day against weekday",
    )  # fmt: skip
    keyword_share: float = knob(
        default=0.15,
        low=0.01,
        high=0.9,
        unit="share",
        meaning="negative everyday mentions with a keyword",
        zh="日常关键词占比",
    )
    crisis_keyword: float = knob(
        default=0.60,
        low=0.05,
        high=1,
        unit="share",
        meaning="mentions of a crisis with a keyword of its group",
        zh="危机关键词占比",
    )
    campaign_spikes: float = knob(
        default=2.0,
        low=0.5,
        high=10,
        off=0.0,
        unit="per 30 days",
        meaning="days on which a campaign is talked about",
        zh="活动声量峰",
    )
    campaign_size: float = knob(
        default=4.0,
        low=0.5,
        high=20,
        unit="× usual",
        meaning="mentions that such a day adds, 6 % of them negative",
        zh="活动声量",
    )
    troll_bursts: float = knob(
        default=4.0,
        low=0.5,
        high=20,
        off=0.0,
        unit="per 30 days",
        meaning="two hours of concerted grumbling",
        zh="水军爆发",
    )
    troll_size: float = knob(
        default=10.0,
        low=1,
        high=100,
        unit="mentions/hour",
        meaning="negative mentions that such an hour adds",
        zh="水军规模",
    )
    trial_every_d: float = knob(
        default=0.0, low=5, high=120, off=0.0, unit="days (0 = none)", zh="试验信号间隔",
        meaning="a textbook crisis is planted in the stream every so often, to measure the watch; it touches nobody",
    )  # fmt: skip

    # --- readiness ---
    readiness: bool = knob(
        default=False, unit="switch", zh="应急准备",
        meaning="the time to a statement comes from plan, team, skill and departments; off: it takes the hours that are set",
    )  # fmt: skip
    plan_ready: bool = knob(default=True, unit="switch", meaning="response plan written beforehand", zh="应急预案")
    team_ready: bool = knob(
        default=True, unit="switch", meaning="standing response team with authority", zh="常设应急小组"
    )
    drill_interval_d: float = knob(
        default=90.0, low=15, high=365, off=0.0, step=5, unit="days (0 = never)", meaning="time between simulated drills",
        zh="演练间隔",
    )  # fmt: skip
    skill_halflife_d: float = knob(
        default=120.0, low=30, high=365, off=math.inf, step=5, unit="days", meaning="forgetting of crisis skills",
        zh="技能半衰期",
    )  # fmt: skip
    dept_sla_h: float = knob(
        default=8.0, low=0.5, high=48, off=0.0, step=0.5, unit="hours", zh="部门响应时限",
        meaning="time in which legal, customer service and product answer the crisis team",
    )  # fmt: skip
    dept_spread: float = knob(
        default=0.4, low=0.1, high=1.5, off=0.0, unit="sd of ln hours", meaning="how much their answers differ in time",
        zh="部门响应差异",
    )  # fmt: skip
    decide_ready_h: float = knob(
        default=2.0,
        low=0.5,
        high=12,
        unit="hours",
        meaning="work on a statement with plan and team, at full skill",
        zh="有准备决策时间",
    )
    decide_unready_h: float = knob(
        default=12.0,
        low=2,
        high=72,
        unit="hours",
        meaning="work on a statement with neither, at full skill",
        zh="无准备决策时间",
    )
    plan_covers: float = knob(
        default=0.8, low=0, high=1, step=0.05, unit="probability", zh="预案覆盖率",
        meaning="chance that the plan was written for this kind of crisis",
    )  # fmt: skip
    skill_start: float = knob(
        default=0.5, low=0, high=1, unit="0–1", meaning="crisis skill a year before the run", zh="初始危机技能"
    )
    drill_gain: float = knob(
        default=0.5,
        low=0.05,
        high=1,
        off=0.0,
        unit="share of the gap",
        meaning="skill that a drill gives back",
        zh="演练收益",
    )
    drill_work_h: float = knob(
        default=24.0, low=0, high=200, unit="hours", meaning="work of one drill, all participants", zh="演练工时"
    )
    refresher_h: float = knob(
        default=1.0, low=0.25, high=16, off=0.0, unit="hours/person/month", meaning="training that goes to crisis work (0 = none)",
        zh="危机培训",
    )  # fmt: skip
    refresher_gain: float = knob(
        default=0.03, low=0, high=0.2, unit="share of the gap", meaning="skill that an hour of training a person gives back",
        zh="培训收益",
    )  # fmt: skip
    crisis_team: int = knob(
        default=6, low=1, high=30, unit="people", meaning="people who are trained for a crisis", zh="应急人数"
    )
