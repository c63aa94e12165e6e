"""Whole files: every row ends somewhere, the account balances, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from data.importing.account import OUTCOMES, Account
from data.importing.api import import_file, preview, undo
from data.store import Store

TODAY = date(2026, 11, 22)
Import = Callable[..., Account]
NATIVE = "patient_id,test,collected_at,value,unit"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "clinic.duckdb", time_zone="Europe/Berlin") as opened:
        yield opened


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Import:
    def run(text: str | bytes, **options: object) -> Account:
        path = tmp_path / "file.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        account = import_file(store, path, who="test", today=TODAY, **options)  # type: ignore[arg-type]
        assert account.rows == sum(getattr(account, name) for name in OUTCOMES)
        return account

    return run


def current(store: Store) -> list[tuple[object, ...]]:
    """Standing results: patient, analyte, comparator, value."""
    with store.cursor() as cursor:
        return cursor.execute("""
            SELECT patient_id, analyte, comparator, value FROM (
                SELECT * FROM results WHERE import_id NOT IN (SELECT import_id FROM import_undos)
                QUALIFY row_number() OVER (
                    PARTITION BY patient_id, analyte, collected_at, collected_utc, specimen_id, day_value
                    ORDER BY CASE status WHEN 'preliminary' THEN 0 WHEN 'final' THEN 1 ELSE 2 END DESC,
                        coalesce(reported_at, collected_at) DESC, record_id DESC) = 1)
            WHERE status NOT IN ('cancelled', 'wrong_patient') ORDER BY ALL""").fetchall()


def test_every_end_a_row_can_come_to(load: Import, store: Store) -> None:
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
    assert current(store) == [("P1", "calcium", "", 11.623246), ("P1", "pth", "<", 5.0)]


def test_what_the_laboratory_reported_is_kept_and_its_range_is_converted(load: Import, store: Store) -> None:
    load(f"{NATIVE},reference_low,reference_high\nP1,calcium,2026-01-05,2.8,mmol/L,2.2,2.6\n")
    row = store.read("SELECT * FROM results").iloc[0]
    assert (row["reported_value"], row["reported_unit"], row["value"]) == ("2.8", "mmol/L", 11.222445)
    assert (row["reference_low"], row["reference_high"]) == (8.817635, 10.420842)


def test_a_censored_value_keeps_its_comparator_through_conversion(load: Import, store: Store) -> None:
    load(f"{NATIVE}\nP1,creatinine,2026-01-05,<20,µmol/L\n")
    assert current(store) == [("P1", "creatinine", "<", 0.226244)]


def test_ids_stay_byte_identical(load: Import, store: Store) -> None:
    ids = ["00123", "12E5", "NA", "Null", "12345678901234567890", "José", "007"]
    load(NATIVE + "\n" + "".join(f"{i},calcium,2026-01-05,10,mg/dL\n" for i in ids))
    assert sorted(store.read("SELECT patient_id FROM patients")["patient_id"]) == sorted(ids)
    assert sorted(store.read("SELECT patient_id FROM results")["patient_id"]) == sorted(ids)


def test_the_same_file_twice_brings_nothing_new(load: Import, store: Store) -> None:
    text = f"""{NATIVE},status
