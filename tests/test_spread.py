"""The spread engine: invariants, exact limits, common random numbers, an independent program."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats
from scipy.sparse import csgraph

from sim.core import theory
from sim.core.cascade import Cascade
from sim.core.network import Network, follower_network, from_degrees, from_links, well_mixed
from sim.core.reshare import reshare
from sim.core.spread import Outbreak, spread
from sim.core.streams import Streams, keyed_uniforms
from sim.core.telling import ActivityClock, KeepTelling, ShareOnce

HOUR = theory.exponential_delay(1.0)
TALK = KeepTelling(per_hour=0.05, duration_h=5.0)


def stream(number: int = 0, purpose: str = "spread") -> np.random.Generator:
    """Return a fixed stream."""
    return Streams(1).of(purpose, number)


@pytest.fixture(scope="module")
def network() -> Network:
    """Return the heavy-tailed network that all tests here share."""
    return follower_network(2_000, mean_degree=8, generator=stream(0, "network"))


def same(one: Cascade, other: Cascade) -> bool:
    """Tell whether two cascades agree in every bit."""
    return all(np.array_equal(getattr(one, f), getattr(other, f)) for f in ("person", "time_h", "source", "generation"))


# --- keyed numbers ------------------------------------------------------------------------------------------


def test_keyed_uniforms_are_splitmix64():
    """The first three outputs of SplitMix64 from seed 0, as published by Vigna, cut to 53 bits."""
    published = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    assert keyed_uniforms(0, np.arange(3)).tolist() == [(word >> 11) * 2.0**-53 for word in published]


def test_keyed_uniforms_are_uniform_and_unrelated():
    """Uniform for one key over counters and for one counter over keys; neighbouring keys are uncorrelated."""
    counter = np.arange(100_000)
    one, other = keyed_uniforms(7, counter), keyed_uniforms(8, counter)
    assert stats.kstest(one, "uniform").pvalue > 0.001
    assert abs(np.corrcoef(one, other)[0, 1]) < 3.3 / np.sqrt(counter.size)
    assert abs(np.corrcoef(one[1:], one[:-1])[0, 1]) < 3.3 / np.sqrt(counter.size)
    keys = stream(0, "keys").integers(2**64, size=2_000, dtype=np.uint64)
    assert stats.kstest([float(keyed_uniforms(int(k), np.array([5]))[0]) for k in keys], "uniform").pvalue > 0.001


def test_keyed_uniforms_in_any_order_and_amount():
    """A number depends on key and counter only: order, amount and shape do not matter."""
    counter = stream(0, "order").permutation(50_000)
    whole = keyed_uniforms(3, np.arange(50_000))
    assert np.array_equal(keyed_uniforms(3, counter), whole[counter])
    assert np.array_equal(keyed_uniforms(3, counter.reshape(100, 500)), whole[counter].reshape(100, 500))
    assert keyed_uniforms(2**64 - 1, np.array([4], dtype=np.int32)).shape == (1,)


# --- invariants ---------------------------------------------------------------------------------------------

small_worlds = st.integers(2, 25).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=100),
        st.lists(st.integers(0, n - 1), min_size=1, max_size=4),
        st.lists(st.booleans(), min_size=n, max_size=n),
        st.sampled_from([TALK, KeepTelling(3.0, 1.0), ShareOnce(0.7, HOUR), ShareOnce(1.0, lambda u: 0 * u + 1.0)]),
        st.floats(0, 1),
        st.sampled_from([0.25, 1.0, 48.0]),
        st.booleans(),
        st.integers(0, 1000),
    )
)


@given(small_worlds)
@settings(max_examples=150, deadline=None)
def test_every_cascade_obeys_the_rules(world):
    """Once each, never blocked; from somebody who had heard, over a real link, a generation later."""
    n, pairs, seeds, blocked, telling, pass_on, tick_h, stifling, number = world
    source, target = (np.array([p[k] for p in pairs], dtype=int) for k in (0, 1))
    network = from_links(n, source, target)
    cascade = spread(
        network,
        seeds,
        telling,
        horizon_h=48,
        tick_h=tick_h,
        blocked=np.array(blocked),
        pass_on=pass_on,
        stifling=stifling,
        generator=stream(number),
    )
    people = cascade.person.tolist()
    assert len(set(people)) == len(people)
    assert not set(people) & set(np.flatnonzero(blocked))
    assert set(people) >= {s for s in seeds if not blocked[s]}
    assert (np.diff(cascade.time_h) >= 0).all()
    assert cascade.size == 0 or cascade.time_h[-1] < 48
    when = dict(zip(people, cascade.time_h, strict=True))
    step = dict(zip(people, cascade.generation.tolist(), strict=True))
    for person, teller in zip(people, cascade.source.tolist(), strict=True):
        if step[person] == 0:
            assert teller == -1
            assert person in seeds
        else:
            assert when[teller] <= when[person]
            assert step[person] == step[teller] + 1
            assert person in network.followers(teller)


def test_certain_telling_reaches_exactly_what_is_reachable(network):
    """With chance 1 and a delay of an hour, times and generations are breadth-first distances."""
    cascade = spread(network, [3], ShareOnce(1.0, lambda u: np.ones_like(u)), horizon_h=100, generator=stream())
    graph = sparse.csr_array(
        (np.ones(network.n_links), network.neighbours, network.indptr), shape=(network.n_people,) * 2
    )
    distance = csgraph.dijkstra(graph, indices=3, unweighted=True)
    assert cascade.size == np.isfinite(distance).sum() > 1000
    assert np.array_equal(cascade.time_h, distance[cascade.person])
    assert np.array_equal(cascade.generation, distance[cascade.person])


def test_nothing_accepted_leaves_only_the_seeds(network):
    """Acceptance, chance or susceptibility 0, others blocked, nobody passing on: no second step."""
    nobody = np.zeros(network.n_people)
    others = np.ones(network.n_people, dtype=bool)
    others[[1, 2]] = False
    for options in ({"acceptance": [0.0]}, {"susceptibility": nobody}, {"blocked": others}):
        cascade = spread(network, [1, 2], TALK, horizon_h=50, generator=stream(), **options)
        assert sorted(cascade.person.tolist()) == [1, 2]
    assert spread(network, [1, 2], ShareOnce(0.0, HOUR), horizon_h=50, generator=stream()).size == 2
    assert spread(network, [1, 2], KeepTelling(0.0, 5), horizon_h=50, generator=stream()).size == 2
    assert spread(network, [1, 2], TALK, horizon_h=50, pass_on=0.0, generator=stream()).depth <= 1


def test_an_empty_cascade_is_still_a_cascade(network):
    """No seeds: size 0, depth 0, an empty table, a flat curve."""
    cascade = spread(network, np.array([], dtype=int), TALK, horizon_h=5, generator=stream())
    assert (cascade.size, cascade.depth, cascade.share) == (0, 0, 0.0)
    assert np.isnan(cascade.indirect_share)
    assert len(cascade.table()) == 0
    assert cascade.curve(horizon_h=5)[1].tolist() == [0] * 5


def test_curve_counts_everybody_once(network):
    """New people per tick add up to the size; the cumulative curve ends there; a short horizon cuts it."""
    cascade = spread(network, [0, 1], TALK, horizon_h=60, generator=stream())
    new, total = cascade.curve(horizon_h=60, tick_h=0.5)
    assert new.size == 120
    assert new.sum() == total[-1] == cascade.size
    assert cascade.curve(horizon_h=3)[1][-1] == (cascade.time_h < 3).sum()


def test_depth_and_indirect_share_of_a_chain():
    """A tells B, B tells C, and so on: four steps, and three of the four who were told heard it from no seed."""
    chain = from_links(6, np.arange(4), np.arange(1, 5))
    cascade = spread(chain, [0], ShareOnce(1.0, lambda u: u * 0 + 2.0), horizon_h=20, generator=stream())

    assert cascade.person.tolist() == [0, 1, 2, 3, 4]
    assert cascade.time_h.tolist() == [0, 2, 4, 6, 8]
    assert cascade.source.tolist() == [-1, 0, 1, 2, 3]
    assert (cascade.depth, cascade.share) == (4, 5 / 6)
    assert cascade.indirect_share == pytest.approx(3 / 4)
    assert cascade.curve(horizon_h=8)[0].tolist() == [1, 0, 1, 0, 1, 0, 1, 0]


def test_work_is_one_look_at_each_link_of_tellers(network, monkeypatch):
    """However many ticks there are, the numbers drawn are those of the tellers' links, each once."""
    import sim.core.spread as module

    drawn = []
    original = module.keyed_uniforms

    def counting(key, counter):
        drawn.append((key, np.array(counter)))
        return original(key, counter)

    monkeypatch.setattr(module, "keyed_uniforms", counting)
    for tick_h in (0.1, 5.0):
        drawn.clear()
        outbreak = Outbreak(network, TALK, horizon_h=200, tick_h=tick_h, generator=stream())
        outbreak.start([0])
        while outbreak.active:
            outbreak.tick()
        links = np.concatenate([c for k, c in drawn if k == outbreak._link_key])
        assert links.size == np.unique(links).size == network.degree[outbreak.heard()].sum()


