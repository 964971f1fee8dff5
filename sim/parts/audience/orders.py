"""Orders: a click may become an order, with trust, affinity and guidance (AUD-9)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.world import Array, World
from sim.parts.relations import note_orders

__all__ = ["ordered"]

USUAL_KEENNESS = 0.69  # the logistic of AUD-9 at usual trust, affinity and guidance


def ordered(world: World, traits: Any, draft: Any, ids: Array, u: Array) -> Array:
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
