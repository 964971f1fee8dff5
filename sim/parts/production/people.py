"""The people of the line: their working hours, who takes what next, and the books.

The office (办公时间) is open for the same hours on every working day. Whoever works does so inside his own day: general tasks
come first, then the posts. A step that is not finished when the day ends goes on the next morning, by the same person; if its
post is pressed he may stay longer (加班), as far as the week's overtime goes. A crew (班组) is a group of people who can do
the same steps: whoever is free takes the most urgent step, then the one whose slot comes first, then the oldest.

Every stretch of work is booked when it is done, with who, when and what; presence is booked when a day begins, so that no
week can use more hours than were there.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple, cast

import simpy

__all__ = ["Crew", "Need", "Office", "Person", "Sheet", "levelled"]

WEEK_D = 7
ROUNDING_H = 1e-9


class Office:
    """Working hours of a team: ``hours`` from ``start_h`` on the first ``days`` days of a week that begins on ``first_day``."""

    def __init__(self, start_h: float, hours: float, days: int, first_day: int = 0) -> None:
        self.start_h, self.hours, self.days, self.first_day = start_h, hours, days, first_day

    def works_on(self, day: int) -> bool:
        """Tell whether ``day`` (from 0) is a working day."""
        return (day - self.first_day) % WEEK_D < self.days

    def is_open(self, time_h: float) -> bool:
        """Tell whether the office is open at ``time_h``."""
        day = int(time_h // 24)
        return self.works_on(day) and self.start_h <= time_h - 24.0 * day < self.start_h + self.hours

    def left_today(self, time_h: float) -> float:
        """Return the hours until the office closes, 0 if it is closed."""
        return self.start_h + self.hours - time_h % 24.0 if self.is_open(time_h) else 0.0

    def before(self, time_h: float) -> float:
        """Return the working hours of the calendar up to ``time_h``, counted from the week of the first day."""
        day = int(time_h // 24)
        weeks, weekday = divmod(day - self.first_day, WEEK_D)
        whole = weeks * self.days + min(weekday, self.days)
        today = min(max(time_h - 24.0 * day - self.start_h, 0.0), self.hours) if weekday < self.days else 0.0
        return whole * self.hours + today

    def between(self, from_h: float, until_h: float) -> float:
        """Return the working hours between two times; negative if the second is the earlier one."""
        return self.before(until_h) - self.before(from_h)

    def after(self, time_h: float, hours: float) -> float:
        """Return the first time at which ``hours`` working hours have passed since ``time_h``."""
        if hours <= 0:
            return time_h
        whole = self.before(time_h) + hours
        days = math.ceil(whole / self.hours - ROUNDING_H) - 1
        weeks, weekday = divmod(days, self.days)
        day = self.first_day + weeks * WEEK_D + weekday
        return max(time_h, 24.0 * day + self.start_h + whole - days * self.hours)


class Need(NamedTuple):
    """What a step needs of a crew: smaller ``urgency`` first, then the earlier slot, then in the order of asking."""

    urgency: int
    due_h: float
    number: int
    granted: simpy.Event


@dataclass(eq=False)
class Person:
    """One person (人员): number, working day ``opens_h`` to ``closes_h``, skill, and the tenant's number of the place."""

    number: int
    name: str
    skill: float = 0.5
    style: tuple[float, ...] = (0.0, 0.0, 0.0)
    tenure: int = 0
    leaves_h: float = math.inf
    opens_h: float = -1.0
    closes_h: float = -1.0
    busy: bool = False
    stayed_h: float = 0.0
    ill_until_day: int = -1

    def is_in(self, time_h: float) -> bool:
        """Tell whether he is there and has time for posts."""
        return self.opens_h <= time_h < self.closes_h