P1,calcium,2026-01-05,10.0,mg/dL,
P1,calcium,2026-01-05,10.4,mg/dL,
P1,PTH,2026-01-05T08:00,60,pg/mL,
P1,PTH,2026-01-05T08:00,70,pg/mL,corrected
P1,phosphorus,2026-01-05,3,,
"""
    first = load(text)
    assert (first.stored, first.superseding, first.set_aside) == (3, 1, 1)
    again = load(text)
    assert (again.duplicate, again.set_aside, again.stored, again.superseding) == (4, 1, 0, 0)
    assert store.value("SELECT count(*) FROM set_aside") == 1


def test_the_same_result_spelt_otherwise_is_a_duplicate(load: Import) -> None:
    load(f"{NATIVE}\nP1,tacrolimus,2026-01-05T08:00,5.6,ng/mL\n")
    assert load("PID,DATE,NAME,VALUE,UNITS\nP1,2026-01-05 08:00:00,FK506,5.60,ug/L\n").duplicate == 1


def versions(load: Import, *rows: str) -> list[str]:
    """What becomes of one row after another, each in a file of its own: value, status, reported."""
    ends = []
    for row in rows:
        value, status, reported = row.split("/")
        account = load(
            f"{NATIVE},status,reported_at\nP1,calcium,2026-01-05T08:00,{value},mg/dL,{status},{reported}\n"
        )
        ends.append(next(name for name in OUTCOMES if getattr(account, name)))
    return ends


@pytest.mark.parametrize(
    ("rows", "ends", "standing"),
    [
        (["10/final/", "11/corrected/"], ["stored", "superseding"], 11.0),
        (["10/final/", "11/corrected/", "10/final/"], ["stored", "superseding", "duplicate"], 11.0),
        (["10/final/", "11/preliminary/"], ["stored", "duplicate"], 10.0),
        (["10/preliminary/", "10/final/"], ["stored", "superseding"], 10.0),
        (
            ["10/preliminary/", "10.2/preliminary/", "11/final/"],
            ["stored", "superseding", "superseding"],
            11.0,
        ),
        (["10/final/", "10.5/final/"], ["stored", "superseding"], 10.5),
        (["10/final/", "10.5/final/", "10/final/"], ["stored", "superseding", "duplicate"], 10.5),
        (["10/final/", "/cancelled/"], ["stored", "superseding"], None),
        (["10/final/", "/wrong_patient/"], ["stored", "superseding"], None),
        (["10/final/", "/cancelled/", "10/final/"], ["stored", "superseding", "duplicate"], None),
        (["10/final/", "/cancelled/", "/cancelled/"], ["stored", "superseding", "duplicate"], None),
        (["/cancelled/"], ["rejected"], None),
        (["11/corrected/2026-01-07", "12/corrected/2026-01-06"], ["stored", "duplicate"], 11.0),
        (["10/final/2026-01-07", "12/final/2026-01-06"], ["stored", "duplicate"], 10.0),
    ],
)
def test_versions_of_a_result(
    load: Import, store: Store, rows: list[str], ends: list[str], standing: float | None
) -> None:
    assert versions(load, *rows) == ends
    assert [row[3] for row in current(store)] == ([] if standing is None else [standing])


def test_versions_in_one_file_end_as_in_several(load: Import, store: Store) -> None:
    head = f"{NATIVE},status\n"
    account = load(
        head
        + "P1,calcium,2026-01-05T08:00,10,mg/dL,final\nP1,calcium,2026-01-05T08:00,11,mg/dL,corrected\n"
        + "P1,calcium,2026-01-05T08:00,10,mg/dL,\nP1,calcium,2026-01-05T08:00,10.2,mg/dL,preliminary\n"
    )
    assert (account.stored, account.superseding, account.duplicate) == (1, 1, 2)
    assert [row[3] for row in current(store)] == [11.0]


def test_an_unmarked_differing_final_is_named(load: Import) -> None:
    load(f"{NATIVE}\nP1,calcium,2026-01-05T08:00,10,mg/dL\n")
    account = load(f"{NATIVE}\nP1,calcium,2026-01-05T08:00,10.5,mg/dL\n")
    assert account.superseding == 1
    assert [(p.row, p.value, p.outcome) for p in account.problems] == [(2, "10.5", "superseding")]


def test_days_without_time_hold_several_results_and_a_correction_finds_the_single_one(
    load: Import, store: Store
) -> None:
    head = f"{NATIVE},status\n"
    load(
        head
        + "P1,calcium,2026-01-05,10,mg/dL,\nP2,calcium,2026-01-05,10,mg/dL,\nP2,calcium,2026-01-05,10.4,mg/dL,\n"
    )
    account = load(
        head + "P1,calcium,2026-01-05,11,mg/dL,corrected\nP2,calcium,2026-01-05,11,mg/dL,corrected\n"
    )
    assert (account.superseding, account.set_aside) == (1, 1)
    assert current(store) == [
        ("P1", "calcium", "", 11.0),
        ("P2", "calcium", "", 10.0),
        ("P2", "calcium", "", 10.4),
    ]
    again = load(head + "P1,calcium,2026-01-05,11,mg/dL,corrected\nP1,calcium,2026-01-05,10,mg/dL,\n")
    assert again.duplicate == 2
    gone = load(
        head + "P1,calcium,2026-01-05,,mg/dL,cancelled\nP2,calcium,2026-01-05,10.4,mg/dL,wrong_patient\n"
    )
    assert gone.superseding == 2
    assert current(store) == [("P2", "calcium", "", 10.0)]


def test_both_half_past_ones_are_two_results(load: Import, store: Store) -> None:
    account = load(
        f"{NATIVE}\nP1,calcium,2026-10-25T02:30+02:00,10,mg/dL\nP1,calcium,2026-10-25T02:30+01:00,10.4,mg/dL\n"
    )
    assert account.stored == 2
    assert list(store.read("SELECT value FROM results ORDER BY collected_utc")["value"]) == [10.0, 10.4]


def test_undo_takes_an_import_back_and_it_can_come_again(load: Import, store: Store) -> None:
    text = f"{NATIVE}\nP1,calcium,2026-01-05,10,mg/dL\n"
    first = load(text)
    other = load(f"{NATIVE}\nP1,PTH,2026-01-05,60,pg/mL\n")
    assert first.import_id is not None
    assert other.import_id is not None
    undo(store, first.import_id, who="test", today=TODAY)
    assert current(store) == [("P1", "pth", "", 60.0)]
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


def test_a_name_that_is_not_the_one_on_record_is_set_aside(load: Import, store: Store) -> None:
    load("patient_id,name,birth_date\nP1,Jane Doe,1960-02-01\n")
    account = load(
        'patient_id,name,birth_date\nP1,"DOE, Jane",1960-02-01\nP1,Jane Smith,1960-02-01\nP1,Jane Doe,1961-02-01\n'
    )
    assert (account.superseding, account.set_aside) == (1, 2)
    labs = load(
        f"{NATIVE},patient_name,birth_date\nP1,calcium,2026-01-05,10,mg/dL,Jane Doe,1960-02-01\n"
        "P1,calcium,2026-01-06,10,mg/dL,Jane Doe,1961-02-01\nP1,calcium,1950-01-06,10,mg/dL,,\n"
    )
    assert (labs.stored, labs.set_aside, labs.rejected) == (1, 1, 1)


def test_look_alike_patients_are_warned_about(load: Import) -> None:
    load("patient_id,name,birth_date\nP1,Jane Doe,1960-02-01\n")
    account = load('patient_id,name,birth_date\nP2,"Doe, Jane",1960-02-01\n')
    assert account.stored == 1
    assert "look-alike" in account.problems[0].reason
    assert "'P1'" in account.problems[0].reason


def test_two_readings_are_asked_and_the_answer_is_remembered(
    load: Import, store: Store, tmp_path: Path
) -> None:
    head = "PID,DATE,NAME,VALUE,UNITS\n"
    refused = load(head + "P1,01/02/2026,Calcium,10,mg/dL\n")
    assert "--date-order" in (refused.refused or "")
    assert store.value("SELECT count(*) FROM results") == 0
    path = tmp_path / "ask.csv"
    path.write_text(head + "P1,01/02/2026,Calcium,10,mg/dL\n")
    asked = preview(store, path, today=TODAY)
    assert [question.option for question in asked.questions] == ["date_order"]
    assert len(asked.sample) == 1
    load(head + "P1,01/02/2026,Calcium,10,mg/dL\n", date_order="mdy")
    assert store.value("SELECT collected_at::DATE FROM results") == date(2026, 1, 2)
    assert load(head + "P1,01/03/2026,Calcium,10,mg/dL\n").stored == 1


def test_another_value_of_the_column_settles_the_order_and_the_account_says_so(load: Import) -> None:
    account = load(
        "PID,DATE,NAME,VALUE,UNITS\nP1,01/02/2026,Calcium,10,mg/dL\nP1,02/14/2026,Calcium,10,mg/dL\n"
    )
    assert account.stored == 2
    assert any("mdy" in note for note in account.notes)


def test_a_decimal_or_a_thousand_is_asked(load: Import) -> None:
    head = "PID;DATE;NAME;VALUE;UNITS\n"
    assert "--decimal" in (load(head + "P1;2026-01-05;PTH;1,234;pg/mL\n").refused or "")
    assert load(head + "P1;2026-01-05;PTH;1,234;pg/mL\n", decimal=".").stored == 1


def test_wide_files_with_units_in_headers(load: Import, store: Store) -> None:
    account = load(
        "PID;Datum;Zeit;Calcium (mmol/l);PTH [pg/mL];Phosphat;Hb g/dL;Kommentar zum Besuch\n"
        "P1;05.01.2026;08:30;2,5;66;1,1;12;gut\nP1;06.01.2026;08:30;;<5;;;\n"
    )
    assert account.counts() == {
        "rows": 5, "stored": 3, "duplicate": 0, "superseding": 0, "set_aside": 1, "rejected": 0, "not_monitored": 1,
    }  # fmt: skip
    assert account.ignored_columns == ["Kommentar zum Besuch"]
    assert {row[1:] for row in current(store)} == {
        ("calcium", "", 10.02004),
        ("pth", "", 66.0),
        ("pth", "<", 5.0),
    }
    assert account.problems[0].row == 2


def test_a_second_header_row_with_units(load: Import, store: Store) -> None:
    account = load("PID,DATE,Calcium,PTH\n,,mmol/L,pg/mL\nP1,2026-01-05,2.5,66\n")
    assert account.stored == account.rows == 2


def test_preamble_bom_semicolon_and_western_encodings(load: Import, store: Store) -> None:
    text = "# export of the laboratory\nLabor Köln\n\nPID;Abnahmedatum;Untersuchung;Ergebnis;Einheit\nJosé;05.01.2026;Calcium i.S.;2,5;mmol/l\n"
    for encoding, mark in (("utf-8", b"\xef\xbb\xbf"), ("cp1252", b""), ("utf-16", b"")):
        account = load(mark + text.encode(encoding))
        assert account.stored + account.duplicate == account.rows == 1, encoding
    assert current(store) == [("José", "calcium", "", 10.02004)]


def test_ragged_rows_blank_lines_and_an_unclosed_quote_are_named_by_line(load: Import) -> None:
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


def test_nul_is_rejected(load: Import) -> None:
    account = load(f"{NATIVE}\nP1,calcium,2026-01-05,1\x000,mg/dL\nP2,calcium,2026-01-05,10,mg/dL\n")
    assert (account.stored, account.rejected) == (1, 1)


def test_formulas_and_markup_are_stored_as_they_are(load: Import, store: Store) -> None:
    load(f"{NATIVE},comment\n=P1,calcium,2026-01-05,10,mg/dL,<img onerror=x>\n")
    assert store.value("SELECT comment FROM results WHERE patient_id = '=P1'") == "<img onerror=x>"


def test_sql_in_a_header_is_a_name(load: Import, store: Store) -> None:
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


def test_a_wide_column_settles_its_own_decimal_sign(load: Import) -> None:
    account = load("PID;DATE;Calcium (mmol/L);PTH (pg/mL)\nP1;2026-01-05;2,5;1,234\n")
    assert "--decimal" in (account.refused or "")


def test_a_long_file_without_a_unit_column_is_refused(load: Import) -> None:
    assert "unit" in (load("patient_id,test,collected_at,value\nP1,calcium,2026-01-05,10\n").refused or "")
