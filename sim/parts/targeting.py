"""Targeting: posts that are made for a core segment (核心用户), whom they fit, and who is shown them.

A plan may name a core segment. A post is then made for it with probability (精准度)::

    targeting_precision * research_hours / (research_hours + core_research_h)

Nobody can aim at people he does not know: knowing them takes research, and research takes hours from production. What such
a post gains with some it loses with others. With c the core and r the likeness of two segments (the mean correlation of
their tastes for types and for forms), its match with people of segment k moves by ::

    core_focus * (r(c, k) - mean of r(c, .) over the market)

and their clicks by e to the power of 1.6 times that, the weight that match has for reactions. The platform shows it to the core
``core_shown`` times as readily as to others; how many people see it does not change. Without a core ("everybody") nothing of
this happens.

Reads: the plan in force, tastes of the catalogue, the population. Writes: nothing. Draws: ``post-core``. Counts (by
engagement): core_reach.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from sim.core.candidates import Met
from sim.core.catalogue import SEGMENTS, named
from sim.core.plan import EVERYBODY
from sim.core.streams import Streams
from sim.core.world import Array, World

MATCH_WEIGHT = 1.6  # of match in the log-odds of a reaction (ENG-1): clicks answer to a post's angle alike

__all__ = ["Targeting", "known_share", "likeness", "targeting"]


def targeting(world: World, platform: str) -> Targeting | None:
    """Return what the plan in force means for ``platform``; None if its posts are made for everybody."""
    return None if world.plan.core_segment == EVERYBODY else Targeting(world, platform)


class Targeting:
    """The core of one account: ``fit`` (segments,) moves the match of a post made for it, ``shown`` its chance to be seen."""

    def __init__(self, world: World, platform: str) -> None:
        s, plan, population = world.scenario, world.plan, world.population
        self.streams, self.segment, core = world.streams, population.segment, SEGMENTS.index(plan.core_segment)
        self.core = core
        self.precision = plan.targeting_precision * known_share(s)
        alike = likeness(s.segment)[core]
        self.fit = (s.engagement.core_focus * (alike - alike @ np.array(s.audience.segment_mix))).astype(np.float32)
        seen = np.bincount(population.segment, population.activity * population.member[platform], len(SEGMENTS))
        share = seen[core] / seen.sum() if seen.sum() else 0.0
        shown = np.where(np.arange(len(SEGMENTS)) == core, s.engagement.core_shown, 1.0)
        self.shown = (shown / (1.0 + share * (s.engagement.core_shown - 1.0))).astype(np.float32)

    def aimed(self, draft: Any) -> bool:
        """Tell whether a post is made for the core; with more precision, more posts are, and all those from before."""
        return _number(self.streams.seed, self.streams.replication, *draft.key) < self.precision

    def among(self, ids: Array) -> int:
        """Return how many of ``ids`` belong to the core."""
        return int(np.count_nonzero(self.segment[ids] == self.core))

    def clicks(self, met: Met) -> Met:
        """Return ``met`` with the numbers that decide on clicks stretched: people who are meant click more, others less."""
        return met._replace(click=met.click / np.exp(np.float32(MATCH_WEIGHT) * self.fit)[self.segment[met.ids]])


def known_share(scenario: Any) -> float:
    """Return how much of what there is to know about the core the team's research tells, 0–1."""
    hours, half = scenario.production.research_hours, scenario.engagement.core_research_h
    return float(hours / (hours + half)) if half else 1.0


@lru_cache(maxsize=64)
def likeness(segments: Any) -> Array:
    """Return how alike the segments' tastes are, shape (segments, segments), 1 on the diagonal: mean of two correlations."""
    tastes = [(segment.type_preference, segment.form_appeal) for _, segment in named(segments)]
    return np.asarray(np.mean([_correlation(np.array(table)) for table in zip(*tastes, strict=True)], axis=0))


def _correlation(rows: Array) -> Array:
    # A segment that likes everything alike resembles nobody and is at home everywhere: 0.
    rows = rows - rows.mean(axis=1, keepdims=True)
    size = np.sqrt((rows**2).sum(axis=1))
    rows = rows / np.where(size > 0, size, 1.0)[:, None]
    return np.asarray(rows @ rows.T)


@lru_cache(maxsize=8192)
def _number(seed: int, replication: int, *key: int) -> float:
    return float(Streams(seed, replication).of("post-core", *key).random())
