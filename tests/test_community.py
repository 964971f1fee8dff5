"""The community: closed forms in its limits, books for any legal scenario, directions, and every off value."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from benchmarks import community as benchmark
from sim import METRICS, Run, Scenario, base, knobs, measure, simulate, vary
from sim.core.stats import mean_interval
from sim.core.streams import Streams
from sim.core.world import World
from sim.course import facts_community
from sim.metrics.community import members, retention
from sim.parts.community.joins import focus_factor
from sim.parts.community.members import Members
from sim.parts.community.moderation import Moderation
from sim.parts.community.parameters import SOURCES
from sim.parts.community.posting import BAD, GOOD, Feed, Writing, poisson
from sim.parts.community.process import Community
from sim.parts.community.stocks import Stocks
from sim.parts.community.threads import spread

ALONE = vary(
    base, {"parts": ("community",), "platforms": ["weibo"], "n_people": 4000, "horizon_days": 90, "warmup_days": 2},
    name="community alone",
)  # fmt: skip
# Nobody comes, writes, complains or is held: only leaving is there.
STILL = {
    "community.join_rate": 0, "community.invitations": 0, "community.threads_month": 0, "community.leave_unhappy": 0,
    "community.culture_holds": 0, "community.withdrawal": 0, "community.sanction_policy": "none",
}  # fmt: skip
WITH_CONTENT = ("production", "engagement", "audience", "community")


def small(**changes: Any) -> Scenario:
    """Return the small community with parameters of the community changed."""
    return vary(ALONE, {f"community.{name}": value for name, value in changes.items()})


def value(scenario: Scenario, metric: str, seed: int = 5, replications: int = 1) -> float:
    """Return the mean of a metric over replications."""
    return float(
        np.mean([measure(simulate(scenario, seed=seed, replication=r), [metric])[metric] for r in range(replications)])
    )


def inside(values: list[float], truth: float) -> bool:
    """Tell whether the 99.9 % interval over replications holds the truth."""
    return mean_interval(values, level=0.999).contains(truth)


def counter(run: Run, name: str) -> float:
    """Return a counter over the whole run, warm-up included."""
    return sum(day.get(name, 0.0) for day in run._world.days)


@cache
def world_of(scenario: Scenario = ALONE) -> World:
    """Return a world in which nothing has happened yet."""
    return World(scenario, Streams(3))


# --- closed forms -------------------------------------------------------------------------------------------


def test_posts_are_poisson_numbers() -> None:
    """The inversion is the Poisson distribution's own, number for number."""
    u = np.linspace(0.0005, 0.9995, 500)
    for mean in (0.001, 0.3, 2.0, 9.0):
        assert (poisson(np.full(len(u), mean), u) == stats.poisson.ppf(u, mean)).all()


def test_leaving_is_exponential_survival() -> None:
    """With nothing but the plain hazard h, n (1 - h)^t of n members are left after t days."""
    plan = vary(ALONE, STILL | {"community.leave_day": 0.01, "horizon_days": 58, "community.members_start": 200})
    left = [simulate(plan, seed=21, replication=r).days[-1]["community_members"] for r in range(20)]
    there = simulate(plan, seed=21).days[0]["community_members"]

    assert 186 < there <= 200
    assert inside(left, 200 * 0.99**60)
    assert not inside(left, 200 * 0.985**60)


def test_joins_come_at_their_rate() -> None:
    """At the start, with a full reservoir, organic joins are Poisson with the rate that is set, from any size of world."""
    plan = vary(base, {"parts": ("community",), "horizon_days": 8, "warmup_days": 1, "community.members_start": 0,
                       "community.paid_share": 0.0, "community.partner_share": 0.0, "community.invitations": 0})  # fmt: skip
    found = [measure(simulate(plan, seed=22, replication=r), ["community_joins"])["community_joins"] for r in range(20)]

    assert inside(found, 8 * 4.0)
    assert 0.4 < np.var(found, ddof=1) / 32.0 < 2.2


