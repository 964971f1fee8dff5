"""Parameters of the part ``community``."""

from __future__ import annotations

from sim.core.knob import parameters

__all__ = ["CommunityParameters"]


@parameters
class CommunityParameters:
    """Members join, belong, post, break rules, are moderated and led."""

    _prefix = "community."
