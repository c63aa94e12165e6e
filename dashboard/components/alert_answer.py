"""Answering an alert: acknowledge, snooze, dismiss, assign, and taking the last answer back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboard import state
from dashboard.texts import patient as texts
from data import reviewing
from data.errors import TroughlineError


def popover(alerts: list[dict[str, Any]], names: Mapping[str, str], today: date, key: str) -> None:
    """One popover for the alerts of a card; the strongest comes first."""
    with st.popover(texts.ANSWER, key=f"{key}-answer"):
        chosen = 0
        if len(alerts) > 1:
            chosen = st.radio(
                "Alert", range(len(alerts)), format_func=lambda i: _name(alerts[i], names), key=f"{key}-which"
            )
        alert = alerts[chosen]
        actions = [texts.ACKNOWLEDGE, texts.SNOOZE, texts.DISMISS, texts.ASSIGN]
        action = st.segmented_control(
            "What to do", actions, default=actions[0], key=f"{key}-action", label_visibility="collapsed"
        )
        with st.form(f"{key}-form", border=False):
            to = st.text_input(texts.TO_WHOM, key=f"{key}-to") if action == texts.ASSIGN else ""
            until = (
                st.date_input(
                    texts.UNTIL, value=today + timedelta(days=14), key=f"{key}-until", format="YYYY-MM-DD"
                )
                if action == texts.SNOOZE
                else today
            )
            critical = alert["severity"] == "critical" and action == texts.ACKNOWLEDGE
            label = (
                texts.COMMENT_CRITICAL
                if critical
                else texts.COMMENT
                if action == texts.ACKNOWLEDGE
                else texts.REASON
            )
            comment = st.text_area(label, key=f"{key}-comment", height=80)
            if st.form_submit_button(texts.SAVE, type="primary"):
                save(str(action), alert, comment, to, until, today)
        if st.session_state.get("last_answer") and st.button(texts.UNDO, key=f"{key}-undo", type="tertiary"):
            _undo(today)


def _name(alert: Mapping[str, Any], names: Mapping[str, str]) -> str:
    where = f" ({alert['symptom']})" if alert.get("symptom") else ""
    return f"{names.get(str(alert['rule']), alert['rule'])}{where}"


def save(action: str, alert: dict[str, Any], comment: str, to: str, until: date, today: date) -> None:
    """Write the answer; a refusal (critical without comment, somebody was first) is shown, nothing is stored."""
    seen = reviewing.AlertSeen.of(alert)
    store, who = state.store(), state.reader()
    before = alert.get("answer_id")
    replaces = int(before) if isinstance(before, int | float) and before == before else None
    try:
        if action == texts.ACKNOWLEDGE:
            entry = reviewing.acknowledge(
                store, seen, who=who, today=today, comment=comment, replaces=replaces
            )
        elif action == texts.SNOOZE:
            entry = reviewing.snooze(store, seen, who=who, today=today, reason=comment, until=until)
        elif action == texts.DISMISS:
            entry = reviewing.dismiss(store, seen, who=who, today=today, reason=comment)
        else:
            entry = reviewing.assign(store, seen, who=who, today=today, to=to, reason=comment)
    except TroughlineError as problem:
        st.error(str(problem))
        return
    st.session_state["last_answer"] = entry
    st.toast(texts.DONE.format(what=action.lower()))
    st.rerun()


def _undo(today: date) -> None:
    try:
        reviewing.undo(state.store(), st.session_state.pop("last_answer"), who=state.reader(), today=today)
    except TroughlineError as problem:
        st.error(str(problem))
        return
    st.rerun()
