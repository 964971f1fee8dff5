"""E4.1 and E4.2: each usual wrong answer gets its own diagnosis, and hidden tests find what visible ones miss."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from test_exercises import cells, hidden, told

from sim.course import reply_game
from sim.course.cases.ch04_answers import E4_1
from sim.course.cases.ch04_replies import E4_2, Asked
from sim.course.notebooks import ROOT
from sim.lab.checks import CheckFailed, Wrong

CH04 = ROOT / "solutions" / "ch04" / "ch04.ipynb"
# (what is replaced, by what, the check that finds it, what it says)
EFFECT = [
    ('side="right"', 'side="left"', "bands", "belongs to the slower band"),
    ("np.where(hours.isna(), 5,", "np.where(hours.isna(), 4,", "bands", "counted as the slowest"),
    ("reindex(range(6), fill_value=0)})", "iloc[:5].reindex(range(6), fill_value=0)})", "bands", "left out"),
    ('tickets.drop_duplicates("ticket_id")', "tickets", "bands", "exported twice"),
    ('one["satisfaction"], "revisit"', 'one["satisfaction"].fillna(0.0), "revisit"', "satisfaction", "counts as 0"),
    ('one["user_id"].isin(events["user_id"]) & ', "", "revisit", "not in the sample counts"),
    ('(met["ts"] > met["created_ts"]) & ', "", "revisit", "more than 14 days later counts, or one before"),
    ("inside = (met", 'inside = met["ts"].notna() | (met', "revisit", "before the ticket and after 14 days"),
    ('events.loc[events["event"] == "visit", ', "events.loc[:, ", "revisit", "any event counts"),
    ('& (one["created_ts"] + window <= events["ts"].max())', "", "revisit", "he still may"),
    ("centre, half = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))",
     "centre, half, z = p, 1.96 * np.sqrt(p * (1 - p) / n), 0", "revisit", "Wald"),
    ('table[f"{name}_gap"] = differ.mul(weight, axis=0).sum() / total.where(total > 0)',
     'table[f"{name}_gap"] = table[name] - table[name][0]', "gaps", "different mixes"),
    ("differ.mul(weight, axis=0).sum() / total.where(total > 0)", "means.sub(means[0], axis=0).mean(skipna=False)", "gaps",
     "compared with nothing"),
    ("means.sub(means[0], axis=0)", "-means.sub(means[0], axis=0)", "gaps", "wrong sign"),
    ("weight = data.groupby", 'weight = data[data["band"] == 0].groupby', "gaps", "weighed alike, or by one band"),
]  # fmt: skip
POLICY = [
    ('"target_h": 1.0 if', '"target": 1.0 if', "format", "exactly the keys"),
    ('mode = "kb"', 'mode = "knowledge base"', "format", "none of template"),
    ('"priority": min(9, priority)', '"priority": float(priority)', "format", "no whole number"),
    ("(severity if complaint else 0)", "0", "order", "a praise is taken before"),
    ("(severity if complaint else 0)", "(6 - severity if complaint else 0)", "order", "before a dangerous one"),
    ('+ (ticket["waited_h"] >= 24)', "", "order", "never gets old"),
    ("if grave or severity == 2", "if False or severity == 2", "surge", "ready-made sentence"),
    ('mode = "template"\n    priority', 'mode = "expert"\n    priority', "surge", "delivery date"),
    ('mode = "template"\n    priority', 'mode = "expert" if complaint else "kb"\n    priority', "surge",
     "spent on a mild complaint"),
    ('state["surge"] or state["queue"] >= 15', "True", "quiet", "nearly every second time"),
    ('mode = "template"\n    elif', 'mode = "expert"\n    elif', "quiet", "says thank you"),
    ("1.0 if grave else 4.0", "5.0 if grave else 4.0", "quiet", "may wait for more than four hours"),
]  # fmt: skip


@cache
def source(exercise: str) -> tuple[str, str]:
    """Return the set-up and the solved answer of an exercise."""
    found = {told(cell, "grade_id"): cell.source for cell in cells(CH04)}
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


@pytest.mark.parametrize(("old", "new", "part", "fragment"), EFFECT, ids=range(len(EFFECT)))
def test_mistakes_of_the_estimate_are_named(old: str, new: str, part: str, fragment: str) -> None:
    """A planted wrong answer of E4.1 is found by the check of its part, which says what went wrong."""
    with pytest.raises(Wrong, match=fragment):
        E4_1.check(part, answered("e4_1", "response_effect", (old, new)))


@pytest.mark.parametrize(("old", "new", "part", "fragment"), POLICY, ids=range(len(POLICY)))
def test_mistakes_of_the_policy_are_named(old: str, new: str, part: str, fragment: str) -> None:
    """A planted wrong answer of E4.2 is found by the check of its part, which says what went wrong."""
    with pytest.raises(Wrong, match=fragment):
        E4_2.check(part, answered("e4_2", "reply_policy", (old, new)))


def test_a_policy_of_chance_is_found() -> None:
    """The same question must get the same answer."""
    asked: list[int] = []

    def moody(ticket: Any, state: Any) -> dict[str, Any]:
        asked.append(1)
        return {"mode": "kb", "priority": len(asked) % 9, "target_h": 4}

    with pytest.raises(Wrong, match="the second time"):
        E4_2.check("format", moody)


def test_every_part_has_three_hints() -> None:
    """Graded hints, part by part; at least three mistakes are told apart in each exercise."""
    for exercise, planted in ((E4_1, EFFECT), (E4_2, POLICY)):
        assert all(len(part.hints) == 3 for part in exercise.parts.values())
        assert len({fragment for _, _, _, fragment in planted}) >= 10


# Each passes every visible check. The last two: an expert at a quiet desk is slow for all who come next, and right answers
# for everybody are too slow in a surge.
HIDDEN = [
    ("e4_1", "response_effect", ("[1, 4, 12, 24], hours", "[1, 4, 12, 20], hours"), "hidden-company"),
    ("e4_1", "response_effect", ("count().reindex(means.index)", "count().reindex(means.index).clip(upper=20)"), "hidden-mix"),
    ("e4_1", "response_effect", ('<= met["created_ts"] + window', '< met["created_ts"] + window'), "hidden-known"),
    ("e4_1", "response_effect", ('{"band": place,', '{"band": pd.Series(place),'), "hidden-limits"),
    ("e4_2", "reply_policy", ("min(9, priority)", 'priority + (ticket["waited_h"] == 24) * (severity == 5)'), "hidden-form"),
    ("e4_2", "reply_policy", ('ticket["waited_h"] >= 24', 'ticket["waited_h"] >= 24 and state["queue"] < 15'), "hidden-rules"),
    ("e4_2", "reply_policy", ("elif grave or severity == 2 or", "elif not crowded:\n        mode = 'expert'\n    elif grave or"),
     "hidden-usual"),
    ("e4_2", "reply_policy", ('mode = "template"\n    priority', 'mode = "kb"\n    priority'), "hidden-surge"),
]  # fmt: skip


@pytest.mark.parametrize(("exercise", "name", "slip", "cell"), HIDDEN, ids=range(len(HIDDEN)))
def test_hidden_tests_find_slips(exercise: str, name: str, slip: tuple[str, str], cell: str) -> None:
    """What no visible check looks at is looked at in grading."""
    names: dict[str, Any] = {}
    exec(source(exercise)[0], names)
    names[name] = answered(exercise, name, slip)
    for part in (visible := {"e4_1": E4_1, "e4_2": E4_2}[exercise]).parts:
        visible.check(part, names[name])
    graded = {told(one, "grade_id"): one.source for one in cells(CH04) if hidden(one)}
    mine = [part for part in graded if part.startswith(f"{exercise}-")]
    for part in mine[: mine.index(f"{exercise}-{cell}")]:  # the later cells build on what these make
        with suppress(CheckFailed):
            exec(graded[part], names)
    with pytest.raises(Wrong):
        exec(graded[f"{exercise}-{cell}"], names)


def test_the_game_knows_good_from_bad() -> None:
    """In a surge the same world is kinder to first aid than to the knowledge base, and harsh to experts for everybody."""
    same = {
        mode: reply_game.tabulate(lambda t, s, m=mode: {"mode": m, "priority": 5, "target_h": 4})
        for mode in ("template", "kb", "expert")
    }
    score = {
        mode: sum(reply_game.play(table, seed, surge=True).score for seed in range(8)) for mode, table in same.items()
    }

    assert score["template"] > score["kb"] > score["expert"]
    first, again = (reply_game.play(same["kb"], 3, surge=False) for _ in range(2))
    assert first == again


def test_the_game_says_what_is_malformed() -> None:
    """A decision that is none is named with its situation; an unanswered table is no success."""
    with pytest.raises(ValueError, match=r"in the situation .*, `mode` is 'fast'"):
        reply_game.tabulate(lambda t, s: {"mode": "fast", "priority": 5, "target_h": 4})
    assert reply_game.object_to({"mode": "kb", "priority": True, "target_h": 4}) is not None
    assert reply_game.object_to({"mode": "kb", "priority": 5, "target_h": float("nan")}) is not None
    assert len(Asked().cases()) == len(list(reply_game.situations())) == 280
