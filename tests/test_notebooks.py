"""Shipped notebooks: in the stored form, complete, compared; and every guard is shown to be able to fail."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from sim.course import notebooks

ROOT = Path(__file__).resolve().parents[1]
SANITIZE = ROOT / "tests" / "nbval_sanitize.cfg"
MAX_RULES = 3
# What each rule of the sanitizer must change, and what it must leave alone.
CANARIES = {r"0x[0-9a-f]{6,16}": ("<thing at 0x7f3c2a1b9d60>", "reach 0x12, 17:30, 2026")}
# Tests that may be skipped for want of a tool on the machine, counted over all test files.
MAX_SKIPS = 12


def rules() -> list[tuple[str, str]]:
    """Return the (regex, replacement) pairs as nbval reads them: the second on the line after the first."""
    lines = SANITIZE.read_text(encoding="utf-8").splitlines()
    found = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("regex:"):
            assert following.startswith("replace:"), f"{line!r} has no replacement on the next line"
            found.append((line.removeprefix("regex:").strip(), following.removeprefix("replace:").strip()))
    return found


def cell(source: str, count: int | None = 1, text: str | None = "2", **metadata: Any) -> Any:
    """Return a code cell as if executed, with one text output."""
    outputs = [] if text is None else [
        new_output("execute_result", data={"text/plain": text}, execution_count=count)
    ]  # fmt: skip
    return new_code_cell(source, execution_count=count, outputs=outputs, id=f"cell-{count}", metadata=metadata)


def good() -> Any:
    """Return a small notebook with nothing wrong."""
    notebook = new_notebook(cells=[new_markdown_cell("# One", id="title"), cell("1 + 1"), cell("x = 2", 2, None)])
    return notebooks.normalise(notebook)


def written(notebook: Any, folder: Path) -> Path:
    """Write a notebook as it is, without normalising, and return its path."""
    path = folder / "probe.ipynb"
    path.write_text(notebooks._text(notebook), encoding="utf-8")
    return path


def test_shipped_notebooks_are_in_order() -> None:
    """Executed, counted, normalised, small, offline, short, ordered: no finding in any of them."""
    paths = notebooks.find()

    assert ROOT / "notebooks" / "00_start_here.ipynb" in paths
    assert notebooks.check(paths) == []


def test_a_good_notebook_has_no_findings(tmp_path: Path) -> None:
    """The canaries below fail for their own reason: without a fault there is no finding."""
    assert notebooks.check([written(good(), tmp_path)]) == []


def no_count(n: Any) -> None:
    """Put in a cell that nbval would run but not compare."""
    n.cells[1].execution_count = None
    n.cells[1].outputs = []


def gap(n: Any) -> None:
    """Put in a count that jumps."""
    n.cells[2].execution_count = 5


def no_output(n: Any) -> None:
    """Put in an expression without its value."""
    n.cells[1].outputs = []


def widgets(n: Any) -> None:
    """Put in stored widget state: a megabyte of script."""
    n.metadata["widgets"] = {"state": {}}


def stamp(n: Any) -> None:
    """Put in a time stamp that differs by run."""
    n.cells[1].metadata["execution"] = {"iopub.execute_input": "2026-01-01"}


def cdn(n: Any) -> None:
    """Put in an output that needs a network."""
    n.cells[1].outputs = [new_output("display_data", data={"text/html": "<script src='https://unpkg.com/x'>"})]


def error(n: Any) -> None:
    """Put in a stored traceback."""
    n.cells[1].outputs = [new_output("error", ename="KeyError", evalue="x", traceback=[])]


def warning(n: Any) -> None:
    """Put in a stored warning."""
    n.cells[1].outputs = [new_output("stream", name="stderr", text="DeprecationWarning: x")]


def long_cell(n: Any) -> None:
    """Sixteen lines in a cell."""
    n.cells[1].source = "\n".join(f"a{i} = {i}" for i in range(16))


def interact(n: Any) -> None:
    """Put in a live control that nbval cannot compare."""
    n.cells[1].source = "interact(f, x=3)"


def output_widget(n: Any) -> None:
    """Put in a context that stalls a headless run."""
    n.cells[1].source = "with widgets.Output():\n    1"


def container(n: Any) -> None:
    """Put in a width that freezes the browser tab."""
    n.cells[1].source = 'chart.properties(width="container")'


def two_titles(n: Any) -> None:
    """Put in a second top heading."""
    n.cells[0].source = "# One\n\n# Two"


def jump(n: Any) -> None:
    """Put in a heading level left out."""
    n.cells[0].source = "# One\n\n### Three"


def heavy(n: Any) -> None:
    """More than three megabytes."""
    n.cells[1].outputs[0].data["text/plain"] = "x" * 3_100_000


def holes(n: Any) -> None:
    """More ignored cells than the cap."""
    for i in range(notebooks.IGNORED_CAP + 1):
        n.cells.append(cell("1 + 1", i + 3, tags=["nbval-ignore-output"]))


FAULTS: list[tuple[Callable[[Any], None], str]] = [
    (no_count, "was never executed"),
    (gap, "without gaps"),
    (no_output, "stores no output"),
    (widgets, "not in the stored form"),
    (stamp, "not in the stored form"),
    (cdn, "content network"),
    (error, "stores an error: KeyError"),
    (warning, "stores a warning"),
    (long_cell, "has 16 lines"),
    (interact, "uses interact"),
    (output_widget, "uses with Output"),
    (container, "freezes the browser tab"),
    (two_titles, "has 2 top headings"),
    (jump, "jumps from a heading of level 1 to one of level 3"),
    (heavy, "bytes long"),
    (holes, "not compared by nbval"),
]


@pytest.mark.parametrize(("spoil", "said"), FAULTS, ids=[f.__name__ for f, _ in FAULTS])
def test_every_guard_can_fail(spoil: Callable[[Any], None], said: str, tmp_path: Path) -> None:
    """Each fault, put into a good notebook, is found and named."""
    notebook = good()
    spoil(notebook)

    findings = notebooks.check([written(notebook, tmp_path)])

    assert any(said in finding for finding in findings), findings


def test_normalising_twice_changes_nothing() -> None:
    """The stored form is a fixed point; text cut at random places by timing is joined."""
    notebook = good()
    notebook.cells[1].outputs = [new_output("stream", name="stdout", text=t) for t in ("a", "b")]
    once = notebooks.normalise(notebook)

    assert once.cells[1].outputs[0].text == "ab"
    assert notebooks._text(notebooks.normalise(once)) == notebooks._text(once)


def test_executing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """Run, write, run again: not a byte differs, and `sim` can be imported from any folder."""
    source = "import sim\nprint(sim.simulate.__name__)"
    path = written(new_notebook(cells=[new_markdown_cell("# One", id="title"), cell(source, None, None)]), tmp_path)
    notebooks.execute([path])
    first = path.read_bytes()
    notebooks.execute([path])

    assert path.read_bytes() == first
    assert nbformat.reads(first.decode(), as_version=4).cells[1].outputs[0].text == "simulate\n"
    assert notebooks.check([path]) == []


def test_sanitizer_has_few_rules_and_each_works() -> None:
    """At most three rules; each changes its canary and leaves times, numbers and years alone."""
    found = rules()

    assert 0 < len(found) <= MAX_RULES
    assert {regex for regex, _ in found} == set(CANARIES)
    for regex, replacement in found:
        hit, miss = CANARIES[regex]
        assert replacement in re.sub(regex, replacement, hit)
        assert re.sub(regex, replacement, miss) == miss


def nbval(path: Path) -> subprocess.CompletedProcess[str]:
    """Run nbval on one notebook as the continuous integration does."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts=", "--nbval"]
    command += [
        "--nbval-current-env",
        f"--nbval-sanitize-with={SANITIZE}",
        "--nbval-cell-timeout=60",
        str(path),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=path.parent, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_nbval_fails_on_a_changed_number(tmp_path: Path) -> None:
    """The comparison is real: the true stored output passes, one digit more fails."""
    right = nbval(written(good(), tmp_path))
    wrong = good()
    wrong.cells[1].outputs[0].data["text/plain"] = "3"
    broken = nbval(written(wrong, tmp_path))

    assert right.returncode == 0, right.stdout
    assert broken.returncode == 1, broken.stdout
    assert "outputs differ" in broken.stdout


def test_skips_are_capped() -> None:
    """Tests that can be skipped are holes like ignored cells: they are counted."""
    pattern = re.compile(r"pytest\.(?:skip|importorskip|mark\.skip\w*)\(")
    count = sum(len(pattern.findall(p.read_text(encoding="utf-8"))) for p in (ROOT / "tests").rglob("*.py"))

    assert count <= MAX_SKIPS


def test_unknown_names_are_named() -> None:
    """A mistyped notebook is refused with the list of those there are."""
    with pytest.raises(FileNotFoundError, match=r"'ch99' is no notebook; there are: .*00_start_here"):
        notebooks.find(["ch99"])
