"""The spread engine: how one message travels over the follower network.

It carries reshared posts, rumours, negative opinion and corrections alike. The story:

1. Somebody hears the message at time t and, with probability ``pass_on``, starts to tell it.
2. Each follower is told with a chance and after a delay that a *manner of telling* decides: ``ShareOnce`` (a
   reshare that a follower sees or does not see) or ``KeepTelling`` (talk at a rate until the teller loses
   interest).
3. A contact that arrives at somebody who has not heard yet is accepted with probability ``acceptance(time) *
   susceptibility[person]``. Answers, counter-messages and moderation act here, at arrival, so a decision may
   change the course at any hour.

The engine waits in buckets, one per tick: a contact is put into the bucket of the tick in which it arrives,
and a tick handles its bucket in rounds until nothing new falls into it. The work is one look at each link of
those who tell, and does not grow with the number of ticks. Who hears at all does not depend on the tick (as
long as acceptance is constant); a shorter tick only settles more finely who, of two contacts in the same
tick, came first.

All chance is a function of (key, person) or (key, link), see ``keyed_uniforms``. Two runs with equal
generators and different decisions are therefore the same world, person by person, until the decision takes
effect, and raising the chance of telling adds people without exchanging anybody. Times are in hours.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from sim.core.network import Network
from sim.core.streams import Replay, keyed_uniforms

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ActivityClock", "Cascade", "KeepTelling", "Outbreak", "ShareOnce", "reshare", "spread"]

Quantile = Callable[[np.ndarray], np.ndarray]
"""A delay law: takes probabilities in [0, 1), returns hours. ``sim.core.theory`` has the usual ones."""

NOBODY = -1
_PORTION = 16_384  # links looked at in one go: they stay in the processor's cache
_MOST_TICKS = 32_000  # tick numbers are kept in 16 bits, which sort fastest


# --- manners of telling -------------------------------------------------------------------------------------


class Telling(Protocol):
    """What a manner of telling has to answer. ``personal``: whether the chance depends on the teller's own number."""

    @property
    def personal(self) -> bool:
        """Whether ``chance`` looks at its argument; if not, that number need not be made."""

    def chance(self, person_u: np.ndarray) -> np.ndarray:
        """Return for each teller the probability that one given follower is told."""

    def delay_h(self, link_u: np.ndarray) -> np.ndarray:
        """Return the hours until a follower is told, given the link's number ``link_u`` below the chance."""


@dataclass(frozen=True)
class ShareOnce:
    """Tell each follower once, with one probability, after a delay of the given law: a reshare (转发)."""

    probability: float
    delay: Quantile
    personal = False

    def __post_init__(self) -> None:
        _check_share("probability", self.probability)

    def chance(self, person_u: np.ndarray) -> np.ndarray:
        """Return the same probability for everybody."""
        return np.full(person_u.size, float(self.probability))

    def delay_h(self, link_u: np.ndarray) -> np.ndarray:
        """Return delays; below the probability, the link's number is again uniform once stretched."""
        return self.delay(link_u / self.probability)


@dataclass(frozen=True)
class KeepTelling:
    """Talk to each follower at ``per_hour`` until interest is lost, after ``duration_h`` on average.

    Interest lasts an exponential time. This is the susceptible-infected-recovered process with infection rate
    ``per_hour`` along a link and recovery rate 1 / ``duration_h``. A follower is told with probability T = r
    d / (1 + r d), averaged over tellers.
    """

    per_hour: float
    duration_h: float
    personal = True

    def __post_init__(self) -> None:
        if not 0 <= self.per_hour < np.inf or not 0 < self.duration_h < np.inf:
            raise ValueError(f"KeepTelling needs per_hour >= 0 and duration_h > 0: {self.per_hour}, {self.duration_h}.")

    @property
    def transmissibility(self) -> float:
        """Probability that one given follower is told, averaged over tellers."""
        product = self.per_hour * self.duration_h
        return product / (1 + product)

    def chance(self, person_u: np.ndarray) -> np.ndarray:
        """Return 1 - exp(-per_hour D), where D = -duration_h ln(1 - u) is how long each teller keeps on."""
        return 1 - (1 - person_u) ** (self.per_hour * self.duration_h)

    def delay_h(self, link_u: np.ndarray) -> np.ndarray:
        """Return the time of the first talk, exponential at ``per_hour``: before D just if u < chance."""
        return -np.log1p(-link_u) / self.per_hour


