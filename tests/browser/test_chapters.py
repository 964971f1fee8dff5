"""Every section of every chapter in a browser: closed, predicted, moved, compared, audited, looked at, without a network.

One page a chapter, from a working copy with cleared outputs. The tests of a chapter build on each other in their order.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from notebook_page import NARROW, WIDE, Book, lessons

LESSONS = lessons()
# Chapter 2 comes last: its page stays open for the tests of lesson 2.3.
BOOKS = sorted(LESSONS, reverse=True)
LOOKS = (("light", "light", WIDE), ("dark", "dark", WIDE), ("1024", "light", NARROW))
RUNS = 5  # the fewest that the panel takes


def test_something_is_found() -> None:
    """Guard against a search that comes back empty: the sections that are written are here."""
    written = {f"{chapter}.{n}" for chapter, last in {2: 3, 3: 4, 4: 4, 5: 4, 7: 4}.items() for n in range(1, last + 1)}
    assert written <= {number for numbers in LESSONS.values() for number in numbers}


@pytest.fixture(scope="module", params=BOOKS, ids=lambda name: Path(name).stem)
def book(request: pytest.FixtureRequest, books: Callable[[str], Book]) -> Book:
    """Open one chapter; all its tests run before the next one opens."""
    return books(request.param)


def test_runs_without_an_error(book: Book) -> None:
    """Every cell runs: no traceback, nothing on the error stream, every chart drawn."""
    assert book.troubles() == []
    assert book.tab.locator(".jp-NotebookPanel .vega-embed").count() >= 4 * len(LESSONS[book.name])
    assert "Javascript Error" not in book.tab.locator(".jp-NotebookPanel").inner_text()


def test_ids_are_unique(book: Book) -> None:
    """Every widget loads its script anew; still no two elements of the page share an id."""
    ids = book.tab.locator("section.live-panel [id]").evaluate_all("nodes => nodes.map(n => n.id)")

    assert len(ids) > 100
    assert len(ids) == len(set(ids))


def test_each_section(book: Book, subtests: Any) -> None:
    """Closed until predicted; then a slider moves the picture, and pairs of runs end in a verdict."""
    for number in LESSONS[book.name]:
        with subtests.test(section=number):
            play(book, number)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_audit_of_our_own_elements(book: Book, mode: str, artifacts: Path) -> None:
    """An axe audit finds nothing serious or critical in anything we draw."""
    book.look(mode)
    violations = book.audit()
    book.look("light")
    text = json.dumps(violations, indent=1, ensure_ascii=False)
    (artifacts / f"axe-{Path(book.name).stem}-{mode}.json").write_text(text, encoding="utf-8")

    assert [v for v in violations if v["impact"] in ("serious", "critical")] == []


def test_screenshots(book: Book, artifacts: Path) -> None:
    """Light, dark and 1,024 pixels wide, for a person to look at; nothing of ours is cut off in any of them."""
    cut = {}
    for look, mode, size in LOOKS:
        book.look(mode)
        book.tab.set_viewport_size({**size, "height": 1500})
        for number in LESSONS[book.name]:
            photograph(book, number, look, artifacts)
        cut[look] = book.tab.locator("section.live-panel").evaluate_all(
            "nodes => nodes.filter(n => n.scrollWidth > n.clientWidth + 1).map(n => n.className + n.innerText.slice(0, 60))"
        )
    book.tab.set_viewport_size(WIDE)
    book.look("light")

    assert cut == {"light": [], "dark": [], "1024": []}


def test_asks_only_this_machine(book: Book) -> None:
    """No address but the local one was asked in the whole chapter."""
    assert book.hosts() == {"127.0.0.1"}


def test_console_is_clean(book: Book) -> None:
    """Nothing complained in the browser's console."""
    assert book.errors == []


def play(book: Book, number: str) -> None:
    """Go through one section as a trainee does: its gate, its predictions by keyboard, its panel, its pairs."""
    section = book.section(number)
    runs = section.root.locator("section.kit-runs").first

    assert section.panel.count() == 1
    assert section.open_controls() == 0
    assert section.closed()
    assert runs.get_by_role("button", name="Run A against B").is_disabled()

    gate = []
    for nth in range(section.root.locator("section.kit-prediction").count()):
        section.commit(nth, 0, 4)
        focused = book.tab.evaluate("document.activeElement.textContent")
        gate.append(section.closed())
    section.panel.locator(".live-gate").wait_for(state="hidden")

    assert "Change my mind" in focused
    assert number != "2.3" or gate[0]  # two predictions open this one: the first alone is not enough
    assert section.open_controls() > 5

    before = picture(section)
    slider = section.slider()
    value = slider.input_value()
    slider.focus()
    for key in ("ArrowRight", "ArrowLeft"):  # the second for a slider that stands at its end
        for _ in range(4 if key == "ArrowRight" else 8):
            book.tab.keyboard.press(key)
        section.settle()
        if picture(section) != before:
            break

    assert slider.input_value() != value
    assert picture(section) != before

    said = section.run_pairs(RUNS)
    table = section.element("runs").get_by_role("table").inner_text()

    assert f"n = {RUNS}" in said
    assert any(word in table for word in ("higher", "lower", "undecided", "no difference"))


def picture(section: Any) -> str:
    """Return the drawing of the panel, exactly."""
    return str(section.panel.locator(".live-picture").inner_html())


def photograph(book: Book, number: str, look: str, artifacts: Path) -> None:
    """Write pictures of a section's start, its predictions and its panel."""
    section = book.section(number)
    parts = {"start": section.root.first, "predict": section.element("prediction"), "panel": section.panel}
    for part, node in parts.items():
        node.scroll_into_view_if_needed()
        book.tab.wait_for_timeout(150)
        if part == "start":
            node.evaluate("node => node.scrollIntoView()")
            book.tab.screenshot(path=artifacts / f"section-{number}-{part}-{look}.png")
        else:
            node.screenshot(path=artifacts / f"section-{number}-{part}-{look}.png")
