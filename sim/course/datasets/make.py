"""Make the data sets: all files from one seed, or compare what is stored with what would be made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.course.datasets import ROOT, entries, entry
from sim.course.datasets.company import record
from sim.course.datasets.describe import dictionary, package, planted, schema
from sim.course.datasets.table import BOM, Document, Made, encoded

__all__ = ["SEED", "files", "make"]

SEED = 7
ANSWERS, GUIDE = "solutions/truth", "solutions/datasets/planted.md"


def files(seed: int = SEED, only: Sequence[str] = ()) -> dict[str, bytes]:
    """Return all files of a seed, path in the repository to bytes; with ``only`` the files of these data sets alone."""
    wanted = [entry(name) for name in only] or [*entries().values()]
    world = record(seed)
    made: dict[str, Made] = {one.name: world.made(one.name) for one in wanted}
    said: dict[str, bytes] = {}
    for one in wanted:
        said[f"datasets/{one.declared.file}"] = encoded(one.declared, made[one.name].table)
        answers = made[one.name].truth
        if answers is not None and not isinstance(one.declared, Document):
            said[f"{ANSWERS}/{one.declared.file}"] = encoded(one.declared.answers, answers)
    if only:
        return said
    declared = [one.declared for one in wanted]
    rows = {d.file: len(made[d.name].table) for d in declared}
    sizes = {d.file: len(said[f"datasets/{d.file}"]) for d in declared}
    said["datasets/README.md"] = dictionary(declared, rows).encode()
    said["datasets/schema.json"] = schema(declared).encode()
    said["datasets/datapackage.json"] = package(declared, sizes).encode()
    said[GUIDE] = planted(declared, made, seed).encode()
    return said


def make(seed: int = SEED, out: Path = ROOT, *, only: Sequence[str] = (), check: bool = False) -> list[str]:
    """Write the files under ``out``; return what was written. With ``check`` write nothing and return what differs.

    What the folders of data and known answers hold beside these files is told by a check as well.
    """
    if out.exists() and not out.is_dir():
        raise ValueError(f"{out} is a file; name a folder.")
    made = files(seed, only)
    if not (ROOT / "solutions").is_dir():  # the trainee edition makes no known answers
        made = {name: data for name, data in made.items() if not name.startswith("solutions/")}
    if check:
        return _differences(made, out, everything=not only)
    for name, data in made.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and then renamed: a full disk or a crash never leaves half a file under the right name.
        fresh = path.with_name(path.name + ".new")
        fresh.write_bytes(data)
        fresh.replace(path)
    return [*made]


def _differences(made: dict[str, bytes], out: Path, *, everything: bool) -> list[str]:
    said = []
    for name, data in made.items():
        path = out / name
        if not path.is_file():
            said.append(f"{name} is missing; `python -m sim datasets` makes it.")
        elif path.read_bytes() != data:
            said.append(f"{name} differs from what would be made{_where(path.read_bytes(), data)}.")
    if everything:
        there = {p.relative_to(out).as_posix() for part in ("datasets", ANSWERS) for p in (out / part).glob("*.*")}
        said += [f"{name} is made by nobody." for name in sorted(there - set(made))]
    return said


def _where(stored: bytes, made: bytes) -> str:
    """Say in which line two files differ first."""
    for number, (a, b) in enumerate(zip(stored.split(b"\n"), made.split(b"\n"), strict=False), start=1):
        if a != b:
            return f": line {number} is {_said(a)}, not {_said(b)}"
    return ": one is longer"


def _said(line: bytes) -> str:
    return repr(line.removeprefix(BOM).decode(errors="replace")[:80])
