"""Monitoring: control charts keep their published run lengths, and alarms come from what is seen and from nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from sim import ParameterError, base, simulate, vary
from sim.core.stats import mean_interval
from sim.core.streams import Streams
from sim.core.world import World
from sim.metrics import measure
from sim.parts.crisis import CrisisParameters, monitoring
from sim.parts.crisis.alarms import LEVELS, Baseline, alerts, cusum, estimate, ewma, ewma_bound
from sim.parts.crisis.mentions import HISTORY_H, Seen, baseline, rhythm, see, trials
from sim.parts.crisis.watch import Watch, next_watch, watch

BY_HOUR = base.engagement.activity_by_hour
DAYS = 60
ALONE = vary(
    base,
    {
        "parts": ("crisis",),
        "n_people": 500,
        "horizon_days": DAYS,
        "crisis.monitoring": True,
        "crisis.trial_every_d": 10,
    },
)
# A stream with nothing in it but Poisson mentions: what a test switches on is all there is.
CALM = {"mention_spread": 0.0, "negative_spread": 0.0, "campaign_spikes": 0.0, "troll_bursts": 0.0}


def p(**changes: Any) -> CrisisParameters:
    """Return the crisis parameters with these changes."""
    return CrisisParameters(**changes)


def watched(crisis: np.ndarray | None = None, *, days: int = DAYS, replication: int = 0, **changes: Any) -> Watch:
    """Watch a stream without a world."""
    hours = np.zeros(24 * days, int) if crisis is None else crisis
    return watch(Streams(7, replication), p(**changes), BY_HOUR, hours)


def outbreak(days: int, onset: int, mentions: int, hours: int = 48) -> np.ndarray:
    """Return a crisis of ``mentions`` an hour from hour ``onset`` on."""
    crisis = np.zeros(24 * days, int)
    crisis[onset : onset + hours] = mentions
    return crisis


# --- control charts against theory -----------------------------------------------------------------------------------


def first_ring(rings: np.ndarray) -> np.ndarray:
    """Return the number of samples until each chart (column) rings first; a chart that never does counts as one more."""
    return np.where(rings.any(axis=0), rings.argmax(axis=0) + 1, len(rings) + 1)


def markov_run_length(step: Any, edges: np.ndarray, start: float) -> float:
    """Return the mean run length of a chart from its kernel, by quadrature: a reference that simulates nothing.

    ``step(x, y)`` is the density of going from state x to y; states beyond the last edge ring. The integral equation
    L(x) = 1 + mass at 0 * L(0) + integral L(y) step(x, y) dy is solved on Gauss-Legendre points between the edges.
    """
    points, weights = np.polynomial.legendre.leggauss(160)
    low, high = edges
    y, w = 0.5 * (high - low) * points + 0.5 * (high + low), 0.5 * (high - low) * weights
    states = np.append(y, start)
    kernel = step(states[:, None], y[None, :]) * w
    atom = step(states, None) if low == 0.0 else np.zeros(len(states))
    matrix = np.column_stack([kernel, atom])
    return float(np.linalg.solve(np.eye(len(states)) - matrix, np.ones(len(states)))[-1])


def cusum_run_length(shift: float, slack: float, limit: float) -> float:
    """Return the mean run length of the one-sided CUSUM on normal samples; 0 is a state of its own."""

    def step(x: np.ndarray, y: np.ndarray | None) -> np.ndarray:
        return norm.cdf(slack - x - shift) if y is None else norm.pdf(y - x + slack - shift)

    return markov_run_length(step, np.array([0.0, limit]), 0.0)


def ewma_run_length(shift: float, weight: float, limit: float) -> float:
    """Return the mean run length of the one-sided EWMA on normal samples, started at 0."""
    bound = ewma_bound(weight, limit)

    def step(x: np.ndarray, y: np.ndarray | None) -> np.ndarray:
        return norm.pdf((y - (1 - weight) * x) / weight - shift) / weight

    return markov_run_length(step, np.array([-8 * bound / limit, bound]), 0.0)


@pytest.mark.parametrize(("limit", "delay", "every"), [(4.0, 8.4, 330.0), (5.0, 10.3, 930.0)])
def test_the_reference_agrees_with_published_run_lengths(limit: float, delay: float, every: float) -> None:
    """V6: the integral equation gives the mean delay and the mean time between false alarms of the literature."""
    assert cusum_run_length(1.0, 0.5, limit) == pytest.approx(delay, rel=0.03)
    assert cusum_run_length(0.0, 0.5, limit) == pytest.approx(every, rel=0.03)


@pytest.mark.parametrize(("limit", "published"), [(4.0, 8.4), (5.0, 10.3)])
def test_cusum_finds_a_shift_as_fast_as_published(limit: float, published: float) -> None:
    """V6: mean delay after a shift of 1 sd, inside 10 % of the published value and 99.9 % of the exact one."""
    z = np.random.default_rng(11).standard_normal((100, 8000)) + 1.0
    delays = first_ring(cusum(z, 0.5, limit)[1])

    assert delays.max() <= 100
    assert delays.mean() == pytest.approx(published, rel=0.10)
    assert mean_interval(delays, level=0.999).contains(cusum_run_length(1.0, 0.5, limit))


@pytest.mark.slow
@pytest.mark.parametrize(("limit", "low", "high"), [(4.0, 320.0, 340.0), (5.0, 930.0, 930.0)])
def test_cusum_rings_falsely_as_rarely_as_published(limit: float, low: float, high: float) -> None:
    """V6: mean time to a false alarm, inside 10 % of the published range and 99.9 % of the exact one."""
    lengths = run_lengths(lambda z, start: cusum(z, 0.5, limit, start), 4000)

    assert 0.9 * low <= lengths.mean() <= 1.1 * high
    assert mean_interval(lengths, level=0.999).contains(cusum_run_length(0.0, 0.5, limit))


@pytest.mark.slow
def test_ewma_rings_falsely_as_rarely_as_computed() -> None:
    """The moving average (0.2, L 3) on pure noise, inside 99.9 % of the integral equation's value."""

    def chart(z: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        path = ewma(z, 0.2, start)
        return path, path > ewma_bound(0.2, 3.0)

    lengths = run_lengths(chart, 4000)

    assert mean_interval(lengths, level=0.999).contains(ewma_run_length(0.0, 0.2, 3.0))


def run_lengths(chart: Any, charts: int) -> np.ndarray:
    """Return the samples until each of ``charts`` rings on noise, however long it takes."""
    rng, state = np.random.default_rng(21), np.zeros(charts)
    lengths, open_ = np.zeros(charts), np.ones(charts, bool)
    for block in range(200):
        path, rings = chart(rng.standard_normal((200, charts)), state)
        state, rang = path[-1], rings.any(axis=0) & open_
        lengths[rang] = 200 * block + first_ring(rings)[rang]
        open_ &= ~rang
        if not open_.any():
            return lengths
    raise AssertionError("a chart never rang")


def test_ewma_finds_a_shift_as_fast_as_computed() -> None:
    """Mean delay after a shift of 1 sd, inside 99.9 % of the integral equation's value."""
    z = np.random.default_rng(12).standard_normal((150, 8000)) + 1.0
    delays = first_ring(ewma(z, 0.2) > ewma_bound(0.2, 3.0))

    assert delays.max() <= 150
    assert mean_interval(delays, level=0.999).contains(ewma_run_length(1.0, 0.2, 3.0))


def test_negative_control_a_wrong_chart_has_another_run_length() -> None:
    """A CUSUM without slack, or with its limit half a sd higher, falls outside the interval above."""
    z = np.random.default_rng(11).standard_normal((100, 8000)) + 1.0

    for slack, limit in ((0.0, 4.0), (0.5, 4.5)):
        delays = first_ring(cusum(z, slack, limit)[1])
        assert not mean_interval(delays, level=0.999).contains(cusum_run_length(1.0, 0.5, 4.0))


def test_charts_go_on_where_they_stopped() -> None:
    """Judged in two pieces or in one: the same path, the same alarms."""
    z = np.random.default_rng(3).standard_normal(400) + 0.4
    path, rings = cusum(z, 0.5, 4.0)
    carried = 0.0 if rings[199] else path[199]

    assert rings.sum() > 3
    assert np.array_equal(np.append(cusum(z[:200], 0.5, 4.0)[1], cusum(z[200:], 0.5, 4.0, carried)[1]), rings)
    assert np.array_equal(np.append(ewma(z[:200], 0.2), ewma(z[200:], 0.2, ewma(z[:200], 0.2)[-1])), ewma(z, 0.2))


# --- what is said and seen -------------------------------------------------------------------------------------------


def test_mentions_follow_the_hours_and_the_week() -> None:
    """Volume by hour is the measured curve, a week has mean 1, and a quiet weekend shows on Saturday and Sunday."""
    beat = rhythm(BY_HOUR, 0.5, 48.0, HISTORY_H + 24 * 28)
    weeks = beat.reshape(-1, 7, 24)

    assert weeks.mean() == pytest.approx(1.0)
    assert np.allclose(weeks[0, 0] / weeks[0, 0].mean(), np.array(BY_HOUR) / np.mean(BY_HOUR))
    by_day = rhythm(BY_HOUR, 0.5, 48.0, HISTORY_H + 24 * 14)[HISTORY_H:].reshape(-1, 24).mean(axis=1)
    # Day 2 of the run is a Monday: days 0 and 1 before it, 7 and 8 after it are weekends.
    assert [day for day in range(14) if by_day[day] < 0.8] == [0, 1, 7, 8]


def test_the_calm_stream_is_poisson_with_the_right_share() -> None:
    """With every spread off: 20 mentions an hour, 8 % negative, variance of a count equal to its mean (99.9 %)."""
    beat = np.ones(24 * 400)
    stream = baseline(Streams(3), p(**CALM), beat)
    seen = see(Streams(3), p(**CALM, monitor_coverage=1.0), stream)
    n = len(beat)

    assert seen.volume.mean() == pytest.approx(20.0, abs=3.29 * np.sqrt(20.0 / n))
    assert seen.negative.mean() == pytest.approx(1.6, abs=3.29 * np.sqrt(1.6 / n))
    assert seen.keyword.mean() == pytest.approx(1.6 * 0.15, abs=3.29 * np.sqrt(0.24 / n))
    assert seen.volume.var() / seen.volume.mean() == pytest.approx(1.0, abs=3.29 * np.sqrt(2.0 / n))


@pytest.mark.parametrize("spread", ["mention_spread", "negative_spread"])
def test_over_dispersion_is_what_it_says(spread: str) -> None:
    """Gamma and beta-binomial spread: the variance is that of the mixture, and switched off it is Poisson's."""
    beat = np.ones(24 * 800)
    settings_ = CALM | {spread: base.crisis.__dict__[spread]}
    counts = see(Streams(4), p(**settings_, monitor_coverage=1.0), baseline(Streams(4), p(**settings_), beat))
    row = counts.volume if spread == "mention_spread" else counts.negative
    m = 20.0 if spread == "mention_spread" else 1.6
    # Var = m + cv² m² for the gamma mixture; for the share, E[V²] rho q(1-q) with V Poisson adds (V² - V -> 400).
    extra = 0.125 * m**2 if spread == "mention_spread" else 400.0 * base.crisis.negative_spread * 0.08 * 0.92
    assert row.var() == pytest.approx(m + extra, rel=0.05)
    assert row.var() > 1.1 * m


@pytest.mark.parametrize(
    ("switch", "row"), [("campaign_spikes", "volume"), ("troll_bursts", "negative"), ("trial_every_d", "negative")]
)
def test_each_source_of_mentions_adds_and_goes_when_switched_off(switch: str, row: str) -> None:
    """On: more mentions of its kind than without; off: the calm stream bit for bit."""
    beat = rhythm(BY_HOUR, 1.0, 0.0, HISTORY_H + 24 * 90)

    def seen(**changes: Any) -> np.ndarray:
        q, streams = p(**(CALM | changes)), Streams(5)
        return getattr(see(streams, q, trials(streams, q, baseline(streams, q, beat))), row)

    on = {"campaign_spikes": 4.0, "troll_bursts": 8.0, "trial_every_d": 15.0}[switch]
    assert (seen(**{switch: on}) >= seen()).all()
    assert seen(**{switch: on}).sum() > 1.05 * seen().sum()
    assert np.array_equal(seen(**{switch: 0.0}), seen())


def test_coverage_thins_and_a_wider_one_sees_the_same_and_more() -> None:
    """Hour by hour a wider coverage sees at least as much; in all it sees its share (99.9 %); full coverage sees all."""
    beat = rhythm(BY_HOUR, 1.0, 0.0, HISTORY_H + 24 * 60)
    stream = trials(Streams(6), p(trial_every_d=10), baseline(Streams(6), p(), beat))
    seen = {c: see(Streams(6), p(monitor_coverage=c), stream) for c in (0.05, 0.3, 0.6, 1.0)}
    total = int((stream.ordinary + stream.campaign + stream.troll + stream.trial).sum())

    assert seen[1.0].volume.sum() == total
    for narrow, wide in ((0.05, 0.3), (0.3, 0.6), (0.6, 1.0)):
        assert all((a <= b).all() for a, b in zip(seen[narrow], seen[wide], strict=True))
        spread = 3.29 * np.sqrt(total * narrow * (1 - narrow))
        assert seen[narrow].volume.sum() == pytest.approx(total * narrow, abs=spread)


def test_the_past_is_known_and_a_longer_run_changes_nothing_before() -> None:
    """Twice the horizon: the first half is the same, alarms included."""
    short, long = watched(days=40), watched(days=80)

    assert np.array_equal(short.seen.negative, long.seen.negative[: len(short.seen.negative)])
    assert short.alarms == [a for a in long.alarms if a.alarm_h <= 960.0]


# --- alarms ----------------------------------------------------------------------------------------------------------

LOOSE = Baseline(level=1.0, share=0.1, dispersion=1.0, keyword=0.5)


def judged(volume: Any, negative: Any, keyword: Any, **changes: Any) -> Any:
    """Judge a written-down stream whose week before it is known."""
    past = 200
    rows = [np.append(np.full(past, usual), row) for usual, row in ((10, volume), (1, negative), (1, keyword))]
    seen, beat = Seen(*rows), np.ones(past + len(volume))
    return alerts(seen, beat, np.ones(len(beat), bool), p(**changes), LOOSE, LOOSE, past, len(beat))


def test_the_indicators_ring_where_written_down_rules_say() -> None:
    """Share above 0.2 of at least 30 mentions in 3 hours; keywords above 4 times the week before; and; or."""
    volume, negative, keyword = [12, 12, 12, 12, 4], [1, 3, 6, 1, 1], [1, 1, 0, 14, 9]
    answers = {
        "share": [False, False, True, True, True],  # 5/34, 5/34, 10/36, 10/36, 8/28: too few
        "keyword": [False, False, False, True, True],
    }
    # Windows: (10 + 10 + 12), (10 + 12 + 12), 36, 36, 28 mentions.
    answers["share"][4] = False
    found = {
        m: judged(volume, negative, keyword, alert_mode=m).rings.tolist() for m in ("share", "keyword", "or", "and")
    }

    assert found["share"] == answers["share"]
    assert found["keyword"] == answers["keyword"]
    assert found["or"] == [a or b for a, b in zip(found["share"], found["keyword"], strict=True)]
    assert found["and"] == [a and b for a, b in zip(found["share"], found["keyword"], strict=True)]
    assert judged(volume, negative, keyword, alert_mode="share", alert_min_mentions=0).rings[4]


def test_levels_are_the_borders_of_the_course() -> None:
    """2, 3, 5 and 10 sd above the window's expectation; doubling above 3 sd is orange."""
    # Level 1 an hour, window of 1 hour: z = count - 1.
    rows = {0: "none", 2: "none", 3: "blue", 4: "orange", 6: "orange", 11: "red"}
    for count, name in rows.items():
        level = judged([50], [count], [0], alert_window_h=1).level[0]
        assert LEVELS[level] == name, count
    steady = judged([50] * 6, [4, 4, 4, 4, 4, 4], [0] * 6, alert_window_h=1).level
    assert [LEVELS[x] for x in steady] == ["orange", *["yellow"] * 5]


def test_the_estimate_is_the_mean_of_what_is_kept() -> None:
    """Level, share and dispersion of a month; hours that are known as a crisis are left out."""
    n = 672
    negative = np.full(n, 2)
    negative[600:640] = 50
    seen = Seen(np.full(n, 20), negative, np.full(n, 1))
    keep = np.ones(n, bool)
    keep[600:640] = False

    assert estimate(seen, np.ones(n), keep, n) == Baseline(2.0, 0.1, 1.0, 1.0)
    assert estimate(seen, np.ones(n), np.ones(n, bool), n).level > 4.0


def test_a_loud_crisis_is_found_at_once_and_a_silent_one_never() -> None:
    """500 mentions an hour at noon: heard within the hour; none at all: no crisis, whatever rings."""
    loud = watched(outbreak(DAYS, 24 * 40 + 12, 500))
    quiet = watched()

    assert [c.heard_h - c.onset_h for c in loud.crises] == [1.0]
    assert quiet.crises == []
    assert not any(alarm.true for alarm in quiet.alarms)


@pytest.mark.parametrize("method", ["indicators", "ewma", "cusum"])
def test_no_alarm_looks_ahead(method: str) -> None:
    """Whatever comes later, the alarms up to an hour are the same."""
    cut = 24 * 40 + 7
    a = watched(outbreak(DAYS, 24 * 20, 6), alert_method=method)
    b = watched(outbreak(DAYS, 24 * 20, 6) + outbreak(DAYS, cut, 90), alert_method=method)

    early = [x for x in a.alarms if x.alarm_h <= cut]
    assert early
    assert early == [x for x in b.alarms if x.alarm_h <= cut]
    assert a.alarms != b.alarms


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(["indicators", "ewma", "cusum"]), st.sampled_from(["share", "keyword", "or", "and"]),
    st.integers(1, 12), st.floats(0.05, 1.0), st.sampled_from([0.0, 7.0, 30.0]), st.integers(0, 20),
)  # fmt: skip
def test_any_watch_is_consistent(
    method: str, mode: str, window: int, coverage: float, every: float, mentions: int
) -> None:
    """Alarms in order; heard on watch and not before they ring; a crisis is noticed once; false ones belong to none."""
    made = watched(
        outbreak(30, 300, mentions), days=30, alert_method=method, alert_mode=mode, alert_window_h=window,
        monitor_coverage=coverage, recalibrate_d=every, trial_every_d=10,
    )  # fmt: skip
    times = [alarm.alarm_h for alarm in made.alarms]

    assert times == sorted(times)
    for alarm in made.alarms:
        assert alarm.heard_h >= alarm.alarm_h
        assert alarm.heard_h == np.inf or 9 <= alarm.heard_h % 24 < 21
        assert alarm.true == (alarm.onset_h < alarm.alarm_h <= alarm.onset_h + 24 * 30)
    firsts = [alarm.number for alarm in made.alarms if alarm.first]
    assert len(set(firsts)) == len(firsts) == sum(c.heard_h < np.inf for c in made.crises)
    assert 0.0 <= made.attention(720.0) <= 1.0


