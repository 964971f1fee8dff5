"""Metrics of hours and money (RUN), read off the ledger."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from sim.metrics.base import METRICS, metric

if TYPE_CHECKING:
    from sim.model import Run

MONTH_D = 365.0 / 12.0


@metric("team_hours", "工时", "RUN", "hours", "hours that the team worked: posts, research, upkeep and the rest", 0)
def _team_hours(run: Run) -> float:
    return run.ledger.hours_used("team", since_h=run.start_h)


@metric("desk_hours", "客服工时", "RUN", "hours", "paid hours of the response desk, working or waiting", 0)
def _desk_hours(run: Run) -> float:
    return run.ledger.hours_there("desk", since_h=run.start_h)


@metric("overtime_hours", "加班工时", "RUN", "hours", "hours beyond the agreed week, all staff", 0)
def _overtime_hours(run: Run) -> float:
    return run.ledger.hours_there(since_h=run.start_h, overtime=True)


@metric("cost_k", "成本", "RUN", "thousand CNY", "wages of everybody who is there, and payments", 1)
def _cost_k(run: Run) -> float:
    return run.ledger.cost_k(since_h=run.start_h)


@metric("budget_left_k", "预算结余", "RUN", "thousand CNY", "budget of the horizon less cost; below 0 is overspent", 1)
def _budget_left_k(run: Run) -> float:
    months = run.scenario.horizon_days / MONTH_D
    return run.scenario.total_budget_k * months - run.ledger.cost_k(since_h=run.start_h)


@metric("roi", "投入产出比", "RUN", "ratio", "(gross margin of sales − cost) / cost", 3)
def _roi(run: Run) -> float:
    cost = run.ledger.cost_k(since_h=run.start_h)
    margin = run.scenario.audience.gross_margin * METRICS["sales_k"].formula(run)
    return (margin - cost) / cost if cost else nan
