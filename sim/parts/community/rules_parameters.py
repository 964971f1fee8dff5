"""Parameters of the community: rules, moderation, sanctions, negative threads."""

from __future__ import annotations

from sim.core.knob import knob, parameters

__all__ = ["POLICIES", "Moderation", "NegativeThreads", "Rules", "Sanctions"]

POLICIES = ("none", "delete", "ladder", "remove")
MATIAS = "A; cautious half of Matias 2019 (newcomer participation + 70 %): 1 / (1 - 0.46 / 2) = 1.3"


@parameters
class Rules:
    """What members may write, and what they know of it (COMM-3)."""

    _prefix = "community."

    toxicity: float = knob(
        default=0.06, low=0.01, high=0.2, off=0.0, step=0.01, unit="probability", zh="违规倾向",
        meaning="chance that a member post breaks a rule before enforcement",
    )  # fmt: skip
    rule_clarity: float = knob(
        default=0.7, low=0, high=1, step=0.05, unit="0–1", meaning="how well members understand the rules",
        zh="规则清晰度",
    )  # fmt: skip
    rules_shown: bool = knob(
        default=False, unit="switch", zh="规则展示",
        meaning="the rules are shown to everybody who joins, on top of every discussion",
    )  # fmt: skip
    newcomer_knowledge: float = knob(
        default=0.5, low=0, high=1, unit="0–1", meaning="what newcomers know of the rules where they are not shown",
        zh="新人规则认知",
    )  # fmt: skip
    unsure: float = knob(
        default=0.46, low=0.05, high=0.9, off=0.0, unit="share", zh="规则不明的顾虑",
        meaning="posts not written by somebody who knows nothing of the rules", source=MATIAS,
    )  # fmt: skip
    forget_month: float = knob(
        default=0.05, low=0.01, high=0.5, off=0.0, unit="per month", meaning="knowledge of the rules forgotten",
        zh="规则遗忘",
    )  # fmt: skip
    briefing_d: int = knob(
        default=30, low=7, high=180, off=0, unit="days", zh="规则宣讲间隔",
        meaning="time between briefings; each closes half of the gap",
    )  # fmt: skip
    briefing_h: float = knob(
        default=1.0, low=0.25, high=10, off=0.0, unit="hours", meaning="work on one briefing", zh="宣讲耗时",
    )  # fmt: skip
    mood_keeps_rules: float = knob(
        default=0.6, low=0.1, high=1, off=0.0, unit="share", zh="氛围自律",
        meaning="violations avoided where the atmosphere is at its best",
    )  # fmt: skip
    rule_review_d: int = knob(
        default=60, low=15, high=180, off=0, unit="days (0 = never)", meaning="rule review together with members",
        zh="规则修订间隔",
    )  # fmt: skip
    review_h: float = knob(
        default=8.0, low=1, high=40, off=0.0, unit="hours", meaning="work on one review", zh="修订耗时"
    )
    review_forgets: float = knob(
        default=0.1, low=0.02, high=0.5, off=0.0, unit="share",
        meaning="knowledge of the rules outdated by a review", zh="修订后遗忘",
    )  # fmt: skip
    review_accepts: float = knob(
        default=0.02, low=0.005, high=0.1, off=0.0, unit="belonging", meaning="belonging gained by being asked",
        zh="参与修订",
    )  # fmt: skip
    norm_drift: float = knob(
        default=0.01, low=0.002, high=0.05, off=0.0, unit="per month", zh="规范漂移",
        meaning="good posts hit more, and violations missed more, as the rules age",
    )  # fmt: skip


@parameters
class Moderation:
    """How violations are found and handled (COMM-4)."""

    _prefix = "community."

    strictness: float = knob(
        default=0.4, low=0, high=1, step=0.05, unit="0–1", meaning="how readily a post is judged a violation",
        zh="执行严格度",
    )  # fmt: skip
    detect_base: float = knob(
        default=0.15, low=0.02, high=0.5, off=0.0, unit="probability",
        meaning="violations found without any strictness", zh="基础检出",
    )  # fmt: skip
    detect_strict: float = knob(
        default=0.80, low=0.2, high=0.85, off=0.0, unit="probability",
        meaning="violations found more at full strictness", zh="严格检出",
    )  # fmt: skip
    wrong_strict: float = knob(
        default=0.12, low=0.02, high=0.5, off=0.0, unit="probability",
        meaning="good posts hit at full strictness, which grows as its 2.5th power", zh="严格误判",
    )  # fmt: skip
    mod_delay_h: float = knob(
        default=4.0, low=0.5, high=48, step=0.5, unit="hours", meaning="time until a violation is handled",
        zh="处理时延",
    )  # fmt: skip
    view_h: float = knob(
        default=12.0, low=1, high=96, unit="hours", meaning="time in which two thirds of a post's readers see it",
        zh="阅读时间",
    )  # fmt: skip
    moderators: int = knob(default=1, low=0, high=5, unit="people", meaning="dedicated moderators", zh="版主人数")
    duty_h: float = knob(
        default=1.0, low=0.25, high=8, unit="hours/day", meaning="time that a moderator is there for the community",
        zh="版主值班",
    )  # fmt: skip
    look_minutes: float = knob(
        default=2.0, low=0.5, high=15, off=0.0, unit="minutes",
        meaning="one look at the community, once in the delay", zh="巡查耗时",
    )  # fmt: skip
    read_minutes: float = knob(
        default=0.3, low=0.05, high=3, off=0.0, unit="minutes", meaning="reading one post", zh="阅帖耗时",
    )  # fmt: skip
    case_minutes: float = knob(
        default=6.0, low=1, high=60, off=0.0, unit="minutes", meaning="handling one case", zh="处理耗时",
    )  # fmt: skip
    explain_minutes: float = knob(
        default=6.0, low=1, high=60, off=0.0, unit="minutes", meaning="explaining it in full", zh="教育耗时",
    )  # fmt: skip


