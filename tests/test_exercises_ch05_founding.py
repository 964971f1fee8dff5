"""E5.1 and E5.2: every usual mistake has its own diagnosis, and hidden tests find what the visible ones do not look at."""

from __future__ import annotations

import pytest
from test_exercises import ROOT, blank, play

from sim.course.cases.ch05_founding import E5_1
from sim.course.cases.ch05_rules import E5_2
from sim.lab.checks import Wrong

CH05 = ROOT / "solutions" / "ch05" / "ch05.ipynb"
# Planted into the solution: what is replaced, by what, the check that finds it, and what it says.
MISTAKES = [
    ('& (left > start)]', '& (left >= day)]', "e5_1-people", "m6 was a member for half of the window"),
    ('& (left > start)]', '& (left > start - pd.Timedelta(days=28))]', "e5_1-people", "m5 left before the window"),
    ('people = members[members["role"].isin(["member", "leader"])]', "people = members", "e5_1-people", "official account count"),
    ('(posts["deleted"] == 0) & ', "", "e5_1-people", "m4's only post was deleted"),
    ('>= people.loc[cohort, "joined"] + pd.Timedelta(days=60)', '>= pd.Timestamp("2024-06-29")', "e5_1-people",
     "still there today"),
    ('cohort = (people["joined"] >= start)', 'cohort = (people["joined"] >= pd.Timestamp("2000-01-01"))', "e5_1-people",
     "retention"),
    ('(answers["member_id_x"] != answers["member_id_y"]) & ', "", "e5_1-answers", "own second word"),
    ('threads[threads["ts"] <= day - pd.Timedelta(hours=24)]', "threads", "e5_1-answers", "nine hours"),
    ('answers = alive[alive', 'alive = alive[alive["member_id"] != "mod"]\n    answers = alive[alive',
     "e5_1-answers", "staff does answer"),
    ('(alive["ts"] >= start) & alive', "alive", "e5_1-answers", "began before the window"),
    ("& (hours <= 24)", "& (hours < 24)", "e5_1-answers", "exactly 24 hours is in time"),
    ("& (hours <= 24)", "& (hours < 25)", "e5_1-answers", "cut to whole ones"),
    ('share(threads["negative"] == 1)', 'share(mine["negative"] == 1)', "e5_1-answers", "share is one of posts"),
    (".reindex(ids, fill_value=0).sort_values()",
     ".reindex(ids, fill_value=0).sort_values().loc[lambda c: c > 0]", "e5_1-few", "silent members are missing"),
    ("math.ceil(0.05 * n)", "int(0.05 * n)", "e5_1-few", "round up"),
    ('"gini": float(', '"gini": 1 - float(', "e5_1-few", "1 minus"),
    ("sign * green", "sign * green + 1e-9", "e5_1-lights", "exactly on the green limit"),
    ("sign * yellow", "sign * yellow + 1e-9", "e5_1-lights", "exactly on the yellow limit"),
    ("[max(colours)]", "[min(colours)]", "e5_1-lights", "the best one decides"),
    ("[max(colours)]", "[sorted(colours)[1]]", "e5_1-lights", "the"),
    ("if len(flags) else None", "if len(flags) else 0.0", "e5_1-lights", "not defined"),
    ('case["member_id"], {"strikes"', '"all", {"strikes"', "e5_2-ladder", "counted for another one"),
    ("step, reason = len(member[\"strikes\"]) + 1", "step, reason = 1", "e5_2-ladder", "earlier strikes are forgotten"),
    ("(mute if action == \"mute\" else strike)", "strike", "e5_2-ladder", "ends after `mute_days`"),
    ("pd.NaT if action == \"remove\" else", "pd.NaT if False else", "e5_2-ladder", "a removal has an end"),
    ("step = min(step, len(ladder))", "step = (step - 1) % len(ladder) + 1", "e5_2-ladder", "begins anew"),
    ("if ts - at < strike]", "]", "e5_2-expiry", "strikes never expire"),
    ("ts - at < strike", "ts - at <= strike", "e5_2-expiry", "exactly 30 days has expired"),
    ("ts - at < strike", "(ts.normalize() - at.normalize()) < strike", "e5_2-expiry", "less a minute still counts"),
    ('[at for at in member["strikes"] if ts - at < strike]',
     'member["strikes"] if member["strikes"] and ts - member["strikes"][-1] < strike else []', "e5_2-expiry", "young again"),
    ('[at for at in member["strikes"] if ts - at < strike]',
     'member["strikes"] if member["strikes"] and ts - member["strikes"][0] < strike else []', "e5_2-expiry", "all are forgotten"),
    ('case["subtype"] in policy["direct"]', "False", "e5_2-direct", "removes it at once"),
    ('if member["out"]:', "if False:", "e5_2-direct", "sanctioned again"),
    ("step, action, reason = len(ladder)", "step, action, reason = 1", "e5_2-direct", "number of the last step"),
    ('.sort_values("ts", kind="stable")', "", "e5_2-order", "order of the file"),
    ('.sort_values("ts", kind="stable")', '.iloc[::-1].sort_values("ts", kind="stable")', "e5_2-order", "same minute"),
    ("rows = [told[k] for k in range(len(log))]", "rows = list(told.values())", "e5_2-order", "sorted by time"),
]  # fmt: skip
# Answers that pass every visible check and must fail a hidden one.
SLIPS = [
    ('.drop_duplicates("cpost_id")', "", "e5_1-hidden-rows"),
    ('& (posts["ts"] < day)', "", "e5_1-hidden"),
    ("& (left > start)]", "& (left >= start)]", "e5_1-hidden-borders"),
    ("days=window)", "days=28)", "e5_1-hidden-borders"),
    ("left[cohort] >=", "left[cohort] >", "e5_1-hidden"),
    ('if case["appeal_ok"] == 1:', "if False:", "e5_2-hidden-appeals"),
    ('ladder.index("mute") + 2', "0", "e5_2-hidden-mute"),
    ('member["muted"] > ts', 'member["muted"] >= ts', "e5_2-hidden"),
    ('pd.Timedelta(days=policy["strike_days"])', "pd.Timedelta(days=30)", "e5_2-hidden-policies"),
    ('case["subtype"] in policy["direct"]', 'case["subtype"] == "spam"', "e5_2-hidden-policies"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "name", "fragment"), MISTAKES, ids=range(len(MISTAKES)))
