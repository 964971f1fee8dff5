"""The generated pages of the reference: every parameter from its declaration, every word of the field from its list.

``python -m sim parameters --write`` makes them anew, ``--check`` says whether the committed ones are still true.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from sim.core.catalogue import named
from sim.core.knob import MARKS, Knob, knobs
from sim.course.glossary import CONCEPTS
from sim.course.parts_map import parts_page
from sim.metrics import METRICS
from sim.scenario import base

__all__ = ["PAGES", "check", "glossary_page", "parameters_page", "write"]

DOCS = Path(__file__).resolve().parents[2] / "docs"
MADE = "<!-- Made by `python -m sim parameters --write` from {source}. Change it there, not here; a test compares the two. -->"
GROUPS = {
    "": "Run 运行",
    "plan": "Content plan 内容计划",
    "audience": "Audience 受众",
    "engagement": "Engagement 互动",
    "production": "Production 内容生产",
    "desk": "Response desk 客服台",
    "community": "Community 社群",
    "campaign": "Campaign 活动",
    "analytics": "Analytics 数据分析",
    "crisis": "Crisis 危机",
    "segment": "Audience segments 人群",
    "platform": "Platforms 平台",
    "content_type": "Content types 内容类型",
    "form": "Content forms 内容形式",
}
CATALOGUE = ("platform", "segment", "content_type", "form")
PARTS = {
    "RUN": "Run control 运行", "AUD": "Audience 受众", "ENG": "Engagement 互动", "PROD": "Production 内容生产",
    "DESK": "Response desk 客服台", "COMM": "Community 社群", "CAMP": "Campaign 活动", "ANLY": "Analytics 数据分析",
    "CRIS": "Crisis 危机",
}  # fmt: skip


# --- parameters -----------------------------------------------------------------------------------------------------


def parameters_page() -> str:
    """Return ``docs/parameters.md``: one row a parameter of the base scenario, grouped by the first part of its path."""
    declared = knobs(base)
    counts = Counter(k.mark for k in declared.values())
    marks = "; ".join(f"`{mark}` {meaning} ({counts[mark]} of them)" for mark, meaning in MARKS.items())
    lines = [
        "# Parameters 参数",
        "",
        MADE.format(source="the declarations in `sim/`"),
        "",
        f"The {len(declared)} parameters of a scenario. `vary(base, path, value)` changes one; a value outside its range is "
        "refused, apart from the value that switches the mechanism off. Each is declared once, in the module of its part; "
        "the check, the slider and this page all read that declaration.",
        "",
        f"Marks: {marks}. The registry name is the short name that the claims of the course use.",
        "",
    ]
    for group, rows in groupby(declared.items(), key=_group):
        lines += [f"## {GROUPS.get(group, group)}", "", *_group_tables(group, list(rows))]
    return "\n".join(lines)


def _group(item: tuple[str, Knob]) -> str:
    return item[0].partition(".")[0] if "." in item[0] else ""


def _group_tables(group: str, rows: list[tuple[str, Knob]]) -> list[str]:
    if group not in CATALOGUE:
        return _table(rows)
    lines = []
    for name, entry in named(getattr(base, group)):
        own = [(path, k) for path, k in rows if path.startswith(f"{group}.{name}.")]
        lines += [f"### {name} {entry.zh}", "", *_table(own)]
    return lines


def _table(rows: Iterable[tuple[str, Knob]]) -> list[str]:
    head = ("path", "registry name", "default", "unit", "range", "off", "meaning", "中文", "mark", "source")
    return [_row(head), _row(["---"] * len(head)), *(_row(_cells(path, k)) for path, k in rows), ""]


def _cells(path: str, k: Knob) -> list[str]:
    # The base scenario's value: a catalogue entry has its own default.
    value: Any = base
    for part in path.split("."):
        value = getattr(value, part)
    off = "" if k.off is None else _said(k.off)
    return [
        f"`{path}`",
        f"`{k.registry or k.name}`",
        _said(value),
        k.unit,
        _range(k),
        off,
        k.meaning,
        k.zh,
        k.mark,
        k.source,
    ]


def _range(k: Knob) -> str:
    if k.kind == "switch":
        return "off / on"
    if k.kind in ("choice", "subset"):
        return " / ".join(k.choices)
    if k.kind == "mix":
        return "shares of " + " / ".join(k.choices)
    ends = f"{_said(k.low)} to {_said(k.high)}"
    hours = k.choices == tuple(f"{h:02d}" for h in range(24))
    each = "hour of the day" if hours else " / ".join(k.choices)
    return f"{ends}, one value for each of {each}" if k.kind == "table" else ends


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return " ".join(_said(one) for one in value)
    if isinstance(value, (int, float)):
        return "∞" if math.isinf(value) else f"{value:,}" if isinstance(value, int) else f"{value:g}"
    return str(value)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


# --- glossary -------------------------------------------------------------------------------------------------------


def glossary_page() -> str:
    """Return ``docs/glossary.md``: concepts, metrics, and everything that the catalogue names, in both languages."""
    lines = [
        "# Glossary 术语表",
        "",
        MADE.format(source="`sim/course/glossary.py`, `sim/metrics.py` and the catalogue"),
        "",
        "The words of the field as this course uses them. Parameters have a page of their own, `parameters.md`.",
        "",
    ]
    for heading, words in CONCEPTS.items():
        lines += [f"## {heading}", "", *_words(("term", "中文", "meaning"), words)]
    lines += ["## Metrics 指标", ""]
    for part, title in PARTS.items():
        own = [m for m in METRICS.values() if m.part == part]
        if own:
            rows = [(f"`{m.name}`", m.zh, m.unit, m.meaning) for m in own]
            lines += [f"### {title}", "", *_words(("metric", "中文", "unit", "meaning"), rows)]
    lines += ["## What the simulated market holds 模拟市场", ""]
    for group in CATALOGUE:
        entries = [(f"`{name}`", entry.zh, _said_of(group, entry)) for name, entry in named(getattr(base, group))]
        lines += [f"### {GROUPS[group]}", "", *_words(("name", "中文", "in the model"), entries)]
    return "\n".join(lines)


def _words(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    head = tuple(head)
    return [_row(head), _row(["---"] * len(head)), *map(_row, rows), ""]


def _said_of(group: str, entry: Any) -> str:
    """Return one phrase on a catalogue entry, from its own values."""
    if group == "segment":
        best = max(range(24), key=lambda h: entry.activity[h])
        return f"most often online at {best:02d} h; likes {_best(entry, 'type_preference')} and {_best(entry, 'form_appeal')}"
    if group == "platform":
        likes, comments, shares = (f"{100 * share:.0f}" for share in entry.reaction_mix)
        return (
            f"a post reaches {100 * entry.follower_exposure:g} % of the followers; "
            f"likes : comments : shares {likes} : {comments} : {shares}"
        )
    odd = [
        f"{k.meaning} × {_said(getattr(entry, k.name))}" for k in knobs(entry).values() if getattr(entry, k.name) != 1
    ]
    return ", ".join(odd) or "the yardstick: every factor is 1"


def _best(entry: Any, field: str) -> str:
    values = getattr(entry, field)
    name = knobs(entry)[field].choices[values.index(max(values))]
    return name.replace("_", " ")


# --- files ----------------------------------------------------------------------------------------------------------

PAGES = {"parameters.md": parameters_page, "glossary.md": glossary_page, "parts.md": parts_page}


def write(folder: Path = DOCS) -> list[str]:
    """Write the pages into ``folder``; return the names of those that changed."""
    stale = check(folder)
    for name in stale:
        (folder / name).write_text(PAGES[name](), encoding="utf-8", newline="\n")
    return stale


def check(folder: Path = DOCS) -> list[str]:
    """Return the names of the pages that are missing or no longer say what the declarations say."""
    text = {name: (folder / name).read_text(encoding="utf-8") for name in PAGES if (folder / name).exists()}
    return [name for name, page in PAGES.items() if text.get(name) != page()]
