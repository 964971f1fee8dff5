"""Any value that a parameter may take, for tests of what must hold in every legal scenario."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st


def legal(k: Any, *, most: float = float("inf")) -> st.SearchStrategy[Any]:
    """Return a strategy for parameter ``k``: inside its range, and where it has one its off value too.

    ``most`` cuts off whole numbers, so that no test runs for minutes.
    """
    if k.kind == "switch":
        return st.booleans()
    if k.kind == "choice":
        return st.sampled_from(k.choices)
    if k.kind == "subset":
        return st.sets(st.sampled_from(k.choices), min_size=1).map(lambda s: tuple(c for c in k.choices if c in s))
    if k.kind in ("mix", "table"):
        mix = k.kind == "mix"
        entry = st.floats(0.01, 1) if mix else st.floats(k.low, k.high)
        entries = st.lists(entry, min_size=len(k.choices), max_size=len(k.choices))
        return entries.map(lambda x: tuple(np.array(x) / sum(x)) if mix else tuple(x))
    whole = k.kind == "integer"
    inside: st.SearchStrategy[Any] = (
        st.integers(int(k.low), int(min(k.high, most))) if whole else st.floats(k.low, k.high)
    )
    return inside if k.off is None else st.one_of(inside, st.just(type(k.default)(k.off)))
