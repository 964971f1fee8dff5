"""Measurement 测量 (ANLY-1): the only thing that a decision of this part may read.

A post's figures come ``report_h`` after publishing, its conversions half to one and a half times ``conversion_delay_d``
later; some are lost. A figure is the truth times a lognormal number with mean 1. ``measure_noise`` s is the noise of a
*result*, the quotient of two figures, so that each of them has s / sqrt 2; skill lowers it. A zero stays a zero.

``Measurement`` is the instrument: it sees what happened and writes noisy rows. ``Observed`` is what comes out: what the
team knows of its own posts (when, where, type, form, hour), and figures. No quality, segment, trust or taste is in it.

Listens to: ``published``, ``exposed``. Draws: ``measurement``.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from sim.core.world import World
from sim.parts.analytics.parameters import AnalyticsParameters

__all__ = ["Measurement", "Observed", "Seen", "noise_of"]

NOT_YET = math.inf


class Seen(NamedTuple):
    """One post as the team sees it from ``seen_h`` on; orders from ``orders_seen_h`` on. Figures are estimates, not counts."""

    seen_h: float
    time_h: float
    platform: int
    type: int
    form: int
    hour: int
    reach: float
    reactions: float
    clicks: float
    doubts: float
    orders: float
    orders_seen_h: float


class Observed:
    """The table of observed posts, in the order of publication."""

    def __init__(self) -> None:
        self.rows: list[Seen] = []

    def posts(self, now_h: float, since_h: float = 0.0) -> list[Seen]:
        """Return the posts published from ``since_h`` on whose figures are there at ``now_h``."""
        return [row for row in self.rows if row.time_h >= since_h and row.seen_h <= now_h]

    def converted(self, now_h: float, since_h: float = 0.0) -> list[Seen]:
        """Return those of ``posts`` whose conversions are there as well."""
        return [row for row in self.posts(now_h, since_h) if row.orders_seen_h <= now_h]


def noise_of(p: AnalyticsParameters) -> float:
    """Return the log-sd of one measured result for this team: at a skill of 0.5 it is ``measure_noise``."""
    return p.measure_noise * max(0.0, 1.0 + p.skill_effect * (0.5 - p.analyst_skill))


class Measurement:
    """Writes one row into the table for each post that is published."""

    def __init__(self, world: World, table: Observed) -> None:
        self.world, self.p, self.table = world, world.scenario.analytics, table
        self.each = noise_of(self.p) / math.sqrt(2.0)
        self.facts: dict[str, int] = {}
        self.before = (0.0, 0.0)
        world.listen("published", self.published)
        world.listen("exposed", self.exposed)

    def published(self, facts: dict[str, int], **_: Any) -> None:
        """Keep the counts of a post until its orders are known as well."""
        self.facts, self.before = facts, self._bought()

    def exposed(self, draft: Any, **_: Any) -> None:
        """Write the row; the audience has heard of the post by now, and has ordered or complained."""
        p, facts, rng = self.p, self.facts, self.world.streams.of("measurement", *draft.key)
        z, (lost, late) = rng.standard_normal(5), rng.random(2)
        if lost < p.missing_share:
            return
        orders, doubts = (after - before for after, before in zip(self._bought(), self.before, strict=True))
        true = (
            facts["reach"], facts["likes"] + facts["comments"] + facts["shares"], facts["clicks"], doubts, orders,
        )  # fmt: skip
        reach, reactions, clicks, doubts, orders = (
            float(count) * math.exp(self.each * x - 0.5 * self.each**2)
            for count, x in zip(true, z.tolist(), strict=True)
        )
        seen_h = draft.time_h + p.report_h
        self.table.rows.append(Seen(
            seen_h, draft.time_h, draft.platform_index, draft.type, draft.form, int(draft.time_h % 24), reach, reactions,
            clicks, doubts, orders, seen_h + 24.0 * p.conversion_delay_d * (0.5 + late),
        ))  # fmt: skip

    def _bought(self) -> tuple[float, float]:
        today = self.world.today
        return today.get("orders", 0.0), today.get("disappointed", 0.0)
