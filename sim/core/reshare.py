"""Reshares of an everyday post, run to their end at once: the law of the spread engine without a clock."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.core.network import Network
from sim.core.streams import Replay

__all__ = ["Passed", "reshare"]


class Passed(NamedTuple):
    """Who saw a reshared post; ``generation`` 1 saw it from a first sharer, ``shares``: passes it on. One entry a person."""

    person: np.ndarray
    source: np.ndarray
    generation: np.ndarray
    shares: np.ndarray


def reshare(
    network: Network,
    sharers: np.ndarray,
    *,
    sees: float,
    shares: float,
    already: np.ndarray,
    fading: float = 0.0,
    generator: np.random.Generator | Replay,
) -> Passed:
    """Run a post's reshares to the end without a clock and return who saw it, each person once.

    Every contact of a sharer sees the post with probability ``sees`` and then shares it with probability
    ``shares``; ``already`` are people who know it. ``fading``: the more people know it, the less the next ones
    care; ``shares`` falls with this power of their number against that at the start. Without it, who sees it at
    all has the same law as ``spread`` with ``ShareOnce(sees)`` and ``pass_on=shares`` from seeds ``sharers``;
    without times and options it costs a tenth for the few people that an everyday post reaches.
    """
    knows = np.zeros(network.n_people, bool)  # memory that is never touched costs nothing
    knows[already] = True
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    more = 0
    while len(sharers):
        row, link = network.links_of(sharers)
        seen = (generator.random(len(link)) < sees).nonzero()[0]
        targets = network.neighbours[link[seen]]
        new = (~knows[targets]).nonzero()[0]
        # Of several contacts with one person the first counts; a handful of people: a dict is quickest.
        first: dict[int, int] = {}
        for place, person in zip(new.tolist(), targets[new].tolist(), strict=True):
            first.setdefault(person, place)
        people = np.array([*first], np.intp)
        knows[people] = True
        more += len(people)
        on = generator.random(len(people)) < shares * (1.0 + more / max(1, len(already))) ** -fading
        found.append((people, sharers[row[seen[[*first.values()]]]] if first else people, on))
        sharers = people[on]
    if not found:
        nobody = np.empty(0, np.intp)
        return Passed(nobody, nobody, nobody, nobody.astype(bool))
    if len(found) == 1:
        person, source, on = found[0]
        return Passed(person, source, np.ones(len(person), np.intp), on)
    person, source, on = (np.concatenate(part) for part in zip(*found, strict=True))
    return Passed(person, source, np.repeat(np.arange(1, len(found) + 1), [len(p) for p, _, _ in found]), on)
