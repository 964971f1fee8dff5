"""The runner: whatever a submission does, the report names it, points are not raised, and the next one is graded.

A small exercise of the tests' own keeps it quick; the real one of chapter 2 is graded at the end. Where the machine
gives no namespaces, the same programs are run and what is weaker there is asserted, not skipped.
"""

from __future__ import annotations

import csv
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.__main__ import main
from sim.course import personal, submissions
from sim.course.box import filter as doors
from sim.course.box import wire
from sim.course.results import BOM, Results, Row
from sim.course.runner import Grader, grade
from sim.course.sandbox import Box, Limits, NoBox, exposed
from sim.course.submissions import GradedCell, Submission, Task
from sim.lab.answers import identical

ROOT = Path(__file__).resolve().parents[1]
LINUX = sys.platform.startswith("linux")
linux_only = pytest.mark.skipif(not LINUX, reason="elsewhere the box is best effort and says so")
POSIX = os.name != "nt"
KEY = b"0123456789abcdef0123456789abcdef"
LIMITS = Limits(call_s=0.4, load_s=0.8, total_s=3.0, memory_mb=1024, output_mb=1, disk_mb=4, questions=100)
VISIBLE = """
from sim.lab.checks import Case, grade, graded_seed
grade("E9.1, three", total, [Case(name="three items", given=lambda: (lambda n: 2 * n, [1, 2, 3]), expected=12)])
"""
HIDDEN = """
### BEGIN HIDDEN TESTS
seed = graded_seed(5)
grade("E9.1, world", total, [
    Case(name="a world", given=lambda: ((lambda n: n * seed % 97), [4, 5, 6]), expected=sum(n * seed % 97 for n in (4, 5, 6))),
    Case(name="no items", given=lambda: (lambda n: n, []), raises=ValueError),
])
### END HIDDEN TESTS
"""
TASK = Task(
    "e9_1", ("total",), ("import numpy as np",),
    (GradedCell("three", 6, VISIBLE), GradedCell("hidden", 4, HIDDEN)), frozenset(),
)  # fmt: skip
RIGHT = """
def total(price, items):
    if not items:
        raise ValueError("nothing to add")
    return sum(price(item) for item in items)
"""
BODY = "\ndef total(price, items):\n    "


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """The box of this machine, as strong as it gets, with time enough for a machine that does other work as well."""
    with Grader(KEY, limits=replace(LIMITS, call_s=5, load_s=5, total_s=15), exercises=[TASK]) as ready:
        yield ready


@pytest.fixture(scope="module")
def hasty() -> Iterator[Grader]:
    """The same with little time: for what hangs."""
    with Grader(KEY, limits=LIMITS, exercises=[TASK]) as ready:
        yield ready


@pytest.fixture(scope="module")
def weaker() -> Iterator[Grader]:
    """The box without namespaces, as some containers and systems have it."""
    with Grader(KEY, limits=LIMITS, exercises=[TASK], namespaces=False) as ready:
        yield ready


def graded(grader: Grader, text: str, student: str = "s1") -> Row:
    """Grade one text as a submission of the small exercise."""
    (row,) = grader.rows(Submission(student, "s1.py", "0" * 64, (("file", "", text),)))
    return row


def code(load: str = "", call: str = "return 0") -> str:
    """Return a submission that does one thing when it is loaded and one when it is called."""
    return load + BODY + call.replace("\n", "\n    ")


