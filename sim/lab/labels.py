"""Names beside dots: where each can stand so that it covers no other name, dot or line and stays inside the plot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["Box", "Cross", "beside", "box_of"]

# A letter and a line of 12 px in the course's font, in px: the mean over names of scenarios, which are short English words.
LETTER, LINE = 6.2, 15.0
DOT, RULE, GAP = 9.0, 2.0, 4.0
# What a covered square pixel costs: another name or dot is worse than a line, the world outside the plot is worst.
OUTSIDE, NAME, MARK, STROKE = 10.0, 5.0, 5.0, 1.0
# What a pixel of distance costs, so that a name leaves its dot only for a reason.
FAR = 0.3
ROUNDS = 3


class Cross(NamedTuple):
    """A dot and the ends of its two intervals, in px from the plot's upper left corner (y runs down)."""

    x: float
    y: float
    left: float
    right: float
    top: float
    bottom: float


class Box(NamedTuple):
    """A rectangle in px."""

    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: Box) -> float:
        """Return the area that both cover, in square px."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, wide) * max(0.0, high)


def box_of(name: str, middle: tuple[float, float]) -> Box:
    """Return the room that a name takes around its middle."""
    (x, y), half = middle, LETTER * len(name) / 2
    return Box(x - half, y - LINE / 2, x + half, y + LINE / 2)


def beside(names: Sequence[str], crosses: Sequence[Cross], width: float, height: float) -> list[tuple[float, float]]:
    """Return the middle of each name in px: one of eight places around its dot, the one that covers least.

    Names are placed one after the other and then again with all others in place, so the result depends on nothing but
    the arguments. A name that finds no free place stands at the best there is.
    """
    plot = Box(0.0, 0.0, width, height)
    marks = [Box(c.x - DOT, c.y - DOT, c.x + DOT, c.y + DOT) for c in crosses]
    strokes = [Box(c.left, c.y - RULE, c.right, c.y + RULE) for c in crosses]
    strokes += [Box(c.x - RULE, c.top, c.x + RULE, c.bottom) for c in crosses]
    found: dict[int, tuple[float, float]] = {}

    def cost(i: int, middle: tuple[float, float]) -> float:
        box = box_of(names[i], middle)
        others = sum(box.shared(box_of(names[k], at)) for k, at in found.items() if k != i)
        outside = LETTER * len(names[i]) * LINE - box.shared(plot)
        away = abs(middle[1] - crosses[i].y) + max(0.0, box.left - crosses[i].x, crosses[i].x - box.right)
        covered = NAME * others + MARK * sum(map(box.shared, marks)) + STROKE * sum(map(box.shared, strokes))
        # Rounded, so that the last bits of a sum decide nothing.
        return round(OUTSIDE * outside + covered + FAR * away, 6)

    for _ in range(ROUNDS):
        for i in range(len(names)):
            found[i] = min(_places(names[i], crosses[i]), key=lambda middle, i=i: cost(i, middle))  # type: ignore[misc]
    return [found[i] for i in range(len(names))]


def _places(name: str, cross: Cross) -> Iterator[tuple[float, float]]:
    """Yield the corners of the dot, then the ends of its intervals."""
    half, line = LETTER * len(name) / 2, LINE / 2
    for down in (-1, 1):
        for aside in (1, -1):
            yield cross.x + aside * (DOT + half), cross.y + down * (GAP + line)
    yield cross.right + GAP + half, cross.y
    yield cross.left - GAP - half, cross.y
    yield cross.x, cross.top - GAP - line
    yield cross.x, cross.bottom + GAP + line
