"""The console command: names, columns, exit statuses, what goes to which stream."""

from __future__ import annotations

import csv
import io
import json
import shutil
import stat
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from dashboard import cli
from data.store import Store

ALERT_COLUMNS = [
    "patient_id",
    "rule",
    "severity",
    "status",
    "began_on",
    "latest_on",
    "ended_on",
    "symptom",
    "value",
    "unit",
    "threshold",
    "why",
]
OUTCOMES = ("stored", "duplicate", "superseding", "set_aside", "rejected", "not_monitored")
BAD = "patient_id,test,collected_at,value,unit\nB-1,calcium,2026-01-05,2.4,mmol/L\nB-1,calcium,2026-31-05,2.4,mmol/L\n"


class Command:
    """Runs the command in this process on one store."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store = store
        self.capsys = capsys

    def __call__(self, *words: str | Path) -> tuple[int, str, str]:
        status = cli.main([*map(str, words), "--store", str(self.store)])
        out, err = self.capsys.readouterr()
        return status, out, err

    def rows(self, *words: str | Path) -> list[dict[str, str]]:
        status, out, err = self(*words, "--format", "csv")
        assert status == 0, err
        return list(csv.DictReader(io.StringIO(out)))


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(tmp_path / "clinic.duckdb", capsys)


@pytest.fixture(scope="module")
def one_patient(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the example files, built once; never write to it."""
    path = tmp_path_factory.mktemp("one") / "clinic.duckdb"
    folder = files("dashboard") / "examples"
    for name in ("patients", "transplants", "doses", "labs", "symptoms", "targets", "events"):
        assert cli.main(["import", str(folder / f"{name}.csv"), "--store", str(path)]) == 0
    return path


@pytest.fixture
def filled(run: Command, one_patient: Path) -> Command:
    shutil.copyfile(one_patient, run.store)
    run.store.chmod(0o600)
    run.capsys.readouterr()
    return run


@pytest.fixture
def on_demo(built_demo: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(built_demo, capsys)


def test_help_is_quick_and_names_every_command() -> None:
    asked = "import sys; from dashboard import cli\ntry: cli.main(['--help'])\nexcept SystemExit: pass\n"
    asked += "print(sorted({'duckdb', 'streamlit', 'pandas', 'pyarrow'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.endswith("['duckdb', 'pandas']\n") or answer.stdout.endswith("[]\n")
    for name in cli.COMMANDS:
        assert name in answer.stdout


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    assert "--store" in capsys.readouterr().out


def test_cips_1_fires_on_its_own_day_what_the_case_says(on_demo: Command) -> None:
    rows = on_demo.rows("alerts", "--as-of", "2010-01-25", "--patient", "CIPS-1")
    fired = {(row["rule"], row["symptom"]) for row in rows}
    assert fired >= {
        ("cips_window", ""),
        ("cips_pain_in_window", "pain ankle"),
        ("cips_pain_in_window", "pain foot"),
        ("cips_pain_after_cni_increase", "pain foot"),
        ("pth_over_4x_uln", ""),
        ("hypercalcaemia_with_high_pth", ""),
        ("trough_out_of_target", ""),
    }
    assert list(rows[0]) == ALERT_COLUMNS
    assert rows == sorted(rows, key=lambda row: (row["patient_id"], row["rule"], row["began_on"]))


def test_check_says_cannot_tell_and_what_is_missing(on_demo: Command) -> None:
    rows = on_demo.rows("check", "--as-of", "2010-01-25", "--patient", "CIPS-1")
    product = next(row for row in rows if row["rule"] == "ca_p_over_70")
    assert product["answer"] == "cannot_tell"
    assert "phosphorus" in product["missing"]


def test_measures_have_the_fixed_columns(on_demo: Command) -> None:
    rows = on_demo.rows(
        "measures", "--as-of", "2000-06-15", "--patient", "CALC-1", "--measure", "ca_p_product"
    )
    assert list(rows[0]) == ["measure", "taken_on", "value", "comparator", "unit", "detail"]
    assert rows[-1]["value"] == "95.4"


def test_json_rows_are_the_same_as_csv_rows(on_demo: Command) -> None:
    words = ("alerts", "--as-of", "2000-06-15", "--patient", "CALC-1")
    _, out, _ = on_demo(*words, "--format", "json")
    as_text = [{k: "" if v is None else str(v) for k, v in row.items()} for row in json.loads(out)]
    assert as_text == on_demo.rows(*words)


def test_a_censored_value_keeps_its_comparator(on_demo: Command) -> None:
    rows = on_demo.rows(
        "alerts", "--as-of", "2026-06-30", "--patient", "SIM-007", "--rule", "trough_out_of_target"
    )
    assert rows[0]["value"] == "<1"


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
    assert filled("undo", str(json.loads(out)[0]["import_id"]))[0] == 0
    assert len(filled.rows("export", "labs")) == before
    assert filled("undo", "999")[0] == 2


def test_map_needs_a_field_and_a_header(run: Command, example: Path) -> None:
    status, _, err = run("import", example / "labs.csv", "--map", "value")
    assert status == 2
    assert "FIELD=HEADER" in err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["alerts", "--patient", "nobody"], "No patient 'nobody'"),
        (["alerts", "--rule", "mistyped"], "No rule is called 'mistyped'"),
        (["check", "--patient", "ex-001"], "case counts"),
        (["export", "labs", "--as-of", "2026-01-01"], "export alerts"),
    ],
)
def test_what_does_not_exist_is_refused_in_words(filled: Command, words: list[str], hint: str) -> None:
    status, out, err = filled(*words)
    assert (status, out) == (2, "")
    assert hint in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "words", [["alerts"], ["check", "--patient", "x"], ["export", "labs"], ["verify"], ["undo", "1"]]
)
def test_a_missing_store_is_refused_and_not_made(run: Command, words: list[str]) -> None:
    status, _, err = run(*words)
    assert status == 2
    assert "No store at" in err
    assert not run.store.exists()


