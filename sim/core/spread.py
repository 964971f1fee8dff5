"""The spread engine: how one message travels over the follower network.

It carries reshared posts, rumours, negative opinion and corrections alike. The story:

1. Somebody hears the message at time t and, with probability ``pass_on``, starts to tell it.
2. Each follower is told with a chance and after a delay that a manner of telling decides (``sim.core.telling``): a
   reshare that a follower sees or does not see, or talk at a rate until the teller loses interest.
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
from itertools import pairwise

import numpy as np

from sim.core.cascade import Cascade
from sim.core.network import Network
from sim.core.streams import keyed_uniforms
from sim.core.telling import ActivityClock, Telling, check_share

__all__ = ["Outbreak", "spread"]

NOBODY = -1
_PORTION = 16_384  # links looked at in one go: they stay in the processor's cache
_MOST_TICKS = 32_000  # tick numbers are kept in 16 bits, which sort fastest


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
        check_share("acceptance", acceptance)
        before = self.size
        while self._begin or self._next_tick in self._buckets:
            tellers, self._begin = self._begin, []
            if self._next_tick in self._buckets:
                blocks = self._buckets.pop(self._next_tick)
                contacts = _Contacts(blocks[0] if len(blocks) == 1 else np.concatenate(blocks, axis=1))
                tellers.append(self._arrive(contacts, acceptance))
            slots = tellers[0] if len(tellers) == 1 else np.concatenate(tellers)
            if slots.size:
                self._tell(slots)
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


def _by_time(time_h: np.ndarray) -> np.ndarray:
    """Return the stable order of ``time_h``."""
    order = time_h.argsort()  # several times faster than a stable sort, and the same where no two are equal
    ordered = time_h[order]
    return order if (ordered[1:] > ordered[:-1]).all() else time_h.argsort(kind="stable")


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
    check_share(name, float(value))
    return None if value == 1 else np.full(n_people, float(value))
