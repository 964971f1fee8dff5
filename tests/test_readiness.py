"""Readiness: skill is forgotten and practised exactly as written, and the slowest of all who must answer decides."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import base, simulate, vary
from sim.core.stats import mean_interval
from sim.core.streams import Streams
from sim.core.world import World
from sim.metrics import measure
from sim.parts.crisis import CrisisParameters, readiness
from sim.parts.crisis.readiness import DEPARTMENTS, decision, decision_h, skill

NO_PRACTICE = {"drill_interval_d": 0.0, "refresher_h": 0.0}
ALONE = vary(
    base,
    {
        "parts": ("crisis",), "n_people": 500, "horizon_days": 60, "crisis.monitoring": True, "crisis.readiness": True,
        "crisis.trial_every_d": 10,
    },
)  # fmt: skip


def p(**changes: Any) -> CrisisParameters:
    """Return the crisis parameters with these changes."""
    return CrisisParameters(**changes)


def mean(metric: str, replications: int = 2, **changes: Any) -> float:
    """Return a metric's mean over replications."""
    scenario = vary(ALONE, {f"crisis.{k}": v for k, v in changes.items()}) if changes else ALONE
    return float(
        np.mean([measure(simulate(scenario, seed=4, replication=r), [metric])[metric] for r in range(replications)])
    )


# --- skill -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("halflife", [30.0, 120.0, 365.0])
def test_skill_halves_in_one_half_life(halflife: float) -> None:
    """Without drill and training exactly one half is left, on any day."""
    q = p(**NO_PRACTICE, skill_halflife_d=halflife)

    for day in (0.0, 17.0, 200.0):
        assert skill(q, day + halflife) == pytest.approx(skill(q, day) / 2, rel=1e-12)
    assert skill(q, -365.0) == q.skill_start


def test_without_forgetting_skill_stays() -> None:
    """An infinite half-life: what was there a year ago is there, and drills only add."""
    q = p(**NO_PRACTICE, skill_halflife_d=np.inf)

    assert skill(q, 300.0) == q.skill_start
    assert skill(p(skill_halflife_d=np.inf, drill_interval_d=90.0), 300.0) > 0.95


def test_a_drill_closes_half_of_the_gap() -> None:
    """Just after a drill s is what it was plus 0.5 (1 - s); switched off a drill brings nothing."""
    q = p(drill_interval_d=90.0, refresher_h=0.0)
    # With the first drill a tenth of the interval after the beginning of the year before: day -365 + 9 + 90 k.
    day, tick = -365.0 + 9 + 90 * 5, 1e-7
    before = skill(q, day - tick, 0.1)

    assert skill(q, day, 0.1) == pytest.approx(before + 0.5 * (1 - before), abs=1e-6)
    gone = p(drill_interval_d=90.0, drill_gain=0.0)
    assert skill(gone, 100.0, 0.1) == pytest.approx(skill(p(drill_interval_d=0.0), 100.0))


def test_skill_settles_where_the_recursion_says() -> None:
    """Long after the start the skill after a drill is the fixed point s = (s f + g (1 - s f)), f what forgetting leaves."""
    f, g = 2.0 ** (-60 / 120), 0.5
    fixed = g / (1 - f + g * f)

    assert skill(p(drill_interval_d=60.0, refresher_h=0.0), -365.0 + 60 * 30) == pytest.approx(fixed, abs=1e-6)


def test_training_alone_settles_where_gain_and_forgetting_meet() -> None:
    """ds/dt = -a s + b (1 - s) ends at b / (a + b)."""
    a, b = np.log(2) / 120, 0.03 * 4.0 / 30
    q = p(drill_interval_d=0.0, refresher_h=4.0)

    assert skill(q, 5000.0) == pytest.approx(b / (a + b), rel=1e-9)
    assert skill(q, 200.0) > skill(p(drill_interval_d=0.0, refresher_h=0.0), 200.0)


