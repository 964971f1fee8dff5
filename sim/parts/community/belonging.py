"""Belonging 归属感 and leaving: what keeps members, once a day (COMM-1, COMM-2, COMM-8).

    b <- b + content useful (1/2 + match) + mood + benefits - bad share seen - good posts deleted - fade - return (b - fit)

``useful`` is 1 - exp(-posts seen / enough_posts). ``match`` is a member's fit, plus what recommendations from his profile hit,
less what they miss and what a narrow diet wears out.
"""

from __future__ import annotations

import math

import numpy as np

from sim.core.streams import keyed_uniforms
from sim.core.world import Array, World
from sim.parts.community.members import QUIT, Members
from sim.parts.community.posting import Seen
from sim.parts.community.stocks import Stocks

__all__ = ["Belonging"]

EVEN_DIET = 0.2  # five topics: without a profile each is a fifth of what one sees
NARROW = 0.4
CARRIES = 7.0  # days in which belonging is carried over to affinity for the brand
MIDDLING = 0.5


class Belonging:
    """What members feel, and whether they stay."""

    def __init__(self, world: World, members: Members, stocks: Stocks) -> None:
        self.world, self.p, self.m, self.stocks = world, world.scenario.community, members, stocks
        keys = world.streams.of("leaving").integers(2**64, size=world.total_days, dtype=np.uint64)
        self.keys = keys.tolist()

    def match(self, rows: Array) -> Array:
        """Return how well what members see meets them, (n,); 0.5 is neutral (COMM-8)."""
        p, m = self.p, self.m
        share, noise = p.personalisation, p.profile_noise
        hit = share * (p.person_hit * (1.0 - noise) - p.person_miss * noise)
        return m.fit[rows] + hit - p.narrow_wear * np.maximum(0.0, m.diet[rows] - NARROW)

    def day(self, rows: Array, seen: Seen, removed: int, wrong_share: float, day_h: float) -> None:
        """Let the day that began at ``day_h`` change what members feel."""
        p, m = self.p, self.m
        b = m.belonging[rows]
        useful = 1.0 - math.exp(-seen.good / p.enough_posts)
        b += p.belong_content * useful * np.maximum(0.0, 0.5 + self.match(rows))
        b += p.benefit_belongs * self.stocks.benefits(day_h) * m.thirst[rows]
        b += (
            p.belong_mood * self.stocks.mood
            - p.belong_bad * seen.bad_share
            - p.belong_wrong * wrong_share
            - p.belong_fade
        )
        b -= p.removal_fear * (1.5 - p.fairness) * removed / max(1, len(rows))
        b -= p.belong_return * (b - m.fit[rows])
        m.belonging[rows] = b.clip(0.0, 1.0)
        sees = p.personalisation * (m.main[rows] * (1.0 - p.profile_noise) + EVEN_DIET * p.profile_noise)
        sees += (1.0 - p.personalisation) * EVEN_DIET
        m.diet[rows] += (sees - m.diet[rows]) / p.narrow_days

    def hazard(self, rows: Array, day_h: float) -> Array:
        """Return each member's probability to leave on the day that began at ``day_h`` (COMM-1)."""
        p, m = self.p, self.m
        level = self.stocks.benefits(day_h)
        unhappy = np.maximum(0.0, p.leave_limit - m.belonging[rows])
        stay = np.maximum(0.0, 1.0 - p.benefit_holds * level * m.thirst[rows])
        missed = np.maximum(0.0, m.habit[rows] - level * m.thirst[rows])
        hazard = p.leave_day + p.leave_unhappy * unhappy * stay + p.withdrawal * missed
        return hazard * (1.0 - p.culture_holds * self.stocks.culture)

    def leave(self, day: int, rows: Array, day_h: float) -> None:
        """Let those go at its end who leave on this day."""
        u = keyed_uniforms(self.keys[day], self.m.person[rows])
        self.m.leave(rows[u < self.hazard(rows, day_h)], QUIT, self.world.env.now)

    def carry_over(self, rows: Array) -> None:
        """Let belonging feed the liking for the brand: a seventh of what is missing a day."""
        p, m = self.p, self.m
        if not p.belonging_warms or not len(rows):
            return
        step = (p.belonging_warms * (m.belonging[rows] - MIDDLING) - m.given[rows]) / CARRIES
        m.given[rows] += step
        self.world.warm(m.person[rows], step.astype(np.float32))
