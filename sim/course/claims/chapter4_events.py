"""Claims of section 4.4."""

from __future__ import annotations

from sim.course.claims.claim import Claim

__all__ = ["CLAIMS"]

CLAIMS: tuple[Claim, ...] = ()
