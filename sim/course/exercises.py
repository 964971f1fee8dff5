"""Exercises: `exercises/` is generated from `solutions/` with nbgrader's own steps, and never edited by hand.

To add the exercise of section 4.2 (``classify_tickets``, say):

1. Visible cases: in ``sim/course/cases/ch04.py`` write ``E4_2 = Exercise("E4.2", "classify_tickets", {...})``: a
   ``Part`` for each thing that can be right on its own, its ``Case`` list (inputs made afresh, expected answer), a
   ``Usual`` for each usual mistake (a question about the answer, or a function that errs alike), three hints.
2. In ``solutions/ch04/ch04.ipynb`` (copy the cells of ch02): a locked task cell that says every rule a hidden test
   asks about; an answer cell with signature, docstring and two worked examples (they are run as doctests), the
   solution between ``### BEGIN SOLUTION`` and ``### END SOLUTION``; test cells ``E4_2.check("part", classify_tickets)``
   worth 6 points together; hidden test cells worth 4 between ``### BEGIN HIDDEN TESTS`` and ``### END HIDDEN TESTS``
   that call ``grade`` on worlds made from ``graded_seed``. Grade ids begin with ``e4_2``; tag tests ``raises-exception``.
3. ``python -m sim notebooks ch04`` executes it, ``python -m sim exercises`` writes the trainee's file.
   In grading the function stands in another process: hand it plain values, arrays, tables and functions, never an
   object of a class of your own, and take from it only what it returns.
4. In ``tests/test_exercises.py`` plant at least three wrong answers with their diagnoses; the rest is found by itself.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.course.notebooks import ROOT, normalise

__all__ = ["POINTS", "generate", "run", "sources"]

POINTS = {"visible": 6, "hidden": 4}  # of each exercise
HIDDEN = "BEGIN HIDDEN TESTS"
MARKERS = re.compile(r"(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)")
STEPS = (
    "LockCells", "ClearSolutions", "ClearOutput", "CheckCellMetadata", "ComputeChecksums", "ClearHiddenTests",
    "ClearMarkScheme", "ComputeChecksums", "CheckCellMetadata",
)  # fmt: skip  # nbgrader's own order: hidden tests are cleared after the first checksums and before the last


def sources(root: Path = ROOT) -> list[Path]:
    """Return the instructor's notebooks ``solutions/NAME/NAME.ipynb``, as nbgrader wants them, in order."""
    return sorted(p for p in (root / "solutions").glob("*/*.ipynb") if p.stem == p.parent.name)


def generate(source: Path) -> str:
    """Return the text of the trainee's notebook for one instructor's notebook: the same bytes every time.

    Raise a ValueError if a marker of a solution or a hidden test is left over, a ModuleNotFoundError without nbgrader.
    """
    import nbformat

    notebook = nbformat.read(source, as_version=4)
    resources: dict[str, Any] = {}
    for step in _steps():
        notebook, resources = step.preprocess(notebook, resources)
    text = str(nbformat.writes(normalise(notebook), version=4)).rstrip("\n") + "\n"
    left = MARKERS.search(text)
    if left:
        raise ValueError(f"{source.name}: {left.group()!r} is left in the exercise; is the cell graded or an answer?")
    return text


def _steps() -> list[Any]:
    try:
        with warnings.catch_warnings():
            # What nbgrader imports warns about its own future; with warnings as errors it would end half imported.
            warnings.simplefilter("ignore")
            from nbgrader import preprocessors
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "nbgrader makes the exercises and is not installed here: install the project with its extra `instructor`."
        ) from error
    return [getattr(preprocessors, name)() for name in STEPS]


def run(*, check: bool, root: Path = ROOT) -> list[str]:
    """Write every exercise, or with ``check`` only compare; return one sentence for everything wrong."""
    found: list[str] = []
    targets = {}
    for source in sources(root):
        found += _points(source)
        target = root / "exercises" / source.parent.name / source.name
        targets[target] = generate(source)
    for target, text in targets.items():
        if not check:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
        elif not target.is_file() or target.read_bytes() != text.encode():
            found.append(f"{_name(target, root)} is not what its solution gives; run `python -m sim exercises`.")
    strays = [p for p in sorted((root / "exercises").glob("ch*/*.ipynb")) if p not in targets]
    return found + [f"{_name(p, root)} has no source in solutions/; exercises are generated." for p in strays]


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _points(source: Path) -> Iterator[str]:
    """Find exercises that are not worth six visible and four hidden points."""
    import nbformat

    sums: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(POINTS, 0))
    for cell in nbformat.read(source, as_version=4).cells:
        told = cell.metadata.get("nbgrader", {})
        if told.get("grade"):
            exercise = told["grade_id"].partition("-")[0]
            sums[exercise]["hidden" if HIDDEN in cell.source else "visible"] += told["points"]
    for exercise, sum_ in sums.items():
        if sum_ != POINTS:
            yield f"{source.name}: {exercise} has the points {sum_}; every exercise has {POINTS}."
