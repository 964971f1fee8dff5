"""Visible cases of E2.1 ``choose_platforms``: six platforms of the course's catalogue, and small tables with a known answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from sim import base
from sim.core.catalogue import SEGMENTS, named
from sim.lab.checks import Answer, Case, Exercise, Part, Usual

__all__ = ["E2_1", "brief", "profiles", "small_profiles"]


def brief(
    target_segment: str, goal: str, *, ecommerce_maturity: float = 0.1, hours_week: float = 120.0
) -> dict[str, Any]:
    """Return a company as the data set ``company_briefs`` describes one."""
    return {
        "company_id": "B00", "business": "invented", "target_segment": target_segment, "goal": goal, "hours_week": hours_week,
        "ecommerce_maturity": ecommerce_maturity, "notes": "",
    }  # fmt: skip


def profiles() -> pd.DataFrame:
    """Return the six platforms as the data set ``platform_profiles`` describes them."""
    rows = []
    for name, p in named(base.platform):
        reach = {f"reach_{segment}": p.presence[k] for k, segment in enumerate(SEGMENTS)}
        traits = {trait: getattr(p, trait) for trait in ("depth", "virality", "visual", "commerce")}
        rows.append({"platform": name, **reach, **traits, "fixed_hours": p.fixed_hours_week, "crowding": p.crowding})
    return pd.DataFrame(rows)


def small_profiles(platforms: dict[str, tuple[float, float]]) -> pd.DataFrame:
    """Return platforms of which only ``depth`` (first number) and upkeep (second) differ: everybody is there, nobody competes."""
    full = {f"reach_{segment}": 1.0 for segment in SEGMENTS}
    rows = [
        {"platform": name, **full, "depth": depth, "virality": depth, "visual": depth, "commerce": 0.0, "fixed_hours": hours,
         "crowding": 0.0}
        for name, (depth, hours) in platforms.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _answers(*wrong: tuple[Sequence[str], str]) -> tuple[Usual, ...]:
    """Return usual mistakes, each known by the choice it leads to."""

    def chose(choice: Sequence[str]) -> Callable[[Answer], bool]:
        return lambda a: sorted(a.value) == sorted(choice)

    return tuple(Usual(message, chose(choice)) for choice, message in wrong)


def _case(
    name: str, about: dict[str, Any], hours: float, expected: list[str], *wrong: tuple[Sequence[str], str]
) -> Case:
    return Case(name=name, given=lambda: (dict(about), profiles(), hours), expected=expected, usual=_answers(*wrong))


OFFICE, STUDENT, FAMILY, BARGAIN = "young_office", "student_trend", "family_practical", "bargain_seeker"

FIT = (
    _case("students, publicity and 45 hours", brief(STUDENT, "publicity"), 45, ["douyin"],
          (["weibo"], "the share of the target segment that is there does not count: publicity in front of whom?"),
          (["wechat"], "the goal or the audience does not count")),
    _case("office workers, publicity and 45 hours", brief(OFFICE, "publicity"), 45, ["weibo"],
          (["wechat"], "the goal does not count: WeChat has the people, but what does publicity need?")),
    _case("students, publicity and 130.5 hours", brief(STUDENT, "publicity"), 130.5, ["douyin", "wechat", "weibo"],
          (["douyin", "kuaishou", "weibo"], "the activity (mean of the five reach columns) does not count")),
    _case("families, deep interaction and a shop of 0.6", brief(FAMILY, "deep_interaction", ecommerce_maturity=0.6), 130.5,
          ["kuaishou", "taobao_live", "wechat"],
          (["wechat"], "the resource bonus of the shop does not count"),
          (["taobao_live", "wechat", "zhihu"], "the share of the target segment that is there does not count")),
    _case("bargain seekers and deep interaction", brief(BARGAIN, "deep_interaction"), 130.5, ["wechat"],
          (["douyin", "kuaishou", "wechat"], "crowding costs nothing: competition for attention is taken off the score"),
          (["kuaishou", "taobao_live", "wechat"], "the activity or the goal does not count"),
          (["wechat", "weibo", "zhihu"], "the share of the target segment that is there does not count")),
)  # fmt: skip

TIGHT = brief(BARGAIN, "young_reach")
HOURS = (
    _case("bargain seekers, young reach and 130.5 hours", TIGHT, 130.5, ["kuaishou", "taobao_live", "wechat"],
          (["douyin", "kuaishou", "taobao_live", "wechat"],
           "more hours are planned than there are: each platform takes its upkeep and 30 hours for posts"),
          (["douyin", "taobao_live"],
           "the best platforms are taken one after another; what is left over then may fit nothing. Compare whole sets")),
    Case(name="youth fashion with 120 hours",
         given=lambda: (brief(STUDENT, "young_reach", ecommerce_maturity=0.6), profiles(), 120),
         watch=lambda a: None if {"douyin", "kuaishou"} & set(a.value)
         else "a fashion brand for the young is on no short-video platform"),
    _case("bargain seekers, sales and 45 hours", brief(BARGAIN, "sales"), 45, ["wechat"],
          (["taobao_live"], "the upkeep of the platform is forgotten: 16 hours and 30 for posts are more than 45")),
)  # fmt: skip

DISCOUNT = (
    Case(
        name="one strong platform of 90 hours against two weaker ones of 45",
        given=lambda: (brief(FAMILY, "deep_interaction"), small_profiles({"A": (0.5, 60), "B": (0.3, 15), "C": (0.3, 15)}), 95),
        expected=["A"],
        usual=_answers((["B", "C"], "all platforms of a set count in full: the second best counts 0.62, the third 0.62 squared")),
    ),
    _case("office workers and deep interaction", brief(OFFICE, "deep_interaction"), 130.5, ["wechat", "zhihu"],
          (["wechat"], "the discount falls on the best platform instead of the weaker ones")),
)  # fmt: skip

TIES = (
    Case(
        name="two equal platforms and hours for one",
        given=lambda: (brief(FAMILY, "deep_interaction"), small_profiles({"M": (0.4, 10), "B": (0.4, 10), "T": (0.4, 10)}), 45),
        expected=["B"],
        usual=_answers((["M"], "of equal sets the first of the table is taken; the rule is the alphabet"),
                       (["T"], "of equal sets the last of the table is taken; the rule is the alphabet")),
    ),
    Case(
        name="three platforms and hours for all",
        given=lambda: (brief(FAMILY, "deep_interaction"), small_profiles({"M": (0.2, 10), "T": (0.4, 10), "B": (0.1, 10)}), 200),
        expected=["B", "M", "T"],
        usual=(Usual("the names are not in alphabetical order", lambda a: sorted(a.value) == ["B", "M", "T"]),
               Usual("a platform that still adds something is left out", lambda a: len(a.value) < 3)),
    ),
    Case(
        name="20 hours, too few for any platform",
        given=lambda: (brief(FAMILY, "deep_interaction"), profiles(), 20),
        expected=[],
        usual=(Usual("a platform is chosen that nobody has the hours for", lambda a: len(a.value) > 0),
               Usual("it should be an empty list, not None", lambda a: a.value is None)),
    ),
)  # fmt: skip

E2_1 = Exercise(
    "E2.1",
    "choose_platforms",
    {
        "fit": Part(
            "what a platform is worth",
            FIT,
            (
                "Begin with a function that gives the score of one platform, and print the six scores of one brief.",
                "Overlap, activity and weight are multiplied; the bonus is added and crowding taken off afterwards.",
                "Which column is the overlap depends on the brief's segment; which trait is the weight on its goal.",
            ),
        ),
        "hours": Part(
            "hours",
            HOURS,
            (
                "A platform takes its fixed hours and 30 more.",
                "There are only 64 sets of six platforms: look at all of them that fit into the hours.",
                "`itertools.combinations` gives all sets of one size; go through the sizes from 0 to the number of platforms.",
            ),
        ),
        "discount": Part(
            "diminishing returns",
            DISCOUNT,
            (
                "The second platform finds many of the same people: it counts less.",
                "In a set, sort the scores from the best to the weakest first.",
                "The k-th score, counted from 0, is multiplied by 0.62 to the power of k.",
            ),
        ),
        "ties": Part(
            "ties, order, nothing at all",
            TIES,
            (
                "The empty set is a set, too: it costs nothing and brings 0.",
                "Compare sums only after rounding, or luck in the last digit decides between equals.",
                "Of equal sets take the one whose sorted names come first, as Python compares lists.",
            ),
        ),
    },
)
