"""Claims of chapter 2: goals, users and content strategy."""

from __future__ import annotations

from sim.core.catalogue import TYPES
from sim.core.plan import CADENCES
from sim.course.claims.claim import Claim, Limit, Pair, Sweep

__all__ = ["CLAIMS"]

WEIBO = {"platforms": ("weibo",)}
SEGMENT_NAMES = ("young_office", "student_trend", "family_practical", "deep_reader", "bargain_seeker")


def _types(*names: str) -> dict[str, tuple[float, ...]]:
    """Return the settings of an equal mix of the named content types."""
    return {"plan.type_mix": tuple(1 / len(names) if t in names else 0.0 for t in TYPES)}


ONE = _types("interactive")
TWO = _types("interactive", "user_feedback")
THREE = _types("interactive", "user_feedback", "knowledge")
FOUR = _types("interactive", "user_feedback", "knowledge", "story")

RESEARCH = Claim(
    id="C2.3-1",
    sentence="Market research, personas and competitor analysis before creation raise fit, spread and participation.",
    handbook=("H2.3-01",),
    restated=("3.2", "4.2"),
    tier="B",
    kind="emergent",
    parts=("PROD", "AUD"),
    # One account with hours for its posts and about ten hours of research: research is taken from production.
    common=WEIBO | {"production.staff_hours_week": 90},
    tests=(
        Pair(
            label="no research → 12 hours a week",
            a={"production.research_hours": 0},
            b={"production.research_hours": 12},
            metric="engagement_rate",
        ),
        Sweep.over(
            "production.research_hours", (0, 4, 8, 12, 16, 20, 24), metric="engagement_rate", shape="inner optimum"
        ),
    ),
    boundary=(
        Limit(label="tastes stand still", under={"audience.drift_days": 0}, expect="vanishes"),
        Limit(
            label="small team: every hour is missing at the desk",
            under={"production.staff_hours_week": 60},
            expect="weaker",
        ),
    ),
    off=(Limit(label="research teaches nothing", under={"production.research_effect": 0.0}, expect="vanishes"),),
    note="The registry's boundary (copying competitors' hits) is a discussion prompt: competitors' single posts are not "
    "simulated.",
)

AUTHENTICITY = Claim(
    id="C2.3-2",
    sentence="True, reliable content is the base of brand trust; exaggerated publicity loses it.",
    handbook=("H2.3-02", "H4.2-06"),
    restated=("4.2",),
    tier="A",
    kind="emergent",
    parts=("AUD", "ENG"),
    common=WEIBO | {"horizon_days": 180},
    tests=(
        Pair(
            label="exaggeration 0.6 → 0, trust after 180 days",
            a={"plan.exaggeration": 0.6},
            b={"plan.exaggeration": 0.0},
            metric="trust_mean",
        ),
        Pair(
            label="exaggeration 0.6 → 0, reactions in the sixth month",
            a={"plan.exaggeration": 0.6},
            b={"plan.exaggeration": 0.0},
            metric="engagement_last30",
        ),
    ),
    boundary=(
        Limit(label="the first 30 days", under={"horizon_days": 30}, test=1, expect="reversed"),
        Limit(
            label="few look closely, nobody tells",
            under={"audience.looks_closely": 0.02, "audience.told_friends": 0.0},
            test=1,
            expect="reversed",
        ),
    ),
    off=(Limit(label="nobody finds out", under={"audience.found_out": 0.0}, expect="vanishes"),),
    note="At measured exposure the monthly reaction rates cross after about 90 to 120 days, not after 5 to 7 weeks: a "
    "follower sees one post in twenty-five. Where nobody finds out, exaggeration pays for as long as one looks: "
    "a matter of ethics and law, not of payoff.",
)

