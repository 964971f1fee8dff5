"""Entries 1 and 2: what was published, and what each post did hour by hour."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.catalogue import FORMS, SEGMENTS, TYPES
from sim.course.datasets import flaws
from sim.course.datasets.company import DAYS, DRIFT_DAY, STRATEGY_DAY, Record, stamps
from sim.course.datasets.meetings import Meeting, in_time, meetings
from sim.course.datasets.table import Column, Entry, Made, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ENTRIES", "orders_of"]

DRAFTS, CORRECTIONS = 60, 14
SHIFT = "weibo", "2024-03-04", "2024-03-10"
HOURS = 48
METRICS = ("impressions_24h", "reads", "clicks", "likes", "comments", "shares", "saves", "new_follows", "unfollows_24h",
           "conversions", "sales_cny")  # fmt: skip
LOSSY = ("impressions_24h", "reads", "clicks", "comments", "shares", "saves")

# Topics by content type; the last of each list promises what advertising law forbids, for drafts.
TOPICS = {
    "news": ("新品青瓷系列上市", "门店周年活动", "2024春季茶会", "品牌入选设计展", "仓库升级48小时发货"),
    "knowledge": ("3步给水壶除垢", "泡绿茶用80度水", "不粘锅保养5个误区", "如何挑选盖碗", "保温杯清洗指南"),
    "interactive": ("猜价格赢茶杯", "投票：最爱的颜色", "晒早餐抽10份好礼", "接龙：一句话夸妈妈", "我的茶桌挑战"),
    "story": ("老茶馆的一天", "匠人与6道工序", "异乡人的一壶热水", "外婆的铁锅", "一只杯子的旅程"),
    "user_feedback": (
        "用户晒单：露营泡茶",
        "30天真实使用报告",
        "宝妈的煮奶心得",
        "回购3次的理由",
        "差评之后我们改了什么",
    ),
}
FORBIDDEN = ("全网第一的水壶", "国家级品质茶杯", "100%不掉涂层", "史上最低价茶具", "治疗失眠的养生壶")

COUNT: dict[str, Any] = {"unit": "count", "empty": True}
COLUMNS = (
    Column("post_id", "text", "number of the post in order of time; drafts begin with d", "帖子编号"),
    Column("platform", "text", "platform; exports spell it in several ways", "平台", one_of=flaws.spelled()),
    Column("publish_ts", "datetime", "when it went out (a draft: when it is planned)", "发布时间"),
    Column("content_type", "text", "what it is about", "内容类型", one_of=TYPES),
    Column("form", "text", "how it is made", "内容形式", one_of=FORMS),
    Column("topic", "text", "working title", "选题", assumed="drawn from a list by content type"),
    Column("hot_topic", "flag", "attached to a current topic or festival", "蹭热点"),
    Column("topic_age_h", "number", "age of the hot topic at publication", "热点时长", "hours", 0, 240, decimals=1, empty=True),
    Column("interactive_elements", "whole", "questions, polls, games in it", "互动元素", "count", 0, 5,
           assumed="1 to 3 in a post that has any"),
    Column("statements", "whole", "factual statements", "事实陈述", "count", 0, 20, assumed="drawn by content type"),
    Column("sources", "whole", "statements with a source", "来源数", "count", 0, 20, assumed="nearly all statements"),
    Column("ad_label", "flag", "marked as advertising", "广告标识"),
    Column("sensitive", "flag", "touches reputation or a major decision", "敏感", assumed="drawn, 8 in 100"),
    Column("target_segment", "text", "segment that the team had in mind", "目标人群", one_of=SEGMENTS,
           assumed="drawn by how much a segment likes the type"),
    Column("lead_time_h", "number", "hours from brief to publication", "制作周期", "hours", 0, 1000, decimals=1,
           assumed="lognormal around the plan's lead time"),
    Column("review_rounds", "whole", "review passes", "审核轮次", "count", 0, 6, assumed="two, four if sensitive"),
    Column("editor_score", "number", "the editor's opinion before publication", "编辑评分", "1–10", 1, 10, decimals=1,
           assumed="knows a little of what will please"),
    Column("paid_boost_cny", "number", "money for paid reach", "投放金额", "CNY", 0, 20_000, decimals=0,
           assumed="lognormal around 600 CNY for boosted posts"),
    Column("impressions_24h", "whole", "times the feed offered it in the first 24 hours", "24小时曝光", **COUNT),
    Column("reads", "whole", "people who met it", "阅读人数", **COUNT),
    Column("clicks", "whole", "clicks", "点击", **COUNT),
    Column("likes", "whole", "likes", "点赞", **COUNT),
    Column("comments", "whole", "comments", "评论", **COUNT),
    Column("shares", "whole", "shares", "转发", **COUNT),
    Column("saves", "whole", "saves", "收藏", assumed="a quarter of those who read on", **COUNT),
    Column("new_follows", "whole", "people who followed because of it", "新增关注", **COUNT),
    Column("unfollows_24h", "whole", "people who left because of it", "取消关注", **COUNT),
    Column("conversions", "whole", "orders booked by the end of the export; corrections are negative", "转化数", **COUNT),
    Column("sales_cny", "number", "sales of these orders; corrections are negative", "销售额", "CNY", empty=True, decimals=0,
           assumed="order values lognormal around the company's 200 CNY"),
    Column("taken_down", "flag", "taken down by the platform", "被下架", assumed="1 in 20 sensitive posts, 1 in 500 others"),
    Column("correction", "flag", "1: this row corrects the figures of an earlier row of the same post", "更正行"),
    Column("status", "text", "published or draft (drafts have no figures)", "状态", one_of=("published", "draft")),
)  # fmt: skip
POSTS = Table(
    1, "posts", "post on one platform", "帖子", "Everything published in 180 days on six platforms, and 60 drafts.",
    "E3.1, E3.3, E3.4, E5.1, E5.2, E6.1, E6.2, E7.3, E8.1, L3.1", COLUMNS, ("post_id",),
    (
        Column("true_platform", "text", "platform in the dictionary's spelling", "真实平台"),
        Column("true_publish_ts", "datetime", "local time of publication", "真实发布时间"),
        Column("regime", "whole", "tastes: 1 before day 91, 2 from then on", "偏好阶段"),
        Column("strategy", "flag", "strategy in force", "策略期"),
        Column("violations", "list", "what is wrong with a draft", "草稿问题", empty=True),
    ),
)  # fmt: skip
HOURLY = Table(
    2, "post_metrics_hourly", "post and hour of its age", "帖子小时数据",
    "The first 48 hours of each published post, as far as they lie in the export.", "E6.1",
    (
        Column("post_id", "text", "the post", "帖子编号"),
        Column("hour_since", "whole", "full hours since publication", "发布后小时", "hours", 0, HOURS - 1),
        Column("impressions", "whole", "times the feed offered it, whether or not somebody looked", "曝光", "count", 0),
        Column("likes", "whole", "likes", "点赞", "count", 0, empty=True),
        Column("comments", "whole", "comments", "评论", "count", 0, empty=True),
        Column("shares", "whole", "shares", "转发", "count", 0, empty=True),
        Column("clicks", "whole", "clicks", "点击", "count", 0, empty=True),
    ),
)  # fmt: skip


def orders_of(record: Record) -> dict[str, list[tuple[int, float]]]:
    """Return the orders after each post, post id to (person, CNY); under an empty id those that a message brought."""
    return record.once("orders", _orders)  # type: ignore[no-any-return]


def _orders(record: Record) -> dict[str, list[tuple[int, float]]]:
    at: dict[float, list[tuple[str, set[int]]]] = {}
    for m in meetings(record):
        at.setdefault(float(m.seen.draft.time_h), []).append((m.post_id, set(m.seen.ids[m.seen.clicked].tolist())))
    rows = record.run.rows("order")
    mean = 1000.0 * record.scenario.audience.order_value_k
    values = np.round(mean * np.exp(0.5 * record.of("order values").standard_normal(len(rows)) - 0.125))
    found: dict[str, list[tuple[int, float]]] = {}
    for row, value in zip(rows, values.tolist(), strict=True):
        own = next((name for name, clicked in at.get(row["time_h"], ()) if row["person"] in clicked), "")
        found.setdefault(own, []).append((row["person"], value))
    return found


def make_posts(record: Record) -> Made:
    """Make ``posts``: the run's posts, drafts, corrections, then what exports do to them."""
    import pandas as pd

    met = meetings(record)
    clean = pd.DataFrame(_published(record, met))
    clean["publish_ts"] = stamps([m.at_h for m in met])
    drafts, violations = _drafts(record, clean)
    table, said = clean, []
    table, one = flaws.emptied(table, record.of("flaws:posts:missing"), LOSSY)
    said.append(one)
    table, one = flaws.shifted(table, week=SHIFT, columns=("publish_ts",))
    said.append(one)
    fixes = _corrections(record, clean)
    said.append(f"{len(fixes)} rows (correction = 1) take back orders; add them, do not drop them.")
    table = pd.concat([table, fixes, drafts], ignore_index=True).sort_values(
        "publish_ts", kind="stable", ignore_index=True
    )
    table, one = flaws.aliased(table, record.of("flaws:posts:names"))
    said.append(one)
    table, one = flaws.full_width(table, record.of("flaws:posts:digits"), column="topic", share=0.15)
    said.append(one)
    table, one = flaws.duplicated(table, record.of("flaws:posts:twice"))
    said.append(one)
    said += _facts(record)
    return Made(table[[c.name for c in COLUMNS]], _answers(clean, drafts, violations), tuple(said), clean)


