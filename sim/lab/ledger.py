"""The ledger: what a person predicted and answered, kept in one small file of their own.

Each line of the file is one JSON object; the newest line about a thing counts. Nothing leaves this computer, and
``Ledger().delete()`` removes all of it. A prediction is a chosen answer and how sure one is, from a blind guess among
the answers to 100 %. Once the model has answered, the guess is scored with the Brier score, (sure − right)², right being
1 or 0: 0 is perfect, 0.25 is what half sure earns, 1 is certain and wrong.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Ledger", "LedgerError", "at_work", "brier", "place"]

NAME = ".ledger.jsonl"
WORKING_COPY = ".released.json"
VERSION = 1
KINDS = ("prediction", "outcome", "quiz", "checklist", "note", "exercise", "room")
Entry = dict[str, Any]


class LedgerError(ValueError):
    """An entry that the ledger does not take; the text says why."""


def place() -> Path:
    """Return the ledger's path: ``SIM_LEDGER`` if set, else the top of the working copy, else this folder."""
    if told := os.environ.get("SIM_LEDGER"):
        return Path(told)
    here = Path.cwd()
    top = next((folder for folder in (here, *here.parents) if (folder / WORKING_COPY).is_file()), here)
    return top / NAME


def at_work() -> bool:
    """Tell whether the ledger has a place of its own here: a working copy, or where ``SIM_LEDGER`` says."""
    return bool(os.environ.get("SIM_LEDGER")) or (place().parent / WORKING_COPY).is_file()


def brier(sure: float, right: bool) -> float:
    """Return the Brier score of one guess; ``sure`` in per cent."""
    return (sure / 100.0 - float(right)) ** 2


class Ledger:
    """The entries of one person. ``trouble`` holds a sentence if the file was damaged, else it is empty."""

    def __init__(self, path: Path | str | None = None) -> None:
        self.path = Path(path) if path is not None else place()
        self.trouble = ""

    def entries(self, kind: str) -> dict[str, Entry]:
        """Return the newest entry of each id of one kind, in the order of their first appearance."""
        found: dict[str, Entry] = {}
        for entry in self._read():
            if entry["kind"] == kind:
                found[entry["id"]] = entry
        return found

    def get(self, kind: str, key: str) -> Entry | None:
        """Return the newest entry of this kind and id, or None."""
        return self.entries(kind).get(key)

    def put(self, kind: str, key: str, **facts: Any) -> Entry:
        """Append an entry and return it. Raise an OSError if the file cannot be written."""
        entry = {"version": VERSION, "kind": kind, "id": key, **facts}
        self._read()  # a damaged file is set aside before anything is added to it
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        return entry

    def predict(self, key: str, question: str, answer: str, sure: float, least: float = 50) -> Entry:
        """Keep a prediction. Raise a LedgerError if the model has answered already or ``sure`` is below ``least`` or above 100."""
        if isinstance(sure, bool) or not isinstance(sure, (int, float)) or not least <= sure <= 100:
            raise LedgerError(f"sure = {sure!r} is outside {least:g} to 100 per cent.")
        if self.get("outcome", key):
            raise LedgerError(f"{key} has been answered by the model; forget it first to predict again.")
        return self.put("prediction", key, question=question, answer=answer, sure=sure)

    def settle(self, key: str, truth: str) -> Entry | None:
        """Score the prediction against the model's answer; return the outcome, or None if nothing was predicted."""
        guess, known = self.get("prediction", key), self.get("outcome", key)
        if guess is None:
            return None
        right = guess["answer"] == truth
        outcome = {
            "question": guess["question"], "answer": guess["answer"], "sure": guess["sure"], "truth": truth,
            "right": right, "brier": round(brier(guess["sure"], right), 4),
        }  # fmt: skip
        # Running the cell again must not lengthen the file.
        return known if known and outcome.items() <= known.items() else self.put("outcome", key, **outcome)

    def scores(self) -> pd.DataFrame:
        """Return one row a scored prediction: id, question, answer, sure, truth, right, brier."""
        import pandas as pd

        columns = ["id", "question", "answer", "sure", "truth", "right", "brier"]
        return pd.DataFrame(list(self.entries("outcome").values()), columns=columns)

    def forget(self, key: str) -> None:
        """Remove everything about one id."""
        self._write([entry for entry in self._read() if entry["id"] != key])

    def delete(self) -> None:
        """Delete the file. Files that were set aside stay."""
        self.path.unlink(missing_ok=True)

    def _read(self) -> list[Entry]:
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return []
        lines = [line for line in raw.split(b"\n") if line.strip()]
        good = [entry for entry in map(_parsed, lines) if entry is not None]
        if len(good) < len(lines):
            self._set_aside(len(lines) - len(good), good)
        return good

    def _set_aside(self, bad: int, good: list[Entry]) -> None:
        n = 1
        while (aside := self.path.with_name(f"{self.path.stem}.damaged-{n}{self.path.suffix}")).exists():
            n += 1
        self.path.rename(aside)
        self._write(good)
        self.trouble = (
            f"The ledger was damaged or written by a newer course ({bad} of {bad + len(good)} lines cannot be read). "
            f"It is kept as {aside.name}; a fresh one was begun with the {len(good)} lines that can be read."
        )

    def _write(self, entries: list[Entry]) -> None:
        text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
        fresh = self.path.with_name(self.path.name + ".new")
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(self.path)

    def __repr__(self) -> str:
        return f"Ledger({self.path.name!r})"


def _parsed(line: bytes) -> Entry | None:
    try:
        entry = json.loads(line.decode("utf-8"))
    except ValueError:
        return None
    fit = isinstance(entry, dict) and entry.get("version") == VERSION and entry.get("kind") in KINDS
    return entry if fit and isinstance(entry.get("id"), str) else None
