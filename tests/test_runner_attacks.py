"""Attacks on the grading process itself: what a box sends is read in bounded time and memory, and others are out of reach.

Each of these was a hole once, or was tried and found closed. Every one is followed by a right submission.
"""

from __future__ import annotations

import json
import os
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sim.course.box import wire
from sim.course.results import Row
from sim.course.runner import Grader
from sim.course.sandbox import Limits, _clear, bounded
from sim.course.submissions import GradedCell, Submission, Task

LINUX = sys.platform.startswith("linux")
LIMITS = Limits(call_s=4.0, load_s=4.0, total_s=12.0, memory_mb=1024, output_mb=1, disk_mb=4)
TEST = """
from sim.lab.checks import Case, grade
grade("E9.2", total, [Case(name="three items", given=lambda: (lambda n: 2 * n, [1, 2, 3]), expected=12)])
"""
TASK = Task("e9_2", ("total",), (), (GradedCell("three", 6, TEST),), frozenset())
RIGHT = "def total(price, items): return sum(price(i) for i in items)"
READ_MB = 100  # what reading one answer may cost the grading process; a frame has 8 MB at most

# Put ahead of the true answer: a frame of the submission's own making.
SEND = """
import gc, io, json
def send(value):
    told = json.dumps({"value": value, "arguments": None, "warnings": []}).encode()
    for thing in gc.get_objects():
        if isinstance(thing, io.BufferedWriter) and thing.fileno() > 2:
            thing.write(len(told).to_bytes(4, "big") + told)
            thing.flush()
"""
# Pairs of numbers that all have the same hash: the hash of a tuple can be solved for its second item.
ALIKE = """
def alike(n):
    m, p1, p2, p5 = 2**64 - 1, 11400714785074694791, 14029467366897019727, 2870177450012600261
    first = lambda a: ((((p5 + a * p2) & m) << 31 | ((p5 + a * p2) & m) >> 33) & m) * p1 & m
    wanted, back, found, a = first(0) + 7 * p2, pow(p2, -1, 2**64), [], 1
    while len(found) < n:
        b = (wanted - first(a)) * back & m
        b -= (b >> 63) << 64
        if abs(b) < 2**61 - 2 and b != -1:
            found.append((a, b))
        a += 1
    return found
"""


def body(load: str, call: str) -> str:
    """Return a submission that does one thing when loaded and one when called."""
    return load + "\ndef total(price, items):\n    " + call.replace("\n", "\n    ") + "\n    return 0"


def forged(value: str, load: str = "") -> str:
    """Return a submission that sends this value, written in Python, ahead of its answer."""
    return body(SEND + load, f"send({value})")


