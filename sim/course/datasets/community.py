"""The community (entries 12 to 14): members, their posts, and what moderators did.

Who joined, wrote, broke a rule, was found out and sanctioned is the run of record. In which thread somebody wrote, the words, votes
and reports, points and appeals are drawn [A]. What a post really is stays with the instructor.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.world import Array
from sim.course.datasets.company import DAYS, Record
from sim.course.datasets.content_files import composed, phrases
from sim.course.datasets.flaws import duplicated
from sim.course.datasets.table import Column, Entry, Made, Table
from sim.parts.community.members import HERE
from sim.parts.community.parameters import SOURCES
from sim.parts.community.posting import BAD, GOOD

__all__ = ["CATEGORY", "ENTRIES"]

CATEGORY = {"advert": "content", "spam": "content", "attack": "interaction", "defamation": "interaction", "personal": "interaction",
            "hype": "conduct", "rumour": "conduct"}  # fmt: skip
SUBTYPE_SHARE = (0.28, 0.20, 0.18, 0.06, 0.08, 0.10, 0.10)  # in the order of CATEGORY [A]
OWN_WAY = 0.6  # of a member's violations are of the kind that is his own
REPLIES, FOLLOWED_H = 0.55, 48.0  # posts that answer in a thread; how long a thread is answered
GRUMBLES = (0.04, 0.12)  # useful and poor posts that complain
VOTES = (2.4, 0.5, 0.1)  # of useful, poor and rule-breaking posts, mean
REPORTED = (0.003, 0.004, 0.35)
APPEALS = (0.08, 0.5)  # of deserved and of undeserved sanctions that stand
BENEFITS_MONTH, POINTS_POST, POINTS_VOTE = 0.3, 5, 2
ACTIONS = ("warn", "delete", "mute", "remove")


class Board:
    """The posts of a run in order of time: arrays of shape (n,) by name."""

    def __init__(self, record: Record) -> None:
        feeds = [facts["feed"] for facts in record.watch.feeds]
        places = [np.arange(len(feed.row)) for feed in feeds]
        day = np.repeat(np.arange(len(feeds)), [len(feed.row) for feed in feeds])
        row, kind, at_h, gone_h = (np.concatenate([feed[k] for feed in feeds]) for k in range(4))
        order = np.argsort(at_h, kind="stable")
        order = order[at_h[order] >= record.run.start_h]
        self.row, self.kind, self.at_h, self.gone_h = (x[order] for x in (row, kind, at_h, gone_h))
        spots = zip(day[order].tolist(), np.concatenate(places)[order].tolist(), strict=True)
        self.number = {spot: k for k, spot in enumerate(spots)}
        self.day_of = {id(feed): k for k, feed in enumerate(feeds)}
        self.members = record.watch.feeds[-1]["members"]
        rng = record.of("community")
        self.said = _said(rng, self)
        self.thread, self.reply = _threads(rng, self.at_h)
        self.votes = rng.poisson(np.array(VOTES)[self.kind])
        self.reported = rng.random(len(order)) < np.array(REPORTED)[self.kind]

    def place(self, case: Any) -> int | None:
        """Return the number of the post of a moderator's case, None if it lies before the first day."""
        return self.number.get((self.day_of[id(case.feed)], case.place))


def board(record: Record) -> Board:
    """Return the posts of a record, made once."""
    return record.once("board", Board)  # type: ignore[no-any-return]


def _said(rng: np.random.Generator, b: Board) -> Array:
    """Return what each post is about: useful, chat, trouble, or a kind of violation."""
    n, kinds = len(b.row), np.array([*CATEGORY])
    own = rng.choice(kinds, b.members.n, p=SUBTYPE_SHARE)[b.row]
    broken = np.where(rng.random(n) < OWN_WAY, own, rng.choice(kinds, n, p=SUBTYPE_SHARE))
    grumbles = rng.random(n) < np.where(b.kind == GOOD, *GRUMBLES)
    plain = np.where(b.kind == GOOD, "useful", "chat")
    return np.where(b.kind == BAD, broken, np.where(grumbles, "trouble", plain))


def _threads(rng: np.random.Generator, at_h: Array) -> tuple[list[str], list[int]]:
    """Return the thread of each post and whether it answers: the newer a thread, the likelier it is answered."""
    threads: list[str] = []
    reply: list[int] = []
    begun: list[float] = []
    u = rng.random((2, len(at_h)))
    first = 0
    for k, hour in enumerate(at_h.tolist()):
        while first < len(begun) and begun[first] < hour - FOLLOWED_H:
            first += 1
        alive = len(begun) - first
        answers = alive > 0 and u[0, k] < REPLIES
        if answers:
            threads.append(f"t{len(begun) - 1 - int(alive * u[1, k] ** 2):05d}")
        else:
            threads.append(f"t{len(begun):05d}")
            begun.append(hour)
        reply.append(int(answers))
    return threads, reply


