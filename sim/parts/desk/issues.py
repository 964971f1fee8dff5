"""What the desk knows of issues, and what the product team does about them (DESK-6): counted, asked for, repaired.

An issue is known from ``KNOWN_FROM`` registered complaints on. Each month ``fix_capacity`` issues are repaired: any that is
open, or the one that registered complaints and answers to surveys name most often. A repaired issue brings no further complaint.

Draws: ``fixes``, ``survey``. Writes: the ledger. Logs: ``fix``.
"""

from __future__ import annotations

import math

import numpy as np

from sim.core.world import World
from sim.parts.desk.tickets import ISSUES, Inflow

__all__ = ["Issues"]

MONTH_D = 30.0
KNOWN_FROM = 3  # registered complaints after which an issue is known


class Issues:
    """The count of registered complaints by issue, and the repairs; ``Inflow.open`` says which issues are left."""

    def __init__(self, world: World, inflow: Inflow) -> None:
        self.world, self.p, self.inflow = world, world.scenario.desk, inflow
        self.registered = np.zeros(len(ISSUES))  # complaints by issue, as far as the desk has seen them
        self.fixed = 0

    @property
    def known(self) -> np.ndarray:
        """Which issues the desk knows, boolean (issues,)."""
        return np.asarray(self.registered >= KNOWN_FROM)

    def repair_until(self, day: int) -> None:
        """Make the repairs that are due by ``day``."""
        p = self.p
        if p.fix_policy != "none":
            while self.fixed < math.floor(day * p.fix_capacity / MONTH_D + 1e-9):
                self.fixed += 1
                self.repair()

    def repair(self) -> None:
        """Repair one issue: any that is open, or the one that the registered tickets name most often (DESK-6)."""
        still = self.inflow.open.nonzero()[0]
        if not len(still):
            return
        if self.p.fix_policy == "random":
            issue = int(self.world.streams.of("fixes", self.fixed).permutation(len(ISSUES))[0])
            # The same draw in every scenario: from there on, the next one that is still open.
            issue = int(still[np.searchsorted(still, issue) % len(still)])
        else:
            issue = int(still[self.registered[still].argmax()])
            if self.registered[issue] == 0:
                return
        self.inflow.open[issue] = False
        now = self.world.env.now
        self.world.ledger.spend("desk", f"repair of {ISSUES[issue]}", self.p.fix_cost_k, time_h=now)
        self.world.log.record(now, "fix", issue=issue)

    def ask(self, day: int) -> tuple[np.ndarray, np.ndarray]:
        """Ask people who know the brand what troubles them; return who answered, and who of them will hear of it."""
        p, world = self.p, self.world
        u = world.streams.of("survey", day).random((5, p.survey_people))
        who = self.inflow.people.searchsorted(u[0] * self.inflow.people[-1], side="right")
        who = who.clip(max=world.population.n - 1)
        answer = (u[1] < p.survey_response) & world.people.aware[who]
        who, first = np.unique(who[answer], return_index=True)
        u = u[:, answer.nonzero()[0][first]]
        issue = self.inflow.issue_of(who, u[2])
        self.registered += np.bincount(issue[issue >= 0], minlength=len(ISSUES))
        return who, u[3] < p.adoption_rate * p.closeloop_rate
