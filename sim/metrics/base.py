"""What a metric is: label, unit and formula; every formula is a pure function of one run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model import Run

__all__ = ["METRICS", "Metric", "metric", "ratio", "total"]


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One metric (指标): ``formula`` maps a run to a number; ``decimals`` is how it is shown."""

    name: str
    zh: str
    part: str
    unit: str
    meaning: str
    formula: Callable[[Run], float]
    decimals: int = 2

    @property
    def label(self) -> str:
        """The label of a chart or table, in both languages."""
        return f"{self.name.replace('_', ' ')} {self.zh}"


METRICS: dict[str, Metric] = {}


def metric(name: str, zh: str, part: str, unit: str, meaning: str, decimals: int = 2) -> Callable[..., Callable]:
    """Register the decorated function, which maps a run to a number, as the metric ``name``."""

    def register(formula: Callable[[Run], float]) -> Callable[[Run], float]:
        METRICS[name] = Metric(
            name=name, zh=zh, part=part, unit=unit, meaning=meaning, formula=formula, decimals=decimals
        )
        return formula

    return register


def total(run: Run, column: str) -> float:
    """Return a daily counter added over the horizon."""
    return float(sum(day.get(column, 0.0) for day in run.days))


def ratio(run: Run, above: str, below: str) -> float:
    """Return one daily counter against another over the horizon; NaN if there is nothing below."""
    whole = total(run, below)
    return total(run, above) / whole if whole else nan
