"""What exists in the simulated market: audience segments, platforms, content types and content forms.

The values are stylised course assumptions (mark A) except where a source is named. Western platforms served as
archetypes where comparable open Chinese data are missing: see ``describe`` and ``docs/parameters.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from sim.core.knob import knob, parameters

__all__ = [
    "FORMS",
    "HOURS",
    "PLATFORMS",
    "SEGMENTS",
    "TYPES",
    "ContentForm",
    "ContentForms",
    "ContentType",
    "ContentTypes",
    "Platform",
    "Platforms",
    "Segment",
    "Segments",
    "named",
]

SEGMENTS = ("young_office", "student_trend", "family_practical", "deep_reader", "bargain_seeker")
PLATFORMS = ("wechat", "weibo", "douyin", "kuaishou", "zhihu", "taobao_live")
TYPES = ("news", "knowledge", "interactive", "story", "user_feedback")
FORMS = ("image_text", "short_video", "live", "interactive_post", "picture_story", "native_format")
HOURS = tuple(f"{h:02d}" for h in range(24))
REACTIONS = ("like", "comment", "share")


def named(group: Any) -> Iterator[tuple[str, Any]]:
    """Yield (name, entry) for a catalogue group, in declaration order."""
    for field in fields(group):
        yield field.name, getattr(group, field.name)


@parameters
class Segment:
    """One audience segment (人群): when it is online, what it likes, where it is present."""

    zh: str
    activity: tuple[float, ...] = knob(
        default=(0.1,) * 24,
        choices=HOURS,
        shares=False,
        low=0,
        high=1,
        unit="probability per hour",
        meaning="chance of opening a platform in each hour of the day",
        zh="活跃时段",
    )
    type_preference: tuple[float, ...] = knob(
        default=(0.2,) * 5, choices=TYPES, unit="share", meaning="taste for each content type", zh="类型偏好"
    )
    form_appeal: tuple[float, ...] = knob(
        default=(0.2,) * 6,
        choices=FORMS,
        shares=False,
        low=0,
        high=1,
        unit="appeal",
        meaning="taste for each content form; what counts is the ratio to the segment's favourite",
        zh="形式偏好",
    )


def _curve(text: str) -> tuple[float, ...]:
    return tuple(float(x) for x in text.split())


@parameters
class Segments:
    """The five segments of the course."""

    young_office: Segment = Segment(
        zh="年轻白领",
        activity=_curve(
            ".05 .02 .01 .01 .01 .02 .06 .12 .22 .10 .07 .09 .24 .20 .08 .07 .07 .10 .16 .20 .26 .28 .24 .14"
        ),
        type_preference=(0.15, 0.25, 0.20, 0.20, 0.20),
        form_appeal=(0.30, 0.25, 0.20, 0.15, 0.20, 0.10),
    )
    student_trend: Segment = Segment(
        zh="学生潮流",
        activity=_curve(
            ".16 .10 .05 .02 .01 .01 .02 .06 .08 .07 .08 .10 .20 .18 .10 .09 .10 .14 .20 .22 .26 .30 .32 .26"
        ),
        type_preference=(0.08, 0.10, 0.42, 0.25, 0.15),
        form_appeal=(0.10, 0.42, 0.34, 0.18, 0.08, 0.22),
    )
    family_practical: Segment = Segment(
        zh="家庭务实",
        activity=_curve(
            ".02 .01 .01 .01 .02 .06 .12 .16 .12 .12 .14 .12 .12 .10 .10 .10 .10 .10 .10 .14 .24 .26 .14 .05"
        ),
        type_preference=(0.12, 0.28, 0.12, 0.13, 0.35),
        form_appeal=(0.35, 0.30, 0.24, 0.12, 0.15, 0.08),
    )
    deep_reader: Segment = Segment(
        zh="思考型",
        activity=_curve(
            ".06 .03 .01 .01 .01 .03 .10 .18 .10 .06 .06 .06 .14 .10 .06 .06 .06 .08 .10 .12 .18 .24 .26 .18"
        ),
        type_preference=(0.25, 0.42, 0.05, 0.20, 0.08),
        form_appeal=(0.45, 0.10, 0.08, 0.07, 0.33, 0.05),
    )
    bargain_seeker: Segment = Segment(
        zh="价格敏感",
        activity=_curve(
            ".08 .03 .02 .01 .01 .02 .05 .08 .10 .14 .16 .12 .16 .14 .10 .10 .10 .10 .12 .18 .28 .24 .18 .12"
        ),
        type_preference=(0.10, 0.12, 0.28, 0.10, 0.40),
        form_appeal=(0.25, 0.35, 0.28, 0.22, 0.06, 0.12),
    )


@parameters
class Platform:
    """One platform (平台): who is there, how a post travels, what people do with it."""

    zh: str
    evidence: tuple[tuple[str, tuple[str, str]], ...] = ()
    presence: tuple[float, ...] = knob(
        default=(0.5,) * 5,
        choices=SEGMENTS,
        shares=False,
        low=0,
        high=1,
        unit="share",
        meaning="share of each segment that is on the platform",
        zh="人群覆盖",
    )
    follower_exposure: float = knob(
        default=0.04, low=0, high=0.3, unit="share", meaning="followers reached by an average post", zh="粉丝触达率"
    )
    non_follower_share: float = knob(
        default=0.31,
        low=0,
        high=0.95,
        unit="share",
        meaning="share of all exposures that go to people who do not follow",
        zh="非粉丝曝光占比",
    )
    views_per_person: float = knob(
        default=1.76,
        low=1,
        high=4,
        unit="impressions per reached person",
        meaning="times a reached person sees the post",
        zh="人均曝光次数",
        mark="C",
        source="facebook_metrics: 1.76 [1.75, 1.78]",
    )
    interactions: float = knob(
        default=0.015,
        low=0.001,
        high=0.3,
        unit="share of reach",
        meaning="likes, comments and shares a reached person",
        zh="互动率",
    )
    reaction_mix: tuple[float, ...] = knob(
        default=(0.65, 0.13, 0.22),
        choices=REACTIONS,
        unit="share",
        meaning="likes, comments and shares",
        zh="赞评转比例",
    )
    life_factor: float = knob(
        default=1.0,
        low=0.2,
        high=96,
        unit="× post life",
        meaning="life of a post against 微博 (Weibo)",
        zh="内容寿命系数",
    )
    frequency_elasticity: float = knob(
        default=-0.2,
        low=-0.8,
        high=0,
        unit="exponent",
        meaning="reach of a post against own posts of the last 24 h: factor n^e",
        zh="频次弹性",
        source="A inside the published range -0.8 to -0.1 (Track Social 2012; HubSpot)",
    )
    follow_factor: float = knob(
        default=1.0,
        low=0,
        high=10,
        unit="×",
        meaning="how readily strangers follow here, against 微博 (Weibo)",
        zh="关注转化系数",
    )
    unfollow_factor: float = knob(
        default=1.0,
        low=0,
        high=5,
        unit="×",
        meaning="how readily followers leave here, against 微博 (Weibo)",
        zh="取关系数",
    )
    virality: float = knob(default=0.9, low=0, high=1, unit="0–1", meaning="how far reshared posts travel", zh="传播性")
    depth: float = knob(default=0.4, low=0, high=1, unit="0–1", meaning="room for long, reflective content", zh="深度")
    visual: float = knob(default=0.55, low=0, high=1, unit="0–1", meaning="weight of pictures and video", zh="视觉性")
    commerce: float = knob(default=0.35, low=0, high=1, unit="0–1", meaning="closeness to a purchase", zh="电商属性")
    fixed_hours_week: float = knob(
        default=10.0, low=0, high=40, unit="hours/week", meaning="upkeep of one account", zh="固定工时"
    )
    crowding: float = knob(default=0.65, low=0, high=1, unit="0–1", meaning="competition for attention", zh="拥挤度")


_FB = ("C", "facebook_metrics, brand page 2014, used as archetype")


@parameters
class Platforms:
    """The six platforms of the course; all values stylised, see the marks."""

    wechat: Platform = Platform(
        zh="微信公众号",
        presence=(0.85, 0.55, 0.85, 0.60, 0.70),
        follower_exposure=0.012,
        non_follower_share=0.44,
        interactions=0.045,
        reaction_mix=(0.20, 0.03, 0.77),
        life_factor=5.0,
        frequency_elasticity=-0.5,
        follow_factor=4.0,
        unfollow_factor=0.75,
        virality=0.35,
        depth=0.85,
        visual=0.45,
        commerce=0.55,
        fixed_hours_week=11,
        crowding=0.50,
        evidence=(
            ("follower_exposure", ("V", "微小宝, August 2019: mean open rate 1.20 % per delivered article")),
            ("non_follower_share", ("V", "微小宝, August 2019: 56.2 % of reads from the message list")),
        ),
    )
    weibo: Platform = Platform(
        zh="微博",
        presence=(0.60, 0.55, 0.35, 0.45, 0.40),
        evidence=(("non_follower_share", _FB),),
    )
    douyin: Platform = Platform(
        zh="抖音",
        presence=(0.55, 0.85, 0.55, 0.25, 0.60),
        follower_exposure=0.06,
        non_follower_share=0.85,
        interactions=0.045,
        reaction_mix=(0.85, 0.06, 0.09),
        life_factor=24.0,
        frequency_elasticity=-0.35,
        follow_factor=0.25,
        unfollow_factor=1.25,
        virality=0.75,
        depth=0.30,
        visual=0.95,
        commerce=0.60,
        fixed_hours_week=14,
        crowding=0.80,
    )
    kuaishou: Platform = Platform(
        zh="快手",
        presence=(0.25, 0.50, 0.60, 0.10, 0.65),
        follower_exposure=0.12,
        non_follower_share=0.60,
        interactions=0.05,
        reaction_mix=(0.82, 0.10, 0.08),
        life_factor=24.0,
        frequency_elasticity=-0.3,
        follow_factor=0.5,
        unfollow_factor=0.75,
        virality=0.60,
        depth=0.35,
        visual=0.90,
        commerce=0.60,
        fixed_hours_week=13,
        crowding=0.60,
    )
    zhihu: Platform = Platform(
        zh="知乎",
        presence=(0.40, 0.35, 0.15, 0.85, 0.15),
        follower_exposure=0.03,
        non_follower_share=0.85,
        interactions=0.02,
        reaction_mix=(0.55, 0.10, 0.35),
        life_factor=96.0,
        frequency_elasticity=-0.15,
        follow_factor=0.4,
        unfollow_factor=0.5,
        virality=0.30,
        depth=0.95,
        visual=0.30,
        commerce=0.20,
        fixed_hours_week=10,
        crowding=0.35,
    )
    taobao_live: Platform = Platform(
        zh="淘宝直播",
        presence=(0.35, 0.35, 0.55, 0.05, 0.80),
        follower_exposure=0.03,
        non_follower_share=0.50,
        interactions=0.10,
        reaction_mix=(0.45, 0.45, 0.10),
        life_factor=1.5,
        frequency_elasticity=-0.4,
        follow_factor=3.0,
        unfollow_factor=1.0,
        virality=0.20,
        depth=0.25,
        visual=0.80,
        commerce=0.95,
        fixed_hours_week=16,
        crowding=0.60,
    )


@parameters
class ContentType:
    """One content type (内容类型) as multipliers against the average post."""

    zh: str
    click: float = knob(default=1.0, low=0, high=4, unit="×", meaning="clicks", zh="点击")
    comment: float = knob(default=1.0, low=0, high=4, unit="×", meaning="comments", zh="评论")
    share: float = knob(default=1.0, low=0, high=4, unit="×", meaning="shares", zh="转发")
    trust: float = knob(default=1.0, low=0, high=4, unit="×", meaning="trust gained by a reaction", zh="信任")
    recognition: float = knob(default=1.0, low=0, high=4, unit="×", meaning="being seen as expert", zh="专业认知")
    memory: float = knob(default=1.0, low=0, high=2, unit="×", meaning="memory left by an exposure", zh="记忆")
    purchase: float = knob(default=1.0, low=0, high=4, unit="×", meaning="purchase odds of aware non-buyers", zh="购买")


@parameters
class ContentTypes:
    """The five content types of the handbook."""

    news: ContentType = ContentType(zh="资讯", click=1.10, comment=0.70, share=0.80, trust=1.60, recognition=1.20)
    knowledge: ContentType = ContentType(
        zh="知识", click=1.20, comment=0.90, trust=1.20, recognition=1.80, memory=1.10, purchase=1.05
    )
    interactive: ContentType = ContentType(
        zh="互动", click=0.90, comment=2.00, share=1.10, trust=0.90, recognition=0.80, memory=1.05
    )
    story: ContentType = ContentType(
        zh="故事", click=1.05, comment=1.10, share=1.60, trust=1.05, memory=1.15, purchase=1.05
    )
    user_feedback: ContentType = ContentType(zh="用户反馈", share=0.90, trust=1.10, purchase=1.60)


@parameters
class ContentForm:
    """One content form (内容形式) as multipliers against a picture with text."""

    zh: str
    exposure: float = knob(default=1.0, low=0, high=4, unit="×", meaning="reach", zh="曝光")
    dwell: float = knob(default=1.0, low=0, high=4, unit="×", meaning="time spent", zh="停留")
    like: float = knob(default=1.0, low=0, high=4, unit="×", meaning="likes", zh="点赞")
    comment: float = knob(default=1.0, low=0, high=60, unit="×", meaning="comments", zh="评论")
    share: float = knob(default=1.0, low=0, high=4, unit="×", meaning="shares", zh="转发")
    spread: float = knob(
        default=1.0, low=0, high=4, unit="×", meaning="variance of the logarithm of reach", zh="触达波动"
    )
    hours: float = knob(default=1.0, low=0.1, high=10, unit="×", meaning="production hours", zh="制作工时")


@parameters
class ContentForms:
    """The six content forms of the course."""

    image_text: ContentForm = ContentForm(zh="图文")
    short_video: ContentForm = ContentForm(zh="短视频", exposure=1.4, dwell=1.4, share=1.2, spread=1.3, hours=2.5)
    live: ContentForm = ContentForm(
        zh="直播", exposure=0.6, dwell=1.4, like=1.5, comment=20.0, share=2.0, spread=1.2, hours=4.0
    )
    interactive_post: ContentForm = ContentForm(zh="互动贴", comment=2.0, hours=0.9)
    picture_story: ContentForm = ContentForm(zh="图片故事", dwell=1.2, share=1.2, hours=1.5)
    native_format: ContentForm = ContentForm(
        zh="平台原生", exposure=1.3, dwell=0.9, comment=1.1, share=1.5, spread=2.5, hours=1.2
    )
