"""The publishing rhythm 发布节奏: which day and hour posts are due, on which platform (PROD-4).

``regular`` spreads a volume evenly, ``random`` as a Poisson process, ``burst`` puts a week's posts on one day, ``binge``
doubles for two weeks and stops for two; the volume is the same. Platforms have the plan's rate each, or more or less by
``platform_mix``.

Draws: ``schedule``, ``hour``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.catalogue import PLATFORMS
from sim.core.knob import ParameterError
from sim.core.plan import SLOTS, ContentPlan
from sim.core.streams import Streams
from sim.core.world import World

__all__ = ["Slot", "platform_rate", "posts_a_day", "schedule", "slots"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the schedule: identity and hour of a post, own posts of the last 24 h, and those of the same hour."""

    platform_index: int
    day: int
    slot: int
    time_h: float
    recent: int
    same_hour: int


def slots(world: World, index: int) -> Iterator[Slot]:
    """Yield one platform's schedule in the order of publication; volume and rhythm are those of the scenario's plan."""
    s, recent = world.scenario, list[float]()
    rate = platform_rate(s, PLATFORMS[index])
    for day, slot, hour in schedule(s.plan, world.total_days, world.streams, index, s.warmup_days, rate=rate):
        at = 24.0 * day + hour
        recent = [t for t in recent if at - t < 24.0] + [at]
        yield Slot(index, day, slot, at, len(recent), recent.count(at))


def platform_rate(scenario: Any, platform: str) -> float:
    """Return the posts a day on one platform: the plan's own rate, or more or less by ``platform_mix``, the sum kept.

    Raise a ParameterError if all shares are those of platforms that are not operated.
    """
    plan = scenario.plan
    shares = {
        name: share for name, share in zip(PLATFORMS, plan.platform_mix, strict=True) if name in scenario.platforms
    }
    if len(set(shares.values())) == 1 and shares[platform] > 0:
        return float(plan.posts_per_day)
    whole = sum(shares.values())
    if whole <= 0:
        raise ParameterError(f"plan.platform_mix has nothing for {', '.join(shares)}, the platforms that are operated.")
    return float(plan.posts_per_day * len(shares) * shares[platform] / whole)


def schedule(
    plan: ContentPlan,
    days: int,
    streams: Streams,
    platform_index: int,
    warmup_days: int = 0,
    *,
    rate: float | None = None,
) -> list[tuple[int, int, int]]:
    """Return the posts of a plan as (day, slot, hour of the day), in order; the same volume in every cadence.

    The slot numbers the posts of a day. With one post a day the policy's hours take turns. ``rate`` replaces the plan's posts a
    day.
    """
    rate = plan.posts_per_day if rate is None else rate
    hours = SLOTS[plan.slot_policy]
    posts = []
    for day, n in enumerate(posts_a_day(plan.cadence_mode, rate, days, streams, platform_index)):
        extra = plan.extra_post_day > 0 and day == warmup_days + plan.extra_post_day - 1
        for slot in range(int(n) + extra):
            if plan.slot_policy == "random":
                hour = int(streams.of("hour", platform_index, day, slot).integers(7, 24))
            else:
                hour = hours[(day + slot) % len(hours)]
            posts.append((day, slot, hour))
    return sorted(posts, key=lambda p: (p[0], p[2], p[1]))


def posts_a_day(cadence: str, rate: float, days: int, streams: Streams, platform_index: int) -> np.ndarray:
    """Return the number of posts on each day, shape (days,)."""
    if cadence == "random":
        return streams.of("schedule", platform_index).poisson(rate, days)
    day = np.arange(days)
    due = lambda rate, until: np.floor(until * rate + 1e-9).astype(int)  # noqa: E731  used three times below
    if cadence == "burst":
        return np.where(day % 7 == 0, due(rate, np.minimum(day + 7, days)) - due(rate, day), 0)
    if cadence == "binge":
        # Days that count: two weeks out of four, at twice the rate.
        on = np.append(0, np.cumsum(day % 28 < 14))
        return np.diff(due(2 * rate, on))
    return np.diff(due(rate, np.arange(days + 1)))
