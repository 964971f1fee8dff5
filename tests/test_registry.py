"""The declarations against the course's registry: one name, one meaning, one range, one default.

``tests/data/registry.csv`` is the registry as it was agreed on. A parameter that exists must have its range and default
there, or stand in EXCEPTIONS with the reason. What does not exist yet is listed with the status ``later``; ``argument`` are
the number of runs and the seed, which are arguments of the verbs and no parameters of a scenario; ``derived`` follows from
other parameters (``job_rate``: posts a day times platforms, a working week's worth a working day; ``public_size`` is
``n_people``, 60,000 in the preset of the crisis lessons; ``native_share`` is the share of native_format in ``form_mix``;
``agent_scale`` is 1, because a person is a row: ``docs/limits.md`` says what that means for a larger brand).
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from sim import METRICS, base, knobs
from sim.core.catalogue import FORMS
from sim.core.knob import Knob

REGISTRY = Path(__file__).parent / "data" / "registry.csv"
# One word, two things: these parameters share their name with another entry of the registry and are not that entry.
NAMESAKES = {"plan.paid_share": "share of posts with paid reach; the registry's is the share of joins bought (COMM)"}
# What differs from the registry, and why.
EXCEPTIONS = {
    "n_agents": "people are rows at scale 1: 20,000 of them, up to a million, instead of 3,000 agents",
    "horizon_days": "from 1 day on: a lesson may look at one day",
    "post_life_h": "up to 240 h: an answer on 知乎 (Zhihu) is found for weeks",
    "novelty_wear": "0 switches the mechanism off, and an off value lies outside the slider's range",
    "form_mix": "six forms: video_live is split into short_video and live",
    "ticket_rate": "2 an hour are the 9,000 tickets in 180 days of the course's data",
    "desk_agents": "one agent is what two tickets an hour need",
    "complaint_answer_share": "1: a desk means to answer every complaint; how many it can, its hours decide",
    "allegation_true": "true and false in the registry are on and off of a switch",
    "stance": "one more choice: the holding statement, for the time in which the truth is not known",
    "creator_share": "0: with and without the line the team makes all posts itself; a lesson about creators sets it",
    "slot_policy": "two more policies, the publishing hours of two measured accounts",
}


def rows() -> list[dict[str, str]]:
    """Read the registry."""
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def declared() -> dict[str, Knob]:
    """Return the declarations by registry name."""
    return {k.registry or k.name: k for path, k in knobs(base).items() if path not in NAMESAKES}


def agreed(text: str) -> tuple[float, float, float | None]:
    """Return low, high and the off value of a range such as ``0, 15–180``."""
    off, _, ends = text.rpartition(", ")
    low, high = (float(x) for x in ends.split("–"))
    return low, high, float(off) if off else None


def numbers(text: str, count: int) -> tuple[float, ...]:
    """Return a written default as numbers: ``0.6``, ``.3/.7``, ``.2 each`` or ``equal``."""
    if text == "equal":
        return (1 / count,) * count
    if text.endswith(" each"):
        return (float(text.removesuffix(" each")),) * count
    return tuple(float(x) for x in text.split("/"))


def differs(row: dict[str, str], k: Knob) -> list[str]:
    """Return what of a declaration differs from its row, in words."""
    if k.kind in ("choice", "subset"):
        found = [] if set(re.split(", | / ", row["default"])) == set(_listed(k.default)) else ["default"]
        options = row["range"].split(" / ")
        return found + (["choices"] if len(options) > 1 and set(options) != set(k.choices) else [])
    if k.kind == "switch":
        return [] if row["default"] == ("on" if k.default else "off") else ["default"]
    found = []
    defaults = k.default if isinstance(k.default, tuple) else (k.default,)
    if defaults != numbers(row["default"], len(defaults)):
        found.append("default")
    if k.kind in ("number", "integer"):
        low, high, off = agreed(row["range"])
        # Off may be one of several ways to say "none": the registry only has 0.
        found += [n for n, a, b in (("low", low, k.low), ("high", high, k.high)) if a != b]
        found += ["off"] if off is not None and off != k.off else []
    return found


def _listed(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


ROWS = {row["name"]: row for row in rows()}
HERE = sorted(set(ROWS) & set(declared()))


def test_the_registry_is_read_whole() -> None:
    """184 parameters of nine parts, each once, and every row complete."""
    assert len(ROWS) == len(rows()) == 184
    assert {row["part"] for row in rows()} == {"RUN", "AUD", "ENG", "PROD", "DESK", "COMM", "CAMP", "ANLY", "CRIS"}
    assert all(all(row.values()) for row in rows())


@pytest.mark.parametrize("name", HERE)
def test_declared_as_agreed(name: str) -> None:
    """Same range and default as in the registry, or a reason why not; an exception that is none must go."""
    found = differs(ROWS[name], declared()[name])

    assert bool(found) == (name in EXCEPTIONS), (name, found, ROWS[name], declared()[name])


def test_what_is_later_is_not_here_yet() -> None:
    """The status column is kept: it is the list of what the model still lacks."""
    here = {name for name, row in ROWS.items() if row["status"] == "here"}

    assert here == set(HERE), f"set the status in {REGISTRY.name}: {sorted(here ^ set(HERE))}"
    assert {row["status"] for row in rows()} <= {"here", "later", "argument", "derived"}


def test_the_share_of_native_formats_is_a_part_of_the_mix_of_forms() -> None:
    """What the registry calls ``native_share`` has its default there; a second parameter could contradict it."""
    assert base.plan.form_mix[FORMS.index("native_format")] == float(ROWS["native_share"]["default"])


def test_exceptions_are_in_the_registry() -> None:
    """No reason is given for something that is not agreed on, and no namesake for something that is not there."""
    assert set(EXCEPTIONS) <= set(ROWS)
    assert set(NAMESAKES) <= set(knobs(base))
    assert {path.rpartition(".")[2] for path in NAMESAKES} <= set(ROWS)


def test_negative_control_a_difference_is_seen() -> None:
    """Another default, a wider range, a missing choice: the comparison above can fail."""
    trust, slots = declared()["trust0"], declared()["cadence_mode"]

    assert differs(ROWS["trust0"], trust) == []
    assert differs(ROWS["trust0"] | {"default": "0.7"}, trust) == ["default"]
    assert differs(ROWS["trust0"] | {"range": "0–0.95"}, trust) == ["low"]
    assert differs(ROWS["drift_days"] | {"range": "7, 15–180"}, declared()["drift_days"]) == ["off"]
    assert differs(ROWS["platform_mix"] | {"default": "0.5 each"}, declared()["platform_mix"]) == ["default"]
    assert differs(ROWS["cadence_mode"] | {"range": "regular / random"}, slots) == ["choices"]


def test_metrics_of_the_dictionary() -> None:
    """All 93 agreed metrics are there under their names, in both languages and in their part, but for those marked otherwise."""
    with REGISTRY.with_name("metrics.csv").open(encoding="utf-8", newline="") as file:
        agreed_on = list(csv.DictReader(file))
    here = [row for row in agreed_on if row["name"] in METRICS]

    assert len({row["name"] for row in agreed_on}) == 93
    assert all(row["status"] == ("here" if row in here else "not simulated") for row in agreed_on)
    assert [r["name"] for r in here if (METRICS[r["name"]].zh, METRICS[r["name"]].part) != (r["zh"], r["part"])] == []
