"""One post on the line: what it needs and got, how good it is (PROD-2), and whose style it bears.

Quality, around the plan's own at usual skill, research, time and guide::

    q = content_quality + 0.25 (skill - 0.5) + 0.15 (e^(-4/6) - e^(-research/6)) + 0.15 (adequacy - 1) + 0.10 (voice - 1) + noise

voice: how near message, tone and visuals are to the brand's own; a style guide takes most of everybody's habits away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from sim.parts.production.plan import Draft
from sim.parts.production.review import Numbers
from sim.parts.production.team import Team

__all__ = ["Job", "quality_of", "style_of", "voice_of"]

USUAL_SKILL, USUAL_RESEARCH, RESEARCH_SCALE = 0.5, 4.0, 6.0
CREATOR_SPREAD = 2.0  # a creator's quality varies twice as much
OF_THE_DAY, FAR_OFF = 0.7, 0.25  # style: how much one day differs from another; the distance at which little is left


@dataclass(eq=False)
class Job:
    """One post on the line: what it needs, what it got, and what is wrong with it."""

    platform: str
    draft: Draft
    x: Numbers
    brief_h: float
    size: float
    urgency: int
    rounds: int
    sensitive: bool
    creator: bool
    whole_h: float = 0.0
    left_h: float = 0.0
    begun_h: float = 0.0
    behind: int = 0
    standard_h: float = 0.0
    spent_h: float = 0.0
    given: float = 0.0
    craft: float = 0.0
    defect: str = ""
    looks: int = 0
    mended_h: float = 0.0
    style: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])


def quality_of(scenario: Any, team: Team, job: Job) -> float:
    """Return the true quality of a finished post (PROD-2)."""
    s, p, x = scenario, scenario.production, job.x
    if job.creator:
        return _bounded(s.plan.content_quality + p.creator_quality + CREATOR_SPREAD * p.quality_noise * x.quality)
    skill = job.craft / job.standard_h
    adequacy = job.given / job.standard_h if p.overload else 1.0
    research = math.exp(-USUAL_RESEARCH / RESEARCH_SCALE) - math.exp(-team.research_done / RESEARCH_SCALE)
    return _bounded(
        s.plan.content_quality + p.skill_effect * (skill - USUAL_SKILL) + p.research_quality * research
        + p.time_effect * (adequacy - 1.0) + p.style_guide * (voice_of(team, job) - 1.0)
        + p.quality_noise * x.quality
    )  # fmt: skip


def style_of(team: Team, job: Job) -> list[float]:
    """Return how far message, tone and visuals are from the brand's: by habit of whoever made them, and by the day."""
    own = team.p.style_spread * (1.0 - team.p.style_hold * team.guide_kept)
    return [own * (habit + OF_THE_DAY * luck) for habit, luck in zip(job.style, job.x.style, strict=True)]


def voice_of(team: Team, job: Job) -> float:
    """Return how well a post keeps to the brand's voice, 1 if quite: the use of the style guide in PROD-2."""
    return math.exp(-sum(far**2 for far in style_of(team, job)) / len(job.style) / (2.0 * FAR_OFF**2))


def _bounded(quality: float) -> float:
    return min(1.0, max(0.05, quality))
