"""Claims of section 5.3: planning, running and reviewing activities."""

from __future__ import annotations

from sim.course.claims.chapter4_events import ACTIVITY
from sim.course.claims.claim import Claim, Limit, Pair, Sweep

__all__ = ["CLAIMS"]

VAGUE, CLEAR = {"campaign.objective_clarity": 0.2}, {"campaign.objective_clarity": 0.9}


def _objective(name: str) -> Pair:
    stated = {"campaign.objective": name}
    return Pair(label=f"clarity 0.2 → 0.9, {name}", a=VAGUE | stated, b=CLEAR | stated, metric="objective_score")


OBJECTIVE = Claim(
    id="C5.3-1",
    sentence="Only an activity with a stated objective can be planned and executed to the point.",
    handbook=("H5.3-01",),
    tier="C",
    kind="assumed curve",
    parts=("CAMP",),
    common=ACTIVITY,
    tests=tuple(_objective(name) for name in ("awareness", "participation", "sales", "loyalty")),
    boundary=(
        Limit(
            label="the other results fall: awareness, where sales are the objective",
            under={"campaign.objective": "sales"},
            metric="event_awareness",
            expect="reversed",
        ),
        Limit(
            label="two objectives of equal weight: the first one",
            under={"campaign.second_weight": 0.5},
            expect="weaker",
        ),
    ),
    off=(Limit(label="the design's weights change nothing", under={"campaign.objective_effect": 0.0}, expect="vanishes"),),
    note="That effort goes where the objective points is the assumption; what the others lose comes with it.",
)  # fmt: skip

IDEAS = Claim(
    id="C5.3-2",
    sentence="A creative idea with interactive elements attracts attention quickly and arouses participation.",
    handbook=("H5.3-02",),
    tier="C",
    kind="emergent",
    parts=("CAMP",),
    common=ACTIVITY,
    tests=(
        Pair(
            label="creativity 0.3 without elements → 0.8 with two",
            a={"campaign.creativity": 0.3, "campaign.interaction_elements": 0},
            b={"campaign.creativity": 0.8, "campaign.interaction_elements": 2},
            metric="participation",
        ),
        Sweep.over(
            "campaign.interaction_elements", (0, 1, 2, 3, 4, 6), metric="participation", shape="inner optimum"
        ),
    ),
    boundary=(
        Limit(
            label="the third time: a new idea → the same again",
            under={"campaign.events": 3, "campaign.interval_d": 40, "horizon_days": 106},
            a={"campaign.new_idea": True},
            b={"campaign.new_idea": False},
            metric="last_participation",
            expect="reversed",
        ),
    ),
    off=(
        Limit(
            label="no element appeals to anybody",
            under={"campaign.element_appeal": 0.0},
            a={"campaign.interaction_elements": 0},
            b={"campaign.interaction_elements": 2},
            expect="vanishes",
        ),
    ),
    note="Elements appeal to different people, and each is one step more on the way; the optimum lies between them. "
    "A repeated idea bores those who know it: how much it loses depends on how many of them it meets again.",
)  # fmt: skip

SEVERAL_CHANNELS = Claim(
    id="C5.3-3",
    sentence="In-group notices, partner channels and KOL together bring the information to the target users.",
    handbook=("H5.3-03",),
    tier="C",
    kind="emergent",
    parts=("CAMP",),
    common=ACTIVITY,
    tests=(
        Pair(
            label="one channel → three, equal budget",
            a={"campaign.promo_channels": 1},
            b={"campaign.promo_channels": 3},
            metric="event_awareness",
        ),
    ),
    boundary=(
        Limit(label="a budget of 60: fixed costs bite", under={"campaign.budget_k": 60}, expect="weaker"),
        Limit(
            label="most members follow already: the notice reaches as many as anybody",
            under={"audience.follower_start": 0.9},
            expect="weaker",
        ),
        Limit(
            label="the fourth channel adds nothing",
            under={},
            a={"campaign.promo_channels": 3},
            b={"campaign.promo_channels": 4},
            expect="vanishes",
        ),
    ),
    off=(
        Limit(
            label="all channels have the same audience and price",
            under={
                "campaign.own_audiences": False, "campaign.kol_contacts_k": 100, "campaign.kol_misfit": 0.0,
            },
            expect="vanishes",
        ),
    ),
    note="Overlap is people who are reached twice. One channel alone soon has reached everybody it can.",
)  # fmt: skip

