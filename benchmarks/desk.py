"""What the response desk costs: a half-year with posts and tickets, and the same queue in other programs.

The queue is M/M/c: 30 tickets an hour of 6 minutes for 4 agents (V2). Ours is the queue and the agents of the desk without
tickets' consequences; beside it ciw, the program for queueing networks, and SimPy as it is usually written, a process and a
resource request for each ticket. Every program makes the same number of tickets; seconds are medians of processor time,
the mean wait is set against Erlang C.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import simpy

import sim
from benchmarks.clock import seconds_of
from sim.core.ledger import Ledger
from sim.core.streams import Streams
from sim.core.theory import erlang_c
from sim.parts.desk.queueing import Queue, Shift, agent
from sim.parts.desk.tickets import ISSUES, Ticket

LIMIT_S, TICKETS, POSTS = 0.400, 9_000, 360
RATE, HANDLING_H, AGENTS = 30.0, 0.1, 4
PARTS = ("production", "engagement", "audience", "desk")


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Return one row a measurement: id, seconds (median CPU time), ratio, against, passed."""
    repeats = 3 if quick else 9
    return [*half_year(repeats), *queues(repeats, 5_000 if quick else 20_000)]


def scenario() -> sim.Scenario:
    """Return 180 days with two posts a day on one platform and 9,000 tickets: their inflow stands still at 2 an hour."""
    return sim.vary(sim.base, {
        "parts": PARTS, "platforms": ["weibo"], "horizon_days": 180, "warmup_days": 0, "plan.posts_per_day": 2,
        "desk.reach_share": 0.0, "desk.ticket_rate": TICKETS / 180 / 24, "desk.fix_policy": "none",
    }, name="half a year")  # fmt: skip


def half_year(repeats: int) -> list[dict[str, Any]]:
    """Time the half-year with the desk, and without it for the desk's own share."""
    whole = scenario()
    bare = sim.vary(whole, "parts", PARTS[:3])
    done = sim.simulate(whole)
    sim.simulate(bare)
    pairs = [(seconds_of(lambda: sim.simulate(whole)), seconds_of(lambda: sim.simulate(bare))) for _ in range(repeats)]
    seconds, without = (statistics.median(column) for column in zip(*pairs, strict=True))
    return [
        {"id": "desk_half_year", "seconds": seconds, "ratio": LIMIT_S / seconds, "against": f"{LIMIT_S * 1000:g} ms",
         "tickets": len(done.ticket_rows), "posts": len(done.post_rows), "passed": seconds < LIMIT_S},
        {"id": "desk_own_share", "seconds": seconds - without, "ratio": (seconds - without) / seconds, "against": "the whole run",
         "microseconds_a_ticket": 1e6 * (seconds - without) / len(done.ticket_rows), "passed": True},
    ]  # fmt: skip


def queues(repeats: int, tickets: int) -> list[dict[str, Any]]:
    """Time the same queue in three programs."""
    truth = erlang_c(RATE, HANDLING_H, AGENTS).mean_wait_h
    rows = []
    ours = 0.0
    for name, peer in (("desk_queue", _ours), ("desk_process_per_ticket", _process_per_ticket), ("desk_ciw", _ciw)):
        try:
            timed = [_timed(peer, tickets, k) for k in range(repeats)]
        except ImportError:
            rows.append({"id": name, "verdict": "not installed: pip install ciw", "passed": True})
            continue
        seconds = statistics.median(t for t, _ in timed)
        ours = ours or seconds
        against = float(np.mean([wait for _, wait in timed])) / truth
        rows.append({"id": name, "seconds": seconds, "ratio": seconds / ours, "against": "desk_queue", "tickets": tickets,
                     "wait_against_erlang_c": against, "passed": seconds >= ours})  # fmt: skip
    return rows


def _draws(tickets: int, replication: int) -> tuple[list[float], list[float]]:
    rng = Streams(1, replication).of("benchmark desk")
    return np.cumsum(rng.exponential(1 / RATE, tickets)).tolist(), rng.exponential(HANDLING_H, tickets).tolist()


def _ours(tickets: int, replication: int) -> float:
    """Return the mean wait with the desk's queue and agents."""
    env = simpy.Environment()
    at, hours = _draws(tickets, replication)
    queue, waited = Queue(env, "fifo", len(ISSUES)), [0.0]

    def begin(t: Ticket) -> float:
        waited[0] += env.now - t.opened_h
        return t.hours

    shift = Shift(env, queue, Ledger(), opens=0.0, closes=24.0, wage_k=0.04, overtime_h=0.0, overtime_pay=1.5, begin=begin,
                  done=lambda t: None, task=lambda t: "enquiry")  # fmt: skip

    def arrivals() -> Any:
        for k, (time_h, handling) in enumerate(zip(at, hours, strict=True)):
            yield env.timeout(time_h - env.now)
            queue.put(Ticket((k,), 0, 0, time_h, handling))

    env.process(arrivals())
    for number in range(AGENTS):
        env.process(agent(shift, number, 10_000))
    env.run(until=at[-1])
    return waited[0] / tickets


def _process_per_ticket(tickets: int, replication: int) -> float:
    """Return the mean wait in the usual style: every ticket is a process that asks for an agent."""
    env = simpy.Environment()
    at, hours = _draws(tickets, replication)
    staff, waited = simpy.PriorityResource(env, AGENTS), [0.0]

    def ticket(handling: float) -> Any:
        came = env.now
        with staff.request(priority=0) as wanted:
            yield wanted
            waited[0] += env.now - came
            yield env.timeout(handling)

    def arrivals() -> Any:
        for time_h, handling in zip(at, hours, strict=True):
            yield env.timeout(time_h - env.now)
            env.process(ticket(handling))

    env.process(arrivals())
    env.run(until=at[-1])
    return waited[0] / tickets


def _ciw(tickets: int, replication: int) -> float:
    """Return the mean wait with ciw; raise an ImportError if it is not installed."""
    import ciw

    ciw.seed(replication)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=RATE)],
        service_distributions=[ciw.dists.Exponential(rate=1 / HANDLING_H)],
        number_of_servers=[AGENTS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(tickets, method="Finish")
    return float(np.mean([record.waiting_time for record in simulation.get_all_records()]))


def _timed(call: Callable[[int, int], float], tickets: int, replication: int) -> tuple[float, float]:
    start = time.process_time()
    wait = call(tickets, replication)
    return time.process_time() - start, wait
