"""Closed forms: what mathematics says the simulation must reproduce.

Each function is one known result with its equation and source; tests hold the simulation against it. The
delay laws at the end are quantile functions: they turn uniform numbers into delays and feed the spread
engine. Arguments are numbers or numpy arrays unless noted; a value outside its range raises a ValueError that
names it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

__all__ = [
    "ErlangC",
    "ab_sample_size",
    "ab_sample_size_exact",
    "bass_peak",
    "bass_recursion",
    "bass_share",
    "borel_tanner",
    "erlang_c",
    "exponential_delay",
    "exponential_half_life",
    "little_gap",
    "lognormal_delay",
    "lognormal_half_life",
    "maki_thompson_ignorant",
    "outbreak_size",
    "percolation_share",
    "pollaczek_khinchine_wait",
    "power_law_cdf",
    "power_law_delay",
    "sir_curve",
    "sir_final_share",
]


def _require(holds: bool, text: str) -> None:
    if not holds:
        raise ValueError(text)


# --- growth -------------------------------------------------------------------------------------------------


def bass_share(time: ArrayLike, p: float, q: float) -> np.ndarray:
    """Return the share of adopters F(t) = (1 - e^-(p+q)t) / (1 + (q/p) e^-(p+q)t), p > 0 (Bass 1969)."""
    _require(p > 0 and q >= 0, f"Bass needs p > 0 and q >= 0, not p = {p} and q = {q}.")
    decay = np.exp(-(p + q) * np.asarray(time, dtype=float))
    return (1 - decay) / (1 + q / p * decay)


def bass_peak(p: float, q: float) -> tuple[float, float, float]:
    """Return time, share and rate at the moment of fastest growth.

    t* = ln(q/p) / (p+q), F(t*) = 1/2 - p / 2q, rate (p+q)^2 / 4q; needs q > p > 0.
    """
    _require(0 < p < q, f"Growth has a peak only if 0 < p < q, not p = {p} and q = {q}.")
    return float(np.log(q / p) / (p + q)), 0.5 - p / (2 * q), (p + q) ** 2 / (4 * q)


def bass_recursion(periods: int, p: float, q: float, *, market: float = 1.0, start: float = 0.0) -> np.ndarray:
    """Return N_0 … N_periods of N_{t+1} = N_t + (p + q N_t / M)(M - N_t): the mean of a simulation in steps.

    A step is one period of p and q; for days, divide p and q by the days in a period.
    """
    _require(min(p, q) >= 0 and p + q <= 1, f"A step needs p, q >= 0 and p + q <= 1, not {p} and {q}.")
    _require(0 <= start <= market, f"start = {start} is outside 0 to the market of {market}.")
    adopters = np.empty(periods + 1)
    adopters[0] = start
    for t in range(periods):
        adopters[t + 1] = adopters[t] + (p + q * adopters[t] / market) * (market - adopters[t])
    return adopters


# --- cascades and outbreaks ---------------------------------------------------------------------------------


def outbreak_size(seeds: float, reproduction: float) -> float:
    """Return the mean size of a sub-critical cascade, seeds / (1 - R), seeds included; needs 0 <= R < 1."""
    _require(0 <= reproduction < 1, f"R = {reproduction} is outside 0 to below 1: the mean is infinite.")
    return seeds / (1 - reproduction)


def borel_tanner(size: ArrayLike, seeds: int, reproduction: float) -> np.ndarray:
    """Return the probability of a total size n from k seeds when offspring are Poisson with mean R <= 1.

    P(n) = k/n e^(-R n) (R n)^(n-k) / (n-k)! for n >= k (Tanner 1961).
    """
    _require(0 < reproduction <= 1, f"R = {reproduction} is outside 0 (excluded) to 1.")
    _require(seeds >= 1, f"seeds = {seeds} must be at least 1.")
    from scipy.special import gammaln

    n = np.asarray(size, dtype=float)
    m = np.maximum(n, seeds)
    log_p = np.log(seeds / m) - reproduction * m + (m - seeds) * np.log(reproduction * m) - gammaln(m - seeds + 1)
    return np.where(n >= seeds, np.exp(log_p), 0.0)


def maki_thompson_ignorant() -> float:
    """Return the share that never hears a rumour, 0.2031878… (Sudbury 1985).

    It is the root below 1 of x = e^(2(x - 1)). Tellers meet people at random and stop when they meet somebody
    who knows.
    """
    return _fixed_point(lambda x: float(np.exp(2 * (x - 1))), 0.2)


def sir_final_share(reproduction: float, seed_share: float = 0.0) -> float:
    """Return the share z ever reached in a well-mixed population (Kermack & McKendrick 1927).

    z = 1 - (1 - s) e^(-R z). With ``seed_share`` 0 this is the size of a large outbreak, 0 if R <= 1.
    """
    _require(reproduction >= 0, f"R = {reproduction} must be at least 0.")
    _require(0 <= seed_share <= 1, f"seed_share = {seed_share} is outside 0 to 1.")
    return _fixed_point(lambda z: 1 - (1 - seed_share) * float(np.exp(-reproduction * z)), 1.0)


def percolation_share(degrees: np.ndarray, transmissibility: float, seed_share: float = 0.0) -> float:
    """Return the share ever reached in a random network with these degrees (Newman 2002).

    With h the chance that an edge brings nothing, G0(x) = mean x^k and G1(x) = mean k x^(k-1) / mean k: h = 1
    - T + T (1 - s) G1(h), share = 1 - (1 - s) G0(h). Exact for large configuration-model networks, and also
    when the chance T varies between tellers, because links into one person come from different tellers.
    """
    _require(0 <= transmissibility <= 1, f"transmissibility = {transmissibility} is outside 0 to 1.")
    _require(0 <= seed_share <= 1, f"seed_share = {seed_share} is outside 0 to 1.")
    number = np.bincount(np.asarray(degrees))
    k = np.arange(number.size)
    weight, excess = number / number.sum(), k * number / max((k * number).sum(), 1)

    def silent(h: float) -> float:
        g1 = float((excess * h ** np.maximum(k - 1, 0)).sum())
        return 1 - transmissibility + transmissibility * (1 - seed_share) * g1

    h = _fixed_point(silent, 0.0)
    return 1 - (1 - seed_share) * float((weight * h**k).sum())


def sir_curve(
    time_h: ArrayLike,
    contacts_per_hour: float,
    duration_h: float,
    *,
    seed_share: float,
    steps_per_hour: int = 20,
) -> tuple[np.ndarray, np.ndarray]:
    """Return (share who have heard, share telling now) at rising times for the mean-field process.

    ds/dt = -b s i, di/dt = b s i - i / d, solved by the classical Runge-Kutta method with fixed steps.
    """
    _require(0 < seed_share < 1, f"seed_share = {seed_share} must lie between 0 and 1.")
    times = np.atleast_1d(np.asarray(time_h, dtype=float))
    _require(bool((np.diff(times) >= 0).all() and times[0] >= 0), "time_h must rise from 0 or later.")

    def slope(y: np.ndarray) -> np.ndarray:
        flow = contacts_per_hour * y[0] * y[1]
        return np.array([-flow, flow - y[1] / duration_h])

    step = 1 / steps_per_hour
    state = [np.array([1 - seed_share, seed_share])]
    for _ in range(int(np.ceil(times[-1] * steps_per_hour)) + 1):
        y = state[-1]
        a = slope(y)
        b = slope(y + step / 2 * a)
        c = slope(y + step / 2 * b)
        d = slope(y + step * c)
        state.append(y + step / 6 * (a + 2 * b + 2 * c + d))
    path, grid = np.array(state), np.arange(len(state)) * step
    return 1 - np.interp(times, grid, path[:, 0]), np.interp(times, grid, path[:, 1])


def _fixed_point(function: Callable[[float], float], start: float) -> float:
    """Iterate to a fixed point; all functions here are monotone, so this converges from ``start``."""
    x = start
    for _ in range(100_000):
        x, before = function(x), x
        if abs(x - before) < 1e-14:
            break
    return x


# --- queues -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ErlangC:
    """Waiting in a desk whose agents serve one queue; random arrivals, exponential handling."""

    wait_probability: float
    mean_wait_h: float
    _spare_rate: float

    def wait_within(self, time_h: float) -> float:
        """Return the probability to wait at most ``time_h``: 1 - C e^(-(c - a) mu t)."""
        return 1 - self.wait_probability * float(np.exp(-self._spare_rate * time_h))


def erlang_c(arrivals_per_hour: float, handling_h: float, agents: int) -> ErlangC:
    """Return the Erlang C results for load a = arrivals x handling below the number of agents c.

    With B from B_0 = 1, B_k = a B_{k-1} / (k + a B_{k-1}): C = c B / (c - a (1 - B)), mean wait = C handling
    / (c - a).
    """
    load = arrivals_per_hour * handling_h
    _require(handling_h > 0 and arrivals_per_hour >= 0, "Erlang C needs handling_h > 0 and arrivals_per_hour >= 0.")
    _require(
        load < agents,
        f"A load of {load:g} agents needs more than {agents} agents; the queue would grow for ever.",
    )
    blocking = 1.0
    for k in range(1, agents + 1):
        blocking = load * blocking / (k + load * blocking)
    wait = agents * blocking / (agents - load * (1 - blocking))
    return ErlangC(wait, wait * handling_h / (agents - load), (agents - load) / handling_h)


def pollaczek_khinchine_wait(arrivals_per_hour: float, handling_h: float, variation: float) -> float:
    """Return the mean wait in hours with one agent and random arrivals.

    W = rho S (1 + v^2) / (2 (1 - rho)), rho = arrivals x S, v = standard deviation / mean of the handling
    time S.
    """
    busy = arrivals_per_hour * handling_h
    _require(0 <= busy < 1, f"One agent cannot handle a load of {busy:g}.")
    return busy * handling_h * (1 + variation**2) / (2 * (1 - busy))


def little_gap(mean_number: float, arrivals_per_hour: float, mean_time_h: float) -> float:
    """Return how far measurements are from Little's law L = lambda W, as |L - lambda W| / L."""
    _require(mean_number > 0, f"mean_number = {mean_number} must be above 0.")
    return abs(mean_number - arrivals_per_hour * mean_time_h) / mean_number


