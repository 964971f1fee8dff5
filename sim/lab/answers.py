"""Read and compare answers: strange results become plain data, differences become one clause.

Nothing here calls a method of an unknown class: a result is first made plain (numbers, text, lists, dicts, sets,
tables), and what cannot be made plain is refused with a reason.
"""

from __future__ import annotations

import cmath
import inspect
import math
import reprlib
from collections.abc import Iterator
from typing import Any

import numpy as np

__all__ = ["Unfit", "difference", "identical", "plain", "shown"]

DEEPEST = 20
MOST_ITEMS = 200_000
KINDS = (
    (bool, "True or False"), (int, "a number"), (float, "a number"), (complex, "a complex number"), (str, "text"),
    (list, "a list"), (dict, "a dict"), (set, "a set"),
)  # fmt: skip


class Unfit(Exception):
    """A result that is no answer; the text is a clause that begins with "it returns"."""


def plain(value: Any) -> Any:
    """Return ``value`` as plain Python data: arrays and tuples become lists, numpy scalars Python's own.

    Series and DataFrames stay what they are. Raise Unfit for generators, functions, unknown classes, more than
    200,000 items, or something that contains itself.
    """
    return _plain(value, 0, iter(range(MOST_ITEMS)))


def _plain(value: Any, depth: int, budget: Iterator[int]) -> Any:
    if next(budget, None) is None or (isinstance(value, (list, tuple, dict, set)) and len(value) > MOST_ITEMS):
        raise Unfit(f"it returns more than {MOST_ITEMS:,} items")
    if depth > DEEPEST:
        raise Unfit("it returns something that is nested without end (does it contain itself?)")
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int, float, complex)):
        return value
    if isinstance(value, (str, bytes, np.ndarray)) or is_table(value) or _is_index(value):
        return _whole(value)
    if isinstance(value, dict):
        return {_key(k): _plain(v, depth + 1, budget) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v, depth + 1, budget) for v in value]
    if isinstance(value, (set, frozenset)):
        return {_key(v) for v in value}
    if _is_time(value):
        return value
    raise Unfit(f"it returns {_strange(value)}")


def _whole(value: Any) -> Any:
    size = value.size if hasattr(value, "size") else len(value)
    if size > MOST_ITEMS:
        raise Unfit(f"it returns more than {MOST_ITEMS:,} items")
    return value.tolist() if isinstance(value, np.ndarray) or _is_index(value) else value


def _is_index(value: Any) -> bool:
    return _package(value) == "pandas" and type(value).__name__.endswith("Index")


def _key(key: Any) -> Any:
    key = key.item() if isinstance(key, np.generic) else key
    if isinstance(key, tuple):
        return tuple(_key(k) for k in key)
    if key is None or isinstance(key, (bool, int, float, str)) or _is_time(key):
        return key
    raise Unfit(f"it returns keys that are {_strange(key)}")


def _is_time(value: Any) -> bool:
    return _package(value) == "datetime" or type(value).__name__ in ("Timestamp", "Timedelta", "NaTType")


def is_table(value: Any) -> bool:
    """Tell whether ``value`` is a Series or a DataFrame, without importing pandas."""
    return _package(value) == "pandas" and type(value).__name__ in ("Series", "DataFrame")


def _package(value: Any) -> str:
    return type(value).__module__.partition(".")[0]


def _strange(value: Any) -> str:
    if inspect.isgenerator(value) or hasattr(value, "__next__"):
        return "a generator, which is used up by reading it: put list(...) around it"
    if inspect.iscoroutine(value):
        value.close()
        return "a coroutine: write def, not async def"
    if callable(value):
        return "a function or class, not its result: are the brackets missing?"
    return f"an object of the class {type(value).__name__}"


def shown(value: Any) -> str:
    """Return a short text for a value that is plain or a table."""
    if is_table(value):
        return f"a {type(value).__name__} of shape {value.shape}"
    brief = reprlib.Repr()
    brief.maxlist = brief.maxdict = brief.maxset = 8
    brief.maxstring = brief.maxlong = 60
    if isinstance(value, float):
        return f"{value:.6g}"
    try:
        return brief.repr(_rounded(value))
    except Exception:  # a number of a million digits, for example
        return _kind(value)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    return [_rounded(v) for v in value[:9]] if isinstance(value, list) else value


