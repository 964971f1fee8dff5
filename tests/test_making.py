"""Pictures and tables of lessons 3.1 and 3.2 say what the runs hold, and what review is worth follows from its price."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from sim import base, simulate, vary
from sim.core.catalogue import FORMS
from sim.course import ch03_line, ch03_types
from sim.lab.making import curves, gantt, line_days, office_day_h, steps_of, waiting

LINE = vary(
    base,
    {"platforms": ["weibo"], "parts": ["production", "engagement", "audience", "line"], "n_people": 500}
    | {"horizon_days": 28, "production.style_hold": 0.5},
)


@pytest.fixture(scope="module")
def steps() -> pd.DataFrame:
    """Return the steps of the briefs of one week."""
    return steps_of(LINE, first_day=8, days=7)


def test_steps_stand_in_office_hours(steps: pd.DataFrame) -> None:
    """Nobody begins before he is asked or ends before he begins; a post goes from step to step."""
    assert 4 <= steps["post"].nunique() <= 12
    assert (steps["start_h"] >= steps["asked_h"] - 1e-9).all()
    assert (steps["end_h"] >= steps["start_h"]).all()
    for _, post in steps.groupby("post"):
        assert (post["asked_h"].to_numpy()[1:] >= post["end_h"].to_numpy()[:-1] - 1e-6).all()
    # Without nights a bar is about as long as its work; general tasks may come between.
    assert steps["end_h"].sub(steps["start_h"]).sum() < 3.0 * steps["hours"].sum()
    assert office_day_h(LINE) == 8.0


def test_the_gantt_chart_holds_every_step(steps: pd.DataFrame) -> None:
    """One bar a step, a row a post, its words tell work and waiting; an empty week is refused."""
    chart = gantt(steps, title="A week").to_dict()
    bars = [rows for rows in chart["datasets"].values() if rows and "letter" in rows[0]]

    assert len(bars[0]) == len(steps)
    assert "hours of work" in chart["description"]
    assert len(waiting(steps)) == steps["step"].nunique()
    assert set(waiting(steps)["visits"]) <= set(range(1, len(steps) + 1))
    with pytest.raises(ValueError, match="empty"):
        gantt(steps.iloc[:0], title="Nothing")


def test_days_of_the_line_are_means_of_its_posts() -> None:
    """The last seven days of the view are those of the log, and a run without the line is refused."""
    run = simulate(LINE)
    last = line_days(run).iloc[-1]
    planned = [job for job in run.rows("job") if not job["dropped"]]
    week = [j for j in planned if last["day"] - 7 < (j["planned_h"] - run.start_h) // 24 + 1 <= last["day"]]

    assert last["lead_h"] == pytest.approx(sum(j["lead_h"] for j in week) / len(week))
    assert last["late_h"] >= 0
    with pytest.raises(ValueError, match="no production line"):
        line_days(simulate(vary(base, {"platforms": ["weibo"], "n_people": 500, "horizon_days": 7})))


def sweep_of(values: dict[int, tuple[float, float]], replications: int = 4) -> pd.DataFrame:
    """Return a stand-in for a sweep of rounds: rounds to (reach, share of posts with a defect), the same luck for all."""
    rows = []
    for rounds, (reach, escaped) in values.items():
        for r in range(replications):
            facts = {"reach": reach * (1 + 0.1 * r), "posts": 10.0, "defect_escape": escaped}
            rows += [
                {"production.review_rounds": rounds, "replication": r, "metric": m, "value": v}
                for m, v in facts.items()
            ]
    return pd.DataFrame(rows)


def test_rounds_are_worth_what_errors_cost() -> None:
    """Cheap errors ask for no review, dear ones for the rounds that find them; equal ones for the fewest."""
    found = sweep_of({0: (1000.0, 0.2), 1: (980.0, 0.1), 2: (960.0, 0.0), 3: (960.0, 0.0)})
    best = [ch03_line.best_rounds(found, path="production.review_rounds", price=p) for p in (0.0, 0.1, 1.0, 8.0)]
    gain = ch03_line.gain_table({"a": found}, path="production.review_rounds", prices=(1,)).set_index("rounds")

    assert best == [0, 0, 2, 2]
    assert gain.loc[0, "gain"] == 0.0
    # 0.2 of a defect saved, 4 % of the reach of a world that is 1.15 times as large on average lost.
    assert gain.loc[2, "gain"] == pytest.approx(0.2 - 40.0 / 975.0, abs=0.002)
    chart = curves(gain.reset_index(), "rounds", "gain", title="t", x_title="rounds", unit="posts")
    assert "ringed" in chart.to_dict()["description"]


def test_every_share_of_video_takes_the_same_hours() -> None:
    """More video means fewer posts: the hours of making stay."""
    hours = {name: getattr(base.form, name).hours for name in FORMS}
    for share in (0.0, 0.3, 1.0):
        plan = ch03_types.video_mix(base, share, pictures_a_day=2.0)
        each = share * hours["short_video"] + (1 - share) * hours["image_text"]
        assert plan["plan.posts_per_day"] * each == pytest.approx(2.0, abs=0.005)  # type: ignore[operator]
        assert math.isclose(sum(plan["plan.form_mix"]), 1.0)  # type: ignore[call-overload]


def test_posts_far_and_near() -> None:
    """The reach of single posts is read off all runs of a scenario together."""
    runs = [
        simulate(vary(base, {"platforms": ["weibo"], "n_people": 500, "horizon_days": 14}), replication=r)
        for r in (0, 1)
    ]
    row = ch03_types.reach_of_posts(runs).iloc[0]
    reach = [post["reach"] for run in runs for post in run.post_rows]

    assert row["posts"] == len(reach)
    assert row["best"] == max(reach)
    assert row["weak"] <= row["middle"] <= row["strong"] <= row["best"]
