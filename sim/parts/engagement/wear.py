"""Wear-out (审美疲劳): the same type, the same form, one story after the other lose their appeal (ENG-8)."""

from __future__ import annotations

import math
from collections import deque

from sim.core.catalogue import FORMS, TYPES

__all__ = ["Wear"]

WINDOW, FREE = 20, 0.4


class Wear:
    """The last ``WINDOW`` posts of one account, counted by type, by form and by story; ``strength`` is ``novelty_wear``."""

    def __init__(self, strength: float) -> None:
        self.strength = strength
        self.recent: deque[tuple[int, int, bool]] = deque()
        self.story_count = 0
        self.type_count, self.form_count = [0] * len(TYPES), [0] * len(FORMS)

    def log_odds(self, kind: int, form: int, story: bool) -> float:
        """Return by how much reactions to a post fall: what exceeds ``FREE`` of the last posts wears out, at most 0."""
        if not self.strength or len(self.recent) < WINDOW:
            return 0.0
        counts = (self.type_count[kind], self.form_count[form], self.story_count if story else 0)
        shares = [count / WINDOW for count in counts]
        return sum(math.log(1.0 - self.strength * (share - FREE)) for share in shares if share > FREE)

    def remember(self, kind: int, form: int, story: bool) -> None:
        """Count one more post, and the one before the window no more."""
        self.recent.append((kind, form, story))
        self.story_count += story
        self.type_count[kind] += 1
        self.form_count[form] += 1
        if len(self.recent) > WINDOW:
            old_kind, old_form, old_story = self.recent.popleft()
            self.story_count -= old_story
            self.type_count[old_kind] -= 1
            self.form_count[old_form] -= 1
