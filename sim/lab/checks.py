"""The dialogue of an exercise: *not attempted*, *wrong, because …* with a hint, or *right*.

An ``Exercise`` has parts, a part has ``Case`` after ``Case``; a case is an input, the expected answer and what the
usual wrong answers mean. ``exercise.check(part, function)`` stands in a visible test cell::

    E2_3.check("best", recommend_cadence)

It says *right* in one line, or raises ``CheckFailed``, an AssertionError with one clear sentence that a notebook
shows without a traceback, so that nbgrader gives no points for this cell and all for the others. Each further wrong
try at a part brings the next hint; no hint and no message holds a solution. ``grade`` does the same for hidden tests,
without hints.

What a trainee's function may do wrong is held off by ``sim.lab.guard``; what that cannot hold off is said there.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sim.lab import guard
from sim.lab.answers import difference, identical, plain, shown
from sim.lab.ledger import Ledger, at_work

__all__ = [
    "ANYTHING", "Answer", "Case", "CheckFailed", "Exercise", "NotAttempted", "Part", "Usual", "Verdict", "Wrong",
    "grade", "graded_seed", "judge",
]  # fmt: skip

ANYTHING: Any = object()  # a case that expects no value, only what its `watch` asks for
SEED = "SIM_GRADED_SEED"


class CheckFailed(AssertionError):
    """The answer does not pass; the text is the whole message."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this: the sentence alone, where a traceback through the checks would help nobody.
        return [str(self)]


class NotAttempted(CheckFailed):
    """There is no answer yet."""


class Wrong(CheckFailed):
    """There is an answer, and the message says what is wrong with it."""