@pytest.mark.parametrize("words", [["alerts", "--as-of", "25.01.2010"], ["nonsense"], ["import"]])
def test_unreadable_options_end_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2


def test_a_store_in_use_is_said_plainly(filled: Command, tmp_path: Path) -> None:
    with Store.open(filled.store):
        other = [sys.executable, "-m", "dashboard.cli", "alerts", "--store", str(filled.store)]
        answer = subprocess.run(other, capture_output=True, text=True)
    assert answer.returncode == 2
    assert "already open" in answer.stderr


def test_backup_restore_and_verify(filled: Command, tmp_path: Path) -> None:
    copy = tmp_path / "backup.duckdb"
    assert filled("backup", copy)[0] == 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    restored = Command(tmp_path / "elsewhere.duckdb", filled.capsys)
    assert restored("restore", copy)[0] == 0
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


def test_exports_escape_what_a_spreadsheet_would_run(run: Command, tmp_path: Path) -> None:
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


def test_demo_never_touches_a_clinic_s_own_record(filled: Command) -> None:
    before = filled.store.read_bytes()
    status, _, err = filled("demo", "--no-serve")
    assert status == 2
    assert "a store of its own" in err
    assert filled.store.read_bytes()[:4096] == before[:4096]


def test_an_older_demonstration_is_built_anew(
    built_demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "old.duckdb"
    shutil.copyfile(built_demo, path)
    with Store.open(path) as store, store.transaction("test", "age it") as cursor:
        cursor.execute("UPDATE clinic SET value = '0.0.0' WHERE key = 'built_by'")
    status, _, err = Command(path, capsys)("demo", "--no-serve")
    assert status == 0
    assert "another version" in err
    assert not [left for left in tmp_path.iterdir() if "building" in left.name]


def test_the_screen_is_not_driven_by_what_a_file_says(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "escape.csv"
    file.write_text("patient_id,test,collected_at,value,unit\nE-1,calcium,2026-01-05,\x1b[31mred,mmol/L\n")
    _, out, err = run("import", file)
    assert "\x1b" not in out + err
