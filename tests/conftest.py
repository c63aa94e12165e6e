"""Fixtures shared by the tests of all floors: real stores in a temporary folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.store import Store

CORES_A_WORKER = (os.cpu_count() or 1) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) or 1
_connect = duckdb.connect


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Beside other workers an engine takes its share of the cores: on all of them small tables cost half as much again.

    What tests the rules keeps all cores (marker all_cores), since there the order in which threads end could tell.
    """
    all_cores = item.get_closest_marker("all_cores") is not None
    duckdb.connect = _connect if all_cores else _connect_with_its_share


def _connect_with_its_share(*words: Any, **named: Any) -> duckdb.DuckDBPyConnection:
    connection = _connect(*words, **named)
    if "threads" not in named.get("config", {}):
        connection.execute(f"SET threads = {CORES_A_WORKER}")
    return connection


@pytest.fixture(scope="session")
def made_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty clinic in Berlin, made once; never open it."""
    path = tmp_path_factory.mktemp("made") / "clinic.duckdb"
    Store.open(path, time_zone="Europe/Berlin").close()
    return path


@pytest.fixture
def clinic_store(made_clinic: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty store of a clinic in Berlin: a copy, since making one takes longer than many a test."""
    path = tmp_path / "clinic.duckdb"
    shutil.copyfile(made_clinic, path)
    with Store.open(path) as store:
        yield store
