"""The two cases of section 7.4 as mention streams, and what the companies did (entries 30 to 32).

Who turned negative, when and from whom comes out of the person-by-person crisis engine, run with the case's company and the
actions of ``crisis_actions`` at their hours. How people word it, who else speaks (employees, bots, those who ask or were
reassured) and on which platform is drawn [A]. The handbook names actions and no outcomes: nothing here is history.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.core.catalogue import PLATFORMS, SEGMENTS, named
from sim.course.datasets.content_files import composed, phrases, rows
from sim.course.datasets.flaws import duplicated, emptied
from sim.course.datasets.table import Column, Entry, Made, Table

__all__ = ["CASES", "ENTRIES", "plan_of"]

LAST_H, SEED_TRIES = 240, 40
AUTHORS = ("consumer", "media", "kol", "employee", "official", "bot")
ACTIONS = (
    "statement",
    "apology",
    "clarification",
    "report",
    "recall",
    "inspection",
    "penalty",
    "training",
    "welfare",
    "reply",
)
# Shares that the model does not hold [A].
QUESTIONS = 0.10  # neutral questions for each negative mention of the hour
CONTENT = 0.06  # of the people reassured in an hour who say so
BOTS, EMPLOYEES = 0.010, 0.008  # of the negative mentions: copies by bots, posts by employees
FOLLOWERS_PER_LINK = 20  # the simulated public stands for a larger one
# What an honest complaint is about; a false one is always the rumour.
CAUSES = {
    "fastfashion": {"rash": 0.25, "smell": 0.25, "report": 0.3, "refund": 0.2},
    "restaurant": {"dirty": 0.3, "expired": 0.25, "ill": 0.25, "refund": 0.2},
}
SECTION = {"fastfashion": "fashion", "restaurant": "restaurant"}
# Words that monitoring looks for; a mention carries those that stand in its text.
WORDS = ("过敏", "红疹", "异味", "刺鼻", "有害", "超标", "甲醛", "检测", "退款", "退货", "召回", "致癌", "住院", "批次", "后厨",
         "过期", "变色", "拉肚子", "中毒", "苍蝇", "老鼠", "投诉", "处罚", "整改", "监管", "退卡", "道歉")  # fmt: skip


class Plan(NamedTuple):
    """When the company of a case acts: hours since the first post."""

    first_hour: int
    statement_h: float
    facts_h: float
    remedy_h: float
    start: str


CASES = {
    "fastfashion": Plan(8, 6.0, 30.0, 36.0, "2024-05-13"),
    "restaurant": Plan(9, 6.0, 30.0, 40.0, "2024-06-05"),
}


def plan_of(record: Any, case: str) -> Plan:
    """Return the case's plan; on a small world its hours are drawn, so that no student knows them."""
    plan = CASES[case]
    if not record.small:
        return plan
    rng = record.of("case-plan", [*CASES].index(case))
    statement, facts = float(rng.integers(3, 13)), float(rng.integers(18, 31))
    return Plan(
        int(rng.integers(7, 15)),
        statement,
        statement + facts,
        statement + facts + float(rng.integers(4, 13)),
        plan.start,
    )


@lru_cache(maxsize=4)
def _run(case: str, plan: Plan, seed: int, small: bool) -> Any:
    """Return a run of the engine in which the matter becomes a crisis, and not at once; raise if the seed has none."""
    from sim.companies import lanyi, mizhen
    from sim.core.knob import vary
    from sim.model import simulate

    n, low, high = (8_000, 1_200, 4_000) if small else (20_000, 5_000, 8_000)
    scenario = vary({"fastfashion": lanyi, "restaurant": mizhen}[case], {
        "n_people": n, "horizon_days": 11, "crisis.start_hour": plan.first_hour, "crisis.first_posts": 12 if not small else 8,
        "crisis.evidence_rate": 2.0, "crisis.detect_h": 2.0, "crisis.decide_h": plan.statement_h - 2.0,
        "crisis.invest_h": plan.facts_h - plan.statement_h, "crisis.remedy_h": plan.remedy_h, "crisis.dialogue": 0.3,
        "crisis.update_every_h": 24.0, "crisis.csr_start_h": 168.0 if case == "restaurant" else 0.0,
    })  # fmt: skip
    for replication in range(SEED_TRIES):
        run = simulate(scenario, seed=seed, replication=replication)
        counts = [row["mentions"] for row in run.rows("crisis_hour")][:LAST_H]
        if low <= sum(counts) <= high and sum(counts[:2]) < 0.1 * sum(counts):
            return run
    raise RuntimeError(f"no crisis of the wanted size in {SEED_TRIES} runs of case {case}, seed {seed}.")


