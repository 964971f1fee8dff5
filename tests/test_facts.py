"""The stylised facts: each quantity on a table with a known answer, the verdicts, and the run itself on fresh seeds."""

from __future__ import annotations

import json
import math
import os
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim import simulate, vary
from sim.__main__ import main
from sim.course import facts
from sim.course.facts import FACTS, Quantity, Tables
from sim.experiment import local_workers
from sim.presets import PRESETS, brand_page, microblog
from sim.scenario import base


def page(**columns: object) -> Tables:
    """Return tables whose posts have these columns; the others are filled with something plain."""
    n = len(next(iter(columns.values())))  # type: ignore[arg-type]
    plain = {"likes": 1, "comments": 0, "shares": 0, "reach": 10, "followers": 100, "day": np.arange(1, n + 1),
             "paid": False, "promotion": False, "form": "image_text", "hour": 10}  # fmt: skip
    return Tables(pd.DataFrame({name: columns.get(name, value) for name, value in plain.items()}, index=range(n)))


def reposts(ages: list[list[float]], generations: list[list[int]] | None = None, hour: float = 10.0) -> Tables:
    """Return tables of one post a day with these ages of reposts, all made at ``hour``."""
    rows = [
        {"day": day, "slot": 0, "posted_h": 24.0 * day + hour, "person": i, "age_h": age, "delay_h": age,
         "generation": generations[day][i] if generations else 1}
        for day, post in enumerate(ages) for i, age in enumerate(post)
    ]  # fmt: skip
    return Tables(page(likes=[1] * len(ages)).posts, reposts=pd.DataFrame(rows))


def test_spread_and_concentration() -> None:
    """Lognormal reactions of sd 1.1 give 1.1 and, for the top tenth, the normal formula 1 - F(z - s) = 0.43."""
    likes = np.exp(6 + 1.1 * np.random.default_rng(1).standard_normal(40_000)).round()
    t = page(likes=likes)

    assert facts.log_spread(t) == pytest.approx(1.1, abs=0.02)
    assert facts.top_tenth(t) == pytest.approx(0.43, abs=0.02)
    assert facts.top_tenth(page(likes=[5] * 50)) == pytest.approx(0.1)


def test_ratios_of_sums() -> None:
    """Comments per like are taken over all posts together."""
    assert facts.per_like("comments")(page(likes=[10, 30], comments=[2, 0])) == pytest.approx(0.05)


def test_elasticity_and_posts_without_reactions() -> None:
    """Reactions = reach^0.6 gives 0.6; a post without any reaction is left out."""
    reach = np.geomspace(100, 10_000, 40)

    assert facts.reach_elasticity(page(likes=reach**0.6, reach=reach)) == pytest.approx(0.6)
    assert facts.reach_elasticity(page(likes=np.append(reach**0.6, 0), reach=np.append(reach, 1e9))) == pytest.approx(
        0.6
    )


def test_explained_variance() -> None:
    """All of it if the form decides alone, none if nothing does; the value for two groups is the textbook's."""
    rng = np.random.default_rng(2)
    form = np.array(["image_text", "short_video"] * 200)
    noise = np.exp(rng.standard_normal(400))

    assert facts.explained(page(likes=np.where(form == "image_text", 10, 90), form=form)) == pytest.approx(1.0)
    assert abs(facts.explained(page(likes=noise, form=form, day=rng.integers(1, 365, 400)))) < 0.06
    y, group = np.array([1.0, 2.0, 3.0, 6.0]), np.array([0, 0, 1, 1])
    assert facts.adjusted_r2(y, [group]) == pytest.approx(1 - (5.0 / 2) / (14.0 / 3))


def test_paid_and_promotion_ratios() -> None:
    """Geometric means for paid posts, medians of the rate per viewer for promotions."""
    paid = np.array([True, True, False, False])
    t = page(reach=np.array([20, 80, 10, 10]), paid=paid, promotion=paid, likes=[2, 8, 2, 4])

    assert facts.paid_ratio(lambda t: t.posts.reach)(t) == pytest.approx(4.0)
    assert facts.promotion_ratio(t) == pytest.approx(0.1 / 0.3)


