"""A small desk for exercise E4.2: tickets of two days, two agents, and a policy that says how each is answered and who is next.

The desk keeps a policy as a table: it asks once for every situation of a grid (kind and severity, waiting time, length of the
queue, surge or not) and afterwards looks up the entry at or below the present one. So a policy is asked a few hundred times,
never within the game, and cannot remember anything.

Minutes, accuracy, patience and satisfaction are those of ``sim.parts.desk``; here a wrong answer comes back once.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import inf, nan
from typing import Any

import numpy as np

from sim.core.streams import Streams
from sim.parts.desk.consequences import satisfaction
from sim.parts.desk.parameters import KINDS, MODES
from sim.scenario import base

__all__ = ["MATTERS", "Played", "Table", "object_to", "play", "situations", "tabulate"]

DAYS, AGENTS, OPENS, CLOSES = 2, 2, 9.0, 21.0
RATE, SURGE = 5.0, 2.2  # tickets an hour, mean over day and night; and in a surge
# What comes in: kind, severity, share.
MATTERS = (
    ("enquiry", 1, 0.55), ("complaint", 1, 0.07), ("complaint", 2, 0.07), ("complaint", 3, 0.04), ("complaint", 5, 0.02),
    ("praise", 1, 0.15), ("suggestion", 1, 0.10),
)  # fmt: skip
WAITED_H, QUEUES = (0.0, 0.5, 2.0, 8.0, 24.0), (0, 5, 15, 40)
HARM = 0.5  # of a satisfaction that a complaint of severity 5 counts more for each step above 1
KEYS = ("mode", "priority", "target_h")
Decision = Mapping[str, Any]
Policy = Callable[[dict[str, Any], dict[str, Any]], Decision]
Situation = tuple[str, int, float, int, bool]
Table = dict[Situation, Decision]


@dataclass(frozen=True)
class Played:
    """What became of the tickets of one world.

    ``score``: mean satisfaction, complaints weighing more by severity; ``public``: share of complaints that went public;
    ``praise_h``: longest wait of a praise whose author was still there, in hours.
    """

    score: float
    public: float
    praise_h: float


def situations() -> Iterator[tuple[Situation, dict[str, Any], dict[str, Any]]]:
    """Yield every situation of the grid with the ticket and the state that a policy is asked with."""
    for kind, severity, _ in MATTERS:
        for waited in WAITED_H:
            for queue in QUEUES:
                for surge in (False, True):
                    ticket = {"kind": kind, "severity": severity, "waited_h": waited}
                    state = {"queue": queue, "agents": AGENTS, "surge": surge}
                    yield (kind, severity, waited, queue, surge), ticket, state


def object_to(decision: Any) -> str | None:
    """Return what is wrong with the form of a decision, as a clause, or None."""
    if not isinstance(decision, Mapping) or set(decision) != set(KEYS):
        return "it should return a dict with exactly the keys " + ", ".join(map(repr, KEYS))
    priority, target = decision["priority"], decision["target_h"]
    if decision["mode"] not in MODES:
        return f"`mode` is {decision['mode']!r}, none of " + ", ".join(MODES)
    if isinstance(priority, bool) or not isinstance(priority, int) or not 0 <= priority <= 9:
        return f"`priority` is {priority!r}, no whole number from 0 to 9"
    if isinstance(target, bool) or not isinstance(target, (int, float)) or not 0 < target <= 72:
        return f"`target_h` is {target!r}, no number of hours above 0 and up to 72"
    return None


def tabulate(policy: Policy) -> Table:
    """Return the policy's decisions in all situations. Raise a ValueError at the first one that is malformed."""
    table: Table = {}
    for at, ticket, state in situations():
        table[at] = policy(dict(ticket), dict(state))
        problem = object_to(table[at])
        if problem:
            raise ValueError(f"in the situation {at}, {problem}.")
    return table


@dataclass
class _Ticket:
    at_h: float
    kind: str
    severity: int
    luck: np.ndarray
    patience_h: float
    public_h: float
    since_h: float = 0.0
    reply_h: float = nan
    wrong: bool = False
    solved_h: float = inf


