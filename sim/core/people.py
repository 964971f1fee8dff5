"""What changes about people during a run: small arrays, touched only where something happens to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.core.candidates import Array

if TYPE_CHECKING:
    from sim.core.population import Population

__all__ = ["NEVER_H", "USUAL_TRUST", "People", "kept_between_0_and_1"]

NEVER_H = -1e6
MONTH_H, SERVICE_H = 720.0, 1440.0
# Trust at the start of the base scenario, and the score (reactions, half-life 30 days) that the top tenth of those who
# reacted in the last 60 days reaches there.
USUAL_TRUST = 0.6
LOYAL_SCORE = 1.0


def kept_between_0_and_1(values: Array) -> Array:
    """Return ``values`` cut off at 0 and 1; quicker than ``clip`` for the few hundred people that a post reaches."""
    return np.minimum(np.maximum(values, np.float32(0.0)), np.float32(1.0))


class People:
    """What changes about people during a run; arrays of shape (n_people,).

    Memory and fatigue decay by themselves: they are stored as of the hour ``touched_h`` and brought up to date when
    something happens to somebody (``current``). ``reactions`` counts reactions with a half-life of 30 days as of
    the last one, ``reacted_h``. ``followed_h`` and ``left_h`` are the hours of the last following and leaving (0: at
    the start, never). ``warmth`` is what contacts with the company have added to a person's affinity.
    ``disappointments`` counts how often an exaggeration was found out.
    """

    def __init__(self, pop: Population, platforms: tuple[str, ...], trust0: float, memory0: float) -> None:
        n = pop.n
        self.following = {p: pop.follower_at_start[p].copy() for p in platforms}
        self.on_roll = {p: pop.follower_at_start[p].copy() for p in platforms}
        # New zeros cost nothing until they are touched: a million people start as fast as a thousand.
        self.memory, self.fatigue = np.full(n, memory0, np.float32), np.zeros(n, np.float32)
        self.touched_h = np.zeros(n, np.float32)
        self.trust = np.full(n, trust0, np.float32)
        self.aware = np.logical_or.reduce([self.following[p] for p in platforms])
        self.reactions, self.reacted_h = np.zeros(n, np.float32), np.full(n, NEVER_H, np.float32)
        self.followed_h = {p: np.zeros(n, np.float32) for p in platforms}
        self.left_h = {p: np.zeros(n, np.float32) for p in platforms}
        self.buyer = np.zeros(n, bool)
        self.warmth, self.warmed = np.zeros(n, np.float32), False
        # Hours of the last two good service contacts; 0 is never.
        self.served_h, self.served_before_h = np.zeros(n, np.float32), np.zeros(n, np.float32)
        self.disappointments = 0

    def devoted(self, now_h: float) -> Array:
        """Return for each person whether he trusts more than usual and reacts often, or was served well twice lately (AUD-2).

        Often is what the top tenth of those who react at all reach; lately is within 60 days.
        """
        score = self.reactions * np.exp2((self.reacted_h - np.float32(now_h)) / np.float32(MONTH_H))
        served = (self.served_before_h > 0) & (self.served_before_h > now_h - SERVICE_H)
        return ((score >= LOYAL_SCORE) | served) & (self.trust > USUAL_TRUST)

    def days_since(self, ids: Array, now_h: float) -> Array:
        """Return minus the days since memory and fatigue of ``ids`` were brought up to date."""
        days = self.touched_h[ids]
        days -= np.float32(now_h)
        days /= np.float32(24.0)
        return days

    def memory_now(self, ids: Array, now_h: float, memory_halflife_d: float) -> Array:
        """Return the memory of ``ids`` as it stands at ``now_h``."""
        days = self.days_since(ids, now_h)
        days /= np.float32(memory_halflife_d)
        memory = np.exp2(days, out=days)
        memory *= self.memory[ids]
        return memory

    def current(
        self, ids: Array, now_h: float, memory_halflife_d: float, fatigue_halflife_d: float
    ) -> tuple[Array, Array]:
        """Return memory and fatigue of ``ids`` as they stand at ``now_h``; an infinite half-life means no decay."""
        days = self.days_since(ids, now_h)
        memory = np.exp2(days / np.float32(memory_halflife_d))
        memory *= self.memory[ids]
        days /= np.float32(fatigue_halflife_d)
        fatigue = np.exp2(days, out=days)
        fatigue *= self.fatigue[ids]
        return memory, fatigue
