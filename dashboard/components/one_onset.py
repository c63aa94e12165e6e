"""One onset on one screen: doses as taken, levels, every change of those weeks, pain at each contact, laboratory values."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics import record as reading
from analytics.changes import dose_changes
from analytics.timing import chance_overlap, look_back_days
from dashboard import state
from dashboard.texts import dose_symptom_timing as texts

AFTER_DAYS = 30
ANALYTES = ("calcium", "phosphorus", "pth", "alp", "ggt", "creatinine")
DATE = st.column_config.DateColumn(format="D MMM YYYY")


def draw(onsets: pd.DataFrame) -> None:
    """Choose an onset (the chosen patient's first) and show what stood around it."""
    st.header(texts.ONE)
    choices = onsets.drop_duplicates("onset")
    labels = {
        row["onset"]: f"{row['patient_id']} · {row['words']} · {row['onset_on']:%d %b %Y}"
        for row in choices.to_dict("records")
    }
    own = choices.loc[choices["patient_id"] == state.patient_id(), "onset"]
    options = list(labels)
    chosen = st.selectbox(
        texts.ONE_CHOICE,
        options,
        index=options.index(own.iloc[0]) if len(own) else None,
        format_func=labels.__getitem__,
        placeholder=texts.ONE_CHOICE,
        key="dst_one",
    )
    if chosen is None:
        return
    row = choices[choices["onset"] == chosen].iloc[0]
    _screen(str(row["patient_id"]), str(row["symptom_key"]), pd.Timestamp(row["onset_on"]))


def _screen(patient: str, symptom_key: str, onset: pd.Timestamp) -> None:
    record = reading.patient_record(
        state.store(), patient, state.as_of(), known_on=state.known_on(), settings=state.settings()
    )
    if st.button(texts.ONE_OPEN, key="dst_one_open", type="tertiary"):
        state.open_patient(patient)
    st.markdown(chance_overlap(record).sentence)
    start = onset - pd.Timedelta(days=look_back_days(record.settings))
    end = onset + pd.Timedelta(days=AFTER_DAYS)
    left, right = st.columns(2, gap="large")
    with left:
        _changes(dose_changes(record, every_drug=True), start, onset)
        _doses(record.dose_periods, start, end)
        _pain(record.follow_ups, symptom_key)
    with right:
        _levels(record.troughs, start, end)
        _labs(record.results, start, end)


def _changes(changes: pd.DataFrame, start: pd.Timestamp, onset: pd.Timestamp) -> None:
    some = changes[(changes["changed_on"] >= start) & (changes["changed_on"] <= onset)]
    table = pd.DataFrame(
        {
            "Days before": (onset - some["changed_on"]).dt.days,
            "Change": some["text"],
            "On": some["changed_on"],
        }
    ).sort_values("Days before")
    _show(texts.ONE_CHANGES, table, texts.ONE_NO_CHANGES)


def _doses(periods: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> None:
    first, last = pd.to_datetime(periods["first_on"]), pd.to_datetime(periods["last_on"])
    some = periods[(first <= end) & (last.isna() | (last >= start))]
    table = pd.DataFrame(
        {
            "Drug": some["drug"].str.replace("_", " "),
            "mg/day": some["mg_per_day"],
            "From": pd.to_datetime(some["first_on"]),
            "To": pd.to_datetime(some["last_on"]),
            "Formulation": some["formulation"].fillna("").astype(str).str.replace("_", " "),
        }
    ).sort_values(["Drug", "From"])
    _show(texts.ONE_DOSES, table)


def _levels(troughs: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> None:
    at = pd.to_datetime(troughs["collected_at"])
    some = troughs[(at >= start) & (at < end + pd.Timedelta(days=1))]
    steady = ["before steady state" if before else "" for before in some["before_steady_state"]]
    table = pd.DataFrame(
        {
            "Drawn": pd.to_datetime(some["collected_at"]),
            "Drug": some["drug"],
            "ng/mL": _signed(some),
            "Hours after dose": some["hours_since_dose"],
            "C0/D": some["c0_d"],
            "Steady state": steady,
        }
    )
    _show(texts.ONE_LEVELS, table)


def _pain(follow_ups: pd.DataFrame, symptom_key: str) -> None:
    some = follow_ups[follow_ups["symptom_key"] == symptom_key]
    table = pd.DataFrame(
        {
            "On": pd.to_datetime(some["recorded_on"]),
            "Score": some["severity"],
            "Walking": some["walking"].fillna("not asked"),
            "Told by": some["told_by"].fillna(""),
            "Note": some["note"].fillna(""),
        }
    )
    _show(texts.ONE_PAIN, table)


def _labs(results: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> None:
    at = pd.to_datetime(results["collected_at"])
    some = results[results["analyte"].isin(ANALYTES) & (at >= start) & (at < end + pd.Timedelta(days=1))]
    if some.empty:
        _show(texts.ONE_LABS, some)
        return
    wide = pd.DataFrame(
        {
            "On": pd.to_datetime(some["collected_at"]).dt.normalize(),
            "analyte": some["analyte"],
            "value": _signed(some),
        }
    ).pivot_table(index="On", columns="analyte", values="value", aggfunc=" / ".join)
    units = {"calcium": "Ca mg/dL", "phosphorus": "P mg/dL", "pth": "PTH pg/mL", "alp": "ALP U/L", "ggt": "GGT U/L", "creatinine": "Creatinine mg/dL"}  # fmt: skip
    order = [a for a in ANALYTES if a in wide.columns]
    _show(texts.ONE_LABS, wide[order].rename(columns=units).reset_index().fillna(""))


def _signed(rows: pd.DataFrame) -> list[str]:
    return [
        f"{sign or ''}{value:g}"
        for sign, value in zip(rows["comparator"].fillna(""), rows["value"], strict=True)
    ]


def _show(title: str, table: pd.DataFrame, nothing: str = texts.ONE_NOTHING) -> None:
    st.markdown(f"**{title}**")
    if table.empty:
        st.caption(nothing)
        return
    dates = {c: DATE for c in table.columns if pd.api.types.is_datetime64_any_dtype(table[c])}
    st.dataframe(table, hide_index=True, column_config=dates, height=min(38 + 35 * len(table), 290))
