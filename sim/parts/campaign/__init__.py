"""Campaigns 活动: promotion, the online–offline loop, incidents, correction and learning."""

from __future__ import annotations

from sim.core.world import World
from sim.parts.campaign.parameters import CampaignParameters

__all__ = ["CampaignParameters", "start"]


def start(world: World) -> None:
    """Start the part; its code is loaded when a scenario switches it on, so that ``import sim`` stays quick."""
    from sim.parts.campaign import process

    process.start(world)
