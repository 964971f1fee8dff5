"""Visible cases of E5.2 ``apply_sanctions``: short logs of violations made by hand, and the course's policy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from sim.lab.checks import Answer, Case, Exercise, Part, Usual

__all__ = ["E5_2", "FOUR", "POLICY", "log_table", "policy"]

POLICY: dict[str, Any] = {
    "ladder": ["warn", "delete", "mute", "remove"], "strike_days": 30, "mute_days": 3, "direct": ["spam"],
}  # fmt: skip
# member, time, subtype, appeal successful?
Row = tuple[str, str, str, int]
FOUR: Sequence[Row] = (
    ("m1", "2024-03-01 09:00", "attack", 0),
    ("m1", "2024-03-06 09:00", "rumour", 0),
    ("m2", "2024-03-07 09:00", "hype", 0),
    ("m1", "2024-03-11 09:00", "attack", 0),
    ("m1", "2024-03-20 09:00", "personal", 0),
)


def policy(**changes: Any) -> dict[str, Any]:
    """Return the course's policy, with changes."""
    return {**POLICY, "ladder": list(POLICY["ladder"]), "direct": list(POLICY["direct"]), **changes}


def log_table(rows: Sequence[Row]) -> pd.DataFrame:
    """Return cases as the data set ``moderation_log`` has them, the columns that count."""
    table = pd.DataFrame(rows, columns=["member_id", "ts", "subtype", "appeal_ok"])
    table = table.assign(ts=pd.to_datetime(table["ts"], format="ISO8601"))
    table.insert(0, "case_id", [f"v{k:02d}" for k in range(1, len(table) + 1)])
    return table


