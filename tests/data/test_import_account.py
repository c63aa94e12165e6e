"""Whole files: every row ends somewhere, the account balances, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from data.importing.account import Account
from data.importing.api import undo
from data.store import Store

TODAY = date(2026, 11, 22)
Import = Callable[..., Account]
Standing = Callable[[], list[tuple[object, ...]]]
NATIVE = "patient_id,test,collected_at,value,unit"


def test_every_end_a_row_can_come_to(load: Import, store: Store, standing: Standing) -> None:
    account = load(
        f"""{NATIVE},status,reference_low,reference_high,colour
P1,calcium,2026-01-05T08:00,2.8,mmol/L,,2.2,2.6,red
P1,PTH,2026-01-05T08:00,<5,ng/L,,,,
P1,PTH,2026-01-05T08:00,<5.0,pg/mL,,,,
P1,calcium,2026-01-05T08:00,2.9,mmol/L,corrected,,,
P1,calcium,2026-01-06,10.1,,,,,
P1,tacrolimus,2026-01-06,400,ng/mL,,,,
P1,tacrolimus,2026-01-06,hemolysed,ng/mL,,,,
P1,haemoglobin,2026-01-06,12,g/dL,,,,
,calcium,2026-01-06,10,mg/dL,,,,
P1,,2026-01-06,10,mg/dL,,,,
P1,calcium,2026-02-31,10,mg/dL,,,,
P1,calcium,2027-01-01,10,mg/dL,,,,
P1,calcium,46054,10,mg/dL,,,,
P1,calcium,2026-01-09,,mg/dL,,,,
P1,calcium,2026-01-09,10,mg/dL,cancelled,,,
"""
    )
    assert account.counts() == {
        "rows": 15, "stored": 2, "duplicate": 1, "superseding": 1, "set_aside": 2, "rejected": 8, "not_monitored": 1,
    }  # fmt: skip
    assert account.ignored_columns == ["colour"]
    assert account.not_monitored_tests == {"haemoglobin": 1}
    assert account.new_patients == ["P1"]
    assert [(p.row, p.column, p.outcome) for p in account.problems] == [
        (6, "unit", "set_aside"), (7, "value", "set_aside"), (8, "value", "rejected"), (10, "patient_id", "rejected"),
        (11, "test", "rejected"), (12, "collected_at", "rejected"), (13, "collected_at", "rejected"),
        (14, "collected_at", "rejected"), (15, "value", "rejected"), (16, "status", "rejected"),
    ]  # fmt: skip
    assert "check the unit" in account.problems[1].reason
    assert standing() == [("P1", "calcium", "", 11.623246), ("P1", "pth", "<", 5.0)]


def test_what_the_laboratory_reported_is_kept_and_its_range_is_converted(load: Import, store: Store) -> None:
    load(f"{NATIVE},reference_low,reference_high\nP1,calcium,2026-01-05,2.8,mmol/L,2.2,2.6\n")
    row = store.read("SELECT * FROM results").iloc[0]
    assert (row["reported_value"], row["reported_unit"], row["value"]) == ("2.8", "mmol/L", 11.222445)
    assert (row["reference_low"], row["reference_high"]) == (8.817635, 10.420842)


def test_undo_takes_an_import_back_and_it_can_come_again(
    load: Import, store: Store, standing: Standing
) -> None:
    text = f"{NATIVE}\nP1,calcium,2026-01-05,10,mg/dL\n"
    first = load(text)
    other = load(f"{NATIVE}\nP1,PTH,2026-01-05,60,pg/mL\n")
    assert first.import_id is not None
    assert other.import_id is not None
    undo(store, first.import_id, who="test", today=TODAY)
    assert standing() == [("P1", "pth", "", 60.0)]
    standing = "SELECT patient_id FROM patients WHERE import_id NOT IN (SELECT import_id FROM import_undos)"
    assert list(store.read(standing)["patient_id"]) == ["P1"]
    assert load(text).stored == 1


def test_a_dry_run_stores_nothing_and_says_the_same(load: Import, store: Store) -> None:
    text = f"{NATIVE}\nP1,calcium,2026-01-05,10,mg/dL\nP1,calcium,2026-01-06,10,\n"
    dry = load(text, dry_run=True)
    assert dry.import_id is None
    assert store.value("SELECT count(*) FROM results") == 0
    assert store.value("SELECT count(*) FROM patients") == 0
    assert store.value("SELECT count(*) FROM imports") == 0
    wet = load(text)
    assert dry.counts() == wet.counts()


def test_known_on(load: Import, store: Store) -> None:
    head = f"{NATIVE},reported_at\n"
    load(head + "P1,calcium,2026-01-05,10,mg/dL,2026-01-06\nP1,PTH,2026-01-05,60,pg/mL,\n", backfill=True)
    known = dict(store.read("SELECT analyte, known_on FROM results").itertuples(index=False, name=None))
    assert {name: day.date() for name, day in known.items()} == {
        "calcium": date(2026, 1, 6),
        "pth": date(2026, 1, 5),
    }
    load(head + "P2,calcium,2026-01-05,10,mg/dL,2026-01-06\n")
    assert store.value("SELECT known_on FROM results WHERE patient_id = 'P2'") == TODAY


def test_a_file_without_rows_is_refused(load: Import) -> None:
    assert "no rows" in (load(NATIVE + "\n").refused or "")


def test_wide_files_with_units_in_headers(load: Import, store: Store, standing: Standing) -> None:
    account = load(
        "PID;Datum;Zeit;Calcium (mmol/l);PTH [pg/mL];Phosphat;Hb g/dL;Kommentar zum Besuch\n"
        "P1;05.01.2026;08:30;2,5;66;1,1;12;gut\nP1;06.01.2026;08:30;;<5;;;\n"
    )
    assert account.counts() == {
        "rows": 5, "stored": 3, "duplicate": 0, "superseding": 0, "set_aside": 1, "rejected": 0, "not_monitored": 1,
    }  # fmt: skip
    assert account.ignored_columns == ["Kommentar zum Besuch"]
    assert {row[1:] for row in standing()} == {
        ("calcium", "", 10.02004),
        ("pth", "", 66.0),
        ("pth", "<", 5.0),
    }
    assert account.problems[0].row == 2


def test_a_second_header_row_with_units(load: Import, store: Store) -> None:
    account = load("PID,DATE,Calcium,PTH\n,,mmol/L,pg/mL\nP1,2026-01-05,2.5,66\n")
    assert account.stored == account.rows == 2


def test_01_ragged_rows_and_an_unclosed_quote_are_rejected_by_their_line(load: Import) -> None:
    account = load(
        f"{NATIVE}\nP1,calcium,2026-01-05,10,mg/dL\n\nP1,calcium,2026-01-06\nP1,calcium,2026-01-07,10,mg/dL,9,9\n"
        '"P1,calcium,2026-01-08,10,mg/dL\nP1,calcium,2026-01-09,10,mg/dL\n'
    )
    assert (account.rows, account.stored, account.rejected) == (5, 2, 3)
    assert [problem.row for problem in account.problems] == [4, 5, 6]


def test_a_quoted_cell_over_several_lines_keeps_the_row_numbers(load: Import) -> None:
    account = load(
        f'{NATIVE},comment\nP1,calcium,2026-01-05,10,mg/dL,"two\nlines"\nP1,calcium,2026-02-31,10,mg/dL,\n'
    )
    assert account.stored == 1
    assert account.problems[0].row == 4


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(load: Import, end: str) -> None:
    account = load(end.join([NATIVE, "P1,calcium,2026-01-05,10,mg/dL", "P2,calcium,2026-01-05,10,mg/dL", ""]))
    assert account.stored == account.rows == 2


def test_12_nul_is_rejected(load: Import) -> None:
    account = load(f"{NATIVE}\nP1,calcium,2026-01-05,1\x000,mg/dL\nP2,calcium,2026-01-05,10,mg/dL\n")
    assert (account.stored, account.rejected) == (1, 1)


def test_09_formulas_and_markup_are_stored_as_they_are(load: Import, store: Store) -> None:
    starts = ["=1+1", "+1-1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "<img onerror=x>"]
    lines = "".join(f'P{n},"{start}"\n' for n, start in enumerate(starts))
    assert load("patient_id,name\n" + lines).stored == len(starts)
    assert store.read("SELECT name FROM patients ORDER BY record_id")["name"].tolist() == [
        s.strip() for s in starts
    ]
    load(f"{NATIVE},comment\n=P1,calcium,2026-01-05,10,mg/dL,@x\n")
    assert store.read("SELECT patient_id, comment FROM results").iloc[0].tolist() == ["=P1", "@x"]


def test_11_sql_in_a_header_is_a_name(load: Import, store: Store) -> None:
    account = load(f'{NATIVE},"x\'; DROP TABLE results; --"\nP1,calcium,2026-01-05,10,mg/dL,1\n')
    assert account.ignored_columns == ["x'; DROP TABLE results; --"]
    assert store.value("SELECT count(*) FROM results") == 1


def test_a_long_file_in_batches_ends_as_in_one(
    load: Import, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        f"P{n % 7},{'calcium' if n % 2 else 'Phosphat'},{1 + n % 28:02d}/0{1 + n % 9}/2026,{n % 5 + 5},mg/dL,{status}\n"
        for n in range(60)
        for status in ("", "corrected" if n % 5 == 0 else "")
    ]
    text = "PID,TEST,DATE,VALUE,UNIT,STATUS\n" + "".join(rows) + "P1,calcium,13/01/2026,oops,mg/dL,\n"
    whole = load(text, dry_run=True)
    monkeypatch.setattr("data.importing.labs_run.BATCH_ROWS", 10)
    parts = load(text)
    assert whole.refused is None
    assert parts.counts() == whole.counts()
    assert parts.problems == whole.problems
    assert parts.new_patients == whole.new_patients


def test_a_long_file_without_a_unit_column_is_refused(load: Import) -> None:
    assert "unit" in (load("patient_id,test,collected_at,value\nP1,calcium,2026-01-05,10\n").refused or "")
