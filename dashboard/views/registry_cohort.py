"""Cohort figures of a registry: alert burden by site, and how long after a dose change lower-limb pain began."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.cohort import PUBLISHED_BURDEN
from analytics.texts.days import full_day
from dashboard import state
from dashboard.charts import onset_lags, palette
from dashboard.texts import cohort as cohort_texts
from dashboard.texts import registry as texts

DAYS_A_MONTH = 30.4375


def page() -> None:
    """Draw the page."""
    registry = state.registry()
    assert registry is not None
    st.title(cohort_texts.TITLE)
    st.markdown(texts.COHORT_LEAD.format(day=full_day(registry.run.as_of)))
    burden, lags = registry.figures("burden"), registry.figures("lag_histogram")
    if burden is None or lags is None:
        st.info(texts.NO_FIGURES)
        return
    st.header(texts.BURDEN)
    per_site = by_site(burden)
    alerts, months = int(burden["alerts"].sum()), float(burden["patient_days"].sum()) / DAYS_A_MONTH
    if not months:
        st.caption(cohort_texts.BURDEN_NONE)
        return
    st.markdown(
        cohort_texts.BURDEN_SENTENCE.format(
            rate=alerts / months, alerts=f"{alerts:,}", months=months, published=PUBLISHED_BURDEN
        )
    )
    number = st.column_config.NumberColumn
    st.dataframe(
        per_site,
        hide_index=True,
        column_config={
            texts.BURDEN_COLUMNS[1]: number(format="localized"),
            texts.BURDEN_COLUMNS[2]: number(format="%.0f"),
            texts.BURDEN_COLUMNS[3]: number(format="localized"),
            texts.BURDEN_COLUMNS[4]: number(format="%.2f"),
        },
    )
    st.caption(texts.BURDEN_NOTE)
    st.header(texts.LAGS)
    if lags.empty:
        st.caption(texts.NO_LAGS)
        return
    st.plotly_chart(
        onset_lags.lag_histogram(_single(lags), palette.theme(st.context.theme.type)),
        key="registry_lags",
        config={"displayModeBar": False},
    )
    st.caption(texts.LAGS_NOTE)


def by_site(burden: pd.DataFrame) -> pd.DataFrame:
    """One row a site over the last 12 months, and one for all of them where there are several."""
    newest = burden[burden["month"] == burden["month"].max()].groupby("site")["patients"].sum()
    sums = burden.groupby("site")[["patient_days", "alerts"]].sum()
    sums.insert(0, "patients", newest.reindex(sums.index, fill_value=0))
    if len(sums) > 1:
        sums.loc[texts.ALL_SITES] = sums.sum()
    months = sums["patient_days"] / DAYS_A_MONTH
    table = pd.DataFrame(
        {"site": sums.index, "patients": sums["patients"], "months": months, "alerts": sums["alerts"]}
    )
    table["rate"] = table["alerts"] / months
    return table.set_axis(list(texts.BURDEN_COLUMNS), axis=1).reset_index(drop=True)


def _single(lags: pd.DataFrame) -> pd.DataFrame:
    """One row an onset, as the chart of a clinic takes them."""
    rows = lags.loc[lags.index.repeat(lags["onsets"])]
    risen = rows["change"] == "cni_increase"
    return pd.DataFrame(
        {
            "lag_days": rows["weeks"] * 7,
            "drug_class": risen.map({True: "cni", False: ""}),
            "kind": risen.map({True: "increase", False: ""}),
        }
    ).reset_index(drop=True)
