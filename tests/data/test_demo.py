"""The demonstration store: the published cases and the simulated clinic, through the import road."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

import pytest

from data.demo import build, clinic
from data.demo.loading import CASE_STUDIES, KINDS
from data.demo.rows import LAST_DAY
from data.errors import TroughlineError
from data.importing.account import Account
from data.store import Store


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Account]]]:
    with Store.open(tmp_path_factory.mktemp("demo") / "demo.duckdb", time_zone="Europe/Berlin") as store:
        yield store, build(store)


def test_every_row_of_the_demonstration_is_stored(demo: tuple[Store, list[Account]]) -> None:
    _, accounts = demo
    for account in accounts:
        assert account.refused is None
        assert account.rows == account.stored, account.problems[:3]
    assert sum(account.rows for account in accounts) > 20_000


def test_the_clinic_says_that_it_is_simulated_and_when_it_ends(demo: tuple[Store, list[Account]]) -> None:
    store, _ = demo
    assert store.clinic_fact("simulated") == "true"
    assert store.clinic_fact("last_day") == "2026-06-30"
    assert store.value("SELECT count(DISTINCT patient_id) FROM patients WHERE patient_id LIKE 'SIM-%'") == 200
    assert store.value("SELECT count(*) FROM results WHERE collected_at::DATE > DATE '2026-06-30'") == 0


def test_case_studies_open_on_days_of_their_own(demo: tuple[Store, list[Account]]) -> None:
    store, _ = demo
    found = store.read(
        "SELECT patient_id, strftime(opens_on, '%Y-%m-%d') AS day FROM case_studies ORDER BY patient_id"
    )
    assert dict(zip(found.patient_id, found.day, strict=True)) == {
        "CALC-1": "2000-06-15",
        "CIPS-1": "2010-01-25",
        "RA-1": "2001-04-01",
    }


def test_a_second_build_changes_nothing(demo: tuple[Store, list[Account]]) -> None:
    store, _ = demo
    version = store.version
    assert build(store) == []
    assert store.version == version


def test_the_simulation_is_the_same_every_time() -> None:
    assert clinic.rows() == clinic.rows()


def test_names_are_given_once() -> None:
    names = [row["name"] for row in clinic.rows()["patients"]]
    assert len(set(names)) == len(names) == 200


def test_nothing_in_the_clinic_lies_after_its_last_day() -> None:
    dated = (
        "collected_at",
        "started_on",
        "stopped_on",
        "onset_on",
        "recorded_on",
        "resolved_on",
        "happened_on",
        "transplanted_on",
    )
    for kind, rows in clinic.rows().items():
        for row in rows:
            for column in dated:
                value = row.get(column, "")
                assert not value or date.fromisoformat(value[:10]) <= LAST_DAY, (kind, row)


def test_each_printed_case_names_its_document() -> None:
    documents = {patient_id: document for patient_id, _, _, document in CASE_STUDIES}
    where = {
        "doses": "reason",
        "labs": "comment",
        "symptoms": "note",
        "events": "detail",
        "patients": "indication",
    }
    for kind, column in where.items():
        with (files("data.demo") / "cases" / f"{kind}.csv").open(encoding="utf-8") as source:
            for row in csv.DictReader(source):
                assert documents[row["patient_id"]] in row[column], (kind, row)


def test_the_published_values_are_kept_as_printed(demo: tuple[Store, list[Account]]) -> None:
    store, _ = demo
    found = store.read(
        "SELECT analyte, comparator || reported_value AS value, reported_unit, value AS canonical FROM results "
        "WHERE patient_id = 'CIPS-1' ORDER BY collected_at, analyte"
    )
    assert list(found.analyte) == ["tacrolimus", "calcium", "pth", "tacrolimus"]
    assert list(found.canonical) == [5.6, pytest.approx(11.222445), 833.0, 4.0]
    assert (
        store.value("SELECT comparator FROM results WHERE patient_id = 'CALC-1' AND analyte = 'pth'") == "<"
    )
    assert store.value("SELECT dose_mg FROM doses WHERE patient_id = 'CIPS-1' AND drug = 'sirolimus'") is None


def test_a_clinics_own_store_is_never_mixed_with_the_simulation(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with Store.open(tmp_path_factory.mktemp("own") / "own.duckdb", time_zone="Europe/Berlin") as store:
        with store.transaction("test", "an import of the clinic's own") as cursor:
            cursor.execute(
                "INSERT INTO imports VALUES (1, 'labs', 'file', 'own.csv', NULL, now()::TIMESTAMP, DATE '2026-01-01', 'x', false, NULL, NULL)"
            )
        with pytest.raises(TroughlineError, match="store of its own"):
            build(store)


def test_all_seven_kinds_of_the_cases_are_there() -> None:
    assert {name for name in KINDS if (files("data.demo") / "cases" / f"{name}.csv").is_file()} == set(KINDS)
