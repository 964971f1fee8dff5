"""The production line against queueing theory, its invariants in any legal scenario, and each mechanism switched off."""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
import simpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legal import legal
from scipy.stats import binom

from sim import base, compare, knobs, measure, simulate, vary
from sim.core.stats import mean_interval
from sim.core.streams import Streams
from sim.core.theory import little_gap, pollaczek_khinchine_wait
from sim.core.world import World
from sim.parts import audience, engagement, production
from sim.parts.production.line import Line
from sim.parts.production.parameters import ProductionParameters
from sim.parts.production.people import Crew, Office, Person, Sheet, levelled
from sim.parts.production.review import MOST_ROUNDS, defect_of, expected_rounds, missed, numbers_of
from sim.parts.production.team import STEP_HOURS, Team, hours_of_step

ONLY = ("production", "line")
ALL = ("production", "engagement", "audience", "line")
QUIET = {"production.sick_days": 0.0, "production.staff_turnover": 0, "production.sudden_event_rate": 0}
SMALL = vary(
    base,
    {"n_people": 600, "horizon_days": 60, "warmup_days": 14, "platforms": ["weibo"], "parts": ONLY},
    name="small",
)


def jobs(changes: dict[str, Any], *, seed: int = 1, of: Any = SMALL) -> list[dict[str, Any]]:
    """Return what became of every brief of a run."""
    return simulate(vary(of, changes, name="x") if changes else of, seed=seed).rows("job")


def mean(rows: list[dict[str, Any]], what: str) -> float:
    """Return the mean of a fact over the posts that were not dropped."""
    return float(np.mean([row[what] for row in rows if not row["dropped"]]))


# --- queues against theory ----------------------------------------------------------------------------------------


def tandem(rng: np.random.Generator, rate: float, services: list[Any], customers: int) -> dict[str, np.ndarray]:
    """Send customers through one crew of one person after another, day and night; return arrivals and departures.

    ``services`` draw one working time each. ``number`` is the number in the system as seen by a clock of its own.
    """
    env, arrivals, departures = simpy.Environment(), [], []
    crews = [Crew(env, [Person(i, "", opens_h=0.0, closes_h=math.inf)], Sheet()) for i in range(len(services))]

    def customer() -> Any:
        arrived = env.now
        for crew, service in zip(crews, services, strict=True):
            person = yield crew.ask()
            yield from crew.work(person, service(), "step")
            crew.release(person)
        arrivals.append(arrived)
        departures.append(env.now)

    def source() -> Any:
        for _ in range(customers):
            yield env.timeout(rng.exponential(1.0 / rate))
            env.process(customer())

    seen = []

    def clock() -> Any:
        while True:
            yield env.timeout(1.0)
            seen.append(sum(len(c.waiting) + sum(p.busy for p in c.people) for c in crews))

    env.process(source())
    env.process(clock())
    env.run(until=customers / rate)
    return {"arrived": np.array(arrivals), "left": np.array(departures), "number": np.array(seen)}


def test_exponential_tandem_has_the_sojourn_time_of_jackson() -> None:
    """Three M/M/1 stages in a row: sum of 1/(mu - lambda), inside the 99.9 % interval of 12 replications."""
    rate, mu = 0.5, (1.0, 0.9, 1.2)
    times = []
    for seed in range(12):
        rng = np.random.default_rng([8, seed])
        services = [lambda m=m, rng=rng: rng.exponential(1.0 / m) for m in mu]
        found = tandem(rng, rate, services, 2000)
        times.append(float((found["left"] - found["arrived"])[300:].mean()))
    interval = mean_interval(times, level=0.999)

    assert interval.contains(sum(1.0 / (m - rate) for m in mu))
    assert interval.half_width < 0.8  # of 5.9 hours: narrow enough to see one hour of error


def test_gamma_stage_waits_as_pollaczek_and_khinchine_say() -> None:
    """One M/G/1 stage with the line's own law (Gamma, shape 4, variation 1/2) at load 0.8."""
    rate, hours, shape = 0.4, 2.0, 4.0
    waits = []
    for seed in range(12):
        rng = np.random.default_rng([9, seed])
        found = tandem(rng, rate, [lambda rng=rng: hours * rng.standard_gamma(shape) / shape], 2000)
        waits.append(float((found["left"] - found["arrived"])[300:].mean()) - hours)
    interval = mean_interval(waits, level=0.999)

    assert interval.contains(pollaczek_khinchine_wait(rate, hours, shape**-0.5))
    assert not interval.contains(pollaczek_khinchine_wait(rate, hours, 1.0))  # negative control: not exponential


@pytest.mark.parametrize("shape", [1.0, 4.0])
def test_a_flooded_tandem_gives_what_its_bottleneck_can(shape: float) -> None:
    """More briefs than the slowest stage can take: departures per hour are its rate, whatever the others do."""
    hours = (1.0, 2.8, 1.6)
    rates = []
    for seed in range(10):
        rng = np.random.default_rng([10, seed])
        services = [lambda h=h, rng=rng: h * rng.standard_gamma(shape) / shape for h in hours]
        left = np.sort(tandem(rng, 1.0, services, 1200)["left"])
        rates.append((len(left) - 101) / (left[-1] - left[100]))
    interval = mean_interval(rates, level=0.999)

    assert interval.contains(1.0 / 2.8)
    assert interval.half_width < 0.04