PAIRS = "[{'$': 'tuple', 'v': list(k)} for k in alike(20000)]"
SIGNAL = "r, w = os.pipe()\nfcntl.fcntl(r, {0}, {1})\nfcntl.fcntl(r, fcntl.F_SETFL, os.O_ASYNC)\nos.write(w, b'x')"
# What it does: the submission, and what its report says where every wall stands.
ATTACKS: dict[str, tuple[str, str]] = {
    "texts that take gigabytes when read": (
        forged("{'$': 'array', 'dtype': 'str', 'shape': [1500], 'v': ['x' * 10**6] + [''] * 1499}"), "too much memory"),
    "rows without columns": (forged("{'$': 'array', 'dtype': 'float64', 'shape': [10**8, 0], 'v': []}"), "wrong shape"),
    "a set of pairs with one hash": (forged(f"{{'$': 'set', 'v': {PAIRS}}}", ALIKE), "keys with the same hash"),
    "a dict of pairs with one hash": (forged(f"{{'$': 'dict', 'v': [[k, 0] for k in {PAIRS}]}}", ALIKE), "same hash"),
    "an index of pairs": (forged(
        f"{{'$': 'series', 'name': [None], 'index': [None, 'object', {PAIRS}], 'v': ['int64', [0] * 20000]}}", ALIKE), "wrong"),
    "dates in words": (forged(
        "{'$': 'series', 'name': [None], 'index': None, 'v': ['datetime64[ns]', ['1 may 2020 at %d' % i for i in range(10**5)]]}"),
        "wrong"),
    "a signal by way of a file": (body("import os, fcntl", SIGNAL.format("fcntl.F_SETOWN", "os.getppid()")), "PermissionError"),
    "a deadly signal by way of a file": (body("import os, fcntl", SIGNAL.format(10, 9)), "PermissionError"),
    "an owner set by another call": (
        body("import os, fcntl, struct", "r, w = os.pipe()\nfcntl.ioctl(r, 0x8901, struct.pack('i', os.getppid()))"), "Error"),
    "limits for its parent": (body("import os, resource", "resource.prlimit(os.getppid() or 1, resource.RLIMIT_CPU, (1, 1))"),
                              "Error"),
    "higher limits for itself": (
        body("import resource", "resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)"), "Error"),
    "outlives its supervisor": (
        body("import ctypes", "if ctypes.CDLL(None).prctl(1, 0, 0, 0, 0): raise PermissionError('closed')"), "PermissionError"),
    "a slow parent": (body("import os", "os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)"), "PermissionError"),
    "speaks to the machine's log": (
        body("import socket", "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\na.sendto(b'x', '/dev/log')"), "Error"),
    "its own memory": (body("", "open('/proc/self/mem', 'r+b')"), "Error"),
    "the environment of others": (
        body("import glob", "raise ValueError([open(p, 'rb').read() for p in glob.glob('/proc/[0-9]*/environ')])"), "Error"),
    "a link out of its folder": (
        body("import os", "os.symlink('/etc/passwd', 'x')\nreturn open('x').read()"), "Error"),
    "folders without end": (
        body("import os\nfor _ in range(500):\n    os.mkdir('d')\n    os.chdir('d')\nos.chmod('.', 0)", ""), "wrong"),
    "a forged result at its end": (
        body("import atexit\n" + SEND + "atexit.register(send, 12)", "raise SystemExit(0)"), "it ends the program"),
    "the frames above it": (body("import sys", (
        "seen, frame = [], sys._getframe()\nwhile frame:\n    seen.append(str(frame.f_locals)); frame = frame.f_back\n"
        "raise ValueError([w for w in ('expec' + 'ted', 'Ca' + 'se(') if w in str(seen)])")), "“[]”"),
    "a number that equals all": (
        body("class E(int):\n    __eq__ = lambda s, o: True\n    __hash__ = int.__hash__", "return E(5)"), "class E"),
    "a text that never ends": (body("class E:\n    def __repr__(s):\n        while True: pass", "return E()"), "class E"),
    "a list that never ends": (
        body("class L(list):\n    def __iter__(s):\n        while True: yield 1", "return L()"), "more than 200,000 items"),
    "infinity": (body("", "return float('inf')"), "should be 12, not inf"),
    "half a character": (body("", r"raise ValueError('\ud800\x1b[2J\n=1+1')"), "it raises ValueError: “"),
}  # fmt: skip

# What reaches for other processes and files: tried against the second wall alone as well.
ON_OTHERS = (
    "a signal by way of a file", "a deadly signal by way of a file", "an owner set by another call", "limits for its parent",
    "higher limits for itself", "a slow parent", "its own memory", "the environment of others", "a link out of its folder",
    "folders without end",
)  # fmt: skip


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """The box of this machine, as strong as it gets."""
    with Grader(None, limits=LIMITS, exercises=[TASK]) as ready:
        yield ready


@pytest.fixture(scope="module")
def weaker() -> Iterator[Grader]:
    """The box without namespaces."""
    with Grader(None, limits=LIMITS, exercises=[TASK], namespaces=False) as ready:
        yield ready


