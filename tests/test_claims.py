"""The claims: the runner's rules on synthetic results, the entries' legality, and (slow) the verdicts on fresh worlds."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim import METRICS, base, knobs, measure, simulate, vary
from sim.__main__ import main
from sim.course.claims import (
    CLAIMS,
    Claim,
    Interaction,
    Judgement,
    Limit,
    Pair,
    Sweep,
    chosen,
    fingerprint,
    judge,
    keep,
    kept,
    page,
    record,
    run_claim,
    scenario_of,
)  # fmt: skip
from sim.experiment import local_workers

FRESH_SEED = 90_417  # never looked at while the mechanisms were settled
ALL = sorted(CLAIMS)
# All claims together take half an hour on two processes; the checks on fresh worlds that run every time are those of the
# content lessons. `python -m sim claims --write` judges all of them for the status page.
IN_CI = sorted(key for key in CLAIMS if key.startswith(("C1.1-3", "C2.3")))

MAIN = Pair(label="main", a={"x": 0}, b={"x": 1}, metric="m")


def entry(*tests: Any, boundary: tuple[Limit, ...] = (), off: tuple[Limit, ...] = ()) -> Claim:
    """Return a claim about synthetic numbers."""
    return Claim(id="T", sentence="Test.", handbook=("H0",), tier="A", kind="emergent", parts=("AUD",), tests=tests,
                 boundary=boundary, off=off)  # fmt: skip


def synthetic(means: Callable[[Any], float], sd: float = 1.0, n: int = 30) -> Callable[[Any, str], np.ndarray]:
    """Return results with the given means; luck is shared by all settings (paired), half of it is their own."""
    shared = np.random.default_rng(1).normal(0, sd, n)

    def values(settings: Any, metric: str) -> np.ndarray:
        key = sorted((k, str(v)) for k, v in settings.items())
        own = np.random.default_rng([ord(c) for c in repr(key)]).normal(0, sd / 2, n)
        return means(settings) + shared + own

    return values


def whole(claim: Claim, values: Callable[[Any, str], np.ndarray]) -> Judgement:
    """Judge ``claim`` on synthetic results."""
    return Judgement(claim, *judge(claim, values), replications=30, seed=1, seconds=0.0)


@pytest.mark.parametrize(
    ("gain", "sd", "expected", "verdict"),
    [
        (10, 1, 1, "supported"),
        (10, 1, -1, "reversed"),
        (-10, 1, 1, "reversed"),
        (0.1, 1, 1, "not supported"),
        (2, 1, 1, "not supported"),  # certain, but 2 % is less than the 3 % that count
        (5, 60, 1, "undecided"),
    ],
)
def test_a_pair_is_judged_by_the_course_rule(gain: float, sd: float, expected: int, verdict: str) -> None:
    """Baseline 100: supported needs certainty, direction and 3 %; wide intervals stay undecided."""
    claim = entry(dataclasses.replace(MAIN, expected=expected))

    assert whole(claim, synthetic(lambda s: 100 + gain * s["x"], sd)).verdict == verdict


def test_negative_control_a_claim_about_nothing_fails() -> None:
    """Two settings with the same mean: whatever the runner says, it must not be supported."""
    assert whole(entry(MAIN), synthetic(lambda s: 100.0)).verdict == "not supported"


def test_one_failing_test_is_enough() -> None:
    """A claim with three pairs is supported only if all are."""
    other = dataclasses.replace(MAIN, b={"x": -1})

    assert whole(entry(MAIN, other), synthetic(lambda s: 100 + 10 * s["x"])).verdict == "reversed"


@pytest.mark.parametrize(
    ("shape", "curve", "verdict"),
    [
        ("inner optimum", lambda x: 100 - 10 * (x - 2) ** 2, "supported"),
        ("inner optimum", lambda x: 100 + 10 * x, "not supported"),
        ("saturation", lambda x: 100 * (1 - np.exp(-2 * x)), "supported"),
        ("saturation", lambda x: 100 + 10 * x, "not supported"),
        ("threshold", lambda x: 100 + x**4, "supported"),
        ("threshold", lambda x: 100 * (1 - np.exp(-2 * x)), "reversed"),
    ],
)
def test_shapes(shape: Any, curve: Callable[[float], float], verdict: str) -> None:
    """Each shape is told from a curve that has it and one that has not."""
    sweep = Sweep.over("x", (0, 1, 2, 3, 4), metric="m", shape=shape)

    assert whole(entry(sweep), synthetic(lambda s: curve(s["x"]))).verdict == verdict


BOTH = Interaction(label="both", none={"x": 0, "y": 0}, steps=({"x": 1}, {"y": 1}), metric="m")


@pytest.mark.parametrize(
    ("extra", "expected", "verdict"),
    [
        (20, 1, "supported"),
        (0, 1, "not supported"),
        (-20, 1, "reversed"),
        (-20, -1, "supported"),
        (1, 1, "not supported"),
    ],
)
def test_together_against_the_sum(extra: float, expected: int, verdict: str) -> None:
    """Two measures of +10 each on 100: what they do beyond 120 must be certain, in the direction, and 3 % of it."""
    claim = entry(dataclasses.replace(BOTH, expected=expected))
    found = whole(claim, synthetic(lambda s: 100 + 10 * s["x"] + 10 * s["y"] + extra * s["x"] * s["y"]))

    assert found.verdict == verdict
    assert found.tests[0].a == pytest.approx(120, abs=2)


@pytest.mark.parametrize(
    ("both", "sd", "verdict"),
    [(1.0, 1, "supported"), (1.3, 1, "not supported"), (0.7, 1, "not supported"), (1.0, 60, "undecided")],
)
def test_together_against_the_product(both: float, sd: float, verdict: str) -> None:
    """Factors 1.5 and 2 on 100: 300 is the product, 390 and 210 are not, and wide intervals decide nothing."""
    claim = entry(dataclasses.replace(BOTH, scale="product"))
    found = whole(claim, synthetic(lambda s: 100 * 1.5 ** s["x"] * 2 ** s["y"] * both ** (s["x"] * s["y"]), sd))

    assert found.verdict == verdict
    assert BOTH.points == ({"x": 0, "y": 0}, {"x": 1, "y": 0}, {"x": 0, "y": 1}, {"x": 1, "y": 1})


def test_a_limit_of_an_interaction_is_refused() -> None:
    """A limit compares two scenarios: it needs a pair, and the message says what it was given; no orders decide nothing."""
    claim = entry(BOTH)

    with pytest.raises(TypeError, match="test 0 of T is an interaction"):
        claim.pair(0)
    assert whole(entry(dataclasses.replace(BOTH, scale="product")), lambda s, m: np.zeros(30)).verdict == "undecided"


@pytest.mark.parametrize(
    ("expect", "gain_there", "verdict"),
    [
        ("weaker", 5, "confirmed"),
        ("weaker", 20, "not confirmed"),
        ("vanishes", 0, "confirmed"),
        ("vanishes", 10, "not confirmed"),
        ("reversed", -10, "confirmed"),
        ("reversed", 10, "not confirmed"),
        ("reversed", 0, "not confirmed"),
    ],
)
def test_limits_are_judged_apart_from_the_direction(expect: Any, gain_there: float, verdict: str) -> None:
    """The direction stays supported whatever the boundary says, and boundary and switch follow the same rules."""
    limit = Limit(label="there", under={"there": 1}, expect=expect)
    found = whole(
        entry(MAIN, boundary=(limit,), off=(limit,)),
        synthetic(lambda s: 100 + (gain_there if "there" in s else 10) * s["x"]),
    )

    assert (found.verdict, found.boundary_verdict, found.off_verdict) == ("supported", verdict, verdict)


def test_what_is_not_defined_decides_nothing() -> None:
    """A ratio without a base in one world, or an A that is always 0, must not end in a verdict or an error."""
    nothing = synthetic(lambda s: float("nan") if s["x"] else 100.0)
    from_zero: Callable[[Any, str], np.ndarray] = lambda s, m: np.full(30, float(s["x"]))  # noqa: E731

    assert whole(entry(MAIN), nothing).verdict == "undecided"
    assert whole(entry(MAIN), from_zero).verdict == "undecided"


@pytest.mark.parametrize("key", ALL)
def test_every_entry_is_legal(key: str) -> None:
    """Scenarios can be built, metrics exist, settings name real parameters, and every claim has a boundary."""
    claim = CLAIMS[key]

    scenarios = claim.scenarios()

    assert claim.id == key
    assert len({s.name for s in scenarios}) == len(scenarios) >= 2
    assert set(claim.metrics()) <= set(METRICS)
    assert claim.boundary
    assert claim.off
    assert all(item.startswith("H") for item in claim.handbook)
    assert {path for test in claim.tests for s in test.points for path in s} <= set(knobs(base))
    for limit in claim.limits():
        a, b = (scenario_of(claim, s) for s in limit.pair(claim).points)
        assert a != b, f"{limit.label}: A and B are the same scenario"


@pytest.mark.parametrize("key", ALL)
def test_pairs_differ_in_what_they_claim_to_differ_in(key: str) -> None:
    """A and B set the same paths, so that nothing else can make the difference."""
    for test in CLAIMS[key].tests:
        if isinstance(test, Pair):
            assert set(test.a) == set(test.b)
            assert scenario_of(CLAIMS[key], test.a) != scenario_of(CLAIMS[key], test.b)


def test_unknown_ids_are_named() -> None:
    """One clear sentence with likely ids; tiers choose among the rest."""
    with pytest.raises(ValueError, match=r"'C2\.3-9' is not a claim of the ledger\. Did you mean"):
        chosen(["C2.3-9"])
    assert {c.id for c in chosen(tier="A")} == {c.id for c in CLAIMS.values() if c.tier == "A"} > {"C2.3-2", "C2.3-4"}


def test_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The last line is one JSON object; a wrong id or half a page is refused with code 2."""
    code = main(["claims", "C2.3-6", "--replications", "3", "--json"])

    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert said["total"] == 1
    assert code == (0 if said["passed"] == 1 else 1)
    assert {"id", "verdict", "value", "low", "high"} <= set(said["items"][0])
    assert main(["claims", "nothing"]) == 2


