"""Everything that belongs on one screen for one onset: 90 days before it and what followed, each a plain table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.changes import dose_changes
from analytics.timing import ChanceOverlap, chance_overlap, look_back_days

if TYPE_CHECKING:
    from analytics.record import PatientRecord

FOLLOW_DAYS = 30
"""Days after the onset that are shown too: the first levels and contacts after it."""
MINERAL_AND_KIDNEY = (
    "calcium",
    "ionized_calcium",
    "phosphorus",
    "pth",
    "alp",
    "bone_alp",
    "ggt",
    "creatinine",
)
STATINS = ("atorvastatin", "simvastatin", "rosuvastatin", "pravastatin", "fluvastatin")
QUINOLONES = ("ciprofloxacin", "levofloxacin", "moxifloxacin", "ofloxacin", "norfloxacin")
ANTIRESORPTIVES = (
    "alendronic_acid",
    "risedronic_acid",
    "ibandronic_acid",
    "zoledronic_acid",
    "pamidronic_acid",
    "denosumab",
    "teriparatide",
    "cinacalcet",
)
GROUPS = {
    **dict.fromkeys(STATINS, "statin"),
    **dict.fromkeys(QUINOLONES, "quinolone"),
    **dict.fromkeys(ANTIRESORPTIVES, "bone drug"),
}


@dataclass(frozen=True)
class OnsetContext:
    """Tables of one onset; every day lies from from_on to to_on (both included) and not after the record's as_of."""

    symptom: pd.Series
    from_on: pd.Timestamp
    to_on: pd.Timestamp
    doses: pd.DataFrame
    """Dose periods that touch these days, with their columns of the record; holds show as gaps between periods."""
    levels: pd.DataFrame
    """Troughs with comparator, value, hours_since_dose, before_steady_state, c0_d, formulation."""
    changes: pd.DataFrame
    """Every drug's changes: on, days (after the onset; negative before), group, text. No group is more important."""
    contacts: pd.DataFrame
    """on, days, symptom, site, side, severity, walking, note: every score of every symptom, diarrhoea included."""
    results: pd.DataFrame
    """analyte, on, days, comparator, value, unit, reference_low, reference_high of the minerals, ALP, GGT, creatinine."""
    chance: ChanceOverlap


def onset_context(record: PatientRecord, symptom_key: str) -> OnsetContext:
    """What stood around one onset. Raises KeyError when the symptom is not on record by as_of."""
    own = record.symptoms[record.symptoms["symptom_key"] == symptom_key]
    if own.empty:
        raise KeyError(symptom_key)
    symptom = own.iloc[0]
    onset = pd.Timestamp(symptom["onset_on"])
    from_on = onset - pd.Timedelta(days=look_back_days(record.settings))
    to_on = min(onset + pd.Timedelta(days=FOLLOW_DAYS), pd.Timestamp(record.as_of))
    doses = record.dose_periods
    touching = (doses["first_on"] <= to_on) & (doses["last_on"].isna() | (doses["last_on"] >= from_on))
    levels = record.troughs[record.troughs["collected_at"].dt.normalize().between(from_on, to_on)]
    return OnsetContext(
        symptom,
        from_on,
        to_on,
        doses[touching].reset_index(drop=True),
        levels.sort_values(["collected_at", "record_id"], kind="stable").reset_index(drop=True),
        _changes(record, onset, from_on, to_on),
        _contacts(record, onset, from_on, to_on),
        _results(record, onset, from_on, to_on),
        chance_overlap(record),
    )


def _changes(
    record: PatientRecord, onset: pd.Timestamp, from_on: pd.Timestamp, to_on: pd.Timestamp
) -> pd.DataFrame:
    some = dose_changes(record, every_drug=True).rename(columns={"changed_on": "on"})
    some = some[some["on"].between(from_on, to_on)].copy()
    some["days"] = (some["on"] - onset).dt.days
    some["group"] = [GROUPS.get(row["drug"], row["drug_class"]) for row in some.to_dict("records")]
    return some[["on", "days", "group", "text"]].reset_index(drop=True)


def _contacts(
    record: PatientRecord, onset: pd.Timestamp, from_on: pd.Timestamp, to_on: pd.Timestamp
) -> pd.DataFrame:
    known = record.symptoms[["symptom_key", "symptom", "site", "onset_on"]]
    told = record.follow_ups.drop(columns=["symptom", "site", "onset_on"], errors="ignore").merge(
        known, on="symptom_key"
    )
    told["on"] = pd.to_datetime(told["recorded_on"]).fillna(told["onset_on"])
    told = told[told["on"].between(from_on, to_on)].copy()
    told["days"] = (told["on"] - onset).dt.days
    columns = ["on", "days", "symptom", "site", "side", "severity", "walking", "note"]
    return (
        told.sort_values(["on", "symptom_key"], kind="stable").reindex(columns=columns).reset_index(drop=True)
    )


def _results(
    record: PatientRecord, onset: pd.Timestamp, from_on: pd.Timestamp, to_on: pd.Timestamp
) -> pd.DataFrame:
    some = record.results[record.results["analyte"].isin(MINERAL_AND_KIDNEY)].copy()
    some["on"] = some["collected_at"].dt.normalize()
    some = some[some["on"].between(from_on, to_on)].sort_values(
        ["analyte", "collected_at", "record_id"], kind="stable"
    )
    some["days"] = (some["on"] - onset).dt.days
    columns = ["analyte", "on", "days", "comparator", "value", "unit", "reference_low", "reference_high"]
    return some[columns].reset_index(drop=True)
