"""Processor time: what other work on the machine disturbs least."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

__all__ = ["median_seconds", "seconds_of"]


def seconds_of(call: Callable[[], Any]) -> float:
    """Return the processor seconds of one call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def median_seconds(call: Callable[[], Any], repeats: int) -> float:
    """Return the median of ``repeats`` calls, after a first one that pays for fresh memory."""
    call()
    return statistics.median(seconds_of(call) for _ in range(repeats))
