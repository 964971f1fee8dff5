"""Charts: legible in both modes, the same everywhere, complete in words, and never in need of a network."""

from __future__ import annotations

import json
import re
import zlib
from itertools import pairwise
from math import isnan, nan
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest

from sim.lab import charts, theme
from sim.lab.charts import difference_dots, event_timeline, growth, interval_dots, over_time
from sim.lab.curves import trade_off
from sim.lab.labels import Box, Cross, beside, box_of

ROOT = Path(__file__).resolve().parents[1]
CHINESE = re.compile("[\u4e00-\u9fff]")


class FakeRun:
    """A run with a known table, so that expected words can be written down."""

    def __init__(self, name: str, days: int = 10) -> None:
        self.scenario = type("Scenario", (), {"name": name, "warmup_days": 2})()
        self.daily = pd.DataFrame({"day": range(1, days + 1), "followers": range(100, 100 + days)})
        self.events = pd.DataFrame({"time_h": [50.0, 51.0, 80.0, 3.0], "event": ["post", "post", "reply", "post"]})


@pytest.fixture(autouse=True)
def _light() -> None:
    charts.use_theme()


@pytest.fixture
def daily() -> pd.DataFrame:
    """Two scenarios over ten days, with an interval."""
    tables = [FakeRun(name).daily.assign(scenario=name, reach=scale * 10.0) for name, scale in (("A", 1), ("B", 2))]
    return pd.concat(tables).assign(low=lambda t: t["reach"] - 1, high=lambda t: t["reach"] + 1)


def summary() -> pd.DataFrame:
    """Return what ``summarise`` returns for one metric."""
    rows = [("A", "reach", 10.0, 9.0, 11.0, 20), ("B", "reach", 12.0, 11.5, 12.5, 20)]
    return pd.DataFrame(rows, columns=["scenario", "metric", "mean", "low", "high", "n"])


def diffs() -> pd.DataFrame:
    """Return what ``differences`` returns: one metric up by 20 %, one down by 10 %."""
    rows = [
        ("B", "reach", 2.0, 1.0, 3.0, 0.2, 20, "higher"),
        ("B", "loss", -5.0, -8.0, -1.0, -0.1, 20, "lower"),
    ]
    return pd.DataFrame(rows, columns=["scenario", "metric", "difference", "low", "high", "relative", "n", "verdict"])


def all_charts(daily: pd.DataFrame) -> dict[str, Any]:
    """Return one chart of every kind."""
    return {
        "over_time": over_time(daily, "reach", title="Reach", unit="people a day", band=("low", "high")),
        "interval_dots": interval_dots(summary(), "reach", title="Reach", unit="people"),
        "difference_dots": difference_dots(diffs(), title="B against A"),
        "event_timeline": event_timeline(FakeRun("A")),
        "growth": growth([FakeRun("A"), FakeRun("B")]),
    }


def walk(node: Any) -> Any:
    """Yield every (key, value) of a nested specification."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield key, value
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def luminance(color: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2)."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_contrast(palette: theme.Palette) -> None:
    """Text reaches 4.5 to 1 on its card and marks 3 to 1, the limits of WCAG 2.1 AA."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert min(contrast(c, palette.card) for c in (palette.text, palette.muted)) >= 4.5
    assert min(contrast(c, palette.card) for c in (*palette.series, palette.line)) >= 3
    # A and B also stand as text in the panel's read-out.
    assert min(contrast(c, palette.card) for c in palette.series[:3]) >= 4.5


def test_every_chart_has_title_unit_and_words(daily: pd.DataFrame) -> None:
    """Each kind has a title and a description that says its numbers; axes with amounts name their unit."""
    for name, chart in all_charts(daily).items():
        spec = chart.to_dict()
        titles = [v for k, v in walk(spec) if k == "title" and isinstance(v, str)]
        assert spec["title"]["text"], name
        assert re.search(r"\d", spec["description"]), name
        assert name == "event_timeline" or any("(" in title for title in titles), name


