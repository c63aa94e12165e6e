"""Exports: the contract's columns, current versions, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.errors import TroughlineError
from data.exporting import KINDS, export_rows, number, safe_cell, write
from data.store import Store, utc_now

LAB_COLUMNS = [
    "patient_id",
    "analyte",
    "collected_at",
    "comparator",
    "value",
    "unit",
    "reported_value",
    "reported_unit",
    "reference_low",
    "reference_high",
    "specimen_id",
    "status",
    "import_id",
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "s.duckdb", time_zone="Europe/Berlin") as opened:
        yield opened


def add_import(store: Store, import_id: int, kind: str) -> None:
    with store.transaction("test", "import") as cursor:
        cursor.execute(
            "INSERT INTO imports VALUES (?, ?, 'file', 'f.csv', NULL, ?, DATE '2026-01-09', 'test', false, NULL, NULL)",
            [import_id, kind, utc_now()],
        )


def add_result(
    store: Store, import_id: int, value: float | None, status: str = "final", **other: object
) -> None:
    row = {
        "import_id": import_id,
        "known_on": date(2026, 1, 9),
        "patient_id": "00123",
        "analyte": "calcium",
        "collected_at": "2026-01-09 08:00:00",
        "has_time": True,
        "comparator": "",
        "value": value,
        "reported_value": "" if value is None else f"{value}",
        "reported_unit": "mg/dL",
        "status": status,
    } | other
    with store.transaction("test", "result") as cursor:
        names = ", ".join(row)
        cursor.execute(
            f"INSERT INTO results (record_id, {names}) VALUES (nextval('record_ids'), {', '.join('?' * len(row))})",
            list(row.values()),
        )


def rows_of(store: Store, kind: str, all_versions: bool = False) -> list[dict[str, str]]:
    target = io.BytesIO()
    write(export_rows(store, kind, all_versions), target)
    return list(csv.DictReader(io.StringIO(target.getvalue().decode())))


def test_labs_have_the_columns_of_the_contract_in_order(store: Store) -> None:
    assert export_rows(store, "labs").column_names == LAB_COLUMNS


def test_only_the_version_that_counts_unless_asked(store: Store) -> None:
    add_import(store, 1, "labs")
    add_result(store, 1, 9.1, "preliminary")
    add_result(store, 1, 9.4, "corrected")
    add_result(store, 1, 9.2, "final")
    assert [row["value"] for row in rows_of(store, "labs")] == ["9.4"]
    assert [row["value"] for row in rows_of(store, "labs", True)] == ["9.1", "9.4", "9.2"]


def test_a_withdrawn_result_and_an_undone_import_are_gone(store: Store) -> None:
    add_import(store, 1, "labs")
    add_import(store, 2, "labs")
    add_result(store, 1, 9.1)
    add_result(store, 1, None, "cancelled")
    add_result(store, 2, 9.9, analyte="phosphorus")
    with store.transaction("test", "undo") as cursor:
        cursor.execute("INSERT INTO import_undos VALUES (2, ?, DATE '2026-01-10', 'test')", [utc_now()])
    assert rows_of(store, "labs") == []
    assert len(rows_of(store, "labs", True)) == 3


def test_canonical_unit_stands_beside_the_reported_one(store: Store) -> None:
    add_import(store, 1, "labs")
    add_result(
        store, 1, 11.222445, reported_value="2.8", reported_unit="mmol/L", has_time=False, comparator="<"
    )
    (row,) = rows_of(store, "labs")
    assert (row["comparator"], row["value"], row["unit"]) == ("<", "11.222445", "mg/dL")
    assert (row["reported_value"], row["reported_unit"]) == ("2.8", "mmol/L")
    assert row["collected_at"] == "2026-01-09"
    assert row["patient_id"] == "00123"


def test_doses_of_one_import_add_up_and_a_later_import_replaces_them(store: Store) -> None:
    for import_id, doses in ((1, (2.0, 1.0)), (2, (4.0,))):
        add_import(store, import_id, "doses")
        with store.transaction("test", "doses") as cursor:
            for mg in doses:
                cursor.execute(
                    "INSERT INTO doses (record_id, import_id, known_on, patient_id, drug, started_on, dose_mg) "
                    "VALUES (nextval('record_ids'), ?, DATE '2026-01-09', 'P1', 'tacrolimus', DATE '2026-01-01', ?)",
                    [import_id, mg],
                )
        shown = [row["dose"] for row in rows_of(store, "doses")]
        assert shown == (["2", "1"] if import_id == 1 else ["4"])
    assert len(rows_of(store, "doses", True)) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_exported_from_an_empty_store(store: Store, kind: str) -> None:
    assert export_rows(store, kind).num_rows == 0


def test_unknown_kind_is_named_with_the_known_ones(store: Store) -> None:
    with pytest.raises(TroughlineError, match="labs"):
        export_rows(store, "prescriptions")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("@cmd", "'@cmd"),
        ("-2+3", "'-2+3"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("-5.5", "-5.5"),
        ("<5", "<5"),
        ("5.6", "5.6"),
        ("", ""),
    ],
)
def test_09_cells_that_a_spreadsheet_would_run_are_escaped_and_numbers_are_not(text: str, shown: str) -> None:
    assert safe_cell(text) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(5.60, "5.6"), (120.0, "120"), (-0.0, "0"), (1e-9, "0"), (95.4, "95.4"), (-3.25, "-3.25")],
)
def test_numbers_have_at_most_six_decimals(value: float, shown: str) -> None:
    assert number(value) == shown


def test_parquet_reads_back_the_same(store: Store, tmp_path: Path) -> None:
    add_import(store, 1, "labs")
    add_result(store, 1, 9.1)
    table = export_rows(store, "labs")
    write(table, tmp_path / "labs.parquet", "parquet")
    assert pq.read_table(tmp_path / "labs.parquet").equals(table)


def test_alerts_come_as_a_data_frame(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"patient_id": ["=P1"], "began_on": pd.to_datetime(["2026-01-09"]), "value": [74.0], "why": ["a, b"]}
    )
    target = io.BytesIO()
    write(frame, target)
    assert target.getvalue().decode() == 'patient_id,began_on,value,why\n\'=P1,2026-01-09,74,"a, b"\n'


def test_missing_values_are_empty_cells() -> None:
    target = io.BytesIO()
    write(
        pa.table(
            {"a": pa.array([None, 1.5]), "b": pa.array(["x", None]), "c": pa.array([None, 3], pa.int64())}
        ),
        target,
    )
    assert target.getvalue() == b"a,b,c\n,x,\n1.5,,3\n"
