"""The parts: any selection of them runs, one more never changes those that do not hear of it, and the ledger holds."""

from __future__ import annotations

from itertools import combinations

import pytest

from sim import base, simulate, vary
from sim.core.ledger import Ledger, LedgerError
from sim.scenario import PARTS

SMALL = vary(base, {"n_people": 1000, "horizon_days": 10, "warmup_days": 3, "platforms": ("weibo",)}, name="small")
# Every part alone, every pair, all but one, and all: whatever two parts may do to each other shows up here.
SELECTIONS = [chosen for n in (1, 2, len(PARTS) - 1, len(PARTS)) for chosen in combinations(PARTS, n)]


@pytest.mark.parametrize("chosen", SELECTIONS, ids="-".join)
def test_any_selection_of_parts_runs(chosen: tuple[str, ...]) -> None:
    """A part that is switched off leaves the others running, and nobody works hours that are not there."""
    run = simulate(vary(SMALL, "parts", chosen))

    assert len(run.days) == 10
    assert run.ledger.hours_used() <= run.ledger.hours_there() + 1e-6


def test_selections_are_equal_whatever_their_order() -> None:
    """A selection has no order: the same parts are the same scenario and the same run."""
    some = vary(SMALL, "parts", ("engagement", "production", "audience"), name="some")

    assert some == vary(SMALL, "parts", ("production", "audience", "engagement"), name="some")
    assert simulate(some).digest() == simulate(SMALL).digest()


def test_no_week_has_more_work_than_hours() -> None:
    """The ledger refuses work that nobody was there for, week by week: unused hours do not carry over."""
    ledger = Ledger(first_week_h=48.0)
    ledger.present("team", 40.0, start_h=48.0, wage_k=0.06)
    ledger.work("team", "posts", 30.0, start_h=50.0)

    assert ledger.left("team", 60.0) == pytest.approx(10.0)
    with pytest.raises(LedgerError, match=r"team worked 41\.000 hours in week 0, of 40\.000 that were there"):
        ledger.work("team", "posts", 11.0, start_h=60.0)
    with pytest.raises(LedgerError, match="week 1"):
        ledger.work("team", "posts", 1.0, start_h=48.0 + 168.0)
    assert ledger.hours_used("team") == pytest.approx(30.0)


def test_idle_hours_and_overtime_cost_what_they_cost() -> None:
    """Whoever is there is paid, working or waiting; overtime at its own wage; payments are added."""
    ledger = Ledger()
    ledger.present("team", 40.0, start_h=0.0, wage_k=0.05)
    ledger.present("team", 4.0, start_h=100.0, wage_k=0.075, overtime=True)
    ledger.spend("team", "advertising", 3.0, time_h=120.0)

    assert ledger.cost_k("team") == pytest.approx(40 * 0.05 + 4 * 0.075 + 3.0)
    assert ledger.cost_k("team", since_h=110.0) == pytest.approx(3.0)
    assert ledger.hours_there(overtime=True) == pytest.approx(4.0)


def test_overtime_is_a_choice_with_a_cost() -> None:
    """A plan beyond the agreed hours gets better posts with overtime, and costs more; within them nothing changes."""
    busy = vary(SMALL, {"plan.posts_per_day": 4.0, "horizon_days": 28})
    runs = {hours: simulate(vary(busy, "production.overtime_hours_week", hours)) for hours in (0, 40)}
    calm = {hours: simulate(vary(SMALL, "production.overtime_hours_week", hours)) for hours in (0, 40)}
    quality = {hours: run.post_rows[0]["quality"] for hours, run in runs.items()}

    assert quality[40] > quality[0]
    assert runs[40].ledger.cost_k() > runs[0].ledger.cost_k()
    assert runs[40].ledger.hours_there(overtime=True) > 0 == runs[0].ledger.hours_there(overtime=True)
    assert calm[40].ledger.cost_k() == pytest.approx(calm[0].ledger.cost_k())


@pytest.mark.parametrize("parts", [(), ("line",)], ids=["a sum of hours", "line"])
def test_hours_that_one_part_takes_are_missing_in_posts(parts: tuple[str, ...]) -> None:
    """A crisis costs posts their time, or the posts themselves; with the switch off it is all done on top, at overtime pay."""
    busy = {"parts": ("production", "engagement", "audience", "crisis", *parts), "horizon_days": 28, "crisis.start_day": 5,
            "plan.posts_per_day": 2.5, "production.staff_hours_week": 200.0, "crisis.dialogue": 1.0,
            "crisis.update_every_h": 6.0}  # fmt: skip
    quiet = simulate(vary(SMALL, busy | {"crisis.start_day": 0}))
    shared, on_top = (simulate(vary(SMALL, busy | {"production.shared_hours": on})) for on in (True, False))
    made = {name: sum(row["quality"] for row in run.post_rows)
            for name, run in (("quiet", quiet), ("shared", shared), ("on top", on_top))}  # fmt: skip
    overtime = {run: run.ledger.hours_there("team", overtime=True) for run in (shared, on_top)}

    assert made["shared"] < 0.97 * made["quiet"]
    assert made["on top"] == pytest.approx(made["quiet"], rel=1e-9)
    assert overtime[shared] <= overtime[on_top]
    assert parts or overtime[shared] < overtime[on_top]
    assert sum(w.hours for w in shared.ledger.work_done if w.task == "crisis") > 100


def crisis_with(**changes: object) -> list[dict[str, object]]:
    """Return what the company did in a crisis that begins on day 3."""
    crisis = {"parts": ("audience", "crisis"), "horizon_days": 20, "n_people": 5000, "crisis.start_day": 3}
    return simulate(vary(SMALL, crisis | {f"crisis.{k}": v for k, v in changes.items()})).rows("crisis_action")


def spoke_h(actions: list[dict[str, object]]) -> float:
    """Return the hour of the first statement."""
    return next((float(a["age_h"]) for a in actions if a["action"] == "statement"), float("inf"))  # type: ignore[arg-type]


def test_monitoring_tells_the_company_of_a_crisis() -> None:
    """Without monitoring the hours are those set; with it the first statement waits for an alarm that is heard."""
    assert spoke_h(crisis_with(detect_h=4, decide_h=3)) == 7
    assert spoke_h(crisis_with(speak=False)) == float("inf")

    soon = spoke_h(crisis_with(monitoring=True, watch_hours="00-24", decide_h=3))
    later = spoke_h(crisis_with(monitoring=True, watch_hours="09-18", watch_weekend=False, start_hour=20, decide_h=3))
    deaf = spoke_h(
        crisis_with(
            monitoring=True, alert_neg_share=0.6, alert_kw_mult=10, alert_min_mentions=200, monitor_coverage=0.05
        )
    )

    assert 3 < soon < later
    assert deaf == float("inf")


def test_readiness_decides_when_the_company_speaks() -> None:
    """Plan and team are quicker than neither, after the same detection; with monitoring on the alarm comes first."""
    ready = spoke_h(crisis_with(readiness=True, detect_h=2))
    unready = spoke_h(crisis_with(readiness=True, detect_h=2, plan_ready=False, team_ready=False))
    both = spoke_h(crisis_with(readiness=True, monitoring=True, watch_hours="00-24"))

    assert 4 < ready < unready
    assert 1 < both < float("inf")
