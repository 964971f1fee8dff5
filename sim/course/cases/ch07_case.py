"""Visible cases of E7.4 ``case_metrics``: streams made by hand, so that counts, growth and decay are known beforehand."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from sim.course.case_tools import PROFILE
from sim.lab.checks import Answer, Case, Exercise, Part, Usual

__all__ = ["E7_4", "FLAT", "actions", "mentions"]


FLAT = (1.0,) * 24
COLUMNS = (
    "mention_id",
    "ts",
    "platform",
    "author_type",
    "author_followers",
    "text",
    "gloss",
    "sentiment",
    "keywords",
    "quote_of",
)


def mentions(
    counts: Sequence[int], *, start: str = "2024-05-13 08:00", rows: Sequence[dict[str, Any]] = (), text: str = ""
) -> Any:
    """Return a stream with so many negative mentions in each hour, and further ``rows`` (hour and any column)."""
    import pandas as pd

    begin = pd.Timestamp(start)
    made = []
    for hour, count in enumerate(counts):
        made += [{"hour": hour + (k % 60) / 60.0} for k in range(count)]
    made += list(rows)
    table = []
    for k, row in enumerate(made):
        usual = {
            "mention_id": f"m{k:05d}",
            "ts": begin + pd.Timedelta(minutes=round(60 * row["hour"])),
            "platform": "weibo",
            "author_type": "consumer",
            "author_followers": 20,
            "text": text,
            "gloss": "",
            "sentiment": "neg",
            "keywords": "",
            "quote_of": "",
        }
        table.append(usual | {name: value for name, value in row.items() if name != "hour"})
    return pd.DataFrame(table, columns=list(COLUMNS))


def actions(*done: tuple[float, str]) -> Any:
    """Return an action log of (hour, action)."""
    import pandas as pd

    rows = [
        {"case": "made", "hour": float(h), "action": a, "channel": "weibo", "text": "", "gloss": ""} for h, a in done
    ]
    return pd.DataFrame(rows, columns=["case", "hour", "action", "channel", "text", "gloss"])


EXTRA: tuple[dict[str, Any], ...] = (
    {"hour": 1.5, "mention_id": "m00000"}, {"hour": 2.5, "mention_id": "m00001"},  # sent twice by the collector
    {"hour": 1.2, "author_type": "official"}, {"hour": 1.7, "author_type": "official"}, {"hour": 1.8, "author_type": "official"},
    *({"hour": 2.0, "sentiment": "neu"} for _ in range(4)), *({"hour": 3.0, "sentiment": "pos"} for _ in range(2)),
    *({"hour": 0.5, "sentiment": ""} for _ in range(5)),
)  # fmt: skip
# 24 negative and 6 other tagged mentions: a missing tag counts 0.8.
_CUMULATIVE = [6.0 + 4.0, 14.0 + 4.0, 22.0 + 4.0, 24.0 + 4.0]


def _total(value: float) -> Callable[[Answer], bool]:
    return lambda answer: abs(answer.value["cumulative"][-1] - value) < 1e-6


COUNTS = Case(
    name="a hand-made stream of four hours",
    given=lambda: (mentions([6, 8, 8, 2], rows=EXTRA), actions((1, "statement")), FLAT),
    expected={"cumulative": _CUMULATIVE, "peak_h": 0, "peak": 10.0},
    keys=("cumulative", "peak_h", "peak"),
    usual=(
        Usual("mentions without a tag are left out; they count as much as the share of negatives among the tagged", _total(24.0)),
        Usual("mentions that the collector sent twice count twice; `mention_id` tells them",
              lambda a: a.value["cumulative"][-1] > 29.5 and not _total(29.0)(a) and a.value["cumulative"][-1] < 30.9),
        Usual("the company's own posts are counted among the public's", lambda a: a.value["peak_h"] == 1),
        Usual("mentions without a tag count as negative, all of them", _total(29.0)),
        Usual("neutral and positive mentions are counted", lambda a: a.value["cumulative"][-1] >= 33.0),
        Usual("`cumulative` falls: it holds counts of single hours", lambda a: a.value["cumulative"][-1] < 5.0),
    ),
)  # fmt: skip


def _monotone(answer: Answer) -> str | None:
    path = answer.value["cumulative"]
    return "`cumulative` falls from one hour to the next" if any(b < a for a, b in pairwise(path)) else None


MONOTONE = Case(
    name="hours without a mention",
    given=lambda: (mentions([5, 0, 0, 7, 1]), actions(), FLAT),
    expected={"cumulative": [5.0, 5.0, 5.0, 12.0, 13.0], "peak_h": 3, "peak": 7.0},
    keys=("cumulative", "peak_h", "peak"),
    watch=_monotone,
    usual=(Usual("hours without any mention are left out", lambda a: len(a.value["cumulative"]) == 3),),
)
_QUOTES = tuple({"hour": 1.1, "quote_of": "m00000"} for _ in range(20))
TIMES = (
    Case(
        name="many quotes in the second hour",
        given=lambda: (
            mentions([4, 5, 5, 6, 9, 2], rows=_QUOTES),
            actions((2, "report"), (3.5, "apology"), (4, "statement"), (99, "recall")), FLAT,
        ),
        expected={"alarm_h": 3, "statement_h": 3, "before_statement": 34 / 51},
        keys=("alarm_h", "statement_h", "before_statement"),
        usual=(
            Usual("quotes raise the alarm: it goes by what people write themselves", lambda a: a.value["alarm_h"] == 1),
            Usual("the alarm looks at single hours, not at three together", lambda a: a.value["alarm_h"] is None),
            Usual("a report counts as the first statement", lambda a: a.value["statement_h"] == 2),
            Usual("only the action `statement` counts; an apology and a clarification speak as well",
                  lambda a: a.value["statement_h"] == 4),
            Usual("`before_statement` includes the hour of the statement",
                  lambda a: abs(a.value["before_statement"] - 40 / 51) < 1e-6),
        ),
    ),
    Case(
        name="a company that never speaks",
        given=lambda: (mentions([2, 3, 2, 1]), actions((1, "recall"), (50, "statement")), FLAT),
        expected={"alarm_h": None, "statement_h": None, "before_statement": None},
        keys=("alarm_h", "statement_h", "before_statement"),
        usual=(Usual("an action after the last mention counts", lambda a: a.value["statement_h"] == 50),),
    ),
)  # fmt: skip

UP, DOWN = 0.5, -0.2
_WAVE = [round(40 * math.exp(UP * h)) for h in range(8)] + [
    round(40 * math.exp(UP * 8 + DOWN * (h - 8))) for h in range(8, 32)
]
_DAILY = [
    round(30 * (math.exp(UP * h) if h < 8 else math.exp(UP * 8 + DOWN * (h - 8))) * PROFILE[(8 + h) % 24])
    for h in range(32)
]


def _slopes(answer: Answer) -> str | None:
    found = answer.value["growth"]
    if [entry["hour"] for entry in found] != [8, 20]:
        return f"`growth` has the hours {[entry['hour'] for entry in found]}, not 8 and 20"
    if found[0]["actions"] != ["apology", "recall"]:
        return f"the actions of hour 8 are {found[0]['actions']}, not apology and recall, in order of the alphabet"
    for name, entry, wanted in (("before", found[0], UP), ("after", found[0], DOWN), ("before", found[1], DOWN)):
        slope = entry[name]["slope"]
        if abs(slope - wanted) > 0.03:
            swapped = entry["after" if name == "before" else "before"]["slope"]
            why = ": before and after are exchanged" if abs(swapped - wanted) < 0.03 and wanted == UP else ""
            return f"the hourly growth {name} hour {entry['hour']} is {slope:.2f}, where the stream was made with {wanted:g}{why}"
    return None


def _grow(name: str, counts: Sequence[int], *profile: Any) -> Case:
    log = ((8.2, "recall"), (8.7, "apology"), (8.9, "recall"), (20, "report"), (70, "welfare"))
    return Case(name=name, given=lambda: (mentions(counts), actions(*log), *profile), watch=_slopes)


GROWTH = (
    _grow("a wave that doubles every 1.4 hours and then falls", _WAVE, FLAT),
    _grow("the same wave seen through the day", _DAILY),
)


def _half(answer: Answer) -> str | None:
    half, right = answer.value["half_life_h"], math.log(2) / -DOWN
    if half is None or abs(half - right) > 0.15:
        told = "None" if half is None else f"{half:.2f}"
        sign = ": a half-life is positive" if half is not None and half < 0 else ""
        return f"`half_life_h` is {told}, where the stream falls to a half in {right:.2f} hours{sign}"
    return None


DECAY = (
    Case(name="a wave that falls by a fifth an hour", given=lambda: (mentions(_WAVE), actions(), FLAT), watch=_half),
    Case(name="the same wave seen through the day", given=lambda: (mentions(_DAILY), actions()), watch=_half),
    Case(
        name="a wave that still grows",
        given=lambda: (mentions([5, 10, 20, 40, 80]), actions(), FLAT),
        expected={"half_life_h": None},
        keys=("half_life_h",),
    ),
)
_TALK = tuple({"hour": 25.0 + k / 20, "text": "听说那边也有"} for k in range(4)) + tuple(
    {"hour": 26.0, "text": "退款"} for _ in range(4)
)


def _path(answer: Answer) -> str | None:
    path, seen = answer.value["counterfactual"], answer.value["cumulative"]
    if not path or len(path) != len(seen) - 7:
        return f"`counterfactual` has {len(path or [])} values; from the hour before the statement to the last there are 25"
    if abs(path[0] - seen[7]) > 1e-6:
        return f"`counterfactual` begins with {path[0]:.4g}; at the statement it must be what was seen until then, {seen[7]:.4g}"
    if any(b < a - 1e-9 for a, b in pairwise(path)):
        return "`counterfactual` falls: what was said stays said"
    if path[-1] <= seen[-1]:
        return "`counterfactual` ends below what was seen, although the wave still grew at the statement"
    return None


REST = (
    Case(
        name="rumours on the second day",
        given=lambda: (mentions([3, 2, 1], rows=_TALK, text="衣服有异味"), actions(), FLAT),
        expected={"rumour_share": [0.0, 0.5]},
        keys=("rumour_share",),
        usual=(
            Usual(
                "`rumour_share` holds counts, not shares", lambda a: max(x or 0 for x in a.value["rumour_share"]) > 1
            ),
            Usual(
                "`rumour_share` is one number for the whole stream; give one a day",
                lambda a: len(a.value["rumour_share"]) == 1,
            ),
            Usual(
                "`rumour_share` has a value an hour; give one for each 24 hours",
                lambda a: len(a.value["rumour_share"]) > 2,
            ),
        ),
    ),
    Case(
        name="a wave that grows until the statement",
        given=lambda: (mentions(_WAVE), actions((8, "statement")), FLAT),
        watch=_path,
    ),
)

E7_4 = Exercise(
    "E7.4",
    "case_metrics",
    {
        "counts": Part(
            "counting",
            (COUNTS, MONOTONE),
            (
                "Clean first: which rows are not a mention by the public, and which come twice?",
                "A mention without a tag is worth a part of a mention: the share of negatives among those with a tag.",
                "`np.bincount(hours, weights=…, minlength=…)` gives counts that need not be whole, and zeros.",
            ),
        ),
        "times": Part(
            "alarm and statement",
            TIMES,
            (
                "The alarm looks at three hours together, and only at mentions that quote nobody.",
                "Three kinds of action are a first statement; actions after the last hour of the stream do not count.",
                "Round the statement's hour down, then ask how much of all was said in the hours before it.",
            ),
        ),
        "growth": Part(
            "growth around each action",
            GROWTH,
            (
                "Divide by the usual hour-of-day profile before fitting slopes; the clock hour begins with the first mention's.",
                "Six hours before the action's hour; the action's hour and five more after. At the ends there may be fewer.",
                "Actions of one hour stand together in one entry, each name once, in order of the alphabet.",
            ),
        ),
        "decay": Part(
            "half-life",
            DECAY,
            (
                "Fit the logarithm from the peak on, at most 24 hours.",
                "The slope is how much the logarithm changes an hour: a half is where it has changed by log 2.",
                "If the slope is not negative, nothing decays, and the answer is None.",
            ),
        ),
        "rest": Part(
            "rumours and counterfactual",
            REST,
            (
                "Rumours: for each 24 hours since the first mention, the negative weight with one of the words, by all of it.",
                "The counterfactual begins with what had been said by the last hour before the statement.",
                "`logistic_path` wants cumulative and adjusted counts, the profile hour by hour, and the statement's hour.",
            ),
        ),
    },
)  # fmt: skip