def _posts(record: Record) -> Made:
    """Return the posts, with the category of each violation as known answer."""
    import pandas as pd

    b, rng, pieces = board(record), record.of("community-words"), phrases("community")
    texts = np.empty(len(b.row), object)
    for said in sorted(set(b.said.tolist())):
        here = (b.said == said).nonzero()[0]
        made = composed(
            rng, len(here), pieces["when"], pieces["thing"], pieces[said], pieces["tone"], joints=("", "，", "")
        )
        texts[here] = [zh for zh, _ in made]
    names = [f"c{k:05d}" for k in range(1, len(b.row) + 1)]
    sour = np.isin(b.said, ["trouble", "attack", "defamation", "rumour"])
    table = pd.DataFrame({
        "cpost_id": names, "member_id": _ids(b.row), "ts": record.stamp(b.at_h), "thread_id": b.thread, "is_reply": b.reply,
        "text": texts, "negative": sour.astype(int), "useful_votes": b.votes, "reported": b.reported.astype(int),
        "deleted": np.isfinite(b.gone_h).astype(int),
    })  # fmt: skip
    truth = pd.DataFrame({
        "cpost_id": names, "violation": [CATEGORY.get(s, "none") for s in b.said.tolist()],
        "subtype": [s if s in CATEGORY else "" for s in b.said.tolist()],
    })  # fmt: skip
    top = np.sort(np.bincount(b.row))[::-1]
    share = top[: max(1, len(top) // 20)].sum() / top.sum()
    told, doubled = duplicated(table, record.of("community-flaws"))
    said = f"{int((b.kind == BAD).sum())} posts break a rule; 5 % of the members write {share:.0%}."
    return Made(told, truth, (said, doubled), table)


def _ids(rows: Array) -> list[str]:
    return [f"m{row + 1:05d}" for row in rows.tolist()]


def _members(record: Record) -> Made:
    """Return everybody who has ever been a member."""
    import pandas as pd

    b, run = board(record), record.run
    m, n, rng = b.members, b.members.n, record.of("community-members")
    end_h = run.start_h + 24.0 * DAYS
    left = np.where(m.why[:n] == HERE, np.inf, m.left_h[:n])
    tenure_h = np.minimum(left, end_h) - m.joined_h[:n]
    wrote = np.full(n, -np.inf)
    np.maximum.at(wrote, b.row, b.at_h)
    seen = np.maximum(wrote, m.joined_h[:n] + tenure_h * rng.beta(1.5, 1.0, n))
    posts, votes = np.bincount(b.row, minlength=n), np.bincount(b.row, weights=b.votes, minlength=n).astype(int)
    points = POINTS_POST * posts + POINTS_VOTE * votes
    p = run.scenario.community
    cost = {"organic": p.organic_cost_k, "partner": p.partner_cost_k, "paid": p.paid_cost_k}
    source = [SOURCES[k] for k in m.source[:n].tolist()]
    role = np.where(m.leader[:n], "leader", "member").astype(object)
    role[int(np.argmax(posts * (role == "member") * np.isinf(left)))] = "moderator"
    gone = pd.Series(record.stamp(np.where(np.isfinite(left), left, 0.0))).where(np.isfinite(left))
    table = pd.DataFrame({
        "member_id": _ids(np.arange(n)), "joined": record.stamp(m.joined_h[:n]), "left": gone,
        "source": ["organic" if s == "friend" else s for s in source], "join_cost_cny": [1000.0 * cost.get(s, 0.0) for s in source],
        "role": role, "points": points, "badges": np.log2(1 + points / 50.0).astype(int),
        "benefits_received": rng.poisson(BENEFITS_MONTH * tenure_h / 720.0), "last_active": record.stamp(seen),
    })  # fmt: skip
    truth = pd.DataFrame({"member_id": table["member_id"], "fit": m.fit[:n], "toxicity": m.toxic[:n]})
    stay = table.assign(fit=truth["fit"], here=table["left"].isna()).groupby("source")["here"].mean()
    return Made(
        table, truth, tuple(f"Of {s} members {x:.0%} are still there at the end." for s, x in stay.items()), table
    )


def _cases(record: Record) -> Made:
    """Return the moderators' cases, in no order."""
    import pandas as pd

    b, rng, run = board(record), record.of("moderation"), record.run
    rows = []
    for facts in record.watch.cases:
        k = b.place(facts["case"])
        if k is None:
            continue
        deserved, luck = facts["case"].deserved, float(facts["case"].feed.u[5, facts["case"].place])
        said = str(b.said[k]) if deserved else str(rng.choice([*CATEGORY], p=SUBTYPE_SHARE))
        back = not deserved and luck < run.scenario.community.fairness
        before, after = facts["strikes"]
        by_filter = 0.5 if said in ("advert", "spam") else 0.1
        found = "report" if b.reported[k] else "filter" if rng.random() < by_filter else "moderator"
        rows.append({
            "cpost_id": f"c{k + 1:05d}", "member_id": _ids(b.row[k : k + 1])[0], "ts": b.at_h[k], "category": CATEGORY[said],
            "subtype": said, "detected_by": found, "handled_ts": facts["time_h"],
            "action": ACTIONS[min(after, 4) - 1] if after > before else "delete" if not back else "warn",
            "explained": int(rng.random() < run.scenario.community.education),
            "appealed": int(back or rng.random() < APPEALS[not deserved]), "appeal_ok": int(back), "deserved": int(deserved),
        })  # fmt: skip
    table = pd.DataFrame(rows)
    table.insert(0, "case_id", [f"v{k:04d}" for k in range(1, len(table) + 1)])
    for name in ("ts", "handled_ts"):
        table[name] = record.stamp(table[name])
    table = table.sample(frac=1.0, random_state=rng).reset_index(drop=True)
    again = int((table["member_id"].value_counts() > 1).sum())
    wrong = int((1 - table["deserved"]).sum())
    said = f"Rows are not sorted; {again} members have more than one case; {wrong} cases are undeserved."
    return Made(table[[c.name for c in CASES]], table[["case_id", "deserved"]], (said,), table)


MEMBERS = (
    Column("member_id", "text", "the member", "成员编号"),
    Column("joined", "date", "day of joining", "加入日期"),
    Column("left", "date", "day of leaving", "退出日期", empty=True),
    Column("source", "text", "how he came; friends count as organic", "来源", one_of=("organic", "event", "partner", "paid")),
    Column("join_cost_cny", "number", "cost of winning him", "获客成本", "CNY", 0),
    Column("role", "text", "role", "角色", one_of=("member", "leader", "moderator", "official"),
           assumed="leaders are the model's; the moderator is the member with most posts"),
    Column("points", "whole", "points", "积分", "", 0, assumed="5 a post and 2 a vote"),
    Column("badges", "whole", "badges", "徽章", "count", 0, assumed="from the points"),
    Column("benefits_received", "whole", "coupons and free trials", "福利次数", "count", 0, assumed="Poisson, 0.3 a month"),
    Column("last_active", "date", "last visit", "最近活跃", assumed="last post, or a visit drawn within the membership"),
)  # fmt: skip
POSTS = (
    Column("cpost_id", "text", "the post", "社群帖编号"),
    Column("member_id", "text", "its author", "成员编号"),
    Column("ts", "datetime", "when", "时间"),
    Column("thread_id", "text", "thread", "话题串", assumed="55 % answer in a thread of the last 48 hours"),
    Column("is_reply", "flag", "answers in a thread", "是否回复", assumed="as above"),
    Column("text", "text", "what it says", "原文", assumed="phrases drawn for the simulated kind of post"),
    Column("negative", "flag", "negative in tone", "负面"),
    Column("useful_votes", "whole", "votes as useful", "有用票", "count", 0, assumed="Poisson by kind of post"),
    Column("reported", "flag", "reported by a member", "被举报", assumed="35 % of violations, 0.3 % of others"),
    Column("deleted", "flag", "deleted by a moderator", "已删除"),
)
SUBTYPES = tuple(CATEGORY)
CASES = (
    Column("case_id", "text", "the case", "案例编号"),
    Column("cpost_id", "text", "the post", "社群帖编号"),
    Column("member_id", "text", "its author", "成员编号"),
    Column("ts", "datetime", "when it was posted", "违规时间"),
    Column("category", "text", "rule that was broken", "类别", one_of=("content", "interaction", "conduct")),
    Column(
        "subtype",
        "text",
        "in detail",
        "细类",
        one_of=SUBTYPES,
        assumed="by fixed shares; 60 % are the member's own kind",
    ),
    Column(
        "detected_by",
        "text",
        "who found it",
        "发现方式",
        one_of=("report", "moderator", "filter"),
        assumed="filters find adverts",
    ),
    Column("handled_ts", "datetime", "when it was settled", "处理时间"),
    Column("action", "text", "what was done, by the ladder", "处理", one_of=ACTIONS),
    Column("explained", "flag", "with an explanation", "已说明", assumed="half of the cases"),
    Column("appealed", "flag", "the member appealed", "已申诉", assumed="8 % of deserved cases"),
    Column("appeal_ok", "flag", "and was right", "申诉成功"),
)
ENTRIES = (
    Entry(Table(12, "community_members", "member", "社群成员", "Everybody who has ever been a member.", "E5.1, E5.4, L5.4", MEMBERS,
                ("member_id",), (Column("fit", "number", "fit with the theme", "契合度", "0–1", 0, 1, decimals=3),
                                 Column("toxicity", "number", "readiness to break rules", "毒性", "", 0, decimals=3))), _members),
    Entry(Table(13, "community_posts", "community post", "社群帖子", "What members wrote.", "E5.1, E5.2, L5.1, L5.2", POSTS,
                ("cpost_id",), (Column("violation", "text", "category of a violation", "违规类别",
                                       one_of=("content", "interaction", "conduct", "none")),
                                Column("subtype", "text", "in detail", "细类", one_of=SUBTYPES, empty=True))), _posts),
    Entry(Table(14, "moderation_log", "violation case", "违规处理记录", "What moderators settled, unsorted.", "E5.2, L5.2",
                CASES, ("case_id",), (Column("deserved", "flag", "the post breaks a rule", "确属违规"),)), _cases),
)  # fmt: skip
