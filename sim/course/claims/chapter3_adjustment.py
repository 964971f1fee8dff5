"""Claims of section 3.4."""

from __future__ import annotations

from sim.core.catalogue import SEGMENTS, TYPES
from sim.course.claims.claim import Claim, Limit, Pair

__all__ = ["ALIKE", "CLAIMS", "YOUTH"]

# A brand of young people on two video platforms that publishes eight plain posts a day: enough figures to learn from. Tastes
# for types are re-drawn every 60 days; types do not wear out unless a claim says so.
YOUTH = {
    "parts": ("production", "engagement", "audience", "analytics"), "platforms": ("douyin", "kuaishou"), "n_people": 2500,
    "plan.posts_per_day": 4, "plan.form_mix": (0.8, 0, 0, 0.2, 0, 0), "production.staff_hours_week": 380,
    "audience.segment_mix": (0.05, 0.8, 0.05, 0.05, 0.05), "audience.type_drift": 1.0, "engagement.novelty_wear": 0.0,
    "horizon_days": 120,
}  # fmt: skip
# Types that do not differ: everybody likes all of them equally, and they draw the same reactions.
ALIKE = (
    {f"segment.{name}.type_preference": (0.2,) * 5 for name in SEGMENTS}
    | {f"content_type.{name}.{what}": 1.0 for name in TYPES for what in ("comment", "share", "click")}
    | {"audience.type_drift": 0.0}
)
DATA = {"analytics.decision_mode": "data"}
NOBODY_LOOKS = {"analytics.decision_mode": "none"}

SHIFT_EFFORT = Claim(
    id="C3.4-1",
    sentence="Investing more in high-interaction types and changing weak ones improves results.",
    handbook=("H3.4-03", "H3.4-05", "H6.1-03", "H6.1-04", "H6.2-06", "H6.3-03"),
    restated=("6.1", "6.2", "6.3"),
    tier="A",
    kind="emergent",
    parts=("AUD", "ENG", "ANLY"),
    common=YOUTH | {"analytics.explore_share": 0.15, "analytics.min_n": 8},
    tests=(
        Pair(
            label="an equal mix → the winner of each fortnight, 15 % kept for tests",
            a=NOBODY_LOOKS,
            b=DATA,
            metric="plan_yield",
        ),
    ),
    boundary=(
        Limit(
            label="heavy noise and one post are enough: the winner is luck",
            under={"analytics.measure_noise": 2.0},
            b=DATA | {"analytics.min_n": 1, "analytics.window_d": 3},
            expect="vanishes",
        ),
        Limit(
            label="types wear out beyond 40 % of the posts", under={"engagement.novelty_wear": 0.4}, expect="reversed"
        ),
    ),
    off=(Limit(label="types do not differ", under=ALIKE, expect="vanishes"),),
    note="Without wear-out, a winner of each fortnight beats an equal mix, hours of analysis included. With the model's usual "
    "wear-out the same rule loses: nine posts in ten of one type cost more than the type is better. The company needs "
    "eight posts a day and a uniform audience to learn anything: with the measured luck of a single post, one post a "
    "day shows no difference between types within a fortnight.",
)

CONTINUOUS_REVIEW = Claim(
    id="C3.4-2",
    sentence="Because the environment changes, analysis and adjustment must be continuous, with regular review.",
    handbook=("H3.4-06", "H2.1-14", "H2.3-10", "H3.1-13", "H6.2-08", "H6.3-05"),
    restated=("2.1", "2.3", "3.1", "6.2", "6.3"),
    tier="A",
    kind="emergent",
    parts=("AUD", "ANLY"),
    common=YOUTH | {"horizon_days": 190, "analytics.data_rule": "thompson"},
    tests=(
        Pair(
            label="one review only → a review every 14 days",
            a={"analytics.most_reviews": 1},
            b={"analytics.most_reviews": 0},
            metric="plan_yield",
        ),
    ),
    boundary=(
        Limit(
            label="a review every day, against none at all",
            under={},
            a=NOBODY_LOOKS,
            b={"analytics.review_interval_d": 1},
            expect="reversed",
        ),
    ),
    off=(Limit(label="tastes stand still", under={"audience.type_drift": 0.0}, expect="vanishes"),),
    note="Shares by the chance of being the best (Thompson sampling). The price of a daily review is the time it takes from the "
    "posts: a quarter of a post for each review and a quarter of what is changed. Over half a year a review every fortnight is "
    "1 or 2 % better than a single one, too little to count: the luck of posts hides the new tastes for weeks, reviews cost time, "
    "and a part of what was learnt once stays true, since interactive posts draw comments whatever the fashion.",
)

USERS_FIRST = Claim(
    id="C3.4-3",
    sentence="Optimisation guided by user needs and feedback raises satisfaction and loyalty.",
    handbook=("H3.4-07",),
    tier="B",
    kind="emergent",
    parts=("ENG", "ANLY"),
    common={
        "parts": ("production", "engagement", "audience", "analytics"),
        "platforms": ("douyin",),
        "n_people": 3000,
        "plan.posts_per_day": 2,
        "production.staff_hours_week": 200,
        "horizon_days": 180,
        "analytics.bait_step": 0.25,
        "analytics.data_rule": "thompson",
    },
    tests=(
        Pair(
            label="engagement alone → half of the weight on complaints: trust",
            a={"analytics.feedback_weight": 0.0},
            b={"analytics.feedback_weight": 0.5},
            metric="trust_mean",
        ),
        Pair(
            label="the same, new followers who stay",
            a={"analytics.feedback_weight": 0.0},
            b={"analytics.feedback_weight": 0.5},
            metric="retention_d30",
        ),
    ),
    boundary=(
        Limit(
            label="in the first six weeks bait pays: reactions",
            under={"horizon_days": 42},
            metric="engagement_rate",
            expect="reversed",
        ),
    ),
    off=(Limit(label="nobody finds an exaggeration out", under={"audience.found_out": 0.0}, expect="vanishes"),),
    note="The team tries more exaggeration in the second half of each fortnight and keeps what scores better. "
    "Trust is certain; that new followers stay is 2 to 3 % from seed to seed, about the least that counts.",
)

CLAIMS: tuple[Claim, ...] = (SHIFT_EFFORT, CONTINUOUS_REVIEW, USERS_FIRST)