def graded(grader: Grader, text: str) -> Row:
    """Grade one text."""
    (row,) = grader.rows(Submission("s1", "s1.py", "0" * 64, (("file", "", text),)))
    return row


@pytest.mark.skipif(not LINUX, reason="elsewhere the box is best effort and says so")
@pytest.mark.parametrize(("name", "kind"), [*((n, "grader") for n in ATTACKS), *((n, "weaker") for n in ON_OTHERS)])
def test_an_attack_is_named_and_gets_nothing(name: str, kind: str, request: pytest.FixtureRequest) -> None:
    """No point, a sentence, a few seconds; the next submission is graded; with the second wall alone as well."""
    box: Grader = request.getfixturevalue(kind)
    text, said = ATTACKS[name]
    if kind == "weaker" and not {"seccomp", "landlock"} <= set(box.walls):
        assert box.isolation.startswith("best effort")  # said openly; running it would harm this machine
        return
    began = time.monotonic()
    row = graded(box, text)

    assert row.points == 0, row
    assert time.monotonic() - began < 25
    if kind == "grader":
        # Alone in its namespace it has nobody to send to, so two of these do nothing there instead of being refused.
        assert said in row.verdict or "not 0" in row.verdict, row.verdict
    assert graded(box, RIGHT).points == 6


def test_reading_an_answer_costs_little_memory() -> None:
    """The texts that would take 6 GB are refused before any memory is taken for them."""
    told = {"$": "array", "dtype": "str", "shape": [1500], "v": ["x" * 10**6] + [""] * 1499}
    tracemalloc.start()
    try:
        with pytest.raises(wire.Garbled, match="too much memory"):
            wire.decode(told)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < READ_MB * 2**20


def test_honest_large_answers_still_pass() -> None:
    """What the rules are about is not size: many keys, long texts and a table of lists travel unchanged."""
    large = {(i, -i): f"text {i}" for i in range(20_000)}

    assert wire.decode(json.loads(json.dumps(wire.encode(large)))) == large
    assert wire.decode(wire.encode(set(range(50_000)))) == set(range(50_000))
    assert wire.decode(wire.encode({float(i) / 3: i for i in range(20_000)}))[2 / 3] == 2


def test_a_lent_function_that_hangs_does_not_hold_the_batch(grader: Grader) -> None:
    """The submission may call what it was lent with arguments on which that never ends: it hears of it in time."""
    loops = TEST.replace("lambda n: 2 * n", "lambda n: sum(1 for _ in iter(int, 1)) if n > 99 else 2 * n")
    with Grader(
        None, limits=LIMITS, exercises=[Task("e9_3", ("total",), (), (GradedCell("t", 6, loops),), frozenset())]
    ) as other:
        other.limits = replace(LIMITS, call_s=0.5)
        began = time.monotonic()
        row = graded(other, "def total(price, items): return price(100)")
        other.limits = LIMITS

        assert row.points == 0
        assert time.monotonic() - began < 10
        assert graded(other, RIGHT).points == 6
    with pytest.raises(TimeoutError, match=r"not done after 0\.2 s"):
        bounded(lambda: sum(1 for _ in iter(int, 1)), 0.2)


@pytest.mark.skipif(os.name == "nt", reason="folders without rights are POSIX")
def test_a_deep_and_closed_folder_is_removed(tmp_path: Path) -> None:
    """Deeper than Python recurses, longer than a path may be, without rights, with links to the outside."""
    outside = tmp_path / "outside.txt"
    outside.write_text("stays")
    box, here = tmp_path / "box", os.getcwd()
    box.mkdir()
    os.chdir(box)
    try:
        for _ in range(1100):
            os.mkdir("deep")
            os.chdir("deep")
        os.symlink(outside, "link")
        os.symlink(tmp_path, "folder")
        os.mkfifo("pipe")
        os.chmod(".", 0)
    finally:
        os.chdir(here)
    _clear(str(box))

    assert not box.exists()
    assert outside.read_text() == "stays"
