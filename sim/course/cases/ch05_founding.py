"""Visible cases of E5.1 ``community_health``: a community of six with its staff, made by hand, and communities on a border."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.lab.checks import Answer, Case, Exercise, Part, Usual

__all__ = ["DAY", "E5_1", "LIGHTS", "SIX", "THREADS", "drawn", "members_table", "posts_table", "toy"]

DAY = pd.Timestamp("2024-06-29")  # the window of 28 days begins on 1 June; the cohort joined from 2 to 29 April
LIGHTS: dict[str, tuple[float, float]] = {
    "active_share": (0.10, 0.05), "reply_rate": (0.70, 0.50), "retention": (0.75, 0.60), "negative_share": (0.05, 0.10),
}  # fmt: skip
"""Green and yellow limits: at least these, for ``negative_share`` at most these; beyond yellow it is red."""

# member, joined, left, role
SIX: Sequence[tuple[str, str, str | None, str]] = (
    ("m1", "2024-03-01", None, "member"),
    ("m2", "2024-04-10", None, "leader"),
    ("m3", "2024-06-10", None, "member"),
    ("m4", "2024-06-20", None, "member"),
    ("m5", "2024-04-20", "2024-05-25", "member"),  # left before the window, after 35 days
    ("m6", "2024-04-05", "2024-06-15", "member"),  # left in the window, after 71 days
    ("mod", "2024-01-01", None, "moderator"),
    ("us", "2024-01-01", None, "official"),
)
# post, author, time, thread, answer?, negative?, deleted?
THREADS: Sequence[tuple[str, str, str, str, int, int, int]] = (
    ("c01", "m1", "2024-05-31 20:00", "t0", 0, 0, 0),
    ("c02", "m2", "2024-06-01 10:00", "t0", 1, 0, 0),
    ("c03", "m1", "2024-06-03 10:00", "t1", 0, 0, 0),
    ("c04", "m2", "2024-06-03 12:00", "t1", 1, 0, 0),
    ("c05", "m2", "2024-06-05 09:00", "t2", 0, 1, 0),
    ("c06", "m2", "2024-06-05 10:00", "t2", 1, 1, 0),  # his own second word
    ("c07", "mod", "2024-06-06 08:59", "t2", 1, 0, 0),  # staff answers, too
    ("c08", "m1", "2024-06-10 10:00", "t3", 0, 0, 0),
    ("c09", "m3", "2024-06-12 08:00", "t4", 0, 0, 0),
    ("c10", "m1", "2024-06-12 09:00", "t4", 1, 0, 1),  # deleted
    ("c11", "us", "2024-06-13 09:00", "t5", 0, 0, 0),
    ("c12", "us", "2024-06-14 09:00", "t6", 0, 0, 0),
    ("c13", "us", "2024-06-15 09:00", "t7", 0, 0, 0),
    ("c14", "m2", "2024-06-18 09:00", "t8", 0, 1, 1),  # a thread that was deleted
    ("c15", "m2", "2024-06-20 09:00", "t9", 0, 0, 0),
    ("c16", "m2", "2024-06-20 09:30", "t9", 1, 0, 0),
    ("c17", "m1", "2024-06-22 10:00", "t10", 0, 0, 0),
    ("c18", "m3", "2024-06-22 11:00", "t10", 1, 0, 1),
    ("c19", "m4", "2024-06-25 11:00", "t1", 1, 0, 1),
    ("c20", "m1", "2024-06-28 15:00", "t11", 0, 0, 0),  # nine hours old
)


def members_table(rows: Sequence[tuple[str, str, str | None, str]]) -> pd.DataFrame:
    """Return members as the data set ``community_members`` has them, the columns that count."""
    table = pd.DataFrame(rows, columns=["member_id", "joined", "left", "role"])
    return table.assign(
        joined=pd.to_datetime(table["joined"], format="ISO8601"), left=pd.to_datetime(table["left"], format="ISO8601")
    )


def posts_table(rows: Sequence[tuple[str, str, str, str, int, int, int]]) -> pd.DataFrame:
    """Return posts as the data set ``community_posts`` has them, the columns that count."""
    names = ["cpost_id", "member_id", "ts", "thread_id", "is_reply", "negative", "deleted"]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(ts=pd.to_datetime(table["ts"], format="ISO8601"))


def toy() -> tuple[pd.DataFrame, pd.DataFrame, pd.Timestamp]:
    """Return members, posts and the day of the community of six."""
    return members_table(SIX), posts_table(THREADS), DAY


def drawn(
    rng: np.random.Generator, day: pd.Timestamp, n: int = 40, m: int = 160, staff: float = 0.1
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw ``n`` people who come and go in the months before ``day``, and ``m`` posts; some authors are staff or unknown."""
    one = pd.Timedelta(days=1)
    joined = pd.Series(day - one * rng.integers(1, 130, n))
    left = joined + one * pd.Series(rng.integers(5, 120, n))
    role = rng.choice(["member", "leader", "moderator", "official"], n, p=[0.9 - staff, 0.1, staff / 2, staff / 2])
    people = pd.DataFrame({"member_id": [f"m{i}" for i in range(n)], "joined": joined, "role": role})
    people.insert(2, "left", left.where((rng.random(n) < 0.5) & (left < day)))
    weights = rng.exponential(size=n + 2) ** 3  # a few write most
    who = rng.choice(n + 2, m, p=weights / weights.sum())
    rows: list[tuple[str, str, str, str, int, int, int]] = []
    begun: list[str] = []
    for i, at in enumerate(sorted(day - one * rng.uniform(0.05, 75, m))):
        answers = bool(begun) and rng.random() < 0.5
        thread = begun[-1 - int(rng.integers(min(3, len(begun))))] if answers else f"t{i}"
        begun += [] if answers else [thread]
        sour, gone = (rng.random(2) < 0.1).astype(int).tolist()
        rows.append((f"c{i}", f"m{who[i]}", pd.Timestamp(at).isoformat(), thread, int(answers), sour, gone))
    return people, posts_table(rows)


