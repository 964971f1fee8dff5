"""Levers, picture, tables, workshop, questions and checklists of section 4.2 (building good interaction)."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

from sim.lab.controls import Curve, View
from sim.lab.lesson import Question
from sim.parts.desk.parameters import CHANNELS, KINDS, MODES

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run
    from sim.scenario import Scenario

__all__ = [
    "ACTIVITIES", "GOOD_QUIZ", "INBOXES", "KEEP_ADJUSTING", "LEVERS", "LOOPS", "MODES_BY_NAME", "MORE", "REPLIES", "VOICES",
    "WORKSHOP_QUIZ", "activities_a_month", "modes_table", "told_or_not", "where_written",
]  # fmt: skip

# The controls of lab 4.2: what shows at once, and the second tab.
LEVERS = (
    "desk.reply_mode", "desk.agents", "desk.surge_factor", "desk.check_interval_h", "plan.tone_consistency", "plan.exaggeration",
    "desk.adoption_rate", "desk.closeloop_rate",
)  # fmt: skip
MORE = (
    "desk.ticket_rate", "desk.hours", "desk.wrong_satisfaction", "desk.wrong_trust", "desk.channels_monitored", "campaign.events",
    "campaign.creativity", "campaign.prize", "plan.native_adaptation",
)  # fmt: skip

MODES_BY_NAME: dict[str, dict[str, object]] = {name: {"desk.reply_mode": name} for name in MODES}
_SURGE: dict[str, object] = {"desk.surge_day": 1, "desk.surge_days": 365, "desk.surge_factor": 2.2}
_WATCHED: dict[str, object] = {"desk.check_interval_h": 0}
INBOXES: dict[str, dict[str, object]] = {
    "hourly, usual": {}, "hourly, 2.2 ×": _SURGE, "watched, usual": _WATCHED, "watched, 2.2 ×": _SURGE | _WATCHED,
}  # fmt: skip
VOICES: dict[str, dict[str, object]] = {
    "changing voice": {"plan.tone_consistency": 0.2},
    "one voice": {"plan.tone_consistency": 0.9},
    "one voice, adapted form": {"plan.tone_consistency": 0.9, "plan.native_adaptation": 1.0},
    "one voice, same posts": {"plan.tone_consistency": 0.9, "plan.native_adaptation": 0.0},
}
LOOPS: dict[str, dict[str, object]] = {
    f"{adopted}, {told}": {"desk.adoption_rate": 0.6 * (adopted == "adopted"), "desk.closeloop_rate": 1.0 * (told == "told")}
    for adopted in ("not adopted", "adopted")
    for told in ("not told", "told")
}  # fmt: skip

# One small online activity of three days, without teaser or advertising before it.
ACTIVITIES: dict[str, object] = {
    "parts": ["production", "engagement", "audience", "campaign"], "platforms": ["weibo"], "horizon_days": 40, "warmup_days": 7,
    "campaign.first_day": 5, "campaign.online_share": 1.0, "campaign.live_days": 3, "campaign.promo_days": 0,
    "campaign.teaser_days": 1, "campaign.prep_days": 10, "campaign.promo_channels": 2, "campaign.interaction_elements": 1,
    "campaign.media_richness": 0.1,
}  # fmt: skip
WEEKS_4, MONEY_K = 28, 60.0


def activities_a_month(number: int) -> dict[str, Any]:
    """Return so many activities in four weeks from the same money and the same creative hours; 0 keeps the money.

    Raise a ValueError for a number outside 0 to 7: an activity lasts three days.
    """
    if not 0 <= number <= 7:
        raise ValueError(f"number = {number!r} is not from 0 to 7: each activity lasts three of 28 days.")
    shared = max(1, number)
    return {
        "campaign.events": number, "campaign.interval_d": WEEKS_4 // shared, "campaign.budget_k": MONEY_K / shared,
        "campaign.creativity": min(1.0, 0.6 * (3.0 / shared) ** 0.5),
    }  # fmt: skip


def _by_day(run: Run) -> pd.DataFrame:
    """Return one row a day: satisfaction and share of wrong first answers (7-day means, by day of writing), mean trust."""
    import pandas as pd

    known = [t for t in run.ticket_rows if t["state"] != "open"]
    told = pd.DataFrame({
        "day": [int((t["opened_h"] - run.start_h) // 24) + 1 for t in known],
        "satisfaction": [t["satisfaction"] for t in known],
        "wrong": [float("nan") if isnan(t["first_reply_h"]) else float(t["reopened"] > 0) for t in known],
    })  # fmt: skip
    days = run.daily.loc[run.daily["day"] > 0, ["day", "trust"]].reset_index(drop=True)
    means = told.groupby("day")[["satisfaction", "wrong"]].mean().reindex(days["day"])
    smooth = means.rolling(7, min_periods=1).mean().ffill().bfill().fillna(0.0).reset_index(drop=True)
    return pd.concat([days, smooth], axis=1)


REPLIES = View(
    title="What replies do",
    rows=_by_day,
    curves=(
        Curve("satisfaction", "satisfaction", "0–1, 7-day mean"),
        Curve("wrong", "wrong first answers", "share, 7-day mean"),
        Curve("trust", "mean trust", "0–1"),
    ),
    figures=(
        "csat", "reopen_rate", "first_reply_h", "lost_share", "trust_mean", "reactions", "suggestion_rate", "awareness", "cost_k",
    ),
)  # fmt: skip


def where_written(runs: Sequence[Run]) -> pd.DataFrame:
    """Return by which channel each kind of feedback comes: rows channels, columns kinds, each column adds up to 1."""
    import pandas as pd

    rows = [(CHANNELS[t["channel"]], t["kind"]) for run in runs for t in run.ticket_rows]
    found = pd.DataFrame(rows, columns=["channel", "kind"])
    table = pd.crosstab(found["channel"], found["kind"], normalize="columns")
    return table.reindex(index=list(CHANNELS), columns=list(KINDS), fill_value=0.0).rename_axis(
        index=None, columns=None
    )


def modes_table(scenario: Scenario) -> pd.DataFrame:
    """Return a row for each way of replying: minutes for an enquiry, share of right answers."""
    import pandas as pd

    p = scenario.desk
    return pd.DataFrame({"mode": MODES, "minutes 处理时长": p.mode_minutes, "right answers 准确率": p.mode_accuracy})


def told_or_not(results: pd.DataFrame, metric: str) -> pd.DataFrame:
    """Return means of ``metric`` for the four ``LOOPS``: rows not adopted and adopted, columns not told and told."""
    import pandas as pd

    from sim.lab.grids import means_table

    means = means_table(results, [metric])[metric]
    columns = ("not told", "told")
    return pd.DataFrame({c: {row: means[f"{row}, {c}"] for row in ("not adopted", "adopted")} for c in columns})


TEMPLATE, BASE, EXPERT = "template 模板", "knowledge base 知识库", "expert 专家"
_IF_CHOSEN = {
    TEMPLATE: "A ready-made sentence answers what everybody asks. This asks for something else:",
    BASE: "An entry answers what is known. Here it is too much, or not enough:",
    EXPERT: "An expert's quarter of an hour is the scarcest thing at the desk. Others wait meanwhile:",
}


def _reply(text: str, right: str, because: str) -> Question:
    """Return one ticket of the workshop; every wrong mode is told what it overlooks."""
    return Question(text, {a: "" if a == right else f"{told} {because}" for a, told in _IF_CHOSEN.items()}, because)


# P-20: eight tickets, in the style of the data set feedback_tickets; their model answers stand in the lesson.
WORKSHOP_QUIZ = (
    _reply("五星好评，烧水很安静！ “Five stars, it boils quietly!”", TEMPLATE, "thanks, quickly; nothing can be wrong."),
    _reply("发厦门大概几天到？ “How many days to Xiamen?”", BASE, "the delivery table knows it, and it must be right."),
    _reply("底座5分钟就发热，会不会着火？ “The base heats up, could it catch fire?”", EXPERT, "danger: a person, at once."),
    _reply("优惠券叠加不了。 “The coupons cannot be combined.”", BASE, "a rule with exceptions, asked every day."),
    _reply("建议直播早一点。 “Please hold the live show earlier.”", TEMPLATE,
           "thanks and the date of the decision; and then be told."),
    _reply("退款拖了三周，再不退我就曝光。 “Three weeks without a refund; I will go public.”", EXPERT,
           "somebody who may decide it, before the evening."),
    _reply("保温杯第一次用要怎么洗？ “How is the flask washed before first use?”", BASE, "written once, right a thousand times."),
    _reply("内胆有味道，宝宝能用吗？ “The inside smells, is it safe for my baby?”", EXPERT,
           "health, and nobody has written the answer down."),
)  # fmt: skip

GOOD_QUIZ = (
    Question(
        "Tomorrow twice the usual number of questions will come in; the desk watches its inbox. What do you prepare?",
        {
            "Experts for everybody: now it counts.": "Look at the grid: the queue eats them. Most people are never answered.",
            "Short first-aid answers for the frequent questions, people for the dangerous ones.": "",
            "The usual answers; the evening will catch up.": "At night people give up; the queue of a surge does not wait.",
        },
        "When minutes count, quick beats right for the many. It never does for what can hurt somebody.",
    ),
    Question(
        "Five activities last month, each smaller than the one before. What do you do next month, with the same money?",
        {
            "Ten: practice makes perfect.": "Money and ideas are divided again, and the same people are asked again.",
            "Two, and better ones.": "",
            "None: the interaction rate of the posts has not moved.": "True, and not what activities move. Who knows the brand?",
        },
        "At equal money and creative hours more activities are weaker ones, for tired people.",
    ),
    Question(
        "‘We adopted 60 % of your suggestions’ is nowhere to be read. What has adopting them brought so far?",
        {
            "Thankful users.": "Thankful for what? Nobody told them.",
            "To those who suggested it, nothing that they can see.": "",
            "More suggestions.": "Compare the two columns of the grid: the first one does not move.",
        },
        "The product may be better. The relation is built by telling.",
    ),
)  # fmt: skip

KEEP_ADJUSTING = (
    "A date each month at which all five points are looked at, with an owner",
    "Entries of the knowledge base have a date; who deletes what is no longer true?",
    "Ten answers drawn at random are read aloud: right? our voice? would we like to get them?",
    "Activities: those who took part in the last one against the first one",
    "Suggestions: adopted, told, still open, each with a number",
    "One claim in our publicity that we would not make before a customer who owns the thing",
)
