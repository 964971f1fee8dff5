"""Analytics: what is observed holds no truth, rules against theory, conservation for any legal scenario, every off value."""

from __future__ import annotations

import ast
import math
import subprocess
import sys
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sim import Run, base, measure, simulate, vary
from sim.core.catalogue import SEGMENTS, TYPES
from sim.core.ledger import Ledger
from sim.core.stats import mean_interval
from sim.core.streams import Streams
from sim.core.world import World
from sim.parts.analytics import abtest, channels, estimate, goals, growth, hours, personas, process, trend, words
from sim.parts.analytics import yields as truth
from sim.parts.analytics.observed import Seen, noise_of
from sim.parts.analytics.parameters import LOOKS_AT

PARTS = ("production", "engagement", "audience", "analytics")
SMALL = vary(base, {
    "parts": PARTS, "platforms": ["douyin"], "n_people": 1500, "horizon_days": 56, "warmup_days": 4, "plan.posts_per_day": 3,
    "audience.type_drift": 1.0, "audience.drift_days": 30, "analytics.explore_share": 0.3, "production.staff_hours_week": 320,
}, name="small")  # fmt: skip
PACKAGE = Path(estimate.__file__).parent
# What a decision is made by: none of these modules may look at people or at the truth.
DECIDING = ("estimate.py", "review.py", "bait.py", "trial.py")
RATIOS = ("analytics.measure_noise", "analytics.report_h")


def run_of(**changes: Any) -> Run:
    """Run the small company with changes of analytics."""
    return simulate(vary(SMALL, {f"analytics.{k}": v for k, v in changes.items()}), seed=5)


@cache
def standard() -> Run:
    """Return the small company with its defaults."""
    return run_of()


def observed(run: Run) -> list[Seen]:
    """Return the table of a run."""
    return run._world.records["observed"]


def plans(run: Run) -> list[tuple[float, tuple[float, ...]]]:
    """Return time and mix of every plan of a run."""
    return [(row["time_h"], row["mix"]) for row in run._world.log.of("plan")]


# --- hooks in the world: the plan in force, drifting tastes -------------------------------------------------------


def test_a_new_plan_acts_on_new_posts_only() -> None:
    """Another mix and interest from the first review on: what was published before is the same to the last bit."""
    same, other = run_of(decision_mode="none"), standard()
    changed_h = plans(other)[1][0]
    before = [[p for p in run._world.log.of("post") if p["time_h"] < changed_h] for run in (same, other)]

    assert before[0] == before[1]
    assert [p["type"] for p in same.post_rows] != [p["type"] for p in other.post_rows]
    assert [(p["day"], p["slot"], p["hour"]) for p in same.post_rows] == [
        (p["day"], p["slot"], p["hour"]) for p in other.post_rows
    ]


def test_the_line_drafts_by_the_plan_in_force_too() -> None:
    """With the line on, posts briefed after a review follow the new mix."""
    plan = vary(SMALL, {"parts": (*PARTS, "line"), "production.staff_hours_week": 400, "analytics.explore_share": 0.0})
    run = simulate(plan, seed=5)
    kinds, mixes = {p["time_h"]: p["type"] for p in run.post_rows}, plans(run)
    found = []
    for job in run.rows("job"):
        told = [mix for time_h, mix in mixes if time_h < job["brief_h"]]
        if len(told) > 1 and job["time_h"] in kinds and not job["topical"]:
            found.append(kinds[job["time_h"]] == TYPES[int(np.argmax(told[-1]))])

    assert len(found) > 30
    assert all(found)


def test_tastes_stand_still_unless_they_drift() -> None:
    """Without ``type_drift`` every day has the catalogue's tastes; with it they change at each regime, for all alike."""
    still, moving = (World(vary(SMALL, "audience.type_drift", x), Streams(3)) for x in (0.0, 1.0))

    assert np.array_equal(still.tastes.of(0), still.tastes.of(55))
    assert np.array_equal(moving.tastes.of(0), still.tastes.of(0))
    assert not np.array_equal(moving.tastes.of(30), moving.tastes.of(29))
    assert np.allclose(moving.tastes.of(30).sum(axis=1), 1.0)
    # One permutation for everybody: apart from the noise of 10 % the sorted tastes are those of before.
    assert np.abs(np.sort(moving.tastes.of(30), axis=1) / np.sort(moving.tastes.of(0), axis=1) - 1.0).max() < 0.25


def test_half_a_drift_is_between_none_and_all() -> None:
    """``type_drift`` mixes old and new tastes."""
    worlds = [World(vary(SMALL, "audience.type_drift", x), Streams(3)).tastes.of(30) for x in (0.5, 1.0)]
    old = World(SMALL, Streams(3)).tastes.of(0)

    assert np.allclose(worlds[0], 0.5 * old + 0.5 * worlds[1], atol=0.02)


