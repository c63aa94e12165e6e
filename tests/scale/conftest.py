"""A small clinic of forty patients for the registry's tests, built once and copied for each test."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.entering import enter
from data.lake import Manifest, export_lake
from data.store import Store

sys.path.insert(0, str(Path(__file__).parent))  # for killing.py

# Spark's workers see the environment in which its JVM began, so the stub's keys stand before the first test.
os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_EC2_METADATA_DISABLED="true")

AS_OF = date(2026, 3, 31)
EXPORTED = datetime(2026, 4, 1, tzinfo=UTC)
LAB = ("patient_id", "test", "collected_at", "value", "unit", "specimen_id", "status")
IDS = [f"N{number:02d}" for number in range(40)]


def labs(store: Store, *rows: tuple[str, ...]) -> None:
    """Enter results by hand, all of them in one import."""
    enter(store, "labs", [dict(zip(LAB, row, strict=True)) for row in rows], who="test", today=AS_OF)


@pytest.fixture(scope="session")
def north_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty patients on tacrolimus, some with a product over 70, one with pain after an increase."""
    path = tmp_path_factory.mktemp("north") / "north.duckdb"
    dose = {"drug": "tacrolimus", "dose_unit": "mg", "frequency": "twice_daily"}
    pain = {"symptom": "pain", "site": "foot", "onset_on": "2026-03-08", "side": "both", "severity": "7"}
    rows = {
        "patients": [{"patient_id": i, "sex": "female"} for i in IDS],
        "transplants": [{"patient_id": i, "transplanted_on": "2025-12-01", "organ": "kidney"} for i in IDS],
        "doses": [
            {"patient_id": i, "dose": "2", "started_on": "2025-12-01", "stopped_on": "2026-02-28", **dose}
            for i in IDS
        ]
        + [{"patient_id": i, "dose": "3", "started_on": "2026-03-01", **dose} for i in IDS],
        "symptoms": [{"patient_id": "N07", **pain}],
    }
    with Store.open(path, time_zone="Europe/Berlin") as store:
        for kind, some in rows.items():
            enter(store, kind, some, who="test", today=AS_OF)
        drawn, phosphorus = "2026-03-10T08:00", ("6.5", "7.5", "8.5")
        labs(
            store,
            *((i, "calcium", drawn, "10.0", "mg/dL", f"S{n}", "final") for n, i in enumerate(IDS)),
            *(
                (i, "phosphorus", drawn, phosphorus[n % 3], "mg/dL", f"S{n}", "final")
                for n, i in enumerate(IDS)
            ),
        )
    return path


@pytest.fixture
def north(north_file: Path, tmp_path: Path) -> Store:
    """The clinic in a store of this test's own."""
    shutil.copyfile(north_file, tmp_path / "north.duckdb")
    return Store.open(tmp_path / "north.duckdb")


@pytest.fixture
def south(tmp_path: Path) -> Store:
    """A second site that corrects one of the north's results and has a patient of its own."""
    store = Store.open(tmp_path / "south.duckdb", time_zone="Europe/Berlin")
    labs(store, ("N02", "phosphorus", "2026-03-10T08:00", "3.0", "mg/dL", "S2", "corrected"))
    labs(store, ("S01", "calcium", "2026-03-10T08:00", "12.6", "mg/dL", "S1", "final"))
    return store


@pytest.fixture
def exported(tmp_path: Path) -> Callable[..., Manifest]:
    """exported(store, site="north", buckets=3): writes to the lake of this test, tmp_path / "lake"."""

    def export(store: Store, site: str = "north", buckets: int = 3) -> Manifest:
        return export_lake(store, str(tmp_path / "lake"), site=site, exported_at=EXPORTED, buckets=buckets)

    return export
