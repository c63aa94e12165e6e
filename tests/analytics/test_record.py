"""Records that are read together are the records read one by one: no patient changes another."""

# ruff: noqa: E402  (what writes made-up clinics lies beside the benchmarks)
from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "benchmarks")]

from random_clinic import clinic
from record_writer import write

from analytics.record import TABLES, patient_record, patient_records
from data.store import Store


@pytest.mark.parametrize("seed", [1, 2])
def test_records_read_together_are_those_read_alone(seed: int, tmp_path: Path) -> None:
    imports, entries, asked = clinic(seed, 8)
    with Store.open(tmp_path / "clinic.duckdb", time_zone="UTC") as store:
        write(store, imports, entries)
        patients = [*sorted({entry.fields["patient_id"] for entry in entries}), "nobody"]
        for as_of in (min(asked), max(asked)):
            for known_on in (None, as_of):
                together = patient_records(store, patients, as_of, known_on=known_on)
                for patient in patients:
                    alone = patient_record(store, patient, as_of, known_on=known_on)
                    assert alone.patient == together[patient].patient
                    for table in TABLES:
                        pd.testing.assert_frame_equal(
                            getattr(alone, table), getattr(together[patient], table)
                        )
