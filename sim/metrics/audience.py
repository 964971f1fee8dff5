"""Metrics of what single people do over time (AUD): who came back, who bought again, what trust was gained."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from sim.metrics.base import METRICS, metric, ratio, total
from sim.parts.engagement import peak_shape

if TYPE_CHECKING:
    from sim.model import Run

AGAIN_D = 60.0
# What the measures of content are in the base scenario on 微博 (Weibo), all five types alike (20 replications, seed 11): only
# ratios to these are compared, so that different units can stand side by side. Conversion is given per order rate.
USUAL = {"recognition": 0.385, "comment_rate": 0.00282, "share_rate": 0.00232, "trust_gained": 0.000484}
USUAL_CONVERSION = 1.13


@metric("reactivated", "召回人数", "AUD", "people", "lapsed users who become active again after a message", 0)
def _reactivated(run: Run) -> float:
    return total(run, "reactivated")


@metric("messages", "私信数", "AUD", "count", "messages of the team to single users", 0)
def _messages(run: Run) -> float:
    return total(run, "messages")


@metric("answer_rate", "私信回应率", "AUD", "share", "answers / messages to single users", 3)
def _answer_rate(run: Run) -> float:
    return ratio(run, "answers", "messages")


@metric(
    "second_purchase",
    "二次购买率",
    "AUD",
    "share",
    "buyers who order again within 60 days, of those with 60 days left",
    3,
)
def _second_purchase(run: Run) -> float:
    times: dict[int, list[float]] = {}
    for row in run.rows("order"):
        times.setdefault(row["person"], []).append(row["time_h"])
    last_h = 24.0 * (run.scenario.warmup_days + run.scenario.horizon_days - AGAIN_D)
    whole = [t for t in times.values() if t[0] <= last_h]
    again = [t for t in whole if len(t) > 1 and t[1] <= t[0] + 24.0 * AGAIN_D]
    return len(again) / len(whole) if whole else nan


@metric(
    "sales_k",
    "销售额",
    "ENG",
    "thousand CNY",
    "orders after a click or a message, and purchases again after a service case",
    1,
)
def _sales_k(run: Run) -> float:
    again = sum(bool(t["again"]) for t in run.ticket_rows)
    return run.scenario.audience.order_value_k * (total(run, "orders") + again)


@metric(
    "core_reach",
    "核心用户触达",
    "ENG",
    "people",
    "people of the core segment whom the account's posts reach, added over posts",
    0,
)
def _core_reach(run: Run) -> float:
    return total(run, "core_reach")


@metric(
    "behaviour_auc",
    "行为预测AUC",
    "AUD",
    "0.5–1",
    "ranking of followers by past reactions against who reacts in the last 30 days",
    3,
)
def _behaviour_auc(run: Run) -> float:
    found = run.rows("forecast")
    return float(found[0]["auc"]) if found else nan


@metric("trust_gained", "信任增量", "AUD", "trust", "mean trust of those who know the brand, end against the start", 4)
def _trust_gained(run: Run) -> float:
    return float(run.days[-1]["trust"]) - run.scenario.audience.trust0


@metric(
    "weakest_measure",
    "最弱指标",
    "ENG",
    "× usual",
    "smallest of recognition, comments, shares, trust and conversion, usual = 1",
)
def _weakest_measure(run: Run) -> float:
    conversion = METRICS["conversion_rate"].formula(run) / (USUAL_CONVERSION * run.scenario.audience.order_rate)
    return min(conversion, *(METRICS[name].formula(run) / usual for name, usual in USUAL.items()))


@metric(
    "holiday_reactions",
    "节点互动量",
    "ENG",
    "count",
    "reactions to posts near a holiday or launch: 3 days before to 2 after it",
    0,
)
def _holiday_reactions(run: Run) -> float:
    near = (p for p in run.post_rows if peak_shape(p["day"] - 1 + p["hour"] / 24.0) > 0)
    return float(sum(p["likes"] + p["comments"] + p["shares"] for p in near))
