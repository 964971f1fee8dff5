"""Random streams named by purpose and entity.

Each use of chance has a stream of its own, keyed by (seed; replication, purpose, entity). Two scenarios that
share a seed therefore differ only where their parameters differ: one more post on day 60 takes its numbers from
its own stream and shifts nobody else's (common random numbers).
"""

from __future__ import annotations

from functools import cache
from zlib import crc32

import numpy as np

__all__ = ["Streams"]


@cache
def _purpose_key(purpose: str) -> int:
    # Python's own hash is salted per process; a checksum is the same everywhere.
    return crc32(purpose.encode())


class Streams:
    """Generators of one replication of one seeded experiment.

    Raise a ValueError if ``seed`` or ``replication`` is not a whole number of at least 0.
    """

    def __init__(self, seed: int, replication: int = 0) -> None:
        for name, value in (("seed", seed), ("replication", replication)):
            if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 0:
                raise ValueError(f"{name} = {value!r} is not a whole number of at least 0.")
        self.seed = int(seed)
        self.replication = int(replication)

    def of(self, purpose: str, *entity: int) -> np.random.Generator:
        """Return the generator for ``purpose`` and, where given, the entity's numbers (post, day, person …).

        The same arguments give a fresh generator with the same sequence in every process.
        """
        key = (self.replication, _purpose_key(purpose), *entity)
        return np.random.Generator(np.random.SFC64(np.random.SeedSequence(self.seed, spawn_key=key)))

    def __repr__(self) -> str:
        return f"Streams(seed={self.seed}, replication={self.replication})"
