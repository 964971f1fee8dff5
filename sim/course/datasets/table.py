"""Declarations of data files: what each file holds, said once.

From a declaration come the file's bytes (``encoded``), the check of a file against it (``problems``), and, in
``describe``, the schema, the Frictionless description and the dictionary. Kinds of columns::

    text  datetime (2024-01-31 09:05:00, local time)  date (2024-01-31)  whole  number  flag (0 or 1)  list (a;b;c)

A column may be ``empty`` where nothing is known. Files are comma separated UTF-8 with a byte order mark and LF line ends,
which spreadsheet programs open with Chinese intact. Row numbers in messages are those of a spreadsheet: the header is row 1.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "BOM",
    "PATTERNS",
    "Column",
    "DataError",
    "Document",
    "Entry",
    "Made",
    "Table",
    "encoded",
    "problems",
    "read",
]

BOM = b"\xef\xbb\xbf"
KINDS = ("text", "datetime", "date", "whole", "number", "flag", "list")
PATTERNS = {"datetime": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "date": r"\d{4}-\d\d-\d\d", "whole": r"-?\d+",
            "number": r"-?\d+(\.\d+)?", "flag": r"[01]"}  # fmt: skip
MOST_SHOWN = 20  # problems told of one file


class DataError(ValueError):
    """A data file that is missing or breaks its declaration; the text names file, row, column, value and rule."""


@dataclass(frozen=True)
class Column:
    """One column: its kind, meaning and what may stand in it.

    ``low`` and ``high`` bound numbers; ``one_of`` lists what is allowed; ``decimals`` of a number; ``empty`` may be empty;
    ``assumed`` says that the model does not hold it and from what it is drawn instead.
    """

    name: str
    kind: str
    meaning: str
    zh: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    one_of: tuple[str, ...] = ()
    decimals: int = 2
    empty: bool = False
    assumed: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"column {self.name}: {self.kind!r} is no kind of column; kinds: {', '.join(KINDS)}.")

    @property
    def rule(self) -> str:
        """What may stand in the column, in words."""
        said = []
        if self.one_of:
            said.append(", ".join(self.one_of))
        if self.low is not None or self.high is not None:
            low, high = ("" if x is None else f"{x:g}" for x in (self.low, self.high))
            said.append(f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}")
        if self.empty:
            said.append("may be empty")
        return "; ".join(said)


@dataclass(frozen=True)
class Table:
    """One CSV file of the course. ``key`` and ``truth`` make the file of known answers, which only instructors have."""

    number: int
    name: str
    grain: str
    zh: str
    about: str
    used_by: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    truth: tuple[Column, ...] = ()

    @property
    def file(self) -> str:
        """Name of the file."""
        return f"{self.name}.csv"

    @property
    def answers(self) -> Table:
        """The declaration of the file with the known answers."""
        mine = {c.name: c for c in self.columns}
        keys = tuple(mine[name] for name in self.key)
        return Table(
            self.number, self.name, self.grain, self.zh, f"known answers for {self.file}", "", keys + self.truth
        )


@dataclass(frozen=True)
class Document:
    """One JSON file of the course: a list of objects; ``schema`` is the JSON Schema of one of them."""

    number: int
    name: str
    grain: str
    zh: str
    about: str
    used_by: str
    schema: dict[str, Any] = field(default_factory=dict)
    truth: tuple[Column, ...] = ()

    @property
    def file(self) -> str:
        """Name of the file."""
        return f"{self.name}.json"


@dataclass(frozen=True)
class Made:
    """What a maker returns.

    ``table`` what trainees get, imperfections included (a list of objects for a Document); ``truth`` the known answers, its
    columns the declaration's ``key`` and ``truth``; ``planted`` sentences for the instructor: what was planted where;
    ``clean`` the table before imperfections, for makers that build on it.
    """

    table: Any
    truth: pd.DataFrame | None = None
    planted: tuple[str, ...] = ()
    clean: Any = None


@dataclass(frozen=True)
class Entry:
    """A declaration and its maker, which turns a ``company.Record`` into ``Made``."""

    declared: Table | Document
    maker: Callable[[Any], Made]

    @property
    def name(self) -> str:
        """Name of the data set."""
        return self.declared.name


def encoded(declared: Table | Document, data: Any) -> bytes:
    """Return the file's bytes. Raise a DataError if ``data`` breaks its declaration."""
    if isinstance(declared, Document):
        return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
    names = [c.name for c in declared.columns]
    if list(data.columns) != names:
        raise DataError(f"{declared.file}: its columns are {[*data.columns]}, declared are {names}.")
    texts = {c.name: _texts(declared, c, data[c.name]) for c in declared.columns}
    said = problems(declared, texts)
    if said:
        raise DataError(" ".join(said[:5]))
    import pandas as pd

    return BOM + pd.DataFrame(texts).to_csv(index=False, lineterminator="\n").encode()


