"""The crisis: known limits, conservation, counterfactuals to the last bit, and every mechanism gone when it is off."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from legal import legal
from scipy import stats

import sim.core.world
from sim import METRICS, base, knobs, measure, simulate, vary
from sim.core import theory
from sim.core.knob import ParameterError
from sim.core.network import well_mixed
from sim.core.spread import Outbreak
from sim.core.streams import Streams
from sim.core.world import World
from sim.parts import crisis
from sim.parts.crisis.opinion import KOL, MEDIA, account_kinds
from sim.presets import crisis_base, rumour

SMALL = vary(crisis_base, {"n_people": 6_000}, name="small")
SILENT = {"crisis.speak": False, "crisis.remedy_h": 0.0}
CRIS = [name for name, m in METRICS.items() if m.part == "CRIS"]


def run(changes: dict[str, Any], *, scenario=SMALL, replication: int = 0, seed: int = 11):
    """Run ``scenario`` with changes."""
    return simulate(vary(scenario, changes) if changes else scenario, seed=seed, replication=replication)


def many(changes: dict[str, Any], metric: str, *, scenario=SMALL, replications: int = 8, seed: int = 11) -> np.ndarray:
    """Return a metric over replications."""
    runs = (run(changes, scenario=scenario, replication=r, seed=seed) for r in range(replications))
    return np.array([measure(one, [metric])[metric] for one in runs])


def hours(one: Any, what: str) -> np.ndarray:
    """Return a column of the hourly log."""
    return np.array([row[what] for row in one.rows("crisis_hour")])


# --- the mean field -------------------------------------------------------------------------------------------------

FLAT = {"engagement.activity_by_hour": (1.0,) * 24}
MIXED = vary(crisis_base, FLAT | {
    "n_people": 20_000, "parts": ("crisis",), "crisis.first_posts": 400, "crisis.evidence_rate": 0.0,
    "crisis.hot_list": 0.0, "crisis.trust_shield": 0.0, "crisis.correction_pass": 0.0, "crisis.amplify": 0.0,
    "crisis.update_every_h": 0.0, "crisis.contagion": 0.11,
}, name="well mixed")  # fmt: skip
STEP_H = 0.1


def mean_field(scenario: Any, info: np.ndarray, cred: np.ndarray, horizon_h: int) -> np.ndarray:
    """Return the share that has turned negative by each hour: the renewal equation of Part F on a well-mixed network.

    u' = -u (12 c b(t) sum of new negatives, delayed by the kernel) - u a(t); b is belief, a the hazard of explanations.
    """
    p, e = scenario.crisis, scenario.engagement
    steps = round(horizon_h / STEP_H)
    grid = np.arange(steps + 1) * STEP_H
    delay = stats.norm.cdf((np.log(np.maximum(grid, 1e-12)) + math.log(3600) - e.repost_delay) / e.repost_delay_spread)
    kernel = np.diff(delay)
    explained = np.repeat(info * cred, round(1 / STEP_H))[:steps]
    belief = (1 + p.vacuum * (1 - explained)) / (1 + p.vacuum)
    eased = 0.008 * explained * (1 - math.exp(-0.55 * p.channels))
    new = np.zeros(steps + 1)
    new[0] = p.first_posts / scenario.n_people
    unaware, turned = 1.0 - new[0], []
    for k in range(steps):
        told = 12 * p.contagion * belief[k] * float(new[: k + 1] @ kernel[: k + 1][::-1])
        left = unaware * math.exp(-told)
        new[k + 1] = unaware - left
        unaware = left * math.exp(-eased[k] * STEP_H)
        turned.append(new[: k + 2].sum())
    return np.array(turned)[round(1 / STEP_H) - 1 :: round(1 / STEP_H)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes", [SILENT, {"crisis.remedy_h": 0.0}, {"crisis.remedy_h": 0.0, "crisis.decide_h": 24.0}]
)
def test_a_well_mixed_public_follows_the_mean_field(changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has turned negative after 6, 24, 72 and 240 hours, within a 99.9 % interval of 16 runs.

    The limit: everybody heard by twelve others, flat hours, equal trust, no evidence, hot list or passing on of answers. The
    grid of 0.1 h and the end of each hour leave 2 % of the value, which is added to the interval.
    """
    scenario = vary(MIXED, changes)
    monkeypatch.setattr(
        sim.core.world, "contacts",
        lambda seed, replication, n, _: well_mixed(n, degree=12, generator=Streams(seed, replication).of("mixed")),
    )  # fmt: skip
    runs = [simulate(scenario, seed=5, replication=r) for r in range(16)]
    # A run ends when nobody talks any more.
    path = np.array([np.cumsum(np.append(hours(one, "new"), np.zeros(240)))[:240] for one in runs]) / scenario.n_people
    longest = max(runs, key=lambda one: len(hours(one, "info")))
    expected = mean_field(scenario, hours(longest, "info"), hours(longest, "cred"), 240)

    for hour in (5, 23, 71, 239):
        sample = path[:, hour]
        half = stats.t.ppf(0.9995, 15) * sample.std(ddof=1) / 4 + 0.02 * expected[hour]
        assert abs(sample.mean() - expected[hour]) < half, (hour, sample.mean(), expected[hour], half)
    # The test can fail: a tenth more contagion is seen.
    other = mean_field(vary(scenario, "crisis.contagion", 0.121), hours(longest, "info"), hours(longest, "cred"), 240)
    assert (
        abs(path[:, 71].mean() - other[71]) > 0.02 * other[71] + stats.t.ppf(0.9995, 15) * path[:, 71].std(ddof=1) / 4
    )


