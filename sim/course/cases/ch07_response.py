"""Visible cases of E7.2 ``response_plan``: plans are judged by the hard rules of ``sim.course.crisis_plan``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.course.crisis_plan import PlanError, broken, read_plan
from sim.lab.checks import Answer, Case, Exercise, Part

__all__ = ["E7_2", "EVENT", "RESOURCES", "keeps"]

# ------------------------------------------------------------------------------------------------------------- E7.2

EVENT: dict[str, Any] = {
    "id": "EV00", "type": "product_quality", "title_en": "Sharp rims", "title_zh": "杯沿锋利",
    "text_en": "A batch of cups has sharp rims",
    "text_zh": "一批杯子杯沿锋利", "keyword_group": "quality", "evidence": "confirmed", "severity": 0.6, "trust": 0.55, "hour": 10,
    "weekend": False, "staff": 4, "mentions_first_hour": 40,
}  # fmt: skip
RESOURCES: dict[str, Any] = {
    "ready_h": 1.0, "remedy_ready_h": 30.0, "hours": 80.0, "channels": ["accounts", "website", "stores"],
    "owners": ["pr", "legal", "service", "product"], "night": ["pr"],
}  # fmt: skip


def keeps(*rules: str, every: bool = False) -> Callable[[Answer], str | None]:
    """Return a question for ``Case.watch``: which of these rules does the plan break? With ``every`` all rules count."""

    def watch(answer: Answer) -> str | None:
        event, resources = answer.arguments[:2]
        try:
            found = broken(answer.value, event, resources)
        except PlanError as error:
            return str(error)
        return next((text for rule, text in found if every or rule in rules), None)

    return watch


def _readable(answer: Answer) -> str | None:
    try:
        actions = read_plan(answer.value)
    except PlanError as error:
        return str(error)
    return None if actions else "the plan is empty"


def _plan(
    name: str, watch: Callable[[Answer], str | None], resources: dict[str, Any] | None = None, **event: Any
) -> Case:
    given = ({**EVENT, **event}, {**RESOURCES, **(resources or {})})
    return Case(name=name, given=lambda: ({**given[0]}, {k: list(v) if isinstance(v, list) else v for k, v in given[1].items()}),
                watch=watch)  # fmt: skip


E7_2 = Exercise(
    "E7.2",
    "response_plan",
    {
        "format": Part(
            "format and order",
            (_plan("a confirmed fault", _readable), _plan("a rumour at noon", _readable, evidence="unknown", hour=12)),
            (
                "A plan is a list of dicts; look at the two examples in the docstring.",
                "A statement on three channels is three actions at the same hour.",
                "Write a small function that makes one action, and sort the list by hour at the end.",
            ),
        ),
        "hours": Part(
            "statement, legal, facts and reports",
            (
                _plan("a confirmed fault", keeps("speed", "legal", "facts", "reports")),
                _plan("an accusation of unknown truth", keeps("speed", "legal", "facts", "reports"), evidence="unknown"),
                _plan("a team that is there after two hours", keeps("speed", "resources"), {"ready_h": 2.0}, evidence="probable"),
            ),
            (
                "Write the hours of one plan on paper first: who is informed, who speaks, when facts, when reports.",
                "The first statement is bounded from both sides: four hours, and `ready_h`.",
                "Reports go on for 72 hours after the first statement, with 4 to 24 hours between two of them.",
            ),
        ),
        "stance": Part(
            "what the first statement says",
            tuple(
                _plan(f"evidence {evidence!r}", keeps("stance", "facts"), evidence=evidence)
                for evidence in ("confirmed", "false", "unknown", "probable")
            ),
            (
                "Decide by the evidence first, then by severity.",
                "Which of the four levels of evidence is certain? Only there a position can be taken at once.",
                "While the truth is uncertain the first statement holds; that is a stance of its own.",
            ),
        ),
        "quiet": Part(
            "tiny matters",
            (
                _plan("a tiny matter without evidence", keeps("quiet"), evidence="unknown", severity=0.12, mentions_first_hour=4),
                _plan("a grave matter without evidence", keeps("quiet", "speed"), evidence="unknown", severity=0.7),
                _plan("a tiny matter with evidence", keeps("quiet", "speed"), evidence="confirmed", severity=0.12),
            ),
            (
                "A loud answer tells the public of what hardly anybody has heard.",
                "The rule of tiny matters needs both low severity and no evidence.",
                "A quiet plan has an action `quiet`, may inform legal, and says nothing in public.",
            ),
        ),
        "resources": Part(
            "resources and the night",
            (
                _plan("one open channel and two people", keeps("resources", "night"),
                      {"channels": ["accounts"], "owners": ["pr", "legal"], "night": ["pr"]}),
                _plan("a first post at 23 o'clock", keeps("speed", "resources", "night"), hour=23),
                _plan("forty hours of work", keeps("resources", "speed", "reports"), {"hours": 40.0}),
                _plan("a remedy that is possible late", keeps("resources", "remedy"), {"remedy_ready_h": 60.0}),
            ),
            (
                "Who is named as owner must be on call; at night (22 to 7 o'clock) only those of `night` are.",
                "The clock hour of an action is the event's hour plus the action's hour, modulo 24.",
                "`plan_hours` counts the hours of a plan: make a larger plan and a smaller one, and take the one that fits.",
            ),
        ),
    },
)  # fmt: skip
