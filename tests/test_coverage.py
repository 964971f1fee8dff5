"""Every item of the handbook and every practice of a finished chapter is taught in its section, and the short path fits."""

from __future__ import annotations

import ast
import builtins
import csv
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sim.course import workcopy

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(__file__).parent / "data"
# A further chapter is added here, and its terms in tests/data/handbook.csv and practice.csv.
CHAPTERS = {
    "2": ("2.1", "2.2", "2.3"),
    "3": ("3.1", "3.2", "3.3", "3.4"),
    "4": ("4.1", "4.2", "4.3", "4.4"),
    "5": ("5.1", "5.2", "5.3", "5.4"),
    "7": ("7.1", "7.2", "7.3", "7.4"),
}
# Sections that must be there. One that is there is looked at, listed or not; a listed one must never disappear.
WRITTEN = (
    *("2.1", "2.2", "2.3"),
    *("3.1", "3.2", "3.3", "3.4"),
    *("4.1", "4.2", "4.3", "4.4"),
    *("5.1", "5.2", "5.3", "5.4"),
    *("7.1", "7.2", "7.3", "7.4"),
)
PATH_MINUTES = (80, 90)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What a person does, or sees in figures: not prose alone.
ELEMENT = re.compile(
    r"\b(quiz|checklist|predict|note|export|template|show|lab|panel\w*|intuition|describe|verdicts|excerpt|\w+_(?:dots|curve|"
    r"chart|table|map|tree|cards?|matrix|off)|over_time)\("
)
PRACTICE = {
    "quiz": re.compile(r"\bquiz\("),
    "checklist": re.compile(r"\bchecklist\("),
    "template": re.compile(r"\b(template|export|save_csv)\("),
    "worked example": re.compile(r"\S"),
}
Cell = dict[str, Any]


def rows(name: str) -> list[dict[str, str]]:
    """Read one of the lists of ids."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text(cell: Cell) -> str:
    """Return a cell's source."""
    return "".join(cell["source"])


@cache
def notebooks() -> list[list[Cell]]:
    """Return the cells of every lesson notebook."""
    found = sorted((ROOT / "notebooks").rglob("*.ipynb"))
    lessons = [path for path in found if not {"templates", ".ipynb_checkpoints"} & set(path.parts)]
    return [json.loads(path.read_text(encoding="utf-8"))["cells"] for path in lessons]


@cache
def section(number: str) -> list[Cell]:
    """Return the cells of a section, [] while it is not there; its heading begins with its number."""
    for cells in notebooks():
        span = workcopy.span(cells, number)
        if span and re.search(rf"^#+\W*{re.escape(number)}\b", text(cells[span[0]]), re.M):
            return cells[slice(*span)]
    return []


def carrying(cells: Iterable[Cell], key: str, value: str) -> list[Cell]:
    """Return the cells whose metadata name this id."""
    return [cell for cell in cells if value in cell["metadata"].get(key, [])]


def is_element(cell: Cell) -> bool:
    """Tell whether a cell holds a question, chart, table or checklist."""
    if cell["cell_type"] == "markdown":
        return re.search(r"^\|(?:\s*:?-+:?\s*\|)+\s*$", text(cell), re.M) is not None
    return cell["cell_type"] == "code" and bool(ELEMENT.search(text(cell)) or _ends_in_a_table(cell))


def _ends_in_a_table(cell: Cell) -> bool:
    shown = [str(kind) for output in cell.get("outputs", []) for kind in output.get("data", {})]
    return any(kind == "text/html" or "vega" in kind for kind in shown)


def said_in(cells: list[Cell], english: str, chinese: str) -> bool:
    """Tell whether one cell says a term in both languages; ``|`` separates wordings that are as good."""
    return any(
        any(word.lower() in text(cell).lower() for word in english.split("|"))
        and any(word in text(cell) for word in chinese.split("|"))
        for cell in cells
    )


