"""A drawing as one plotly figure: one shared x axis, one y axis a row, unified hover across all rows."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from dashboard.charts.canvas import Drawing, Row
from dashboard.charts.render_rows import draw_row, iso, note, row_height
from dashboard.charts.view import axis_ticks
from dashboard.texts import dates

GAP = 12
BOTTOM, LEFT, RIGHT = 48, 118, 82
FONT = '"Source Sans", "Source Sans Pro", "Segoe UI", Helvetica, Arial, sans-serif'


def top_room(drawing: Drawing) -> int:
    """Pixels above the first row: its headings and the labels of the upper axis."""
    headings = 16 * (1 + max((level for *_, level in drawing.headings), default=-1))
    return 32 + headings + _second_line(drawing)


def _second_line(drawing: Drawing) -> int:
    """Pixels for the years under the dates, where the dates stand above."""
    return 14 if any("<br>" in text for _, text in axis_ticks(drawing.view)[1]) else 0


def height(drawing: Drawing) -> int:
    """Pixels of the whole figure."""
    return top_room(drawing) + BOTTOM + sum(row_height(row) + GAP for row in drawing.rows) - GAP


def figure(drawing: Drawing) -> go.Figure:
    """The interactive timeline."""
    theme, view = drawing.view.theme, drawing.view
    above_rows = top_room(drawing)
    inner = height(drawing) - above_rows - BOTTOM
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
        draw_row(row, "y" if i == 0 else f"y{i + 1}", domain, data, shapes, notes)
        if i < len(drawing.rows) - 1:
            y = domain[0] - GAP / 2 / inner
            shapes.append(
                {
                    "type": "line",
                    "xref": "paper",
                    "x0": 0,
                    "x1": 1,
                    "yref": "paper",
                    "y0": y,
                    "y1": y,
                    "line": {"color": theme.grid, "width": 1},
                }
            )
    _across(drawing, shapes, notes)
    layout = {
        "height": height(drawing), "margin": {"t": above_rows, "b": BOTTOM, "l": LEFT, "r": RIGHT},
        "paper_bgcolor": theme.background, "plot_bgcolor": "rgba(0,0,0,0)", "showlegend": False,
        "font": {"family": FONT, "size": 12, "color": theme.text},
        "hovermode": "x unified", "hoversubplots": "axis", "hoverdistance": 12, "dragmode": "zoom",
        "hoverlabel": {"bgcolor": theme.panel, "bordercolor": theme.grid, "font": {"color": theme.text, "size": 12, "family": FONT}, "align": "left"},
        "shapes": shapes, "annotations": notes, **axes,
    }  # fmt: skip
    lowest = "y" if len(drawing.rows) == 1 else f"y{len(drawing.rows)}"
    below, above = axis_ticks(view)
    layout["xaxis"] = {
        "type": "date", "range": [iso(view.start), iso(view.end)], "anchor": lowest, "domain": [0, 1], "gridcolor": theme.grid,
        "showgrid": True, "zeroline": False, "tickvals": [iso(t) for t, _ in below], "ticktext": [text for _, text in below],
        "tickfont": {"color": theme.text, "size": 12}, "ticklabelstandoff": 6, "unifiedhovertitle": {"text": f"%{{x|{dates.HOVER_DAY}}}"}, "showspikes": True, "spikemode": "across",
        "spikethickness": 1, "spikedash": "solid", "spikecolor": theme.muted, "spikesnap": "data",
    }  # fmt: skip
    layout["xaxis2"] = {
        "type": "date", "matches": "x", "overlaying": "x", "side": "top", "anchor": "free", "position": 1, "showgrid": False, "zeroline": False,
        "tickvals": [iso(t) for t, _ in above], "ticktext": [text for _, text in above],
        "tickfont": {"color": theme.muted, "size": 12}, "ticklabelstandoff": above_rows - 22 - _second_line(drawing), "ticks": "",
    }  # fmt: skip
    if drawing.rows and above:
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [iso(view.start)],
                "y": [None],
                "xaxis": "x2",
                "yaxis": "y",
                "hoverinfo": "skip",
            }
        )
    # Checking every property costs 110 ms a figure, twenty times the drawing: the tests check it instead.
    return go.Figure({"data": data, "layout": layout}, _validate=False)


def _y_axis(row: Row, domain: list[float], theme: Any) -> dict[str, Any]:
    return {
        "domain": domain, "range": [row.low, row.high], "fixedrange": True, "zeroline": False, "showgrid": bool(row.ticks),
        "gridcolor": theme.grid, "tickvals": [v for v, _ in row.ticks], "ticktext": [t for _, t in row.ticks],
        "tickfont": {"color": theme.muted, "size": 11}, "anchor": "x",
    }  # fmt: skip


def _across(drawing: Drawing, shapes: list[Any], notes: list[Any]) -> None:
    theme = drawing.view.theme
    for wash in drawing.washes:
        shapes.insert(0, {
            "type": "rect", "xref": "x", "yref": "paper", "x0": iso(wash.x0), "x1": iso(wash.x1), "y0": 0, "y1": 1,
            "fillcolor": theme.wash, "line": {"width": 0}, "layer": "below",
        })  # fmt: skip
    for line in drawing.across:
        shapes.append({
            "type": "line", "xref": "x", "yref": "paper", "x0": iso(line.x), "x1": iso(line.x), "y0": 0, "y1": 1,
            "line": {"color": line.colour, "width": line.width, "dash": line.dash},
        })  # fmt: skip
    for x, anchor, text, colour, level in drawing.headings:
        notes.append(
            note(
                text,
                xref="x",
                x=iso(x),
                xanchor=anchor,
                xshift=3 if anchor == "left" else -3,
                yref="paper",
                y=1,
                yanchor="bottom",
                yshift=4 + 16 * level,
                colour=colour,
                size=12,
            )
        )
