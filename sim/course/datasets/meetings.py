"""When people met posts: hours from the model's own timing law, the same for all exports of one record.

A run knows who met a post and what he did, not the minute. A person of segment s meets a post published at hour h in hour j of
its age with probability proportional to ``a_s(h + j) exp(-j / L) position(h + j)``, less those who have met it already
(``sim.core.timing``). Impressions 曝光 are what the feed offers, whether or not somebody looks: a place in the feed in hour j
counts ``exp(-j / L) position(h + j)`` for all who have not met the post yet. So reactions per impression follow the
audience's activity, which is how activity can be told from the team's own publishing hours.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.core.catalogue import named
from sim.core.timing import seen_by_age
from sim.core.world import Array
from sim.course.datasets.company import DAYS, Record, Seen

__all__ = ["Meeting", "in_time", "meetings"]

SAVES = 0.25  # of those who read on (A): the model holds no saves
BETWEEN_H = 0.3  # posts go out within this time after the full hour of the plan (A)


class Meeting(NamedTuple):
    """One post as the exports see it: ``at_h`` hours since the first midnight; arrays of shape (n,) for the people met.

    ``age_h`` age of the post at the meeting; ``saved`` boolean; ``offered`` (240,) impressions by hour of age.
    """

    post_id: str
    seen: Seen
    at_h: float
    age_h: Array
    saved: Array
    offered: Array


def meetings(record: Record) -> list[Meeting]:
    """Return the published posts of a record in order of time."""
    return record.once("meetings", _meetings)  # type: ignore[no-any-return]


def _meetings(record: Record) -> list[Meeting]:
    posts = sorted(record.watch.seen, key=lambda seen: (seen.draft.time_h, seen.draft.platform_index))
    late = record.of("publishing").random(len(posts)) * BETWEEN_H
    found = [
        _met(record, number, seen, float(after))
        for number, (seen, after) in enumerate(zip(posts, late, strict=True), 1)
    ]
    # As many impressions as the run logged, over all posts: what a place in the feed counts is the same for each of them.
    logged, offered = sum(s.facts["impressions"] for s in posts), sum(float(m.offered.sum()) for m in found)
    rng = record.of("impressions")
    return [m._replace(offered=rng.poisson(m.offered * (logged / offered))) for m in found]


def _met(record: Record, number: int, seen: Seen, after: float) -> Meeting:
    draft, scenario = seen.draft, record.scenario
    traits = getattr(scenario.platform, seen.platform)
    life_h, hour = scenario.engagement.post_life_h * traits.life_factor, int(draft.time_h % 24)
    segment = record.world.population.segment[seen.ids]
    cumulative, places = _laws(scenario, life_h, hour)
    rng = record.of("meeting", *draft.key)
    u = rng.random((3, len(seen.ids)))
    age = np.empty(len(seen.ids))
    for s in range(len(cumulative)):
        mine = segment == s
        age[mine] = cumulative[s].searchsorted(u[0, mine])
    counts = np.bincount(segment, minlength=len(cumulative))
    saved = seen.read & (u[2] < SAVES)
    return Meeting(
        f"p{number:04d}", seen, float(draft.time_h) - record.run.start_h + after, age + u[1], saved, counts @ places
    )


@lru_cache(maxsize=256)
def _laws(scenario: Any, life_h: float, hour: int) -> tuple[Array, Array]:
    """Return by segment: the distribution function of the age at the meeting, and places in the feed for each person met."""
    first = seen_by_age(scenario.segment, life_h, scenario.engagement.peak_congestion, hour)
    activity = np.array([segment.activity for _, segment in named(scenario.segment)])
    hours = (hour + np.arange(first.shape[1])) % 24
    sums = first.sum(axis=1, keepdims=True)
    return np.cumsum(first / sums, axis=1), first / activity[:, hours] / sums


def in_time(at_h: Array | float) -> Array:
    """Tell which hours lie in the 180 days of the export."""
    return np.asarray((np.asarray(at_h) >= 0.0) & (np.asarray(at_h) < 24.0 * DAYS))