def test_switching_the_part_on_changes_nothing_by_itself() -> None:
    """Without decisions and without costs the company is the one without analytics, post by post."""
    plain = simulate(vary(SMALL, "parts", PARTS[:3]), seed=5)
    idle = run_of(decision_mode="none")

    assert idle._world.log.of("post") == plain._world.log.of("post")
    assert idle.days == plain.days


def test_types_that_do_not_differ_leave_nothing_to_decide() -> None:
    """Off, exactly: alike types, no wear-out and no costs; mixes change week by week and not one number of the days does."""
    traits = ("click", "comment", "share", "trust", "recognition", "memory", "purchase")
    alike = {f"segment.{s}.type_preference": (0.2,) * 5 for s in SEGMENTS}
    alike |= {f"content_type.{k}.{what}": 1.0 for k in TYPES for what in traits}
    free = {f"analytics.{x}": 0.0 for x in ("review_cost", "change_cost", "measure_hours")}
    same = vary(SMALL, alike | free | {"audience.type_drift": 0.0, "engagement.novelty_wear": 0.0})
    none, data = (simulate(vary(same, "analytics.decision_mode", mode), seed=5) for mode in ("none", "data"))

    assert len({mix for _, mix in plans(data)}) > 1
    assert data.days == none.days
    assert measure(data, ["plan_yield"]) == measure(none, ["plan_yield"])
    assert measure(data, ["regret"])["regret"] == pytest.approx(0.0, abs=1e-6)


# --- what is observed ------------------------------------------------------------------------------------------------


def test_observed_tables_hold_no_truth() -> None:
    """No column of quality, segment, trust, taste; and with noise no figure equals what really happened."""
    assert set(Seen._fields) == {
        "seen_h", "time_h", "platform", "type", "form", "hour", "reach", "reactions", "clicks", "doubts", "orders",
        "orders_seen_h",
    }  # fmt: skip
    run = standard()
    posts = {p["time_h"]: p for p in run._world.log.of("post")}
    for row in observed(run):
        post = posts[row.time_h]
        count = post["likes"] + post["comments"] + post["shares"]
        for seen, true in ((row.reach, post["reach"]), (row.reactions, count), (row.clicks, post["clicks"])):
            assert (seen != true) if true else (seen == 0.0)  # a zero stays a zero
    secret = [*(p["quality"] for p in posts.values()), *(r[4] for r in run._world.records["true_yield"])]
    assert not {*secret} & {value for row in observed(run) for value in row}


def test_without_noise_the_table_is_what_happened() -> None:
    """Off: no noise, nothing missing, no delay."""
    run = run_of(measure_noise=0.0, missing_share=0.0, report_h=0.0, conversion_delay_d=0.0)
    posts = run._world.log.of("post")

    assert [row.reach for row in observed(run)] == [p["reach"] for p in posts]
    assert (
        [row.seen_h for row in observed(run)]
        == [row.orders_seen_h for row in observed(run)]
        == [p["time_h"] for p in posts]
    )
    assert sum(row.orders for row in observed(run)) == sum(day.get("orders", 0) for day in run._world.days)


def test_noise_has_its_size_and_the_rest_its_share() -> None:
    """Sd of ln(observed / true) is s / sqrt 2, means are right, five in a hundred posts are lost, conversions come late."""
    run = simulate(vary(SMALL, {"plan.posts_per_day": 4, "horizon_days": 300, "n_people": 500,
                                "analytics.decision_mode": "none"}), seed=8)  # fmt: skip
    posts = {p["time_h"]: p["reach"] for p in run._world.log.of("post")}
    logs = np.array([math.log(row.reach / posts[row.time_h]) for row in observed(run) if posts[row.time_h]])
    each = noise_of(base.analytics) / math.sqrt(2.0)
    lost = [float(t not in {row.time_h for row in observed(run)}) for t in posts]
    late = np.array([(row.orders_seen_h - row.seen_h) / 24.0 for row in observed(run)])

    assert noise_of(base.analytics) == base.analytics.measure_noise
    assert mean_interval((logs + each**2 / 2) ** 2, level=0.999).contains(each**2)
    assert mean_interval(logs, level=0.999).contains(-(each**2) / 2)
    assert mean_interval(lost, level=0.999).contains(base.analytics.missing_share)
    assert late.min() >= 1.0
    assert late.max() <= 3.0
    assert mean_interval(late, level=0.999).contains(2.0)


