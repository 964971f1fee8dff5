"""The customer file (客户档案): who reacted when, and what that foretells about the next thirty days.

With ``keep_file`` the team writes down every reaction. Thirty days before the end of the run it ranks its followers by ::

    score = sum over reactions of the last file_days days of 2^(-age / file_days)

a short window knows who was there lately (recency), a long one also how often (frequency). At the end it is seen who reacted in
those thirty days. The ranking is as good as its AUC: the chance that somebody who reacted stands above somebody who did not; 1/2
is a guess. Nobody is touched by this: the file only looks.

Reads: following, reactions. Writes: nothing. Draws: nothing. Logs: ``forecast``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.stats import auc
from sim.core.world import World

__all__ = ["start_file"]

AHEAD_D = 30
NOTES, FORECAST = "reactions", "forecast"


def start_file(world: World) -> None:
    """Keep the file and make one forecast, if the plan says so and the run is long enough."""
    if world.scenario.audience.relations.keep_file:
        world.records[NOTES] = []
        if world.total_days > AHEAD_D:
            world.env.process(forecast(world))


def forecast(world: World) -> Any:
    """Rank the followers thirty days before the end, and compare with what they did."""
    people, env, window_h = world.people, world.env, 24.0 * world.scenario.audience.relations.file_days
    yield env.timeout(24.0 * (world.total_days - AHEAD_D))
    now_h = env.now
    score = np.zeros(world.population.n)
    for time_h, ids in world.records[NOTES]:
        if time_h > now_h - window_h:
            score[ids] += 2.0 ** ((time_h - now_h) / window_h)
    here = np.logical_or.reduce([people.following[p] for p in world.scenario.platforms]).nonzero()[0]
    yield env.timeout(24.0 * AHEAD_D)
    active = people.reacted_h[here] > now_h
    world.records[FORECAST] = [(score[here], active)]
    world.log.record(env.now, "forecast", customers=len(here), active=int(active.sum()), auc=auc(score[here], active))
