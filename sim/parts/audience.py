"""Audience: who follows, who remembers, who tires, who trusts, who buys, who leaves.

Symbols: M memory of the brand (记忆), F fatigue from recent exposures (疲劳), T trust (信任), all per person.

Between contacts memory and fatigue decay by themselves (AUD-4, AUD-5)::

    M <- M 2^(-dt / memory_halflife_d)        F <- F 2^(-dt / fatigue_halflife_d)

Each view adds ``M <- M + g (1 - M)`` and ``F <- F + 1``; a reaction adds to M again. Who sees one more post while
irritated leaves with probability ``u_F max(0, F - fatigue_free)^2`` (too frequent). Who opens the platform and has
forgotten the brand leaves with the daily hazard ``u_M max(0, 1 - M / m)`` (too sparse), on top of the plain hazard u_0.
Only people who open the platform forget, tire and leave: half of the followers are dormant.

A stranger who sees a post follows with probability ``f exp(1.6 (match - 1/2)) T / 0.6`` times quality squared and the
brand's standing among its competitors (AUD-2, AUD-7). A click may become an order, with trust, affinity and guidance
(AUD-9). Whoever buys, or compares the claim with the facts, finds out an exaggeration x with probability x / 2, more often
the more complaints stand under earlier posts, loses trust 0.10 x and tells his contacts, who lose a part of that (ENG-7,
AUD-6).

Reads: ``exposed`` (met the account's post) and ``shown`` (saw a friend's reshare), announced by engagement. Writes:
memory, fatigue, trust, awareness, following. Draws: candidates of ``clean-out``; ``friends``,
``found-out``. Counts: gained, lost, orders, disappointed, active_days.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from sim.core.catalogue import SEGMENTS
from sim.core.knob import knob, parameters
from sim.core.reshare import reshare
from sim.core.timing import market_interest
from sim.core.world import Array, World
from sim.parts.customer_file import start_file
from sim.parts.relations import RelationsParameters, note_orders, note_reactions, start_relations

__all__ = ["AudienceParameters", "start"]

USUAL_TRUST = 0.6
USUAL_KEENNESS = 0.69  # the logistic of AUD-9 at usual trust, affinity and guidance
NOTHING = 3
CALM_GUIDANCE = 0.5  # up to here a next step is a service to the reader
MONTH_H = 720.0


@parameters
class AudienceParameters:
    """How people remember, tire, trust, buy and leave."""

    _prefix = "audience."

    segment_mix: tuple[float, ...] = knob(
        default=(0.30, 0.20, 0.22, 0.13, 0.15), choices=SEGMENTS, unit="share", meaning="shares of the audience segments",
        zh="人群比例",
    )  # fmt: skip
    follower_start: float = knob(
        default=0.4,
        low=0,
        high=0.9,
        unit="share",
        meaning="platform members who follow the brand at the start",
        zh="初始粉丝占比",
    )
    dormant_share: float = knob(
        default=0.5,
        low=0,
        high=0.9,
        unit="share",
        meaning="people who hardly ever open the platform",
        zh="沉默用户占比",
    )
    activity_spread: float = knob(
        default=1.0,
        low=0,
        high=2,
        unit="sd of ln visits",
        meaning="how unequally active the others are",
        zh="活跃度差异",
    )
    trust0: float = knob(
        default=0.60,
        low=0.1,
        high=0.95,
        step=0.05,
        unit="0–1",
        meaning="mean trust in the brand at the start",
        zh="初始信任",
    )
    fatigue: float = knob(
        default=1.0, low=0.25, high=2, off=0.0, unit="×", meaning="strength of both fatigue effects, reacting less and leaving",
        zh="疲劳强度",
    )  # fmt: skip
    fatigue_halflife_d: float = knob(
        default=1.4,
        low=0.5,
        high=7,
        step=0.1,
        unit="days",
        meaning="time for accumulated exposure fatigue to halve",
        zh="疲劳半衰期",
    )
    fatigue_free: float = knob(
        default=2.0, low=0.5, high=5, step=0.1, unit="exposures", zh="疲劳容忍度",
        meaning="recent exposures a follower tolerates before irritation",
    )  # fmt: skip
    fatigue_weight: float = knob(
        default=0.45, low=0, high=1, step=0.05, unit="logit units", zh="疲劳对互动的影响",
        meaning="loss of engagement log-odds per exposure above the free ones",
    )  # fmt: skip
    fatigue_leave: float = knob(
        default=0.0032, low=0, high=0.05, unit="probability per exposure²", zh="疲劳取关系数",
        meaning="leaving while irritated, at one more exposure",
    )  # fmt: skip
    memory_halflife_d: float = knob(
        default=4.2, low=1, high=20, off=math.inf, step=0.1, unit="days", zh="记忆半衰期",
        meaning="time for brand memory to halve without contact",
    )  # fmt: skip
    memory_start: float = knob(
        default=0.5, low=0, high=1, unit="0–1", meaning="memory of the brand at the start", zh="初始记忆"
    )
    memory_exposure: float = knob(
        default=0.5, low=0, high=1, unit="share of the gap", meaning="memory gained by a view", zh="曝光记忆增益"
    )
    memory_reaction: float = knob(
        default=0.30, low=0, high=1, unit="share of the gap", meaning="memory gained by a reaction", zh="互动记忆增益"
    )
    memory_enough: float = knob(
        default=0.25, low=0.05, high=1, unit="0–1", zh="记忆门槛",
        meaning="memory at which nobody leaves out of forgetting; near the median of active followers at one post a day",
    )  # fmt: skip
    forget_leave: float = knob(
        default=0.0012, low=0.0002, high=0.02, off=0.0, unit="per day", zh="遗忘取关系数",
        meaning="hazard of leaving an account that is quite forgotten",
    )  # fmt: skip
    unfollow_day: float = knob(
        default=0.0004, low=0, high=0.01, unit="per day", meaning="plain hazard of leaving", zh="基础取关率",
        source="A; published range 0.0003 to 0.002 for those who are active",
    )  # fmt: skip
    new_leave: float = knob(
        default=2.0, low=1.1, high=5, off=1.0, unit="×", meaning="plain hazard of leaving in the first 30 days", zh="新粉取关倍数",
        source="A; newer ties break more (Kwak, Chun & Moon 2011)",
    )  # fmt: skip
    hard_sell: float = knob(
        default=4.0, low=0.5, high=10, off=0.0, unit="× per unit beyond ½", zh="硬推反感",
        meaning="how much the plain hazard of leaving grows when nearly every post urges to act",
    )  # fmt: skip
    follow_probability: float = knob(
        default=0.038, low=0, high=0.2, unit="probability", zh="曝光关注率",
        meaning="a stranger who sees an average post follows on 微博 (Weibo)",
        source="A between one Instagram creator (0.57 % of all impressions) and a brand page (4 %), as shares of strangers",
    )  # fmt: skip
    friend_follow: float = knob(
        default=0.5, low=0, high=3, unit="×", zh="好友转发关注系数",
        meaning="how readily somebody follows after a friend's reshare, against seeing the account's own post",
    )  # fmt: skip
    share_prob: float = knob(
        default=0.12,
        low=0,
        high=0.4,
        step=0.01,
        unit="probability",
        meaning="chance that an engaged follower shares",
        zh="转发概率",
    )
    mean_degree: float = knob(
        default=12.0, low=0, high=60, step=1, unit="contacts", zh="平均联系人数",
        meaning="mean number of contacts who may see a share (0 = broadcast only)",
    )  # fmt: skip
    differentiation: float = knob(
        default=0.4, low=0, high=1, step=0.05, unit="0–1", zh="差异化",
        meaning="distance between our brand message and the market average",
    )  # fmt: skip
    competitor_similarity: float = knob(
        default=0.6, low=0, high=1, step=0.05, unit="0–1", meaning="homogenisation of offers: how alike the competitors are",
        zh="竞品同质化",
    )  # fmt: skip
    competitor_posts_day: float = knob(
        default=3.0, low=0, high=10, step=0.5, unit="posts/day", meaning="competitor posts competing for the same attention",
        zh="竞品发布数",
    )  # fmt: skip
    competitor_growth: float = knob(
        default=1.0,
        low=0.5,
        high=12,
        unit="× a year",
        meaning="growth of the competition for attention",
        zh="竞争增长",
    )
    competitor_peak: float = knob(
        default=1.0,
        low=1,
        high=3,
        unit="× posts",
        meaning="competitor posts on holiday and launch days against other days (1 = no more than usual)",
        zh="节点竞品发布",
    )
    market_shock: float = knob(
        default=0.0,
        low=-40,
        high=40,
        step=5,
        unit="% of interest",
        meaning="market-wide change of category interest at mid-horizon",
        zh="市场冲击",
    )
    drift_days: int = knob(
        default=60, low=15, high=180, off=0, unit="days (0 = none)", zh="偏好漂移周期",
        meaning="length of a preference regime before audience tastes are re-drawn",
    )  # fmt: skip
    taste_jump: float = knob(
        default=0.6,
        low=0,
        high=1.5,
        unit="gap",
        meaning="distance between one preference regime and the next",
        zh="偏好跳变",
    )
    type_drift: float = knob(
        default=0.0, low=0.1, high=1, off=0.0, step=0.1, unit="share", zh="类型偏好漂移",
        meaning="part of the tastes for content types that is re-drawn with each preference regime",
    )  # fmt: skip
    order_rate: float = knob(
        default=0.01,
        low=0,
        high=0.3,
        unit="share of clicks",
        meaning="orders of a usual click on 微博 (Weibo)",
        zh="点击下单率",
    )
    ecommerce_maturity: float = knob(
        default=0.5, low=0, high=1, step=0.05, unit="0–1", zh="电商成熟度",
        meaning="strength of the existing e-commerce operation: how smoothly a click can become an order",
    )  # fmt: skip
    order_value_k: float = knob(
        default=0.2, low=0.01, high=5, unit="thousand CNY", meaning="value of a usual order", zh="客单价"
    )  # fmt: skip
    looks_closely: float = knob(
        default=0.25,
        low=0,
        high=1,
        unit="share of viewers",
        meaning="viewers who compare the claim with the facts: own use, comments, reviews",
        zh="求证比例",
    )
    found_out: float = knob(
        default=0.5, low=0.05, high=1, off=0.0, unit="probability", meaning="finding out a full exaggeration when looking closely",
        zh="识破概率",
    )  # fmt: skip
    public_doubt: float = knob(
        default=3.0, low=0.5, high=10, off=0.0, unit="per disappointment and follower", zh="公开质疑",
        meaning="complaints under earlier posts open the eyes of those who look closely",
    )  # fmt: skip
    told_friends: float = knob(
        default=0.5,
        low=0,
        high=1,
        unit="share",
        meaning="part of a disappointment that a contact shares",
        zh="失望传播",
    )
    trust_gain: float = knob(
        default=0.01,
        low=0,
        high=0.05,
        unit="trust",
        meaning="trust gained by a reaction to honest content",
        zh="信任增益",
    )
    relations: RelationsParameters = RelationsParameters()


def start(world: World) -> None:
    """Listen to exposures, and let people come and go day by day."""
    world.listen("exposed", lambda **facts: exposed(world, **facts))
    world.listen("shown", lambda **facts: shown(world, **facts))
    for platform in world.scenario.platforms:
        world.env.process(clean_out(world, platform))
    start_relations(world)
    start_file(world)


def exposed(
    world: World, *, platform: str, draft: Any, met: Any, kind: Array, clicked: Array, read: Array, now: Any
) -> None:
    """Everybody who met a post remembers and tires; some leave, follow, buy or find out.

    ``met`` people, each once, with their views; ``kind`` (n,) their reaction (3 none); ``clicked`` and ``read`` (n,)
    boolean; ``now`` their state at the post.
    """
    a, people, ids = world.scenario.audience, world.people, met.ids
    reacted = kind < NOTHING
    memory_type = world.types[draft.type].memory * (1.14 if draft.story else 1.0)
    forgets = (1.0 - min(1.0, a.memory_exposure * memory_type)) ** met.views
    # Reading to the end impresses like a reaction does.
    forgets[(reacted | read).nonzero()[0]] *= 1.0 - a.memory_reaction
    people.memory[ids] = 1.0 - (1.0 - now.memory) * forgets
    fatigue = now.fatigue + met.views
    people.fatigue[ids] = fatigue
    people.touched_h[ids] = draft.time_h
    world.make_aware(ids)

    traits = getattr(world.scenario.platform, platform)
    over = np.maximum(np.float32(0.0), fatigue - np.float32(a.fatigue_free))
    leave = np.float32(a.fatigue * a.fatigue_leave * traits.unfollow_factor)
    follow = np.float32(follow_chance(world, draft) * traits.follow_factor / USUAL_TRUST)
    joins = follow * np.exp(np.float32(1.6) * (now.match - np.float32(0.5))) * people.trust[ids]
    moves = met.move < np.where(met.follows, leave * over * over, joins)
    moved = moves.nonzero()[0]
    if len(moved):
        leaving = met.follows[moved]
        world.lose(platform, ids[moved[leaving]])
        world.gain(platform, ids[moved[~leaving]])
    if np.count_nonzero(reacted):
        _reacted(world, platform, draft, ids[reacted])
    bought = _ordered(world, traits, draft, ids[clicked], met.click[clicked]) if np.count_nonzero(clicked) else ids[:0]
    if world.plan.exaggeration > 0 and a.found_out > 0:
        _compare_with_facts(world, draft, ids, bought)


def follow_chance(world: World, draft: Any) -> float:
    """Return the probability that a stranger of usual match and trust follows after one post."""
    s = world.scenario
    topic = world.plan.brand_topic_fit if draft.topical else 1.0  # borrowed attention does not stay
    return (
        s.audience.follow_probability
        * (draft.quality / 0.6) ** 2
        * (0.7 + 0.6 * world.plan.value_level)
        * topic
        * standing(s, world.plan.content_match)
        * market_interest(s, draft.time_h)
    )


def standing(scenario: Any, match: float) -> float:
    """Return the brand's share of choice among three competitors against its share at the defaults (AUD-7)."""
    a = scenario.audience
    return _choice(a.differentiation, a.competitor_similarity, match) / _choice(0.4, 0.6, match)


