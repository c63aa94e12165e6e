"""The feature "alkaline phosphatase raised" of the evidence card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.reaction import Finding, Reaction

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
        return Finding("unknown", "no ALP within 90 days of the onset")
    own = _alp_baseline(record, reacted, alp)
    for row in near.to_dict("records"):
        limit = (
            row["reference_high"] if pd.notna(row["reference_high"]) else reacted.limit("alp.default_upper")
        )
        above_own = own is not None and row["value"] > round(reacted.limit("alp.over_baseline") * own, 6)
        if row["comparator"] != "<" and (row["value"] > limit or above_own):
            baseline = f", own baseline {own:g}" if own is not None else ""
            return Finding(
                "yes", f"{row['value']:g} U/L, limit {limit:g}{baseline}", row["collected_at"].normalize()
            )
    last = near.iloc[-1]
    return Finding(
        "no", f"{last['value']:g} U/L; a normal ALP does not exclude CIPS", last["collected_at"].normalize()
    )


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
