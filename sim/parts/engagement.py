"""Engagement: what happens to a post between publishing and silence.

A post (帖子) at hour h reaches followers as a Poisson process weighted by their activity::

    reach rate = r_f  x  form  x  n^e  x  (0.55 + 0.45 H)  x  timing(segment, h)  x  luck

r_f share of followers reached, n own posts of the last 24 h, e < 0 the platform's frequency elasticity, H account heat,
luck lognormal with mean 1. The platform shows it to strangers in proportion. Timing follows from when a segment is
online and how long a post lives in the feed (e-folding life L), with less room in the feed at the peak::

    seen(segment, h) = 1 - prod_j (1 - a(h + j) exp(-j / L) position(h + j))

A reached person reacts with probability ``sigma(logit p + 1.6 (match - 1/2) + 2 (quality - 0.6) + 1.5 affinity M -
fatigue term + noise)``; a reaction is a like, a comment or a share by the signatures of type and form. Account heat
rewards regular reactions: ``H <- 0.9 H + 0.125 (1 - exp(-e / s))`` once a day, e the day's reactions.

Reads: memory, fatigue, trust. Writes: reaction counts. Draws: ``post``, ``reach``, ``react``. Logs: ``post``.
"""

from __future__ import annotations

import math
from bisect import bisect
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.core.catalogue import FORMS, SEGMENTS, TYPES, Segments, named
from sim.core.knob import knob, parameters
from sim.core.plan import SLOTS, ContentPlan
from sim.core.streams import Streams
from sim.core.world import Array, Candidates, World

__all__ = ["EngagementParameters", "Post", "schedule", "seen_index", "start"]

# Candidates are drawn at this multiple of a post's mean rate and thinned to the real one, so that two scenarios
# with different rates look at the same people with the same numbers (common random numbers).
CAP = 3.0
# Somebody drawn twice is one person reached, and luck beyond the cap is lost: on average a fifth of what is drawn.
DRAWN_PER_REACHED = 1.25
USUAL_CONGESTION = 0.4


@parameters
class EngagementParameters:
    """How posts reach people and what people do."""

    _prefix = "engagement."

    post_life_h: float = knob(
        2.5, low=1, high=240, step=0.5, unit="hours", meaning="e-folding life of a post in the feed", zh="内容时效"
    )
    peak_congestion: float = knob(
        0.4, low=0, high=1, step=0.05, unit="0–1", meaning="loss of feed position when everybody posts at the peak hour", zh="高峰拥堵"
    )
    reach_luck: float = knob(
        0.85, low=0, high=2, unit="sd of ln reach", meaning="luck in reach that no plan explains", zh="触达随机性",
        mark="C", source="facebook_metrics: sd of ln reach 1.14 [1.07, 1.21] in all",
    )  # fmt: skip
    reaction_noise: float = knob(
        0.86, low=0, high=2, unit="sd of ln rate", meaning="luck in reactions that no plan explains", zh="互动随机性",
        mark="C", source="facebook_metrics: residual of ln interactions",
    )  # fmt: skip
    marginal_interest: float = knob(
        0.37, low=0, high=1, unit="exponent", meaning="how much less interested the viewers of a far-reaching post are",
        zh="边际兴趣递减", mark="C", source="facebook_metrics: elasticity of interactions to reach 0.63",
    )  # fmt: skip
    heat: float = knob(
        1.0, low=0.25, high=1.5, off=0.0, unit="×", meaning="strength of the account-heat effect on reach", zh="账号热度强度"
    )
    heat_scale: float = knob(
        0.35, low=0.1, high=5, unit="× a usual day", meaning="daily reactions at which account heat is two thirds full", zh="热度尺度"
    )
    recommend_crowding: float = knob(
        0.25, low=0, high=0.6, unit="exponent", zh="推荐拥挤",
        meaning="how much more own posts of the last 24 h crowd each other out among strangers: factor n^-x",
        source="A; algorithmic feeds -0.35 against chronological ones -0.2 and less",
    )  # fmt: skip
    click_rate: float = knob(
        0.10, low=0, high=0.5, unit="share of reach", meaning="clicks of a reached person", zh="点击率",
        mark="C", source="facebook_metrics: engaged users 12.2 % of reach, of which 2.1 % interactions",
    )  # fmt: skip


