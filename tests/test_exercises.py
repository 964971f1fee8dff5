"""Exercises in their three states: blank, wrong in the usual ways, right; and the generator that releases them.

The answers are run in this process, as cells of the stored notebooks; one test runs a released notebook in a kernel.
"""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from sim.__main__ import main
from sim.course import exercises, workcopy
from sim.course.notebooks import ROOT
from sim.lab.checks import SEED, CheckFailed, NotAttempted, Wrong

SOURCES = exercises.sources()
FRESH_SEEDS = (11, 7_041, 990_017)


def cells(source: Path) -> list[Any]:
    """Return the code cells of an instructor's notebook."""
    return [c for c in nbformat.read(source, as_version=4).cells if c.cell_type == "code"]


def told(cell: Any, key: str) -> Any:
    """Return one fact of a cell's nbgrader record."""
    return cell.metadata.get("nbgrader", {}).get(key)


def hidden(cell: Any) -> bool:
    """Tell whether a cell holds hidden tests."""
    return exercises.HIDDEN in cell.source


def play(
    source: Path, *replacements: tuple[str, str], graded: bool = False, only: str = ""
) -> dict[str, CheckFailed | None]:
    """Run a solution notebook's cells with changed answers; return what each test cell raised, by its id.

    Hidden tests run only with ``graded``. Cells that are neither set-up, answer nor test are left out, and with ``only``
    ("e2_1") those of other exercises.
    """
    names: dict[str, Any] = {}
    said: dict[str, CheckFailed | None] = {}
    missing = {old for old, _ in replacements}
    for cell in cells(source):
        text = cell.source
        if not str(told(cell, "grade_id") or only).startswith(only):
            continue
        if told(cell, "grade"):
            if hidden(cell) and not graded:
                continue
            said[told(cell, "grade_id")] = None
            try:
                exec(text, names)
            except CheckFailed as failed:
                said[told(cell, "grade_id")] = failed
        elif "nbgrader" in cell.metadata:
            if told(cell, "solution"):
                for old, new in replacements:
                    missing -= {old} if old in text else set()
                    text = text.replace(old, new)
            exec(text, names)
    assert not missing, f"{missing} is not in the solution any more"
    return said


def blank(source: Path) -> list[tuple[str, str]]:
    """Return the replacements that turn every answer into what a trainee gets."""
    regions = [re.findall(r"### BEGIN SOLUTION.*?### END SOLUTION", c.source, re.DOTALL) for c in cells(source)]
    return [(region, "raise NotImplementedError()") for found in regions for region in found]


