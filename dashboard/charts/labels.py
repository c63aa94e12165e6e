"""Finding room for labels: text is measured in pixels and placed where nothing else stands, or not at all.

Long spans thin their labels, never their points; the order of the calls is the order of importance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

_NARROW, _WIDE = set("iljtfr.,:;'|!()[] ·"), set("mwMW%@—→")


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Pixels of a line of sans-serif text; the widest line where it has several. Errs on the wide side."""
    plain = (
        re.sub(r"<[^>]+>", "", text.replace("<br>", "\n"))
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
    )
    longest = 0.0
    for line in plain.split("\n"):
        ems = sum(
            0.31 if c in _NARROW else 0.86 if c in _WIDE else 0.64 if c.isupper() else 0.54 for c in line
        )
        longest = max(longest, ems * size)
    return longest * (1.06 if bold else 1.0)


class Box(NamedTuple):
    """A rectangle in pixels; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Spot(NamedTuple):
    """Where a label goes: anchors and offsets in pixels from its point (dy up is negative)."""

    anchor: str
    baseline: str
    dx: float
    dy: float


SPOTS = {
    "right": Spot("left", "middle", 8, 0),
    "left": Spot("right", "middle", -8, 0),
    "above": Spot("center", "bottom", 0, -6),
    "below": Spot("center", "top", 0, 6),
    "above right": Spot("left", "bottom", 5, -4),
    "below right": Spot("left", "top", 5, 4),
    "above left": Spot("right", "bottom", -5, -4),
    "below left": Spot("right", "top", -5, 4),
    "on": Spot("center", "middle", 0, 0),
    "inside left": Spot("left", "middle", 5, 0),
    "behind": Spot("left", "middle", 12, 0),
}


@dataclass
class Field:
    """The free space of one row. Labels may stand out over the right end by `overhang` pixels."""

    width: float
    height: float
    overhang: float = 0
    thin: list[float] = field(default_factory=list)
    """Upright lines through the row: crossed only when no spot is free of them."""
    taken: list[Box] = field(default_factory=list)
    crossed: bool = False
    """Whether the label placed last stands across a thin line."""

    def occupy(self, x: float, y: float, radius: float = 5) -> None:
        """A mark that labels should keep off."""
        self.taken.append(Box(x - radius, y - radius, x + radius, y + radius))

    def occupy_line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A line between two points, as a string of small boxes."""
        steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) // 6))
        for i in range(steps + 1):
            self.occupy(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps, 2)

    def place(
        self, x: float, y: float, text: str, size: float, spots: Sequence[str], *, bold: bool = False
    ) -> Spot | None:
        """The first of the spots around (x, y) where the label fits, now taken; None when none is free."""
        free: list[tuple[int, Spot, Box]] = []
        for name in spots:
            spot = SPOTS[name]
            box = self._box(x, y, text, size, spot, bold)
            if (
                box.left < 0
                or box.right > self.width + self.overhang
                or box.top < -2
                or box.bottom > self.height + 2
            ):
                continue
            if any(box.meets(other) for other in self.taken):
                continue
            free.append((sum(box.left < line < box.right for line in self.thin), spot, box))
        if not free:
            return None
        lines, spot, box = min(free, key=lambda found: found[0])
        self.crossed = lines > 0
        self.taken.append(Box(box.left - 3, box.top, box.right + 3, box.bottom))
        return spot

    def _box(self, x: float, y: float, text: str, size: float, spot: Spot, bold: bool) -> Box:
        wide, high = text_width(text, size, bold), size * 1.2 * (text.count("<br>") + 1)
        left = x + spot.dx - {"left": 0.0, "center": wide / 2, "right": wide}[spot.anchor]
        top = y + spot.dy - {"top": 0.0, "middle": high / 2, "bottom": high}[spot.baseline]
        return Box(left, top, left + wide, top + high)


def longest_that_fits(options: Sequence[str], room: float, size: float) -> str:
    """The first (longest) wording that fits the room in pixels, else nothing."""
    return next((text for text in options if text_width(text, size) <= room), "")


def shorten(text: str, characters: int) -> str:
    """Text cut at a word with an ellipsis; the whole stays in the hover and the table."""
    if len(text) <= characters:
        return text
    return text[: characters - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def pack(items: list[tuple[tuple[float, float], Any]]) -> list[list[Any]]:
    """Things on lines, each on the first line where its span of pixels is free."""
    lines: list[list[Any]] = []
    ends: list[list[tuple[float, float]]] = []
    for (left, right), item in items:
        for line, taken in zip(lines, ends, strict=True):
            if all(right < a or left > b for a, b in taken):
                line.append(item)
                taken.append((left, right))
                break
        else:
            lines.append([item])
            ends.append([(left, right)])
    return lines