class ActivityClock:
    """A clock that runs fast when people are online and slowly at night.

    ``by_hour``: 24 activities, any scale, all above 0; ``start_hour``: hour of the day at time 0. A delay of
    one active hour takes one hour on average over the day.
    """

    def __init__(self, by_hour: np.ndarray, *, start_hour: float = 0.0) -> None:
        activity = np.asarray(by_hour, dtype=float)
        if activity.shape != (24,) or not (np.isfinite(activity) & (activity > 0)).all():
            raise ValueError("by_hour must be 24 finite activities above 0, one per hour of the day.")
        self._start = float(start_hour)
        self._hours = np.arange(25.0)
        self._active = np.append(0.0, np.cumsum(activity)) * (24 / activity.sum())

    def later(self, time_h: np.ndarray, active_h: np.ndarray) -> np.ndarray:
        """Return the times at which ``active_h`` active hours have passed since ``time_h``."""
        day, hour = np.divmod(np.asarray(time_h) + self._start, 24)
        goal = np.interp(hour, self._hours, self._active) + active_h
        more_days, rest = np.divmod(goal, 24)
        end = (day + more_days) * 24 + np.interp(rest, self._active, self._hours) - self._start
        return np.maximum(end, time_h)  # rounding must not turn time back


# --- the engine ---------------------------------------------------------------------------------------------


class _Contacts:
    """Contacts under way: a block of four rows of 8 bytes each, so that a contact is moved in one step.

    ``slot`` is the teller's place in the outbreak's record, ``target`` who is told through ``link``.
    """

    __slots__ = ("block",)

    def __init__(self, block: np.ndarray) -> None:
        self.block = block

    @classmethod
    def of(cls, time_h: np.ndarray, link: np.ndarray, slot: np.ndarray, target: np.ndarray) -> _Contacts:
        block = np.empty((4, link.size), np.int64)
        block[0].view(np.float64)[:] = time_h
        block[1], block[2], block[3] = link, slot, target
        return cls(block)

    @property
    def time_h(self) -> np.ndarray:
        return self.block[0].view(np.float64)

    @property
    def link(self) -> np.ndarray:
        return self.block[1]

    @property
    def slot(self) -> np.ndarray:
        return self.block[2]

    @property
    def target(self) -> np.ndarray:
        return self.block[3]

    def at(self, places: np.ndarray) -> _Contacts:
        return _Contacts(self.block.take(places, axis=1))


