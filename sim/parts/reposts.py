"""Reposts: when each share of a post happened; written down on request, with no effect on anything else.

The model needs no clock within a post: who shares is settled when it is published. Here every share gets its time::

    repost = clock.later(seen, delay)        ln delay ~ normal(repost_delay, repost_delay_spread), in seconds

on the clock of the day's activity (活跃时钟). The measured delay runs from a post to a repost by somebody who had it in
the feed, so it contains the wait for the next visit. Followers and friends have the post in their feed at once: seen is
the hour of the post or of the friend's repost. Strangers do not follow: they have to meet the post while it goes round
(``sim.core.timing.seen_by_age``), and seen is that hour.

Reads: ``shared``, announced by engagement. Writes: nothing. Draws: ``repost-time``.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.spread import ActivityClock, Passed
from sim.core.timing import seen_by_age
from sim.core.world import Array, Met, World

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["start", "table"]

SHARE = 2
ROOT = -1
Rows = list[dict[str, Any]]


def start(world: World) -> Rows:
    """Listen to shares; return the list that fills while the world runs, one entry a shared post."""
    rows: Rows = []
    clock = ActivityClock(np.array(world.scenario.engagement.activity_by_hour))
    world.listen("shared", partial(_shared, world, clock, rows))
    return rows


def _shared(
    world: World, clock: ActivityClock, rows: Rows, *, platform: str, draft: Any, met: Met, kind: Array, passed: Passed
) -> None:
    e, rng = world.scenario.engagement, world.streams.of("repost-time", *draft.key)
    direct = np.flatnonzero(kind == SHARE)
    later = np.flatnonzero(passed.shares)
    person = np.concatenate([met.ids[direct], passed.person[later]])
    source = np.concatenate([np.full(len(direct), ROOT), passed.source[later]])
    generation = np.concatenate([np.ones(len(direct), int), passed.generation[later] + 1])
    delay = rng.lognormal(e.repost_delay - math.log(3600.0), e.repost_delay_spread, len(person))
    seen = np.full(len(person), draft.time_h)
    seen[: len(direct)] += _meeting(world, platform, draft, met.ids[direct], met.follows[direct], rng)
    time_h = np.empty(len(person))
    where: dict[int, int] = {}
    for step in range(1, int(generation.max(initial=0)) + 1):
        here = np.flatnonzero(generation == step)
        if step > 1:
            seen[here] = time_h[[where[s] for s in source[here].tolist()]]
        time_h[here] = clock.later(seen[here], delay[here])
        where.update(zip(person[here].tolist(), here.tolist(), strict=True))
    rows.append({
        "platform": platform, "day": draft.day - world.scenario.warmup_days + 1, "slot": draft.slot, "posted_h": draft.time_h,
        "person": person, "source": source, "generation": generation, "age_h": time_h - draft.time_h, "delay_h": time_h - seen,
    })  # fmt: skip


def _meeting(world: World, platform: str, draft: Any, ids: Array, follows: Array, rng: np.random.Generator) -> Array:
    """Return the hours until each direct sharer has the post in view: none for followers."""
    s = world.scenario
    life_h = s.engagement.post_life_h * getattr(s.platform, platform).life_factor
    first = seen_by_age(s.segment, life_h, s.engagement.peak_congestion, int(draft.time_h % 24))
    share = np.cumsum(first, axis=1) / first.sum(axis=1, keepdims=True)
    u, within = rng.random((2, len(ids)))
    hour = (u[:, None] >= share[world.population.segment[ids]]).sum(axis=1)
    return np.where(follows, 0.0, np.minimum(hour, first.shape[1] - 1) + within)


def table(rows: Rows) -> pd.DataFrame:
    """Return one row a repost.

    Columns: platform, day, slot (the post), posted_h (hour of the run), person, source (whose repost it was, -1 for the
    post itself), generation (1: directly from the post), age_h (hours since the post), delay_h (hours since it was
    in view).
    """
    import pandas as pd

    columns = ("platform", "day", "slot", "posted_h", "person", "source", "generation", "age_h", "delay_h")
    if not rows:
        return pd.DataFrame(columns=columns)
    many = [len(row["person"]) for row in rows]
    whole = {c: np.repeat([row[c] for row in rows], many) for c in columns[:4]}
    return pd.DataFrame(whole | {c: np.concatenate([row[c] for row in rows]) for c in columns[4:]})
