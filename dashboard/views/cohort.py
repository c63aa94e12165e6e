"""Cohort: who is inside the window, values by month, curves re-zeroed on an event, alert burden."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics import cohort
from analytics.review_words import graded
from analytics.texts.days import full_day
from analytics.texts.weekly_review import RULE_LABELS
from dashboard import rule_words, state
from dashboard.charts import clinic_findings, cohort_charts, palette, wording
from dashboard.charts.palette import Theme
from dashboard.components import clinic_data
from dashboard.components.meeting import harmless
from dashboard.texts import cohort as texts
from dashboard.texts import keys
from dashboard.wording import counted

CHART = {"displayModeBar": False}
TABLE_WIDTH = 430
FIRST = 30
"""So many swimmers at first, soonest closing on top."""


def page() -> None:
    """Draw the page."""
    st.title(texts.TITLE)
    day = state.as_of()
    st.markdown(texts.LEAD.format(day=full_day(day)))
    found = clinic_data.overview()
    if found.observed_months.empty:
        st.info(texts.EMPTY)
        return
    theme = palette.theme(st.context.theme.type)
    _swimmers(found, theme)
    _by_month(found.by_month, theme)
    _curves(theme)
    _burden(found, theme)


def _swimmers(found: cohort.Cohort, theme: Theme) -> None:
    people = list(dict.fromkeys(found.swimmers["patient_id"]))
    here = cohort.standing(found.swimmers)
    count = int((here == "on_cni").sum())
    st.header(counted(count, texts.SWIMMER, texts.SWIMMERS), help=texts.SWIMMERS_HELP)
    if not people:
        st.caption(texts.SWIMMERS_NONE)
        return
    others = [words.format(n=n) for kind, words in texts.OTHERS.items() if (n := int((here == kind).sum()))]
    if others:
        st.caption(texts.ALSO_DRAWN.format(others=", ".join(others)))
    shown = people if st.session_state.get("cohort_all") else people[:FIRST]
    swimmers = found.swimmers[found.swimmers["patient_id"].isin(shown)]
    anchors = swimmers.drop_duplicates("patient_id").set_index("patient_id")["anchor_on"]
    pains, alerts = _pain_marks(found.pains, anchors), _alert_marks(anchors)
    chosen: Any = st.plotly_chart(
        cohort_charts.swimmer_figure(swimmers, pains, alerts, theme),
        alt=clinic_findings.swimmers(swimmers, len(people), pains, alerts),
        key="cohort_swimmers",
        on_select="rerun",
        selection_mode="points",
        config=CHART,
    )
    if chosen and chosen.selection.points:
        state.open_patient(chosen.selection.points[0]["customdata"][0])
    if len(people) > FIRST:
        st.toggle(texts.MORE.format(n=len(people)), key="cohort_all", persist_state="session")


def _pain_marks(pains: pd.DataFrame, anchors: pd.Series) -> pd.DataFrame:
    own = pains[pains["patient_id"].isin(anchors.index)].copy()
    own["day"] = (pd.to_datetime(own["onset_on"]) - pd.to_datetime(own["patient_id"].map(anchors))).dt.days
    own["words"] = [
        texts.PAIN_AT.format(
            site=keys.word(keys.SITES, site), score="" if pd.isna(score) else graded(score, derived)
        )
        for site, score, derived in zip(
            own["site"], own["highest_severity"], own["highest_derived"], strict=True
        )
    ]
    return own[own["day"] >= 0]


def _alert_marks(anchors: pd.Series) -> pd.DataFrame:
    alerts = state.evaluation().alerts
    own = alerts[(alerts["status"] == "open") & alerts["patient_id"].isin(anchors.index)].copy()
    own = own[own["severity"].isin(cohort.BURDEN_SEVERITIES)]
    own["day"] = (pd.to_datetime(own["began_on"]) - pd.to_datetime(own["patient_id"].map(anchors))).dt.days
    told = zip(own["rule"], own["why"], strict=True)
    own["words"] = [rule_words.sentence(rule, why, state.si_units()) for rule, why in told]
    return own[own["day"] >= 0]


def _by_month(by_month: pd.DataFrame, theme: Theme) -> None:
    st.header(texts.BY_MONTH, help=texts.BY_MONTH_HELP)
    limits = {
        "ca_p": [float(state.settings().value(k)) for k in ("ca_p.watch", "ca_p.critical")],
        "pth": [float(state.settings().value("pth.default_upper"))],
        "alp": [float(state.settings().value("alp.default_upper"))],
    }
    for column, measure in zip(st.columns(3), limits, strict=True):
        title, hue = texts.MEASURES[measure]
        some, unit, factor = _in_units(by_month[by_month["measure"] == measure], measure)
        with column:
            st.plotly_chart(
                cohort_charts.month_figure(
                    some, title, unit, hue, [limit * factor for limit in limits[measure]], theme
                ),
                alt=clinic_findings.by_month(some, title, unit),
                key=f"cohort_month_{measure}",
                config=CHART,
            )
    st.download_button(
        texts.CSV,
        lambda: harmless(by_month).to_csv(index=False).encode(),
        "by-month.csv",
        "text/csv",
        type="tertiary",
    )


def _in_units(table: pd.DataFrame, measure: str) -> tuple[pd.DataFrame, str, float]:
    """The table in the units that are shown, their name, and the factor that made them."""
    shown = wording.unit("tacrolimus" if measure == "trough" else measure, state.si_units())
    values = [name for name in cohort_charts.VALUES if name in table]
    return table.assign(**{name: table[name] * shown.factor for name in values}), shown.name, shown.factor


def _curves(theme: Theme) -> None:
    st.header(texts.CURVES, help=texts.CURVES_HELP)
    with st.container(horizontal=True):
        event = st.selectbox(
            texts.EVENT,
            list(texts.EVENTS),
            format_func=texts.EVENTS.__getitem__,
            key="cohort_event",
            persist_state="session",
            width=280,
        )
        measure = st.selectbox(
            texts.MEASURE,
            list(texts.MEASURES),
            format_func=lambda m: texts.MEASURES[m][0],
            key="cohort_measure",
            persist_state="session",
            width=220,
        )
    curve = clinic_data.curves(event, measure)
    if curve.empty or not curve["with_value"].sum():
        st.caption(texts.NO_CURVE)
        return
    title, hue = texts.MEASURES[measure]
    curve, unit, _ = _in_units(curve, measure)
    st.plotly_chart(
        cohort_charts.curve_figure(curve, title, unit, hue, texts.EVENTS[event], theme),
        alt=clinic_findings.curve(curve, title, unit, texts.EVENTS[event]),
        key="cohort_curve",
        config=CHART,
    )


def _burden(found: cohort.Cohort, theme: Theme) -> None:
    st.header(texts.BURDEN, help=texts.BURDEN_HELP)
    burden = cohort.burden(state.evaluation(), found.observed_months, clinic_data.case_studies())
    months, alerts = float(burden["patient_months"].sum()), int(burden["alerts"].sum())
    if not months:
        st.caption(texts.BURDEN_NONE)
        return
    st.markdown(
        texts.BURDEN_SENTENCE.format(
            rate=alerts / months, alerts=alerts, months=months, published=cohort.PUBLISHED_BURDEN
        )
    )
    st.caption(texts.BURDEN_NOTE)
    # of fixed widths, so that the table moves below the chart where there is no room beside it
    with st.container(horizontal=True):
        left, right = st.container(width=590), st.container(width=TABLE_WIDTH)
    with left:
        st.plotly_chart(
            cohort_charts.burden_figure(burden, cohort.PUBLISHED_BURDEN, theme),
            alt=clinic_findings.burden(burden, cohort.PUBLISHED_BURDEN),
            key="cohort_burden",
            config=CHART,
        )
    with right:
        st.markdown(f"**{texts.RULES}**")
        rules = cohort.by_rule(state.evaluation(), clinic_data.case_studies())
        rules["rule"] = [RULE_LABELS.get(rule, rule) for rule in rules["rule"]]
        rules["severity"] = [keys.word(keys.SEVERITIES, severity) for severity in rules["severity"]]
        widths = {"rule": 205, "severity": 75, "open": 50, "patients": 70}
        st.dataframe(
            rules, hide_index=True, height=240,
            column_config={
                name: st.column_config.Column(texts.RULE_COLUMNS[name], width=width) for name, width in widths.items()
            },
        )  # fmt: skip