def _is(name: str, value: float) -> Callable[[Answer], bool]:
    return lambda a: a.value[name] is not None and abs(a.value[name] - value) < 1e-9


EXPECTED = {
    "active_share": 3 / 5, "reply_rate": 2 / 6, "top5_share": 6 / 11, "gini": 32 / 55, "newcomer_rate": 1 / 2,
    "negative_share": 1 / 7, "retention": 2 / 3, "light": "red",
}  # fmt: skip
PEOPLE = Case(
    name="the community of six",
    given=toy,
    expected=EXPECTED,
    keys=("active_share", "newcomer_rate", "retention"),
    usual=(
        Usual("m6 was a member for half of the window and is left out; he could have written", _is("active_share", 3 / 4)),
        Usual("m5 left before the window began and could not write in it", _is("active_share", 3 / 6)),
        Usual("moderator and official account count as members", _is("active_share", 4 / 7)),
        Usual("moderator and official account count as members", _is("active_share", 5 / 7)),
        Usual("everybody in the table counts, whoever was a member in the window or not", _is("active_share", 3 / 8)),
        Usual("m4's only post was deleted, and still makes him active", _is("active_share", 4 / 5)),
        Usual("m4's only post was deleted, and still counts as his first", _is("newcomer_rate", 1.0)),
        Usual("the newcomers' rate is asked of all members; newcomers joined in the window", _is("newcomer_rate", 3 / 5)),
        Usual("retention asks who is still there today; m6 left, but after more than 60 days", _is("retention", 1 / 3)),
        Usual("retention takes everybody who ever joined; the cohort joined in the 28 days that ended 60 days ago",
              lambda a: a.value["retention"] in (4 / 6, 5 / 6, 6 / 8, 7 / 8)),
    ),
)  # fmt: skip
ANSWERS = Case(
    name="the community of six",
    given=toy,
    expected=EXPECTED,
    keys=("reply_rate", "negative_share"),
    usual=(
        Usual("somebody's own second word counts as an answer", _is("reply_rate", 3 / 6)),
        Usual("an answer that was deleted counts", _is("reply_rate", 4 / 6)),
        Usual("the moderator's answer does not count; staff does answer", _is("reply_rate", 1 / 6)),
        Usual("a thread of nine hours counts as unanswered; its 24 hours are not over", _is("reply_rate", 2 / 7)),
        Usual("threads of the official account count", _is("reply_rate", 2 / 9)),
        Usual("a thread that began before the window counts", _is("reply_rate", 3 / 7)),
        Usual("a thread that was deleted counts", _is("reply_rate", 2 / 7)),
        Usual("a thread that was deleted counts among the negative ones", _is("negative_share", 2 / 8)),
        Usual("the share is one of posts; it is asked of threads, by their first post", _is("negative_share", 2 / 11)),
        Usual("threads of the official account count", _is("negative_share", 1 / 10)),
    ),
)  # fmt: skip
LATE = Case(
    name="answers after exactly 24 hours, and a minute more",
    given=lambda: (
        members_table(SIX),
        posts_table([
            ("a1", "m1", "2024-06-10 10:00", "t1", 0, 0, 0), ("a2", "m2", "2024-06-11 10:00", "t1", 1, 0, 0),
            ("b1", "m1", "2024-06-12 10:00", "t2", 0, 0, 0), ("b2", "m2", "2024-06-13 10:01", "t2", 1, 0, 0),
            ("d1", "m1", "2024-06-14 10:00", "t3", 0, 0, 0), ("d2", "m2", "2024-06-16 10:00", "t3", 1, 0, 0),
        ]),
        DAY,
    ),
    expected={"reply_rate": 1 / 3},
    keys=("reply_rate",),
    usual=(
        Usual("an answer after exactly 24 hours is in time", _is("reply_rate", 0.0)),
        Usual("hours are cut to whole ones: 24 hours and a minute are too late", _is("reply_rate", 2 / 3)),
        Usual("an answer counts whenever it comes", _is("reply_rate", 1.0)),
    ),
)  # fmt: skip
FEW = Case(
    name="the community of six",
    given=toy,
    expected=EXPECTED,
    keys=("top5_share", "gini"),
    usual=(
        Usual("the silent members are missing in `gini`; they are the most unequal of all", _is("gini", 10 / 33)),
        Usual("5 % of five members is less than one: round up", _is("top5_share", 0.0)),
        Usual("posts before the window, deleted ones or those of staff are counted", _is("top5_share", 7 / 12)),
        Usual("`gini` is 1 minus what it should be", _is("gini", 23 / 55)),
    ),
)  # fmt: skip


