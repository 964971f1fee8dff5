"""Random streams named by purpose and entity.

Each use of chance has a stream of its own, keyed by (seed; replication, purpose, entity). Two scenarios that
share a seed therefore differ only where their parameters differ: one more post on day 60 takes its numbers
from its own stream and shifts nobody else's (common random numbers).
"""

from __future__ import annotations

from functools import cache, lru_cache
from threading import Lock
from zlib import crc32

import numpy as np

__all__ = ["Replay", "Streams", "keyed_uniforms", "replayed"]


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


class _Tape:
    """Uniform numbers of one stream, drawn as far as somebody has asked for."""

    def __init__(self, generator: np.random.Generator) -> None:
        self.generator, self.numbers = generator, generator.random(64)
        self.lock = Lock()

    def until(self, end: int) -> np.ndarray:
        """Return the numbers, at least ``end`` of them."""
        if end <= len(self.numbers):
            return self.numbers
        with self.lock:  # runs on several threads may read the same tape
            missing = max(end, 2 * len(self.numbers)) - len(self.numbers)
            if end > len(self.numbers):
                self.numbers = np.concatenate([self.numbers, self.generator.random(missing)])
            return self.numbers


class Replay:
    """The uniform numbers of one stream from its beginning, as its generator would give them.

    What was drawn for one slider position is read again for the next: making a generator costs more than the numbers.
    """

    def __init__(self, tape: _Tape) -> None:
        self._tape, self._at = tape, 0

    def random(self, size: int) -> np.ndarray:
        """Return the next ``size`` numbers in [0, 1); do not write to them."""
        start, self._at = self._at, self._at + size
        return self._tape.until(self._at)[start : self._at]


@lru_cache(maxsize=4096)
def _tape(seed: int, replication: int, purpose: str, *entity: int) -> _Tape:
    return _Tape(Streams(seed, replication).of(purpose, *entity))


def replayed(seed: int, replication: int, purpose: str, *entity: int) -> Replay:
    """Return the uniform numbers of the stream ``Streams(seed, replication).of(purpose, *entity)``, from the first on."""
    return Replay(_tape(seed, replication, purpose, *entity))


_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.array([0xBF58476D1CE4E5B9, 0x94D049BB133111EB], dtype=np.uint64)
_SHIFTS = np.array([30, 27, 31, 11], dtype=np.uint64)
_BLOCK = 16_384  # numbers at once: they stay in the processor's cache, which is four times faster


def keyed_uniforms(key: int, counter: np.ndarray) -> np.ndarray:
    """Return one uniform number in [0, 1) per element of ``counter``, a function of key and counter alone.

    ``counter`` holds whole numbers of at least 0 (a person, a link), any shape; the answer has that shape, 53
    bits each. Nothing is drawn in sequence, so what happens to one person never shifts the numbers of
    another. The numbers are output number ``counter`` of the SplitMix64 generator started at ``key`` (Steele,
    Lea & Flood 2014). Draw ``key`` from a stream: ``int(generator.integers(2**64, dtype=np.uint64))``.
    """
    counter = np.asarray(counter)
    if not counter.size:  # nobody: the commonest case of a quiet hour
        return np.empty(counter.shape)
    first = np.uint64((key + int(_STEP)) % 2**64)
    if counter.size <= _BLOCK:
        return _split_mix(first, counter)
    flat, answer = counter.ravel(), np.empty(counter.size)
    for start in range(0, flat.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        answer[block] = _split_mix(first, flat[block])
    return answer.reshape(counter.shape)


def _split_mix(start: np.uint64, counter: np.ndarray) -> np.ndarray:
    bits = counter.astype(np.uint64)
    bits *= _STEP
    bits += start
    shifted = bits >> _SHIFTS[0]
    bits ^= shifted
    bits *= _MIX[0]
    np.right_shift(bits, _SHIFTS[1], out=shifted)
    bits ^= shifted
    bits *= _MIX[1]
    np.right_shift(bits, _SHIFTS[2], out=shifted)
    bits ^= shifted
    bits >>= _SHIFTS[3]
    return bits * 2.0**-53