def test_what_is_said_after_a_silence_is_no_new_crisis() -> None:
    """Stray mentions days later belong to the crisis with their number; without a number they begin another one."""
    made = [Watch(Streams(7), p(), 24 * DAYS, BY_HOUR) for _ in range(2)]
    for hour, mentions in ((24 * 20 + 12, 300), (24 * 25, 1), (24 * 30, 2)):
        made[0].add(hour, mentions, 0, 1)
        made[1].add(hour, mentions, 0)
    for one in made:
        one.run(24 * DAYS)

    assert [c.onset_h for c in made[0].crises] == [24 * 20 + 12]
    assert [c.onset_h for c in made[1].crises] == [24 * 20 + 12, 24 * 25, 24 * 30]


def test_somebody_outside_tells_of_what_nobody_noticed() -> None:
    """Ten hours after the first mention, on watch; not at all where an alarm was sooner, and never if nobody tells."""
    faint = outbreak(DAYS, 24 * 30 + 1, 1, 24 * 4)
    told, never = watched(faint, told_h=10.0, monitor_coverage=0.05), watched(faint, monitor_coverage=0.05)
    loud = watched(outbreak(DAYS, 24 * 40 + 12, 500), told_h=10.0)

    assert [c.heard_h for c in told.crises] == [24 * 30 + 11.0]
    assert [c.heard_h for c in never.crises] == [np.inf]
    assert [c.heard_h - c.onset_h for c in loud.crises] == [1.0]


