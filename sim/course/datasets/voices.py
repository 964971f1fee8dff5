"""Entries 7 and 8: comments under posts, and four waves of a survey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.catalogue import TYPES
from sim.core.world import Array
from sim.course.datasets import flaws
from sim.course.datasets.company import Record, stamps, user_ids
from sim.course.datasets.desk_export import told
from sim.course.datasets.meetings import in_time, meetings
from sim.course.datasets.table import Column, Entry, Made, Table
from sim.course.datasets.texts import ISSUE_CODES, SENTIMENTS, Cause, compose
from sim.parts.desk.tickets import ISSUE_BY_SEGMENT, SEVERITY

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DEMANDS", "ENTRIES"]

COMMENTS, ANSWERS = 4000, 600
# What people wish for: (code, 中文, English, comments that say it, whether a few people shout it).
DEMANDS = (
    ("foldable_kettle", "可折叠水壶", "foldable kettle", 150, False),
    ("child_cup", "儿童吸管杯", "children's straw cup", 90, False),
    ("silent_mode", "静音款", "silent model", 60, False),
    ("gold_rim", "限量金边杯", "limited gold-rim cup", 220, True),
)
SHOUTERS = 10
COMMENT = Table(
    7, "comments_text", "comment", "评论文本", "A sample of the comments under posts, with an English gloss.", "L2.2",
    (
        Column("comment_id", "text", "number of the comment", "评论编号"),
        Column("user_id", "text", "its author", "用户编号"),
        Column("post_id", "text", "the post", "帖子编号"),
        Column("ts", "datetime", "when it was written", "时间"),
        Column("text", "text", "what was written", "原文", assumed="composed from the author's trust and the post's type"),
        Column("gloss", "text", "English gloss of the text", "英文释义", assumed="composed with the text"),
        Column("likes", "whole", "likes of the comment", "点赞", "count", 0, assumed="grow with the post's readers"),
    ),
    ("comment_id",),
    (
        Column("sentiment", "text", "sentiment", "情感", one_of=SENTIMENTS),
        Column("issue", "text", "issue of a complaint", "问题", one_of=ISSUE_CODES, empty=True),
        Column("demand", "text", "thing wished for", "需求", one_of=tuple(d[0] for d in DEMANDS), empty=True),
        Column("vocal", "flag", "one of the few who shout", "少数高声用户"),
    ),
)  # fmt: skip
REASONS = (*ISSUE_CODES, "price", "quality", "service", "content", "none")
SURVEY = Table(
    8, "survey_waves", "answer", "满意度调查", "Four waves of a survey among people who know the company.", "L4.3",
    (
        Column("wave", "whole", "wave", "波次", "", 1, 4),
        Column("date", "date", "day of the answer", "日期"),
        Column("user_id", "text", "who answered", "用户编号"),
        Column("satisfaction", "number", "satisfaction", "满意度", "0–1", 0, 1,
               assumed="the person's trust of that day, less 0.06 for each step of severity of his issue, and noise"),
        Column("recommend", "whole", "would recommend us", "推荐意愿", "0–10", 0, 10, assumed="follows satisfaction, with noise"),
        Column("reason_code", "text", "main reason of the answer", "原因", one_of=REASONS, assumed="3 in 10 met an issue"),
        Column("is_silent", "flag", "has never complained before", "沉默用户"),
    ),
)  # fmt: skip


def make_comments(record: Record) -> Made:
    """Make ``comments_text``: real commenters of the run; a few of them shout."""
    import pandas as pd

    written = [(m.at_h + age + 0.04, int(i), m) for m in meetings(record)
               for i, age in zip(m.seen.ids[m.seen.kind == 1], m.age_h[m.seen.kind == 1], strict=True)]  # fmt: skip
    written = [one for one in sorted(written, key=lambda one: one[:2]) if in_time(one[0])]
    rng = record.of("comments")
    n = min(COMMENTS, len(written))
    written = [written[k] for k in np.sort(rng.choice(len(written), n, replace=False)).tolist()]
    person = np.array([one[1] for one in written], np.intp)
    demand, vocal, person = _wishes(record, person)
    sentiment, issue = _moods(record, person, np.array([one[0] for one in written]))
    sentiment = np.where(demand >= 0, "pos", sentiment)
    issue = np.where(sentiment == "neg", issue, "")
    wish = lambda k: (DEMANDS[k][1], DEMANDS[k][2]) if k >= 0 else None  # noqa: E731
    causes = [Cause("comment", what, mood, 2, TYPES[m.seen.draft.type], wish(int(k)))
              for (_, _, m), what, mood, k in zip(written, issue.tolist(), sentiment.tolist(), demand, strict=True)]  # fmt: skip
    zh, en = compose(causes, record.of("comment texts"))
    readers = np.array([m.seen.facts["reach"] for _, _, m in written])
    likes = rng.poisson(readers / 400.0 * np.exp(1.3 * rng.standard_normal(n) - 0.8))
    clean = pd.DataFrame({
        "comment_id": [f"c{k:04d}" for k in range(1, n + 1)], "user_id": user_ids(person),
        "post_id": [m.post_id for _, _, m in written],
        "ts": stamps([at for at, _, _ in written]), "text": zh, "gloss": en, "likes": likes,
    })  # fmt: skip
    codes = np.array([d[0] for d in DEMANDS] + [""])
    truth = pd.DataFrame({
        "comment_id": clean["comment_id"], "sentiment": sentiment, "issue": issue, "demand": codes[demand],
        "vocal": vocal.astype(int),
    })  # fmt: skip
    said = []
    for k, (code, word, english, _, _) in enumerate(DEMANDS):
        mine = demand == k
        said.append(
            f"Planted truth: {word} ({english}, {code}) is wished for in {int(mine.sum())} comments by "
            f"{len(np.unique(person[mine]))} people."
        )
    table, one = flaws.full_width(clean, record.of("flaws:comments:digits"), column="text")
    said.append(one)
    table, one = flaws.duplicated(table, record.of("flaws:comments:twice"))
    return Made(table, truth, (*said, one), clean)


def _wishes(record: Record, person: Array) -> tuple[Array, Array, Array]:
    """Return by comment: the wish (-1 none), whether it is shouted, and the author; those who shout write many comments."""
    rng = record.of("wishes")
    n = len(person)
    demand, vocal, author = np.full(n, -1), np.zeros(n, bool), person.copy()
    ids, counts = np.unique(person, return_counts=True)
    shouters = ids[np.argsort(-counts, kind="stable")[:SHOUTERS]]
    # In a small world there are fewer comments, and as many fewer wishes.
    sizes = [round(size * n / COMMENTS) for _, _, _, size, _ in DEMANDS]
    places = rng.permutation(n)[: sum(sizes)]
    for k, rows in enumerate(np.split(places, np.cumsum(sizes)[:-1])):
        demand[rows] = k
        if DEMANDS[k][4]:
            vocal[rows] = True
            author[rows] = shouters[rng.integers(0, len(shouters), len(rows))]
    return demand, vocal, author


def _moods(record: Record, person: Array, at_h: Array) -> tuple[Array, Array]:
    """Return by comment: the sentiment, by what the author thinks of the company, and the issue if he complains.

    Whoever complained to the desk before is angry with one chance in two, about the same issue.
    """
    world, rng = record.world, record.of("moods")
    n = len(person)
    likes = 2.0 * (world.people.trust[person] - 0.55) + (world.affinity(person) - 0.45) + 0.8 * rng.standard_normal(n)
    mood = np.select([likes < -0.7, likes < 0.05], ["neg", "neu"], "pos")
    usual = _issues(world.population.segment[person], rng.random(n))
    before: dict[int, tuple[float, int]] = {}
    for t in told(record).rows:
        if t["kind"] == "complaint":
            before.setdefault(t["person"], (t["opened_h"] - record.run.start_h, t["issue"]))
    angry = rng.random(n) < 0.5
    for k, (who, at) in enumerate(zip(person.tolist(), at_h.tolist(), strict=True)):
        if angry[k] and who in before and before[who][0] < at:
            mood[k], usual[k] = "neg", before[who][1]
    return mood, np.array(ISSUE_CODES)[usual]


def _issues(segment: Array, u: Array) -> Array:
    """Return an issue for each person by the desk's table: frequency 1/rank times what a segment meets more often."""
    weight = np.array(ISSUE_BY_SEGMENT) / np.arange(1, len(ISSUE_CODES) + 1)[:, None]
    sums = np.cumsum(weight / weight.sum(axis=0), axis=0).T[segment]
    return np.asarray((u[:, None] >= sums).sum(axis=1).clip(max=len(ISSUE_CODES) - 1))


