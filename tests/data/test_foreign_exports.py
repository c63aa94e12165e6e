"""Exports as laboratories of several countries write them: every value right, or named with its row and the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from data.importing.account import OUTCOMES, Account
from data.importing.api import import_file
from data.store import Store

Import = Callable[..., Account]


@pytest.fixture
def load(clinic_store: Store, tmp_path: Path) -> Import:
    def run(content: str | Path, encoding: str = "utf-8", **options: object) -> Account:
        path = content if isinstance(content, Path) else tmp_path / "export.csv"
        if isinstance(content, str):
            path.write_bytes(content.encode(encoding))
        account = import_file(clinic_store, path, who="t", today=date(2026, 11, 22), **options)  # type: ignore[arg-type]
        assert account.rows == sum(getattr(account, name) for name in OUTCOMES)
        return account

    return run


def stored(store: Store) -> dict[tuple[str, str], tuple[str, float]]:
    """(patient, analyte) -> comparator and canonical value with two decimals."""
    with store.cursor() as cursor:
        rows = cursor.execute("SELECT patient_id, analyte, comparator, value FROM results ORDER BY record_id")
        return {(p, a): (c, round(v, 2)) for p, a, c, v in rows.fetchall()}


def test_german_wide_with_preamble_units_in_headers_and_the_patients_name(
    load: Import, clinic_store: Store
) -> None:
    account = load(
        "Labor Dr. Müller GmbH;Befundexport;;;;\nErstellt am: 14.01.2026 10:22;;;;;\n"
        "Patientennummer;Name;Datum;Uhrzeit;Tacrolimus [µg/l];Calcium i.S. [mmol/l];PTH intakt [ng/l]\n"
        "00123;Müller, Jörg;12.01.2026;07:45;7,2;2,41;88,4 +\n"
        "00124;Weiß, Karl;13.01.2026;;<1,0;2,65;folgt\n00124;Weiss, Eva;14.01.2026;;3,3;;\n",
        "cp1252",
    )
    assert account.mapping["patient_name"] == "Name"
    assert (account.stored, account.set_aside, account.rejected) == (2, 3, 2)  # 00124 has two names
    assert stored(clinic_store) == {
        ("00123", "tacrolimus"): ("", 7.2),
        ("00123", "calcium"): ("", 9.66),
    }


def test_german_headings_of_patient_and_range(load: Import, clinic_store: Store) -> None:
    load("Patient-Nr;Test;Datum;Ergebnis;Einheit;Ref von;Ref bis\n4711;PTH;04.05.2026;80;pg/mL;12;72\n")
    with clinic_store.cursor() as cursor:
        found = cursor.execute("SELECT patient_id, reference_low, reference_high FROM results").fetchall()
    assert found == [("4711", 12.0, 72.0)]


def test_german_long_with_storno_pending_and_look_alikes(load: Import, clinic_store: Store) -> None:
    account = load(
        "Pat_Nr;Auftragsnr;Analyse;Kürzel;Ergebnis;Einheit;Normbereich;Flag;Abnahme;Status\n"
        "4711;A1;Calcium i.S.      (Photom.);CA;2,95;mmol/l;2,15 - 2,55;++;12.01.2026 07:45;Endbefund\n"
        "4711;A1;Phosphat, anorganisch;PHOS;1,9;mmol/l;0,81 - 1,45;+;12.01.2026 07:45;Teilbefund\n"
        "4711;A1;Phosphat, anorganisch;PHOS;1,8;mmol/l;0,81 - 1,45;+;12.01.2026 07:45;Endbefund\n"
        "4711;A1;Calcium/Kreatinin (Urin);CAKR;0,3;mmol/mmol;;;12.01.2026 07:45;Endbefund\n"
        "4711;A1;Alkalische Phospatase;AP;1,9;µmol/s*l;0,58 - 1,74;+;12.01.2026 07:45;Endbefund\n"
        "4711;A2;Kreatinin (enzymatisch);KREA;!!Storno;µmol/l;59 - 104;;12.01.2026 07:45;Storno\n"
    )
    assert (account.stored, account.superseding, account.rejected) == (3, 1, 1)
    assert account.not_monitored_tests == {"Calcium/Kreatinin (Urin)": 1}
    assert stored(clinic_store) == {
        ("4711", "calcium"): ("", 11.82),
        ("4711", "phosphorus"): ("", 5.57),
        ("4711", "alp"): ("", 114.0),
    }


def test_french_long_with_08h15(load: Import, clinic_store: Store) -> None:
    account = load(
        "N° patient;Nom;Date de prélèvement;Heure;Examen;Résultat;Unité;Valeurs de référence\n"
        "FR-001;DUPONT Jeanne;05/01/2026;08h15;Tacrolémie;8,4;µg/L;5,0 à 10,0\n"
        "FR-001;DUPONT Jeanne;05/01/2026;08h15;Phosphatases alcalines;88;UI/L;35 à 105\n"
        "FR-002;MARTIN Paul;17/01/2026;09 h 00;Ciclosporine T0;125;ng/mL;\n"
    )
    assert account.stored == account.rows == 3
    assert "17/01/2026" in account.notes[0]
    assert stored(clinic_store)["FR-001", "tacrolimus"] == ("", 8.4)
    assert clinic_store.value("SELECT min(collected_at) FROM results") == datetime(2026, 1, 5, 8, 15)  # noqa: DTZ001
    assert clinic_store.value("SELECT reference_high FROM results WHERE analyte = 'alp'") == 105


def test_spanish_long(load: Import, clinic_store: Store) -> None:
    account = load(
        "NHC;Fecha;Hora;Prueba;Resultado;Unidades;Valores de referencia\n"
        "889900;15/01/2026;07:50;Calcio;9,8;mg/dL;8,5 - 10,5\n889900;15/01/2026;07:50;Fósforo;3,4;mg/dL;2,5 a 4,5\n"
        "889900;15/01/2026;07:50;Calcio iónico;1,21;mmol/L;\n889900;15/01/2026;07:50;Calcio corregido;9,9;mg/dL;\n"
        "889900;15/01/2026;07:50;Fosfatasa alcalina;101;UI/L;\n889900;15/01/2026;07:50;PTH intacta;74;pg/mL;\n"
    )
    assert account.stored == account.rows == 6
    found = stored(clinic_store)
    assert found["889900", "calcium"] == ("", 9.8)
    assert found["889900", "calcium_corrected"] == ("", 9.9)
    assert found["889900", "ionized_calcium"] == ("", 4.85)


def test_american_long_with_edited_result_and_see_note(load: Import, clinic_store: Store) -> None:
    account = load(
        "PAT_MRN_ID,COMPONENT_NAME,COMPON_LNC_ID,SPECIMN_TAKEN_TIME,ORD_VALUE,REFERENCE_UNIT,LAB_STATUS\n"
        "0001234,TACROLIMUS LEVEL,11253-2,1/13/2026 7:30:00 AM,7.8,ng/mL,Final result\n"
        "0001234,PHOSPHORUS,2777-1,1/13/2026 7:30:00 PM,>9.0,mg/dL,Edited Result - FINAL\n"
        '0001234,CREATININE,2160-0,1/13/2026 7:30:00 AM,"1,234",mg/dL,Final result\n'
        '0001234,"PTH, INTACT",2731-8,1/13/2026 7:30:00 AM,SEE NOTE,pg/mL,Preliminary\n'
    )
    assert (account.stored, account.set_aside, account.rejected) == (2, 1, 1)
    assert [problem.value for problem in account.problems] == ["1,234", "SEE NOTE"]
    assert clinic_store.value("SELECT status FROM results WHERE comparator = '>'") == "corrected"
    assert clinic_store.value("SELECT hour(max(collected_at)) FROM results") == 19


def test_a_workbook_with_merged_header_and_numbers_beside_texts(
    load: Import, clinic_store: Store, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nephrology laboratory", None, None, None])
    sheet.append([None, None, "Minerals", None])
    sheet.merge_cells("C2:D2")
    sheet.append(["Patient ID", "Date", "Calcium (mmol/L)", "Creatinine (mg/dL)"])
    sheet.append(["0042", datetime(2026, 1, 5, 7, 30), 2.345, 1.234])  # noqa: DTZ001
    sheet.append(["0043", datetime(2026, 1, 6), "2,5", "9.9*"])  # noqa: DTZ001
    book.save(tmp_path / "labs.xlsx")
    account = load(tmp_path / "labs.xlsx")
    assert (account.stored, account.rejected) == (3, 1)
    assert stored(clinic_store) == {
        ("0042", "calcium"): ("", 9.4),
        ("0042", "creatinine"): ("", 1.23),
        ("0043", "calcium"): ("", 10.02),
    }


def test_number_and_text_in_two_columns(load: Import, clinic_store: Store) -> None:
    account = load(
        "PatientID,TestName,CollectedDateTime,NumericResult,TextResult,Units\n"
        "1,Calcium,2026-01-05 08:00,9.1,9.10,mg/dL\n1,Tacrolimus,2026-01-05 08:00,9999999,>90,ng/mL\n"
        "1,Creatinine,2026-01-05 08:00,1.2,,mg/dL\n1,PTH,2026-01-05 08:00,0,<5,pg/mL\n"
        "1,ALP,2026-01-05 08:00,55,hemolysed,U/L\n1,Phosphate,2026-01-05 08:00,3.9,4.9,mg/dL\n"
    )
    assert (account.stored, account.rejected, account.set_aside) == (4, 1, 1)
    assert stored(clinic_store) == {
        ("1", "calcium"): ("", 9.1),
        ("1", "tacrolimus"): (">", 90.0),
        ("1", "creatinine"): ("", 1.2),
        ("1", "pth"): ("<", 5.0),
    }
    assert "differ" in account.problems[-1].reason


def test_a_decimal_comma_settles_1_234_for_its_column_and_says_so(load: Import) -> None:
    header = "patient_id,test,collected_at,value,unit\n"
    settled = load(f'{header}P1,creatinine,2026-01-05,1.234,mg/dL\nP1,calcium,2026-01-05,"9,7",mg/dL\n')
    assert (settled.stored, settled.set_aside) == (1, 1)  # 1234 mg/dL is for a person to look at
    assert "settled by '9,7'" in settled.notes[0]
    both = load(f'{header}P1,creatinine,2026-01-05,1.23,mg/dL\nP1,calcium,2026-01-06,"9,7",mg/dL\n')
    assert both.stored == 2


def test_a_name_that_contradicts_its_code_is_set_aside(load: Import) -> None:
    account = load(
        "MRN,TEST,LOINC,DATE,VALUE,UNIT\n1,Calcium corr.,2000-8,2026-01-05,2.7,mmol/L\n"
        "1,Calcium,2000-8,2026-01-05,2.4,mmol/L\n"
    )
    assert (account.set_aside, account.stored) == (1, 1)