def test_bought_joins_have_their_shares() -> None:
    """30 % paid and 20 % from partners, of all who come."""
    plan = vary(base, {"parts": ("community",), "horizon_days": 30, "warmup_days": 1, "community.members_start": 0,
                       "community.invitations": 0, "community.join_rate": 10})  # fmt: skip
    shares = []
    for r in range(8):
        came = Counter(m["source"] for m in simulate(plan, seed=23, replication=r)._world.log.of("member"))
        shares.append([came[s] / came.total() for s in ("paid", "partner")])

    assert inside([s[0] for s in shares], 0.3)
    assert inside([s[1] for s in shares], 0.2)


def test_inequality_of_the_lognormal() -> None:
    """Without a limit and with equal visits, the top 1 % write Phi(sd - z) of all, z the quantile of 99 %."""
    plan = vary(ALONE, {"community.most_posts": math.inf, "community.posting_spread": 1.5, "audience.dormant_share": 0.0,
                        "audience.activity_spread": 0.0})  # fmt: skip
    made = Members(World(plan, Streams(3)))
    u = (np.arange(20_000) + 0.5) / 20_000
    rates = np.sort(made._rate(np.zeros(20_000, np.intp), u))[::-1]

    assert rates.mean() == pytest.approx(plan.community.posting, rel=0.01)
    assert rates[:200].sum() / rates.sum() == pytest.approx(stats.norm.cdf(1.5 - stats.norm.ppf(0.99)), abs=0.01)


def test_a_thread_nobody_answers_has_the_final_size_of_an_epidemic() -> None:
    """Everybody visits and passes on alike, two contacts each: 1 - z = exp(-2 z), z = 0.797 (general epidemic)."""
    sizes = []
    for r in range(10):
        thresholds = np.random.default_rng(r).exponential(size=20_000)
        found = spread(thresholds, np.ones(20_000, bool), np.zeros(20_000, bool), contacts=2.0, life_h=12.0,
                       staff_h=math.inf, staff_effect=0.0, leader_effect=0.0)  # fmt: skip
        sizes.append(len(found.saw) / 20_000)

    assert inside(sizes, 0.7968)


def test_an_earlier_answer_never_shows_a_thread_to_more() -> None:
    """Same thresholds, answers after 1 to 96 hours: who saw it before the earlier answer saw it before the later one."""
    rng = np.random.default_rng(4)
    thresholds, passes = rng.exponential(size=800), rng.random(800) < 0.4
    before: set[int] = set()
    for hours in (1.0, 4.0, 12.0, 24.0, 48.0, 96.0, math.inf):
        found = spread(thresholds, passes, np.zeros(800, bool), contacts=6.0, life_h=12.0, staff_h=hours, staff_effect=0.8,
                       leader_effect=0.0)  # fmt: skip
        assert before <= set(found.saw.tolist())
        before = set(found.saw.tolist())
    assert len(before) > 200


def test_violations_are_found_at_the_set_rate() -> None:
    """Of posts that break a rule 0.15 + 0.8 strictness become cases, of the others 0.12 strictness^2.5."""
    plan = small(strictness=0.5, norm_drift=0, toxicity=0.2, sanction_policy="delete", rule_review_d=0, moderators=5, duty_h=8,
                 members_start=800, join_rate=0, mod_delay_h=0.5)  # fmt: skip
    hits, wrong = [], []
    for r in range(8):
        run = simulate(plan, seed=24, replication=r)
        bad, others = counter(run, "community_bad"), counter(run, "community_good") + counter(run, "community_low")
        hits.append(counter(run, "community_hits") / bad)
        wrong.append(counter(run, "community_wrongful") / others)

    assert inside(hits, 0.55)
    assert inside(wrong, 0.12 * 0.5**2.5)


def test_belonging_rests_at_a_members_fit() -> None:
    """Without gains and losses nothing moves; a member who is moved away returns with the rate that is set."""
    names = ("content", "mood", "bad", "wrong", "fade")
    others = ("benefit_belongs", "removal_fear", "review_accepts", "thread_hurts", "hit_hurts", "wrong_hurts")
    quiet = dict.fromkeys((*(f"belong_{name}" for name in names), *others), 0)
    world = World(small(**quiet), Streams(3))
    made = Community(world)
    world.env.process(made.days())
    m = made.members
    m.belonging[0] = 0.0
    fit = m.fit[0]
    world.env.run(until=24 * 10)

    assert np.array_equal(m.belonging[1 : m.n], m.fit[1 : m.n])
    assert m.belonging[0] == pytest.approx(fit * (1 - (1 - 0.02) ** 9), rel=1e-9)


