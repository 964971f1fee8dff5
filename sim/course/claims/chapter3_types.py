"""Claims of section 3.1: content types and forms, quality against volume."""

from __future__ import annotations

from sim.core.catalogue import TYPES
from sim.course.claims.claim import Claim, Limit, Pair, Settings, Sweep

__all__ = ["CLAIMS"]

WEIBO = {"platforms": ("weibo",)}
# What each type is said to be best at.
OWN_MEASURE = {
    "news": "trust_gained", "knowledge": "recognition", "interactive": "comment_rate", "story": "share_rate",
    "user_feedback": "conversion_rate",
}  # fmt: skip
MIX = {"plan.type_mix": (0.2,) * 5}


def _all(kind: str) -> dict[str, tuple[float, ...]]:
    """Return the settings of a programme of one content type."""
    return {"plan.type_mix": tuple(float(kind == t) for t in TYPES)}


TYPES_OF_CONTENT = Claim(
    id="C3.1-1",
    sentence="News builds authority, knowledge recognition, interactive posts participation, stories attraction, user feedback "
    "word of mouth and purchases: each type is best at its own measure, the mix at the weakest.",
    handbook=("H3.1-02", "H3.1-03", "H3.1-04", "H3.1-05", "H3.1-06"),
    restated=("4.3",),
    tier="A",
    kind="assumed curve",
    parts=("AUD", "ENG"),
    # Ten times the usual orders a click: orders are counted events, and 20 of them tell nothing.
    common=WEIBO | {"n_people": 8000, "audience.order_rate": 0.1},
    tests=(
        *(
            Pair(label=f"{other} → {kind}", a=_all(other), b=_all(kind), metric=measure)
            for kind, measure in OWN_MEASURE.items()
            for other in TYPES
            if other != kind
        ),
        *(
            Pair(label=f"nothing but {kind} → all five, weakest measure", a=_all(kind), b=MIX, metric="weakest_measure")
            for kind in TYPES
        ),
    ),
    boundary=(
        Limit(
            label="students only: news earns no trust where nobody reacts to it",
            under={"audience.segment_mix": (0.0, 1.0, 0.0, 0.0, 0.0)},
            a=_all("interactive"),
            b=_all("news"),
            expect="weaker",
        ),
        Limit(
            label="trust in the brand moves by less than 3 % in 120 days",
            under={},
            metric="trust_mean",
            expect="vanishes",
        ),
    ),
    off=(
        Limit(
            label="all types alike: no lead of comments",
            under={f"content_type.{t}.comment": 1.0 for t in TYPES},
            test=8,
            expect="weaker",
        ),
        Limit(
            label="all types alike: no lead of recognition",
            under={f"content_type.{t}.recognition": 1.0 for t in TYPES},
            test=4,
            expect="vanishes",
        ),
    ),
    note="Four types lead on their own measure. News does not: a reaction to news earns 1.6 times the usual trust, but people "
    "react to news least, so knowledge and interactive posts earn more of it in all. Trust itself hardly moves: it grows by "
    "0.0004 in four months, since it comes from reactions and few people react. Recognition is the type's factor times "
    "quality, an assumption and no finding; the mix is best at the weakest measure and at no other.",
)

QUALITY_OR_VOLUME = Claim(
    id="C3.1-5",
    sentence="Original, high-quality content that fits the audience beats hurried volume in the same hours.",
    handbook=("H3.1-12", "H3.3-04"),
    restated=("1.3", "6.2"),
    tier="A",
    kind="emergent",
    parts=("AUD", "ENG", "PROD"),
    # 54 hours a week, of which 30 are left for posts; at best a post has quality 0.85, where it gets its 8.6 hours.
    common=WEIBO | {"production.staff_hours_week": 54, "plan.content_quality": 0.85},
    tests=(
        Pair(
            label="three a day → one a day, in the same hours",
            a={"plan.posts_per_day": 3},
            b={"plan.posts_per_day": 1},
            metric="net_growth",
        ),
        Pair(
            label="one a week → one a day, in the same hours",
            a={"plan.posts_per_day": 0.14},
            b={"plan.posts_per_day": 1},
            metric="net_growth",
        ),
        Sweep.over("plan.posts_per_day", (0.14, 0.43, 0.7, 1, 1.4, 2, 3), metric="net_growth", shape="inner optimum"),
    ),
    boundary=(
        Limit(
            label="reactions in all: volume wins, a misleading measure",
            under={},
            metric="reactions",
            expect="reversed",
        ),
        Limit(
            label="people forget within two days: volume counts for more",
            under={"audience.memory_halflife_d": 2.0},
            expect="weaker",
            relative=False,
        ),
    ),
    off=(
        Limit(
            label="time does not matter for quality, posts do not tire",
            under={"production.overload": False, "audience.fatigue": 0.0},
            expect="reversed",
        ),
        Limit(
            label="nobody forgets: one a week costs less",
            under={"audience.forget_leave": 0.0},
            test=1,
            expect="weaker",
            relative=False,
        ),
    ),
    note="With 30 hours a week for posts the best rate lies between 0.7 and 1.4 a day, as the registry expects; reactions in all "
    "keep rising with volume. The faster people forget, the less is won by fewer posts.",
)

