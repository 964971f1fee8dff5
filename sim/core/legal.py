"""Which values a parameter may have: the rules, one function a kind, and the error that names path, value and rule."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.core.knob import Knob

__all__ = ["CHECKS", "ParameterError", "short", "span"]


class ParameterError(ValueError):
    """A parameter has a value that its declaration does not allow, or does not exist."""


def short(value: Any) -> str:
    """Return a number as a person would write it."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return str(value)
    number = float(value)
    return str(int(number)) if number.is_integer() else f"{number:g}"


def _check_number(k: Knob, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ParameterError(f"{k.path} = {value!r} is not a number; it is given in {k.unit}.")
    try:
        number = float(value)
    except OverflowError:
        number = -math.inf if str(value).startswith("-") else math.inf
    if math.isnan(number):
        raise ParameterError(f"{k.path} = NaN is not a number between {span(k)}.")
    if k.off is not None and number == k.off:
        return number
    if (k.low is not None and number < k.low) or (k.high is not None and number > k.high):
        raise ParameterError(f"{k.path} = {short(number)} is outside {span(k)}: {k.meaning}.")
    return number


def _check_integer(k: Knob, value: Any) -> int:
    number = _check_number(k, value)
    if not isinstance(value, Integral) and not number.is_integer():
        raise ParameterError(f"{k.path} = {short(number)} is not a whole number of {k.unit}.")
    return int(number)


def _check_switch(k: Knob, value: Any) -> bool:
    # numpy's truth values come out of comparisons with arrays; everything else is a mistake.
    if type(value).__name__ not in ("bool", "bool_"):
        raise ParameterError(f"{k.path} = {value!r} is a switch: use True or False.")
    return bool(value)


def _check_choice(k: Knob, value: Any) -> str:
    if not isinstance(value, str) or value not in k.choices:
        raise ParameterError(f"{k.path} = {value!r} is not one of {', '.join(k.choices)}.")
    return value


def _check_subset(k: Knob, value: Any) -> tuple[str, ...]:
    if not isinstance(value, Iterable):
        raise ParameterError(f"{k.path} = {value!r} must name some of {', '.join(k.choices)}.")
    chosen = (value,) if isinstance(value, str) else tuple(value)
    # A selection has no order: kept in the order of its choices, equal selections are equal scenarios.
    for one in chosen:
        _check_choice(k, one)
    if not chosen or len(set(chosen)) != len(chosen):
        raise ParameterError(
            f"{k.path} = {chosen!r} must name each of {', '.join(k.choices)} at most once, and one at least."
        )
    return tuple(sorted(chosen, key=k.choices.index))


def _check_table(k: Knob, value: Any) -> tuple[float, ...]:
    if isinstance(value, Mapping):
        unknown = [name for name in value if name not in k.choices]
        if unknown:
            raise ParameterError(f"{k.path} has no entry {unknown[0]!r}; it has {', '.join(k.choices)}.")
        value = [value.get(name, 0.0) for name in k.choices]
    if isinstance(value, Iterable) and not isinstance(value, str):
        value = tuple(value)
    if not isinstance(value, tuple) or len(value) != len(k.choices):
        raise ParameterError(f"{k.path} = {value!r} needs {len(k.choices)} numbers: {', '.join(k.choices)}.")
    low, high = (0.0, 1.0) if k.kind == "mix" else (k.low, k.high)
    return tuple(
        _check_number(dataclasses.replace(k, path=f"{k.path}[{name}]", low=low, high=high), number)
        for name, number in zip(k.choices, value, strict=True)
    )


def _check_mix(k: Knob, value: Any) -> tuple[float, ...]:
    shares = _check_table(k, value)
    if abs(sum(shares) - 1.0) > 1e-6:
        raise ParameterError(f"{k.path} sums to {sum(shares):g}; the shares of {', '.join(k.choices)} must sum to 1.")
    return shares


CHECKS = {
    "number": _check_number,
    "integer": _check_integer,
    "switch": _check_switch,
    "choice": _check_choice,
    "subset": _check_subset,
    "mix": _check_mix,
    "table": _check_table,
}


def span(k: Knob) -> str:
    """Return the range of a parameter in words."""
    low = "any" if k.low is None else short(k.low)
    high = "any" if k.high is None else short(k.high)
    off = f" (or {short(k.off)} for off)" if k.off is not None else ""
    return f"{low} to {high} {k.unit}{off}"
