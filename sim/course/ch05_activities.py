"""Section 5.3, activities of a community: levers, view, tables made of runs, the plan's network, questions and checklists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.lab.controls import Curve, View
from sim.lab.lesson import Question
from sim.parts.campaign.parameters import OBJECTIVES
from sim.parts.campaign.tasks import TASKS

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run

__all__ = [
    "ACTIVITY", "CARELESS", "CONTINGENCY", "DAY_VIEW", "LEVERS", "MORE", "OFFERS", "PLAN_QUIZ", "PREPARED", "STATED", "STEPS_QUIZ",
    "day_losses", "learning", "price_of_one_more", "results_by_objective", "slack_table",
]  # fmt: skip

# One activity of a brand on one platform; nothing else happens.
ACTIVITY: Mapping[str, object] = {
    "parts": ["audience", "campaign"], "platforms": ["weibo"], "n_people": 6_000, "horizon_days": 26, "warmup_days": 0,
    "campaign.first_day": 18,
}  # fmt: skip
LEVERS = (
    "campaign.objective_clarity", "campaign.creativity", "campaign.interaction_elements", "campaign.promo_channels",
    "campaign.budget_k", "campaign.plan_detail", "campaign.contingency", "campaign.incident_rate",
)  # fmt: skip
MORE = (
    "campaign.objective", "campaign.second_weight", "campaign.prep_days", "campaign.online_share", "campaign.teaser_days",
    "campaign.live_share_rate", "campaign.onsite_quality", "campaign.adjust_interval_d", "n_people",
)  # fmt: skip
CARELESS: Mapping[str, object] = {"campaign.plan_detail": 0.2, "campaign.contingency": False}
PREPARED: Mapping[str, object] = {"campaign.plan_detail": 0.9, "campaign.contingency": True}
OFFERS: Mapping[str, Mapping[str, object]] = {
    "as it is": CARELESS, "20 % more money": {**CARELESS, "campaign.budget_k": 120.0}, "dates, owners, answers": PREPARED,
}  # fmt: skip
STATED: Mapping[str, Mapping[str, object]] = {
    "no objective": {"campaign.objective_clarity": 0.0},
    **{name: {"campaign.objective": name, "campaign.objective_clarity": 0.9} for name in OBJECTIVES},
}


def _days(run: Run) -> pd.DataFrame:
    """Return a row for each day of the activity: who took part, who had heard of it, what went wrong (% of the result)."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "day": row["day"] + 1, "took_part": row["came"] + row["joined"], "heard": row["heard"],
                "lost": 100.0 * (1.0 - row["factor"]),
            }
            for row in run.rows("event_day")
        ],
        columns=["day", "took_part", "heard", "lost"],
    )  # fmt: skip


DAY_VIEW = View(
    title="Seven days of an activity",
    rows=_days,
    curves=(
        Curve("took_part", "guests and participants", "people a day"),
        Curve("heard", "have heard of it", "people so far"),
        Curve("lost", "lost to mishaps", "% of the day"),
    ),
    figures=(
        "participation", "attendance", "event_awareness", "event_follows", "incident_loss", "tasks_on_time", "objective_score",
        "cost_k",
    ),
)  # fmt: skip


def results_by_objective(runs: Sequence[Run]) -> pd.DataFrame:
    """Return what each run's activity brought, as a table of results: scenario, replication, metric, value.

    Metrics: people who heard, people who took part, orders, and orders of a hundred who took part.
    """
    import pandas as pd

    rows = []
    for run in runs:
        (event,) = run.rows("event")
        part = event["took_part"]
        found = {
            "heard": event["heard"], "took part": part, "orders": event["orders"],
            "orders per 100": 100.0 * event["orders"] / part if part else 0.0,
        }  # fmt: skip
        rows += [
            {"scenario": run.scenario.name, "replication": run.replication, "metric": name, "value": float(value)}
            for name, value in found.items()
        ]
    return pd.DataFrame(rows)


def slack_table() -> pd.DataFrame:
    """Return the twelve tasks with their earliest start and end, and the days each may slip before the whole is late."""
    import pandas as pd

    begin: list[int] = []
    for task in TASKS:
        begin.append(max((begin[k] + TASKS[k].days for k in task.after), default=0))
    whole = max(start + task.days for start, task in zip(begin, TASKS, strict=True))
    latest = [whole] * len(TASKS)
    for k in reversed(range(len(TASKS))):
        for before in TASKS[k].after:
            latest[before] = min(latest[before], latest[k] - TASKS[k].days)
    return pd.DataFrame({
        "task": [task.name for task in TASKS], "days": [task.days for task in TASKS],
        "waits for": [", ".join(TASKS[k].name for k in task.after) or "nothing" for task in TASKS],
        "earliest start": begin, "earliest end": [start + task.days for start, task in zip(begin, TASKS, strict=True)],
        "slack": [last - start - task.days for last, start, task in zip(latest, begin, TASKS, strict=True)],
    })  # fmt: skip


