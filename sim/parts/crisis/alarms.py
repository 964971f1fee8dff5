"""From counts to alarms: baselines, indicators, control charts, levels. Pure functions, one entry an hour (CRIS-5).

Of a window of w hours that ends with hour h::

    share      negative / all > threshold + (share at the last estimation - share at the first), with enough mentions
    keyword    hits > multiple of what the last seven days before the window let expect, and two at least

The control charts look at ``z = (negative - mu) / sqrt(v mu)``, where ``mu = level x rhythm`` is what the hour lets expect
and v how much more than Poisson the counts vary::

    EWMA   E <- (1 - a) E + a z        rings above L sqrt(a / (2 - a))
    CUSUM  C <- max(0, C + z - k)      rings above h, and begins again at 0

Levels (预警级别) by the z of the window: blue 蓝 from 2, yellow 黄 from 3, orange 橙 from 5 or when the count of an hour has at
least doubled above 3, red 红 from 10.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.core.world import Array
from sim.parts.crisis.mentions import Seen

__all__ = ["LEVELS", "Baseline", "Charted", "alerts", "cusum", "estimate", "ewma"]

LEVELS = ("none", "blue", "yellow", "orange", "red")
LEVEL_Z = (2.0, 3.0, 5.0, 10.0)
_LEVEL_Z = np.array(LEVEL_Z)
DAY_H, WEEK_H, MONTH_H = 24, 168, 672
FEWEST_HITS = 2  # one hit is no frequency
LEAST = 1e-9


class Baseline(NamedTuple):
    """What is usual: ``level`` negative mentions an hour, ``share`` of negative ones, ``dispersion`` against Poisson (1).

    ``keyword``: hits an hour.
    """

    level: float
    share: float
    dispersion: float
    keyword: float


class Charted(NamedTuple):
    """Hours judged: ``rings`` boolean, ``level`` index into LEVELS, ``z`` of the window, ``state`` of the control chart."""

    rings: Array
    level: Array
    z: Array
    state: float


def estimate(seen: Seen, beat: Array, keep: Array, until: int) -> Baseline:
    """Return the baseline of the 28 days before hour ``until``; hours that are not to be kept (known crises) are left out."""
    here = np.arange(max(0, until - MONTH_H), until)
    here = here[keep[here]] if keep[here].any() else here
    negative = seen.negative[here]
    level = max(LEAST, float(negative.sum() / beat[here].sum()))
    mu = level * beat[here]
    dispersion = max(1.0, float(((negative - mu) ** 2).sum() / mu.sum()))
    share = float(negative.sum() / max(1, seen.volume[here].sum()))
    return Baseline(level, share, dispersion, float(seen.keyword[here].sum() / beat[here].sum()))


def alerts(
    seen: Seen,
    beat: Array,
    keep: Array,
    p: Any,
    now: Baseline,
    first: Baseline,
    since: int,
    until: int,
    state: float = 0.0,
) -> Charted:
    """Judge the hours ``since`` to ``until`` by the baseline ``now``; each by itself and what came before it.

    ``keep``: hours that count as usual, which those of known crises do not.
    """
    w, back = p.alert_window_h, max(0, since - WEEK_H - p.alert_window_h)
    volume, negative, keyword, rhythm = _sums(*(row[back:until] for row in (*seen, beat)))
    end = np.arange(since, until) + 1 - back
    start, week = np.maximum(end - w, 0), np.maximum(end - w - WEEK_H, 0)
    mu = now.level * (rhythm[end] - rhythm[start])
    z = (negative[end] - negative[start] - mu) / np.sqrt(now.dispersion * mu)
    level = _level(z, seen.negative, since, until)
    if p.alert_method == "indicators":
        enough = volume[end] - volume[start] >= max(1, p.alert_min_mentions)
        limit = p.alert_neg_share + now.share - first.share
        share = enough & (negative[end] - negative[start] > limit * (volume[end] - volume[start]))
        usual = _usual_keywords(seen, beat, keep, now, back, until, start, week)
        hits = keyword[end] - keyword[start]
        word = (hits >= FEWEST_HITS) & (hits > p.alert_kw_mult * usual * (rhythm[end] - rhythm[start]))
        both = {"share": share, "keyword": word, "or": share | word, "and": share & word}
        return Charted(both[p.alert_mode], level, z, state)
    expected = now.level * beat[since:until]
    hourly = (seen.negative[since:until] - expected) / np.sqrt(now.dispersion * expected)
    if p.alert_method == "ewma":
        path = ewma(hourly, p.ewma_weight, state)
        return Charted(
            path > ewma_bound(p.ewma_weight, p.ewma_limit), level, z, float(path[-1]) if len(path) else state
        )
    path, rings = cusum(hourly, p.cusum_slack, p.cusum_limit, state)
    return Charted(rings, level, z, (0.0 if rings[-1] else float(path[-1])) if len(path) else state)


def _sums(*rows: Array) -> Array:
    """Return for each row the sums of its first 0, 1, 2 … entries."""
    sums = np.zeros((len(rows), len(rows[0]) + 1))
    for row, total in zip(rows, sums, strict=True):
        row.cumsum(dtype=float, out=total[1:])
    return sums


def _usual_keywords(
    seen: Seen, beat: Array, keep: Array, now: Baseline, back: int, until: int, start: Array, week: Array
) -> Array:
    """Return the hits of a mean hour in the seven days before each window; if hardly a day is left, those of the estimation."""
    kept = keep[back:until]
    hits, rhythm = _sums(seen.keyword[back:until] * kept, beat[back:until] * kept)
    there = rhythm[start] - rhythm[week]
    return np.where(there < DAY_H, now.keyword, (hits[start] - hits[week]) / np.maximum(DAY_H, there))


def ewma_bound(weight: float, limit: float) -> float:
    """Return the value above which the moving average rings, for hours of standard deviation 1."""
    return float(limit * np.sqrt(weight / (2.0 - weight)))


def ewma(z: Array, weight: float, start: float | Array = 0.0) -> Array:
    """Return the exponentially weighted moving average of ``z`` (hours first; further axes are separate charts)."""
    path, value = np.empty(np.shape(z)), np.asarray(start, float)
    for i, one in enumerate(z):
        value = (1.0 - weight) * value + weight * one
        path[i] = value
    return path


def cusum(z: Array, slack: float, limit: float, start: float | Array = 0.0) -> tuple[Array, Array]:
    """Return the one-sided cumulative sum of ``z`` and where it rings; after ringing it begins again at 0."""
    path, rings = np.empty(np.shape(z)), np.empty(np.shape(z), bool)
    value = np.zeros(np.shape(z)[1:]) + start
    for i, one in enumerate(z):
        value = np.maximum(0.0, value + one - slack)
        path[i], rings[i] = value, value > limit
        value = np.where(rings[i], 0.0, value)
    return path, rings


def _level(z: Array, negative: Array, since: int, until: int) -> Array:
    level = _LEVEL_Z.searchsorted(z, side="right")
    before = negative[max(0, since - 1) : until - 1]
    before = before if since else np.concatenate([[0], before])
    doubled = (z >= LEVEL_Z[1]) & (negative[since:until] >= 2 * np.maximum(1, before))
    return np.where(doubled, np.maximum(level, LEVELS.index("orange")), level)
