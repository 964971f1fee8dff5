"""Promotion (CAMP-1): money buys contacts with real people, and whoever takes notice has heard of the activity.

A channel has an audience of its own, a set of people of the world:

    notice    those who followed when the run began             partner   one segment, another one at each activity
    kol       the followers of five of the largest accounts     ads       members of the platforms, by their activity

A contact falls on a random person of that audience, whether or not somebody else has reached him: overlap and decreasing
returns are people who are reached twice. For the influencers ``kol_fit`` of the contacts fall on the target. Somebody of
the target takes notice with probability ``(1 - richness_effect (1 - richness)) · (0.7 + 0.5 creativity)``, others with half
of it: that is the specification's reach, 130 (0.5 + 0.5 kol_fit) and, at a target of 0.4, 70 people for a thousand CNY.
Contact m of a channel has the same numbers in every scenario, so that more money reaches more people, not others.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.world import Array, World
from sim.parts.campaign.crowd import ONLINE, STREET, Crowd, lives_here

__all__ = ["CHANNELS", "Promotion", "Street", "audience", "teaser"]

CHANNELS = ("notice", "partner", "kol", "ads")
KOL = CHANNELS.index("kol")
STREET_CHANNEL = len(CHANNELS)
KOLS, LARGEST = 5, 20  # influencers hired, of the accounts with the most followers
OFF_TARGET_NOTICE = 0.5
USUAL_FIT = 0.6
TEASER_D, LONG_TEASER_D = 3.0, 10.0  # CAMP-1: 1 - e^(-days/3), and 5 % a day beyond ten


def teaser(p: Any, days: int) -> float:
    """Return the factor of a preview of so many days on interest (assumed curve of CAMP-1); 1 without."""
    lift = 1.0 + p.teaser_lift * (1.0 - np.exp(-days / TEASER_D))
    return float(lift * (1.0 - p.teaser_decay) ** max(0.0, days - LONG_TEASER_D))


def audience(world: World, number: int, channel: int) -> tuple[Array, Array | None]:
    """Return the people of a channel, repeats for heavier weight, and their cumulative weight where that differs."""
    population, platforms = world.population, world.scenario.platforms
    name = CHANNELS[channel] if world.scenario.campaign.own_audiences else "ads"
    if name == "notice":
        return np.logical_or.reduce([population.follower_at_start[x] for x in platforms]).nonzero()[0], None
    if name == "partner":
        segments = len(world.scenario.audience.segment_mix)
        first = int(world.streams.of("campaign-partner").integers(segments))
        return (population.segment == (first + number) % segments).nonzero()[0], None
    if name == "kol":
        degree = world.network.degree
        largest = np.argsort(-degree, kind="stable")[:LARGEST]
        hired = world.streams.of("campaign-kol", number).permutation(largest)[:KOLS]
        return np.concatenate([world.network.followers(k) for k in hired.tolist()]).astype(np.intp), None
    member = np.logical_or.reduce([population.member[x] for x in platforms])
    ids = (member & (population.activity > 0)).nonzero()[0]
    return ids, np.cumsum(population.activity[ids], dtype=np.float64)


class Contacts:
    """The contacts that money buys on one channel, in a fixed order."""

    def __init__(self, world: World, crowd: Crowd, number: int, channel: int, per_k: float) -> None:
        self.rng = world.streams.of("campaign-contacts", number, channel)
        self.crowd, self.per_k, self.bought, self.spent_k = crowd, per_k, 0.0, 0.0

    def buy(self, money_k: float) -> Array:
        """Return the numbers of the next contacts, (k, 3): which part of the audience, who, whether he notices."""
        before = int(self.bought)
        self.bought += money_k * self.per_k
        self.spent_k += money_k
        return self.rng.random((int(self.bought) - before, 3))


class Promotion:
    """The promotion channels of one activity. ``share`` (channels,) is how the money is split between them now."""

    def __init__(self, world: World, crowd: Crowd, number: int, notices: float, channels: int) -> None:
        p = world.scenario.campaign
        self.world, self.crowd, self.p, self.notices = world, crowd, p, notices
        self.open = list(range(channels))
        self.share = np.zeros(len(CHANNELS))
        self.share[self.open] = 1.0 / max(1, channels)
        if KOL in self.open:
            self.share[self.open] = (1.0 - p.kol_share) / (len(self.open) - 1)
            self.share[KOL] = p.kol_share
        self.contacts = {
            c: Contacts(world, crowd, number, c, p.kol_contacts_k if c == KOL else p.contacts_k) for c in self.open
        }
        self.people = {c: audience(world, number, c) for c in self.open}
        ids = self.people[KOL][0] if KOL in self.open else np.empty(0, np.intp)
        fits = crowd.target(ids)
        self.kol_target, self.kol_other = ids[fits], ids[~fits]
        # What a correction may look at: people who newly heard by each channel, and the money spent on it.
        self.found, self.spent_k = np.zeros(len(CHANNELS)), np.zeros(len(CHANNELS))
        self.by_kol: list[Array] = []

    def run(self, money_k: float) -> None:
        """Spend ``money_k`` over the channels."""
        for c in self.open:
            part_k = money_k * self.share[c]
            u = self.contacts[c].buy(part_k)
            ids = self._met(c, u)
            notices = self.notices * np.where(self.crowd.target(ids), 1.0, OFF_TARGET_NOTICE)
            new = self.crowd.hear(ids[u[: len(ids), 2] < notices], ONLINE)
            self.found[c] += len(new)
            self.spent_k[c] += part_k
            if c == KOL and len(new):
                self.by_kol.append(new)
                self.world.change_trust(new, -self.p.kol_misfit * max(0.0, USUAL_FIT - self.p.kol_fit) / USUAL_FIT)

    def _met(self, channel: int, u: Array) -> Array:
        """Return the person of each contact; (k,)."""
        if channel == KOL and self.p.own_audiences:
            return self._followers(u)
        ids, weight = self.people[channel]
        if not len(ids):
            return np.empty(0, np.intp)
        if weight is None:
            return ids[(u[:, 1] * len(ids)).astype(np.intp)]
        return ids[np.minimum(np.searchsorted(weight, u[:, 1] * weight[-1], side="right"), len(ids) - 1)]

    def _followers(self, u: Array) -> Array:
        """Return followers of the influencers: ``kol_fit`` of them from the target."""
        a, b = self.kol_target, self.kol_other
        if not len(a) or not len(b):
            both = a if len(a) else b
            return both[(u[:, 1] * len(both)).astype(np.intp)] if len(both) else np.empty(0, np.intp)
        at_a, at_b = (u[:, 1] * len(a)).astype(np.intp), (u[:, 1] * len(b)).astype(np.intp)
        return np.where(u[:, 0] < self.p.kol_fit, a[at_a], b[at_b])

    def reached_by_kol(self) -> Array:
        """Return who first heard of the activity from an influencer."""
        return np.concatenate(self.by_kol) if self.by_kol else np.empty(0, np.intp)


class Street:
    """Posters and stands in the city of the venue: people who live there hear of the offline part."""

    def __init__(self, world: World, crowd: Crowd, number: int, notices: float) -> None:
        everybody = np.arange(world.population.n)
        self.ids = everybody[lives_here(world, everybody, crowd.home_key)]
        self.crowd, self.notices = crowd, notices
        self.contacts = Contacts(world, crowd, number, STREET_CHANNEL, world.scenario.campaign.street_k)

    def run(self, money_k: float) -> None:
        """Spend ``money_k``."""
        u = self.contacts.buy(money_k)
        if len(self.ids) and len(u):
            ids = self.ids[(u[:, 1] * len(self.ids)).astype(np.intp)]
            notices = self.notices * np.where(self.crowd.target(ids), 1.0, OFF_TARGET_NOTICE)
            self.crowd.hear(ids[u[:, 2] < notices], STREET)