class Met(NamedTuple):
    """The people who meet a post, arrays of shape (n,): each person once, with numbers for what may follow."""

    ids: Array
    views: Array
    follows: Array
    react: Array
    move: Array
    click: Array


class Now(NamedTuple):
    """State of reached people at the moment of a post, arrays of shape (n,)."""

    memory: Array
    fatigue: Array
    match: Array


@dataclass(frozen=True)
class Post:
    """One published post; its identity (platform, day, slot) names its random streams."""

    platform_index: int
    day: int
    slot: int
    time_h: float
    type: int
    form: int
    luck: float
    noise: float

    @property
    def key(self) -> tuple[int, int, int]:
        """The entity of this post's streams."""
        return self.platform_index, self.day, self.slot


def start(world: World) -> None:
    """Publish on every platform of the scenario."""
    for index, platform in enumerate(world.scenario.platforms):
        world.env.process(publishing(world, platform, index))


def schedule(plan: ContentPlan, days: int, streams: Streams, platform_index: int, warmup_days: int = 0) -> list[tuple[int, int, int]]:
    """Return the posts of a plan as (day, slot, hour of the day), in order; same weekly volume in every cadence.

    ``regular`` spaces posts evenly, ``random`` draws them (Poisson), ``burst`` puts a week's posts on one day,
    ``binge`` doubles for two weeks and stops for two.
    """
    due = np.floor(np.arange(1, days + 1) * plan.posts_per_day + 1e-9).astype(int)
    a_day = np.diff(due, prepend=0)
    if plan.cadence_mode == "random":
        a_day = streams.of("schedule", platform_index).poisson(plan.posts_per_day, days)
    elif plan.cadence_mode == "burst":
        a_day = np.array([due[min(d + 7, days) - 1] - (due[d - 1] if d else 0) if d % 7 == 0 else 0 for d in range(days)])
    elif plan.cadence_mode == "binge":
        a_day = np.where(np.arange(days) % 28 < 14, np.diff(np.floor(np.arange(1, days + 1) * 2 * plan.posts_per_day + 1e-9).astype(int), prepend=0), 0)
    hours = SLOTS[plan.slot_policy]
    posts = []
    for day in range(days):
        n = int(a_day[day]) + (plan.extra_post_day > 0 and day == warmup_days + plan.extra_post_day - 1)
        for slot in range(n):
            if plan.slot_policy == "random":
                hour = int(streams.of("hour", platform_index, day, slot).integers(7, 24))
            else:
                hour = hours[(day + slot) % len(hours)]
            posts.append((day, slot, hour))
    return sorted(posts, key=lambda p: (p[0], p[2], p[1]))


def publishing(world: World, platform: str, index: int) -> Any:
    """Publish the plan's posts one after the other; update account heat each day."""
    s = world.scenario
    account = Account(world, platform, index)
    times: list[float] = []
    for day, slot, hour in schedule(s.plan, world.total_days, world.streams, index, s.warmup_days):
        at = 24.0 * day + hour
        yield world.env.timeout(at - world.env.now)
        account.pass_days(day)
        times = [t for t in times if at - t < 24.0] + [at]
        account.publish(day, slot, at, recent=len(times), same_hour=times.count(at))


