"""Section 3.2, the creation process: plans to compare, questions with their diagnoses, and what a post is worth after review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.core.catalogue import FORMS, PLATFORMS
from sim.lab.lesson import Question

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COMPARE_QUIZ", "GUIDE_PAGE", "KINDS", "LEVERS", "MODES", "MORE", "PUBLISH", "ROLES_QUIZ", "SKIPPED", "STEPS_QUIZ",
    "STYLE_GUIDE", "best_rounds", "gain_table", "guide_page", "rivals", "stage_times", "value_of_rounds",
]  # fmt: skip

P = "production."
LEVERS = (
    P + "workflow", P + "role_mode", "plan.posts_per_day", P + "stage_skew", P + "review_rounds", P + "error_prob",
    "plan.hot_topic_share", P + "research_hours",
)  # fmt: skip
MORE = (
    P + "generalist_speed", P + "review_catch", P + "same_eyes", P + "iteration", P + "open_posts", P + "staff_hours_week",
    "engagement.topic_halflife_h", "horizon_days",
)  # fmt: skip
MODES: Mapping[str, Mapping[str, object]] = {
    "roles": {P + "role_mode": "specialist"},
    "all-rounders": {P + "role_mode": "generalist"},
}
# The seven steps, each left out on its own. Without a flow there is no guide, no order and no calendar at all.
SKIPPED: Mapping[str, Mapping[str, object]] = {
    "all seven steps": {},
    "no research": {P + "research_hours": 0.0},
    "no roles": {P + "role_mode": "generalist"},
    "no style guide": {P + "style_hold": 0.0},
    "no review": {P + "review_rounds": 0},
    "ad hoc": {P + "workflow": "adhoc"},
}
KINDS: Mapping[str, Mapping[str, object]] = {
    "evergreen": {"plan.hot_topic_share": 0.0},
    "topical": {"plan.hot_topic_share": 1.0, "plan.brand_topic_fit": 0.8},
}
PUBLISH: Mapping[str, Mapping[str, object]] = {
    "as it is": {"plan.interactive_share": 0.0},
    "+ active hours": {"plan.interactive_share": 0.0, "plan.slot_policy": "matched"},
    "+ a question too": {"plan.interactive_share": 0.8, "plan.slot_policy": "matched"},
}


def _sort(text: str, right: str, because: str, told: Mapping[str, str]) -> Question:
    """Return one thing to classify: every wrong class says what it stands for, and what to look at here."""
    return Question(text, {name: "" if name == right else f"{why} {because}" for name, why in told.items()}, because)


STEPS = (
    "1 goal and position 目标与定位", "2 research 调研分析", "3 theme and form 主题与形式", "4 team and roles 团队与分工",
    "5 production and review 制作与审核", "6 optimise and publish 优化与发布", "7 iterate 迭代",
)  # fmt: skip
_STEPS = dict(zip(STEPS, (
    "Step 1 says for whom and to what effect.", "Step 2 looks at readers, market and competitors.",
    "Step 3 decides what the post is about and how it is made.", "Step 4 says who does what.",
    "Step 5 makes it and looks for errors.", "Step 6 gives it layout, hour and a reason to answer.",
    "Step 7 learns from what happened and changes the process.",
), strict=True))  # fmt: skip
STEPS_QUIZ = tuple(
    _sort(text, STEPS[k - 1], because, _STEPS)
    for text, k, because in (
        ("“Parents shall come to see us as those who repair.”", 1, "An audience and an effect; no post yet."),
        ("“All three competitors film their kilns; under each film people ask for prices.”", 2, "What resonates with others."),
        ("“Limescale season: a care guide, as text with images.”", 3, "A theme and a form."),
        ("“Mei writes, Jun draws, Hao decides; if Hao is ill, Mei.”", 4, "Duties and a stand-in."),
        ("“Second reader: the litre figure is wrong, back to Mei.”", 5, "A round of review found an error."),
        ("“Line breaks for phones, a poll at the end, out at 20:30.”", 6, "Layout, an interactive element, an hour."),
        ("“Guides are saved, not shared: next brief without the share button.”", 7, "A lesson goes into the next brief."),
    )
)  # fmt: skip

PLANNER, CREATIVE, COPY, DESIGN = (
    "planner 策划人员", "creative 创意人员", "copywriter 文案撰写人员", "design team 设计团队",
)  # fmt: skip
_ROLES = {
    PLANNER: "The planner holds the whole plan together.",
    CREATIVE: "The creative has the fresh idea.",
    COPY: "The copywriter turns an idea into text.",
    DESIGN: "The design team makes what one sees.",
}
ROLES_QUIZ = tuple(
    _sort(text, right, because, _ROLES)
    for text, right, because in (
        ("“Six posts until the tea fair, and this is why in that order.”", PLANNER, "A plan across posts."),
        ("“What if the pot tells the story, and not we?”", CREATIVE, "An idea, not yet a sentence of the post."),
        ("“‘Hot until noon’ says it in three words.”", COPY, "It is about words."),
        ("“Steam reads better against the dark blue.”", DESIGN, "It is about pictures."),
    )
)

STYLE_GUIDE = (
    "Tone 语气: three adjectives, each with a sentence that is right and one that is wrong",
    "Words 用词: how we call our things, and ten words that we do not use",
    "How we address readers 称呼, and how we answer an angry one",
    "Pictures 图片: light, background, people; what is never retouched",
    "Colours, type, logo 颜色、字体、标志: files that everybody can open",
    "Layout of each form 版式: title length, first line, line breaks on a phone",
    "Claims 主张: which need a source, and which the Advertising Law 广告法 forbids",
    "Who decides in doubt 有疑问问谁, with a stand-in; and the date on which the page is read again",
)

# P-15, the one-page example: part, rule, do, not.
GUIDE_PAGE = (
    ("tone 语气", "calm, useful, admits faults", "“Check your seal like this.”", "“Unbeatable!!!”"),
    ("words 用词", "flask 保温杯, lid 杯盖, never “cup king”", "“The lid of the 500 ml flask”", "“Our hero product”"),
    ("readers 称呼", "you 您 in answers, no nicknames", "“Thank you for the photo, Ms Chen.”", "“Dear, sorry, dear!”"),
    ("pictures 图片", "daylight, in use, unretouched", "a dented flask on a desk", "a flask floating in space"),
    ("layout 版式", "first line says the use; one idea a picture", "“Limescale: vinegar, 20 minutes”", "“Autumn is here …”"),
    ("claims 主张", "a number has a source and a limit", "“78 °C after 6 h (test of 3 May)”", "“Keeps hot for ever”"),
    ("in doubt 有疑问", "Hao decides; if absent, Mei", "asked before 17:00", "“I thought it was fine”"),
)  # fmt: skip

COMPARE_QUIZ = (
    Question(
        "The four roles deliver late. Design has forty posts waiting, copy has none. What helps first?",
        {
            "A second copywriter.": "Copy waits for nothing. More hours before a bottleneck only lengthen its queue.",
            "Let others take over part of design.": "",
            "A fifth review round, for safety.": "Review comes after design; more of it takes hours from the same people.",
        },
        "The bottleneck decides what comes out: share its work, or bring it less.",
    ),
    Question(
        "Each round of review finds 60 % of the errors that are left. Why not ten rounds?",
        {
            "Because ten rounds find no more than three.": "They do: errors so rare that few posts show one. Look at the hours.",
            "Because each round takes hours and time, and what is left to find halves again and again.": "",
            "Because reviewers make new errors.": "They may; the model does not say so. What does each round cost?",
        },
        "Errors fall geometrically, costs rise in a line: somewhere they meet, earlier for topical posts.",
    ),
    Question(
        "“No review” has the same quality as before in the table. Is review useless?",
        {
            "Yes, the numbers say so.": "The quality of a post is its craft. Which column counts its errors?",
            "No: review is about defects; quality is made by people, time and knowledge.": "",
            "No: the sample is too small to see it.": "The interval is narrow; the column is the wrong one.",
        },
        "Each step has its own column. A step judged by the wrong one is cut first.",
    ),
)  # fmt: skip


def guide_page() -> pd.DataFrame:
    """Return the one-page example of a style guide (风格指南, P-15)."""
    import pandas as pd

    return pd.DataFrame(GUIDE_PAGE, columns=["part 部分", "our rule 规则", "do 这样", "not 不这样"])


def rivals(posts: pd.DataFrame) -> pd.DataFrame:
    """Return reactions for 10,000 followers of competitors' middle (median) post: a row a form, a column a platform.

    ``posts`` as in the data set ``competitor_posts``; rows with another spelling of a platform are left out.
    """
    known = posts[posts["platform"].isin(PLATFORMS)].drop_duplicates()
    rate = 10_000.0 * known[["likes", "comments", "shares"]].sum(axis=1, min_count=3) / known["followers"]
    table = known.assign(rate=rate).pivot_table(index="form", columns="platform", values="rate", aggfunc="median")
    return table.reindex(index=list(FORMS), columns=list(PLATFORMS))


def stage_times(log: pd.DataFrame) -> pd.DataFrame:
    """Return visits, mean hours of work and of waiting (by the clock) for each stage; ``log`` is ``production_log``."""
    stages = ("plan", "creative", "copy", "design", "review", "optimise", "publish")
    waits = (log["start_ts"] - log["queued_ts"]).dt.total_seconds() / 3600.0
    table = (
        log.assign(waiting=waits)
        .groupby("stage")
        .agg(visits=("hours", "size"), work=("hours", "mean"), waiting=("waiting", "mean"))
    )
    return table.loc[list(stages)]


def value_of_rounds(results: pd.DataFrame, *, path: str, price: float) -> pd.DataFrame:
    """Return what each number of review rounds is worth, in posts: replication, rounds, value.

    ``results`` is a sweep of ``path`` with the metrics reach, posts and defect_escape. A plan's value is its reach, counted in
    posts of usual reach (the mean of all rounds), less ``price`` posts for each defect that escaped; all for a post.
    """
    columns = [path, "replication"]
    wide = results.pivot_table(index=columns, columns="metric", values="value").reset_index()
    usual = (wide["reach"].sum() / wide["posts"].sum()) * wide["posts"].max()
    escaped = wide["defect_escape"] * wide["posts"] / wide["posts"].max()
    return wide[columns].assign(value=wide["reach"] / usual - price * escaped).rename(columns={path: "rounds"})


def gain_table(results: Mapping[str, pd.DataFrame], *, path: str, prices: Sequence[float]) -> pd.DataFrame:
    """Return what review adds to a post, against no review in the same world: by, rounds, gain, low, high (95 % interval).

    ``by`` names the sweep and the price of a defect, both in posts; ``results`` as for ``value_of_rounds``.
    """
    import pandas as pd

    from sim.core.stats import mean_interval

    rows = []
    for name, found in results.items():
        for price in prices:
            table = _by_rounds(found, path=path, price=price)
            for rounds in table:
                told = mean_interval(table[rounds] - table[0])
                rows.append({"by": f"{name}, a defect costs {price:g}", "rounds": int(rounds), "gain": told.mean,
                             "low": told.low, "high": told.high})  # fmt: skip
    return pd.DataFrame(rows)


def _by_rounds(results: pd.DataFrame, *, path: str, price: float) -> pd.DataFrame:
    values = value_of_rounds(results, path=path, price=price)
    return values.pivot_table(index="replication", columns="rounds", values="value")


def best_rounds(results: pd.DataFrame, *, path: str, price: float) -> int:
    """Return the fewest rounds that are as good as the best: no certain paired difference between them."""
    from sim.core.stats import paired_difference

    table = _by_rounds(results, path=path, price=price)
    best = table.mean().idxmax()
    as_good = [r for r in table if r == best or paired_difference(table[r], table[best]).low <= 0]
    return int(min(as_good))
