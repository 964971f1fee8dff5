"""The handbook's claims as data, one generic runner, and the report of what was found."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from sim.course.claims import (
    chapter1,
    chapter1_audience,
    chapter1_team,
    chapter2,
    chapter2_audience,
    chapter3,
    chapter3_adjustment,
    chapter3_types,
    chapter4,
    chapter4_events,
    chapter4_voice,
    chapter5,
    chapter5_activities,
    chapter6,
    chapter7,
    chapter7_daily,
    chapter7_partners,
    chapter7_warning,
)
from sim.course.claims.claim import Claim, Interaction, Limit, Pair, Sweep, scenario_of
from sim.course.claims.judge import Judgement, Line, judge, run_claim
from sim.course.claims.report import fingerprint, items, keep, kept, page, record, text

__all__ = [
    "CLAIMS", "Claim", "Interaction", "Judgement", "Limit", "Line", "Pair", "Sweep", "chosen", "fingerprint", "items", "judge",
    "keep", "kept", "page", "record", "run_claim", "scenario_of", "text",
]  # fmt: skip

CHAPTERS = (
    chapter1, chapter1_audience, chapter1_team, chapter2, chapter2_audience, chapter3, chapter3_adjustment,
    chapter3_types, chapter4, chapter4_events, chapter4_voice, chapter5, chapter5_activities, chapter6, chapter7,
    chapter7_daily, chapter7_partners, chapter7_warning,
)  # fmt: skip
CLAIMS: dict[str, Claim] = {claim.id: claim for chapter in CHAPTERS for claim in chapter.CLAIMS}


def chosen(ids: Sequence[str] = (), *, tier: str = "") -> list[Claim]:
    """Return the claims with these ids (default: all) and this tier (default: any); a ValueError names unknown ids."""
    for one in ids:
        if one not in CLAIMS:
            near = get_close_matches(one, CLAIMS, n=3) or list(CLAIMS)
            raise ValueError(f"{one!r} is not a claim of the ledger. Did you mean {', '.join(near)}?")
    wanted = set(ids) or set(CLAIMS)
    return [claim for key, claim in CLAIMS.items() if key in wanted and tier in ("", claim.tier)]