CH02 = ROOT / "solutions" / "ch02" / "ch02.ipynb"
GAPS = "gaps = [paired_difference(column, runs[:, at]) for column in runs.T]"
# Each usual mistake, planted into the solution of E2.3: the check that finds it and what it says.
MISTAKES = [
    ('"best": rates[at]', '"best": float(at)', "best", "is the position of a rate"),
    ("runs.mean(axis=0).argmax()", "runs.mean(axis=0).argmin()", "best", "the worst mean"),
    ("runs.mean(axis=0).argmax()", "runs.max(axis=0).argmax()", "best", "luckiest single run"),
    ('"mean": mean.mean', '"mean": mean.mean * len(runs)', "best", "sum over all states"),
    ('"mean": mean.mean', '"mean": float(runs.mean())', "best", "not that of the best one"),
    ('"n": len(runs),', "", "best", "has no key 'n'"),
    ('"n": len(runs)', '"n": True', "best", "`n` should be a number, not True"),
    ("    return {", "    {", "best", "is a `return` missing?"),
    ('"low": mean.low', '"low": mean.mean - 1.96 * float(runs[:, at].std(ddof=1)) / len(runs) ** 0.5', "interval", "`low`"),
    (
        '"low": mean.low, "high": mean.high',
        '"low": mean.mean - (h := 1.96 * runs[:, at].std(ddof=1) / len(runs) ** 0.5), "high": mean.mean + h',
        "interval",
        "1.96",
    ),
    (
        '"low": mean.low, "high": mean.high',
        '"low": mean.mean - (h := mean.half_width * len(runs) ** 0.5), "high": mean.mean + h',
        "interval",
        "where single runs fall",
    ),
    ('"low": mean.low, "high": mean.high', '"low": runs[:, at].min(), "high": runs[:, at].max()', "interval", "largest run"),
    ('"low": mean.low, "high": mean.high', '"low": mean.high, "high": mean.low', "interval", "lies above"),
    ("    at = int", "    simulate(rates[0], states[0])\n    at = int", "calls", "49 times where 48 runs are enough"),
    ("simulate(rate, state) for rate in rates", "simulate(rate, state + round(rate * 100)) for rate in rates",
     "calls", "different rates run on different states"),
    ("for state in states]", "for state in states[1:]]", "calls", "never called with the rate 0.25 in the state 1"),
    ('"inner": 0 < at < len(rates) - 1 and worse[0.05][0] and worse[0.05][-1]', '"inner": 0 < at < len(rates) - 1',
     "inner", "not the shape rule"),
    ('"inner": 0 < at < len(rates) - 1 and', '"inner": at < 99 and at != 0 or', "inner", "is an end of the grid"),
    ('"inner": 0 < at < len(rates) - 1 and', '"inner": False and', "inner", "both ends are clearly worse"),
    ("if k != at and not worse", "if not worse", "equivalent", "holds the best rate itself"),
    (GAPS, GAPS.replace("column, runs[:, at]", "np.sort(column)[::-1], np.sort(runs[:, at])"), "equivalent",
     "separate intervals overlap"),
    ("[gap.low > 0 and gap.mean >= x * abs(mean.mean)", "[gap.low > 0", "equivalent", "smaller than `min_effect`"),
    ("[gap.low > 0 and gap.mean >= x * abs(mean.mean)", "[gap.mean >= x * abs(mean.mean)", "equivalent",
     "interval of its difference holds 0"),
    ("    worse = {", "    min_effect = 0.03\n    worse = {", "equivalent", "yet the answer is that of 0.03"),
    ("enumerate(rates) if k", "reversed(list(enumerate(rates))) if k", "equivalent", "not in ascending order"),
]  # fmt: skip
# Answers that pass every visible check and must fail a hidden one.
SLIPS = [
    ("rates = sorted(float(rate) for rate in grid)", "rates = [float(rate) for rate in grid]", "hidden-order"),
    ("rates = sorted(float(rate) for rate in grid)", "grid.sort()\n    rates = [float(r) for r in grid]", "hidden-"),
    ("failed = np.isnan(runs).any(axis=1)", "failed = np.isnan(runs).all(axis=1)", "hidden-failed"),
    ("if failed.any():", "if False:", "hidden-failed"),
    ("abs(mean.mean)", "mean.mean", "hidden-worlds"),
    ('raise ValueError(f"{len(rates)} rates', 'return dict(why=f"{len(rates)} rates', "hidden-limits"),
]


