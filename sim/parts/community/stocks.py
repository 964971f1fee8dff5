"""Slow stocks 慢变量: atmosphere, knowledge of the rules, ageing rules, leaders, culture, habits (COMM-2, COMM-3, COMM-7).

What is bought today works later, and stays for a while when nothing is spent any more.
"""

from __future__ import annotations

import math

import numpy as np

from sim.core.world import Array, World
from sim.parts.community.members import QUIT, Members

__all__ = ["Stocks"]

MONTH_D = 30.0
USUAL_MOOD = 0.6
SOME_CONTENT, SOME_ACTIVITIES, SOME_CULTURE, SOME_LEADERS = (
    4.0,
    4.0,
    4.0,
    0.02,
)  # where two thirds of an effect are there
NEW_LEADERS_D = 7
REVIEW_FRESH = 0.0


class Stocks:
    """What belongs to the community as a whole, and what slowly changes in its members."""

    def __init__(self, world: World, members: Members) -> None:
        self.world, self.p, self.m = world, world.scenario.community, members
        self.mood, self.culture, self.drift = USUAL_MOOD, 0.0, 0.0
        self.hours: dict[str, float] = {}
        self.developed = 0.0  # of the members, how many are developed leaders
        self.end_h = {name: self._hour(getattr(self.p, name))
                      for name in ("points_until_day", "benefits_until_day", "spending_until_day")}  # fmt: skip

    def _hour(self, day: int) -> float:
        return math.inf if day > 365 else 24.0 * (self.world.scenario.warmup_days + day)

    def book(self, task: str, hours: float) -> None:
        """Note hours of the team, to be booked when the week is over."""
        if hours > 0:
            self.hours[task] = self.hours.get(task, 0.0) + hours

    def spending(self, now_h: float) -> bool:
        """Tell whether benefits, points, culture and leaders still get anything."""
        return now_h < self.end_h["spending_until_day"]

    def points(self, now_h: float) -> float:
        """Return the strength of the points in force."""
        return self.p.points_strength if self.spending(now_h) and now_h < self.end_h["points_until_day"] else 0.0

    def benefits(self, now_h: float) -> float:
        """Return the level of the benefits in force."""
        return self.p.benefit_level if self.spending(now_h) and now_h < self.end_h["benefits_until_day"] else 0.0

    def talk(self, *, activity_day: bool) -> float:
        """Return how much members write because of official content and activities, 1 without."""
        p = self.p
        spark = 1.0 + p.thread_spark * (1.0 - math.exp(-p.content_per_week / SOME_CONTENT))
        room = 1.0 + p.crowding * max(0.0, p.content_per_week / 7.0 - 1.0)
        return spark / room * (1.0 + p.activity_boost * activity_day)

    def lift(self) -> float:
        """Return how much more others write because of leaders."""
        return self.p.leader_lift * (1.0 - math.exp(-self.developed / SOME_LEADERS))

    # --- once a day -------------------------------------------------------------------------------------------

    def day(self, day: int, rows: Array, day_h: float, bad_share: float) -> None:
        """Bring everything slow up to date at the end of the day that began at ``day_h``."""
        p, m = self.p, self.m
        self._mood(rows, bad_share)
        self.drift += p.norm_drift / MONTH_D
        effort = p.culture_effort if self.spending(day_h) else 0.0
        self.book("community culture", effort / 7.0)
        full = 1.0 - math.exp(-effort / SOME_CULTURE)
        pace = p.culture_days if full > self.culture else p.culture_lasts_d
        self.culture += (full - self.culture) / pace
        m.knows[rows] *= 1.0 - p.forget_month / MONTH_D
        level = self.benefits(day_h)
        m.habit[rows] += (level * m.thirst[rows] - m.habit[rows]) / p.benefit_habit_d
        if not self.points(day_h):
            m.motivation[rows] += (p.motivation_start - m.motivation[rows]) / p.motivation_back_d
        self._rules(day, rows)
        self._leaders(day, rows, day_h)

    def _mood(self, rows: Array, bad_share: float) -> None:
        p = self.p
        belonging = float(self.m.belonging[rows].mean()) if len(rows) else 0.0
        lively = p.mood_activities * (1.0 - math.exp(-p.activities_month / SOME_ACTIVITIES))
        aim = belonging + lively + p.culture_mood * self.culture - p.mood_bad * bad_share
        self.mood += (min(max(aim, 0.0), 1.0) - self.mood) / p.mood_days

    def _rules(self, day: int, rows: Array) -> None:
        """Brief the members and review the rules, when it is time to (C5.2-2, C5.2-5)."""
        p, m = self.p, self.m
        if p.briefing_d and (day + 1) % p.briefing_d == 0:
            m.knows[rows] += 0.5 * (1.0 - m.knows[rows])
            self.book("community rules", p.briefing_h)
        if p.rule_review_d and (day + 1) % p.rule_review_d == 0:
            self.drift = REVIEW_FRESH
            m.knows[rows] *= 1.0 - p.review_forgets
            m.belonging[rows] = np.minimum(1.0, m.belonging[rows] + p.review_accepts)
            self.book("community rules", p.review_h)

    def _leaders(self, day: int, rows: Array, day_h: float) -> None:
        """Choose, develop and lose opinion leaders (COMM-7)."""
        p, m = self.p, self.m
        if p.leaders_lost and day == self.world.scenario.warmup_days + p.leaders_lost_day - 1:
            leaders = rows[m.leader[rows]]
            strongest = leaders[np.argsort(-m.posts[leaders], kind="stable")[: p.leaders_lost]]
            m.leave(strongest, QUIT, self.world.env.now)
            rows = m.rows()
        cared = self.spending(day_h)
        wanted = round(p.leader_share * len(rows))
        if cared and day % NEW_LEADERS_D == 0 and wanted:
            self._choose(rows, wanted)
        leaders = rows[m.leader[rows]]
        if cared:
            m.leading[leaders] = np.minimum(1.0, m.leading[leaders] + 1.0 / p.leader_days)
            self.book("community leaders", p.leader_week_h * len(leaders) / 7.0)
        else:
            m.leading[leaders] *= 1.0 - 1.0 / p.culture_lasts_d
        self.developed = float(m.leading[leaders].sum()) / max(1, len(rows))

    def _choose(self, rows: Array, wanted: int) -> None:
        """Ask those who belong most among the members who have written something, until there are enough."""
        m = self.m
        missing = wanted - int(np.count_nonzero(m.leader[rows]))
        may = rows[(m.posts[rows] > 0) & ~m.leader[rows]]
        if missing > 0 and len(may):
            m.leader[may[np.argsort(-m.belonging[may], kind="stable")[:missing]]] = True
