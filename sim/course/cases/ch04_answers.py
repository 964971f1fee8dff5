"""Visible cases of section 4.1: E4.1 ``response_effect``. The tables are toys of which every number is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.lab.checks import ANYTHING, Answer, Case, Exercise, Part, Usual

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BANDS", "E4_1", "REPORT", "some_events", "some_tickets", "wilson"]

BANDS = ("< 1 h", "1–4 h", "4–12 h", "12–24 h", "> 24 h", "never")
REPORT = (
    "band", "n", "satisfaction", "satisfaction_gap", "revisit", "revisit_low", "revisit_high", "revisit_gap",
)  # fmt: skip
START, NAN = "2024-03-04 09:00", float("nan")
Row = tuple[str, str, int, float | None, float | None]


def some_tickets(rows: Sequence[Row], *, day: float = 0.0) -> pd.DataFrame:
    """Return a table of tickets: user, kind, severity, hours to the first reply (None: never), satisfaction (None: not rated).

    Tickets are written a minute apart, from ``day`` days after the start on.
    """
    import pandas as pd

    made = pd.Timestamp(START) + pd.to_timedelta(day, "D") + pd.to_timedelta(range(len(rows)), "min")
    wait = pd.to_timedelta([float("nan") if row[3] is None else row[3] for row in rows], "h")
    text = lambda k: pd.Series([row[k] for row in rows], dtype=object)  # noqa: E731
    return pd.DataFrame({
        "ticket_id": [f"t{k:03d}" for k in range(len(rows))], "created_ts": made, "user_id": text(0), "kind": text(1),
        "severity": [row[2] for row in rows], "first_reply_ts": made + wait,
        "satisfaction": [NAN if row[4] is None else row[4] for row in rows],
    })  # fmt: skip


def some_events(rows: Sequence[tuple[str, float, str]], *, until: float = 60.0) -> pd.DataFrame:
    """Return a table of events: user, days after the start, event; the last one is a stranger's view after ``until`` days."""
    import pandas as pd

    every = [*rows, ("stranger", until, "view")]
    return pd.DataFrame({
        "user_id": [row[0] for row in every],
        "ts": [pd.Timestamp(START) + pd.to_timedelta(row[1], "D") for row in every], "event": [row[2] for row in every],
    })  # fmt: skip


def _table(answer: Answer) -> str | None:
    """Return an objection to the form of an answer to E4.1."""
    value = answer.value
    if type(value).__name__ != "DataFrame":
        return "it should return a table (DataFrame)"
    if list(value.columns) != list(REPORT):
        return f"the table should have exactly the columns {', '.join(REPORT)}"
    if list(value["band"]) != list(BANDS):
        return f"the table should have the six bands in order: {', '.join(BANDS)}"
    return None


def _values(answer: Answer, column: str) -> list[float]:
    return [float(x) for x in answer.value[column]]


def _same(found: float, wanted: float) -> bool:
    return abs(found - wanted) < 1e-6 or (found != found and wanted != wanted)


def _column(
    name: str, given: Callable[[], tuple[Any, ...]], wanted: Mapping[str, Sequence[float]], *usual: Usual
) -> Case:
    """Return a case that compares some columns, band by band."""

    def watch(answer: Answer) -> str | None:
        problem = _table(answer)
        if problem:
            return problem
        for column, numbers in wanted.items():
            for band, found, right in zip(BANDS, _values(answer, column), numbers, strict=True):
                if not _same(found, right):
                    return f"`{column}` of {band} is {found:.4g}, not as the rows say"
        return None

    return Case(name=name, given=given, expected=ANYTHING, watch=watch, usual=usual)


def _is(column: str, *numbers: float) -> Callable[[Answer], bool]:
    """Return the question whether a column holds exactly these numbers."""
    return lambda answer: all(_same(a, b) for a, b in zip(_values(answer, column), numbers, strict=True))


# ------------------------------------------------------------------------------------------------------- E4.1

_BORDERS: tuple[Row, ...] = (
    ("a", "enquiry", 1, 0.5, 0.9), ("b", "enquiry", 1, 1.0, 0.6), ("c", "enquiry", 1, 4.0, 0.5), ("d", "enquiry", 1, 12.0, 0.4),
    ("e", "enquiry", 1, 24.0, 0.3), ("f", "enquiry", 1, 30.0, None), ("g", "enquiry", 1, None, 0.2),
    ("h", "enquiry", 1, None, None), ("i", "enquiry", 1, 3.9, 0.8),
)  # fmt: skip


