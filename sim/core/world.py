"""The world: what a process may touch.

People are rows (人是行): every property of a person is one entry in a numpy array. What never changes during a run
(who is there, how active, on which platform) is the ``Population``, made once per seed and shared between
scenarios. What changes is ``People``: small arrays with lazily decaying state, touched only where something
happens to somebody, so that work follows the people reached, not the people there are.

Parts meet here and nowhere else: they announce what happened (``world.announce``) and listen (``world.listen``).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.core.catalogue import PLATFORMS, named
from sim.core.ledger import WEEK_H, Ledger
from sim.core.log import EventLog
from sim.core.network import Network, follower_network
from sim.core.streams import Streams

if TYPE_CHECKING:
    import simpy

__all__ = ["BOOKING_H", "People", "Population", "PopulationKey", "Roll", "World", "population"]

Array = np.ndarray

NEVER_H = -1e6
BOOKING_H = 0.25  # work of other parts is booked after the team's own timesheet of the week
TASTE_NOISE = 0.1  # the specification's noise of re-drawn tastes (AUD-8)
# Candidates kept per population (29 bytes each): enough for a year of daily posts to some thousand followers.
MOST_KEPT = 4_000_000


@dataclass(frozen=True)
class PopulationKey:
    """Everything that decides who the people are; equal keys give the same people."""

    seed: int
    replication: int
    n_people: int
    segment_mix: tuple[float, ...]
    presence: tuple[tuple[str, tuple[float, ...]], ...]
    follower_start: float
    dormant_share: float
    activity_spread: float


class Population:
    """Who is there: arrays of shape (n_people,), never written to after they are made.

    ``segment`` index into SEGMENTS; ``activity`` relative number of visits (mean 1, 0 = dormant); ``affinity`` 0–1
    liking for brands of this kind; ``taste`` personal deviation of content match; ``member[p]`` and
    ``follower_at_start[p]`` boolean per platform.
    """

    def __init__(self, key: PopulationKey) -> None:
        self.key = key
        self.n = key.n_people
        streams = Streams(key.seed, key.replication)
        draw = lambda what: streams.of(f"population:{what}")  # noqa: E731  one stream a property
        cuts = np.cumsum(key.segment_mix)[:-1]
        # Whole machine words: an index of another type would be converted each time somebody is looked up.
        self.segment = np.searchsorted(cuts, draw("segment").random(self.n), side="right")
        self.activity = self._activity(draw("activity"))
        self.affinity = draw("affinity").beta(2, 3, self.n).astype(np.float32)
        self.taste = (0.20 * draw("taste").standard_normal(self.n)).astype(np.float32)
        self.member: dict[str, Array] = {}
        self.follower_at_start: dict[str, Array] = {}
        for i, (name, shares) in enumerate(key.presence):
            presence = np.asarray(shares, np.float32)
            on = streams.of("population:presence", i).random(self.n) < presence[self.segment]
            starts = streams.of("population:follows", i).random(self.n) < key.follower_start
            self.member[name], self.follower_at_start[name] = on, on & starts
        self._rolls: dict[tuple[str, bool], tuple[Array, Array]] = {}
        self._candidates: dict[tuple[Any, ...], Candidates] = {}
        self._kept = 0

    def _activity(self, rng: np.random.Generator) -> Array:
        awake = rng.random(self.n) >= self.key.dormant_share
        spread = self.key.activity_spread
        visits = np.exp(spread * rng.standard_normal(self.n) - spread**2 / 2)
        return (np.where(awake, visits, 0.0) / (1.0 - self.key.dormant_share)).astype(np.float32)

    def roll(self, platform: str, *, followers: bool) -> tuple[Array, Array]:
        """Return (ids, cumulative activity) of a platform's first followers, or of all its members; active ones only."""
        if (platform, followers) not in self._rolls:
            here = self.follower_at_start[platform] if followers else self.member[platform]
            ids = (here & (self.activity > 0)).nonzero()[0]
            self._rolls[platform, followers] = ids, np.cumsum(self.activity[ids], dtype=np.float64)
        return self._rolls[platform, followers]

    def weight(self, platform: str, *, followers: bool) -> float:
        """Return the total activity on a roll."""
        cumulative = self.roll(platform, followers=followers)[1]
        return float(cumulative[-1]) if len(cumulative) else 0.0

    def candidates(
        self, purpose: str, entity: tuple[int, ...], platform: str, rate: float, stranger_rate: float
    ) -> Candidates:
        """Return who might meet a post, drawn once: a Poisson process of ``rate`` per unit of activity.

        First followers come first, then ``stranger_rate`` per unit of activity of all members. The answer depends on
        the arguments and on nothing that happens in a run, so it is kept and shared between scenarios.
        """
        key = (purpose, entity, rate, stranger_rate)
        if key not in self._candidates:
            rng = Streams(self.key.seed, self.key.replication).of(purpose, *entity)
            fans = drawn(*self.roll(platform, followers=True), rate, rng)
            others = drawn(*self.roll(platform, followers=False), stranger_rate, rng)
            made = Candidates.of(fans, others, rng)
            if self._kept > MOST_KEPT:
                self._candidates.clear()
                self._kept = 0
            self._candidates[key] = made
            self._kept += len(made.ids)
        return self._candidates[key]


