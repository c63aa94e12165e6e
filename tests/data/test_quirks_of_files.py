"""Quirks of whole files, each by its name: layout, two columns for one thing, rows that belong together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from data.importing.account import Account
from data.store import Store

Import = Callable[..., Account]
LONG = "PID;DATE;NAME;VALUE;UNITS\n"
ONE = "P1;2026-01-05;Calcium;9.4;mg/dL\n"
CALCIUM = ("calcium", "", 9.4)
MIDNIGHT = datetime(2026, 1, 5)  # noqa: DTZ001 - clinic time
EIGHT = datetime(2026, 1, 5, 8)  # noqa: DTZ001

FILES: dict[str, tuple[str | bytes, list[tuple[object, ...]]]] = {
    "numeric sentinel beside text": (
        "PID;DATE;NAME;VALUE;VALUE_TEXT;UNITS\nP1;2026-01-05;Tacrolimus;9999999;>90;ng/mL\n", [("tacrolimus", ">", 90.0)],
    ),
    "number and text in two columns": (
        "PID;DATE;NAME;VALUE;VALUE_TEXT;UNITS\nP1;2026-01-05;Calcium;9.4;9.4;mg/dL\nP1;2026-01-05;Tacrolimus;;<2.0;ng/mL\n",
        [CALCIUM, ("tacrolimus", "<", 2.0)],
    ),
    "storno beside the good one": (LONG + ONE + "P1;2026-01-05;Calcium;!!Storno;mg/dL\n", [CALCIUM]),
    "pending and then final": (
        "PID;DATE;NAME;VALUE;UNITS;AUFTRAG\nP1;2026-01-05;Calcium;folgt;mg/dL;A1\nP1;2026-01-05;Calcium;?;mg/dL;A1\n"
        "P1;2026-01-05;Calcium;9.4;mg/dL;A1\n", [CALCIUM],
    ),
    "reason in a note": (
        "PID;DATE;NAME;VALUE;UNITS;COMMENT\nP1;2026-01-05;Calcium;.;mg/dL;haemolysed\n" "P1;2026-01-05;Phosphat;3.4;mg/dL;\n",
        [("phosphorus", "", 3.4)],
    ),
    "PTH in two units within one laboratory": (
        LONG + "P1;2026-01-05;PTH;55;ng/l\nP1;2026-01-06;PTH;5.5;pmol/l\n", [("pth", "", 51.8375), ("pth", "", 55.0)],
    ),
    "total against corrected calcium": (
        LONG + "P1;2026-01-05;CAL;9.4;mg/dL\nP1;2026-01-05;CCA;9.9;mg/dL\n", [CALCIUM, ("calcium_corrected", "", 9.9)],
    ),
    "unit in the column header of a wide file": ("PID;DATE;Calcium [mmol/l]\nP1;2026-01-05;2.5\n", [("calcium", "", 10.02004)]),
    "flags beside the value": (
        "PID;DATE;NAME;VALUE;UNITS;FLAG\n"
        + "".join(f"P{n};2026-01-05;Calcium;9.4;mg/dL;{flag}\n" for n, flag in enumerate(("H", "High", "++", "NORMAL"))),
        [CALCIUM] * 4,
    ),
    "two header rows": ("PID;DATE;Calcium;PTH\n;;mg/dL;pg/mL\nP1;2026-01-05;9.4;66\n", [CALCIUM, ("pth", "", 66.0)]),
    "preamble with #": ("# export\n# of today\n" + LONG + ONE, [CALCIUM]),
    "preamble padded with delimiters": (
        "Laborbericht Transplantationsambulanz;;;;\nvom;5.1.2026;;;\n;;;;\n" + LONG + ONE, [CALCIUM],
    ),
    "empty header names": ("PID;DATE;;NAME;VALUE;UNITS;\nP1;2026-01-05;x;Calcium;9.4;mg/dL;y\n", [CALCIUM]),
    "multi-line quoted cells": (
        'PID;DATE;NAME;VALUE;UNITS;COMMENT\nP1;2026-01-05;Calcium;9.4;mg/dL;"one\n\ntwo; ""three"""\n'
        "P1;2026-01-06;PTH;66;pg/mL;\n", [CALCIUM, ("pth", "", 66.0)],
    ),
    "semicolons with point decimals": (LONG + "P1;2026-01-05;Calcium;9.40;mg/dL\nP1;2026-01-06;Phosphat;3.125;mg/dL\n",
        [CALCIUM, ("phosphorus", "", 3.125)]),
    "BOM": (b"\xef\xbb\xbf" + (LONG + ONE).encode(), [CALCIUM]),
    "CR": ((LONG + ONE).replace("\n", "\r"), [CALCIUM]),
    "LF": (LONG + ONE, [CALCIUM]),
    "CR and LF": ((LONG + ONE).replace("\n", "\r\n"), [CALCIUM]),
    "CR and LF mixed": (LONG.replace("\n", "\r\n") + ONE + "P1;2026-01-06;PTH;66;pg/mL\r", [CALCIUM, ("pth", "", 66.0)]),
    "latin-1": ((LONG + "P1;2026-01-05;Creatinine;88.4;\u00b5mol/L\n").encode("latin-1"), [("creatinine", "", 1.0)]),
    "cp1252": ((LONG + "J\u00fcrgen\u2019s;2026-01-05;Creatinine;88.4;\u00b5mol/L\n").encode("cp1252"), [("creatinine", "", 1.0)]),
    "UTF-16": ((LONG + ONE).encode("utf-16"), [CALCIUM]),
    "control bytes": (LONG + "P\x021;2026-01-05;Calcium;9.4;mg/dL\nP1;2026-01-05;Calcium;9\x03.4;mg/dL\n" + ONE, [CALCIUM]),
    "mixed precision in one file": (
        LONG + "P1;2026-01-05 08:00:30;Calcium;9.4;mg/dL\nP2;2026-01-05 08:00;Calcium;9.4;mg/dL\nP3;2026-01-05;Calcium;9.4;mg/dL\n"
        "P4;2026-01;Calcium;9.4;mg/dL\n", [CALCIUM] * 3,
    ),
    "a ragged file": (LONG + ONE + "P1;2026-01-06;Calcium\nP1;2026-01-07;Calcium;9.4;mg/dL;x;y\n", [CALCIUM]),
    "an unclosed quote": (LONG + 'P0;2026-01-05;"Calcium;9.4;mg/dL\n' + ONE, [CALCIUM]),
    "HL7-escaped units": (
        "MSH|^~\\&|SYN|LAB|T|C|20260114120000||ORU^R01|1|P|2.5\rPID|1||P1\rOBR|1||F1|TAC|||20260105080000\r"
        "OBX|1|NM|GFR^eGFR^L||55|mL/min/1.73m\\S\\2|||||F\rOBX|2|NM|KREA^Creatinine^L||88.4|\\H\\umol/L\\N\\|||||F\r",
        [("creatinine", "", 1.0), ("egfr", "", 55.0)],
    ),
    "test cancelled with a unit and numeric type": (
        "MSH|^~\\&|SYN|LAB|T|C|20260114120000||ORU^R01|1|P|2.5\rPID|1||P1\rOBR|1||F1|TAC|||20260105080000\r"
        "OBX|1|NM|CA^Calcium^L||## TEST CANCELLED ##|mg/dL|||||F\rOBX|2|NM|PTH^PTH^L||66|pg/mL|||||F\r", [("pth", "", 66.0)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("quirk", FILES)
def test_file(quirk: str, load: Import, store: Store, tmp_path: object) -> None:
    content, expected = FILES[quirk]
    account = load(content)
    assert account.refused is None
    with store.cursor() as cursor:
        found = cursor.execute(
            "SELECT analyte, comparator, round(value, 6) FROM results ORDER BY ALL"
        ).fetchall()
    assert found == expected
    assert account.stored == len(expected)
    lost = account.rows - account.stored - account.not_monitored
    assert len({problem.row for problem in account.problems if problem.outcome != "stored"}) == lost


DRAWS = {
    "date and time in two columns": ("DATE;ZEIT", "2026-01-05;08:00", EIGHT),
    "Date_Auftrag + Zeit": ("Date_Auftrag;Zeit", "05.01.2026;08:00", EIGHT),
    "midnight result date beside the true draw time": (
        "RESULT_DATE;SPECIMN_TAKEN_TIME", "2026-01-06 00:00:00;2026-01-05 08:00:00", EIGHT,
    ),
    "day alone": ("DATE", "2026-01-05", MIDNIGHT),
}  # fmt: skip


@pytest.mark.parametrize("quirk", DRAWS)
def test_time_of_the_draw(quirk: str, load: Import, store: Store) -> None:
    headers, day, expected = DRAWS[quirk]
    account = load(f"PID;{headers};NAME;VALUE;UNITS\nP1;{day};Calcium;9.4;mg/dL\n")
    assert account.stored == 1, account.refused
    assert store.value("SELECT collected_at FROM results") == expected


def test_a_file_without_units_is_told_what_can_be_done(load: Import) -> None:
    said = load("mrn,test,date,result\nP1,Calcium,2026-01-05,9.4\n").refused or ""
    assert said.startswith("No column was recognised as unit, and a result without its unit cannot be read.")
    assert "'Calcium (mg/dL)'" in said


def test_columns_that_are_not_recognised_are_asked_for_once(load: Import) -> None:
    said = load("a,b,c\nP1,Calcium,2026-01-05\n").refused or ""
    assert said.count("--map") == 2, "the option and one example"