def test_skill_lowers_noise_and_its_switch_takes_that_away() -> None:
    """At a skill of one half nothing changes."""
    p = base.analytics

    assert noise_of(replace(p, analyst_skill=0.9)) < p.measure_noise < noise_of(replace(p, analyst_skill=0.1))
    assert noise_of(replace(p, analyst_skill=0.9, skill_effect=0.0)) == p.measure_noise


def test_decisions_do_not_read_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the grader silenced and its records thrown away the same plans are made."""
    expected = plans(standard())
    monkeypatch.setattr(process, "grader", lambda world: iter(()))

    def forgets(world: World, table: Any, work: Any) -> None:
        original(world, table, work)
        del world.records["true_yield"]

    original = process._content
    monkeypatch.setattr(process, "_content", forgets)
    monkeypatch.setattr(process, "grader", lambda world: (yield world.env.timeout(0.0)))

    assert plans(run_of()) == expected


@pytest.mark.parametrize("name", DECIDING)
def test_deciding_modules_never_look_at_people(name: str) -> None:
    """No attribute that holds a truth is even named there."""
    tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
    named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {a.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for a in node.names}

    assert not named & {
        "people",
        "population",
        "tastes",
        "match_table",
        "records",
        "today",
        "days",
        "followers",
        "network",
    }
    assert not imported & {"type_yield", "best_mix", "grader"}


# --- estimates and rules ------------------------------------------------------------------------------------------


def rows_of(values: dict[int, list[float]], *, platform: int = 0) -> list[Seen]:
    """Return posts with given ln results by type, a day apart, newest last."""
    rows = []
    for kind, some in values.items():
        for k, value in enumerate(some):
            reach = 1e6
            rows.append(
                Seen(24.0 * k, 24.0 * k, platform, kind, 0, 12, reach, math.exp(value) * reach, 0, 0, 0, 24.0 * k)
            )
    return rows


def test_scores_are_means_against_the_platform() -> None:
    """Types are compared inside a platform: one that gets ten times as much everywhere changes nothing."""
    one = rows_of({k: [-4.0 + 0.1 * k] * 4 for k in range(5)})
    ten = rows_of({k: [-4.0 + 0.1 * k + math.log(10)] * 4 for k in range(5)}, platform=1)
    s = estimate.scores(one + ten, 0.0, 1)

    assert np.allclose(s.mean, [-0.2, -0.1, 0.0, 0.1, 0.2], atol=1e-3)
    assert s.n.tolist() == [8] * 5
    assert s.spread < 1e-3


def test_older_posts_fill_up_a_rare_type_and_no_other() -> None:
    """Inside the window everything counts; a type with too few goes back until it has ``min_n``."""
    rows = rows_of({0: [0.0] * 20, 1: [0.0] * 3})
    s = estimate.scores(rows, 24.0 * 10, 5)

    assert s.n.tolist()[:2] == [10, 3]
    assert estimate.scores(rows, 24.0 * 18, 5).n.tolist()[:2] == [5, 3]
    assert estimate.winner(s.mean, s.n, 5) == 0
    assert estimate.winner(s.mean, s.n, 11) == -1


def test_thompson_shares_are_the_chances_to_be_best() -> None:
    """Two types with posteriors N(m, v): the chance is Phi(difference / sqrt(v1 + v2)), inside 99.9 %."""
    s = estimate.Scores(
        np.array([0.3, 0.0, -9.0, -9.0, -9.0]), np.array([20, 10, 10**6, 10**6, 10**6]), np.zeros(5), 0.8
    )
    precision = s.n[:2] / 0.64 + 1 / 0.09
    mean = s.n[:2] / 0.64 * s.mean[:2] / precision
    expected = NormalDist().cdf((mean[0] - mean[1]) / math.sqrt(sum(1 / precision)))
    shares = [estimate.thompson(s, 0.3, Streams(1).of("x", k))[0] for k in range(50)]

    assert mean_interval(shares, level=0.999).contains(expected)


def test_the_combined_rule_is_the_posterior_mean() -> None:
    """Certain belief is belief, no belief is the data, and in between the weights are the precisions."""
    s = estimate.Scores(np.array([1.0, 0, 0, 0, 0]), np.array([4, 4, 4, 4, 4]), np.zeros(5), 1.0)
    belief = np.array([0.0, 1, 0, 0, 0])

    assert np.array_equal(estimate.combined(s, belief, 0.0), belief)
    assert np.allclose(estimate.combined(s, belief, 1e6), s.mean)
    assert np.allclose(estimate.combined(s, belief, 0.5), 0.5 * s.mean + 0.5 * belief)


@given(st.integers(0, 4), st.floats(0, 0.8))
def test_a_tilted_mix_is_a_mix(best: int, explore: float) -> None:
    """Shares sum to 1 and are kept for tests evenly."""
    mix = estimate.tilted(best, explore)

    assert sum(mix) == pytest.approx(1.0)
    assert min(mix) >= explore / 5 - 1e-12
    assert mix[best] == max(mix)


def test_headline_tests_have_the_power_of_the_archive() -> None:
    """3,000 views an arm, 1.2 % clicks, log-sd 0.2, five arms: 35 to 50 % significant; two arms by the closed form; none: 5 %."""
    found = [
        abtest.significant(abtest.clicks_of(500, 5, 3000, 0.012, 0.2, Streams(4).of("ab", k)), 3000).mean()
        for k in range(20)
    ]
    two = [
        abtest.significant(abtest.clicks_of(500, 2, 3000, 0.012, 0.2, Streams(5).of("ab", k)), 3000).mean()
        for k in range(20)
    ]
    none = [
        abtest.significant(abtest.clicks_of(500, 2, 3000, 0.012, 0.0, Streams(6).of("ab", k)), 3000).mean()
        for k in range(20)
    ]
    inflated = math.sqrt(1.0 + 0.2**2 / (1.0 / (3000 * 0.012)))
    interval = mean_interval(found, level=0.999)

    assert interval.low > 0.35
    assert interval.high < 0.50
    assert abs(np.mean(two) - 2.0 * NormalDist().cdf(-1.96 / inflated)) < 0.02
    assert abs(np.mean(none) - 0.05) < 0.01


# --- truth, for the grader ----------------------------------------------------------------------------------------


def test_the_best_mix_beats_every_mix_on_a_grid() -> None:
    """With wear-out money is no object: all mixes in steps of a tenth; without it the best type takes all."""
    yields = np.array([1.0, 0.9, 0.8, 0.5, 0.4])
    best = truth.mix_yield(truth.best_mix(yields, 0.4), yields, 0.4)
    grid = [(a, b, c, d, 10 - a - b - c - d) for a in range(11) for b in range(11 - a) for c in range(11 - a - b)
            for d in range(11 - a - b - c)]  # fmt: skip

    assert truth.best_mix(yields, 0.0).round(6).tolist() == [1, 0, 0, 0, 0]
    assert best >= max(truth.mix_yield(np.array(m) / 10, yields, 0.4) for m in grid) - 1e-9
    assert truth.mix_yield([0.2] * 5, yields, 0.4) == pytest.approx(yields.mean())


def test_the_table_of_yields_is_what_posts_get() -> None:
    """Proportions between types by formula and by the posts' own chances without luck agree within a tenth."""
    plan = vary(SMALL, {"audience.type_drift": 0.0, "plan.posts_per_day": 6, "horizon_days": 200, "n_people": 3000,
                        "analytics.decision_mode": "none", "engagement.novelty_wear": 0.0,
                        "production.staff_hours_week": 400})  # fmt: skip
    runs = [simulate(plan, seed=9, replication=k) for k in range(3)]
    found = np.array([
        [np.nanmean([row[4] for row in run._world.records["true_yield"] if row[2] == k]) for k in range(5)] for run in runs
    ]).mean(axis=0)  # fmt: skip
    formula = truth.type_yield(World(plan, Streams(9)), 0)

    assert np.abs(found / found.mean() / (formula / formula.mean()) - 1.0).max() < 0.10


