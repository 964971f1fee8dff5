"""E5.3 and E5.4: every usual mistake has its own diagnosis, and hidden tests find what the visible ones do not look at."""

from __future__ import annotations

import pytest
from test_exercises import ROOT, play

from sim.course.cases.ch05_activities import E5_3, E5_4
from sim.lab.checks import Wrong

CH05 = ROOT / "solutions" / "ch05" / "ch05.ipynb"
# Planted into the solution: what is replaced, by what, the check that finds it, and what it says.
MISTAKES = [
    ("finish = max(end.values())", "finish = sum(hours.values())", "e5_3-network", "adds up all durations"),
    ("[d.strip() for d in str(depends).split(\";\") if d.strip()]", "str(depends).split(\";\")[:1] if depends else []",
     "e5_3-network", "only the first of several"),
    ("latest[b] = min(latest[b], latest[t] - hours[t])", "pass", "e5_3-network", "looks at the end of the whole only"),
    ("if slack[t] < 1e-6]", "if slack[t] < 1e-6 and hours[t]]", "e5_3-network", "lacks the milestone"),
    ("[t for t in ids if not owner[t]]", "[]", "e5_3-people", "nobody is missing"),
    ("load[(owner[t], day)] = load.get((owner[t], day), 0.0)", "load[(owner[t], 0)] = load.get((owner[t], 0), 0.0)",
     "e5_3-people", "counts all hours of an owner"),
    ("h > 8 + 1e-6", "h > 80", "e5_3-people", "nobody is overloaded"),
    ("for t in critical:", "for t in ids:", "e5_3-people", "the share of all hours"),
    ("h / whole > 0.4 + 1e-6", "h > 0", "e5_3-people", "holds everybody of the critical path"),
    ("-(-(hour - 1e-9) // 8)) - 1", "hour // 8)", "e5_3-dates", "ends on that day"),
    ("if not pd.isna(due[t]) and day_of[t] > due[t]", "if not day_of[t] <= due[t]", "e5_3-dates", "without a due date"),
    ("working_day(max(start, today), end[t]", "working_day(start, end[t]", "e5_3-dates", "ignores `today`"),
    ("and day_of[t] > due[t]]", "and False]", "e5_3-dates", "nothing is late"),
    ('raise ValueError(f"these tasks', 'return dict.fromkeys(hours, 0.0)  # (f"these tasks', "e5_3-broken", "ValueError"),
    ("at_risk = (own[\"days\"] >= day).sum()", "at_risk = len(own)\n        share += 0 * at_risk", "e5_4-censoring",
     "at risk on every day"),
    ("    share = 1.0\n", "    return 1 - float(((own['days'] <= t) & own['gone']).mean())\n    share = 1.0\n", "e5_4-censoring",
     "as if they had stayed"),
    ('own["days"] <= t)', 'own["days"] < t)', "e5_4-censoring", "exactly 30 days"),
    ('if own["days"].max() < t and not own["gone"].all():', "if False:", "e5_4-censoring", "watched for 60 days"),
    ('members[members["joined"] <= as_of]', "members", "e5_4-dates", "joins after `as_of`"),
    ('table["left"].notna() & (table["left"] <= as_of)', 'table["left"].notna()', "e5_4-dates", "has not left yet"),
    ('int(((own["days"] > 60) | ((own["days"] == 60) & ~own["gone"])).sum())', 'int((~own["gone"]).sum())', "e5_4-growth",
     "there today"),
    ("cost / effective if effective", "own['cost'].mean() if effective", "e5_4-growth", "one who joined"),
    ('np.log(2) * everybody["days"].sum()', 'everybody["days"].sum()', "e5_4-growth", "mean time that a member stays"),
    ('np.log(2) * everybody["days"].sum()', 'everybody.loc[everybody["gone"], "days"].sum()', "e5_4-growth", "of those who left"),
    ("    rows = members[", "    by = 'source'\n    rows = members[", "e5_4-by", "groups by source"),
    ('everybody = table[table[by] == group]', "everybody = own", "e5_4-by", "all months together"),
]  # fmt: skip
# Answers that pass every visible check and must fail a hidden one.
SLIPS = [
    ("for t in sorted(ids, key=list(end).index, reverse=True):", "for t in reversed(ids):", "e5_3-hidden"),
    ('freq="D" if weekends else "B"', 'freq="D"', "e5_3-hidden-weekends"),
    ('"" if pd.isna(o) else str(o).strip()', "str(o).strip()", "e5_3-hidden-ties"),
    ("if o and whole and", "if whole and", "e5_3-hidden"),
    ('keep="last"', 'keep="first"', "e5_4-hidden-back"),
    ('person["join_cost_cny"].sum()', 'person["join_cost_cny"].first()', "e5_4-hidden-back"),
    ('.sort_values("joined", kind="stable")', "", "e5_4-hidden-back"),
    ('< t and not own["gone"].all():', "< t:", "e5_4-hidden-limits"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "name", "fragment"), MISTAKES, ids=range(len(MISTAKES)))
def test_every_usual_mistake_has_its_own_diagnosis(old: str, new: str, name: str, fragment: str) -> None:
    """A planted wrong answer is found by the check of its part, which says what went wrong."""
    failed = play(CH05, (old, new), only=name[:4])[name]

    assert isinstance(failed, Wrong), failed
    assert fragment in str(failed), str(failed)


def test_each_part_is_found_wrong() -> None:
    """Every part is failed by some mistake above, and an exercise knows at least three different diagnoses."""
    parts = {f"e5_3-{p}" for p in E5_3.parts} | {f"e5_4-{p}" for p in E5_4.parts}

    assert {name for _, _, name, _ in MISTAKES} == parts
    assert all(len({said for _, _, name, said in MISTAKES if name.startswith(e)}) >= 3 for e in ("e5_3", "e5_4"))


@pytest.mark.parametrize(("old", "new", "name"), SLIPS, ids=range(len(SLIPS)))
def test_hidden_tests_find_what_visible_ones_miss(old: str, new: str, name: str) -> None:
    """The rules of the task that no visible check looks at are looked at in grading."""
    said = play(CH05, (old, new), graded=True, only=name[:4])
    failed = {key for key, value in said.items() if value}

    assert any(key.startswith(name) for key in failed), failed
    assert all("hidden" in key for key in failed), {key: str(said[key]) for key in failed}


def test_hints_are_three() -> None:
    """Each part has three hints."""
    assert all(len(part.hints) == 3 for e in (E5_3, E5_4) for part in e.parts.values())
