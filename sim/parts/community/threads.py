"""Negative threads 负面帖: a complaint passes from member to member until it ends or somebody answers (C5.1-3).

Whoever sees a thread passes it on with probability ``thread_pass (1 - belonging)``, to ``thread_contacts`` members in all, the
eagerness fading with ``thread_life_h``. A member meets it in proportion to his visits. Every member has one threshold a thread
(Sellke's construction of the general epidemic): he sees it as soon as the pressure has passed it, so that an earlier answer
never shows it to more people.

An answer of the staff comes ``mod_delay_h`` after the start if the community's health is watched, one of an opinion leader an
hour after a developed leader has seen it. A thread that is deleted instead ends at once, angers those who saw it, and may
be carried outside as a screenshot: an ``incident``.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np

from sim.core.streams import keyed_uniforms
from sim.core.world import Array, World
from sim.parts.community.members import Members

__all__ = ["Spread", "Threads", "spread"]

MOST_A_MONTH, MONTH_H = 20.0, 720.0
STEP_H, LAST_H = 1.0, 336  # a thread is dead after two weeks
AUTHOR = 3.0  # a new thread stands on top: it reaches as many members as three who pass it on
FAINT = 1e-3  # members who still pass it on, below which it has ended
LEADER_ANSWERS_H = 1.0
SEVERITY = 0.4  # of deleted criticism, as an incident


class Spread(NamedTuple):
    """How a thread went: places of members who saw it in the order of seeing, and when it was answered (infinite: never)."""

    saw: Array
    staff_h: float
    leader_h: float


def spread(
    threshold: Array, passes: Array, leads: Array, *, contacts: float, life_h: float, staff_h: float, staff_effect: float,
    leader_effect: float,
) -> Spread:  # fmt: skip
    """Return how a thread spreads among n members with these thresholds, (n,) each; ``passes`` and ``leads`` are boolean.

    ``threshold`` is the pressure at which a member sees it; the pressure grows by 1/n of a contact with each contact. From
    ``staff_h`` on a share ``staff_effect`` of the contacts is prevented, from a leader's answer on ``leader_effect``.
    """
    n = len(threshold)
    order = np.argsort(threshold, kind="stable")
    ladder, spreaders = threshold[order], np.append(0, np.cumsum(passes[order]))
    heads = leads[order].nonzero()[0]
    first_leader = int(heads[0]) if len(heads) else n
    eager, pressure, saw, leader_h = AUTHOR, 0.0, 0, math.inf
    fades = math.exp(-STEP_H / life_h)
    for hour in range(LAST_H):
        now = hour * STEP_H
        heard = (1.0 - staff_effect * (now >= staff_h)) * (1.0 - leader_effect * (now >= leader_h))
        pressure += contacts * eager * (1.0 - fades) * heard / n
        new = int(ladder.searchsorted(pressure, side="right"))
        eager = eager * fades + spreaders[new] - spreaders[saw]
        saw = new
        if saw > first_leader and math.isinf(leader_h):
            leader_h = now + LEADER_ANSWERS_H
        if eager * heard < FAINT:
            break
    return Spread(order[:saw], staff_h, leader_h)


class Threads:
    """The negative threads of one run."""

    def __init__(self, world: World, members: Members) -> None:
        self.world, self.p, self.m = world, world.scenario.community, members

    def all(self) -> Generator[Any, Any, None]:
        """Start one thread after the other, at hours that depend on nothing that happens."""
        rng, number = self.world.streams.of("negative-threads"), 0
        while True:
            gap, u = rng.exponential(MONTH_H / MOST_A_MONTH), rng.random()
            number += 1
            yield self.world.env.timeout(gap)
            if u < self.p.threads_month / MOST_A_MONTH:
                self.world.env.process(self.one(number))

    def one(self, number: int) -> Generator[Any, Any, None]:
        """Let one thread run its course."""
        p, m, world = self.p, self.m, self.world
        rows = m.rows()
        if len(rows) < 2:
            return
        rng = world.streams.of("thread", number)
        key, outside = int(rng.integers(2**64, dtype=np.uint64)), rng.random()
        u = keyed_uniforms(key, m.person[rows][None, :] * 2 + np.arange(2)[:, None])
        visits = world.population.activity[m.person[rows]].astype(np.float64)
        with np.errstate(divide="ignore"):
            threshold = -np.log1p(-u[0]) / (visits / max(visits.mean(), 1e-12))
        passes = u[1] < p.thread_pass * (1.0 - m.belonging[rows])
        leads = m.leader[rows] & (m.leading[rows] > 0.5)
        staff_h = p.mod_delay_h if p.health_watch else math.inf
        effect = 1.0 if p.delete_criticism else p.reply_effect
        found = spread(threshold, passes, leads, contacts=p.thread_contacts, life_h=p.thread_life_h, staff_h=staff_h,
                       staff_effect=effect, leader_effect=p.leader_reply)  # fmt: skip
        saw = rows[found.saw]
        deleted = p.delete_criticism and math.isfinite(staff_h)
        hurt = p.thread_hurts * (p.deletion_anger if deleted else 1.0)
        m.belonging[saw] = np.maximum(0.0, m.belonging[saw] - hurt)
        world.log.record(world.env.now, "negative_thread", saw=len(saw), members=len(rows), staff_h=staff_h,
                         leader_h=found.leader_h, deleted=deleted)  # fmt: skip
        if deleted and outside < p.screenshot and len(saw):
            people = m.person[saw].copy()
            yield world.env.timeout(staff_h)
            world.count("screenshots", 1)
            world.announce(
                "incident", kind="deleted criticism", severity=SEVERITY, true=True, time_h=world.env.now, people=people
            )
