"""Claims of chapter 7 about seeing a crisis early and being ready for it.

They are measured on trial signals, textbook crises that are planted in what is said and touch nobody: the same crises at the
same hours in every scenario, so that a difference is the watch or the preparation, and never the crisis.
"""

from __future__ import annotations

from sim.course.claims.claim import Claim, Limit, Pair, Sweep

__all__ = ["CLAIMS"]

# People are not needed to be watched: what is said is a stream of its own.
WATCHED = {
    "parts": ("crisis",), "n_people": 500, "horizon_days": 120, "crisis.monitoring": True, "crisis.trial_every_d": 15,
}  # fmt: skip
READY = WATCHED | {"horizon_days": 90, "crisis.trial_every_d": 10, "crisis.readiness": True}
DRIFTS = {"crisis.negative_drift": 0.15}
NO_WORK = {"crisis.decide_ready_h": 12.0, "crisis.decide_unready_h": 12.0}
NO_WAIT = {"crisis.dept_sla_h": 0.0, "crisis.plan_covers": 1.0}

COVERAGE = Claim(
    id="C7.1-2",
    sentence="Professional tools, complete coverage and a dedicated team detect potential crises in time.",
    handbook=("H7.1-01", "H7.1-04", "H7.1-05"),
    restated=("7.3",),
    tier="B",
    kind="emergent",
    parts=("CRIS",),
    common=WATCHED,
    tests=(
        Pair(
            label="a tenth of what is said → four fifths",
            a={"crisis.monitor_coverage": 0.1},
            b={"crisis.monitor_coverage": 0.8},
            metric="detection_delay_h",
            expected=-1,
        ),
        Pair(
            label="heard in office hours on weekdays → heard at any hour",
            a={"crisis.watch_hours": "09-18", "crisis.watch_weekend": False},
            b={"crisis.watch_hours": "00-24", "crisis.watch_weekend": True},
            metric="detection_delay_h",
            expected=-1,
        ),
    ),
    boundary=(
        Limit(
            label="beyond half of what is said",
            under={},
            a={"crisis.monitor_coverage": 0.5},
            b={"crisis.monitor_coverage": 1.0},
            expect="weaker",
        ),
        Limit(
            label="unchanged thresholds see more harmless spikes: false alarms",
            under={},
            metric="false_alarms",
            expect="reversed",
        ),
        Limit(
            label="no smallest sample: few mentions count as well",
            under={"crisis.alert_min_mentions": 0},
            expect="weaker",
        ),
    ),
    off=(
        Limit(
            label="somebody outside tells the company within the hour",
            under={"crisis.told_h": 1.0},
            expect="vanishes",
        ),
    ),
    note="Most of the delay at thin coverage comes from the rule that a share needs 30 mentions. Beyond half of what is said more "
    "coverage buys little, at the full price of its tools.",
)  # fmt: skip

THRESHOLDS = Claim(
    id="C7.1-3",
    sentence="Thresholds on share of negative opinion and keyword frequency make the team act at once when they are exceeded.",
    handbook=("H7.1-06", "H7.1-07"),
    tier="A",
    kind="emergent",
    parts=("CRIS",),
    common=WATCHED,
    tests=(
        Pair(
            label="share above 40 % → share above 20 % and keywords: sooner",
            a={"crisis.alert_neg_share": 0.40, "crisis.alert_kw_mult": 4.0, "crisis.alert_mode": "share"},
            b={"crisis.alert_neg_share": 0.20, "crisis.alert_kw_mult": 4.0, "crisis.alert_mode": "and"},
            metric="detection_delay_h",
            expected=-1,
        ),
        Pair(
            label="share above 15 % → share above 20 % and keywords: quieter",
            a={"crisis.alert_neg_share": 0.15, "crisis.alert_kw_mult": 4.0, "crisis.alert_mode": "share"},
            b={"crisis.alert_neg_share": 0.20, "crisis.alert_kw_mult": 4.0, "crisis.alert_mode": "and"},
            metric="false_alarms",
            expected=-1,
        ),
    ),
    boundary=(
        Limit(
            label="alarm fatigue: a low threshold that nobody believes",
            under={"crisis.alert_mode": "share", "crisis.alarm_fatigue": 0.3},
            a={"crisis.alert_neg_share": 0.25},
            b={"crisis.alert_neg_share": 0.12},
            expect="reversed",
        ),
    ),
    off=(
        Limit(
            label="a control chart rings instead: no threshold is read",
            under={"crisis.alert_method": "cusum"},
            expect="vanishes",
        ),
        Limit(
            label="a control chart rings instead: false alarms",
            under={"crisis.alert_method": "cusum"},
            test=1,
            expect="vanishes",
        ),
    ),
    note="That damage follows the delay is C7.1-1. Two indicators that must agree are not slower than the stricter of both: "
    "their false alarms were what cost attention.",
)

