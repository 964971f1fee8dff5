"""A scenario: everything that can be set, frozen, with the course's defaults."""

from __future__ import annotations

from sim.core.catalogue import PLATFORMS, ContentForms, ContentTypes, Platforms, Segments
from sim.core.knob import knob, parameters
from sim.core.plan import ContentPlan
from sim.parts.analytics import AnalyticsParameters
from sim.parts.audience import AudienceParameters
from sim.parts.campaign import CampaignParameters
from sim.parts.community import CommunityParameters
from sim.parts.crisis import CrisisParameters
from sim.parts.desk import DeskParameters
from sim.parts.engagement import EngagementParameters
from sim.parts.production import ProductionParameters

__all__ = ["PARTS", "Scenario", "base"]

# The parts that can be switched on. The base scenario has what the content lessons need; a lesson adds what it is about.
PARTS = ("production", "engagement", "audience", "line", "desk", "crisis", "community", "campaign", "analytics")


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
    parts: tuple[str, ...] = knob(
        default=("production", "engagement", "audience"), choices=PARTS, subset=True, unit="parts", zh="启用模块",
        meaning="parts of the company and its market that are simulated",
    )  # fmt: skip
    total_budget_k: float = knob(
        default=100.0, low=10, high=500, step=5, unit="thousand CNY/month", zh="总预算",
        meaning="money available for content, promotion and staff",
    )  # fmt: skip
    plan: ContentPlan = ContentPlan()
    audience: AudienceParameters = AudienceParameters()
    engagement: EngagementParameters = EngagementParameters()
    production: ProductionParameters = ProductionParameters()
    desk: DeskParameters = DeskParameters()
    community: CommunityParameters = CommunityParameters()
    campaign: CampaignParameters = CampaignParameters()
    analytics: AnalyticsParameters = AnalyticsParameters()
    crisis: CrisisParameters = CrisisParameters()
    segment: Segments = Segments()
    platform: Platforms = Platforms()
    content_type: ContentTypes = ContentTypes()
    form: ContentForms = ContentForms()


base = Scenario()
