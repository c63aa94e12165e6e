"""Fixtures shared by the tests of all floors: real stores in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store


@pytest.fixture
def clinic_store(tmp_path: Path) -> Iterator[Store]:
    """An empty store of a clinic in Berlin."""
    with Store.open(tmp_path / "clinic.duckdb", time_zone="Europe/Berlin") as store:
        yield store
