"""Section 5.4, growing and retaining members: levers, view, tables of cohorts and sources, questions and checklists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.lab.controls import Curve, View
from sim.lab.lesson import Question
from sim.parts.community.parameters import SOURCES

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run

__all__ = [
    "AS_OF", "BUCKET", "CARE", "CLEANLY", "GROUP", "GROWTH_VIEW", "GROW_QUIZ", "LARGE", "LEVERS", "MORE", "REGULAR", "SHARE_QUIZ",
    "SOURCES_OF_MONEY", "TWO_BY_TWO", "against_none", "cost_of_kept", "members_by_day", "stay_by_month", "survival",
]  # fmt: skip

DAY_H = 24.0
AS_OF = "2024-06-28"  # the last day of the data set

GROUP: Mapping[str, object] = {
    "parts": ["community"], "platforms": ["weibo"], "n_people": 6_000, "horizon_days": 120,
}  # fmt: skip
# A large group: where one member in a hundred writes most, the fate of a few decides less there.
LARGE: Mapping[str, object] = {
    **GROUP, "n_people": 4_000, "audience.follower_start": 0.8, "community.members_start": 700, "horizon_days": 90,
}  # fmt: skip
LEVERS = (
    "community.join_rate", "community.paid_share", "community.partner_share", "community.content_per_week",
    "community.personalisation", "community.points_strength", "community.quality_gate", "community.benefit_level",
)  # fmt: skip
MORE = (
    "community.profile_noise", "community.points_until_day", "community.benefits_until_day", "community.activities_month",
    "community.sanction_policy", "community.mod_delay_h", "community.positioning_focus", "community.members_start",
    "horizon_days",
)  # fmt: skip

# Nothing but joins and leaving: nobody is bought, content attracts nobody new.
LEAKY: Mapping[str, object] = {
    "community.benefit_level": 0.0, "community.content_per_week": 1.0, "community.content_joins": 0.0,
    "community.paid_share": 0.0, "community.partner_share": 0.0,
}  # fmt: skip
BUCKET: Mapping[str, Mapping[str, object]] = {
    "as it is": {**LEAKY, "community.join_rate": 3.0},
    "twice the joins": {**LEAKY, "community.join_rate": 6.0},
    "half the leaving": {
        **LEAKY, "community.join_rate": 3.0, "community.leave_day": 0.00075, "community.leave_unhappy": 0.0175,
    },
}  # fmt: skip
CARE: Mapping[str, object] = {"community.benefit_level": 0.4, "community.content_per_week": 5.0}
# Content that also attracts would mix the two.
_NO_CARE: Mapping[str, object] = {
    "community.content_joins": 0.0, "community.benefit_level": 0.0, "community.content_per_week": 1.0,
}  # fmt: skip
TWO_BY_TWO: Mapping[str, Mapping[str, object]] = {
    f"{name}, {kept}": {**_NO_CARE, "community.join_rate": joins, **measures}
    for name, joins in (("few joins", 2.0), ("many joins", 8.0))
    for kept, measures in (("no care", {}), ("care", CARE))
}
SOURCES_OF_MONEY: Mapping[str, Mapping[str, object]] = {
    "nobody bought": {"community.paid_share": 0.0, "community.partner_share": 0.0},
    "partners": {"community.paid_share": 0.0, "community.partner_share": 0.4},
    "advertising": {"community.paid_share": 0.4, "community.partner_share": 0.0},
    "flood": {"community.paid_share": 0.8, "community.partner_share": 0.0},
}
_UNWATCHED: Mapping[str, object] = {
    "community.toxicity": 0.12, "community.health_watch": False, "community.mod_delay_h": 24.0,
}  # fmt: skip
_RULED = {**_UNWATCHED, "community.sanction_policy": "ladder"}
CLEANLY: Mapping[str, Mapping[str, object]] = {
    "nobody looks": {**_UNWATCHED, "community.sanction_policy": "none"},
    "rules enforced": _RULED,
    "and answers within 2 h": {**_RULED, "community.health_watch": True, "community.mod_delay_h": 2.0},
}


def _grown(run: Run) -> pd.DataFrame:
    """Return one row a day: members, their mean belonging, and useful posts (mean of seven days)."""
    import pandas as pd

    days = pd.DataFrame(run.days)
    days = days[days["day"] > 0]
    people = days["community_members"]
    return pd.DataFrame({
        "day": days["day"], "members": people,
        "belonging": (days["community_belonging"] / people.where(people > 0)).fillna(0.0),
        "good": days["community_good"].rolling(7, min_periods=1).mean(),
    })  # fmt: skip


GROWTH_VIEW = View(
    title="A community grows, or only changes its members",
    rows=_grown,
    curves=(
        Curve("members", "members", "people"),
        Curve("belonging", "belonging", "mean, 0–1"),
        Curve("good", "useful posts", "a day, 7-day mean"),
    ),
    figures=("members", "effective_growth", "member_retention", "belonging", "good_posts", "lowq_share", "cost_k", "team_hours"),
)  # fmt: skip


def members_by_day(runs: Sequence[Run], step: int = 10) -> pd.DataFrame:
    """Return scenario, replication, day, members and belonging of every ``step``-th day of each run."""
    import pandas as pd

    tables = [_grown(run).assign(scenario=run.scenario.name, replication=run.replication) for run in runs]
    table = pd.concat(tables, ignore_index=True)
    return table[table["day"] % step == 0]


def against_none(results: pd.DataFrame, path: str) -> pd.DataFrame:
    """Return a sweep's results as differences to the smallest value of ``path``, with the same luck and the same ``by``."""
    keys = ["by", "replication", "metric"]
    first = results[results[path] == results[path].min()].set_index(keys)["value"]
    usual = first.reindex(results.set_index(keys).index).to_numpy()
    return results.assign(value=results["value"] - usual)


