"""What the service desk's tool tells of each ticket: when it was answered, and how its author felt.

The run knows when the desk of the model answered. Beside that desk stand two rules that the export adds (A): severe complaints go
to a manager on duty, who answers nearly all of them within the hour, and mild ones wait for a batch. Satisfaction follows the
desk's own law of waiting, less ``PER_SEVERITY`` for each step of severity: whoever nearly got burnt is not glad, however fast the
answer. So severe complaints are answered first and rated worst.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.core.world import Array
from sim.course.datasets.company import Record
from sim.parts.desk.consequences import satisfaction

__all__ = ["SEVERE", "Told", "told"]

SEVERE = 3  # severity from which a complaint goes to the manager on duty
DUTY = 0.85  # of these answered within the hour
BATCH_H = 8.0  # mild complaints wait up to so many hours longer; those of severity 2 half as long
PER_SEVERITY = 0.16


class Told(NamedTuple):
    """The tickets that reached the desk, in order of time: rows of the log, and arrays of shape (n,).

    ``severity`` 1 for what is no complaint; ``reply_h`` and ``end_h`` hours of the run, NaN: never; ``felt`` satisfaction 0–1.
    """

    rows: list[dict[str, Any]]
    complaint: Array
    severity: Array
    reply_h: Array
    end_h: Array
    felt: Array


def told(record: Record) -> Told:
    """Return what the desk's tool tells of a record."""
    return record.once("desk export", _told)  # type: ignore[no-any-return]


def _told(record: Record) -> Told:
    rows = sorted((t for t in record.run.ticket_rows if t["registered"]), key=lambda t: (t["opened_h"], t["person"]))
    opened, wait = (np.array([row[name] for row in rows]) for name in ("opened_h", "first_reply_h"))
    complaint = np.array([row["kind"] == "complaint" for row in rows])
    severity = np.where(complaint, np.maximum([row["severity"] for row in rows], 1), 1)
    u = record.of("duty").random(len(rows))
    duty = complaint & (severity >= SEVERE) & (u < DUTY)
    wait = np.where(duty, np.fmin(wait, 0.1 + 0.85 * u / DUTY), wait)
    wait = np.where(complaint & (severity < SEVERE), wait + BATCH_H * u / severity, wait)
    wait = np.where(opened + wait < 24.0 * record.world.total_days, wait, np.nan)
    closed = np.array([row["state"] == "closed" for row in rows])
    end = np.where(closed, np.fmax([row["end_h"] for row in rows], opened + np.nan_to_num(wait)), np.nan)
    felt = [
        satisfaction(record.scenario.desk, hours, row["reopened"] > 0)
        for hours, row in zip(wait.tolist(), rows, strict=True)
    ]
    felt_then = np.clip(np.array(felt) - PER_SEVERITY * (severity - 1), 0.0, 1.0)
    return Told(rows, complaint, severity, opened + wait, end, felt_then)