def untaught(number: str, cells: list[Cell]) -> list[str]:
    """Return one sentence for each item of the handbook that these cells do not teach."""
    found = []
    for row in rows("handbook.csv"):
        if row["id"].startswith(f"H{number}-"):
            teaching = carrying(cells, "handbook", row["id"])
            if not said_in(teaching, row["english"], row["chinese"]):
                found.append(f"{row['id']}: no cell with this id says {row['english']} and {row['chinese']}")
            elif not any(map(is_element, teaching)):
                found.append(f"{row['id']}: no question, chart, table or checklist carries it")
    return found


def unpractised(number: str, present: Iterable[str]) -> list[str]:
    """Return one sentence for each practice of a section that has no element of its kind in any of its sections."""
    found = []
    for row in rows("practice.csv"):
        if number in row["sections"].split():
            cells = [c for other in row["sections"].split() if other in present for c in section(other)]
            with_it = carrying(cells, "practice", row["id"])
            if not any(PRACTICE[row["element"]].search(text(cell)) for cell in with_it):
                found.append(f"{row['id']} ({row['about']}): no {row['element']} carries it")
    return found


def expected() -> list[str]:
    """Return the numbers of all sections of the finished chapters."""
    return [number for numbers in CHAPTERS.values() for number in numbers]


def present() -> list[str]:
    """Return those that are there, or must be."""
    return [number for number in expected() if number in WRITTEN or section(number)]


@pytest.mark.parametrize("number", present())
def test_section_is_there(number: str) -> None:
    """A section that was written is not lost."""
    assert len(section(number)) > 20


@pytest.mark.parametrize("number", present())
def test_every_item_is_taught(number: str) -> None:
    """Each id stands on a cell that says the term in both languages, and on something to do or to read off."""
    assert untaught(number, section(number)) == []


@pytest.mark.parametrize("number", present())
def test_every_practice_has_its_element(number: str) -> None:
    """Each practice item has its quiz, checklist, template or example."""
    assert unpractised(number, present()) == []


@pytest.mark.parametrize("number", present())
def test_no_unknown_id(number: str) -> None:
    """A cell names only items that exist, and those of its own section."""
    known = {row["id"] for row in rows("handbook.csv")}
    practised = {row["id"] for row in rows("practice.csv")}
    named = [i for cell in section(number) for i in cell["metadata"].get("handbook", [])]
    done = [i for cell in section(number) for i in cell["metadata"].get("practice", [])]

    assert [i for i in named if i not in known or not i.startswith(f"H{number}-")] == []
    assert [i for i in done if i not in practised] == []


def path_minutes(numbers: Iterable[str]) -> dict[str, int]:
    """Return the minutes that the ★ headings of these sections state, heading to minutes."""
    found = {}
    for number in numbers:
        for cell in section(number):
            if cell["metadata"].get("path") is True:
                heading = next((line for line in text(cell).splitlines() if line.startswith("#")), "")
                minutes = re.search(r"(\d+) min", heading)
                assert "★" in heading, f"section {number}, cell {cell['id']}: a heading of the path is marked ★"
                assert minutes, f"section {number}, cell {cell['id']}: a heading of the path says its minutes"
                found[f"{number} {heading}"] = int(minutes.group(1))
    return found


def test_the_short_path_fits_into_ninety_minutes() -> None:
    """The ★ headings of chapters 2 and 7 add up to 80 to 90 minutes, and each of these chapters has some."""
    minutes = path_minutes(present())

    assert sum(minutes.values()) <= PATH_MINUTES[1]
    if present() == expected():
        assert sum(minutes.values()) >= PATH_MINUTES[0]
        assert {name[0] for name in minutes} == {"2", "7"}


def test_a_chapter_that_states_its_share_of_the_path_adds_up() -> None:
    """Where a chapter's opening says what the ★ stations take, its headings say the same."""
    for cells in notebooks():
        said = re.search(r"marked ★ take (\d+) minutes", "".join(text(cell) for cell in cells[:1]))
        if said:
            own = [c["id"] for c in cells if c["metadata"].get("path") is True]
            marked = [re.search(r"(\d+) min", text(c)) for c in cells if c["id"] in own]
            assert sum(int(m.group(1)) for m in marked if m) == int(said.group(1))


