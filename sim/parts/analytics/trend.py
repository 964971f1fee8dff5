"""Trend and comparison (ANLY-6): keyword shares that run ahead of demand, and what competitors' figures say.

Before tastes are re-drawn at time t, the interest in each type's keywords moves in a straight line from the old to the new
level, beginning L days before t; L lies between two thirds and four thirds of ``keyword_lead_d``. A day's figure has a
lognormal noise. The team lays a line through the last ``trend_window_d`` days and reads it ``forecast_days`` ahead: too near,
and it sees half of the change; too far, and it sees changes that are none, since the error of a slope grows with the distance.

Three competitors show the interest in the whole category (``audience.market_shock``) with the noise of one measured result.

Draws: ``keyword-lead``, ``keywords``, ``competitors``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.core.timing import market_interest
from sim.core.world import Array, World
from sim.parts.analytics.observed import noise_of
from sim.parts.analytics.yields import type_yield

__all__ = ["COMPETITORS", "competitors", "expected_change", "keyword_days", "line_ahead"]

COMPETITORS = 3  # as in AUD-7


def keyword_days(world: World) -> Callable[[int, int], Array]:
    """Return the instrument: ``look(first, last)`` gives noisy ln keyword shares of these days, shape (days, types)."""
    s, p = world.scenario, world.scenario.analytics
    drift = s.audience.drift_days if s.audience.type_drift else 0
    cache: dict[int, Array] = {}

    def level(regime: int) -> Array:
        if regime not in cache:
            cache[regime] = np.log(type_yield(world, regime * drift))
        return cache[regime]

    def on(day: int) -> Array:
        regime = day // drift if drift else 0
        true = level(regime)
        if drift and p.keyword_lead_d > 0:
            u = world.streams.of("keyword-lead", regime + 1).random()
            lead = p.keyword_lead_d * (2.0 + 2.0 * u) / 3.0
            along = 1.0 - ((regime + 1) * drift - day) / lead
            true = true + max(0.0, along) * (level(regime + 1) - true)
        return true + p.keyword_noise * world.streams.of("keywords", day).standard_normal(len(true))

    return lambda first, last: np.array([on(day) for day in range(max(0, first), last)])


def line_ahead(values: Array, ahead: float) -> Array:
    """Return where a straight line through the days of ``values`` (days, types) stands ``ahead`` days after the last one."""
    x = np.arange(len(values)) - (len(values) - 1)
    if len(values) < 3:
        return values.mean(axis=0)
    centre = x - x.mean()
    slope = centre @ values / (centre @ centre)
    return values.mean(axis=0) + slope * (ahead - x.mean())


def expected_change(look: Callable[[int, int], Array], day: int, window: int, ahead: int, hour: Array) -> Array:
    """Return by how much each type's ln interest is expected to differ, ``ahead`` days from ``day``, from when its posts ran.

    ``hour`` (types,) is the mean hour of the posts behind each type's score; NaN for none.
    """
    future = line_ahead(look(day - window, day), ahead)
    change = np.zeros(len(future))
    for k, at in enumerate(hour):
        if np.isfinite(at):
            middle = int(at // 24)
            near = look(middle - window // 2, min(day, middle + window // 2 + 1))
            change[k] = future[k] - near[:, k].mean()
    return change


def competitors(world: World, first: int, last: int) -> float:
    """Return the observed mean ln interest in the category over days ``first`` to ``last``, from three competitors' figures."""
    noise, found = noise_of(world.scenario.analytics), []
    for day in range(first, last):
        z = world.streams.of("competitors", day).standard_normal(COMPETITORS)
        found.append(np.log(market_interest(world.scenario, 24.0 * day)) + noise * float(z.mean()))
    return float(np.mean(found))
