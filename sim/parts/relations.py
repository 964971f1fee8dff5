"""Customer relations (客户关系管理, CRM): messages to loyal, potential and lapsed users, matched to each group or one for all.

Everybody whom the account knows is in one of three states (AUD-2), read off what he did::

    loyal 忠诚      follows, reacts like the top tenth (or had two good contacts in 60 days), and trusts
    lapsed 流失     has left, or reacted once and not in the last 30 days
    potential 潜在  follows, and is neither

Each week ``crm_hours`` buy messages; ``loyal_share_effort`` and ``reactivation_share`` of them go to loyal and lapsed people, the
rest to potential ones, nobody twice within ``pause_d``. Of the lapsed the team writes first to those who were there last. A message
is read with probability ``1 - exp(-read_share * activity)``, and a reader answers with ::

    answer * T / 0.6 * (1 if the message is meant for his state, else misfit) * 2^(-days since he lapsed / return_halflife_d)

the last factor for lapsed people only. One message for all is meant for nobody's state. The team knows a state by a label that is
wrong with ``label_error``. Who reads remembers and tires, as at a post; who answers is active, trusts and likes the brand a little
more, may order, and if he had left follows again.

Reads: people's state. Writes: memory, fatigue, trust, affinity, good contacts, following, reactions; the ledger. Draws:
``relations`` (a block of numbers a week, each person his own), ``relations-labels``. Counts: messages, answers, reactivated,
orders. Logs: ``order``.

With ``crm_hours`` 0, the default, nothing of this happens.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.knob import knob, parameters
from sim.core.people import NEVER_H, USUAL_TRUST
from sim.core.world import Array, World

__all__ = ["RelationsParameters", "note_orders", "note_reactions", "start_relations", "states"]

LOYAL, POTENTIAL, LAPSED, UNKNOWN = range(4)
WEEK_H, MONTH_H = 168.0, 720.0
WRITING_HOUR = 10.0  # messages go out on the first day of a week, at ten


@parameters
class RelationsParameters:
    """What the team does for people one by one."""

    _prefix = "audience.relations."

    crm_hours: float = knob(
        default=0.0, low=1, high=40, off=0.0, step=1, unit="hours/week", zh="客户关系工时",
        meaning="working time of the team for messages to single users",
    )  # fmt: skip
    loyal_share_effort: float = knob(
        default=0.4, low=0, high=1, step=0.05, unit="0–1", zh="忠诚用户投入占比",
        meaning="share of CRM effort spent on loyal users",
    )  # fmt: skip
    reactivation_share: float = knob(
        default=0.2, low=0, high=1, step=0.05, unit="0–1", zh="召回投入占比",
        meaning="share of CRM effort spent on lapsed users",
    )  # fmt: skip
    matched: bool = knob(
        default=True, unit="switch", zh="分层内容",
        meaning="thanks for the loyal, something useful for the potential, a reason to return for the lapsed; off: one for all",
    )  # fmt: skip
    keep_file: bool = knob(
        default=False, unit="switch", zh="客户档案", meaning="the team writes down who reacts when, and ranks its followers by it",
    )  # fmt: skip
    file_days: int = knob(
        default=60, low=7, high=180, unit="days", zh="档案回看期", meaning="how far back the ranking of followers looks"
    )
    label_error: float = knob(
        default=0.1, low=0, high=1, step=0.05, unit="share", zh="标签错误率",
        meaning="people whom the team holds for something else than they are",
    )  # fmt: skip
    message_minutes: float = knob(
        default=3.0, low=0.5, high=30, unit="minutes", zh="单条消息工时", meaning="working time of one message to one person",
    )  # fmt: skip
    pause_d: int = knob(
        default=28, low=7, high=120, unit="days", zh="联系间隔", meaning="nobody gets two messages within this time"
    )
    read_share: float = knob(
        default=0.5, low=0.05, high=3, off=0.0, unit="per unit of activity", zh="消息打开率",
        meaning="how readily an active person opens a message; dormant people never do",
    )  # fmt: skip
    answer: float = knob(
        default=0.15, low=0.02, high=0.8, off=0.0, unit="probability", zh="消息回应率",
        meaning="a reader answers a message that is meant for him, at usual trust",
    )  # fmt: skip
    misfit: float = knob(
        default=0.4, low=0.05, high=0.9, off=1.0, unit="×", zh="不匹配系数",
        meaning="answers to a message that is meant for somebody else, or for everybody",
    )  # fmt: skip
    return_halflife_d: float = knob(
        default=45.0, low=7, high=180, unit="days", zh="召回半衰期",
        meaning="time since lapsing after which half as many come back",
    )  # fmt: skip
    crm_trust: float = knob(
        default=0.02, low=0, high=0.1, unit="trust", zh="沟通信任增益",
        meaning="trust gained by an answered message, shrinking with (1 - T)",
    )  # fmt: skip
    crm_affinity: float = knob(
        default=0.02, low=0, high=0.1, unit="0–1", zh="沟通亲和增益", meaning="affinity gained by an answered message",
    )  # fmt: skip
    crm_order: float = knob(
        default=0.1, low=0, high=0.5, unit="probability", zh="沟通下单率", meaning="who answers also orders",
    )  # fmt: skip


def start_relations(world: World) -> None:
    """Write to people every week, if the plan has hours for it."""
    if world.scenario.audience.relations.crm_hours > 0:
        relations = Relations(world)
        world.env.process(relations.weeks())
        world.env.process(world.each_week(relations.costs))


def note_reactions(world: World, platform: str, ids: Array, time_h: float) -> None:
    """Remember that ``ids`` (each once) reacted on ``platform``: their score, its date, and the days they count as active."""
    people = world.people
    ago = np.float32(time_h) - people.reacted_h[ids]
    people.reactions[ids] = people.reactions[ids] * np.exp2(ago / np.float32(-MONTH_H)) + 1.0
    # Active is who reacted in the last week: the time this reaction adds, in person-days of followers.
    ago = np.minimum(np.float32(WEEK_H), ago)
    world.count("active_days", float(ago[people.following[platform][ids]].sum()) / 24.0)
    people.reacted_h[ids] = time_h
    if "reactions" in world.records:  # somebody keeps a customer file
        world.records["reactions"].append((time_h, ids))


def note_orders(world: World, ids: Array, time_h: float) -> None:
    """Count orders of ``ids``; where the team keeps a customer file, each is written down."""
    world.count("orders", len(ids))
    world.people.buyer[ids] = True
    if world.scenario.audience.relations.crm_hours > 0:
        for person in ids.tolist():
            world.log.record(time_h, "order", person=person)


def states(world: World) -> tuple[Array, Array]:
    """Return the state of everybody, shape (n_people,): loyal 0, potential 1, lapsed 2, unknown 3; and when he was last there."""
    people, now_h, platforms = world.people, world.env.now, world.scenario.platforms
    follows = np.logical_or.reduce([people.following[p] for p in platforms])
    left_h = np.maximum.reduce([people.left_h[p] for p in platforms])
    loyal = follows & people.devoted(now_h)
    silent = (people.reacted_h > NEVER_H) & (people.reacted_h <= now_h - MONTH_H)
    lapsed = np.where(follows, silent & ~loyal, left_h > 0)
    state = np.where(loyal, LOYAL, np.where(lapsed, LAPSED, np.where(follows, POTENTIAL, UNKNOWN)))
    return state, np.where(follows, people.reacted_h, left_h)


class Relations:
    """The customer file: who was written to when, and what the team holds everybody for."""

    def __init__(self, world: World) -> None:
        self.world, self.p = world, world.scenario.audience.relations
        n = world.population.n
        self.written_h = np.full(n, NEVER_H)
        wrong, other = world.streams.of("relations-labels").random((2, n))
        # A wrong label names one of the other two states; it sticks to the person.
        self.slip = np.where(wrong < self.p.label_error, 1 + (other < 0.5), 0)
        self.hours = 0.0

    def weeks(self) -> Any:
        """Write on the first day of every week."""
        env, first_h = self.world.env, self.world.ledger.first_week_h
        yield env.timeout(first_h + WRITING_HOUR)
        for week in range(self.world.total_days // 7 + 1):
            self.write(week)
            yield env.timeout(WEEK_H)

    def costs(self, week_h: float, end_h: float) -> None:
        """Book the hours of the week that began at ``week_h`` and is over."""
        self.world.team_work("customer relations", self.hours, week_h)
        self.hours = 0.0

    def write(self, week: int) -> None:
        """Choose the week's addressees, and let them read and answer."""
        world, p = self.world, self.p
        order, read, answer, buy = world.streams.of("relations", week).random((4, world.population.n))
        state, seen_h = states(world)
        held_for = np.where(state == UNKNOWN, UNKNOWN, (state + self.slip) % UNKNOWN)
        ids = self.addressees(held_for, order, seen_h)
        self.written_h[ids] = world.env.now
        self.hours += len(ids) * p.message_minutes / 60.0
        world.count("messages", len(ids))
        opened = read[ids] < -np.expm1(-p.read_share * world.population.activity[ids])
        ids = ids[opened]
        days = np.where(state[ids] == LAPSED, (world.env.now - np.maximum(seen_h[ids], 0.0)) / 24.0, 0.0)
        fits = (held_for[ids] == state[ids]) & p.matched
        chance = p.answer * world.people.trust[ids] / USUAL_TRUST * np.where(fits, 1.0, p.misfit)
        answers = answer[ids] < chance * np.exp2(-days / p.return_halflife_d)
        self.remembered(ids, answers)
        if answers.any():
            self.answered(ids[answers], state[ids[answers]], buy[ids[answers]])

    def addressees(self, held_for: Array, order: Array, seen_h: Array) -> Array:
        """Return whom the week's messages go to: each group its share, and what a group cannot use goes to potential users."""
        p = self.p
        total = int(p.crm_hours * 60.0 / p.message_minutes)
        scale = max(1.0, p.loyal_share_effort + p.reactivation_share)
        free = self.written_h <= self.world.env.now - 24.0 * p.pause_d
        chosen: list[Array] = []
        for group, share in ((LOYAL, p.loyal_share_effort), (LAPSED, p.reactivation_share)):
            here = ((held_for == group) & free).nonzero()[0]
            rank = -seen_h[here] if group == LAPSED else order[here]
            chosen.append(here[np.argsort(rank, kind="stable")][: int(total * share / scale)])
        left = total - sum(map(len, chosen))
        here = ((held_for == POTENTIAL) & free).nonzero()[0]
        return np.sort(np.concatenate([*chosen, here[np.argsort(order[here], kind="stable")][:left]]))

    def remembered(self, ids: Array, answers: Array) -> None:
        """A message that is read leaves memory and tires like a post; an answer leaves more, as a reaction does."""
        a, people, now_h = self.world.scenario.audience, self.world.people, self.world.env.now
        memory, fatigue = people.current(ids, now_h, a.memory_halflife_d, a.fatigue_halflife_d)
        forgets = (1.0 - a.memory_exposure) * np.where(answers, 1.0 - a.memory_reaction, 1.0)
        people.memory[ids], people.fatigue[ids] = 1.0 - (1.0 - memory) * forgets, fatigue + 1.0
        people.touched_h[ids] = now_h

    def answered(self, ids: Array, state: Array, buy: Array) -> None:
        """Who answers is active, closer to the brand, and may order; the lapsed are back."""
        world, p, people, now_h = self.world, self.p, self.world.people, self.world.env.now
        world.count("answers", len(ids))
        world.count("reactivated", int(np.count_nonzero(state == LAPSED)))
        gone = np.ones(len(ids), bool)
        for platform in world.scenario.platforms:
            gone &= ~people.following[platform][ids]
        for platform in world.scenario.platforms:
            back = gone & (people.left_h[platform][ids] > 0)
            world.gain(platform, ids[back])
            gone &= ~back
        world.change_trust(ids, p.crm_trust * (1.0 - people.trust[ids]))
        world.warm(ids, p.crm_affinity)
        people.served_before_h[ids], people.served_h[ids] = people.served_h[ids], now_h
        done = np.zeros(len(ids), bool)
        for platform in world.scenario.platforms:
            here = people.following[platform][ids] & ~done
            note_reactions(world, platform, ids[here], now_h)
            done |= here
        note_orders(world, ids[buy < p.crm_order], now_h)
