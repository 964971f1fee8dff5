"""The follower network: who hears whom.

A link from u to v means that v follows u, so v hears what u says. Links are stored in compressed rows: the
followers of person u are ``neighbours[indptr[u]:indptr[u + 1]]``. One network serves resharing, word of
mouth, crises and corrections.

The number of followers has the heavy tail found on real platforms: P(followers >= x) ~ x^-(a - 1) with a =
2.19 (Kuaishou users, computed from the public sample), up to a few large accounts (KOL, 关键意见领袖).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Network", "follower_network", "from_degrees", "from_links", "well_mixed"]


@dataclass(frozen=True, eq=False)
class Network:
    """Follower lists in compressed rows.

    ``indptr``: int64, one more than there are people; ``neighbours``: int32, one per link, each row sorted.
    Raise a ValueError if the arrays do not fit together.
    """

    indptr: np.ndarray
    neighbours: np.ndarray

    def __post_init__(self) -> None:
        if self.indptr.ndim != 1 or self.indptr.size < 1 or self.neighbours.ndim != 1:
            raise ValueError("A network needs a row of people + 1 starts and a row of links.")
        if self.indptr.dtype != np.int64 or self.neighbours.dtype != np.int32:
            raise ValueError(
                f"indptr is {self.indptr.dtype} and neighbours is {self.neighbours.dtype}; "
                "they must be int64 and int32."
            )
        if self.indptr[0] != 0 or self.indptr[-1] != self.neighbours.size or (np.diff(self.indptr) < 0).any():
            raise ValueError(f"indptr must rise from 0 to the number of links, {self.neighbours.size}.")
        if self.n_links and (self.neighbours.min() < 0 or self.neighbours.max() >= self.n_people):
            raise ValueError(f"neighbours must lie between 0 and {self.n_people - 1}, the last person.")

    @property
    def n_people(self) -> int:
        """How many people there are."""
        return self.indptr.size - 1

    @property
    def n_links(self) -> int:
        """How many links there are; two people who follow each other count twice."""
        return self.neighbours.size

    @property
    def degree(self) -> np.ndarray:
        """Followers of each person, int64."""
        return np.diff(self.indptr)

    @property
    def mean_degree(self) -> float:
        """Followers per person, on average."""
        return self.n_links / self.n_people if self.n_people else 0.0

    def followers(self, person: int) -> np.ndarray:
        """Return the people who hear ``person``."""
        return self.neighbours[self.indptr[person] : self.indptr[person + 1]]

    def links_of(self, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the links that leave ``people``: (places in ``people``, places in ``neighbours``)."""
        start, degree = self.indptr.take(people), self.degree_of(people)
        row = np.arange(degree.size).repeat(degree)
        before = degree.cumsum() - degree  # links in the rows before this one
        link = (start - before).repeat(degree)
        link += np.arange(link.size)
        return row, link

    def degree_of(self, people: np.ndarray) -> np.ndarray:
        """Return the followers of each of ``people``, int64."""
        return self.indptr.take(np.asarray(people) + 1) - self.indptr.take(people)

    def sources(self) -> np.ndarray:
        """Return the person each link leaves, int32, in the order of ``neighbours``."""
        return np.repeat(np.arange(self.n_people, dtype=np.int32), self.degree)

    def reversed(self) -> Network:
        """Return the network with every link turned round: whom each person follows."""
        return from_links(self.n_people, self.neighbours, self.sources())

    def __repr__(self) -> str:
        return f"Network({self.n_people:,} people, {self.n_links:,} links)"


def from_links(n_people: int, sources: np.ndarray, targets: np.ndarray, *, mutual: bool = False) -> Network:
    """Make a network from a list of links: person ``targets[k]`` hears person ``sources[k]``.

    Links to oneself and repeated links are dropped. ``mutual`` adds every link in the other direction too.
    Raise a ValueError if the lists differ in length or name a person that does not exist.
    """
    if n_people < 1:
        raise ValueError(f"n_people = {n_people} must be at least 1.")
    source, target = np.asarray(sources, dtype=np.int64), np.asarray(targets, dtype=np.int64)
    if source.shape != target.shape or source.ndim != 1:
        raise ValueError(f"sources {source.shape} and targets {target.shape} must be two rows of one length.")
    for name, people in (("sources", source), ("targets", target)):
        if people.size and (people.min() < 0 or people.max() >= n_people):
            raise ValueError(f"{name} must lie between 0 and {n_people - 1}, the last person.")
    if mutual:
        source, target = np.concatenate([source, target]), np.concatenate([target, source])
    code = (source * n_people + target)[source != target]
    code.sort()
    if code.size:
        code = code[np.append(True, code[1:] != code[:-1])]
    source = code // n_people
    code -= source * n_people
    indptr = np.zeros(n_people + 1, dtype=np.int64)
    np.cumsum(np.bincount(source, minlength=n_people), out=indptr[1:])
    return Network(indptr, code.astype(np.int32))


