"""Pictures of a cascade: what is drawn is what happened, few marks stand for many people, and words say the rest."""

from __future__ import annotations

import json
import re
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest

from sim.core import theory
from sim.core.cascade import Cascade
from sim.core.network import follower_network
from sim.core.spread import spread
from sim.core.streams import Streams
from sim.core.telling import ShareOnce
from sim.lab import cascade as pictures
from sim.lab import theme
from sim.lab.cascade import (
    MEASURED,
    cascade_network,
    cascade_table,
    cascade_timeline,
    main_accounts,
    remaining,
    remaining_curve,
)  # fmt: skip
from sim.lab.theme import use_theme

CHINESE = re.compile("[\u4e00-\u9fff]")
MARKS = {"detected": 2.0, "statement": 2.5, "remedy": 30.0, "much later": 5000.0}


@pytest.fixture(autouse=True)
def _light() -> None:
    use_theme()


def simulated(replication: int = 0, n_people: int = 6_000, seeds: int = 15) -> tuple[Cascade, np.ndarray]:
    """Return a cascade on a heavy-tailed network, and each person's kind of account."""
    streams = Streams(1, replication)
    network = follower_network(n_people, mean_degree=12, generator=streams.of("network"))
    made = spread(
        network, streams.of("seeds").integers(n_people, size=seeds), ShareOnce(0.35, theory.lognormal_delay(0.75, 2.1)),
        horizon_h=240, pass_on=0.25, generator=streams.of("spread"),
    )  # fmt: skip
    return made, np.where(np.diff(network.indptr) >= 100, "large account", "ordinary account")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Return one cascade as a table, kinds of account included."""
    return cascade_table(*simulated())


def written() -> pd.DataFrame:
    """Return a cascade that can be checked by hand: 1 told 2, 3 and 4; 2 told nobody; 3 told 5; 5 told 6 and 7."""
    rows = [
        (1, 0.0, -1, 0),
        (2, 0.5, 1, 1),
        (3, 1.0, 1, 1),
        (4, 1.5, 1, 1),
        (5, 3.0, 3, 2),
        (6, 4.0, 5, 3),
        (7, 9.0, 5, 3),
    ]
    return pd.DataFrame(rows, columns=["person", "time_h", "source", "generation"])


def charts(table: pd.DataFrame) -> dict[str, Any]:
    """Return one of every kind, as specifications."""
    made = {
        "network": cascade_network(table, title="Who told whom", marks=MARKS),
        "timeline": cascade_timeline(table, title="New listeners", marks=MARKS),
        "remaining": remaining_curve([table, table], title="Still to come"),
    }
    return {name: chart.to_dict() for name, chart in made.items()}


def test_the_main_accounts_are_those_who_told_most_and_their_paths() -> None:
    """Written down: with room for four the path to 5 is there; with room for one only 1; those who told nobody never."""
    four, one = main_accounts(written(), most=4), main_accounts(written(), most=1)

    assert four[["person", "told"]].to_numpy().tolist() == [[1, 3], [3, 1], [5, 2]]
    assert one["person"].tolist() == [1]


def test_every_account_shown_hangs_on_one_that_is_shown(table: pd.DataFrame) -> None:
    """No path has a hole, the counts add up, and nobody left out told more than all who are shown for their own sake."""
    shown = main_accounts(table, most=60)
    told = table["source"][table["generation"] > 0].value_counts()

    assert len(shown) <= 60
    assert shown["source"][shown["generation"] > 0].isin(shown["person"]).all()
    assert shown["told"].tolist() == [int(told.get(p, 0)) for p in shown["person"]]
    assert set(told.nlargest(10).index) <= set(shown["person"])


def test_a_large_cascade_stays_readable() -> None:
    """Of some thousand people 120 at most are drawn, the picture stays low, and they stand for most of those who heard."""
    made, kinds = simulated(0, 60_000, seeds=300)
    chart = cascade_network(cascade_table(made, kinds), title="Who told whom")
    rows = main_accounts(cascade_table(made))

    assert made.size > 3_000
    assert len(rows) <= 120
    assert chart.height <= 800
    assert rows["told"].sum() > 0.4 * made.size
    assert len(chart.to_json()) < 150_000


def test_no_account_covers_another(table: pd.DataFrame) -> None:
    """Symbols of one generation keep their distance, and the generations stand in order."""
    rows = main_accounts(table)
    horizon = 1.1 * rows["time_h"].max()
    placed, bands, height = pictures._placed(rows, horizon, 640)
    x, radius = pictures._along(placed["time_h"].to_numpy(), horizon, 640), pictures._radius(placed["told"].to_numpy())
    y, lane = placed["y"].to_numpy(), placed["generation"].clip(upper=pictures.DEEPEST).to_numpy()
    apart = np.hypot(x[:, None] - x, y[:, None] - y) - radius[:, None] - radius

    assert apart[np.triu_indices(len(x), 1)].min() > 0
    assert bands["bottom"].is_monotonic_increasing
    assert bands["bottom"].iloc[-1] <= height
    assert all(y[lane == a].max() < y[lane == b].min() for a, b in zip(range(4), range(1, 5), strict=True))


def test_the_timeline_counts_everybody_once() -> None:
    """Hours 0, 1, 3, 4 and 9 of the written cascade; the last hour holds what falls on its end."""
    rows = cascade_timeline(written(), title="New", marks={"x": 1.0}).layer[0].data

    assert rows["new"].tolist() == [2, 2, 0, 1, 1, 0, 0, 0, 0, 1]
    assert cascade_timeline(written(), title="New", horizon_h=3).data["new"].tolist() == [2, 2, 0]


def test_what_is_still_to_come() -> None:
    """Shares of the six who were told, those who began not counted; the mean and interval over cascades."""
    one = remaining([written()], [0.75, 1.0, 4.0, 10.0])
    late = written().assign(time_h=lambda t: t["time_h"] * 100)
    both = remaining([written(), late], [2.0])

    assert one["mean"].tolist() == pytest.approx([5 / 6, 4 / 6, 1 / 6, 0.0])
    assert one["low"].isna().all()
    assert both["mean"].tolist() == pytest.approx([(3 / 6 + 1.0) / 2])
    assert both["low"].iloc[0] <= both["mean"].iloc[0] <= both["high"].iloc[0]
    assert (remaining([written()])["mean"].diff().dropna() <= 0).all()


def test_the_measured_shares_are_those_of_the_data() -> None:
    """77, 65, 50 and 20 % after 1, 2, 4 and 24 hours, drawn as points with their source in words."""
    spec = charts(written())["remaining"]

    assert MEASURED == {1.0: 0.77, 2.0: 0.65, 4.0: 0.50, 24.0: 0.20}
    assert "1,151 rumours on Weibo" in spec["title"]["subtitle"]
    assert "measured 77" in spec["description"]
    without = remaining_curve([written()], title="x", measured=False).to_dict()
    assert "measured" not in json.dumps(without)


def test_titles_units_and_words(table: pd.DataFrame) -> None:
    """Every picture has a title, a unit on its axes and its key numbers in words; decisions are named, late ones not drawn."""
    made = charts(table)

    for name, spec in made.items():
        text = json.dumps(spec)
        assert spec["title"]["text"]
        assert "(hours)" in text, name
        assert re.search(r"\d", spec["description"]), name
        assert len(spec["description"]) < 900, name
    assert "(people an hour)" in json.dumps(made["timeline"])
    assert "(% of all)" in json.dumps(made["remaining"])
    drawn = {name: json.dumps(spec.get("datasets", {})) for name, spec in made.items()}
    assert all("statement" in drawn[name] and "much later" not in drawn[name] for name in ("network", "timeline"))
    assert "statement at 2.5 h" in made["network"]["description"]
    assert f"of {len(table):,} people" in made["network"]["description"]


def test_nothing_by_colour_alone_and_nothing_chinese(table: pd.DataFrame) -> None:
    """Kinds of account have shapes, bands have borders, and the drawn text needs no Chinese font."""
    made = charts(table)

    assert '"shape": {"field": "account"' in json.dumps(made["network"])
    assert "strokeDash" in json.dumps(made["timeline"])
    for spec in made.values():
        spec.pop("description")
        spec.pop("config")
        assert not CHINESE.search(json.dumps(spec, ensure_ascii=False))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_pictures_can_be_made_in_both_modes(table: pd.DataFrame, mode: Any) -> None:
    """The renderer makes a picture of each, and marks that name a colour take it from the theme that is on."""
    use_theme(mode)
    palette = {"light": theme.LIGHT, "dark": theme.DARK}[mode]

    for spec in charts(table).values():
        assert len(theme.course_renderer(spec)[0]["image/png"]) > 5_000
    assert palette.series[1] in json.dumps(charts(table)["timeline"]["layer"])
    assert palette.card in json.dumps(charts(table)["network"]["layer"])


def test_rounding_makes_pictures_repeat(table: pd.DataFrame) -> None:
    """Noise in the last digit changes no stored picture."""
    noisy = table.assign(time_h=table["time_h"] * (1 + 1e-13))

    assert json.dumps(charts(table)) == json.dumps(charts(noisy))


def test_tiny_cascades_can_be_drawn() -> None:
    """One person, whom nobody passed on; several with one hour between them."""
    alone = written().head(1)

    assert isinstance(cascade_network(alone, title="Alone"), alt.LayerChart)
    assert cascade_timeline(alone, title="Alone").data["new"].tolist() == [1]
    assert cascade_network(written(), title="Few").to_dict()["description"].startswith("Few.")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: cascade_network(written().drop(columns="source"), title=""), "no column 'source'"),
        (lambda: cascade_network(written().head(0), title=""), "empty"),
        (lambda: main_accounts(pd.concat([written(), written()])), "person 1 has two rows"),
        (lambda: main_accounts(written().iloc[1:]), "source 1 is not among"),
        (lambda: remaining([]), "one table at least"),
        (lambda: remaining([written().head(1)]), "nobody passed it on"),
    ],
)
def test_errors_name_the_thing(make: Any, said: str) -> None:
    """What cannot be drawn is refused in one clear sentence."""
    with pytest.raises(ValueError, match=said):
        make()
