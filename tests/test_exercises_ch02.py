"""E2.1 and E2.2: every usual mistake has its own diagnosis, and hidden tests find what the visible ones do not look at."""

from __future__ import annotations

import pytest
from test_exercises import CH02, blank, play

from sim.course.cases.ch02_platforms import E2_1
from sim.course.cases.ch02_users import E2_2, E2_2_TABLE
from sim.lab.checks import Wrong

# Planted into the solution: what is replaced, by what, the check that finds it, and what it says.
MISTAKES = [
    ("profiles[segment] * activity *", "activity *", "e2_1-fit", "share of the target segment"),
    ("* profiles[traits[brief[\"goal\"]]].mean(axis=1)", "* 1.0", "e2_1-fit", "goal does not count"),
    ("profiles[segment] * activity *", "profiles[segment] *", "e2_1-fit", "the activity (mean of the five reach columns)"),
    ('0.3 * brief["ecommerce_maturity"] *', "0.0 *", "e2_1-fit", "the resource bonus of the shop"),
    ('- 0.2 * profiles["crowding"]', "", "e2_1-fit", "crowding costs nothing"),
    ("<= hours]", "<= hours or True]", "e2_1-hours", "more hours are planned"),
    ('profiles["fixed_hours"] + 30', '0 * profiles["fixed_hours"] + 30', "e2_1-hours", "more hours are planned than there are"),
    ("return min(possible, key=lambda chosen: (-round(total(chosen), 9), chosen))",
     "best = []\n    for p in sorted(names, key=lambda p: -score[p]):\n        best = sorted([*best, p]) if [*best, p] and "
     "sorted([*best, p]) in possible and score[p] > 0 else best\n    return best", "e2_1-hours", "one after another"),
    ("value * 0.62**k", "value", "e2_1-discount", "count in full"),
    ("reverse=True", "reverse=False", "e2_1-discount", "discount falls on the best"),
    ("9), chosen))", "9), [-ord(c[0]) for c in chosen]))", "e2_1-ties", "last of the table"),
    ("names = sorted(score)", "names = list(score)", "e2_1-ties", "alphabetical order"),
    ("range(len(names) + 1)", "range(1, len(names) + 1)", "e2_1-ties", "ValueError"),
    ('labels[before & ~', 'labels[~', "e2_2-labels", "u05 never followed"),
    ('["follow", "unfollow"]', '["nothing"]', "e2_2-labels", "u06 unfollowed 50 days ago"),
    ("& (weeks >= 2)", "& (weeks >= 1)", "e2_2-labels", "seven times in one week"),
    ('& (seen["age"] <= 60)', "", "e2_2-labels", "reactions count for 60 days"),
    ('["like", "comment", "share", "save"]', '["like", "comment", "share", "save", "view", "click"]', "e2_2-labels",
     "views and clicks count"),
    ('labels[table["frequency"] < 2]', 'labels[table["frequency"] < 1]', "e2_2-borders", "item"),
    ('<= 30)] = "lost"', '< 30)] = "lost"', "e2_2-borders", "exactly 30 days ago is not lost"),
    ('<= 30)] = "lost"', '< 31)] = "lost"', "e2_2-borders", "cut to whole numbers"),
    (">= 6)", "> 6)", "e2_2-borders", "six reactions are enough"),
    ('seen["age"] <= 60', 'seen["age"] < 60', "e2_2-borders", "exactly 60 days ago still counts"),
    ('to_period("W")', 'to_period("W-SAT")', "e2_2-borders", "weeks begin on Monday"),
    ('seen[seen["age"] >= 0]', "seen", "e2_2-future", "looks into the future"),
    ('seen["age"] >= 0', 'seen["age"] > 0', "e2_2-future", "very moment"),
    ('["age"].min()', '["age"].max()', "e2_2-table", "age of the first event"),
    ("recency.to_numpy()", "recency.to_numpy() // 1", "e2_2-table", "whole days"),
    ("reactions_of(seen).groupby", "seen[seen.age <= 60].groupby", "e2_2-table", "counts every event"),
    ('& (seen["age"] <= 60)', "", "e2_2-table", "of all times"),
    ('"user_id": list(ids), "recency_d"', '"recency_d"', "e2_2-table", "`user_id` is a column"),
]  # fmt: skip
# Answers that pass every visible check and must fail a hidden one.
SLIPS = [
    ("if brief[\"goal\"] not in traits or", "if False and", "e2_1-hidden-limits"),
    ("profiles[segment] * activity", "profiles.reset_index()[segment] * activity", "e2_1-hidden-names"),
    ("<= hours]", "< hours]", "e2_1-hidden-limits"),
    ("9), chosen))", "9), -len(chosen), chosen))", "e2_1-hidden-alike"),
    ('.drop_duplicates("event_id")', "", "e2_2-hidden-rows"),
    ('users["user_id"].drop_duplicates()', 'users["user_id"]', "e2_2-hidden-rows"),
    ('["follow", "unfollow"]', '["unfollow"]', "e2_2-hidden"),
    ('.dt.tz_convert("Asia/Shanghai")', "", "e2_2-hidden-zone"),
    ('.dt.tz_convert("Asia/Shanghai")', '.dt.tz_convert("UTC")', "e2_2-hidden-zone"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "name", "fragment"), MISTAKES, ids=range(len(MISTAKES)))
def test_every_usual_mistake_has_its_own_diagnosis(old: str, new: str, name: str, fragment: str) -> None:
    """A planted wrong answer is found by the check of its part, which says what went wrong."""
    failed = play(CH02, (old, new), only=name[:4])[name]

    assert isinstance(failed, Wrong), failed
    assert fragment in str(failed), str(failed)


def test_each_part_knows_several_mistakes() -> None:
    """At least three different diagnoses for each exercise and two for each part were heard above."""
    told: dict[str, set[str]] = {}
    for _, _, name, fragment in MISTAKES:
        told.setdefault(name, set()).add(fragment)

    assert all(len(fragments) >= 2 for fragments in told.values())
    assert set(told) == {f"e2_1-{part}" for part in E2_1.parts} | {
        f"e2_2-{p}" for p in (*E2_2.parts, *E2_2_TABLE.parts)
    }


@pytest.mark.parametrize(("old", "new", "name"), SLIPS, ids=range(len(SLIPS)))
def test_hidden_tests_find_what_visible_ones_miss(old: str, new: str, name: str) -> None:
    """The rules of the task that no visible check looks at are looked at in grading."""
    said = play(CH02, (old, new), graded=True, only=name[:4])
    failed = {key for key, value in said.items() if value}

    assert any(key.startswith(name) for key in failed), failed
    assert all("hidden" in key for key in failed), {key: str(said[key]) for key in failed}


def test_hints_hold_no_solution() -> None:
    """Three hints a part, and none shares a line of code with the solution."""
    code = "\n".join(region for region, _ in blank(CH02))
    for exercise in (E2_1, E2_2, E2_2_TABLE):
        for part in exercise.parts.values():
            assert len(part.hints) == 3
            assert not any(line.strip() in hint for hint in part.hints for line in code.splitlines() if len(line) > 30)
