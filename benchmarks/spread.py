"""Speed of the spread engine: against other programs, on a million people, with more and more links.

The workload: one outbreak on a preferential-attachment graph in which newcomers make 5 mutual links, talk
along a link with chance 0.25 per teller (rate 1/3 of the rate of losing interest), 0.1 % seeds, until it has
died out. About 83 % of the people hear. Ours records who told whom and when; graphs are made before the clock
starts. Seconds are medians of processor time.
"""

from __future__ import annotations

import json
import math
import re
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.graphs import preferential_attachment
from sim.core.cascade import Cascade
from sim.core.network import Network
from sim.core.spread import spread
from sim.core.streams import Streams
from sim.core.telling import KeepTelling

__all__ = ["against_eon", "linearity", "million", "run"]

LINKS_EACH = 5
DURATION_H = 6.0  # mean time of interest
TELLING = KeepTelling(per_hour=1 / 3 / DURATION_H, duration_h=DURATION_H)  # chance (1/3) / (1 + 1/3) = 0.25
HORIZON_H = 720.0
# The same process for programs that know only steps, one an hour as our ticks: with chance g to stop and b to
# tell per step, a follower is told with chance b / (b + g - b g), which must be 0.25 again.
STEP_STOP = 1 - math.exp(-1 / DURATION_H)
STEP_TELL = 0.25 * STEP_STOP / (0.75 + 0.25 * STEP_STOP)


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Return one row per measurement; ``quick`` makes one on 10,000 people and leaves the million out."""
    if quick:
        return [against_eon(n_people=10_000, our_runs=5, their_runs=2)]
    rows = [against_eon(n_people=100_000, our_runs=10, their_runs=3)]
    network = _graph(100_000)
    for name, peer, target in (("ndlib", _ndlib, 150), ("mesa", _mesa, 400), ("cynetdiff", _cynetdiff, None)):
        rows.append(_peer_row(name, peer, network, target))
    return [*rows, million(), linearity()]


def _graph(n_people: int) -> Network:
    return preferential_attachment(n_people, LINKS_EACH, Streams(1).of("benchmark graph"))


def _outbreak(network: Network, replication: int) -> Cascade:
    generator = Streams(1, replication).of("benchmark spread")
    seeds = generator.choice(network.n_people, network.n_people // 1000, replace=False)
    return spread(network, seeds, TELLING, horizon_h=HORIZON_H, generator=generator)


def _timed(call: Callable[[], float]) -> tuple[float, float]:
    """Return (processor seconds, what the call returned)."""
    begin = time.process_time()
    value = call()
    return time.process_time() - begin, value


def _ours(network: Network, runs: int) -> tuple[float, np.ndarray]:
    """Return (median seconds, shares reached)."""
    _outbreak(network, 0)  # the first run pays for imports and fresh memory
    timed = [_timed(lambda k=k: _outbreak(network, k).share) for k in range(runs)]  # type: ignore[misc]
    return statistics.median(t for t, _ in timed), np.array([share for _, share in timed])


# --- against EoN --------------------------------------------------------------------------------------------


def against_eon(*, n_people: int, our_runs: int, their_runs: int) -> dict[str, Any]:
    """Compare speed and final size with EoN.fast_SIR on the same graph."""
    # Small outbreaks are bound by the number of numpy calls, not by links; the bar is for the large ones.
    target = 40 if n_people >= 100_000 else 10
    row = {"id": f"spread_{n_people}", "against": "EoN.fast_SIR", "target": target}
    network = _graph(n_people)
    seconds, shares = _ours(network, our_runs)
    row |= {"seconds": seconds, "value": float(shares.mean()), "share": float(shares.mean())}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its docstrings hold stray backslashes
            import EoN
    except ImportError:
        return row | {"ratio": None, "note": "EoN is not installed: skipped."}
    graph = _networkx(network)
    timed, blocks = [], [seconds]
    for k in range(their_runs):  # taking turns, so that a busy machine slows both
        timed.append(_timed(lambda k=k: _eon_share(EoN, graph, k)))  # type: ignore[misc]
        blocks.append(_ours(network, 5)[0])
    seconds = statistics.median(blocks)
    theirs = np.array([share for _, share in timed])
    peer_seconds = statistics.median(t for t, _ in timed)
    error = np.sqrt(shares.var(ddof=1) / shares.size + theirs.var(ddof=1) / theirs.size)
    ratio = peer_seconds / seconds
    return row | {
        "ratio": ratio,
        "seconds": seconds,
        "passed": bool(ratio >= target and abs(shares.mean() - theirs.mean()) < 3 * error),
        "seconds_of_peer": peer_seconds,
        "share_of_peer": float(theirs.mean()),
        "standard_error": float(error),
    }


def _networkx(network: Network) -> Any:
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(network.n_people))
    once = network.sources() < network.neighbours
    graph.add_edges_from(zip(network.sources()[once].tolist(), network.neighbours[once].tolist(), strict=True))
    return graph


def _eon_share(eon: Any, graph: Any, replication: int) -> float:
    n_people = graph.number_of_nodes()
    seeds = Streams(2, replication).of("benchmark peer").choice(n_people, n_people // 1000, replace=False)
    recovery = 1 / DURATION_H
    *_, recovered = eon.fast_SIR(graph, recovery / 3, recovery, initial_infecteds=seeds.tolist())
    return float(recovered[-1]) / n_people


# --- against others, where they are installed ---------------------------------------------------------------


def _peer_row(name: str, peer: Callable[[Network], float], network: Network, target: float | None) -> dict[str, Any]:
    row: dict[str, Any] = {"id": f"spread_{network.n_people}_{name}", "against": name, "target": target}
    before = _ours(network, 30)[0]
    try:
        theirs = peer(network)
    except ImportError as missing:
        return row | {"ratio": None, "note": f"{name} is not installed ({missing}): skipped."}
    # Ours on both sides of theirs, so that a busy machine slows both.
    seconds = statistics.median([before, _ours(network, 30)[0]])
    ratio = theirs / seconds
    return row | {"ratio": ratio, "seconds": seconds, "seconds_of_peer": theirs, "passed": ratio >= (target or 0)}


def _ndlib(network: Network) -> float:
    """Time NDlib's SIR until nobody tells."""
    import ndlib.models.epidemics as epidemics
    import ndlib.models.ModelConfig as ModelConfig

    model = epidemics.SIRModel(_networkx(network))
    config = ModelConfig.Configuration()
    config.add_model_parameter("beta", STEP_TELL)
    config.add_model_parameter("gamma", STEP_STOP)
    config.add_model_parameter("fraction_infected", 0.001)
    model.set_initial_status(config)

    def until_over() -> float:
        while True:
            counts = model.iteration(node_status=False)["node_count"]
            if counts[1] == 0:
                return counts[2] / network.n_people

    return _timed(until_over)[0]


