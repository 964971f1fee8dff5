"""The people of one activity (CAMP-2): who has heard of it, who comes to the venue, who takes part online.

Everybody who has heard decides by a hazard. On each day of the activity it grows by::

    coming         attend_day · city · interest · way      taking part online   join_day · member · interest · way · appeal
    interest       (1 in the target, else off_target) · T/0.6 · (1 - idea_wear)^(times seen) · (1 - tired 2^(-days/30))
    way            1 if heard of this part, ``link_effect`` if only of the other and both are linked, else 0; · friend_pull
    appeal         0.4 + 0.6 [one of the elements appeals to him], · (1 - element_steps)^elements

and each person acts when the sum has passed an exponential number of his own, so that more promotion or another venue
changes nobody else's luck. At most as many come as there are places.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.core.people import USUAL_TRUST
from sim.core.streams import keyed_uniforms
from sim.core.world import Array, World
from sim.parts.campaign.prizes import hunts

__all__ = ["Crowd", "Rates", "lives_here"]

ONLINE, STREET, FRIEND, CAME, JOINED, PUT_OFF, TURNED_AWAY = 1, 2, 4, 8, 16, 32, 64
HEARD = ONLINE | STREET
MEAN_AFFINITY = 0.4  # of what people bring along
# An activity without any element still draws this part of those whom an element that appeals would draw.
BARE_APPEAL = 0.4
TIRED_HALF_D = 30.0
MOST_ELEMENTS = 6


class Rates(NamedTuple):
    """What of a day's hazards is the same for everybody: factors on coming and on taking part online."""

    come: float
    join: float