def test_an_alarm_waits_for_the_watch() -> None:
    """At night until nine, at the weekend until Monday; round the clock not at all."""
    office = p(watch_hours="09-18", watch_weekend=False)

    assert next_watch(p(), 24 * 10 + 3.0, 0.0) == 24 * 10 + 9.0
    assert next_watch(p(), 24 * 10 + 20.0, 0.0) == 24 * 10 + 20.0
    assert next_watch(p(), 24 * 10 + 21.0, 0.0) == 24 * 11 + 9.0
    assert next_watch(office, 24 * 5 + 10.0, 0.0) == 24 * 7 + 9.0
    assert next_watch(p(watch_hours="00-24"), 51.0, 0.0) == 51.0


def test_within_the_cooldown_only_a_higher_level_rings() -> None:
    """Every pair of alarms less than 12 hours apart rises in level; without a cool-down there are more alarms."""
    made = watched(outbreak(DAYS, 24 * 30, 12, 96), alert_mode="or")
    pairs = list(zip(made.alarms, made.alarms[1:], strict=False))

    assert any(b.alarm_h - a.alarm_h >= 12 for a, b in pairs)
    assert all(b.level > a.level for a, b in pairs if b.alarm_h - a.alarm_h < 12)
    assert len(watched(outbreak(DAYS, 24 * 30, 12, 96), alert_mode="or", alert_cooldown_h=0.0).alarms) > len(
        made.alarms
    )


