"""The tables of the store as the rules want them: patients as numbers, results by analyte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.store import Store

LOWER_LIMB = ("foot", "heel", "ankle", "lower_leg", "knee", "thigh", "hip", "leg")
RESULTS = "SELECT patient_id, analyte, collected_at, record_id, value, reference_high FROM results WHERE collected_at < $as_of + INTERVAL 1 DAY"


@dataclass(frozen=True)
class Records:
    """What is on record up to as_of; patient_id is the position of the id in patients."""

    as_of: pd.Timestamp
    patients: pd.Index
    results: pd.DataFrame
    """Sorted by patient and time; taken_on is the day."""
    transplants: pd.DataFrame
    doses: pd.DataFrame
    symptoms: pd.DataFrame

    def of(self, analyte: str) -> pd.DataFrame:
        """The results of one analyte."""
        return self.results[self.results["analyte"] == analyte]


def read(store: Store, as_of: date) -> Records:
    """The records that had happened by as_of."""
    when = {"as_of": as_of}
    results = store.read(RESULTS, when)
    transplants = store.read(
        "SELECT patient_id, transplanted_on FROM transplants WHERE transplanted_on <= $as_of", when
    )
    doses = store.read(
        "SELECT patient_id, started_on, dose_mg, doses_per_week FROM doses WHERE started_on <= $as_of", when
    )
    symptoms = store.read(
        "SELECT patient_id, symptom, site, onset_on, recorded_on, severity, resolved_on FROM symptoms"
        " WHERE onset_on <= $as_of AND coalesce(recorded_on, onset_on) <= $as_of",
        when,
    )
    tables = (results, transplants, doses, symptoms)
    patients = pd.Index(pd.concat([rows["patient_id"] for rows in tables]).unique()).sort_values()
    for rows in tables:
        rows["patient_id"] = patients.get_indexer(rows["patient_id"])
    results["analyte"] = results["analyte"].astype("category")
    results = results.sort_values(["patient_id", "collected_at", "record_id"], ignore_index=True)
    results["taken_on"] = results["collected_at"].dt.normalize()
    symptoms["recorded_on"] = symptoms["recorded_on"].fillna(symptoms["onset_on"])
    symptoms["resolved_on"] = symptoms["resolved_on"].where(symptoms["resolved_on"] <= pd.Timestamp(as_of))
    return Records(pd.Timestamp(as_of), patients, results, transplants, doses, symptoms)
