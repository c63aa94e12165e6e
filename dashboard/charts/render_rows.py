"""One row of a drawing as plotly traces, shapes and annotations."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.canvas import Line, Points, Rect, Row, Text
from dashboard.charts.labels import text_width
from dashboard.charts.view import View

EMPTY = 20
_SYMBOLS = {
    "circle": "circle", "triangle-up": "triangle-up", "triangle-down": "triangle-down", "diamond": "diamond",
    "cross": "x-thin", "tick": "line-ns", "arrow": "triangle-right",
}  # fmt: skip


def row_height(row: Row) -> int:
    """Pixels of a row; without data one line that says so."""
    return EMPTY if row.empty else row.height


def iso(when: Any) -> str:
    """A moment as plotly's date axis takes it."""
    return pd.Timestamp(when).strftime("%Y-%m-%d %H:%M:%S")


def draw_row(
    row: Row, axis: str, domain: list[float], data: list[Any], shapes: list[Any], notes: list[Any]
) -> None:
    theme = row.view.theme
    middle = (domain[0] + domain[1]) / 2
    small = f"<span style='font-size:11px;color:{theme.muted}'>{row.unit}</span>"
    title = f"<b>{row.title}</b>" + (
        ("<br>" if row_height(row) > 30 else " ") + small if row.unit and not row.empty else ""
    )
    notes.append(
        note(
            title,
            xref="paper",
            x=0,
            xanchor="right",
            xshift=-36,
            yref="paper",
            y=middle,
            yanchor="middle",
            align="right",
            colour=theme.text,
            size=13,
        )
    )
    if row.empty:
        start = iso(_empty_start(row))
        data.append(
            {
                "type": "scatter",
                "x": [start],
                "y": [None],
                "yaxis": axis,
                "xaxis": "x",
                "hoverinfo": "skip",
                "mode": "markers",
            }
        )
        notes.append(
            note(
                row.empty,
                xref="x",
                x=start,
                xanchor="left",
                xshift=7,
                yref="paper",
                y=middle,
                yanchor="middle",
                colour=theme.muted,
                size=12,
            )
        )
    for mark in row.marks:
        if isinstance(mark, Rect):
            shapes.append({
                "type": "rect", "xref": "x", "yref": axis, "x0": iso(mark.x0), "x1": iso(mark.x1), "y0": mark.y0, "y1": mark.y1,
                "fillcolor": mark.fill, "opacity": mark.opacity, "line": {"width": 0}, "layer": "below" if mark.below else "between",
            })  # fmt: skip
        elif isinstance(mark, Line):
            data.append({
                "type": "scatter", "mode": "lines", "x": [iso(x) for x in mark.xs], "y": mark.ys, "xaxis": "x", "yaxis": axis, "hoverinfo": "skip",
                "line": {"color": mark.colour, "width": mark.width, "dash": mark.dash}, **({"fill": "tozeroy", "fillcolor": mark.fill} if mark.fill else {}),
            })  # fmt: skip
        elif isinstance(mark, Points):
            data.append(_points(mark, axis, theme))
        elif isinstance(mark, Text):
            notes.append(_text(mark, axis, ground(row.view, mark)))
    for y, text, colour in row.edge_labels:
        notes.append(
            note(
                text,
                xref="paper",
                x=1,
                xanchor="left",
                xshift=5,
                yref=axis,
                y=y,
                yanchor="middle",
                align="left",
                colour=colour,
                size=12,
            )
        )


def _empty_start(row: Row) -> pd.Timestamp:
    """The line behind which the words of an empty row stand, so that no line crosses them; else the axis start."""
    view, wide = row.view, text_width(row.empty, 12) + 14
    lines = sorted(view.px(x) for x in view.across)
    starts = [(0.0, view.start), *((view.px(x), x) for x in sorted(view.across))]
    fitting = [
        when
        for px, when in starts
        if px + wide < view.width and not any(px < line < px + wide for line in lines)
    ]
    return fitting[0] if fitting else view.start


def _points(mark: Points, axis: str, theme: Any) -> dict[str, Any]:
    hovering = bool(mark.hovers)
    trace: dict[str, Any] = {
        "type": "scatter", "mode": "markers", "x": [iso(x) for x in mark.xs], "y": mark.ys, "xaxis": "x", "yaxis": axis, "cliponaxis": False,
        "hoverinfo": "skip",
    }  # fmt: skip
    if hovering:
        trace |= {"customdata": mark.hovers, "hovertemplate": "%{customdata}<extra></extra>"}
        del trace["hoverinfo"]
    if mark.symbol == "none":
        trace["marker"] = {"size": 1, "opacity": 0, "color": mark.colour}
        return trace
    thin = mark.symbol in ("tick", "cross")
    trace["marker"] = {
        "symbol": _SYMBOLS[mark.symbol], "size": mark.size, "color": theme.background if mark.hollow else mark.colour,
        "line": {"color": mark.colour if mark.hollow or thin else theme.background, "width": 2 if mark.hollow or thin else 1},
    }  # fmt: skip
    return trace


def _text(mark: Text, axis: str, patch: str | None) -> dict[str, Any]:
    text = f"<b>{mark.text}</b>" if mark.bold else mark.text
    return note(
        text, xref="x", x=iso(mark.x), xanchor=mark.spot.anchor, xshift=mark.spot.dx, yref=axis, y=mark.y,
        yanchor=mark.spot.baseline, yshift=-mark.spot.dy, colour=mark.colour, size=mark.size, align="left", **({"bgcolor": patch} if patch else {}),
    )  # fmt: skip


def ground(view: View, mark: Text) -> str | None:
    """The colour behind a text that stands on its own patch: the window's wash inside it, else the page."""
    if not mark.backed or mark.x is None:
        return None
    wide = text_width(mark.text, mark.size, mark.bold)
    left = view.px(mark.x) + mark.spot.dx - {"left": 0.0, "center": wide / 2, "right": wide}[mark.spot.anchor]
    if not any(left < view.px(line) < left + wide for line in view.across):
        return None
    crossing = next(view.px(line) for line in view.across if left < view.px(line) < left + wide)
    washed = any(view.px(first) <= crossing <= view.px(last) for first, last in view.washed)
    return view.theme.wash if washed else view.theme.background


def note(text: str, *, colour: str, size: float, **where: Any) -> dict[str, Any]:
    return {
        "text": text,
        "showarrow": False,
        "font": {"color": colour, "size": size},
        "borderpad": 0,
        **where,
    }
