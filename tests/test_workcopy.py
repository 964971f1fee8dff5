"""The working copy: what a trainee wrote survives every update, reset and accident."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.course import workcopy

Cells = list[dict[str, Any]]


def code(name: str, text: str, *, count: int | None = 1) -> dict[str, Any]:
    """Build a code cell that has been run."""
    output = {"output_type": "stream", "name": "stdout", "text": [f"out of {name}\n"]}
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "source": text.splitlines(keepends=True),
        "outputs": [output] if count else [],
        "execution_count": count,
    }


def prose(name: str, text: str) -> dict[str, Any]:
    """Build a markdown cell."""
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text.splitlines(keepends=True)}


def notebook(cells: Cells) -> dict[str, Any]:
    """Build a notebook around cells."""
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def store(path: Path, cells: Cells) -> None:
    """Write a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook(cells), ensure_ascii=False), encoding="utf-8")


def texts(path: Path) -> list[str]:
    """Read the text of every cell."""
    return ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]


FIRST: Cells = [
    prose("t", "# 2 Engagement"),
    prose("h1", "## 2.1 Fatigue (疲劳)"),
    code("a", "x = 1"),
    prose("h2", "## 2.2 Timing"),
    code("b", "answer = ..."),
    prose("e", "The end"),
]


@pytest.fixture
def course(tmp_path: Path) -> tuple[Path, Path]:
    """Make a small course and its working copy, in a folder with a space and Chinese characters."""
    root = tmp_path / "试 验"
    store(root / "notebooks" / "ch02.ipynb", FIRST)
    store(root / "exercises" / "ch02" / "ch02.ipynb", [code("q", "answer = ...")])
    (root / "exercises" / "ch02" / "rates.csv").write_text("a\n1\n", encoding="utf-8")
    workcopy.update(root, root / "work")
    return root, root / "work"


def edit(path: Path, name: str, text: str) -> None:
    """Change one cell as a trainee would, and run it."""
    book = json.loads(path.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if cell["id"] == name:
            cell["source"] = text.splitlines(keepends=True)
            if cell["cell_type"] == "code":
                cell.update(code(name, text, count=7))
    path.write_text(json.dumps(book), encoding="utf-8")


def changed(name: str, text: str) -> Cells:
    """Return the first release with one cell changed."""
    cells = copy.deepcopy(FIRST)
    for cell in cells:
        if cell["id"] == name:
            cell["source"] = [text]
    return cells


def backups(work: Path) -> list[Path]:
    """List what was put aside."""
    return [path for path in (work / ".backup").rglob("*") if path.is_file()]


def test_copy_shows_no_outputs_and_counts(course: tuple[Path, Path]) -> None:
    """A stored chart would give the prediction away."""
    _, work = course
    cells = json.loads((work / "ch02.ipynb").read_text(encoding="utf-8"))["cells"]
    ran = [cell for cell in cells if cell["cell_type"] == "code"]
    assert len(ran) == 2
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in ran)
    nbformat.validate(nbformat.read(work / "ch02.ipynb", as_version=4))
    assert (work / "exercises" / "ch02" / "rates.csv").read_text(encoding="utf-8") == "a\n1\n"
    assert (work / "exercises" / "ch02" / "ch02.ipynb").exists()


def test_second_update_writes_nothing(course: tuple[Path, Path]) -> None:
    """An unchanged release leaves every byte and time stamp alone and says nothing."""
    root, work = course
    edit(work / "ch02.ipynb", "b", "answer = 42")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in work.rglob("*") if path.is_file()}
    assert workcopy.update(root, work) == []
    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in work.rglob("*") if path.is_file()}
    assert after == before


def test_new_release_replaces_what_was_left_alone(course: tuple[Path, Path]) -> None:
    """A corrected text arrives; the outputs of cells that stayed the same stay too."""
    root, work = course
    edit(work / "ch02.ipynb", "a", "x = 1")  # run, not changed
    cells = changed("e", "A better end")
    cells.insert(3, prose("new", "One more thought"))
    store(root / "notebooks" / "ch02.ipynb", cells)
    workcopy.update(root, work)
    assert texts(work / "ch02.ipynb")[-1] == "A better end"
    assert texts(work / "ch02.ipynb")[3] == "One more thought"
    ran = json.loads((work / "ch02.ipynb").read_text(encoding="utf-8"))["cells"][2]
    assert ran["execution_count"] == 7
    assert ran["outputs"]


