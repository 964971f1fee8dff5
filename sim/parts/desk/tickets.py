"""Feedback: who writes, about what, where, and which of it the desk ever sees (DESK-1, DESK-6, DESK-7).

A day's candidates are drawn at a fixed cap and thinned to what the scenario says, so that ticket k of day d is the same
person with the same matter and the same luck in every scenario in which it exists (common random numbers)::

    rate(hour) = ticket_rate  x  activity(hour)  x  (1 - reach_share + reach_share R / R0)  x  surge

R the reach of the last days (mean of about a week), R0 that of one usual post a day. The author is drawn by activity among
those who know the brand; segment and kind decide the channel and, for a complaint, the issue.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.core.catalogue import SEGMENTS
from sim.core.streams import Streams
from sim.core.world import World
from sim.parts.desk.parameters import CHANNELS, KINDS, MODES

__all__ = [
    "COMMENT",
    "COMPLAINT",
    "EAGER",
    "ENQUIRY",
    "ISSUES",
    "NAMES",
    "PRAISE",
    "SEVERITY",
    "SUGGESTION",
    "Inflow",
    "Ticket",
]

ENQUIRY, COMPLAINT, PRAISE, SUGGESTION, COMMENT = range(5)
NAMES = (*KINDS, "comment")

# Issues (问题), the frequent ones first: frequency ~ 1/rank. The two dangerous ones are rare on purpose.
ISSUES = (
    "late delivery 物流延迟", "coupon cannot be used 优惠券无法使用", "loose kettle lid 壶盖松动", "unclear manual 说明书不清",
    "service does not answer 客服不回复", "cup broken on arrival 茶杯破损", "smell 异味", "colour differs 色差",
    "slow refund 退款慢", "wrong size 尺寸不符", "plug gets hot 插头发热", "coating peels off 涂层脱落",
)  # fmt: skip
SEVERITY = (2, 1, 3, 1, 2, 2, 3, 1, 3, 1, 5, 5)
# How often a segment meets an issue, relative to its frequency (A): young_office, student_trend, family_practical,
# deep_reader, bargain_seeker.
ISSUE_BY_SEGMENT = (
    (1.4, 1.0, 0.7, 0.6, 1.2), (0.7, 1.5, 0.7, 0.4, 2.2), (0.8, 0.5, 2.0, 0.9, 0.7), (0.8, 0.5, 1.2, 2.4, 0.5),
    (1.1, 0.9, 1.1, 1.0, 0.9), (1.0, 0.8, 1.5, 0.8, 0.8), (0.8, 0.6, 2.0, 1.1, 0.6), (0.9, 2.0, 0.6, 0.8, 0.8),
    (1.0, 0.9, 0.9, 0.8, 1.5), (1.2, 1.6, 0.6, 0.5, 1.0), (0.8, 0.7, 1.5, 1.3, 0.8), (0.8, 0.6, 1.7, 1.2, 0.7),
)  # fmt: skip
# Weight of each segment on a channel, and of complaints; minutes a day to read it. The rows are CHANNELS.
CHANNEL_BY_SEGMENT = (
    (1.0, 1.6, 0.7, 0.6, 1.5), (1.0, 0.6, 1.6, 0.8, 1.0), (1.3, 0.8, 1.0, 1.1, 0.7),
    (0.9, 1.8, 0.6, 0.7, 0.9), (0.8, 0.6, 0.7, 2.2, 0.4), (1.0, 1.0, 1.2, 1.0, 0.9),
)  # fmt: skip
COMPLAINTS_ON_CHANNEL = (1.0, 1.8, 0.8, 0.6, 0.9, 0.7)
READING_MINUTES = (60.0, 50.0, 20.0, 40.0, 30.0, 45.0)

CAP = 3.0  # candidates are drawn at this multiple of the usual rate: reach above it brings no more tickets
EAGER = 2.25  # and suggestions at this multiple on top: nobody is more eager than that
TRIES = 8  # people tried until one knows the brand; if none does, nobody writes
ROUNDS = 3  # answers to one ticket; the last one is always right: somebody senior takes over
HOUR, KIND, THIN, ISSUE, CHANNEL, LEAK, PATIENCE, RETURN, PUBLIC, WOM, ADOPT, TELL, BUY, RIGHT = range(14)
LONG, WHO = RIGHT + ROUNDS, RIGHT + 2 * ROUNDS
ROWS = WHO + TRIES
REACH_MEMORY_D = 7.0


class Draws(NamedTuple):
    """The luck of a day's tickets, a column each: right answers and hours of handling by round, uniform numbers."""

    right: np.ndarray
    hours: np.ndarray
    luck: np.ndarray


