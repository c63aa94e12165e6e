"""Record kinds against the store: fetch what stands, append what is accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from data.importing import sql
from data.importing.judging_records import Judged, OnRecord, Record
from data.importing.people import name_key
from data.importing.records import READINGS

_TYPES = {
    "birth_date": pa.date32(), "from_on": pa.date32(), "until_on": pa.date32(), "transplanted_on": pa.date32(),
    "failed_on": pa.date32(), "started_on": pa.date32(), "stopped_on": pa.date32(), "onset_on": pa.date32(),
    "recorded_on": pa.date32(), "resolved_on": pa.date32(), "happened_on": pa.date32(), "known_on": pa.date32(),
    "low": pa.float64(), "high": pa.float64(), "dose_mg": pa.float64(), "doses_per_week": pa.float64(),
    "severity": pa.float64(), "graft_number": pa.int32(), "severity_derived": pa.bool_(), "withdrawn": pa.bool_(),
    "record_id": pa.int64(), "import_id": pa.int32(), "source_row": pa.int64(),
}  # fmt: skip
_META = ("record_id", "import_id", "source_row", "known_on", "withdrawn")


def on_record(cursor: duckdb.DuckDBPyConnection, kind: str, patients: Sequence[str]) -> OnRecord:
    """The current records of these patients, and who they are."""
    ids = pa.table({"patient_id": pa.array(sorted(set(patients)), pa.string())})
    cursor.register("wanted_patients", ids)
    people = {
        patient_id: (name, birth_date, bool(id_only))
        for patient_id, name, birth_date, id_only in cursor.execute(sql.text("people_on_record")).fetchall()
    }
    rows = _dicts(cursor.execute(sql.text(f"current_{READINGS[kind].table}")))
    earliest = cursor.execute(sql.text("earliest_on_record")).fetchall() if kind == "patients" else []
    cursor.unregister("wanted_patients")

    def same_name(name: str, birth_date: date) -> list[str]:
        found = cursor.execute(sql.text("people_born_on"), {"birth_date": birth_date}).fetchall()
        return [patient for patient, other in found if name_key(other) == name_key(name)]

    current = [{name: cell for name, cell in row.items() if name not in _META} for row in rows]
    return OnRecord(current, people, same_name, dict(earliest))


def insert(
    cursor: duckdb.DuckDBPyConnection,
    kind: str,
    judged: Iterable[Judged],
    import_id: int,
    today: date,
    backfill: bool,
) -> None:
    """Append the accepted rows, numbered in the order of the file."""
    accepted = [row for row in judged if row.outcome in ("stored", "superseding") and row.record is not None]
    rows = [
        (row.row, row.record or {}, known_on(kind, row.record or {}, today, backfill)) for row in accepted
    ]
    append(cursor, kind, rows, import_id)


def append(
    cursor: duckdb.DuckDBPyConnection,
    kind: str,
    rows: Sequence[tuple[int | None, Record, date]],
    import_id: int,
    *,
    withdrawn: bool = False,
) -> None:
    """Append records given as (source row, columns, known on)."""
    if not rows:
        return
    first = reserve_ids(cursor, len(rows))
    columns: dict[str, list[Any]] = {name: [] for name in (*_META, *rows[0][1])}
    for position, (source_row, record, known_on) in enumerate(rows):
        meta = (first + position, import_id, source_row, known_on, withdrawn)
        for name, value in (*zip(_META, meta, strict=True), *record.items()):
            columns[name].append(value)
    table = pa.table(
        {name: pa.array(cells, _TYPES.get(name, pa.string())) for name, cells in columns.items()}
    )
    cursor.register("new_records", table)
    # The table's name is one of our own seven; DuckDB cannot bind a name.
    cursor.execute(f"INSERT INTO {READINGS[kind].table} BY NAME SELECT * FROM new_records ORDER BY record_id")
    cursor.unregister("new_records")


def create_patients(cursor: duckdb.DuckDBPyConnection, ids: Mapping[str, date], import_id: int) -> list[str]:
    """Put patients who are not on record there, known by id only. ids: patient_id -> known on. Returns the new ones."""
    table = pa.table({"patient_id": pa.array(sorted(ids), pa.string())})
    cursor.register("wanted_patients", table)
    known = {row[0] for row in cursor.execute(sql.text("people_on_record")).fetchall()}
    cursor.unregister("wanted_patients")
    fresh = [patient for patient in sorted(ids) if patient not in known]
    append(
        cursor, "patients", [(None, {"patient_id": patient}, ids[patient]) for patient in fresh], import_id
    )
    return fresh


def reserve_ids(cursor: duckdb.DuckDBPyConnection, count: int) -> int:
    """The first of count record ids that nobody else gets."""
    if count == 0:
        return 0
    row = cursor.execute("SELECT min(nextval('record_ids')) FROM range($count)", {"count": count}).fetchone()
    assert row is not None
    return int(row[0])


def known_on(kind: str, record: Record, today: date, backfill: bool) -> date:
    """The schema's rule: the later of import and recorded day; after a historical load the recorded, else clinical day."""
    if backfill:
        about = [record.get(column) for column in READINGS[kind].about]
        return next((day for day in about if day), record.get("birth_date") or date(1900, 1, 1))
    return max(today, record.get("recorded_on") or today)


def _dicts(cursor: duckdb.DuckDBPyConnection) -> list[Record]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