def test_little_holds_on_the_tandem() -> None:
    """V8: the number in the system, counted every hour, is arrival rate times time, within 2 % in a long run."""
    rng = np.random.default_rng(11)
    found = tandem(rng, 0.5, [lambda: rng.exponential(1.0), lambda: rng.standard_gamma(4.0) / 4.0], 20_000)
    rate = len(found["arrived"]) / len(found["number"])

    assert abs(little_gap(float(found["number"].mean()), rate, float((found["left"] - found["arrived"]).mean()))) < 0.02


def test_little_holds_on_the_line() -> None:
    """V8 on the whole line: posts between brief and slot, counted every hour for a year, against rate times time."""
    world = World(vary(SMALL, {"horizon_days": 365, "n_people": 500}, name="year"), Streams(3))
    line, seen = Line(world), []
    production.start(world)
    line.open()

    def clock() -> Any:
        while True:
            yield world.env.timeout(1.0)
            seen.append(len(line.jobs))

    world.env.process(clock())
    world.env.run(until=24 * world.total_days)
    gone = world.log.of("job")
    open_h = sum(world.env.now - job.brief_h for job in line.jobs.values())
    whole = sum(job["time_h"] - job["brief_h"] for job in gone) + open_h

    # Time spent by those who left and those still there is the area under the count, but for the hourly grid.
    assert float(np.sum(seen)) == pytest.approx(whole, rel=0.002)
    assert abs(little_gap(float(np.mean(seen)), len(gone) / world.env.now, whole / len(gone))) < 0.02


# --- working hours ------------------------------------------------------------------------------------------------


@given(st.floats(6, 12), st.floats(0.5, 12), st.integers(5, 7), st.integers(0, 6), st.floats(0, 600), st.floats(0, 300))
@settings(max_examples=80, deadline=None)
def test_office_hours_are_those_of_a_clock(
    start: float, hours: float, days: int, first: int, at: float, more: float
) -> None:
    """Counted in steps of six minutes, and turned round: after x working hours, x working hours have passed."""
    office = Office(start, hours, days, first)
    ticks = np.arange(at, at + more, 0.1)
    inside = sum(office.is_open(float(t)) for t in ticks) * 0.1

    assert office.between(at, at + more) == pytest.approx(inside, abs=0.1 * (2 + 2 * more / 24 + 1))
    later = office.after(at, more / 10)
    assert office.between(at, later) == pytest.approx(more / 10, abs=1e-6)
    assert later >= at


def test_general_tasks_go_to_those_with_time() -> None:
    """Levelling: the loads end equal where that is possible, and nothing is lost."""
    assert levelled([10.0, 0.0, 4.0], 6.0) == pytest.approx([0.0, 5.0, 1.0])
    assert sum(levelled([3.0, 1.0, 2.0, 9.0], 5.5)) == pytest.approx(5.5)


def test_skew_moves_hours_and_keeps_their_sum() -> None:
    """Full skew makes design the bottleneck; the work of a post stays the same."""
    skewed = hours_of_step(ProductionParameters(stage_skew=1.0))

    assert sum(skewed) == pytest.approx(sum(STEP_HOURS))
    assert skewed[3] > 2 * max(skewed[:3])
    assert hours_of_step(ProductionParameters()) == pytest.approx(STEP_HOURS)


