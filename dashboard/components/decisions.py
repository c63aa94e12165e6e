"""Decisions about one patient: what was decided before and whether it happened, and what is decided now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import streamlit as st

from analytics.acknowledgement import day, records
from analytics.minutes import decision_words
from analytics.texts.days import near_day
from dashboard import state
from dashboard.components.worklist import plain_markdown
from dashboard.texts import dates
from dashboard.texts import meeting as texts
from data import reviewing
from data.errors import TroughlineError


def draw(patient: str, today: date) -> None:
    """Open and lately settled decisions, then the form for a new one."""
    known = reviewing.decisions(state.store(), today)
    earlier = [d for d in records(known[known["patient_id"] == patient]) if day(d["acted_on"]) != today]
    st.header(texts.DECIDED_BEFORE)
    open_ones = [d for d in earlier if d["outcome"] in ("", "not_done") or day(d["outcome_on"]) == today]
    if not open_ones:
        st.caption(texts.NOTHING_BEFORE)
    for decision in open_ones:
        _earlier(decision, today)
    _new(patient, today)


def _earlier(decision: dict[str, Any], today: date) -> None:
    decided = day(decision["acted_on"])
    due = day(decision["due_on"])
    late = (
        f" · **{texts.OVERDUE}**" if due and due < today and decision["outcome"] in ("", "not_done") else ""
    )
    when = near_day(decided, today) if decided else ""
    with st.container(
        horizontal=True, vertical_alignment="top", gap="small", key=f"said_{decision['entry_id']}"
    ):
        st.markdown(f"{plain_markdown(decision_words(decision, today))} :gray[:small[{when}]]{late}")
        for outcome, label in texts.OUTCOMES.items():
            if st.button(
                label,
                key=f"settle_{decision['entry_id']}_{outcome}",
                type="tertiary",
                disabled=decision["outcome"] == outcome or not state.reader_name(),
            ):
                reviewing.settle(
                    state.store(), int(decision["entry_id"]), outcome, who=state.reader(), today=today
                )
                st.rerun()


def _new(patient: str, today: date) -> None:
    st.header(texts.DECIDE)
    with st.form(f"decide_{patient}", clear_on_submit=True, border=False):
        decision = st.text_input(
            texts.DECISION, placeholder=texts.DECISION_EXAMPLE, key=f"decision_{patient}"
        )
        left, right = st.columns(2)
        owner = left.text_input(texts.OWNER, key=f"owner_{patient}")
        due = right.date_input(
            texts.DUE,
            today + timedelta(days=7),
            min_value=today,
            key=f"due_{patient}",
            format=dates.PICKER_DAY,
        )
        note = st.text_input(texts.NOTE, key=f"note_{patient}")
        if st.form_submit_button(texts.SAVE, disabled=not state.reader_name()):
            try:
                reviewing.decide(
                    state.store(),
                    patient,
                    decision,
                    who=state.reader(),
                    today=today,
                    owner=owner,
                    due_on=due,
                    note=note,
                )
            except TroughlineError as problem:
                st.error(str(problem))
                return
            st.rerun()
