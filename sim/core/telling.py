"""Manners of telling: with what chance and after which delay somebody who tells a message reaches one follower.

``ShareOnce`` is a reshare, ``KeepTelling`` a rumour; ``ActivityClock`` lets their delays pass quickly by day and slowly
by night. All chance is a function of the numbers that the engine gives, see ``sim.core.spread``. Times are in hours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

__all__ = ["ActivityClock", "KeepTelling", "Quantile", "ShareOnce", "Telling", "check_share"]

Quantile = Callable[[np.ndarray], np.ndarray]
"""A delay law: takes probabilities in [0, 1), returns hours. ``sim.core.theory`` has the usual ones."""


def check_share(name: str, value: float) -> None:
    """Raise a ValueError that names ``name`` unless ``value`` lies between 0 and 1."""
    if not 0 <= value <= 1:
        raise ValueError(f"{name} = {value} is outside 0 to 1.")


class Telling(Protocol):
    """What a manner of telling has to answer. ``personal``: whether the chance depends on the teller's own number."""

    @property
    def personal(self) -> bool:
        """Whether ``chance`` looks at its argument; if not, that number need not be made."""

    def chance(self, person_u: np.ndarray) -> np.ndarray:
        """Return for each teller the probability that one given follower is told."""

    def delay_h(self, link_u: np.ndarray) -> np.ndarray:
        """Return the hours until a follower is told, given the link's number ``link_u`` below the chance."""


@dataclass(frozen=True)
class ShareOnce:
    """Tell each follower once, with one probability, after a delay of the given law: a reshare (转发)."""

    probability: float
    delay: Quantile
    personal = False

    def __post_init__(self) -> None:
        check_share("probability", self.probability)

    def chance(self, person_u: np.ndarray) -> np.ndarray:
        """Return the same probability for everybody."""
        return np.full(person_u.size, float(self.probability))

    def delay_h(self, link_u: np.ndarray) -> np.ndarray:
        """Return delays; below the probability, the link's number is again uniform once stretched."""
        return self.delay(link_u / self.probability)


@dataclass(frozen=True)
class KeepTelling:
    """Talk to each follower at ``per_hour`` until interest is lost, after ``duration_h`` on average.

    Interest lasts an exponential time. This is the susceptible-infected-recovered process with infection rate
    ``per_hour`` along a link and recovery rate 1 / ``duration_h``. A follower is told with probability T = r
    d / (1 + r d), averaged over tellers.
    """

    per_hour: float
    duration_h: float
    personal = True

    def __post_init__(self) -> None:
        if not 0 <= self.per_hour < np.inf or not 0 < self.duration_h < np.inf:
            raise ValueError(f"KeepTelling needs per_hour >= 0 and duration_h > 0: {self.per_hour}, {self.duration_h}.")

    @property
    def transmissibility(self) -> float:
        """Probability that one given follower is told, averaged over tellers."""
        product = self.per_hour * self.duration_h
        return product / (1 + product)

    def chance(self, person_u: np.ndarray) -> np.ndarray:
        """Return 1 - exp(-per_hour D), where D = -duration_h ln(1 - u) is how long each teller keeps on."""
        return 1 - (1 - person_u) ** (self.per_hour * self.duration_h)

    def delay_h(self, link_u: np.ndarray) -> np.ndarray:
        """Return the time of the first talk, exponential at ``per_hour``: before D just if u < chance."""
        return -np.log1p(-link_u) / self.per_hour


class ActivityClock:
    """A clock that runs fast when people are online and slowly at night.

    ``by_hour``: 24 activities, any scale, all above 0; ``start_hour``: hour of the day at time 0. A delay of
    one active hour takes one hour on average over the day.
    """

    def __init__(self, by_hour: np.ndarray, *, start_hour: float = 0.0) -> None:
        activity = np.asarray(by_hour, dtype=float)
        if activity.shape != (24,) or not (np.isfinite(activity) & (activity > 0)).all():
            raise ValueError("by_hour must be 24 finite activities above 0, one per hour of the day.")
        self._start = float(start_hour)
        self._hours = np.arange(25.0)
        self._active = np.append(0.0, np.cumsum(activity)) * (24 / activity.sum())

    def later(self, time_h: np.ndarray, active_h: np.ndarray) -> np.ndarray:
        """Return the times at which ``active_h`` active hours have passed since ``time_h``."""
        day, hour = np.divmod(np.asarray(time_h) + self._start, 24)
        goal = np.interp(hour, self._hours, self._active) + active_h
        more_days, rest = np.divmod(goal, 24)
        end = (day + more_days) * 24 + np.interp(rest, self._active, self._hours) - self._start
        return np.maximum(end, time_h)  # rounding must not turn time back