def _mentions(record: Any, case: str) -> Made:
    """Return the stream of a case with its known answers."""
    import pandas as pd

    plan = plan_of(record, case)
    run, rng = _run(case, plan, record.seed, record.small), record.of("case", [*CASES].index(case))
    table = pd.concat(
        [_negative(run, rng, case), _others(run, rng, case), _official(run, rng, case, plan)], ignore_index=True
    )
    table = _numbered(table.sort_values(["hour", "person"], kind="stable", ignore_index=True), case)
    start = np.datetime64(plan.start, "s") + np.timedelta64(plan.first_hour, "h")
    table["ts"] = start + np.floor(table["hour"].to_numpy() * 3600.0).astype("timedelta64[s]")
    names = [c.name for c in COLUMNS]
    truth = pd.DataFrame({
        "mention_id": table["mention_id"], "rumour": table["rumour"].astype(int), "cause": table["cause"],
        "true_sentiment": table["sentiment"], "hour": table["hour"],
    })  # fmt: skip
    said, planted = emptied(table[names], rng, ["sentiment"], share=0.04)
    said, doubled = duplicated(said, rng, share=0.006)
    quotes = int((table["quote_of"] != "").sum())
    return Made(said, truth, (
        f"{planted} {doubled}", f"{quotes} of {len(table)} mentions quote another one; bots copy texts word for word.",
        f"The statement comes at hour {plan.statement_h:g}, facts at {plan.facts_h:g}, remedy at {plan.remedy_h:g}.",
    ), table)  # fmt: skip


def _negative(run: Any, rng: np.random.Generator, case: str) -> Any:
    """Return one row a negative mention: of everybody who turned negative one, of some a second one."""
    import pandas as pd

    told = run.cascade[run.cascade["time_h"] < LAST_H].reset_index(drop=True)
    again = told[rng.random(len(told)) < run.scenario.crisis.mentions_more]
    hours = run.rows("crisis_hour")
    false = np.array([row["rumour"] / row["mentions"] if row["mentions"] else 0.0 for row in hours])
    second = again.assign(time_h=again["time_h"] + rng.exponential(3.0, len(again)), source=-1)
    # Who is active longer than the stream lasts is not heard any more.
    both = pd.concat([told, second[second["time_h"] < LAST_H]], ignore_index=True)
    rumour = rng.random(len(both)) < false[both["time_h"].astype(int).clip(upper=len(false) - 1)]
    kind = both["account"].map({"ordinary": "consumer", "kol": "kol", "media": "media"}).to_numpy()
    u = rng.random(len(both))
    kind = np.where((u < EMPLOYEES) & (kind == "consumer"), "employee", kind)
    names, shares = [*CAUSES[case]], [*CAUSES[case].values()]
    cause = np.where(rumour, "rumour", rng.choice(names, len(both), p=shares))
    table = pd.DataFrame({
        "hour": both["time_h"], "person": both["person"], "source": both["source"], "author_type": kind, "rumour": rumour,
        "cause": cause, "sentiment": "neg", "segment": both["segment"],
    })  # fmt: skip
    table["author_followers"] = FOLLOWERS_PER_LINK * run._world.network.degree[both["person"].to_numpy()]
    table = _worded(table, rng, case)
    bots = table[rng.random(len(table)) < BOTS]
    copies = bots.assign(author_type="bot", hour=(bots["hour"] + rng.exponential(0.5, len(bots))).clip(upper=LAST_H - 0.01),
                         person=-2, source=-1, author_followers=rng.integers(0, 30, len(bots)))  # fmt: skip
    return pd.concat([table, copies], ignore_index=True)


