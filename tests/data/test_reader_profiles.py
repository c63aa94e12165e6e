"""Research formats recognised by header."""

from __future__ import annotations

import csv
from pathlib import Path
from zoneinfo import ZoneInfo

from data.importing.raw import RawTable
from data.importing.readers import profiles

FILES = Path(__file__).parent / "files"


def native(name: str, expected: str) -> list[dict[str, str]]:
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    raw = RawTable.of(header, rows, range(2, 2 + len(rows)))
    profile = profiles.recognise(header)
    assert profile is not None
    assert profile.name == expected
    table = profiles.to_native(raw, profile, ZoneInfo("Europe/Berlin"))
    assert table.kind == profile.kind
    assert table.row_numbers.to_pylist() == list(range(2, 2 + len(rows)))
    assert set(profile.sources) <= set(profile.native)
    assert {s.casefold() for s in profile.sources.values()} <= {h.casefold() for h in header}
    return [dict(zip(table.header, row.values(), strict=True)) for row in table.rows.to_pylist()]


def test_omop_measurement() -> None:
    rows = native("omop_measurement.csv", "omop_measurement")
    assert [(r["code"] or r["test"], r["collected_at"], r["value"], r["unit"]) for r in rows] == [
        ("17861-6", "2026-01-14 08:30:00", "9.4", "mg/dL"),
        ("2777-1", "2026-01-14", "<0.2", "mmol/L"),
        ("6768-6", "2026-01-14", ">2000", "U/L"),
        ("Creatinine", "2026-01-14", "1.2", "mg/dL (source umol/L)"),
        ("Sodium", "2026-01-14", "140", "mmol/L"),
    ]


def test_omop_drug_exposure_and_person() -> None:
    drugs = native("omop_drug_exposure.csv", "omop_drug_exposure")
    assert [(r["drug"], r["dose"], r["started_on"], r["stopped_on"]) for r in drugs] == [
        ("tacrolimus", "", "2025-12-01", "2026-01-10"),
        ("tacrolimus topical", "", "2025-12-01", "2026-01-05"),
    ]
    people = native("omop_person.csv", "omop_person")
    assert [(r["patient_id"], r["sex"], r["birth_date"]) for r in people] == [
        ("00123", "male", "1970-02-03"),
        ("00124", "female", ""),
    ]


def test_synthea() -> None:
    rows = native("synthea_observations.csv", "synthea_observations")
    assert [(r["code"], r["value"], r["unit"]) for r in rows[:2]] == [
        ("49765-1", "9.4", "mg/dL"),
        ("38483-4", "1.2", "mg/dL"),
    ]
    doses = native("synthea_medications.csv", "synthea_medications")
    assert [(r["drug"], r["started_on"], r["stopped_on"]) for r in doses] == [
        ("tacrolimus", "2025-12-02", ""),
        ("prednisone", "2025-11-01", "2025-12-01"),
    ]
    (person,) = native("synthea_patients.csv", "synthea_patients")
    assert (person["name"], person["sex"], person["birth_date"]) == ("José871 Gómez206", "male", "1970-02-03")


def test_sdtm_lb() -> None:
    rows = native("sdtm_lb.csv", "sdtm_lb")
    assert [(r["test"], r["value"], r["unit"], r["specimen_type"]) for r in rows] == [
        ("Calcium", "9.4", "mg/dL", "SERUM"),
        ("Calcium", "12.0", "mg/dL", "URINE"),
        ("Phosphate", "1.1", "mmol/L", "SERUM"),
        ("Tacrolimus", "<2.0", "ug/L", "WHOLE BLOOD"),
        ("Alkaline Phosphatase", "", "", "SERUM"),
    ]
    assert rows[3]["timing"] == "trough"


def test_other_headers_have_no_profile() -> None:
    assert profiles.recognise(["patient_id", "test", "collected_at", "value", "unit"]) is None
    assert profiles.recognise([]) is None
