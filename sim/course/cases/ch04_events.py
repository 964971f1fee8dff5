"""Visible cases of E4.4 ``event_report``: one activity of four days by hand, and the two single-sided ones beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from sim.lab.checks import Answer, Case, Exercise, Part, Usual

__all__ = ["COLUMNS", "E4_4", "activities", "days"]

COLUMNS = ("exposure", "participants", "attendees", "ugc_posts", "follows")
# exposure, online participants, guests, posts, followers, money spent (CNY), corrected: one line a day from two days before.
Day = tuple[float, float, float, float, float, float, int]
LINKED: Sequence[Day] = (
    (300, 0, 0, 0, 0, 6_000, 0), (300, 0, 0, 0, 0, 1_000, 0),
    (400, 20, 30, 5, 6, 1_000, 0), (500, 25, 35, 6, 8, 1_000, 1), (300, 50, 40, 9, 10, 1_000, 0), (200, 35, 25, 4, 6, 2_000, 0),
)  # fmt: skip
ONLINE: Sequence[Day] = ((500, 0, 0, 0, 0, 5_000, 0), (300, 0, 0, 0, 0, 1_000, 0), (200, 90, 0, 3, 9, 1_000, 0))
WEAK: Sequence[Day] = ((500, 0, 0, 0, 0, 5_000, 0), (300, 0, 0, 0, 0, 1_000, 0), (200, 40, 0, 3, 9, 1_000, 0))
OFFLINE: Sequence[Day] = ((200, 0, 0, 0, 0, 5_000, 0), (100, 0, 0, 0, 0, 1_000, 0), (100, 0, 70, 2, 7, 1_000, 0))
START = "2024-02-28"


def activities(*rows: tuple[str, str, int, float, float, int]) -> pd.DataFrame:
    """Return rows of ``campaigns``: (id, first day, days, thousand CNY online, offline, linked)."""
    made = [
        {
            "campaign_id": name, "objective": "awareness", "start": pd.Timestamp(start),
            "end": pd.Timestamp(start) + pd.Timedelta(days=length - 1), "budget_online_kcny": online,
            "budget_offline_kcny": offline, "linked": linked,
        }
        for name, start, length, online, offline, linked in rows
    ]  # fmt: skip
    return pd.DataFrame(made)


def days(name: str, start: str, some: Sequence[Day], *, before: int = 2, gone: Sequence[int] = ()) -> pd.DataFrame:
    """Return rows of ``campaign_daily``: the first line is ``before`` days before ``start``; lines ``gone`` are left out."""
    first = pd.Timestamp(start) - pd.Timedelta(days=before)
    table = pd.DataFrame(list(some), columns=[*COLUMNS, "spend_cny", "corrected"])
    table.insert(0, "campaign_id", name)
    table.insert(1, "date", first + pd.to_timedelta(range(len(table)), unit="D"))
    return table.drop(index=list(gone)).reset_index(drop=True)


MAIN = ("L1", START, 4, 50.0, 50.0, 1)
PAIR = (("N1", START, 1, 50.0, 0.0, 0), ("F1", START, 1, 0.0, 50.0, 0))
OTHERS = (("N2", START, 1, 80.0, 0.0, 0), ("X1", START, 4, 50.0, 50.0, 0))


def _daily(**more: Any) -> pd.DataFrame:
    parts = [
        days("L1", START, LINKED, **more),
        days("N1", START, ONLINE),
        days("F1", START, OFFLINE),
        days("N2", START, WEAK),
    ]
    return pd.concat(parts, ignore_index=True)


def _given(
    *rows: Any, edit: Callable[[pd.DataFrame], pd.DataFrame] = lambda t: t, **more: Any
) -> Callable[[], tuple[Any, ...]]:
    return lambda: (activities(*(rows or (MAIN, *OTHERS, *PAIR))), edit(_daily(**more)))


def _case(name: str, given: Callable[[], tuple[Any, ...]], expected: Mapping[str, Any], *usual: Usual) -> Case:
    return Case(name=name, given=given, expected=dict(expected), keys=tuple(expected), usual=usual)


def _is(key: str, value: float | str | None) -> Callable[[Answer], bool]:
    """Recognise an answer that gives ``key`` one (wrong) value."""

    def when(answer: Answer) -> bool:
        got = answer.value[key]
        return got == value if value is None or isinstance(value, str) else abs(got - value) < 1e-6

    return when


def _twice(table: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table, table[table["campaign_id"] == "L1"].iloc[[3]]], ignore_index=True)


def _thousand(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(spend_kcny=table["spend_cny"] / 1000.0).drop(columns="spend_cny")


def _nobody(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**dict.fromkeys(COLUMNS, 0.0))


def _uncorrected(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(corrected=0)


RATES = (
    _case(
        "one linked activity", _given(),
        {"exposure": 2000.0, "participation_rate": 130 / 2000, "attendance_rate": 130 / 2000, "posts_per_guest": 24 / 260},
        Usual("the days of other activities are added", lambda a: a.value["exposure"] > 2000),
        Usual("the days before the start are left out; people hear of it then, too", _is("exposure", 1400)),
        Usual("a rate is the mean of the days' rates; divide the sums", lambda a: a.value["exposure"] == 2000
              and a.value["participation_rate"] != 130 / 2000),
        Usual("posts are made by guests and online participants", _is("posts_per_guest", 24 / 130)),
    ),
    _case(
        "a row that stands twice", _given(edit=_twice), {"exposure": 2000.0, "participation_rate": 130 / 2000},
        Usual("a day that stands twice counts twice", _is("exposure", 2500)),
    ),
    _case(
        "an activity that nobody has heard of", _given(edit=_nobody),
        {"exposure": 0.0, "participation_rate": None, "attendance_rate": None, "posts_per_guest": None},
        Usual("a rate of nothing is None, not 0", _is("participation_rate", 0.0)),
    ),
)  # fmt: skip
MONEY = (
    _case("money in CNY", _given(), {"cost_per_follow": 400.0},
          Usual("money is read as thousand CNY", _is("cost_per_follow", 400_000)),
          Usual("the planned budget is not what was spent", _is("cost_per_follow", 100_000 / 30))),
    _case("money in thousand CNY", _given(edit=_thousand), {"cost_per_follow": 400.0},
          Usual("`spend_kcny` is in thousand CNY; the answer is in CNY", _is("cost_per_follow", 0.4))),
    _case("no new follower", _given(edit=_nobody), {"cost_per_follow": None},
          Usual("without a follower there is no cost of one: None", lambda a: a.value["cost_per_follow"] is not None)),
)  # fmt: skip
PEAK = (
    _case("four days", _given(), {"peak_day": "2024-03-01"},
          Usual("the day with most exposure is not the day with most people", _is("peak_day", "2024-02-29")),
          Usual("the day is given as its number", lambda a: isinstance(a.value["peak_day"], (int, float))),
          Usual("the day is a time; a text like 2024-03-01 is asked for", lambda a: not isinstance(a.value["peak_day"], str))),
    _case("two days alike", _given(edit=lambda t: t.assign(participants=t["participants"].replace(50, 20))),
          {"peak_day": "2024-02-29"},
          Usual("of days that are alike the first one counts", _is("peak_day", "2024-03-02"))),
    _case("nobody came", _given(edit=_nobody), {"peak_day": None},
          Usual("where nobody took part there is no peak", lambda a: a.value["peak_day"] is not None)),
)  # fmt: skip
CORRECTION = (
    _case("corrected on the second day", _given(), {"per_day_before": 55.0, "per_day_after": 75.0},
          Usual("the days of promotion are counted as days of the activity", _is("per_day_before", 27.5)),
          Usual("the day of the correction belongs to what came before", _is("per_day_before", 50.0)),
          Usual("sums are compared; two days may stand against five", _is("per_day_before", 110.0))),
    _case("the last day is missing", _given(gone=(5,)), {"per_day_before": 55.0, "per_day_after": 45.0},
          Usual("a day without a row counts 0; the activity lasts until its end", _is("per_day_after", 90.0))),
    _case("corrected on the last day", _given(edit=lambda t: t.assign(corrected=(t["date"] == "2024-03-02").astype(int))),
          {"per_day_before": 65.0, "per_day_after": None},
          Usual("after the last day there is nothing to average: None", _is("per_day_after", 0.0))),
    _case("never corrected", _given(edit=_uncorrected), {"per_day_before": None, "per_day_after": None},
          Usual("without a correction there is no before and no after", lambda a: a.value["per_day_before"] is not None)),
)  # fmt: skip
CONTRAST = (
    _case("linked against both alone", _given(), {"contrast": 100.0},
          Usual("the sign is the other way round: linked minus the sum", _is("contrast", -100.0)),
          Usual("compare with the sum of both, not with the better one", _is("contrast", 170.0)),
          Usual("the online activity with another budget is taken, too", lambda a: a.value["contrast"] in (60.0, 150.0))),
    _case("without the offline one", _given(MAIN, PAIR[0]), {"contrast": None},
          Usual("half of a comparison is none", lambda a: a.value["contrast"] is not None)),
    _case("alone in the file", _given(MAIN), {"contrast": None}),
)  # fmt: skip

E4_4 = Exercise(
    "E4.4",
    "event_report",
    {
        "rates": Part(
            "rates", RATES,
            (
                "One activity, each of its days once: filter first, then add.",
                "Rates are quotients of sums over all days, promotion included.",
                "Write one small function that divides and returns None where the divisor is 0.",
            ),
        ),
        "money": Part(
            "cost of a follower", MONEY,
            (
                "Spent money stands in the daily table; its column says the unit.",
                "`spend_cny` is CNY, `spend_kcny` thousand CNY.",
                "Answer in CNY; None without a follower.",
            ),
        ),
        "peak": Part(
            "peak day", PEAK,
            (
                "The day on which most people took part, online and at the venue together.",
                "Of equal days the first; sort by date before you look.",
                "`str(day.date())` writes a time as a date.",
            ),
        ),
        "correction": Part(
            "before and after", CORRECTION,
            (
                "Only days from `start` to `end` count here; how many are there on each side?",
                "A correction acts from the next day on; of several, take the first.",
                "Divide by the number of days of the calendar, not of rows.",
            ),
        ),
        "contrast": Part(
            "more than the sum?", CONTRAST,
            (
                "Which rows of `campaign` are its two halves? Look at budgets and at `linked`.",
                "Result: participants and guests. Linked minus (online alone plus offline alone).",
                "Both halves must be there, with exactly the budgets of this activity's sides.",
            ),
        ),
    },
)  # fmt: skip
