"""Customer relations: states by hand, quotas and hours, direction, off values, and nobody else's numbers shifted."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import Run, base, measure, simulate, vary
from sim.core.people import NEVER_H
from sim.core.stats import auc
from sim.core.streams import Streams
from sim.core.world import World
from sim.parts.audience.leaving import urged
from sim.parts.relations import LAPSED, LOYAL, POTENTIAL, UNKNOWN, Relations, states

R = "audience.relations."
SMALL = vary(base, {"n_people": 4000, "horizon_days": 60, "warmup_days": 7, "platforms": ("weibo",)}, name="small")
ON = {R + "crm_hours": 6.0}


@cache
def run(seed: int = 3, **changes: Any) -> Run:
    """Return one run with customer relations on; changes are parameters of the relations."""
    return simulate(vary(SMALL, ON | {R + k: v for k, v in changes.items()}), seed=seed)


def made(**changes: Any) -> Relations:
    """Return the customer file of a world that has not started."""
    return Relations(World(vary(SMALL, ON | {R + k: v for k, v in changes.items()}), Streams(3)))


def test_off_by_default_and_without_a_trace() -> None:
    """No hours, no messages: every other parameter of the relations is then without effect."""
    plain = simulate(SMALL, seed=3)
    other = simulate(vary(SMALL, {R + "matched": False, R + "label_error": 0.9, R + "answer": 0.8}), seed=3)

    assert base.audience.relations.crm_hours == 0
    assert plain.digest() == other.digest()
    assert measure(plain, ["messages", "reactivated"]) == {"messages": 0, "reactivated": 0}


def test_states_by_hand() -> None:
    """Six people whose state is known."""
    world = World(SMALL, Streams(3))
    people, f = world.people, world.people.following["weibo"]
    world.env.run(until=24.0 * 50)
    now = 24.0 * 50
    f[:6] = [True, True, True, False, False, True]
    people.reacted_h[:6] = [now - 24, now - 800, NEVER_H, now - 24, NEVER_H, now - 24]
    people.reactions[:6] = [2, 1, 0, 3, 0, 2]
    people.trust[:6] = [0.7, 0.7, 0.7, 0.7, 0.7, 0.5]
    people.left_h["weibo"][:6] = [0, 0, 0, now - 48, 0, 0]

    assert states(world)[0][:6].tolist() == [LOYAL, LAPSED, POTENTIAL, LAPSED, UNKNOWN, POTENTIAL]
    assert states(world)[1][3] == now - 48


def test_loyal_means_here_what_the_metric_counts() -> None:
    """The same number of people as at the end of a run."""
    found = run()

    assert int((states(found._world)[0] == LOYAL).sum()) == found.end["loyal"]


def test_each_group_gets_its_share_and_nobody_two_messages() -> None:
    """Quotas are kept, what a group cannot use goes to potential users, the longest-gone lapsed wait."""
    file = made(loyal_share_effort=0.25, reactivation_share=0.25)
    n = file.world.population.n
    held = np.full(n, UNKNOWN)
    held[:10], held[10:200], held[200:2000] = LOYAL, LAPSED, POTENTIAL
    seen = np.arange(n, dtype=float)
    ids = file.addressees(held, np.random.default_rng(1).random(n), seen)

    assert len(ids) == len({*ids.tolist()}) == 120
    assert [int((held[ids] == g).sum()) for g in (LOYAL, LAPSED, POTENTIAL)] == [10, 30, 80]
    assert ids[held[ids] == LAPSED].tolist() == list(range(170, 200))
    file.written_h[ids] = file.world.env.now
    again = file.addressees(held, np.random.default_rng(1).random(n), seen)
    assert not set(again.tolist()) & set(ids.tolist())


def test_labels_are_wrong_as_often_as_set() -> None:
    """A tenth of the labels, inside a 99.9 % interval; more errors keep those from before."""
    few, many = made(label_error=0.1).slip, made(label_error=0.5).slip

    assert abs((few > 0).mean() - 0.1) < 3.29 * (0.1 * 0.9 / len(few)) ** 0.5
    assert (many[few > 0] > 0).all()
    assert {*few.tolist()} == {0, 1, 2}


def test_answers_follow_the_law() -> None:
    """With everybody reading and one fitting message at usual trust, answers have the set probability (99.9 % interval)."""
    file = made(read_share=3.0, answer=0.3, label_error=0.0, crm_hours=40.0, message_minutes=0.8)
    world = file.world
    world.people.trust[:] = 0.6
    world.env.run(until=10.0)
    file.write(0)
    activity = world.population.activity
    written = file.written_h == world.env.now
    read = 1.0 - np.exp(-3.0 * activity[written])
    expected, answers = 0.3 * read.sum(), world.today["answers"]

    assert world.today["messages"] == written.sum() > 700
    assert abs(answers - expected) < 3.29 * np.sqrt((0.3 * read * (1 - 0.3 * read)).sum())


def test_hours_are_booked_for_messages_written() -> None:
    """Every message takes its minutes, and no week more than the hours set."""
    found = run()
    booked = [w for w in found.ledger.work_done if w.task == "customer relations"]
    written = sum(d.get("messages", 0.0) for d in found._world.days)

    assert sum(w.hours for w in booked) == pytest.approx(written * 3.0 / 60.0)
    assert max(w.hours for w in booked) <= 6.0 + 1e-9


def test_a_message_that_suits_brings_more_answers_and_more_come_back() -> None:
    """Over six worlds: matched messages, then wrong labels, then one message for all."""
    rates = [
        sum(measure(run(seed, **how), ["active_share"])["active_share"] for seed in range(6))
        for how in ({"matched": False}, {"label_error": 0.5}, {"label_error": 0.0})
    ]
    back = [
        sum(measure(run(seed, reactivation_share=x), ["reactivated"])["reactivated"] for seed in range(6))
        for x in (0.0, 0.4)
    ]

    assert rates[0] < rates[1] < rates[2]
    assert back[0] < 0.3 * back[1]


@pytest.mark.parametrize("off", [{"answer": 0.0}, {"read_share": 0.0}])
def test_without_readers_or_answers_nobody_comes_back(off: dict[str, Any]) -> None:
    """Messages are written and cost hours, and bring nothing."""
    found = measure(run(**off), ["messages", "reactivated", "answer_rate"])

    assert found["messages"] > 0
    assert found["reactivated"] == found["answer_rate"] == 0


def test_unread_messages_shift_nobody_elses_numbers() -> None:
    """If nobody reads, every post fares as without any message."""
    assert run(read_share=0.0).post_rows == simulate(SMALL, seed=3).post_rows


def test_misfit_one_makes_matching_worthless() -> None:
    """Where any message suits everybody, matched and uniform messages give the same run but for the labels' order."""
    a, b = (run(matched=m, misfit=1.0) for m in (True, False))

    assert a.digest() == b.digest()