@dataclass(frozen=True)
class Answer:
    """What a function answered: its result as plain data, its arguments as it left them, its warnings."""

    value: Any
    arguments: tuple[Any, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Usual:
    """A usual wrong answer: ``message`` is a clause that says what went wrong, not what to write instead.

    It is recognised by ``when``, a question about the answer, or by ``like``, a function that makes the same mistake
    (called with the case's arguments). An error inside ``when`` counts as no.
    """

    message: str
    when: Callable[[Answer], bool] | None = None
    like: Callable[..., Any] | None = None

    def fits(self, answer: Answer, case: Case) -> bool:
        """Tell whether the answer shows this mistake."""
        try:
            if self.when is not None:
                return bool(self.when(answer))
            return self.like is not None and case.gap(plain(self.like(*case.given())), answer.value) is None
        except Exception:
            return False


@dataclass(frozen=True, kw_only=True)
class Case:
    """One input with its expected answer.

    ``given`` makes the arguments afresh, always the same. ``keys``: of an expected dict compare only these (the
    others belong to other parts). ``watch`` may object to an answer before it is compared (with a clause, else None);
    ``raises`` expects an error of this class, ``warns`` at least one warning. ``tolerance`` is relative or absolute.
    """

    name: str
    given: Callable[[], tuple[Any, ...]]
    expected: Any = ANYTHING
    keys: tuple[str, ...] = ()
    tolerance: float = 1e-6
    usual: tuple[Usual, ...] = ()
    watch: Callable[[Answer], str | None] | None = None
    raises: type[Exception] | None = None
    warns: bool = False

    def gap(self, expected: Any, value: Any) -> str | None:
        """Return the first difference between two answers in what this case looks at, None where they agree."""
        if expected is ANYTHING:
            return None
        if self.keys and isinstance(expected, dict):
            expected = {k: expected[k] for k in self.keys}
            if isinstance(value, dict) and all(k in value for k in expected):
                value = {k: v for k, v in value.items() if k in self.keys}
        return difference(expected, value, self.tolerance)


@dataclass(frozen=True)
class Part:
    """One visible check: what it looks at, its cases in order, and up to three hints, each saying more."""

    title: str
    cases: tuple[Case, ...]
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The state of an answer and, where it is wrong, why."""

    state: Literal["not attempted", "wrong", "right"]
    because: str = ""


@dataclass(frozen=True)
class Exercise:
    """An exercise: its number, the function it asks for, its parts by name, and the seconds one call may take."""

    id: str
    function: str
    parts: Mapping[str, Part]
    limit_s: float = 10.0
    _asked: Counter[str] = field(default_factory=Counter, init=False, repr=False, compare=False)

    def check(self, part: str, function: Any) -> None:
        """Write one line if ``function`` is right in this part; else raise NotAttempted or Wrong.

        Raise a ValueError for a part that the exercise does not have.
        """
        if part not in self.parts:
            raise ValueError(f"part = {part!r} is not one of {', '.join(map(repr, self.parts))} of {self.id}.")
        found = judge(function, self.parts[part].cases, limit_s=self.limit_s)
        name = f"{self.id}, {self.parts[part].title}"
        _remember(f"{self.id}/{part}", found.state, function)
        if found.state == "wrong":
            raise Wrong(f"{name}: wrong 不对, because {found.because}.{self._hint(part)}")
        if found.state == "right":
            self._asked[part] = 0
        _finish(name, self.function, found)

    def use(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return ``function(*arguments)`` outside every check; raise NotAttempted where there is no answer yet."""
        try:
            return function(*arguments)
        except NotImplementedError:
            name = f"{self.id}, {self.function}"
        return _finish(name, self.function, Verdict("not attempted"))

    def _hint(self, part: str) -> str:
        hints = self.parts[part].hints
        if not hints:
            return ""
        self._asked[part] += 1
        number = min(self._asked[part], len(hints))
        return f"\nHint 提示 {number} of {len(hints)}: {hints[number - 1]}"


def _remember(key: str, state: str, function: Any) -> None:
    """Keep in a trainee's ledger whether a check passed; never where somebody else's answer is graded."""
    if isinstance(function, guard.Elsewhere) or state == "not attempted" or not at_work():
        return
    with contextlib.suppress(OSError):  # a full disk must not change a verdict
        ledger = Ledger()
        if (ledger.get("exercise", key) or {}).get("state") != state:
            ledger.put("exercise", key, state=state)


def grade(name: str, function: Any, cases: Sequence[Case], *, limit_s: float = 10.0) -> None:
    """Check a function against hidden cases: write one line or raise NotAttempted or Wrong, without hints."""
    found = judge(function, cases, limit_s=limit_s)
    if found.state == "wrong":
        raise Wrong(f"{name}: wrong 不对, because {found.because}.")
    _finish(name, getattr(function, "__name__", "the function"), found)


def graded_seed(practice: int) -> int:
    """Return the seed of hidden tests: the grader's (environment variable SIM_GRADED_SEED), else ``practice``."""
    return int(os.environ.get(SEED) or practice)


def _finish(name: str, function: str, found: Verdict) -> None:
    if found.state == "not attempted":
        raise NotAttempted(
            f"{name}: not attempted 未作答. Write `{function}` in the answer cell, run that cell, then run this one."
        )
    sys.stdout.write(f"{name}: right 正确\n")


def judge(function: Any, cases: Sequence[Case], *, limit_s: float = 10.0) -> Verdict:
    """Return the verdict on a function: the first case that it does not meet decides.

    Raises nothing, whatever the function does; ``limit_s`` is in seconds for one call.
    """
    if function is None or function is Ellipsis:
        return Verdict("not attempted")
    if not callable(function):
        return Verdict("wrong", f"the answer should be a function, not {type(function).__name__}")
    for case in cases:
        found = _judge_case(function, case, limit_s)
        if found.state != "right":
            return found
    return Verdict("right")


def _judge_case(function: Any, case: Case, limit_s: float) -> Verdict:
    arguments = case.given()
    outcome = guard.call(function, arguments, limit_s=limit_s)
    if isinstance(outcome.error, NotImplementedError):
        return Verdict("not attempted")
    because = _objection(function, case, arguments if outcome.left is None else outcome.left, outcome)
    return Verdict("wrong", f"with {case.name}, {because}") if because else Verdict("right")


def _objection(function: Any, case: Case, arguments: tuple[Any, ...], outcome: guard.Outcome) -> str | None:
    """Return a clause on the first thing wrong with one answer, None if there is nothing."""
    changed = next((i for i, (a, b) in enumerate(zip(case.given(), arguments, strict=True)) if not identical(a, b)), -1)
    if changed >= 0:
        return f"it changes its input {guard.parameter(function, changed)}: work on a copy"
    if case.raises is not None:
        return _missing_error(case.raises, outcome)
    if outcome.problem is not None:
        return outcome.problem
    answer = Answer(outcome.value, arguments, outcome.warnings)
    try:
        gap = (case.watch(answer) if case.watch else None) or case.gap(case.expected, answer.value)
    except Exception:  # what cannot be judged must not pass
        return f"it returns something that cannot be compared: {shown(answer.value)}"
    if gap is None:
        return "it gives no warning" if case.warns and not answer.warnings else None
    return next((usual.message for usual in case.usual if usual.fits(answer, case)), gap)


def _missing_error(wanted: type[Exception], outcome: guard.Outcome) -> str | None:
    if isinstance(outcome.error, wanted):
        return None
    instead = outcome.problem or f"it returns {shown(outcome.value)}"
    return f"{instead}; a {wanted.__name__} is expected"
