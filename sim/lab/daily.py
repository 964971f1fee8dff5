"""Tables of daily risk control: incidents a year, hours of reviewers, crises that the company saw coming."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.experiment import summarise
from sim.lab.controls import Curve, View

if TYPE_CHECKING:
    from sim.model import Run

__all__ = ["DAILY", "incidents_a_year", "review_hours", "warned"]

MONTHS = 12


def _days(run: Run) -> pd.DataFrame:
    """Return one row a day: incidents so far, negative mentions of the day, mean trust."""
    days = run.daily.loc[run.daily["day"] > 0, ["day", "trust"]].copy()
    start = run.scenario.warmup_days
    begun = pd.Series([row["time_h"] // 24 + 1 - start for row in run.rows("crisis")], dtype=float)
    days["incidents"] = [int(((begun > 0) & (begun <= day)).sum()) for day in days["day"]]
    said = pd.DataFrame([(row["time_h"] // 24 + 1 - start, row["mentions"]) for row in run.rows("crisis_hour")],
                        columns=["day", "mentions"])  # fmt: skip
    days["mentions"] = days["day"].map(said.groupby("day")["mentions"].sum()).fillna(0.0)
    return days


DAILY = View(
    title="What daily control prevents",
    rows=_days,
    curves=(
        Curve("incidents", "incidents so far", "count"),
        Curve("mentions", "negative mentions", "a day"),
        Curve("trust", "mean trust", "0–1"),
    ),
    figures=("incident_rate", "defect_escape", "trust_mean", "activation_h", "lead_time_h", "team_hours"),
)


def incidents_a_year(results: pd.DataFrame) -> pd.DataFrame:
    """Return ``summarise`` of the incident rate, per year instead of per month, as the metric ``incidents``."""
    rates = results[results["metric"] == "incident_rate"]
    return summarise(rates.assign(metric="incidents", value=MONTHS * rates["value"]))


def review_hours(runs: Sequence[Run]) -> pd.DataFrame:
    """Return one row a scenario: hours of review a post, posts ready, rounds a post; means over the runs."""
    rows = []
    for run in runs:
        jobs = [job for job in run.rows("job") if not job["dropped"]]
        hours = sum(w.hours for w in run.ledger.work_done if w.task == "review" and w.start_h >= run.start_h)
        rows.append({"scenario": run.scenario.name, "review hours": hours, "posts": len(jobs)})
    mean = pd.DataFrame(rows).groupby("scenario", sort=False).mean().reset_index()
    return mean.assign(**{"review hours a post": mean["review hours"] / mean["posts"]})


def warned(runs: Sequence[Run]) -> pd.DataFrame:
    """Return one row a scenario: crises that began, and how many of them the company expected from answered complaints."""
    begun = [(run.scenario.name, run.rows("crisis")) for run in runs]
    rows = [
        {"scenario": name, "crises": len(them), "known beforehand": sum(c["expected"] for c in them)}
        for name, them in begun
    ]
    total = pd.DataFrame(rows).groupby("scenario", sort=False).sum().reset_index()
    return total.assign(share=total["known beforehand"] / total["crises"])