def _texts(declared: Table, column: Column, values: pd.Series) -> list[str]:
    """Return a column as it stands in the file."""
    if column.kind in ("date", "datetime"):
        form = "%Y-%m-%d" if column.kind == "date" else "%Y-%m-%d %H:%M:%S"
        import pandas as pd

        return pd.to_datetime(values).dt.strftime(form).fillna("").tolist()
    missing = values.isna().to_numpy()
    if column.kind in ("text", "list"):
        return ["" if none else str(x) for none, x in zip(missing, values.tolist(), strict=True)]
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    if column.kind == "number":
        return ["" if none else _short(x, column.decimals) for none, x in zip(missing, numbers.tolist(), strict=True)]
    broken = ~missing & (numbers != np.round(numbers))
    if broken.any():
        row = int(broken.argmax())
        raise DataError(
            f"{declared.file}, row {row + 2}, column {column.name}: {numbers[row]!r} is not a whole number."
        )
    return ["" if none else str(int(x)) for none, x in zip(missing, numbers.tolist(), strict=True)]


def _short(x: float, decimals: int) -> str:
    said = f"{x:.{decimals}f}"
    if "." in said:
        said = said.rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def problems(declared: Table, texts: Mapping[str, Sequence[str]]) -> list[str]:
    """Return one sentence for each cell that breaks the declaration, the first twenty; ``texts`` are columns of strings."""
    wanted, there = [c.name for c in declared.columns], list(texts)
    if there != wanted:
        missing, more = [n for n in wanted if n not in there], [n for n in there if n not in wanted]
        said = (f" missing: {', '.join(missing)}." if missing else "") + (
            f" unknown: {', '.join(more)}." if more else ""
        )
        return [f"{declared.file}: its columns do not fit the dictionary;{said or ' they stand in another order.'}"]
    found: list[tuple[int, str]] = []
    for column in declared.columns:
        why = _objection(column)
        # Equal texts are judged once: most columns hold few different ones.
        judged = {text: why(text) for text in dict.fromkeys(texts[column.name])}
        if not any(judged.values()):
            continue
        for row, text in enumerate(texts[column.name], start=2):
            if judged[text]:
                found.append((row, f"{declared.file}, row {row}, column {column.name}: {text[:40]!r} {judged[text]}."))
    return [said for _, said in sorted(found, key=lambda one: one[0])[:MOST_SHOWN]]


def _objection(column: Column) -> Callable[[str], str]:
    """Return a function that says what is wrong with a cell, or nothing."""
    pattern = re.compile(PATTERNS[column.kind]) if column.kind in PATTERNS else None
    low = -math.inf if column.low is None else column.low
    high = math.inf if column.high is None else column.high

    def why(text: str) -> str:
        if not text:
            return "" if column.empty else "is empty, and must not be"
        if pattern and not pattern.fullmatch(text):
            return f"is no {column.kind}"
        if column.kind in ("whole", "number") and not low <= float(text) <= high:
            return f"is outside {column.rule}"
        if column.one_of:
            parts = text.split(";") if column.kind == "list" else [text]
            if not set(parts) <= set(column.one_of):
                return f"is none of {', '.join(column.one_of)}"
        return ""

    return why


def read(declared: Table, data: bytes) -> pd.DataFrame:
    """Return the table of a file's bytes, typed. Raise a DataError if they break the declaration.

    Whole numbers with gaps become floats; flags are 0 and 1; lists stay text.
    """
    import io

    import pandas as pd

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{declared.file} is no UTF-8 text (byte {error.start}): save it as 'CSV UTF-8', or make it again."
        ) from None
    try:
        # Every cell as text: what stands there is judged before it is turned into numbers.
        raw = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise DataError(f"{declared.file} is no comma separated table: {error}".strip()) from None
    said = problems(declared, {name: raw[name].fillna("").tolist() for name in raw.columns})
    if said:
        raise DataError(" ".join(said[:3]) + (f" ({len(said)} or more problems)" if len(said) > 3 else ""))
    return pd.DataFrame({c.name: _typed(c, raw[c.name]) for c in declared.columns})


def _typed(column: Column, values: pd.Series) -> pd.Series:
    import pandas as pd

    if column.kind in ("date", "datetime"):
        return pd.to_datetime(values.where(values != ""))
    if column.kind in ("whole", "flag", "number"):
        return pd.to_numeric(values.where(values != ""))
    return values
