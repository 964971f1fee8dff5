"""Incidents while an activity runs (CAMP-3): queues, failing technique, an angry guest; prepared answers make them short.

An incident costs ``incident_damage`` of that day's result, and those who take part while it lasts lose ``incident_trust``.
It lasts 8 hours without and 2 hours with ``contingency``, which also leaves a third of the damage.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

from sim.core.world import World
from sim.parts.campaign.loop import CLOSES_H, OPENS_H

__all__ = ["Incidents", "poisson_of"]

OPEN_H, ANSWERED_H, LEFT_OVER = 8.0, 2.0, 1.0 / 3.0
MOST = 20  # incidents of one activity; beyond the range's mean of 5 that is one in ten million


def poisson_of(u: float, mean: float) -> int:
    """Return the Poisson number that belongs to the uniform ``u``, at most ``MOST``: a higher mean never gives a lower one."""
    k, term = 0, math.exp(-mean)
    total = term
    while u > total and k < MOST:
        k += 1
        term *= mean / k
        total += term
    return k


class Incidents:
    """The incidents of one activity. ``factor`` (days) is what they leave of each day's result."""

    def __init__(self, world: World, number: int, rate: float) -> None:
        p = world.scenario.campaign
        self.world, self.lasts_h = world, ANSWERED_H if p.contingency else OPEN_H
        self.left = LEFT_OVER if p.contingency else 1.0
        self.factor = [1.0] * p.live_days
        self.windows: list[list[tuple[float, float]]] = [[] for _ in range(p.live_days)]
        u = world.streams.of("campaign-incidents", number).random((MOST + 1, 2))
        self.plan = sorted(
            (int(u[k, 0] * p.live_days), OPENS_H + (CLOSES_H - OPENS_H) * float(u[k, 1]))
            for k in range(1, 1 + poisson_of(float(u[0, 0]), rate))
        )
        self.trust = p.incident_trust * self.left
        self._damage = p.incident_damage * self.left

    def run(self, start_h: float, number: int) -> Generator[Any, Any, None]:
        """Let them happen, one process each."""
        for day, hour in self.plan:
            yield self.world.env.timeout(max(0.0, start_h + 24.0 * day + hour - self.world.env.now))
            self.factor[day] *= 1.0 - self._damage
            self.windows[day].append((hour, hour + self.lasts_h))
            self.world.env.process(self._one(number, day))

    def _one(self, number: int, day: int) -> Generator[Any, Any, None]:
        began_h = float(self.world.env.now)
        yield self.world.env.timeout(self.lasts_h)
        self.world.log.record(float(self.world.env.now), "event_incident", number=number, day=day, began_h=began_h,
                              lasted_h=self.lasts_h)  # fmt: skip
