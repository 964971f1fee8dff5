"""The model: one scenario, one seed, one run."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.ledger import Ledger
from sim.core.streams import Streams
from sim.core.world import World
from sim.parts import analytics, audience, campaign, community, crisis, desk, engagement, production, reposts
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COUNTERS", "Run", "simulate"]

MONTH_H = 720.0
# In the order in which they start: what happens at the same time happens in this order.
STARTS: dict[str, Callable[[World], None]] = {
    "audience": audience.start,
    "engagement": engagement.start,
    "production": production.start,
    "line": production.start_line,
    "desk": desk.start,
    "crisis": crisis.start,
    "community": community.start,
    "campaign": campaign.start,
    "analytics": analytics.start,
}
# What is counted every day, in the order of the columns of ``Run.daily``.
COUNTERS = (
    "gained", "lost", "posts", "reach", "impressions", "reactions", "likes", "comments", "shares", "clicks", "deep", "cascade",
    "orders", "disappointed",
)  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One simulated run: tables of what happened. Day 1 is the first day after the warm-up (days 0 and less)."""

    scenario: Scenario
    seed: int
    replication: int
    _world: World = field(repr=False)
    _reposts: list[dict[str, Any]] | None = field(default=None, repr=False)

    @cached_property
    def days(self) -> list[dict[str, float]]:
        """The days after the warm-up, each with its counts (a missing count is 0)."""
        return self._world.days[self.scenario.warmup_days :]

    @cached_property
    def daily(self) -> pd.DataFrame:
        """One row a day: day, followers at its end, and the day's counts."""
        import pandas as pd

        days = self._world.days
        whole = {c: np.array([d.get(c, 0.0) for d in days], np.int64) for c in ("day", "followers", *COUNTERS)}
        return pd.DataFrame(
            whole | {c: np.array([d.get(c, 0.0) for d in days]) for c in ("aware", "trust", "needed_hours")}
        )

    @cached_property
    def post_rows(self) -> list[dict[str, Any]]:
        """The posts after the warm-up, one dictionary each: what ``posts`` shows as a table."""
        return [row for row in self._world.log.of("post") if row["day"] >= 1]

    @cached_property
    def end(self) -> dict[str, float]:
        """What only the people themselves know at the end of the run, see ``at_the_end``."""
        return at_the_end(self._world)

    @property
    def ledger(self) -> Ledger:
        """Hours and money, warm-up included; ``start_h`` is where the warm-up ends."""
        return self._world.ledger

    @property
    def start_h(self) -> float:
        """The hour of the run at which day 1 begins."""
        return 24.0 * self.scenario.warmup_days

    def rows(self, event: str) -> list[dict[str, Any]]:
        """Return the facts of every ``event`` after the warm-up, one dictionary each with its ``time_h``."""
        return [row for row in self._world.log.of(event) if row["time_h"] >= self.start_h]

    @cached_property
    def ticket_rows(self) -> list[dict[str, Any]]:
        """The tickets that came in after the warm-up, comments under posts aside, one dictionary each."""
        rows = self._world.log.of("ticket")
        return [row for row in rows if row["opened_h"] >= self.start_h and row["kind"] != "comment"]

    @cached_property
    def posts(self) -> pd.DataFrame:
        """One row a published post, with its reach and reactions."""
        return self._world.log.table("post").drop(columns="event")

    @cached_property
    def reposts(self) -> pd.DataFrame:
        """One row a repost, see ``sim.parts.reposts``. Raise a ValueError if the run was made without ``detail``."""
        if self._reposts is None:
            raise ValueError("reposts were not written down: run simulate(scenario, ..., detail=True).")
        return reposts.table(self._reposts)

    @cached_property
    def cascade(self) -> pd.DataFrame:
        """One row a person who turned negative in a crisis: when, from whom, see ``sim.parts.crisis.process.table``."""
        return crisis.table(self._world.records.get("crisis", []))

    @property
    def forecast(self) -> tuple[np.ndarray, np.ndarray] | None:
        """Score and later activity of each ranked follower, where a customer file was kept (``sim.parts.customer_file``)."""
        return next(iter(self._world.records.get("forecast", ())), None)

    @cached_property
    def events(self) -> pd.DataFrame:
        """Everything the processes logged, in order."""
        return self._world.log.table()

    def digest(self) -> str:
        """Return a fingerprint of everything that happened: equal digests mean equal runs, bit for bit."""
        import hashlib

        ledger = self._world.ledger
        facts = self._world.days, [self._world.log._rows], ledger.presence, ledger.work_done, ledger.payments
        said = repr(facts).encode()
        return hashlib.sha256(said).hexdigest()


def days(world: World) -> Generator[Any, Any, None]:
    """Close each day at midnight: write down the followers and the day's counters."""
    while True:
        yield world.env.timeout(24)
        world.close_day()


def at_the_end(world: World) -> dict[str, float]:
    """Return what is read off the people when the run is over.

    ``favourable``: people who know the brand and trust it more than at the start, less those who trust it less.
    ``loyal``: followers who are devoted, see ``People.devoted``. ``cohort``: those who began to follow
    after the warm-up and at least 30 days ago; ``kept``: those of them who still followed 30 days later.
    """
    people, now_h = world.people, 24.0 * world.total_days
    devoted = people.devoted(now_h)
    loyal = cohort = kept = 0
    for platform in world.scenario.platforms:
        loyal += int(np.count_nonzero(devoted & people.following[platform]))
        since, left = people.followed_h[platform], people.left_h[platform]
        joined = (since > 24.0 * world.scenario.warmup_days) & (since <= now_h - MONTH_H)
        cohort += int(np.count_nonzero(joined))
        kept += int(np.count_nonzero(joined & ((left <= since) | (left > since + MONTH_H))))
    start = np.float32(world.scenario.audience.trust0)
    better = np.count_nonzero(people.aware & (people.trust > start))
    worse = np.count_nonzero(people.aware & (people.trust < start))
    return {"favourable": float(better - worse), "loyal": float(loyal), "cohort": float(cohort), "kept": float(kept)}


def simulate(
    scenario: Scenario,
    *,
    seed: int = 1,
    replication: int = 0,
    detail: bool = False,
    also: Callable[[World], None] | None = None,
) -> Run:
    """Run ``scenario`` once. The same scenario, seed and replication give the same run to the last bit.

    ``detail`` also writes down every repost with its time (``Run.reposts``) and changes nothing else. ``also(world)`` is
    called before the clock starts: it may listen to what the parts announce, or start a process of its own.
    """
    if not isinstance(scenario, Scenario):
        raise TypeError(f"simulate needs a Scenario, not {type(scenario).__name__}: start from sim.base and use vary.")
    world = World(scenario, Streams(seed, replication))
    for part, start in STARTS.items():
        if part in scenario.parts:
            start(world)
    written = reposts.start(world) if detail else None
    if also:
        also(world)
    world.env.process(days(world))
    world.env.run(until=24 * world.total_days + 0.5)
    return Run(scenario, seed, replication, world, written)