def test_reach_rate_and_its_decline() -> None:
    """Half of the followers reached in the first quarter, a fifth in the last."""
    reach = np.repeat([50, 40, 30, 20], 25)

    assert facts.reach_rate(page(reach=reach)) == pytest.approx(0.35)
    assert facts.reach_rate_decline(page(reach=reach)) == pytest.approx(0.4)


def test_monthly_growth() -> None:
    """One per cent a month, the first month from the level before the first day."""
    level = 1000 * 1.01 ** ((np.arange(365) + 1) / (365 / 12))
    gained = np.diff(level, prepend=1000)
    days = pd.DataFrame({"followers": level, "gained": gained, "lost": 0.0})

    growth = facts.monthly_growth(Tables(page(likes=[1]).posts, days))

    assert growth.shape == (12,)
    assert growth == pytest.approx(np.full(12, 1.0), abs=0.04)


def test_viral_ordinary_and_few() -> None:
    """The two per cent with most reposts are viral, the others from ten on ordinary; shares by age are means over posts."""
    ages = [[0.5] * 6 + [2.0] * 6 + [100.0] * 8, *[[0.5] * 5 + [30.0] * 5] * 40, *[[0.1]] * 9]
    generations = [[1] * 10 + [2] * 9 + [3], *[[1] * 10] * 40, *[[1]] * 9]
    t = reposts(ages, generations)

    assert t.cascades.kind.value_counts().to_dict() == {"viral": 1, "ordinary": 40, "few": 9}
    share = lambda kind, what: facts.mean_share(kind, what, daytime=False)(t)  # noqa: E731  four times below
    assert share("viral", "by_1h") == pytest.approx(0.3)
    assert share("viral", "by_4h") == pytest.approx(0.6)
    assert share("ordinary", "by_24h") == pytest.approx(0.5)
    assert share("viral", "indirect") == pytest.approx(0.5)
    assert facts.viral_depth(t) == 3
    assert math.isnan(facts.mean_share("viral", "by_1h", daytime=True)(reposts(ages, hour=23.0)))


def test_slope_of_a_known_density() -> None:
    """A Pareto law with density exponent -1.4 gives that slope."""
    delays = (1 - np.random.default_rng(3).random(200_000)) ** (-1 / 0.4)

    assert facts.density_slope(delays) == pytest.approx(-1.4, abs=0.02)


def test_only_reposts_of_reposts_count_as_reactions() -> None:
    """A direct repost has no visible parent."""
    assert facts.delays(reposts([[1.0, 2.0]], [[1, 2]])).tolist() == [2.0]


def test_hours_of_the_day() -> None:
    """Every post counts the same; the measured curve itself has its trough at 4 h and both peaks."""
    t = reposts([[1.5] * 30, [13.0] * 10, [3.0]])
    profile = facts.hour_profile(t)
    assert profile[[11, 23]].tolist() == [12.0, 12.0]
    assert profile.sum() == pytest.approx(24)

    measured = np.array(base.engagement.activity_by_hour)
    assert measured.argmin() == 4
    assert facts.night_trough(measured) == pytest.approx(0.115, abs=0.003)
    assert facts.two_peaks(measured) == pytest.approx(1.2, abs=0.02)
    assert facts.two_peaks(np.ones(24)) == pytest.approx(1.0)


def test_posting_more() -> None:
    """Twice the posts with 0.57 of the likes each is an elasticity of -0.81 and 1.14 times the response."""
    one, two = page(likes=[100] * 10), page(likes=[57] * 20)

    assert facts.response_elasticity(one, two) == pytest.approx(-0.81, abs=0.005)
    assert facts.total_response(one, two) == pytest.approx(1.14)


def test_a_fact_is_met_only_if_every_quantity_is() -> None:
    """Ends count as inside, one quantity outside or undefined fails the fact and is the one reported."""
    both = (Quantity("a", "1", 0.5, 1.5, lambda t: 0.0), Quantity("b", "2", 1.0, 3.0, lambda t: 0.0))
    fact = facts.Fact("X", "…", "…", (base,), both)
    judged = lambda a, b: facts.judged(fact, {"a": np.array(a), "b": np.array(b)})  # noqa: E731

    assert judged([1.4, 1.6], [2.0, 4.0])["verdict"] == "inside"
    outside = judged([1.4, 1.8], [2.0, 2.0])
    assert (outside["verdict"], outside["value"]) == ("outside", pytest.approx(1.6))
    undefined = judged([1.0, 1.0], [2.0, math.nan])
    assert (undefined["verdict"], undefined["value"]) == ("outside", None)