def _group(
    threads: int, answered: int, negative: int, cohort: int = 4, stayed: int = 3
) -> Callable[[], tuple[Any, ...]]:
    """Return the arguments of a case: twenty members in the window of whom two write, and a cohort before."""

    def given() -> tuple[Any, ...]:
        gone = cohort - stayed
        people: list[tuple[str, str, str | None, str]] = [
            (f"p{k:02d}", "2024-04-10", None, "member") for k in range(stayed)
        ]
        people += [(f"q{k:02d}", "2024-04-10", "2024-05-20", "member") for k in range(gone)]
        people += [(f"w{k:02d}", "2024-01-10", None, "member") for k in range(20 - stayed)]
        begun = [
            (f"a{k:02d}", "w00", f"2024-06-{k + 2:02d} 09:00", f"t{k}", 0, int(k < negative), 0) for k in range(threads)
        ]
        begun += [(f"b{k:02d}", "w01", f"2024-06-{k + 2:02d} 10:00", f"t{k}", 1, 0, 0) for k in range(answered)]
        return members_table(people), posts_table(begun), DAY

    return given


def _light(name: str, given: Callable[[], tuple[Any, ...]], light: str | None, *usual: Usual) -> Case:
    return Case(name=name, given=given, expected={"light": light}, keys=("light",), usual=usual)


def _says(light: str) -> Callable[[Answer], bool]:
    return lambda a: a.value["light"] == light


TRAFFIC = (
    _light("exactly on every green limit", _group(20, 14, 1), "green",
           Usual("a figure that lies exactly on the green limit is green", _says("yellow")),
           Usual("`negative_share` is judged like the others; there less is better", _says("red"))),
    _light("exactly on two yellow limits", _group(20, 10, 2), "yellow",
           Usual("a figure that lies exactly on the yellow limit is yellow", _says("red")),
           Usual("two figures are yellow, and the best one decides", _says("green"))),
    _light("three green figures and a red one", _group(20, 5, 0), "red",
           Usual("the majority decides; the worst figure should", _says("green")),
           Usual("an average decides; the worst figure should", _says("yellow"))),
    _light("nobody joined in the months of the cohort", _group(20, 20, 0, cohort=0, stayed=0), "green",
           Usual("a figure that is not defined counts as red; it has no light", _says("red"))),
)  # fmt: skip
EMPTY = (
    Case(
        name="a window without a post",
        given=lambda: (members_table(SIX), posts_table([]), DAY),
        expected={**EXPECTED, "active_share": 0.0, "newcomer_rate": 0.0, "reply_rate": None, "negative_share": None,
                  "top5_share": None, "gini": None, "light": "red"},
        usual=(
            Usual("without a thread `reply_rate` is not 0 but not defined: None", _is("reply_rate", 0.0)),
            Usual("without a post `gini` is not defined: None", lambda a: a.value["gini"] is not None),
        ),
    ),
    Case(
        name="no members at all",
        given=lambda: (members_table([]), posts_table([]), DAY),
        expected=dict.fromkeys(EXPECTED),
        usual=(Usual("without any figure there is no light: None", lambda a: a.value["light"] is not None),),
    ),
)  # fmt: skip
E5_1 = Exercise(
    "E5.1",
    "community_health",
    {
        "people": Part("who is there", (PEOPLE,), (
            "Define the population at risk first: who was a member during the window, staff left out?",
            "In the window: joined before `day`, and not gone before it began. `left` is missing for who is still there.",
            "The cohort of `retention` joined in a window that ended 60 days before `day`; each has 60 days of his own.",
        )),
        "answers": Part("who is answered", (ANSWERS, LATE), (
            "Drop what was deleted before anything else. A thread is its first post, by somebody at risk, in the window.",
            "Answers come from anybody but the author, staff included, up to 24 hours after the first post.",
            "A thread that is younger than 24 hours has not had its chance: leave it out of the rate.",
        )),
        "few": Part("how few write", (FEW,), (
            "Count posts for each person at risk, and 0 for those without: `reindex(..., fill_value=0)`.",
            "The top 5 % are `math.ceil(0.05 * n)` people.",
            "Gini of sorted numbers x₁ ≤ … ≤ xₙ: the sum of (2i − n − 1) xᵢ, divided by n times the sum of all.",
        )),
        "lights": Part("traffic light", (*TRAFFIC, *EMPTY), (
            "A limit itself still belongs to the better colour.",
            "The light is the worst colour among the figures that are defined.",
            "Return None, not 0 and not NaN, for what is not defined.",
        )),
    },
)  # fmt: skip
