"""The follower network: shape, tail, homophily, determinism, errors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.network import Network, follower_network, from_degrees, from_links, well_mixed
from sim.core.streams import Streams


def stream(number: int = 0) -> np.random.Generator:
    """Return a fixed stream."""
    return Streams(1).of("network", number)


def test_links_are_kept_once_and_never_point_home():
    """A repeated link and a link to oneself disappear; the rest stays in its direction."""
    network = from_links(3, np.array([0, 0, 1, 2]), np.array([1, 1, 1, 0]))
    assert network.followers(0).tolist() == [1]
    assert network.followers(1).tolist() == []
    assert network.followers(2).tolist() == [0]


def test_mutual_links_run_both_ways():
    """With mutual=True each pair hears each other."""
    network = from_links(3, np.array([0, 1]), np.array([1, 2]), mutual=True)
    assert [network.followers(p).tolist() for p in range(3)] == [[1], [0, 2], [1]]


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40))
    )
)
@settings(max_examples=60, deadline=None)
def test_any_list_of_links_becomes_the_same_set(case):
    """The rows hold exactly the given pairs, and turning the network round twice gives it back."""
    n, pairs = case
    source, target = (np.array([p[k] for p in pairs], dtype=int) for k in (0, 1))
    network = from_links(n, source, target)
    kept = set(zip(network.sources().tolist(), network.neighbours.tolist(), strict=True))
    assert kept == {(a, b) for a, b in pairs if a != b}
    back = network.reversed().reversed()
    assert np.array_equal(back.indptr, network.indptr)
    assert np.array_equal(back.neighbours, network.neighbours)


def test_links_of_lists_rows_in_order():
    """links_of names the asking person's place and the link's place, also for people without links."""
    network = from_links(4, np.array([0, 0, 2, 2, 2]), np.array([1, 3, 0, 1, 3]))
    row, link = network.links_of(np.array([2, 1, 0]))
    assert row.tolist() == [0, 0, 0, 2, 2]
    assert network.neighbours[link].tolist() == [0, 1, 3, 1, 3]


def test_follower_counts_have_the_published_tail():
    """The exponent estimated from the upper tail (Hill) is the requested 2.19 within 3 standard errors.

    Drawn at 200,000 people; followers between 50 and the cut-off, corrected for the cut-off by using counts
    far below it.
    """
    degree = follower_network(200_000, mean_degree=10, largest_share=1.0, generator=stream()).degree
    tail = degree[degree >= 50]
    exponent = 1 + tail.size / np.log(tail / 49.5).sum()
    assert abs(exponent - 2.19) < 3 * (exponent - 1) / np.sqrt(tail.size) + 0.02  # 0.02: Poisson noise at 50


@pytest.mark.parametrize("n_people", [1_000, 20_000])
def test_mean_and_large_accounts(n_people):
    """The mean is met within 10 % (double links fall away); the largest account nears its cut-off."""
    network = follower_network(n_people, mean_degree=8, generator=stream())
    assert network.mean_degree == pytest.approx(8, rel=0.1)
    assert 0.05 * n_people < network.degree.max() < 0.12 * n_people
    assert np.median(network.degree) < 5


def test_homophily_keeps_links_at_home():
    """With homophily h and four equal segments, a share h + (1 - h) / 4 of the links stays in the segment."""
    segment = np.arange(20_000) % 4
    for homophily in (0.0, 0.6):
        network = follower_network(
            20_000,
            mean_degree=10,
            segment=segment,
            homophily=homophily,
            largest_share=0.01,
            generator=stream(),
        )
        at_home = (segment[network.sources()] == segment[network.neighbours]).mean()
        expected = homophily + (1 - homophily) / 4
        # 3 standard errors of a share of 200,000 links, and the own person and double links that fall away.
        assert abs(at_home - expected) < 3 * np.sqrt(0.25 / network.n_links) + 0.005


def test_full_homophily_never_leaves_a_segment():
    """At homophily 1 no link crosses, whatever the labels are."""
    segment = np.array([7, 7, 3, 3, 3, -1] * 50)
    network = follower_network(300, mean_degree=5, segment=segment, homophily=1, generator=stream())
    assert (segment[network.sources()] == segment[network.neighbours]).all()


def test_same_seed_same_network_other_seed_another():
    """Equal generators give equal arrays; another stream does not (negative control)."""
    one, same, other = (follower_network(2_000, mean_degree=6, generator=stream(k)) for k in (0, 0, 1))
    assert np.array_equal(one.neighbours, same.neighbours)
    assert not np.array_equal(one.neighbours, other.neighbours)


def test_well_mixed_gives_everybody_the_same_number():
    """Each person has almost exactly the requested number of hearers, never themselves."""
    network = well_mixed(5_000, degree=20, generator=stream())
    assert network.degree.max() == 20
    assert network.mean_degree > 19.9
    assert (network.sources() != network.neighbours).all()


def test_configuration_model_keeps_degrees_and_is_mutual():
    """Nearly all stubs survive and every link has its counterpart."""
    degrees = stream().poisson(4, size=10_000) // 2 * 2
    network = from_degrees(degrees, generator=stream(1))
    assert network.n_links == pytest.approx(degrees.sum(), rel=0.002)
    assert np.array_equal(network.reversed().neighbours, network.neighbours)


def test_half_a_million_links_are_quick():
    """100,000 people and 500,000 links take well under 0.5 s of processor time (measured: 0.06 s)."""
    import time

    begin = time.process_time()
    network = follower_network(100_000, mean_degree=5, generator=stream())
    assert network.n_links == pytest.approx(500_000, rel=0.02)
    assert time.process_time() - begin < 0.5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: from_links(0, np.array([]), np.array([])), "n_people = 0"),
        (lambda: from_links(2, np.array([0]), np.array([2])), "targets must lie between 0 and 1"),
        (lambda: from_links(2, np.array([0, 1]), np.array([1])), "one length"),
        (lambda: follower_network(1, generator=stream()), "n_people = 1"),
        (lambda: follower_network(100, mean_degree=50, generator=stream()), "mean_degree = 50"),
        (lambda: follower_network(1000, tail_exponent=1.5, generator=stream()), "tail_exponent = 1.5"),
        (lambda: follower_network(1000, homophily=0.5, generator=stream()), "needs segment"),
        (lambda: follower_network(1000, homophily=-1, generator=stream()), "homophily = -1"),
        (
            lambda: follower_network(1000, segment=np.zeros(3), homophily=0.5, generator=stream()),
            "segment has shape",
        ),
        (lambda: well_mixed(5, degree=5, generator=stream()), "degree = 5"),
        (lambda: from_degrees(np.array([1, 2]), generator=stream()), "even sum"),
        (lambda: Network(np.array([0, 1]), np.array([0], dtype=np.int32)[:0]), "rise from 0"),
        (lambda: Network(np.array([0, 1]), np.array([1], dtype=np.int32)), "between 0 and 0"),
        (lambda: Network(np.array([0, 1]), np.array([0])), "int64 and int32"),
    ],
)
def test_errors_name_thing_value_and_rule(call, message):
    """Wrong input is refused with a sentence that names it."""
    with pytest.raises(ValueError, match=message):
        call()
