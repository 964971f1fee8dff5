"""Find submissions and read them: which student, which exercises, which cells are the answer.

Nothing here runs or parses a student's code; a notebook is read as JSON, a `.py` file as text.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["GradedCell", "Submission", "Task", "find", "read", "tasks"]

MOST_BYTES = 20_000_000
HIDDEN = "BEGIN HIDDEN TESTS"
KEY = re.compile(r"e\d+_\d+")
SOLUTION = re.compile(r"### BEGIN SOLUTION.*?### END SOLUTION", re.DOTALL)


@dataclass(frozen=True)
class GradedCell:
    """One graded cell of the instructor's notebook."""

    name: str
    points: float
    source: str

    @property
    def hidden(self) -> bool:
        """Whether it is a hidden test."""
        return HIDDEN in self.source


@dataclass(frozen=True)
class Task:
    """One exercise as the instructor's notebook states it."""

    key: str  # e2_3, as its cells are named
    functions: tuple[str, ...]
    setup: tuple[str, ...]
    tests: tuple[GradedCell, ...]
    released: frozenset[str]  # texts of cells that a trainee gets and nobody needs to run

    @property
    def function(self) -> str:
        """The function that the exercise asks for; a second one (``rf_table`` of E2.2) stands in the same answer cell."""
        return self.functions[0]

    @property
    def id(self) -> str:
        """The exercise's number, such as E2.3."""
        return self.key.upper().replace("_", ".")

    @property
    def digest(self) -> str:
        """A short hash of what decides about points."""
        text = "\0".join([*self.setup, *(f"{t.name} {t.points} {t.source}" for t in self.tests)])
        return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Submission:
    """One file of one student: its code cells as (kind, name, text), or why it cannot be read."""

    student: str
    file: str
    sha256: str
    cells: tuple[tuple[str, str, str], ...] = ()
    problem: str = ""

    def answers(self, task: Task) -> bool:
        """Tell whether this exercise is in the file."""
        named = any(name.partition("-")[0] == task.key for _, name, _ in self.cells)
        return named or any(_defines(text, task) for _, _, text in self.cells)

    def cells_for(self, task: Task) -> list[tuple[str, str]]:
        """Return what to load for an exercise, pairs of kind and text: set-up, own definitions, the answer."""
        found = [("answer", text) for text in task.setup]
        for kind, name, text in self.cells:
            mine = name.partition("-")[0] == task.key if name else kind == "file" or _defines(text, task)
            if text not in task.released:
                found.append(("answer" if mine else "own", text))
        return found


def _defines(text: str, task: Task) -> bool:
    names = "|".join(task.functions)
    return re.search(rf"^\s*(?:async\s+)?def\s+(?:{names})\b|^(?:{names})\s*=", text, re.MULTILINE) is not None


def tasks(root: Path) -> list[Task]:
    """Return every exercise of the instructor's notebooks; raise a FileNotFoundError in the trainee edition."""
    sources = sorted(p for p in (root / "solutions").glob("*/*.ipynb") if p.stem == p.parent.name)
    if not sources:
        raise FileNotFoundError("grading needs solutions/, which only the instructor edition has.")
    return [task for source in sources for task in _tasks(json.loads(source.read_text(encoding="utf-8")))]


def _tasks(notebook: dict[str, Any]) -> Iterator[Task]:
    cells = [(cell.get("metadata", {}).get("nbgrader", {}), "".join(cell["source"])) for cell in _code(notebook)]
    ungraded = frozenset(text for told, text in cells if not told)
    for told, answer in cells:
        key = told.get("grade_id", "").partition("-")[0]
        functions = tuple(re.findall(r"^def (\w+)\(", SOLUTION.sub("", answer), re.MULTILINE))
        if not told.get("solution") or told.get("grade_id") != key or not functions:
            continue
        of_key = [(t, text) for t, text in cells if t and (t["grade_id"].partition("-")[0] == key)]
        shared = [
            text for t, text in cells if t and not KEY.match(t["grade_id"]) and not t["grade"] and not t["solution"]
        ]
        setup = [text for t, text in of_key if not t["grade"] and not t["solution"]]
        tests = tuple(
            GradedCell(t["grade_id"].removeprefix(key + "-"), float(t["points"]), text)
            for t, text in of_key
            if t["grade"]
        )
        yield Task(key, functions, (*shared, *setup), tests, ungraded)


def _code(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def find(places: Sequence[Path]) -> list[tuple[Path, str, str]]:
    """Return (path, student, name) of each `.ipynb` and `.py` file in folders and among files, in order.

    The student is the first folder below the one given (nbgrader's ``submitted/STUDENT/ch02/ch02.ipynb``), or else the
    file's name without ``_ch02``. Links are never followed. Raise a FileNotFoundError for what is not there.
    """
    found = []
    for place in places:
        if not place.exists():
            raise FileNotFoundError(f"{place} is no file and no folder.")
        inside = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.suffix in (".ipynb", ".py"))
        for path in inside:
            parts = (path.name,) if path == place else path.relative_to(place).parts
            if any(part.startswith((".", "__")) for part in parts):
                continue
            stem = re.sub(r"[-_ ]?ch\d\d$", "", path.stem, flags=re.IGNORECASE) or path.parent.name
            found.append((path, _shown(parts[0] if len(parts) > 1 else stem), _shown("/".join(parts))))
    return found


def _shown(name: str) -> str:
    """Return a file's name as text that a terminal and a table can show."""
    return "".join(c if c.isprintable() else "?" for c in name)


def read(path: Path, student: str, name: str) -> Submission:
    """Read one file; whatever is wrong with it becomes its ``problem``."""
    if path.is_symlink() or not path.is_file():
        return Submission(student, name, "", problem="it is a link or no ordinary file")
    if path.stat().st_size > MOST_BYTES:
        return Submission(student, name, "", problem=f"it is larger than {MOST_BYTES // 10**6} MB")
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    try:
        text = data.decode("utf-8-sig")
        cells = _cells(json.loads(text)) if path.suffix == ".ipynb" else (("file", "", text),)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Submission(student, name, digest, problem="it cannot be read as a notebook or as UTF-8 text")
    return Submission(student, name, digest, cells)


def _cells(notebook: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Return the student's own code: answers by their nbgrader name, other cells without one; tests are left out."""
    found = []
    for cell in _code(notebook):
        told = cell.get("metadata", {}).get("nbgrader") or {}
        text = "".join(cell["source"])
        if told.get("solution") or not told:
            found.append(("cell", str(told.get("grade_id", "")), text))
    return tuple(found)