def test_facts_with_a_preset_each_and_nothing_set_for_one_of_them() -> None:
    """O1 to O7 share one page, O8 to O12 one microblog, O15 the base scenario; every fact names source and range."""
    assert [f.id for f in FACTS][:13] == [f"O{i}" for i in [*range(1, 13), 15]]
    assert {f.id for f in FACTS[13:]} == {"O13", "O14", "O16", "O17"}
    assert len(FACTS) - 2 == facts.ENOUGH
    assert {f.scenarios for f in FACTS[:7]} == {(brand_page,)}
    assert {f.scenarios for f in FACTS[7:12]} == {(microblog,)}
    assert [vary(s, "plan.posts_per_day", 1.0, name="base") for s in FACTS[12].scenarios] == [base, base]
    assert all(f.source and f.statement and f.quantities for f in FACTS)
    assert all(q.low < q.high for f in FACTS for q in f.quantities)
    assert set(PRESETS) == {"brand_page", "microblog"}


@pytest.mark.parametrize(
    ("argv", "said"),
    [(["facts", "O99"], "'O99' is not a fact"), (["facts", "--seeds", "1"], "seeds = 1 is not a whole number")],
)
def test_wrong_commands_say_why(argv: list[str], said: str, capsys: pytest.CaptureFixture) -> None:
    """Exit code 2 and one sentence."""
    assert main(argv) == 2
    assert said in capsys.readouterr().err


def test_the_command_measures_and_judges(capsys: pytest.CaptureFixture) -> None:
    """O15 on two worlds: a table, a verdict, and a last line of JSON with interval and range."""
    code = main(["facts", "o15", "--seeds", "2", "--seed", "31", "--json"])

    found = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    (item,) = found["items"]
    assert code == (0 if found["passed"] == 1 else 1)
    assert {"id", "verdict", "value", "low", "high", "quantities"} <= set(item)
    assert [q["quantity"] for q in item["quantities"]] == [
        "elasticity of likes per post",
        "all reactions, two a day / one",
    ]


def test_reposts_obey_their_law() -> None:
    """Followers and friends repost after the measured delay alone; strangers later; nobody before the post or the parent."""
    small = vary(microblog, {"n_people": 20_000, "horizon_days": 30, "audience.mean_degree": 30.0}, name="small")
    table = simulate(small, seed=32, detail=True).reposts
    seconds = np.log(table.delay_h * 3600)

    # About 2,000 delays of sd 2.1: the mean is known to 0.05; the clock may shift it by some tenths.
    assert seconds.mean() == pytest.approx(7.9, abs=0.3)
    assert seconds.std() == pytest.approx(2.1, abs=0.2)
    assert (table.delay_h > 0).all()
    when = {(r.day, r.slot, r.person): r.posted_h + r.age_h for r in table.itertuples()}
    later = table[table.generation > 1]
    assert len(later) > 20
    for r in later.itertuples():
        assert r.posted_h + r.age_h - r.delay_h == pytest.approx(when[r.day, r.slot, r.source])
    late = table.age_h - table.delay_h > 1e-9
    assert 0.2 < late[table.generation == 1].mean() < 0.6


@pytest.mark.slow
def test_the_facts_hold_on_fresh_seeds() -> None:
    """All but two on a seed that nothing was tuned on; six replications, because the command itself takes 20."""
    with local_workers(min(4, os.cpu_count() or 1)) as executor:
        entries = facts.check(seeds=6, seed=77, executor=executor)

    missed = {e["id"]: e["quantities"] for e in entries if e["verdict"] == "outside"}
    assert len(entries) - len(missed) >= facts.ENOUGH, missed


def test_runs_without_detail_say_so() -> None:
    """Quantities of reposts need them."""
    with pytest.raises(ValueError, match="detail=True"):
        facts.hour_profile(Tables(SimpleNamespace()))  # type: ignore[arg-type]