PLAN = Claim(
    id="C7.1-4",
    sentence="Prepared team, communication strategy and statements allow a fast reaction and less loss.",
    handbook=("H7.1-08",),
    restated=("7.3",),
    tier="A",
    kind="assumed curve",
    parts=("CRIS",),
    common=READY,
    tests=(
        Pair(
            label="neither plan nor team → both: alarm to statement",
            a={"crisis.plan_ready": False, "crisis.team_ready": False},
            b={"crisis.plan_ready": True, "crisis.team_ready": True},
            metric="activation_h",
            expected=-1,
        ),
    ),
    boundary=(
        Limit(label="the plan was written for another crisis", under={"crisis.plan_covers": 0.2}, expect="weaker"),
        Limit(
            label="a plan followed in an unforeseen case is slower than judgement",
            under={"crisis.plan_covers": 0.0, "crisis.dept_sla_h": 2.0},
            a={"crisis.plan_ready": False},
            b={"crisis.plan_ready": True},
            expect="reversed",
        ),
    ),
    off=(
        Limit(
            label="readiness saves no work and nobody has to be asked",
            under=NO_WORK | NO_WAIT,
            expect="vanishes",
        ),
    ),
    note="The hours with and without plan are the assumption; that departments asked one by one cost more than both is not. "
    "Less loss is C7.1-1 and C7.2-4: damage follows the hour of the statement.",
)

DRILLS = Claim(
    id="C7.1-5",
    sentence="Trained teams with regular simulated drills respond faster and better.",
    handbook=("H7.1-09", "H7.1-10", "H7.2-12"),
    restated=("7.2", "7.3"),
    tier="A",
    kind="assumed curve",
    parts=("CRIS",),
    common=READY,
    tests=(
        Pair(
            label="no drills → every 90 days: alarm to statement",
            a={"crisis.drill_interval_d": 0},
            b={"crisis.drill_interval_d": 90},
            metric="activation_h",
            expected=-1,
        ),
        Pair(
            label="no drills → every 90 days: skill",
            a={"crisis.drill_interval_d": 0},
            b={"crisis.drill_interval_d": 90},
            metric="crisis_skill",
        ),
        Sweep(
            label="drills every 365 … 15 days, by drills a year: skill",
            grid=(1.0, 2.0, 4.0, 6.0, 12.0, 24.0),
            points=tuple({"crisis.drill_interval_d": d} for d in (365, 180, 90, 60, 30, 15)),
            metric="crisis_skill",
            shape="saturation",
        ),
    ),
    boundary=(
        Limit(
            label="skill that lasts: half-life a year",
            under={"crisis.skill_halflife_d": 365},
            test=1,
            expect="weaker",
        ),
        Limit(
            label="every 30 → every 15 days: hardly faster, for twice the hours",
            under={},
            a={"crisis.drill_interval_d": 30},
            b={"crisis.drill_interval_d": 15},
            expect="weaker",
        ),
        Limit(
            label="training of 16 hours a month instead",
            under={"crisis.refresher_h": 16.0},
            test=1,
            expect="weaker",
        ),
    ),
    off=(Limit(label="a drill teaches nothing", under={"crisis.drill_gain": 0.0}, expect="vanishes"),),
    note="How skill is forgotten and won is the assumption. What the interval costs in damage needs the crisis itself; here it "
    "costs hours. Drills of one kind of crisis that help in another, and people who leave, are not simulated.",
)

