"""Parameters, declared once.

A parameter is a field of a frozen dataclass made by ``@parameters`` with ``knob(...)`` as its default. The
declaration carries everything that is ever said about it: default, unit, range, meaning in English and Chinese,
evidence mark and source. The check, the documentation table, the slider and the test all read it from here.

Evidence marks: ``V`` read in the named source, ``C`` computed from the named data, ``R`` recalled from the named
literature, ``A`` an assumption of this course (no published value found).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

from sim.core.legal import CHECKS, ParameterError, short

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Knob", "ParameterError", "describe", "knob", "knobs", "parameters", "value_at", "vary"]

MARKS = {
    "V": "verified in the source",
    "C": "computed from the data",
    "R": "recalled from the literature",
    "A": "assumption of the course",
}

P = TypeVar("P")


@dataclass(frozen=True, kw_only=True)
class Knob:
    """Everything that is known about one parameter; ``path`` is its dotted name inside a scenario."""

    path: str
    kind: str  # number, integer, choice, switch, subset, mix (shares that sum to 1), table (named numbers)
    default: Any
    unit: str
    low: float | None
    high: float | None
    meaning: str
    zh: str
    mark: str
    source: str
    choices: tuple[str, ...]
    off: float | None
    step: float | None
    registry: str

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]

    @property
    def integer(self) -> bool:
        """Whether only whole numbers are allowed."""
        return self.kind == "integer"

    @property
    def label(self) -> str:
        """The label of a control, in both languages."""
        # The unit stands beside the control: a trailing _h or _d need not be said twice.
        words = self.name.removesuffix("_h").removesuffix("_d").replace("_", " ").replace("halflife", "half-life")
        return f"{words[:1].upper()}{words[1:]} {self.zh}".strip()

    def check(self, value: Any) -> Any:
        """Return ``value`` in its stored form; raise a ParameterError naming path, value and rule otherwise."""
        return CHECKS[self.kind](self, value)


def knob(
    *,
    default: Any,
    unit: str,
    meaning: str,
    zh: str,
    low: float | None = None,
    high: float | None = None,
    mark: str = "A",
    source: str = "course assumption",
    choices: tuple[str, ...] = (),
    off: float | None = None,
    step: float | None = None,
    registry: str = "",
    subset: bool = False,
    shares: bool = True,
) -> Any:
    """Declare one parameter as a field of a ``@parameters`` class.

    ``off`` is a legal value outside ``low`` to ``high`` that switches the mechanism off. ``choices`` with a text
    default make a choice, with ``subset`` a non-empty selection, with numbers a mix of shares that sums to 1 or,
    with ``shares=False``, a table of numbers each inside the range.
    ``registry`` names the parameter in the course's registry where that differs from the field's name.
    """
    if mark not in MARKS:
        raise ParameterError(f"mark = {mark!r} is not one of {', '.join(MARKS)}.")
    if isinstance(default, bool):
        kind = "switch"
    elif choices:
        numbers = "mix" if shares else "table"
        kind = "subset" if subset else "choice" if isinstance(default, str) else numbers
    else:
        kind = "integer" if isinstance(default, int) else "number"
    declared = {
        "kind": kind,
        "unit": unit,
        "low": low,
        "high": high,
        "meaning": meaning,
        "zh": zh,
        "mark": mark,
        "source": source,
        "choices": choices,
        "off": off,
        "step": step,
        "registry": registry,
    }
    return dataclasses.field(default=default, metadata={"knob": declared})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(knob,))
def parameters(cls: type[P]) -> type[P]:
    """Make ``cls`` a frozen, keyword-only dataclass that checks every ``knob`` when it is built.

    Fields without a ``knob`` are groups: other ``@parameters`` objects, or plain values such as a name.
    """
    # What a frozen dataclass would compile anew for each class is written once below: that was a third of ``import sim``.
    for name, method in _METHODS.items():
        setattr(cls, name, method)
    return dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)


def _built(self: Any, **values: Any) -> None:
    fields = self.__dataclass_fields__
    if unknown := values.keys() - fields.keys():
        raise TypeError(f"{type(self).__name__} has no parameter {', '.join(sorted(unknown))}.")
    for name, field in fields.items():
        value = values.get(name, field.default)
        if value is dataclasses.MISSING:
            raise TypeError(f"{type(self).__name__} needs a value of {name}.")
        group = type(field.default)
        if dataclasses.is_dataclass(group) and not isinstance(value, group):
            raise ParameterError(f"{name} = {value!r} is not a group of parameters: it needs a {group.__name__}.")
        self.__dict__[name] = value
    for name, declared in _declared(type(self)).items():
        self.__dict__[name] = declared.check(self.__dict__[name])


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(self.__dict__[name] for name in self.__dataclass_fields__)


def _shown(self: Any) -> str:
    return (
        f"{type(self).__name__}({', '.join(f'{name}={self.__dict__[name]!r}' for name in self.__dataclass_fields__)})"
    )


def _equal(self: Any, other: Any) -> bool:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hashed(self: Any) -> int:
    return hash(_values(self))


def _frozen(self: Any, name: str, value: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"{name} of {type(self).__name__} is fixed: use vary for another scenario.")


def _kept(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"{name} of {type(self).__name__} cannot be deleted.")


_METHODS: dict[str, Callable[..., Any]] = {
    "__init__": _built, "__repr__": _shown, "__eq__": _equal, "__hash__": _hashed, "__setattr__": _frozen,
    "__delattr__": _kept,
}  # fmt: skip


def _declared(cls: type) -> dict[str, Knob]:
    # Built once per class: a scenario of some hundred parameters is checked at every slider move.
    if "_knobs" not in cls.__dict__:
        prefix = getattr(cls, "_prefix", "")
        cls._knobs = {  # type: ignore[attr-defined]
            f.name: Knob(path=prefix + f.name, default=f.default, **f.metadata["knob"])
            for f in dataclasses.fields(cls)  # type: ignore[arg-type]
            if "knob" in f.metadata
        }
    return cls._knobs  # type: ignore[attr-defined,no-any-return]


def knobs(params: Any, prefix: str = "") -> dict[str, Knob]:
    """Return the declarations of ``params`` and of all its groups, keyed by dotted path, in declaration order."""
    found: dict[str, Knob] = {}
    own = _declared(type(params))
    # A catalogue entry may have a better (or its own) source for single values than its class declares.
    evidence = dict(getattr(params, "evidence", ()))
    for field in dataclasses.fields(params):
        path = prefix + field.name
        value = getattr(params, field.name)
        if field.name in own:
            mark, source = evidence.get(field.name, (own[field.name].mark, own[field.name].source))
            found[path] = dataclasses.replace(own[field.name], path=path, mark=mark, source=source)
        elif dataclasses.is_dataclass(value):
            found |= knobs(value, path + ".")
    return found


def value_at(params: Any, path: str) -> Any:
    """Return the value at a dotted path; an unknown path raises a ParameterError that lists likely ones."""
    _known(params, path)
    value = params
    for part in path.split("."):
        value = getattr(value, part)
    return value


def vary(params: P, path: str | Mapping[str, Any], value: Any = None, *, name: str | None = None) -> P:
    """Return a copy of ``params`` with ``value`` at ``path`` (or with every path of a mapping changed).

    ``name`` names the new scenario; without it the name says what was changed. ``params`` itself never changes.
    Raise a ParameterError if a path does not exist or a value breaks its rule.
    """
    changes = dict(path) if isinstance(path, Mapping) else {path: value}
    for one in changes:
        _known(params, one)
    changed = _replace(params, changes)
    if hasattr(params, "name"):
        said = name or ", ".join(f"{p} = {short(v)}" for p, v in changes.items())
        changed = dataclasses.replace(changed, name=said)  # type: ignore[type-var]
    return changed


def _replace(params: Any, changes: Mapping[str, Any], prefix: str = "") -> Any:
    direct: dict[str, Any] = {}
    nested: dict[str, dict[str, Any]] = {}
    for path, value in changes.items():
        head, _, rest = path.partition(".")
        if rest:
            nested.setdefault(head, {})[rest] = value
        else:
            # Checked here with its full path, so that the message names the parameter as the caller wrote it.
            own = _declared(type(params))
            direct[head] = dataclasses.replace(own[head], path=prefix + head).check(value)
    for head, inner in nested.items():
        direct[head] = _replace(getattr(params, head), inner, f"{prefix}{head}.")
    return dataclasses.replace(params, **direct)


def _known(params: Any, path: str) -> None:
    if _exists(params, path):
        return
    paths = list(knobs(params))
    last = str(path).rpartition(".")[2]
    same_name = [p for p in paths if p.rpartition(".")[2] == last]
    near = same_name or get_close_matches(str(path), paths, n=1, cutoff=0.6)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    group = [p for p in paths if p.startswith(str(path).partition(".")[0] + ".")]
    listing = ", ".join(group if 0 < len(group) <= 60 else sorted({p.partition(".")[0] for p in paths}))
    raise ParameterError(f"{path!r} is not a parameter.{hint} Valid here: {listing}.")


def _exists(params: Any, path: Any) -> bool:
    # Walks down instead of listing everything: this is on the way of every slider move.
    *groups, last = str(path).split(".")
    for group in groups:
        if not dataclasses.is_dataclass(params) or group in _declared(type(params)):
            return False
        params = getattr(params, group, None)
    return dataclasses.is_dataclass(params) and last in _declared(type(params))


def describe(params: Any) -> pd.DataFrame:
    """Return one row per parameter: path, value, unit, low, high, meaning, zh, mark, source."""
    import pandas as pd

    rows = [
        {
            "path": path,
            "value": value_at(params, path),
            "unit": k.unit,
            "low": k.low,
            "high": k.high,
            "meaning": k.meaning,
            "zh": k.zh,
            "mark": k.mark,
            "source": k.source,
        }
        for path, k in knobs(params).items()
    ]
    return pd.DataFrame(rows)