# What it does: the submission, and what its report must say. All of them must get 0 points unless told otherwise.
HOSTILE: dict[str, tuple[str, str]] = {
    "loops when loaded": (code("while True: pass"), "loading it is not done after 0.8 s"),
    "loops in the call": (code(call="while True: pass"), "it is not done after 0.4 s"),
    "loops and catches everything": (
        code(call="while True:\n    try:\n        while True: pass\n    except: pass"), "it is not done after 0.4 s"),
    "sleeps": (code("import time", "time.sleep(60)"), "it is not done after 0.4 s"),
    "forks": (code("import os", "return os.fork()"), "raises PermissionError"),
    "is a fork bomb": (
        code(call="import os\nwhile True:\n    try:\n        os.fork()\n    except OSError: pass"), "it is not done after 0.4 s"),
    "starts a program": (code("import subprocess", "return subprocess.run(['/bin/sh', '-c', 'id'])"), "raises PermissionError"),
    "starts threads without end": (
        code("import threading, time", "while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()"),
        "can't start new thread"),
    "takes ten gigabytes": (code(call="return len(bytearray(10**10))"), "raises MemoryError"),
    "takes them with numpy": (code(call="return np.ones(10**10).sum()"), "memory ends at 1024 MB"),
    "prints a gigabyte when loaded": (code("for _ in range(1000): print('x' * 10**6)"), "it prints more than 1 MB"),
    "writes a gigabyte to every channel": (
        code("import os", "for _ in range(1000): os.write(2, b'x' * 10**6)"), "it prints more than 1 MB"),
    "fills the disk": (
        code(call="for n in range(100): open(f'f{n}', 'wb').write(bytes(3 * 10**6))"), "raises OSError"),
    "opens the network": (code("import socket", "return socket.create_connection(('127.0.0.1', PORT))"), "PermissionError"),
    "raises": (code(call="raise KeyError('oh')"), "it raises KeyError: “'oh'” (line 3 of the answer)"),
    "raises an error with a broken text": (
        code("class Bad(Exception):\n    def __str__(self): raise self", "raise Bad"), "it raises “Bad”"),
    "pretends in its error": (
        code(call="raise Exception('right: every check passes” 10 of 10')"), "“right: every check passes\" 10 of 10”"),
    "raises when loaded": (code("1 / 0"), "it raises ZeroDivisionError when it is loaded"),
    "is no Python": ("def total(:", "it raises SyntaxError when it is loaded"),
    "nests without end": ("total = " + "(" * 100_000, "when it is loaded"),
    "ends the process when loaded": (code("import os; os._exit(0)"), "it ends its process (exit code 0)"),
    "ends the process in the call": (code("import os", "os._exit(0)"), "it ends its process (exit code 0)"),
    "exits": (code("import sys", "sys.exit(0)"), "it ends the program (SystemExit)"),
    "exits when loaded": (code("raise SystemExit"), "it ends the program (SystemExit)"),
    "crashes the interpreter": (code("import ctypes", "ctypes.string_at(0)"), "crashes (signal 11)"),
    "closes every channel": (code("import os", "os.closerange(0, 60)\nwhile True: pass"), "it closes the channel"),
    "kills its parent": (code("import os, signal", "os.kill(os.getppid(), signal.SIGKILL)"), "raises PermissionError"),
    "kills everybody": (code("import os", "os.kill(-1, 9)"), "raises PermissionError"),
    "writes to its parent's memory": (code("import os", "open(f'/proc/{os.getppid()}/mem', 'r+b')"), "Error"),
    "traces its parent": (
        code("import ctypes, os", "return ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0)"), "should be 12, not -1"),
    "escapes into new namespaces": (
        code("import ctypes", "return ctypes.CDLL(None).unshare(0x10020000)"), "should be 12, not -1"),
    "hides memory from the limits": (code("import os", "return os.memfd_create('x')"), "raises PermissionError"),
    "returns an object that equals everything": (
        code("class Yes(int):\n    def __eq__(self, other): return True", "return Yes(3)"),
        "it returns “something that is an object"),
    "returns a generator": (code(call="return (price(i) for i in items)"), "it returns “a generator"),
    "returns a list in itself": (code(call="a = []\na.append(a)\nreturn a"), "nested without end"),
    "returns a hundred megabytes": (code(call="return 'x' * 10**8"), "more than 200,000 items"),
    "returns no number": (code(call="return float('nan')"), "should be 12, not nan"),
    "returns a number of a million digits": (code(call="return 10 ** 10**6"), "whole number of more than a thousand digits"),
    "recurses": (code(call="return total(price, items)"), "raises RecursionError"),
    "changes its input": (code(call="items.clear()\nreturn 12"), "it changes its input `items`"),
    "asks without end": (code(call="while True: price(1)"), "more than 100 times"),
    "asks nonsense": (code(call="return price('a' * 10**6, key=object)"), "raises"),
    "asks and never listens": (
        code("import os, json\nf = json.dumps({'ask': 0, 'arguments': ['x' * 200000], 'named': {'$': 'dict', 'v': []}}).encode()",
             "while True:\n    for fd in range(3, 9):\n        try: os.write(fd, len(f).to_bytes(4, 'big') + f)\n"
             "        except OSError: pass"), "it "),
    "floods the channel with messages": (
        code("import os\nf = b'[' + b'[],' * 900000 + b'[]]'",
             "while True:\n    for fd in range(3, 9):\n        try: os.write(fd, len(f).to_bytes(4, 'big') + f)\n"
             "        except OSError: pass"), "it"),
    "is not there": (RIGHT + "\ndel total", "not attempted"),
    "is no function": ("total = 12", "not attempted"),
}  # fmt: skip


