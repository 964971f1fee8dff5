"""Charts as values: a table goes in, an Altair chart comes out, and nothing else happens.

Every chart has a title, a unit on its axis and a description that says its key numbers in words, for a
reader who cannot see it. Numbers are rounded and rows sorted before they are drawn, so that the stored chart
is the same on every machine. Tables of any length are summed up in pandas first: a chart never holds more
than 5,000 rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from sim.lab.theme import DARK, LIGHT, Palette, course_renderer, use_theme
from sim.metrics import METRICS

__all__ = [
    "DARK",
    "LIGHT",
    "Palette",
    "course_renderer",
    "difference_dots",
    "event_timeline",
    "growth",
    "interval_dots",
    "over_time",
    "use_theme",
]

WIDTH, HEIGHT = 560, 240
MAX_ROWS = 5_000
DIGITS = 5
DASHES = ([6, 4], [1, 0], [2, 2], [8, 3, 2, 3], [10, 4], [3, 6])
SHAPES = ("circle", "diamond", "square", "triangle-up", "cross", "triangle-down")


def over_time(
    table: pd.DataFrame,
    y: str,
    *,
    title: str,
    unit: str,
    by: str = "scenario",
    band: tuple[str, str] | None = None,
    label: str | None = None,
    zero: bool = True,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> alt.Chart | alt.LayerChart:
    """Draw column ``y`` of a table with one row per day as lines, one for each value of column ``by``.

    ``band`` names two columns that hold the lower and upper end of an interval. Several rows for one day and
    one ``by`` (replications) are averaged first. Without ``zero`` the axis starts near the data, and the
    chart says so. Raise a ValueError if a column is missing or the table is empty.
    """
    columns = [y, *(band or ())]
    _need(table, ["day", *columns])
    keys = ["day", by] if by in table else ["day"]
    rows = table.groupby(keys, sort=False, observed=True)[columns].mean().reset_index()
    names = _names(rows, by)
    rows = _thin(_rounded(rows), len(names))
    axis_title = f"{label or _plain(y)} ({unit})"
    base = alt.Chart(rows).encode(
        x=alt.X("day:Q", title="day", axis=alt.Axis(tickMinStep=1)), **_series(by, names, dash=True)
    )
    scale = alt.Scale(zero=zero)
    line = base.mark_line().encode(y=alt.Y(f"{y}:Q", title=axis_title, scale=scale))
    parts = [_band(base, band, axis_title, by, names), line] if band else [line]
    told = _tell_lines(rows, y, by, names, unit)
    words = f"{title}. Line chart of {axis_title} over days. {told}"
    return _finish(parts, title, words, width, height, None if zero else "the axis does not start at zero")


def interval_dots(
    summary: pd.DataFrame, metric: str, *, title: str, unit: str, level: float = 0.95, width: int = WIDTH
) -> alt.Chart | alt.LayerChart:
    """Draw the mean and the interval of one metric, a row for each scenario of ``summarise(...)``.

    Raise a ValueError if the metric is not in the table.
    """
    _need(summary, ["scenario", "metric", "mean", "low", "high", "n"])
    rows = _rounded(summary[summary["metric"] == metric].drop(columns="metric"))
    if rows.empty:
        known = ", ".join(sorted(map(str, summary["metric"].unique())))
        raise ValueError(f"metric = {metric!r} is not in the table, which has: {known}.")
    names = [str(name) for name in rows["scenario"]]
    n = int(rows["n"].min())
    axis_title = f"{_plain(metric)} ({unit})"
    base = alt.Chart(rows).encode(y=alt.Y("scenario:N", title=None, sort=names, axis=_wide_labels()))
    color = _color("scenario", names, legend=False)
    span = base.mark_rule(strokeWidth=3).encode(
        x=alt.X("low:Q", title=axis_title, scale=alt.Scale(zero=False, padding=14)), x2="high:Q", color=color
    )
    dots = base.mark_point(size=110, opacity=1).encode(
        x="mean:Q", color=color, shape=_shape("scenario", names, legend=False), tooltip=list(rows.columns)
    )
    subtitle = f"mean and {level:.0%} interval of {n} replications"
    told = " ".join(
        f"{row.scenario}: mean {_say(row.mean_)}, from {_say(row.low)} to {_say(row.high)}."
        for row in rows.rename(columns={"mean": "mean_"}).itertuples()
    )
    words = f"{title}. Dots with intervals of {axis_title}; {subtitle}. {told}"
    return _finish([span, dots], title, words, width, 44 * len(rows) + 10, subtitle)


def difference_dots(
    diffs: pd.DataFrame,
    *,
    title: str,
    labels: Mapping[str, str] | None = None,
    level: float = 0.95,
    width: int = WIDTH,
) -> alt.Chart | alt.LayerChart:
    """Draw differences of ``differences(...)`` in per cent of the baseline, and the line of no change.

    Metrics have different units, so they share one axis only as shares of the baseline's mean. A difference without a
    share (see ``sim.core.stats.relative_effect``) is said in its unit below the title. ``labels`` gives a metric another
    name. Raise a ValueError if columns are missing or no difference has a share.
    """
    _need(diffs, ["scenario", "metric", "difference", "low", "high", "relative", "n"])
    names = list(dict.fromkeys(map(str, diffs["scenario"])))
    what = [(labels or {}).get(name, _plain(name)) for name in diffs["metric"]]
    diffs = diffs.assign(
        what=what if len(names) == 1 else [f"{w} · {s}" for w, s in zip(what, diffs["scenario"], strict=True)]
    )
    rows, rest = _relative(diffs), diffs[~np.isfinite(diffs["relative"].astype(float))]
    rows = _rounded(rows[["what", "scenario", "percent", "from", "to", "n"]])
    n = int(rows["n"].min())
    order = rows["what"].tolist()
    base = alt.Chart(rows).encode(y=alt.Y("what:N", title=None, sort=order, axis=_wide_labels()))
    color = _color("scenario", ["", *names], legend=False)
    zero = alt.Chart(pd.DataFrame({"percent": [0]})).mark_rule(strokeDash=[4, 3]).encode(x="percent:Q")
    span = base.mark_rule(strokeWidth=3).encode(
        x=alt.X("from:Q", title="difference to the baseline (% of its mean)", scale=alt.Scale(padding=14)),
        x2="to:Q",
        color=color,
    )
    dots = base.mark_point(size=110, opacity=1, shape="diamond").encode(
        x="percent:Q", color=color, tooltip=list(rows.columns)
    )
    subtitle = f"paired difference and {level:.0%} interval, {n} replications; dashed line: no change"
    without = [
        f"{row.what}: {_say(row.difference)} {METRICS[row.metric].unit if row.metric in METRICS else ''}".rstrip()
        + f", from {_say(row.low)} to {_say(row.high)}"
        for row in rest.itertuples()
    ]
    lines = [subtitle, *(f"not in per cent: {one}" for one in without)]
    told = " ".join(
        f"{row.what}: {_say(row.percent)} per cent, from {_say(row.from_)} to {_say(row.to)}."
        for row in rows.rename(columns={"from": "from_"}).itertuples()
    )
    words = f"{title}. Dots with intervals; {'; '.join(lines)}. {told}"
    return _finish([zero, span, dots], title, words, width, 44 * len(rows) + 10, lines if without else subtitle)


def event_timeline(
    run: Any, *, title: str = "What happened when", top: int = 8, width: int = WIDTH
) -> alt.Chart | alt.LayerChart:
    """Draw the events of a run: a row for each kind, a dot for each day, larger for more events.

    The ``top`` most frequent kinds are shown. Raise a ValueError if the run has logged nothing.
    """
    events = run.events
    _need(events, ["event", "time_h"])
    # Day 1 is the first day after the warm-up, which the clock of the log counts too.
    day = (events["time_h"] // 24).astype(int) + 1 - run.scenario.warmup_days
    counts = pd.DataFrame({"kind": events["event"].astype(str), "day": day})[day > 0]
    kinds = counts["kind"].value_counts().sort_index().sort_values(ascending=False, kind="stable").head(top)
    rows = counts[counts["kind"].isin(kinds.index)].groupby(["kind", "day"]).size().rename("events").reset_index()
    chart = alt.Chart(_thin(rows, len(kinds))).mark_circle(opacity=0.75)
    chart = chart.encode(
        x=alt.X("day:Q", title="day", scale=alt.Scale(padding=12, nice=False)),
        y=alt.Y("kind:N", title=None, sort=list(kinds.index), axis=_wide_labels()),
        size=alt.Size(
            "events:Q",
            title="events a day",
            scale=alt.Scale(range=[15, 220], zero=True),
            legend=alt.Legend(values=sorted({1, int(rows["events"].max())}), format="d"),
        ),
        tooltip=["kind", "day", "events"],
    )
    told = " ".join(f"{kind}: {count:,} events." for kind, count in kinds.items())
    words = f"{title}. Dots over days, a row for each kind of event. {told}"
    return _finish([chart], title, words, width, 30 * len(kinds) + 10)


def growth(runs: Any, *, title: str = "Followers over time", width: int = WIDTH) -> alt.Chart | alt.LayerChart:
    """Draw the followers of one run, or of several runs side by side (a sequence of runs)."""
    several = runs if isinstance(runs, Sequence) else [runs]
    table = pd.concat([run.daily.assign(scenario=run.scenario.name) for run in several])
    return over_time(table, "followers", title=title, unit="people", zero=False, width=width)


def _need(table: pd.DataFrame, columns: Sequence[str]) -> None:
    missing = [name for name in columns if name not in table]
    if missing:
        raise ValueError(f"the table has no column {missing[0]!r}; it has: {', '.join(map(str, table.columns))}.")
    if table.empty:
        raise ValueError("the table is empty, so there is nothing to draw.")


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _say(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with five significant digits: more is noise, and noise differs by machine."""
    rows = rows.reset_index(drop=True).copy()
    for name in rows.select_dtypes("floating"):
        rows[name] = [float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None for value in rows[name]]
    return rows


