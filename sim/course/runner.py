"""Grade submissions: the checks of the exercises, held against code in a box, with personal seeds.

The instructor's own test cells run here, in this process, as they stand in ``solutions/``; only the student's function
is replaced by ``Remote``, which asks the box for each answer. So points are computed where the student's code never
is, worlds and expected answers never enter the box, and a box that dies is replaced for the next check. What a
submission can forge is its answers, and a forged answer is right only if it is the right answer.
"""

from __future__ import annotations

import builtins
import io
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

from sim.course import personal, sandbox
from sim.course.box import wire
from sim.course.results import Results, Row
from sim.course.sandbox import Box, Ended, Limits, NoBox
from sim.course.submissions import Submission, Task, find, read, tasks
from sim.lab import guard
from sim.lab.answers import Unfit, plain
from sim.lab.checks import SEED, CheckFailed, NotAttempted

__all__ = ["Grader", "Remote", "grade"]

ROOT = Path(__file__).resolve().parents[2]
READ_S = 5.0  # to read one answer: it was written by code that may do anything
CLOSED = " (in the runner there are no new processes, no network and no files but its own)"


class Remote(guard.Elsewhere):
    """A student's function, asked through boxes that are made when needed."""

    def __init__(self, name: str, cells: list[tuple[str, str]], start: Callable[[], Box], limits: Limits) -> None:
        self.__name__ = name
        self._cells, self._start, self.limits = cells, start, limits
        self._box: Box | None = None
        self._ends = time.monotonic() + limits.total_s
        self._unloadable: guard.Outcome | None = None

    def outcome(self, arguments: Sequence[Any], *, limit_s: float) -> guard.Outcome:
        """Return what came of one call in the box; raise only NoBox, where the runner itself cannot work."""
        left = self._ends - time.monotonic()
        if left <= 0 and self._unloadable is None:
            self._unloadable = guard.Outcome(
                problem=f"it has used up its {self.limits.total_s:g} s for the whole exercise"
            )
        try:
            box = None if self._unloadable else self._loaded()
            if box is None:
                return self._unloadable or guard.Outcome(problem="it cannot be loaded")
            said = box.call(arguments, min(limit_s, self.limits.call_s, left))
            return sandbox.bounded(lambda: self._understood(said, arguments), READ_S)  # type: ignore[no-any-return]
        except (Ended, Unfit) as ended:
            self.close()
            return guard.Outcome(problem=str(ended))
        except wire.Garbled as garbled:
            self.close()
            return guard.Outcome(problem=f"it answers with something that {garbled}")
        except (TimeoutError, MemoryError):
            self.close()
            return guard.Outcome(problem="it answers with something that takes too long or too much memory to read")

    @property
    def ended(self) -> bool:
        """Whether there is no box now: none was made yet, or the last one is over."""
        return self._box is None

    def close(self) -> None:
        """Take the box down; the next question makes another."""
        if self._box is not None:
            self._box.__exit__()
            self._box = None

    def _loaded(self) -> Box | None:
        if self._box is not None:
            return self._box
        began = time.monotonic()
        self._box = self._start()
        self._ends += time.monotonic() - began  # starting Python is not the submission's time
        try:
            said = self._box.load(self._cells, self.__name__)
        except Ended as ended:
            self._unloadable = guard.Outcome(problem=str(ended))
            raise
        names = [n for n in said.get("parameters") or () if isinstance(n, str) and n.isidentifier() and len(n) < 40]
        self.__signature__ = _signature(names)
        if "value" not in said:
            self._unloadable = self._problem(said, "when it is loaded")
        elif said.get("found") is not True:
            self._unloadable = guard.Outcome(error=NotImplementedError())
        return self._box if self._unloadable is None else None

    def _understood(self, said: dict[str, Any], arguments: Sequence[Any]) -> guard.Outcome:
        """Read an answer as the data that it claims to be."""
        lent = said["lent"]
        told = [str(w)[:200] for w in said.get("warnings") or ()][:20] if isinstance(said.get("warnings"), list) else []
        changed = said.get("arguments")
        try:
            left = tuple(wire.decode(changed, lent.__getitem__))
        except (wire.Garbled, TypeError):
            left = ()
        if len(left) != len(arguments):
            left = (_Changed(),) * len(arguments)
        if "value" in said:
            return guard.Outcome(plain(wire.decode(said["value"])), warnings=tuple(told), left=left)
        found = self._problem(said, "")
        return guard.Outcome(problem=found.problem, error=found.error, warnings=tuple(told), left=left)

    def _problem(self, said: dict[str, Any], when: str) -> guard.Outcome:
        if "unfit" in said:
            return guard.Outcome(problem=f"it returns {_quoted(said['unfit'])}")
        told = said.get("raised")
        names = [n[:40] for n in told if isinstance(n, str) and n.isidentifier()][:10] if isinstance(told, list) else []
        if not names:
            return guard.Outcome(problem="its process sends something that is no answer")
        error = _error(names)
        kind = (
            names[0] if hasattr(builtins, names[0]) else _quoted(names[0])
        )  # a class's name is the student's text too
        if isinstance(error, (SystemExit, KeyboardInterrupt)):
            return guard.Outcome(problem=f"it ends the program ({kind}) instead of returning a result", error=error)
        text = f": {_quoted(said['text'])}" if said.get("text") else ""
        line = f" (line {said['line']} of the answer)" if isinstance(said.get("line"), int) and said["line"] else ""
        hint = CLOSED if isinstance(error, OSError) else ""
        hint = f" (memory ends at {self.limits.memory_mb} MB)" if isinstance(error, MemoryError) else hint
        when = f" {when}" if when else ""
        return guard.Outcome(problem=f"it raises {kind}{when}{text}{line}{hint}", error=error)


