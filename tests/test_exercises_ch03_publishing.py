"""E3.3 and E3.4: every usual mistake has its own diagnosis, and hidden tests find what the visible ones do not look at."""

from __future__ import annotations

import pytest
from test_exercises import blank, play

from sim.course.cases.ch03_adjusting import E3_4
from sim.course.cases.ch03_publishing import E3_3
from sim.course.notebooks import ROOT
from sim.lab.checks import Wrong

CH03 = ROOT / "solutions" / "ch03" / "ch03.ipynb"
# Planted into the solution: what is replaced, by what, the check that finds it, and what it says.
MISTAKES = [
    ('text.replace(expression, " ")', "text", "e3_3-text", "advice that a rule allows"),
    ("        for expression in allowed:\n            text = text.replace(expression, \" \")\n",
     "        if any(e in text for e in allowed):\n            return False\n", "e3_3-text", "a second “最好” stands alone"),
    ("        for r in rules\n",
     "        for r in rules for _ in range(max(1, sum(t in post['text'] for t in r['terms'] if r['check'] == 'forbidden')))\n",
     "e3_3-text", "once for each term"),
    ("not field.strip()", "not field", "e3_3-fields", "nothing but blanks"),
    ("        return field < value\n    if check == \"at_least", "        return field <= value\n    if check == \"at_least",
     "e3_3-fields", "equals the least value"),
    ("and field != 1", "and field == 1", "e3_3-fields", "without the label passes"),
    ("and field < post[value]", "and field != post[value]", "e3_3-fields", "the wrong way round"),
    ('post.get("sensitive") == 1 and', 'post.get("sensitive") == 2 and', "e3_3-fields", "sensitive drafts need more"),
    ('post.get("sensitive") == 1 and', "", "e3_3-fields", "asked of an ordinary one"),
    ("    if field is None:\n        return False\n", "    if field is None:\n        return check == 'min'\n", "e3_3-fields",
     "is judged all the same"),
    ("return when in taken", "return False", "e3_3-slots", "taken on this platform at this minute"),
    ('if c["platform"] == post["platform"]', "", "e3_3-slots", "posts of other platforms count"),
    ("abs((when - other).total_seconds())", "(when - other).total_seconds() % 1e9", "e3_3-slots", "posts before the draft"),
    ("< 3600 * value", "<= 3600 * value", "e3_3-slots", "two hours are enough"),
    ("for other in taken) + 1 > value", "for other in taken) > value", "e3_3-slots", "a post of that day as well"),
    ('urgent = post.get("lane") == "emergency"', "urgent = False", "e3_3-routes", "skips the rules that R03 names"),
    ('for code in r["value"]}', 'for code in [*r["value"], "C01"]}', "e3_3-routes", "never compliance"),
    ("(-row[1], row[0])", "(row[1], row[0])", "e3_3-routes", "lightest to the gravest"),
    ("(-row[1], row[0])", "-row[1]", "e3_3-routes", "order of the rules"),
    ("if r[\"severity\"] > 0 and r", "if r[\"severity\"] == 0 or r", "e3_3-text", "item"),
    ("f\"{r['zh']} {r['en']}\"", "r['en']", "e3_3-routes", "should be"),
    ("kept / len(others) for kind in others", "kept / len(known) for kind in others", "e3_4-shares", "do not sum to 1"),
    ("    return {kind: round(float(shares[kind]), 12) for kind in known}",
     "    shares = {k: (1 - explore) * (k in winners) / len(winners) + explore / len(known) for k in known}\n    return shares",
     "e3_4-shares", "the others alone"),
    ("if s + width[kind] >= score[best] - width[best]}", "if s == min(score.values())}", "e3_4-shares", "weakest type gets most"),
    (">= score[best] - width[best]}", ">= 0}", "e3_4-shares", "every type gets a share by its mean"),
    ("for kind in known}\n", "for kind in known if shares[kind]}\n", "e3_4-shares", "it has the share 0"),
    ("explore if others else 0.0", "0.2 if others else 0.0", "e3_4-shares", "`explore` does not count"),
    ("if n >= min_n:", "if n >= 1:", "e3_4-small", "two lucky posts win"),
    ("for kind in known if kind not in winners]", "for kind in score if kind not in winners]", "e3_4-small", "KeyError"),
    ("if n >= min_n:", "if n > min_n:", "e3_4-small", "`min_n` posts are enough"),
    ('(past["publish_ts"] >= today - pd.Timedelta(days=window)) &', "", "e3_4-small", "outside the window decide"),
    ("1 / len(known) for kind in known}", "1 / max(1, len(by_type)) for kind in by_type.index}", "e3_4-small", "forgotten"),
    ("if s + width[kind] >=", "if s >= score[best] or s - 9 >=", "e3_4-overlap", "one type takes all"),
    ("(s / total if total else 1 / len(winners))", "(1 / len(winners))", "e3_4-overlap", "the two share evenly"),
    ("(n * mean + min_n * result.mean()) / (n + min_n)", "mean", "e3_4-overlap", "not shrunken"),
    ("explore if others else 0.0", "explore", "e3_4-overlap", "no other type"),
    ('(past["publish_ts"] >= today - pd.Timedelta(days=window)) &', "", "e3_4-time", "old posts decide"),
    ('past = history[history["publish_ts"] < today]', "past = history", "e3_4-time", "known already"),
    ('known = sorted(past["content_type"].unique())', 'known = sorted(past["content_type"].unique())\n    past = history',
     "e3_4-time", "of the future decide"),
    (">= today - pd.Timedelta", "> today - pd.Timedelta", "e3_4-time", "exactly `window` days old"),
    ('history["publish_ts"] < today', 'history["publish_ts"] <= today', "e3_4-time", "very moment"),
]  # fmt: skip
# Answers that pass every visible check and must fail a hidden one.
SLIPS = [
    ('unicodedata.normalize("NFKC", text).casefold()', "text", "e3_3-hidden-letters"),
    ('unicodedata.normalize("NFKC", text).casefold()', "text.casefold()", "e3_3-hidden-letters"),
    ("key=len, reverse=True", "key=len", "e3_3-hidden-letters"),
    ('urgent for code in r["value"]', 'urgent for code in ("P01", "P02", "P04", "P05")', "e3_3-hidden-lane"),
    ('post.get("lane") == "emergency"', 'post["lane"] == "emergency"', "e3_3-hidden-lane"),
    ('r["severity"] > 0 and', "", "e3_3-hidden-"),
    ("post.get(value) is not None and", "", "e3_3-hidden-rules"),
    ('& (past["impressions_24h"] > 0)', "", "e3_4-hidden-gaps"),
    ("s / total if total else 1 / len(winners)", "s / total", "e3_4-hidden-ties"),
    ("if not 0 <= explore <= 1:", "if False:", "e3_4-hidden-gaps"),
    ("2 * spread / n**0.5", "2 * spread / 10**0.5", "e3_4-hidden-drawn"),
]


