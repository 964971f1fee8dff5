"""A portfolio of initiatives 项目组合 (C6.4-2, an assumed curve): unknown returns, noisy months, and a rule when to stop.

Initiative i returns ``r_i b (x / b)^g`` a month for an input x, b the first budget, r_i lognormal. A slow one comes up with a
ramp. A month in which the observed return is below ``stop_below`` times the input is weak; after ``stop_after_m`` weak months in
a row the initiative is ended at a closing cost, and its money goes evenly to those that are left.

Draws: ``initiatives``, ``initiative-figures``. Logs: ``initiative_month``.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np

from sim.core.world import World
from sim.parts.analytics.observed import noise_of

__all__ = ["portfolio"]

MONTH_H = 730.0


def portfolio(world: World) -> Generator[Any, Any, None]:
    """Go through the months."""
    s, p = world.scenario, world.scenario.analytics
    n, rng = p.initiatives, world.streams.of("initiatives")
    spread = p.initiative_spread
    returns = p.initiative_return * np.exp(spread * rng.standard_normal(n) - spread**2 / 2)
    slow = rng.permutation(n) < n // 2
    first = s.total_budget_k / n
    money, weak = np.full(n, first), np.zeros(n, int)
    yield world.env.timeout(24.0 * s.warmup_days)
    month, closing = 0, 0.0
    while world.env.now + MONTH_H <= 24.0 * world.total_days:
        start_h = world.env.now
        yield world.env.timeout(MONTH_H)
        up = 1.0 - 2.0 ** (-(month + 0.5) / p.initiative_ramp_m) if p.initiative_ramp_m else 1.0
        full = returns * first * (money / first) ** p.initiative_exponent
        true = full * np.where(slow, up, 1.0)
        world.ledger.spend("team", "initiatives", float(money.sum()) + closing, time_h=start_h)
        world.log.record(start_h, "initiative_month", money=tuple(money.tolist()), gained=tuple(true.tolist()),
                         worth=tuple((returns >= 1.0).tolist()), closing=closing)  # fmt: skip
        z = world.streams.of("initiative-figures", month).standard_normal(n)
        noise = noise_of(p)
        seen = true * np.exp(noise * z - noise**2 / 2)
        weak = np.where((money > 0) & (seen < p.stop_below * money), weak + 1, 0)
        ended = p.stop_rule & (weak >= p.stop_after_m)
        closing = 0.0
        if ended.any() and not ended[money > 0].all():
            closing = p.closing_cost * float(money[ended].sum())
            left = (money > 0) & ~ended
            money = np.where(left, money + money[ended].sum() / left.sum(), 0.0)
        month += 1
