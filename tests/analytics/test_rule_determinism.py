"""One thread and four, any split of the patients, a restart, and odd charts: the same alerts, and a defined answer."""

# ruff: noqa: E402  (the made-up clinics lie beside the benchmarks)
from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "benchmarks")]

from random_clinic import clinic
from record_writer import Entry, Import, write

from analytics.alerts import CSV_COLUMNS, evaluate
from analytics.evaluator import Evaluator
from dashboard.commands.alerts_command import as_csv
from data.store import Store

pytestmark = pytest.mark.all_cores


def text(alerts: pd.DataFrame) -> str:
    return alerts.to_csv(index=False)


def test_threads_buckets_and_restart_change_nothing(tmp_path: Path) -> None:
    imports, entries, days = clinic(3, 12)
    path = tmp_path / "clinic.duckdb"
    with Store.open(path, time_zone="Europe/Berlin") as store:
        write(store, imports, entries)
        whole = evaluate(store, days[0])
        with store.cursor() as cursor:
            cursor.execute("SET threads = 1")
        assert text(evaluate(store, days[0]).alerts) == text(whole.alerts)
        patients = sorted(whole.answers["patient_id"].unique())
        buckets = [evaluate(store, days[0], patients=part).alerts for part in (patients[::2], patients[1::2])]
        together = pd.concat([b for b in buckets if len(b)], ignore_index=True)
        order = ["patient_id", "rule", "began_on", "symptom", "symptom_key", "sequence"]
        assert text(together.sort_values(order, kind="stable")) == text(whole.alerts)
    with Store.open(path) as store:
        assert text(evaluate(store, days[0]).alerts) == text(whole.alerts)
        assert text(Evaluator(store).at(days[0]).alerts) == text(whole.alerts)


def test_odd_charts_have_an_answer(clinic_store: Store) -> None:
    day = date(2024, 3, 1)
    at = pd.Timestamp("2024-03-01 08:00")
    write(
        clinic_store,
        [Import(day)],
        [
            Entry("patients", {"patient_id": "nothing"}),
            Entry(
                "results",
                {
                    "patient_id": "zero",
                    "analyte": "pth",
                    "collected_at": at,
                    "value": 90.0,
                    "reference_high": 0.0,
                },
            ),
            Entry(
                "results",
                {
                    "patient_id": "low",
                    "analyte": "calcium",
                    "collected_at": at,
                    "value": 9.0,
                    "comparator": "<",
                },
            ),
            Entry(
                "results",
                {
                    "patient_id": "low",
                    "analyte": "phosphorus",
                    "collected_at": at,
                    "value": 3.0,
                    "comparator": ">",
                },
            ),
        ],
    )
    found = evaluate(clinic_store, day)
    assert found.alerts.empty
    answers = found.answers.set_index(["patient_id", "rule"])
    assert len(answers) == 3 * 20
    assert answers.loc[("nothing", "cips_window"), "missing"] == "no doses on record"
    assert answers.loc[("low", "ca_p_over_70"), "answer"] == "cannot_tell"
    assert answers.loc[("zero", "pth_over_4x_uln"), "answer"] == "clear", "a limit of 0 counts as none sent"


def test_csv_columns_and_numbers(clinic_store: Store) -> None:
    at = pd.Timestamp("2024-03-01 08:00")
    write(
        clinic_store,
        [Import(date(2024, 3, 1))],
        [
            Entry(
                "results",
                {
                    "patient_id": "001",
                    "analyte": "calcium",
                    "collected_at": at,
                    "value": 10.6,
                    "specimen_id": "a",
                },
            ),
            Entry(
                "results",
                {
                    "patient_id": "001",
                    "analyte": "phosphorus",
                    "collected_at": at,
                    "value": 9.0,
                    "comparator": ">",
                    "specimen_id": "a",
                },
            ),
        ],
    )
    text = as_csv(evaluate(clinic_store, date(2024, 3, 1)).alerts)
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    assert tuple(frame.columns) == CSV_COLUMNS
    row = frame[frame["rule"] == "ca_p_over_70"].iloc[0]
    assert (row["value"], row["threshold"], row["began_on"], row["ended_on"]) == (
        ">95.4",
        "70",
        "2024-03-01",
        "",
    )
