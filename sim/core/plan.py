"""What the team decides to publish: volume, rhythm, hours, subjects and honesty."""

from __future__ import annotations

from sim.core.catalogue import FORMS, PLATFORMS, SEGMENTS, TYPES
from sim.core.knob import knob, parameters

__all__ = ["CADENCES", "EVERYBODY", "SLOTS", "ContentPlan"]

CADENCES = ("regular", "random", "burst", "binge")
EVERYBODY = "everybody"  # no core segment: posts are made for all alike

# Publishing hours of each slot policy; "random" draws from all hours between 07 and 24 instead.
SLOTS: dict[str, tuple[int, ...]] = {
    "office_hours": (10, 11, 15, 16),
    "random": tuple(range(7, 24)),
    "matched": (8, 12, 20, 21),
    "pre_peak": (7, 11, 18, 19),
    "all_at_peak": (21,),
    # As two data sets were published: one brand page of 2014 by its own clock (facebook_metrics), and original posts
    # on 微博 (Weibo) by the hour (weibo_repost_timing).
    "morning": (3, 10, 13, 3, 11, 9, 2, 10, 4, 12, 3, 13, 6, 10, 3, 11, 7, 2, 14),
    "all_day": (0, 13, 20, 10, 16, 23, 13, 19, 9, 16, 23, 12, 19, 9, 15, 22, 12, 19, 9, 15, 22, 12, 18, 8,
                15, 21, 11, 18, 8, 14, 21, 11, 17, 7, 14, 21, 11, 17, 3, 14, 20, 10, 17, 1, 13, 20, 10, 16),
}  # fmt: skip


@parameters
class ContentPlan:
    """The content plan (内容计划) of one scenario, the same on every platform that is operated."""

    _prefix = "plan."

    posts_per_day: float = knob(
        default=1.0, low=0.07, high=6, off=0.0, step=0.01, unit="posts/day",
        meaning="planned publishing rate per platform", zh="每日发布数",
    )  # fmt: skip
    cadence_mode: str = knob(
        default="regular",
        choices=CADENCES,
        unit="choice",
        meaning="how the same volume is spread over time",
        zh="发布节奏",
    )
    extra_post_day: int = knob(
        default=0, low=0, high=365, unit="day (0 = none)", meaning="one more post on this day of the run", zh="加发日"
    )
    slot_policy: str = knob(
        default="office_hours",
        choices=tuple(SLOTS),
        unit="choice",
        meaning="how publishing hours are chosen",
        zh="时段策略",
    )
    content_quality: float = knob(
        default=0.6,
        low=0.1,
        high=1,
        step=0.05,
        unit="0–1",
        meaning="intrinsic quality of a post (craft, originality)",
        zh="内容质量",
    )
    content_match: float = knob(
        default=0.5,
        low=0,
        high=1,
        step=0.05,
        unit="0–1",
        meaning="fit of topic and form to the intended segment",
        zh="内容匹配",
    )
    core_segment: str = knob(
        default=EVERYBODY, choices=(EVERYBODY, *SEGMENTS), unit="choice", zh="核心用户",
        meaning="segment that the posts are made for; everybody: none in particular",
    )  # fmt: skip
    targeting_precision: float = knob(
        default=0.5, low=0, high=1, step=0.05, unit="0–1", zh="精准度",
        meaning="probability that a post is made for the core segment and shown to it, if one is chosen and well known",
    )  # fmt: skip
    native_adaptation: float = knob(
        default=0.5, low=0, high=1, step=0.05, unit="0–1", zh="平台适配度",
        meaning="0 = identical cross-posting, 1 = content remade for each platform; matters with more than one platform",
    )  # fmt: skip
    value_level: float = knob(
        default=0.5, low=0, high=1, step=0.05, unit="0–1", meaning="usefulness of the content", zh="价值性"
    )
    interest_level: float = knob(
        default=0.5,
        low=0,
        high=1,
        step=0.05,
        unit="0–1",
        meaning="entertainment and resonance of the content",
        zh="趣味性",
    )
    exaggeration: float = knob(
        default=0.0,
        low=0,
        high=1,
        step=0.05,
        unit="0–1",
        meaning="how far claims overstate reality (0 = authentic)",
        zh="夸大程度",
    )
    type_mix: tuple[float, ...] = knob(
        default=(0.2, 0.2, 0.2, 0.2, 0.2),
        choices=TYPES,
        unit="share",
        meaning="shares of the content types",
        zh="内容类型比例",
    )
    form_mix: tuple[float, ...] = knob(
        default=(0.35, 0.15, 0.10, 0.15, 0.15, 0.10),
        choices=FORMS,
        unit="share",
        meaning="shares of the content forms",
        zh="内容形式比例",
    )
    story_share: float = knob(
        default=0.2, low=0, high=1, step=0.05, unit="0–1", meaning="share of posts told as a story", zh="故事化占比"
    )
    interactive_share: float = knob(
        default=0.2,
        low=0,
        high=1,
        step=0.05,
        unit="0–1",
        meaning="share of posts carrying a question, poll or game",
        zh="互动占比",
    )
    hot_topic_share: float = knob(
        default=0.15, low=0, high=1, step=0.05, unit="0–1", meaning="share of posts attached to a current topic or festival",
        zh="热点占比",
    )  # fmt: skip
    brand_topic_fit: float = knob(
        default=0.6,
        low=0,
        high=1,
        step=0.05,
        unit="0–1",
        meaning="relevance of the chosen topic to the brand",
        zh="热点契合度",
    )
    promotion_share: float = knob(
        default=0.0,
        low=0,
        high=1,
        step=0.05,
        unit="0–1",
        meaning="share of posts that promote an offer",
        zh="促销占比",
    )
    paid_share: float = knob(
        default=0.0, low=0, high=1, step=0.05, unit="0–1", meaning="share of posts with paid reach", zh="付费推广占比"
    )
    tone_consistency: float = knob(
        default=0.7, low=0, high=1, step=0.05, unit="0–1", zh="调性一致性",
        meaning="sameness of voice, visuals and message over time",
    )  # fmt: skip
    cta_strength: float = knob(
        default=0.4, low=0, high=1, step=0.05, unit="0–1", meaning="clarity of the guided next step (link, coupon, sign-up)",
        zh="行动引导",
    )  # fmt: skip
    event_timing: str = knob(
        default="ignore", choices=("ignore", "prepared", "late"), unit="choice",
        meaning="relation of posts to holiday and launch peaks", zh="节点策略",
    )  # fmt: skip
    platform_mix: tuple[float, ...] = knob(
        default=(1 / len(PLATFORMS),) * len(PLATFORMS), choices=PLATFORMS, unit="share", zh="平台投入比例",
        meaning="shares of all posts by platform; of those that are operated, and the sum of their posts stays the same",
    )  # fmt: skip
