"""Visible cases of E5.3 ``check_plan`` and E5.4 ``cohort_retention``: a small plan and small cohorts, made by hand."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from sim.lab.answers import difference
from sim.lab.checks import Answer, Case, Exercise, Part, Usual

__all__ = ["AS_OF", "E5_3", "E5_4", "PEOPLE_5_4", "START", "cohort_table", "columns_of", "small_plan", "tasks_table"]

START = pd.Timestamp("2024-03-04")  # a Monday
# task, hours, waits for, owner, due
SEVEN = (
    ("A", 4, "", "cy", "2024-03-04"), ("B", 8, "A", "bo", "2024-03-05"), ("C", 4, "A", "bo", "2024-03-04"),
    ("D", 9, "C;B", "an", "2024-03-05"), ("E", 3, "C", "", None), ("G", 5, "A", "bo", "2024-03-05"),
    ("F", 0, "D;E;G", "an", "2024-03-06"),
)  # fmt: skip


def tasks_table(rows: Sequence[tuple[str, float, str, str, str | None]]) -> pd.DataFrame:
    """Return tasks as the data set ``activity_plans`` has them, the columns that count."""
    table = pd.DataFrame(rows, columns=["task_id", "duration_h", "depends_on", "owner", "due"])
    return table.assign(due=pd.to_datetime(table["due"]))


def small_plan() -> pd.DataFrame:
    """Return the plan of seven tasks that the visible checks ask about."""
    return tasks_table(SEVEN)


def _plan(today: str) -> Callable[[], tuple[Any, ...]]:
    return lambda: (small_plan(), START, pd.Timestamp(today))


def _says(key: str, value: Any) -> Callable[[Answer], bool]:
    return lambda a: a.value[key] == value


FOUND = {
    "critical": ["A", "B", "D", "F"], "finish_h": 21.0,
    "slack_h": {"A": 0.0, "B": 0.0, "C": 4.0, "D": 0.0, "E": 10.0, "G": 12.0, "F": 0.0},
    "no_owner": ["E"], "no_due": ["E"], "overloaded": ["bo"], "single_points": ["an"],
    "finish_day": "2024-03-06", "late": ["D"],
}  # fmt: skip
NETWORK = Case(
    name="a plan of seven tasks",
    given=_plan("2024-03-01"),
    expected=FOUND,
    keys=("critical", "finish_h", "slack_h"),
    usual=(
        Usual("`finish_h` adds up all durations; what does not wait for each other runs at the same time", _says("finish_h", 33)),
        Usual("only the first of several predecessors counts; D waits for C and for B", _says("finish_h", 17)),
        Usual("`critical` lacks the milestone: a task without duration can have no slack, too",
              lambda a: "F" not in a.value["critical"]),
        Usual("`slack_h` looks at the end of the whole only; C must also leave time for the tasks that wait for it",
              lambda a: abs(a.value["slack_h"]["C"] - 13) < 1e-9),
        Usual("`critical` is not in the order of the table", lambda a: sorted(a.value["critical"]) == ["A", "B", "D", "F"]),
    ),
)  # fmt: skip
PEOPLE = Case(
    name="a plan of seven tasks",
    given=_plan("2024-03-01"),
    expected=FOUND,
    keys=("no_owner", "no_due", "overloaded", "single_points"),
    usual=(
        Usual("nobody is missing: an empty text is no owner, and a missing date no date",
              lambda a: not a.value["no_owner"] or not a.value["no_due"]),
        Usual("`overloaded` counts all hours of an owner; more than 8 hours on one day is meant",
              lambda a: sorted(a.value["overloaded"]) == ["an", "bo"]),
        Usual("nobody is overloaded: on the first day three tasks of bo run at the same time",
              lambda a: not a.value["overloaded"]),
        Usual("`single_points` takes the share of all hours; the critical path's hours count",
              lambda a: a.value["single_points"] == ["bo"]),
        Usual("`single_points` holds everybody of the critical path; more than 40 % of its hours is the line",
              lambda a: len(a.value["single_points"]) == 3),
    ),
)  # fmt: skip
DATES = (
    Case(
        name="a plan that begins on Monday",
        given=_plan("2024-03-01"),
        expected=FOUND,
        keys=("finish_day", "late"),
        usual=(
            Usual("C ends with the last hour of its day, so it ends on that day", lambda a: "C" in a.value["late"]),
            Usual("a task without a due date cannot be late", lambda a: "E" in a.value["late"]),
            Usual("nothing is late: compare the day on which a task ends with its due date", _says("late", [])),
        ),
    ),
    Case(
        name="a plan that should have begun yesterday",
        given=_plan("2024-03-05"),
        expected={"finish_day": "2024-03-07", "late": ["A", "B", "C", "D", "G", "F"]},
        keys=("finish_day", "late"),
        usual=(
            Usual("it ignores `today`: what has not begun cannot end in the past", _says("finish_day", "2024-03-06")),
            Usual("`late` is what was due before today; the day on which a task *will* end counts", _says("late", ["A", "C"])),
        ),
    ),
)  # fmt: skip


def _broken(name: str, **depends: str) -> Case:
    rows = [(t, h, depends.get(t, d), o, due) for t, h, d, o, due in SEVEN]
    return Case(name=name, given=lambda: (tasks_table(rows), START, START), raises=ValueError)


E5_3 = Exercise(
    "E5.3",
    "check_plan",
    {
        "network": Part(
            "the network",
            (NETWORK,),
            (
                "Begin where nothing is waited for. A task can be dated when all its predecessors are.",
                "Forward: earliest start = largest earliest end of the predecessors. Backward: latest end = smallest latest "
                "start of those that wait for it.",
                "Slack is latest end less earliest end; the end of the whole is the latest end of whatever nobody waits for.",
            ),
        ),
        "people": Part(
            "owners and load",
            (PEOPLE,),
            (
                "Eight hours are a day: hour 0 to 8 is the first, 8 to 16 the second. A task may lie on several days.",
                "Add each owner's hours by day, at the earliest times; tasks of nobody are nobody's load.",
                "The hours of the critical tasks together are 100 %; milestones have none.",
            ),
        ),
        "dates": Part(
            "dates",
            DATES,
            (
                "Nothing has begun yet: the first working day is the later one of `start` and `today`.",
                "A task that ends at hour 8 ends on the first day, one that ends at 8.5 on the second.",
                "The number of the day counts from 0; the first day is there even for a milestone at hour 0.",
            ),
        ),
        "broken": Part(
            "broken plans",
            (
                _broken("a circle of two tasks", A="C"),
                _broken("a task that waits for itself", B="A;B"),
                _broken("a predecessor that is not in the plan", E="Z"),
            ),
            (
                "A plan in a circle has tasks left that never become free.",
                "Look for predecessors that no line of the plan has.",
                "`raise ValueError(...)` with a sentence that names the tasks.",
            ),
        ),
    },
)  # fmt: skip

# --- E5.4

AS_OF = pd.Timestamp("2024-06-05")
# member, joined, left, source, cost, role
PEOPLE_5_4 = (
    ("m1", "2024-05-01", "2024-05-04", "organic", 10, "member"), ("m2", "2024-05-01", "2024-05-21", "organic", 10, "leader"),
    ("m3", "2024-05-10", None, "organic", 10, "member"), ("m4", "2024-05-20", None, "organic", 10, "member"),
    ("m5", "2024-05-25", "2024-06-04", "organic", 10, "member"), ("m6", "2024-05-31", None, "organic", 10, "member"),
    ("m7", "2024-05-01", None, "organic", 10, "leader"),
    ("p1", "2024-03-01", "2024-03-31", "partner", 15, "member"), ("p2", "2024-03-02", None, "partner", 15, "member"),
    ("p3", "2024-03-10", "2024-05-09", "partner", 15, "member"),
    ("e1", "2024-04-01", None, "event", 0, "member"),
)  # fmt: skip
LATER = (
    ("n1", "2024-06-10", None, "organic", 10, "member"), ("n2", "2024-05-02", "2024-06-20", "event", 0, "member"),
)  # fmt: skip
NAN, LN2 = math.nan, math.log(2.0)
RETAINED = ["r7", "r30", "r60"]
GROWN = ["members", "effective", "cost_effective", "half_life_d"]


def cohort_table(rows: Sequence[tuple[str, str, str | None, str, float, str]]) -> pd.DataFrame:
    """Return members as the data set ``community_members`` has them, the columns that count."""
    names = ["member_id", "joined", "left", "source", "join_cost_cny", "role"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(joined=pd.to_datetime(table["joined"]), left=pd.to_datetime(table["left"]))


def columns_of(expected: pd.DataFrame, names: Sequence[str]) -> Callable[[Answer], str | None]:
    """Return a watch that compares some columns of a table, and says the first difference."""

    def watch(answer: Answer) -> str | None:
        value = answer.value
        if not isinstance(value, pd.DataFrame):
            return f"it returns no table but {type(value).__name__}"
        missing = [name for name in names if name not in value.columns]
        if missing:
            return f"the table lacks the column {missing[0]}"
        return difference(expected[list(names)], value[list(names)].reset_index(drop=True), 1e-6)

    return watch


def _expected(rows: Sequence[tuple[Any, ...]], by: str = "source") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[by, "month", "members", *RETAINED, *GROWN[1:]])


COHORTS = _expected([
    ("event", "2024-04", 1, 1.0, 1.0, 1.0, 1, 0.0, NAN),
    ("organic", "2024-05", 7, 6 / 7, 16 / 35, NAN, 0, NAN, LN2 * 115 / 3),
    ("partner", "2024-03", 3, 1.0, 2 / 3, 1 / 3, 1, 45.0, LN2 * 185 / 2),
])  # fmt: skip
WITH_LATER = _expected([
    ("event", "2024-04", 1, 1.0, 1.0, 1.0, 1, 0.0, NAN),
    ("event", "2024-05", 1, 1.0, 1.0, NAN, 0, NAN, NAN),
    *COHORTS.iloc[1:].itertuples(index=False, name=None),
])  # fmt: skip
BY_ROLE = _expected([
    ("leader", "2024-05", 2, 1.0, 0.5, NAN, 0, NAN, LN2 * 55),
    ("member", "2024-03", 3, 1.0, 2 / 3, 1 / 3, 1, 45.0, LN2 * 310 / 4),
    ("member", "2024-04", 1, 1.0, 1.0, 1.0, 1, 0.0, LN2 * 310 / 4),
    ("member", "2024-05", 5, 0.8, NAN, NAN, 0, NAN, LN2 * 310 / 4),
], "role")  # fmt: skip


def _cohorts(*more: Any, by: str | None = None) -> Callable[[], tuple[Any, ...]]:
    return lambda: (cohort_table((*PEOPLE_5_4, *more)), AS_OF, *((by,) if by else ()))


def _at(source: str, column: str, value: float) -> Callable[[Answer], bool]:
    return lambda a: abs(float(a.value.loc[a.value["source"] == source, column].iloc[-1]) - value) < 1e-6


CENSORED = Case(
    name="eleven members",
    given=_cohorts(),
    watch=columns_of(COHORTS, ["source", "month", *RETAINED]),
    usual=(
        Usual("those who have not been there for 30 days yet count as if they had stayed", _at("organic", "r30", 4 / 7)),
        Usual("those who have not been there for 30 days yet are left out; they say something until they are lost from view",
              _at("organic", "r30", 1 / 3)),
        Usual("everybody who joined counts as at risk on every day; who has left or is watched no longer does not",
              _at("organic", "r30", (6 / 7) ** 3)),
        Usual("who left after exactly 30 days still counts as there on day 30", _at("partner", "r30", 1.0)),
        Usual("`r60` is given where nobody has been watched for 60 days", _at("organic", "r60", 16 / 35)),
    ),
)  # fmt: skip
FUTURE = Case(
    name="members of later dates",
    given=_cohorts(*LATER),
    watch=columns_of(WITH_LATER, ["source", "month", "members", *RETAINED]),
    usual=(
        Usual("it counts somebody who joins after `as_of`", lambda a: "2024-06" in set(a.value["month"])),
        Usual("somebody who leaves after `as_of` has not left yet", lambda a: bool((a.value["half_life_d"].iloc[:2] > 0).all())),
    ),
)  # fmt: skip
GROWTH = Case(
    name="eleven members",
    given=_cohorts(),
    watch=columns_of(COHORTS, ["source", "month", *GROWN]),
    usual=(
        Usual("`effective` counts people who are there today; who was seen staying 60 days counts", _at("organic", "effective", 4)),
        Usual("`cost_effective` is the cost of one who joined, not of one who stayed", _at("partner", "cost_effective", 15.0)),
        Usual("`half_life_d` is the mean stay of those who left", _at("partner", "half_life_d", 45.0)),
        Usual("`half_life_d` is the mean time that a member stays; half of them have left after 0.69 of it",
              _at("partner", "half_life_d", 92.5)),
    ),
)  # fmt: skip
ANOTHER = Case(
    name="cohorts by role",
    given=_cohorts(by="role"),
    watch=columns_of(BY_ROLE, ["role", "month", "members", *RETAINED, *GROWN[1:]]),
    usual=(
        Usual("it groups by source whatever `by` says", lambda a: "source" in a.value.columns),
        Usual("the half-life belongs to a whole group of `by`, all months together",
              lambda a: a.value["half_life_d"].nunique(dropna=True) > 2),
    ),
)  # fmt: skip
E5_4 = Exercise(
    "E5.4",
    "cohort_retention",
    {
        "censoring": Part(
            "retention with censoring",
            (CENSORED,),
            (
                "For each member: days watched, and whether they ended because he left.",
                "On each day on which somebody left: what share of those still watched on that day left? Multiply what remains.",
                "At risk on day u are all with at least u days, also those who are watched no longer afterwards.",
            ),
        ),
        "dates": Part(
            "what is known on the date",
            (FUTURE,),
            (
                "Only what was known on `as_of` may count.",
                "Who joined later is no member yet; who left later is still there.",
                "`left.where(left <= as_of)` makes later dates missing.",
            ),
        ),
        "growth": Part(
            "effective growth, cost and half-life",
            (GROWTH,),
            (
                "Effective are those of whom one has seen that they stayed 60 days.",
                "Cost: of all who joined at least 60 days ago, divided by the effective ones.",
                "Leaving at a constant rate: rate = leavers / days of all members; half are gone after ln 2 / rate.",
            ),
        ),
        "by": Part(
            "by another column",
            (ANOTHER,),
            (
                "The first column is called what `by` says.",
                "`groupby([by, 'month'])`, sorted.",
                "The half-life is one number for each value of `by`, repeated in its months.",
            ),
        ),
    },
)  # fmt: skip
