"""Stylised facts: what was measured in the field, and whether the model shows it too.

A fact (典型事实) is data: a statement, its source, a preset and one or more quantities. A quantity is a pure function of
the tables of runs, with the value in the data and the range in which the model's mean has to lie. The ranges were set
before the model was run: sampling error of the data, widened for the distance between the platform measured and those
simulated. O14 stands in ``facts_desk``, O13 and O17 in ``facts_crisis``, O16 in ``facts_community``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.knob import vary
from sim.core.population import contacts, population
from sim.course import facts_community, facts_crisis, facts_desk
from sim.course.fact import Fact, Quantity
from sim.model import Run, simulate
from sim.presets import brand_page, microblog
from sim.scenario import base

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd

__all__ = ["ENOUGH", "FACTS", "Fact", "Quantity", "Tables", "check", "table"]

INF = math.inf
VIRAL_SHARE = 0.02  # viral: this share of a run's posts, those with the most reposts
ORDINARY_REPOSTS = 10  # ordinary: the others, from this number of reposts on, as in the sample of cascades
MONTH_DAYS = 365 / 12
BLOCKS = {
    "night": range(6),
    "morning": range(6, 12),
    "noon": (12, 13),
    "afternoon": range(14, 21),
    "late": (21, 22, 23),
}


@dataclass(frozen=True)
class Tables:
    """The tables of one run after the warm-up. ``days`` and ``reposts`` may be missing where nothing needs them."""

    posts: pd.DataFrame
    days: pd.DataFrame | None = None
    reposts: pd.DataFrame | None = None

    @classmethod
    def of(cls, run: Run, *, detail: bool = False) -> Tables:
        """Take the tables of ``run``, warm-up cut off; with ``detail`` also its reposts."""
        posts, days = run.posts, run.daily
        reposts = run.reposts[run.reposts.day > 0] if detail else None
        return cls(posts[posts.day > 0], days[days.day > 0], reposts)

    @cached_property
    def reactions(self) -> pd.Series:
        """Likes, comments and shares of each post."""
        return self.posts.likes + self.posts.comments + self.posts.shares

    @cached_property
    def cascades(self) -> pd.DataFrame:
        """One row a reposted post: reposts, hour, share by 1, 4 and 24 h, share not from the root, depth, kind."""
        import pandas as pd

        reposts = self.reposts
        if reposts is None:
            raise ValueError("the run holds no reposts: run simulate(scenario, ..., detail=True).")
        facts = pd.DataFrame({
            "reposts": 1.0, "day": reposts.day, "slot": reposts.slot, "hour": reposts.posted_h % 24,
            **{f"by_{h}h": (reposts.age_h <= h).astype(float) for h in (1, 4, 24)},
            "indirect": (reposts.generation > 1).astype(float), "depth": reposts.generation.astype(float),
        })  # fmt: skip
        how = {"reposts": "sum", "hour": "first", "depth": "max"} | dict.fromkeys(
            ("by_1h", "by_4h", "by_24h", "indirect"), "mean"
        )
        posts = facts.groupby(["day", "slot"]).agg(how)
        rank = posts["reposts"].rank(ascending=False, method="first")
        viral = rank <= max(1, round(VIRAL_SHARE * len(self.posts)))
        posts["kind"] = np.where(viral, "viral", np.where(posts["reposts"] >= ORDINARY_REPOSTS, "ordinary", "few"))
        return posts


# --- quantities: pure functions of tables -------------------------------------------------------------------


def log_spread(t: Tables) -> float:
    """Return the standard deviation of ln(reactions) over posts with any."""
    return float(np.log(t.reactions[t.reactions > 0]).std(ddof=1))


def top_tenth(t: Tables) -> float:
    """Return the share of all reactions that the tenth of the posts with most of them got."""
    ordered = np.sort(t.reactions.to_numpy())[::-1]
    return float(ordered[: round(len(ordered) / 10)].sum() / ordered.sum())


def per_like(column: str) -> Callable[[Tables], float]:
    """Return the quantity "``column`` per like"."""
    return lambda t: float(t.posts[column].sum() / t.posts["likes"].sum())


def reach_elasticity(t: Tables) -> float:
    """Return the slope of ln(reactions) on ln(reach)."""
    some = t.reactions > 0
    return slope(np.log(t.posts.reach[some]), np.log(t.reactions[some]))


def explained(t: Tables) -> float:
    """Return the adjusted R² of ln(reactions) on form, promotion, paid, month, weekday and hour, all as categories."""
    posts, some = t.posts, (t.reactions > 0).to_numpy()
    month = ((posts.day - 1) // MONTH_DAYS).astype(int)
    factors = [posts.form, posts.promotion, posts.paid, month, posts.day % 7, posts.hour]
    return adjusted_r2(np.log(t.reactions.to_numpy()[some]), [f.to_numpy()[some] for f in factors])


def paid_ratio(of: Callable[[Tables], pd.Series]) -> Callable[[Tables], float]:
    """Return the quantity "geometric mean of paid posts against unpaid ones"."""

    def ratio(t: Tables) -> float:
        values, paid = of(t), t.posts.paid.astype(bool)
        logs = np.log(values[values > 0])
        return float(np.exp(logs[paid].mean() - logs[~paid].mean()))

    return ratio


def reach_rate(t: Tables) -> float:
    """Return the median of reach / followers."""
    return float((t.posts.reach / t.posts.followers).median())


def reach_rate_decline(t: Tables) -> float:
    """Return the median of reach / followers in the last quarter of the run against that in the first."""
    rate, day, end = t.posts.reach / t.posts.followers, t.posts.day, t.posts.day.max()
    return float(rate[day > 0.75 * end].median() / rate[day <= 0.25 * end].median())


def promotion_ratio(t: Tables) -> float:
    """Return the median of reactions / reach of promotions against that of the other posts."""
    rate, promotion = t.reactions / t.posts.reach, t.posts.promotion.astype(bool)
    return float(rate[promotion].median() / rate[~promotion].median())


def monthly_growth(t: Tables) -> np.ndarray:
    """Return the growth of the number of followers in each twelfth of a year, in per cent."""
    if t.days is None:
        raise ValueError("growth needs the table of days.")
    days = t.days
    start = days.followers.iloc[0] - days.gained.iloc[0] + days.lost.iloc[0]
    ends = [round(MONTH_DAYS * m) - 1 for m in range(1, 13)]
    level = np.append(start, days.followers.to_numpy()[[e for e in ends if e < len(days)]])
    return 100.0 * np.diff(level) / level[:-1]


def mean_share(kind: str, column: str, *, daytime: bool) -> Callable[[Tables], float]:
    """Return the mean of a column of ``cascades`` over posts of one kind, by day (08 to 20 h) or at any hour."""

    def mean(t: Tables) -> float:
        posts = t.cascades
        here = (posts.kind == kind) & (posts.hour.between(8, 20) | (not daytime))
        return float(posts[column][here].mean())

    return mean


def viral_depth(t: Tables) -> float:
    """Return the median over viral posts of the longest chain of reposts."""
    return float(t.cascades.depth[t.cascades.kind == "viral"].median())


def delays(t: Tables) -> np.ndarray:
    """Return the hours from a repost to each repost of it."""
    if t.reposts is None:
        raise ValueError("the run holds no reposts: run simulate(scenario, ..., detail=True).")
    return t.reposts.delay_h[t.reposts.generation > 1].to_numpy()


def density_slope(hours: np.ndarray, low: float = 1.0, high: float = 24.0) -> float:
    """Return the slope of ln(density) on ln(delay) between two delays, over eight bins of equal ratio."""
    edges = np.geomspace(low, high, 9)
    density = np.histogram(hours, edges)[0] / np.diff(edges)
    some = density > 0
    return slope(np.log(np.sqrt(edges[1:] * edges[:-1]))[some], np.log(density[some]))


def hour_profile(t: Tables) -> np.ndarray:
    """Return reposts by hour of the day against the mean hour, every post with ten reposts or more counting the same."""
    reposts = t.reposts
    if reposts is None:
        raise ValueError("the run holds no reposts: run simulate(scenario, ..., detail=True).")
    size = reposts.groupby(["day", "slot"]).person.transform("size").to_numpy()
    hour = ((reposts.posted_h + reposts.age_h) % 24).astype(int).to_numpy()
    count = np.bincount(hour, weights=np.where(size >= ORDINARY_REPOSTS, 1.0 / size, 0.0), minlength=24)
    return count / count.mean()


def by_block(profile: np.ndarray) -> dict[str, float]:
    """Return the mean of an hour profile in each block of the day."""
    return {name: float(profile[list(hours)].mean()) for name, hours in BLOCKS.items()}


def night_trough(profile: np.ndarray) -> float:
    """Return the trough (03–05 h) against the late evening (21–23 h); blocks, as single hours of one run are noisy."""
    return float(profile[3:6].mean()) / by_block(profile)["late"]


def two_peaks(profile: np.ndarray) -> float:
    """Return the lower of noon (12–13 h) and late evening (21–23 h) against the higher of the other blocks of the day."""
    mean = by_block(profile)
    return min(mean.pop("noon"), mean.pop("late")) / max(mean.values())


def response_elasticity(one: Tables, two: Tables) -> float:
    """Return the elasticity of likes per post to posts per day between two plans."""
    likes, number = ([f(t) for t in (one, two)] for f in (lambda t: t.posts.likes.mean(), lambda t: len(t.posts)))
    return float(math.log(likes[1] / likes[0]) / math.log(number[1] / number[0]))


def total_response(one: Tables, two: Tables) -> float:
    """Return all reactions under the second plan against the first."""
    return float(two.reactions.sum() / one.reactions.sum())


def slope(x: Any, y: Any) -> float:
    """Return the least-squares slope of y on x; NaN for fewer than two points."""
    return float(np.polyfit(x, y, 1)[0]) if len(x) > 1 else math.nan


def adjusted_r2(y: np.ndarray, factors: Sequence[np.ndarray]) -> float:
    """Return the adjusted R² of ``y`` (n,) on categorical ``factors``, each (n,)."""
    columns = [np.ones(len(y))]
    for factor in factors:
        columns += [(factor == level).astype(float) for level in sorted(set(factor.tolist()))[1:]]
    x = np.column_stack(columns)
    solution, _, rank, _ = np.linalg.lstsq(x, y, rcond=None)
    rest = float(((y - x @ solution) ** 2).sum() / ((y - y.mean()) ** 2).sum())
    return 1.0 - rest * (len(y) - 1) / (len(y) - int(rank))


# --- the facts ----------------------------------------------------------------------------------------------

PAGE, MICROBLOG = (brand_page,), (microblog,)
ONE_AND_TWO = tuple(vary(base, "plan.posts_per_day", n, name=f"{n} a day") for n in (1, 2))
_FB = "facebook_metrics (Moro, Rita & Vala 2016), computed"
_REPOSTS = "weibo_repost_timing (Song et al. 2018), computed"

FACTS: tuple[Fact, ...] = (
    Fact("O1", "Reactions per post of one brand are near-lognormal and unequal.", _FB, PAGE, (
        Quantity("sd of ln(reactions)", "1.12 [1.02, 1.22]", 0.9, 1.35, log_spread),
        Quantity("share of the top 10 % of posts", "0.43 [0.37, 0.50]", 0.33, 0.55, top_tenth),
    )),
    Fact("O2", "Likes dominate and comments are rare.", _FB, PAGE, (
        Quantity("comments per like", "0.042 [0.036, 0.048]", 0.025, 0.07, per_like("comments")),
        Quantity("shares per like", "0.152 [0.142, 0.163]", 0.10, 0.22, per_like("shares")),
    )),
    Fact("O3", "Reach does not convert linearly, and the plan explains the smaller part of the variance.", _FB, PAGE, (
        Quantity("elasticity of reactions to reach", "0.63 ± 0.07", 0.5, 0.8, reach_elasticity),
        Quantity("adjusted R² of the plan", "0.24", 0.12, 0.40, explained),
    )),
    Fact("O4", "Paid support raises reach more than reactions.", _FB, PAGE, (
        Quantity("reach, paid / unpaid", "1.62 [1.29, 2.02]", 1.3, 2.1, paid_ratio(lambda t: t.posts.reach)),
        Quantity("reactions, paid / unpaid", "1.37 [1.09, 1.72]", 1.05, 1.75, paid_ratio(lambda t: t.reactions)),
        Quantity("first ratio / second", "1.18", 1.0, INF,
                 lambda t: paid_ratio(lambda t: t.posts.reach)(t) / paid_ratio(lambda t: t.reactions)(t)),
    )),
    Fact("O5", "The organic reach rate falls as the page grows.", _FB + "; Ogilvy 2014", PAGE, (
        Quantity("median reach / followers", "0.049 [0.042, 0.055]", 0.03, 0.08, reach_rate),
        Quantity("last quarter / first", "0.45 [0.35, 0.60]", 0.35, 0.8, reach_rate_decline),
    )),
    Fact("O6", "Promotion gets fewer reactions per viewer than brand content.", _FB + "; Lee et al. 2018", PAGE, (
        Quantity("reactions / reach, promotion / others", "0.36", 0.25, 0.55, promotion_ratio),
    )),
    Fact("O7", "Growth slows as the addressable audience fills.", _FB, PAGE, (
        Quantity("growth in months 1–2, % a month", "9.1", 5.0, 13.0, lambda t: float(monthly_growth(t)[:2].mean())),
        Quantity("growth in months 11–12, % a month", "0.85", 0.4, 1.8, lambda t: float(monthly_growth(t)[10:].mean())),
        Quantity("trend of growth, points a month", "-0.96", -INF, 0.0,
                 lambda t: slope(np.arange(12), monthly_growth(t))),
    )),
    Fact("O8", "Half of a viral post's reposts come within about four hours, most within a day.", _REPOSTS, MICROBLOG, (
        Quantity("viral, 08–20 h: share within 1 h", "0.23", 0.18, 0.35, mean_share("viral", "by_1h", daytime=True)),
        Quantity("… within 4 h", "0.50", 0.42, 0.62, mean_share("viral", "by_4h", daytime=True)),
        Quantity("… within 24 h", "0.80", 0.74, 0.90, mean_share("viral", "by_24h", daytime=True)),
    )),
    Fact("O9", "Ordinary posts are faster.", "Kwak et al. 2010; weibo_cascade_sample (Cao et al. 2017)", MICROBLOG, (
        Quantity("ordinary: share within 1 h", "0.50 [0.44, 0.59]", 0.42, 0.60, mean_share("ordinary", "by_1h", daytime=False)),
        Quantity("… within 24 h", "0.75 (Twitter)", 0.72, 0.95, mean_share("ordinary", "by_24h", daytime=False)),
    )),
    Fact("O10", "Individual reactions are heavy-tailed.", "Zhao et al. 2015; " + _REPOSTS, MICROBLOG, (
        Quantity("slope of ln(density), 1–24 h", "-1.4", -1.7, -1.1, lambda t: density_slope(delays(t))),
        Quantity("sd of ln(delay)", "2.1", 1.8, 2.4, lambda t: float(np.log(delays(t)).std(ddof=1))),
    )),
    Fact("O11", "Viral posts spread in several generations, ordinary ones almost only from the source.",
         _REPOSTS + "; Kwak et al. 2010", MICROBLOG, (
        Quantity("viral: reposts of reposts", "0.46; 0.33", 0.30, 0.55, mean_share("viral", "indirect", daytime=False)),
        Quantity("ordinary: reposts of reposts", "0.04 (Twitter)", 0.0, 0.15, mean_share("ordinary", "indirect", daytime=False)),
        Quantity("viral: median of the greatest depth", "6; 5", 4.0, 8.0, viral_depth),
    )),
    Fact("O12", "Reposts have a night trough and peaks at noon and late in the evening.", _REPOSTS, MICROBLOG, (
        Quantity("lowest hour", "4", 3.0, 5.0, lambda t: float(hour_profile(t).argmin())),
        Quantity("trough 03–05 h / peak 21–23 h", "0.115", 0.06, 0.15, lambda t: night_trough(hour_profile(t))),
        Quantity("noon and late evening / other blocks", "1.20", 1.0, INF, lambda t: two_peaks(hour_profile(t))),
    )),
    Fact("O15", "Twice as many posts: less response for each, more in all.", "Track Social 2012; HubSpot", ONE_AND_TWO, (
        Quantity("elasticity of likes per post", "-0.81", -0.85, -0.10, response_elasticity),
        Quantity("all reactions, two a day / one", "> 1", 1.0, INF, total_response),
    )),
    *facts_desk.FACTS,
    *facts_crisis.FACTS,
    *facts_community.FACTS,
)  # fmt: skip
ENOUGH = len(FACTS) - 2
"""Facts that have to be met."""


# --- running them -------------------------------------------------------------------------------------------

Found = dict[tuple[str, str], float]


def chosen(ids: Iterable[str] = ()) -> tuple[Fact, ...]:
    """Return the facts named, all if none is. Raise a ValueError for a name that does not exist."""
    known = {fact.id: fact for fact in FACTS}
    wanted = [str(i).upper() for i in ids] or list(known)
    for name in wanted:
        if name not in known:
            near = get_close_matches(name, known, n=3, cutoff=0.5) or list(known)
            raise ValueError(f"{name!r} is not a fact of this list. Did you mean {', '.join(near)}?")
    return tuple(known[name] for name in dict.fromkeys(wanted))


def measured(task: tuple[tuple[str, ...], int, int]) -> Found:
    """Return every quantity of the facts named, from one replication; ``task`` is (ids, seed, replication)."""
    ids, seed, replication = task
    facts = chosen(ids)
    made: dict[tuple[str, Any], Any] = {}
    for fact in facts:
        for scenario in fact.scenarios:
            if (scenario.name, fact.read) not in made:
                detail = scenario is microblog
                run = simulate(scenario, seed=seed, replication=replication, detail=detail)
                made[scenario.name, fact.read] = fact.read(run) if fact.read else Tables.of(run, detail=detail)
    for people in (population, contacts):
        people.cache_clear()  # half a million people who are not met again
    return {
        (fact.id, q.label): float(q.of(*(made[s.name, fact.read] for s in fact.scenarios)))
        for fact in facts for q in fact.quantities
    }  # fmt: skip


def check(
    ids: Iterable[str] = (),
    *,
    seeds: int = 20,
    seed: int = 2016,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[dict[str, Any]]:
    """Measure facts on ``seeds`` replications; return one entry a fact, as the command line prints them.

    An entry has id, statement, source, verdict (``inside`` or ``outside``), value, low and high (mean and 95 % interval
    of the first quantity that decides: the first outside, else the first) and ``quantities``, a list of the same with
    data value and accept range. Raise a ValueError for an unknown fact or fewer than two replications.
    """
    if isinstance(seeds, bool) or not isinstance(seeds, int) or seeds < 2:
        raise ValueError(f"seeds = {seeds!r} is not a whole number of at least 2: an interval needs two replications.")
    facts = chosen(ids)
    tasks = [(tuple(f.id for f in facts), seed, r) for r in range(seeds)]
    found: list[Found] = []
    for done in executor.map(measured, tasks) if executor else map(measured, tasks):
        found.append(done)
        if progress:
            progress(len(found), seeds)
    return [
        judged(fact, {q.label: np.array([f[fact.id, q.label] for f in found]) for q in fact.quantities})
        for fact in facts
    ]


def judged(fact: Fact, values: dict[str, np.ndarray]) -> dict[str, Any]:
    """Return the entry of one fact from the values of its quantities, one per replication."""
    rows = [_row(q, values[q.label]) for q in fact.quantities]
    leading = next((row for row in rows if row["verdict"] == "outside"), rows[0])
    return {"id": fact.id, **{k: leading[k] for k in ("verdict", "value", "low", "high")}, "statement": fact.statement,
            "source": fact.source, "quantities": rows}  # fmt: skip


def _row(q: Quantity, values: np.ndarray) -> dict[str, Any]:
    from sim.core.stats import Interval, mean_interval

    # A quantity that is not defined in one replication has no mean: it counts as outside.
    sound = np.isfinite(values).all()
    i = mean_interval(values) if sound else Interval(math.nan, math.nan, math.nan, len(values))
    numbers = {"value": i.mean, "low": i.low, "high": i.high, "accept_low": q.low, "accept_high": q.high}
    return {
        "quantity": q.label, "data": q.data, **{k: v if math.isfinite(v) else None for k, v in numbers.items()},
        "verdict": "inside" if q.met(i.mean) else "outside",
    }  # fmt: skip


def table(entries: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Return one row a quantity: id, quantity, data, model, interval, accept range, verdict."""
    import pandas as pd

    show = lambda x: "…" if x is None else f"{x:.3g}"  # noqa: E731  used for every number below
    rows = [
        {"id": entry["id"], "quantity": q["quantity"], "data": q["data"], "model": show(q["value"]),
         "95 % interval": f"{show(q['low'])} – {show(q['high'])}",
         "accepted": f"{show(q['accept_low'])} to {show(q['accept_high'])}", "verdict": q["verdict"]}
        for entry in entries for q in entry["quantities"]
    ]  # fmt: skip
    return pd.DataFrame(rows)
