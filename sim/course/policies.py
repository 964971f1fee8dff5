"""Run a policy that is not ours, decision by decision: the world here, the policy in a box.

An ``Episode`` is a generator: it yields what may be observed (plain data), receives a decision, and returns its score.
``play`` asks a policy in its box for each decision. A decision that is illegal, late, raised or nonsense is replaced by
the fallback and noted; a policy whose box is over decides nothing more. So worlds, seeds, truth and score stay in this
process, a policy keeps its own memory during one episode and none after it, and whatever it does the episode ends.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

from sim.course import sandbox
from sim.course.box import wire
from sim.course.runner import READ_S, Grader, Remote
from sim.lab import guard
from sim.lab.answers import plain

__all__ = ["Episode", "Play", "play", "play_here"]

Episode = Generator[Any, Any, float]
Legal = Callable[[Any, Any], str | None]
MOST_NOTED = 20


@dataclass(frozen=True)
class Play:
    """One episode: ``score`` of the world that was played, decisions asked for, those replaced, and why (the first 20)."""

    score: float
    decisions: int
    replaced: int
    problems: tuple[str, ...] = ()

    def words(self) -> str:
        """Return one sentence."""
        if not self.replaced:
            return f"{self.decisions} decisions, all of them the policy's own"
        return f"{self.replaced} of {self.decisions} decisions replaced by the fallback; the first because {self.problems[0]}"


def play(
    grader: Grader,
    cells: Sequence[tuple[str, str]],
    function: str,
    episode: Callable[[], Episode],
    *,
    fallback: Any,
    legal: Legal | None = None,
) -> Play:
    """Play one episode with the policy ``function`` of a submission's ``cells`` (pairs of a kind and a text).

    ``legal`` is called with observation and decision and returns a clause that begins with "it" if the decision is not
    allowed. ``fallback`` takes the place of what cannot be used. The limits are the grader's: for a call and for all of
    the episode. Raise NoBox where no box can be made.
    """
    remote = Remote(function, list(cells), grader.start_box, grader.limits)
    try:
        return _played(
            lambda seen: remote.outcome([seen], limit_s=grader.limits.call_s), episode, fallback, legal, remote
        )
    finally:
        remote.close()


def play_here(
    policy: Callable[[Any], Any], episode: Callable[[], Episode], *, fallback: Any, legal: Legal | None = None,
    limit_s: float = 10.0,
) -> Play:  # fmt: skip
    """Play one episode with a function of this process, by the same rules: for one's own policy and for practice."""
    return _played(lambda seen: guard.call(policy, [seen], limit_s=limit_s), episode, fallback, legal, None)


def _played(
    ask: Callable[[Any], guard.Outcome],
    episode: Callable[[], Episode],
    fallback: Any,
    legal: Legal | None,
    remote: Remote | None,
) -> Play:
    world = episode()
    noted: list[str] = []
    decisions = replaced = 0
    over = ""
    try:
        seen = next(world)
        while True:
            decisions += 1
            decided, problem = (None, over) if over else _decided(ask(_copied(seen)), seen, legal)
            if remote is not None and remote.ended and not over:
                # A second box would begin without the policy's memory, in the middle of things.
                over = f"its box was over by decision {decisions}: {problem or 'it ended after answering'}"
            if problem:
                replaced += 1
                if len(noted) < MOST_NOTED and problem not in noted:
                    noted.append(problem)
                decided = _copied(fallback)
            seen = world.send(decided)
    except StopIteration as end:
        return Play(float(end.value), decisions, replaced, tuple(noted))
    finally:
        world.close()


def _copied(value: Any) -> Any:
    """Return plain data anew, so that neither a policy nor a world can change the other's."""
    return wire.decode(wire.encode(value))


def _decided(found: guard.Outcome, seen: Any, legal: Legal | None) -> tuple[Any, str]:
    if found.error is not None or found.problem is not None:
        told = (
            "there is no policy"
            if isinstance(found.error, NotImplementedError)
            else f"it raises {type(found.error).__name__}"
        )
        return None, found.problem or told
    try:
        value = plain(found.value)
        objection = sandbox.bounded(lambda: legal(seen, value), READ_S) if legal else None
    except Exception as error:  # a decision so strange that the rule stumbles over it is no legal one
        return None, f"its decision cannot be judged ({type(error).__name__})"
    return value, str(objection or "")
