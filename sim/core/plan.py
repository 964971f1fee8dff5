"""What the team decides to publish: volume, rhythm, hours, subjects and honesty."""

from __future__ import annotations

from sim.core.catalogue import FORMS, TYPES
from sim.core.knob import knob, parameters

__all__ = ["CADENCES", "SLOTS", "ContentPlan"]

CADENCES = ("regular", "random", "burst", "binge")

# Publishing hours of each slot policy; "random" draws from all hours between 07 and 24 instead.
SLOTS: dict[str, tuple[int, ...]] = {
    "office_hours": (10, 11, 15, 16),
    "random": tuple(range(7, 24)),
    "matched": (8, 12, 20, 21),
    "pre_peak": (7, 11, 18, 19),
    "all_at_peak": (21,),
}


@parameters
class ContentPlan:
    """The content plan (内容计划) of one scenario, the same on every platform that is operated."""

    _prefix = "plan."

    posts_per_day: float = knob(
        1.0, low=0.07, high=6, off=0.0, step=0.01, unit="posts/day",
        meaning="planned publishing rate per platform", zh="每日发布数",
    )  # fmt: skip
    cadence_mode: str = knob(
        "regular", choices=CADENCES, unit="choice", meaning="how the same volume is spread over time", zh="发布节奏"
    )
    extra_post_day: int = knob(
        0, low=0, high=365, unit="day (0 = none)", meaning="one more post on this day of the run", zh="加发日"
    )
    slot_policy: str = knob(
        "office_hours", choices=tuple(SLOTS), unit="choice", meaning="how publishing hours are chosen", zh="时段策略"
    )
    content_quality: float = knob(
        0.6, low=0.1, high=1, step=0.05, unit="0–1", meaning="intrinsic quality of a post (craft, originality)", zh="内容质量"
    )
    content_match: float = knob(
        0.5, low=0, high=1, step=0.05, unit="0–1", meaning="fit of topic and form to the intended segment", zh="内容匹配"
    )
    value_level: float = knob(0.5, low=0, high=1, step=0.05, unit="0–1", meaning="usefulness of the content", zh="价值性")
    interest_level: float = knob(
        0.5, low=0, high=1, step=0.05, unit="0–1", meaning="entertainment and resonance of the content", zh="趣味性"
    )
    exaggeration: float = knob(
        0.0, low=0, high=1, step=0.05, unit="0–1", meaning="how far claims overstate reality (0 = authentic)", zh="夸大程度"
    )
    type_mix: tuple[float, ...] = knob(
        (0.2, 0.2, 0.2, 0.2, 0.2), choices=TYPES, unit="share", meaning="shares of the content types", zh="内容类型比例"
    )
    form_mix: tuple[float, ...] = knob(
        (0.35, 0.15, 0.10, 0.15, 0.15, 0.10), choices=FORMS, unit="share", meaning="shares of the content forms", zh="内容形式比例"
    )
