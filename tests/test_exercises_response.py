"""E7.2 and E7.4: each usual wrong answer gets its own diagnosis, hidden tests find slips, plans are read safely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from test_exercises import play

from sim.course.cases.ch07_response import E7_2, EVENT, RESOURCES
from sim.course.crisis_plan import PlanError, broken, damage, plan_hours, read_plan, scenario_of
from sim.course.notebooks import ROOT
from sim.lab.checks import Wrong

CH07 = ROOT / "solutions" / "ch07" / "ch07.ipynb"
# (what is replaced, by what, the check that finds it, what it says)
PLANS = [
    ('return sorted(made, key=lambda a: a["hour"])', "return made[::-1]", "format", "order them by time"),
    ('"type": kind,', '"kind": kind,', "format", "with the keys"),
    ('"hour": float(hour)', '"hour": str(hour)', "format", "should be a number of hours"),
    ('act(0, "legal", owner="legal")]\n', 'act(0, "inform", owner="legal")]\n', "format", "is none of legal"),
    ('start = resources["ready_h"]', "start = 6.0", "hours", "four hours are the limit"),
    ('start = resources["ready_h"]', "start = 1.0", "hours", "nobody is there before"),
    ("for every in (12.0, 24.0)", "for every in (1.0, 2.0)", "hours", "4 to 24 are allowed"),
    ("round(72 / every) + 1", "3", "hours", "reports go on for 72 hours"),
    ("start + 24.0, ", "start + 6.0, ", "hours", "it takes 24"),
    ('made = [act(0, "legal", owner="legal")]', "made = []", "hours", "legal department is not informed"),
    ('event["evidence"], "hold")', 'event["evidence"], "own")', "stance", "nothing is established yet"),
    ('{"confirmed": "own", "false": "clarify"}', "{}", "stance", "only holds"),
    ('"false": "clarify"', '"false": "own"', "stance", "and the statement says 'own'"),
    ('event["severity"] < 0.2 and event["evidence"]', 'event["evidence"]', "quiet", "the matter is not tiny"),
    ('if event["severity"] < 0.2 and', "if False and", "quiet", "an action `quiet` is missing"),
    ('act(resources["ready_h"], "quiet", owner="service")', 'act(1, "quiet"), act(2, "statement", "hold", "accounts")', "quiet",
     "hardly anybody has heard of"),
    ('resources["channels"][:3]', '["accounts", "media"]', "resources", "is not open to this company"),
    ("able = [o for o in owners if o in night] if is_night(hour, event) else list(owners)", "able = list(owners)", "resources",
     "who is not on call at night"),
    ("if plan_hours(p) <=", "if 0 * plan_hours(p) <=", "resources", "hours of work; there are 40"),
    ("owner if owner in able else able[0]", '"management"', "resources", "cannot be called"),
]  # fmt: skip
CASES = [
    ('mentions.drop_duplicates("mention_id")', "mentions", "counts", "sent twice count twice"),
    ('said[said["author_type"] != "official"]', 'said[said["author_type"] != ""]', "counts", "the company's own posts"),
    ("else 0.0\n", "else 0.0\n    share = 1.0\n", "counts", "count as negative, all of them"),
    ("else 0.0\n", "else 0.0\n    share = 0.0\n", "counts", "are left out"),
    ('own = count((said["quote_of"].fillna("") == "").to_numpy())', "own = negative", "times", "quotes raise the alarm"),
    ("np.ones(ALARM_HOURS)", "np.ones(1)", "times", "single hours"),
    ('["statement", "apology", "clarification"]', '["statement"]', "times", "speak as well"),
    ('["statement", "apology", "clarification"]', '["statement", "apology", "report"]', "times", "a report counts"),
    ("negative[:first].sum()", "negative[: first + 1].sum()", "times", "includes the hour"),
    ("adjusted = negative / usual", "adjusted = negative", "growth", "where the stream was made with"),
    ('"before": log_slope(before), "after": log_slope(after)', '"before": log_slope(after), "after": log_slope(before)', "growth",
     "are exchanged"),
    ('sorted(set(group["action"]))', 'list(group["action"])', "growth", "in order of the alphabet"),
    ('np.log(2) / -decay["slope"]', '1 / -decay["slope"]', "decay", "where the stream falls to a half"),
    ('np.log(2) / -decay["slope"]', 'np.log(2) / decay["slope"]', "decay", "a half-life is positive"),
    ("float(part / whole) if whole", "float(part) if whole", "rest", "holds counts"),
    ("range(0, n, 24)", "range(0, n, 1)", "rest", "has a value an hour"),
    ("logistic_path(total, adjusted, usual, first)", "[0.0] + logistic_path(total, adjusted, usual, first)[1:]", "rest",
     "at the statement it must be"),
    ("logistic_path(total, adjusted, usual, first)", "logistic_path(total, adjusted, usual, first)[::-1]", "rest",
     "begins with"),
]  # fmt: skip
SLIPS = [
    ("e7_2", 'night, owners = resources["night"], resources["owners"]',
     'night, owners = resources["owners"], resources["owners"][:1]',
     "hidden-"),
    ("e7_2", "max(resources[\"remedy_ready_h\"], start)", "200.0", "hidden-damage"),
    ("e7_4", '.fillna("")\n    tagged', '\n    tagged', "hidden-rows"),
    ("e7_4", "profile[(start.hour + h) % 24]", "PROFILE[(start.hour + h) % 24]", "hidden-rhythm"),
    ("e7_4", "logistic_path(total, adjusted", "logistic_path(total, negative", "hidden-"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("exercise", "mistakes", "fewest"), [("e7_2", PLANS, 3), ("e7_4", CASES, 2)], ids=["plans", "cases"]
)
def test_every_usual_mistake_has_its_own_diagnosis(exercise: str, mistakes: list[Any], fewest: int) -> None:
    """Planted wrong answers are found by the check of their part, which says what went wrong."""
    heard: dict[str, set[str]] = {}
    for old, new, part, fragment in mistakes:
        failed = play(CH07, (old, new), only=exercise)[f"{exercise}-{part}"]
        assert isinstance(failed, Wrong), (new, failed)
        assert fragment in str(failed), (new, str(failed))
        heard.setdefault(part, set()).add(fragment)

    assert min(len(messages) for messages in heard.values()) >= fewest
    assert sum(len(messages) for messages in heard.values()) >= 18


@pytest.mark.slow
@pytest.mark.parametrize(("exercise", "old", "new", "name"), SLIPS, ids=range(len(SLIPS)))
def test_hidden_tests_find_what_visible_ones_miss(exercise: str, old: str, new: str, name: str) -> None:
    """Rules that no visible check looks at are looked at in grading."""
    said = play(CH07, (old, new), graded=True, only=exercise)

    assert any(failed and key.startswith(f"{exercise}-{name}") for key, failed in said.items())


def test_a_lazy_plan_that_keeps_every_rule_does_too_much_damage() -> None:
    """Speaking at the last moment and never mending costs the point for damage, whatever the rules say."""
    late = ('start = resources["ready_h"]', "start = 4.0")
    bare = ('if event["evidence"] != "false":', 'if event["evidence"] == "confirmed":')
    said = play(CH07, late, bare, graded=True, only="e7_2")

    assert {key for key, failed in said.items() if failed} == {"e7_2-hidden-damage"}


def action(**other: Any) -> Mapping[str, Any]:
    """Return one action that can be read, with changes."""
    return {"hour": 1.0, "type": "statement", "stance": "own", "channel": "accounts", "owner": "pr"} | other


@pytest.mark.parametrize(
    ("plan", "fragment"),
    [
        (None, "a plan is a list of actions, not NoneType"),
        ("statement", "not str"),
        ([1], "action 1 should be a dict"),
        ([action(hour=float("nan"))], "hour = nan"),
        ([action(hour=-1)], "hour = -1"),
        ([action(hour=True)], "hour = True"),
        ([action(stance="")], "a statement has a stance"),
        ([action(type="remedy")], "nothing else has; remedy has 'own'"),
        ([action(channel="radio")], "channel = 'radio' is none of"),
        ([action(owner=["pr"])], "owner = ['pr']"),
        ([action(channel="")], "what is said in public has a channel"),
        ([action(), action(hour=0.5)], "action 2 comes at hour 0.5"),
        ([dict(action(), note="x")], "with the keys"),
    ],
)
def test_nonsense_is_told_what_is_wrong(plan: Any, fragment: str) -> None:
    """Every way to ask, rules, hours or engine, names the action, the value and the rule."""
    for ask in (lambda: read_plan(plan), lambda: broken(plan, EVENT, RESOURCES), lambda: plan_hours(plan)):
        with pytest.raises(PlanError, match=r"action|list") as told:
            ask()
        assert fragment in str(told.value)


def test_a_plan_becomes_a_scenario() -> None:
    """Hours, stance, channels and remedy of the plan are those of the engine; doing nothing is silence."""
    truth = {"allegation_true": True, "evidence_rate": 3.0, "first_posts": 30}
    plan = [action(), action(channel="media"), action(hour=13.0, type="report", stance=""),
            action(hour=25.0, type="report", stance=""), action(hour=26.0, type="facts", stance=""),
            action(hour=40.0, type="remedy", stance="", channel="")]  # fmt: skip
    crisis = scenario_of(plan, EVENT, truth).crisis
    told = (
        crisis.detect_h + crisis.decide_h,
        crisis.stance,
        crisis.channels,
        crisis.update_every_h,
        crisis.invest_h,
        crisis.remedy_h,
    )

    assert told == (1.0, "own", 2, 12.0, 25.0, 40.0)
    assert not scenario_of([], EVENT, truth).crisis.speak
    assert damage(plan, EVENT, truth, 5) < damage([], EVENT, truth, 5)
    assert damage(plan, EVENT, truth, 5) == damage(plan, EVENT, truth, 5)


def test_hints_are_three_and_grow() -> None:
    """A further wrong try brings the next hint."""
    heard = []
    for _ in range(4):
        with pytest.raises(Wrong) as failed:
            E7_2.check("quiet", lambda event, resources: [])
        heard.append(str(failed.value).partition("\n")[2])

    assert len(set(heard)) == 3
    assert all(len(part.hints) == 3 for part in E7_2.parts.values())
