"""Rules for every committed file: nothing in it belongs to one machine or one network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# How many tests may be skipped for good reasons (another system, a tool that is not there). A skipped test
# proves nothing, so raising this number needs a reason in the commit.
MOST_SKIPS = 15

# Spelled in pieces, so that this file does not name what it looks for.
PUBLIC_INDEXES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("conda", "anaconda", "org"),
        ("repo", "anaconda", "com"),
        ("pypi", "tuna", "tsinghua", "edu", "cn"),
        ("mirrors", "aliyun", "com"),
    )
]


@cache
def committed() -> list[Path]:
    """List the files that git keeps; in a downloaded archive, every file but those that get made."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    made = {".venv", ".venv-dev", "work", "__pycache__", ".git", ".hypothesis", ".pytest_cache", "artifacts"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not made & set(p.relative_to(ROOT).parts)]


@cache
def texts() -> dict[str, str]:
    """Read every committed text file, by its path in the repository."""
    found = {}
    for path in committed():
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def configured_indexes() -> set[str]:
    """Return the hosts that this machine's own settings name as sources of packages."""
    told = [value for name, value in os.environ.items() if re.match(r"(?i)pip_|uv_|npm_config", name)]
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    hosts = re.findall(r"https?://(?:[^/@\s]*@)?([\w.-]+)", "\n".join([*told, listed.stdout]))
    return {host for host in hosts if "." in host}


def offenders(pattern: str) -> list[str]:
    """List file and text of every hit."""
    rule = re.compile(pattern)
    return [f"{name}: {hit.group()}" for name, text in texts().items() for hit in [rule.search(text)] if hit]


def test_something_is_checked() -> None:
    """Guard against a listing that comes back empty."""
    assert {"README.md", "pyproject.toml", "course.py", "requirements.lock"} <= set(texts())


def test_no_file_names_a_package_index() -> None:
    """The course installs from whatever index the user has; it names none."""
    hosts = sorted({*PUBLIC_INDEXES, *configured_indexes()})
    assert offenders("|".join(rf"(?<![\w.]){re.escape(host)}" for host in hosts)) == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    """Stored outputs and settings must not show whose computer made them."""
    folders = ["/" + "home/", "/" + "root/", "/" + "Users/", "/" + "work/", r"[A-Z]:\\\\?Users\\\\?"]
    own = [path for path in (ROOT.parent, Path.home()) if len(path.parts) > 2]
    folders += [re.escape(str(path) + os.sep) for path in own]
    assert offenders(r"(?<![\w.~}$*/-])(?:" + "|".join(folders) + ")") == []


def test_locks_hold_no_address() -> None:
    """Versions and checksums only."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in texts()[name]
        assert not re.search(r"^\s*-", re.sub(r"^    --hash=.*$", "", texts()[name], flags=re.M), re.M)


def test_no_lock_that_records_where_packages_came_from() -> None:
    """Neither uv's nor the standard's own lock format is committed: both name indexes."""
    names = {path.name for path in committed()}
    assert not names & {"uv.lock", "pylock.toml", "Pipfile.lock", "poetry.lock", "conda-lock.yml"}


def test_nothing_made_is_committed() -> None:
    """Caches, environments and the working copy are made anew on each machine."""
    made = {".venv", ".venv-dev", "work", "__pycache__", ".ipynb_checkpoints", ".hypothesis", ".pytest_cache"}
    assert [name for name in texts() if made & set(name.split("/"))] == []


def test_text_files_end_lines_the_same_way() -> None:
    """A stray carriage return changes checksums and makes every line differ."""
    assert [
        path.name for path in committed() if path.suffix in {".py", ".md", ".lock"} and b"\r" in path.read_bytes()
    ] == []


def test_few_tests_can_be_skipped() -> None:
    """Every way to skip a test is counted, so that skipping cannot become a habit."""
    word = r"pytest\.(?:skip|importorskip)\(|pytest\.mark\.(?:skip|skipif|xfail)\b"
    count = {
        n: len(re.findall(word, t)) for n, t in texts().items() if re.match(r"tests/(?!test_house_rules).*\.py$", n)
    }
    assert sum(count.values()) <= MOST_SKIPS, {name: n for name, n in count.items() if n}


@pytest.mark.parametrize("name", ["course.py", ".ci/run"])
def test_commands_start_by_name(name: str) -> None:
    """They carry an interpreter line, and git keeps their executable bit."""
    assert texts()[name].startswith("#!/usr/bin/env ")
    if os.name != "nt":
        assert os.access(ROOT / name, os.X_OK)
