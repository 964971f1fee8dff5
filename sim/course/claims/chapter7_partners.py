"""Claims of chapter 7 about others who speak: media, association and peers."""

from __future__ import annotations

from sim.course.claims.chapter7 import CRISIS
from sim.course.claims.claim import Claim, Limit, Pair

__all__ = ["CLAIMS"]

ALONE, TOGETHER = {"crisis.coordination": 0.0}, {"crisis.coordination": 0.5}
# A case of this company alone against one of the whole industry, both with coordination.
OWN_CASE, INDUSTRY = TOGETHER | {"crisis.industry_wide": 0.0}, TOGETHER | {"crisis.industry_wide": 1.0}

COORDINATION = Claim(
    id="C7.2-7",
    sentence="Talking with media, industry associations and competitors lets the company face the crisis together.",
    handbook=("H7.2-10",),
    tier="C",
    kind="assumed curve",
    parts=("CRIS",),
    common=CRISIS,
    tests=(
        Pair(label="alone → half coordinated: negative mentions", a=ALONE, b=TOGETHER, metric="neg_mentions", expected=-1),
        Pair(label="alone → half coordinated: damage", a=ALONE, b=TOGETHER, metric="damage_index", expected=-1),
        Pair(label="coordinated: a case of its own → one of the whole industry", a=OWN_CASE, b=INDUSTRY,
             metric="damage_index", expected=-1),
    ),
    boundary=(
        Limit(label="a competitor uses the contact", under={"crisis.rival_exploits": 1.0}, expect="reversed"),
        Limit(label="a competitor uses the contact with a chance of 0.2", under={"crisis.rival_exploits": 0.2}, expect="weaker"),
    ),
    off=(Limit(label="coordination changes nobody", under={"crisis.coordination_gain": 0.0, "crisis.correction_pass": 0.0},
               expect="vanishes"),),
    note="Assumed curve: how much coordination adds, and that it adds twice as much where the whole industry is accused, is "
    "written down. Found is how much of it one competitor can undo: with a chance of one in five that he uses the contact, "
    "nothing is left of the gain that could be told from none.",
)  # fmt: skip

CLAIMS = (COORDINATION,)
