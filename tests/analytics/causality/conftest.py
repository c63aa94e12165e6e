"""Records made from native rows through the import road, and the published cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from analytics.record import PatientRecord, patient_record
from data.demo.loading import KINDS, write_csv
from data.importing.api import import_file
from data.store import Store

Rows = list[dict[str, str]]
Reader = Callable[..., PatientRecord]
READ_ON = date(2026, 12, 31)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The three published cases alone."""
    with Store.open(tmp_path_factory.mktemp("cases") / "cases.duckdb", time_zone="Europe/Berlin") as store:
        for kind in KINDS:
            path = Path(str(files("data.demo") / "cases" / f"{kind}.csv"))
            assert not import_file(store, path, who="test", today=READ_ON, kind=kind, backfill=True).problems
        yield store


@pytest.fixture
def record_of(tmp_path: Path) -> Iterator[Reader]:
    """record_of(as_of, doses=[…], symptoms=[…], …) -> PatientRecord of P1; one store a test."""
    stores: list[Store] = []

    def read(as_of: str, **kinds: Rows) -> PatientRecord:
        store = Store.open(tmp_path / f"s{len(stores)}.duckdb", time_zone="Europe/Berlin")
        stores.append(store)
        for kind, rows in kinds.items():
            path = write_csv(
                tmp_path / f"{kind}{len(stores)}.csv", [{"patient_id": "P1"} | row for row in rows]
            )
            account = import_file(store, path, who="test", today=READ_ON, kind=kind, backfill=True)
            assert account.stored == account.rows, (account.refused, account.problems)
        return patient_record(store, "P1", date.fromisoformat(as_of))

    yield read
    for store in stores:
        store.close()


@pytest.fixture
def tacrolimus() -> Callable[..., dict[str, str]]:
    """A dose row, mg a day in one dose."""

    def row(started_on: str, mg: str, stopped_on: str = "", **more: str) -> dict[str, str]:
        plain = {
            "drug": "tacrolimus",
            "dose": mg,
            "dose_unit": "mg",
            "frequency": "once_daily",
            "formulation": "",
        }
        return plain | {"started_on": started_on, "stopped_on": stopped_on} | more

    return row


@pytest.fixture
def pain() -> Callable[..., dict[str, str]]:
    """A pain row; recorded on the onset unless told otherwise."""

    def row(
        site: str, onset_on: str, severity: str = "", recorded_on: str = "", **more: str
    ) -> dict[str, str]:
        plain = {"symptom": "pain", "site": site, "onset_on": onset_on, "severity": severity}
        return plain | {"recorded_on": recorded_on or onset_on, "resolved_on": "", "note": ""} | more

    return row
