"""The alerts under two settings side by side: what differs in the settings, by rule, and alert by alert."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.catalogue import rule
from analytics.replay import Replay
from dashboard import rule_words, state
from dashboard.texts import dates, keys
from dashboard.texts import settings_trial as texts

MOST = 500


def draw(found: Replay) -> None:
    """Settings, alerts per patient-month, rules, alerts; empty states in words."""
    if not found.settings:
        st.info(texts.SAME_SETTINGS)
        return
    st.dataframe(differing(found), hide_index=True, width="content")
    if not found.patient_months:
        st.info(texts.NOBODY)
        return
    now, then = found.attention("now") or 0, found.attention("then") or 0
    st.markdown(
        texts.RATE.format(
            now=f"{now:.3f}",
            then=f"{then:.3f}",
            months=f"{found.patient_months:,.0f}",
            patients=found.patients,
        )
    )
    if found.alerts.empty:
        st.info(texts.SAME_ALERTS)
        return
    rates = {name: st.column_config.NumberColumn(format="%.4f") for name in (texts.RATE_NOW, texts.RATE_THEN)}
    st.dataframe(by_rule(found), hide_index=True, width="stretch", column_config=rates)
    if len(found.alerts) > MOST:
        st.caption(texts.SHOWN.format(shown=MOST, all=len(found.alerts)))
    st.dataframe(
        by_alert(found).head(MOST),
        hide_index=True,
        width="stretch",
        column_config={texts.WHY: st.column_config.TextColumn(width="large")},
    )


def differing(found: Replay) -> pd.DataFrame:
    """Setting, now, then, unit."""
    rows = [
        (key, texts.shown(now), texts.shown(then), texts.unit_words(unit))
        for key, now, then, unit in found.settings
    ]
    return pd.DataFrame(rows, columns=[texts.SETTING, texts.NOW, texts.THEN, texts.UNIT])


def by_rule(found: Replay) -> pd.DataFrame:
    """Only rules of which an alert differs."""
    counts = found.rules
    some = counts[counts[["new", "gone", "moved", "severity"]].sum(axis=1) > 0]
    return pd.DataFrame(
        {
            texts.RULE: [
                rule_words.described(name, rule(name).title, state.si_units()) for name in some["rule"]
            ],
            **{title: some[column] for column, title in texts.COUNTS.items()},
            texts.RATE_NOW: some["now_per_patient_month"],
            texts.RATE_THEN: some["then_per_patient_month"],
        }
    )


def by_alert(found: Replay) -> pd.DataFrame:
    """One row an alert that differs; new and gone first, then other severity, then moved."""
    order = {change: place for place, change in enumerate(texts.CHANGES)}
    some = found.alerts.sort_values("change", key=lambda c: c.map(order), kind="stable")
    return pd.DataFrame(
        {
            texts.CHANGE: [keys.word(texts.CHANGES, change) for change in some["change"]],
            texts.PATIENT: some["patient_id"],
            texts.RULE: [
                rule_words.described(name, rule(name).title, state.si_units()) for name in some["rule"]
            ],
            texts.SEVERITY_NOW: [keys.word(keys.SEVERITIES, severity) for severity in some["severity_now"]],
            texts.SEVERITY_THEN: [keys.word(keys.SEVERITIES, severity) for severity in some["severity_then"]],
            texts.BEGAN_NOW: some["began_now"].dt.strftime(dates.TABLE_DAY).fillna(""),
            texts.BEGAN_THEN: some["began_then"].dt.strftime(dates.TABLE_DAY).fillna(""),
            texts.WHY: [
                rule_words.sentence(name, why, state.si_units())
                for name, why in zip(some["rule"], some["why"], strict=True)
            ],
        }
    )
