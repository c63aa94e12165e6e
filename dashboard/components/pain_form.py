"""Pain in twenty seconds: the open pains with two buttons each, and a short form for a new one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analytics.texts.days import full_day
from dashboard import state
from dashboard.charts.wording import place, severity_word
from dashboard.components import entry, patient_reading
from dashboard.texts import dates
from dashboard.texts import record as texts

WALKING = {"yes": "normal", "no": "impaired"}


def draw(patient: str, told_on: date, symptoms: pd.DataFrame) -> None:
    """Follow-ups first, since most calls are about a pain that is known."""
    pains = symptoms[(symptoms["symptom"] == "pain") & symptoms["resolved_on"].isna()]
    if not pains.empty:
        st.markdown(f"**{texts.OPEN_PAINS}**")
    for pain in pains.to_dict("records"):
        with st.container(border=True):
            _follow_up(patient, told_on, pain)
    with st.container(border=True):
        st.markdown(f"**{texts.NEW_PAIN}**")
        _new(patient, told_on)
    if pains.empty and st.button(texts.NO_PAIN, help=texts.NO_PAIN_HELP, key="no_pain", width="stretch"):
        row = {"site": "leg", "onset_on": f"{told_on}", "severity": "none", "resolved_on": f"{told_on}"}
        if entry.save("symptoms", [_row(patient, told_on, row) | {"note": texts.NO_PAIN}]):
            st.rerun()


def _follow_up(patient: str, told_on: date, pain: dict[str, Any]) -> None:
    key = f"{pain['site']}_{pain['onset_on']:%Y%m%d}"
    side = pain["side"] if isinstance(pain["side"], str) and pain["side"] else ""
    onset = pain["onset_on"].date() if hasattr(pain["onset_on"], "date") else pain["onset_on"]
    st.markdown(
        texts.PAIN_LINE.format(where=place(str(pain["site"]), side), day=full_day(onset), last=_last(pain))
    )
    left, right = st.columns(2)
    now = left.segmented_control(
        texts.NOW,
        list(texts.SCORES),
        format_func=texts.SCORES.__getitem__,
        key=entry.fresh(f"now_{key}", patient),
    )
    walks = right.segmented_control(texts.WALKS, list(texts.YES_NO), key=entry.fresh(f"walks_{key}", patient))
    still, gone, since = st.columns([1, 1, 1], vertical_alignment="bottom")
    same = {"site": str(pain["site"]), "onset_on": f"{onset}", "side": side}
    gone_on = since.date_input(
        texts.GONE_SINCE,
        value=told_on,
        min_value=onset,
        max_value=told_on,
        format=dates.PICKER_DAY,
        key=entry.fresh(f"since_{key}", patient),
    )
    # without a word today's severity is not known; the last one is not carried on
    here = _row(patient, told_on, same | {"severity": now or "", "walking": WALKING.get(walks or "", "")})
    if still.button(texts.STILL, key=f"still_{key}", width="stretch", type="primary") and entry.save(
        "symptoms", [here]
    ):
        st.rerun()
    if gone.button(texts.GONE, key=f"gone_{key}", width="stretch"):
        row = same | {"severity": "none", "resolved_on": f"{gone_on}"}
        if entry.save("symptoms", [_row(patient, told_on, row)]):
            st.rerun()


def _last(pain: dict[str, Any]) -> str:
    """`last 4 of 10, told 27 Jun 2026`."""
    if pd.isna(pain["latest_severity"]):
        return texts.NOT_SCORED
    score = pain["latest_severity"]
    words = severity_word(score) if pain["latest_derived"] else texts.OF_TEN.format(score=f"{score:g}")
    return texts.LAST.format(score=words, day=full_day(pd.Timestamp(pain["last_recorded_on"])))


def _new(patient: str, told_on: date) -> None:
    sites = st.pills(
        texts.WHERE,
        list(texts.SITES),
        format_func=texts.SITES.__getitem__,
        selection_mode="multi",
        key=entry.fresh("pain_sites", patient),
    )
    left, right = st.columns(2)
    side = left.segmented_control(
        texts.SIDE,
        list(texts.SIDES),
        format_func=texts.SIDES.__getitem__,
        key=entry.fresh("pain_side", patient),
    )
    now = right.segmented_control(
        texts.NOW,
        list(texts.SCORES),
        format_func=texts.SCORES.__getitem__,
        key=entry.fresh("pain_now", patient),
    )
    onset, precision = _since(patient, told_on)
    left, right, third = st.columns(3)
    walks = left.segmented_control(texts.WALKS, list(texts.YES_NO), key=entry.fresh("pain_walks", patient))
    rest = right.segmented_control(texts.REST, list(texts.YES_NO), key=entry.fresh("pain_rest", patient))
    worse = third.segmented_control(texts.WORSE, list(texts.YES_NO), key=entry.fresh("pain_worse", patient))
    signs = st.pills(
        texts.SIGNS,
        list(texts.SIGN_WORDS),
        format_func=texts.SIGN_WORDS.__getitem__,
        selection_mode="multi",
        key=entry.fresh("pain_signs", patient),
    )
    left, right, third = st.columns([1, 1, 2], vertical_alignment="bottom")
    teller = left.selectbox(
        texts.TOLD_BY,
        list(texts.TELLERS),
        format_func=texts.TELLERS.__getitem__,
        key=entry.fresh("pain_teller", patient),
    )
    score = right.number_input(
        texts.SCORE_ASKED,
        0.0,
        10.0,
        value=None,
        step=1.0,
        key=entry.fresh("pain_score", patient),
        format="%g",
    )
    note = third.text_input(texts.NOTE, key=entry.fresh("pain_note", patient), max_chars=300)
    st.caption(texts.UNANSWERED)
    if not st.button(
        texts.SAVE,
        type="primary",
        disabled=not (sites and onset),
        key=entry.fresh("pain_save", patient),
        width="stretch",
    ):
        return
    common = {
        "onset_on": f"{onset}",
        "date_precision": precision,
        "side": side or "",
        "severity": f"{score:g}" if score is not None else now or "",
        "walking": WALKING.get(walks or "", ""),
        "relieved_by": {"yes": "rest", "no": "not by rest"}.get(rest or "", ""),
        "worse_with": {"yes": "standing or walking", "no": "not by standing or walking"}.get(worse or "", ""),
        "signs": ";".join(sign for sign in signs if sign != "none" or len(signs) == 1),
        "told_by": teller,
        "note": note,
    }
    if entry.save("symptoms", [_row(patient, told_on, common | {"site": site}) for site in sites]):
        st.rerun()


def _since(patient: str, told_on: date) -> tuple[date | None, str]:
    """The onset and how exact it is: `about 3 weeks` is kept as a date with the precision of a week.

    Nothing is preset: a day that nobody said would count as the day on which it began.
    """
    left, right = st.columns(2, vertical_alignment="bottom")
    way = left.segmented_control(
        texts.SINCE,
        list(texts.SINCE_WAYS),
        format_func=texts.SINCE_WAYS.__getitem__,
        key=entry.fresh("pain_since", patient),
    )
    if way == "weeks":
        weeks = right.number_input(texts.WEEKS, 1, 520, value=2, key=entry.fresh("pain_weeks", patient))
        return told_on - timedelta(weeks=int(weeks)), "week"
    if way == "date":
        picked = right.date_input(
            texts.SINCE,
            value=told_on,
            min_value=told_on - timedelta(days=36500),
            max_value=told_on,
            format=dates.PICKER_DAY,
            key=entry.fresh("pain_date", patient),
            label_visibility="collapsed",
        )
        return picked, "day"
    return (told_on if way == "today" else None), "day"


def _row(patient: str, told_on: date, row: dict[str, str]) -> dict[str, str]:
    return {"patient_id": patient, "symptom": "pain", "recorded_on": f"{told_on}", **row}


def pain_state(patient: str) -> pd.DataFrame:
    """Every symptom on record by the chosen day; read again when the record or the day changed."""
    return patient_reading.read(patient, state.as_of(), None)[0].symptoms
