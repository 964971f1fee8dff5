"""The ledger of hours and money: who worked when on what, and what it cost.

Every part books here and nowhere else. An *account* is a group of staff (``team``: production, moderation, analysis and
crisis work; ``desk``: the response desk). ``present`` writes down hours that are there and paid, ``work`` hours that were
used for a task, ``spend`` money for anything else. In no week may an account use more hours than were there: ``work``
refuses it, so that no part can invent time. Overtime (加班) is presence beyond the agreed hours, at a higher wage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["WEEK_H", "Ledger", "LedgerError", "Payment", "Presence", "Work"]

WEEK_H = 168.0
ROUNDING_H = 1e-6


class LedgerError(RuntimeError):
    """A part booked more hours than were there: a mistake in the model, never in a scenario."""


class Presence(NamedTuple):
    """Staff of ``account`` who were there for ``hours`` from ``start_h``, at ``wage_k`` thousand CNY an hour."""

    start_h: float
    account: str
    who: str
    hours: float
    wage_k: float
    overtime: bool


class Work(NamedTuple):
    """``hours`` that ``who`` worked on ``task`` from ``start_h``."""

    start_h: float
    account: str
    who: str
    task: str
    hours: float


class Payment(NamedTuple):
    """Money that was spent on ``item``, in thousand CNY."""

    time_h: float
    account: str
    item: str
    amount_k: float


class Ledger:
    """Hours and money of one run. Weeks begin at ``first_week_h`` and every 168 hours before and after it."""

    def __init__(self, first_week_h: float = 0.0) -> None:
        self.first_week_h = first_week_h
        self.presence: list[Presence] = []
        self.work_done: list[Work] = []
        self.payments: list[Payment] = []
        self._there: dict[tuple[str, int], float] = {}
        self._used: dict[tuple[str, int], float] = {}

    def week(self, time_h: float) -> int:
        """Return the number of the week in which ``time_h`` lies."""
        return int((time_h - self.first_week_h) // WEEK_H)

    def present(
        self, account: str, hours: float, *, start_h: float, wage_k: float, who: str = "", overtime: bool = False
    ) -> None:
        """Note that staff are there and paid, whether they work or wait."""
        if hours > 0:
            self.presence.append(Presence(start_h, account, who, hours, wage_k, overtime))
            key = account, self.week(start_h)
            self._there[key] = self._there.get(key, 0.0) + hours

    def work(self, account: str, task: str, hours: float, *, start_h: float, who: str = "") -> None:
        """Note that ``hours`` of this week were used for ``task``; raise a LedgerError if they were not there."""
        if hours <= 0:
            return
        key = account, self.week(start_h)
        used, there = self._used.get(key, 0.0) + hours, self._there.get(key, 0.0)
        if used > there + ROUNDING_H:
            raise LedgerError(f"{account} worked {used:.3f} hours in week {key[1]}, of {there:.3f} that were there.")
        self._used[key] = used
        self.work_done.append(Work(start_h, account, who, task, hours))

    def left(self, account: str, time_h: float) -> float:
        """Return the hours of the week of ``time_h`` that are there and not used yet."""
        key = account, self.week(time_h)
        return max(0.0, self._there.get(key, 0.0) - self._used.get(key, 0.0))

    def spend(self, account: str, item: str, amount_k: float, *, time_h: float) -> None:
        """Note a payment."""
        self.payments.append(Payment(time_h, account, item, amount_k))

    def hours_used(self, account: str = "", *, since_h: float = 0.0) -> float:
        """Return the hours worked by ``account`` (all accounts if empty) from ``since_h`` on."""
        return sum(w.hours for w in self.work_done if account in ("", w.account) and w.start_h >= since_h)

    def hours_there(self, account: str = "", *, since_h: float = 0.0, overtime: bool | None = None) -> float:
        """Return the paid hours of ``account`` from ``since_h`` on; ``overtime`` True or False counts only such hours."""
        return sum(
            p.hours
            for p in self.presence
            if account in ("", p.account) and p.start_h >= since_h and overtime in (None, p.overtime)
        )

    def cost_k(self, account: str = "", *, since_h: float = 0.0) -> float:
        """Return wages and payments of ``account`` from ``since_h`` on, in thousand CNY."""
        wages = sum(p.hours * p.wage_k for p in self.presence if account in ("", p.account) and p.start_h >= since_h)
        return wages + sum(p.amount_k for p in self.payments if account in ("", p.account) and p.time_h >= since_h)

    def table(self) -> pd.DataFrame:
        """Return the work done as a table: start_h, account, who, task, hours."""
        import pandas as pd

        return pd.DataFrame(self.work_done, columns=list(Work._fields))
