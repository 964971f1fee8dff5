"""Experiments: many runs, always on common random numbers, and what they say with intervals.

``replicate`` repeats one scenario, ``compare`` several on the same simulated worlds, ``sweep`` one over a range. All
three return the same tidy table (scenario, replication, metric, value). The unit of every interval is the
replication: ``summarise`` gives means, ``differences`` paired differences with the course's verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import isnan, nan
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.knob import vary
from sim.metrics import CORE_METRICS, measure
from sim.model import simulate
from sim.scenario import Scenario

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future, ProcessPoolExecutor
    from threading import Event

    import pandas as pd

__all__ = ["Cancelled", "compare", "differences", "local_workers", "replicate", "summarise", "sweep"]

Progress = Callable[[int, int], None]
Row = dict[str, Any]


class Cancelled(RuntimeError):
    """The experiment was cancelled; ``results`` holds the replications that were finished."""

    def __init__(self, results: pd.DataFrame, done: int, total: int) -> None:
        super().__init__(f"Cancelled after {done} of {total} replications; the finished ones are in .results.")
        self.results = results


def local_workers(workers: int) -> ProcessPoolExecutor:
    """Return an executor of ``workers`` fresh processes on this machine (use it in a ``with`` block)."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Spawned, not forked: the same on every system, and nothing of the parent's state leaks in.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def replicate(
    scenario: Scenario,
    *,
    replications: int = 20,
    seed: int = 1,
    metrics: Iterable[str] = CORE_METRICS,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> pd.DataFrame:
    """Run ``scenario`` on ``replications`` different worlds; see ``compare`` for the arguments."""
    return compare(
        [scenario], replications=replications, seed=seed, metrics=metrics, executor=executor, progress=progress,
        cancel=cancel,
    )  # fmt: skip