def test_silence_on_a_well_mixed_network_ends_at_the_final_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody answers: the share that turns negative is the root of z = 1 - (1 - s) e^(-R z), within 99.9 %."""
    monkeypatch.setattr(
        sim.core.world, "contacts",
        lambda seed, replication, n, _: well_mixed(n, degree=12, generator=Streams(seed, replication).of("mixed")),
    )  # fmt: skip
    scenario = vary(MIXED, SILENT | {"n_people": 10_000, "crisis.first_posts": 200, "crisis.contagion": 0.15})
    share = np.array(
        [measure(simulate(scenario, seed=6, replication=r), ["neg_share"])["neg_share"] for r in range(10)]
    )
    expected = theory.sir_final_share(12 * 0.15, 0.02)

    assert abs(share.mean() - expected) < stats.t.ppf(0.9995, 9) * share.std(ddof=1) / math.sqrt(10) + 0.002


# --- invariants -----------------------------------------------------------------------------------------------------

LEGAL = {path: k for path, k in knobs(base).items() if path.startswith("crisis.") and path != "crisis.start_day"}


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    changes=st.fixed_dictionaries({}, optional={path: legal(k) for path, k in LEGAL.items()}),
    trust=st.floats(0.1, 0.95),
)
def test_any_legal_crisis_conserves_people_and_keeps_shares(changes: dict[str, Any], trust: float) -> None:
    """People are unaware, negative or reassured, never lost; trust, I, K between 0 and 1; no metric is infinite."""
    scenario = vary(SMALL, {"n_people": 1_000, "horizon_days": 20, "audience.trust0": trust} | changes)
    one = simulate(scenario, seed=3)
    whole = hours(one, "unaware") + hours(one, "negative") + hours(one, "reassured")
    opinion = one._world.records["crisis"][0].opinion
    people = one._world.people.trust

    assert (whole == 1_000).all()
    assert np.bincount(opinion.state, minlength=3).tolist() == opinion.counts
    assert min(hours(one, name).min() for name in ("unaware", "negative", "reassured", "mentions", "rumour")) >= 0
    assert people.min() >= 0
    assert people.max() <= 1
    for name in ("info", "cred", "trust"):
        assert ((hours(one, name) >= -1e-6) & (hours(one, name) <= 1 + 1e-6)).all(), name
    cascade = one.cascade
    first = cascade[cascade.crisis == 1]
    assert first.person.is_unique
    assert len(first) == hours(one, "new")[: len(one.rows("crisis_hour"))].sum() or len(one.rows("crisis")) > 1
    assert not any(math.isinf(v) for v in measure(one, [m for m in CRIS if m != "damage_index"]).values())


def test_the_cascade_is_a_forest_in_time() -> None:
    """Everybody who has it from somebody has it later and one generation further; sources are links of the network."""
    one = run({})
    cascade = one.cascade
    told = cascade[cascade.source >= 0]
    source = cascade.set_index("person").loc[told.source]

    assert len(told) > 200
    assert (source.time_h.to_numpy() <= told.time_h.to_numpy()).all()
    assert (source.generation.to_numpy() + 1 == told.generation.to_numpy()).all()
    assert set(cascade.origin[cascade.source < 0]) <= {
        "first posts",
        "evidence",
        "hot list",
        "statement",
        "second look",
    }
    network = one._world.network
    assert all(t in network.followers(s) for s, t in zip(told.source[:200], told.person[:200], strict=True))


def test_mean_trust_of_the_log_is_the_mean_of_the_people() -> None:
    """The running mean of the log does not drift away from the people's trust."""
    one = run({"horizon_days": 12})

    assert one.rows("crisis_hour")[-1]["trust"] == pytest.approx(float(one._world.people.trust.mean()), abs=1e-5)


