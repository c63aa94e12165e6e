"""Rows that wait for a person: kept once each, however often their file comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

from data.importing import sql
from data.importing.account import Account

_TYPES = {
    "kind": pa.string(), "source_row": pa.int64(), "column_name": pa.string(), "reported": pa.string(),
    "reason": pa.string(), "patient_id": pa.string(), "analyte": pa.string(), "collected_at": pa.timestamp("us"),
    "cells": pa.string(),
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One row that waits; cells is JSON, native field -> text."""

    kind: str
    source_row: int | None
    column: str
    reported: str
    reason: str
    patient_id: str | None
    analyte: str | None
    collected_at: datetime | None
    cells: str


def keep(
    cursor: duckdb.DuckDBPyConnection,
    import_id: int,
    entries: Sequence[Entry],
    account: Account,
    sheet: str,
) -> None:
    """Put entries (of one sheet; '' where there are none) on the waiting list. One that was settled before is nothing new:
    it counts as a duplicate."""
    columns = list(zip(*(astuple(entry) for entry in entries), strict=True))
    table = pa.table(
        {
            name: pa.array(list(cells), kind)
            for (name, kind), cells in zip(_TYPES.items(), columns, strict=True)
        }
    )
    cursor.register("new_waiting", table)
    settled = {row[0] for row in cursor.execute(sql.text("settled_before")).fetchall()}
    if settled:
        account.set_aside -= len(settled)
        account.duplicate += len(settled)
        account.problems = [
            problem
            for problem in account.problems
            if not (problem.outcome == "set_aside" and problem.row in settled)
        ]
    cursor.execute(sql.text("keep_waiting"), {"import_id": import_id, "sheet": sheet or None})
    cursor.unregister("new_waiting")
