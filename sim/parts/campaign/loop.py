"""What taking part does (CAMP-2): experience, trust, following, buying, and posts to one's own contacts.

An attendee lives through ``onsite_quality`` plus a normal deviation of his own. A good experience x is posted with probability
``live_share_rate · x``, a bad one (below 0.4) with ``live_share_rate · (1 - x)``; an online participant makes a post with
probability ``ugc_rate``. A post is seen by followers of the poster in the follower network, as any reshare. Who sees a good one
has heard of the activity; who sees a bad one loses trust and stays away. How many that are follows from the network: 12
followers · 0.35 = 4 people and a few more by reshares, not the specification's 14. The circle is therefore people, not a formula.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.core.people import USUAL_TRUST
from sim.core.reshare import reshare
from sim.core.world import Array, World
from sim.parts.campaign.crowd import (
    BUY,
    EXPERIENCE,
    EXPERIENCE_2,
    FOLLOW,
    FRIEND,
    HOUR,
    MAKE,
    ONLINE,
    POST,
    STREET,
    Crowd,
    remember,
)  # fmt: skip
from sim.parts.campaign.prizes import Draw

__all__ = ["USUAL_IDEA", "Loop", "Tally", "Weights"]

USUAL_SHARE_PROB, USUAL_VIRALITY = 0.12, 0.9  # as in engagement: the values at which its constants hold
USUAL_QUALITY, USUAL_IDEA = 0.6, 0.6  # experience and creativity at the defaults, where the rates hold
BAD = 0.4  # an experience below this is told as a bad one
# Bad posts of a day that make an incident: so many, and so large a part of the day's guests.
OUTRAGE_POSTS, OUTRAGE_SHARE = 3, 0.05
PLAIN_EXPECTATION, TEASER_D = 0.35, 3.0
OPENS_H, CLOSES_H = 9.0, 21.0
NAMED = 20  # people at most who make an incident known


class Weights(NamedTuple):
    """Factors of the design on the four results (see ``learning.weights``)."""

    awareness: float
    participation: float
    sales: float
    loyalty: float


class Tally:
    """What one activity has brought so far."""

    def __init__(self) -> None:
        self.follows = self.posts = self.bad_posts = self.orders = self.by_friends = 0
        self.trust_gained, self.trust_missing = 0.0, 0.0
        self.outrage = False


class Loop:
    """Consequences of one day of an activity for those who took part, and for those who hear of it from them."""

    def __init__(self, world: World, crowd: Crowd, weights: Weights, linked: bool, creativity: float) -> None:
        p = world.scenario.campaign
        self.world, self.crowd, self.p, self.weights, self.creativity = world, crowd, p, weights, creativity
        self.tally, self.draw = Tally(), Draw(world, crowd.number)
        link = p.link_effect if linked else 0.0
        self.sharing = p.unlinked_sharing + (1.0 - p.unlinked_sharing) * link
        teased = 1.0 - np.exp(-p.teaser_days / TEASER_D)
        self.expected = PLAIN_EXPECTATION + p.hype * float(teased)

    def experience(self, ids: Array) -> Array:
        """Return what each guest lives through, 0–1; (n,)."""
        u, v = self.crowd.number_of(EXPERIENCE, ids), self.crowd.number_of(EXPERIENCE_2, ids)
        normal = np.sqrt(-2.0 * np.log1p(-u)) * np.cos(2.0 * np.pi * v)
        return np.clip(self.p.onsite_quality + self.p.experience_spread * normal, 0.0, 1.0)

    def attended(self, ids: Array, day: int) -> None:
        """Let a day's guests judge, follow, buy and post."""
        if not len(ids):
            return
        world, p = self.world, self.p
        x = self.experience(ids)
        against = x - self.expected
        room = np.where(against > 0, self.weights.loyalty * (1.0 - world.people.trust[ids]), 1.0)
        self._trust(ids, p.onsite_trust * against * room)
        self._took_part(ids, p.follow_attend * x / USUAL_QUALITY, 0)
        good = x >= BAD
        posts = self.crowd.number_of(POST, ids) < p.live_share_rate * np.where(good, x, 1.0 - x) * self.sharing
        self._tell(ids[posts & good], STREET | FRIEND, day, 0)
        self._complain(ids[posts & ~good], day, len(ids))
        world.announce("attended", ids=ids, quality=float(p.onsite_quality), time_h=float(world.env.now))

    def joined(self, ids: Array, day: int) -> None:
        """Let a day's online participants follow, buy and post."""
        if not len(ids):
            return
        world, a = self.world, self.world.scenario.audience
        self._trust(ids, a.trust_gain * self.weights.loyalty * (1.0 - world.people.trust[ids]))
        self._took_part(ids, self.draw.asks(ids, np.full(len(ids), self.p.follow_join)), 1)
        posts = self.crowd.number_of(MAKE, ids) < self.p.ugc_rate * self.creativity / USUAL_IDEA
        self._tell(ids[posts], ONLINE | FRIEND, day, 1)

    def disturbed(self, ids: Array, from_h: float, until_h: float, loss: float) -> None:
        """Let those of ``ids`` who are there between two hours of the day lose ``loss`` of trust."""
        hour = OPENS_H + (CLOSES_H - OPENS_H) * self.crowd.number_of(HOUR, ids)
        self.world.change_trust(ids[(hour >= from_h) & (hour < until_h)], -loss)

    def _trust(self, ids: Array, by: Array) -> None:
        self.tally.trust_missing += float((1.0 - self.world.people.trust[ids]).sum(dtype=np.float64))
        self.tally.trust_gained += float(self.world.change_trust(ids, by).sum(dtype=np.float64))

    def _took_part(self, ids: Array, follow: Array, kind: int) -> None:
        world, p = self.world, self.p
        remember(world, ids, world.scenario.audience.memory_reaction)
        if p.warmth:
            world.warm(ids, p.warmth * self.weights.loyalty)
        taste = self.crowd.taste(ids)
        trust = world.people.trust[ids] / USUAL_TRUST
        buys = self.crowd.number_of(BUY + 2 * kind, ids) < p.event_orders * taste * trust * self.weights.sales
        world.people.buyer[ids[buys]] = True
        self.tally.orders += int(np.count_nonzero(buys))
        for platform in world.scenario.platforms:
            free = world.population.member[platform][ids] & ~world.people.following[platform][ids]
            u = self.crowd.number_of(FOLLOW + 2 * world.index[platform] + kind, ids)
            new = ids[free & (u < follow * taste * trust)]
            world.gain(platform, new)
            self.tally.follows += len(new)
            if kind:
                self.draw.note(platform, new)

    def _seen_by(self, ids: Array, already: Array, day: int, kind: int) -> Array:
        world, e, a = self.world, self.world.scenario.engagement, self.world.scenario.audience
        virality = max(getattr(world.scenario.platform, x).virality for x in world.scenario.platforms)
        return reshare(
            world.network, ids, sees=min(1.0, e.friend_sees * virality / USUAL_VIRALITY),
            shares=min(1.0, e.friend_shares * a.share_prob / USUAL_SHARE_PROB), already=already,
            generator=world.streams.of("campaign-share", self.crowd.number, day, kind),
        ).person  # fmt: skip

    def _tell(self, ids: Array, way: int, day: int, kind: int) -> None:
        """Show the posts of ``ids`` to their contacts; those who know of the activity are drawn by a friend as well."""
        if not len(ids):
            return
        seen = self._seen_by(ids, ids, day, kind)
        self.tally.posts += len(ids)
        self.tally.by_friends += len(self.crowd.hear(seen, way))

    def _complain(self, ids: Array, day: int, guests: int) -> None:
        """Show bad experiences; enough of them are an incident, once an activity."""
        if not len(ids):
            return
        world = self.world
        seen = np.sort(self._seen_by(ids, ids, day, 2))
        world.change_trust(seen, -self.p.bad_word)
        self.crowd.put_off(seen)
        self.tally.posts += len(ids)
        self.tally.bad_posts += len(ids)
        share = len(ids) / guests
        if not self.tally.outrage and len(ids) >= OUTRAGE_POSTS and share >= OUTRAGE_SHARE:
            self.tally.outrage = True
            world.announce("incident", kind="event", severity=min(1.0, 0.3 + share), true=True,
                           time_h=float(world.env.now), people=ids[:NAMED])  # fmt: skip
            world.log.record(float(world.env.now), "event_outrage", number=self.crowd.number, share=share)
