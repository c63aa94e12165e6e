"""Rules and evidence: the catalogue, its limits with their sources, and how many patients each rule concerns now."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analytics.alerts import SEVERITIES
from analytics.catalogue import Rule, rules
from dashboard import state
from dashboard.charts import palette
from dashboard.texts import rules as texts
from dashboard.wording import day_in_words, plain


def page() -> None:
    """Draw the page."""
    st.title(texts.TITLE)
    st.markdown(texts.LEAD)
    st.subheader(texts.RULES)
    word = (
        st.text_input(texts.SEARCH, placeholder=texts.SEARCH_PLACEHOLDER, key="rule_filter").strip().lower()
    )
    shown = [
        rule for rule in rules() if word in f"{rule.name} {rule.title} {rule.sentence} {rule.source}".lower()
    ]
    if not shown:
        st.caption(texts.NONE)
    counts = live_counts()
    st.caption(texts.COUNTS.format(day=day_in_words(state.as_of())))
    settings = {key: (value, unit, source) for key, value, unit, source in state.settings().items()}
    for card, title in texts.CARDS.items():
        members = sorted(
            (rule for rule in shown if rule.card == card),
            key=lambda rule: (SEVERITIES.index(rule.worst_severity.replace(" ", "_")), rule.name),
        )
        if members:
            st.markdown(f"**{title}**")
        for rule in members:
            _rule(rule, counts, settings)
    st.subheader(texts.LIMITS)
    st.markdown(texts.LIMITS_LEAD)
    st.dataframe(limits(), hide_index=True, width="stretch", column_config={"source": {"width": "large"}})


def live_counts() -> pd.DataFrame:
    """Patients by rule (index) and answer (fires, clear, cannot_tell) on the chosen day; case studies left out."""
    people = state.people()
    cases = set(people.loc[people["opens_on"].notna(), "patient_id"])
    answers = state.evaluation().answers
    answers = answers[~answers["patient_id"].isin(cases)]
    table = answers.groupby(["rule", "answer"], observed=True)["patient_id"].nunique().unstack(fill_value=0)
    return table.reindex(columns=["fires", "clear", "cannot_tell"], fill_value=0)


def limits() -> pd.DataFrame:
    """Every setting: name, value, unit, source."""
    rows = [
        (
            key,
            str(value).lower()
            if isinstance(value, bool)
            else f"{value:g}"
            if isinstance(value, float)
            else str(value),
            unit,
            source,
        )
        for key, value, unit, source in state.settings().items()
    ]
    return pd.DataFrame(rows, columns=["limit", "value", "unit", "source"])


def _rule(rule: Rule, counts: pd.DataFrame, settings: Mapping[str, tuple[object, str, str]]) -> None:
    look = palette.theme(st.context.theme.type).severity(rule.worst_severity.replace(" ", "_"))
    row = counts.loc[rule.name] if rule.name in counts.index else None
    now = (
        f"{row['fires']} {texts.FIRES} · {row['cannot_tell']} {texts.CANNOT_TELL}" if row is not None else ""
    )
    with st.expander(f"{look.icon} {look.word} · {plain(rule.title)} · {now}"):
        st.markdown(f"`{rule.name}` · {plain(rule.sentence)}")
        for label, content in (
            (texts.WHY, rule.why_it_matters),
            (texts.AGAINST, rule.against),
            (texts.CLEARS, rule.clears),
            (texts.SOURCE, rule.source),
        ):
            st.markdown(f"**{label}.** {plain(content)}")
        st.markdown(_limits_of(rule, settings))
        st.caption(texts.WRITTEN.format(written=rule.written, reviewed=rule.reviewed))


def _limits_of(rule: Rule, settings: Mapping[str, tuple[object, str, str]]) -> str:
    """The settings that a rule compares with, as a Markdown table."""
    rows = [
        f"| `{key}` | {value} {plain(unit)} | {plain(source)} |"
        for key in rule.threshold_keys
        if key in settings
        for value, unit, source in [settings[key]]
    ]
    return "\n".join([f"| {texts.LIMIT} | | {texts.SOURCE} |", "| --- | --- | --- |", *rows]) if rows else ""
