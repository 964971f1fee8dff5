"""Visible cases of E2.2 ``lifecycle_labels`` and ``rf_table``: users and events made by hand around one date."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.lab.checks import Answer, Case, Exercise, Part, Usual

__all__ = ["AS_OF", "E2_2", "E2_2_TABLE", "events_table", "users_table"]

AS_OF = pd.Timestamp("2024-06-28")  # a Friday, midnight
REACTIONS = ("like", "comment", "share", "save")
# (days before the date, kind of event); 2 and 9 days before it lie in different weeks.
Story = Sequence[tuple[float, str]]
SIX: Story = [(2, "like"), (2.1, "like"), (2.2, "comment"), (9, "share"), (9.1, "save"), (9.2, "like")]

# Ten people: whether they follow now, what they did, and what they are.
TEN: Mapping[str, tuple[int, Story, str]] = {
    "u01": (1, [(40, "follow"), *SIX], "loyal"),
    "u02": (1, [(90, "follow"), (45, "like"), (41, "like")], "lost"),
    "u03": (1, [(5, "follow"), (4, "view")], "potential"),
    "u04": (1, [(80, "follow"), (20, "like"), (12, "comment"), (3.5, "like")], "active"),
    "u05": (0, [(36, "view"), (35, "click"), (34, "visit")], "potential"),
    "u06": (0, [(100, "follow"), (60, "like"), (50, "unfollow")], "lost"),
    "u07": (1, [(70, "follow"), *((2 + k / 100, "like") for k in range(7))], "active"),
    "u08": (0, [(12, "visit"), (8, "like"), (3, "share")], "active"),
    "u09": (1, [(200, "follow"), (150, "like"), (120, "like"), (90, "share"), (10, "view")], "potential"),
    "u10": (1, [(300, "follow"), (3, "comment"), (1.25, "like")], "active"),
}  # fmt: skip


def users_table(people: Mapping[str, tuple[int, Story, str]]) -> pd.DataFrame:
    """Return users as the data set ``users_sample`` has them, the columns that count."""
    return pd.DataFrame({"user_id": list(people), "follower": [one[0] for one in people.values()], "platform": "weibo"})


def events_table(people: Mapping[str, tuple[int, Story, str]], as_of: pd.Timestamp = AS_OF) -> pd.DataFrame:
    """Return events as the data set ``user_events`` has them, in the order of time."""
    rows = [
        {"user_id": who, "ts": as_of - pd.Timedelta(days=ago), "platform": "weibo", "event": kind}
        for who, (_, story, _) in people.items()
        for ago, kind in story
    ]
    table = pd.DataFrame(rows, columns=["user_id", "ts", "platform", "event"]).sort_values("ts", kind="stable")
    return table.reset_index(drop=True).assign(event_id=[f"e{k}" for k in range(len(rows))])


def _given(people: Mapping[str, tuple[int, Story, str]]) -> Callable[[], tuple[Any, ...]]:
    return lambda: (users_table(people), events_table(people), AS_OF)


def _labels(people: Mapping[str, tuple[int, Story, str]]) -> pd.Series:
    return pd.Series([one[2] for one in people.values()], index=pd.Index(list(people), name="user_id"))


def _says(who: str, label: str) -> Callable[[Answer], bool]:
    """Recognise an answer that gives one user one (wrong) label."""
    return lambda a: a.value[who] == label


LABELS = Case(
    name="ten people",
    given=_given(TEN),
    expected=_labels(TEN),
    usual=(
        Usual("u05 never followed, so nobody was lost: he is potential", _says("u05", "lost")),
        Usual(
            "u06 unfollowed 50 days ago: he was a follower before, so he is lost",
            lambda a: a.value["u06"] in ("potential", "active"),
        ),
        Usual("u07 reacted seven times in one week; loyal takes two different weeks", _says("u07", "loyal")),
        Usual(
            "u09 reacted long ago only: reactions count for 60 days", lambda a: a.value["u09"] in ("active", "loyal")
        ),
        Usual("u03 is new and has not reacted: potential, not active", _says("u03", "active")),
        Usual(
            "views and clicks count as reactions; likes, comments, shares and saves are reactions",
            _says("u05", "active"),
        ),
        Usual("u02 was silent for more than 30 days: lost, however much he reacted before", _says("u02", "active")),
        Usual("only followers can be active; u08 reacts without following", _says("u08", "potential")),
    ),
)

EDGES: Mapping[str, tuple[int, Story, str]] = {
    "exactly 30 days": (1, [(90, "follow"), (30, "like"), (30, "share")], "active"),
    "30 days and a minute": (1, [(90, "follow"), (30 + 1 / 1440, "like"), (33, "share")], "lost"),
    "exactly six reactions": (1, [(90, "follow"), *SIX], "loyal"),
    "five reactions": (1, [(90, "follow"), *SIX[1:]], "active"),
    "exactly 60 days": (1, [(90, "follow"), (60, "like"), *SIX[1:]], "loyal"),
    "60 days and a minute": (1, [(90, "follow"), (60 + 1 / 1440, "like"), *SIX[1:]], "active"),
    # Sunday night and Monday morning: five days before the Friday lies Sunday.
    "Sunday and Monday": (1, [(90, "follow"), *((4.02, "like"),) * 3, *((3.98, "like"),) * 3], "loyal"),
    "one reaction": (1, [(90, "follow"), (5, "like")], "potential"),
    "two reactions": (1, [(90, "follow"), (5, "like"), (6, "like")], "active"),
}  # fmt: skip

BORDERS = Case(
    name="people on the border",
    given=_given(EDGES),
    expected=_labels(EDGES),
    usual=(
        Usual("somebody who did something exactly 30 days ago is not lost yet", _says("exactly 30 days", "lost")),
        Usual(
            "days are cut to whole numbers: 30 days and a minute are more than 30",
            _says("30 days and a minute", "active"),
        ),
        Usual("six reactions are enough for loyal", _says("exactly six reactions", "active")),
        Usual("five reactions are too few for loyal", _says("five reactions", "loyal")),
        Usual("a reaction exactly 60 days ago still counts", _says("exactly 60 days", "active")),
        Usual("a reaction of 60 days and a minute ago counts", _says("60 days and a minute", "loyal")),
        Usual("weeks begin on Monday: a Sunday and the next day are two weeks", _says("Sunday and Monday", "active")),
        Usual("two reactions are no longer fewer than two", _says("two reactions", "potential")),
    ),
)

LATER: Mapping[str, tuple[int, Story, str]] = {
    "comes back tomorrow": (1, [(90, "follow"), (40, "like"), (-1, "like")], "lost"),
    "reacts next week": (1, [(9, "follow"), (8, "like"), *((-k, "like") for k in range(1, 9))], "potential"),
    "at this very moment": (1, [(90, "follow"), (40, "like"), (0, "view")], "potential"),
}
FUTURE = Case(
    name="events after the date",
    given=_given(LATER),
    expected=_labels(LATER),
    usual=(
        Usual(
            "it looks into the future: what happens tomorrow is not known on this date",
            _says("comes back tomorrow", "potential"),
        ),
        Usual(
            "it looks into the future: what happens tomorrow is not known on this date",
            _says("comes back tomorrow", "active"),
        ),
        Usual(
            "it looks into the future: next week's reactions count",
            lambda a: a.value["reacts next week"] in ("loyal", "active"),
        ),
        Usual("an event at the very moment of the date belongs to the past", _says("at this very moment", "lost")),
    ),
)


def _rf(people: Mapping[str, tuple[int, Story, str]]) -> pd.DataFrame:
    rows = []
    for who, (_, story, _) in people.items():
        past = [(ago, kind) for ago, kind in story if ago >= 0]
        rows.append({
            "user_id": who, "recency_d": min((ago for ago, _ in past), default=float("nan")),
            "frequency": sum(kind in REACTIONS and ago <= 60 for ago, kind in past),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _column(
    name: str, wrong: Callable[[str, Story], float], people: Mapping[str, tuple[int, Story, str]]
) -> Callable[[Answer], bool]:
    told = [wrong(who, [(ago, kind) for ago, kind in story if ago >= 0]) for who, (_, story, _) in people.items()]
    return lambda a: all(abs(x - y) < 1e-6 for x, y in zip(a.value[name], told, strict=True))


TABLE = Case(
    name="ten people",
    given=_given(TEN),
    expected=_rf(TEN),
    usual=(
        Usual(
            "`recency_d` is cut to whole days; it is a number with decimals",
            _column("recency_d", lambda _, s: int(min(s)[0]), TEN),
        ),
        Usual(
            "`recency_d` is the age of the first event, not of the last",
            _column("recency_d", lambda _, s: max(s)[0], TEN),
        ),
        Usual(
            "`frequency` counts every event; only reactions count",
            _column("frequency", lambda _, s: sum(ago <= 60 for ago, _ in s), TEN),
        ),
        Usual(
            "`frequency` counts reactions of all times; those of 60 days count",
            _column("frequency", lambda _, s: sum(kind in REACTIONS for _, kind in s), TEN),
        ),
        Usual("the users stand in the index; `user_id` is a column", lambda a: "user_id" not in a.value.columns),
    ),
)

_RULES = (
    "Filter by date first, drop duplicate events, then group by user.",
    "Ask in the order of the rule: lost, then loyal, then potential; what is left is active.",
    "Work with ages: `(as_of - ts)` in days as a number with decimals, compared with 30 and 60.",
)
E2_2 = Exercise(
    "E2.2",
    "lifecycle_labels",
    {
        "labels": Part("ten people", (LABELS,), _RULES),
        "borders": Part(
            "borders",
            (BORDERS,),
            (
                "Each person is named after the border he stands on. Read the rule for that border word by word.",
                "`(as_of - ts).dt.days` cuts off hours; `dt.total_seconds()` does not.",
                "A calendar week: `ts.dt.to_period('W')`, or year and week of `dt.isocalendar()`.",
            ),
        ),
        "future": Part(
            "nothing from the future",
            (FUTURE,),
            (
                "A label at a date may use what was known on that date.",
                "Keep the events with `ts <= as_of` before you do anything else.",
                "An event at exactly `as_of` has the age 0 and counts.",
            ),
        ),
    },
)
E2_2_TABLE = Exercise(
    "E2.2",
    "rf_table",
    {
        "table": Part(
            "recency and frequency",
            (TABLE,),
            (
                "One row for each user, in the order of `users`, three columns.",
                "Recency is the smallest age among the events of a user; without an event it is missing (NaN).",
                "`groupby(...).min()` knows only users with events: `reindex` brings the others back.",
            ),
        )
    },
)
