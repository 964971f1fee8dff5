"""Response desk 客服台: feedback comes in, staff on shifts answer it, and what follows lands on the person who wrote."""

from sim.parts.desk.parameters import DeskParameters
from sim.parts.desk.process import start

__all__ = ["DeskParameters", "start"]
