"""The live panel: move a control, see the world run again.

One widget holds the controls, one picture and the key figures. The picture is embedded once, with a bundle
of our own that holds Vega, so it needs no network; after that only rows travel. The grey dashed line is A, a
frozen choice; the blue line is B, the choice made now. Both replay the same chance (same seed), so what
moves is the decision.

A panel shows one run of A and one of B. It is for looking and guessing; a conclusion needs ``compare``.
"""

from __future__ import annotations

import html
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import altair as alt
import anywidget
import ipywidgets as widgets
import pandas as pd
import traitlets

from sim.core.catalogue import named
from sim.core.knob import Knob, knobs, value_at, vary
from sim.lab import theme
from sim.lab.charts import DASHES
from sim.metrics import METRICS, measure
from sim.model import simulate
from sim.scenario import base

if TYPE_CHECKING:
    from sim.model import Run
    from sim.scenario import Scenario

__all__ = ["POSTING", "Curve", "LivePanel", "Prediction", "View", "panel", "panel_chart"]

HERE = Path(__file__).parent
VISIBLE = 8
WIDTH, HEIGHT = 500, 150
NOTE = (
    "One run of A and one of B with the same luck: good for a guess, not for a conclusion. Axes need not start at zero."
)
# A legend in the picture is English: its font need not know Chinese.
NAMES = {"A": "A: frozen", "B": "B: now"}
# Axes end on these numbers, so that they change rarely while a control moves.
LADDER = (1, 1.5, 2, 3, 4, 6, 8, 10)
MOST_TIMES = 10.0  # B beyond so many times A is told as a difference


@dataclass(frozen=True)
class Curve:
    """One line of the picture: a column of the view's rows, with the words for its axis."""

    column: str
    label: str
    unit: str


@dataclass(frozen=True)
class View:
    """What a panel shows.

    ``rows`` turns a run into a table with column ``x`` and one column for each curve; ``figures`` names the
    metrics of the read-out.
    """

    title: str
    rows: Callable[[Run], pd.DataFrame]
    curves: tuple[Curve, ...]
    figures: tuple[str, ...]
    x: str = "day"


def _weekly(run: Run) -> pd.DataFrame:
    # Single days jump too much to compare by eye: each point is the mean of the seven days that end there.
    smooth = run.daily.assign(reactions=run.daily["reactions"].rolling(7, min_periods=1).mean())
    return smooth.loc[smooth["day"] > 0, ["day", "reactions", "followers"]]


POSTING = View(
    title="What posting brings",
    rows=_weekly,
    curves=(
        Curve("reactions", "reactions", "a day, 7-day mean"),
        Curve("followers", "followers", "people"),
    ),
    figures=("reach", "reactions", "engagement_rate", "net_growth", "unfollow_rate", "posts"),
)


