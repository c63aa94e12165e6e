"""One patient cut out of everybody's evaluation, and the parts in which many patients are evaluated."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from made_up_registry import AS_OF, fill

from analytics import alerts
from analytics.alerts import evaluate, parts
from analytics.evaluator import Evaluator
from data.store import Store

pytestmark = pytest.mark.all_cores


@pytest.mark.parametrize(
    "patient", ["P0000000", "P0000099", "P0000050", "", "P", "P00000500", "Q", "\U0001f9b4"]
)
def test_the_cut_equals_evaluating_the_patient_alone(clinic_store: Store, patient: str) -> None:
    fill(clinic_store, 100, 20)
    evaluator = Evaluator(clinic_store)
    everybody = evaluator.at(AS_OF)
    cut = evaluator.of(patient, AS_OF)
    alone = evaluate(clinic_store, AS_OF, patients=[patient])
    # a column of numbers without a gap is whole numbers when the patient is alone
    pd.testing.assert_frame_equal(cut.alerts, alone.alerts, check_dtype=False)
    pd.testing.assert_frame_equal(cut.answers, alone.answers)
    assert list(cut.alerts.dtypes) == list(everybody.alerts.dtypes)
    assert len(cut.answers) == (20 if patient in set(everybody.answers["patient_id"]) else 0)


def test_a_kept_cut_does_not_hold_everybodys_rows(clinic_store: Store) -> None:
    fill(clinic_store, 100, 20)
    evaluator = Evaluator(clinic_store)
    everybody = evaluator.at(AS_OF)
    cut = evaluator.of("P0000050", AS_OF)
    held, all_of_it = (
        sum(
            buffer.size
            for column in evaluation.alerts.dtypes[evaluation.alerts.dtypes == "str"].index
            for chunk in evaluation.alerts[column].array.__arrow_array__().chunks
            for buffer in chunk.buffers()
            if buffer
        )
        for evaluation in (cut, everybody)
    )
    assert held < all_of_it / 5


def test_the_parts_follow_the_results_of_the_patients_asked_for(
    clinic_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(clinic_store, 100, 20)
    monkeypatch.setattr(alerts, "RESULTS_AT_ONCE", 300)
    touched = ["P0000003", "P0000007", "P0000042"]
    assert parts(clinic_store, touched) == [touched]
    everybody = parts(clinic_store, None)
    assert len(everybody) > 5
    assert parts(clinic_store, [patient for part in everybody for patient in part]) == everybody
    assert parts(clinic_store, ["P0000007"] * 30) == [["P0000007"]]
    assert parts(clinic_store, []) == [[]]
    in_parts = evaluate(clinic_store, AS_OF)
    monkeypatch.undo()
    pd.testing.assert_frame_equal(in_parts.alerts, evaluate(clinic_store, AS_OF).alerts)
