"""Visible cases of E3.2 ``simulate_pipeline`` and ``best_rounds``.

Jobs carry their own working times and luck, so that a line can be followed with pencil and paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from sim.lab.checks import Answer, Case, Exercise, Part, Usual

__all__ = ["E3_2", "E3_2_BEST", "STEPS", "USUAL_STAGES", "jobs_table"]

Told = tuple[str, float, float, float, Sequence[float], bool]  # job, start, end, arrival, waits, escaped

STEPS = ("plan", "creative", "copy", "design")
USUAL_STAGES: Mapping[str, float] = {"speed": 0.72, "review_h": 0.5, "error_prob": 0.18, "catch": 0.6}
"""The model's own settings: speed of an all-rounder, hours of a round, chance of an error, chance to find it."""


def jobs_table(
    jobs: Sequence[tuple[float, Sequence[float]]], *, urgent: Sequence[int] = (), error: Sequence[float] | np.ndarray = (),
    looks: Sequence[Sequence[float]] | np.ndarray = (),
) -> pd.DataFrame:  # fmt: skip
    """Return jobs: (arrival, hours of the four steps) each; errors and looks default to 1, which means no error."""
    rows = []
    for k, (arrive, hours) in enumerate(jobs):
        looking = {f"look_{i + 1}": float(looks[k][i]) if k < len(looks) else 1.0 for i in range(6)}
        row = {"job": f"j{k + 1}", "arrive_h": float(arrive), "urgent": urgent[k] if len(urgent) else 0}
        hard = dict(zip(STEPS, map(float, hours), strict=True))
        rows.append(row | hard | {"error": error[k] if len(error) else 1.0} | looking)
    return pd.DataFrame(rows)


def _told(rows: Sequence[Told]) -> pd.DataFrame:
    """Return the expected table: job, start, end, arrival, waits of the four steps and of review, escaped."""
    waits = ("wait_plan", "wait_creative", "wait_copy", "wait_design", "wait_review")
    return pd.DataFrame([
        {"job": job, "start": start, "end": end, "lead": end - arrive} | dict(zip(waits, map(float, waited), strict=True))
        | {"escaped": escaped}
        for job, start, end, arrive, waited, escaped in rows
    ])  # fmt: skip


def _at(row: int, column: str, value: float) -> Callable[[Answer], bool]:
    """Recognise an answer by one number of its table."""
    return lambda a: abs(float(a.value[column].iloc[row]) - value) < 1e-6


def _line(
    name: str, jobs: Callable[[], pd.DataFrame], mode: str, rounds: int,
    expected: Sequence[Told], *wrong: tuple[int, str, float, str],
) -> Case:  # fmt: skip
    """Return a case; a usual mistake is known by one number (row, column, value)."""
    usual = tuple(Usual(message, _at(row, column, value)) for row, column, value, message in wrong)
    return Case(
        name=name, given=lambda: (jobs(), dict(USUAL_STAGES), mode, rounds), expected=_told(expected), usual=usual
    )


