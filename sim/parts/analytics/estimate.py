"""Estimates and rules (ANLY-3): from observed posts to a mix of types. Pure functions of the observed table.

A post's result is ``ln((reactions + 1/2) / (reach + 1))`` less the mean of its platform; the score of a type is the mean of its
posts. Where the window holds less than ``min_n`` posts of a type, older posts are added until there are so many.

- *greedy*: the best score of the types with ``min_n`` posts gets what is not kept for tests.
- *thompson* (汤普森采样): each type gets the chance that it is the best, by a normal posterior around the mean of all.
- *combined*: scores are weighed against the team's belief by their variances (Bayes), then greedy.
- *intuition* (直觉): ``bias x belief + (1 - bias) x impression of the last few posts``, then greedy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.core.catalogue import TYPES
from sim.core.world import Array
from sim.parts.analytics.observed import Seen

__all__ = ["Scores", "combined", "impression", "result", "scores", "thompson", "tilted", "winner"]

SAMPLES = 400
USUAL_SPREAD = 1.0  # log-sd of a post's result where fewer than three posts tell it


class Scores(NamedTuple):
    """Per type: mean result of its posts (0 if none), how many there are, their mean hour; ``spread`` log-sd of one post."""

    mean: Array
    n: Array
    hour: Array
    spread: float


def result(row: Seen) -> float:
    """Return the ln of reactions per person reached, with half a reaction added so that a silent post has one."""
    return math.log((row.reactions + 0.5) / (row.reach + 1.0))


def scores(rows: Sequence[Seen], since_h: float, min_n: int) -> Scores:
    """Return the scores of the posts since ``since_h``, and of older ones where a type has fewer than ``min_n``."""
    by_type: list[list[Seen]] = [[] for _ in TYPES]
    for row in sorted(rows, key=lambda row: -row.time_h):
        if row.time_h >= since_h or len(by_type[row.type]) < min_n:
            by_type[row.type].append(row)
    used = [row for some in by_type for row in some]
    level = _levels(used)
    values = [np.array([result(row) - level[row.platform] for row in some]) for some in by_type]
    n = np.array([len(v) for v in values])
    mean = np.array([v.mean() if len(v) else 0.0 for v in values])
    free = int((n - 1).clip(min=0).sum())
    inside = sum(float(((v - v.mean()) ** 2).sum()) for v in values if len(v))
    hour = np.array([np.mean([row.time_h for row in some]) if some else math.nan for some in by_type])
    return Scores(mean, n, hour, math.sqrt(inside / free) if free >= 2 else USUAL_SPREAD)


def _levels(rows: Sequence[Seen]) -> dict[int, float]:
    sums: dict[int, list[float]] = {}
    for row in rows:
        sums.setdefault(row.platform, []).append(result(row))
    return {platform: sum(values) / len(values) for platform, values in sums.items()}


def impression(rows: Sequence[Seen], posts: int) -> Array:
    """Return what the last ``posts`` posts suggest about each type, 0 for a type that is not among them."""
    last = sorted(rows, key=lambda row: row.time_h)[-posts:]
    return scores(last, 0.0, 0).mean


def winner(values: Array, n: Array, min_n: int) -> int:
    """Return the best type among those with at least ``min_n`` posts; -1 if there is none."""
    there = n >= min_n
    return int(np.argmax(np.where(there, values, -np.inf))) if there.any() else -1


def tilted(best: int, explore: float) -> tuple[float, ...]:
    """Return the mix that gives ``best`` everything but the share kept for tests, which all types get evenly."""
    mix = [explore / len(TYPES)] * len(TYPES)
    mix[best] = 1.0 - sum(share for k, share in enumerate(mix) if k != best)
    return tuple(mix)


def combined(s: Scores, belief: Array, belief_error: float) -> Array:
    """Return the posterior means of normal results under a normal belief with sd ``belief_error``."""
    if belief_error <= 0:
        return belief
    weight = s.n / (s.n + s.spread**2 / belief_error**2)
    return weight * s.mean + (1.0 - weight) * belief


def thompson(s: Scores, type_spread: float, rng: np.random.Generator) -> tuple[float, ...]:
    """Return each type's chance of being the best, by ``SAMPLES`` draws from the posterior; prior sd ``type_spread``."""
    precision = s.n / s.spread**2 + 1.0 / type_spread**2
    mean = s.n / s.spread**2 * s.mean / precision
    draws = mean + rng.standard_normal((SAMPLES, len(TYPES))) / np.sqrt(precision)
    share = np.bincount(draws.argmax(axis=1), minlength=len(TYPES)) / SAMPLES
    return tuple(share.tolist())