def test_answer_survives_and_new_text_stands_below_once(course: tuple[Path, Path]) -> None:
    """Both sides changed a cell: the trainee's stays, the release's is put below, and only once."""
    root, work = course
    path = work / "ch02.ipynb"
    edit(path, "b", "answer = 42")
    edit(path, "h1", "## 2.1 Fatigue, my notes")
    cells = changed("b", "answer = None  # now asked for in per cent")
    cells[1]["source"] = ["## 2.1 Fatigue, corrected"]
    store(root / "notebooks" / "ch02.ipynb", cells)
    said = workcopy.update(root, work)
    assert any("2 cells of yours kept, 2 of them" in line for line in said)
    now = texts(path)
    at = now.index("answer = 42")
    assert now[at + 1] == f"# {workcopy.UPDATED}:\n# answer = None  # now asked for in per cent"
    assert now[now.index("## 2.1 Fatigue, my notes") + 1].startswith(f"**{workcopy.UPDATED}:**")
    cells[-1]["source"] = ["Another end"]
    store(root / "notebooks" / "ch02.ipynb", cells)
    workcopy.update(root, work)
    assert texts(path) == [*now[:-1], "Another end"]
    # Lost book-keeping (an interruption between the two writes) must not put it there twice.
    (work / workcopy.MANIFEST).unlink()
    workcopy.update(root, work)
    assert sum(workcopy.UPDATED in text for text in texts(path)) == 2


def test_cells_of_the_trainee_keep_their_neighbours(course: tuple[Path, Path]) -> None:
    """Added cells stay after the cell they were written under; deleted ones do not come back."""
    root, work = course
    path = work / "ch02.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    book["cells"].insert(3, code("mine1", "x + 1"))
    book["cells"].insert(4, code("mine2", "x + 2"))
    book["cells"] = [cell for cell in book["cells"] if cell["id"] != "e"]
    path.write_text(json.dumps(book), encoding="utf-8")
    cells = changed("h2", "## 2.2 Timing (时机)")
    cells.insert(3, prose("new", "New below a"))
    store(root / "notebooks" / "ch02.ipynb", cells)
    workcopy.update(root, work)
    now = texts(path)
    assert now[2:6] == ["x = 1", "x + 1", "x + 2", "New below a"]
    assert "The end" not in now
    assert "## 2.2 Timing (时机)" in now


def test_replaced_bytes_are_backed_up(course: tuple[Path, Path]) -> None:
    """Whatever the trainee saved can be had back after an update."""
    root, work = course
    edit(work / "ch02.ipynb", "b", "answer = 42")
    saved = (work / "ch02.ipynb").read_bytes()
    store(root / "notebooks" / "ch02.ipynb", changed("e", "A better end"))
    workcopy.update(root, work)
    assert saved in [path.read_bytes() for path in backups(work)]


def test_damaged_notebook_is_put_aside(course: tuple[Path, Path]) -> None:
    """A file that is no notebook any more is kept, named and replaced."""
    root, work = course
    for broken in (b'{"cells": [', b"[]", b'{"cells": [{"cell_type": "code"}]}', b"\xff\xfe\x00", b""):
        (work / "ch02.ipynb").write_bytes(broken)
        said = workcopy.update(root, work)
        assert len(said) == 1
        assert "could not be read" in said[0]
        assert broken in [path.read_bytes() for path in backups(work)]
        assert texts(work / "ch02.ipynb")[0] == "# 2 Engagement"


def test_what_is_not_of_the_course_is_never_touched(course: tuple[Path, Path]) -> None:
    """Predictions, own notebooks, changed data files and notebooks that the course dropped stay."""
    root, work = course
    store(work / "my_own.ipynb", [code("z", "1 / 0")])
    (work / "predictions.json").write_text("{}", encoding="utf-8")
    (work / "exercises" / "ch02" / "rates.csv").write_text("a\n2\n", encoding="utf-8")
    edit(work / "ch02.ipynb", "b", "answer = 42")
    names = ["my_own.ipynb", "predictions.json", "exercises/ch02/rates.csv", "ch02.ipynb"]
    before = [(work / name).read_bytes() for name in names]
    (root / "notebooks" / "ch02.ipynb").unlink()
    (root / "exercises" / "ch02" / "rates.csv").write_text("a\n3\n", encoding="utf-8")
    said = workcopy.update(root, work)
    assert [(work / name).read_bytes() for name in names] == before
    assert any("rates.csv: you changed it" in line for line in said)


