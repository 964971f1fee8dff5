"""E4.3 and E4.4: each usual wrong answer gets its own diagnosis, and hidden tests find what visible ones miss."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from test_exercises import cells, hidden, told

from sim.course.cases.ch04_events import E4_4
from sim.course.cases.ch04_feedback import E4_3, purity
from sim.course.notebooks import ROOT
from sim.lab.checks import CheckFailed, Wrong

CH04 = ROOT / "solutions" / "ch04" / "ch04.ipynb"
OPEN = '(once["created_ts"] <= now) & ~(once["closed_ts"] <= now)'
# (what is replaced, by what, the check that finds it, what it says)
WORKLIST = [
    (OPEN, 'once["created_ts"] <= now', "open", "is worked on again"),
    (OPEN, '~(once["closed_ts"] <= now)', "open", "on the list already"),
    (OPEN, '(once["created_ts"] <= now) & once["closed_ts"].isna()', "open", "now it is open"),
    ('tickets.drop_duplicates("ticket_id")', "tickets", "open", "stands twice in the export"),
    ('len({row["user_id"] for row in group})', "len(group)", "open", "counts as two users"),
    ('groups["ticket", row["ticket_id"]] = [row]', 'groups.setdefault(("kind", row["kind"]), []).append(row)', "open",
     "answered by itself"),
    ("min(3.0, 1 + hours / 24)", "(1 + hours / 24)", "score", "grows without end"),
    ('(now - min(row["created_ts"]', '(now - max(row["created_ts"]', "score", "its newest ticket"),
    ('max(row["severity"] for row in group)', 'min(row["severity"] for row in group)', "score", "its worst ticket"),
    ('min(20, sum(alone[row["kind"]] for row in group))', '20 if len(group) > 1 else alone[group[0]["kind"]]', "score",
     "never takes longer"),
    (" * min(3.0, 1 + hours / 24)", "", "score", "age is left out"),
    ("room = [], int(capacity_min)", "room = [], int(capacity_min) + 8", "choice", "more minutes than there are"),
    ("best[room][1]", "sorted(best[room][1])[:1]", "choice", "does not fit|score of"),
    ("for minutes in range(room, row", "for minutes in range(room - 1, row", "choice", "best minute by minute|score of"),
    ('if row["reason"] == "severe" and row["minutes"] <= room', "if False", "severe", "starves"),
    ("best[room][1]]", "best[room][1]]\n    chosen.sort(key=lambda row: -row['score'])", "severe", "not at its head"),
    ('rows.sort(key=lambda row: (-row["score"]', 'rows.sort(key=lambda row: (row["score"]', "severe",
     "the greater score comes first"),
    (">= 0.17", ">= 0.0", "text", "no code is no issue"),
    (">= 0.17", ">= 1.1", "text", "stay alone"),
    ('code = row["issue_code"] if isinstance(row["issue_code"], str) else ""', 'code = ""', "text", "belongs to its code"),
    ('if row["kind"] != "complaint":', 'if row["kind"] == "praise":', "text", "grouped with complaints"),
]  # fmt: skip
TWICE = 'float(sum(daily.loc[daily["campaign_id"] == about["campaign_id"], name])) if name in daily else 260.0 for name'
REPORT = [
    ("float(mine[name].sum()) for name", "float(clean[name].sum()) for name", "rates", "other activities are added"),
    ('mine = clean[clean["campaign_id"] == about["campaign_id"]]',
     'mine = clean[(clean["campaign_id"] == about["campaign_id"]) & (clean["date"] >= about["start"])]', "rates",
     "before the start are left out"),
    ('divided(total["participants"], total["exposure"])', 'float((mine["participants"] / mine["exposure"]).mean())', "rates",
     "mean of the days' rates"),
    ('divided(total["ugc_posts"], total["guests"])', 'divided(total["ugc_posts"], total["attendees"])', "rates",
     "guests and online participants"),
    ("float(mine[name].sum()) for name", TWICE, "rates", "stands twice counts twice"),
    ("above / below if below else None", "above / below if below else 0.0", "rates", "None, not 0"),
    ('"spend_cny": 1.0', '"spend_cny": 1000.0', "money", "read as thousand"),
    ('"spend_kcny": 1000.0', '"spend_kcny": 1.0', "money", "answer is in CNY"),
    ('total[money] * unit[money]', '1000 * (about["budget_online_kcny"] + about["budget_offline_kcny"])', "money",
     "not what was spent"),
    ("above / below if below else None", "above / below if below else 0.0", "money", "no cost of one"),
    ('mine["guests"].idxmax()', 'mine["exposure"].idxmax()', "peak", "most exposure"),
    ('mine["guests"].idxmax()', 'mine["guests"][::-1].idxmax()', "peak", "the first one counts"),
    ('str(mine.loc[mine["guests"].idxmax(), "date"].date())', 'mine.loc[mine["guests"].idxmax(), "date"]', "peak", "a text like"),
    ('if total["guests"] else None,\n        "per_day_before"', 'if True else None,\n        "per_day_before"', "peak",
     "there is no peak"),
    ('pd.date_range(about["start"], about["end"])', 'pd.date_range(mine["date"].min(), about["end"])', "correction",
     "days of promotion"),
    ('calendar.loc[: corrected[0], "guests"]', 'calendar.loc[: corrected[0], "guests"].iloc[:-1]', "correction",
     "what came before"),
    ("divided(float(before.sum()), len(before))", "float(before.sum()) if len(before) else None", "correction",
     "sums are compared"),
    ("divided(float(after.sum()), len(after))", "divided(float(after.sum()), int((after > 0).sum()))", "correction",
     "without a row counts 0"),
    ("divided(float(after.sum()), len(after))", "float(after.sum() / max(1, len(after)))", "correction", "nothing to average"),
    ("if len(corrected) else calendar[\"guests\"].iloc[:0]", "if len(corrected) else calendar[\"guests\"]", "correction",
     "no before and no after"),
    ('float(total["guests"] - online - offline)', 'float(online + offline - total["guests"])', "contrast", "other way round"),
    ('float(total["guests"] - online - offline)', 'float(total["guests"] - max(online, offline))', "contrast",
     "not with the better"),
    ("((rest[side] - about[side]).abs() < 1e-9) & (rest[other] == 0)", "rest[other] == 0", "contrast", "with another budget"),
    ("online is not None and offline is not None", "True\n    online, offline = online or 0.0, offline or 0.0", "contrast",
     "half of a comparison"),
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


@pytest.mark.parametrize(("old", "new", "part", "fragment"), WORKLIST, ids=range(len(WORKLIST)))
def test_mistakes_of_the_worklist_are_named(old: str, new: str, part: str, fragment: str) -> None:
    """A planted wrong answer of E4.3 is found by the check of its part, which says what went wrong."""
    with pytest.raises(Wrong, match=fragment):
        E4_3.check(part, answered("e4_3", "build_worklist", (old, new)))


@pytest.mark.parametrize(("old", "new", "part", "fragment"), REPORT, ids=range(len(REPORT)))
def test_mistakes_of_the_report_are_named(old: str, new: str, part: str, fragment: str) -> None:
    """A planted wrong answer of E4.4 is found by the check of its part, which says what went wrong."""
    with pytest.raises(Wrong, match=fragment):
        E4_4.check(part, answered("e4_4", "event_report", (old, new)))


def test_every_part_has_three_diagnoses_and_three_hints() -> None:
    """Graded hints and at least three mistakes that are told apart, part by part, over both exercises."""
    for exercise, planted in ((E4_3, WORKLIST), (E4_4, REPORT)):
        for name, part in exercise.parts.items():
            assert len(part.hints) == 3
            assert len({fragment for _, _, where, fragment in planted if where == name}) >= 3


# The best group first, as long as it fits: no bad list, and not the best one.
GREEDY = """for row in others:
        if row["minutes"] <= room:
            chosen, room = [*chosen, row], room - row["minutes"]"""
HIDDEN = [
    ("e4_3", "build_worklist", ('max(row["severity"] for row in group)', 'group[0]["severity"]'), "hidden-mornings"),
    ("e4_3", "build_worklist", ("chosen += [others[k] for k in best[room][1]]", GREEDY), "hidden-sets"),
    ("e4_3", "build_worklist", (">= 0.17", ">= 0.32"), "hidden-texts"),  # hardly any group
    ("e4_3", "build_worklist", ("if capacity_min < 0:", "if False:"), "hidden-limits"),
    ("e4_4", "event_report", ("calendar.loc[: corrected[0]", "calendar.loc[: corrected[-1]"), "hidden-company"),
    ("e4_4", "event_report", (".astype(float).fillna(0.0)", ".astype(float)"), "hidden-calendar"),
    ("e4_4", "event_report", ('raise ValueError("the daily', 'return dict(why="the daily'), "hidden-units"),
    ("e4_4", "event_report", ('names[0], "guests"', 'names[-1], "guests"'), "hidden-limits"),
]  # fmt: skip


@pytest.mark.parametrize(("exercise", "name", "slip", "cell"), HIDDEN, ids=range(len(HIDDEN)))
def test_hidden_tests_find_slips(exercise: str, name: str, slip: tuple[str, str], cell: str) -> None:
    """What no visible check looks at is looked at in grading."""
    names: dict[str, Any] = {}
    exec(source(exercise)[0], names)
    names[name] = answered(exercise, name, slip)
    for part in (visible := {"e4_3": E4_3, "e4_4": E4_4}[exercise]).parts:
        visible.check(part, names[name])
    graded = {told(one, "grade_id"): one.source for one in cells(CH04) if hidden(one)}
    dear = "e4_3-hidden-texts"  # makes a fresh world, and no other cell needs it
    mine = [part for part in graded if part.startswith(f"{exercise}-") and (part != dear or cell in part)]
    for part in mine[: mine.index(f"{exercise}-{cell}")]:  # the later cells build on what these make
        with suppress(CheckFailed):
            exec(graded[part], names)
    with pytest.raises(Wrong):
        exec(graded[f"{exercise}-{cell}"], names)


def test_purity_counts_groups_by_hand() -> None:
    """Three of four tickets stand among mostly their own issue, in two groups."""
    truth = {"a": "smell", "b": "smell", "c": "size", "d": "size"}

    assert purity([{"tickets": "a b c"}, {"tickets": "d"}], truth) == (0.75, 2)
