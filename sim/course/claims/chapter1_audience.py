"""Claims of chapter 1 about the audience: what brings people from a post to a purchase."""

from __future__ import annotations

from sim.course.claims.claim import Claim, Interaction, Limit, Pair

__all__ = ["CLAIMS"]

WEIBO = {"platforms": ("weibo",)}

POOR = {"plan.targeting_precision": 0.3, "plan.content_quality": 0.5, "desk.agents": 0}
TARGETING, CONTENT, SERVICE = {"plan.targeting_precision": 0.7}, {"plan.content_quality": 0.75}, {"desk.agents": 3}

FUNNEL = Claim(
    id="C1.2-3",
    sentence="Precise targeting, effective content and interactive service together turn people into buyers.",
    handbook=("H1.2-04",),
    tier="A",
    kind="emergent",
    parts=("AUD", "ENG", "DESK"),
    # Thirty times the usual orders a click, since orders are counted events; half of the usual inflow of tickets.
    common=WEIBO
    | {
        "parts": ("production", "engagement", "audience", "desk"),
        "n_people": 6000,
        "horizon_days": 60,
        "plan.core_segment": "young_office",
        "production.research_hours": 8.0,
        "audience.order_rate": 0.3,
        "desk.ticket_rate": 1.0,
    },
    tests=(
        Pair(label="none → all three", a=POOR, b=POOR | TARGETING | CONTENT | SERVICE, metric="sales_k"),
        Pair(label="targeting alone", a=POOR, b=POOR | TARGETING, metric="orders"),
        Pair(label="content alone", a=POOR, b=POOR | CONTENT, metric="orders"),
        Pair(label="service alone", a=POOR, b=POOR | SERVICE, metric="orders"),
        Interaction(
            label="together: the product of the single factors",
            none=POOR,
            steps=(TARGETING, CONTENT, SERVICE),
            metric="orders",
            scale="product",
            within=0.1,
        ),
        Pair(
            label="targeting and service where content is good",
            a=POOR | CONTENT,
            b=POOR | TARGETING | CONTENT | SERVICE,
            metric="orders",
        ),
    ),
    boundary=(
        Limit(
            label="bottleneck: the same money with poor content buys fewer orders",
            under={"plan.content_quality": 0.1},
            test=5,
            expect="weaker",
            relative=False,
        ),
    ),
    off=(
        Limit(
            label="nobody knows the core: targeting",
            under={"production.research_hours": 0.0},
            test=1,
            expect="vanishes",
        ),
        Limit(label="nobody writes to the desk: service", under={"desk.ticket_rate": 0.0}, test=3, expect="vanishes"),
    ),
    note="All three raise orders, targeting by just under the 3 % that count, and together they multiply. With gains this small "
    "the product is within 2 % of the sum: the multiplicative funnel is not seen in it. Most of what service adds to sales "
    "are purchases again, which no post brings. Costs of the three upgrades are not equal.",
)

RESONANCE = Claim(
    id="C1.3-2",
    sentence="High-quality content that resonates raises awareness, visible in topic reads.",
    handbook=("H1.3-02",),
    tier="B",
    kind="emergent",
    parts=("ENG", "AUD"),
    common=WEIBO | {"n_people": 8000, "plan.hot_topic_share": 0.3},
    tests=(
        Pair(
            label="quality 0.4 → 0.8",
            a={"plan.content_quality": 0.4},
            b={"plan.content_quality": 0.8},
            metric="topic_reads",
        ),
        Pair(
            label="quality 0.4 → 0.8, people who know the brand",
            a={"plan.content_quality": 0.4},
            b={"plan.content_quality": 0.8},
            metric="awareness",
        ),
    ),
    boundary=(
        Limit(
            label="in the hours of a small team, where every hour is missing elsewhere",
            under={"production.staff_hours_week": 54},
            a={"plan.content_quality": 0.4, "plan.posts_per_day": 1.0},
            b={"plan.content_quality": 0.8, "plan.posts_per_day": 0.3},
            expect="reversed",
        ),
        Limit(label="the platform does not reward reactions", under={"engagement.heat": 0.0}, expect="weaker"),
    ),
    off=(
        Limit(
            label="no account heat, nobody shares, nobody follows",
            under={"engagement.heat": 0.0, "audience.share_prob": 0.0, "audience.follow_probability": 0.0},
            expect="vanishes",
        ),
    ),
    note="Most of the gain comes through account heat: the platform shows more of an account that gets reactions. Reshares carry a "
    "few per cent of reach only, so the registry's convex rise is not seen. Brand search is not simulated.",
)

