"""Hand-written content of the data sets: texts, tables and rules that stand in ``content/`` beside this module."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["composed", "documents", "phrases", "rows"]

TRIES = 5
FOLDER = Path(__file__).parent / "content"
Phrase = tuple[str, str]


@cache
def phrases(name: str) -> dict[str, tuple[Phrase, ...]]:
    """Return the pieces of ``content/NAME.txt`` by section: pairs of Chinese and English gloss."""
    found: dict[str, list[Phrase]] = {}
    section = ""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            found[section] = []
        elif line and not line.startswith("#"):
            zh, _, en = line.partition("|")
            found[section].append((zh.strip(), en.strip()))
    return {name: tuple(some) for name, some in found.items()}


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of ``content/NAME.csv``."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def documents(name: str) -> list[dict[str, Any]]:
    """Return the objects of ``content/NAME.json``."""
    return list(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def composed(rng: np.random.Generator, n: int, *slots: tuple[Phrase, ...], joints: tuple[str, ...]) -> list[Phrase]:
    """Return ``n`` texts with their gloss: one phrase of each slot, drawn evenly; ``joints`` stand between them in Chinese.

    What was said already is said anew, ``TRIES`` times at most.
    """
    picked = [rng.integers(len(slot), size=(n, TRIES)).tolist() for slot in slots]
    texts, known = [], set[tuple[int, ...]]()
    for row in zip(*picked, strict=True):
        choices = [*zip(*row, strict=True)]
        choice = next((one for one in choices if one not in known), choices[0])
        known.add(choice)
        pieces = [slot[k] for slot, k in zip(slots, choice, strict=True)]
        zh = "".join(piece[0] + joint for piece, joint in zip(pieces, (*joints, ""), strict=True))
        gloss = ", ".join(piece[1] for piece in pieces)
        texts.append((zh, gloss.replace(":,", ":").replace("?,", "?").replace(",,", ",")))
    return texts
