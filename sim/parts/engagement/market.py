"""What surrounds an account: room in the feed among competitors, and the days on which everybody is interested (AUD-3, ENG-9)."""

from __future__ import annotations

from typing import Any

__all__ = ["feed_room", "peak_interest", "peak_shape"]

# Holiday and launch days of the simulated year (ENG-9), as days after the warm-up.
PEAK_DAYS = (35, 80, 125, 170, 215, 260, 305, 350)
USUAL_COMPETITORS = 3.0


def feed_room(scenario: Any, crowding: float, day: float) -> float:
    """Return the room in the feed against the usual competition: 1 at three competitor posts a day (AUD-3, AUD-7)."""
    a = scenario.audience
    posts = a.competitor_posts_day * a.competitor_growth ** (day / 365.0)
    if a.competitor_peak > 1.0:
        posts *= 1.0 + (a.competitor_peak - 1.0) * peak_shape(day - scenario.warmup_days)
    return ((1.0 + USUAL_COMPETITORS) / (1.0 + posts)) ** crowding


def peak_interest(scenario: Any, time_h: float) -> float:
    """Return the factor on reactions near a holiday or launch: it rises for 3 days and falls for 2 (ENG-9).

    Only a prepared plan meets the interest; a late one comes two days after it.
    """
    e, timing = scenario.engagement, scenario.plan.event_timing
    if timing == "ignore" or e.peak_interest == 1.0:
        return 1.0
    day = time_h / 24.0 - scenario.warmup_days - (2.0 if timing == "late" else 0.0)
    late = 0.5 if timing == "late" else 1.0
    return 1.0 + (e.peak_interest - 1.0) * peak_shape(day) * late


def peak_shape(day: float) -> float:
    """Return how near a holiday or launch is: 1 on the day, rising for 3 days before and falling for 2 after it."""
    nearest = min(((day - peak) for peak in PEAK_DAYS), key=abs)
    return max(0.0, 1.0 + nearest / 3.0) if nearest < 0 else max(0.0, 1.0 - nearest / 2.0)
