"""Who might meet a post: people drawn at random in proportion to their activity, each with numbers for what may happen.

Candidates are drawn once, more than any scenario needs; ``World.meet`` thins them to a scenario's own rates. Two
scenarios therefore look at the same people with the same numbers (common random numbers).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["CLICK", "MOVE", "REACT", "THIN", "VIEW", "Array", "Candidates", "Met", "Roll", "drawn"]

Array = np.ndarray

THIN, REACT, MOVE, VIEW, CLICK = range(5)


class Candidates(NamedTuple):
    """People who might meet a post and a uniform number for each thing that may happen to them.

    ``ids`` (k,) are sorted within each half (followers, then all members) and repeated if somebody was drawn twice;
    ``as_fan`` (k,) tells the halves apart; ``u`` (5, k) has a row for thinning, reacting, moving (following, leaving),
    further views and clicking.
    """

    ids: Array
    as_fan: Array
    u: Array

    @classmethod
    def of(cls, fans: Array, others: Array, rng: np.random.Generator) -> Candidates:
        """Draw the numbers for ``fans`` and ``others``."""
        ids = np.concatenate([fans, others])
        return cls(ids, np.arange(len(ids)) < len(fans), rng.random((5, len(ids)), dtype=np.float32))

    def joined(self, more: Candidates) -> Candidates:
        """Return these candidates followed by ``more``."""
        return Candidates(
            np.concatenate([self.ids, more.ids]),
            np.concatenate([self.as_fan, more.as_fan]),
            np.concatenate([self.u, more.u], axis=1),
        )


class Met(NamedTuple):
    """The people who meet a post, arrays of shape (n,): each person once, with numbers for what may follow.

    ``views`` how often they saw it; ``follows`` whether they follow the account; ``react``, ``move``, ``click``
    uniform numbers.
    """

    ids: Array
    views: Array
    follows: Array
    react: Array
    move: Array
    click: Array


class Roll:
    """The newcomers among the followers of one platform, in the order in which they came.

    The first followers are on the population's roll, the same in every scenario (common random numbers). People who
    left stay on the roll and are thinned at drawing by their state. Drawing costs work for the people drawn only.
    """

    def __init__(self) -> None:
        self._new_ids = np.empty(1024, np.intp)
        self._new_weight = np.empty(1024, np.float64)
        self._n = 0

    def add(self, ids: Array, activity: Array) -> None:
        """Put newcomers on the roll."""
        if not len(ids):
            return
        while self._n + len(ids) > len(self._new_ids):
            self._new_ids = np.concatenate([self._new_ids, np.empty_like(self._new_ids)])
            self._new_weight = np.concatenate([self._new_weight, np.empty_like(self._new_weight)])
        last = self._new_weight[self._n - 1] if self._n else 0.0
        self._new_ids[self._n : self._n + len(ids)] = ids
        self._new_weight[self._n : self._n + len(ids)] = last + np.cumsum(activity, dtype=np.float64)
        self._n += len(ids)

    def __len__(self) -> int:
        return self._n

    def draw(self, rate: float, rng: np.random.Generator) -> Array:
        """Return newcomers drawn as a Poisson process of ``rate`` per unit of activity; repeats occur."""
        return drawn(self._new_ids[: self._n], self._new_weight[: self._n], rate, rng)

    def candidates(self, rate: float, rng: np.random.Generator) -> Candidates:
        """Return the newcomers drawn as candidates for a post."""
        ids = self.draw(rate, rng)
        ids.sort()
        return Candidates(ids, np.ones(len(ids), bool), rng.random((5, len(ids)), dtype=np.float32))


def drawn(ids: Array, weight: Array, rate: float, rng: np.random.Generator) -> Array:
    """Return ids drawn as a Poisson process of ``rate`` per unit of weight (``weight`` is cumulative)."""
    if not len(ids):
        return ids
    total = weight[-1]
    places = rng.random(rng.poisson(rate * total)) * total
    places.sort()
    return ids[np.minimum(np.searchsorted(weight, places, side="right"), len(ids) - 1)]
