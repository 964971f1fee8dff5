"""Engagement: what happens to a post between publishing and silence.

A post (帖子) at hour h reaches followers as a Poisson process weighted by their activity (ENG-5, ENG-6)::

    reach rate = r_f  x  form  x  n^e  x  (0.55 + 0.45 H)  x  timing(segment, h)  x  luck  x  room in the feed

r_f share of followers reached, n own posts of the last 24 h, e < 0 the platform's frequency elasticity, H account heat
(账号热度), luck lognormal with mean 1. The platform shows the post to strangers in proportion, though rather one of the
day's posts than all. A hot topic (热点) adds ``heat 2^(-lead / half-life) fit`` (ENG-4); paid support multiplies.

A reached person reacts with probability sigma(x) (ENG-1, ENG-7, ENG-8)::

    x = logit p + noise - 0.37 ln(luck) + 1.6 (match - 0.6) + 2 (quality - 0.6) + 0.8 (interest - 0.5)
        + 1.5 (affinity M - 0.1) + 2 (T - trust0's usual 0.6) + 0.8 exaggeration T / 0.6
        - max(0, 0.6 - fit of a borrowed topic) - fatigue term - wear-out

M memory, T trust: a big claim works on those who believe the brand. A reaction is a like, a comment or a share by the
signatures of type and form (ENG-2). Everybody who shares shows the post to his contacts in the follower network; those
who see it may pass it on (ENG-3, the spread engine's law without a clock). Account heat rewards regular reactions: ``H
<- 0.9 H + 0.125 (1 - exp(-e / s))`` once a day.

Reads: drafts and takedowns announced by production; memory, fatigue, trust. Writes: nothing. Draws: ``post``
(candidates), ``post-luck``, ``cascade``. Announces: ``published``, ``exposed``, ``shared``, ``shown``. Logs: ``post``.
"""

from __future__ import annotations

import math
from collections import deque
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.core.candidates import Met
from sim.core.catalogue import FORMS, HOURS, TYPES
from sim.core.knob import knob, parameters
from sim.core.people import kept_between_0_and_1
from sim.core.plan import ContentPlan
from sim.core.reshare import Passed, reshare
from sim.core.streams import Replay, Streams, replayed
from sim.core.timing import market_interest, seen_index
from sim.core.world import Array, World
from sim.parts.targeting import targeting

__all__ = ["EngagementParameters", "start"]

# Candidates are drawn at this multiple of a post's mean rate and thinned to the real one, so that two scenarios
# with different rates look at the same people with the same numbers (common random numbers).
CAP = 3.0
# Somebody drawn twice is one person reached, and luck beyond the cap is lost: on average a fifth of what is drawn.
DRAWN_PER_REACHED = 1.25
# Holiday and launch days of the simulated year (ENG-9), as days after the warm-up.
PEAK_DAYS = (35, 80, 125, 170, 215, 260, 305, 350)
WEAR_WINDOW, WEAR_FREE = 20, 0.4
SHARE = 2
NOBODY = np.empty(0, np.intp)
USUAL_TRUST, USUAL_FIT, USUAL_GAP, USUAL_COMPETITORS, USUAL_SHARE_PROB = 0.6, 0.6, 0.45, 3.0, 0.12
NOT_SILENT = np.float32(30.0)  # nobody is more certain to stay silent than 1 in 10^13: keeps exponentials in range


