"""Parameters of the response desk."""

from __future__ import annotations

import math

from sim.core.knob import knob, parameters

__all__ = ["CHANNELS", "HOURS", "KINDS", "MODES", "RULES", "DeskParameters"]

KINDS = ("enquiry", "complaint", "praise", "suggestion")
CHANNELS = ("comment", "message", "survey", "topic", "qna", "community")
MODES = ("template", "plain", "kb", "expert")
RULES = ("fifo", "severity", "cluster", "lifo")
HOURS = {"09–18": (9, 18), "09–21": (9, 21), "06–24": (6, 24), "00–24": (0, 24)}

LITHIUM = (
    "A; Lithium / Millward Brown 2013 (n = 501): 72 % of complainers and 53 % of all expect an answer within an hour"
)


@parameters
class DeskParameters:
    """How feedback comes in, who answers it when and how, and what an answer or silence does."""

    _prefix = "desk."

    # What comes in.
    ticket_rate: float = knob(
        default=2.0, low=1, high=40, off=0.0, unit="tickets/hour", zh="工单流入",
        meaning="mean inflow of enquiries, complaints, praise and suggestions at usual reach",
    )  # fmt: skip
    kind_mix: tuple[float, ...] = knob(
        default=(0.55, 0.20, 0.15, 0.10), choices=KINDS, unit="share", meaning="shares of the kinds of feedback", zh="工单类型比例"
    )  # fmt: skip
    reach_share: float = knob(
        default=0.5, low=0.05, high=1, off=0.0, unit="share", zh="触达带来的工单",
        meaning="part of the inflow that follows the reach of the last days' posts",
    )  # fmt: skip
    deflection: float = knob(
        default=0.25, low=0.05, high=0.5, off=0.0, unit="share", zh="内容分流",
        meaning="enquiries saved by posts that are as useful as can be, at usual reach",
    )  # fmt: skip
    surge_factor: float = knob(
        default=1.0, low=1, high=4, step=0.1, unit="×", meaning="temporary multiplication of the inflow", zh="高峰倍数"
    )
    surge_day: int = knob(default=30, low=1, high=365, unit="day", meaning="first day of the surge", zh="高峰开始日")
    surge_days: int = knob(default=14, low=1, high=365, unit="days", meaning="length of the surge", zh="高峰天数")

    # Where it is heard.
    channels_monitored: int = knob(
        default=3, low=1, high=6, unit="channels", zh="监看渠道数",
        meaning="feedback channels that are read, in the order of the list",
    )  # fmt: skip
    channel_mix: tuple[float, ...] = knob(
        default=(0.32, 0.33, 0.08, 0.11, 0.08, 0.08), choices=CHANNELS, unit="share", zh="渠道比例",
        meaning="where people of a usual segment write what is no complaint",
    )  # fmt: skip
    channel_contrast: float = knob(
        default=1.0, low=0.25, high=2, off=0.0, unit="exponent", zh="渠道差异",
        meaning="how much channels differ in their users and kinds, and segments in what they complain about",
    )  # fmt: skip
    leak_rate: float = knob(
        default=0.1, low=0, high=0.5, step=0.05, unit="0–1", meaning="share of feedback that is never registered", zh="遗漏率"
    )  # fmt: skip
    complaint_answer_share: float = knob(
        default=1.0, low=0, high=1, step=0.1, unit="0–1", zh="投诉答复比例",
        meaning="share of registered complaints that the desk means to answer; whether it can, its hours decide",
    )  # fmt: skip
    check_interval_h: float = knob(
        default=1.0, low=0, high=24, step=0.5, unit="hours", zh="查看间隔",
        meaning="time between looks at the inbox while the desk is open (0 = continuous)",
    )  # fmt: skip
    look_minutes: float = knob(
        default=2.0, low=0.5, high=15, off=0.0, unit="minutes", zh="查看耗时",
        meaning="one look at the inbox; watching continuously costs four an hour",
    )  # fmt: skip
    reading: float = knob(
        default=1.0, low=0.25, high=3, off=0.0, unit="×", zh="阅读耗时", meaning="time to read the channels against the table's"
    )  # fmt: skip
    register_minutes: float = knob(
        default=1.0, low=0.25, high=5, off=0.0, unit="minutes", zh="登记耗时",
        meaning="registering one ticket, or closing a dead one",
    )  # fmt: skip

    # Who answers.
    agents: int = knob(
        default=1, low=0, high=8, unit="people", meaning="agents on shift (0 = no desk)", zh="客服人数", registry="desk_agents"
    )  # fmt: skip
    hours: str = knob(
        default="09–21", choices=tuple(HOURS), unit="clock hours", meaning="opening hours of the desk", zh="服务时间",
        registry="desk_hours",
    )  # fmt: skip
    overtime_h: float = knob(
        default=0.0, low=0, high=4, step=0.5, unit="hours/shift", zh="加班",
        meaning="how long agents stay, until midnight at most, while somebody waits",
    )  # fmt: skip
    wage_k: float = knob(
        default=0.04, low=0, high=0.5, unit="thousand CNY/hour", meaning="cost of one hour of an agent", zh="客服小时成本",
        registry="desk_wage_k",
    )  # fmt: skip
    overtime_pay: float = knob(
        default=1.5, low=1, high=3, unit="× wage", meaning="cost of an hour of overtime against a usual one", zh="加班倍率",
        mark="R", source="Labour Law of China, article 44: at least 150 % on working days",
    )  # fmt: skip
    reply_mode: str = knob(
        default="kb", choices=MODES, unit="choice", meaning="how replies are made (minutes, accuracy)", zh="回复方式"
    )
    mode_minutes: tuple[float, ...] = knob(
        default=(2.0, 6.0, 5.0, 16.0), choices=MODES, shares=False, low=0.1, high=60, unit="minutes", zh="处理时长",
        meaning="mean handling of an enquiry",
    )  # fmt: skip
    mode_accuracy: tuple[float, ...] = knob(
        default=(0.55, 0.72, 0.90, 0.97), choices=MODES, shares=False, low=0.05, high=1, unit="0–1", zh="回复准确率",
        meaning="probability that an answer is right",
    )  # fmt: skip
    kind_minutes: tuple[float, ...] = knob(
        default=(1.0, 1.6, 0.4, 1.0), choices=KINDS, shares=False, low=0.1, high=5, unit="× enquiry", zh="类型耗时",
        meaning="handling by kind of feedback",
    )  # fmt: skip
    handling_law: str = knob(
        default="lognormal", choices=("lognormal", "exponential"), unit="choice", zh="处理时长分布", meaning="law of handling times"
    )  # fmt: skip
    handling_spread: float = knob(
        default=0.6, low=0, high=1.5, unit="sd of ln time", meaning="how much lognormal handling times differ", zh="处理时长差异"
    )  # fmt: skip
    priority_rule: str = knob(
        default="fifo", choices=RULES, unit="choice", meaning="order in which tickets are taken", zh="优先规则"
    )
    cluster_minutes: float = knob(
        default=0.5, low=0.1, high=5, unit="minutes", zh="同类转告耗时",
        meaning="pointing one more person to a common answer (rule cluster)",
    )  # fmt: skip

    # What the person feels.
    satisfaction_tau_h: float = knob(
        default=8.0, low=1, high=48, off=math.inf, step=1, unit="hours", zh="耐心",
        meaning="patience: of those who wait, exp(-wait / tau) have not given up yet",
    )  # fmt: skip
    complaint_patience: float = knob(
        default=0.6, low=0.1, high=1, unit="×", meaning="patience of complainers against others", zh="投诉者耐心系数",
        source=LITHIUM,
    )  # fmt: skip
    speed_effect: float = knob(
        default=1.0, low=0.25, high=1.5, off=0.0, unit="×", meaning="how much the speed of an answer counts", zh="时效影响",
    )  # fmt: skip
    silence: float = knob(
        default=0.4, low=0.05, high=1, off=0.0, unit="of the best gain", zh="无回复损失",
        meaning="satisfaction lost where no answer comes", source="A; 38 % feel more negative (Lithium 2013)",
    )  # fmt: skip
    wrong_satisfaction: float = knob(
        default=0.72, low=0.2, high=0.95, off=1.0, unit="×", meaning="satisfaction after a wrong first answer", zh="答错满意度系数"
    )  # fmt: skip
    return_h: float = knob(
        default=2.0, low=0.25, high=48, unit="hours", meaning="mean time after which somebody with a wrong answer writes again",
        zh="再次来询间隔",
    )  # fmt: skip
    trust_gain: float = knob(
        default=0.02, low=0.005, high=0.05, off=0.0, unit="trust", zh="服务信任增益",
        meaning="trust gained by the best service, at usual trust; a third of what the worst loses",
    )  # fmt: skip
    trust_loss: float = knob(
        default=0.06,
        low=0.01,
        high=0.15,
        off=0.0,
        unit="trust",
        meaning="trust lost by the worst service",
        zh="服务信任损失",
    )
    wrong_trust: float = knob(
        default=0.02,
        low=0.005,
        high=0.1,
        off=0.0,
        unit="trust",
        meaning="trust lost by a wrong answer",
        zh="答错信任损失",
    )
    affinity_pull: float = knob(
        default=0.05, low=0.01, high=0.3, off=0.0, unit="share of the gap", zh="亲和度靠拢",
        meaning="how far affinity moves toward satisfaction at a contact",
    )  # fmt: skip
    memory_reply: float = knob(
        default=0.30,
        low=0.05,
        high=1,
        off=0.0,
        unit="share of the gap",
        meaning="memory gained by an answer",
        zh="回复记忆增益",
    )
    revisit_day: float = knob(
        default=0.10, low=0.01, high=0.5, off=0.0, unit="per day", zh="回访概率",
        meaning="coming back to the account on each of 14 days after the contact, for somebody who is fully satisfied",
    )  # fmt: skip
    repurchase: float = knob(
        default=0.20, low=0.02, high=0.6, off=0.0, unit="probability", zh="回购概率",
        meaning="second purchase within 60 days at neutral satisfaction",
    )  # fmt: skip
    repurchase_response: float = knob(
        default=1.5, low=0.25, high=1.9, off=0.0, unit="per unit of satisfaction", zh="回购对满意度的反应",
        meaning="relative change of that probability",
    )  # fmt: skip
    wom_probability: float = knob(
        default=0.15, low=0.02, high=0.6, off=0.0, unit="probability", zh="口碑概率",
        meaning="a satisfied writer of praise posts about the brand",
    )  # fmt: skip

    # What nobody answers.
    escalation_tau_h: float = knob(
        default=30.0, low=4, high=96, off=math.inf, step=1, unit="hours", zh="升级时间尺度",
        meaning="time scale on which an unanswered complaint goes public",
    )  # fmt: skip
    escalation_most: float = knob(
        default=0.35, low=0.05, high=1, off=0.0, unit="probability", zh="升级上限",
        meaning="complaints that go public if nobody ever answers",
    )  # fmt: skip
    reader_loss: float = knob(
        default=0.02, low=0.005, high=0.1, off=0.0, unit="trust", zh="读者信任损失",
        meaning="trust lost by who reads a public complaint of severity 3",
    )  # fmt: skip
    complaint_reach: float = knob(
        default=2.0, low=0.5, high=2.8, off=0.0, unit="× a friend's reshare", zh="投诉传播倍数",
        meaning="how many contacts see a public complaint",
    )  # fmt: skip
    public_answers: bool = knob(
        default=True, unit="switch", meaning="public complaints are answered openly by the desk", zh="公开回应"
    )
    answer_effect: float = knob(
        default=0.5, low=0.05, high=0.95, off=0.0, unit="share", zh="公开回应效果",
        meaning="later readers whom an open answer spares",
    )  # fmt: skip

    # What is repaired, adopted and told.
    fix_policy: str = knob(
        default="top_frequency", choices=("none", "random", "top_frequency"), unit="choice", zh="修复策略",
        meaning="which product issues are repaired",
    )  # fmt: skip
    fix_capacity: int = knob(
        default=2, low=0, high=6, unit="fixes/month", meaning="repairs the product team can make", zh="修复产能"
    )
    fix_cost_k: float = knob(
        default=2.0, low=0, high=100, unit="thousand CNY", meaning="cost of one repair", zh="修复成本"
    )
    adoption_rate: float = knob(
        default=0.3,
        low=0,
        high=1,
        step=0.05,
        unit="0–1",
        meaning="share of reasonable suggestions adopted",
        zh="采纳率",
    )
    closeloop_rate: float = knob(
        default=0.3, low=0, high=1, step=0.05, unit="0–1", meaning="share of those adopted whose authors are told", zh="反馈闭环率"
    )  # fmt: skip
    adopt_delay_d: float = knob(
        default=14.0,
        low=1,
        high=60,
        unit="days",
        meaning="time until an adopted suggestion can be reported",
        zh="采纳周期",
    )
    told_affinity: float = knob(
        default=0.06,
        low=0.01,
        high=0.2,
        off=0.0,
        unit="affinity",
        meaning="affinity gained by being told",
        zh="闭环亲和增益",
    )
    told_eager: float = knob(
        default=1.5, low=1.1, high=2.25, off=1.0, unit="×", meaning="further suggestions of somebody who was told", zh="建议意愿"
    )  # fmt: skip
    asked_in_vain: float = knob(
        default=0.02, low=0.005, high=0.1, off=0.0, unit="affinity", zh="问而不答损失",
        meaning="affinity lost by a suggestion or an answer to a survey of which nothing is heard",
    )  # fmt: skip
    survey_interval_d: int = knob(
        default=60, low=14, high=180, off=0, unit="days (0 = never)", meaning="regular user survey", zh="调查间隔"
    )
    survey_people: int = knob(
        default=300, low=20, high=5000, unit="people", meaning="people asked in one survey", zh="调查人数"
    )
    survey_response: float = knob(
        default=0.2, low=0.02, high=1, unit="share", meaning="people asked who answer", zh="调查应答率"
    )

    # Dialogue under the posts.
    dialogue_share: float = knob(
        default=0.5, low=0, high=1, step=0.05, unit="0–1", meaning="share of comments that receive a real answer", zh="评论回复率"
    )  # fmt: skip
    dialogue_trust: float = knob(
        default=0.01, low=0.002, high=0.05, off=0.0, unit="trust", meaning="trust gained by an answered comment", zh="对话信任增益"
    )  # fmt: skip
    dialogue_affinity: float = knob(
        default=0.02, low=0.005, high=0.1, off=0.0, unit="affinity", zh="对话亲和增益",
        meaning="affinity gained by an answered comment",
    )  # fmt: skip
