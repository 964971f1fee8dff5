"""Crisis 危机 (in the making)."""

from sim.parts.crisis.parameters import CrisisParameters
from sim.parts.crisis.process import start

__all__ = ["CrisisParameters", "start"]