def test_regret_is_nothing_for_the_best_mix_and_metrics_know_when_nothing_was_done() -> None:
    """Regret lies between 0 and 100 %; without the part every metric of it is missing."""
    run = standard()
    none = simulate(vary(SMALL, "parts", PARTS[:3]), seed=5)

    assert 0.0 <= measure(run, ["regret"])["regret"] < 100.0
    assert 0.0 <= measure(run, ["false_winner"])["false_winner"] <= 1.0
    assert all(
        math.isnan(v) for v in measure(none, ["plan_yield", "regret", "false_winner", "decision_lag_d"]).values()
    )


# --- review: hours, lag, costs ---------------------------------------------------------------------------------------


def test_a_review_takes_effect_after_the_lag() -> None:
    """Plans change ``listen_lag_d`` days after each review, and no sooner."""
    run = run_of(listen_lag_d=5)
    reviews = [row["time_h"] for row in run.rows("review")]

    assert [t for t, _ in plans(run)[1:]] == [t + 120.0 for t in reviews][: len(plans(run)) - 1]
    assert reviews == [24.0 * (4 + 14 * k) for k in range(1, 5)]


def test_hours_of_analysis_are_booked_and_missing_for_posts() -> None:
    """The ledger holds reviews, changes and figures; with every cost off nothing is booked and quality is as without."""
    tight = {"production.staff_hours_week": 200.0}
    dear = simulate(vary(SMALL, tight | {"analytics.review_cost": 2.0, "analytics.review_interval_d": 2}), seed=5)
    free = simulate(vary(SMALL, tight | {"analytics.review_cost": 0.0, "analytics.change_cost": 0.0,
                                         "analytics.measure_hours": 0.0}), seed=5)  # fmt: skip
    tasks = lambda run: {w.task for w in run.ledger.work_done}  # noqa: E731  used twice in these lines

    assert {"reviews", "figures"} <= tasks(dear)
    assert not tasks(free) & {"reviews", "changes", "figures"}
    assert measure(dear, ["quality_mean"])["quality_mean"] < measure(free, ["quality_mean"])["quality_mean"]
    booked = sum(w.hours for w in dear.ledger.work_done if w.task == "reviews")
    assert booked == pytest.approx(2.0 * base.analytics.post_hours * len(dear._world.log.of("review")))


