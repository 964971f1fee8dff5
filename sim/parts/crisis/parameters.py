"""Parameters of the crisis part."""

from __future__ import annotations

from sim.core.knob import parameters
from sim.parts.crisis.monitoring_parameters import MonitoringParameters

__all__ = ["CrisisParameters"]


@parameters
class CrisisParameters(MonitoringParameters):
    """What happens, how it spreads, what the company does."""

    _prefix = "crisis."
