"""The production line 内容流水线: seven steps from the brief to the slot, made by people with working hours.

A brief (简报) becomes a post in seven steps (PROD-1)::

    plan 1.0 h -> creative 1.6 -> copy 2.2 -> design 2.8 -> review_rounds x review -> optimise -> wait for the slot

Each step asks its crew for somebody, waits, and takes a Gamma time times the size of the post (form, story), divided by the pace
of the team. When the slot comes near, a step gets less than its standard hours, and who is pressed stays longer if overtime is
allowed. A post that is late goes out at the next full hour, one that is far too late is dropped; a topical post goes out as
soon as it is ready. A fixed flow limits how many posts are open at once (在制品上限) and begins none that would come too late if
it waited like the last ones. How good a post is then says ``sim/parts/production/job.py`` (PROD-2).

``adhoc`` makes the four steps in any order (what came too early is done again in part), forgets hand-overs, has no research, no
guide, no lessons, and is reviewed only if somebody has nothing to do.

Reads: ``brief``, ``exposed``, ``published``. Writes: trust of those who met an error; the ledger. Draws: ``line``, ``staff``,
``illness``, ``tools``, ``sudden-event``. Announces: ``publish``, ``takedown``, ``incident``, ``worked``. Logs: ``job``,
``newcomer``, ``sudden_event``. Counts: briefs, dropped.
"""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from collections.abc import Generator
from heapq import heappop, heappush
from typing import Any

import numpy as np
import simpy

from sim.core.world import World
from sim.parts.production.emergency import Emergencies
from sim.parts.production.job import Job, quality_of, style_of
from sim.parts.production.lessons import Knowledge
from sim.parts.production.plan import Draft
from sim.parts.production.review import MENDER, defect_of, missed, numbers_of, rounds_of
from sim.parts.production.team import MAKING, STEP_HOURS, Team, hours_of_step

__all__ = ["Job", "Line", "start"]

URGENT, SOON, USUAL = 0, 1, 2
LEARNS = 0.1  # how far one more post changes what the team thinks a post waits behind another
LEAD, COPY = 0, 2
FIRST_HOUR, LAST_HOUR = 7, 23  # nothing is published at night
CREATOR_DAYS = 2.0  # mean days until a creator delivers
SEVERITY = {"factual": 0.4, "tone": 0.3, "compliance": 0.5, "visual": 0.2}
NOTICED = 20  # people at most who make an incident known
# News and knowledge consist of facts; play and stories have few of them (types in their order).
FACTUAL_WEIGHT = (1.0, 1.0, 0.1, 0.3, 0.8)


def start(world: World) -> None:
    """Open the line: from now on briefs pass through it."""
    Line(world).open()


