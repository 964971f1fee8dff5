"""Entries 3 and 4: the company's followers day by day, and a sample of users."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sim.core.catalogue import SEGMENTS
from sim.core.world import Array
from sim.course.datasets import flaws
from sim.course.datasets.company import DAYS, Record, Watch, homes, stamps, user_ids
from sim.course.datasets.events import sampled
from sim.course.datasets.meetings import meetings
from sim.course.datasets.table import Column, Entry, Made, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ENTRIES"]

# Followers that somebody bought: on one account, within a few days; the platform removes some of them every day.
BOUGHT_ON, BOUGHT_FROM, BOUGHT_DAYS, BOUGHT_SHARE, REMOVED = "kuaishou", 100, 4, 0.3, 0.006
FOLLOWERS = Table(
    3, "followers_daily", "day and account", "每日粉丝",
    "The company's six accounts, one on each platform, at the end of each day.", "E6.2, E8.1",
    (
        Column("date", "date", "the day", "日期"),
        Column("platform", "text", "platform; exports spell it in several ways", "平台", one_of=flaws.spelled()),
        Column("account", "text", "the account", "账号"),
        Column("followers", "whole", "followers at the end of the day", "粉丝数", "people", 0),
        Column("new", "whole", "began to follow", "新增关注", "people", 0),
        Column("lost", "whole", "left", "取消关注", "people", 0),
        Column("active_1d", "whole", "followers who met a post in the last day", "日活跃粉丝", "people", 0, empty=True),
        Column("active_7d", "whole", "the same in the last 7 days", "周活跃粉丝", "people", 0, empty=True),
        Column("active_30d", "whole", "the same in the last 30 days", "月活跃粉丝", "people", 0, empty=True),
        Column("visits", "whole", "visits to the account", "主页访问", "count", 0, empty=True,
               assumed="clicks that read on, and 2 in 1,000 followers a day"),
    ),
    ("date", "platform"),
    (
        Column("bought", "whole", "bought followers among them", "买粉数"),
        Column("without_strategy", "whole", "real followers in the same world without the strategy", "无策略粉丝数"),
    ),
)  # fmt: skip

AGES = ("18–24", "25–34", "35–44", "45–54", "55+")
TIERS = ("1", "2", "3", "4")
JOBS = (
    "student",
    "office",
    "civil service",
    "education",
    "health",
    "retail",
    "factory",
    "self-employed",
    "homemaker",
    "retired",
)
INTERESTS = (
    "tea",
    "cooking",
    "camping",
    "fitness",
    "fashion",
    "parenting",
    "reading",
    "gaming",
    "travel",
    "home",
    "pets",
    "bargains",
)
# Shares by segment (A), rows in the order of SEGMENTS.
AGE_SHARES = ((.12, .62, .20, .05, .01), (.78, .20, .01, .01, .00), (.02, .28, .42, .20, .08), (.10, .36, .30, .16, .08),
              (.12, .26, .26, .22, .14))  # fmt: skip
WOMEN = (0.56, 0.55, 0.68, 0.42, 0.60)
TIER_SHARES = (
    (0.42, 0.34, 0.17, 0.07),
    (0.26, 0.32, 0.26, 0.16),
    (0.18, 0.30, 0.32, 0.20),
    (0.38, 0.32, 0.20, 0.10),
    (0.10, 0.24, 0.36, 0.30),
)
JOB_SHARES = (
    (.02, .58, .10, .06, .06, .08, .02, .08, .00, .00), (.80, .08, .01, .01, .01, .06, .02, .01, .00, .00),
    (.00, .22, .10, .10, .08, .10, .10, .10, .16, .04), (.12, .28, .12, .20, .10, .04, .02, .08, .00, .04),
    (.08, .14, .04, .04, .04, .20, .20, .12, .08, .06),
)  # fmt: skip
LIKES = (
    (.5, .4, .4, .5, .4, .1, .4, .2, .5, .4, .3, .2), (.2, .1, .3, .4, .7, .0, .2, .7, .4, .1, .3, .3),
    (.4, .8, .2, .2, .1, .7, .2, .0, .3, .7, .2, .4), (.7, .3, .3, .2, .1, .2, .9, .1, .4, .4, .2, .0),
    (.2, .5, .1, .1, .3, .4, .1, .3, .2, .5, .2, .9),
)  # fmt: skip
DRAWN = "drawn by segment"
USERS = Table(
    4, "users_sample", "user", "用户样本",
    "3,000 users: followers who met posts, people who react often, quiet followers, and strangers who met posts.",
    "E2.2",
    (
        Column("user_id", "text", "the user", "用户编号"),
        Column("joined", "date", "began to follow for the first time (not a follower: first met a post)", "加入日期",
               assumed="between July 2022 and December 2023 for those who followed before the export"),
        Column("platform", "text", "the user's main platform", "平台", one_of=flaws.spelled()),
        Column("age_band", "text", "age", "年龄段", one_of=AGES, assumed=DRAWN),
        Column("gender", "text", "f, m, or na (not told)", "性别", one_of=("f", "m", "na"), assumed=DRAWN),
        Column("city_tier", "text", "tier of the city, 1 largest", "城市等级", one_of=TIERS, assumed=DRAWN),
        Column("occupation", "text", "occupation", "职业", one_of=JOBS, assumed=DRAWN),
        Column("interests", "list", "interests", "兴趣", one_of=INTERESTS, empty=True, assumed=DRAWN),
        Column("follower", "flag", "follows the account at the end of the export, on whichever platform", "是否粉丝"),
        Column("buyer", "flag", "has ordered", "是否买家"),
    ),
    ("user_id",),
    (
        Column("segment", "text", "segment", "人群", one_of=SEGMENTS),
        Column("affinity", "number", "liking for brands of this kind", "品牌亲和度", "0–1", 0, 1),
        Column("state", "text", "state at the end of the export", "生命周期", one_of=("potential", "loyal", "active", "lost")),
    ),
)  # fmt: skip


def make_followers(record: Record) -> Made:
    """Make ``followers_daily``, with followers that somebody bought on one account."""
    import pandas as pd

    clean = pd.DataFrame(record.watch.days)
    day = clean["day"].to_numpy()
    clean["visits"] = _visits(record, clean)
    account = clean["platform"].to_numpy() == BOUGHT_ON
    size = round(BOUGHT_SHARE * int(clean["followers"][account & (day == BOUGHT_FROM)].sum()) / BOUGHT_DAYS)
    fake, came, gone = bought(account, day, size)
    clean["date"] = stamps(24.0 * (day - 1))
    clean["account"] = "青禾生活"
    without = [row["followers"] for row in record.once("without strategy", _without).days]
    truth = pd.DataFrame(
        {"date": clean["date"], "platform": clean["platform"], "bought": fake, "without_strategy": without}
    )
    table = clean.assign(followers=clean["followers"] + fake, new=clean["new"] + came, lost=clean["lost"] + gone)
    names = [c.name for c in FOLLOWERS.columns]
    table = table[names]
    last, real = day == DAYS, int(clean["followers"][day == DAYS].sum())
    until = BOUGHT_FROM + BOUGHT_DAYS - 1
    said = [
        f"Planted truth: {size * BOUGHT_DAYS:,} followers of {BOUGHT_ON} were bought on days {BOUGHT_FROM} to {until}; "
        "they are never active.",
        f"Planted truth: on day {DAYS} the company has {real:,} real followers; without the strategy of day 61, in the same "
        f"world, it would have {int(np.array(without)[last].sum()):,}.",
    ]
    table, one = flaws.emptied(
        table, record.of("flaws:followers:missing"), ("active_1d", "active_7d", "active_30d", "visits")
    )
    said.append(one)
    table, one = flaws.aliased(table, record.of("flaws:followers:names"), share=0.05)
    said.append(one)
    table, one = flaws.duplicated(table, record.of("flaws:followers:twice"))
    said.append(one)
    return Made(table, truth, tuple(said), clean[names])


def _without(record: Record) -> Watch:
    """Return what is noted in the same world if the strategy is not started (common random numbers)."""
    return replace(record, strategy=False).watch


def _visits(record: Record, days: pd.DataFrame) -> Array:
    """Return visits by row: those who read on, on the day they met the post, and a few followers who just look in."""
    read = np.zeros((len(record.scenario.platforms), DAYS + 1))
    index = {p: k for k, p in enumerate(record.scenario.platforms)}
    for m in meetings(record):
        day = np.floor((m.at_h + m.age_h[m.seen.read]) / 24.0).astype(int)
        np.add.at(read[index[m.seen.platform]], day[day < DAYS], 1)
    own = read[[index[p] for p in days["platform"]], days["day"].to_numpy() - 1]
    return np.asarray(own + record.of("account visits").poisson(0.002 * days["followers"].to_numpy()))


def bought(account: Array, day: Array, size: int) -> tuple[Array, Array, Array]:
    """Return bought followers by row, and how many of them came and were removed that day; ``size`` come on each day."""
    there, came, gone = (np.zeros(DAYS + 1, int) for _ in range(3))
    for d in range(1, DAYS + 1):
        came[d] = size if BOUGHT_FROM <= d < BOUGHT_FROM + BOUGHT_DAYS else 0
        gone[d] = round(REMOVED * there[d - 1])
        there[d] = there[d - 1] + came[d] - gone[d]
    return np.where(account, there[day], 0), np.where(account, came[day], 0), np.where(account, gone[day], 0)


def make_users(record: Record) -> Made:
    """Make ``users_sample``."""
    import pandas as pd

    who, world = sampled(record), record.world
    segment = world.population.segment[who]
    u = record.of("user properties").random((6, len(who)))
    pick = lambda shares, v: (v[:, None] >= np.cumsum(np.array(shares), axis=1)[segment]).sum(axis=1)  # noqa: E731
    name = lambda names, places: [names[min(int(k), len(names) - 1)] for k in places]  # noqa: E731
    told = u[2] < 0.93
    gender = np.where(told, np.where(u[1] < np.array(WOMEN)[segment], "f", "m"), "na")
    wishes = record.of("interests").random((len(who), len(INTERESTS))) < np.array(LIKES)[segment]
    follows = np.logical_or.reduce([world.people.following[p][who] for p in record.scenario.platforms])
    clean = pd.DataFrame({
        "user_id": user_ids(who), "joined": _joined(record, who, u[0]), "platform": homes(record, who),
        "age_band": name(AGES, pick(AGE_SHARES, u[3])), "gender": gender, "city_tier": name(TIERS, pick(TIER_SHARES, u[4])),
        "occupation": name(JOBS, pick(JOB_SHARES, u[5])),
        "interests": [";".join(x for x, yes in zip(INTERESTS, row, strict=True) if yes) for row in wishes],
        "follower": follows.astype(int), "buyer": world.people.buyer[who].astype(int),
    })  # fmt: skip
    truth = pd.DataFrame({
        "user_id": clean["user_id"], "segment": [SEGMENTS[s] for s in segment],
        "affinity": np.round(world.affinity(who).astype(float), 2), "state": _states(record, who),
    })  # fmt: skip
    table, names = flaws.aliased(clean, record.of("flaws:users:names"))
    table, twice = flaws.duplicated(table, record.of("flaws:users:twice"))
    counts = truth["state"].value_counts().sort_index()
    said = "Planted truth: states at the end: " + ", ".join(f"{k} {v}" for k, v in counts.items()) + "."
    return Made(table, truth, (names, twice, said), clean)


def _joined(record: Record, who: Array, u: Array) -> pd.DatetimeIndex:
    """Return when each person first followed, or met the first post; before the export by chance."""
    world, start = record.world, record.run.start_h
    hours = np.full(world.population.n, np.inf)
    for m in reversed(meetings(record)):
        hours[m.seen.ids] = m.at_h
    first = np.full(len(who), np.inf)
    before = np.zeros(len(who), bool)
    for p in record.scenario.platforms:
        since = world.people.followed_h[p][who].astype(float)
        before |= world.population.follower_at_start[p][who] | ((since > 0) & (since < start))
        first = np.minimum(first, np.where(since >= start, since - start, np.inf))
    met = np.where(np.isfinite(hours[who]), hours[who], 24.0)
    at = np.where(before, -24.0 * (1.0 + 547.0 * u), np.where(np.isfinite(first), first, met))
    return stamps(np.floor(at / 24.0) * 24.0)


def _states(record: Record, who: Array) -> list[str]:
    """Return the state of each person at the end: the answers of the life-cycle exercise, from events without flaws.

    Lost: followed once, nothing happened for 30 days. Loyal: at least 6 reactions in 60 days, in at least 2 weeks. Potential:
    fewer than 2 reactions. Active: the others.
    """
    import pandas as pd

    events = record.made("user_events").clean
    last = pd.Timestamp("2024-01-01") + pd.Timedelta(days=DAYS)
    events = events[events["user_id"].isin(set(user_ids(who)))]
    age = (last - events["ts"]).dt.total_seconds() / 86_400.0
    recent = events[events["event"].isin(["like", "comment", "share", "save"]) & (age <= 60.0)]
    weeks = recent["ts"].dt.isocalendar().week.groupby(recent["user_id"]).nunique()
    people = pd.Index(user_ids(who))
    latest = age.groupby(events["user_id"]).min().reindex(people, fill_value=np.inf).to_numpy()
    reactions = recent.groupby("user_id").size().reindex(people, fill_value=0).to_numpy()
    weeks_n = weeks.reindex(people, fill_value=0).to_numpy()
    came = set(events.loc[events["event"] == "follow", "user_id"])
    followed = np.isin(people, [*came])
    for p in record.scenario.platforms:
        followed |= record.world.population.follower_at_start[p][who] | (record.world.people.followed_h[p][who] > 0)
    return [*np.select(
        [followed & (latest > 30.0), (reactions >= 6) & (weeks_n >= 2), reactions < 2], ["lost", "loyal", "potential"], "active"
    )]  # fmt: skip


ENTRIES = (Entry(FOLLOWERS, make_followers), Entry(USERS, make_users))
