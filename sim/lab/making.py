"""Pictures of how posts are made: a week of the line as a Gantt chart (甘特图), what it is about day by day, and labelled curves.

The rules of ``sim.lab.charts`` hold.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import pandas as pd

from sim.lab.charts import WIDTH, _color, _finish, _need, _rounded, _say, _series
from sim.lab.controls import Curve, View
from sim.model import simulate

if TYPE_CHECKING:
    from sim.model import Run
    from sim.scenario import Scenario

__all__ = ["MAKING", "curves", "gantt", "line_days", "steps_of", "waiting"]

ROW_PX = 26
ROOM_OF_A_LETTER = 0.022  # share of the width that a bar needs to hold its letter
LETTERS = {"plan": "P", "creative": "C", "copy": "W", "design": "D", "review": "R", "checks": "L", "again": "A"}
"""Steps in a Gantt chart with the letter on their bars; what is none of the first five is a check (L) or done again (A)."""
STEP_OF = {"verify": "checks", "compliance": "checks", "optimise": "again", "double work": "again"}


def line_days(run: Run) -> pd.DataFrame:
    """Return day, lead_h (office hours from brief to ready) and late_h (hours behind the planned hour), means of seven days.

    Posts count on the day for which they were planned; those that were given up are left out. Raise a ValueError without the line.
    """
    jobs = [job for job in run.rows("job") if not job["dropped"]]
    if not jobs:
        raise ValueError(f"{run.scenario.name!r} has no production line: switch the part `line` on.")
    day = np.array([(job["planned_h"] - run.start_h) // 24.0 + 1.0 for job in jobs])
    lead = np.array([job["lead_h"] for job in jobs])
    late = np.array([max(0.0, job["time_h"] - job["planned_h"]) for job in jobs])
    rows = []
    for last in range(7, run.scenario.horizon_days + 1):
        there = (day > last - 7) & (day <= last)
        if there.any():
            rows.append({"day": last, "lead_h": float(lead[there].mean()), "late_h": float(late[there].mean())})
    return pd.DataFrame(rows, columns=["day", "lead_h", "late_h"])


MAKING = View(
    title="What the line delivers and costs",
    rows=line_days,
    curves=(
        Curve("lead_h", "brief to ready", "office hours, 7-day mean"),
        Curve("late_h", "late", "hours, 7-day mean"),
    ),
    figures=("on_time_share", "lead_time_h", "quality_mean", "consistency", "defect_escape", "posts", "team_hours"),
)


def steps_of(scenario: Scenario, *, first_day: int, days: int, replication: int = 0) -> pd.DataFrame:
    """Return the steps of the posts briefed in these days: post, step, person, asked_h, start_h, end_h, hours of work.

    Times are office hours since the start of ``first_day`` (day 1 follows the warm-up): nights and weekends are cut out. Posts
    are numbered by their briefs.
    """
    from sim.parts.production.people import Office

    p, zero = scenario.production, 24.0 * (scenario.warmup_days + first_day - 1)
    office = Office(p.shift_start_h, office_day_h(scenario), p.work_days, scenario.warmup_days % 7)
    rows: list[dict[str, Any]] = []

    def worked(*, job: Any, task: str, person: str, hours: float, **times: Any) -> None:
        if zero <= job.brief_h < zero + 24.0 * days:
            at = {name: office.between(zero, times[name]) for name in ("asked_h", "start_h", "end_h")}
            rows.append({"key": job.draft.key, "brief_h": job.brief_h, "step": STEP_OF.get(task, task), "person": person}
                        | at | {"hours": hours})  # fmt: skip

    simulate(scenario, replication=replication, also=lambda world: world.listen("worked", worked))
    columns = ["key", "brief_h", "step", "person", "asked_h", "start_h", "end_h", "hours"]
    table = pd.DataFrame(rows, columns=columns).sort_values(["brief_h", "start_h"], kind="stable", ignore_index=True)
    table.insert(0, "post", [f"post {number + 1}" for number in pd.factorize(table["key"])[0]])
    return table.drop(columns=["key", "brief_h"])


def office_day_h(scenario: Scenario) -> float:
    """Return how many hours the office is open on a working day."""
    from sim.parts.production.team import head_count

    return scenario.production.staff_hours_week / head_count(scenario.production) / scenario.production.work_days


def gantt(steps: pd.DataFrame, *, title: str, day_h: float = 8.0, width: int = WIDTH) -> alt.Chart | alt.LayerChart:
    """Draw each post as a row: bars where somebody works on it, a thin line where it waits; ``steps`` as of ``steps_of``.

    ``day_h`` office hours make a working day. Raise a ValueError if there is nothing to draw.
    """
    _need(steps, ["post", "step", "start_h", "end_h", "asked_h"])
    names = [step for step in LETTERS if step in set(steps["step"])]
    posts = list(dict.fromkeys(steps["post"]))
    days = math.ceil(steps["end_h"].max() / day_h)
    long = steps["end_h"] - steps["start_h"] >= ROOM_OF_A_LETTER * days * day_h
    bars = _rounded(pd.DataFrame({
        "post": steps["post"], "step": steps["step"], "from": steps["start_h"] / day_h + 1.0, "to": steps["end_h"] / day_h + 1.0,
        "letter": steps["step"].map(LETTERS).where(long, ""),
    }))  # fmt: skip
    whole = steps.groupby("post", sort=False).agg(first=("asked_h", "min"), last=("end_h", "max")).reset_index()
    whole = _rounded(whole.assign(first=whole["first"] / day_h + 1.0, last=whole["last"] / day_h + 1.0))
    rows = alt.Y("post:N", title=None, sort=posts)
    scale = alt.Scale(domain=[1, days + 1], nice=False, zero=False)
    axis = alt.Axis(tickMinStep=1, format="d")
    thread = alt.Chart(whole).mark_rule(strokeWidth=1, strokeDash=[2, 2]).encode(
        x=alt.X("first:Q", title="working day", scale=scale, axis=axis), x2="last:Q", y=rows
    )  # fmt: skip
    x = alt.X("from:Q", title="working day", scale=scale, axis=axis)
    boxes = alt.Chart(bars).mark_bar(height=16, cornerRadius=2, opacity=0.55).encode(
        x=x, x2="to:Q", y=rows, color=_color("step", names), tooltip=["post:N", "step:N"]
    )  # fmt: skip
    letters = alt.Chart(bars).mark_text(fontSize=10, align="left", dx=2).encode(x=x, y=rows, text="letter:N")
    told = " ".join(
        f"{r.step}: {_say(r.work)} hours of work, {_say(r.wait)} of waiting." for r in waiting(steps).itertuples()
    )
    words = (
        f"{title}. Gantt chart of {len(posts)} posts over {days} working days; bars are work, lines are waiting. {told}"
    )
    legend = ", ".join(f"{LETTERS[name]} {name}" for name in names)
    return _finish(
        [thread, boxes, letters], title, words, width, ROW_PX * len(posts), f"dotted: the post waits; {legend}"
    )


def waiting(steps: pd.DataFrame) -> pd.DataFrame:
    """Return for each step its visits, the mean hours of work and the mean office hours of waiting for somebody."""
    each = steps.assign(wait=steps["start_h"] - steps["asked_h"]).groupby("step", sort=False)
    table = each.agg(visits=("hours", "size"), work=("hours", "mean"), wait=("wait", "mean"))
    return table.reindex([step for step in LETTERS if step in table.index]).reset_index()


def curves(
    table: pd.DataFrame, x: str, y: str, *, title: str, x_title: str, unit: str, by: str = "by", width: int = WIDTH,
    height: int = 220,
) -> alt.Chart | alt.LayerChart:  # fmt: skip
    """Draw column ``y`` along ``x`` with the band of ``low`` and ``high``, a line for each ``by``; the highest point is ringed.

    Raise a ValueError if a column is missing.
    """
    _need(table, [x, y, "low", "high", by])
    rows = _rounded(table[[by, x, y, "low", "high"]])
    names: Sequence[str] = list(dict.fromkeys(map(str, rows[by])))
    series = _series(by, names, dash=True)
    for channel in series.values():
        channel.legend = alt.Legend(title=None, symbolType="stroke", labelLimit=260)
    axis = f"{y} ({unit})"
    base = alt.Chart(rows).encode(x=alt.X(f"{x}:Q", title=x_title, axis=alt.Axis(tickMinStep=1)), **series)
    line = base.mark_line(point=alt.OverlayMarkDef(size=40)).encode(
        y=alt.Y(f"{y}:Q", title=axis), tooltip=list(rows.columns)
    )
    band = alt.Chart(rows).mark_area(opacity=0.15, strokeWidth=0).encode(
        x=f"{x}:Q", y=alt.Y("low:Q", title=axis), y2="high:Q",
        fill=alt.Fill(f"{by}:N", scale=alt.Scale(domain=list(names)), legend=None),
    )  # fmt: skip
    best = rows.loc[rows.groupby(by, sort=False)[y].idxmax()]
    ring = alt.Chart(best).mark_point(size=190, strokeWidth=2, filled=False, shape="circle", opacity=1).encode(
        x=f"{x}:Q", y=f"{y}:Q", **({"color": series["color"]} if series else {})
    )  # fmt: skip
    told = " ".join(
        f"{name}: "
        + "; ".join(f"at {_say(a)} {_say(b)}" for a, b in zip(group[x], group[y], strict=True) if not math.isnan(b))
        + "."
        for name, group in rows.groupby(by, sort=False)
    )
    words = (
        f"{title}. Lines of {axis} against {x_title}, with 95 % intervals; the highest point of each is ringed. {told}"
    )
    return _finish([band, line, ring], title, words, width, height, "mean and 95 % interval; ringed: highest")
