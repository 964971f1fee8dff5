"""Parameters of the crisis part."""

from __future__ import annotations

from sim.core.knob import parameters

__all__ = ["CrisisParameters"]


@parameters
class CrisisParameters:
    """What happens, how it spreads, what the company does."""

    _prefix = "crisis."