ONE = [(5.0, (1, 2, 3, 4))]
TWO = [(0.0, (2, 1, 1, 1)), (0.5, (2, 1, 1, 1))]
CROSS = [(3.0, (1, 1, 1, 1)), (0.0, (1, 1, 1, 1))]
HEAVY = [(0.0, (1, 1, 1, 7)), (0.25, (1, 1, 1, 7))]
QUEUE = (
    _line("one job", lambda: jobs_table(ONE), "specialist", 0, [("j1", 5, 15, 5, (0, 0, 0, 0, 0), False)],
          (0, "start", 0.0, "the job begins before it arrives"),
          (0, "lead", 15.0, "the lead time counts from hour 0, not from the arrival"),
          (0, "end", 9.0, "the steps run side by side")),
    _line("two jobs, the second half an hour later", lambda: jobs_table(TWO), "specialist", 0,
          [("j1", 0, 5, 0, (0, 0, 0, 0, 0), False), ("j2", 2, 7, 0.5, (1.5, 0, 0, 0, 0), False)],
          (1, "end", 5.5, "nobody waits: two jobs are with the same planner at once"),
          (1, "wait_design", 1.5, "waiting at one step holds the waits of earlier steps as well"),
          (1, "end", 10.0, "the second job waits until the first is quite finished"),
          (1, "lead", 5.0, "the lead time leaves out the waiting before the first step")),
    _line("a table that is not in the order of arrival", lambda: jobs_table(CROSS), "specialist", 0,
          [("j1", 3, 7, 3, (0, 0, 0, 0, 0), False), ("j2", 0, 4, 0, (0, 0, 0, 0, 0), False)],
          (1, "start", 4.0, "jobs are served in the order of the table, not of their arrival")),
    _line("two jobs that meet at design", lambda: jobs_table(HEAVY), "specialist", 0,
          [("j1", 0, 10, 0, (0, 0, 0, 0, 0), False), ("j2", 1, 17, 0.25, (0.75, 0, 0, 6, 0), False)],
          (1, "wait_design", 6.75, "waiting at one step holds the waits of earlier steps as well")),
)  # fmt: skip
SLOW = 1 / USUAL_STAGES["speed"]  # hours of an all-rounder for one of a specialist
ROLES = (
    _line("one job and all-rounders", lambda: jobs_table(ONE), "generalist", 0,
          [("j1", 5, 5 + 10 * SLOW, 5, (0, 0, 0, 0, 0), False)],
          (0, "end", 15.0, "all-rounders work as fast as specialists"), (0, "end", 12.2, "hours are multiplied by the speed")),
    _line("two jobs and four all-rounders", lambda: jobs_table(HEAVY), "generalist", 0,
          [("j1", 0, 10 * SLOW, 0, (0, 0, 0, 0, 0), False), ("j2", 0.25, 0.25 + 10 * SLOW, 0.25, (0, 0, 0, 0, 0), False)],
          (1, "end", 17 * SLOW, "each step still has its own single person"),
          (1, "start", SLOW, "there is one all-rounder where there should be four")),
    _line("two jobs and a reviewer", lambda: jobs_table(HEAVY), "generalist", 1,
          [("j1", 0, 10 * SLOW + 0.5, 0, (0, 0, 0, 0, 0), False), ("j2", 0.25, 10 * SLOW + 1.0, 0.25, (0, 0, 0, 0, 0.25), False)],
          (1, "end", 0.25 + 10 * SLOW + 0.5, "there are as many reviewers as jobs; there is one"),
          (0, "end", 10 * SLOW + 0.5 * SLOW, "the reviewer works at the speed of an all-rounder")),
)  # fmt: skip
LOOKS = [(0.9, 0.1, 0.9, 0.9, 0.9, 0.9), (0.6, 0.7, 0.8, 0.1, 0.9, 0.9), (0.1, 0.9, 0.9, 0.9, 0.9, 0.9)]
THREE = [(0.0, (1, 1, 1, 1)), (20.0, (1, 1, 1, 1)), (40.0, (1, 1, 1, 1))]
CLOSE = [(0.0, (1, 1, 1, 1)), (0.25, (0.5, 0.5, 0.5, 0.25))]


def _errors() -> pd.DataFrame:
    return jobs_table(THREE, error=[0.1, 0.17, 0.18], looks=LOOKS)


def _apart(rounds: int, *escaped: bool) -> list[Told]:
    return [
        (f"j{k + 1}", 20.0 * k, 20.0 * k + 4 + 0.5 * rounds, 20.0 * k, (0,) * 5, out) for k, out in enumerate(escaped)
    ]


REVIEW = (
    _line("three jobs without review", _errors, "specialist", 0, _apart(0, True, True, False),
          (2, "escaped", 1.0, "an error is there when its number lies below the chance of an error, not at it")),
    _line("three jobs and one round", _errors, "specialist", 1, _apart(1, True, True, False),
          (0, "end", 4.0, "a round of review takes no time"),
          (1, "escaped", 0.0, "a look finds an error below `catch`, not at it")),
    _line("three jobs and two rounds", _errors, "specialist", 2, _apart(2, False, True, False),
          (0, "end", 4.5, "there are two rounds, one after the other"),
          (0, "escaped", 1.0, "only one look counts; any round may find it"),
          (1, "escaped", 0.0, "a look that belongs to a later round counts")),
    _line("two jobs that meet at review", lambda: jobs_table(CLOSE), "specialist", 2,
          [("j1", 0, 5.5, 0, (0, 0, 0, 0, 0.5), False), ("j2", 1, 6, 0.25, (0.75, 0.5, 0.5, 0.5, 0.75), False)],
          (0, "end", 5.0, "the reviewer keeps a job for all its rounds; each round asks anew")),
    _line("an urgent job and one that waits", lambda: jobs_table(CLOSE, urgent=[1, 0]), "specialist", 2,
          [("j1", 0, 5, 0, (0, 0, 0, 0, 0), False), ("j2", 1, 6, 0.25, (0.75, 0.5, 0.5, 0.5, 0.75), False)],
          (0, "end", 5.5, "the urgent job does not go before the other one when both ask for the reviewer")),
)  # fmt: skip