def difference(expected: Any, got: Any, tolerance: float = 1e-6, where: str = "the result") -> str | None:
    """Return one clause on the first difference of two plain values, None where they agree.

    Numbers agree within ``tolerance``, relative or absolute; True is no 1 and 1 is no True; NaN agrees with NaN.
    Rows and lists have an order, columns and keys have none.
    """
    if got is None and expected is not None:
        return f"{where} is None: is a `return` missing?" if where == "the result" else f"{where} is None"
    if is_table(expected):
        return _table_difference(expected, got, tolerance, where)
    if _kind(expected) != _kind(got):
        return f"{where} should be {_kind(expected)}, not {shown(got)} ({_kind(got)})"
    if isinstance(expected, dict):
        return _dict_difference(expected, got, tolerance, where)
    if isinstance(expected, list):
        return _list_difference(expected, got, tolerance, where)
    return None if _agree(expected, got, tolerance) else f"{where} should be {shown(expected)}, not {shown(got)}"


def _kind(value: Any) -> str:
    return next((name for kind, name in KINDS if isinstance(value, kind)), type(value).__name__)


def _agree(a: Any, b: Any, tolerance: float) -> bool:
    if type(a).__name__ == type(b).__name__ == "NaTType":  # a missing time, which equals nothing, itself included
        return True
    if isinstance(a, bool) or not isinstance(a, (int, float, complex)):
        return bool(a == b)
    if isinstance(a, complex):
        return cmath.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance)
    try:
        return math.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance) or (math.isnan(a) and math.isnan(b))
    except OverflowError:  # a whole number beyond every float
        return bool(a == b)


def _dict_difference(expected: dict, got: dict, tolerance: float, where: str) -> str | None:
    missing = [k for k in expected if k not in got]
    if missing:
        return f"{where} has no key {shown(missing[0])}; it has {shown(list(got))}"
    extra = [k for k in got if k not in expected]
    if extra:
        return f"{where} has a key {shown(extra[0])} that nobody asked for"
    found = (difference(expected[k], got[k], tolerance, f"`{k}`") for k in expected)
    return next((clause for clause in found if clause), None)


def _list_difference(expected: list, got: list, tolerance: float, where: str) -> str | None:
    simple = len(expected) <= 8 and not any(isinstance(v, (list, dict)) for v in expected)
    for i, (a, b) in enumerate(zip(expected, got, strict=False)):
        clause = difference(a, b, tolerance, f"item {i} of {where}")
        if clause:
            return f"{where} should be {shown(expected)}, not {shown(got)}" if simple else clause
    if len(expected) != len(got):
        text = f", {shown(expected)}" if simple else ""
        return f"{where} should have {len(expected)} items{text}, not {len(got)}"
    return None


def _table_difference(expected: Any, got: Any, tolerance: float, where: str) -> str | None:
    kind = type(expected).__name__
    if type(got).__name__ != kind or not is_table(got):
        return f"{where} should be a {kind}, not {_kind(got)}"
    if kind == "Series":
        named = difference(plain(expected.index.tolist()), plain(got.index.tolist()), 0, f"the index of {where}")
        return named or difference(plain(expected.tolist()), plain(got.tolist()), tolerance, where)
    missing = [c for c in expected.columns if c not in got.columns]
    if missing or len(got.columns) != len(expected.columns):
        return f"{where} should have the columns {shown(list(expected.columns))}, not {shown(list(got.columns))}"
    if len(expected) != len(got):
        return f"{where} should have {len(expected)} rows, not {len(got)}"
    columns = ((c, plain(expected[c].tolist()), plain(got[c].tolist())) for c in expected.columns)
    found = (difference(a, b, tolerance, f"column {c!r}") for c, a, b in columns)
    return next((clause for clause in found if clause), None)


def identical(before: Any, after: Any) -> bool:
    """Tell whether an argument is what it was; functions and unknown objects are not looked into."""
    if is_table(before):
        return bool(type(before) is type(after) and before.equals(after))
    try:
        old, new = plain(before), plain(after)
    except Unfit:
        return type(before) is type(after)
    return type(before) is type(after) and difference(old, new, 0.0) is None