THIN, REACT, MOVE, VIEW, CLICK = range(5)


class Candidates(NamedTuple):
    """People who might meet a post and a uniform number for each thing that may happen to them.

    ``ids`` (k,) are sorted within each half (followers, then all members) and repeated if somebody was drawn twice;
    ``as_fan`` (k,) tells the halves apart; ``u`` (5, k) has a row for thinning, reacting, moving (following, leaving),
    further views and clicking.
    """

    ids: Array
    as_fan: Array
    u: Array

    @classmethod
    def of(cls, fans: Array, others: Array, rng: np.random.Generator) -> Candidates:
        """Draw the numbers for ``fans`` and ``others``."""
        ids = np.concatenate([fans, others])
        return cls(ids, np.arange(len(ids)) < len(fans), rng.random((5, len(ids)), dtype=np.float32))

    def joined(self, more: Candidates) -> Candidates:
        """Return these candidates followed by ``more``."""
        return Candidates(
            np.concatenate([self.ids, more.ids]),
            np.concatenate([self.as_fan, more.as_fan]),
            np.concatenate([self.u, more.u], axis=1),
        )


class Met(NamedTuple):
    """The people who meet a post, arrays of shape (n,): each person once, with numbers for what may follow.

    ``views`` how often they saw it; ``follows`` whether they follow the account; ``react``, ``move``, ``click``
    uniform numbers.
    """

    ids: Array
    views: Array
    follows: Array
    react: Array
    move: Array
    click: Array


@lru_cache(maxsize=6)
def population(key: PopulationKey) -> Population:
    """Return the people of ``key``; made once, then shared by every scenario and slider position."""
    return Population(key)


@lru_cache(maxsize=6)
def contacts(seed: int, replication: int, n_people: int, mean_degree: float) -> Network:
    """Return the follower network of one simulated world; made once, then shared."""
    return follower_network(n_people, mean_degree=mean_degree, generator=Streams(seed, replication).of("network"))


class Roll:
    """The newcomers among the followers of one platform, in the order in which they came.

    The first followers are on the population's roll, the same in every scenario (common random numbers). People who
    left stay on the roll and are thinned at drawing by their state. Drawing costs work for the people drawn only.
    """

    def __init__(self) -> None:
        self._new_ids = np.empty(1024, np.intp)
        self._new_weight = np.empty(1024, np.float64)
        self._n = 0

    def add(self, ids: Array, activity: Array) -> None:
        """Put newcomers on the roll."""
        if not len(ids):
            return
        while self._n + len(ids) > len(self._new_ids):
            self._new_ids = np.concatenate([self._new_ids, np.empty_like(self._new_ids)])
            self._new_weight = np.concatenate([self._new_weight, np.empty_like(self._new_weight)])
        last = self._new_weight[self._n - 1] if self._n else 0.0
        self._new_ids[self._n : self._n + len(ids)] = ids
        self._new_weight[self._n : self._n + len(ids)] = last + np.cumsum(activity, dtype=np.float64)
        self._n += len(ids)

    def __len__(self) -> int:
        return self._n

    def draw(self, rate: float, rng: np.random.Generator) -> Array:
        """Return newcomers drawn as a Poisson process of ``rate`` per unit of activity; repeats occur."""
        return drawn(self._new_ids[: self._n], self._new_weight[: self._n], rate, rng)

    def candidates(self, rate: float, rng: np.random.Generator) -> Candidates:
        """Return the newcomers drawn as candidates for a post."""
        ids = self.draw(rate, rng)
        ids.sort()
        return Candidates(ids, np.ones(len(ids), bool), rng.random((5, len(ids)), dtype=np.float32))


def drawn(ids: Array, weight: Array, rate: float, rng: np.random.Generator) -> Array:
    """Return ids drawn as a Poisson process of ``rate`` per unit of weight (``weight`` is cumulative)."""
    if not len(ids):
        return ids
    total = weight[-1]
    places = rng.random(rng.poisson(rate * total)) * total
    places.sort()
    return ids[np.minimum(np.searchsorted(weight, places, side="right"), len(ids) - 1)]


def kept_between_0_and_1(values: Array) -> Array:
    """Return ``values`` cut off at 0 and 1; quicker than ``clip`` for the few hundred people that a post reaches."""
    return np.minimum(np.maximum(values, np.float32(0.0)), np.float32(1.0))


