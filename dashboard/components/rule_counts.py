"""How often each rule spoke in the last twelve months and how it was answered, as a table and as one line a rule."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.burden import Burden
from analytics.catalogue import rule
from analytics.texts.days import full_day
from dashboard import rule_words, state
from dashboard.texts import rules as texts


def table(found: Burden) -> None:
    """All rules that spoke, most first; those that never did are named in one line."""
    st.caption(
        texts.BURDEN_LEAD.format(
            first=full_day(found.first_on),
            last=full_day(found.last_on),
            months=f"{found.patient_months:,.0f}",
            patients=found.patients,
        )
    )
    spoke = found.rules[found.rules["began"] > 0]
    if spoke.empty:
        st.info(texts.BURDEN_NONE)
        return
    st.dataframe(
        counted(spoke),
        hide_index=True,
        width="stretch",
        height=35 * (len(spoke) + 1) + 3,
        column_config={
            texts.BURDEN_RULE: st.column_config.TextColumn(width=335, pinned=True),
            **{
                name: st.column_config.NumberColumn(
                    width=width, format="%.4f" if name == texts.BURDEN_RATE else None
                )
                for name, width in texts.SMALL.items()
            },
        },
    )
    silent = [_title(str(name)) for name in found.rules.index if name not in spoke.index]
    if silent:
        st.caption(texts.BURDEN_SILENT.format(rules=", ".join(silent)))


def counted(spoke: pd.DataFrame) -> pd.DataFrame:
    """Rule, episodes, patients, per patient-month, acknowledged, snoozed, dismissed, new again, unanswered."""
    some = spoke.sort_values(["began"], ascending=False, kind="stable")
    return pd.DataFrame(
        {
            texts.BURDEN_RULE: [_title(str(name)) for name in some.index],
            texts.BURDEN_EPISODES: some["began"],
            texts.BURDEN_PATIENTS: some["patients_alerted"],
            texts.BURDEN_RATE: some["per_patient_month"],
            **{title: some[column] for column, title in texts.ANSWERED.items()},
        }
    )


def line(found: Burden, name: str) -> str:
    """The twelve months of one rule in a sentence."""
    row = found.rules.loc[name]
    if not row["began"]:
        return texts.BURDEN_NEVER
    answered = " · ".join(f"{title.lower()} {row[column]:.0f}" for column, title in texts.ANSWERED.items())
    return texts.BURDEN_LINE.format(
        began=f"{row['began']:.0f}",
        patients=f"{row['patients_alerted']:.0f}",
        rate=f"{row['per_patient_month']:.4f}",
        months=f"{found.patient_months:,.0f}",
        answered=answered,
    )


def _title(name: str) -> str:
    return rule_words.described(name, rule(name).title, state.si_units())
