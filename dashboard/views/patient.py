"""Patient: who it is, what is open, and everything on one time axis."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import streamlit as st

from analytics.catalogue import rules as catalogue
from dashboard import state
from dashboard.charts import palette, timeline_table
from dashboard.charts.finding import finding
from dashboard.charts.tidy import Tidy
from dashboard.charts.view import View
from dashboard.components import (
    alert_group,
    patient_below,
    patient_header,
    patient_reading,
    timeline_controls,
)
from dashboard.texts import patient as texts
from dashboard.wording import plain


def page() -> None:
    """Header, alerts, timeline, and beneath it the evidence."""
    patient_id = state.patient_id()
    if patient_id is None or not state.on_record(patient_id):
        st.title(texts.TITLE)
        st.info(texts.NOT_ON_RECORD.format(patient=plain(patient_id)) if patient_id else texts.CHOOSE)
        return
    as_of, known_on = state.as_of(), state.known_on()
    theme = palette.theme(patient_reading.theme_name())
    if state.registry():  # nobody is evaluated there beforehand: the record is read while the rules are asked
        patient_reading.read_ahead([patient_id], as_of, known_on)
    answers = state.patient_evaluation(patient_id)
    record, neat = patient_reading.read(patient_id, as_of, known_on)
    rules = {rule.name: rule for rule in catalogue()}
    alerts = patient_reading.with_answers(answers.alerts, as_of)
    case = patient_reading.case_study(patient_id)
    with st.container(gap="xsmall"):
        st.html(_header(neat, as_of, theme, case["document"] if case else None, si=state.si_units()))
        alert_group.render(alerts, rules, theme, as_of)
        alert_group.states(alerts, answers.answers, rules, theme)

    def report(view: View) -> bytes:
        from dashboard.reports.patient_report import patient_report

        return patient_report(
            neat, answers, rules, as_of, view=view, case=case, simulated=state.simulated() and not case
        )

    view, as_table = timeline_controls.choose(
        neat, patient_id, as_of, si=state.si_units(), theme=theme, report=report
    )
    said = finding(neat, view)
    if as_table:
        wide = {title: st.column_config.Column(width=width) for title, width in timeline_table.WIDTHS.items()}
        st.dataframe(
            timeline_table.table(neat, view),
            hide_index=True,
            width="stretch",
            column_config=wide,
            placeholder="",
        )
    else:
        st.plotly_chart(
            patient_reading.figure(neat, view), width="stretch", theme=None, key=f"timeline-{patient_id}",
            config={"displayModeBar": False, "doubleClick": "reset", "scrollZoom": False}, alt=said,
        )  # fmt: skip
    st.caption(said)
    patient_below.render(record, neat, alerts, view, theme)


@lru_cache(maxsize=64)
def _header(neat: Tidy, as_of: date, theme: palette.Theme, document: str | None, *, si: bool) -> str:
    """Kept, because every answer on the page draws it again."""
    return patient_header.as_html(neat, as_of, theme, {"document": document} if document else None, si=si)
