"""Campaigns 活动: promotion, the online–offline loop, incidents, correction and learning.

``events`` activities begin on ``first_day`` and every ``interval_d`` days after it. Each has ``budget_k`` to spend: what goes
online pays for channels, elements, pictures and promotion; what goes offline for the venue, its places and passers-by. It is
prepared (``tasks``), promoted (``promotion``), corrected (``learning``), runs for ``live_days`` (``crowd``, ``loop``,
``incidents``) and is reviewed. A day is settled when the venue closes.

Reads: followers, members, activity, affinity, trust, the follower network. Writes: awareness, memory, trust, affinity,
following, buying; the ledger (account ``campaign`` and work of the team). Draws: ``campaign-home``, ``campaign-person``,
``campaign-contacts``, ``campaign-partner``, ``campaign-kol``, ``campaign-share``, ``campaign-tasks``, ``campaign-incidents``,
``campaign-reading``, ``campaign-scandal``, ``campaign-draw``. Announces: ``attended``, ``incident``. Logs: ``event``,
``event_day``, ``event_incident``, ``event_outrage``, ``event_scandal``.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np

from sim.core.people import NEVER_H
from sim.core.world import World
from sim.parts.campaign.crowd import CAME, JOINED, Crowd, Rates
from sim.parts.campaign.incidents import Incidents
from sim.parts.campaign.learning import Correction, Lessons, weights
from sim.parts.campaign.loop import CLOSES_H, NAMED, USUAL_IDEA, Loop
from sim.parts.campaign.promotion import KOL, Promotion, Street, teaser
from sim.parts.campaign.tasks import Preparation

__all__ = ["Campaign", "Event", "Money", "start"]

DAY_H, TICK_H = 24.0, 12.0  # promotion and readings move twice a day
SETTLED_H = CLOSES_H + 1.0
SCANDAL_TRUST, SCANDAL_SEVERITY = 0.05, 0.4


class Money:
    """How the budget of one activity is spent, in thousand CNY.

    A part whose money does not pay its fixed costs does not take place, and its money stays unspent. Channels are opened only
    as far as half of the promotion money is left for contacts. ``linked`` needs both parts.
    """

    def __init__(self, p: Any) -> None:
        online = p.budget_k * p.online_share
        made_k = p.element_cost_k * p.interaction_elements + p.richness_cost_k * p.media_richness
        self.online = online > made_k + p.channel_fixed_k
        affordable = int((online - made_k) // (2.0 * p.channel_fixed_k)) if p.channel_fixed_k else p.promo_channels
        self.channels = min(p.promo_channels, max(1, affordable)) if self.online else 0
        self.production_k = made_k + p.channel_fixed_k * self.channels if self.online else 0.0
        self.promotion_k = online - self.production_k if self.online else 0.0
        offline = p.budget_k - online
        self.offline = offline > p.venue_fixed_k
        left = offline - p.venue_fixed_k if self.offline else 0.0
        self.places = min(p.venue_capacity, int(left * p.venue_share / p.place_k))
        self.venue_k = p.venue_fixed_k + self.places * p.place_k if self.offline else 0.0
        self.street_k = left - self.places * p.place_k
        self.linked = p.linked and self.online and self.offline


class Campaign:
    """All activities of a run: what they share are people's experience with them, and the team's lessons."""

    def __init__(self, world: World) -> None:
        n = world.population.n
        self.world, self.p = world, world.scenario.campaign
        self.lessons = Lessons(world)
        self.seen, self.took_h = np.zeros(n, np.int8), np.full(n, NEVER_H, np.float32)
        self.hours = 0.0

    def start_h(self, number: int) -> float:
        """Return the hour at which activity ``number`` (from 0) begins."""
        return DAY_H * (self.world.scenario.warmup_days + self.p.first_day - 1 + number * self.p.interval_d)

    def work(self, hours: float) -> None:
        """Note hours of the team, to be booked when the week is over."""
        self.hours += hours

    def run(self, number: int) -> Generator[Any, Any, None]:
        """Prepare and hold one activity."""
        env, start_h = self.world.env, self.start_h(number)
        yield env.timeout(max(0.0, start_h - DAY_H * self.p.prep_days))
        preparation = Preparation(self.world, number, start_h, self.work)
        yield env.timeout(max(0.0, start_h - DAY_H * self.p.promo_days - env.now))
        event = Event(self, number, start_h, preparation)
        env.process(event.promote())
        yield from event.live()
        self.work(self.lessons.review())
        self.lessons.next_one()
        if not self.p.new_idea:
            self.seen[event.crowd.heard()] += 1

    def book(self, week_h: float, end_h: float) -> None:
        """Book the team's work on activities of a week after its end."""
        self.world.book_week("campaign", {"campaign": self.hours}, week_h, end_h)
        self.hours = 0.0


