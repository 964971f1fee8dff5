"""Leaving: whoever opens the platform asks himself now and then whether he still wants the account (AUD-2, AUD-5)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.world import World

__all__ = ["clean_out", "urged"]

CALM_GUIDANCE = 0.5  # up to here a next step is a service to the reader
MONTH_H = 720.0


def urged(hard_sell: float, cta_strength: float) -> float:
    """Return the factor on the plain hazard of leaving: guidance beyond ½ is heard as hard selling."""
    return 1.0 + hard_sell * max(0.0, cta_strength - CALM_GUIDANCE)


def clean_out(world: World, platform: str) -> Any:
    """Once a day, let those who open the platform ask themselves whether they still want the account."""
    s, people = world.scenario, world.people
    a, forget = s.audience, s.audience.forget_leave
    usual = a.unfollow_day * getattr(s.platform, platform).unfollow_factor
    while True:
        # Useful content is worth keeping: the plain wish to leave falls with its value (irrelevance hazard, parameters A).
        plain = usual * math.exp(1.2 * (0.5 - world.plan.value_level)) * urged(a.hard_sell, world.plan.cta_strength)
        worst = plain * a.new_leave + forget
        for ids, chance in world.visitors("clean-out", platform, worst, days=7):
            memory = people.memory_now(ids, world.env.now, a.memory_halflife_d)
            forgotten = np.maximum(np.float32(0.0), 1.0 - memory / np.float32(a.memory_enough))
            young = people.followed_h[platform][ids] > max(0.0, world.env.now - MONTH_H)
            hazard = (
                np.where(young, np.float32(plain * a.new_leave), np.float32(plain)) + np.float32(forget) * forgotten
            )
            leaves = chance * np.float32(worst) < hazard
            leaving = {*ids[people.following[platform][ids] & leaves].tolist()}
            if leaving:
                world.lose(platform, np.array(sorted(leaving)))
            yield world.env.timeout(24)
