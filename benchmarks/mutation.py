"""Do the tests notice a change in the model? A fixed sample of mutants of ``sim/core`` and ``sim/parts``.

cosmic-ray makes the mutants (another operator, another number, a branch turned round), one at a time, in a copy of the
repository; the tests that belong to the changed module run against it. The score is the part that some test noticed. Mutants that
survive are named, to be looked at: some change nothing that can be seen. It takes about a minute a mutant.
Needs ``pip install cosmic-ray`` and git; without it the bench says so. ``--quick`` takes six mutants.
"""

from __future__ import annotations

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
SAMPLE, QUICK, SEED, TARGET, TIMEOUT_S = 60, 6, 20_26, 0.70, 240.0
# Which tests belong to which module: the first beginning that fits.
TESTS = {
    "sim/core/knob": "test_params test_registry", "sim/core/streams": "test_determinism", "sim/core/stats": "test_stats",
    "sim/core/theory": "test_theory", "sim/core/network": "test_network test_spread", "sim/core/spread": "test_spread",
    "sim/core/ledger": "test_parts", "sim/core/hours": "test_parts test_analytics",
    "sim/core/world": "test_parts test_model test_exact",
    "sim/core": "test_model test_exact test_params",
    "sim/parts/desk": "test_desk", "sim/parts/production": "test_line test_model",
    "sim/parts/crisis": "test_crisis test_monitoring test_readiness",
    "sim/parts/community": "test_community", "sim/parts/campaign": "test_campaign", "sim/parts/analytics": "test_analytics",
    "sim/parts/relations": "test_relations", "sim/parts/targeting": "test_targeting", "sim/parts/customer_file": "test_targeting",
    "sim/parts": "test_model test_exact test_determinism test_targeting",
}  # fmt: skip


def run(*, quick: bool = False) -> list[dict[str, Any]]:
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
        _sample(session, QUICK if quick else SAMPLE)
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


def _sample(session: Path, size: int) -> None:
    """Leave a fixed sample of the work in the session."""
    with sqlite3.connect(session) as data:
        found = data.execute(
            "select job_id from mutation_specs "
            "order by module_path, start_pos_row, start_pos_col, operator_name, occurrence, operator_args"
        )
        jobs = [job for (job,) in found]
        chosen = set(random.Random(SEED).sample(jobs, min(size, len(jobs))))
        gone = [(job,) for job in jobs if job not in chosen]
        for table in ("mutation_specs", "work_items"):
            data.executemany(f"delete from {table} where job_id = ?", gone)


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
    files = [f"tests/{test}.py" for test in sorted(wanted)]
    page = [
        "tests/test_reference.py::test_committed_pages_are_the_generated_ones"
    ]  # every declared number stands there
    options = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not slow"]
    return subprocess.run([sys.executable, "-m", "pytest", *options, *page, *files], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