# --- experiments --------------------------------------------------------------------------------------------


def ab_sample_size(base_rate: float, lift: float) -> int:
    """Return the sample size per arm to detect a relative lift, by the rule of 16 (Lehr 1992).

    n = 16 p (1 - p) / (p x lift)^2, for 80 % power at the 5 % level.
    """
    _check_rates(base_rate, lift)
    return int(np.ceil(16 * base_rate * (1 - base_rate) / (base_rate * lift) ** 2))


def ab_sample_size_exact(base_rate: float, lift: float, *, alpha: float = 0.05, power: float = 0.8) -> int:
    """Return the sample size per arm for the two-sided test of two shares p and r = p (1 + lift).

    n = (z_{1-alpha/2} sqrt(2 m (1-m)) + z_power sqrt(p(1-p) + r(1-r)))^2 / (r - p)^2, m = (p + r) / 2.
    """
    _check_rates(base_rate, lift)
    _require(0 < alpha < 1 and 0 < power < 1, f"alpha = {alpha} and power = {power} must lie between 0 and 1.")
    p, r = base_rate, base_rate * (1 + lift)
    m = (p + r) / 2
    z_alpha, z_power = NormalDist().inv_cdf(1 - alpha / 2), NormalDist().inv_cdf(power)
    root = z_alpha * (2 * m * (1 - m)) ** 0.5 + z_power * (p * (1 - p) + r * (1 - r)) ** 0.5
    return int(np.ceil((root / (r - p)) ** 2))


