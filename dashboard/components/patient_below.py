"""What stands beneath the timeline; only the chosen section is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.texts.days import dated, full_day
from analytics.texts.weekly_review import RULE_LABELS
from dashboard import rule_words, state
from dashboard.charts import palette
from dashboard.charts.tidy import Tidy
from dashboard.charts.view import View
from dashboard.charts.wording import place, unit
from dashboard.components import evidence_card, naranjo_form, patient_reading, read_table, trough_metrics
from dashboard.texts import dates, keys
from dashboard.texts import patient as texts

if TYPE_CHECKING:
    from analytics.record import PatientRecord


def render(record: PatientRecord, neat: Tidy, alerts: pd.DataFrame, view: View, theme: palette.Theme) -> None:
    """One section at a time, the evidence card first where there is lower-limb pain."""
    section = st.segmented_control(
        texts.BELOW_LABEL,
        list(texts.BELOW),
        default="evidence",
        required=True,
        format_func=texts.BELOW.__getitem__,
        key="patient-below",
        persist_state="session",
        label_visibility="collapsed",
    )
    if section == "evidence":
        evidence_card.render(patient_reading.evidence(record, neat), theme)
    elif section == "timing":
        _timing(record)
    elif section == "trough":
        trough_metrics.render(str(neat.patient["patient_id"]), view)
    elif section == "causality":
        naranjo_form.render(record, neat, view.as_of)
    elif section == "alerts":
        _all_alerts(alerts)
    elif section == "corrections":
        _corrections(neat, view)


def _timing(record: PatientRecord) -> None:
    from analytics.timing import chance_overlap, onset_timing

    rows = onset_timing(record)
    if not len(rows):
        st.caption(texts.NO_ONSETS)
        return
    days = st.column_config.DateColumn(format=dates.COLUMN_DAY, width=95)
    st.dataframe(
        _timing_table(rows),
        hide_index=True,
        width="stretch",
        column_config={
            texts.WHICH_SYMPTOM: st.column_config.Column(width=120),
            texts.ONSET: days,
            texts.CHANGE_BEFORE: st.column_config.Column(width=200),
            texts.ON: days,
            texts.LAG: st.column_config.Column(width=70),
            texts.SAME_WEEK: st.column_config.Column(width=340),
        },
        placeholder="",
    )
    overlap = chance_overlap(record)
    if overlap.window_days:
        share = overlap.days_after_increase / overlap.window_days * 100
        st.caption(
            texts.CHANCE.format(
                share=f"{share:.0f}",
                days=overlap.days_after_increase,
                window=overlap.window_days,
                lag=overlap.lag_days,
            )
        )


def _timing_table(rows: pd.DataFrame) -> pd.DataFrame:
    level = unit("tacrolimus", state.si_units()).name
    shown = pd.DataFrame(
        {
            texts.WHICH_SYMPTOM: [
                f"{keys.word(keys.SYMPTOMS, symptom)}, {place(site, side or '')}"
                for symptom, site, side in zip(rows["symptom"], rows["site"], rows["side"], strict=True)
            ],
            texts.ONSET: rows["onset_on"],
            texts.CHANGE_BEFORE: rows["text"],
            texts.ON: rows["changed_on"],
            texts.LAG: rows["lag_days"],
            texts.LEVEL_BEFORE.format(unit=level): [_level(r, "before") for r in rows.to_dict("records")],
            texts.LEVEL_AFTER.format(unit=level): [_level(r, "after") for r in rows.to_dict("records")],
            texts.SAME_WEEK: rows["same_week"],
        }
    )
    for column in (texts.ONSET, texts.ON):
        shown[column] = pd.to_datetime(shown[column]).dt.date
    return shown


def _level(row: dict[str, object], when: str) -> str:
    value = row.get(f"level_{when}")
    if not isinstance(value, int | float) or value != value:
        return ""
    return f"{row.get(f'level_{when}_comparator') or ''}{value:.1f}"


def _all_alerts(alerts: pd.DataFrame) -> None:
    shown = alerts[[column for column in texts.ALL_COLUMNS if column in alerts]].copy()
    told = zip(shown["rule"], shown["why"], strict=True)
    shown["why"] = [dated(rule_words.sentence(rule, why, state.si_units())) for rule, why in told]
    shown["rule"] = shown["rule"].map(lambda rule: RULE_LABELS.get(rule, rule))
    shown["status"] = shown["status"].map(lambda status: keys.word(keys.ALERT_STATUS, status))
    shown["severity"] = shown["severity"].map(lambda severity: keys.word(keys.SEVERITIES, severity))
    days = [name for name in shown if name.endswith("_on")]
    for name in days:
        shown[name] = [full_day(day) if pd.notna(day) else "" for day in shown[name]]
    shown = shown.loc[:, [bool(shown[name].fillna("").astype(bool).any()) for name in shown]]
    read_table.draw(
        shown.rename(columns=texts.ALL_COLUMNS),
        texts.BELOW["alerts"],
        whole=[texts.ALL_COLUMNS[name] for name in (*days, "severity")],
    )


def _corrections(neat: Tidy, view: View) -> None:
    """Every version of each corrected value, newest first, so that a tick on the timeline can be traced."""
    changed = neat.results[neat.results["versions"] > 1]
    if not len(changed):
        st.caption(texts.NO_CORRECTIONS)
        return
    st.dataframe(
        patient_reading.versions(str(neat.patient["patient_id"]), view.as_of, state.known_on()),
        hide_index=True,
        width="stretch",
    )
