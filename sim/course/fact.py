"""What a stylised fact is: a statement about the field with quantities that the model has to meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.scenario import Scenario

__all__ = ["Fact", "Quantity"]


@dataclass(frozen=True)
class Quantity:
    """One number of a fact: its value in the data (as text), the range to be met, and how it is read off runs."""

    label: str
    data: str
    low: float
    high: float
    of: Callable[..., float]

    def met(self, value: float) -> bool:
        """Tell whether ``value`` lies in the range, ends included; NaN does not."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Fact:
    """A statement about the field; met only if all its quantities are.

    The quantities' ``of`` gets one argument a scenario: what ``read`` makes of its run, by default the tables of posts,
    days and reposts.
    """

    id: str
    statement: str
    source: str
    scenarios: tuple[Scenario, ...]
    quantities: tuple[Quantity, ...]
    read: Callable[[Any], Any] | None = None
