"""Readiness 应急准备: plan, team, skill and departments decide how long a first statement takes (CRIS-6).

Skill s (0–1) is forgotten and practised; a drill (演练) closes a part of what is missing::

    ds/dt = -ln 2 / skill_halflife_d s + refresher_gain refresher_h / 30 (1 - s)        drill: s <- s + drill_gain (1 - s)

The run begins a year after s was ``skill_start``; the drills of that year were held, the first one at a random day of the
interval. The crisis team's own work takes

    work = (2 h with plan and team, 12 h with neither, half-way with one of them) x (2 - s)

The plan (预案) fits a crisis with probability ``plan_covers``. If it does, its statements have been cleared beforehand. If it
does not, the team finds that out (2 h more) and works as if there were none. Without cleared statements legal, customer
service and product must answer, each after ``dept_sla_h`` times a lognormal number with median 1: asked at once by a
standing team (常设小组), one after the other without it. The decision is there when the last of all this is.

Reads: ``alarm``, announced by monitoring. Writes: the ledger. Draws: ``drill-day``, ``response``. Announces: ``decided``
with ``number``, ``alarm_h``, ``time_h``, ``planted``. Logs: ``activation``. Counts: crisis_skill.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np

from sim.core.world import BOOKING_H, World

__all__ = ["DEPARTMENTS", "Decision", "decision", "decision_h", "skill", "start"]

DEPARTMENTS = ("legal", "customer service", "product")
PAST_D, MONTH_D, WEEK_H = 365.0, 30.0, 168.0


class Decision(NamedTuple):
    """How long a first statement takes, and why: hours in all, of own work, of waiting for departments; fits; skill."""

    hours: float
    work_h: float
    departments_h: float
    fits: bool
    skill: float


def skill(p: Any, day: float, first_drill: float = 0.0) -> float:
    """Return crisis skill on ``day`` of the run; ``first_drill`` (0–1) is when in its interval the first drill was held."""
    s, time = p.skill_start, 0.0
    if p.drill_interval_d:
        drill = first_drill * p.drill_interval_d
        while drill <= day + PAST_D:
            s = passed(p, s, drill - time)
            s, time, drill = s + p.drill_gain * (1.0 - s), drill, drill + p.drill_interval_d
    return passed(p, s, day + PAST_D - time)


def passed(p: Any, s: float, days: float) -> float:
    """Return what is left of skill ``s`` after ``days`` of forgetting and training without a drill."""
    lost, won = math.log(2.0) / p.skill_halflife_d, p.refresher_gain * p.refresher_h / MONTH_D
    if lost + won == 0.0:
        return s
    rest = won / (lost + won)
    return float(rest + (s - rest) * math.exp(-(lost + won) * days))


def decision_h(p: Any, s: float, fits: bool, answers_h: Any) -> Decision:
    """Return how long the decision takes at skill ``s``; ``answers_h`` are the departments' hours, asked for one by one."""
    ready, unready = p.decide_ready_h, p.decide_unready_h
    covered = p.plan_ready and fits
    missing = (not covered) + (not p.team_ready)
    work = (ready + (unready - ready) * missing / 2.0) * (2.0 - s)
    if p.plan_ready and not fits:
        work += ready
    waiting = 0.0 if covered else float(np.max(answers_h) if p.team_ready else np.sum(answers_h))
    return Decision(max(work, waiting), work, waiting, covered, s)


def decision(world: World, number: int, time_h: float) -> Decision:
    """Return how long the decision takes in crisis ``number``, whose alarm was heard at ``time_h``."""
    p, rng = world.scenario.crisis, world.streams.of("response", number)
    u, z = rng.random(), rng.standard_normal(len(DEPARTMENTS))
    answers = p.dept_sla_h * np.exp(p.dept_spread * z)
    return decision_h(p, skill(p, time_h / 24.0, first_drill(world)), bool(u < p.plan_covers), answers)


def first_drill(world: World) -> float:
    """Return when in its interval the first drill was held, 0–1."""
    return float(world.streams.of("drill-day").random())


def start(world: World) -> None:
    """Keep the team in practice, and answer alarms."""
    if world.scenario.crisis.readiness:
        world.env.process(practise(world))
        world.env.process(world.each_week(lambda week_h, end_h: practice_hours(world, week_h, end_h)))
        world.listen("alarm", lambda **facts: answer(world, **facts))


def answer(world: World, *, number: int, time_h: float, true: bool, planted: bool, **facts: Any) -> None:
    """Decide on a first statement when a crisis is heard of; a false alarm needs none."""
    if not true:
        return
    made = decision(world, number, time_h)
    world.log.record(time_h, "activation", number=number, planted=planted, **made._asdict())
    world.env.process(_decided(world, number, time_h, made.hours, planted))


def _decided(world: World, number: int, alarm_h: float, hours: float, planted: bool) -> Generator[Any, Any, None]:
    yield world.env.timeout(hours)
    world.announce("decided", number=number, alarm_h=alarm_h, time_h=float(world.env.now), planted=planted)


def practise(world: World) -> Generator[Any, Any, None]:
    """Note the skill of every day."""
    p, begin = world.scenario.crisis, first_drill(world)
    yield world.env.timeout(BOOKING_H)
    for day in range(world.total_days):
        world.count("crisis_skill", skill(p, float(day), begin))
        yield world.env.timeout(24.0)


def practice_hours(world: World, week_h: float, end_h: float) -> None:
    """Book the drills and the training of a week."""
    p, begin = world.scenario.crisis, first_drill(world)
    drills = _drills(p, end_h / 24.0, begin) - _drills(p, week_h / 24.0, begin)
    training_h = p.refresher_h * p.crisis_team * (end_h - week_h) / 24.0 / MONTH_D
    tasks = {"drill": drills * p.drill_work_h, "crisis training": training_h}
    world.book_week("readiness", tasks, week_h, end_h)


def _drills(p: Any, day: float, begin: float) -> int:
    """Return how many drills were held before ``day``."""
    return math.ceil((day + PAST_D) / p.drill_interval_d - begin) if p.drill_interval_d else 0
