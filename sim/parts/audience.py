"""Audience: who follows, who remembers, who tires, who leaves.

Symbols: M memory of the brand (记忆), F fatigue from recent exposures (疲劳), T trust (信任), all per person.

Between contacts both decay by themselves::

    M <- M 2^(-dt / memory_halflife_d)        F <- F 2^(-dt / fatigue_halflife_d)

An exposure adds ``M <- M + g (1 - M)`` and ``F <- F + 1`` for each view; a reaction adds to M again. A person who
sees one more post while irritated leaves with probability ``u_F max(0, F - fatigue_free)^2`` (too frequent). A person
who opens the platform and has forgotten the brand leaves with the daily hazard ``u_M max(0, 1 - M / m)`` (too sparse),
on top of the plain hazard ``u_0``. Strangers who see a post follow with a probability that grows with match, quality
and trust.

Reads: exposures and reactions announced by engagement. Writes: memory, fatigue, following. Draws: ``leave``,
``follow``, ``clean-out``. Logs: nothing of its own; counts gained and lost people a day.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.catalogue import SEGMENTS
from sim.core.knob import knob, parameters
from sim.core.world import Array, World

__all__ = ["AudienceParameters", "start"]


@parameters
class AudienceParameters:
    """How people remember, tire, trust and leave."""

    _prefix = "audience."

    segment_mix: tuple[float, ...] = knob(
        (0.30, 0.20, 0.22, 0.13, 0.15), choices=SEGMENTS, unit="share", meaning="shares of the audience segments", zh="人群比例"
    )
    follower_start: float = knob(
        0.4, low=0, high=0.9, unit="share", meaning="platform members who follow the brand at the start", zh="初始粉丝占比"
    )
    dormant_share: float = knob(
        0.5, low=0, high=0.9, unit="share", meaning="people who hardly ever open the platform", zh="沉默用户占比"
    )
    activity_spread: float = knob(
        1.0, low=0, high=2, unit="sd of ln visits", meaning="how unequally active the others are", zh="活跃度差异"
    )
    trust0: float = knob(
        0.60, low=0.1, high=0.95, step=0.05, unit="0–1", meaning="mean trust in the brand at the start", zh="初始信任"
    )
    fatigue: float = knob(
        1.0, low=0.25, high=2, off=0.0, unit="×", meaning="strength of both fatigue effects, reacting less and leaving", zh="疲劳强度"
    )
    fatigue_halflife_d: float = knob(
        1.4, low=0.5, high=7, step=0.1, unit="days", meaning="time for accumulated exposure fatigue to halve", zh="疲劳半衰期"
    )
    fatigue_free: float = knob(
        2.0, low=0.5, high=5, step=0.1, unit="exposures", meaning="recent exposures a follower tolerates before irritation",
        zh="疲劳容忍度",
    )  # fmt: skip
    fatigue_weight: float = knob(
        0.45, low=0, high=1, step=0.05, unit="logit units",
        meaning="loss of engagement log-odds per exposure above the free ones", zh="疲劳对互动的影响",
    )  # fmt: skip
    fatigue_leave: float = knob(
        0.0032, low=0, high=0.05, unit="probability per exposure²", meaning="leaving while irritated, at one more exposure",
        zh="疲劳取关系数",
    )  # fmt: skip
    memory_halflife_d: float = knob(
        4.2, low=1, high=20, off=float("inf"), step=0.1, unit="days",
        meaning="time for brand memory to halve without contact", zh="记忆半衰期",
    )  # fmt: skip
    memory_start: float = knob(
        0.5, low=0, high=1, unit="0–1", meaning="memory of the brand at the start", zh="初始记忆"
    )
    memory_exposure: float = knob(
        0.5, low=0, high=1, unit="share of the gap", meaning="memory gained by an exposure", zh="曝光记忆增益"
    )
    memory_reaction: float = knob(
        0.30, low=0, high=1, unit="share of the gap", meaning="memory gained by a reaction", zh="互动记忆增益"
    )
    memory_enough: float = knob(
        0.25, low=0.05, high=1, unit="0–1", meaning="memory at which nobody leaves out of forgetting; near the median of "
        "active followers at one post a day", zh="记忆门槛",
    )  # fmt: skip
    forget_leave: float = knob(
        0.0012, low=0.0002, high=0.02, off=0.0, unit="per day", meaning="hazard of leaving an account that is quite forgotten",
        zh="遗忘取关系数",
    )  # fmt: skip
    unfollow_day: float = knob(
        0.0004, low=0, high=0.01, unit="per day", meaning="plain hazard of leaving", zh="基础取关率",
        source="A; published range 0.0003 to 0.002 for those who are active",
    )  # fmt: skip
    follow_probability: float = knob(
        0.038, low=0, high=0.2, unit="probability", meaning="a stranger who sees an average post follows on 微博 (Weibo)",
        zh="曝光关注率", source="A between one Instagram creator (0.57 % of all impressions) and a brand page (4 %), as shares of strangers",
    )  # fmt: skip


def start(world: World) -> None:
    """Listen to exposures and reactions, and let people come and go day by day."""
    world.listen("exposed", lambda **facts: exposed(world, **facts))
    for index, platform in enumerate(world.scenario.platforms):
        world.env.process(clean_out(world, platform, index))
    world.env.process(day_end(world))


def exposed(world: World, *, platform: str, post: Any, met: Any, reacted: Array, now: Any) -> None:
    """Update memory and fatigue of everybody who met a post; let the irritated leave and strangers follow.

    ``met`` people, each once, with their views; ``reacted`` (n,) boolean; ``now`` their state at the post.
    """
    a, people, ids, h = world.scenario.audience, world.people, met.ids, np.float32(post.time_h)
    forgets = (1.0 - a.memory_exposure) ** met.views * np.where(reacted, np.float32(1.0 - a.memory_reaction), np.float32(1.0))
    people.memory[ids] = 1.0 - (1.0 - now.memory) * forgets
    fatigue = now.fatigue + met.views
    people.fatigue[ids] = fatigue
    people.touched_h[ids] = h

    factors = getattr(world.scenario.platform, platform)
    over = np.maximum(0.0, fatigue - np.float32(a.fatigue_free))
    leaves = met.follows & (met.move < a.fatigue * a.fatigue_leave * factors.unfollow_factor * over * over)
    if leaves.any():
        world.lose(platform, ids[leaves])
    appeal = a.follow_probability * factors.follow_factor * (world.scenario.plan.content_quality / 0.6) ** 2
    joins = ~met.follows & (met.move < appeal * np.exp(1.6 * (now.match - 0.5)) * people.trust[ids] / 0.6)
    if joins.any():
        world.gain(platform, ids[joins])


def clean_out(world: World, platform: str, index: int) -> Any:
    """Once a day, let those who open the platform ask themselves whether they still want the account."""
    a, people = world.scenario.audience, world.people
    plain = a.unfollow_day * getattr(world.scenario.platform, platform).unfollow_factor
    worst = plain + a.forget_leave
    while True:
        day = world.clock.day
        c = world.population.candidates("clean-out", (index, day), platform, worst, 0.0)
        if len(world.newcomers[platform]):
            rng = world.streams.of("clean-out-newcomers", index, day)
            c = c.joined(world.newcomers[platform].candidates(worst, rng))
        memory, _ = people.current(c.ids, world.env.now, a.memory_halflife_d, a.fatigue_halflife_d)
        hazard = plain + a.forget_leave * np.maximum(0.0, 1.0 - memory / max(a.memory_enough, 1e-6))
        leaves = np.unique(c.ids[people.following[platform][c.ids] & (c.move * worst < hazard)])
        if len(leaves):
            world.lose(platform, leaves)
        yield world.env.timeout(24)


def day_end(world: World) -> Any:
    """Close each day: note the followers and the day's counters."""
    while True:
        yield world.env.timeout(24)
        world.close_day()
