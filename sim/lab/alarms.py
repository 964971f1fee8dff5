"""What the alarm room sees: the stream of mentions with its indicators and alarms, and what thresholds cost.

``watched`` lives through a run's watch again and returns its hours as a table; everything drawn here is read from it.
The rules of ``sim.lab.charts`` hold: title, units, words with the key numbers, nothing by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from sim.core.streams import Streams
from sim.experiment import summarise
from sim.lab.charts import WIDTH, _color, _finish, _need, _rounded, _say
from sim.lab.controls import Curve, View
from sim.parts.crisis.alarms import LEVELS, _usual_keywords
from sim.parts.crisis.mentions import HISTORY_H
from sim.parts.crisis.monitoring_parameters import KEYWORD_GROUPS
from sim.parts.crisis.watch import Watch

if TYPE_CHECKING:
    from sim.model import Run

__all__ = [
    "WATCHING", "alarm_costs", "alarm_list", "arrived", "blocks", "cost_curve", "lasted", "stream_chart", "watched",
]  # fmt: skip

DAY_H, MONTH_D = 24, 30
KINDS = {True: "alarm: a crisis", False: "alarm: nothing there"}


def watched(run: Run) -> pd.DataFrame:
    """Return one row an hour from day 1 on: day, what was seen, indicators, alarm, crisis.

    Columns: hour (0 is the first), day (fractions of a day, 1 is the first midnight), mentions, negative, keyword (counts
    seen), share (negative among those in the window; missing with too few mentions), multiple (keywords in the window
    against the seven days before), level (0 to 4 of an alarm, -1: none), heard (an alarm that is taken seriously), true (a
    crisis is really there), crisis, campaign, troll (0 or 1: what was really going on).
    Raise a ValueError for a run without monitoring.
    """
    made, first = _watch(run), HISTORY_H + DAY_H * run.scenario.warmup_days
    p, seen, w = run.scenario.crisis, made.seen, run.scenario.crisis.alert_window_h
    hours = np.arange(len(seen.volume) - HISTORY_H - DAY_H * run.scenario.warmup_days)
    end = first + hours + 1
    volume, negative, keyword = (_window(row, end, w) for row in seen)
    beat, start, week = made.stream.rhythm, end - w, end - w - 7 * DAY_H
    usual = _usual_keywords(seen, beat, ~made.known, made.now, 0, int(end[-1]), start, week) * _window(beat, end, w)
    here = slice(first, int(end[-1]))
    table = pd.DataFrame({
        "hour": hours, "day": 1 + hours / DAY_H, "mentions": seen.volume[here], "negative": seen.negative[here],
        "keyword": seen.keyword[here],
        "share": np.where(volume >= max(1, p.alert_min_mentions), negative / np.maximum(1, volume), np.nan),
        "multiple": keyword / np.maximum(usual, 1e-9), "level": -1, "heard": False, "true": False,
        "crisis": ((made.stream.trial[here] + made.real[here]) > 0).astype(int),
        "campaign": (made.stream.campaign[here] > 0).astype(int), "troll": (made.stream.troll[here] > 0).astype(int),
    })  # fmt: skip
    for alarm in made.alarms:
        # An alarm rings at the end of the hour that it judges.
        hour = int(alarm.alarm_h) - 1 - DAY_H * run.scenario.warmup_days
        if hour >= 0:
            table.loc[hour, ["level", "heard", "true"]] = [alarm.level, isfinite(alarm.heard_h), alarm.true]
    return table


def _watch(run: Run) -> Watch:
    scenario = run.scenario
    if "crisis" not in scenario.parts or not scenario.crisis.monitoring:
        raise ValueError("this run has no monitoring: switch `crisis.monitoring` on.")
    streams = Streams(run.seed, run.replication)
    hours = DAY_H * (scenario.warmup_days + scenario.horizon_days)
    activity = scenario.engagement.activity_by_hour
    made = Watch(streams, scenario.crisis, hours, activity, run.ledger.first_week_h)
    for row in run.rows("crisis_hour"):
        if row["mentions"]:
            group = int(streams.of("crisis-group", row["number"]).integers(len(KEYWORD_GROUPS)))
            made.add(int(row["time_h"]), int(row["mentions"]), group, row["number"])
    made.run(hours)
    return made


def _window(row: np.ndarray, end: np.ndarray, w: int) -> np.ndarray:
    total = np.concatenate([[0.0], np.cumsum(row)])
    return np.asarray(total[end] - total[end - w])


def alarm_list(table: pd.DataFrame) -> pd.DataFrame:
    """Return the alarms of ``watched``, a row each: day, clock, level, share, multiple, heard, and what was really there."""
    near = table[["troll", "campaign"]].rolling(3, min_periods=1).max()  # an indicator looks back over its window
    rows = table.assign(troll=near["troll"], campaign=near["campaign"])[table["level"] >= 0]
    there = np.select(
        [rows["true"], rows["troll"] == 1, rows["campaign"] == 1], ["crisis", "troll burst", "campaign"], "chance"
    )
    return pd.DataFrame({
        "day": rows["day"].astype(int), "clock": [f"{(h + 1) % DAY_H:02d}:00" for h in rows["hour"]],
        "level": [LEVELS[i] for i in rows["level"]], "share": rows["share"].round(2), "multiple": rows["multiple"].round(1),
        "heard": rows["heard"], "really": there,
    }).reset_index(drop=True)  # fmt: skip


def blocks(table: pd.DataFrame, hours: int = 6) -> pd.DataFrame:
    """Return ``watched`` in blocks of ``hours``: mentions and negative per hour, the highest share and multiple of a block.

    ``false_alarms`` counts the alarms without a crisis so far.
    """
    block = table.assign(false=(table["level"] >= 0) & ~table["true"]).groupby(table["hour"] // hours)
    made = pd.DataFrame({
        "day": block["day"].min(), "mentions": block["mentions"].mean(), "negative": block["negative"].mean(),
        "share": block["share"].max(), "multiple": block["multiple"].max(), "crisis": block["crisis"].max(),
    })  # fmt: skip
    made["false_alarms"] = block["false"].sum().cumsum()
    return made.reset_index(drop=True)


MOST = 20.0  # a crisis brings a thousand times the usual keywords; on such an axis nothing else would be seen


def _capped(run: Run) -> pd.DataFrame:
    days = blocks(watched(run), DAY_H)
    return days.assign(multiple=days["multiple"].clip(upper=MOST))


WATCHING = View(
    title="What the watch sees, and how often it cries wolf",
    rows=_capped,
    curves=(
        Curve("share", "negative share", "peak of the day"),
        Curve("multiple", "keywords", "× usual, at most 20"),
        Curve("false_alarms", "false alarms so far", "count"),
    ),
    figures=(
        "detection_delay_h", "missed_crises", "false_alarms", "activation_h", "crisis_skill", "monitoring_hours",
    ),
)  # fmt: skip


def stream_chart(
    table: pd.DataFrame, *, title: str, threshold: float | None = None, width: int = WIDTH
) -> alt.VConcatChart:
    """Draw ``watched``: mentions above, the negative share below with every alarm; true crises are shaded.

    ``threshold`` is the alarm line of the share.
    """
    _need(table, ["hour", "mentions", "share", "level", "true", "crisis"])
    rows = _rounded(blocks(table, 12).drop(columns=["negative", "multiple", "false_alarms", "crisis"]).round(3))
    bell = table[table["level"] >= 0]
    alarms = _rounded(pd.DataFrame({
        "day": bell["day"].round(2), "share": bell["share"].fillna(0.0).round(3), "what": [KINDS[bool(t)] for t in bell["true"]],
        "level": [LEVELS[i] for i in bell["level"]],
    }))  # fmt: skip
    x = alt.X(
        "day:Q", title=None, scale=alt.Scale(domain=[1, float(np.ceil(table["day"].max()))], nice=False), stack=None
    )
    bands = alt.Chart(_bands(table)).mark_rect(opacity=0.3).encode(x=alt.X("from:Q", title=None), x2="to:Q")
    # Campaigns would press the rest flat: the axis is a square root. JupyterLab's version of Vega-Lite would then add up
    # the days of the other axis, because only a linear one can be stacked.
    volume = alt.Chart(rows).mark_area(opacity=0.45, line=True, orient="vertical").encode(
        x=x,
        y=alt.Y("mentions:Q", title="mentions an hour", scale=alt.Scale(type="sqrt"), stack=None),
    )  # fmt: skip
    line = alt.Chart(rows).mark_line(strokeWidth=1.2).encode(x=x, y=alt.Y("share:Q", title="negative share (0–1)"))
    shapes = alt.Scale(domain=list(KINDS.values()), range=["triangle-up", "cross"])
    dots = alt.Chart(alarms).mark_point(size=80, filled=True, opacity=1).encode(
        x=alt.X("day:Q", title="day"), y="share:Q", color=_color("what", list(KINDS.values())),
        shape=alt.Shape("what:N", title=None, scale=shapes), tooltip=["day", "what", "level", "share"],
    )  # fmt: skip
    lower: list[alt.Chart] = [bands, line]
    if threshold is not None:
        at = alt.Chart(pd.DataFrame({"y": [threshold]}))
        lower.append(at.mark_rule(strokeDash=[5, 3]).encode(y=alt.Y("y:Q", title="negative share (0–1)")))
    counts = [int((bell["true"] == known).sum()) for known in (True, False)]
    words = (
        f"{title}. Mentions an hour and negative share over {int(table['day'].max())} days. {len(_bands(table))} true crises "
        f"are shaded; {counts[0]} alarms in a crisis, {counts[1]} without one. Highest share {_say(rows['share'].max())}."
    )
    top = alt.layer(bands, volume).properties(width=width, height=80)
    below = alt.layer(*lower, dots).properties(width=width, height=150)
    return alt.vconcat(top, below, spacing=8).properties(title=title, description=words)


def _bands(table: pd.DataFrame) -> pd.DataFrame:
    """Return where a crisis was going on: from, to in days; a silence of a day ends one."""
    days = table.loc[table["crisis"] == 1, "day"]
    part = (days.diff() > 1).cumsum()
    spans = days.groupby(part).agg(["min", "max"])
    return spans.rename(columns={"min": "from", "max": "to"}).round(3).reset_index(drop=True)


def arrived(runs: Sequence[Run], days: int = 10) -> pd.DataFrame:
    """Return how much of all negative mentions had come by then: scenario, day (¼, ½, 1, 2, …), mean, low, high, n.

    ``runs`` are replications of crises that begin by themselves; the share is of the mentions of 30 days.
    """
    rows = []
    for run in runs:
        said = np.array([row["mentions"] for row in run.rows("crisis_hour")], float)
        share = np.cumsum(said) / said.sum()
        about = {"scenario": run.scenario.name, "replication": run.replication}
        hours = (6, 12, *range(DAY_H, DAY_H * days + 1, DAY_H))
        rows += [about | {"metric": h / DAY_H, "value": share[min(h, len(share)) - 1]} for h in hours]
    return summarise(pd.DataFrame(rows)).rename(columns={"metric": "day"})


def lasted(run: Run) -> float:
    """Return how many hours a crisis lasted: until the last hour with a tenth of the mentions of its worst hour."""
    said = np.array([row["mentions"] for row in run.rows("crisis_hour")], float)
    return float(np.flatnonzero(said >= said.max() / 10)[-1] + 1)


def alarm_costs(
    results: pd.DataFrame, path: str, *, per_alarm_h: float, per_delay_h: float, crises_a_month: float
) -> pd.DataFrame:
    """Return what a setting costs a month in hours of work: a row for each point of a sweep and part of the cost.

    ``per_alarm_h`` hours to check a false alarm, ``per_delay_h`` hours of work that one hour of delay makes in a crisis,
    ``crises_a_month`` how often there is one. Columns: the path, part (false alarms, delay, both), hours.
    """
    mean = summarise(results).set_index(["scenario", "metric"])["mean"]
    rows = []
    for scenario, value in results[["scenario", path]].drop_duplicates().itertuples(index=False):
        false = per_alarm_h * mean[scenario, "false_alarms"]
        delay = per_delay_h * crises_a_month * mean[scenario, "detection_delay_h"]
        rows += [{path: value, "part": part, "hours": hours}
                 for part, hours in (("false alarms", false), ("delay", delay), ("both", false + delay))]  # fmt: skip
    return pd.DataFrame(rows).sort_values(["part", path], ignore_index=True, kind="stable")


def cost_curve(
    costs: pd.DataFrame, path: str, *, title: str, x_title: str, width: int = WIDTH
) -> alt.LayerChart | alt.Chart:
    """Draw ``alarm_costs``: a line for each part, and where the sum is lowest."""
    rows = _rounded(costs.rename(columns={path: "x"}))
    parts = ["false alarms", "delay", "both"]
    dash = alt.StrokeDash("part:N", title=None, scale=alt.Scale(domain=parts, range=[[6, 4], [2, 2], [1, 0]]))
    both = rows[rows["part"] == "both"]
    best = both.loc[both["hours"].idxmin()]
    y = alt.Y("hours:Q", title="cost (hours of work a month)")
    key = alt.Legend(title=None, symbolType="stroke")
    color = alt.Color("part:N", scale=alt.Scale(domain=parts), legend=key)
    base = alt.Chart(rows).encode(x=alt.X("x:Q", title=x_title), y=y, color=color, strokeDash=dash)
    mark = alt.Chart(both[both["x"] == best["x"]]).mark_point(size=140, shape="diamond", filled=True, opacity=1)
    words = (
        f"{title}. Three lines against {x_title}. The sum is lowest at {_say(best['x'])}: {_say(best['hours'])} hours."
    )
    lines = base.mark_line(point=alt.OverlayMarkDef(size=40))
    dot = mark.encode(x="x:Q", y="hours:Q", tooltip=["x", "hours"])
    return _finish([lines, dot], title, words, width, 220, f"lowest sum at {_say(best['x'])}")