def test_a_second_purchase_is_one_within_sixty_days() -> None:
    """By hand from the orders that were written down."""
    found = simulate(vary(SMALL, ON | {"horizon_days": 120, "audience.order_rate": 0.3, R + "crm_order": 0.5}), seed=3)
    times: dict[int, list[float]] = {}
    for row in found.rows("order"):
        times.setdefault(row["person"], []).append(row["time_h"])
    first = {p: t for p, t in times.items() if t[0] <= 24.0 * (7 + 60)}
    again = [p for p, t in first.items() if len(t) > 1 and t[1] - t[0] <= 1440]

    assert measure(found, ["second_purchase"])["second_purchase"] == pytest.approx(len(again) / len(first))
    assert sum(map(len, times.values())) == sum(d.get("orders", 0.0) for d in found.days)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    hours=st.floats(1, 40),
    loyal=st.floats(0, 1),
    back=st.floats(0, 1),
    error=st.floats(0, 1),
    pause=st.integers(7, 120),
    staff=st.sampled_from((20.0, 160.0)),
)
def test_any_legal_relations_conserve_people_and_hours(
    hours: float, loyal: float, back: float, error: float, pause: int, staff: float
) -> None:
    """Followers move by what is gained and lost; shares stay shares; the same seed gives the same bits."""
    wanted = vary(
        SMALL,
        {"n_people": 1000, "horizon_days": 40, "platforms": ("wechat", "weibo"), "production.staff_hours_week": staff,
         R + "crm_hours": hours, R + "loyal_share_effort": loyal, R + "reactivation_share": back, R + "label_error": error,
         R + "pause_d": pause, R + "answer": 0.8, R + "read_share": 3.0},
    )  # fmt: skip
    found = simulate(wanted, seed=2)
    days, people = found._world.days, found._world.people
    start = sum(int(found._world.population.follower_at_start[p].sum()) for p in wanted.platforms)
    moved = sum(d.get("gained", 0.0) - d.get("lost", 0.0) for d in days)

    assert days[-1]["followers"] == start + moved
    assert ((people.memory >= 0) & (people.memory <= 1) & (people.trust >= 0) & (people.trust <= 1)).all()
    assert all(d.get("answers", 0.0) <= d.get("messages", 0.0) for d in days)
    assert all(d.get("active_days", 0.0) >= 0 for d in days)
    assert simulate(wanted, seed=2).digest() == found.digest()


