"""Growth read alone or with activity and retention (C6.2-1).

A prize draw (抽奖引流) runs for 60 days and ends 60 days before the run does. It brings followers on top of those whom the posts
win: ``prize_joins`` a day at most, how many is drawn for each world and unknown to the team. Who came for a prize is anybody on
the platform, and leaves with the hazard ``prize_leave`` a day.

On the last day of the draw the team forecasts its followers in 60 days:

- *growth*: today's number and the net growth of the last 30 days go on.
- *all*: the same figures before the draw are the yardstick. The share q of real newcomers is how many newcomers stay,
  and how many are active, against those of before; what is missing in retention then tells the hazard of the others. Real
  newcomers keep coming and staying, the others do not come any more, and leave at that hazard.

Draws: ``prize-share``, ``prize-joins``, ``prize-leaves``. Logs: ``follower_forecast``.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np

from sim.core.streams import keyed_uniforms
from sim.core.world import Array, World

__all__ = ["Cohort", "expected_followers", "forecasting", "prize_draw"]

DRAW_D = AHEAD_D = 60
COHORT_D = 30
LEAST_STAY, MOST_STAY = 0.1, 0.5  # what the team believes possible of who came for a prize, 45 days later


class Cohort(NamedTuple):
    """What an account's statistics show of the last 30 days.

    ``gained`` and ``lost`` followers; ``kept`` share of those who joined in the 30 days before and are still there; ``active``
    share of those who joined in these 30 days and are there that has reacted since.
    """

    gained: float
    lost: float
    kept: float
    active: float


def draw_start_h(world: World) -> float:
    """Return the hour at which the prize draw begins."""
    return 24.0 * max(0, world.total_days - AHEAD_D - DRAW_D)


def prize_draw(world: World) -> Generator[Any, Any, None]:
    """Bring followers for a prize, day by day, and let them leave."""
    p, platform = world.scenario.analytics, world.scenario.platforms[0]
    rate = p.prize_joins * world.streams.of("prize-share").random() * world.followers[platform] / 1000.0
    members = world.population.member[platform].nonzero()[0]
    came = np.zeros(0, np.intp)
    yield world.env.timeout(draw_start_h(world))
    for day in range(DRAW_D + AHEAD_D):
        key = int(world.streams.of("prize-leaves", day).integers(2**64, dtype=np.uint64))
        leaving = came[keyed_uniforms(key, came) < p.prize_leave]
        came = came[~np.isin(came, leaving)]
        world.lose(platform, leaving[world.people.following[platform][leaving]])
        if day < DRAW_D and rate > 0:
            rng = world.streams.of("prize-joins", day)
            some = rng.choice(members, min(len(members), int(rng.poisson(rate))), replace=False)
            new = np.sort(some[~world.people.following[platform][some]])
            world.make_aware(new)
            world.gain(platform, new)
            came = np.append(came, new)
        yield world.env.timeout(24.0)


def cohort(world: World) -> Cohort:
    """Return the statistics of the account over the last 30 days."""
    platform, now = world.scenario.platforms[0], world.env.now
    since, left = world.people.followed_h[platform], world.people.left_h[platform]
    last = world.days[-COHORT_D:]
    new = (since > now - 24.0 * COHORT_D) & (since > 0)
    there = world.people.following[platform] & new
    active = there & (world.people.reacted_h > since)
    old = (since > now - 48.0 * COHORT_D) & (since <= now - 24.0 * COHORT_D) & (since > 0)
    kept = old & ((left <= since) | (left > now))
    return Cohort(sum(d.get("gained", 0.0) for d in last), sum(d.get("lost", 0.0) for d in last), _share(kept, old),
                  _share(active, there))  # fmt: skip


def _share(some: Array, of: Array) -> float:
    whole = int(np.count_nonzero(of))
    return int(np.count_nonzero(some)) / whole if whole else math.nan


def expected_followers(followers: float, now: Cohort, before: Cohort | None) -> float:
    """Return the forecast for 60 days ahead; ``before`` is the yardstick, None where growth alone is read."""
    ahead = AHEAD_D / COHORT_D
    if (
        before is None
        or not before.active * before.kept
        or math.isnan(now.kept + now.active + before.kept + before.active)
    ):
        return followers + ahead * (now.gained - now.lost)
    # Retention counts twice: activity is the noisier of the two.
    real = (2.0 * min(1.0, now.kept / before.kept) + min(1.0, now.active / before.active)) / 3.0
    others = (1.0 - real) * now.gained / COHORT_D  # a day
    # Who joined 30 to 60 days ago: the real ones stayed as newcomers did before, the rest tells how the others leave.
    stayed = (now.kept - real * before.kept) / max(1.0 - real, 0.05)
    hazard = -math.log(min(MOST_STAY, max(LEAST_STAY, stayed))) / (1.5 * COHORT_D)
    there = others * (1.0 - math.exp(-hazard * DRAW_D)) / hazard
    lost = max(0.0, now.lost - min(others * COHORT_D, there * hazard * COHORT_D))
    return followers + ahead * (real * now.gained - lost) - there * (1.0 - math.exp(-hazard * AHEAD_D))


def forecasting(world: World) -> Generator[Any, Any, None]:
    """Take the yardstick before the draw, forecast at its end, and write both down."""
    yield world.env.timeout(draw_start_h(world) + 0.25)
    before = cohort(world)
    yield world.env.timeout(24.0 * DRAW_D)
    platform = world.scenario.platforms[0]
    everything = world.scenario.analytics.indicators == "all"
    expected = expected_followers(world.followers[platform], cohort(world), before if everything else None)
    world.log.record(world.env.now, "follower_forecast", expected=expected, followers=world.followers[platform])
