"""Metrics of analytics (ANLY). They know the truth and grade decisions that did not."""

from __future__ import annotations

import itertools
from bisect import bisect
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.metrics.base import metric
from sim.parts.analytics.yields import best_mix, mix_yield

if TYPE_CHECKING:
    from sim.model import Run


@metric("plan_yield", "策略产出", "ANLY", "reactions per 1000 reached",
        "what the published posts get from 1,000 people without luck, mean", 2)  # fmt: skip
def _plan_yield(run: Run) -> float:
    rows = [row[4] for row in run._world.records.get("true_yield", []) if row[0] >= run.start_h and row[4] == row[4]]
    return 1000.0 * float(np.mean(rows)) if rows else nan


@metric(
    "regret", "遗憾值", "ANLY", "%", "loss of the mixes in force against the best mix of each regime in hindsight", 1
)
def _regret(run: Run) -> float:
    plans, truth, wear = _log(run, "plan"), _log(run, "true_types"), run.scenario.engagement.novelty_wear
    if not plans or not truth:
        return nan
    got = best = 0.0
    tops = [mix_yield(best_mix(np.array(row["yields"]), wear), np.array(row["yields"]), wear) for row in truth]
    starts = [row["time_h"] for row in truth]
    for time_h, for_h, plan in _spans(run, plans, starts):
        k = bisect(starts, time_h) - 1
        got += for_h * mix_yield(plan["mix"], np.array(truth[k]["yields"]), wear)
        best += for_h * tops[k]
    return 100.0 * (1.0 - got / best)


def _spans(run: Run, plans: list[dict[str, Any]], cuts: list[float]) -> list[tuple[float, float, dict[str, Any]]]:
    """Return (start, length, plan) of every stretch after the warm-up in which plan and regime stand still."""
    times = [row["time_h"] for row in plans]
    end = run.start_h + 24.0 * run.scenario.horizon_days
    edges = sorted({run.start_h, end, *(t for t in (*times, *cuts) if run.start_h < t < end)})
    return [(a, b - a, plans[bisect(times, a) - 1]) for a, b in itertools.pairwise(edges)]


@metric(
    "false_winner", "误选率", "ANLY", "share", "decisions that promote or keep what is not the best at that time", 3
)
def _false_winner(run: Run) -> float:
    wrong = [float(row["winner"] != _best_at(run, row["time_h"])) for row in run.rows("review") if row["winner"] >= 0]
    wrong += [float(not row["right"]) for row in run.rows("trial")]
    return float(np.mean(wrong)) if wrong else nan


def _best_at(run: Run, time_h: float) -> int:
    truth = _log(run, "true_types")
    return int(np.argmax(truth[bisect([row["time_h"] for row in truth], time_h) - 1]["yields"]))


def _changes(run: Run) -> list[tuple[float, float, int]]:
    """Return (time, end of the regime, new best type) of every change of the best type after the warm-up."""
    truth = _log(run, "true_types")
    end = run.start_h + 24.0 * run.scenario.horizon_days
    ends = [row["time_h"] for row in truth[1:]] + [end]
    best = [int(np.argmax(row["yields"])) for row in truth]
    return [
        (row["time_h"], last, new)
        for row, last, old, new in zip(truth[1:], ends[1:], best, best[1:], strict=False)
        if row["time_h"] > run.start_h and new != old
    ]


@metric("decision_lag_d", "决策滞后", "ANLY", "days",
        "tastes change → the plan favours the new best type; the whole regime if it never does", 1)  # fmt: skip
def _decision_lag_d(run: Run) -> float:
    plans, found = _log(run, "plan"), []
    for time_h, end_h, best in _changes(run):
        right = [
            t for t, for_h, plan in _spans(run, plans, [time_h]) if time_h <= t < end_h and _favours(plan["mix"], best)
        ]
        found.append((min([*right, end_h]) - time_h) / 24.0)
    return float(np.mean(found)) if found else nan


def _favours(mix: tuple[float, ...], best: int) -> bool:
    return mix[best] >= max(mix) and min(mix) < max(mix)


@metric("forecast_lead_d", "预测提前量", "ANLY", "days",
        "tastes change − first review, from 30 days before on, that names the new best type; − the regime if none", 1)  # fmt: skip
def _forecast_lead_d(run: Run) -> float:
    reviews, found = run.rows("review"), []
    for time_h, end_h, best in _changes(run):
        named = [r["time_h"] for r in reviews if time_h - 720.0 <= r["time_h"] < end_h and r["winner"] == best]
        found.append((time_h - min([*named, end_h])) / 24.0)
    return float(np.mean(found)) if found else nan


