"""Joining 加入: who comes, from where, and what it costs (COMM-1).

Candidates are drawn by activity from the whole population, a fixed block a day and source, and thinned to the rate. An organic
joiner knows the brand; partners and ads reach anybody, who knows the brand from then on; members who belong invite their
contacts in the follower network. Nobody joins twice, so that the
reservoir empties: joins fall as members and former members become many.
"""

from __future__ import annotations

import numpy as np

from sim.core.people import USUAL_TRUST
from sim.core.streams import keyed_uniforms
from sim.core.world import Array, World
from sim.parts.community.members import Members
from sim.parts.community.parameters import SOURCES

__all__ = ["Joins", "focus_factor"]

ORGANIC, EVENT, PARTNER, PAID, FRIEND = range(5)
INVITES_DAY = 1.0 / 30.0  # who likes it here invites somebody once a month, until the circle of friends is through
BLOCK = 400  # candidates a day and source, on average
MOST_BOUGHT = 0.9  # partners and ads together: some members always come by themselves
USUAL_FOCUS, USUAL_CONTENT = 0.6, 4.0
LEAST_CONTENT = 0.5  # posts a week: an empty room still attracts somebody


def focus_factor(focus: float) -> float:
    """Return joins against the usual theme: a narrow one concerns fewer people, and the narrowest nearly nobody."""
    return max(0.05, (1.0 - focus**4) / (1.0 - USUAL_FOCUS**4))


class Joins:
    """The inflow of one run."""

    def __init__(self, world: World, members: Members) -> None:
        self.world, self.p, self.members = world, world.scenario.community, members
        activity = world.population.activity.astype(np.float64)
        self.weight = np.cumsum(activity)
        self.known_share = float(activity[world.people.aware].sum()) / max(self.weight[-1], 1e-12)
        self.spent_k, self.today = 0.0, 0
        self._event_key = int(world.streams.of("event-joins").integers(2**64, dtype=np.uint64))
        invite_keys = world.streams.of("invitations").integers(2**64, size=world.total_days, dtype=np.uint64)
        self._invite_keys = invite_keys.tolist()
        self._begin(activity)

    def _begin(self, activity: Array) -> None:
        """Let the first members in: people who know the brand, the more active the likelier."""
        known = (self.world.people.aware & (activity > 0)).nonzero()[0]
        # The smallest of exponential times with these rates: a weighted draw without repeats.
        wait = self.world.streams.of("first-members").exponential(size=self.world.population.n)[known] / activity[known]
        first = known[np.argsort(wait, kind="stable")[: self.p.members_start]]
        rows = self.members.add(np.sort(first), ORGANIC, 0.0)
        self.members.knows[rows] = 1.0

    def rates(self) -> dict[int, float]:
        """Return joins a day by source, at the start's reservoir."""
        p = self.p
        bought = p.paid_share + p.partner_share
        scale = min(1.0, MOST_BOUGHT / bought) if bought else 1.0
        paid, partner = p.paid_share * scale, p.partner_share * scale
        by_itself = p.join_rate * focus_factor(p.positioning_focus)
        content = (max(p.content_per_week, LEAST_CONTENT) / USUAL_CONTENT) ** p.content_joins
        per_organic = by_itself / (1.0 - paid - partner)
        return {ORGANIC: by_itself * content, PARTNER: partner * per_organic, PAID: paid * per_organic}

    def day(self, day: int, now_h: float) -> None:
        """Let today's people in."""
        rng, p = self.world.streams.of("joins", day), self.p
        cost = {ORGANIC: p.organic_cost_k, PARTNER: p.partner_cost_k, PAID: p.paid_cost_k}
        for source, rate in self.rates().items():
            count, u = int(rng.poisson(BLOCK)), rng.random((2, 2 * BLOCK))
            chance = rate / BLOCK / (self.known_share if source == ORGANIC and self.known_share else 1.0)
            # Only those are looked up who would come even at full trust.
            u = u[:, :count]
            u = u[:, u[1] < chance / USUAL_TRUST]
            who = np.minimum(self.weight.searchsorted(u[0] * self.weight[-1], side="right"), len(self.weight) - 1)
            wants = (u[1] < chance * self.world.people.trust[who] / USUAL_TRUST) & ~self.members.ever[who]
            if source == ORGANIC:
                wants &= self.world.people.aware[who]
            self._enter(np.unique(who[wants]), source, now_h, cost[source])

    def invite(self, day: int, now_h: float) -> None:
        """Let members who belong invite contacts."""
        p, m = self.p, self.members
        rows = m.rows()
        happy = rows[(m.belonging[rows] > p.leave_limit) & (m.invited[rows] < p.invitations)]
        if not len(happy):
            return
        u = keyed_uniforms(self._invite_keys[day], m.person[happy][None, :] * 3 + np.arange(3)[:, None])
        asks = (u[0] < INVITES_DAY).nonzero()[0]
        m.invited[happy[asks]] += 1
        asks = asks[u[1, asks] < p.invite_accepts]
        network, friends = self.world.network, []
        for k in asks.tolist():
            hears = network.followers(int(m.person[happy[k]]))
            if len(hears):
                friends.append(int(hears[int(u[2, k] * len(hears))]))
        ids = np.unique(np.array(friends, np.intp))
        self._enter(ids[~m.ever[ids] & (self.world.population.activity[ids] > 0)], FRIEND, now_h, 0.0)

    def attended(self, *, ids: Array, quality: float, time_h: float, **_: object) -> None:
        """Let some of those who were at an event join (announced by the campaign)."""
        ids = np.unique(np.asarray(ids, np.intp))
        u = keyed_uniforms(self._event_key, ids)
        wants = (u < self.p.event_join * quality) & ~self.members.ever[ids]
        self._enter(ids[wants], EVENT, time_h, 0.0)

    def _enter(self, ids: Array, source: int, time_h: float, cost_k: float) -> None:
        if not len(ids):
            return
        self.world.make_aware(ids)
        self.members.add(ids, source, time_h)
        self.spent_k += cost_k * len(ids)
        self.today += len(ids)
        self.world.announce("joined", ids=ids, source=SOURCES[source], time_h=time_h)
