"""Which patient a FHIR reference means, kept from one file of a bulk export to the next."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from data.importing import sql
from data.importing.raw import RawTable
from data.store import Store

KIND = "patient_references"


def known(store: Store) -> dict[str, str]:
    """reference -> patient_id, from imports that stand."""
    with store.cursor() as cursor:
        return dict(cursor.execute(sql.text("known_references")).fetchall())


def split(tables: list[RawTable]) -> tuple[list[RawTable], pa.Table | None]:
    """The tables of records, and the references that a FHIR file declares (None when it declares none)."""
    records = [table for table in tables if table.kind != KIND]
    declared = [table.rows for table in tables if table.kind == KIND]
    return records, declared[0] if declared else None


def keep(cursor: duckdb.DuckDBPyConnection, declared: pa.Table, import_id: int) -> None:
    """Put what is new on record."""
    cursor.register("new_references", declared)
    cursor.execute(sql.text("keep_references"), {"import_id": import_id})
    cursor.unregister("new_references")
