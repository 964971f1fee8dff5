"""Runs of the simulator as data (entries 25 and 35): a 2⁴ experiment on the parts of a strategy, and strategies in several futures.

Every row is a run, or the mean of a few; nothing is drawn besides. The world is small so that all of them take less than a minute:
the figures compare with each other and with nothing outside.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from sim.core.knob import vary
from sim.course.datasets.company import Record
from sim.course.datasets.table import Column, Entry, Made, Table
from sim.experiment import measure
from sim.model import simulate
from sim.scenario import Scenario, base

__all__ = ["ENTRIES", "FACTORS", "FUTURES", "STRATEGIES", "cell", "future"]

REPLICATIONS, FEW = 30, 2  # of each of the sixteen cells; on a small world
PAYOFF_REPLICATIONS = 2
COMMON = {
    "platforms": ("weibo",), "parts": ("production", "line", "engagement", "audience", "desk"), "n_people": 2_500,
    "horizon_days": 45, "warmup_days": 7, "audience.order_rate": 0.3, "plan.core_segment": "young_office",
    "production.staff_hours_week": 100.0,
}  # fmt: skip
# Without and with each part of a strategy.
FACTORS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "delivery": ({"plan.value_level": 0.3, "plan.interest_level": 0.3, "plan.posts_per_day": 1.0},
                 {"plan.value_level": 0.65, "plan.interest_level": 0.65, "plan.posts_per_day": 1.5}),
    "interaction": ({"desk.agents": 0, "plan.cta_strength": 0.2}, {"desk.agents": 1, "plan.cta_strength": 0.6}),
    "platform": ({"plan.native_adaptation": 0.0, "plan.content_match": 0.3},
                 {"plan.native_adaptation": 0.6, "plan.content_match": 0.6}),
    "management": ({"production.workflow": "adhoc"}, {"production.workflow": "seven_step"}),
}  # fmt: skip
STRATEGIES: dict[str, dict[str, Any]] = {
    "steady": {},
    "reviewed": {"analytics.review_interval_d": 21, "analytics.window_d": 42},
    "explorer": {"analytics.review_interval_d": 21, "analytics.window_d": 42, "analytics.explore_share": 0.4},
    "one_platform": {"platforms": ("weibo",), "plan.posts_per_day": 2.0},
    "service_first": {"desk.agents": 2, "plan.value_level": 0.7, "plan.posts_per_day": 0.7},
    "prepared": {"plan.posts_per_day": 0.85, "crisis.detect_h": 1.0, "crisis.decide_h": 1.0, "crisis.update_every_h": 6.0,
                 "crisis.dialogue": 0.8, "crisis.remedy_h": 12.0, "crisis.coordination": 0.5, "crisis.channels": 4},
    "loud": {"plan.posts_per_day": 2.0, "plan.promotion_share": 0.5, "plan.value_level": 0.3},
    "lean": {"desk.agents": 0, "plan.posts_per_day": 0.5},
}  # fmt: skip
FUTURES: dict[str, dict[str, Any]] = {
    "steady": {},
    "fast_tastes": {"audience.drift_days": 45, "audience.type_drift": 1.0},
    "price_war": {
        "audience.differentiation": 0.0,
        "audience.competitor_similarity": 0.95,
        "audience.competitor_posts_day": 8.0,
    },
    "platform_decline": {"platform.weibo.follower_exposure": 0.01, "platform.weibo.non_follower_share": 0.1},
    "crisis_year": {
        "crisis.start_day": 15,
        "crisis.severity": 1.0,
        "crisis.first_posts": 120,
        "crisis.trust_loss": 0.8,
    },
}
# Who is not prepared answers late and repairs late.
PAYOFF = {
    "platforms": ("weibo", "wechat"), "parts": ("production", "engagement", "audience", "desk", "crisis", "analytics"),
    "n_people": 2_500, "horizon_days": 120, "warmup_days": 7, "audience.order_rate": 0.3, "analytics.review_interval_d": 0,
    "crisis.decide_h": 24.0, "crisis.remedy_h": 240.0, "crisis.update_every_h": 0.0, "crisis.complaints_spark": 0,
    "crisis.leave": 1.0, "production.staff_hours_week": 160.0,
}  # fmt: skip


def cell(on: tuple[int, ...]) -> Scenario:
    """Return the scenario with these parts of a strategy, in the order of FACTORS."""
    changes = dict(COMMON)
    for (_, (without, with_it)), level in zip(FACTORS.items(), on, strict=True):
        changes |= with_it if level else without
    return vary(base, changes)


def _runs(record: Record) -> Made:
    """Return one row a run of the factorial experiment; replication r is the same world in all cells."""
    import pandas as pd

    found = []
    for on in product((0, 1), repeat=len(FACTORS)):
        scenario = cell(on)
        for rep in range(FEW if record.small else REPLICATIONS):
            got = measure(
                simulate(scenario, seed=record.seed, replication=rep),
                ("followers", "trust_mean", "sales_k", "team_hours"),
            )
            found.append({**dict(zip(FACTORS, on, strict=True)), "rep": rep, "followers": got["followers"],
                          "trust": got["trust_mean"],
                          "sales_k": got["sales_k"], "hours": got["team_hours"]})  # fmt: skip
    table = pd.DataFrame(found)
    effects = [f"{name} {table.loc[table[name] == 1, 'sales_k'].mean() - table.loc[table[name] == 0, 'sales_k'].mean():+.1f}"
               for name in FACTORS]  # fmt: skip
    return Made(table, None, (f"Main effects on sales (thousand CNY): {', '.join(effects)}.",))


def future(strategy: str, name: str) -> Scenario:
    """Return a strategy in a future."""
    return vary(base, PAYOFF | STRATEGIES[strategy] | FUTURES[name])


def _payoff(record: Record) -> Made:
    """Return the five goals of each strategy in each future: means of a few runs, the same worlds for all."""
    import pandas as pd

    names = ("awareness", "trust_mean", "sales_k", "plan_yield", "reactions", "team_hours")
    found = []
    replications = range(1 if record.small else PAYOFF_REPLICATIONS)
    for strategy, name in product(STRATEGIES, FUTURES):
        scenario = future(strategy, name)
        runs = [measure(simulate(scenario, seed=record.seed, replication=r), names) for r in replications]
        got = {x: float(np.mean([run[x] for run in runs])) for x in names}
        found.append({
            "strategy": strategy, "future": name, "goal1": 100.0 * got["awareness"], "goal2": 100.0 * got["trust_mean"],
            "goal3": got["sales_k"], "goal4": got["plan_yield"], "goal5": 100.0 * got["reactions"] / max(1.0, got["team_hours"]),
        })  # fmt: skip
    table = pd.DataFrame(found)
    goals = [f"goal{k}" for k in range(1, 6)]
    table["total"] = (20.0 * table[goals] / table[goals].mean()).sum(axis=1)
    best = table.loc[table.groupby("future")["total"].idxmax()]
    return Made(table, None, tuple(f"Best in {f}: {s}." for s, f in zip(best["strategy"], best["future"], strict=True)))


def _flag(name: str, zh: str) -> Column:
    return Column(name, "flag", f"the strategy has {name}", zh)


RUNS = (
    _flag("delivery", "内容投放"), _flag("interaction", "互动"), _flag("platform", "平台适配"), _flag("management", "管理"),
    Column("rep", "whole", "world: the same number is the same world", "重复编号", "", 0),
    Column("followers", "whole", "followers at the end", "粉丝数", "people", 0),
    Column("trust", "number", "mean trust", "信任", "0–1", 0, 1, decimals=4),
    Column("sales_k", "number", "sales", "销售额", "thousand CNY", 0),
    Column("hours", "number", "hours of the team", "工时", "hours", 0),
)  # fmt: skip
GOALS = (
    Column("strategy", "text", "strategy", "策略", one_of=tuple(STRATEGIES)),
    Column("future", "text", "future", "情景", one_of=tuple(FUTURES)),
    Column("goal1", "number", "awareness", "知名度", "%", 0),
    Column("goal2", "number", "trust, for customer relations", "信任", "0–100", 0, 100),
    Column("goal3", "number", "sales", "销售额", "thousand CNY", 0),
    Column(
        "goal4", "number", "what posts get from 1,000 people: how well the data are used", "内容产出", "reactions", 0
    ),
    Column("goal5", "number", "reactions for 100 hours of the team", "人效", "per 100 h", 0),
    Column("total", "number", "20 × each goal against its mean, summed: 100 on average", "总分", "", 0),
)
ENTRIES = (
    Entry(
        Table(25, "strategy_experiments", "run", "策略实验", "A 2⁴ experiment of thirty worlds.", "E1.1, L1.1", RUNS),
        _runs,
    ),
    Entry(
        Table(
            35,
            "futures_payoff",
            "strategy × future",
            "情景收益矩阵",
            "Eight strategies in five futures.",
            "E8.3, L8.3",
            GOALS,
        ),
        _payoff,
    ),
)
