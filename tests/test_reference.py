"""The reference pages: generated ones equal their declarations, and what a page names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim import METRICS, base, knobs
from sim.__main__ import main
from sim.core.catalogue import named
from sim.course import parts_map, reference
from sim.course.glossary import CONCEPTS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", sorted(reference.PAGES))
def test_committed_pages_are_the_generated_ones(name: str) -> None:
    """A changed declaration or metric must be followed by ``python -m sim parameters --write``."""
    assert (DOCS / name).read_text(encoding="utf-8") == reference.PAGES[name]()


def test_check_sees_a_changed_page_and_write_mends_it(tmp_path: Path) -> None:
    """Negative control: a page that is missing or altered is found, and writing makes both true again."""
    assert reference.check(tmp_path) == list(reference.PAGES)
    assert reference.write(tmp_path) == list(reference.PAGES)
    (tmp_path / "parameters.md").write_text("another page", encoding="utf-8")

    assert reference.check(tmp_path) == ["parameters.md"]
    assert reference.write(tmp_path) == ["parameters.md"]
    assert reference.check(tmp_path) == []


def test_the_command_says_whether_the_pages_are_true(capsys: pytest.CaptureFixture[str]) -> None:
    """``parameters --check`` exits with 0 and changes nothing."""
    assert main(["parameters", "--check"]) == 0
    assert "docs/parameters.md: up to date" in capsys.readouterr().out


def test_every_parameter_has_one_row() -> None:
    """Path, unit, mark and source of every declaration stand on one line each."""
    rows = [line.split(" | ") for line in reference.parameters_page().splitlines() if line.startswith("| `")]

    assert [row[0].strip("| `") for row in rows] == sorted(knobs(base), key=[*knobs(base)].index)
    assert {len(row) for row in rows} == {10}
    assert all(row[8] in "VCRA" for row in rows)


def test_the_glossary_names_every_metric_and_every_entry_of_the_catalogue() -> None:
    """Each with its Chinese term, on a line of its own."""
    lines = reference.glossary_page().splitlines()
    wanted = [(m.name, m.zh) for m in METRICS.values()]
    wanted += [(n, e.zh) for g in reference.CATALOGUE for n, e in named(getattr(base, g))]

    assert [name for name, zh in wanted if not any(x.startswith(f"| `{name}` | {zh} |") for x in lines)] == []


def test_concepts_are_bilingual_and_said_once() -> None:
    """Every term has a Chinese one and a meaning, and no term comes twice."""
    words = [word for group in CONCEPTS.values() for word in group]

    assert all(CHINESE.search(zh) and meaning for _, zh, meaning in words)
    assert len({term for term, _, _ in words}) == len(words)


MODEL = (DOCS / "model.md").read_text(encoding="utf-8")
CODES = [f"AUD-{i}" for i in range(1, 10)] + [f"ENG-{i}" for i in range(1, 10)] + [f"PROD-{i}" for i in range(1, 7)]
CODES += [f"DESK-{i}" for i in range(1, 9)]
CODES += [f"COMM-{i}" for i in range(1, 9)]
CODES += [f"CRIS-{i}" for i in (1, 2, 3, 4, 7, 8)]
CODES += [f"CAMP-{i}" for i in range(1, 5)]
CODES += [f"ANLY-{i}" for i in range(1, 8)]


@pytest.mark.parametrize("code", CODES)
def test_every_mechanism_is_mapped_to_its_place(code: str) -> None:
    """A row of the table of codes, and every module or function it names exists."""
    row = next(line for line in MODEL.splitlines() if line.startswith(f"| {code} "))
    sources = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "sim").rglob("*.py"))

    for name in re.findall(r"`([\w.]+)`", row.split(" | ")[1]):
        last = name.rpartition(".")[2]
        assert re.search(rf"(def|class) {last}\b|^    {last}: ", sources, re.M), name


def test_the_model_page_names_every_part_stream_and_parameter() -> None:
    """What a part is, draws and can be set to is said on its page; a new one must be described there."""
    parts = [p for p in (ROOT / "sim" / "parts").rglob("*.py") if p.stem != "__init__"]
    code = "\n".join(p.read_text(encoding="utf-8") for p in [*parts, *(ROOT / "sim" / "core").glob("*.py")])
    streams = set(re.findall(r"(?:streams\.of|candidates|visitors)\(\s*\"([\w:-]+)\"", code))
    written = {"audience", "engagement", "production", "plan", "desk", "crisis", "campaign", "community", "analytics"}
    words = set(re.findall(r"`([^`\n]+)`", MODEL))
    named_words = {part for word in words for part in re.split(r"[^\w:-]+", word)} | set(re.findall(r"[\w-]+", MODEL))

    assert len(streams) > 8
    assert [p.name for p in parts if f"`{p.relative_to(ROOT).as_posix()}`" not in MODEL] == []
    assert sorted(streams - named_words) == []
    assert [p for p, k in knobs(base).items() if p.partition(".")[0] in written and k.name not in named_words] == []


def test_cited_tests_pages_and_commands_exist() -> None:
    """A check that is cited is there."""
    cited = re.findall(r"`(tests/\w+\.py)::(\w+)`", MODEL)
    pages = re.findall(r"\]\(([\w/.-]+\.md)\)", MODEL)

    assert len(cited) > 30
    assert [c for c in cited if f"def {c[1]}(" not in (ROOT / c[0]).read_text(encoding="utf-8")] == []
    assert [p for p in pages if not (DOCS / p).exists()] == []


def test_the_map_of_parts_knows_every_word() -> None:
    """What a part announces is explained in decision 7, what it hears is announced by some part, and nobody is cut off."""
    found = parts_map.parts()
    announced = set().union(*(p.announces for p in found.values()))
    heard = set().union(*(p.hears for p in found.values()))
    explained = (DOCS / "decisions" / "0007-parts.md").read_text(encoding="utf-8")

    assert heard <= announced
    assert sorted(word for word in announced if f"`{word}`" not in explained) == []
    assert found["engagement"].announces >= {"published", "exposed", "shared", "shown"}
    assert {"trust", "memory", "followers"} <= found["audience"].changes
    assert "crisis" in next(
        readers for a, what, readers in parts_map._loops(found) if (a, what) == ("audience", "trust")
    )
