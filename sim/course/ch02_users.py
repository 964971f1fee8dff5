"""Section 2.2, target users: controls, questions, persona cards, and tables that a lesson reads off a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.core.catalogue import FORMS, PLATFORMS, SEGMENTS, TYPES, named
from sim.lab.controls import POSTING
from sim.lab.lesson import Question

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run
    from sim.scenario import Scenario

__all__ = [
    "COMPARE_QUIZ", "CRM", "GROUPS_QUIZ", "LEVERS", "MORE", "NEEDS_QUIZ", "VIEW", "active_hours", "interest_by_day", "only",
    "participation", "persona_card", "states_table", "word_table",
]  # fmt: skip

R = "audience.relations."
LEVERS = (
    "plan.content_match", "plan.core_segment", "plan.targeting_precision", "production.research_hours", "plan.event_timing",
    R + "crm_hours", R + "reactivation_share", R + "loyal_share_effort",
)  # fmt: skip
MORE = ("audience.segment_mix", R + "matched", R + "label_error", "engagement.peak_interest", "horizon_days")
VIEW = replace(
    POSTING,
    title="What knowing the users brings and costs",
    figures=(
        "engagement_rate", "reach", "net_growth", "unfollow_rate", "active_share", "reactivated", "holiday_reactions", "team_hours",
    ),
)  # fmt: skip
# One message for all, against a message for each group; with the labels a team of good will gets wrong.
CRM: Mapping[str, Mapping[str, object]] = {
    "one for all": {R + "matched": False, R + "loyal_share_effort": 0.33, R + "reactivation_share": 0.33},
    "each group its own": {R + "matched": True, R + "loyal_share_effort": 0.4, R + "reactivation_share": 0.2},
    "own, 30 % wrong labels": {
        R + "matched": True, R + "loyal_share_effort": 0.4, R + "reactivation_share": 0.2, R + "label_error": 0.3,
    },
}  # fmt: skip

PRODUCT, SERVICE, TOPIC = (
    "view of the product 产品看法",
    "expectation of service 服务期望",
    "topic of interest 关注话题",
)
_TELLS = {
    PRODUCT: "That would judge what the thing does.",
    SERVICE: "That would ask the company to do something.",
    TOPIC: "That would show what the writer's life turns around.",
}


def _sorted(text: str, right: str, because: str, told: Mapping[str, str]) -> Question:
    return Question(text, {name: "" if name == right else f"{why} {because}" for name, why in told.items()}, because)


# What feedback is about (H2.2-04), on comments under the posts of a company that sells thermos flasks.
NEEDS_QUIZ = tuple(
    _sorted(text, right, because, _TELLS)
    for text, right, because in (
        ("“The lid leaks when the bag lies down.”", PRODUCT, "It says how the product behaves."),
        ("“Wrote three days ago about my order. Is anybody there?”", SERVICE, "The writer waits for an answer."),
        (
            "“Going up Huashan at four in the morning on Saturday, who else?”",
            TOPIC,
            "Mountains at dawn: a subject for posts.",
        ),
        (
            "“Could the shop send a second lid without a whole new flask?”",
            SERVICE,
            "A spare-part service is asked for.",
        ),
        ("“Keeps my daughter's soup hot until noon.”", PRODUCT, "A use that nobody planned: a latent need 潜在需求."),
        (
            "“My desk plant is called Director Wang.”",
            TOPIC,
            "Life at the office: the tone to meet young office workers.",
        ),
    )
)

LOYAL, POTENTIAL, LOST = "loyal 忠实用户: maintain", "potential 潜在用户: activate", "lost 流失用户: win back"
_GROUPS = {
    LOYAL: "Loyal users follow, react often and trust.",
    POTENTIAL: "Potential users know the brand but hardly react yet.",
    LOST: "Lost users were there once and have left or fallen silent.",
}
GROUPS_QUIZ = tuple(
    _sorted(text, right, because, _GROUPS)
    for text, right, because in (
        ("Reacted to eight posts this month and answered another buyer's question.", LOYAL, "Thank her by name, and listen."),
        ("Followed last week, opened two posts, did no more.", POTENTIAL, "Something useful, or a trial, may be a first step."),
        ("Bought twice, unfollowed in spring.", LOST, "A reason to return; the longer ago, the fewer come."),
        ("Follows, shared something five months ago, silent since.", LOST, "Following is no sign of life; the silence counts."),
        ("Read a friend's repost and asked what the flask costs.", POTENTIAL, "Aware and curious, not yet a follower."),
        ("Writes a review of every new model within a day.", LOYAL, "Long-term maintenance 长期维护: let him try it first."),
    )
)  # fmt: skip

COMPARE_QUIZ = (
    Question(
        "A word appears 400 times in the comments. What do you ask before you order the product it names?",
        {
            "Nothing: four hundred is many.": "Four hundred lines can come from twenty people.",
            "How many different people wrote it?": "",
            "How often it appeared last year.": "A rise is interesting, but a large old wish does not rise.",
        },
        "Distinct users are nearer to demand than raw counts, above all where a few are loud.",
    ),
    Question(
        "The ranking by past reactions is right in six of ten pairs. What is it good for?",
        {
            "Nothing: six is nearly five.": "A list of a thousand makes use of a small lead; for one person it is a guess.",
            "To say what Ms Li will do next month.": "About a single person it is nearly a coin.",
            "To choose whom to write to first, if writing costs little.": "",
        },
        "Weak knowledge is of use where there are many cheap decisions.",
    ),
    Question(
        "After thirty days the win-back campaign looks better than care for loyal users. What do you say?",
        {
            "Move the whole effort to win-back.": "Two effects have different speeds; a short test sees only the quick one.",
            "Thirty days cannot show neglect: look at the interval, and watch longer.": "",
            "Loyal users need no care.": "That the model shows no damage yet does not say that there is none.",
        },
        "A horizon is part of the question. Ours finds no neglect in half a year either, and says why.",
    ),
)  # fmt: skip


def only(names: Sequence[str], name: str) -> tuple[float, ...]:
    """Return the mix that consists of one entry alone."""
    return tuple(float(n == name) for n in names)


def active_hours(scenario: Scenario) -> pd.DataFrame:
    """Return the chance to be online by segment (rows, both languages) and hour (columns, 0 to 23)."""
    import pandas as pd

    return pd.DataFrame({name: s.activity for name, s in named(scenario.segment)}, index=range(24)).T


_PERSON = {
    "Name 称呼": "Lin, thirty-one (invented)",
    "Age 年龄": "25 to 34",
    "Gender 性别": "all; it decides nothing here",
    "Occupation 职业": "office worker 白领, first or second job",
    "Location 地理位置": "large city, an hour of underground each way",
    "Interests 兴趣爱好": "life at work, fashion, lifestyle 职场生活、时尚、生活方式",
}
_DATA = (
    "Share of our market 占比", "Active periods 活跃时间段", "Usage habits 使用习惯", "Content preference 内容偏好",
    "Preferred form 形式偏好",
)  # fmt: skip
_OPEN = {
    "Need 需求": "to look good without spending much time",
    "What would lose her 流失原因": "three posts in one lunch break",
    "Where we know this from 数据来源": "the model's catalogue (assumed); rest invented",
}


def persona_card(scenario: Scenario, segment: str = "young_office") -> pd.DataFrame:
    """Return a filled persona card (用户画像卡, P-11): field and entry. What the model knows is read off ``scenario``.

    Raise a ValueError for an unknown segment.
    """
    import pandas as pd

    if segment not in SEGMENTS:
        raise ValueError(f"segment = {segment!r} is not one of {', '.join(SEGMENTS)}.")
    entries = _PERSON | dict(zip(_DATA, _known(scenario, segment), strict=True)) | _OPEN
    return pd.DataFrame({"field 栏目": list(entries), "entry 内容": list(entries.values())})


def _known(scenario: Scenario, segment: str) -> list[str]:
    who, at = getattr(scenario.segment, segment), SEGMENTS.index(segment)
    share = scenario.audience.segment_mix[at]
    places = {p: getattr(scenario.platform, p).presence[at] for p in PLATFORMS}
    peaks = [h for h in range(24) if who.activity[h] >= max(who.activity[h - 1], who.activity[(h + 1) % 24], 0.15)]
    return [
        f"{share:.0%}",
        ", ".join(f"{h}:00" for h in peaks),
        "is on " + ", ".join(sorted(places, key=places.__getitem__, reverse=True)[:2]),
        _favourites(TYPES, who.type_preference),
        _favourites(FORMS, who.form_appeal),
    ]


def _favourites(names: Sequence[str], taste: Sequence[float]) -> str:
    order = sorted(range(len(names)), key=lambda i: -taste[i])
    return ", ".join(names[i].replace("_", " ") for i in order[:2])


def interest_by_day(scenario: Scenario) -> pd.DataFrame:
    """Return how interested people are at noon of each day: day, interest (1 is usual). Holidays and launches stand out."""
    import pandas as pd

    from sim.parts.engagement import peak_shape

    days = range(1, scenario.horizon_days + 1)
    peak = scenario.engagement.peak_interest - 1.0
    return pd.DataFrame({"day": days, "interest": [1.0 + peak * peak_shape(d - 0.5) for d in days]})


def participation(run: Run) -> pd.DataFrame:
    """Return what followers do by month of 30 days: follows, likes, comments, shares, unfollows, a thousand followers."""
    days = run.daily[run.daily["day"] > 0]
    month = (days["day"] - 1) // 30 + 1
    done = days.groupby(month)[["gained", "likes", "comments", "shares", "lost"]].sum()
    table = done.div(days.groupby(month)["followers"].mean() / 1000.0, axis=0).round(1)
    names = {
        "gained": "follow 关注",
        "likes": "like 点赞",
        "comments": "comment 评论",
        "shares": "share 分享",
        "lost": "unfollow 取关",
    }
    return table.rename(columns=names).rename_axis("month 月").reset_index()


def states_table(runs: Sequence[Run]) -> pd.DataFrame:
    """Return how many people are loyal, potential and lost at the end: a row for each scenario, means over its runs."""
    import numpy as np
    import pandas as pd

    from sim.parts.relations import states

    rows = []
    for run in runs:
        count = np.bincount(states(run._world)[0], minlength=4)
        row = {"scenario": run.scenario.name}
        rows.append(row | dict(zip(("loyal 忠实", "potential 潜在", "lost 流失"), count[:3].tolist(), strict=True)))
    return pd.DataFrame(rows).groupby("scenario", sort=False).mean().round(1).reset_index()


def word_table(scenario: Scenario, *, seed: int = 1) -> pd.DataFrame:
    """Return the words of one month of feedback, most comments first: comments, users who wrote it, people who want it (share).

    ``scenario`` reads words (``analytics.looks_at``); the wishes are those planted in ``sim.parts.analytics.words``.
    """
    import pandas as pd

    from sim.core.knob import vary
    from sim.model import simulate
    from sim.parts.analytics.words import DEMAND, WORDS

    counted = {
        ranking: simulate(vary(scenario, "analytics.word_ranking", ranking), seed=seed).rows("words")[0]["scores"]
        for ranking in ("count", "users")
    }
    table = pd.DataFrame({"word 词": WORDS, "comments 条数": counted["count"], "users 人数": counted["users"]})
    table["wanted by 真实需求"] = [f"{share:.0%}" for share in DEMAND]
    return table.sort_values("comments 条数", ascending=False, kind="stable").reset_index(drop=True)
