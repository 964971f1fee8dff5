"""Same seed, same bits: in this process, in others, and in worlds that differ in one thing."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from sim import base, compare, replicate, simulate, vary
from sim.core.streams import Streams
from sim.experiment import local_workers
from sim.metrics import CORE_METRICS
from sim.scenario import PARTS

SMALL = vary(base, {"n_people": 3000, "horizon_days": 40, "warmup_days": 7, "platforms": ["weibo"]}, name="small")
FRESH = """
import json, sys
from sim import base, simulate, vary
small = vary(base, {"n_people": 3000, "horizon_days": 40, "warmup_days": 7, "platforms": ["weibo"]}, name="small")
print(json.dumps([simulate(small, seed=s).digest() for s in (5, 6)]))
"""


def digests_in_a_fresh_process(hash_seed: str) -> list[str]:
    """Run the same two seeds in a new interpreter whose hashes are salted differently."""
    import os

    done = subprocess.run(
        [sys.executable, "-c", FRESH], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )  # fmt: skip
    return json.loads(done.stdout)


def test_two_processes_and_this_one_agree_to_the_last_bit() -> None:
    """The digest covers every event, post and day; salted hashes and import order must not matter."""
    here = [simulate(SMALL, seed=s).digest() for s in (5, 6)]

    assert digests_in_a_fresh_process("1") == here
    assert digests_in_a_fresh_process("2") == here


def test_negative_control_the_digest_sees_a_difference() -> None:
    """Another seed, replication or parameter gives another digest: the comparison above can fail."""
    runs = [
        simulate(SMALL, seed=5),
        simulate(SMALL, seed=6),
        simulate(SMALL, seed=5, replication=1),
        simulate(vary(SMALL, "plan.content_quality", 0.61, name="small"), seed=5),
    ]

    assert len({run.digest() for run in runs}) == 4


def test_a_run_does_not_depend_on_what_ran_before() -> None:
    """Shared candidates and caches must never leak from one scenario into the next."""
    alone = simulate(SMALL, seed=8).digest()
    simulate(vary(SMALL, "plan.posts_per_day", 4), seed=8)
    simulate(SMALL, seed=9)

    assert simulate(SMALL, seed=8).digest() == alone


@pytest.mark.slow
def test_workers_give_the_same_table_as_one_process() -> None:
    """Spawned workers may finish in any order; the table is the same."""
    serial = replicate(SMALL, replications=4, seed=3)
    with local_workers(2) as executor:
        parallel = replicate(SMALL, replications=4, seed=3, executor=executor)

    assert parallel.equals(serial)


def test_one_more_post_leaves_everything_before_it_untouched() -> None:
    """The minimally different world: equal until day 20, different afterwards."""
    more = vary(SMALL, "plan.extra_post_day", 20, name="small")
    a, b = simulate(SMALL, seed=4), simulate(more, seed=4)
    before = lambda run: run.posts[run.posts.day < 20].to_json()  # noqa: E731  one expression, used twice

    assert before(a) == before(b)
    assert a.daily[a.daily.day < 20].equals(b.daily[b.daily.day < 20])
    assert len(b.posts) == len(a.posts) + 1
    assert not a.daily.equals(b.daily)


def test_streams_are_named_by_purpose_and_entity() -> None:
    """Equal names give equal numbers; another purpose, entity, seed or replication gives others."""
    draw = lambda streams, *name: streams.of(*name).random(4).tolist()  # noqa: E731

    assert draw(Streams(1), "reach", 3) == draw(Streams(1), "reach", 3)
    others = [draw(Streams(1), "reach", 4), draw(Streams(1), "react", 3), draw(Streams(2), "reach", 3),
              draw(Streams(1, 1), "reach", 3), draw(Streams(1), "reach", 3, 0)]  # fmt: skip
    assert len({tuple(x) for x in [*others, draw(Streams(1), "reach", 3)]}) == 6


@pytest.mark.parametrize(("seed", "replication"), [(-1, 0), (1.5, 0), (True, 0), (1, -1), ("1", 0)])
def test_impossible_seeds_are_refused(seed: object, replication: object) -> None:
    """Name, value and rule."""
    with pytest.raises(ValueError, match="is not a whole number of at least 0"):
        simulate(SMALL, seed=seed, replication=replication)  # type: ignore[arg-type]


def test_common_random_numbers_cut_the_variance_of_a_difference() -> None:
    """At least 3 times against independent seeds, for growth, reach and reactions (40 worlds).

    The ratio of two variances from 40 worlds has a 95 % interval of about a factor 1.9 either way, so the bound is
    asked of seeds at which a true ratio of 6 or more passes for sure.
    """
    b = vary(SMALL, "plan.content_quality", 0.65, name="better")
    paired = _values(compare([SMALL, b], replications=40, seed=21))
    apart = _values(compare([vary(SMALL, "horizon_days", 40, name="better")], replications=40, seed=22))
    for metric in ("net_growth", "reach", "reactions"):
        common = np.var(paired["better", metric] - paired["small", metric], ddof=1)
        independent = np.var(paired["small", metric], ddof=1) + np.var(apart["better", metric], ddof=1)
        assert independent / common >= 3, metric


def _values(results: object) -> dict[tuple[str, str], np.ndarray]:
    groups = results.groupby(["scenario", "metric"])["value"]  # type: ignore[attr-defined]
    return {key: group.to_numpy() for key, group in groups}


def test_core_metrics_are_measured_for_every_run() -> None:
    """The tidy table has one row a scenario, replication and metric."""
    table = replicate(SMALL, replications=2)

    assert len(table) == 2 * len(CORE_METRICS)


def test_detail_changes_nothing_but_adds_the_reposts() -> None:
    """Writing the reposts down draws from streams of its own; without it the table says how to get it."""
    plain, detailed = simulate(SMALL, seed=5), simulate(SMALL, seed=5, detail=True)
    reposts = detailed.reposts

    assert detailed.digest() == plain.digest()
    assert (reposts.generation == 1).sum() == detailed.posts.shares.sum()
    assert (reposts.age_h >= reposts.delay_h).all()
    assert ((reposts.source == -1) == (reposts.generation == 1)).all()
    with pytest.raises(ValueError, match="detail=True"):
        plain.reposts  # noqa: B018  reading is what fails


@pytest.mark.slow
def test_a_notebook_gives_the_same_bits() -> None:
    """A kernel is one more process with imports and threads of its own; the digest does not care."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FRESH)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()

    assert json.loads(notebook.cells[0].outputs[-1]["text"]) == [simulate(SMALL, seed=s).digest() for s in (5, 6)]


@pytest.fixture(scope="module")
def whole_world() -> tuple[Any, Any]:
    """A small company with every part, and its thirty replications one after the other."""
    scenario = vary(SMALL, "parts", PARTS, name="whole")
    return scenario, replicate(scenario, replications=30, seed=3)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["threads", "one process", "two processes", "cluster"])
def test_any_executor_gives_the_same_table(kind: str, whole_world: Any) -> None:
    """Thirty replications of the whole world: threads that share caches, processes and a local cluster change nothing."""
    scenario, serial = whole_world
    executor: Executor
    with contextlib.ExitStack() as stack:
        if kind == "threads":
            executor = stack.enter_context(ThreadPoolExecutor(4))
        elif kind == "cluster":
            import distributed

            client = distributed.Client(n_workers=2, threads_per_worker=1, dashboard_address=None)
            executor = stack.enter_context(client).get_executor()
        else:
            executor = stack.enter_context(local_workers(1 if kind == "one process" else 2))
        table = replicate(scenario, replications=30, seed=3, executor=executor)

    assert table.equals(serial)
