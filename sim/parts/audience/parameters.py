"""Parameters of the audience."""

from __future__ import annotations

import math

from sim.core.catalogue import SEGMENTS
from sim.core.knob import knob, parameters
from sim.parts.relations import RelationsParameters

__all__ = ["AudienceParameters"]


@parameters
class AudienceParameters:
    """How people remember, tire, trust, buy and leave."""

    _prefix = "audience."

    segment_mix: tuple[float, ...] = knob(
        default=(0.30, 0.20, 0.22, 0.13, 0.15), choices=SEGMENTS, unit="share", meaning="shares of the audience segments",
        zh="人群比例",
    )  # fmt: skip
    follower_start: float = knob(
        default=0.4,
        low=0,
        high=0.9,
        unit="share",
        meaning="platform members who follow the brand at the start",
        zh="初始粉丝占比",
    )
    dormant_share: float = knob(
        default=0.5,
        low=0,
        high=0.9,
        unit="share",
        meaning="people who hardly ever open the platform",
        zh="沉默用户占比",
    )
    activity_spread: float = knob(
        default=1.0,
        low=0,
        high=2,
        unit="sd of ln visits",
        meaning="how unequally active the others are",
        zh="活跃度差异",
    )
    trust0: float = knob(
        default=0.60,
        low=0.1,
        high=0.95,
        step=0.05,
        unit="0–1",
        meaning="mean trust in the brand at the start",
        zh="初始信任",
    )
    fatigue: float = knob(
        default=1.0, low=0.25, high=2, off=0.0, unit="×", meaning="strength of both fatigue effects, reacting less and leaving",
        zh="疲劳强度",
    )  # fmt: skip
    fatigue_halflife_d: float = knob(
        default=1.4,
        low=0.5,
        high=7,
        step=0.1,
        unit="days",
        meaning="time for accumulated exposure fatigue to halve",
        zh="疲劳半衰期",
    )
    fatigue_free: float = knob(
        default=2.0, low=0.5, high=5, step=0.1, unit="exposures", zh="疲劳容忍度",
        meaning="recent exposures a follower tolerates before irritation",
    )  # fmt: skip
    fatigue_weight: float = knob(
        default=0.45, low=0, high=1, step=0.05, unit="logit units", zh="疲劳对互动的影响",
        meaning="loss of engagement log-odds per exposure above the free ones",
    )  # fmt: skip
    fatigue_leave: float = knob(
        default=0.0032, low=0, high=0.05, unit="probability per exposure²", zh="疲劳取关系数",
        meaning="leaving while irritated, at one more exposure",
    )  # fmt: skip
    memory_halflife_d: float = knob(
        default=4.2, low=1, high=20, off=math.inf, step=0.1, unit="days", zh="记忆半衰期",
        meaning="time for brand memory to halve without contact",
    )  # fmt: skip
    memory_start: float = knob(
        default=0.5, low=0, high=1, unit="0–1", meaning="memory of the brand at the start", zh="初始记忆"
    )
    memory_exposure: float = knob(
        default=0.5, low=0, high=1, unit="share of the gap", meaning="memory gained by a view", zh="曝光记忆增益"
    )
    memory_reaction: float = knob(
        default=0.30, low=0, high=1, unit="share of the gap", meaning="memory gained by a reaction", zh="互动记忆增益"
    )
    memory_enough: float = knob(
        default=0.25, low=0.05, high=1, unit="0–1", zh="记忆门槛",
        meaning="memory at which nobody leaves out of forgetting; near the median of active followers at one post a day",
    )  # fmt: skip
    forget_leave: float = knob(
        default=0.0012, low=0.0002, high=0.02, off=0.0, unit="per day", zh="遗忘取关系数",
        meaning="hazard of leaving an account that is quite forgotten",
    )  # fmt: skip
    unfollow_day: float = knob(
        default=0.0004, low=0, high=0.01, unit="per day", meaning="plain hazard of leaving", zh="基础取关率",
        source="A; published range 0.0003 to 0.002 for those who are active",
    )  # fmt: skip
    new_leave: float = knob(
        default=2.0, low=1.1, high=5, off=1.0, unit="×", meaning="plain hazard of leaving in the first 30 days", zh="新粉取关倍数",
        source="A; newer ties break more (Kwak, Chun & Moon 2011)",
    )  # fmt: skip
    hard_sell: float = knob(
        default=4.0, low=0.5, high=10, off=0.0, unit="× per unit beyond ½", zh="硬推反感",
        meaning="how much the plain hazard of leaving grows when nearly every post urges to act",
    )  # fmt: skip
    follow_probability: float = knob(
        default=0.038, low=0, high=0.2, unit="probability", zh="曝光关注率",
        meaning="a stranger who sees an average post follows on 微博 (Weibo)",
        source="A between one Instagram creator (0.57 % of all impressions) and a brand page (4 %), as shares of strangers",
    )  # fmt: skip
    friend_follow: float = knob(
        default=0.5, low=0, high=3, unit="×", zh="好友转发关注系数",
        meaning="how readily somebody follows after a friend's reshare, against seeing the account's own post",
    )  # fmt: skip
    share_prob: float = knob(
        default=0.12,
        low=0,
        high=0.4,
        step=0.01,
        unit="probability",
        meaning="chance that an engaged follower shares",
        zh="转发概率",
    )
    mean_degree: float = knob(
        default=12.0, low=0, high=60, step=1, unit="contacts", zh="平均联系人数",
        meaning="mean number of contacts who may see a share (0 = broadcast only)",
    )  # fmt: skip
    differentiation: float = knob(
        default=0.4, low=0, high=1, step=0.05, unit="0–1", zh="差异化",
        meaning="distance between our brand message and the market average",
    )  # fmt: skip
    competitor_similarity: float = knob(
        default=0.6, low=0, high=1, step=0.05, unit="0–1", meaning="homogenisation of offers: how alike the competitors are",
        zh="竞品同质化",
    )  # fmt: skip
    competitor_posts_day: float = knob(
        default=3.0, low=0, high=10, step=0.5, unit="posts/day", meaning="competitor posts competing for the same attention",
        zh="竞品发布数",
    )  # fmt: skip
    competitor_growth: float = knob(
        default=1.0,
        low=0.5,
        high=12,
        unit="× a year",
        meaning="growth of the competition for attention",
        zh="竞争增长",
    )
    competitor_peak: float = knob(
        default=1.0,
        low=1,
        high=3,
        unit="× posts",
        meaning="competitor posts on holiday and launch days against other days (1 = no more than usual)",
        zh="节点竞品发布",
    )
    market_shock: float = knob(
        default=0.0,
        low=-40,
        high=40,
        step=5,
        unit="% of interest",
        meaning="market-wide change of category interest at mid-horizon",
        zh="市场冲击",
    )
    drift_days: int = knob(
        default=60, low=15, high=180, off=0, unit="days (0 = none)", zh="偏好漂移周期",
        meaning="length of a preference regime before audience tastes are re-drawn",
    )  # fmt: skip
    taste_jump: float = knob(
        default=0.6,
        low=0,
        high=1.5,
        unit="gap",
        meaning="distance between one preference regime and the next",
        zh="偏好跳变",
    )
    type_drift: float = knob(
        default=0.0, low=0.1, high=1, off=0.0, step=0.1, unit="share", zh="类型偏好漂移",
        meaning="part of the tastes for content types that is re-drawn with each preference regime",
    )  # fmt: skip
    order_rate: float = knob(
        default=0.01,
        low=0,
        high=0.3,
        unit="share of clicks",
        meaning="orders of a usual click on 微博 (Weibo)",
        zh="点击下单率",
    )
    ecommerce_maturity: float = knob(
        default=0.5, low=0, high=1, step=0.05, unit="0–1", zh="电商成熟度",
        meaning="strength of the existing e-commerce operation: how smoothly a click can become an order",
    )  # fmt: skip
    order_value_k: float = knob(
        default=0.2, low=0.01, high=5, unit="thousand CNY", meaning="value of a usual order", zh="客单价"
    )  # fmt: skip
    gross_margin: float = knob(
        default=0.4, low=0.05, high=0.9, unit="share of sales", zh="毛利率",
        meaning="what is left of a sale after the goods are paid; nothing but the return on investment reads it",
    )  # fmt: skip
    looks_closely: float = knob(
        default=0.25,
        low=0,
        high=1,
        unit="share of viewers",
        meaning="viewers who compare the claim with the facts: own use, comments, reviews",
        zh="求证比例",
    )
    found_out: float = knob(
        default=0.5, low=0.05, high=1, off=0.0, unit="probability", meaning="finding out a full exaggeration when looking closely",
        zh="识破概率",
    )  # fmt: skip
    public_doubt: float = knob(
        default=3.0, low=0.5, high=10, off=0.0, unit="per disappointment and follower", zh="公开质疑",
        meaning="complaints under earlier posts open the eyes of those who look closely",
    )  # fmt: skip
    told_friends: float = knob(
        default=0.5,
        low=0,
        high=1,
        unit="share",
        meaning="part of a disappointment that a contact shares",
        zh="失望传播",
    )
    trust_gain: float = knob(
        default=0.01,
        low=0,
        high=0.05,
        unit="trust",
        meaning="trust gained by a reaction to honest content",
        zh="信任增益",
    )
    tone_memory: float = knob(
        default=0.6, low=0.1, high=2, off=0.0, unit="× consistency", zh="一致性记忆作用",
        meaning="how much a consistent voice is remembered and trusted: (0.7 + x · consistency), relative to the usual 0.7",
        source="A; C4.2-3",
    )  # fmt: skip
    relations: RelationsParameters = RelationsParameters()