def _others(run: Any, rng: np.random.Generator, case: str) -> Any:
    """Return those who ask, in step with the talk, and those who say that they were reassured."""
    import pandas as pd

    hours = run.rows("crisis_hour")[:LAST_H]
    asked = rng.poisson([QUESTIONS * row["mentions"] for row in hours])
    calmed = rng.binomial([row["eased"] + row["soothed"] for row in hours], CONTENT)
    at = np.concatenate([np.repeat(np.arange(len(hours)), counts) for counts in (asked, calmed)])
    n, segments = len(at), np.array(SEGMENTS)
    person = rng.integers(run.scenario.n_people, size=n)
    table = pd.DataFrame({
        "hour": at + rng.random(n), "person": person, "source": -1, "author_type": "consumer", "rumour": False,
        "cause": np.where(np.arange(n) < asked.sum(), "neutral", "positive"),
        "sentiment": np.where(np.arange(n) < asked.sum(), "neu", "pos"),
        "segment": segments[run._world.population.segment[person]],
        "author_followers": FOLLOWERS_PER_LINK * run._world.network.degree[person],
    })  # fmt: skip
    return _worded(table, rng, case)


def _worded(table: Any, rng: np.random.Generator, case: str) -> Any:
    """Give each mention its text, gloss and platform: the cause decides what is said, the segment where."""
    pieces, section = phrases("cases"), SECTION[case]
    texts = np.empty((len(table), 2), object)
    for cause in sorted(set(table["cause"])):
        here = (table["cause"] == cause).to_numpy().nonzero()[0]
        mood = {"neutral": "neu", "positive": "pos"}.get(cause, "neg")
        first = ("rumour.from", "rumour.place") if cause == "rumour" else (f"{section}.where", f"{section}.item")
        slots = [pieces[name] for name in (*first, f"{section}.{cause}", f"want.{mood}")]
        texts[here] = composed(rng, len(here), *slots, joints=("", "", "，"))
    return table.assign(text=texts[:, 0], gloss=texts[:, 1], platform=_platforms(table["segment"], rng))


def _platforms(segments: Any, rng: np.random.Generator) -> list[str]:
    """Return where people say it: on platforms where their segment is, the more likely the further posts travel there."""
    from sim.scenario import base

    entries = dict(named(base.platform))
    weight = np.array(
        [[entries[p].presence[k] * entries[p].virality ** 2 for p in PLATFORMS] for k in range(len(SEGMENTS))]
    )
    cumulative = np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1)
    rows_of = cumulative[[SEGMENTS.index(s) for s in segments]]
    place = (rng.random(len(rows_of))[:, None] >= rows_of).sum(axis=1)
    return [PLATFORMS[min(k, len(PLATFORMS) - 1)] for k in place.tolist()]


def _official(run: Any, rng: np.random.Generator, case: str, plan: Plan) -> Any:
    """Return the company's own posts: what it said in public, as the action log has it."""
    import pandas as pd

    there = [a for a in _timed(case, plan) if a["channel"] in PLATFORMS and a["hour"] < LAST_H]
    return pd.DataFrame([{
        "hour": a["hour"], "person": -1, "source": -1, "author_type": "official", "rumour": False, "cause": a["action"],
        "sentiment": "neu", "author_followers": 120_000, "text": a["text"], "gloss": a["gloss"], "platform": a["channel"],
    } for a in there])  # fmt: skip


def _numbered(table: Any, case: str) -> Any:
    """Give mentions their ids in order of time, link quotes to the source's latest mention before, and list keywords."""
    ids = [f"{case[0]}{k:05d}" for k in range(1, len(table) + 1)]
    latest: dict[int, str] = {}
    quotes = []
    for who, source, name in zip(table["person"].tolist(), table["source"].tolist(), ids, strict=True):
        quotes.append(latest.get(source, "") if source >= 0 else "")
        if who >= 0:
            latest[who] = name
    words = [";".join(w for w in WORDS if w in text) for text in table["text"]]
    return table.assign(mention_id=ids, quote_of=quotes, keywords=words)


