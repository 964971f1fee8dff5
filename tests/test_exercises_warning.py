"""E7.1 and E7.3: each usual wrong answer gets its own diagnosis, and hidden tests find what visible ones miss."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from test_exercises import cells, hidden, told

from sim.course.cases.ch07_warning import E7_1, E7_3, Routed, Watched
from sim.course.datasets.mentions import VARIANTS, stream
from sim.course.notebooks import ROOT
from sim.lab.checks import CheckFailed, Wrong

CH07 = ROOT / "solutions" / "ch07" / "ch07.ipynb"
SHARE = 'share = (window["negative"] / window["mentions"]).fillna(0.0)'
# (what is replaced, by what, the check that finds it, what it says)
WATCH = [
    ("alarms.append((at,", 'alarms.append((at + pd.Timedelta("1h"),', "burst", "with the end of its hour"),
    ('"and": grumble & said', '"and": grumble | said', "burst", "only one of the two indicators"),
    (SHARE, 'share = (hourly["negative"] / hourly["mentions"]).fillna(0.0).rolling(3, min_periods=1).mean()', "burst",
     "the mean of hourly shares"),
    ('>= cfg["cooldown_h"]', ">= 0", "burst", "rings again while"),
    (".clip(lower=1)", ".clip(lower=0.01)", "burst", "floor of 1"),
    (".median(axis=1)", ".mean(axis=1).add(hourly['hits'] / 9)", "burst", "baseline contains the hours"),
    ('sum()\n    expected', 'sum().shift(-1)\n    expected', "prefix", "it rings before it can know"),
    ("rings.index[rings]", "rings.index[:-2][rings[:-2]]", "prefix", "at the end of the stream is not judged"),
    (".clip(lower=1)", '.clip(lower=1) * (1 + window["hits"].max())', "prefix", "does not ring at the first trouble"),
    (".clip(lower=1)", '.clip(lower=1) + 3 * hourly["hits"].mean()', "prefix", "contain what came later"),
    ('(window["mentions"] >= cfg["min_mentions"]) & ', "", "volume", "fewer mentions than"),
    ('window["mentions"] >= cfg', 'hourly["mentions"] >= cfg', "volume", "or with one hour"),
    ('share > cfg["neg_share"]', 'share >= cfg["neg_share"]', "volume", "it must lie above"),
    ('"share": grumble', '"share": grumble & said', "volume", "although `mode` is `share`"),
    ('>= cfg["cooldown_h"]', ">= 3", "cooldown", "before `cooldown_h` hours"),
    ('>= cfg["cooldown_h"]', "> 999", "cooldown", "never rings again"),
    ('>= cfg["cooldown_h"]', '> cfg["cooldown_h"]', "cooldown", "exactly `cooldown_h` hours"),
    ("        1\n        + (share", "        0\n        + (share", "level", "begin at 0"),
    ('(window["hits"] >= 2 * limit).astype(int)', "0", "level", "leaves out one of the three"),
    ("share >= 1.5 * cfg", "share >= 1.0 * cfg", "level", "a reason that is not there"),
]  # fmt: skip
ROUTE = [
    ("any(said(word) for word in risk", "any(said(word) for word in risk['keywords'] or ['']) or not (risk", "match",
     "without keywords matches everything"),
    ('item["text"].lower()', 'item["text"]', "match", "capitals hide"),
    ('bool(re.search(rf"\\b{re.escape(word)}\\b", text)) if word.isascii() else word in text', "word in text", "match",
     "inside another word"),
    ('score = max((risk["probability"] * risk["impact"] for risk in found), default=0)',
     'score = sum(risk["probability"] * risk["impact"] for risk in found)', "match", "sum over the matches"),
    ("score >= border", "score > border", "level", "belongs to level"),
    (">= 100_000", ">= 10**9", "level", "reach of the author changes nothing"),
    ("if found and item", "if item", "level", "reach alone is no risk"),
    ("min(4, level + 1)", "level + 1", "level", "no level 5"),
    ("None if draft else hours", "hours", "route", "not a response time"),
    ('{"legal", "pr"} if level >= 3 else set()', "set()", "route", "legal and PR"),
    ('first["response"]', 'found[0]["response"]', "route", "that of the first match"),
    ("hours = min(", "hours = max(", "route", "the shortest counts"),
    ('unknown = bool(item["marked"]) and not found', "unknown = False", "unknown", "treated as none"),
    ('unknown = bool(item["marked"]) and not found', "unknown = not found", "unknown", "everything without a match"),
    ('unknown = bool(item["marked"]) and not found', 'unknown = bool(item["marked"])', "unknown", "needs no flag"),
]  # fmt: skip


@cache
def source(exercise: str) -> tuple[str, str]:
    """Return the set-up and the solved answer of an exercise."""
    found = {told(cell, "grade_id"): cell.source for cell in cells(CH07)}
    return found[f"{exercise}-setup"], found[exercise]


def answered(exercise: str, name: str, *replacements: tuple[str, str]) -> Callable[..., Any]:
    """Return the solution with some of its text replaced."""
    setup, text = source(exercise)
    for old, new in replacements:
        assert old in text, f"{old!r} is not in the solution any more"
        text = text.replace(old, new, 1)
    names: dict[str, Any] = {}
    exec(setup, names)
    exec(text, names)
    return names[name]


@pytest.mark.parametrize(("old", "new", "part", "fragment"), WATCH, ids=range(len(WATCH)))
def test_mistakes_of_the_watch_are_named(old: str, new: str, part: str, fragment: str) -> None:
    """A planted wrong answer of E7.1 is found by the check of its part, which says what went wrong."""
    with pytest.raises(Wrong, match=fragment):
        E7_1.check(part, answered("e7_1", "early_warning", (old, new)))


@pytest.mark.parametrize(("old", "new", "part", "fragment"), ROUTE, ids=range(len(ROUTE)))
def test_mistakes_of_the_router_are_named(old: str, new: str, part: str, fragment: str) -> None:
    """A planted wrong answer of E7.3 is found by the check of its part, which says what went wrong."""
    with pytest.raises(Wrong, match=fragment):
        E7_3.check(part, answered("e7_3", "risk_route", (old, new)))


def test_every_part_has_three_diagnoses_and_three_hints() -> None:
    """Graded hints and at least three mistakes that are told apart, part by part, over both exercises."""
    for exercise, planted in ((E7_1, WATCH), (E7_3, ROUTE)):
        for name, part in exercise.parts.items():
            assert len(part.hints) == 3
            assert len({fragment for _, _, where, fragment in planted if where == name}) >= 3


HIDDEN = [
    ("e7_1", "early_warning", ("cfg = own | ", 'cfg = own | {"mode": "share"} | '), "hidden-streams"),  # too many false alarms
    pytest.param("e7_1", "early_warning", ("& recorded\n", "\n"), "hidden-rule", marks=pytest.mark.slow),  # hours without rows ring
    pytest.param("e7_1", "early_warning", ("sum(axis=1) >= 3", "sum(axis=1) >= 1"), "hidden-limits", marks=pytest.mark.slow),
    ("e7_3", "risk_route", ("for risk in register if", "for risk in register[:8] if"), "hidden-items"),
    ("e7_3", "risk_route", ("re.escape(word)", "word"), "hidden-registers"),  # a dot matches any letter
    ("e7_3", "risk_route", ('r["response_time_h"], r["risk_id"]', 'r["risk_id"]'), "hidden-matches"),
]  # fmt: skip


@pytest.mark.parametrize(("exercise", "name", "slip", "cell"), HIDDEN, ids=range(len(HIDDEN)))
def test_hidden_tests_find_slips(exercise: str, name: str, slip: tuple[str, str], cell: str) -> None:
    """What no visible check looks at is looked at in grading."""
    names: dict[str, Any] = {}
    exec(source(exercise)[0], names)
    names[name] = answered(exercise, name, slip)
    for part in (visible := {"e7_1": E7_1, "e7_3": E7_3}[exercise]).parts:
        visible.check(part, names[name])
    graded = {told(one, "grade_id"): one.source for one in cells(CH07) if hidden(one)}
    mine = [part for part in graded if part.startswith(f"{exercise}-") and not part.endswith("-hard")]
    for part in mine[: mine.index(f"{exercise}-{cell}")]:  # the later cells build on what these make
        with suppress(CheckFailed):
            exec(graded[part], names)
    with pytest.raises(Wrong):
        exec(graded[f"{exercise}-{cell}"], names)


def test_a_detector_that_never_or_always_rings_fails() -> None:
    """The tally counts missed crises, false alarms and hours; it cannot be passed by silence or by noise."""
    import pandas as pd

    some = [stream(9_000 + k, VARIANTS[k % 4]) for k in range(4)]
    for rings, fragment in ((0, "missed"), (1, "false alarms")):
        tally = Watched()
        for one in some:
            hours = pd.DataFrame({"ts": pd.unique(pd.Series(one.rows["ts"]))})
            assert tally.count(hours if rings else hours.iloc[:0], one) is None
        assert fragment in str(tally.verdict()(None))  # type: ignore[arg-type]


def test_a_router_that_flags_all_or_nothing_fails() -> None:
    """Everything at level 4 breaks the share, everything at level 1 the recall; a wrong level is told at once."""
    for level, fragment in ((4, "of all items"), (1, "truly risky")):
        tally = Routed()
        assert tally.count({"level": level}, True) is None
        assert tally.count({"level": level}, False) is None
        assert fragment in str(tally.verdict()(None))  # type: ignore[arg-type]
    assert Routed().count({"level": 5}, True) is not None
    assert Routed().count(None, True) is not None
