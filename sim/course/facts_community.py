"""Stylised fact of the community: participation inequality, measured on simulated members."""

from __future__ import annotations

import math
from typing import Any

from sim.core.knob import vary
from sim.course.fact import Fact, Quantity
from sim.metrics.community import members
from sim.model import Run
from sim.scenario import base

__all__ = ["FACTS"]

# A grown community: who ever writes is counted over half a year, former members included.
COMMUNITY = vary(
    base, {"parts": ("community",), "horizon_days": 180, "community.members_start": 1500}, name="grown community"
)


def posts_of_members(run: Run) -> list[int]:
    """Return how many posts everybody wrote who was a member, most first."""
    return sorted((m["posts"] for m in members(run)), reverse=True)


def of_the_top(posts: Any) -> float:
    """Return the share of posts that the busiest 1 % wrote."""
    return sum(posts[: math.ceil(0.01 * len(posts))]) / sum(posts) if sum(posts) else math.nan


def who_ever_posts(posts: Any) -> float:
    """Return the share of members who wrote anything."""
    return sum(p > 0 for p in posts) / len(posts) if posts else math.nan


FACTS: tuple[Fact, ...] = (
    Fact("O16", "A few members produce most of a community's content.",
         "van Mierlo 2014 (four communities, 63,990 users)", (COMMUNITY,), (
        Quantity("share of posts by the top 1 % of members", "0.75", 0.50, 0.85, of_the_top),
        Quantity("members who ever post", "< 0.25", 0.0, 0.25, who_ever_posts),
    ), read=posts_of_members),
)  # fmt: skip