def _timed(case: str, plan: Plan) -> list[dict[str, Any]]:
    anchors = {"statement": plan.statement_h, "facts": plan.facts_h, "remedy": plan.remedy_h}
    found = [
        row | {"hour": anchors[row["anchor"]] + float(row["offset_h"])}
        for row in rows("crisis_actions")
        if row["case"] == case
    ]
    return sorted(found, key=lambda row: row["hour"])


def _actions(record: Any) -> Made:
    """Return what the two companies did, in order of time."""
    import pandas as pd

    table = pd.DataFrame([row for case in CASES for row in _timed(case, plan_of(record, case))])
    return Made(table[[c.name for c in ACTION_COLUMNS]], None, ("Two actions stand in the same hour in both cases.",))


COLUMNS = (
    Column("mention_id", "text", "the mention", "提及编号"),
    Column("ts", "datetime", "when it was posted", "时间"),
    Column("platform", "text", "platform", "平台", one_of=PLATFORMS, assumed="by presence of the author's segment and virality"),
    Column("author_type", "text", "who speaks", "作者类型", one_of=AUTHORS,
           assumed="consumer, kol and media are accounts of the engine; shares of employees (0.8 %) and bots (1 %) are drawn"),
    Column("author_followers", "whole", "followers of the author: simulated contacts × 20", "粉丝数", "count", low=0),
    Column("text", "text", "what is said", "原文", assumed="phrases drawn for the simulated cause"),
    Column("gloss", "text", "the same in English", "英文释义", assumed="gloss of the text"),
    Column("sentiment", "text", "sentiment as tagged", "情感", one_of=("neg", "neu", "pos"), empty=True),
    Column("keywords", "list", "watched words in the text", "关键词", one_of=WORDS, empty=True),
    Column("quote_of", "text", "the mention that it quotes: whose post brought the author to it", "引用", empty=True),
)  # fmt: skip
ANSWERS = (
    Column("rumour", "flag", "false content", "谣言"),
    Column("cause", "text", "what it is about: the simulated cause", "起因"),
    Column("true_sentiment", "text", "sentiment", "真实情感", one_of=("neg", "neu", "pos")),
    Column("hour", "number", "hours since the first post", "小时", "hours", decimals=3),
)
ACTION_COLUMNS = (
    Column("case", "text", "the case", "案例", one_of=tuple(CASES)),
    Column(
        "hour",
        "number",
        "hours since the first post",
        "小时",
        "hours",
        low=0,
        assumed="invented: the handbook names no times",
    ),
    Column("action", "text", "what was done", "行动", one_of=ACTIONS),
    Column("channel", "text", "where it was told", "渠道", one_of=(*PLATFORMS, "website", "news_media", "store")),
    Column("text", "text", "wording", "原文", assumed="invented after the actions named in section 7.4"),
    Column("gloss", "text", "the same in English", "英文释义", assumed="gloss of the text"),
)


def _stream(number: int, case: str, about: str, zh: str) -> Entry:
    declared = Table(
        number, f"crisis_mentions_{case}", "mention", zh, about, "E7.4, L7.4", COLUMNS, ("mention_id",), ANSWERS
    )
    return Entry(declared, lambda record: _mentions(record, case))


ENTRIES = (
    _stream(30, "fastfashion", "A crisis of a fast-fashion brand, mention by mention.", "快时尚危机提及"),
    _stream(31, "restaurant", "A crisis of a restaurant chain, mention by mention.", "餐饮危机提及"),
    Entry(Table(32, "crisis_actions", "action", "危机应对行动", "What the companies of the two cases did; times are invented.",
                "E7.4, L7.4", ACTION_COLUMNS), _actions),
)  # fmt: skip
