"""The event log: processes record facts, everything afterwards is a pure function of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EventLog"]


class EventLog:
    """Facts in the order in which they happened."""

    def __init__(self) -> None:
        self._rows: list[tuple[float, str, dict[str, Any]]] = []

    def record(self, time_h: float, event: str, **facts: Any) -> None:
        """Note that ``event`` happened at ``time_h`` (hours since the start of the run) with these facts."""
        self._rows.append((time_h, event, facts))

    def add(self, time_h: float, event: str, facts: dict[str, Any]) -> None:
        """Note an event whose facts are a dictionary already; it is kept, not copied."""
        self._rows.append((time_h, event, facts))

    def __len__(self) -> int:
        return len(self._rows)

    def of(self, event: str) -> list[dict[str, Any]]:
        """Return the facts of every such event, each with its ``time_h``."""
        return [{"time_h": t, **facts} for t, name, facts in self._rows if name == event]

    def table(self, event: str | None = None) -> pd.DataFrame:
        """Return the events (all, or those called ``event``) as a table: time_h, event, and one column a fact."""
        import pandas as pd

        rows = [{"time_h": t, "event": name, **facts} for t, name, facts in self._rows if event in (None, name)]
        return pd.DataFrame(rows, columns=None if rows else ["time_h", "event"])
