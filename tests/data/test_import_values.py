# ruff: noqa: DTZ001 - clinic time has no zone
"""Numbers, dates, ranges and units of real files: each read right, or refused with a reason."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing import vocabulary
from data.importing.dates import Moment, parse_day, parse_moment, settle_order
from data.importing.numbers import Number, parse_number, settle_decimal
from data.importing.ranges import parse_reference
from data.importing.recognising import recognise
from data.importing.statuses import status_of

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5.6", Number("", 5.6)), ("<5", Number("<", 5)), (">90", Number(">", 90)), ("< 2.0", Number("<", 2)),
        (" 7 ", Number("", 7)), ("≤5", Number("<", 5)), (".5", Number("", 0.5)), ("1,234.5", Number("", 1234.5)),
        ("0.123456789012345", Number("", 0.123456789012345)), ("-5", Number("", -5)),
    ],
)  # fmt: skip
def test_numbers_are_read(text: str, expected: Number) -> None:
    assert parse_number(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "nan", "inf", "-inf", "NaN", "Infinity", "1_000", "1e5", "1E3", "0x10", "<0.2%", "*000", "## TEST CANCELLED ##",
        "!!Storno", "?", "folgt", ".", "hämolytisch", "hemolysed", "54¬ALT <80 IU/L is…", "", "NA", "###", "-", "5.6 H",
        "5..6", "5.", "1,23,4", "5.6 ng/mL", "٥", "５", "<", "<<5", "7,2", "12,34.5",
    ],
)  # fmt: skip
def test_21_what_is_not_plainly_a_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "expected"), [("7,2", 7.2), ("1.234,5", 1234.5), ("1.234", 1234), ("12", 12), ("<0,5", 0.5)]
)
def test_decimal_comma(text: str, expected: float) -> None:
    number = parse_number(text, ",")
    assert number is not None
    assert number.value == expected


def test_a_decimal_sign_with_two_readings_is_asked_unless_the_column_settles_it() -> None:
    assert settle_decimal(["1,234"], point_is_usual=True).sign is None
    assert settle_decimal(["1,234", "7,2"], point_is_usual=False).sign == ","
    assert settle_decimal(["1,234", "7.25"], point_is_usual=True).sign == "."
    assert settle_decimal(["1,234", "7.25", "7,2"], point_is_usual=True).sign is None
    assert settle_decimal(["5.125"], point_is_usual=True).sign == "."
    assert settle_decimal(["5.125"], point_is_usual=False).sign is None
    assert settle_decimal(["0,125"], point_is_usual=False).sign == ","


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**6 - 1))
def test_plain_decimals_are_read_as_python_reads_them(whole: int, part: int) -> None:
    text = f"{whole}.{part:06d}"
    assert parse_number(text) == Number("", float(text))


@given(st.text(max_size=12))
def test_no_text_crashes_the_number_reader(text: str) -> None:
    for sign in ".,":
        number = parse_number(text, sign)
        assert number is None or number.value == number.value


@pytest.mark.parametrize(
    ("text", "expected", "has_time"),
    [
        ("2026-02-01", datetime(2026, 2, 1), False), ("2026-02-01T08:30", datetime(2026, 2, 1, 8, 30), True),
        ("2026-02-01 08:30:15", datetime(2026, 2, 1, 8, 30, 15), True), ("20260201", datetime(2026, 2, 1), False),
        ("202602010830", datetime(2026, 2, 1, 8, 30), True), ("01.02.2026", datetime(2026, 2, 1), False),
        ("1.2.2026 8:05", datetime(2026, 2, 1, 8, 5), True), ("01-Feb-2026", datetime(2026, 2, 1), False),
        ("Feb 1, 2026", datetime(2026, 2, 1), False), ("1. März 2026", datetime(2026, 3, 1), False),
        ("2026/02/01", datetime(2026, 2, 1), False), ("2026-07-01T06:00Z", datetime(2026, 7, 1, 8), True),
        ("2026-07-01T06:00+00:00", datetime(2026, 7, 1, 8), True), ("13/02/2026", datetime(2026, 2, 13), False),
        ("02/13/2026 02:30 PM", datetime(2026, 2, 13, 14, 30), True),
    ],
)  # fmt: skip
def test_dates_are_read(text: str, expected: datetime, has_time: bool) -> None:
    assert parse_moment(text, BERLIN) == Moment(expected, has_time)


@pytest.mark.parametrize(
    "text",
    ["2026-02-31", "31/02/2026", "46054", "46054.5", "19560", "2003", "2003-05", "not a date", "2026-13-01", "00/00/0000",
     "2026-01-01T24:00", "2026-01-01T25:10", "01/02/2026", "2026-02-29", "1026-01-01", "2026-01-01T08:00+99:00", ""],
)  # fmt: skip
def test_17_impossible_partial_serial_and_ambiguous_dates_are_not_read(text: str) -> None:
    assert isinstance(parse_moment(text, BERLIN), str)


def test_the_whole_column_settles_its_order() -> None:
    assert settle_order(["01/02/2026"]).order is None
    assert settle_order(["01/02/2026"]).example == "01/02/2026"
    assert settle_order(["01/02/2026", "02/14/2026"]).order == "mdy"
    assert settle_order(["01/02/2026", "14/02/2026"]).order == "dmy"
    contradiction = settle_order(["01/02/2026", "14/02/2026", "02/14/2026"])
    assert contradiction.order is None
    assert contradiction.example
    assert settle_order(["01/01/2026", "2026-05-05"]).example == ""


def test_a_time_in_its_own_column_joins_its_date() -> None:
    assert parse_moment("05.01.2026", BERLIN, time_text="08:30") == Moment(datetime(2026, 1, 5, 8, 30), True)
    assert parse_moment("05.01.2026", BERLIN, time_text="0830") == Moment(datetime(2026, 1, 5, 8, 30), True)
    assert isinstance(parse_moment("05.01.2026", BERLIN, time_text="soon"), str)


def test_28_both_half_past_ones_of_the_night_the_clocks_go_back() -> None:
    early, late = (parse_moment(f"2026-10-25T02:30{offset}", BERLIN) for offset in ("+02:00", "+01:00"))
    assert isinstance(early, Moment)
    assert isinstance(late, Moment)
    assert early.at == late.at == datetime(2026, 10, 25, 2, 30)
    assert early.utc is not None
    assert late.utc is not None
    assert early.utc < late.utc


def test_a_day_refuses_a_time() -> None:
    assert parse_day("2026-02-01") == date(2026, 2, 1)
    assert isinstance(parse_day("2026-02-01T08:00"), str)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2.20 - 2.65", 2.2, 2.65), ("< 117", None, 117), ("(1.0 - 12.0)", 1, 12), ("4.3 to 6.2", 4.3, 6.2), ("0,0", None, None),
        ("0-0", None, None), (">60", 60, None), ("15-65 pg/mL", 15, 65), ("bis 130", None, 130), ("", None, None),
    ],
)  # fmt: skip
def test_reference_ranges_in_every_form(text: str, low: float | None, high: float | None) -> None:
    found = parse_reference("", "", text)
    assert (found.low, found.high) == (low, high)


def test_a_range_that_is_none_keeps_its_text() -> None:
    found = parse_reference("", "", "see note")
    assert (found.low, found.high, found.readable, found.text) == (None, None, False, "see note")


@pytest.mark.parametrize(
    ("name", "unit", "analyte"),
    [
        ("TACR", "mcg/l", "tacrolimus"), ("LTAX", "µg/l", "tacrolimus"), ("FK506", "ug/L", "tacrolimus"),
        ("Tacrolimus (LCMS)", "ng/mL", "tacrolimus"), ("Tacrolimusspiegel", "\u03bcg/L", "tacrolimus"),
        ("Ciclosporin A (monokl.)", "µg/l", "cyclosporine"), ("CYA", "ng/ml", "cyclosporine"), ("PTHI", "pmol/l", "pth"),
        ("Parathormon (intakt)", "ng/l", "pth"), ("Phosphat, anorganisch", "mmol/l", "phosphorus"), ("PO4", "mg/dL", "phosphorus"),
        ("Alk Phosph (ALP)", "Iu/l", "alp"), ("Alkalische Phosphatase i.S.", "µmol/s*l", "alp"), ("ALFO", "UNITS/L", "alp"),
        ("Alkalische Phospatase", "U/L", "alp"), ("- Albumin", "g/l", "albumin"),
        ("Calcium i.S.      (Photom.)", "mmol/l", "calcium"), ("CCA", "mmol/l", "calcium_corrected"),
        ("Albumin-korrigiertes Calcium", "mmol/l", "calcium_corrected"), ("Kreatinin (enzymatisch)", "mcmol/L", "creatinine"),
        ("6768-6^ALP^LN", "U/L", "alp"), ("2731-8", "pg/mL", "pth"), ("Magnesium", "mval/L", "magnesium"),
        ("DAS28", "", "das28"), ("25-OH-Vitamin D", "nmol/l", "vitamin_d_25oh"),
    ],
)  # fmt: skip
def test_names_and_units_of_our_tests(name: str, unit: str, analyte: str) -> None:
    found = recognise(name, "", unit)
    assert (found.analyte, found.outcome) == (analyte, "")


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Calcitonin", "pg/mL"), ("Calcium/Kreatinin (Urin)", "mmol/mmol"), ("Albumin", "%"), ("Fluid Calcium", "mg/dL"),
        ("Glucose-6-Phosphat-DH", "U/g"), ("Calciumoxalat", ""), ("Calcium (U)", "mmol/L"), ("Urine calcium", "mg/dL"),
        ("Creatinine clearance", "mL/min"), ("1,25-OH vitamin D", "pg/mL"), ("Albumin/creatinine ratio", "mg/g"),
    ],
)  # fmt: skip
def test_look_alikes_are_not_ours(name: str, unit: str) -> None:
    assert recognise(name, "", unit).outcome == "not_monitored"


def test_the_specimen_says_that_it_is_not_ours() -> None:
    assert recognise("Calcium", "", "mg/dL", "Urine").outcome == "not_monitored"
    assert recognise("Calcium", "", "mg/dL", "Serum").outcome == ""


@pytest.mark.parametrize(("unit", "reason"), [("", "missing"), ("furlong/L", "unknown"), ("NA", "unknown")])
def test_19_a_unit_is_never_guessed(unit: str, reason: str) -> None:
    found = recognise("calcium", "", unit)
    assert found.outcome == "set_aside"
    assert reason in found.reason


def test_code_and_name_that_disagree_are_set_aside() -> None:
    assert recognise("CRP", "17861-6", "mg/dL").outcome == "set_aside"
    assert recognise("Calcium", "2004-0", "mmol/L").outcome == "set_aside"


def test_the_unit_decides_between_mass_and_moles() -> None:
    found = recognise("Calcium", "2000-8", "mg/dL")  # 2000-8 is the code for moles
    assert (found.analyte, found.factor) == ("calcium", 1)


@pytest.mark.parametrize(
    ("analyte", "unit", "factor"),
    [
        ("tacrolimus", "nmol/L", 0.80402), ("cyclosporine", "nmol/L", 1.2026), ("calcium", "mmol/L", 1 / 0.2495),
        ("calcium", "mEq/L", 2.004), ("phosphorus", "mmol/L", 1 / 0.3229), ("pth", "pmol/L", 9.425), ("alp", "µkat/L", 60),
        ("albumin", "g/L", 0.1), ("creatinine", "µmol/L", 1 / 88.4), ("magnesium", "mmol/L", 1 / 0.4114),
        ("magnesium", "mEq/L", 1.2154), ("vitamin_d_25oh", "nmol/L", 1 / 2.496), ("crp", "mg/dL", 10),
        ("ca_p_product_reported", "mmol²/L²", 1 / (0.2495 * 0.3229)), ("ca_p_product_reported", "mg²/dL²", 1),
    ],
)  # fmt: skip
def test_factors_of_the_definitions(analyte: str, unit: str, factor: float) -> None:
    assert vocabulary.factors()[analyte][vocabulary.unit_of(unit)] == pytest.approx(factor, rel=1e-12)


def test_statuses() -> None:
    assert status_of("") == ("final", "")
    assert [status_of(letter)[0] for letter in "FPCDW"] == [
        "final",
        "preliminary",
        "corrected",
        "cancelled",
        "wrong_patient",
    ]
    assert status_of("X")[0] == "none"
    assert status_of("whatever")[0] == ""


@pytest.mark.parametrize(
    ("name", "drug"),
    [("Tacrolimus by LC/MS method B", "tacrolimus"), ("Prograf extra", "tacrolimus"), ("Ciclosporin neu 2", "cyclosporine")],
)  # fmt: skip
def test_a_level_in_words_that_nobody_knows_waits_for_a_person(name: str, drug: str) -> None:
    found = recognise(name, "", "ng/mL")
    assert (found.outcome, found.analyte, found.column) == ("set_aside", drug, "test")
    assert recognise("Kalium neu 2", "", "mmol/L").outcome == "not_monitored"