def test_false_alarms_tire_and_attention_comes_back() -> None:
    """Attention falls by 5 % of itself with each heard false alarm, half of the loss is back after 30 days; off: never."""
    made = watched(alert_mode="or", alert_neg_share=0.12)
    tired = watched(alert_mode="or", alert_neg_share=0.12, alarm_fatigue=0.5)
    never = watched(alert_mode="or", alert_neg_share=0.12, alarm_fatigue=0.0)
    last = [a for a in made.alarms if np.isfinite(a.heard_h)][-1].alarm_h

    assert len(made.alarms) > 20
    assert made.attention(last) < 0.8
    assert 1 - made.attention(last + 720) == pytest.approx((1 - made.attention(last)) / 2)
    assert sum(np.isinf(a.heard_h) for a in tired.alarms) > sum(np.isinf(a.heard_h) for a in made.alarms) > 0
    assert all(np.isfinite(a.heard_h) for a in never.alarms)


# --- recalibration ---------------------------------------------------------------------------------------------------


def shifted(day: int = 30, days: int = 120, **changes: Any) -> Watch:
    """Watch a stream whose everyday negative share jumps by half again at a day of the run."""
    made = Watch(Streams(9), p(**CALM, **changes), 24 * days, BY_HOUR)
    negative = made.stream.negative.copy()
    negative[HISTORY_H + 24 * day :] *= 2.0
    made.stream = made.stream._replace(negative=negative)
    made.seen = see(made.streams, made.p, made.stream)
    made.run(24 * days)
    return made


