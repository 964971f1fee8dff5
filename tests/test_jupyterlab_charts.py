"""JupyterLab draws every stored chart as its stored picture shows it, although it brings older drawing libraries.

The pictures in the notebooks come from the newest Vega-Lite, what a trainee sees from the one inside JupyterLab. Both draw
every stored chart here, without a browser; marks, ticks and words must be the same, each at the same place.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
import pytest

from sim.course import notebooks
from sim.lab.theme import MIME, VEGA_LITE

STATIC = Path(sys.prefix) / "share" / "jupyter" / "lab" / "static"
SCRIPT = Path(__file__).with_name("jupyterlab_draws.js")
HISTORIC = "ch07_crisis/s71-room-chart"
# Where these stand is a matter of the plot; where titles and legends stand depends on how wide a font is.
PLACED = {"mark", "axis-label", "axis-tick", "axis-grid", "axis-domain"}
WORDS = {"axis-title", "title-text", "title-subtitle", "legend-label", "legend-title", "legend-symbol"}
DRAWN = {"path", "text", "line", "rect", "image"}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
TOLERANCE_PX = 0.01  # coordinates are written with three decimals

Part = dict[str, str]


def stored() -> dict[str, Any]:
    """Return every stored chart, named by its notebook and cell."""
    found = {}
    for path in notebooks.find():
        for cell in nbformat.read(path, as_version=4).cells:
            charts = [o["data"][MIME] for o in cell.get("outputs", []) if MIME in o.get("data", {})]
            found |= {f"{path.stem}/{cell.id}" + (f"#{i + 1}" if i else ""): c for i, c in enumerate(charts)}
    return found


def stacked(chart: Any) -> Any:
    """Return the stream of mentions as it was when JupyterLab added up its days: nothing said about stacking."""
    old = deepcopy(chart)
    for view in old["vconcat"]:
        for layer in view.get("layer", [view]):
            layer["mark"].pop("orient", None)
            for channel in ("x", "y"):
                layer["encoding"].get(channel, {}).pop("stack", None)
    return old


def by_jupyterlab(charts: list[Any]) -> dict[str, Any]:
    """Return the SVGs that the installed JupyterLab's own libraries draw, and their versions."""
    # The JavaScript engine is the one that Playwright brings for its own use.
    from playwright._impl._driver import compute_driver_executable

    command = [compute_driver_executable()[0], str(SCRIPT), str(STATIC)]
    done = subprocess.run(command, input=json.dumps(charts).encode(), capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def parts(svg: str) -> list[Part]:
    """Return what a picture consists of, in order: kind, shape, place, colours and text of every drawn thing."""

    def walk(node: ElementTree.Element, kind: str) -> Iterator[Part]:
        role = re.search(r"role-([a-z-]+)", node.get("class", ""))
        kind, tag = role[1] if role else kind, node.tag.rpartition("}")[2]
        if kind in PLACED | WORDS and tag in DRAWN:
            # Which labels of an axis are hidden for want of room depends on the width of a font, too.
            names = ["d", "fill", "stroke", "stroke-dasharray"]
            names += (["transform"] if kind in PLACED else []) + (["opacity"] if kind == "mark" else [])
            yield {"kind": kind, "text": node.text or ""} | {name: node.get(name, "") for name in names}
        for child in node:
            yield from walk(child, kind)

    return list(walk(ElementTree.fromstring(svg), ""))


def same(ours: Part, theirs: Part) -> bool:
    """Tell whether two parts look the same; a long word may be cut, because the script knows no fonts."""
    words = theirs["text"].removesuffix("…")
    if not (theirs["text"] == ours["text"] or (words != theirs["text"] and ours["text"].startswith(words))):
        return False
    a, b = (json.dumps(part | {"text": ""}) for part in (ours, theirs))
    if a == b:
        return True
    numbers = [[float(n) for n in NUMBER.findall(text)] for text in (a, b)]
    return NUMBER.sub("#", a) == NUMBER.sub("#", b) and numbers[1] == pytest.approx(numbers[0], abs=TOLERANCE_PX)


def differences(picture: str, live: str) -> list[str]:
    """Return the first few things that JupyterLab draws otherwise than the stored picture."""
    ours, theirs = parts(picture), parts(live)
    assert ours, "nothing is drawn at all"
    told = [f"{len(theirs)} parts instead of {len(ours)}"] if len(ours) != len(theirs) else []
    pairs = zip(ours, theirs, strict=False)
    return told + [f"{b} instead of {a}"[:400] for a, b in pairs if not same(a, b)][:3]


@pytest.fixture(scope="module")
def drawn() -> Callable[[str], list[str]]:
    """Return a function that says what differs between both pictures of one stored chart; ``old`` is the historic one."""
    import vl_convert

    charts = stored()
    charts["old"] = stacked(charts[HISTORIC])
    live = by_jupyterlab(list(charts.values()))["pictures"]
    found = {
        name: differences(vl_convert.vegalite_to_svg(chart, vl_version=VEGA_LITE), picture)
        for (name, chart), picture in zip(charts.items(), live, strict=True)
    }
    return found.__getitem__


def test_jupyterlab_draws_every_stored_chart_like_its_picture(drawn: Callable[[str], list[str]]) -> None:
    """No mark, tick or word of any chart of any notebook is another one, or elsewhere."""
    names = list(stored())
    wrong = {name: drawn(name) for name in names if drawn(name)}

    assert len(names) > 50
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)


def test_the_stacked_stream_is_found(drawn: Callable[[str], list[str]]) -> None:
    """The chart that JupyterLab once drew wrong, with days added up, is one that this file finds."""
    assert any("'kind': 'mark'" in found for found in drawn("old"))


def test_other_ticks_words_and_colours_are_found() -> None:
    """The comparison sees a number on an axis, a moved mark and a colour; it lets pass what fonts cut off."""
    made = (
        '<svg xmlns="http://www.w3.org/2000/svg"><g class="mark-text role-axis-label"><text transform="translate(9,5)">20'
        '</text></g><g class="mark-rect role-mark"><path d="M0,0h10.004" fill="#fff"/></g>'
        '<g class="role-legend-label"><text transform="translate(1,1)">with live commerce</text></g></svg>'
    )

    assert differences(made, made) == []
    for old, new in (("10.004", "10.003"), ("live commerce", "live c…"), ("(1,1)", "(7,7)")):
        assert differences(made, made.replace(old, new)) == []
    for old, new in ((">20", ">200"), ("10.004", "12"), ("#fff", "#eee"), ("live", "dead"), ("(9,5)", "(9,6)")):
        assert len(differences(made, made.replace(old, new))) == 1, old
    assert differences(made, made.replace("<text", "<g").replace("</text", "</g"))[0] == "1 parts instead of 3"


def test_charts_are_stored_for_the_version_that_jupyterlab_brings() -> None:
    """The type of the stored charts names the major version that the locked JupyterLab can draw."""
    major = by_jupyterlab([])["versions"]["vega-lite"].split(".")[0]

    assert f"application/vnd.vegalite.v{major}+json" == MIME
