"""Tastes: what each segment of the audience likes, and how tastes for content types are re-drawn from time to time (AUD-8)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.candidates import Array
from sim.core.catalogue import named
from sim.core.streams import Streams

__all__ = ["Tastes"]

NOISE = 0.1  # the specification's noise of re-drawn tastes (AUD-8)


class Tastes:
    """The tastes of one world, regime by regime; each is made once."""

    def __init__(self, scenario: Any, streams: Streams) -> None:
        self.scenario, self.streams = scenario, streams
        self._known: dict[int, Array] = {}

    def regime(self, day: int) -> int:
        """Return the number of the preference regime on ``day``: how often tastes for types have been re-drawn (AUD-8)."""
        a = self.scenario.audience
        return day // a.drift_days if a.drift_days and a.type_drift else 0

    def of(self, day: int) -> Array:
        """Return what each segment likes on ``day``, shape (segments, types): shares that sum to 1 (AUD-8).

        In each new regime the catalogue's tastes are permuted, the same way for everybody as a fashion does, with a noise
        of 10 % in each segment; ``audience.type_drift`` is the part of them that takes part in this.
        """
        number = self.regime(day)
        if number not in self._known:
            own = np.array([segment.type_preference for _, segment in named(self.scenario.segment)])
            if number:
                rng, moved = self.streams.of("tastes", number), self.scenario.audience.type_drift
                order = rng.permutation(own.shape[1])
                new = own[:, order] * (1.0 + NOISE * (2.0 * rng.random(own.shape) - 1.0))
                own = (1.0 - moved) * own + moved * new
                own /= own.sum(axis=1, keepdims=True)
            self._known[number] = own
        return self._known[number]

    def match_table(self, day: int, content_match: float) -> Array:
        """Return match by (type, form, segment) on ``day``: half from the taste for the type, half from the appeal of the form.

        ``content_match`` moves the whole table: 0.5 is the catalogue's own fit.
        """
        rows = []
        for likes, (_, segment) in zip(self.of(day), named(self.scenario.segment), strict=True):
            by_type = likes / likes.max()
            by_form = np.array(segment.form_appeal) / max(max(segment.form_appeal), 1e-9)
            rows.append(0.5 * by_type[:, None] + 0.5 * by_form[None, :])
        return np.array(rows, np.float32).transpose(1, 2, 0) + np.float32(content_match - 0.5)