class Outbreak:
    """One message under way; ``spread`` runs it to the end, a process may advance it hour by hour.

    ``susceptibility``: probability per person to accept a contact, kept by reference, so that a process may
    change it between ticks. ``blocked``: True for people who never hear. ``pass_on``: probability, one or per
    person, that somebody who heard tells it. ``stifling``: a teller who meets somebody who has heard already
    stops telling (Maki-Thompson). ``horizon_h``, rounded up to whole ticks: what lies beyond does not happen.
    Raise a ValueError that names the argument if a shape or a range is wrong.
    """

    def __init__(
        self,
        network: Network,
        telling: Telling,
        *,
        horizon_h: float,
        tick_h: float = 1.0,
        susceptibility: np.ndarray | None = None,
        blocked: np.ndarray | None = None,
        pass_on: float | np.ndarray = 1.0,
        activity: ActivityClock | None = None,
        stifling: bool = False,
        generator: np.random.Generator,
    ) -> None:
        n = network.n_people
        if not 0 < tick_h <= horizon_h < np.inf or horizon_h / tick_h > _MOST_TICKS:
            raise ValueError(
                f"tick_h = {tick_h} and horizon_h = {horizon_h}: the tick must be above 0, the horizon at "
                f"least one tick and at most {_MOST_TICKS:,} ticks long."
            )
        self.network, self.telling = network, telling
        self.tick_h, self._n_ticks = float(tick_h), math.ceil(horizon_h / tick_h - 1e-9)
        self.susceptibility = _per_person("susceptibility", susceptibility, n)
        self.activity, self.stifling = activity, stifling
        self._pass_on = _share_each("pass_on", pass_on, n)
        # Always four keys, used or not: one option more must not change the numbers of the others.
        self._duration_key, self._link_key, self._accept_key, self._pass_key = (
            int(key) for key in generator.integers(2**64, size=4, dtype=np.uint64)
        )
        self._blocked = np.zeros(n, dtype=bool)
        if blocked is not None:
            self._blocked |= np.asarray(_per_person("blocked", blocked, n), dtype=bool)
        self._closed = self._blocked.copy()  # has heard, or never will
        self._buckets: dict[int, list[np.ndarray]] = {}  # blocks of _Contacts
        self._begin: list[np.ndarray] = []  # slots of people who start to tell in the coming tick
        self._next_tick = 0
        self._tick_ends: list[int] = []  # size of the record after each tick
        self._scratch = np.empty(n)  # working space of _first_of_each
        # The record, one slot per person who heard. Memory that is never written costs nothing.
        self.size = 0
        self._person = np.empty(n, dtype=np.int32)
        self._time_h = np.empty(n)
        self._source = np.empty(n, dtype=np.int32)
        self._generation = np.empty(n, dtype=np.int16)
        self._stops_h = np.full(n, np.inf) if stifling else np.empty(0)

    @property
    def now_h(self) -> float:
        """The time up to which everything has happened."""
        return self._next_tick * self.tick_h

    @property
    def active(self) -> bool:
        """Whether contacts, or people who start to tell, are still waiting."""
        return bool(self._buckets or self._begin)

    def heard(self) -> np.ndarray:
        """Return for each person whether the message has been heard, bool."""
        answer = np.zeros(self.network.n_people, dtype=bool)
        answer[self._person[: self.size]] = True
        return answer

    def since(self, size: int) -> np.ndarray:
        """Return who heard after the record had ``size`` people, in the order of the record, seeds included."""
        return self._person[size : self.size]

    def know(self, people: np.ndarray) -> np.ndarray:
        """Return for each of ``people`` whether he has heard, or never will."""
        return self._closed[people]

    def start(self, people: np.ndarray, *, at_h: float | None = None) -> None:
        """Let ``people`` start to tell, now or at ``at_h`` within the coming tick.

        Those who have heard already or are blocked do nothing. Raise a ValueError if a person does not exist
        or the time lies elsewhere.
        """
        when = self.now_h if at_h is None else float(at_h)
        if not self.now_h <= when < self.now_h + self.tick_h:
            raise ValueError(
                f"at_h = {at_h} is outside the coming tick, {self.now_h:g} to {self.now_h + self.tick_h:g} h."
            )
        seeds = np.unique(np.asarray(people))
        if seeds.size == 0:
            return
        if seeds.dtype.kind not in "iu" or seeds[0] < 0 or seeds[-1] >= self.network.n_people:
            raise ValueError(f"seeds must be whole numbers between 0 and {self.network.n_people - 1}, the last person.")
        seeds = seeds[~self._closed[seeds]].astype(np.int32)
        self._begin.append(self._record(seeds, np.full(seeds.size, when), np.full(seeds.size, NOBODY), 0))

    def tick(self, acceptance: float = 1.0) -> np.ndarray:
        """Handle one tick and return who newly heard from others; ``acceptance``: probability to accept a contact."""
        _check_share("acceptance", acceptance)
        before = self.size
        while self._begin or self._next_tick in self._buckets:
            tellers, self._begin = self._begin, []
            if self._next_tick in self._buckets:
                blocks = self._buckets.pop(self._next_tick)
                contacts = _Contacts(blocks[0] if len(blocks) == 1 else np.concatenate(blocks, axis=1))
                tellers.append(self._arrive(contacts, acceptance))
            self._tell(tellers[0] if len(tellers) == 1 else np.concatenate(tellers))
        self._next_tick += 1
        self._tick_ends.append(self.size)
        return self._person[before : self.size]

    def cascade(self) -> Cascade:
        """Return what has happened so far, in order of time."""
        # The record is in order of ticks already; many short pieces sort faster than one long one.
        ends = [0, *self._tick_ends, self.size]
        pieces = [a + _by_time(self._time_h[a:b]) for a, b in pairwise(ends) if a < b]
        order = np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int64)
        return Cascade(
            self.network.n_people,
            self._person[order],
            self._time_h[order],
            self._source[order],
            self._generation[order],
        )

    def _tell(self, slots: np.ndarray) -> None:
        """Find out whom the people in ``slots`` will tell, and put these contacts into their buckets."""
        people = self._person[slots]
        if self._pass_on is not None:
            tells = (keyed_uniforms(self._pass_key, people) < self._pass_on[people]) | (self._generation[slots] == 0)
            slots, people = slots[tells], people[tells]
        own = keyed_uniforms(self._duration_key, people) if self.telling.personal else people
        row, link, target, link_u = self._told(people, self.telling.chance(own))
        slot = slots[row]
        begin, delay = self._time_h[slot], self.telling.delay_h(link_u)
        time_h = begin + delay if self.activity is None else self.activity.later(begin, delay)
        self._sort_into_buckets(_Contacts.of(time_h, link, slot, target))

    def _told(self, people: np.ndarray, chance: np.ndarray) -> tuple[np.ndarray, ...]:
        """Look at each link of ``people``; return of those told (place in ``people``, link, target, link's number)."""
        last = self.network.degree_of(people).cumsum()
        cuts = last.searchsorted(np.arange(_PORTION, last[-1] if last.size else 0, _PORTION), side="right")
        parts = []
        for start, end in pairwise([0, *cuts.tolist(), people.size]):
            row, link = self.network.links_of(people[start:end])
            link_u = keyed_uniforms(self._link_key, link)
            told = (link_u < chance[start:end].take(row)).nonzero()[0]
            target = self.network.neighbours.take(link.take(told))
            if not self.stifling:  # whoever has heard cannot hear again: no need to make the contact
                new = (~self._closed.take(target)).nonzero()[0]
                told, target = told.take(new), target.take(new)
            parts.append((row.take(told) + start, link.take(told), target, link_u.take(told)))
        return parts[0] if len(parts) == 1 else tuple(np.concatenate(column) for column in zip(*parts, strict=True))

    def _sort_into_buckets(self, contacts: _Contacts) -> None:
        # Rounding must not put a contact into a tick that is over.
        exact = np.minimum(contacts.time_h * (1 / self.tick_h), self._n_ticks)
        tick = np.maximum(exact, self._next_tick).astype(np.int16)
        order = tick.argsort(kind="stable")
        block, tick = contacts.block.take(order, axis=1), tick.take(order)
        edges = [0, *((tick[1:] != tick[:-1]).nonzero()[0] + 1).tolist(), tick.size]
        for start, end in pairwise(edges):
            number = int(tick[start]) if end else self._n_ticks
            if number < self._n_ticks:  # the rest lies beyond the horizon
                self._buckets.setdefault(number, []).append(block[:, start:end])

    def _arrive(self, contacts: _Contacts, acceptance: float) -> np.ndarray:
        """Settle contacts of the present tick; return the slots of those who heard."""
        if self.stifling:
            contacts = self._stifle(contacts)
        target = contacts.target
        counts = ~self._closed.take(target)
        if acceptance < 1 or self.susceptibility is not None:
            limit = acceptance if self.susceptibility is None else acceptance * self.susceptibility[target]
            counts &= keyed_uniforms(self._accept_key, contacts.link) < limit
        counts = counts.nonzero()[0]
        first = counts[self._first_of_each(target[counts], contacts.time_h[counts])]
        slot = contacts.slot[first]
        return self._record(target[first], contacts.time_h[first], self._person[slot], self._generation[slot] + 1)

    def _first_of_each(self, target: np.ndarray, time_h: np.ndarray) -> np.ndarray:
        """Return the places of the earliest contact of each target; among equals, the one put down first."""
        best = self._scratch
        best[target] = np.inf
        np.minimum.at(best, target, time_h)
        first = (time_h == best[target]).nonzero()[0]
        # Of repeated indices the last assignment stays, hence the reversed order.
        best[target[first[::-1]]] = first[::-1]
        return first[best[target[first]] == first]

    def _stifle(self, contacts: _Contacts) -> _Contacts:
        """Drop contacts of tellers who have stopped; those who meet somebody in the know stop."""
        contacts = contacts.at((contacts.time_h <= self._stops_h[contacts.slot]).nonzero()[0])
        target = contacts.target
        knows = self._closed[target] & ~self._blocked[target]
        np.minimum.at(self._stops_h, contacts.slot[knows], contacts.time_h[knows])
        return contacts.at((contacts.time_h <= self._stops_h[contacts.slot]).nonzero()[0])

    def _record(
        self, people: np.ndarray, time_h: np.ndarray, source: np.ndarray, generation: np.ndarray | int
    ) -> np.ndarray:
        slots = np.arange(self.size, self.size + people.size)
        here = slice(self.size, self.size + people.size)
        self._person[here], self._time_h[here] = people, time_h
        self._source[here], self._generation[here] = source, generation
        self._closed[people] = True
        self.size += people.size
        return slots


