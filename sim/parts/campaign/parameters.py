"""Parameters of the part ``campaign``."""

from __future__ import annotations

from sim.core.knob import knob, parameters

__all__ = ["OBJECTIVES", "CampaignParameters"]

OBJECTIVES = ("awareness", "participation", "sales", "loyalty")


@parameters
class CampaignParameters:
    """Promotion, the online–offline loop, incidents, correction and learning."""

    _prefix = "campaign."

    # When, how long and for how much.
    events: int = knob(default=1, low=1, high=24, off=0, unit="events", meaning="activities in the run", zh="活动次数")
    first_day: int = knob(
        default=30, low=1, high=365, unit="day", meaning="first day of the first activity", zh="首场活动日"
    )  # fmt: skip
    interval_d: int = knob(
        default=28, low=2, high=180, unit="days", meaning="from the start of one activity to the next", zh="活动间隔"
    )  # fmt: skip
    live_days: int = knob(default=7, low=1, high=21, unit="days", meaning="length of an activity", zh="活动天数")
    budget_k: float = knob(
        default=100.0, low=10, high=500, step=5, unit="thousand CNY", meaning="budget of one activity", zh="活动预算",
        registry="campaign_budget_k",
    )  # fmt: skip
    online_share: float = knob(
        default=0.5, low=0, high=1, unit="0–1", meaning="share of the budget spent online", zh="线上预算占比"
    )  # fmt: skip

    # Promotion (CAMP-1).
    promo_channels: int = knob(
        default=3, low=1, high=4, unit="channels", zh="推广渠道数",
        meaning="promotion channels used: notice to the own followers, partner, influencers, advertising",
    )  # fmt: skip
    channel_fixed_k: float = knob(
        default=3.0, low=0.5, high=20, off=0.0, unit="thousand CNY", meaning="fixed cost of one channel", zh="渠道固定成本"
    )  # fmt: skip
    contacts_k: float = knob(
        default=100.0, low=20, high=500, unit="contacts/thousand CNY", zh="每千元触达",
        meaning="contacts that a thousand CNY buys from notices, partners and advertising",
        source="A; the registry's 70 people for a thousand CNY, since half of those outside the target take no notice",
    )  # fmt: skip
    kol_contacts_k: float = knob(
        default=130.0, low=20, high=500, unit="contacts/thousand CNY", zh="达人每千元触达",
        meaning="contacts that a thousand CNY buys from influencers",
    )  # fmt: skip
    kol_share: float = knob(
        default=0.3, low=0, high=1, step=0.05, unit="0–1", zh="达人费用占比",
        meaning="share of the promotion money paid to influencers, where that channel is used",
    )  # fmt: skip
    kol_fit: float = knob(
        default=0.6, low=0, high=1, step=0.05, unit="0–1", zh="达人契合度",
        meaning="share of the influencers' audience that belongs to the target",
    )  # fmt: skip
    kol_misfit: float = knob(
        default=0.03, low=0.005, high=0.2, off=0.0, unit="trust", zh="达人不契合损失",
        meaning="trust lost by those who hear it from an influencer without any fit; nothing is lost from fit 0.6 on",
    )  # fmt: skip
    kol_scandal: float = knob(
        default=0.02, low=0.001, high=1, off=0.0, unit="per activity", zh="达人翻车概率",
        meaning="an influencer falls into disgrace while the activity runs",
    )  # fmt: skip
    own_audiences: bool = knob(
        default=True, unit="switch", meaning="each channel has an audience of its own; off: all reach the platforms' members",
        zh="渠道人群差异",
    )  # fmt: skip
    target_share: float = knob(
        default=0.4, low=0.05, high=0.9, unit="share", meaning="people to whom the activity appeals", zh="目标人群占比"
    )  # fmt: skip
    off_target: float = knob(
        default=0.4, low=0, high=0.95, off=1.0, unit="×", meaning="interest of people outside the target", zh="非目标兴趣"
    )  # fmt: skip
    promo_days: int = knob(
        default=3, low=0, high=21, unit="days", meaning="promotion before the first day", zh="提前推广天数"
    )  # fmt: skip
    teaser_days: int = knob(
        default=4, low=0, high=21, unit="days", meaning="preview period before the start", zh="预热天数（活动）"
    )  # fmt: skip
    teaser_lift: float = knob(
        default=0.5, low=0.05, high=1, off=0.0, unit="×", meaning="later interest gained by a long teaser", zh="预热增益"
    )  # fmt: skip
    teaser_decay: float = knob(
        default=0.05, low=0.01, high=0.3, off=0.0, unit="per day", zh="预热衰减",
        meaning="interest lost by each teaser day beyond ten",
    )  # fmt: skip
    media_richness: float = knob(
        default=0.6, low=0, high=1, step=0.05, unit="0–1", meaning="images, short video, live rather than plain text",
        zh="媒体丰富度",
    )  # fmt: skip
    richness_effect: float = knob(
        default=0.45, low=0.1, high=0.9, off=0.0, unit="share", meaning="notice that plain text loses", zh="丰富度影响"
    )  # fmt: skip
    richness_cost_k: float = knob(
        default=10.0, low=1, high=50, off=0.0, unit="thousand CNY", meaning="production at full richness", zh="丰富度成本"
    )  # fmt: skip
    missing_details: int = knob(
        default=0, low=0, high=4, unit="details", meaning="missing of time, place, content and way to join", zh="缺失信息数"
    )  # fmt: skip
    detail_loss: float = knob(
        default=0.10, low=0.02, high=0.4, off=0.0, unit="share", meaning="intenders lost by a missing detail", zh="缺失信息损失"
    )  # fmt: skip

    # Idea and elements.
    creativity: float = knob(
        default=0.6, low=0, high=1, step=0.05, unit="0–1", meaning="strength of the idea", zh="创意强度"
    )  # fmt: skip
    interaction_elements: int = knob(
        default=2, low=0, high=6, unit="count", meaning="Q&A, lucky draw, topic, game", zh="互动环节数"
    )  # fmt: skip
    element_appeal: float = knob(
        default=0.5, low=0.1, high=0.9, off=0.0, unit="probability", meaning="an element appeals to a person", zh="环节吸引概率"
    )  # fmt: skip
    element_steps: float = knob(
        default=0.08, low=0.01, high=0.3, off=0.0, unit="share", meaning="participants lost by each further step", zh="环节流失"
    )  # fmt: skip
    element_cost_k: float = knob(
        default=2.0, low=0.2, high=10, off=0.0, unit="thousand CNY", meaning="cost of one element", zh="环节成本"
    )  # fmt: skip
    prize: float = knob(
        default=0.0, low=0.1, high=1, off=0.0, unit="0–1", zh="奖品力度",
        meaning="size of a prize that is drawn among those who take part online and follow",
    )  # fmt: skip
    prize_pull: float = knob(
        default=4.0, low=1, high=20, unit="×", meaning="readiness of prize hunters to take part, at the largest prize",
        zh="奖品吸引",
    )  # fmt: skip
    hunter_leave: float = knob(
        default=0.5, low=0.05, high=1, off=0.0, unit="probability", meaning="a prize hunter leaves after the draw",
        zh="抽奖后取关率",
    )  # fmt: skip
    new_idea: bool = knob(default=True, unit="switch", meaning="each activity has an idea of its own", zh="每次新创意")
    idea_wear: float = knob(
        default=0.3, low=0.05, high=0.8, off=0.0, unit="share", zh="创意重复损耗",
        meaning="interest lost by each earlier activity with the same idea that a person knows; the third time gives half",
    )  # fmt: skip
    tired: float = knob(
        default=0.5, low=0.1, high=1, off=0.0, unit="share", zh="活动疲劳",
        meaning="interest lost by who has just taken part; the loss halves in 30 days",
    )  # fmt: skip

    # The online–offline loop (CAMP-2).
    linked: bool = knob(
        default=True, unit="switch", meaning="online and offline parts refer to each other", zh="线上线下联动"
    )  # fmt: skip
    link_effect: float = knob(
        default=1.0, low=0.25, high=1, off=0.0, unit="×", zh="联动强度",
        meaning="how readily people of one part go to the other, and how much sharing the link adds",
    )  # fmt: skip
    unlinked_sharing: float = knob(
        default=0.2, low=0.01, high=1, unit="×", meaning="sharing from a venue without a link against one with", zh="未联动分享"
    )  # fmt: skip
    join_day: float = knob(
        default=0.08, low=0.005, high=0.5, off=0.0, unit="per day", zh="线上参与率",
        meaning="somebody of the target who heard of it online takes part there",
    )  # fmt: skip
    attend_day: float = knob(
        default=0.07, low=0.005, high=0.5, off=0.0, unit="per day", zh="到场率",
        meaning="somebody of the target and the city who heard of it comes",
        source="A; over city and target about the registry's 0.010 a day and aware person",
    )  # fmt: skip
    city_share: float = knob(
        default=0.3, low=0.01, high=1, unit="share", meaning="people who live near the venue", zh="同城占比"
    )  # fmt: skip
    from_far: float = knob(
        default=0.02, low=0, high=1, unit="×", meaning="readiness of people from elsewhere to come", zh="异地到场系数"
    )  # fmt: skip
    friend_pull: float = knob(
        default=3.0, low=1.2, high=8, off=1.0, unit="×", zh="好友带动",
        meaning="readiness after a contact has shown that he takes part",
    )  # fmt: skip
    venue_capacity: int = knob(default=900, low=50, high=3000, unit="people", meaning="offline places", zh="场地容量")
    venue_fixed_k: float = knob(
        default=8.0, low=0, high=50, unit="thousand CNY", meaning="rent and set-up of the venue", zh="场地固定成本"
    )  # fmt: skip
    place_k: float = knob(
        default=0.05, low=0.005, high=0.5, unit="thousand CNY/place", meaning="staff and material for one guest", zh="单人接待成本"
    )  # fmt: skip
    venue_share: float = knob(
        default=0.4, low=0.1, high=1, unit="share", meaning="offline money for places at most; the rest draws passers-by",
        zh="接待预算占比",
    )  # fmt: skip
    street_k: float = knob(
        default=60.0, low=5, high=300, off=0.0, unit="contacts/thousand CNY", zh="线下每千元触达",
        meaning="people of the city whom a thousand CNY of posters and stands reach",
    )  # fmt: skip
    onsite_quality: float = knob(
        default=0.6, low=0, high=1, step=0.05, unit="0–1", meaning="experience zones, hosting, queues", zh="现场体验"
    )  # fmt: skip
    experience_spread: float = knob(
        default=0.15, low=0.02, high=0.4, off=0.0, unit="sd", meaning="how much guests differ in it", zh="体验差异"
    )  # fmt: skip
    live_share_rate: float = knob(
        default=0.25, low=0, high=0.8, step=0.05, unit="0–1", meaning="chance that an attendee posts from the venue",
        zh="现场分享率",
    )  # fmt: skip
    ugc_rate: float = knob(
        default=0.05, low=0.005, high=0.5, off=0.0, unit="probability", meaning="a participant makes a post", zh="用户原创率"
    )  # fmt: skip

    # What it does to people.
    follow_attend: float = knob(
        default=0.30, low=0.02, high=1, off=0.0, unit="probability", meaning="an attendee follows", zh="到场关注率"
    )  # fmt: skip
    follow_join: float = knob(
        default=0.15, low=0.02, high=1, off=0.0, unit="probability", meaning="an online participant follows", zh="参与关注率"
    )  # fmt: skip
    onsite_trust: float = knob(
        default=0.10, low=0.01, high=0.3, off=0.0, unit="trust", zh="现场信任影响",
        meaning="trust gained or lost by an experience that is one above or below what was expected",
    )  # fmt: skip
    hype: float = knob(
        default=0.25, low=0.05, high=0.8, off=0.0, unit="experience", meaning="expectation raised by a long teaser", zh="预热期望"
    )  # fmt: skip
    warmth: float = knob(
        default=0.05, low=0.005, high=0.3, off=0.0, unit="affinity", meaning="affinity gained by taking part", zh="活动亲和增益"
    )  # fmt: skip
    bad_word: float = knob(
        default=0.02, low=0.005, high=0.1, off=0.0, unit="trust", zh="差评信任损失",
        meaning="trust lost by who sees a bad experience shared from the venue",
    )  # fmt: skip
    event_orders: float = knob(
        default=0.05, low=0.005, high=0.5, off=0.0, unit="probability", meaning="somebody who takes part buys", zh="活动下单率"
    )  # fmt: skip

    # Plan and incidents (CAMP-3).
    plan_detail: float = knob(
        default=0.6, low=0, high=1, step=0.05, unit="0–1", meaning="share of tasks with a date and an owner", zh="计划细化度"
    )  # fmt: skip
    slip_probability: float = knob(
        default=0.35, low=0.05, high=0.9, off=0.0, unit="probability", meaning="task without date, owner slips", zh="任务拖延概率"
    )  # fmt: skip
    slip_days: float = knob(
        default=4.0, low=0.5, high=20, unit="days", meaning="mean delay of a task that slips", zh="拖延天数"
    )  # fmt: skip
    prep_days: int = knob(
        default=16, low=4, high=40, unit="days", meaning="preparation before the start", zh="筹备天数"
    )
    late_loss: float = knob(
        default=0.06, low=0.01, high=0.3, off=0.0, unit="share", zh="未完成任务损失",
        meaning="of each day's result, by each task that is not ready",
    )  # fmt: skip
    planning_h: float = knob(
        default=1.5, low=0.25, high=8, off=0.0, unit="hours", meaning="giving one task a date and an owner", zh="细化工时"
    )  # fmt: skip
    contingency: bool = knob(
        default=True, unit="switch", meaning="prepared answers to foreseeable incidents", zh="应急预案（活动）"
    )  # fmt: skip
    contingency_h: float = knob(
        default=8.0, low=1, high=40, off=0.0, unit="hours", meaning="preparing these answers", zh="预案工时"
    )  # fmt: skip
    incident_rate: float = knob(
        default=1.5, low=0, high=5, step=0.1, unit="per activity", meaning="foreseeable incidents", zh="事故数"
    )  # fmt: skip
    incident_damage: float = knob(
        default=0.15, low=0.02, high=0.6, off=0.0, unit="share", meaning="of a day's result lost by an incident", zh="事故损失率"
    )  # fmt: skip
    incident_trust: float = knob(
        default=0.02, low=0.005, high=0.1, off=0.0, unit="trust", zh="事故信任损失",
        meaning="trust lost by those who take part while an incident lasts",
    )  # fmt: skip

    # Correction and learning (CAMP-4).
    adjust_interval_d: float = knob(
        default=1.0, low=0.5, high=5, off=0.0, step=0.5, unit="days (0 = never)", zh="调整间隔",
        meaning="how often the running activity is corrected",
    )  # fmt: skip
    adjust_share: float = knob(
        default=0.25, low=0.05, high=1, unit="share", meaning="of the promotion money moved at a correction", zh="调整幅度"
    )  # fmt: skip
    reading_noise: float = knob(
        default=0.35, low=0.1, high=2, off=0.0, unit="sd of ln", zh="读数噪声",
        meaning="noise of the observed result of one channel over one day",
    )  # fmt: skip
    adjust_h: float = knob(
        default=1.0, low=0.25, high=8, off=0.0, unit="hours", meaning="one correction", zh="调整工时"
    )
    event_review: bool = knob(default=True, unit="switch", meaning="review after each activity", zh="活动复盘")
    review_effect: float = knob(
        default=0.15, low=0.02, high=0.5, off=0.0, unit="share", zh="复盘效果",
        meaning="fall of the incident rate, and rise of creativity towards 1, by the first review",
    )  # fmt: skip
    review_fading: float = knob(
        default=0.6, low=0, high=0.95, unit="×", meaning="what a further review teaches against the one before", zh="复盘递减"
    )  # fmt: skip
    review_h: float = knob(default=4.0, low=1, high=24, off=0.0, unit="hours", meaning="one review", zh="复盘工时")
    new_target: bool = knob(
        default=False, unit="switch", meaning="each activity is for another target; half of the lessons are lost", zh="更换目标人群"
    )  # fmt: skip

    # The objective.
    objective: str = knob(
        default="awareness", choices=OBJECTIVES, unit="choice", meaning="the stated objective", zh="活动目标"
    )  # fmt: skip
    objective_clarity: float = knob(
        default=0.7, low=0, high=1, step=0.05, unit="0–1", meaning="alignment of design with one stated objective", zh="目标清晰度"
    )  # fmt: skip
    second_weight: float = knob(
        default=0.0, low=0, high=0.5, unit="share", meaning="of the stated objective's weight given to the next one of the list",
        zh="第二目标权重",
    )  # fmt: skip
    objective_effect: float = knob(
        default=0.3, low=0.05, high=0.9, off=0.0, unit="share", zh="目标聚焦效果",
        meaning="how far a result depends on the weight that the design gives to it",
    )  # fmt: skip