@parameters
class Sanctions:
    """What happens to those who break a rule (COMM-5)."""

    _prefix = "community."

    sanction_policy: str = knob(
        default="ladder", choices=POLICIES, unit="choice", meaning="what happens to a violation", zh="处罚方式",
    )  # fmt: skip
    education: float = knob(
        default=0.5, low=0, high=1, step=0.05, unit="0–1", meaning="explanation given with a sanction", zh="教育程度",
    )  # fmt: skip
    learns_first: float = knob(
        default=0.35, low=0.05, high=0.9, off=0.0, unit="share",
        meaning="violations avoided after the first explanation", zh="首次教育",
    )  # fmt: skip
    learns_later: float = knob(
        default=0.25, low=0.05, high=0.9, off=0.0, unit="share", meaning="violations avoided after a later one",
        zh="再次教育",
    )  # fmt: skip
    wary: float = knob(
        default=0.15, low=0.05, high=0.3, off=0.0, unit="share",
        meaning="violations avoided per strike that stands, at full education", zh="警告自律",
    )  # fmt: skip
    fairness: float = knob(
        default=0.8, low=0, high=1, step=0.05, unit="0–1", meaning="consistency and openness of enforcement",
        zh="公平性",
    )  # fmt: skip
    strike_days: float = knob(
        default=30.0, low=7, high=365, unit="days", meaning="time until strikes expire", zh="警告有效期",
    )  # fmt: skip
    mute_days: float = knob(
        default=3.0, low=1, high=30, off=0.0, unit="days", meaning="length of a mute", zh="禁言天数"
    )
    hit_hurts: float = knob(
        default=0.05, low=0.01, high=0.3, off=0.0, unit="belonging",
        meaning="belonging lost by a deserved sanction at middling fairness", zh="处罚伤害",
    )  # fmt: skip
    wrong_hurts: float = knob(
        default=0.20, low=0.02, high=0.6, off=0.0, unit="belonging",
        meaning="belonging lost by an undeserved one at middling fairness", zh="误判伤害（本人）",
    )  # fmt: skip
    removal_fear: float = knob(
        default=0.6, low=0.1, high=3, off=0.0, unit="belonging", zh="移除旁观伤害",
        meaning="belonging that bystanders lose per share of members removed, at middling fairness",
    )  # fmt: skip


@parameters
class NegativeThreads:
    """How complaints spread among members, and who answers (C5.1-3)."""

    _prefix = "community."

    health_watch: bool = knob(
        default=True, unit="switch", meaning="mood of the community is monitored", zh="社群健康监测"
    )
    watch_h: float = knob(
        default=0.15, low=0.02, high=2, off=0.0, unit="hours/day", meaning="work on the watch", zh="监测耗时",
    )  # fmt: skip
    threads_month: float = knob(
        default=3.0, low=0.5, high=20, off=0.0, unit="per month", meaning="negative threads that somebody starts",
        zh="负面帖",
    )  # fmt: skip
    thread_contacts: float = knob(
        default=6.0, low=1, high=20, unit="people",
        meaning="members whom somebody reaches who passes a negative thread on", zh="转述人数",
    )  # fmt: skip
    thread_pass: float = knob(
        default=0.9, low=0.1, high=1, off=0.0, unit="probability",
        meaning="passing it on, of somebody without any belonging", zh="转述概率",
    )  # fmt: skip
    thread_life_h: float = knob(
        default=12.0, low=2, high=96, unit="hours", meaning="time for which somebody passes it on", zh="转述时长",
    )  # fmt: skip
    reply_effect: float = knob(
        default=0.8, low=0.1, high=1, off=0.0, unit="share",
        meaning="passing on prevented by an answer of the staff", zh="官方回应效果",
    )  # fmt: skip
    leader_reply: float = knob(
        default=0.4, low=0.1, high=1, off=0.0, unit="share",
        meaning="passing on prevented by an answer of an opinion leader", zh="意见领袖回应效果",
    )  # fmt: skip
    thread_hurts: float = knob(
        default=0.03, low=0.005, high=0.2, off=0.0, unit="belonging",
        meaning="belonging lost by seeing a negative thread", zh="负面帖伤害",
    )  # fmt: skip
    delete_criticism: bool = knob(
        default=False, unit="switch", meaning="negative threads are deleted instead of answered", zh="删除批评",
    )  # fmt: skip
    screenshot: float = knob(
        default=0.3, low=0.05, high=1, off=0.0, unit="probability", meaning="a deleted thread is carried outside",
        zh="截图外传",
    )  # fmt: skip
    deletion_anger: float = knob(
        default=3.0, low=1.5, high=10, off=1.0, unit="×",
        meaning="belonging lost by seeing a thread that gets deleted", zh="删帖反感",
    )  # fmt: skip
