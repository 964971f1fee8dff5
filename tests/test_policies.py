"""A policy is played decision by decision in a box: its world stays outside, and nothing that it does raises the score."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from sim.course.policies import Episode, Play, play, play_here
from sim.course.runner import Grader
from sim.course.sandbox import Limits

LINUX = sys.platform.startswith("linux")
LIMITS = Limits(call_s=0.4, load_s=2, total_s=6.0, memory_mb=1024, output_mb=1, disk_mb=4)
SECRET = 7  # where the treasure is: the truth of this world
HOURS = 6


def world() -> Episode:
    """Six hours; each decision is a place to dig, a warm or cold answer is observed; the score counts hits."""
    score, told = 0.0, "start"
    for hour in range(HOURS):
        place = yield {"hour": hour, "told": told, "places": [0, 9]}
        told = "hit" if place == SECRET else "higher" if place < SECRET else "lower"
        score += place == SECRET
    return score


def legal(seen: dict[str, Any], place: Any) -> str | None:
    """A place is a whole number from 0 to 9."""
    low, high = seen["places"]
    fits = isinstance(place, int) and not isinstance(place, bool) and low <= place <= high
    return None if fits else f"it decides {place!r:.40}, which is no place from {low} to {high}"


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    """The box of this machine."""
    with Grader(None, limits=LIMITS, exercises=[]) as ready:
        yield ready


def played(grader: Grader, text: str) -> Play:
    """Play one text."""
    return play(grader, [("answer", text)], "policy", world, fallback=0, legal=legal)


SEARCH = """
low, high, last = 0, 9, None
def policy(seen):
    global low, high, last
    if seen["hour"]:
        low = last + 1 if seen["told"] == "higher" else low
        high = last - 1 if seen["told"] == "lower" else high
    last = last if seen["told"] == "hit" else (low + high) // 2
    return last
"""


def here() -> Any:
    """Return the same policy as a function of this process."""
    names: dict[str, Any] = {}
    exec(SEARCH, names)
    return names["policy"]


def test_a_policy_with_a_memory_plays_as_it_does_here(grader: Grader) -> None:
    """Its memory lasts for the episode; box and this process give the same score; a second episode begins afresh."""
    own = play_here(here(), world, fallback=0, legal=legal)
    boxed = played(grader, SEARCH)

    assert boxed == own
    assert boxed == Play(score=own.score, decisions=HOURS, replaced=0)
    assert own.score == HOURS - 1  # it digs at 4, is told "higher", digs at 7 and stays
    assert played(grader, SEARCH) == boxed


BAD: dict[str, tuple[str, str, int]] = {
    "raises now and then": (
        "def policy(seen):\n    if seen['hour'] == 2: raise KeyError('oh')\n    return 3", "raises KeyError", 1),
    "is not legal": ("def policy(seen): return 70", "which is no place from 0 to 9", HOURS),
    "decides nonsense": ("def policy(seen): return float('nan')", "which is no place", HOURS),
    "decides an object that equals all": (
        "class E(int):\n    __eq__ = lambda s, o: True\n    __hash__ = int.__hash__\ndef policy(seen): return E(5)",
        "class E", HOURS),
    "hangs at the second hour": (
        "def policy(seen):\n    while seen['hour']: pass\n    return 3", "not done after 0.4 s", HOURS - 1),
    "ends the process": ("import os\ndef policy(seen):\n    os._exit(0)", "it ends its process (exit code 0)", HOURS),
    "is not there": ("x = 1", "there is no policy", HOURS),
    "cannot be loaded": ("1 / 0", "raises ZeroDivisionError when it is loaded", HOURS),
    "takes ten gigabytes": ("def policy(seen): return len(bytearray(10**10))", "raises MemoryError", HOURS),
    "patches the course": (
        "import sim.course.box.wire as w, sim.lab.answers as a\nw.encode = lambda *x, **k: {'score': 1e9, 'v': 7}\n"
        "a.plain = lambda v: 7\ndef policy(seen): return 0", "it ", HOURS),
    "looks for the truth": (
        "import gc\ndef policy(seen):\n    names = [o for o in gc.get_objects() if getattr(o, '__name__', '') == 'world']\n"
        "    raise LookupError(str(len(names)))", "“0”", HOURS),
}  # fmt: skip


# Where memory is not limited, nobody wants to try it.
@pytest.mark.parametrize("name", [name for name in BAD if LINUX or "gigabytes" not in name])
def test_what_cannot_be_used_is_replaced_and_named(name: str, grader: Grader) -> None:
    """The episode ends, the fallback takes the place of each bad decision, and the next policy is played."""
    text, said, replaced = BAD[name]
    found = played(grader, text)

    assert found.decisions == HOURS
    assert found.replaced == replaced, found
    assert found.score == 0
    assert said in found.words(), found.words()
    if name == "is not legal":
        assert played(grader, SEARCH).replaced == 0


def test_a_policy_cannot_change_what_the_world_shows(grader: Grader) -> None:
    """Observations are copies, in the box and here."""
    text = "def policy(seen):\n    seen['places'][:] = [0, 99]\n    return 50"
    names: dict[str, Any] = {}
    exec(text, names)

    assert played(grader, text).replaced == HOURS
    assert play_here(names["policy"], world, fallback=0, legal=legal).replaced == HOURS


def test_the_whole_episode_has_a_limit(grader: Grader) -> None:
    """Slow decisions use up the time of the episode; what is left is played by the fallback."""
    slow = Grader(None, limits=replace(LIMITS, total_s=0.9), exercises=[])
    with slow as ready:
        found = played(ready, "import time\ndef policy(seen):\n    time.sleep(0.3)\n    return 3")

    assert 1 <= found.replaced < HOURS
    assert "used up" in found.problems[-1] or "not done after" in found.problems[-1]


def test_a_rule_that_stumbles_makes_no_decision_legal() -> None:
    """A decision on which the world's own rule raises is replaced, and the episode goes on."""

    def fussy(_: Any, place: Any) -> str | None:
        return None if 0 <= place <= 9 else "it is outside"

    found = play_here(lambda seen: {"place": SECRET}, world, fallback=0, legal=fussy)

    assert found.replaced == HOURS
    assert "cannot be judged (TypeError)" in found.words()
