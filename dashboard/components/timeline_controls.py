"""The switches above the timeline: preset, what the days count from, further rows, table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from analytics.texts.days import full_day
from dashboard.charts import palette
from dashboard.charts.tidy import Tidy
from dashboard.charts.view import PRESETS, View, default_preset, span, zero_choices
from dashboard.charts.wording import name
from dashboard.texts import patient as texts

FURTHER = (
    "calcium",
    "phosphorus",
    "creatinine",
    "albumin",
    "magnesium",
    "vitamin_d_25oh",
    "ionized_calcium",
    "crp",
    "das28",
    "ggt",
    "egfr",
)


def choose(
    record: Tidy,
    patient_id: str,
    as_of: date,
    *,
    si: bool,
    theme: palette.Theme,
    report: Callable[[View], bytes],
) -> tuple[View, bool]:
    """The chosen view, and whether it is wanted as a table. report: makes the PDF of a view, only when asked for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        preset = st.segmented_control(
            texts.SPAN, _presets(record), default=default_preset(record, as_of), format_func=texts.PRESETS.__getitem__, required=True,
            key=f"span-{patient_id}", label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        shape = st.segmented_control(
            texts.SHAPE,
            [texts.CHART, texts.TABLE],
            default=texts.CHART,
            required=True,
            key="timeline-shape",
            persist_state="session",
            label_visibility="collapsed",
            help=texts.VIEW_HELP,
        )
        with st.popover(texts.MORE):
            view = _more(record, patient_id, as_of, preset)
        view = replace(view, si=si, theme=theme)
        st.download_button(
            texts.REPORT, data=lambda: report(view), file_name="troughline-patient.pdf", mime="application/pdf", key="patient-report",
            help=texts.REPORT_HELP, type="tertiary",
        )  # fmt: skip
    return view, shape == texts.TABLE


def _presets(record: Tidy) -> list[str]:
    return [p for p in PRESETS if p != "window" or len(record.windows)]


def _more(record: Tidy, patient_id: str, as_of: date, preset: str) -> View:
    zeros = zero_choices(record)
    labels = [f"{what}, {full_day(when)}" for what, when in zeros]
    chosen = (
        st.selectbox(
            texts.AXIS,
            range(len(zeros)),
            format_func=labels.__getitem__,
            key=f"zero-{patient_id}",
            persist_state="session",
        )
        if zeros
        else None
    )
    axis = st.radio(
        texts.AXIS_LABEL,
        [texts.AXIS_DATES, texts.AXIS_DAYS],
        key="timeline-axis",
        label_visibility="collapsed",
        persist_state="session",
    )
    pth_log = st.checkbox(texts.PTH_LOG, value=True, key="timeline-pth-log", persist_state="session")
    measured = set(record.results["analyte"])
    extra = st.multiselect(
        texts.EXTRA_ROWS,
        [a for a in FURTHER if a in measured],
        format_func=name,
        key=f"extra-{patient_id}",
        persist_state="session",
    )
    rows = _rows(record, extra)
    only = st.selectbox(
        texts.ONLY_ROW,
        [None, *rows],
        format_func=lambda key: rows.get(key, texts.ALL_ROWS),
        key=f"only-{patient_id}",
        placeholder=texts.ALL_ROWS,
        persist_state="session",
    )
    start, end = span(record, as_of, preset)
    zero_name, zero = zeros[chosen] if chosen is not None else ("", None)
    return View(
        as_of, start, end, zero=zero, zero_name=zero_name, axis="days" if axis == texts.AXIS_DAYS else "dates",
        pth_log=pth_log, extra=tuple(extra), only=only,
    )  # fmt: skip


def _rows(record: Tidy, extra: list[str]) -> dict[str | None, str]:
    """Keys and names of the rows that can be shown alone."""
    used = set(record.dose_periods["drug"]) | set(record.troughs["drug"])
    rows: dict[str | None, str] = {}
    for drug in ("tacrolimus", "cyclosporine"):
        if drug in used:
            rows |= {
                f"trough {drug}": texts.TROUGH_OF.format(drug=name(drug)),
                f"dose {drug}": texts.DOSE_OF.format(drug=name(drug)),
            }
    rows["others"] = texts.OTHER_DRUGS
    rows |= {analyte: name(analyte) for analyte in ("ca_p", "pth", "alp", *extra)}
    return rows | {"symptoms": texts.SYMPTOMS, "events": texts.EVENTS}
