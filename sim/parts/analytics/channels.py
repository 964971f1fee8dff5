"""Paid channels 投放渠道 (ANLY-4, an assumed curve): concave response with hidden strength, and money that moves.

Each month the budget ``total_budget_k`` is spent over the channels; channel c sells ``y a_c x_c^b`` a month, a_c lognormal and
unknown, and costs running hours if it gets money at all. The team sees sales with noise. At each review ``channel_shift`` of the
budget of the weakest channel goes to the strongest, judged by average return (sales / money and hours), by marginal return
(sales / money, which with one exponent for all ranks as the marginal one does), or everything goes to the best.
With ``channel_assist`` a part of the last channel's effect is booked as sales of the others, in proportion to theirs.

Draws: ``channels``, ``channel-figures``. Logs: ``channel_period`` with money and true sales by channel.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np

from sim.core.world import Array, World
from sim.parts.analytics.observed import noise_of
from sim.parts.analytics.parameters import AnalyticsParameters
from sim.parts.analytics.work import Hours

__all__ = ["best_split", "moved", "running"]

MONTH_D = 365.0 / 12.0
BACK_IN_K = 0.5  # a channel is never quite without money: 500 CNY a month keep it open


def best_split(strength: Array, budget: float, exponent: float) -> Array:
    """Return the budgets with the highest sales: marginal returns are equal where ``x ~ a^(1 / (1 - b))``."""
    if exponent >= 1.0:
        return budget * (np.arange(len(strength)) == strength.argmax())
    power = 1.0 / (1.0 - exponent)
    if power > 100.0:  # nearly constant returns: the same shares, kept from overflowing
        strength = strength / strength.max()
    weight = strength**power
    return budget * weight / weight.sum()


def moved(p: AnalyticsParameters, money: Array, sales: Array, wage_k: float) -> Array:
    """Return next period's budgets by the observed ``sales`` of this one; ``money`` and ``sales`` a month, in thousand CNY."""
    cost = money + (p.channel_hours * wage_k if p.channel_rule == "average" else 0.0)
    returns = sales / cost
    weak, strong = int(returns.argmin()), int(returns.argmax())
    if p.channel_rule == "all_in":
        rest = np.full(len(money), BACK_IN_K)
        rest[strong] += money.sum() - rest.sum()
        return rest
    amount = min(p.channel_shift * money[weak], money[weak] - BACK_IN_K)
    after = money.copy()
    after[weak] -= amount
    after[strong] += amount
    return after


def running(world: World, hours: Hours) -> Generator[Any, Any, None]:
    """Spend, sell, look, move, period after period."""
    s, p = world.scenario, world.scenario.analytics
    rng = world.streams.of("channels")
    strength = np.exp(p.channel_spread * rng.standard_normal(p.channels) - p.channel_spread**2 / 2)
    money = np.full(p.channels, s.total_budget_k / p.channels)
    yield world.env.timeout(24.0 * s.warmup_days)
    end_h, number = 24.0 * world.total_days, 0
    while world.env.now < end_h:
        days = min(float(p.channel_review_d), (end_h - world.env.now) / 24.0)
        months = days / MONTH_D
        world.ledger.spend("team", "channels", float(money.sum()) * months, time_h=world.env.now)
        hours.add("channels", p.channel_hours * p.channels * months)
        start_h = world.env.now
        yield world.env.timeout(24.0 * days)
        own = p.channel_yield * strength * money**p.channel_exponent
        shown = own.copy()
        given = p.channel_assist * own[-1]
        shown[:-1] += given * own[:-1] / own[:-1].sum()
        shown[-1] -= given
        world.log.record(start_h, "channel_period", months=months, money=tuple(money.tolist()), sales=tuple(own.tolist()),
                         best=float((p.channel_yield * strength * best_split(strength, float(money.sum()), p.channel_exponent)
                                     ** p.channel_exponent).sum()))  # fmt: skip
        noise = noise_of(p)
        z = world.streams.of("channel-figures", number).standard_normal(p.channels)
        money = moved(p, money, shown * np.exp(noise * z - noise**2 / 2), s.production.wage_k)
        number += 1
