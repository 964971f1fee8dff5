"""Sudden events and the emergency lane 应急通道 (PROD-6).

A sudden event (突发事件) makes those who follow the account ask: each of them loses ``sudden_loss`` trust at once. A public
message brings back ``2^(-delay / message_halflife_h)`` of it. Without a lane the message is one more job in the queue, written
from scratch and reviewed like a post. With the lane a template agreed beforehand is filled in with the highest urgency and
reviewed once, and outside working hours somebody on call comes in, at overtime pay. The lane costs drills every week,
and everybody else waits while it is used.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np

from sim.core.world import Array, World
from sim.parts.production.team import Team

__all__ = ["Emergencies", "sudden_events"]

MOST_EVENTS, MONTH_H = 4.0, 730.0
URGENT, USUAL = 0, 2
LEAD, COPY = 0, 2


def sudden_events(world: World) -> list[tuple[int, float]]:
    """Return the sudden events as (number, hour): candidates at four a month, kept at the scenario's rate."""
    p, number, at = world.scenario.production, 0, 0.0
    found: list[tuple[int, float]] = []
    while True:
        rng = world.streams.of("sudden-event", number)
        at += float(rng.exponential(MONTH_H / MOST_EVENTS))
        if at >= 24.0 * world.total_days:
            return found
        if rng.random() < p.sudden_event_rate / MOST_EVENTS:
            found.append((number, at))
        number += 1


class Emergencies:
    """The company's answers to sudden events."""

    def __init__(self, world: World, team: Team) -> None:
        self.world, self.team, self.p = world, team, world.scenario.production

    def open(self) -> None:
        """Let the events of this run happen."""
        for number, at in sudden_events(self.world):
            self.world.env.process(self.event(number, at))

    def event(self, number: int, at: float) -> Generator[Any, Any, None]:
        """One event: the public asks, the company answers sooner or later."""
        world, p, env = self.world, self.p, self.world.env
        yield env.timeout(at - env.now)
        asking = self._asking(number)
        if p.sudden_loss > 0 and len(asking):
            before = world.people.trust[asking]
            world.change_trust(asking, -p.sudden_loss)
            lost = before - world.people.trust[asking]
        world.count("sudden_events", 1)
        yield from self.answer(number)
        delay_h = env.now - at
        value = 2.0 ** (-delay_h / p.message_halflife_h)
        if p.sudden_loss > 0 and len(asking):
            world.change_trust(asking, np.float32(value) * lost)
        world.log.record(env.now, "sudden_event", number=number, happened_h=at, delay_h=delay_h, value=value,
                         people=len(asking))  # fmt: skip

    def _asking(self, number: int) -> Array:
        """Return who asks: followers on any platform, as often as they open it."""
        world, found = self.world, []
        for platform in world.scenario.platforms:
            entity = world.index[platform], number
            c = world.candidates("sudden-public", entity, platform, self.p.sudden_reach, 0.0)
            found.append(c.ids[world.people.following[platform][c.ids]])
        return np.unique(np.concatenate(found))

    def answer(self, number: int) -> Generator[Any, Any, None]:
        """Write, review and publish the message."""
        p = self.p
        if not p.emergency_lane:
            yield from self._step(COPY, "message", p.message_hours, USUAL)
            for _ in range(p.review_rounds):
                yield from self._step(LEAD, "review", p.review_hours, USUAL)
            return
        yield from self._lane(number, ((COPY, "message", p.template_hours), (LEAD, "review", p.review_hours)))

    def _lane(self, number: int, steps: tuple[tuple[int, str, float], ...]) -> Generator[Any, Any, None]:
        """Take the fast path: whoever is free first, and out of hours, or if nobody becomes free today, somebody on call."""
        env, team, called = self.world.env, self.team, False
        for role, task, hours in steps:
            crew, person = team.crews[role], None
            if not called and team.office.left_today(env.now) > 0:
                person = yield from crew.ask_until(URGENT, env.now + team.office.left_today(env.now))
            if person is None and not called:
                called = True
                yield env.timeout(self.p.on_call_h)
            somebody = person or team.people[number % len(team.people)]
            left = hours / team.pace_of()
            while left > 1e-9:
                now = env.now
                inside = person is not None and person.is_in(now)
                stretch = min(left, somebody.closes_h - now if inside else 24.0 * (now // 24 + 1) - now)
                if not inside:  # whoever was called, or stays for it, is there for this alone
                    team.sheet.extra(somebody, now, stretch)
                yield env.timeout(stretch)
                team.sheet.worked(somebody, task, now, stretch)
                left -= stretch
            if person is not None:
                crew.release(person)

    def _step(self, role: int, task: str, hours: float, urgency: int) -> Generator[Any, Any, None]:
        crew = self.team.crews[role]
        person = yield crew.ask(urgency, self.world.env.now)
        yield from crew.work(person, hours / self.team.pace_of(), task)
        crew.release(person)