@parameters
class EngagementParameters:
    """How posts reach people and what people do."""

    _prefix = "engagement."

    post_life_h: float = knob(
        default=2.5,
        low=1,
        high=240,
        step=0.5,
        unit="hours",
        meaning="e-folding life of a post in the feed",
        zh="内容时效",
    )
    peak_congestion: float = knob(
        default=0.4, low=0, high=1, step=0.05, unit="0–1", zh="高峰拥堵",
        meaning="loss of feed position when everybody posts at the peak hour",
    )  # fmt: skip
    reach_luck: float = knob(
        default=0.85, low=0, high=2, unit="sd of ln reach", meaning="luck in reach that no plan explains", zh="触达随机性",
        mark="C", source="facebook_metrics: sd of ln reach 1.14 [1.07, 1.21] in all",
    )  # fmt: skip
    reaction_noise: float = knob(
        default=0.86, low=0, high=2, unit="sd of ln rate", meaning="luck in reactions that no plan explains", zh="互动随机性",
        mark="C", source="facebook_metrics: residual of ln interactions",
    )  # fmt: skip
    marginal_interest: float = knob(
        default=0.37, low=0, high=1, unit="exponent", meaning="how much less interested the viewers of a far-reaching post are",
        zh="边际兴趣递减", mark="C", source="facebook_metrics: elasticity of interactions to reach 0.63",
    )  # fmt: skip
    heat: float = knob(
        default=1.0,
        low=0.25,
        high=1.5,
        off=0.0,
        unit="×",
        meaning="strength of the account-heat effect on reach",
        zh="账号热度强度",
    )
    heat_scale: float = knob(
        default=0.35, low=0.1, high=5, unit="× a usual day", zh="热度尺度",
        meaning="daily reactions at which account heat is two thirds full",
    )  # fmt: skip
    recommend_crowding: float = knob(
        default=0.25, low=0, high=0.6, unit="exponent", zh="推荐拥挤",
        meaning="how much more own posts of the last 24 h crowd each other out among strangers: factor n^-x",
        source="A; algorithmic feeds -0.35 against chronological ones -0.2 and less",
    )  # fmt: skip
    topic_heat: float = knob(
        default=1.5,
        low=0.25,
        high=4,
        off=0.0,
        unit="× usual reach",
        meaning="extra exposure of a fresh topic that fits",
        zh="热点强度",
    )
    topic_halflife_h: float = knob(
        default=18.0,
        low=3,
        high=96,
        step=1,
        unit="hours",
        meaning="time for the extra heat of a topic to halve",
        zh="热点半衰期",
    )
    novelty_wear: float = knob(
        default=0.4, low=0.05, high=1, off=0.0, unit="0–1", zh="审美疲劳",
        meaning="loss of appeal when one type or form exceeds 40 % of the last 20 posts",
    )  # fmt: skip
    exaggeration_lift: float = knob(
        default=0.8,
        low=0,
        high=2,
        unit="logit units",
        meaning="reactions gained by full exaggeration at once",
        zh="夸张即时增益",
    )
    paid_lift: float = knob(
        default=1.7, low=1, high=4, unit="×", meaning="reach of a paid post against an unpaid one", zh="付费触达倍数",
        mark="C", source="facebook_metrics: x1.62 [1.29, 2.02] reach, geometric mean",
    )  # fmt: skip
    promotion_response: float = knob(
        default=0.36, low=0.1, high=1, unit="×", meaning="interactions per viewer of a promotion", zh="促销互动系数",
        mark="C", source="facebook_metrics: 1.09 % against 3.06 %",
    )  # fmt: skip
    peak_interest: float = knob(
        default=1.5,
        low=1.05,
        high=2,
        off=1.0,
        unit="×",
        meaning="category interest on holiday and launch days",
        zh="节点兴趣倍数",
    )
    contagion_spread: float = knob(
        default=0.7,
        low=0,
        high=2,
        unit="sd of ln",
        meaning="how much posts differ in being passed on",
        zh="传播力差异",
    )
    friend_sees: float = knob(
        default=0.35,
        low=0.05,
        high=1,
        off=0.0,
        unit="probability",
        meaning="a contact sees what a friend shared",
        zh="好友看到概率",
    )
    friend_shares: float = knob(
        default=0.025, low=0, high=0.5, unit="probability", zh="好友转发概率",
        meaning="a contact who saw it passes it on, at the usual share probability and quality",
    )  # fmt: skip
    shared_appeal: float = knob(
        default=0.0, low=0, high=1, unit="exponent", zh="吸引力延续",
        meaning="how much a post's luck in reactions also holds for friends who pass it on; 0: friends judge afresh",
    )  # fmt: skip
    shared_marginal_interest: float = knob(
        default=0.0, low=0, high=1, unit="exponent", zh="转发边际兴趣递减",
        meaning="how much less those pass a post on who see it late, after many others; 0: no less",
        source="A; 0.37 is measured for reach as a whole (facebook_metrics), see marginal_interest",
    )  # fmt: skip
    repost_delay: float = knob(
        default=7.90, low=4, high=12, unit="mean of ln seconds", zh="转发延迟",
        meaning="delay from a post in the feed to its repost, by the clock of activity; the wait for the next visit included",
        mark="C", source="weibo_repost_timing: reposts of a visible repost, 212,763 pairs",
    )  # fmt: skip
    repost_delay_spread: float = knob(
        default=2.10, low=0.5, high=4, unit="sd of ln seconds", meaning="how much these delays differ", zh="转发延迟差异",
        mark="C", source="weibo_repost_timing: reposts of a visible repost, 212,763 pairs",
    )  # fmt: skip
    activity_by_hour: tuple[float, ...] = knob(
        default=(.90, .46, .28, .19, .15, .16, .32, .67, 1.06, 1.34, 1.41, 1.28,
                 1.46, 1.45, 1.30, 1.20, 1.28, 1.27, 1.10, 1.12, 1.22, 1.45, 1.60, 1.34),
        choices=HOURS, shares=False, low=0.01, high=5, unit="× the mean hour", zh="每小时活跃度",
        meaning="reposting activity by hour of the day", mark="C",
        source="weibo_repost_timing: 483,600 reposts by Beijing hour (中国标准时间)",
    )  # fmt: skip
    click_rate: float = knob(
        default=0.10, low=0, high=0.5, unit="share of reach", meaning="clicks of a reached person", zh="点击率",
        mark="C", source="facebook_metrics: engaged users 12.2 % of reach, of which 2.1 % interactions",
    )  # fmt: skip
    deep_read: float = knob(
        default=0.3, low=0.05, high=1, off=0.0, unit="share of clicks", zh="深读比例",
        meaning="clicks that stay for more than a minute or save the post, at usual value",
    )  # fmt: skip
    story_pull: float = knob(
        default=1.3, low=1.05, high=2, off=1.0, unit="×", meaning="reading on: a story against a plain post", zh="故事完读",
    )  # fmt: skip
    question_pull: float = knob(
        default=1.6, low=1.1, high=4, off=1.0, unit="×", zh="提问评论倍数",
        meaning="comments under a post with a question, poll or game; others get as many fewer as keeps the usual mean",
    )  # fmt: skip
    topic_misfit: float = knob(
        default=1.0, low=0.2, high=3, off=0.0, unit="logit units", zh="蹭热点反感",
        meaning="reactions lost by a topical post without any relevance to the brand",
    )  # fmt: skip
    adaptation_gain: float = knob(
        default=0.3, low=0.05, high=0.6, off=0.0, unit="match", zh="平台适配增益",
        meaning="match between identical cross-posting and content remade for each platform; the first half brings 3/4 of it",
    )  # fmt: skip
    adaptation_hours: float = knob(
        default=0.3, low=0.1, high=0.6, off=0.0, unit="× a post's hours", zh="平台适配工时",
        meaning="what remaking a post for its platform takes: half of the hours for copy and design",
    )  # fmt: skip
    core_focus: float = knob(
        default=0.3, low=0.05, high=0.6, off=0.0, unit="match", zh="核心内容侧重",
        meaning="match that a post made for a segment gains with people of just that taste: favourite type and form bring 0.44",
    )  # fmt: skip
    core_shown: float = knob(
        default=3.0, low=1.1, high=4, off=1.0, unit="×", zh="核心定向倍数",
        meaning="how much more readily a post made for a segment is shown to it than to others",
    )  # fmt: skip
    core_research_h: float = knob(
        default=2.0, low=0.5, high=12, off=0.0, unit="hours/week", zh="用户研究半值",
        meaning="weekly research that tells half of what there is to know about the core segment",
    )  # fmt: skip


