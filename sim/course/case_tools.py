"""What the case study of section 7.4 hands out: the usual hours of talk, words of rumours, the slope of a logarithm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.scenario import base

__all__ = ["ALARM_COUNT", "ALARM_HOURS", "PROFILE", "RUMOUR_WORDS", "log_slope", "logistic_path"]

_ACTIVITY = np.array(base.engagement.activity_by_hour)
PROFILE = tuple(float(x) for x in _ACTIVITY / _ACTIVITY.mean())
"""How much is usually said at each clock hour, 0 to 23, against the mean hour (1.0)."""

RUMOUR_WORDS = ("那边", "全部", "致癌", "地沟油", "老鼠", "住院")
"""What only hearsay says: “over there”, “all of them”, cancer, gutter oil, rats, hospital. Most rumours hold one."""

ALARM_COUNT, ALARM_HOURS = 15, 3


def log_slope(values: Sequence[float]) -> dict[str, float] | None:
    """Return the hourly slope of log(value + 0.5) with its 95 % interval (slope, low, high); None below three values.

    ``values`` are counts of consecutive hours. The half keeps an hour without any from being minus infinity.
    """
    from sim.core.stats import _t_quantile

    y = np.log(np.asarray(values, float) + 0.5)
    if len(y) < 3:
        return None
    x = np.arange(len(y)) - (len(y) - 1) / 2
    slope = float((x * y).sum() / (x**2).sum())
    rest = y - y.mean() - slope * x
    half = _t_quantile(len(y) - 2, 0.95) * float(np.sqrt((rest**2).sum() / (len(y) - 2) / (x**2).sum()))
    return {"slope": slope, "low": slope - half, "high": slope + half}


def logistic_path(
    cumulative: Sequence[float], adjusted: Sequence[float], usual: Sequence[float], s: int
) -> list[float] | None:
    """Return the path of the cumulative count without an answer at hour ``s``, from hour s - 1 to the last hour.

    ``adjusted`` are hourly counts divided by ``usual``, the profile of each hour. Growth relative to what was said falls in a
    line as more has been said (logistic): fitted to the hours before s, late hours weighing more. None below three hours.
    """
    total = np.asarray(cumulative, float)
    x = total[: max(s - 1, 0)]
    y = np.asarray(adjusted, float)[1:s] if len(x) else x
    x, y = x[x > 0], y[x > 0] / x[x > 0]
    if len(x) < 3:
        return None
    slope, rate = np.polyfit(x, y, 1, w=x)
    rate, now = max(float(rate), 0.0), float(total[s - 1])
    brake = max(-float(slope), rate / (20.0 * now))  # at most twenty times of what was said by then
    path = [now]
    for h in range(s, len(total)):
        now += usual[h] * max(0.0, now * (rate - brake * now))
        path.append(now)
    return path