def spread(
    network: Network,
    seeds: np.ndarray,
    telling: Telling,
    *,
    horizon_h: float,
    tick_h: float = 1.0,
    acceptance: np.ndarray | None = None,
    susceptibility: np.ndarray | None = None,
    blocked: np.ndarray | None = None,
    pass_on: float | np.ndarray = 1.0,
    activity: ActivityClock | None = None,
    stifling: bool = False,
    generator: np.random.Generator,
) -> Cascade:
    """Run one message from ``seeds``, who start at time 0, until ``horizon_h`` or until nothing is under way.

    ``acceptance``: probability to accept a contact, one value per hour since the start, the last one stays;
    the value at the beginning of a tick counts for the whole tick. The other arguments are those of
    ``Outbreak``.
    """
    outbreak = Outbreak(
        network,
        telling,
        horizon_h=horizon_h,
        tick_h=tick_h,
        susceptibility=susceptibility,
        blocked=blocked,
        pass_on=pass_on,
        activity=activity,
        stifling=stifling,
        generator=generator,
    )
    hourly = [1.0] if acceptance is None else np.atleast_1d(np.asarray(acceptance, dtype=float)).tolist()
    if not hourly:
        raise ValueError("acceptance must hold at least one hour.")
    outbreak.start(seeds)
    while outbreak.active:
        outbreak.tick(hourly[min(int(outbreak.now_h + 1e-9), len(hourly) - 1)])
    return outbreak.cascade()


