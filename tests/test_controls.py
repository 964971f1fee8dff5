"""The live panel, driven from Python: what a control sends, what comes back, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from sim import base, vary
from sim.core.knob import knobs
from sim.lab import controls, theme
from sim.lab.controls import POSTING, LivePanel, Prediction, panel, panel_chart

SMALL = vary(base, {"n_people": 1_000, "horizon_days": 20, "warmup_days": 2}, name="small")
PATHS = ["plan.posts_per_day", "plan.content_quality", "plan.cadence_mode"]


@pytest.fixture
def live() -> LivePanel:
    """Return a panel over a small world: 1,000 people, 20 days."""
    return panel(SMALL, PATHS)


def test_controls_come_from_the_declarations(live: LivePanel) -> None:
    """Label, unit, ends and meaning are the knob's own; an assumption is called one."""
    knob, control = knobs(SMALL)["plan.posts_per_day"], live.controls[0]

    assert control["label"] == knob.label
    assert control["unit"] == knob.unit
    assert knob.low <= control["low"] < control["high"] <= knob.high
    assert knob.meaning[1:] in control["meaning"]
    assert "assumption" in control["meaning"]
    assert live.controls[2]["choices"] == list(knobs(SMALL)["plan.cadence_mode"].choices)


def test_a_moved_control_changes_b_and_leaves_a(live: LivePanel) -> None:
    """B answers with new rows and figures; A stays what it was."""
    before = live.picture
    live.values = {**live.values, "plan.posts_per_day": 4.0}
    a, b = live.picture["rows"].values()

    assert a == before["rows"]["A: frozen"]
    assert b != before["rows"]["B: now"]
    assert {f["change"] for f in before["figures"]} == {"no change"}
    assert {f["change"] for f in live.picture["figures"]} != {"no change"}


def test_the_same_value_gives_the_same_picture(live: LivePanel) -> None:
    """There and back replays the same chance: the curve moves, it does not flicker."""
    before = live.picture["rows"]
    live.values = {**live.values, "plan.posts_per_day": 4.0}
    live.values = {**live.values, "plan.posts_per_day": 1.0}

    assert live.picture["rows"] == before


def test_freeze_and_reset(live: LivePanel) -> None:
    """Freeze makes A what B is; reset brings controls and A back, also after a refused value."""
    start = live.picture["rows"]
    live.values = {**live.values, "plan.posts_per_day": 4.0}
    live._handle_custom_msg({"do": "freeze"}, [])
    frozen = live.picture["rows"]
    live.values = {**live.values, "plan.posts_per_day": 400.0}
    live._handle_custom_msg({"do": "reset"}, [])

    assert frozen["A: frozen"] == frozen["B: now"] != start["A: frozen"]
    assert live.picture["rows"] == start
    assert live.values["plan.posts_per_day"] == 1.0
    assert live.problem == {}


def test_an_impossible_value_keeps_the_picture(live: LivePanel) -> None:
    """The model's own sentence is shown with the path of the control it belongs to."""
    before = live.picture
    live.values = {**live.values, "plan.posts_per_day": 99}

    assert live.problem["text"].startswith("plan.posts_per_day = 99 is outside")
    assert live.problem["path"] == "plan.posts_per_day"
    assert live.picture is before


def test_words_say_what_the_picture_shows(live: LivePanel) -> None:
    """The picture's label ends with the status line's sentence, which holds both values of every figure."""
    assert live.picture["words"].endswith(live.picture["status"])
    for figure in live.picture["figures"]:
        assert f"A {figure['a']}, B {figure['b']}" in live.picture["status"]


def test_repr_is_stable() -> None:
    """A widget's text is compared by nbval, so it names values and no memory address."""
    assert repr(panel(SMALL, ["plan.posts_per_day"])) == "LivePanel(plan.posts_per_day=1.0)"
    assert repr(Prediction("More?", ["yes", "no"])) == "Prediction('More?')"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("plan.post_per_day", "is not a parameter"),
        ("segment.young_office.activity", "segment.young_office.activity is a table and has no slider"),
    ],
)
def test_paths_without_a_control_are_refused(path: str, said: str) -> None:
    """An unknown path, and a parameter that no slider can hold, are named."""
    with pytest.raises(ValueError, match=said):
        panel(SMALL, [path])


def test_a_selection_and_a_mix_have_controls() -> None:
    """Platforms are chosen from named boxes, shares from linked sliders; what the model refuses keeps the picture."""
    live = panel(SMALL, ["platforms", "audience.segment_mix"])
    boxes, mix = live.controls
    before = live.picture["figures"]
    live.values = {**live.values, "platforms": ["douyin", "wechat"], "audience.segment_mix": [0.0, 1.0, 0.0, 0.0, 0.0]}

    assert (boxes["kind"], mix["kind"]) == ("subset", "mix")
    assert "douyin 抖音" in boxes["names"]
    assert live.b.platforms == ("wechat", "douyin")
    assert live.b.audience.segment_mix == (0.0, 1.0, 0.0, 0.0, 0.0)
    assert live.picture["figures"] != before

    live.values = {**live.values, "platforms": []}
    assert live.problem["path"] == "platforms"
    assert live.b.platforms == ("wechat", "douyin")


