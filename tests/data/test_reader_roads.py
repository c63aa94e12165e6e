"""Workbooks, HL7, FHIR and research tables down the whole road: stored, accounted, and nothing new the second time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from data.importing import api
from data.importing.account import Account
from data.store import Store

FILES = Path(__file__).parent / "files"
TODAY = dt.date(2026, 2, 1)
HEADER = "MSH|^~\\&|SYN|LAB|T|C|20260114120000||ORU^R01|1|P|2.5"


def take(store: Store, path: Path) -> Account:
    account = api.import_file(store, path, who="t", today=TODAY)
    assert account.refused is None, account.refused
    counts = account.counts()
    assert counts["rows"] == sum(n for name, n in counts.items() if name != "rows")
    return account


def hl7(
    tmp_path: Path,
    status: str,
    value: str,
    *,
    patient: str = "00123",
    person: str = "||Muster^José||19700203",
) -> Path:
    path = tmp_path / "message.hl7"
    obr = "OBR|1||F1|TAC|||20260114083000|||||||||||||||20260114120000"
    obx = f"OBX|1|NM|TACR^Tacrolimus^L||{value}|ng/mL|||||{status}"
    path.write_text("\r".join([HEADER, f"PID|1||{patient}{person}", obr, obx, ""]), encoding="utf-8")
    return path


def live(store: Store) -> list[tuple[str, str, float | None]]:
    frame = store.read("SELECT patient_id, status, value FROM results ORDER BY record_id")
    return [(r.patient_id, r.status, None if r.value != r.value else r.value) for r in frame.itertuples()]


@pytest.mark.parametrize(
    ("name", "stored"),
    [("oru_r01_batch.hl7", 7), ("fhir_bundle.json", 9), ("fhir_bulk.ndjson", 3), ("omop_measurement.csv", 3),
     ("omop_drug_exposure.csv", 2), ("omop_person.csv", 2), ("synthea_observations.csv", 2), ("synthea_medications.csv", 2),
     ("synthea_patients.csv", 1), ("sdtm_lb.csv", 3)],
)  # fmt: skip
def test_public_formats_go_in_once(name: str, stored: int, store: Store) -> None:
    first = take(store, FILES / name)
    assert first.stored == stored
    second = take(store, FILES / name)
    assert (second.stored, second.superseding, second.duplicate) == (0, 0, stored)


def test_what_a_research_table_says_of_urine_is_not_ours(store: Store) -> None:
    take(store, FILES / "sdtm_lb.csv")
    frame = store.read("SELECT analyte, comparator, value, timing FROM results ORDER BY analyte")
    assert frame["analyte"].tolist() == ["calcium", "phosphorus", "tacrolimus"]
    assert frame["value"].tolist()[0] == 9.4
    assert (frame["comparator"][2], frame["timing"][2]) == ("<", "trough")


def test_hl7_statuses_supersede_and_withdraw(store: Store, tmp_path: Path) -> None:
    assert take(store, hl7(tmp_path, "P", "5.0")).stored == 1
    assert take(store, hl7(tmp_path, "F", "5.6")).superseding == 1
    assert take(store, hl7(tmp_path, "P", "9.9")).duplicate == 1  # a late preliminary never supersedes
    assert take(store, hl7(tmp_path, "C", "6.1")).superseding == 1
    assert take(store, hl7(tmp_path, "F", "5.6")).duplicate == 1  # the old final after its correction
    assert take(store, hl7(tmp_path, "W", "6.1")).superseding == 1
    assert live(store)[-1][:2] == ("00123", "wrong_patient")
    assert take(store, hl7(tmp_path, "X", "", patient="777")).rejected == 1  # nothing there to withdraw


def test_26_hl7_of_another_person_under_the_same_id_waits(store: Store, tmp_path: Path) -> None:
    patients = tmp_path / "patients.csv"
    patients.write_text("patient_id,name,birth_date\n00123,José Muster,1970-02-03\n", encoding="utf-8")
    take(store, patients)
    assert take(store, hl7(tmp_path, "F", "5.6")).stored == 1
    other = take(store, hl7(tmp_path, "F", "7.7", person="||Muster^José||19800203"))
    assert (other.set_aside, other.problems[0].column) == (1, "birth_date")


def test_fhir_keeps_what_the_clinic_knows_of_a_patient(store: Store, tmp_path: Path) -> None:
    patients = tmp_path / "patients.csv"
    patients.write_text(
        "patient_id,name,birth_date,indication,risk_factors\npt-9,Jane,,kidney transplant,warfarin\n",
        encoding="utf-8",
    )
    take(store, patients)
    take(store, FILES / "fhir_bulk.ndjson")
    last = store.read(
        "SELECT name, sex, indication, risk_factors FROM patients ORDER BY record_id DESC LIMIT 1"
    ).iloc[0]
    assert (last["name"], last["indication"], last["risk_factors"]) == (
        "Jane",
        "kidney transplant",
        "warfarin",
    )


def test_a_workbook_with_a_legend_takes_the_road_of_a_csv(store: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Laborbericht (synthetic)"])
    sheet.append(
        ["Patientennummer", "Abnahmedatum", "Calcium (mmol/l)", "Phosphat (mmol/l)", "Tacrolimus (µg/l)"]
    )
    sheet.append(["00123", dt.datetime(2026, 1, 14, 8, 30), 2.35, 1.1, "<2.0"])  # noqa: DTZ001 (a sheet has no zone)
    sheet.append(["00123", dt.datetime(2026, 1, 15, 8, 30), 2.4, None, 5.6])  # noqa: DTZ001
    legend = book.create_sheet("Legende")
    legend.append(["Kürzel", "Bedeutung"])
    legend.append(["Ca", "Calcium"])
    path = tmp_path / "labor.xlsx"
    book.save(path)
    account = take(store, path)
    assert (account.rows, account.stored) == (5, 5)
    assert any(p.outcome == "warning" and p.value == "Legende" for p in account.problems)
    frame = store.read(
        "SELECT analyte, collected_at, comparator, value, reported_value FROM results WHERE analyte = 'tacrolimus' ORDER BY 2"
    )
    assert frame["comparator"].tolist() == ["<", ""]
    assert str(frame["collected_at"][0]) == "2026-01-14 08:30:00"


def test_a_bulk_export_in_two_files_is_one_patient(store: Store, tmp_path: Path) -> None:
    key = "b58731cc-2d8b-4c2d-b327-4cab771af3ef"
    patients, results = tmp_path / "Patient.ndjson", tmp_path / "Observation.ndjson"
    patients.write_text(
        f'{{"resourceType":"Patient","id":"{key}","identifier":[{{"value":"00123"}}]}}\n'
        '{"resourceType":"Patient","id":"1","identifier":[{"value":"00124"}]}\n'
    )
    line = (
        '{{"resourceType":"Observation","status":"final","code":{{"text":"Calcium"}},"subject":{{"reference":"Patient/{}"}},'
        '"effectiveDateTime":"2026-01-14","valueQuantity":{{"value":9.1,"unit":"mg/dL"}}}}\n'
    )
    results.write_text(line.format(key) + line.format("1"))
    first = take(store, patients)
    account = take(store, results)
    assert live(store)[0][0] == "00123"
    # "1" is whoever another server calls so: named as new, never given to 00124
    assert account.new_patients == ["1"]
    assert first.import_id is not None
    api.undo(store, first.import_id, who="t", today=TODAY)
    assert take(store, results).new_patients == [key]


def test_many_known_references_reach_the_child(tmp_path: Path) -> None:
    from data.importing import sandbox

    known = {f"Patient/{i:036d}": f"MRN{i}" for i in range(5000)}
    (table,) = sandbox.read(FILES / "fhir_bulk.ndjson", "fhir", {"patients": known})[1:]
    assert table.kind == "labs"