def test_the_page_names_every_claim_verdict_and_limit() -> None:
    """The generated page holds one row a claim and one a comparison."""
    claim = entry(MAIN, boundary=(Limit(label="there", under={"there": 1}, expect="vanishes"),))
    claim = dataclasses.replace(claim, tests=(dataclasses.replace(MAIN, metric="reach"),))

    said = page({claim.id: record(whole(claim, synthetic(lambda s: 100 + 10 * s["x"])))}, {claim.id: claim})

    assert "| T | A | Test. | emergent | supported | not confirmed | none |" in said
    assert "| boundary | there | reach 触达 |" in said


SMALL = vary(base, {"n_people": 3000, "horizon_days": 70, "warmup_days": 7, "platforms": ["weibo"]}, name="small")


# Ratios of what only the production line knows, and of what only a team with hours for customer relations knows.
LINE_ONLY = {"defect_escape", "consistency", "emergency_delay_h"}
RELATIONS_ONLY = {"answer_rate", "second_purchase", "behaviour_auc"}
OTHER_PARTS = {"CRIS", "COMM", "CAMP", "ANLY"}


def test_metrics_are_finite_and_inside_their_range() -> None:
    """Shares lie between 0 and 1, counts and hours are not negative, on an ordinary run."""
    # What belongs to a part that is off is NaN; its own tests look at it.
    with_desk = vary(SMALL, {"parts": ("production", "engagement", "audience", "desk"), "desk.check_interval_h": 0})
    elsewhere = LINE_ONLY | RELATIONS_ONLY
    found = measure(
        simulate(with_desk, seed=3),
        [name for name, m in METRICS.items() if m.part not in OTHER_PARTS and name not in elsewhere],
    )

    assert all(np.isfinite(value) for value in found.values()), found
    for name, value in found.items():
        if METRICS[name].unit in ("share", "0–1"):
            assert 0 <= value <= 1, name
        elif name == "favourability":
            assert -1 <= value <= 1
        elif name not in ("net_growth", "roi", "trust_gained", "weakest_measure"):
            assert value >= 0, name


