"""Run the rows of a record kind (patients, doses, …) down the road."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import duckdb

from data.importing import judging_records, storing_records, waiting
from data.importing.account import Account
from data.importing.judging_records import Judged
from data.importing.mapping import Layout
from data.importing.raw import Problem, RawTable
from data.importing.reading_options import Options
from data.importing.records import READINGS

_NUMBERS = {"targets": ("low", "high"), "doses": ("dose",), "symptoms": ("severity",)}


def run(
    cursor: duckdb.DuckDBPyConnection,
    raw: RawTable,
    layout: Layout,
    options: Options,
    import_id: int,
    today: date,
    backfill: bool,
    accept_person: bool,
    account: Account,
) -> None:
    """Judge, count and store the rows of one table. Raises TwoReadings."""
    columns = {name: raw.rows.column(at).to_pylist() for name, at in layout.fields.items()}
    reading = READINGS[layout.kind]
    orders = {
        name: options.order_of(
            layout.mapping.get(name, name), sorted({cell for cell in columns[name] if cell})
        )
        for name in reading.days
        if name in columns
    }
    options.point_is_usual = True  # native kinds write a point; a comma is asked about
    decimal = "."
    for name in _NUMBERS.get(layout.kind, ()):
        if name in columns:
            sign = options.sign_of(
                layout.mapping.get(name, name), sorted({cell for cell in columns[name] if cell})
            )
            decimal = sign or decimal
    judged = judging_records.read_rows(layout.kind, _rows(raw, columns), today, orders, decimal)
    patients = sorted({row.record["patient_id"] for row in judged if row.record is not None})
    on_record = storing_records.on_record(cursor, layout.kind, patients)
    warnings = judging_records.judge(layout.kind, judged, on_record, accept_person=accept_person)
    for row in judged:
        account.count({row.outcome: 1})
        if row.outcome in ("rejected", "set_aside"):
            account.problems.append(Problem(row.row, row.column, row.value(), row.reason, row.outcome))
    account.problems += warnings
    _patients(cursor, layout.kind, judged, set(on_record.people), import_id, today, backfill, account)
    storing_records.insert(cursor, layout.kind, judged, import_id, today, backfill)
    held = [_entry(layout.kind, row) for row in judged if row.outcome == "set_aside"]
    if held:
        waiting.keep(cursor, import_id, held, account, raw.sheet)


def _rows(raw: RawTable, columns: dict[str, list[str | None]]) -> Iterator[tuple[int, dict[str, str]]]:
    names = list(columns)
    for number, *cells in zip(raw.row_numbers.to_pylist(), *columns.values(), strict=True):
        yield number, {name: cell or "" for name, cell in zip(names, cells, strict=True)}


def _patients(
    cursor: duckdb.DuckDBPyConnection,
    kind: str,
    judged: list[Judged],
    known: set[str],
    import_id: int,
    today: date,
    backfill: bool,
    account: Account,
) -> None:
    """Patients whom this file makes: rows of a patients file themselves, else ids that were not on record."""
    touched: dict[str, date] = {}
    for row in judged:
        if row.outcome in ("stored", "superseding") and row.record is not None:
            known_on = storing_records.known_on(kind, row.record, today, backfill)
            patient = row.record["patient_id"]
            touched[patient] = min(touched.get(patient, known_on), known_on)
    if kind == "patients":
        new = [
            row.record["patient_id"] for row in judged if row.outcome == "stored" and row.record is not None
        ]
        account.new_patients += [patient for patient in dict.fromkeys(new) if patient not in known]
    else:
        account.new_patients += storing_records.create_patients(cursor, touched, import_id)
    account.patients = sorted({*account.patients, *touched})


def _entry(kind: str, row: Judged) -> waiting.Entry:
    cells = {name: cell for name, cell in row.cells.items() if cell}
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True)
    return waiting.Entry(
        kind, row.row, row.column, row.value(), row.reason, row.cells.get("patient_id"), None, None, text
    )