class Event:
    """One activity."""

    def __init__(self, campaign: Campaign, number: int, start_h: float, preparation: Preparation) -> None:
        world, p = campaign.world, campaign.p
        self.campaign, self.world, self.p, self.number, self.start_h = campaign, world, p, number, start_h
        self.preparation, self.money, self.weights = preparation, Money(p), weights(p)
        self.creativity = campaign.lessons.creativity()
        self.crowd = Crowd(world, number, self.money.linked, campaign.seen, campaign.took_h)
        self.loop = Loop(world, self.crowd, self.weights, self.money.linked, self.creativity)
        notices = (1.0 - p.richness_effect * (1.0 - p.media_richness)) * (0.7 + 0.5 * self.creativity)
        notices *= self.weights.awareness
        self.promotion = Promotion(world, self.crowd, number, notices, self.money.channels)
        self.street = Street(world, self.crowd, number, notices)
        self.correction = Correction(world, self.promotion, number)
        self.incidents = Incidents(world, number, campaign.lessons.incident_rate())
        self.places, self.turned_away, self.spent_k = self.money.places, 0, 0.0
        self.got, self.possible = 0.0, 0.0

    def spend(self, item: str, amount_k: float) -> None:
        """Pay ``amount_k`` thousand CNY now."""
        if amount_k > 0:
            self.spent_k += amount_k
            self.world.ledger.spend("campaign", item, amount_k, time_h=float(self.world.env.now))

    def promote(self) -> Generator[Any, Any, None]:
        """Spend the promotion money evenly until the end, and correct its split."""
        env, money = self.world.env, self.money
        self.spend("production", money.production_k)
        self.spend("venue", money.venue_k)
        ticks = round((self.start_h + DAY_H * self.p.live_days - env.now) / TICK_H)
        for _ in range(ticks):
            self.promotion.run(money.promotion_k / ticks)
            self.street.run(money.street_k / ticks)
            self.spend("promotion", money.promotion_k / ticks)
            self.spend("street", money.street_k / ticks)
            yield env.timeout(TICK_H)
            if self.correction.look():
                self.campaign.work(self.p.adjust_h)

    def live(self) -> Generator[Any, Any, None]:
        """Hold the activity day by day and write down what it brought."""
        world, env = self.world, self.world.env
        yield env.timeout(max(0.0, self.start_h - env.now))
        env.process(self.incidents.run(self.start_h, self.number))
        env.process(self._scandal())
        for day in range(self.p.live_days):
            yield env.timeout(self.start_h + DAY_H * day + SETTLED_H - env.now)
            self._day(day)
        yield env.timeout(DAY_H - SETTLED_H)
        self.loop.draw.close()
        world.log.record(float(env.now), "event", number=self.number, start_h=self.start_h, **self._facts())

    def _day(self, day: int) -> None:
        p, crowd, loop = self.p, self.crowd, self.loop
        open_tasks = self.preparation.open_tasks()
        factor = max(0.0, 1.0 - p.late_loss * open_tasks) * self.incidents.factor[day]
        common = factor * teaser(p, p.teaser_days) * (1.0 - p.detail_loss) ** p.missing_details
        common *= self.weights.participation
        idea = self.creativity / USUAL_IDEA
        rates = Rates(common * (0.5 + 0.5 * idea), common * idea if self.money.online else 0.0)
        came, joined, turned_away = crowd.day(rates, self.places, float(self.world.env.now))
        self.places -= len(came)
        self.turned_away += turned_away
        loop.attended(came, day)
        loop.joined(joined, day)
        there = np.union1d(came, joined)
        for from_h, until_h in self.incidents.windows[day]:
            loop.disturbed(there, from_h, until_h, self.incidents.trust)
        result = len(came) + len(joined)
        self.got += result
        self.possible += result / factor if factor > 0 else 0.0
        self.world.log.record(float(self.world.env.now), "event_day", number=self.number, day=day, came=len(came),
                              joined=len(joined), turned_away=turned_away, heard=len(crowd.heard()),
                              by_friends=loop.tally.by_friends, open_tasks=open_tasks, factor=factor)  # fmt: skip

    def _scandal(self) -> Generator[Any, Any, None]:
        """With a small probability an influencer falls into disgrace in the middle of the activity (tail risk)."""
        world, p = self.world, self.p
        paid = self.money.promotion_k > 0 and self.promotion.share[KOL] > 0
        u = float(world.streams.of("campaign-scandal", self.number).random())
        if not paid or u >= p.kol_scandal:
            return
        yield world.env.timeout(DAY_H * p.live_days / 2.0)
        ids = self.promotion.reached_by_kol()
        if len(ids):
            world.change_trust(ids, -SCANDAL_TRUST)
            self.crowd.put_off(ids)
            world.log.record(float(world.env.now), "event_scandal", number=self.number, people=len(ids))
            world.announce("incident", kind="event", severity=SCANDAL_SEVERITY, true=True, time_h=float(world.env.now),
                           people=ids[:NAMED])  # fmt: skip

    def _facts(self) -> dict[str, Any]:
        tally, crowd = self.loop.tally, self.crowd
        heard, came, joined = len(crowd.heard()), crowd.count(CAME), crowd.count(JOINED)
        part = int(np.count_nonzero(crowd.state[crowd.heard()] & (CAME | JOINED)))
        score = {
            "awareness": heard / self.world.population.n,
            "participation": part / heard if heard else 0.0,
            "sales": tally.orders / (came + joined) if came + joined else 0.0,
            "loyalty": tally.trust_gained / tally.trust_missing if tally.trust_missing else 0.0,
        }
        return {
            "heard": heard, "attendance": came, "participation": joined, "took_part": part, "follows": tally.follows,
            "posts": tally.posts, "bad_posts": tally.bad_posts, "by_friends": tally.by_friends, "orders": tally.orders,
            "turned_away": self.turned_away, "places": self.money.places, "cost_k": self.spent_k,
            "got": self.got, "possible": self.possible, "on_time": self.preparation.on_time(),
            "incidents": len(self.incidents.plan), "score": score[self.p.objective], "corrections": self.correction.done,
            "creativity": self.creativity, "outrage": tally.outrage, "left": self.loop.draw.left,
        }  # fmt: skip


def start(world: World) -> None:
    """Start the activities of a run."""
    if world.scenario.campaign.events:
        campaign = Campaign(world)
        for number in range(world.scenario.campaign.events):
            world.env.process(campaign.run(number))
        world.env.process(world.each_week(campaign.book))
