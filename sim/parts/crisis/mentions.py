"""What is said about the company, hour by hour, and what of it the monitoring sees (CRIS-5).

Everyday mentions (提及) of an hour are Poisson around ``mentions_h`` times the rhythm of day and week times a gamma number
with mean 1; the share of negative ones among them is a beta number around ``negative_share``. A campaign adds a day of
harmless talk, a troll burst (水军) two hours of grumbling, a trial signal (试验信号) a textbook crisis::

    new = Poisson(0.16 A rhythm) + Poisson(1),  A <- 0.93 A + new,  A = 6 at first,  mentions = Poisson(1.6 new), all negative

Each mention has a number of its own that decides whether it is seen, so that a wider coverage sees what a narrower one saw
and more. Hours before the run (index below ``HISTORY_H``) are what the company knows when it begins.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.core.streams import Streams, keyed_uniforms
from sim.core.world import Array
from sim.parts.crisis.monitoring_parameters import KEYWORD_GROUPS, KEYWORD_SHARE

__all__ = ["HISTORY_H", "Seen", "Stream", "baseline", "rhythm", "see", "seen_crisis", "trials"]

HISTORY_H = 28 * 24
YEAR_H = 365.0 * 24.0
CAMPAIGN_NEGATIVE, CAMPAIGN_H, TROLL_H = 0.06, 24, 2
TRIAL_H, TRIAL_START, TRIAL_SPREAD, TRIAL_STAYS, TRIAL_EVIDENCE, TRIAL_TALK = 48, 6.0, 0.16, 0.93, 1.0, 1.6
# Room for the mentions of one hour in the numbering of all mentions.
NUMBERS = 2**32
ORDINARY, CAMPAIGN, TROLL, CRISIS = range(4)


class Stream(NamedTuple):
    """What is said: arrays with one entry an hour, the hours before the run first.

    ``ordinary``, ``campaign``, ``troll`` numbers of mentions; ``negative`` probability that an ordinary one is negative;
    ``trial`` mentions of planted crises, with ``group`` the number of their keyword group; ``rhythm`` relative to the mean.
    """

    ordinary: Array
    campaign: Array
    troll: Array
    negative: Array
    trial: Array
    group: Array
    rhythm: Array


class Seen(NamedTuple):
    """What the monitoring sees: ``volume``, ``negative`` and ``keyword`` counts an hour, int64."""

    volume: Array
    negative: Array
    keyword: Array


def rhythm(by_hour: Any, weekend: float, first_week_h: float, hours: int) -> Array:
    """Return mentions relative to the mean for ``hours`` hours, history included: hour of the day times day of the week."""
    curve = np.asarray(by_hour, float) / np.mean(by_hour)
    hour = np.arange(hours) - HISTORY_H
    resting = ((hour - int(first_week_h)) // 24) % 7 >= 5
    days = np.where(resting, weekend, 1.0) * 7.0 / (5.0 + 2.0 * weekend)
    return np.asarray(curve[hour % 24] * days)


def baseline(streams: Streams, p: Any, beat: Array) -> Stream:
    """Draw what is said in normal times; ``beat`` is the rhythm, its length the number of hours."""
    hours = len(beat)
    ordinary, bursts = np.zeros(hours, np.int64), np.zeros(hours, np.int64)
    negative, on_campaign = np.zeros(hours), np.zeros(hours)
    drift = p.negative_drift * np.maximum(0.0, np.arange(hours) - HISTORY_H) / YEAR_H
    mean = np.minimum(0.95, p.negative_share + drift)
    for day in range(hours // 24):
        here, rng = slice(24 * day, 24 * day + 24), streams.of("mentions", day)
        rate = p.mentions_h * beat[here]
        if p.mention_spread > 0:
            rate = rate * rng.gamma(1.0 / p.mention_spread, p.mention_spread, 24)
        ordinary[here] = rng.poisson(rate)
        negative[here] = mean[here]
        if p.negative_spread > 0:
            n = 1.0 / p.negative_spread - 1.0
            negative[here] = rng.beta(n * mean[here], n * (1.0 - mean[here]))
        _bursts(streams.of("bursts", day), p, 24 * day, on_campaign, bursts)
    campaign = np.zeros(hours, np.int64)
    for day in sorted(set((np.flatnonzero(on_campaign) // 24).tolist())):
        here = slice(24 * day, 24 * day + 24)
        campaign[here] = streams.of("campaign-talk", day).poisson(
            p.mentions_h * p.campaign_size * beat[here] * on_campaign[here]
        )
    nothing = np.zeros(hours, np.int64)
    return Stream(ordinary, campaign, bursts, negative, nothing, nothing, beat)


def _bursts(rng: np.random.Generator, p: Any, first: int, on_campaign: Array, bursts: Array) -> None:
    """Let a campaign or a troll burst begin on this day, or neither."""
    u, hour, troll = rng.random(2), rng.integers(24, size=2), rng.poisson(p.troll_size, TROLL_H)
    if u[0] < p.campaign_spikes / 30.0:
        on_campaign[first + hour[0] : first + hour[0] + CAMPAIGN_H] = 1.0
    if u[1] < p.troll_bursts / 30.0:
        there = bursts[first + hour[1] : first + hour[1] + TROLL_H]
        there += troll[: len(there)]


def trials(streams: Streams, p: Any, stream: Stream) -> Stream:
    """Plant textbook crises in ``stream``: one in each interval of ``trial_every_d`` after the history, at a random hour."""
    if not p.trial_every_d:
        return stream
    trial, group = np.zeros_like(stream.trial), np.zeros_like(stream.group)
    every = int(24 * p.trial_every_d)
    for number in range((len(trial) - HISTORY_H) // every):
        rng = streams.of("trial-signal", number)
        onset = HISTORY_H + number * every + int(rng.integers(max(1, every - TRIAL_H - 24)))
        which, active = int(rng.integers(len(KEYWORD_GROUPS))), TRIAL_START
        for i in range(onset, min(onset + TRIAL_H, len(trial))):
            new = int(rng.poisson(TRIAL_SPREAD * active * stream.rhythm[i]) + rng.poisson(TRIAL_EVIDENCE))
            trial[i], group[i] = rng.poisson(TRIAL_TALK * new), which
            active = TRIAL_STAYS * active + new
    return stream._replace(trial=trial, group=group)


def see(streams: Streams, p: Any, stream: Stream) -> Seen:
    """Return what a monitoring of this coverage sees of ``stream``."""
    hits = p.keyword_share * _watched(p)
    parts = [
        _thinned(streams, ORDINARY, stream.ordinary, stream.negative, hits, p.monitor_coverage),
        _thinned(streams, CAMPAIGN, stream.campaign, np.full(len(stream.rhythm), CAMPAIGN_NEGATIVE), hits, p.monitor_coverage),
        _thinned(streams, TROLL, stream.troll, np.ones(len(stream.rhythm)), hits, p.monitor_coverage),
        seen_crisis(streams, p, stream.trial, stream.group),
    ]  # fmt: skip
    return Seen(*(np.sum(column, axis=0) for column in zip(*parts, strict=True)))


def seen_crisis(streams: Streams, p: Any, mentions: Array, group: Array, first: int = 0) -> Seen:
    """Return what is seen of a crisis's ``mentions`` (all negative) from hour ``first`` on; ``group`` is what it is about."""
    watched = np.isin(group, [KEYWORD_GROUPS.index(g) for g in p.keyword_groups])
    hits = np.where(watched, p.crisis_keyword, p.keyword_share * _watched(p))
    return _thinned(streams, CRISIS, mentions, np.ones(len(mentions)), hits, p.monitor_coverage, first)


def _watched(p: Any) -> float:
    return sum(KEYWORD_SHARE[group] for group in p.keyword_groups)


def _thinned(
    streams: Streams, kind: int, mentions: Array, negative: Array, hits: float | Array, coverage: float, first: int = 0
) -> Seen:
    """Return the counts of the mentions that are seen; what becomes of a mention depends on its number alone."""
    hours, total = len(mentions), int(mentions.sum())
    keys = streams.of("mention-numbers", kind).integers(2**64, size=2, dtype=np.uint64)
    hour = np.repeat(np.arange(hours), mentions)
    number = np.arange(total) - np.repeat(np.cumsum(mentions) - mentions, mentions) + NUMBERS * (hour + first)
    seen = (keyed_uniforms(int(keys[0]), number) < coverage).nonzero()[0]
    hour, u = hour[seen], keyed_uniforms(int(keys[1]), number[seen])
    bad = negative[hour]
    said = u < bad * np.broadcast_to(hits, (hours,))[hour]
    return Seen(*(np.bincount(hour[which], minlength=hours) for which in (slice(None), u < bad, said)))
