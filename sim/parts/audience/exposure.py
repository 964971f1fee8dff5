"""What an exposure leaves behind: people remember, tire, trust, follow or leave (AUD-2, AUD-4 to AUD-7)."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from sim.core.people import USUAL_TRUST
from sim.core.timing import market_interest
from sim.core.world import Array, World
from sim.parts.audience.authenticity import compare_with_facts
from sim.parts.audience.orders import ordered
from sim.parts.relations import note_reactions

__all__ = ["exposed", "follow_chance", "shown", "standing"]

PLAIN_VOICE, USUAL_CONSISTENCY = 0.7, 0.7
NOTHING = 3


def exposed(
    world: World, *, platform: str, draft: Any, met: Any, kind: Array, clicked: Array, read: Array, now: Any
) -> None:
    """Everybody who met a post remembers and tires; some leave, follow, buy or find out.

    ``met`` people, each once, with their views; ``kind`` (n,) their reaction (3 none); ``clicked`` and ``read`` (n,)
    boolean; ``now`` their state at the post.
    """
    a, people, ids = world.scenario.audience, world.people, met.ids
    reacted = kind < NOTHING
    voice = recognised(world)
    memory_type = world.types[draft.type].memory * (1.14 if draft.story else 1.0) * voice
    forgets = (1.0 - min(1.0, a.memory_exposure * memory_type)) ** met.views
    # Reading to the end impresses like a reaction does.
    forgets[(reacted | read).nonzero()[0]] *= 1.0 - min(1.0, a.memory_reaction * voice)
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
    bought = ordered(world, traits, draft, ids[clicked], met.click[clicked]) if np.count_nonzero(clicked) else ids[:0]
    if world.plan.exaggeration > 0 and a.found_out > 0:
        compare_with_facts(world, draft, ids, bought)


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


def recognised(world: World) -> float:
    """Return how well the account is known again by its voice, 1 at the usual consistency (C4.2-3)."""
    effect = world.scenario.audience.tone_memory
    return (PLAIN_VOICE + effect * world.plan.tone_consistency) / (PLAIN_VOICE + effect * USUAL_CONSISTENCY)


def _reacted(world: World, platform: str, draft: Any, ids: Array) -> None:
    note_reactions(world, platform, ids, draft.time_h)
    honest = (1.0 - world.plan.exaggeration) * world.scenario.audience.trust_gain
    # Trust grows slowly and ever more slowly; news earns more of it than play.
    world.change_trust(
        ids, honest * recognised(world) * world.types[draft.type].trust * (1.0 - world.people.trust[ids])
    )


def shown(world: World, *, platform: str, draft: Any, ids: Array, match: Array, u: Array) -> None:
    """Whoever sees a friend's reshare remembers the brand, and may follow; it does not tire like the account's own posts."""
    a, people = world.scenario.audience, world.people
    memory, fatigue = people.current(ids, draft.time_h, a.memory_halflife_d, a.fatigue_halflife_d)
    gain = min(1.0, a.memory_exposure * recognised(world))
    people.memory[ids], people.fatigue[ids] = memory + gain * (1.0 - memory), fatigue
    people.touched_h[ids] = draft.time_h
    world.make_aware(ids)
    here = world.population.member[platform][ids] & ~people.following[platform][ids]
    chance = a.friend_follow * follow_chance(world, draft) * getattr(world.scenario.platform, platform).follow_factor
    joins = ids[here & (u < chance * np.exp(1.6 * (match - 0.5)) * people.trust[ids] / USUAL_TRUST)]
    if len(joins):
        world.gain(platform, joins)
