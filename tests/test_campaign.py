"""Campaigns: known laws in their limits, conservation for any legal scenario, directions, and every off value."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legal import legal

from benchmarks import campaign as benchmark
from sim import METRICS, Run, Scenario, base, knobs, measure, simulate, vary
from sim.core.stats import mean_interval
from sim.core.streams import Streams
from sim.core.world import World
from sim.model import STARTS, days
from sim.parts.campaign.crowd import ONLINE, STREET, Crowd, Rates, lives_here
from sim.parts.campaign.incidents import poisson_of
from sim.parts.campaign.learning import Correction, Lessons, weights
from sim.parts.campaign.parameters import OBJECTIVES, CampaignParameters
from sim.parts.campaign.process import Money
from sim.parts.campaign.promotion import CHANNELS, KOL, Promotion, audience, teaser
from sim.parts.campaign.tasks import TASKS, longest_chain
from sim.scenario import PARTS

SMALL = vary(base, {"parts": ("audience", "campaign"), "platforms": ("weibo",), "n_people": 3000, "horizon_days": 26,
                    "warmup_days": 0, "campaign.first_day": 18}, name="small")  # fmt: skip
TWO = {"campaign.events": 2, "campaign.interval_d": 20, "horizon_days": 46}
RESULTS = ("heard", "attendance", "participation", "follows", "orders", "cost_k")


def world_of(changes: dict[str, Any], seed: int = 31) -> World:
    """Return a world at its first hour, nothing started."""
    return World(vary(SMALL, changes, name="world"), Streams(seed, 0))


def crowd_of(world: World, *, linked: bool = True) -> Crowd:
    """Return the people of a first activity."""
    n = world.population.n
    return Crowd(world, 0, linked, np.zeros(n, np.int8), np.full(n, -1e6, np.float32))


def event(scenario: Scenario, seed: int = 32, number: int = 0) -> dict[str, Any]:
    """Return the facts of one activity of a run."""
    return simulate(scenario, seed=seed).rows("event")[number]


def results(scenario: Scenario, seed: int = 32) -> tuple[Any, ...]:
    """Return what the last activity brought, and everybody's trust."""
    run = simulate(scenario, seed=seed)
    return (*(run.rows("event")[-1][name] for name in RESULTS), float(run._world.people.trust.sum()))


# --- known laws ---------------------------------------------------------------------------------------------


def test_overlap_is_people_who_are_reached_twice() -> None:
    """Of M people, m contacts reach the occupancy law's number: the specification's (N - A)(1 - e^(-reach/N)), person by person."""
    gaps = []
    for seed in range(40):
        world = world_of({"campaign.promo_channels": 1, "campaign.contacts_k": 100}, seed)
        crowd = crowd_of(world)
        promotion = Promotion(world, crowd, 0, 1.0, 1)
        promotion.run(12.0)
        ids = promotion.people[0][0]
        notices = np.where(crowd.target(ids), 1.0, 0.5)
        expected = float((1.0 - (1.0 - notices / len(ids)) ** 1200).sum())
        gaps.append(len(crowd.heard()) / expected - 1.0)

    assert mean_interval(gaps, level=0.999).contains(0.0)
    assert not mean_interval([gap + 0.05 for gap in gaps], level=0.999).contains(0.0)  # the check can fail


def test_a_target_of_two_fifths_gives_the_specified_reach() -> None:
    """70 notices for a thousand CNY of advertising, 130 (0.5 + 0.5 fit) of influencers, as long as nobody is met twice."""
    for channel, per_k, share in ((0, 100.0, 0.4), (KOL, 130.0, 0.9)):
        rates = []
        for seed in range(40):
            world = world_of({"n_people": 20_000, "campaign.kol_fit": 0.9, "campaign.kol_share": 1.0}, seed)
            crowd = crowd_of(world)
            promotion = Promotion(world, crowd, 0, 1.0, 3 if channel else 1)
            u = promotion.contacts[channel].buy(3.0)
            ids = promotion._met(channel, u)
            rates.append(float((u[:, 2] < np.where(crowd.target(ids), 1.0, 0.5)).sum()) / 3.0)
        # The target is two fifths at the mean affinity, a little less where affinity is so high that it is cut at 1.
        assert mean_interval(rates, level=0.999).contains(per_k * (0.5 + 0.5 * share)), (channel, np.mean(rates))