def test_words_hold_the_key_values(daily: pd.DataFrame) -> None:
    """A reader without pictures gets the same numbers: first, last, means, intervals, counts."""
    made = {name: chart.to_dict()["description"] for name, chart in all_charts(daily).items()}

    assert "A: 100 on day 1, 109 on day 10" in made["growth"]
    assert "B: mean 12, from 11.5 to 12.5." in made["interval_dots"]
    assert "reach: 20 per cent, from 10 to 30." in made["difference_dots"]
    assert "loss: -10 per cent, from -16 to -2." in made["difference_dots"]
    # The post of hour 3 lies in the warm-up and is not counted.
    assert "post: 2 events. reply: 1 events." in made["event_timeline"]


def test_a_difference_without_a_share_is_said_in_its_unit() -> None:
    """A loss of the baseline has no dot on the axis of per cent; the sentence below the title and the words tell it."""
    growth_row = ("B", "net_growth", 520.0, 480.0, 560.0, np.nan, 20, "higher")
    table = pd.concat([diffs(), pd.DataFrame([growth_row], columns=diffs().columns)], ignore_index=True)
    spec = difference_dots(table, title="B against A").to_dict()
    drawn = {row.get("what") for rows in spec["datasets"].values() for row in rows}

    assert drawn == {"reach", "loss", None}
    assert spec["title"]["subtitle"][1] == "not in per cent: net growth: 520 people, from 480 to 560"
    assert "net growth: 520 people" in spec["description"]


def test_colour_is_never_alone(daily: pd.DataFrame) -> None:
    """Lines of several scenarios also differ in their dash, dots in their shape."""
    made = {name: json.dumps(chart.to_dict()) for name, chart in all_charts(daily).items()}

    assert "strokeDash" in made["over_time"]
    assert "strokeDash" in made["growth"]
    assert '"shape"' in made["interval_dots"]


def test_widths_are_numbers(daily: pd.DataFrame) -> None:
    """A chart that measures its container freezes JupyterLab's tab: refused here, absent from the source."""
    for chart in all_charts(daily).values():
        sizes = [v for k, v in walk(chart.to_dict()) if k in ("width", "height") and not isinstance(v, dict)]
        assert sizes
        assert all(isinstance(v, (int, float)) for v in sizes)
    with pytest.raises(ValueError, match="width = 'container' is not a number"):
        over_time(daily, "reach", title="Reach", unit="people", width="container")  # type: ignore[arg-type]
    folders = ("sim/lab", "sim/course")
    guilty = [
        p.name
        for folder in folders
        for p in (ROOT / folder).glob("*.py")
        if re.search(r"(?:width|height)\s*=\s*[\"']container", p.read_text(encoding="utf-8"))
    ]
    # The checker names the pattern in its message; nobody else may.
    assert guilty in ([], ["notebooks.py"])


def test_numbers_are_rounded_and_charts_repeat(daily: pd.DataFrame) -> None:
    """Noise in the last digits does not change a stored chart."""
    noisy = daily.assign(reach=daily["reach"] * (1 + 1e-12))

    first, second = (over_time(t, "reach", title="Reach", unit="people").to_json() for t in (daily, noisy))

    assert first == second


def test_long_tables_are_summed_up() -> None:
    """Replications are averaged and very long runs thinned, so no chart exceeds Altair's 5,000 rows."""
    days = np.arange(1, 366)
    table = pd.concat([pd.DataFrame({"day": days, "reach": days * 1.0 + r, "replication": r}) for r in range(40)])
    many = pd.DataFrame({"day": np.arange(20_000), "reach": 1.0})

    rows = over_time(table, "reach", title="Reach", unit="people").data
    thinned = over_time(many, "reach", title="Reach", unit="people").data

    assert len(rows) == 365
    assert rows["reach"].iloc[0] == pytest.approx(1 + 19.5)
    assert 0 < len(thinned) <= 5_000