# --- common random numbers ----------------------------------------------------------------------------------


def test_same_stream_same_bits_other_stream_another_course(network):
    """Equal generators give equal cascades; another stream does not (negative control)."""
    runs = [spread(network, [0, 1, 2], TALK, horizon_h=100, generator=stream(k)) for k in (0, 0, 1)]
    assert runs[0].size > 100
    assert same(runs[0], runs[1])
    assert not same(runs[0], runs[2])


def test_a_decision_changes_nothing_before_it_takes_effect(network):
    """Acceptance halved from hour 10: equal person by person before, fewer people after."""
    acceptance = np.ones(200)
    free = spread(network, [0, 1, 2], TALK, horizon_h=200, acceptance=acceptance, generator=stream())
    answered = spread(
        network,
        [0, 1, 2],
        TALK,
        horizon_h=200,
        acceptance=np.where(np.arange(200) < 10, 1, 0.5),
        generator=stream(),
    )
    for field in ("person", "time_h", "source", "generation"):
        before = [getattr(c, field)[c.time_h < 10] for c in (free, answered)]
        assert before[0].size > 20
        assert np.array_equal(*before)
    assert answered.size < free.size
    assert set(answered.person.tolist()) < set(free.person.tolist())


def test_an_acceptance_of_one_is_the_same_as_none(network):
    """Switching the thinning on without effect changes no bit."""
    plain = spread(network, [0], TALK, horizon_h=100, generator=stream())
    ones = np.ones(network.n_people)
    assert same(plain, spread(network, [0], TALK, horizon_h=100, susceptibility=ones, generator=stream()))
    assert same(plain, spread(network, [0], TALK, horizon_h=100, pass_on=1.0, acceptance=[1], generator=stream()))
    assert same(plain, spread(network, [0], TALK, horizon_h=100, pass_on=ones, generator=stream()))


