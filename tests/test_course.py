"""The door: what course.py says and does, without making an environment."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOOR = ROOT / "course.py"


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load course.py as it would run in a folder of its own, with a space and Chinese characters."""
    root = tmp_path / "试 验"
    root.mkdir()
    (root / "requirements.lock").write_text("nothing==1\n", encoding="utf-8")
    (root / "requirements-dev.lock").write_text("nothing==1\n", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("door", DOOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "installer", lambda: None)
    monkeypatch.delenv("COURSE_WHEELS", raising=False)
    return module


def old_pythons() -> Iterator[str]:
    """Find Pythons too old for the course, on the path or where pyenv keeps them."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for minor in range(5, 11):
        name = f"python3.{minor}"
        found = [shutil.which(name), *map(str, sorted(pyenv.glob(f"3.{minor}.*/bin/{name}")))]
        for python in filter(None, found):
            if subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0:
                yield python
                break


def run(*arguments: str, python: str = sys.executable, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run course.py as a person would."""
    return subprocess.run(
        [python, str(DOOR), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
        check=False,
        timeout=60,
    )


def one_sentence(text: str, *words: str) -> None:
    """Check that a failure reads as one sentence that says what and how to mend it."""
    lines = text.strip().splitlines()
    assert len(lines) == 1, text
    assert lines[0].startswith("course.py: ")
    assert lines[0].endswith(".")
    assert "Traceback" not in text
    for word in words:
        assert word in lines[0], f"{word!r} is not in: {lines[0]}"


# ---- Python versions


def test_old_pythons_get_a_sentence() -> None:
    """Every old Python found here prints the sentence instead of a SyntaxError."""
    found = list(old_pythons())
    if not found:
        pytest.skip("no Python 3.5 to 3.10 on this machine")
    for python in found:
        done = run("lab", python=python)
        assert done.returncode == 2, f"{python}: {done.stderr}"
        one_sentence(done.stderr, "this is Python 3.", "needs 3.11, 3.12 or 3.13", "mend: ")


@pytest.mark.parametrize("version", [(3, 4, 0), (3, 10, 9), (3, 14, 0), (4, 0, 0)])
def test_versions_outside_are_refused(door: ModuleType, version: tuple[int, ...]) -> None:
    """Too old and too new are said alike, with a Windows variant of the way out."""
    said = door.version_problem(version, "win32")
    assert f"this is Python {version[0]}.{version[1]}" in said
    assert "py -3.13" in said
    assert "mend: run `python3." in (door.version_problem(version, "linux") + "mend: run `python3.")


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 5), (3, 13, 99)])
def test_versions_inside_are_accepted(door: ModuleType, version: tuple[int, ...]) -> None:
    """The three supported versions pass."""
    assert door.version_problem(version) is None


def test_no_syntax_newer_than_python_3_5() -> None:
    """Guard the file where no old Python is at hand: the parser is asked to accept only old syntax."""
    import ast

    tree = ast.parse(DOOR.read_text(encoding="utf-8"), feature_version=(3, 5))
    modern = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Match)
    assert not [node for node in ast.walk(tree) if isinstance(node, modern)]
    assert not [a for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for a in [node.returns] if a]


# ---- command line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["no command given", "lab, test, doctor, reset, wheels"]),
        (["labs"], ["unknown command 'labs'", "lab, test, doctor, reset, wheels"]),
        (["lab", "--port", "many"], ["--port"]),
        (["reset"], ["notebook"]),
        (["test", "--fast"], ["--fast"]),
    ],
)
def test_wrong_command_lines(arguments: list[str], words: list[str]) -> None:
    """A wrong word is answered with the right ones, exit code 2."""
    done = run(*arguments)
    assert done.returncode == 2
    one_sentence(done.stderr, "mend: ", *words)


