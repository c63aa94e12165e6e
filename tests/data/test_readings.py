"""A store that closes ends what is being read from it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from data.errors import TroughlineError
from data.store import Store

pytestmark = pytest.mark.all_cores

ENDLESS = "SELECT count(*) FROM range(1000000000000000) t(i) WHERE hash(i) = 3"


def test_stopping_ends_a_reading_under_way_and_lets_no_other_begin(tmp_path: Path) -> None:
    path = tmp_path / "clinic.duckdb"
    begun, said = threading.Event(), []

    def read() -> None:
        try:
            with store.reading() as cursor:
                begun.set()
                while True:  # between two statements there is nothing to interrupt
                    cursor.execute(ENDLESS)
        except TroughlineError as error:
            said.append(str(error))

    with Store.open(path, time_zone="UTC") as store:
        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        assert begun.wait(60)
        store.stop_reading()
        reader.join(60)
        assert said == ["Troughline is closing. Start it again to go on."]
        with pytest.raises(TroughlineError, match="closing"), store.reading():
            pass
    Store.open(path).close()


def test_readings_side_by_side_share_the_cores_until_the_last_has_ended(tmp_path: Path) -> None:
    with Store.open(tmp_path / "clinic.duckdb") as store:
        every = store.cores

        def threads() -> int:
            return int(store.value("SELECT current_setting('threads')"))

        with store.side_by_side(every):
            assert threads() == 1
            with store.side_by_side(1):
                assert threads() == 1
            assert threads() == 1
        assert threads() == every
    with Store.open(tmp_path / "clinic.duckdb") as store, store.side_by_side(2):
        store.close()  # the program ends meanwhile
