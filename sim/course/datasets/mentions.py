"""Hourly mentions (entry 29): what monitoring counts on three platforms in 90 days, with planted crises.

Everyday talk, campaign days and troll bursts (水军) follow the law of the monitoring part (CRIS-5), drawn for the whole company
and then shared out among platforms. A crisis is the hourly curve of a run of the person-by-person engine in a small public;
its beginning is the first hour from which three hours bring ``ONSET_MENTIONS`` mentions: single posts before it are noise to
anybody. What the monitoring sees is 60 % of all. A variant makes a stream harder: ``drift`` (everyday talk turns sourer),
``gaps`` (hours are missing), ``thin`` (40 % coverage).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.core.streams import Streams
from sim.core.world import Array
from sim.course.datasets.table import Column, Entry, Made, Table

__all__ = ["ENTRIES", "VARIANTS", "MentionStream", "crisis_curves", "stream"]

DAYS, HOUR_0 = 90, np.datetime64("2024-01-01T00:00:00")
PLATFORMS = ("wechat", "weibo", "douyin")
# Shares of the talk [A]: an open microblog is talked on most; offices rest at weekends, short video does not.
SHARE = {"wechat": (0.20, 0.14), "weibo": (0.50, 0.48), "douyin": (0.30, 0.38)}  # (weekday, weekend)
VARIANTS = ("plain", "drift", "gaps", "thin")
COVERAGE, THIN_COVERAGE, DRIFT = 0.6, 0.4, 0.30  # shares; the drift is per year
ONSET_MENTIONS, ONSET_H, CURVE_H, FEWEST_MENTIONS = 30, 3, 72, 250
GAP_SHARE, OUTAGE_H, QUIET_H = 0.015, 8, 12
# Crisis type -> keyword group that its posts name (the four types of chapter 7).
TYPES = {
    "product_quality": "quality",
    "sudden_event": "safety",
    "negative_opinion": "service",
    "brand_image": "service",
}
TYPE_SEVERITY = {"product_quality": 0.6, "sudden_event": 0.6, "negative_opinion": 0.5, "brand_image": 0.5}
GROUPS = ("quality", "safety", "service")


class MentionStream(NamedTuple):
    """One stream: ``rows`` as published, one column a name; ``truth`` one row an event (crises, campaigns, troll bursts)."""

    rows: dict[str, Any]
    truth: dict[str, list[Any]]


@lru_cache(maxsize=1)
def crisis_curves() -> tuple[tuple[str, int, tuple[int, ...]], ...]:
    """Return the library of crises: (type, clock hour of the onset, negative mentions of each hour from the onset on).

    Runs of the crisis engine with 5,000 people, a few first posters and a company that answers after ten hours. Runs that die out
    are left out: they are no crises.
    """
    from sim.core.knob import vary
    from sim.model import simulate
    from sim.presets import crisis_base

    found = []
    for number, kind in enumerate(4 * list(TYPES)):
        hour = (7 + 5 * number) % 24
        scenario = vary(crisis_base, {
            "n_people": 5_000, "horizon_days": 5, "crisis.first_posts": 5, "crisis.severity": TYPE_SEVERITY[kind],
            "crisis.evidence_rate": 1.5, "crisis.decide_h": 8.0, "crisis.start_hour": hour,
        })  # fmt: skip
        counts = [row["mentions"] for row in simulate(scenario, seed=29, replication=number).rows("crisis_hour")]
        first = next((h for h, n in enumerate(counts) if n and sum(counts[h : h + ONSET_H]) >= ONSET_MENTIONS), None)
        if first is not None and sum(counts[first : first + CURVE_H]) >= FEWEST_MENTIONS:
            found.append((kind, (hour + first) % 24, tuple(counts[first : first + CURVE_H])))
    return tuple(found)


def stream(seed: int, variant: str = "plain", *, days: int = DAYS) -> MentionStream:
    """Return a stream of ``days`` days with one or two crises; raise a ValueError for an unknown variant."""
    if variant not in VARIANTS:
        raise ValueError(f"variant = {variant!r} is not one of {', '.join(VARIANTS)}.")
    streams = Streams(seed)
    rng = streams.of("data-mentions")
    said, p = _everyday(streams, days, drift=DRIFT if variant == "drift" else 0.0)
    crises, truth = _crises(rng, said.campaign + said.troll, days)
    coverage = THIN_COVERAGE if variant == "thin" else COVERAGE
    columns = _counted(rng, said, crises, p, coverage)
    truth += _others(said)
    truth.sort(key=lambda row: (row["onset"], row["kind"]))
    keep = _kept(rng, 24 * days) if variant == "gaps" else np.ones(24 * days, bool)
    return MentionStream(
        {name: column[np.repeat(keep, len(PLATFORMS))] for name, column in columns.items()},
        {name: [row[name] for row in truth] for name in ("onset", "until", "kind", "type", "keyword_group")},
    )


def _everyday(streams: Streams, days: int, *, drift: float) -> tuple[Any, Any]:
    """Return the everyday stream of the company without its history, and the parameters that made it."""
    from sim.core.knob import vary
    from sim.parts.crisis.mentions import HISTORY_H, baseline, rhythm
    from sim.scenario import base

    scenario = vary(base, {"crisis.negative_drift": drift}) if drift else base
    p = scenario.crisis
    beat = rhythm(scenario.engagement.activity_by_hour, p.weekend_mentions, 0.0, HISTORY_H + 24 * days)
    whole = baseline(streams, p, beat)
    return type(whole)(*(row[HISTORY_H:] for row in whole)), p


def _crises(rng: np.random.Generator, loud: Array, days: int) -> tuple[Array, list[dict[str, Any]]]:
    """Return mentions of crises by hour and keyword group, (hours, 3), and their truth.

    No crisis begins in hours that are ``loud`` anyway (a campaign, a troll burst) [A]: nobody could say when it began.
    """
    library, added = list(crisis_curves()), np.zeros((24 * days, len(GROUPS)), np.int64)
    number = 1 + int(rng.random() < 0.6)
    # A fortnight of quiet first, so that a detector has a baseline; two crises lie in different halves.
    room = (days - 14 - 4) // number
    truth = []
    for k in range(number):
        kind, clock, curve = library[int(rng.integers(len(library)))]
        library = [one for one in library if one[0] != kind]  # two crises of a stream are of different types
        first, span = 14 + k * room, max(1, room - 4)
        drawn = int(rng.integers(span))
        onsets = [24 * (first + (drawn + d) % span) + clock for d in range(span)]
        onset = next((h for h in onsets if not loud[h - QUIET_H // 2 : h + QUIET_H].any()), onsets[0])
        scale = float(rng.uniform(0.8, 1.5))
        until = min(onset + len(curve), 24 * days)
        counts = rng.poisson(scale * np.array(curve[: until - onset], float))
        counts[0] = max(int(counts[0]), 1)
        added[onset:until, GROUPS.index(TYPES[kind])] += counts
        truth.append(_event(onset, until, "crisis", kind, TYPES[kind]))
    return added, truth


def _others(said: Any) -> list[dict[str, Any]]:
    """Return campaign days and troll bursts, which are no crises."""
    found = []
    for kind, row in (("campaign", said.campaign), ("troll", said.troll)):
        there = np.concatenate([[0], (row > 0).astype(np.int8), [0]])
        # Night hours of a campaign may stay empty: what lies less than six hours apart is one event.
        starts, ends = np.flatnonzero(np.diff(there) == 1), np.flatnonzero(np.diff(there) == -1)
        first = None
        for k, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
            first = start if first is None else first
            if k + 1 == len(starts) or starts[k + 1] - end >= 6:
                found.append(_event(first, end, kind, "", ""))
                first = None
    return found


def _event(onset: int, until: int, kind: str, type_: str, group: str) -> dict[str, Any]:
    at = [HOUR_0 + np.timedelta64(hour, "h") for hour in (onset, until)]
    return {"onset": at[0], "until": at[1], "kind": kind, "type": type_, "keyword_group": group}


def _counted(rng: np.random.Generator, said: Any, crises: Array, p: Any, coverage: float) -> dict[str, Array]:
    """Return what monitoring counts, hour by hour and platform by platform."""
    from sim.parts.crisis.mentions import CAMPAIGN_NEGATIVE
    from sim.parts.crisis.monitoring_parameters import KEYWORD_SHARE

    hours = len(said.ordinary)
    weekend = (np.arange(hours) // 24) % 7 >= 5  # 1 January 2024 is a Monday
    shares = np.where(weekend[:, None], *(np.array([SHARE[x][k] for x in PLATFORMS]) for k in (1, 0)))
    # A troll burst strikes one platform.
    burst = np.eye(len(PLATFORMS))[rng.integers(len(PLATFORMS), size=hours // 24)].repeat(24, axis=0)
    negative = np.broadcast_to(said.negative[:, None], shares.shape)
    usual = p.keyword_share * np.array([KEYWORD_SHARE[g] for g in GROUPS])
    total, bad = np.zeros(shares.shape, np.int64), np.zeros(shares.shape, np.int64)
    words = np.zeros((*shares.shape, len(GROUPS)), np.int64)
    sources: list[tuple[Array, Array, Any, Array]] = [
        (said.ordinary, shares, negative, usual),
        (said.campaign, shares, CAMPAIGN_NEGATIVE, usual),
        (said.troll, burst, 1.0, usual),
    ]
    sources += [(crises[:, g], shares, 1.0, p.crisis_keyword * np.eye(len(GROUPS))[g]) for g in range(len(GROUPS))]
    for mentions, where, sour, named in sources:
        some = np.flatnonzero(mentions)
        seen = rng.multinomial(rng.binomial(mentions[some], coverage), where[some])
        is_bad = rng.binomial(seen, sour[some] if np.ndim(sour) else sour)
        total[some] += seen
        bad[some] += is_bad
        words[some] += rng.multinomial(is_bad, np.append(named, 1.0 - named.sum()))[..., : len(GROUPS)]
    n = len(PLATFORMS)
    columns = {
        "ts": HOUR_0 + np.arange(hours).repeat(n) * np.timedelta64(1, "h"),
        "platform": np.tile(np.array(PLATFORMS), hours), "mentions": total.ravel(), "negative": bad.ravel(),
    }  # fmt: skip
    columns |= {f"kw_{g}": words[..., k].ravel() for k, g in enumerate(GROUPS)}
    return columns | {"campaign": _marked(said.campaign).repeat(n)}


def _marked(campaign: Array) -> Array:
    """Return 1 on days on which the company's own campaign is talked about: its calendar says so, by the day."""
    return np.repeat((campaign.reshape(-1, 24) > 0).any(axis=1).astype(np.int64), 24)


