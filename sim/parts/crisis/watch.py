"""The watch 舆情值守: judges the hours, rings, is heard or not, and learns what is usual (CRIS-5); it needs no world.

A ``Watch`` goes through the hours: it judges them by its baseline (``sim/parts/crisis/alarms.py``), rings, is or is not
taken seriously, and re-estimates its baseline every ``recalibrate_d`` from the last 28 days without the hours of crises that
it knows of. What it has not noticed counts as usual: a smouldering crisis teaches it to keep silent.

- After an alarm only a higher level rings within ``alert_cooldown_h``.
- Each false alarm takes ``alarm_fatigue`` of the attention (预警疲劳) that is there, half of which is back after
  ``alarm_recovery_d``. An alarm is ignored with the probability 1 - attention.
- After ``told_h`` hours somebody outside tells of a crisis that nobody noticed.
- An alarm is heard in the next hour on watch. A crisis begins with the hour of its first mention and ends after a day without one.

Draws: ``mentions``, ``bursts``, ``campaign-talk``, ``trial-signal``, ``mention-numbers``, ``attention``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import inf, isfinite
from typing import Any

import numpy as np

from sim.core.streams import Streams, keyed_uniforms
from sim.core.world import Array
from sim.parts.crisis.alarms import alerts, estimate
from sim.parts.crisis.mentions import HISTORY_H, Seen, baseline, rhythm, see, seen_crisis, trials
from sim.parts.crisis.monitoring_parameters import WATCHES

__all__ = ["NONE", "Alarm", "Crisis", "Watch", "next_watch", "watch", "watch_h"]

OVER_H = 24  # a crisis is over after so many hours without a mention
NONE = -1


@dataclass
class Crisis:
    """One crisis as the watch meets it; ``heard_h`` is infinite as long as nobody knows."""

    number: int
    onset_h: float
    planted: bool
    alarm_h: float = inf
    heard_h: float = inf


@dataclass(frozen=True)
class Alarm:
    """One alarm: when it rang and was heard (infinite: ignored), its level, and the crisis that is really there (-1: none)."""

    alarm_h: float
    heard_h: float
    level: int
    number: int
    onset_h: float
    first: bool
    planted: bool

    @property
    def true(self) -> bool:
        """Whether there is a crisis."""
        return self.number != NONE


class Watch:
    """The monitoring of one run. ``run`` judges hours in order; ``add`` tells it what a crisis adds before they are judged.

    ``hours`` of the run, ``by_hour`` 24 activities, ``first_week_h`` the hour at which a week begins.
    """

    def __init__(self, streams: Streams, p: Any, hours: int, by_hour: Any, first_week_h: float = 0.0) -> None:
        if hours < 24 or hours % 24:
            raise ValueError(f"hours = {hours} is not a number of whole days: a watch needs 24, 48, … hours.")
        self.p, self.streams, self.first_week_h = p, streams, first_week_h
        beat = rhythm(by_hour, p.weekend_mentions, first_week_h, HISTORY_H + hours)
        self.stream = trials(streams, p, baseline(streams, p, beat))
        self.seen = see(streams, p, self.stream)
        self.real = np.zeros(len(beat), np.int64)
        self.known = np.zeros(len(beat), bool)  # hours of crises that were noticed
        self.first = self.now = estimate(self.seen, beat, ~self.known, HISTORY_H)
        self.state, self.hour, self.estimated = 0.0, 0, 0
        self.alarms: list[Alarm] = []
        self.crises: list[Crisis] = []
        self.false = 0
        self.recalibrated: list[float] = []
        self._last_h, self._last_level = -inf, 0
        self._lost, self._lost_h = 0.0, 0.0
        self._mention_h = -inf  # the last hour with a mention of a crisis
        self._going_on = False
        self._current = -1  # place in ``crises``
        self._which: dict[int, int] = {}
        self._met: dict[int, int] = {}
        self._attention_key = int(streams.of("attention").integers(2**64, dtype=np.uint64))

    def add(self, hour: int, mentions: int, group: int, crisis: int | None = None) -> None:
        """Let a crisis add ``mentions`` in an hour that is not judged yet.

        ``crisis`` is its number in the world: what is still said of it after a silence is no new crisis.
        """
        i = hour + HISTORY_H
        more = seen_crisis(self.streams, self.p, np.array([mentions]), np.array([group]), i)
        self.real[i] += mentions
        if crisis is not None:
            self._which[hour] = crisis
        self.seen = Seen(*(_raised(old, i, new[0]) for old, new in zip(self.seen, more, strict=True)))

    def may_ring(self, hours: int) -> bool:
        """Tell whether something stirs in the next ``hours``: a crisis, or an hour that would ring.

        A re-estimation comes at midnight and therefore before them.
        """
        here = slice(self.hour + HISTORY_H, self.hour + HISTORY_H + hours)
        stirs = self.stream.trial[here].any() or self.hour - self._mention_h <= OVER_H
        return bool(stirs or self._judged(self.hour + hours).rings.any())

    def run(self, until: int) -> list[Alarm]:
        """Judge the hours up to ``until`` and return their alarms."""
        before = len(self.alarms)
        while self.hour < until:
            due = self.estimated + int(24 * self.p.recalibrate_d) if self.p.recalibrate_d else until
            self._block(min(until, due))
            if self.p.recalibrate_d and self.hour == due:
                self.now = estimate(self.seen, self.stream.rhythm, ~self.known, due + HISTORY_H)
                self.estimated = due
                self.recalibrated.append(float(due))
        return self.alarms[before:]

    def told_of(self, crisis: Crisis, time_h: float) -> None:
        """Let somebody outside tell the company of ``crisis``: an alarm that no rule rang and nobody ignores."""
        heard_h = next_watch(self.p, time_h, self.first_week_h)
        self._notice(crisis, time_h, heard_h)
        self.alarms.append(Alarm(time_h, heard_h, 0, crisis.number, crisis.onset_h, True, crisis.planted))

    def _notice(self, crisis: Crisis, time_h: float, heard_h: float) -> None:
        crisis.alarm_h, crisis.heard_h = time_h, heard_h
        self.known[int(crisis.onset_h) + HISTORY_H : int(time_h) + HISTORY_H] = True

    def _block(self, stop: int) -> None:
        """Judge the hours up to ``stop``, at most; knowing of a crisis changes what is usual, so that one goes hour by hour."""
        aware = self._aware()
        stop = self.hour + 1 if aware else stop
        found = self._judged(stop)
        for hour, rings, level in zip(range(self.hour, stop), found.rings.tolist(), found.level.tolist(), strict=True):
            self._pass(hour)
            if rings:
                self._ring(hour + 1.0, level)
            if self._aware() != aware:
                found, stop = self._judged(hour + 1), hour + 1
                break
        self.state, self.hour = found.state, stop

    def _aware(self) -> bool:
        return self._going_on and isfinite(self.crises[self._current].heard_h)

    @property
    def crisis(self) -> Crisis | None:
        """The crisis that is going on at the hour judged last, if any."""
        return self.crises[self._current] if self.crises and self.hour - 1 - self._mention_h <= OVER_H else None

    def attention(self, time_h: float) -> float:
        """Return the probability that an alarm at ``time_h`` is taken seriously."""
        return 1.0 - self._lost * 2.0 ** (-(time_h - self._lost_h) / (24.0 * self.p.alarm_recovery_d))

    def _judged(self, until: int) -> Any:
        since = self.hour + HISTORY_H
        beat, keep = self.stream.rhythm, ~self.known
        return alerts(self.seen, beat, keep, self.p, self.now, self.first, since, until + HISTORY_H, self.state)

    def _pass(self, hour: int) -> None:
        i = hour + HISTORY_H
        planted = self.stream.trial[i] > 0
        if planted or self.real[i]:
            if hour - self._mention_h > OVER_H:
                self._begin(hour, bool(planted))
            self._mention_h = hour
        self._going_on = hour - self._mention_h <= OVER_H
        if self._going_on and not self._aware() and hour + 1 - self.crises[self._current].onset_h >= self.p.told_h:
            self.told_of(self.crises[self._current], hour + 1.0)
        self.known[i] = self._aware()

    def _begin(self, hour: int, planted: bool) -> None:
        """Let a crisis begin, or go on if it is one that was met before."""
        which = self._which.get(hour)
        if which is not None and which in self._met:
            self._current = self._met[which]
            return
        self._current = len(self.crises)
        self.crises.append(Crisis(self._current, float(hour), planted))
        if which is not None:
            self._met[which] = self._current

    def _ring(self, time_h: float, level: int) -> None:
        if time_h - self._last_h < self.p.alert_cooldown_h and level <= self._last_level:
            return
        self._last_h, self._last_level = time_h, level
        crisis = self.crises[self._current] if self._going_on else None
        u = float(keyed_uniforms(self._attention_key, np.array([int(time_h)]))[0])
        heard_h = next_watch(self.p, time_h, self.first_week_h) if u < self.attention(time_h) else inf
        new = crisis is not None and not isfinite(crisis.heard_h) and isfinite(heard_h)
        if crisis and new:
            self._notice(crisis, time_h, heard_h)
        if crisis is None and isfinite(heard_h):
            self.false += 1
            left = self.attention(time_h) * (1.0 - self.p.alarm_fatigue)
            self._lost, self._lost_h = 1.0 - left, time_h
        number, onset_h = (crisis.number, crisis.onset_h) if crisis else (NONE, inf)
        self.alarms.append(Alarm(time_h, heard_h, level, number, onset_h, new, bool(crisis and crisis.planted)))


def _raised(row: Array, place: int, by: int) -> Array:
    row[place] += by
    return row


@cache
def _opening(name: str, weekend: bool) -> tuple[bool, ...]:
    first, last = WATCHES[name]
    return tuple((weekend or day < 5) and first <= hour < last for day in range(7) for hour in range(24))


def next_watch(p: Any, time_h: float, first_week_h: float) -> float:
    """Return the first hour from ``time_h`` on in which somebody is on watch."""
    there = _opening(p.watch_hours, p.watch_weekend)
    while not there[int(time_h - first_week_h) % 168]:
        time_h = float(int(time_h) + 1)
    return time_h


def watch_h(p: Any, start_h: float, end_h: float, first_week_h: float) -> int:
    """Return how many hours from ``start_h`` to ``end_h`` are on watch."""
    there = _opening(p.watch_hours, p.watch_weekend)
    return sum(there[int(hour - first_week_h) % 168] for hour in range(int(start_h), int(end_h)))


def watch(streams: Streams, p: Any, by_hour: Any, crisis: Array, *, group: int = 0, first_week_h: float = 0.0) -> Watch:
    """Judge a whole run at once, without a world: ``crisis`` holds the negative mentions of a crisis, one entry an hour.

    ``group`` is the number of its keyword group. Raise a ValueError if a number of mentions is below 0.
    """
    if (np.asarray(crisis) < 0).any():
        raise ValueError("crisis holds a number of mentions below 0.")
    made = Watch(streams, p, len(crisis), by_hour, first_week_h)
    for hour in np.flatnonzero(crisis).tolist():
        made.add(hour, int(crisis[hour]), group)
    made.run(len(crisis))
    return made
