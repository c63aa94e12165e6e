"""What a text means: asked where two readings are left, rejected or set aside where none is, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from data.importing import reading
from data.importing.account import Account
from data.importing.api import preview
from data.store import Store

TODAY = date(2026, 11, 22)
Import = Callable[..., Account]
Standing = Callable[[], list[tuple[object, ...]]]
NATIVE = "patient_id,test,collected_at,value,unit"
FOREIGN = "PID,DATE,NAME,VALUE,UNITS\n"
GERMAN = "PID;DATE;NAME;VALUE;UNITS\n"


@pytest.fixture(params=["at once", "in two passes"])
def passes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in two passes":
        monkeypatch.setattr(reading, "LONG_BYTES", 0)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.usefixtures("passes")
def test_13_an_encoding_that_is_certain_is_decoded(
    load: Import, store: Store, standing: Standing, encoding: str
) -> None:
    text = "# export of the laboratory\nLabor Köln\n\nPID;Abnahmedatum;Untersuchung;Ergebnis;Einheit\nJosé;05.01.2026;Calcium i.S.;2,5;mmol/l\n"
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    account = load(mark + text.encode(encoding))
    assert account.stored == account.rows == 1
    assert standing() == [("José", "calcium", "", 10.02004)]
    assert store.value("SELECT patient_id FROM patients") == "José"


def test_13_an_encoding_that_is_not_certain_is_asked(load: Import, store: Store) -> None:
    content = "PID;DATE;NAME;VALUE;UNITS\nJosé;2026-01-05;Calcium;10;mg/dL\n".encode("cp850")
    assert "--encoding" in (load(content).refused or "")
    assert store.value("SELECT count(*) FROM results") == 0
    assert load(content, encoding="cp850").stored == 1
    assert store.value("SELECT patient_id FROM results") == "José"


@pytest.mark.usefixtures("passes")
def test_16_two_readings_of_a_date_are_asked_and_the_answer_is_remembered(
    load: Import, store: Store, tmp_path: Path
) -> None:
    refused = load(FOREIGN + "P1,01/02/2026,Calcium,10,mg/dL\n")
    assert "--date-order" in (refused.refused or "")
    assert store.value("SELECT count(*) FROM results") == 0
    path = tmp_path / "ask.csv"
    path.write_text(FOREIGN + "P1,01/02/2026,Calcium,10,mg/dL\n")
    asked = preview(store, path, today=TODAY)
    assert [question.option for question in asked.questions] == ["date_order"]
    assert len(asked.sample) == 1
    load(FOREIGN + "P1,01/02/2026,Calcium,10,mg/dL\n", date_order="mdy")
    assert store.value("SELECT collected_at::DATE FROM results") == date(2026, 1, 2)
    assert load(FOREIGN + "P1,01/03/2026,Calcium,10,mg/dL\n").stored == 1


@pytest.mark.usefixtures("passes")
@pytest.mark.parametrize(
    ("witness", "first"), [("02/14/2026", date(2026, 1, 2)), ("14/02/2026", date(2026, 2, 1))]
)
def test_16_the_whole_file_settles_the_order_without_contradiction_and_the_account_says_so(
    load: Import, store: Store, witness: str, first: date
) -> None:
    account = load(FOREIGN + f"P1,01/02/2026,Calcium,10,mg/dL\nP2,{witness},Calcium,10,mg/dL\n")
    assert account.stored == 2
    assert any("dmy" in note or "mdy" in note for note in account.notes)
    assert store.value("SELECT collected_at::DATE FROM results WHERE patient_id = 'P1'") == first


@pytest.mark.usefixtures("passes")
def test_16_a_file_that_contradicts_itself_is_asked(load: Import) -> None:
    rows = "".join(f"P1,{day},Calcium,10,mg/dL\n" for day in ("01/02/2026", "14/02/2026", "02/14/2026"))
    assert "--date-order" in (load(FOREIGN + rows).refused or "")


IMPOSSIBLE = {
    "serial": "46054", "day count": "19560", "31/02": "31/02/2026", "2026-02-31": "2026-02-31", "month 13": "2026-13-01",
    "future": "2026-11-23", "before birth": "1950-01-06", "year alone": "2003",
}  # fmt: skip


@pytest.mark.parametrize("day", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_17_an_impossible_day_is_rejected_by_its_row(load: Import, store: Store, day: str) -> None:
    load("patient_id,birth_date\nP1,1960-02-01\n")
    for header in (NATIVE, "PID,NAME,DATE,VALUE,UNITS"):
        account = load(f"{header}\nP1,Calcium,{day},10,mg/dL\nP1,Calcium,2026-11-22,10,mg/dL\n")
        assert (account.rejected, account.stored + account.duplicate) == (1, 1), account.refused
        assert [(p.row, p.column, p.value) for p in account.problems] == [(2, "collected_at", day)]
    assert store.value("SELECT count(*) FROM results") == 1


@pytest.mark.usefixtures("passes")
def test_18_a_comma_that_may_be_a_decimal_or_a_thousand_is_asked(load: Import, standing: Standing) -> None:
    row = "P1;2026-01-05;PTH;1,234;pg/mL\n"
    assert "--decimal" in (load(GERMAN + row).refused or "")
    other = "P1;2026-01-05;Calcium;7.25;mg/dL\nP1;2026-01-06;Calcium;7,2;mg/dL\n"
    assert "--decimal" in (load(GERMAN + row + other).refused or "")
    assert standing() == []
    assert load(GERMAN + row, decimal=".").stored == 1
    assert standing() == [("P1", "pth", "", 1234.0)]


@pytest.mark.usefixtures("passes")
def test_18_a_plain_decimal_of_the_same_column_settles_it_and_the_account_says_so(
    load: Import, standing: Standing
) -> None:
    account = load(GERMAN + "P1;2026-01-05;PTH;12,345;pg/mL\nP1;2026-01-05;Calcium;7,2;mg/dL\n")
    assert account.stored == 2
    assert any("decimal" in note for note in account.notes), account.notes
    assert standing() == [("P1", "calcium", "", 7.2), ("P1", "pth", "", 12.345)]


def test_18_each_column_of_a_wide_file_settles_its_own_decimal_sign(load: Import) -> None:
    account = load("PID;DATE;Calcium (mmol/L);PTH (pg/mL)\nP1;2026-01-05;2,5;1,234\n")
    assert "--decimal" in (account.refused or "")


@pytest.mark.usefixtures("passes")
def test_19_mixed_units_are_converted_row_by_row_and_none_is_set_aside(
    load: Import, standing: Standing
) -> None:
    account = load(
        f"{NATIVE}\nP1,calcium,2026-01-05,10,mg/dL\nP2,calcium,2026-01-05,2.5,mmol/L\nP3,calcium,2026-01-05,5,mEq/L\n"
        "P4,calcium,2026-01-05,2.5,\nP5,calcium,2026-01-05,10,\n"
    )
    assert (account.stored, account.set_aside) == (3, 2)
    assert [(p.row, p.column, p.outcome) for p in account.problems] == [
        (5, "unit", "set_aside"),
        (6, "unit", "set_aside"),
    ]
    assert [row[3] for row in standing()] == [10.0, 10.02004, 10.02]


@pytest.mark.parametrize(
    ("test", "value", "unit"),
    [("calcium", "2.4", "mg/dL"), ("calcium", "9.6", "mmol/L"), ("creatinine", "120", "mg/dL"), ("tacrolimus", "400", "ng/mL"),
     ("calcium", "<2", "mg/dL"), ("phosphorus", "30", "mg/dL")],
)  # fmt: skip
def test_20_a_value_plausible_only_in_another_unit_is_set_aside(
    load: Import, standing: Standing, test: str, value: str, unit: str
) -> None:
    account = load(f"{NATIVE}\nP1,{test},2026-01-05,{value},{unit}\n")
    assert account.set_aside == 1
    assert "check the unit" in account.problems[0].reason
    assert standing() == []


def test_21_a_censored_value_keeps_its_comparator_through_conversion(
    load: Import, standing: Standing
) -> None:
    load(
        f"{NATIVE}\nP1,creatinine,2026-01-05,<20,µmol/L\nP1,tacrolimus,2026-01-05,<2.0,ng/mL\nP1,pth,2026-01-05,>500,pg/mL\n"
    )
    assert standing() == [
        ("P1", "creatinine", "<", 0.226244), ("P1", "pth", ">", 500.0), ("P1", "tacrolimus", "<", 2.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "value",
    ["hemolysed", "hämolytisch", "4.1 hemolysed", "5.6*", "about 5", "5-6", "5.6 ng/mL", "1e1", "0x5"],
)
def test_21_a_text_is_never_a_bare_number(load: Import, standing: Standing, value: str) -> None:
    account = load(f"{NATIVE}\nP1,tacrolimus,2026-01-05,{value},ng/mL\n")
    assert (account.rejected, standing()) == (1, [])
    assert account.problems[0].value == value


def test_29_a_time_without_zone_is_the_clinics_and_one_with_a_zone_becomes_it(
    load: Import, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    monkeypatch.setenv("TZ", "America/New_York")  # the machine's own zone has no say
    time.tzset()
    try:
        load(
            f"{NATIVE}\nP1,calcium,2026-07-05T08:30,10,mg/dL\nP2,calcium,2026-07-05T08:30Z,10,mg/dL\n"
            "P3,calcium,2026-07-05T23:30-04:00,10,mg/dL\n"
        )
    finally:
        monkeypatch.undo()
        time.tzset()
    times = store.read("SELECT collected_at FROM results ORDER BY patient_id")["collected_at"].astype(str)
    assert times.tolist() == ["2026-07-05 08:30:00", "2026-07-05 10:30:00", "2026-07-06 05:30:00"]
