"""The progress page (进度页): what a trainee has done, section by section, read from the notebooks and the ledger.

The notebooks say what there is (predictions, quizzes, checklists, rooms, notes, checks of exercises with their points, planned
minutes, the ★ path); the ledger says what of it was done. Nothing is asked of a server, nothing is stored anew.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sim.course import workcopy
from sim.lab.ledger import Ledger

__all__ = ["Progress", "Section", "progress"]

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("prediction", "quiz", "checklist", "room", "note")
CALL = re.compile(r"\b(predict|quiz|checklist|note|alarm_room|risk_matrix)\(\s*\"L(\d+\.\d+)/([^\"]+)\"")
CHECK = re.compile(r"\bE(\d+)_(\d+)\w*\.check\(\"([^\"]+)\"")
MINUTES = re.compile(r"\b(\d+) min")
NAMES = (
    "Section 章节",
    "Minutes 分钟",
    "Predictions 预测",
    "Quizzes 测验",
    "Checklists 清单",
    "Rooms 演练",
    "Notes 笔记",
    "Exercise 练习",
)


@dataclass(frozen=True)
class Section:
    """What one section holds: heading, link, planned minutes (of the ★ path in ``path``), and the ids of its elements.

    ``checks`` are the visible checks of its exercise with their points, ``exercise`` the link to it.
    """

    number: str
    title: str
    link: str
    minutes: int
    path: int
    elements: Mapping[str, tuple[str, ...]]
    checks: Mapping[str, float]
    exercise: str = ""


@dataclass(frozen=True)
class Progress:
    """The sections, and what the ledger says of each; shows as tables, or as text without a browser."""

    sections: tuple[Section, ...]
    done: Mapping[str, Mapping[str, dict[str, Any]]]
    trouble: str = ""

    def of(self, section: Section, kind: str) -> tuple[int, int]:
        """Return how many elements of a kind are finished, and how many there are."""
        ids = section.elements.get(kind, ())
        return sum(_finished(kind, self.done.get(kind, {}).get(key)) for key in ids), len(ids)

    def points(self, section: Section) -> tuple[float, float]:
        """Return points of the visible checks that pass, and of all of them."""
        passed = self.done.get("exercise", {})
        earned = sum(p for key, p in section.checks.items() if passed.get(key, {}).get("state") == "right")
        return earned, sum(section.checks.values())

    def begun(self, section: Section) -> bool:
        """Tell whether anything of a section was done."""
        return any(self.of(section, kind)[0] for kind in KINDS) or self.points(section)[0] > 0

    def complete(self, section: Section) -> bool:
        """Tell whether everything of a section was done that can be counted."""
        counts = [self.of(section, kind) for kind in KINDS]
        earned, points = self.points(section)
        return all(have == of for have, of in counts) and earned >= points

    def words(self) -> str:
        """Return the summary in two or three sentences."""
        full = [s for s in self.sections if self.complete(s)]
        begun = [s for s in self.sections if self.begun(s) and s not in full]
        minutes, short = sum(s.minutes for s in self.sections), sum(s.path for s in self.sections)
        told = f"{len(full)} of {len(self.sections)} sections complete, {len(begun)} begun."
        told += f" Planned: {minutes} minutes for all of them" + (f", {short} on the ★ path." if short else ".")
        later = [s for s in self.sections if s not in full]
        return told + (f" Next: {later[0].number} {later[0].title}." if later else " Everything is done.")

    def row(self, section: Section) -> list[str]:
        """Return the cells after the section's name."""
        minutes = f"{section.minutes}" + (f" (★ {section.path})" if section.path else "")
        counts = [self.of(section, kind) for kind in KINDS]
        told = [f"{'✓ ' if have == of else ''}{have} of {of}" if of else "–" for have, of in counts]
        earned, points = self.points(section)
        mark = "✓ " if points and earned >= points else ""
        return [minutes, *told, f"{mark}{earned:g} of {points:g} points" if points else "–"]

    def __repr__(self) -> str:
        rows = [NAMES, *([f"{s.number} {s.title}", *self.row(s)] for s in self.sections)]
        lines = [" | ".join(row) for row in rows]
        return "\n".join(filter(None, [self.words(), self.trouble, *lines]))

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{name}</th>' for name in NAMES)
        body = "".join(self._html_row(section) for section in self.sections)
        trouble = f"<p>{html.escape(self.trouble)}</p>" if self.trouble else ""
        caption = "What you have done 学习进度"
        return (
            f"<p>{html.escape(self.words())}</p>{trouble}<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>"
        )

    def _html_row(self, section: Section) -> str:
        *cells, exercise = map(html.escape, self.row(section))
        if section.exercise:
            exercise = f'<a href="{section.exercise}">E{section.number}</a>: {exercise}'
        name = f'<a href="{section.link}">{html.escape(f"{section.number} {section.title}")}</a>'
        told = "".join(f"<td>{cell}</td>" for cell in (*cells, exercise))
        return f'<tr><th scope="row" style="text-align: left">{name}</th>{told}</tr>'


