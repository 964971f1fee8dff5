"""Design, correction and learning (CAMP-4).

*Objective.* A design spreads its effort over four results. With clarity c the stated one has weight 0.25 + 0.75 c, the others
share the rest; a result's factor is ``1 + objective_effect (w / 0.775 - 1)``, 1 for the stated one at the default clarity.

*Correction.* At each correction the weakest quarter of the promotion money moves to the strongest channel, by observed results:
people who newly heard, per thousand CNY since the last look, times lognormal noise that is the larger the shorter the look.

*Review.* Each review teaches ``review_fading`` of the one before. The lessons L raise creativity, ``c + (1 - c) review_effect L``,
and lower the incident rate by ``(1 - review_effect)^L``; turnover takes lessons away, and another target half of them.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.world import World
from sim.parts.campaign.loop import Weights
from sim.parts.campaign.parameters import OBJECTIVES
from sim.parts.campaign.promotion import Promotion

__all__ = ["Correction", "Lessons", "weights"]

USUAL_WEIGHT = 0.25 + 0.75 * 0.7  # weight of the stated objective at the default clarity


def weights(p: Any) -> Weights:
    """Return the factors of a design on awareness, participation, sales and loyalty."""
    clarity, second, effect = p.objective_clarity, p.second_weight, p.objective_effect
    stated = OBJECTIVES.index(p.objective)
    own = 0.25 + 0.75 * clarity
    share = [(1.0 - own) / 3.0] * len(OBJECTIVES)
    share[stated] = own
    moved = second * (own - share[(stated + 1) % 4])
    share[stated] -= moved
    share[(stated + 1) % 4] += moved
    return Weights(*(1.0 + effect * (w / USUAL_WEIGHT - 1.0) for w in share))


class Correction:
    """Moves promotion money by what the team can see."""

    def __init__(self, world: World, promotion: Promotion, number: int) -> None:
        self.world, self.promotion, self.number = world, promotion, number
        self.done, self.last_h = 0, float(world.env.now)
        self._found, self._spent = promotion.found.copy(), promotion.spent_k.copy()

    def look(self) -> bool:
        """Correct, if it is time to; return whether somebody looked."""
        p, now_h = self.world.scenario.campaign, float(self.world.env.now)
        if not p.adjust_interval_d or now_h - self.last_h < 24.0 * p.adjust_interval_d - 1e-6:
            return False
        found, spent = self.promotion.found - self._found, self.promotion.spent_k - self._spent
        self._found, self._spent = self.promotion.found.copy(), self.promotion.spent_k.copy()
        sd = p.reading_noise / math.sqrt((now_h - self.last_h) / 24.0)
        z = self.world.streams.of("campaign-reading", self.number, self.done).standard_normal(len(found))
        self.last_h, self.done = now_h, self.done + 1
        seen = [k for k in self.promotion.open if spent[k] > 0]
        if len(seen) > 1:
            observed = {k: found[k] / spent[k] * math.exp(sd * z[k] - sd**2 / 2.0) for k in seen}
            self.move(sorted(seen, key=lambda k: (observed[k], k)), p.adjust_share)
        return True

    def move(self, order: list[int], part: float) -> None:
        """Move ``part`` of the money from the weakest channels, in this order, to the last one."""
        share = self.promotion.share
        for k in order[:-1]:
            taken = min(part, float(share[k]))
            share[k] -= taken
            share[order[-1]] += taken
            part -= taken
        np.maximum(share, 0.0, out=share)


class Lessons:
    """What the team has learnt from reviews."""

    def __init__(self, world: World) -> None:
        self.world, self.reviews, self.learnt = world, 0, 0.0

    def creativity(self) -> float:
        """Return the creativity with what was learnt."""
        p = self.world.scenario.campaign
        return p.creativity + (1.0 - p.creativity) * min(1.0, p.review_effect * self.learnt)

    def incident_rate(self) -> float:
        """Return the incident rate with what was learnt."""
        p = self.world.scenario.campaign
        return p.incident_rate * (1.0 - p.review_effect) ** self.learnt

    def review(self) -> float:
        """Learn from the activity that has ended; return the hours it takes."""
        p = self.world.scenario.campaign
        if not p.event_review or not p.review_effect:
            return 0.0
        self.learnt += p.review_fading**self.reviews
        self.reviews += 1
        return p.review_h

    def next_one(self) -> None:
        """Lose what the next activity cannot use: people who left, and half of it if the target is another."""
        s = self.world.scenario
        self.learnt *= (1.0 - s.production.staff_turnover / 100.0) ** (s.campaign.interval_d / 365.0)
        self.learnt *= 0.5 if s.campaign.new_target else 1.0
