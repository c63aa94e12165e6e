"""One onset on one screen: the timeline counted from it, and every number of those weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.texts.days import full_day
from analytics.timing import chance_overlap, look_back_days, onset_timing
from dashboard import state
from dashboard.charts import palette
from dashboard.charts.finding import finding
from dashboard.charts.tidy import Tidy
from dashboard.charts.view import View
from dashboard.components import onset_tables, patient_reading, read_table
from dashboard.texts import dose_symptom_timing as texts
from dashboard.wording import plain

if TYPE_CHECKING:
    from analytics.record import PatientRecord

AFTER_DAYS = 30
FIGURE = r"[<>]?[-−]?[\d.\u00a0]*"
DAYS = (texts.ON, texts.DRAWN, texts.FROM, texts.TO)


def draw(onsets: pd.DataFrame) -> None:
    """Choose an onset (the chosen patient's first) and show what stood around it."""
    st.header(texts.ONE, help=texts.ONE_HELP)
    choices = onsets.drop_duplicates("onset")
    labels = {
        row["onset"]: f"{row['patient_id']} · {row['words']} · {full_day(row['onset_on'])}"
        for row in choices.to_dict("records")
    }
    own = choices.loc[choices["patient_id"] == state.patient_id(), "onset"]
    options = list(labels)
    chosen = st.selectbox(
        texts.ONE_CHOICE,
        options,
        index=options.index(own.iloc[0]) if len(own) else None,
        format_func=labels.__getitem__,
        placeholder=texts.ONE_PLACEHOLDER,
        key="dst_one",
    )
    if chosen is None:
        return
    row = choices[choices["onset"] == chosen].iloc[0]
    _screen(str(row["patient_id"]), str(row["symptom_key"]), pd.Timestamp(row["onset_on"]), str(row["words"]))


def _screen(patient: str, symptom_key: str, onset: pd.Timestamp, words: str) -> None:
    record, neat = patient_reading.read(patient, state.as_of(), state.known_on())
    days = look_back_days(record.settings)
    start = onset - pd.Timedelta(days=days)
    end = onset + pd.Timedelta(days=AFTER_DAYS)
    st.markdown(f"{chance_overlap(record).sentence}{_same_week(record, symptom_key)}")
    _timeline(neat, start, end, onset, words)
    if st.button(texts.ONE_OPEN, key="dst_one_open"):
        state.open_patient(patient)
    left, right = st.columns(2, gap="large")
    with left:
        title, none = texts.ONE_CHANGES.format(days=days), texts.ONE_NO_CHANGES.format(days=days)
        _show(title, onset_tables.changes(record, start, onset), none)
    with right:
        _show(texts.ONE_PAIN, onset_tables.pain(record, symptom_key))
        _show(texts.ONE_OTHERS, onset_tables.others(record, symptom_key, start, end), texts.ONE_NO_OTHERS)
    _show(texts.ONE_DOSES, onset_tables.doses(record, start, end))
    _show(texts.ONE_LEVELS, onset_tables.levels(record, start, end, onset, si=state.si_units()))
    _show(texts.ONE_LABS, onset_tables.labs(record, start, end, onset, si=state.si_units()))


def _same_week(record: PatientRecord, symptom_key: str) -> str:
    """A steroid halved on the day of the increase must not be overlooked."""
    rows = onset_timing(record)
    rows = rows[(rows["symptom_key"] == symptom_key) & (rows["drug_class"] == "cni")].sort_values("lag_days")
    if rows.empty or not rows.iloc[0]["same_week"]:
        return ""
    nearest = rows.iloc[0]
    return "  \n" + texts.SAME_WEEK.format(
        change=plain(str(nearest["text"])),
        days=int(nearest["lag_days"]),
        others=plain(str(nearest["same_week"])),
    )


def _timeline(neat: Tidy, start: pd.Timestamp, end: pd.Timestamp, onset: pd.Timestamp, words: str) -> None:
    last = min(end, pd.Timestamp(state.as_of()) + pd.Timedelta(days=1))
    view = View(
        state.as_of(), start, last + (last - start) * 0.13, zero=onset.date(), zero_name=words,
        si=state.si_units(), theme=palette.theme(patient_reading.theme_name()),
    )  # fmt: skip
    st.plotly_chart(
        patient_reading.figure(neat, view), width="stretch", theme=None, key="dst_one_timeline",
        config={"displayModeBar": False, "scrollZoom": False}, alt=finding(neat, view),
    )  # fmt: skip


def _show(title: str, table: pd.DataFrame, nothing: str = texts.ONE_NOTHING) -> None:
    st.markdown(f"**{title}**")
    if table.empty:
        st.caption(nothing)
        return
    figures = [name for name in table if table[name].astype(str).str.fullmatch(FIGURE).all()]
    read_table.draw(table, title, numbers=figures, whole=DAYS, most_rem=20)