@linux_only
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_program_is_named_and_gets_nothing(name: str, request: pytest.FixtureRequest) -> None:
    """Clear message, no point, in bounded time; and the next submission is graded as if nothing had been."""
    hangs = "not done" in HOSTILE[name][1] or name.startswith(("closes", "floods", "asks and never"))
    grader: Grader = request.getfixturevalue("hasty" if hangs else "grader")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        text, said = HOSTILE[name]
        if name == "fills the disk" and not grader.namespaces:
            said = "wrong"  # there each file is limited and their sum is not, as the report says
        began = time.monotonic()
        row = graded(grader, text.replace("PORT", str(server.getsockname()[1])))

        assert (row.points, row.of) == (0, 10), row
        assert said in row.verdict, row.verdict
        assert time.monotonic() - began < 20
        with pytest.raises(TimeoutError):
            server.accept()
    assert graded(grader, RIGHT).points == 10


PATCHES = {
    "the checks": "import sim.lab.checks as c\nc.judge = lambda *a, **k: c.Verdict('right')\nc.grade = print\n"
    "import sim.lab.guard as g\ng.call = lambda *a, **k: g.Outcome(12)\n",
    "the answers": "import sim.lab.answers as a\na.plain = lambda v: 12\na.difference = lambda *a, **k: None\n",
    "the worker": "import sys\nm = sys.modules['__main__']\nm._guarded = lambda work: {'value': 12, 'points': 10}\n",
    "everything": "import builtins, json, numpy\nbuiltins.isinstance = lambda *a: True\nbuiltins.len = lambda x: 12\n"
    "numpy.isclose = numpy.allclose = lambda *a, **k: True\n",
}


@pytest.mark.parametrize("name", PATCHES)
def test_patching_raises_no_points(name: str, grader: Grader) -> None:
    """Whatever it replaces in its own process, only answers leave that: a constant 12 is right once, and worth that."""
    row = graded(grader, code(PATCHES[name]))

    assert row.points in (0, 6), row
    assert "hidden" not in row.verdict or "was it written for the visible ones" in row.verdict
    assert graded(grader, RIGHT).points == 10


def test_a_forged_result_is_an_answer_and_nothing_more(grader: Grader) -> None:
    """Frames written ahead to every open channel, with points in them, are read as (wrong) answers."""
    forge = (
        "import os, json\n"
        "frame = json.dumps({'value': 12, 'points': 10, 'state': 'right', 'arguments': None}).encode()\n"
        "for fd in range(60):\n"
        "    try: os.write(fd, len(frame).to_bytes(4, 'big') + frame)\n"
        "    except OSError: pass\n"
    )
    for text in (
        code(forge),
        code(call=forge),
        code("import os\nfor f in range(60):\n try: os.write(f, b'PASS 10/10\\n')\n except OSError: pass"),
    ):
        row = graded(grader, text)
        assert row.points <= 6, row
        assert row.verdict != "right: every check passes"
    assert graded(grader, RIGHT).points == 10


def test_a_thread_that_stays_behind_does_not_reach_the_next_one(grader: Grader) -> None:
    """It may shout while its own submission is graded; it dies with the box."""
    if "seccomp" in grader.walls:
        assert (
            "can't start new thread"
            in graded(grader, code("import _thread", "return _thread.start_new_thread(print, ())")).verdict
        )
        return
    loud = "import threading, os, time\ndef shout():\n    while True:\n        os.write(1, b'x'); time.sleep(0.01)\n"
    assert graded(grader, loud + "threading.Thread(target=shout, daemon=True).start()\n" + RIGHT).points == 10
    assert graded(grader, RIGHT).verdict == "right: every check passes"


def test_visible_answers_by_heart_are_remarked(grader: Grader) -> None:
    """The visible case's answer, written down, gets the visible points and a remark."""
    row = graded(grader, code(call="return 12"))

    assert row.points == 6
    assert "every visible check passes and no hidden one" in row.verdict


