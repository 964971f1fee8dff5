"""The world: what a process may touch.

People are rows (人是行): every property of a person is one entry in a numpy array. What never changes during a run
(who is there, how active, on which platform) is the ``Population`` (``sim.core.population``), made once per seed and
shared between scenarios. What changes is ``People`` (``sim.core.people``): small arrays with lazily decaying state,
touched only where something happens to somebody, so that work follows the people reached, not the people there are.

Parts meet here and nowhere else: they announce what happened (``world.announce``) and listen (``world.listen``).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.candidates import CLICK, MOVE, REACT, THIN, VIEW, Array, Candidates, Met, Roll
from sim.core.catalogue import PLATFORMS, named
from sim.core.ledger import WEEK_H, Ledger
from sim.core.log import EventLog
from sim.core.network import Network
from sim.core.people import People, kept_between_0_and_1
from sim.core.population import PopulationKey, contacts, population
from sim.core.streams import Streams
from sim.core.tastes import Tastes

if TYPE_CHECKING:
    import simpy

__all__ = ["BOOKING_H", "Array", "Clock", "World"]

BOOKING_H = 0.25  # work of other parts is booked after the team's own timesheet of the week


@dataclass
class Clock:
    """Turns hours of the run into days; day 1 is the first day after the warm-up."""

    env: simpy.Environment
    warmup_days: int

    @property
    def now_h(self) -> float:
        """Hours since the start of the warm-up."""
        return float(self.env.now)

    @property
    def day(self) -> int:
        """Days since the start of the warm-up, from 0."""
        return int(self.env.now // 24)


class World:
    """One running scenario: clock, people, streams, log and the day's counters."""

    def __init__(self, scenario: Any, streams: Streams) -> None:
        self.scenario, self.streams = scenario, streams
        # The content plan in force. Only analytics replaces it, and announces ``planned``.
        self.plan = scenario.plan
        # Hours a week of the team that work other than posts takes, see ``take_hours``.
        self.hours_elsewhere = 0.0
        self._taken: dict[str, float] = {}
        self.tastes = Tastes(scenario, streams)
        import simpy  # with what it imports a fifth of the time of ``import sim``: the first run loads it

        self.env = simpy.Environment()
        self.clock = Clock(self.env, scenario.warmup_days)
        self.log = EventLog()
        self.ledger = Ledger(24.0 * (scenario.warmup_days % 7))
        a = scenario.audience
        self.population = population(
            PopulationKey(
                streams.seed,
                streams.replication,
                scenario.n_people,
                a.segment_mix,
                tuple((name, p.presence) for name, p in named(scenario.platform)),
                a.follower_start,
                a.dormant_share,
                a.activity_spread,
            )
        )
        self.people = People(self.population, scenario.platforms, a.trust0, a.memory_start)
        self.newcomers = {p: Roll() for p in scenario.platforms}
        self.followers = {p: int(self.population.follower_at_start[p].sum()) for p in scenario.platforms}
        self.total_days = scenario.warmup_days + scenario.horizon_days
        # A platform's number names its streams: it must not depend on which others are operated.
        self.index = {p: PLATFORMS.index(p) for p in scenario.platforms}
        self._newcomer_streams: dict[str, tuple[int, np.random.Generator]] = {}
        self.types = [entry for _, entry in named(scenario.content_type)]
        self.forms = [entry for _, entry in named(scenario.form)]
        # What a part keeps of a run besides the log: long arrays, by name.
        self.records: dict[str, list[Any]] = {}
        self.today: dict[str, float] = {}
        self.days: list[dict[str, float]] = []
        self._counted: dict[str, float] = {}
        self.trust_sum, self.aware_count = self._trust_of_aware()
        self._listeners: dict[str, list[Callable[..., None]]] = {}

    def listen(self, what: str, handler: Callable[..., None]) -> None:
        """Call ``handler(**facts)`` whenever some part announces ``what``."""
        self._listeners.setdefault(what, []).append(handler)

    def announce(self, what: str, **facts: Any) -> None:
        """Tell every listener that ``what`` happened; with nobody listening nothing happens."""
        for handler in self._listeners.get(what, ()):
            handler(**facts)

    def take_hours(self, who: str, hours_week: float) -> None:
        """Let ``who`` take ``hours_week`` of the team's week away from posts, until it says otherwise."""
        if self.scenario.production.shared_hours:
            self._taken[who] = hours_week
            self.hours_elsewhere = sum(self._taken.values())

    def each_week(self, book: Callable[[float, float], None]) -> Generator[Any, Any, None]:
        """Call ``book(week_h, end_h)`` when a week (or the run) is over and production has booked it; a SimPy process."""
        week_h = 0.0
        yield self.env.timeout(BOOKING_H)
        for day in range(1, self.total_days + 1):
            yield self.env.timeout(24.0)
            end_h = 24.0 * day
            if self.ledger.week(end_h) != self.ledger.week(week_h) or day == self.total_days:
                book(week_h, end_h)
                week_h = end_h

    def book_week(self, who: str, tasks: Mapping[str, float], week_h: float, end_h: float) -> None:
        """Book the hours that ``who`` worked on each task in the week from ``week_h`` to ``end_h``.

        What the team has left is used, the rest is overtime; next week the plan of posts allows for as much of it again.
        """
        for task, hours in tasks.items():
            self.team_work(task, hours, week_h)
        self.take_hours(who, sum(tasks.values()) * WEEK_H / (end_h - week_h))

    def team_work(self, task: str, hours: float, week_h: float) -> None:
        """Book work of the team in the week of ``week_h``: what is left of its hours, and overtime for the rest."""
        p, ledger = self.scenario.production, self.ledger
        extra = hours - ledger.left("team", week_h)
        ledger.present("team", extra, start_h=week_h, wage_k=p.wage_k * p.overtime_pay, overtime=True)
        ledger.work("team", task, hours, start_h=week_h)

    def match_table(self, day: int) -> Array:
        """Return match by (type, form, segment) on ``day`` under the plan in force, see ``Tastes.match_table``."""
        return self.tastes.match_table(day, self.plan.content_match)

    def count(self, name: str, amount: float) -> None:
        """Add to today's counter ``name``."""
        self.today[name] = self.today.get(name, 0.0) + amount

    def counted(self, name: str) -> float:
        """Return counter ``name`` added over the whole run, today included."""
        return self._counted.get(name, 0.0) + self.today.get(name, 0.0)

    @property
    def network(self) -> Network:
        """The follower network among all people: who hears whom."""
        a = self.scenario.audience
        return contacts(self.streams.seed, self.streams.replication, self.scenario.n_people, a.mean_degree)

    def candidates(
        self, purpose: str, entity: tuple[int, ...], platform: str, rate: float, stranger_rate: float
    ) -> Candidates:
        """Return who might meet something on ``platform``, newcomers among the followers included (Poisson process)."""
        c = self.population.candidates(purpose, entity, platform, rate, stranger_rate)
        if len(self.newcomers[platform]):
            c = c.joined(self.newcomers[platform].candidates(rate, self._this_week(platform)))
        return c

    def visitors(self, purpose: str, platform: str, rate: float, days: int) -> list[tuple[Array, Array]]:
        """Return the followers drawn at ``rate`` per unit of activity and day, for each of the next ``days`` days.

        Each day is a pair of arrays: people, repeats included, and a uniform number each. Whoever comes during these
        days is not drawn yet.
        """
        c = self.population.candidates(purpose, (self.index[platform], self.clock.day), platform, rate * days, 0.0)
        ids, u, on = c.ids, c.u[MOVE], c.u[THIN]
        if len(self.newcomers[platform]):
            rng = self._this_week(platform)
            new = self.newcomers[platform].draw(rate * days, rng)
            numbers = rng.random((2, len(new)), dtype=np.float32)
            ids, u, on = np.concatenate([ids, new]), np.concatenate([u, numbers[0]]), np.concatenate([on, numbers[1]])
        day = (on * days).astype(np.int8)
        order = day.argsort(kind="stable")
        cuts = np.searchsorted(day[order], np.arange(1, days))
        return list(zip(np.split(ids[order], cuts), np.split(u[order], cuts), strict=True))

    def _this_week(self, platform: str) -> np.random.Generator:
        # Newcomers differ between scenarios anyway: one stream a week is enough, and a post does not pay for its own.
        week = self.clock.day // 7
        if self._newcomer_streams.get(platform, (-1, None))[0] != week:
            self._newcomer_streams[platform] = week, self.streams.of("newcomers", self.index[platform], week)
        return self._newcomer_streams[platform][1]

    def meet(self, platform: str, c: Candidates, chance: Array, more_views: Array) -> Met:
        """Return the candidates who really meet a post: thinned to ``chance`` (k,), in the state they were drawn for.

        ``more_views`` is the distribution function of the views beyond the first.
        """
        following = self.people.following[platform][c.ids]
        shown = ((c.u[THIN] < chance) & (following == c.as_fan)).nonzero()[0]
        ids = c.ids[shown]
        # The candidates are sorted: somebody who was drawn twice stands beside himself and sees the post twice.
        new = np.ones(len(ids) + 1, bool)
        np.not_equal(ids[1:], ids[:-1], out=new[1:-1])
        starts = new.nonzero()[0]
        first = shown[starts[:-1]]
        u = c.u.take(first, axis=1)
        views = (starts[1:] - starts[:-1] + more_views.searchsorted(u[VIEW])).astype(np.float32)
        return Met(c.ids[first], views, following[first], u[REACT], u[MOVE], u[CLICK])

    def change_trust(self, ids: Array, by: Array | float) -> Array:
        """Add ``by`` to the trust of ``ids`` (each once), kept between 0 and 1; return by how much it changed."""
        trust = self.people.trust
        before = trust[ids]
        after = kept_between_0_and_1(before + by)
        trust[ids] = after
        changed = after - before
        self.trust_sum += float(changed[self.people.aware[ids].nonzero()[0]].sum(dtype=np.float64))
        return changed

    def affinity(self, ids: Array) -> Array:
        """Return the affinity of ``ids`` for the brand, 0–1: what they brought along and what contacts have added."""
        brought = self.population.affinity[ids]
        return kept_between_0_and_1(brought + self.people.warmth[ids]) if self.people.warmed else brought

    def warm(self, ids: Array, by: Array | float) -> None:
        """Add ``by`` to the affinity of ``ids`` (each once); it may be negative."""
        self.people.warmth[ids] += by
        self.people.warmed = True

    def make_aware(self, ids: Array) -> None:
        """Note that ``ids`` (each once) know the brand from now on."""
        known = self.people.aware[ids]
        if np.count_nonzero(known) == len(ids):
            return
        new = ids[(~known).nonzero()[0]]
        self.people.aware[new] = True
        self.aware_count += len(new)
        self.trust_sum += float(self.people.trust[new].sum(dtype=np.float64))

    def _trust_of_aware(self) -> tuple[float, int]:
        aware = int(np.count_nonzero(self.people.aware))
        return aware * float(self.scenario.audience.trust0), aware

    def gain(self, platform: str, ids: Array) -> None:
        """Let ``ids`` (not following yet, each once) follow on ``platform``."""
        if not len(ids):
            return
        self.people.following[platform][ids] = True
        on_roll = self.people.on_roll[platform]
        self.people.followed_h[platform][ids] = self.env.now
        first_time = ids[~on_roll[ids]]
        on_roll[first_time] = True
        self.newcomers[platform].add(first_time, self.population.activity[first_time])
        self.followers[platform] += len(ids)
        self.count("gained", len(ids))

    def lose(self, platform: str, ids: Array) -> None:
        """Let ``ids`` (following now, each once) leave ``platform``."""
        if not len(ids):
            return
        self.people.following[platform][ids] = False
        self.people.left_h[platform][ids] = self.env.now
        self.followers[platform] -= len(ids)
        self.count("lost", len(ids))

    def close_day(self) -> None:
        """Write today's counters down and start a new day."""
        row = {
            "day": float(self.clock.day - self.clock.warmup_days),
            "followers": float(sum(self.followers.values())),
        }
        row["aware"], row["trust"] = float(self.aware_count), self.trust_sum / max(1, self.aware_count)
        self.days.append(row | self.today)
        for name, amount in self.today.items():
            self._counted[name] = self._counted.get(name, 0.0) + amount
        self.today = {}
