"""Moderation 管理: what breaks a rule is found, waits for a moderator, and has consequences (COMM-4, COMM-5).

A post that is judged a violation becomes a case ``mod_delay_h`` after it was written and waits for one of the moderators, who
are SimPy processes. A moderator has ``duty_h`` a day, reading included; what does not fit waits for the next day. Cases are
entries in a store, never processes.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np
import simpy

from sim.core.world import World
from sim.parts.community.members import REMOVED, Members
from sim.parts.community.posting import BAD, GOOD, Feed
from sim.parts.community.stocks import Stocks

__all__ = ["Case", "Moderation"]

USUAL_STRICTNESS = 0.4
MUTED_AT, REMOVED_AT = 3, 4  # strikes
WRONG_REMOVED = 0.5  # of the undeserved hits, under immediate removal
CONSOLES = 0.5  # what a full explanation takes off a sanction's hurt
SPELL_H = 720.0
SOME_POSTS = 5.0  # a month: whoever writes so much takes one hit half as hard as somebody who hardly ever writes


class Case(NamedTuple):
    """One post that was judged a violation: its day's feed and its place there."""

    feed: Feed
    place: int
    due_h: float

    @property
    def deserved(self) -> bool:
        """Whether the post breaks a rule."""
        return bool(self.feed.kind[self.place] == BAD)


class Moderation:
    """The moderators of one run and what they do."""

    def __init__(self, world: World, members: Members, stocks: Stocks) -> None:
        self.world, self.p, self.m, self.stocks = world, world.scenario.community, members, stocks
        self.cases = simpy.Store(world.env)
        self.working = self.p.moderators > 0 and self.p.sanction_policy != "none"
        self.reading_h = 0.0  # a moderator's share of today's reading
        self.removed_today = self.wrong_today = 0
        for _ in range(self.p.moderators if self.working else 0):
            world.env.process(self._moderator())

    def detection(self) -> float:
        """Return the probability that a violation is found; rules that have aged leave gaps."""
        p = self.p
        return min(max(p.detect_base + p.detect_strict * p.strictness - self.stocks.drift, 0.0), 1.0)

    def error(self) -> float:
        """Return the probability that a good post is judged a violation."""
        p = self.p
        aged = self.stocks.drift * p.strictness / USUAL_STRICTNESS
        return min(p.wrong_strict * p.strictness**2.5 + aged, 1.0)

    def look_at(self, feed: Feed) -> None:
        """Judge a day's posts; each hit becomes a case when somebody has looked."""
        if not self.working:
            return
        p = self.p
        bad = feed.kind == BAD
        hit = np.where(bad, feed.u[3] < self.detection(), feed.u[4] < self.error())
        for place in hit.nonzero()[0].tolist():
            due_h = float(feed.at_h[place]) + p.mod_delay_h
            self._expect(Case(feed, place, due_h))
        self.reading_h = p.read_minutes * len(feed.row) / 60.0 / p.moderators
        # Who is appointed is there, whether there is much to do or not; looking often comes on top.
        self.stocks.book("moderation", p.moderators * p.duty_h + p.look_minutes / 60.0 * 24.0 / p.mod_delay_h)

    def _expect(self, case: Case) -> None:
        """Let a case come up when it is due; a callback costs a tenth of a process."""

        def comes(_: Any) -> None:
            self.cases.put(case)

        due = self.world.env.timeout(case.due_h - self.world.env.now)
        assert due.callbacks is not None
        due.callbacks.append(comes)

    def _moderator(self) -> Generator[Any, Any, None]:
        """Take one case after another while the day's hours last."""
        day, used = -1, 0.0
        while True:
            case = yield self.cases.get()
            hours = self.hours()
            if int(self.world.env.now // 24) != day:
                day, used = int(self.world.env.now // 24), self.reading_h
            # A day that is too short for a single case still gets one done.
            if used > self.reading_h and used + hours > self.p.duty_h:
                day, used = day + 1, self.reading_h
                yield self.world.env.timeout(24.0 * day - self.world.env.now)
            used += hours
            yield self.world.env.timeout(hours)
            row = case.feed.row[case.place : case.place + 1]
            before = int(self.m.strikes(row, self.world.env.now)[0])
            self.handle(case)
            after = int(self.m.strikes(row, self.world.env.now)[0])
            self.world.announce("judged", case=case, time_h=self.world.env.now, strikes=(before, after))

    def hours(self) -> float:
        """Return the work on one case; explaining takes longer."""
        p = self.p
        explaining = p.explain_minutes * p.education if p.sanction_policy == "ladder" else 0.0
        return (p.case_minutes + explaining) / 60.0

    def handle(self, case: Case) -> None:
        """Delete the post, and sanction its author as the policy says."""
        p, m, now = self.p, self.m, self.world.env.now
        row, deserved = int(case.feed.row[case.place]), case.deserved
        case.feed.gone_h[case.place] = now
        self.world.count("community_hits" if deserved else "community_wrongful", 1)
        self.world.count("community_wait_h", now - case.due_h)
        if not deserved:
            self.wrong_today += 1
            if case.feed.kind[case.place] == GOOD:
                m.good[row] -= 1
                self.world.count("community_good_deleted", 1)
        if not m.present[row]:
            return
        unfair = 1.5 - p.fairness
        hurt = (p.hit_hurts if deserved else p.wrong_hurts) * unfair / (1.0 + float(m.recent[row]) / SOME_POSTS)
        if deserved:
            self._spell(row, now)
        luck = float(case.feed.u[5, case.place])
        if p.sanction_policy == "ladder":
            hurt *= 1.0 - CONSOLES * p.education
            # An undeserved strike is taken back on appeal where enforcement is open and fair.
            # Only what was written after the last warning counts again.
            told = not case.feed.at_h[case.place] <= m.strike_h[row]
            if told and (deserved or luck >= p.fairness):
                self._strike(row, now, deserved=deserved)
        elif p.sanction_policy == "remove" and (deserved or luck < WRONG_REMOVED):
            self._remove(row, now)
        m.belonging[row] = max(0.0, m.belonging[row] - hurt)

    def _spell(self, row: int, now: float) -> None:
        """Begin to watch whether a member who was hit breaks a rule again within 30 days."""
        m = self.m
        if not m.spell_h[row] > now - SPELL_H:
            m.spell_h[row], m.relapsed[row] = now, False
            self.world.count("community_sanctioned", 1)

    def _strike(self, row: int, now: float, *, deserved: bool) -> None:
        """One more step of the ladder; the strikes of the last 30 days count."""
        p, m = self.p, self.m
        step = int(m.strikes(np.array([row]), now)[0]) + 1
        m.strike3_h[row], m.strike2_h[row], m.strike_h[row] = m.strike2_h[row], m.strike_h[row], now
        if deserved:
            m.taught[row] *= 1.0 - p.education * (p.learns_first if m.taught[row] == 1.0 else p.learns_later)
        if step >= REMOVED_AT:
            self._remove(row, now)
        elif step == MUTED_AT and p.mute_days:
            m.muted_h[row] = now + 24.0 * p.mute_days

    def _remove(self, row: int, now: float) -> None:
        self.m.leave(np.array([row]), REMOVED, now)
        self.removed_today += 1
