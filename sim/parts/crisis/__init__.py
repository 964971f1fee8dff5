"""Crisis 危机: what sets it off, how it spreads person by person, what the company does, what is left."""

from sim.parts.crisis.parameters import CrisisParameters
from sim.parts.crisis.process import start, table

__all__ = ["CrisisParameters", "start", "table"]
