"""Production: what is published when, how good it is, and the hours it takes.

Working hours of an average post: plan 1.0, creative 1.6, copy 2.2, design 2.8 and two review rounds of 0.5; a form or a
story takes its multiple (PROD-1, here as one sum; the line with its queues is a part of its own). The team has
``staff_hours_week`` less research and the upkeep of its accounts and content types. Where a plan needs more than that,
every post gets less time (PROD-2)::

    adequacy = min(1, hours there / hours needed)        quality = content_quality * sqrt(adequacy)

Research keeps the team close to a moving taste (AUD-8). The gap g between what the audience wants and what the team
believes falls by ``(k0 + k research_hours) g`` a day and jumps when tastes are re-drawn, ``g <- sqrt(g^2 + jump^2)``;
it lowers the match of every post.

When a post is due says ``rhythm``.

Reads: the plan in force when a post is drafted, ``world.plan`` (analytics may replace it): types, forms, properties; volume,
rhythm and hours are those of the scenario. ``world.hours_elsewhere`` are missing for posts. Writes: the ledger. Draws:
``post-content``. Announces: ``publish`` with a ``Draft`` (``brief``, some days earlier, if the line is
on). Counts: needed hours a day.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from sim.core.catalogue import FORMS, TYPES, named
from sim.core.ledger import WEEK_H
from sim.core.plan import ContentPlan
from sim.core.streams import Streams
from sim.core.world import World
from sim.parts.production.parameters import ProductionParameters
from sim.parts.production.rhythm import Slot, slots

__all__ = [
    "Draft",
    "ProductionParameters",
    "adequacy",
    "hours_per_post",
    "job_rate",
    "lead_time_h",
    "start",
]

STAGE_HOURS = 1.0 + 1.6 + 2.2 + 2.8
USUAL_REVIEW_ROUNDS = 2
STORY_HOURS = 1.5
HALF_ADAPTED = 0.5  # what the stage hours are meant for


@dataclass(frozen=True, slots=True)
class Draft:
    """One post ready to be published; (platform index, day, slot) is its identity and names its random streams."""

    platform_index: int
    day: int
    slot: int
    time_h: float
    type: int
    form: int
    quality: float
    gap: float
    lead_h: float
    hours: float
    story: bool
    interactive: bool
    topical: bool
    promotion: bool
    paid: bool
    recent: int
    same_hour: int

    @property
    def key(self) -> tuple[int, int, int]:
        """The entity of this post's streams."""
        return self.platform_index, self.day, self.slot


def start(world: World) -> None:
    """Publish by plan on every platform and keep the team's timesheet; with the line on, brief it and leave that to it."""
    line = "line" in world.scenario.parts
    if not line:
        world.env.process(timesheet(world))
    for platform in world.scenario.platforms:
        index = world.index[platform]
        world.env.process(briefing(world, platform, index) if line else publishing(world, platform, index))


def publishing(world: World, platform: str, index: int) -> Any:
    """Wait until a post is due, publish it, go on."""
    for draft in drafts(world, index):
        yield world.env.timeout(draft.time_h - world.env.now)
        world.count("needed_hours", draft.hours)
        world.announce("publish", platform=platform, draft=draft)


def briefing(world: World, platform: str, index: int) -> Any:
    """Brief the line on every post in time: by the plan's lead, a topical post when its topic breaks."""
    due = [(brief_h(world.scenario, slot.time_h, topical=draft_topical(world, slot)), n, slot)
           for n, slot in enumerate(slots(world, index))]  # fmt: skip
    desk = Drafting(world)
    for at, _, slot in sorted(due, key=lambda one: one[:2]):
        yield world.env.timeout(at - world.env.now)
        draft = desk.draft(slot, topical=draft_topical(world, slot))
        world.count("needed_hours", draft.hours)
        world.announce("brief", platform=platform, draft=draft)


def brief_h(scenario: Any, time_h: float, *, topical: bool) -> float:
    """Return the hour of a post's brief; nothing is briefed before the run begins."""
    p = scenario.production
    return max(0.0, time_h - (p.topic_notice_h if topical else p.plan_ahead_h))


