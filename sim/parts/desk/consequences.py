"""What an answer, a wrong answer or silence does to the person who wrote, and to those who hear of it (DESK-4, DESK-5, DESK-8).

Satisfaction s of a ticket whose first answer took t minutes::

    gain(t) = clip(25 - 4.74 ln t, 0, 20) / 20,  -silence without an answer
    s = (1/2 + speed_effect gain / 2)  (x wrong_satisfaction if that answer was wrong)

1/2 is neutral. Better service raises trust a little, worse service lowers it three times as fast; affinity moves toward s;
an answer is remembered. Everything is settled once a day, each person once, so that the cost follows the people, not the
tickets.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import NamedTuple

import numpy as np

from sim.core.people import USUAL_TRUST
from sim.core.reshare import reshare
from sim.core.streams import keyed_uniforms, replayed
from sim.core.world import World
from sim.parts.desk.parameters import DeskParameters
from sim.parts.desk.tickets import COMMENT, PRAISE, SUGGESTION, Ticket

__all__ = ["Consequences", "satisfaction"]

NEUTRAL, SATISFIED = 0.5, 0.75
USUAL_SEVERITY = 3.0
RETURN_DAYS = 14
OUT_OF_SIGHT_H = 48.0  # an open answer after this time finds no reader who has not seen the complaint


def satisfaction(p: DeskParameters, first_reply_h: float, wrong: bool) -> float:
    """Return how satisfied the author of a ticket is, 0–1; NaN hours are no answer."""
    if math.isnan(first_reply_h):
        return max(0.0, NEUTRAL * (1.0 - p.silence))
    gain = min(max(25.0 - 4.74 * math.log(max(60.0 * first_reply_h, 1e-3)), 0.0), 20.0) / 20.0
    best = min(1.0, NEUTRAL * (1.0 + p.speed_effect * gain))
    return best * p.wrong_satisfaction if wrong else best


class Praise(NamedTuple):
    """A person's post about the brand, as much of a draft as its readers need."""

    time_h: float
    quality: float
    topical: bool
    key: tuple[int, ...]


class PublicComplaint(NamedTuple):
    """Readers of a public complaint, each with the hour of reading and whether an open answer would spare him."""

    at_h: float
    severity: int
    readers: np.ndarray
    read_h: np.ndarray
    spared: np.ndarray


