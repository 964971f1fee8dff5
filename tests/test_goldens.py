"""Short runs give the numbers that are stored: nothing in the model moves unless somebody means it to.

Each run switches on another part of the model. Of each the stored numbers are every metric, and of every table of the log and
the ledger its rows and the sum of every column. A change of simulated numbers that is meant: look at what ``git diff`` says
after ``python tests/test_goldens.py``, which writes the file anew, and mark the change in the change log.
"""

from __future__ import annotations

import json
import math
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim import Run, base, measure, simulate, vary
from sim.core.cascade import Cascade
from sim.core.network import follower_network, from_degrees, well_mixed
from sim.core.reshare import reshare
from sim.core.spread import spread
from sim.core.streams import Streams, replayed
from sim.core.telling import ActivityClock, KeepTelling, ShareOnce
from sim.core.theory import lognormal_delay
from sim.metrics import METRICS
from sim.presets import crisis_base, microblog, rumour
from sim.scenario import PARTS

STORED = Path(__file__).parent / "data" / "goldens.json"
TOLERANCE = 1e-9  # rounding in another order of summing; everything that is counted is exact
SINGLE = {"metric plan_yield": 1e-6}  # a mean of numbers of single precision, which processors round differently
CONTENT = ("production", "engagement", "audience")
SMALL = {"n_people": 2000, "horizon_days": 45, "warmup_days": 5}

RUNS: dict[str, tuple[Any, dict[str, Any]]] = {
    "content": (base, SMALL | {"platforms": ("weibo",)}),
    "plan": (base, SMALL | {
        "plan.posts_per_day": 1.4, "plan.core_segment": "student_trend", "plan.exaggeration": 0.7, "plan.promotion_share": 0.2,
        "plan.paid_share": 0.2, "plan.hot_topic_share": 0.4, "plan.event_timing": "late", "plan.cadence_mode": "burst",
        "plan.slot_policy": "matched", "plan.native_adaptation": 0.8, "plan.cta_strength": 0.8, "plan.extra_post_day": 9,
        "audience.type_drift": 0.6, "audience.drift_days": 15, "audience.market_shock": -20.0, "audience.competitor_peak": 2.0,
        "engagement.shared_appeal": 0.5, "engagement.shared_marginal_interest": 0.3, "production.staff_hours_week": 120.0,
    }),
    "relations": (base, SMALL | {
        "horizon_days": 90, "audience.order_rate": 0.1, "audience.relations.crm_hours": 12.0, "audience.relations.keep_file": True,
        "audience.relations.label_error": 0.2, "parts": (*CONTENT, "desk"),
    }),
    "line": (base, SMALL | {
        "parts": (*CONTENT, "line"), "plan.posts_per_day": 2.0, "production.risk_tiering": True, "production.stage_skew": 0.4,
        "production.overtime_hours_week": 20.0, "production.same_eyes": 0.3, "production.creator_share": 0.2,
        "production.lane_share": 0.2, "production.misjudged_share": 0.2, "plan.hot_topic_share": 0.3,
    }),
    "adhoc line": (base, SMALL | {
        "parts": (*CONTENT, "line"), "plan.posts_per_day": 1.2, "production.workflow": "adhoc",
        "production.role_mode": "generalist", "production.iteration": False,
    }),
    "desk": (base, SMALL | {
        "parts": (*CONTENT, "desk"), "desk.priority_rule": "severity", "desk.overtime_h": 1.0, "desk.reply_mode": "plain",
        "desk.hours": "09–18",
    }),
    "crisis": (crisis_base, {
        "n_people": 4000, "crisis.monitoring": True, "crisis.readiness": True, "crisis.coordination": 0.3,
        "crisis.dialogue": 0.5, "crisis.compensate_h": 40.0, "crisis.csr_start_h": 200.0, "crisis.evidence_peak_h": 30.0,
        "crisis.invest_error": 0.1, "crisis.threat_h": 60.0, "crisis.trial_every_d": 10.0, "crisis.negative_drift": 0.1,
    }),
    "rumour": (rumour, {"n_people": 4000, "crisis.speak": True, "crisis.stance": "deny", "crisis.rival_exploits": 0.4}),
    "community": (base, SMALL | {
        "parts": (*CONTENT, "community"), "horizon_days": 70, "community.rules_shown": True, "community.quality_gate": True,
        "community.leaders_lost": 1, "community.members_start": 200,
    }),
    "campaign": (base, SMALL | {
        "parts": (*CONTENT, "campaign", "community"), "horizon_days": 80, "campaign.prize": 0.5, "campaign.missing_details": 1,
        "campaign.objective": "sales", "campaign.second_weight": 0.3, "campaign.new_target": True,
    }),
    "analytics": (base, SMALL | {
        "parts": (*CONTENT, "analytics"), "analytics.data_rule": "thompson", "analytics.keywords": True,
        "analytics.bait_step": 0.1, "analytics.looks_at": ("content", "words"), "analytics.word_ranking": "lift",
        "analytics.hired_share": 0.05,
        "audience.type_drift": 1.0, "audience.drift_days": 15,
    }),
    "by intuition": (base, SMALL | {
        "parts": (*CONTENT, "analytics"), "analytics.decision_mode": "intuition",
    }),
    "everything": (base, SMALL | {"parts": PARTS, "platforms": ("wechat", "weibo", "douyin"), "warmup_days": 10}),
    "views of the data": (base, SMALL | {
        "parts": (*CONTENT, "analytics"), "platforms": ("weibo", "douyin"), "horizon_days": 70,
        "analytics.looks_at": ("hours", "growth", "personas", "trial", "views", "words"),
        "audience.type_drift": 0.4,
    }),
    "channels and goals": (base, SMALL | {
        "parts": ("analytics",), "n_people": 500, "horizon_days": 300, "analytics.channel_rule": "marginal",
        "analytics.looks_at": ("channels", "initiatives", "goals"), "analytics.channel_assist": 0.4,
        "analytics.initiative_ramp_m": 2.0,
    }),
    "crisis that returns": (base, {
        "platforms": ("weibo",), "parts": ("crisis",), "n_people": 2000, "horizon_days": 200, "warmup_days": 0,
        "crisis.start_day": 1, "crisis.recurrence_day": 0.02, "crisis.staff_retraining": 0.0,
        "crisis.invest_error": 0.5, "crisis.assert_facts": True,
        "crisis.correction": "open",
    }),
    "crisis unnoticed": (crisis_base, {
        "n_people": 3000, "crisis.severity": 0.1, "crisis.monitoring": True, "crisis.watch_weekend": False,
        "crisis.watch_hours": "09-18", "crisis.alert_method": "cusum",
    }),
    "full hall": (base, SMALL | {"parts": (*CONTENT, "campaign"), "campaign.venue_capacity": 50, "campaign.linked": False}),
    "reposts": (microblog, {"n_people": 6000, "horizon_days": 6}),
}  # fmt: skip


