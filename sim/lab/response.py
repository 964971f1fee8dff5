"""Pictures and tables of a company's answer to a crisis: hours, actions, a grid of means, what each action adds.

The rules of ``sim.lab.charts`` hold. Few points are stored: two hours make one, and nothing is drawn that cannot be seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

import altair as alt
import numpy as np
import pandas as pd

from sim.core.knob import vary
from sim.core.stats import mean_interval
from sim.experiment import compare
from sim.lab.cascade import _inside, _marked, _tell_marks
from sim.lab.charts import HEIGHT, WIDTH, _color, _finish, _need, _plain, _rounded, _say, _series, _shape
from sim.lab.controls import Curve, View
from sim.metrics import METRICS

if TYPE_CHECKING:
    from sim.model import Run
    from sim.scenario import Scenario

__all__ = [
    "ANSWER", "action_table", "answer_curves", "card_name", "contribution_dots", "contributions", "crossed", "factorial",
    "first_actions", "first_hours", "mean_matrix", "mention_curves", "trust_days",
]  # fmt: skip

SHOWN_H, STEP_H = 120, 2


def first_hours(run: Run, until: int = SHOWN_H) -> pd.DataFrame:
    """Return the hours of the first crisis: hour, mentions (an hour), information, credibility, explained, trust (0 to 1)."""
    rows = [row for row in run.rows("crisis_hour") if row["number"] == 1 and row["hour"] < until]
    if not rows:
        raise ValueError(
            f"there is no crisis in the first {until} hours of {run.scenario.name!r}: set crisis.start_day."
        )
    table = pd.DataFrame(rows)[["hour", "mentions", "info", "cred", "trust"]]
    table = table.rename(columns={"info": "information", "cred": "credibility"})
    return table.assign(explained=table["information"] * table["credibility"])


ANSWER = View(
    title="What the answer does",
    rows=first_hours,
    curves=(
        Curve("mentions", "negative mentions", "an hour"),
        Curve("explained", "explained", "0–1"),
        Curve("trust", "mean trust", "0–1"),
    ),
    figures=("damage_index", "neg_mentions", "rumour_mentions", "trust_lost", "retractions", "team_hours", "cost_k"),
    x="hour",
)


def action_table(run: Run, *, reports: int = 2) -> pd.DataFrame:
    """Return what the company did: hour (since the first post), action, information and credibility after it.

    Of the reports only the first ``reports`` are listed, and the last one.
    """
    rows = [row for row in run.rows("crisis_action") if row["number"] == 1]
    told = [i for i, row in enumerate(rows) if row["action"] == "report"]
    left_out = set(told[reports:-1])
    columns = {"age_h": "hour", "action": "action", "info": "information", "cred": "credibility"}
    table = pd.DataFrame([row for i, row in enumerate(rows) if i not in left_out], columns=list(columns))
    return table.rename(columns=columns).round(2)


def outcome_line(run: Run) -> str:
    """Return in one line what a run's answer brought: damage, mentions and missing trust, all on day 30, and its cost."""
    value = {name: METRICS[name].formula(run) for name in ("damage_index", "neg_mentions", "trust_lost", "cost_k")}
    return (
        f"{run.scenario.name}: damage {value['damage_index']:.0f} (no answer: 100), {value['neg_mentions']:,.0f} negative "
        f"mentions, {value['trust_lost']:.3f} of trust missing, {value['cost_k']:.0f} thousand CNY."
    )


def first_actions(run: Run, until: float = SHOWN_H) -> dict[str, float]:
    """Return the first hour of each kind of action, by its name: marks for a chart."""
    found: dict[str, float] = {}
    for row in run.rows("crisis_action"):
        if row["number"] == 1 and row["age_h"] < until:
            name = "first report" if row["action"] == "report" else str(row["action"])
            found.setdefault(name, float(row["age_h"]))
    return found


