#!/usr/bin/env python3
"""The door to the Social Media Operations Lab, for anyone with Python 3.11 to 3.13 and nothing else.

    python3 course.py lab        make the environment when needed, refresh work/, open JupyterLab
    python3 course.py test       run the quick tests (at most five minutes); with --all, everything
    python3 course.py doctor     say what is wrong with this machine and how to mend it
    python3 course.py reset ch02 --section 2.3      bring back the original of a notebook or a section
    python3 course.py wheels FOLDER                 fetch the packages for rooms without internet

On Windows: `py course.py lab`. Standard library only. Nothing is installed outside this folder.
"""
# This file must be readable by every Python 3, or an old one would answer with a SyntaxError instead of the
# sentence of `version_problem`: no f-strings, no walrus, no type hints, no numbers with underscores.
# ruff: noqa: UP032

import argparse
import contextlib
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOWEST, HIGHEST = (3, 11), (3, 13)
RUN = "py course.py" if os.name == "nt" else "python3 course.py"
COMMANDS = ("lab", "test", "doctor", "reset", "wheels")
NEEDED_BYTES = 1500 * 10**6  # environment 0.5 GB, downloads of the same size, the rest to work with
FIRST_NOTEBOOK = "00_start_here.ipynb"
STAMP = "course-stamp.txt"
IMPORTS = (
    "numpy",
    "scipy",
    "pandas",
    "simpy",
    "altair",
    "anywidget",
    "vl_convert",
    "ipywidgets",
    "jupyterlab",
)


class CourseError(Exception):
    """What keeps the command from working: one sentence that says what and how to mend it."""


def say(text=""):
    """Print at once, also where the output is a file or a pipe."""
    print(text, flush=True)


def version_problem(version, system=sys.platform):
    """Say in one sentence why this Python cannot run the course; None when it can."""
    if LOWEST <= tuple(version[:2]) <= HIGHEST:
        return None
    if system == "win32":
        mend = "install Python 3.13 and run `py -3.13 course.py lab`"
    else:
        names = ["python{}.{}".format(*pair) for pair in ((3, 13), (3, 12), (3, 11))]
        there = [name for name in names if runs(name)]
        mend = "run `{} course.py lab`".format(there[0]) if there else "install Python 3.13 and run it with that"
    return "this is Python {}.{}, the course needs 3.11, 3.12 or 3.13; mend: {}".format(version[0], version[1], mend)


def runs(name):
    """Tell whether a command of this name starts: one that is on the path may still be an empty stub."""
    with contextlib.suppress(OSError):
        command = [name, "-c", "pass"]
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    return False


def base_python():
    """Return the Python that environments are made from, also when this one is inside an environment."""
    return getattr(sys, "_base_executable", None) or sys.executable


# ---------------------------------------------------------------------------------------- environments