@pytest.mark.parametrize("method", ["indicators", "cusum", "ewma"])
def test_after_a_shift_of_the_baseline_recalibration_stops_the_ringing(method: str) -> None:
    """Two months after everyday negativity has doubled: recalibrated every 30 days the watch rings as rarely as before."""
    settings_ = {"alert_method": method, "alert_mode": "share", "alert_neg_share": 0.25}
    fixed, renewed = shifted(recalibrate_d=0.0, **settings_), shifted(recalibrate_d=30.0, **settings_)
    before = sum(a.alarm_h < 24 * 30 for a in renewed.alarms)
    late = {name: sum(a.alarm_h > 24 * 90 for a in w.alarms) for name, w in (("fixed", fixed), ("renewed", renewed))}

    assert renewed.recalibrated == [720.0, 1440.0, 2160.0, 2880.0]
    assert renewed.now.share == pytest.approx(2 * renewed.first.share, rel=0.15)
    assert late["fixed"] >= 10
    assert late["renewed"] <= max(4, before + 3)


def test_recalibrating_during_an_unnoticed_crisis_teaches_the_watch_to_ignore_it() -> None:
    """Two more grumbling mentions an hour for three months, read by nobody as a crisis, then six: the threshold has moved away."""
    grows = outbreak(120, 24 * 10, 2, 24 * 90) + outbreak(120, 24 * 100, 6, 24 * 20)
    rules: dict[str, Any] = CALM | {
        "alert_neg_share": 0.42,
        "alert_mode": "share",
        "mentions_h": 40.0,
        "watch_hours": "00-24",
    }
    pairs = [[watched(grows, days=120, replication=r, recalibrate_d=d, **rules) for d in (0.0, 7.0)] for r in range(3)]
    heard = [[min(a.heard_h for a in made.alarms) for made in pair] for pair in pairs]

    assert all(often.now.share > never.now.share + 0.08 for never, often in pairs)
    assert all(24 * 100 < fixed <= moved for fixed, moved in heard)
    assert sum(moved - fixed for fixed, moved in heard) >= 48


