"""Goals (entries 22 to 24): key figures before and after the strategy, goals with owner and path, a portfolio of initiatives.

Key figures are those of the run of record and of its other exports, days 1 to 60 against days 121 to 180; three that nobody logs
are drawn [A] and marked in their unit. Initiatives follow the portfolio's law (C6.4-2) for a year in which nothing is ended.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.knob import vary
from sim.core.streams import Streams
from sim.course.datasets.company import FIRST_DAY, Record
from sim.course.datasets.table import Column, Entry, Made, Table
from sim.model import simulate
from sim.parts.analytics.observed import noise_of
from sim.scenario import base

__all__ = ["ENTRIES", "KPIS"]

BEFORE, AFTER = (1, 60), (121, 180)  # days
# name: goal of 1.3, direction, unit
KPIS: dict[str, tuple[int, str, str]] = {
    "impressions_day": (1, "up", "count/day"), "reach_day": (1, "up", "people/day"), "awareness": (1, "up", "%"),
    "followers": (1, "up", "people"), "brand_search": (1, "up", "index"), "long_reads_day": (1, "up", "count/day"),
    "csat": (2, "up", "0–1"), "first_reply_h": (2, "down", "hours"), "complaint_share": (2, "down", "%"),
    "reopened": (2, "down", "%"),
    "given_up": (2, "down", "%"), "belonging": (2, "up", "0–1"),
    "clicks_day": (3, "up", "count/day"), "orders_day": (3, "up", "count/day"), "conversion": (3, "up", "%"),
    "sales_kcny_day": (3, "up", "thousand CNY/day"), "channel_return": (3, "up", "CNY per CNY"),
    "engagement_rate": (4, "up", "%"), "decision_lag_d": (4, "down", "days (assumed)"), "data_complete": (4, "up", "% (assumed)"),
    "report_hours": (4, "down", "hours (assumed)"),
    "steps_per_hour": (5, "up", "per hour"), "rework": (5, "down", "%"), "training_h_week": (5, "up", "hours/week"),
}  # fmt: skip
OWNERS = {1: "content", 2: "customer_service", 3: "sales", 4: "analysis", 5: "head"}
EFFECTS = {
    1: "more people know the brand 知名度提升", 2: "people come back and buy again 满意与复购",
    3: "sales from social channels 社媒转化",
    4: "faster and better decisions 决策更快更准",
    5: "more done in the same hours 人效提升",
}  # fmt: skip
DUE = ("2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31")
INITIATIVES = (
    "短视频栏目 short video series", "会员日 members' day", "达人合作 influencer programme", "知识专栏 knowledge column",
    "直播间 live room", "用户共创 co-creation", "门店联动 store link-up", "搜索优化 search texts",
)  # fmt: skip
MONTHS, RAMP_M = 12, 3.0


def _figures(record: Record, days: tuple[int, int]) -> dict[str, float]:
    """Return the key figures of a stretch of days, both included."""
    run = record.run
    mine = [d for d in run.days if days[0] <= d["day"] <= days[1]]
    n, last = len(mine), mine[-1]

    def a_day(name: str) -> float:
        return sum(d.get(name, 0.0) for d in mine) / n

    reach, clicks, orders = a_day("reach"), a_day("clicks"), a_day("orders")
    begin_h = run.start_h + 24.0 * (days[0] - 1)
    tickets = [t for t in run.ticket_rows if begin_h <= t["opened_h"] < begin_h + 24.0 * n]
    share = {
        "complaint_share": np.mean([t["kind"] == "complaint" for t in tickets]),
        "reopened": np.mean([t["reopened"] > 0 for t in tickets]),
        "given_up": np.mean([t["state"] == "abandoned" for t in tickets]), "conversion": orders / clicks,
        "engagement_rate": a_day("reactions") / reach, "awareness": last["aware"] / run.scenario.n_people,
    }  # fmt: skip
    found = {name: 100.0 * float(x) for name, x in share.items()}
    found |= {
        "impressions_day": a_day("impressions"), "reach_day": reach, "followers": last["followers"],
        "long_reads_day": a_day("deep"),
        "csat": float(np.nanmean([t["satisfaction"] for t in tickets])), "clicks_day": clicks, "orders_day": orders,
        "first_reply_h": float(np.nanmedian([t["first_reply_h"] for t in tickets])),
        "belonging": last["community_belonging"] / last["community_members"],
        "sales_kcny_day": orders * run.scenario.audience.order_value_k,
    }  # fmt: skip
    return found | _exported(record, days)


def _exported(record: Record, days: tuple[int, int]) -> dict[str, float]:
    """Return what stands in other exports: market, channels, production, hours."""
    first, last = (np.datetime64(FIRST_DAY) + d - 1 for d in days)

    def within(name: str, column: str) -> Any:
        table = record.made(name).table
        return table[(table[column] >= first) & (table[column] <= last)]

    market, channels = within("market_weekly", "week"), within("channel_weekly", "week")
    log, hours = within("production_log", "end_ts"), within("team_hours_weekly", "week")
    makers = hours[~hours["role"].isin(["desk", "community"])]
    return {
        "brand_search": float(market["brand_search"].mean()),
        "channel_return": float(channels["sales_kcny"].sum() / channels["spend_kcny"].sum()),
        "steps_per_hour": float(makers["output"].sum() / makers["hours_used"].sum()),
        "rework": 100.0 * float(log["rework"].mean()),
        "training_h_week": float(makers["training_hours"].sum() / makers["week"].nunique()),
    }


def _assumed(rng: np.random.Generator) -> dict[str, tuple[float, float]]:
    """Return what nobody logs, before and after [A]."""
    lag, complete, hours = rng.uniform(6.0, 10.0), rng.uniform(70.0, 85.0), rng.uniform(8.0, 14.0)
    return {"decision_lag_d": (lag, lag * rng.uniform(0.5, 0.9)), "data_complete": (complete, complete + rng.uniform(3.0, 12.0)),
            "report_hours": (hours, hours * rng.uniform(0.6, 1.0))}  # fmt: skip


def _kpis(record: Record) -> Made:
    """Return each key figure before and after, with its target."""
    import pandas as pd

    rng = record.of("kpis")
    before, after, drawn = _figures(record, BEFORE), _figures(record, AFTER), _assumed(rng)
    found = []
    for name, (goal, direction, unit) in KPIS.items():
        a, b = drawn.get(name) or (before[name], after[name])
        wanted = float(rng.uniform(0.05, 0.40)) * (1.0 if direction == "up" else -0.6)
        found.append(
            {
                "kpi": name,
                "goal": goal,
                "direction": direction,
                "before": a,
                "after": b,
                "target": a * (1.0 + wanted),
                "unit": unit,
            }
        )
    table = pd.DataFrame(found)
    better = np.where(table["direction"] == "up", table["after"] > table["before"], table["after"] < table["before"])
    return Made(table, None, (f"{int(better.sum())} of {len(table)} figures move in the wanted direction.",), table)


def _goals(record: Record) -> Made:
    """Return a goal for each key figure: path, due date, owner."""
    import pandas as pd

    rng, kpis = record.of("goals"), record.made("annual_kpis").table
    table = pd.DataFrame({
        "goal_id": [f"G{k:02d}" for k in range(1, len(kpis) + 1)], "metric": kpis["kpi"], "start_value": kpis["before"],
        "target": kpis["target"], "start": np.datetime64(FIRST_DAY), "due": pd.to_datetime(rng.choice(DUE, len(kpis))),
        "path": rng.choice(["linear", "s_curve"], len(kpis), p=[0.6, 0.4]), "direction": kpis["direction"],
        "owner": kpis["goal"].map(OWNERS), "expected_effect": kpis["goal"].map(EFFECTS),
    })  # fmt: skip
    return Made(table)


def _initiatives(record: Record) -> Made:
    """Return twelve months of eight initiatives as they are observed, and their true returns."""
    import pandas as pd

    n = len(INITIATIVES)
    scenario = vary(base, {
        "parts": ("analytics",), "analytics.looks_at": ("initiatives",), "analytics.initiatives": n, "analytics.stop_rule": False,
        "analytics.initiative_ramp_m": RAMP_M, "horizon_days": 365, "n_people": 500,
    })  # fmt: skip
    p, run = scenario.analytics, simulate(scenario, seed=record.seed)
    # The same stream as in the model: what it drew is the truth.
    rng = Streams(record.seed).of("initiatives")
    returns = p.initiative_return * np.exp(p.initiative_spread * rng.standard_normal(n) - p.initiative_spread**2 / 2)
    slow = rng.permutation(n) < n // 2
    noise, found = noise_of(p), []
    for month, row in enumerate(run.rows("initiative_month")[:MONTHS]):
        z = record.of("initiative-figures", month).standard_normal(n)
        seen = np.array(row["gained"]) * np.exp(noise * z - noise**2 / 2)
        found += [{
            "initiative_id": f"N{k + 1}", "name": INITIATIVES[k], "slow_start": int(slow[k]),
            "month": np.datetime64("2024-01") + month,
            "spend_kcny": row["money"][k], "result_kcny": seen[k],
        } for k in range(n)]  # fmt: skip
    table = pd.DataFrame(found).astype({"month": "datetime64[s]"})
    truth = pd.DataFrame({"initiative_id": [f"N{k + 1}" for k in range(n)], "true_return": returns})
    good = int((returns >= 1.0).sum())
    return Made(table, truth, (f"{good} of {n} initiatives are worth their money; {int(slow.sum())} start slowly.",))


FIGURES = (
    Column("kpi", "text", "key figure", "指标", one_of=tuple(KPIS)),
    Column("goal", "whole", "goal of section 1.3 that it belongs to", "目标", "1–5", 1, 5),
    Column("direction", "text", "which way is better", "方向", one_of=("up", "down")),
    Column("before", "number", "days 1 to 60", "实施前", decimals=4),
    Column("after", "number", "days 121 to 180", "实施后", decimals=4),
    Column("target", "number", "target", "目标值", decimals=4, assumed="5 to 40 % better than before, drawn"),
    Column("unit", "text", "unit; three figures are assumed", "单位"),
)
GOALS = (
    Column("goal_id", "text", "the goal", "目标编号"),
    Column("metric", "text", "key figure", "指标", one_of=tuple(KPIS)),
    Column("start_value", "number", "value at the start", "起始值", decimals=4),
    Column("target", "number", "target", "目标值", decimals=4),
    Column("start", "date", "start", "开始"),
    Column("due", "date", "due date", "截止", assumed="end of a quarter, drawn"),
    Column("path", "text", "expected path", "路径", one_of=("linear", "s_curve"), assumed="drawn"),
    Column("direction", "text", "which way is better", "方向", one_of=("up", "down")),
    Column("owner", "text", "who is responsible", "负责人", one_of=tuple(OWNERS.values())),
    Column("expected_effect", "text", "what it is good for", "预期效果"),
)
MONTHLY = (
    Column("initiative_id", "text", "the initiative", "项目编号"),
    Column("name", "text", "name", "名称"),
    Column("slow_start", "flag", "comes up within months", "慢启动"),
    Column("month", "date", "first day of the month", "月份"),
    Column("spend_kcny", "number", "money spent", "投入", "thousand CNY", 0),
    Column("result_kcny", "number", "result as it was measured", "产出", "thousand CNY", 0),
)
RETURNS = (
    Column("initiative_id", "text", "the initiative", "项目编号"),
    Column("true_return", "number", "result of 1 CNY once it runs", "真实回报", "CNY per CNY", 0, decimals=4),
)
ENTRIES = (
    Entry(Table(22, "annual_kpis", "KPI", "年度指标", "Key figures of the five goals.", "E1.3, E8.1, L1.3, L8.1", FIGURES), _kpis),
    Entry(Table(23, "goals", "goal", "目标", "Goals with owner, path and due date.", "E6.4", GOALS), _goals),
    Entry(Table(24, "initiatives_monthly", "initiative × month", "项目月度数据", "A portfolio of eight initiatives.", "E6.4, L6.4",
                MONTHLY, (), RETURNS), _initiatives),
)  # fmt: skip