def compare(
    scenarios: Sequence[Scenario],
    *,
    replications: int = 20,
    seed: int = 1,
    metrics: Iterable[str] = CORE_METRICS,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> pd.DataFrame:
    """Run every scenario on the same ``replications`` worlds; return scenario, replication, metric, value.

    ``executor`` is any ``concurrent.futures.Executor`` (processes here, a cluster elsewhere); the numbers do not
    depend on it. ``progress(done, total)`` is called after each replication. Setting ``cancel`` ends the experiment
    with ``Cancelled``, which carries what is finished. Scenarios must differ in their names.
    """
    if isinstance(scenarios, Scenario):
        raise TypeError("compare needs a list of scenarios: compare([a, b]).")
    names = [s.name for s in scenarios]
    twice = next((n for n in names if names.count(n) > 1), None)
    if not names or twice is not None:
        raise ValueError(f"compare needs scenarios with different names; {twice!r} appears twice." if twice is not None
                         else "compare needs at least one scenario.")  # fmt: skip
    if isinstance(replications, bool) or not isinstance(replications, int) or replications < 1:
        raise ValueError(f"replications = {replications!r} is not a whole number of at least 1.")
    # One task a replication: all scenarios of one world are run side by side, the people are made once.
    tasks = [(tuple(scenarios), seed, r, tuple(metrics)) for r in range(replications)]
    finished: dict[int, list[Row]] = {}
    for replication, rows in _run(tasks, executor, cancel):
        finished[replication] = rows
        if progress:
            progress(len(finished), replications)
    results = _table(finished, names)
    if len(finished) < replications:
        raise Cancelled(results, len(finished), replications)
    return results


def sweep(
    scenario: Scenario,
    path: str,
    values: Iterable[Any],
    *,
    replications: int = 20,
    seed: int = 1,
    metrics: Iterable[str] = CORE_METRICS,
    executor: Executor | None = None,
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> pd.DataFrame:
    """Compare ``scenario`` over a range of one parameter; the table has a further column named ``path``."""
    points = {f"{path} = {value}": value for value in values}
    results = compare(
        [vary(scenario, path, value, name=name) for name, value in points.items()],
        replications=replications, seed=seed, metrics=metrics, executor=executor, progress=progress, cancel=cancel,
    )  # fmt: skip
    results[path] = results["scenario"].map(points)
    return results


def _one(task: tuple[tuple[Scenario, ...], int, int, tuple[str, ...]]) -> tuple[int, list[Row]]:
    scenarios, seed, replication, metrics = task
    rows: list[Row] = []
    for scenario in scenarios:
        found = measure(simulate(scenario, seed=seed, replication=replication), metrics)
        rows += [
            {"scenario": scenario.name, "replication": replication, "metric": m, "value": v} for m, v in found.items()
        ]
    return replication, rows


def _run(tasks: list[Any], executor: Executor | None, cancel: Event | None) -> Iterator[tuple[int, list[Row]]]:
    from concurrent.futures import as_completed

    stopped = cancel.is_set if cancel else lambda: False
    if executor is None:
        for task in tasks:
            if stopped():
                return
            yield _one(task)
        return
    waiting: list[Future] = [executor.submit(_one, task) for task in tasks]
    try:
        for future in as_completed(waiting):
            if stopped():
                return
            yield future.result()
    finally:
        for future in waiting:
            future.cancel()


def _table(finished: dict[int, list[Row]], names: list[str]) -> pd.DataFrame:
    import pandas as pd

    rows = [row for replication in sorted(finished) for row in finished[replication]]
    table = pd.DataFrame(rows, columns=["scenario", "replication", "metric", "value"])
    # In the order of the scenarios, whatever order the workers finished in.
    order = {name: i for i, name in enumerate(names)}
    return table.sort_values("scenario", key=lambda s: s.map(order), kind="stable", ignore_index=True)


def summarise(results: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Return scenario, metric, mean, low, high, n: means over replications with their interval."""
    import pandas as pd

    from sim.core.stats import Interval, mean_interval

    rows = []
    for (scenario, metric), group in results.groupby(["scenario", "metric"], sort=False):
        values = group["value"].to_numpy()
        interval = (
            Interval(nan, nan, nan, len(values)) if np.isnan(values).any() else mean_interval(values, level=level)
        )
        rows.append({"scenario": scenario, "metric": metric, "mean": interval.mean, "low": interval.low,
                     "high": interval.high, "n": interval.n})  # fmt: skip
    return pd.DataFrame(rows)


def differences(results: pd.DataFrame, *, baseline: str, level: float = 0.95) -> pd.DataFrame:
    """Return the paired differences of every scenario against ``baseline``, replication by replication.

    Columns: scenario, metric, difference, low, high (in the metric's unit), relative (difference / baseline's mean; NaN
    where that mean is not clearly above zero or the other one is a loss, see ``sim.core.stats.relative_effect``), n,
    verdict (``higher``, ``lower``, ``no difference`` inside ±3 % of the size of the baseline's mean, ``undecided``; ``not
    defined`` where a value is missing). Raise a ValueError for an unknown baseline.
    """
    import pandas as pd

    from sim.core.stats import Interval, paired_difference, relative_effect

    names = list(results["scenario"].unique())
    if baseline not in names:
        raise ValueError(f"baseline = {baseline!r} is not one of the scenarios {', '.join(map(repr, names))}.")
    wide = results.pivot_table(
        index=["metric", "replication"], columns="scenario", values="value", sort=False, dropna=False
    )
    rows = []
    for name in names:
        for metric in results["metric"].unique() if name != baseline else ():
            a, b = (wide.loc[metric, s].to_numpy() for s in (baseline, name))
            missing = np.isnan(a + b).any()
            interval = Interval(nan, nan, nan, len(a)) if missing else paired_difference(a, b, level=level)
            relative = nan if missing else relative_effect(a, b, level)
            rows.append({"scenario": name, "metric": metric, "difference": interval.mean, "low": interval.low,
                         "high": interval.high, "relative": relative, "n": interval.n,
                         "verdict": _verdict(interval, abs(float(a.mean())))})  # fmt: skip
    return pd.DataFrame(rows)


def _verdict(interval: Any, centre: float) -> str:
    # The course's rule: a difference counts when its interval excludes 0 and it is at least 3 %.
    if isnan(interval.mean):
        return "not defined"
    small = 0.03 * centre
    if -small <= interval.low and interval.high <= small:
        return "no difference"
    if (interval.low > 0 or interval.high < 0) and abs(interval.mean) >= small:
        return "higher" if interval.mean > 0 else "lower"
    return "undecided"
