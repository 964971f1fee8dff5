"""Single mechanisms do by hand what their page says: one small piece of the model each, without the world around it."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim import base, simulate, vary
from sim.core.network import from_links
from sim.core.streams import Streams
from sim.parts.campaign import crowd
from sim.parts.community.threads import spread
from sim.parts.crisis.company import BROKEN_PROMISE, SILENCE, Company
from sim.parts.engagement.heat import Heat
from sim.parts.engagement.market import PEAK_DAYS, peak_shape
from sim.parts.engagement.wear import FREE, WINDOW, Wear
from sim.parts.production.lessons import Knowledge


def company(true: bool, **changes: Any) -> Company:
    """Return a company in a crisis of which nobody takes notice: nothing but time and its own decisions move it."""
    quiet = {"establish": False, "update_every_h": 0.0, "remedy_h": 0.0, "decide_h": 2.0, "detect_h": 0.0} | changes
    scenario = vary(base, {f"crisis.{name}": value for name, value in quiet.items()})
    nobody = SimpleNamespace(amplify=lambda share: 0, look_again=lambda *_, **__: None, kind=np.empty(0, int))
    world = SimpleNamespace(
        scenario=scenario, streams=Streams(1), people=SimpleNamespace(trust=np.array([0.6])),
        env=SimpleNamespace(now=0.0), log=SimpleNamespace(record=lambda *_, **__: None),
    )  # fmt: skip
    team = SimpleNamespace(add=lambda *_: None, take=lambda *_: None, take_always=lambda *_: None)
    return Company(world, 0, severity=0.5, true=true, opinion=nobody, team=team)  # type: ignore[arg-type]


def fading(one: Company, hours: range) -> list[float]:
    """Return by how much the logarithm of credibility falls in each of these hours."""
    falls = []
    for hour in range(hours.stop):
        before = one.cred
        one.act(hour)
        falls.append(math.log(before / one.cred))
    return falls[hours.start :]


def test_a_broken_promise_costs_credibility_while_the_cause_is_there() -> None:
    """Silence, and an own fault that is not mended after the promised time, let credibility fade at their own rates."""
    p = base.crisis
    late = range(int(p.promise_h) + 5, int(p.promise_h) + 25)

    assert fading(company(True, speak=False), late) == pytest.approx([1 / p.cred_fades_h[SILENCE]] * 20)
    assert fading(company(True), late) == pytest.approx([1 / p.cred_fades_h[BROKEN_PROMISE]] * 20)
    assert fading(company(False), late) == pytest.approx([0.0] * 20)
    mended = company(True)
    mended.remedied = True
    assert fading(mended, late) == pytest.approx([0.0] * 20)


def test_only_a_true_accusation_without_remedy_has_its_cause() -> None:
    """And only such a crisis goes on getting evidence at its full rate."""
    fault, rumour = company(True), company(False)

    assert (fault.cause_persists, rumour.cause_persists) == (True, False)
    assert fault.evidence(1) == pytest.approx(base.crisis.evidence_rate)
    fault.remedied = True
    assert (fault.cause_persists, fault.repaired, fault.evidence(1)) == (False, True, 0.0)


def test_whoever_leaves_takes_what_only_he_knew() -> None:
    """The whole team with all it knows: the gap is that of the first day; half of it opens half of the squared way back."""
    scenario = vary(base, {"production.lessons_lost": 1.0, "audience.taste_jump": 0.8, "audience.drift_days": 180})
    for share in (0.0, 0.5, 1.0):
        team = Knowledge(scenario, 2.0, iterates=False)
        known = team.at(30)
        assert known < 0.7
        team.leaver(share, 30)
        assert team.gap**2 == pytest.approx(known**2 + share * (0.8**2 - known**2))


def test_a_thread_that_nobody_passes_on_reaches_what_its_author_reaches() -> None:
    """The author stands for three who pass it on, each for the contacts of his interest; then it is over, for good."""
    members = 10_000
    ladder = (np.arange(members) + 0.5) / members
    alone = spread(ladder, np.zeros(members, bool), np.zeros(members, bool), contacts=1000.0, life_h=5.0, staff_h=math.inf,
                   staff_effect=0.0, leader_effect=0.0)  # fmt: skip
    deleted = spread(ladder, np.ones(members, bool), np.zeros(members, bool), contacts=1000.0, life_h=5.0, staff_h=0.0,
                     staff_effect=1.0, leader_effect=0.0)  # fmt: skip

    assert len(alone.saw) == pytest.approx(3 * 1000, rel=0.01)
    assert len(deleted.saw) == 0


def test_heat_settles_and_a_punishment_ends() -> None:
    """Ten times what a usual day adds, at most 1.25; without reactions it goes down by a tenth a day."""
    heat = Heat(scale=10.0)
    heat.pass_days(20)
    assert heat.level == pytest.approx(0.9**20)
    for day in range(21, 200):
        heat.reactions_today = 10.0
        heat.pass_days(day)
    assert heat.level == pytest.approx(1.25 * (1 - math.exp(-1)), rel=1e-6)
    heat.punish(0.5, until_h=100.0)
    assert heat.shown(99.0) == pytest.approx(heat.level / 2)
    assert heat.shown(100.0) == heat.level
    heat.punish(0.5, until_h=50.0)
    assert heat.shown(99.0) == pytest.approx(heat.level / 2)


def test_wear_counts_the_last_posts_only() -> None:
    """One type alone wears out by what exceeds two fifths; after a window of others nothing is left of it."""
    wear = Wear(0.5)
    for _ in range(WINDOW):
        assert wear.log_odds(1, 2, False) == 0.0
        wear.remember(1, 2, False)
    assert wear.log_odds(1, 0, False) == pytest.approx(math.log(1 - 0.5 * (1 - FREE)))
    assert wear.log_odds(1, 2, False) == pytest.approx(2 * math.log(1 - 0.5 * (1 - FREE)))
    assert wear.log_odds(0, 0, True) == 0.0
    for k in range(WINDOW):
        wear.remember(k % 5, k % 6, k % 2 == 0)
    assert wear.log_odds(1, 2, False) == 0.0
    assert wear.log_odds(1, 2, True) == pytest.approx(math.log(1 - 0.5 * (0.5 - FREE)))
    assert Wear(0.0).log_odds(1, 2, False) == 0


def test_interest_rises_before_a_holiday_and_falls_after_it() -> None:
    """One on the day, a third less each day before, a half less each day after, nothing between two holidays."""
    day = PEAK_DAYS[0]
    found = [peak_shape(day + d) for d in (-4, -3, -2, -1, 0, 1, 2, 3)]

    assert found == pytest.approx([0, 0, 1 / 3, 2 / 3, 1, 0.5, 0, 0])


def test_readers_who_stay_grow_with_what_holds_them() -> None:
    """Twice the share of clicks that read on, about twice the reads; never more than there are clicks."""
    small = {"n_people": 12_000, "horizon_days": 40, "warmup_days": 0, "platforms": ["weibo"]}
    read = {}
    for share in (0.15, 0.3, 1.0):
        posts = simulate(vary(base, small | {"engagement.deep_read": share}), seed=3).post_rows
        read[share] = sum(post["deep"] - post["comments"] for post in posts)
        assert all(0 <= post["deep"] - post["comments"] <= post["clicks"] for post in posts)

    assert read[0.15] > 90
    # Of those who read on at 0.3 each does so at 0.15 with chance 1/2: 4 standard errors of 200 such coins.
    assert read[0.3] / read[0.15] == pytest.approx(2.0, rel=0.28)
    assert read[1.0] > read[0.3]


def test_lists_of_links_are_rows() -> None:
    """Tables, single numbers and rows of unequal length are refused."""
    pairs = np.array([[0, 1], [1, 2]])
    for sources, targets in ((pairs, pairs), (np.int64(0), np.int64(1)), (np.array([0, 1]), np.array([1]))):
        with pytest.raises(ValueError, match="two rows of one length"):
            from_links(3, sources, targets)


def test_marks_of_a_crowd_do_not_cover_each_other() -> None:
    """Somebody who heard online is not thereby on the street: each mark is a bit of its own."""
    marks = [crowd.ONLINE, crowd.STREET, crowd.FRIEND, crowd.CAME, crowd.JOINED, crowd.PUT_OFF, crowd.TURNED_AWAY]

    assert [mark.bit_count() for mark in marks] == [1] * len(marks)
    assert sum(marks).bit_count() == len(marks)