def assigned(tree: ast.AST) -> set[str]:
    """Return the names that a cell gives a value anywhere."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    imports = [a for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for a in node.names]
    made = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return names | {(a.asname or a.name).split(".")[0] for a in imports} | {node.name for node in made}


def unbound(cells: Iterable[Cell], known: Iterable[str] = ()) -> list[str]:
    """Return "cell: name" for each name that code cells, run in this order, read before anything gave it a value."""
    found, there = [], {*dir(builtins), *known}
    for one in cells:
        if one["cell_type"] == "code":
            tree = ast.parse(text(one))
            own = assigned(tree)
            read = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
            found += [f"{one['id']}: {name}" for name in dict.fromkeys(read) if name not in there | own]
            there |= own
    return found


def set_up(cells: list[Cell]) -> list[Cell]:
    """Return the cells before the first section: the chapter's imports."""
    first = next(i for i, cell in enumerate(cells) if re.match(r"^## \d", text(cell)))
    return cells[:first] + [cell for cell in cells if cell["id"] == "setup"]


def on_the_path(cells: list[Cell]) -> list[Cell]:
    """Return the cells below ★ headings, each up to the next heading."""
    kept, inside = [], False
    for one in cells:
        if one["cell_type"] == "markdown" and re.match(r"^#+ ", text(one)):
            inside = one["metadata"].get("path") is True
        kept += [one] if inside else []
    return kept


def chapter_of(number: str) -> list[Cell]:
    """Return the cells of the notebook that holds a section."""
    return next(cells for cells in notebooks() if cells and section(number)[0] in cells)


@pytest.mark.parametrize("number", present())
def test_a_section_works_without_the_others(number: str) -> None:
    """After the set-up cell each section runs alone, and so do its stations on the ★ path."""
    before = set_up(chapter_of(number))

    assert unbound([*before, *section(number)]) == []
    assert unbound([*before, *on_the_path(section(number))]) == []


@pytest.mark.parametrize("name", ["handbook.csv", "practice.csv"])
def test_the_lists_are_in_order(name: str) -> None:
    """No id twice, every term in both languages, and every section of the finished chapters has its items."""
    listed = rows(name)
    ids = [row["id"] for row in listed]

    assert len(ids) == len(set(ids))
    assert all(all(row.values()) for row in listed)
    if name == "handbook.csv":
        assert all(CHINESE.search(row["chinese"]) and not CHINESE.search(row["english"]) for row in listed)
        assert {i[1:4] for i in ids} == set(expected())
    else:
        assert {row["element"] for row in listed} <= set(PRACTICE)
        assert {s for row in listed for s in row["sections"].split()} <= set(expected())


def cell(source: str, kind: str = "markdown", **metadata: Any) -> Cell:
    """Return a cell for the canaries below."""
    return {"cell_type": kind, "id": "x", "source": source, "metadata": metadata, "outputs": []}


def test_it_can_fail() -> None:
    """A term in one language, prose without an element, an id on another cell: each is found."""
    ids = [row["id"] for row in rows("handbook.csv") if row["id"].startswith("H2.3-")]
    authentic = cell("**Authentic (真实)** is the base of trust.", handbook=["H2.3-02"])
    question = cell('quiz("x", "y", Q)', "code", handbook=["H2.3-02"])

    assert len(untaught("2.3", [])) == len(ids) == 12
    assert not any(said.startswith("H2.3-02") for said in untaught("2.3", [authentic, question]))
    assert any(said.startswith("H2.3-02: no question") for said in untaught("2.3", [authentic]))
    english = cell("**Authentic** is the base of trust.", handbook=["H2.3-02"])
    assert any(said.startswith("H2.3-02: no cell") for said in untaught("2.3", [english, question]))
    elsewhere = cell("**Authentic (真实)**", handbook=["H2.3-03"])
    assert any(said.startswith("H2.3-02: no cell") for said in untaught("2.3", [elsewhere, question]))
    assert unbound([cell("a = 1", "code"), cell("b = [a + c for c in (1, 2)]\nprint(b, d)", "code")]) == ["x: d"]
    assert not is_element(cell("prose | with | bars"))
    assert is_element(cell("| a | b |\n|---|---|\n| 1 | 2 |"))
