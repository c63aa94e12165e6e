"""Dose–symptom timing: every onset of the clinic against the dose changes before it, and one onset in full."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.changes import change_text
from analytics.timing import lag_days, look_back_days
from dashboard import state
from dashboard.charts import clinic_findings, onset_lags, palette
from dashboard.charts.wording import place, unit
from dashboard.components import clinic_data, one_onset
from dashboard.components.meeting import harmless
from dashboard.components.onset_tables import scores
from dashboard.texts import dates, findings, keys
from dashboard.texts import dose_symptom_timing as texts
from dashboard.texts.drugs import DRUGS
from dashboard.wording import counted

CHART = {"displayModeBar": False}


def page() -> None:
    """Draw the page."""
    st.title(texts.TITLE)
    st.markdown(texts.LEAD.format(days=look_back_days(state.settings())))
    timing = clinic_data.timing()
    if timing.onsets.empty:
        st.info(texts.EMPTY)
        return
    onsets = described(timing.onsets)
    _chance(onsets, timing.chance_share)
    shown = _filtered(onsets)
    if shown.empty:
        st.info(texts.NONE)
        return
    nearest = last_change(shown)
    st.caption(
        texts.COUNT.format(
            onsets=counted(shown["onset"].nunique(), findings.ONSET, findings.ONSETS),
            patients=counted(shown["patient_id"].nunique(), findings.PATIENT, findings.PATIENTS),
            changed=len(nearest),
            days=look_back_days(state.settings()),
        )
    )
    if len(nearest):
        _charts(nearest)
    _table(shown)
    one_onset.draw(shown)


def described(onsets: pd.DataFrame) -> pd.DataFrame:
    """The onsets with an id of their own, the change and the symptom in words."""
    table = onsets.copy()
    table["onset"] = table["patient_id"] + " " + table["symptom_key"]
    for column in ("drug", "drug_class", "kind"):
        table[column] = table[column].fillna("")
    table["text"] = [change_text(row) if row["drug"] else "" for row in table.to_dict("records")]
    table["words"] = [
        f"{keys.word(keys.SYMPTOMS, symptom)}, {place(site, side)}"
        for site, side, symptom in zip(table["site"], table["side"], table["symptom"], strict=True)
    ]
    return table


def last_change(onsets: pd.DataFrame) -> pd.DataFrame:
    """One row an onset: the change closest before it; of several on one day a CNI increase first."""
    changed = onsets[onsets["drug"] != ""].copy()
    order = {"cni": 0, "interacting": 1, "steroid": 2, "mtor": 3, "antimetabolite": 4}
    changed["rank"] = [
        order.get(c, 5) - (0.5 if k == "increase" else 0)
        for c, k in zip(changed["drug_class"], changed["kind"], strict=True)
    ]
    changed = changed.sort_values(["onset", "lag_days", "rank", "drug"], kind="stable")
    return changed.drop_duplicates("onset").reset_index(drop=True)


def _chance(onsets: pd.DataFrame, share: float | None) -> None:
    if share is None:
        st.markdown(texts.CHANCE_NONE)
        return
    legs = onsets[onsets["lower_limb"] & onsets["in_window"]]
    n = legs["onset"].nunique()
    close = legs.loc[legs["close_to_increase"], "onset"].nunique()
    observed = f"{close / n:.0%}" if n else texts.NO_SHARE
    st.markdown(
        texts.CHANCE.format(
            share=f"{share:.1%}", n=n, close=close, observed=observed, lag=lag_days(state.settings())
        )
    )


def _filtered(onsets: pd.DataFrame) -> pd.DataFrame:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        drugs = st.multiselect(
            texts.FILTER_DRUG,
            sorted(set(onsets["drug"]) - {""}),
            format_func=lambda drug: keys.word(DRUGS, drug),
            key="dst_drug",
            persist_state="session",
            width=225,
        )
        sites = st.multiselect(
            texts.FILTER_SITE,
            sorted(set(onsets["site"])),
            format_func=lambda site: keys.word(keys.SITES, site),
            key="dst_site",
            persist_state="session",
            width=190,
        )
        kinds = st.multiselect(
            texts.FILTER_KIND,
            [kind for kind in texts.KINDS if kind in set(onsets["kind"])],
            format_func=texts.KINDS.__getitem__,
            key="dst_kind",
            persist_state="session",
            width=190,
        )
        legs = st.toggle(texts.LOWER_LIMB, value=True, key="dst_legs", persist_state="session")
        inside = st.toggle(texts.IN_WINDOW, key="dst_inside", persist_state="session")
    keep = pd.Series(True, index=onsets.index)
    for column, chosen in (("drug", drugs), ("site", sites), ("kind", kinds)):
        if chosen:
            keep &= onsets[column].isin(chosen)
    if legs:
        keep &= onsets["lower_limb"]
    if inside:
        keep &= onsets["in_window"]
    return onsets[keep]


def _charts(nearest: pd.DataFrame) -> None:
    theme = palette.theme(st.context.theme.type)
    near, look_back = lag_days(state.settings()), look_back_days(state.settings())
    st.header(texts.LAGS, help=texts.LAGS_HELP.format(lag=near))
    chosen: Any = st.plotly_chart(
        onset_lags.lag_figure(nearest, texts.KINDS, theme, near, look_back),
        key="dst_lags",
        on_select="rerun",
        selection_mode="points",
        config=CHART,
        alt=clinic_findings.lags(nearest, near),
    )
    points = chosen.selection.points if chosen else []
    if points:
        state.open_patient(points[0]["customdata"][0])
    left, right = st.columns(2, gap="large")
    with left:
        st.header(texts.HISTOGRAM)
        st.plotly_chart(
            onset_lags.lag_histogram(nearest, theme, near, look_back),
            key="dst_histogram",
            config=CHART,
            alt=clinic_findings.histogram(nearest),
        )
    with right:
        st.header(texts.LEVELS, help=texts.LEVELS_HELP)
        if nearest.dropna(subset=["level_before", "level_after"]).empty:
            st.caption(texts.NO_LEVELS)
        else:
            st.plotly_chart(
                onset_lags.level_figure(nearest, theme, unit("tacrolimus", state.si_units()).name),
                key="dst_levels",
                config=CHART,
                alt=clinic_findings.levels(nearest),
            )


def _table(shown: pd.DataFrame) -> None:
    st.header(texts.TABLE, help=texts.TABLE_HELP)
    table = shown.rename(columns={"text": "change"})
    for when in ("before", "after"):
        comparator = table[f"level_{when}_comparator"].fillna("")
        table[f"level_{when}"] = [
            "" if pd.isna(value) else f"{sign}{value:g}"
            for sign, value in zip(comparator, table[f"level_{when}"], strict=True)
        ]
    level = unit("tacrolimus", state.si_units()).name
    heads = {column: title.format(unit=level) for column, title in texts.SHOWN.items()}
    table["score"] = scores(table["highest_severity"], table["highest_derived"])
    shown_ones = table[list(texts.SHOWN)].rename(columns=heads)
    table = table[list(texts.COLUMNS)].rename(columns=texts.COLUMNS)
    event: Any = st.dataframe(
        shown_ones,
        hide_index=True,
        key="dst_table",
        on_select="rerun",
        selection_mode="single-row",
        height=min(38 + 35 * len(table), 390),
        column_config={
            texts.COLUMNS["onset_on"]: st.column_config.DateColumn(format=dates.COLUMN_DAY),
            texts.COLUMNS["change"]: st.column_config.TextColumn(width=300),
        },
        placeholder="",
    )
    if event and event.selection.rows:
        state.open_patient(str(table.iloc[event.selection.rows[0]][texts.COLUMNS["patient_id"]]))
    st.download_button(
        texts.CSV,
        lambda: harmless(table).to_csv(index=False).encode("utf-8"),
        "dose-symptom-timing.csv",
        "text/csv",
        key="dst_csv",
        type="tertiary",
    )
