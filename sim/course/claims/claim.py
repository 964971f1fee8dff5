"""A claim is data: what is compared, what is expected, and where it should stop being true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sim.core.knob import vary
from sim.scenario import Scenario, base

__all__ = ["Claim", "Interaction", "Limit", "Pair", "Settings", "Sweep", "scenario_of"]

Settings = Mapping[str, Any]
Shape = Literal["inner optimum", "saturation", "threshold"]
Expectation = Literal["weaker", "vanishes", "reversed"]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A test pair (测试对): settings ``a`` against the advice, ``b`` following it; ``expected`` 1 higher, -1 lower."""

    label: str
    a: Settings
    b: Settings
    metric: str
    expected: int = 1

    @property
    def points(self) -> tuple[Settings, Settings]:
        """The settings to run."""
        return self.a, self.b


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """A response over a range: the settings of its ``points`` at the positions ``grid``, and its expected shape.

    *inner optimum*: best inside the range; *saturation*: the last quarter brings little; *threshold*: the second half
    of the grid brings more than the first.
    """

    label: str
    grid: tuple[float, ...]
    points: tuple[Settings, ...]
    metric: str
    shape: Shape

    @classmethod
    def over(cls, path: str, values: Sequence[float], *, metric: str, shape: Shape, label: str = "") -> Sweep:
        """Return the sweep of one parameter."""
        points = tuple({path: value} for value in values)
        return cls(
            label=label or f"{path} {values[0]:g} … {values[-1]:g}", grid=tuple(values), points=points, metric=metric,
            shape=shape,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Interaction:
    """Several measures alone and together (交互作用): ``none`` the settings without them, ``steps`` those of each measure.

    *sum*: together they bring more (``expected`` 1) or less (-1) than each alone, added up. *product*: together they multiply
    the metric by the product of their single factors, to within ``within`` of it: effects add up on a log scale.
    """

    label: str
    none: Settings
    steps: tuple[Settings, ...]
    metric: str
    scale: Literal["sum", "product"] = "sum"
    expected: int = 1
    within: float = 0.1

    @property
    def points(self) -> tuple[Settings, ...]:
        """The settings to run: none, each alone, all together."""
        together = {path: value for step in self.steps for path, value in step.items()}
        return (self.none, *({**self.none, **step} for step in self.steps), {**self.none, **together})


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Where a test pair stops holding: ``under`` these settings, in both scenarios, the effect is no longer what it was.

    ``test`` numbers the pair among the claim's tests. ``a``, ``b`` and ``metric`` replace the pair's own, for a limit
    that another comparison shows best. *weaker*: the relative effect (``relative`` False: the effect) is detectably
    smaller; *vanishes*: the effect is not there, or below 3 %; *reversed*: A wins.
    """

    label: str
    under: Settings
    expect: Expectation
    test: int = 0
    a: Settings | None = None
    b: Settings | None = None
    metric: str = ""
    relative: bool = True

    def pair(self, claim: Claim) -> Pair:
        """Return the comparison at the limit."""
        main = claim.pair(self.test)
        a, b = (main.a if self.a is None else self.a), (main.b if self.b is None else self.b)
        return Pair(label=self.label, a={**a, **self.under}, b={**b, **self.under}, metric=self.metric or main.metric,
                    expected=main.expected)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A handbook claim (手册论断) as the simulator can test it.

    ``handbook`` items of the source; ``tests`` must all be supported; ``boundary`` says where the claim weakens or
    turns; ``off`` switches its mechanism off, which must take the effect away. ``emergent`` claims come out of
    mechanisms that know nothing of the advice; in an ``assumed curve`` the mechanism itself is the assumption.
    """

    id: str
    sentence: str
    handbook: tuple[str, ...]
    tier: Literal["A", "B", "C"]
    kind: Literal["emergent", "assumed curve"]
    parts: tuple[str, ...]
    tests: tuple[Pair | Sweep | Interaction, ...]
    boundary: tuple[Limit, ...]
    off: tuple[Limit, ...] = ()
    common: Settings = field(default_factory=dict)
    restated: tuple[str, ...] = ()
    note: str = ""

    def pair(self, number: int) -> Pair:
        """Return test ``number``; raise a TypeError if it is none."""
        test = self.tests[number]
        if not isinstance(test, Pair):
            kind = "a sweep" if isinstance(test, Sweep) else "an interaction"
            raise TypeError(f"test {number} of {self.id} is {kind}; a limit needs a pair.")
        return test

    def limits(self) -> tuple[Limit, ...]:
        """Return boundary and switches together."""
        return self.boundary + self.off

    def scenarios(self) -> list[Scenario]:
        """Return every scenario that the claim needs, each once."""
        wanted = [s for test in self.tests for s in test.points]
        wanted += [s for limit in self.limits() for s in limit.pair(self).points]
        return list({scenario_of(self, s).name: scenario_of(self, s) for s in wanted}.values())

    def metrics(self) -> tuple[str, ...]:
        """Return every metric that the claim needs."""
        used = [test.metric for test in self.tests] + [limit.pair(self).metric for limit in self.limits()]
        return tuple(dict.fromkeys(used))


def scenario_of(claim: Claim, settings: Settings) -> Scenario:
    """Return the base scenario under the claim's common settings and these; equal settings give equal names."""
    changes = {**claim.common, **settings}
    return vary(base, changes, name="; ".join(f"{path}={changes[path]!r}" for path in sorted(changes)))
