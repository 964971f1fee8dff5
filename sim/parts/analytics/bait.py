"""Bait (诱饵内容, C3.4-3): the team tries more exaggeration in the second half of a period, and keeps what scores better.

The score of a half is ``(1 - w) ln(reactions per person) - w scale x complaints per person``, w = ``feedback_weight``: with
w = 0 only reactions count. Complaints are those that people make public when they find an exaggeration out (ENG-7).
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import replace
from typing import Any

from sim.core.world import World
from sim.parts.analytics.observed import Observed, Seen

__all__ = ["Bait"]


class Bait:
    """The trial of more exaggeration."""

    def __init__(self, world: World, table: Observed) -> None:
        self.world, self.p, self.table = world, world.scenario.analytics, table
        self.halves = (0.0, 0.0)
        self.usual = world.plan.exaggeration

    def half_trial(self) -> Generator[Any, Any, None]:
        """Wait a period, with more exaggeration in its second half."""
        world, half_h = self.world, 12.0 * self.p.review_interval_d
        # What was decided last comes into force after the lag: posts before that belong to neither half.
        begin_h = world.env.now + min(24.0 * self.p.listen_lag_d, half_h)
        yield world.env.timeout(half_h)
        self.usual = world.plan.exaggeration
        self._put(min(1.0, self.usual + self.p.bait_step))
        self.halves = (begin_h, world.env.now)
        yield world.env.timeout(half_h)

    def decide(self) -> dict[str, Any]:
        """Return the exaggeration to go on with; nothing without trials."""
        if not self.p.bait_step:
            return {}
        begin_h, middle_h = self.halves
        rows = self.table.posts(self.world.env.now, begin_h)
        plain, more = ([r for r in rows if (r.time_h >= middle_h) == tried] for tried in (False, True))
        if not plain or not more:
            return {}
        tried = min(1.0, self.usual + self.p.bait_step)
        better = self._score(more) > self._score(plain)
        chosen = tried if better else max(0.0, self.usual - self.p.bait_step)
        self._put(self.usual)
        return {"exaggeration": chosen}

    def _score(self, rows: list[Seen]) -> float:
        w = self.p.feedback_weight
        reach = sum(r.reach for r in rows)
        liked = math.log((sum(r.reactions for r in rows) + 0.5) / (reach + 1.0))
        doubts = sum(r.doubts for r in rows) / (reach + 1.0)
        return (1.0 - w) * liked - w * self.p.feedback_scale * doubts

    def _put(self, exaggeration: float) -> None:
        world = self.world
        world.plan = replace(world.plan, exaggeration=exaggeration)
        world.announce("planned", plan=world.plan)
