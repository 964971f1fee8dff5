"""The lists of packages agree: pyproject.toml, the two locks, environment.yml and the installed files."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11.0", "3.11.9", "3.12.0", "3.13.0")
SYSTEMS = (("linux", "posix", "Linux"), ("win32", "nt", "Windows"), ("darwin", "posix", "Darwin"))


@cache
def project() -> dict[str, Any]:
    """Read pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def requirements(lines: list[str]) -> dict[str, Requirement]:
    """Parse requirement lines, by name."""
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


@cache
def environment() -> dict[str, Any]:
    """Read environment.yml."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    return loaded


def conda_specs() -> list[str]:
    """List the conda requirements, without the pip section."""
    return [spec for spec in environment()["dependencies"] if isinstance(spec, str)]


@cache
def locked(name: str) -> tuple[tuple[str, str, Marker | None], ...]:
    """Read a lock: name, version and marker of every line."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.findall(r"^([A-Za-z0-9][\w.-]*)==([\w.!+-]+)(?: ; (.*?))? \\$", text, re.M)
    return tuple((canonicalize_name(n), v, Marker(m) if m else None) for n, v, m in found)


def chosen(name: str, python: str, system: tuple[str, str, str]) -> dict[str, str]:
    """Return what a lock installs on one Python and one system."""
    where = {
        "python_full_version": python,
        "python_version": python.rsplit(".", 1)[0],
        "sys_platform": system[0],
        "os_name": system[1],
        "platform_system": system[2],
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    picked = [(n, v) for n, v, marker in locked(name) if marker is None or marker.evaluate(where)]
    assert len(picked) == len(dict(picked)), f"{name} picks two versions of one package on Python {python}, {system[0]}"
    return dict(picked)


# ---- environment.yml


def test_environment_names_and_bounds_are_the_projects() -> None:
    """Binder and conda get the same packages with the same bounds, and no tools of the tests."""
    wanted = requirements(project()["dependencies"])
    given = requirements([spec for spec in conda_specs() if spec.split("=")[0] not in ("python", "pip")])
    assert {n: r.specifier for n, r in given.items()} == {n: r.specifier for n, r in wanted.items()}


def test_environment_python_is_supported() -> None:
    """Its Python lies inside requires-python."""
    python = [spec.split("=")[1] for spec in conda_specs() if re.match(r"python=", spec)]
    assert len(python) == 1
    assert Version(python[0]) in SpecifierSet(project()["requires-python"])


def test_environment_makes_sim_importable() -> None:
    """The project itself comes from this folder, so that `import sim` works."""
    pip = [item["pip"] for item in environment()["dependencies"] if isinstance(item, dict)]
    assert pip == [["-e ."]]
    assert environment()["channels"] == ["conda-forge", "nodefaults"]
    assert set(environment()) == {"name", "channels", "dependencies"}


def test_environment_specs_are_condas() -> None:
    """Every line is what conda's own parser takes; `~=`, markers and extras are pip's alone."""
    for spec in conda_specs():
        assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*((=\d[\d.]*)|([<>]=?\d[\w.]*(,[<>]=?\d[\w.]*)*))?", spec), spec


def test_environment_specs_parse_with_rattler() -> None:
    """Ask a conda implementation, where it is installed."""
    rattler = pytest.importorskip("rattler")
    names = [rattler.MatchSpec(spec).name.normalized for spec in conda_specs()]
    assert len(names) == len(set(names)) == len(conda_specs())


# ---- locks


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_has_a_checksum_for_everything(lock: str) -> None:
    """Each entry is pinned, hashed and readable by pip; nothing but that and comments is in the file."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = [e for e in re.split(r"\n(?=[A-Za-z0-9])", "\n" + text) if e.strip() and not e.lstrip().startswith("#")]
    assert len(entries) == len(locked(lock)) > 90
    assert all("--hash=sha256:" in entry for entry in entries)
    rest = [
        x for x in text.splitlines() if not re.match(r"\s*#|[A-Za-z0-9][\w.-]*==|    --hash=sha256:[0-9a-f]{64}", x)
    ]
    assert rest == []


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system[0])
def test_lock_meets_the_project(python: str, system: tuple[str, str, str]) -> None:
    """On every supported Python and system the locks hold what pyproject.toml asks for, in both editions."""
    trainee = chosen("requirements.lock", python, system)
    developer = chosen("requirements-dev.lock", python, system)
    extra = project()["optional-dependencies"]["dev"]
    for wanted, have in (
        (project()["dependencies"], trainee),
        ([*project()["dependencies"], *extra], developer),
    ):
        for name, requirement in requirements(wanted).items():
            assert name in have, f"{name} is not in the lock: make it again (CONTRIBUTING.md)"
            assert Version(have[name]) in requirement.specifier
    assert trainee["numpy"].startswith("2.4."), "one numpy everywhere, so that results agree"
    assert trainee.items() <= developer.items(), "the tests must run on the trainees' versions"


def test_trainees_get_no_grading_tools() -> None:
    """The nbgrader package adds menus to JupyterLab; it is for instructors and tests."""
    names = {name for name, _, _ in locked("requirements.lock")}
    assert not names & {"nbgrader", "ruff", "mypy", "playwright", "distributed", "eon", "hypothesis"}


# ---- metadata and settings


def test_versions_agree() -> None:
    """pyproject.toml, CITATION.cff and the newest entry of the change log name one version."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest is not None
    assert citation["version"] == newest.group(1) == project()["version"]
    assert citation["cff-version"] == "1.2.0"
    assert {"title", "authors", "message", "license"} <= set(citation)


def test_nbgrader_finds_source_and_release() -> None:
    """An instructor's nbgrader takes `solutions/` and hands out `exercises/`."""
    tree = ast.parse((ROOT / "nbgrader_config.py").read_text(encoding="utf-8"))
    told = {
        node.targets[0].attr: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Attribute)
        and isinstance(node.value, ast.Constant)
    }
    assert told["source_directory"] == "solutions"
    assert told["release_directory"] == "exercises"


def test_hosted_ci_runs_the_doors_command() -> None:
    """Linux, Windows and macOS and all three Pythons are covered by the same two commands."""
    ci = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    runs = [step["run"] for job in ci["jobs"].values() for step in job["steps"] if "run" in step]
    assert sorted(runs) == [".ci/run", "python course.py test"]
    covered = {(row["os"].split("-")[0], row["python"]) for row in ci["jobs"]["quick"]["strategy"]["matrix"]["include"]}
    assert {system for system, _ in covered} == {"ubuntu", "windows", "macos"}
    assert {python for _, python in covered} == {"3.11", "3.12", "3.13"}
