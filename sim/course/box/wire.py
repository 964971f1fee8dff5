"""Values as bounded plain JSON and back, and the frames that carry them: four bytes of length, then UTF-8 text.

Never pickle: what comes out of the box was written by code that may do anything, so it is read as data only. A
function is sent as a number, and calling it sends a question back.
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections import Counter
from collections.abc import Callable
from typing import Any, BinaryIO

import numpy as np

__all__ = ["MOST_BYTES", "Garbled", "decode", "encode", "parse", "receive", "send", "take"]

MOST_BYTES = 8_000_000  # one frame
MOST_COMMAS = 1_000_000  # its items: a list takes many times its text in memory
MOST_BITS = 4096  # a whole number of more than a thousand digits is no answer
MOST_MEMORY = 64_000_000  # bytes of one array: all texts of an array take as much as its longest
MOST_ALIKE = 100  # keys of one hash
LARGEST_KEY = 2**61 - 1  # beyond, whole numbers share their hashes, and a dict of them takes for ever
DEEPEST = 40
TAG = "$"
DTYPES = re.compile(
    r"bool|u?int\d{1,2}|float\d{2}|str|object|(datetime64|timedelta64)\[(s|ms|us|ns)(, [\w/+:-]{1,40})?\]"
)


class Garbled(ValueError):
    """Something that is no message; the text is a clause without a subject."""


def send(stream: BinaryIO, message: Any) -> None:
    """Write one frame; raise a ValueError if the message is too long or no JSON."""
    text = json.dumps(message).encode()
    if len(text) > MOST_BYTES:
        raise ValueError(f"is longer than {MOST_BYTES:,} bytes")
    stream.write(len(text).to_bytes(4, "big") + text)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one frame; raise EOFError where the stream ends and Garbled where something else than a frame comes."""
    return parse(take(stream))


def take(stream: BinaryIO) -> bytes:
    """Read one frame as it is; raise EOFError or Garbled as ``receive`` does."""
    head = stream.read(4)
    size = int.from_bytes(head, "big")
    if len(head) < 4:
        raise EOFError
    if size > MOST_BYTES:
        raise Garbled(f"is longer than {MOST_BYTES:,} bytes or no message at all")
    text = stream.read(size)
    if len(text) < size:
        raise EOFError
    return text


def parse(text: bytes) -> Any:
    """Return what one frame holds, or raise Garbled."""
    if text.count(b",") > MOST_COMMAS:
        raise Garbled(f"holds more than {MOST_COMMAS:,} items")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Garbled("is not JSON") from None


def encode(value: Any, functions: list[Callable[..., Any]] | None = None, depth: int = 0) -> Any:
    """Return ``value`` as what JSON can say. Functions are appended to ``functions`` and sent as their number.

    Raise a ValueError for what cannot be sent.
    """
    if depth > DEEPEST:
        raise ValueError("is nested too deeply")

    def each(values: Any) -> list[Any]:
        return [encode(v, functions, depth + 1) for v in values]

    if isinstance(value, np.generic):
        value = value.item()
    if type(value) is int and value.bit_length() > MOST_BITS:
        raise ValueError("is a whole number of more than a thousand digits")
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {TAG: "float", "v": str(value)}
    if type(value) is list:
        return each(value)
    if type(value) in (tuple, set, frozenset):
        return {TAG: type(value).__name__, "v": each(value)}
    if type(value) is dict:
        return {TAG: "dict", "v": [each(pair) for pair in value.items()]}
    if type(value) is complex:
        return {TAG: "complex", "v": each([value.real, value.imag])}
    if type(value) is bytes:
        return {TAG: "bytes", "v": value.hex()}
    if isinstance(value, np.ndarray):
        return {TAG: "array", "dtype": _dtype(value), "shape": list(value.shape), "v": each(_flat(value))}
    if callable(value) and functions is not None:
        functions.append(value)
        return {TAG: "call", "v": len(functions) - 1}
    return _rare(value, each)


def _dtype(array: np.ndarray) -> str:
    if array.dtype.kind not in "biufUMm":
        raise ValueError(f"is an array of {array.dtype}")
    return "str" if array.dtype.kind == "U" else str(array.dtype)


def _flat(array: np.ndarray) -> list[Any]:
    return list((array.view("int64") if array.dtype.kind in "Mm" else array).ravel().tolist())


def _rare(value: Any, each: Callable[[Any], list[Any]]) -> Any:
    name = type(value).__name__
    if name in ("Timestamp", "Timedelta", "NaTType") or isinstance(value, (datetime.date, datetime.time)):
        return {TAG: "time", "kind": name, "v": "NaT" if name == "NaTType" else value.isoformat()}
    if isinstance(value, datetime.timedelta):
        return {TAG: "time", "kind": "timedelta", "v": value.total_seconds()}
    if name == "Series":
        return {
            TAG: "series",
            "name": each([value.name]),
            "index": _index(value.index, each),
            "v": _column(value, each),
        }
    if name == "DataFrame":
        columns = [[*each([c]), _column(value.iloc[:, i], each)] for i, c in enumerate(value.columns)]
        return {TAG: "frame", "rows": len(value), "index": _index(value.index, each), "v": columns}
    raise ValueError(f"is an object of the class {name}")


def _column(column: Any, each: Callable[[Any], list[Any]]) -> list[Any]:
    if not DTYPES.fullmatch(str(column.dtype)):
        raise ValueError(f"has a column of {column.dtype}")
    return [str(column.dtype), each(column.tolist())]