def make_survey(record: Record) -> Made:
    """Make ``survey_waves``: what a sample of those who know the company thought on four days of the run."""
    import pandas as pd

    parts = []
    complained: dict[int, float] = {}
    for t in told(record).rows:
        if t["kind"] == "complaint":
            complained.setdefault(t["person"], (t["opened_h"] - record.run.start_h) / 24.0)
    for wave, (day, then) in enumerate(sorted(record.watch.waves.items()), start=1):
        parts.append(_wave(record, wave, day, then, complained))
    clean = pd.concat(parts, ignore_index=True)
    unhappy = clean["satisfaction"] < 0.4
    silent = float(clean.loc[unhappy, "is_silent"].mean())
    said = f"Planted truth: {silent:.0%} of the dissatisfied (below 0.4) have never complained; only the survey hears them."
    table, one = flaws.duplicated(clean, record.of("flaws:survey:twice"))
    return Made(table, None, (said, one), clean)


def _wave(record: Record, wave: int, day: int, then: dict[str, Array], complained: dict[int, float]) -> pd.DataFrame:
    import pandas as pd

    world, rng = record.world, record.of("survey", wave)
    weight = np.where(then["aware"], world.population.activity.astype(float), 0.0)
    who = np.sort(rng.choice(world.population.n, ANSWERS, replace=False, p=weight / weight.sum()))
    z, u = rng.standard_normal((2, ANSWERS)), rng.random((3, ANSWERS))
    issue = np.where(u[0] < 0.3, _issues(world.population.segment[who], u[1]), -1)
    severity = np.where(issue >= 0, np.array(SEVERITY)[issue], 0)
    happy = np.clip(then["trust"][who] + 0.1 - 0.06 * severity + 0.12 * z[0], 0.0, 1.0)
    praise = np.array(["quality", "service", "content", "none"])[(u[2] * 4).astype(int)]
    other = np.where(happy < 0.55, np.where(u[2] < 0.6, "price", "none"), praise)
    reason = np.where(issue >= 0, np.array(ISSUE_CODES)[issue], other)
    silent = [int(complained.get(int(i), np.inf) > day) for i in who]
    return pd.DataFrame({
        "wave": wave, "date": stamps(np.full(ANSWERS, 24.0 * (day - 1))), "user_id": user_ids(who),
        "satisfaction": np.round(happy, 2), "recommend": np.clip(np.round(10.0 * happy + 1.2 + 1.3 * z[1]), 0, 10).astype(int),
        "reason_code": reason, "is_silent": silent,
    })  # fmt: skip


ENTRIES: tuple[Any, ...] = (Entry(COMMENT, make_comments), Entry(SURVEY, make_survey))