# --- the customer file ------------------------------------------------------------------------------------------------


def test_auc_by_hand() -> None:
    """Ties count half, a perfect ranking is 1, its reverse 0, and nobody to tell apart is NaN."""
    positive = np.array([True, True, False, False])

    assert auc(np.array([3.0, 2.0, 1.0, 0.0]), positive) == 1.0
    assert auc(np.array([0.0, 1.0, 2.0, 3.0]), positive) == 0.0
    assert auc(np.array([1.0, 0.0, 0.0, 0.0]), positive) == pytest.approx((1.0 + 0.5) / 2)
    assert np.isnan(auc(np.ones(4), np.zeros(4, bool)))


def test_scores_of_equal_people_tell_nothing() -> None:
    """Numbers that do not depend on the answer have an AUC of 1/2 (99.9 % interval by its known variance)."""
    rng = np.random.default_rng(4)
    m, n = 400, 4000
    found = auc(rng.random(m + n), np.arange(m + n) < m)

    assert abs(found - 0.5) < 3.29 * ((m + n + 1) / (12.0 * m * n)) ** 0.5


def test_the_file_only_looks() -> None:
    """Keeping it changes no post and no person; it says one thing, thirty days before the end."""
    kept = simulate(vary(SMALL, {R + "keep_file": True}), seed=3)
    plain = simulate(SMALL, seed=3)
    told = kept.rows("forecast")

    assert kept.post_rows == plain.post_rows
    assert kept._world.days == plain._world.days
    assert len(told) == 1
    assert 0 < told[0]["active"] < told[0]["customers"]
    assert measure(kept, ["behaviour_auc"])["behaviour_auc"] == told[0]["auc"]


# --- hard selling ---------------------------------------------------------------------------------------------------------


def test_guidance_up_to_a_half_drives_nobody_away() -> None:
    """The factor on leaving is 1 up to one half and grows beyond; off, it never does; urging loses followers."""
    assert urged(4.0, 0.5) == urged(4.0, 0.1) == urged(0.0, 1.0) == 1.0
    assert urged(4.0, 1.0) == 3.0
    lost = [
        sum(
            sum(d.get("lost", 0.0) for d in simulate(vary(SMALL, {"plan.cta_strength": x}), seed=s).days)
            for s in range(4)
        )
        for x in (0.5, 1.0)
    ]
    assert lost[1] > 1.1 * lost[0]


# --- the shop -----------------------------------------------------------------------------------------------------------


def test_a_half_mature_shop_is_the_usual_one() -> None:
    """Orders rise with maturity, the more the nearer a platform is to a purchase; without any nearness nobody orders."""
    orders = [
        sum(d.get("orders", 0.0) for d in simulate(vary(SMALL, {"audience.order_rate": 0.2, "audience.ecommerce_maturity": x}),
                                                   seed=3).days)
        for x in (0.0, 0.5, 1.0)
    ]  # fmt: skip

    assert orders[0] == 0 < orders[1] < orders[2]
    assert orders[2] / orders[1] == pytest.approx(2.0**base.platform.weibo.commerce, rel=0.25)


def test_sales_and_holidays_by_hand() -> None:
    """Sales are orders and purchases again at their value; holiday reactions are those of posts within the peak's shape."""
    parts = ("production", "engagement", "audience", "desk")
    found = simulate(vary(SMALL, {"parts": parts, "audience.order_rate": 0.3}), seed=3)
    orders = sum(d.get("orders", 0.0) for d in found.days)
    again = sum(t["again"] for t in found.ticket_rows)
    near = [p for p in found.post_rows if 32 < p["day"] - 1 + p["hour"] / 24 < 37]
    values = measure(found, ["sales_k", "holiday_reactions"])

    assert orders > 0 < again
    assert values["sales_k"] == pytest.approx(0.2 * (orders + again))
    assert values["holiday_reactions"] == sum(p["likes"] + p["comments"] + p["shares"] for p in near)
