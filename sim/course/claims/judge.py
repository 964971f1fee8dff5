"""One runner for all claims: paired runs on common random numbers, then the course's verdict rules."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log, nan
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.stats import Finding, Interval, inner_optimum, mean_interval, saturation, verdict
from sim.course.claims.claim import Claim, Interaction, Limit, Pair, Settings, Sweep, scenario_of
from sim.experiment import compare

if TYPE_CHECKING:
    from concurrent.futures import Executor

__all__ = ["Judgement", "Line", "judge", "run_claim"]

Values = Callable[[Settings, str], np.ndarray]
UNDEFINED = Finding("undecided", Interval(nan, nan, nan, 0), nan)


@dataclass(frozen=True)
class Line:
    """One comparison: what, the means of A and B (of a sweep: the worse end and the best inner point), and the verdict."""

    label: str
    metric: str
    a: float
    b: float
    finding: Finding
    verdict: str
    expected: str


@dataclass(frozen=True)
class Judgement:
    """Everything that was found about one claim; directions and boundaries are judged separately."""

    claim: Claim
    tests: tuple[Line, ...]
    boundary: tuple[Line, ...]
    off: tuple[Line, ...]
    replications: int
    seed: int
    seconds: float

    @property
    def verdict(self) -> str:
        """*supported* if every test is; else the first of reversed, not supported, undecided that occurs."""
        return _worst([line.verdict for line in self.tests], ("reversed", "not supported", "undecided"), "supported")

    @property
    def boundary_verdict(self) -> str:
        """*confirmed* if every limit is; else not confirmed or undecided."""
        return _worst([line.verdict for line in self.boundary], ("not confirmed", "undecided"), "confirmed")

    @property
    def off_verdict(self) -> str:
        """*confirmed* if the effect goes with its mechanism; *none* where no switch is named."""
        if not self.off:
            return "none"
        return _worst([line.verdict for line in self.off], ("not confirmed", "undecided"), "confirmed")


def run_claim(claim: Claim, *, replications: int = 30, seed: int = 1, executor: Executor | None = None) -> Judgement:
    """Run every scenario of ``claim`` on the same ``replications`` worlds and judge it."""
    started = time.perf_counter()
    table = compare(claim.scenarios(), replications=replications, seed=seed, metrics=claim.metrics(), executor=executor)
    by_name = {key: group["value"].to_numpy() for key, group in table.groupby(["scenario", "metric"], sort=False)}

    def values(settings: Settings, metric: str) -> np.ndarray:
        return by_name[scenario_of(claim, settings).name, metric]

    tests, boundary, off = judge(claim, values)
    return Judgement(claim, tests, boundary, off, replications, seed, time.perf_counter() - started)


def judge(claim: Claim, values: Values) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of tests, boundary and switches; ``values(settings, metric)`` gives one number a replication."""
    tests = tuple(_test(t, values) for t in claim.tests)
    boundary, off = (tuple(_limit(claim, x, values) for x in some) for some in (claim.boundary, claim.off))
    return tests, boundary, off


def _test(test: Pair | Sweep | Interaction, values: Values) -> Line:
    if isinstance(test, Pair):
        return _pair(test, values)
    return _sweep(test, values) if isinstance(test, Sweep) else _interaction(test, values)


def _pair(pair: Pair, values: Values) -> Line:
    a, b = values(pair.a, pair.metric), values(pair.b, pair.metric)
    finding = _verdict(a, b, pair.expected)
    return Line(pair.label, pair.metric, float(a.mean()), float(b.mean()), finding, finding.verdict,
                "higher" if pair.expected > 0 else "lower")  # fmt: skip


def _verdict(a: np.ndarray, b: np.ndarray, expected: int) -> Finding:
    # A metric that is missing in some world, or always 0 under A, has no relative effect and decides nothing.
    missing = not (np.isfinite(a).all() and np.isfinite(b).all())
    return UNDEFINED if missing or (not a.mean() and b.any()) else verdict(a, b, expected=expected)


def _sweep(sweep: Sweep, values: Values) -> Line:
    table = np.column_stack([values(point, sweep.metric) for point in sweep.points])
    finding = _SHAPES[sweep.shape](np.array(sweep.grid), table)
    means = table.mean(axis=0)
    worse, best = (min(means[0], means[-1]), means[1:-1].max()) if sweep.shape == "inner optimum" else means[[0, -1]]
    return Line(sweep.label, sweep.metric, float(worse), float(best), finding, finding.verdict, sweep.shape)


