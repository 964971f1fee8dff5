"""The market around the company (entries 19 to 21, 26, 27): channels, weekly interest, calendar, briefs, platform profiles.

Channel strengths are drawn by the law of the paid channels (ANLY-4), platform profiles are the model's catalogue. The model has
no weekly market, so that one is an assumed series with a season, a leading keyword and one shock. Holidays are China's of 2024.
"""

from __future__ import annotations

import numpy as np

from sim.core.catalogue import PLATFORMS, SEGMENTS, named
from sim.course.datasets.company import FIRST_DAY, Record
from sim.course.datasets.content_files import rows
from sim.course.datasets.table import Column, Entry, Made, Table
from sim.scenario import base

__all__ = ["CHANNELS", "ENTRIES", "HOLIDAYS", "LEAD_WEEKS"]

CHANNELS = ("search_ads", "feed_ads", "kol", "wechat_ads", "live_commerce", "short_video_ads")
WEEKS, MARKET_WEEKS = 26, 104
MARKET_START = np.datetime64("2023-01-02")  # a Monday
WEEKS_A_MONTH = 365.0 / 12.0 / 7.0
# [A]: how much exponents differ, how much a week's money moves, noise of a week's sales, weeks without money.
EXPONENTS, MONEY_SPREAD, SALES_NOISE, PAUSE = 0.12, 0.7, 0.15, 0.06
FIXED_K = (0.6, 0.4, 1.5, 0.5, 2.0, 0.8)  # running cost of a channel in a week, thousand CNY [A]
CONVERSION, ACTIVE = 0.025, 0.35  # conversions of a visit; active users of a visit [A]
LEAD_WEEKS, SHOCK_WEEK, SHOCK = 3, 78, -0.18  # truth of the weekly market
HOLIDAYS = (
    ("2024-01-01", 1, "元旦 New Year", 1.1), ("2024-02-10", 8, "春节 Spring Festival", 0.75),
    ("2024-04-04", 3, "清明节 Tomb-Sweeping Day", 0.9), ("2024-05-01", 5, "劳动节 Labour Day", 1.15),
    ("2024-06-08", 3, "端午节 Dragon Boat Festival", 1.1), ("2024-06-18", 1, "618购物节 618 shopping festival", 1.6),
    ("2024-09-15", 3, "中秋节 Mid-Autumn Festival", 1.15), ("2024-10-01", 7, "国庆节 National Day", 1.1),
    ("2024-11-11", 1, "双十一 Double Eleven", 1.8),
)  # fmt: skip
LAUNCHES = ("2024-03-12", "2024-05-20", "2024-09-02", "2024-11-01")
RUN_UP_D, RUN_UP = 5, 0.4  # days before a peak in which people prepare; their share of its lift


def _channels(record: Record) -> Made:
    """Return money and sales by channel and week, and the response curves behind them."""
    import pandas as pd

    p, rng = base.analytics, record.of("channels")
    strength = np.exp(p.channel_spread * rng.standard_normal(len(CHANNELS)) - p.channel_spread**2 / 2)
    # A month's law for weeks: the same sales a month if the money is spread evenly.
    exponent = p.channel_exponent + rng.uniform(-EXPONENTS, EXPONENTS, len(CHANNELS))
    a = p.channel_yield * strength / WEEKS_A_MONTH ** (1.0 - exponent)
    share = rng.dirichlet(6.0 * np.ones(len(CHANNELS)))
    found = []
    for week in range(WEEKS):
        for c, channel in enumerate(CHANNELS):
            spend = (
                base.total_budget_k
                / WEEKS_A_MONTH
                * share[c]
                * np.exp(MONEY_SPREAD * rng.standard_normal() - MONEY_SPREAD**2 / 2)
            )
            spend = 0.0 if rng.random() < PAUSE else round(float(spend), 2)
            luck = np.exp(SALES_NOISE * rng.standard_normal() - SALES_NOISE**2 / 2)
            sales = float(a[c] * spend ** exponent[c] * luck) if spend else 0.0
            bought = int(rng.poisson(sales / base.audience.order_value_k))
            visits = int(rng.poisson(bought / CONVERSION)) if spend else 0
            hours = p.channel_hours / WEEKS_A_MONTH * float(rng.lognormal(0.0, 0.2)) if spend else 0.0
            found.append({
                "week": np.datetime64(FIRST_DAY) + 7 * week, "channel": channel, "spend_kcny": spend, "hours": hours,
                "visits": visits, "active_users": int(rng.binomial(visits, ACTIVE)), "conversions": bought, "sales_kcny": sales,
            })  # fmt: skip
    truth = pd.DataFrame({"channel": CHANNELS, "a": a, "b": exponent, "fixed_kcny": FIXED_K})
    return Made(pd.DataFrame(found), truth, (
        f"Sales are a·spend^b with {SALES_NOISE:.0%} noise; b {exponent.min():.2f} to {exponent.max():.2f}.",))  # fmt: skip