class Line:
    """The line of one company: its team, the posts that are on their way, and what the team knows."""

    def __init__(self, world: World) -> None:
        self.world, self.p = world, world.scenario.production
        self.team = Team(world)
        self.know = Knowledge(world.scenario, self.team.research_done, iterates=self.team.iterates)
        self.team.on_leaving.append(lambda share: self.know.leaver(share, world.clock.day))
        self.emergencies = Emergencies(world, self.team)
        self.seven = self.p.workflow == "seven_step"
        self.usual_size = sum(STEP_HOURS) + self.p.review_rounds * self.p.review_hours
        self.hours = hours_of_step(self.p)
        self.most_open = max(1.0, self.p.open_posts * len(self.team.people))
        self.begun, self.waits_h = 0, [0.0] * (USUAL + 1)
        self.backlog: list[tuple[int, float, tuple[int, int, int], simpy.Event]] = []
        self.jobs: dict[tuple[int, int, int], Job] = {}
        self.published: dict[str, list[float]] = defaultdict(list)
        self.flaws: dict[tuple[int, int, int], Job] = {}

    def open(self) -> None:
        """Start the day's work and listen to briefs."""
        world = self.world
        world.env.process(self.team.days())
        world.listen("brief", self.brief)
        world.listen("published", lambda **facts: self.know.seen())
        world.listen("exposed", self.exposed)
        self.emergencies.open()

    def brief(self, *, platform: str, draft: Draft) -> None:
        """Take a brief."""
        p, streams = self.p, self.world.streams
        x = numbers_of(streams.seed, streams.replication, p.service_shape, *draft.key)
        sensitive = x.sensitive < p.sensitive_share
        taken_for_sensitive = sensitive and x.judged >= p.misjudged_share
        lane = p.emergency_lane and x.lane < p.lane_share
        job = Job(
            platform, draft, x, self.world.env.now, draft.hours / self.usual_size,
            URGENT if lane else SOON if draft.topical else USUAL,
            min(1, p.review_rounds) if lane else rounds_of(p, taken_for_sensitive), sensitive, x.creator < p.creator_share,
        )  # fmt: skip
        making = self.hours[0] if job.creator else sum(self.hours)
        job.left_h = job.whole_h = (making + job.rounds * p.review_hours) * job.size
        self.jobs[draft.key] = job
        self.world.count("briefs", 1)
        self.world.env.process(self.make(job))

    # --- the seven steps ------------------------------------------------------------------------------------------

    def make(self, job: Job) -> Generator[Any, Any, None]:
        """Lead one post from its brief to its publication, or drop it."""
        limited = self.seven and not job.creator
        done = True
        if limited:
            done = yield self.begin(job)
        if done:
            done = yield from (self.bought(job) if job.creator else self.four_steps(job))
            done = done and (yield from self.review(job))
            if limited:
                self.close(job)
        if not done:
            self.jobs.pop(job.draft.key)
            self.world.count("dropped", 1)
            self.note(job, self.world.env.now, None)
            return
        ready_h = self.world.env.now
        yield self.world.env.timeout(self.slot(job) - ready_h)
        self.publish(job, ready_h)

    def begin(self, job: Job) -> simpy.Event:
        """Return an event that happens when a post may be begun (True) or is given up (False): the limit of open work."""
        turn = self.world.env.event()
        heappush(self.backlog, (job.urgency, job.draft.time_h, job.draft.key, turn))
        self.let_in()
        return turn

    def let_in(self) -> None:
        """Begin posts of the backlog while there are fewer open ones than the limit says."""
        while self.backlog and self.begun < self.most_open:
            *_, key, turn = heappop(self.backlog)
            job, limit_h = self.jobs[key], self.jobs[key].draft.time_h + self.p.late_limit_h
            # Its work, and behind each open post the wait that the last ones as urgent as it is had behind theirs.
            expected_h = self.waits_h[job.urgency] * self.begun + self.alone_h(job)
            job.begun_h, job.behind = self.world.env.now, self.begun
            fit = limit_h == math.inf or self.team.office.after(job.begun_h, expected_h) <= limit_h
            self.begun += fit
            turn.succeed(fit)

    def alone_h(self, job: Job) -> float:
        """Return the office hours that a post takes if nothing else is open: its work, general tasks, the lawyers."""
        team, p = self.team, self.p
        general = min(0.9, sum(team.general_h) / len(team.people) / team.day_hours)
        return job.whole_h / team.pace_of() / (1.0 - general) + p.compliance_share * p.compliance_wait_h

    def close(self, job: Job) -> None:
        """Note that a post is ready or given up, and how long it waited for people on its way."""
        took_h = self.team.office.between(job.begun_h, self.world.env.now)
        waited_h = max(0.0, took_h - self.alone_h(job))
        if job.behind:
            self.waits_h[job.urgency] += LEARNS * (waited_h / job.behind - self.waits_h[job.urgency])
        self.begun -= 1
        self.let_in()

    def four_steps(self, job: Job) -> Generator[Any, Any, bool]:
        """Plan, creative, copy, design; without a fixed flow in any order, with forgotten hand-overs and double work."""
        p, x, env = self.p, job.x, self.world.env
        order = range(4) if self.seven else np.argsort(x.order[:4]).tolist()
        done: set[int] = set()
        for place, step in enumerate(order):
            if not self.seven and place and x.forgotten[place] < p.forgotten_share:
                yield env.timeout(p.forgotten_h * x.delays[place])
            if not (yield from self.step(job, step, MAKING[step], self.hours[step], x.times[step], making=True)):
                return False
            if any(before not in done for before in range(step)) and p.double_work > 0:
                again = p.double_work * self.hours[step]
                if not (yield from self.step(job, step, "double work", again, x.times[step])):
                    return False
            done.add(step)
        job.defect = defect_of(p, x)
        if x.verified < p.verify_share:
            if not (yield from self.step(job, COPY, "verify", p.verify_hours, x.times[4])):
                return False
            if job.defect == "factual" and x.verify < p.check_catch:
                return (yield from self.mend(job))
        return True

    def bought(self, job: Job) -> Generator[Any, Any, bool]:
        """Plan the post and let a creator (创作者) make it, for money."""
        p, x, env = self.p, job.x, self.world.env
        if not (yield from self.step(job, LEAD, "plan", self.hours[0], x.times[0])):
            return False
        yield env.timeout(24.0 * CREATOR_DAYS * x.times[1])
        self.world.ledger.spend("team", "creators", p.creator_fee_k, time_h=env.now)
        job.defect, job.style = defect_of(p, x), list(x.style)
        return True

    def review(self, job: Job) -> Generator[Any, Any, bool]:
        """Legal check and review rounds; what is found goes back to whoever made it."""
        p, x, env, office = self.p, job.x, self.world.env, self.team.office
        if x.legal < p.compliance_share:
            if not (yield from self.step(job, LEAD, "compliance", p.compliance_hours, x.times[5])):
                return False
            yield env.timeout(max(0.0, office.after(env.now, p.compliance_wait_h) - env.now))
            if job.defect == "compliance" and x.comply < p.check_catch and not (yield from self.mend(job)):
                return False
        for number in range(job.rounds):
            if not self.seven and not self.team.crews[LEAD].somebody_free():
                continue
            if not (yield from self.step(job, LEAD, "review", p.review_hours, x.times[7 + number])):
                return False
            job.looks += 1
            if job.defect and not missed(p, x, number) and not (yield from self.mend(job)):
                return False
        return True

    def mend(self, job: Job) -> Generator[Any, Any, bool]:
        """Send a draft back: the last step before the slot, optimising (优化), is done by whoever made the error."""
        kind, job.defect = job.defect, ""
        before = job.spent_h
        done = yield from self.step(job, MENDER[kind], "optimise", self.p.rework_hours, job.x.times[6])
        job.mended_h += job.spent_h - before
        return done

    def step(
        self, job: Job, role: int, task: str, hours: float, luck: float, *, making: bool = False
    ) -> Generator[Any, Any, bool]:
        """Wait for somebody of ``role`` and let him work; return False if the post is too late to go on with."""
        env, team, p = self.world.env, self.team, self.p
        crew, asked_h = team.crews[role], env.now
        # With a calendar the step whose slot comes first is next; without one, or if all is urgent, the oldest.
        person = yield crew.ask(job.urgency, job.draft.time_h if self.seven and job.urgency > URGENT else 0.0)
        if env.now > job.draft.time_h + p.late_limit_h:
            crew.release(person)
            return False
        standard = hours * job.size
        start_h, slack = env.now, team.office.between(env.now, job.draft.time_h)
        wanted = max(job.left_h, standard) / team.pace_of()
        share = min(1.0, max(p.haste, slack / wanted if wanted > 0 else 1.0))
        yield from crew.work(person, standard * share * luck / team.pace_of(), task, pressed=slack < wanted)
        job.spent_h += standard * share * luck / team.pace_of()
        if making:
            job.left_h -= standard
            job.standard_h += standard
            job.given += standard * share
            self.hand(job, role, team.craft(person) * standard, person.style)
        elif task == "review":
            job.left_h -= standard
        crew.release(person)
        self.world.announce("worked", job=job, role=role, task=task, person=person.name, asked_h=asked_h, start_h=start_h,
                            end_h=env.now, hours=standard * share * luck / team.pace_of())  # fmt: skip
        return True

    def hand(self, job: Job, role: int, craft: float, style: tuple[float, ...]) -> None:
        """Note what a person leaves in a post: craft, and in message, tone or visuals his own style."""
        job.craft += craft
        if role:
            job.style[role - 1] += style[role - 1]

    # --- out of the door ------------------------------------------------------------------------------------------

    def slot(self, job: Job) -> float:
        """Return when a finished post goes out: at its slot; a late or topical one at the next full hour of the day."""
        now, planned = self.world.env.now, job.draft.time_h
        if now <= planned and not job.draft.topical:
            return planned
        hour = math.ceil(now)
        while not FIRST_HOUR <= hour % 24 <= LAST_HOUR:
            hour += 1
        return float(hour) if now > planned else min(float(hour), planned)

    def publish(self, job: Job, ready_h: float) -> None:
        """Announce a finished post, now; what escaped the review works from here on."""
        world, now, draft = self.world, self.world.env.now, job.draft
        # Everything else about the post was settled when it was planned; this is known only now.
        recent = [t for t in self.published[job.platform] if now - t < 24.0] + [now]
        self.published[job.platform] = recent
        final = dataclasses.replace(
            draft, time_h=now, quality=quality_of(world.scenario, self.team, job), gap=self.know.at(world.clock.day),
            recent=len(recent), same_hour=recent.count(now), lead_h=now - job.brief_h if draft.topical else draft.lead_h,
        )  # fmt: skip
        self.jobs.pop(draft.key)
        if job.defect:
            self.flaws[draft.key] = job
        self.note(job, ready_h, final)
        world.announce("publish", platform=job.platform, draft=final)
        if job.defect == "compliance" and self.p.takedown_heat < 1.0:
            until_h = now + 24.0 * self.p.takedown_days
            world.announce("takedown", platform=job.platform, heat=self.p.takedown_heat, until_h=until_h)

    def note(self, job: Job, ready_h: float, final: Draft | None) -> None:
        """Write down what became of a brief."""
        draft = job.draft
        style = style_of(self.team, job)
        self.world.log.record(
            self.world.env.now, "job", platform=job.platform, planned_day=draft.day, slot=draft.slot,
            brief_h=job.brief_h, planned_h=draft.time_h, ready_h=ready_h,
            lead_h=self.team.office.between(job.brief_h, ready_h), topical=draft.topical, sensitive=job.sensitive,
            creator=job.creator, dropped=final is None, defect=job.defect if final else "", rounds=job.looks,
            spent_h=job.spent_h, mended_h=job.mended_h, quality=final.quality if final else math.nan,
            message=style[0], tone=style[1], visuals=style[2],
        )  # fmt: skip

    def exposed(self, *, platform: str, draft: Draft, met: Any, **_: Any) -> None:
        """Let those who met a post with an error lose trust; on a sensitive subject it may become an incident."""
        job = self.flaws.pop(draft.key, None)
        if job is None or not len(met.ids):
            return
        p, world = self.p, self.world
        loss = {"tone": p.tone_loss, "factual": p.factual_loss * FACTUAL_WEIGHT[draft.type]}.get(job.defect, 0.0)
        if loss > 0:
            world.change_trust(met.ids, -loss)
        if job.sensitive and job.x.incident < p.incident_share:
            world.count("incidents", 1)
            world.announce("incident", kind=job.defect, severity=SEVERITY[job.defect], true=True, time_h=draft.time_h,
                           people=met.ids[np.argsort(met.react, kind="stable")[:NOTICED]])  # fmt: skip