def _tickets(seed: int, surge: bool) -> list[_Ticket]:
    """Return the tickets of one world in the order of time: the same seed, the same people and luck."""
    rng, p = Streams(seed).of("reply game"), base.desk
    hours = np.asarray(base.engagement.activity_by_hour)
    n = int(rng.poisson(24.0 * DAYS * RATE * SURGE))
    u, luck = rng.random((6, n)), rng.random((n, 4))
    keep = u[5] < 1.0 if surge else u[5] < 1.0 / SURGE
    clock = np.interp(u[0], np.append(0.0, np.cumsum(hours) / hours.sum()), np.arange(25.0))
    matter = np.searchsorted(np.cumsum([share for _, _, share in MATTERS]), u[2], side="right").clip(
        max=len(MATTERS) - 1
    )
    made = []
    for k in keep.nonzero()[0]:
        kind, severity, _ = MATTERS[matter[k]]
        at = 24.0 * int(DAYS * u[1, k]) + clock[k]
        patient = p.satisfaction_tau_h * (p.complaint_patience if kind == "complaint" else 1.0)
        will = u[4, k] / p.escalation_most
        public = at - p.escalation_tau_h * np.log1p(-will) if kind == "complaint" and will < 1 else inf
        made.append(
            _Ticket(float(at), kind, severity, luck[k], float(-patient * np.log1p(-u[3, k])), float(public), at)
        )
    return sorted(made, key=lambda t: t.at_h)


def play(table: Table, seed: int, *, surge: bool) -> Played:
    """Return what a policy's ``table`` achieves in the world of ``seed``, with or without a surge."""
    p, tickets = base.desk, _tickets(seed, surge)
    coming = [(t.at_h, k) for k, t in enumerate(tickets)]  # sorted, so a heap
    free = [OPENS] * AGENTS
    waiting: list[int] = []
    praise_h = 0.0
    while coming or waiting:
        now = heapq.heappop(free)
        if not waiting:
            now = max(now, coming[0][0])
        now = _open(now)
        while coming and coming[0][0] <= now:
            waiting.append(heapq.heappop(coming)[1])
        waiting = [k for k in waiting if now - tickets[k].since_h <= tickets[k].patience_h]
        if not waiting:
            heapq.heappush(free, now)
            if not coming:
                break
            continue
        # The most urgent first; of equals the one that has waited longest.
        looked = {k: _look(table, tickets[k], now, len(waiting), surge) for k in waiting}
        k = max(waiting, key=lambda i: (looked[i]["priority"], -tickets[i].since_h))
        waiting.remove(k)
        t, mode = tickets[k], MODES.index(looked[k]["mode"])
        done = now + _minutes(mode, t) / 60.0
        heapq.heappush(free, done)
        if t.reply_h != t.reply_h:
            t.reply_h = done - t.at_h
            praise_h = max(praise_h, t.reply_h) if t.kind == "praise" else praise_h
        right = t.kind in ("praise", "suggestion") or t.wrong or t.luck[0] < p.mode_accuracy[mode]
        if right:
            t.solved_h = done
        else:
            t.wrong, t.since_h = True, done + p.return_h
            heapq.heappush(coming, (t.since_h, k))
    return _judged(tickets, praise_h)


def _open(now: float) -> float:
    """Return the first hour from ``now`` on at which the desk is open."""
    day, hour = divmod(now, 24.0)
    return 24.0 * day + OPENS if hour < OPENS else now if hour < CLOSES else 24.0 * (day + 1) + OPENS


def _look(table: Table, t: _Ticket, now: float, queue: int, surge: bool) -> Decision:
    waited = WAITED_H[bisect_right(WAITED_H, max(0.0, now - t.since_h)) - 1]
    return table[t.kind, t.severity, waited, QUEUES[bisect_right(QUEUES, queue - 1) - 1], surge]


def _minutes(mode: int, t: _Ticket) -> float:
    p = base.desk
    spread = -np.log1p(-t.luck[2 if t.wrong else 1])
    return float(p.register_minutes + p.mode_minutes[mode] * p.kind_minutes[KINDS.index(t.kind)] * spread)


def _judged(tickets: list[_Ticket], praise_h: float) -> Played:
    felt = np.array([satisfaction(base.desk, t.reply_h, t.wrong) for t in tickets])
    weight = np.array([1.0 + HARM * (t.severity - 1) for t in tickets])
    public = [t.public_h < t.solved_h for t in tickets if t.kind == "complaint"]
    return Played(float((felt * weight).sum() / weight.sum()), sum(public) / max(1, len(public)), praise_h)