def day_losses(runs: Sequence[Run]) -> pd.DataFrame:
    """Return the loss of each day of each run: scenario, replication, day, lost (% of the day's result)."""
    import pandas as pd

    return pd.concat(
        _days(run)[["day", "lost"]].assign(scenario=run.scenario.name, replication=run.replication) for run in runs
    )


def price_of_one_more(results: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """Return what each scenario adds to ``baseline``: more people, more CNY and hours, and CNY for one more person.

    ``results`` holds participation, attendance, cost_k and team_hours. Where nobody was added the price is missing.
    """
    from sim.lab.grids import means_table

    means = means_table(results)
    more = means - means.loc[baseline]
    table = more.drop(index=baseline)
    people = table["participation"] + table["attendance"]
    table = table.assign(**{
        "more people": people, "more CNY": 1000.0 * table["cost_k"], "more hours": table["team_hours"],
        "CNY for one more": (1000.0 * table["cost_k"] / people).where(people > 0),
    })  # fmt: skip
    return table[["more people", "more CNY", "more hours", "CNY for one more"]]


def learning(runs: Sequence[Run], against: str) -> pd.DataFrame:
    """Return what each activity of a season scored more than the same one under ``against``, with the same luck.

    A table of results with columns ``by`` (scenario) and ``activity``; the value is a difference of two scores.
    """
    import pandas as pd

    usual = {
        (run.replication, e["number"]): e["score"]
        for run in runs
        if run.scenario.name == against
        for e in run.rows("event")
    }
    return pd.DataFrame(
        {
            "scenario": f"{run.scenario.name}, activity {e['number'] + 1}", "by": run.scenario.name,
            "activity": e["number"] + 1, "replication": run.replication, "metric": "objective_score",
            "value": e["score"] - usual[(run.replication, e["number"])],
        }
        for run in runs
        if run.scenario.name != against
        for e in run.rows("event")
    )  # fmt: skip


CONTINGENCY = (
    "The queue is too long: a second entrance, a host who talks to those who wait",
    "Sound, picture or the live stream fails: spare device, who decides to go on without it",
    "The announced guest does not come: who replaces him, who says so, within how many minutes",
    "The prize is gone, or the draw is doubted: rules in writing, a witness, a record",
    "Somebody is angry in public: who answers, with which first sentence, and who looks into it",
    "Nobody comes: from which number and hour on do we do what",
    "For each of these a name, a stand-in and a telephone number, printed",
)

STEPS_QUIZ = (
    Question(
        "The briefing says: “more members, more sales, and they should love us”. What is missing?",
        {
            "Nothing: an activity can do several things.": "It does; but a design that serves three does none of them fully.",
            "A number behind each of the three.": "Three numbers are still three objectives. Which decides when they collide?",
            "The one result that decides when two designs collide.": "",
        },
        "One stated objective with a number; the others are welcome side effects.",
    ),
    Question(
        "Somebody proposes five elements: Q&A, lucky draw, topic, game, photo wall. What speaks against it?",
        {
            "The cost of the elements.": "Two thousand yuan each is little beside the rest. What happens to a guest?",
            "Each further one is another step on the way, and most people like one of the first two already.": "",
            "Nothing, everybody finds something.": "That is half of it. Count those who leave before they are through.",
        },
        "The first elements bring new people, the later ones mainly steps.",
    ),
    Question(
        "Which task do you watch most closely in the two weeks before?",
        {
            "The longest one.": "A long task with much slack harms nobody. Look at the column slack.",
            "The one with the most expensive supplier.": "Money is spent either way. What does a late delivery delay?",
            "Those without slack: a day lost there is a day lost for the whole.": "",
        },
        "The chain without slack decides the date; it changes when another task slips beyond its own slack.",
    ),
)  # fmt: skip

PLAN_QUIZ = (
    Question(
        "“Twenty per cent more money brought more additional guests than planning did. So money is better.”",
        {
            "Right: the larger effect wins.": "Which price stands beside it? Divide by what each of them cost.",
            "It depends on what is scarce: the plan costs far less for one guest more, and both can be had.": "",
            "Wrong: planning always brings more.": "It did not: compare the additional people. Its strength is the price.",
        },
        "An effect without its cost is half a result.",
    ),
    Question(
        "Your contingency plan was not needed. Was it wasted?",
        {
            "Yes, next time without.": "So is every insurance without a fire. How many incidents do you expect?",
            "No: it is paid against a chance, eight hours against the loss of a day.": "",
            "No, because it also makes the tasks punctual.": "That is what dates and owners do. It is about incidents.",
        },
        "Its worth is the chance of an incident times what is saved; it falls to nothing where nothing can go wrong.",
    ),
    Question(
        "After six reviews the seventh teaches almost nothing. What do you do?",
        {
            "Stop reviewing for good.": "And when people, target or format change? Half of the lessons go with the target.",
            "Keep it short, and make it long again when the team or the target changes.": "",
            "Review twice as long.": "What is left to learn is little; hours do not change that.",
        },
        "Lessons wear off with people and with a new target: then there is something to learn again.",
    ),
)  # fmt: skip
