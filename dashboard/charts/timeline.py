"""The timeline: every lane of one patient on one time axis. Record in, plotly Figure out; no Streamlit here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from dashboard.charts import (
    across,
    hover,
    lane_doses,
    lane_drugs,
    lane_events,
    lane_levels,
    lane_minerals,
    lane_product,
    lane_symptoms,
    render_plotly,
    story,
)
from dashboard.charts.canvas import Drawing, Row
from dashboard.charts.tidy import Tidy, tidy
from dashboard.charts.view import View
from dashboard.texts import charts as chart_texts

if TYPE_CHECKING:
    from analytics.record import PatientRecord

CNIS = ("tacrolimus", "cyclosporine")
OTHER_LEVELS = ("sirolimus", "everolimus")


def timeline(record: PatientRecord | Tidy, view: View) -> go.Figure:
    """One figure: rows in the order of reasoning, one hover across all of them."""
    return render_plotly.figure(drawing(record, view))


def drawing(record: PatientRecord | Tidy, view: View) -> Drawing:
    """All marks of the timeline, laid out in pixels; the screen and the printed page render the same."""
    neat = tidy(record, view.as_of)
    through = across.lines(neat, view)
    washed = across.washes(neat, view)
    view = replace(view, across=tuple(line.x for line in through), washed=tuple((w.x0, w.x1) for w in washed))
    found = [row for row in lanes(neat, view) if view.only in (None, row.key)]
    result = Drawing(view, found, through, washed)
    across.headings(result)
    hover.add_states(neat, result)
    return result


def lanes(record: Tidy, view: View) -> list[Row]:
    """The rows from top to bottom: level, dose, other drugs, Ca × P, PTH, ALP, what was asked for, symptoms, events."""
    rows: list[Row] = []
    used = set(record.dose_periods["drug"]) | set(record.troughs["drug"])
    if not used & set(CNIS):
        nothing = Row("trough tacrolimus", chart_texts.CNI, "", 0, view)
        nothing.empty = chart_texts.NO_CNI
        rows.append(nothing)
    for drug in [cni for cni in CNIS if cni in used]:
        level = lane_levels.trough_row(record, view, drug)
        if not level.empty:
            story.tell(record, level, view, drug)
        rows += [level, lane_doses.dose_row(record, view, drug)]
    rows.append(lane_drugs.others_row(record, view))
    rows += [
        lane_minerals.analyte_row(record, view, drug)
        for drug in OTHER_LEVELS
        if (record.results["analyte"] == drug).any()
    ]
    rows.append(lane_product.ca_p_row(record, view))
    rows += [
        lane_minerals.analyte_row(record, view, name)
        for name in ("calcium", "phosphorus")
        if name in view.extra
    ]
    rows.append(lane_minerals.analyte_row(record, view, "pth", log=view.pth_log))
    rows.append(lane_minerals.analyte_row(record, view, "alp"))
    rows += [
        lane_minerals.analyte_row(record, view, n) for n in view.extra if n not in ("calcium", "phosphorus")
    ]
    rows += [lane_symptoms.symptom_row(record, view), lane_events.event_row(record, view)]
    return rows


def default_height(drawing: Drawing) -> int:
    """Pixels from the top of the axis labels to the bottom ones."""
    return render_plotly.height(drawing)
