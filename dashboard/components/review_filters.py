"""Filters of the weekly review: clinic, consultant, drug, window, alert, only what is new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from analytics.texts.weekly_review import RULE_LABELS
from dashboard.components.weekly_data import Week
from dashboard.texts import keys
from dashboard.texts import weekly_review as texts
from dashboard.texts.drugs import DRUGS

KEYS = ("wr_clinic", "wr_consultant", "wr_drug", "wr_window", "wr_rule", "wr_new")


def choose(week: Week) -> list[dict[str, Any]]:
    """The filters in one small panel; returns the rows that pass."""
    offered, rows = week.offered, week.weekly.entries
    with st.popover(texts.FILTERS, key="wr_filters"):
        chosen = {
            "clinic": _several(texts.FILTER_CLINIC, "wr_clinic", offered["clinic"]),
            "consultant": _several(texts.FILTER_CONSULTANT, "wr_consultant", offered["consultant"]),
            "drug": _several(texts.FILTER_DRUG, "wr_drug", offered["drug"], _drug_words),
            "window": _several(
                texts.FILTER_WINDOW,
                "wr_window",
                frozenset(texts.FILTER_WINDOWS),
                texts.FILTER_WINDOWS.__getitem__,
            ),
            "rule": _several(texts.FILTER_RULE, "wr_rule", offered["rule"], _rule_words),
            "new": st.toggle(texts.FILTER_NEW, key="wr_new", persist_state="session"),
        }
        if not any(chosen.values()):
            return rows
        st.button(texts.CLEAR, on_click=_clear, type="tertiary")
    return [row for row in rows if _passes(row, chosen)]


def _several(label: str, key: str, options: frozenset[str], words: Callable[[str], str] = str) -> list[str]:
    """One filter, kept when the page is left; what was chosen stays a choice when nobody on the list has it any more."""
    offered = sorted((options | set(st.session_state.get(key) or ())) - {""}, key=words)
    return st.multiselect(label, offered, format_func=words, key=key, persist_state="session")


def active() -> str:
    """The filters in force in words, or nothing."""
    words: list[str] = []
    for key in KEYS[:-1]:
        for value in st.session_state.get(key) or ():
            words.append(
                _rule_words(value)
                if key == "wr_rule"
                else texts.FILTER_WINDOWS[value]
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
        st.session_state[key] = False if key == "wr_new" else []


def _drug_words(drug: str) -> str:
    return keys.word(DRUGS, drug)


def _rule_words(rule: str) -> str:
    return RULE_LABELS.get(rule, rule)
