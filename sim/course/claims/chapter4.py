"""Claims of chapter 4: interaction."""

from __future__ import annotations

from sim.course.claims.claim import Claim

__all__ = ["CLAIMS"]

CLAIMS: tuple[Claim, ...] = ()
