"""Two rooms to work in: the alarm room (预警室), which plays a stream, and the risk register (风险清单) as a map to edit.

Both are elements of a lesson (``sim.lab.lesson``): native controls, what is answered is kept in the ledger, and without a
kernel they are plain text. What they show comes from tables; nothing is decided in the browser but the pace.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from sim.lab.alarms import _bands, alarm_list, blocks
from sim.lab.charts import _finish, _need
from sim.lab.ledger import Ledger
from sim.lab.lesson import Element

__all__ = ["LEVEL_NAMES", "AlarmRoom", "RiskMatrix", "alarm_room", "risk_level", "risk_map", "risk_matrix"]

CHECK_H = 3  # hours of work that a false alarm takes
LEVEL_NAMES = {1: "blue 蓝", 2: "yellow 黄", 3: "orange 橙", 4: "red 红"}
# Score (probability x impact) from which a level holds.
BORDERS = ((16, 4), (10, 3), (5, 2), (1, 1))
WORST = 5  # what can end the company is never blue


class AlarmRoom(Element):
    """A stream that is played: at each alarm the person acts or waits, and learns afterwards what was there."""

    _script, _kept_as = "rooms.js", "room"

    def __init__(self, key: str, table: pd.DataFrame, threshold: float, ledger: Ledger | None = None) -> None:
        rows = blocks(table)
        alarms = alarm_list(table).assign(hour=table.index[table["level"] >= 0] + 1)
        crises = (24 * (_bands(table) - 1)).round().astype(int)
        self.alarms = len(alarms)
        spec = {
            "title": "Alarm room 预警室: be the one on watch", "hours": len(table), "block_h": 6, "check_h": CHECK_H,
            "threshold": threshold, "mentions": rows["mentions"].round(1).tolist(),
            "share": [None if pd.isna(v) else round(v, 3) for v in rows["share"]],
            "alarms": alarms[["hour", "day", "clock", "level", "share", "multiple", "really"]].astype(object).where(
                alarms.notna(), None).to_dict("records"),
            "crises": crises.to_numpy().tolist(),
        }  # fmt: skip
        super().__init__("alarm-room", key, spec, ledger)
        kept = self.kept()
        self.state = {"score": kept.get("score")}
        self.said = f"Last time: {kept['score']}" if kept.get("score") else ""

    def do_finish(self, score: str) -> None:
        """Keep how the watch went, in words."""
        self.state = {"score": str(score)}
        self.said = str(score) + self.store(score=str(score))
        self.done = True

    def words(self) -> str:
        """Return what it is."""
        days = self.spec["hours"] // 24
        return f"Alarm room: {days} days are played, {self.alarms} alarms ring; at each you act or wait."


class RiskMatrix(Element):
    """A risk register as a map: probability and impact of each risk can be changed; ``table`` is what they are now."""

    _script, _kept_as = "rooms.js", "room"

    def __init__(self, key: str, register: pd.DataFrame, ledger: Ledger | None = None) -> None:
        _need(register, ["risk_id", "risk", "risk_en", "probability", "impact"])
        self.register = register.reset_index(drop=True)
        spec = {
            "title": "Risk register 风险清单: rate each risk for your company",
            "risks": [{"id": r.risk_id, "name": f"{r.risk_en} {r.risk}"} for r in self.register.itertuples()],
            "levels": [[risk_level(p, i) for i in range(1, 6)] for p in range(1, 6)],
            "names": {str(level): name for level, name in LEVEL_NAMES.items()},
        }  # fmt: skip
        super().__init__("risk-matrix", key, spec, ledger)
        usual = {r.risk_id: [int(r.probability), int(r.impact)] for r in self.register.itertuples()}
        kept = {k: v for k, v in self.kept().get("ratings", {}).items() if k in usual and _fair(v)}
        self.state = {"ratings": usual | kept}

    @property
    def table(self) -> pd.DataFrame:
        """The register with the ratings of now, its score and its level."""
        rated = self.state["ratings"]
        p, i = ([rated[k][n] for k in self.register["risk_id"]] for n in (0, 1))
        table = self.register.assign(probability=p, impact=i)
        table["score"] = table["probability"] * table["impact"]
        table["level"] = [risk_level(a, b) for a, b in zip(p, i, strict=True)]
        return table

    def do_rate(self, ratings: dict[str, Any]) -> None:
        """Keep the ratings."""
        fair = {k: v for k, v in ratings.items() if k in self.state["ratings"] and _fair(v)}
        self.state = {"ratings": self.state["ratings"] | fair}
        counts = self.table["level"].value_counts()
        told = ", ".join(f"{counts[level]} {name}" for level, name in reversed(LEVEL_NAMES.items()) if level in counts)
        self.said = told + "." + self.store(ratings=self.state["ratings"])

    def words(self) -> str:
        """Return the risks with their levels."""
        rows = [
            f"  {r.risk_id} {r.risk_en}: {r.probability} x {r.impact}, level {r.level}" for r in self.table.itertuples()
        ]
        return "\n".join(["Risk register, to be rated:", *rows])


def _fair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(v) is int and 1 <= v <= 5 for v in value)


def risk_level(probability: int, impact: int) -> int:
    """Return the risk level (风险等级) 1 to 4 of a probability and an impact from 1 to 5; impact 5 is at least level 2."""
    for name, value in (("probability", probability), ("impact", impact)):
        if value not in range(1, 6):
            raise ValueError(f"{name} = {value!r} is outside 1 to 5.")
    level = next(level for border, level in BORDERS if probability * impact >= border)
    return max(2, level) if impact == WORST else level


def risk_map(register: pd.DataFrame, *, title: str, width: int = 420, height: int = 300) -> alt.LayerChart | alt.Chart:
    """Draw a register as a heat map: impact to the right, probability upward, the risks' numbers in their field."""
    _need(register, ["risk_id", "probability", "impact"])
    there = register.groupby(["probability", "impact"])["risk_id"].agg(_fields)
    fields = pd.DataFrame(
        {"probability": p, "impact": i, "level": risk_level(p, i), "ids": there.get((p, i), "")}
        for p in range(1, 6) for i in range(1, 6)
    )  # fmt: skip
    base = alt.Chart(fields).encode(
        x=alt.X("impact:O", title="impact 1–5", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("probability:O", title="probability 1–5", sort="descending"),
    )
    shade = alt.Scale(domain=[1, 2, 3, 4], range=["#dbe7f3", "#f4e3a1", "#efb36b", "#d9786f"])
    key = alt.Legend(title="level", symbolType="square")
    boxes = base.mark_rect(stroke="white").encode(color=alt.Color("level:O", scale=shade, legend=key))
    # The fields are light in both modes, so the numbers on them are dark in both.
    ids = base.mark_text(fontSize=11, color="#1b1b1b", lineBreak="\n", baseline="middle").encode(text="ids:N")
    levels = register.apply(lambda r: risk_level(r["probability"], r["impact"]), axis=1)
    told = ", ".join(f"{int((levels == k).sum())} at level {k}" for k in LEVEL_NAMES)
    words = f"{title}. A grid of five by five fields shaded by level; {told}."
    return _finish([boxes, ids], title, words, width, height, "numbers are risks of the register")


def _fields(ids: pd.Series) -> str:
    """Return the numbers of some risks, three to a line."""
    short = [str(one).lstrip("Rr-").lstrip("0") or "0" for one in ids]
    return "\n".join(" ".join(short[i : i + 3]) for i in range(0, len(short), 3))


def alarm_room(key: str, table: pd.DataFrame, threshold: float) -> AlarmRoom:
    """Play ``watched(run)``; see ``AlarmRoom``."""
    return AlarmRoom(key, table, threshold)


def risk_matrix(key: str, register: pd.DataFrame) -> RiskMatrix:
    """Show a risk register to rate; see ``RiskMatrix``."""
    return RiskMatrix(key, register)
