"""Rules and evidence: the catalogue, how often each rule fires and is answered, its limits, and trying other limits."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analytics.alerts import SEVERITIES
from analytics.burden import Burden
from analytics.catalogue import Rule, rules
from analytics.texts.days import full_day
from dashboard import rule_words, state
from dashboard.charts import palette
from dashboard.components import clinic_data, read_table, rule_counts, settings_trial
from dashboard.texts import rules as texts
from dashboard.texts.settings_trial import shown, unit_words
from dashboard.wording import plain


def page() -> None:
    """Draw the page."""
    st.title(texts.TITLE)
    st.markdown(texts.LEAD)
    st.header(texts.RULES)
    word = (
        st.text_input(texts.SEARCH, placeholder=texts.SEARCH_PLACEHOLDER, key="rule_filter").strip().lower()
    )
    shown = [
        rule for rule in rules() if word in f"{rule.name} {rule.title} {rule.sentence} {rule.source}".lower()
    ]
    if not shown:
        st.caption(texts.NONE)
    found = clinic_data.burden()
    st.caption(texts.COUNTS.format(day=full_day(state.as_of())))
    settings = {key: (value, unit, source) for key, value, unit, source in state.settings().items()}
    for card, title in texts.CARDS.items():
        members = sorted(
            (rule for rule in shown if rule.card == card),
            key=lambda rule: (SEVERITIES.index(rule.worst_severity.replace(" ", "_")), rule.name),
        )
        if members:
            st.markdown(f"**{title}**")
        for rule in members:
            _rule(rule, found, settings)
    st.header(texts.BURDEN)
    rule_counts.table(found)
    st.header(texts.LIMITS)
    st.markdown(texts.LIMITS_LEAD)
    read_table.draw(limits(), texts.LIMITS, numbers=[texts.LIMIT_COLUMNS[1]], most_rem=26)
    settings_trial.draw()


def limits() -> pd.DataFrame:
    """Every setting: name, value, unit, source; the figure in SI beside it when the page shows SI."""
    rows = [
        (key, shown(value), unit_words(unit), rule_words.setting(key, value, unit), source)
        for key, value, unit, source in state.settings().items()
    ]
    found = pd.DataFrame(rows, columns=list(texts.LIMIT_COLUMNS))
    return found if state.si_units() else found.drop(columns=texts.IN_SI)


def _rule(rule: Rule, found: Burden, settings: Mapping[str, tuple[object, str, str]]) -> None:
    look = palette.theme(st.context.theme.type).severity(rule.worst_severity.replace(" ", "_"))
    row = found.rules.loc[rule.name]
    now = f"{texts.FIRES.format(n=int(row['fires']))} · {texts.CANNOT_TELL.format(n=int(row['cannot_tell']))}"

    def said(text: str) -> str:
        return plain(_squared(rule_words.described(rule.name, text, state.si_units())))

    with st.expander(f"{look.icon} {look.word} · {said(rule.title)} · {now}"):
        st.markdown(f"`{rule.name}` · {said(rule.sentence)}")
        st.markdown(rule_counts.line(found, rule.name))
        for label, content in (
            (texts.WHY, said(rule.why_it_matters)),
            (texts.AGAINST, said(rule.against)),
            (texts.CLEARS, said(rule.clears)),
            (texts.SOURCE, plain(rule.source)),
        ):
            st.markdown(f"**{label}.** {content}")
        st.markdown(_limits_of(rule, settings))
        st.caption(texts.WRITTEN.format(written=rule.written, reviewed=rule.reviewed))


def _limits_of(rule: Rule, settings: Mapping[str, tuple[object, str, str]]) -> str:
    """The settings that a rule compares with, as a Markdown table."""
    rows = [
        f"| `{key}` | {value} {plain(unit_words(unit))}{_in_si(key, value, unit)} | {plain(source)} |"
        for key in rule.threshold_keys
        if key in settings
        for value, unit, source in [settings[key]]
    ]
    return "\n".join([f"| {texts.LIMIT} | | {texts.SOURCE} |", "| --- | --- | --- |", *rows]) if rows else ""


def _squared(text: str) -> str:
    """The headers of the rules are written with a plain 2."""
    return text.replace("mg2/dL2", "mg²/dL²")


def _in_si(key: str, value: object, unit: str) -> str:
    found = rule_words.setting(key, value, unit) if state.si_units() else ""
    return f" ({found})" if found else ""
