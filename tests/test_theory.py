"""Closed forms against published values and against each other."""

import numpy as np
import pytest
from scipy import integrate, stats

from sim.core import theory
from sim.core.streams import Streams


def test_erlang_c_published_values():
    """Loads 5 and 3: P(wait), mean wait in minutes and P(wait <= 5 min) from standard tables."""
    for agents, wait, minutes in ((6, 0.5875, 1.763), (7, 0.3241, 0.486), (8, 0.1673, 0.167)):
        desk = theory.erlang_c(100, 3 / 60, agents)
        assert desk.wait_probability == pytest.approx(wait, abs=1e-4)
        assert desk.mean_wait_h * 60 == pytest.approx(minutes, abs=1e-3)
    for agents, wait, within in ((4, 0.5094, 0.779), (5, 0.2362, 0.955)):
        desk = theory.erlang_c(30, 6 / 60, agents)
        assert desk.wait_probability == pytest.approx(wait, abs=1e-4)
        assert desk.wait_within(5 / 60) == pytest.approx(within, abs=1e-3)


def test_one_agent_is_the_same_in_both_queue_formulas():
    """With one agent and v = 1 Erlang C and Pollaczek-Khinchine agree; steady handling halves the wait."""
    wait = theory.erlang_c(8, 0.1, 1).mean_wait_h
    assert theory.pollaczek_khinchine_wait(8, 0.1, 1.0) == pytest.approx(wait)
    assert theory.pollaczek_khinchine_wait(8, 0.1, 0.0) == pytest.approx(wait / 2)


def test_little_gap():
    """L = lambda W gives 0; a tenth too few gives 0.1."""
    assert theory.little_gap(6.0, 3.0, 2.0) == 0
    assert theory.little_gap(10.0, 9.0, 1.0) == pytest.approx(0.1)


def test_maki_thompson_and_final_sizes():
    """Known constants: 0.2031878 never hear; R = 2 reaches 0.7968; R < 1 nobody; R = 0 the seeds."""
    assert theory.maki_thompson_ignorant() == pytest.approx(0.2031878, abs=1e-7)
    assert theory.sir_final_share(2.0) == pytest.approx(0.7968121, abs=1e-7)
    assert theory.sir_final_share(0.8) == pytest.approx(0, abs=1e-9)
    assert theory.sir_final_share(0.0, 0.03) == pytest.approx(0.03)


def test_bass_curve_peak_and_recursion():
    """Known values for p = 0.03, q = 0.38: peak at 6.19, F 0.4605, rate 0.1106; small steps agree."""
    peak, share, rate = theory.bass_peak(0.03, 0.38)
    assert (peak, share, rate) == pytest.approx((6.19, 0.4605, 0.1106), rel=1e-3)
    assert theory.bass_share(peak, 0.03, 0.38) == pytest.approx(share)
    assert theory.bass_share(10, 0.03, 0.38) == pytest.approx(0.813, abs=5e-4)
    steps = theory.bass_recursion(10_000, 0.03 / 1000, 0.38 / 1000, market=500)
    assert steps[-1] / 500 == pytest.approx(theory.bass_share(10, 0.03, 0.38), abs=1e-3)


def test_borel_tanner_sums_to_one_with_the_right_mean():
    """The probabilities sum to 1 and the mean is seeds / (1 - R); below the seeds the probability is 0."""
    size = np.arange(4000)
    for seeds, reproduction in ((1, 0.5), (3, 0.9)):
        p = theory.borel_tanner(size, seeds, reproduction)
        assert p.sum() == pytest.approx(1, abs=1e-6)
        assert (p * size).sum() == pytest.approx(theory.outbreak_size(seeds, reproduction), rel=1e-4)
        assert (p[:seeds] == 0).all()


def test_percolation_on_poisson_degrees_is_the_well_mixed_final_size():
    """For Poisson degrees of mean c, percolation with chance T is SIR with R = c T (Newman 2002)."""
    degrees = np.repeat(np.arange(60), np.round(1e7 * stats.poisson(8).pmf(np.arange(60))).astype(int))
    assert theory.percolation_share(degrees, 0.25) == pytest.approx(theory.sir_final_share(2.0), abs=1e-5)
    assert theory.percolation_share(degrees, 0.25, 0.05) == pytest.approx(theory.sir_final_share(2.0, 0.05), abs=1e-5)
    assert theory.percolation_share(degrees, 0.1) == pytest.approx(0, abs=1e-6)