class Passed(NamedTuple):
    """Who saw a reshared post; ``generation`` 1 saw it from a first sharer, ``shares``: passes it on. One entry a person."""

    person: np.ndarray
    source: np.ndarray
    generation: np.ndarray
    shares: np.ndarray


def reshare(
    network: Network,
    sharers: np.ndarray,
    *,
    sees: float,
    shares: float,
    already: np.ndarray,
    fading: float = 0.0,
    generator: np.random.Generator | Replay,
) -> Passed:
    """Run a post's reshares to the end without a clock and return who saw it, each person once.

    Every contact of a sharer sees the post with probability ``sees`` and then shares it with probability
    ``shares``; ``already`` are people who know it. ``fading``: the more people know it, the less the next ones
    care; ``shares`` falls with this power of their number against that at the start. Without it, who sees it at
    all has the same law as ``spread`` with ``ShareOnce(sees)`` and ``pass_on=shares`` from seeds ``sharers``;
    without times and options it costs a tenth for the few people that an everyday post reaches.
    """
    knows = np.zeros(network.n_people, bool)  # memory that is never touched costs nothing
    knows[already] = True
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    more = 0
    while len(sharers):
        row, link = network.links_of(sharers)
        seen = (generator.random(len(link)) < sees).nonzero()[0]
        targets = network.neighbours[link[seen]]
        new = (~knows[targets]).nonzero()[0]
        # Of several contacts with one person the first counts; a handful of people: a dict is quickest.
        first: dict[int, int] = {}
        for place, person in zip(new.tolist(), targets[new].tolist(), strict=True):
            first.setdefault(person, place)
        people = np.array([*first], np.intp)
        knows[people] = True
        more += len(people)
        on = generator.random(len(people)) < shares * (1.0 + more / max(1, len(already))) ** -fading
        found.append((people, sharers[row[seen[[*first.values()]]]] if first else people, on))
        sharers = people[on]
    if not found:
        nobody = np.empty(0, np.intp)
        return Passed(nobody, nobody, nobody, nobody.astype(bool))
    if len(found) == 1:
        person, source, on = found[0]
        return Passed(person, source, np.ones(len(person), np.intp), on)
    person, source, on = (np.concatenate(part) for part in zip(*found, strict=True))
    return Passed(person, source, np.repeat(np.arange(1, len(found) + 1), [len(p) for p, _, _ in found]), on)