@given(st.floats(0, 0.3), st.floats(0, 0.3), st.integers(0, 50))
@settings(max_examples=25, deadline=None)
def test_more_telling_adds_people_and_exchanges_nobody(network, one, other, number):
    """For one stream the people reached at a low chance are among those reached at a higher one."""
    low, high = (
        spread(network, [0, 1], ShareOnce(p, HOUR), horizon_h=3000, generator=stream(number))
        for p in sorted((one, other))
    )
    assert set(low.person.tolist()) <= set(high.person.tolist())


def test_blocking_a_person_touches_only_their_descendants(network):
    """Blocking somebody who was reached but told nobody on removes exactly that person."""
    free = spread(network, [0], TALK, horizon_h=500, generator=stream())
    leaf = int(np.setdiff1d(free.person, free.source)[0])
    blocked = np.arange(network.n_people) == leaf
    without = spread(network, [0], TALK, horizon_h=500, blocked=blocked, generator=stream())
    assert np.array_equal(without.person, free.person[free.person != leaf])


def test_who_hears_does_not_depend_on_the_tick(network):
    """Ticks of 0.1, 1 and 500 hours reach the same people; first times differ only inside a tick."""
    runs = [spread(network, [0, 5], TALK, horizon_h=500, tick_h=t, generator=stream()) for t in (0.1, 1.0, 500.0)]
    reached = [np.sort(run.person) for run in runs]
    assert np.array_equal(reached[0], reached[1])
    assert np.array_equal(reached[0], reached[2])
    when = [dict(zip(run.person.tolist(), run.time_h, strict=True)) for run in runs[:2]]
    assert np.median([abs(when[0][p] - when[1][p]) for p in when[0]]) == 0


