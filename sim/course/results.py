"""The file of results: a CSV that Excel opens, written row by row so that an interrupted batch loses nothing.

A row is one line, written with one call and flushed to the disk. When a batch goes on, half a line at the end (a power
cut) is cut off, and whatever has a row for the same submission, tests and key is not graded again.
"""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass, fields
from pathlib import Path

__all__ = ["Results", "Row"]

BOM = b"\xef\xbb\xbf"  # so that Excel on Windows reads UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 600


@dataclass(frozen=True)
class Row:
    """One graded exercise of one submission."""

    student: str
    exercise: str
    points: float
    of: float
    verdict: str
    seconds: float
    isolation: str
    file: str
    sha256: str
    graded_with: str  # which tests and which key: a short hash of both

    def key(self) -> tuple[str, ...]:
        """Return what makes grading it again pointless."""
        return tuple(_safe(v) for v in (self.student, self.exercise, self.file, self.sha256, self.graded_with))


COLUMNS = [field.name for field in fields(Row)]


class Results:
    """Rows in a file, or only in memory where ``path`` is None."""

    def __init__(self, path: Path | None, *, resume: bool = False) -> None:
        """Open the file; raise a ValueError if it has rows and ``resume`` is off, or if it is another kind of file."""
        self.path, self._done = path, set[tuple[str, ...]]()
        if path is None:
            return
        old = path.read_bytes() if path.exists() else b""
        if old and not resume:
            raise ValueError(f"{path} holds results already: add --resume to go on, or give another name.")
        if old:
            self._done = _read(path, old)
        if len(old[: old.rfind(b"\n") + 1]) <= len(BOM):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(BOM + _line(COLUMNS))

    def has(self, key: tuple[str, ...]) -> bool:
        """Tell whether this was graded already."""
        return key in self._done

    def add(self, row: Row) -> None:
        """Append one row, whole or not at all, and see it onto the disk."""
        self._done.add(row.key())
        if self.path is None:
            return
        values = [_safe(getattr(row, name)) for name in COLUMNS]
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        try:
            os.write(handle, _line(values))
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(path: Path, old: bytes) -> set[tuple[str, ...]]:
    whole = old[: old.rfind(b"\n") + 1]
    rows = list(csv.reader(io.StringIO(whole.decode("utf-8-sig", errors="replace"), newline="")))
    if whole and (not rows or rows[0] != COLUMNS):
        raise ValueError(f"{path} is no file of results of this version; give another name.")
    if len(whole) < len(old):
        os.truncate(path, len(whole))
    at = [COLUMNS.index(name) for name in ("student", "exercise", "file", "sha256", "graded_with")]
    return {tuple(row[i] for i in at) for row in rows[1:] if len(row) == len(COLUMNS)}


def _line(values: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(values)
    return out.getvalue().encode("utf-8", errors="replace")


def _safe(value: object) -> str:
    """Return text for one cell: one line, printable, and never a formula for a spreadsheet to run."""
    if isinstance(value, float):
        return f"{value:g}" if value == round(value) else f"{value:.2f}"
    text = "".join(c if c.isprintable() else " " for c in str(value))[:LONGEST].strip()
    return "'" + text if text.startswith(FORMULA) else text
