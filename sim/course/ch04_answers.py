"""Levers, pictures, tables, questions and checklists of sections 4.1 (why interaction matters) and 4.2 (good interaction)."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

from sim.lab.controls import Curve, View
from sim.lab.lesson import Question
from sim.parts.desk.tickets import ISSUES

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run

__all__ = [
    "DESK", "EQUAL_MONEY", "INTERACTION_PLAN", "LEVERS", "MORE", "RECOGNITION", "ROTAS", "WHY_QUIZ", "answered_table",
    "complaints_by_issue", "judged", "silent_hours", "voices",
]  # fmt: skip

# The controls of lab 4.1: what shows at once, and the second tab.
LEVERS = (
    "desk.agents", "desk.hours", "desk.check_interval_h", "desk.dialogue_share", "desk.fix_policy", "desk.fix_capacity",
    "desk.satisfaction_tau_h", "desk.escalation_tau_h",
)  # fmt: skip
MORE = (
    "desk.ticket_rate", "desk.reply_mode", "desk.channels_monitored", "desk.leak_rate", "desk.public_answers",
    "desk.complaint_answer_share", "desk.wom_probability", "audience.mean_degree", "plan.posts_per_day",
)  # fmt: skip

# 36 agent-hours a day in three ways; the night begins where the last agent goes home.
ROTAS: dict[str, dict[str, object]] = {
    "4 × 09–18": {"desk.agents": 4, "desk.hours": "09–18"},
    "3 × 09–21": {"desk.agents": 3, "desk.hours": "09–21"},
    "2 × 06–24": {"desk.agents": 2, "desk.hours": "06–24"},
}


def _by_day(run: Run) -> pd.DataFrame:
    """Return one row a day: satisfaction of those who wrote (7-day mean), share never answered (same), public complaints so far."""
    import pandas as pd

    known = [t for t in run.ticket_rows if t["state"] != "open"]
    told = pd.DataFrame({
        "day": [int((t["opened_h"] - run.start_h) // 24) + 1 for t in known],
        "satisfaction": [t["satisfaction"] for t in known], "silent": [float(isnan(t["first_reply_h"])) for t in known],
    })  # fmt: skip
    public = [
        int((c["at_h"] - run.start_h) // 24) + 1 for c in run.rows("public_complaint") if c["at_h"] >= run.start_h
    ]
    days = pd.DataFrame({"day": range(1, run.scenario.horizon_days + 1)})
    means = told.groupby("day")[["satisfaction", "silent"]].mean().reindex(days["day"])
    smooth = means.rolling(7, min_periods=1).mean().ffill().bfill().fillna(0.0).reset_index(drop=True)
    return pd.concat([days, smooth], axis=1).assign(public=[sum(at <= day for at in public) for day in days["day"]])


DESK = View(
    title="What the desk does to those who write",
    rows=_by_day,
    curves=(
        Curve("satisfaction", "satisfaction", "0–1, 7-day mean"),
        Curve("silent", "never answered", "share, 7-day mean"),
        Curve("public", "public complaints so far", "count"),
    ),
    figures=(
        "csat", "revisit_rate", "first_reply_h", "lost_share", "escalation_rate", "repeat_rate", "wom_posts", "loyal_share",
        "cost_k",
    ),
)  # fmt: skip


def _named(runs: Sequence[Run]) -> dict[str, list[dict[str, Any]]]:
    """Return the tickets that have ended, by scenario."""
    found: dict[str, list[dict[str, Any]]] = {}
    for run in runs:
        found.setdefault(run.scenario.name, []).extend(t for t in run.ticket_rows if t["state"] != "open")
    return found


def answered_table(runs: Sequence[Run]) -> pd.DataFrame:
    """Return a row for each scenario: the usual indicator of speed, and what it leaves out.

    Columns: median first reply (minutes, of the answered tickets), answered within an hour and never answered (shares of all
    tickets), satisfaction (0 to 1, of all). Runs of one scenario are pooled.
    """
    import numpy as np
    import pandas as pd

    rows = []
    for name, tickets in _named(runs).items():
        hours = np.array([t["first_reply_h"] for t in tickets])
        rows.append({
            "scenario": name, "median first reply (min)": 60.0 * float(np.nanmedian(hours)),
            "answered within 1 h": float(np.mean(hours <= 1.0)), "never answered": float(np.mean(np.isnan(hours))),
            "satisfaction": float(np.mean([t["satisfaction"] for t in tickets])),
        })  # fmt: skip
    return pd.DataFrame(rows).round(3)


def silent_hours(runs: Sequence[Run]) -> pd.DataFrame:
    """Return the tickets never answered in per cent, by scenario (rows) and clock hour of writing (columns, 0 to 23)."""
    import pandas as pd

    rows = {}
    for name, tickets in _named(runs).items():
        hour = pd.Series([int(t["opened_h"] % 24) for t in tickets])
        silent = pd.Series([100.0 * isnan(t["first_reply_h"]) for t in tickets])
        rows[name] = silent.groupby(hour).mean().reindex(range(24), fill_value=0.0)
    return pd.DataFrame(rows).T.round()


def complaints_by_issue(runs: Sequence[Run]) -> pd.DataFrame:
    """Return complaints by issue (rows, the most frequent of the first scenario first) and scenario; means over the runs."""
    import numpy as np
    import pandas as pd

    counts = {}
    for name, tickets in _named(runs).items():
        n = sum(run.scenario.name == name for run in runs)
        met = [t["issue"] for t in tickets if t["kind"] == "complaint"]
        counts[name] = np.bincount(met, minlength=len(ISSUES)) / n
    table = pd.DataFrame(counts, index=[name.rsplit(" ", 1)[0] for name in ISSUES])
    return table.sort_values(table.columns[0], ascending=False, kind="stable")


def voices(runs: Sequence[Run]) -> pd.DataFrame:
    """Return a row for each scenario: satisfaction, posts of praise, complaints gone public; means over the runs."""
    import pandas as pd

    from sim.lab.curves import measured
    from sim.lab.grids import means_table

    counts = [float(sum(t["escalated"] for t in run.ticket_rows)) for run in runs]
    public = measured(runs, ("csat",)).assign(metric="public complaints", value=counts)
    names = {"csat": "satisfaction", "wom_posts": "posts of praise"}
    table = means_table(pd.concat([measured(runs, tuple(names)), public])).rename(columns=names)
    return table.round(2).rename_axis("scenario").reset_index()


def judged(
    results: pd.DataFrame, metrics: Sequence[str], *, baseline: str, costs: Sequence[str] = ("cost_k",)
) -> pd.DataFrame:
    """Return ``verdicts`` of several metrics below each other: metric and scenario in front, the baseline's rows left out."""
    import pandas as pd

    from sim.lab.runs import verdicts

    told = [
        verdicts(results, m, baseline=baseline, costs=costs).rename(columns={f"mean {m}": "mean"}).assign(metric=m)
        for m in metrics
    ]
    table = pd.concat(told)
    return table[table["scenario"] != baseline].set_index(["metric", "scenario"])