@lru_cache(maxsize=256)
def _choice(differentiation: float, similarity: float, match: float) -> float:
    own = math.exp(3.0 * (0.5 * differentiation * match - 0.5 * similarity * (1.0 - differentiation)))
    return own / (own + 3.0)


def _reacted(world: World, platform: str, draft: Any, ids: Array) -> None:
    note_reactions(world, platform, ids, draft.time_h)
    honest = (1.0 - world.plan.exaggeration) * world.scenario.audience.trust_gain
    # Trust grows slowly and ever more slowly; news earns more of it than play.
    world.change_trust(ids, honest * world.types[draft.type].trust * (1.0 - world.people.trust[ids]))


def _ordered(world: World, traits: Any, draft: Any, ids: Array, u: Array) -> Array:
    """Let some of those who click order, and return them; ``u`` is uniform below the click rate."""
    s, a = world.scenario, world.scenario.audience
    # Stretched, u is a fresh number for what follows the click.
    fresh = u / max(float(s.engagement.click_rate * world.types[draft.type].click), 1e-9)
    # A shop that works matters most where people come to buy: 1 for a half-mature shop on any platform.
    shop = (2.0 * a.ecommerce_maturity) ** traits.commerce
    most = world.types[draft.type].purchase * a.order_rate * (traits.commerce / 0.35) / USUAL_KEENNESS * shop
    some = (fresh < most).nonzero()[0]
    if not len(some):
        return ids[:0]
    keen = 2.0 * world.people.trust[ids[some]] + 1.5 * world.affinity(ids[some])
    buyers = ids[some[fresh[some] < most / (1.0 + np.exp(1.0 - keen - (world.plan.cta_strength - 0.4)))]]
    note_orders(world, buyers, draft.time_h)
    return buyers


