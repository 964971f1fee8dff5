"""Parameters of the part ``campaign``."""

from __future__ import annotations

from sim.core.knob import parameters

__all__ = ["CampaignParameters"]


@parameters
class CampaignParameters:
    """Promotion, the online–offline loop, incidents, correction and learning."""

    _prefix = "campaign."
