"""The feature "alkaline phosphatase raised" of the evidence card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.comparing import each_exceeds, either, first_above, upper_limits
from analytics.reaction import Finding, Reaction
from analytics.texts import evidence as texts

if TYPE_CHECKING:
    from analytics.record import PatientRecord


def alp_raised(record: PatientRecord, reacted: Reaction) -> Finding:
    """Above its limit, or above 1.25 x the patient's own baseline, from 90 days before the first to 90 after the last onset."""
    alp = record.results[(record.results["analyte"] == "alp") & record.results["value"].notna()].sort_values(
        ["collected_at", "record_id"]
    )
    days = alp["collected_at"].dt.normalize()
    quarter = pd.Timedelta(days=90)
    near = alp[days.between(reacted.onset_on - quarter, reacted.symptoms["onset_on"].max() + quarter)]
    if near.empty:
        return Finding("unknown", texts.NO_ALP)
    own = _alp_baseline(record, reacted, alp)
    limits = upper_limits(near, reacted.limit("alp.default_upper"))
    over = each_exceeds(near, limits)
    if own is not None:
        own_limit = round(reacted.limit("alp.over_baseline") * own, 6)
        over = list(map(either, over, each_exceeds(near, own_limit)))
    raised, place = first_above(over)
    row, limit = near.iloc[place], limits.iloc[place]
    value, on = f"{row['comparator']}{row['value']:g}", row["collected_at"].normalize()
    if raised is False:
        return Finding("no", texts.ALP_NORMAL.format(value=value), on)
    baseline = texts.OWN_BASELINE.format(value=f"{own:g}") if own is not None else ""
    told = texts.ALP_RAISED if raised else texts.ALP_OPEN
    return Finding(
        "yes" if raised else "unknown", told.format(value=value, limit=f"{limit:g}", baseline=baseline), on
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
