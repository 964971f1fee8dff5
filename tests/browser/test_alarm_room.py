"""The alarm room and the risk register as a trainee uses them: play, decide, be told, rate; kept after a new kernel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from notebook_page import Book, run_cells

NOTEBOOK = "ch07_crisis.ipynb"
MOST_ALARMS = 80


@pytest.fixture(scope="module")
def book(books: Callable[[str], Book]) -> Book:
    """Open the chapter; the tests of this file build on each other."""
    return books(NOTEBOOK)


def test_every_alarm_asks_and_is_told(book: Book, artifacts: Path) -> None:
    """At each alarm the room stops, takes a decision by keyboard, says what it was, and adds it all up at the end."""
    room = book.section("7.1").element("alarm-room")
    room.get_by_label("Speed").select_option("72")
    told = []
    for _ in range(MOST_ALARMS):
        room.get_by_role("button", name="Play").click()
        act = room.get_by_role("button", name="Act")
        act.or_(room.get_by_text("The ninety days are over")).first.wait_for(timeout=20_000)
        if room.get_by_text("The ninety days are over").is_visible():
            break
        said = str(room.locator(".room-alarm").text_content())
        assert "ALARM" in said
        assert book.tab.evaluate("document.activeElement.textContent").startswith("Act")
        if len(told) == 1:
            room.screenshot(path=artifacts / "alarm-room-asking.png")
        book.tab.keyboard.press("Enter" if float(said.split("keywords ")[1].split()[0]) > 7 else "Tab")
        if act.is_visible():
            book.tab.keyboard.press("Enter")
        told.append(str(room.locator(".room-alarm").text_content()))
        if room.get_by_text("The ninety days are over").is_visible():
            break
    room.screenshot(path=artifacts / "alarm-room-over.png")

    assert len(told) >= 5
    assert any("A crisis had begun" in words for words in told)
    assert "crises found" in str(room.locator(".room-alarm").text_content())


def test_the_score_is_kept(book: Book) -> None:
    """Run again, the room says how the last watch went."""
    run_cells(book.tab, NOTEBOOK, ["s71-room-play"])

    assert "Last time: " in book.section("7.1").said("alarm-room", "crises found")


def test_rating_a_risk_moves_it(book: Book, artifacts: Path) -> None:
    """Another impact changes score, level and place on the map; the rating is there again when the cell is run anew."""
    register = book.section("7.3").element("risk-matrix")
    row = register.locator(".room-list tbody tr").first
    before = str(row.locator("td").last.text_content())
    row.get_by_label("impact of").select_option("5")
    row.get_by_label("probability of").select_option("4")
    row.locator("td", has_text="20 · red").wait_for()
    register.screenshot(path=artifacts / "risk-register.png")

    assert "20" not in before
    assert "red" in book.section("7.3").said("risk-matrix", "red")
    run_cells(book.tab, NOTEBOOK, ["s73-register-edit"])
    book.section("7.3").element("risk-matrix").locator("tbody tr").first.locator("td", has_text="20 · red").wait_for()
