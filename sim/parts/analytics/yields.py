"""What is true, for the instruments and for the grader: never for a decision.

The true yield of a type is what a usual post of that type would get, reactions per person reached, by the tastes of the
day and the forms of the plan (ENG-1, ENG-2)::

    y_k = mean over platforms  sum over forms f, segments s  form_mix_f  w_s  exp(1.6 (match_kfs - 0.6))
          (like like_f + comment comment_k comment_f + share share_k share_f)

w_s the segment's share of the platform's people. Only proportions between types count. The best mix in hindsight
(事后最优组合) weighs the best type against its wear-out: from 40 % on, one share more brings ``y (1 - w (2 m - 0.4))``.

Reads: tastes, catalogue. Logs: ``true_types``, once in each preference regime, for the metrics.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

import numpy as np

from sim.core.world import Array, World

__all__ = ["best_mix", "grader", "mix_yield", "type_yield"]

MATCH_WEIGHT, USUAL_MATCH = 1.6, 0.6  # as in ENG-1
WEAR_FREE = 0.4  # as in ENG-8
STEP = 0.01


def type_yield(world: World, day: int) -> Array:
    """Return the true yield of each type on ``day``, shape (types,); proportions count."""
    s = world.scenario
    liked = np.exp(MATCH_WEIGHT * (world.match_table(day).astype(float) - USUAL_MATCH))  # (types, forms, segments)
    answers = np.array([(f.like, f.comment, f.share) for f in world.forms])
    kinds = np.array([(1.0, k.comment, k.share) for k in world.types])
    found = np.zeros(len(world.types))
    for platform in s.platforms:
        traits = getattr(s.platform, platform)
        who = np.asarray(s.audience.segment_mix) * np.asarray(traits.presence)
        reacts = traits.interactions * np.einsum(
            "r,kr,fr->kf", np.asarray(traits.reaction_mix), kinds, answers
        )  # (types, forms)
        found += ((liked @ (who / who.sum())) * reacts) @ np.asarray(world.plan.form_mix)
    return found / len(s.platforms)


def mix_yield(mix: Sequence[float] | Array, yields: Array, wear: float) -> float:
    """Return the mean yield of a mix of types when shares above 40 % wear out."""
    shares = np.asarray(mix, float)
    return float((shares * yields * (1.0 - wear * np.maximum(0.0, shares - WEAR_FREE))).sum())


def best_mix(yields: Array, wear: float) -> Array:
    """Return the mix with the highest ``mix_yield``: shares are given one by one to whoever gains most (a concave sum)."""
    mix = np.zeros(len(yields))
    for _ in range(round(1.0 / STEP)):
        more = mix + STEP
        worn = lambda m: m * (1.0 - wear * np.maximum(0.0, m - WEAR_FREE))  # noqa: E731  used twice in this line
        mix[int(np.argmax(yields * (worn(more) - worn(mix))))] += STEP
    return mix


def grader(world: World) -> Generator[Any, Any, None]:
    """Write down the true yields at the start of every regime."""
    drift = world.scenario.audience.drift_days if world.scenario.audience.type_drift else 0
    while True:
        day = world.clock.day
        world.log.record(world.env.now, "true_types", yields=tuple(type_yield(world, day).tolist()))
        if not drift:
            return
        yield world.env.timeout(24.0 * drift)