def test_a_known_crisis_does_not_count_as_usual() -> None:
    """A loud crisis that was noticed is left out of the next estimation."""
    loud = watched(outbreak(DAYS, 24 * 20, 200))
    calm = watched()

    assert loud.crises[0].heard_h < np.inf
    assert loud.now.level == pytest.approx(calm.now.level, rel=0.1)


# --- in the world ----------------------------------------------------------------------------------------------------


def test_the_watch_in_the_world_is_the_watch_alone() -> None:
    """A process that announces negative mentions within their hour gives the alarms of the same counts given at once."""
    crisis = outbreak(40, 24 * 20 + 5, 9, 60)
    scenario = vary(ALONE, {"horizon_days": 40, "warmup_days": 0, "crisis.trial_every_d": 0})
    world = World(scenario, Streams(7))

    def happens() -> Any:
        for hour, count in enumerate(crisis.tolist()):
            for part in (count // 3, count - count // 3):
                world.announce("mentions", time_h=world.env.now, negative=part, crisis=4)
                yield world.env.timeout(hour + (0.7 if part < count else 1.0) - world.env.now)
            yield world.env.timeout(max(0.0, hour + 1.0 - world.env.now))

    heard: list[dict[str, Any]] = []
    world.env.process(happens())
    monitoring.start(world)
    world.listen("alarm", lambda **facts: heard.append(facts))
    world.env.run(until=24 * 40 + 0.5)
    group = int(world.streams.of("crisis-group", 4).integers(3))
    alone = watch(Streams(7), scenario.crisis, BY_HOUR, crisis, group=group)

    assert len(alone.crises) == 1
    assert [row["time_h"] for row in world.log.of("alarm")] == [a.alarm_h for a in alone.alarms]
    assert [(h["onset_h"], h["time_h"]) for h in heard if h["true"]] == [(24.0 * 20 + 5, alone.crises[0].heard_h)]
    assert [row["delay_h"] for row in world.log.of("detection")] == [alone.crises[0].heard_h - 24 * 20 - 5]


def test_the_facts_of_a_run_are_consistent() -> None:
    """Every trial is logged once; quiet hours and hours of crises make up the run; work is booked."""
    run = simulate(ALONE, seed=2)
    detections = run.events[run.events["event"] == "detection"]
    quiet = sum(day.get("quiet_h", 0.0) for day in run._world.days)

    assert sorted(detections["number"]) == list(range(len(detections)))
    assert len(detections) == (DAYS + 14) // 10
    assert 24 * (DAYS + 14) - len(detections) * 76 <= quiet < 24 * (DAYS + 14)
    assert run.ledger.hours_used("team") > 0
    assert {w.task for w in run.ledger.work_done} == {"monitoring", "alarm checks", "recalibration"}
    weeks: dict[int, float] = {}
    for work in run.ledger.work_done:
        if work.task == "monitoring":
            weeks[run.ledger.week(work.start_h)] = weeks.get(run.ledger.week(work.start_h), 0.0) + work.hours
    assert max(weeks.values()) == pytest.approx(7 * 12 * 0.1)


@settings(max_examples=10, deadline=None)
@given(
    st.integers(1, 25), st.integers(0, 16), st.sampled_from([0.0, 5.0, 9.0]), st.sampled_from([0.0, 7.0]), st.booleans(),
    st.sampled_from(["09-18", "00-24"]), st.sampled_from([1.0, 30.0, np.inf]), st.booleans(),
)  # fmt: skip
def test_any_legal_run_keeps_its_books(
    days: int, warmup: int, trial: float, drills: float, ready: bool, hours: str, told: float, production: bool
) -> None:
    """Any length and setting: no week uses hours that are not there, facts come in order, shares are shares, runs repeat."""
    scenario = vary(base, {
        "parts": ("crisis", *(["production", "engagement"] if production else [])), "n_people": 500, "horizon_days": days,
        "warmup_days": warmup, "crisis.monitoring": True, "crisis.readiness": ready, "crisis.trial_every_d": trial,
        "crisis.drill_interval_d": 15 if drills else 0, "crisis.recalibrate_d": drills, "crisis.watch_hours": hours,
        "crisis.told_h": told, "crisis.alert_mode": "or",
    })  # fmt: skip
    run = simulate(scenario, seed=days)
    used = run.ledger.hours_used()
    times = run.events["time_h"].tolist()

    assert 0 < used <= run.ledger.hours_there() + 1e-6
    assert times == sorted(times)
    for name, value in measure(run, (*METRICS, "crisis_skill", "activation_h")).items():
        assert np.isnan(value) or value >= 0, name
    assert run.digest() == simulate(scenario, seed=days).digest()


METRICS = ("detection_delay_h", "missed_crises", "false_alarms", "monitoring_hours")


def test_switched_off_nothing_happens_and_nothing_is_measured() -> None:
    """Part off, or part on with the switch off: no number, no log, no hours, the same world."""
    off = {"crisis.monitoring": False}
    plain = vary(base, {"n_people": 500, "horizon_days": 20, "production.shared_hours": False})
    with_part = simulate(vary(plain, {"parts": (*plain.parts, "crisis")} | off), seed=1)

    for run in (simulate(plain, seed=1), with_part):
        assert all(np.isnan(list(measure(run, METRICS).values())))
        assert {"alarm", "detection"}.isdisjoint(run.events["event"])
    assert simulate(plain, seed=1).digest() == with_part.digest()


def test_monitoring_changes_nothing_but_hours() -> None:
    """Switched on it watches: on top of the week the people's days are the same, only ledger and own counters differ."""
    plain = vary(base, {"n_people": 500, "horizon_days": 20, "production.shared_hours": False})
    a, b = (
        simulate(vary(plain, {"parts": (*plain.parts, "crisis"), "crisis.monitoring": on}), seed=1)
        for on in (False, True)
    )
    strip = [{k: v for k, v in day.items() if k != "quiet_h"} for day in b.days]

    assert strip == a.days
    assert b.ledger.cost_k() > a.ledger.cost_k()


def test_directions() -> None:
    """Wider coverage finds sooner, a stricter threshold is slower and quieter, two indicators are quieter than one."""

    def mean(metric: str, **changes: Any) -> float:
        scenario = vary(ALONE, {f"crisis.{k}": v for k, v in changes.items()}) if changes else ALONE
        return float(np.mean([measure(simulate(scenario, seed=3, replication=r), [metric])[metric] for r in range(3)]))

    assert mean("detection_delay_h", monitor_coverage=0.1) > 1.5 * mean("detection_delay_h", monitor_coverage=0.8)
    assert mean("false_alarms", alert_mode="share") > 1.5 * mean("false_alarms", alert_mode="and")
    assert mean("false_alarms", alert_neg_share=0.15) > 2 * mean("false_alarms", alert_neg_share=0.40)
    assert mean("detection_delay_h", alert_neg_share=0.45) > mean("detection_delay_h")
    assert mean("detection_delay_h", watch_hours="00-24") < mean("detection_delay_h")
    assert mean("detection_delay_h", keyword_groups=("service",)) > mean("detection_delay_h")


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("crisis.monitor_coverage", 0.0, "0.05 to 1"),
        ("crisis.alert_mode", "both", "share, keyword, or, and"),
        ("crisis.alert_window_h", 2.5, "not a whole number"),
        ("crisis.recalibrate_d", 3, "or 0 for off"),
        ("crisis.keyword_groups", ("price",), "quality, safety, service"),
    ],
)
def test_bad_settings_are_named(path: str, value: Any, words: str) -> None:
    """One sentence with the name, the value and the rule."""
    with pytest.raises(ParameterError, match=path.replace(".", r"\.")) as error:
        vary(base, path, value)
    assert words in str(error.value)


def test_bad_streams_are_named() -> None:
    """Part of a day, and fewer mentions than none."""
    with pytest.raises(ValueError, match="hours = 30"):
        Watch(Streams(1), p(), 30, BY_HOUR)
    with pytest.raises(ValueError, match="below 0"):
        watched(-outbreak(2, 0, 1))