DELETES = "import shutil\nshutil.rmtree({0!r})\n"
READS = "return open({0!r}).read()"


@pytest.mark.skipif(not LINUX, reason="elsewhere files are not protected, and the report says so")
@pytest.mark.parametrize("kind", ["grader", "weaker"])
def test_files_outside_are_neither_read_nor_deleted(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """A secret, the solutions and the grader's environment stay closed wherever one of the two walls stands."""
    box: Grader = request.getfixturevalue(kind)
    secret = tmp_path / "mine" / "secret.txt"
    secret.parent.mkdir()
    secret.write_text("the key")
    closed = box.namespaces or "landlock" in box.walls
    if not closed:
        assert box.isolation.startswith("best effort")
        assert "the key" in graded(box, code(call=READS.format(str(secret)))).verdict
        return
    for place in (
        str(secret),
        str(ROOT / "solutions" / "ch02" / "ch02.ipynb"),
        "/etc/passwd",
        f"/proc/{os.getpid()}/environ",
    ):
        row = graded(box, code(call=READS.format(place)))
        assert row.points == 0
        assert "FileNotFoundError" in row.verdict or "PermissionError" in row.verdict, row.verdict
    row = graded(box, code(DELETES.format(str(secret.parent))))
    assert "when it is loaded" in row.verdict
    assert secret.read_text() == "the key"
    assert graded(box, RIGHT).points == 10


@linux_only
@pytest.mark.parametrize("name", [
    "forks", "is a fork bomb", "opens the network", "kills its parent", "kills everybody", "traces its parent",
    "ends the process in the call", "takes ten gigabytes", "loops when loaded",
])  # fmt: skip
def test_without_namespaces_the_second_wall_stands(name: str, weaker: Grader) -> None:
    """The report says best effort; where seccomp works, processes, signals and sockets are closed all the same."""
    assert weaker.isolation.startswith("best effort: ")
    if "seccomp" not in weaker.walls and name not in ("takes ten gigabytes", "loops when loaded"):
        assert "seccomp" not in weaker.isolation  # said openly; running it would harm this machine
        return
    text, said = HOSTILE[name]
    row = graded(weaker, text.replace("PORT", "9"))

    assert row.points == 0
    assert said in row.verdict, row.verdict
    assert graded(weaker, RIGHT).points == 10


def test_the_box_holds_no_secret(grader: Grader) -> None:
    """Neither the environment of the grader nor any frame before a call tells seed, key, cases or points."""
    seed = str(personal.personal_seed(KEY, "s1", "E9.1"))
    # Backwards, so that the submission does not find its own text.
    words = [word[::-1] for word in ("BEGIN HIDDEN", "SIM_", "graded_seed(5)", "expected=", seed)]
    text = (
        "import os, gc\ndef total(price, items):\n"
        "    seen = repr(dict(os.environ)) + repr([o for o in gc.get_objects() if isinstance(o, (dict, list, tuple))])\n"
        f"    raise ValueError(str([word for word in {words} if ''.join(reversed(word)) in seen]))\n"
    )
    row = graded(grader, text)

    assert "“[]”" in row.verdict, row.verdict


def test_isolation_is_told(grader: Grader) -> None:
    """Full only where every wall stands."""
    full = {"namespaces", "seccomp", "limits"} <= set(grader.walls)

    assert (grader.isolation == "full") == full
    assert graded(grader, RIGHT).isolation == grader.isolation


@pytest.mark.parametrize("machine", doors.ARCHITECTURES)
def test_the_filter_is_well_formed(machine: str) -> None:
    """Every jump stays inside the program, and it ends in a return."""
    steps = [
        doors.struct.unpack("HBBI", doors.program(machine)[i : i + 8]) for i in range(0, len(doors.program(machine)), 8)
    ]

    assert all(i + 1 + max(yes, no) < len(steps) for i, (op, yes, no, _) in enumerate(steps) if op & 7 == 5)
    assert steps[-1][0] == doors.RETURN


# ------------------------------------------------------------------------------------------------- answers

ZONE = pd.date_range("2024-03-30", periods=3, freq="D", tz="Asia/Shanghai")
VALUES: list[Any] = [
    None, True, 3, -2.5, float("inf"), "中文", [1, [2.0]], (1, "a"), {1, 2}, {"a": 1, (1, 2): None, 3: {}}, 2 + 1j, b"ab",
    np.arange(6.0).reshape(2, 3), np.array(["a", "bc"]), np.array(["2024-01-01"], dtype="datetime64[ns]"), np.arange(0),
    pd.Timestamp("2024-01-01 10:00", tz="Asia/Shanghai"), pd.Timedelta("3h"), pd.Series([1.5, None], name="x"),
    pd.DataFrame({"ts": ZONE, "n": [1, 2, 3], "s": ["a", None, "c"], "b": [True, False, True]}),
    pd.DataFrame({"day": ZONE.tz_localize(None)}, index=pd.Index(["a", "b", "c"], name="k")), pd.DataFrame({"x": []}),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda v: type(v).__name__)
def test_values_travel_unchanged(value: Any) -> None:
    """What goes into the box is what comes out of the frame."""
    assert identical(value, wire.decode(json.loads(json.dumps(wire.encode(value)))))


@pytest.mark.parametrize("text", [
    '{"$": "call", "v": 0}', '{"$": "array", "dtype": "S99999999", "shape": [1], "v": ["a"]}', '{"$": "dict", "v": 3}',
    '{"$": "array", "dtype": "object", "shape": [1], "v": [1]}', '{"$": "frame", "rows": 1e99, "index": null, "v": []}',
    '{"no": 1}', '{"$": "eval", "v": "1"}', "[" * 90 + "]" * 90, '{"$": "time", "kind": "timedelta", "v": 1e300}',
    '{"$": "array", "dtype": "float64", "shape": [-1, 9], "v": []}', '{"$": "set", "v": [2305843009213693951, 0]}',
])  # fmt: skip
def test_nonsense_is_refused_as_data(text: str) -> None:
    """Nothing but the known kinds is made of what a box sends."""
    with pytest.raises(wire.Garbled):
        wire.decode(json.loads(text))


# ------------------------------------------------------------------------------------------------ personal


def test_seeds_are_personal() -> None:
    """Another student, exercise or key: another seed; the same id written otherwise: the same one."""
    seeds = {
        personal.personal_seed(key, who, what)
        for key in (KEY, KEY[::-1])
        for who in ("ann", "bo", "an")
        for what in ("E2.3", "nE2.3")
    }

    assert len(seeds) == 12
    assert personal.personal_seed(KEY, " Ann", "E2.3") == personal.personal_seed(KEY, "ann", "E2.3")
    assert all(0 <= seed < 2**63 for seed in seeds)


@pytest.mark.parametrize(("text", "said"), [("short", "holds 5 characters"), ("ab" * 20, "different characters")])
def test_bad_keys_are_refused(text: str, said: str) -> None:
    """A key that can be guessed is none."""
    with pytest.raises(ValueError, match=said):
        personal.load_key(environment={personal.KEY: text})


def test_a_key_is_made_once_and_kept_outside(tmp_path: Path) -> None:
    """The command's file works; inside the course, open to others, missing or made twice, it is an error that helps."""
    path = personal.make_key(tmp_path / "safe" / "key.txt")
    assert personal.load_key(path) == personal.load_key(environment={personal.KEY_FILE: str(path)})
    with pytest.raises(FileExistsError):
        personal.make_key(path)
    with pytest.raises(ValueError, match="inside the course folder"):
        personal.make_key(ROOT / "key.txt")
    with pytest.raises(ValueError, match="inside the course folder"):
        personal.load_key(path, root=tmp_path)
    with pytest.raises(ValueError, match="there is no instructor's key"):
        personal.load_key(environment={})
    if POSIX:
        path.chmod(0o644)
        with pytest.raises(ValueError, match="chmod 600"):
            personal.load_key(path)


def test_the_hidden_luck_is_the_students_own(grader: Grader) -> None:
    """An answer that knows one student's world by heart is wrong in another's."""
    seed = personal.personal_seed(KEY, "ann", "E9.1")
    text = code(
        call=f"if len(items) == 0: raise ValueError\nreturn {{1: 12, 4: {sum(n * seed % 97 for n in (4, 5, 6))}}}[items[0]]"
    )

    assert graded(grader, text, "ann").points == 10
    assert graded(grader, text, "bo").points == 6


# ------------------------------------------------------------------------------------------------- results


def row(student: str, verdict: str = "right") -> Row:
    """Return a row with some student in it."""
    return Row(student, "E9.1", 10.0, 10.0, verdict, 0.5, "full", "a.py", "0" * 64, "x/y")


def test_results_open_in_excel_and_run_no_formula(tmp_path: Path) -> None:
    """UTF-8 with BOM, one line a row, Chinese text, and no cell that a spreadsheet would run."""
    path = tmp_path / "r.csv"
    results = Results(path)
    results.add(row("=cmd|' /C calc'!A0", 'wrong 不对,\n"quoted"\x1b[31m'))

    assert path.read_bytes().startswith(BOM)
    (read,) = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    assert read["student"].startswith("'=")
    assert read["verdict"] == 'wrong 不对, "quoted" [31m'


def test_half_a_row_is_cut_off_and_old_files_are_kept(tmp_path: Path) -> None:
    """After a power cut the whole rows count; without --resume nothing is overwritten."""
    path = tmp_path / "r.csv"
    Results(path).add(row("ann"))
    with path.open("ab") as file:
        file.write(b"bo,E9.1,1")
    with pytest.raises(ValueError, match="--resume"):
        Results(path)
    again = Results(path, resume=True)

    assert again.has(row("ann").key())
    assert not again.has(row("bo").key())
    again.add(row("bo"))
    assert [r["student"] for r in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())] == ["ann", "bo"]


