"""The server reads the weekly list before the first reader asks."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from dashboard import state
from dashboard.components import weekly_data
from dashboard.warming import begin, read_the_week
from data.store import Store


def test_the_week_is_at_hand_when_the_page_asks(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin()
    state.wait_for_background()
    read: list[date] = []
    monkeypatch.setattr(weekly_data.review_loading, "load", lambda *_, **__: read.append(state.default_day()))
    assert weekly_data.this_week(state.default_day()).weekly.entries
    assert read == []


def test_closing_ends_what_was_begun(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()

    def endless(_: date) -> None:
        with state.store().reading() as cursor:
            begun.set()
            cursor.execute("SELECT count(*) FROM range(1000000000000000) t(i) WHERE hash(i) = 3")

    monkeypatch.setattr(weekly_data, "this_week", endless)
    begin()
    assert begun.wait(60)
    closing = threading.Thread(target=state.close_store, daemon=True)
    closing.start()
    closing.join(60)
    assert not closing.is_alive()
    Store.open(demo).close()


def test_a_store_that_cannot_be_read_is_left_to_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.duckdb"
    broken.write_text("not a store")
    monkeypatch.setenv("TROUGHLINE_STORE", str(broken))
    read_the_week()
