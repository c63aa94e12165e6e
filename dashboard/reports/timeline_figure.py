"""The timeline on paper: the same drawing as on the screen, as vectors on a reportlab page."""

from __future__ import annotations

import html
import re
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from dashboard.charts.canvas import Drawing, Line, Points, Rect, Row, Text
from dashboard.charts.render_plotly import GAP, top_room
from dashboard.charts.render_rows import ground, row_height
from dashboard.charts.view import axis_ticks, date_ticks
from dashboard.reports.marks import draw_symbol
from dashboard.reports.page import BOLD, REGULAR, register_fonts

LEFT, RIGHT, BOTTOM = 112, 84, 34
TYPE = 0.88
"""DejaVu Sans runs wider than the screen's font; the labels keep the room they were given."""


def plot_width(paper: float, scale: float) -> int:
    """Pixels of plot that fit a paper width (points) at that scale."""
    return int(paper / scale - LEFT - RIGHT)


class TimelineFigure(Flowable):
    """A drawing laid out at `scale` points a pixel."""

    def __init__(self, drawing: Drawing, scale: float = 0.72) -> None:
        super().__init__()
        register_fonts()
        self.drawing, self.scale = drawing, scale
        rows = sum(row_height(row) + GAP for row in drawing.rows) - GAP
        self.width = (LEFT + drawing.view.width + RIGHT) * scale
        self.height = (top_room(drawing) + rows + BOTTOM) * scale
        self._rows_height = rows

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Size on the page in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Washes, grid, rows, lines through every row, axes."""
        pen, view, theme = self.canv, self.drawing.view, self.drawing.view.theme
        pen.saveState()
        pen.scale(self.scale, self.scale)
        pen.translate(LEFT, BOTTOM)
        for wash in self.drawing.washes:
            pen.setFillColor(theme.wash)
            pen.rect(
                view.px(wash.x0), 0, view.px(wash.x1) - view.px(wash.x0), self._rows_height, stroke=0, fill=1
            )
        bottom = float(self._rows_height)
        floors = []
        for row in self.drawing.rows:
            bottom -= row_height(row)
            floors.append((row, bottom))
            bottom -= GAP
        for row, floor in floors:
            self._grid(row, floor)
        for line in self.drawing.across:
            self._stroke(line.colour, line.width, line.dash)
            pen.line(view.px(line.x), 0, view.px(line.x), self._rows_height)
        for row, floor in floors:
            self._row(row, floor)
        self._axes()
        pen.restoreState()

    def _stroke(self, colour: str, width: float, dash: str = "solid") -> None:
        self.canv.setStrokeColor(colour)
        self.canv.setLineWidth(width)
        self.canv.setDash({"dot": [1.5, 2.5], "dash": [7, 6]}.get(dash, []))

    def _grid(self, row: Row, floor: float) -> None:
        pen, view, theme = self.canv, row.view, row.view.theme
        self._stroke(theme.grid, 0.8)
        for tick, _ in date_ticks(view):
            pen.line(view.px(tick), floor, view.px(tick), floor + row_height(row))
        for value, text in row.ticks:
            y = floor + row.height - row.py(value)
            self._stroke(theme.grid, 0.8)
            pen.line(0, y, view.width, y)
            self._words(text, -6, y, "right", "middle", theme.muted, 10)
        pen.line(0, floor - GAP / 2, view.width, floor - GAP / 2)

    def _row(self, row: Row, floor: float) -> None:
        view, theme = row.view, row.view.theme
        middle = floor + row_height(row) / 2
        two = bool(row.unit) and not row.empty and row_height(row) > 30
        self._words(row.title, -38, middle + (7 if two else 0), "right", "middle", theme.text, 12, bold=True)
        if two:
            self._words(row.unit, -38, middle - 7, "right", "middle", theme.muted, 10)
        if row.empty:
            self._words(row.empty, 14, middle, "left", "middle", theme.muted, 11)
        for kind in (Rect, Line, Points, Text):
            for mark in row.marks:
                if isinstance(mark, kind):
                    self._mark(mark, row, floor)
        for y, text, colour in row.edge_labels:
            self._words(text, view.width + 5, floor + row.height - row.py(y), "left", "middle", colour, 11)

    def _mark(self, mark: Any, row: Row, floor: float) -> None:
        pen, view = self.canv, row.view

        def up(y: float) -> float:
            return floor + row.height - row.py(y)

        if isinstance(mark, Rect):
            left, right = view.px(mark.x0), view.px(mark.x1)
            pen.setFillColor(mark.fill)
            pen.rect(left, up(mark.y0), right - left, up(mark.y1) - up(mark.y0), stroke=0, fill=1)
        elif isinstance(mark, Line):
            path = pen.beginPath()
            for i, (x, y) in enumerate(zip(mark.xs, mark.ys, strict=True)):
                (path.lineTo if i else path.moveTo)(view.px(x), up(y))
            self._stroke(mark.colour, mark.width, mark.dash)
            if mark.fill:
                pen.setFillColor(mark.fill)
            pen.drawPath(path, stroke=1, fill=int(bool(mark.fill)))
        elif isinstance(mark, Points) and mark.symbol != "none":
            for x, y in zip(mark.xs, mark.ys, strict=True):
                draw_symbol(pen, mark, view.px(x), up(y), view.theme.background)
        elif isinstance(mark, Text):
            x = view.px(mark.x) + mark.spot.dx
            patch = ground(view, mark)
            if patch:
                wide = pdfmetrics.stringWidth(
                    html.unescape(mark.text), BOLD if mark.bold else REGULAR, mark.size * TYPE
                )
                left = x - {"left": 0.0, "center": wide / 2, "right": wide}[mark.spot.anchor]
                middle = (
                    up(mark.y)
                    - mark.spot.dy
                    + {"middle": 0.0, "top": -7.0, "bottom": 7.0}[mark.spot.baseline]
                )
                pen.setFillColor(patch)
                pen.rect(left, middle - 6, wide, 12, stroke=0, fill=1)
            self._words(
                mark.text,
                x,
                up(mark.y) - mark.spot.dy,
                mark.spot.anchor,
                mark.spot.baseline,
                mark.colour,
                mark.size,
                mark.bold,
            )

    def _axes(self) -> None:
        view, theme = self.drawing.view, self.drawing.view.theme
        below, above = axis_ticks(view)
        for when, text in below:
            for i, line in enumerate(text.split("<br>")):
                self._words(line, view.px(when), -8 - 13 * i, "center", "top", theme.text, 11)
        for when, text in above:
            top = self._rows_height + top_room(self.drawing) - 14
            for i, line in enumerate(text.split("<br>")):
                self._words(line, view.px(when), top - 13 * i, "center", "middle", theme.muted, 11)
        for x, anchor, text, colour, level in self.drawing.headings:
            self._words(
                text,
                view.px(x) + (3 if anchor == "left" else -3),
                self._rows_height + 9 + 16 * level,
                anchor,
                "middle",
                colour,
                11,
            )

    def _words(
        self,
        text: str,
        x: float,
        y: float,
        anchor: str,
        baseline: str,
        colour: str,
        size: float,
        bold: bool = False,
    ) -> None:
        pen, font, size = self.canv, BOLD if bold else REGULAR, size * TYPE
        pen.setFillColor(colour)
        pen.setFont(font, size)
        lines = [html.unescape(re.sub(r"<[^>]+>", "", line)) for line in text.split("<br>")]
        high = size * 1.2
        top = y + {"middle": high * len(lines) / 2, "top": 0.0, "bottom": high * len(lines)}[baseline]
        for i, line in enumerate(lines):
            wide = pdfmetrics.stringWidth(line, font, size)
            left = x - {"left": 0.0, "center": wide / 2, "right": wide}[anchor]
            pen.drawString(left, top - high * i - size, line)