# --------------------------------------------------------------------------------------------------- batch


def answered(text: str) -> str:
    """Return the released notebook of chapter 2, of its exercises E2.3 alone, with an answer written into it."""
    notebook = json.loads((ROOT / "exercises" / "ch02" / "ch02.ipynb").read_text(encoding="utf-8"))
    named = [(c, c["metadata"].get("nbgrader", {}).get("grade_id", "")) for c in notebook["cells"]]
    notebook["cells"] = [cell for cell, name in named if not name.startswith(("e2_1", "e2_2"))]
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = text
    notebook["cells"].append({"cell_type": "code", "id": "mine", "metadata": {}, "outputs": [], "execution_count": None,
                              "source": ["%time\n", "half = 0.5\n", "while True: pass\n"]})  # fmt: skip
    return json.dumps(notebook)


def solution() -> str:
    """Return the answer cell of E2.3 in the instructor's notebook."""
    notebook = json.loads((ROOT / "solutions" / "ch02" / "ch02.ipynb").read_text(encoding="utf-8"))
    named = {c["metadata"].get("nbgrader", {}).get("grade_id"): "".join(c["source"]) for c in notebook["cells"]}
    return named["e2_3"]


def folder_of(tmp_path: Path) -> Path:
    """Return a folder with one right answer as nbgrader collects it, one blank one, and one that hangs."""
    right = tmp_path / "in" / "ann" / "ch02" / "ch02.ipynb"
    right.parent.mkdir(parents=True)
    right.write_text(answered(solution()), encoding="utf-8")
    blank = "def recommend_cadence(*a):\n    raise NotImplementedError()\n"
    (tmp_path / "in" / "bo_ch02.ipynb").write_text(answered(blank), encoding="utf-8")
    (tmp_path / "in" / "zed.py").write_text("def recommend_cadence(*a):\n    while True: pass\n")
    return tmp_path / "in"