class People:
    """What changes about people during a run; arrays of shape (n_people,).

    Memory and fatigue decay by themselves: they are stored as of the hour ``touched_h`` and brought up to date when
    something happens to somebody (``current``). ``reactions`` counts reactions with a half-life of 30 days as of
    the last one, ``reacted_h``. ``followed_h`` and ``left_h`` are the hours of the last following and leaving (0: at
    the start, never). ``warmth`` is what contacts with the company have added to a person's affinity.
    ``disappointments`` counts how often an exaggeration was found out.
    """

    def __init__(self, pop: Population, platforms: tuple[str, ...], trust0: float, memory0: float) -> None:
        n = pop.n
        self.following = {p: pop.follower_at_start[p].copy() for p in platforms}
        self.on_roll = {p: pop.follower_at_start[p].copy() for p in platforms}
        # New zeros cost nothing until they are touched: a million people start as fast as a thousand.
        self.memory, self.fatigue = np.full(n, memory0, np.float32), np.zeros(n, np.float32)
        self.touched_h = np.zeros(n, np.float32)
        self.trust = np.full(n, trust0, np.float32)
        self.aware = np.logical_or.reduce([self.following[p] for p in platforms])
        self.reactions, self.reacted_h = np.zeros(n, np.float32), np.full(n, NEVER_H, np.float32)
        self.followed_h = {p: np.zeros(n, np.float32) for p in platforms}
        self.left_h = {p: np.zeros(n, np.float32) for p in platforms}
        self.buyer = np.zeros(n, bool)
        self.warmth, self.warmed = np.zeros(n, np.float32), False
        # Hours of the last two good service contacts; 0 is never.
        self.served_h, self.served_before_h = np.zeros(n, np.float32), np.zeros(n, np.float32)
        self.disappointments = 0

    def days_since(self, ids: Array, now_h: float) -> Array:
        """Return minus the days since memory and fatigue of ``ids`` were brought up to date."""
        days = self.touched_h[ids]
        days -= np.float32(now_h)
        days /= np.float32(24.0)
        return days

    def memory_now(self, ids: Array, now_h: float, memory_halflife_d: float) -> Array:
        """Return the memory of ``ids`` as it stands at ``now_h``."""
        days = self.days_since(ids, now_h)
        days /= np.float32(memory_halflife_d)
        memory = np.exp2(days, out=days)
        memory *= self.memory[ids]
        return memory

    def current(
        self, ids: Array, now_h: float, memory_halflife_d: float, fatigue_halflife_d: float
    ) -> tuple[Array, Array]:
        """Return memory and fatigue of ``ids`` as they stand at ``now_h``; an infinite half-life means no decay."""
        days = self.days_since(ids, now_h)
        memory = np.exp2(days / np.float32(memory_halflife_d))
        memory *= self.memory[ids]
        days /= np.float32(fatigue_halflife_d)
        fatigue = np.exp2(days, out=days)
        fatigue *= self.fatigue[ids]
        return memory, fatigue


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
        self._tastes: dict[int, Array] = {}
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

    def regime(self, day: int) -> int:
        """Return the number of the preference regime on ``day``: how often tastes for types have been re-drawn (AUD-8)."""
        a = self.scenario.audience
        return day // a.drift_days if a.drift_days and a.type_drift else 0

    def tastes(self, day: int) -> Array:
        """Return what each segment likes on ``day``, shape (segments, types): shares that sum to 1 (AUD-8).

        In each new regime the catalogue's tastes are permuted, the same way for everybody as a fashion does, with a noise
        of 10 % in each segment; ``audience.type_drift`` is the part of them that takes part in this.
        """
        number = self.regime(day)
        if number not in self._tastes:
            own = np.array([segment.type_preference for _, segment in named(self.scenario.segment)])
            if number:
                rng, moved = self.streams.of("tastes", number), self.scenario.audience.type_drift
                order = rng.permutation(own.shape[1])
                new = own[:, order] * (1.0 + TASTE_NOISE * (2.0 * rng.random(own.shape) - 1.0))
                own = (1.0 - moved) * own + moved * new
                own /= own.sum(axis=1, keepdims=True)
            self._tastes[number] = own
        return self._tastes[number]

    def match_table(self, day: int) -> Array:
        """Return match by (type, form, segment) on ``day``: half from the taste for the type, half from the appeal of the form."""
        rows = []
        for likes, (_, segment) in zip(self.tastes(day), named(self.scenario.segment), strict=True):
            by_type = likes / likes.max()
            by_form = np.array(segment.form_appeal) / max(max(segment.form_appeal), 1e-9)
            rows.append(0.5 * by_type[:, None] + 0.5 * by_form[None, :])
        # content_match moves the whole table: 0.5 is the catalogue's own fit.
        return np.array(rows, np.float32).transpose(1, 2, 0) + np.float32(self.plan.content_match - 0.5)

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
