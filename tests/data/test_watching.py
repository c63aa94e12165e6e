"""The watched folder: complete files go in once and are put away with their account."""

from __future__ import annotations

import json
import stat
import threading
from datetime import date
from pathlib import Path

import pytest

from data.errors import TroughlineError
from data.store import Store
from data.watching import watch

HEADER = "patient_id,test,collected_at,value,unit\n"
GOOD = HEADER + "00123,tacrolimus,2026-01-14T08:30,5.6,ng/mL\n"
BAD = HEADER + "00123,tacrolimus,2026-01-15T08:30,5.6,\n00123,tacrolimus,soon,=1+1,ng/mL\n"


def today() -> date:
    return date(2026, 2, 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.open(tmp_path / "s.duckdb", time_zone="Europe/Berlin") as opened:
        yield opened  # type: ignore[misc]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def test_files_are_imported_and_put_away_with_their_account(store: Store, folder: Path) -> None:
    (folder / "a.csv").write_text(GOOD)
    (folder / "b.csv").write_text(BAD)
    (folder / "c.csv").write_bytes(b"%PDF-1.7")
    for name in ("a.csv", "b.csv", "c.csv"):
        (folder / name).chmod(0o644)
    (folder / "half.csv.part").write_text(GOOD)
    (folder / ".hidden.csv").write_text(GOOD)
    (folder / "link.csv").symlink_to(folder / ".hidden.csv")
    told: list[tuple[str, str]] = []
    accounts = watch(
        store,
        folder,
        "watcher",
        today,
        once=True,
        every_s=0.05,
        told=lambda a, p: told.append((a.file, p.parent.name)),
    )
    assert [a.file for a in accounts] == ["a.csv", "b.csv", "c.csv"]
    assert told == [("a.csv", "done"), ("b.csv", "problems"), ("c.csv", "problems")]
    assert sorted(p.name for p in (folder / "done").iterdir()) == ["a.csv", "a.csv.account.json"]
    assert sorted(p.name for p in folder.iterdir()) == [
        ".hidden.csv",
        "done",
        "half.csv.part",
        "link.csv",
        "problems",
    ]
    account = json.loads((folder / "done" / "a.csv.account.json").read_text())
    assert (account["rows"], account["stored"], account["new_patients"]) == (1, 1, ["00123"])
    problems = (folder / "problems" / "b.csv.problems.csv").read_text()
    assert problems.startswith("row,column,value,reason,outcome")
    assert "\n=" not in problems
    assert "PDF" in json.loads((folder / "problems" / "c.csv.account.json").read_text())["refused"]
    put_away = [*(folder / "done").iterdir(), *(folder / "problems").iterdir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in put_away} == {0o600}
    assert store.value("SELECT count(*) FROM results") == 1


def test_the_same_file_again_is_kept_beside_the_first(store: Store, folder: Path) -> None:
    for _ in range(2):
        (folder / "a.csv").write_text(GOOD)
        watch(store, folder, "watcher", today, once=True, every_s=0.05)
    assert {p.name for p in (folder / "done").iterdir()} >= {"a.csv", "a (2).csv"}
    assert json.loads((folder / "done" / "a (2).csv.account.json").read_text())["duplicate"] == 1
    assert store.value("SELECT count(*) FROM results") == 1


def test_a_file_that_still_grows_is_left_alone(store: Store, folder: Path) -> None:
    stop = threading.Event()
    arrived = threading.Event()
    seen: list[int] = []

    def run() -> None:
        watch(
            store,
            folder,
            "watcher",
            today,
            every_s=0.3,
            stop=stop,
            told=lambda a, _: (seen.append(a.rows), arrived.set()),
        )

    thread = threading.Thread(target=run)
    thread.start()
    try:
        with (folder / "slow.csv").open("w") as file:
            file.write(HEADER)
            for day in range(1, 11):
                file.write(f"00123,tacrolimus,2026-01-{day:02d}T08:30,5.6,ng/mL\n")
                file.flush()
                assert not arrived.wait(0.05)
        assert arrived.wait(15)
    finally:
        stop.set()
        thread.join(15)
    assert seen == [10]


def test_a_defect_stops_one_file_and_not_the_next(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data import watching

    real = watching.api.import_file

    def fails(store: Store, path: Path, **options: object) -> object:
        if path.name == "a.csv":
            raise KeyError("José 00123")
        return real(store, path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(watching.api, "import_file", fails)
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text(GOOD)
    first, second = watch(store, folder, "watcher", today, once=True, every_s=0.05)
    assert first.refused is not None
    assert "KeyError" in first.refused
    assert "José" not in first.refused
    assert second.stored == 1
    assert (folder / "problems" / "a.csv").exists()


def test_a_folder_that_is_none(store: Store, tmp_path: Path) -> None:
    with pytest.raises(TroughlineError, match="not a folder"):
        watch(store, tmp_path / "nowhere", "watcher", today, once=True)
