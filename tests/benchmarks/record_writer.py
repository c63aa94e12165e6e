"""Puts records straight into the tables of a store, for clinics that tests and benchmarks make up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from data.store import Store

CLINICAL_DAY = {
    "results": "collected_at", "doses": "started_on", "symptoms": "onset_on", "transplants": "transplanted_on",
    "events": "happened_on", "targets": "from_on", "patients": "",
}  # fmt: skip
TABLES = tuple(CLINICAL_DAY)
RESULT_DEFAULTS: dict[str, Any] = {
    "comparator": "", "status": "final", "has_time": True, "reported_unit": "", "reported_value": "",
}  # fmt: skip


@dataclass(frozen=True)
class Import:
    """One import; undone_on takes it back on a later day."""

    imported_on: date
    backfill: bool = False
    undone_on: date | None = None


@dataclass(frozen=True)
class Entry:
    """One row of one table, as it came with an import (its index in the list of imports)."""

    table: str
    fields: Mapping[str, Any]
    came_with: int = 0


def write(store: Store, imports: Sequence[Import], entries: Sequence[Entry]) -> None:
    """Store the entries import by import, in the order given; record ids and known_on follow the schema's words."""
    ordered = sorted(enumerate(entries), key=lambda e: (e[1].came_with, e[0]))
    with store.transaction("test", "made-up records") as cursor:
        for number, one in enumerate(imports, start=1):
            at = datetime.combine(one.imported_on, datetime.min.time())
            cursor.execute(
                "INSERT INTO imports (import_id, kind, source, imported_at, imported_on, imported_by, backfill)"
                " VALUES ($id, 'labs', 'file', $at, $day, 'test', $backfill)",
                {"id": number, "at": at, "day": one.imported_on, "backfill": one.backfill},
            )
            if one.undone_on:
                cursor.execute(
                    "INSERT INTO import_undos VALUES ($id, $at, $day, 'test')",
                    {"id": number, "at": at, "day": one.undone_on},
                )
        for table in TABLES:
            rows = []
            for record_id, (_, entry) in enumerate(ordered, start=1):
                if entry.table == table:
                    rows.append(_row(entry, record_id, imports[entry.came_with]))
            if rows:
                _insert(cursor, table, rows)


def _row(entry: Entry, record_id: int, came: Import) -> dict[str, Any]:
    fields = dict(entry.fields)
    if entry.table == "results":
        fields = RESULT_DEFAULTS | fields
        if not fields["has_time"] and not fields.get("specimen_id") and fields.get("value") is not None:
            fields["day_value"] = f"{fields['comparator']}{fields['value']}"
    fields |= {"record_id": record_id, "import_id": entry.came_with + 1}
    fields["known_on"] = _known_on(entry.table, fields, came)
    return fields


def _known_on(table: str, fields: Mapping[str, Any], came: Import) -> date:
    told = fields.get("reported_at") if table == "results" else fields.get("recorded_on")
    if came.backfill:
        clinical = fields[CLINICAL_DAY[table]] if CLINICAL_DAY[table] else None
        return _day(told or clinical or came.imported_on)
    return max(came.imported_on, _day(told)) if told else came.imported_on


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _insert(cursor: Any, table: str, rows: list[dict[str, Any]]) -> None:
    columns = sorted({name for row in rows for name in row})
    frame = pd.DataFrame([{c: row.get(c) for c in columns} for row in rows], columns=columns, dtype=object)
    for column in columns:
        if column.endswith(("_on", "_at", "_utc")) or column == "birth_date":
            frame[column] = pd.to_datetime(frame[column])
        elif column in ("value", "dose_mg", "doses_per_week", "severity", "reference_low", "reference_high"):
            frame[column] = frame[column].astype("float64")
    cursor.register("made_up", frame)
    cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM made_up")
    cursor.unregister("made_up")


def days(count: float) -> timedelta:
    """So many days."""
    return timedelta(days=count)