def test_there_are_exercises() -> None:
    """Guard against a listing that comes back empty."""
    assert CH02 in SOURCES


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem)
def test_blank_is_not_attempted_and_nothing_else(source: Path) -> None:
    """Every visible and every hidden test of an unsolved exercise says so."""
    said = play(source, *blank(source), graded=True)

    assert said
    assert {type(failed) for failed in said.values()} == {NotAttempted}
    assert all("not attempted" in str(failed) for failed in said.values())


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem)
@pytest.mark.parametrize("seed", FRESH_SEEDS)
def test_solutions_are_right_on_fresh_seeds(source: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Visible and hidden tests pass with luck that no stored output was made with."""
    monkeypatch.setenv(SEED, str(seed))

    assert [str(failed) for failed in play(source, graded=True).values() if failed] == []


def test_every_usual_mistake_has_its_own_diagnosis() -> None:
    """Planted wrong answers of E2.3 are found by the check of their part, which says what went wrong."""
    heard: dict[str, set[str]] = {}
    for old, new, part, fragment in MISTAKES:
        failed = play(CH02, (old, new))[f"e2_3-{part}"]
        assert isinstance(failed, Wrong), (new, failed)
        assert fragment in str(failed), (new, str(failed))
        heard.setdefault(part, set()).add(fragment)

    assert min(len(messages) for messages in heard.values()) >= 3


def test_a_wrong_part_leaves_the_others_right() -> None:
    """Points are given part by part: a wrong interval costs the interval alone."""
    said = play(CH02, ('"low": mean.low', '"low": mean.low - 1'))

    assert {name for name, failed in said.items() if failed} == {"e2_3-interval"}


@pytest.mark.parametrize(("old", "new", "name"), SLIPS, ids=range(len(SLIPS)))
def test_hidden_tests_find_what_visible_ones_miss(old: str, new: str, name: str) -> None:
    """The rules of the task that no visible check looks at are looked at in grading."""
    said = play(CH02, (old, new), graded=True)
    failed = {key for key, value in said.items() if value}

    assert any(key.startswith(f"e2_3-{name}") for key in failed), failed
    assert all("hidden" in key for key in failed), failed


def test_hints_grow_and_hold_no_solution() -> None:
    """A further wrong try brings the next hint; the third stays; no hint shares a line of code with the solution."""
    from sim.course.cases.ch02 import E2_3

    code = "\n".join(region for region, _ in blank(CH02))
    for part in E2_3.parts.values():
        assert len(part.hints) == 3
        assert not any(line.strip() in hint for hint in part.hints for line in code.splitlines() if len(line) > 30)
    heard = []
    for _ in range(4):
        with pytest.raises(Wrong) as failed:
            E2_3.check("best", lambda simulate, grid, states, min_effect=0.03: {})
        heard.append(str(failed.value).partition("\n")[2])

    assert [text[:16] for text in heard] == [f"Hint 提示 {n} of 3: "[:16] for n in (1, 2, 3, 3)]
    assert len(set(heard)) == 3


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem)
def test_worked_examples_of_the_docstring_hold(source: Path) -> None:
    """At least two examples in each answer's docstring, all true of the solution."""
    for cell in cells(source):
        if told(cell, "solution"):
            names: dict[str, Any] = {}
            for setup in cells(source):
                if setup is cell or told(setup, "grade") is False:
                    exec(setup.source, names)
                if setup.id == cell.id:
                    break
            released = re.sub(r"### BEGIN SOLUTION.*?### END SOLUTION", "", cell.source, flags=re.DOTALL)
            for name in re.findall(r"^def (\w+)\(", released, re.MULTILINE):
                tests = doctest.DocTestFinder(recurse=False).find(names[name], globs=names)
                result = doctest.DocTestRunner().run(tests[0])

                assert (result.failed, result.attempted >= 2) == (0, True), name


# ------------------------------------------------------------------------------------------ the release


def test_committed_exercises_are_what_their_solutions_give() -> None:
    """Nobody edited an exercise by hand, nobody forgot to release a solution; points are 6 + 4."""
    assert exercises.run(check=True) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda p: p.stem)
def test_no_solution_and_no_hidden_test_is_released(source: Path) -> None:
    """No line of a solution or of a hidden test stands in the released file, and nothing was executed there."""
    released = nbformat.reads(exercises.generate(source), as_version=4)
    visible = {line.strip() for c in released.cells for line in c.source.splitlines()}
    secret: set[str] = set()
    for cell in cells(source):
        for region in re.findall(r"### BEGIN (?:SOL|HID).*?### END \w+", cell.source, re.DOTALL):
            secret |= {line.strip() for line in region.splitlines() if len(line.strip()) > 8}

    assert secret
    assert secret & visible == set()
    assert all(not c.outputs and c.execution_count is None for c in released.cells if c.cell_type == "code")


