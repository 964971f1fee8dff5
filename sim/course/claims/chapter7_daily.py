"""Claims of chapter 7 about daily work: review of sensitive posts, answers to complaints, correction inside the company."""

from __future__ import annotations

from sim.course.claims.claim import Claim, Limit, Pair

__all__ = ["CLAIMS"]

# A line that makes many delicate posts, so that incidents are counted and not hoped for.
DELICATE = {
    "platforms": ("weibo",), "parts": ("production", "engagement", "audience", "line", "crisis"), "n_people": 3_000,
    "horizon_days": 120, "plan.posts_per_day": 3.0, "production.staff_hours_week": 320.0,
    "production.sensitive_share": 0.3, "production.error_prob": 0.4, "crisis.recurrence_day": 0.0,
}  # fmt: skip
TWO_FOR_ALL = {"production.risk_tiering": False, "production.review_rounds": 2}
TIERED = {"production.risk_tiering": True, "production.review_rounds": 4}
FOUR_FOR_ALL = {"production.risk_tiering": False, "production.review_rounds": 4}

SENSITIVE = Claim(
    id="C7.3-1",
    sentence="Content about reputation or major decisions must pass several review rounds to avoid incidents.",
    handbook=("H7.3-03",),
    tier="B",
    kind="emergent",
    parts=("PROD",),
    common=DELICATE,
    tests=(
        Pair(label="two rounds for all → one for ordinary posts, four for sensitive ones", a=TWO_FOR_ALL, b=TIERED,
             metric="incident_rate", expected=-1),
        Pair(label="four rounds for all → four for sensitive posts only: hours to a post", a=FOUR_FOR_ALL, b=TIERED,
             metric="lead_time_h", expected=-1),
    ),
    boundary=(
        Limit(
            label="half of the sensitive posts are not taken for sensitive",
            under={"production.misjudged_share": 0.5},
            expect="weaker",
        ),
    ),
    off=(Limit(label="an error on a delicate subject is no incident", under={"production.incident_share": 0.0},
               expect="vanishes"),),
    note="At 30 % sensitive posts both plans take about the same rounds: 2.0 and 1.9 a post. Four rounds for all are as safe and "
    "slower; the team is staffed for the rounds that posts really get, so that tiering also saves the hours. Rounds that look "
    "with the same eyes (`same_eyes`) find less.",
)  # fmt: skip

# The course's usual desk; whatever begins a crisis comes from its complaints.
USUAL_DESK = {
    "platforms": ("weibo",), "parts": ("audience", "desk", "crisis"), "n_people": 5_000, "horizon_days": 120,
    "desk.fix_policy": "none", "crisis.recurrence_day": 0.0,
}  # fmt: skip

ANSWERS = Claim(
    id="C7.3-2",
    sentence="Answering feedback and complaints every day raises trust and shows where risks lie.",
    handbook=("H7.3-05",),
    restated=("4.1",),
    tier="B",
    kind="emergent",
    parts=("DESK", "CRIS"),
    common=USUAL_DESK,
    tests=(
        Pair(
            label="a fifth of the complaints answered → nine of ten: crises",
            a={"desk.complaint_answer_share": 0.2},
            b={"desk.complaint_answer_share": 0.9},
            metric="incident_rate",
            expected=-1,
        ),
        Pair(
            label="the same: trust",
            a={"desk.complaint_answer_share": 0.2},
            b={"desk.complaint_answer_share": 0.9},
            metric="trust_mean",
        ),
    ),
    boundary=(
        Limit(
            label="answers without solution: templates that are wrong nearly every second time",
            under={"desk.reply_mode": "template", "desk.return_h": 48.0},
            expect="weaker",
        ),
    ),
    off=(
        Limit(label="unanswered complaints do not go public", under={"desk.escalation_most": 0.0}, expect="vanishes"),
    ),
    note="Crises begin with public complaints about one issue; whoever is answered in time has no reason to go public.",
)

CORRECTION = Claim(
    id="C7.4-5",
    sentence="Training and stronger internal management secure safety in future.",
    handbook=("H7.4-08", "H7.4-03"),
    tier="B",
    kind="assumed curve",
    parts=("PROD", "CRIS"),
    common={
        "platforms": ("weibo",), "parts": ("crisis",), "n_people": 2_000, "horizon_days": 240, "warmup_days": 0,
        "crisis.start_day": 1, "crisis.recurrence_day": 0.01,
    },
    tests=(
        Pair(
            label="no retraining → full",
            a={"crisis.staff_retraining": 0.0},
            b={"crisis.staff_retraining": 1.0},
            metric="recurrence",
            expected=-1,
        ),
    ),
    boundary=(
        Limit(
            label="trained once, and 60 % of the staff leave a year",
            under={"production.staff_turnover": 60.0},
            expect="weaker",
        ),
    ),
    off=(Limit(label="retraining changes no habits", under={"crisis.retraining_effect": 0.0}, expect="vanishes"),),
    note="Assumed curve: how much retraining takes from the hazard is written down. Found is how turnover undoes it.",
)  # fmt: skip

CLAIMS = (SENSITIVE, ANSWERS, CORRECTION)
