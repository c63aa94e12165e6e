"""Spread of troughs, time in target and C0/D with the numbers behind them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.texts.days import full_day
from dashboard import state
from dashboard.charts.view import View
from dashboard.charts.wording import number, unit
from dashboard.texts import patient as texts

NAMES = ("trough_cv_percent", "c0_d_cv_percent", "trough_in_target_percent", "c0_d")
LIMITS = {
    "within": "variability.within_days",
    "least": "variability.shown_from",
    "in_target": "variability.in_target_days",
    "longest": "variability.longest_gap_days",
}
"""What the explanations name."""


def latest(patient_id: str, view: View) -> list[tuple[str, str, str]]:
    """(metric, value, detail) of each metric that can be told, as of the shown day."""
    from analytics.measuring import measures

    found = measures(
        state.store(),
        patient_id,
        view.as_of,
        known_on=state.known_on(),
        names=None,
        settings=state.settings(),
    )
    rows = []
    for name in NAMES:
        part = found[(found["measure"] == name) & found["value"].notna()]
        if len(part):
            last = part.sort_values("taken_on").iloc[-1]
            decimals = 2 if name == "c0_d" else 0
            named = _unit(str(last["unit"] or ""))
            short = named if named == "%" else ""  # a longer unit would be cut off beside the large figure
            value = f"{last['comparator'] or ''}{number(last['value'], decimals)} {short}".strip()
            parts = (
                named if not short else "",
                last["detail"] or "",
                full_day(pd.Timestamp(last["taken_on"])),
            )
            rows.append((name, value, " · ".join(part for part in parts if part)))
    return rows


def render(patient_id: str, view: View) -> None:
    """One column a metric; a metric that cannot be told is left out."""
    rows = latest(patient_id, view)
    if not rows:
        st.caption(texts.NO_METRICS)
        return
    for column, (name, value, detail) in zip(st.columns(len(rows)), rows, strict=True):
        with column:
            told = texts.METRIC_HELP[name].format(**_limits())
            st.metric(texts.METRICS[name], value, help=_unit(told))
            st.caption(detail)


def _limits() -> dict[str, str]:
    return {name: f"{state.settings().value(key):g}" for name, key in LIMITS.items()}


def _unit(text: str) -> str:
    """A level is the same number in both; only its unit is written otherwise."""
    return text.replace("ng/mL", unit("tacrolimus", state.si_units()).name)
