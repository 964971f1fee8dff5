"""Parameters: every legal value builds, every illegal one is refused by name, value and rule."""

from __future__ import annotations

import dataclasses
import math
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim import ParameterError, base, describe, knobs, value_at, vary
from sim.core.knob import MARKS, knob, parameters

KNOBS = knobs(base)
NUMBERS = {
    path: k for path, k in KNOBS.items() if k.kind in ("number", "integer") and k.low is not None and k.high is not None
}


@given(st.sampled_from(sorted(NUMBERS)), st.floats(0, 1))
@settings(max_examples=150, deadline=None)
def test_any_value_in_range_builds_and_reads_back(path: str, share: float) -> None:
    """What is written at a path is what stands there afterwards, and the original is untouched."""
    k = NUMBERS[path]
    value = k.low + share * (k.high - k.low)
    value = round(value) if k.integer else value
    before = value_at(base, path)

    changed = vary(base, path, value)

    assert value_at(changed, path) == value
    assert value_at(base, path) == before


@given(st.sampled_from(sorted(NUMBERS)), st.floats(0.01, 1e6), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_value_outside_is_refused_by_name_value_and_rule(path: str, beyond: float, above: bool) -> None:
    """The sentence names the parameter as the caller wrote it, the value and the range."""
    k = NUMBERS[path]
    value = k.high + beyond if above else k.low - beyond
    value = (math.ceil(value) if above else math.floor(value)) if k.integer else value
    if value == k.off:
        return

    with pytest.raises(ParameterError) as error:
        vary(base, path, value)

    assert str(error.value).startswith(f"{path} = ")
    assert "is outside" in str(error.value)
    assert k.unit in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("plan.posts_per_dya", 3, "'plan.posts_per_dya' is not a parameter. Did you mean plan.posts_per_day?"),
        ("posts_per_day", 3, "Did you mean plan.posts_per_day?"),
        ("engagement.content_quality", 0.5, "Did you mean plan.content_quality?"),
        ("plan.type_mix", (0.3, 0.2, 0.3, 0.3, 0.2), "plan.type_mix sums to 1.3; the shares of news, knowledge"),
        ("plan.type_mix", {"news": 1.3}, "plan.type_mix[news] = 1.3 is outside 0 to 1"),
        ("plan.type_mix", {"newz": 1.0}, "plan.type_mix has no entry 'newz'"),
        ("plan.type_mix", (0.5, 0.5), "plan.type_mix = (0.5, 0.5) needs 5 numbers"),
        ("plan.type_mix", None, "plan.type_mix = None needs 5 numbers"),
        ("plan.posts_per_day", math.nan, "plan.posts_per_day = NaN is not a number between 0.07 to 6 posts/day"),
        ("plan.posts_per_day", math.inf, "plan.posts_per_day = inf is outside 0.07 to 6"),
        ("plan.posts_per_day", "three", "plan.posts_per_day = 'three' is not a number"),
        ("plan.posts_per_day", True, "plan.posts_per_day = True is not a number"),
        ("horizon_days", 0, "horizon_days = 0 is outside 1 to 365 days"),
        ("horizon_days", 1.5, "horizon_days = 1.5 is not a whole number of days"),
        ("n_people", 10**9, "n_people = 1000000000 is outside 500 to 1000000 people"),
        ("plan.cadence_mode", "weekly", "plan.cadence_mode = 'weekly' is not one of regular, random, burst, binge"),
        ("platforms", (), "platforms = () must name"),
        ("platforms", ("weibo", "weibo"), "platforms = ('weibo', 'weibo') must name"),
        ("platforms", "myspace", "platforms = 'myspace' is not one of wechat, weibo"),
        ("platforms", 3, "platforms = 3 must name"),
        ("", 3, "'' is not a parameter"),
        (7, 3, "7 is not a parameter"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_clear_sentence(path: str, value: object, said: str) -> None:
    """Thing, value and rule, on one line."""
    with pytest.raises(ParameterError) as error:
        vary(base, path, value)

    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_scenarios_are_frozen_and_refuse_bad_values_at_construction() -> None:
    """Nothing gets past the check: neither the constructor nor assignment nor replace."""
    with pytest.raises(ParameterError, match="horizon_days = 0"):
        sim.Scenario(horizon_days=0)
    with pytest.raises(ParameterError, match="n_people = 1 is outside"):
        dataclasses.replace(base, n_people=1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        base.horizon_days = 3  # type: ignore[misc]


def test_scenarios_travel_to_other_processes_and_hash() -> None:
    """A scenario survives pickling and can key a cache."""
    changed = vary(base, "plan.posts_per_day", 2)

    assert pickle.loads(pickle.dumps(changed)) == changed
    assert len({base, changed, vary(base, "plan.posts_per_day", 2)}) == 2


def test_vary_names_what_it_changed() -> None:
    """Without a name the new scenario says what is different; with several paths all of them change."""
    assert vary(base, "plan.posts_per_day", 2).name == "plan.posts_per_day = 2"
    both = vary(base, {"plan.posts_per_day": 2, "horizon_days": 30}, name="short")
    assert (both.name, both.plan.posts_per_day, both.horizon_days) == ("short", 2.0, 30)


def test_every_declaration_is_complete() -> None:
    """Default inside its own rule, unit, meaning, Chinese label, mark and source; ranges where there are numbers."""
    for path, k in KNOBS.items():
        assert k.unit, path
        assert k.meaning, path
        assert k.zh, path
        assert k.source, path
        assert k.mark in MARKS, path
        assert k.check(value_at(base, path)) == value_at(base, path), path
        assert k.kind not in ("number", "integer") or (k.low is not None and k.high is not None), path
        if k.off is not None:
            assert not k.low <= k.off <= k.high, f"{path}: the off value must lie outside the slider's range"


def test_a_slider_has_room_for_its_steps() -> None:
    """A step goes up, and the range has room for at least two of them."""
    steps = {path: (k.step, k.high - k.low) for path, k in KNOBS.items() if k.step is not None}

    assert len(steps) > 20
    assert {path: (step, room) for path, (step, room) in steps.items() if not 0 < step <= room / 2} == {}


def test_verified_and_computed_values_name_their_source() -> None:
    """A mark other than A without a source of its own would be an empty promise."""
    for path, k in KNOBS.items():
        assert k.mark == "A" or k.source != "course assumption", path


def test_describe_lists_every_parameter_once() -> None:
    """The table has one row a path and the columns that documentation and panels use."""
    table = describe(base)

    assert list(table["path"]) == list(KNOBS)
    assert list(table.columns) == ["path", "value", "unit", "low", "high", "meaning", "zh", "mark", "source"]


def test_off_value_outside_the_range_is_legal() -> None:
    """A mechanism can be switched off where the slider cannot reach."""
    assert vary(base, "audience.fatigue", 0).audience.fatigue == 0.0
    assert vary(base, "audience.memory_halflife_d", math.inf).audience.memory_halflife_d == math.inf


def test_a_declaration_without_a_known_mark_is_refused() -> None:
    """The evidence mark cannot be forgotten or invented."""
    with pytest.raises(ParameterError, match="mark = 'X' is not one of"):

        @parameters
        class _Bad:
            speed: float = knob(default=1.0, unit="km/h", meaning="speed", zh="速度", mark="X")
