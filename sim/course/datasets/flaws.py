"""Planted imperfections 数据瑕疵: what is wrong with real exports, put into clean tables on purpose.

Each function takes a clean table and a generator, returns the table with the flaw, and says where it is as a sentence for
the instructor. Nothing here looks at the model: a flaw is what happens between the platform and the spreadsheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ALIASES",
    "aliased",
    "duplicated",
    "emptied",
    "full_width",
    "late",
    "shifted",
    "spelled",
    "without_weeks",
]

# How exports of different tools spell the platforms; the first is the dictionary's own.
ALIASES = {
    "wechat": ("wechat", "WeChat", "微信", "wx"),
    "weibo": ("weibo", "Weibo", "微博"),
    "douyin": ("douyin", "Douyin", "抖音"),
    "kuaishou": ("kuaishou", "快手"),
    "zhihu": ("zhihu", "知乎"),
    "taobao_live": ("taobao_live", "淘宝直播"),
}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

Flawed = tuple["pd.DataFrame", str]


def spelled() -> tuple[str, ...]:
    """Return every spelling of a platform, for declarations."""
    return tuple(name for names in ALIASES.values() for name in names)


def aliased(table: pd.DataFrame, rng: np.random.Generator, *, share: float = 0.12, column: str = "platform") -> Flawed:
    """Write some platforms by another name."""
    u = rng.random((2, len(table)))
    names = table[column].tolist()
    for row in (u[0] < share).nonzero()[0].tolist():
        others = ALIASES[names[row]]
        names[row] = others[min(int(u[1, row] * len(others)), len(others) - 1)]
    changed = int(sum(a != b for a, b in zip(names, table[column], strict=True)))
    return table.assign(**{column: names}), f"{changed} rows name the platform by an alias (column {column})."


def duplicated(table: pd.DataFrame, rng: np.random.Generator, *, share: float = 0.005) -> Flawed:
    """Repeat some rows exactly, each somewhere after its original; the last flaw to plant, or they differ."""
    import pandas as pd

    n = max(1, round(share * len(table)))
    rows = np.sort(rng.choice(len(table), n, replace=False))
    places = np.append(np.arange(len(table)), rows + rng.integers(1, 40, n) + 0.5)
    both = pd.concat([table, table.iloc[rows]], ignore_index=True)
    return both.iloc[np.argsort(places, kind="stable")].reset_index(drop=True), f"{n} rows stand twice, exactly."


def emptied(
    table: pd.DataFrame, rng: np.random.Generator, columns: Sequence[str], *, share: float = 0.02, among: np.ndarray | None = None
) -> Flawed:  # fmt: skip
    """Leave some cells of ``columns`` empty, each on its own; ``among`` (n,) limits the rows."""
    gone = rng.random((len(columns), len(table))) < share
    if among is not None:
        gone &= among
    kept = {name: table[name].mask(lost) for name, lost in zip(columns, gone, strict=True)}
    return table.assign(**kept), f"{int(gone.sum())} metrics are missing in {', '.join(columns)}."


def shifted(table: pd.DataFrame, *, week: tuple[str, str, str], columns: Sequence[str], hours: int = -8) -> Flawed:
    """Write the times of one platform in UTC: eight hours early. ``week`` is (platform, first date, last date)."""
    import pandas as pd

    platform, first, last = week
    day = table[columns[0]].dt.strftime("%Y-%m-%d")
    there = (table["platform"] == platform) & (day >= first) & (day <= last)
    moved = {name: table[name].where(~there, table[name] + pd.Timedelta(hours=hours)) for name in columns}
    said = f"{int(there.sum())} rows of {platform} from {first} to {last} stand in UTC, {-hours} hours early."
    return table.assign(**moved), said


def late(times: pd.Series, rng: np.random.Generator, *, most_days: float = 3.0) -> pd.Series:
    """Return the times at which conversions are booked: up to ``most_days`` after they happened, half within six hours."""
    import pandas as pd

    u = rng.random(len(times))
    return (times + pd.to_timedelta(most_days * u**3.6 * 86_400.0, unit="s")).dt.floor("s")


def full_width(table: pd.DataFrame, rng: np.random.Generator, *, column: str, share: float = 0.05) -> Flawed:
    """Write the digits of some texts full-width, as Chinese input methods do."""
    texts = [str(t) for t in table[column]]
    hit = (rng.random(len(texts)) < share).tolist()
    changed = [t.translate(FULL_WIDTH) if h else t for t, h in zip(texts, hit, strict=True)]
    n = sum(a != b for a, b in zip(changed, texts, strict=True))
    return table.assign(**{column: changed}), f"{n} texts have full-width digits (column {column})."


def without_weeks(table: pd.DataFrame, *, column: str, who: str, time: str, first: str, last: str) -> Flawed:
    """Leave out what ``who`` did between two dates, the last one included."""
    day = table[time].dt.strftime("%Y-%m-%d")
    gone = (table[column] == who) & (day >= first) & (day <= last)
    return table[~gone].reset_index(
        drop=True
    ), f"{who} is absent from {first} to {last}: {int(gone.sum())} rows left out."
