"""Files a trainee makes: scenarios as versioned JSON, tables as CSV that Excel opens with Chinese intact."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.core.knob import knobs, value_at, vary
from sim.scenario import Scenario, base

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import Run

__all__ = ["ScenarioFileError", "content_calendar", "file_name", "load_scenario", "save_csv", "save_scenario"]

WHAT = "social media operations lab, scenario"
VERSION = 1
ENDING = ".scenario.json"


class ScenarioFileError(ValueError):
    """A scenario file that cannot be used; the text names the file and says why. The file is left as it is."""


def save_scenario(scenario: Scenario, path: Path | str) -> Path:
    """Write what ``scenario`` changes against the course's ``base``; return the path."""
    changes = {p: value for p in knobs(base) if (value := value_at(scenario, p)) != value_at(base, p)}
    kept = {"what": WHAT, "version": VERSION, "name": scenario.name, "changes": changes}
    return _replace(Path(path), json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")


def load_scenario(path: Path | str) -> Scenario:
    """Return the scenario of a file. Raise a ScenarioFileError if it is missing, damaged, newer or impossible."""
    file = Path(path)
    kept = _parsed(file)
    if not isinstance(kept, dict) or kept.get("what") != WHAT or not isinstance(kept.get("version"), int):
        raise ScenarioFileError(f"{file.name} is no scenario of this course: its marks are missing.")
    if kept["version"] > VERSION:
        raise ScenarioFileError(
            f"{file.name} was saved by a newer course (format {kept['version']}, this course reads up to {VERSION}): "
            "update the course to open it."
        )
    name, changes = kept.get("name"), kept.get("changes")
    if not isinstance(name, str) or not isinstance(changes, dict):
        raise ScenarioFileError(f"{file.name} is damaged: it has no name or no list of changes.")
    plain = {p: tuple(value) if isinstance(value, list) else value for p, value in changes.items()}
    try:
        return vary(base, plain, name=name)
    except (ValueError, TypeError) as error:
        raise ScenarioFileError(f"{file.name} cannot be used: {error}") from error


def _parsed(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ScenarioFileError(f"{file.name} does not exist in {file.resolve().parent.name}.") from None
    except OSError as error:
        raise ScenarioFileError(f"{file.name} cannot be read: {error.strerror}.") from error
    except json.JSONDecodeError as error:
        raise ScenarioFileError(f"{file.name} is damaged at line {error.lineno}: {error.msg}.") from error
    except ValueError as error:
        raise ScenarioFileError(f"{file.name} is damaged: it is no UTF-8 text.") from error


def save_csv(table: pd.DataFrame, path: Path | str) -> Path:
    """Write ``table`` as UTF-8 with a byte order mark, without its index; return the path."""
    return _replace(Path(path), table.to_csv(index=False, lineterminator="\n"), "utf-8-sig")


def file_name(words: str) -> str:
    """Return ``words`` as part of a file name that every system takes; Chinese stays."""
    return re.sub(r"[^\w-]+", "-", words).strip("-_")[:60] or "unnamed"


def content_calendar(run: Run, days: int = 14) -> pd.DataFrame:
    """Return the posts of the first ``days`` days as a calendar to fill: who does it, for whom, with which goal."""
    posts = run.posts[run.posts["day"].between(1, days)].sort_values(["day", "hour"], kind="stable")
    table = posts[["day", "hour", "platform", "type", "form"]].reset_index(drop=True)
    table["topic or festival 热点节日"] = posts["topical"].map({True: "choose one", False: ""}).to_numpy()
    named = {
        "day": "day 日期",
        "hour": "hour 时间",
        "platform": "platform 平台",
        "type": "type 类型",
        "form": "form 形式",
    }
    return table.rename(columns=named).assign(**{"for whom 受众": "", "owner 负责人": "", "goal 目标": ""})


def _replace(path: Path, text: str, encoding: str) -> Path:
    # Written beside and then renamed: a full disk or a crash never leaves half a file under the right name.
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding=encoding, newline="\n")
    return fresh.replace(path)
