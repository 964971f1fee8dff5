"""The near side of the box: start it, ask it, bound what comes back, and take it down.

``Box`` runs one submission. It says in one clause what ended it (``Ended``), and it never hangs longer than it was
told. How well it isolates depends on the system; ``Box.walls`` names what stands:

- Linux with user namespaces: no file of this machine but Python and its packages (read-only), no other process, no
  network; seccomp takes away new processes, sockets and signals; limits of time, memory, output and disk.
- Linux without them (some containers, some distributions): all of this except that files which the grading account
  may read can be read, and those that it may write can be written.
- macOS: limits of time, output and CPU; the process group is killed as a whole. Windows: limits of time and output; the
  process is killed. Neither was tried. Grade strangers on Linux.
"""

from __future__ import annotations

import compileall
import contextlib
import json
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sim.course.box import wire
from sim.lab import guard

__all__ = ["Box", "Ended", "Limits", "NoBox", "bounded", "exposed", "library", "walls"]

HERE = Path(__file__).resolve().parent / "box"
INSIDE = "/box"  # the submission's folder, seen from inside
START_S = 30.0  # Python and numpy, on a slow machine
SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/ld.so.cache", "/dev/null", "/dev/zero", "/dev/urandom")
KEPT = re.compile(r"(?:LANG|LC_\w+|OPENBLAS_\w+|SystemRoot|SYSTEMROOT|windir|TZ)\Z")  # of our environment


class NoBox(ValueError):
    """The runner itself cannot work here, whatever the submission: nothing may be graded."""


class Ended(Exception):
    """The box is over; the text is a clause that begins with "it" and says what happened."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use: seconds for a call, for loading and in all; megabytes of memory, print and disk."""

    call_s: float = 10.0
    load_s: float = 10.0
    total_s: float = 60.0
    memory_mb: int = 2048
    output_mb: float = 5.0
    disk_mb: int = 32
    questions: int = 20_000  # calls of a function that we lent it, for each call of its own

    def __post_init__(self) -> None:
        if (
            min(self.call_s, self.load_s, self.total_s, self.memory_mb, self.output_mb, self.disk_mb, self.questions)
            <= 0
        ):
            raise ValueError(f"every limit must be above 0: {self}.")

    def of_system(self) -> dict[str, int]:
        """Return the limits that the system itself keeps, by their names in ``resource``."""
        cpu = int(self.total_s) + 30
        files = {"RLIMIT_FSIZE": self.disk_mb * 2**20, "RLIMIT_NOFILE": 64, "RLIMIT_CORE": 0}
        return {"RLIMIT_AS": self.memory_mb * 2**20, "RLIMIT_CPU": cpu, **files}


def library(root: Path, target: Path) -> Path:
    """Copy what a submission may import and read (the trainee edition's `sim/` and `datasets/`) to ``target``."""
    from sim.course.bundle import members

    for name, data in members(root).items():
        if name.startswith(("sim/", "datasets/")):
            place = target / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    compileall.compile_dir(target, quiet=2)  # once, not in every box
    return target


