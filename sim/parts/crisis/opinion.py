"""Opinion: who has turned negative, who was reassured, who has not heard; person by person on the follower network.

Everybody is unaware (U), negative (N) or reassured (C). The bad news travels as one ``Outbreak``: a follower of somebody
who posts takes the opinion over with a probability that falls with his trust, and with the company's information I and
credibility K at the hour in which he sees it, after the measured delay of reposts. Explanations reach people at hourly
hazards, and travel on from those whom they reached as a second, weaker ``Outbreak``.

A hazard acts through one exponential number a person: who has waited for more than it, is reached. All numbers are functions
of (person) or (link), so that a decision changes nobody before it takes effect.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.core.people import USUAL_TRUST
from sim.core.spread import Outbreak
from sim.core.streams import Streams, keyed_uniforms
from sim.core.telling import ActivityClock, ShareOnce
from sim.core.theory import lognormal_delay
from sim.core.world import Array, World

__all__ = [
    "ACCOUNTS", "EVIDENCE", "FIRST", "HORIZON_H", "KOL", "MEDIA", "NEGATIVE", "ORDINARY", "ORIGINS", "REASSURED", "UNAWARE",
    "Opinion",
]  # fmt: skip

UNAWARE, NEGATIVE, REASSURED = 0, 1, 2
ORDINARY, KOL, MEDIA = 0, 1, 2
ACCOUNTS = ("ordinary", "kol", "media")
# Where somebody has it from who has it from no other person.
ORIGINS = ("person", "first posts", "evidence", "hot list", "statement", "second look")
PERSON, FIRST, EVIDENCE, HOT, STATEMENT, AGAIN = range(6)
HORIZON_H = 720.0
CORRECTION_TICK_H = (
    4  # explanations are passed on slowly: a coarser clock is enough, and who hears does not depend on it
)
USUAL_SEVERITY, MOST_OPEN, MOST_HUSH = 0.6, 1.25, 1.1


class Luck(NamedTuple):
    """Who would be reached first: people in the order of their exponential numbers, and the numbers."""

    by_answer: Array
    answer: Array
    by_hot_list: Array
    hot_list: Array
    keys: tuple[int, ...]


@lru_cache(maxsize=2)
def luck(streams_of: tuple[int, int, int], population: object) -> Luck:
    """Return the numbers of crisis ``streams_of[2]`` in a world; they depend on nothing that happens in it."""
    seed, replication, number = streams_of
    keys = Streams(seed, replication).of("crisis-people", number).integers(2**64, size=8, dtype=np.uint64)
    key = tuple(int(k) for k in keys)
    everybody = np.arange(population.n)  # type: ignore[attr-defined]
    waits = -np.log1p(-keyed_uniforms(key[0], everybody))
    active = population.activity.nonzero()[0]  # type: ignore[attr-defined]
    looks = -np.log1p(-keyed_uniforms(key[1], active)) / population.activity[active]  # type: ignore[attr-defined]
    order, hot = waits.argsort(kind="stable"), looks.argsort(kind="stable")
    return Luck(order, waits[order], active[hot], looks[hot], key)


class Opinion:
    """The public in one crisis. ``hour`` counts hours since the first post."""

    def __init__(self, world: World, number: int, severity: float) -> None:
        s, p = world.scenario, world.scenario.crisis
        n, streams, network = s.n_people, world.streams, world.network
        self.p, self.network, self.n, self.severity = p, network, n, severity
        self.luck = luck((streams.seed, streams.replication, number), world.population)
        self.kind = account_kinds(network.degree, p.hub_share, p.media_share)
        self.state = np.zeros(n, np.int8)
        self.origin = np.zeros(n, np.int8)
        self.counts = [n, 0, 0]
        # Who trusts the company does not believe the worst at once.
        self.open = (MOST_OPEN - p.trust_shield * world.people.trust.astype(float)) / MOST_OPEN
        usual = (MOST_OPEN - p.trust_shield * USUAL_TRUST) / MOST_OPEN
        self.chance = min(1.0, p.contagion * severity / USUAL_SEVERITY / usual * MOST_HUSH)
        e = s.engagement
        delay = lognormal_delay(math.exp(e.repost_delay) / 3600.0, e.repost_delay_spread)
        self.rhythm = np.array(e.activity_by_hour) / np.mean(e.activity_by_hour)
        clock = ActivityClock(self.rhythm, start_hour=world.env.now % 24)
        self.bad = Outbreak(
            network, ShareOnce(self.chance, delay), horizon_h=HORIZON_H, activity=clock, susceptibility=self.open,
            generator=streams.of("crisis-spread", number),
        )  # fmt: skip
        self.good = Outbreak(
            network, ShareOnce(p.correction_pass, delay), horizon_h=HORIZON_H, activity=clock,
            tick_h=float(CORRECTION_TICK_H), generator=streams.of("crisis-answer", number),
        )  # fmt: skip
        self._active, self._calm = _Waiting(n), _Waiting(n)
        self._answered, self._hazards = 0, np.zeros(3)  # progress of the hazards of U, active N and calm N
        self._looked, self._seen = 0, 0.0  # progress along the hot list
        self._convinced: list[Array] = []
        self._seeds: list[tuple[Array, int]] = []
        self._again = 0
        self._rows = (np.arange(4) * n)[:, None]

    # --- the bad news -------------------------------------------------------------------------------------------------

    def seed(self, people: Array, origin: int) -> None:
        """Let ``people`` who have not heard yet turn negative in this hour."""
        if len(people):
            self._seeds.append((np.asarray(people, np.intp), origin))

    def spread(self, belief: float) -> Array:
        """Let one hour pass; ``belief`` is the probability to believe against the most possible. Return who turned negative."""
        before = self.bad.size
        for people, origin in self._seeds:
            fresh = people[self.state[people] == UNAWARE]
            self.origin[fresh] = origin
            self.bad.start(fresh)
        self._seeds = []
        self.bad.tick(belief)
        new = self.bad.since(before)
        self.state[new] = NEGATIVE
        self._count(UNAWARE, NEGATIVE, len(new))
        return new

    def mentions(self, u: Array) -> int:
        """Return the negative mentions of people who have turned negative, a number each, and of who spoke up again."""
        more = self.p.mentions_more
        again, self._again = self._again, 0
        return len(u) * (1 + int(more)) + int(np.count_nonzero(u < more % 1.0)) + again

    @property
    def active(self) -> int:
        """How many negative people have not calmed down yet."""
        return self._active.n

    def hot_list(self, exposure: float, belief: float) -> int:
        """Show the topic to strangers: ``exposure`` looks per unit of activity. Return how many came across it."""
        self._seen += exposure
        upto = int(self.luck.hot_list.searchsorted(self._seen))
        people, self._looked = self.luck.by_hot_list[self._looked : upto], upto
        takes = keyed_uniforms(self.luck.keys[2], people) < self.severity * self.chance_of(people, belief)
        self.seed(people[takes], HOT)
        return len(people)

    def chance_of(self, people: Array, belief: float) -> Array:
        """Return how readily each of ``people`` believes it now, against the most possible."""
        return self.open[people] * belief

    def amplify(self, share: float) -> int:
        """Let a share of the unaware first hear of the matter through the statement; return how many."""
        unaware = (self.state == UNAWARE).nonzero()[0]
        people = unaware[keyed_uniforms(self.luck.keys[3], unaware) < share]
        self.seed(people, STATEMENT)
        return len(people)

    def look_again(self, share: float, hour: int, belief: float, of: int = REASSURED) -> int:
        """Let a share of the reassured (or of those who have calmed down) speak up; return their number.

        Those who had never turned negative now do; of the others, followers see a new post.
        """
        if share <= 0 or not self.counts[of]:
            return 0
        group = (self.state == of).nonzero()[0]
        # One number per person and hour: a later second look is a new decision.
        people = group[keyed_uniforms(self.luck.keys[4], group + self.n * (hour + 1)) < share]
        known = self.bad.know(people)
        fresh, old = people[~known], people[known]
        self.state[fresh] = UNAWARE
        self._count(of, UNAWARE, len(fresh))
        self.seed(fresh, AGAIN)
        if of == REASSURED:
            self.state[old] = NEGATIVE
            self._count(REASSURED, NEGATIVE, len(old))
        self._again += len(old)
        self.stir(old, hour)
        _, link = self.network.links_of(old)
        target = self.network.neighbours[link]
        told = keyed_uniforms(self.luck.keys[5], link + self.network.n_links * (hour + 1))
        self.seed(target[told < self.chance * self.chance_of(target, belief)], AGAIN)
        return len(people)

    def stir(self, people: Array, hour: int) -> Array:
        """Let ``people`` be active for an exponential time, then calm; an explanation may reach them in both states.

        Return four uniform numbers each, shape (4, people): duration, wait, and two for whatever else they decide.
        """
        if not len(people):
            return np.empty((4, 0))
        u = keyed_uniforms(self.luck.keys[6], people + self._rows)
        time = np.log1p(-u[:2])
        until = hour - self.p.active_halflife_h / math.log(2) * time[0]
        self._active.add(people, self._hazards[1] - time[1], until)
        return u

    # --- explanations --------------------------------------------------------------------------------------------------

    def reassure(self, hour: int, hazards: tuple[float, float, float], accept: float) -> tuple[Array, Array]:
        """Let explanations reach people for an hour, with hazards of the unaware, the active and the calm negative.

        ``accept`` is the probability to believe an explanation that somebody passes on. Return (of the unaware, of the
        negative) who were reassured.
        """
        self._hazards += hazards
        upto = int(self.luck.answer.searchsorted(self._hazards[0], side="right"))
        reached, self._answered = self.luck.by_answer[self._answered : upto], max(self._answered, upto)
        heated = self._active.due(self._hazards[1])
        people, until = self._active.ended(hour)
        if len(people):
            waits = -np.log1p(-keyed_uniforms(self.luck.keys[7], people))
            self._calm.add(people, self._hazards[2] + waits, until)
        calm = self._calm.due(self._hazards[2])
        told = self._pass_on(hour, accept)
        everybody = np.concatenate([reached, heated, calm, told])
        if not len(everybody):
            return everybody, everybody
        fresh = np.unique(everybody[self.state[everybody] != REASSURED])
        was = self.state[fresh]
        first, later = fresh[was == UNAWARE], fresh[was == NEGATIVE]
        self.state[fresh] = REASSURED
        self.open[first] = 0.0
        self._count(UNAWARE, REASSURED, len(first))
        self._count(NEGATIVE, REASSURED, len(later))
        if len(fresh) and self.p.correction_pass > 0:
            self._convinced.append(fresh)
        return first, later

    def vouch(self, people: Array) -> None:
        """Let ``people`` (media that work with the company) pass the explanation on."""
        self._convinced.append(people)

    def _pass_on(self, hour: int, accept: float) -> Array:
        # At the end of a window of some hours: those convinced during it start at its beginning.
        if hour % CORRECTION_TICK_H or (not self._convinced and not self.good.active):
            return np.empty(0, np.intp)
        while self.good.now_h < hour - CORRECTION_TICK_H:
            self.good.tick(0.0)  # windows in which nobody had anything to pass on
        if self._convinced:
            self.good.start(np.concatenate(self._convinced))
            self._convinced = []
        return self.good.tick(accept)

    def _count(self, old: int, new: int, number: int) -> None:
        self.counts[old] -= number
        self.counts[new] += number


class _Waiting:
    """People who wait for a hazard to reach them: arrays of people, thresholds and ends, kept dense."""

    def __init__(self, room: int) -> None:
        self.n = 0
        self.people, self.threshold, self.until = np.empty(room, np.intp), np.empty(room), np.empty(room)

    def add(self, people: Array, threshold: Array, until: Array) -> None:
        """Put ``people`` down; somebody may stand here twice, the state of the person decides."""
        end = self.n + len(people)
        if end > len(self.people):
            more = max(end, 2 * len(self.people))
            self.people, self.threshold, self.until = (
                np.concatenate([a, np.empty(more - len(a), a.dtype)]) for a in (self.people, self.threshold, self.until)
            )
        here = slice(self.n, end)
        self.people[here], self.threshold[here], self.until[here] = people, threshold, until
        self.n = end

    def due(self, hazard: float) -> Array:
        """Take out and return those whom the hazard has reached."""
        return self._take(self.threshold[: self.n] <= hazard)[0]

    def ended(self, time_h: float) -> tuple[Array, Array]:
        """Take out and return those whose time is over, with its end."""
        return self._take(self.until[: self.n] <= time_h)

    def _take(self, which: Array) -> tuple[Array, Array]:
        taken = which.nonzero()[0]
        people, until = self.people[taken], self.until[taken]
        if len(taken):
            stay = (~which).nonzero()[0]
            for a in (self.people, self.threshold, self.until):
                a[: len(stay)] = a[stay]
            self.n = len(stay)
        return people, until


def account_kinds(followers: Array, hub_share: float, media_share: float) -> Array:
    """Return ORDINARY, KOL (大V) or MEDIA for each account, by rank of the number of followers."""
    kind = np.zeros(len(followers), np.int8)
    media, kols = round(media_share * len(followers)), round((media_share + hub_share) * len(followers))
    if kols:
        top = np.argpartition(-followers, kols - 1)[:kols]
        top = top[np.lexsort((top, -followers[top]))]
        kind[top] = KOL
        kind[top[:media]] = MEDIA
    return kind