VALUE_AND_INTEREST = Claim(
    id="C2.3-3",
    sentence="Valuable content attracts and keeps users; interesting content brings resonance and reposts.",
    handbook=("H2.3-03", "H2.3-04"),
    tier="B",
    kind="assumed curve",
    parts=("AUD", "ENG"),
    common=WEIBO,
    tests=(
        Pair(
            label="interest → value: new followers stay",
            a={"plan.value_level": 0.2, "plan.interest_level": 0.8},
            b={"plan.value_level": 0.8, "plan.interest_level": 0.2},
            metric="retention_d30",
        ),
        Pair(
            label="interest → value: fewer shares",
            a={"plan.value_level": 0.2, "plan.interest_level": 0.8},
            b={"plan.value_level": 0.8, "plan.interest_level": 0.2},
            metric="share_rate",
            expected=-1,
        ),
    ),
    boundary=(
        Limit(
            label="interest without value: reposts, but nobody stays longer",
            under={"plan.value_level": 0.2},
            a={"plan.interest_level": 0.2},
            b={"plan.interest_level": 0.8},
            expect="vanishes",
        ),
    ),
    off=(Limit(label="nobody leaves for want of value", under={"audience.unfollow_day": 0.0}, expect="vanishes"),),
    note="Value lowers the wish to leave (irrelevance hazard) and holds readers; interest acts on reactions and shares. Both "
    "curves are assumptions; that growth follows from them is not.",
)

FREQUENCY = Claim(
    id="C2.3-4",
    sentence="Publishing frequency should stay stable; too frequent, too sparse and erratic publishing do worse.",
    handbook=("H2.3-06",),
    restated=("3.3",),
    tier="A",
    kind="emergent",
    parts=("AUD", "ENG", "PROD"),
    common=WEIBO,
    tests=(
        Pair(
            label="six a day → one a day",
            a={"plan.posts_per_day": 6},
            b={"plan.posts_per_day": 1},
            metric="net_growth",
        ),
        Pair(
            label="two a week → one a day",
            a={"plan.posts_per_day": 0.3},
            b={"plan.posts_per_day": 1},
            metric="net_growth",
        ),
        *(
            Pair(
                label=f"{cadence} → regular at one a day",
                a={"plan.posts_per_day": 1, "plan.cadence_mode": cadence},
                b={"plan.posts_per_day": 1, "plan.cadence_mode": "regular"},
                metric="net_growth",
            )
            for cadence in reversed(CADENCES[1:])
        ),
        Sweep.over("plan.posts_per_day", (0.07, 0.3, 0.5, 1, 2, 3, 6), metric="net_growth", shape="inner optimum"),
    ),
    boundary=(
        Limit(
            label="two a week: the pattern matters less",
            under={"plan.posts_per_day": 0.3},
            test=3,
            a={"plan.cadence_mode": "burst"},
            b={"plan.cadence_mode": "regular"},
            expect="weaker",
            relative=False,
        ),
    ),
    off=(
        Limit(
            label="no fatigue, no overload: six a day is fine",
            under={"audience.fatigue": 0.0, "production.overload": False},
            expect="reversed",
        ),
        Limit(
            label="nobody leaves for having forgotten: sparse costs less",
            under={"audience.forget_leave": 0.0},
            test=1,
            expect="weaker",
            relative=False,
        ),
    ),
)

VARIETY = Claim(
    id="C2.3-5",
    sentence="Diverse content types and forms meet different needs and beat a uniform programme.",
    handbook=("H2.3-05",),
    restated=("3.1", "5.4"),
    tier="B",
    kind="emergent",
    parts=("AUD", "ENG", "PROD"),
    common=WEIBO,
    tests=(
        Pair(label="the best single type → four types", a=ONE, b=FOUR, metric="active_share"),
        Pair(label="knowledge alone → four types", a=_types("knowledge"), b=FOUR, metric="active_share"),
        Sweep(
            label="one … five types, best first",
            grid=(1, 2, 3, 4, 5),
            points=(ONE, TWO, THREE, FOUR, _types(*TYPES)),
            metric="active_share",
            shape="inner optimum",
        ),
    ),
    boundary=(
        Limit(
            label="small team: four types against two",
            under={"production.staff_hours_week": 70},
            a=TWO,
            b=FOUR,
            expect="reversed",
        ),
        Limit(
            label="students only: four types against two",
            under={"audience.segment_mix": (0.0, 1.0, 0.0, 0.0, 0.0)},
            a=_types("interactive", "story"),
            b=FOUR,
            expect="reversed",
        ),
    ),
    off=(Limit(label="nobody tires of one type", under={"engagement.novelty_wear": 0.0}, expect="vanishes"),),
    note="The gain comes from wear-out, not from reaching more segments: where one reaction a month is much, who reacts to "
    "which type hardly overlaps, and the mean over types is what counts.",
)

