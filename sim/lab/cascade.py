"""Pictures of a cascade (级联): who brought it to whom, when, and how much was still to come.

All of them read a table with one row for each person who heard: person, time_h (hours since the first post), source
(whom it came from, -1 for those who began), generation (steps from the first post) and, if known, account (kind of account).
``cascade_table`` makes it of the spread engine's ``Cascade``.

A network of 60,000 people cannot be read. ``cascade_network`` shows the few accounts that told most people, and those
through whom it came to them: an account's area is the number of people it told, so that the crowd is there without being
drawn. The rules of ``sim.lab.charts`` hold: title, units, words with the key numbers, nothing by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd

from sim.core.cascade import Cascade
from sim.core.stats import mean_interval
from sim.lab.charts import HEIGHT, SHAPES, WIDTH, _finish, _need, _rounded, _say
from sim.lab.theme import LIGHT

__all__ = [
    "MEASURED", "cascade_network", "cascade_table", "cascade_timeline", "main_accounts", "remaining", "remaining_curve",
]  # fmt: skip

COLUMNS = ("person", "time_h", "source", "generation")
# Share of all reposts still to come, by hours since the post: 1,151 rumours on 微博 (Weibo), posted 08–20 h, mean.
MEASURED = {1.0: 0.77, 2.0: 0.65, 4.0: 0.50, 24.0: 0.20}
MEASURED_BY = "measured: 1,151 rumours on Weibo"
DEEPEST = 5  # later generations share the last row
GAP, LANE, LARGEST, SMALLEST, LABELLED = 10.0, 44.0, 1600.0, 16.0, 5
BEFORE_H = 0.35  # room for the first post on the axis
Marks = Mapping[str, float]


def cascade_table(cascade: Cascade, account: Sequence[str] | np.ndarray | None = None) -> pd.DataFrame:
    """Return the table of a cascade; ``account`` gives the kind of account of every person of the population."""
    table = cascade.table()
    return table if account is None else table.assign(account=np.asarray(account)[table["person"]])


def main_accounts(table: pd.DataFrame, most: int = 120) -> pd.DataFrame:
    """Return the rows of the accounts that told most people and of those through whom it came to them.

    ``told`` counts the people who heard it from this account. At most ``most`` rows.
    Raise a ValueError if the table has two rows for one person or a source that is not in it.
    """
    _need(table, COLUMNS)
    person, source = table["person"].to_numpy(), table["source"].to_numpy()
    place = pd.Index(person)
    if not place.is_unique:
        raise ValueError(f"person {place[place.duplicated()][0]} has two rows; a cascade has one for each person.")
    parent = place.get_indexer(source)
    lost = (parent < 0) & (source >= 0)
    if lost.any():
        raise ValueError(f"source {source[lost][0]} is not among the people of the cascade.")
    told = np.bincount(parent[parent >= 0], minlength=len(table))
    shown: set[int] = set()
    for one in np.lexsort((person, -told)).tolist():
        path = []
        while one >= 0 and one not in shown:
            path.append(one)
            one = int(parent[one])
        if path and (len(shown) + len(path) > most or (shown and not told[path[0]])):
            break
        shown.update(path)
    rows = sorted(shown)
    return table.iloc[rows].assign(told=told[rows]).reset_index(drop=True)


def cascade_network(
    table: pd.DataFrame, *, title: str, marks: Marks | None = None, most: int = 120, width: int = 640
) -> alt.LayerChart | alt.Chart:
    """Draw the accounts that told most people: time to the right, generations downwards, area for the people told.

    ``marks`` are decisions by name, with their hour. A column ``account`` gives each kind a shape and a colour.
    """
    rows = main_accounts(table, most)
    everybody, through = len(table), int(rows["told"].sum())
    horizon = float(f"{max(1.0, 1.1 * float(rows['time_h'].max())):.3g}")
    rows, bands, height = _placed(rows, horizon, width)
    # Most happens in the first hours: equal ratios of 1 + hours take equal room.
    along = alt.Scale(type="symlog", constant=1, domain=[-BEFORE_H, horizon], nice=False)
    ticks = [hour for hour in (0, 1, 2, 4, 8, 24, 72, 168, 336) if hour <= horizon]
    x = alt.X("time_h:Q", title="time since the first post (hours)", scale=along, axis=alt.Axis(values=ticks))
    down = alt.Scale(domain=[height, 0], nice=False)
    y = alt.Y("y:Q", axis=None, scale=down)
    places = {name: float(_along(hour, horizon, width)) for name, hour in _inside(marks, horizon).items()}
    links = alt.Chart(_links(rows)).mark_rule(opacity=0.45, strokeWidth=0.8).encode(x=x, y=y, x2="to_h:Q", y2="to_y:Q")
    # The commonest kind of account is the grey one.
    kinds = [str(kind) for kind in rows["account"].value_counts().index] if "account" in rows else []
    # Names of decisions may need more than one line between the legends and the picture.
    above = 18 + 14 * len(_lines(places))
    largest = int(max(1, rows["told"].max()))
    key = alt.Legend(
        values=_round_values(largest), format=",d", titleOrient="left", offset=above,
        symbolFillColor=_theme("axis", "labelColor", usual=LIGHT.muted), symbolStrokeWidth=0,
    )  # fmt: skip
    sizes = alt.Scale(domain=[0, largest], range=[SMALLEST, LARGEST])
    area = alt.Size("told:Q", title="people told directly", scale=sizes, legend=key)
    keep = ["person", "time_h", "generation", "told", "y", *(["account"] if kinds else [])]
    named = _kinds(kinds, above) if kinds else {}
    dots = alt.Chart(_rounded(rows[keep])).mark_point(filled=True, opacity=1, strokeWidth=0)
    dots = dots.encode(x=x, y=y, size=area, tooltip=keep[:4] + keep[5:], **named)
    parts = [
        _lanes(bands, down),
        links,
        *_marked(marks, places, "time_h", x),
        dots,
        *_numbers(rows, horizon, width, x, y),
    ]
    subtitle = (
        f"{len(rows)} of {everybody:,} people; {through / max(1, everybody):.0%} of all heard it from one of them"
    )
    words = f"{title}. Network of a cascade; {subtitle}. {_tell_accounts(rows)} {_tell_marks(marks)}".strip()
    return _finish(parts, title, words, width, height, subtitle)


def cascade_timeline(
    table: pd.DataFrame, *, title: str, marks: Marks | None = None, horizon_h: float | None = None,
    what: str = "people who newly hear", width: int = WIDTH, height: int = HEIGHT,
) -> alt.LayerChart | alt.Chart:  # fmt: skip
    """Draw how many newly hear in each hour, with the decisions of ``marks`` (name: hour) as dashed lines."""
    _need(table, COLUMNS)
    hours = int(np.ceil(horizon_h or float(table["time_h"].max()) + 1e-9)) or 1
    counts = np.bincount(table["time_h"].clip(0, hours).astype(int), minlength=hours)[:hours]
    rows = pd.DataFrame({"hour": np.arange(hours) + 0.0, "end": np.arange(hours) + 1.0, "new": counts})
    x = alt.X("hour:Q", title="time since the first post (hours)", scale=alt.Scale(domain=[0, hours], nice=False))
    bars = alt.Chart(rows).mark_rect().encode(
        x=x, x2="end:Q", y=alt.Y("new:Q", title=f"{what} (people an hour)"), y2=alt.datum(0), tooltip=["hour", "new"],
        color=alt.value(_theme("bar", "color", usual=LIGHT.series[1])),
    )  # fmt: skip
    peak = int(counts.argmax())
    told = f"Highest in hour {peak}: {counts[peak]:,}. In all {int(counts.sum()):,} in {hours} hours."
    words = f"{title}. Bars of {what} for each hour. {told} {_tell_marks(marks)}".strip()
    places = {name: hour / hours * width for name, hour in _inside(marks, hours).items()}
    return _finish([bars, *_marked(marks, places, "hour", x)], title, words, width, height)


def remaining(tables: Sequence[pd.DataFrame], hours: Sequence[float] = (), *, level: float = 0.95) -> pd.DataFrame:
    """Return the share of a cascade still to come: hour, mean, low, high over the cascades, and their number n.

    Those who began are not counted; a cascade that nobody passed on is left out. ``low`` and ``high`` are the interval of
    the mean, nan for one cascade.
    """
    if not tables:
        raise ValueError("remaining needs one table at least, of a cascade.")
    at = np.asarray(hours if len(hours) else np.geomspace(0.25, 168.0, 60), float)
    ages = [np.sort(t["time_h"].to_numpy()[t["generation"].to_numpy() > 0]) for t in tables]
    shares = np.array([1.0 - np.searchsorted(a, at, side="right") / len(a) for a in ages if len(a)])
    if not len(shares):
        raise ValueError("nobody passed it on in any of the tables, so nothing was ever still to come.")
    if len(shares) == 1:
        return pd.DataFrame({"hour": at, "mean": shares[0], "low": np.nan, "high": np.nan, "n": 1})
    spans = [mean_interval(column, level=level) for column in shares.T]
    return pd.DataFrame(
        {"hour": at, "mean": [s.mean for s in spans], "low": [s.low for s in spans], "high": [s.high for s in spans],
         "n": len(shares)}
    )  # fmt: skip


def remaining_curve(
    tables: Sequence[pd.DataFrame], *, title: str, what: str = "reposts", measured: bool = True, width: int = WIDTH,
    height: int = HEIGHT,
) -> alt.LayerChart | alt.Chart:  # fmt: skip
    """Draw the share that is still to come after so many hours: the most that a first statement then can prevent.

    ``tables`` hold one cascade a replication; the band is the 95 % interval of their mean. ``measured`` adds the shares
    measured on 微博 (Weibo).
    """
    rows = remaining(tables)
    n = int(rows["n"].iloc[0])
    axis = f"{what} still to come (% of all)"
    rows = _rounded(rows.assign(**{name: (100 * rows[name]).clip(0, 100) for name in ("mean", "low", "high")}))
    x = alt.X(
        "hour:Q", title="time since the first post (hours)",
        scale=alt.Scale(type="log", domain=[0.25, 168], nice=False), axis=alt.Axis(values=[0.25, 0.5, 1, 2, 4, 8, 24, 72, 168]),
    )  # fmt: skip
    y = alt.Y("mean:Q", title=axis, scale=alt.Scale(domain=[0, 100]))
    line = alt.Chart(rows).mark_line().encode(x=x, y=y, tooltip=list(rows.columns))
    parts: list[Any] = [line]
    if n > 1:
        parts.insert(
            0,
            alt.Chart(rows)
            .mark_area(opacity=0.18, strokeWidth=0)
            .encode(x=x, y=alt.Y("low:Q", title=axis), y2="high:Q"),
        )
    subtitle = f"line: mean of {n} simulated cascades" + (", band: its 95 % interval" if n > 1 else "")
    if measured:
        parts += _measured(x, axis)
        subtitle += f"; diamonds: {MEASURED_BY}"
    at = remaining(tables, [*MEASURED])
    told = " ".join(
        f"After {hour:g} h {100 * row:.0f} per cent"
        + (f", measured {100 * MEASURED[hour]:.0f}." if measured else ".")
        for hour, row in zip(at["hour"], at["mean"], strict=True)
    )  # fmt: skip
    return _finish(parts, title, f"{title}. Line of {axis} over hours; {subtitle}. {told}", width, height, subtitle)


# --- pieces ----------------------------------------------------------------------------------------------------------


def _theme(*path: str, usual: str) -> str:
    """Return a colour of the theme that is on, for a mark that has to name it."""
    made: Any = alt.theme.get()
    found: Any = made().get("config", {}) if made else {}
    for name in path:
        found = found.get(name, {})
    return found if isinstance(found, str) else usual


def _along(hours: Any, horizon: float, width: int) -> Any:
    """Return places in pixels on the axis of the network."""
    low, high = -np.log1p(BEFORE_H), np.log1p(horizon)
    return (np.sign(hours) * np.log1p(np.abs(hours)) - low) / (high - low) * width


def _round_values(largest: int) -> list[int]:
    """Return up to three round numbers for the legend of areas: the largest fits, then tenths of it."""
    top = 10 ** int(np.log10(max(1, largest)))
    top *= int(largest // top) or 1
    return sorted({max(1, top), max(1, top // 4), max(1, top // 20)})


def _placed(rows: pd.DataFrame, horizon: float, width: int) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return the rows with a place ``y`` in pixels, the rows of generations (middle, bottom, lane), and the height."""
    lane = rows["generation"].clip(upper=DEEPEST).to_numpy()
    x = _along(rows["time_h"].to_numpy(), horizon, width)
    radius = _radius(rows["told"].to_numpy())
    y, top, bands = np.zeros(len(rows)), 0.0, []
    for number in sorted(set(lane.tolist())):
        here = np.flatnonzero(lane == number)
        offsets, tall = _spread_out(x[here], radius[here])
        y[here] = top + offsets
        name = "first posts" if number == 0 else f"generation {number}" + ("+" if number == DEEPEST else "")
        bands.append({"middle": top + tall / 2, "bottom": top + tall, "lane": name})
        top += tall
    return rows.assign(y=y), pd.DataFrame(bands), int(np.ceil(top))


