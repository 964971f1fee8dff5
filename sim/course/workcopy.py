"""The trainee's working copy: `work/`, made from `notebooks/` and `exercises/` and kept up to date.

The repository's notebooks hold their outputs, so a trainee who opened them would see every answer before
predicting it. `update` therefore copies them with outputs cleared, and on a newer release of the course
merges cell by cell (by cell id), so that no answer is lost:

==========================  =========================  ==================================================
the trainee                 the new release            the working copy gets
==========================  =========================  ==================================================
left the cell alone         kept, changed, removed it  what the release says
changed the cell            kept or removed it         the trainee's cell
changed the cell            changed it too             the trainee's cell, the release's below it, once
added a cell                -                          the trainee's cell, after its old neighbour
deleted a cell              kept or changed it         nothing: the deletion stands
==========================  =========================  ==================================================

Standard library only, and no import from `sim`: `course.py` loads this file by its path before any
environment exists.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Cell = dict[str, Any]
Notebook = dict[str, Any]

MANIFEST = ".released.json"
BACKUP = ".backup"
UPDATED = "Updated text of this cell"
HEADING = re.compile(r"^(#{1,6}) +(.*)$", re.MULTILINE)


class WorkcopyError(Exception):
    """Something the person at the keyboard can mend; the text says what and how."""


# ---------------------------------------------------------------------------------------------- update


def update(root: Path, work: Path) -> list[str]:
    """Make or refresh the working copy `work` of the course in `root`; return one sentence per thing done.

    Every file that is replaced and holds bytes of the trainee is copied to `work/.backup/` first. Files that
    did not come from the course are never touched. Raises WorkcopyError when a file cannot be written.
    """
    try:
        work.mkdir(parents=True, exist_ok=True)
        manifest = _read_manifest(work)
        said: list[str] = []
        for name, source in releases(root).items():
            before = manifest.get(name)
            refresh = _refresh_notebook if name.endswith(".ipynb") else _refresh_file
            record, messages = refresh(source, work, name, before or {})
            said += messages
            if record != before:
                manifest[name] = record
                _write(work / MANIFEST, _dump({"version": 1, "released": manifest}))
    except OSError as error:
        raise WorkcopyError(
            f"cannot write the working copy ({error.strerror or error}: {error.filename or work}); "
            "mend: close programs that have it open, free disk space, and check that the folder is yours"
        ) from error
    return said


def releases(root: Path) -> dict[str, Path]:
    """Map every released file's name inside the working copy (with `/`) to its place in the repository."""
    found = {}
    for folder, prefix in (("notebooks", ""), ("exercises", "exercises/")):
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root / folder)
            if path.is_file() and not any(part.startswith((".", "__")) for part in inside.parts):
                found[prefix + inside.as_posix()] = path
    return found