def _log(run: Run, event: str) -> list[dict[str, Any]]:
    return run._world.log.of(event)


@metric("channel_sales_k", "渠道销售额", "ANLY", "thousand CNY", "sales of the paid channels", 1)
def _channel_sales_k(run: Run) -> float:
    rows = run.rows("channel_period")
    return sum(row["months"] * sum(row["sales"]) for row in rows) if rows else nan


@metric("channel_roi", "渠道投入产出比", "ANLY", "ratio", "(sales − money) / money of the paid channels", 3)
def _channel_roi(run: Run) -> float:
    money = sum(row["months"] * sum(row["money"]) for row in run.rows("channel_period"))
    return _channel_sales_k(run) / money - 1.0 if money else nan


@metric("channel_regret", "渠道遗憾值", "ANLY", "%", "channel sales lost against the best split in hindsight", 1)
def _channel_regret(run: Run) -> float:
    best = sum(row["months"] * row["best"] for row in run.rows("channel_period"))
    return 100.0 * (1.0 - _channel_sales_k(run) / best) if best else nan


@metric("wasted_spend", "无效投入", "ANLY", "thousand CNY",
        "input of initiatives that cannot break even, closing costs, and hours worked against each other", 1)  # fmt: skip
def _wasted_spend(run: Run) -> float:
    months, joint = run.rows("initiative_month"), run.rows("joint_decision")
    if not months and not joint:
        return nan
    lost = sum(
        row["closing"] + sum(x for x, ok in zip(row["money"], row["worth"], strict=True) if not ok) for row in months
    )
    return lost + sum(row["wasted_k"] for row in joint)


@metric("initiative_roi", "项目投入产出比", "ANLY", "ratio", "(return − input − closing) / input of all initiatives", 3)
def _initiative_roi(run: Run) -> float:
    rows = run.rows("initiative_month")
    put = sum(sum(row["money"]) + row["closing"] for row in rows)
    return (sum(sum(row["gained"]) for row in rows) - put) / put if put else nan


@metric("goal_attainment", "目标完成度", "ANLY", "share", "output / target, mean over months", 3)
def _goal_attainment(run: Run) -> float:
    rows = run.rows("goal_month")
    return float(np.mean([row["output"] / row["target"] for row in rows])) if rows else nan


@metric("goal_output", "目标期产出", "ANLY", "× capability", "output of a month against that without ambition", 3)
def _goal_output(run: Run) -> float:
    rows = run.rows("goal_month")
    return float(np.mean([row["output"] for row in rows])) if rows else nan


@metric("estimation_error", "估计误差", "ANLY", "% or points",
        "error of the follower forecast, % of followers; or of the hours' shares, root mean square, points", 2)  # fmt: skip
def _estimation_error(run: Run) -> float:
    forecast, hours = run.rows("follower_forecast"), run.rows("active_hours")
    if forecast:
        return 100.0 * abs(forecast[0]["expected"] / run.days[-1]["followers"] - 1.0)
    return float(hours[0]["error"]) if hours else nan


@metric(
    "word_precision", "高频词命中", "ANLY", "share", "of the five highest ranked words, those that are wanted most", 3
)
def _word_precision(run: Run) -> float:
    rows = run.rows("words")
    return float(rows[0]["precision"]) if rows else nan


@metric("word_error", "词频误差", "ANLY", "points", "shares of words against shares of wishes, root mean square", 2)
def _word_error(run: Run) -> float:
    rows = run.rows("words")
    return float(rows[0]["error"]) if rows else nan


@metric("auc", "AUC", "ANLY", "0.5–1",
        "chance that a wanted word, or a follower who reacts in the next 30 days, is ranked above another", 3)  # fmt: skip
def _auc(run: Run) -> float:
    rows = run.rows("words") or run.rows("forecast")
    return float(rows[0]["auc"]) if rows else nan


@metric("persona_fit", "画像契合", "ANLY", "0–1", "mean match of users with the content of their persona", 3)
def _persona_fit(run: Run) -> float:
    # Personas are found before the warm-up ends.
    rows = _log(run, "personas")
    return float(rows[0]["fit"]) if rows else nan


@metric("alignment", "协同度", "ANLY", "0–1", "decisions of groups that do not contradict the majority", 3)
def _alignment(run: Run) -> float:
    rows = run.rows("joint_decision")
    return 1.0 - sum(r["minority"] for r in rows) / sum(r["groups"] for r in rows) if rows else nan


@metric("wrong_together", "共同误判", "ANLY", "share", "joint decisions whose majority is wrong", 3)
def _wrong_together(run: Run) -> float:
    rows = run.rows("joint_decision")
    return float(np.mean([not row["right"] for row in rows])) if rows else nan