def test_what_was_seen_before_it_was_deleted() -> None:
    """A violation that is handled after w hours was seen by 1 - exp(-w / 12) of its readers."""
    world = world_of()
    made = Members(world)
    writing = Writing(world, made, Stocks(world, made))
    for hours in (1.0, 6.0, 24.0):
        writing.feeds = [
            Feed(np.array([0]), np.array([BAD]), np.array([2.0]), np.array([2.0 + hours]), np.zeros((6, 1)))
        ]
        seen = sum(writing.seen(24.0 * d, 24.0 * (d + 1), 0.0).bad for d in range(5))
        assert seen == pytest.approx(1.0 - math.exp(-hours / 12.0))


# --- the books ----------------------------------------------------------------------------------------------

OPEN = {
    path: st.sampled_from(k.choices) if k.kind == "choice" else st.booleans() if k.kind == "switch"
    else st.integers(int(k.low), int(k.high)) if k.kind == "integer" else st.floats(k.low, k.high)
    for path, k in knobs(base).items()
    if path.startswith("community.") and k.kind in ("choice", "switch", "integer", "number")
}  # fmt: skip


@given(st.data(), st.lists(st.sampled_from(sorted(OPEN)), max_size=8, unique=True), st.integers(0, 50))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_legal_community_keeps_its_books(data: st.DataObject, chosen: list[str], seed: int) -> None:
    """Members are those before, plus joins, less those who left; nobody twice; hours used fit the hours there."""
    changes = {path: data.draw(OPEN[path], label=path) for path in chosen}
    tiny = {"n_people": 700, "horizon_days": 12, "warmup_days": 2, "parts": WITH_CONTENT, "platforms": ["weibo"]}
    run = simulate(vary(base, tiny | changes, name="drawn"), seed=seed)
    rows, days = run._world.log.of("member"), run._world.days

    assert len({m["person"] for m in rows}) == len(rows)
    for before, day in pairwise(days):
        left = day.get("community_quits", 0.0) + day.get("community_removed", 0.0)
        assert day["community_members"] == before["community_members"] + day["community_joins"] - left
    assert sum(math.isnan(m["left_h"]) for m in rows) == days[-1]["community_members"]
    for day in days:
        kinds = day["community_good"] + day["community_low"] + day["community_bad"]
        assert day["community_posts"] == kinds
        assert 0 <= day["community_bad_seen"] <= day["community_seen"] + 1e-9
        assert 0 <= day["community_mood"] <= 1
    for m in rows:
        assert math.isnan(m["left_h"]) == (m["why"] == "here")
        assert math.isnan(m["left_h"]) or m["left_h"] >= m["joined_h"]
        assert 0 <= m["good"] <= m["posts"]
        assert m["first_bad"] <= m["first_posts"] <= m["posts"]
    assert run.ledger.hours_used() <= run.ledger.hours_there() + 1e-6
    people = run._world.people
    assert ((people.trust >= 0) & (people.trust <= 1)).all()


def test_more_moderation_is_more_hours() -> None:
    """Whoever is appointed is paid; looking twice as often costs twice as many looks; nobody without a policy."""
    hours = {n: simulate(small(moderators=n), seed=6).ledger for n in (1, 3)}
    booked = {n: sum(w.hours for w in ledger.work_done if w.task == "moderation") for n, ledger in hours.items()}
    looks = 92 * 24 / 4 * 2 / 60

    assert booked[1] == pytest.approx(92 * 1.0 + looks)
    assert booked[3] == pytest.approx(3 * 92 * 1.0 + looks)
    none = simulate(small(sanction_policy="none"), seed=6).ledger.work_done
    assert not [w for w in none if w.task == "moderation"]


