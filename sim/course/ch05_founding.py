"""Levers, pictures, tables, questions and checklists of section 5.1, founding a community."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING

from sim.lab.controls import Curve, View
from sim.lab.lesson import Question
from sim.metrics.community import COHORT_H, cohort, members, stayed

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run

__all__ = [
    "ACTIVITY_CARDS", "COMMUNITY", "FOUNDING_QUIZ", "GOALS_QUIZ", "GROUP", "HEALTH", "LEVERS", "LONG_TERM", "MORE", "NICHE",
    "SPENDING", "by_day", "by_source", "monthly_report", "who_writes",
]  # fmt: skip

# 300 members who know a brand of tea ware, four organic joins a day, four months; 8,000 people around them.
GROUP: Mapping[str, object] = {"parts": ["community"], "platforms": ["weibo"], "n_people": 8_000, "horizon_days": 120}
NICHE: Mapping[str, object] = {"community.members_start": 60, "community.join_rate": 2.0}
LEVERS = (
    "community.positioning_focus", "community.join_rate", "community.content_per_week", "community.activities_month",
    "community.health_watch", "community.mod_delay_h", "community.culture_effort", "community.leader_share",
)  # fmt: skip
MORE = (
    "community.members_start", "community.paid_share", "community.partner_share", "community.benefit_level",
    "community.threads_month", "community.delete_criticism", "community.leaders_lost", "community.leaders_lost_day", "horizon_days",
)  # fmt: skip
_QUIET = {"community.content_per_week": 0.0, "community.activities_month": 0.0}
ACTIVITY_CARDS: Mapping[str, Mapping[str, object]] = {
    "nothing": _QUIET,
    "5 posts a week": _QUIET | {"community.content_per_week": 5.0},
    "4 activities a month": _QUIET | {"community.activities_month": 4.0},
    "both": {"community.content_per_week": 5.0, "community.activities_month": 4.0},
}
# Two ways to spend about the same money for eight months; then nothing is spent any more (C5.1-4).
SPENDING: Mapping[str, Mapping[str, object]] = {
    "coupons": {"community.benefit_level": 0.8, "community.culture_effort": 0.0, "community.leader_share": 0.0},
    "culture and leaders": {"community.benefit_level": 0.3, "community.culture_effort": 4.0, "community.leader_share": 0.04},
}  # fmt: skip
WRITERS = (("never", 0, 0), ("1 or 2", 1, 2), ("3 to 10", 3, 10), ("more than 10", 11, 10**9))
ANSWER_H = 24.0


def by_day(runs: Run | Sequence[Run]) -> pd.DataFrame:
    """Return one row a run and day: scenario, day, members, useful posts (7-day mean), mean belonging (0 to 1)."""
    import pandas as pd

    rows = []
    for run in runs if isinstance(runs, Sequence) else [runs]:
        days = pd.DataFrame(run.days).fillna(0.0)
        kept = days["community_good"] - days.get("community_good_deleted", 0.0)
        rows.append(pd.DataFrame({
            "scenario": run.scenario.name, "day": range(1, len(days) + 1), "members": days["community_members"],
            "useful": kept.rolling(7, min_periods=1).mean(),
            "belonging": days["community_belonging"] / days["community_members"].clip(lower=1.0),
        }))  # fmt: skip
    return pd.concat(rows, ignore_index=True)


COMMUNITY = View(
    title="What becomes of the community",
    rows=by_day,
    curves=(
        Curve("members", "members", "people"),
        Curve("useful", "useful posts", "a day, 7-day mean"),
        Curve("belonging", "belonging", "0–1, mean"),
    ),
    figures=(
        "members", "good_posts", "member_retention", "belonging", "poster_share", "rumour_reach", "team_hours", "cost_k",
    ),
)  # fmt: skip


def who_writes(runs: Sequence[Run]) -> pd.DataFrame:
    """Return how posts are spread over members: a row for each number of posts, shares of members and of posts in per cent."""
    import numpy as np
    import pandas as pd

    posts = np.array([m["posts"] for run in runs for m in members(run)])
    rows = []
    for name, low, high in WRITERS:
        here = (posts >= low) & (posts <= high)
        rows.append({
            "wrote": name, "% of members": 100.0 * here.mean(), "% of posts": 100.0 * posts[here].sum() / max(1, posts.sum()),
        })  # fmt: skip
    return pd.DataFrame(rows)


def by_source(runs: Sequence[Run]) -> pd.DataFrame:
    """Return one row a source of members: how many came, how many stayed 60 days, and what one who stayed has cost.

    Columns: source, ``joined`` (a run, those with 60 days to go), ``stayed %``, ``CNY a join``, ``CNY a member who stayed``,
    ``posts`` (in the first 30 days, per newcomer). An invited friend costs nothing.
    """
    import pandas as pd

    p = runs[0].scenario.community
    price = {"organic": p.organic_cost_k, "partner": p.partner_cost_k, "paid": p.paid_cost_k}
    came = [m for run in runs for m in cohort(run, COHORT_H)]
    rows = []
    for source in ("organic", "friend", "partner", "paid"):
        here = [m for m in came if m["source"] == source]
        share = sum(stayed(m, COHORT_H) for m in here) / len(here) if here else float("nan")
        cost = 1000.0 * price.get(source, 0.0)
        rows.append({
            "source": source, "joined": len(here) / len(runs), "stayed %": 100.0 * share, "CNY a join": cost,
            "CNY a member who stayed": cost / share if share and not isnan(share) else float("nan"),
            "posts": sum(m["first_posts"] for m in here) / len(here) if here else float("nan"),
        })  # fmt: skip
    return pd.DataFrame(rows)


def monthly_report(people: pd.DataFrame, posts: pd.DataFrame) -> pd.DataFrame:
    """Return the monthly report of the data sets ``community_members`` and ``community_posts``, a row a month.

    Columns: month, joined, left, members (at its end), writers % (of those who were members in it), posts, negative % (of
    posts), answered % (of the threads that began in it: somebody else wrote within 24 hours, and the answer was not deleted).
    A post counts once, however often the export holds it.
    """
    import pandas as pd

    told = posts.drop_duplicates("cpost_id").sort_values("ts", kind="stable")
    told = told.assign(ts=pd.to_datetime(told["ts"]))
    joined, left = pd.to_datetime(people["joined"]), pd.to_datetime(people["left"])
    first = told[told["is_reply"] == 0].drop_duplicates("thread_id").set_index("thread_id")
    answers = told[(told["is_reply"] == 1) & (told["deleted"] == 0)]
    begun, author = answers["thread_id"].map(first["ts"]), answers["thread_id"].map(first["member_id"])
    quick = answers[(answers["member_id"] != author) & ((answers["ts"] - begun).dt.total_seconds() <= ANSWER_H * 3600)]
    answered = first.index.isin(quick["thread_id"])
    rows = []
    for month in told["ts"].dt.to_period("M").unique():
        start, end = month.start_time, (month + 1).start_time
        here = told[(told["ts"] >= start) & (told["ts"] < end)]
        there = int(((joined < end) & ~(left < start)).sum())
        mine = (first["ts"] >= start) & (first["ts"] < end)
        rows.append({
            "month": str(month), "joined": int(joined.between(start, end, inclusive="left").sum()),
            "left": int(left.between(start, end, inclusive="left").sum()),
            "members": int(((joined < end) & ~(left < end)).sum()),
            "writers %": 100.0 * here["member_id"].nunique() / max(1, there),
            "posts": len(here), "negative %": 100.0 * here["negative"].mean(), "answered %": 100.0 * answered[mine].mean(),
        })  # fmt: skip
    return pd.DataFrame(rows)


KNOWN, LOYAL, SALES, VOICE = (
    "awareness 知名度与美誉度", "loyalty 互动与忠诚", "sales 促进销售", "feedback 收集反馈",
)  # fmt: skip
_NOT = {
    KNOWN: "It says nothing of people outside who hear of the brand.",
    LOYAL: "It says nothing of members who stay or talk.",
    SALES: "Nobody buys in it.",
    VOICE: "Nobody tells the company what to change in it.",
}


def _goal(text: str, right: str, because: str) -> Question:
    return Question(text, {goal: "" if goal == right else f"{told} {because}" for goal, told in _NOT.items()}, because)


GOALS_QUIZ = (
    _goal("Members who joined in March and are still there in May", LOYAL, "Who stays belongs."),
    _goal("People who came because a member invited them", KNOWN, "A community is heard of through its members."),
    _goal("Orders with the members' code", SALES, "Promotion inside the group, counted at the till."),
    _goal("Faults named in the group that were repaired within a month", VOICE, "Heard, and something changed."),
    _goal("Members who answered somebody this month", LOYAL, "Interaction is counted by people, not by posts."),
    _goal("Suggestions for the next teapot, and how many went into it", VOICE, "It makes the product better."),
)  # fmt: skip

HEALTH = (
    "Somebody reads the group every day, weekends included; the name is known",
    "A complaint gets an answer within two hours by day, a word at least",
    "Three figures are looked at weekly: who writes, what is answered, how many posts are negative",
    "Criticism is answered, not deleted; only what breaks a rule goes",
    "Two members whom others trust know whom to call",
)
LONG_TERM = (
    "Community culture 社群文化: one ritual a week that members would miss",
    "Newcomers are greeted by a person and told the three most important rules",
    "Community institutions 社群制度: rules, appeal and review have dates and owners",
    "Opinion leaders 意见领袖: at least twice as many as we could lose in a month",
    "What happens in the month in which the budget ends is written down",
)

FOUNDING_QUIZ = (
    Question(
        "A group for everybody has 5,000 members, nine in ten silent. A rival's group for tea lovers has 700. What do you compare?",
        {
            "Members: 5,000 is seven times as much.": "A member who has left in spirit still counts there. Who stays, who "
                "writes?",
            "Who joined two months ago and is still there, and how many useful posts there are a day.": "",
            "Posts by the company.": "That is what you put in. A group can be full of them and silent.",
        },
        "Retention and useful posts show life; the number of members also shows how much was advertised.",
    ),
    Question(
        "The group is quiet. A colleague doubles the company's posts from seven to fourteen a week. What should one expect here?",
        {
            "Twice the talk.": "Official posts start talk up to about one a day; beyond it they crowd members out.",
            "More members and less talk among them.": "",
            "Nothing.": "Somewhat more people join, and members write less: two effects that hide each other in one figure.",
        },
        "Content attracts people; conversation needs room.",
    ),
    Question(
        "A negative thread, Friday 23:00. The rota begins at nine on Monday. What helps most?",
        {
            "Delete it on Monday.": "By then everybody who would see it has seen it, and deleting hurts them more.",
            "Somebody who looks in at the weekend and answers.": "",
            "Faster answers on weekdays.": "Speed counts from the moment somebody has seen it; nobody looks on Saturday.",
        },
        "First a watch, then speed. The hours until the first answer decide how far it goes.",
    ),
)  # fmt: skip