class LivePanel(anywidget.AnyWidget):
    """The widget behind ``panel``. Set ``values`` to move the controls; read ``picture`` for the answer."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    note = traitlets.Unicode(NOTE).tag(sync=True)
    mode = traitlets.Enum(["auto", "light", "dark"], default_value="auto").tag(sync=True)
    visible = traitlets.Int(VISIBLE).tag(sync=True)
    controls: traitlets.List[Any] = traitlets.List().tag(sync=True)
    specs: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    looks: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    values: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    asked = traitlets.Int(0).tag(sync=True)
    picture: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    problem: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    locked = traitlets.Bool(False).tag(sync=True)

    def __init__(self, scenario: Scenario, paths: Sequence[str], view: View, *, seed: int, mode: str) -> None:
        chosen = _chosen(scenario, paths)
        self._scenario, self._view, self._seed = scenario, view, seed
        self._paths = list(chosen)
        self._first = scenario
        self._begin(scenario)
        self.a, self.b = vary(scenario, {}, name="A"), vary(scenario, {}, name="B")
        self._now = self._frozen = _look(simulate(scenario, seed=seed), view)
        super().__init__(
            title=view.title,
            mode=mode,
            controls=[_control(knob) for knob in chosen.values()],
            values=dict(self._start),
            specs=_specs(view),
            looks={"light": theme.variables(theme.LIGHT), "dark": theme.variables(theme.DARK)},
            picture=self._answer(0.0),
            _esm=_bundle(),
            _css=(HERE / "panel.css").read_text(encoding="utf-8"),
        )
        self.observe(self._on_values, "values")
        self.on_msg(self._on_message)

    def _begin(self, scenario: Scenario) -> None:
        """Let B start from ``scenario``: what no control shows comes from there."""
        self._scenario = scenario
        self._start = {path: _plain_value(value_at(scenario, path)) for path in self._paths}

    def freeze(self) -> None:
        """Keep the present choice as the grey A; B goes on from here."""
        self._frozen, self.a = self._now, vary(self.b, {}, name="A")
        self.picture = self._answer(0.0)

    def reset(self) -> None:
        """Put every control and A back to the start."""
        self._begin(self._first)
        self._frozen = _look(simulate(self._scenario, seed=self._seed), self._view)
        self.a = vary(self._scenario, {}, name="A")
        self.values = dict(self._start)
        self._run()
        self.send({"did": "reset"})

    def take(self, scenario: Scenario) -> None:
        """Make ``scenario`` the new B, with all its settings; A stays."""
        self._begin(scenario)
        self.values = dict(self._start)
        self._run()
        self.send({"did": "reset"})

    def _on_message(self, _: Any, content: dict[str, Any], __: Any) -> None:
        actions = {"freeze": self.freeze, "reset": self.reset}
        if content.get("do") in actions and not self.locked:
            actions[content["do"]]()

    def _on_values(self, _: Any) -> None:
        if not self.locked:
            self._run()

    def _run(self) -> None:
        began = time.perf_counter()
        try:
            # Only what differs is varied: each change is checked against every declaration of the scenario.
            moved = {path: value for path, value in self.values.items() if value != self._start.get(path)}
            scenario = vary(self._scenario, moved, name="B")
            self._now = _look(simulate(scenario, seed=self._seed), self._view)
            self.b = scenario
        except ValueError as error:
            # The last picture stays: a refused value is a lesson, not a crash.
            self.problem = {"text": str(error), "path": str(error).partition(" ")[0]}
            return
        with self.hold_sync():
            self.problem = {}
            self.picture = self._answer(1000 * (time.perf_counter() - began))

    def _answer(self, model_ms: float) -> dict[str, Any]:
        looks = {"A": self._frozen, "B": self._now}
        words = _words(self._view, looks)
        return {
            "seq": self.asked,
            "rows": {NAMES[key]: look["rows"] for key, look in looks.items()},
            "domains": _domains(self._view, looks),
            "figures": _figures(self._view, looks),
            "words": f"{self._view.title}. Lines of A and B over {self._view.x}s. {words}",
            "status": words,
            "model_ms": round(model_ms, 2),
        }

    def __repr__(self) -> str:
        values = ", ".join(f"{path}={value}" for path, value in self._start.items())
        return f"LivePanel({values})"


def panel(
    scenario: Scenario, paths: Sequence[str], view: View = POSTING, *, seed: int = 1, mode: str = "auto"
) -> LivePanel:
    """Return a live panel with a control for each path; up to eight show, the rest in a second tab.

    ``mode`` is ``auto`` (follow JupyterLab's theme), ``light`` or ``dark``. Raise a ValueError if a path is
    unknown or has no control (a table, or a number without a range).
    """
    return LivePanel(scenario, paths, view, seed=seed, mode=mode)


class Prediction(widgets.VBox):
    """A question, its answers, and how sure one is; ``answer`` and ``sure`` are None until chosen."""

    def __init__(self, question: str, answers: Sequence[str]) -> None:
        self.question = question
        wide = {"width": "auto"}
        self._answer = widgets.RadioButtons(options=list(answers), value=None, layout=wide)
        self._answer.description_allow_html = False
        sure = ["a guess 猜测", "fairly sure 较有把握", "very sure 很有把握"]
        self._sure = widgets.Dropdown(options=sure, value=None, description="I am 我", layout={"width": "280px"})
        # The answers are read together with their question: the label belongs to the group.
        asked = widgets.HTML(f"<b>{html.escape(question)}</b>")
        super().__init__([asked, self._answer, self._sure])

    @property
    def answer(self) -> str | None:
        """The chosen answer."""
        return self._answer.value

    @property
    def sure(self) -> str | None:
        """How sure the person is."""
        return self._sure.value

    def __repr__(self) -> str:
        return f"Prediction({self.question!r})"


def panel_chart(
    scenario: Scenario,
    other: Scenario | None = None,
    view: View = POSTING,
    *,
    seed: int = 1,
    width: int = WIDTH,
) -> alt.VConcatChart:
    """Return the panel's picture as a plain chart, for readers without a kernel.

    A is ``scenario``; B is drawn where ``other`` is given.
    """
    looks = {"A": _look(simulate(scenario, seed=seed), view)}
    if other is not None:
        looks["B"] = _look(simulate(other, seed=seed), view)
    names = {"A": f"A: {scenario.name}"} | ({"B": f"B: {other.name}"} if other is not None else {})
    rows = pd.concat([pd.DataFrame(look["rows"]).assign(scenario=names[key]) for key, look in looks.items()])
    chart = _composite(view, rows, _domains(view, looks), list(names.values()), width=width)
    told = f"{view.title}. {'; '.join(names.values())}. {_words(view, looks)}"
    return chart.properties(title=view.title, description=told)


@cache
def _bundle() -> str:
    """Return the panel's script with Vega inside, made once per kernel (under a second)."""
    import vl_convert

    script = "".join((HERE / name).read_text(encoding="utf-8") for name in ("shortcuts.js", "panel.js"))
    return vl_convert.javascript_bundle(script, vl_version=theme.VEGA_LITE)


# --- controls from declarations
# -----------------------------------------------------------------------------------


def _chosen(scenario: Scenario, paths: Sequence[str]) -> dict[str, Knob]:
    known = knobs(scenario)
    for path in paths:
        value_at(scenario, path)  # an unknown path is answered with the list of valid ones
    return {path: known[path] for path in paths}


def _control(knob: Knob) -> dict[str, Any]:
    common = {"path": knob.path, "label": knob.label, "unit": knob.unit, "meaning": _meaning(knob)}
    if knob.kind in ("choice", "switch"):
        return {**common, "kind": knob.kind, "choices": list(knob.choices)}
    if knob.kind in ("subset", "mix"):
        return {**common, "kind": knob.kind, "choices": list(knob.choices), "names": _names(knob.choices)}
    if knob.kind not in ("number", "integer"):
        raise ValueError(f"{knob.path} is a {knob.kind} and has no slider; change it with vary(...) in a cell.")
    if knob.low is None or knob.high is None:
        raise ValueError(f"{knob.path} has no range, so it has no slider; change it with vary(...) in a cell.")
    return {**common, "kind": knob.kind, **_grid(knob.low, knob.high, knob.step or 0, knob.integer)}


def _names(choices: Sequence[str]) -> list[str]:
    """Return entries of the catalogue in both languages; a name that is none of them stays as it is."""
    groups = (base.segment, base.platform, base.content_type, base.form)
    zh = {name: entry.zh for group in groups for name, entry in named(group)}
    return [f"{choice.replace('_', ' ')} {zh.get(choice, '')}".strip() for choice in choices]


def _grid(low: float, high: float, finest: float, integer: bool) -> dict[str, float]:
    """Return a slider's ends and step: about sixty round steps, on the range's ends where it can."""
    power = 10 ** math.floor(math.log10(high - low))
    steps = [s * power / 100 for s in (1, 2, 5, 10) if s * power / 100 >= finest * 0.999]
    if integer:
        steps = [s for s in steps if s == int(s)] or [1.0]
    whole = [s for s in steps if _divides(s, low) and _divides(s, high) and (high - low) / s <= 120]
    step = min(whole or steps or [finest], key=lambda s: abs(math.log((high - low) / s / 60)))
    first, last = math.ceil(low / step - 1e-9) * step, math.floor(high / step + 1e-9) * step
    return {name: float(f"{v:.6g}") for name, v in (("low", first), ("high", last), ("step", step))}


def _divides(step: float, value: float) -> bool:
    return math.isclose(value / step, round(value / step), abs_tol=1e-6)


def _meaning(knob: Knob) -> str:
    unit = f" {knob.unit}" if knob.unit[:1].isalpha() or knob.unit == "%" else ""  # "0.1 to 1 0–1" reads badly
    span = f" {knob.low:g} to {knob.high:g}{unit}." if knob.low is not None and knob.high is not None else ""
    off = f" {knob.off:g} switches it off." if knob.off is not None else ""
    origin = "An assumption of this course." if knob.mark == "A" else f"Source: {knob.source}."
    return f"{_capital(knob.meaning)}.{span}{off} {origin}"


def _plain_value(value: Any) -> Any:
    return value if isinstance(value, (bool, int, float, str)) else list(value)


# --- one run, made ready for the picture
# --------------------------------------------------------------------------


def _look(run: Run, view: View) -> dict[str, Any]:
    """Return what the picture needs of a run: columns of plain numbers, and the key figures."""
    rows = view.rows(run)
    columns = [view.x, *(curve.column for curve in view.curves)]
    missing = [name for name in columns if name not in rows]
    if missing:
        raise ValueError(f"the view {view.title!r} has no column {missing[0]!r}; it has: {', '.join(rows)}.")
    plain = {name: [_cut(value) for value in rows[name].tolist()] for name in columns}
    return {"rows": plain, "figures": list(measure(run, view.figures).values())}


def _cut(value: float) -> float | int | None:
    if isinstance(value, int):
        return value
    return float(f"{value:.5g}") if math.isfinite(value) else None


def _domains(view: View, looks: dict[str, dict[str, Any]]) -> dict[str, list[float]]:
    """Return the two ends of each curve's axis: zero and a number of the ladder, closer if far from zero."""
    ends = {}
    for curve in view.curves:
        values = [v for look in looks.values() for v in look["rows"][curve.column] if v is not None] or [0.0]
        low, high = min(values), max(values)
        far = low > 0 and (high - low) < 0.5 * high
        ends[curve.column] = _around(low, high) if far else [-_rung(-low) if low < 0 else 0.0, _rung(high)]
    return ends


def _rung(value: float) -> float:
    if value <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(value))
    return float(f"{power * next(step for step in LADDER if step * power >= value):.6g}")


