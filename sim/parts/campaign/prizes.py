"""Prizes: a draw among those who take part online and follow brings people who come for the prize, and go after it.

Prize hunters (羊毛党) are the segment ``bargain_seeker``. With a prize of size s they take part ``1 + prize_pull s`` times as
readily, and follow with probability s at least (times taste and trust, as everybody), since the draw asks for it. When the
activity is over ``hunter_leave`` of those who began to follow by the draw leave.
"""

from __future__ import annotations

import numpy as np

from sim.core.catalogue import SEGMENTS
from sim.core.world import Array, World

__all__ = ["Draw", "hunts"]

HUNTERS = SEGMENTS.index("bargain_seeker")


def hunts(world: World, ids: Array) -> Array:
    """Return who of ``ids`` is after prizes; boolean (n,)."""
    return world.population.segment[ids] == HUNTERS


class Draw:
    """Those who began to follow at one activity and are after prizes, by platform."""

    def __init__(self, world: World, number: int) -> None:
        self.world, self.number = world, number
        self.came: list[tuple[str, Array]] = []
        self.left = 0

    def asks(self, ids: Array, follow: Array) -> Array:
        """Return the chance of following of those who take part online; (n,)."""
        prize = self.world.scenario.campaign.prize
        return np.where(hunts(self.world, ids), np.maximum(follow, prize), follow) if prize else follow

    def note(self, platform: str, new: Array) -> None:
        """Note who began to follow online."""
        if self.world.scenario.campaign.prize:
            self.came.append((platform, new[hunts(self.world, new)]))

    def close(self) -> None:
        """Draw the prize: hunters leave."""
        leave = self.world.scenario.campaign.hunter_leave
        rng = self.world.streams.of("campaign-draw", self.number)
        for platform, ids in self.came:
            still = ids[(rng.random(len(ids)) < leave) & self.world.people.following[platform][ids]]
            self.world.lose(platform, still)
            self.left += len(still)
