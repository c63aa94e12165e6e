"""One patient's record up to a day, as the pages and the timing analyses read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.runner import frame, run
from analytics.settings import Settings, load
from data.importing.corrections import corrections_waiting
from data.store import Store

MEASURES = (
    "dose_periods",
    "drug_exposure",
    "cni_exposure",
    "dose_changes",
    "cips_anchors",
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
    return patient_records(store, [patient_id], as_of, known_on=known_on, settings=settings)[patient_id]


def patient_records(
    store: Store,
    patient_ids: Sequence[str],
    as_of: date,
    *,
    known_on: date | None = None,
    settings: Settings | None = None,
) -> dict[str, PatientRecord]:
    """Several patients up to as_of, by id, read together: twenty take little longer than one."""
    in_force = settings or load()
    with run(store, as_of, known_on=known_on, patients=patient_ids, settings=in_force, analytes=None) as this:
        this.measures(MEASURES)
        tables = {name: this.execute(_query(name)).to_arrow_table() for name in TABLES}
        people = this.cursor.execute("SELECT * FROM current_patients").to_arrow_table()
    waiting = pa.array(corrections_waiting(store, patient_ids, known_on)["record_id"], pa.int64())
    in_doubt = pc.is_in(tables["results"]["record_id"], waiting)
    tables["results"] = tables["results"].append_column("correction_waits", in_doubt)
    return {
        patient: PatientRecord(
            as_of=as_of,
            patient=_person(patient, _of(people, patient).to_pylist()),
            settings=in_force,
            **{name: frame(_of(rows, patient).drop_columns("patient_id")) for name, rows in tables.items()},
        )
        for patient in patient_ids
    }


def _of(rows: pa.Table, patient_id: str) -> pa.Table:
    return rows.filter(pc.equal(rows["patient_id"], patient_id))


def _person(patient_id: str, on_record: Sequence[dict[str, Any]]) -> dict[str, Any]:
    person = on_record[0] if on_record else {}
    return {
        "patient_id": patient_id,
        **{
            name: person.get(name)
            for name in ("name", "sex", "birth_date", "indication", "primary_disease", "clinic", "consultant")
        },
        "risk_factors": tuple(f for f in (person.get("risk_factors") or "").split(";") if f),
    }


@cache
def _query(name: str) -> str:
    return (files("analytics") / "record_queries" / f"{name}.sql").read_text(encoding="utf-8")