def follower_network(
    n_people: int,
    *,
    mean_degree: float = 10.0,
    tail_exponent: float = 2.19,
    largest_share: float = 0.1,
    segment: np.ndarray | None = None,
    homophily: float = 0.0,
    generator: np.random.Generator,
) -> Network:
    """Draw a follower network with heavy-tailed follower counts.

    Expected follower counts are the quantiles of a power law with density exponent ``tail_exponent`` (at
    least 2.05), cut off at ``largest_share`` of all people and dealt out to people at random; so every draw
    has its large accounts. Followers are chosen uniformly. With ``segment`` (a whole number per person) a
    share ``homophily`` (0 to 1) of the links stays inside the segment and the rest goes to anybody. Dropped
    double links make the mean fall short of ``mean_degree`` by a few per cent in small populations.
    """
    _check(n_people, mean_degree, tail_exponent, largest_share, segment, homophily)
    expected = _power_law_quantiles(n_people, mean_degree, tail_exponent, largest_share)
    degree = generator.poisson(generator.permuted(expected))
    source = np.repeat(np.arange(n_people), degree)
    target = generator.integers(n_people, size=source.size)
    if segment is not None and homophily > 0:
        at_home = generator.random(source.size) < homophily
        target[at_home] = _same_segment(np.asarray(segment), source[at_home], generator)
    return from_links(n_people, source, target)


def _check(
    n_people: int,
    mean_degree: float,
    tail_exponent: float,
    largest_share: float,
    segment: np.ndarray | None,
    homophily: float,
) -> None:
    if n_people < 2:
        raise ValueError(f"n_people = {n_people} must be at least 2.")
    if not 0 <= mean_degree <= largest_share * n_people:
        raise ValueError(
            f"mean_degree = {mean_degree} is outside 0 to {largest_share * n_people:g} "
            "followers (largest_share times n_people)."
        )
    if not 2.05 <= tail_exponent <= 10:
        raise ValueError(f"tail_exponent = {tail_exponent} is outside 2.05 to 10.")
    if not 0 < largest_share <= 1:
        raise ValueError(f"largest_share = {largest_share} must lie above 0 and at most at 1.")
    if not 0 <= homophily <= 1:
        raise ValueError(f"homophily = {homophily} is outside 0 to 1.")
    if segment is None and homophily > 0:
        raise ValueError(f"homophily = {homophily} needs segment, a whole number per person.")
    if segment is not None and np.shape(segment) != (n_people,):
        raise ValueError(f"segment has shape {np.shape(segment)}; it must be one number per person, ({n_people},).")


def _power_law_quantiles(n_people: int, mean: float, exponent: float, largest_share: float) -> np.ndarray:
    """Return expected follower counts with the given mean, none above the cut-off."""
    rank = (np.arange(n_people) + 0.5) / n_people
    weight = rank ** (-1 / (exponent - 1))
    cap = largest_share * n_people
    expected = np.minimum(weight * (mean / weight.mean()), cap)
    for _ in range(50):  # what the cut-off took away goes to those below it
        free = expected < cap
        missing = mean * n_people - expected.sum()
        if missing <= 1e-6 * mean * n_people:
            break
        expected[free] *= 1 + missing / expected[free].sum()
        np.minimum(expected, cap, out=expected)
    return expected


def _same_segment(segment: np.ndarray, source: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return for each source a uniformly chosen person of the same segment."""
    _, label = np.unique(segment, return_inverse=True)
    by_segment = np.argsort(label, kind="stable")
    size = np.bincount(label)
    first = np.cumsum(size) - size
    home = label[source]
    return by_segment[first[home] + (generator.random(source.size) * size[home]).astype(np.int64)]


def well_mixed(n_people: int, *, degree: int, generator: np.random.Generator) -> Network:
    """Draw a network where each person is heard by ``degree`` random others: the mean-field limit."""
    if not 0 <= degree < n_people:
        raise ValueError(f"degree = {degree} is outside 0 to {n_people - 1}, everybody else.")
    source = np.repeat(np.arange(n_people), degree)
    # A shift of 1 to n - 1 places never ends at oneself.
    target = (source + generator.integers(1, n_people, size=source.size)) % n_people
    return from_links(n_people, source, target)


def from_degrees(degrees: np.ndarray, *, generator: np.random.Generator) -> Network:
    """Draw a mutual network with (almost) the given degrees: the configuration model.

    Stubs are joined at random. Links to oneself and double links, a vanishing share in large networks, are
    dropped.
    """
    degree = np.asarray(degrees)
    if degree.ndim != 1 or degree.size < 1 or (degree < 0).any() or degree.sum() % 2:
        raise ValueError("degrees must be one row of whole numbers of at least 0 with an even sum.")
    stub = generator.permutation(np.repeat(np.arange(degree.size), degree))
    return from_links(degree.size, stub[::2], stub[1::2], mutual=True)