def timesheet(world: World) -> Any:
    """Book the team's hours week by week: what posts cannot use first, then the posts as far as the hours go."""
    s, ledger = world.scenario, world.ledger
    p, end_h = s.production, 24.0 * world.total_days
    needed_before = 0.0
    while world.env.now < end_h:
        start_h = world.env.now
        hours = min(WEEK_H, end_h - start_h, ledger.first_week_h - start_h if start_h < ledger.first_week_h else WEEK_H)
        yield world.env.timeout(hours)
        share = hours / WEEK_H
        needed, needed_before = world.counted("needed_hours") - needed_before, world.counted("needed_hours")
        ledger.present("team", share * p.staff_hours_week, start_h=start_h, wage_k=p.wage_k)
        for task, usual in fixed_tasks(s, world.plan).items():
            ledger.work("team", task, min(share * usual, ledger.left("team", start_h)), start_h=start_h)
        extra = min(share * p.overtime_hours_week, max(0.0, needed - ledger.left("team", start_h)))
        ledger.present("team", extra, start_h=start_h, wage_k=p.wage_k * p.overtime_pay, overtime=True)
        posts = min(needed, max(0.0, ledger.left("team", start_h) - share * world.hours_elsewhere))
        ledger.work("team", "posts", posts, start_h=start_h)


def drafts(world: World, index: int) -> Iterator[Draft]:
    """Yield one platform's posts in the order of publication, each drafted when it is asked for, by the plan in force then."""
    desk = Drafting(world)
    for slot in slots(world, index):
        yield desk.draft(slot)


def draft_topical(world: World, slot: Slot) -> bool:
    """Tell whether a post is about a current topic by the plan of the scenario: the line hears of those later."""
    u = post_content(world.streams.seed, world.streams.replication, slot.platform_index, slot.day, slot.slot)
    return u[4] < world.scenario.plan.hot_topic_share