def test_a_short_staff_lets_cases_wait() -> None:
    """One case a day is too little for a toxic crowd: cases wait a day, and more moderators shorten it."""
    wait = {}
    for n in (1, 4):
        run = simulate(
            small(
                moderators=n, duty_h=0.25, case_minutes=60, toxicity=0.2, members_start=1000, sanction_policy="delete"
            ),
            seed=7,
        )
        handled = counter(run, "community_hits") + counter(run, "community_wrongful")
        wait[n] = counter(run, "community_wait_h") / handled

    assert wait[1] > 20.0
    assert wait[4] < 0.5 * wait[1]


def test_joins_and_benefits_are_paid() -> None:
    """Each source at its price, benefits by member and month; with everything free nothing is spent."""
    run = simulate(small(), seed=6)
    p = run.scenario.community
    came = Counter(m["source"] for m in run._world.log.of("member") if m["joined_h"] > 0)
    price = came["organic"] * p.organic_cost_k + came["partner"] * p.partner_cost_k + came["paid"] * p.paid_cost_k
    paid = Counter()
    for x in run.ledger.payments:
        paid[x.item] += x.amount_k

    assert paid["community joins"] == pytest.approx(price)
    assert paid["benefits"] == pytest.approx(
        p.benefit_cost_k * p.benefit_level * counter(run, "community_members") / 30, rel=0.02
    )
    free = simulate(small(organic_cost_k=0, partner_cost_k=0, paid_cost_k=0, benefit_level=0), seed=6).ledger.payments
    assert sum(x.amount_k for x in free) == 0


# --- chance -------------------------------------------------------------------------------------------------


def test_a_decision_shifts_nobody_elses_numbers() -> None:
    """Rules, points, moderators, personalisation: the same people join on the same days, from the same source."""
    rows = []
    for change in ({}, {"sanction_policy": "remove"}, {"points_strength": 0.8}, {"moderators": 0}, {"personalisation": 0.9},
                   {"benefit_level": 0.9}, {"threads_month": 20}):  # fmt: skip
        run = simulate(small(invitations=0, **change), seed=8)
        rows.append(sorted((m["person"], m["joined_h"], m["source"]) for m in run._world.log.of("member")))

    assert all(r == rows[0] for r in rows)


def test_a_member_is_the_same_member_whenever_he_joins() -> None:
    """Traits belong to the person: joining alone or in a crowd, earlier or later, he writes and behaves alike."""
    world = world_of()
    one, many = Members(world), Members(world)
    many.add(np.arange(100, 150), 0, 0.0)
    a, b = one.add(np.array([7]), 2, 0.0), many.add(np.array([3, 7]), 2, 500.0)[1:]

    for name in ("fit", "rate", "toxic", "main"):
        assert getattr(one, name)[a] == getattr(many, name)[b]


def test_same_seed_same_bits() -> None:
    """Twice the same run, another one in between."""
    first = simulate(ALONE, seed=9).digest()
    other = simulate(ALONE, seed=10).digest()

    assert simulate(ALONE, seed=9).digest() == first != other


