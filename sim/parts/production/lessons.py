"""What the team knows of its audience: research, experience, and the lessons of each cycle (迭代).

The gap g between what the audience wants and what the team believes is that of the plan (AUD-8). With iteration the team also
looks at its own posts at the end of a cycle: n posts, each telling the gap with standard deviation v, leave by Bayes' rule ::

    1 / g^2  <-  1 / g^2 + n / v^2

When somebody leaves, his part of the knowledge that is written down nowhere goes with him.
"""

from __future__ import annotations

import math
from typing import Any

__all__ = ["Knowledge"]


class Knowledge:
    """The team's taste gap, brought up to date day by day."""

    def __init__(self, scenario: Any, research_hours: float, *, iterates: bool) -> None:
        self.p, self.a, self.iterates = scenario.production, scenario.audience, iterates
        self.closing = self.p.learning + self.p.research_effect * research_hours
        self.gap, self.day, self.posts, self.cycle = self.a.taste_jump if self.a.drift_days else 0.0, 0, 0, 1

    def at(self, day: int) -> float:
        """Return the gap on ``day``."""
        while self.day < day:
            self.day += 1
            self.gap *= math.exp(-self.closing)
            if self.a.drift_days and self.day % self.a.drift_days == 0:
                self.gap = math.hypot(self.gap, self.a.taste_jump)
            if self.iterates and self.day >= self.cycle * self.p.cycle_days:
                self.cycle += 1
                self._look_back()
        return self.gap

    def seen(self) -> None:
        """Note that one more post of this cycle has met its audience."""
        self.posts += 1

    def _look_back(self) -> None:
        if self.gap > 0 and self.posts:
            self.gap = 1.0 / math.sqrt(1.0 / self.gap**2 + self.posts / self.p.lesson_noise**2)
        self.posts = 0

    def leaver(self, share: float, day: int) -> None:
        """Let ``share`` of the team leave with what only they knew."""
        now, whole = self.at(day), self.a.taste_jump if self.a.drift_days else 0.0
        lost = share * self.p.lessons_lost * max(0.0, whole**2 - now**2)
        self.gap = math.sqrt(now**2 + lost)