@settings(max_examples=40, deadline=None)
@given(
    st.one_of(st.just(0.0), st.floats(15, 365)), st.floats(30, 365), st.floats(0, 1), st.floats(0, 1), st.floats(0, 400),
)  # fmt: skip
def test_skill_stays_between_none_and_all(
    interval: float, halflife: float, start: float, first: float, day: float
) -> None:
    """Any legal practice: 0 to 1, and never below what forgetting alone leaves."""
    q = p(drill_interval_d=interval, skill_halflife_d=halflife, skill_start=start)

    assert start * 2 ** (-(day + 365) / halflife) - 1e-9 <= skill(q, day, first) <= 1.0


# --- the decision ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "team", "hours"), [(True, True, 2.0), (True, False, 7.0), (False, True, 7.0), (False, False, 12.0)]
)
def test_own_work_takes_the_hours_of_the_rule(plan: bool, team: bool, hours: float) -> None:
    """2 h with both, 12 h with neither, half-way with one, times 2 - skill."""
    q = p(plan_ready=plan, team_ready=team)

    for s in (0.0, 0.4, 1.0):
        assert decision_h(q, s, True, np.zeros(3)).hours == pytest.approx(hours * (2 - s))


def test_the_slowest_department_binds() -> None:
    """Asked at once the last answer counts, whichever it is; speeding up the others changes nothing."""
    q = p(plan_ready=False)

    for slow in range(len(DEPARTMENTS)):
        answers = np.full(3, 4.0)
        answers[slow] = 40.0
        made = decision_h(q, 1.0, True, answers)
        others = np.where(np.arange(3) == slow, 40.0, 0.5)
        assert made.hours == made.departments_h == 40.0
        assert decision_h(q, 1.0, True, others).hours == 40.0
    assert decision_h(q, 1.0, True, np.full(3, 4.0)).hours == 7.0  # its own work is the slowest


def test_without_a_team_departments_are_asked_one_after_the_other() -> None:
    """Serial work takes the sum: three times as long at equal answers."""
    answers = np.full(3, 20.0)

    assert decision_h(p(plan_ready=False, team_ready=True), 1.0, True, answers).hours == 20.0
    assert decision_h(p(plan_ready=False, team_ready=False), 1.0, True, answers).hours == 60.0


def test_cleared_statements_wait_for_nobody_and_a_plan_that_does_not_fit_costs_time() -> None:
    """A fitting plan needs no department; another kind of crisis takes longer with the plan than without."""
    slow = np.full(3, 40.0)
    fast = np.zeros(3)

    assert decision_h(p(), 1.0, True, slow).hours == 2.0
    assert decision_h(p(), 1.0, False, slow).hours == 40.0
    assert decision_h(p(), 1.0, False, fast).hours == decision_h(p(plan_ready=False), 1.0, False, fast).hours + 2.0


def test_departments_answer_after_their_time_and_the_plan_fits_as_often_as_said() -> None:
    """Median of an answer is ``dept_sla_h``; fits with ``plan_covers`` (99.9 %); the same crisis, the same luck."""
    world = World(vary(base, {"n_people": 500, "crisis.plan_covers": 0.3, "crisis.team_ready": True}), Streams(3))
    made = [decision(world, k, 100.0) for k in range(2000)]
    fits = np.array([m.fits for m in made], float)
    waits = np.array([m.departments_h for m in made if not m.fits])
    # The greatest of three lognormal numbers has its median where each is below with probability 0.5^(1/3).
    from statistics import NormalDist

    expected = 8.0 * np.exp(0.4 * NormalDist().inv_cdf(0.5 ** (1 / 3)))

    assert mean_interval(fits, level=0.999).contains(0.3)
    assert np.median(waits) == pytest.approx(expected, rel=0.05)
    assert decision(world, 7, 100.0) == made[7]


