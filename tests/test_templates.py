"""Templates open with Chinese intact, have a bilingual header and room to write, and a copy never costs an answer."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from sim.lab.templates import FOLDER, INDEX, load_template, template, templates

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FILES = sorted(path.name for path in FOLDER.glob("*.csv") if path.name != INDEX)
ROOM = 5  # cells to write in; a page with fewer is a form, not a template
PRACTICE = Path(__file__).parent / "data" / "practice.csv"


def test_the_index_names_every_template() -> None:
    """Nothing is listed that is not there, and nothing is there that is not listed."""
    listed = templates()

    assert sorted(listed["file"]) == FILES
    assert len(FILES) >= 8
    assert all(CHINESE.search(title) for title in listed["title"])
    assert all(all(row) for row in listed.to_numpy().tolist())


def test_every_practice_that_asks_for_a_template_has_one() -> None:
    """What the coverage list calls a template is in the index; the content calendar is made from a run instead."""
    with PRACTICE.open(encoding="utf-8", newline="") as file:
        wanted = {row["id"] for row in csv.DictReader(file) if row["element"] == "template"} - {"P-13"}

    assert wanted <= set(" ".join(templates()["practice"]).split())


@pytest.mark.parametrize("name", [*FILES, INDEX])
def test_excel_shows_chinese(name: str) -> None:
    """The file begins with the mark by which Excel knows UTF-8, and nothing in it was garbled."""
    data = (FOLDER / name).read_bytes()
    text = data.decode("utf-8-sig")

    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert "\ufffd" not in text
    assert CHINESE.search(text)
    assert len({len(row) for row in csv.reader(text.splitlines())}) == 1


@pytest.mark.parametrize("name", FILES)
def test_header_and_room(name: str) -> None:
    """Every column is named in both languages; there are cells to write in, and the first row shows how."""
    table = load_template(name)

    assert all(CHINESE.search(column) and re.match(r"[A-Za-z]", column) for column in table.columns)
    assert (table == "").to_numpy().sum() >= ROOM
    assert (table.iloc[0] != "").any()


def test_a_copy_is_never_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second copy gets a number; what was written into the first one stays."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_LEDGER", str(tmp_path / "ledger.jsonl"))
    card = template("persona-card.csv")
    card.do_export()
    first = tmp_path / "my-persona-card.csv"
    first.write_text("mine", encoding="utf-8")
    card.do_export()

    assert first.read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "my-persona-card-2.csv").read_bytes() == (FOLDER / "persona-card.csv").read_bytes()
    assert "my-persona-card-2.csv" in card.said
    assert "年龄" in (tmp_path / "my-persona-card-2.csv").read_text(encoding="utf-8-sig")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trainee reads why, and nothing is raised."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_LEDGER", str(tmp_path / "ledger.jsonl"))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("sim.lab.templates.save_csv", refuse)
    card = template("persona-card.csv")
    card.do_export()

    assert "cannot be written: Permission denied" in card.said


def test_an_unknown_name_lists_the_known_ones() -> None:
    """The error names what was asked and what there is."""
    with pytest.raises(ValueError, match=r"'persona' is none .* persona-card\.csv"):
        load_template("persona")


def test_without_a_kernel_a_template_is_its_words() -> None:
    """Title, columns and use are text, so a reader on the web sees them."""
    said = repr(template("risk-register.csv"))

    assert "风险登记表" in said
    assert "response time 响应时间" in said
