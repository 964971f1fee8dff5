"""Targeting, adaptation and questions: closed forms, direction, every off value, and nobody else's numbers shifted."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import Run, base, measure, simulate, vary
from sim.core.catalogue import SEGMENTS, TYPES
from sim.core.plan import EVERYBODY, ContentPlan
from sim.core.streams import Streams
from sim.core.world import World
from sim.parts.engagement.account import adapted, question_factor
from sim.parts.production.plan import hours_per_post
from sim.parts.targeting import Targeting, known_share, likeness

SMALL = vary(base, {"n_people": 4000, "horizon_days": 60, "warmup_days": 7, "platforms": ("weibo",)}, name="small")
CORE = {"plan.core_segment": "young_office", "plan.targeting_precision": 1.0, "production.research_hours": 12.0}


@cache
def run(seed: int = 3, **changes: Any) -> Run:
    """Return one run; changes are written with __ for the dot."""
    made = vary(SMALL, {k.replace("__", "."): v for k, v in changes.items()}) if changes else SMALL
    return simulate(made, seed=seed)


def world_with(**changes: Any) -> World:
    """Return a world that has not started."""
    return World(vary(SMALL, CORE | changes), Streams(3))


def test_likeness_is_a_correlation() -> None:
    """1 with itself, the same both ways, never beyond 1; students and deep readers are opposites."""
    r = likeness(base.segment)

    assert np.allclose(np.diag(r), 1.0)
    assert np.allclose(r, r.T)
    assert (np.abs(r) <= 1.0 + 1e-12).all()
    assert r[SEGMENTS.index("student_trend"), SEGMENTS.index("deep_reader")] == r.min() < 0


@pytest.mark.parametrize("core", SEGMENTS)
def test_what_the_core_gains_the_others_lose(core: str) -> None:
    """The shift of match adds up to nothing over the market, and is largest for the core."""
    world = world_with(**{"plan.core_segment": core})
    fit = Targeting(world, "weibo").fit

    assert fit @ np.array(base.audience.segment_mix) == pytest.approx(0.0, abs=1e-7)
    assert int(fit.argmax()) == SEGMENTS.index(core)


def test_showing_keeps_the_number_of_people_shown() -> None:
    """Weighted by the activity of a platform's members, the factor on being shown has mean 1."""
    world = world_with()
    pop, shown = world.population, Targeting(world, "weibo").shown
    weight = pop.activity * pop.member["weibo"]

    assert float((shown[pop.segment] * weight).sum() / weight.sum()) == pytest.approx(1.0, abs=1e-5)
    assert shown.max() / shown.min() == pytest.approx(base.engagement.core_shown, abs=1e-5)


def test_a_post_is_aimed_as_often_as_precision_says() -> None:
    """Precision times what research knows (99.9 % interval, 20,000 posts); more precision aims the same posts and more."""

    class Post:
        def __init__(self, n: int) -> None:
            self.key = (1, n, 0)

    low, high = (Targeting(world_with(**{"plan.targeting_precision": p}), "weibo") for p in (0.3, 0.7))
    aimed = np.array([[t.aimed(Post(n)) for n in range(20_000)] for t in (low, high)])
    expected = 0.7 * 12.0 / (12.0 + base.engagement.core_research_h)

    assert known_share(world_with().scenario) == pytest.approx(12.0 / 14.0)
    assert abs(aimed[1].mean() - expected) < 3.29 * (expected * (1 - expected) / 20_000) ** 0.5
    assert not (aimed[0] & ~aimed[1]).any()


@pytest.mark.parametrize(
    "off",
    [
        {"plan.targeting_precision": 0.0},
        {"production.research_hours": 0.0, "plan.targeting_precision": 1.0},
        {"engagement.core_focus": 0.0, "engagement.core_shown": 1.0},
    ],
)
def test_without_it_a_core_changes_nothing(off: dict[str, Any]) -> None:
    """No precision, no knowledge, or no effect: every post fares as without a core, to the last bit."""
    with_core = simulate(vary(SMALL, CORE | off), seed=3)
    without = simulate(vary(SMALL, CORE | off | {"plan.core_segment": EVERYBODY}), seed=3)

    assert with_core.post_rows == without.post_rows


def test_precision_means_nothing_without_a_core() -> None:
    """The default plan is made for everybody: any precision gives the same run."""
    assert base.plan.core_segment == EVERYBODY
    assert run().digest() == run(plan__targeting_precision=0.9).digest()


def test_a_core_is_met_more_and_reacts_more() -> None:
    """Over eight worlds, aiming at the office workers reaches more of them, and raises the reaction rate."""
    low, high = (
        [measure(run(seed, **{k.replace(".", "__"): v for k, v in (CORE | {"plan.targeting_precision": p}).items()}),
                 ["core_reach", "engagement_rate"]) for seed in range(8)]
        for p in (0.0, 1.0)
    )  # fmt: skip

    assert sum(x["core_reach"] for x in high) > 1.2 * sum(x["core_reach"] for x in low)
    assert sum(x["engagement_rate"] for x in high) > 1.03 * sum(x["engagement_rate"] for x in low)


