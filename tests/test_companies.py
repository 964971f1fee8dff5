"""The companies of the course: legal, invented and different from each other, as the case says and no further."""

from __future__ import annotations

import pytest

from sim import Scenario, measure, simulate, vary
from sim.companies import COMPANIES, lanyi, mizhen, qinghe_living


@pytest.mark.parametrize("company", COMPANIES.values(), ids=lambda c: c.name)
def test_every_company_lives(company: Scenario) -> None:
    """Four weeks run, people are conserved, nobody works hours that are not there."""
    run = simulate(vary(company, {"horizon_days": 28, "n_people": min(8_000, company.n_people)}), seed=9)
    world = run._world
    start = sum(int(world.population.follower_at_start[p].sum()) for p in company.platforms)
    gained, lost = (sum(day.get(what, 0.0) for day in world.days) for what in ("gained", "lost"))

    assert run.days[-1]["followers"] == start + gained - lost
    assert run.ledger.hours_used() <= run.ledger.hours_there() + 1e-6


def test_qinghe_starts_where_the_case_says() -> None:
    """12,000 followers, 8 % of the market know the brand, trust 0.55 (inside 7 %)."""
    start = simulate(vary(qinghe_living, {"horizon_days": 1, "warmup_days": 0, "parts": ("audience",)}), seed=9).days[0]

    assert start["followers"] == pytest.approx(12_000, rel=0.07)
    assert start["aware"] / qinghe_living.n_people == pytest.approx(0.08, rel=0.12)
    assert start["trust"] == pytest.approx(0.55, rel=0.01)


def test_the_two_cases_differ_in_their_rumours() -> None:
    """At the restaurant chain more of what is said is false, though the accusation is true in both."""
    false_share = {
        case.name: measure(simulate(case, seed=9), ["rumour_mentions"])["rumour_mentions"]
        / measure(simulate(case, seed=9), ["neg_mentions"])["neg_mentions"]
        for case in (lanyi, mizhen)
    }  # fmt: skip

    assert false_share[mizhen.name] > 1.3 * false_share[lanyi.name]
    assert lanyi.crisis.allegation_true
    assert mizhen.crisis.allegation_true
