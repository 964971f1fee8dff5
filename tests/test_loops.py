"""The loops of the closed world: what one part does to another one comes back, and goes when the link is cut.

Each row runs one small company with and without one link, in the same worlds; what the link does is read off two counts. The
map of all links is made from the code (docs/parts.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim import Run, base, simulate, vary

SMALL = {"platforms": ("weibo",), "n_people": 4_000, "horizon_days": 90, "warmup_days": 3}
CONTENT = ("production", "engagement", "audience")
WORLDS = 3


def daily(what: str) -> Callable[[Run], float]:
    """Return a counter added over the run."""
    return lambda run: float(sum(day.get(what, 0.0) for day in run.days))


def rows(event: str, **facts: Any) -> Callable[[Run], float]:
    """Return how often ``event`` happened with these facts."""
    return lambda run: float(sum(all(row[k] == v for k, v in facts.items()) for row in run.rows(event)))


BUSY = {"desk.agents": 0, "desk.ticket_rate": 6.0, "crisis.complaints_spark": 3, "crisis.recurrence_day": 0.0}
DELICATE = {"production.sensitive_share": 0.3, "production.error_prob": 0.4, "plan.posts_per_day": 2.0,
            "production.staff_hours_week": 300.0, "crisis.recurrence_day": 0.0}  # fmt: skip
EVENT = {"campaign.events": 2, "campaign.first_day": 30, "campaign.interval_d": 30}
CRISIS = {"crisis.start_day": 10, "crisis.recurrence_day": 0.0}
# name: parts, settings, the cut, what is counted, and 1 if the link brings more of it, -1 if less.
LOOPS: dict[str, tuple[tuple[str, ...], dict[str, Any], dict[str, Any], Callable[[Run], float], int]] = {
    "shares bring followers": (
        CONTENT, {"audience.mean_degree": 30, "audience.share_prob": 0.3}, {"engagement.friend_sees": 0.0}, daily("gained"), 1,
    ),
    "waiting costs trust, and trust orders": (
        (*CONTENT, "desk"), {"desk.agents": 0, "desk.ticket_rate": 8.0, "audience.order_rate": 0.3},
        {"desk.trust_loss": 0.0, "desk.reader_loss": 0.0, "desk.affinity_pull": 0.0}, daily("orders"), -1,
    ),
    "unanswered complaints become crises": (
        ("audience", "desk", "crisis"), BUSY, {"crisis.complaints_spark": 0}, rows("crisis", kind="complaints"), 1,
    ),
    "errors on delicate subjects become crises": (
        (*CONTENT, "line", "crisis"), DELICATE, {"production.incident_share": 0.0}, rows("crisis"), 1,
    ),
    "a crisis drives followers away": ((*CONTENT, "crisis"), CRISIS, {"crisis.leave": 0.0}, daily("lost"), 1),
    "a crisis lowers trust, and trust orders": (
        (*CONTENT, "crisis"), CRISIS | {"crisis.speak": False, "crisis.remedy_h": 0.0, "audience.order_rate": 0.3},
        {"crisis.trust_loss": 0.0, "crisis.leave": 0.0}, daily("orders"), -1,
    ),
    "members like the brand more, react and share": (
        (*CONTENT, "community"),
        {"community.members_start": 800, "community.belonging_warms": 1.0, "audience.follower_start": 0.3,
         "plan.posts_per_day": 2.0},
        {"community.belonging_warms": 0.0}, daily("reactions"), 1,
    ),
    "activities make the brand known": ((*CONTENT, "campaign"), EVENT, {"campaign.events": 0}, lambda r: r.days[-1]["aware"], 1),
    "visitors join the community": (
        ("audience", "campaign", "community"), EVENT, {"campaign.events": 0}, rows("member", source="event"), 1,
    ),
    "a bad event that is shared live becomes a crisis": (
        ("audience", "campaign", "crisis"), EVENT | {"campaign.onsite_quality": 0.1, "campaign.live_share_rate": 0.6,
                                                     "crisis.recurrence_day": 0.0},
        {"campaign.live_share_rate": 0.0}, rows("crisis"), 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_closes_and_can_be_cut(name: str) -> None:
    """Over three worlds the link brings more (or less) of what it should."""
    parts, settings, cut, counted, sign = LOOPS[name]
    linked = vary(base, SMALL | {"parts": parts} | settings, name="linked")
    runs = [
        (simulate(linked, seed=7, replication=k), simulate(vary(linked, cut), seed=7, replication=k))
        for k in range(WORLDS)
    ]

    assert sign * sum(counted(a) - counted(b) for a, b in runs) > 0