def test_kinds_of_accounts_are_ranks_of_followers() -> None:
    """The accounts with most followers are media, the next are opinion leaders."""
    followers = np.arange(1000)
    kind = account_kinds(followers, 0.01, 0.002)

    assert (kind[-2:] == MEDIA).all()
    assert (kind[-12:-2] == KOL).all()
    assert not kind[:-12].any()


# --- counterfactuals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "same_h"),
    [
        ({"crisis.decide_h": 30.0}, 4),
        ({"crisis.stance": "deny"}, 4),
        ({"crisis.speak": False}, 4),
        ({"crisis.invest_h": 60.0}, 28),
        ({"crisis.update_every_h": 24.0}, 16),
        ({"crisis.remedy_h": 0.0}, 36),
        ({"crisis.compensate_h": 50.0}, 50),
        ({"crisis.csr_start_h": 60.0}, 60),
        ({"crisis.threat_h": 20.0}, 20),
        ({"crisis.evidence_peak_h": 20.0}, 20),
        ({"crisis.coordination": 0.5}, 4),
        ({"crisis.delete_comments": True}, 2),
    ],
)
def test_before_a_decision_everything_is_the_same(changes: dict[str, Any], same_h: int) -> None:
    """Two plans that differ from hour t on share every fact of the hours before t, person by person."""
    one, two = run({}), run(changes)
    earlier = [[row for row in r.rows("crisis_hour") if row["hour"] < same_h] for r in (one, two)]
    heard = [r.cascade[r.cascade.time_h < same_h] for r in (one, two)]

    assert earlier[0] == earlier[1]
    assert heard[0].equals(heard[1])
    assert one.digest() != two.digest()


