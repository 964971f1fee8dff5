"""Parameters of production: the team, its line, its review, and what goes wrong."""

from __future__ import annotations

from sim.core.knob import knob, parameters
from sim.parts.production.line_parameters import Flow
from sim.parts.production.people_parameters import People

__all__ = ["ProductionParameters"]


@parameters
class Making:
    """Hours, overtime and research: what every post needs, with or without the line."""

    staff_hours_week: float = knob(
        default=160.0, low=20, high=400, step=5, unit="hours/week", zh="每周工时",
        meaning="total working hours shared by production, moderation, analysis and crisis work",
    )  # fmt: skip
    overload: bool = knob(
        default=True,
        unit="switch",
        meaning="posts get worse when the plan needs more hours than there are",
        zh="超负荷影响质量",
    )
    research_hours: float = knob(
        default=4.0,
        low=0,
        high=24,
        step=1,
        unit="hours/week",
        meaning="audience and competitor research",
        zh="调研工时",
    )
    research_effect: float = knob(
        default=0.003, low=0, high=0.02, unit="per day and weekly hour", zh="调研效果",
        meaning="how fast an hour of research a week closes the gap to the audience's taste",
    )  # fmt: skip
    learning: float = knob(
        default=0.004,
        low=0,
        high=0.05,
        unit="per day",
        meaning="closing of that gap by mere experience",
        zh="经验学习",
    )
    review_rounds: int = knob(
        default=2, low=0, high=6, unit="rounds", meaning="independent review passes before publishing", zh="审核轮数"
    )
    review_hours: float = knob(
        default=0.5,
        low=0.1,
        high=4,
        unit="hours/round",
        meaning="reviewer time per round (waiting comes on top)",
        zh="单轮审核工时",
    )
    review_wait_h: float = knob(
        default=8.0, low=0, high=48, unit="hours/round", meaning="waiting for a reviewer", zh="审核等待"
    )
    setup_hours: float = knob(
        default=2.0, low=0.5, high=8, off=0.0, unit="hours/week", zh="栏目维护工时",
        meaning="keeping up one content type: editorial line, sources, templates",
    )  # fmt: skip
    overtime_hours_week: float = knob(
        default=0.0, low=0, high=80, step=5, unit="hours/week", zh="加班上限",
        meaning="overtime that the team may do when the agreed hours are used up",
    )  # fmt: skip
    wage_k: float = knob(
        default=0.06,
        low=0,
        high=0.5,
        unit="thousand CNY/hour",
        meaning="cost of one hour of the team",
        zh="小时人力成本",
    )
    overtime_pay: float = knob(
        default=1.5, low=1, high=3, unit="× wage", meaning="cost of an hour of overtime against a usual one", zh="加班倍率",
        mark="R", source="Labour Law of China, article 44: at least 150 % on working days",
    )  # fmt: skip
    draft_h: float = knob(
        default=4.0, low=0, high=72, unit="hours", meaning="brief to first draft of a topical post", zh="起草时长"
    )


@parameters
class ProductionParameters(People, Flow, Making):
    """The team's hours and how it works."""

    _prefix = "production."