@dataclass
class Sheet:
    """The books of one group of staff: presence and work, and how much overtime a week has left.

    ``overtime`` is off limits where ``overtime_week_h`` is 0. ``ledger`` None keeps no books (a queue without a company).
    """

    ledger: Any = None
    account: str = "team"
    wage_k: float = 0.0
    overtime_wage_k: float = 0.0
    overtime_week_h: float = 0.0
    overtime_day_h: float = 0.0
    used: dict[int, float] = field(default_factory=dict)

    def there(self, person: Person, start_h: float, hours: float) -> None:
        """Book a person's agreed hours of a day."""
        if self.ledger is not None:
            self.ledger.present(self.account, hours, start_h=start_h, wage_k=self.wage_k, who=person.name)

    def worked(self, person: Person, task: str, start_h: float, hours: float) -> None:
        """Book a stretch of work."""
        if self.ledger is not None:
            self.ledger.work(self.account, task, hours, start_h=start_h, who=person.name)

    def stay(self, person: Person, start_h: float, wanted_h: float) -> float:
        """Let a person stay longer for up to ``wanted_h`` hours as far as day and week allow, and return for how long."""
        if self.ledger is None or self.overtime_week_h <= 0:
            return 0.0
        week = self.ledger.week(start_h)
        # Nobody works past midnight: the hours would belong to another day.
        most = min(self.overtime_day_h - person.stayed_h, self.overtime_week_h - self.used.get(week, 0.0),
                   24.0 * (start_h // 24 + 1) - start_h)  # fmt: skip
        hours = max(0.0, min(wanted_h, most))
        if hours > ROUNDING_H:
            self.used[week] = self.used.get(week, 0.0) + hours
            person.stayed_h += hours
            self.extra(person, start_h, hours)
        return hours

    def extra(self, person: Person, start_h: float, hours: float) -> None:
        """Book presence beyond the agreed hours."""
        if self.ledger is not None:
            self.ledger.present(self.account, hours, start_h=start_h, wage_k=self.overtime_wage_k, who=person.name,
                                overtime=True)  # fmt: skip


class Crew:
    """A group of people who can do the same steps, and the steps that wait for one of them."""

    def __init__(self, env: simpy.Environment, people: list[Person], sheet: Sheet) -> None:
        self.env, self.people, self.sheet = env, people, sheet
        self.waiting: list[Need] = []
        self.mornings: dict[int, list[simpy.Event]] = {}
        self.asked = 0

    def somebody_free(self) -> bool:
        """Tell whether somebody is in, has nothing to do, and nothing waits."""
        now = self.env.now
        return not self.waiting and any(not p.busy and p.is_in(now) for p in self.people)

    def ask(self, urgency: int = 2, due_h: float = 0.0) -> simpy.Event:
        """Return an event that happens, with the person as its value, when somebody takes the step."""
        need = Need(urgency, due_h, self.asked, self.env.event())
        self.asked += 1
        heappush(self.waiting, need)
        self.hand_out()
        return need.granted

    def ask_until(self, urgency: int, until_h: float) -> Generator[simpy.Event, Any, Person | None]:
        """Wait for somebody no longer than until ``until_h``; return None, and ask no more, if nobody came."""
        granted = self.ask(urgency)
        yield granted | self.env.timeout(max(0.0, until_h - self.env.now))
        if granted.triggered:
            return cast("Person", granted.value)
        self.waiting = [need for need in self.waiting if need.granted is not granted]
        heapify(self.waiting)
        return None

    def hand_out(self) -> None:
        """Give waiting steps to people who are in and free."""
        if not self.waiting:
            return
        now = self.env.now
        for person in self.people:
            if not person.busy and person.is_in(now):
                person.busy = True
                heappop(self.waiting).granted.succeed(person)
                if not self.waiting:
                    return

    def release(self, person: Person) -> None:
        """Note that a person is free again."""
        person.busy = False
        self.hand_out()

    def work(
        self, person: Person, hours: float, task: str, *, pressed: bool = False
    ) -> Generator[simpy.Event, Any, None]:
        """Let a person work ``hours`` on a task, over as many days as it takes, and book every stretch."""
        left = hours
        while left > ROUNDING_H:
            now = self.env.now
            stretch = min(left, person.closes_h - now) if person.is_in(now) else 0.0
            if stretch <= ROUNDING_H and pressed and abs(now - person.closes_h) < ROUNDING_H:
                stretch = self.sheet.stay(person, now, left)
            if stretch <= ROUNDING_H:
                came = self.env.event()
                self.mornings.setdefault(person.number, []).append(came)
                yield came
                continue
            yield self.env.timeout(stretch)
            self.sheet.worked(person, task, now, stretch)
            left -= stretch

    def begins(self, person: Person) -> None:
        """Let a person's day begin: he goes on with what he had, or takes something new."""
        for event in self.mornings.pop(person.number, ()):
            event.succeed()
        self.hand_out()


def levelled(loads: list[float], more: float) -> list[float]:
    """Return how ``more`` hours are shared out so that those with the least load get them first."""
    order = sorted(range(len(loads)), key=lambda i: (loads[i], i))
    shares = [0.0] * len(loads)
    for k in range(len(order)):
        level = (more + sum(loads[i] for i in order[: k + 1])) / (k + 1)
        if k + 1 == len(order) or level <= loads[order[k + 1]]:
            for i in order[: k + 1]:
                shares[i] = level - loads[i]
            return shares
    return shares
