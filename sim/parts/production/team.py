"""The team of the line: who is there, who may do what, what everybody costs, learns and forgets.

Roles (分工): the lead plans, reviews and passes to the lawyers; creative, copy and design make the post. With ``specialist`` each
role has its people (with fewer people than roles one person has several), with ``generalist`` everybody does everything,
slower and with less craft in each step. A day begins with what no post can use: research, accounts, content types, training,
lessons, drills; these hours go first to those whose steps leave most time.

Skill (技能) grows by training, ``s <- s + effect x hours x (1 - s)`` a month, and leaves with the people (turnover). Tools cost
speed for two weeks and give some for good (PROD-5).
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

import simpy

from sim.core.world import World
from sim.parts.production.parameters import ProductionParameters
from sim.parts.production.people import Crew, Office, Person, Sheet, levelled
from sim.parts.production.plan import fixed_tasks, hours_per_post
from sim.parts.production.review import expected_rounds

__all__ = ["MAKING", "ROLES", "STEP_HOURS", "Team", "head_count", "hours_of_step", "tools"]

ROLES = ("lead", "creative", "copy", "design")
MAKING = ("plan", "creative", "copy", "design")
STEP_HOURS = (1.0, 1.6, 2.2, 2.8)
SKEWED = 0.5  # share of the other steps' hours that full skew moves to design
MOST_TOOLS, DIP_H, MONTH_H, YEAR_H, WEEK_H = 6.0, 336.0, 730.0, 8760.0, 168.0
ILL_FOR_DAYS = 3


def hours_of_step(p: ProductionParameters) -> tuple[float, ...]:
    """Return the standard hours of plan, creative, copy and design of an average post; skew keeps their sum."""
    moved = SKEWED * p.stage_skew * sum(STEP_HOURS[:3])
    return (*(h * (1.0 - SKEWED * p.stage_skew) for h in STEP_HOURS[:3]), STEP_HOURS[3] + moved)


def head_count(p: ProductionParameters) -> int:
    """Return how many people the agreed hours make."""
    return max(1, math.ceil(p.staff_hours_week / p.person_hours_week - 1e-9))


def tools(world: World) -> list[float]:
    """Return the hours at which new tools are adopted; a candidate tool is the same in every scenario."""
    p, rng, at = world.scenario.production, world.streams.of("tools"), 0.0
    found: list[float] = []
    while True:
        at += float(rng.exponential(YEAR_H / MOST_TOOLS))
        useful = float(rng.random()) < p.tool_rate / MOST_TOOLS
        if at >= 24.0 * world.total_days:
            return found
        if useful:
            found.append(at + 24.0 * p.tool_lag_d)


class Team:
    """The people, their crews (one a role), the office and the books."""

    def __init__(self, world: World) -> None:
        self.world, self.p = world, world.scenario.production
        p, n = self.p, head_count(self.p)
        self.day_hours = p.staff_hours_week / n / p.work_days
        self.office = Office(p.shift_start_h, self.day_hours, p.work_days, world.scenario.warmup_days % 7)
        self.sheet = Sheet(world.ledger, "team", p.wage_k, p.wage_k * p.overtime_pay, p.overtime_hours_week,
                           p.overtime_day_h)  # fmt: skip
        self.general = p.role_mode == "generalist"
        self.people = [Person(i, "") for i in range(n)]
        self.illness = [world.streams.of("illness", i) for i in range(n)]
        self.crews = self._crews()
        self.crew_of = {person.number: crew for crew in self.crews for person in crew.people}
        self.tools = tools(world)
        self.speed, self.month = 1.0, 0
        self.on_leaving: list[Any] = []
        for person in self.people:
            self._hire(person, p.skill0, 0.0)
        self._share_out_general_tasks()

    def _crews(self) -> list[Crew]:
        """Return the crew of each role; roles of the same people share one."""
        n, env, sheet = len(self.people), self.world.env, self.sheet
        if self.general:
            for person in self.people:
                person.name = f"generalist {person.number + 1}"
            return [Crew(env, self.people, sheet)] * len(ROLES)
        if n <= len(ROLES):
            crews = [Crew(env, [person], sheet) for person in self.people]
            holders = [crews[role * n // len(ROLES)] for role in range(len(ROLES))]
        else:
            groups: list[list[Person]] = [[] for _ in ROLES]
            loads = self._role_loads()
            for person in self.people:
                # Everybody joins where most work stands behind one person; the first four take a role each.
                most = max(range(len(ROLES)), key=lambda r: loads[r] / len(groups[r]) if groups[r] else math.inf)
                groups[most].append(person)
            holders = [Crew(env, group, sheet) for group in groups]
        for person in self.people:
            roles = [ROLES[r] for r, crew in enumerate(holders) if person in crew.people]
            person.name = f"{' and '.join(roles)} {person.number + 1}"
        return holders

    def _role_loads(self) -> list[float]:
        """Return the standard hours a week that the plan's posts ask of each role."""
        s, p = self.world.scenario, self.p
        size = hours_per_post(s) / (sum(STEP_HOURS) + p.review_rounds * p.review_hours)
        posts = 7.0 * s.plan.posts_per_day * len(s.platforms) * size * (1.0 - p.creator_share)
        steps = list(hours_of_step(p))
        steps[0] += expected_rounds(p) * p.review_hours + p.compliance_share * p.compliance_hours
        steps[2] += p.verify_share * p.verify_hours
        return [posts * hours for hours in steps]

    def _share_out_general_tasks(self) -> None:
        """Find the tasks that no post can use, and who spends how long on them each working day."""
        s, p, n = self.world.scenario, self.p, len(self.people)
        usual = fixed_tasks(s) | {"training": p.training_hours * n * WEEK_H / MONTH_H}
        if p.workflow == "adhoc":
            usual["research"] = usual["content types"] = 0.0
        if self.iterates:
            usual["lessons"] = p.cycle_hours * 7.0 / p.cycle_days
        if p.emergency_lane:
            usual["drills"] = p.drill_hours
        whole = sum(usual.values())
        # More general tasks than hours: all of them are done in part, and no post is made.
        self.done = min(1.0, p.staff_hours_week / whole) if whole > 0 else 1.0
        self.tasks = {task: self.done * hours for task, hours in usual.items() if hours > 0}
        loads, least = self._role_loads(), p.staff_hours_week / n
        own = [sum(loads[r] for r, c in enumerate(self.crews) if person in c.people) for person in self.people]
        own = [load / len(self.crew_of[i].people) for i, load in enumerate(own)]
        shares = levelled(own, self.done * whole)
        # Nobody can give more than his own hours: what is too much for one goes to the others.
        for _ in range(n):
            over = sum(max(0.0, x - least) for x in shares)
            shares = [min(x, least) for x in shares]
            free = [i for i, x in enumerate(shares) if x < least]
            if over <= 1e-9 or not free:
                break
            for i, more in zip(free, levelled([own[i] + shares[i] for i in free], over), strict=True):
                shares[i] += more
        self.general_h = [min(x / p.work_days, self.day_hours) for x in shares]

    @property
    def iterates(self) -> bool:
        """Whether the lessons of a cycle are drawn: an improvised flow has no time set aside for them."""
        return self.p.iteration and self.p.workflow == "seven_step"

    @property
    def research_done(self) -> float:
        """The weekly hours of research that are really done."""
        return self.tasks.get("research", 0.0)

    @property
    def guide_kept(self) -> float:
        """How far the style guide is kept up, 0 to 1."""
        return self.done if self.p.workflow == "seven_step" else 0.0

    def _hire(self, person: Person, skill: float, now_h: float) -> None:
        rng = self.world.streams.of("staff", person.number, person.tenure)
        person.skill = skill
        person.style = tuple(rng.standard_normal(3).tolist())
        rate = self.p.staff_turnover / 100.0
        person.leaves_h = now_h + float(rng.standard_exponential()) * YEAR_H / rate if rate > 0 else math.inf

    def days(self) -> Generator[simpy.Event, Any, None]:
        """Begin each working day: presence, general tasks, then the posts; wait for the next day."""
        env = self.world.env
        for day in range(self.world.total_days):
            if not self.office.works_on(day):
                continue
            start_h = 24.0 * day + self.p.shift_start_h
            yield env.timeout(start_h - env.now)
            self._learn_and_leave()
            # Other work of the team has its hours first; whoever does it books them when the week is over.
            other_h = self.world.hours_elsewhere / self.p.work_days / len(self.people)
            comes = sorted((self.general_h[p.number] + other_h, p.number) for p in self.people if self._comes(p, day))
            for hours, number in comes:
                self._day_of(self.people[number], start_h, max(0.0, min(hours, self.day_hours) - other_h))
                self.people[number].opens_h = start_h + hours
            for hours, number in comes:
                if hours < self.day_hours:
                    yield env.timeout(max(0.0, start_h + hours - env.now))
                    self.crew_of[number].begins(self.people[number])

    def _day_of(self, person: Person, start_h: float, general_h: float) -> None:
        person.closes_h, person.stayed_h = start_h + self.day_hours, 0.0
        self.sheet.there(person, start_h, self.day_hours)
        whole, begun = sum(self.tasks.values()), start_h
        for task, hours in self.tasks.items():
            own = general_h * hours / whole
            self.sheet.worked(person, task, begun, own)
            begun += own

    def _comes(self, person: Person, day: int) -> bool:
        """Tell whether a person comes to work; who is ill is paid, and is not there."""
        falls_ill = float(self.illness[person.number].random()) < self.p.sick_days / ILL_FOR_DAYS / (52 * 5)
        if falls_ill and day > person.ill_until_day:
            person.ill_until_day = day + ILL_FOR_DAYS - 1
        if day > person.ill_until_day:
            return True
        self.world.ledger.spend("team", "sick pay", self.day_hours * self.p.wage_k, time_h=self.world.env.now)
        return False

    def _learn_and_leave(self) -> None:
        """Bring skill, turnover and tools up to this morning."""
        now, p = self.world.env.now, self.p
        while MONTH_H * (self.month + 1) <= now:
            self.month += 1
            taught = min(1.0, p.training_effect * p.training_hours * self.done)
            for person in self.people:
                person.skill += taught * (1.0 - person.skill)
        for person in self.people:
            if now >= person.leaves_h:
                person.tenure += 1
                self.world.log.record(now, "newcomer", who=person.name, skill=float(person.skill))
                for handler in self.on_leaving:
                    handler(1.0 / len(self.people))
                self._hire(person, p.newcomer_skill, now)
        adopted = [now - at for at in self.tools if at <= now]
        self.speed = math.prod(1.0 - p.tool_dip if age < DIP_H else 1.0 + p.tool_gain for age in adopted)

    def pace_of(self) -> float:
        """Return how fast the team works, against a specialist without new tools."""
        return self.speed * (self.p.generalist_speed if self.general else 1.0)

    def craft(self, person: Person) -> float:
        """Return the skill that a person brings to one step."""
        return person.skill * (self.p.generalist_craft if self.general else 1.0)
