"""Filters of the weekly review: clinic, consultant, drug, window, alert, only what is new."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.review_words import RULE_LABELS, drug_word
from dashboard.texts import weekly_review as texts

KEYS = ("wr_clinic", "wr_consultant", "wr_drug", "wr_window", "wr_rule", "wr_new")
_WINDOWS = {"open": "open", "before": "not open yet", "closed": "closed", "none": "no window"}


def choose(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The filters in one small panel; returns the rows that pass."""
    with st.popover(texts.FILTERS, key="wr_filters"):
        clinics = sorted({row["clinic"] for row in rows if row["clinic"]})
        consultants = sorted({row["consultant"] for row in rows if row["consultant"]})
        drugs = sorted({dose["drug"] for row in rows for dose in row["drugs"]})
        rules = sorted({rule for row in rows for rule in row["rules"]}, key=_rule_words)
        chosen = {
            "clinic": st.multiselect(texts.FILTER_CLINIC, clinics, key="wr_clinic"),
            "consultant": st.multiselect(texts.FILTER_CONSULTANT, consultants, key="wr_consultant"),
            "drug": st.multiselect(texts.FILTER_DRUG, drugs, format_func=drug_word, key="wr_drug"),
            "window": st.multiselect(
                texts.FILTER_WINDOW, list(_WINDOWS), format_func=_WINDOWS.__getitem__, key="wr_window"
            ),
            "rule": st.multiselect(texts.FILTER_RULE, rules, format_func=_rule_words, key="wr_rule"),
            "new": st.toggle(texts.FILTER_NEW, key="wr_new"),
        }
        if any(chosen.values()):
            st.button(texts.CLEAR, on_click=_clear, type="tertiary")
    return [row for row in rows if _passes(row, chosen)]


def active() -> str:
    """The filters in force in words, or nothing."""
    words: list[str] = []
    for key in KEYS[:-1]:
        for value in st.session_state.get(key) or ():
            words.append(
                _rule_words(value)
                if key == "wr_rule"
                else _WINDOWS[value]
                if key == "wr_window"
                else str(value)
            )
    if st.session_state.get("wr_new"):
        words.append(texts.FILTER_NEW.lower())
    return ", ".join(words)


def _passes(row: dict[str, Any], chosen: dict[str, Any]) -> bool:
    return (
        (not chosen["clinic"] or row["clinic"] in chosen["clinic"])
        and (not chosen["consultant"] or row["consultant"] in chosen["consultant"])
        and (not chosen["drug"] or any(dose["drug"] in chosen["drug"] for dose in row["drugs"]))
        and (not chosen["window"] or row["window"] in chosen["window"])
        and (not chosen["rule"] or any(rule in chosen["rule"] for rule in row["rules"]))
        and (not chosen["new"] or row["group"] == "new")
    )


def _clear() -> None:
    for key in KEYS:
        st.session_state.pop(key, None)


def _rule_words(rule: str) -> str:
    return RULE_LABELS.get(rule, rule.replace("_", " "))