def _known(users: str) -> list[tuple[str, float, str]]:
    """Return a view of each user: they are in the sample, and have not come back."""
    return [(user, 0.5, "view") for user in users]


def _twice() -> tuple[pd.DataFrame, pd.DataFrame]:
    import pandas as pd

    table = some_tickets(_BORDERS)
    return pd.concat([table, table.iloc[[1, 6]]], ignore_index=True), some_events(_known("abcdefghi"))


BAND = (
    _column(
        "nine tickets, some of them on a border", lambda: (some_tickets(_BORDERS), some_events(_known("abcdefghi"))),
        {"n": (1, 2, 1, 1, 2, 2)},
        Usual("a wait of exactly 1, 4, 12 or 24 hours belongs to the slower band", _is("n", 2, 2, 1, 1, 1, 2)),
        Usual("tickets without a reply are left out, or counted as slow; they are the band `never`", _is("n", 1, 2, 1, 1, 2, 0)),
        Usual("tickets without a reply are counted as the slowest answered ones", _is("n", 1, 2, 1, 1, 4, 0)),
    ),
    _column(
        "the same with two rows exported twice", _twice, {"n": (1, 2, 1, 1, 2, 2)},
        Usual("a ticket that was exported twice is counted twice", _is("n", 1, 3, 1, 1, 2, 3)),
    ),
    _column("no tickets", lambda: (some_tickets(()), some_events([])), {"n": (0, 0, 0, 0, 0, 0)}),
)  # fmt: skip

FELT = (
    _column(
        "nine tickets, two of them not rated", lambda: (some_tickets(_BORDERS), some_events(_known("abcdefghi"))),
        {"satisfaction": (0.9, 0.7, 0.5, 0.4, 0.3, 0.2)},
        Usual("a ticket without a rating counts as 0; nobody knows how its author felt",
              _is("satisfaction", 0.9, 0.7, 0.5, 0.4, 0.15, 0.1)),
    ),
    _column("no tickets", lambda: (some_tickets(()), some_events([])), {"satisfaction": (NAN,) * 6}),
)  # fmt: skip

_COME: tuple[Row, ...] = tuple((user, "enquiry", 1, 0.5, None) for user in "abcdefgh")
_BACK = [
    *_known("abcdefg"), ("a", 3.0, "visit"), ("b", 13.9, "visit"), ("c", 14.3, "visit"), ("d", -1.0, "visit"),
    ("e", 2.0, "purchase"), ("f", 1.0, "visit"), ("f", 2.0, "visit"),
]  # fmt: skip


