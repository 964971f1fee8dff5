"""The tables of sections 3.3 and 3.4 say what the runs say: hours, collisions, waiting times, winners and mixes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sim import base, simulate, vary
from sim.core.catalogue import TYPES
from sim.course import ch03_adjusting, ch03_publishing
from sim.lab.lesson import Question
from sim.parts.analytics.observed import Seen

SMALL = {"platforms": ["weibo", "wechat"], "n_people": 500, "horizon_days": 30}


def test_the_hour_matters_where_posts_are_short_lived() -> None:
    """On Weibo an evening hour beats office hours by a fifth at least; where a post lives for days no hour does."""
    hours = ch03_publishing.hour_values(base, ("weibo", "zhihu"))

    assert list(hours.columns) == list(range(24))
    assert hours.loc["weibo"].idxmax() in range(18, 23)
    assert hours.loc["weibo"].max() > 1.2
    assert hours.loc["zhihu"].max() - hours.loc["zhihu"].min() < 0.05


def test_collisions_are_posts_within_two_hours_on_one_platform() -> None:
    """Two posts at the best hour of each day collide once a day and platform; one a day never does."""
    plan = vary(base, SMALL | {"plan.posts_per_day": 2, "plan.slot_policy": "all_at_peak"})
    clash = ch03_publishing.collisions(simulate(plan))

    assert len(clash) == 28
    assert (clash["gap_h"] < 2).all()
    assert ch03_publishing.collisions(simulate(vary(plan, "plan.posts_per_day", 1))).empty


def test_waiting_times_are_those_of_the_events() -> None:
    """Every event is in one row, the same in each scenario; at weekends nobody is there without a lane."""
    line = {"parts": ["production", "engagement", "audience", "line"], "platforms": ["weibo"], "n_people": 500}
    careful = vary(base, line | {"horizon_days": 120, "production.sudden_event_rate": 4.0})
    runs = [
        simulate(vary(careful, "production.emergency_lane", lane, name=name))
        for name, lane in (("no", False), ("yes", True))
    ]
    table = ch03_publishing.answers_by_hour(runs, ("no", "yes"))

    assert table["events"].sum() == len(runs[0].rows("sudden_event"))
    assert table.loc["weekend 周末", "no"] > table.loc["working hours 上班时间", "no"]
    assert (table["yes"] < 6).all()


def stub(results: dict[int, list[float]], best: int) -> Any:
    """Return a stand-in for a run of one fortnight: reactions from 1,000 people of each type's posts, and the best type."""
    rows = [
        Seen(float(k), float(k), 0, kind, 0, 12, 1_000.0, value, 0.0, 0.0, 0.0, float(k))
        for kind, values in results.items()
        for k, value in enumerate(values)
    ]
    truth = [{"time_h": 0.0, "yields": tuple(float(kind == best) for kind in range(len(TYPES)))}]
    world = SimpleNamespace(records={"observed": rows}, log=SimpleNamespace(of=lambda _: truth))
    return SimpleNamespace(scenario=SimpleNamespace(horizon_days=14), start_h=0.0, _world=world)


def test_few_posts_make_a_lucky_winner() -> None:
    """A first post that was lucky wins alone and loses against four; the table names both types."""
    run = stub({0: [90.0, 5.0, 5.0, 5.0], 2: [20.0, 30.0, 30.0, 30.0]}, best=2)
    hits = ch03_adjusting.hits_by_posts([run], (1, 4)).set_index("posts of each type")["winner is truly best"]

    assert hits.to_dict() == {1: 0.0, 4: 1.0}
    row = ch03_adjusting.lucky_winners(run).iloc[0]
    assert (row["wins by figures"], row["its posts"], row["truly best"], row["right"]) == (TYPES[2], 4, TYPES[2], "✓")


def test_mixes_and_yields_of_a_run() -> None:
    """Shares of a fortnight sum to 1, true yields have the mean 1, and indicators carry both languages."""
    run = simulate(vary(base, dict(ch03_adjusting.YOUNG) | {"n_people": 500, "horizon_days": 28}))

    assert ch03_adjusting.published_mix(run).sum().to_list() == pytest.approx([1.0, 1.0], abs=0.03)
    assert ch03_adjusting.true_yields(run).mean().to_list() == pytest.approx([1.0, 1.0], abs=0.01)
    assert ch03_adjusting.key_indicators(run)["indicator 指标"].str.contains("率").all()


def test_each_question_has_one_right_answer() -> None:
    """Every wrong answer of both sections has a diagnosis of its own, and the right one is explained."""
    modules = (ch03_publishing, ch03_adjusting)
    quizzes = [value for module in modules for name, value in vars(module).items() if name.endswith("QUIZ")]
    questions: list[Question] = [question for quiz in quizzes for question in quiz]

    assert len(questions) >= 20
    for question in questions:
        wrong = [diagnosis for diagnosis in question.answers.values() if diagnosis]
        assert len(wrong) == len(question.answers) - 1 == len(set(wrong))
        assert question.because
