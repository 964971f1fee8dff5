"""The crisis in the world: what sets it off, its hours while it is alive, its days afterwards.

A crisis begins on a set day, with an ``incident`` that another part announces, with enough public complaints about one
issue, or because the same cause comes back. At most one is alive; what happens meanwhile adds to it. Its clock ticks
hourly while anybody can still hear of it, at most 30 days, and daily afterwards while trust heals.

Reads: trust, followers, the network. Writes: trust, following. Draws: ``crisis-first``, ``crisis-people``, ``crisis-spread``,
``crisis-answer``, ``crisis-evidence``, ``crisis-company``, ``crisis-reach``, ``crisis-back``. Announces: ``mentions`` every
hour, ``incident`` where a cause comes back. Listens to: ``incident``, ``public_complaint``, ``complaint_answered``,
``published``, ``alarm`` and ``decided``. Logs: ``crisis``, ``crisis_hour``, ``crisis_action``, ``crisis_end``, ``crisis_day``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.hours import TeamHours
from sim.core.world import Array, World
from sim.parts.crisis.aftermath import Aftermath
from sim.parts.crisis.company import WELFARE_H, Company
from sim.parts.crisis.opinion import (
    ACCOUNTS,
    EVIDENCE,
    FIRST,
    HORIZON_H,
    NEGATIVE,
    ORDINARY,
    ORIGINS,
    REASSURED,
    Opinion,
)  # fmt: skip

__all__ = ["Crisis", "start", "table"]

COMPLAINT_MEMORY_H = 72.0
RECURRENCE_D, YEAR_D = 180, 365.0
MOST_EVIDENCE = 45.0  # posts an hour: the greatest rate, at a peak, in the busiest hour
QUIET_H = 48
FORGOTTEN = 0.01  # an explanation that is as good as forgotten reassures nobody


def start(world: World) -> None:
    """Wait for sparks."""
    sparks = Sparks(world)
    world.listen("incident", sparks.incident)
    world.listen("public_complaint", sparks.complaint)
    world.listen("complaint_answered", sparks.answered)
    world.listen("published", sparks.published)
    world.listen("alarm", sparks.heard)
    world.listen("decided", sparks.decided)
    p = world.scenario.crisis
    if p.start_day:
        world.env.process(sparks.on_the_day(24.0 * (world.scenario.warmup_days + p.start_day - 1) + p.start_hour))


class Sparks:
    """Decides whether something becomes a crisis; holds the one that is alive."""

    def __init__(self, world: World) -> None:
        self.world, self.number = world, 0
        self.alive: Crisis | None = None
        self._complaints: dict[Any, list[tuple[float, int]]] = {}
        self._answered: dict[Any, list[float]] = {}
        self.team = TeamHours(world, "crisis")
        self.team.start()

    def on_the_day(self, at_h: float) -> Any:
        """Begin a crisis at a set hour."""
        yield self.world.env.timeout(at_h)
        p = self.world.scenario.crisis
        self.begin(severity=p.severity, true=p.allegation_true, people=None, kind="planned")

    def incident(self, *, severity: float, true: bool = True, people: Any = None, kind: str = "", **_: Any) -> None:
        """Take up an incident that somebody announces: a new crisis, or more of the one that is alive."""
        if self.alive is None:
            self.begin(severity=severity, true=bool(true), people=people, kind=kind)
        elif people is not None:
            self.alive.opinion.seed(_people(people), FIRST)

    def complaint(self, *, person: int, issue: Any, severity: float, time_h: float, **_: Any) -> None:
        """Count public complaints; enough about one issue within three days are an incident."""
        enough = self.world.scenario.crisis.complaints_spark
        if self.alive is not None:
            self.alive.opinion.seed(_people(person), FIRST)
            return
        if not enough:
            return
        recent = [(h, who) for h, who in self._complaints.get(issue, ()) if h > time_h - COMPLAINT_MEMORY_H]
        recent.append((time_h, int(person)))
        self._complaints[issue] = recent
        if len(recent) >= enough:
            self._complaints[issue] = []
            self.begin(severity=severity, true=True, people=[who for _, who in recent], kind="complaints",
                       expected=self.expected(issue, time_h))  # fmt: skip

    def answered(self, *, issue: Any, time_h: float) -> None:
        """Note a complaint that somebody of the company has read and answered."""
        self._answered.setdefault(issue, []).append(time_h)

    def expected(self, issue: Any, time_h: float) -> bool:
        """Tell whether the company has answered so many complaints about a matter that it sees the crisis come."""
        enough = self.world.scenario.crisis.warned_from
        recent = [h for h in self._answered.get(issue, ()) if h > time_h - COMPLAINT_MEMORY_H]
        return bool(enough) and len(recent) >= enough

    def heard(self, *, time_h: float, true: bool, planted: bool, **_: Any) -> None:
        """Tell the company of the crisis that is alive when monitoring hears of it."""
        if self.alive is not None and true and not planted:
            self.alive.company.heard(time_h - self.alive.start_h)

    def decided(self, *, time_h: float, planted: bool, **_: Any) -> None:
        """Let the company speak when its prepared team has decided."""
        if self.alive is not None and not planted:
            self.alive.company.decided(time_h - self.alive.start_h)

    def published(self, *, draft: Any, **_: Any) -> None:
        """Note a promotional post in the middle of a crisis."""
        if self.alive is not None and getattr(draft, "promotion", False):
            self.alive.company.tactless += 1

    def begin(self, *, severity: float, true: bool, people: Any, kind: str, expected: bool = False) -> None:
        """Let a crisis begin now; raise a ValueError for a severity outside 0 to 1."""
        if not 0 < float(severity) <= 1:
            raise ValueError(f"severity = {severity} of an incident must lie above 0 and at most at 1.")
        self.number += 1
        crisis = Crisis(self.world, self.number, severity=float(severity), true=true, team=self.team, expected=expected)
        self.alive = crisis
        self.world.records.setdefault("crisis", []).append(crisis)
        first = crisis.first_posters() if people is None else _people(people)
        crisis.opinion.seed(first, FIRST)
        self.world.log.record(self.world.env.now, "crisis", number=self.number, severity=severity, true=true, kind=kind,
                              expected=expected, trust=crisis.aftermath.mean)  # fmt: skip
        self.world.env.process(self.course(crisis, kind))

    def course(self, crisis: Crisis, kind: str) -> Any:
        """Run the hours of a crisis, then its days."""
        world, env = self.world, self.world.env
        hour = 0
        while hour < HORIZON_H and not crisis.over(hour):
            crisis.hour(hour)
            hour += 1
            yield env.timeout(1.0)
        self.alive = None
        world.log.record(env.now, "crisis_end", number=crisis.number, hours=hour)
        back_h = self._back_h(crisis, kind)
        end_h = 24.0 * world.total_days
        while env.now + 24.0 <= end_h:
            yield env.timeout(24.0)
            crisis.day(hour, healing=True)
            hour += 24
            if back_h is not None and env.now >= back_h:
                back_h = None
                world.announce("incident", kind="recurrence", severity=crisis.severity, true=crisis.true,
                               time_h=env.now, people=crisis.first_posters())  # fmt: skip

    def _back_h(self, crisis: Crisis, kind: str) -> float | None:
        """Return the hour at which the same cause comes back, if it does within 180 days; only once."""
        p = self.world.scenario.crisis
        if p.recurrence_day <= 0 or not crisis.true or kind == "recurrence":
            return None
        left = float(-np.log1p(-self.world.streams.of("crisis-back", crisis.number).random()))
        # What was learnt leaves with the people.
        leaving = self.world.scenario.production.staff_turnover / 100.0 / YEAR_D
        for day in range(RECURRENCE_D):
            trained = p.retraining_effect * p.staff_retraining * math.exp(-leaving * day)
            left -= p.recurrence_day * (1.0 - trained)
            if left <= 0.0:
                return float(self.world.env.now) + 24.0 * (day + 1)
        return None


class Crisis:
    """One crisis: the public, the company, and what is lost."""

    def __init__(
        self, world: World, number: int, *, severity: float, true: bool, team: TeamHours, expected: bool = False
    ) -> None:
        self.world, self.number, self.severity, self.true = world, number, severity, true
        self.start_h = float(world.env.now)
        self.opinion = Opinion(world, number, severity)
        self.company = Company(
            world, number, severity=severity, true=true, opinion=self.opinion, team=team, expected=expected
        )
        self.aftermath = Aftermath(world, number, severity)
        self._evidence = self._draw_evidence()
        self._quiet, self._volume, self._listed = 0, 0, 0.0

    def first_posters(self) -> Array:
        """Return the people who post first."""
        p = self.world.scenario.crisis
        rng = self.world.streams.of("crisis-first", self.number)
        order = rng.permutation(self.world.scenario.n_people)
        if p.first_source == "kol":
            order = order[self.opinion.kind[order] != ORDINARY]
        return order[: p.first_posts]

    def _draw_evidence(self) -> tuple[Array, Array, list[int]]:
        """Draw everybody who might post evidence, with a number each, and where each hour begins.

        A scenario keeps those below its rate: another rate adds or drops people and exchanges nobody.
        """
        rng = self.world.streams.of("crisis-evidence", self.number)
        counts = rng.poisson(MOST_EVIDENCE, int(HORIZON_H))
        people = rng.integers(self.world.scenario.n_people, size=counts.sum())
        return people, rng.random(counts.sum()), [0, *np.cumsum(counts).tolist()]

    def over(self, hour: int) -> bool:
        """Whether nobody can hear any more and nothing is to come."""
        return self._quiet >= QUIET_H and not self.company.busy(hour)

    def hour(self, hour: int) -> None:
        """Let one hour pass: the company acts, people post, believe and are reassured."""
        opinion, company, world = self.opinion, self.company, self.world
        p = company.p
        rhythm = float(opinion.rhythm[int(self.start_h + hour) % 24])
        before = company.spoke
        company.act(hour)
        if company.spoke and not before and p.stance == "own" and not self.true:
            self.aftermath.all_lose(self.aftermath.reached(company.reach), p.blame_trust)
        rate = company.evidence(hour) * rhythm
        if rate > 0:
            people, u, begins = self._evidence
            here = slice(begins[hour], begins[hour + 1])
            opinion.seed(people[here][u[here] < rate / MOST_EVIDENCE], EVIDENCE)
        looked = self._hot_list(rhythm, company.belief)
        new = opinion.spread(company.belief)
        u = opinion.stir(new, hour)
        self.aftermath.turned(new, u[3])
        eased = soothed = new[:0]
        if company.explained > FORGOTTEN:
            eased, soothed = opinion.reassure(hour, company.hazards(rhythm), company.explained)
            self.aftermath.reassured(soothed, company.cause_persists)
        self._volume = opinion.mentions(u[2])
        self._quiet = 0 if self._volume or rate > 0 or opinion.bad.active else self._quiet + 1
        wrong = p.rumour_true if self.true else p.rumour_false
        world.count("negative", self._volume)
        world.log.record(
            world.env.now, "crisis_hour", number=self.number, hour=hour, new=len(new), mentions=self._volume,
            rumour=self._volume * (1.0 - company.explained) * wrong, hot=looked, eased=len(eased), soothed=len(soothed),
            unaware=opinion.counts[0], negative=opinion.counts[NEGATIVE], reassured=opinion.counts[REASSURED],
            active=opinion.active, info=company.info, cred=company.cred, trust=self.aftermath.mean,
        )  # fmt: skip
        world.announce("mentions", time_h=world.env.now, negative=self._volume, crisis=self.number)
        if hour % 24 == 23:
            self.day(hour, healing=company.repaired)

    def day(self, hour: int, *, healing: bool) -> None:
        """Let one day pass for those who lost trust."""
        p, company = self.company.p, self.company
        welfare = bool(p.csr_start_h) and p.csr_start_h <= hour < p.csr_start_h + WELFARE_H + 24.0
        self.aftermath.day(
            self.opinion, healing=healing, welfare=welfare, repaired=company.repaired, reach=company.reach
        )
        now = self.world.env.now
        self.world.log.record(
            now, "crisis_day", number=self.number, age_h=now - self.start_h, trust=self.aftermath.mean
        )

    def _hot_list(self, rhythm: float, belief: float) -> int:
        """Put the topic on the hot list (热搜) while enough is said; novelty wears off while it stands there."""
        p = self.company.p
        volume = self._volume / (p.hot_threshold * self.world.scenario.n_people / 1000.0)
        if volume < 1.0 or p.hot_list <= 0:
            self._listed *= 0.5 ** (1.0 / 24.0)
            return 0
        novelty = 0.5 ** (self._listed / p.hot_novelty_h)
        self._listed += 1.0
        return self.opinion.hot_list(p.hot_list * math.sqrt(volume) * novelty * rhythm, belief)


def _people(some: Any) -> Array:
    return np.unique(np.atleast_1d(np.asarray(some, np.intp)))


def table(crises: list[Crisis]) -> Any:
    """Return one row a person who turned negative, in order of time.

    Columns: crisis (its number), person, time_h (hours since the first post), source (whose post it was, -1 if nobody's),
    generation (0: from nobody), origin (where from, if from nobody), account (kind of account), segment.
    """
    import pandas as pd

    from sim.core.catalogue import SEGMENTS

    pieces = []
    for crisis in crises:
        opinion, told = crisis.opinion, crisis.opinion.bad.cascade()
        who = told.person
        pieces.append(pd.DataFrame({
            "crisis": crisis.number, "person": who, "time_h": told.time_h, "source": told.source,
            "generation": told.generation, "origin": np.array(ORIGINS)[np.where(told.generation, 0, opinion.origin[who])],
            "account": np.array(ACCOUNTS)[opinion.kind[who]],
            "segment": np.array(SEGMENTS)[crisis.world.population.segment[who]],
        }))  # fmt: skip
    columns = ("crisis", "person", "time_h", "source", "generation", "origin", "account", "segment")
    return pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame(columns=list(columns))