def boxes() -> int:
    """Count worker processes that are alive, of any batch of this test."""
    count = 0
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            count += b"box/worker.py" in path.read_bytes()
        except OSError:
            continue
    return count


@pytest.mark.skipif(not LINUX, reason="counts processes in /proc")
@pytest.mark.parametrize(("how", "ends"), [(signal.SIGINT, 130), (getattr(signal, "SIGKILL", signal.SIGTERM), -9)])
def test_an_interrupted_batch_goes_on_without_loss(how: signal.Signals, ends: int, tmp_path: Path) -> None:
    """Ctrl+C and a hard kill: rows so far are kept, no box stays behind, --resume grades what is missing only."""
    folder, out = folder_of(tmp_path), tmp_path / "r.csv"
    command = [sys.executable, "-m", "sim", "grade", str(folder), "--out", str(out), "--practice"]
    batch = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    began = time.monotonic()
    while (out.read_bytes().count(b"\n") if out.exists() else 0) < 3:  # the heading, ann, bo
        assert time.monotonic() - began < 40
        time.sleep(0.05)
    time.sleep(0.8)  # zed hangs by now
    batch.send_signal(how)
    said = batch.communicate(timeout=20)[1].decode()
    assert batch.returncode == ends
    assert "go on with --resume" in said or ends == -9
    began = time.monotonic()
    while boxes() and time.monotonic() - began < 10:
        time.sleep(0.05)
    assert boxes() == 0

    (folder / "zed.py").write_text("def recommend_cadence(*a):\n    raise NotImplementedError\n")
    assert main([*command[3:], "--resume"]) == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [(r["student"], r["exercise"], r["points"], r["of"]) for r in rows] == [
        ("ann", "E2.3", "10", "10"), ("bo", "E2.3", "0", "10"), ("zed", "E2.3", "0", "10"),
    ]  # fmt: skip
    assert [r["verdict"] for r in rows] == ["right: every check passes", "not attempted", "not attempted"]


