"""The hours that analysis takes from the team: missing for posts while they are worked, and booked week by week."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sim.core.world import BOOKING_H, World

__all__ = ["Hours"]

WEEK_D = 7.0


class Hours:
    """Hours of analysis: ``steady`` hours a week, and single pieces of work that are spread over at most a week."""

    def __init__(self, world: World) -> None:
        self.world, self.p = world, world.scenario.analytics
        self.worked: dict[str, float] = {}
        self.steady_h = 0.0

    def start(self) -> None:
        """Begin to book."""
        self.world.env.process(self._booking())

    def steady(self, task: str, hours_week: float) -> None:
        """Take ``hours_week`` from now to the end of the run."""
        if hours_week > 0:
            self.steady_h += hours_week
            self.world.hours_elsewhere += hours_week
            self.world.env.process(self._accrue(task, hours_week))

    def _accrue(self, task: str, hours_week: float) -> Generator[Any, Any, None]:
        while True:
            self.add(task, hours_week / WEEK_D)
            yield self.world.env.timeout(24.0)

    def add(self, task: str, hours: float) -> None:
        """Note hours worked now, to be booked when the week is over."""
        self.worked[task] = self.worked.get(task, 0.0) + hours

    def review(self, moved: float) -> None:
        """Take the hours of one review, and of changing the share ``moved`` of the posts."""
        p, s = self.p, self.world.scenario
        posts_week = WEEK_D * s.plan.posts_per_day * len(s.platforms)
        quick = max(0.0, 1.0 + p.skill_effect * (0.5 - p.analyst_skill))
        hours = {"reviews": p.review_cost * p.post_hours * quick,
                 "changes": p.change_cost * p.post_hours * moved * posts_week}  # fmt: skip
        for task, some in hours.items():
            self.add(task, some)
        days = min(WEEK_D, float(p.review_interval_d or WEEK_D))
        self.world.env.process(self._take(sum(hours.values()) * WEEK_D / days, 24.0 * days))

    def _take(self, hours_week: float, for_h: float) -> Generator[Any, Any, None]:
        if hours_week > 0:
            self.world.hours_elsewhere += hours_week
            yield self.world.env.timeout(for_h)
            self.world.hours_elsewhere = max(self.steady_h, self.world.hours_elsewhere - hours_week)

    def _booking(self) -> Generator[Any, Any, None]:
        world, week_h = self.world, 0.0
        yield world.env.timeout(BOOKING_H)
        for day in range(1, world.total_days + 1):
            yield world.env.timeout(24.0)
            end_h = 24.0 * day
            if world.ledger.week(end_h) == world.ledger.week(week_h) and day < world.total_days:
                continue
            for task, hours in self.worked.items():
                world.team_work(task, hours, week_h)
            self.worked, week_h = {}, end_h