def _published(record: Record, met: list[Meeting]) -> dict[str, Any]:
    """Return the columns of the published posts."""
    drafts = [m.seen.draft for m in met]
    n = len(met)
    types, forms = [TYPES[d.type] for d in drafts], [FORMS[d.form] for d in drafts]
    rate = np.log(
        [
            (1 + sum(m.seen.facts[name] for name in ("likes", "comments", "shares"))) / (1 + m.seen.facts["reach"])
            for m in met
        ]
    )
    liked = (rate - rate.mean()) / rate.std()
    rng = record.of("post properties")
    u, z = rng.random((9, n)), rng.standard_normal((3, n))
    sensitive = u[0] < 0.08
    statements = np.array([{"knowledge": 4, "news": 3}.get(t, 1) for t in types]) + (u[1] * 3).astype(int)
    boosted = np.array([d.paid for d in drafts])
    asked = np.array([d.interactive for d in drafts])
    lead = record.scenario.production.draft_h + record.scenario.production.review_wait_h
    bought = [_booked(record, m) for m in met]
    columns = {
        "post_id": [m.post_id for m in met], "platform": [m.seen.platform for m in met], "content_type": types, "form": forms,
        "topic": [TOPICS[t][int(v * 5)] for t, v in zip(types, u[2], strict=True)],
        "hot_topic": [int(d.topical) for d in drafts],
        "topic_age_h": [float(d.lead_h) if d.topical else math.nan for d in drafts],
        "interactive_elements": np.where(asked, 1 + (u[3] * 3).astype(int), 0),
        "statements": statements, "sources": np.where(u[4] < 0.03, statements - 1, statements),
        "ad_label": [int(d.promotion or d.paid) for d in drafts], "sensitive": sensitive.astype(int),
        "target_segment": _targets(record, drafts, u[5]),
        "lead_time_h": np.round(lead * np.exp(0.4 * z[0]), 1), "review_rounds": np.where(sensitive, 4, 2),
        "editor_score": np.round(np.clip(6.2 + 0.4 * liked + 1.1 * z[1], 1, 10), 1),
        "paid_boost_cny": np.where(boosted, np.round(600.0 * np.exp(0.5 * z[2]) / 50.0) * 50.0, 0.0),
        "impressions_24h": [int(m.offered[:24].sum()) for m in met],
    }  # fmt: skip
    counts = {
        name: [m.seen.facts[own] for m in met]
        for name, own in (
            ("reads", "reach"),
            ("clicks", "clicks"),
            ("likes", "likes"),
            ("comments", "comments"),
            ("shares", "shares"),
        )
    }
    more = {
        "saves": [int(m.saved.sum()) for m in met], "new_follows": [m.seen.gained for m in met],
        "unfollows_24h": [m.seen.lost for m in met], "conversions": [len(b) for b in bought],
        "sales_cny": [float(sum(b)) for b in bought],
        "taken_down": (u[6] < np.where(sensitive, 0.05, 0.002)).astype(int), "correction": 0, "status": "published",
    }  # fmt: skip
    return columns | counts | more


