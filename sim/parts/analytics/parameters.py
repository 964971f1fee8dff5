"""Parameters of the part ``analytics``."""

from __future__ import annotations

from sim.core.knob import parameters

__all__ = ["AnalyticsParameters"]


@parameters
class AnalyticsParameters:
    """What the team observes, and what it decides by that."""

    _prefix = "analytics."