E3_2 = Exercise(
    "E3.2",
    "simulate_pipeline",
    {
        "queue": Part(
            "queues of specialists",
            QUEUE,
            (
                "One process for each job: wait until it arrives, then step after step.",
                "A resource of capacity 1 for each step; ask with `request()`, wait for it, work, release.",
                "The time between asking and getting is the waiting at that step.",
            ),
        ),
        "roles": Part(
            "all-rounders",
            ROLES,
            (
                "Four people who do everything are one resource of capacity 4.",
                "Who is slower needs more hours, not fewer.",
                "The reviewer is nobody of the four and as fast as before.",
            ),
        ),
        "review": Part(
            "review",
            REVIEW,
            (
                "After the fourth step: so many times ask for the reviewer, work, release.",
                "Whether an error escapes follows from the job's own numbers, not from the clock.",
                "Compare the numbers of the first rounds with `catch`; all of them must have missed.",
            ),
        ),
    },
)

SHORT = [(10.0 * k, (1, 1, 1, 1)) for k in range(4)]


def _half_bad() -> pd.DataFrame:
    # Of four jobs two carry an error: one is found by the first look, the other by the third.
    looks = [(0.1,) * 6, (0.9, 0.9, 0.1, 0.9, 0.9, 0.9), (0.9,) * 6, (0.9,) * 6]
    return jobs_table(SHORT, error=[0.0, 0.0, 0.5, 0.5], looks=looks)


def _best(name: str, halflife_h: float | None, cost: float, most: int, best: int, *wrong: tuple[int, str]) -> Case:
    out = (0.5, 0.25, 0.25, 0.0, 0.0, 0.0, 0.0)
    worth = [
        (1.0 if halflife_h is None else 0.5 ** ((4 + 0.5 * r) / halflife_h)) - cost * out[r] for r in range(most + 1)
    ]
    usual = tuple(Usual(message, lambda a, k=k: a.value["best"] == k) for k, message in wrong)  # type: ignore[misc]
    if halflife_h is not None:
        cold = [1.0 - cost * out[r] for r in range(most + 1)]
        usual = (Usual("the heat that is lost does not count", lambda a: np.allclose(a.value["values"], cold)), *usual)
    return Case(
        name=name, given=lambda: (_half_bad(), dict(USUAL_STAGES), halflife_h, cost, most),
        expected={"best": best, "values": worth}, usual=usual,
    )  # fmt: skip


BEST = (
    _best("four evergreen jobs and dear errors", None, 8.0, 6, 3,
          (6, "of equal values the most rounds are taken; rounds cost work, too"),
          (0, "the worst value is taken, or errors cost nothing")),
    _best("four topical jobs and dear errors", 18.0, 8.0, 6, 3,
          (0, "errors cost nothing")),
    _best("four topical jobs and cheap errors", 3.0, 0.1, 6, 0,
          (3, "the heat that is lost does not count")),
    _best("four evergreen jobs and no more than two rounds", None, 8.0, 2, 1, (3, "more rounds are tried than `most`"),
          (2, "of equal values the most rounds are taken")),
)  # fmt: skip

E3_2_BEST = Exercise(
    "E3.2",
    "best_rounds",
    {
        "best": Part(
            "the best number of rounds",
            BEST,
            (
                "One simulation with the same jobs for each number of rounds from 0 to `most`.",
                "The value of a job: what is left of its heat at its end, less the cost if its error escaped.",
                "Compare rounded values, and take the first of equal ones.",
            ),
        ),
    },
)
