"""Activities (entries 15 to 17): fourteen campaigns, their days, and the plans of four of them.

Each activity is a short run of its own: the company's market in small, with its settings. Three of them share one world:
linked (A05), online only (A06) and offline only (A07), the linked one with the money of both. A run tells by day who came, took
part and heard, what was spent and what went wrong; follows and posts are counted at the end and shared out by the day's guests [A].
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from sim.core.knob import vary
from sim.core.world import Array
from sim.course.datasets.company import FIRST_DAY, Record, company
from sim.course.datasets.content_files import rows
from sim.course.datasets.table import Column, Entry, Made, Table
from sim.model import Run, simulate

__all__ = ["ENTRIES", "super_additivity"]

OBJECTIVES = ("participation", "awareness", "sales", "loyalty")
FIRST, BEFORE_D = 5, 3  # day of a run on which its activity begins; days of promotion before it
PEOPLE, SMALL = 20_000, 6_000
LINKED, ONLINE, OFFLINE = "A05", "A06", "A07"
# id, Chinese, English, objective, first day of the year's half, days, thousand CNY, online share, further settings
PLANS: tuple[tuple[str, str, str, str, int, int, float, float, dict[str, Any]], ...] = (
    ("A01", "新年茶会", "New Year tea party", "awareness", 10, 7, 100.0, 0.5, {}),
    ("A02", "年货节", "festival shopping", "sales", 24, 10, 150.0, 0.7, {"interaction_elements": 3}),
    (
        "A03",
        "元宵灯谜",
        "lantern riddles",
        "participation",
        52,
        7,
        60.0,
        0.6,
        {"interaction_elements": 4, "teaser_days": 2},
    ),
    ("A04", "春日厨房课", "spring cooking class", "loyalty", 62, 10, 80.0, 0.4, {"onsite_quality": 0.75}),
    (LINKED, "茶器巡展", "tea ware tour", "awareness", 72, 7, 100.0, 0.5, {}),
    (ONLINE, "线上品鉴周", "online tasting week", "awareness", 72, 7, 50.0, 1.0, {"linked": False}),
    (OFFLINE, "门店体验周", "store week", "awareness", 72, 7, 50.0, 0.0, {"linked": False}),
    ("A08", "清明踏青", "spring outing", "participation", 92, 7, 70.0, 0.4, {"kol_share": 0.0}),
    ("A09", "读书与茶", "books and tea", "loyalty", 104, 10, 60.0, 0.5, {"kol_fit": 0.9, "teaser_days": 6}),
    ("A10", "劳动节特卖", "Labour Day sale", "sales", 117, 7, 120.0, 0.8, {"kol_share": 0.6, "kol_fit": 0.3}),
    ("A11", "母亲节礼盒", "Mother's Day box", "sales", 128, 7, 90.0, 0.7, {"missing_details": 2}),
    (
        "A12",
        "端午香囊",
        "Dragon Boat sachets",
        "participation",
        158,
        10,
        80.0,
        0.5,
        {"plan_detail": 0.3, "contingency": False},
    ),
    (
        "A13",
        "新品发布",
        "product launch",
        "awareness",
        164,
        10,
        160.0,
        0.6,
        {"teaser_days": 8, "kol_share": 0.5, "kol_fit": 0.8},
    ),
    (
        "A14",
        "会员感谢日",
        "members' day",
        "loyalty",
        170,
        7,
        40.0,
        0.3,
        {"onsite_quality": 0.7, "interaction_elements": 1},
    ),
)


@lru_cache(maxsize=64)
def _run(seed: int, small: bool, place: int) -> Run:
    """Return the run of one activity; those that are compared share a world."""
    name, _, _, objective, _, days, budget, online, more = PLANS[place]
    settings = {"events": 1, "first_day": FIRST, "live_days": days, "promo_days": BEFORE_D, "budget_k": budget,
                "online_share": online,
                "objective": objective, "adjust_interval_d": 4.0, **more}  # fmt: skip
    scenario = vary(company, {
        "parts": ("production", "engagement", "audience", "campaign"), "n_people": SMALL if small else PEOPLE,
        "horizon_days": FIRST + days + 1, "platforms": ("wechat", "weibo", "douyin"), "production.staff_hours_week": 200.0,
        "audience.drift_days": 0, **{f"campaign.{k}": v for k, v in settings.items()},
    })  # fmt: skip
    world = [p[0] for p in PLANS].index(LINKED) if name in (ONLINE, OFFLINE) else place
    return simulate(scenario, seed=seed, replication=world)


def _facts(run: Run) -> dict[str, Any]:
    return run.rows("event")[0]


def _campaigns(record: Record) -> Made:
    """Return one row an activity."""
    import pandas as pd

    found = []
    for place, (name, zh, en, objective, day, days, budget, online, _) in enumerate(PLANS):
        run = _run(record.seed, record.small, place)
        facts, p = _facts(run), run.scenario.campaign
        start = np.datetime64(FIRST_DAY) + day - 1
        found.append({
            "campaign_id": name, "name": f"{zh} ({en})", "objective": objective, "start": start, "end": start + days - 1,
            "budget_online_kcny": budget * online, "budget_offline_kcny": budget * (1.0 - online), "linked": int(p.linked),
            "teaser_days": p.teaser_days, "kol_share": p.kol_share if online else 0.0, "kol_fit": p.kol_fit,
            "elements": p.interaction_elements if online else 0, "venue_capacity": facts["places"],
            "corrections": facts["corrections"],
            "participation": facts["participation"], "attendance": facts["attendance"], "follows": facts["follows"],
            "sales_kcny": facts["orders"] * run.scenario.audience.order_value_k,
        })  # fmt: skip
    gain = super_additivity(record)
    return Made(pd.DataFrame(found), None, (
        f"{ONLINE} (online only) and {OFFLINE} (offline only) have equal budgets; {LINKED} has both and brings "
        f"{gain:+d} guests and participants against their sum.",))  # fmt: skip


def super_additivity(record: Record) -> int:
    """Return guests and online participants of the linked activity less those of both single ones."""
    ids = [plan[0] for plan in PLANS]
    whole = [_facts(_run(record.seed, record.small, ids.index(name))) for name in (LINKED, ONLINE, OFFLINE)]
    counts = [facts["attendance"] + facts["participation"] for facts in whole]
    return int(counts[0] - counts[1] - counts[2])


def _daily(record: Record) -> Made:
    """Return one row a day of each activity, promotion included."""
    import pandas as pd

    pieces = []
    for place, (name, _, _, _, day, days, *_rest) in enumerate(PLANS):
        run = _run(record.seed, record.small, place)
        start = np.datetime64(FIRST_DAY) + day - 1 - BEFORE_D
        n = BEFORE_D + days
        pieces.append(pd.DataFrame({"campaign_id": name, "date": start + np.arange(n), **_by_day(run, n)}))
    return Made(
        pd.concat(pieces, ignore_index=True), None, ("Money stands in CNY here and in thousand CNY in campaigns.csv.",)
    )


def _by_day(run: Run, n: int) -> dict[str, Any]:
    """Return the columns of an activity's ``n`` days; its first day is the first of promotion."""
    facts, live = _facts(run), sorted(run.rows("event_day"), key=lambda row: row["day"])
    begin_h = facts["start_h"] - 24.0 * BEFORE_D
    spent = np.zeros(n)
    for one in run.ledger.payments:
        if one.account == "campaign":
            spent[min(n - 1, max(0, int((one.time_h - begin_h) // 24)))] += 1000.0 * one.amount_k
    heard = np.array([row["heard"] for row in live], float)
    # Before the first day only the money is known by day: who had heard by then is shared out by it.
    paid = spent[:BEFORE_D].copy()
    paid[0] = min(paid[0], paid[1:].mean() if len(paid) > 1 else paid[0])
    early = paid / paid.sum() if paid.sum() else np.full(BEFORE_D, 1.0 / BEFORE_D)
    exposure = np.concatenate([_whole(0.5 * heard[0], early), _steps(heard, heard[0] - 0.5 * heard[0])])
    came = np.concatenate([np.zeros(BEFORE_D), [row["came"] for row in live]])
    joined = np.concatenate([np.zeros(BEFORE_D), [row["joined"] for row in live]])
    guests = came + joined
    share = guests / guests.sum() if guests.sum() else np.full(n, 1.0 / n)
    friends = np.concatenate([np.zeros(BEFORE_D), np.diff([0, *(row["by_friends"] for row in live)])])
    incidents = np.bincount(
        [min(n - 1, max(0, int((row["time_h"] - begin_h) // 24))) for row in run.rows("event_incident")], minlength=n
    )
    corrected = np.zeros(n, int)
    every = run.scenario.campaign.adjust_interval_d
    for k in range(1, facts["corrections"] + 1):
        corrected[min(n - 1, int(k * every))] = 1
    return {
        "exposure": exposure.astype(int), "participants": joined.astype(int), "attendees": came.astype(int),
        "ugc_posts": _whole(facts["posts"], share), "topic_heat": 100.0 * friends / max(1.0, friends.max()),
        "follows": _whole(facts["follows"], share), "spend_cny": spent, "incidents": incidents, "corrected": corrected,
    }  # fmt: skip


def _steps(total: Array, first: float) -> Array:
    """Return what is new each day of a running total whose first day brings ``first``."""
    return np.concatenate([[round(first)], np.diff(total)])


def _whole(total: float, share: Array) -> Array:
    """Share a whole number out: the sum stays."""
    return np.diff(np.round(np.concatenate([[0.0], np.cumsum(share)]) * total)).astype(int)


def _tasks(record: Record) -> Made:
    """Return the tasks of four activities; due dates count from the day on which planning began."""
    import pandas as pd

    found = []
    for row in rows("activity_plans"):
        due = np.datetime64(row["start"]) + int(row["due_day"]) if row["due_day"] else np.datetime64("NaT")
        found.append({
            "plan_id": row["plan_id"], "task_id": row["task_id"], "name": row["name"], "duration_h": float(row["duration_h"]),
            "depends_on": row["depends_on"] or None, "owner": row["owner"] or None, "due": due,
            "contingency": row["contingency"] or None,
        })  # fmt: skip
    table = pd.DataFrame(found)
    open_ = table["owner"].isna().sum(), table["due"].isna().sum()
    return Made(table, None, (f"{open_[0]} tasks have no owner, {open_[1]} no due date.",))


CAMPAIGNS = (
    Column("campaign_id", "text", "the activity", "活动编号"),
    Column("name", "text", "name", "活动名称"),
    Column("objective", "text", "stated objective", "目标", one_of=OBJECTIVES),
    Column("start", "date", "first day", "开始"),
    Column("end", "date", "last day", "结束"),
    Column("budget_online_kcny", "number", "online budget", "线上预算", "thousand CNY", 0),
    Column("budget_offline_kcny", "number", "offline budget", "线下预算", "thousand CNY", 0),
    Column("linked", "flag", "online and offline parts refer to each other", "线上线下联动"),
    Column("teaser_days", "whole", "days of teasers", "预热天数", "days", 0),
    Column("kol_share", "number", "share of promotion that goes to opinion leaders", "达人占比", "0–1", 0, 1),
    Column("kol_fit", "number", "how well they fit", "达人契合", "0–1", 0, 1),
    Column("elements", "whole", "interactive elements", "互动元素", "count", 0),
    Column("venue_capacity", "whole", "places at the venue", "场地容量", "people", 0),
    Column("corrections", "whole", "corrections while it ran", "调整次数", "count", 0),
    Column("participation", "whole", "people who took part online", "线上参与", "people", 0),
    Column("attendance", "whole", "people who came", "到场", "people", 0),
    Column("follows", "whole", "new followers", "新增关注", "count", 0),
    Column("sales_kcny", "number", "orders of those who took part", "销售额", "thousand CNY", 0),
)
DAILY = (
    Column("campaign_id", "text", "the activity", "活动编号"),
    Column("date", "date", "day", "日期"),
    Column("exposure", "whole", "people who first heard of it", "曝光", "people", 0,
           assumed="before the first day: half of those who had heard, shared out by the money spent"),
    Column("participants", "whole", "people who took part online", "线上参与", "people", 0),
    Column("attendees", "whole", "people who came", "到场", "people", 0),
    Column("ugc_posts", "whole", "posts of participants", "用户内容", "count", 0, assumed="sum of the run, by the day's guests"),
    Column("topic_heat", "number", "people who heard from friends, best day 100", "话题热度", "index", 0, 100),
    Column("follows", "whole", "new followers", "新增关注", "count", 0, assumed="sum of the run, shared out by the guests"),
    Column("spend_cny", "number", "money spent; fixed costs on the first day", "支出", "CNY", 0),
    Column("incidents", "whole", "incidents", "事故", "count", 0),
    Column("corrected", "flag", "promotion was corrected that day", "调整"),
)  # fmt: skip
TASKS = (
    Column("plan_id", "text", "the plan", "方案编号"),
    Column("task_id", "text", "the task", "任务编号"),
    Column("name", "text", "what is to be done", "任务"),
    Column("duration_h", "number", "working hours; 0 is a milestone", "时长", "hours", 0),
    Column("depends_on", "list", "tasks that must be done before", "前置任务", empty=True),
    Column("owner", "text", "role in charge", "负责人", empty=True),
    Column("due", "date", "due date", "截止日期", empty=True),
    Column("contingency", "text", "prepared answer if it fails", "预案", empty=True),
)
ENTRIES = (
    Entry(
        Table(15, "campaigns", "activity", "活动", "Fourteen activities and what they brought.", "E4.4", CAMPAIGNS),
        _campaigns,
    ),
    Entry(
        Table(
            16, "campaign_daily", "activity × day", "活动每日数据", "The days of these activities.", "E4.4, L4.4", DAILY
        ),
        _daily,
    ),
    Entry(
        Table(
            17,
            "activity_plans",
            "task",
            "活动方案任务",
            "Plans of four activities, written by hand.",
            "E5.3, L5.3",
            TASKS,
        ),
        _tasks,
    ),
)
