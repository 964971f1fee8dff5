"""Intervals and the verdict rule."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as scipy_stats

from sim.core import stats
from sim.core.streams import Streams

finite = st.floats(-1e6, 1e6)


def normal(n: int, mean: float = 0.0, sd: float = 1.0, number: int = 0) -> np.ndarray:
    """Return normal values of a fixed stream."""
    return Streams(1).of("stats", number).normal(mean, sd, n)


def test_t_interval_is_scipys():
    """Mean and ends agree with scipy's t distribution."""
    sample = normal(12, 5, 2)
    interval = stats.mean_interval(sample, 0.9)
    low, high = scipy_stats.t.interval(0.9, 11, loc=sample.mean(), scale=scipy_stats.sem(sample))
    assert (interval.mean, interval.low, interval.high) == pytest.approx((sample.mean(), low, high))
    assert interval.n == 12
    assert interval.contains(sample.mean())


def test_coverage_is_the_level():
    """Of 2,000 intervals from 8 normal values, 95 % hold the truth within 3 standard errors."""
    hits = [stats.mean_interval(row).contains(0.0) for row in normal(16_000).reshape(2000, 8)]
    assert abs(np.mean(hits) - 0.95) < 3 * np.sqrt(0.05 * 0.95 / 2000)


@given(st.lists(st.tuples(finite, finite), min_size=2, max_size=30))
@settings(max_examples=60, deadline=None)
def test_paired_difference_turns_its_sign(pairs):
    """Exchanging a and b mirrors the interval, and the mean lies inside."""
    a, b = np.array(pairs).T
    there, back = stats.paired_difference(a, b), stats.paired_difference(b, a)
    assert there.low <= there.mean <= there.high
    assert (there.mean, there.low, there.high) == pytest.approx((-back.mean, -back.high, -back.low))


def test_pairing_shortens_the_interval():
    """Common noise of both scenarios cancels: 10 replications find a difference that unpaired ones hide."""
    common = normal(10, 100, 20)
    paired = stats.paired_difference(common, common + 1 + normal(10, 0, 0.5, 1))
    assert paired.low > 0
    unpaired = scipy_stats.ttest_ind(common, common[::-1] + 1)
    assert unpaired.pvalue > 0.5


def test_bootstrap_interval_of_a_skewed_mean():
    """Of 100 bootstrap intervals from 200 lognormal values at least 85 hold the true mean."""
    generator = Streams(1).of("bootstrap")
    truth = np.exp(0.5)
    hits = sum(
        stats.bootstrap_interval(generator.lognormal(size=200), resamples=300, generator=generator).contains(truth)
        for _ in range(100)
    )
    assert hits >= 85  # binomial(100, 0.93): 85 is more than 3 standard deviations below
    flat = stats.bootstrap_interval([2.0, 2.0, 2.0], generator=generator)
    assert (flat.low, flat.high) == (2.0, 2.0)


def test_replications_needed_is_the_smallest_number():
    """The returned n reaches the half-width, n - 1 does not."""
    sample = normal(20, 0, 3)
    sd, target = sample.std(ddof=1), 0.8
    n = stats.replications_needed(sample, target)

    def half(k: int) -> float:
        return float(scipy_stats.t.ppf(0.975, k - 1) * sd / np.sqrt(k))

    assert half(n) <= target < half(n - 1)
    assert stats.replications_needed([1.0, 1.0], 0.1) == 2


BASE = normal(20, 100, 10)


@pytest.mark.parametrize(
    ("shift", "noise", "expected", "answer"),
    [
        (10.0, 2.0, 1, "supported"),
        (10.0, 2.0, -1, "reversed"),
        (-10.0, 2.0, -1, "supported"),
        (0.0, 2.0, 1, "not supported"),
        (1.0, 0.5, 1, "not supported"),  # certain, but under 3 %
        (4.0, 30.0, 1, "undecided"),
        (0.0, 0.0, 1, "not supported"),
    ],
)
def test_verdict_rule(shift, noise, expected, answer):
    """Each branch of the rule, on samples that leave no doubt which one applies."""
    finding = stats.verdict(BASE, BASE + shift + normal(20, 0, noise, 1), expected=expected)
    assert finding.verdict == answer
    assert finding.relative == pytest.approx(finding.difference.mean / BASE.mean())


def test_verdict_at_the_border():
    """A certain effect with a mean below 3 % and an interval that reaches past it is undecided."""
    finding = stats.verdict([100.0] * 4, [101.0, 101.5, 103.0, 106.0])
    assert finding.difference.low > -3
    assert finding.verdict == "undecided"
    sure = stats.verdict([100.0] * 4, [102.5, 102.6, 103.4, 103.1])
    assert sure.difference.mean < 3 < sure.difference.high
    assert sure.verdict == "undecided"


