"""One account on one platform: what happens to a post between publishing and silence."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.core.candidates import Met
from sim.core.catalogue import FORMS, TYPES
from sim.core.people import USUAL_TRUST, kept_between_0_and_1
from sim.core.plan import ContentPlan
from sim.core.reshare import Passed, reshare
from sim.core.streams import Replay, Streams, replayed
from sim.core.timing import market_interest, seen_index
from sim.core.world import Array, World
from sim.parts.engagement.heat import Heat
from sim.parts.engagement.market import feed_room, peak_interest
from sim.parts.engagement.wear import Wear
from sim.parts.targeting import targeting

__all__ = ["Account", "adapted", "question_factor"]

# Candidates are drawn at this multiple of a post's mean rate and thinned to the real one, so that two scenarios
# with different rates look at the same people with the same numbers (common random numbers).
CAP = 3.0
# Somebody drawn twice is one person reached, and luck beyond the cap is lost: on average a fifth of what is drawn.
DRAWN_PER_REACHED = 1.25
SHARE = 2
NOBODY = np.empty(0, np.intp)
USUAL_FIT, USUAL_GAP, USUAL_SHARE_PROB = 0.6, 0.45, 0.12
NOT_SILENT = np.float32(30.0)  # nobody is more certain to stay silent than 1 in 10^13: keeps exponentials in range


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


class Account:
    """One account on one platform: it publishes, and its heat rises and falls with the reactions it gets."""

    def __init__(self, world: World, platform: str, index: int) -> None:
        self.world, self.platform, self.index = world, platform, index
        s = world.scenario
        self.traits = getattr(s.platform, platform)
        self.life_h = s.engagement.post_life_h * self.traits.life_factor
        self.types, self.forms = world.types, world.forms
        self.wear = Wear(s.engagement.novelty_wear)
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
        usual = max(1e-9, followers * self.traits.follower_exposure / (1.0 - share) * self.traits.interactions)
        self.heat = Heat(s.engagement.heat_scale * usual)

    def publish(self, draft: Any) -> None:
        """Publish one post and let everything happen that follows from it."""
        self.heat.pass_days(int(draft.time_h // 24))
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
        self.wear.remember(draft.type, draft.form, draft.story)
        self.heat.reactions_today += likes + comments + shares
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
            followers=world.followers[self.platform], heat=float(self.heat.shown(draft.time_h)),
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
        level *= 1.0 + e.heat * (0.55 + 0.45 * self.heat.shown(draft.time_h) - 1.0)
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
            + (math.log(e.promotion_response) if draft.promotion else 0.0) + self.wear.log_odds(draft.type, draft.form, draft.story)
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