def test_once_is_once_and_never_is_never() -> None:
    """``most_reviews`` and an interval of 0."""
    assert len(run_of(most_reviews=1).rows("review")) == 1
    assert len(run_of(review_interval_d=0).rows("review")) == 0
    assert len(plans(run_of(decision_mode="none"))) == 1


@pytest.mark.parametrize("rule", ["greedy", "thompson", "combined"])
def test_every_rule_decides(rule: str) -> None:
    """Mixes change and remain mixes; the same seed makes the same decisions."""
    run = run_of(data_rule=rule)

    assert len({mix for _, mix in plans(run)}) > 1
    assert all(sum(mix) == pytest.approx(1.0) for _, mix in plans(run))
    assert run.digest() == run_of(data_rule=rule).digest()


def test_intuition_trusts_its_belief_as_much_as_it_is_told() -> None:
    """With a weight of 1 the winner never changes; with a belief without error it is the best type of the first day."""
    run = run_of(decision_mode="intuition", intuition_bias=1.0, belief_error=0.0)

    assert {row["winner"] for row in run.rows("review")} == {
        int(np.argmax(run._world.log.of("true_types")[0]["yields"]))
    }


def test_bait_is_tried_kept_or_dropped() -> None:
    """Exaggeration rises in the second half of a period; with a step of 0 it never does."""
    tried = run_of(bait_step=0.3, feedback_weight=0.0)

    assert max(row["exaggeration"] for row in tried._world.log.of("plan")) > 0
    assert {row["exaggeration"] for row in standard()._world.log.of("plan")} == {0.0}


# --- trend and comparison --------------------------------------------------------------------------------------------


def test_a_line_is_continued_exactly() -> None:
    """On a straight line the forecast is the line; the error of a noisy one grows with the distance by the closed form."""
    days = np.arange(14.0)[:, None]
    noise = np.array([trend.line_ahead(Streams(2).of("t", k).standard_normal((14, 1)), 14.0)[0] for k in range(400)])
    theory = 1 / 14 + (6.5 + 14.0) ** 2 / ((days - 6.5) ** 2).sum()

    assert trend.line_ahead(3.0 + 2.0 * days, 10.0) == pytest.approx([3.0 + 2.0 * 23.0])
    assert mean_interval(noise**2, level=0.999).contains(float(theory))


def test_keywords_run_ahead_and_their_switch_takes_that_away() -> None:
    """Days before a change keyword shares lie between old and new; without lead they are still the old ones."""
    changes = {"analytics.keyword_noise": 0.0, "analytics.keyword_lead_d": 15.0}
    world, late = (World(vary(SMALL, changes | {"analytics.keyword_lead_d": x}), Streams(3)) for x in (15.0, 0.0))
    old, new = (np.log(truth.type_yield(world, day)) for day in (0, 30))

    assert np.allclose(trend.keyword_days(world)(30, 31)[0], new)
    assert np.allclose(trend.keyword_days(late)(29, 30)[0], old)
    along = (trend.keyword_days(world)(29, 30)[0] - old) / (new - old)
    assert along.min() > 0.5
    assert along.max() < 1.0
    assert np.allclose(trend.keyword_days(world)(0, 1)[0], old)


def test_competitors_show_the_market_and_nothing_else() -> None:
    """A shock of -20 % at mid-horizon, inside 99.9 %; without it nothing, whatever our own posts do."""
    for shock in (-20, 0):
        seen = []
        for seed in range(30):
            world = World(vary(SMALL, "audience.market_shock", shock), Streams(seed))
            seen.append(trend.competitors(world, 32, 60) - trend.competitors(world, 4, 32))
        assert mean_interval(seen, level=0.999).contains(math.log(1.0 + shock / 100.0))