def test_hour_by_hour_is_the_same_as_at_once(network):
    """An Outbreak advanced by a process gives the cascade of spread; people may join under way."""
    outbreak = Outbreak(network, TALK, horizon_h=300, generator=stream())
    outbreak.start([0, 1])
    heard = [outbreak.tick() for _ in range(300)]
    assert same(outbreak.cascade(), spread(network, [0, 1], TALK, horizon_h=300, generator=stream()))
    assert sum(h.size for h in heard) + 2 == outbreak.size
    joined = Outbreak(network, TALK, horizon_h=300, generator=stream())
    joined.start([0])
    joined.tick()
    late = int(np.flatnonzero(~joined.heard())[0])
    joined.start([late], at_h=1.5)
    joined.start([late])  # already tells: nothing happens
    assert joined.cascade().time_h[joined.cascade().person == late].tolist() == [1.5]


def test_susceptibility_may_change_between_ticks(network):
    """A process that immunises everybody at hour 5 stops the spread there."""
    trust = np.ones(network.n_people)
    outbreak = Outbreak(network, TALK, horizon_h=300, susceptibility=trust, generator=stream())
    outbreak.start([0, 1, 2])
    for _ in range(5):
        outbreak.tick()
    size = outbreak.size
    assert size > 10
    trust[:] = 0
    while outbreak.active:
        outbreak.tick()
    assert outbreak.size == size


# --- theory -------------------------------------------------------------------------------------------------


def sub_critical_sizes(runs: int, reproduction: float, people: int = 20_000) -> np.ndarray:
    """Return the sizes of cascades from one random seed each."""
    network = well_mixed(people, degree=20, generator=stream(0, "mixed"))
    telling = ShareOnce(reproduction / 20, theory.power_law_delay(1 / 6, 0.295, cut_h=168))
    picks = stream(0, "seeds").integers(people, size=runs)
    return np.array(
        [
            spread(network, [int(p)], telling, horizon_h=10_000, tick_h=500, generator=stream(k)).size
            for k, p in enumerate(picks)
        ]
    )


def test_sub_critical_cascades_have_the_mean_and_the_distribution_of_theory():
    """R = 0.6: mean 1 / (1 - R) within 3 standard errors; Borel-Tanner sizes (chi-square, 0.1 % level).

    20 followers at 3 % are binomial offspring, near enough to Poisson for 2,000 cascades.
    """
    sizes = sub_critical_sizes(2_000, 0.6)
    assert abs(sizes.mean() - theory.outbreak_size(1, 0.6)) < 3 * sizes.std() / np.sqrt(sizes.size)
    classes = np.minimum(sizes, 10)
    expected = theory.borel_tanner(np.arange(1, 10), 1, 0.6) * sizes.size
    expected = np.append(expected, sizes.size - expected.sum())
    assert stats.chisquare(np.bincount(classes, minlength=11)[1:], expected).pvalue > 0.001


