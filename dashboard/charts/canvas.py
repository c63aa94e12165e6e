"""What a lane draws, independent of who renders it: plotly on the screen, matplotlib on paper."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard.charts.labels import Field, Spot
from dashboard.charts.view import View


@dataclass(frozen=True)
class Line:
    """A line through points; filled down to the row's floor when fill is a colour."""

    xs: list[pd.Timestamp]
    ys: list[float]
    colour: str
    width: float = 2
    dash: str = "solid"
    fill: str | None = None


@dataclass(frozen=True)
class Points:
    """Marks with a hover text each. symbol: circle, triangle-up, triangle-down, diamond, cross, tick, arrow, none."""

    xs: list[pd.Timestamp]
    ys: list[float]
    hovers: list[str]
    colour: str
    symbol: str = "circle"
    hollow: bool = False
    size: float = 9


@dataclass(frozen=True)
class Rect:
    """A bar or a band in the row's own coordinates."""

    x0: pd.Timestamp
    x1: pd.Timestamp
    y0: float
    y1: float
    fill: str
    opacity: float = 1.0
    outline: str | None = None
    below: bool = False


@dataclass(frozen=True)
class Text:
    """Words at a point, offset in pixels. edge: at the right end of the plot instead of at x."""

    x: pd.Timestamp | None
    y: float
    text: str
    spot: Spot
    colour: str
    size: float = 12
    bold: bool = False
    backed: bool = False
    """On a patch of the ground, so that a thin line behind it does not cross the words."""


Mark = Line | Points | Rect | Text


ZOOMED = 420
"""Pixels of a row that is shown alone."""


@dataclass
class Row:
    """One lane: its own vertical scale (linear; lanes transform to log themselves), marks and free space."""

    key: str
    title: str
    unit: str
    height: int
    view: View
    low: float = 0.0
    high: float = 1.0
    ticks: list[tuple[float, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    edge_labels: list[tuple[float, str, str]] = field(default_factory=list)
    empty: str = ""
    overhang: float = 0
    field: Field = field(init=False)

    def __post_init__(self) -> None:
        if self.view.only == self.key and self.height > 30:
            self.height = max(ZOOMED, self.height)
        self.field = Field(
            self.view.width, self.height, self.overhang, thin=[self.view.px(x) for x in self.view.across]
        )

    def py(self, y: float) -> float:
        """Pixels from the top of the row."""
        return (self.high - y) / (self.high - self.low) * self.height

    def add(self, *marks: Mark) -> None:
        """Draw in this order."""
        self.marks.extend(marks)

    def label(
        self,
        x: Any,
        y: float,
        text: str,
        spots: Sequence[str],
        colour: str,
        *,
        size: float = 12,
        bold: bool = False,
    ) -> bool:
        """Write text near (x, y) where there is room; says whether there was."""
        when = pd.Timestamp(x)
        spot = self.field.place(self.view.px(when), self.py(y), text, size, spots, bold=bold)
        if spot is not None:
            self.add(Text(when, y, text, spot, colour, size, bold, backed=self.field.crossed))
        return spot is not None

    def keep_clear(self, xs: Sequence[pd.Timestamp], ys: Sequence[float], joined: bool = True) -> None:
        """Reserve the room of points and of the line that joins them."""
        pixels = [(self.view.px(x), self.py(y)) for x, y in zip(xs, ys, strict=True)]
        for x, y in pixels:
            self.field.occupy(x, y)
        if joined:
            for (x0, y0), (x1, y1) in itertools.pairwise(pixels):
                self.field.occupy_line(x0, y0, x1, y1)


@dataclass(frozen=True)
class Across:
    """A thin line through every row. strong for a transplant, dashed for a dose change."""

    x: pd.Timestamp
    colour: str
    dash: str = "dot"
    width: float = 1
    label: str = ""


@dataclass(frozen=True)
class Wash:
    """A faint wash through every row with its words above."""

    x0: pd.Timestamp
    x1: pd.Timestamp
    words: list[tuple[pd.Timestamp, str, str]]
    """(where, anchor, text)"""


@dataclass
class Drawing:
    """The whole timeline, ready to be rendered."""

    view: View
    rows: list[Row]
    across: list[Across]
    washes: list[Wash]
    headings: list[tuple[pd.Timestamp, str, str, str, int]] = field(default_factory=list)
    """Words above the rows: (where, anchor, text, colour, line counted from the bottom)."""


def nice_ticks(
    low: float, high: float, most: int = 4, steps: Sequence[float] = (1, 2, 2.5, 5, 10)
) -> list[float]:
    """Round numbers between low and high, at most so many."""
    if high <= low:
        return [low]
    raw = (high - low) / max(1, most)
    magnitude = 10 ** math.floor(math.log10(raw))
    step = next(m * magnitude for m in steps if m * magnitude >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(n * step, 10) for n in range(first, int(high / step + 1e-9) + 1)]


def mix(colour: str, ground: str, share: float) -> str:
    """share of colour over the ground, as one opaque colour (so that text on it has a known contrast)."""
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)
