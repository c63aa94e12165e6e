"""Safety checks 23, 24, 28 and 30 down the whole road: from the laboratory's file to what the reviewer is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics import review_loading
from analytics.alerts import Evaluation, evaluate
from analytics.record import patient_record
from analytics.review import weekly_list
from analytics.settings import load
from data import reviewing
from data.importing.api import import_file
from data.importing.undoing import undo
from data.reviewing import AlertSeen
from data.store import Store

HEADER = "patient_id,test,collected_at,value,unit,status,specimen_id,timing,last_dose_at\n"
CALCIUM = "P1,calcium,2026-06-20T08:00,{},mg/dL,{},S1,,\n"
ACKNOWLEDGED, CORRECTED = date(2026, 6, 22), date(2026, 6, 29)


@dataclass
class Clinic:
    store: Store
    file: Path

    def load(self, *rows: str, today: date) -> None:
        self.file.write_text(HEADER + "".join(rows))
        account = import_file(self.store, self.file, who="t", today=today)
        assert account.stored + account.superseding == len(rows), account.problems

    def evaluation(self, as_of: date) -> Evaluation:
        return evaluate(self.store, as_of, known_on=as_of)

    def told(self, as_of: date) -> tuple[list[str], list[str]]:
        """(states of the open severe calcium alert, what changed since a week before) as the weekly list says it."""
        evaluation = self.evaluation(as_of)
        facts = review_loading.load(self.store, evaluation, load())
        found = weekly_list(self.store, evaluation, facts)
        states = [a["state"] for a in found.alerts["P1"] if a["rule"] == "hypercalcaemia_severe"]
        (row,) = (row for row in found.entries if row["patient_id"] == "P1")
        return states, [change["text"] for change in row["changed"]]


@pytest.fixture
def clinic(clinic_store: Store, tmp_path: Path) -> Clinic:
    """P1 had a calcium of 12.6, and the alert was acknowledged."""
    clinic = Clinic(clinic_store, tmp_path / "file.csv")
    clinic.load(CALCIUM.format(12.6, "final"), today=date(2026, 6, 21))
    (alert,) = severe(clinic.evaluation(ACKNOWLEDGED))
    seen = AlertSeen.of(alert)
    reviewing.acknowledge(clinic_store, seen, who="Dr First", today=ACKNOWLEDGED, comment="seen")
    assert clinic.told(ACKNOWLEDGED)[0] == ["acknowledged"]
    return clinic


def severe(evaluation: Evaluation) -> list[dict[str, object]]:
    alerts = evaluation.alerts
    return alerts[(alerts["rule"] == "hypercalcaemia_severe") & (alerts["status"] == "open")].to_dict(
        "records"
    )


def test_23_a_corrected_value_is_judged_again_and_the_acknowledgement_is_marked(clinic: Clinic) -> None:
    clinic.load(CALCIUM.format(12.9, "corrected"), today=CORRECTED)
    (alert,) = severe(clinic.evaluation(CORRECTED))
    assert alert["value"] == 12.9
    states, changed = clinic.told(CORRECTED)
    assert states == ["before_correction"]
    assert "corrected: calcium of 20 Jun" in changed
    assert clinic.told(date(2026, 6, 28))[0] == ["acknowledged"]  # as known the day before


def test_23_a_corrected_value_below_the_limit_ends_the_alert_and_the_old_one_is_kept(clinic: Clinic) -> None:
    clinic.load(CALCIUM.format(9.4, "corrected"), today=CORRECTED)
    assert severe(clinic.evaluation(CORRECTED)) == []
    assert "corrected: calcium of 20 Jun" in clinic.told(CORRECTED)[1]
    assert clinic.store.read("SELECT value FROM results ORDER BY record_id")["value"].tolist() == [12.6, 9.4]


def test_23_a_corrected_result_is_called_by_its_name(clinic: Clinic) -> None:
    row = "P1,25-OH vitamin D,2026-06-20T08:00,{},ng/mL,{},S2,,\n"
    clinic.load(row.format(30, "final"), today=date(2026, 6, 21))
    clinic.load(row.format(32, "corrected"), today=CORRECTED)
    assert "corrected: 25-OH vitamin D of 20 Jun" in clinic.told(CORRECTED)[1]


@pytest.mark.parametrize("word", ["cancelled", "wrong_patient"])
def test_24_a_withdrawn_result_raises_no_alert_and_the_reviewer_is_told(clinic: Clinic, word: str) -> None:
    clinic.load(CALCIUM.format("", word), today=CORRECTED)
    assert severe(clinic.evaluation(CORRECTED)) == []
    states, changed = clinic.told(CORRECTED)
    assert states == []
    assert changed == ["withdrawn: calcium of 20 Jun"]
    assert clinic.store.value("SELECT count(*) FROM results") == 2


def test_an_undone_import_still_counts_for_a_day_before_the_undo(clinic_store: Store, tmp_path: Path) -> None:
    """The bare row that keeps a patient known must not hide what was known of the person till then."""
    path = tmp_path / "rows.csv"
    imports = []
    for text in (
        "patient_id,name,sex,birth_date,risk_factors\nP1,,,,haemodialysis\n",
        "patient_id,symptom,site,onset_on,severity\nP1,skin_ulcer,leg,2026-06-01,6\n",
    ):
        path.write_text(text)
        imports.append(import_file(clinic_store, path, who="test", today=ACKNOWLEDGED).import_id)
    assert imports[0] is not None
    undo(clinic_store, imports[0], who="test", today=CORRECTED)

    def severity(known_on: date) -> str:
        found = evaluate(clinic_store, CORRECTED, known_on=known_on).alerts
        return str(found.set_index("rule").loc["calciphylaxis_risk", "severity"])

    assert severity(ACKNOWLEDGED) == "critical"
    assert severity(CORRECTED) == "warning"


def test_28_results_of_the_hour_that_comes_twice_stand_in_their_order(clinic: Clinic) -> None:
    late, early = (
        f"P1,calcium,2026-10-25T02:30{offset},{value},mg/dL,,,,\n"
        for offset, value in (("+01:00", 9), ("+02:00", 13))
    )
    clinic.load(late, early, today=date(2026, 10, 26))
    results = patient_record(clinic.store, "P1", date(2026, 10, 26)).results
    assert results[results["collected_at"] > pd.Timestamp("2026-10-25")]["value"].tolist() == [13.0, 9.0]
    alerts = clinic.evaluation(date(2026, 10, 26)).alerts
    severe_calcium = alerts[alerts["rule"] == "hypercalcaemia_severe"]
    assert severe_calcium["status"].tolist() == ["ended"]  # 13.0 came first, 9.0 after it


@pytest.mark.parametrize(
    ("timing", "last_dose", "is_known"),
    [("", "", False), ("trough", "", True), ("", "2026-06-19T20:00", True)],
)
def test_30_a_level_of_unknown_timing_is_marked(
    clinic: Clinic, timing: str, last_dose: str, is_known: bool
) -> None:
    clinic.load(f"P1,tacrolimus,2026-06-20T08:00,7,ng/mL,,,{timing},{last_dose}\n", today=CORRECTED)
    doses = clinic.file.with_name("doses.csv")
    doses.write_text(
        "patient_id,drug,dose,dose_unit,frequency,started_on\nP1,tacrolimus,2,mg,twice_daily,2026-05-01\n"
    )
    import_file(clinic.store, doses, who="t", today=CORRECTED)
    (trough,) = patient_record(clinic.store, "P1", CORRECTED).troughs.to_dict("records")
    assert bool(trough["timing_known"]) is is_known