def progress(ledger: Ledger | None = None, root: Path = ROOT) -> Progress:
    """Return the progress of the person whose ledger this is, over all sections of the course in ``root``."""
    book = ledger or Ledger()
    try:
        done = {kind: book.entries(kind) for kind in (*KINDS, "exercise")}
        trouble = book.trouble
    except OSError as error:
        done, trouble = {}, f"The ledger {book.path.name} cannot be read: {error.strerror or error}."
    return Progress(_sections(root), done, trouble)


def _finished(kind: str, entry: dict[str, Any] | None) -> bool:
    """Tell whether an entry counts as done: predicted, all right, something ticked, something written."""
    if entry is None:
        return False
    if kind == "quiz":
        return bool(entry.get("of")) and entry.get("right") == entry.get("of")
    if kind in ("checklist", "note"):
        return bool(entry.get("ticked" if kind == "checklist" else "text"))
    return True


def _sections(root: Path) -> tuple[Section, ...]:
    found: dict[str, Section] = {}
    files = {name: path for name, path in workcopy.releases(root).items() if name.endswith(".ipynb")}
    cells = {name: json.loads(path.read_text(encoding="utf-8"))["cells"] for name, path in files.items()}
    exercises = _exercises({name: told for name, told in cells.items() if name.startswith("exercises/")})
    for name, told in cells.items():
        if not name.startswith(("exercises/", "templates/")):
            for number in workcopy.sections(told):
                span = workcopy.span(told, number)
                heading = _heading(told[span[0]], number) if span else None
                if heading and span:
                    found[number] = _section(number, heading, name, told[slice(*span)], exercises.get(number, ("", {})))
    return tuple(found[number] for number in sorted(found, key=lambda n: [int(part) for part in n.split(".")]))


def _text(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])


def _heading(cell: Mapping[str, Any], number: str) -> str | None:
    """Return a heading's text after its number, None where the number does not begin it."""
    hit = re.search(rf"^#{{1,3}} +[^\w\n]*{re.escape(number)}\b[ :.]*(.*)$", _text(cell), re.M)
    return hit.group(1).strip() if hit else None


def _section(
    number: str, title: str, name: str, cells: Sequence[Mapping[str, Any]], exercise: tuple[str, Mapping[str, float]]
) -> Section:
    code = "\n".join(_text(cell) for cell in cells if cell["cell_type"] == "code")
    calls = [(kind, f"L{of}/{word}") for kind, of, word in CALL.findall(code) if of == number]
    names = {"predict": "prediction", "alarm_room": "room", "risk_matrix": "room"}
    elements = {k: tuple(dict.fromkeys(i for call, i in calls if names.get(call, call) == k)) for k in KINDS}
    planned = re.search(r"\*\*(\d+) minutes\*\*", _text(cells[0])) or MINUTES.search(_text(cells[0]))
    path = [MINUTES.search(_text(cell)) for cell in cells if cell["metadata"].get("path") is True]
    # JupyterLab's own anchor of a heading: its text with hyphens for spaces.
    line = next(line for line in _text(cells[0]).splitlines() if re.match(r"#{1,3} ", line) and number in line)
    anchor = quote(line.lstrip("# ").strip().replace(" ", "-"))
    return Section(
        number, title, f"{quote(name)}#{anchor}", int(planned.group(1)) if planned else 0,
        sum(int(hit.group(1)) for hit in path if hit), elements, exercise[1], exercise[0],
    )  # fmt: skip


def _exercises(books: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, tuple[str, dict[str, float]]]:
    """Return for each section the link to its exercise and the points of its visible checks."""
    found: dict[str, tuple[str, dict[str, float]]] = {}
    for name, cells in books.items():
        for cell in cells:
            points = cell["metadata"].get("nbgrader", {}).get("points", 0)
            for chapter, number, part in CHECK.findall(_text(cell)) if points else ():
                _, checks = found.setdefault(f"{chapter}.{number}", (quote(name), {}))
                checks[f"E{chapter}.{number}/{part}"] = points
    return found
