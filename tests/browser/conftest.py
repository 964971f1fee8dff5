"""A JupyterLab as `course.py lab` starts it, on a temporary working copy, and a browser to look at it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from notebook_page import Book

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "tests" / "artifacts"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-quic",
)
START_S = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder: it needs Chromium."""
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


def course() -> Any:
    """Load course.py, whose own functions say how the Lab is started."""
    spec = importlib.util.spec_from_file_location("course", ROOT / "course.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def artifacts() -> Path:
    """Return the folder for screenshots and timings, made when missing."""
    ARTIFACTS.mkdir(exist_ok=True)
    return ARTIFACTS


# One server; pages do not meet each other, because each has its own workspace and ends its kernel (`Book`).
@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start JupyterLab on a fresh working copy; yield its address; end it and its kernels afterwards."""
    home = tmp_path_factory.mktemp("course")
    starter = course()
    starter.workcopy().update(ROOT, home / "work")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    python = type("Python", (), {"python": Path(sys.executable)})()
    extra = ("--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True", "--ServerApp.port_retries=0")
    command = starter.jupyter_command(python, home, port, False, extra)
    environment = starter.jupyter_environment(home, dict(os.environ))
    # The settings are the repository's own; the kernel finds `sim` there, installed or not.
    environment |= {"JUPYTER_CONFIG_PATH": str(ROOT / ".jupyter"), "PYTHONPATH": str(ROOT)}
    with (home / "lab.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=home / "work", stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, server, home / "lab.log")
            yield address
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(15)
            server.kill()


def _wait(address: str, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/api", timeout=2).close()
            return
        time.sleep(0.25)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Open Chromium; without one the browser tests are skipped, never silently passed."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser found: none of {', '.join(BROWSERS)} is installed and CHROMIUM is not set")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def books(lab: str, browser: Any) -> Iterator[Callable[[str], Book]]:
    """Return what opens a notebook and runs it, once; asking for another one closes it."""
    opened: dict[str, Book] = {}

    def book(name: str) -> Book:
        if name not in opened:
            for other in list(opened):
                opened.pop(other).close()
            opened[name] = Book.open(browser, lab, name)
        return opened[name]

    yield book
    for other in opened.values():
        other.close()