def mention_curves(
    runs: Sequence[Run], *, title: str, until: int = 72, width: int = WIDTH, height: int = HEIGHT
) -> alt.LayerChart | alt.Chart:
    """Draw negative mentions an hour, a line for each run's scenario; the last run's actions are dashed lines with names."""
    pieces = []
    for run in runs:
        hours = first_hours(run, until)
        mean = hours.groupby(hours["hour"] // STEP_H * STEP_H)["mentions"].mean()
        pieces.append(mean.reset_index().assign(scenario=run.scenario.name))
    rows = _rounded(pd.concat(pieces, ignore_index=True))
    names = [run.scenario.name for run in runs]
    x = alt.X(
        "hour:Q",
        title="time since the first post (hours)",
        scale=alt.Scale(domain=[0, until], nice=False),
        axis=alt.Axis(values=list(range(0, until + 1, 12))),
    )
    y = alt.Y("mentions:Q", title="negative mentions (an hour)")
    series = _series("scenario", names, dash=True)
    line = alt.Chart(rows).mark_line().encode(x=x, y=y, tooltip=["scenario", "hour", "mentions"], **series)
    marks = first_actions(runs[-1], until)
    places = {name: hour / until * width for name, hour in _inside(marks, until).items()}
    told = " ".join(
        f"{name}: highest {_say(float(part['mentions'].max()))} in hour {int(part.loc[part['mentions'].idxmax(), 'hour'])}, "
        f"{_say(float(STEP_H * part['mentions'].sum()))} mentions in {until} hours."
        for name, part in rows.groupby("scenario", sort=False)
    )
    subtitle = f"one run of each with the same luck, mean of {STEP_H} hours; dashed: actions of {names[-1]}"
    words = f"{title}. Lines of negative mentions an hour; {subtitle}. {told} {_tell_marks(marks)}"
    chart = _finish([line, *_marked(marks, places, "hour", x)], title, words, width, height, subtitle)
    # The names of the actions stand above the picture, so the legend goes below.
    return chart.configure_legend(orient="bottom")


def answer_curves(run: Run, *, title: str, until: int = SHOWN_H, width: int = WIDTH) -> alt.LayerChart | alt.Chart:
    """Draw information, credibility and their product (how far the matter counts as explained) over the first hours."""
    hours = first_hours(run, until)
    hours = hours[hours["hour"] % STEP_H == 0]
    names = ["credibility", "information", "explained"]
    rows = _rounded(hours.melt("hour", names, var_name="what", value_name="level"))
    x = alt.X("hour:Q", title="time since the first post (hours)", axis=alt.Axis(values=list(range(0, until + 1, 12))))
    y = alt.Y("level:Q", title="level (0–1)", scale=alt.Scale(domain=[0, 1]))
    line = (
        alt.Chart(rows)
        .mark_line()
        .encode(x=x, y=y, tooltip=["what", "hour", "level"], **_series("what", names, dash=True))
    )
    marks = first_actions(run, until)
    places = {name: hour / until * width for name, hour in _inside(marks, until).items()}
    told = " ".join(
        f"{name}: {_say(float(part['level'].iloc[0]))} at first, at most {_say(float(part['level'].max()))}, "
        f"{_say(float(part['level'].iloc[-1]))} at last."
        for name, part in rows.groupby("what", sort=False)
    )
    subtitle = "explained = information × credibility; dashed: actions"
    words = f"{title}. Lines over {until} hours; {subtitle}. {told} {_tell_marks(marks)}"
    chart = _finish([line, *_marked(marks, places, "hour", x)], title, words, width, HEIGHT, subtitle)
    return chart.configure_legend(orient="bottom")


def trust_days(runs: Sequence[Run]) -> pd.DataFrame:
    """Return mean trust day by day of every run: day (since the first post), trust, scenario; day 0 is before it."""
    pieces = []
    for run in runs:
        first = next(iter(run.rows("crisis")))
        days = [(0.0, first["trust"]), *((row["age_h"] / 24.0, row["trust"]) for row in run.rows("crisis_day"))]
        table = pd.DataFrame(days, columns=["day", "trust"])
        pieces.append(table.assign(day=table["day"].round().astype(int), scenario=run.scenario.name))
    rows = pd.concat(pieces, ignore_index=True)
    # The first week day by day, then every fifth day: nothing happens quickly any more.
    return rows[(rows["day"] <= 7) | (rows["day"] % 5 == 0)].drop_duplicates(["day", "scenario"])


def crossed(
    worlds: Mapping[str, Scenario], plans: Mapping[str, Mapping[str, object]], *, rows: str, columns: str, replications: int,
    metrics: Sequence[str],
) -> pd.DataFrame:  # fmt: skip
    """Run every plan in every world; return the tidy table of ``compare`` with columns ``rows`` (world) and ``columns``."""
    pieces = []
    for world, scenario in worlds.items():
        cases = [vary(scenario, dict(changes), name=plan) for plan, changes in plans.items()]
        results = compare(cases, replications=replications, metrics=metrics)
        pieces.append(results.assign(**{rows: world, columns: results["scenario"]}))
    return pd.concat(pieces, ignore_index=True)


def mean_matrix(
    results: pd.DataFrame, metric: str, rows: str, columns: str, *, title: str, width: int = 420
) -> alt.LayerChart | alt.Chart:
    """Draw the means of one metric as a grid of numbers; ``results`` has two columns that say where a scenario stands.

    Darker is more; the number is written into every cell, with its 95 % interval below.
    """
    _need(results, [rows, columns, "metric", "value"])
    some = results[results["metric"] == metric]
    order = {axis: list(dict.fromkeys(map(str, some[axis]))) for axis in (rows, columns)}
    cells = []
    for key, part in some.groupby([rows, columns], sort=False):
        span = mean_interval(part["value"])
        cells.append({
            rows: str(key[0]), columns: str(key[1]), "mean": span.mean, "n": len(part), "said": _say(span.mean),
            "interval": f"{_say(span.low)} to {_say(span.high)}", "low": span.low, "high": span.high,
        })  # fmt: skip
    table = _rounded(pd.DataFrame(cells))
    unit = METRICS[metric].unit
    height = 58 * len(order[rows])
    x = alt.X(
        f"{columns}:N", title=columns, sort=order[columns], axis=alt.Axis(orient="top", labelAngle=0, labelLimit=160)
    )
    y = alt.Y(f"{rows}:N", title=None, sort=order[rows], axis=alt.Axis(labelLimit=220))
    base = alt.Chart(table).encode(x=x, y=y)
    top = float(table["mean"].max())
    shade = alt.Opacity("mean:Q", scale=alt.Scale(domain=[0, top], range=[0.06, 0.5]), legend=None)
    tiles = base.mark_rect(strokeWidth=1).encode(opacity=shade, tooltip=[rows, columns, "mean", "low", "high", "n"])
    numbers = base.mark_text(fontSize=17, fontWeight="bold", dy=-7).encode(text="said:N")
    spans = base.mark_text(fontSize=11, dy=12).encode(text="interval:N")
    n = int(table["n"].min())
    subtitle = f"{_plain(metric)} ({unit}): mean and 95 % interval of {n} replications; darker is more"
    told = " ".join(f"{c.said} for {c[1]}, {c[2]}." for c in table.itertuples())
    return _finish([tiles, numbers, spans], title, f"{title}. Grid of {subtitle}. {told}", width, height, subtitle)


def factorial(
    scenario: Scenario, cards: Mapping[str, tuple[Mapping[str, object], Mapping[str, object]]]
) -> list[Scenario]:
    """Return a scenario for every choice of cards, the one without any first, the one with all last.

    ``cards`` gives for each name the settings with the card and those without. A scenario's name lists its cards.
    """
    made = []
    for chosen in product((False, True), repeat=len(cards)):
        changes: dict[str, object] = {}
        for on, (with_it, without) in zip(chosen, cards.values(), strict=True):
            changes |= dict(with_it if on else without)
        made.append(vary(scenario, changes, name=card_name([c for c, on in zip(cards, chosen, strict=True) if on])))
    return made


def card_name(cards: Sequence[str]) -> str:
    """Return the name of a scenario with these cards."""
    return " + ".join(cards) or "none of them"


def contributions(results: pd.DataFrame, cards: Sequence[str], metric: str, *, level: float = 0.95) -> pd.DataFrame:
    """Return what each card changes in a full design: card, how (three ways), mean, low, high, n.

    ``how`` is "alone" (added to none), "on average" (over all choices of the others) or "last" (added to all others).
    Every difference is taken within one replication; negative means that the card lowers the metric.
    """
    some = results[results["metric"] == metric].pivot_table(index="replication", columns="scenario", values="value")
    wanted = [card_name([c for c in cards if c in chosen]) for chosen in _choices(cards)]
    missing = [name for name in wanted if name not in some]
    if missing:
        raise ValueError(f"the design has no scenario {missing[0]!r}; make it with factorial(...).")
    rows = []
    for card in cards:
        pairs = [(chosen, [*chosen, card]) for chosen in _choices([c for c in cards if c != card])]
        changes = np.array([
            some[card_name([c for c in cards if c in more])] - some[card_name([c for c in cards if c in less])]
            for less, more in pairs
        ])  # fmt: skip
        ways = {"alone": changes[0], "on average": changes.mean(axis=0), "last": changes[-1]}
        for how, values in ways.items():
            span = mean_interval(values, level=level)
            rows.append(
                {"card": card, "how": how, "mean": span.mean, "low": span.low, "high": span.high, "n": len(values)}
            )
    return pd.DataFrame(rows)


def contribution_dots(added: pd.DataFrame, *, title: str, unit: str, width: int = 480) -> alt.LayerChart | alt.Chart:
    """Draw the table of ``contributions``: a row for each card, three dots with intervals in it, left of zero is less."""
    _need(added, ["card", "how", "mean", "low", "high", "n"])
    rows = _rounded(added)
    ways, cards = list(dict.fromkeys(rows["how"])), list(dict.fromkeys(rows["card"]))
    y = alt.Y("card:N", title=None, sort=cards, axis=alt.Axis(labelFontSize=13))
    beside = alt.YOffset("how:N", sort=ways)
    base = alt.Chart(rows).encode(y=y, yOffset=beside, color=_color("how", ways))
    axis = f"change of {unit}"
    span = base.mark_rule(strokeWidth=3).encode(x=alt.X("low:Q", title=axis), x2="high:Q")
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(
        x=alt.X("mean:Q", title=axis), shape=_shape("how", ways), tooltip=list(rows.columns)
    )
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(strokeDash=[4, 3]).encode(x=alt.X("x:Q", title=axis))
    subtitle = f"mean and 95 % interval of {int(rows['n'].min())} replications; left of zero: less"
    told = " ".join(
        f"{row.card}, {row.how}: {_say(row[3])}, from {_say(row.low)} to {_say(row.high)}." for row in rows.itertuples()
    )
    words = f"{title}. Dots of {axis}; {subtitle}. {told}"
    return _finish([zero, span, dots], title, words, width, 62 * len(cards), subtitle)


def _choices(cards: Sequence[str]) -> list[list[str]]:
    """Return every choice of cards, none first and all last."""
    return [
        [c for c, on in zip(cards, chosen, strict=True) if on] for chosen in product((False, True), repeat=len(cards))
    ]
