"""The population: who is there, what they are like, and who hears whom. Nothing here changes during a run.

Made once per seed and shared between all scenarios and slider positions of that seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from sim.core.candidates import Array, Candidates, drawn
from sim.core.network import Network, follower_network
from sim.core.streams import Streams

__all__ = ["Population", "PopulationKey", "contacts", "population"]

# Candidates kept per population (29 bytes each): enough for a year of daily posts to some thousand followers.
MOST_KEPT = 4_000_000


@dataclass(frozen=True)
class PopulationKey:
    """Everything that decides who the people are; equal keys give the same people."""

    seed: int
    replication: int
    n_people: int
    segment_mix: tuple[float, ...]
    presence: tuple[tuple[str, tuple[float, ...]], ...]
    follower_start: float
    dormant_share: float
    activity_spread: float


class Population:
    """Who is there: arrays of shape (n_people,), never written to after they are made.

    ``segment`` index into SEGMENTS; ``activity`` relative number of visits (mean 1, 0 = dormant); ``affinity`` 0–1
    liking for brands of this kind; ``taste`` personal deviation of content match; ``member[p]`` and
    ``follower_at_start[p]`` boolean per platform.
    """

    def __init__(self, key: PopulationKey) -> None:
        self.key = key
        self.n = key.n_people
        streams = Streams(key.seed, key.replication)
        draw = lambda what: streams.of(f"population:{what}")  # noqa: E731  one stream a property
        cuts = np.cumsum(key.segment_mix)[:-1]
        # Whole machine words: an index of another type would be converted each time somebody is looked up.
        self.segment = np.searchsorted(cuts, draw("segment").random(self.n), side="right")
        self.activity = self._activity(draw("activity"))
        self.affinity = draw("affinity").beta(2, 3, self.n).astype(np.float32)
        self.taste = (0.20 * draw("taste").standard_normal(self.n)).astype(np.float32)
        self.member: dict[str, Array] = {}
        self.follower_at_start: dict[str, Array] = {}
        for i, (name, shares) in enumerate(key.presence):
            presence = np.asarray(shares, np.float32)
            on = streams.of("population:presence", i).random(self.n) < presence[self.segment]
            starts = streams.of("population:follows", i).random(self.n) < key.follower_start
            self.member[name], self.follower_at_start[name] = on, on & starts
        self._rolls: dict[tuple[str, bool], tuple[Array, Array]] = {}
        self._candidates: dict[tuple[Any, ...], Candidates] = {}
        self._kept = 0

    def _activity(self, rng: np.random.Generator) -> Array:
        awake = rng.random(self.n) >= self.key.dormant_share
        spread = self.key.activity_spread
        visits = np.exp(spread * rng.standard_normal(self.n) - spread**2 / 2)
        return (np.where(awake, visits, 0.0) / (1.0 - self.key.dormant_share)).astype(np.float32)

    def roll(self, platform: str, *, followers: bool) -> tuple[Array, Array]:
        """Return (ids, cumulative activity) of a platform's first followers, or of all its members; active ones only."""
        if (platform, followers) not in self._rolls:
            here = self.follower_at_start[platform] if followers else self.member[platform]
            ids = (here & (self.activity > 0)).nonzero()[0]
            self._rolls[platform, followers] = ids, np.cumsum(self.activity[ids], dtype=np.float64)
        return self._rolls[platform, followers]

    def weight(self, platform: str, *, followers: bool) -> float:
        """Return the total activity on a roll."""
        cumulative = self.roll(platform, followers=followers)[1]
        return float(cumulative[-1]) if len(cumulative) else 0.0

    def candidates(
        self, purpose: str, entity: tuple[int, ...], platform: str, rate: float, stranger_rate: float
    ) -> Candidates:
        """Return who might meet a post, drawn once: a Poisson process of ``rate`` per unit of activity.

        First followers come first, then ``stranger_rate`` per unit of activity of all members. The answer depends on
        the arguments and on nothing that happens in a run, so it is kept and shared between scenarios.
        """
        key = (purpose, entity, rate, stranger_rate)
        if key not in self._candidates:
            rng = Streams(self.key.seed, self.key.replication).of(purpose, *entity)
            fans = drawn(*self.roll(platform, followers=True), rate, rng)
            others = drawn(*self.roll(platform, followers=False), stranger_rate, rng)
            made = Candidates.of(fans, others, rng)
            if self._kept > MOST_KEPT:
                self._candidates.clear()
                self._kept = 0
            self._candidates[key] = made
            self._kept += len(made.ids)
        return self._candidates[key]


@lru_cache(maxsize=6)
def population(key: PopulationKey) -> Population:
    """Return the people of ``key``; made once, then shared by every scenario and slider position."""
    return Population(key)


@lru_cache(maxsize=6)
def contacts(seed: int, replication: int, n_people: int, mean_degree: float) -> Network:
    """Return the follower network of one simulated world; made once, then shared."""
    return follower_network(n_people, mean_degree=mean_degree, generator=Streams(seed, replication).of("network"))
