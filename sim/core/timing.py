"""When a post is seen: the audience's hours, the life of a post in the feed, and the crowd at the peak.

A visitor of segment s who opens the platform in hour j after publishing at hour h meets the post with probability
``a_s(h + j) exp(-j / L) position(h + j)``: a is the segment's activity, L the post's e-folding life in hours, and
``position = 1 - congestion / 2 x load / max load`` the place in the feed while everybody else publishes as well
(ENG-5). Whoever does not meet it in one hour may meet it in the next.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from sim.core.catalogue import Segments, named
from sim.core.plan import SLOTS

__all__ = ["market_interest", "seen_by_age", "seen_index"]

USUAL_CONGESTION = 0.4
HORIZON_H = 240


@lru_cache(maxsize=1024)
def seen_by_age(segments: Segments, life_h: float, congestion: float, hour: int) -> np.ndarray:
    """Return the share of each segment's visitors who first meet a post in each hour of its age.

    Shape (segments, hours), at most ten days. The sum over hours is the share that meets the post at all.
    """
    activity = np.array([segment.activity for _, segment in named(segments)])
    age = np.arange(min(int(8 * life_h) + 1, HORIZON_H))
    hours = (hour + age) % 24
    load = activity.mean(axis=0)
    position = 1.0 - 0.5 * congestion * load / load.max()
    meets = activity[:, hours] * np.exp(-age / life_h) * position[hours]
    not_yet = np.cumprod(1.0 - meets, axis=1)
    first = meets * np.hstack([np.ones((len(activity), 1)), not_yet[:, :-1]])
    first.setflags(write=False)
    return first


@lru_cache(maxsize=1024)
def seen_index(segments: Segments, life_h: float, congestion: float, hour: int) -> np.ndarray:
    """Return, per segment, the chance to meet a post published at ``hour``, relative to a usual post, shape (segments,).

    1 is the mean over segments and office hours at the usual congestion: how accounts usually publish, and what the
    platforms' reach figures were measured on.
    """
    usual = [seen_by_age(segments, life_h, USUAL_CONGESTION, h).sum(axis=1).mean() for h in SLOTS["office_hours"]]
    index = (seen_by_age(segments, life_h, congestion, hour).sum(axis=1) / np.mean(usual)).astype(np.float32)
    index.setflags(write=False)
    return index


def market_interest(scenario: Any, time_h: float) -> float:
    """Return the factor on everybody's interest in the category: 1, and after mid-horizon what the shock leaves (AUD-7)."""
    middle_h = 24.0 * (scenario.warmup_days + scenario.horizon_days / 2.0)
    return 1.0 + scenario.audience.market_shock / 100.0 if time_h >= middle_h else 1.0
