"""Keeping settings writes the clinic's file, says so in the change list, and can be taken back."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from analytics.keeping import keep, last_kept, take_back
from analytics.settings import load
from data.errors import TroughlineError
from data.store import Store

TODAY = date(2026, 1, 5)
OWN = "# agreed on 5 January\n[ca_p]\ncritical = 65\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "clinic.duckdb", time_zone="Europe/Berlin") as store:
        yield store


@pytest.fixture
def path(store: Store) -> Path:
    return store.path.with_name("settings.toml")


def changes(store: Store) -> list[tuple[str, str]]:
    return list(
        store.read("SELECT changed_by, what FROM changes ORDER BY change_id").itertuples(
            index=False, name=None
        )
    )


def test_kept_settings_stand_in_the_file_and_in_the_change_list(store: Store, path: Path) -> None:
    keep(store, path, OWN, who="Ada (unverified)", today=TODAY)
    assert path.read_text() == OWN
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load(path).value("ca_p.critical") == 65
    assert changes(store) == [("Ada (unverified)", "settings kept: ca_p.critical 70 → 65")]


def test_the_next_change_is_told_from_the_clinic_s_own(store: Store, path: Path) -> None:
    keep(store, path, OWN, who="Ada", today=TODAY)
    keep(store, path, "[ca_p]\ncritical = 60\n[trough]\nlevels_are_troughs = false\n", who="Ben", today=TODAY)
    assert changes(store)[-1] == (
        "Ben",
        "settings kept: ca_p.critical 65 → 60, trough.levels_are_troughs true → false",
    )


def test_taking_back_restores_the_file_to_the_letter(store: Store, path: Path) -> None:
    path.write_text(OWN)
    keep(store, path, "[ca_p]\ncritical = 60\n", who="Ada", today=TODAY)
    take_back(store, path, who="Ben", today=TODAY)
    assert path.read_text() == OWN
    assert changes(store)[-1] == ("Ben", "settings taken back: ca_p.critical 60 → 65")


def test_taking_back_the_first_leaves_no_file(store: Store, path: Path) -> None:
    keep(store, path, OWN, who="Ada", today=TODAY)
    take_back(store, path, who="Ada", today=TODAY)
    assert not path.exists()
    with pytest.raises(TroughlineError, match="no kept settings"):
        take_back(store, path, who="Ada", today=TODAY)


def test_a_file_edited_by_hand_is_not_overwritten_by_taking_back(store: Store, path: Path) -> None:
    keep(store, path, OWN, who="Ada", today=TODAY)
    path.write_text(OWN + "watch = 50\n")
    with pytest.raises(TroughlineError, match="edited after"):
        take_back(store, path, who="Ada", today=TODAY)
    assert path.read_text().endswith("watch = 50\n")


@pytest.mark.parametrize(
    ("text", "named"), [("[ca_p]\ncritcal = 60\n", "ca_p.critcal"), ("", "in force already")]
)
def test_what_is_refused_changes_nothing(store: Store, path: Path, text: str, named: str) -> None:
    with pytest.raises(TroughlineError, match=named):
        keep(store, path, text, who="Ada", today=TODAY)
    assert not path.exists()
    assert (changes(store), last_kept(store)) == ([], None)


def test_a_folder_that_cannot_be_written_leaves_nothing_on_record(store: Store, tmp_path: Path) -> None:
    with pytest.raises(TroughlineError, match="cannot be written"):
        keep(store, tmp_path / "gone" / "settings.toml", OWN, who="Ada", today=TODAY)
    assert (changes(store), last_kept(store)) == ([], None)
