"""What a message leaves behind: who heard it, when and from whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Cascade"]


@dataclass(frozen=True, eq=False)
class Cascade:
    """Who heard a message, when, from whom, and how many steps from a seed; ordered by time.

    ``source`` is -1 and ``generation`` 0 for seeds. All arrays have one entry per person who heard.
    """

    n_people: int
    person: np.ndarray
    time_h: np.ndarray
    source: np.ndarray
    generation: np.ndarray

    @property
    def size(self) -> int:
        """How many people heard, seeds included."""
        return self.person.size

    @property
    def share(self) -> float:
        """Share of all people who heard."""
        return self.size / self.n_people

    @property
    def depth(self) -> int:
        """The largest number of steps from a seed."""
        return int(self.generation.max(initial=0))

    @property
    def indirect_share(self) -> float:
        """Share of those who heard, seeds apart, whose source was not a seed; nan if nobody heard."""
        told = int((self.generation > 0).sum())
        return float((self.generation > 1).sum() / told) if told else float("nan")

    def curve(self, *, horizon_h: float, tick_h: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """Return (new, cumulative) numbers of people who heard in each tick up to ``horizon_h``, int64."""
        ticks = int(np.ceil(horizon_h / tick_h - 1e-9))
        number = np.minimum(self.time_h / tick_h, ticks).astype(np.int64)
        new = np.bincount(number, minlength=ticks)[:ticks]
        return new, np.cumsum(new)

    def table(self) -> pd.DataFrame:
        """Return a table with one row per person who heard."""
        import pandas as pd

        return pd.DataFrame(
            {
                "person": self.person,
                "time_h": self.time_h,
                "source": self.source,
                "generation": self.generation,
            }
        )

    def __repr__(self) -> str:
        return f"Cascade({self.size:,} of {self.n_people:,} people, depth {self.depth})"