def test_renderer_stores_three_forms(daily: pd.DataFrame) -> None:
    """JupyterLab's type, a picture and the description; no address other than the schema's name."""
    bundle, _ = theme.course_renderer(over_time(daily, "reach", title="Reach", unit="people").to_dict())

    assert set(bundle) == {theme.MIME, "image/png", "text/plain"}
    assert bundle["text/plain"].startswith("Reach. Line chart of reach (people) over days.")
    addresses = {v for _, v in walk(bundle[theme.MIME]) if isinstance(v, str) and v.startswith("http")}
    assert addresses == {theme.SCHEMA}


def test_modes_differ_and_typos_are_refused(daily: pd.DataFrame) -> None:
    """Dark puts the same chart on a dark card; an unknown mode is named."""
    light = growth(FakeRun("A")).to_dict()["config"]["background"]
    charts.use_theme("dark")
    dark = growth(FakeRun("A")).to_dict()["config"]["background"]

    assert (light, dark) == (theme.LIGHT.card, theme.DARK.card)
    with pytest.raises(ValueError, match="mode = 'drak' is not one of"):
        charts.use_theme("drak")  # type: ignore[arg-type]


def test_the_first_is_grey_the_second_blue() -> None:
    """Every mode starts its colours with a grey (A) and a blue (B)."""
    for palette in (theme.LIGHT, theme.DARK):
        grey, blue = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in palette.series[:2])
        assert max(grey) - min(grey) < 30
        assert blue[2] - blue[0] > 80


def test_chart_text_is_english(daily: pd.DataFrame) -> None:
    """Static pictures have no Chinese font, so nothing drawn is Chinese; the words beside them may be."""
    for chart in all_charts(daily).values():
        spec = chart.to_dict()
        spec.pop("description")
        spec.pop("config")
        assert not CHINESE.search(json.dumps(spec, ensure_ascii=False))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: over_time(pd.DataFrame({"day": [1]}), "reach", title="", unit=""), "has no column 'reach'"),
        (lambda: over_time(pd.DataFrame({"day": [], "reach": []}), "reach", title="", unit=""), "empty"),
        (
            lambda: interval_dots(summary(), "likes", title="", unit=""),
            "'likes' is not in the table, which has: reach",
        ),
        (lambda: difference_dots(diffs().assign(relative=np.nan), title=""), "not clearly above zero"),
    ],
)
def test_errors_name_the_thing(make: Any, said: str) -> None:
    """What cannot be drawn is refused in one clear sentence."""
    with pytest.raises(ValueError, match=said):
        make()


def test_charts_survive_json(daily: pd.DataFrame) -> None:
    """Every chart can be stored and read back unchanged."""
    for chart in all_charts(daily).values():
        spec = chart.to_dict()
        assert alt.Chart.from_dict(spec, validate=True).to_dict() or spec
        assert json.loads(json.dumps(spec)) == spec


def test_dashes_are_distinct() -> None:
    """No two of the first six series share a dash or a shape."""
    assert len({tuple(d) for d in charts.DASHES}) == len(charts.DASHES) == len(set(charts.SHAPES))
    assert all(a != b for a, b in pairwise(theme.LIGHT.series))


def test_stored_pictures_are_packed_without_loss() -> None:
    """The stored picture has the pixels that the renderer made, byte for byte, in clearly fewer bytes."""
    import vl_convert

    from sim.lab.theme import VEGA_LITE, _packed

    spec = over_time(pd.DataFrame({"day": range(50), "y": range(50)}), "y", title="Up", unit="people").to_dict()
    png = vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=1)
    small = _packed(png)

    def pixels(data: bytes) -> bytes:
        at, found = 8, b""
        while at < len(data):
            size = int.from_bytes(data[at : at + 4], "big")
            assert zlib.crc32(data[at + 4 : at + 8 + size]) == int.from_bytes(
                data[at + 8 + size : at + 12 + size], "big"
            )
            found += data[at + 8 : at + 8 + size] if data[at + 4 : at + 8] == b"IDAT" else b""
            at += 12 + size
        return zlib.decompress(found)

    assert pixels(small) == pixels(png)
    assert len(small) < 0.6 * len(png)


