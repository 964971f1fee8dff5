"""Publishing rules and crisis events (entry 28): JSON, bilingual, hand-written in ``content/``.

``crisis_events`` tells what a company knows when it has to decide. What is really the matter, and how fast the thing would grow,
is the truth that graders give to the crisis engine. On a small world the stories stay and everything else is drawn anew.
"""

from __future__ import annotations

from typing import Any

from sim.course.datasets.content_files import documents
from sim.course.datasets.table import Column, Document, Entry, Made

__all__ = ["ENTRIES", "EVIDENCE", "TYPES"]

TYPES = ("product_quality", "sudden_event", "negative_opinion", "brand_image")
# What is known at the start -> probability that the accusation is true [A].
EVIDENCE = {"confirmed": 1.0, "probable": 0.8, "unknown": 0.45, "false": 0.0}
EVIDENCE_SHARES = {
    "product_quality": (0.35, 0.35, 0.25, 0.05), "sudden_event": (0.7, 0.2, 0.1, 0.0),
    "negative_opinion": (0.1, 0.2, 0.4, 0.3), "brand_image": (0.4, 0.3, 0.2, 0.1),
}  # fmt: skip
TINY, TINY_SHARE = 0.2, 0.15  # severity below which a matter without evidence is best handled quietly
RUMOUR_TRUE, RUMOUR_FALSE = 0.5, 0.9
TRUTH = (
    Column("id", "text", "the event", "事件编号"),
    Column("allegation_true", "flag", "the accusation is true", "属实"),
    Column("evidence_rate", "number", "posts with first-hand evidence", "证据帖速率", "per hour", 0, 20),
    Column("first_posts", "whole", "people who post in the first hour", "首批发帖人数", "people", 1, 500),
    Column("tiny", "flag", "low severity and no evidence: quiet handling is right", "小事"),
)


def _rules(record: Any) -> Made:
    return Made(documents("publishing_rules"))


def _events(record: Any) -> Made:
    """Return twenty events, three of them tiny; on a small world in another order."""
    import pandas as pd

    rng, stories = record.of("crisis-events"), documents("crisis_events")
    order = rng.permutation(len(stories)).tolist()
    tiny = set(rng.permutation(len(stories))[: round(TINY_SHARE * len(stories))].tolist())
    told, truth = [], []
    for k, place in enumerate(order):
        story = stories[place]
        evidence = "unknown" if k in tiny else str(rng.choice([*EVIDENCE], p=EVIDENCE_SHARES[story["type"]]))
        severity = float(rng.uniform(0.1, TINY - 0.02)) if k in tiny else float(rng.uniform(0.3, 0.85))
        rate = 0.0 if k in tiny else float(rng.uniform(1.0, 5.0))
        first = int(rng.integers(2, 6)) if k in tiny else int(rng.integers(8, 60))
        name = f"EV{k + 1:02d}"
        told.append({
            "id": name, **story, "evidence": evidence, "severity": round(severity, 2),
            "trust": round(float(rng.uniform(0.35, 0.75)), 2),
            "hour": int(rng.integers(24)), "weekend": bool(rng.random() < 2 / 7), "staff": int(rng.integers(1, 9)),
            "mentions_first_hour": int(rng.poisson(1.6 * first)),
        })  # fmt: skip
        truth.append({
            "id": name, "allegation_true": int(rng.random() < EVIDENCE[evidence]), "evidence_rate": round(rate, 2),
            "first_posts": first, "tiny": int(k in tiny),
        })  # fmt: skip
    answers = pd.DataFrame(truth)
    true = answers["allegation_true"].sum()
    return Made(
        told, pd.DataFrame(truth), (f"{true} of {len(told)} accusations are true; {len(tiny)} events are tiny.",)
    )


def _text(about: str) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "description": about}


def _number(about: str, low: float, high: float, kind: str = "number") -> dict[str, Any]:
    return {"type": kind, "minimum": low, "maximum": high, "description": about}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


GROUPS = ("quality", "accuracy", "compliance", "brand", "calendar", "routing")
CHECKS = ("min", "max", "required", "max_if_hot", "at_least_field", "forbidden", "flag_needs", "flag_if_paid", "allowed_inside",
          "one_of", "max_length", "min_gap_h", "max_per_day", "hours", "free_slot", "not_on", "min_if_sensitive", "emergency_lane",
          "approval_above", "route_terms")  # fmt: skip
RULES = Document(28, "publishing_rules", "rule", "发布规则", "What a draft must keep to, by group.", "E3.3", _object({
    "id": _text("code of the rule"), "group": {"enum": [*GROUPS]}, "field": _text("field of the draft that it looks at"),
    "check": {"enum": [*CHECKS], "description": "how the field is judged"},
    "value": {"type": ["number", "string", "array", "null"], "description": "limit of the check, if it has one"},
    "terms": {"type": "array", "items": {"type": "string"}, "description": "terms of the check"},
    "severity": _number("0 no violation (an exception), 1 minor, 2 must be mended, 3 stops the draft", 0, 3, "integer"),
    "zh": _text("the rule in Chinese"), "en": _text("the rule in English"),
}))  # fmt: skip
EVENTS = Document(28, "crisis_events", "event", "危机事件", "What a company knows when it must decide.", "E7.2", _object({
    "id": _text("the event"), "type": {"enum": [*TYPES], "description": "type of crisis"},
    "title_zh": _text("title in Chinese"), "title_en": _text("title in English"),
    "text_zh": _text("what is told, in Chinese"), "text_en": _text("what is told, in English"),
    "keyword_group": {"enum": ["quality", "safety", "service"], "description": "words that its posts name"},
    "evidence": {"enum": [*EVIDENCE], "description": "what the company knows of the accusation"},
    "severity": _number("seriousness", 0, 1), "trust": _number("mean trust in the company", 0, 1),
    "hour": _number("clock hour of the first post", 0, 23, "integer"),
    "weekend": {"type": "boolean", "description": "at a weekend"},
    "staff": _number("people who can be called in at once", 1, 8, "integer"),
    "mentions_first_hour": _number("negative mentions in the first hour", 0, 1000, "integer"),
}), TRUTH)  # fmt: skip
ENTRIES = (Entry(RULES, _rules), Entry(EVENTS, _events))
