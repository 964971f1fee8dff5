"""Authenticity: who finds out an exaggeration, loses trust and tells his contacts (ENG-7, AUD-6)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.reshare import reshare
from sim.core.world import Array, World

__all__ = ["compare_with_facts", "disappoint"]


def compare_with_facts(world: World, draft: Any, ids: Array, bought: Array) -> None:
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