@pytest.mark.parametrize(
    ("low", "high", "finest", "integer", "grid"),
    [
        (0.07, 6.0, 0.01, False, (0.1, 6.0, 0.1)),
        (0.0, 1.0, 0.05, False, (0.0, 1.0, 0.05)),
        (0.25, 2.0, 0.0, False, (0.25, 2.0, 0.05)),
        (0, 8, 0, True, (0, 8, 1)),
        (500, 1_000_000, 0, True, (10_000, 1_000_000, 10_000)),
    ],
)
def test_slider_grid(low: float, high: float, finest: float, integer: bool, grid: tuple[float, ...]) -> None:
    """Sliders step in round numbers inside the declared range."""
    assert tuple(controls._grid(low, high, finest, integer).values()) == pytest.approx(grid)


def test_every_slider_starts_on_its_grid() -> None:
    """Each default lies on its slider's grid, or the first arrow key would jump off it."""
    for path in ("plan.posts_per_day", "plan.content_quality", "audience.fatigue"):
        knob = knobs(base)[path]
        grid = controls._control(knob)
        assert controls._divides(grid["step"], knob.default - grid["low"])


def test_changes_are_read_against_the_size_of_a() -> None:
    """Per cent where A is a whole; where it is a loss, next to nothing, or B one, a difference in the metric's unit."""
    assert controls._change(200.0, 150.0, "net_growth") == "−25 %"
    # Never "−0 %": a small change keeps a digit, and one that no digit shows is none.
    assert controls._change(2.900, 2.890, "activation_h") == "−0.3 %"
    assert controls._change(2.9, 2.8999, "activation_h") == "no change"
    assert controls._change(0.0, 3.0, "net_growth") == "from zero"
    assert controls._change(2.0, 2.0, "net_growth") == "no change"
    assert controls._change(-15.0, 567.0, "net_growth") == "+582 people"
    assert controls._change(-100.0, -50.0, "net_growth") == "+50 people"
    assert controls._change(50.0, -1200.0, "net_growth") == "−1,250 people"
    assert controls._change(1.0, 100.0, "net_growth") == "+99 people"
    assert controls._change(-0.1, 0.2, "trust_mean") == "+0.300"


def test_axes_change_rarely() -> None:
    """Ends lie on the ladder: above the data, at most twice as high, and equal for nearly equal data."""
    for value in (0.013, 0.9, 1.0, 7.3, 88.0, 1234.0):
        assert value <= controls._rung(value) <= 2 * value
    assert controls._rung(41.0) == controls._rung(55.0) == 60.0
    low, high = controls._around(9_904, 10_355)
    assert 9_500 <= low <= 9_904 < 10_355 <= high <= 10_600


def test_live_spec_takes_rows_and_axes_from_outside(live: LivePanel) -> None:
    """Both modes hold the same picture with named rows and named ends of axes."""
    light, dark = live.specs["light"], live.specs["dark"]

    assert {k: v for k, v in light.items() if k != "config"} == {k: v for k, v in dark.items() if k != "config"}
    assert light["config"]["background"] == theme.LIGHT.card
    assert dark["config"]["background"] == theme.DARK.card
    assert light["data"] == {"name": "rows"}
    ends = {p["name"] for p in light["params"]}
    assert ends == {f"{side}_{c.column}" for c in POSTING.curves for side in ("low", "high")}


def test_bundle_is_made_once_and_self_contained() -> None:
    """The script holds Vega itself: no import from an address, and the same text for every panel."""
    bundle = controls._bundle()

    assert bundle is controls._bundle()
    assert "import(" not in bundle.replace("import(this", "")[:200]
    assert 'from "http' not in bundle
    assert len(bundle) > 500_000


def test_more_than_eight_controls_go_to_a_second_tab() -> None:
    """The panel itself never shows more than eight at a time; the rest is sent along."""
    paths = [p for p, k in knobs(SMALL).items() if k.kind in ("number", "integer") and k.low is not None][:11]
    live = panel(SMALL, paths)

    assert len(live.controls) == 11
    assert live.visible == 8


def test_static_picture_matches_the_panel(live: LivePanel) -> None:
    """The chart under a panel shows the same curves, with numbers for axes, and says both names."""
    chart: dict[str, Any] = panel_chart(SMALL, vary(SMALL, "plan.posts_per_day", 3, name="three")).to_dict()

    assert len(chart["vconcat"]) == len(POSTING.curves)
    assert "params" not in chart
    assert "A: small; B: three." in chart["description"]
    assert all(isinstance(c["width"], int) for c in chart["vconcat"])


def test_prediction_keeps_the_answer() -> None:
    """Nothing is chosen at first; a choice can be read back."""
    asked = Prediction("More?", ["yes", "no"])
    before = (asked.answer, asked.sure)
    asked._answer.value = "no"

    assert before == (None, None)
    assert asked.answer == "no"


def test_moving_a_slider_leaves_nothing_behind() -> None:
    """After each position was visited once, sixty further moves keep less than 200 kB: one picture's rows are 16 kB."""
    import gc
    import tracemalloc

    small = vary(base, {"n_people": 2000, "horizon_days": 20, "platforms": ["weibo"]}, name="small")
    live = panel(small, ["plan.posts_per_day"])

    def drag(times: int) -> int:
        for _ in range(times):
            for position in range(20):
                live.values = {"plan.posts_per_day": 1 + position / 10}
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    drag(1)
    tracemalloc.start()
    try:
        before = drag(1)
        kept = drag(3) - before
    finally:
        tracemalloc.stop()

    assert kept < 200_000