def test_a_replay_costs_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another decision on the same people: one world, whose spread looks at no more links than that of a plan from scratch."""
    built, looks = [], []
    make, tick = World.__init__, Outbreak.tick
    monkeypatch.setattr(World, "__init__", lambda self, *args: built.append(1) or make(self, *args))
    monkeypatch.setattr(Outbreak, "tick", lambda self, *args: looks.append(1) or tick(self, *args))
    costs = []
    for changes in ({}, {"crisis.decide_h": 1.0}, {"crisis.decide_h": 30.0}, {}):
        built.clear()
        looks.clear()
        one = run(changes)
        assert len(one.cascade) > 0
        costs.append((len(built), len(looks)))

    assert [worlds for worlds, _ in costs] == [1, 1, 1, 1]
    assert costs[0] == costs[3]
    assert max(steps for _, steps in costs) < 1.5 * costs[0][1]


def test_a_run_again_is_the_same_run() -> None:
    """The same scenario and seed give the same bits, whatever ran in between."""
    first = run({}).digest()
    run({"crisis.severity": 0.9}, replication=3)

    assert run({}).digest() == first


def test_people_keep_their_luck_when_the_public_hears_more() -> None:
    """More evidence adds people and takes nobody away while nobody answers (no hot list, which would come at another hour)."""
    quiet = SILENT | {"crisis.hot_list": 0.0}
    few = set(run(quiet | {"crisis.evidence_rate": 2.0}).cascade.person)
    more = set(run(quiet | {"crisis.evidence_rate": 8.0}).cascade.person)

    assert few < more


# --- mechanisms off -------------------------------------------------------------------------------------------------


def test_without_a_spark_there_is_no_crisis() -> None:
    """The part costs nothing and changes nothing until something happens."""
    with_part = simulate(vary(base, {"parts": (*base.parts, "crisis"), "n_people": 2_000, "horizon_days": 20}))
    without = simulate(vary(base, {"n_people": 2_000, "horizon_days": 20}))

    assert with_part.digest() == without.digest()
    assert math.isnan(measure(with_part, ["trust_d30"])["trust_d30"])


@pytest.mark.parametrize(
    ("off", "metric", "value"),
    [
        ({"crisis.contagion": 0.0, "crisis.hot_list": 0.0, "crisis.evidence_rate": 0.0, "crisis.amplify": 0.0,
          "crisis.update_every_h": 0.0}, "neg_share", 40 / 6000),
        ({"crisis.trust_loss": 0.0, "crisis.csr_start_h": 0.0}, "sales_loss_k", 0.0),
    ],
)  # fmt: skip
def test_off_is_off(off: dict[str, Any], metric: str, value: float) -> None:
    """Without contagion only the first posters are negative; without loss of trust no sales are lost."""
    assert measure(run(off), [metric])[metric] == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    ("on", "off", "what"),
    [
        ({}, {"crisis.leave": 0.0}, lambda r: sum(d.get("lost", 0) for d in r.days)),
        ({}, {"crisis.hot_list": 0.0}, lambda r: hours(r, "hot").sum()),
        ({}, {"crisis.amplify": 0.0}, lambda r: (r.cascade.origin == "statement").sum()),
        ({}, {"crisis.reassurance": 0.0, "crisis.correction_pass": 0.0}, lambda r: hours(r, "eased").sum()),
        ({"crisis.p_wrong": 0.8, "crisis.assert_facts": True}, {"crisis.p_wrong": 0.0, "crisis.assert_facts": True},
         lambda r: measure(r, ["retractions"])["retractions"]),
        ({}, {"crisis.evidence_rate": 0.0}, lambda r: (r.cascade.origin == "evidence").sum()),
    ],
)  # fmt: skip
def test_a_mechanism_that_is_off_leaves_no_trace(on: dict[str, Any], off: dict[str, Any], what: Any) -> None:
    """Each mechanism leaves a trace in its log, and none when switched off."""
    world = {"audience.unfollow_day": 0.0, "audience.forget_leave": 0.0}

    assert what(run(world | on)) > 0
    assert what(run(world | off)) == 0


def test_silence_costs_credibility_and_words_bring_information() -> None:
    """K falls with a time of 60 h before the statement; I is 0.40 after it, and halves in 30 h."""
    one = run({"crisis.update_every_h": 0.0, "crisis.establish": False, "crisis.remedy_h": 0.0, "crisis.stance": "hold",
               "crisis.contradiction": 0.0})  # fmt: skip
    info, cred = hours(one, "info"), hours(one, "cred")

    assert cred[3] == pytest.approx((0.25 + 0.6 * 0.6) * math.exp(-4 / 60), rel=1e-6)
    assert info[3] == 0
    assert info[4] == pytest.approx(0.40 * 0.5 ** (1 / 30))
    assert info[33] / info[4] == pytest.approx(0.5 ** (29 / 30))
    assert cred[4:].tolist() == pytest.approx([cred[3] * math.exp(-1 / 60)] * (len(cred) - 4))


def test_every_stance_moves_credibility_as_declared() -> None:
    """Own, clarify, deny and hold against the truth, at the hour of the statement."""
    moves = {("own", True): 0.12, ("own", False): -0.15, ("clarify", True): -0.05, ("clarify", False): 0.10,
             ("deny", True): 0.0, ("deny", False): 0.0, ("hold", True): 0.0, ("hold", False): 0.0}  # fmt: skip
    for (stance, true), move in moves.items():
        cred = hours(run({"crisis.stance": stance, "crisis.allegation_true": true, "crisis.contradiction": 0.0,
                          "horizon_days": 1}), "cred")  # fmt: skip
        assert cred[4] - cred[3] * math.exp(-1 / 60) == pytest.approx(move, abs=1e-9), (stance, true)


def test_whoever_does_not_coordinate_has_no_rival_and_no_industry() -> None:
    """Without coordination both settings change no hour; with it a rival costs a threat's credibility, from the statement on."""
    short = {"horizon_days": 1, "crisis.contradiction": 0.0}
    both = {"crisis.industry_wide": 1.0, "crisis.rival_exploits": 1.0}
    assert run(short).rows("crisis_hour") == run(short | both).rows("crisis_hour")

    fair, used = (run(short | {"crisis.coordination": 0.5, "crisis.rival_exploits": x}) for x in (0.0, 1.0))
    assert fair.rows("crisis_hour")[:4] == used.rows("crisis_hour")[:4]
    assert hours(fair, "cred")[4] - hours(used, "cred")[4] == pytest.approx(base.crisis.threat)
    assert [row["action"] for row in used.rows("crisis_action")].count("exploited") == 1