def test_own_notebook_of_the_same_name_is_kept_aside(course: tuple[Path, Path]) -> None:
    """A new chapter does not swallow a trainee's notebook that happens to have its name."""
    root, work = course
    store(work / "ch03.ipynb", [code("z", "mine = 1")])
    saved = (work / "ch03.ipynb").read_bytes()
    store(root / "notebooks" / "ch03.ipynb", [prose("n", "# 3")])
    workcopy.update(root, work)
    assert texts(work / "ch03.ipynb") == ["# 3"]
    assert saved in [path.read_bytes() for path in backups(work)]


def test_interrupted_write_leaves_the_old_file(course: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills while a merged notebook is written: the answers stay, and the error says so."""
    root, work = course
    edit(work / "ch02.ipynb", "b", "answer = 42")
    saved = (work / "ch02.ipynb").read_bytes()
    store(root / "notebooks" / "ch02.ipynb", changed("e", "A better end"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workcopy.os, "fsync", full)
    with pytest.raises(workcopy.WorkcopyError, match=r"No space left on device.*mend: "):
        workcopy.update(root, work)
    assert (work / "ch02.ipynb").read_bytes() == saved
    assert not list(work.rglob("*.tmp"))


def test_broken_release_leaves_the_working_copy(course: tuple[Path, Path]) -> None:
    """A course file torn by a bad download is named; the trainee's copy stays."""
    root, work = course
    saved = (work / "ch02.ipynb").read_bytes()
    (root / "notebooks" / "ch02.ipynb").write_text("<<<<<<< HEAD", encoding="utf-8")
    assert any("cannot be read; mend:" in line for line in workcopy.update(root, work))
    assert (work / "ch02.ipynb").read_bytes() == saved


def test_cells_without_ids_lose_nothing(course: tuple[Path, Path]) -> None:
    """Editors that drop or double cell ids must not cost an answer."""
    root, work = course
    path = work / "ch02.ipynb"
    edit(path, "b", "answer = 42")
    book = json.loads(path.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        del cell["id"]
    book["cells"].append(code("t", "doubled = 1"))
    book["cells"].append(code("t", "doubled = 2"))
    path.write_text(json.dumps(book), encoding="utf-8")
    store(root / "notebooks" / "ch02.ipynb", changed("e", "A better end"))
    workcopy.update(root, work)
    now = texts(path)
    assert {"answer = 42", "doubled = 1", "doubled = 2", "A better end"} <= set(now)
    assert now.count("x = 1") == 1
    nbformat.validate(nbformat.read(path, as_version=4))


# ---- reset


def test_reset_of_a_section_leaves_the_others(course: tuple[Path, Path]) -> None:
    """Only 2.1 comes back; the answer in 2.2 stays; the old version is kept."""
    root, work = course
    path = work / "ch02.ipynb"
    edit(path, "a", "x = 'spoilt'")
    edit(path, "b", "answer = 42")
    saved = path.read_bytes()
    said = workcopy.reset(root, work, "ch02", "2.1")
    assert "section 2.1 of ch02.ipynb" in said
    assert texts(path) == [
        "# 2 Engagement",
        "## 2.1 Fatigue (疲劳)",
        "x = 1",
        "## 2.2 Timing",
        "answer = 42",
        "The end",
    ]
    assert saved in [path.read_bytes() for path in backups(work)]


def test_reset_brings_back_a_deleted_section(course: tuple[Path, Path]) -> None:
    """Heading and cells are gone: they return to their place and nothing else moves."""
    root, work = course
    path = work / "ch02.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    book["cells"] = [cell for cell in book["cells"] if cell["id"] not in ("h1", "a")]
    path.write_text(json.dumps(book), encoding="utf-8")
    workcopy.reset(root, work, "ch02", "2.1")
    assert texts(path) == ["".join(cell["source"]) for cell in FIRST]


def test_reset_does_not_swallow_the_next_section(course: tuple[Path, Path]) -> None:
    """The trainee deleted the next heading; its answer below still belongs to the trainee."""
    root, work = course
    path = work / "ch02.ipynb"
    edit(path, "b", "answer = 42")
    book = json.loads(path.read_text(encoding="utf-8"))
    book["cells"] = [cell for cell in book["cells"] if cell["id"] != "h2"]
    path.write_text(json.dumps(book), encoding="utf-8")
    workcopy.reset(root, work, "ch02", "2.1")
    assert "answer = 42" in texts(path)


def test_reset_of_a_notebook_keeps_the_old_one(course: tuple[Path, Path]) -> None:
    """The original is back and the answers are in the backup."""
    root, work = course
    edit(work / "exercises" / "ch02" / "ch02.ipynb", "q", "answer = 1")
    workcopy.reset(root, work, "exercises/ch02")
    assert texts(work / "exercises" / "ch02" / "ch02.ipynb") == ["answer = ..."]
    assert any("answer = 1" in texts(path) for path in backups(work))


@pytest.mark.parametrize(
    ("name", "section", "message"),
    [
        ("ch09", None, "no notebook is called 'ch09'; the notebooks are: ch02, exercises/ch02/ch02"),
        ("", None, "no notebook is called ''"),
        ("ch02", "9.9", "ch02.ipynb has no section 9.9; its sections are: 2.1, 2.2"),
    ],
)
def test_unknown_names_list_the_valid_ones(
    course: tuple[Path, Path], name: str, section: str | None, message: str
) -> None:
    """A typing error is answered with what there is."""
    with pytest.raises(workcopy.WorkcopyError) as caught:
        workcopy.reset(*course, name, section)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("section", "expected"),
    [("2.3", (2, 4)), ("2.30", (4, 5)), ("12.3", (5, 6)), ("2", None), ("2.4", None)],
)
def test_section_numbers_are_not_confused(section: str, expected: tuple[int, int] | None) -> None:
    """2.3 is neither 12.3 nor 2.30, and the overview "Sections 2.1 to 2.3" is not section 2.3."""
    cells = [
        prose("0", "# Sections 2.1 to 2.3"),
        prose("1", "See 2.3 below"),
        prose("2", "intro\n\n## 2.3 Timing"),
        prose("3", "### 2.3.1 Detail"),
        prose("4", "## 2.30 Other"),
        prose("5", "## Section 12.3"),
    ]
    assert workcopy.span(cells, section) == expected


# ---- anything a trainee may do

WORDS = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
KINDS = st.sampled_from(["code", "markdown"])


def build(kind: str, name: str, text: str) -> dict[str, Any]:
    """Build a cell of either kind."""
    return code(name, text) if kind == "code" else prose(name, text)


RELEASES = st.lists(st.tuples(KINDS, st.integers(0, 9), WORDS), max_size=8, unique_by=lambda cell: cell[1]).map(
    lambda drawn: [build(kind, f"r{n}", text) for kind, n, text in drawn]
)


@st.composite
def trainee_edits(draw: st.DrawFn, cells: Cells) -> Cells:
    """Delete, change, move and add cells as anyone might."""
    mine = []
    for cell in cells:
        deed = draw(st.sampled_from(["leave", "change", "delete"]))
        if deed == "change":
            mine.append(build(cell["cell_type"], cell["id"], "mine " + draw(WORDS)))
        elif deed == "leave":
            mine.append(copy.deepcopy(cell))
    for n in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(mine)))
        mine.insert(place, build(draw(KINDS), f"own{n}", "own " + draw(WORDS)))
    return draw(st.permutations(mine)) if draw(st.booleans()) else mine


