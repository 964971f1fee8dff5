"""Section 3.1, content types and forms: programmes to compare, questions with their diagnoses, tables read off runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.core.catalogue import FORMS, SEGMENTS, TYPES, named
from sim.lab.controls import POSTING
from sim.lab.lesson import Question

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run
    from sim.scenario import Scenario

__all__ = [
    "ADJUST", "ALONE", "AUDIENCES", "COMPARE_QUIZ", "CRITERIA_QUIZ", "FORMS_ALONE", "FORMS_QUIZ", "LEVERS", "MORE", "OWN",
    "TEAMS", "TYPES_QUIZ", "VIEW", "by_platform", "effects_put_in", "reach_of_posts", "video_mix",
]  # fmt: skip

LEVERS = (
    "plan.type_mix", "plan.form_mix", "plan.interactive_share", "plan.posts_per_day", "plan.content_quality",
    "production.staff_hours_week",
)  # fmt: skip
MORE = (
    "audience.memory_halflife_d", "engagement.question_pull", "audience.segment_mix", "engagement.novelty_wear",
    "production.overload", "horizon_days",
)  # fmt: skip
VIEW = replace(
    POSTING,
    title="What types and forms bring and cost",
    figures=("recognition", "comment_rate", "share_rate", "conversion_rate", "reach", "net_growth", "team_hours"),
)

# Each type on its own, and all five.
ALONE: Mapping[str, Mapping[str, object]] = {
    **{kind: {"plan.type_mix": tuple(float(kind == other) for other in TYPES)} for kind in TYPES},
    "all five": {"plan.type_mix": (0.2,) * len(TYPES)},
}
# What each type is praised for: the metric, and how a chart calls it.
OWN: Mapping[str, tuple[str, str]] = {
    "news": ("trust_gained", "authority"),
    "knowledge": ("recognition", "recognition"),
    "interactive": ("comment_rate", "participation"),
    "story": ("share_rate", "attraction"),
    "user_feedback": ("conversion_rate", "word of mouth"),
}
FORMS_ALONE: Mapping[str, Mapping[str, object]] = {
    form: {"plan.form_mix": tuple(float(form == other) for other in FORMS)} for form in FORMS
}
# Three audiences, each where it is at home.
AUDIENCES: Mapping[str, Mapping[str, object]] = {
    f"{name}, {platform}": {
        "platforms": [platform],
        "audience.segment_mix": tuple(float(segment == who) for segment in SEGMENTS),
    }
    for name, platform, who in (
        ("students", "douyin", "student_trend"),
        ("families", "wechat", "family_practical"),
        ("deep readers", "zhihu", "deep_reader"),
    )
}
TEAMS: Mapping[str, Mapping[str, object]] = {
    name: {"production.staff_hours_week": hours, "production.creator_share": bought}
    for name, hours, bought in (
        ("one person", 40, 0.0),
        ("two", 80, 0.0),
        ("two, 30 % creators", 80, 0.3),
        ("two, 60 % creators", 80, 0.6),
        ("four", 160, 0.0),
    )
}


def _sort(text: str, right: str, because: str, told: Mapping[str, str]) -> Question:
    """Return one thing to classify: every wrong class says what it stands for, and what to look at here."""
    return Question(text, {name: "" if name == right else f"{why} {because}" for name, why in told.items()}, because)


NEWS, KNOWLEDGE, PLAY, STORY, FEEDBACK = (
    "news 资讯类", "knowledge 知识科普类", "interactive 互动娱乐类", "story 案例故事类", "user feedback 用户反馈类",
)  # fmt: skip
_KINDS = {
    NEWS: "News tells what has happened or been decided.",
    KNOWLEDGE: "Knowledge explains how something works.",
    PLAY: "Interactive posts want the readers to do something.",
    STORY: "A story has somebody to whom something happens.",
    FEEDBACK: "In user feedback a user speaks, not the company.",
}
TYPES_QUIZ = tuple(
    _sort(text, right, because, _KINDS)
    for text, right, because in (
        ("“Our second kiln in Jingdezhen 景德镇 is lit on the first of May.”", NEWS, "The company reports a fact."),
        ("“Why green tea wants 80 degrees: three minutes of chemistry.”", KNOWLEDGE, "The reader understands more afterwards."),
        ("“Guess the price of this cup. The nearest guess wins it.”", PLAY, "Nothing happens until readers join in."),
        ("“For forty years he repaired one and the same teapot.”", STORY, "A person, a time, something at stake."),
        ("“Thirty days with the milk kettle: a mother reports, unedited.”", FEEDBACK, "Her words, and the faults are left in."),
        ("“The new national standard for kettles: what it says and from when.”", NEWS,
         "Reading a policy for others (政策解读) counts as news, even though one learns from it."),
    )
)  # fmt: skip

IMAGES, VIDEO, ASK, PICTURES, NATIVE = (
    "text with images 图文结合", "short video or live 短视频与直播", "interactive post 互动帖子", "picture story 图文故事",
    "native format 平台特有格式",
)  # fmt: skip
_SHAPES = {
    IMAGES: "Text with images is direct and quickly understood.",
    VIDEO: "Film shows what moves, sounds and is being made.",
    ASK: "An interactive post asks and waits for answers.",
    PICTURES: "A picture story lives by its order and its feeling.",
    NATIVE: "A native format uses what only this platform has.",
}
FORMS_QUIZ = tuple(
    _sort(text, right, because, _SHAPES)
    for text, right, because in (
        ("Glaze runs down a turning cup, and the kiln door shuts.", VIDEO, "A process that has to be seen."),
        ("Five rules of care that people keep and look up again.", IMAGES, "To be scanned, saved and found again."),
        ("Which of three colours shall we make? We must know by tonight.", ASK, "Only readers can answer it."),
        ("Grandmother's iron pan, in nine drawings, from the wedding to the grandson.", PICTURES, "Order and emotion carry it."),
        ("A pouring challenge (挑战赛) on Douyin that everybody can join under one tag.", NATIVE,
         "Challenge and tag exist on that platform only."),
    )
)  # fmt: skip

ORIGINAL, GOOD, FITS, ALL_THREE = "originality 原创性", "quality 质量", "match 匹配度", "all three are met 三项皆备"
_CRITERIA = {
    ORIGINAL: "Originality would be missing if others had made it.",
    GOOD: "Quality would be missing if it were carelessly made.",
    FITS: "Match would be missing if it were good, but for other people.",
    ALL_THREE: "One of the three is missing.",
}
CRITERIA_QUIZ = tuple(
    _sort(text, right, because, _CRITERIA)
    for text, right, because in (
        ("A competitor's list of tea temperatures, with our logo.", ORIGINAL, "Somebody else's work, and readers have seen it."),
        ("Our own test of ten lids, filmed in the dark, numbers read out too fast.", GOOD, "A good idea that nobody can follow."),
        ("A brilliant essay on kiln physics, for students who came for outfits.", FITS, "The right readers are elsewhere."),
        ("Our own test of ten lids, for parents who carry milk, in one clear table.", ALL_THREE,
         "Own work, well made, for its readers."),
    )
)  # fmt: skip

ADJUST = (
    "For each type and each form: posts, reach, reactions, hours; never a rate without its number of posts",
    "Like is compared with like: the same platform, the same form, before anything is called better",
    "Comments are read for what people miss, and what is asked three times becomes a post",
    "A type is not dropped before it had at least eight posts, and never all but one",
    "Each change is written down with the number that will show whether it helped, and the date to look",
)

COMPARE_QUIZ = (
    Question(
        "Stories have the highest share rate of all types. Shall the account be nothing but stories?",
        {
            "Yes: it is the best type.": "Best at being passed on. Look at the column of recognition, or of purchases.",
            "No: each type leads at something else, and a mix is best at the weakest measure.": "",
            "No: stories do not lead in a larger sample.": "They do; the question is what else the brand needs.",
        },
        "A programme of one type is strong in one column and weak in four; and it wears out.",
    ),
    Question(
        "A colleague shows that a video reaches 1.4 times as many people as a picture. What is missing?",
        {
            "The interval.": "Worth asking for, but a sure difference would not settle it. Look at the hours.",
            "That in the hours of one video two and a half pictures could have been made.": "",
            "Nothing: more video, then.": "A post is not free. What else could the team have made in that time?",
        },
        "Compare plans that cost the same; the unit is the hour, not the post.",
    ),
    Question(
        "Reactions rise with every additional post, followers do not. Which number leads the report?",
        {
            "Reactions: they are what we can see today.": "They rise even while people leave. Who will react next year?",
            "The average of both.": "Two different things have no average.",
            "The one that was the goal, with the other beside it.": "",
        },
        "Total reactions recommend more volume than followers can bear: a measure that misleads if it stands alone.",
    ),
)  # fmt: skip


def effects_put_in(scenario: Scenario) -> pd.DataFrame:
    """Return what the catalogue assumes of each type, as multiples of the average post: a row a type."""
    import pandas as pd

    traits = ("click", "comment", "share", "trust", "recognition", "memory", "purchase")
    rows = {name: [getattr(kind, trait) for trait in traits] for name, kind in named(scenario.content_type)}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(traits))


def video_mix(scenario: Scenario, share: float, *, pictures_a_day: float) -> dict[str, object]:
    """Return a plan of short video and pictures with text that takes the hours of so many pictures a day.

    ``share`` is the share of videos among the posts, from 0 to 1.
    """
    hours = {name: form.hours for name, form in named(scenario.form)}
    each = share * hours["short_video"] + (1.0 - share) * hours["image_text"]
    mix = tuple({"short_video": share, "image_text": 1.0 - share}.get(form, 0.0) for form in FORMS)
    return {"plan.form_mix": mix, "plan.posts_per_day": round(pictures_a_day * hours["image_text"] / each, 3)}


def reach_of_posts(runs: Sequence[Run]) -> pd.DataFrame:
    """Return how far single posts went, a row a scenario: posts, mean, and the reach of the weak, middle, strong and best post.

    weak and strong: one post in ten lies below, or above.
    """
    import pandas as pd

    reach: dict[str, list[float]] = {}
    for run in runs:
        reach.setdefault(run.scenario.name, []).extend(post["reach"] for post in run.post_rows)
    rows = []
    for name, values in reach.items():
        found = pd.Series(values, dtype=float)
        rows.append({"scenario": name, "posts": len(found), "mean": found.mean(), "weak": found.quantile(0.1),
                     "middle": found.median(), "strong": found.quantile(0.9), "best": found.max()})  # fmt: skip
    return pd.DataFrame(rows)


def by_platform(posts: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return ``column`` per 1,000 readers, a row a type, a column a platform, ``all posts`` last; ``posts`` as in the data set.

    Rows with another spelling of a platform are left out here; exercise E3.1 does it properly.
    """
    from sim.core.catalogue import PLATFORMS

    known = posts[posts["platform"].isin(PLATFORMS) & (posts["status"] == "published") & (posts["correction"] == 0)]
    known = known.dropna(subset=["reads", column]).drop_duplicates("post_id")
    sums = known.pivot_table(index="content_type", columns="platform", values=[column, "reads"], aggfunc="sum")
    table = 1000.0 * sums[column] / sums["reads"]
    whole = known.groupby("content_type")[[column, "reads"]].sum()
    return table.loc[list(TYPES), list(PLATFORMS)].assign(**{"all posts": 1000.0 * whole[column] / whole["reads"]})
