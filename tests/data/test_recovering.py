"""A commit that was cut short: DuckDB brings the rows of a long import back without the import; opening takes them away."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from data import verifying
from data.importing.api import import_file
from data.store import Store

TODAY = date(2026, 2, 1)
ONE = "patient_id,test,collected_at,value,unit\nP{n},calcium,2026-01-05,9.5,mg/dL\n"
MANY = 130_000  # more than one row group: fewer rows go through the log, which ends them with their commit
_MORE = "INSERT INTO results BY NAME SELECT r.* REPLACE (nextval('record_ids') AS record_id, 2 AS import_id) FROM results r, range($many)"
_IMPORT = "INSERT INTO imports BY NAME SELECT * REPLACE (2 AS import_id) FROM imports"


def import_one(store: Store, folder: Path, number: int) -> int:
    """One result through the importer; returns how many rows were stored."""
    file = folder / f"{number}.csv"
    file.write_text(ONE.format(n=number))
    return import_file(store, file, who="t", today=TODAY).stored


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """The files of a store as they lay when its process ended just before the end of a long import's commit."""
    path = tmp_path / "clinic.duckdb"
    with Store.open(path, time_zone="Europe/Berlin") as store:
        import_one(store, tmp_path, 1)
    with Store.open(path) as store:
        with store.cursor() as cursor:
            cursor.execute("SET wal_autocheckpoint = '1TB'")
        with store.transaction("t", "import labs") as cursor:
            cursor.execute(_MORE, {"many": MANY})
            cursor.execute(_IMPORT)
        left = tmp_path / "left" / "clinic.duckdb"
        left.parent.mkdir()
        shutil.copyfile(path, left)
        log = Path(f"{path}.wal").read_bytes()
    Path(f"{left}.wal").write_bytes(log)
    return left


def cut(store: Path, count: int) -> None:
    """Take so many bytes from the end of the store's log."""
    log = Path(f"{store}.wal")
    log.write_bytes(log.read_bytes()[:-count])


def facts(path: Path) -> tuple[int, int, list[str]]:
    """(results, imports, what the change list says) of a store that holds together."""
    with Store.open(path) as store:
        assert verifying.verify(store).problems == []
        counts = [int(store.value(f"SELECT count(*) FROM {table}")) for table in ("results", "imports")]
        return counts[0], counts[1], list(store.read("SELECT what FROM changes ORDER BY change_id")["what"])


def test_a_whole_log_is_kept_whole(killed: Path) -> None:
    with Store.open(killed) as store:
        assert store.value("SELECT count(*) FROM results") == MANY + 1
        assert store.value("SELECT count(*) FROM imports") == 2


@pytest.mark.parametrize("count", [1, 21, 22, 60, 400])  # 21 bytes: the mark that the commit is complete
def test_nothing_is_left_of_an_import_that_never_ended(killed: Path, count: int) -> None:
    cut(killed, count)
    assert facts(killed)[:2] == (1, 1)
    with Store.open(killed) as store:
        assert import_one(store, killed.parent, 2) == 1
    assert facts(killed)[:2] == (2, 2)


def test_what_was_taken_away_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "clinic.duckdb"
    with Store.open(path, time_zone="Europe/Berlin") as store:
        import_one(store, tmp_path, 1)
        with store.cursor() as cursor:  # as the log brings them back
            cursor.execute(_MORE, {"many": 3})
    told = ["import labs", "took away 3 rows of an import that was ended before it was done"]
    assert facts(path) == (1, 1, told)
    assert facts(path) == (1, 1, told)


def test_a_store_that_was_closed_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "clinic.duckdb"
    with Store.open(path, time_zone="Europe/Berlin") as store:
        import_one(store, tmp_path, 1)
    assert facts(path) == (1, 1, ["import labs"])
