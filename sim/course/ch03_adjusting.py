"""Section 3.4, data analysis and adjustment: controls, the lab's picture, questions, lists, and tables read off a run."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.core.catalogue import TYPES
from sim.lab.controls import Curve, View
from sim.lab.lesson import Question

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run

__all__ = [
    "CHANGES", "DATA", "END_QUIZ", "INDICATORS", "LEVERS", "MONITORING", "MORE", "PRIVACY_QUIZ", "RHYTHMS", "RULES", "TOOLS",
    "USERS", "VIEW",
    "YOUNG", "hits_by_posts", "key_indicators", "lucky_winners", "published_mix", "true_yields",
]  # fmt: skip

LEVERS = (
    "analytics.review_interval_d", "analytics.window_d", "analytics.data_rule", "analytics.explore_share", "analytics.min_n",
    "analytics.measure_noise", "engagement.novelty_wear", "audience.drift_days",
)  # fmt: skip
MORE = (
    "analytics.decision_mode", "analytics.most_reviews", "audience.type_drift", "analytics.review_cost", "analytics.change_cost",
    "analytics.bait_step", "analytics.feedback_weight", "horizon_days",
)  # fmt: skip
# A brand of young people on two video platforms, eight plain posts a day: enough figures to learn from (as in claims C3.4-1, -2).
YOUNG: Mapping[str, object] = {
    "parts": ("production", "engagement", "audience", "analytics"), "platforms": ("douyin", "kuaishou"), "n_people": 1500,
    "plan.posts_per_day": 4, "plan.form_mix": (0.8, 0, 0, 0.2, 0, 0), "production.staff_hours_week": 380,
    "audience.segment_mix": (0.05, 0.8, 0.05, 0.05, 0.05), "audience.type_drift": 1.0, "engagement.novelty_wear": 0.0,
    "analytics.data_rule": "thompson", "analytics.explore_share": 0.15, "analytics.min_n": 8, "horizon_days": 112,
}  # fmt: skip
# How often the team reviews.
RHYTHMS: Mapping[str, Mapping[str, object]] = {
    "every 14 days": {},
    "every day": {"analytics.review_interval_d": 1},
    "once only": {"analytics.most_reviews": 1},
    "never": {"analytics.decision_mode": "none"},
}
# What it does with what it finds; "winner" is the rule *greedy*.
RULES: Mapping[str, Mapping[str, object]] = {
    "equal mix": {"analytics.decision_mode": "none"},
    "winner, 15 % tests": {"analytics.data_rule": "greedy"},
    "winner, 50 % tests": {"analytics.data_rule": "greedy", "analytics.explore_share": 0.5},
}
# One change at a time: theme, form, publishing time.
CHANGES: Mapping[str, Mapping[str, object]] = {
    "as it is": {},
    "theme": {"plan.type_mix": {"interactive": 1.0}},
    "form": {"plan.form_mix": {"short_video": 1.0}},
    "time": {"plan.slot_policy": "matched"},
}
# A brand on one platform whose team tries a little more exaggeration in each fortnight and keeps what scores better.
USERS: Mapping[str, object] = {
    "parts": ("production", "engagement", "audience", "analytics"), "platforms": ("douyin",), "n_people": 2000,
    "plan.posts_per_day": 2, "production.staff_hours_week": 200, "horizon_days": 180, "analytics.bait_step": 0.25,
    "analytics.data_rule": "thompson",
}  # fmt: skip
INDICATORS = ("engagement_rate", "click_rate", "share_rate", "retention_d30", "conversion_rate")
HALF_MONTH_H = 24.0 * 14


def _days(run: Run) -> pd.DataFrame:
    """Return one row a day: share of the plan on the type that is best that day, and reactions from 1,000 views (7-day mean)."""
    import pandas as pd

    days = run.daily.loc[run.daily["day"] > 0, ["day", "reactions", "impressions"]].copy()
    hours = [run.start_h + 24.0 * (day - 1) for day in days["day"]]
    best = [_in_force(run, "true_types", h)["yields"] for h in hours]
    plan = [_in_force(run, "plan", h)["mix"] for h in hours]
    days["share"] = [
        mix[max(range(len(TYPES)), key=yields.__getitem__)] for mix, yields in zip(plan, best, strict=True)
    ]
    week = days[["reactions", "impressions"]].rolling(7, min_periods=1).sum()
    days["rate"] = 1000.0 * week["reactions"] / week["impressions"].clip(lower=1)
    return pd.DataFrame(days[["day", "share", "rate"]])


def _in_force(run: Run, event: str, time_h: float) -> dict[str, Any]:
    """Return the last row of ``plan`` or ``true_types`` that was written by ``time_h``."""
    rows: list[dict[str, Any]] = run._world.log.of(event)
    return rows[max(0, bisect([row["time_h"] for row in rows], time_h) - 1)]


VIEW = View(
    title="What reviews find, and what they cost",
    rows=_days,
    curves=(
        Curve("share", "share of the type that is best now", "0–1"),
        Curve("rate", "reactions", "per 1,000 views, 7-day mean"),
    ),
    figures=("plan_yield", "regret", "false_winner", "decision_lag_d", "quality_mean", "trust_mean", "team_hours"),
)


def key_indicators(run: Run, names: Sequence[str] = INDICATORS) -> pd.DataFrame:
    """Return the indicators of a run: name in both languages, what it is, its value."""
    import pandas as pd

    from sim.metrics import METRICS, measure

    values = measure(run, names)
    rows = [(METRICS[n].label, METRICS[n].meaning, f"{values[n]:.{METRICS[n].decimals}f}") for n in names]
    return pd.DataFrame(rows, columns=["indicator 指标", "definition 定义", "value"])


def lucky_winners(run: Run) -> pd.DataFrame:
    """Return, by fortnight, which type has the best figures, by how many posts, and which one is truly best."""
    import pandas as pd

    rows = []
    for k in range(run.scenario.horizon_days // 14):
        won, posts, best = _contest(run, k, None)
        rows.append({"fortnight": k + 1, "wins by figures": TYPES[won], "its posts": posts, "truly best": TYPES[best],
                     "right": "✓" if won == best else "✗"})  # fmt: skip
    return pd.DataFrame(rows)


def hits_by_posts(runs: Sequence[Run], counts: Sequence[int] = (1, 2, 4, 8, 16)) -> pd.DataFrame:
    """Return how often the winner of a fortnight is truly the best type, if only ``posts`` of each type are looked at.

    Columns: posts, fortnights, right (share). One of five types is right by chance alone.
    """
    import pandas as pd

    rows = []
    for count in counts:
        won = [_contest(run, k, count) for run in runs for k in range(run.scenario.horizon_days // 14)]
        right = sum(first == best for first, _, best in won)
        rows.append({"posts of each type": count, "fortnights": len(won), "winner is truly best": right / len(won)})
    return pd.DataFrame(rows)


def _contest(run: Run, fortnight: int, count: int | None) -> tuple[int, int, int]:
    """Return the type with the best figures of a fortnight, its posts, and the type that is truly best."""
    import numpy as np

    from sim.parts.analytics.estimate import scores

    begin_h = run.start_h + fortnight * HALF_MONTH_H
    seen: list[Any] = [row for row in run._world.records["observed"] if begin_h <= row.time_h < begin_h + HALF_MONTH_H]
    if count is not None:
        seen = [row for k in range(len(TYPES)) for row in [r for r in seen if r.type == k][:count]]
    s = scores(seen, 0.0, 1)
    won = int(np.argmax(np.where(s.n > 0, s.mean, -np.inf)))
    return won, int(s.n[won]), int(np.argmax(_in_force(run, "true_types", begin_h)["yields"]))


def published_mix(run: Run) -> pd.DataFrame:
    """Return what was published: rows types, columns fortnights, shares of the posts."""
    import pandas as pd

    posts = run.posts[run.posts["day"].between(1, run.scenario.horizon_days // 14 * 14)]
    table = pd.crosstab(posts["type"], (posts["day"] - 1) // 14 + 1, normalize="columns")
    return table.reindex(list(TYPES), fill_value=0.0).rename_axis(index=None, columns=None).round(2)


def true_yields(run: Run) -> pd.DataFrame:
    """Return what a post of each type was truly worth: rows types, columns fortnights, mean of the types = 1."""
    import numpy as np
    import pandas as pd

    columns = {}
    for k in range(run.scenario.horizon_days // 14):
        yields = np.array(_in_force(run, "true_types", run.start_h + (k + 0.5) * HALF_MONTH_H)["yields"])
        columns[k + 1] = yields / yields.mean()
    return pd.DataFrame(columns, index=list(TYPES)).round(2)


# H3.4-01: what is collected, and what each tells.
DATA = (
    ("participation 用户参与度", "likes, comments, shares per person", "does it touch them?", "a loud few 高声少数"),
    ("click-through rate 点击率", "clicks / views", "does the promise work?", "bait raises it, too"),
    ("reposts 转发量", "shares", "is it worth a friend's time?", "anger is shared as well"),
    ("comment content 评论内容", "what people write", "why, and what next?", "read people, not lines"),
    ("user feedback 用户反馈", "surveys, complaints, service", "are they content?", "the silent are missing"),
)

PRIVACY_QUIZ = (
    Question(
        "Marketing wants the names of those who complained, to send them a coupon. They wrote to the service.",
        {
            "Send the list: the company has the data anyway.": "It was given for an answer to a complaint. That is its purpose.",
            "Only with a consent for advertising; otherwise the service answers, and nobody else.": "",
            "Send it without telephone numbers.": "A name with a complaint is personal information still.",
        },
        "Purpose limitation 目的限定: data are used for what they were given for.",
    ),
    Question(
        "For the monthly report you export all comments with account names. What goes into the report?",
        {
            "Everything: it is public anyway.": "Public is not the same as collected in a table and passed around.",
            "Counts and quotations without names; the export is deleted on its date.": "",
            "Names of the loudest only.": "These are the people a list can hurt most.",
        },
        "As little as the decision needs 最小必要, and a date when it goes.",
    ),
    Question(
        "An intern offers a tool that reads all private messages for “insights”. The vendor is unknown.",
        {
            "Try it with one week of messages.": "A week of private messages is gone for good.",
            "No private messages to outsiders; first law, contract, and a question the data shall answer.": "",
            "Fine, if it is free.": "Then you know what it is paid with.",
        },
        "New tools are welcome; data protection (个人信息保护) comes with them.",
    ),
)

MONITORING = (
    "A fixed date for the review (复盘), and nobody decides on single days between two of them",
    "A person who watches figures, market and competitors every week 专门监测机制",
    "The question stands before the data: which decision depends on this figure?",
    "How many posts stand behind each mean; below the agreed number no type wins or loses",
    "A share of posts kept for tests 探索, also for what lost last time",
    "Feedback 用户反馈 is part of the evaluation, not an appendix",
)
TOOLS = (
    "One new tool or method a quarter, tried by one person for a month 每季度一种",
    "It must answer a question that we ask already, faster or more exactly",
    "Old and new run side by side once, on the same data",
    "Two sentences in the learning log 学习记录: what it can do, what it cannot",
    "Who leaves hands over keys, scripts and log",
)

END_QUIZ = (
    Question(
        "Short video has the highest interaction of the fortnight: three posts. What do you do?",
        {
            "Move most posts to it: high interaction, invest more.": "Three posts: how often was a winner of so few the best?",
            "Give it more posts, keep the others alive, decide at the agreed number.": "",
            "Ignore it: three posts are nothing.": "They are a hint, and a reason to test.",
        },
        "Invest in what works, at the pace at which you learn whether it works.",
    ),
    Question(
        "Why does a daily review lose here, although it finds new tastes sooner?",
        {
            "Its figures are older.": "They are the freshest of all; that is not where it loses.",
            "Analysing and changing take hours from the posts, whose quality falls.": "",
            "The platform punishes changes.": "No line of the model does that: look at `quality_mean`.",
        },
        "An analysis costs what its hours would have made.",
    ),
    Question(
        "Engagement rose for a month after you let engagement alone decide. Why keep looking?",
        {
            "To see whether it rises further.": "It is the other figures that tell where it is going.",
            "Trust falls slowly: exaggeration pays at once and is found out later.": "",
            "A month has too few posts.": "More posts would show the same good month.",
        },
        "An indicator that is optimised alone stops to tell what it told.",
    ),
)