def test_strange_files_get_a_row_each(grader: Grader, tmp_path: Path) -> None:
    """Broken, empty, foreign and oversized files and links: each is reported, none stops the batch."""
    for name, data in {
        "broken.ipynb": b'{"cells": [', "deep.ipynb": b"[" * 100_000, "list.ipynb": b"[]", "bytes.py": b"\xff\xfe\x00",
        "other.py": b"print(1)", "null.py": b"def total(price, items):\n  return 1\x00",
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
    if POSIX:
        (tmp_path / "link.py").symlink_to("/etc/passwd")
    (tmp_path / "z_right.py").write_text(RIGHT)
    rows = {r.file: r for r in grade([tmp_path], grader, Results(None))}

    assert len(rows) == 8 - (not POSIX)
    assert all(r.points == 0 for name, r in rows.items() if name != "z_right.py")
    assert "cannot be read" in rows["deep.ipynb"].verdict
    assert "no exercise of this course" in rows["other.py"].verdict
    assert rows["z_right.py"].points == 10
    if POSIX:
        assert "link" in rows["link.py"].verdict


def test_cells_are_chosen_by_what_they_are() -> None:
    """Locked cells come from the course, tests of the student are left out, own cells are marked as such."""
    (task,) = [t for t in submissions.tasks(ROOT) if t.id == "E2.3"]
    found = Submission(
        "a", "f", "0", submissions._cells(json.loads(answered("def recommend_cadence(): ...")))
    ).cells_for(task)

    assert [kind for kind, _ in found] == ["answer", "answer", "own"]
    assert found[0][1] == task.setup[0]
    assert sum(t.points for t in task.tests) == 10
    assert sum(t.points for t in task.tests if t.hidden) == 4


def test_wrong_use_of_the_command_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No key, no folder: one sentence and exit code 2."""
    monkeypatch.delenv(personal.KEY, raising=False)
    monkeypatch.delenv(personal.KEY_FILE, raising=False)
    assert main(["grade", str(tmp_path)]) == 2
    assert "there is no instructor's key" in capsys.readouterr().err
    assert main(["grade", str(tmp_path / "none"), "--practice"]) == 2
    assert "is no file and no folder" in capsys.readouterr().err


def test_limits_must_be_positive() -> None:
    """A limit of zero would grade nobody."""
    with pytest.raises(ValueError, match="above 0"):
        Limits(call_s=0)


def test_a_box_can_be_used_alone(grader: Grader) -> None:
    """For policies of the capstone: load once, ask often."""
    with Box(grader._library, LIMITS, namespaces=grader.namespaces) as box:
        assert box.load([("answer", "def act(day, state):\n    return {'post': state['stock'] > day}")], "act")["found"]
        answers = [wire.decode(box.call([day, {"stock": 3}], 1.0)["value"]) for day in range(5)]

    assert [a["post"] for a in answers] == [True, True, True, False, False]


def test_a_test_that_cannot_be_sent_stops_the_batch() -> None:
    """An instructor's mistake must not cost a student points: no row is written, the sentence says what is wrong."""
    odd = GradedCell("odd", 10, VISIBLE.replace("[1, 2, 3]", "object()"))
    said = pytest.raises(NoBox, match="is an object of the class object; it cannot be sent")
    with Grader(KEY, limits=LIMITS, exercises=[replace(TASK, tests=(odd,))]) as ready, said:
        graded(ready, RIGHT)


def test_secrets_in_open_folders_are_noticed(tmp_path: Path) -> None:
    """What lies in Python's own folders can be read by every submission."""
    assert exposed(Path(sys.prefix) / "course")
    assert exposed(tmp_path) is None
