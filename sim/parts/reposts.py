"""Reposts: when each share of a post happened; written down on request, with no effect on anything else.

The model needs no clock within a post: who shares is settled when it is published. Here every share gets its time, on a
clock that runs with the day's activity (活跃时钟)::

    time of a repost = time at which the post was in view + delay,   ln delay ~ normal(repost_delay, repost_delay_spread)

The delay was measured from a visible repost to a repost of it by somebody who follows the reposter. It therefore holds
the wait for the next visit already, and followers and friends have the post in view from the moment at which it was
published or passed on: a time to meet it on top of that would count the wait twice. Strangers do not have it in their
feed. They come across it where others pass it on, so for them it is in view at the time of one of its other reposts,
any of them equally likely (a root that the data show as "direct" because the way there is not visible).

Reads: ``shared``, announced by engagement. Writes: nothing. Draws: ``repost-time``.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.candidates import Met
from sim.core.reshare import Passed
from sim.core.telling import ActivityClock
from sim.core.world import Array, World

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
    direct, later = (kind == SHARE).nonzero()[0], passed.shares.nonzero()[0]
    person = np.concatenate([met.ids[direct], passed.person[later]]).astype(np.int64)
    source = np.concatenate([np.full(len(direct), ROOT), passed.source[later]]).astype(np.int64)
    generation = np.concatenate([np.ones(len(direct), np.int64), passed.generation[later] + 1])
    delay = rng.lognormal(e.repost_delay - math.log(3600.0), e.repost_delay_spread, len(person))
    waited = _in_view(person, source, generation, delay, met.follows[direct], rng)
    seen_h, time_h = clock.later(draft.time_h, waited), clock.later(draft.time_h, waited + delay)
    rows.append({
        "platform": platform, "day": int(draft.time_h // 24) - world.scenario.warmup_days + 1,
        "slot": draft.slot, "posted_h": draft.time_h,
        "person": person, "source": source, "generation": generation, "age_h": time_h - draft.time_h, "delay_h": time_h - seen_h,
    })  # fmt: skip


def _in_view(
    person: Array, source: Array, generation: Array, delay: Array, follows: Array, rng: np.random.Generator
) -> Array:
    """Return the active hours from the post until it was in each sharer's view; active hours simply add up.

    All arrays have one entry per repost, generations in order; ``follows`` (direct sharers) whether they follow.
    """
    order = person.argsort()
    parent = order[np.minimum(person[order].searchsorted(source), len(person) - 1)]
    since, first = np.zeros(len(person)), np.arange(len(person))  # hours since the first sharer's view; that sharer
    for step in range(2, int(generation.max(initial=0)) + 1):
        here = (generation == step).nonzero()[0]
        since[here] = since[parent[here]] + delay[parent[here]]
        first[here] = first[parent[here]]
    begin = np.zeros(len(follows))
    visible = (since + delay)[follows[first]]  # the reposts that go back to a follower
    if len(visible):
        found = visible[rng.integers(len(visible), size=len(follows))]
        begin = np.where(follows, 0.0, found)
    return since + begin[first]


def table(rows: Rows) -> pd.DataFrame:
    """Return one row a repost.

    Columns: platform, day, slot (the post), posted_h (hour of the run), person, source (whose repost it was, -1 for the
    post itself), generation (1: directly from the post), age_h (hours since the post), delay_h (hours since it was
    in view).
    """
    import pandas as pd

    fields = ("platform", "day", "slot", "posted_h", "person", "source", "generation", "age_h", "delay_h")
    if not rows:
        return pd.DataFrame(columns=fields)
    many = [len(row["person"]) for row in rows]
    whole = {c: np.repeat([row[c] for row in rows], many) for c in fields[:4]}
    return pd.DataFrame(whole | {c: np.concatenate([row[c] for row in rows]) for c in fields[4:]})