QUESTIONS = Claim(
    id="C3.1-2",
    sentence="Questions, polls and games encourage comments and participation.",
    handbook=("H3.1-09", "H3.2-06"),
    restated=("2.3", "5.1"),
    tier="B",
    kind="assumed curve",
    parts=("ENG", "DESK"),
    common=WEIBO
    | {
        "parts": ("production", "engagement", "audience", "desk"),
        "n_people": 6000,
        "horizon_days": 60,
        "desk.agents": 3,
        "desk.ticket_rate": 1.0,
    },
    tests=(
        Pair(
            label="no questions → in 40 % of the posts",
            a={"plan.interactive_share": 0.0},
            b={"plan.interactive_share": 0.4},
            metric="comment_rate",
        ),
        Pair(
            label="40 % → 80 %",
            a={"plan.interactive_share": 0.4},
            b={"plan.interactive_share": 0.8},
            metric="comment_rate",
        ),
    ),
    boundary=(Limit(label="reactions of all kinds rise by less", under={}, metric="engagement_rate", expect="weaker"),),
    off=(Limit(label="a question draws nobody", under={"engagement.question_pull": 1.0}, expect="vanishes"),),
    note="The factor is assumed; that reactions in all rise by a fifth of it follows. At measured levels a post draws less than "
    "one comment a day, so comments do not fill the desk: the registry's fall of satisfaction is not seen. Questions do not "
    "wear out in the model.",
)

USUAL_REST = (0.35, 0.15, 0.15, 0.10)  # image_text, interactive_post, picture_story, native_format of the usual mix
VIDEO_HOURS = 2.5
USUAL_HOURS = 1.0 * 0.35 + 0.9 * 0.15 + 1.5 * 0.15 + 1.2 * 0.10


def _video(share: float, *, equal_hours: bool = False) -> Settings:
    """Return a mix with ``share`` of short video, the other forms as usual; with equal hours, fewer posts instead."""
    rest = [(1.0 - share) * x / sum(USUAL_REST) for x in USUAL_REST]
    mix = (rest[0], share, 0.0, rest[1], rest[2], rest[3])
    settings: dict[str, object] = {"plan.form_mix": mix}
    if equal_hours:
        a_post = (1.0 - share) * USUAL_HOURS / sum(USUAL_REST) + share * VIDEO_HOURS
        settings["plan.posts_per_day"] = round(2.0 * USUAL_HOURS / sum(USUAL_REST) / a_post, 3)
    return settings


VIDEO = Claim(
    id="C3.1-3",
    sentence="Short video strengthens the experience: more exposure and longer attention.",
    handbook=("H3.1-08",),
    tier="B",
    kind="assumed curve",
    parts=("ENG", "PROD"),
    common=WEIBO | {"n_people": 8000},
    tests=(
        Pair(label="no video → 30 %, same number of posts", a=_video(0.0), b=_video(0.3), metric="reach"),
        Pair(
            label="no video → 30 %, read and watched to the end", a=_video(0.0), b=_video(0.3), metric="deep_engagement"
        ),
        Sweep(
            label="share of video in the same hours 0 … 1",
            grid=(0.0, 0.2, 0.4, 0.7, 1.0),
            points=tuple(_video(x, equal_hours=True) for x in (0.0, 0.2, 0.4, 0.7, 1.0)),
            metric="reach",
            shape="inner optimum",
        ),
    ),
    boundary=(
        Limit(
            label="deep readers: more see it, fewer of them react",
            under={"audience.segment_mix": (0.0, 0.0, 0.0, 1.0, 0.0)},
            metric="engagement_rate",
            expect="reversed",
        ),
    ),
    off=(
        Limit(
            label="video is shown no more than a picture", under={"form.short_video.exposure": 1.0}, expect="vanishes"
        ),
        Limit(label="video holds nobody longer", under={"form.short_video.dwell": 1.0}, test=1, expect="weaker"),
    ),
    note="As a number of posts video gains; in the same hours it does not: it reaches 1.4 times as many for 2.5 times the hours, "
    "so every share of video costs reach, and there is no inner optimum. Live is left out of the mixes.",
)

CREATORS = Claim(
    id="C3.1-6",
    sentence="A team, or professional creators, secure continuous output and stable quality.",
    handbook=("H3.1-14",),
    tier="B",
    kind="emergent",
    parts=("PROD",),
    common=WEIBO | {"parts": ("production", "engagement", "audience", "line"), "n_people": 3000},
    tests=(
        Pair(
            label="one person → a team of four: longest gap",
            a={"production.staff_hours_week": 40, "production.creator_share": 0.0},
            b={"production.staff_hours_week": 160, "production.creator_share": 0.0},
            metric="gap_days",
            expected=-1,
        ),
        Pair(
            label="one person → two and creators: longest gap",
            a={"production.staff_hours_week": 40, "production.creator_share": 0.0},
            b={"production.staff_hours_week": 80, "production.creator_share": 0.3},
            metric="gap_days",
            expected=-1,
        ),
        Pair(
            label="two without → with creators: quality",
            a={"production.staff_hours_week": 80, "production.creator_share": 0.0},
            b={"production.staff_hours_week": 80, "production.creator_share": 0.3},
            metric="quality_mean",
        ),
    ),
    boundary=(
        Limit(
            label="six posts in ten from creators: one voice is lost",
            under={},
            test=2,
            b={"production.staff_hours_week": 80, "production.creator_share": 0.6},
            metric="consistency",
            expect="reversed",
        ),
    ),
    off=(
        Limit(
            label="two posts a week, no upkeep: one person nearly has the hours",
            under={"plan.posts_per_day": 0.29, "production.research_hours": 0.0, "production.setup_hours": 0.0},
            expect="weaker",
            relative=False,
        ),
    ),
    note="One person makes two of the seven posts a week: gaps come from missing hours, not from absence. Creators add capacity, "
    "and a little quality, at the price of the voice.",
)

CLAIMS = (TYPES_OF_CONTENT, QUALITY_OR_VOLUME, QUESTIONS, VIDEO, CREATORS)