def test_an_accusation_of_the_whole_industry_is_explained_by_more() -> None:
    """Full coordination reassures half as many more, in a matter of the industry twice as many."""
    hazards = {}
    for wide, together in ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0)):
        world = world_of({"crisis.coordination": together, "crisis.industry_wide": wide, "crisis.start_day": 1})
        world.env.run(until=24.0 + 9.0 + 6.0)
        company = world.records["crisis"][0].company
        hazards[wide, together] = -math.expm1(-company.hazards(1.0)[0]) / company.explained

    assert hazards[0.0, 1.0] / hazards[0.0, 0.0] == pytest.approx(1.5)
    assert hazards[1.0, 1.0] / hazards[0.0, 0.0] == pytest.approx(2.0)


def test_denying_the_truth_is_found_out_and_corrected() -> None:
    """The facts come out 24 h after the statement: credibility falls to 0.45 of it, and stays 0.75 of it where corrected openly."""
    common = {"crisis.stance": "deny", "crisis.contradiction": 0.0, "crisis.update_every_h": 0.0}
    for how, factor in (("plain", 0.45), ("open", 0.75)):
        one = run(common | {"crisis.correction": how})
        cred = hours(one, "cred")
        assert cred[28] / cred[27] == pytest.approx(factor)
        assert measure(one, ["retractions"])["retractions"] == 1
    assert hours(run(common), "info")[28] < 0.31


# --- sparks from others ---------------------------------------------------------------------------------------------


def world_of(changes: dict[str, Any]) -> World:
    """Return a running world with the crisis part alone, and no crisis planned."""
    scenario = vary(SMALL, {"parts": ("crisis",), "crisis.start_day": 0, "horizon_days": 5} | changes)
    world = World(scenario, Streams(1))
    crisis.start(world)
    return world


def test_an_incident_of_another_part_begins_a_crisis() -> None:
    """With its own severity and its own people; a second one while it is alive adds to it."""
    world = world_of({})
    world.announce("incident", kind="defect", severity=0.4, true=True, time_h=0.0, people=[3, 4])
    world.announce("incident", kind="defect", severity=0.9, true=True, time_h=0.0, people=[5])
    world.env.run(until=2)

    assert [row["severity"] for row in world.log.of("crisis")] == [0.4]
    assert {3, 4, 5} <= set(crisis.table(world.records["crisis"]).person)


def test_five_public_complaints_about_one_issue_are_a_crisis() -> None:
    """Four are none, five about different issues are none, and five spread over a month are none."""
    for issues, gap_h, expected in (([1] * 4, 1, 0), ([1, 2, 3, 4, 5], 1, 0), ([1] * 5, 100, 0), ([1] * 5, 1, 1)):
        world = world_of({})
        for k, issue in enumerate(issues):
            world.announce("public_complaint", person=k, issue=issue, severity=0.3, time_h=float(k * gap_h))
        assert len(world.log.of("crisis")) == expected
    world = world_of({"crisis.complaints_spark": 0})
    for k in range(20):
        world.announce("public_complaint", person=k, issue=1, severity=0.3, time_h=float(k))
    assert not world.log.of("crisis")


def test_the_same_cause_comes_back_less_often_after_retraining() -> None:
    """Hazard 0.02 a day: almost surely within 180 days; the off value ends it; retraining leaves a fifth of the hazard."""
    year = {"n_people": 500, "parts": ("crisis",), "horizon_days": 240, "crisis.recurrence_day": 0.02}
    back = {
        share: many(year | {"crisis.staff_retraining": share}, "recurrence", replications=12).mean()
        for share in (0.0, 1.0)
    }

    assert back[0.0] > 0.7
    assert back[1.0] < back[0.0]
    assert many(year | {"crisis.recurrence_day": 0.0}, "recurrence", replications=2).max() == 0


