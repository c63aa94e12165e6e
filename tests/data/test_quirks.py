"""Quirks seen in real laboratory files, each by its name: the value is right, or the row ends where a person sees it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.importing.account import OUTCOMES
from data.importing.api import import_file
from data.importing.recognising import recognise
from data.store import Store

HEADER = "PID;TEST;LOINC;DATE;ZEIT;VALUE;UNIT;RANGE;STATUS\n"
STORED = "stored"


def cells(**given: str) -> str:
    """One row: calcium 9.4 mg/dL of P1 on a January morning, but for what is given."""
    usual = {
        "pid": "P1", "test": "Calcium", "loinc": "", "date": "2026-01-05", "zeit": "08:00", "value": "9.4", "unit": "mg/dL",
        "range": "", "status": "",
    }  # fmt: skip
    return ";".join((usual | given).values()) + "\n"


VALUES = {
    "censored below": (cells(test="Tacrolimus", value="<5", unit="ng/mL"), ("<", 5.0)),
    "censored above": (cells(test="Tacrolimus", value=">90", unit="ng/mL"), (">", 90.0)),
    "censored and converted": (cells(test="Creatinine", value="<20", unit="µmol/L"), ("<", 0.226244)),
    "censored with its unit in the value": (cells(value="<0.2%"), "rejected"),
    "text sentinel": (cells(value="*000"), "rejected"),
    "test cancelled": (cells(value="## TEST CANCELLED ##"), "rejected"),
    "storno": (cells(value="!!Storno", status="Storno"), "rejected"),
    "pending question mark": (cells(value="?"), "rejected"),
    "pending folgt": (cells(value="folgt"), "rejected"),
    "point with the reason in a note": (cells(value="."), "rejected"),
    "hämolytisch": (cells(value="hämolytisch"), "rejected"),
    "comment fused to the number": (cells(test="ALP", value="54¬ALT <80 IU/L", unit="IU/L"), "rejected"),
    "padding": (cells(value="   9.40  "), ("", 9.4)),
    "below quantification stored as 0": (cells(test="Tacrolimus", value="0", unit="ng/mL"), "set_aside"),
    "fifteen digits": (cells(value="9.400000000000001"), ("", 9.4)),
    "empty": (cells(value=""), "rejected"),
    "NA": (cells(value="NA"), "rejected"),
    "hashes": (cells(value="###"), "rejected"),
    "dash": (cells(value="-"), "rejected"),
    "nan": (cells(value="nan"), "rejected"),
    "inf": (cells(value="inf"), "rejected"),
    "underscore": (cells(value="1_000"), "rejected"),
    "exponent": (cells(value="1e1"), "rejected"),
    "negative": (cells(value="-9.4"), "rejected"),
    "PTH in ng/l": (cells(test="PTH", value="55", unit="ng/l"), ("", 55.0)),
    "PTH in pmol/l": (cells(test="PTHI", value="5.5", unit="pmol/l"), ("", 51.8375)),
    "tacrolimus in mcg/l": (cells(test="FK506", value="7.1", unit="mcg/l"), ("", 7.1)),
    "tacrolimus in µg/l": (cells(test="LTAX", value="7.1", unit="µg/l"), ("", 7.1)),
    "tacrolimus in ug/L": (cells(test="TACR", value="7.1", unit="ug/L"), ("", 7.1)),
    "tacrolimus in ng/mL": (cells(test="Tacrolimusspiegel", value="7.1", unit="ng/mL"), ("", 7.1)),
    "micro sign": (cells(test="TACRO", value="7.1", unit="\u00b5g/L"), ("", 7.1)),
    "Greek mu": (cells(test="TACRO", value="7.1", unit="μg/L"), ("", 7.1)),
    "ALP in µmol/s*l": (cells(test="AP", value="2", unit="µmol/s*l"), ("", 120.0)),
    "U/L": (cells(test="ALP", value="99", unit="U/L"), ("", 99.0)),
    "UNITS/L": (cells(test="ALFO", value="99", unit="UNITS/L"), ("", 99.0)),
    "Iu/l": (cells(test="Alk Phosph (ALP)", value="99", unit="Iu/l"), ("", 99.0)),
    "no unit": (cells(unit=""), "set_aside"),
    "eGFR in mmol/L": (cells(test="eGFR", value="55", unit="mmol/L"), "set_aside"),
    "a plainly wrong unit": (cells(unit="mmol/mol"), "set_aside"),
    "plausible only in another unit": (cells(value="2.4"), "set_aside"),
    "LOINC inside another field": (cells(test="6768-6^ALP^LN", value="99", unit="U/L"), ("", 99.0)),
    "indented name": (cells(test="- Albumin", value="4.1", unit="g/dL"), ("", 4.1)),
    "misspelt name": (cells(test="Alkalische Phospatase", value="99", unit="U/L"), ("", 99.0)),
    "suffixed name": (cells(test="Calcium i.S.      (Photom.)"), ("", 9.4)),
    "total calcium CAL": (cells(test="CAL"), ("", 9.4)),
    "Calcitonin": (cells(test="Calcitonin", unit="pg/mL"), "not_monitored"),
    "Calcium/Kreatinin (Urin)": (cells(test="Calcium/Kreatinin (Urin)"), "not_monitored"),
    "Albumin in %": (cells(test="Albumin", value="58", unit="%"), "not_monitored"),
    "Fluid Calcium": (cells(test="Fluid Calcium"), "not_monitored"),
    "Glucose-6-Phosphat-DH": (cells(test="Glucose-6-Phosphat-DH"), "not_monitored"),
    "Calciumoxalat": (cells(test="Calciumoxalat"), "not_monitored"),
    "partial date": (cells(date="2003"), "rejected"),
    "day count": (cells(date="19560"), "rejected"),
    "serial date": (cells(date="46054"), "rejected"),
    "31 February": (cells(date="31.02.2026"), "rejected"),
    "future": (cells(date="2027-01-01"), "rejected"),
    "Z": (cells(date="2026-01-05T08:00:00Z", zeit=""), ("", 9.4)),
    "offset": (cells(date="2026-01-05T08:00:00+02:00", zeit=""), ("", 9.4)),
    "control byte": (cells(pid="P\x011"), "rejected"),
}  # fmt: skip


@pytest.mark.parametrize("quirk", VALUES)
def test_value_unit_test_or_date(quirk: str, clinic_store: Store, tmp_path: Path) -> None:
    row, expected = VALUES[quirk]
    path = tmp_path / "quirk.csv"
    path.write_text(HEADER + row + cells(pid="other", value="9.9"), encoding="utf-8")
    account = import_file(clinic_store, path, who="t", today=date(2026, 11, 22), decimal=".")
    assert account.rows == 2 == sum(getattr(account, name) for name in OUTCOMES)
    found = clinic_store.read("SELECT comparator, value FROM results WHERE patient_id = 'P1'")
    if isinstance(expected, tuple):
        assert (found["comparator"][0], round(float(found["value"][0]), 6)) == expected
        return
    assert found.empty
    assert getattr(account, expected) == 1
    if expected != "not_monitored":
        (problem,) = account.problems
        assert (problem.row, problem.outcome) == (2, expected)
        assert problem.reason


RANGES = {
    "between": ("2.20 - 2.65", (2.2, 2.65)), "below": ("< 117", (None, 117.0)), "brackets": ("(1.0 - 12.0)", (1.0, 12.0)),
    "to": ("4.3 to 6.2", (4.3, 6.2)), "0,0 meaning none": ("0,0", (None, None)), "none sent": ("0.0", (None, None)), "bis": ("4,3 bis 6,2", (4.3, 6.2)),
}  # fmt: skip


@pytest.mark.parametrize("quirk", RANGES)
def test_reference_range(quirk: str, clinic_store: Store, tmp_path: Path) -> None:
    text, expected = RANGES[quirk]
    path = tmp_path / "quirk.csv"
    path.write_text(HEADER + cells(test="Tacrolimus", value="5", unit="ng/mL", range=text), encoding="utf-8")
    account = import_file(clinic_store, path, who="t", today=date(2026, 11, 22))
    assert account.stored == 1, account.refused
    with clinic_store.cursor() as cursor:
        found = cursor.execute("SELECT reference_low, reference_high FROM results").fetchone()
    assert found == expected


HEADERS = {
    "patient": "PID PATIENT PatientID Pat_no USUBJID person_id person_source_value nhs_number Patientennummer MRN",
    "date": "DATE LBDTC eventdate Date_Received Date_Auftrag RESULT_DATE COMP_OBS_INST_TM SPECIMN_TAKEN_TIME measurement_date "
    "datestamp",
    "test": "NAME DESCRIPTION LBTEST itemname COMPONENT_ID_NAME testname label parameter",
    "code": "LOINC CODE LBTESTCD LABORCODE COMPON_LNC_ID itemid measurement_source_value",
    "value": "VALUE LBORRES LBSTRESC ORD_VALUE itemvalue value_as_number Wert",
    "unit": "UNITS LBORRESU REFERENCE_UNIT unit_source_value valueuom Einheit",
    "range": "REF_NORMAL_VALS LOW/HIGH LBORNRLO/LBORNRHI range_low/range_high",
    "flag": "Abnormalflag LBNRIND RESULT_FLAG",
    "status": "RESULT_STATUS LAB_STATUS OBX-11",
}
USUAL = {
    "patient": ("PID", "00123"), "date": ("DATE", "2026-01-05"), "test": ("NAME", "PHOS"), "value": ("VALUE", "3.4"),
    "unit": ("UNITS", "mg/dL"),
}  # fmt: skip
FURTHER = {"code": "2777-1", "range": "2.5 - 4.5", "flag": "H", "status": "C"}


@pytest.mark.parametrize(
    ("role", "header"), [(role, name) for role, names in HEADERS.items() for name in names.split()]
)
def test_header_name(role: str, header: str, clinic_store: Store, tmp_path: Path) -> None:
    columns = USUAL | {role: (header, USUAL.get(role, ("", ""))[1] or FURTHER[role])}
    if role == "code":
        del columns["test"]  # the code alone says what it is
    if "/" in header:
        low, high = header.split("/")
        columns |= {role: (low, "2.5"), "high": (high, "4.5")}
    path = tmp_path / "quirk.csv"
    path.write_text("\n".join(",".join(cell) for cell in zip(*columns.values(), strict=True)) + "\n")
    account = import_file(clinic_store, path, who="t", today=date(2026, 11, 22))
    assert account.stored == 1, account.refused or account.problems
    with clinic_store.cursor() as cursor:
        found = cursor.execute(
            "SELECT patient_id, analyte, value, collected_at::DATE, reference_low, reference_high, status FROM results"
        ).fetchone()
    limits = (2.5, 4.5) if role == "range" else (None, None)
    status = "corrected" if role == "status" else "final"
    assert found == ("00123", "phosphorus", 3.4, date(2026, 1, 5), *limits, status)


NAMES = {
    "tacrolimus": ("TACR", "TACRO", "LTAX", "FK506", "Tacrolimus (LCMS)", "Tacrolimusspiegel"),
    "cyclosporine": ("CYA", "CsA", "Ciclosporin A (monokl.)"),
    "pth": ("PTHI", "PTHA", "Parathormon (intakt)"),
    "phosphorus": ("PHOS", "PO4", "P", "Phosphat, anorganisch", "Phosphate"),
    "alp": ("AP", "ALFO", "Alk Phosph (ALP)", "Alkalische Phosphatase i.S."),
    "calcium": ("CAL", "CA", "Calcium i.S."),
    "calcium_corrected": ("CCA", "ACAL", "CAKOR", "Albumin-korrigiertes Calcium"),
    "creatinine": ("CRE", "CREA", "KRE", "Kreatinin (enzymatisch)"),
}
UNITS = {"tacrolimus": "ng/mL", "cyclosporine": "ng/mL", "pth": "pg/mL", "alp": "U/L"}


@pytest.mark.parametrize(("analyte", "name"), [(a, name) for a, names in NAMES.items() for name in names])
def test_name_of_our_test(analyte: str, name: str) -> None:
    found = recognise(name, "", UNITS.get(analyte, "mg/dL"))
    assert (found.analyte, found.outcome) == (analyte, "")
