"""Claims of chapter 1 about the team: tools, training, listening."""

from __future__ import annotations

from sim.course.claims.chapter3_adjustment import ALIKE, YOUTH
from sim.course.claims.claim import Claim, Limit, Pair

__all__ = ["CLAIMS"]

# More posts are planned than the team can make, so that what it finishes in a year shows how fast it works.
BUSY_YEAR = {
    "platforms": ("weibo",), "parts": ("production", "engagement", "audience", "line"), "n_people": 500, "horizon_days": 365,
    "plan.posts_per_day": 4.0,
}  # fmt: skip
LATE, SOON = {"production.tool_lag_d": 180}, {"production.tool_lag_d": 30}

TOOLS = Claim(
    id="C1.1-4",
    sentence="Companies that keep learning new methods and tools work more efficiently and more accurately.",
    handbook=("H1.1-11",),
    restated=("3.4", "6.3", "8.2"),
    tier="C",
    kind="assumed curve",
    parts=("PROD",),
    common=BUSY_YEAR,
    tests=(
        Pair(label="tools adopted after half a year → after a month", a=LATE, b=SOON, metric="throughput"),
        Pair(label="the same, six useful tools a year", a=LATE | {"production.tool_rate": 6},
             b=SOON | {"production.tool_rate": 6}, metric="throughput"),
    ),
    boundary=(
        Limit(label="the first 50 days: learning takes as much as it gives", under={"horizon_days": 50}, expect="vanishes"),
    ),
    off=(
        Limit(label="tools neither help nor hinder", under={"production.tool_gain": 0.0, "production.tool_dip": 0.0},
              expect="vanishes"),
    ),
    note="Assumed curve: two weeks slower, then faster for good, each time. Found is how much of it a year shows: with two useful "
    "tools a year, the usual rate, less than the 3 % that count; with six it counts. Tools do not make figures more accurate here; "
    "an analyst's skill does (`analyst_skill`).",
)  # fmt: skip

UNTRAINED, TRAINED = {"production.training_hours": 0}, {"production.training_hours": 12}

TRAINING = Claim(
    id="C1.3-5",
    sentence="Training and teamwork raise skills, cohesion and work efficiency.",
    handbook=("H1.3-06",),
    restated=("7.1", "7.3"),
    tier="C",
    kind="emergent",
    parts=("PROD",),
    common=BUSY_YEAR,
    tests=(
        Pair(label="no training → twelve hours a month: posts in a year", a=UNTRAINED, b=TRAINED, metric="throughput"),
        Pair(label="the same: quality", a=UNTRAINED, b=TRAINED, metric="quality_mean"),
    ),
    boundary=(
        Limit(label="the first month: quality", under={"horizon_days": 30}, test=1, expect="weaker"),
        Limit(label="60 % of the people leave in a year: quality", under={"production.staff_turnover": 60}, test=1,
              expect="weaker"),
    ),
    off=(Limit(label="nobody learns anything", under={"production.training_effect": 0.0}, test=1, expect="vanishes"),),
    note="Training raises quality and takes hours: a team that has more to do than it can publishes fewer posts, not more, because "
    "skill makes a post better here and not quicker. The registry expects output to be ahead after two months.",
)  # fmt: skip

LISTENING = {"analytics.data_rule": "thompson"}

REAL_TIME = Claim(
    id="C1.2-1",
    sentence="Hearing needs, feedback and emotions in real time makes market decisions more precise.",
    handbook=("H1.2-02", "H1.1-10"),
    restated=("4.1", "6.1"),
    tier="B",
    kind="emergent",
    parts=("AUD", "ANLY"),
    common=YOUTH | LISTENING,
    tests=(
        Pair(label="what is heard acts after 45 days → after 3: loss against hindsight", a={"analytics.listen_lag_d": 45},
             b={"analytics.listen_lag_d": 3}, metric="regret", expected=-1),
        Pair(label="the same: what the posts get", a={"analytics.listen_lag_d": 45}, b={"analytics.listen_lag_d": 3},
             metric="plan_yield"),
    ),
    boundary=(
        Limit(label="tastes stand still", under={"audience.type_drift": 0.0}, expect="weaker", relative=False),
        Limit(label="a month of data after 3 days → three days of data at once", under={},
              a={"analytics.listen_lag_d": 3, "analytics.window_d": 28},
              b={"analytics.listen_lag_d": 0, "analytics.window_d": 3}, expect="reversed"),
    ),
    off=(Limit(label="types do not differ", under=ALIKE, expect="weaker", relative=False),),
    note="Of all that can be heard only results of posts act here; tickets and conversations inform repairs (4.3). Where "
    "tastes stand still being quick still pays once, at the first decision.",
)  # fmt: skip

CLAIMS = (TOOLS, TRAINING, REAL_TIME)
