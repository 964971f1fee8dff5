"""Metrics of audience (AUD) and engagement (ENG)."""

from __future__ import annotations

from math import log, nan
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from sim.core.catalogue import named
from sim.core.timing import seen_by_age
from sim.metrics.base import metric, ratio, total

if TYPE_CHECKING:
    from sim.model import Run


@metric("followers", "粉丝数", "AUD", "people", "followers at the end, added over platforms", 0)
def _followers(run: Run) -> float:
    return float(run.days[-1]["followers"])


@metric("net_growth", "净增粉", "AUD", "people", "new follows − unfollows over the horizon", 0)
def _net_growth(run: Run) -> float:
    return total(run, "gained") - total(run, "lost")


@metric("unfollow_rate", "取关率", "AUD", "%/month", "unfollows / mean followers, per 30 days")
def _unfollow_rate(run: Run) -> float:
    mean_followers = sum(day["followers"] for day in run.days) / len(run.days)
    return 100.0 * total(run, "lost") / mean_followers * 30.0 / len(run.days) if mean_followers else nan


@metric("reach", "触达", "ENG", "people", "distinct people who saw a post, added over posts", 0)
def _reach(run: Run) -> float:
    return total(run, "reach")


@metric("impressions", "曝光量", "ENG", "count", "exposures", 0)
def _impressions(run: Run) -> float:
    return total(run, "impressions")


@metric("reactions", "互动量", "ENG", "count", "likes, comments and shares", 0)
def _reactions(run: Run) -> float:
    return total(run, "reactions")


@metric("posts", "发布数", "PROD", "count", "posts published, added over platforms", 0)
def _posts(run: Run) -> float:
    return total(run, "posts")


@metric("engagement_rate", "互动率", "ENG", "share", "reactions / impressions", 4)
def _engagement_rate(run: Run) -> float:
    return ratio(run, "reactions", "impressions")


@metric("click_rate", "点击率", "ENG", "share", "clicks / impressions", 4)
def _click_rate(run: Run) -> float:
    return ratio(run, "clicks", "impressions")


@metric("comment_rate", "评论率", "ENG", "share", "comments / impressions", 4)
def _comment_rate(run: Run) -> float:
    return ratio(run, "comments", "impressions")


@metric("share_rate", "转发率", "ENG", "share", "shares / impressions", 4)
def _share_rate(run: Run) -> float:
    return ratio(run, "shares", "impressions")


@metric("awareness", "知名度", "AUD", "share", "people who know the brand, of all")
def _awareness(run: Run) -> float:
    return float(run.days[-1]["aware"]) / run.scenario.n_people


@metric("trust_mean", "信任", "AUD", "0–1", "mean trust of those who know the brand, at the end", 3)
def _trust_mean(run: Run) -> float:
    return float(run.days[-1]["trust"])


@metric("favourability", "美誉度", "AUD", "−1…1",
        "of those who know the brand, who trusts it more than at the start less who trusts it less, as a share", 3)  # fmt: skip
def _favourability(run: Run) -> float:
    aware = run.days[-1]["aware"]
    return run.end["favourable"] / aware if aware else nan


@metric(
    "loyal_share", "忠诚用户占比", "AUD", "share", "followers with trust who react like the top tenth, at the end", 4
)
def _loyal_share(run: Run) -> float:
    return run.end["loyal"] / run.days[-1]["followers"] if run.days[-1]["followers"] else nan


@metric("active_share", "活跃度", "AUD", "share", "followers who reacted in the last 7 days, mean over the horizon", 4)
def _active_share(run: Run) -> float:
    return ratio(run, "active_days", "followers")


@metric("retention_d30", "留存率", "AUD", "share", "new followers who are still there 30 days later", 3)
def _retention_d30(run: Run) -> float:
    return run.end["kept"] / run.end["cohort"] if run.end["cohort"] else nan


@metric("engagement_last30", "近三十日互动率", "ENG", "share", "reactions / impressions in the last 30 days", 4)
def _engagement_last30(run: Run) -> float:
    last = run.days[-30:]
    seen = sum(day.get("impressions", 0.0) for day in last)
    return sum(day.get("reactions", 0.0) for day in last) / seen if seen else nan


@metric("deep_engagement", "深度互动", "ENG", "count", "comments, saves and reading for more than a minute", 0)
def _deep_engagement(run: Run) -> float:
    return total(run, "deep")


@metric("topic_reads", "话题阅读量", "ENG", "count", "reads of topical posts, by followers, strangers and friends", 0)
def _topic_reads(run: Run) -> float:
    return float(sum(post["impressions"] for post in run.post_rows if post["topical"]))


@metric("cascade_size", "级联规模", "ENG", "people", "people a post reaches through reshares, mean over posts")
def _cascade_size(run: Run) -> float:
    return ratio(run, "cascade", "posts")


@metric(
    "t50_spread", "半程时间", "ENG", "hours", "time until half of the final reach is obtained, all posts together", 1
)
def _t50_spread(run: Run) -> float:
    return _half_time(run)


@metric(
    "recognition", "专业认知度", "ENG", "0–1", "who saw a post rates the brand as expert: quality × type, 1 at best"
)
def _recognition(run: Run) -> float:
    direct = total(run, "reach") - total(run, "cascade")
    best = max(kind.recognition for _, kind in named(run.scenario.content_type))
    return total(run, "recognition") / direct / best if direct else nan


@metric("orders", "订单数", "ENG", "count", "orders after a click", 0)
def _orders(run: Run) -> float:
    return total(run, "orders")


@metric("conversion_rate", "转化率", "ENG", "share", "orders / clicks", 4)
def _conversion_rate(run: Run) -> float:
    return ratio(run, "orders", "clicks")


def _half_time(run: Run) -> float:
    """Return the hours until half of the reach is there: the feed's own curve, then the delay of the reshares.

    Friends see a reshare when it appears, after a delay from the moment the sharer met the post; later generations are
    counted with the first.
    """
    s, hours = run.scenario, np.arange(241)
    e, mix = s.engagement, np.asarray(s.audience.segment_mix)
    law = NormalDist(e.repost_delay - log(3600.0), e.repost_delay_spread)
    delay = np.array([0.0, *(law.cdf(log(hour)) for hour in hours[1:])])
    total = np.zeros(len(hours))
    for (platform, hour), (direct, friends) in _reach_by_hour(run).items():
        life = e.post_life_h * getattr(s.platform, platform).life_factor
        first = np.zeros(len(hours) - 1)
        seen = mix @ seen_by_age(s.segment, life, e.peak_congestion, hour)
        first[: len(seen)] = seen[: len(first)] / seen.sum()
        late = np.convolve(first, delay)[: len(hours)]
        total += direct * np.append(0.0, np.cumsum(first)) + friends * late
    if not total[-1]:
        return nan
    return float(np.interp(0.5 * total[-1], total, hours))


def _reach_by_hour(run: Run) -> dict[tuple[str, int], tuple[float, float]]:
    found: dict[tuple[str, int], tuple[float, float]] = {}
    for post in run.post_rows:
        direct, friends = found.get((post["platform"], post["hour"]), (0.0, 0.0))
        cascade = post["cascade"]
        found[post["platform"], post["hour"]] = direct + post["reach"] - cascade, friends + cascade
    return found
