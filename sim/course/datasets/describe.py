"""What is said about the data sets, made from their declarations: schema, Frictionless package, dictionary, planted flaws."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sim.course.datasets.table import PATTERNS, Column, Document, Made, Table

__all__ = ["dictionary", "package", "planted", "schema"]

FRICTIONLESS = {"text": "string", "list": "string", "datetime": "datetime", "date": "date", "whole": "integer", "number": "number",
                "flag": "integer"}  # fmt: skip
FORMATS = {"datetime": "%Y-%m-%d %H:%M:%S", "date": "%Y-%m-%d"}
KIND_NAMES = {"text": "text", "list": "list (;)", "datetime": "time", "date": "date", "whole": "whole number", "number": "number",
              "flag": "0/1"}  # fmt: skip
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
HEAD = """# Datasets 数据集

Exports of the fictitious company Qinghe Living 青禾生活, as its platforms and tools deliver them. **All data are synthetic**: one
simulated world of the course's own model makes them, and nobody in them exists. `python -m sim datasets` makes every file again
from one seed, with the same bytes; nothing here is edited by hand.

- 180 days from 2024-01-01, local time of Shanghai (Asia/Shanghai, UTC+8), money in CNY. The strategy starts on day 61 (2024-03-01).
- CSV: comma separated, UTF-8 with byte order mark (a double click opens it in Excel with Chinese intact), times as
  `2024-01-31 09:05:00`, lists with `;`, empty where nothing is known.
- **Exports are not clean.** Tools spell platforms in their own way, rows are missing or come twice, results arrive late and get
  corrected. Finding this is part of the exercises, so look before you count.
- *assumed* marks what the model does not hold: it is drawn from the distribution that the dictionary names, and no conclusion about
  the market may be drawn from it.
- `schema.json` holds types and ranges for programs; `datapackage.json` says the same in the Frictionless Table Schema, which many
  tools read. In a notebook: `from sim.course.datasets import load; posts = load("posts")`.
