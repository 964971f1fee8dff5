"""Shipped notebooks: executed by one command, stored in one form, checked before they leave.

``execute`` runs notebooks in a fresh kernel and writes them back normalised, so that running twice gives the
same bytes. ``check`` lists what is wrong with stored notebooks without running them; nbval compares the
outputs. Both are needed: nbval passes a notebook without counts or outputs silently.
"""

from __future__ import annotations

import copy
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import nbformat
from nbformat import NotebookNode

__all__ = ["IGNORED_CAP", "check", "execute", "find", "normalise", "run"]

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("notebooks", "solutions")
TIMEOUT_S = 120
MAX_BYTES = 3_000_000
MAX_LINES = 15
MAX_LINES_GRADED = 60  # an answer or a hidden test stays in one cell, because it is graded as one
WIDGET = "application/vnd.jupyter.widget-view+json"
# Cells that nbval does not compare, over all shipped notebooks: each one is a hole, so they are counted.
IGNORED_CAP = 12
IGNORED = ("nbval-ignore-output", "nbval-skip", "NBVAL_IGNORE_OUTPUT", "NBVAL_SKIP")
# Addresses that scripts and styles are loaded from. The course works without a network.
CDN = re.compile(r"https?://[^\s\"']*(?:jsdelivr|unpkg|cdnjs|esm\.sh|googleapis|skypack|cloudflare)", re.IGNORECASE)
BANNED = {
    r"\binteract(?:ive|ive_output)?\(": "interact: its prints end up as cell output; use a panel",
    r"\bwith\s+(?:(?:\w+\.)?Output|out)\b": "with Output: it stalls a headless run; use a panel",
    r"\bclear_output\(": "clear_output: a headless run keeps both outputs",
    r"width\s*=\s*[\"']container[\"']": 'width="container": it freezes the browser tab; give a number',
}


def find(names: Sequence[str] = ()) -> list[Path]:
    """Return the notebooks called ``names`` (stem, file name or path), or all shipped ones, in order.

    Raise a FileNotFoundError naming the first name that is none.
    """
    shipped = sorted(p for folder in FOLDERS for p in (ROOT / folder).rglob("*.ipynb") if _is_source(p))
    found = []
    for name in names:
        matches = [p for p in shipped if name in (p.stem, p.name)] or [p for p in [Path(name)] if p.is_file()]
        if not matches:
            raise FileNotFoundError(f"{name!r} is no notebook; there are: {', '.join(p.stem for p in shipped)}.")
        found += matches
    return found if names else shipped


def _is_source(path: Path) -> bool:
    return not any(part.startswith(".") for part in path.relative_to(ROOT).parts)


def execute(paths: Sequence[Path], *, timeout: int = TIMEOUT_S, report: Callable[[str], None] | None = None) -> None:
    """Run each notebook in a fresh kernel in its own folder and write it back normalised.

    ``timeout`` is in seconds for one cell. Raise nbclient's CellExecutionError if a cell fails; the notebook
    on disk is then left as it was.
    """
    from nbclient import NotebookClient

    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(
            notebook,
            timeout=timeout,
            kernel_name="python3",
            resources={"metadata": {"path": str(path.parent)}},
        )
        client.execute(env=_environment())
        path.write_text(_text(normalise(notebook)), encoding="utf-8", newline="\n")
        if report:
            report(f"{path.name}: executed")


def _environment() -> dict[str, str]:
    # The kernel starts in the notebook's folder, so the repository's own path must be absolute.
    known = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, known)), "PYTHONHASHSEED": "0"}


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Return a copy in the stored form: what differs by run is removed, all else kept."""
    stored = copy.deepcopy(notebook)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    stored.metadata.pop("widgets", None)
    stored.metadata.update({"kernelspec": kernel, "language_info": {"name": "python"}})
    count = 0
    for cell in stored.cells:
        cell.metadata.pop("execution", None)
        cell.metadata.pop("trusted", None)
        if cell.cell_type == "code" and cell.execution_count is not None:
            count += 1
            _renumber(cell, count)
    return stored


def _renumber(cell: NotebookNode, count: int) -> None:
    cell.execution_count = count
    for output in cell.outputs:
        if output.output_type == "execute_result":
            output.execution_count = count
        # A number that is new on every run and useless without its kernel; the widget's words stay.
        output.get("data", {}).pop(WIDGET, None)
    cell.outputs = _joined(cell.outputs)


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return the outputs with the pieces of one stream joined: where they are cut depends on timing."""
    kept: list[NotebookNode] = []
    for output in outputs:
        last = kept[-1] if kept else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            last["text"] += output.text
        else:
            kept.append(output)
    return kept


