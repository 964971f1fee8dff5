"""E3.1 and E3.2: every usual mistake has its own diagnosis, and hidden tests find what the visible ones do not look at."""

from __future__ import annotations

from typing import Any

import pytest
from test_exercises import blank, cells, play, told

from sim.course.cases.ch03_making import E3_2, E3_2_BEST
from sim.course.cases.ch03_types import E3_1, E3_1_TABLE
from sim.course.notebooks import ROOT
from sim.lab.checks import CheckFailed, Wrong

CH03 = ROOT / "solutions" / "ch03" / "ch03.ipynb"
RATIO = "[float(a / b) if b > 0 else np.nan for a, b in zip(above, below, strict=True)]"
# Planted into the solution: what is replaced, by what, the check that finds it, and what it says.
MISTAKES = [
    (RATIO, RATIO.replace("a / b", "b / a if a else np.nan"), "e3_1-clean", "stands upside down"),
    ("(e * n[:, :1], e[:, :1] * n)", "(e * 1e3, e[:, :1] * 1e3)", "e3_1-clean", "instead of comments a reader"),
    ('posts[posts["status"] == "published"].drop_duplicates()', "posts.drop_duplicates()", "e3_1-clean", "a draft counts"),
    ('== "published"].drop_duplicates()', '== "published"]', "e3_1-clean", "stands twice is counted twice"),
    ('posts[posts["status"] == "published"]', 'posts[(posts["status"] == "published") & (posts["correction"] == 0)]',
     "e3_1-clean", "corrects a post is dropped"),
    ('rows = rows[~rows["post_id"].isin(missing)]', "rows = rows.fillna({outcome: 0.0})", "e3_1-clean", "taken for zero"),
    ('rows = rows[~rows["post_id"].isin(missing)]', 'rows = rows[rows[outcome].notna()].fillna({"reads": 1e-9})',
     "e3_1-clean", "still adds its comments"),
    ('table["platform"].replace(dict(ALIASES))', 'table["platform"]', "e3_1-control", "two platforms"),
    ("stratum = place", 'stratum = place.str[:0]', "e3_1-control", "types are compared across platforms"),
    ('+ band.astype(str) +', '+ "" +', "e3_1-control", "the hour of publication"),
    (".dt.hour // 6", ".dt.hour // 6.5", "e3_1-control", "06:00 still counts as night"),
    (' + " " + table["form"]', "", "e3_1-control", "the form is not controlled"),
    ("both = (n > 0) & (n[:, :1] > 0)",
     "both = n > -1\n    e, n = e.sum(0, keepdims=True), n.sum(0, keepdims=True)\n    both = n > 0",
     "e3_1-control", "types are compared across platforms"),
    (RATIO,
     "[float(np.nanmean((e / n)[:, k] / (e / n)[:, 0])) for k in range(5)]", "e3_1-control", "mean of the strata's ratios"),
    ('int((table["content_type"] == kind).sum())', 'int((posts["content_type"] == kind).sum())', "e3_1-table",
     "only where this outcome"),
    ("count < 8", "count <= 8", "e3_1-table", "fewer than 8"),
    ('"effect": effect[kind]', '"effect": 1 / effect[kind]', "e3_1-table", "not those of `pooled_effects`"),
    ("for outcome in OUTCOMES:", "for outcome in OUTCOMES[:3]:", "e3_1-table", "four outcomes"),
    ('"low": low, "high": high', '"low": high, "high": low', "e3_1-interval", "lies above"),
    ("[0.025, 0.975]", "[0.25, 0.75]", "e3_1-interval", "too short"),
    ("np.bincount(rng.integers(0, n, n), minlength=n)",
     "np.bincount(rng.integers(0, n, 9 * n), minlength=n)", "e3_1-interval",
     "too short"),
    ('yield env.timeout(row["arrive_h"])', "yield env.timeout(0)", "e3_2-queue", "begins before it arrives"),
    ('"lead": env.now - row["arrive_h"]', '"lead": env.now', "e3_2-queue", "from hour 0"),
    ('"lead": env.now - row["arrive_h"]', '"lead": env.now - found[row["place"]]["start"]', "e3_2-queue", "before the first step"),
    ("simpy.PriorityResource(env, 1) if alone", "simpy.PriorityResource(env, 9) if alone", "e3_2-queue", "nobody waits"),
    ("{step: simpy.PriorityResource(env, 1) if alone else pool for step in STEPS}",
     "dict.fromkeys(STEPS, simpy.PriorityResource(env, 1) if alone else pool)", "e3_2-queue", "until the first is quite"),
    (".get(name, 0.0) + env.now - asked", ".get(name, 0.0) + env.now - asked + (name == 'wait_design') * "
     "found[row['place']].get('wait_plan', 0)", "e3_2-queue", "waits of earlier steps"),
    ('row[step] / (1 if alone else stages["speed"])', "row[step]", "e3_2-roles", "as fast as specialists"),
    ('row[step] / (1 if alone else stages["speed"])',
     'row[step] * (1 if alone else stages["speed"])', "e3_2-roles", "multiplied by"),
    ("pool = simpy.PriorityResource(env, 4)", "pool = simpy.PriorityResource(env, 1)", "e3_2-roles", "one all-rounder"),
    ("if alone else pool for", "if alone else simpy.PriorityResource(env, 1) for", "e3_2-roles", "its own single person"),
    ("reviewer, found = simpy.PriorityResource(env, 1)", "reviewer, found = simpy.PriorityResource(env, 4)", "e3_2-roles",
     "as many reviewers"),
    ('"wait_review", stages["review_h"])', '"wait_review", stages["review_h"] / (1 if alone else stages["speed"]))', "e3_2-roles",
     "speed of an all-rounder"),
    ('row["error"] < stages', 'row["error"] <= stages', "e3_2-review", "lies below the chance"),
    ('>= stages["catch"]', '> stages["catch"]', "e3_2-review", "below `catch`, not at it"),
    ('"wait_review", stages["review_h"])', '"wait_review", 0)', "e3_2-review", "takes no time"),
    ("for _ in range(rounds):", "for _ in range(min(1, rounds)):", "e3_2-review", "two rounds"),
    ("for k in range(rounds))", "for k in range(min(1, rounds)))", "e3_2-review", "only one look counts"),
    ("for k in range(rounds))", "for k in range(6 if rounds > 1 else rounds))", "e3_2-review", "a later round counts"),
    ("        for _ in range(rounds):\n            yield from work(reviewer, row, \"wait_review\", stages[\"review_h\"])",
     "        if rounds:\n            yield from work(reviewer, row, \"wait_review\", rounds * stages[\"review_h\"])",
     "e3_2-review", "keeps a job for all its rounds"),
    ('0 if row["urgent"] else 1', "1", "e3_2-review", "urgent job does not go before"),
    ("np.argmax(np.round(values, 9))", "most - np.argmax(np.round(values[::-1], 9))", "e3_2-best", "the most rounds"),
    ("- defect_cost * line", "- 0 * line", "e3_2-best", "errors cost nothing"),
    ('0.5 ** (line["lead"] / halflife_h)', "1.0", "e3_2-best", "heat that is lost"),
    ("range(most + 1):", "range(7):", "e3_2-best", "more rounds are tried"),
]  # fmt: skip
# Answers that pass every visible check and must fail a hidden one.
SLIPS = [
    ('sort_values("correction", kind="stable")', 'sort_values("reads", kind="stable")', "e3_1-hidden"),
    ("for k in range(rounds))", "for k in range(min(rounds, 5)))", "e3_2-hidden"),
    ("rounds not in range(7)", "rounds > 99", "e3_2-hidden-urgent"),
    ('mode not in ("specialist", "generalist")', 'mode == "nobody"', "e3_2-hidden-urgent"),
    ("simpy.PriorityResource(env, 4)", "simpy.PriorityResource(env, 2)", "e3_2-hidden-lines"),
]  # fmt: skip