class Box:
    """One submission in its process, from ``with`` to the end of the block."""

    def __init__(self, library: Path, limits: Limits, *, namespaces: bool) -> None:
        self.limits, self._library, self._namespaces = limits, library, namespaces
        self.walls: tuple[str, ...] = ()
        self._frames: queue.Queue[Any] = queue.Queue(maxsize=4)  # not yet read: reading costs memory
        self._printed, self._gave_up = 0, False
        self._last_words = b""
        self._process: subprocess.Popen[bytes] | None = None
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Box:
        self._folder = tempfile.mkdtemp(prefix="graded-")
        try:
            self._process = subprocess.Popen(
                self._command(), cwd=self._folder, env=self._environment(), stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            )  # fmt: skip
            pairs = ((self._read, self._process.stdout), (self._drain, self._process.stderr))
            self._threads = [threading.Thread(target=work, args=(pipe,), daemon=True) for work, pipe in pairs]
            for thread in self._threads:
                thread.start()
            ready = self._started()
            extra = ["namespaces"] if self._namespaces else []
            self.walls = (*extra, *ready["ready"], *(["limits"] if os.name != "nt" else []))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._kill()
            self._let_go(self._process)
        _clear(self._folder)

    # ------------------------------------------------------------------------------------------ start and end

    def _started(self) -> dict[str, Any]:
        try:
            return self._next(time.monotonic() + START_S, f"it does not start within {START_S:g} s")
        except Ended as ended:
            words = self._last_words.decode(errors="replace").strip()[-300:]
            raise NoBox(words or f"the box could not be made: {ended}") from None

    def _command(self) -> list[str]:
        inside, shown = self._inside(), _shown(self._library)
        serve = str(self._library / "sim" / "course" / "box" / "worker.py")
        worker = [sys.executable, "-I", "-B", serve, json.dumps([str(self._library), shown, inside])]
        if os.name == "nt":
            return worker
        told = {
            "command": worker, "parent": os.getpid(), "namespaces": self._namespaces, "root": self._folder,
            "folder": inside, "environment": self._environment(), "limits": self.limits.of_system(), "show": shown,
            "disk_bytes": self.limits.disk_mb * 2**20,
        }  # fmt: skip
        return [sys.executable, "-I", "-S", str(HERE / "launch.py"), json.dumps(told)]

    def _inside(self) -> str:
        return INSIDE if self._namespaces else self._folder

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if KEPT.match(k)}
        home = self._inside()
        alone = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        return {**kept, **alone, "HOME": home, "TMPDIR": home, "PYTHONUTF8": "1", "PYTHONHASHSEED": "0"}

    def _kill(self) -> None:
        """End the box whole. On POSIX our supervisor does it; it stands outside, so the submission cannot stop it."""
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _let_go(self, process: subprocess.Popen[bytes]) -> None:
        """Close the pipes, once nobody reads them any more."""
        with contextlib.suppress(OSError):
            process.stdin.close()  # type: ignore[union-attr]
        patience = time.monotonic() + 2
        for thread, stream in zip(self._threads, (process.stdout, process.stderr), strict=False):
            while thread.is_alive() and time.monotonic() < patience:
                with contextlib.suppress(queue.Empty):
                    self._frames.get(timeout=0.01)  # it may be waiting for room
            if not thread.is_alive():  # else a process that got away holds the pipe, and closing would wait for it
                stream.close()  # type: ignore[union-attr]

    # ---------------------------------------------------------------------------------------------- pipes

    def _read(self, stream: IO[bytes]) -> None:
        while True:
            try:
                self._frames.put(wire.take(stream))  # type: ignore[arg-type]
            except EOFError:
                return self._frames.put(None)
            except (wire.Garbled, ValueError, OSError) as error:
                return self._frames.put(error)

    def _drain(self, stream: IO[bytes]) -> None:
        with contextlib.suppress(ValueError, OSError):
            while piece := stream.read1(65536):  # type: ignore[attr-defined]
                self._printed += len(piece)
                self._last_words = (self._last_words + piece)[-2000:]
                if self._printed > self.limits.output_mb * 2**20:
                    self._kill()
                    return

    def _next(self, deadline: float, late: str) -> dict[str, Any]:
        if time.monotonic() > deadline:  # also while messages keep coming
            raise Ended(late)
        try:
            message = self._frames.get(timeout=max(0.01, deadline - time.monotonic()))
        except queue.Empty:
            raise Ended(late) from None
        if self._printed > self.limits.output_mb * 2**20:
            raise Ended(f"it prints more than {self.limits.output_mb:g} MB")
        if message is None:
            raise Ended(self._how_it_ended())
        if isinstance(message, bytes):
            try:
                message = wire.parse(message)
            except wire.Garbled as garbled:
                message = garbled
        if not isinstance(message, dict):
            raise Ended(
                f"its process sends something that {message if isinstance(message, wire.Garbled) else 'is no answer'}"
            )
        return message

    def _how_it_ended(self) -> str:
        assert self._process is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        code = self._process.returncode
        if self._printed > self.limits.output_mb * 2**20:
            return f"it prints more than {self.limits.output_mb:g} MB"
        if code is None or self._gave_up:
            return "it closes the channel over which it should answer"
        if code < 0:
            return f"its process is killed or crashes (signal {-code})"
        if code <= 128:
            return f"it ends its process (exit code {code}) instead of returning a result"
        return f"its process is killed or crashes (signal {code - 128}); memory ends at {self.limits.memory_mb} MB"

    # ------------------------------------------------------------------------------------------- questions

    def _give_up(self) -> None:
        self._gave_up = True
        self._kill()

    @contextlib.contextmanager
    def _watched(self, deadline: float) -> Iterator[None]:
        """End the box a moment after the deadline: if it does not read, writing to it would wait for ever."""
        watch = threading.Timer(deadline - time.monotonic() + 0.2, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _send(self, message: Any, deadline: float, late: str) -> None:
        try:
            wire.send(self._process.stdin, message)  # type: ignore[union-attr,arg-type]
        except OSError:
            raise Ended(late if time.monotonic() > deadline else self._how_it_ended()) from None

    def load(self, cells: Sequence[tuple[str, str]], function: str) -> dict[str, Any]:
        """Load a submission's cells, pairs of a kind (``answer``, ``own``) and a text; return what the box says of it."""
        late = f"it hangs: loading it is not done after {self.limits.load_s:g} s (does a loop never end?)"
        deadline = time.monotonic() + self.limits.load_s
        with self._watched(deadline):
            self._send({"load": [list(cell) for cell in cells], "function": function}, deadline, late)
            return self._next(deadline, late)

    def call(self, arguments: Sequence[Any], limit_s: float) -> dict[str, Any]:
        """Ask the function; functions among the arguments run here, on plain data only. Raise Ended."""
        lent: list[Callable[..., Any]] = []
        try:
            question = {"call": [wire.encode(a, lent) for a in arguments]}
        except ValueError as error:
            raise NoBox(f"an argument of the exercise's own test {error}; it cannot be sent into a box.") from None
        deadline = time.monotonic() + limit_s
        late = f"it is not done after {limit_s:g} s (does a loop never end?)"
        with self._watched(deadline):
            self._send(question, deadline, late)
            for _ in range(self.limits.questions):
                message = self._next(deadline, late)
                if "ask" not in message:
                    return {**message, "lent": lent}
                self._send(_answered(lent, message, deadline - time.monotonic()), deadline, late)
        raise Ended(f"it calls a function that it was given more than {self.limits.questions:,} times")


def bounded(work: Callable[[], Any], limit_s: float) -> Any:
    """Return ``work()``; raise what it raises, or a TimeoutError where it takes longer: its input came out of a box."""
    made: list[Any] = []
    found = guard.call(lambda: made.append(work()), (), limit_s=max(limit_s, 0.01))
    if found.error is not None:
        raise found.error
    if not made:
        raise TimeoutError(f"not done after {limit_s:.1f} s")
    return made[0]


def _answered(lent: list[Callable[..., Any]], message: dict[str, Any], limit_s: float) -> dict[str, Any]:
    def work() -> Any:
        named = wire.decode(message["named"])
        return wire.encode(lent[message["ask"]](*wire.decode(message["arguments"]), **named))

    try:
        return {"value": bounded(work, limit_s)}
    except Exception as error:  # a wrong call is the submission's mistake: it hears of it
        return {"raised": f"{type(error).__name__}: {str(error)[:200]}"}


def _clear(folder: str) -> None:
    """Remove a box's folder, however deep, long or closed what it made there is: level by level, never by a long path."""
    mark, n = os.urandom(8).hex(), 0
    with contextlib.suppress(OSError):
        while entries := list(os.scandir(folder)):
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.path)
                    continue
                os.chmod(entry.path, 0o700)
                for inner in list(os.scandir(entry.path)):
                    if inner.is_dir(follow_symlinks=False):
                        os.chmod(inner.path, 0o700)  # moving a folder writes into it
                    n += 1
                    os.rename(inner.path, os.path.join(folder, f"{mark}{n}"))
                os.rmdir(entry.path)
        os.rmdir(folder)


