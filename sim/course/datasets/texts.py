"""Who writes what: short Chinese texts with an English gloss, each from its simulated cause.

``compose`` is all that a maker needs: the cause of a text is what the model knows (kind, issue, sentiment, severity) or the
record holds (content type of the post, word of demand). Texts of different causes share most of their words, as people's do;
what tells them apart is what they are about. Other vocabularies (crisis cases, communities) go through ``grammar.say``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.course.datasets.grammar import Pair, say
from sim.course.datasets.words import WORDS

__all__ = ["ISSUE_CODES", "SENTIMENTS", "Cause", "compose"]

# In the order of ``sim.parts.desk.tickets.ISSUES``.
ISSUE_CODES = (
    "late_delivery", "coupon", "loose_lid", "manual", "no_reply", "broken_cup", "smell", "colour", "refund", "size", "plug_hot",
    "coating",
)  # fmt: skip
SENTIMENTS = ("neg", "neu", "pos")
# What an issue happens to; others to anything.
THING = {"loose_lid": "kettle", "plug_hot": "kettle", "broken_cup": "cup", "coating": "pan"}
USUAL_ISSUES = ("late_delivery", "no_reply", "colour", "coupon")

UNCLEAR = 0.08  # texts that do not tell their cause


@dataclass(frozen=True)
class Cause:
    """Why a text is written.

    ``kind`` complaint, enquiry, praise, suggestion (letters to the desk) or comment; ``issue`` a code or empty;
    ``content_type`` of the post under a comment; ``demand`` the wished-for thing, (中文, English).
    """

    kind: str
    issue: str = ""
    sentiment: str = "neu"
    severity: int = 2
    content_type: str = "knowledge"
    demand: Pair | None = None


def compose(causes: Sequence[Cause], rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Return a text and its gloss for each cause; a few hide it, as people do."""
    hides = (rng.random(len(causes)) < UNCLEAR).tolist()
    usual = [USUAL_ISSUES[int(u * len(USUAL_ISSUES))] for u in rng.random(len(causes))]
    fixed = [_decided(cause, cause.issue or other) for cause, other in zip(causes, usual, strict=True)]
    starts = [_start(cause, hidden=hidden) for cause, hidden in zip(causes, hides, strict=True)]
    return say(WORDS, starts, rng, fixed)


def _start(cause: Cause, *, hidden: bool) -> str:
    """Return the list of sentences; a hidden cause is a complaint that names nothing, a comment that sounds neutral."""
    if cause.kind != "comment":
        return "unclear" if hidden and cause.kind == "complaint" else cause.kind
    if cause.demand:
        return "comment.demand"
    return "comment.neu" if hidden else f"comment.{cause.sentiment}"


def _decided(cause: Cause, issue: str) -> dict[str, Pair | str]:
    """Return the slots that the cause decides, each with the list that fills it."""
    decided: dict[str, Pair | str] = {
        "body": f"issue.{issue}",
        "grave": f"grave.{max(1, min(5, cause.severity))}",
        "remark": f"remark.{cause.content_type}",
    }
    if cause.kind in ("complaint", "comment") and issue in THING and cause.sentiment == "neg":
        decided["item"] = THING[issue]
    if cause.demand:
        decided["demand"] = cause.demand
    return decided