class _Changed:
    """Stands for an argument that came back as something else."""


def _quoted(text: object) -> str:
    """Return what the student's process wrote, so marked that nobody takes it for our words."""
    return "“" + "".join(c if c.isprintable() else " " for c in str(text))[:160].replace("”", '"') + "”"


def _error(names: list[str]) -> BaseException:
    """Return an instance of the first built-in class among the names of an error's class and its bases."""
    for name in names:
        kind = getattr(builtins, name, None)
        if isinstance(kind, type) and issubclass(kind, BaseException):
            try:
                return kind()
            except TypeError:  # UnicodeError's kin wants five arguments
                continue
    return Exception()


def _signature(names: list[str]) -> Any:
    import inspect

    return inspect.Signature(
        [inspect.Parameter(n, inspect.Parameter.POSITIONAL_OR_KEYWORD) for n in dict.fromkeys(names)]
    )


class Grader:
    """A batch: the exercises, the key, and how well this machine isolates. Use it in a ``with`` block."""

    def __init__(
        self,
        key: bytes | None,
        *,
        limits: Limits | None = None,
        exercises: Sequence[Task] | None = None,
        namespaces: bool | None = None,
    ) -> None:
        """Set up; without a key the hidden tests run on their public practice seeds.

        ``exercises`` are those of ``solutions/`` unless told; ``namespaces`` False does without them, None tries.
        Raise a FileNotFoundError in the trainee edition.
        """
        self.key, self.limits = key, limits or Limits()
        self.tasks = list(tasks(ROOT) if exercises is None else exercises)
        self._wanted = namespaces

    def __enter__(self) -> Grader:
        open_folder = sandbox.exposed(ROOT)
        if open_folder:
            raise ValueError(
                f"this course folder lies in {open_folder}, which submissions may read: move it elsewhere."
            )
        self._folder = tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True)
        try:
            self._library = sandbox.library(ROOT, Path(self._folder.name).resolve())
            self.namespaces, self.walls, self.why = sandbox.walls(self._library, namespaces=self._wanted)
        except BaseException:
            self._folder.cleanup()
            raise
        full = {"namespaces", "seccomp", "limits"} <= set(self.walls)
        self.isolation = "full" if full else "best effort: " + (", ".join(self.walls) or "time and output only")
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def rows(self, submission: Submission, *, skip: Callable[[tuple[str, ...]], bool] | None = None) -> Iterator[Row]:
        """Grade every exercise in a submission; ``skip`` is asked with a row's key before the work is done."""
        wanted = [task for task in self.tasks if submission.answers(task)]
        if submission.problem or not wanted:
            because = submission.problem or "no exercise of this course is in it"
            row = self._row(submission, None, 0.0, f"not graded: {because}", 0.0)
            if skip is None or not skip(row.key()):
                yield row
        for task in wanted:
            if skip is None or not skip(self._row(submission, task, 0, "", 0).key()):
                started = time.monotonic()
                points, verdict = self._graded(submission, task)
                yield self._row(submission, task, points, verdict, time.monotonic() - started)

    def _row(self, submission: Submission, task: Task | None, points: float, verdict: str, seconds: float) -> Row:
        of = sum(test.points for test in task.tests) if task else 0.0
        graded_with = f"{task.digest if task else '-'}/{personal.fingerprint(self.key)}"
        return Row(
            submission.student, task.id if task else "-", points, float(of), verdict, round(seconds, 2), self.isolation,
            submission.file, submission.sha256, graded_with,
        )  # fmt: skip

    def _graded(self, submission: Submission, task: Task) -> tuple[float, str]:
        """Run the test cells of an exercise against one submission; return points and a sentence."""
        cells = submission.cells_for(task)
        remotes = {name: Remote(name, cells, self.start_box, self.limits) for name in task.functions}
        failed: dict[str, str] = {}
        names: dict[str, Any] = {"__name__": "grading"}
        try:
            with self._seed(submission.student, task), redirect_stdout(io.StringIO()):
                for text in task.setup:
                    exec(compile(text, f"<{task.id}>", "exec"), names)
                names |= remotes
                for test in task.tests:
                    said = _run(test.source, names)
                    failed |= {test.name: said} if said else {}
        finally:
            for remote in remotes.values():
                remote.close()
        points = sum(test.points for test in task.tests if test.name not in failed)
        return points, _verdict(task, failed)

    def start_box(self) -> Box:
        """Return a fresh box for one submission; the caller takes it down."""
        return Box(self._library, self.limits, namespaces=self.namespaces).__enter__()

    @contextmanager
    def _seed(self, student: str, task: Task) -> Iterator[None]:
        before = os.environ.pop(SEED, None)
        if self.key is not None:
            os.environ[SEED] = str(personal.personal_seed(self.key, student, task.id))
        try:
            yield
        finally:
            os.environ.pop(SEED, None)
            if before is not None:
                os.environ[SEED] = before