def _mesa(network: Network) -> float:
    """Time a Mesa model in the manner of its virus-on-network example until nobody tells."""
    import mesa
    from mesa.discrete_space import FixedAgent
    from mesa.discrete_space import Network as Space

    class Person(FixedAgent):
        def __init__(self, model: Any, cell: Any) -> None:
            super().__init__(model)
            self.cell, self.state = cell, 0

        def step(self) -> None:
            if self.state != 1:
                return
            for other in self.cell.neighborhood.agents:
                if other.state == 0 and self.random.random() < STEP_TELL:
                    other.state = 1
            if self.random.random() < STEP_STOP:
                self.state = 2

    model = mesa.Model(seed=1)
    options = {"capacity": 1, "random": model.random}
    try:  # newer versions lay the graph out by springs unless told not to, which takes hours here
        space = Space(_networkx(network), layout=None, **options)
    except TypeError:
        space = Space(_networkx(network), **options)
    people = [Person(model, cell) for cell in space.all_cells]
    for person in people[: network.n_people // 1000]:
        person.state = 1

    def until_over() -> float:
        while any(person.state == 1 for person in people):
            model.agents.shuffle_do("step")
        return sum(person.state == 2 for person in people) / network.n_people

    return _timed(until_over)[0]


def _cynetdiff(network: Network) -> float:
    """Time CyNetDiff's independent cascade (compiled; final size only, no times)."""
    from cynetdiff.utils import networkx_to_ic_model

    graph = _networkx(network).to_directed()
    for _, _, data in graph.edges(data=True):
        data["activation_prob"] = 0.25
    model, _ = networkx_to_ic_model(graph)
    model.set_seeds(set(range(network.n_people // 1000)))

    def advance() -> float:
        model.reset_model()
        model.advance_until_completion()
        return float(model.get_num_activated_nodes()) / network.n_people

    return statistics.median(_timed(advance)[0] for _ in range(3))


# --- limits -------------------------------------------------------------------------------------------------


def million() -> dict[str, Any]:
    """Time one outbreak on 1,000,000 people in a process of its own; peak memory includes the graph."""
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.spread"], cwd=root, capture_output=True, text=True, check=True
    )
    measured = json.loads(done.stdout.splitlines()[-1])
    passed = measured["seconds"] < 1 and not measured["peak_mib"] >= 1024
    return (
        {"id": "spread_1000000", "against": "1 s and 1,024 MiB", "ratio": 1 / measured["seconds"]}
        | measured
        | {
            "value": measured["share"],
            "passed": passed,
        }
    )


def _million_here() -> dict[str, float]:
    network = _graph(1_000_000)
    before = _peak_mib()
    seconds, shares = _ours(network, 5)
    return {"seconds": seconds, "share": shares.mean(), "peak_mib": _peak_mib(), "graph_peak_mib": before}


def _peak_mib() -> float:
    status = Path("/proc/self/status")
    if status.exists():  # what Linux tells otherwise begins with the size of the process that started this one
        return float(re.search(r"VmHWM:\s*(\d+) kB", status.read_text())[1]) / 2**10  # type: ignore[index]
    try:
        import resource
    except ImportError:  # Windows does not tell
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def linearity() -> dict[str, Any]:
    """Return the slope of log seconds on log links from 100,000 to 800,000 people: 1 is linear."""
    sizes = [100_000, 200_000, 400_000, 800_000]
    networks = [_graph(n) for n in sizes]
    seconds = [_ours(network, 5)[0] for network in networks]
    links = [network.n_links for network in networks]
    slope = float(np.polyfit(np.log(links), np.log(seconds), 1)[0])
    return {
        "id": "spread_linear",
        "seconds": seconds[-1],
        "ratio": slope,
        "value": slope,
        "against": "slope 1 of log seconds on log links",
        "links": links,
        "seconds_by_links": seconds,
        "passed": slope < 1.25,
    }


if __name__ == "__main__":
    print(json.dumps(_million_here()))
