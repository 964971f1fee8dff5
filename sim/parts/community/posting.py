"""Posting 发帖: what members write today, what of it is useful, what breaks a rule (COMM-2, COMM-3, COMM-6).

Every post is one entry of a ``Feed``; its luck is a function of day, author and number, so that one post more shifts nobody
else's. A post is seen by and by: of its readers ``1 - exp(-h / view_h)`` have come after h hours. What is deleted is seen by
nobody afterwards.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.core.streams import keyed_uniforms
from sim.core.world import Array, World
from sim.parts.community.members import Members
from sim.parts.community.stocks import Stocks

__all__ = ["Feed", "Seen", "Writing", "poisson"]

GOOD, LOW, BAD = range(3)
NEW_H = 720.0  # who joined less than 30 days ago is a newcomer
MOST_A_DAY = 64  # entries of one author's day that have luck of their own
FORGOTTEN_D = 5  # after so many days a post has no readers any more


def poisson(mean: Array, u: Array) -> Array:
    """Return Poisson numbers of these means, shape of ``mean``, by inversion of ``u``: one uniform number each."""
    counts = np.zeros(len(mean), np.intp)
    busy = (u >= np.exp(-mean)).nonzero()[0]
    if not len(busy):
        return counts
    m, left = mean[busy], u[busy]
    term = np.exp(-m)
    below, k = term.copy(), 0
    more = left >= below
    while more.any() and k < MOST_A_DAY - 1:
        k += 1
        counts[busy[more]] = k
        term *= m / k
        below += term
        more &= left >= below
    return counts


class Feed(NamedTuple):
    """One day's posts: ``row`` of the author, ``kind`` (GOOD, LOW, BAD), ``at_h``, ``gone_h`` (infinite: stands), each (k,)."""

    row: Array
    kind: Array
    at_h: Array
    gone_h: Array
    u: Array


class Seen(NamedTuple):
    """What readers saw in a day: reader-weighted numbers of good, poor and rule-breaking posts, and of good ones deleted."""

    good: float
    low: float
    bad: float

    @property
    def bad_share(self) -> float:
        """Share of what was seen that breaks a rule; 0 if nothing was there to see."""
        whole = self.good + self.low + self.bad
        return self.bad / whole if whole else 0.0


class Writing:
    """The posts of one run."""

    def __init__(self, world: World, members: Members, stocks: Stocks) -> None:
        self.world, self.p, self.m, self.stocks = world, world.scenario.community, members, stocks
        keys = world.streams.of("community-posts").integers(2**64, size=(world.total_days, 2), dtype=np.uint64)
        self.keys = keys.tolist()
        hours = np.asarray(world.scenario.engagement.activity_by_hour, float)
        self.hours = np.append(0.0, np.cumsum(hours) / hours.sum())
        self.feeds: list[Feed] = []
        self.relapses_today = 0

    def rates(self, rows: Array, now_h: float, *, activity_day: bool) -> Array:
        """Return posts that each member is expected to write today, (n,)."""
        p, m, s = self.p, self.m, self.stocks
        points = s.points(now_h)
        drive = m.motivation[rows] * (0.4 + 1.2 * m.belonging[rows])
        drive += p.points_gain * (1.0 - math.exp(-2.5 * points))
        shy = 1.0 - p.unsure * (1.0 - m.knows[rows])
        rate = m.rate[rows] * drive * shy * s.talk(activity_day=activity_day)
        lead = m.leading[rows]
        up_to = np.maximum(rate, np.minimum(p.leader_posts * rate, p.leader_most))
        rate = np.where(m.leader[rows], rate + (up_to - rate) * lead, rate * (1.0 + s.lift()))
        rate[m.muted_h[rows] > now_h] = 0.0
        return np.minimum(rate, p.most_posts)

    def breaks_rules(self, rows: Array, now_h: float) -> Array:
        """Return the probability that a post of each member breaks a rule (COMM-3)."""
        p, m = self.p, self.m
        clear = 1.6 - p.rule_clarity * m.knows[rows]
        mood = 1.25 - p.mood_keeps_rules * self.stocks.mood
        careful = 1.0 - p.wary * p.education * m.strikes(rows, now_h)
        return (p.toxicity * m.toxic[rows] * m.taught[rows] * clear * mood * careful).clip(0.0, 1.0)

    def day(self, day: int, rows: Array, now_h: float, *, activity_day: bool) -> Feed:
        """Let members write; returns the day's posts and counts for each member what is his."""
        p, m = self.p, self.m
        who_key, post_key = self.keys[day]
        number = poisson(self.rates(rows, now_h, activity_day=activity_day), keyed_uniforms(who_key, m.person[rows]))
        wrote = number.nonzero()[0]
        times = number[wrote]
        author = np.repeat(rows[wrote], times)
        entry = np.arange(len(author)) - np.repeat(np.cumsum(times) - times, times)
        place = (m.person[author] * MOST_A_DAY + entry) * 8
        u = keyed_uniforms(post_key, place[None, :] + np.arange(6)[:, None])
        bad = u[0] < self.breaks_rules(author, now_h)
        low = u[1] < p.low_quality + self._spam(now_h)
        kind = np.where(bad, BAD, np.where(low, LOW, GOOD))
        at_h = now_h + np.interp(u[2], self.hours, np.arange(25.0))
        feed = Feed(author, kind, at_h, np.full(len(author), np.inf), u)
        self.feeds = [*self.feeds[-(FORGOTTEN_D - 1) :], feed]
        self._note(feed, rows[wrote], now_h)
        return feed

    def _spam(self, now_h: float) -> float:
        """Return how many more posts are of little use because points are paid for any post (COMM-6)."""
        return 0.0 if self.p.quality_gate else self.p.points_spam * self.stocks.points(now_h) ** 1.5

    def _note(self, feed: Feed, active: Array, now_h: float) -> None:
        """Note who wrote what, relapses, and what points do to inner motivation."""
        m, p = self.m, self.p
        np.add.at(m.posts, feed.row, 1)
        m.recent[: m.n] *= 1.0 - 24.0 / NEW_H
        np.add.at(m.recent, feed.row, 1.0)
        np.add.at(m.good, feed.row[feed.kind == GOOD], 1)
        new = now_h - m.joined_h[feed.row] < NEW_H
        np.add.at(m.first_posts, feed.row[new], 1)
        broke = feed.row[feed.kind == BAD]
        np.add.at(m.first_bad, feed.row[new & (feed.kind == BAD)], 1)
        again = np.unique(broke[(m.spell_h[broke] >= now_h - NEW_H) & ~m.relapsed[broke]])
        m.relapsed[again] = True
        self.relapses_today += len(again)
        points = self.stocks.points(now_h)
        m.motivation[active] = np.maximum(0.0, m.motivation[active] - p.crowding_out * points)

    def seen(self, from_h: float, to_h: float, official: float) -> Seen:
        """Return what readers saw in a stretch of time; ``official`` posts of the company a day count as good."""
        p, sums = self.p, [official, 0.0, 0.0]
        for feed in self.feeds:
            start = np.maximum(feed.at_h, from_h)
            end = np.minimum(feed.gone_h, to_h)
            there = np.exp(-(start - feed.at_h) / p.view_h) - np.exp(-np.maximum(end - feed.at_h, 0.0) / p.view_h)
            read = np.bincount(feed.kind, weights=np.where(end > start, there, 0.0), minlength=3)
            sums = [a + float(b) for a, b in zip(sums, read, strict=True)]
        return Seen(*sums)
