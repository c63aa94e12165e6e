"""What counts on a day: current versions of the append-only tables, one chart a patient."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from data.store import Store

STATUS = {"preliminary": 0, "final": 1, "corrected": 2, "cancelled": 2, "wrong_patient": 2}
IDENTITY = {
    "patients": ["patient_id"],
    "transplants": ["patient_id", "transplanted_on"],
    "symptoms": ["patient_id", "symptom", "site", "onset_on", "recorded_on"],
    "events": ["patient_id", "kind", "happened_on", "title"],
    "targets": ["patient_id", "drug", "from_on"],
}
RESULT_IDENTITY = ["patient_id", "analyte", "collected_at", "collected_utc", "specimen_id", "day_value"]
DOSE_IDENTITY = ["patient_id", "drug", "formulation", "route", "started_on"]


@dataclass(frozen=True)
class Row:
    """One current record; fields by attribute, empty ones None."""

    fields: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def day(self) -> date:
        """The clinic day on which a result was drawn."""
        return self.fields["collected_at"].date()

    @property
    def order(self) -> tuple[Any, ...]:
        """Results go by the moment they were drawn, those of one moment in order of import."""
        f = self.fields
        return (f["collected_at"], f["collected_utc"] or f["collected_at"], f["record_id"])


@dataclass
class Chart:
    """Everything on record for one patient up to a day."""

    patient_id: str
    as_of: date
    patient: Row | None = None
    results: list[Row] = field(default_factory=list)
    doses: list[Row] = field(default_factory=list)
    symptoms: list[Row] = field(default_factory=list)
    transplants: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)
    zone: Any = None

    def of(self, *analytes: str) -> list[Row]:
        """The current results of these analytes in order."""
        return sorted((r for r in self.results if r.analyte in analytes), key=lambda r: r.order)


def read_charts(store: Store, as_of: date, known_on: date | None = None) -> dict[str, Chart]:
    """The charts of all patients: clinical dates up to as_of, known by known_on (None: all that is known now)."""
    undone = {
        int(u.import_id)
        for u in _rows(store.read("SELECT * FROM import_undos"))
        if known_on is None or u.undone_on <= known_on
    }
    zone = store.time_zone
    charts: dict[str, Chart] = {}

    def chart(patient_id: str) -> Chart:
        return charts.setdefault(patient_id, Chart(patient_id, as_of, zone=zone))

    def standing(table: str) -> list[Row]:
        rows = _rows(store.read(f"SELECT * FROM {table}"))
        return [r for r in rows if r.import_id not in undone and (known_on is None or r.known_on <= known_on)]

    for group in _groups(standing("results"), RESULT_IDENTITY):
        best = max(group, key=lambda r: (STATUS[r.status], r.reported_at or r.collected_at, r.record_id))
        if best.status not in ("cancelled", "wrong_patient") and best.day <= as_of:
            chart(best.patient_id).results.append(best)
    for group in _groups(standing("doses"), DOSE_IDENTITY):
        last_import = max(r.import_id for r in group)
        for row in group:
            if row.import_id == last_import and not row.withdrawn and row.started_on <= as_of:
                chart(row.patient_id).doses.append(row)
    for table, identity in IDENTITY.items():
        for group in _groups(standing(table), identity):
            best = max(group, key=lambda r: r.record_id)
            if best.withdrawn:
                continue
            if table == "patients":
                chart(best.patient_id).patient = best
            elif _begun(table, best) <= as_of:
                getattr(chart(best.patient_id), table).append(best)
    return charts


def _begun(table: str, row: Row) -> date:
    column = {
        "transplants": "transplanted_on",
        "symptoms": "onset_on",
        "events": "happened_on",
        "targets": "from_on",
    }
    return row.fields[column[table]]


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [
        Row({str(k): _plain(str(k), v) for k, v in record.items()}) for record in frame.to_dict("records")
    ]


def _plain(name: str, value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        moment: datetime = value.to_pydatetime()
        return moment.date() if name.endswith("_on") or name == "birth_date" else moment
    return value


def _groups(rows: list[Row], identity: list[str]) -> list[list[Row]]:
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row.fields[name] for name in identity), []).append(row)
    return list(groups.values())


@cache
def interacting_drugs() -> frozenset[str]:
    """The drugs that the vocabulary marks as raising or lowering CNI levels."""
    import data

    path = Path(data.__file__).parent / "vocabulary" / "drugs.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return frozenset(r["drug"] for r in csv.DictReader(lines) if (r.get("interacting") or "").strip())