# --- what is left behind ------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Cascade:
    """Who heard a message, when, from whom, and how many steps from a seed; ordered by time.

    ``source`` is -1 and ``generation`` 0 for seeds. All arrays have one entry per person who heard.
    """

    n_people: int
    person: np.ndarray
    time_h: np.ndarray
    source: np.ndarray
    generation: np.ndarray

    @property
    def size(self) -> int:
        """How many people heard, seeds included."""
        return self.person.size

    @property
    def share(self) -> float:
        """Share of all people who heard."""
        return self.size / self.n_people

    @property
    def depth(self) -> int:
        """The largest number of steps from a seed."""
        return int(self.generation.max(initial=0))

    @property
    def indirect_share(self) -> float:
        """Share of those who heard, seeds apart, whose source was not a seed; nan if nobody heard."""
        told = int((self.generation > 0).sum())
        return float((self.generation > 1).sum() / told) if told else float("nan")

    def curve(self, *, horizon_h: float, tick_h: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """Return (new, cumulative) numbers of people who heard in each tick up to ``horizon_h``, int64."""
        ticks = int(np.ceil(horizon_h / tick_h - 1e-9))
        number = np.minimum(self.time_h / tick_h, ticks).astype(np.int64)
        new = np.bincount(number, minlength=ticks)[:ticks]
        return new, np.cumsum(new)

    def table(self) -> pd.DataFrame:
        """Return a table with one row per person who heard."""
        import pandas as pd

        return pd.DataFrame(
            {
                "person": self.person,
                "time_h": self.time_h,
                "source": self.source,
                "generation": self.generation,
            }
        )

    def __repr__(self) -> str:
        return f"Cascade({self.size:,} of {self.n_people:,} people, depth {self.depth})"


def _by_time(time_h: np.ndarray) -> np.ndarray:
    """Return the stable order of ``time_h``."""
    order = time_h.argsort()  # several times faster than a stable sort, and the same where no two are equal
    ordered = time_h[order]
    return order if (ordered[1:] > ordered[:-1]).all() else time_h.argsort(kind="stable")


def _check_share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{name} = {value} is outside 0 to 1.")


def _per_person(name: str, values: np.ndarray | None, n_people: int) -> np.ndarray | None:
    if values is None:
        return None
    row = np.asarray(values)
    if row.shape != (n_people,):
        raise ValueError(f"{name} has shape {row.shape}; it must be one value per person, ({n_people},).")
    if row.size and not (row.min() >= 0 and row.max() <= 1):
        raise ValueError(f"{name} must lie between 0 and 1.")
    return row


def _share_each(name: str, value: float | np.ndarray, n_people: int) -> np.ndarray | None:
    """Return one share per person, or None if all are 1."""
    if np.ndim(value) > 0:
        return _per_person(name, np.asarray(value), n_people)
    _check_share(name, float(value))
    return None if value == 1 else np.full(n_people, float(value))
