"""The run of record: Qinghe Living 青禾生活 on six platforms, 180 days from 2024-01-01, Asia/Shanghai.

One simulated world a seed, shared by all data sets. What every scenario of the course has holds here as well; this company is
``sim.companies.qinghe_living`` with more platforms, a larger team, and two events that the data sets are about:

- **day 61** (2024-03-01): the strategy starts; content becomes more useful, more entertaining and made for its platform.
- **day 91** (2024-03-31): tastes for content types are re-drawn (AUD-8).

``Watch`` listens while the world runs and notes what no log keeps: who saw which post and what he did, followers and active
followers by day and platform, and what a sample of people thought on survey days. It draws nothing and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.companies import qinghe_living
from sim.core.catalogue import PLATFORMS
from sim.core.knob import vary
from sim.core.streams import Streams
from sim.core.world import Array, World
from sim.model import Run, simulate
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from sim.course.datasets.table import Made

__all__ = [
    "DAYS",
    "DRIFT_DAY",
    "FIRST_DAY",
    "STRATEGY",
    "STRATEGY_DAY",
    "Record",
    "Seen",
    "company",
    "record",
    "stamps",
    "user_ids",
]

FIRST_DAY, DAYS = "2024-01-01", 180
STRATEGY_DAY, DRIFT_DAY = 61, 91
WAVES = (45, 90, 135, 180)  # survey days, each asked at its end
WARMUP = 14
# What the strategy changes about the plan of content (A): the same number of posts, better ones, for the platform they stand on.
STRATEGY = {"value_level": 0.75, "interest_level": 0.75, "content_match": 0.65, "native_adaptation": 0.8}

company: Scenario = vary(
    qinghe_living,
    {
        "platforms": PLATFORMS,
        "horizon_days": DAYS,
        "warmup_days": WARMUP,
        # Production publishes by plan: the line with its queues drops posts, and the exports are to hold 1,080 of them.
        "parts": ("production", "engagement", "audience", "desk", "community", "campaign"),
        "plan.posts_per_day": 1.0,
        # A post a day on six platforms needs about 400 hours a week: an in-house team and an agency.
        "production.staff_hours_week": 400.0,
        "audience.drift_days": WARMUP + DRIFT_DAY - 1,
        "audience.type_drift": 1.0,
        "audience.relations.crm_hours": 6.0,
        # One agent, six channels, severe complaints first, and nothing repaired in half a year; three weeks of May are too much.
        "desk.priority_rule": "severity",
        "desk.check_interval_h": 0.0,
        "desk.channels_monitored": 6,
        "desk.ticket_rate": 1.75,
        "desk.kind_mix": (0.45, 0.30, 0.15, 0.10),
        "desk.fix_policy": "none",
        "desk.satisfaction_tau_h": 20,
        "desk.surge_factor": 1.8,
        "desk.surge_day": 122,
        "desk.surge_days": 18,
        "plan.hot_topic_share": 0.15,
        "plan.promotion_share": 0.15,
        "plan.paid_share": 0.1,
    },
    name="Qinghe Living 青禾生活, run of record",
)

# The same company in a small town: what hidden tests make for each student must be cheap.
small_company: Scenario = vary(company, {"n_people": 30_000}, name="Qinghe Living 青禾生活, small")


class Seen(NamedTuple):
    """One published post and the people who met it: arrays of shape (n,), each person once.

    ``kind`` 0 like, 1 comment, 2 share, 3 nothing; ``moved`` follows or leaves because of the post.
    """

    platform: str
    draft: Any
    facts: dict[str, int]
    ids: Array
    views: Array
    kind: Array
    clicked: Array
    read: Array
    follows: Array
    gained: int
    lost: int


class Watch:
    """What is noted while the world runs."""

    def __init__(self, world: World, *, strategy: bool) -> None:
        self.world = world
        self.seen: list[Seen] = []
        self.days: list[dict[str, Any]] = []
        self.waves: dict[int, dict[str, Array]] = {}
        self.moves: list[tuple[float, str, int, int]] = []  # hour, platform, person, +1 follows or -1 leaves
        platforms = world.scenario.platforms
        self._last = {p: np.full(world.population.n, -1e6, np.float32) for p in platforms}
        self._before = {p: world.people.following[p].copy() for p in platforms}
        world.listen("published", self._published)
        world.listen("exposed", self._exposed)
        self.feeds: list[dict[str, Any]] = []  # the community's posts, a day each
        self.cases: list[dict[str, Any]] = []  # a moderator's verdicts
        world.listen("wrote", lambda **facts: self.feeds.append(facts))
        world.listen("judged", lambda **facts: self.cases.append(facts))
        world.env.process(self._nights())
        if strategy:
            world.env.process(_strategy(world))

    def _published(self, platform: str, draft: Any, facts: dict[str, int]) -> None:
        self._facts = facts
        today = self.world.today
        self._counts = today.get("gained", 0.0), today.get("lost", 0.0)

    def _exposed(
        self, *, platform: str, draft: Any, met: Any, kind: Array, clicked: Array, read: Array, now: Any
    ) -> None:
        today = self.world.today
        gained, lost = today.get("gained", 0.0) - self._counts[0], today.get("lost", 0.0) - self._counts[1]
        if draft.time_h >= 24.0 * self.world.scenario.warmup_days:
            self.seen.append(
                Seen(
                    platform,
                    draft,
                    self._facts,
                    met.ids,
                    met.views,
                    kind,
                    clicked,
                    read,
                    met.follows,
                    int(gained),
                    int(lost),
                )
            )
        self._last[platform][met.ids] = draft.time_h

    def _nights(self) -> Generator[Any, Any, None]:
        """At the end of each day write down each platform's followers, those who came and left, and the active ones."""
        world, people = self.world, self.world.people
        yield world.env.timeout(0.25)
        while True:
            yield world.env.timeout(24)
            day, now = world.clock.day - world.scenario.warmup_days, np.float32(world.env.now)
            for p in world.scenario.platforms:
                here, before, last = people.following[p], self._before[p], self._last[p]
                came, left = (here & ~before).nonzero()[0], (before & ~here).nonzero()[0]
                self._before[p] = here.copy()
                if day < 1:
                    continue
                self.moves += [(float(people.followed_h[p][i]), p, i, 1) for i in came.tolist()]
                self.moves += [(float(people.left_h[p][i]), p, i, -1) for i in left.tolist()]
                row = {"day": day, "platform": p, "followers": int(here.sum()), "new": len(came), "lost": len(left)}
                self.days.append(
                    row | {f"active_{d}d": int((here & (last > now - 24.0 * d)).sum()) for d in (1, 7, 30)}
                )
            if day in WAVES:
                self.waves[day] = {
                    "trust": people.trust.copy(),
                    "aware": people.aware.copy(),
                    "buyer": people.buyer.copy(),
                }