@given(st.integers(0, 10_000), st.floats(-20, 20), st.floats(0.1, 30))
@settings(max_examples=60, deadline=None)
def test_verdict_mirrors(number, shift, noise):
    """Negating metric and expectation keeps the verdict; the opposite expectation reverses it."""
    b = BASE + shift + normal(20, 0, noise, number)
    finding = stats.verdict(BASE, b, expected=1)
    assert stats.verdict(-BASE, -b, expected=-1).verdict == finding.verdict
    other = stats.verdict(BASE, b, expected=-1).verdict
    if finding.verdict == "supported":
        assert other == "reversed"
    if finding.verdict == "not supported":
        assert other == "not supported"


def test_interaction_contrast():
    """Two factors worth 5 each and 20 more together: contrast 20; without the extra: not supported."""
    together = np.zeros((20, 2, 2)) + BASE[:, None, None]
    together[:, 1, :] += 5
    together[:, :, 1] += 5
    together += normal(80, 0, 0.5, 2).reshape(20, 2, 2)
    assert stats.interaction(together).verdict == "not supported"
    together[:, 1, 1] += 20
    finding = stats.interaction(together)
    assert finding.verdict == "supported"
    assert finding.difference.mean == pytest.approx(20, abs=1)


def test_interaction_of_three_factors():
    """The threefold contrast ignores main effects and pairs, and finds what only all three bring."""
    cells = np.full((10, 2, 2, 2), 100.0)
    cells[:, 1] += 7
    cells[:, 1, 1] += 9
    assert stats.interaction(cells).difference.mean == 0
    cells[:, 1, 1, 1] += 6
    assert stats.interaction(cells).difference.mean == pytest.approx(6)


def curve(*means: float, noise: float = 0.5) -> np.ndarray:
    """Return 20 replications of a response over a grid."""
    return np.array(means) + normal(20 * len(means), 0, noise, 3).reshape(20, -1)


def test_inner_optimum():
    """A hill is supported, a slope and a flat hill are not, a noisy hill is undecided; valleys too."""
    assert stats.inner_optimum(curve(80, 100, 90)).verdict == "supported"
    assert stats.inner_optimum(curve(80, 90, 100)).verdict == "not supported"
    assert stats.inner_optimum(curve(98, 100, 80)).verdict == "not supported"
    assert stats.inner_optimum(curve(88, 100, 88, noise=40)).verdict == "undecided"
    assert stats.inner_optimum(curve(100, 80, 90), highest=False).verdict == "supported"
    assert stats.inner_optimum(curve(100, 80, 90)).verdict == "not supported"


def test_saturation():
    """The last quarter of 1 - e^-x over 0 to 4 brings 3 % of the gain, of a straight line 25 %."""
    grid = np.linspace(0, 4, 9)
    noise = normal(180, 0, 0.01, 4).reshape(20, 9)
    bending = stats.saturation(grid, 1 - np.exp(-grid) + noise)
    assert bending.verdict == "supported"
    assert bending.relative == pytest.approx((np.exp(-3) - np.exp(-4)) / (1 - np.exp(-4)), abs=0.01)
    assert stats.saturation(grid, grid + noise).verdict == "not supported"
    assert stats.saturation(grid, np.exp(-grid) + noise).verdict == "not supported"
    assert stats.saturation(grid, np.exp(-grid) + noise, highest=False).verdict == "supported"
    assert stats.saturation(grid, grid * 0.001 + noise * 20).verdict == "undecided"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: stats.mean_interval([1.0]), "at least 2 replications"),
        (lambda: stats.mean_interval([1.0, np.nan]), "1 values that are NaN"),
        (lambda: stats.mean_interval([[1.0, 2.0]]), "shape"),
        (lambda: stats.mean_interval([1.0, 2.0], 95), "level = 95"),
        (lambda: stats.paired_difference([1.0, 2.0], [1.0, 2.0, 3.0]), "equal numbers"),
        (lambda: stats.verdict([1.0, 2.0], [1.0, 2.0], expected=0), "expected = 0"),
        (lambda: stats.verdict([0.0, 0.0], [1.0, 2.0]), "baseline's mean is 0"),
        (lambda: stats.replications_needed([1.0, 2.0], 0), "half_width = 0"),
        (lambda: stats.interaction(np.zeros((3, 2, 3))), "shape"),
        (lambda: stats.inner_optimum(np.zeros((3, 2))), "3 or more points"),
        (lambda: stats.saturation([0, 2, 1], np.zeros((3, 3))), "must rise"),
    ],
)
def test_errors(call, message):
    """Too few, not finite, unequal: refused with a sentence that says so."""
    with pytest.raises(ValueError, match=message):
        call()