def _check_rates(base_rate: float, lift: float) -> None:
    rate = base_rate * (1 + lift)
    _require(
        0 < base_rate < 1 and 0 < rate < 1 and lift != 0,
        f"Rates {base_rate:g} and {rate:g} must differ and lie between 0 and 1.",
    )


# --- delays -------------------------------------------------------------------------------------------------


def exponential_half_life(mean: float) -> float:
    """Return the time after which half of an exponential delay's mass has come: mean x ln 2."""
    return mean * float(np.log(2))


def lognormal_half_life(mu: float, sigma: float) -> float:
    """Return the median e^mu of a lognormal delay; ``sigma`` changes the tail, never the half-life."""
    _require(sigma >= 0, f"sigma = {sigma} must be at least 0.")
    return float(np.exp(mu))


def power_law_cdf(time_h: ArrayLike, s0_h: float, theta: float) -> np.ndarray:
    """Return the share of reactions that have come by ``time_h`` in the SEISMIC kernel (Zhao et al. 2015).

    phi(s) = c up to s0, c (s / s0)^-(1 + theta) after, c = theta / ((1 + theta) s0):
    F(s) = c s up to s0, 1 - (s / s0)^-theta / (1 + theta) after.
    """
    _check_power_law(s0_h, theta)
    ratio = np.asarray(time_h, dtype=float) / s0_h
    return np.where(ratio <= 1, theta / (1 + theta) * ratio, 1 - np.maximum(ratio, 1) ** -theta / (1 + theta))


