"""The check dialogue: what it says, and that nothing a function does can fool or stop it."""

from __future__ import annotations

import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.lab import guard
from sim.lab.answers import MOST_ITEMS, Unfit, difference, identical, plain
from sim.lab.checks import (
    ANYTHING,
    Case,
    CheckFailed,
    Exercise,
    NotAttempted,
    Part,
    Usual,
    Wrong,
    grade,
    graded_seed,
    judge,
)

OVER = threading.Event()
LIMIT_S = 0.2  # long for adding two numbers, short for a test
LATE_S = 3.0  # how much later than the limit a stopped call may return on a busy machine
ADD = Case(
    name="2 and 3",
    given=lambda: ([2, 3],),
    expected=5,
    usual=(
        Usual("the numbers are multiplied", like=lambda numbers: numbers[0] * numbers[1]),
        Usual("only the first number is used", when=lambda a: a.value == 2),
        Usual("never said", when=lambda a: a.value["no such key"]),
    ),
)
SUM = Exercise("E0.0", "total", {"sum": Part("sum", (ADD,), ("one", "two", "three"))}, limit_s=LIMIT_S)


def because(function: Any, *cases: Case, limit_s: float = LIMIT_S) -> str:
    """Return why a function is wrong; fail where it is not."""
    found = judge(function, cases or (ADD,), limit_s=limit_s)
    assert found.state == "wrong", found
    return found.because


# --------------------------------------------------------------------------------------------- dialogue


def test_right_is_one_line(capsys: pytest.CaptureFixture) -> None:
    """A right answer says so on standard output and raises nothing."""
    SUM.check("sum", sum)

    assert capsys.readouterr().out == "E0.0, sum: right 正确\n"


def stub(numbers: list[int]) -> int:
    """What a trainee starts with."""
    raise NotImplementedError


@pytest.mark.parametrize("function", [stub, None, ...])
def test_not_attempted(function: Any) -> None:
    """An untouched answer is no wrong answer, and costs no hint."""
    with pytest.raises(NotAttempted, match=r"^E0\.0, sum: not attempted .* Write `total` in the answer cell"):
        SUM.check("sum", function)


def test_usual_mistakes_have_their_diagnosis_and_others_a_comparison() -> None:
    """By a function that errs alike, by a question, or else by the first difference."""
    assert because(lambda n: n[0] * n[1]) == "with 2 and 3, the numbers are multiplied"
    assert because(lambda n: n[0]) == "with 2 and 3, only the first number is used"
    assert because(lambda n: 7) == "with 2 and 3, the result should be 5, not 7"


def test_hints_come_one_by_one_and_begin_anew_after_success() -> None:
    """First, second, third, third; a right answer or an untouched one adds nothing."""
    exercise = replace(SUM)
    for hint in ("1 of 3: one", "2 of 3: two", "3 of 3: three", "3 of 3: three"):
        with pytest.raises(NotAttempted):
            exercise.check("sum", stub)
        with pytest.raises(Wrong) as failed:
            exercise.check("sum", lambda n: 7)
        assert str(failed.value).endswith(hint)
    exercise.check("sum", sum)
    with pytest.raises(Wrong, match="1 of 3"):
        exercise.check("sum", lambda n: 7)


def test_a_failure_is_shown_as_its_sentence_alone() -> None:
    """Notebooks ask the exception how to show itself: one sentence, no traceback; it is an AssertionError."""
    with pytest.raises(AssertionError) as failed:
        SUM.check("sum", lambda n: 7)

    assert isinstance(failed.value, CheckFailed)
    assert failed.value._render_traceback_() == [str(failed.value)]


def test_an_answer_is_used_outside_the_checks() -> None:
    """A cell after the checks gets the result, or the sentence instead of a traceback; other errors stay visible."""
    assert SUM.use(sum, [2, 3]) == 5
    with pytest.raises(NotAttempted, match="Write `total`"):
        SUM.use(stub, [2, 3])
    with pytest.raises(ZeroDivisionError):
        SUM.use(broken, [2, 3])