@settings(deadline=None, max_examples=200)
@given(data=st.data(), old=RELEASES, new=RELEASES)
def test_no_update_loses_or_doubles_an_answer(data: st.DataObject, old: Cells, new: Cells) -> None:
    """Whatever the trainee did, every changed or added cell is in the merge exactly once, every id unique."""
    base = {cell["id"]: workcopy.cell_hash(cell) for cell in old}
    mine = data.draw(trainee_edits(old))
    released = workcopy.cleared(notebook(new))
    merged, _, _ = workcopy.merge(base, notebook(mine), released)
    ids = [cell["id"] for cell in merged["cells"]]
    assert len(ids) == len(set(ids))
    by_id = {cell["id"]: cell for cell in merged["cells"]}
    for cell in mine:
        if base.get(cell["id"]) != workcopy.cell_hash(cell):
            assert workcopy.cell_hash(by_id[cell["id"]]) == workcopy.cell_hash(cell)
            if cell["cell_type"] == "code" and cell["source"] != next(
                (c["source"] for c in new if c["id"] == cell["id"]), None
            ):
                assert by_id[cell["id"]]["outputs"] == cell["outputs"]
    for cell in released["cells"]:
        if cell["id"] not in base:
            said = [workcopy.cell_hash(c) for c in merged["cells"]]
            assert workcopy.cell_hash(cell) in said
    # Once more with the same release: nothing moves, nothing is added.
    again_base = {cell["id"]: workcopy.cell_hash(cell) for cell in released["cells"]}
    again, _, noted = workcopy.merge(again_base, merged, released)
    assert noted == 0
    assert again["cells"] == merged["cells"]