def test_an_own_change_is_judged_and_its_switch_makes_none() -> None:
    """One trial a run; with a step of 0 there is none."""
    trial = run_of(looks_at="trial", trial_step=0.3)

    assert len(trial.rows("trial")) == 1
    assert run_of(looks_at="trial", trial_step=0.0).rows("trial") == []


# --- programmes with a process of their own ----------------------------------------------------------------------


@given(st.lists(st.floats(0.1, 10), min_size=2, max_size=8), st.floats(0.2, 0.9))
def test_the_best_split_has_equal_marginal_returns(strength: list[float], exponent: float) -> None:
    """The budget is spent, and one more yuan brings the same everywhere."""
    a = np.array(strength)
    money = channels.best_split(a, 100.0, exponent)
    marginal = exponent * a * money ** (exponent - 1.0)

    assert money.sum() == pytest.approx(100.0)
    assert np.allclose(marginal, marginal[0], rtol=1e-6)


@given(
    st.lists(st.floats(1, 40), min_size=3, max_size=8),
    st.floats(0, 1),
    st.sampled_from(["average", "marginal", "all_in"]),
)
def test_moving_money_keeps_it(money: list[float], shift: float, rule: str) -> None:
    """No budget is made or lost, and none falls below what keeps a channel open."""
    p = replace(base.analytics, channel_shift=shift, channel_rule=rule)
    before = np.array(money)
    after = channels.moved(p, before, before**0.6 * np.arange(1, len(before) + 1), 0.06)

    assert after.sum() == pytest.approx(before.sum())
    assert after.min() >= channels.BACK_IN_K - 1e-9


def test_equal_channels_need_no_shift() -> None:
    """Off: channels that are alike, seen without noise, sell the same whatever is moved from now on."""
    alike = {"looks_at": "channels", "channel_spread": 0.0, "measure_noise": 0.0, "channel_shift": 0.0}

    assert measure(run_of(**alike), ["channel_regret"])["channel_regret"] == pytest.approx(0.0, abs=1e-9)


def test_initiatives_keep_their_money() -> None:
    """What is ended goes to the others: input a month is the budget, as long as anything is left."""
    run = simulate(vary(SMALL, {"parts": ("analytics",), "horizon_days": 365, "analytics.looks_at": "initiatives",
                                "analytics.stop_after_m": 1, "analytics.measure_noise": 1.0}), seed=6)  # fmt: skip
    rows = run.rows("initiative_month")

    assert len(rows) == 12
    assert all(sum(row["money"]) == pytest.approx(base.total_budget_k) for row in rows)
    assert any(min(row["money"]) == 0.0 for row in rows)


def test_the_goal_curve_has_an_inner_best_and_its_switch_makes_it_flat() -> None:
    """Best between 1.2 and 1.5; beyond the break people give up; without pull effort does not depend on the goal."""
    p = base.analytics
    grid = np.arange(0.6, 2.55, 0.05)
    curve = [goals.effort(p, g) for g in grid]

    assert 1.2 <= grid[int(np.argmax(curve))] <= 1.5
    assert goals.effort(p, 2.0) < goals.effort(p, 1.0)
    assert len({goals.effort(replace(p, goal_pull=0.0), g) for g in grid}) == 1


def test_follower_forecasts_agree_where_nothing_was_bought() -> None:
    """Newcomers as active and as loyal as before: the same gains less the same losses, whatever is read."""
    same = growth.Cohort(gained=100.0, lost=60.0, kept=0.8, active=0.3)

    assert growth.expected_followers(1000.0, same, None) == 1080.0
    assert growth.expected_followers(1000.0, same, same) == pytest.approx(1080.0)
    bought = same._replace(gained=180.0, kept=0.5, active=0.17)
    assert growth.expected_followers(1000.0, bought, same) < growth.expected_followers(1000.0, bought, None)


def test_without_prizes_nobody_is_bought() -> None:
    """Off: no follower more and none less than without the programme."""
    plain = simulate(vary(SMALL, "parts", PARTS[:3]), seed=5)

    assert run_of(looks_at="growth", prize_joins=0.0).days == plain.days
    assert run_of(looks_at="growth").days[-1]["followers"] != plain.days[-1]["followers"]


def test_corrected_hours_converge_and_plain_ones_do_not() -> None:
    """With as many events as one likes the corrected shares are the true ones; the plain ones keep their own timetable."""
    world = World(vary(SMALL, "platforms", ["weibo"]), Streams(1))
    seen, true = hours.there_to_see(world), np.linspace(1.0, 2.0, 24)
    counts = 1e9 * true * seen
    known = seen >= hours.ALIVE

    right = hours.estimated(counts, seen, corrected=True)
    plain = hours.estimated(counts, seen, corrected=False)
    assert np.allclose(right[known] / right[known].sum(), true[known] / true[known].sum())
    assert np.abs(plain - true / true.sum()).max() > 0.02


