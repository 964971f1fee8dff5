"""Entry 5, and the people whose events it holds: what a sample of users really saw and did in the run."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.catalogue import named
from sim.core.streams import keyed_uniforms
from sim.core.world import Array
from sim.course.datasets import flaws
from sim.course.datasets.company import DAYS, Record, homes, stamps, user_ids
from sim.course.datasets.desk_export import told
from sim.course.datasets.meetings import Meeting, in_time, meetings
from sim.course.datasets.posts import SHIFT, orders_of
from sim.course.datasets.table import Column, Entry, Made, Table
from sim.parts.desk.consequences import RETURN_DAYS

__all__ = ["ENTRIES", "EVENTS", "sampled"]

KINDS = ("view", "click", "like", "comment", "share", "save", "follow", "unfollow", "visit", "purchase")
# How the sample is drawn: people who reacted often in the last 60 days, followers who met posts, followers who met none,
# and strangers who met posts.
GROUPS = (330, 1320, 540, 810)
SMALL = 0.25
EVENTS = Table(
    5, "user_events", "event of one user", "用户行为",
    "What the users of the sample saw and did, and the visits of everybody who wrote to the service desk.",
    "E2.2, E4.1, E5.4, E6.1, L2.2",
    (
        Column("event_id", "text", "number of the event", "事件编号"),
        Column("user_id", "text", "the user", "用户编号"),
        Column("ts", "datetime", "when the tool booked it; orders are booked up to three days late", "时间"),
        Column("platform", "text", "platform; exports spell it in several ways", "平台", one_of=flaws.spelled()),
        Column("event", "text", "what happened; a reaction is a like, comment, share or save", "事件", one_of=KINDS),
        Column("post_id", "text", "the post, where there is one", "帖子编号", empty=True),
        Column("value_cny", "number", "value of a purchase", "金额", "CNY", 0, 100_000, decimals=0, empty=True),
    ),
)  # fmt: skip


def sampled(record: Record) -> Array:
    """Return the people of the sample, ids in order."""
    return record.once("sampled", _sampled)  # type: ignore[no-any-return]


def _sampled(record: Record) -> Array:
    world, n = record.world, record.world.population.n
    met, reacted, ever = np.zeros(n, bool), np.zeros(n), np.zeros(n, bool)
    for m in meetings(record):
        met[m.seen.ids] = True
        if m.at_h > 24.0 * (DAYS - 60):
            reacted[m.seen.ids[(m.seen.kind < 3) | m.saved]] += 1
    for platform in record.scenario.platforms:
        ever |= world.population.follower_at_start[platform] | (world.people.followed_h[platform] > 0)
    rng, chosen = record.of("users"), np.empty(0, np.intp)
    weights = (reacted**4, met & ever, ~met & ever, met & ~ever)
    for weight, size in zip(weights, GROUPS, strict=True):
        open_to = np.where(np.isin(np.arange(n), chosen), 0.0, weight)
        k = min(int(size * (SMALL if record.small else 1.0)), int(np.count_nonzero(open_to)))
        chosen = np.append(chosen, rng.choice(n, k, replace=False, p=open_to / open_to.sum()))
    return np.sort(chosen)


def make_events(record: Record) -> Made:
    """Make ``user_events``: clean events in order of time, then what exports do to them."""
    import pandas as pd

    inside = np.zeros(record.world.population.n, bool)
    inside[sampled(record)] = True
    parts = [_of_post(m, inside) for m in meetings(record)]
    parts += [_moves(record, inside), _visits(record, inside), _orders(record, inside)]
    every = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    every = {name: values[in_time(every["at_h"])] for name, values in every.items()}
    order = np.lexsort((every["person"], every["at_h"]))
    every = {name: values[order] for name, values in every.items()}
    clean = pd.DataFrame({
        "event_id": [f"e{k}" for k in range(1, len(order) + 1)], "user_id": user_ids(every["person"]), "ts": stamps(every["at_h"]),
        "platform": every["platform"], "event": every["event"], "post_id": every["post_id"], "value_cny": every["value"],
    })  # fmt: skip
    bought = clean["event"] == "purchase"
    late = clean["ts"].mask(bought, flaws.late(clean["ts"], record.of("flaws:events:late")))
    said = [f"{int(bought.sum())} purchases are booked up to three days late, half of them within six hours."]
    table, one = flaws.shifted(clean.assign(ts=late), week=SHIFT, columns=("ts",))
    said.append(one)
    table = table[table["ts"] < pd.Timestamp("2024-01-01") + pd.Timedelta(days=DAYS)]
    table = table.sort_values("ts", kind="stable", ignore_index=True)
    table, one = flaws.aliased(table, record.of("flaws:events:names"), share=0.05)
    said.append(one)
    table, one = flaws.duplicated(table, record.of("flaws:events:twice"))
    said.append(one)
    return Made(table, None, tuple(said), clean)


def _columns(
    at_h: Any, person: Any, platform: Any, event: Any, post_id: Any = "", value: Any = np.nan
) -> dict[str, Array]:
    """Return a part of the table, every column of the length of ``at_h``."""
    n = len(at_h)
    wide = lambda x, kind: np.broadcast_to(np.asarray(x, kind), n)  # noqa: E731
    return {"at_h": np.asarray(at_h, float), "person": np.asarray(person, np.intp), "platform": wide(platform, object),
            "event": wide(event, object), "post_id": wide(post_id, object), "value": wide(value, float)}  # fmt: skip


def _of_post(m: Meeting, inside: Array) -> dict[str, Array]:
    """Return what people of the sample did with one post; each reaction some seconds to minutes after seeing it."""
    mine = inside[m.seen.ids]
    ids, at_h, kind = m.seen.ids[mine], m.at_h + m.age_h[mine], m.seen.kind[mine]
    did = [("view", np.ones(len(ids), bool), 0.0), ("click", m.seen.clicked[mine], 0.004), ("like", kind == 0, 0.01),
           ("comment", kind == 1, 0.04), ("share", kind == 2, 0.03), ("save", m.saved[mine], 0.05)]  # fmt: skip
    parts = [_columns(at_h[who] + after, ids[who], m.seen.platform, event, m.post_id) for event, who, after in did]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _moves(record: Record, inside: Array) -> dict[str, Array]:
    """Return who began to follow and who left; the run knows the hour of the post or, for leaving on reflection, the day."""
    rows = [row for row in record.watch.moves if inside[row[2]]]
    at_h = np.array([row[0] for row in rows]) - record.run.start_h
    person = np.array([row[2] for row in rows], np.intp)
    # A post of that hour and platform that he met: the move comes a minute after the meeting.
    met: dict[tuple[float, str, int], tuple[float, str]] = {}
    for m in meetings(record):
        mine = inside[m.seen.ids]
        key = float(m.seen.draft.time_h) - record.run.start_h, m.seen.platform
        for i, age in zip(m.seen.ids[mine].tolist(), m.age_h[mine].tolist(), strict=True):
            met[(*key, i)] = m.at_h + age, m.post_id
    u = record.of("moves").random(len(rows))
    found = [met.get((float(at), row[1], int(i))) for at, row, i in zip(at_h, rows, person, strict=True)]
    times = [hit[0] + 0.02 if hit else float(at) + 24.0 * float(v) for hit, at, v in zip(found, at_h, u, strict=True)]
    events = ["follow" if row[3] > 0 else "unfollow" for row in rows]
    return _columns(times, person, [row[1] for row in rows], events, [hit[1] if hit else "" for hit in found])


def _visits(record: Record, inside: Array) -> dict[str, Array]:
    """Return visits to the account: after a click that reads on, and by the desk's own law in the two weeks after a ticket.

    The author of a ticket looks in on each of 14 days with probability ``desk.revisit_day`` times his satisfaction.
    """
    parts = []
    for m in meetings(record):
        who = inside[m.seen.ids] & m.seen.read
        parts.append(_columns(m.at_h + m.age_h[who] + 0.08, m.seen.ids[who], m.seen.platform, "visit"))
    desk = told(record)
    person = np.array([t["person"] for t in desk.rows], np.intp)
    begin = np.array([t["opened_h"] for t in desk.rows]) - record.run.start_h
    key = int(record.of("visits").integers(2**64, dtype=np.uint64))
    u = keyed_uniforms(key, np.arange(len(person))[:, None] * 32 + np.arange(2 * RETURN_DAYS))
    row, day = (u[:, :RETURN_DAYS] < (record.scenario.desk.revisit_day * desk.felt)[:, None]).nonzero()
    hour = _hours(record, person[row], u[row, RETURN_DAYS + day])
    at_h = np.maximum(24.0 * (np.floor(begin[row] / 24.0) + day + 1) + hour, begin[row] + 0.5)
    parts.append(_columns(at_h, person[row], homes(record, person[row]), "visit"))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _hours(record: Record, person: Array, u: Array) -> Array:
    """Return an hour of the day for each person, by the activity of his segment."""
    activity = np.array([segment.activity for _, segment in named(record.scenario.segment)])
    sums = np.cumsum(activity / activity.sum(axis=1, keepdims=True), axis=1)[record.world.population.segment[person]]
    hour = (u[:, None] >= sums).sum(axis=1).clip(max=23)
    before = np.where(hour > 0, sums[np.arange(len(u)), hour - 1], 0.0)
    return np.asarray(hour + (u - before) / np.maximum(sums[np.arange(len(u)), hour] - before, 1e-9))


def _orders(record: Record, inside: Array) -> dict[str, Array]:
    """Return the orders of the sample, minutes after the click that led to them."""
    met = {m.post_id: m for m in meetings(record)}
    rows = [
        (name, person, value)
        for name, orders in orders_of(record).items()
        for person, value in orders
        if inside[person]
    ]
    by_post = [row for row in rows if row[0]]
    at_h, platform = [], []
    for name, person, _ in by_post:
        m = met[name]
        at_h.append(m.at_h + float(m.age_h[(m.seen.ids == person).argmax()]) + 0.2)
        platform.append(m.seen.platform)
    return _columns(
        at_h,
        [row[1] for row in by_post],
        platform,
        "purchase",
        [row[0] for row in by_post],
        [row[2] for row in by_post],
    )


ENTRIES = (Entry(EVENTS, make_events),)
