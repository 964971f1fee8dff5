"""The trainee edition: it holds nothing that gives a graded answer away, and a trainee can work with it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sim.__main__ import main
from sim.core.streams import Streams
from sim.course import bundle, exercises, personal
from sim.course.notebooks import ROOT

KEY = "f3b0c44298fc1c149afbf4c8996fb924"
MARK = "### BEGIN SOL" + "UTION"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trainee edition as a trainee unpacks it: another folder, a space and Chinese in its name."""
    place = tmp_path_factory.mktemp("desk")
    assert main(["bundle", str(place / "course.zip")]) == 0
    with zipfile.ZipFile(place / "course.zip") as packed:
        packed.extractall(place / "my 课程")
    return place / "my 课程" / bundle.TOP


def texts(edition: Path) -> dict[str, str]:
    """Return every file of the edition by name."""
    paths = sorted(p for p in edition.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return {p.relative_to(edition).as_posix(): p.read_text(encoding="utf-8", errors="replace") for p in paths}


def run(edition: Path, *command: str, text: str = "") -> subprocess.CompletedProcess:
    """Run this Python in the edition, as a trainee would: no instructor's settings, the edition's own `sim`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SIM_", "PYTHON"))}
    return subprocess.run(
        [sys.executable, *command], cwd=edition, env={**kept, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        input=text, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


# --------------------------------------------------------------------------------------- what is not in it


def test_no_file_of_the_instructor(edition: Path) -> None:
    """Neither by name nor by content: solutions, hidden tests, truth, reference policies, key, grading."""
    found = texts(edition)
    names = [n for n in found if re.search(r"solution|hidden|truth|reference_polic|(^|/)tests?/|key|runner|grading", n)]
    assert names == []
    assert [n for n, text in found.items() if re.search(r"(BEGIN|END) (SOLUTION|HIDDEN|MARK SCHEME)", text)] == []
    assert "exercises/ch02/ch02.ipynb" in found
    assert "sim/course/cases/ch02.py" in found


def test_no_line_of_a_solution_or_a_hidden_test(edition: Path) -> None:
    """Searched without the bundle's own search: every telling line of the secret regions, in every file."""
    secret: set[str] = set()
    for source in exercises.sources():
        for cell in json.loads(source.read_text(encoding="utf-8"))["cells"]:
            for region in re.findall(r"### BEGIN (?:SOL|HID).*?### END \w+", "".join(cell["source"]), re.DOTALL):
                secret |= {x.strip() for x in region.splitlines() if len(x.strip()) > 25 and " import " not in x}
    secret = {line for line in secret if not re.fullmatch(r"except \w+( as \w+)?:", line)}  # tells nothing of an answer
    assert len(secret) > 50
    everything = "\n".join(texts(edition).values())
    spoken = everything + everything.replace('\\"', '"')  # lines inside notebooks
    assert sorted(line for line in secret if line in spoken) == []


def test_what_a_trainee_needs_is_there(edition: Path) -> None:
    """Every notebook, template, exercise and data set of the repository, and what makes data sets from a seed."""
    found = texts(edition)
    kept = [n for n in bundle._listed(ROOT) if n.startswith(("notebooks/", "exercises/", "datasets/"))]

    assert sorted(n for n in found if n.startswith(("notebooks/", "exercises/", "datasets/"))) == sorted(kept)
    assert {"notebooks/01_progress.ipynb", "notebooks/templates/index.csv", "exercises/ch07/ch07.ipynb"} <= set(found)
    assert "sim/course/datasets/make.py" in found


def test_stored_outputs_are_gone(edition: Path) -> None:
    """A stored chart would show what a prediction asks for."""
    books = {n: json.loads(t) for n, t in texts(edition).items() if n.endswith(".ipynb")}
    assert len(books) >= 3
    for book in books.values():
        assert all(not c["outputs"] and c["execution_count"] is None for c in book["cells"] if c["cell_type"] == "code")


def test_graded_truth_cannot_be_regenerated(edition: Path) -> None:
    """An attacker has the generator, its source, even the hidden test's text, but no key: no try gives the truth."""

    def world(seed: int) -> list[float]:
        return [float(Streams(seed, state).of("exercise").normal()) for state in range(4)]

    truth = world(personal.personal_seed(KEY.encode(), "ann", "E2.3"))
    tried: set[int] = {0, 1, 7, 230300, 2016}
    done = run(edition, "-c", "from sim.lab.checks import graded_seed; print(graded_seed(230300))")
    tried.add(int(done.stdout))
    everything = "\n".join(texts(edition).values())
    # Every word of the edition that could be a key or a seed.
    keys = {w.encode() for w in re.findall(r"[\w+/=-]{16,}", everything)} | {b"", b"key", b"0" * 64, b"ann"}
    tried |= {int(number) for number in re.findall(r"\b\d{1,18}\b", everything)}
    numbers = sorted(
        set(re.findall(r"\bE\d\.\d\b", "\n".join(t for n, t in texts(edition).items() if n.startswith("exercises/"))))
    )
    assert "E2.3" in numbers
    for number in numbers:
        told = f"3:ann:{number}".encode()
        tried |= {int.from_bytes(hmac.new(key, told, hashlib.sha256).digest()[:8], "big") >> 1 for key in keys}
    assert len(tried) > 1000
    assert not {personal.personal_seed(KEY.encode(), "ann", number) for number in numbers} & tried
    assert all(world(seed) != truth for seed in sorted(tried)[:2000])
    assert world(personal.personal_seed(KEY.encode(), "ann", "E2.3")) == truth  # with the key it is easy
    assert "belongs to the instructor edition" in run(edition, "-m", "sim", "key", "k.txt").stderr


# ------------------------------------------------------------------------------------------- what it does


CHECKS = """
import json, re, sys
sys.modules["nbgrader"] = sys.modules["pytest"] = None  # a trainee has neither
import sim
from sim.lab.checks import CheckFailed
answer = sys.stdin.read()
names, said = {}, []
for cell in json.load(open("work/exercises/ch02/ch02.ipynb", encoding="utf-8"))["cells"]:
    told, text = cell["metadata"].get("nbgrader", {}), "".join(cell["source"])
    if cell["cell_type"] != "code" or not told.get("grade_id", "").startswith("e2_3"):
        continue
    try:
        exec(answer if told["solution"] and answer else text, names)
        said += ["right"] if told["grade"] else []
    except CheckFailed as failed:
        said.append(type(failed).__name__)
print(json.dumps([sim.__file__, said]))
"""


def test_a_trainee_can_work_with_it(edition: Path) -> None:
    """The working copy is made, the visible checks run: blank, wrong and right, without nbgrader and pytest."""
    made = run(edition, "-c", bundle.POST_BUILD.partition('-c "')[2].rpartition('"')[0])
    assert made.returncode == 0, made.stderr

    def checks(answer: str) -> list[str]:
        done = run(edition, "-c", CHECKS, text=answer)
        assert done.returncode == 0, done.stderr
        file, said = json.loads(done.stdout.splitlines()[-1])
        assert Path(file).is_relative_to(edition)
        return list(said)

    notebook = json.loads((ROOT / "solutions" / "ch02" / "ch02.ipynb").read_text(encoding="utf-8"))
    right = next(
        "".join(c["source"]) for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "e2_3"
    )
    # The four cells of hidden tests are comments here and pass as what they are: nothing.
    assert checks("") == ["NotAttempted"] * 5 + ["right"] * 4
    assert checks(right) == ["right"] * 9
    assert checks("def recommend_cadence(*a):\n    return {}") == ["Wrong"] * 5 + ["right"] * 4


def test_its_commands_answer(edition: Path) -> None:
    """The simulator runs; what belongs to instructors says so in one sentence."""
    small = ["--set", "n_people=1500", "--set", "horizon_days=5", "--set", "platforms=weibo"]
    assert run(edition, "-m", "sim", "simulate", *small).returncode == 0
    for command in (["grade", "x"], ["bundle", "x"], ["exercises"]):
        done = run(edition, "-m", "sim", *command)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert "belongs to the instructor edition" in done.stderr
    told = run(edition, "course.py", "test")
    assert told.returncode != 0
    assert "trainee edition" in told.stdout + told.stderr


def test_its_readme_names_only_what_is_there(edition: Path) -> None:
    """Every link leads to a file of the edition."""
    text = (edition / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)", text)
    assert len(links) >= 4
    assert [link for link in links if not (edition / link).is_file()] == []


# ---------------------------------------------------------------------------------------------- the making


def test_same_tree_same_bytes(tmp_path: Path) -> None:
    """Twice as a zip, once as a folder: the same files, and the zip to the last byte."""
    bundle.write(tmp_path / "a.zip")
    bundle.write(tmp_path / "b.zip")
    bundle.write(tmp_path / "folder")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        inside = {n.partition("/")[2]: packed.read(n) for n in packed.namelist()}
    written = {
        p.relative_to(tmp_path / "folder").as_posix(): p.read_bytes()
        for p in (tmp_path / "folder").rglob("*")
        if p.is_file()
    }
    assert inside == written
    if os.name != "nt":
        assert os.access(tmp_path / "folder" / "postBuild", os.X_OK)


def test_an_archive_gives_the_same_edition(tmp_path: Path) -> None:
    """Where there is no git, the same files are found, and what gets made there is left out."""
    copy = tmp_path / "copy"
    for name in bundle._listed(ROOT):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    for stray in ("sim/__pycache__/x.pyc", "work/answers.ipynb", "notebooks/.ledger.jsonl"):
        (copy / stray).parent.mkdir(parents=True, exist_ok=True)
        (copy / stray).write_bytes(b"x")
    assert bundle.members(copy) == bundle.members(ROOT)


LEAKS: dict[str, tuple[str, bytes]] = {
    "a marker": ("sim/lab/x.py", f"{MARK}\n".encode()),
    "a line of a solution": ("docs/help.md", b"gaps = [paired_difference(column, runs[:, at]) for column in runs.T]\n"),
    "a folder of truth": ("datasets/truth/users.csv", b"id,type\n"),
    "a file of truth": ("datasets/comments_truth.csv", b"id,type\n"),
    "reference policies": ("sim/course/reference_policies.py", b"x = 1\n"),
    "the key": ("docs/notes.md", f"our key is {KEY}\n".encode()),
}  # fmt: skip


@pytest.mark.parametrize("name", LEAKS)
def test_a_leak_stops_the_bundle(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of secret in a file that would go in: nothing is written, and the sentence names the file."""
    monkeypatch.setenv(personal.KEY, KEY)
    file, data = LEAKS[name]
    real: Any = bundle.members
    monkeypatch.setattr(bundle, "members", lambda root=ROOT: {**real(root), file: data})

    with pytest.raises(ValueError, match=re.escape(file)):
        bundle.write(tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def test_truth_under_another_name_is_found(tmp_path: Path) -> None:
    """A file of the instructor's folder, or a table with the columns of one, whatever it is called."""
    (tmp_path / "solutions" / "truth").mkdir(parents=True)
    (tmp_path / "solutions" / "truth" / "users.csv").write_bytes(b"user_id,kind\n1,loyal\n")
    files = {
        "datasets/a.csv": b"user_id,kind\n1,loyal\n",
        "datasets/b.csv": b"user_id,kind\n2,lost\n",
        "datasets/c.csv": b"user_id\n1\n",
    }
    found = bundle.leaks(files, root=tmp_path, environment={})

    assert [said.partition(":")[0] for said in found] == ["datasets/a.csv", "datasets/b.csv"]


def test_wheels_go_in(tmp_path: Path) -> None:
    """A room without internet gets its packages with the course; an empty folder is an error."""
    (tmp_path / "w").mkdir()
    with pytest.raises(FileNotFoundError, match="holds no wheels"):
        bundle.write(tmp_path / "x.zip", wheels=tmp_path / "w")
    (tmp_path / "w" / "a-1-py3-none-any.whl").write_bytes(b"PK")
    assert "wheels/a-1-py3-none-any.whl" in bundle.write(tmp_path / "x", wheels=tmp_path / "w")


def test_wrong_targets_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """Inside the course, or over somebody's files."""
    (tmp_path / "mine.txt").write_text("x")
    for target, said in ((ROOT / "dist.zip", "inside the course folder"), (tmp_path, "is not empty")):
        assert main(["bundle", str(target)]) == 2
        assert said in capsys.readouterr().err