def test_what_was_learnt_leaves_with_the_people() -> None:
    """With 60 % turnover a year retraining protects less; without turnover, or without any effect of it, nothing changes."""
    year = {"n_people": 500, "parts": ("crisis",), "horizon_days": 240, "crisis.recurrence_day": 0.02,
            "crisis.staff_retraining": 1.0}  # fmt: skip
    settings = {rate: year | {"production.staff_turnover": rate} for rate in (0.0, 60.0)}
    stays, leaves = (many(s, "recurrence", replications=40).mean() for s in settings.values())
    no_effect = [many(s | {"crisis.retraining_effect": 0.0}, "recurrence", replications=8) for s in settings.values()]

    assert stays < leaves
    assert (no_effect[0] == no_effect[1]).all()


def test_answered_complaints_let_the_company_see_the_crisis_come() -> None:
    """Three answers about the same issue within three days are enough; about another one, or switched off, they are none."""
    known = {}
    for name, issue, changes in (("same", 1, {}), ("other", 2, {}), ("off", 1, {"crisis.warned_from": 0})):
        world = world_of({"crisis.start_day": 0} | changes)
        for _ in range(3):
            world.announce("complaint_answered", issue=issue, time_h=0.0)
        for k in range(5):
            world.announce("public_complaint", person=k, issue=1, severity=0.3, time_h=float(k))
        known[name] = world.records["crisis"][0].company.detected_h

    assert known == {"same": 0.0, "other": base.crisis.detect_h, "off": base.crisis.detect_h}


def test_promotion_in_the_middle_of_a_crisis_costs_credibility() -> None:
    """Posts that promote an offer are noticed while the crisis is alive; the off value makes them harmless."""
    parts = {
        "parts": ("production", "engagement", "audience", "crisis"),
        "plan.promotion_share": 1.0,
        "horizon_days": 4,
    }
    lost = [hours(run(parts | {"crisis.tactless": x}), "cred")[-1] for x in (0.05, 0.0)]

    assert lost[0] < lost[1] - 0.05


# --- directions -----------------------------------------------------------------------------------------------------


def test_most_of_a_rumour_is_still_to_come_in_the_golden_hours() -> None:
    """0.77, 0.50 and 0.20 of the posts are to come after 1, 4 and 24 h in the field (mean over rumours), here within 0.12.

    Rumours with 100 posts or more; 0.12 is twice the standard error of a mean over ten of them. The preset's
    severity and accounts were picked with these figures in view: this guards them, it is no finding.
    """
    silent = [hours(run({}, scenario=rumour, replication=r), "new") for r in range(10)]
    to_come = [np.mean([new[h:].sum() / new.sum() for new in silent if new.sum() >= 100]) for h in (1, 4, 24)]

    assert to_come == pytest.approx([0.77, 0.50, 0.20], abs=0.12)


@pytest.mark.slow
def test_answers_to_a_rumour_prevent_more_the_earlier_they_come() -> None:
    """1 h prevents more than 4 h, 4 h more than 24 h, and none more than what was still to come in the same rumours."""
    large, at = vary(rumour, "crisis.severity", 0.7), (1, 4, 24)
    silent = [hours(run({}, scenario=large, replication=r), "new") for r in range(6)]
    whole = sum(new.sum() for new in silent)
    answer = {"crisis.speak": True, "crisis.stance": "clarify", "crisis.detect_h": 0.0}
    said = {
        h: sum(
            hours(run(answer | {"crisis.decide_h": float(h)}, scenario=large, replication=r), "new").sum()
            for r in range(6)
        )
        for h in at
    }
    prevented = {h: 1 - said[h] / whole for h in at}

    assert prevented[1] > prevented[4] > prevented[24] > 0
    assert all(prevented[h] <= sum(new[h:].sum() for new in silent) / whole for h in at)


@pytest.mark.slow
def test_apology_lowers_the_spread_and_early_public_compensation_does_not() -> None:
    """Paired over eight worlds (Herhausen et al. 2019): owning the fault against holding, paying early against not paying."""
    hold = many({"crisis.stance": "hold"}, "neg_mentions")
    own = many({"crisis.stance": "own"}, "neg_mentions")
    early = many({"crisis.compensate_h": 4.0, "crisis.remedy_h": 120.0}, "neg_mentions")
    late = many({"crisis.remedy_h": 120.0}, "neg_mentions")

    assert stats.ttest_rel(own, hold).statistic < -2
    assert early.mean() >= late.mean()


