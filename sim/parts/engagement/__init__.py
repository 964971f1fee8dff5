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

Modules: ``account`` (one post, in the order of the story above), ``heat``, ``wear``, ``market``, ``parameters``.

Reads: drafts and takedowns announced by production; memory, fatigue, trust. Writes: nothing. Draws: ``post``
(candidates), ``post-luck``, ``cascade``. Announces: ``published``, ``exposed``, ``shared``, ``shown``. Logs: ``post``.
"""

from __future__ import annotations

from sim.core.world import World
from sim.parts.engagement.account import Account
from sim.parts.engagement.market import peak_shape
from sim.parts.engagement.parameters import EngagementParameters

__all__ = ["EngagementParameters", "peak_shape", "start"]


def start(world: World) -> None:
    """Give every platform its account, which publishes what production announces."""
    accounts = {p: Account(world, p, world.index[p]) for p in world.scenario.platforms}
    world.listen("publish", lambda platform, draft: accounts[platform].publish(draft))
    world.listen("takedown", lambda platform, heat, until_h: accounts[platform].heat.punish(heat, until_h))
