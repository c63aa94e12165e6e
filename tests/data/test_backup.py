"""Backup under writes, restore, and a damaged store that says so."""

from __future__ import annotations

import random
import stat
import threading
from pathlib import Path

import pytest

from data.backup import backup, restore, verify
from data.errors import TroughlineError
from data.store import Store, utc_now


def fill(store: Store, first: int, last: int) -> None:
    """One import of events a number; made of one transaction each."""
    for number in range(first, last):
        with store.transaction("test", "import events") as cursor:
            cursor.execute(
                "INSERT INTO imports VALUES (?, 'events', 'file', 'e.csv', NULL, ?, DATE '2026-01-09', 'test', false, NULL, "
                """'{"rows": 50, "stored": 50, "superseding": 0}')""",
                [number, utc_now()],
            )
            cursor.execute(
                "INSERT INTO events (record_id, import_id, known_on, patient_id, kind, happened_on, title) "
                "SELECT nextval('record_ids'), ?, DATE '2026-01-09', 'P' || i, 'note', DATE '2026-01-01', repeat('x', 200) "
                "FROM range(50) AS r(i)",
                [number],
            )


def make(path: Path, imports: int = 20) -> Path:
    with Store.open(path, time_zone="Europe/Berlin") as store:
        fill(store, 1, imports + 1)
    return path


def test_a_whole_store_verifies(tmp_path: Path) -> None:
    with Store.open(make(tmp_path / "s.duckdb")) as store:
        found = verify(store)
    assert found.ok
    assert found.sums["events"][0] == 1000
    assert found.newest_change == 20


def test_a_restored_backup_equals_its_source(tmp_path: Path) -> None:
    with Store.open(make(tmp_path / "s.duckdb")) as store:
        before = verify(store)
        assert backup(store, tmp_path / "b.troughline").sums == before.sums
    restore(tmp_path / "b.troughline", tmp_path / "elsewhere" / "r.duckdb")
    with Store.open(tmp_path / "elsewhere" / "r.duckdb", create=False) as store:
        assert verify(store).sums == before.sums
        fill(store, 100, 101)  # numbering goes on where it was
        assert verify(store).ok


def test_a_backup_is_for_its_owner_only_and_leaves_nothing_beside(tmp_path: Path) -> None:
    with Store.open(make(tmp_path / "store" / "s.duckdb", 1)) as store:
        backup(store, tmp_path / "b.backup")
        left = {path.name for path in (tmp_path / "store").iterdir()} - {"s.duckdb", "s.duckdb.wal"}
    assert left == set()
    assert stat.S_IMODE((tmp_path / "b.backup").stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"store", "b.backup"}


def test_a_backup_under_writes_holds_one_moment(tmp_path: Path) -> None:
    with Store.open(make(tmp_path / "s.duckdb")) as store:
        writer = threading.Thread(target=fill, args=(store, 21, 121))
        writer.start()
        copies = [backup(store, tmp_path / f"b{i}") for i in range(3)]
        writer.join()
        assert verify(store).ok
    for i, copy in enumerate(copies):
        assert copy.ok
        imports = copy.sums["imports"][0]
        assert copy.sums["events"][0] == 50 * imports  # never half a transaction
        assert copy.newest_change == imports
        restore(tmp_path / f"b{i}", tmp_path / f"r{i}.duckdb")


def test_a_backup_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("mine")
    with (
        Store.open(make(tmp_path / "s.duckdb", 1)) as store,
        pytest.raises(TroughlineError, match="exists already"),
    ):
        backup(store, tmp_path / "b")
    assert (tmp_path / "b").read_text() == "mine"


def test_restoring_keeps_what_stood_there(tmp_path: Path) -> None:
    with Store.open(make(tmp_path / "s.duckdb", 3)) as store:
        backup(store, tmp_path / "b")
    make(tmp_path / "other.duckdb", 7)
    restore(tmp_path / "b", tmp_path / "other.duckdb")
    with Store.open(tmp_path / "other.duckdb") as store:
        assert store.value("SELECT count(*) FROM imports") == 3
    (kept,) = tmp_path.glob("other-before-restore-*.duckdb")
    with Store.open(kept) as store:
        assert store.value("SELECT count(*) FROM imports") == 7


def test_a_damaged_backup_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    with Store.open(make(tmp_path / "s.duckdb", 3)) as store:
        backup(store, tmp_path / "b")
    whole = (tmp_path / "b").read_bytes()
    (tmp_path / "b").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(TroughlineError, match="damaged"):
        restore(tmp_path / "b", tmp_path / "s.duckdb")
    with Store.open(tmp_path / "s.duckdb") as store:
        assert store.value("SELECT count(*) FROM imports") == 3


def test_flipped_bytes_are_refused_or_found(tmp_path: Path) -> None:
    """36 of the safety checks, a sample: refused at open, or named by verify; or the byte belonged to no data."""
    make(tmp_path / "s.duckdb", 40)
    whole = (tmp_path / "s.duckdb").read_bytes()
    with Store.open(tmp_path / "s.duckdb") as store:
        sums = verify(store).sums
    chance = random.Random(36)
    for i in range(12):
        damaged = bytearray(whole)
        place = chance.randrange(len(whole))
        damaged[place] ^= 0x5A
        path = tmp_path / f"flip{i}.duckdb"
        path.write_bytes(damaged)
        try:
            store = Store.open(path)
        except TroughlineError:
            continue
        try:
            found = verify(store)
            assert not found.ok or found.sums == sums, f"byte {place}"
        finally:
            store.close()


def test_one_damaged_table_does_not_hide_the_others(tmp_path: Path) -> None:
    make(tmp_path / "s.duckdb", 40)
    whole = bytearray((tmp_path / "s.duckdb").read_bytes())
    place = whole.index(b"import events")  # a text of the table of changes
    whole[place] ^= 0x01
    (tmp_path / "s.duckdb").write_bytes(whole)
    with Store.open(tmp_path / "d.duckdb") as store:
        expected = set(verify(store).sums)
    try:
        store = Store.open(tmp_path / "s.duckdb")
    except TroughlineError:
        return
    with store:
        found = verify(store)
    assert not found.ok
    assert set(found.sums) == expected - {"changes"}


def test_missing_changes_and_rows_are_named(tmp_path: Path) -> None:
    with Store.open(make(tmp_path / "s.duckdb", 3)) as store:
        with store.cursor() as cursor:
            cursor.execute("DELETE FROM changes WHERE change_id = 2")
            cursor.execute("DELETE FROM events WHERE import_id = 3 AND patient_id = 'P7'")
        problems = verify(store).problems
    assert problems == [
        "changes: 2 entries numbered 1 to 3; some are missing",
        "import 3 (events): 49 rows on record, 50 accounted for",
    ]