class Crowd:
    """State of everybody towards one activity, arrays of shape (n_people,), touched for those who have heard of it.

    ``state`` holds bits: heard online, heard of the venue, heard from a contact, came, joined, put off, turned away.
    ``seen`` counts earlier activities with the same idea that a person knows; ``took_h`` is the hour of his last part.
    """

    def __init__(self, world: World, number: int, linked: bool, seen: Array, took_h: Array) -> None:
        self.world, self.number, self.p = world, number, world.scenario.campaign
        self.seen, self.took_h = seen, took_h
        n = world.population.n
        self.state = np.zeros(n, np.uint8)
        self._come, self._join = np.zeros(n, np.float32), np.zeros(n, np.float32)
        self._heard: list[Array] = []
        self._keys: dict[int, int] = {}
        self.link = self.p.link_effect if linked else 0.0
        self.home_key = _home_key(world)

    def key(self, what: int) -> int:
        """Return the key of everybody's numbers for ``what`` at this activity."""
        if what not in self._keys:
            stream = self.world.streams.of("campaign-person", self.number, what)
            self._keys[what] = int(stream.integers(2**64, dtype=np.uint64))
        return self._keys[what]

    def number_of(self, what: int, ids: Array) -> Array:
        """Return each person's own uniform number for ``what``; (n,)."""
        return keyed_uniforms(self.key(what), ids)

    def target(self, ids: Array) -> Array:
        """Return who of ``ids`` belongs to the target: the more likely, the more he likes such brands; boolean (n,)."""
        share = self.p.target_share / MEAN_AFFINITY * self.world.population.affinity[ids]
        return self.number_of(TARGET, ids) < share

    def taste(self, ids: Array) -> Array:
        """Return 1 for the target and ``off_target`` for others; (n,)."""
        return np.where(self.target(ids), 1.0, self.p.off_target)

    def hear(self, ids: Array, way: int) -> Array:
        """Let ``ids`` (repeats allowed) hear of the activity and return those who had not heard, each once."""
        ids = np.unique(ids)
        new = ids[(self.state[ids] & HEARD) == 0]
        self.state[ids] |= np.uint8(way)
        if len(new):
            self._heard.append(new)
            self.world.make_aware(new)
            remember(self.world, new, self.world.scenario.audience.memory_exposure)
        return new

    def put_off(self, ids: Array) -> None:
        """Let ``ids`` stay away from now on."""
        self.state[ids] |= np.uint8(PUT_OFF)

    def heard(self) -> Array:
        """Return everybody who has heard of the activity, each once."""
        return np.concatenate(self._heard) if self._heard else np.empty(0, np.intp)

    def interest(self, ids: Array, time_h: float) -> Array:
        """Return each person's interest, 1 for somebody of the target with usual trust who has seen nothing like it; (n,)."""
        p = self.p
        days = (time_h - self.took_h[ids]) / 24.0
        fresh = (1.0 - p.idea_wear) ** self.seen[ids] * (1.0 - p.tired * np.exp2(-days / TIRED_HALF_D))
        return self.taste(ids) * self.world.people.trust[ids] / USUAL_TRUST * fresh

    def appeal(self, ids: Array) -> Array:
        """Return how the elements of the activity suit each person; (n,)."""
        p, elements = self.p, self.p.interaction_elements
        likes = np.zeros(len(ids), bool)
        for k in range(elements):
            likes |= self.number_of(ELEMENT + k, ids) < p.element_appeal
        return np.where(likes, 1.0, BARE_APPEAL) * (1.0 - p.element_steps) ** elements

    def day(self, rates: Rates, places: int, time_h: float) -> tuple[Array, Array, int]:
        """Let a day pass; return who comes, who takes part online, and how many found the venue full."""
        ids = self.heard()
        ids = ids[(self.state[ids] & PUT_OFF) == 0]
        interest, bits = self.interest(ids, time_h), self.state[ids]
        pull = np.where(bits & FRIEND, self.p.friend_pull, 1.0)
        here = np.where(lives_here(self.world, ids, self.home_key), 1.0, self.p.from_far)
        come = rates.come * self.p.attend_day * here * pull * np.where(bits & STREET, 1.0, self.link) * interest
        member = np.logical_or.reduce([self.world.population.member[x][ids] for x in self.world.scenario.platforms])
        join = rates.join * self.p.join_day * member * pull * np.where(bits & ONLINE, 1.0, self.link) * interest
        join *= self.appeal(ids) if join.any() else 1.0
        if self.p.prize:
            join *= np.where(hunts(self.world, ids), 1.0 + self.p.prize_pull * self.p.prize, 1.0)
        came, after = self._passed(ids, come, self._come, COME, CAME | TURNED_AWAY)
        joined, _ = self._passed(ids, join, self._join, JOIN, JOINED)
        order = np.argsort(after, kind="stable")  # who wanted to come first, finds a place
        inside, outside = came[order[:places]], came[order[places:]]
        self.state[inside] |= np.uint8(CAME)
        self.state[outside] |= np.uint8(TURNED_AWAY)
        self.state[joined] |= np.uint8(JOINED)
        self.took_h[inside] = self.took_h[joined] = time_h
        return np.sort(inside), joined, len(outside)

    def _passed(self, ids: Array, more: Array, total: Array, what: int, done: int) -> tuple[Array, Array]:
        """Add a day's hazard and return who has passed his own number now, and after which part of the day; (m,) each."""
        own = -np.log1p(-self.number_of(what, ids))
        before = total[ids].astype(float)
        total[ids] = before + more
        acts = ((before + more >= own) & (more > 0) & ((self.state[ids] & done) == 0)).nonzero()[0]
        return ids[acts], (own[acts] - before[acts]) / more[acts]

    def count(self, bit: int) -> int:
        """Return how many of those who have heard carry ``bit``."""
        return int(np.count_nonzero(self.state[self.heard()] & bit))


TARGET, COME, JOIN, EXPERIENCE, EXPERIENCE_2, POST, MAKE, BUY, HOUR, FOLLOW, ELEMENT = 0, 1, 2, 3, 4, 5, 6, 7, 8, 20, 40


def _home_key(world: World) -> int:
    return int(world.streams.of("campaign-home").integers(2**64, dtype=np.uint64))


def lives_here(world: World, ids: Array, key: int | None = None) -> Array:
    """Return who of ``ids`` lives in the city of the venue: the same people at every activity; boolean (n,)."""
    return keyed_uniforms(_home_key(world) if key is None else key, ids) < world.scenario.campaign.city_share


def remember(world: World, ids: Array, gain: float) -> None:
    """Let ``ids`` (each once) gain memory of the brand: ``gain`` of what is missing."""
    a, people, now_h = world.scenario.audience, world.people, float(world.env.now)
    memory, fatigue = people.current(ids, now_h, a.memory_halflife_d, a.fatigue_halflife_d)
    people.memory[ids], people.fatigue[ids] = memory + np.float32(gain) * (1.0 - memory), fatigue
    people.touched_h[ids] = now_h