class Environment:
    """One virtual environment of this folder, made from one lock file."""

    def __init__(self, root, name, lock):
        self.root, self.folder, self.lock = Path(root), Path(root) / name, Path(root) / lock
        self.scripts = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.scripts / ("python.exe" if os.name == "nt" else "python")
        self.stamp = self.folder / STAMP
        self.log = self.root / "work" / ".logs" / (name.lstrip(".") + "-install.log")

    def wanted_stamp(self):
        """Describe the environment that would be made here and now: the lock, the Python, the system."""
        lock = hashlib.sha256(self.lock.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        return "{}\nPython {} in {}\n{} {}\n".format(
            lock, platform.python_version(), sys.base_prefix, sys.platform, platform.machine()
        )

    def whole(self):
        """Tell whether the environment was finished, for this lock and this Python: the stamp comes last."""
        try:
            return self.python.exists() and self.stamp.read_text(encoding="utf-8") == self.wanted_stamp()
        except (OSError, ValueError):
            return False


def trainee(root=ROOT):
    """Return the environment that `lab` opens."""
    return Environment(root, ".venv", "requirements.lock")


def developer(root=ROOT):
    """Return the environment that `test` runs in: the same packages, and the tools of the tests."""
    return Environment(root, ".venv-dev", "requirements-dev.lock")


def ensure(env, wheels=None):
    """Make the environment unless it stands; a half-made one is taken down first."""
    if env.whole():
        return
    if not env.lock.is_file():
        # The trainee edition has neither the tests nor the lock of their tools.
        edition = "" if env.lock.name == "requirements.lock" else " (the trainee edition has no tests: use `doctor`)"
        raise CourseError("{} is missing; mend: get the whole course folder again{}".format(env.lock.name, edition))
    check_room(env.root)
    if env.folder.exists():
        say("{} is unfinished or belongs to other packages: making it again.".format(env.folder.name))
        remove(env.folder)
    started = time.monotonic()
    tool = installer()
    env.log.parent.mkdir(parents=True, exist_ok=True)
    with env.log.open("w", encoding="utf-8") as log:
        make_empty(env, tool, log)
        install(env, tool, wheels, log)
    link_project(env)
    write_whole(env.stamp, env.wanted_stamp())
    say("{} is ready ({:.0f} s).".format(env.folder.name, time.monotonic() - started))


def check_room(root, needed=NEEDED_BYTES):
    """Refuse before a long installation what would fail at its end."""
    try:
        with tempfile.TemporaryFile(dir=str(root)):
            pass
    except OSError as error:
        raise CourseError(
            "the folder {} cannot be written to ({}); mend: move the course to a folder of your own, such as "
            "your home folder".format(root, error.strerror)
        ) from error
    free = shutil.disk_usage(str(root)).free
    if free < needed:
        raise CourseError(
            "the disk is full: {:.1f} GB free in {}, the course needs {:.1f} GB; mend: free some space or "
            "move the course to another disk".format(free / 1e9, root, needed / 1e9)
        )


def remove(folder):
    """Take an environment down."""
    try:
        # The stamp goes first: what is left after an interruption must not look whole.
        with contextlib.suppress(FileNotFoundError):
            (folder / STAMP).unlink()
        shutil.rmtree(str(folder))
    except OSError as error:
        raise CourseError(
            "{} cannot be replaced ({}); mend: close every JupyterLab of this course, delete the folder by "
            "hand if need be, and run the command again".format(folder, error.strerror)
        ) from error


def installer():
    """Return the path of uv when it may be used, else None for pip.

    uv does not read pip's settings. Where pip has been told about an index, a proxy or a certificate, only
    pip will find its way, so uv is left alone unless it has settings of its own.
    """
    uv = shutil.which("uv")
    if uv and (any(name.startswith("UV_") for name in os.environ) or not pip_settings()):
        return uv
    return None


def pip_settings():
    """List the names of the pip settings that say where packages come from and how to get there."""
    matters = ("index-url", "extra-index-url", "find-links", "no-index", "proxy", "cert", "client-cert")
    told = ["PIP_" + name.upper().replace("-", "_") for name in matters]
    found = [name for name in told if os.environ.get(name)]
    try:
        listed = subprocess.run(
            [base_python(), "-m", "pip", "config", "list"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30, check=False,
        ).stdout.decode("utf-8", "replace")  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        listed = ""
    names = re.findall(r"^[\w:-]+\.\.?([\w-]+)=", listed, re.M)
    return found + sorted({name for name in names if name in matters} - {""})


def missing_modules():
    """List what a bare Debian leaves out of Python."""
    return [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]


def venv_problem(missing):
    """Say how to get the modules that make environments."""
    return (
        "this Python lacks its module {}, so no environment can be made; mend: on Debian and Ubuntu run "
        "`sudo apt-get install python3-venv`, elsewhere install Python again with all its parts"
    ).format(" and ".join(missing))


def make_empty(env, tool, log):
    """Make the environment's folder with a Python in it."""
    if tool:
        command = [tool, "venv", "--python", base_python(), str(env.folder)]
    else:
        missing = missing_modules()
        if missing:
            raise CourseError(venv_problem(missing))
        command = [base_python(), "-m", "venv", str(env.folder)]
    status, lines = run_logged(command, log)
    if status:
        text = "".join(lines)
        if "ensurepip" in text:
            raise CourseError(venv_problem(["ensurepip"]))
        raise CourseError(explain(text, env.log))


def install(env, tool, wheels, log):
    """Install exactly what the lock lists, each file checked against its checksum."""
    total = len(re.findall(r"^[A-Za-z0-9].*==", env.lock.read_text(encoding="utf-8"), re.M))
    say("Installing about {} packages into {} (a minute or two) ...".format(total, env.folder.name))
    if tool:
        command = [tool, "pip", "install", "--python", str(env.python)]
    else:
        command = [str(env.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        command += ["--progress-bar", "off"]
    command += ["--require-hashes", "-r", str(env.lock)]
    if wheels is not None:
        command += ["--no-index", "--find-links", str(wheels_folder(wheels))]
    status, lines = run_logged(command, log, total)
    if status:
        raise CourseError(explain("".join(lines), env.log, wheels))


def wheels_folder(wheels):
    """Return the folder of wheels, which must exist and hold some."""
    folder = Path(wheels).expanduser().resolve()
    if not folder.is_dir() or not any(folder.glob("*.whl")):
        raise CourseError(
            "there is no folder of wheels at {}; mend: make it on a machine with internet by "
            "`{} wheels FOLDER` and give its path with --wheels".format(folder, RUN)
        )
    return folder


def run_logged(command, log, total=0):
    """Run an installer with all its output in the log; show how far it is when a person looks on."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}
    environment.update(PYTHONIOENCODING="utf-8", PYTHONNOUSERSITE="1")
    lines, seen, live = [], 0, total and sys.stdout.isatty()
    log.write("\n$ " + " ".join(command) + "\n")
    log.flush()
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    except OSError as error:
        return 1, [str(error)]
    try:
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace")
            lines.append(line)
            log.write(line)
            seen += line.startswith("Collecting ")
            if live:
                done = "unpacking" if line.startswith("Installing collected") else "{} of {}".format(seen, total)
                sys.stdout.write("\r  {:<24}".format(done))
                sys.stdout.flush()
        return process.wait(), lines
    finally:
        if process.poll() is None:  # Ctrl+C: leave no installer behind
            process.terminate()
            process.wait()
        process.stdout.close()
        log.flush()
        if live:
            sys.stdout.write("\r" + " " * 28 + "\r")


# What an installer's output contains -> what it means and how to mend it. The first that fits is said.
FULL = r"No space left on device|Errno 28|not enough space|WinError 112"
REFUSED = r"Permission denied|Errno 13|WinError 5\b|Read-only file system"
PROXY = r"ProxyError|connect to proxy|Tunnel connection failed|407 Proxy|tunnel error|proxy connect"
CERTIFICATE = r"CERTIFICATE_VERIFY_FAILED|SSLError|invalid peer certificate"
CHECKSUM = r"DO NOT MATCH THE HASHES|[Hh]ash mismatch"
NETWORK = (
    r"NewConnectionError|Failed to establish|NameResolution|getaddrinfo|ConnectTimeout|unreachable|"
    r"name resolution|ReadTimeout|Connection refused|error sending request|dns error|from versions: none"
)
MEANINGS = (
    (PROXY, "the proxy refuses or does not answer; mend: ask for the right HTTPS_PROXY, or install without "
            "internet from a folder of wheels (--wheels)"),
    (CERTIFICATE, "the connection's certificate is not trusted; mend: have your network's certificate set "
                  "for pip (`pip config set global.cert FILE`)"),
    (CHECKSUM, "a downloaded package is not the one that the lock names; mend: run the command again"),
    (NETWORK, "no network: the package index cannot be reached or is empty; mend: connect this machine, set "
              "HTTPS_PROXY if your network asks for a proxy, or install from a folder of wheels (--wheels)"),
)  # fmt: skip


def explain(text, log, wheels=None):
    """Turn an installer's output into one sentence that says what is wrong and how to mend it."""
    return "{} (all of the installer's output: {})".format(meaning(text, wheels), log)


def meaning(text, wheels=None):
    """Say what an installer's output means."""
    if re.search(FULL, text):
        return "the disk is full; mend: free {:.1f} GB and run the command again".format(NEEDED_BYTES / 1e9)
    if re.search(REFUSED, text):
        return "a file of the environment cannot be written; mend: move the course to a folder of your own"
    gap = re.search(r"requirement ([\w.-]+)|distribution found for ([\w.-]+)|[Bb]ecause ([\w.-]+)", text)
    if wheels is not None and gap:
        return (
            "the folder of wheels {} lacks {} for this Python and system; mend: fill it again with "
            "`{} wheels FOLDER` on a machine of the same kind with internet"
        ).format(wheels, next(name for name in gap.groups() if name), RUN)
    for pattern, sentence in MEANINGS:
        if re.search(pattern, text):
            return sentence
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["no output"]
    errors = [line for line in lines if line.lower().startswith("error")]
    return "the installation stopped: {}; mend: run `{} doctor`".format((errors or lines)[-1].rstrip("."), RUN)


def link_project(env):
    """Let the environment import `sim` from this folder, also after the folder has moved."""
    inside = env.folder / "Lib" / "site-packages"
    if os.name != "nt":
        inside = next((env.folder / "lib").glob("python3.*")) / "site-packages"
    # A relative line keeps the file free of non-ASCII characters, which old code pages would spoil.
    write_whole(inside / "course_project.pth", os.path.relpath(str(env.root), str(inside)) + "\n")


def write_whole(path, text):
    """Write a small file whole or not at all."""
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(text, encoding="utf-8")
    os.replace(str(temporary), str(path))


# ------------------------------------------------------------------------------------------------- lab


def workcopy(root=ROOT):
    """Load the module that keeps `work/`, by its path: it needs no environment and costs no start-up time."""
    place = Path(root) / "sim" / "course" / "workcopy.py"
    spec = importlib.util.spec_from_file_location("course_workcopy", str(place))
    if spec is None or not place.is_file():
        raise CourseError("{} is missing; mend: get the whole course folder again".format(place))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def jupyter_environment(root, base):
    """Return the variables JupyterLab starts with: this folder's settings, none of the user's own."""
    keep = {
        name: value
        for name, value in base.items()
        if name not in ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV")
        and (not name.startswith(("JUPYTER", "IPYTHON")) or name == "JUPYTER_TOKEN")
    }
    own = Path(root) / "work" / ".jupyter"
    keep.update(
        JUPYTER_CONFIG_PATH=str(Path(root) / ".jupyter"),
        JUPYTER_CONFIG_DIR=str(own / "config"),
        JUPYTER_DATA_DIR=str(own / "data"),
        JUPYTER_RUNTIME_DIR=str(own / "runtime"),
        IPYTHONDIR=str(own / "ipython"),
        PYTHONNOUSERSITE="1",
        PYTHONUTF8="1",
    )
    return keep


def jupyter_command(env, root, port=None, browser=True, extra=()):
    """Return the command line that opens the working copy in JupyterLab."""
    work = Path(root) / "work"
    page = "/lab/tree/" + FIRST_NOTEBOOK if (work / FIRST_NOTEBOOK).exists() else "/lab"
    command = [str(env.python), "-P", "-m", "jupyterlab", "--ServerApp.root_dir=" + str(work)]
    # Read-only: packages come from the lock, so Lab need not ask an index what else there is.
    command += ["--LabApp.default_url=" + page, "--LabApp.extension_manager=readonly"]
    if port is not None:
        command += ["--ServerApp.port={}".format(port)]
    if not browser:
        command += ["--no-browser"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command += ["--allow-root"]  # a container: there is no other user to be
    return command + list(extra)


def lab(options):
    """Open the course in JupyterLab."""
    env = trainee()
    ensure(env, options.wheels)
    copies = workcopy()
    try:
        for line in copies.update(ROOT, ROOT / "work"):
            say(line)
    except copies.WorkcopyError as error:
        raise CourseError(str(error)) from error
    command = jupyter_command(env, ROOT, options.port, not options.no_browser, options.extra)
    say("Starting JupyterLab on work/ (stop it with Ctrl+C) ...")
    environment = jupyter_environment(ROOT, os.environ)
    os.chdir(str(ROOT / "work"))
    if os.name != "nt":
        os.execve(command[0], command, environment)
    process = subprocess.Popen(command, env=environment)
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl+C is for JupyterLab, which asks back
            return process.wait()


# ------------------------------------------------------------------------------------------------ test


def chromium():
    """Return the path of a Chromium, Chrome or Edge for the browser tests; None when there is none."""
    names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "msedge",
        "microsoft-edge",
    ]
    places = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ]
    for base in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        places += [
            os.path.join(os.environ.get(base, ""), *parts)
            for parts in (("Google", "Chrome", "Application", "chrome.exe"),
                          ("Microsoft", "Edge", "Application", "msedge.exe"))
        ]  # fmt: skip
    named = os.environ.get("CHROMIUM")
    found = [named] if named and Path(named).is_file() else []
    found += [path for path in map(shutil.which, names) if path]
    found += [path for path in places if os.path.isabs(path) and Path(path).is_file()]
    return found[0] if found else None


def test_steps(root, python, everything, extra, browser):
    """List what `test` runs: pairs of a name and a command."""
    run = [str(python), "-m"]
    # Two processes, and whole files to each: cells of a notebook and tests that share a run belong together.
    two = ["-n", "2", "--dist", "loadfile"]
    nbval = ["pytest", *two, "--nbval", "--nbval-current-env", "--nbval-cell-timeout=120"]
    nbval += ["--nbval-sanitize-with", "tests/nbval_sanitize.cfg"]
    if extra:
        return [("tests", [*run, "pytest", *extra])]
    if not everything:
        steps = [("tests", [*run, "pytest", *two, "-m", "not slow and not browser and not install"])]
        books = [Path("notebooks") / FIRST_NOTEBOOK]
    else:
        steps = [
            ("ruff check", [*run, "ruff", "check", "."]),
            ("ruff format", [*run, "ruff", "format", "--check", "."]),
            ("mypy", [*run, "mypy"]),
            ("tests", [*run, "pytest", *two, "--durations=15", "-m", "not browser"]),
        ]
        if browser:
            # Alone, because they write down how quickly the panel answers.
            steps.append(("browser tests", [*run, "pytest", "-m", "browser"]))
        books = sorted(p.relative_to(root) for p in (root / "notebooks").glob("*.ipynb"))
        books += sorted(p.relative_to(root) for p in (root / "solutions").glob("**/*.ipynb"))
    books = [str(book) for book in books if (root / book).is_file() and ".ipynb_checkpoints" not in book.parts]
    if books:
        steps.append(("notebooks", [*run, *nbval, *books]))
    return steps


def test(options):
    """Run the checks; keep going after a failure and say at the end what failed."""
    env = developer()
    ensure(env, options.wheels)
    browser = chromium()
    if options.all and not browser:
        say("Browser tests are skipped: no Chromium, Chrome or Edge found; set CHROMIUM to one to run them.")
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    environment.update(PYTHONUTF8="1", PYTHONNOUSERSITE="1")
    environment["PATH"] = str(env.scripts) + os.pathsep + environment.get("PATH", "")
    if browser:
        environment["CHROMIUM"] = browser
    started, failed = time.monotonic(), []
    steps = test_steps(ROOT, env.python, options.all, options.extra, browser)
    for number, (name, command) in enumerate(steps, 1):
        say("\n== {} of {}: {} ==".format(number, len(steps), name))
        begun = time.monotonic()
        if subprocess.call(command, cwd=str(ROOT), env=environment):
            failed.append(name)
        say("== {}: {} ({:.0f} s) ==".format(name, "FAILED" if name in failed else "ok", time.monotonic() - begun))
    say("\ncourse.py test: {} of {} steps passed{} ({:.0f} s)".format(
        len(steps) - len(failed), len(steps),
        "; failed: " + ", ".join(failed) if failed else "", time.monotonic() - started,
    ))  # fmt: skip
    return 1 if failed else 0


# ---------------------------------------------------------------------------------------------- doctor


def doctor(options):
    """Say what is wrong with this machine and how to mend it; 1 when something blocks the course."""
    blocked = 0
    for verdict, text in examine(ROOT, options.port or 8888):
        blocked += verdict == "FAIL"
        say("{:<5} {}".format(verdict + (":" if verdict == "FAIL" else ""), text))
    say("doctor: something blocks the course, see FAIL above." if blocked else "doctor: the course can run here.")
    return 1 if blocked else 0


def examine(root, port):
    """Yield (ok, warn or FAIL; one sentence) for everything that the course leans on."""
    yield "ok", "Python {} at {}.".format(platform.python_version(), sys.executable)
    missing = missing_modules()
    if missing and not installer():
        yield "FAIL", venv_problem(missing).replace("; mend:", " — mend:") + "."
    else:
        yield "ok", "environments can be made ({}).".format("with uv" if installer() else "venv and pip")
    try:
        check_room(root, NEEDED_BYTES // 10 if trainee(root).whole() else NEEDED_BYTES)
        yield (
            "ok",
            "{} can be written to, {:.0f} GB free.".format(root, shutil.disk_usage(str(root)).free / 1e9),
        )
    except CourseError as problem:
        yield "FAIL", str(problem).replace("; mend:", " — mend:") + "."
    yield examine_path(str(root), os.name, long_paths_allowed())
    yield examine_settings()
    for env, purpose in ((trainee(root), "lab"), (developer(root), "test")):
        yield examine_environment(env, purpose)
    yield examine_port(port)
    browser = chromium()
    if browser:
        yield "ok", "browser tests will use {}.".format(browser)
    else:
        yield "warn", "no Chromium, Chrome or Edge: only the browser tests are skipped — mend: set CHROMIUM."
    yield (
        "ok",
        "git is {}; the course does not need it.".format("there" if shutil.which("git") else "not there"),
    )


def examine_path(path, system, long_paths):
    """Judge the folder's own name; the longest file of the environment has 172 characters below it."""
    if system == "nt" and len(path) > 80 and not long_paths:
        return "FAIL", (
            "the folder's path has {} characters, and Windows stops at 260 for the files in it — mend: move "
            "the course to a short path such as C:\\course.".format(len(path))
        )
    odd = [what for what, there in (("spaces", " " in path), ("non-ASCII characters", not path.isascii())) if there]
    harmless = " ({} in it do no harm)".format(" and ".join(odd)) if odd else ""
    return "ok", "the folder's path is fine{}.".format(harmless)


def long_paths_allowed():
    """Tell whether this Windows has been told to accept long paths."""
    try:
        import winreg  # not there elsewhere

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    except (ImportError, OSError):
        return False


def examine_settings():
    """Name, without values (they may hold passwords), the settings that installing will respect."""
    proxies = [n for n in sorted(os.environ) if n.lower() in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")]
    seen = proxies + pip_settings()
    return "ok", "installing will respect {}.".format(", ".join(seen) if seen else "pip's defaults: no settings seen")


def examine_environment(env, purpose):
    """Look whether an environment is there and whole."""
    name, mend = env.folder.name, "run `{} {}`".format(RUN, purpose)
    if not env.folder.exists():
        return "ok", "{} is not made yet; `{} {}` makes it.".format(name, RUN, purpose)
    if not env.whole():
        return "warn", "{} is unfinished or older than its lock — mend: {}, which makes it again.".format(name, mend)
    again = "delete the folder {} and {}".format(name, mend)
    code = "import " + ", ".join(IMPORTS)
    imports = subprocess.run([str(env.python), "-c", code], stderr=subprocess.PIPE, check=False)
    if imports.returncode:
        last = imports.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        return "FAIL", "{} cannot import its packages ({}) — mend: {}.".format(name, "".join(last), again)
    check = subprocess.run([str(env.python), "-m", "pip", "check"], stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, check=False)  # fmt: skip
    text = check.stdout.decode("utf-8", "replace").strip()
    if check.returncode and "No module named pip" not in text:  # uv makes environments without pip
        return "FAIL", "{}: {} — mend: {}.".format(name, text.splitlines()[0], again)
    return "ok", "{} is whole: stamp, imports and requirements agree.".format(name)


def examine_port(port):
    """Look whether JupyterLab's usual port is free."""
    with contextlib.closing(socket.socket()) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return "warn", "port {} is taken; JupyterLab will take the next one — mend: none needed.".format(port)
    return "ok", "port {} is free.".format(port)


# ------------------------------------------------------------------------------------- reset and wheels


def reset(options):
    """Bring back the original of a notebook or of one section of it."""
    copies = workcopy()
    try:
        say(copies.reset(ROOT, ROOT / "work", options.notebook, options.section))
    except copies.WorkcopyError as error:
        raise CourseError(str(error)) from error


def wheels(options):
    """Fetch the wheels of the trainees' lock, for this system and this Python."""
    folder = Path(options.folder).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CourseError("{} cannot be made ({}); mend: name another folder".format(folder, error.strerror)) from error
    check_room(folder)
    log_at = folder / "download.log"
    env = trainee()
    with tempfile.TemporaryDirectory() as spare, log_at.open("w", encoding="utf-8") as log:
        python = pip_python(env, Path(spare), log)
        say("Fetching the packages of {} into {} ...".format(env.lock.name, folder))
        command = [str(python), "-m", "pip", "download", "--disable-pip-version-check", "--no-input"]
        command += ["--progress-bar", "off", "--only-binary", ":all:", "--no-deps", "--require-hashes"]
        status, lines = run_logged([*command, "-d", str(folder), "-r", str(env.lock)], log)
    if status:
        raise CourseError(explain("".join(lines), log_at))
    say("{} files for Python {}.{} on {}: carry the folder to the room and run "
        "`{} lab --wheels FOLDER` there.".format(
            len(list(folder.glob("*.whl"))), sys.version_info[0], sys.version_info[1], platform.system(), RUN
        ))  # fmt: skip


def pip_python(env, spare, log):
    """Return a Python that has pip: the environment's, this one, or one made for the purpose."""
    for python in (env.python, Path(base_python())):
        if python.exists() and run_logged([str(python), "-m", "pip", "--version"], log)[0] == 0:
            return python
    throwaway = Environment(spare, "venv", "unused.lock")
    make_empty(throwaway, None, log)
    return throwaway.python


# -------------------------------------------------------------------------------------------- the door


class Parser(argparse.ArgumentParser):
    """argparse, with one sentence instead of a usage text when the command line is wrong."""

    def error(self, message):
        """Say what is wrong with the command line and which words there are."""
        wrong = re.search(r"invalid choice: (\S+)", message)
        if wrong and "choose" in message:
            message = "unknown command {}".format(wrong.group(1).rstrip(","))
        raise CourseError("{}; mend: use one of {}, or --help".format(message, ", ".join(COMMANDS)))


def parser():
    """Return the command line's grammar."""
    top = Parser(prog="course.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    off = {
        "metavar": "FOLDER",
        "default": os.environ.get("COURSE_WHEELS") or None,
        "help": "install from this folder of wheels, without internet (also: COURSE_WHEELS)",
    }
    one = commands.add_parser("lab", help="open the course in JupyterLab; after --, arguments for Jupyter")
    one.add_argument("--no-browser", action="store_true", help="print the address instead of opening it")
    one.add_argument("--port", type=int, metavar="N", help="port of the server (default 8888 or the next free)")
    one.add_argument("--wheels", **off)
    one = commands.add_parser("test", help="run the tests; after --, arguments for pytest alone")
    one.add_argument("--all", action="store_true", help="every check and every notebook (up to 30 minutes)")
    one.add_argument("--wheels", **off)
    one = commands.add_parser("doctor", help="say what is wrong with this machine and how to mend it")
    one.add_argument("--port", type=int, metavar="N", help="port to look at (default 8888)")
    one = commands.add_parser("reset", help="bring back the original of a notebook or a section")
    one.add_argument("notebook", help="such as ch02 or exercises/ch02")
    one.add_argument("--section", metavar="N.N", help="only this section, such as 2.3")
    one = commands.add_parser("wheels", help="fetch the packages for a room without internet")
    one.add_argument("folder", metavar="FOLDER", help="where to put them")
    return top


def read(arguments):
    """Return the options; what stands after `--` is kept for Jupyter or pytest."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    options = parser().parse_args(arguments[:cut])
    options.extra = arguments[cut + 1 :]
    if options.command is None:
        raise CourseError("no command given; mend: use one of {}, such as `lab`, or --help".format(", ".join(COMMANDS)))
    return options


def main(arguments):
    """Run one command; return the exit code: 0 done, 1 checks failed, 2 could not be done."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # a Windows console that lacks a character must not stop us
    try:
        problem = version_problem(sys.version_info)
        if problem:
            raise CourseError(problem)
        options = read(arguments)
        run = {"lab": lab, "test": test, "doctor": doctor, "reset": reset, "wheels": wheels}[options.command]
        return run(options) or 0
    except CourseError as problem:
        sys.stderr.write("course.py: {}.\n".format(str(problem).rstrip(".")))
    except KeyboardInterrupt:
        sys.stderr.write("course.py: stopped; run the command again to go on where it is needed.\n")
        return 130
    except OSError as error:
        full = getattr(error, "errno", None) == 28
        mend = "free some space" if full else "check that the folder is yours and that no program holds the file"
        sys.stderr.write("course.py: {}; mend: {}.\n".format("the disk is full" if full else error, mend))
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
