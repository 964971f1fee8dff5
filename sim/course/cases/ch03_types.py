"""Visible cases of E3.1 ``pooled_effects`` and ``type_effects``.

Posts are made so that the answer is known: rate = a factor of the place times a factor of the type, to the last comment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.core.catalogue import TYPES
from sim.course.datasets import flaws
from sim.lab.checks import Answer, Case, Exercise, Part, Usual

__all__ = [
    "ALIASES",
    "E3_1",
    "E3_1_TABLE",
    "FACTORS",
    "OUTCOMES",
    "PLACES",
    "export_of",
    "planted",
    "post",
]  # fmt: skip

ALIASES: Mapping[str, str] = {other: name for name, others in flaws.ALIASES.items() for other in others}
"""Other spellings of the platforms, and the name that each stands for."""
OUTCOMES = ("comments", "shares", "clicks", "conversions")
FACTORS = {"news": 1.0, "knowledge": 1.5, "interactive": 2.0, "story": 0.5, "user_feedback": 1.2}
PLACES = {"weibo": 0.01, "wechat": 0.02, "taobao_live": 0.1}

Row = dict[str, Any]


def post(kind: str, count: float, reads: float = 1000, **other: Any) -> Row:
    """Return one post of a type with so many comments and readers; ``other`` sets further columns of the data set ``posts``."""
    row: Row = {
        "platform": "weibo", "publish_ts": "2024-03-01 10:30", "content_type": kind, "form": "image_text", "reads": reads,
        "comments": count, "shares": 0.0, "clicks": 0.0, "conversions": 0.0, "correction": 0, "status": "published",
    }  # fmt: skip
    return row | other


def export_of(rows: Sequence[Row]) -> pd.DataFrame:
    """Return posts as the data set ``posts`` has them, the columns that count; numbered unless they have a ``post_id``."""
    table = pd.DataFrame([{"post_id": f"p{k:04d}"} | row for k, row in enumerate(rows)])
    return table.assign(publish_ts=pd.to_datetime(table["publish_ts"]))


def planted(numbers: Mapping[str, Mapping[str, int]], *, column: str = "comments", **other: Any) -> list[Row]:
    """Return so many posts of each type on each platform (``numbers[platform][type]``), with the rates of PLACES and FACTORS."""
    return [
        post(kind, 0.0, 1000 * (1 + k % 2), platform=platform, **other)
        | {column: round(1000 * (1 + k % 2) * PLACES[platform] * FACTORS[kind])}
        for platform, types in numbers.items()
        for kind, n in types.items()
        for k in range(n)
    ]


def _effects(**known: float) -> dict[str, float]:
    """Return effects by type: news is 1, what is not told is missing."""
    return {"news": 1.0} | {kind: known.get(kind, float("nan")) for kind in TYPES if kind != "news"}


def _story(rows: Sequence[Row], value: float, name: str, *wrong: tuple[float, str], outcome: str = "comments") -> Case:
    """Return a case about stories against news; a usual mistake is known by the effect it gives."""

    def gave(effect: float) -> Callable[[Answer], bool]:
        return lambda a: (
            abs(float(a.value["story"]) - effect) < 1e-3 or (effect != effect and a.value["story"] != a.value["story"])
        )

    return Case(
        name=name, given=lambda: (export_of(rows), outcome), expected=_effects(story=value),
        usual=tuple(Usual(message, gave(effect)) for effect, message in wrong),
    )  # fmt: skip


def naive(posts: pd.DataFrame, outcome: str) -> dict[str, float]:
    """Return the effects without any control: a usual mistake."""
    sums = (
        posts.assign(platform=posts["platform"].replace(dict(ALIASES)))
        .groupby("content_type")[[outcome, "reads"]]
        .sum()
    )
    rate = sums[outcome] / sums["reads"]
    return {kind: float(rate.get(kind, float("nan")) / rate["news"]) for kind in TYPES}


NEWS = post("news", 10)
CLEAN = (
    _story([NEWS, post("story", 30)], 3.0, "one story and one news post",
           (1 / 3, "the effect stands upside down: the rate of the type is divided by that of news, not the other way round")),
    _story([NEWS, post("story", 60, 2000)], 3.0, "a story with twice as many readers",
           (6.0, "comments are compared instead of comments a reader")),
    _story([NEWS, post("story", 30), post("story", 500, status="draft")], 3.0, "a draft among the posts",
           (26.5, "a draft counts, although nobody has read it yet")),
    _story([NEWS, post("story", 30, post_id="a"), post("story", 30, post_id="a"), post("story", 10)], 2.0,
           "a row that stands twice",
           (7 / 3, "a row that stands twice is counted twice")),
    _story([post("news", 0, conversions=1), post("story", 0, conversions=3, post_id="a"),
            post("story", 0, 0, conversions=-1, post_id="a", correction=1)], 2.0, "an order that was taken back",
           (3.0, "the row that corrects a post is dropped; its figures belong to that post"), outcome="conversions"),
    _story([NEWS, post("story", 30), post("story", float("nan"))], 3.0, "a missing count",
           (1.5, "a missing count is taken for zero, although its readers count")),
    _story([NEWS, post("story", 30), post("story", 5, float("nan"))], 3.0, "a missing number of readers",
           (3.5, "a post whose readers are missing still adds its comments")),
)  # fmt: skip

MIXED = {
    "weibo": {"news": 6, "knowledge": 4, "interactive": 2, "story": 1, "user_feedback": 4},
    "wechat": {"news": 4, "knowledge": 2, "interactive": 6, "story": 2, "user_feedback": 2},
    "taobao_live": {"news": 1, "knowledge": 1, "interactive": 1, "story": 8, "user_feedback": 3},
}
EVENING, NIGHT = "2024-03-01 18:00", "2024-03-01 05:59"
CONTROL = (
    Case(
        name="three platforms with different mixes", given=lambda: (export_of(planted(MIXED)), "comments"), expected=FACTORS,
        usual=(Usual("types are compared across platforms: stories stand mostly where everything is commented on", like=naive),),
    ),
    _story([post("news", 10, platform="微博"), post("story", 30, platform="Weibo"), post("story", 500, platform="淘宝直播")], 3.0,
           "one platform under three names", (float("nan"), "微博 and Weibo are taken for two platforms"),
           (26.5, "platforms are not held apart")),
    _story([NEWS, post("story", 30), post("news", 40, publish_ts=EVENING), post("story", 1200, 10_000, publish_ts=EVENING)], 3.0,
           "morning and evening", (1230 / 11_000 / 0.025, "the hour of publication is not controlled for")),
    _story([post("news", 10, publish_ts=NIGHT), post("story", 30, publish_ts="2024-03-01 00:00"),
            post("story", 600, publish_ts="2024-03-01 06:00")], 3.0, "a night that ends at 05:59",
           (31.5, "06:00 still counts as night"), (float("nan"), "the band from 0:00 to 5:59 is cut somewhere")),
    _story([NEWS, post("story", 30), post("news", 200, form="live"), post("story", 6000, 10_000, form="live")], 3.0,
           "pictures and live", (6030 / 11_000 / 0.105, "the form is not controlled for")),
    _story([NEWS, post("story", 30), post("story", 900, form="short_video")], 3.0, "stories as video, and no news as video",
           (46.5, "a stratum without news is used, where there is nothing to compare with")),
    _story([NEWS, post("story", 30), post("news", 12, 6000, platform="zhihu"), post("story", 4, 2000, platform="zhihu")], 2.25,
           "two platforms with different effects",
           (2.0, "the mean of the strata's ratios is taken, so that a stratum of few readers counts as much as any other"),
           (34 / 3000 / (22 / 7000), "platforms are not held apart")),
    _story([NEWS, post("story", 30, platform="zhihu")], float("nan"), "news and stories that never meet",
           (3.0, "posts are compared that share no stratum; nothing can be said about them")),
)  # fmt: skip

E3_1 = Exercise(
    "E3.1",
    "pooled_effects",
    {
        "clean": Part(
            "clean",
            CLEAN,
            (
                "Take the rules one after another, and look at the number of rows after each.",
                "`drop_duplicates()` first; corrections are added to their post with `groupby('post_id')`.",
                "A sum over rows hides a missing value: ask for missing ones before you add.",
            ),
        ),
        "control": Part(
            "control",
            CONTROL,
            (
                "One number for each stratum and type: how many comments, how many readers.",
                "Full hours divided by 6, without the rest, give the band.",
                "Both sums of the formula run over the same strata: those where type and news both have readers.",
            ),
        ),
    },
)


def _halves(outcome: str) -> list[Row]:
    """Return forty stories of which every other one draws twice as much as usual and the rest nothing, against steady news."""
    return [post("news", 0, **{outcome: 10}) for _ in range(40)] + [
        post("story", 0, **{outcome: 20 * (k % 2)}) for k in range(40)
    ]


COLUMNS = ["outcome", "content_type", "posts", "effect", "low", "high", "few"]


def _shape(answer: Answer) -> str | None:
    """Object if the table has other rows or columns than asked for."""
    table = answer.value
    if not isinstance(table, pd.DataFrame):
        return f"it returns {type(table).__name__}, not a table"
    if list(table.columns) != COLUMNS:
        return f"the columns are {', '.join(map(str, table.columns))} instead of {', '.join(COLUMNS)}"
    if list(zip(table["outcome"], table["content_type"], strict=True)) != [(o, t) for o in OUTCOMES for t in TYPES]:
        return "the rows are not the four outcomes with five types each, in the order of the task"
    return None


def _column(name: str, expected: Mapping[str, object], message: str) -> Callable[[Answer], str | None]:
    """Object if a column of the first outcome (comments) is not as expected."""

    def look(answer: Answer) -> str | None:
        found = _shape(answer)
        if found:
            return found
        first = answer.value.iloc[: len(TYPES)].set_index("content_type")[name]
        wrong = [kind for kind, value in expected.items() if not _same(first[kind], value)]
        return (
            f"{message} (`{name}` of {wrong[0]} is {first[wrong[0]]}, expected {expected[wrong[0]]})" if wrong else None
        )

    return look


def _same(value: Any, expected: Any) -> bool:
    if expected is None or isinstance(expected, bool):
        return bool(value) == expected
    if expected != expected:
        return bool(value != value)
    return bool(abs(float(value) - float(expected)) < 1e-6)


def _interval(low: tuple[float, float], high: tuple[float, float], row: int) -> Callable[[Answer], str | None]:
    """Object if the interval of one row does not end between these bounds."""

    def look(answer: Answer) -> str | None:
        found = _shape(answer)
        if found:
            return found
        told = answer.value.iloc[row]
        a, b = float(told["low"]), float(told["high"])
        if a > b:
            return "`low` lies above `high`"
        if not a <= float(told["effect"]) <= b:
            return f"the effect {told['effect']:.3g} lies outside its interval from {a:.3g} to {b:.3g}"
        if b - a < high[0] - low[1]:
            return f"the interval from {a:.3g} to {b:.3g} is too short: which things are drawn again, posts or single comments?"
        if not (low[0] <= a <= low[1] and high[0] <= b <= high[1]):
            return (
                f"the interval from {a:.3g} to {b:.3g} is not that of posts drawn anew, with the quantiles of the task"
            )
        return None

    return look


SEVEN = {"weibo": {"news": 9, "knowledge": 7, "interactive": 8, "story": 1}}
TABLE = (
    Case(name="a planted world", given=lambda: (export_of(planted(MIXED)), 20, 0),
         watch=_column("effect", FACTORS, "the effects are not those of `pooled_effects`")),
    Case(name="seven, eight and one posts", given=lambda: (export_of(planted(SEVEN)), 20, 0),
         watch=_column("posts", {"news": 9, "knowledge": 7, "interactive": 8, "story": 1, "user_feedback": 0},
                       "posts are counted wrongly")),
    Case(name="seven, eight and one posts", given=lambda: (export_of(planted(SEVEN)), 20, 0),
         watch=_column("few", {"news": False, "knowledge": True, "interactive": False, "story": True, "user_feedback": True},
                       "few means fewer than 8")),
    Case(name="posts of which half have no count of comments",
         given=lambda: (export_of(planted(SEVEN) + planted(SEVEN, column="shares", comments=float("nan"))), 20, 0),
         watch=_column("posts", {"news": 9, "knowledge": 7}, "a post counts only where this outcome is known")),
)  # fmt: skip
INTERVAL = (
    Case(name="posts that all do what their type does", given=lambda: (export_of(planted(SEVEN)), 40, 3),
         watch=_column("low", {"news": 1.0, "knowledge": 1.5, "interactive": 2.0},
                       "where posts of a type do not differ, each draw gives the same effect")),
    Case(name="forty stories of two kinds", given=lambda: (export_of(_halves("comments")), 120, 5),
         watch=_interval((0.55, 0.80), (1.20, 1.45), 3)),
    Case(name="forty stories of two kinds, by shares", given=lambda: (export_of(_halves("shares")), 120, 6),
         watch=_interval((0.55, 0.80), (1.20, 1.45), 8)),
)  # fmt: skip

E3_1_TABLE = Exercise(
    "E3.1",
    "type_effects",
    {
        "table": Part(
            "the table",
            TABLE,
            (
                "Four outcomes with five rows each; `pooled_effects` gives the effects.",
                "Count posts after cleaning, anew for each outcome.",
                "A type without posts has its row, too: 0 posts, no effect, few.",
            ),
        ),
        "interval": Part(
            "the interval",
            INTERVAL,
            (
                "The unit that is drawn again is the post, with all it brought.",
                "Draw as many posts as there are, with replacement, from all of them, and pool anew.",
                "`numpy.nanquantile` of the draws, at 0.025 and 0.975; the effect itself comes from the posts as they are.",
            ),
        ),
    },
)
