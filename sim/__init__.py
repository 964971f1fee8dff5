"""Social Media Operations Lab: a company's social media as a world you can run.

Three verbs carry everything: ``simulate`` one run, ``replicate`` it, ``compare`` scenarios on common random numbers.
"""

from sim.core.knob import ParameterError, describe, knobs, value_at, vary
from sim.experiment import Cancelled, compare, differences, replicate, summarise, sweep
from sim.metrics import CORE_METRICS, METRICS, measure
from sim.model import Run, simulate
from sim.scenario import Scenario, base

__version__ = "0.1.0"

__all__ = [
    "CORE_METRICS",
    "METRICS",
    "Cancelled",
    "ParameterError",
    "Run",
    "Scenario",
    "base",
    "compare",
    "describe",
    "differences",
    "knobs",
    "measure",
    "replicate",
    "simulate",
    "summarise",
    "sweep",
    "value_at",
    "vary",
]
