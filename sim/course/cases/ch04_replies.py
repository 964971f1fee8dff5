"""Visible cases of section 4.2: E4.2 ``reply_policy``, and the tally of its hidden tests.

A policy is looked at decision by decision; what it is worth is found by ``sim.course.reply_game``, to which ``Asked`` carries its
answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.course.reply_game import Table, object_to, play, situations
from sim.lab.checks import ANYTHING, Answer, Case, Exercise, Part

__all__ = ["E4_2", "Asked"]


def _asked(
    kind: str, severity: int = 1, waited: float = 0.5, *, queue: int = 5, surge: bool = False
) -> tuple[Any, ...]:
    ticket = {"kind": kind, "severity": severity, "waited_h": waited}
    return ticket, {"queue": queue, "agents": 2, "surge": surge}


def _decides(name: str, asked: tuple[Any, ...], bad: Callable[[Any], bool] = lambda _: False, told: str = "") -> Case:
    """Return a case that looks at the form of one decision, and at one thing more."""

    def watch(answer: Answer) -> str | None:
        return object_to(answer.value) or (told if bad(answer.value) else None)

    return Case(name=name, given=lambda: ({**asked[0]}, {**asked[1]}), expected=ANYTHING, watch=watch)


def _before(name: str, first: tuple[Any, ...], second: tuple[Any, ...], told: str) -> tuple[Case, Case]:
    """Return two cases: the first ticket must get the greater priority."""
    kept: list[int] = []

    def keep(answer: Answer) -> str | None:
        problem = object_to(answer.value)
        kept[:] = [] if problem else [answer.value["priority"]]
        return problem

    def compare(answer: Answer) -> str | None:
        return object_to(answer.value) or (told if kept and answer.value["priority"] >= kept[0] else None)

    def case(asked: tuple[Any, ...], watch: Callable[[Answer], str | None]) -> Case:
        return Case(name=name, given=lambda: ({**asked[0]}, {**asked[1]}), expected=ANYTHING, watch=watch)

    return case(first, keep), case(second, compare)


def _twice_alike() -> tuple[Case, Case]:
    kept: list[Any] = []

    def keep(answer: Answer) -> str | None:
        kept[:] = [answer.value]
        return object_to(answer.value)

    def compare(answer: Answer) -> str | None:
        return (
            None
            if kept == [answer.value]
            else "the same ticket in the same situation gets another answer the second time"
        )

    asked = _asked("complaint", 2, 2.0, queue=15)
    both = [
        Case(name="the same question twice", given=lambda: ({**asked[0]}, {**asked[1]}), watch=w)
        for w in (keep, compare)
    ]
    return both[0], both[1]


FORM = (
    _decides("an enquiry", _asked("enquiry")),
    _decides("a severe complaint in a surge", _asked("complaint", 5, 0.0, queue=40, surge=True)),
    _decides("a praise at an empty desk", _asked("praise", queue=0)),
    *_twice_alike(),
)
ORDER = (
    *_before("a complaint and a praise", _asked("complaint", 2), _asked("praise"),
             "a praise is taken before a complaint, or as early"),
    *_before("a dangerous and a mild complaint", _asked("complaint", 5), _asked("complaint", 1),
             "a mild complaint is taken before a dangerous one, or as early"),
    *_before("the same in a surge", _asked("complaint", 5, queue=40, surge=True), _asked("complaint", 1, queue=40, surge=True),
             "in a surge, danger is no longer first"),
    *_before("a praise since yesterday and a new enquiry", _asked("praise", 1, 24.0), _asked("enquiry", 1, 0.0),
             "a praise never gets old: as long as new enquiries come in, nobody answers it"),
)  # fmt: skip
ROUGH, SLOW = ("template",), ("expert",)
IN_SURGE = (
    _decides("an enquiry among forty in a surge", _asked("enquiry", queue=40, surge=True), lambda d: d["mode"] in SLOW,
             "an expert takes a quarter of an hour for somebody's delivery date, and forty wait"),
    _decides("a mild complaint among forty in a surge", _asked("complaint", 1, queue=40, surge=True), lambda d: d["mode"] in SLOW,
             "an expert is spent on a mild complaint while forty wait"),
    _decides("a dangerous complaint among forty in a surge", _asked("complaint", 5, queue=40, surge=True),
             lambda d: d["mode"] in ROUGH, "somebody who nearly got hurt gets a ready-made sentence"),
)  # fmt: skip
QUIET = (
    _decides("an enquiry at an empty desk", _asked("enquiry", 1, 0.0, queue=0), lambda d: d["mode"] in ROUGH,
             "nobody waits, and still the answer is one that is wrong nearly every second time"),
    _decides("a praise at an empty desk", _asked("praise", 1, 0.0, queue=0), lambda d: d["mode"] in SLOW,
             "an expert says thank you; a quarter of an hour for what cannot be wrong"),
    _decides("a complaint at an empty desk: its deadline", _asked("complaint", 3, 0.0, queue=0), lambda d: d["target_h"] > 4,
             "a grave complaint may wait for more than four hours at an empty desk"),
)  # fmt: skip

E4_2 = Exercise(
    "E4.2",
    "reply_policy",
    {
        "format": Part(
            "form", FORM,
            (
                "A dict with three keys, whatever comes in.",
                "`priority` is a whole number from 0 to 9, `target_h` a number above 0 and up to 72.",
                "No chance, no clock, no memory: the same question, the same answer.",
            ),
        ),
        "order": Part(
            "who is next", ORDER,
            (
                "Begin with a number for each kind; let severity add to it.",
                "The rule for danger must not depend on the surge.",
                "Ageing (老化): what has waited for a day rises above what has just come in.",
            ),
        ),
        "surge": Part(
            "surge", IN_SURGE,
            (
                "Think of the queue: minutes that one gets are taken from all who wait behind.",
                "Look at severity first, then at queue and surge.",
                "For the dangerous few never the template; for the many never the expert.",
            ),
        ),
        "quiet": Part(
            "quiet desk", QUIET,
            (
                "With nobody waiting, time costs nothing. What does a wrong answer cost?",
                "Praise cannot be answered wrongly.",
                "The target says how long somebody may wait; for grave complaints a few hours at most.",
            ),
        ),
    },
)  # fmt: skip


@dataclass
class Asked:
    """Asks a policy in every situation of the game, and plays what it answered; ``table`` holds its decisions."""

    table: Table = field(default_factory=dict)

    def cases(self) -> list[Case]:
        """Return one case for each situation."""
        made = []
        for at, ticket, state in situations():

            def watch(answer: Answer, at: Any = at) -> str | None:
                self.table[at] = answer.value
                return object_to(answer.value)

            def given(ticket: Any = ticket, state: Any = state) -> tuple[Any, ...]:
                return {**ticket}, {**state}

            made.append(Case(name=f"{ticket} and {state}", given=given, expected=ANYTHING, watch=watch))
        return made

    def worth(self, name: str, reference: Table, seeds: Sequence[int], *, surge: bool, share: float = 0.95) -> Case:
        """Return a case that plays the decisions in these worlds against a reference table: its objection, or None."""

        def watch(_: Answer) -> str | None:
            mine, best = ([play(t, s, surge=surge) for s in seeds] for t in (self.table, reference))
            score, wanted = (sum(p.score for p in played) / len(seeds) for played in (mine, best))
            public, least = (sum(p.public for p in played) / len(seeds) for played in (mine, best))
            if score < share * wanted:
                return f"satisfaction is {score:.3f}, less than {share:.0%} of what the course's own policy reaches"
            if public > least + 0.01:
                return f"{public:.1%} of the complaints go public, more than one point above the course's own policy"
            late = max(p.praise_h for p in mine)
            return f"a praise waited for {late:.0f} hours" if late > 24 else None

        return Case(name=name, given=lambda: _asked("enquiry"), expected=ANYTHING, watch=watch)
