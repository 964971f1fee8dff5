"""Intervals and verdicts: what may be concluded from replications.

Every function takes plain arrays with one value per replication. Two arrays that are compared must be paired:
entry k of both comes from replication k, run on the same random numbers. The unit of an interval is the
replication.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

__all__ = [
    "Finding",
    "Interval",
    "auc",
    "bootstrap_interval",
    "inner_optimum",
    "interaction",
    "mean_interval",
    "paired_difference",
    "relative_effect",
    "replications_needed",
    "saturation",
    "verdict",
]

Verdict = Literal["supported", "not supported", "reversed", "undecided"]


@dataclass(frozen=True)
class Interval:
    """A mean with its confidence interval from ``n`` replications."""

    mean: float
    low: float
    high: float
    n: int
    level: float = 0.95

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.high - self.low) / 2

    def contains(self, value: float) -> bool:
        """Tell whether ``value`` lies in the interval, ends included."""
        return self.low <= value <= self.high

    def scaled(self, factor: float) -> Interval:
        """Return the interval of ``factor`` times the quantity."""
        low, high = sorted((self.low * factor, self.high * factor))
        return Interval(self.mean * factor, low, high, self.n, self.level)

    def __str__(self) -> str:
        return f"{self.mean:.4g} [{self.low:.4g}, {self.high:.4g}] ({self.level:.0%}, n = {self.n})"


@dataclass(frozen=True)
class Finding:
    """A verdict, the interval it rests on (in the metric's unit) and its size relative to the baseline."""

    verdict: Verdict
    difference: Interval
    relative: float


def mean_interval(values: ArrayLike, level: float = 0.95) -> Interval:
    """Return the mean and its Student t interval: mean +- t s / sqrt(n).

    Raise a ValueError for fewer than two values, a NaN or an infinite value, or a level outside 0 to 1.
    """
    sample = _sample("values", values)
    mean = float(sample.mean())
    half = _t_quantile(sample.size - 1, level) * float(sample.std(ddof=1)) / float(np.sqrt(sample.size))
    return Interval(mean, mean - half, mean + half, int(sample.size), level)


def paired_difference(a: ArrayLike, b: ArrayLike, level: float = 0.95) -> Interval:
    """Return the interval of the mean of b - a, replication by replication (paired t).

    Raise a ValueError if the arrays differ in length, besides the errors of ``mean_interval``.
    """
    first, second = _pair(a, b)
    return mean_interval(second - first, level)


def relative_effect(a: ArrayLike, b: ArrayLike, level: float = 0.95) -> float:
    """Return the mean of b - a as a share of the mean of a; NaN where that mean is no whole to have a part of.

    The rule of the course, for every table and chart: there is a share only if the baseline's mean is clearly above zero
    (its own interval is), and if b is no loss (its mean is not below zero). Of a mean of -70 or of 3.5 +- 27 every
    difference is hundreds of per cent, of either sign, and says nothing: then read the difference, in the metric's unit.
    Raise the errors of ``paired_difference``.
    """
    first, second = _pair(a, b)
    if mean_interval(first, level).low <= 0 or second.mean() < 0:
        return float("nan")
    return float((second - first).mean() / first.mean())


def bootstrap_interval(
    values: ArrayLike,
    statistic: Callable[..., np.ndarray] = np.mean,
    *,
    level: float = 0.95,
    resamples: int = 2000,
    generator: np.random.Generator,
) -> Interval:
    """Return the BCa bootstrap interval (Efron 1987) of ``statistic``, a function with an ``axis`` argument.

    For quantities whose distribution over replications is far from normal: cascade sizes, maxima, medians.
    Values that are all equal give an interval of length 0.
    """
    sample = _sample("values", values)
    _check_level(level)
    centre = float(statistic(sample, axis=-1))
    if (sample == sample[0]).all():
        return Interval(centre, centre, centre, int(sample.size), level)
    from scipy.stats import bootstrap

    ends = bootstrap(
        (sample,), statistic, confidence_level=level, n_resamples=resamples, rng=generator, vectorized=True
    ).confidence_interval
    return Interval(centre, float(ends.low), float(ends.high), int(sample.size), level)


def replications_needed(values: ArrayLike, half_width: float, level: float = 0.95) -> int:
    """Return the smallest n with t s / sqrt(n) <= ``half_width``, where s is estimated from a pilot sample.

    Raise a ValueError if ``half_width`` is not above 0, besides the errors of ``mean_interval``.
    """
    if not half_width > 0:
        raise ValueError(f"half_width = {half_width} must be above 0.")
    sd = float(_sample("values", values).std(ddof=1))
    _check_level(level)
    if sd == 0:
        return 2
    from scipy.special import ndtri

    # The normal quantile gives a lower bound; the t quantile asks for a few more.
    n = max(2, int((ndtri((1 + level) / 2) * sd / half_width) ** 2))
    while _t_quantile(n - 1, level) * sd / np.sqrt(n) > half_width:
        n += 1
    return n


def verdict(a: ArrayLike, b: ArrayLike, *, expected: int = 1, at_least: float = 0.03, level: float = 0.95) -> Finding:
    """Judge the claim that b is higher (``expected`` 1) or lower (-1) than the baseline a.

    *supported*: the paired interval excludes 0 in the expected direction and the effect is at least
    ``at_least`` of the baseline's mean; *not supported*: the interval lies within +- ``at_least``;
    *reversed*: it excludes 0 in the other direction; otherwise *undecided*: more runs. An effect that is
    certain but too small is *not supported* once its interval lies within the band, whichever its direction.
    Raise a ValueError if ``expected`` is neither 1 nor -1, or the baseline's mean is 0 while b differs.
    """
    first, second = _pair(a, b)
    difference = mean_interval(second - first, level)
    return _judge(difference, float(np.abs(first.mean())), expected, at_least)


def interaction(values: ArrayLike, *, expected: int = 1, at_least: float = 0.03, level: float = 0.95) -> Finding:
    """Judge whether factors do more together than apart.

    ``values`` has the shape (replications, 2, 2) or (replications, 2, 2, 2), index 1 = factor switched on.
    The interaction contrast is the alternating sum, for two factors (both - first) - (second - none); it is
    judged by the rule of ``verdict`` against the mean with everything off.
    """
    cells = np.asarray(values, dtype=float)
    if cells.ndim < 3 or cells.shape[1:] != (2,) * (cells.ndim - 1):
        raise ValueError(f"values have shape {cells.shape}; interaction needs (replications, 2, 2) or one 2 more.")
    none = _sample("values", cells.reshape(len(cells), -1)[:, 0])
    while cells.ndim > 1:
        cells = cells[..., 1] - cells[..., 0]
    return _judge(mean_interval(cells, level), float(np.abs(none.mean())), expected, at_least)


def inner_optimum(values: ArrayLike, *, highest: bool = True, at_least: float = 0.05, level: float = 0.95) -> Finding:
    """Judge whether a response over a grid has its best point inside the grid.

    ``values``: (replications, grid points), at least three points in the order of the grid. *supported*: the
    best mean is not at an end, both ends are worse by at least ``at_least`` of the best mean, and both paired
    intervals exclude 0; *not supported*: an end beats the best inner point, or an end's interval lies below
    ``at_least``; otherwise *undecided*. The difference reported is best inner point minus the closer end
    (positive = better).
    """
    table = np.asarray(values, dtype=float)
    if table.ndim != 2 or table.shape[1] < 3:
        raise ValueError(f"values have shape {table.shape}; an inner optimum needs (replications, 3 or more points).")
    table = table if highest else -table
    mean = table.mean(axis=0)
    best = 1 + int(np.argmax(mean[1:-1]))
    gaps = [paired_difference(table[:, end], table[:, best], level) for end in (0, -1)]
    closer = min(gaps, key=lambda gap: gap.mean)
    scale = _scale(abs(float(mean[best])), closer)
    if all(gap.low > 0 and gap.mean >= at_least * scale for gap in gaps):
        answer: Verdict = "supported"
    elif any(gap.high < at_least * scale for gap in gaps):
        answer = "not supported"
    else:
        answer = "undecided"
    return Finding(answer, closer, closer.mean / scale)


def saturation(
    grid: ArrayLike, values: ArrayLike, *, at_most: float = 0.15, highest: bool = True, level: float = 0.95
) -> Finding:
    """Judge whether the last quarter of the range brings less than ``at_most`` of the total gain.

    ``grid``: rising settings; ``values``: (replications, grid points). The point three quarters along the
    range is interpolated. Judged by the paired contrast at_most * total gain - last gain: *supported* if its
    interval and that of the total gain lie above 0, *not supported* if the contrast's interval lies below 0
    or the total gain is not positive, otherwise *undecided*. ``relative`` is the last quarter's share of the
    total gain.
    """
    setting, table = np.asarray(grid, dtype=float), np.asarray(values, dtype=float)
    if table.ndim != 2 or setting.shape != table.shape[1:] or setting.size < 3 or (np.diff(setting) <= 0).any():
        raise ValueError(
            f"grid {setting.shape} must rise and fit values {table.shape}: (replications, 3 or more points)."
        )
    table = table if highest else -table
    knee = setting[0] + 0.75 * (setting[-1] - setting[0])
    at_knee = np.array([np.interp(knee, setting, row) for row in table])
    total, last = table[:, -1] - table[:, 0], table[:, -1] - at_knee
    gain, contrast = mean_interval(total, level), mean_interval(at_most * total - last, level)
    if gain.high <= 0 or contrast.high < 0:
        answer: Verdict = "not supported"
    else:
        answer = "supported" if gain.low > 0 and contrast.low > 0 else "undecided"
    return Finding(answer, contrast, float(last.mean() / gain.mean) if gain.mean else float("nan"))


def _judge(difference: Interval, baseline: float, expected: int, at_least: float) -> Finding:
    if expected not in (1, -1):
        raise ValueError(f"expected = {expected!r} must be 1 (higher) or -1 (lower).")
    scale = _scale(baseline, difference)
    relative = difference.scaled(expected / scale)
    if -at_least < relative.low and relative.high < at_least:
        answer: Verdict = "not supported"
    elif relative.low > 0 and relative.mean >= at_least:
        answer = "supported"
    elif relative.high < 0:
        answer = "reversed"
    else:
        answer = "undecided"
    return Finding(answer, difference, difference.mean / scale)


def _scale(baseline: float, difference: Interval) -> float:
    """Return what effects are measured against; a baseline of 0 allows only a difference of exactly 0."""
    if baseline > 0:
        return baseline
    if difference.low == difference.high == 0:
        return 1.0
    raise ValueError("The baseline's mean is 0, so a relative effect has no meaning: compare another metric.")


def _sample(name: str, values: ArrayLike) -> np.ndarray:
    sample = np.asarray(values, dtype=float)
    if sample.ndim != 1 or sample.size < 2:
        raise ValueError(f"{name} has shape {sample.shape}; an interval needs a row of at least 2 replications.")
    if not np.isfinite(sample).all():
        raise ValueError(f"{name} holds {int((~np.isfinite(sample)).sum())} values that are NaN or infinite.")
    return sample


def _pair(a: ArrayLike, b: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    first, second = _sample("a", a), _sample("b", b)
    if first.size != second.size:
        raise ValueError(f"a has {first.size} replications and b has {second.size}: pairs need equal numbers.")
    return first, second


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"level = {level} must lie between 0 and 1.")


def _t_quantile(degrees: int, level: float) -> float:
    _check_level(level)
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + level) / 2))


def auc(score: np.ndarray, positive: np.ndarray) -> float:
    """Return the chance that a random positive stands above a random negative, ties counted half; NaN without either.

    ``score`` (n,) numbers, ``positive`` (n,) boolean.
    """
    above, below = np.sort(score[positive]), np.sort(score[~positive])
    if not len(above) or not len(below):
        return float("nan")
    ranks = np.searchsorted(below, above, side="left") + np.searchsorted(below, above, side="right")
    return float(ranks.mean() / (2.0 * len(below)))
