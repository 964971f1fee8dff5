"""Active hours 活跃时段 (C6.1-1): estimated from reactions of a sample of users.

A user reacts in hour h in proportion to the activity of his segment and to what is there to be seen: own posts that are still
alive, by the plan's publishing hours and the post's life. The plain estimate is the share of reactions in each hour; it shows
the team's own timetable as much as the users'. The corrected one divides by what was there to be seen.

Draws: ``visits``. Logs: ``active_hours`` with the error of the estimate, in percentage points.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np

from sim.core.catalogue import named
from sim.core.plan import SLOTS
from sim.core.world import Array, World

__all__ = ["estimated", "there_to_see", "watching"]

EVENTS_A_DAY = 0.1  # reactions of a user with data, a day
ALIVE = (
    0.02  # hours with less to be seen than this share of the best hour are left out and filled up by their neighbours
)


def there_to_see(world: World) -> Array:
    """Return what of the account can be seen in each hour of the day, shape (24,), 1 in the best hour."""
    s = world.scenario
    alive = np.zeros(24)
    for platform in s.platforms:
        life = s.engagement.post_life_h * getattr(s.platform, platform).life_factor
        for hour in SLOTS[s.plan.slot_policy]:
            age = np.arange(240)
            np.add.at(alive, (hour + age) % 24, np.exp(-age / life))
    return alive / alive.max()


def estimated(counts: Array, seen: Array, *, corrected: bool) -> Array:
    """Return the estimated share of activity in each hour, from reactions by hour (24,)."""
    if not corrected:
        return counts / counts.sum()
    known = seen >= ALIVE
    rate = np.where(known, counts / np.maximum(seen, ALIVE), 0.0)
    hours = np.arange(24)
    rate = np.interp(hours, hours[known], rate[known], period=24)
    return rate / rate.sum()


def watching(world: World) -> Generator[Any, Any, None]:
    """Collect reactions for ``window_d`` days and estimate."""
    s, p = world.scenario, world.scenario.analytics
    yield world.env.timeout(24.0 * min(world.total_days, s.warmup_days + p.window_d) - 0.5)
    rng, pop = world.streams.of("visits"), world.population
    who = rng.random(p.sample_users)
    users = np.minimum((who * pop.n).astype(int), pop.n - 1)
    activity = np.array([segment.activity for _, segment in named(s.segment)])
    true = activity[pop.segment].mean(axis=0)
    seen = there_to_see(world)
    events = (
        EVENTS_A_DAY
        * p.window_d
        * activity[pop.segment[users]]
        * seen
        / activity.sum(axis=1).mean()
        * 24.0
        / seen.sum()
    )
    counts = rng.poisson(events).sum(axis=0).astype(float)
    if counts.sum():
        found = estimated(counts, seen, corrected=p.hour_correction)
        error = 100.0 * float(np.sqrt(np.mean((found - true / true.sum()) ** 2)))
        world.log.record(world.env.now, "active_hours", error=error, events=int(counts.sum()))