def _booked(record: Record, m: Meeting) -> list[float]:
    """Return the values of the post's orders that are booked by the end of the export: some come up to three days late."""
    orders = orders_of(record).get(m.post_id, [])
    after = m.at_h + 72.0 * record.of("booking", *m.seen.draft.key).random(len(orders)) ** 3.6
    return [value for (_, value), at in zip(orders, after.tolist(), strict=True) if at < 24.0 * DAYS]


def _targets(record: Record, drafts: list[Any], u: np.ndarray) -> list[str]:
    """Return for whom each post was meant: one of the segments that like its type, as the catalogue of day 1 says."""
    likes = record.world.tastes.of(0) * np.array(record.scenario.audience.segment_mix)[:, None]
    share = np.cumsum(likes / likes.sum(axis=0), axis=0)
    return [
        SEGMENTS[min(int((v >= share[:, d.type]).sum()), len(SEGMENTS) - 1)] for d, v in zip(drafts, u, strict=True)
    ]


def _corrections(record: Record, clean: pd.DataFrame) -> pd.DataFrame:
    """Return rows that take back an order of a post: same post, negative figures."""
    rng = record.of("corrections")
    sold = (clean["conversions"] > 0).to_numpy().nonzero()[0]
    rows = np.sort(rng.choice(sold, min(CORRECTIONS, len(sold)), replace=False))
    fixes = clean.iloc[rows].copy()
    value = (fixes["sales_cny"] / fixes["conversions"]).round()
    for name in METRICS:
        fixes[name] = 0
    return fixes.assign(conversions=-1, sales_cny=-value, correction=1)


