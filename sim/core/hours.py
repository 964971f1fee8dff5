"""Hours that one part takes from the team: missing for posts while they are worked, booked when the week is over."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sim.core.ledger import WEEK_H
from sim.core.world import World

__all__ = ["TeamHours"]


class TeamHours:
    """The hours of ``who``: pieces of work that are added as they are done, and what they take from posts meanwhile."""

    def __init__(self, world: World, who: str) -> None:
        self.world, self.who = world, who
        self.worked: dict[str, float] = {}
        self.steady_h = 0.0
        self.passing: list[float] = []

    def start(self) -> None:
        """Begin to book, week by week."""
        self.world.env.process(self.world.each_week(self._book))

    def add(self, task: str, hours: float) -> None:
        """Note hours worked now."""
        self.worked[task] = self.worked.get(task, 0.0) + hours

    def take(self, hours: float, for_h: float = WEEK_H) -> None:
        """Let posts do without ``hours`` that are spread over the next ``for_h``."""
        if hours > 0:
            self.world.env.process(self._taking(hours * WEEK_H / for_h, for_h))

    def take_always(self, hours_week: float) -> None:
        """Let posts do without ``hours_week`` from now to the end of the run."""
        self.steady_h += hours_week
        self._tell()

    def _taking(self, hours_week: float, for_h: float) -> Generator[Any, Any, None]:
        self.passing.append(hours_week)
        self._tell()
        yield self.world.env.timeout(for_h)
        self.passing.remove(hours_week)
        self._tell()

    def _tell(self) -> None:
        self.world.take_hours(self.who, self.steady_h + sum(self.passing))

    def _book(self, week_h: float, end_h: float) -> None:
        for task, hours in self.worked.items():
            self.world.team_work(task, hours, week_h)
        self.worked = {}