class Ticket:
    """One comment, message or complaint (工单): what it is by itself, its luck, and what has become of it.

    ``state`` is empty until the ticket is closed, abandoned, unregistered or, at the end of the run, open.
    """

    __slots__ = (
        "begun_h", "buys", "channel", "draws", "end_h", "entry", "escalated", "hours", "issue", "key", "kind", "known", "left_h",
        "members", "opened_h", "patience_h", "person", "place", "public_h", "registered", "reply_h", "resolved", "return_h",
        "rounds", "satisfaction", "severity", "since_h", "state",
    )  # fmt: skip

    def __init__(
        self, key: tuple[int, ...], kind: int, person: int, opened_h: float, hours: float, *, patience_h: float = math.inf,
        draws: Draws | None = None, place: int = 0,
    ) -> None:  # fmt: skip
        self.key, self.kind, self.person, self.hours = key, kind, person, hours
        self.opened_h = self.since_h = opened_h
        self.patience_h, self.draws, self.place = patience_h, draws, place
        self.channel = self.severity = self.rounds = 0
        self.issue = self.entry = -1
        self.registered, self.known, self.resolved, self.escalated = True, False, False, False
        self.public_h, self.return_h, self.buys, self.left_h = math.inf, 0.0, 1.0, 0.0
        self.begun_h = self.reply_h = self.end_h = self.satisfaction = math.nan
        self.state = ""
        self.members: tuple[Ticket, ...] = ()

    def takes_h(self) -> float:
        """Return the hours of handling that the present round needs."""
        return (
            self.hours if self.rounds == 0 or self.draws is None else float(self.draws.hours[self.rounds, self.place])
        )

    def is_right(self) -> bool:
        """Tell whether the answer of the present round is right; a thank-you cannot be wrong."""
        if self.draws is None or self.rounds == ROUNDS - 1 or self.kind > COMPLAINT:
            return True
        return bool(self.draws.right[self.rounds, self.place])

    def luck(self, number: int) -> float:
        """Return one of the ticket's uniform numbers: 0 word of mouth, 1 adopted (a complaint: answered), 2 told."""
        return 1.0 if self.draws is None else float(self.draws.luck[number, self.place])


def table(weights: Any, contrast: float) -> np.ndarray:
    """Return weights with their differences raised to ``contrast``: 0 makes all alike."""
    return np.asarray(weights, float) ** contrast


def cumulative(weights: np.ndarray) -> np.ndarray:
    """Return the distribution function along the last axis."""
    sums = np.cumsum(weights, axis=-1)
    return sums / sums[..., -1:]