def _refresh_file(source: Path, work: Path, name: str, record: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Refresh a file that is no notebook: replace it unless the trainee changed it."""
    data, target = source.read_bytes(), work / name
    sha = _sha(data)
    if record.get("source") == sha and target.exists():
        return record, []
    if target.exists():
        mine = _sha(target.read_bytes())
        if mine not in (sha, record.get("written")):
            return {"source": sha, "written": record.get("written")}, [f"{name}: you changed it, kept as it is"]
    _write(target, data)
    return {"source": sha, "written": sha}, []


def _refresh_notebook(source: Path, work: Path, name: str, record: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Make, merge or leave alone a notebook; return its manifest record and what to say."""
    data, target = source.read_bytes(), work / name
    sha = _sha(data)
    mine, said = _read_mine(work, name)
    if mine is not None and record.get("source") == sha:
        return record, said
    new = _parse(data)
    if new is None:
        said.append(
            f"{source.parent.name}/{source.name}: this file of the course cannot be read; "
            "mend: get the course again, your working copy is untouched"
        )
        return record, said
    new = cleared(new)
    if mine is not None and not record and not _shares_cells(mine, new):
        said.append(f"{name}: the course now has a notebook of this name; yours is kept as {_backup(work, name)}")
        mine = None
    if mine is not None:
        merged, kept, noted = merge(record.get("cells", {}), mine, new)
        if _dump(merged) != target.read_bytes() and _sha(target.read_bytes()) != record.get("written"):
            _backup(work, name)
        said.append(
            f"{name}: updated, {kept} cells of yours kept"
            + (f", {noted} of them with the new text below" if noted else "")
        )
    else:
        merged = new
    out = _dump(merged)
    _write(target, out)
    # Bytes that are the release's alone need no backup when the next release replaces them.
    written = _sha(out) if merged is new else None
    return {"source": sha, "written": written, "cells": _hashes(new["cells"])}, said


def _read_mine(work: Path, name: str) -> tuple[Notebook | None, list[str]]:
    """Read the trainee's notebook, None when there is none; move a damaged one aside and say so."""
    target = work / name
    if not target.exists():
        return None, []
    mine = _parse(target.read_bytes())
    if mine is not None:
        return mine, []
    place = _backup(work, name)
    target.unlink()
    return None, [f"{name}: could not be read as a notebook; moved to {place} and replaced by the original"]


def _shares_cells(mine: Notebook, new: Notebook) -> bool:
    return bool(set(_hashes(mine["cells"])) & set(_hashes(new["cells"])))


# ----------------------------------------------------------------------------------------------- merge


def merge(base: dict[str, str], mine: Notebook, new: Notebook) -> tuple[Notebook, int, int]:
    """Merge the trainee's notebook with a new release of it.

    `base` maps cell id to `cell_hash` in the release that `mine` came from ({} when unknown). Returns the
    merged notebook, how many cells of the trainee were kept, and how many got the release's text below them.
    """
    ours = _with_ids(mine["cells"], base)
    mine_by_id = {cell["id"]: cell for cell in ours}
    new_ids = {cell["id"] for cell in new["cells"]}
    result: list[Cell] = []
    kept = noted = 0
    anchor: dict[str, str] = {}  # a trainee's cell -> the last cell of the group that it heads
    for cell in new["cells"]:
        own = mine_by_id.get(cell["id"])
        if own is None:
            if cell["id"] not in base:
                result.append(cell)
            continue
        if cell_hash(own) in (base.get(cell["id"]), cell_hash(cell)):
            result.append(_fresh(cell, own))
            continue
        kept += 1
        result.append(own)
        if cell_hash(cell) != base.get(cell["id"]):
            note = _note(cell)
            if note["id"] not in mine_by_id:
                noted += 1
                result.append(note)
                anchor[own["id"]] = note["id"]
    kept += _insert_own(result, ours, new_ids, base, anchor)
    merged = {**new, "cells": result, "metadata": {**mine.get("metadata", {}), **new.get("metadata", {})}}
    return merged, kept, noted


def _insert_own(
    result: list[Cell], ours: list[Cell], new_ids: set[str], base: dict[str, str], anchor: dict[str, str]
) -> int:
    """Put the trainee's own cells (and changed cells that the release dropped) after their old neighbours."""
    kept, before = 0, None
    place = {cell["id"] for cell in result}
    for cell in ours:
        if cell["id"] in new_ids:
            before = cell["id"] if cell["id"] in place else before
            continue
        if base.get(cell["id"]) == cell_hash(cell):
            continue  # released once, never touched, released no more
        after = anchor.get(before, before) if before else None
        index = next((i + 1 for i, c in enumerate(result) if c["id"] == after), 0)
        result.insert(index, cell)
        before = cell["id"]
        kept += 1
    return kept


def cell_hash(cell: Cell) -> str:
    """Hash what a cell says (kind, text, pasted pictures), without outputs, counts and metadata."""
    said = [cell["cell_type"], _text(cell), cell.get("attachments") or {}]
    return _sha(json.dumps(said, sort_keys=True).encode())[:20]


def cleared(notebook: Notebook) -> Notebook:
    """Return the notebook as a trainee first sees it: ids everywhere, no outputs, counts and time stamps."""
    notebook = copy.deepcopy(notebook)
    notebook["cells"] = _with_ids(notebook["cells"], {})
    for cell in notebook["cells"]:
        cell.setdefault("metadata", {}).pop("execution", None)
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    notebook.setdefault("metadata", {}).pop("widgets", None)
    # Cell ids came with version 4.5 of the format.
    notebook.update(nbformat=4, nbformat_minor=max(5, notebook.get("nbformat_minor") or 5))
    return notebook


def _fresh(cell: Cell, own: Cell) -> Cell:
    """Return the release's cell, with the trainee's outputs when the text is the same."""
    if cell["cell_type"] != "code" or cell_hash(cell) != cell_hash(own):
        return cell
    return {**cell, "outputs": own.get("outputs", []), "execution_count": own.get("execution_count")}


def _note(cell: Cell) -> Cell:
    """Turn the release's version of a cell into a note below the one that the trainee had changed."""
    text = _text(cell)
    if cell["cell_type"] == "code":
        text = "\n".join([f"# {UPDATED}:", *("# " + line for line in text.splitlines())])
    else:
        text = f"**{UPDATED}:**\n\n{text}"
    note: Cell = {
        "cell_type": cell["cell_type"],
        "id": "updated-" + _sha((cell["id"] + cell_hash(cell)).encode())[:20],
        "metadata": {"tags": ["course-update"]},
        "source": text.splitlines(keepends=True),
    }
    if cell["cell_type"] == "code":
        note.update(outputs=[], execution_count=None)
    if cell.get("attachments"):
        note["attachments"] = cell["attachments"]
    return note


def _with_ids(cells: list[Cell], base: dict[str, str]) -> list[Cell]:
    """Give every cell an id of its own: some editors drop ids or double them."""
    present = {cell.get("id") for cell in cells}
    free = {digest: cell_id for cell_id, digest in base.items() if cell_id not in present}
    seen: set[str] = set()
    result = []
    for cell in cells:
        digest = cell_hash(cell)
        name = cell.get("id") or free.pop(digest, None) or "cell-" + digest
        wanted, n = name, 1
        while name in seen:
            n += 1
            name = f"{wanted[:56]}-{n}"
        seen.add(name)
        result.append(cell if cell.get("id") == name else {**cell, "id": name})
    return result


# ----------------------------------------------------------------------------------------------- reset


def reset(root: Path, work: Path, name: str, section: str | None = None) -> str:
    """Bring back the original of a notebook or of one section; return a sentence that names the backup.

    `name` is a notebook of the working copy, with or without `.ipynb` and folders (`ch02`, `exercises/ch02`);
    `section` a number as in the headings (`2.3`). Raises WorkcopyError listing what exists if there is none.
    """
    update(root, work)
    full = find(releases(root), name)
    data = releases(root)[full].read_bytes()
    parsed = _parse(data)
    if parsed is None:
        raise WorkcopyError(f"{full}: the course's own file cannot be read; mend: get the course again")
    new = cleared(parsed)
    mine = _parse((work / full).read_bytes()) or new
    what = full
    wanted = new
    if section is not None:
        what = f"section {section} of {full}"
        cells = _replace_section(mine["cells"], new["cells"], section, full)
        wanted = {**mine, "cells": cells}
    place = _backup(work, full)
    _write(work / full, _dump(wanted))
    return f"{what}: the original is back; your version is kept as {place}"


def find(names: Iterable[str], name: str) -> str:
    """Find the one released notebook that `name` means."""
    notebooks = [n for n in names if n.endswith(".ipynb")]
    asked = name.replace("\\", "/").removeprefix("./").removeprefix("work/").removesuffix(".ipynb").rstrip("/")
    tests = (
        lambda n: n.removesuffix(".ipynb") == asked,
        lambda n: n.removesuffix(".ipynb").startswith(asked),
        lambda n: n.rsplit("/", 1)[-1].removesuffix(".ipynb").startswith(asked),
    )
    for test in tests:
        hits = [n for n in notebooks if test(n)]
        top = [n for n in hits if "/" not in n]
        if asked and (len(hits) == 1 or len(top) == 1):
            return hits[0] if len(hits) == 1 else top[0]
    known = ", ".join(n.removesuffix(".ipynb") for n in notebooks) or "none"
    raise WorkcopyError(f"no notebook is called {name!r}; the notebooks are: {known}")


def sections(cells: list[Cell]) -> list[str]:
    """List the numbers of the sections, such as `2.3`, in the order of their headings."""
    found = (re.search(r"\b\d+\.\d+\b", text) for _, _, text in _headings(cells))
    return list(dict.fromkeys(hit.group() for hit in found if hit))


def span(cells: list[Cell], section: str) -> tuple[int, int] | None:
    """Return first and one past the last cell of a section; None when there is no such heading."""
    number = re.escape(section)
    heads = [(index, level, text) for index, level, text in _headings(cells) if level <= 3]
    # A heading that begins with the number wins over one that only mentions it ("Sections 2.1 to 2.3").
    for pattern in (rf"^\W*{number}(?!\.?\d)", rf"(?<![\d.]){number}(?!\.?\d)"):
        for index, level, text in heads:
            if re.search(pattern, text):
                later = (i for i, other, _ in _headings(cells) if i > index and other <= level)
                return index, next(later, len(cells))
    return None


def _replace_section(mine: list[Cell], new: list[Cell], section: str, name: str) -> list[Cell]:
    """Return the trainee's cells with one section as released."""
    released = span(new, section)
    if released is None:
        raise WorkcopyError(f"{name} has no section {section}; its sections are: {', '.join(sections(new)) or 'none'}")
    part = new[slice(*released)]
    part_ids = {cell["id"] for cell in part}
    other_ids = {cell["id"] for cell in new} - part_ids
    mine = _with_ids(mine, {})
    own = span(mine, section)
    if own is None:
        start = _after_released(mine, [cell["id"] for cell in new[: released[0]]])
        own = (start, start)
    start, stop = own
    # A heading that the trainee deleted must not make the section swallow the next one.
    stop = next((i for i in range(start + 1, stop) if mine[i]["id"] in other_ids), stop)
    before = [cell for cell in mine[:start] if cell["id"] not in part_ids]
    after = [cell for cell in mine[stop:] if cell["id"] not in part_ids]
    return [*before, *part, *after]


def _after_released(mine: list[Cell], earlier: list[str]) -> int:
    """Return one past the trainee's last cell that comes from the released cells before the section."""
    return max((i + 1 for i, cell in enumerate(mine) if cell["id"] in set(earlier)), default=0)


def _headings(cells: list[Cell]) -> Iterator[tuple[int, int, str]]:
    """Yield cell index, level and text of every heading."""
    for index, cell in enumerate(cells):
        if cell["cell_type"] == "markdown":
            for marks, text in HEADING.findall(_text(cell)):
                yield index, len(marks), text


# ----------------------------------------------------------------------------------------------- files


def _parse(data: bytes) -> Notebook | None:
    """Read the notebook in these bytes; None when they are no notebook."""
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    whole = isinstance(cells, list) and isinstance(notebook.get("metadata", {}), dict)
    return notebook if whole and all(map(_is_cell, cells or [])) else None


def _is_cell(cell: object) -> bool:
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return False
    source = cell.get("source")
    lines = isinstance(source, list) and all(isinstance(line, str) for line in source)
    whole_id = cell.get("id") is None or isinstance(cell["id"], str)
    return (isinstance(source, str) or lines) and whole_id and isinstance(cell.get("metadata", {}), dict)


def _text(cell: Cell) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _hashes(cells: list[Cell]) -> dict[str, str]:
    return {cell["id"]: cell_hash(cell) for cell in cells if cell.get("id")}


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _dump(value: object) -> bytes:
    """Write JSON as Jupyter does, so that a save in JupyterLab changes only what the trainee changed."""
    try:
        return (json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
    except UnicodeEncodeError:  # half a character pair, as some editors leave behind
        return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()


def _read_manifest(work: Path) -> dict[str, Any]:
    """Read what was released into the working copy; {} when unknown: the merge is then more careful."""
    try:
        released = json.loads((work / MANIFEST).read_text(encoding="utf-8"))["released"]
        return {name: record for name, record in released.items() if isinstance(record, dict)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all: an interrupted write leaves the old file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _backup(work: Path, name: str) -> str:
    """Copy a file of the working copy to `.backup/`; return the copy's path, as seen from the course."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    place, n = work / BACKUP / stamp / name, 1
    while place.exists():
        n += 1
        place = work / BACKUP / f"{stamp}-{n}" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(work / name, place)
    return f"{work.name}/{place.relative_to(work).as_posix()}"