def checked(name: str, old: str, new: str) -> CheckFailed | None:
    """Run one check against a solution with a planted mistake; only this check, because the others cost time."""
    names: dict[str, Any] = {}
    exercise = name.partition("-")[0]
    for cell in cells(CH03):
        grade_id = told(cell, "grade_id")
        if grade_id in (f"{exercise}-setup", exercise):
            assert grade_id != exercise or old in cell.source, f"{old!r} is not in the solution any more"
            exec(cell.source.replace(old, new), names)
        if grade_id == name:
            try:
                exec(cell.source, names)
            except CheckFailed as failed:
                return failed
    return None


@pytest.mark.parametrize(("old", "new", "name", "fragment"), MISTAKES, ids=range(len(MISTAKES)))
def test_every_usual_mistake_has_its_own_diagnosis(old: str, new: str, name: str, fragment: str) -> None:
    """A planted wrong answer is found by the check of its part, which says what went wrong."""
    failed = checked(name, old, new)

    assert isinstance(failed, Wrong), failed
    assert fragment in str(failed), str(failed)


def test_each_part_knows_several_mistakes() -> None:
    """At least two different diagnoses for each part were heard above, and every part was tried."""
    heard: dict[str, set[str]] = {}
    for _, _, name, fragment in MISTAKES:
        heard.setdefault(name, set()).add(fragment)

    assert all(len(fragments) >= 2 for fragments in heard.values())
    assert set(heard) == {f"e3_1-{part}" for part in (*E3_1.parts, *E3_1_TABLE.parts)} | {
        f"e3_2-{part}" for part in (*E3_2.parts, *E3_2_BEST.parts)
    }


@pytest.mark.parametrize(("old", "new", "name"), SLIPS, ids=range(len(SLIPS)))
def test_hidden_tests_find_what_visible_ones_miss(old: str, new: str, name: str) -> None:
    """The rules of the task that no visible check looks at are looked at in grading."""
    said = play(CH03, (old, new), graded=True, only=name[:4])
    failed = {key for key, value in said.items() if value}

    assert any(key.startswith(name) for key in failed), failed
    assert all("hidden" in key for key in failed), {key: str(said[key]) for key in failed}


def test_hints_hold_no_solution() -> None:
    """Three hints a part, and none shares a line of code with the solution."""
    code = "\n".join(region for region, _ in blank(CH03))
    for exercise in (E3_1, E3_1_TABLE, E3_2, E3_2_BEST):
        for part in exercise.parts.values():
            assert len(part.hints) == 3
            assert not any(line.strip() in hint for hint in part.hints for line in code.splitlines() if len(line) > 30)
