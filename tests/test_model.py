"""The model's invariants, boundaries and directions: what must hold in any legal scenario."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legal import legal

import sim
from sim import base, compare, differences, knobs, measure, replicate, simulate, summarise, sweep, vary
from sim.core.catalogue import PLATFORMS, named
from sim.core.knob import ParameterError
from sim.core.plan import CADENCES, ContentPlan
from sim.core.streams import Streams
from sim.core.timing import seen_index
from sim.parts.production import schedule
from sim.parts.production.rhythm import platform_rate

SMALL = vary(base, {"n_people": 2000, "horizon_days": 30, "warmup_days": 3, "platforms": ["weibo"]}, name="small")


FIXED = {
    "n_people": st.integers(500, 1500),
    "horizon_days": st.integers(1, 25),
    "warmup_days": st.integers(0, 5),
}
OPEN = {p: FIXED[p] if p in FIXED else legal(k) for p, k in knobs(base).items()}


@given(
    st.dictionaries(st.sampled_from(sorted(OPEN)), st.none(), min_size=1, max_size=12),
    st.data(),
    st.integers(0, 10**6),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_legal_scenario_runs_and_conserves_people(chosen: dict[str, None], data: Any, seed: int) -> None:
    """V9: followers(t+1) = followers(t) + gained - lost exactly; impressions >= reach >= reactions; no NaN."""
    changes = {path: data.draw(OPEN[path], label=path) for path in chosen}
    changes = {"n_people": 800, "horizon_days": 20, "warmup_days": 2} | changes
    scenario = vary(base, changes, name="drawn")

    run = simulate(scenario, seed=seed)

    daily = run.daily
    assert not daily.isna().to_numpy().any()
    assert len(daily) == scenario.horizon_days + scenario.warmup_days
    steps = daily["followers"].diff().iloc[1:] - (daily["gained"] - daily["lost"]).iloc[1:]
    assert (steps == 0).all()
    assert (daily["followers"] >= 0).all()
    assert (daily["impressions"] >= daily["reach"]).all()
    assert (daily["reach"] >= daily["reactions"]).all()
    assert (daily["reactions"] == daily["likes"] + daily["comments"] + daily["shares"]).all()
    people = run._world.people
    assert ((people.trust >= 0) & (people.trust <= 1)).all()
    assert ((people.memory >= 0) & (people.memory <= 1)).all()
    assert (people.fatigue >= 0).all()
    for platform in scenario.platforms:
        assert int(people.following[platform].sum()) == run._world.followers[platform]
        assert not (people.following[platform] & ~run._world.population.member[platform]).any()


@given(st.floats(0.07, 6), st.sampled_from(CADENCES), st.integers(28, 140))
@settings(max_examples=80, deadline=None)
def test_every_cadence_keeps_the_volume(rate: float, cadence: str, days: int) -> None:
    """Regular, burst and binge publish the same number of posts over whole months, random on average."""
    plan = dataclasses.replace(ContentPlan(), posts_per_day=rate, cadence_mode=cadence)
    days -= days % 28

    posts = schedule(plan, days, Streams(1), 0)

    assert posts == sorted(posts, key=lambda p: (p[0], p[2], p[1]))
    assert all(0 <= day < days and 0 <= hour < 24 for day, _, hour in posts)
    slack = 6 * np.sqrt(rate * days) if cadence == "random" else 2 * rate + 1
    assert abs(len(posts) - rate * days) <= slack


def test_equal_shares_of_platforms_change_nothing() -> None:
    """Neutral: any mix with equal shares for the operated platforms is the same run to the last bit."""
    two = vary(SMALL, {"platforms": ["wechat", "douyin"], "horizon_days": 10})
    other = vary(two, "plan.platform_mix", (0.3, 0.1, 0.3, 0.1, 0.1, 0.1))

    assert simulate(two).digest() == simulate(other).digest()


@pytest.mark.parametrize("cadence", ["regular", "random", "burst", "binge"])
def test_platforms_share_one_volume(cadence: str) -> None:
    """Three quarters of the posts on one platform: it has three times as many as the other, and together as many as before."""
    even = vary(SMALL, {"platforms": ["wechat", "douyin"], "horizon_days": 84, "warmup_days": 0, "parts": ["production"],
                        "plan.cadence_mode": cadence, "plan.posts_per_day": 2.0})  # fmt: skip
    posts = []
    for mix in (even.plan.platform_mix, (0.6, 0.1, 0.2, 0.1, 0.0, 0.0)):
        plan = vary(even, "plan.platform_mix", mix)
        rates = [platform_rate(plan, name) for name in plan.platforms]
        streams = [(name, Streams(1), PLATFORMS.index(name)) for name in plan.platforms]
        posts.append([len(schedule(plan.plan, 84, s, i, rate=r)) for r, (_, s, i) in zip(rates, streams, strict=True)])
        assert sum(rates) == pytest.approx(4.0)

    (a, b), (many, few) = posts
    slack = 4 * math.sqrt(336) if cadence == "random" else 8
    assert abs(many + few - a - b) <= 2 * slack
    assert abs(many - 3 * few) <= 3 * slack


def test_all_effort_on_platforms_that_are_not_operated_is_refused() -> None:
    """The error names the parameter and the platforms that get nothing."""
    with pytest.raises(ParameterError, match=r"plan\.platform_mix has nothing for weibo"):
        simulate(vary(SMALL, "plan.platform_mix", (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)))


def test_a_consistent_voice_is_remembered_and_trusted() -> None:
    """More memory and trust gained the more consistent; with the effect off consistency changes nothing at all."""
    voices = [simulate(vary(SMALL, "plan.tone_consistency", x)) for x in (0.0, 0.7, 1.0)]
    trust = [measure(run, ["trust_gained"])["trust_gained"] for run in voices]
    memory = [float(run._world.people.memory.mean()) for run in voices]
    off = [simulate(vary(SMALL, {"plan.tone_consistency": x, "audience.tone_memory": 0.0})).days for x in (0.0, 1.0)]

    assert trust[0] < trust[1] < trust[2]
    assert memory[0] < memory[2]
    assert off[0] == off[1]
    assert simulate(SMALL).digest() == voices[1].digest()


def test_leads_favourability_and_return_are_what_they_say() -> None:
    """Each from the log or the people, by a second way; nothing to divide by is no number."""
    run = simulate(vary(SMALL, {"parts": ["production", "engagement", "audience", "desk"], "plan.exaggeration": 0.5}))
    found = measure(run, ["leads", "favourability", "roi", "sales_k", "cost_k"])
    asked = {
        t["person"] for t in run.ticket_rows if t["kind"] == "enquiry" and t["state"] == "closed" and t["resolved"]
    }
    people = run._world.people
    moved = np.sign(people.trust[people.aware] - np.float32(0.6))

    assert found["leads"] == len(asked) > 0
    assert found["favourability"] == pytest.approx(moved.mean())
    assert found["roi"] == pytest.approx(0.4 * found["sales_k"] / found["cost_k"] - 1.0)
    free = vary(SMALL, {"parts": ["engagement", "audience"], "horizon_days": 5})
    assert np.isnan(measure(simulate(free), ["roi"])["roi"])


def test_without_posts_nobody_is_reached() -> None:
    """The boundary of the engagement part: its off value publishes nothing and engages nobody."""
    run = simulate(vary(SMALL, "plan.posts_per_day", 0))

    assert measure(run, ["reach", "reactions", "posts"]) == {"reach": 0.0, "reactions": 0.0, "posts": 0.0}
    assert np.isnan(measure(run, ["engagement_rate"])["engagement_rate"])


def test_fatigue_off_removes_the_loss_at_high_rates() -> None:
    """Six posts a day cost followers only through fatigue: without it more posts never mean more leaving."""
    quick = vary(
        base,
        {"platforms": ["weibo"], "horizon_days": 60, "n_people": 8000, "plan.posts_per_day": 6},
        name="six",
    )
    rested = vary(quick, "audience.fatigue", 0, name="six, no fatigue")
    lost = summarise(compare([quick, rested], replications=6, seed=31, metrics=["unfollow_rate", "engagement_rate"]))
    value = lost.pivot_table(index="scenario", columns="metric", values="mean")

    assert value.loc["six", "unfollow_rate"] > 1.5 * value.loc["six, no fatigue", "unfollow_rate"]
    assert value.loc["six", "engagement_rate"] < value.loc["six, no fatigue", "engagement_rate"]


def test_forgetting_off_removes_the_loss_at_low_rates() -> None:
    """At a post a week people leave because they forget; with lasting memory they stay."""
    rare = vary(
        base,
        {"platforms": ["weibo"], "horizon_days": 60, "n_people": 8000, "plan.posts_per_day": 0.14},
        name="rare",
    )
    lasting = vary(rare, {"audience.memory_halflife_d": float("inf"), "audience.memory_start": 0.9}, name="lasting")
    table = differences(compare([rare, lasting], replications=6, seed=32, metrics=["unfollow_rate"]), baseline="rare")

    assert table["high"].item() < 0
    assert table["relative"].item() < -0.3


@pytest.mark.parametrize(
    ("path", "low", "high", "metric"),
    [
        ("plan.posts_per_day", 0.5, 2, "reach"),
        ("plan.content_quality", 0.3, 0.9, "engagement_rate"),
        ("plan.content_match", 0.2, 0.8, "engagement_rate"),
        ("platform.weibo.follower_exposure", 0.02, 0.06, "reach"),
        ("audience.follow_probability", 0.01, 0.08, "net_growth"),
        ("audience.unfollow_day", 0.0, 0.005, "unfollow_rate"),
        ("audience.market_shock", -40, 40, "net_growth"),
    ],
)
def test_more_of_the_cause_gives_more_of_the_effect(path: str, low: float, high: float, metric: str) -> None:
    """Direction tests on paired worlds: the interval of the difference excludes 0."""
    scenarios = [vary(SMALL, path, v, name=n) for n, v in (("low", low), ("high", high))]

    found = differences(compare(scenarios, replications=6, seed=33, metrics=[metric]), baseline="low")

    assert found["low"].item() > 0


def test_a_usual_post_reaches_what_the_platform_says() -> None:
    """Reach by followers within a fifth of the declared share, on a year's mean of 8 worlds."""
    run = [simulate(vary(base, "platforms", ["weibo"]), seed=41, replication=r) for r in range(8)]
    share = np.mean([r.posts["reach_followers"].mean() / r.daily["followers"].mean() for r in run])

    assert share == pytest.approx(base.platform.weibo.follower_exposure, rel=0.2)


