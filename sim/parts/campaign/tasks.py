"""Preparing an activity (CAMP-3): twelve tasks on a network of predecessors, each a process.

The longest chain takes eleven days of the ``prep_days`` that there are. A task without date and owner slips with
probability ``slip_probability`` by an exponential time of mean ``slip_days``, and everything that waits for it waits longer.
The first day is announced and does not move: whatever is not ready costs ``late_loss`` of each day's result until it is.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import simpy

from sim.core.world import World

__all__ = ["TASKS", "Preparation", "longest_chain"]

DAY_H = 24.0
EFFORT_H = 2.0  # working hours on a task in each day that it takes


class Task(NamedTuple):
    """One task: name, days of work, and the tasks that must be ready before it."""

    name: str
    days: int
    after: tuple[int, ...] = ()


TASKS = (
    Task("concept", 2), Task("budget", 1, (0,)), Task("venue", 2, (1,)), Task("partners", 3, (1,)), Task("texts", 3, (0,)),
    Task("media", 3, (4,)), Task("approval", 2, (5,)), Task("staff", 2, (2,)), Task("elements", 2, (5,)),
    Task("material", 3, (2,)), Task("rehearsal", 1, (7, 8, 9)), Task("announcement", 1, (3, 6)),
)  # fmt: skip


def longest_chain() -> int:
    """Return the days of the critical path if nothing slips."""
    ends: list[int] = []
    for task in TASKS:
        ends.append(task.days + max((ends[k] for k in task.after), default=0))
    return max(ends)


class Preparation:
    """The tasks of one activity; ``work`` is told the team's hours as they are worked."""

    def __init__(self, world: World, number: int, start_h: float, work: Callable[[float], None]) -> None:
        p, env = world.scenario.campaign, world.env
        self.start_h, self.work = start_h, work
        self.done = [env.event() for _ in TASKS]
        self.ready_h = [float("inf")] * len(TASKS)
        # A fixed block of numbers: a task has the same luck however many others have a date and an owner.
        rng = world.streams.of("campaign-tasks", number)
        named, slips, length = rng.random(len(TASKS)), rng.random(len(TASKS)), rng.exponential(1.0, len(TASKS))
        late = (named >= p.plan_detail) & (slips < p.slip_probability)
        self.slip_d = [float(x) * p.slip_days if y else 0.0 for x, y in zip(length, late, strict=True)]
        work(p.planning_h * float((named < p.plan_detail).sum()) + (p.contingency_h if p.contingency else 0.0))
        for k in range(len(TASKS)):
            env.process(self._work(env, k))

    def _work(self, env: simpy.Environment, k: int) -> Generator[Any, Any, None]:
        yield env.all_of([self.done[before] for before in TASKS[k].after])
        yield env.timeout(DAY_H * (TASKS[k].days + self.slip_d[k]))
        self.ready_h[k] = float(env.now)
        self.work(EFFORT_H * TASKS[k].days)
        self.done[k].succeed()

    def open_tasks(self) -> int:
        """Return how many tasks are not ready now."""
        return sum(not done.triggered for done in self.done)

    def on_time(self) -> float:
        """Return the share of tasks that were ready when the activity began."""
        return sum(h <= self.start_h for h in self.ready_h) / len(TASKS)