def test_arguments_after_the_dashes_are_passed_on(door: ModuleType) -> None:
    """Jupyter and pytest get their own arguments untouched."""
    options = door.read(["lab", "--no-browser", "--port", "9", "--", "--port", "x", "--"])
    assert (options.port, options.no_browser, options.extra) == (9, True, ["--port", "x", "--"])
    command = door.jupyter_command(door.trainee(door.ROOT), door.ROOT, 9, False, ["--debug"])
    assert command[-1] == "--debug"
    assert "--ServerApp.port=9" in command
    assert "--no-browser" in command


def test_the_wheels_folder_may_come_from_the_environment(door: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """COURSE_WHEELS serves a whole classroom; the option wins."""
    monkeypatch.setenv("COURSE_WHEELS", "/shared")
    assert door.read(["lab"]).wheels == "/shared"
    assert door.read(["lab", "--wheels", "mine"]).wheels == "mine"


# ---- environments


def make_fake(env: object, door: ModuleType) -> None:
    """Stand in for a finished environment."""
    env.python.parent.mkdir(parents=True)  # type: ignore[attr-defined]
    env.python.write_text("", encoding="utf-8")  # type: ignore[attr-defined]
    door.write_whole(env.stamp, env.wanted_stamp())  # type: ignore[attr-defined]


def test_stamp_tells_whole_from_half_made(door: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """No stamp, an old lock or another Python: the environment is not taken for whole."""
    env = door.trainee(door.ROOT)
    assert not env.whole()
    make_fake(env, door)
    assert env.whole()
    env.lock.write_text("nothing==1\r\n", encoding="utf-8", newline="")
    assert env.whole(), "line ends that git changes on Windows are no new lock"
    monkeypatch.setattr(door.platform, "python_version", lambda: "3.12.99")
    assert not env.whole()
    monkeypatch.undo()
    env.lock.write_text("nothing==2\n", encoding="utf-8")
    assert not env.whole()
    env.lock.write_text("nothing==1\n", encoding="utf-8")
    env.stamp.unlink()
    assert not env.whole()


def test_interrupted_installation_is_made_again(door: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C during pip leaves no stamp; the next start takes the ruin down and begins again."""
    env = door.trainee(door.ROOT)
    monkeypatch.setattr(door, "check_room", lambda *_: None)

    def half(env: object, *_: object) -> None:
        env.python.parent.mkdir(parents=True)  # type: ignore[attr-defined]
        env.python.write_text("", encoding="utf-8")  # type: ignore[attr-defined]
        (env.folder / "ruin").write_text("", encoding="utf-8")  # type: ignore[attr-defined]

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(door, "make_empty", half)
    monkeypatch.setattr(door, "install", stop)
    with pytest.raises(KeyboardInterrupt):
        door.ensure(env)
    assert not env.whole()
    made: list[bool] = []
    monkeypatch.setattr(door, "make_empty", lambda env, *_: made.append((env.folder / "ruin").exists()))
    monkeypatch.setattr(door, "install", lambda *_: env.python.parent.mkdir(parents=True))
    monkeypatch.setattr(door, "link_project", lambda env: env.python.write_text("", encoding="utf-8"))
    door.ensure(env)
    assert made == [False], "the ruin was still there when the environment was made again"
    assert env.whole()
    door.ensure(env)
    assert len(made) == 1, "a whole environment was made again"


def test_project_link_survives_a_move(door: ModuleType) -> None:
    """The link to `sim` is relative and plain ASCII, so the course folder may be renamed."""
    env = door.trainee(door.ROOT)
    inside = env.folder / ("Lib/site-packages" if os.name == "nt" else "lib/python3.11/site-packages")
    inside.mkdir(parents=True)
    door.link_project(env)
    line = (inside / "course_project.pth").read_text(encoding="ascii").strip()
    assert (inside / line).resolve() == door.ROOT.resolve()


def test_users_own_jupyter_settings_are_left_out(door: ModuleType) -> None:
    """Settings, kernels and start-up files of the user cannot break the course; proxies and tokens stay."""
    base = {
        "PATH": "p",
        "HTTPS_PROXY": "h",
        "JUPYTER_TOKEN": "t",
        "JUPYTER_PATH": "x",
        "JUPYTERLAB_SETTINGS_DIR": "x",
        "IPYTHONDIR": "x",
        "PYTHONPATH": "x",
    }
    made = door.jupyter_environment(door.ROOT, base)
    assert {made[name] for name in ("PATH", "HTTPS_PROXY", "JUPYTER_TOKEN")} == {"p", "h", "t"}
    assert "x" not in made.values()
    assert made["JUPYTER_CONFIG_PATH"] == str(door.ROOT / ".jupyter")


def test_uv_is_used_only_where_it_finds_its_way(door: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave uv alone where pip has settings and uv has none: uv does not read them."""
    spec = importlib.util.spec_from_file_location("fresh_door", DOOR)
    assert spec is not None
    assert spec.loader is not None
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    for name in [name for name in os.environ if name.startswith(("UV_", "PIP_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(fresh.shutil, "which", lambda name: "/usr/bin/uv" if name == "uv" else None)
    monkeypatch.setattr(fresh, "pip_settings", list)
    assert fresh.installer() == "/usr/bin/uv"
    monkeypatch.setattr(fresh, "pip_settings", lambda: ["index-url"])
    assert fresh.installer() is None
    monkeypatch.setenv("UV_DEFAULT_INDEX", "mirror")
    assert fresh.installer() == "/usr/bin/uv"


# ---- failures, each one sentence


@pytest.mark.parametrize(
    ("output", "wheels", "words"),
    [
        ("OSError: [Errno 28] No space left on device", None, ["disk is full", "free"]),
        (
            "PermissionError: [Errno 13] Permission denied: 'x'",
            None,
            ["cannot be written", "folder of your own"],
        ),
        (
            "ProxyError('Cannot connect to proxy.', OSError('407 Proxy'))",
            None,
            ["proxy refuses", "HTTPS_PROXY"],
        ),
        ("NewConnectionError: [Errno -2] Name or service not known", None, ["no network", "--wheels"]),
        ("SSLError(CERTIFICATE_VERIFY_FAILED)", None, ["certificate", "pip config set"]),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", None, ["not the one that the lock names"]),
        (
            "ERROR: No matching distribution found for altair==6.3.0",
            "w",
            ["folder of wheels w lacks altair "],
        ),
        ("ERROR: something new\nhint", None, ["the installation stopped: ERROR: something new"]),
        ("", None, ["no output", "doctor"]),
    ],
)
def test_installers_output_becomes_one_sentence(
    door: ModuleType, output: str, wheels: str | None, words: list[str]
) -> None:
    """Every known failure names its cause, a way out and the log file."""
    said = door.explain(output, Path("the.log"), wheels)
    assert "mend: " in said
    assert "the.log" in said
    assert "\n" not in said
    for word in words:
        assert word in said


def failed(door: ModuleType, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must fail with code 2 and return its sentence."""
    assert door.main(list(arguments)) == 2
    return capsys.readouterr().err


def test_full_disk_is_seen_before_installing(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A disk without room is refused at once, not after a minute."""
    monkeypatch.setattr(door.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))  # type: ignore[attr-defined]
    monkeypatch.setattr(door, "trainee", lambda: door.Environment(door.ROOT, ".venv", "requirements.lock"))
    one_sentence(failed(door, capsys, "lab"), "the disk is full", "mend: free some space")


def test_folder_that_cannot_be_written(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A read-only folder (a network share, a CD) is named."""

    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(door.tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(door, "trainee", lambda: door.Environment(door.ROOT, ".venv", "requirements.lock"))
    one_sentence(failed(door, capsys, "lab"), "cannot be written to", "mend: move the course")


def test_missing_venv_module(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bare Debian gets the line to type."""
    monkeypatch.setattr(door, "missing_modules", lambda: ["ensurepip"])
    monkeypatch.setattr(door, "check_room", lambda *_: None)
    monkeypatch.setattr(door, "trainee", lambda: door.Environment(door.ROOT, ".venv", "requirements.lock"))
    one_sentence(failed(door, capsys, "lab"), "lacks its module ensurepip", "sudo apt-get install python3-venv")


def fake_venv(door: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `lab` install with this interpreter's pip into a folder of its own, never into the environment."""
    env = door.Environment(door.ROOT, ".venv", "requirements.lock")
    env.python = Path(sys.executable)
    env.lock.write_text("simpy==4.1.2 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    monkeypatch.setenv("PIP_TARGET", str(door.ROOT / "target"))
    monkeypatch.setenv("PIP_RETRIES", "1")  # with none, pip does not say why
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setattr(door, "trainee", lambda: env)
    monkeypatch.setattr(door, "check_room", lambda *_: None)
    monkeypatch.setattr(door, "make_empty", lambda *_: None)


# Asked without looking for the module: that alone would switch setuptools' own distutils off for the whole process.
HAS_PIP = any(found.name == "pip" for found in importlib.metadata.distributions())
needs_pip = pytest.mark.skipif(not HAS_PIP, reason="this environment has no pip")


def closed_port() -> int:
    """Return a loopback port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@needs_pip
def test_dead_proxy_and_dead_index(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A real pip against a closed port: the proxy is blamed when there is one, else the network."""
    fake_venv(door, monkeypatch)
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{closed_port()}/simple")
    said = failed(door, capsys, "lab")
    one_sentence(said, "no network", "venv-install.log")
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.invalid/simple")
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    one_sentence(failed(door, capsys, "lab"), "the proxy refuses")
    log = door.ROOT / "work" / ".logs" / "venv-install.log"
    assert "pip install" in log.read_text(encoding="utf-8")


@needs_pip
def test_incomplete_wheels_folder_names_the_package(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A folder without the wheel is told apart from a folder that is not there."""
    fake_venv(door, monkeypatch)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    one_sentence(failed(door, capsys, "lab", "--wheels", str(tmp_path / "none")), "no folder of wheels at")
    folder = tmp_path / "轮 子"
    folder.mkdir()
    (folder / "other-1-py3-none-any.whl").write_bytes(b"")
    one_sentence(failed(door, capsys, "lab", "--wheels", str(folder)), "lacks simpy for this Python")


def test_missing_lock_and_missing_sources(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An incomplete download of the course is recognised."""
    monkeypatch.setattr(door, "trainee", lambda: door.Environment(door.ROOT, ".venv", "gone.lock"))
    one_sentence(failed(door, capsys, "lab"), "gone.lock is missing", "get the whole course folder")
    with pytest.raises(door.CourseError, match=r"workcopy\.py is missing"):
        door.workcopy(door.ROOT)


def test_unexpected_system_errors_are_no_traceback(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the system refuses later is still one sentence."""

    def full(_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(door, "lab", full)
    one_sentence(failed(door, capsys, "lab"), "the disk is full")


# ---- reset, test, doctor


def test_reset_through_the_door(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown name lists the notebooks; code 2, one sentence."""
    copies = door.workcopy(ROOT)
    monkeypatch.setattr(door, "workcopy", lambda: copies)
    one_sentence(failed(door, capsys, "reset", "ch99"), "no notebook is called 'ch99'", "the notebooks are: none")


def test_steps_of_test(door: ModuleType) -> None:
    """The quick run leaves out the long marks; --all leaves out nothing but what the machine lacks."""
    books = door.ROOT / "notebooks"
    for path in (
        books / "00_start_here.ipynb",
        books / "ch01.ipynb",
        door.ROOT / "solutions" / "ch01" / "ch01.ipynb",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")
    quick = door.test_steps(door.ROOT, "py", False, [], "chromium")
    assert [name for name, _ in quick] == ["tests", "notebooks"]
    assert "not slow and not browser and not install" in quick[0][1]
    assert [word for word in quick[1][1] if word.endswith(".ipynb")] == [str(Path("notebooks/00_start_here.ipynb"))]
    every = door.test_steps(door.ROOT, "py", True, [], "chromium")
    assert [name for name, _ in every] == ["ruff check", "ruff format", "mypy", "tests", "browser tests", "notebooks"]
    assert every[3][1][-2:] == ["-m", "not browser"]
    assert every[4][1][-2:] == ["-m", "browser"]
    assert sum(word.endswith(".ipynb") for word in every[5][1]) == 3
    assert "--nbval" in every[5][1]
    without = door.test_steps(door.ROOT, "py", True, [], None)
    assert [name for name, _ in without] == ["ruff check", "ruff format", "mypy", "tests", "notebooks"]
    assert door.test_steps(door.ROOT, "py", True, ["-k", "x"], None) == [("tests", ["py", "-m", "pytest", "-k", "x"])]


def test_test_goes_on_after_a_failure(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All steps run, the summary names the failed one, the exit code is 1."""
    steps = [("first", [sys.executable, "-c", "raise SystemExit(5)"]), ("second", [sys.executable, "-c", ""])]
    monkeypatch.setattr(door, "ensure", lambda *_: None)
    monkeypatch.setattr(door, "test_steps", lambda *_: steps)
    assert door.main(["test"]) == 1
    said = capsys.readouterr().out
    assert said.strip().splitlines()[-1].startswith("course.py test: 1 of 2 steps passed; failed: first (")
    assert "second: ok" in said
    monkeypatch.setattr(door, "test_steps", lambda *_: steps[1:])
    assert door.main(["test"]) == 0


def test_doctor_on_a_healthy_machine(door: ModuleType) -> None:
    """Every line is one sentence with a verdict; nothing blocks here."""
    lines = list(door.examine(door.ROOT, closed_port()))
    assert len(lines) >= 9
    for verdict, text in lines:
        assert verdict in ("ok", "warn", "FAIL")
        assert text.endswith(".")
        assert ("mend: " in text) == (verdict != "ok"), text
    assert "FAIL" not in [verdict for verdict, _ in lines]
    assert any("spaces and non-ASCII characters in it do no harm" in text for _, text in lines)


def test_doctor_finds_what_is_broken(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bare Debian, a taken port, a half-made and a hollow environment are each found."""
    monkeypatch.setattr(door, "missing_modules", lambda: ["ensurepip"])
    door.trainee(door.ROOT).folder.mkdir()
    hollow = door.developer(door.ROOT)
    make_fake(hollow, door)
    hollow.python.unlink()
    shutil.copy(sys.executable, hollow.python) if os.name == "nt" else hollow.python.symlink_to(sys.executable)
    monkeypatch.setattr(door, "IMPORTS", ("no_such_package",))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        text = "\n".join(f"{verdict} {said}" for verdict, said in door.examine(door.ROOT, port))
        assert "FAIL this Python lacks its module ensurepip" in text
        assert "warn .venv is unfinished or older than its lock" in text
        assert "FAIL .venv-dev cannot import its packages" in text
        assert f"warn port {port} is taken" in text
        monkeypatch.setattr(door, "examine", lambda *_: [("FAIL", "x — mend: y.")])
        assert door.main(["doctor"]) == 1
    assert "FAIL: x — mend: y." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("length", "long_paths", "verdict"), [(81, False, "FAIL"), (81, True, "ok"), (40, False, "ok")]
)
def test_long_paths_on_windows(door: ModuleType, length: int, long_paths: bool, verdict: str) -> None:
    """Windows' limit is judged before the installation runs into it."""
    assert door.examine_path("C" * length, "nt", long_paths)[0] == verdict
    assert door.examine_path("C" * 300, "posix", False)[0] == "ok"
