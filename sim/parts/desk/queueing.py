"""The queue and the people who work it off (DESK-2): a priority store, and shifts as SimPy processes.

Agents (客服) pull work; a ticket is an entry in a heap, never a process. Who finds nothing waits for the doorbell. An agent
whose shift ends in the middle of a ticket puts it back in front, and goes on with it, or somebody else does, next day.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Generator
from typing import Any

import simpy

from sim.core.ledger import Ledger
from sim.parts.desk.tickets import Ticket

__all__ = ["BEGUN", "COMMENTS", "INBOX", "PUBLIC", "REPORTS", "TICKETS", "Queue", "Shift", "agent"]

# Levels of the queue: what was begun, reading the channels, open answers, tickets, comments, reports to authors.
BEGUN, INBOX, PUBLIC, TICKETS, COMMENTS, REPORTS = range(6)
SMALLEST_H = 1e-9


class Queue:
    """Work that waits, taken by level and then by the rule; ``area`` is the integral of its length over time.

    Entries that were taken otherwise (answered with a cluster) stay in the heap and are passed over.
    """

    def __init__(self, env: simpy.Environment, rule: str, issues: int) -> None:
        self.env, self.rule = env, rule
        self._fifo = rule in ("fifo", "cluster")
        self._heap: list[tuple[int, float, int, Ticket]] = []
        self._number = itertools.count()
        self._idle: list[simpy.Event] = []
        self._same: list[list[tuple[int, Ticket]]] = [[] for _ in range(issues)]  # waiting complaints by issue
        self._same_size = [0] * issues
        self.length, self.area, self._changed_h = 0, 0.0, 0.0

    def put(self, item: Ticket, level: int = TICKETS) -> None:
        """Let ``item`` wait, and wake somebody who has nothing to do."""
        entry = item.entry = next(self._number)
        heapq.heappush(self._heap, (level, item.opened_h if self._fifo else self._key(item), entry, item))
        if self.rule == "cluster" and level == TICKETS and item.issue >= 0:
            self._same[item.issue].append((item.entry, item))
            self._same_size[item.issue] += 1
        self._count(+1)
        if self._idle:
            self._idle.pop(0).succeed()

    def _key(self, item: Ticket) -> float:
        if self.rule == "lifo":
            return -item.since_h
        return item.opened_h - 1e6 * item.severity if self.rule == "severity" else item.opened_h

    def take(self) -> Ticket | None:
        """Return what comes next, with those whom the same answer serves as its ``members``; None if nothing waits."""
        while self._heap:
            level, _, entry, item = self._heap[0]
            if item.entry != entry:
                heapq.heappop(self._heap)
            elif self.rule == "cluster" and level == TICKETS and max(self._same_size) > 1:
                return self._cluster()
            else:
                heapq.heappop(self._heap)
                self._taken(item)
                return item
        return None

    def _cluster(self) -> Ticket:
        """Return the oldest complaint of the issue with most of them waiting, the others as its members."""
        issue = self._same_size.index(max(self._same_size))
        waiting = [item for entry, item in self._same[issue] if item.entry == entry]
        self._same[issue] = []
        for item in waiting:
            self._taken(item)
        waiting[0].members = tuple(waiting[1:])
        return waiting[0]

    def _taken(self, item: Ticket) -> None:
        # Complaints that were begun stand in front, not in the clusters.
        if self.rule == "cluster" and item.issue >= 0 and item.left_h == 0.0:
            self._same_size[item.issue] -= 1
        item.entry = -1
        self._count(-1)

    def _count(self, by: int) -> None:
        now = self.env.now
        if now > self._changed_h:
            self.area += self.length * (now - self._changed_h)
            self._changed_h = now
        self.length += by

    def wait(self) -> simpy.Event:
        """Return the doorbell for somebody who found nothing."""
        bell = self.env.event()
        self._idle.append(bell)
        return bell

    def wake_all(self) -> None:
        """Ring for everybody: the shift is over."""
        for bell in self._idle:
            bell.succeed()
        self._idle.clear()


class Shift:
    """What an agent needs to know: clock, queue, ledger, wage, and what to do with an item before and after the work."""

    def __init__(
        self, env: simpy.Environment, queue: Queue, ledger: Ledger, *, opens: float, closes: float, wage_k: float,
        overtime_h: float, overtime_pay: float, begin: Callable[[Ticket], float], done: Callable[[Ticket], None],
        task: Callable[[Ticket], str],
    ) -> None:  # fmt: skip
        self.env, self.queue, self.ledger = env, queue, ledger
        self.opens, self.closes, self.wage_k = opens, closes, wage_k
        # Overtime ends at midnight, so that a stretch of work never lies in two weeks of the ledger.
        self.overtime_h, self.overtime_pay = min(overtime_h, 24.0 - closes), overtime_pay
        self.begin, self.done, self.task = begin, done, task


def agent(shift: Shift, number: int, days: int) -> Generator[simpy.Event, Any, None]:
    """Work day after day: the shift, and overtime while somebody waits."""
    env, who = shift.env, f"agent {number + 1}"
    for day in range(days):
        opens, closes = 24.0 * day + shift.opens, 24.0 * day + shift.closes
        if env.now < opens:
            yield env.timeout(opens - env.now)
        shift.ledger.present("desk", closes - opens, start_h=opens, wage_k=shift.wage_k, who=who)
        yield from _work(shift, who, closes, overtime=False)
        if shift.overtime_h > 0:
            yield from _work(shift, who, closes + shift.overtime_h, overtime=True)


def _work(shift: Shift, who: str, until: float, *, overtime: bool) -> Generator[simpy.Event, Any, None]:
    env, queue, ledger = shift.env, shift.queue, shift.ledger
    while env.now < until - SMALLEST_H:
        item = queue.take()
        if item is None:
            if overtime:
                return
            yield queue.wait()
            continue
        start_h = env.now
        if item.left_h <= 0.0:
            item.left_h = max(SMALLEST_H, shift.begin(item))
        hours = min(item.left_h, until - start_h)
        if overtime:
            ledger.present(
                "desk", hours, start_h=start_h, wage_k=shift.wage_k * shift.overtime_pay, who=who, overtime=True
            )
        yield env.timeout(hours)
        ledger.work("desk", shift.task(item), hours, start_h=start_h, who=who)
        item.left_h -= hours
        if item.left_h > SMALLEST_H:
            queue.put(item, BEGUN)
        else:
            item.left_h = 0.0
            shift.done(item)