def _strategy(world: World) -> Generator[Any, Any, None]:
    """Put the strategy into force on the morning of its day."""
    yield world.env.timeout(24.0 * (world.scenario.warmup_days + STRATEGY_DAY - 1))
    world.plan = replace(world.plan, **STRATEGY)
    world.announce("planned", plan=world.plan)


@dataclass(frozen=True)
class Record:
    """One seed's world and what has been made from it.

    ``small`` is the cheap world of hidden tests; without ``strategy`` nothing starts on day 61. ``of(purpose)`` is a stream
    of its own for each purpose of a data set.
    """

    seed: int
    small: bool = False
    strategy: bool = True

    @cached_property
    def scenario(self) -> Scenario:
        """The company of this record."""
        return small_company if self.small else company

    @cached_property
    def _ran(self) -> tuple[Run, Watch]:
        watching: list[Watch] = []
        run = simulate(
            self.scenario, seed=self.seed, also=lambda world: watching.append(Watch(world, strategy=self.strategy))
        )
        return run, watching[0]

    @property
    def run(self) -> Run:
        """The run: posts, tickets, events, daily counts."""
        return self._ran[0]

    @property
    def watch(self) -> Watch:
        """What was noted beside the log."""
        return self._ran[1]

    @property
    def world(self) -> World:
        """The world at its end: people, population."""
        return self.watch.world

    def of(self, purpose: str, *entity: int) -> np.random.Generator:
        """Return the random stream of a purpose, for what the model does not hold."""
        return Streams(self.seed).of(f"datasets:{purpose}", *entity)

    def stamp(self, time_h: Any) -> pd.DatetimeIndex:
        """Return hours of this run as local times, see ``stamps``."""
        return stamps(np.asarray(time_h, float) - self.run.start_h)

    @cached_property
    def _kept(self) -> dict[str, Any]:
        return {}

    def once(self, name: str, make: Callable[[Record], Any]) -> Any:
        """Return ``make(self)``, made when first asked for: what several data sets build on."""
        if name not in self._kept:
            self._kept[name] = make(self)
        return self._kept[name]

    def made(self, name: str) -> Made:
        """Return the data set of this name, made from this record once."""
        from sim.course.datasets import entry

        found: Made = self.once(f"data set {name}", entry(name).maker)
        return found


@lru_cache(maxsize=4)
def record(seed: int, *, small: bool = False) -> Record:
    """Return the record of a seed; its world is run when somebody first asks for it, and kept."""
    Streams(seed)  # says what is wrong with a seed
    return Record(seed, small)


def stamps(hours: Any) -> pd.DatetimeIndex:
    """Return hours since the midnight of the first day as local times (Asia/Shanghai), whole seconds."""
    import pandas as pd

    seconds = np.floor(np.asarray(hours, float) * 3600.0 + 1e-6).astype("int64")
    return pd.DatetimeIndex(np.datetime64(FIRST_DAY, "s") + seconds.astype("timedelta64[s]"))


def user_ids(people: Any) -> list[str]:
    """Return the ids of simulated people as they stand in every file: u000123."""
    return [f"u{int(i):06d}" for i in np.asarray(people)]


def homes(record: Record, person: Array) -> Array:
    """Return each person's platform: the first that he follows the account on, else the first that he is on."""
    platforms = record.scenario.platforms
    follows = np.array([record.world.people.following[p][person] for p in platforms])
    there = np.array([record.world.population.member[p][person] for p in platforms])
    best = np.where(follows.any(axis=0), follows.argmax(axis=0), there.argmax(axis=0))
    return np.array(platforms, object)[best]