def _kept(rng: np.random.Generator, hours: int) -> Array:
    """Return which hours were recorded: single ones are missing, and one outage of the collector."""
    keep = rng.random(hours) >= GAP_SHARE
    start = int(rng.integers(hours - OUTAGE_H))
    keep[start : start + OUTAGE_H] = False
    return keep


def _made(record: Any) -> Made:
    """Return the published stream; on a small world one of the variants, drawn with the seed."""
    import pandas as pd

    variant = VARIANTS[int(record.of("mentions-variant").integers(len(VARIANTS)))] if record.small else "plain"
    made = stream(record.seed, variant)
    truth = pd.DataFrame(made.truth).assign(variant=variant)
    crises = truth[truth["kind"] == "crisis"]
    said = tuple(
        f"A crisis ({c.type}, keywords of {c.keyword_group}) begins at {c.onset}." for c in crises.itertuples()
    )
    return Made(pd.DataFrame(made.rows), truth, said)


DECLARED = Table(
    29, "mentions_hourly", "hour × platform", "每小时提及量", "What monitoring counts of what is said about the company, 90 days.",
    "E7.1, L7.1",
    (
        Column("ts", "datetime", "beginning of the hour", "小时起点"),
        Column("platform", "text", "platform", "平台", one_of=PLATFORMS, assumed="shares of the talk by platform and weekend"),
        Column("mentions", "whole", "mentions seen, 60 % of all", "提及量", "count", low=0),
        Column("negative", "whole", "negative ones among them", "负面提及", "count", low=0),
        Column("kw_quality", "whole", "with keywords of quality 质量、破损、异味", "质量关键词", "count", low=0),
        Column("kw_safety", "whole", "with keywords of safety 有害、超标、过敏", "安全关键词", "count", low=0),
        Column("kw_service", "whole", "with keywords of service 退款、态度、不回复", "服务关键词", "count", low=0),
        Column("campaign", "flag", "the company's own campaign is on that day", "活动日"),
    ),
    truth=(
        Column("onset", "datetime", "beginning of the event", "起点"),
        Column("until", "datetime", "end of the event", "终点"),
        Column("kind", "text", "a crisis, or what only looks like one", "事件", one_of=("crisis", "campaign", "troll")),
        Column("type", "text", "type of crisis", "危机类型", one_of=tuple(TYPES), empty=True),
        Column("keyword_group", "text", "keywords that its posts name", "关键词组", one_of=GROUPS, empty=True),
        Column("variant", "text", "how hard the stream is", "变体", one_of=VARIANTS),
    ),
)  # fmt: skip
ENTRIES = (Entry(DECLARED, _made),)
