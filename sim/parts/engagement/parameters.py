"""Parameters of engagement."""

from __future__ import annotations

from sim.core.catalogue import HOURS
from sim.core.knob import knob, parameters

__all__ = ["EngagementParameters"]


@parameters
class EngagementParameters:
    """How posts reach people and what people do."""

    _prefix = "engagement."

    post_life_h: float = knob(
        default=2.5,
        low=1,
        high=240,
        step=0.5,
        unit="hours",
        meaning="e-folding life of a post in the feed",
        zh="内容时效",
    )
    peak_congestion: float = knob(
        default=0.4, low=0, high=1, step=0.05, unit="0–1", zh="高峰拥堵",
        meaning="loss of feed position when everybody posts at the peak hour",
    )  # fmt: skip
    reach_luck: float = knob(
        default=0.85, low=0, high=2, unit="sd of ln reach", meaning="luck in reach that no plan explains", zh="触达随机性",
        mark="C", source="facebook_metrics: sd of ln reach 1.14 [1.07, 1.21] in all",
    )  # fmt: skip
    reaction_noise: float = knob(
        default=0.86, low=0, high=2, unit="sd of ln rate", meaning="luck in reactions that no plan explains", zh="互动随机性",
        mark="C", source="facebook_metrics: residual of ln interactions",
    )  # fmt: skip
    marginal_interest: float = knob(
        default=0.37, low=0, high=1, unit="exponent", meaning="how much less interested the viewers of a far-reaching post are",
        zh="边际兴趣递减", mark="C", source="facebook_metrics: elasticity of interactions to reach 0.63",
    )  # fmt: skip
    heat: float = knob(
        default=1.0,
        low=0.25,
        high=1.5,
        off=0.0,
        unit="×",
        meaning="strength of the account-heat effect on reach",
        zh="账号热度强度",
    )
    heat_scale: float = knob(
        default=0.35, low=0.1, high=5, unit="× a usual day", zh="热度尺度",
        meaning="daily reactions at which account heat is two thirds full",
    )  # fmt: skip
    recommend_crowding: float = knob(
        default=0.25, low=0, high=0.6, unit="exponent", zh="推荐拥挤",
        meaning="how much more own posts of the last 24 h crowd each other out among strangers: factor n^-x",
        source="A; algorithmic feeds -0.35 against chronological ones -0.2 and less",
    )  # fmt: skip
    topic_heat: float = knob(
        default=1.5,
        low=0.25,
        high=4,
        off=0.0,
        unit="× usual reach",
        meaning="extra exposure of a fresh topic that fits",
        zh="热点强度",
    )
    topic_halflife_h: float = knob(
        default=18.0,
        low=3,
        high=96,
        step=1,
        unit="hours",
        meaning="time for the extra heat of a topic to halve",
        zh="热点半衰期",
    )
    novelty_wear: float = knob(
        default=0.4, low=0.05, high=1, off=0.0, unit="0–1", zh="审美疲劳",
        meaning="loss of appeal when one type or form exceeds 40 % of the last 20 posts",
    )  # fmt: skip
    exaggeration_lift: float = knob(
        default=0.8,
        low=0,
        high=2,
        unit="logit units",
        meaning="reactions gained by full exaggeration at once",
        zh="夸张即时增益",
    )
    paid_lift: float = knob(
        default=1.7, low=1, high=4, unit="×", meaning="reach of a paid post against an unpaid one", zh="付费触达倍数",
        mark="C", source="facebook_metrics: x1.62 [1.29, 2.02] reach, geometric mean",
    )  # fmt: skip
    promotion_response: float = knob(
        default=0.36, low=0.1, high=1, unit="×", meaning="interactions per viewer of a promotion", zh="促销互动系数",
        mark="C", source="facebook_metrics: 1.09 % against 3.06 %",
    )  # fmt: skip
    peak_interest: float = knob(
        default=1.5,
        low=1.05,
        high=2,
        off=1.0,
        unit="×",
        meaning="category interest on holiday and launch days",
        zh="节点兴趣倍数",
    )
    contagion_spread: float = knob(
        default=0.7,
        low=0,
        high=2,
        unit="sd of ln",
        meaning="how much posts differ in being passed on",
        zh="传播力差异",
    )
    friend_sees: float = knob(
        default=0.35,
        low=0.05,
        high=1,
        off=0.0,
        unit="probability",
        meaning="a contact sees what a friend shared",
        zh="好友看到概率",
    )
    friend_shares: float = knob(
        default=0.025, low=0, high=0.5, unit="probability", zh="好友转发概率",
        meaning="a contact who saw it passes it on, at the usual share probability and quality",
    )  # fmt: skip
    shared_appeal: float = knob(
        default=0.0, low=0, high=1, unit="exponent", zh="吸引力延续",
        meaning="how much a post's luck in reactions also holds for friends who pass it on; 0: friends judge afresh",
    )  # fmt: skip
    shared_marginal_interest: float = knob(
        default=0.0, low=0, high=1, unit="exponent", zh="转发边际兴趣递减",
        meaning="how much less those pass a post on who see it late, after many others; 0: no less",
        source="A; 0.37 is measured for reach as a whole (facebook_metrics), see marginal_interest",
    )  # fmt: skip
    repost_delay: float = knob(
        default=7.90, low=4, high=12, unit="mean of ln seconds", zh="转发延迟",
        meaning="delay from a post in the feed to its repost, by the clock of activity; the wait for the next visit included",
        mark="C", source="weibo_repost_timing: reposts of a visible repost, 212,763 pairs",
    )  # fmt: skip
    repost_delay_spread: float = knob(
        default=2.10, low=0.5, high=4, unit="sd of ln seconds", meaning="how much these delays differ", zh="转发延迟差异",
        mark="C", source="weibo_repost_timing: reposts of a visible repost, 212,763 pairs",
    )  # fmt: skip
    activity_by_hour: tuple[float, ...] = knob(
        default=(.90, .46, .28, .19, .15, .16, .32, .67, 1.06, 1.34, 1.41, 1.28,
                 1.46, 1.45, 1.30, 1.20, 1.28, 1.27, 1.10, 1.12, 1.22, 1.45, 1.60, 1.34),
        choices=HOURS, shares=False, low=0.01, high=5, unit="× the mean hour", zh="每小时活跃度",
        meaning="reposting activity by hour of the day", mark="C",
        source="weibo_repost_timing: 483,600 reposts by Beijing hour (中国标准时间)",
    )  # fmt: skip
    click_rate: float = knob(
        default=0.10, low=0, high=0.5, unit="share of reach", meaning="clicks of a reached person", zh="点击率",
        mark="C", source="facebook_metrics: engaged users 12.2 % of reach, of which 2.1 % interactions",
    )  # fmt: skip
    deep_read: float = knob(
        default=0.3, low=0.05, high=1, off=0.0, unit="share of clicks", zh="深读比例",
        meaning="clicks that stay for more than a minute or save the post, at usual value",
    )  # fmt: skip
    story_pull: float = knob(
        default=1.3, low=1.05, high=2, off=1.0, unit="×", meaning="reading on: a story against a plain post", zh="故事完读",
    )  # fmt: skip
    question_pull: float = knob(
        default=1.6, low=1.1, high=4, off=1.0, unit="×", zh="提问评论倍数",
        meaning="comments under a post with a question, poll or game; others get as many fewer as keeps the usual mean",
    )  # fmt: skip
    topic_misfit: float = knob(
        default=1.0, low=0.2, high=3, off=0.0, unit="logit units", zh="蹭热点反感",
        meaning="reactions lost by a topical post without any relevance to the brand",
    )  # fmt: skip
    adaptation_gain: float = knob(
        default=0.3, low=0.05, high=0.6, off=0.0, unit="match", zh="平台适配增益",
        meaning="match between identical cross-posting and content remade for each platform; the first half brings 3/4 of it",
    )  # fmt: skip
    adaptation_hours: float = knob(
        default=0.3, low=0.1, high=0.6, off=0.0, unit="× a post's hours", zh="平台适配工时",
        meaning="what remaking a post for its platform takes: half of the hours for copy and design",
    )  # fmt: skip
    core_focus: float = knob(
        default=0.3, low=0.05, high=0.6, off=0.0, unit="match", zh="核心内容侧重",
        meaning="match that a post made for a segment gains with people of just that taste: favourite type and form bring 0.44",
    )  # fmt: skip
    core_shown: float = knob(
        default=3.0, low=1.1, high=4, off=1.0, unit="×", zh="核心定向倍数",
        meaning="how much more readily a post made for a segment is shown to it than to others",
    )  # fmt: skip
    core_research_h: float = knob(
        default=2.0, low=0.5, high=12, off=0.0, unit="hours/week", zh="用户研究半值",
        meaning="weekly research that tells half of what there is to know about the core segment",
    )  # fmt: skip