def _index(index: Any, each: Callable[[Any], list[Any]]) -> Any:
    if type(index).__name__ == "MultiIndex":
        raise ValueError("has an index of several levels")
    plain = type(index).__name__ == "RangeIndex" and (index.start, index.step, index.name) == (0, 1, None)
    return None if plain else [*each([index.name]), *_column(index, each)]


def decode(value: Any, function: Callable[[int], Any] | None = None, depth: int = 0) -> Any:
    """Return the value that ``encode`` made this of; ``function`` gives what stands for function number n.

    Raise Garbled for anything else, whatever it is.
    """
    try:
        return _decode(value, function, depth)
    except Garbled:
        raise
    except Exception as error:
        raise Garbled(f"cannot be read ({type(error).__name__})") from None


def _decode(value: Any, function: Callable[[int], Any] | None, depth: int) -> Any:
    if depth > 2 * DEEPEST:
        raise Garbled("is nested too deeply")

    def each(values: list[Any]) -> list[Any]:
        return [_decode(v, function, depth + 1) for v in values]

    if isinstance(value, list):
        return each(value)
    if not isinstance(value, dict):
        return value
    kind, inner = value[TAG], value["v"]
    if kind == "call" and function is not None:
        return function(int(inner))
    simple: dict[str, Callable[[], Any]] = {
        "float": lambda: float(inner),
        "tuple": lambda: tuple(each(inner)),
        "set": lambda: set(_keys(each(inner))),
        "frozenset": lambda: frozenset(_keys(each(inner))),
        "dict": lambda: _dict([each(pair) for pair in inner]),
        "complex": lambda: complex(*each(inner)),
        "bytes": lambda: bytes.fromhex(inner),
        "array": lambda: _array(value["dtype"], value["shape"], each(inner)),
        "time": lambda: _time(value["kind"], inner),
        "series": lambda: _series(inner, value["index"], each, each(value["name"])[0]),
        "frame": lambda: _frame(value, each),
    }
    return simple[kind]()


def _key(key: Any) -> Any:
    if isinstance(key, tuple):
        return tuple(_key(k) for k in key)
    if isinstance(key, (int, float)) and abs(key) >= LARGEST_KEY:
        raise Garbled("has keys beyond every use")
    return key


def _keys(values: list[Any]) -> list[Any]:
    """Return keys that a set can hold in good time: hashes of numbers and tuples can be chosen to be all alike."""
    keys = [_key(value) for value in values]
    if len(keys) > MOST_ALIKE and max(Counter(map(hash, keys)).values()) > MOST_ALIKE:
        raise Garbled("has too many keys with the same hash")
    return keys


def _dict(pairs: list[list[Any]]) -> dict[Any, Any]:
    keys = _keys([key for key, _ in pairs])
    return dict(zip(keys, (value for _, value in pairs), strict=True))


def _known(dtype: str) -> str:
    if not DTYPES.fullmatch(dtype):
        raise Garbled("has an unknown type of column")
    return dtype


def _array(dtype: str, shape: list[int], flat: list[Any]) -> np.ndarray:
    # An array without items can still have more rows than there is memory for their lists.
    if dtype == "object" or math.prod(shape) != len(flat) or math.prod(max(n, 1) for n in shape) > MOST_COMMAS:
        raise Garbled("has an array of the wrong shape")
    if dtype == "str" and 4 * len(flat) * max(map(len, flat), default=0) > MOST_MEMORY:
        raise Garbled("has an array of texts that takes too much memory")
    return np.array(flat, dtype=_known(dtype)).reshape(shape)


def _time(kind: str, text: Any) -> Any:
    if kind == "timedelta":
        return datetime.timedelta(seconds=float(text))
    if kind in ("datetime", "date", "time"):
        return getattr(datetime, kind).fromisoformat(text)
    import pandas as pd

    return {"Timestamp": pd.Timestamp, "Timedelta": pd.Timedelta}.get(kind, lambda _: pd.NaT)(text)


def _series(column: Any, index: Any, each: Callable[[Any], list[Any]], name: Any) -> Any:
    import pandas as pd

    dtype, values = _known(column[0]), each(column[1])
    if dtype.startswith("datetime64"):
        made = pd.Series(pd.to_datetime(values, utc=True))
        zone = getattr(pd.api.types.pandas_dtype(dtype), "tz", None)
        made = (made.dt.tz_convert(zone) if zone else made.dt.tz_localize(None)).astype(dtype)
    else:
        made = pd.Series(values, dtype=dtype)
    made.name = name
    if index is not None:
        made.index = _labels(index, each)
    return made


def _labels(index: Any, each: Callable[[Any], list[Any]]) -> Any:
    import pandas as pd

    values = _series(index[1:], None, each, None)
    if values.dtype == object:
        _keys(list(values))
        if any(isinstance(v, (tuple, frozenset)) for v in values):
            raise Garbled("has an index of several levels")
    return pd.Index(values, name=each(index[:1])[0])


def _frame(told: Any, each: Callable[[Any], list[Any]]) -> Any:
    import pandas as pd

    if told["rows"] > MOST_BYTES:
        raise Garbled("has too many rows")
    columns = [_series(column, None, each, each([label])[0]) for label, column in told["v"]]
    made = pd.concat(columns, axis=1) if columns else pd.DataFrame(index=range(told["rows"]))
    if told["index"] is not None:
        made.index = _labels(told["index"], each)
    return made