"""


def schema(entries: Iterable[Table | Document]) -> str:
    """Return ``schema.json``: for each file the JSON Schema of one row."""
    files: dict[str, Any] = {}
    for declared in entries:
        if isinstance(declared, Document):
            files[declared.file] = {"title": declared.about, "type": "array", "items": declared.schema}
            continue
        files[declared.file] = {
            "title": declared.about,
            "type": "object",
            "properties": {c.name: _property(c) for c in declared.columns},
            "required": [c.name for c in declared.columns if not c.empty],
            "additionalProperties": False,
        }
    return _json({"$schema": SCHEMA, "title": "Rows of the course's data sets", "files": files})


def _property(column: Column) -> dict[str, Any]:
    """Return the JSON Schema of a cell; times are as the file writes them."""
    kind = {"whole": "integer", "number": "number", "flag": "integer"}.get(column.kind, "string")
    said: dict[str, Any] = {"type": [kind, "null"] if column.empty else kind, "description": column.meaning}
    if column.kind in FORMATS:
        said["pattern"] = f"^{PATTERNS[column.kind]}$"
    if column.unit:
        said["unit"] = column.unit
    return said | _bounds(column, "items_enum" if column.kind == "list" else "enum")


def _bounds(column: Column, enum: str) -> dict[str, Any]:
    said: dict[str, Any] = {"enum": [0, 1]} if column.kind == "flag" else {}
    if column.low is not None:
        said["minimum"] = column.low
    if column.high is not None:
        said["maximum"] = column.high
    if column.one_of:
        said[enum] = [*column.one_of] + ([None] if column.empty and enum == "enum" else [])
    return said


def package(entries: Iterable[Table | Document], sizes: Mapping[str, int]) -> str:
    """Return ``datapackage.json``; ``sizes`` are the bytes of each file."""
    return _json({
        "profile": "data-package", "name": "qinghe-living", "title": "Qinghe Living 青禾生活: synthetic operations data",
        "description": "Made by the course's simulator from one seed; nobody in it exists.",
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
        "resources": [_resource(declared, sizes[declared.file]) for declared in entries],
    })  # fmt: skip


def _resource(declared: Table | Document, size: int) -> dict[str, Any]:
    about = {"name": declared.name.replace("_", "-"), "path": declared.file, "title": declared.zh, "description": declared.about,
             "bytes": size, "encoding": "utf-8"}  # fmt: skip
    if isinstance(declared, Document):
        return about | {"format": "json", "mediatype": "application/json"}
    return about | {
        "profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": {"fields": [_field(c) for c in declared.columns], "missingValues": [""]},
    }  # fmt: skip


def _field(column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": column.name, "type": FRICTIONLESS[column.kind], "title": column.zh, "description": column.meaning,
    }  # fmt: skip
    if column.kind in FORMATS:
        said["format"] = FORMATS[column.kind]
    if column.unit:
        said["unit"] = column.unit
    limits: dict[str, Any] = {} if column.empty else {"required": True}
    if column.kind == "flag":
        limits["enum"] = ["0", "1"]
    limits |= {name: value for name, value in _bounds(column, "enum").items() if name in ("minimum", "maximum")}
    if column.one_of and column.kind != "list":
        limits["enum"] = [*column.one_of]
    return said | ({"constraints": limits} if limits else {})


def dictionary(entries: Iterable[Table | Document], rows: Mapping[str, int]) -> str:
    """Return ``README.md``, the data dictionary; ``rows`` are the rows of each file."""
    declared = [*entries]
    said = [HEAD, "| # | file | 文件 | a row is | rows | used by |", "|---|---|---|---|---|---|"]
    said += [
        f"| {d.number} | [{d.file}](#{d.name}) | {d.zh} | {d.grain} | {rows[d.file]:,} | {d.used_by} |"
        for d in declared
    ]
    for d in declared:
        said += [
            "",
            f'<a id="{d.name}"></a>',
            "",
            f"## {d.number}. {d.file} {d.zh}",
            "",
            f"{d.about} One row is one {d.grain}.",
        ]
        if isinstance(d, Document):
            said += ["", *_fields(d.schema)]
            continue
        said += ["", "| column | 列名 | kind | unit | values | meaning |", "|---|---|---|---|---|---|"]
        said += [
            f"| {c.name} | {c.zh} | {KIND_NAMES[c.kind]} | {c.unit} | {c.rule} | {c.meaning}{_assumed(c)} |"
            for c in d.columns
        ]
    return "\n".join(said) + "\n"


def _assumed(column: Column) -> str:
    return f" (*assumed*: {column.assumed})" if column.assumed else ""


def _fields(schema: dict[str, Any]) -> list[str]:
    said = ["| field | type | meaning |", "|---|---|---|"]
    for name, about in schema.get("properties", {}).items():
        kind = about.get("type", "any")
        said.append(
            f"| {name} | {kind if isinstance(kind, str) else ' or '.join(kind)} | {about.get('description', '')} |"
        )
    return said


def planted(entries: Iterable[Table | Document], made: Mapping[str, Made], seed: int) -> str:
    """Return the instructor's page: which imperfections and truths stand in which file."""
    said = [
        "# What was planted in the data sets 埋设的瑕疵与真相",
        "",
        f"Made by `python -m sim datasets --seed {seed}`; never edited by hand. Trainees find these out, so this page",
        "stays with the instructor. Known answers, row by row, stand in `solutions/truth/` under the same names and keys.",
    ]
    for d in entries:
        one = made[d.name]
        if not one.planted and one.truth is None:
            continue
        said += ["", f"## {d.file} {d.zh}", ""]
        said += [f"- {sentence}" for sentence in one.planted]
        if one.truth is not None:
            about = ", ".join(f"`{c.name}` ({c.meaning})" for c in d.truth)
            said.append(f"- Known answers in `solutions/truth/{d.file}`: {about}.")
    return "\n".join(said) + "\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