def test_active_hours_beat_the_night() -> None:
    """The timing index follows the audience: an evening post is seen more than one at four in the morning."""
    evening, night = (np.mean(seen_index(base.segment, 2.5, 0.4, hour)) for hour in (20, 3))

    assert evening > 1.2 > 1.0 > night


def test_timing_matters_less_for_content_that_lives_long() -> None:
    """With a life of days the hour of publishing hardly counts."""
    spread = lambda life: np.ptp([np.mean(seen_index(base.segment, life, 0.4, h)) for h in range(24)])  # noqa: E731

    assert spread(48.0) < 0.1 < spread(2.5)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_runs_alone(platform: str) -> None:
    """No platform of the catalogue needs another one."""
    run = simulate(vary(SMALL, "platforms", [platform]))

    assert measure(run, ["posts"])["posts"] == SMALL.horizon_days
    assert set(run.posts["platform"]) == {platform}


def test_catalogue_names_are_bilingual() -> None:
    """Every platform, segment, type and form has its Chinese name."""
    for group in (base.platform, base.segment, base.content_type, base.form):
        for name, entry in named(group):
            assert any("\u4e00" <= c <= "\u9fff" for c in entry.zh), name


def test_verbs_build_on_each_other() -> None:
    """One tidy table with the same numbers from simulate, replicate, compare and sweep."""
    one = measure(simulate(SMALL, seed=7, replication=1), ["reach"])["reach"]
    many = replicate(SMALL, replications=2, seed=7, metrics=["reach"])
    swept = sweep(SMALL, "plan.posts_per_day", [1, 2], replications=2, seed=7, metrics=["reach"])

    assert many["value"].tolist()[1] == one
    assert swept.loc[swept["plan.posts_per_day"] == 1, "value"].tolist() == many["value"].tolist()