def test_personas_of_one_group_change_nothing() -> None:
    """K = 1: no gain in fit and no hours; the effect's off value leaves the match of the plan as it is."""
    one, off = run_of(looks_at="personas", segments_k=1), run_of(looks_at="personas", segments_k=4, persona_effect=0.0)
    four = run_of(looks_at="personas", segments_k=4)

    assert one._world.plan.content_match == off._world.plan.content_match == base.plan.content_match
    assert one._world.hours_elsewhere == 0.0
    assert four._world.plan.content_match > base.plan.content_match
    assert four._world.hours_elsewhere == pytest.approx(3 * base.analytics.persona_hours)


def test_clusters_are_found_where_they_are() -> None:
    """Two well separated groups get a centre each."""
    rng = Streams(1).of("x")
    values = np.concatenate([rng.normal(0, 0.01, (50, 3)), rng.normal(1, 0.01, (50, 3))])
    centres = np.sort(personas.clusters(values, 2, Streams(1).of("y"))[:, 0])

    assert np.allclose(centres, [0, 1], atol=0.1)


def comments(sample: int = 3000, seed: int = 1, **changes: Any) -> words.Comments:
    """Return the comments of a sample with changes of analytics."""
    p = vary(SMALL, {f"analytics.{k}": v for k, v in {"sample_users": sample, **changes}.items()}).analytics
    return words.written(p, Streams(seed).of("words"), words.DEMAND[: len(words.WANTED)])


def test_comments_have_their_sizes() -> None:
    """Poisson counts of ordinary and loud users, a tenth of them nine times as loud; shares of talk within four deviations."""
    plain = comments(loud_share=0.0)
    assert abs(len(plain.user) - 3000) < 4 * math.sqrt(3000)
    assert (np.bincount(plain.user, minlength=3000) == 0).mean() == pytest.approx(math.exp(-1), abs=0.035)
    loud = comments()
    assert len(loud.user) == pytest.approx(3000 * (0.9 + 0.1 * 9), rel=0.08)
    own = np.isin(loud.word, np.arange(len(words.WANTED), len(words.WANTED) + len(words.LOUD)))
    assert own.sum() == pytest.approx(0.4 * 0.1 * 9 * 3000, rel=0.15)


def test_a_larger_sample_holds_the_smaller_one_and_a_louder_one_the_quieter() -> None:
    """Common random numbers: the first users write the same in any sample; a louder minority writes more, nobody less."""
    small, large, louder = comments(100), comments(), comments(100, loud_strength=30.0)
    first = large.user < 100

    assert np.array_equal(np.column_stack(small), np.column_stack(large)[first])
    assert (np.bincount(louder.user, minlength=100) >= np.bincount(small.user, minlength=100)).all()


def test_counts_by_hand() -> None:
    """Three comments of one user and one of another: four comments, two users."""
    two = words.Comments(np.array([7, 7, 7, 8]), np.array([1, 1, 2, 1]))

    assert words.by_word(two)[:4].tolist() == [0, 3, 1, 0]
    assert words.by_word(two, users=True)[:4].tolist() == [0, 2, 1, 0]


def test_with_nobody_loud_and_much_to_read_the_ranking_is_that_of_the_wishes() -> None:
    """Off value: without vocal minority, small talk and hired crowd the ten wishes stand on top, in nearly their order."""
    quiet = {"loud_share": 0.0, "small_talk": 0.0, "comments_a_user": 5.0}
    counts = words.by_word(comments(**quiet))

    assert counts[: len(words.WANTED)].min() > counts[len(words.WANTED) :][: len(words.LOUD)].max() == 0
    assert np.corrcoef(counts[: len(words.WANTED)], words.DEMAND[: len(words.WANTED)])[0, 1] > 0.97


def test_hired_accounts_are_users() -> None:
    """A tenth as many hired accounts: as many users more for one word, and no other comment changes."""
    plain, hired = comments(), comments(hired_share=0.1)
    more = words.by_word(hired, users=True) - words.by_word(plain, users=True)

    assert more.sum() == more[words.HIRED] == 300
    assert np.array_equal(np.column_stack(hired)[: len(plain.user)], np.column_stack(plain))