def _compare_with_facts(world: World, draft: Any, ids: Array, bought: Array) -> None:
    """Buyers and those who look closely find out an exaggeration, or do not (ENG-7)."""
    a, x = world.scenario.audience, world.plan.exaggeration
    look, find = world.streams.of("found-out", *draft.key).random((2, len(ids)), dtype=np.float32)
    looks = (look < a.looks_closely) | np.isin(ids, bought)
    # Complaints stay visible: the more people were disappointed, the harder is it to deceive those who read them.
    complaints = world.people.disappointments / max(1, sum(world.followers.values()))
    chance = 1.0 - (1.0 - a.found_out * x) * math.exp(-a.public_doubt * complaints)
    found = ids[looks & (find < chance)]
    if len(found):
        disappoint(world, draft, found)


def disappoint(world: World, draft: Any, ids: Array) -> None:
    """Let ``ids`` lose trust and tell their contacts, who lose a part of it."""
    a, x = world.scenario.audience, world.plan.exaggeration
    world.count("disappointed", len(ids))
    world.people.disappointments += len(ids)
    world.change_trust(ids, -0.10 * x)
    told = reshare(
        world.network, ids, sees=world.scenario.engagement.friend_sees, shares=0.0, already=ids,
        generator=world.streams.of("friends", *draft.key),
    )  # fmt: skip
    world.change_trust(told.person, -0.10 * x * a.told_friends)


