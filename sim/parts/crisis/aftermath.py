"""What a crisis leaves behind: trust lost and regained person by person, followers who leave (CRIS-8).

Whoever turns negative loses ``trust_loss * severity`` of his trust at once. Whoever is reassured has a part back at once, less
while the cause is still there. Once the cause is gone, or nobody talks any more, the rest heals with a half-life, except for
a permanent part; both are kinder to people who were reassured. Welfare activity (公益) brings back a part of what is
still missing if the cause is gone, and hurts if it is not.
"""

from __future__ import annotations

import numpy as np

from sim.core.streams import keyed_uniforms
from sim.core.world import Array, World
from sim.parts.crisis.opinion import REASSURED, UNAWARE, Opinion

__all__ = ["Aftermath"]

WELFARE_DAYS = 10


class Aftermath:
    """Trust of everybody who was hurt in one crisis."""

    def __init__(self, world: World, number: int, severity: float) -> None:
        n = world.scenario.n_people
        self.world, self.p, self.severity, self.n = world, world.scenario.crisis, severity, n
        self.lost, self.back = np.zeros(n, np.float32), np.zeros(n, np.float32)
        self.welfare, self.credit = 0, 0.0
        self.mean = float(world.people.trust.mean(dtype=float))
        self._reach_key = int(world.streams.of("crisis-reach", number).integers(2**64, dtype=np.uint64))

    def turned(self, people: Array, u: Array) -> None:
        """Let people who turn negative lose trust, and those followers leave whose number ``u`` says so."""
        if not len(people):
            return
        self._change(people, -self.p.trust_loss * self.severity)
        going = people[u < self.p.leave * self.severity]
        if len(going):
            for platform in self.world.scenario.platforms:
                follows = going[self.world.people.following[platform][going]]
                self.world.lose(platform, np.sort(follows))

    def reassured(self, people: Array, cause_persists: bool) -> None:
        """Give negative people who were reassured a part of their trust back."""
        if not len(people):
            return
        gain = self.p.trust_back * self.severity * (self.p.back_cause if cause_persists else 1.0)
        self._give(people, np.minimum(gain, self.p.back_most * self.lost[people] - self.back[people]))

    def all_lose(self, people: Array, by: float) -> None:
        """Let ``people`` lose trust for another reason; what is lost heals like the rest."""
        self._change(people, -by)

    def reached(self, share: float) -> Array:
        """Return the people whom channels with this reach get to."""
        everybody = np.arange(self.n)
        return everybody[keyed_uniforms(self._reach_key, everybody) < share]

    def day(self, opinion: Opinion, *, healing: bool, welfare: bool, repaired: bool, reach: float) -> None:
        """Let a day pass for the trust of those who lost some."""
        hurt = (self.lost > 0).nonzero()[0]
        if len(hurt) and healing:
            self._heal(hurt, opinion.state[hurt] == REASSURED)
        if welfare and self.welfare < WELFARE_DAYS:
            self.welfare += 1
            self._welfare(opinion, repaired, reach)
        self.mean = float(self.world.people.trust.mean(dtype=float))

    def _heal(self, hurt: Array, calmed: Array) -> None:
        p = self.p
        kept, time = p.calm_heals
        lost = self.lost[hurt]
        gap = lost * (1.0 - p.permanent * np.where(calmed, kept, 1.0)) - self.back[hurt]
        share = 1.0 - np.exp2(-1.0 / (p.heal_d * np.where(calmed, time, 1.0)))
        some = gap > 0
        self._give(hurt[some], (gap * share)[some])

    def _welfare(self, opinion: Opinion, repaired: bool, reach: float) -> None:
        missing, most, unrelated = self.p.welfare
        weight = unrelated + (1.0 - unrelated) * self.p.csr_fit
        if not repaired:
            know = (opinion.state != UNAWARE).nonzero()[0]
            self.all_lose(know, self.p.blame_trust / WELFARE_DAYS)
            return
        people = self.reached(reach)
        gap = np.maximum(self.lost[people] - self.back[people], 0.0)
        # A part of what is missing over ten days, up to a limit of mean trust.
        gain = weight * gap * (1.0 - (1.0 - missing) ** (1.0 / WELFARE_DAYS))
        room = max(0.0, most - self.credit) * self.n
        total = float(gain.sum())
        if total > room:
            gain *= room / total
        self.credit += min(total, room) / self.n
        self._give(people[gap > 0], gain[gap > 0])

    def _change(self, people: Array, by: float) -> None:
        changed = self.world.change_trust(people, by)
        self.lost[people] -= changed
        self.mean += float(changed.sum(dtype=float)) / self.n

    def _give(self, people: Array, gain: Array) -> None:
        changed = self.world.change_trust(people, gain)
        self.back[people] += changed
        self.mean += float(changed.sum(dtype=float)) / self.n