# --- every mechanism and its off value ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("off", "change"),
    [
        ({"moderators": 0}, {"sanction_policy": "remove"}),
        ({"moderators": 0}, {"strictness": 1.0}),
        ({"detect_base": 0, "detect_strict": 0, "wrong_strict": 0, "norm_drift": 0}, {"sanction_policy": "remove"}),
        ({"focus_fit": 0, "join_rate": 0}, {"positioning_focus": 0.1}),
        ({"join_rate": 0}, {"paid_share": 0.8}),
        ({"content_joins": 0, "thread_spark": 0, "crowding": 0, "belong_content": 0, "belong_bad": 0, "mood_bad": 0},
         {"content_per_week": 14.0}),
        ({"activity_boost": 0, "mood_activities": 0}, {"activities_month": 12.0}),
        ({"points_gain": 0, "points_spam": 0, "crowding_out": 0}, {"points_strength": 1.0}),
        ({"benefit_belongs": 0, "benefit_holds": 0, "withdrawal": 0}, {"benefit_level": 1.0}),
        ({"culture_holds": 0, "culture_mood": 0}, {"culture_effort": 10.0}),
        ({"leader_lift": 0, "leader_posts": 1.0, "leader_reply": 0.1, "threads_month": 0}, {"leader_share": 0.1}),
        ({"person_hit": 0, "person_miss": 0, "narrow_wear": 0}, {"personalisation": 1.0}),
        ({"person_hit": 0, "person_miss": 0, "narrow_wear": 0}, {"profile_noise": 1.0}),
        ({"reply_effect": 0}, {"health_watch": False}),
        ({"threads_month": 0}, {"health_watch": False}),
        ({"thread_hurts": 0}, {"health_watch": False}),
        ({"newcomer_knowledge": 1.0}, {"rules_shown": True}),
        ({"forget_month": 0, "newcomer_knowledge": 1.0, "rule_review_d": 0}, {"briefing_d": 7}),
        ({"norm_drift": 0, "review_forgets": 0, "review_accepts": 0}, {"rule_review_d": 15}),
        ({"learns_first": 0, "learns_later": 0, "wary": 0, "hit_hurts": 0, "wrong_hurts": 0, "explain_minutes": 0},
         {"education": 1.0}),
        ({"toxicity": 0, "wrong_strict": 0, "norm_drift": 0}, {"sanction_policy": "remove"}),
    ],
    ids=str,
)  # fmt: skip
def test_switched_off_the_effect_is_gone(off: dict[str, Any], change: dict[str, Any]) -> None:
    """With the mechanism off the change makes no difference to anybody's membership or posts."""
    facts = []
    for some in ({}, change):
        run = simulate(small(**off, **some), seed=12)
        facts.append([{k: v for k, v in m.items() if k != "good"} for m in run._world.log.of("member")])

    assert _same(*facts)


def _same(a: list[dict[str, Any]], b: list[dict[str, Any]]) -> bool:
    return repr(a) == repr(b)


@pytest.mark.parametrize(
    ("change", "metric"),
    [
        ({"sanction_policy": "remove"}, "good_posts"),
        ({"positioning_focus": 0.1}, "member_retention"),
        ({"content_per_week": 14.0}, "members"),
        ({"activities_month": 12.0}, "good_posts"),
        ({"points_strength": 1.0}, "lowq_share"),
        ({"benefit_level": 1.0}, "members"),
        ({"culture_effort": 10.0}, "members"),
        ({"leader_share": 0.1}, "good_posts"),
        ({"personalisation": 1.0}, "belonging"),
        ({"health_watch": False}, "rumour_reach"),
        ({"rules_shown": True}, "newcomer_posts"),
        ({"education": 1.0}, "recidivism"),
    ],
    ids=str,
)
def test_switched_on_the_same_change_shows(change: dict[str, Any], metric: str) -> None:
    """Negative control of the tests above: with the mechanisms on, each of these changes moves its metric."""
    assert value(small(**change), metric, seed=12) != pytest.approx(value(small(), metric, seed=12), rel=1e-3)


def test_only_with_its_knob_does_belonging_reach_the_audience() -> None:
    """Off, nobody's liking for the brand changes; on, those of members do, and only theirs."""
    still = simulate(small(belonging_warms=0), seed=13)._world.people
    moved = simulate(small(), seed=13)

    assert not still.warmed
    warmed = moved._world.people.warmth.nonzero()[0]
    assert set(warmed.tolist()) <= {m["person"] for m in moved._world.log.of("member")}
    assert len(warmed) > 100


# --- directions ---------------------------------------------------------------------------------------------


def test_shown_rules_help_newcomers() -> None:
    """Matias 2019: newcomers write more (course default about a third more) and keep the rules better."""
    shown = [measure(simulate(small(rules_shown=on, join_rate=15, members_start=50), seed=14, replication=r),
                     ["newcomer_posts", "newcomer_violations"]) for r in range(12) for on in (False, True)]  # fmt: skip
    posts = [(b["newcomer_posts"], a["newcomer_posts"]) for a, b in zip(shown[::2], shown[1::2], strict=True)]
    bad = [a["newcomer_violations"] - b["newcomer_violations"] for a, b in zip(shown[::2], shown[1::2], strict=True)]
    ratio = sum(x for x, _ in posts) / sum(y for _, y in posts)

    assert 1.1 < ratio < 1.6
    assert mean_interval(bad).low > 0