def _thin(rows: pd.DataFrame, series: int) -> pd.DataFrame:
    """Return every k-th day, so that the chart stays below Altair's limit of rows."""
    keep = max(1, MAX_ROWS // max(1, series))
    days = np.sort(rows["day"].unique())
    step = -(-len(days) // keep)
    return rows[rows["day"].isin(days[::step])] if step > 1 else rows


def _names(rows: pd.DataFrame, by: str) -> list[str]:
    names = list(dict.fromkeys(map(str, rows[by]))) if by in rows else []
    return names if len(names) > 1 else []


def _series(by: str, names: Sequence[str], *, dash: bool) -> dict[str, Any]:
    """Return the encodings that tell series apart: the first grey and dashed, the second blue and solid."""
    if not names:
        return {}
    dashes = [DASHES[i % len(DASHES)] for i in range(len(names))]
    line = alt.StrokeDash(f"{by}:N", title=None, scale=alt.Scale(domain=list(names), range=dashes))
    return {"color": _color(by, names)} | ({"strokeDash": line} if dash else {})


def _color(by: str, names: Sequence[str], *, legend: bool = True) -> alt.Color:
    shown: dict[str, Any] = {"title": None} if legend else {"title": None, "legend": None}
    return alt.Color(f"{by}:N", scale=alt.Scale(domain=list(names)), **shown)


def _shape(by: str, names: Sequence[str], *, legend: bool = True) -> alt.Shape:
    shapes = [SHAPES[i % len(SHAPES)] for i in range(len(names))]
    shown: dict[str, Any] = {"title": None} if legend else {"title": None, "legend": None}
    return alt.Shape(f"{by}:N", scale=alt.Scale(domain=list(names), range=shapes), **shown)


def _wide_labels() -> alt.Axis:
    return alt.Axis(labelLimit=260, labelFontSize=12)


def _band(base: alt.Chart, band: tuple[str, str], axis_title: str, by: str, names: Sequence[str]) -> alt.Chart:
    area = base.mark_area(opacity=0.18, strokeWidth=0)
    area = area.encode(y=alt.Y(f"{band[0]}:Q", title=axis_title), y2=f"{band[1]}:Q")
    # The legend shows lines, so the area is filled by a channel of its own that has none.
    area.encoding.color = area.encoding.strokeDash = alt.Undefined
    fill = alt.Fill(f"{by}:N", scale=alt.Scale(domain=list(names)), legend=None)
    return area.encode(fill=fill) if names else area


def _tell_lines(rows: pd.DataFrame, y: str, by: str, names: Sequence[str], unit: str) -> str:
    groups = [(name, rows[rows[by].astype(str) == name]) for name in names] or [("The line", rows)]
    told = []
    for name, group in groups:
        line = group.sort_values("day")
        first, last, values = line.iloc[0], line.iloc[-1], line[y].astype(float)
        told.append(
            f"{name}: {_say(first[y])} on day {int(first['day'])}, "
            f"{_say(last[y])} on day {int(last['day'])}, "
            f"lowest {_say(values.min())}, highest {_say(values.max())} {unit}."
        )
    return " ".join(told)


def _relative(diffs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that have a share, with percent, from, to."""
    relative = diffs["relative"].astype(float)
    rows, relative = diffs[np.isfinite(relative)].copy(), relative[np.isfinite(relative)]
    if rows.empty:
        raise ValueError(
            f"{diffs['metric'].iloc[0]} has no relative difference: its baseline is not clearly above zero "
            "or the other mean is a loss."
        )
    # The relative effect is the difference over the baseline's mean; the interval scales with it.
    scale = 100 * (relative / rows["difference"].where(rows["difference"] != 0, np.nan))
    return rows.assign(
        **{
            "percent": 100 * relative,
            "from": (rows["low"] * scale).fillna(0.0),
            "to": (rows["high"] * scale).fillna(0.0),
        }
    )


def _finish(
    parts: Sequence[alt.Chart], title: str, words: str, width: int, height: int, subtitle: str | list[str] | None = None
) -> alt.Chart | alt.LayerChart:
    for name, size in (("width", width), ("height", height)):
        if isinstance(size, bool) or not isinstance(size, (int, float)):
            raise ValueError(f"{name} = {size!r} is not a number of pixels; a chart that measures itself can freeze.")
    heading = alt.Title(title, subtitle=subtitle) if subtitle else alt.Title(title)
    chart = alt.layer(*parts).resolve_legend(fill="independent") if len(parts) > 1 else parts[0]
    return chart.properties(width=width, height=height, title=heading, description=words)