def test_sir_curve_ends_at_the_final_size_and_matches_a_solver():
    """The curve agrees with scipy's solver and ends where the final-size equation says."""
    times = np.array([0.0, 5, 10, 20, 400])
    heard, telling = theory.sir_curve(times, 0.5, 5.0, seed_share=0.01)
    solved = integrate.solve_ivp(
        lambda _, y: [-0.5 * y[0] * y[1], 0.5 * y[0] * y[1] - y[1] / 5],
        (0, 400),
        [0.99, 0.01],
        t_eval=times,
        rtol=1e-9,
        atol=1e-12,
    ).y
    assert np.allclose(heard, 1 - solved[0], atol=1e-5)
    assert np.allclose(telling, solved[1], atol=1e-5)
    assert heard[-1] == pytest.approx(theory.sir_final_share(2.5, 0.01), abs=1e-3)


def test_seismic_kernel_published_shares():
    """Zhao et al. (2015): shares at 5, 10, 30, 60, 360, 1,440 minutes and 7 days."""
    hours = np.array([5, 10, 30, 60, 360, 1440, 7 * 1440]) / 60
    expected = [0.188, 0.308, 0.464, 0.543, 0.698, 0.781, 0.861]
    assert np.allclose(theory.power_law_cdf(hours, 300 / 3600, 0.2315), expected, atol=1e-3)


def test_weibo_kernel_published_shares():
    """The Weibo kernel cut at 7 days comes near the measured 59, 82 and 94 % within 1, 6 and 24 h.

    The tolerance of 0.03 is the misfit of the published two-parameter law, not sampling.
    """
    delays = theory.power_law_delay(600 / 3600, 0.295, cut_h=168)(np.linspace(0, 1, 100_001)[:-1])
    assert delays.max() <= 168
    shares = [(delays <= h).mean() for h in (1, 6, 24)]
    assert shares == pytest.approx([0.59, 0.82, 0.94], abs=0.03)


@pytest.mark.parametrize(
    ("law", "cdf"),
    [
        (theory.exponential_delay(2.0), stats.expon(scale=2.0).cdf),
        (theory.lognormal_delay(0.62, 2.1), stats.lognorm(2.1, scale=0.62).cdf),
        (theory.power_law_delay(1 / 12, 0.2315), lambda t: theory.power_law_cdf(t, 1 / 12, 0.2315)),
    ],
)
def test_delay_samplers_follow_their_distribution(law, cdf):
    """50,000 delays pass Kolmogorov-Smirnov at the 0.1 % level; uniform 0 gives a delay of about 0."""
    u = Streams(1).of("delay").random(50_000)
    assert stats.kstest(law(u), cdf).pvalue > 0.001
    assert 0 <= law(np.array([0.0]))[0] < 1e-6


def test_half_lives_are_medians():
    """Half of the mass lies below the half-life."""
    assert theory.exponential_delay(3.0)(np.array([0.5]))[0] == pytest.approx(theory.exponential_half_life(3.0))
    assert theory.lognormal_delay(np.exp(1.2), 0.7)(np.array([0.5]))[0] == pytest.approx(
        theory.lognormal_half_life(1.2, 0.7)
    )


def test_ab_sample_sizes():
    """Base 1.3 %: 121,500, 30,400 and 13,500 per arm for lifts of 10, 20, 30 %; the exact test is near."""
    for lift, expected in ((0.1, 121_500), (0.2, 30_400), (0.3, 13_500)):
        assert theory.ab_sample_size(0.013, lift) == pytest.approx(expected, rel=0.01)
        assert theory.ab_sample_size_exact(0.013, lift) == pytest.approx(expected, rel=0.15)


def test_exact_sample_size_has_its_power():
    """Simulated power at the exact size is 0.8 within 3 standard errors of 4,000 experiments."""
    n = theory.ab_sample_size_exact(0.2, 0.25)
    generator = Streams(1).of("ab")
    a, b = generator.binomial(n, 0.2, 4_000) / n, generator.binomial(n, 0.25, 4_000) / n
    pooled = (a + b) / 2
    z = (b - a) / np.sqrt(2 * pooled * (1 - pooled) / n)
    assert abs((np.abs(z) > 1.96).mean() - 0.8) < 3 * np.sqrt(0.16 / 4_000)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: theory.erlang_c(100, 0.05, 5), "load of 5 agents"),
        (lambda: theory.outbreak_size(1, 1.0), "R = 1.0"),
        (lambda: theory.bass_peak(0.4, 0.1), "0 < p < q"),
        (lambda: theory.bass_share(1, 0, 0.1), "p > 0"),
        (lambda: theory.percolation_share(np.array([1, 1]), 1.5), "transmissibility = 1.5"),
        (lambda: theory.pollaczek_khinchine_wait(20, 0.1, 1), "load of 2"),
        (lambda: theory.ab_sample_size(0.5, 1.5), "Rates"),
        (lambda: theory.power_law_delay(0, 1), "s0_h > 0"),
        (lambda: theory.sir_curve([1.0], 1, 1, seed_share=0), "seed_share = 0"),
    ],
)
def test_errors_name_value_and_rule(call, message):
    """Values outside the theory's range are refused by name."""
    with pytest.raises(ValueError, match=message):
        call()
