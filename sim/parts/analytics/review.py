"""The review (复盘, ANLY-2): at fixed intervals the team looks at its table and changes the mix of types.

A review takes ``review_cost`` post equivalents, a change ``change_cost`` of the changed part of a week's posts, collecting
figures ``measure_hours`` a week. These hours are missing for posts (``world.hours_elsewhere``) in the week that follows the
review, and are booked to the team. The new plan is in force ``listen_lag_d`` days after the review.

Reads: the observed table, keywords, its own plan. Writes: ``world.plan``, ``world.hours_elsewhere``, the ledger. Draws:
``belief``, ``thompson``. Announces: ``planned``. Logs: ``review`` (when, winner), ``plan`` (mix in force from now on).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np

from sim.core.world import Array, World
from sim.parts.analytics import estimate
from sim.parts.analytics.bait import Bait
from sim.parts.analytics.observed import Observed
from sim.parts.analytics.trend import expected_change, keyword_days
from sim.parts.analytics.work import Hours

__all__ = ["Reviews", "belief"]


def belief(world: World, true: Array) -> Array:
    """Return what the team believes about types at the start: their ln yields around 0, with the error of its experience."""
    z = world.streams.of("belief").standard_normal(len(true))
    known = np.log(true) + world.scenario.analytics.belief_error * z
    return known - known.mean()


class Reviews:
    """The team that reviews: its table, its belief, and the hours it takes."""

    def __init__(self, world: World, table: Observed, believed: Array, hours: Hours) -> None:
        self.world, self.p, self.table, self.believed, self.hours = (
            world,
            world.scenario.analytics,
            table,
            believed,
            hours,
        )
        self.look = keyword_days(world)
        self.bait = Bait(world, table)
        self.number = 0

    def run(self) -> Generator[Any, Any, None]:
        """Review at every interval after the warm-up, as often as allowed."""
        p, world = self.p, self.world
        self.note_plan()
        yield world.env.timeout(24.0 * world.scenario.warmup_days)
        while (
            p.review_interval_d and p.decision_mode != "none" and (not p.most_reviews or self.number < p.most_reviews)
        ):
            if p.bait_step:
                yield from self.bait.half_trial()
            else:
                yield world.env.timeout(24.0 * p.review_interval_d)
            self.number += 1
            self.review()

    def review(self) -> None:
        """Decide on the mix, take the hours, and put the plan in force after the lag."""
        _p, world = self.p, self.world
        old = world.plan.type_mix
        mix, best = self.decide(old)
        moved = 0.5 * sum(abs(a - b) for a, b in zip(mix, old, strict=True))
        self.hours.review(moved)
        world.log.record(world.env.now, "review", number=self.number, winner=best, changed=moved)
        changes: dict[str, Any] = {"type_mix": mix} | self.bait.decide()
        world.env.process(self._in_force(changes))

    def decide(self, old: tuple[float, ...]) -> tuple[tuple[float, ...], int]:
        """Return the new mix and the type that is promoted (-1: nothing is changed)."""
        p, world, now = self.p, self.world, self.world.env.now
        rows = self.table.posts(now)
        if p.decision_mode == "intuition":
            felt = estimate.impression(rows, p.casual_posts)
            best = int(np.argmax(p.intuition_bias * self.believed + (1.0 - p.intuition_bias) * felt))
            return estimate.tilted(best, p.explore_share), best
        s = estimate.scores(rows, now - 24.0 * p.window_d, p.min_n)
        if p.keywords and p.forecast_days:
            ahead = p.listen_lag_d + p.forecast_days
            s = s._replace(mean=s.mean + expected_change(self.look, int(now // 24), p.trend_window_d, ahead, s.hour))
        if p.data_rule == "thompson":
            mix = estimate.thompson(s, p.type_spread, world.streams.of("thompson", self.number))
            return mix, int(np.argmax(mix))
        if p.data_rule == "combined":
            best = int(np.argmax(estimate.combined(s, self.believed, p.belief_error)))
        else:
            best = estimate.winner(s.mean, s.n, p.min_n)
        return (estimate.tilted(best, p.explore_share), best) if best >= 0 else (old, best)

    def _in_force(self, changes: dict[str, Any]) -> Generator[Any, Any, None]:
        yield self.world.env.timeout(24.0 * self.p.listen_lag_d)
        put_in_force(self.world, changes)
        self.note_plan()

    def note_plan(self) -> None:
        """Write the mix in force down."""
        self.world.log.record(self.world.env.now, "plan", mix=self.world.plan.type_mix,
                              exaggeration=self.world.plan.exaggeration)  # fmt: skip


def put_in_force(world: World, changes: dict[str, Any]) -> None:
    """Replace the content plan by one with these changes and announce it."""
    plan = replace(world.plan, **changes)
    if plan != world.plan:
        world.plan = plan
        world.announce("planned", plan=plan)