def crosses(dots: list[tuple[float, float]], wide: float = 40, high: float = 40) -> list[Cross]:
    """Return dots in px with intervals of one width and one height."""
    return [Cross(x, y, x - wide, x + wide, y - high, y + high) for x, y in dots]


def clashes(names: list[str], at: list[tuple[float, float]], dots: list[Cross], size: tuple[int, int]) -> list[str]:
    """Return the names that leave the plot or cover another name or a dot."""
    boxes = [box_of(name, middle) for name, middle in zip(names, at, strict=True)]
    plot, dot = Box(0, 0, *size), [Box(c.x - 7, c.y - 7, c.x + 7, c.y + 7) for c in dots]
    return [
        name
        for name, box in zip(names, boxes, strict=True)
        if box.shared(box) > box.shared(plot) + 0.01 or any(box.shared(o) for o in [*boxes, *dot] if o is not box)
    ]


def test_names_cover_neither_axis_nor_each_other() -> None:
    """Early-warning rules, close together at the left edge of the plot, and dots on one line or in a heap are all legible."""
    rules = ["share 15%", "share 20%", "share 30%", "share 40%", "keyword × 4", "20 % and × 4"]
    near = [(484, 181), (214, 196), (65, 169), (38, 45), (337, 201), (79, 206)]
    heap = [(150 + 9 * i, 120 + 7 * (-1) ** i) for i in range(4)]
    edges = [(30, 30), (350, 30), (30, 270), (350, 270), (190, 150)]

    for dots, size in ((near, (560, 300)), (heap, (380, 300)), (edges, (380, 300))):
        names, made = rules[: len(dots)], crosses(dots)
        at = beside(names, made, *size)
        assert clashes(names, at, made, size) == []
        assert at == beside(names, made, *size)
        # Each name stands at its own dot: nowhere further away than the end of an interval and half its own length.
        assert all(abs(x - c.x) < 90 and abs(y - c.y) < 60 for (x, y), c in zip(at, made, strict=True))

    # What was drawn before: the name of the outermost dot to its left, across the numbers of the axis.
    made = crosses(near)
    old = [(c.x - 9 - 3.1 * len(name), c.y - 12) for name, c in zip(rules, made, strict=True)]
    assert "share 40%" in clashes(rules, old, made, (560, 300))


def test_a_trade_off_fixes_its_axes_and_places_names_on_them() -> None:
    """Whatever the sign and the spread: names lie inside the drawn axes; where a metric has no value there is no name."""
    for value, spread in ((1000.0, 5.0), (-20.0, 60.0), (0.002, 0.0), (nan, 0.0)):
        results = pd.DataFrame(
            {
                "scenario": name,
                "replication": k,
                "metric": metric,
                "value": value * (1 + i) + spread * k if i else 3.0 + k,
            }
            for i, name in enumerate(("one", "the other", "a third"))
            for k in range(4)
            for metric in ("reach", "net_growth")
        )
        chart = trade_off(results, "reach", "net_growth", title="T").to_dict()
        layers = {layer["mark"]["type"]: layer for layer in chart["layer"]}
        names = chart["datasets"][layers["text"]["data"]["name"]]

        assert [row["scenario"] for row in names] == ["one", "the other", "a third"][: 1 if isnan(value) else 3]
        for axis in ("x", "y"):
            scales = [layer["encoding"][axis]["scale"] for layer in chart["layer"]]
            low, high = scales[0]["domain"]
            assert all(scale == {"domain": [low, high], "nice": False, "zero": False} for scale in scales)
            assert all(low < row[axis] < high for row in names)
