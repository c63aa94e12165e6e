"""The console command and files: imports and their accounts, undo, exports, backups, reports, a watched folder."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from running import Command

from data.store import Store

OUTCOMES = ("stored", "duplicate", "superseding", "set_aside", "rejected", "not_monitored")
BAD = "patient_id,test,collected_at,value,unit\nB-1,calcium,2026-01-05,2.4,mmol/L\nB-1,calcium,2026-31-05,2.4,mmol/L\n"


def test_the_account_balances_and_is_a_list(run: Command, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(BAD)
    status, out, _ = run("import", bad, "--json")
    (account,) = json.loads(out)
    assert status == 1
    assert account["rows"] == sum(account[name] for name in OUTCOMES) == 2
    assert (account["stored"], account["rejected"]) == (1, 1)
    assert account["problems"][0]["row"] == 3


def test_a_refused_file_is_an_object_too(run: Command, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("")
    status, out, _ = run("import", nothing, tmp_path / "missing.csv", "--json")
    accounts = json.loads(out)
    assert status == 2
    assert [account["import_id"] for account in accounts] == [None, None]
    assert all(account["refused"] for account in accounts)


def test_a_missing_file_is_found_before_a_store_is_made(run: Command, tmp_path: Path, example: Path) -> None:
    missing = tmp_path / "missing.csv"
    status, out, err = run("import", example / "labs.csv", missing)
    assert (status, out) == (2, "")
    assert f"{missing}: refused, nothing stored. There is no such file." in err
    assert "labs.csv: refused, nothing stored. Another file that was named is missing." in err
    assert not run.store.exists()


def test_a_refused_file_leaves_no_empty_store_but_keeps_one_that_was_there(
    run: Command, tmp_path: Path, example: Path
) -> None:
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("")
    folder = run.store.parent
    assert run("import", nothing)[0] == 2
    assert not list(folder.glob(f"{run.store.name}*"))
    assert run("import", nothing, example / "labs.csv")[0] == 2
    rows = len(run.rows("export", "labs"))
    assert rows > 0
    assert run("import", nothing)[0] == 2
    assert len(run.rows("export", "labs")) == rows


def test_a_dry_run_stores_nothing(run: Command, example: Path) -> None:
    status, out, _ = run("import", example / "labs.csv", "--dry-run", "--json")
    assert (status, json.loads(out)[0]["import_id"]) == (0, None)
    assert run.rows("export", "labs") == []


def test_the_same_file_twice_is_nothing_new(filled: Command, example: Path) -> None:
    _, out, _ = filled("import", example / "labs.csv", "--json")
    (account,) = json.loads(out)
    assert (account["stored"], account["duplicate"]) == (0, account["rows"])


def test_undo_takes_an_import_back(filled: Command, example: Path) -> None:
    before = len(filled.rows("export", "labs"))
    _, out, _ = filled("import", example / "long_export.csv", "--json")
    assert len(filled.rows("export", "labs")) > before
    (account,) = json.loads(out)
    number = account["import_id"]
    told = f"import {number} taken back: long_export.csv, labs, {account['rows']} rows\n"
    assert filled("undo", str(number))[:2] == (0, told)
    assert len(filled.rows("export", "labs")) == before
    assert filled("undo", "999")[0] == 2


def test_undo_without_a_number_lists_the_last_ten_imports(filled: Command, tmp_path: Path) -> None:
    for number in range(5):
        file = tmp_path / f"new{number}.csv"
        file.write_text(
            f"patient_id,test,collected_at,value,unit\nB-1,calcium,2026-01-0{number + 1},2.4,mmol/L\n"
        )
        assert filled("import", file)[0] == 0
    assert filled("undo", "11")[0] == 0
    status, out, _ = filled("undo")
    head, _, *lines = out.splitlines()
    with Store.open(filled.store) as store:
        day = f"{store.value('SELECT imported_on FROM imports WHERE import_id = 12'):%Y-%m-%d}"
    assert status == 0
    assert head.split() == ["import", "day", "file", "kind", "rows", "taken", "back", "by"]
    assert [line.split()[0] for line in lines] == [str(number) for number in range(12, 2, -1)]
    assert lines[0].split() == ["12", day, "new4.csv", "labs", "1"]
    assert lines[1].endswith("(command)")
    assert filled("verify")[0] == 0


def test_undo_lists_nothing_where_nothing_was_imported(run: Command) -> None:
    Store.open(run.store).close()
    assert run("undo")[:2] == (0, "Nothing was imported yet.\n")


def test_map_needs_a_field_and_a_header(run: Command, example: Path) -> None:
    status, _, err = run("import", example / "labs.csv", "--map", "value")
    assert status == 2
    assert "FIELD=HEADER" in err


@pytest.mark.parametrize(
    ("named", "kind", "meant"),
    [
        ("valeu=Result", "labs", "Did you mean value? Known: patient_id, test, code,"),
        ("when=Date", "labs", "Known: patient_id, test, code, collected_at,"),
        ("drug=Test", "labs", "Known: patient_id,"),
        ("test=Test", "doses", "Known: patient_id, drug, dose, dose_unit,"),
    ],
)
def test_a_field_that_is_none_is_named_as_the_mistake(
    run: Command, tmp_path: Path, named: str, kind: str, meant: str
) -> None:
    file = tmp_path / "export.csv"
    file.write_text("MRN,Test,Date,Result,Unit\nP1,Calcium,2026-06-29,9.8,mg/dL\n")
    status, _, err = run("import", file, "--map", named, "--kind", kind)
    assert status == 2
    assert f"{named.split('=')[0]!r} is no field of a {kind} file. {meant}" in err
    assert "No column was recognised" not in err


def test_backup_restore_and_verify(filled: Command, tmp_path: Path) -> None:
    copy = tmp_path / "backup.duckdb"
    assert filled("backup", copy)[0] == 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    restored = Command(tmp_path / "elsewhere.duckdb", filled.capsys)
    assert "kept as" not in restored("restore", copy)[1]
    status, out, _ = restored("restore", copy)
    (kept,) = tmp_path.glob("elsewhere-before-restore-*.duckdb")
    assert status == 0
    assert f"kept as {kept}" in out
    assert restored("verify")[0] == 0
    assert restored.rows("export", "labs") == filled.rows("export", "labs")


def test_what_is_written_is_for_the_owner_only(filled: Command, tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    assert filled("report", "--patient", "EX-001", "--as-of", "2026-04-21", "--output", pdf)[0] == 0
    table = tmp_path / "labs.csv"
    assert filled("export", "labs", "--output", table)[0] == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (filled.store, pdf, table)} == {0o600}


def test_the_minutes_of_a_week_are_a_pdf(on_demo: Command, tmp_path: Path) -> None:
    pdf = tmp_path / "minutes.pdf"
    assert on_demo("review", "--week", "2026-06-30", "--output", pdf)[0] == 0
    assert pdf.read_bytes().startswith(b"%PDF")


def test_09_exports_escape_what_a_spreadsheet_would_run(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "formula.csv"
    file.write_text("patient_id,name\n=1+1,@SUM(A1)\n")
    assert run("import", file)[0] == 0
    (row,) = run.rows("export", "patients")
    assert (row["patient_id"], row["name"]) == ("'=1+1", "'@SUM(A1)")


def test_a_watched_folder_is_imported_once(run: Command, tmp_path: Path, example: Path) -> None:
    folder = tmp_path / "arrivals"
    folder.mkdir()
    (folder / "labs.csv").write_bytes((example / "labs.csv").read_bytes())
    status, out, _ = run("watch", folder, "--once")
    assert (status, (folder / "done" / "labs.csv").exists()) == (0, True)
    assert "6 stored" in out


def test_the_screen_is_not_driven_by_what_a_file_says(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "escape.csv"
    file.write_text("patient_id,test,collected_at,value,unit\nE-1,calcium,2026-01-05,\x1b[31mred,mmol/L\n")
    _, out, err = run("import", file)
    assert "\x1b" not in out + err


FILES = Path(__file__).parents[1] / "data" / "files"


def test_messages_and_bundles_are_called_what_they_are(run: Command) -> None:
    assert ": HL7 v2: labs, " in run("import", FILES / "oru_r01_batch.hl7")[1]
    _, out, _ = run("import", FILES / "fhir_bundle.json", "--json")
    (account,) = json.loads(out)
    assert account["kind"].startswith("labs+patients+doses")
    assert "form" not in account
    assert "FHIR R4: labs, patients, doses" in run("undo")[1]
    assert "FHIR R4: labs, patients, doses" in run("undo", "2")[1]
    assert run("verify")[0] == 0


def test_patients_with_their_names_are_not_called_known_by_id_only(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "patients.csv"
    file.write_text("patient_id,name\nP8,Ada Example\n")
    _, out, err = run("import", file)
    assert "patients, 1 row: 1 stored" in out
    assert "new patients: P8" in err