def test_pass_on_multiplies_the_reproduction_number():
    """Of 20 followers a tenth is told and one in four tells on: tellers are a cascade with R = 0.5."""
    network = well_mixed(20_000, degree=20, generator=stream(0, "mixed"))
    sizes = np.array(
        [
            spread(
                network,
                [k],
                ShareOnce(0.1, HOUR),
                horizon_h=1000,
                tick_h=100,
                pass_on=0.25,
                generator=stream(k),
            ).size
            for k in range(1_500)
        ]
    )
    # The seed tells for certain: 1 + 2 people, and each of the two brings 0.5 / (1 - 0.5) more.
    assert abs(sizes.mean() - (1 + 2 / (1 - 0.5))) < 3 * sizes.std() / np.sqrt(sizes.size)


def test_well_mixed_outbreak_follows_the_mean_field_curve():
    """The mean of 12 curves on a random network follows the ODE within 3 standard errors at every hour.

    20,000 people, 60 hearers each, 2 % seeds. A link brings news once, after which it is idle: links fall
    idle at the rate of losing interest plus the rate of telling, which is what the ODE is given. 0.002 is for
    curvature: the mean of curves that are shifted in time by chance is a little flatter than the curve
    itself.
    """
    people, degree, rate, duration, runs = 20_000, 60, 0.5, 5.0, 12
    network = well_mixed(people, degree=degree, generator=stream(0, "mixed"))
    telling = KeepTelling(rate / degree, duration)
    cascades = [
        spread(network, np.arange(people // 50), telling, horizon_h=60, tick_h=0.5, generator=stream(k))
        for k in range(runs)
    ]
    curves = np.array([c.curve(horizon_h=60)[1] for c in cascades]) / people
    idle_after_h = 1 / (1 / duration + rate / degree)
    heard, _ = theory.sir_curve(np.arange(1, 61), rate, idle_after_h, seed_share=0.02)
    error = curves.std(axis=0, ddof=1) / np.sqrt(runs)
    assert (np.abs(curves.mean(axis=0) - heard) < 3 * error + 0.002).all()
    assert abs(curves[:, -1].mean() - theory.sir_final_share(rate * idle_after_h, 0.02)) < 3 * error[-1] + 0.002


def test_final_size_on_a_random_network_is_the_percolation_threshold_theory():
    """Configuration model, uneven degrees of mean 6: share within 3 standard errors of 6 runs (and 0.3 %).

    ``KeepTelling`` has a chance that varies between tellers: only its mean counts, as theory says.
    """
    degrees = 2 * stream(0, "degrees").geometric(1 / 3, size=20_000)
    for telling, chance in ((ShareOnce(0.3, HOUR), 0.3), (KeepTelling(3 / 70, 10.0), 0.3)):
        shares = []
        for k in range(6):
            network = from_degrees(degrees, generator=stream(k, "stubs"))
            seeds = stream(k, "seeds").choice(20_000, 200, replace=False)
            shares.append(spread(network, seeds, telling, horizon_h=5000, generator=stream(k)).share)
        expected = theory.percolation_share(degrees, chance, 0.01)
        assert abs(np.mean(shares) - expected) < 3 * np.std(shares, ddof=1) / np.sqrt(6) + 0.003


def test_share_once_is_bond_percolation_of_the_same_graph(network):
    """Opening each link with chance T and searching from the seeds reaches as many people (3 se)."""
    seeds, chance, runs = np.arange(10), 0.15, 60
    ours = [
        spread(network, seeds, ShareOnce(chance, HOUR), horizon_h=5000, generator=stream(k)).size for k in range(runs)
    ]
    theirs = [percolate(network, seeds, chance, stream(k, "percolation")) for k in range(runs)]
    se = np.sqrt((np.var(ours) + np.var(theirs)) / runs)
    assert abs(np.mean(ours) - np.mean(theirs)) < 3 * se


def percolate(network: Network, seeds: np.ndarray, chance: float, generator: np.random.Generator) -> int:
    """Return how many people a search over open links reaches."""
    n = network.n_people
    open_links = generator.random(network.n_links) < chance
    rows = np.append(network.sources()[open_links], np.full(seeds.size, n))
    columns = np.append(network.neighbours[open_links], seeds)
    graph = sparse.csr_array((np.ones(rows.size), (rows, columns)), shape=(n + 1, n + 1))
    return csgraph.breadth_first_order(graph, n, return_predecessors=False).size - 1


def test_stifling_leaves_a_fifth_in_ignorance():
    """Maki-Thompson: tellers stop at the first person in the know, and 20.3 % never hear (within 1 %).

    20,000 people, 100 hearers each, so that hardly anybody is met twice; ticks of a tenth of the contact
    time.
    """
    people, degree = 20_000, 100
    network = well_mixed(people, degree=degree, generator=stream(0, "mixed"))
    telling = KeepTelling(per_hour=1 / degree, duration_h=1e6)
    cascade = spread(network, np.arange(20), telling, horizon_h=200, tick_h=0.1, stifling=True, generator=stream(2))
    assert abs(1 - cascade.share - theory.maki_thompson_ignorant()) < 0.01


# --- resharing without a clock ------------------------------------------------------------------------------


def test_reshare_reaches_as_many_as_the_engine_with_a_clock(network):
    """Mean reach without a clock equals that of ``spread`` with the same chances (3 standard errors)."""
    sharers, sees, shares, runs = np.arange(40), 0.2, 0.3, 150
    plain = [
        reshare(network, sharers, sees=sees, shares=shares, already=sharers, generator=stream(k)).person.size
        for k in range(runs)
    ]
    telling = ShareOnce(sees, HOUR)
    timed = [
        spread(network, sharers, telling, horizon_h=900, pass_on=shares, generator=stream(k + runs)).size - 40
        for k in range(runs)
    ]
    assert abs(np.mean(plain) - np.mean(timed)) < 3 * np.sqrt((np.var(plain) + np.var(timed)) / runs)


def test_reshare_obeys_the_rules(network):
    """Nobody twice, none who saw it before, real links, generations in order, the same bits again."""
    sharers, already = np.array([5, 6, 7]), np.arange(300)
    passed, again = (
        reshare(network, sharers, sees=0.5, shares=0.5, already=already, generator=stream()) for _ in range(2)
    )
    assert passed.person.size > 50
    assert np.array_equal(passed.person, again.person)
    assert np.unique(passed.person).size == passed.person.size
    assert not np.isin(passed.person, already).any()
    step = dict(zip(passed.person.tolist(), passed.generation.tolist(), strict=True)) | {5: 0, 6: 0, 7: 0}
    for person, source in zip(passed.person.tolist(), passed.source.tolist(), strict=True):
        assert person in network.followers(source)
        assert step[person] == step[source] + 1
    passing = {5, 6, 7, *passed.person[passed.shares].tolist()}
    assert set(passed.source.tolist()) <= passing
    for people, chance in ((sharers, 0.0), (sharers[:0], 1.0)):
        nobody = reshare(network, people, sees=chance, shares=1.0, already=already, generator=stream())
        assert nobody.person.size == 0


# --- clocks and errors --------------------------------------------------------------------------------------


def test_activity_clock_waits_for_the_morning():
    """A flat clock changes nothing; with people awake from 8 to 24 h, a wait from 2 h ends after 8 h."""
    start, wait = np.array([0.0, 2.0, 30.5]), np.array([1.0, 1.0, 50.0])
    assert np.allclose(ActivityClock(np.ones(24)).later(start, wait), start + wait)
    day = ActivityClock(np.where(np.arange(24) < 8, 1e-9, 1.0))
    assert day.later(np.array([2.0]), np.array([1.0]))[0] == pytest.approx(8 + 1 * 16 / 24)
    assert day.later(np.array([10.0]), np.array([24.0]))[0] == pytest.approx(34.0)  # a day's worth takes a day
    evening = ActivityClock(np.where(np.arange(24) < 8, 1e-9, 1.0), start_hour=22)
    # Two hours tonight are 3 active hours, nothing until 8, one hour in the morning is the rest.
    assert evening.later(np.array([0.0]), np.array([4.5]))[0] == pytest.approx(11.0)


def test_activity_shifts_hearing_to_busy_hours(network):
    """With nearly silent nights, under 2 % hear between 0 and 8 h; with a flat clock about a third."""
    clock = ActivityClock(np.where(np.arange(24) < 8, 0.01, 1.0), start_hour=8)
    slow = ShareOnce(0.3, theory.exponential_delay(20.0))
    for activity, low, high in ((clock, 0.0, 0.02), (None, 0.2, 0.5)):
        cascade = spread(network, [0, 1], slow, horizon_h=900, activity=activity, generator=stream())
        assert cascade.size > 500
        at_night = ((cascade.time_h[2:] + 8) % 24 < 8).mean()
        assert low <= at_night <= high


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"horizon_h": 0}, "horizon_h = 0"),
        ({"horizon_h": 1e6, "tick_h": 0.1}, "32,000 ticks"),
        ({"susceptibility": np.ones(3)}, r"susceptibility has shape \(3,\)"),
        ({"susceptibility": np.full(2_000, 2.0)}, "susceptibility must lie between 0 and 1"),
        ({"pass_on": 1.5}, "pass_on = 1.5"),
        ({"acceptance": [1.0, -0.1]}, "acceptance = -0.1"),
        ({"acceptance": []}, "at least one hour"),
        ({"blocked": np.zeros(7, dtype=bool)}, "blocked has shape"),
        ({"seeds": [2_000]}, "between 0 and 1999"),
        ({"seeds": [0.5]}, "whole numbers"),
    ],
)
def test_errors_name_the_argument(network, options, message):
    """Wrong arguments are refused by name before or when they matter."""
    arguments = {"seeds": [0, 1, 2], "horizon_h": 20, **options}
    with pytest.raises(ValueError, match=message):
        spread(network, arguments.pop("seeds"), TALK, generator=stream(), **arguments)


