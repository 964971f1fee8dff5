"""Grid and ROC charts say what they draw; means, equals of the best, and tables of sections 2.1 and 2.2 are right."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim import base, simulate, vary
from sim.course import ch02_platforms, ch02_users
from sim.lab.curves import as_good
from sim.lab.grids import heat_map, means_table, roc_curve, roc_table

SMALL = {"platforms": ["weibo"], "n_people": 2000, "horizon_days": 60}
FILE = {"audience.relations.keep_file": True, "audience.relations.file_days": 30}


def results(values: dict[str, list[float]], metric: str = "reach") -> pd.DataFrame:
    """Return a table as ``compare`` makes it."""
    rows = [(name, k, metric, v) for name, row in values.items() for k, v in enumerate(row)]
    return pd.DataFrame(rows, columns=["scenario", "replication", "metric", "value"])


def test_a_grid_says_every_number_and_shades_by_column() -> None:
    """Few columns: all numbers are told; where less is better, the smallest is the strongest."""
    table = pd.DataFrame({"reach": [10.0, 30.0], "hours": [1.0, 9.0]}, index=["a_b", "c"])
    spec = heat_map(table, title="T", x_title="goal", unit="result", per_column=True, less=["hours"]).to_dict()
    cells = pd.DataFrame(next(iter(spec["datasets"].values()))).set_index(["row", "column"])

    assert "a b: reach 10, hours 1." in spec["description"]
    assert cells["shade"].to_dict() == {("a b", "reach"): 0, ("c", "reach"): 1, ("a b", "hours"): 1, ("c", "hours"): 0}


def test_a_wide_grid_names_the_largest_of_each_row() -> None:
    """Many columns: numbers would not fit, so only the peak is written."""
    spec = heat_map(ch02_users.active_hours(base), title="T", x_title="hour", unit="chance").to_dict()
    cells = pd.DataFrame(next(iter(spec["datasets"].values())))

    assert "young office: most at 21 (0.28)." in spec["description"]
    assert (cells["text"] != "").sum() == 5
    with pytest.raises(ValueError, match="empty"):
        heat_map(pd.DataFrame(), title="T", x_title="x", unit="u")


def test_means_and_equals_of_the_best() -> None:
    """A certain difference of at least 3 % is worse; a tiny or an uncertain one is as good."""
    table = results({"far": [50, 52, 51], "near": [99.0, 101.5, 100.5], "best": [100, 102, 101], "wild": [60, 140, 90]})

    assert means_table(table)["reach"].tolist() == pytest.approx([51, 301 / 3, 101, 290 / 3])
    assert as_good(table, "reach") == ["near", "best", "wild"]


def test_the_area_under_the_curve_is_the_auc_that_was_logged() -> None:
    """The trapezoids below all points of the ROC give the run's own AUC; the curve rises from corner to corner."""
    run = simulate(vary(base, SMALL | FILE, name="file"))
    curve = roc_table([run])

    assert (curve[["false_alarms", "hits"]].diff().dropna() >= 0).all().all()
    assert curve[["false_alarms", "hits"]].iloc[[0, -1]].to_numpy().tolist() == [[0, 0], [1, 1]]
    area = float(np.trapezoid(curve["hits"], curve["false_alarms"]))
    assert area == pytest.approx(run.rows("forecast")[0]["auc"], abs=0.01)
    assert "file: at a tenth" in roc_curve(curve, title="T").to_dict()["description"]
    with pytest.raises(ValueError, match="made no forecast"):
        roc_table([simulate(vary(base, SMALL | {"horizon_days": 5}))])


def test_tables_of_the_lessons() -> None:
    """Personas are read off the scenario, words come with their planted demand, states add up, KPIs have two numbers."""
    card = ch02_users.persona_card(base, "deep_reader").set_index("field 栏目")["entry 内容"]
    assert card["Share of our market 占比"] == "13%"
    assert card["Usage habits 使用习惯"] == "is on zhihu, wechat"
    with pytest.raises(ValueError, match="segment = 'nobody' is not one of"):
        ch02_users.persona_card(base, "nobody")

    interest = ch02_users.interest_by_day(vary(base, "horizon_days", 60)).set_index("day")["interest"]
    assert (interest.idxmax(), interest.min()) == (35, 1.0)

    small = simulate(vary(base, SMALL | {"audience.relations.crm_hours": 1.0}))
    states = ch02_users.states_table([small]).iloc[0, 1:]
    assert 0 < states.sum() <= 2000
    assert ch02_users.participation(small)["month 月"].tolist() == [1, 2]

    words = ch02_users.word_table(vary(base, {"parts": ["analytics"], "n_people": 500, "horizon_days": 30,
                                              "analytics.looks_at": "words", "analytics.sample_users": 300}))  # fmt: skip
    assert (words["users 人数"] <= words["comments 条数"]).all()
    assert set(words["wanted by 真实需求"]) >= {"35%", "0%"}

    tree = ch02_platforms.kpi_tree(
        pd.concat([results({"now": [1.0, 3.0], "plan": [4.0, 6.0]}, m) for m in
                   ("net_growth", "quality_mean", "share_rate", "reach", "sales_k", "team_hours")]),
        now="now", plan="plan",
    )  # fmt: skip
    assert (tree["now 现在"] == "2").all()
    assert (tree["target 目标值"] == "5").all()