RECALIBRATION = Claim(
    id="C7.1-6",
    sentence="Regular evaluation and adjustment of indicators, thresholds and plans keeps warning effective.",
    handbook=("H7.1-11",),
    restated=("7.3",),
    tier="B",
    kind="emergent",
    parts=("CRIS",),
    common=WATCHED | DRIFTS | {"horizon_days": 360, "crisis.trial_every_d": 60},
    tests=(
        Pair(
            label="never → every 30 days: false alarms while the everyday share of grumbling rises",
            a={"crisis.recalibrate_d": 0},
            b={"crisis.recalibrate_d": 30},
            metric="false_alarms",
            expected=-1,
        ),
        Pair(
            label="the share alone, 25 %: never → every 30 days",
            a={"crisis.recalibrate_d": 0, "crisis.alert_mode": "share", "crisis.alert_neg_share": 0.25},
            b={"crisis.recalibrate_d": 30, "crisis.alert_mode": "share", "crisis.alert_neg_share": 0.25},
            metric="false_alarms",
            expected=-1,
        ),
    ),
    boundary=(
        Limit(
            label="where nobody tires of false alarms the moved threshold finds crises later",
            under={"crisis.alarm_fatigue": 0.0},
            test=1,
            metric="detection_delay_h",
            expect="reversed",
        ),
        Limit(label="nothing drifts", under={"crisis.negative_drift": 0.0}, test=1, expect="weaker"),
        Limit(
            label="a quarter of a year is too rarely",
            under={},
            test=1,
            b={"crisis.recalibrate_d": 90, "crisis.alert_mode": "share", "crisis.alert_neg_share": 0.25},
            expect="weaker",
        ),
    ),
    off=(
        Limit(
            label="keywords alone: their baseline is the last seven days anyway",
            under={"crisis.alert_mode": "keyword"},
            test=1,
            expect="vanishes",
        ),
    ),
    note="The specification expects a slightly longer delay as the price. Here crises are found sooner, because fewer false "
    "alarms leave more attention; without alarm fatigue the price is there. What is not noticed counts as usual: re-estimated "
    "every week, a crisis that smoulders for months raises the threshold and is found later when it breaks out.",
)

TEAM = Claim(
    id="C7.2-2",
    sentence="A special team with sensitivity and authority decides quickly at the key moment.",
    handbook=("H7.2-02",),
    tier="C",
    kind="assumed curve",
    parts=("CRIS",),
    common=READY,
    tests=(
        Pair(
            label="no standing team → one with authority: alarm to statement",
            a={"crisis.team_ready": False},
            b={"crisis.team_ready": True},
            metric="activation_h",
            expected=-1,
        ),
    ),
    boundary=(
        Limit(
            label="departments answer after 48 h, the plan never fits: the slowest of them binds the team too",
            under={"crisis.dept_sla_h": 48.0, "crisis.plan_covers": 0.0},
            expect="weaker",
        ),
    ),
    off=(Limit(label="a team saves no work and nobody has to be asked", under=NO_WORK | NO_WAIT, expect="vanishes"),),
    note="Wrong statements by a team without a second pair of eyes belong to the crisis itself.",
)

DEPARTMENTS = Claim(
    id="C7.3-3",
    sentence="Working with legal, customer service and product coordinates resources quickly in a crisis.",
    handbook=("H7.3-07",),
    tier="C",
    kind="emergent",
    parts=("CRIS",),
    common=READY | {"horizon_days": 180},
    tests=(
        Pair(
            label="departments answer after 24 h → after 2 h",
            a={"crisis.dept_sla_h": 24.0},
            b={"crisis.dept_sla_h": 2.0},
            metric="activation_h",
            expected=-1,
        ),
    ),
    boundary=(
        Limit(
            label="the team's own work is the slowest",
            under={"crisis.plan_ready": False, "crisis.decide_unready_h": 72.0},
            expect="weaker",
        ),
    ),
    off=(Limit(label="the plan always fits: statements were cleared beforehand", under={"crisis.plan_covers": 1.0},
               expect="vanishes"),),
    note="That a consensus of more than five takes longer is not simulated.",
)  # fmt: skip

CLAIMS = (COVERAGE, THRESHOLDS, PLAN, DRILLS, RECALIBRATION, TEAM, DEPARTMENTS)
