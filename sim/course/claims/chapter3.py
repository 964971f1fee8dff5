"""Claims of chapter 3: content creation and management."""

from __future__ import annotations

from sim.course.claims.claim import Claim

__all__ = ["CLAIMS"]

CLAIMS: tuple[Claim, ...] = ()
