"""Members 成员: who is or was in the community, one row each in the order of joining.

What a person brings along (how ready he is to write, how he behaves, how he fits) is a function of the person alone, drawn
by identity: whoever joins in two scenarios is the same member in both, on whatever day and in whatever order he came.
"""

from __future__ import annotations

import numpy as np

from sim.core.streams import keyed_uniforms
from sim.core.world import Array, World
from sim.parts.community.parameters import SOURCES

__all__ = ["Members"]

FLOATS = (
    "joined_h", "left_h", "fit", "belonging", "motivation", "rate", "toxic", "knows", "strike_h", "strike2_h", "strike3_h",
    "muted_h", "taught", "leading", "habit", "diet", "main", "given", "thirst", "spell_h", "recent",
)  # fmt: skip
COUNTS = ("person", "source", "posts", "good", "first_posts", "first_bad", "why", "invited")
FLAGS = ("present", "leader", "relapsed")
# A person's traits: rows of one block of uniform numbers.
FIT, WRITES, TOXIC, MAIN = range(4)
TOXIC_A, TOXIC_B = 1.2, 12.0  # Beta law of personal toxicity, mean 0.0909: most people hardly ever break a rule
USUAL_FOCUS, USUAL_AFFINITY = 0.6, 0.4
FIT_ENDS = (0.05, 0.95)
HERE, QUIT, REMOVED = range(3)


class Members:
    """Everybody who has ever been a member; arrays of shape (n,) by name, see FLOATS, COUNTS and FLAGS.

    ``belonging``, ``fit``, ``knows`` 0–1; ``rate`` posts a day at usual motivation and belonging; ``toxic`` relative to the
    mean member; ``taught`` what explanations have left of it; ``leading`` how far a leader is developed; ``main`` share of a
    member's main interest; ``recent`` own posts of about a month; hours are hours of the run, NaN where nothing has happened.
    """

    # One array a property, set by name in ``_grow``.
    joined_h: Array
    left_h: Array
    fit: Array
    belonging: Array
    motivation: Array
    rate: Array
    toxic: Array
    knows: Array
    strike_h: Array
    strike2_h: Array
    strike3_h: Array
    muted_h: Array
    taught: Array
    leading: Array
    habit: Array
    diet: Array
    main: Array
    given: Array
    thirst: Array
    spell_h: Array
    recent: Array
    person: Array
    source: Array
    posts: Array
    good: Array
    first_posts: Array
    first_bad: Array
    why: Array
    invited: Array
    present: Array
    leader: Array
    relapsed: Array

    def __init__(self, world: World) -> None:
        self.world, self.p, self.n = world, world.scenario.community, 0
        self._room = 0
        self._grow(max(64, 2 * self.p.members_start))
        self.ever = np.zeros(world.population.n, bool)
        self._key = int(world.streams.of("members").integers(2**64, dtype=np.uint64))
        # Members are drawn by activity, so that a usual member is more active than a usual person.
        a = world.scenario.audience
        self._usual_activity = float(np.exp(a.activity_spread**2)) / (1.0 - a.dormant_share)

    def _grow(self, room: int) -> None:
        """Make room for so many members; what is beyond ``n`` is empty."""
        for names, kind in ((FLOATS, np.float64), (COUNTS, np.intp), (FLAGS, np.bool_)):
            for name in names:
                wider = np.zeros(room, kind)
                if self._room:
                    wider[: self.n] = getattr(self, name)[: self.n]
                setattr(self, name, wider)
        self._room = room

    def add(self, ids: Array, source: int, time_h: float) -> Array:
        """Let people (each once, never members before) in; return their rows."""
        if not len(ids):
            return np.empty(0, np.intp)
        p, start, self.n = self.p, self.n, self.n + len(ids)
        if self.n > self._room:
            n, self.n = self.n, start
            self._grow(2 * n)
            self.n = n
        rows = np.arange(start, self.n)
        self.ever[ids] = True
        u = keyed_uniforms(self._key, np.asarray(ids)[None, :] * 4 + np.arange(4)[:, None])
        self.person[rows], self.source[rows], self.joined_h[rows], self.present[rows] = ids, source, time_h, True
        for name in ("left_h", "strike_h", "strike2_h", "strike3_h", "muted_h", "spell_h"):
            getattr(self, name)[rows] = np.nan
        self.fit[rows] = self._fit(ids, source, u[FIT])
        self.belonging[rows] = self.fit[rows]
        self.motivation[rows], self.taught[rows] = p.motivation_start, 1.0
        self.rate[rows] = self._rate(ids, u[WRITES])
        self.toxic[rows] = _beta(u[TOXIC])
        self.main[rows] = 0.2 + 0.8 * u[MAIN]
        self.diet[rows] = 0.2
        self.knows[rows] = 1.0 if p.rules_shown else p.newcomer_knowledge
        bargain = self.world.population.segment[ids] == BARGAIN
        self.thirst[rows] = np.where(bargain, p.bargain_weight, 1.0)
        return rows

    def _fit(self, ids: Array, source: int, u: Array) -> Array:
        """Return how well each person fits the community's theme, 0–1 (COMM-1)."""
        p = self.p
        likes = self.world.affinity(np.asarray(ids)).astype(np.float64)
        mean = p.source_fit[source] + p.focus_fit * (p.positioning_focus - USUAL_FOCUS)
        return (mean + p.fit_affinity * (likes - USUAL_AFFINITY) + p.fit_spread * _normal(u)).clip(*FIT_ENDS)

    def _rate(self, ids: Array, u: Array) -> Array:
        """Return posts a day: visits times personal readiness to write, both heavy-tailed (O16)."""
        p = self.p
        visits = self.world.population.activity[ids].astype(np.float64) / self._usual_activity
        free = p.posting * visits * np.exp(p.posting_spread * _normal(u) - 0.5 * p.posting_spread**2)
        return free / (1.0 + free / p.most_posts)

    def strikes(self, rows: Array, now_h: float) -> Array:
        """Return how many of each member's last three strikes stand: each expires by itself (COMM-5)."""
        since = now_h - 24.0 * self.p.strike_days
        return sum((x[rows] > since).astype(np.intp) for x in (self.strike_h, self.strike2_h, self.strike3_h))

    def rows(self) -> Array:
        """Return the rows of those who are members now."""
        return self.present[: self.n].nonzero()[0]

    def leave(self, rows: Array, why: int, time_h: float) -> None:
        """Let members (each once) go and say so."""
        rows = rows[self.present[rows]]
        if not len(rows):
            return
        self.present[rows], self.leader[rows] = False, False
        self.left_h[rows], self.why[rows] = time_h, why
        self.world.count("community_quits" if why == QUIT else "community_removed", len(rows))
        for source in np.unique(self.source[rows]).tolist():
            gone = self.person[rows[self.source[rows] == source]]
            self.world.announce("quit", ids=gone, source=SOURCES[source], time_h=time_h)


def _normal(u: Array) -> Array:
    from scipy.special import ndtri  # loaded with the part, not with ``import sim``

    return np.asarray(ndtri(u.clip(1e-12, 1 - 1e-12)))


def _beta(u: Array) -> Array:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(TOXIC_A, TOXIC_B, u)) * (TOXIC_A + TOXIC_B) / TOXIC_A


BARGAIN = 4  # place of the price-sensitive among the segments
