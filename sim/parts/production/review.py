"""What goes wrong with a draft, and what review finds (PROD-3).

A finished draft carries a defect (差错) with probability ``error_prob``: factual 40 %, tone 30 %, compliance 20 %, visual 10 %.
A check at source finds a wrong fact, a legal check (合规审查) a violation, each with probability ``check_catch`` if it takes
place. Then each review round (审核轮次) finds what is left with probability ``review_catch``. If nothing else is done::

    escape = error_prob (1 - review_catch)^rounds

With ``same_eyes`` s a later round is, with probability s, no look of its own: it misses what the first one missed. All numbers
of a post are a function of its identity, so that one more round never lets more through.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sim.core.streams import Streams
from sim.parts.production.parameters import ProductionParameters

__all__ = [
    "KINDS",
    "MENDER",
    "MOST_ROUNDS",
    "Numbers",
    "defect_of",
    "expected_rounds",
    "missed",
    "numbers_of",
    "rounds_of",
]

KINDS = ("factual", "tone", "compliance", "visual")
KIND_SHARES = (0.4, 0.7, 0.9, 1.0)  # cumulative
# Who mends what: the role whose step it was.
MENDER = {"factual": 2, "tone": 2, "compliance": 1, "visual": 3}
MOST_ROUNDS = 6


class Numbers(NamedTuple):
    """Every random number of one post on the line.

    ``times`` are working times of mean 1: plan, creative, copy, design, verify, compliance, mending, then the rounds.
    """

    times: tuple[float, ...]
    rounds: tuple[float, ...]
    alike: tuple[float, ...]
    order: tuple[float, ...]
    forgotten: tuple[float, ...]
    delays: tuple[float, ...]
    style: tuple[float, ...]
    quality: float
    defect: float
    kind: float
    verified: float
    verify: float
    legal: float
    comply: float
    sensitive: float
    incident: float
    creator: float
    lane: float

    @property
    def judged(self) -> float:
        """The number that says whether a sensitive post is taken for one; the first round has no other to be like."""
        return self.alike[0]


@lru_cache(maxsize=8192)
def numbers_of(seed: int, replication: int, shape: float, *key: int) -> Numbers:
    """Return the numbers of the post ``key``; made once, then shared by every scenario."""
    rng = Streams(seed, replication).of("line", *key)
    u = rng.random(10 + 2 * MOST_ROUNDS + 8).tolist()
    z = rng.standard_normal(4).tolist()
    delays = rng.standard_exponential(5).tolist()
    count = 7 + MOST_ROUNDS
    # Drawn last: their shape decides how many numbers they take.
    times = [1.0] * count if shape == float("inf") else (rng.standard_gamma(shape, count) / shape).tolist()
    a, b, c = 10 + MOST_ROUNDS, 10 + 2 * MOST_ROUNDS, 14 + 2 * MOST_ROUNDS
    return Numbers(tuple(times), tuple(u[10:a]), tuple(u[a:b]), tuple(u[b:c]), tuple(u[c:]), tuple(delays), tuple(z[:3]),
                   z[3], *u[:10])  # fmt: skip


def defect_of(p: ProductionParameters, x: Numbers) -> str:
    """Return the kind of defect of a draft, empty if it has none."""
    if x.defect >= p.error_prob:
        return ""
    return KINDS[next(i for i, share in enumerate(KIND_SHARES) if x.kind < share)]


def rounds_of(p: ProductionParameters, sensitive: bool) -> int:
    """Return how many review rounds a post gets; with tiering the ordinary ones get one at most."""
    return min(1, p.review_rounds) if p.risk_tiering and not sensitive else p.review_rounds


def expected_rounds(p: ProductionParameters) -> float:
    """Return the mean review rounds of a post, for which the team is staffed: with tiering few posts get them all.

    Without tiering all posts count with all rounds, also those few that the emergency lane lets off with one.
    """
    if not p.risk_tiering:
        return float(p.review_rounds)
    in_full = p.sensitive_share * (1.0 - p.misjudged_share)
    if p.emergency_lane:
        in_full *= 1.0 - p.lane_share
    return in_full * rounds_of(p, True) + (1.0 - in_full) * rounds_of(p, False)


def missed(p: ProductionParameters, x: Numbers, number: int) -> bool:
    """Tell whether review round ``number`` (from 0) misses a defect."""
    look = x.rounds[0] if number and x.alike[number] < p.same_eyes else x.rounds[number]
    return look >= p.review_catch
