"""The community from day to day: midnight settles yesterday, then members join, write and are moderated.

Reads: who knows the brand, activity, affinity, trust, segments, the network; ``attended``. Writes: awareness and affinity;
the ledger. Draws: ``members``, ``first-members``, ``joins``, ``event-joins``, ``invitations``, ``community-posts``,
``leaving``, ``negative-threads``, ``thread``. Announces: ``joined``, ``quit``, ``incident``, ``wrote``, ``judged``. Logs:
``member`` (one row each, at the end), ``negative_thread``. Counts: names that begin with ``community_``, and screenshots.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np

from sim.core.world import World
from sim.parts.community.belonging import Belonging
from sim.parts.community.joins import Joins
from sim.parts.community.members import HERE, QUIT, REMOVED, Members
from sim.parts.community.moderation import Moderation
from sim.parts.community.parameters import SOURCES
from sim.parts.community.posting import BAD, GOOD, LOW, Feed, Writing
from sim.parts.community.stocks import MONTH_D, Stocks
from sim.parts.community.threads import Threads

__all__ = ["Community", "start"]

WHY = {HERE: "here", QUIT: "quit", REMOVED: "removed"}


def start(world: World) -> None:
    """Open the community."""
    community = Community(world)
    world.listen("attended", community.joins.attended)
    world.env.process(community.days())
    world.env.process(community.threads.all())
    world.env.process(world.each_week(community.costs))


class Community:
    """The community (社群) of one run."""

    def __init__(self, world: World) -> None:
        self.world, self.p = world, world.scenario.community
        self.members = Members(world)
        self.stocks = Stocks(world, self.members)
        self.joins = Joins(world, self.members)
        self.writing = Writing(world, self.members, self.stocks)
        self.moderation = Moderation(world, self.members, self.stocks)
        self.belonging = Belonging(world, self.members, self.stocks)
        self.threads = Threads(world, self.members)
        self.benefit_k = 0.0

    def days(self) -> Generator[Any, Any, None]:
        """Live through the days."""
        for day in range(self.world.total_days):
            # Made first, so that at midnight the community comes before the day is closed.
            night = self.world.env.timeout(24)
            feed = self.morning(day)
            yield night
            self.evening(day, feed)
        self.finish()

    def morning(self, day: int) -> Feed:
        """Let people join, and members write what they will write today."""
        now = self.world.env.now
        if day:  # at midnight of the first day nobody has counted yet
            self.joins.day(day, now)
            self.joins.invite(day, now)
        rows = self.members.rows()
        feed = self.writing.day(day, rows, now, activity_day=self._activity_day(day))
        self.moderation.look_at(feed)
        self.world.announce("wrote", feed=feed, members=self.members, time_h=now)
        return feed

    def _activity_day(self, day: int) -> bool:
        """Tell whether there is an activity today: they are spread evenly over the month."""
        rate = self.p.activities_month / MONTH_D
        return int((day + 1) * rate + 1e-9) > int(day * rate + 1e-9)

    def evening(self, day: int, feed: Feed) -> None:
        """Settle the day: what was seen, what members feel, who goes."""
        p, now, moderation = self.p, self.world.env.now, self.moderation
        day_h = now - 24.0  # what was in force when the day began
        rows = self.members.rows()
        seen = self.writing.seen(day_h, now, p.content_per_week / 7.0)
        wrong_share = moderation.wrong_today / max(1, len(feed.row))
        self.belonging.day(rows, seen, moderation.removed_today, wrong_share, day_h)
        self.stocks.day(day, rows, day_h, seen.bad_share)
        rows = self.members.rows()
        self.belonging.carry_over(rows)
        self.belonging.leave(day, rows, day_h)
        self._work(feed, len(rows), day, day_h)
        self._count(feed, seen.bad, seen.good + seen.low + seen.bad)
        moderation.removed_today = moderation.wrong_today = 0

    def _work(self, feed: Feed, members: int, day: int, day_h: float) -> None:
        """Note the day's hours and money."""
        p, book = self.p, self.stocks.book
        book("community content", p.content_h * p.content_per_week / 7.0)
        book("community activities", p.activity_h * self._activity_day(day))
        book("community watch", p.watch_h * p.health_watch)
        book("personalisation", p.person_h * p.personalisation / 7.0)
        if p.quality_gate and self.stocks.points(day_h):
            book("rating posts", p.gate_minutes / 60.0 * len(feed.row))
        self.benefit_k += p.benefit_cost_k * self.stocks.benefits(day_h) * members / MONTH_D

    def _count(self, feed: Feed, bad: float, seen: float) -> None:
        m, count = self.members, self.world.count
        rows = m.rows()
        kinds = np.bincount(feed.kind, minlength=3).tolist()
        # Counted in the evening: at midnight the day before is still open.
        count("community_joins", self.joins.today)
        count("community_relapses", self.writing.relapses_today)
        self.joins.today = self.writing.relapses_today = 0
        count("community_members", len(rows))
        count("community_belonging", float(m.belonging[rows].sum()))
        count("community_posts", len(feed.row))
        count("community_good", kinds[GOOD])
        count("community_low", kinds[LOW])
        count("community_bad", kinds[BAD])
        count("community_bad_seen", bad)
        count("community_seen", seen)
        count("community_mood", self.stocks.mood)

    def costs(self, week_h: float, end_h: float) -> None:
        """Book hours and money of a week after its end."""
        ledger = self.world.ledger
        self.world.book_week("community", self.stocks.hours, week_h, end_h)
        self.stocks.hours.clear()
        ledger.spend("team", "community joins", self.joins.spent_k, time_h=week_h)
        ledger.spend("team", "benefits", self.benefit_k, time_h=week_h)
        self.joins.spent_k = self.benefit_k = 0.0

    def finish(self) -> None:
        """Write down every member: one row each."""
        m = self.members
        columns = (m.person, m.source, m.joined_h, m.left_h, m.why, m.posts, m.good, m.first_posts, m.first_bad)
        rows = (column[: m.n].tolist() for column in columns)
        now, record = self.world.env.now, self.world.log.record
        for person, source, joined, left, why, posts, good, first, bad in zip(*rows, strict=True):
            record(now, "member", person=person, source=SOURCES[source], joined_h=joined, left_h=left, why=WHY[why],
                   posts=posts, good=good, first_posts=first, first_bad=bad)  # fmt: skip
