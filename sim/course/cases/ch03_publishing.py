"""Visible cases of E3.3 ``validate_post``: drafts made by hand, some of the course's publishing rules, a small calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.course.datasets import load
from sim.lab.checks import Answer, Case, Exercise, Part, Usual

__all__ = ["CALENDAR", "E3_3", "draft", "publishing_rules"]

USED = (
    "Q01", "Q06", "Q07", "A01", "A02", "A03", "C01", "C02", "C10", "B01", "B05", "P01", "P02", "P04", "R01", "R02", "R03",
)  # fmt: skip
CALENDAR: Sequence[Mapping[str, str]] = (
    {"platform": "weibo", "publish_ts": "2024-07-01 09:00"},
    {"platform": "weibo", "publish_ts": "2024-07-01 20:00"},
    {"platform": "weibo", "publish_ts": "2024-07-02 08:00"},
    {"platform": "weibo", "publish_ts": "2024-07-02 12:00"},
    {"platform": "weibo", "publish_ts": "2024-07-02 18:00"},
    {"platform": "wechat", "publish_ts": "2024-07-01 12:00"},
    {"platform": "wechat", "publish_ts": "2024-07-01 15:00"},
)
FINE: Mapping[str, Any] = {
    "post_id": "d01", "platform": "weibo", "publish_ts": "2024-07-01 14:00", "text": "3步给水壶除垢：白醋、热水。", "tone": "实用",
    "value_point": "水壶更耐用", "editor_score": 6.5, "originality": 0.8, "statements": 2, "sources": 2, "paid_boost_cny": 0,
    "ad_label": 0, "sensitive": 0, "review_rounds": 2, "lane": "ordinary",
}  # fmt: skip


def publishing_rules(names: Sequence[str] = USED) -> list[dict[str, Any]]:
    """Return rules of the data set ``publishing_rules`` by id, in its order; with no names all forty."""
    return [dict(rule) for rule in load("publishing_rules") if not names or rule["id"] in names]


def draft(**changes: Any) -> dict[str, Any]:
    """Return a draft that breaks no rule, with changes."""
    return {**FINE, **changes}


def codes(answer: Answer) -> list[str]:
    """Return the codes of an answer, in its order."""
    return [row[0] for row in answer.value]


def _says(*names: str) -> Callable[[Answer], bool]:
    return lambda a: all(name in codes(a) for name in names)


def _lacks(name: str) -> Callable[[Answer], bool]:
    return lambda a: name not in codes(a)


def _case(name: str, broken: Sequence[str], *usual: Usual, **changes: Any) -> Case:
    """Return a case whose expected list follows from the codes, given from the gravest to the lightest."""
    rules = {rule["id"]: rule for rule in publishing_rules()}
    expected = [[code, rules[code]["severity"], f"{rules[code]['zh']} {rules[code]['en']}"] for code in broken]

    def given() -> tuple[Any, ...]:
        return draft(**changes), publishing_rules(), [dict(slot) for slot in CALENDAR]

    return Case(name=name, given=given, expected=expected, usual=usual)


TEXT = (
    _case("a text that calls itself the best", ["C01"], text="全国最好的保温杯"),
    _case("good advice, “最好先”", [],
          Usual("“最好先” is advice that a rule allows (C10); only the word inside it was seen", _says("C01")),
          text="使用前最好先用热水冲洗。"),
    _case("good advice and a boast in one text", ["C01"],
          Usual("one allowed expression excuses the whole text; a second “最好” stands alone", _lacks("C01")),
          text="最好先冲洗，这是最好的水壶。"),
    _case("two forbidden terms of one rule", ["C01"],
          Usual("a rule is listed once for each term; it is broken once", lambda a: codes(a).count("C01") > 1),
          text="国家级的顶级水壶"),
    _case("hearsay and a guarantee", ["A03", "A02"], text="据说这款水壶永久不坏。"),
)  # fmt: skip
FIELDS = (
    _case("a clean draft", [],
          Usual("the rounds of sensitive drafts are asked of an ordinary one", _says("R01")),
          Usual("a draft without a fault gets violations: an empty list is right", lambda a: bool(a.value))),
    _case("three blanks as the value for the reader", ["Q06"],
          Usual("`value_point` holds nothing but blanks: that counts as missing", _lacks("Q06")), value_point="   "),
    _case("numbers that are just enough", [],
          Usual("a number that equals the least value is enough", lambda a: bool({"Q01", "Q07", "R02"} & set(codes(a)))),
          originality=0.6, editor_score=4, review_rounds=1),
    _case("an unlabelled boost of 500 yuan", ["C02"], Usual("paid promotion without the label passes", _lacks("C02")),
          paid_boost_cny=500),
    _case("more sources than statements", [],
          Usual("sources and statements are compared the wrong way round, or must be equal", _says("A01")), sources=4),
    _case("a sensitive draft with two rounds", ["R01"],
          Usual("two rounds are enough here; sensitive drafts need more", _lacks("R01")), sensitive=1),
    _case("an ordinary draft with one round", [], Usual("one round is enough here", _says("R02")), review_rounds=1),
    _case("a draft whose tone and score are unknown", [],
          Usual("what a draft does not have is judged all the same; only `required` minds", lambda a: bool(a.value)),
          tone=None, editor_score=None),
)  # fmt: skip
SLOTS = (
    _case("a taken slot", ["P01", "P04"], Usual("posts of other platforms count for the day", _says("P02")),
          Usual("the slot is taken on this platform at this minute (P04)", _lacks("P04")),
          publish_ts="2024-07-01 09:00"),
    _case("a slot that is taken on another platform", [],
          Usual("posts of other platforms count here", lambda a: bool(a.value)), publish_ts="2024-07-01 12:00"),
    _case("a post an hour before another", ["P01"],
          Usual("only posts before the draft are looked at; the next one lies an hour later", _lacks("P01")),
          publish_ts="2024-07-01 19:00"),
    _case("two posts exactly two hours apart", [], Usual("two hours are enough distance", _says("P01")),
          publish_ts="2024-07-01 11:00"),
    _case("the fourth post of a day", ["P02"], Usual("the draft itself is a post of that day as well", _lacks("P02")),
          publish_ts="2024-07-02 22:00"),
)  # fmt: skip
ROUTES = (
    _case("an emergency message at a taken slot", [],
          Usual("an emergency draft skips the rules that R03 names", lambda a: bool({"P01", "P04"} & set(codes(a)))),
          lane="emergency", publish_ts="2024-07-01 09:00"),
    _case("an emergency message with a forbidden term", ["C01"],
          Usual("the lane skips the calendar, never compliance", _lacks("C01")),
          lane="emergency", publish_ts="2024-07-01 09:00", text="我们的产品最好。"),
    _case("many faults", ["A01", "C01", "A02", "P01", "P04", "Q06", "B01"],
          Usual("the list runs from the lightest to the gravest", lambda a: codes(a)[:1] == ["B01"]),
          Usual("equal severities stand in the order of the rules, not of their codes", lambda a: codes(a)[:1] == ["A01"] and
                sorted(codes(a)) == ["A01", "A02", "B01", "C01", "P01", "P04", "Q06"] and codes(a)[-1:] == ["B01"]),
          Usual("rules of severity 0 explain other rules; nobody breaks them", lambda a: bool({"C10", "R03"} & set(codes(a)))),
          text="据说是顶级水壶", tone="夸张", value_point="", sources=1, publish_ts="2024-07-01 09:00"),
    _case("one fault and its message", ["Q07"],
          Usual("the message has one language; both are asked for", lambda a: len(a.value[0][2].split("原创度")) < 2 or
                "Originality" not in a.value[0][2]), originality=0.3),
)  # fmt: skip

E3_3 = Exercise(
    "E3.3",
    "validate_post",
    {
        "text": Part(
            "forbidden terms",
            TEXT,
            (
                "Cut out what is allowed before you look for what is forbidden.",
                "A rule is broken once, however many of its terms are found: ask `any(...)`.",
                "Put a space where an allowed expression stood, so that its neighbours do not join.",
            ),
        ),
        "fields": Part(
            "fields of a draft",
            FIELDS,
            (
                "One small function for each kind of check, or one `if` for each; the rule brings field and value.",
                "Ask for a missing field (`None`) before you compare a number.",
                "Two checks look at a second field: `paid_boost_cny`, `sensitive`.",
            ),
        ),
        "slots": Part(
            "the calendar",
            SLOTS,
            (
                "Keep the posts of the draft's own platform first; then compare times.",
                "`datetime.fromisoformat` reads the times; the distance counts in both directions.",
                "A day is a date: `when.date()`. The draft makes one more.",
            ),
        ),
        "routes": Part(
            "lane, order and words",
            ROUTES,
            (
                "The rule with the check `emergency_lane` names the rules that an emergency draft skips.",
                "Sort by two things at once: severity falling, code rising.",
                "The message is the rule's Chinese text, a space, its English text.",
            ),
        ),
    },
)