def _text(notebook: NotebookNode) -> str:
    return str(nbformat.writes(notebook, version=4)).rstrip("\n") + "\n"


def check(paths: Sequence[Path]) -> list[str]:
    """Return one sentence for everything wrong with the stored notebooks; an empty list means all is well."""
    findings, ignored = [], 0
    for path in paths:
        text = path.read_text(encoding="utf-8")
        notebook = nbformat.reads(text, as_version=4)
        findings += [f"{path.name}: {finding}" for finding in _findings(notebook, text)]
        ignored += sum(_is_ignored(cell) for cell in notebook.cells)
    if ignored > IGNORED_CAP:
        findings.append(f"{ignored} cells are not compared by nbval; at most {IGNORED_CAP} may be.")
    return findings


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


_look = check  # `run` has a flag of the same name


def _findings(notebook: NotebookNode, text: str) -> Iterator[str]:
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        yield f"is not a valid notebook: {str(error).splitlines()[0]}"
    if len(text.encode()) > MAX_BYTES:
        yield f"is {len(text.encode()):,} bytes long; at most {MAX_BYTES:,} are allowed."
    if text != _text(normalise(notebook)):
        yield "is not in the stored form; run `python -m sim notebooks`."
    yield from _counts(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield from (f"cell {cell.id!r} {finding}" for finding in _cell_findings(cell))
    yield from _headings(notebook)


def _counts(notebook: NotebookNode) -> Iterator[str]:
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    never = [cell.id for cell in code if cell.execution_count is None]
    if never:
        yield f"cell {never[0]!r} was never executed, so nbval would not compare it."
        return
    counts = [cell.execution_count for cell in code]
    if counts != list(range(1, len(code) + 1)):
        yield f"has counts {counts}; they must run from 1 to {len(code)} without gaps."
    if code and not any(cell.outputs for cell in code):
        yield "has no outputs at all."


def _cell_findings(cell: NotebookNode) -> Iterator[str]:
    lines = [line for line in cell.source.splitlines() if line.strip()]
    graded = cell.metadata.get("nbgrader", {})
    most = MAX_LINES_GRADED if graded.get("grade") or graded.get("solution") else MAX_LINES
    if len(lines) > most:
        yield f"has {len(lines)} lines of code; at most {most} are allowed."
    for pattern, reason in BANNED.items():
        if re.search(pattern, cell.source):
            yield f"uses {reason}."
    if _shows(cell) and not cell.outputs and cell.execution_count is not None:
        yield "ends in an expression but stores no output."
    for output in cell.outputs:
        if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", []):
            yield f"stores an error: {output.ename}."
        if output.output_type == "stream" and output.name == "stderr":
            yield f"stores a warning: {output.text.strip().splitlines()[-1][:80]}."
        if CDN.search(str(output)):
            yield "stores an output that loads from a content network."


def _shows(cell: NotebookNode) -> bool:
    """Whether the cell's last line is one that prints or shows a value."""
    import ast

    try:
        body = ast.parse(cell.source).body
    except SyntaxError:
        return False
    last = body[-1] if body else None
    if not isinstance(last, ast.Expr):
        return False
    call = last.value
    # Set-up calls and checks are allowed to be silent.
    silent = isinstance(call, ast.Call) and getattr(call.func, "id", "") in (
        "use_theme",
        "NotImplementedError",
    )
    return not silent and not cell.source.rstrip().endswith(";")


def _headings(notebook: NotebookNode) -> Iterator[str]:
    levels = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            prose = re.sub(r"^```.*?^```", "", cell.source, flags=re.MULTILINE | re.DOTALL)
            levels += [len(marks) for marks in re.findall(r"^(#{1,6}) ", prose, flags=re.MULTILINE)]
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"has {levels.count(1)} top headings; it needs exactly one, at its start."
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"jumps from a heading of level {before} to one of level {after}."
            return


def _is_ignored(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and any(
        mark in cell.source or mark in cell.metadata.get("tags", []) for mark in IGNORED
    )


def run(names: list[str], *, check: bool) -> list[str]:
    """Execute the named notebooks (all without names), or with ``check`` only look; return what is wrong."""
    paths = find(names)
    if not check:
        execute(paths, report=_say)
    return _look(paths)
