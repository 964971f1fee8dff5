"""What every answer in a crisis moves: information I, credibility K, and people who speak up or calm down.

All are assumptions of the course (mark A): no published study gives them. A claim that rests on one of them alone is an
assumed curve. Each table holds the numbers of one kind of effect, so that they can be questioned side by side.
"""

from __future__ import annotations

from sim.core.knob import knob, parameters

__all__ = ["EffectParameters"]

SPEC = "course assumption (mechanisms CRIS-3, CRIS-4 and CRIS-7)"


@parameters
class Information:
    """How much of the matter is explained, I (信息充分度)."""

    info_level: tuple[float, ...] = knob(
        default=(0.40, 0.65, 0.75, 0.30, 0.80), choices=("statement", "asserted", "facts", "denied", "remedy"), shares=False,
        low=0, high=1, unit="0–1", zh="信息水平", source=SPEC,
        meaning="what is explained by a statement, by one that asserts causes, by facts, by facts after a denied truth, by a "
        "published remedy",
    )  # fmt: skip
    info_report: tuple[float, ...] = knob(
        default=(0.45, 0.55, 0.85), choices=("gain", "most", "most with facts"), shares=False, low=0, high=1, unit="0–1",
        zh="通报信息增量", source=SPEC, meaning="what a report adds after a long wait, and what reports can explain at most",
    )  # fmt: skip
    info_halflife_h: float = knob(
        default=30.0, low=5, high=240, unit="hours", zh="信息半衰期", source=SPEC,
        meaning="time in which half of an explanation is forgotten",
    )  # fmt: skip
    report_scale_h: float = knob(
        default=12.0, low=1, high=72, unit="hours", zh="通报间隔尺度", source=SPEC,
        meaning="wait after which a report says nearly all it can",
    )  # fmt: skip
    answer_info: float = knob(
        default=0.1, low=0, high=0.5, unit="information", zh="公开回应增量", source=SPEC,
        meaning="what a public answer with known facts explains",
    )  # fmt: skip


@parameters
class Credibility:
    """How far people believe the company, K (可信度)."""

    cred_start: tuple[float, ...] = knob(
        default=(0.25, 0.60), choices=("without trust", "per unit of trust"), shares=False, low=0, high=1, unit="0–1",
        zh="初始可信度", source=SPEC, meaning="credibility at the first post, from the mean trust of the public",
    )  # fmt: skip
    stance_cred: tuple[float, ...] = knob(
        default=(0.12, -0.15, 0.10, -0.05),
        choices=("own, true", "own, false", "clarify, false", "clarify, true"), shares=False, low=-0.5, high=0.5,
        unit="credibility", zh="立场与可信度", source=SPEC, meaning="what a stance does to credibility, by what is really the case",
    )  # fmt: skip
    cred_keeps: tuple[float, ...] = knob(
        default=(0.45, 0.75, 0.35, 0.70), choices=("plain", "open", "hidden", "deleted comments"), shares=False, low=0, high=1,
        unit="share", zh="更正后可信度", source=SPEC,
        meaning="credibility kept after a wrong statement, by the way it is corrected, and after deleting comments",
    )  # fmt: skip
    cred_fades_h: tuple[float, ...] = knob(
        default=(60.0, 150.0, 200.0), choices=("silence", "broken promise", "welfare before remedy"), shares=False, low=10,
        high=1000, unit="hours", zh="可信度衰减时间", source=SPEC, meaning="time scale on which credibility falls meanwhile",
    )  # fmt: skip
    promise_h: float = knob(
        default=72.0, low=12, high=360, unit="hours", zh="承诺期限", source=SPEC,
        meaning="time after an admission in which people expect the cause to be remedied",
    )  # fmt: skip
    cred_report: tuple[float, ...] = knob(
        default=(0.02, 0.02, 0.004, 0.04), choices=("report", "stale report", "cost of each", "missed report"), shares=False,
        low=0, high=0.2, unit="credibility", zh="通报与可信度", source=SPEC,
        meaning="gained by a report, lost by one that has no remedy to tell of, by every report, and by a missed one",
    )  # fmt: skip
    stale_h: float = knob(
        default=96.0, low=24, high=360, unit="hours", zh="通报失效时刻", source=SPEC,
        meaning="age of the crisis from which a report without a remedy costs credibility",
    )  # fmt: skip
    remedy_cred: float = knob(
        default=0.15, low=0, high=0.5, unit="credibility", zh="整改可信度", source=SPEC, meaning="gained by a published remedy"
    )  # fmt: skip
    contradiction_cred: float = knob(
        default=0.08, low=0, high=0.3, unit="credibility", zh="口径不一代价", source=SPEC,
        meaning="lost by each channel that contradicts the first",
    )  # fmt: skip


@parameters
class People:
    """Whom an answer reaches, calms or stirs up."""

    channel_reach: float = knob(
        default=0.55, low=0.1, high=2, unit="per channel", zh="渠道覆盖系数", source=SPEC,
        meaning="how fast further channels reach the rest of the public: 1 - e^(-x channels)",
    )  # fmt: skip
    first_hearing: float = knob(
        default=0.4, low=0, high=1, unit="per unit of credibility", zh="声明扩散折减", source=SPEC,
        meaning="how far credibility keeps a statement from making strangers curious",
    )  # fmt: skip
    soothing: tuple[float, ...] = knob(
        default=(0.008, 0.06, 0.08, 0.006), choices=("unaware", "active", "dialogue", "calm"), shares=False, low=0, high=0.3,
        unit="share per hour", zh="安抚速率", source=SPEC,
        meaning="reassured by a full explanation: the unaware, the active negative, those by dialogue, the calm negative",
    )  # fmt: skip
    cause_soothing: float = knob(
        default=0.35, low=0, high=1, unit="share", zh="未整改时安抚", source=SPEC,
        meaning="what is left of calming people down while a true cause persists",
    )  # fmt: skip
    coordination_gain: float = knob(
        default=0.5, low=0, high=1, unit="share more", zh="协同增益", source=SPEC,
        meaning="more people reassured at full coordination, and media that ask before they report",
    )  # fmt: skip
    hush: tuple[float, ...] = knob(
        default=(1.1, 0.8), choices=("before the repair", "after it"), shares=False, low=0.5, high=1.1, unit="× belief",
        zh="补偿与信谣", source="A; direction of Herhausen et al. 2019",
        meaning="how readily bad news is believed after a public compensation: hush money, or amends",
    )  # fmt: skip
    speak_up: tuple[float, ...] = knob(
        default=(0.05, 0.02, 0.002, 0.03), choices=("deleted comments", "correction", "report", "tactless post"), shares=False,
        low=0, high=0.3, unit="share", zh="再度发声", source=SPEC,
        meaning="people who speak up again, or after a report look at the matter again",
    )  # fmt: skip
    crisis_hours: tuple[float, ...] = knob(
        default=(10.0, 1.0, 4.0, 12.0, 1.5, 14.0),
        choices=("statement", "further channel", "coordination", "facts", "report", "dialogue a day"), shares=False, low=0,
        high=100, unit="hours", zh="危机工时", source=SPEC, meaning="work of the crisis team, as overtime",
    )  # fmt: skip
    blame_trust: float = knob(
        default=0.03, low=0, high=0.2, unit="trust", zh="错认失信", source=SPEC,
        meaning="trust lost by admitting what is not true, and by welfare activity before the repair",
    )  # fmt: skip


@parameters
class EffectParameters(People, Credibility, Information):
    """What every answer moves."""