def exponential_delay(mean_h: float) -> Callable[[np.ndarray], np.ndarray]:
    """Return the quantile function of an exponential delay, -mean ln(1 - u)."""
    _require(mean_h > 0, f"mean_h = {mean_h} must be above 0.")
    return lambda u: -mean_h * np.log1p(-u)


def lognormal_delay(median_h: float, sigma: float) -> Callable[[np.ndarray], np.ndarray]:
    """Return the quantile function of a lognormal delay, median e^(sigma z(u))."""
    _require(median_h > 0 and sigma >= 0, f"A lognormal delay needs median_h > 0, sigma >= 0: {median_h}, {sigma}.")
    from scipy.special import ndtri

    # Half a step of the 53-bit grid keeps u = 0 away from a delay of exactly 0.
    return lambda u: median_h * np.exp(sigma * ndtri(np.maximum(u, 2.0**-54)))


def power_law_delay(s0_h: float, theta: float, *, cut_h: float = np.inf) -> Callable[[np.ndarray], np.ndarray]:
    """Return the quantile function of the SEISMIC kernel, conditioned on delays up to ``cut_h``.

    s = u s0 (1 + theta) / theta below u = theta / (1 + theta), s0 ((1 + theta)(1 - u))^(-1 / theta) above.
    Measured: s0 = 300 s, theta = 0.2315 (Twitter, Zhao et al. 2015); s0 = 600 s, theta = 0.295, cut at 7 days
    (Weibo, computed from 212,763 pairs of repost and visible repost).
    """
    _check_power_law(s0_h, theta)
    _require(cut_h > 0, f"cut_h = {cut_h} must be above 0.")
    most = float(power_law_cdf(cut_h, s0_h, theta)) if np.isfinite(cut_h) else 1.0
    flat = theta / (1 + theta)

    def quantile(u: np.ndarray) -> np.ndarray:
        v = np.asarray(u) * most
        tail = ((1 + theta) * (1 - np.maximum(v, flat))) ** (-1 / theta)
        return s0_h * np.where(v <= flat, v / flat, tail)

    return quantile


def _check_power_law(s0_h: float, theta: float) -> None:
    _require(s0_h > 0 and theta > 0, f"The kernel needs s0_h > 0 and theta > 0, not {s0_h} and {theta}.")
