"""The alarm room shows exactly the alarms that the run had, the risk register keeps ratings, and their tables add up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim import base, simulate, vary
from sim.course.ch07_warning import CHAIN_QUIZ, DAILY_QUIZ, SIGNS_QUIZ, WARNING_QUIZ, risk_register
from sim.lab import alarms, daily
from sim.lab.ledger import Ledger
from sim.lab.rooms import AlarmRoom, RiskMatrix, risk_level, risk_map

WATCH = {
    "parts": ("crisis",),
    "n_people": 500,
    "horizon_days": 40,
    "crisis.monitoring": True,
    "crisis.trial_every_d": 20,
}
PEOPLE = {"parts": ("audience", "crisis"), "platforms": ("weibo",), "n_people": 2_000, "crisis.start_day": 12}


@pytest.fixture(scope="module")
def run() -> Any:
    """Return a run whose stream has planted crises and one that goes from person to person, after a warm-up."""
    return simulate(vary(base, WATCH | PEOPLE | {"warmup_days": 3, "crisis.readiness": True}), seed=5)


def test_the_stream_has_the_alarms_of_the_run(run: Any) -> None:
    """Lived through again, the watch rings at the same hours, equally true, equally heard."""
    table = alarms.watched(run)
    rang = {
        (row["time_h"] - 72, row["true"], row["heard_h"] < float("inf"))
        for row in run.rows("alarm")
        if row["time_h"] > 72
    }
    bells = table[table["level"] >= 0]

    assert len(table) == 24 * 40
    assert {
        (hour + 1.0, bool(true), bool(heard)) for hour, true, heard in bells[["hour", "true", "heard"]].to_numpy()
    } == rang
    assert any(true for _, true, _ in rang)
    assert table["mentions"].sum() >= table["negative"].sum() >= table["keyword"].sum() > 0
    assert table["crisis"].sum() > 24


def test_a_run_without_monitoring_is_refused() -> None:
    """There is no stream to show."""
    with pytest.raises(ValueError, match="no monitoring"):
        alarms.watched(simulate(vary(base, {**WATCH, "crisis.monitoring": False, "horizon_days": 2})))


def test_blocks_and_lists_add_up(run: Any) -> None:
    """Blocks keep the sums and the false alarms; the list names what was really there."""
    table = alarms.watched(run)
    made = alarms.blocks(table, 8)
    false = int(((table["level"] >= 0) & ~table["true"]).sum())

    assert len(made) == 120
    assert made["mentions"].sum() * 8 == pytest.approx(table["mentions"].sum())
    assert made["false_alarms"].iloc[-1] == false
    told = alarms.alarm_list(table)
    assert (told["really"] == "crisis").sum() == len(told) - false
    words = alarms.stream_chart(table, title="Stream", threshold=0.2).to_dict()["description"]
    assert f"{false} without one" in words


def test_costs_have_their_lowest_sum() -> None:
    """Hours of false alarms and of delay add up to the third line; the mark stands at the smallest sum."""
    path = "crisis.alert_neg_share"
    rows = [(f"{path} = {x}", x, metric, value + r) for r in (0, 0)
            for x, a, b in ((0.1, 20.0, 4.0), (0.2, 5.0, 6.0), (0.4, 1.0, 30.0))
            for metric, value in (("false_alarms", a), ("detection_delay_h", b))]  # fmt: skip
    results = pd.DataFrame(rows, columns=["scenario", path, "metric", "value"]).assign(replication=[0] * 6 + [1] * 6)
    costs = alarms.alarm_costs(results, path, per_alarm_h=3, per_delay_h=10, crises_a_month=0.2)
    sums = costs.pivot_table(index=path, columns="part", values="hours")

    assert sums["both"].tolist() == [68.0, 27.0, 63.0]
    assert (sums["false alarms"] + sums["delay"] == sums["both"]).all()
    chart = alarms.cost_curve(costs, path, title="Costs", x_title="threshold")
    assert "lowest at 0.2: 27 hours" in chart.to_dict()["description"]


def test_what_had_been_said_ends_at_one() -> None:
    """The share rises from hour to hour, and a crisis lasts from its first post on."""
    crisis = vary(base, PEOPLE | {"crisis.start_day": 1, "warmup_days": 0, "horizon_days": 31, "crisis.speak": False})
    runs = [simulate(crisis, replication=r) for r in range(2)]
    table = alarms.arrived(runs, 30)

    assert table["mean"].is_monotonic_increasing
    assert table["mean"].iloc[-1] == pytest.approx(1.0)
    assert 1 <= alarms.lasted(runs[0]) <= 720


@pytest.mark.parametrize(
    ("probability", "impact", "level"),
    [(1, 1, 1), (2, 2, 1), (1, 4, 1), (1, 5, 2), (3, 2, 2), (3, 3, 2), (2, 5, 3), (3, 4, 3), (4, 4, 4), (5, 5, 4)],
)
def test_levels_have_borders(probability: int, impact: int, level: int) -> None:
    """Borders at 5, 10 and 16; what can end the company is never blue."""
    assert risk_level(probability, impact) == level


def test_a_rating_is_kept_and_a_foul_one_is_not(tmp_path: Path) -> None:
    """Ratings go to the ledger and come back; a number outside 1 to 5 or an unknown risk changes nothing."""
    ledger = Ledger(tmp_path / "ledger.json")
    register = risk_register()
    first = register["risk_id"].iloc[0]
    element = RiskMatrix("L7.3/test", register, ledger)
    element.do_rate({first: [5, 5], "R02": [0, 9], "nobody": [1, 1]})
    again = RiskMatrix("L7.3/test", register, ledger)

    assert again.table.set_index("risk_id").loc[first, ["score", "level"]].tolist() == [25, 4]
    assert again.table["probability"].tolist()[1] == register["probability"].tolist()[1]
    assert "red" in element.said
    with pytest.raises(ValueError, match="outside 1 to 5"):
        risk_level(6, 1)
    assert "at level 3" in risk_map(register, title="Map").to_dict()["description"]


def test_the_room_tells_its_stream_and_keeps_the_score(run: Any, tmp_path: Path) -> None:
    """Alarms and crises travel as plain numbers; the score is there again; without a kernel there is a sentence."""
    ledger = Ledger(tmp_path / "ledger.json")
    table = alarms.watched(run)
    room = AlarmRoom("L7.1/test", table, 0.2, ledger)

    assert len(room.spec["alarms"]) == (table["level"] >= 0).sum()
    assert all(0 <= start < end <= 24 * 40 for start, end in room.spec["crises"])
    assert room.spec["alarms"][0]["hour"] == table.index[table["level"] >= 0][0] + 1
    assert "alarms ring" in repr(room)
    room.do_finish("2 of 3 crises found")
    assert "2 of 3" in AlarmRoom("L7.1/test", table, 0.2, ledger).said


def test_daily_tables() -> None:
    """Incidents are counted by day and year, reviewers' hours by post, warnings by crisis."""
    line = {
        "parts": ("production", "engagement", "audience", "line", "crisis"),
        "platforms": ("weibo",),
        "n_people": 500,
    }
    risky = {
        "plan.posts_per_day": 3,
        "production.error_prob": 0.4,
        "production.sensitive_share": 0.3,
        "production.incident_share": 1.0,
    }
    run = simulate(vary(base, line | risky | {"horizon_days": 40, "production.review_rounds": 1}, name="one"))
    days, begun = daily.DAILY.rows(run), run.rows("crisis")

    assert begun
    assert days["incidents"].iloc[-1] == sum(row["time_h"] >= 24 * run.scenario.warmup_days for row in begun)
    hours = daily.review_hours([run]).iloc[0]
    assert 0 < hours["review hours a post"] < 2
    assert daily.warned([run]).iloc[0]["crises"] == len(begun)
    rates = pd.DataFrame({"scenario": "a", "replication": [0, 1], "metric": "incident_rate", "value": [0.5, 1.5]})
    assert daily.incidents_a_year(rates)["mean"].tolist() == [12.0]


def test_questions_have_one_right_answer() -> None:
    """Every question has exactly one answer without a diagnosis, and every wrong one says what it overlooks."""
    for question in (*SIGNS_QUIZ, *WARNING_QUIZ, *CHAIN_QUIZ, *DAILY_QUIZ):
        assert sum(not told for told in question.answers.values()) == 1
        assert question.because


def test_no_area_of_the_stream_is_stacked(run: Any) -> None:
    """On a square-root axis Vega-Lite 5, which JupyterLab draws with, would add up the days of the other one."""
    chart = alarms.stream_chart(alarms.watched(run), title="Stream").to_dict()
    areas = [layer for layer in chart["vconcat"][0]["layer"] if layer["mark"]["type"] == "area"]

    assert len(areas) == 1
    for channel in ("x", "y"):
        assert areas[0]["encoding"][channel]["stack"] is None