def test_words_touch_nothing_else() -> None:
    """Reading comments changes no day of the company; the ranking and its figures are in the log."""
    looking = run_of(looks_at="words")

    assert looking.days == simulate(vary(SMALL, "parts", PARTS[:3]), seed=5).days
    assert measure(looking, ["word_precision"])["word_precision"] in {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}
    assert 0.5 < measure(looking, ["auc"])["auc"] <= 1.0
    assert math.isnan(measure(standard(), ["word_precision"])["word_precision"])


def test_shared_views_agree_and_shared_errors_too() -> None:
    """With everything shared all groups say the same and nothing is wasted."""
    all_, none = (run_of(looks_at="views", data_sharing=x) for x in (1.0, 0.0))

    assert measure(all_, ["alignment", "wasted_spend"]) == {"alignment": 1.0, "wasted_spend": 0.0}
    assert measure(none, ["alignment"])["alignment"] < 1.0


def test_importing_sim_does_not_import_scipy() -> None:
    """k-means is imported where personas are looked for."""
    code = "import sim, sys; assert 'scipy' not in sys.modules and 'sim.parts.analytics.review' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).resolve().parents[1])


ALONE = vary(SMALL, {"parts": ("analytics",), "n_people": 500, "horizon_days": 120})


@pytest.mark.parametrize(
    ("name", "metric", "settings_", "higher"),
    [
        ("channel_shift", "channel_sales_k", (0.0, 0.6), True),
        ("measure_noise", "channel_sales_k", (0.1, 2.0), False),
        ("stop_after_m", "wasted_spend", (2, 6), True),
        ("sample_users", "estimation_error", (50, 3000), False),
        ("data_sharing", "alignment", (0.1, 0.9), True),
        ("goal_level", "goal_attainment", (0.8, 1.4), False),
    ],
)
def test_directions(name: str, metric: str, settings_: tuple[float, float], *, higher: bool) -> None:
    """Twenty paired worlds: the interval of the difference lies on the expected side."""
    looks = {"channel_sales_k": "channels", "wasted_spend": "initiatives", "estimation_error": "hours",
             "alignment": "views", "goal_attainment": "goals"}[metric]  # fmt: skip
    plan = vary(ALONE, {"analytics.looks_at": looks, "analytics.channel_shift": 0.6, "horizon_days": 240})
    low, high = (
        np.array([
            measure(simulate(vary(plan, f"analytics.{name}", x), seed=12, replication=k), [metric])[metric]
            for k in range(20)
        ])
        for x in settings_
    )  # fmt: skip
    interval = mean_interval(high - low)

    assert interval.low > 0 if higher else interval.high < 0


def test_nearly_constant_returns_give_the_best_channel_all() -> None:
    """Just below constant returns the shares are those of the limit, without an overflow."""
    strength = np.array([1.7, 0.9, 1.2])

    assert channels.best_split(strength, 100.0, 0.99999) == pytest.approx([100.0, 0.0, 0.0])
    assert channels.best_split(strength, 100.0, 0.995) == pytest.approx(
        channels.best_split(strength / 1.7, 100.0, 0.995)
    )


# --- any legal scenario ---------------------------------------------------------------------------------------------


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.data())
def test_any_legal_scenario_keeps_hours_and_mixes(data: st.DataObject) -> None:
    """Any parameters, any programmes: hours used were there, mixes sum to 1, no figure is NaN, runs repeat bit for bit."""
    changes: dict[str, Any] = {
        "analytics.looks_at": data.draw(st.lists(st.sampled_from(LOOKS_AT), min_size=1, unique=True))
    }
    for field in fields(base.analytics):
        k = field.metadata["knob"]
        path, kind, low, high = f"analytics.{field.name}", k["kind"], k["low"], k["high"]
        if field.name == "looks_at" or not data.draw(st.booleans()):
            continue
        if kind == "switch":
            changes[path] = data.draw(st.booleans())
        elif kind == "choice":
            changes[path] = data.draw(st.sampled_from(k["choices"]))
        elif kind == "integer":
            changes[path] = data.draw(st.integers(low, high))
        else:
            ends = st.sampled_from([low, high] + ([k["off"]] if k["off"] is not None else []))
            changes[path] = data.draw(ends | st.floats(low, high))
    plan = vary(SMALL, {"n_people": 600, "horizon_days": 40, "plan.posts_per_day": 1.0} | changes)
    run = simulate(plan, seed=3)

    assert run.ledger.hours_used() <= run.ledger.hours_there() + 1e-6
    assert all(sum(mix) == pytest.approx(1.0) for _, mix in plans(run))
    assert not any(math.isnan(v) for row in run._world.records.get("observed", []) for v in row)
    assert run.digest() == simulate(plan, seed=3).digest()
    assert isinstance(run.ledger, Ledger)
