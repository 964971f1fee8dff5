"""Risk control: the register (entry 34), items that reach the risk desk with what they really are, and drills (entry 33).

Register and items are course assumptions: the model knows no single risks. ``items`` draws drafts, tickets and mentions; a part
of them comes from a risk of the register and names one of its keywords, in Chinese or English. An item is *risky* if probability ×
impact of its risk is at least ``HIGH``, or at least ``MIDDLE`` where the author reaches ``FAR`` people.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.streams import Streams
from sim.course.datasets.content_files import composed, phrases, rows
from sim.course.datasets.table import Column, Entry, Made, Table

__all__ = ["ENTRIES", "items", "register"]

KINDS = ("content", "product", "service", "staff", "external")
DEPARTMENTS = ("content", "legal", "it", "product", "logistics", "customer_service", "sales", "hr", "pr")
SOURCES = ("draft", "ticket", "mention")
HIGH, MIDDLE, FAR = 10, 6, 100_000
# Of all items [A]: from high risks, from lower ones, harmless with a word of risk in it, of a kind that the register lacks.
SHARES = {"high": 0.09, "low": 0.10, "nearly": 0.02, "unknown": 0.03}
UNKNOWN = (("平台要求重新认证", "the platform wants a new verification"), ("系统提示异常登录", "a strange login"),
           ("推荐规则有变化", "the recommendation rules have changed"))  # fmt: skip
ENGLISH = 0.25  # of the items are written in English

# [A]: days between drills and how often; what a drill scores at no skill, over the whole range, and its noise.
DRILLS, DRILL_GAPS, DRILL_SHARES = 24, (21, 45, 75, 120), (0.3, 0.35, 0.2, 0.15)
SCORE_AT_0, SCORE_RANGE, SCORE_NOISE = 30.0, 65.0, 4.0
MISTAKES = (
    "late_statement",
    "asserted_unverified",
    "department_not_called",
    "report_missed",
    "welfare_before_remedy",
    "channels_differ",
)


def register() -> Any:
    """Return the register as a table; keywords are separated by semicolons, one row has none."""
    import pandas as pd

    return pd.DataFrame(rows("risk_register")).astype({"probability": int, "impact": int, "response_time_h": int})


def items(seed: int, n: int = 400) -> Any:
    """Return ``n`` items with their truth: item_id, source, text, author_followers; risk_id (empty: none), score, risky."""
    import pandas as pd

    rng, known = Streams(seed).of("data-risk-items"), register()
    known = known.assign(score=known["probability"] * known["impact"])
    named = known[known["keywords"] != ""]
    groups = {"high": named[named["score"] >= HIGH], "low": named[named["score"] < HIGH]}
    kinds = rng.choice([*SHARES, "harmless"], n, p=[*SHARES.values(), 1.0 - sum(SHARES.values())]).tolist()
    followers = np.floor(np.exp(rng.normal(6.0, 2.0, n))).astype(int)
    pieces, found = phrases("risk_items"), []
    frame = composed(rng, n, pieces["product"], (("{}", "{}"),), pieces["tail"], joints=("", "，"))
    for k, (kind, body, reach) in enumerate(zip(kinds, frame, followers.tolist(), strict=True)):
        source = SOURCES[int(rng.integers(len(SOURCES)))]
        leads = pieces[f"lead.{source}"]
        zh, en = (lead + part for lead, part in zip(leads[int(rng.integers(len(leads)))], body, strict=True))
        english, risk_id, score = bool(rng.random() < ENGLISH), "", 0
        if kind in groups:
            risk = groups[kind].iloc[int(rng.integers(len(groups[kind])))]
            words = [w for w in risk["keywords"].split(";") if w.isascii() == english]
            words = words or risk["keywords"].split(";")
            said = words[int(rng.integers(len(words)))]
            risk_id, score = risk["risk_id"], int(risk["score"])
        else:
            pool = UNKNOWN if kind == "unknown" else pieces[kind]
            said = pool[int(rng.integers(len(pool)))][english]
        risky = score >= HIGH or (score >= MIDDLE and reach >= FAR)
        found.append({
            "item_id": f"I{k + 1:04d}", "source": source,
            "text": (en if english else zh).format(said), "author_followers": reach, "risk_id": risk_id, "score": score,
            "risky": int(risky),
        })  # fmt: skip
    return pd.DataFrame(found)


def _made(record: Any) -> Made:
    """Return the register, on a small world in another order, and labelled items as its known answers."""
    table = register()
    if record.small:
        table = table.sample(frac=1.0, random_state=record.of("risk-order")).reset_index(drop=True)
    labelled = items(record.seed)
    planted = (
        "R30 has no keywords: nothing can match it.",
        f"{labelled['risky'].sum()} of {len(labelled)} labelled items are truly risky; some harmless ones name a risk.",
    )
    return Made(table, labelled, planted)


def _drills(record: Any) -> Made:
    """Return the drills of three years: skill is practised and forgotten as readiness says (CRIS-6)."""
    import pandas as pd

    from sim.parts.crisis.readiness import passed
    from sim.scenario import base

    p, rng = base.crisis, record.of("drills")
    skill, found = p.skill_start, []
    gaps = rng.choice(DRILL_GAPS, DRILLS, p=DRILL_SHARES) + rng.integers(-6, 7, DRILLS)
    day = np.datetime64("2025-01-01") - int(gaps.sum())
    for gap in gaps.tolist():
        day, skill = day + gap, passed(p, skill, gap)
        score = float(np.clip(SCORE_AT_0 + SCORE_RANGE * skill + SCORE_NOISE * rng.standard_normal(), 0, 100))
        # Work of the decision with plan and team, see readiness; on the day it takes now a little more, now less.
        hours = p.decide_ready_h * (2.0 - skill) * float(rng.lognormal(0.0, 0.12))
        missed = rng.permutation(len(MISTAKES))[: int(rng.binomial(4, 1.0 - skill))]
        found.append({
            "date": day, "scenario": f"S{rng.integers(1, 5)}", "players": int(rng.integers(4, 9)), "score": score,
            "activation_h": hours, "mistakes": ";".join(MISTAKES[k] for k in sorted(missed.tolist())) or None,
            "skill": skill,
        })  # fmt: skip
        skill += p.drill_gain * (1.0 - skill)
    both = pd.DataFrame(found).astype({"date": "datetime64[s]"})
    said = "Scores fall with the days since the last drill: skill halves in 120 days, a drill gives back half of what is missing."
    return Made(both[[c.name for c in DRILL_COLUMNS]], both[["date", "skill"]], (said,))


DRILL_COLUMNS = (
    Column("date", "date", "day of the drill", "日期"),
    Column("scenario", "text", "scenario of the drill", "情景", one_of=("S1", "S2", "S3", "S4"), assumed="drawn"),
    Column("players", "whole", "people who took part", "人数", "people", 1, assumed="drawn"),
    Column("score", "number", "score", "得分", "0–100", 0, 100, assumed="30 + 65 × skill with noise; skill by CRIS-6"),
    Column(
        "activation_h",
        "number",
        "hours to the first statement",
        "启动时间",
        "hours",
        0,
        assumed="work of CRIS-6 with noise",
    ),
    Column(
        "mistakes", "list", "what went wrong", "失误", one_of=MISTAKES, empty=True, assumed="the fewer the more skill"
    ),
)
COLUMNS = (
    Column("risk_id", "text", "the risk", "风险编号"),
    Column("risk", "text", "the risk in Chinese", "风险"),
    Column("risk_en", "text", "the risk in English", "风险（英文）"),
    Column("kind", "text", "kind", "类别", one_of=KINDS),
    Column("keywords", "list", "words that point to it, Chinese and English", "关键词", empty=True),
    Column(
        "probability",
        "whole",
        "how likely within a year",
        "可能性",
        "1–5",
        1,
        5,
        assumed="judgement of the course's authors",
    ),
    Column("impact", "whole", "how bad", "影响", "1–5", 1, 5, assumed="judgement of the course's authors"),
    Column("owner_department", "text", "who is responsible", "责任部门", one_of=DEPARTMENTS),
    Column("response", "text", "first action", "应对措施"),
    Column("response_time_h", "whole", "time until it begins", "响应时间", "hours", 1),
)
ANSWERS = (
    Column("item_id", "text", "an item that reaches the risk desk", "条目编号"),
    Column("source", "text", "where from", "来源", one_of=SOURCES),
    Column("text", "text", "what it says", "原文"),
    Column("author_followers", "whole", "reach of the author", "粉丝数", "count", 0),
    Column("risk_id", "text", "the risk behind it", "风险编号", empty=True),
    Column("score", "whole", "probability × impact of that risk", "风险分", "", 0, 25),
    Column("risky", "flag", "truly risky", "高风险"),
)
ENTRIES = (
    Entry(Table(34, "risk_register", "risk", "风险清单", "Risks of the company's social media, with first actions.", "E7.3, L7.3",
                COLUMNS, (), ANSWERS), _made),
    Entry(Table(33, "drills_log", "drill", "演练记录", "Crisis drills of three years.", "L7.1, drill", DRILL_COLUMNS, ("date",),
                (Column("skill", "number", "skill before the drill", "技能", "0–1", 0, 1, decimals=3),)), _drills),
)  # fmt: skip