def test_metrics_by_hand() -> None:
    """A run whose answers are known: seven posts a week, none missing, and hours that cannot exceed the staff's."""
    run = simulate(SMALL, seed=3)
    found = measure(run, ["throughput", "gap_days", "quality_mean", "team_hours", "cascade_size", "awareness"])
    posts = run.posts[run.posts["day"] >= 1]

    assert found["throughput"] == 7
    assert 1 <= found["gap_days"] <= 1.5
    assert found["quality_mean"] == pytest.approx(0.6)
    assert 0 < found["team_hours"] <= 10 * SMALL.production.staff_hours_week
    assert found["cascade_size"] == pytest.approx(posts["cascade"].mean())
    assert found["awareness"] == pytest.approx(run._world.people.aware.mean())


def test_the_end_of_a_run_by_hand() -> None:
    """Retention and loyalty follow from the people's own dates."""
    run = simulate(SMALL, seed=4)
    people, end = run._world.people, 24.0 * 77
    since, left = people.followed_h["weibo"], people.left_h["weibo"]
    cohort = [i for i in range(3000) if 7 * 24 < since[i] <= end - 720]
    kept = [i for i in cohort if not since[i] < left[i] <= since[i] + 720]

    assert run.end["cohort"] == len(cohort) > 0
    assert run.end["kept"] == len(kept)
    assert 0 <= run.end["loyal"] <= run.days[-1]["followers"]


def test_half_of_the_reach_comes_later_where_posts_live_longer() -> None:
    """t50_spread follows the life of a post, and reshares come after what they share."""
    short, long = (simulate(vary(SMALL, "engagement.post_life_h", life), seed=3) for life in (2.0, 24.0))

    assert 0.5 < measure(short, ["t50_spread"])["t50_spread"] < measure(long, ["t50_spread"])["t50_spread"] < 24


