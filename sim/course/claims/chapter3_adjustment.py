"""Claims of section 3.4."""

from __future__ import annotations

from sim.course.claims.claim import Claim

__all__ = ["CLAIMS"]

CLAIMS: tuple[Claim, ...] = ()