@lru_cache(maxsize=512)
def luck_of_a_day(seed: int, replication: int, day: int, block: int, mean: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of a day's candidates, uniform (ROWS, n) and normal (ROUNDS, n); drawn once for all scenarios."""
    rng = Streams(seed, replication).of("tickets", day, block)
    n = int(rng.poisson(mean))
    return rng.random((ROWS, n)), rng.standard_normal((ROUNDS, n))


class Inflow:
    """The source of tickets; ``open`` (12,) says which issues still produce complaints."""

    def __init__(self, world: World) -> None:
        self.world, self.p = world, world.scenario.desk
        p, s, pop = self.p, world.scenario, world.population
        self.open = np.ones(len(ISSUES), bool)
        self.eager: dict[int, float] = {}
        self.people = np.cumsum(pop.activity, dtype=np.float64)
        self.hours = np.append(0.0, cumulative(np.asarray(s.engagement.activity_by_hour)))
        kinds = np.asarray(p.kind_mix) * (1.0, 1.0, 1.0, EAGER)
        self.volume, self.kinds = float(kinds.sum()), cumulative(kinds)
        rank = 1.0 / np.arange(1, len(ISSUES) + 1)
        self.issues = cumulative((rank[:, None] * table(ISSUE_BY_SEGMENT, p.channel_contrast)).T)
        plain = np.asarray(p.channel_mix)[:, None] * table(CHANNEL_BY_SEGMENT, p.channel_contrast)
        cross = plain * table(COMPLAINTS_ON_CHANNEL, p.channel_contrast)[:, None]
        self.channels = cumulative(np.stack([plain.T, cross.T]) + 1e-12)  # (complaint or not, segment, channel)
        mode = MODES.index(p.reply_mode)
        # Comments and reports are as short as a thank-you.
        factor = np.asarray((*p.kind_minutes, p.kind_minutes[PRAISE]))
        self.mean_h = p.mode_minutes[mode] * factor / 60.0  # hours of handling by kind
        self.accuracy = p.mode_accuracy[mode]
        self.usual_reach = self._usual_reach()
        self.reach, self.reach_today = self.usual_reach, 0.0
        if "engagement" in s.parts:
            world.listen("published", self._published)

    def _usual_reach(self) -> float:
        """Return how many people one usual post a day reaches, as the platforms' averages say."""
        world = self.world
        usual = 0.0
        for name in world.scenario.platforms:
            traits = getattr(world.scenario.platform, name)
            usual += world.followers[name] * traits.follower_exposure / (1.0 - traits.non_follower_share)
        return max(1.0, usual)

    def _published(self, facts: dict[str, int], **_: Any) -> None:
        self.reach_today += facts["reach"]

    def level(self) -> float:
        """Return reach against the usual, 1 where nothing is published because that part is off."""
        return self.reach / self.usual_reach if "engagement" in self.world.scenario.parts else 1.0

    def next_day(self) -> None:
        """Let a day's reach count."""
        self.reach += (self.reach_today - self.reach) / REACH_MEMORY_D
        self.reach_today = 0.0

    def day(self, day: int, known: np.ndarray) -> list[Ticket]:
        """Return the tickets of one day in the order of their hours; ``known`` (12,) marks issues the desk knows."""
        p = self.p
        usual = min(CAP, 1.0 - p.reach_share + p.reach_share * self.level())
        made = self._drawn(day, 0, usual, known)
        first = self.world.scenario.warmup_days + p.surge_day - 1
        if p.surge_factor > 1 and first <= day < first + p.surge_days:
            # The surge's tickets come on top, in blocks as large as a usual day.
            for block in range(1, math.ceil(p.surge_factor)):
                made += self._drawn(day, block, usual * min(1.0, p.surge_factor - block), known)
        made.sort(key=lambda t: (t.opened_h, t.key))
        return made

    def _drawn(self, day: int, block: int, level: float, known: np.ndarray) -> list[Ticket]:
        p = self.p
        streams = self.world.streams
        u, z = luck_of_a_day(streams.seed, streams.replication, day, block, 24.0 * p.ticket_rate * CAP * self.volume)
        kind = self.kinds.searchsorted(u[KIND], side="right").clip(max=3)
        wanted = np.full(4, level / CAP)
        saved = p.deflection * max(0.0, 2.0 * self.world.scenario.plan.value_level - 1.0) * min(1.0, self.level())
        wanted[ENQUIRY] *= 1.0 - (saved if "engagement" in self.world.scenario.parts else 0.0)
        keep = (u[THIN] < wanted[kind]).nonzero()[0]
        u, z, kind = u[:, keep], z[:, keep], kind[keep]
        person, known_to = self._authors(u[WHO:])
        segment = self.world.population.segment[person]
        complaint = kind == COMPLAINT
        issue = (u[ISSUE][:, None] >= self.issues[segment]).sum(axis=1)
        channel = (u[CHANNEL][:, None] >= self.channels[complaint.astype(int), segment]).sum(axis=1)
        issue, channel = issue.clip(max=len(ISSUES) - 1), channel.clip(max=len(CHANNELS) - 1)
        there = known_to & (~complaint | self.open[issue])
        # Suggestions are drawn for the most eager; a usual person makes fewer.
        suggests = (kind == SUGGESTION).nonzero()[0]
        eager = np.array([self.eager.get(i, 1.0) for i in person[suggests].tolist()])
        there[suggests] &= u[THIN][suggests] < wanted[SUGGESTION] * eager / EAGER
        hour = 24.0 * day + np.interp(u[HOUR], self.hours, np.arange(25.0))
        with np.errstate(invalid="ignore"):
            patience_h = -p.satisfaction_tau_h * np.where(complaint, p.complaint_patience, 1.0) * np.log1p(-u[PATIENCE])
        some = there.nonzero()[0]
        draws = Draws(u[RIGHT : RIGHT + ROUNDS] < self.accuracy, self._handling(kind, u[LONG : LONG + ROUNDS], z),
                      u[[WOM, ADOPT, TELL]])  # fmt: skip
        columns = (
            keep, kind, person, hour, draws.hours[0], patience_h, np.arange(len(keep)), channel,
            (u[LEAK] >= p.leak_rate) & (channel < p.channels_monitored) & (p.agents > 0), u[BUY],
            -p.return_h * np.log1p(-u[RETURN]), issue, self._goes_public(u[PUBLIC]),
        )  # fmt: skip
        made = []
        for k, what, who, at, hours, patience_h, place, where, seen, buys, back, about, public in zip(
            *(column[some].tolist() for column in columns), strict=True
        ):
            t = Ticket((day, block, k), what, who, at, hours, patience_h=patience_h, draws=draws, place=place)
            t.channel, t.registered, t.buys, t.return_h = where, seen, buys, back
            if what == COMPLAINT:
                t.issue, t.severity, t.known, t.public_h = about, SEVERITY[about], bool(known[about]), at + public
            made.append(t)
        return made

    def _authors(self, tries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return a person for each column, and whether he knows the brand: the first of the tries who does."""
        who = self.people.searchsorted(tries * self.people[-1], side="right").clip(max=len(self.people) - 1)
        knows = self.world.people.aware[who]
        first = knows.argmax(axis=0), np.arange(who.shape[1])
        return who[first], knows[first]

    def _goes_public(self, u: np.ndarray) -> np.ndarray:
        """Return the hours until a complaint that stays unresolved goes public, infinite for most (DESK-5)."""
        p = self.p
        if p.escalation_most == 0 or math.isinf(p.escalation_tau_h):
            return np.full(len(u), np.inf)
        will = np.minimum(u / p.escalation_most, 1.0)
        with np.errstate(divide="ignore"):
            return -p.escalation_tau_h * np.log1p(-will)

    def _handling(self, kind: np.ndarray, u: np.ndarray, z: np.ndarray) -> np.ndarray:
        """Return hours of handling, shape (rounds, n), with the mean of the mode and kind."""
        spread = self.p.handling_spread
        law = -np.log1p(-u) if self.p.handling_law == "exponential" else np.exp(spread * z - 0.5 * spread**2)
        return law * self.mean_h[kind]

    def issue_of(self, person: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Return the issue that each person has met, for those who are asked; -1 if it is repaired."""
        issue = (u[:, None] >= self.issues[self.world.population.segment[person]]).sum(axis=1).clip(max=len(ISSUES) - 1)
        return np.where(self.open[issue], issue, -1)


assert len(SEGMENTS) == len(ISSUE_BY_SEGMENT[0]) == len(CHANNEL_BY_SEGMENT[0])