def _answer(rows: Sequence[tuple[str, int, str, str | None]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["action", "step", "reason", "active_until"])
    table = table.assign(active_until=pd.to_datetime(table["active_until"], format="ISO8601"))
    table.insert(0, "case_id", [f"v{k:02d}" for k in range(1, len(table) + 1)])
    return table


def _case(
    name: str, rows: Sequence[Row], expected: Sequence[tuple[str, int, str, str | None]], *usual: Usual, **changes: Any
) -> Case:
    return Case(name=name, given=lambda: (log_table(rows), policy(**changes)), expected=_answer(expected), usual=usual)


def _actions(*names: str) -> Callable[[Answer], bool]:
    return lambda a: list(a.value["action"]) == list(names)


def _steps(*numbers: int) -> Callable[[Answer], bool]:
    return lambda a: [int(x) for x in a.value["step"]] == list(numbers)


LADDER = _case(
    "four violations in twenty days, and another member",
    FOUR,
    [
        ("warn", 1, "ladder", "2024-03-31 09:00"),
        ("delete", 2, "ladder", "2024-04-05 09:00"),
        ("warn", 1, "ladder", "2024-04-06 09:00"),
        ("mute", 3, "ladder", "2024-03-14 09:00"),
        ("remove", 4, "ladder", None),
    ],
    Usual("the steps of one member are counted for another one as well", _steps(1, 2, 3, 4, 4)),
    Usual("the steps of one member are counted for another one as well", _steps(1, 2, 3, 4, 0)),
    Usual("every row gets the first step: earlier strikes are forgotten", _steps(1, 1, 1, 1, 1)),
    Usual("`step` begins at 0; the first step is 1", _steps(0, 1, 0, 2, 3)),
    Usual("a mute is in force as long as a strike counts; it ends after `mute_days`",
          lambda a: a.value["active_until"].iloc[3] == pd.Timestamp("2024-04-10 09:00")),
    Usual("a removal has an end; it has none (NaT)", lambda a: not pd.isna(a.value["active_until"].iloc[4])),
)  # fmt: skip
FIFTH = _case(
    "more strikes than steps, without a removal in the ladder",
    [("m1", f"2024-03-0{k} 09:00", "attack", 0) for k in range(1, 5)],
    [("warn", 1, "ladder", "2024-03-31 09:00"), ("delete", 2, "ladder", "2024-04-01 09:00"),
     ("delete", 2, "ladder", "2024-04-02 09:00"), ("delete", 2, "ladder", "2024-04-03 09:00")],
    Usual("after the last step it begins anew; the last step stays", _steps(1, 2, 1, 2)),
    ladder=["warn", "delete"],
)  # fmt: skip
EXPIRY = (
    _case(
        "strikes that are 30 days old, a minute less, and much older",
        [("m1", "2024-03-01 09:00", "attack", 0), ("m1", "2024-03-31 09:00", "attack", 0),
         ("m2", "2024-03-01 09:00", "attack", 0), ("m2", "2024-03-31 08:59", "attack", 0),
         ("m3", "2024-03-01 09:00", "attack", 0), ("m3", "2024-05-01 09:00", "attack", 0)],
        [("warn", 1, "ladder", "2024-03-31 09:00"), ("warn", 1, "ladder", "2024-04-30 09:00"),
         ("warn", 1, "ladder", "2024-03-31 09:00"), ("delete", 2, "ladder", "2024-04-30 08:59"),
         ("warn", 1, "ladder", "2024-03-31 09:00"), ("warn", 1, "ladder", "2024-05-31 09:00")],
        Usual("strikes never expire", _steps(1, 2, 1, 2, 1, 2)),
        Usual("a strike of exactly 30 days has expired", _steps(1, 2, 1, 2, 1, 1)),
        Usual("a strike of 30 days less a minute still counts", _steps(1, 1, 1, 1, 1, 1)),
    ),
    _case(
        "each strike expires by itself",
        [("m1", "2024-03-01 09:00", "attack", 0), ("m1", "2024-03-25 09:00", "attack", 0),
         ("m1", "2024-04-05 09:00", "attack", 0), ("m1", "2024-05-20 09:00", "attack", 0)],
        [("warn", 1, "ladder", "2024-03-31 09:00"), ("delete", 2, "ladder", "2024-04-24 09:00"),
         ("delete", 2, "ladder", "2024-05-05 09:00"), ("warn", 1, "ladder", "2024-06-19 09:00")],
        Usual("a new strike makes the old ones young again; each expires by itself", _steps(1, 2, 3, 1)),
        Usual("when one strike expires, all are forgotten", _steps(1, 2, 1, 1)),
        Usual("strikes never expire", _steps(1, 2, 3, 4)),
    ),
)  # fmt: skip
DIRECT = _case(
    "spam, and what is in the log afterwards",
    [("m1", "2024-03-01 09:00", "spam", 0), ("m1", "2024-03-01 09:05", "spam", 0), ("m2", "2024-03-02 09:00", "advert", 0)],
    [("remove", 4, "direct", None), ("none", 0, "removed", None), ("warn", 1, "ladder", "2024-04-01 09:00")],
    Usual("spam goes through the ladder; the policy removes it at once", _actions("warn", "delete", "warn")),
    Usual("a member who was removed is sanctioned again", _actions("remove", "remove", "warn")),
    Usual("`direct` is taken for all adverts; it names spam alone", _actions("remove", "none", "remove")),
    Usual("a direct removal has the number of the last step", _steps(1, 0, 1)),
)  # fmt: skip
ORDER = (
    _case(
        "a log that is not sorted",
        [("m1", "2024-03-11 09:00", "attack", 0), ("m1", "2024-03-01 09:00", "rumour", 0),
         ("m1", "2024-03-06 09:00", "attack", 0)],
        [("mute", 3, "ladder", "2024-03-14 09:00"), ("warn", 1, "ladder", "2024-03-31 09:00"),
         ("delete", 2, "ladder", "2024-04-05 09:00")],
        Usual("the answer is sorted by time; its rows keep the order of the log",
              lambda a: list(a.value["case_id"]) == ["v02", "v03", "v01"]),
        Usual("cases are taken in the order of the file; they happened in another", _steps(1, 2, 3)),
    ),
    _case(
        "two violations in the same minute",
        [("m1", "2024-03-02 09:00", "attack", 0), ("m1", "2024-03-01 09:00", "attack", 0), ("m1", "2024-03-02 09:00", "hype", 0)],
        [("delete", 2, "ladder", "2024-04-01 09:00"), ("warn", 1, "ladder", "2024-03-31 09:00"),
         ("mute", 3, "ladder", "2024-03-05 09:00")],
        Usual("of two cases in the same minute the later one in the file comes first", _steps(3, 1, 2)),
        Usual("two cases in the same minute get the same step", _steps(2, 1, 2)),
    ),
    _case("an empty log", [], []),
)  # fmt: skip
E5_2 = Exercise(
    "E5.2",
    "apply_sanctions",
    {
        "ladder": Part("four steps", (LADDER, FIFTH), (
            "Keep a list of strike times for each member, and look at its length before you choose the step.",
            "Step k is `ladder[k - 1]`; beyond the end the last step stays.",
            "`active_until`: a warning or deletion until its strike expires, a mute until it ends, a removal NaT.",
        )),
        "expiry": Part("strikes expire", (*EXPIRY,), (
            "Keep a queue of strike dates per member and drop expired ones before choosing the step.",
            "A strike counts while it is younger than `strike_days`: compare time differences, not dates.",
            "Drop single strikes, not the whole list, and leave the times of the others alone.",
        )),
        "direct": Part("removed at once", (DIRECT,), (
            "Look at `subtype` before you count strikes.",
            "Remember who is out: his later rows get the action none, the step 0 and the reason removed.",
            "The step of a direct removal is the number of steps in the ladder.",
        )),
        "order": Part("the order of things", ORDER, (
            "What happened first is decided first; the answer has the rows where the log has them.",
            "A stable sort keeps the file's order where times are equal: `sort_values('ts', kind='stable')`.",
            "Write each answer to its position in the log; for an empty log return the columns without a row.",
        )),
    },
)  # fmt: skip
