"""Account heat (账号热度): the platform shows more of an account that regularly gets reactions (ENG-6)."""

from __future__ import annotations

import math

__all__ = ["Heat"]


class Heat:
    """Heat of one account, 1 at the start; ``scale``: reactions a day at which what a day adds is two thirds full."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.level, self.day, self.reactions_today = 1.0, 0, 0.0
        self.punished, self.punished_until_h = 1.0, 0.0

    def pass_days(self, day: int) -> None:
        """Bring the level up to ``day``: ``H <- 0.9 H + 0.125 (1 - exp(-reactions / scale))`` once a day."""
        while self.day < day:
            self.level = 0.9 * self.level + 0.125 * (1.0 - math.exp(-self.reactions_today / self.scale))
            self.reactions_today = 0.0
            self.day += 1

    def punish(self, heat: float, until_h: float) -> None:
        """Lower the heat to ``heat`` times what it is until ``until_h``: a post broke the platform's rules."""
        self.punished, self.punished_until_h = heat, max(until_h, self.punished_until_h)

    def shown(self, time_h: float) -> float:
        """Return account heat as the platform applies it."""
        return self.level * (self.punished if time_h < self.punished_until_h else 1.0)
