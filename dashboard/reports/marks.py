"""The marks of the printed timeline."""

from __future__ import annotations

from typing import Any

from dashboard.charts.canvas import Points


def draw_symbol(pen: Any, mark: Points, x: float, y: float, ground: str) -> None:
    """One mark at (x, y); a hollow one is filled with the ground."""
    r = mark.size / 2
    pen.setStrokeColor(mark.colour)
    pen.setLineWidth(1.6)
    pen.setDash([])
    pen.setFillColor(ground if mark.hollow else mark.colour)
    corners = {
        "triangle-up": [(0, r), (r, -r), (-r, -r)], "triangle-down": [(0, -r), (r, r), (-r, r)],
        "diamond": [(0, r), (r, 0), (0, -r), (-r, 0)], "arrow": [(r, 0), (-r, r), (-r, -r)],
    }.get(mark.symbol)  # fmt: skip
    if corners:
        path = pen.beginPath()
        for i, (dx, dy) in enumerate(corners):
            (path.lineTo if i else path.moveTo)(x + dx, y + dy)
        path.close()
        pen.drawPath(path, stroke=0, fill=1)
    elif mark.symbol == "cross":
        pen.line(x - r, y - r, x + r, y + r)
        pen.line(x - r, y + r, x + r, y - r)
    elif mark.symbol == "tick":
        pen.line(x, y - r, x, y + r)
    else:
        pen.circle(x, y, r, stroke=1, fill=1)