def survival(runs: Sequence[Run], days: Sequence[int], least: int = 10) -> pd.DataFrame:
    """Return the share of joiners who stayed so many days, by source, as a table of results with ``by`` and ``days``.

    Only those count who joined the longest of these times before the end, so that each curve is about the same people. A
    source with fewer than ``least`` of them in some run is left out.
    """
    import pandas as pd

    from sim.metrics.community import cohort, stayed

    rows = []
    for source in SOURCES:
        groups = [[m for m in cohort(run, DAY_H * max(days)) if m["source"] == source] for run in runs]
        if min(map(len, groups)) >= least:
            rows += [
                {
                    "scenario": f"{source}, {day} days", "by": source, "days": day, "replication": run.replication,
                    "metric": "member_retention", "value": sum(stayed(m, DAY_H * day) for m in own) / len(own),
                }
                for run, own in zip(runs, groups, strict=True)
                for day in days
            ]  # fmt: skip
    return pd.DataFrame(rows)


def cost_of_kept(runs: Sequence[Run], days: int = 60) -> pd.DataFrame:
    """Return a row for each source that is paid for: joins a run, share that stayed ``days``, CNY a join, CNY for one kept.

    Pooled over the runs, of those who joined long enough before the end.
    """
    import pandas as pd

    from sim.metrics.community import cohort, stayed

    p = runs[0].scenario.community
    prices = {"organic": p.organic_cost_k, "partner": p.partner_cost_k, "paid": p.paid_cost_k}
    rows = []
    for source, price_k in prices.items():
        own = [stayed(m, DAY_H * days) for run in runs for m in cohort(run, DAY_H * days) if m["source"] == source]
        share = sum(own) / len(own) if own else float("nan")
        rows.append({
            "source": source, "joins a run": len(own) / len(runs), f"stayed {days} days": share, "CNY a join": 1000.0 * price_k,
            "CNY for one kept": 1000.0 * price_k / share if share else float("nan"),
        })  # fmt: skip
    return pd.DataFrame(rows)