def _run(source: str, names: dict[str, Any]) -> str:
    """Run one of our test cells; return why it gives no points, or nothing."""
    try:
        # Compiled first: Ctrl+C inside exec of a text would end Python by the signal, whoever catches it.
        exec(compile(source, "<test>", "exec"), names)
    except NotAttempted:
        return "not attempted"
    except CheckFailed as failed:
        return str(failed).partition("\n")[0]
    except NoBox:
        raise
    except Exception as error:  # an answer so strange that the check itself stumbles must not stop the batch
        return f"the check stumbles over the answer ({type(error).__name__})"
    return ""


def _verdict(task: Task, failed: dict[str, str]) -> str:
    if not failed:
        return "right: every check passes"
    if set(failed.values()) == {"not attempted"} and len(failed) == len(task.tests):
        return "not attempted"
    more = f"; {len(failed) - 1} more of {len(task.tests)} checks fail" if len(failed) > 1 else ""
    hidden = {test.name for test in task.tests if test.hidden}
    fitted = (
        "; every visible check passes and no hidden one: was it written for the visible ones?"
        if set(failed) == hidden
        else ""
    )
    return f"{next(iter(failed.values())).rstrip('.')}{more}{fitted}"


def grade(places: Sequence[Path], grader: Grader, results: Results) -> Iterator[Row]:
    """Grade a batch one by one, write each row at once and yield it; what ``results`` has already is left out."""
    for path, student, name in find(places):
        for row in grader.rows(read(path, student, name), skip=results.has):
            results.add(row)
            yield row
