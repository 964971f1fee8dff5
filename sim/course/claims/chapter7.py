"""Claims of chapter 7: crisis."""

from __future__ import annotations

from sim.course.claims.claim import Claim

__all__ = ["CLAIMS"]

CLAIMS: tuple[Claim, ...] = ()