def test_clicks_are_stretched_and_stay_uniform_below_the_rate() -> None:
    """Who is meant clicks e^(1.6 fit) as often; the number behind the click stays uniform, so that orders follow clicks."""
    world = world_with()
    core = Targeting(world, "weibo")
    ids = np.arange(4000)
    u = np.random.default_rng(5).random(4000).astype(np.float32)
    met = core.clicks(_met(ids, u))
    factor = np.exp(1.6 * core.fit)[world.population.segment]

    assert np.array_equal(met.click < 0.1, u < np.float32(0.1) * factor.astype(np.float32))
    assert np.mean(met.click[met.click < 0.1]) == pytest.approx(0.05, abs=0.006)


def _met(ids: Any, click: Any) -> Any:
    from sim.core.candidates import Met

    return Met(ids, np.ones(len(ids)), np.zeros(len(ids), bool), click, click, click)


def test_before_a_post_is_aimed_everything_is_the_same() -> None:
    """Aimed posts shift nobody else's numbers: until the first of them the log is the same."""
    plain, aimed = run(), run(plan__core_segment="young_office", plan__targeting_precision=0.1)
    differs = [i for i, (a, b) in enumerate(zip(plain.post_rows, aimed.post_rows, strict=True)) if a != b]
    world = World(aimed.scenario, Streams(3))
    core = Targeting(world, "weibo")
    rows = list(plain._world.log.of("post"))

    class Post:
        def __init__(self, row: dict[str, Any]) -> None:
            self.key = (world.index["weibo"], row["day"] + aimed.scenario.warmup_days - 1, row["slot"])

    first = next(row for row in rows if core.aimed(Post(row)))
    assert differs
    assert all(plain.post_rows[i]["time_h"] >= first["time_h"] for i in differs)


# --- adaptation to platforms ----------------------------------------------------------------------------------------


def test_adaptation_is_neutral_by_default_and_needs_two_platforms() -> None:
    """Half adapted is what the catalogue's matches are; with one platform there is nothing to adapt, in match or hours."""
    two = vary(base, "plan.native_adaptation", 1.0)

    assert adapted(base, base.plan.native_adaptation) == 0.0
    assert adapted(two, 0.0) < 0 < adapted(two, 0.75) < adapted(two, 1.0)
    assert adapted(SMALL, 1.0) == 0.0
    assert hours_per_post(two) == pytest.approx(1.15 * hours_per_post(base))
    assert hours_per_post(vary(SMALL, "plan.native_adaptation", 1.0)) == hours_per_post(SMALL)


def test_adaptation_off_leaves_no_trace() -> None:
    """Without gain and hours, identical posts and remade ones fare the same."""
    both = {"platforms": ("wechat", "weibo"), "engagement.adaptation_gain": 0.0, "engagement.adaptation_hours": 0.0}
    runs = [simulate(vary(SMALL, both | {"plan.native_adaptation": x}), seed=3) for x in (0.0, 1.0)]

    assert runs[0].digest() == runs[1].digest()


# --- questions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pull", [1.0, 1.6, 2.5])
def test_questions_move_comments_and_keep_their_mean(pull: float) -> None:
    """At the usual share of questions the mean factor on comments is 1, whatever a question draws."""
    share = ContentPlan().interactive_share
    mean = share * question_factor(pull, True) + (1 - share) * question_factor(pull, False)

    assert mean == pytest.approx(1.0)
    assert question_factor(1.6, False) == 0.85


def test_a_question_that_draws_nobody_changes_nothing() -> None:
    """With the pull off, no questions and nothing but questions give the same posts."""
    a, b = (run(engagement__question_pull=1.0, plan__interactive_share=x) for x in (0.0, 1.0))

    assert [r["comments"] for r in a.post_rows] == [r["comments"] for r in b.post_rows]


# --- any legal scenario -------------------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    core=st.sampled_from((EVERYBODY, *SEGMENTS)),
    precision=st.floats(0, 1),
    shown=st.sampled_from((1.0, 1.1, 4.0)),
    focus=st.sampled_from((0.0, 0.05, 0.6)),
    adaptation=st.floats(0, 1),
    kind=st.sampled_from(TYPES),
    pull=st.sampled_from((1.0, 1.1, 4.0)),
)
def test_any_legal_targeting_conserves_people(
    core: str, precision: float, shown: float, focus: float, adaptation: float, kind: str, pull: float
) -> None:
    """Followers move by what is gained and lost, impressions are at least reach, and the core is a part of it."""
    made = vary(
        SMALL,
        {"n_people": 1000, "horizon_days": 20, "platforms": ("wechat", "weibo"), "plan.core_segment": core,
         "plan.targeting_precision": precision, "engagement.core_shown": shown, "engagement.core_focus": focus,
         "plan.native_adaptation": adaptation, "plan.type_mix": tuple(float(t == kind) for t in TYPES),
         "engagement.question_pull": pull},
    )  # fmt: skip
    found = simulate(made, seed=2)
    days = found._world.days
    start = sum(int(found._world.population.follower_at_start[p].sum()) for p in made.platforms)

    moved = sum(d.get("gained", 0.0) - d.get("lost", 0.0) for d in days)
    assert days[-1]["followers"] == start + moved
    for day in days:
        assert day.get("impressions", 0.0) >= day.get("reach", 0.0) >= day.get("core_reach", 0.0) >= 0
