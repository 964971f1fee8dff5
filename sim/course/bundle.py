"""The trainee edition (学员版): the repository without whatever gives an answer away.

What goes in is listed, so that a new folder stays out until somebody decides. Then everything is searched for
solutions, hidden tests, truth and key, and nothing is written if anything is found. Stored outputs are cleared: they
show what a prediction asks for. The same tree gives the same bytes: names in order, one date, no compression.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from sim.course import personal, workcopy

__all__ = ["leaks", "members", "write"]

ROOT = Path(__file__).resolve().parents[2]
TOP = "social-media-operations-lab"
FILES = (".gitignore", "CITATION.cff", "LICENSE", "course.py", "environment.yml", "pyproject.toml", "requirements.lock")
FOLDERS = (".jupyter", "datasets", "docs", "exercises", "notebooks", "sim")
LEFT_OUT = re.compile(
    r"docs/(decisions/0016|grading\.md|trainee\.md)|sim/course/(bundle|exercises|personal|policies|results|runner|sandbox|submissions)\.py"
)
README = "docs/trainee.md"  # becomes README.md
FORBIDDEN_NAME = re.compile(
    r"(^|[/_.-])(solutions?|tests?|truth|hidden|reference_polic\w*|instructors?)([/_.-]|$)", re.I
)
FORBIDDEN_TEXT = re.compile(r"(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)")
SECRET = re.compile(r"### BEGIN (?:SOLUTION|HIDDEN TESTS).*?### END (?:SOLUTION|HIDDEN TESTS)", re.DOTALL)
TELLING = 30  # a line of a solution this long (characters) does not stand elsewhere by chance
RUNNABLE = ("course.py", "postBuild", "start")
# For Binder: the working copy, as `course.py lab` makes it, and the course's own settings of JupyterLab.
POST_BUILD = """#!/bin/bash
set -e
python -c "from pathlib import Path; from sim.course.workcopy import update; update(Path('.'), Path('work'))"
"""
START = """#!/bin/bash
export JUPYTER_CONFIG_PATH="$PWD/.jupyter"
exec "$@"
"""


def members(root: Path = ROOT) -> dict[str, bytes]:
    """Return the files of the trainee edition, name to bytes, in order; wheels are not among them."""
    found = {name: (root / name).read_bytes() for name in _listed(root) if _wanted(name)}
    for name in [n for n in found if n.endswith(".ipynb")]:
        notebook = workcopy.cleared(json.loads(found[name]))
        found[name] = (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
    if (root / README).is_file():
        found["README.md"] = (root / README).read_bytes()
    found |= {"postBuild": POST_BUILD.encode(), "start": START.encode()}
    return dict(sorted(found.items()))


def _wanted(name: str) -> bool:
    inside = name in FILES or name.partition("/")[0] in FOLDERS
    return inside and not LEFT_OUT.match(name)


def _listed(root: Path) -> list[str]:
    """Return the names that git keeps; in an unpacked archive all but what gets made."""
    try:
        done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
        names = [name for name in done.decode().split("\0") if name and (root / name).is_file()]
        if names:
            return names
    except (OSError, subprocess.CalledProcessError):
        pass
    made = re.compile(r"(^|/)(__pycache__|\.ipynb_checkpoints|\.venv[\w-]*|work|\.git)/|\.pyc$|(^|/)\.ledger")
    everything = (p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file() and not p.is_symlink())
    return sorted(name for name in everything if not made.search(name))


def leaks(files: Mapping[str, bytes], *, root: Path = ROOT, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return one sentence for everything in these files that a trainee must not have."""
    secrets, key, (whole, heads) = _secret_lines(root), _key(environment), _secret_files(root)
    found = []
    for name, data in files.items():
        if FORBIDDEN_NAME.search(name):
            found.append(f"{name}: a file of this name belongs to the instructor edition.")
        if (data and data in whole) or (name.endswith(".csv") and data.partition(b"\n")[0].strip() in heads):
            found.append(f"{name}: is a file of `solutions/`, or has the columns of one.")
        if key and key in data:
            found.append(f"{name}: holds the instructor's key.")
        text = data.decode("utf-8", errors="ignore")
        if FORBIDDEN_TEXT.search(text):
            found.append(f"{name}: holds a marker of a solution or a hidden test.")
        lines = _lines(text) if not name.endswith(".ipynb") else _notebook_lines(text)
        told = sorted(secrets & set(lines))
        if told:
            found.append(f"{name}: holds a line of a solution or a hidden test: {told[0]!r}.")
    return found


def _lines(text: str) -> Iterator[str]:
    for line in map(str.strip, text.splitlines()):
        if len(line) >= TELLING and not line.startswith(("import ", "from ", "#", '"""')):
            yield line


def _notebook_lines(text: str) -> Iterator[str]:
    for cell in json.loads(text)["cells"]:
        yield from _lines("".join(cell["source"]))


def _secret_lines(root: Path) -> set[str]:
    found: set[str] = set()
    for path in sorted((root / "solutions").rglob("*")):
        if path.suffix == ".ipynb":
            sources = ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
            found |= {line for source in sources for region in SECRET.findall(source) for line in _lines(region)}
        elif path.suffix == ".py":
            found |= set(_lines(path.read_text(encoding="utf-8")))
    return found


def _secret_files(root: Path) -> tuple[set[bytes], set[bytes]]:
    """Return the files under ``solutions/`` that are data, and the header lines of their tables."""
    files = [p for p in sorted((root / "solutions").rglob("*")) if p.is_file() and p.suffix not in (".ipynb", ".py")]
    data = {p: p.read_bytes() for p in files}
    return set(data.values()), {d.partition(b"\n")[0].strip() for p, d in data.items() if p.suffix == ".csv"}


def _key(environment: Mapping[str, str]) -> bytes | None:
    try:
        return personal.load_key(environment=environment)
    except ValueError:
        return None


def write(target: Path, *, wheels: Path | None = None, root: Path = ROOT) -> list[str]:
    """Write the trainee edition to a new folder, or to a zip file if the name ends in ``.zip``; return its names.

    Raise a ValueError if anything would leak, or the target is inside the course or a folder in use; a
    FileNotFoundError for wheels that are not there.
    """
    if target.resolve().is_relative_to(root.resolve()):
        raise ValueError(f"{target} lies inside the course folder; choose another place.")
    if target.is_dir() and any(target.iterdir()):
        raise ValueError(f"{target} is not empty; choose another name.")
    files = members(root)
    found = leaks(files, root=root)
    if found:
        raise ValueError("nothing is written, because the bundle would give something away: " + " ".join(found[:5]))
    files |= _wheels(wheels)
    if target.suffix.lower() == ".zip":
        _write_zip(target, files)
    else:
        for name, data in files.items():
            place = target / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            place.chmod(0o755 if name in RUNNABLE else 0o644)
    return list(files)


def _wheels(folder: Path | None) -> dict[str, bytes]:
    if folder is None:
        return {}
    found = sorted(folder.glob("*.whl")) if folder.is_dir() else []
    if not found:
        raise FileNotFoundError(f"{folder} holds no wheels; `python3 course.py wheels {folder}` fetches them.")
    return {f"wheels/{path.name}": path.read_bytes() for path in found}


def _write_zip(target: Path, files: Mapping[str, bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as out:
            for name, data in files.items():
                told = zipfile.ZipInfo(f"{TOP}/{name}", (1980, 1, 1, 0, 0, 0))
                told.create_system = 3  # the same on Windows
                told.external_attr = (0o100755 if name in RUNNABLE else 0o100644) << 16
                out.writestr(told, data)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
