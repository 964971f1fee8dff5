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

Modules: ``exposure`` (who remembers, tires, follows), ``orders``, ``authenticity``, ``leaving``, ``parameters``.

Reads: ``exposed`` (met the account's post) and ``shown`` (saw a friend's reshare), announced by engagement. Writes:
memory, fatigue, trust, awareness, following. Draws: candidates of ``clean-out``; ``friends``,
``found-out``. Counts: gained, lost, orders, disappointed, active_days.
"""

from __future__ import annotations

from sim.core.world import World
from sim.parts.audience.exposure import exposed, shown
from sim.parts.audience.leaving import clean_out
from sim.parts.audience.parameters import AudienceParameters
from sim.parts.customer_file import start_file
from sim.parts.relations import start_relations

__all__ = ["AudienceParameters", "clean_out", "exposed", "shown", "start"]


def start(world: World) -> None:
    """Listen to exposures, and let people come and go day by day."""
    world.listen("exposed", lambda **facts: exposed(world, **facts))
    world.listen("shown", lambda **facts: shown(world, **facts))
    for platform in world.scenario.platforms:
        world.env.process(clean_out(world, platform))
    start_relations(world)
    start_file(world)
