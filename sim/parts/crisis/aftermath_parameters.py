"""Parameters of a crisis: what people lose and get back, and what others do in the middle of it."""

from __future__ import annotations

from sim.core.knob import knob, parameters

__all__ = ["Aftermath", "Injected"]

SPEC = "course assumption (mechanisms CRIS-1 to CRIS-8)"


@parameters
class Aftermath:
    """What people lose and get back."""

    trust_loss: float = knob(
        default=0.45, low=0.05, high=0.9, off=0.0, unit="trust × severity", zh="信任损失", source=SPEC,
        meaning="trust lost by a person who turns negative",
    )  # fmt: skip
    trust_back: float = knob(
        default=0.30, low=0.05, high=0.9, off=0.0, unit="trust × severity", zh="信任回升", source=SPEC,
        meaning="trust that a negative person has back at once when reassured (0.4 of it while a true cause persists)",
    )  # fmt: skip
    permanent: float = knob(
        default=0.3, low=0.05, high=1, off=0.0, unit="share of the loss", zh="永久损失占比",
        meaning="trust that does not come back by itself; people who were reassured keep 0.6 of that",
        source="A; parameters of firestorms, 58 % of brands lose in the short run and 40 % in the long run (Hansen et al. 2018)",
    )  # fmt: skip
    heal_d: float = knob(
        default=60.0, low=10, high=365, unit="days", zh="信任恢复半衰期",
        meaning="time in which the rest of the loss halves; half of it for people who were reassured",
    )  # fmt: skip
    back_most: float = knob(
        default=0.8, low=0.1, high=1, unit="share of the loss", zh="安抚回升上限", source=SPEC,
        meaning="trust that being reassured can give back at most",
    )  # fmt: skip
    back_cause: float = knob(
        default=0.4, low=0, high=1, unit="share", zh="未整改时回升", source=SPEC,
        meaning="what is left of it while a true cause persists",
    )  # fmt: skip
    calm_heals: tuple[float, ...] = knob(
        default=(0.6, 0.5), choices=("permanent part", "time"), shares=False, low=0.05, high=1, unit="×", zh="被安抚者恢复",
        meaning="permanent part and healing time of people who were reassured, against the others",
    )  # fmt: skip
    welfare: tuple[float, ...] = knob(
        default=(0.6, 0.10, 0.5), choices=("of what is missing", "most of mean trust", "unrelated"), shares=False, low=0, high=1,
        unit="share", zh="公益恢复", source=SPEC,
        meaning="trust that welfare activity after the repair gives back, its limit, and the weight of an unrelated one",
    )  # fmt: skip
    leave: float = knob(
        default=0.2, low=0.02, high=1, off=0.0, unit="probability × severity", zh="负面取关率",
        meaning="a follower who turns negative unfollows",
    )  # fmt: skip
    sales_k_day: float = knob(
        default=100.0, low=0, high=5000, step=10, unit="thousand CNY/day", zh="日销售额",
        meaning="sales of the brand on a day without crisis; falls in proportion to mean trust",
    )  # fmt: skip


@parameters
class Injected:
    """What others do in the middle of it, and mistakes that are made once: the injects of a drill."""

    evidence_peak_h: float = knob(
        default=0.0, low=1, high=360, off=0.0, step=1, unit="hours (0 = none)", zh="新证据时刻",
        meaning="a new video or a former employee: more evidence posts for 12 h",
    )  # fmt: skip
    evidence_peak: float = knob(
        default=0.5, low=0, high=1, step=0.05, unit="share more", zh="新证据幅度",
        meaning="how many more evidence posts (0.25 where it is met in private)",
    )  # fmt: skip
    public_answer_h: float = knob(
        default=0.0, low=1, high=360, off=0.0, step=1, unit="hours (0 = none)", zh="公开回应时刻",
        meaning="a pointed question is answered in public with known facts: information rises by 0.1",
    )  # fmt: skip
    threat_h: float = knob(
        default=0.0, low=1, high=360, off=0.0, step=1, unit="hours (0 = none)", zh="法律威胁时刻",
        meaning="a legal threat or an attack on a competitor is made in public",
    )  # fmt: skip
    threat: float = knob(
        default=0.1, low=0, high=0.3, unit="credibility", zh="威胁代价",
        meaning="credibility lost by it (attack on a competitor 0.05); as large a share of the negative people speaks up again",
    )  # fmt: skip
    tactless: float = knob(
        default=0.05, low=0.01, high=0.2, off=0.0, unit="credibility per post", zh="不合时宜代价",
        meaning="credibility lost by a promotional post during the crisis; 3 % of the negative people speak up again",
    )  # fmt: skip