class Drafting:
    """Turns places in the schedule into posts by the plan in force."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.gaps, self.lead_h = taste_gaps(world.scenario, world.total_days), lead_time_h(world.scenario)
        self.needed = image_text_hours(world.scenario)
        self.plan: ContentPlan | None = None
        self.elsewhere = 0.0

    def _take_up(self, plan: ContentPlan, elsewhere: float) -> None:
        s = self.world.scenario
        self.plan, self.elsewhere = plan, elsewhere
        time = math.sqrt(adequacy(s, plan, elsewhere)) if s.production.overload else 1.0
        self.quality = plan.content_quality * time
        self.types, self.forms = np.cumsum(plan.type_mix).tolist(), np.cumsum(plan.form_mix).tolist()
        self.shares = (
            plan.story_share, plan.interactive_share, plan.hot_topic_share, plan.promotion_share, plan.paid_share,
        )  # fmt: skip

    def draft(self, x: Slot, *, topical: bool | None = None) -> Draft:
        """Return the post for ``x``; ``topical`` says so where the line was told already."""
        world = self.world
        if world.plan is not self.plan or world.hours_elsewhere != self.elsewhere:
            self._take_up(world.plan, world.hours_elsewhere)
        u = post_content(world.streams.seed, world.streams.replication, x.platform_index, x.day, x.slot)
        kind, form = min(bisect(self.types, u[0]), len(TYPES) - 1), min(bisect(self.forms, u[1]), len(FORMS) - 1)
        story, interactive, hot, promotion, paid = (v < share for v, share in zip(u[2:], self.shares, strict=True))
        hours = self.needed * world.forms[form].hours * (STORY_HOURS if story else 1.0)
        return Draft(
            x.platform_index, x.day, x.slot, x.time_h, kind, form, self.quality, self.gaps[x.day], self.lead_h, hours, story,
            interactive, hot if topical is None else topical, promotion, paid, recent=x.recent, same_hour=x.same_hour,
        )  # fmt: skip


@lru_cache(maxsize=8192)
def post_content(seed: int, replication: int, *key: int) -> tuple[float, ...]:
    """Return the uniform numbers that decide what a post is: type, form and five yes-or-no properties."""
    return tuple(Streams(seed, replication).of("post-content", *key).random(7).tolist())


def image_text_hours(scenario: Any) -> float:
    """Return the working hours of a picture with text, so that an average post of the usual mix takes the stage hours."""
    usual = ContentPlan()
    p = scenario.production
    stages = STAGE_HOURS + p.review_rounds * p.review_hours
    return stages / _mean_factor(usual.form_mix, usual.story_share, scenario.form) * adaptation_factor(scenario)


def adaptation_factor(scenario: Any) -> float:
    """Return the hours of a post against half-way adaptation: remaking it for a platform takes part of copy and design again."""
    if len(scenario.platforms) == 1:
        return 1.0
    return float(1.0 + scenario.engagement.adaptation_hours * (scenario.plan.native_adaptation - HALF_ADAPTED))


def _mean_factor(form_mix: tuple[float, ...], story_share: float, forms: Any) -> float:
    by_form = sum(share * form.hours for share, (_, form) in zip(form_mix, named(forms), strict=True))
    return by_form * (1.0 + (STORY_HOURS - 1.0) * story_share)


def hours_per_post(scenario: Any, plan: ContentPlan | None = None) -> float:
    """Return the mean working hours of one post of ``plan`` (default: the scenario's)."""
    plan = plan or scenario.plan
    return image_text_hours(scenario) * _mean_factor(plan.form_mix, plan.story_share, scenario.form)


def fixed_tasks(scenario: Any, plan: ContentPlan | None = None) -> dict[str, float]:
    """Return the weekly hours that no post can use: research, upkeep of the accounts and of the content types."""
    accounts = sum(getattr(scenario.platform, p).fixed_hours_week for p in scenario.platforms)
    kinds = sum(share > 0 for share in (plan or scenario.plan).type_mix)
    return {
        "research": scenario.production.research_hours,
        "accounts": float(accounts),
        "content types": scenario.production.setup_hours * kinds,
    }


def fixed_hours_week(scenario: Any, plan: ContentPlan | None = None) -> float:
    """Return the sum of the hours of ``fixed_tasks``."""
    return float(sum(fixed_tasks(scenario, plan).values()))


def adequacy(scenario: Any, plan: ContentPlan | None = None, elsewhere: float = 0.0) -> float:
    """Return hours there / hours needed for ``plan`` (default: the scenario's), at most 1; ``elsewhere`` hours a week are gone."""
    p = scenario.production
    there = max(0.0, p.staff_hours_week + p.overtime_hours_week - fixed_hours_week(scenario, plan) - elsewhere)
    needed = 7.0 * scenario.plan.posts_per_day * len(scenario.platforms) * hours_per_post(scenario, plan)
    return min(1.0, there / needed) if needed > 0 else 1.0


def job_rate(scenario: Any) -> float:
    """Return the briefs that come in on a working day: those of a week, weekends included (job rate, 任务到达率)."""
    return 7.0 * scenario.plan.posts_per_day * len(scenario.platforms) / scenario.production.work_days


def lead_time_h(scenario: Any) -> float:
    """Return the hours from a topic's start to publication of a post about it."""
    p = scenario.production
    return p.draft_h + p.review_rounds * (p.review_hours + p.review_wait_h)


def taste_gaps(scenario: Any, days: int) -> list[float]:
    """Return for each day the gap between the audience's taste and the team's belief, 0 none, about 1 at worst."""
    p, a = scenario.production, scenario.audience
    closing = p.learning + p.research_effect * p.research_hours
    gap, gaps = a.taste_jump if a.drift_days else 0.0, []
    for day in range(days):
        if a.drift_days and day and day % a.drift_days == 0:
            gap = math.hypot(gap, a.taste_jump)
        gaps.append(gap)
        gap *= math.exp(-closing)
    return gaps