ACTIVE_HOURS = Claim(
    id="C2.3-6",
    sentence="Content published when the target users are active reaches and involves more of them.",
    handbook=("H2.3-07", "H2.2-03"),
    restated=("2.2", "3.2", "3.3", "3.4", "6.3"),
    tier="A",
    kind="emergent",
    parts=("AUD", "ENG"),
    common=WEIBO | {"engagement.post_life_h": 2.5},
    tests=(
        Pair(
            label="office hours → hours of the audience",
            a={"plan.slot_policy": "office_hours"},
            b={"plan.slot_policy": "matched"},
            metric="reach",
        ),
        Pair(
            label="office hours → hours of the audience, reactions",
            a={"plan.slot_policy": "office_hours"},
            b={"plan.slot_policy": "matched"},
            metric="reactions",
        ),
        Pair(
            label="random hours → hours of the audience",
            a={"plan.slot_policy": "random"},
            b={"plan.slot_policy": "matched"},
            metric="reach",
        ),
    ),
    boundary=(
        Limit(label="posts live for 6 hours", under={"engagement.post_life_h": 6.0}, expect="weaker"),
        Limit(label="posts live for two days", under={"engagement.post_life_h": 48.0}, expect="vanishes"),
    ),
    off=(
        Limit(
            label="an audience without hours",
            under={f"segment.{name}.activity": (0.12,) * 24 for name in SEGMENT_NAMES},
            expect="vanishes",
        ),
    ),
    note="At one post a day everything at the peak (21 h) beats the matched hours even at congestion 0.4; it loses where "
    "several posts share that hour.",
)

STORIES = Claim(
    id="C2.3-7",
    sentence="Wrapping brand ideas and product features in a story makes content more attractive.",
    handbook=("H2.3-08",),
    restated=("3.1",),
    tier="C",
    kind="assumed curve",
    parts=("ENG", "PROD"),
    common=WEIBO,
    tests=(
        Pair(
            label="no stories → 40 %",
            a={"plan.story_share": 0.0},
            b={"plan.story_share": 0.4},
            metric="deep_engagement",
        ),
    ),
    boundary=(
        Limit(
            label="nothing but stories: reactions fall",
            under={},
            b={"plan.story_share": 1.0},
            metric="engagement_rate",
            expect="reversed",
        ),
        Limit(
            label="small team: stories take half as many hours again",
            under={"production.staff_hours_week": 60},
            expect="weaker",
        ),
    ),
    off=(Limit(label="a story holds nobody", under={"engagement.story_pull": 1.0}, expect="vanishes"),),
    note="That a story holds its readers is the assumption; its price in hours and wear-out is not. Deep engagement keeps "
    "rising with the share of stories, ever more slowly; reactions and shares fall beyond 40 %.",
)

HOT_TOPICS = Claim(
    id="C2.3-8",
    sentence="Using hot topics and festivals makes content timely and raises its heat.",
    handbook=("H2.3-09",),
    tier="B",
    kind="emergent",
    parts=("ENG", "PROD"),
    common=WEIBO | {"plan.brand_topic_fit": 0.8, "production.review_rounds": 1},
    tests=(
        Pair(
            label="no topics → every fourth post",
            a={"plan.hot_topic_share": 0.0},
            b={"plan.hot_topic_share": 0.25},
            metric="reach",
        ),
    ),
    boundary=(
        Limit(label="slow: four review rounds", under={"production.review_rounds": 4}, expect="weaker"),
        Limit(
            label="poor fit: borrowed attention does not stay",
            under={"plan.brand_topic_fit": 0.2},
            metric="net_growth",
            expect="reversed",
        ),
    ),
    off=(Limit(label="topics carry no heat", under={"engagement.topic_heat": 0.0}, expect="vanishes"),),
    note="Within the range tested reach keeps rising with the share of topical posts: no inner optimum at 0.2 to 0.3. The "
    "price is a lower reaction rate, since marginal viewers are less interested.",
)

CLAIMS = (
    RESEARCH, AUTHENTICITY, VALUE_AND_INTEREST, FREQUENCY, VARIETY, ACTIVE_HOURS, STORIES, HOT_TOPICS,
)  # fmt: skip
