"""The hours that analysis takes from the team: steady ones, and those of a review and of the changes that it makes."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sim.core.hours import TeamHours
from sim.core.world import World

__all__ = ["Hours"]

WEEK_D = 7.0


class Hours(TeamHours):
    """Hours of analysis: ``steady`` hours a week, and single pieces of work that are spread over at most a week."""

    def __init__(self, world: World) -> None:
        super().__init__(world, "analytics")
        self.p = world.scenario.analytics

    def steady(self, task: str, hours_week: float) -> None:
        """Take ``hours_week`` from now to the end of the run."""
        if hours_week > 0:
            self.take_always(hours_week)
            self.world.env.process(self._accrue(task, hours_week))

    def _accrue(self, task: str, hours_week: float) -> Generator[Any, Any, None]:
        while True:
            self.add(task, hours_week / WEEK_D)
            yield self.world.env.timeout(24.0)

    def review(self, moved: float) -> None:
        """Take the hours of one review, and of changing the share ``moved`` of the posts."""
        p, s = self.p, self.world.scenario
        posts_week = WEEK_D * s.plan.posts_per_day * len(s.platforms)
        quick = max(0.0, 1.0 + p.skill_effect * (0.5 - p.analyst_skill))
        hours = {"reviews": p.review_cost * p.post_hours * quick,
                 "changes": p.change_cost * p.post_hours * moved * posts_week}  # fmt: skip
        for task, some in hours.items():
            self.add(task, some)
        self.take(sum(hours.values()), 24.0 * min(WEEK_D, float(p.review_interval_d or WEEK_D)))
