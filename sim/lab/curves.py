"""Charts of experiments: a metric along a swept parameter, and two metrics against each other.

They follow the rules of ``sim.lab.charts``: a title, units, a description with the key numbers, nothing by colour
alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from sim.core.knob import vary
from sim.experiment import differences, summarise
from sim.lab.charts import DIGITS, HEIGHT, WIDTH, _color, _finish, _need, _plain, _rounded, _say, _series, _shape
from sim.lab.labels import Cross, beside
from sim.metrics import METRICS, measure

if TYPE_CHECKING:
    from sim.model import Run
    from sim.scenario import Scenario

__all__ = ["as_good", "measured", "monthly", "sweep_curve", "sweep_table", "trade_off", "variants"]

MARGIN = 26  # px between the outermost interval and the edge of the plot


def sweep_table(results: pd.DataFrame, path: str, metric: str) -> pd.DataFrame:
    """Return one row a point of ``sweep(...)``: the path's value, mean, low, high (95 % interval), n.

    A column ``by`` of the results is kept. Raise a ValueError if the metric or the path is not in the table.
    """
    _need(results, ["scenario", "metric", "value", path])
    if metric not in set(results["metric"]):
        raise ValueError(
            f"metric = {metric!r} is not in the table, which has: {', '.join(sorted(set(results['metric'])))}."
        )
    keys = ["scenario", path, *(["by"] if "by" in results else [])]
    points = results[keys].drop_duplicates("scenario")
    table = points.merge(summarise(results[results["metric"] == metric]), on="scenario")
    return table.drop(columns=["scenario", "metric"]).sort_values([*keys[2:], path], ignore_index=True, kind="stable")


def sweep_curve(
    results: pd.DataFrame, path: str, metric: str, *, title: str, x_title: str, width: int = WIDTH, height: int = HEIGHT
) -> alt.LayerChart | alt.Chart:
    """Draw the mean of one metric along a parameter with its 95 % interval as a band.

    ``results`` is the table of ``sweep(...)``; with a column ``by`` there is a line for each of its values.
    """
    rows = _rounded(sweep_table(results, path, metric).rename(columns={path: "x"}))
    names = list(dict.fromkeys(map(str, rows["by"]))) if "by" in rows else []
    unit = METRICS[metric].unit
    axis = f"{_plain(metric)} ({unit})"
    series = _series("by", names, dash=True)
    for channel in series.values():
        channel.legend = alt.Legend(title=None, symbolType="stroke")
    # Between three and four platforms there is nothing: whole settings have no ticks in between.
    whole = bool((rows["x"] % 1 == 0).all())
    across = alt.X("x:Q", title=x_title, axis=alt.Axis(tickMinStep=1) if whole else alt.Undefined)
    base = alt.Chart(rows).encode(x=across, **series)
    line = base.mark_line(point=alt.OverlayMarkDef(size=45)).encode(
        y=alt.Y("mean:Q", title=axis), tooltip=list(rows.columns)
    )
    band = alt.Chart(rows).mark_area(opacity=0.18, strokeWidth=0).encode(
        x=across, y=alt.Y("low:Q", title=axis), y2="high:Q"
    )  # fmt: skip
    if names:
        band = band.encode(fill=alt.Fill("by:N", scale=alt.Scale(domain=names), legend=None))
    parts = [band, line]
    if rows["low"].min() < 0 < rows["high"].max():
        zero = alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(strokeDash=[2, 3]).encode(y=alt.Y("y:Q", title=axis))
        parts.insert(0, zero)
    subtitle = f"mean and 95 % interval of {int(rows['n'].min())} replications"
    told = " ".join(
        f"{name + ': ' if name else ''}" + "; ".join(
            f"at {_say(row.x)}: {_say(row.mean_)} ({_say(row.low)} to {_say(row.high)})"
            for row in group.rename(columns={"mean": "mean_"}).itertuples()
        ) + "."
        for name, group in ([(n, rows[rows["by"].astype(str) == n]) for n in names] or [("", rows)])
    )  # fmt: skip
    words = f"{title}. Line of {axis} against {x_title}; {subtitle}. {told}"
    return _finish(parts, title, words, width, height, subtitle)


def trade_off(
    results: pd.DataFrame, x: str, y: str, *, title: str, width: int = 380, height: int = 300
) -> alt.LayerChart | alt.Chart:
    """Draw each scenario as a named dot: metric ``x`` to the right, metric ``y`` upward, both with 95 % intervals."""
    summary = summarise(results).set_index(["scenario", "metric"])
    names = list(dict.fromkeys(results["scenario"]))
    rows = _rounded(pd.DataFrame([
        {"scenario": name}
        | {f"{axis}{part}": summary.loc[(name, metric), key] for axis, metric in (("x", x), ("y", y))
           for part, key in (("", "mean"), ("_low", "low"), ("_high", "high"))}
        for name in names
    ]))  # fmt: skip
    titles = {axis: f"{_plain(metric)} ({METRICS[metric].unit})" for axis, metric in (("x", x), ("y", y))}
    # The ends of the axes are fixed here, so that the names can be placed in pixels.
    ends = {"x": _ends(rows, "x", width), "y": _ends(rows, "y", height)}
    scales = {axis: alt.Scale(domain=ends[axis], nice=False, zero=False) for axis in ends}
    axis_x = alt.X("x:Q", title=titles["x"], scale=scales["x"], axis=alt.Axis(tickCount=width // 70))
    axis_y = alt.Y("y:Q", title=titles["y"], scale=scales["y"])
    base = alt.Chart(rows)
    rule = base.mark_rule(strokeWidth=2)
    dot = base.mark_point(size=120, opacity=1).encode(
        x=axis_x, y=axis_y, color=_color("scenario", names, legend=False),
        shape=_shape("scenario", names, legend=False), tooltip=list(rows.columns),
    )  # fmt: skip
    across = rule.encode(x=alt.X("x_low:Q", title=titles["x"], scale=scales["x"]), x2="x_high:Q", y=axis_y)
    up = rule.encode(x=axis_x, y=alt.Y("y_low:Q", title=titles["y"], scale=scales["y"]), y2="y_high:Q")
    labels = alt.Chart(_named(rows, ends, width, height)).mark_text(baseline="middle")
    labels = labels.encode(x=axis_x, y=axis_y, text="scenario:N")
    n = int(summarise(results)["n"].min())
    subtitle = f"means and 95 % intervals of {n} replications; axes do not start at zero"
    told = " ".join(f"{row.scenario}: {_say(row.x)} to the right, {_say(row.y)} upward." for row in rows.itertuples())
    words = f"{title}. Dots of {titles['y']} against {titles['x']}; {subtitle}. {told}"
    return _finish([across, up, dot, labels], title, words, width, height, subtitle)


def _ends(rows: pd.DataFrame, axis: str, size: int) -> list[float]:
    """Return both ends of an axis of ``size`` px on which all means and intervals lie inside a margin."""
    values = rows[[axis, f"{axis}_low", f"{axis}_high"]].to_numpy(float)
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    margin = ((high - low) or abs(high) or 1.0) * MARGIN / (size - 2 * MARGIN)
    return [float(f"{end:.{DIGITS}g}") for end in (low - margin, high + margin)]


def _named(rows: pd.DataFrame, ends: Mapping[str, Sequence[float]], width: int, height: int) -> pd.DataFrame:
    """Return scenario, x, y: the middle of each name, where it covers neither a dot nor another name.

    A scenario in which a metric is not defined has no dot, and no name.
    """
    (left, right), (bottom, top) = ends["x"], ends["y"]
    wide, high = width / (right - left), height / (top - bottom)
    seen = rows.dropna(subset=["x", "y"])
    crosses = [
        Cross(wide * (row["x"] - left), high * (top - row["y"]), wide * (row["x_low"] - left), wide * (row["x_high"] - left),
              high * (top - row["y_high"]), high * (top - row["y_low"]))
        for row in seen.to_dict("records")
    ]  # fmt: skip
    middles = beside([str(name) for name in seen["scenario"]], crosses, width, height)
    places = [{"x": left + x / wide, "y": top - y / high} for x, y in middles]
    return _rounded(pd.DataFrame(places, columns=["x", "y"]).assign(scenario=seen["scenario"].to_numpy()))


def monthly(runs: Sequence[Run], above: str, below: str | None = None, *, per: float = 1.0) -> pd.DataFrame:
    """Return a row for each scenario and 30 days: scenario, day (the last one), mean, low, high (95 % interval), n.

    The value is ``per`` times the sum of daily column ``above`` over that of ``below``, or the mean of ``above`` without
    ``below``; ``runs`` are replications of one or more scenarios. An unfinished month is left out.
    """
    rows = []
    for run in runs:
        days = run.daily[run.daily["day"] > 0]
        month = (days["day"] - 1) // 30
        sums = days.groupby(month)[above].sum() / (days.groupby(month)[below].sum() if below else 30.0)
        sums *= per
        full = len(days) // 30
        rows += [
            {"scenario": run.scenario.name, "replication": run.replication, "metric": 30 * (m + 1), "value": float(v)}
            for m, v in sums.items()
            if m < full
        ]
    summary = summarise(pd.DataFrame(rows, columns=["scenario", "replication", "metric", "value"]))
    return summary.rename(columns={"metric": "day"})


def measured(runs: Sequence[Run], metrics: Sequence[str]) -> pd.DataFrame:
    """Return the tidy table of ``compare`` for runs that are already there."""
    return pd.DataFrame(
        {"scenario": run.scenario.name, "replication": run.replication, "metric": metric, "value": value}
        for run in runs
        for metric, value in measure(run, metrics).items()
    )


def variants(scenario: Scenario, cases: Mapping[str, Mapping[str, object]]) -> list[Scenario]:
    """Return one scenario for each named set of changes."""
    return [vary(scenario, dict(changes), name=name) for name, changes in cases.items()]


def as_good(results: pd.DataFrame, metric: str) -> list[str]:
    """Return the scenarios that are as good as the best one in ``metric``, in the table's order, the best among them.

    A scenario is worse only by the course's rule: paired difference to the best certain, and at least 3 %.
    """
    one = results[results["metric"] == metric]
    means = one.groupby("scenario", sort=False)["value"].mean()
    best = str(means.idxmax())
    diffs = differences(one, baseline=best)
    worse = set(diffs["scenario"][diffs["verdict"] == "lower"])
    return [str(name) for name in means.index if name not in worse]