def test_an_unknown_part_is_named() -> None:
    """An author's slip is an error, not a verdict."""
    with pytest.raises(ValueError, match=r"part = 'summ' is not one of 'sum' of E0\.0"):
        SUM.check("summ", sum)


def test_grade_gives_no_hints(capsys: pytest.CaptureFixture) -> None:
    """Hidden tests say what is wrong and nothing more."""
    with pytest.raises(Wrong) as failed:
        grade("E0.0, hidden", lambda n: 7, [ADD])
    assert "int 提示" not in str(failed.value)
    grade("E0.0, hidden", sum, [ADD])
    assert capsys.readouterr().out == "E0.0, hidden: right 正确\n"


def test_the_graded_seed_comes_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Practice has its own seed; a grader sets another."""
    monkeypatch.delenv("SIM_GRADED_SEED", raising=False)
    assert graded_seed(5) == 5
    monkeypatch.setenv("SIM_GRADED_SEED", "77")
    assert graded_seed(5) == 77


# ------------------------------------------------------------------------------- functions that misbehave


def forever(numbers: list[int]) -> int:
    """Never end."""
    while True:
        pass


def stubborn(numbers: list[int]) -> int:
    """Never end before the test does, and swallow every interruption."""
    while not OVER.is_set():
        try:
            time.sleep(0.001)
        except:  # noqa: E722 - what a trainee may write
            continue
    return 5


def asleep(numbers: list[int]) -> int:
    """Wait for an hour."""
    time.sleep(3600)
    return 5


def printing(numbers: list[int]) -> int:
    """Print without end."""
    while True:
        sys.stdout.write("no " * 1000)


def deep(numbers: list[int]) -> int:
    """Call itself without end."""
    return deep(numbers)


def leave(numbers: list[int]) -> int:
    """End the program."""
    raise SystemExit(0)


def interrupt(numbers: list[int]) -> int:
    """Pretend that somebody pressed the stop button."""
    raise KeyboardInterrupt


def broken(numbers: list[int]) -> int:
    """Divide by zero on its third line."""
    return numbers[0] // (numbers[0] - 2)


def shrink(numbers: list[int]) -> int:
    """Answer rightly and destroy the input."""
    return numbers.pop() + numbers.pop()


def endless_numbers() -> Any:
    """Give numbers without end."""
    while True:
        yield 5


def endless(numbers: list[int]) -> Any:
    """Return a generator without end."""
    return endless_numbers()


async def later(numbers: list[int]) -> int:
    """Promise an answer."""
    return 5


def own_tail(numbers: list[int]) -> Any:
    """Return a list that contains itself."""
    answer: list[Any] = []
    answer.append(answer)
    return answer


class Yes:
    """Claims to be equal to everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class Mute(Exception):
    """An error that cannot be shown."""

    def __str__(self) -> str:
        raise ValueError


def mute(numbers: list[int]) -> int:
    """Raise an error that cannot be shown."""
    raise Mute


MISBEHAVIOUR: list[tuple[Callable[..., Any], str]] = [
    (forever, "not done after 0.2 s (does a loop never end?)"),
    (stubborn, "not done after 0.2 s"),
    (asleep, "not done after 0.2 s"),
    (printing, "not done after 0.2 s"),
    (deep, "it calls itself again and again without end (RecursionError)"),
    (leave, "it ends the program (SystemExit)"),
    (interrupt, "it ends the program (KeyboardInterrupt)"),
    (broken, "it raises ZeroDivisionError: integer division or modulo by zero (line 3 of the function)"),
    (shrink, "it changes its input `numbers`: work on a copy"),
    (endless, "a generator, which is used up by reading it: put list(...) around it"),
    (later, "a coroutine: write def, not async def"),
    (own_tail, "nested without end"),
    (mute, "it raises Mute"),
    (lambda n: None, "is a `return` missing?"),
    (lambda n: float("nan"), "should be 5, not nan"),
    (lambda n: "5", "should be a number, not '5' (text)"),
    (lambda n: True, "should be a number, not True (True or False)"),
    (lambda n: [5], "should be a number, not [5] (a list)"),
    (lambda n: sum, "a function or class, not its result: are the brackets missing?"),
    (lambda n: Yes(), "an object of the class Yes"),
    (lambda n: 10**100_000, "should be 5, not"),
    (lambda n: "x" * 300_000, "more than 200,000 items"),
    (lambda n: np.zeros(300_000), "more than 200,000 items"),
    (lambda n: [[]] * 300_000, "more than 200,000 items"),
    (lambda a, b: 5, "it raises TypeError"),
]


