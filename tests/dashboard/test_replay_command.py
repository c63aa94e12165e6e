"""`troughline replay`: new and gone alerts and alerts per patient-month, now against other settings."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from dashboard import cli

DAYS = ("--from", "2025-07-01", "--to", "2026-06-30")


@pytest.fixture(scope="module")
def own_demo(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: pages of other tests may hold the shared one open in this process."""
    path = tmp_path_factory.mktemp("replay") / "demo.duckdb"
    shutil.copyfile(built_demo, path)
    return path


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    path = tmp_path / "stricter.toml"
    path.write_text("[ca_p]\ncritical = 30.0\nwatch = 25.0\n")
    return path


def replay(capsys: pytest.CaptureFixture[str], store: Path, *words: str | Path) -> tuple[int, str, str]:
    status = cli.main(["replay", "--store", str(store), *map(str, words)])
    out, err = capsys.readouterr()
    return status, out, err


def test_alerts_that_differ_as_csv(
    capsys: pytest.CaptureFixture[str], own_demo: Path, stricter: Path
) -> None:
    before = own_demo.read_bytes()
    status, out, err = replay(capsys, own_demo, "--settings", stricter, *DAYS, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0, err
    assert {row["rule"] for row in rows} == {"ca_p_over_70", "ca_p_over_55"}
    new = [row for row in rows if row["change"] == "new" and row["rule"] == "ca_p_over_70"]
    assert new
    assert all(row["severity_then"] == "critical" and not row["severity_now"] for row in new)
    assert "ca_p.critical: 70 → 30 mg²/dL²" in err
    assert "per patient-month" in err
    assert own_demo.read_bytes() == before, "comparing changes nothing on record"


def test_a_setting_is_told_alike_on_both_sides(
    capsys: pytest.CaptureFixture[str], own_demo: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[pth]\nover_upper = 3.0\n")
    _, _, err = replay(capsys, own_demo, "--settings", own, *DAYS)
    assert "pth.over_upper: 4 → 3 × upper limit" in err


def test_rules_with_rates_now_and_then(
    capsys: pytest.CaptureFixture[str], own_demo: Path, stricter: Path
) -> None:
    _, out, _ = replay(capsys, own_demo, "--settings", stricter, *DAYS, "--by", "rule", "--format", "csv")
    row = next(row for row in csv.DictReader(io.StringIO(out)) if row["rule"] == "ca_p_over_70")
    assert int(row["then"]) == int(row["now"]) + int(row["new"]) - int(row["gone"])
    assert float(row["then_per_patient_month"]) > float(row["now_per_patient_month"]) > 0


def test_json_holds_settings_rules_and_alerts(
    capsys: pytest.CaptureFixture[str], own_demo: Path, stricter: Path
) -> None:
    _, out, _ = replay(capsys, own_demo, "--settings", stricter, *DAYS, "--format", "json")
    found = json.loads(out)
    assert (found["from"], found["to"]) == ("2025-07-01", "2026-06-30")
    assert {setting["key"] for setting in found["settings"]} == {"ca_p.critical", "ca_p.watch"}
    assert found["attention_per_patient_month"]["then"] > found["attention_per_patient_month"]["now"]
    assert sum(rule["new"] for rule in found["rules"]) == sum(a["change"] == "new" for a in found["alerts"])


def test_for_reading_both_tables(capsys: pytest.CaptureFixture[str], own_demo: Path, stricter: Path) -> None:
    status, out, _ = replay(capsys, own_demo, "--settings", stricter, *DAYS)
    rules, alerts = out.split("\n\n", 1)
    assert status == 0
    assert rules.splitlines()[0].startswith("rule ")
    assert alerts.splitlines()[0].startswith("change ")


def test_what_is_wrong_is_named_and_refused(
    capsys: pytest.CaptureFixture[str], own_demo: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[ca_p]\ncritcal = 60\n")
    status, out, err = replay(capsys, own_demo, "--settings", wrong)
    assert (status, out) == (2, "")
    assert "ca_p.critcal" in err
    status, _, err = replay(
        capsys, own_demo, "--settings", wrong, "--from", "2026-06-30", "--to", "2026-06-01"
    )
    assert status == 2
    wrong.write_text("")
    status, _, err = replay(
        capsys, own_demo, "--settings", wrong, "--from", "2026-06-30", "--to", "2026-06-01"
    )
    assert (status, "before it begins" in err) == (2, True)


def test_a_store_is_made_in_the_time_zone_of_the_clinic_s_settings(tmp_path: Path) -> None:
    from data.store import Store

    (tmp_path / "settings.toml").write_text("[clinic]\ntime_zone = 'Pacific/Auckland'\n")
    labs = tmp_path / "labs.csv"
    labs.write_text("patient_id,test,collected_at,value,unit\nA,calcium,2026-01-05T08:00,9.5,mg/dL\n")
    assert cli.main(["import", str(labs), "--store", str(tmp_path / "clinic.duckdb")]) == 0
    with Store.open(tmp_path / "clinic.duckdb") as store:
        assert str(store.time_zone) == "Pacific/Auckland"