def test_a_ratio_without_a_base_is_reported_as_missing() -> None:
    """No posts, no engagement rate: the summary says NaN instead of failing or inventing a 0."""
    silent = vary(SMALL, "plan.posts_per_day", 0, name="silent")
    results = compare([SMALL, silent], replications=5, metrics=["engagement_rate", "reach"])

    summary = summarise(results).set_index(["scenario", "metric"])
    assert np.isnan(summary.loc[("silent", "engagement_rate"), "mean"])
    table = differences(results, baseline="small").set_index("metric")
    assert table.loc["engagement_rate", "verdict"] == "not defined"
    assert table.loc["reach", "verdict"] == "lower"


def test_bad_experiments_get_one_clear_sentence() -> None:
    """Name, value and rule for the verbs as well."""
    with pytest.raises(ValueError, match="replications = 0 is not a whole number of at least 1"):
        replicate(SMALL, replications=0)
    with pytest.raises(ValueError, match="'small' appears twice"):
        compare([SMALL, SMALL])
    with pytest.raises(ValueError, match=r"'rech' is not a metric\. Did you mean"):
        replicate(SMALL, replications=1, metrics=["rech"])
    with pytest.raises(TypeError, match=r"compare\(\[a, b\]\)"):
        compare(SMALL)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="simulate needs a Scenario, not dict"):
        simulate({})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="baseline = 'none' is not one of the scenarios 'small'"):
        differences(replicate(SMALL, replications=2), baseline="none")


def test_a_cancelled_experiment_keeps_what_is_finished() -> None:
    """Nothing is lost: the exception carries the finished replications."""
    from threading import Event

    cancel = Event()
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 2:
            cancel.set()

    with pytest.raises(sim.Cancelled) as stopped:
        replicate(SMALL, replications=5, metrics=["reach"], progress=progress, cancel=cancel)

    assert seen == [(1, 5), (2, 5)]
    assert isinstance(stopped.value.results, pd.DataFrame)
    assert len(stopped.value.results) == 2


def test_competitors_on_holidays_take_room_in_the_feed() -> None:
    """ENG-9: on peak days reach falls where competitors post more, and nowhere else."""
    busy = vary(SMALL, {"audience.competitor_peak": 3, "horizon_days": 45}, name="busy")
    usual = vary(SMALL, "horizon_days", 45, name="usual")
    a, b = (simulate(s, seed=5).posts.set_index("day")["reach_followers"] for s in (usual, busy))

    assert a.loc[:31].equals(b.loc[:31])
    assert b.loc[33:36].sum() < a.loc[33:36].sum()
