"""A scenario: everything that can be set, frozen, with the course's defaults."""

from __future__ import annotations

from sim.core.catalogue import PLATFORMS, ContentForms, ContentTypes, Platforms, Segments
from sim.core.knob import knob, parameters
from sim.core.plan import ContentPlan
from sim.parts.audience import AudienceParameters
from sim.parts.engagement import EngagementParameters
from sim.parts.production import ProductionParameters

__all__ = ["Scenario", "base"]


@parameters
class Scenario:
    """One way of running the company's social media in one market. Use ``vary`` to make another one."""

    name: str = "base"
    n_people: int = knob(
        default=20_000,
        low=500,
        high=1_000_000,
        unit="people",
        meaning="simulated people, one row each",
        zh="模拟人数",
        registry="n_agents",
    )
    horizon_days: int = knob(
        default=120,
        low=1,
        high=365,
        unit="days",
        meaning="length of the simulated period after warm-up",
        zh="模拟天数",
    )
    warmup_days: int = knob(default=14, low=0, high=30, unit="days", meaning="discarded initial period", zh="预热天数")
    platforms: tuple[str, ...] = knob(
        default=("wechat", "weibo"), choices=PLATFORMS, subset=True, unit="platforms", meaning="platforms operated", zh="运营平台",
        registry="platform_set",
    )  # fmt: skip
    plan: ContentPlan = ContentPlan()
    audience: AudienceParameters = AudienceParameters()
    engagement: EngagementParameters = EngagementParameters()
    production: ProductionParameters = ProductionParameters()
    segment: Segments = Segments()
    platform: Platforms = Platforms()
    content_type: ContentTypes = ContentTypes()
    form: ContentForms = ContentForms()


base = Scenario()