def _interaction(test: Interaction, values: Values) -> Line:
    """Judge what several measures do together against what they do alone; A is that prediction, B what is found."""
    none, *single, together = (values(point, test.metric) for point in test.points)
    if test.scale == "sum":
        predicted = none + sum(one - none for one in single)
        finding = _verdict(predicted, together, test.expected)
        said = f"{'more' if test.expected > 0 else 'less'} than the sum"
        return Line(
            test.label, test.metric, float(predicted.mean()), float(together.mean()), finding, finding.verdict, said
        )
    finding, product = _product(test, np.array([none, *single, together]))
    return Line(test.label, test.metric, product, float(together.mean()), finding, finding.verdict, "product")


def _product(test: Interaction, cells: np.ndarray) -> tuple[Finding, float]:
    """Judge whether the joint effect is the product of the single ones; ``cells`` (points, replications), none first.

    The logarithm is taken of means, since a world may be without any order; its interval is that of the jackknife.
    """
    weights = np.array([len(test.steps) - 1.0, *[-1.0] * len(test.steps), 1.0])
    if not (np.isfinite(cells).all() and (cells.mean(axis=1) > 0).all()):
        return UNDEFINED, nan
    n = cells.shape[1]
    whole = float(weights @ np.log(cells.mean(axis=1)))
    without = weights @ np.log((cells.sum(axis=1, keepdims=True) - cells) / (n - 1))
    excess = mean_interval(n * whole - (n - 1) * without)
    product = float(cells[-1].mean()) / np.exp(whole)
    inside, band = abs(excess.mean) < log(1.0 + test.within), log(1.0 + test.within)
    answer: Any = (
        "supported" if -band < excess.low and excess.high < band else "undecided" if inside else "not supported"
    )
    return Finding(answer, excess, whole), product


def _threshold(grid: np.ndarray, table: np.ndarray) -> Finding:
    """Judge whether the second half of the range brings more than the first, both gains taken world by world."""
    middle = np.array([np.interp(0.5 * (grid[0] + grid[-1]), grid, row) for row in table])
    bend = mean_interval((table[:, -1] - middle) - (middle - table[:, 0]))
    gain = float((table[:, -1] - table[:, 0]).mean())
    answer: Any = "supported" if bend.low > 0 else "reversed" if bend.high < 0 else "undecided"
    return Finding(answer, bend, bend.mean / gain if gain else nan)


_SHAPES: dict[str, Callable[[np.ndarray, np.ndarray], Finding]] = {
    "inner optimum": lambda grid, table: inner_optimum(table),
    "saturation": lambda grid, table: saturation(grid, table),
    "threshold": _threshold,
}


def _limit(claim: Claim, limit: Limit, values: Values) -> Line:
    pair = limit.pair(claim)
    line = _pair(pair, values)
    answer = {"reversed": _turns, "vanishes": _vanishes, "weaker": _weakens}[limit.expect](claim, limit, values)
    return Line(line.label, line.metric, line.a, line.b, line.finding, answer, limit.expect)


def _turns(claim: Claim, limit: Limit, values: Values) -> str:
    pair = limit.pair(claim)
    a, b = values(pair.a, pair.metric), values(pair.b, pair.metric)
    return _said(_verdict(a, b, -pair.expected).verdict, yes=("supported",), no=("reversed", "not supported"))


def _vanishes(claim: Claim, limit: Limit, values: Values) -> str:
    pair = limit.pair(claim)
    found = _verdict(values(pair.a, pair.metric), values(pair.b, pair.metric), pair.expected).verdict
    return _said(found, yes=("not supported", "reversed"), no=("supported",))


def _weakens(claim: Claim, limit: Limit, values: Values) -> str:
    loss = _gain(claim.pair(limit.test), limit.relative, values) - _gain(limit.pair(claim), limit.relative, values)
    if not np.isfinite(loss).all():
        return "undecided"
    interval = mean_interval(loss)
    return "confirmed" if interval.low > 0 else "not confirmed" if interval.high < 0 else "undecided"


def _gain(pair: Pair, relative: bool, values: Values) -> np.ndarray:
    a, b = values(pair.a, pair.metric), values(pair.b, pair.metric)
    return pair.expected * (b - a) / (abs(float(a.mean())) if relative else 1.0)


def _said(found: str, *, yes: tuple[str, ...], no: tuple[str, ...]) -> str:
    return "confirmed" if found in yes else "not confirmed" if found in no else "undecided"


def _worst(verdicts: Iterable[str], order: tuple[str, ...], best: str) -> str:
    found = list(verdicts)
    return next((v for v in order if v in found), best)