class Now(NamedTuple):
    """State of reached people at the moment of a post, arrays of shape (n,)."""

    memory: Array
    fatigue: Array
    match: Array


class Luck(NamedTuple):
    """What no plan explains about one post: factor on reach, logit on reactions, factor on passing on."""

    reach: float
    reaction: float
    contagion: float


@lru_cache(maxsize=8192)
def post_normals(seed: int, replication: int, *key: int) -> tuple[float, ...]:
    """Return the three standard normal numbers behind a post's luck."""
    return tuple(Streams(seed, replication).of("post-luck", *key).standard_normal(3).tolist())


def start(world: World) -> None:
    """Give every platform its account, which publishes what production announces."""
    accounts = {p: Account(world, p, world.index[p]) for p in world.scenario.platforms}
    world.listen("publish", lambda platform, draft: accounts[platform].publish(draft))
    world.listen("takedown", lambda platform, heat, until_h: accounts[platform].taken_down(heat, until_h))


class Account:
    """One account on one platform: it publishes, and its heat rises and falls with the reactions it gets."""

    def __init__(self, world: World, platform: str, index: int) -> None:
        self.world, self.platform, self.index = world, platform, index
        s = world.scenario
        self.traits = getattr(s.platform, platform)
        self.life_h = s.engagement.post_life_h * self.traits.life_factor
        self.heat, self.heat_day, self.reactions_today = 1.0, 0, 0.0
        self.punished, self.punished_until_h = 1.0, 0.0
        self.types, self.forms = world.types, world.forms
        self.recent: deque[tuple[int, int, bool]] = deque()
        self.story_count = 0
        self.type_count, self.form_count = [0] * len(TYPES), [0] * len(FORMS)
        self.timing: dict[int, Array] = {}
        self.match, self.match_plan, self.match_regime = self._match_table(0), world.plan, 0
        self.core = targeting(world, platform)
        # Further views of a reached person are Poisson; this is its distribution function, for inversion.
        more = self.traits.views_per_person - 1.0
        self.more_views = np.cumsum(
            [math.exp(-more) * more**k / math.factorial(k) for k in range(12)], dtype=np.float32
        )
        followers = world.population.weight(platform, followers=True)
        strangers = world.population.weight(platform, followers=False) - followers
        share = self.traits.non_follower_share
        self.stranger_rate = share / (1.0 - share) * followers / strangers if strangers > 0 else 0.0
        # A usual day: one post, reaching as many as the platform's averages say.
        self.usual = max(1e-9, followers * self.traits.follower_exposure / (1.0 - share) * self.traits.interactions)

    def pass_days(self, day: int) -> None:
        """Bring account heat up to ``day``."""
        scale = self.world.scenario.engagement.heat_scale * self.usual
        while self.heat_day < day:
            self.heat = 0.9 * self.heat + 0.125 * (1.0 - math.exp(-self.reactions_today / scale))
            self.reactions_today = 0.0
            self.heat_day += 1

    def taken_down(self, heat: float, until_h: float) -> None:
        """Lower the account's heat to ``heat`` times what it is until ``until_h``: a post broke the platform's rules."""
        self.punished, self.punished_until_h = heat, max(until_h, self.punished_until_h)

    def shown_heat(self, time_h: float) -> float:
        """Return account heat as the platform applies it."""
        return self.heat * (self.punished if time_h < self.punished_until_h else 1.0)

    def publish(self, draft: Any) -> None:
        """Publish one post and let everything happen that follows from it."""
        self.pass_days(int(draft.time_h // 24))
        self._meet_tastes(int(draft.time_h // 24))
        luck, reached = self._luck(draft), self._reach(draft)
        met = self._met(draft, luck.reach, reached)
        if self.core and self.core.aimed(draft):
            met = self.core.clicks(met)
        now = self._now(draft, met.ids)
        kind = self._react(draft, met, now, luck, reached)
        likes, comments, shares, _ = (int(x) for x in np.bincount(kind, minlength=4))
        clicks_below = self.world.scenario.engagement.click_rate * self.types[draft.type].click
        clicked, read = met.click < clicks_below, met.click < clicks_below * self._deep(draft)
        self._remember(draft.type, draft.form, draft.story)
        self.reactions_today += likes + comments + shares
        streams = self.world.streams
        rng = replayed(streams.seed, streams.replication, "cascade", *draft.key) if shares else None
        passed = self._friends(draft, met.ids, kind == SHARE, luck, rng) if rng else None
        friends = passed.person if passed else NOBODY
        facts = {"reach": len(met.ids) + len(friends), "impressions": int(met.views.sum()) + len(friends), "likes": likes,
                 "comments": comments, "shares": shares, "clicks": int(np.count_nonzero(clicked)),
                 "deep": comments + int(np.count_nonzero(read)), "cascade": len(friends)}  # fmt: skip
        self._note(draft, met, facts)
        announce = self.world.announce
        announce("published", platform=self.platform, draft=draft, facts=facts)
        announce(
            "exposed", platform=self.platform, draft=draft, met=met, kind=kind, clicked=clicked, read=read, now=now
        )
        if passed:
            announce("shared", platform=self.platform, draft=draft, met=met, kind=kind, passed=passed)
        if rng and len(friends):
            u = rng.random(len(friends))
            announce("shown", platform=self.platform, draft=draft, ids=friends, match=self._fit(draft, friends), u=u)

    def _meet_tastes(self, day: int) -> None:
        """Bring the table of matches up to date: another plan is in force, or tastes have been re-drawn."""
        regime = self.world.tastes.regime(day)
        if regime != self.match_regime or self.world.plan is not self.match_plan:
            self.match, self.match_plan, self.match_regime = self._match_table(day), self.world.plan, regime
            self.core = targeting(self.world, self.platform)

    def _match_table(self, day: int) -> Array:
        """Return the world's table of matches, moved by how far content is made for this platform."""
        table, shift = self.world.match_table(day), adapted(self.world.scenario, self.world.plan.native_adaptation)
        return table + np.float32(shift) if shift else table

    def _note(self, draft: Any, met: Met, facts: dict[str, int]) -> None:
        world = self.world
        for name, amount in facts.items():
            world.count(name, amount)
        world.count("posts", 1)
        world.count("reactions", facts["likes"] + facts["comments"] + facts["shares"])
        if self.core:
            world.count("core_reach", self.core.among(met.ids))
        world.count("recognition", len(met.ids) * self.types[draft.type].recognition * draft.quality)
        world.log.record(
            draft.time_h, "post", platform=self.platform, day=int(draft.time_h // 24) - world.scenario.warmup_days + 1,
            slot=draft.slot, hour=int(draft.time_h % 24), type=TYPES[draft.type], form=FORMS[draft.form], promotion=draft.promotion,
            paid=draft.paid, topical=draft.topical, quality=float(draft.quality),
            reach_followers=int(np.count_nonzero(met.follows)), **facts,
            followers=world.followers[self.platform], heat=float(self.shown_heat(draft.time_h)),
        )  # fmt: skip

    def _luck(self, draft: Any) -> Luck:
        e, streams = self.world.scenario.engagement, self.world.streams
        z = post_normals(streams.seed, streams.replication, *draft.key)
        spread, noise, contagion = (
            e.reach_luck * self.forms[draft.form].spread ** 0.5,
            e.reaction_noise,
            e.contagion_spread,
        )
        return Luck(math.exp(spread * z[0] - spread**2 / 2), noise * z[1] - noise**2 / 2,
                    math.exp(contagion * z[2] - contagion**2 / 2))  # fmt: skip

    def _reach(self, draft: Any) -> float:
        """Return the factor on a usual post's reach that comes from decisions and circumstances, luck aside."""
        s, e = self.world.scenario, self.world.scenario.engagement
        level = self.forms[draft.form].exposure * draft.recent**self.traits.frequency_elasticity / draft.same_hour
        level *= 1.0 + e.heat * (0.55 + 0.45 * self.shown_heat(draft.time_h) - 1.0)
        if draft.topical:
            level *= 1.0 + e.topic_heat * 2.0 ** (-draft.lead_h / e.topic_halflife_h) * self.world.plan.brand_topic_fit
        if draft.paid:
            level *= e.paid_lift
        return level * feed_room(s, self.traits.crowding, draft.time_h / 24.0)

    def _met(self, draft: Any, luck: float, level: float) -> Met:
        """Find the people who meet the post: candidates at the cap, thinned to what this scenario's rates say."""
        world, e, s = self.world, self.world.scenario.engagement, self.world.scenario
        hour = int(draft.time_h % 24)
        if hour not in self.timing:
            self.timing[hour] = seen_index(s.segment, self.life_h, e.peak_congestion, hour)
        rate = DRAWN_PER_REACHED * self.traits.follower_exposure * luck * CAP
        c = world.candidates("post", draft.key, self.platform, rate, rate * self.stranger_rate)
        seen = np.float32(level / CAP) * self.timing[hour]
        if self.core and self.core.aimed(draft):
            seen = seen * self.core.shown
        chance = seen[world.population.segment[c.ids]]
        # The platform shows strangers one of an account's posts of the day rather than all of them.
        if draft.recent > 1:
            chance[~c.as_fan] *= draft.recent**-e.recommend_crowding
        return world.meet(self.platform, c, chance, self.more_views)

    def _fit(self, draft: Any, ids: Array) -> Array:
        """Return how well a post fits each person, 0–1: segment and form, personal taste, the team's taste gap."""
        pop = self.world.population
        miss = np.float32(0.3 * (draft.gap - USUAL_GAP))
        fit = self.match[draft.type, draft.form]
        if self.core and self.core.aimed(draft):
            fit = fit + self.core.fit
        return kept_between_0_and_1(fit[pop.segment[ids]] + (pop.taste[ids] - miss))

    def _now(self, draft: Any, ids: Array) -> Now:
        a = self.world.scenario.audience
        memory, fatigue = self.world.people.current(ids, draft.time_h, a.memory_halflife_d, a.fatigue_halflife_d)
        return Now(memory, fatigue, self._fit(draft, ids))

    def _react(self, draft: Any, met: Met, now: Now, luck: Luck, level: float) -> Array:
        """Return per person 0 like, 1 comment, 2 share, 3 nothing."""
        s, world, form, plan = self.world.scenario, self.world, self.forms[draft.form], self.world.plan
        kind, a, e = self.types[draft.type], s.audience, s.engagement
        p0 = self.traits.interactions
        post = (
            math.log(p0 / (1.0 - p0)) + luck.reaction - e.marginal_interest * math.log(max(luck.reach * level, 1e-6))
            + 2.0 * (draft.quality - 0.6) + 0.8 * (plan.interest_level - 0.5)
            - (e.topic_misfit * max(0.0, USUAL_FIT - plan.brand_topic_fit) if draft.topical else 0.0)
            + (math.log(e.promotion_response) if draft.promotion else 0.0) + self._wear(draft)
            + math.log(peak_interest(s, draft.time_h) * market_interest(s, draft.time_h))
        )  # fmt: skip
        tired = np.maximum(np.float32(0.0), now.fatigue - np.float32(a.fatigue_free))
        x = (
            np.float32(post - 0.96 - 0.15 - 2.0 * USUAL_TRUST)
            + np.float32(1.6) * now.match
            + np.float32(1.5) * world.affinity(met.ids) * now.memory
            + np.float32(2.0 + e.exaggeration_lift * plan.exaggeration / USUAL_TRUST) * world.people.trust[met.ids]
            - np.float32(a.fatigue * a.fatigue_weight) * tired
        )
        p = 1.0 / (1.0 + np.exp(np.minimum(-x, NOT_SILENT)))
        like, comment, share = self.traits.reaction_mix
        resonance = (a.share_prob / USUAL_SHARE_PROB) * (0.5 + plan.interest_level)
        likes = like * form.like
        comments = likes + comment * kind.comment * form.comment * question_factor(e.question_pull, draft.interactive)
        every = comments + share * kind.share * form.share * resonance
        if "true_yield" in world.records:
            # For the grader alone (``regret`` and the like): what this post would get per reached person without luck.
            chance = -x + np.float32(luck.reaction - e.marginal_interest * math.log(luck.reach))
            mean = float(np.mean(1.0 / (1.0 + np.exp(np.minimum(chance, NOT_SILENT))))) if len(x) else math.nan
            world.records["true_yield"].append((draft.time_h, self.index, draft.type, draft.form, mean * float(every)))
        # One number a person decides both whether and how; a form that draws more comments draws more reactions.
        u = met.react / np.minimum(p, np.float32(0.95 / max(every, 1.0)))
        return np.array([likes, comments, every], np.float32).searchsorted(u, side="right")

    def _deep(self, draft: Any) -> float:
        """Return the share of clicks that read on: useful, long and well-told posts hold their readers."""
        s, plan = self.world.scenario, self.world.plan
        pull = s.engagement.story_pull if draft.story else 1.0
        return min(1.0, s.engagement.deep_read * (0.5 + plan.value_level) * self.forms[draft.form].dwell * pull)

    def _wear(self, draft: Any) -> float:
        wear = self.world.scenario.engagement.novelty_wear
        if not wear or len(self.recent) < WEAR_WINDOW:
            return 0.0
        counts = (self.type_count[draft.type], self.form_count[draft.form], self.story_count if draft.story else 0)
        shares = [count / WEAR_WINDOW for count in counts]
        return sum(math.log(1.0 - wear * (share - WEAR_FREE)) for share in shares if share > WEAR_FREE)

    def _remember(self, kind: int, form: int, story: bool) -> None:
        self.recent.append((kind, form, story))
        self.story_count += story
        self.type_count[kind] += 1
        self.form_count[form] += 1
        if len(self.recent) > WEAR_WINDOW:
            old_kind, old_form, old_story = self.recent.popleft()
            self.story_count -= old_story
            self.type_count[old_kind] -= 1
            self.form_count[old_form] -= 1

    def _friends(self, draft: Any, ids: Array, share: Array, luck: Luck, rng: Replay) -> Passed:
        """Return who sees the post because somebody shared it, reshares of reshares included."""
        world, s = self.world, self.world.scenario
        e, a = s.engagement, s.audience
        again = (
            e.friend_shares
            * (a.share_prob / USUAL_SHARE_PROB)
            * (0.5 + world.plan.interest_level)
            * (draft.quality / 0.6) ** 2.5
            * math.exp(e.shared_appeal * luck.reaction)
        )
        return reshare(
            world.network, ids[share], sees=e.friend_sees * self.traits.virality / 0.9,
            shares=min(1.0, again * luck.contagion), already=ids, fading=e.shared_marginal_interest,
            generator=rng,
        )  # fmt: skip


def adapted(scenario: Any, adaptation: float) -> float:
    """Return the match that adaptation to each platform adds to the usual one; with a single platform there is nothing to adapt."""
    if len(scenario.platforms) == 1:
        return 0.0
    return float(scenario.engagement.adaptation_gain * (0.25 - (1.0 - adaptation) ** 2))


@lru_cache(maxsize=64)
def question_factor(pull: float, interactive: bool) -> float:
    """Return the factor on comments of a post with a question (``pull``) or without: their mean over usual posts is 1."""
    usual = ContentPlan().interactive_share
    # Rounded: 0.85 at the default, to the last bit.
    return pull if interactive else round((1.0 - usual * pull) / (1.0 - usual), 12)


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
