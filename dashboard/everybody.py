"""Who is on record in a clinic's store, as every page asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources import files

import pandas as pd

from data.store import Store


@dataclass(frozen=True)
class People:
    """Everyone on record, the clinic's patients by the name they are chosen by, case studies' own days and titles."""

    frame: pd.DataFrame
    """patient_id, name, opens_on and title (case studies only)."""
    ids: frozenset[str]
    labels: dict[str, str]
    """id → `name · id`, without the case studies."""
    case_days: dict[str, date]
    case_titles: dict[str, str]


def on_record_now(store: Store) -> People:
    """Read them (dashboard/sql/patients.sql)."""
    found = store.read((files("dashboard") / "sql" / "patients.sql").read_text(encoding="utf-8"))
    is_case = found["opens_on"].notna()
    clinic, cases = found[~is_case], found[is_case]
    labels = {
        patient: f"{name} · {patient}" if name else patient
        for patient, name in zip(clinic["patient_id"], clinic["name"], strict=True)
    }
    days = pd.to_datetime(cases["opens_on"]).dt.date
    return People(
        found,
        frozenset(found["patient_id"]),
        labels,
        dict(zip(cases["patient_id"], days, strict=True)),
        dict(zip(cases["patient_id"], cases["title"], strict=True)),
    )