def shown(world: World, *, platform: str, draft: Any, ids: Array, match: Array, u: Array) -> None:
    """Whoever sees a friend's reshare remembers the brand, and may follow; it does not tire like the account's own posts."""
    a, people = world.scenario.audience, world.people
    memory, fatigue = people.current(ids, draft.time_h, a.memory_halflife_d, a.fatigue_halflife_d)
    people.memory[ids], people.fatigue[ids] = memory + a.memory_exposure * (1.0 - memory), fatigue
    people.touched_h[ids] = draft.time_h
    world.make_aware(ids)
    here = world.population.member[platform][ids] & ~people.following[platform][ids]
    chance = a.friend_follow * follow_chance(world, draft) * getattr(world.scenario.platform, platform).follow_factor
    joins = ids[here & (u < chance * np.exp(1.6 * (match - 0.5)) * people.trust[ids] / USUAL_TRUST)]
    if len(joins):
        world.gain(platform, joins)


def urged(hard_sell: float, cta_strength: float) -> float:
    """Return the factor on the plain hazard of leaving: guidance beyond ½ is heard as hard selling."""
    return 1.0 + hard_sell * max(0.0, cta_strength - CALM_GUIDANCE)


def clean_out(world: World, platform: str) -> Any:
    """Once a day, let those who open the platform ask themselves whether they still want the account."""
    s, people = world.scenario, world.people
    a, forget = s.audience, s.audience.forget_leave
    usual = a.unfollow_day * getattr(s.platform, platform).unfollow_factor
    while True:
        # Useful content is worth keeping: the plain wish to leave falls with its value (irrelevance hazard, parameters A).
        plain = usual * math.exp(1.2 * (0.5 - world.plan.value_level)) * urged(a.hard_sell, world.plan.cta_strength)
        worst = plain * a.new_leave + forget
        for ids, chance in world.visitors("clean-out", platform, worst, days=7):
            memory = people.memory_now(ids, world.env.now, a.memory_halflife_d)
            forgotten = np.maximum(np.float32(0.0), 1.0 - memory / np.float32(a.memory_enough))
            young = people.followed_h[platform][ids] > max(0.0, world.env.now - MONTH_H)
            hazard = (
                np.where(young, np.float32(plain * a.new_leave), np.float32(plain)) + np.float32(forget) * forgotten
            )
            leaves = chance * np.float32(worst) < hazard
            leaving = {*ids[people.following[platform][ids] & leaves].tolist()}
            if leaving:
                world.lose(platform, np.array(sorted(leaving)))
            yield world.env.timeout(24)