@pytest.mark.slow
def test_severity_explains_more_of_the_trust_than_the_strategy() -> None:
    """R² over 60 random crises: severity above the choice among six answers (0.29 against 0.05 in the field, Ma & Zhan 2016)."""
    answers = [SILENT, {}, {"crisis.stance": "deny"}, {"crisis.decide_h": 24.0}, {"crisis.remedy_h": 0.0},
               {"crisis.decide_h": 1.0, "crisis.update_every_h": 6.0, "crisis.dialogue": 0.6}]  # fmt: skip
    rng = np.random.default_rng(4)
    severity, answer = rng.uniform(0.1, 1.0, 60), rng.permutation(np.arange(60) % 6)
    trust = np.array([
        measure(run(answers[a] | {"crisis.severity": float(s)}, replication=k), ["trust_d30"])["trust_d30"]
        for k, (s, a) in enumerate(zip(severity, answer, strict=True))
    ])  # fmt: skip
    by_severity = np.corrcoef(severity, trust)[0, 1] ** 2
    by_answer = sum(len(g) * (g.mean() - trust.mean()) ** 2 for g in (trust[answer == a] for a in range(6))) / (
        60 * trust.var()
    )

    assert by_severity > by_answer > 0


def test_a_loud_answer_makes_a_tiny_matter_larger() -> None:
    """Severity 0.2 and no evidence: it dies by itself; a statement on three channels carries it to more people."""
    tiny = {"crisis.severity": 0.2, "crisis.evidence_rate": 0.0, "crisis.remedy_h": 0.0}

    assert many(tiny, "neg_share").mean() > 1.5 * many(tiny | {"crisis.speak": False}, "neg_share").mean()


def test_trust_heals_and_a_part_does_not() -> None:
    """After four months with everything healed but the permanent part."""
    for permanent, low, high in ((0.0, 0.0, 0.02), (1.0, 0.55, 1.01)):
        one = run({"horizon_days": 120, "n_people": 2_000, "crisis.heal_d": 10.0, "crisis.permanent": permanent,
                   "crisis.trust_back": 0.0, "crisis.recurrence_day": 0.0})  # fmt: skip
        after = one._world.records["crisis"][0].aftermath
        left = 1 - after.back.sum() / after.lost.sum()
        assert low <= left <= high, (permanent, left)


# --- hostile input --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("crisis.severity", 0.0), ("crisis.severity", math.nan), ("crisis.stance", "apologise"), ("crisis.channels", 2.5),
        ("crisis.channels", 0), ("crisis.remedy_h", 3.0), ("crisis.update_every_h", -1.0), ("crisis.speak", "yes"),
        ("crisis.start_day", 1000), ("crisis.p_wrong", 0.9), ("crisis.first_posts", 10**9), ("crisis.decide_h", math.inf),
    ],
)  # fmt: skip
def test_bad_values_are_refused_by_name(path: str, value: Any) -> None:
    """One sentence that names the parameter."""
    with pytest.raises(ParameterError, match=path):
        vary(crisis_base, path, value)


@pytest.mark.parametrize("severity", [0.0, -1.0, 1.5, math.nan])
def test_an_incident_of_impossible_severity_is_refused(severity: float) -> None:
    """Another part's mistake is named, not simulated."""
    with pytest.raises(ValueError, match="severity"):
        world_of({}).announce("incident", kind="defect", severity=severity, true=True, time_h=0.0, people=[1])


def test_edges_of_the_world() -> None:
    """Nobody to hear, nobody to lead, more first posters than accounts of the kind, a crisis on the last day or after it."""
    assert measure(run({"audience.mean_degree": 0.0, "crisis.hot_list": 0.0}), ["neg_share"])["neg_share"] < 0.1
    assert run({"crisis.hub_share": 0.0, "crisis.media_share": 0.0, "crisis.first_source": "kol"}).rows("crisis")
    assert run({"crisis.first_source": "kol", "crisis.first_posts": 500}).rows("crisis")
    assert len(run({"crisis.start_day": 31, "crisis.start_hour": 23}).rows("crisis_hour")) <= 2
    assert not run({"crisis.start_day": 40}).rows("crisis")


def test_damage_is_a_hundred_without_an_answer() -> None:
    """The index compares with the same world without an answer; the default answer is far below, the log alone decides."""
    assert measure(run(SILENT), ["damage_index"])["damage_index"] == pytest.approx(100.0)
    assert measure(run({}), ["damage_index"])["damage_index"] < 60
