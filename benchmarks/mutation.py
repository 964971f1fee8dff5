"""Do the tests notice a change in the model? A fixed sample of mutants of ``sim/core`` and ``sim/parts``.

cosmic-ray makes the mutants (another operator, another number, a branch turned round), one at a time, in a copy of the
repository; the goldens, the generated pages and the tests that belong to the changed module run against it, until one fails. The
score is the part that some test noticed. Mutants that survive are named, to be looked at: some change nothing that can be seen.

Places are drawn, then one mutant of each: the dozen operators that cosmic-ray tries for every ``*`` would otherwise be most of the
sample, and half of them are errors at once. Type hints are left out, for they never run. A mutant takes about ten seconds of
processor time if it is noticed, up to a minute if not; one that takes two minutes is noticed by that. Needs ``pip install
cosmic-ray`` and git; without it the bench says so. ``--quick`` takes six mutants.
"""

from __future__ import annotations

import ast
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SAMPLE, QUICK, SEED, TARGET, TIMEOUT_S, CPU_S = 60, 6, 20_26, 0.70, 1800.0, 120
# Which tests belong to which module: the first beginning that fits.
TESTS = {
    "sim/core/knob": "test_params test_registry", "sim/core/streams": "test_determinism", "sim/core/stats": "test_stats",
    "sim/core/theory": "test_theory", "sim/core/network": "test_network", "sim/core/ledger": "test_parts",
    "sim/core/spread": "test_spread", "sim/core/telling": "test_spread", "sim/core/cascade": "test_spread test_cascade_charts",
    "sim/core/reshare": "test_spread test_exact", "sim/core/hours": "test_parts",
    "sim/core": "test_exact test_params test_relations test_model",
    "sim/parts/desk": "test_desk", "sim/parts/production": "test_line",
    "sim/parts/crisis/mon": "test_monitoring", "sim/parts/crisis/alarms": "test_monitoring",
    "sim/parts/crisis/mentions": "test_monitoring", "sim/parts/crisis/readiness": "test_readiness",
    "sim/parts/crisis": "test_crisis",
    "sim/parts/community": "test_community", "sim/parts/campaign": "test_campaign", "sim/parts/analytics": "test_analytics",
    "sim/parts/relations": "test_relations", "sim/parts/customer_file": "test_relations",
    "sim/parts": "test_exact test_targeting test_relations test_model",
}  # fmt: skip


def run(*, quick: bool = False, seed: int = SEED) -> list[dict[str, Any]]:
    """Return the score, and a row for each mutant that survived."""
    try:
        import cosmic_ray  # noqa: F401
    except ImportError:
        return [{"id": "mutation", "verdict": "not installed: pip install cosmic-ray", "passed": True}]
    with tempfile.TemporaryDirectory() as folder:
        copy, session = Path(folder) / "course", Path(folder) / "session.sqlite"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(copy)], check=True)
        config = _config(copy, Path(folder))
        _cosmic_ray(copy, "init", config, session)
        _sample(session, copy, QUICK if quick else SAMPLE, seed)
        _cosmic_ray(copy, "exec", config, session)
        return _rows(session)


def _config(copy: Path, folder: Path) -> Path:
    modules = [
        p.relative_to(copy).as_posix()
        for part in ("core", "parts")
        for p in sorted((copy / "sim" / part).rglob("*.py"))
    ]
    command = f"{json.dumps(sys.executable)} -m benchmarks.mutation"
    lines = ["[cosmic-ray]", f"module-path = {json.dumps(modules)}", f"timeout = {TIMEOUT_S}", "excluded-modules = []",
             f"test-command = {json.dumps(command)}", "[cosmic-ray.distributor]", 'name = "local"']  # fmt: skip
    path = folder / "session.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _cosmic_ray(copy: Path, what: str, config: Path, session: Path) -> None:
    command = shutil.which("cosmic-ray", path=str(Path(sys.executable).parent)) or "cosmic-ray"
    subprocess.run([command, what, str(config), str(session)], cwd=copy, check=True)


def _sample(session: Path, copy: Path, size: int, seed: int) -> None:
    """Leave a fixed sample of the work in the session: places drawn alike, one mutant of each."""
    with sqlite3.connect(session) as data:
        found = data.execute(
            "select module_path, start_pos_row, start_pos_col, end_pos_row, end_pos_col, job_id from mutation_specs "
            "order by module_path, start_pos_row, start_pos_col, operator_name, occurrence, operator_args"
        ).fetchall()
        hints = {path: _hints(copy / path) for path in {row[0] for row in found}}
        places: dict[tuple[Any, ...], list[str]] = {}
        for path, row, column, *end, job in found:
            if not any(start <= (row, column) < stop for start, stop in hints[path]):
                places.setdefault((path, row, column, *end), []).append(job)
        draw = random.Random(seed)
        chosen = {draw.choice(places[place]) for place in draw.sample(sorted(places), min(size, len(places)))}
        gone = [(row[-1],) for row in found if row[-1] not in chosen]
        for table in ("mutation_specs", "work_items"):
            data.executemany(f"delete from {table} where job_id = ?", gone)


def _hints(path: Path) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the spans of the type hints of a file, each from (line, column) to (line, column)."""
    nodes = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.AnnAssign | ast.arg):
            nodes.append(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            nodes.append(node.returns)
    return [((n.lineno, n.col_offset), (n.end_lineno or 0, n.end_col_offset or 0)) for n in nodes if n]


def _rows(session: Path) -> list[dict[str, Any]]:
    with sqlite3.connect(session) as data:
        found = data.execute(
            "select module_path, start_pos_row, operator_name, test_outcome from mutation_specs join work_results using (job_id)"
        ).fetchall()
    survived = [(path, row, name) for path, row, name, outcome in found if outcome == "SURVIVED"]
    score = 1.0 - len(survived) / len(found) if found else 0.0
    return [
        {"id": "mutation_score", "value": score, "mutants": len(found),
         "against": f"at least {TARGET:.0%}", "passed": score >= TARGET},
        *({"id": f"survived {path}:{row}", "operator": name, "passed": True} for path, row, name in sorted(survived)),
    ]  # fmt: skip


def main() -> int:
    """Run the tests of the module that differs from the last commit, in the folder of the copy; 0 if they pass."""
    changed = subprocess.run(["git", "diff", "--name-only"], capture_output=True, text=True, check=True).stdout.split()
    wanted = {
        test for path in changed for test in next((t for k, t in TESTS.items() if path.startswith(k)), "").split()
    }
    files = ["tests/test_goldens.py", "tests/test_mechanisms.py", *(f"tests/{test}.py" for test in sorted(wanted))]
    # Every declared number stands on this page.
    page = "tests/test_reference.py::test_committed_pages_are_the_generated_ones"
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-m", "not slow"]
    try:
        import resource

        resource.setrlimit(
            resource.RLIMIT_CPU, (CPU_S, CPU_S)
        )  # a loop without end is a failure, a busy machine is not
    except ImportError:  # Windows: the time-out of the session alone
        pass
    return subprocess.run([sys.executable, "-m", "pytest", *options, page, *files], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
