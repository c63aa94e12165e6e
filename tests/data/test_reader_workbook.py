"""Workbooks: grids of text with sheet rows."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import openpyxl
import pytest

from data.errors import TroughlineError
from data.importing import sandbox
from data.importing.readers.sniffing import sniff


def test_cells_keep_what_people_see(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Labor"
    sheet.append(["Synthetic export", None, None])
    sheet.append([])
    sheet.append(["Patientennummer", "Abnahmedatum", "Calcium", "Note"])
    sheet.append(["00123", dt.datetime(2026, 1, 14, 8, 30), 2.35, "=1+1"])  # noqa: DTZ001 (a sheet has no zone)
    sheet.append([])
    sheet.append([456, dt.date(2026, 1, 15), 2, "<2.0"])
    sheet["A6"].number_format = "00000"
    sheet.append(["12E5", "14.01.2026", 0.1 + 0.2, True])
    book.create_sheet("Empty")
    other = book.create_sheet("Second")
    other.append(["PID", "DATE"])
    other.append(["NA", dt.datetime(2026, 1, 14)])  # noqa: DTZ001
    book.create_sheet("Secret").sheet_state = "hidden"
    path = tmp_path / "results.csv"  # the name says nothing
    book.save(path)
    assert sniff(path) == "workbook"
    first, second = sandbox.read(path, "workbook")
    assert first.kind is None
    assert first.header == ["Patientennummer", "Abnahmedatum", "Calcium", "Note"]
    assert first.row_numbers.to_pylist() == [4, 6, 7]
    assert [list(r.values()) for r in first.rows.to_pylist()] == [
        ["00123", "2026-01-14T08:30:00", "2.35", ""],
        ["00456", "2026-01-15", "2", "<2.0"],
        ["12E5", "14.01.2026", "0.3", "TRUE"],
    ]
    assert first.sheet == "Labor"
    assert any("Secret" in note for note in first.notes)
    assert [list(r.values()) for r in second.rows.to_pylist()] == [["NA", "2026-01-14"]]


def test_31_65537_rows_of_a_workbook_are_all_there(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("L")
    sheet.append(["PID", "VALUE"])
    for i in range(65_537):
        sheet.append([f"P{i}", i])
    path = tmp_path / "long.xlsx"
    book.save(path)
    (table,) = sandbox.read(path, "workbook")
    assert table.rows.num_rows == 65_537
    assert table.row_numbers[-1].as_py() == 65_538


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, b"PK\x03\x04 broken"])
def test_damaged_workbooks_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(content)
    with pytest.raises(TroughlineError):
        sandbox.read(path, sniff(path))


@pytest.mark.parametrize("name", ["week.xlsx", "WEEK.XLS", "week.ods"])
@pytest.mark.parametrize("content", [random.Random(1).randbytes(4000), b"PK\x03\x04" + b"\x9c" * 900])
def test_a_damaged_workbook_is_called_a_workbook(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(TroughlineError, match="By its name the file is a workbook, but it is damaged"):
        sniff(path)


def test_a_table_of_text_may_be_called_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_bytes("Patient;Prüfung\r\nP1;Größe\r\n".encode("cp1252"))
    assert sniff(path) == "text"
