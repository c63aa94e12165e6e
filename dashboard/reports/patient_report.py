"""One patient on paper: header, open alerts with their basis, what cannot be told, and the timeline as vectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
from reportlab.lib import colors
from reportlab.platypus import KeepTogether, Paragraph, Spacer, Table, TableStyle

from analytics.texts.days import full_day
from dashboard.charts import timeline
from dashboard.charts.finding import finding
from dashboard.charts.palette import LIGHT
from dashboard.charts.tidy import Tidy, tidy
from dashboard.charts.view import View, default_preset, span, zero_choices
from dashboard.charts.wording import safe
from dashboard.components import alert_card, alert_group, patient_header
from dashboard.reports.page import INNER, build, styles
from dashboard.reports.timeline_figure import TimelineFigure, plot_width
from dashboard.texts import patient as texts
from dashboard.texts import reports as report_texts

if TYPE_CHECKING:
    from analytics.alerts import Evaluation
    from analytics.catalogue import Rule
    from analytics.record import PatientRecord

SCALE = 0.72
TALLEST = 640.0
ORDER = {"critical": 0, "warning": 1, "watch": 2, "information": 3, "data_quality": 4}


def patient_report(
    record: PatientRecord | Tidy,
    evaluation: Evaluation,
    rules: Mapping[str, Rule],
    as_of: date,
    *,
    view: View | None = None,
    case: dict[str, Any] | None = None,
    simulated: bool = False,
) -> bytes:
    """The PDF. view: as chosen on the page (default: the window, else the last year); its width is set for paper."""
    neat = tidy(record, as_of)
    seen = view or usual_view(neat, as_of)
    style = styles()
    identifier = str(record.patient.get("id") or record.patient.get("patient_id"))
    story: list[Any] = [Paragraph(patient_header.title(neat, as_of), style["title"])]
    story.append(
        _grid([(label, words) for label, words in patient_header.facts(neat, as_of, case, si=seen.si)], style)
    )
    story += _alerts(evaluation.alerts, rules, style, seen.si)
    story += _cannot_tell(evaluation.answers, rules, style, seen.si)
    drawing = timeline.drawing(neat, replace(seen, width=plot_width(INNER, SCALE), theme=LIGHT))
    figure = TimelineFigure(drawing, SCALE)
    if figure.height > TALLEST:
        figure = TimelineFigure(drawing, SCALE * TALLEST / figure.height)
    story.append(
        KeepTogether([Spacer(1, 8), figure, Paragraph(safe(finding(neat, drawing.view)), style["muted"])])
    )
    foot = report_texts.PATIENT_FOOT.format(patient=identifier, day=full_day(as_of))
    return build(story, title=report_texts.PATIENT_TITLE, foot=foot, simulated=simulated)


def usual_view(record: Tidy, as_of: date) -> View:
    """The view the patient page opens with."""
    start, end = span(record, as_of, default_preset(record, as_of))
    zeros = zero_choices(record)
    name, zero = zeros[0] if zeros else ("", None)
    return View(as_of, start, end, zero=zero, zero_name=name)


def _grid(rows: list[tuple[str, str]], style: dict[str, Any]) -> Table:
    cells = [[Paragraph(label, style["muted"]), Paragraph(words, style["text"])] for label, words in rows]
    table = Table(cells, colWidths=[90, INNER - 90])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 0.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0.5),
            ]
        )
    )
    return table


def _alerts(alerts: pd.DataFrame, rules: Mapping[str, Rule], style: dict[str, Any], si: bool) -> list[Any]:
    rows = [
        {str(k): v for k, v in row.items()} for row in alerts[alerts["status"] == "open"].to_dict("records")
    ]
    rows.sort(
        key=lambda row: (ORDER.get(str(row["severity"]), 9), str(row["rule"]), pd.Timestamp(row["began_on"]))
    )
    story: list[Any] = [Paragraph(texts.OPEN_ALERTS if rows else texts.NONE_OPEN, style["head"])]
    for row in rows:
        look = LIGHT.severity(str(row["severity"]))
        rule = rules.get(str(row["rule"]))
        since = report_texts.ALERT_SINCE.format(day=full_day(pd.Timestamp(row["began_on"])))
        lead = (
            f"<font color='{look.text}'><b>{look.label}</b></font> {alert_card.why(row, si=si)} "
            f"<font color='{LIGHT.muted}'>{since}</font>"
        )
        basis = " · ".join(
            part
            for part in (
                alert_card.numbers(row, most=6, si=si),
                alert_card.limit(row, rule, report_texts.ALERT_LIMIT, si=si),
            )
            if part
        )
        block = [Paragraph(lead, style["text"])]
        if row["severity"] in ("critical", "warning") and basis:
            block.append(Paragraph(basis, style["muted"]))
        table = Table([[block]], colWidths=[INNER])
        table.setStyle(
            TableStyle(
                [
                    ("LINEBEFORE", (0, 0), (0, -1), 2, colors.HexColor(look.mark)),
                    ("TOPPADDING", (0, 0), (-1, -1), 1),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ]
            )
        )
        story.append(table)
    return story


def _cannot_tell(
    answers: pd.DataFrame, rules: Mapping[str, Rule], style: dict[str, Any], si: bool
) -> list[Any]:
    rows = answers[answers["answer"] == "cannot_tell"].to_dict("records")
    if not rows:
        return []
    words = "; ".join(f"{title} ({missing})" for title, missing in alert_group.unknown(rows, rules, si=si))
    return [Paragraph(f"<b>? {texts.CANNOT_TELL.format(n=len(rows))}</b>: {words}", style["muted"])]