def _market(record: Record) -> Made:
    """Return two years of the category, by week."""
    import pandas as pd

    rng, week = record.of("market"), np.arange(MARKET_WEEKS)
    season = 0.10 * np.sin(2 * np.pi * (week - 8) / 52.0) + 0.06 * np.sin(4 * np.pi * (week - 20) / 52.0)
    wave, value = np.zeros(MARKET_WEEKS + LEAD_WEEKS), 0.0
    for k in range(len(wave)):
        value = 0.8 * value + 0.05 * rng.standard_normal()
        wave[k] = value
    starts = MARKET_START + 7 * week
    holiday = np.array([any(s <= np.datetime64(d) < s + 7 or s <= np.datetime64(d) + n - 1 < s + 7 for d, n, *_ in HOLIDAYS)
                        for s in starts]).astype(int)  # fmt: skip
    # The year before has its holidays in the same weeks, near enough for a weekly series.
    holiday[:52] = holiday[52:104]
    shock = np.where(week >= SHOCK_WEEK, SHOCK, 0.0)
    interest = 100.0 * np.exp(season + np.log1p(shock) + 0.05 * holiday + 0.02 * rng.standard_normal(MARKET_WEEKS))
    brand = 60.0 * np.exp(0.002 * week + 0.8 * season + wave[: MARKET_WEEKS] + 0.5 * np.log1p(shock)
                          + 0.03 * rng.standard_normal(MARKET_WEEKS))  # fmt: skip
    # What people look up first, they search by name three weeks later.
    keyword = 40.0 * np.exp(wave[LEAD_WEEKS:] + 0.02 * rng.standard_normal(MARKET_WEEKS))
    price = 100.0 * np.exp(-0.0006 * week - 0.05 * holiday + 0.01 * rng.standard_normal(MARKET_WEEKS))
    table = pd.DataFrame({
        "week": starts, "category_interest": interest, "brand_search": brand, "keyword_lead": keyword, "price_index": price,
        "holiday": holiday,
    })  # fmt: skip
    truth = pd.DataFrame({"lead_weeks": [LEAD_WEEKS], "shock_week": [starts[SHOCK_WEEK]], "shock_pct": [100.0 * SHOCK]})
    fallen = f"from {starts[SHOCK_WEEK]} on the category loses {-SHOCK:.0%}"
    return Made(table, truth, (f"keyword_lead runs {LEAD_WEEKS} weeks ahead of brand_search; {fallen}.",))