def _drafts(record: Record, clean: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return drafts for the weeks after the export, and what is wrong with each: codes, several with ;."""
    import pandas as pd

    rng = record.of("drafts")
    n = DRAFTS
    rows = clean.iloc[np.sort(rng.choice(len(clean), n, replace=False))].reset_index(drop=True)
    u = rng.random((6, n))
    # Spread over three weeks, at the plan's hours.
    hour = 24.0 * (DAYS + np.arange(n) * 21 // n) + np.array([10, 11, 15, 16])[np.arange(n) % 4]
    wrong: list[list[str]] = [[] for _ in range(n)]
    topic, sources, label = rows["topic"].tolist(), rows["statements"].tolist(), rows["ad_label"].tolist()
    boost = rows["paid_boost_cny"].tolist()
    rounds, platforms = rows["review_rounds"].tolist(), rows["platform"].tolist()
    for k in range(n):
        if u[0, k] < 0.2:
            topic[k] = FORBIDDEN[int(u[0, k] / 0.2 * len(FORBIDDEN))]
            wrong[k].append("forbidden_term")
        if u[1, k] < 0.2:
            sources[k] = max(0, sources[k] - 1 - int(u[1, k] / 0.2 * 2))
            wrong[k].append("missing_source")
        if u[2, k] < 0.3:
            boost[k], label[k] = 500.0, int(u[2, k] > 0.2)
            wrong[k] += [] if label[k] else ["missing_label"]
        if u[3, k] < 0.1 and k:
            hour[k], platforms[k] = hour[k - 1], platforms[k - 1]
            wrong[k].append("slot_collision")
        if rows["sensitive"][k] and u[4, k] < 0.5:
            rounds[k] = 1
            wrong[k].append("too_few_rounds")
    empty = dict.fromkeys(METRICS, math.nan)
    drafts = rows.assign(
        post_id=[f"d{k + 1:02d}" for k in range(n)], platform=platforms, publish_ts=stamps(hour), topic=topic, sources=sources,
        ad_label=label, paid_boost_cny=boost, review_rounds=rounds, taken_down=0, correction=0, status="draft", **empty,
    )  # fmt: skip
    return pd.DataFrame(drafts), [";".join(codes) for codes in wrong]


def _answers(clean: pd.DataFrame, drafts: pd.DataFrame, violations: list[str]) -> pd.DataFrame:
    import pandas as pd

    both = pd.concat([clean, drafts], ignore_index=True)
    day = (both["publish_ts"].dt.normalize() - pd.Timestamp("2024-01-01")).dt.days + 1
    return pd.DataFrame({
        "post_id": both["post_id"], "true_platform": both["platform"], "true_publish_ts": both["publish_ts"],
        "regime": np.where(day < DRIFT_DAY, 1, 2), "strategy": (day >= STRATEGY_DAY).astype(int),
        "violations": [""] * len(clean) + violations,
    })  # fmt: skip


def _facts(record: Record) -> list[str]:
    """Return the planted truths behind the posts, read off the world."""
    said = []
    for day, when in ((DRIFT_DAY - 1, f"up to day {DRIFT_DAY - 1}"), (DRIFT_DAY, f"from day {DRIFT_DAY} on")):
        tastes = record.world.tastes.of(record.scenario.warmup_days + day - 1)
        best = [f"{s} {TYPES[int(row.argmax())]}" for s, row in zip(SEGMENTS, tastes, strict=True)]
        said.append(f"Planted truth: the best content type by segment {when}: {', '.join(best)}.")
    said.append(
        f"Planted truth: the strategy starts on day {STRATEGY_DAY}; the followers that it brought stand in followers_daily."
    )
    said.append("Orders are booked up to three days late: the last posts of the export have not got all of theirs yet.")
    return said


def make_hourly(record: Record) -> Made:
    """Make ``post_metrics_hourly``: impressions and reactions by hour of age."""
    import pandas as pd

    parts = []
    for m in meetings(record):
        hours = np.arange(HOURS)
        hours = hours[in_time(m.at_h + hours + 1.0)]
        age = m.age_h.astype(int)
        offered = np.zeros(HOURS, int)
        offered[: min(HOURS, len(m.offered))] = m.offered[:HOURS]
        count = lambda who, age=age: np.bincount(age[who], minlength=HOURS)  # noqa: E731
        columns = {"impressions": offered} | {
            name: count(m.seen.kind == kind) for kind, name in enumerate(("likes", "comments", "shares"))
        }
        columns["clicks"] = count(m.seen.clicked)
        parts.append(
            pd.DataFrame({"post_id": m.post_id, "hour_since": hours} | {c: v[hours] for c, v in columns.items()})
        )
    clean = pd.concat(parts, ignore_index=True)
    rng = record.of("flaws:hourly")
    table, said = flaws.emptied(clean, rng, ("likes", "comments", "shares", "clicks"))
    active = record.scenario.segment
    peaks = [f"{name} {int(np.argmax(getattr(active, name).activity)):02d} h" for name in SEGMENTS]
    return Made(table, None, (said, "Planted truth: each segment's busiest hour: " + ", ".join(peaks) + "."), clean)


ENTRIES = (Entry(POSTS, make_posts), Entry(HOURLY, make_hourly))
