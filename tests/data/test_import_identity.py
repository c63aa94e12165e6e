"""Who a row belongs to: ids as they are written, and nobody merged with somebody else."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from data import exporting
from data.importing import reading
from data.importing.account import Account
from data.store import Store

Import = Callable[..., Account]
NATIVE = "patient_id,test,collected_at,value,unit"
NUMBER_LIKE = ["00123", "12E5", "12345678901234567890", "007", "1.0", "0x1F", "1_000", "+5"]
MISSING_LIKE = ["NA", "Null", "None", "nan", "NaN", "N/A", "true", "-"]
ROADS = {
    "native": NATIVE + "\n{}",
    "foreign": "PID;DATE;NAME;VALUE;UNITS\n{}",
    "wide": "PID;DATE;Calcium (mg/dL)\n{}",
    "patients": "patient_id,sex\n{}",
}
ROWS = {
    "native": "{},calcium,2026-01-05,10,mg/dL\n",
    "foreign": "{};2026-01-05;Calcium;10;mg/dL\n",
    "wide": "{};2026-01-05;10\n",
    "patients": "{},female\n",
}


@pytest.fixture(params=["at once", "in two passes"])
def passes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in two passes":
        monkeypatch.setattr(reading, "LONG_BYTES", 0)


def ids_through(load: Import, store: Store, road: str, ids: list[str]) -> None:
    account = load(ROADS[road].format("".join(ROWS[road].format(i) for i in ids)))
    assert account.stored == len(ids), account.problems
    assert sorted(store.read("SELECT patient_id FROM patients")["patient_id"]) == sorted(ids)
    if road != "patients":
        assert sorted(store.read("SELECT patient_id FROM results")["patient_id"]) == sorted(ids)
    written = io.BytesIO()
    exporting.write(exporting.export_rows(store, "patients"), written)
    rows = list(csv.DictReader(io.StringIO(written.getvalue().decode())))
    assert sorted(row["patient_id"].removeprefix("'") for row in rows) == sorted(ids)


@pytest.mark.usefixtures("passes")
@pytest.mark.parametrize("road", ROADS)
def test_14_ids_that_look_like_numbers_stay_byte_identical(load: Import, store: Store, road: str) -> None:
    ids_through(load, store, road, NUMBER_LIKE)


@pytest.mark.usefixtures("passes")
@pytest.mark.parametrize("road", ROADS)
def test_15_ids_that_look_missing_stay_byte_identical(load: Import, store: Store, road: str) -> None:
    ids_through(load, store, road, MISSING_LIKE)


def test_26_another_birth_date_or_name_under_one_id_is_set_aside(load: Import, store: Store) -> None:
    load("patient_id,name,birth_date\nP1,Jane Doe,1960-02-01\n")
    account = load(
        'patient_id,name,birth_date\nP1,"DOE, Jane",1960-02-01\nP1,Jane Smith,1960-02-01\nP1,Jane Doe,1961-02-01\n'
    )
    assert (account.superseding, account.set_aside) == (1, 2)
    labs = load(
        f"{NATIVE},patient_name,birth_date\nP1,calcium,2026-01-05,10,mg/dL,Jane Doe,1960-02-01\n"
        "P1,calcium,2026-01-06,10,mg/dL,Jane Doe,1961-02-01\nP1,calcium,2026-01-07,10,mg/dL,Jane Roe,\n"
    )
    assert (labs.stored, labs.set_aside) == (1, 2)
    assert [(p.row, p.column) for p in labs.problems] == [(3, "birth_date"), (4, "patient_name")]
    assert store.value("SELECT count(*) FROM results") == 1


LOOK_ALIKE = "look-alike: 'P1' has the same name and birth date"


def test_27_a_look_alike_in_a_file_of_patients_is_warned_about(load: Import) -> None:
    load("patient_id,name,birth_date\nP1,Jane Doe,1960-02-01\n")
    account = load('patient_id,name,birth_date\nP2,"Doe, Jane",1960-02-01\nP3,Jane Doe,1960-02-02\n')
    assert account.stored == 2
    assert [(p.row, p.value, p.reason, p.outcome) for p in account.problems] == [
        (2, "P2", LOOK_ALIKE, "stored")
    ]


def test_27_a_look_alike_in_a_file_of_results_is_warned_about(load: Import) -> None:
    load("patient_id,name,birth_date\nP1,Jane Doe,1960-02-01\n")
    text = (
        f"{NATIVE},patient_name,birth_date\nP1,calcium,2026-01-05,10,mg/dL,Jane Doe,1960-02-01\n"
        'P2,calcium,2026-01-05,10,mg/dL,"Doe, Jane",1960-02-01\nP2,calcium,2026-01-06,10,mg/dL,"Doe, Jane",1960-02-01\n'
        "P3,calcium,2026-01-05,10,mg/dL,Jane Doe,1960-02-02\nP4,calcium,2026-01-05,10,mg/dL,,1960-02-01\n"
    )
    account = load(text)
    assert account.stored == 5
    assert [(p.row, p.value, p.reason, p.outcome) for p in account.problems] == [
        (3, "P2", LOOK_ALIKE, "stored")
    ]
    assert load(text).problems == []  # known by now, and said when they were new


@pytest.mark.usefixtures("passes")
def test_27_two_new_patients_of_one_file_who_look_alike_are_warned_about(
    load: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.importing.labs_run.BATCH_ROWS", 2)
    account = load(
        f"{NATIVE},patient_name,birth_date\nP1,calcium,2026-01-05,10,mg/dL,Jane Doe,1960-02-01\n"
        "P3,calcium,2026-01-05,10,mg/dL,Jim Roe,1950-02-01\nP3,calcium,2026-01-06,10,mg/dL,Jim Roe,1950-02-01\n"
        'P2,calcium,2026-01-05,10,mg/dL,"Doe, Jane",1960-02-01\n'
    )
    assert account.stored == 4
    assert [(p.row, p.value, p.reason) for p in account.problems] == [
        (2, "P1", LOOK_ALIKE.replace("P1", "P2")), (5, "P2", LOOK_ALIKE),
    ]  # fmt: skip
