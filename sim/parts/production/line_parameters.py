"""Parameters of the line: its flow, review, and what escapes. Read only with the part ``line`` on."""

from __future__ import annotations

import math

from sim.core.knob import knob, parameters

__all__ = ["Flow"]


@parameters
class Flow:
    """How posts pass through the line, how they are reviewed, and what an error does."""

    workflow: str = knob(
        default="seven_step", choices=("adhoc", "seven_step"), unit="choice", zh="工作流程",
        meaning="production process in force",
    )  # fmt: skip
    role_mode: str = knob(
        default="specialist", choices=("specialist", "generalist"), unit="choice", zh="分工方式",
        meaning="four fixed roles or one pooled team",
    )  # fmt: skip
    generalist_speed: float = knob(
        default=0.72, low=0.5, high=1, unit="ratio", zh="通才速度",
        meaning="working speed of a generalist relative to a specialist",
    )  # fmt: skip
    generalist_craft: float = knob(
        default=0.85, low=0.5, high=0.98, off=1.0, unit="ratio", zh="通才专业度",
        meaning="skill of a generalist in one step relative to a specialist (1 = none lost)",
    )  # fmt: skip
    stage_skew: float = knob(
        default=0.0, low=0, high=1, step=0.05, unit="0–1", zh="环节负荷偏斜",
        meaning="0 = the usual stage loads, 1 = half of the other steps' hours moved to design, the bottleneck",
    )  # fmt: skip
    person_hours_week: float = knob(
        default=40.0, low=10, high=60, unit="hours/week", zh="个人周工时",
        meaning="agreed working week of one person; the team has as many people as its hours need",
        mark="R", source="Labour Law of China, articles 36 and 38, and the rule of 1995: 8 hours a day, 40 a week",
    )  # fmt: skip
    work_days: int = knob(
        default=5, low=5, high=7, unit="days/week", zh="每周工作日",
        meaning="working days of a week, from day 1 on",
    )  # fmt: skip
    shift_start_h: float = knob(
        default=9.0, low=6, high=12, step=0.5, unit="hour of the day", zh="上班时间",
        meaning="hour at which the working day begins",
    )  # fmt: skip
    plan_ahead_h: float = knob(
        default=240.0, low=12, high=504, step=12, unit="hours", zh="排期提前量",
        meaning="how long before its slot the line gets the brief of a post",
    )  # fmt: skip
    topic_notice_h: float = knob(
        default=24.0, low=2, high=96, step=1, unit="hours", zh="热点预留时间",
        meaning="how long before its planned slot a topic breaks; a topical post goes out as soon as it is ready",
    )  # fmt: skip
    service_shape: float = knob(
        default=4.0, low=1, high=50, off=math.inf, unit="shape", zh="工时分布形状",
        meaning="shape of the Gamma law of working times; 1 is exponential, infinity means no chance at all",
    )  # fmt: skip
    haste: float = knob(
        default=0.5, low=0.3, high=0.95, off=1.0, unit="share", zh="赶工下限",
        meaning="least share of the standard hours that a step gets when its slot is near (1 = nobody hurries)",
    )  # fmt: skip
    open_posts: float = knob(
        default=2.0, low=0.25, high=10, off=math.inf, step=0.25, unit="posts/person", zh="在制品上限",
        meaning="posts that a fixed flow keeps open at once, from plan to review",
    )  # fmt: skip
    late_limit_h: float = knob(
        default=72.0, low=6, high=336, off=math.inf, unit="hours", zh="延期上限",
        meaning="a post that is not ready so long after its slot is dropped",
    )  # fmt: skip
    overtime_day_h: float = knob(
        default=3.0, low=0.5, high=6, unit="hours", zh="单日加班上限",
        meaning="most hours that one person stays longer on a day, for a post that is pressed",
        mark="R", source="Labour Law of China, article 41: at most 3 hours a day",
    )  # fmt: skip
    sick_days: float = knob(
        default=6.0, low=1, high=30, off=0.0, unit="days/year", zh="病假天数",
        meaning="days a year on which a person is ill, in spells of three",
    )  # fmt: skip
    skill0: float = knob(
        default=0.5, low=0.1, high=0.9, step=0.05, unit="0–1", zh="初始技能",
        meaning="skill of the staff at the start",
    )  # fmt: skip
    newcomer_skill: float = knob(
        default=0.3, low=0.05, high=0.9, step=0.05, unit="0–1", zh="新人技能",
        meaning="skill of a newcomer",
    )  # fmt: skip
    skill_effect: float = knob(
        default=0.25, low=0.05, high=0.5, off=0.0, unit="quality", zh="技能对质量的影响",
        meaning="quality of full skill against none",
    )  # fmt: skip
    research_quality: float = knob(
        default=0.15, low=0.05, high=0.3, off=0.0, unit="quality", zh="调研对质量的影响",
        meaning="quality that research of many hours a week brings",
    )  # fmt: skip
    time_effect: float = knob(
        default=0.15, low=0.05, high=0.5, off=0.0, unit="quality", zh="工时充足对质量的影响",
        meaning="quality of a post that got its standard hours against one that got none",
    )  # fmt: skip
    style_guide: float = knob(
        default=0.10, low=0.02, high=0.3, off=0.0, unit="quality", zh="风格指南对质量的影响",
        meaning="quality that a style guide in use brings",
    )  # fmt: skip
    style_hold: float = knob(
        default=0.7, low=0.1, high=1, off=0.0, unit="share", zh="风格统一程度",
        meaning="part of everybody's own style that a guide removes",
    )  # fmt: skip
    style_spread: float = knob(
        default=0.25, low=0.05, high=0.5, off=0.0, unit="sd", zh="个人风格差异",
        meaning="how much people differ in tone, visuals and message",
    )  # fmt: skip
    quality_noise: float = knob(
        default=0.05, low=0.01, high=0.2, off=0.0, unit="sd of quality", zh="质量随机性",
        meaning="luck in quality that nothing explains",
    )  # fmt: skip
    forgotten_share: float = knob(
        default=0.10, low=0.02, high=0.5, off=0.0, unit="share", zh="遗忘交接比例",
        meaning="hand-overs that are forgotten without a fixed flow",
    )  # fmt: skip
    forgotten_h: float = knob(
        default=24.0, low=4, high=168, unit="hours", zh="遗忘交接时长",
        meaning="mean time until somebody notices",
    )  # fmt: skip
    double_work: float = knob(
        default=0.25, low=0.05, high=0.8, off=0.0, unit="share", zh="返工比例",
        meaning="part of a step done again because what it rests on came later",
    )  # fmt: skip
    # Review and what escapes it.
    review_catch: float = knob(
        default=0.6, low=0.2, high=0.9, unit="probability", zh="单轮检出率",
        meaning="chance that one round catches one defect",
    )  # fmt: skip
    same_eyes: float = knob(
        default=0.0, low=0.05, high=1, off=0.0, unit="share", zh="同人复审",
        meaning="share of rounds that miss what the first one missed, because the same eyes look (0 = independent)",
    )  # fmt: skip
    error_prob: float = knob(
        default=0.18, low=0.02, high=0.4, off=0.0, unit="probability", zh="差错率",
        meaning="chance that a finished draft carries a defect",
    )  # fmt: skip
    verify_share: float = knob(
        default=0.5, low=0, high=1, step=0.05, unit="0–1", zh="事实核查比例",
        meaning="share of factual statements checked at source",
    )  # fmt: skip
    verify_hours: float = knob(
        default=0.5, low=0.1, high=4, unit="hours/post", zh="事实核查工时",
        meaning="time to check a post at source",
    )  # fmt: skip
    compliance_share: float = knob(
        default=0.7, low=0, high=1, step=0.05, unit="0–1", zh="合规审查比例",
        meaning="share of posts passing a legal / platform-rule check",
    )  # fmt: skip
    compliance_hours: float = knob(
        default=0.3, low=0.1, high=4, unit="hours/post", zh="合规审查工时",
        meaning="the team's own time for such a check",
    )  # fmt: skip
    compliance_wait_h: float = knob(
        default=2.0, low=0, high=40, unit="hours/post", zh="合规审查等待",
        meaning="waiting for the legal department, in its working hours",
    )  # fmt: skip
    check_catch: float = knob(
        default=0.9, low=0.2, high=1, off=0.0, unit="probability", zh="核查检出率",
        meaning="chance that a check at source or a legal check finds what it looks for",
    )  # fmt: skip
    rework_hours: float = knob(
        default=1.0, low=0.1, high=4, unit="hours", zh="返工工时",
        meaning="work on a draft that was returned",
    )  # fmt: skip
    sensitive_share: float = knob(
        default=0.08, low=0, high=0.3, unit="0–1", zh="敏感内容占比",
        meaning="share of posts that touch reputation or major decisions",
    )  # fmt: skip
    risk_tiering: bool = knob(
        default=False, unit="switch", zh="分级审核",
        meaning="extra rounds only for sensitive posts: the others get one",
    )  # fmt: skip
    shared_hours: bool = knob(
        default=True, unit="switch", zh="工时共享",
        meaning="moderation, analysis, activities and crisis work take hours from posts; off: all of it comes on top",
    )  # fmt: skip
    misjudged_share: float = knob(
        default=0.0, low=0, high=0.5, step=0.05, unit="share", zh="敏感误判率",
        meaning="sensitive posts that nobody takes for sensitive, so that tiering gives them one round",
    )  # fmt: skip
    factual_loss: float = knob(
        default=0.03, low=0.005, high=0.2, off=0.0, unit="trust", zh="事实差错失信",
        meaning="trust that viewers lose over a wrong fact",
    )  # fmt: skip
    tone_loss: float = knob(
        default=0.01, low=0.002, high=0.1, off=0.0, unit="trust", zh="语气差错失信",
        meaning="trust that viewers lose over a wrong tone",
    )  # fmt: skip
    takedown_heat: float = knob(
        default=0.6, low=0.2, high=0.95, off=1.0, unit="×", zh="下架后账号热度",
        meaning="account heat after a takedown",
    )  # fmt: skip
    takedown_days: float = knob(
        default=7.0, low=1, high=60, unit="days", zh="下架影响天数",
        meaning="how long that lasts",
    )  # fmt: skip
    incident_share: float = knob(
        default=0.3, low=0.05, high=1, off=0.0, unit="probability", zh="差错引发事件比例",
        meaning="escaped defects on sensitive posts that start an incident",
    )  # fmt: skip