@pytest.mark.parametrize(
    ("function", "said"), MISBEHAVIOUR, ids=[f"{i}-{f.__name__}" for i, (f, _) in enumerate(MISBEHAVIOUR)]
)
def test_misbehaviour_is_a_wrong_answer_with_a_reason(function: Callable[..., Any], said: str) -> None:
    """Each in one short clause, soon after the limit, on the main thread."""
    started = time.monotonic()
    reason = because(function)

    assert said in reason
    assert len(reason) < 300
    assert "\n" not in reason
    assert time.monotonic() - started < LIMIT_S + LATE_S


@pytest.mark.parametrize("function", [forever, stubborn, printing, deep, leave, interrupt], ids=lambda f: f.__name__)
def test_a_worker_thread_comes_back_too(function: Callable[..., Any]) -> None:
    """Off the main thread (and on Windows) the same functions cannot hold the check either."""
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append(because(function)))
    thread.start()
    thread.join(LIMIT_S + LATE_S)
    OVER.set()
    time.sleep(0.01)
    OVER.clear()

    assert dict(MISBEHAVIOUR)[function] in said[0]


def test_a_thread_that_cannot_be_stopped_is_admitted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where even asking does not help, the sentence says that the function still runs."""
    release = threading.Event()
    monkeypatch.setattr(guard, "_timer_works", lambda: False)
    monkeypatch.setattr(guard, "PATIENCE_S", 0.05)
    reason = because(lambda n: release.wait(30))
    release.set()

    assert "still running in the background: restart the kernel" in reason


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no interval timer")
def test_the_timer_is_gone_afterwards() -> None:
    """No alarm rings later and the former handler is back, whether the function ended or not."""
    before = signal.getsignal(signal.SIGALRM)
    for function in (sum, forever, leave):
        judge(function, [ADD], limit_s=LIMIT_S)
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        assert signal.getsignal(signal.SIGALRM) is before


def test_nothing_leaks_to_the_outside(capsys: pytest.CaptureFixture) -> None:
    """Printing and warnings of an answer do not reach the notebook: nbgrader reads standard error as a failure."""

    def chatty(numbers: list[int]) -> int:
        print("thinking")  # noqa: T201
        print("hm", file=sys.stderr)  # noqa: T201
        warnings.warn("careful", stacklevel=1)
        return 5

    assert judge(chatty, [ADD]).state == "right"
    assert capsys.readouterr() == ("", "")
    assert judge(chatty, [replace(ADD, warns=True)]).state == "right"


# ------------------------------------------------------------------------------------------ kinds of cases


def test_expected_errors_and_warnings() -> None:
    """The named error is right; another error, a result or silence is not."""
    case = Case(name="nothing", given=lambda: ([],), raises=ValueError)

    def picky(numbers: list[int]) -> int:
        raise ValueError("nothing to add")

    assert judge(picky, [case]).state == "right"
    assert because(sum, case) == "with nothing, it returns 0; a ValueError is expected"
    assert "it raises IndexError" in because(lambda n: n[0], case)
    assert because(forever, case).endswith("a ValueError is expected")
    assert judge(stub, [case]).state == "not attempted"
    assert because(sum, replace(ADD, warns=True)) == "with 2 and 3, it gives no warning"


def test_a_watch_comes_first_and_a_broken_one_does_not_let_pass() -> None:
    """What the author asks for beside the value; an error in it is no approval."""
    case = Case(name="x", given=lambda: ([2, 3],), expected=ANYTHING, watch=lambda a: None if a.value == 5 else "no")

    assert judge(sum, [case]).state == "right"
    assert because(lambda n: 6, case) == "with x, no"
    assert "cannot be compared" in because(lambda n: 6, replace(case, watch=lambda a: a.value["k"]))


def test_only_some_keys_are_compared() -> None:
    """A part looks at its own keys; without `keys` a dict is compared whole."""
    case = Case(name="x", given=lambda: (), expected={"a": 1.0}, keys=("a",))

    assert judge(lambda: {"a": 1, "b": None}, [case]).state == "right"
    assert "has a key 'b' that nobody asked for" in because(lambda: {"a": 1, "b": None}, replace(case, keys=()))
    assert "has no key 'a'; it has ['b']" in because(lambda: {"b": 1}, case)


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        (1.0, 1 + 1e-9, None),
        (1.0, 1.001, "should be 1, not 1.001"),
        (1, np.int64(1), None),
        (float("nan"), np.nan, None),
        (pd.NaT, pd.NaT, None),
        (pd.NaT, pd.Timestamp("2024-03-01"), "should be"),
        (True, np.True_, None),
        (True, 1, "should be True or False"),
        ([1, 2], (1, 2), None),
        ([1, 2], np.array([1.0, 2.0]), None),
        ([1, 2], [2, 1], "should be [1, 2], not [2, 1]"),
        ([1, 2], [1], "should have 2 items"),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, "`b` should be 2, not 3"),
        ({1, 2}, frozenset({2, 1}), None),
        ("a", "b", "should be 'a', not 'b'"),
        ([], None, "is a `return` missing?"),
        (None, 3, "not 3"),
        (1 + 2j, 1 + 2j, None),
        (pd.Series([1.0, 2.0], index=["a", "b"]), pd.Series([1, 2], index=["a", "b"]), None),
        (pd.Series([1.0], index=["a"]), pd.Series([1.0], index=["b"]), "index of the result"),
        (pd.DataFrame({"x": [1], "y": ["a"]}), pd.DataFrame({"y": ["a"], "x": [1.0]}), None),
        (pd.DataFrame({"x": [1]}), pd.DataFrame({"x": [2]}), "column 'x'"),
        (pd.DataFrame({"x": [1]}), pd.DataFrame({"z": [1]}), "should have the columns"),
        (pd.DataFrame({"x": [1]}), pd.DataFrame({"x": [1, 1]}), "should have 1 rows, not 2"),
        (pd.DataFrame({"x": [1]}), {"x": [1]}, "should be a DataFrame, not a dict"),
    ],
)
def test_differences(expected: Any, got: Any, said: str | None) -> None:
    """Types are told apart where they matter, and only there; the clause names the place."""
    clause = difference(plain(expected), plain(got))

    assert (clause is None) if said is None else (clause is not None and said in clause), clause


def test_plain_has_limits() -> None:
    """Many small items count as one large result."""
    with pytest.raises(Unfit, match="more than"):
        plain([[1]] * MOST_ITEMS)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ([1, 2], [1, 2], True),
        ([1, 2], [1, 2.0000001], False),
        ([1, 2], (1, 2), False),
        (np.arange(3), np.arange(3), True),
        (np.arange(3), np.arange(3)[::-1], False),
        ({"a": [1]}, {"a": [1, 2]}, False),
        (pd.DataFrame({"x": [1, 2]}), pd.DataFrame({"x": [1, 2]}), True),
        (pd.DataFrame({"x": [1, 2]}), pd.DataFrame({"x": [1, 2]}, index=[1, 0]), False),
        (sum, sum, True),
    ],
)
def test_changed_inputs_are_seen(before: Any, after: Any, same: bool) -> None:
    """Exactly the same content: nothing rounded, nothing reordered."""
    assert identical(before, after) is same
