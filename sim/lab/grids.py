"""Two more charts: a grid of shaded cells, and how well a ranking foretells (ROC)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from sim.lab.charts import WIDTH, _color, _finish, _plain, _rounded, _say, _series

if TYPE_CHECKING:
    from sim.model import Run

__all__ = ["heat_map", "means_table", "roc_curve", "roc_table"]

STRONGEST = 0.45  # opacity of the fullest cell: text on it keeps a contrast of 4.5 to 1, light and dark
ROW_PX = 30
POINTS = 25  # of a curve; more cannot be seen


def heat_map(
    table: pd.DataFrame,
    *,
    title: str,
    x_title: str,
    unit: str,
    per_column: bool = False,
    less: Sequence[str] = (),
    width: int = WIDTH,
) -> alt.Chart | alt.LayerChart:
    """Draw a table as a grid: a row for each index entry, a column for each column, stronger for more.

    With up to eight columns every cell says its number, with more only the largest of each row. ``per_column`` shades
    each column on its own (different units); in the columns ``less`` the smallest value is the strongest. Raise a
    ValueError for an empty table.
    """
    if table.empty:
        raise ValueError("the table is empty, so there is nothing to draw.")
    rows, columns = [_plain(str(r)) for r in table.index], [_plain(str(c)) for c in table.columns]
    values = table.to_numpy(float)
    low, high = (values.min(axis=0), values.max(axis=0)) if per_column else (min(0.0, values.min()), values.max())
    shade = np.where(high > low, (values - low) / np.where(high > low, high - low, 1.0), 0.0)
    flip = np.array([column in less for column in table.columns])
    shade = np.where(flip, 1.0 - shade, shade)
    said = np.ones_like(values, bool) if len(columns) <= 8 else values == values.max(axis=1, keepdims=True)
    cells = _rounded(pd.DataFrame([
        {"row": r, "column": c, "value": values[i, k], "shade": shade[i, k], "text": _say(values[i, k]) if said[i, k] else ""}
        for i, r in enumerate(rows) for k, c in enumerate(columns)
    ]))  # fmt: skip
    across = alt.Axis(labelAngle=0, labelLimit=120, orient="top", domain=False, ticks=False)
    base = alt.Chart(cells).encode(
        x=alt.X("column:N", title=x_title, sort=columns, axis=across),
        y=alt.Y("row:N", title=None, sort=rows, axis=alt.Axis(labelLimit=220, labelFontSize=12)),
    )
    opacity = alt.Opacity("shade:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[0.04, STRONGEST]))
    squares = base.mark_bar(cornerRadius=2).encode(opacity=opacity, tooltip=["row:N", "column:N", "value:Q"])
    text = base.mark_text(fontSize=12 if len(columns) <= 8 else 10).encode(text="text:N")
    strong = "stronger is more" if not flip.any() else f"stronger is better (in {', '.join(map(str, less))}: less)"
    shaded = f"{strong}, each column on its own" if per_column else f"{strong} ({unit})"
    told = " ".join(_tell_row(r, columns, values[i]) for i, r in enumerate(rows))
    words = f"{title}. Grid of {unit} by {x_title}; {shaded}. {told}"
    return _finish([squares, text], title, words, width, ROW_PX * len(rows), shaded)


def _tell_row(name: str, columns: Sequence[str], values: np.ndarray) -> str:
    if len(columns) <= 8:
        return f"{name}: {', '.join(f'{c} {_say(v)}' for c, v in zip(columns, values, strict=True))}."
    return f"{name}: most at {columns[int(values.argmax())]} ({_say(values.max())})."


def means_table(results: pd.DataFrame, metrics: Sequence[str] = ()) -> pd.DataFrame:
    """Return the means of ``compare(...)``: a row for each scenario, a column for each metric, in the table's order."""
    names, columns = list(dict.fromkeys(results["scenario"])), list(metrics or dict.fromkeys(results["metric"]))
    means = results.pivot_table(index="scenario", columns="metric", values="value", aggfunc="mean")
    return means.loc[names, columns].rename_axis(index=None, columns=None)


def roc_table(runs: Sequence[Run]) -> pd.DataFrame:
    """Return the ROC of the customer file's ranking: ``by`` (scenario), ``false_alarms`` and ``hits``, shares from 0 to 1.

    Runs of one scenario are pooled. A row says: of those whose score is at least some threshold, this share of all who
    react later is found, at that share of all who do not. Raise a ValueError for runs without a forecast.
    """
    pooled: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    for run in runs:
        if run.forecast is None:
            raise ValueError(f"{run.scenario.name} made no forecast: switch audience.relations.keep_file on.")
        pooled.setdefault(run.scenario.name, []).append(run.forecast)
    tables = []
    for name, parts in pooled.items():
        score, active = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(-score, kind="stable")
        score, active = score[order], active[order]
        last = np.append(score[1:] != score[:-1], True).nonzero()[0]  # equal scores come together
        keep = last[np.unique(np.linspace(0, len(last) - 1, POINTS).astype(int))]
        hits, alarms = np.cumsum(active)[keep] / active.sum(), np.cumsum(~active)[keep] / (~active).sum()
        start = pd.DataFrame({"by": [name], "false_alarms": [0.0], "hits": [0.0]})
        tables += [start, pd.DataFrame({"by": name, "false_alarms": alarms, "hits": hits})]
    return pd.concat(tables, ignore_index=True)


def roc_curve(table: pd.DataFrame, *, title: str, width: int = 380, height: int = 300) -> alt.Chart | alt.LayerChart:
    """Draw the lines of ``roc_table``, and the diagonal of a ranking by lot."""
    rows = _rounded(table)
    names = list(dict.fromkeys(map(str, rows["by"])))
    x = alt.X("false_alarms:Q", title="of those who will not react: share in the list")
    y = alt.Y("hits:Q", title="of those who will: share in the list")
    series = _series("by", names, dash=True) if len(names) > 1 else {"color": _color("by", names, legend=False)}
    lines = alt.Chart(rows).mark_line().encode(x=x, y=y, order="hits:Q", **series)
    lot = alt.Chart(pd.DataFrame({"x": [0, 1], "y": [0, 1]})).mark_line(strokeDash=[2, 3], strokeWidth=1.2)
    diagonal = lot.encode(x="x:Q", y="y:Q", color=alt.value("gray"))
    told = " ".join(
        f"{name}: at a tenth of false alarms {_say(float(np.interp(0.1, group['false_alarms'], group['hits'])))} are found."
        for name, group in rows.groupby("by", sort=False)
    )
    words = f"{title}. Curves of hits against false alarms; the dotted diagonal is a list by lot. {told}"
    return _finish([diagonal, lines], title, words, width, height, "dotted: a list drawn by lot")
