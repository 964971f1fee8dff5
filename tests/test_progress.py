"""The progress page counts what the ledger holds, section by section, and works with an empty, filled or broken one."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from sim.course import workcopy
from sim.course.progress import NAMES, Progress, progress
from sim.lab import guard
from sim.lab.checks import Case, Exercise, Part, Wrong
from sim.lab.ledger import Ledger

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Return an empty ledger."""
    return Ledger(tmp_path / "ledger.jsonl")


def of(page: Progress, number: str) -> Any:
    """Return one section."""
    return next(s for s in page.sections if s.number == number)


def fill(ledger: Ledger, page: Progress) -> None:
    """Do everything that there is."""
    for section in page.sections:
        for key in section.elements["prediction"]:
            ledger.predict(key, "?", "more", 70)
        for key in section.elements["quiz"]:
            ledger.put("quiz", key, answers=["a"], right=1, of=1)
        for key in section.elements["checklist"]:
            ledger.put("checklist", key, ticked=["one"])
        for key in section.elements["room"]:
            ledger.put("room", key, score="")
        for key in section.elements["note"]:
            ledger.put("note", key, text="有人手")
        for key in section.checks:
            ledger.put("exercise", key, state="right")


def test_an_empty_ledger_shows_what_there_is(ledger: Ledger) -> None:
    """Nothing is done, every section is there with minutes and elements, and no file is made by looking."""
    page = progress(ledger)

    assert not any(page.begun(section) for section in page.sections)
    assert all(section.minutes > 0 and section.elements["prediction"] for section in page.sections)
    assert all(page.points(section) in ((0, 6), (0, 0)) for section in page.sections)
    assert all(len(page.row(section)) == len(NAMES) - 1 for section in page.sections)
    assert f"0 of {len(page.sections)} sections complete" in page.words()
    assert "Next: 2." in page.words()
    assert not ledger.path.exists()


def test_a_filled_ledger_is_complete(ledger: Ledger) -> None:
    """Everything done: every section complete, all visible points, nothing next."""
    fill(ledger, progress(ledger))
    page = progress(ledger)

    assert all(page.complete(section) for section in page.sections)
    assert page.points(of(page, "2.3")) == (6, 6)
    assert page.words().endswith("Everything is done.")


def test_each_kind_counts_by_its_own_rule(ledger: Ledger) -> None:
    """A wrong quiz, an empty note, no tick and a failed check are not done; a prediction counts right or wrong."""
    section = of(progress(ledger), "2.3")
    ledger.predict(section.elements["prediction"][0], "?", "more", 70)
    ledger.put("quiz", section.elements["quiz"][0], answers=["a", "b"], right=1, of=2)
    ledger.put("checklist", section.elements["checklist"][0], ticked=[])
    ledger.put("note", section.elements["note"][0], text="")
    best, *_ = section.checks
    ledger.put("exercise", best, state="right")
    ledger.put("exercise", best, state="wrong")
    page = progress(ledger)

    assert page.of(section, "prediction")[0] == 1
    assert [page.of(section, kind)[0] for kind in ("quiz", "checklist", "note")] == [0, 0, 0]
    assert page.points(section)[0] == 0
    assert page.begun(section)
    assert not page.complete(section)


def test_a_damaged_ledger_is_said_and_the_rest_counts(ledger: Ledger) -> None:
    """A broken line costs that line."""
    key = of(progress(ledger), "2.3").elements["prediction"][0]
    ledger.predict(key, "?", "more", 70)
    with ledger.path.open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    page = progress(ledger)

    assert page.of(of(page, "2.3"), "prediction")[0] == 1
    assert "damaged" in repr(page)
    assert "damaged" in page._repr_html_()


def test_an_unreadable_ledger_is_said(tmp_path: Path) -> None:
    """A folder in its place: the page is there all the same."""
    (tmp_path / "ledger.jsonl").mkdir()
    page = progress(Ledger(tmp_path / "ledger.jsonl"))

    assert "cannot be read" in repr(page)
    assert len(page.sections) >= 1


class Looked(HTMLParser):
    """Collects what the table consists of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))


def test_the_table_is_accessible_and_its_links_lead_somewhere(ledger: Ledger) -> None:
    """A caption, a header for each column and row, and links to headings that exist in the working copy."""
    page, seen = progress(ledger), Looked()
    seen.feed(page._repr_html_())
    heads = [told for tag, told in seen.tags if tag == "th"]
    links = [str(told["href"]) for tag, told in seen.tags if tag == "a"]
    released = workcopy.releases(ROOT)

    assert [tag for tag, _ in seen.tags].count("caption") == 1
    assert all(told.get("scope") in ("col", "row") for told in heads)
    assert sum(told.get("scope") == "row" for told in heads) == len(page.sections)
    assert len(links) >= len(page.sections)
    for link in links:
        name, _, anchor = unquote(link).partition("#")
        assert name in released
        text = released[name].read_text(encoding="utf-8")
        heads_there = re.findall(
            r"^#{1,3} +(.*)$",
            "\n".join("".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == "markdown"),
            re.M,
        )
        assert not anchor or anchor in [head.strip().replace(" ", "-") for head in heads_there]


EASY = Exercise("E9.9", "f", {"one": Part("one", (Case(name="one", given=lambda: (1,), expected=1),))})


def test_a_check_that_passes_is_kept_and_a_later_failure_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a working copy the newest state of each check stands in the ledger, once."""
    monkeypatch.delenv("SIM_LEDGER", raising=False)
    (tmp_path / ".released.json").write_text("{}", encoding="utf-8")
    folder = tmp_path / "exercises" / "ch09"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    for _ in range(2):
        EASY.check("one", lambda x: x)
    book = Ledger(tmp_path / ".ledger.jsonl")
    first = book.get("exercise", "E9.9/one")
    with pytest.raises(Wrong):
        EASY.check("one", lambda x: x + 1)

    assert first == {"version": 1, "kind": "exercise", "id": "E9.9/one", "state": "right"}
    assert (book.get("exercise", "E9.9/one") or {})["state"] == "wrong"
    assert len(book.path.read_text(encoding="utf-8").splitlines()) == 2


def test_grading_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither outside of a working copy nor for a function that lives in the grader's box."""

    class Far(guard.Elsewhere):
        __name__ = "f"

        def outcome(self, arguments: Any, *, limit_s: float) -> guard.Outcome:
            return guard.Outcome(1, left=tuple(arguments))

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SIM_LEDGER", raising=False)
    EASY.check("one", lambda x: x)
    (tmp_path / ".released.json").write_text("{}", encoding="utf-8")
    EASY.check("one", Far())

    assert not (tmp_path / ".ledger.jsonl").exists()


def test_the_page_is_part_of_the_working_copy() -> None:
    """`course.py lab` puts it beside the start page, which leads to it."""
    start = (ROOT / "notebooks" / "00_start_here.ipynb").read_text(encoding="utf-8")

    assert "01_progress.ipynb" in workcopy.releases(ROOT)
    assert "01_progress.ipynb" in start
