"""Section 4.3, feedback: the desk, its levers and view, tables made of tickets, questions and checklists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from sim.course.datasets.texts import ISSUE_CODES
from sim.lab.controls import Curve, View
from sim.lab.lesson import Question
from sim.parts.desk.parameters import CHANNELS
from sim.parts.desk.tickets import ISSUES

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run

__all__ = [
    "COMPARE_QUIZ", "DESK", "LEVERS", "MECHANISM", "MORE", "OVERLOADED", "PRODUCT", "RULES", "SORT_QUIZ", "SURVEY_QUIZ", "VIEW",
    "best_and_worst_sets", "by_channel", "by_rule", "issue_table", "survey_table",
]  # fmt: skip

# A small desk: one agent, two messages an hour on six channels, watched all the time. `surge_factor` makes it busier.
DESK: Mapping[str, object] = {
    "parts": ["audience", "desk"], "platforms": ["weibo"], "n_people": 3_000, "horizon_days": 28, "warmup_days": 0,
    "desk.channels_monitored": 6, "desk.leak_rate": 0.0, "desk.check_interval_h": 0.0, "desk.fix_policy": "none",
    "desk.survey_interval_d": 0, "desk.surge_day": 1, "desk.surge_days": 365,
}  # fmt: skip
OVERLOADED: Mapping[str, object] = {"desk.surge_factor": 2.5}  # twice what one agent can answer
LEVERS = (
    "desk.channels_monitored", "desk.leak_rate", "desk.check_interval_h", "desk.priority_rule", "desk.agents",
    "desk.surge_factor", "desk.survey_interval_d", "desk.fix_policy",
)  # fmt: skip
MORE = (
    "desk.ticket_rate", "desk.hours", "desk.reply_mode", "desk.channel_contrast", "desk.escalation_tau_h", "desk.fix_capacity",
    "horizon_days",
)  # fmt: skip
RULES: Mapping[str, str] = {
    "first come": "fifo", "severe first": "severity", "common first": "cluster", "newest first": "lifo",
}  # fmt: skip
SEVERE = 3


def _tickets(runs: Sequence[Run]) -> pd.DataFrame:
    """Return the tickets of several runs with their scenario and replication."""
    import pandas as pd

    return pd.DataFrame(
        {**row, "scenario": run.scenario.name, "replication": run.replication}
        for run in runs
        for row in run.ticket_rows
    )


def _days(run: Run) -> pd.DataFrame:
    """Return one row a day: tickets that came in, those that wait at midnight, complaints gone public so far."""
    days = run.daily.loc[run.daily["day"] > 0, ["day"]].copy()
    made = _tickets([run])
    if made.empty:
        return days.assign(incoming=0, waiting=0, public=0)
    begun, ended = ((made[name] - run.start_h) / 24.0 for name in ("opened_h", "end_h"))
    there = made["registered"]
    days["incoming"] = [int(((begun >= d - 1) & (begun < d)).sum()) for d in days["day"]]
    days["waiting"] = [int((there & (begun < d) & (ended >= d)).sum()) for d in days["day"]]
    gone = [(c["at_h"] - run.start_h) / 24.0 for c in run.rows("public_complaint")]
    days["public"] = [sum(0 <= at < d for at in gone) for d in days["day"]]
    return days


VIEW = View(
    title="What the desk gets done",
    rows=_days,
    curves=(
        Curve("incoming", "feedback that came in", "a day"),
        Curve("waiting", "waiting at midnight", "tickets"),
        Curve("public", "complaints gone public", "so far"),
    ),
    figures=(
        "csat",
        "escalation_rate",
        "resolved_share",
        "lost_share",
        "first_reply_h",
        "issue_bias",
        "repeat_rate",
        "cost_k",
    ),
)


def by_rule(runs: Sequence[Run]) -> pd.DataFrame:
    """Return one row a scenario: who is answered, and mean satisfaction without and with those who never were.

    Columns: scenario, ``answered`` (share of all), ``severe answered`` and ``enquiries answered`` (shares of these), ``csat of
    the answered``, ``csat of all``; whoever still waits when a run ends has no verdict and is left out.
    """
    import pandas as pd

    made = _tickets(runs)
    made = made[(made["state"] != "open") | made["first_reply_h"].notna()]
    rows = []
    for name, group in made.groupby("scenario", sort=False):
        done = group["first_reply_h"].notna()
        severe = (group["kind"] == "complaint") & (group["severity"] >= SEVERE)
        rows.append({
            "scenario": name, "answered": done.mean(), "severe answered": done[severe].mean(),
            "enquiries answered": done[group["kind"] == "enquiry"].mean(),
            "csat of the answered": group.loc[done, "satisfaction"].mean(), "csat of all": group["satisfaction"].mean(),
        })  # fmt: skip
    return pd.DataFrame(rows)


def by_channel(runs: Sequence[Run]) -> pd.DataFrame:
    """Return the shares of issues among complaints: a row an issue, a column for all and for each channel, in per cent."""
    import pandas as pd

    made = _tickets(runs)
    made = made[made["kind"] == "complaint"]
    count = pd.crosstab(made["issue"], made["channel"]).reindex(
        index=range(len(ISSUES)), columns=range(len(CHANNELS)), fill_value=0
    )
    count.insert(0, "all", count.sum(axis=1))
    shares = 100.0 * count / count.sum()
    shares.index = pd.Index([name.rsplit(" ", 1)[0] for name in ISSUES])
    return shares.set_axis(["all", *CHANNELS], axis=1)


def best_and_worst_sets(runs: Sequence[Run], chosen_on: int = 2) -> pd.DataFrame:
    """Return how true a picture sets of channels give: the best and the worst set of each number, as a table of results.

    Sets are chosen by their bias in the first ``chosen_on`` runs and measured in the others, so that luck does not flatter
    the winner. Columns: scenario, channels (number), by (best or worst set), replication, metric, value, names. All runs must
    read every channel. Raise a ValueError where no run is left to measure.
    """
    import numpy as np
    import pandas as pd

    if len(runs) <= chosen_on:
        raise ValueError(
            f"{len(runs)} runs: more than chosen_on = {chosen_on} are needed, some to choose, some to measure."
        )
    made = _tickets(runs)
    made = made[made["kind"] == "complaint"]
    tables = [
        np.histogram2d(g["channel"], g["issue"], bins=(range(len(CHANNELS) + 1), range(len(ISSUES) + 1)))[0]
        for _, g in made.groupby("replication")
    ]

    def bias(counts: np.ndarray, members: tuple[int, ...]) -> float:
        heard, true = counts[list(members)].sum(axis=0), counts.sum(axis=0)
        return float(0.5 * np.abs(heard / heard.sum() - true / true.sum()).sum())

    rows = []
    for number in range(1, len(CHANNELS)):
        sets = list(combinations(range(len(CHANNELS)), number))
        first = [sum(bias(t, s) for t in tables[:chosen_on]) for s in sets]
        for by, place in (("best set", int(np.argmin(first))), ("worst set", int(np.argmax(first)))):
            names = " + ".join(CHANNELS[c] for c in sets[place])
            rows += [
                {"scenario": f"{number}, {by}", "channels": number, "by": by, "replication": k, "metric": "issue_bias",
                 "value": bias(t, sets[place]), "names": names}
                for k, t in enumerate(tables[chosen_on:])
            ]  # fmt: skip
    return pd.DataFrame(rows)


def issue_table(run: Run) -> pd.DataFrame:
    """Return the desk's own analysis of a month: for each issue, complaints, severity, hours to an answer, gone public."""
    made = _tickets([run])
    made = made[(made["kind"] == "complaint") & made["registered"]]
    by = made.groupby("issue").agg(
        complaints=("issue", "size"), severity=("severity", "first"), hours=("first_reply_h", "median"),
        public=("escalated", "sum"),
    )  # fmt: skip
    by["complaints × severity"] = by["complaints"] * by["severity"]
    by.insert(0, "issue 问题", [ISSUES[k] for k in by.index])
    named = {"hours": "hours to the answer (median)", "public": "gone public"}
    return by.rename(columns=named).sort_values("complaints", ascending=False, ignore_index=True)


