"""Weekly review of a registry: the evaluated alerts, one line a patient, page by page; nothing is evaluated here."""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from analytics.registry import ASKING, Choice, Page, Registry
from analytics.texts.days import dated, full_day
from analytics.texts.weekly_review import RULE_LABELS
from dashboard import rule_words, state
from dashboard.charts import palette
from dashboard.charts.palette import Theme
from dashboard.components import charts_ahead
from dashboard.components.worklist import plain_markdown, severity_html
from dashboard.components.worklist_style import style
from dashboard.texts import findings, keys
from dashboard.texts import registry as texts
from dashboard.texts import weekly_review as list_texts
from dashboard.wording import counted

PAGE_SIZE = 25
FIRST = "rr_first"
_NARROWER = (
    "<style>.rr-grid{display:grid;grid-template-columns:minmax(12rem,1fr) 9rem 6.5rem;column-gap:1rem;align-items:start}"
    ".rr-side{font-size:.82rem;overflow-wrap:anywhere}"
    "@container (max-width:860px){.st-key-worklist_registry .tl-head{display:none !important}"
    ".rr-grid{grid-template-columns:auto 1fr}.rr-grid>.tl-why{grid-column:1/-1}}</style>"
)


def page() -> None:
    """Draw the page."""
    registry = state.registry()
    assert registry is not None
    st.title(list_texts.TITLE)
    choice = _choice(registry)
    found = registry.worklist(choice, start=st.session_state.get(FIRST, 0), most=PAGE_SIZE)
    filtered = any((choice.sites, choice.severities, choice.rules, choice.only_new))
    st.markdown(
        texts.LEAD.format(
            day=full_day(registry.run.as_of),
            patients=counted(found.patients, findings.PATIENT, findings.PATIENTS),
            filtered=texts.FILTERED if filtered else "",
        )
    )
    if not found.rows:
        (st.info if filtered else st.success)(list_texts.NOBODY if filtered else texts.ALL_QUIET)
        return
    _list(found, palette.theme(st.context.theme.type))
    _turn(found)
    st.caption(texts.ORDER)
    charts_ahead.fetch()


def _choice(registry: Registry) -> Choice:
    with st.popover(list_texts.FILTERS, key="rr_filters"):
        return Choice(
            st.multiselect(texts.SITE, registry.sites, key="rr_sites", on_change=_first),
            st.multiselect(
                texts.SEVERITY,
                list(ASKING),
                format_func=_severity_words,
                key="rr_severities",
                on_change=_first,
            ),
            st.multiselect(
                texts.RULE, registry.rules(), format_func=_rule_words, key="rr_rules", on_change=_first
            ),
            st.toggle(texts.NEW, key="rr_new", on_change=_first),
        )


def _severity_words(severity: str) -> str:
    return keys.word(keys.SEVERITIES, severity)


def _list(found: Page, theme: Theme) -> None:
    with st.container(key="worklist_registry", gap=None):
        st.html(style(theme) + _NARROWER + _heading())
        horizon = None
        for number, row in enumerate(found.rows):
            if row["horizon"] != horizon:
                horizon = row["horizon"]
                st.html(
                    f'<h2 class="tl-horizon">{list_texts.HORIZONS[horizon]} <span>{row["of_horizon"]:,}</span>'
                    f"<small>{list_texts.HORIZON_HELP[horizon]}</small></h2>"
                )
            with st.container(key=f"worklist_line_registry_{number}", gap=None):
                st.html(f'{severity_html(row["severity"], theme)}<div class="tl-day"></div>')
                patient = row["patient_id"]
                if st.button(
                    f"**{plain_markdown(patient)}**", key=f"open_registry_{patient}", type="tertiary"
                ):
                    state.open_patient(patient)
                st.html(_line(row, theme))


def _heading() -> str:
    first, patient, why, site, since = texts.COLUMNS
    return (
        f'<div class="tl-head" aria-hidden="true"><span class="tl-sev">{first}</span><span>{patient}</span>'
        f'<div class="rr-grid"><div class="tl-why">{why}</div><div>{site}</div><div>{since}</div></div></div>'
    )


def _line(row: dict[str, Any], theme: Theme) -> str:
    new = (
        f'<b class="tl-new" style="color:{theme.severity("watch").text}">{list_texts.NEW}</b> '
        if row["fresh"]
        else ""
    )
    more = int(row["alerts"]) - 1
    why = rule_words.sentence(row["rule"], row["why"], state.si_units())
    also = f'<p class="tl-also">{texts.MORE_ALERTS.format(n=more)}</p>' if more else ""
    return (
        f'<div class="rr-grid"><div class="tl-why"><p class="tl-reason">{new}{html.escape(dated(why))}</p>{also}</div>'
        f'<div class="rr-side tl-muted">{html.escape(row["site"])}</div>'
        f'<div class="rr-side tl-muted">{full_day(row["began_on"])}</div></div>'
    )


def _turn(found: Page) -> None:
    first = st.session_state.get(FIRST, 0)
    last = first + len(found.rows)
    with st.container(horizontal=True, vertical_alignment="center", key="rr_turn"):
        st.button(
            texts.PREVIOUS, key="rr_previous", disabled=not first, on_click=_go, args=(first - PAGE_SIZE,)
        )
        st.markdown(
            texts.PAGE.format(first=f"{first + 1:,}", last=f"{last:,}", all=f"{found.patients:,}"),
            width="content",
        )
        st.button(texts.NEXT, key="rr_next", disabled=last >= found.patients, on_click=_go, args=(last,))


def _go(first: int) -> None:
    st.session_state[FIRST] = max(first, 0)


def _first() -> None:
    _go(0)


def _rule_words(rule: str) -> str:
    return RULE_LABELS.get(rule, rule)