def stay_by_month(members: pd.DataFrame, days: int = 30) -> pd.DataFrame:
    """Return by month of joining: members, share still there on the last day, share that stayed ``days``.

    For the second share only those count who joined at least ``days`` before the last day; a month without any has none.
    """
    import pandas as pd

    end = pd.Timestamp(AS_OF)
    left = members["left"].where(members["left"] <= end)
    age = (end - members["joined"]).dt.days
    stayed = (left.isna() | ((left - members["joined"]).dt.days > days)).where(age >= days)
    table = pd.DataFrame({
        "month": members["joined"].dt.strftime("%Y-%m"), "members": 1, "still there": left.isna().astype(float),
        f"stayed {days} days": stayed.astype(float),
    })  # fmt: skip
    return table.groupby("month").agg({"members": "sum", "still there": "mean", f"stayed {days} days": "mean"})


REGULAR = (
    "The theme in one sentence: an interest (兴趣类) or a profession (行业类), and who does not belong here",
    "Each week: news of the industry, a practical tip that a member can use the same day",
    "Each month: a topic challenge or a Q&A, and who is asked to begin",
    "A name for those who ask for help; an answer the same day, and what came of it",
    "Whose profile is used for what, who may switch it off, how old it is",
    "What ends when the money ends: points, coupons; who says so, and how long before",
    "On the first of each month: joins by source, how many of them are left after 30 and 60 days, cost of one who stayed",
)

GROW_QUIZ = (
    Question(
        "The agency reports: 900 new members in May, 95 % of them still there on 5 June. What do you ask?",
        {
            "How to get 1,800 in June.": "You do not know yet whether these stay. How long have they been there?",
            "How many of those who came in February are still there, by source.": "",
            "Why 5 % have left already.": "A fair question, but a month after joining hardly anybody has left anywhere.",
        },
        "A young cohort always looks loyal. Compare after the same number of days.",
    ),
    Question(
        "A group loses as many as it wins and stands still at 300. What moves its level for good?",
        {
            "A campaign that brings 200 people in a week.": "They raise it for a while; those who leave again were among them.",
            "Fewer who leave, or more who join every week.": "",
            "Nothing: 300 is what the market gives.": "300 is joins a day times days that a member stays. Both can move.",
        },
        "Members = joins a day × mean days of stay. A single push changes neither.",
    ),
    Question(
        "Which two measures would you not judge separately?",
        {
            "Advertising and coupons: more joins are worth more where they stay.": "",
            "Posters and flyers.": "Both bring people; their sum is their sum.",
            "The first and the second coupon.": "That is a question of amount. Which two multiply?",
        },
        "Growth and retention multiply: each makes the other worth more.",
    ),
)  # fmt: skip

SHARE_QUIZ = (
    Question(
        "Points doubled, posts doubled, and the group is dying. How can that be?",
        {
            "It cannot: activity is life.": "Look at what is posted. Points for every post reward every post.",
            "Points pay for posts, so what pays best per minute is written; useful posts drown in it.": "",
            "The points are still too small.": "That was the reasoning last month. Which curve has its top at the left?",
        },
        "Reward what you want: a useful post, not a post.",
    ),
    Question(
        "Coupons raised retention. The budget ends in two months. What now?",
        {
            "Raise them until then: the more, the longer it lasts.": "The more they are used to, the more leave when it ends.",
            "Start small and keep it, or tell them early and put something else in its place.": "",
            "Stop tomorrow: it was bought loyalty.": "Those who are used to it go. Some of them might have stayed without ever.",
        },
        "People get used to benefits; their end hurts more than their absence would have.",
    ),
    Question(
        "All recommendations from the member profile: what does the model promise?",
        {
            "Much more loyalty.": "It raises belonging a little and retention by less than what counts here.",
            "A little belonging where profiles are right, nothing or less where they are wrong.": "",
            "Harm, because people dislike it.": "Where profiles are right it does not harm. What decides?",
        },
        "It is worth as much as the profiles are right, and less than most people guess.",
    ),
)  # fmt: skip
