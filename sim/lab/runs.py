"""Many paired runs of A and B, without holding up the notebook: progress, cancel, and a table with a verdict.

The runs go to a worker thread, so sliders and cells keep answering. Cancelling keeps what is finished. The table says
for each metric: both means, the paired difference with its interval, the relative effect, n and the verdict; what the
plan costs (hours, posts) stands below what it brings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import pandas as pd

from sim.core.knob import ParameterError, knobs, value_at, vary
from sim.experiment import Cancelled, compare, differences, summarise
from sim.lab.controls import POSTING, LivePanel, View, panel
from sim.lab.files import ENDING, ScenarioFileError, file_name, load_scenario, save_scenario
from sim.lab.lesson import Element, Predict, written
from sim.metrics import METRICS

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = ["BENEFITS", "COSTS", "LIMITS", "PLANNING", "Lab", "Runs", "lab", "outcome_table", "verdicts"]

BENEFITS = ("net_growth", "reach", "reactions", "engagement_rate", "unfollow_rate", "trust_mean")
COSTS = ("team_hours", "posts")
# What else is paid and not gained: these rows stand under the costs of a table, too.
PAID = {
    *COSTS,
    "cost_k",
    "monitoring_hours",
    "desk_hours",
    "overtime_hours",
    "rework_hours",
    "wasted_spend",
    "messages",
}
LIMITS = (5, 60)
PLANNING = replace(
    POSTING,
    title="What the plan brings and costs",
    figures=("net_growth", "reach", "reactions", "engagement_rate", "unfollow_rate", "trust_mean", "team_hours"),
)
SIGNS = {"higher": "▲ higher 较高", "lower": "▼ lower 较低", "no difference": "= no difference 无差异",
         "undecided": "? undecided 未定", "not defined": "– not defined 无定义"}  # fmt: skip


def outcome_table(results: pd.DataFrame, baseline: str = "A", level: float = 0.95) -> pd.DataFrame:
    """Return one row a metric: metric, unit, mean of baseline and other, difference, low, high, relative_percent, n, verdict.

    ``results`` is the table of ``compare`` for two scenarios; per cent are missing where ``differences`` gives no share.
    """
    diffs = differences(results, baseline=baseline, level=level)
    if len(set(diffs["scenario"])) != 1:
        raise ValueError("outcome_table compares two scenarios; use verdicts(...) for more.")
    other = diffs["scenario"].iloc[0]
    mean = summarise(results, level=level).set_index(["metric", "scenario"])["mean"]
    rows = [
        {
            "metric": row.metric, "unit": METRICS[row.metric].unit, baseline: mean[row.metric, baseline],
            other: mean[row.metric, other], "difference": row.difference, "low": row.low, "high": row.high,
            "relative_percent": 100 * row.relative, "n": row.n, "verdict": row.verdict,
        }
        for row in diffs.itertuples()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def verdicts(results: pd.DataFrame, metric: str, *, baseline: str, costs: Sequence[str] = COSTS) -> pd.DataFrame:
    """Return one row a scenario for one metric, with its costs beside it.

    Columns: scenario, mean, difference to ``baseline``, low, high (95 % interval), relative % (missing where the baseline's
    mean is not clearly above zero or the scenario's is a loss: then the difference says it), n, the mean of each cost,
    verdict.
    """
    summary = summarise(results).set_index(["scenario", "metric"])
    mean = summary["mean"]
    diffs = differences(results, baseline=baseline)
    diffs = diffs[diffs["metric"] == metric].set_index("scenario")
    present = [cost for cost in costs if (baseline, cost) in mean.index]
    rows = []
    for name in results["scenario"].unique():
        told: Mapping[str, Any] = dict(diffs.loc[name]) if name != baseline else {"verdict": "baseline"}
        row = {"scenario": name, f"mean {metric}": mean[name, metric]}
        row |= {part: told.get(part, math.nan) for part in ("difference", "low", "high")}
        row |= {"relative %": 100 * told.get("relative", math.nan), "n": int(summary.loc[(name, metric), "n"])}
        row |= {f"{cost} ({METRICS[cost].unit})": mean[name, cost] for cost in present}
        rows.append(row | {"verdict": told["verdict"]})
    return pd.DataFrame(rows)


class Runs(Element):
    """Buttons for paired runs of a panel's A and B. ``results`` is the tidy table, ``outcome`` the table with verdicts."""

    def __init__(self, live: LivePanel, metrics: Sequence[str], *, seed: int, name: str) -> None:
        self.live, self.metrics, self.name = live, tuple(dict.fromkeys([*metrics, *COSTS])), name
        self.results: pd.DataFrame | None = None
        self.outcome: pd.DataFrame | None = None
        self._about = ""
        self._cancel = Event()
        self._worker: Thread | None = None
        spec = {"low": LIMITS[0], "high": LIMITS[1], "seed": seed, "note": _NOTE}
        super().__init__("runs", name, spec)
        self.state = {"phase": "idle", "done": 0, "total": 0, "locked": live.locked, "files": _files()}
        live.observe(lambda change: self._set(locked=change["new"]), "locked")

    def start(self, replications: int = 20, seed: int = 1) -> None:
        """Begin the runs in a worker thread. Raise a ValueError for a number outside 5 to 60, or while locked."""
        low, high = LIMITS
        if isinstance(replications, bool) or not isinstance(replications, int) or not low <= replications <= high:
            raise ValueError(f"replications = {replications!r} is outside {low} to {high} runs.")
        if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
            raise ValueError(f"seed = {seed!r} is not a whole number of at least 0.")
        if self.live.locked:
            raise ValueError("Commit your prediction first.")
        if self._worker and self._worker.is_alive():
            raise ValueError("Runs are under way: wait or cancel them.")
        self._cancel = Event()
        self._set(phase="running", done=0, total=replications)
        self.said = f"Running A and B, {replications} times each."
        pair = [vary(self.live.a, {}, name="A"), vary(self.live.b, {}, name="B")]
        self._about = _about(self.live.a, self.live.b)
        self._worker = Thread(target=self._work, args=(pair, replications, seed, self._cancel), daemon=True)
        self._worker.start()

    def cancel(self) -> None:
        """Stop after the run that is under way; what is finished stays."""
        self._cancel.set()

    def wait(self, seconds: float = 60.0) -> None:
        """Wait until the runs have ended."""
        if self._worker:
            self._worker.join(seconds)

    def _work(self, pair: list[Scenario], replications: int, seed: int, cancel: Event) -> None:
        total = replications

        def progress(done: int, _: int) -> None:
            self._set(done=done)

        try:
            results = compare(
                pair, replications=replications, seed=seed, metrics=self.metrics, progress=progress, cancel=cancel
            )
            self._finish(results, replications, total)
        except Cancelled as stop:
            self._finish(stop.results, stop.results["replication"].nunique(), total)
        except Exception as error:
            # A thread's error would vanish; the person at the panel must see it.
            self._set(phase="idle")
            self.said = f"The runs failed: {error}"

    def _finish(self, results: pd.DataFrame, done: int, total: int) -> None:
        ended = "Done" if done == total else f"Cancelled after {done} of {total}; the finished runs count"
        if done < 2:
            self._set(phase="idle")
            self.said = f"Cancelled after {done} of {total}: too few to compare."
            return
        self.results, self.outcome = results, outcome_table(results)
        rows = [_cells(row) for row in self.outcome.to_dict("records")]
        self._set(phase="idle", done=done, rows=rows, about=self._about)
        first = self.outcome.iloc[0]
        name, cells = first["metric"].replace("_", " "), self.state["rows"][0]
        self.said = f"{ended}. {name}: {first['verdict']} (B − A = {cells['difference']} {cells['unit']}, n = {done})."

    def _set(self, **facts: Any) -> None:
        self.state = {**self.state, **facts}

    def do_start(self, replications: Any, seed: Any) -> None:
        """Answer the button."""
        try:
            self.start(replications, seed)
        except ValueError as error:
            self.said = str(error)

    def do_cancel(self) -> None:
        """Answer the button."""
        self.said = "Cancelling …"
        self.cancel()

    def do_export(self) -> None:
        """Write the table as CSV beside the notebook."""
        if self.outcome is not None:
            self.said = written(self.outcome, f"{file_name(self.name)}-results.csv")

    def do_save(self, name: str) -> None:
        """Keep B as a scenario file."""
        called = name.strip() or "my plan"
        try:
            path = save_scenario(vary(self.live.b, {}, name=called), f"{file_name(called)}{ENDING}")
        except OSError as error:
            self.said = f"The scenario cannot be saved: {error.strerror or error}."
            return
        self._set(files=_files())
        self.said = f"Saved B as {path.name}."

    def do_load(self, name: str) -> None:
        """Make a saved scenario the new B."""
        if self.live.locked:
            self.said = "Commit your prediction first."
            return
        try:
            scenario = load_scenario(Path(name).name)
            self.live.take(scenario)
        except (ScenarioFileError, ParameterError) as error:
            self.said = str(error)
            return
        self.said = f"B is now {scenario.name}. A is unchanged."

    def words(self) -> str:
        """Return what the buttons do."""
        return "Runs of A against B: press the button to repeat both with the same luck."


_NOTE = "Paired runs: each pair lives through the same luck. A verdict needs an interval without zero and at least 3 %."


def _files() -> list[str]:
    return sorted(path.name for path in Path.cwd().glob(f"*{ENDING}"))


def _about(a: Scenario, b: Scenario) -> str:
    """Return what the table is about: the panel may have moved on since."""
    told = [
        f"{knob.label} {value_at(a, path)} → {value_at(b, path)}"
        for path, knob in knobs(a).items()
        if value_at(a, path) != value_at(b, path)
    ]
    return f"A → B in this table: {'; '.join(told)}." if told else "In this table A and B are the same plan."


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    metric = METRICS[row["metric"]]
    # A difference is small beside its mean, so it is said one digit finer.
    digits = metric.decimals

    def said(value: float, sign: str = "") -> str:
        return f"{value:{sign},.{digits}f}".replace("-", "−") if math.isfinite(value) else "–"

    relative = row["relative_percent"]
    return {
        "metric": metric.label[:1].upper() + metric.label[1:],
        "unit": metric.unit,
        "cost": row["metric"] in PAID,
        "a": said(row["A"]),
        "b": said(row["B"]),
        "difference": said(row["difference"], "+"),
        "interval": f"{said(row['low'], '+')} to {said(row['high'], '+')}",
        "relative": f"{relative:+.1f} %".replace("-", "−") if math.isfinite(relative) else "–",
        "n": int(row["n"]),
        "verdict": SIGNS[row["verdict"]],
    }


class Lab(widgets.VBox):
    """A live panel and its paired runs, opened by the predictions that belong to them."""

    def __init__(self, live: LivePanel, runs: Runs, gates: Sequence[Predict]) -> None:
        self.live, self.runs, self._gates = live, runs, list(gates)
        for gate in self._gates:
            gate.observe(lambda _: self._open(), "done")
        self._open()
        super().__init__([live, runs])

    def _open(self) -> None:
        self.live.locked = not all(gate.done for gate in self._gates)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        data = super()._repr_mimebundle_()
        data["text/plain"] = repr(self)
        return data

    def __repr__(self) -> str:
        return f"Lab({self.live!r})"


def lab(
    scenario: Scenario,
    paths: Sequence[str],
    view: View,
    *,
    gate: Predict | Sequence[Predict] = (),
    metrics: Sequence[str] = BENEFITS,
    seed: int = 1,
    mode: str = "auto",
) -> Lab:
    """Return a panel with a control for each path and the paired runs below it.

    Controls and buttons stay closed until every prediction in ``gate`` is committed.
    """
    gates = [gate] if isinstance(gate, Predict) else list(gate)
    live = panel(scenario, paths, view, seed=seed, mode=mode)
    return Lab(live, Runs(live, metrics, seed=seed, name=file_name(scenario.name)), gates)
