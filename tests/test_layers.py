"""The layers: a module imports only from layers below its own, and ``import sim`` stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SIM = ROOT / "sim"

LAYERS = (
    {"sim.core.legal", "sim.core.knob", "sim.core.streams", "sim.core.log", "sim.core.ledger", "sim.core.stats", "sim.core.theory",
     "sim.core.network", "sim.core.catalogue", "sim.core.plan", "sim.core.timing", "sim.core.telling", "sim.core.cascade",
     "sim.core.candidates", "sim.core.people"},
    {"sim.core.population", "sim.core.tastes", "sim.core.world", "sim.core.spread", "sim.core.reshare", "sim.core.hours"},
    {"sim.parts"},
    {"sim.scenario", "sim.model", "sim.presets", "sim.companies"},
    {"sim.metrics"},
    {"sim.experiment"},
    {"sim.lab"},
    {"sim.course"},
)  # fmt: skip
# Inside one layer: who may lean on whom. Parts never import each other.
INSIDE = {
    ("sim.core.catalogue", "sim.core.knob"),
    ("sim.core.hours", "sim.core.world"),
    ("sim.core.knob", "sim.core.legal"),
    ("sim.core.network", "sim.core.streams"),
    ("sim.core.people", "sim.core.candidates"),
    ("sim.core.plan", "sim.core.catalogue"),
    ("sim.core.plan", "sim.core.knob"),
    ("sim.core.theory", "sim.core.stats"),
    ("sim.core.timing", "sim.core.catalogue"),
    ("sim.core.timing", "sim.core.plan"),
    ("sim.core.world", "sim.core.population"),
    ("sim.core.world", "sim.core.tastes"),
    ("sim.model", "sim.scenario"),
    # Modules of one part that is no package.
    ("sim.parts.audience", "sim.parts.customer_file"),
    ("sim.parts.audience", "sim.parts.relations"),
    ("sim.parts.audience.exposure", "sim.parts.relations"),
    ("sim.parts.audience.orders", "sim.parts.relations"),
    ("sim.parts.audience.parameters", "sim.parts.relations"),
    ("sim.parts.engagement.account", "sim.parts.targeting"),
    ("sim.presets", "sim.scenario"),
    ("sim.companies", "sim.presets"),
    ("sim.companies", "sim.scenario"),
}
TOP = {"sim", "sim.__main__"}  # the public face and the command line see everything
HEAVY = {"altair", "ipywidgets", "anywidget", "distributed", "dask", "pandas", "scipy", "networkx", "IPython"}
VIEW_ONLY = {"altair", "ipywidgets", "anywidget"}


def modules() -> dict[str, Path]:
    """Return every module of the package by its dotted name."""
    return {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in SIM.rglob("*.py")}


def layer(name: str) -> int | None:
    """Return the number of a module's layer; None for the top and for bare packages."""
    for number, members in enumerate(LAYERS):
        if any(name == m or name.startswith(m + ".") for m in members):
            return number
    return None


def imports(path: Path, *, top_only: bool = False) -> set[str]:
    """Return the dotted names that a file imports (with top_only: when it is itself imported)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    found: set[str] = set()
    for node in tree.body if top_only else ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def one_part(name: str, other: str) -> bool:
    """Tell whether two modules belong to the same part, a package of its own: inside it they may lean on each other."""
    return name.startswith("sim.parts.") and name.split(".")[2] == other.split(".")[2]


def violations(files: dict[str, Path]) -> list[str]:
    """Return one line for each import that goes up or sideways."""
    found = []
    for name, path in files.items():
        own = layer(name)
        for target in imports(path):
            other = layer(target)
            if name in TOP or own is None or other is None or target not in files:
                continue
            same = own == other and target != name
            sideways = same and own <= 3 and (name, target) not in INSIDE and not one_part(name, target)
            if other > own or sideways:
                found.append(f"{name} imports {target}")
    return found


def test_every_module_has_a_layer() -> None:
    """A new module must be placed before it can be judged."""
    packages = {"sim.core", "sim.parts", "sim.lab", "sim.course"}

    assert [n for n in modules() if layer(n) is None and n not in TOP | packages] == []


def test_imports_go_down() -> None:
    """No import goes up a layer, and no part imports another part."""
    assert violations(modules()) == []


def test_negative_control_an_upward_import_is_seen(tmp_path: Path) -> None:
    """The check above can fail: a part that imports another part, and a core module that imports the lab."""
    for name, line in (
        ("sim.parts.audience", "import sim.parts.engagement"),
        ("sim.core.log", "import sim.lab.charts"),
    ):
        bad = tmp_path / "bad.py"
        bad.write_text(line, encoding="utf-8")

        assert len(violations(modules() | {name: bad, "sim.lab.charts": SIM / "lab" / "charts.py"})) == 1


@pytest.mark.parametrize("name", sorted(n for n in modules() if (layer(n) or 0) < 6 and n != "sim.__main__"))
def test_below_the_lab_nothing_heavy_is_imported(name: str) -> None:
    """The model needs numpy and simpy; tables, statistics and charts are imported where they are used."""
    assert {i.partition(".")[0] for i in imports(modules()[name], top_only=True)} & HEAVY == set()


def test_only_the_lab_draws() -> None:
    """Charts and widgets live in sim/lab alone."""
    drawing = {n for n, p in modules().items() if {i.partition(".")[0] for i in imports(p)} & VIEW_ONLY}

    assert {n for n in drawing if not n.startswith("sim.lab")} == set()


def test_import_sim_stays_light() -> None:
    """A fresh interpreter that imports sim has none of the heavy packages loaded."""
    code = f"import sim, sys; print(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.strip() == "[]"