GUIDANCE = Claim(
    id="C1.3-4",
    sentence="Creative content that fits the brand and guides people to act raises conversion and sales.",
    handbook=("H1.3-04",),
    tier="B",
    kind="assumed curve",
    parts=("AUD", "ENG"),
    common=WEIBO | {"n_people": 6000, "audience.order_rate": 0.3},
    tests=(
        Pair(
            label="neither → guidance and quality",
            a={"plan.cta_strength": 0.1, "plan.content_quality": 0.5},
            b={"plan.cta_strength": 0.6, "plan.content_quality": 0.75},
            metric="conversion_rate",
        ),
        Pair(
            label="guidance alone, sales",
            a={"plan.cta_strength": 0.1, "plan.content_quality": 0.5},
            b={"plan.cta_strength": 0.6, "plan.content_quality": 0.5},
            metric="sales_k",
        ),
        Pair(
            label="quality alone, sales",
            a={"plan.cta_strength": 0.1, "plan.content_quality": 0.5},
            b={"plan.cta_strength": 0.1, "plan.content_quality": 0.75},
            metric="sales_k",
        ),
    ),
    boundary=(
        Limit(label="guidance alone brings nobody: reach", under={}, test=1, metric="reach", expect="vanishes"),
        Limit(
            label="from some guidance to urging in every post: followers leave",
            under={},
            a={"plan.cta_strength": 0.4, "plan.content_quality": 0.75},
            b={"plan.cta_strength": 1.0, "plan.content_quality": 0.75},
            metric="net_growth",
            expect="reversed",
        ),
        Limit(label="quality alone does not convert", under={}, test=2, metric="conversion_rate", expect="vanishes"),
    ),
    off=(
        Limit(
            label="nobody orders after a click", under={"audience.order_rate": 0.0}, metric="sales_k", expect="vanishes"
        ),
    ),
    note="Guidance converts those who click, quality brings more of them; sales need both. Beyond one half guidance drives "
    "followers away, which four months of sales do not show.",
)

DIFFERENT = Claim(
    id="C1.1-2",
    sentence="Where offers are alike, distinctive values and image raise awareness and loyalty.",
    handbook=("H1.1-09",),
    restated=("1.2", "2.1"),
    tier="B",
    kind="assumed curve",
    parts=("AUD",),
    common=WEIBO | {"n_people": 8000, "audience.competitor_similarity": 0.9},
    tests=(
        Pair(
            label="differentiation 0.1 → 0.6: followers",
            a={"audience.differentiation": 0.1},
            b={"audience.differentiation": 0.6},
            metric="net_growth",
        ),
        Pair(
            label="differentiation 0.1 → 0.6: loyal users",
            a={"audience.differentiation": 0.1},
            b={"audience.differentiation": 0.6},
            metric="loyal_share",
        ),
    ),
    boundary=(
        Limit(
            label="offers differ anyway (similarity 0.2)",
            under={"audience.competitor_similarity": 0.2},
            expect="weaker",
            relative=False,
        ),
    ),
    off=(Limit(label="strangers never follow", under={"audience.follow_probability": 0.0}, expect="vanishes"),),
    note="Differentiation acts on the choice of strangers, by assumption; that more of the followers are loyal follows "
    "from it: those who come are new and active. How different a brand is comes without a price here.",
)

CLAIMS = (FUNNEL, DIFFERENT, RESONANCE, GUIDANCE)
