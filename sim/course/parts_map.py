"""The map of the parts, read off the code: who announces what, who listens, who changes and who reads what about people.

Nothing here is kept by hand: a part that announces a new word, or begins to change somebody's trust, appears by itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

__all__ = ["Part", "parts", "parts_page"]

FOLDER = Path(__file__).resolve().parent.parent / "parts"
TITLES = {
    "production": "Production 内容生产", "engagement": "Engagement 互动", "audience": "Audience 受众",
    "desk": "Response desk 客服台", "crisis": "Crisis 危机",
    "community": "Community 社群", "campaign": "Campaigns 活动", "analytics": "Analytics 数据分析",
}  # fmt: skip
# How the world's state is changed, and by which names it is read.
CHANGES = {
    "change_trust": "trust", "warm": "affinity", "make_aware": "awareness", "gain": "followers", "lose": "followers",
    "replan": "plan", "team_work": "hours", "present": "hours", "takes": "hours", "spend": "money",
}  # fmt: skip
READS = {
    "trust": "trust", "affinity": "affinity", "aware": "awareness", "following": "followers", "followers": "followers",
    "memory": "memory", "memory_now": "memory", "current": "memory", "plan": "plan", "hours_elsewhere": "hours", "left": "hours",
}  # fmt: skip
OWNERS = {"world", "ledger", "people", "scenario", "self"}


class Part:
    """One part: the words it announces and hears, what it changes and reads of the world's state."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.announces: set[str] = set()
        self.hears: set[str] = set()
        self.changes: set[str] = set()
        self.reads: set[str] = set()


def parts() -> dict[str, Part]:
    """Return every part by name, in the order of TITLES; modules that are no part of their own (reposts) are left out."""
    found = {name: Part(name) for name in TITLES}
    for path in sorted(FOLDER.rglob("*.py")):
        name = path.relative_to(FOLDER).parts[0].removesuffix(".py")
        if name in found:
            _read(ast.parse(path.read_text(encoding="utf-8")), found[name])
    return found


def _read(tree: ast.AST, part: Part) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            word = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            if called == "announce" and isinstance(word, str):
                part.announces.add(word)
            elif called == "listen" and isinstance(word, str):
                part.hears.add(word)
            elif called in CHANGES and isinstance(node.func, ast.Attribute) and _owner(node.func) in OWNERS:
                part.changes.add(CHANGES[called])
        elif isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {
                x.attr for t in targets for x in ast.walk(t) if isinstance(x, ast.Attribute) and _owner(x) == "people"
            }
            part.changes |= names & {"memory", "fatigue", "reactions"}
        if isinstance(node, ast.Attribute) and node.attr in READS and _owner(node) in OWNERS - {"self", "scenario"}:
            part.reads.add(READS[node.attr])


def _owner(node: ast.Attribute) -> str:
    below = node.value
    return below.attr if isinstance(below, ast.Attribute) else below.id if isinstance(below, ast.Name) else ""


def _edges(all_parts: dict[str, Part]) -> Iterator[tuple[str, str, str]]:
    for one in all_parts.values():
        for other in all_parts.values():
            words = sorted(one.announces & other.hears)
            if words and one is not other:
                yield one.name, other.name, ", ".join(words)


def _loops(all_parts: dict[str, Part]) -> Iterator[tuple[str, str, str]]:
    """Yield (part, state, part): the first changes what the second reads."""
    for one in all_parts.values():
        for what in sorted(one.changes):
            readers = [other.name for other in all_parts.values() if what in other.reads and other is not one]
            if readers:
                yield one.name, what, ", ".join(readers)


def parts_page() -> str:
    """Return ``docs/parts.md``: the diagram of announced words, and the tables of words and state."""
    found = parts()
    said = [
        "# The parts and their loops 模块与回路", "",
        "Made from the code in `sim/parts/` by `python -m sim parameters --write`; do not edit. An arrow is a word that one part",
        "announces and another one hears. Loops close through people and resources as well: the second table says who changes",
        "what and who reads it. What each word carries stands in [decision 7](decisions/0007-parts.md).", "",
        "```mermaid", "flowchart LR",
        *(f'  {name}["{TITLES[name]}"]' for name in found),
        *(f"  {a} -- {words} --> {b}" for a, b, words in _edges(found)),
        "```", "",
        "| part | announces | hears | changes | reads |", "|---|---|---|---|---|",
        *(f"| {TITLES[p.name]} | {' | '.join(', '.join(sorted(x)) for x in (p.announces, p.hears, p.changes, p.reads))} |"
          for p in found.values()),
        "", "| part | changes | which is read by |", "|---|---|---|",
        *(f"| {TITLES[a]} | {what} | {readers} |" for a, what, readers in _loops(found)),
    ]  # fmt: skip
    return "\n".join(said) + "\n"
