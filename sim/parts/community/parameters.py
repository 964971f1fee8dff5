"""Parameters of the community."""

from __future__ import annotations

import math

from sim.core.knob import knob, parameters

__all__ = ["POLICIES", "SOURCES", "CommunityParameters"]

POLICIES = ("none", "delete", "ladder", "remove")
SOURCES = ("organic", "event", "partner", "paid", "friend")

MIERLO = "A; fitted to fact O16 (van Mierlo 2014: the top 1 % wrote three quarters, fewer than a quarter ever posted)"
MATIAS = "A; cautious half of Matias 2019 (newcomer participation + 70 %): 1 / (1 - 0.46 / 2) = 1.3"


@parameters
class CommunityParameters:
    """How members join, belong, post and leave, and how rules, leaders and rewards act on them."""

    _prefix = "community."

    # Who joins (COMM-1).
    members_start: int = knob(
        default=300, low=0, high=5000, unit="people", meaning="members at the start, people who know the brand", zh="初始成员"
    )
    join_rate: float = knob(
        default=4.0, low=0, high=30, step=0.5, unit="members/day", meaning="organic joins at the start", zh="自然加入"
    )
    paid_share: float = knob(
        default=0.3, low=0, high=1, step=0.05, unit="0–1", meaning="share of joins bought through ads", zh="付费占比"
    )
    partner_share: float = knob(
        default=0.2, low=0, high=1, step=0.05, unit="0–1", meaning="share of joins from partner communities", zh="合作占比"
    )
    event_join: float = knob(
        default=0.10, low=0.01, high=0.6, off=0.0, unit="probability", zh="活动转化",
        meaning="joining after an event as good as can be",
    )  # fmt: skip
    invitations: int = knob(
        default=3, low=1, high=10, off=0, unit="per member", meaning="contacts whom a member invites who likes it here", zh="邀请数"
    )
    invite_accepts: float = knob(
        default=0.10, low=0.01, high=0.5, off=0.0, unit="probability", meaning="an invitation is accepted", zh="邀请接受率", mark="R",
        source="10 % of invitations accepted, three for each active referrer",
    )  # fmt: skip
    positioning_focus: float = knob(
        default=0.6, low=0, high=1, step=0.05, unit="0–1", meaning="narrowness of the community theme", zh="定位聚焦"
    )
    focus_fit: float = knob(
        default=0.25, low=0.05, high=1, off=0.0, unit="fit per focus", zh="聚焦与契合",
        meaning="how much better members fit a narrow theme than a general one",
    )  # fmt: skip
    source_fit: tuple[float, ...] = knob(
        default=(0.58, 0.52, 0.45, 0.33, 0.60), choices=SOURCES, shares=False, low=0, high=1, unit="0–1", zh="来源契合度",
        meaning="mean fit of a member by source, at the default focus",
    )  # fmt: skip
    fit_spread: float = knob(
        default=0.12, low=0.02, high=0.4, off=0.0, unit="sd", meaning="how much members of one source differ in fit", zh="契合差异"
    )
    fit_affinity: float = knob(
        default=0.3, low=0.05, high=1, off=0.0, unit="fit per affinity", zh="亲和度与契合",
        meaning="how much better those fit who like the brand",
    )  # fmt: skip
    content_joins: float = knob(
        default=0.3, low=0.05, high=1, off=0.0, unit="exponent", zh="内容引流",
        meaning="organic joins against the official content there is to see",
    )  # fmt: skip
    organic_cost_k: float = knob(
        default=0.010, low=0.001, high=0.2, off=0.0, unit="thousand CNY/join", meaning="cost of an organic join", zh="自然获客成本"
    )
    partner_cost_k: float = knob(
        default=0.015, low=0.001, high=0.2, off=0.0, unit="thousand CNY/join", meaning="cost of a partner's join", zh="合作获客成本"
    )
    paid_cost_k: float = knob(
        default=0.030, low=0.001, high=0.5, off=0.0, unit="thousand CNY/join", meaning="cost of a bought join", zh="付费获客成本"
    )

    # How much they write (COMM-2).
    posting: float = knob(
        default=0.04, low=0.01, high=0.5, unit="posts/member/day", zh="发帖率", meaning="what a member writes a day, on average",
        mark="A", source=MIERLO,
    )  # fmt: skip
    posting_spread: float = knob(
        default=3.2, low=0.5, high=4, off=0.0, unit="sd of ln rate", zh="发帖差异",
        meaning="how unequally ready to write people are who visit equally often", source=MIERLO,
    )  # fmt: skip
    most_posts: float = knob(
        default=12.0, low=1, high=50, off=math.inf, unit="posts/day", meaning="what one member can write at most", zh="发帖上限"
    )
    low_quality: float = knob(
        default=0.15, low=0.01, high=0.8, off=0.0, unit="share", zh="灌水基线", meaning="posts of little use, without any rewards"
    )
    content_per_week: float = knob(
        default=4.0, low=0, high=14, step=0.5, unit="posts/week", zh="官方内容", meaning="planned official content in the community"
    )
    content_h: float = knob(
        default=1.5, low=0.25, high=10, off=0.0, unit="hours", meaning="work on one piece of official content", zh="内容耗时"
    )
    thread_spark: float = knob(
        default=0.25, low=0.05, high=1, off=0.0, unit="share", zh="内容引发讨论",
        meaning="posts more than without official content, at most",
    )  # fmt: skip
    crowding: float = knob(
        default=0.3, low=0.05, high=2, off=0.0, unit="per post/day", zh="官方刷屏", meaning="talk lost to official content above one a day"
    )
    activities_month: float = knob(
        default=4.0, low=0, high=12, step=1, unit="per month", zh="社群活动", meaning="topic discussions and online activities"
    )
    activity_h: float = knob(
        default=5.0, low=0.5, high=40, off=0.0, unit="hours", meaning="work on one activity", zh="活动耗时"
    )
    activity_boost: float = knob(
        default=1.0, low=0.1, high=4, off=0.0, unit="share", meaning="posts more on the day of an activity", zh="活动日发帖"
    )

    # What makes them belong and leave (COMM-1, COMM-2).
    belong_content: float = knob(
        default=0.010, low=0.002, high=0.05, off=0.0, unit="per day", zh="内容归属感", meaning="belonging gained where useful posts abound"
    )
    enough_posts: float = knob(
        default=6.0, low=1, high=50, unit="posts/day", zh="充足内容",
        meaning="useful posts at which two thirds of the gain are there",
    )  # fmt: skip
    belong_mood: float = knob(
        default=0.004, low=0.001, high=0.05, off=0.0, unit="per day", meaning="belonging gained by a good atmosphere", zh="氛围归属感"
    )
    belong_bad: float = knob(
        default=0.09, low=0.01, high=0.5, off=0.0, unit="per day", zh="违规伤害", meaning="belonging lost where all that is seen breaks rules"
    )
    belong_wrong: float = knob(
        default=0.05, low=0.01, high=0.5, off=0.0, unit="per day", zh="误判伤害", meaning="belonging lost where all good posts get deleted"
    )
    belong_fade: float = knob(
        default=0.006, low=0.001, high=0.03, off=0.0, unit="per day", meaning="belonging that fades by itself", zh="归属感消退"
    )
    belong_return: float = knob(
        default=0.02, low=0.005, high=0.2, off=0.0, unit="per day", zh="归属感回归", meaning="pull of belonging toward a member's fit"
    )
    mood_days: float = knob(
        default=14.0, low=2, high=90, unit="days", meaning="time in which the atmosphere follows what happens", zh="氛围时间"
    )
    mood_activities: float = knob(
        default=0.2, low=0.05, high=0.5, off=0.0, unit="0–1", meaning="atmosphere gained by activities, at most", zh="活动氛围"
    )
    mood_bad: float = knob(
        default=2.0, low=0.2, high=10, off=0.0, unit="per share seen", meaning="atmosphere lost by visible violations", zh="违规氛围"
    )
    leave_day: float = knob(
        default=0.0015, low=0.0002, high=0.02, off=0.0, unit="per day", meaning="plain hazard of leaving", zh="基础流失率"
    )
    leave_unhappy: float = knob(
        default=0.035, low=0.005, high=0.2, off=0.0, unit="per day and belonging", zh="归属感流失",
        meaning="hazard of leaving per point of belonging below the limit",
    )  # fmt: skip
    leave_limit: float = knob(default=0.55, low=0.2, high=0.9, unit="0–1", meaning="belonging at which nobody is unhappy", zh="归属门槛")
    belonging_warms: float = knob(
        default=0.2, low=0.02, high=1, off=0.0, unit="affinity per belonging", zh="归属感转化",
        meaning="affinity for the brand added by a week of full belonging, until it is carried over",
    )  # fmt: skip

    # Rules (COMM-3).
    toxicity: float = knob(
        default=0.06, low=0.01, high=0.2, off=0.0, step=0.01, unit="probability", zh="违规倾向",
        meaning="chance that a member post breaks a rule before enforcement",
    )  # fmt: skip
    rule_clarity: float = knob(
        default=0.7, low=0, high=1, step=0.05, unit="0–1", meaning="how well members understand the rules", zh="规则清晰度"
    )
    rules_shown: bool = knob(
        default=False, unit="switch", zh="规则展示", meaning="the rules are shown to everybody who joins, on top of every discussion"
    )
    newcomer_knowledge: float = knob(
        default=0.5, low=0, high=1, unit="0–1", meaning="what newcomers know of the rules where they are not shown", zh="新人规则认知"
    )
    unsure: float = knob(
        default=0.46, low=0.05, high=0.9, off=0.0, unit="share", zh="规则不明的顾虑",
        meaning="posts not written by somebody who knows nothing of the rules", source=MATIAS,
    )  # fmt: skip
    forget_month: float = knob(
        default=0.05, low=0.01, high=0.5, off=0.0, unit="per month", meaning="knowledge of the rules forgotten", zh="规则遗忘"
    )
    briefing_d: int = knob(
        default=30, low=7, high=180, off=0, unit="days", zh="规则宣讲间隔", meaning="time between briefings; each closes half of the gap"
    )
    briefing_h: float = knob(default=1.0, low=0.25, high=10, off=0.0, unit="hours", meaning="work on one briefing", zh="宣讲耗时")
    mood_keeps_rules: float = knob(
        default=0.6, low=0.1, high=1, off=0.0, unit="share", zh="氛围自律", meaning="violations avoided where the atmosphere is at its best"
    )
    rule_review_d: int = knob(
        default=60, low=15, high=180, off=0, unit="days (0 = never)", meaning="rule review together with members", zh="规则修订间隔"
    )
    review_h: float = knob(default=8.0, low=1, high=40, off=0.0, unit="hours", meaning="work on one review", zh="修订耗时")
    review_forgets: float = knob(
        default=0.1, low=0.02, high=0.5, off=0.0, unit="share", meaning="knowledge of the rules outdated by a review", zh="修订后遗忘"
    )
    review_accepts: float = knob(
        default=0.02, low=0.005, high=0.1, off=0.0, unit="belonging", meaning="belonging gained by being asked", zh="参与修订"
    )
    norm_drift: float = knob(
        default=0.01, low=0.002, high=0.05, off=0.0, unit="per month", zh="规范漂移",
        meaning="good posts hit more, and violations missed more, as the rules age",
    )  # fmt: skip

    # Moderation (COMM-4).
    strictness: float = knob(
        default=0.4, low=0, high=1, step=0.05, unit="0–1", meaning="how readily a post is judged a violation", zh="执行严格度"
    )
    detect_base: float = knob(default=0.15, low=0.02, high=0.5, off=0.0, unit="probability", meaning="violations found without any strictness", zh="基础检出")
    detect_strict: float = knob(default=0.80, low=0.2, high=0.85, off=0.0, unit="probability", meaning="violations found more at full strictness", zh="严格检出")
    wrong_strict: float = knob(
        default=0.12, low=0.02, high=0.5, off=0.0, unit="probability", meaning="good posts hit at full strictness, which grows as its 2.5th power", zh="严格误判"
    )
    mod_delay_h: float = knob(
        default=4.0, low=0.5, high=48, step=0.5, unit="hours", meaning="time until a violation is handled", zh="处理时延"
    )
    view_h: float = knob(
        default=12.0, low=1, high=96, unit="hours", meaning="time in which two thirds of a post's readers see it", zh="阅读时间"
    )
    moderators: int = knob(default=1, low=0, high=5, unit="people", meaning="dedicated moderators", zh="版主人数")
    duty_h: float = knob(
        default=1.0, low=0.25, high=8, unit="hours/day", meaning="time that a moderator is there for the community", zh="版主值班"
    )
    look_minutes: float = knob(
        default=2.0, low=0.5, high=15, off=0.0, unit="minutes", meaning="one look at the community, once in the delay", zh="巡查耗时"
    )
    read_minutes: float = knob(default=0.3, low=0.05, high=3, off=0.0, unit="minutes", meaning="reading one post", zh="阅帖耗时")
    case_minutes: float = knob(default=6.0, low=1, high=60, off=0.0, unit="minutes", meaning="handling one case", zh="处理耗时")
    explain_minutes: float = knob(default=6.0, low=1, high=60, off=0.0, unit="minutes", meaning="explaining it in full", zh="教育耗时")

    # Sanctions (COMM-5).
    sanction_policy: str = knob(
        default="ladder", choices=POLICIES, unit="choice", meaning="what happens to a violation", zh="处罚方式"
    )
    education: float = knob(
        default=0.5, low=0, high=1, step=0.05, unit="0–1", meaning="explanation given with a sanction", zh="教育程度"
    )
    learns_first: float = knob(default=0.35, low=0.05, high=0.9, off=0.0, unit="share", meaning="violations avoided after the first explanation", zh="首次教育")
    learns_later: float = knob(default=0.25, low=0.05, high=0.9, off=0.0, unit="share", meaning="violations avoided after a later one", zh="再次教育")
    wary: float = knob(
        default=0.15, low=0.05, high=0.3, off=0.0, unit="share", meaning="violations avoided per strike that stands, at full education", zh="警告自律"
    )
    fairness: float = knob(
        default=0.8, low=0, high=1, step=0.05, unit="0–1", meaning="consistency and openness of enforcement", zh="公平性"
    )
    strike_days: float = knob(default=30.0, low=7, high=365, unit="days", meaning="time until strikes expire", zh="警告有效期")
    mute_days: float = knob(default=3.0, low=1, high=30, off=0.0, unit="days", meaning="length of a mute", zh="禁言天数")
    hit_hurts: float = knob(
        default=0.05, low=0.01, high=0.3, off=0.0, unit="belonging", meaning="belonging lost by a deserved sanction at middling fairness", zh="处罚伤害"
    )
    wrong_hurts: float = knob(
        default=0.20, low=0.02, high=0.6, off=0.0, unit="belonging", meaning="belonging lost by an undeserved one at middling fairness", zh="误判伤害（本人）"
    )
    removal_fear: float = knob(
        default=0.6, low=0.1, high=3, off=0.0, unit="belonging", zh="移除旁观伤害",
        meaning="belonging that bystanders lose per share of members removed, at middling fairness",
    )  # fmt: skip

    # Negative threads and the watch (C5.1-3).
    health_watch: bool = knob(default=True, unit="switch", meaning="mood of the community is monitored", zh="社群健康监测")
    watch_h: float = knob(default=0.15, low=0.02, high=2, off=0.0, unit="hours/day", meaning="work on the watch", zh="监测耗时")
    threads_month: float = knob(
        default=3.0, low=0.5, high=20, off=0.0, unit="per month", meaning="negative threads that somebody starts", zh="负面帖"
    )
    thread_contacts: float = knob(
        default=6.0, low=1, high=20, unit="people", meaning="members whom somebody reaches who passes a negative thread on", zh="转述人数"
    )
    thread_pass: float = knob(
        default=0.9, low=0.1, high=1, off=0.0, unit="probability", meaning="passing it on, of somebody without any belonging", zh="转述概率"
    )
    thread_life_h: float = knob(default=12.0, low=2, high=96, unit="hours", meaning="time for which somebody passes it on", zh="转述时长")
    reply_effect: float = knob(
        default=0.8, low=0.1, high=1, off=0.0, unit="share", meaning="passing on prevented by an answer of the staff", zh="官方回应效果"
    )
    leader_reply: float = knob(
        default=0.4, low=0.1, high=1, off=0.0, unit="share", meaning="passing on prevented by an answer of an opinion leader", zh="意见领袖回应效果"
    )
    thread_hurts: float = knob(
        default=0.03, low=0.005, high=0.2, off=0.0, unit="belonging", meaning="belonging lost by seeing a negative thread", zh="负面帖伤害"
    )
    delete_criticism: bool = knob(
        default=False, unit="switch", meaning="negative threads are deleted instead of answered", zh="删除批评"
    )
    screenshot: float = knob(
        default=0.3, low=0.05, high=1, off=0.0, unit="probability", meaning="a deleted thread is carried outside", zh="截图外传"
    )
    deletion_anger: float = knob(
        default=3.0, low=1.5, high=10, off=1.0, unit="×", meaning="belonging lost by seeing a thread that gets deleted", zh="删帖反感"
    )

    # Rewards (COMM-6) and benefits.
    points_strength: float = knob(
        default=0.2, low=0, high=1, step=0.05, unit="0–1", meaning="size of points and badge rewards", zh="积分力度"
    )
    points_until_day: int = knob(default=366, low=1, high=366, unit="day", meaning="day on which points end (366: never)", zh="积分截止日")
    points_gain: float = knob(default=0.9, low=0.1, high=2, off=0.0, unit="× activity", meaning="posts added by points, at most", zh="积分增发")
    points_spam: float = knob(default=0.5, low=0.1, high=1, off=0.0, unit="share", meaning="more posts of little use at full points without a gate", zh="积分灌水")
    crowding_out: float = knob(
        default=0.004, low=0.0005, high=0.05, off=0.0, unit="per active day", meaning="inner motivation lost to full points", zh="动机挤出"
    )
    motivation_start: float = knob(default=1.0, low=0.2, high=3, unit="×", meaning="inner motivation to write at the start", zh="内在动机")
    motivation_back_d: float = knob(default=120.0, low=14, high=1000, off=math.inf, unit="days", meaning="time in which inner motivation returns without points", zh="动机恢复")
    quality_gate: bool = knob(default=False, unit="switch", meaning="points only for posts rated useful", zh="质量门槛")
    gate_minutes: float = knob(default=0.5, low=0.05, high=5, off=0.0, unit="minutes", meaning="rating one post", zh="评定耗时")
    benefit_level: float = knob(default=0.3, low=0, high=1, step=0.05, unit="0–1", meaning="coupons and free trials", zh="福利水平")
    benefits_until_day: int = knob(default=366, low=1, high=366, unit="day", meaning="day on which benefits end (366: never)", zh="福利截止日")
    benefit_cost_k: float = knob(
        default=0.015, low=0.001, high=0.2, off=0.0, unit="thousand CNY/member/month", meaning="cost of full benefits", zh="福利成本"
    )
    benefit_belongs: float = knob(default=0.006, low=0.001, high=0.05, off=0.0, unit="per day", meaning="belonging gained by full benefits", zh="福利归属感")
    benefit_holds: float = knob(default=0.35, low=0.05, high=0.9, off=0.0, unit="share", meaning="unhappy members held by full benefits", zh="福利留人")
    benefit_habit_d: float = knob(default=30.0, low=7, high=180, unit="days", meaning="time in which members get used to benefits", zh="福利习惯")
    withdrawal: float = knob(
        default=0.02, low=0.002, high=0.2, off=0.0, unit="per day", meaning="hazard of leaving when full benefits that one is used to are gone", zh="福利撤回流失"
    )
    bargain_weight: float = knob(default=2.0, low=1, high=5, unit="×", meaning="what benefits mean to bargain seekers, against others", zh="价格敏感权重")

    # Leaders and culture (COMM-7).
    leader_share: float = knob(
        default=0.02, low=0, high=0.1, step=0.01, unit="share", meaning="members cultivated as opinion leaders", zh="意见领袖占比"
    )
    leader_posts: float = knob(default=3.0, low=1, high=10, unit="×", meaning="posts of a developed leader against his own rate", zh="领袖发帖")
    leader_most: float = knob(
        default=1.0, low=0.2, high=8, unit="posts/day", meaning="rate up to which somebody writes more because he leads", zh="领袖发帖上限"
    )
    leader_lift: float = knob(default=0.3, low=0.05, high=1, off=0.0, unit="share", meaning="posts of others lifted by leaders, at most", zh="领袖带动")
    leader_days: float = knob(default=60.0, low=7, high=365, unit="days", meaning="time to develop a leader", zh="领袖培养期")
    leader_week_h: float = knob(default=0.5, low=0.1, high=5, off=0.0, unit="hours/week", meaning="work on one leader", zh="领袖培养耗时")
    leaders_lost: int = knob(default=0, low=0, high=20, unit="people", meaning="strongest leaders who leave on one day", zh="流失领袖")
    leaders_lost_day: int = knob(default=60, low=1, high=365, unit="day", meaning="day on which they leave", zh="领袖流失日")
    culture_effort: float = knob(
        default=2.0, low=0, high=10, step=0.5, unit="hours/week", meaning="rituals, stories and onboarding", zh="文化投入"
    )
    culture_days: float = knob(default=90.0, low=14, high=365, unit="days", meaning="time in which culture grows", zh="文化形成期")
    culture_lasts_d: float = knob(default=180.0, low=14, high=1000, unit="days", meaning="time in which it fades without effort", zh="文化持续期")
    culture_holds: float = knob(default=0.4, low=0.05, high=0.9, off=0.0, unit="share", meaning="leaving prevented by a full culture", zh="文化留人")
    culture_mood: float = knob(default=0.1, low=0.02, high=0.5, off=0.0, unit="0–1", meaning="atmosphere added by a full culture", zh="文化氛围")
    spending_until_day: int = knob(
        default=366, low=1, high=366, unit="day", zh="投入截止日", meaning="day on which benefits, points, culture and leaders get nothing any more (366: never)"
    )

    # Personalisation (COMM-8).
    personalisation: float = knob(
        default=0.3, low=0, high=1, step=0.05, unit="0–1", meaning="share of recommendations made from the member profile", zh="个性化程度"
    )
    profile_noise: float = knob(default=0.3, low=0, high=1, step=0.05, unit="0–1", meaning="error in the member profile", zh="画像误差")
    person_hit: float = knob(default=0.3, low=0.05, high=1, off=0.0, unit="match", meaning="match gained by a right recommendation", zh="推荐命中")
    person_miss: float = knob(default=0.15, low=0.05, high=1, off=0.0, unit="match", meaning="match lost by a wrong one", zh="推荐偏差")
    narrow_wear: float = knob(
        default=1.0, low=0.1, high=3, off=0.0, unit="match per share", meaning="match lost per share of one topic above two fifths of what is seen", zh="信息茧房"
    )
    narrow_days: float = knob(default=60.0, low=7, high=365, unit="days", meaning="time in which a narrow diet wears out", zh="茧房时间")
    person_h: float = knob(
        default=4.0, low=0.5, high=40, off=0.0, unit="hours/week", meaning="work on profiles and recommendations at full personalisation", zh="个性化耗时"
    )