def test_manners_of_telling_refuse_nonsense():
    """Probabilities above 1, negative rates, empty durations, clocks without 24 hours, starts in the past."""
    with pytest.raises(ValueError, match=r"probability = 1.2"):
        ShareOnce(1.2, HOUR)
    with pytest.raises(ValueError, match="per_hour"):
        KeepTelling(-1, 1)
    with pytest.raises(ValueError, match="24 finite activities"):
        ActivityClock(np.ones(12))
    outbreak = Outbreak(from_links(2, [0], [1]), TALK, horizon_h=5, generator=stream())
    outbreak.tick()
    with pytest.raises(ValueError, match="coming tick"):
        outbreak.start([0], at_h=0.5)


# --- against an independent program -------------------------------------------------------------------------


@pytest.mark.slow
def test_final_size_and_speed_against_eon():
    """100,000 people, chance 0.25: same final size as EoN within 3 se, at least 40 times faster."""
    from benchmarks.spread import against_eon

    row = against_eon(n_people=100_000, our_runs=10, their_runs=4)
    assert abs(row["share"] - row["share_of_peer"]) < 3 * row["standard_error"]
    assert row["ratio"] > 40


@pytest.mark.slow
def test_a_million_people_within_a_second_and_a_gibibyte():
    """One outbreak on 1,000,000 people and 5,000,000 mutual links, network included in the memory."""
    from benchmarks.spread import million

    row = million()
    assert row["seconds"] < 1
    assert row["peak_mib"] < 1024