def wilson(came: float, n: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval (1927) of a share of ``n``; NaN for n = 0."""
    if not n:
        return NAN, NAN
    p = came / n
    centre, half = p + z * z / (2 * n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)


_LOW, _HIGH = wilson(3, 7)  # a, b and f of seven came back; h is not in the sample
RETURN = (
    _column(
        "eight people: three came back, one is not in the sample", lambda: (some_tickets(_COME), some_events(_BACK)),
        {"revisit": (3 / 7, NAN, NAN, NAN, NAN, NAN)},
        Usual("somebody who is not in the sample counts as not having come back", _is("revisit", 3 / 8, *(NAN,) * 5)),
        Usual("a visit more than 14 days later counts, or one before the ticket", _is("revisit", 4 / 7, *(NAN,) * 5)),
        Usual("visits before the ticket and after 14 days count", _is("revisit", 5 / 7, *(NAN,) * 5)),
        Usual("any event counts as coming back; it is `visit` alone", _is("revisit", 1.0, *(NAN,) * 5)),
    ),
    _column(
        "the interval", lambda: (some_tickets(_COME), some_events(_BACK)),
        {"revisit_low": (_LOW, *(NAN,) * 5), "revisit_high": (_HIGH, *(NAN,) * 5)},
        Usual("the interval is that of Wald (p ± 1.96 standard errors); with few tickets it is too short",
              lambda a: abs(_values(a, "revisit_low")[0] - (3 / 7 - 1.96 * (12 / 49 / 7) ** 0.5)) < 1e-3),
    ),
    _column(
        "the same people, whose 14 days are not over when the export ends",
        lambda: (some_tickets(_COME), some_events(_BACK[:7], until=10.0)),
        {"revisit": (NAN,) * 6},
        Usual("who wrote less than 14 days before the last event has not failed to come back: he still may",
              _is("revisit", 0.0, *(NAN,) * 5)),
    ),
)  # fmt: skip

# Severe complaints are answered first and rated worst; within each severity waiting costs 0.2.
_TRAP: tuple[Row, ...] = (
    *((f"s{k}", "complaint", 5, 0.5, 0.3) for k in range(6)), *((f"t{k}", "complaint", 5, 6.0, 0.1) for k in range(2)),
    *((f"u{k}", "complaint", 1, 0.5, 0.8) for k in range(2)), *((f"v{k}", "complaint", 1, 6.0, 0.6) for k in range(6)),
    ("w", "praise", 1, 6.0, 0.9),
)  # fmt: skip


def _trap() -> tuple[pd.DataFrame, pd.DataFrame]:
    users = [row[0] for row in _TRAP]
    came = [(user, 2.0, "visit") for user in ("s0", "s1", "s2", "u0", "u1", "v0", "v1", "v2")]
    return some_tickets(_TRAP), some_events([*((user, 0.5, "view") for user in users), *came])


LIKE = (
    _column(
        "severe complaints, answered first and rated worst", _trap,
        {"satisfaction_gap": (0.0, NAN, -0.2, NAN, NAN, NAN)},
        Usual("`satisfaction_gap` has the wrong sign: band minus `< 1 h`",
              lambda a: abs(_values(a, "satisfaction_gap")[2] - 0.2) < 1e-6),
        Usual("`satisfaction_gap` compares bands of different mixes: severe complaints stand in the fast one",
              lambda a: _values(a, "satisfaction_gap")[2] > 0),
        Usual("a group that only one of the two bands has is compared with nothing, or with another group",
              lambda a: _values(a, "satisfaction_gap")[2] != _values(a, "satisfaction_gap")[2]),
    ),
    _column(
        "the same, coming back", _trap,
        # Severity 5: 0 - 1/2 at weight 8; severity 1: 1/2 - 1 at weight 8.
        {"revisit_gap": (0.0, NAN, -0.5, NAN, NAN, NAN)},
        Usual("`revisit_gap` compares bands of different mixes", lambda a: _values(a, "revisit_gap")[2] > -0.49),
    ),
    _column(
        "unequal mixes: the weights of a group are its tickets in all bands",
        lambda: (some_tickets((*_TRAP[:9], *_TRAP[10:], ("x", "complaint", 1, 0.5, 0.9))), some_events([])),
        {"satisfaction_gap": (0.0, NAN, -0.2 * 8 / 16 - 0.25 * 8 / 16, NAN, NAN, NAN)},
        Usual("the groups are weighed alike, or by one band: weigh each by its rated tickets in all six bands",
              lambda a: -0.26 < _values(a, "satisfaction_gap")[2] < -0.19),
    ),
)  # fmt: skip

E4_1 = Exercise(
    "E4.1",
    "response_effect",
    {
        "bands": Part(
            "six bands", BAND,
            (
                "First drop rows that repeat a `ticket_id`; then compute the hours from `created_ts` to `first_reply_ts`.",
                "Five bands from borders (which side does a border belong to?), and a sixth for tickets without a reply.",
                "All six rows are always there, in order, also with n = 0: `reindex` makes missing ones.",
            ),
        ),
        "satisfaction": Part(
            "satisfaction", FELT,
            (
                "Not everybody rates. Whom does the mean concern?",
                "A mean of what is there leaves missing values out by itself.",
                "A band without a rating has no mean: NaN, not 0.",
            ),
        ),
        "revisit": Part(
            "coming back", RETURN,
            (
                "Of whom does `user_events` tell anything at all? Only of a sample of users.",
                "14 days from the moment of writing; only `visit`; once is enough. And are the 14 days over when the table ends?",
                "Wilson's interval: centre (p + z²/2n) / (1 + z²/n), half width z √(p(1 − p)/n + z²/4n²) / (1 + z²/n), z = 1.96.",
            ),
        ),
        "gaps": Part(
            "like with like", LIKE,
            (
                "Groups are kind and severity together. Within a group, compare a band with `< 1 h`.",
                "Only groups that have an outcome in both bands can be compared.",
                "Mean of the groups' differences, each weighed by its tickets with an outcome in all bands.",
            ),
        ),
    },
)  # fmt: skip