def books(run: Any) -> tuple[dict[tuple[str, int], float], dict[tuple[str, int], float]]:
    """Return hours worked and hours there, by person and day."""
    worked: dict[tuple[str, int], float] = defaultdict(float)
    there: dict[tuple[str, int], float] = defaultdict(float)
    for w in run.ledger.work_done:
        worked[w.who, int(w.start_h // 24)] += w.hours
    for p in run.ledger.presence:
        there[p.who, int(p.start_h // 24)] += p.hours
    return worked, there


def test_nobody_works_longer_than_he_is_there() -> None:
    """Not a week, not a day: work of each person and day is covered by presence, overtime included; idle time is paid."""
    busy = {"plan.posts_per_day": 3, "production.overtime_hours_week": 20, "production.emergency_lane": True}
    run = simulate(vary(SMALL, busy, name="busy"), seed=4)
    worked, there = books(run)

    assert all(hours <= there.get(key, 0.0) + 1e-6 for key, hours in worked.items())
    assert run.ledger.hours_there("team", overtime=True) > 0
    assert sum(worked.values()) < sum(there.values())
    assert {"plan", "creative", "copy", "design", "review", "research", "accounts", "training"} <= {
        w.task for w in run.ledger.work_done
    }


def test_overtime_is_bounded_by_week_and_day_and_buys_punctuality() -> None:
    """A pressed team stays longer, never beyond the limits, and more posts come out."""
    pressed = {"plan.posts_per_day": 2.4, "production.emergency_lane": False}
    runs = [
        simulate(vary(SMALL, pressed | {"production.overtime_hours_week": h}, name=str(h)), seed=5) for h in (0.0, 30.0)
    ]
    weeks: dict[int, float] = defaultdict(float)
    days: dict[tuple[str, int], float] = defaultdict(float)
    for p in runs[1].ledger.presence:
        if p.overtime:
            weeks[runs[1].ledger.week(p.start_h)] += p.hours
            days[p.who, int(p.start_h // 24)] += p.hours

    assert runs[0].ledger.hours_there("team", overtime=True) == 0
    assert 0 < max(weeks.values()) <= 30.0 + 1e-6
    assert max(days.values()) <= 3.0 + 1e-6
    late = {"plan.posts_per_day": 2.4}
    in_time = [value(late | {"production.overtime_hours_week": h}, "on_time_share", n=3) for h in (0.0, 30.0)]
    assert in_time[1] > in_time[0] + 0.02
    assert runs[1].ledger.cost_k("team") > runs[0].ledger.cost_k("team")


# --- nothing gets lost --------------------------------------------------------------------------------------------


OPEN = {path: legal(k) for path, k in knobs(base).items() if path.startswith("production.")}
OPEN |= {"plan.posts_per_day": st.floats(0.07, 6), "plan.hot_topic_share": st.floats(0, 1),
         "plan.cadence_mode": st.sampled_from(("regular", "random", "burst", "binge")),
         "warmup_days": st.integers(0, 9)}  # fmt: skip


@given(
    st.dictionaries(st.sampled_from(sorted(OPEN)), st.none(), min_size=1, max_size=14), st.data(), st.integers(0, 10**6)
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_legal_line_loses_no_job_and_no_hour(chosen: dict[str, None], data: Any, seed: int) -> None:
    """Briefs = published + in progress + dropped, exactly; hours used never exceed hours there; posts are legal."""
    changes = {path: data.draw(OPEN[path], label=path) for path in chosen}
    scenario = vary(SMALL, {"horizon_days": 21, "n_people": 500, "parts": ALL} | changes, name="drawn")
    world = World(scenario, Streams(seed))
    line, heard, sent = Line(world), [], []
    audience.start(world)
    engagement.start(world)
    production.start(world)
    line.open()
    world.listen("brief", lambda platform, draft: heard.append(draft.key))
    world.listen("publish", lambda platform, draft: sent.append(draft))
    world.env.run(until=24 * world.total_days + 0.5)

    rows = world.log.of("job")
    dropped = [row for row in rows if row["dropped"]]
    assert len(heard) == len(set(heard)) == len(sent) + len(dropped) + len(line.jobs)
    assert len(rows) == len(sent) + len(dropped)
    assert {d.key for d in sent}.isdisjoint(line.jobs)
    assert all(0.05 <= d.quality <= 1.0 and d.gap >= 0 and d.lead_h >= 0 for d in sent)
    assert all(1 <= d.same_hour <= d.recent for d in sent)
    assert [d.time_h for d in sent] == sorted(d.time_h for d in sent)
    assert all(row["ready_h"] >= row["brief_h"] and row["lead_h"] >= 0 for row in rows)
    assert all(row["time_h"] >= row["planned_h"] or row["topical"] or row["dropped"] for row in rows)
    run = type("Run", (), {"ledger": world.ledger})
    worked, there = books(run)
    assert all(hours <= there.get(key, 0.0) + 1e-6 for key, hours in worked.items())
    assert all(0.0 <= p.skill <= 1.0 for p in line.team.people)


def test_a_small_line_never_makes_more_than_its_hours_allow() -> None:
    """What is worked on posts in a year is at most what is there less the general tasks; overload shows as drops."""
    flooded = vary(SMALL, {"plan.posts_per_day": 5, "horizon_days": 120}, name="flooded")
    run = simulate(flooded, seed=6)
    found = measure(run, ["throughput", "dropped_posts", "on_time_share"])
    general = {"research", "accounts", "content types", "training", "lessons", "drills"}
    spent = sum(w.hours for w in run.ledger.work_done if w.task not in general)

    assert spent <= run.ledger.hours_there("team") - sum(
        w.hours for w in run.ledger.work_done if w.task in general
    ) + 1e-6  # fmt: skip
    assert found["dropped_posts"] > 0.3 * 5 * 120
    assert found["on_time_share"] < 0.2


def test_without_the_line_its_parameters_change_nothing() -> None:
    """Line off: every parameter that the line alone reads leaves the run as it is, bit for bit."""
    off = vary(SMALL, {"parts": ("production", "engagement", "audience"), "horizon_days": 20}, name="off")
    known = {"staff_hours_week", "overload", "research_hours", "research_effect", "learning", "review_rounds",
             "review_hours", "review_wait_h", "setup_hours", "overtime_hours_week", "wage_k", "overtime_pay",
             "draft_h"}  # fmt: skip
    other: dict[str, Any] = {}
    for path, k in knobs(base).items():
        if path.startswith("production.") and k.name not in known:
            choices = [c for c in k.choices if c != k.default]
            other[path] = not k.default if k.kind == "switch" else choices[0] if choices else k.high
            if other[path] == k.default:
                other[path] = k.low
    changed = vary(off, other, name="off")

    assert len(other) > 50
    assert simulate(changed, seed=7).digest() == simulate(off, seed=7).digest()


def test_the_line_gives_the_same_bits_whatever_ran_before() -> None:
    """Shared numbers of posts must not leak from one scenario into the next."""
    scenario = vary(SMALL, {"parts": ALL, "horizon_days": 30}, name="x")
    alone = simulate(scenario, seed=8).digest()
    simulate(vary(scenario, {"production.service_shape": 1.0, "production.workflow": "adhoc"}, name="y"), seed=8)

    assert simulate(scenario, seed=8).digest() == alone
    assert simulate(scenario, seed=9).digest() != alone


# --- review -------------------------------------------------------------------------------------------------------


@lru_cache
def many() -> tuple[Any, ...]:
    """Return the numbers of 6,000 posts."""
    return tuple(numbers_of(5, 0, math.inf, 1, n, 0) for n in range(6_000))


@pytest.mark.parametrize("rounds", [0, 1, 2, 3, 6])
@pytest.mark.parametrize(("error", "catch"), [(0.18, 0.6), (0.4, 0.2)])
def test_independent_rounds_let_through_error_times_power(error: float, catch: float, rounds: int) -> None:
    """What escapes is error_prob (1 - catch)^rounds: the count over 6,000 posts lies in the 99.9 % interval of the binomial."""
    p = ProductionParameters(error_prob=error, review_catch=catch)
    escaped = sum(bool(defect_of(p, x)) and all(missed(p, x, r) for r in range(rounds)) for x in many())
    low, high = binom.interval(0.999, len(many()), error * (1 - catch) ** rounds)

    assert low <= escaped <= high


def test_the_same_eyes_find_nothing_new() -> None:
    """Fully dependent rounds let through as much as one round does; half dependent ones lie between."""
    escaped = {}
    for s in (0.0, 0.5, 1.0):
        p = ProductionParameters(error_prob=0.4, same_eyes=s)
        escaped[s] = sum(bool(defect_of(p, x)) and all(missed(p, x, r) for r in range(3)) for x in many())
    one = sum(x.defect < 0.4 and x.rounds[0] >= 0.6 for x in many())

    assert escaped[1.0] == one
    assert escaped[0.0] < escaped[0.5] < escaped[1.0]


def test_kinds_of_defects_come_as_specified() -> None:
    """40 % factual, 30 % tone, 20 % compliance, 10 % visual, within 99.9 %."""
    p = ProductionParameters(error_prob=0.4)
    found = [kind for x in many() if (kind := defect_of(p, x))]

    for kind, share in (("factual", 0.4), ("tone", 0.3), ("compliance", 0.2), ("visual", 0.1)):
        low, high = binom.interval(0.999, len(found), share)
        assert low <= found.count(kind) <= high, kind


@pytest.mark.parametrize("same_eyes", [0.0, 0.5])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_more_round_never_lets_a_defect_through(seed: int, same_eyes: float) -> None:
    """Common random numbers, post by post: with more rounds the posts with a defect are a part of those before."""
    before: set[Any] | None = None
    seen: set[Any] = set()
    for rounds in range(MOST_ROUNDS + 1):
        rows = jobs({"production.review_rounds": rounds, "production.error_prob": 0.4, "horizon_days": 30,
                     "production.same_eyes": same_eyes}, seed=seed)  # fmt: skip
        out = {(r["planned_day"], r["slot"]): r["defect"] for r in rows if not r["dropped"]}
        now = {key for key, defect in out.items() if defect}
        assert before is None or {key for key in now if key in seen} <= before
        before, seen = now, set(out)
    assert before is not None


def test_a_post_keeps_its_numbers_whatever_the_others_do() -> None:
    """One more post on day 20 changes no other post's defect, kind or sensitivity."""
    a, b = (jobs({"production.review_rounds": 0, "plan.extra_post_day": day}) for day in (0, 20))
    facts = lambda rows: {(r["planned_day"], r["slot"]): (r["defect"], r["sensitive"]) for r in rows}  # noqa: E731

    assert facts(a).items() <= facts(b).items()
    assert len(b) == len(a) + 1


# --- directions, and each mechanism switched off ------------------------------------------------------------------

LONG = vary(SMALL, {"parts": ALL, "horizon_days": 90} | QUIET, name="long")


def value(changes: dict[str, Any], metric: str, *, of: Any = LONG, n: int = 2) -> float:
    """Return the mean of a metric over a few worlds."""
    return float(np.mean(_values(vary(of, changes, name="x"), n)[metric]))


MEASURED = ("quality_mean", "on_time_share", "throughput", "consistency", "defect_escape", "rework_hours",
            "lead_time_h", "topic_delay_h", "team_hours", "trust_mean", "emergency_delay_h")  # fmt: skip


@lru_cache
def _values(scenario: Any, n: int) -> dict[str, list[float]]:
    table = compare([scenario], replications=n, seed=40, metrics=MEASURED)
    return {metric: group["value"].tolist() for metric, group in table.groupby("metric")}


def test_a_bottleneck_turns_specialists_against_generalists() -> None:
    """Few, even jobs: specialists are faster. Two thirds of the work in one step: the pool is, by far."""
    even = {"plan.posts_per_day": 0.3, "production.late_limit_h": math.inf}
    lead = lambda mode, more: value({"production.role_mode": mode} | more, "lead_time_h", n=3)  # noqa: E731
    skewed = {"plan.posts_per_day": 1.5, "production.stage_skew": 1.0, "production.late_limit_h": math.inf}

    assert lead("specialist", even) < lead("generalist", even)
    assert lead("specialist", skewed) > 1.1 * lead("generalist", skewed)
    assert lead("specialist", skewed) > 1.2 * lead("specialist", skewed | {"production.stage_skew": 0.0})


def test_a_limit_on_open_work_may_be_too_tight() -> None:
    """A post for every four people starves the line; twice as many as people are as good as no limit."""
    busy = {"plan.posts_per_day": 1.5}
    in_time = {
        n: value(busy | {"production.open_posts": n}, "on_time_share") for n in (0.25, 2.0, math.inf)
    }  # fmt: skip

    assert in_time[0.25] < 0.5 * in_time[2.0]
    assert in_time[2.0] == pytest.approx(in_time[math.inf], abs=0.05)


def test_a_line_flooded_with_topics_goes_on_publishing() -> None:
    """Eight urgent posts a day, far more than anybody can make: a part comes out, in every month."""
    flood = {"plan.posts_per_day": 4, "plan.hot_topic_share": 1.0, "plan.slot_policy": "all_day",
             "platforms": ["weibo", "wechat"], "horizon_days": 120}  # fmt: skip
    out = [row["time_h"] / 720 for row in jobs(flood, seed=4) if not row["dropped"]]

    assert all(np.histogram(out, bins=4, range=(14 / 30, 134 / 30))[0] > 4)


def test_overload_costs_posts_and_does_not_choke_the_line() -> None:
    """Four a day instead of two: no fewer come out, since none is begun that would come too late."""
    posts = [value({"plan.posts_per_day": n}, "throughput") for n in (2, 4)]

    assert posts[1] >= posts[0]


def test_nobody_hurries_when_haste_is_off() -> None:
    """Overload lowers quality only through hours that a post did not get; without haste it costs punctuality instead."""
    # Without luck and habits, so that quality says nothing but time.
    plain = {"production.quality_noise": 0.0, "production.style_spread": 0.0}
    busy = plain | {"plan.posts_per_day": 4}
    calm = value(plain | {"production.haste": 1.0}, "quality_mean")

    assert value(busy, "quality_mean") < value(plain, "quality_mean") - 0.01
    assert value(busy | {"production.haste": 1.0}, "quality_mean") == pytest.approx(calm, abs=0.003)
    assert value(busy | {"production.overload": False}, "quality_mean") == pytest.approx(calm, abs=0.003)


@pytest.mark.parametrize(
    ("cause", "off", "metric", "sign"),
    [
        ({"production.research_hours": 16}, {"production.research_quality": 0.0}, "quality_mean", 1),
        ({"production.skill0": 0.9}, {"production.skill_effect": 0.0}, "quality_mean", 1),
        ({"production.training_hours": 32}, {"production.training_effect": 0.0}, "quality_mean", 1),
        ({"production.role_mode": "generalist"}, {"production.generalist_craft": 1.0}, "quality_mean", -1),
        ({"production.workflow": "adhoc"}, {"production.style_guide": 0.0, "production.research_quality": 0.0},
         "quality_mean", -1),
        ({"production.workflow": "adhoc"}, {"production.style_hold": 0.0}, "consistency", -1),
        ({"production.role_mode": "generalist"}, {"production.style_spread": 0.0}, "consistency", -1),
        ({"production.error_prob": 0.4}, {"production.review_catch": 0.9, "production.review_rounds": 6}, "defect_escape", 1),
    ],
)  # fmt: skip
def test_an_effect_goes_with_its_mechanism(cause: dict[str, Any], off: dict[str, Any], metric: str, sign: int) -> None:
    """The cause has its effect, and has (nearly) none when its mechanism is off."""
    on = sign * (value(cause, metric) - value({}, metric))
    without = sign * (value(off | cause, metric) - value(off, metric))

    assert on > 0.006
    assert abs(without) < 0.25 * on


def test_without_errors_nothing_escapes_and_nothing_is_mended() -> None:
    """``error_prob`` 0 switches defects off."""
    rows = jobs({"production.error_prob": 0.0, "production.review_rounds": 0})

    assert not any(row["defect"] for row in rows)
    assert sum(row["mended_h"] for row in rows) == 0


def test_checks_find_their_own_kind_only() -> None:
    """Full verification and legal checks with certain success leave tone and pictures alone."""
    rows = jobs({"production.error_prob": 0.4, "production.review_rounds": 0, "production.verify_share": 1.0,
                 "production.compliance_share": 1.0, "production.check_catch": 1.0, "horizon_days": 200})  # fmt: skip
    found = {row["defect"] for row in rows if not row["dropped"]} - {""}

    assert found == {"tone", "visual"}


def test_tiering_keeps_the_rounds_for_sensitive_posts() -> None:
    """Four rounds for what is sensitive, one for the rest; without tiering four for all."""
    rounds = {"production.review_rounds": 4, "production.sensitive_share": 0.3, "production.late_limit_h": math.inf}
    tiered = [(r["sensitive"], r["rounds"]) for r in jobs(rounds | {"production.risk_tiering": True})]

    assert set(tiered) == {(True, 4), (False, 1)}
    assert {r["rounds"] for r in jobs(rounds)} == {4}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"production.misjudged_share": 0.4},
        {"production.emergency_lane": True, "production.lane_share": 0.5},
        {"production.review_rounds": 0},
    ],
    ids=["clear", "misjudged", "lane", "no review"],
)
def test_the_team_is_staffed_for_the_rounds_that_posts_get(more: dict[str, Any]) -> None:
    """With tiering the expected rounds are those of the posts on the line, within four standard errors."""
    tiered = {"production.review_rounds": 4, "production.sensitive_share": 0.3, "production.risk_tiering": True,
              "production.late_limit_h": math.inf, "horizon_days": 200} | more  # fmt: skip
    found = [row["rounds"] for row in jobs(tiered)]
    expected = expected_rounds(vary(SMALL, tiered, name="x").production)

    assert abs(np.mean(found) - expected) <= 4.0 * np.std(found) / math.sqrt(len(found))


def test_tiering_moves_people_from_review_to_making() -> None:
    """The lead's hours fall by those of the rounds that are not held; without tiering nothing changes."""

    def loads(**changes: Any) -> list[float]:
        paths = {f"production.{name}": value for name, value in changes.items()}
        return Team(
            World(vary(SMALL, {"production.staff_hours_week": 320.0, **paths}, name="x"), Streams(1))
        )._role_loads()

    whole, tiered = loads(review_rounds=4), loads(review_rounds=4, risk_tiering=True, sensitive_share=0.25)
    lead, *others = (a - b for a, b in zip(whole, tiered, strict=True))

    assert others == [0.0, 0.0, 0.0]
    share_of_making = whole[1] / hours_of_step(ProductionParameters())[1]
    assert lead == pytest.approx(share_of_making * (4 - 1.75) * ProductionParameters().review_hours)
    assert loads(review_rounds=4, sensitive_share=0.25, misjudged_share=0.3) == whole


def test_tiered_review_is_as_quick_as_one_round_and_as_safe_as_four() -> None:
    """Four rounds for what is sensitive cost little time: most of what four for all cost is saved."""
    busy = vary(base, {"n_people": 600, "horizon_days": 90, "platforms": ["weibo"], "parts": ONLY, "plan.posts_per_day": 3.0,
                       "production.staff_hours_week": 320.0, "production.sensitive_share": 0.3}, name="busy")  # fmt: skip

    def lead(rounds: int, tiering: bool) -> float:
        settings = {"production.review_rounds": rounds, "production.risk_tiering": tiering}
        return float(np.mean([mean(jobs(settings, seed=seed, of=busy), "lead_h") for seed in (1, 2)]))

    one, four, tiered = lead(1, False), lead(4, False), lead(4, True)

    # Staffed as if everybody had four rounds, tiering saved a third of the difference; nine tenths is what is found.
    assert tiered < one + 0.4 * (four - one)


def test_improvising_forgets_and_does_things_twice() -> None:
    """Each price of the ad hoc flow goes with its mechanism."""
    adhoc = {"production.workflow": "adhoc"}

    assert value(adhoc, "rework_hours") > 3 * value({}, "rework_hours")
    assert value(adhoc | {"production.double_work": 0.0}, "rework_hours") < 1.5 * value({}, "rework_hours")
    forgets = adhoc | {"production.forgotten_share": 0.5}
    assert value(forgets, "lead_time_h") > value(adhoc | {"production.forgotten_share": 0.0}, "lead_time_h") + 5


def test_topical_posts_do_not_wait_for_their_slot() -> None:
    """They go out as soon as they are ready, and their delay is real: more review, later."""
    topics = {"plan.hot_topic_share": 1.0, "plan.posts_per_day": 0.5}
    rows = jobs(topics)
    delay = [value(topics | {"production.review_rounds": n}, "topic_delay_h") for n in (0, 2, 6)]

    assert any(row["time_h"] < row["planned_h"] for row in rows)
    assert delay[0] < delay[1] < delay[2]


def test_tools_cost_first_and_pay_later() -> None:
    """Four tools that are there from the first days make the year's posts quicker; without gain and dip nothing happens."""
    few_posts = {"plan.posts_per_day": 0.5, "production.haste": 1.0, "horizon_days": 150}
    many_tools = few_posts | {"production.tool_rate": 6, "production.tool_lag_d": 0}
    hours = lambda more: value(many_tools | more, "team_hours")  # noqa: E731
    neither = {"production.tool_gain": 0.0, "production.tool_dip": 0.0}

    assert hours({"production.tool_dip": 0.0}) < hours(neither) < hours({"production.tool_gain": 0.0})
    assert hours(neither) == value(few_posts | {"production.tool_rate": 0}, "team_hours")


def test_people_leave_and_take_their_skill_along() -> None:
    """Turnover lowers quality through newcomers' skill; at equal skill it does not."""
    leaving = {"production.staff_turnover": 60, "horizon_days": 240}
    staying = {"production.staff_turnover": 0, "horizon_days": 240}
    alike = {"production.newcomer_skill": 0.5, "production.training_hours": 0}

    assert value(leaving, "quality_mean") < value(staying, "quality_mean") - 0.004
    assert value(leaving | alike, "quality_mean") == pytest.approx(value(staying | alike, "quality_mean"), abs=0.002)


def test_illness_keeps_people_away_and_is_paid() -> None:
    """Hours there fall, sick pay is booked; with no sick days neither happens."""
    ill = simulate(vary(LONG, {"production.sick_days": 30}, name="ill"), seed=1)
    well = simulate(LONG, seed=1)

    assert ill.ledger.hours_there("team") < 0.97 * well.ledger.hours_there("team")
    assert ill.ledger.cost_k("team") == pytest.approx(well.ledger.cost_k("team"))
    assert not any(p.item == "sick pay" for p in well.ledger.payments)


def test_creators_cost_money_instead_of_hours() -> None:
    """Bought posts need fewer hours of the team and are paid for, and their style is their own."""
    bought, own = (simulate(vary(LONG, "production.creator_share", x, name=str(x)), seed=1) for x in (0.6, 0.0))

    assert bought.ledger.hours_used("team") < 0.8 * own.ledger.hours_used("team")
    assert sum(p.item == "creators" for p in bought.ledger.payments) >= sum(r["creator"] for r in bought.rows("job"))
    assert measure(bought, ["consistency"])["consistency"] < measure(own, ["consistency"])["consistency"]


# --- what escapes, and what happens suddenly ----------------------------------------------------------------------

OUTSIDE = vary(
    SMALL, {"parts": ALL, "n_people": 3000, "horizon_days": 60} | QUIET | {"production.error_prob": 0.4,
    "production.review_rounds": 0, "production.verify_share": 0.0, "production.compliance_share": 0.0}, name="outside",
)  # fmt: skip


def test_an_error_that_escapes_costs_the_trust_of_those_who_met_it() -> None:
    """More errors, less trust; with harmless errors no difference but that of the posts that were mended."""
    harmless = {"production.factual_loss": 0.0, "production.tone_loss": 0.0, "production.takedown_heat": 1.0}
    clean = {"production.error_prob": 0.0}
    trust = lambda more: value(more, "trust_mean", of=OUTSIDE)  # noqa: E731

    assert trust({}) < trust(clean) - 0.003
    assert trust(harmless) == pytest.approx(trust(clean), abs=0.0003)


def test_a_takedown_cools_the_account() -> None:
    """Heat is 0.6 times what it was, for seven days; switched off nothing cools."""
    on = simulate(OUTSIDE, seed=3)
    off = simulate(vary(OUTSIDE, "production.takedown_heat", 1.0, name="off"), seed=3)
    first = next(r for r in on.rows("job") if r["defect"] == "compliance")["time_h"]
    heat = lambda run, from_h, days: [  # noqa: E731
        p["heat"] for p in run.post_rows if from_h < p["time_h"] <= from_h + 24 * days
    ]

    assert heat(on, first, 3)[0] == pytest.approx(0.6 * heat(off, first, 3)[0], rel=0.05)
    assert measure(on, ["takedowns"])["takedowns"] >= 1
    assert measure(on, ["reach"])["reach"] < measure(off, ["reach"])["reach"]


def test_an_error_on_a_sensitive_subject_may_become_an_incident() -> None:
    """It is announced with kind, severity, truth, time and people; with probability 0 never."""
    heard: dict[float, list[dict[str, Any]]] = {}
    for share in (1.0, 0.0):
        scenario = vary(OUTSIDE, {"production.sensitive_share": 0.3, "production.incident_share": share}, name="x")
        world, heard[share] = World(scenario, Streams(3)), []
        world.listen("incident", lambda share=share, **facts: heard[share].append(facts))
        engagement.start(world)
        production.start(world)
        Line(world).open()
        world.env.run(until=24 * world.total_days)

    assert heard[0.0] == []
    assert len(heard[1.0]) > 2
    assert {"kind", "severity", "true", "time_h", "people"} == set(heard[1.0][0])
    assert all(0 < one["severity"] <= 1 and 0 < len(one["people"]) <= 20 for one in heard[1.0])


EVENTS = vary(OUTSIDE, {"production.error_prob": 0.0, "production.sudden_event_rate": 4}, name="events")


def test_the_lane_answers_within_hours_and_keeps_trust() -> None:
    """The lane is faster and keeps trust; where no trust is at stake it changes none of it, and it costs its drills."""
    lane, none = {"production.emergency_lane": True}, {"production.emergency_lane": False}
    nothing = {"production.sudden_loss": 0.0}

    assert value(lane, "emergency_delay_h", of=EVENTS) < 4 < value(none, "emergency_delay_h", of=EVENTS)
    assert value(lane, "trust_mean", of=EVENTS) > value(none, "trust_mean", of=EVENTS) + 0.01
    gone = value(lane | nothing, "trust_mean", of=EVENTS) - value(none | nothing, "trust_mean", of=EVENTS)
    assert abs(gone) < 0.001
    run = simulate(vary(EVENTS, lane, name="lane"), seed=1)
    assert run.ledger.hours_there("team", overtime=True) > 0
    assert any(w.task == "drills" for w in run.ledger.work_done)


def test_events_are_the_same_in_every_scenario_and_scale_with_their_rate() -> None:
    """Candidates at four a month: half the rate keeps a part of the same events."""
    times = [
        {row["happened_h"] for row in simulate(vary(EVENTS, {"production.sudden_event_rate": rate}, name="x")).rows(
            "sudden_event")}
        for rate in (0, 2, 4)
    ]  # fmt: skip

    assert times[0] == set()
    assert times[1] < times[2]


def test_lessons_close_the_gap_and_leavers_open_it() -> None:
    """Iteration lowers the taste gap, lessons without information do not, and who leaves takes some along."""
    drifting = {"parts": ALL, "horizon_days": 120, "plan.posts_per_day": 1.0}
    gap = lambda more: _mean_gap(vary(LONG, drifting | more, name="x"))  # noqa: E731

    assert gap({}) < gap({"production.iteration": False}) - 0.02
    assert gap({"production.lesson_noise": math.inf}) == pytest.approx(gap({"production.iteration": False}), abs=0.01)
    leaves = {"production.staff_turnover": 60}
    assert gap(leaves) > gap({})
    assert gap(leaves | {"production.lessons_lost": 0.0}) == pytest.approx(gap({}), abs=0.01)


def _mean_gap(scenario: Any) -> float:
    world, gaps = World(scenario, Streams(2)), []
    engagement.start(world)
    production.start(world)
    world.listen("publish", lambda platform, draft: gaps.append(draft.gap))
    Line(world).open()
    world.env.run(until=24 * world.total_days)
    return float(np.mean(gaps))


def test_without_lessons_the_gap_is_that_of_the_plan() -> None:
    """The line's own gap, without lessons and leavers, is the plan's gap of the day on which a post goes out."""
    scenario = vary(LONG, {"production.iteration": False}, name="x")
    gaps = production.plan.taste_gaps(scenario, scenario.warmup_days + scenario.horizon_days)
    world, sent = World(scenario, Streams(2)), []
    production.start(world)
    world.listen("publish", lambda platform, draft: sent.append(draft))
    Line(world).open()
    world.env.run(until=24 * world.total_days)

    assert len(sent) > 80
    assert all(d.gap == pytest.approx(gaps[int(d.time_h // 24)], rel=1e-12) for d in sent)


def test_metrics_without_the_line_say_what_they_can() -> None:
    """Lead time by the plan, everything on time; what only a line knows is NaN."""
    run = simulate(vary(SMALL, {"parts": ("production", "engagement", "audience"), "horizon_days": 10}, name="off"))
    found = measure(
        run, ["lead_time_h", "lead_time_p90_h", "on_time_share", "defect_escape", "takedowns", "consistency"]
    )

    assert found["lead_time_h"] == found["lead_time_p90_h"] == 21.0
    assert found["on_time_share"] == 1.0
    assert found["takedowns"] == 0
    assert all(math.isnan(found[name]) for name in ("defect_escape", "consistency"))


def test_a_draft_is_published_with_what_became_of_it() -> None:
    """A late post carries its real hour and the posts around it; identity and content stay those of the brief."""
    world = World(vary(SMALL, {"plan.posts_per_day": 3}, name="busy"), Streams(1))
    briefs, sent = {}, []
    production.start(world)
    world.listen("brief", lambda platform, draft: briefs.update({draft.key: draft}))
    world.listen("publish", lambda platform, draft: sent.append((world.env.now, draft)))
    Line(world).open()
    world.env.run(until=24 * world.total_days)
    late = [d for _, d in sent if d.time_h > briefs[d.key].time_h]

    assert late
    assert all(now == d.time_h for now, d in sent)
    changed = {"time_h", "quality", "gap", "recent", "same_hour", "lead_h"}
    for _, d in sent:
        before = briefs[d.key]
        same = {f.name for f in dataclasses.fields(d) if getattr(d, f.name) == getattr(before, f.name)}
        assert {f.name for f in dataclasses.fields(d)} - changed <= same