def _shown(library: Path) -> list[str]:
    """Return the paths that a box shows, none inside another."""
    # An environment's Python is often a link, through links, to one elsewhere: both ends must be there.
    python = [
        sys.prefix,
        sys.base_prefix,
        os.path.realpath(sys.base_prefix),
        os.path.dirname(os.path.realpath(sys.executable)),
    ]
    there = [os.path.abspath(p) for p in (str(library), *python, *SYSTEM) if os.path.lexists(p)]
    kept: list[str] = []
    for path in sorted(set(there), key=lambda p: (len(p), p)):  # a folder comes before what lies in it
        if not any(path.startswith(outer + os.sep) for outer in kept):
            kept.append(path)
    return kept


def exposed(path: Path) -> str | None:
    """Return the folder that lies open to every submission and holds ``path``, None if there is none.

    Python's own folders and the system's are open, because code needs them: nothing secret may lie there.
    """
    python = (sys.prefix, sys.base_prefix, *SYSTEM)
    return next((p for p in python if path.resolve().is_relative_to(Path(p).resolve())), None)


def walls(library: Path, *, namespaces: bool | None = None) -> tuple[bool, tuple[str, ...], str]:
    """Try this machine: return whether it gives namespaces (None tries), the walls that stand, and why not all.

    Raise NoBox if none starts at all.
    """
    why = "namespaces are Linux's" if not sys.platform.startswith("linux") else "namespaces were not asked for"
    if namespaces or (namespaces is None and sys.platform.startswith("linux")):
        try:
            with Box(library, Limits(), namespaces=True) as box:
                return True, box.walls, ""
        except NoBox as error:
            if namespaces:
                raise
            why = str(error)
    with Box(library, Limits(), namespaces=False) as box:
        return False, box.walls, why
