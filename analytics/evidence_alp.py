"""The feature "alkaline phosphatase raised" of the evidence card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.reaction import Finding, Reaction
from analytics.texts import evidence as texts

if TYPE_CHECKING:
    from analytics.record import PatientRecord


def alp_raised(record: PatientRecord, reacted: Reaction) -> Finding:
    """Above its limit, or above 1.25 x the lowest earlier ALP, from 90 days before the first to 90 after the last onset."""
    alp = record.results[(record.results["analyte"] == "alp") & record.results["value"].notna()].sort_values(
        ["collected_at", "record_id"]
    )
    days = alp["collected_at"].dt.normalize()
    quarter = pd.Timedelta(days=90)
    near = alp[days.between(reacted.onset_on - quarter, reacted.symptoms["onset_on"].max() + quarter)]
    if near.empty:
        return Finding("unknown", texts.NO_ALP)
    own = _alp_baseline(record, reacted, alp)
    for row in near.to_dict("records"):
        limit = (
            row["reference_high"] if pd.notna(row["reference_high"]) else reacted.limit("alp.default_upper")
        )
        above_own = own is not None and row["value"] > round(reacted.limit("alp.over_baseline") * own, 6)
        if row["comparator"] != "<" and (row["value"] > limit or above_own):
            baseline = texts.OWN_BASELINE.format(value=f"{own:g}") if own is not None else ""
            found = {"value": f"{row['value']:g}", "limit": f"{limit:g}", "baseline": baseline}
            return Finding("yes", texts.ALP_RAISED.format(**found), row["collected_at"].normalize())
    last = near.iloc[-1]
    normal = texts.ALP_NORMAL.format(value=f"{last['value']:g}")
    return Finding("no", normal, last["collected_at"].normalize())


def _alp_baseline(record: PatientRecord, reacted: Reaction, alp: pd.DataFrame) -> float | None:
    """Median of the 180 days before the anchor of the window, else of its first 21 days (definitions.md)."""
    windows = record.windows[record.windows["anchor_on"] <= reacted.onset_on]
    if windows.empty:
        return None
    anchor = pd.Timestamp(windows["anchor_on"].iloc[-1])
    plain = alp[alp["comparator"] == ""]
    days = plain["collected_at"].dt.normalize()
    for some in (
        plain[
            (days >= anchor - pd.Timedelta(days=reacted.limit("alp.baseline_before_days"))) & (days < anchor)
        ],
        plain[days.between(anchor, anchor + pd.Timedelta(days=reacted.limit("alp.baseline_after_days")))],
    ):
        if len(some):
            return float(some["value"].median())
    return None
