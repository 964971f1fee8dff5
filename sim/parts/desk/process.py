"""The desk from day to day: midnight, inbox, answers, escalation, surveys.

Reads: aware people, activity, the reach of posts (``published``), commenters (``exposed``). Writes: trust, affinity, memory,
good service contacts, the ledger. Draws: ``tickets``, ``dialogue``, ``word-of-mouth``,
``public-complaint``, ``revisits``. Announces: ``public_complaint``, ``complaint_answered``, ``shown``. Logs: ``ticket``,
``public_complaint``, ``survey``.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Generator
from typing import Any

import numpy as np

from sim.core.world import World
from sim.parts.desk.consequences import Consequences, satisfaction
from sim.parts.desk.issues import Issues
from sim.parts.desk.parameters import HOURS
from sim.parts.desk.queueing import COMMENTS, INBOX, PUBLIC, REPORTS, TICKETS, Queue, Shift, agent
from sim.parts.desk.tickets import (
    COMMENT,
    COMPLAINT,
    EAGER,
    ISSUES,
    NAMES,
    PRAISE,
    READING_MINUTES,
    ROUNDS,
    SEVERITY,
    SUGGESTION,
    Inflow,
    Ticket,
)

__all__ = ["Desk", "start"]

WATCHING_H = 0.25  # whoever looks more often than this watches continuously
COMMENT_LIVES_H = 24.0  # nobody looks for an answer under a post of yesterday
REACTED_COMMENT = 1  # how engagement numbers reactions
INBOX_JOB, PUBLIC_JOB, REPORT_JOB = -1, -2, -3
LEVELS = {COMMENT: COMMENTS, PUBLIC_JOB: PUBLIC, REPORT_JOB: REPORTS}
TASKS = {INBOX_JOB: "reading channels", PUBLIC_JOB: "public answer", REPORT_JOB: "reporting back"}


def start(world: World) -> None:
    """Open the desk."""
    desk = Desk(world)
    world.env.process(desk.days())
    if desk.p.agents and "engagement" in world.scenario.parts:
        world.listen("exposed", desk.commented)
    for number in range(desk.p.agents):
        world.env.process(agent(desk.shift, number, world.total_days))


class Desk:
    """The response desk (客服台) of one run."""

    def __init__(self, world: World) -> None:
        self.world, self.p, self.env = world, world.scenario.desk, world.env
        p = self.p
        self.opens, self.closes = HOURS[p.hours]
        self.end_h = 24.0 * world.total_days
        self.queue = Queue(self.env, p.priority_rule, len(ISSUES))
        self.inflow, self.effects = Inflow(world), Consequences(world)
        self.issues = Issues(world, self.inflow)
        self.shift = Shift(
            self.env, self.queue, world.ledger, opens=self.opens, closes=self.closes, wage_k=p.wage_k, overtime_h=p.overtime_h,
            overtime_pay=p.overtime_pay, begin=self.begin, done=self.done, task=task,
        )  # fmt: skip
        self.inbox: list[Ticket] = []  # arrived, not looked at yet
        self.unseen: list[Ticket] = []  # today's tickets that arrive later
        self.continuous = p.check_interval_h < WATCHING_H
        self.alive: dict[tuple[int, ...], Ticket] = {}
        self.due: dict[tuple[int, ...], Ticket] = {}  # over, but may still go public
        self.jobs = 0

    # --- the day ----------------------------------------------------------------------------------------------

    def days(self) -> Generator[Any, Any, None]:
        """Live through the days: midnight, then the looks at the inbox or, watching continuously, every arrival."""
        for day in range(self.world.total_days):
            # Made first, so that at midnight the desk comes before the day is closed.
            night = self.env.timeout(24)
            self.midnight(day)
            tickets = self.inflow.day(day, self.issues.known)
            self.world.count("tickets", len(tickets))
            for t in tickets:
                self.expect(t)
            arrivals = [t for t in tickets if t.registered]
            yield from self.watch(day, arrivals) if self.continuous else self.look(day, arrivals)
            yield night
            for t in tickets:
                if not t.registered:
                    self.over(t, "unregistered", t.opened_h)
        self.finish()

    def expect(self, t: Ticket) -> None:
        """Note a ticket of today: when it would go public, and whether it will reach the desk at all."""
        if t.public_h < self.end_h:
            self.later(t.public_h, lambda: self.goes_public(t))
        if t.registered:
            self.alive[t.key] = t

    def later(self, time_h: float, call: Any) -> None:
        """Do something at a later hour; a callback costs a tenth of a process."""
        self.env.timeout(max(0.0, time_h - self.env.now)).callbacks.append(lambda _: call())

    def look(self, day: int, arrivals: list[Ticket]) -> Generator[Any, Any, None]:
        """Look at the inbox every ``check_interval_h`` from opening on; what arrives between looks waits unseen."""
        p, opens, closes = self.p, 24.0 * day + self.opens, 24.0 * day + self.closes
        looks = max(1, math.ceil((self.closes - self.opens) / p.check_interval_h - 1e-9)) if p.agents else 0
        self.inbox, self.unseen = self.inbox + self.unseen, arrivals
        if p.agents:
            self.later(closes, self.queue.wake_all)
        for k in range(looks):
            yield self.env.timeout(opens + k * p.check_interval_h - self.env.now)
            new = bisect_right(self.unseen, self.env.now, key=lambda t: t.opened_h)
            self.inbox += self.unseen[:new]
            self.unseen = self.unseen[new:]
            self.read(1, looks)
            self.inbox.sort(key=lambda t: (t.since_h, t.key))
            for t in self.inbox:
                self.admit(t)
            self.inbox.clear()

    def watch(self, day: int, arrivals: list[Ticket]) -> Generator[Any, Any, None]:
        """Let every ticket into the queue as it arrives; reading the channels is spread over the open hours."""
        opens, closes = 24.0 * day + self.opens, 24.0 * day + self.closes
        hours = self.closes - self.opens
        if self.p.agents:
            for k in range(hours):
                self.later(opens + k, lambda: self.read(4, hours))
            self.later(closes, self.queue.wake_all)
        for t in arrivals:
            yield self.env.timeout(t.opened_h - self.env.now)
            self.admit(t)

    def read(self, looks: int, parts: int) -> None:
        """Put a stretch of reading into the queue: ``parts`` such stretches a day, each with so many looks."""
        p = self.p
        minutes = p.reading * sum(READING_MINUTES[: p.channels_monitored]) / parts + looks * p.look_minutes
        if minutes > 0:
            self.queue.put(self.job(INBOX_JOB, minutes / 60.0), INBOX)

    def job(self, kind: int, hours: float, person: int = -1) -> Ticket:
        """Return a piece of work that is not a ticket."""
        self.jobs += 1
        return Ticket(
            (self.jobs,), kind, person, self.env.now, hours
        )  # for an open answer: the number of the complaint

    def admit(self, t: Ticket) -> None:
        """Let a ticket that somebody has seen wait for an answer."""
        if t.kind == COMPLAINT and t.rounds == 0:
            self.issues.registered[t.issue] += 1
            if t.luck(1) >= self.p.complaint_answer_share:
                self.leave(t)
                return
        self.queue.put(t, LEVELS.get(t.kind, TICKETS))

    def leave(self, t: Ticket) -> None:
        """Never answer a complaint: its author waits until he gives up."""
        gives_up_h = t.since_h + t.patience_h
        if gives_up_h < self.end_h:
            self.later(gives_up_h, lambda: self.over(t, "abandoned", gives_up_h))

    def deliver(self, t: Ticket) -> None:
        """Let something new arrive now."""
        if self.continuous:
            self.admit(t)
        else:
            self.inbox.append(t)

    # --- answers ----------------------------------------------------------------------------------------------

    def begin(self, t: Ticket) -> float:
        """Take a ticket up and return the hours that it needs; whoever has given up by now only costs the closing."""
        p, now = self.p, self.env.now
        if t.kind < 0:
            return t.hours
        register_h = p.register_minutes / 60.0
        if not t.members:  # nearly always
            if self.lapsed(t):
                return register_h
            if t.rounds:
                return t.takes_h()
            t.begun_h = now
            return t.hours + register_h
        everybody = [t, *t.members]
        there = [one for one in everybody if not self.lapsed(one)]
        for one in there:
            if math.isnan(one.begun_h):
                one.begun_h = now
        hours = register_h * sum(one.rounds == 0 or one.state == "abandoned" for one in everybody)
        if not there:
            return hours
        first = there[0]
        return hours + first.takes_h() + (len(there) - 1) * p.cluster_minutes / 60.0

    def lapsed(self, t: Ticket) -> bool:
        """Close a ticket whose author has given up, and say so."""
        if t.state:
            return t.state == "abandoned"
        if self.env.now - t.since_h <= t.patience_h:
            return False
        self.over(t, "abandoned", t.since_h + t.patience_h)
        return True

    def done(self, t: Ticket) -> None:
        """Let what the work was for happen."""
        if t.kind == PUBLIC_JOB:
            self.effects.answered_openly(t.person, self.env.now)
        elif t.kind == REPORT_JOB:
            self.effects.told([t.person])
            eager = self.inflow.eager
            eager[t.person] = min(EAGER, eager.get(t.person, 1.0) * self.p.told_eager)
        elif t.kind == INBOX_JOB:
            return
        elif not t.members:
            if not t.state:
                self.reply(t, t.is_right())
        else:
            # Who has given up, or is past the end of the run, is not there any more; one answer serves all who are.
            there = [one for one in (t, *t.members) if not one.state]
            t.members = ()
            right = bool(there) and there[0].is_right()
            for one in there:
                self.reply(one, right)

    def reply(self, t: Ticket, right: bool) -> None:
        """Answer: the ticket is closed, or its author finds the answer wrong and writes again."""
        now = self.env.now
        if math.isnan(t.reply_h):
            t.reply_h = now - t.opened_h
        if right or t.kind > COMPLAINT or t.rounds == ROUNDS - 1:
            t.resolved = True
            if t.kind == COMPLAINT:
                self.world.announce("complaint_answered", issue=t.issue, time_h=now)
            self.over(t, "closed", now)
            if t.kind == SUGGESTION:
                self.suggested(t)
            return
        t.rounds += 1
        self.effects.wrong(t.person)
        t.since_h = now + t.return_h
        if t.since_h < self.end_h:
            self.later(t.since_h, lambda: self.deliver(t))

    def suggested(self, t: Ticket) -> None:
        """Adopt a suggestion or not, and report it to its author or not (DESK-8)."""
        p = self.p
        if t.luck(1) < p.adoption_rate and t.luck(2) < p.closeloop_rate:
            when = self.env.now + 24.0 * p.adopt_delay_d
            if when < self.end_h:
                job = self.job(REPORT_JOB, float(self.inflow.mean_h[PRAISE]), t.person)
                self.later(when, lambda: self.deliver(job))

    def commented(self, *, draft: Any, met: Any, kind: np.ndarray, **_: Any) -> None:
        """Note comments under a post that the desk means to answer."""
        who = met.ids[(kind == REACTED_COMMENT).nonzero()[0]]
        if not len(who) or not self.p.dialogue_share:
            return
        u = self.world.streams.of("dialogue", *draft.key).random((2, len(who)))
        for k in (u[0] < self.p.dialogue_share).nonzero()[0].tolist():
            hours = float(-np.log1p(-u[1, k]) * self.inflow.mean_h[COMMENT])
            t = Ticket((*draft.key, k), COMMENT, int(who[k]), float(draft.time_h), hours, patience_h=COMMENT_LIVES_H)
            self.world.count("comments_taken", 1)
            self.alive[t.key] = t
            self.deliver(t)

    # --- what goes public, what is asked -------------------------------------------------------------------

    def goes_public(self, t: Ticket) -> None:
        """Let a complaint that is still unresolved go public (DESK-5)."""
        if t.resolved:
            return
        t.escalated = True
        now = self.env.now
        self.world.count("public_complaints", 1)
        self.world.announce(
            "public_complaint", person=t.person, issue=t.issue, severity=t.severity / max(SEVERITY), time_h=now
        )
        number = self.effects.went_public(t, now)
        if self.p.public_answers and self.p.agents:
            job = self.job(PUBLIC_JOB, float(self.inflow.mean_h[COMPLAINT]), number)
            self.deliver(job)
        if t.key in self.due:
            del self.due[t.key]
            self.write(t)

    def midnight(self, day: int) -> None:
        """Settle yesterday, then repair and ask where it is time to."""
        self.effects.settle()
        self.inflow.next_day()
        s, p = self.world.scenario, self.p
        today = day - s.warmup_days
        self.issues.repair_until(day)
        if p.survey_interval_d and p.agents and today > 0 and today % p.survey_interval_d == 0:
            self.survey(day)

    def survey(self, day: int) -> None:
        """Ask people what troubles them; whoever hears nothing afterwards likes the brand less."""
        who, hears = self.issues.ask(day)
        self.effects.told(who[hears].tolist())
        self.effects.in_vain(who[~hears].tolist())
        self.queue.put(self.job(INBOX_JOB, len(who) / 60.0), INBOX)
        self.world.log.record(self.env.now, "survey", asked=self.p.survey_people, answered=len(who))

    # --- the end of a ticket ----------------------------------------------------------------------------------

    def over(self, t: Ticket, state: str, end_h: float) -> None:
        """Note how a ticket ended; what follows for its author is settled at midnight."""
        t.state, t.end_h = state, end_h
        if t.kind != COMMENT:
            t.satisfaction = satisfaction(self.p, t.reply_h, t.rounds > 0)
        self.alive.pop(t.key, None)
        if state != "open":
            self.effects.ended.append(t)
        if not t.resolved and not t.escalated and t.public_h < self.end_h:
            self.due[t.key] = t
        else:
            self.write(t)

    def write(self, t: Ticket) -> None:
        """Log a ticket: its one row."""
        self.world.log.add(self.env.now, "ticket", {
            "kind": NAMES[t.kind], "issue": t.issue, "severity": t.severity, "channel": t.channel, "person": t.person,
            "opened_h": t.opened_h, "registered": t.registered, "known": t.known, "waited_h": t.begun_h - t.opened_h,
            "first_reply_h": t.reply_h, "end_h": t.end_h, "state": t.state, "resolved": t.resolved, "reopened": t.rounds,
            "escalated": t.escalated, "satisfaction": t.satisfaction, "again": self.effects.buys_again(t),
        })  # fmt: skip

    def finish(self) -> None:
        """Close the books: who has given up by now has, the others are open."""
        for t in list(self.alive.values()):
            if not self.lapsed(t):
                self.over(t, "open", self.end_h)
        for t in list(self.due.values()):
            self.write(t)
        self.due.clear()
        self.effects.settle()
        self.effects.readers_at_the_end()
        self.world.count("queue_area_h", self.queue.area)


def task(t: Ticket) -> str:
    """Return what a stretch of work is booked on."""
    return TASKS[t.kind] if t.kind < 0 else NAMES[t.kind]