def _radius(told: np.ndarray) -> np.ndarray:
    """Return half the width of each symbol: its ``size`` is the area of the square around it."""
    return np.sqrt(SMALLEST + (LARGEST - SMALLEST) * told / max(1, told.max(initial=1))) / 2.0


def _spread_out(x: np.ndarray, radius: np.ndarray) -> tuple[np.ndarray, float]:
    """Return heights for the accounts of one generation, the large ones first, so that none covers another; and the room."""
    levels: list[float] = [0.0]
    for step in range(1, 80):
        levels += [step * 4.0, -step * 4.0]
    y = np.zeros(len(x))
    done: list[int] = []
    for one in np.lexsort((x, -radius)).tolist():
        y[one] = next(
            (h for h in levels if all(np.hypot(x[one] - x[o], h - y[o]) > radius[one] + radius[o] + 1.5 for o in done)), 0.0
        )  # fmt: skip
        done.append(one)
    low, high = float((y - radius).min()), float((y + radius).max())
    return y - low + GAP, max(high - low + 2.0 * GAP, LANE)


def _links(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a line from each account to the one it heard from."""
    at = rows.set_index("person")
    heard = rows[rows["source"].isin(at.index)]
    begin = at.loc[heard["source"]]
    return _rounded(
        pd.DataFrame(
            {"time_h": begin["time_h"].to_numpy(), "y": begin["y"].to_numpy(), "to_h": heard["time_h"].to_numpy(),
             "to_y": heard["y"].to_numpy()}
        )
    )  # fmt: skip


def _lanes(bands: pd.DataFrame, down: alt.Scale) -> Any:
    edges = (
        alt.Chart(bands[:-1]).mark_rule(opacity=0.35, strokeWidth=1).encode(y=alt.Y("bottom:Q", axis=None, scale=down))
    )
    names = alt.Chart(bands).mark_text(align="right", baseline="middle", dx=-10, fontSize=11)
    names = names.encode(x=alt.value(0), y=alt.Y("middle:Q", axis=None, scale=down), text="lane:N")
    return alt.layer(edges, names)


def _numbers(rows: pd.DataFrame, horizon: float, width: int, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Write the number of people told beside the largest accounts."""
    top = rows.nlargest(LABELLED, "told")
    top = top[top["told"] >= max(2.0, 0.02 * rows["told"].max())]
    if top.empty:
        return []
    shift = _radius(rows["told"].to_numpy())[top.index] + 4.0
    right = _along(top["time_h"].to_numpy(), horizon, width) + shift < width - 40
    charts = []
    sides: tuple[tuple[np.ndarray, Literal["left", "right"], float], ...] = (
        (right, "left", 1.0),
        (~right, "right", -1.0),
    )
    for here, align, sign in sides:
        for (_, row), by in zip(top[here].iterrows(), shift[here], strict=True):
            one = _rounded(pd.DataFrame([{"time_h": row["time_h"], "y": row["y"], "label": f"{int(row['told']):,}"}]))
            base = alt.Chart(one).encode(x=x, y=y, text="label:N")
            beside: dict[str, Any] = {"align": align, "dx": sign * float(round(by)), "fontWeight": "bold"}
            halo = _theme("background", usual=LIGHT.card)
            charts += [base.mark_text(stroke=halo, strokeWidth=4, **beside), base.mark_text(**beside)]
    return charts


def _kinds(kinds: list[str], above: int) -> dict[str, Any]:
    legend, scale = alt.Legend(title=None, offset=above), alt.Scale(domain=kinds)
    shapes = alt.Scale(domain=kinds, range=[SHAPES[i % len(SHAPES)] for i in range(len(kinds))])
    return {
        "color": alt.Color("account:N", scale=scale, legend=legend),
        "shape": alt.Shape("account:N", scale=shapes, legend=legend),
    }


def _lines(places: Mapping[str, float]) -> list[list[str]]:
    """Return the names of decisions in lines, the lowest first, so that no name touches the next."""
    lines: list[list[str]] = []
    ends: list[float] = []
    for name, place in sorted(places.items(), key=lambda item: item[1]):
        line = next((i for i, end in enumerate(ends) if place > end), len(ends))
        ends[line : line + 1] = [place + 7.0 * len(name) + 12.0]
        lines[line : line + 1] = [[*(lines[line] if line < len(lines) else []), name]]
    return lines


def _marked(marks: Marks | None, places: Mapping[str, float], field: str, x: alt.X) -> list[alt.Chart]:
    """Draw decisions as dashed lines with their names above."""
    charts: list[alt.Chart] = []
    for line, names in enumerate(_lines(places)):
        for name in names:
            base = alt.Chart(pd.DataFrame([{field: float((marks or {})[name]), "name": name}])).encode(x=x)
            charts.append(base.mark_rule(strokeDash=[5, 4], strokeWidth=1.5))
            text = base.mark_text(align="left", dx=4, dy=-4 - 14 * line, baseline="bottom")
            charts.append(text.encode(y=alt.value(0), text="name:N"))
    return charts


def _inside(marks: Marks | None, horizon: float) -> dict[str, float]:
    return {name: hour for name, hour in (marks or {}).items() if 0 <= hour <= horizon}


def _measured(x: alt.X, axis: str) -> list[alt.Chart]:
    rows = pd.DataFrame({"hour": [*MEASURED], "mean": [100 * v for v in MEASURED.values()]})
    rows["label"] = [f"{v:.0f} %" for v in rows["mean"]]
    base = alt.Chart(rows).encode(x=x, y=alt.Y("mean:Q", title=axis))
    dots = base.mark_point(shape="diamond", size=120, opacity=1, filled=False, strokeWidth=2).encode(
        tooltip=["hour", "mean"]
    )
    return [dots, base.mark_text(align="left", dx=10, dy=-8).encode(text="label:N")]


def _tell_accounts(rows: pd.DataFrame) -> str:
    by = rows["generation"].value_counts().sort_index()
    counts = ", ".join(f"{n} of generation {g}" for g, n in by.items())
    first = " ".join(
        f"One account told {int(r.told):,} people, {_say(float(r.time_h))} h after the first post, in generation {r.generation}."
        for r in rows.nlargest(3, "told").itertuples()
    )
    return f"Accounts shown: {counts}. {first}"


def _tell_marks(marks: Marks | None) -> str:
    return " ".join(f"{name} at {hour:g} h." for name, hour in sorted((marks or {}).items(), key=lambda item: item[1]))
