"""Metrics of the crisis part (CRIS), read off its hourly and daily log. A run with several crises is judged by the first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import nan
from typing import TYPE_CHECKING, Any

from sim.core.knob import knobs, vary
from sim.metrics.base import metric

if TYPE_CHECKING:
    from sim.model import Run
    from sim.scenario import Scenario

MONTH_D = 365.0 / 12.0
DAY_30_H = 720.0
# A company that does not answer; everything else it might have decided is at its default.
SILENCE = {
    "crisis.speak": False, "crisis.remedy_h": 0.0, "crisis.compensate_h": 0.0, "crisis.csr_start_h": 0.0,
    "crisis.public_answer_h": 0.0, "crisis.threat_h": 0.0,
}  # fmt: skip


def _first(run: Run, event: str) -> list[dict[str, Any]]:
    rows = run.rows(event)
    return [row for row in rows if row["number"] == rows[0]["number"]] if rows else []


def _hours(run: Run) -> list[dict[str, Any]]:
    return _first(run, "crisis_hour")


def _in_30_days(run: Run, what: str) -> float:
    return float(sum(row[what] for row in _hours(run)))


def _trust_path(run: Run) -> list[tuple[float, float, float]]:
    """Return (age in hours, length of the stretch in hours, mean trust) for each hour, then each day, of the first crisis."""
    path = [(row["hour"] + 1.0, 1.0, row["trust"]) for row in _hours(run)]
    if not path:
        return []
    over = path[-1][0]
    return path + [(row["age_h"], 24.0, row["trust"]) for row in _first(run, "crisis_day") if row["age_h"] > over]


def _trust_at(run: Run, age_h: float) -> float:
    reached = [trust for age, _, trust in _trust_path(run) if age <= age_h]
    return reached[-1] if reached else nan


def _start_trust(run: Run) -> float:
    crises = run.rows("crisis")
    return float(crises[0]["trust"]) if crises else nan


@metric("neg_mentions", "负面提及量", "CRIS", "count", "negative mentions within 30 days of the first post", 0)
def _neg_mentions(run: Run) -> float:
    return _in_30_days(run, "mentions")


@metric("neg_peak", "负面峰值", "CRIS", "mentions/day", "negative mentions on the worst day since the first post", 0)
def _neg_peak(run: Run) -> float:
    days: dict[int, float] = {}
    for row in _hours(run):
        days[row["hour"] // 24] = days.get(row["hour"] // 24, 0.0) + row["mentions"]
    return max(days.values(), default=0.0)


@metric("peak_day", "峰值日", "CRIS", "day", "day since the first post with most negative mentions, 1 is the first", 0)
def _peak_day(run: Run) -> float:
    days: dict[int, float] = {}
    for row in _hours(run):
        days[row["hour"] // 24] = days.get(row["hour"] // 24, 0.0) + row["mentions"]
    return 1.0 + max(days, key=lambda d: (days[d], -d)) if days else nan


@metric("rumour_mentions", "谣言提及量", "CRIS", "count", "negative mentions with false content within 30 days", 0)
def _rumour_mentions(run: Run) -> float:
    return _in_30_days(run, "rumour")


@metric("neg_share", "负面人群占比", "CRIS", "share", "people who turned negative at some time within 30 days", 3)
def _neg_share(run: Run) -> float:
    return _in_30_days(run, "new") / run.scenario.n_people


@metric("remaining_share", "剩余传播占比", "CRIS", "share", "negative posts still to come at the first statement", 3)
def _remaining_share(run: Run) -> float:
    statement = [row for row in _first_actions(run) if row["action"] == "statement"]
    hours = _hours(run)
    whole = sum(row["new"] for row in hours)
    if not statement or not whole:
        return nan
    return float(sum(row["new"] for row in hours if row["hour"] >= statement[0]["age_h"])) / whole


@metric("trust_min", "信任低点", "CRIS", "0–1", "lowest mean trust of all people since the first post", 3)
def _trust_min(run: Run) -> float:
    return min((trust for _, _, trust in _trust_path(run)), default=nan)


@metric("trust_d7", "七日信任", "CRIS", "0–1", "mean trust of all people seven days after the first post", 3)
def _trust_d7(run: Run) -> float:
    return _trust_at(run, 168.0)


@metric("trust_d30", "三十日信任", "CRIS", "0–1", "mean trust of all people on day 30 after the first post", 3)
def _trust_d30(run: Run) -> float:
    return _trust_at(run, DAY_30_H)


@metric("trust_lost", "信任缺口", "CRIS", "0–1", "mean trust of all people lost and not regained by day 30", 4)
def _trust_lost(run: Run) -> float:
    return _start_trust(run) - _trust_at(run, DAY_30_H)


@metric("sales_loss_k", "销售损失", "CRIS", "thousand CNY", "sales lost with trust, against the run without crisis", 0)
def _sales_loss_k(run: Run) -> float:
    before, a_day = _start_trust(run), run.scenario.crisis.sales_k_day
    if not before > 0:
        return 0.0
    return sum(a_day * hours / 24.0 * max(0.0, 1.0 - trust / before) for _, hours, trust in _trust_path(run))


@metric("incident_rate", "事件率", "CRIS", "per month", "incidents that reach the public")
def _incident_rate(run: Run) -> float:
    return len(run.rows("crisis")) / (run.scenario.horizon_days / MONTH_D)


@metric("recurrence", "复发率", "CRIS", "share", "crises whose cause came back within 180 days")
def _recurrence(run: Run) -> float:
    kinds = [row["kind"] for row in run.rows("crisis")]
    again = kinds.count("recurrence")
    return again / (len(kinds) - again) if len(kinds) > again else nan


@metric("retractions", "更正次数", "CRIS", "count", "own statements that turned out wrong in public", 0)
def _retractions(run: Run) -> float:
    return float(sum(row["action"] == "correction" for row in run.rows("crisis_action")))


@metric(
    "damage_index",
    "损害指数",
    "CRIS",
    "0–100",
    "trust lost and negative mentions at day 30, half each; no answer = 100",
    1,
)
def _damage_index(run: Run) -> float:
    lost, mentions = _damage(run)
    most_lost, most_mentions = _silent(_without_answer(run.scenario), run.seed, run.replication)
    if not most_lost > 0 or not most_mentions > 0:
        return nan
    return 50.0 * lost / most_lost + 50.0 * mentions / most_mentions


def _first_actions(run: Run) -> Iterable[dict[str, Any]]:
    return _first(run, "crisis_action")


def _damage(run: Run) -> tuple[float, float]:
    return _start_trust(run) - _trust_at(run, DAY_30_H), _in_30_days(run, "mentions")


def _without_answer(scenario: Scenario) -> Scenario:
    """Return the same crisis with a company that says and does nothing; what it would have said is set to its default."""
    from sim.parts.crisis.parameters import Answer, Facts, Repair

    usual = {f"crisis.{name}": k.default for group in (Answer, Facts, Repair) for name, k in knobs(group()).items()}
    return vary(scenario, usual | SILENCE, name="without an answer")


@lru_cache(maxsize=256)
def _silent(scenario: Scenario, seed: int, replication: int) -> tuple[float, float]:
    """Return the damage of a run without an answer: one run a world, shared by every plan that is compared in it."""
    from sim.model import simulate

    return _damage(simulate(scenario, seed=seed, replication=replication))