def test_who_comes_by_himself_stays_longest() -> None:
    """Retention by source falls: organic, partner, paid; fit is the only difference."""
    plan = vary(ALONE, {"horizon_days": 120, "n_people": 12_000, "community.join_rate": 8, "community.paid_share": 0.3,
                        "community.partner_share": 0.3})  # fmt: skip
    kept = Counter()
    for r in range(4):
        run = simulate(plan, seed=15, replication=r)
        early = [m for m in members(run) if run.start_h < m["joined_h"] <= run.start_h + 24 * 60]
        for source in ("organic", "partner", "paid"):
            kept[source] += retention([m for m in early if m["source"] == source]) / 4

    assert kept["organic"] > kept["partner"] + 0.02 > kept["paid"] + 0.04


def test_strikes_expire_one_by_one() -> None:
    """Three strikes within 30 days mute, the fourth removes; on the 31st day the first does not count any more."""
    world = World(ALONE, Streams(3))
    made = Members(world)
    row = int(made.add(np.array([5]), 0, 0.0)[0])
    moderation = Moderation(world, made, Stocks(world, made))
    for day in (0.0, 10.0, 20.0):
        moderation._strike(row, 24.0 * day + 1.0, deserved=True)

    assert made.strikes(np.array([row]), 24.0 * 21)[0] == 3
    assert made.muted_h[row] == 24.0 * 20 + 1.0 + 72.0
    assert made.strikes(np.array([row]), 24.0 * 30 + 2.0)[0] == 2
    moderation._strike(row, 24.0 * 31, deserved=True)
    assert made.present[row]
    moderation._strike(row, 24.0 * 32, deserved=True)
    assert not made.present[row]
    p = world.scenario.community
    taught = (1 - p.education * p.learns_first) * (1 - p.education * p.learns_later) ** 4
    assert made.taught[row] == pytest.approx(taught)


@pytest.mark.parametrize(("deserved", "left"), [(True, 0), (False, 50)])
def test_immediate_removal_takes_half_of_the_innocent_along(deserved: bool, left: int) -> None:
    """Whoever deserved the hit is out, and so is every second one who did not."""
    world = World(vary(ALONE, "community.sanction_policy", "remove"), Streams(3))
    made = Members(world)
    rows = made.add(np.arange(100), 0, 0.0)
    moderation = Moderation(world, made, Stocks(world, made))
    for row, luck in zip(rows, (np.arange(100) + 0.5) / 100, strict=True):
        feed = SimpleNamespace(row=np.array([row]), gone_h=np.array([np.inf]), kind=np.array([GOOD]), u=np.full((6, 1), luck),
                               at_h=np.array([0.0]))  # fmt: skip
        moderation.handle(SimpleNamespace(feed=feed, place=0, deserved=deserved, due_h=0.0))  # type: ignore[arg-type]

    assert int(made.present[rows].sum()) == left


def test_inner_motivation_does_not_return_at_once() -> None:
    """After points end busy members write less than those who never had any; months later the gap closes."""
    world = World(small(points_strength=1.0, points_until_day=60, crowding_out=0.01), Streams(3))
    made = Community(world)
    world.env.process(made.days())
    busiest = np.argsort(-made.members.rate[: made.members.n])[:5]
    world.env.run(until=24 * 62)
    at_end = made.members.motivation[busiest].copy()
    world.env.run(until=24 * 75)
    busiest_here = made.members.present[busiest]
    at_end, later = at_end[busiest_here], made.members.motivation[busiest][busiest_here]

    assert len(later) > 1
    assert (at_end < 0.85).all()
    assert ((later > at_end) & (later < 0.9)).all()


def test_culture_grows_slowly_and_stays() -> None:
    """Half of the way takes 62 days (time constant 90); after the stop two thirds are left after 73 (180)."""
    world = World(small(spending_until_day=60), Streams(3))
    stocks = Stocks(world, Members(world))
    rows, levels = np.empty(0, np.intp), []
    for day in range(92):
        stocks.day(day, rows, 24.0 * day, 0.0)
        levels.append(stocks.culture)
    full = 1.0 - math.exp(-0.5)

    assert levels[61] == pytest.approx(full * (1 - (1 - 1 / 90) ** 62))
    assert levels[91] == pytest.approx(levels[61] * (1 - 1 / 180) ** 30)


