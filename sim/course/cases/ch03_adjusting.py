"""Visible cases of E3.4 ``reallocate_mix``: small histories of posts whose means are easy to check by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.lab.checks import Answer, Case, Exercise, Part, Usual

__all__ = ["E3_4", "TODAY", "posts_table"]

TODAY = pd.Timestamp("2024-04-01")
# By type: (days before today, reactions of 1,000 impressions) for each post.
Posts = Mapping[str, Sequence[tuple[float, float]]]


def posts_table(posts: Posts, today: pd.Timestamp = TODAY) -> pd.DataFrame:
    """Return posts as the data set ``posts`` has them, the columns that count, in the order of time."""
    rows = [
        {"publish_ts": today - pd.Timedelta(days=ago), "content_type": kind, "impressions_24h": 1000.0,
         "likes": result / 2, "comments": result / 4, "shares": result / 4}
        for kind, told in posts.items() for ago, result in told
    ]  # fmt: skip
    columns = ["publish_ts", "content_type", "impressions_24h", "likes", "comments", "shares"]
    table = pd.DataFrame(rows, columns=columns).sort_values("publish_ts", kind="stable", ignore_index=True)
    return table.assign(post_id=[f"p{k:03d}" for k in range(len(table))], status="published")


def steady(results: Sequence[float], first: float = 1.0) -> list[tuple[float, float]]:
    """Return posts on consecutive days, the latest ``first`` days ago."""
    return [(first + k, result) for k, result in enumerate(results)]


TEN, TWENTY, FORTY = [8, 12] * 5, [18, 22] * 5, [38, 42] * 5
THREE: Posts = {"news": steady(TEN), "story": steady(TWENTY), "knowledge": steady(FORTY)}
LUCKY: Posts = {"news": steady(TWENTY), "story": steady(TEN), "live": steady([90, 95])}
EVEN: Posts = {"news": steady([20, 24] * 5), "story": steady([21, 25] * 5), "knowledge": steady([2, 6] * 5)}
PAST: Posts = {"news": [*steady(TWENTY), *steady([1] * 20, 40.0)], "story": [*steady(TEN), *steady([99] * 20, 40.0)]}
FUTURE: Posts = {"news": [*steady(TWENTY), *steady([1] * 9, -12.0)], "story": [*steady(TEN), *steady([99] * 9, -12.0)],
                 "podcast": [(-3.0, 50.0)]}  # fmt: skip
FIRST: Posts = {"news": [*steady(TWENTY[:7]), (28.0, 20.0)], "story": steady(TEN)}
LAST: Posts = {"news": steady(TWENTY), "story": [*steady(TEN), (0.0, 900.0)]}
OLD: Posts = {"news": steady(TEN, 60.0), "story": steady(TWENTY, 60.0), "live": [(100.0, 9.0)]}


def _case(name: str, posts: Posts, expected: Mapping[str, float], *usual: Usual, **settings: Any) -> Case:
    def given() -> tuple[Any, ...]:
        arguments = {"window": 28, "min_n": 8, "explore": 0.2} | settings
        return posts_table(posts), TODAY, *arguments.values()

    return Case(name=name, given=given, expected=dict(expected), tolerance=1e-6, usual=usual)


def _sum(wanted: Callable[[float], bool]) -> Callable[[Answer], bool]:
    return lambda a: wanted(sum(a.value.values()))


def _gives(**shares: float) -> Callable[[Answer], bool]:
    """Recognise an answer that gives these types these shares."""
    return lambda a: all(abs(a.value[kind] - share) < 1e-6 for kind, share in shares.items())


SHARES = (
    _case("three types of ten posts", THREE, {"news": 0.1, "story": 0.1, "knowledge": 0.8},
          Usual("the shares do not sum to 1", _sum(lambda s: abs(s - 1) > 1e-9)),
          Usual("tests are shared out to all types; the others alone get them", _gives(knowledge=0.8 + 0.2 / 3)),
          Usual("the weakest type gets most", lambda a: a.value["news"] > a.value["knowledge"]),
          Usual("every type gets a share by its mean; only types that may be the best share what is not kept for tests",
                lambda a: a.value["story"] > a.value["news"] + 1e-3)),
    _case("nothing kept for tests", THREE, {"news": 0.0, "story": 0.0, "knowledge": 1.0},
          Usual("`explore` does not count", _gives(knowledge=0.8)),
          Usual("a type without a share is left out; it has the share 0", lambda a: set(a.value) < {"news", "story", "knowledge"}),
          explore=0.0),
    _case("everything kept for tests", THREE, {"news": 0.5, "story": 0.5, "knowledge": 0.0},
          Usual("`explore` does not count", _gives(knowledge=0.8)), explore=1.0),
)  # fmt: skip
SMALL = (
    _case("a type with two brilliant posts", LUCKY, {"news": 0.8, "story": 0.1, "live": 0.1},
          Usual("two lucky posts win; below `min_n` a type cannot", lambda a: a.value["live"] > 0.5),
          Usual("a type with few posts is forgotten; it gets its part of the tests", lambda a: "live" not in a.value)),
    _case("a type with exactly `min_n` posts", {"news": steady(TWENTY[:8]), "story": steady(TEN)}, {"news": 0.8, "story": 0.2},
          Usual("`min_n` posts are enough", lambda a: a.value["news"] < 0.5)),
    _case("an empty window", OLD, dict.fromkeys(("news", "story", "live"), 1 / 3),
          Usual("posts outside the window decide", lambda a: a.value["story"] > 0.5),
          Usual("types that appear before the window only are forgotten", lambda a: len(a.value) < 3)),
    _case("nobody with enough posts", LUCKY, dict.fromkeys(LUCKY, 1 / 3),
          Usual("somebody wins although no type has `min_n` posts: equal shares are right", lambda a: max(a.value.values()) > 0.5),
          min_n=30),
)  # fmt: skip
# By hand: the means are 22, 23 and 4 per thousand, over all 49 / 3; shrunken by 8 posts (10 m + 8 M) / 18, in thousandths.
NEWS, STORY = (10 * 22 + 8 * 49 / 3) / 18, (10 * 23 + 8 * 49 / 3) / 18
# Without knowledge the mean over all is 22.5.
NEWS_2, STORY_2 = (10 * 22 + 8 * 22.5) / 18, (10 * 23 + 8 * 22.5) / 18
OVERLAP = (
    _case("two types that may both be the best", EVEN,
          {"news": 0.8 * NEWS / (NEWS + STORY), "story": 0.8 * STORY / (NEWS + STORY), "knowledge": 0.2},
          Usual("one type takes all; the other's interval reaches it", lambda a: max(a.value.values()) > 0.7),
          Usual("the two share evenly; they share in proportion to their shrunken means", _gives(news=0.4, story=0.4)),
          Usual("the means are not shrunken toward the overall mean", _gives(news=0.8 * 22 / 45))),
    _case("two types and nobody to test", {k: EVEN[k] for k in ("news", "story")},
          {"news": NEWS_2 / (NEWS_2 + STORY_2), "story": STORY_2 / (NEWS_2 + STORY_2)},
          Usual("the part for tests is lost where there is no other type", _sum(lambda s: s < 0.9))),
)  # fmt: skip
TIME = (
    _case("better days long ago", PAST, {"news": 0.8, "story": 0.2},
          Usual("old posts decide; only those of the window count", lambda a: a.value["story"] > 0.5)),
    _case("posts of the days after today", FUTURE, {"news": 0.8, "story": 0.2},
          Usual("a type that appears later is known already", lambda a: "podcast" in a.value),
          Usual("posts of the future decide", lambda a: a.value["story"] > 0.5)),
    _case("an eighth post exactly 28 days ago", FIRST, {"news": 0.8, "story": 0.2},
          Usual("a post exactly `window` days old counts", lambda a: a.value["news"] < 0.5)),
    _case("a post at the moment `today`", LAST, {"news": 0.8, "story": 0.2},
          Usual("a post at the very moment `today` does not count yet", lambda a: a.value["story"] > 0.3)),
)  # fmt: skip

E3_4 = Exercise(
    "E3.4",
    "reallocate_mix",
    {
        "shares": Part(
            "shares and tests",
            SHARES,
            (
                "Begin with a dict that gives each known type 0.",
                "The best and those whose interval reaches it share 1 − explore; all others share explore evenly.",
                "With `explore` = 1 the winners get nothing at all.",
            ),
        ),
        "small": Part(
            "few posts",
            SMALL,
            (
                "Who is known, who is eligible, who wins: three different sets of types.",
                "Known: all that appear before today. Eligible: `min_n` posts in the window.",
                "Where nobody is eligible, each known type gets the same.",
            ),
        ),
        "overlap": Part(
            "overlapping intervals",
            OVERLAP,
            (
                "Write the shrunken mean and the half-width of each type on paper for the first case.",
                "Compare the upper end of a type with the lower end of the best.",
                "In proportion: its shrunken mean divided by the sum of those of all winners.",
            ),
        ),
        "time": Part(
            "past and future",
            TIME,
            (
                "A decision on a date may use what was known on that date.",
                "The window holds its beginning and not its end: `today - window` counts, `today` does not.",
                "Filter once for the types (all the past) and once for the results (the window).",
            ),
        ),
    },
)
