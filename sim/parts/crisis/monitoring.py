"""Monitoring 舆情监测: the watch in the world, from mentions to an alarm that somebody hears, and its hours (CRIS-5).

How the watch judges, rings and tires is in ``sim/parts/crisis/watch.py``.

Listens to: ``mentions`` of a crisis (``time_h``, ``negative``, ``crisis`` its number), at any time in their hour; nothing of it
is needed, trial signals serve as well. Writes: the ledger. Draws: ``crisis-group``, and what the watch draws.
Announces: ``alarm`` with ``number`` of the crisis (-1: none), ``time_h`` at which it is heard, ``alarm_h``, ``onset_h``,
``level``, ``true``, ``planted``. Logs: ``alarm`` (every one), ``detection`` (every crisis, once). Counts: quiet_h.
"""

from __future__ import annotations

from collections.abc import Generator
from math import isfinite
from typing import Any

from sim.core.world import World
from sim.parts.crisis.alarms import LEVELS
from sim.parts.crisis.monitoring_parameters import KEYWORD_GROUPS
from sim.parts.crisis.watch import Alarm, Watch, watch_h

__all__ = ["start"]

MONTH_D = 365.0 / 12.0


def start(world: World) -> None:
    """Watch what is said, if monitoring is on."""
    if world.scenario.crisis.monitoring:
        hours = 24 * world.total_days
        by_hour = world.scenario.engagement.activity_by_hour
        made = Watch(world.streams, world.scenario.crisis, hours, by_hour, world.ledger.first_week_h)
        world.env.process(_watching(world, made))
        world.env.process(world.each_week(Costs(world, made).book))


def _watching(world: World, made: Watch) -> Generator[Any, Any, None]:
    """Look at every hour as it ends; days in which nothing stirs are judged as one."""
    said: dict[int, tuple[int, int]] = {}
    world.listen("mentions", lambda **facts: _said(said, **facts))
    closely, end_h, open_ = made.may_ring(24), 24 * world.total_days, 0
    while made.hour < end_h:
        yield world.env.timeout(1)
        hour = int(world.env.now) - 1
        new, crisis = said.pop(hour, (0, 0))
        if new > 0:
            _judge(world, made, hour)
            made.add(hour, new, _group(world, crisis), crisis)
            closely = True
        if closely or hour % 24 == 23:
            _judge(world, made, hour + 1)
            open_ = _close(world, made, open_, last=made.hour >= end_h)
        if hour % 24 == 23 and made.hour < end_h:
            closely = made.may_ring(24)


def _judge(world: World, made: Watch, until: int) -> None:
    """Let the watch judge the hours up to ``until`` and tell what rang."""
    since = made.hour
    for alarm in made.run(until):
        _rang(world, alarm)
    world.count("quiet_h", 0.0 if made.crisis else float(made.hour - since))


def _said(said: dict[int, tuple[int, int]], *, time_h: float, negative: float, crisis: int = 0, **_: Any) -> None:
    """Note what a crisis adds to the hour of ``time_h``."""
    hour = int(time_h)
    said[hour] = said.get(hour, (0, 0))[0] + round(negative), crisis


def _group(world: World, crisis: int) -> int:
    """Return the keyword group of a crisis, the same for all its hours."""
    return int(world.streams.of("crisis-group", crisis).integers(len(KEYWORD_GROUPS)))


def _rang(world: World, alarm: Alarm) -> None:
    world.log.record(
        alarm.alarm_h, "alarm", heard_h=alarm.heard_h, level=LEVELS[alarm.level], true=alarm.true, number=alarm.number,
        planted=alarm.planted,
    )  # fmt: skip
    # Of a crisis that is known already nobody is told again.
    if isfinite(alarm.heard_h) and (alarm.first or not alarm.true):
        world.env.process(_heard(world, alarm))


def _heard(world: World, alarm: Alarm) -> Generator[Any, Any, None]:
    yield world.env.timeout(max(0.0, alarm.heard_h - world.env.now))
    world.announce(
        "alarm", number=alarm.number, time_h=alarm.heard_h, alarm_h=alarm.alarm_h, onset_h=alarm.onset_h,
        level=LEVELS[alarm.level], true=alarm.true, planted=alarm.planted,
    )  # fmt: skip


def _close(world: World, made: Watch, open_: int, *, last: bool) -> int:
    """Log each crisis once, when it is noticed or over; return the number of the first one not logged yet."""
    while open_ < len(made.crises):
        one = made.crises[open_]
        noticed, over = isfinite(one.heard_h), made.crisis is not one
        if noticed or over or last:
            # One that nobody noticed counts with the hours it lasted: it cannot have been found sooner.
            delay = (one.heard_h if noticed else float(made.hour)) - one.onset_h
            world.log.record(
                world.clock.now_h, "detection", number=one.number, onset_h=one.onset_h, delay_h=delay, noticed=noticed,
                missed=not noticed and over, planted=one.planted,
            )  # fmt: skip
            open_ += 1
        else:
            break
    return open_


class Costs:
    """Books the work and the tools of each week of watching."""

    def __init__(self, world: World, made: Watch) -> None:
        self.world, self.made, self.checked, self.estimated = world, made, 0, 0

    def book(self, week_h: float, end_h: float) -> None:
        """Book the week from ``week_h`` to ``end_h`` after its end."""
        world, p, made = self.world, self.world.scenario.crisis, self.made
        rang = sum(isfinite(alarm.heard_h) and (alarm.first or not alarm.true) for alarm in made.alarms)
        estimated = len(made.recalibrated)
        tasks = {
            "monitoring": p.watch_load * watch_h(p, week_h, end_h, world.ledger.first_week_h),
            "alarm checks": p.alarm_check_h * (rang - self.checked),
            "recalibration": p.recalibrate_work_h * (estimated - self.estimated),
        }
        world.book_week("monitoring", tasks, week_h, end_h)
        cost_k = p.tool_cost_k * p.monitor_coverage * (end_h - week_h) / 24.0 / MONTH_D
        world.ledger.spend("team", "monitoring tools", cost_k, time_h=week_h)
        self.checked, self.estimated = rang, estimated
