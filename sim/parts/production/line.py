"""The production line 内容流水线: seven steps, roles, review (in the making)."""

from __future__ import annotations

from sim.core.world import World

__all__ = ["start"]


def start(world: World) -> None:
    """Open the line: from now on drafts pass through it."""