def test_a_hand_made_exercise_is_found(tmp_path: Path) -> None:
    """One byte edited by hand, a file without a source, a wrong number of points: each gets its sentence."""
    folder = tmp_path / "solutions" / "ch02"
    folder.mkdir(parents=True)
    text = CH02.read_text(encoding="utf-8")
    before, best, after = text.partition('"grade_id": "e2_3-best"')
    changed = before + best + after.replace('"points": 2,', '"points": 3,', 1)
    (folder / "ch02.ipynb").write_text(changed, encoding="utf-8")
    said = exercises.run(check=False, root=tmp_path)
    assert [line for line in said if "e2_3" in line and "'visible': 7" in line] == said != []

    released = tmp_path / "exercises" / "ch02" / "ch02.ipynb"
    released.write_bytes(released.read_bytes().replace(b"40 minutes", b"30 minutes"))
    (tmp_path / "exercises" / "ch09").mkdir()
    (tmp_path / "exercises" / "ch09" / "ch09.ipynb").write_text("{}", encoding="utf-8")
    said = exercises.run(check=True, root=tmp_path)

    assert any(line.startswith("exercises/ch02/ch02.ipynb is not what") for line in said)
    assert any(line.startswith("exercises/ch09/ch09.ipynb has no source") for line in said)


def test_the_command_compares(capsys: pytest.CaptureFixture) -> None:
    """``python -m sim exercises --check`` ends with 0 when all is in order."""
    assert main(["exercises", "--check"]) == 0
    assert "no findings" in capsys.readouterr().out


def test_without_nbgrader_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    """A trainee's environment has no nbgrader; the command says what to install."""
    monkeypatch.setitem(sys.modules, "nbgrader", None)

    assert main(["exercises", "--check"]) == 2
    assert "nbgrader makes the exercises and is not installed here" in capsys.readouterr().err


def test_a_released_exercise_runs_in_a_kernel(tmp_path: Path) -> None:
    """Executed from top to bottom: each test cell shows one sentence, no traceback, no other kind of error."""
    from nbclient import NotebookClient

    from sim.course.notebooks import _environment

    notebook = nbformat.reads(exercises.generate(CH02), as_version=4)
    client = NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute(env=_environment())
    visible = {c.id: c.outputs for c in notebook.cells if c.cell_type == "code" and re.search(r"E2_3\.\w+\(", c.source)}

    assert len(visible) == 6  # five checks and the cell that uses the answer on the real model
    for outputs in visible.values():
        assert [o.output_type for o in outputs] == ["error"]
        assert outputs[0].ename == "NotAttempted"
        assert outputs[0].traceback == [outputs[0].evalue]
        assert "\n" not in outputs[0].evalue


def test_nbgrader_reads_points_from_outputs() -> None:
    """The own rule of nbgrader gives the stored solution all ten points and a failed cell none."""
    from nbgrader.utils import determine_grade

    notebook = nbformat.read(CH02, as_version=4)
    graded = [c for c in notebook.cells if told(c, "grade")]
    whole = sum(determine_grade(c)[0] for c in graded)
    assert whole == 10 * len({told(c, "grade_id").partition("-")[0] for c in graded})

    graded[0].outputs = [nbformat.v4.new_output("error", ename="Wrong", evalue="", traceback=[])]
    assert sum(determine_grade(c)[0] for c in graded) == whole - told(graded[0], "points")


def test_the_working_copy_brings_the_exercises(tmp_path: Path) -> None:
    """`work/exercises/` holds the released notebook, cell by cell."""
    workcopy.update(ROOT, tmp_path / "work")

    copy = nbformat.read(tmp_path / "work" / "exercises" / "ch02" / "ch02.ipynb", as_version=4)
    released = nbformat.read(ROOT / "exercises" / "ch02" / "ch02.ipynb", as_version=4)
    assert [(c.id, c.source, c.metadata.get("nbgrader")) for c in copy.cells] == [
        (c.id, c.source, c.metadata.get("nbgrader")) for c in released.cells
    ]


def test_the_checks_are_light() -> None:
    """Checking an answer loads neither charts nor widgets nor nbgrader."""
    heavy = {"altair", "ipywidgets", "nbgrader", "IPython"}
    code = f"import sim.course.cases.ch02, sys; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.strip() == "[]"
