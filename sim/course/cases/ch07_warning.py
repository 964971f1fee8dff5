"""Visible cases of sections 7.1 and 7.3: E7.1 ``early_warning`` and E7.3 ``risk_route``, and the tallies of hidden tests.

The streams here are toys: ten days, two platforms, every number known. Hidden tests take streams and items that nobody has
seen; ``Watched`` and ``Routed`` count over many of them what a detector or a router is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.lab.checks import ANYTHING, Answer, Case, Exercise, Part, Usual

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CFG", "E7_1", "E7_3", "REGISTER", "Routed", "Watched", "item", "toy"]

CFG = {
    "window_h": 3, "neg_share": 0.2, "min_mentions": 15, "kw_mult": 4.0, "min_hits": 4, "mode": "and", "cooldown_h": 24,
}  # fmt: skip
FIRST = "2024-03-04"  # a Monday
# What one platform adds in one hour: mentions, negative, keywords of quality, safety, service.
USUAL = (6, 0, 0, 0, 0)
Extra = Mapping[int, tuple[int, int, int, int, int]]


def toy(extra: Extra, days: int = 10) -> pd.DataFrame:
    """Return a toy stream: 6 mentions an hour on each of two platforms, none negative, one keyword of service at noon.

    ``extra`` replaces what the second platform counts in an hour (0 is the first midnight).
    """
    import pandas as pd

    hours = pd.date_range(FIRST, periods=24 * days, freq="h")
    rows = []
    for h, ts in enumerate(hours):
        first = (6, 1, 0, 0, 1) if h % 24 == 12 else USUAL
        rows += [(ts, "weibo", *first, 0), (ts, "douyin", *extra.get(h, USUAL), 0)]
    columns = ["ts", "platform", "mentions", "negative", "kw_quality", "kw_safety", "kw_service", "campaign"]
    return pd.DataFrame(rows, columns=columns)


def _at(hour: int) -> pd.Timestamp:
    import pandas as pd

    return pd.Timestamp(FIRST) + pd.Timedelta(hours=hour)


def _alarms(*rows: tuple[int, int, float, float]) -> pd.DataFrame:
    import pandas as pd

    made = pd.DataFrame(rows, columns=["ts", "level", "share", "multiple"])
    return made.assign(ts=[_at(hour) for hour in made["ts"]])


def _hours(answer: Answer) -> list[int]:
    """Return the hours of the alarms since the first midnight."""
    import pandas as pd

    gaps = pd.to_datetime(answer.value["ts"]) - pd.Timestamp(FIRST)
    return [int(gap.total_seconds() // 3600) for gap in gaps]


def _only(*columns: str) -> Callable[[Answer], str | None]:
    """Return an objection to an answer that is no table with these columns."""

    def watch(answer: Answer) -> str | None:
        value = answer.value
        if type(value).__name__ != "DataFrame":
            return None  # the comparison says it better
        missing = [name for name in columns if name not in value.columns]
        return f"the table has no column {missing[0]!r}" if missing else None

    return watch


_COLUMNS = _only("ts", "level", "share", "multiple")


def _near(answer: Answer, column: str, wanted: float) -> bool:
    return abs(float(answer.value[column].iloc[0]) - wanted) < 1e-6


# ------------------------------------------------------------------------------------------------------- E7.1

# Day 9, ten to eleven o'clock: 2 hours of trouble with a product on one platform.
_B = 24 * 9 + 10
_BURST = {_B: (14, 8, 4, 1, 0), _B + 1: (20, 15, 8, 1, 0)}
# Window of the first hour: 12 + 12 + 20 mentions, 8 negative: 0.1818. Second: 12 + 20 + 26, 23 negative, 14 hits.
_SHARE = 23 / 58

BURST = (
    Case(
        name="two hours of trouble on the tenth day",
        given=lambda: (toy(_BURST), dict(CFG)),
        expected=_alarms((_B + 1, 3, _SHARE, 14.0)),
        watch=_COLUMNS,
        usual=(
            Usual("an alarm is given with the end of its hour; `ts` is the hour that was judged", lambda a: _hours(a) == [_B + 2]),
            Usual("it rings an hour early: only one of the two indicators is on then", lambda a: _hours(a)[0] == _B),
            Usual("platforms are not added: every platform is judged by itself", lambda a: _near(a, "share", 23 / 40)),
            Usual("`share` is the mean of hourly shares, where quiet hours count as much as loud ones; add counts first",
                  lambda a: _near(a, "share", (0 / 12 + 8 / 20 + 15 / 26) / 3)),
            Usual("`share` is that of the last hour alone", lambda a: _near(a, "share", 15 / 26)),
            Usual("`multiple` is a number of hits without its baseline, or its baseline has no floor of 1",
                  lambda a: a.value["multiple"].iloc[0] > 50),
            Usual("the baseline contains the hours that are judged", lambda a: 0 < a.value["multiple"].iloc[0] < 13.9),
            Usual("it rings again while the same trouble is in the window", lambda a: len(a.value) > 1),
        ),
    ),
    Case(
        name="ten days on which nothing happens",
        given=lambda: (toy({}), dict(CFG)),
        expected=_alarms(),
        watch=_COLUMNS,
        usual=(Usual("it rings although nothing happens", lambda a: len(a.value) > 0),),
    ),
)  # fmt: skip

_LATER = {**_BURST, _B + 6: (60, 50, 30, 0, 0), _B + 7: (80, 70, 50, 0, 0)}


def _prefix(hours: int) -> Case:
    return Case(
        name=f"the same stream, as it was known {hours} hours after the trouble began",
        given=lambda: (toy(_LATER).iloc[: 2 * (_B + hours)].reset_index(drop=True), dict(CFG)),
        expected=_alarms((_B + 1, 3, _SHARE, 14.0)),
        watch=_COLUMNS,
        usual=(
            Usual("an hour at the end of the stream is not judged", lambda a: len(a.value) == 0),
            Usual("an alarm looks different when more is known later: a threshold or baseline looks ahead",
                  lambda a: len(a.value) == 1),
        ),
    )  # fmt: skip


PREFIX = (
    Case(
        name="trouble that is followed by greater trouble",
        given=lambda: (toy(_LATER), dict(CFG)),
        expected=_alarms((_B + 1, 3, _SHARE, 14.0)),
        watch=_COLUMNS,
        usual=(
            Usual("it rings where the trouble is greatest: at that hour it was not known yet that it would be",
                  lambda a: _hours(a)[0] >= _B + 6),
            Usual("it does not ring at the first trouble: a baseline or threshold of the whole stream looks ahead",
                  lambda a: len(a.value) == 0),
            Usual("it rings before it can know: is the window centred?", lambda a: _hours(a)[0] <= _B),
            Usual("the hour is right, but level or indicators contain what came later", lambda a: _hours(a) == [_B + 1]),
        ),
    ),
    _prefix(2),
    _prefix(5),
)  # fmt: skip

_THIN = dict.fromkeys(range(24 * 10), (0, 0, 0, 0, 0)) | {_B: (2, 2, 1, 1, 0), _B + 1: (5, 5, 4, 1, 0)}


def _volume(name: str, given: Callable[[], tuple[Any, ...]], expected: pd.DataFrame, *usual: Usual) -> Case:
    return Case(name=name, given=given, expected=expected, watch=_COLUMNS, usual=usual)


VOLUME = (
    _volume(
        "a share of 28 % among 25 mentions, where 30 are asked for",
        lambda: (toy(_THIN), CFG | {"min_mentions": 30}),
        _alarms(),
        Usual("it rings on fewer mentions than `min_mentions`", lambda a: len(a.value) > 0),
    ),
    _volume(
        "the same, where 25 are asked for",
        lambda: (toy(_THIN), CFG | {"min_mentions": 25}),
        _alarms((_B + 1, 1, 7 / 25, 7.0)),
        Usual("`min_mentions` is compared with the negative ones, or with one hour; it is about the mentions of the window",
              lambda a: len(a.value) == 0),
    ),
    _volume(
        "a share of exactly 25 %, where more than 25 % is asked for",
        lambda: (toy({_B - 7: (10, 10, 9, 0, 0)}), CFG | {"neg_share": 0.25}),  # at night, far from the keyword at noon
        _alarms(),
        Usual("a share that equals the threshold rings; it must lie above", lambda a: len(a.value) > 0),
    ),
    _volume(
        "share alone, in mode `share`",
        lambda: (toy({_B: (20, 16, 0, 0, 0)}), CFG | {"mode": "share"}),
        _alarms((_B, 2, 16 / 50, 0.0)),
        Usual("keywords are asked for although `mode` is `share`", lambda a: len(a.value) == 0),
    ),
)  # fmt: skip

_TWO = {_B: (40, 30, 20, 0, 0), _B + 10: (40, 30, 20, 0, 0), _B + 13: (40, 30, 20, 0, 0)}
# After the first trouble the same clock hours of one day are no longer quiet, but the median of seven is.
_FIRST, _AGAIN = (_B, 3, 30 / 70, 20.0), (_B + 10, 3, 30 / 70, 20.0)

COOLDOWN = (
    Case(
        name="trouble at 10, 20 and 23 o'clock, quiet for 12 hours after an alarm",
        given=lambda: (toy(_TWO, 11), CFG | {"cooldown_h": 12}),
        # The window of 12 hours later still holds the trouble of 10 hours later.
        expected=_alarms(_FIRST, (_B + 12, 3, 30 / 70, 20.0)),
        watch=_COLUMNS,
        usual=(
            Usual("it rings again before `cooldown_h` hours have passed since the last alarm", lambda a: len(a.value) > 2),
            Usual("after one alarm it never rings again, or silence begins anew with every hour that would ring",
                  lambda a: len(a.value) == 1),
            Usual("it does not ring when exactly `cooldown_h` hours have passed", lambda a: _hours(a)[1] == _B + 13),
        ),
    ),
    Case(
        name="the same, quiet for 10 hours",
        given=lambda: (toy(_TWO, 11), CFG | {"cooldown_h": 10}),
        expected=_alarms(_FIRST, _AGAIN),
        watch=_COLUMNS,
        usual=(
            Usual("it does not ring when exactly `cooldown_h` hours have passed", lambda a: _hours(a)[1:2] != [_B + 10]),
        ),
    ),
    Case(
        name="the same, quiet for 24 hours",
        given=lambda: (toy(_TWO, 11), CFG | {"cooldown_h": 24}),
        expected=_alarms(_FIRST),
        watch=_COLUMNS,
        usual=(Usual("it rings again on the same day", lambda a: len(a.value) > 1),),
    ),
)  # fmt: skip


def _level(name: str, hour: tuple[int, int, int, int, int], row: tuple[int, float, float]) -> Case:
    return Case(
        name=name,
        given=lambda: (toy({_B: hour}), dict(CFG)),
        expected=_alarms((_B, *row)),
        watch=_COLUMNS,
        usual=(
            Usual("levels begin at 0; the lowest alarm has level 1", lambda a: row[0] == 1 and a.value["level"].iloc[0] == 0),
            Usual("the level leaves out one of the three reasons to go up",
                  lambda a: 0 < a.value["level"].iloc[0] < row[0]),
            Usual("the level goes up for a reason that is not there: compare with half, half as much again, and twice",
                  lambda a: a.value["level"].iloc[0] > row[0]),
        ),
    )  # fmt: skip


LEVEL = (
    _level("a share of 23 % and 5 hits", (20, 11, 5, 0, 0), (1, 11 / 50, 5.0)),
    _level("a share of 32 %, above half as much again as the threshold", (20, 16, 5, 0, 0), (2, 0.32, 5.0)),
    _level("8 hits, twice the limit", (20, 11, 8, 0, 0), (2, 11 / 50, 8.0)),
    _level("hits of which half are about safety", (20, 11, 3, 3, 0), (2, 11 / 50, 6.0)),
    _level("all of it", (30, 25, 5, 5, 0), (4, 25 / 60, 10.0)),
)

E7_1 = Exercise(
    "E7.1",
    "early_warning",
    {
        "burst": Part(
            "a burst", BURST,
            (
                "Add the platforms first: one row an hour. Then think in windows of `window_h` hours.",
                "A share of a window is negative ones of the window over mentions of the window: rolling sums, not rolling means.",
                "Baseline of an hour: the median of the hits at the same clock hour on the seven days before. `shift(24 * d)`.",
            ),
        ),
        "prefix": Part(
            "no look ahead", PREFIX,
            (
                "At each hour you may use what was known then. What in your code needs the whole stream?",
                "Means, medians and maxima over a whole column look ahead; so does a centred window.",
                "Cut the stream after the trouble and run again: the alarms before the cut must be the same.",
            ),
        ),
        "volume": Part(
            "smallest sample", VOLUME,
            (
                "Three of five is 60 %, and means nothing. Which number guards against it?",
                "It is compared with the mentions of the window, all platforms together.",
                "Read the words of the rule: *at least* `min_mentions`, *more than* `neg_share`; `mode` says which count.",
            ),
        ),
        "cooldown": Part(
            "cool-down", COOLDOWN,
            (
                "After an alarm, `cooldown_h` hours must pass before the next one.",
                "It is counted from the last alarm that was given, not from the last hour that would have rung.",
                "Walk through the hours that would ring, in order, and remember one time only.",
            ),
        ),
        "level": Part(
            "risk level", LEVEL,
            (
                "Begin with 1 and ask three questions; each yes adds one.",
                "The questions: share, number of hits, and how many of the hits are about safety.",
                "A border counts as reached: half as much again, twice the limit, half of the hits.",
            ),
        ),
    },
)  # fmt: skip


@dataclass
class Watched:
    """Counts over many streams what a detector is worth; ``case`` makes the case of one stream, ``verdict`` the last one."""

    delays_h: list[float] = field(default_factory=list)
    false: int = 0
    missed: int = 0
    days: int = 0

    def case(self, name: str, stream: Any, *, merged: bool = True) -> Case:
        """Return a case that hands the detector a stream of ``datasets.mentions`` and counts its alarms.

        ``merged``: one row an hour for all platforms together, which reaches the detector in a third of the time.
        """
        import pandas as pd

        def given() -> tuple[Any, ...]:
            rows = pd.DataFrame(stream.rows)
            if merged:
                one = rows.drop(columns=["platform", "campaign"]).groupby("ts", as_index=False).sum()
                one.insert(1, "platform", "all")
                rows = one.assign(campaign=rows.groupby("ts")["campaign"].max().to_numpy())
            return (rows,)

        return Case(name=name, given=given, expected=ANYTHING, watch=lambda answer: self.count(answer.value, stream))

    def count(self, table: Any, stream: Any) -> str | None:
        """Count the alarms of one stream; an alarm is known at the end of its hour."""
        import pandas as pd

        if type(table).__name__ != "DataFrame" or "ts" not in table.columns:
            return "the answer is no table with a column 'ts'"
        rang = [ts + pd.Timedelta("1h") for ts in pd.to_datetime(table["ts"])]
        truth = zip(stream.truth["onset"], stream.truth["until"], stream.truth["kind"], strict=True)
        self.days += len({str(ts)[:10] for ts in stream.rows["ts"]})
        true: set[pd.Timestamp] = set()
        for onset, until, kind in truth:
            if kind == "crisis":
                mine = [at for at in rang if onset < at <= pd.Timestamp(until) + pd.Timedelta("24h")]
                true |= set(mine)
                self.missed += not mine
                if mine:
                    self.delays_h.append((min(mine) - pd.Timestamp(onset)) / pd.Timedelta("1h"))
        self.false += sum(at not in true for at in rang)
        return None

    def verdict(self, *, false: float = 2.0, delay_h: float = 4.0, missed: int = 0) -> Callable[[Answer], str | None]:
        """Return the objection of the last case: more than so many false alarms in 30 days, hours of median delay, misses."""
        from statistics import median

        def watch(_: Answer) -> str | None:
            rate = 30 * self.false / self.days
            if self.missed > missed:
                return f"{self.missed} crises are missed"
            if rate > false:
                return f"there are {rate:.1f} false alarms in 30 days, where {false:g} are allowed"
            late = median(self.delays_h)
            return f"the median delay is {late:g} hours, where {delay_h:g} are allowed" if late > delay_h else None

        return watch


# ------------------------------------------------------------------------------------------------------- E7.3


def _risk(risk_id: str, words: list[str], p: int, i: int, department: str, response: str, hours: int) -> dict[str, Any]:
    return {
        "risk_id": risk_id, "keywords": words, "probability": p, "impact": i, "owner_department": department,
        "response": response, "response_time_h": hours,
    }  # fmt: skip


REGISTER = [
    _risk("R1", ["过敏", "红疹", "rash"], 2, 5, "product", "contact, test", 4),
    _risk("R2", ["没发货", "late", "not shipped"], 4, 2, "logistics", "tell, compensate", 24),
    _risk("R3", ["最佳", "best ever"], 3, 4, "legal", "take down, rewrite", 2),
    _risk("R4", ["地震", "flood"], 1, 5, "content", "stop all schedules", 1),
    _risk("R5", ["尺寸不符", "wrong size"], 3, 1, "product", "correct the text", 48),
    _risk("R6", [], 3, 3, "content", "change the plan", 72),
    _risk("R7", ["爆炸", "explodes"], 4, 4, "pr", "publish the facts", 3),
]


def item(text: str, source: str = "mention", followers: int = 100, marked: bool = False) -> dict[str, Any]:
    """Return one item as it reaches the risk desk."""
    return {"item_id": "I1", "source": source, "text": text, "author_followers": followers, "marked": marked}


def _given(*args: Any, **more: Any) -> Callable[[], tuple[Any, ...]]:
    return lambda: (item(*args, **more), [{**risk, "keywords": list(risk["keywords"])} for risk in REGISTER])


def _routed(name: str, given: Callable[[], tuple[Any, ...]], expected: dict[str, Any], *usual: Usual) -> Case:
    return Case(name=name, given=given, expected=expected, keys=tuple(expected), usual=usual)


_all_match = Usual("a risk without keywords matches everything", lambda a: "R6" in a.value["risks"])
_part = Usual("a Latin keyword is found inside another word", lambda a: a.value["risks"] == ["R2"])

MATCH = (
    _routed("红疹 in a comment", _given("宝宝用了之后起红疹"), {"risks": ["R1"], "score": 10}, _all_match),
    _routed("RASH in capitals", _given("My son got a RASH from it"), {"risks": ["R1"], "score": 10}, _all_match,
            Usual("capitals hide an English keyword", lambda a: a.value["risks"] == [])),
    _routed("the word chocolate", _given("chocolate goes well with a new plate"), {"risks": [], "score": 0}, _all_match, _part),
    _routed("two risks in one text", _given("没发货，而且图片写着最佳"), {"risks": ["R2", "R3"], "score": 12}, _all_match,
            Usual("the score is the sum over the matches; two small risks do not make a large one",
                  lambda a: a.value["score"] == 20),
            Usual("only the first match is looked at", lambda a: a.value["risks"] == ["R2"])),
    _routed("a keyword twice", _given("late again, always late!"), {"risks": ["R2"], "score": 8}, _all_match,
            Usual("a risk counts once, however often its words occur", lambda a: len(a.value["risks"]) > 1)),
)  # fmt: skip

_reach = Usual("the reach of the author changes nothing", lambda a: a.value["level"] == 2)
LEVELS = (
    _routed("a score of 3", _given("尺寸不符"), {"score": 3, "level": 1}),
    _routed("a score of 8", _given("没发货"), {"score": 8, "level": 2},
            Usual("the border between levels 1 and 2 is at 5", lambda a: a.value["level"] == 1)),
    _routed("a score of 10", _given("起红疹"), {"score": 10, "level": 3},
            Usual("a score of 10 belongs to level 3 already", lambda a: a.value["level"] == 2)),
    _routed("a score of 16", _given("网传爆炸"), {"score": 16, "level": 4},
            Usual("a score of 16 belongs to level 4 already", lambda a: a.value["level"] == 3)),
    _routed("impact 5 and probability 1", _given("地震"), {"score": 5, "level": 2}),
    _routed("a score of 8 and 100,000 followers", _given("没发货", followers=100_000), {"score": 8, "level": 3}, _reach),
    _routed("a score of 16 and 2,000,000 followers", _given("爆炸", followers=2_000_000), {"level": 4},
            Usual("there is no level 5", lambda a: a.value["level"] == 5)),
    _routed("no risk and 2,000,000 followers", _given("茶杯真好看", followers=2_000_000), {"level": 1},
            Usual("reach alone is no risk: without a match the level stays", lambda a: a.value["level"] == 2)),
)  # fmt: skip

ROUTE = (
    _routed("a draft of level 3", _given("我们的最佳水壶", source="draft"),
            {"rounds": 4, "respond_h": None, "departments": ["legal", "pr"], "action": "take down, rewrite"},
            Usual("a draft gets review rounds, not a response time", lambda a: a.value["respond_h"] is not None),
            Usual("from level 3 on legal and PR are informed as well", lambda a: "pr" not in a.value["departments"])),
    _routed("a complaint of level 3", _given("起红疹", source="ticket"),
            {"rounds": None, "respond_h": 4, "departments": ["legal", "pr", "product"], "action": "contact, test"},
            Usual("a signal gets a response time, not review rounds", lambda a: a.value["rounds"] is not None),
            Usual("`departments` is in no order", lambda a: sorted(a.value["departments"]) != a.value["departments"])),
    _routed("a complaint with two risks", _given("没发货，图片还写着最佳", source="ticket"),
            {"respond_h": 2, "departments": ["legal", "logistics", "pr"], "action": "take down, rewrite"},
            Usual("the first action is that of the first match; it should be that of the greatest score",
                  lambda a: a.value["action"] == "tell, compensate"),
            Usual("of several response times the shortest counts", lambda a: a.value["respond_h"] == 24)),
    _routed("an ordinary draft", _given("周末喝茶", source="draft"),
            {"rounds": 1, "respond_h": None, "departments": [], "action": "none"}),
    _routed("a draft of level 2", _given("预告：没发货的订单怎么查", source="draft"),
            {"rounds": 2, "departments": ["logistics"], "action": "tell, compensate"}),
)  # fmt: skip

UNKNOWN = (
    _routed("a marked comment that matches nothing", _given("平台要求重新认证", marked=True),
            {"level": 2, "flag": "review", "respond_h": 24, "departments": ["pr"], "action": "review", "risks": []},
            Usual("an unknown risk is treated as none: somebody at the desk has marked it", lambda a: a.value["level"] == 1),
            Usual("an unknown risk belongs to level 2, with the flag `review`", lambda a: a.value["flag"] != "review")),
    _routed("a marked draft that matches nothing", _given("新玩法", source="draft", marked=True),
            {"level": 2, "flag": "review", "rounds": 2, "respond_h": None}),
    _routed("an unmarked comment that matches nothing", _given("包邮吗"),
            {"level": 1, "flag": "", "respond_h": 72, "departments": [], "action": "none"},
            Usual("everything without a match is sent to review; then nobody reviews", lambda a: a.value["flag"] == "review")),
    _routed("a marked comment with a known risk", _given("红疹", marked=True), {"level": 3, "flag": ""},
            Usual("what the register knows needs no flag", lambda a: a.value["flag"] == "review")),
)  # fmt: skip

E7_3 = Exercise(
    "E7.3",
    "risk_route",
    {
        "match": Part(
            "matches and score", MATCH,
            (
                "Go through the register; a risk matches if one of its keywords is in the text.",
                "Chinese words are found as they are; Latin words as whole words, in capitals or not. No keyword, no match.",
                "The score is the maximum of probability times impact over the matches, 0 without one.",
            ),
        ),
        "level": Part(
            "levels and their borders", LEVELS,
            (
                "Borders: 5, 10 and 16 begin levels 2, 3 and 4.",
                "Impact 5 is at least level 2. Does reach make a risk, or only make one worse?",
                "100,000 followers or more raise the level of a match by one, never above 4.",
            ),
        ),
        "route": Part(
            "who does what by when", ROUTE,
            (
                "Drafts get `rounds`, signals get `respond_h`; the other one is None.",
                "Departments: owners of all matches; from level 3 legal and PR as well; each once, in alphabetical order.",
                "The action is that of the match with the greatest score; the time is the shortest of all matches.",
            ),
        ),
        "unknown": Part(
            "unknown risks", UNKNOWN,
            (
                "A register never holds everything. Who notices what it does not hold?",
                "`marked` says that somebody felt uneasy. It matters only where nothing matches.",
                "Marked and unmatched: level 2, flag `review`, PR is told, 24 hours.",
            ),
        ),
    },
)  # fmt: skip


@dataclass
class Routed:
    """Counts over many items how many of the truly risky ones reach level 3 or 4, and how many of all."""

    risky: int = 0
    caught: int = 0
    high: int = 0
    n: int = 0

    def case(self, row: Mapping[str, Any], register: list[dict[str, Any]]) -> Case:
        """Return the case of one labelled item of ``datasets.risk``."""
        one = item(row["text"], row["source"], int(row["author_followers"]))
        risky = bool(row["risky"])
        return Case(
            name=f"item {row['item_id']}",
            given=lambda: (dict(one), [{**risk, "keywords": list(risk["keywords"])} for risk in register]),
            expected=ANYTHING,
            watch=lambda answer: self.count(answer.value, risky),
        )

    def count(self, value: Any, risky: bool) -> str | None:
        """Count one answer."""
        level = value.get("level") if isinstance(value, dict) else None
        if level not in (1, 2, 3, 4):
            return "`level` is not 1, 2, 3 or 4"
        self.n, self.risky = self.n + 1, self.risky + risky
        self.high, self.caught = self.high + (level >= 3), self.caught + (risky and level >= 3)
        return None

    def verdict(self, recall: float = 0.9, most: float = 0.15) -> Callable[[Answer], str | None]:
        """Return the objection of the last case."""

        def watch(_: Answer) -> str | None:
            found, share = self.caught / max(1, self.risky), self.high / self.n
            if found < recall:
                return f"only {found:.0%} of the truly risky items reach level 3 or 4"
            return (
                f"{share:.0%} of all items reach level 3 or 4, where {most:.0%} are allowed" if share > most else None
            )

        return watch