class Consequences:
    """Books what happened to whom, and settles it at midnight."""

    def __init__(self, world: World) -> None:
        self.world, self.p = world, world.scenario.desk
        self.ended: list[Ticket] = []
        self.trust: list[tuple[int, float]] = []
        self.warmth: list[tuple[int, float]] = []
        self.public: dict[int, PublicComplaint] = {}
        self.numbers = 0
        self.returns: defaultdict[int, list[int]] = defaultdict(list)
        self.return_key = int(world.streams.of("revisits").integers(2**64, dtype=np.uint64))

    # --- booked at once ---------------------------------------------------------------------------------------

    def wrong(self, person: int) -> None:
        """A wrong answer costs trust."""
        self.trust.append((person, -self.p.wrong_trust))

    def told(self, people: list[int]) -> None:
        """Who hears that his suggestion was adopted likes the brand more."""
        self.warmth += [(one, self.p.told_affinity) for one in people]
        self.world.count("loops_closed", len(people))

    def in_vain(self, people: list[int]) -> None:
        """Who was asked, or made a suggestion, and hears nothing likes it less."""
        self.warmth += [(one, -self.p.asked_in_vain) for one in people]

    def buys_again(self, t: Ticket) -> bool:
        """Tell whether the author buys again within 60 days (AUD-9)."""
        p = self.p
        if t.kind == COMMENT:
            return False
        return bool(t.buys < p.repurchase * (1.0 + p.repurchase_response * (t.satisfaction - NEUTRAL)))

    def went_public(self, t: Ticket, now: float) -> int:
        """Show a public complaint to its author's contacts, who read it by and by; return its number."""
        world, e, p = self.world, self.world.scenario.engagement, self.p
        rng = replayed(world.streams.seed, world.streams.replication, "public-complaint", *t.key)
        told = reshare(
            world.network, np.array([t.person]), sees=min(1.0, p.complaint_reach * e.friend_sees), shares=e.friend_shares,
            already=np.array([t.person]), generator=rng,
        ).person  # fmt: skip
        u, v, luck = rng.random(3 * len(told)).reshape(3, -1)
        delay = np.sqrt(-2.0 * np.log1p(-u)) * np.cos(2.0 * np.pi * v)  # normal numbers (Box and Muller 1958)
        seconds = np.exp(e.repost_delay + e.repost_delay_spread * delay)
        spared = luck < p.answer_effect
        self.numbers += 1
        self.public[self.numbers] = PublicComplaint(now, t.severity, told, now + seconds / 3600.0, spared)
        return self.numbers

    def answered_openly(self, number: int, now: float) -> None:
        """Spare those who have not read a complaint yet when it is answered openly."""
        if number in self.public:
            case = self.public.pop(number)
            self._read(case, ~(case.spared & (case.read_h > now)), answered=True)

    def _read(self, case: PublicComplaint, who: np.ndarray, *, answered: bool) -> None:
        loss = self.p.reader_loss * case.severity / USUAL_SEVERITY
        self.trust += [(one, -loss) for one in case.readers[who].tolist()]
        self.world.log.record(self.world.env.now, "public_complaint", at_h=case.at_h, severity=case.severity,
                              readers=len(case.readers), hurt=int(np.count_nonzero(who)), answered=answered)  # fmt: skip

    def readers_at_the_end(self) -> None:
        """Settle complaints that nobody has answered when the run ends."""
        self._settle_public(math.inf)
        self._add_trust()

    # --- settled at midnight ----------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let the day's tickets change the people who wrote them."""
        ended, self.ended = self.ended, []
        self._settle_public(self.world.env.now)
        if ended:
            self._service(ended)
        self._add_trust()
        if self.warmth:
            self.world.warm(*_sums(self.warmth))
            self.warmth = []
        self._revisits()

    def _settle_public(self, now: float) -> None:
        # After two days the complaint has been read by whoever reads it: an answer comes too late.
        old = [number for number, case in self.public.items() if case.at_h < now - OUT_OF_SIGHT_H]
        for number in old if math.isfinite(now) else list(self.public):
            case = self.public.pop(number)
            self._read(case, np.ones(len(case.readers), bool), answered=False)

    def _add_trust(self) -> None:
        if self.trust:
            self.world.change_trust(*_sums(self.trust))
            self.trust = []

    def _service(self, ended: list[Ticket]) -> None:
        p, world = self.p, self.world
        people = world.people
        tickets = [t for t in ended if t.kind != COMMENT]
        person = np.array([t.person for t in tickets], np.intp)
        s = np.array([t.satisfaction for t in tickets])
        if len(person):
            room = (1.0 - people.trust[person]) / (1.0 - USUAL_TRUST)
            step = np.where(s >= NEUTRAL, p.trust_gain * room, p.trust_loss) * (s - NEUTRAL) / NEUTRAL
            self.trust += zip(person.tolist(), step.tolist(), strict=True)
            pull = p.affinity_pull * (s - world.affinity(person))
            self.warmth += zip(person.tolist(), pull.tolist(), strict=True)
            self._come_back(tickets, person, s)
        self.in_vain([t.person for t in tickets if t.kind == SUGGESTION and math.isnan(t.reply_h)])
        answered = [t for t in ended if not math.isnan(t.reply_h)]
        self._remember(np.array([t.person for t in answered], np.intp), p.memory_reply)
        spoken_with = [t.person for t in answered if t.kind == COMMENT]
        self.trust += [
            (one, p.dialogue_trust * (1.0 - float(people.trust[one])) / (1.0 - USUAL_TRUST)) for one in spoken_with
        ]
        self.warmth += [(one, p.dialogue_affinity) for one in spoken_with]
        world.count("comments_answered", len(spoken_with))
        for t in answered:
            if t.kind != COMMENT and t.satisfaction > SATISFIED:
                people.served_before_h[t.person] = people.served_h[t.person]
                people.served_h[t.person] = t.end_h
                if t.kind == PRAISE and t.luck(0) < p.wom_probability:
                    self._praise(t)

    def _remember(self, ids: np.ndarray, gain: float) -> None:
        """Let each contact leave memory: a share of the gap."""
        if not len(ids) or not gain:
            return
        a, people, now = self.world.scenario.audience, self.world.people, self.world.env.now
        ids, times = np.unique(ids, return_counts=True)
        memory, fatigue = people.current(ids, now, a.memory_halflife_d, a.fatigue_halflife_d)
        people.memory[ids] = 1.0 - (1.0 - memory) * (1.0 - gain) ** times
        people.fatigue[ids], people.touched_h[ids] = fatigue, now

    def _praise(self, t: Ticket) -> None:
        """A satisfied person posts about the brand; contacts see it as they see a friend's reshare (ENG-3)."""
        world, s = self.world, self.world.scenario
        rng = replayed(world.streams.seed, world.streams.replication, "word-of-mouth", *t.key)
        who = np.array([t.person])
        world.count("wom_posts", 1)
        seen = reshare(world.network, who, sees=s.engagement.friend_sees, shares=s.engagement.friend_shares, already=who,
                       generator=rng).person  # fmt: skip
        world.count("wom_reach", len(seen))
        if len(seen):
            u = rng.random(len(seen))
            match = (world.population.taste[seen] + np.float32(s.plan.content_match)).clip(0.0, 1.0)
            where = next((p for p in s.platforms if world.population.member[p][t.person]), s.platforms[0])
            post = Praise(world.env.now, s.plan.content_quality, False, t.key)
            world.announce("shown", platform=where, draft=post, ids=seen, match=match, u=u)

    # --- coming back ------------------------------------------------------------------------------------------

    def _come_back(self, tickets: list[Ticket], person: np.ndarray, s: np.ndarray) -> None:
        """Draw on which of the next days each author looks at the account again: the better served, the more of them."""
        world = self.world
        world.count("contacts", len(person))
        if not self.p.revisit_day:
            return
        day = int(world.env.now // 24)
        # Numbers by identity, not by order: who else was answered that day must not matter.
        number = np.array([(t.key[0] * 4 + t.key[1]) * 65_536 + t.key[2] for t in tickets])
        u = keyed_uniforms(self.return_key, number[:, None] * 16 + np.arange(RETURN_DAYS))
        who, when = (u < (self.p.revisit_day * s)[:, None]).nonzero()
        for one, ahead in zip(person[who].tolist(), when.tolist(), strict=True):
            self.returns[day + ahead + 1].append(one)

    def _revisits(self) -> None:
        """Let those who come back today remember."""
        due = self.returns.pop(int(self.world.env.now // 24), None)
        if due:
            self.world.count("revisits", len(due))
            self._remember(np.array(due), self.world.scenario.audience.memory_exposure)


def _sums(pairs: list[tuple[int, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Return each person once, with the sum of what he got."""
    sums: dict[int, float] = {}
    for one, by in pairs:
        sums[one] = sums.get(one, 0.0) + by
    return np.array([*sums], np.intp), np.array([*sums.values()], np.float32)