def test_metrics_of_a_silent_account() -> None:
    """Without posts, ratios are missing and the longest gap is the whole horizon; hours are those of the upkeep."""
    found = measure(simulate(vary(SMALL, "plan.posts_per_day", 0), seed=3), METRICS)

    assert found["gap_days"] == SMALL.horizon_days
    assert np.isnan(found["quality_mean"])
    assert np.isnan(found["t50_spread"])
    assert found["team_hours"] == pytest.approx(10 * (4 + 10 + 2 * 5))


@pytest.fixture(scope="module")
def workers() -> Iterator[Executor]:
    """Two processes for the slow runs."""
    with local_workers(2) as executor:
        yield executor


@pytest.fixture(scope="module")
def found(workers: Executor) -> dict[str, Judgement]:
    """Run the claims of the content lessons, on worlds that nobody looked at: 30 for the flagship claims, 16 for the others."""
    worlds = {key: 30 if CLAIMS[key].tier == "A" else 16 for key in IN_CI}
    return {key: run_claim(CLAIMS[key], replications=n, seed=FRESH_SEED, executor=workers) for key, n in worlds.items()}


@pytest.mark.slow
@pytest.mark.parametrize("key", IN_CI)
def test_direction_on_fresh_worlds(found: dict[str, Judgement], key: str) -> None:
    """Every direction and shape is supported on paired replications."""
    assert found[key].verdict == "supported", [(line.label, line.verdict) for line in found[key].tests]


@pytest.mark.slow
@pytest.mark.parametrize("key", IN_CI)
def test_boundary_on_fresh_worlds(found: dict[str, Judgement], key: str) -> None:
    """Every boundary holds: the claim is weaker, gone or reversed where it should be."""
    assert found[key].boundary_verdict == "confirmed", [(line.label, line.verdict) for line in found[key].boundary]


@pytest.mark.slow
@pytest.mark.parametrize("key", IN_CI)
def test_without_its_mechanism_the_effect_is_gone(found: dict[str, Judgement], key: str) -> None:
    """Switching the named mechanism off takes the effect away, so it came from there."""
    assert found[key].off_verdict == "confirmed", [(line.label, line.verdict) for line in found[key].off]


# The first claim with a test pair of every other section: six worlds that nobody looked at.
ONE_A_SECTION = list(
    {
        key.split("-")[0]: key
        for key in reversed(CLAIMS)
        if key not in IN_CI and isinstance(CLAIMS[key].tests[0], Pair)
    }.values()
)


@pytest.mark.slow
@pytest.mark.parametrize("key", sorted(ONE_A_SECTION))
def test_fresh_worlds_do_not_contradict_what_was_found(workers: Executor, key: str) -> None:
    """Six worlds decide little, but where the status page says higher they must not be certain of lower."""
    claim = dataclasses.replace(CLAIMS[key], tests=CLAIMS[key].tests[:1], boundary=(), off=())
    recorded = kept(Path(sim.__file__).parents[1] / "docs" / "claims.json")[key]["lines"][0]["mean"]
    found = run_claim(claim, replications=6, seed=FRESH_SEED, executor=workers).tests[0].finding.difference

    assert found.high * np.sign(recorded) > 0 or found.low * np.sign(recorded) > 0


def test_the_status_page_shows_what_was_kept() -> None:
    """docs/claims.md is made from docs/claims.json, every claim of the ledger was judged, and as it stands today."""
    docs = Path(sim.__file__).parents[1] / "docs"
    records = kept(docs / "claims.json")

    assert (docs / "claims.md").read_text(encoding="utf-8") == page(records, CLAIMS)
    assert list(records) == list(CLAIMS)
    assert [key for key, claim in CLAIMS.items() if records[key]["claim"] != fingerprint(claim)] == []


def test_what_was_found_about_other_claims_is_kept(tmp_path: Path) -> None:
    """A claim that is judged anew replaces its own record; a changed claim has another fingerprint; not judged is said."""
    old, new = (whole(CLAIMS["C2.3-8"], synthetic(lambda s, g=g: 100 + g * len(s))) for g in (1, 20))
    file, other = tmp_path / "claims.json", {"C1.1-3": {"verdict": "supported"}}
    keep(file, other | {"C2.3-8": record(old)}, CLAIMS)
    keep(file, kept(file) | {"C2.3-8": record(new)}, CLAIMS)
    changed = dataclasses.replace(CLAIMS["C2.3-8"], common={"n_people": 1000})

    assert kept(file) == {"C1.1-3": {"verdict": "supported"}, "C2.3-8": record(new)}
    assert kept(tmp_path / "none.json") == {}
    assert fingerprint(changed) != fingerprint(CLAIMS["C2.3-8"]) == record(new)["claim"]
    assert "not judged" in page({}, {"C2.3-8": CLAIMS["C2.3-8"]})
