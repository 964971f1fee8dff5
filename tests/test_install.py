"""The whole door for real: one environment made from nothing, in a folder with spaces and Chinese characters.

About a minute, nearly all of it the installation. Needs a package index, or COURSE_WHEELS naming a folder of
wheels.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Making the working copy and looking at the stamp; JupyterLab's own start comes after that.
SECOND_START_S = 3.0
PYTHON = getattr(sys, "_base_executable", None) or sys.executable

pytestmark = pytest.mark.install


@dataclass(frozen=True)
class Started:
    """A running JupyterLab: where it answers, and how long it took to be launched (seconds)."""

    address: str
    token: str
    launched_s: float
    said: str

    def get(self, path: str) -> Any:
        """Ask the server for JSON; it says its address a moment before it listens."""
        patience = time.monotonic() + 60
        while True:
            try:
                return self._ask(path)
            except urllib.error.HTTPError:
                raise
            except urllib.error.URLError:
                if time.monotonic() > patience:
                    raise
                time.sleep(0.2)

    def _ask(self, path: str) -> Any:
        request = urllib.request.Request(self.address + path, headers={"Authorization": f"token {self.token}"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return json.load(answer)


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def lab(course: Path) -> Iterator[Started]:
    """Run `course.py lab` as a person would, until its server answers; stop it afterwards."""
    command = [PYTHON, "course.py", "lab", "--no-browser", "--port", str(free_port())]
    began = time.monotonic()
    # A user's own Jupyter settings, which must do no harm.
    hostile = course.parent / "hostile"
    hostile.mkdir(exist_ok=True)
    (hostile / "jupyter_server_config.py").write_text("raise SystemExit('user settings were read')", encoding="utf-8")
    process = subprocess.Popen(
        command,
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "JUPYTER_CONFIG_DIR": str(hostile), "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout is not None
    said, launched = "", 0.0
    try:
        for line in process.stdout:
            said += line
            if line.startswith("Starting JupyterLab"):
                launched = time.monotonic() - began
            found = re.search(r"(http://127\.0\.0\.1:\d+)/\S*\?token=(\w+)", line)
            if found:
                yield Started(found[1], found[2], launched, said)
                break
        else:
            pytest.fail(f"JupyterLab did not start:\n{said}")
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:  # the signal came before the server listened to signals
            process.kill()
            process.wait(timeout=10)
        process.stdout.close()


def importing(course: Path, code: str) -> str:
    """Run code in the course's environment, from a folder that is not the course's."""
    python = course / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return subprocess.run(
        [str(python), "-c", code],
        cwd=course.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout.strip()


def test_from_a_bare_python_to_a_running_lab(tmp_path: Path) -> None:
    """Install, start, answer; start again at once; survive a move; notice a half-made environment."""
    course = tmp_path / "试 验 folder" / "course"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (course / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, course / name)

    with lab(course) as first:
        assert "Installing" in first.said
        names = {item["name"] for item in first.get("/api/contents")["content"]}
        assert "00_start_here.ipynb" in names, "the working copy is the server's root"
        opened = first.get("/api/contents/00_start_here.ipynb")["content"]["cells"]
        assert all(cell["outputs"] == [] for cell in opened if cell["cell_type"] == "code")
        asked = {
            "notification": ("fetchNews", "false"),
            "kernels-settings": ("commsOverSubshells", "disabled"),
        }
        for plugin, (key, wanted) in asked.items():
            got = first.get(f"/lab/api/settings/@jupyterlab/apputils-extension:{plugin}")
            assert got["schema"]["properties"][key]["default"] == wanted, "the course's Lab settings take effect"
        assert list(first.get("/api/kernelspecs")["kernelspecs"]) == ["python3"]

    with lab(course) as second:
        assert second.launched_s < SECOND_START_S
        assert "Installing" not in second.said

    moved = course.rename(course.with_name("移动 moved"))
    here = importing(moved, "import sim; print(sim.__file__)")
    assert Path(here).resolve() == (moved / "sim" / "__init__.py").resolve()
    done = subprocess.run(
        [PYTHON, "course.py", "doctor", "--port", str(free_port())],
        cwd=moved,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "ok    .venv is whole" in done.stdout

    (moved / ".venv" / "course-stamp.txt").unlink()
    code = "import course; print(course.trainee().whole())"
    told = subprocess.run([PYTHON, "-c", code], cwd=moved, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