@lru_cache(maxsize=4096)
def post_luck(seed: int, replication: int, *key: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return (two uniform, two normal numbers) of one post: its type, form, luck in reach and in reactions."""
    rng = Streams(seed, replication).of("post-luck", *key)
    return tuple(rng.random(2).tolist()), tuple(rng.standard_normal(2).tolist())


@lru_cache(maxsize=4096)
def seen_index(segments: Segments, life_h: float, congestion: float, hour: int) -> tuple[float, ...]:
    """Return, per segment, the chance that an average visitor meets a post published at ``hour``.

    Divided by the mean over segments and office hours at the usual congestion: 1 is how accounts usually publish, and
    what the platforms' reach figures were measured on.
    """
    activity = np.array([segment.activity for _, segment in named(segments)])
    reference = np.mean([_seen(activity, life_h, USUAL_CONGESTION, h) for h in SLOTS["office_hours"]])
    return tuple(float(x) for x in _seen(activity, life_h, congestion, hour) / reference)


def _seen(activity: Array, life_h: float, congestion: float, hour: int) -> Array:
    hours = (hour + np.arange(min(int(8 * life_h) + 1, 24 * 30))) % 24
    age = np.arange(len(hours))
    load = activity.mean(axis=0)
    position = 1.0 - 0.5 * congestion * load / load.max()
    return 1.0 - np.prod(1.0 - activity[:, hours] * np.exp(-age / life_h) * position[hours], axis=1)


class Account:
    """One account on one platform: it publishes, and its heat rises and falls with the reactions it gets."""

    def __init__(self, world: World, platform: str, index: int) -> None:
        self.world, self.platform, self.index = world, platform, index
        s = world.scenario
        self.traits = getattr(s.platform, platform)
        self.life_h = s.engagement.post_life_h * self.traits.life_factor
        self.heat, self.heat_day, self.reactions_today = 1.0, 0, 0.0
        self.types = [entry for _, entry in named(s.content_type)]
        self.forms = [entry for _, entry in named(s.form)]
        self.match = self._match_table()
        self.type_cut, self.form_cut = np.cumsum(s.plan.type_mix).tolist(), np.cumsum(s.plan.form_mix).tolist()
        self.click_rate = [s.engagement.click_rate * entry.click for entry in self.types]
        # Further views of a reached person are Poisson; this is its distribution function, for inversion.
        more = self.traits.views_per_person - 1.0
        self.more_views = np.cumsum([math.exp(-more) * more**k / math.factorial(k) for k in range(12)], dtype=np.float32)
        self._timings: dict[int, Array] = {}
        followers = world.population.weight(platform, followers=True)
        strangers = world.population.weight(platform, followers=False) - followers
        share = self.traits.non_follower_share
        self.stranger_rate = share / (1.0 - share) * followers / strangers if strangers > 0 else 0.0
        # A usual day: one post, reaching as many as the platform's averages say.
        self.usual = max(1e-9, followers * self.traits.follower_exposure / (1.0 - share) * self.traits.interactions)

    def _match_table(self) -> Array:
        s = self.world.scenario
        rows = []
        for _, segment in named(s.segment):
            by_type = np.array(segment.type_preference) / max(segment.type_preference)
            by_form = np.array(segment.form_appeal) / max(segment.form_appeal)
            rows.append(0.5 * by_type[:, None] + 0.5 * by_form[None, :])
        # content_match moves the whole table: 0.5 is the catalogue's own fit.
        return np.array(rows, np.float32).transpose(1, 2, 0) + np.float32(s.plan.content_match - 0.5)

    def pass_days(self, day: int) -> None:
        """Bring account heat up to ``day``."""
        scale = self.world.scenario.engagement.heat_scale * self.usual
        while self.heat_day < day:
            self.heat = 0.9 * self.heat + 0.125 * (1.0 - np.exp(-self.reactions_today / scale))
            self.reactions_today = 0.0
            self.heat_day += 1

    def publish(self, day: int, slot: int, at: float, *, recent: int, same_hour: int) -> None:
        """Publish one post and let everything happen that follows from it."""
        world, post = self.world, self._post(day, slot, at)
        met = self._met(post, recent, same_hour)
        now = self._now(post, met.ids)
        kind = self._react(post, met, now)
        n = [int(x) for x in np.bincount(kind, minlength=4)]
        clicks = int(np.count_nonzero(met.click < self.click_rate[post.type]))
        self.reactions_today += sum(n[:3])
        facts = {
            "reach": len(met.ids), "impressions": int(met.views.sum()), "likes": n[0], "comments": n[1], "shares": n[2],
            "clicks": clicks,
        }  # fmt: skip
        for name, amount in facts.items():
            world.count(name, amount)
        world.count("posts", 1)
        world.count("reactions", sum(n[:3]))
        world.log.record(
            at, "post", platform=self.platform, day=day - world.scenario.warmup_days + 1, slot=slot, hour=int(at % 24),
            type=TYPES[post.type], form=FORMS[post.form], reach_followers=int(met.follows.sum()), **facts,
            heat=float(self.heat),
        )  # fmt: skip
        world.announce("exposed", platform=self.platform, post=post, met=met, reacted=kind < 3, now=now)

    def _post(self, day: int, slot: int, at: float) -> Post:
        u, z = post_luck(self.world.streams.seed, self.world.streams.replication, self.index, day, slot)
        e = self.world.scenario.engagement
        kind = min(bisect(self.type_cut, u[0]), len(TYPES) - 1)
        form = min(bisect(self.form_cut, u[1]), len(FORMS) - 1)
        spread = e.reach_luck * self.forms[form].spread ** 0.5
        luck = math.exp(spread * z[0] - spread**2 / 2)
        return Post(self.index, day, slot, at, kind, form, luck, e.reaction_noise * z[1] - e.reaction_noise**2 / 2)

    def _met(self, post: Post, recent: int, same_hour: int) -> Met:
        """Find the people who meet the post: candidates at the cap, thinned to what this scenario's rates say."""
        world, e = self.world, self.world.scenario.engagement
        level = self.forms[post.form].exposure * recent**self.traits.frequency_elasticity / same_hour
        level *= 1.0 + e.heat * (0.55 + 0.45 * self.heat - 1.0)
        # The platform shows strangers one of an account's posts of the day rather than all of them.
        strangers = recent ** -e.recommend_crowding
        chance = (level / CAP) * self._timing(int(post.time_h % 24))
        rate = DRAWN_PER_REACHED * self.traits.follower_exposure * post.luck * CAP
        c = world.population.candidates("post", post.key, self.platform, rate, rate * self.stranger_rate)
        if len(world.newcomers[self.platform]):
            rng = world.streams.of("post-newcomers", *post.key)
            c = c.joined(world.newcomers[self.platform].candidates(rate, rng))
        following = world.people.following[self.platform][c.ids]
        by_person = chance[world.population.segment[c.ids]]
        by_person[~c.as_fan] *= strangers
        shown = np.flatnonzero((c.thin < by_person) & (following == c.as_fan))
        ids = c.ids[shown]
        # The candidates are sorted: somebody who was drawn twice stands beside himself and sees the post twice.
        new = np.ones(len(ids) + 1, bool)
        np.not_equal(ids[1:], ids[:-1], out=new[1:-1])
        starts = np.flatnonzero(new)
        first = shown[starts[:-1]]
        views = starts[1:] - starts[:-1] + self.more_views.searchsorted(c.view[first])
        return Met(c.ids[first], views.astype(np.float32), following[first], c.react[first], c.move[first], c.click[first])

    def _timing(self, hour: int) -> Array:
        if hour not in self._timings:
            s = self.world.scenario
            index = seen_index(s.segment, self.life_h, s.engagement.peak_congestion, hour)
            self._timings[hour] = np.array(index, np.float32)
        return self._timings[hour]

    def _now(self, post: Post, ids: Array) -> Now:
        people, pop, a = self.world.people, self.world.population, self.world.scenario.audience
        match = (self.match[post.type, post.form][pop.segment[ids]] + pop.taste[ids]).clip(0.0, 1.0)
        return Now(*people.current(ids, post.time_h, a.memory_halflife_d, a.fatigue_halflife_d), match)

    def _react(self, post: Post, met: Met, now: Now) -> Array:
        """Return per person 0 like, 1 comment, 2 share, 3 nothing."""
        s, pop, ids = self.world.scenario, self.world.population, met.ids
        a, kind, form = s.audience, self.types[post.type], self.forms[post.form]
        p0 = self.traits.interactions
        tired = np.maximum(0.0, now.fatigue - np.float32(a.fatigue_free))
        logit = (
            math.log(p0 / (1.0 - p0))
            + post.noise
            - s.engagement.marginal_interest * math.log(max(post.luck, 1e-6))
            + 2.0 * (s.plan.content_quality - 0.6)
            + 1.6 * (now.match - 0.6)
            + 1.5 * (pop.affinity[ids] * now.memory - 0.1)
            - a.fatigue * a.fatigue_weight * tired
        )
        # Nobody is more certain to stay silent than 1 in 10^13: keeps the exponential in range.
        p = 1.0 / (1.0 + np.exp(np.minimum(-logit, np.float32(30.0))))
        like, comment, share = self.traits.reaction_mix
        likes = like * form.like
        comments = likes + comment * kind.comment * form.comment
        every = comments + share * kind.share * form.share
        # One number a person decides both whether and how; a form that draws more comments draws more reactions.
        u = met.react / np.minimum(p, 0.95 / max(every, 1.0))
        return np.array([likes, comments, every], np.float32).searchsorted(u, side="right")