def test_every_usual_mistake_has_its_own_diagnosis(old: str, new: str, name: str, fragment: str) -> None:
    """A planted wrong answer is found by the check of its part, which says what went wrong."""
    failed = play(CH05, (old, new), only=name[:4])[name]

    assert isinstance(failed, Wrong), failed
    assert fragment in str(failed), str(failed)


def test_each_part_knows_several_mistakes() -> None:
    """At least two different diagnoses for each part were heard above."""
    told: dict[str, set[str]] = {}
    for _, _, name, fragment in MISTAKES:
        told.setdefault(name, set()).add(fragment)

    assert all(len(fragments) >= 2 for fragments in told.values())
    assert set(told) == {f"e5_1-{part}" for part in E5_1.parts} | {f"e5_2-{part}" for part in E5_2.parts}


@pytest.mark.parametrize(("old", "new", "name"), SLIPS, ids=range(len(SLIPS)))
def test_hidden_tests_find_what_visible_ones_miss(old: str, new: str, name: str) -> None:
    """The rules of the task that no visible check looks at are looked at in grading."""
    said = play(CH05, (old, new), graded=True, only=name[:4])
    failed = {key for key, value in said.items() if value}

    assert any(key.startswith(name) for key in failed), failed
    assert all("hidden" in key for key in failed), {key: str(said[key]) for key in failed}


def test_hints_hold_no_solution() -> None:
    """Three hints a part, and none shares a line of code with the solution."""
    code = "\n".join(region for region, _ in blank(CH05))
    for exercise in (E5_1, E5_2):
        for part in exercise.parts.values():
            assert len(part.hints) == 3
            assert not any(line.strip() in hint for hint in part.hints for line in code.splitlines() if len(line) > 30)
