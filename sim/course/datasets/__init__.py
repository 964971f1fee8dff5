"""Data sets 数据集: what a company's tools export, made by the simulator from one seed.

``python -m sim datasets`` makes all of them: the files of ``datasets/``, their known answers in ``solutions/truth/`` and what
was planted in ``solutions/datasets/``. The same seed gives the same bytes. In a notebook::

    from sim.course.datasets import load
    posts = load("posts")                       # typed, checked against the dictionary

Who writes hidden tests takes a world that no student has seen, cheaply::

    table, truth = fresh("users_sample", seed)  # the maker on a small world of that seed, imperfections included

A data set is an ``Entry``: its declaration (``table.Table``) and a maker, a function of the ``company.Record`` of a seed. The
modules in ``MODULES`` each hold some; a maker that builds on another data set asks ``record.made(name).clean``::

    ENTRIES = (Entry(Table(1, "posts", "post on one platform", "帖子", "What was published.", "E3.1",
                           (Column("post_id", "text", "the post", "帖子编号"), ...)), make_posts),)
"""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.course.datasets.table import DataError, Document, Entry, Made, Table, read

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DataError", "Entry", "Made", "Table", "entries", "entry", "fresh", "load"]

ROOT = Path(__file__).resolve().parents[3]
# Each has ``ENTRIES``, a tuple of entries.
MODULES: tuple[str, ...] = (
    "posts",
    "audience",
    "events",
    "service",
    "voices",
    "rivals",
    "cases",
    "mentions",
    "risk",
    "rules",
    "campaigns",
    "community",
    "experiments",
    "goals",
    "market",
    "team",
)


@cache
def entries() -> dict[str, Entry]:
    """Return all data sets by name, in the order of their numbers."""
    found = [one for name in MODULES for one in importlib.import_module(f"sim.course.datasets.{name}").ENTRIES]
    return {one.name: one for one in sorted(found, key=lambda one: (one.declared.number, one.name))}


def entry(name: str) -> Entry:
    """Return the data set of this name. Raise a DataError that lists the names."""
    if name not in entries():
        raise DataError(f"{name!r} is no data set of the course; there are: {', '.join(entries())}.")
    return entries()[name]


def fresh(name: str, seed: int) -> tuple[Any, Any]:
    """Return (table, truth) of a data set on the small world of ``seed``: nobody has seen it. ``truth`` may be None."""
    from sim.course.datasets.company import record

    made = record(seed, small=True).made(entry(name).name)
    return made.table, made.truth


def load(name: str, folder: Path | str | None = None) -> pd.DataFrame | list[dict[str, Any]]:
    """Return a data set of the course, typed and checked: a table, or a list of objects for a JSON file.

    ``folder`` is where the file lies (default: the course's own ``datasets``). Raise a DataError that says how to mend it if
    the file is missing, is no UTF-8, or breaks its dictionary.
    """
    declared = entry(name).declared
    path = Path(folder or ROOT / "datasets") / declared.file
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DataError(
            f"{declared.file} is not in the folder {path.parent.name}: get it from the course, or make it again with "
            f"`python -m sim datasets --only {name}`."
        ) from None
    except OSError as error:
        raise DataError(f"{declared.file} cannot be read: {error.strerror}.") from error
    if isinstance(declared, Document):
        import json

        try:
            return list(json.loads(data.decode("utf-8-sig")))
        except ValueError as error:
            raise DataError(f"{declared.file} is no JSON: {error}.") from None
    return read(declared, data)