CARELESS = {"campaign.plan_detail": 0.2, "campaign.contingency": False}
PREPARED = {"campaign.plan_detail": 0.9, "campaign.contingency": True}

ON_COURSE = Claim(
    id="C5.3-4",
    sentence="Detailed flow with dates and owners and prepared contingency let the activity proceed smoothly.",
    handbook=("H5.3-04", "H5.3-05", "H6.4-03"),
    restated=("6.4",),
    tier="B",
    kind="emergent",
    parts=("CAMP",),
    common=ACTIVITY | {"campaign.incident_rate": 2.0},
    tests=(
        Pair(label="neither → both", a=CARELESS, b=PREPARED, metric="incident_loss", expected=-1),
        Pair(
            label="dates and owners alone",
            a=CARELESS,
            b=CARELESS | {"campaign.plan_detail": 0.9},
            metric="incident_loss",
            expected=-1,
        ),
        Pair(
            label="contingency alone",
            a=CARELESS,
            b=CARELESS | {"campaign.contingency": True},
            metric="incident_loss",
            expected=-1,
        ),
        Pair(label="neither → both, online participants", a=CARELESS, b=PREPARED, metric="participation"),
    ),
    boundary=(
        Limit(
            label="no incidents: contingency has nothing to do",
            under={"campaign.incident_rate": 0.0},
            test=2,
            expect="vanishes",
        ),
        Limit(
            label="time in plenty: a plan without dates is ready as well",
            under={"campaign.prep_days": 40, "horizon_days": 60, "campaign.first_day": 45},
            test=1,
            expect="weaker",
            relative=False,
        ),
        Limit(
            label="a budget of 20: preparation takes the same hours for a tenth of the people",
            under={"campaign.budget_k": 20, "campaign.online_share": 0.0},
            test=3,
            metric="attendance",
            expect="weaker",
            relative=False,
        ),
    ),
    off=(
        Limit(
            label="nothing slips and incidents do no damage",
            under={"campaign.slip_probability": 0.0, "campaign.incident_damage": 0.0},
            expect="vanishes",
        ),
    ),
    note="Twelve tasks in a net: a late one delays what waits for it, and the five days to spare absorb short slips.",
)

OFTEN = {"campaign.incident_rate": 3.0, "campaign.contingency": False, "campaign.plan_detail": 1.0}

REVIEWS = Claim(
    id="C5.3-5",
    sentence="Summary and reflection after the activity supply experience for the next.",
    handbook=("H5.3-08",),
    tier="C",
    kind="assumed curve",
    parts=("CAMP",),
    common=ACTIVITY
    | {"campaign.events": 6, "campaign.interval_d": 30, "horizon_days": 176, "campaign.objective": "participation"},
    tests=(
        Pair(
            label="no review → reviews: the sixth activity",
            a={"campaign.event_review": False},
            b={"campaign.event_review": True},
            metric="last_score",
        ),
        Pair(
            label="the same, loss through incidents, three of them an activity and no contingency",
            a=OFTEN | {"campaign.event_review": False},
            b=OFTEN | {"campaign.event_review": True},
            metric="incident_loss",
            expected=-1,
        ),
    ),
    boundary=(
        Limit(label="another target each time", under={"campaign.new_target": True}, expect="weaker"),
    ),
    off=(Limit(label="a review teaches nothing", under={"campaign.review_effect": 0.0}, expect="vanishes"),),
    note="What a review teaches is the assumption (CAMP-4): 15 % the first time and 0.6 of the last one each further time.",
)  # fmt: skip

CLAIMS: tuple[Claim, ...] = (OBJECTIVE, IDEAS, SEVERAL_CHANNELS, ON_COURSE, REVIEWS)