def test_coming_and_joining_are_survival_at_a_constant_hazard() -> None:
    """Everybody interested and near: after seven days 1 - e^(-7 h) have come, on either way, and nobody comes twice."""
    same = {"campaign.city_share": 1.0, "campaign.off_target": 1.0, "campaign.attend_day": 0.05, "campaign.join_day": 0.1,
            "campaign.element_steps": 0.0, "campaign.interaction_elements": 0, "campaign.tired": 0.0}  # fmt: skip
    came, joined = [], []
    for seed in range(20):
        world = world_of(same, seed)
        crowd = crowd_of(world)
        everybody = np.arange(world.population.n)
        crowd.hear(everybody, ONLINE | STREET)
        guests = [crowd.day(Rates(1.0, 1.0), 10**6, 24.0 * d) for d in range(7)]
        arrived = np.concatenate([g[0] for g in guests])
        assert len(np.unique(arrived)) == len(arrived)
        came.append(len(arrived) / len(everybody))
        members = world.population.member["weibo"]
        joined.append(float((crowd.state[members] & 16 > 0).mean()))

    assert mean_interval(joined, level=0.999).contains(1.0 - math.exp(-7 * 0.1 * 0.4))
    assert mean_interval(came, level=0.999).contains(1.0 - math.exp(-7 * 0.05))
    assert not mean_interval(came, level=0.999).contains(1.0 - math.exp(-8 * 0.05))  # the check can fail


def test_incidents_are_poisson_and_rise_with_their_rate() -> None:
    """Inversion of evenly spread numbers gives the mean; a higher rate never gives fewer."""
    u = (np.arange(20_000) + 0.5) / 20_000
    for rate in (0.0, 1.5, 5.0):
        counts = [poisson_of(float(x), rate) for x in u]
        assert np.mean(counts) == pytest.approx(rate, abs=0.002)
        assert np.var(counts) == pytest.approx(rate, abs=0.01)
    assert all(poisson_of(float(x), 1.0) <= poisson_of(float(x), 2.0) for x in u[::50])


def test_the_critical_path_is_the_longest_chain() -> None:
    """Twelve tasks, eleven days: with eleven days to prepare all are ready if nothing slips, with ten one chain is not."""
    assert len(TASKS) == 12
    assert longest_chain() == 11
    firm = {"campaign.slip_probability": 0.0}
    assert event(vary(SMALL, firm | {"campaign.prep_days": 11}))["on_time"] == 1.0
    assert event(vary(SMALL, firm | {"campaign.prep_days": 10}))["on_time"] < 1.0


def test_the_teaser_is_the_assumed_curve() -> None:
    """0.5 (1 - e^(-d/3)), and 5 % a day beyond ten."""
    p = CampaignParameters()
    assert teaser(p, 0) == 1.0
    assert teaser(p, 6) == pytest.approx(1.0 + 0.5 * (1.0 - math.exp(-2.0)))
    assert teaser(p, 12) / teaser(p, 10) == pytest.approx(
        0.95**2 * (1.5 - 0.5 * math.exp(-4)) / (1.5 - 0.5 * math.exp(-10 / 3))
    )
    # Every day up to the tenth still adds something, and none after it.
    assert int(np.argmax([teaser(p, days) for days in range(31)])) == 10


def test_weights_and_lessons_are_as_specified() -> None:
    """A clear design gives to the stated result what it takes from the others; each review teaches less than the last."""
    clear, vague = (
        weights(vary(base, {"campaign.objective_clarity": c, "campaign.objective": "sales"}).campaign)
        for c in (1.0, 0.0)
    )
    assert clear.sales > vague.sales
    assert max(clear.awareness, clear.participation, clear.loyalty) < vague.awareness
    assert clear.sales - 1.0 == pytest.approx(0.3 * (1.0 / 0.775 - 1.0))
    lessons = Lessons(world_of({"production.staff_turnover": 0.0}))
    gains = []
    for _ in range(6):
        before = lessons.creativity()
        lessons.review()
        gains.append(lessons.creativity() - before)
    assert gains == sorted(gains, reverse=True)
    assert gains[0] == pytest.approx(0.4 * 0.15)
    assert sum(gains[4:]) < 0.1 * sum(gains)