def _around(low: float, high: float) -> list[float]:
    # A line far from zero (followers) would be flat on an axis from zero; its ends lie on round steps
    # instead.
    step = _rung(max(high - low, 0.02 * high)) / 2
    return [float(f"{step * math.floor(low / step):.6g}"), float(f"{step * math.ceil(high / step):.6g}")]


def _number(value: float, digits: int) -> str:
    return f"{value:,.{digits}f}".replace("-", "−") if math.isfinite(value) else "–"


def _change(a: float, b: float, name: str) -> str:
    """Return what B is against A, in per cent where A can be a whole, else as a difference in the metric's unit."""
    if not (math.isfinite(a) and math.isfinite(b)):
        return "–"
    if a == b:
        return "no change"
    if a == 0:
        return "from zero"
    # A loss is no whole of which a gain could be a part, and "+3880 %" of next to nothing tells nobody anything.
    if a > 0 and 0 <= b <= MOST_TIMES * a:
        percent = 100 * (b - a) / a
        if abs(percent) < 0.05:
            return "no change"
        return f"{percent:+.{0 if abs(percent) >= 1 else 1}f} %".replace("-", "−")
    metric = METRICS[name]
    unit = f" {metric.unit}" if metric.unit[:1].isalpha() else ""
    return f"{b - a:+,.{metric.decimals}f}{unit}".replace("-", "−", 1)


