"""Every metric: its label, unit and formula, as a pure function of one run's tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from math import nan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model import Run

__all__ = ["CORE_METRICS", "METRICS", "Metric", "measure"]


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One metric (指标): ``formula`` maps a run to a number; ``decimals`` is how it is shown."""

    name: str
    zh: str
    part: str
    unit: str
    meaning: str
    formula: Callable[[Run], float]
    decimals: int = 2

    @property
    def label(self) -> str:
        """The label of a chart or table, in both languages."""
        return f"{self.name.replace('_', ' ')} {self.zh}"


METRICS: dict[str, Metric] = {}


def _metric(name: str, zh: str, part: str, unit: str, meaning: str, decimals: int = 2) -> Callable[..., Callable]:
    def register(formula: Callable[[Run], float]) -> Callable[[Run], float]:
        METRICS[name] = Metric(
            name=name, zh=zh, part=part, unit=unit, meaning=meaning, formula=formula, decimals=decimals
        )
        return formula

    return register


def _sum(run: Run, column: str) -> float:
    return float(sum(day.get(column, 0.0) for day in run.days))


def _ratio(run: Run, above: str, below: str) -> float:
    whole = _sum(run, below)
    return _sum(run, above) / whole if whole else nan


@_metric("followers", "粉丝数", "AUD", "people", "followers at the end, added over platforms", 0)
def _followers(run: Run) -> float:
    return float(run.days[-1]["followers"])


@_metric("net_growth", "净增粉", "AUD", "people", "new follows − unfollows over the horizon", 0)
def _net_growth(run: Run) -> float:
    return _sum(run, "gained") - _sum(run, "lost")


@_metric("unfollow_rate", "取关率", "AUD", "%/month", "unfollows / mean followers, per 30 days")
def _unfollow_rate(run: Run) -> float:
    mean_followers = sum(day["followers"] for day in run.days) / len(run.days)
    return 100.0 * _sum(run, "lost") / mean_followers * 30.0 / len(run.days) if mean_followers else nan


@_metric("reach", "触达", "ENG", "people", "distinct people who saw a post, added over posts", 0)
def _reach(run: Run) -> float:
    return _sum(run, "reach")


@_metric("impressions", "曝光量", "ENG", "count", "exposures", 0)
def _impressions(run: Run) -> float:
    return _sum(run, "impressions")


@_metric("reactions", "互动量", "ENG", "count", "likes, comments and shares", 0)
def _reactions(run: Run) -> float:
    return _sum(run, "reactions")


@_metric("posts", "发布数", "PROD", "count", "posts published, added over platforms", 0)
def _posts(run: Run) -> float:
    return _sum(run, "posts")


@_metric("engagement_rate", "互动率", "ENG", "share", "reactions / impressions", 4)
def _engagement_rate(run: Run) -> float:
    return _ratio(run, "reactions", "impressions")


@_metric("click_rate", "点击率", "ENG", "share", "clicks / impressions", 4)
def _click_rate(run: Run) -> float:
    return _ratio(run, "clicks", "impressions")


@_metric("comment_rate", "评论率", "ENG", "share", "comments / impressions", 4)
def _comment_rate(run: Run) -> float:
    return _ratio(run, "comments", "impressions")


@_metric("share_rate", "转发率", "ENG", "share", "shares / impressions", 4)
def _share_rate(run: Run) -> float:
    return _ratio(run, "shares", "impressions")


CORE_METRICS = ("net_growth", "reach", "reactions", "engagement_rate", "unfollow_rate", "posts")


def measure(run: Run, metrics: Iterable[str] = CORE_METRICS) -> dict[str, float]:
    """Return the named metrics of one run; a ratio with nothing below it is NaN.

    Raise a ValueError that lists likely names if a metric does not exist.
    """
    return {name: float(_known(name).formula(run)) for name in metrics}


def _known(name: str) -> Metric:
    if name not in METRICS:
        near = get_close_matches(str(name), METRICS, n=3) or list(METRICS)
        raise ValueError(f"{name!r} is not a metric. Did you mean {', '.join(near)}?")
    return METRICS[name]