def survey_table(survey: pd.DataFrame, tickets: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """Return issue shares in tickets and in the survey, in per cent, and who of those with an issue had never complained.

    ``survey`` and ``tickets`` are the data sets ``survey_waves`` and ``feedback_tickets``. Only tickets with a code count, each
    ticket once.
    """
    import pandas as pd

    coded = tickets.drop_duplicates("ticket_id")
    coded = coded[(coded["kind"] == "complaint") & coded["issue_code"].isin(ISSUE_CODES)]
    asked = survey[survey["reason_code"].isin(ISSUE_CODES)]
    shares = {
        "tickets with a code": coded["issue_code"].value_counts(normalize=True),
        "survey": asked["reason_code"].value_counts(normalize=True),
    }
    table = 100.0 * pd.DataFrame(shares).reindex(ISSUE_CODES).fillna(0.0)
    table.index = pd.Index([name.rsplit(" ", 1)[0] for name in ISSUES])
    return table, float(asked["is_silent"].mean())


# P-21: a question of a survey asks; it does not tell what one hopes to hear.
NEUTRAL, LEADING, TWO = "neutral 中性", "leading 诱导性", "two questions in one 一题两问"
_LOOK = {
    NEUTRAL: "Read it as somebody who thinks the opposite: can they answer without contradicting you?",
    LEADING: "It does not say which answer is welcome.",
    TWO: "It asks for one thing only.",
}


def _asked(text: str, right: str, because: str) -> Question:
    return Question(text, {kind: "" if kind == right else f"{told} {because}" for kind, told in _LOOK.items()}, because)


SURVEY_QUIZ = (
    _asked("Product 产品性能: “How satisfied are you with our much improved lid?”", LEADING, "“Much improved” is the answer."),
    _asked("Product: “How easy or hard was it to open the lid? 1 very hard … 5 very easy”", NEUTRAL,
           "Both ends are named, and it is about something that was done."),
    _asked("Service 服务体验: “Were our agents fast and friendly?”", TWO, "Fast and rude: what does that person tick?"),
    _asked("Service: “How long did you wait for an answer? minutes, hours, a day, never”", NEUTRAL,
           "A fact, with “never” among the answers."),
    _asked("Brand image 品牌形象: “You surely agree that we care about nature?”", LEADING, "Nobody likes to say no to that."),
    _asked("Brand image: “Is our brand modern and worth its price?”", TWO, "An old brand can be worth its price."),
)  # fmt: skip

SHOW, CAUSE, ALL, CONSIDER = (
    "success case 成功案例",
    "find the cause 分析原因",
    "common issue: one answer, repair 普遍性问题",
    "reply and consider 答复并纳入考虑",
)
_NOT = {
    SHOW: "Nothing here can be shown to others.",
    CAUSE: "No cause is missing here.",
    ALL: "It is one person, not many.",
    CONSIDER: "It is no suggestion.",
}


def _sorted(text: str, right: str, because: str) -> Question:
    return Question(text, {kind: "" if kind == right else f"{told} {because}" for kind, told in _NOT.items()}, because)


SORT_QUIZ = (
    _sorted("“Third winter with your flask, still hot after eight hours!” with a photo", SHOW,
            "Praise with a fact: thank, ask for permission, show it."),
    _sorted("Fourteen messages since noon: the coupon cannot be redeemed.", ALL,
            "One public answer serves all fourteen; then the coupon is mended."),
    _sorted("“Mine leaks. I tightened it twice.”", CAUSE, "One person, an unknown fault: help at once, and ask which batch."),
    _sorted("“Could the lid hang on a strap?”", CONSIDER, "A suggestion: a reply now, a decision later, and word about it."),
    _sorted("“Your agent hung up on me.”", CAUSE, "Service is a product, too: apologise, and look why."),
    _sorted("Every third ticket of the month asks how to descale the kettle.", ALL,
            "The manual is the fault: one answer for all, and a better page."),
)  # fmt: skip

# H4.3-08: every single feedback is properly dealt with.
MECHANISM = (
    "Every channel that is open to users is read by somebody with a name, also at weekends",
    "Each feedback gets a number when it is seen; the number goes into the register",
    "Product or service problem: first answer and a solution with a date; suggestion: a reply and a decision",
    "What is open after two days comes to the manager's list by itself",
    "Nothing is closed without an answer; “read” is no answer",
    "Once a month: lost and found. Ten posts about us drawn at random: are they in the register?",
)
# H4.3-09 and H4.3-10: the process is looked at again, and goes on without an occasion.
PRODUCT = (
    "Each month: the three most frequent issues, and the most dangerous one whatever its number",
    "Each month: for each channel, what it brought that no other did, and the hours it took",
    "Each quarter: a user survey with the same five questions, and an online activity where users talk to the team",
    "Each quarter: “you said, we did”: what came of surveys and suggestions, in public",
    "Each change of the process has a date after which its effect is looked at",
)

COMPARE_QUIZ = (
    Question(
        "A tool reports “satisfaction of answered tickets: 0.8”, up from 0.5, since the newest come first. What do you ask?",
        {
            "Nothing, the number has risen.": "The oldest have become invisible: who was never answered rates nothing.",
            "How many were never answered, and how many complaints went public.": "",
            "Whether the agents work faster.": "They do not: only the order has changed.",
        },
        "A mean over survivors is no measure of a service: count everybody who wrote.",
    ),
    Question(
        "Your desk can answer half of what comes in. The boss wants every channel registered without a gap. What do you say?",
        {
            "Good: nothing lost, everybody satisfied.": "In overload what is registered only waits: see the chart of leaks.",
            "First hours or fewer messages, then the register.": "",
            "Never: a leak is good for the mean.": "It was better than a queue, not better than an answer.",
        },
        "A mechanism keeps its promise up to its capacity. Beyond it, more hours, a common answer or a repair is what helps.",
    ),
    Question(
        "The most frequent issues are repaired, month by month. Which complaints are still there after half a year?",
        {
            "None.": "Two repairs a month, twelve issues, and new ones in real life.",
            "The rare and dangerous ones.": "",
            "Those of the loudest users.": "Perhaps in life; in this model everybody complains once a matter.",
        },
        "Frequency ranks; severity has to be asked for separately.",
    ),
)  # fmt: skip