def _calendar(record: Record) -> Made:
    """Return the days of 2024 with holidays and launches."""
    import pandas as pd

    days = np.arange(np.datetime64("2024-01-01"), np.datetime64("2025-01-01"))
    lift, name = np.ones(len(days)), [""] * len(days)
    launch = np.isin(days, np.array(LAUNCHES, "datetime64[D]")).astype(int)
    for first, n, called, peak in HOLIDAYS:
        k = int((np.datetime64(first) - days[0]).astype(int))
        for d in range(n):
            name[k + d] = called
        lift[k : k + n] *= peak
        if peak > 1.0:  # people prepare: being early means being there in these days
            lift[max(0, k - RUN_UP_D) : k] *= 1.0 + RUN_UP * (peak - 1.0)
    lift *= np.where(launch == 1, 1.3, 1.0)
    weekday = [("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[k % 7] for k in range(len(days))]
    return Made(pd.DataFrame({"date": days, "weekday": weekday, "holiday": [x or None for x in name], "launch": launch,
                              "expected_lift": lift}))  # fmt: skip


def _briefs(record: Record) -> Made:
    """Return twelve invented companies."""
    import pandas as pd

    return Made(pd.DataFrame(rows("company_briefs")).astype({"hours_week": float, "ecommerce_maturity": float}))


def _profiles(record: Record) -> Made:
    """Return the platforms of the model's catalogue."""
    import pandas as pd

    found = []
    for name, p in named(base.platform):
        reach = {f"reach_{segment}": p.presence[k] for k, segment in enumerate(SEGMENTS)}
        found.append({"platform": name, **reach, "depth": p.depth, "virality": p.virality, "visual": p.visual,
                      "commerce": p.commerce,
                      "fixed_hours": p.fixed_hours_week, "crowding": p.crowding})  # fmt: skip
    return Made(pd.DataFrame(found))


def _share(name: str, meaning: str, zh: str) -> Column:
    return Column(name, "number", meaning, zh, "0–1", 0, 1)


LAW = "response law of the paid channels (ANLY-4) with assumed noise"
SERIES = "assumed series: season, autoregression, one shock"
CHANNEL = (
    Column("week", "date", "Monday of the week", "周"),
    Column("channel", "text", "paid channel", "渠道", one_of=CHANNELS),
    Column(
        "spend_kcny",
        "number",
        "money spent; 0 in a week of pause",
        "投放",
        "thousand CNY",
        0,
        assumed="lognormal around a fixed split",
    ),
    Column("hours", "number", "running hours", "工时", "hours", 0, assumed="6 a month, 20 % spread"),
    Column("visits", "whole", "visits", "访问", "count", 0, assumed="2.5 % of visits convert"),
    Column("active_users", "whole", "active users among them", "活跃用户", "count", 0, assumed="35 % of visits"),
    Column("conversions", "whole", "conversions", "转化", "count", 0, assumed="Poisson around sales / order value"),
    Column("sales_kcny", "number", "sales of the channel", "销售额", "thousand CNY", 0, assumed=LAW),
)
CURVES = (
    Column("channel", "text", "paid channel", "渠道", one_of=CHANNELS),
    Column("a", "number", "sales of a week at 1,000 CNY", "系数", "thousand CNY", 0, decimals=4),
    Column("b", "number", "exponent", "指数", "", 0, 1, decimals=4),
    Column("fixed_kcny", "number", "running cost of a week", "固定成本", "thousand CNY", 0),
)
MARKET = (
    Column("week", "date", "Monday of the week", "周"),
    Column("category_interest", "number", "interest in the category", "品类热度", "index", 0, assumed=SERIES),
    Column("brand_search", "number", "searches for the brand", "品牌搜索", "index", 0, assumed=SERIES),
    Column("keyword_lead", "number", "searches for keywords of the category", "关键词搜索", "index", 0, assumed=SERIES),
    Column("price_index", "number", "prices of the category", "价格指数", "index", 0, assumed=SERIES),
    Column("holiday", "flag", "a holiday lies in the week", "节假日"),
)
TREND = (
    Column("lead_weeks", "whole", "weeks by which keywords lead", "领先周数", "weeks"),
    Column("shock_week", "date", "first week of the shock", "冲击周"),
    Column("shock_pct", "number", "change of the category's interest", "冲击幅度", "%"),
)
CALENDAR = (
    Column("date", "date", "day", "日期"),
    Column("weekday", "text", "day of the week", "星期", one_of=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")),
    Column("holiday", "text", "public holiday or shopping festival of 2024", "节日", empty=True),
    Column("launch", "flag", "a product is launched", "新品", assumed="four launches of the fictitious company"),
    Column(
        "expected_lift",
        "number",
        "interest against a usual day",
        "预期倍数",
        "×",
        0,
        assumed="judgement of the course's authors",
    ),
)
BRIEFS = (
    Column("company_id", "text", "the company; all are invented", "企业编号"),
    Column("business", "text", "business", "业务"),
    Column("target_segment", "text", "segment it wants", "目标人群", one_of=SEGMENTS),
    Column("goal", "text", "main goal", "目标",
           one_of=("deep_interaction", "publicity", "opinion_management", "young_reach", "sales")),
    Column("hours_week", "number", "hours of the team", "周工时", "hours/week", 20, 400),
    _share("ecommerce_maturity", "strength of the shop", "电商成熟度"),
    Column("notes", "text", "notes", "备注"),
)  # fmt: skip
PROFILES = (
    Column("platform", "text", "platform; stylised, no market data", "平台", one_of=PLATFORMS),
    *(_share(f"reach_{s}", f"share of {s} that is there", f"覆盖 {s}") for s in SEGMENTS),
    _share("depth", "room for long content", "深度"),
    _share("virality", "how far reshared posts travel", "传播性"),
    _share("visual", "weight of pictures and video", "视觉性"),
    _share("commerce", "closeness to a purchase", "电商属性"),
    Column("fixed_hours", "number", "upkeep of an account", "固定工时", "hours/week", 0),
    _share("crowding", "competition for attention", "拥挤度"),
)
ENTRIES = (
    Entry(Table(19, "channel_weekly", "channel × week", "渠道周数据", "Money, visits and sales of six paid channels.", "E6.3, L6.3",
                CHANNEL, (), CURVES), _channels),
    Entry(Table(20, "market_weekly", "week", "市场周数据", "Two years, by week.", "E6.4, E8.2, L6.1", MARKET, (), TREND), _market),
    Entry(Table(21, "calendar", "day", "日历", "The days of 2024.", "L2.2, L3.3", CALENDAR), _calendar),
    Entry(Table(26, "company_briefs", "company", "企业简介", "Twelve invented companies.", "E2.1", BRIEFS), _briefs),
    Entry(Table(27, "platform_profiles", "platform", "平台画像", "The platforms of the model.", "E2.1, L2.1", PROFILES), _profiles),
)  # fmt: skip
