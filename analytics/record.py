"""One patient's record up to a day, as the pages and the timing analyses read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from analytics.runner import Run, run
from analytics.settings import Settings, load
from data.store import Store

MEASURES = (
    "dose_periods",
    "drug_exposure",
    "cni_exposure",
    "dose_changes",
    "windows",
    "symptom_summary",
    "trough",
    "ca_p_product",
    "ca_p_product_corrected",
    "trough_targets",
    "eligible_troughs",
)
TABLES = (
    "transplants",
    "windows",
    "results",
    "troughs",
    "ca_p",
    "dose_periods",
    "changes",
    "symptoms",
    "follow_ups",
    "events",
    "targets",
)


@dataclass(frozen=True, eq=False)  # compared and cached by identity: frames have no single truth
class PatientRecord:
    """Everything on record up to as_of; values in canonical units, comparators beside them."""

    as_of: date
    patient: dict[str, Any]
    transplants: pd.DataFrame
    windows: pd.DataFrame
    results: pd.DataFrame
    troughs: pd.DataFrame
    ca_p: pd.DataFrame
    dose_periods: pd.DataFrame
    changes: pd.DataFrame
    symptoms: pd.DataFrame
    follow_ups: pd.DataFrame
    events: pd.DataFrame
    targets: pd.DataFrame
    settings: Settings = field(default_factory=load)
    """The limits in force, for what is derived from the record."""


def patient_record(
    store: Store,
    patient_id: str,
    as_of: date,
    *,
    known_on: date | None = None,
    settings: Settings | None = None,
) -> PatientRecord:
    """One patient up to as_of; an unknown id gives empty tables and a patient with that id and nothing else."""
    in_force = settings or load()
    with run(
        store, as_of, known_on=known_on, patients=[patient_id], settings=in_force, analytes=None
    ) as this:
        this.measures(MEASURES)
        tables = {name: this.execute(_query(name)).df() for name in TABLES}
        return PatientRecord(as_of=as_of, patient=_patient(this, patient_id), settings=in_force, **tables)


def _patient(this: Run, patient_id: str) -> dict[str, Any]:
    frame = this.cursor.execute("SELECT * FROM current_patients").df()
    person = frame.astype(object).where(frame.notna(), None).iloc[0].to_dict() if len(frame) else {}
    birth = person.get("birth_date")
    return {
        "patient_id": patient_id,
        "name": person.get("name"),
        "sex": person.get("sex"),
        "birth_date": pd.Timestamp(birth).date() if birth is not None else None,
        "risk_factors": tuple(f for f in (person.get("risk_factors") or "").split(";") if f),
        "indication": person.get("indication"),
        "primary_disease": person.get("primary_disease"),
        "clinic": person.get("clinic"),
        "consultant": person.get("consultant"),
    }


@cache
def _query(name: str) -> str:
    return (files("analytics") / "record_queries" / f"{name}.sql").read_text(encoding="utf-8")
