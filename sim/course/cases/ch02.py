"""Visible cases of chapter 2: E2.3 ``recommend_cadence``.

The stand-in worlds are small functions with a known answer. ``luck`` belongs to a state and is common to all rates,
as common random numbers make it; ``own`` luck belongs to one rate in one state and is what pairing cannot remove.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np

from sim.core.stats import mean_interval
from sim.lab.checks import ANYTHING, Answer, Case, Exercise, Part, Usual

__all__ = ["E2_3", "StandIn", "luck"]

STATES = list(range(1, 9))
GRID = [0.25, 0.5, 1.0, 2.0, 4.0, 6.0]


class StandIn:
    """A stand-in for the simulator: net growth = ``growth(rate) + luck(state) + own(rate, state)``; notes calls."""

    def __init__(
        self,
        growth: Callable[[float], float],
        luck: Callable[[int], float] = lambda state: 0.0,
        own: Callable[[float, int], float] = lambda rate, state: 0.0,
    ) -> None:
        self._growth, self._luck, self._own = growth, luck, own
        self.calls: list[tuple[float, int]] = []

    def __call__(self, posts_per_day: float, state: int) -> float:
        """Return the net growth of one run in followers."""
        self.calls.append((float(posts_per_day), int(state)))
        return self._growth(posts_per_day) + self._luck(state) + self._own(posts_per_day, state)


def luck(size: float) -> Callable[[int], float]:
    """Return the luck of each state: between -``size`` and ``size``, spread evenly, in no order."""
    return lambda state: size * ((state * 4) % 11 - 5) / 5


def _hill(rate: float) -> float:
    return 100.0 - 5.0 * (rate - 2.0) ** 2


def _spike(rate: float, state: int) -> float:
    # One lucky run of a rate that is not the best on average.
    return 25.0 if (rate, state) == (1.0, 3) else 0.0


def _coin(rate: float, state: int) -> float:
    return 60.0 * (-1) ** state if rate == 4.0 else 0.0


def _table(rates: dict[float, float]) -> Callable[[float], float]:
    return lambda rate: rates[float(rate)]


# --------------------------------------------------------------------------------------------- best and mean

_at_best = [_hill(2.0) + luck(5)(state) for state in STATES]
_hill_mean = mean_interval(_at_best)

BEST = Case(
    name="a world whose mean is best at 2 posts a day",
    given=lambda: (StandIn(_hill, luck(5), _spike), list(GRID), list(STATES)),
    expected={"best": 2.0, "mean": _hill_mean.mean, "n": len(STATES)},
    keys=("best", "mean", "n"),
    usual=(
        Usual("`best` is the position of a rate in the grid, not the rate itself", lambda a: a.value["best"] == 3),
        Usual(
            "`best` is the rate with the worst mean: look at where small and large are", lambda a: a.value["best"] == 6
        ),
        Usual(
            "`best` is the rate with the luckiest single run; one run is an anecdote, compare means",
            lambda a: a.value["best"] == 1,
        ),
        Usual("`mean` is the sum over all states", lambda a: abs(a.value["mean"] - sum(_at_best)) < 1e-6),
        Usual("`mean` is the mean over all rates, not that of the best one", lambda a: a.value["mean"] < 90),
    ),
)

# -------------------------------------------------------------------------------------------------- interval


def _ends(half: float) -> Callable[[Answer], bool]:
    def when(answer: Answer) -> bool:
        low, high = answer.value["low"], answer.value["high"]
        return abs(low - (_hill_mean.mean - half)) < 1e-4 and abs(high - (_hill_mean.mean + half)) < 1e-4

    return when


_sd, _root = float(np.std(_at_best, ddof=1)), sqrt(len(STATES))

INTERVAL = Case(
    name="eight states",
    given=lambda: (StandIn(_hill, luck(5)), list(GRID), list(STATES)),
    expected={"low": _hill_mean.low, "high": _hill_mean.high},
    keys=("low", "high"),
    tolerance=1e-4,
    usual=(
        Usual("the interval uses 1.96, which is right for many runs and too short for eight", _ends(1.96 * _sd / _root)),
        Usual("the interval says where single runs fall, not where their mean lies", _ends(_hill_mean.half_width * _root)),
        Usual("the interval says where single runs fall, not where their mean lies", _ends(1.96 * _sd)),
        Usual(
            "the standard deviation divides by n; that of a sample divides by n - 1",
            _ends(_hill_mean.half_width * sqrt((len(STATES) - 1) / len(STATES))),
        ),
        Usual("`low` and `high` are the standard error left and right of the mean, not an interval of 95 %",
              _ends(_sd / _root)),
        Usual("`low` and `high` are the smallest and the largest run, not an interval of the mean",
              lambda a: a.value["low"] == min(_at_best) and a.value["high"] == max(_at_best)),
        Usual("`low` lies above `high`", lambda a: a.value["low"] > a.value["high"]),
    ),
)  # fmt: skip

# ----------------------------------------------------------------------------------------------------- calls


def _calls(answer: Answer) -> str | None:
    world, grid, states = answer.arguments[:3]
    count, wanted = Counter(world.calls), {(float(rate), int(state)) for rate in grid for state in states}
    used: dict[float, set[int]] = {}
    for rate, state in world.calls:
        used.setdefault(rate, set()).add(state)
    if len(world.calls) == len(wanted) and len({frozenset(s) for s in used.values()}) > 1:
        return "different rates run on different states, so luck does not cancel when they are compared"
    missing = sorted(wanted - set(count))
    if missing:
        return f"`simulate` is never called with the rate {missing[0][0]:g} in the state {missing[0][1]}"
    if len(world.calls) > len(wanted):
        return f"`simulate` is called {len(world.calls)} times where {len(wanted)} runs are enough: keep the results"
    return None


CALLS = Case(
    name="six rates and eight states",
    given=lambda: (StandIn(_hill, luck(5)), list(GRID), list(STATES)),
    expected=ANYTHING,
    watch=_calls,
)

# ----------------------------------------------------------------------------------------------------- inner

_position_only = Usual(
    "`inner` is True because the best rate is not at an end; that alone is not the shape rule",
    lambda a: a.value["inner"] is True,
)


def _inner(
    name: str, growth: Callable[[float], float], expected: bool, usual: Sequence[Usual], **own: Callable
) -> Case:
    return Case(
        name=name,
        given=lambda: (StandIn(growth, luck(20), **own), list(GRID), list(STATES)),
        expected={"inner": expected},
        keys=("inner",),
        usual=tuple(usual),
    )


def _tossed(rate: float, state: int) -> float:
    return 60.0 * (-1) ** state if rate == 0.25 else 0.0


_at_end = Usual("`inner` is True although the best rate is an end of the grid", lambda a: a.value["inner"] is True)

INNER = (
    _inner("a world where more is always better", lambda rate: 50 + 10 * rate, False, [_at_end]),
    _inner("a world where less is always better", lambda rate: 150 - 10 * rate, False, [_at_end]),
    _inner(
        "a clear hill", _hill, True,
        [Usual("`inner` is False although both ends are clearly worse; with separate intervals luck hides it",
               lambda a: a.value["inner"] is False)],
    ),
    _inner("a hill whose left end is 3 % lower", lambda rate: max(_hill(rate), 97.0 * (rate < 1)), False, [_position_only]),
    _inner("a hill whose left end is lower in some states and higher in others", _hill, False, [_position_only],
           own=_tossed),
)  # fmt: skip

# ------------------------------------------------------------------------------------------------ equivalent

# 3 is certainly a little worse than 2 (1 %), 1 certainly worse (4 %), 4 perhaps much worse (6 % on average).
_growth = {0.5: 90.0, 1.0: 100.0, 2.0: 104.0, 3.0: 103.0, 4.0: 98.0}


def _equivalent(name: str, expected: list[float], *more: float) -> Case:
    return Case(
        name=name,
        given=lambda: (StandIn(_table(_growth), luck(30), _coin), list(_growth), list(STATES), *more),
        expected={"best": 2.0, "equivalent": expected},
        keys=("best", "equivalent"),
        usual=(
            Usual("`equivalent` holds the best rate itself; list only the others", lambda a: 2.0 in a.value["equivalent"]),
            Usual("`equivalent` is not in ascending order",
                  lambda a: sorted(a.value["equivalent"]) == expected != a.value["equivalent"]),
            Usual("`equivalent` holds every rate: separate intervals overlap because all rates share the same luck",
                  lambda a: sorted(a.value["equivalent"]) == [0.5, 1.0, 3.0, 4.0]),
            Usual("a rate counts as worse although the difference, certain as it is, is smaller than `min_effect`",
                  lambda a: a.value["equivalent"] == [4.0]),
            Usual("a rate counts as worse although the interval of its difference holds 0",
                  lambda a: bool(expected) and a.value["equivalent"] == [r for r in expected if r != 4.0]),
            Usual("`min_effect` is given as 0.1, yet the answer is that of 0.03",
                  lambda a: bool(more) and a.value["equivalent"] == [3.0, 4.0]),
        ),
    )  # fmt: skip


EQUIVALENT = (
    _equivalent("much luck that all rates share", [3.0, 4.0]),
    _equivalent("a smallest effect of 10 %", [1.0, 3.0, 4.0], 0.1),
)

# -------------------------------------------------------------------------------------------------- exercise

E2_3 = Exercise(
    "E2.3",
    "recommend_cadence",
    {
        "best": Part(
            "best rate and its mean",
            (BEST,),
            (
                "Keep every run in one table first: a row for each state, a column for each rate.",
                "A rate is as good as its mean over all states. Which column of the table has the highest mean?",
                "You want three things of that column: the rate it belongs to, its mean, and how many states it has.",
            ),
        ),
        "interval": Part(
            "interval of the mean",
            (INTERVAL,),
            (
                "The interval belongs to the mean of the best rate, over the states.",
                "Eight runs are few: the interval is Student's, with n - 1 degrees of freedom.",
                "`mean_interval` of `sim.core.stats` takes one value for each state and returns `.low` and `.high`.",
            ),
        ),
        "calls": Part(
            "runs of the simulator",
            (CALLS,),
            (
                "A run costs time. How many do six rates and eight states need?",
                "Every rate must meet every state, the same states for all rates.",
                "Run everything once before you compare anything, and read from the table afterwards.",
            ),
        ),
        "inner": Part(
            "shape rule",
            INNER,
            (
                "Read the shape rule again: it has a condition on where the best rate stands and one on both ends.",
                "Compare the best rate with an end state by state: the differences have a mean and an interval.",
                "An end is worse if that interval lies above 0 and its mean is at least 5 % of the best mean. Both ends!",
            ),
        ),
        "equivalent": Part(
            "equivalent rates",
            EQUIVALENT,
            (
                "Compare each rate with the best one by paired differences, not by separate intervals.",
                "A rate is worse only if the difference is certain and large enough; `min_effect` says how large.",
                "`paired_difference` of `sim.core.stats` subtracts its first argument from its second, state by state.",
            ),
        ),
    },
)