def _figures(view: View, looks: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    pairs = zip(view.figures, looks["A"]["figures"], looks["B"]["figures"], strict=True)
    return [
        {
            "label": _capital(METRICS[name].label),
            "unit": METRICS[name].unit,
            "a": _number(a, METRICS[name].decimals),
            "b": _number(b, METRICS[name].decimals),
            "change": _change(a, b, name),
        }
        for name, a, b in pairs
    ]


def _words(view: View, looks: dict[str, dict[str, Any]]) -> str:
    """Return the key figures as one sentence each, for the screen reader and the chart's description."""
    told = []
    for i, name in enumerate(view.figures):
        metric = METRICS[name]
        values = ", ".join(f"{key} {_number(look['figures'][i], metric.decimals)}" for key, look in looks.items())
        told.append(f"{_capital(metric.name.replace('_', ' '))} ({metric.unit}): {values}.")
    return " ".join(told)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# --- the picture
# --------------------------------------------------------------------------------------------------


def _composite(
    view: View,
    data: Any,
    domains: dict[str, list[float]],
    names: list[str],
    *,
    live: bool = False,
    width: int = WIDTH,
) -> alt.VConcatChart:
    """Return the view's charts, one above the other; ``live`` reads the axes' ends from named signals."""
    ends: dict[str, Any] = {}
    params = []
    for column, (low, high) in domains.items():
        ends[column] = [low, high]
        if live:
            params += [
                alt.param(name=f"low_{column}", value=low),
                alt.param(name=f"high_{column}", value=high),
            ]
            ends[column] = [alt.ExprRef(f"low_{column}"), alt.ExprRef(f"high_{column}")]
    # Live axes always hold the lines, and Vega names its clips alike in every panel of a page.
    shared = alt.Chart(data).mark_line() if live else alt.Chart(data).mark_line(clip=True)
    dashes = alt.Scale(domain=names, range=list(DASHES[: len(names)]))
    charts = []
    for i, curve in enumerate(view.curves):
        low, high = ends[curve.column]
        last = i == len(view.curves) - 1
        chart = shared.encode(
            x=alt.X(f"{view.x}:Q", title=view.x if last else None),
            y=alt.Y(
                f"{curve.column}:Q",
                title=f"{curve.label} ({curve.unit})",
                scale=alt.Scale(domainMin=low, domainMax=high, nice=False, zero=False),
                axis=alt.Axis(tickCount=4, minExtent=46, format=",~f"),
            ),
            color=alt.Color("scenario:N", title=None, scale=alt.Scale(domain=names)),
            strokeDash=alt.StrokeDash("scenario:N", title=None, scale=dashes),
        )
        charts.append(chart.properties(width=width, height=HEIGHT))
    return alt.vconcat(*charts, spacing=14).add_params(*params) if params else alt.vconcat(*charts, spacing=14)


def _specs(view: View) -> dict[str, Any]:
    """Return the live picture in both modes, without rows: those travel with the answer."""
    domains = {curve.column: [0.0, 1.0] for curve in view.curves}
    chart = _composite(view, alt.NamedData(name="rows"), domains, list(NAMES.values()), live=True)
    with alt.theme.enable("none"):
        spec = chart.to_dict()
    spec.pop("config", None)
    modes = {"light": theme.LIGHT, "dark": theme.DARK}
    # The panel's own element carries role and words, so the picture inside adds none of its own.
    return {m: {**spec, "config": {**theme.config(p), "aria": False, "padding": 2}} for m, p in modes.items()}