def test_influencers_are_large_accounts_and_fit_is_the_share_of_the_target() -> None:
    """Whom a contact meets is a follower of one of five large accounts; ``kol_fit`` of the contacts meet the target."""
    world = world_of({"campaign.kol_fit": 0.8, "n_people": 20_000})
    crowd = crowd_of(world)
    promotion = Promotion(world, crowd, 0, 1.0, 3)
    ids = promotion._met(KOL, promotion.contacts[KOL].buy(30.0))
    degree = world.network.degree
    pool, weight = audience(world, 0, KOL)

    assert weight is None
    assert len(pool) > 5 * 20 * degree.mean()
    assert crowd.target(ids).mean() == pytest.approx(0.8, abs=0.03)  # 3,900 contacts: 4.7 standard deviations
    assert np.isin(ids, pool).all()


# --- conservation -------------------------------------------------------------------------------------------


# The number of activities and their days are set apart, so that one runs within the few days simulated here.
SET_APART = ("campaign.events", "campaign.first_day", "campaign.interval_d")
OPEN = {path: legal(k) for path, k in knobs(base).items() if path.startswith("campaign.") and path not in SET_APART}


@given(
    st.dictionaries(st.sampled_from(sorted(OPEN)), st.none(), min_size=1, max_size=12), st.data(), st.integers(0, 10**6)
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_legal_campaign_keeps_its_books(chosen: dict[str, None], data: Any, seed: int) -> None:
    """Nobody is counted twice, no guest without a place, no money beyond the budget, no hour that was not there."""
    changes = {path: data.draw(OPEN[path], label=path) for path in chosen}
    small = {"n_people": 800, "horizon_days": 34, "warmup_days": 1, "campaign.first_day": data.draw(st.integers(1, 12)),
             "campaign.events": 2, "campaign.interval_d": data.draw(st.integers(2, 12))}  # fmt: skip
    scenario = vary(SMALL, small | changes, name="drawn")
    run = simulate(scenario, seed=seed)
    p, people = scenario.campaign, run._world.people

    for e in run.rows("event"):
        assert 0 <= e["attendance"] <= e["places"] <= p.venue_capacity
        assert max(e["attendance"], e["participation"]) <= e["took_part"] <= e["heard"] <= 800
        assert e["took_part"] <= e["attendance"] + e["participation"]
        assert e["cost_k"] <= p.budget_k + 1e-6
        assert e["bad_posts"] <= e["posts"] <= e["attendance"] + e["participation"]
        assert 0 <= e["got"] <= e["possible"] + 1e-9
        assert e["turned_away"] == 0 or e["attendance"] == e["places"]
    assert sum(day.get("gained", 0.0) for day in run._world.days) >= sum(e["follows"] for e in run.rows("event"))
    assert run.ledger.cost_k("campaign") >= sum(e["cost_k"] for e in run.rows("event")) - 1e-6
    assert run.ledger.hours_used() <= run.ledger.hours_there() + 1e-6
    assert ((people.trust >= 0) & (people.trust <= 1)).all()
    assert ((people.memory >= 0) & (people.memory <= 1)).all()


def test_the_days_add_up_to_the_activity() -> None:
    """Guests and participants of the days are those of the activity; who follows is who was gained."""
    run = simulate(vary(SMALL, "parts", ("campaign",)), seed=33)
    e, by_day = run.rows("event")[0], run.rows("event_day")

    assert len(by_day) == 7
    assert sum(d["came"] for d in by_day) == e["attendance"]
    assert sum(d["joined"] for d in by_day) == e["participation"]
    assert [d["heard"] for d in by_day] == sorted(d["heard"] for d in by_day)
    assert sum(day.get("gained", 0.0) for day in run._world.days) == e["follows"]
    assert measure(run, ["event_follows", "attendance"]) == {
        "event_follows": e["follows"],
        "attendance": e["attendance"],
    }


def test_money_and_hours_are_booked() -> None:
    """A budget is spent to the last thousand where both parts take place; the hours are tasks, dates, answers and looks."""
    run = simulate(SMALL, seed=34)

    assert run.ledger.cost_k("campaign") == pytest.approx(100.0)
    assert run.ledger.hours_used("team") == pytest.approx(_hours(run))
    cheap = Money(vary(base, {"campaign.budget_k": 10.0}).campaign)
    assert not cheap.online
    assert not cheap.offline
    assert (cheap.channels, cheap.places, cheap.promotion_k, cheap.street_k) == (0, 0, 0.0, 0.0)


def _hours(run: Run) -> float:
    p = run.scenario.campaign
    named = run._world.streams.of("campaign-tasks", 0).random(len(TASKS)) < p.plan_detail
    looks = run.rows("event")[0]["corrections"]
    return (
        2.0 * sum(t.days for t in TASKS)
        + p.planning_h * named.sum()
        + p.contingency_h
        + p.review_h
        + p.adjust_h * looks
    )


def test_without_an_activity_the_part_leaves_no_trace() -> None:
    """0 activities are the same run as the part switched off, to the last bit."""
    on = vary(SMALL, "campaign.events", 0)

    assert simulate(on, seed=35).digest() == simulate(vary(SMALL, "parts", ("audience",)), seed=35).digest()
    assert math.isnan(measure(simulate(on, seed=35), ["objective_score"])["objective_score"])
    assert simulate(SMALL, seed=35).digest() == simulate(SMALL, seed=35).digest()


# --- directions ---------------------------------------------------------------------------------------------


def listened(scenario: Scenario, seed: int) -> dict[str, list[dict[str, Any]]]:
    """Return what was announced in a run, by word."""
    world = World(scenario, Streams(seed, 0))
    said: dict[str, list[dict[str, Any]]] = {"attended": [], "incident": []}
    for word, heard in said.items():
        world.listen(word, lambda heard=heard, **facts: heard.append(facts))
    for part in scenario.parts:
        STARTS[part](world)
    world.env.process(days(world))
    world.env.run(until=24 * world.total_days + 0.5)
    return said


def test_guests_are_announced_each_once() -> None:
    """``attended`` names everybody who came, with the quality and the hour; a good event is no incident."""
    said = listened(SMALL, 36)
    ids = np.concatenate([a["ids"] for a in said["attended"]])

    assert len(np.unique(ids)) == len(ids) == event(SMALL, 36)["attendance"]
    assert {a["quality"] for a in said["attended"]} == {0.6}
    assert all(a["time_h"] % 24 == 22 for a in said["attended"])
    assert said["incident"] == []


def test_a_bad_event_shared_live_is_an_incident() -> None:
    """Guests of a bad event lose trust, tell it, and it may become a crisis; once an activity."""
    bad = vary(SMALL, {"campaign.onsite_quality": 0.15, "campaign.live_share_rate": 0.8})
    (said,) = listened(bad, 37)["incident"]

    assert said["kind"] == "event"
    assert 0 < said["severity"] <= 1
    assert len(np.unique(said["people"])) == len(said["people"]) <= 20
    crisis = vary(bad, {"parts": ("audience", "campaign", "crisis"), "n_people": 6000})
    assert len(simulate(crisis, seed=37).rows("crisis")) == 1
    assert len(simulate(vary(crisis, "campaign.onsite_quality", 0.8), seed=37).rows("crisis")) == 0


def test_quality_moves_trust_both_ways() -> None:
    """Better than promised gains trust, worse loses it; a longer teaser promises more."""
    silent = vary(SMALL, "campaign.live_share_rate", 0.0)
    trust = {q: results(vary(silent, "campaign.onsite_quality", q))[-1] for q in (0.1, 0.9)}
    plain = 3000 * 0.6

    assert trust[0.1] < plain < trust[0.9]
    short, long = (
        event(vary(SMALL, {"campaign.teaser_days": d, "campaign.objective": "loyalty"}))["score"] for d in (0, 14)
    )
    assert long < short


def test_who_comes_lives_near_and_likes_such_things() -> None:
    """Nearly all guests are from the city, and the target is overrepresented."""
    said = listened(SMALL, 38)
    ids = np.concatenate([a["ids"] for a in said["attended"]])
    world = World(SMALL, Streams(38, 0))
    crowd = crowd_of(world)

    assert lives_here(world, ids).mean() > 0.9
    assert crowd.target(ids).mean() > crowd.target(np.arange(3000)).mean() + 0.1


def test_contacts_draw_more_than_posters() -> None:
    """Who heard of it from a contact comes more readily, and the venue stays the limit."""
    pull = {x: event(vary(SMALL, {"campaign.friend_pull": x, "campaign.live_share_rate": 0.8})) for x in (1.0, 8.0)}

    assert pull[8.0]["attendance"] > pull[1.0]["attendance"]
    full = event(vary(SMALL, {"campaign.venue_capacity": 50, "campaign.live_share_rate": 0.8}))
    assert full["attendance"] == 50
    assert full["turned_away"] > 0


def test_who_has_just_taken_part_is_tired() -> None:
    """A second activity right after the first one draws fewer of the same people; with ``tired`` off it does not."""
    soon = {"campaign.events": 2, "campaign.interval_d": 8, "horizon_days": 40, "campaign.promo_channels": 1}
    found = {x: event(vary(SMALL, soon | {"campaign.tired": x}), number=1)["took_part"] for x in (0.0, 1.0)}

    assert found[1.0] < found[0.0]


def test_readings_move_the_money_to_what_seems_strongest() -> None:
    """Without noise a quarter goes from the weakest to the strongest channel; with noise it often goes elsewhere; none is lost."""
    to: dict[float, set[int]] = {0.0: set(), 2.0: set()}
    for noise, strongest in to.items():
        for seed in range(12):
            world = world_of({"campaign.promo_channels": 4, "campaign.reading_noise": noise}, seed)
            promotion = Promotion(world, crowd_of(world), 0, 1.0, 4)
            correction = Correction(world, promotion, 0)
            assert not correction.look()
            before = promotion.share.copy()
            promotion.found[:], promotion.spent_k[:], correction.last_h = (40, 10, 90, 60), (1, 1, 1, 1), -24.0
            assert correction.look()
            moved = promotion.share - before
            assert promotion.share.sum() == pytest.approx(1.0)
            assert moved.max() == pytest.approx(0.25)
            assert promotion.share.min() >= 0.0
            strongest.add(int(np.argmax(moved)))

    assert to[0.0] == {KOL}
    assert len(to[2.0]) > 1


def test_prize_hunters_come_and_go() -> None:
    """A prize brings bargain seekers, who follow and leave; without one, or with ``hunter_leave`` off, nobody leaves."""
    online = vary(SMALL, {"campaign.online_share": 1.0, "parts": ("campaign",)})
    drawn = {"campaign.prize": 1.0}
    plain, prize, stay = (event(vary(online, x)) for x in ({}, drawn, drawn | {"campaign.hunter_leave": 0.0}))

    assert plain["left"] == stay["left"] == 0
    assert 0 < prize["left"] < prize["follows"]
    assert prize["participation"] > plain["participation"]
    assert prize["follows"] > plain["follows"]
    assert prize["heard"] == stay["heard"]


# --- decisions shift nobody else's numbers ------------------------------------------------------------------


def test_more_money_reaches_more_people_not_others() -> None:
    """Whoever heard of it for less money hears of it for more."""
    heard: list[set[int]] = []
    for money_k in (4.0, 8.0, 16.0):
        world = world_of({})
        crowd = crowd_of(world)
        Promotion(world, crowd, 0, 1.0, 3).run(money_k)
        heard.append(set(crowd.heard().tolist()))

    assert heard[0] < heard[1] < heard[2]


def test_a_smaller_venue_changes_nobody_who_came_before_it_was_full() -> None:
    """On the days before it is full the same people come; what the tasks do is not touched by the venue."""
    quiet = vary(SMALL, {"campaign.live_share_rate": 0.0, "campaign.street_k": 0.0})
    days_of = {n: simulate(vary(quiet, "campaign.venue_capacity", n), seed=39).rows("event_day") for n in (60, 900)}
    small, large = days_of[60], days_of[900]
    first_full = next(k for k, d in enumerate(small) if d["turned_away"])

    assert first_full > 0
    assert [d["came"] for d in small[:first_full]] == [d["came"] for d in large[:first_full]]
    assert [d["open_tasks"] for d in small] == [d["open_tasks"] for d in large]


# --- every mechanism and its off value ----------------------------------------------------------------------

VARIED = [
    ({"teaser_lift": 0.0, "teaser_decay": 0.0, "hype": 0.0}, "teaser_days", (0, 12)),
    ({"link_effect": 0.0}, "linked", (False, True)),
    ({"richness_effect": 0.0, "richness_cost_k": 0.0}, "media_richness", (0.1, 0.9)),
    ({"detail_loss": 0.0}, "missing_details", (0, 4)),
    ({"late_loss": 0.0}, "plan_detail", (0.0, 1.0)),
    ({"slip_probability": 0.0}, "plan_detail", (0.0, 1.0)),
    ({"incident_damage": 0.0, "incident_trust": 0.0}, "incident_rate", (0.0, 5.0)),
    ({"objective_effect": 0.0}, "objective_clarity", (0.0, 1.0)),
    ({"review_effect": 0.0}, "event_review", (False, True)),
    ({"idea_wear": 0.0}, "new_idea", (False, True)),
    ({"element_appeal": 0.0, "element_steps": 0.0, "element_cost_k": 0.0}, "interaction_elements", (0, 6)),
    ({"adjust_interval_d": 0.0}, "adjust_share", (0.05, 1.0)),
]


@pytest.mark.parametrize(("off", "varied", "values"), VARIED, ids=[v[1] + "-" + next(iter(v[0])) for v in VARIED])
def test_switched_off_a_decision_changes_nothing(off: dict[str, Any], varied: str, values: tuple[Any, Any]) -> None:
    """With the mechanism off two values of a decision give the same activity; with it on they do not."""
    plain = vary(SMALL, TWO | {"campaign.incident_rate": 3.0, "campaign.contingency": False})
    switched = vary(plain, {f"campaign.{name}": value for name, value in off.items()})
    pair = [[results(vary(s, f"campaign.{varied}", x)) for x in values] for s in (switched, plain)]

    assert pair[0][0] == pair[0][1]
    assert pair[1][0] != pair[1][1]


def test_without_listeners_sharing_is_only_a_number() -> None:
    """Where nobody sees posts, more sharing changes nothing; where they are seen, more people hear of it."""
    rates = [{"campaign.live_share_rate": r} for r in (0.0, 0.8)]
    deaf = [results(vary(SMALL, {"engagement.friend_sees": 0.0} | r)) for r in rates]

    assert deaf[0] == deaf[1]
    assert results(vary(SMALL, rates[1]))[0] > results(vary(SMALL, rates[0]))[0]


@pytest.mark.parametrize(
    ("names", "of"),
    [
        (("follow_attend", "follow_join"), lambda run: run.rows("event")[0]["follows"]),
        (("event_orders",), lambda run: run.rows("event")[0]["orders"]),
        (("warmth",), lambda run: float(abs(run._world.people.warmth).sum())),
        (("attend_day",), lambda run: run.rows("event")[0]["attendance"]),
        (("join_day",), lambda run: run.rows("event")[0]["participation"]),
        (("kol_scandal",), lambda run: len(run.rows("event_scandal"))),
    ],
)  # fmt: skip
def test_switched_off_the_effect_is_gone(names: tuple[str, ...], of: Any) -> None:
    """There with the mechanism, exactly absent without it."""
    plain = vary(SMALL, "campaign.kol_scandal", 1.0)

    assert of(simulate(vary(plain, {f"campaign.{name}": 0.0 for name in names}), seed=40)) == 0
    assert of(simulate(plain, seed=40)) > 0


def test_hours_that_are_off_are_not_worked() -> None:
    """Dates, prepared answers, looks and reviews cost the hours they say; tasks remain."""
    parts = ("planning_h", "contingency_h", "adjust_h", "review_h")
    whole = simulate(SMALL, seed=44).ledger.hours_used("team")
    saved = [
        whole - simulate(vary(SMALL, f"campaign.{name}", 0.0), seed=44).ledger.hours_used("team") for name in parts
    ]
    bare = simulate(vary(SMALL, {f"campaign.{name}": 0.0 for name in parts}), seed=44).ledger.hours_used("team")

    assert all(hours > 0 for hours in saved)
    assert bare == pytest.approx(whole - sum(saved)) == pytest.approx(2.0 * sum(t.days for t in TASKS))


def test_nobody_posts_nobody_passes_by_nobody_differs() -> None:
    """Off values of posts, of the street and of the spread of experiences: exactly nothing of it is left."""
    silent = event(vary(SMALL, {"campaign.ugc_rate": 0.0, "campaign.live_share_rate": 0.0}))
    empty = event(vary(SMALL, {"campaign.street_k": 0.0, "campaign.online_share": 0.0}))
    alike = {s: event(vary(SMALL, {"campaign.experience_spread": s, "campaign.onsite_quality": 0.45,
                                   "campaign.live_share_rate": 0.8})) for s in (0.0, 0.15)}  # fmt: skip

    assert (silent["posts"], silent["by_friends"]) == (0, 0)
    assert (empty["heard"], empty["took_part"], empty["follows"]) == (0, 0, 0)
    assert alike[0.0]["bad_posts"] == 0 < alike[0.15]["bad_posts"]


def test_all_parts_together() -> None:
    """With every part of the company on, an activity runs, and nobody works hours that are not there."""
    run = simulate(vary(SMALL, {"parts": PARTS, "horizon_days": 20, "campaign.first_day": 10}), seed=45)

    assert len(run.rows("event")) == 1
    assert run.ledger.hours_used() <= run.ledger.hours_there() + 1e-6
    assert run.ledger.cost_k("campaign") == pytest.approx(100.0)


def test_without_its_gains_and_losses_trust_stands_still() -> None:
    """All effects on trust off: nobody changes; each of them on: somebody does."""
    loud = {"campaign.kol_fit": 0.0, "campaign.incident_rate": 5.0, "campaign.contingency": False,
            "campaign.onsite_quality": 0.3, "campaign.live_share_rate": 0.8, "parts": ("campaign",),
            "campaign.kol_scandal": 0.0}  # fmt: skip
    trust = {"campaign.onsite_trust": 0.0, "campaign.bad_word": 0.0, "campaign.incident_trust": 0.0, "campaign.kol_misfit": 0.0,
             "audience.trust_gain": 0.0}  # fmt: skip
    usual = np.float32(0.6)

    assert (simulate(vary(SMALL, loud | trust), seed=41)._world.people.trust == usual).all()
    for path in trust:
        one = {other: value for other, value in trust.items() if other != path}
        assert (simulate(vary(SMALL, loud | one), seed=41)._world.people.trust != usual).any(), path


def test_channels_without_audiences_of_their_own_are_one_channel() -> None:
    """With ``own_audiences`` off every channel reaches the members of the platforms by their activity."""
    world = world_of({"campaign.own_audiences": False})
    first = audience(world, 0, 0)

    for channel in range(len(CHANNELS)):
        ids, weight = audience(world, 0, channel)
        assert (ids == first[0]).all()
        assert weight is not None


def test_the_objective_is_one_of_four_shares() -> None:
    """Whatever the objective, its score lies between the extremes of a share; loyalty may fall below 0."""
    for name in OBJECTIVES:
        assert -1 <= event(vary(SMALL, "campaign.objective", name))["score"] <= 1


def test_metrics_are_finite_and_inside_their_range() -> None:
    """Shares lie between 0 and 1, counts are not negative; without an activity counts are 0 and ratios NaN."""
    names = [name for name, m in METRICS.items() if m.part == "CAMP"]
    found = measure(simulate(SMALL, seed=43), names)
    nothing = measure(simulate(vary(SMALL, "campaign.events", 0), seed=43), names)

    assert all(np.isfinite(value) for value in found.values()), found
    for name, value in found.items():
        assert 0 <= value <= (1 if METRICS[name].unit in ("share", "0–1") else math.inf), name
        assert math.isnan(nothing[name]) or nothing[name] == 0, name
    assert found["cost_per_follow"] == pytest.approx(100_000 / found["event_follows"])


def test_the_benchmark_runs_activities() -> None:
    """Six activities in half a year, each of them with guests."""
    run = simulate(vary(benchmark.scenario(), {"n_people": 3000}), seed=42)

    assert len(run.rows("event")) == 6
    assert min(e["attendance"] for e in run.rows("event")) > 0