INTERACTION_PLAN = (
    "Who answers, on which channel, from when until when; who stands in on holidays",
    "What happens to what arrives at night: a word at once, an answer in the morning, by whom",
    "How often the inbox is looked at, and who notices that nobody looked",
    "Which share of all that is written must be answered, not only how fast the median is",
    "Where the week's most frequent complaints go, and who says what was repaired",
    "Which complaint is passed on at once, however rare (heat, current, injury)",
    "Hours and money for it stand in the plan, beside those for posts",
)

WHY_QUIZ = (
    Question(
        "Your report says: median first reply 10 minutes, best of the industry. What do you ask first?",
        {
            "How can we get it down to 5?": "Nobody feels these five minutes as much as somebody else feels silence.",
            "Of how many of those who wrote is that the median?": "",
            "Which agent is the slowest?": "The median says nothing about agents. Who is missing in it altogether?",
        },
        "It counts the answered alone. Whoever wrote at night and gave up is not in it.",
    ),
    Question(
        "Two repairs a month. The list by frequency begins with late parcels; ‘plug gets hot’ comes eleventh. What is repaired?",
        {
            "The first two: most complaints disappear.": "So they do. And the plug goes on getting hot.",
            "The plug, and then by frequency.": "",
            "One drawn at random: fair to everybody.": "Fair to issues, not to people: frequent ones trouble many.",
        },
        "Frequency ranks annoyance. Danger is ranked by severity, whatever its place on the list.",
    ),
    Question(
        "A desk that answers within the hour gets no word of mouth. What would you try?",
        {
            "Ask every customer for five stars.": "Asked-for praise is worth little, and found out it costs trust.",
            "Answer those who praise at once, while they are still there.": "",
            "Nothing: word of mouth is luck.": "Look at the curve: it is nought on one side, and not on the other.",
        },
        "There is a threshold: only a really quick answer satisfies enough for somebody to tell others.",
    ),
)  # fmt: skip

# One agent for twelve hours a day costs as much as 56 hours of the team: 0.9 posts a day.
EQUAL_MONEY: dict[str, dict[str, object]] = {
    "posts only": {
        "desk.agents": 0, "desk.dialogue_share": 0.0, "plan.posts_per_day": 1.9, "production.staff_hours_week": 216.0,
    },
    "posts and a desk": {"desk.agents": 1, "plan.posts_per_day": 1.0, "production.staff_hours_week": 160.0},
}  # fmt: skip
RECOGNITION = ("loyal_share", "trust_mean", "awareness", "posts", "cost_k")
