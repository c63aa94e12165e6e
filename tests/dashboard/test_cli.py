"""The console command: names, columns, exit statuses, what it asks and refuses, the demonstration."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from running import Command

from dashboard import cli
from dashboard.commands.demo_command import default_demo_path
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


@pytest.mark.parametrize("name", ["import", "watch"])
def test_help_says_what_exit_status_1_means(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main([name, "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "1 when the rest is stored but rows were rejected or set aside" in said


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


@pytest.mark.parametrize("words", [["alerts"], ["backup", "copy"]])
def test_a_store_in_use_is_said_plainly(filled: Command, tmp_path: Path, words: list[str]) -> None:
    with Store.open(filled.store):
        other = [sys.executable, "-m", "dashboard.cli", *words, "--store", str(filled.store)]
        answer = subprocess.run(other, capture_output=True, text=True, cwd=tmp_path)
    assert answer.returncode == 2
    assert "already open in another program, such as the dashboard. Stop that one first" in answer.stderr
    assert not (tmp_path / "copy").exists()


def test_a_store_that_this_process_has_open_is_not_opened_a_second_time(filled: Command) -> None:
    with Store.open(filled.store) as store:
        status, _, err = filled("alerts")
        assert (status, "already open" in err, store.value("SELECT count(*) FROM changes") > 0) == (
            2,
            True,
            True,
        )
    assert filled("alerts")[0] == 0


def test_demo_never_touches_a_clinic_s_own_record(filled: Command) -> None:
    before = filled.store.read_bytes()
    status, _, err = filled("demo", "--no-serve")
    assert status == 2
    assert "a store of its own" in err
    assert filled.store.read_bytes()[:4096] == before[:4096]


def test_demo_is_not_built_where_the_clinic_s_store_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TROUGHLINE_STORE", str(tmp_path / "clinic.duckdb"))
    assert default_demo_path().name == "demo.duckdb"
    assert default_demo_path().parent != tmp_path
    with pytest.raises(SystemExit):
        cli.main(["demo", "--help"])
    assert "TROUGHLINE_STORE is the clinic's and never used" in " ".join(capsys.readouterr().out.split())


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
