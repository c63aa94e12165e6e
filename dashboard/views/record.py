"""Record: what a patient tells, noted in seconds; on the phone too."""

from __future__ import annotations

import streamlit as st

from dashboard import state
from dashboard.components import entry, entry_forms, hand_entries, pain_form, reader_name
from dashboard.texts import dates
from dashboard.texts import record as texts


def page() -> None:
    """Draw the page."""
    st.title(texts.TITLE)
    st.caption(texts.LEAD)
    patient = _patient()
    entry.said(patient)
    if patient is None:
        return
    if state.case_day(patient) is not None:
        st.info(texts.CASE_STUDY)
        return
    if reader_name.wanted():
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    form = left.segmented_control(
        texts.WHAT,
        list(texts.FORMS),
        default="pain",
        required=True,
        format_func=texts.FORMS.__getitem__,
        key="record_form",
    )
    day = right.date_input(
        texts.DAY,
        value=state.as_of(),
        max_value=max(state.today(), state.as_of()),
        format=dates.PICKER_DAY,
        key="record_day",
    )
    if form in entry_forms.FORMS:
        entry_forms.FORMS[form](patient, day)
    else:
        pain_form.draw(patient, day, pain_form.pain_state(patient))
    hand_entries.draw(patient)


def _patient() -> str | None:
    """The chosen patient; asked here as well, because a phone folds the sidebar away."""
    people = state.people()
    labels = {
        patient: f"{name} · {patient}" if name else patient
        for patient, name in zip(people["patient_id"], people["name"], strict=True)
    }
    st.session_state["record_patient"] = state.patient_id() if state.patient_id() in labels else None
    st.selectbox(
        texts.CHOOSE,
        list(labels),
        format_func=labels.__getitem__,
        index=None,
        placeholder=texts.CHOOSE_PLACEHOLDER,
        key="record_patient",
        on_change=lambda: state.choose_patient(st.session_state["record_patient"]),
    )
    if state.patient_id() is None:
        st.info(texts.NO_PATIENT)
    return state.patient_id()
