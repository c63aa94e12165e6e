"""A drawing as one plotly figure: one shared x axis, one y axis a row, unified hover across all rows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import wording
from dashboard.charts.canvas import Drawing, Line, Points, Rect, Row, Text
from dashboard.charts.view import date_ticks, day_ticks

GAP = 12
EMPTY = 20
TOP, BOTTOM, LEFT, RIGHT = 76, 44, 112, 92
FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", Helvetica, Arial, sans-serif'
_SYMBOLS = {
    "circle": "circle", "triangle-up": "triangle-up", "triangle-down": "triangle-down", "diamond": "diamond",
    "cross": "x-thin", "tick": "line-ns", "arrow": "triangle-right",
}  # fmt: skip


def row_height(row: Row) -> int:
    """Pixels of a row; without data one line that says so."""
    return EMPTY if row.empty else row.height


def height(drawing: Drawing) -> int:
    """Pixels of the whole figure."""
    return TOP + BOTTOM + sum(row_height(row) + GAP for row in drawing.rows)


def figure(drawing: Drawing) -> go.Figure:
    """The interactive timeline."""
    theme, view = drawing.view.theme, drawing.view
    inner = height(drawing) - TOP - BOTTOM
    data: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    top = 0
    for i, row in enumerate(drawing.rows):
        tall = row_height(row)
        domain = [1 - (top + tall) / inner, 1 - top / inner]
        top += tall + GAP
        axes["yaxis" if i == 0 else f"yaxis{i + 1}"] = _y_axis(row, domain, theme)
        _row(row, "y" if i == 0 else f"y{i + 1}", domain, data, shapes, notes)
        if i < len(drawing.rows) - 1:
            y = domain[0] - GAP / 2 / inner
            shapes.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "paper", "y0": y, "y1": y, "line": {"color": theme.grid, "width": 1}})
    _across(drawing, shapes, notes)
    layout = {
        "height": height(drawing), "margin": {"t": TOP, "b": BOTTOM, "l": LEFT, "r": RIGHT},
        "paper_bgcolor": theme.background, "plot_bgcolor": "rgba(0,0,0,0)", "showlegend": False,
        "font": {"family": FONT, "size": 12, "color": theme.text},
        "hovermode": "x unified", "hoversubplots": "axis", "hoverdistance": 12, "dragmode": "zoom",
        "hoverlabel": {"bgcolor": theme.panel, "bordercolor": theme.grid, "font": {"color": theme.text, "size": 12, "family": FONT}, "align": "left"},
        "shapes": shapes, "annotations": notes, **axes,
    }  # fmt: skip
    lowest = "y" if len(drawing.rows) == 1 else f"y{len(drawing.rows)}"
    below, above = date_ticks(view), day_ticks(view)
    if view.axis == "days" and above:
        below, above = above, below
    layout["xaxis"] = {
        "type": "date", "range": [_iso(view.start), _iso(view.end)], "anchor": lowest, "domain": [0, 1], "gridcolor": theme.grid,
        "showgrid": True, "zeroline": False, "tickvals": [_iso(t) for t, _ in below], "ticktext": [text for _, text in below],
        "tickfont": {"color": theme.text, "size": 12}, "hoverformat": "%-d %b %Y", "showspikes": True, "spikemode": "across",
        "spikethickness": 1, "spikedash": "solid", "spikecolor": theme.muted, "spikesnap": "data",
    }  # fmt: skip
    layout["xaxis2"] = {
        "type": "date", "matches": "x", "overlaying": "x", "side": "top", "anchor": "free", "position": 1, "showgrid": False, "zeroline": False,
        "tickvals": [_iso(t) for t, _ in above], "ticktext": [text for _, text in above],
        "tickfont": {"color": theme.muted, "size": 12}, "ticklabelstandoff": 34, "ticks": "",
    }  # fmt: skip
    if drawing.rows and above:
        data.append({"type": "scatter", "mode": "markers", "x": [_iso(view.start)], "y": [None], "xaxis": "x2", "yaxis": "y", "hoverinfo": "skip"})
    return go.Figure({"data": data, "layout": layout})


def _iso(when: Any) -> str:
    return pd.Timestamp(when).strftime("%Y-%m-%d %H:%M:%S")


def _y_axis(row: Row, domain: list[float], theme: Any) -> dict[str, Any]:
    return {
        "domain": domain, "range": [row.low, row.high], "fixedrange": True, "zeroline": False, "showgrid": bool(row.ticks),
        "gridcolor": theme.grid, "tickvals": [v for v, _ in row.ticks], "ticktext": [t for _, t in row.ticks],
        "tickfont": {"color": theme.muted, "size": 11}, "anchor": "x",
    }  # fmt: skip


def _row(row: Row, axis: str, domain: list[float], data: list[Any], shapes: list[Any], notes: list[Any]) -> None:
    theme = row.view.theme
    middle = (domain[0] + domain[1]) / 2
    small = f"<span style='font-size:11px;color:{theme.muted}'>{row.unit}</span>"
    title = f"<b>{row.title}</b>" + (("<br>" if row_height(row) > 30 else " ") + small if row.unit and not row.empty else "")
    notes.append(_note(title, xref="paper", x=0, xanchor="right", xshift=-30, yref="paper", y=middle, align="right", colour=theme.text, size=13))
    if row.empty:
        data.append({"type": "scatter", "x": [_iso(row.view.start)], "y": [None], "yaxis": axis, "xaxis": "x", "hoverinfo": "skip", "mode": "markers"})
        notes.append(_note(row.empty, xref="paper", x=0, xanchor="left", xshift=8, yref="paper", y=middle, colour=theme.muted, size=12))
    for mark in row.marks:
        if isinstance(mark, Rect):
            shapes.append({
                "type": "rect", "xref": "x", "yref": axis, "x0": _iso(mark.x0), "x1": _iso(mark.x1), "y0": mark.y0, "y1": mark.y1,
                "fillcolor": mark.fill, "opacity": mark.opacity, "line": {"width": 0}, "layer": "below",
            })  # fmt: skip
        elif isinstance(mark, Line):
            data.append({
                "type": "scatter", "mode": "lines", "x": [_iso(x) for x in mark.xs], "y": mark.ys, "xaxis": "x", "yaxis": axis, "hoverinfo": "skip",
                "line": {"color": mark.colour, "width": mark.width, "dash": mark.dash}, **({"fill": "tozeroy", "fillcolor": mark.fill} if mark.fill else {}),
            })  # fmt: skip
        elif isinstance(mark, Points):
            data.append(_points(mark, axis, theme))
        elif isinstance(mark, Text):
            notes.append(_text(mark, axis))
    for y, text, colour in row.edge_labels:
        notes.append(_note(text, xref="paper", x=1, xanchor="left", xshift=5, yref=axis, y=y, align="left", colour=colour, size=12))


def _points(mark: Points, axis: str, theme: Any) -> dict[str, Any]:
    hovering = bool(mark.hovers)
    trace: dict[str, Any] = {
        "type": "scatter", "mode": "markers", "x": [_iso(x) for x in mark.xs], "y": mark.ys, "xaxis": "x", "yaxis": axis, "cliponaxis": False,
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


def _text(mark: Text, axis: str) -> dict[str, Any]:
    text = f"<b>{mark.text}</b>" if mark.bold else mark.text
    return _note(
        text, xref="x", x=_iso(mark.x), xanchor=mark.spot.anchor, xshift=mark.spot.dx, yref=axis, y=mark.y,
        yanchor=mark.spot.baseline, yshift=-mark.spot.dy, colour=mark.colour, size=mark.size, align="left",
    )  # fmt: skip


def _note(text: str, *, colour: str, size: float, **where: Any) -> dict[str, Any]:
    return {"text": text, "showarrow": False, "font": {"color": colour, "size": size}, "borderpad": 0, **where}


def _across(drawing: Drawing, shapes: list[Any], notes: list[Any]) -> None:
    theme = drawing.view.theme
    for wash in drawing.washes:
        shapes.insert(0, {
            "type": "rect", "xref": "x", "yref": "paper", "x0": _iso(wash.x0), "x1": _iso(wash.x1), "y0": 0, "y1": 1,
            "fillcolor": theme.wash, "line": {"width": 0}, "layer": "below",
        })  # fmt: skip
    for line in drawing.across:
        shapes.append({
            "type": "line", "xref": "x", "yref": "paper", "x0": _iso(line.x), "x1": _iso(line.x), "y0": 0, "y1": 1,
            "line": {"color": line.colour, "width": line.width, "dash": line.dash},
        })  # fmt: skip
    for x, anchor, text, colour, level in drawing.headings:
        notes.append(_note(text, xref="x", x=_iso(x), xanchor=anchor, xshift=3, yref="paper", y=1, yanchor="bottom", yshift=4 + 16 * level, colour=colour, size=12))


__all__ = ["figure", "height", "row_height", "wording"]
