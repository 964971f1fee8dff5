"""Call a function that may do anything, and come back: limits of time, printing and size.

``call`` runs a trainee's function in this process and turns whatever happens (an error, an endless loop, a
``SystemExit``, a flood of text) into an ``Outcome``. It protects against accidents, not against malice:

- On the main thread of Linux and macOS a timer interrupts the function, also in ``time.sleep`` and in a loop with a
  bare ``except:`` (not in several of them, one inside the other); one long call into compiled code is interrupted only
  when it returns.
- Elsewhere (Windows, other threads) the function runs in a worker thread. Python cannot end a thread from outside:
  the call comes back in time all the same, the thread is asked to stop and, if it does not, left behind; the sentence
  then says so.
- A crash of the interpreter, exhausted memory or code that tampers with the checks need a process of their own,
  which grading provides and practice does not.
"""

from __future__ import annotations

import ctypes
import inspect
import io
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from typing import Any

from sim.lab.answers import Unfit, plain

__all__ = ["Elsewhere", "Outcome", "call", "parameter"]

AGAIN_S = 0.02  # a bare `except:` may swallow the first interruptions: they are repeated this often
SWALLOWED = 3  # after so many, the line that swallows is interrupted itself
PATIENCE_S = 1.0  # how long a worker thread may take to notice that it should stop
MOST_TEXT = 10_000  # characters of printed text that are kept


@dataclass(frozen=True)
class Outcome:
    """What came of a call: ``value`` as plain data, or ``problem``, one clause that begins with "it".

    ``error`` is the exception that ended the call; ``warnings`` are the texts of the warnings it gave. ``left`` holds the
    arguments as the call left them, where it ran on copies.
    """

    value: Any = None
    problem: str | None = None
    error: BaseException | None = None
    warnings: tuple[str, ...] = ()
    left: tuple[Any, ...] | None = None


class Elsewhere:
    """A function that lives in another process; the checks ask its ``outcome`` where they would call a function."""

    def outcome(self, arguments: Sequence[Any], *, limit_s: float) -> Outcome:
        """Return what came of one call; raise nothing."""
        raise NotImplementedError

    def __call__(self, *arguments: Any) -> Any:
        """Call it as a function; raise its own error, or a RuntimeError with its problem."""
        found = self.outcome(arguments, limit_s=10.0)
        if found.error is not None:
            raise found.error
        if found.problem is not None:
            raise RuntimeError(found.problem)
        return found.value


class _TimeUp(BaseException):
    """Not an Exception, so that an ordinary `except Exception` lets it pass."""


class _Bounded(io.StringIO):
    """Keeps the beginning of what is printed and drops the rest."""

    def write(self, text: str, /) -> int:
        room = MOST_TEXT - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


def call(function: Callable[..., Any], arguments: Sequence[Any], *, limit_s: float = 10.0) -> Outcome:
    """Call ``function(*arguments)`` for at most ``limit_s`` seconds; what it prints is dropped, nothing is raised."""
    if isinstance(function, Elsewhere):
        return function.outcome(arguments, limit_s=limit_s)
    text = _Bounded()
    run = _with_timer if _timer_works() else _in_worker
    with warnings.catch_warnings(record=True) as caught, redirect_stdout(text), redirect_stderr(text):
        warnings.simplefilter("always")
        outcome = run(lambda: _attempt(function, arguments), limit_s)
    said = tuple(str(w.message)[:200] for w in caught[:100])
    return Outcome(outcome.value, outcome.problem, outcome.error, said)


def _attempt(function: Callable[..., Any], arguments: Sequence[Any]) -> Outcome:
    try:
        value = function(*arguments)
    except _TimeUp:
        raise
    except BaseException as error:
        return Outcome(problem=_told(error, function), error=error.with_traceback(None))
    try:
        # Still inside the limit: reading a strange result may take for ever too.
        return Outcome(plain(value))
    except Unfit as unfit:
        return Outcome(problem=str(unfit))
    except Exception as error:
        return Outcome(problem=f"it returns something that cannot be read ({type(error).__name__})")


def _told(error: BaseException, function: Callable[..., Any]) -> str:
    """Return one clause on an error, with the line of the trainee's function if that is where it came from."""
    if isinstance(error, RecursionError):
        return "it calls itself again and again without end (RecursionError)"
    if isinstance(error, (SystemExit, KeyboardInterrupt)):
        return f"it ends the program ({type(error).__name__}) instead of returning a result"
    try:
        lines = str(error).strip().splitlines() or [""]
    except Exception:  # an error class of the trainee's own, with a broken text
        lines = [""]
    what = f"{type(error).__name__}: {lines[0][:160]}" if lines[0] else type(error).__name__
    return f"it raises {what}{_line(error, function)}"


def _line(error: BaseException, function: Callable[..., Any]) -> str:
    code, found, step = getattr(function, "__code__", None), None, error.__traceback__
    while step is not None:
        found = step.tb_lineno if step.tb_frame.f_code is code else found
        step = step.tb_next
    return f" (line {found - code.co_firstlineno + 1} of the function)" if found and code else ""


def _timer_works() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def _with_timer(work: Callable[[], Outcome], limit_s: float) -> Outcome:
    rung, tracer = 0, sys.gettrace()

    def ring(signum: int, frame: Any) -> None:
        nonlocal rung
        rung += 1
        if rung > SWALLOWED:
            _raise_after_swallowing(frame)
        raise _TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, limit_s, AGAIN_S)
            return work()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _TimeUp:
        return Outcome(problem=_late(limit_s))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if rung:
            sys.settrace(tracer)


def _raise_after_swallowing(frame: Any) -> None:
    """Let the next line raise too: that is the bare `except:`, which catches what its `try` raises, not itself."""

    def again(frame: Any, event: str, arg: Any) -> Any:
        if event == "line":
            raise _TimeUp
        return again

    while frame is not None and frame.f_code is not _attempt.__code__:
        frame.f_trace = again
        frame = frame.f_back
    sys.settrace(again)


def _in_worker(work: Callable[[], Outcome], limit_s: float) -> Outcome:
    found: list[Outcome] = []

    def run() -> None:
        with suppress(_TimeUp):
            found.append(work())

    thread = threading.Thread(target=run, daemon=True, name="exercise")
    thread.start()
    thread.join(limit_s)
    if not thread.is_alive():
        return found[0] if found else Outcome(problem=_late(limit_s))
    _ask_to_stop(thread)
    left = "; it is still running in the background: restart the kernel before you go on" if thread.is_alive() else ""
    return Outcome(problem=_late(limit_s) + left)


def _ask_to_stop(thread: threading.Thread) -> None:
    for _ in range(round(PATIENCE_S / AGAIN_S)):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_TimeUp))
        thread.join(AGAIN_S)
        if not thread.is_alive():
            return


def _late(limit_s: float) -> str:
    return f"it is not done after {limit_s:g} s (does a loop never end?)"


def parameter(function: Callable[..., Any], position: int) -> str:
    """Return the name of a function's argument in backquotes, or its number where the name cannot be known."""
    try:
        return f"`{list(inspect.signature(function).parameters)[position]}`"
    except (TypeError, ValueError, IndexError):
        return f"number {position + 1}"
