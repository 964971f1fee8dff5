"""Campaigns 活动: promotion, the online–offline loop, incidents, correction and learning."""

from __future__ import annotations

from sim.core.world import World

__all__ = ["start"]


def start(world: World) -> None:
    """Start the processes of this part."""