def test_a_decision_never_shifts_the_luck_of_another_crisis() -> None:
    """More crises, another plan: crisis 5 meets departments with the same answers."""
    a = World(vary(base, {"n_people": 500, "crisis.plan_ready": False}), Streams(3))
    b = World(vary(base, {"n_people": 500, "crisis.plan_ready": False, "crisis.dept_sla_h": 16}), Streams(3))

    assert decision(b, 5, 50.0).departments_h == pytest.approx(2 * decision(a, 5, 50.0).departments_h)


# --- in the world ----------------------------------------------------------------------------------------------------


def test_directions() -> None:
    """Plan, team, drills and fast departments each shorten the way to a statement."""
    usual = mean("activation_h")

    assert mean("activation_h", plan_ready=False) > 1.5 * usual
    assert mean("activation_h", team_ready=False) > 1.5 * usual
    assert mean("activation_h", drill_interval_d=0.0) > 1.05 * usual > 0
    assert mean("activation_h", dept_sla_h=24.0) > mean("activation_h", dept_sla_h=2.0)
    skills = [mean("crisis_skill", 1, drill_interval_d=d) for d in (0.0, 365.0, 90.0, 30.0, 15.0)]
    assert all(b > a for a, b in pairwise(skills))


def test_mechanisms_off() -> None:
    """No departments to wait for, no difference between ready and unready, no use of drills: the effects are gone."""
    level = {"decide_ready_h": 12.0, "decide_unready_h": 12.0, "dept_sla_h": 0.0, "plan_covers": 1.0}

    assert mean("activation_h", plan_ready=False, team_ready=False, **level) == pytest.approx(
        mean("activation_h", **level)
    )
    assert mean("activation_h", drill_gain=0.0) == pytest.approx(mean("activation_h", drill_interval_d=0.0))
    assert mean("activation_h", dept_sla_h=24.0, plan_covers=1.0) == mean(
        "activation_h", dept_sla_h=2.0, plan_covers=1.0
    )


def test_practice_is_booked() -> None:
    """Drills of the run and training of six people, to the hour; no week uses hours that are not there."""
    run = simulate(
        vary(ALONE, {"horizon_days": 166, "crisis.drill_interval_d": 30}), seed=1
    )  # 180 days with the warm-up
    hours = {
        task: sum(w.hours for w in run.ledger.work_done if w.task == task) for task in ("drill", "crisis training")
    }

    assert hours["drill"] == 24.0 * 6
    assert hours["crisis training"] == pytest.approx(6 * 1.0 * 180 / 30)
    none = simulate(vary(ALONE, {f"crisis.{k}": v for k, v in NO_PRACTICE.items()}), seed=1)
    assert {"drill", "crisis training"}.isdisjoint(w.task for w in none.ledger.work_done)


def test_the_statement_comes_after_the_alarm() -> None:
    """``decided`` is announced once a crisis, as many hours after the alarm as the log says; false alarms need none."""
    world = World(vary(ALONE, {"horizon_days": 20}), Streams(1))
    told: list[dict[str, Any]] = []
    readiness.start(world)
    world.listen("decided", lambda **facts: told.append(facts))
    for number, true in ((0, True), (-1, False), (1, True)):
        world.announce(
            "alarm", number=number, time_h=0.0, true=true, planted=False, level="red", onset_h=0.0, alarm_h=0.0
        )
    world.env.run(until=400)

    rows = {row["number"]: row["hours"] for row in world.log.of("activation")}
    assert sorted(rows) == [0, 1]
    assert {one["number"]: one["time_h"] for one in told} == pytest.approx(rows)


def test_switched_off_nothing_happens() -> None:
    """Part on, switch off: no skill, no activation, no hours, the same digest as without the part."""
    plain = vary(base, {"n_people": 500, "horizon_days": 20})
    run = simulate(vary(plain, {"parts": (*plain.parts, "crisis")}), seed=1)

    assert run.digest() == simulate(plain, seed=1).digest()
    assert all(np.isnan(list(measure(run, ("crisis_skill", "activation_h", "monitoring_hours")).values())))