def content_of(run: Run) -> dict[str, float]:
    """Return every metric of a run, and the sums of its tables."""
    found = {f"metric {name}": number for name, number in measure(run, METRICS).items()}
    world, tables = run._world, defaultdict(list)
    for time_h, event, facts in world.log._rows:
        tables[f"log {event}"].append({"time_h": time_h, **facts})
    tables["days"] = world.days
    if run._reposts:
        tables["reposts"] = run._reposts
    ledger = world.ledger
    for name, rows in (("presence", ledger.presence), ("work", ledger.work_done), ("payments", ledger.payments)):
        tables[f"ledger {name}"] = [row if isinstance(row, dict) else dict(enumerate(row)) for row in rows]
    for name, rows in tables.items():
        found |= sums(name, rows)
    return found


def sums(name: str, rows: list[dict[Any, Any]]) -> dict[str, float]:
    """Return the number of rows and the sum of each column; a word counts as its checksum, what is nested as its parts."""
    total: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for column, value in row.items():
            total[f"{name}.{column}"].extend(numbers(value))
    return {f"{name} rows": len(rows)} | {column: math.fsum(values) for column, values in total.items()}


def numbers(value: Any) -> Iterable[float]:
    """Yield what a fact holds as finite numbers."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        for part in sorted(value, key=repr) if isinstance(value, set | frozenset) else value:
            yield from numbers(part)
    elif isinstance(value, int | float):
        yield float(value) if math.isfinite(value) else 1e9
    elif value is None:
        yield 0.0
    else:
        yield float(zlib.crc32(str(value).encode()))


def engine() -> dict[str, float]:
    """Return sums of cascades and networks of the spread engine, each with other options."""
    streams, found = Streams(77), {}
    options = streams.of("options")
    networks = {
        "follower": follower_network(
            4000, mean_degree=9.0, segment=np.arange(4000) % 4, homophily=0.5, generator=streams.of("a")
        ),
        "mixed": well_mixed(1000, degree=12, generator=streams.of("b")),
        "degrees": from_degrees(np.arange(600) % 4 * 2 + 2, generator=streams.of("c")),
    }
    share = ShareOnce(0.12, lognormal_delay(0.75, 2.1))
    for name, network in networks.items():
        n = network.n_people
        found |= {
            f"{name} links": network.n_links,
            f"{name} ends": float(network.neighbours @ (np.arange(network.n_links) % 97)),
        }
        for case, telling, more in (
            ("plain", KeepTelling(0.08, 6.0), {}),
            ("stifling", KeepTelling(0.2, 6.0), {"stifling": True, "blocked": options.random(n) < 0.05}),
            ("share", share, {"pass_on": 0.7, "activity": ActivityClock(np.arange(1.0, 25.0), start_hour=5.0)}),
            ("live", share, {"acceptance": [0.9, 0.5, 0.8], "susceptibility": options.random(n), "tick_h": 0.5}),
        ):
            generator = streams.of(case)
            seeds = generator.choice(n, n // 50, replace=False)
            cascade = spread(network, seeds, telling, horizon_h=150.0, generator=generator, **more)
            found |= {f"{name} {case} {column}": total for column, total in cascade_sums(cascade).items()}
        passed = reshare(
            network, np.arange(15), sees=0.3, shares=0.4, already=np.arange(40), fading=0.3,
            generator=replayed(77, 0, "reshare", n),
        )  # fmt: skip
        found |= {f"{name} passed {field}": float(np.sum(column)) for field, column in passed._asdict().items()}
    return found


def cascade_sums(cascade: Cascade) -> dict[str, float]:
    """Return sums that move when anybody hears otherwise, in another order, from somebody else or at another time."""
    order = np.arange(cascade.size)
    return {
        "size": cascade.size,
        "person": float(cascade.person @ order),
        "source": float(cascade.source @ order),
        "generation": float(cascade.generation @ order),
        "time_h": float(cascade.time_h.sum()),
    }


MADE: dict[str, Callable[[], dict[str, float]]] = {
    name: lambda start=start, changes=changes: content_of(  # type: ignore[misc]
        simulate(vary(start, changes), seed=11, detail=start is microblog)
    )
    for name, (start, changes) in RUNS.items()
} | {"engine": engine}


def differences(found: dict[str, float], stored: dict[str, float | None]) -> list[str]:
    """Return what differs, a line each; a metric or column that is new changes nothing that was there."""
    lines = [f"{name}: not there any more" for name in stored.keys() - found.keys()]
    for name, number in found.items():
        if name not in stored:
            continue
        was = math.nan if stored[name] is None else float(stored[name])  # type: ignore[arg-type]
        allowed = SINGLE.get(name, TOLERANCE)
        close = math.isclose(number, was, rel_tol=allowed, abs_tol=allowed)
        if not close and not (math.isnan(number) and math.isnan(was)):
            lines.append(f"{name}: {was!r} was stored, now {number!r}")
    return sorted(lines)


@pytest.mark.parametrize("name", MADE)
def test_the_run_gives_the_stored_numbers(name: str) -> None:
    """Every metric and every table of the log is what it was."""
    assert differences(MADE[name](), json.loads(STORED.read_text(encoding="utf-8"))[name]) == []


def test_negative_control_a_small_change_is_seen() -> None:
    """The comparison can fail: a quality that differs in the fourth digit, a number that is gone or was none."""
    start, changes = RUNS["content"]
    found = content_of(simulate(vary(start, changes | {"plan.content_quality": 0.6001}), seed=11))

    assert len(differences(found, json.loads(STORED.read_text(encoding="utf-8"))["content"])) > 5
    assert differences({"a": 1.0, "b": math.nan}, {"b": None, "c": 2.0}) == ["c: not there any more"]
    assert len(differences({"a": 1.0, "b": math.nan}, {"a": None, "b": 2.0})) == 2


def test_every_metric_and_part_is_in_some_run() -> None:
    """What is not measured in any run, or measured as nothing, would not be watched."""
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    told = {name for run in stored.values() for name, number in run.items() if number not in (None, 0.0)}
    parts = {part for start, changes in RUNS.values() for part in changes.get("parts", start.parts)}
    silent = [name for name in METRICS if f"metric {name}" not in told]

    assert parts == set(PARTS)
    # No short run has a crisis that nobody notices; a few metrics may be newer than the file.
    assert len(silent) <= 10, silent


if __name__ == "__main__":
    text = {name: {key: None if math.isnan(x) else x for key, x in make().items()} for name, make in MADE.items()}
    STORED.write_text(json.dumps(text, indent=0, sort_keys=True) + "\n", encoding="utf-8")