def test_leaders_take_two_months() -> None:
    """So many are chosen among those who write; nobody leads fully before 60 days; losing two is possible."""
    run = simulate(small(leader_share=0.04, leaders_lost=2, leaders_lost_day=70), seed=16)
    whole = simulate(small(leader_share=0.04), seed=16)
    gone = [m for m in run._world.log.of("member") if m["left_h"] == 24.0 * 72]

    assert len(gone) >= 2
    assert run.days[68] == whole.days[68]
    assert run.days[-1] != whole.days[-1]


def test_people_who_were_at_an_event_may_join() -> None:
    """``attended`` lets some of them in, each once, in proportion to the event's quality; with 0 nobody."""
    came = {}
    for quality in (0.0, 0.5, 1.0):
        world = World(small(event_join=0.6, members_start=50), Streams(3))
        made = Community(world)
        heard: list[str] = []
        world.listen("joined", lambda source, heard=heard, **_: heard.append(source))
        for _ in range(2):
            made.joins.attended(ids=np.arange(1000), quality=quality, time_h=0.0)
        came[quality] = int(np.count_nonzero(made.members.source[: made.members.n] == SOURCES.index("event")))
        assert heard == ["event"] * (quality > 0)

    assert came[0.0] == 0
    assert 200 < came[0.5] < came[1.0] < 700


def test_deleted_criticism_may_become_an_incident() -> None:
    """Some deleted threads are carried outside; answered ones never are."""
    told = {}
    for deleted in (True, False):
        run = simulate(small(delete_criticism=deleted, threads_month=20, screenshot=1.0), seed=17)
        told[deleted] = counter(run, "screenshots")

    assert told[True] > 20
    assert told[False] == 0


def test_metrics_are_finite_and_inside_their_range() -> None:
    """With the part on every metric has a value; shares lie between 0 and 1."""
    found = measure(simulate(small(threads_month=10), seed=19), [n for n, m in METRICS.items() if m.part == "COMM"])

    assert len(found) > 15
    assert all(np.isfinite(x) and x >= 0 for x in found.values()), found
    assert all(x <= 1 for n, x in found.items() if METRICS[n].unit in ("share", "0–1"))


def test_metrics_without_a_community() -> None:
    """With the part off counts are 0 and ratios not defined."""
    run = simulate(vary(ALONE, {"parts": ("audience",), "horizon_days": 3}))

    assert measure(run, ["members", "good_posts", "wrongful"]) == {"members": 0.0, "good_posts": 0.0, "wrongful": 0.0}
    assert all(math.isnan(x) for x in measure(run, ["member_retention", "belonging", "rumour_reach"]).values())


def test_a_narrow_theme_concerns_fewer_people() -> None:
    """1 at the usual focus, falling ever faster."""
    factors = [focus_factor(x) for x in (0.0, 0.3, 0.6, 0.8, 0.95)]

    assert factors[2] == 1.0
    assert all(a > b for a, b in pairwise(factors))
    assert -np.diff(factors)[-1] > -np.diff(factors)[0]


# --- the fact and the benchmark -----------------------------------------------------------------------------


def test_a_few_write_most() -> None:
    """O16 on three worlds; a check by hand of both quantities."""
    assert facts_community.of_the_top([60, *[1] * 40, *[0] * 59]) == pytest.approx(0.6)
    assert facts_community.who_ever_posts([60, *[1] * 40, *[0] * 59]) == pytest.approx(0.41)
    (fact,) = facts_community.FACTS
    posts = [fact.read(simulate(fact.scenarios[0], seed=18, replication=r)) for r in range(3)]
    for quantity in fact.quantities:
        assert quantity.met(float(np.mean([quantity.of(p) for p in posts]))), quantity.label


def test_the_benchmark_is_about_a_year_of_1500_members() -> None:
    """What it times is what it says."""
    done = simulate(vary(benchmark.scenario(("community",)), "horizon_days", 30))

    assert 1300 < done.days[0]["community_members"] <= 1510
