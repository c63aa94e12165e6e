"""Answering one alert: acknowledge, snooze, mark as inaccurate, give to somebody. Used by the weekly review and the patient."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analytics.texts.days import full_day
from dashboard import state
from dashboard.components.worklist import plain_markdown
from dashboard.texts import answering as texts
from dashboard.texts import dates
from dashboard.texts.frame import READER_WANTED
from data import reviewing
from data.errors import TroughlineError
from data.reviewing import AlertSeen


def answer(alert: Mapping[str, Any], *, key: str, today: date) -> None:
    """A small button that unfolds the four answers for one alert (a row of analytics.acknowledgement.alert_states)."""
    if state.registry():
        return  # read only
    with st.popover(texts.ANSWER, type="tertiary", key=f"{key}_answer"):
        _named_first()
        _given(alert, key, today)
        kind = st.segmented_control(
            texts.ANSWER,
            list(texts.CHOICES),
            format_func=texts.CHOICES.__getitem__,
            default="acknowledge",
            required=True,
            key=f"{key}_kind",
            label_visibility="collapsed",
        )
        st.caption(texts.HELP[kind])
        wanted = kind == "acknowledge" and alert["severity"] == "critical"
        reason = st.text_input(texts.COMMENT_WANTED if wanted else texts.REASON[kind], key=f"{key}_reason")
        until, to = today + timedelta(days=7), ""
        if kind == "snooze":
            last = today + timedelta(days=reviewing.MAX_SNOOZE_DAYS)
            until = st.date_input(
                texts.UNTIL,
                until,
                min_value=today,
                max_value=last,
                key=f"{key}_until",
                format=dates.PICKER_DAY,
            )
        if kind == "assign":
            to = st.text_input(texts.TO, key=f"{key}_to")
        if st.button(texts.SAVE, key=f"{key}_save", type="primary", disabled=not state.reader_name()):
            save(alert, kind, reason=reason, until=until, to=to, today=today)


def _given(alert: Mapping[str, Any], key: str, today: date) -> None:
    """The answer that stands, in full, with the way to take it back."""
    if alert.get("state") not in texts.GIVEN:
        return
    on = pd.Timestamp(alert["answered_on"])
    said = str(alert.get("answer_text") or "").strip()
    st.markdown(
        texts.GIVEN_BY.format(
            what=texts.GIVEN[alert["state"]],
            who=plain_markdown(str(alert["answered_by"])),
            day=full_day(on.date()),
            said=f": {plain_markdown(said)}" if said else "",
        )
    )
    if st.button(texts.TAKE_BACK, key=f"{key}_back", disabled=not state.reader_name()):
        try:
            reviewing.undo(state.store(), int(alert["answer_id"]), who=state.reader(), today=today)
        except TroughlineError as problem:
            st.error(str(problem))
            return
        st.rerun()


def save(
    alert: Mapping[str, Any],
    kind: str,
    *,
    today: date,
    reason: str = "",
    until: date | None = None,
    to: str = "",
) -> None:
    """Record the answer and draw the page again; a refusal is shown in words (somebody else may have been first)."""
    seen, who, store = AlertSeen.of(alert), state.reader(), state.store()
    try:
        if kind == "acknowledge":
            replaces = (
                alert.get("answer_id")
                if alert.get("state") in ("before_correction", "severity_risen")
                else None
            )
            reviewing.acknowledge(
                store,
                seen,
                who=who,
                today=today,
                comment=reason,
                replaces=int(replaces) if replaces else None,
            )
        elif kind == "snooze":
            reviewing.snooze(store, seen, who=who, today=today, reason=reason, until=until or today)
        elif kind == "dismiss":
            reviewing.dismiss(store, seen, who=who, today=today, reason=reason)
        else:
            reviewing.assign(store, seen, who=who, today=today, to=to, reason=reason)
    except TroughlineError as problem:
        st.error(str(problem))
        return
    st.rerun()


def _named_first() -> None:
    if not state.reader_name():
        st.info(READER_WANTED)