@pytest.mark.parametrize(("old", "new", "name", "fragment"), MISTAKES, ids=range(len(MISTAKES)))
def test_every_usual_mistake_has_its_own_diagnosis(old: str, new: str, name: str, fragment: str) -> None:
    """A planted wrong answer is found by the check of its part, which says what went wrong."""
    failed = play(CH03, (old, new), only=name[:4])[name]

    assert isinstance(failed, Wrong), failed
    assert fragment in str(failed), str(failed)


def test_each_part_knows_several_mistakes() -> None:
    """At least three different diagnoses for each part were heard above, of all parts of both exercises."""
    told: dict[str, set[str]] = {}
    for _, _, name, fragment in MISTAKES:
        told.setdefault(name, set()).add(fragment)

    assert all(len(fragments) >= 3 for fragments in told.values())
    assert set(told) == {f"e3_3-{part}" for part in E3_3.parts} | {f"e3_4-{part}" for part in E3_4.parts}


@pytest.mark.parametrize(("old", "new", "name"), SLIPS, ids=range(len(SLIPS)))
def test_hidden_tests_find_what_visible_ones_miss(old: str, new: str, name: str) -> None:
    """The rules of the task that no visible check looks at are looked at in grading."""
    said = play(CH03, (old, new), graded=True, only=name[:4])
    failed = {key for key, value in said.items() if value}

    assert any(key.startswith(name) for key in failed), failed
    assert all("hidden" in key for key in failed), {key: str(said[key]) for key in failed}


def test_the_winner_who_takes_all_fails_the_quarters() -> None:
    """Giving everything to the winner of whatever posts there are costs the point for two hundred quarters."""
    greedy = ("    return {kind: round(float(shares[kind]), 12) for kind in known}",
              "    top = by_type['mean'].idxmax()\n    return {kind: float(kind == top) for kind in known}")  # fmt: skip
    failed = play(CH03, greedy, graded=True, only="e3_4")["e3_4-hidden-quarters"]

    assert "bring no more than the winner who takes all" in str(failed)


def test_hints_hold_no_solution() -> None:
    """Three hints a part, and none shares a line of code with the solution."""
    code = "\n".join(region for region, _ in blank(CH03))
    for exercise in (E3_3, E3_4):
        for part in exercise.parts.values():
            assert len(part.hints) == 3
            assert not any(line.strip() in hint for hint in part.hints for line in code.splitlines() if len(line) > 30)
