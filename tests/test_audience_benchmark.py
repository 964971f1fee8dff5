"""The audience benchmark: what it holds equal is equal, and its limit is kept."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import audience
from sim import simulate, vary


def test_populations_of_any_size_have_equal_followers_and_reach() -> None:
    """Five times the people, the same audience: followers and direct reach agree within 3 standard errors (6 worlds)."""
    found = []
    for n in (20_000, 100_000):
        scenario = vary(audience.scenario(n), {"horizon_days": 60, "engagement.friend_sees": 0.0})
        daily = [simulate(scenario, seed=61, replication=r).daily for r in range(6)]
        found.append([(d["followers"].iloc[0], d["reach"].sum()) for d in daily])
    small, large = (np.array(rows, float) for rows in found)
    error = np.sqrt((small.var(axis=0, ddof=1) + large.var(axis=0, ddof=1)) / 6)

    assert (np.abs(small.mean(axis=0) - large.mean(axis=0)) < 3 * error).all()
    assert (error < 0.1 * small.mean(axis=0)).all()


@pytest.mark.slow
def test_cost_follows_the_people_reached() -> None:
    """Slope of log time on log people below 0.3 (measured 0.11 up to a million): twice the people cost 8 % more."""
    row = audience.population(9, audience.SIZES)

    assert row["passed"], row
