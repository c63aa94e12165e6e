"""The six record kinds, hand entry, rows that wait, and names that the clinic teaches."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from data import entering
from data.errors import TroughlineError
from data.importing import memory, settling
from data.importing.account import Account
from data.importing.api import undo
from data.store import Store

TODAY = date(2026, 11, 22)
Import = Callable[..., Account]
DOSES = "patient_id,drug,dose,dose_unit,frequency,started_on,stopped_on,formulation\n"
LABS = "patient_id,test,collected_at,value,unit\n"


def test_doses_are_read(load: Import, store: Store) -> None:
    load(
        DOSES
        + "P1,Prograf,2,mg,twice_daily,2026-01-01,2026-02-01,\nP1,Advagraf,5,mg,once_daily,2026-02-02,,\n"
        + "P1,MMF,0.72,g,2,2026-01-01,,\nP1,methotrexate,8,mg,weekly,2026-01-01,,\nP1,sirolimus,,,,2026-01-01,,\n"
    )
    rows = store.read("SELECT drug, formulation, dose_mg, doses_per_week FROM doses ORDER BY record_id")
    assert rows.iloc[0].to_list() == ["tacrolimus", "immediate_release", 2.0, 14.0]
    assert rows.iloc[1].to_list() == ["tacrolimus", "extended_release", 5.0, 7.0]
    assert rows.iloc[2]["drug"] == "mycophenolic_acid"
    assert rows.iloc[2][["dose_mg", "doses_per_week"]].to_list() == [720.0, 14.0]
    assert rows.iloc[3]["doses_per_week"] == 1.0
    assert rows.iloc[4][["dose_mg", "doses_per_week"]].isna().all()


@pytest.mark.parametrize(
    ("row", "column", "outcome"),
    [
        ("P1,tacrolimus,-1,mg,2,2026-01-01,,", "dose", "rejected"),
        ("P1,tacrolimus,x,mg,2,2026-01-01,,", "dose", "rejected"),
        ("P1,tacrolimus,1,,2,2026-01-01,,", "dose_unit", "set_aside"),
        ("P1,tacrolimus,1,IU,2,2026-01-01,,", "dose_unit", "set_aside"),
        ("P1,tacrolimus,1,mg,often,2026-01-01,,", "frequency", "rejected"),
        ("P1,tacrolimus,1,mg,2,2026-02-30,,", "started_on", "rejected"),
        ("P1,tacrolimus,1,mg,2,2026-02-02,2026-02-01,", "stopped_on", "rejected"),
        ("P1,tacrolimus,1,mg,2,,,", "started_on", "rejected"),
        ("P1,,1,mg,2,2026-01-01,,", "drug", "rejected"),
        (",tacrolimus,1,mg,2,2026-01-01,,", "patient_id", "rejected"),
    ],
)
def test_doses_that_are_not_read_are_named(load: Import, row: str, column: str, outcome: str) -> None:
    account = load(DOSES + row + "\n")
    assert [(p.row, p.column, p.outcome) for p in account.problems] == [(2, column, outcome)]


@pytest.mark.parametrize(
    ("row", "a_day"),
    [
        ("tacrolimus,25,mg,twice_daily", ""),
        ("tacrolimus,25.5,mg,twice_daily", "51"),
        ("tacrolimus,2.5,g,twice_daily", "5000"),
        ("tacrolimus,2000,µg,twice_daily", ""),
        ("cyclosporine,1001,mg,twice_daily", "2002"),
        ("tacrolimus,60,mg,every_other_day", ""),
        ("tacrolimus,60,mg,", ""),
        ("prednisone,1,g,once_daily", ""),
    ],
)
def test_a_dose_that_hardly_anybody_takes_is_stored_and_asked_about(
    load: Import, row: str, a_day: str
) -> None:
    account = load(DOSES + f"P1,{row},2026-01-01,,\n")
    assert (account.stored, account.set_aside) == (1, 0)
    said = [problem.reason for problem in account.problems]
    assert len(said) == bool(a_day)
    assert all(f"check the dose: {a_day} mg of " in words for words in said)
    assert load(DOSES + f"P1,{row},2026-01-01,,\n").problems == []  # known by now


@pytest.mark.parametrize(
    ("row", "column", "asked"),
    [
        ("tacrolimus,4,11", "", ""),
        ("tacrolimus,2,20", "", ""),
        ("tacrolimus,50,150", "high", "check the target: 50 to 150 ng/mL of tacrolimus"),
        ("tacrolimus,1.5,8", "low", "check the target: 1.5 to 8 ng/mL of tacrolimus"),
        ("tacrolimus,0,8", "low", "with a low end of 0 no level of tacrolimus is ever told as too low"),
        ("cyclosporine,50,150", "", ""),
        ("cyclosporine,4,11", "low", "check the target: 4 to 11 ng/mL of cyclosporine"),
        ("sirolimus,4,31", "high", "check the target: 4 to 31 ng/mL of sirolimus"),
        ("mycophenolic_acid,1000,3500", "", ""),
    ],
)
def test_a_target_that_hardly_anybody_has_is_stored_and_asked_about(
    load: Import, row: str, column: str, asked: str
) -> None:
    file = f"patient_id,drug,low,high,from_on\nP1,{row},2026-01-01\n"
    account = load(file)
    assert (account.stored, account.set_aside, account.rejected) == (1, 0, 0)
    assert [problem.column for problem in account.problems] == [column] * bool(asked)
    assert all(asked in problem.reason for problem in account.problems)
    assert load(file).problems == []  # known by now


def test_rows_of_one_file_add_up_and_replace_the_earlier_set(load: Import, store: Store) -> None:
    two = DOSES + "P1,tacrolimus,2,mg,1,2026-01-01,,\nP1,tacrolimus,1,mg,1,2026-01-01,,\n"
    assert load(two).stored == 2
    assert load(two).duplicate == 2
    account = load(DOSES + "P1,tacrolimus,4,mg,1,2026-01-01,,\n")
    assert account.superseding == 1
    assert load(DOSES + "P1,tacrolimus,4,mg,1,2026-01-01,,\n").duplicate == 1
    assert load(two).superseding == 2


def test_a_part_of_a_dose_is_not_stored_when_another_part_is_unreadable(load: Import, store: Store) -> None:
    account = load(DOSES + "P1,tacrolimus,2,mg,1,2026-01-01,,\nP1,tacrolimus,1O,mg,1,2026-01-01,,\n")
    assert (account.stored, account.set_aside, account.rejected) == (0, 1, 1)


def test_symptoms_are_follow_ups_of_one_another(load: Import, store: Store) -> None:
    head = "patient_id,symptom,site,onset_on,side,severity,walking,recorded_on,resolved_on,signs\n"
    account = load(
        head
        + "P1,pain,foot,2026-01-10,both,7,impaired,2026-01-12,,\nP1,pain,foot,2026-01-10,both,moderate,,2026-01-20,,oedema;warmth\n"
        + "P1,pain,foot,2026-01-10,both,11,,2026-01-21,,\nP1,pain,foot,2026-01-10,,3,,2026-01-01,,\n"
    )
    assert (account.stored, account.rejected) == (2, 2)
    rows = store.read("SELECT severity, severity_derived, signs FROM symptoms ORDER BY recorded_on")
    assert rows["severity"].to_list() == [7.0, 5.0]
    assert rows["severity_derived"].to_list() == [False, True]
    assert load(head + "P1,pain,foot,2026-01-10,both,6,impaired,2026-01-12,,\n").superseding == 1


def test_transplants_targets_and_events(load: Import, store: Store) -> None:
    assert load("patient_id,transplanted_on,organ,graft_number\nP1,2025-12-01,kidney,2\n").stored == 1
    assert load("patient_id,transplanted_on,organ,graft_number\nP1,2025-12-01,kidney,2\n").duplicate == 1
    assert (
        load(
            "patient_id,drug,low,high,from_on\nP1,tacrolimus,7,8,2025-12-01\nP1,tacrolimus,9,8,2025-12-02\n"
        ).rejected
        == 1
    )
    assert (
        load("patient_id,kind,happened_on,title\nP1,imaging,2026-01-10,MRI\nP1,party,2026-01-10,x\n").rejected
        == 1
    )


def test_before_birth_is_rejected(load: Import) -> None:
    load("patient_id,birth_date\nP1,1960-01-01\n")
    account = load("patient_id,transplanted_on\nP1,1959-12-31\n")
    assert (account.rejected, account.problems[0].reason) == (1, "before the patient was born")


def test_a_birth_date_after_a_record_is_told_and_the_record_stays(load: Import, store: Store) -> None:
    load("patient_id,transplanted_on\nP1,2025-12-01\nP2,2025-12-01\nP3,2025-12-01\n")
    load("patient_id,symptom,site,onset_on\nP1,pain,foot,2025-11-20\n")
    account = load("patient_id,birth_date\nP1,2025-11-21\nP2,2025-12-01\nP3,\n")
    [problem] = account.problems
    assert (problem.row, problem.column, problem.value, problem.outcome) == (
        2,
        "birth_date",
        "2025-11-21",
        "stored",
    )
    assert problem.reason == (
        "check the birth date: a record of 2025-11-20, before it, stands under this id; it stays and counts"
    )
    assert store.value("SELECT count(*) FROM symptoms") == 1


def test_a_birth_date_is_compared_with_what_stands(load: Import, store: Store) -> None:
    load("patient_id,symptom,site,onset_on\nP1,pain,foot,2025-11-20\n")
    undo(store, 1, who="test", today=TODAY)
    account = load("patient_id,birth_date\nP1,2025-11-21\n")
    assert not account.problems


def test_unknown_and_missing_columns_are_refused_with_the_known_ones(load: Import) -> None:
    unknown = load(DOSES.strip() + ",colour\nP1,tacrolimus,1,mg,1,2026-01-01,,,red\n").refused or ""
    assert "colour" in unknown
    assert "formulation" in unknown
    missing = load("patient_id,drug,dose,frequency,started_on\nP1,tacrolimus,1,1,2026-01-01\n").refused or ""
    assert "dose_unit" in missing


def test_a_patients_file_fills_in_and_an_absent_column_takes_nothing_away(load: Import, store: Store) -> None:
    load(LABS + "P1,calcium,2026-01-05,10,mg/dL\n")
    first = load("patient_id,name,sex,birth_date,risk_factors\nP1,Jane,female,1960-01-01,warfarin;diabetes\n")
    assert (first.stored, first.new_patients) == (1, [])
    load("patient_id,sex\nP1,f\n")
    account = load("patient_id,consultant\nP1,Dr. B\n")
    assert account.superseding == 1
    row = store.read("SELECT * FROM patients ORDER BY record_id DESC LIMIT 1").iloc[0]
    assert row[["name", "sex", "risk_factors", "consultant"]].to_list() == [
        "Jane",
        "female",
        "diabetes;warfarin",
        "Dr. B",
    ]


def test_hand_entry_takes_the_same_road(store: Store) -> None:
    account = entering.enter(
        store, "symptoms", [{"patient_id": "P1", "symptom": "pain", "site": "foot", "onset_on": "2026-11-20", "severity": "7"}],
        who="nurse", today=TODAY,
    )  # fmt: skip
    assert (account.stored, account.new_patients) == (1, ["P1"])
    assert store.value("SELECT source FROM imports") == "entry"
    refused = entering.enter(
        store, "symptoms", [{"patient_id": "P1", "symptom": "pain"}], who="nurse", today=TODAY
    )
    assert refused.rejected == 1
    with pytest.raises(TroughlineError, match="colour"):
        entering.enter(store, "symptoms", [{"colour": "red"}], who="nurse", today=TODAY)


def test_one_record_is_taken_back(store: Store, load: Import) -> None:
    load(LABS + "P1,calcium,2026-01-05,10,mg/dL\n")
    load(DOSES + "P1,tacrolimus,2,mg,1,2026-01-01,,\n")
    entering.withdraw(
        store, "labs", int(store.value("SELECT record_id FROM results")), who="test", today=TODAY
    )
    assert store.value("SELECT status FROM results ORDER BY record_id DESC") == "cancelled"
    entering.withdraw(
        store, "doses", int(store.value("SELECT record_id FROM doses")), who="test", today=TODAY
    )
    assert store.value("SELECT count(*) FROM doses WHERE withdrawn") == 1
    assert load(DOSES + "P1,tacrolimus,2,mg,1,2026-01-01,,\n").stored == 1
    with pytest.raises(TroughlineError):
        entering.withdraw(store, "labs", 999, who="test", today=TODAY)


def test_a_row_set_aside_is_settled_with_a_unit(load: Import, store: Store) -> None:
    text = LABS + "P1,calcium,2026-01-05,2.8,\n"
    load(text)
    waiting = settling.waiting(store)
    assert waiting["reason"][0].startswith("the unit is missing")
    number = int(waiting["set_aside_id"][0])
    still = settling.settle(store, number, {"unit": "stones"}, who="test", today=TODAY)
    assert still.set_aside == 1
    account = settling.settle(store, number, {"unit": "mmol/L"}, who="test", today=TODAY)
    assert (account.stored, account.patients) == (1, ["P1"])
    assert store.value("SELECT value FROM results") == 11.222445
    assert json.loads(store.value("SELECT decision FROM settlements")) == {"unit": "mmol/L"}
    assert settling.waiting(store).empty
    assert load(text).duplicate == 1
    assert settling.waiting(store).empty
    undo(store, int(account.import_id or 0), who="test", today=TODAY)
    assert len(settling.waiting(store)) == 1


def test_a_row_set_aside_is_kept_as_it_is_or_discarded(load: Import, store: Store) -> None:
    load(LABS + "P1,tacrolimus,2026-01-05,120,ng/mL\nP1,tacrolimus,2026-01-06,130,ng/mL\n")
    first, second = settling.waiting(store)["set_aside_id"].astype(int)
    assert (
        settling.settle(store, first, {"as_it_is": "confirmed by phone"}, who="test", today=TODAY).stored == 1
    )
    assert settling.settle(store, second, {"discard": "mixed up"}, who="test", today=TODAY).stored == 0
    assert settling.waiting(store).empty
    with pytest.raises(TroughlineError):
        settling.settle(store, first, {"discard": "again"}, who="test", today=TODAY)


def test_the_person_decides_about_another_name(load: Import, store: Store) -> None:
    load("patient_id,name\nP1,Jane Doe\n")
    load("patient_id,name\nP1,Jane Smith\n")
    number = int(settling.waiting(store)["set_aside_id"][0])
    account = settling.settle(store, number, {"as_it_is": "married"}, who="test", today=TODAY)
    assert account.superseding == 1
    assert store.value("SELECT name FROM patients ORDER BY record_id DESC") == "Jane Smith"


def test_the_clinic_teaches_a_name(load: Import, store: Store) -> None:
    text = LABS + "P1,Ca serum special,2026-01-05,10,mg/dL\n"
    assert load(text).not_monitored_tests == {"Ca serum special": 1}
    memory.teach(store, "CA Serum Special", "calcium", who="pharmacist")
    assert load(text).stored == 1
    memory.teach(store, "ca serum special", None, who="pharmacist")
    assert load(text).not_monitored == 1
    with pytest.raises(TroughlineError):
        memory.teach(store, "x", "unobtainium", who="pharmacist")


def test_a_mapping_given_once_is_remembered(load: Import, store: Store) -> None:
    head = "who,when,what,how much,in\n"
    assert "--map" in (load(head + "P1,2026-01-05,Calcium,10,mg/dL\n").refused or "")
    mapping = {"patient_id": "who", "collected_at": "when", "test": "what", "value": "how much", "unit": "in"}
    assert load(head + "P1,2026-01-05,Calcium,10,mg/dL\n", mapping=mapping).stored == 1
    assert load(head + "P1,2026-01-06,Calcium,10,mg/dL\n").stored == 1
