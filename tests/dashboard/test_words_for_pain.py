"""A pain that was recorded as a word is shown as the word, on every page and in the evidence of its alert."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd

from analytics.alerts import evaluate
from analytics.cohort import cohort, timing
from analytics.record import patient_record
from analytics.settings import load
from dashboard import cli
from dashboard.components import alert_card, onset_tables
from data.store import Store

DAY = date(2026, 6, 30)
FILES = {
    "transplants": "patient_id,transplanted_on\nW,2026-03-01\nN,2026-03-01\n",
    "doses": "patient_id,drug,dose,dose_unit,frequency,started_on\n"
    + "".join(f"{p},tacrolimus,2,mg,twice_daily,2026-03-01\n{p},tacrolimus,3,mg,twice_daily,2026-05-01\n" for p in "WN"),
    "symptoms": "patient_id,symptom,site,onset_on,side,severity,recorded_on\n"
    "W,pain,foot,2026-05-08,both,moderate,2026-05-08\nN,pain,foot,2026-05-08,both,5,2026-05-08\n",
}  # fmt: skip


def test_the_word_stands_wherever_the_score_does(tmp_path: Path) -> None:
    for kind, text in FILES.items():
        (tmp_path / f"{kind}.csv").write_text(text)
        assert cli.main(["import", str(tmp_path / f"{kind}.csv"), "--store", str(tmp_path / "w.duckdb")]) == 0
    shown: dict[str, list[str]] = {}
    with Store.open(tmp_path / "w.duckdb") as store:
        alerts = evaluate(store, DAY).alerts
        pains = alerts[alerts["rule"].str.startswith("cips_pain")]
        onsets = timing(store, DAY, known_on=None, settings=load()).onsets
        swimmers = cohort(store, DAY, known_on=None, settings=load()).pains
        for patient in ("W", "N"):
            record = patient_record(store, patient, DAY)
            onset = pd.Timestamp("2026-05-08")
            own = pains[pains["patient_id"] == patient]
            assert len(own) == 2
            assert all(json.loads(evidence) for evidence in own["evidence"])
            shown[patient] = [
                *(alert_card.numbers(alert) for alert in own.to_dict("records")),
                *onset_tables.pain(record, "pain|foot|2026-05-08").iloc[:, 1],
                *onset_tables.others(record, "other", onset, onset).iloc[:, 3],
                *{str(d) for d in onsets.loc[onsets["patient_id"] == patient, "highest_derived"]},
                *(str(d) for d in swimmers.loc[swimmers["patient_id"] == patient, "highest_derived"]),
            ]
    words, numbers = shown["W"], shown["N"]
    assert "Pain foot moderate, 8 May 2026" in words[0]
    assert "5" not in words[0].replace("2026-05", "")
    assert "highest moderate" in " ".join(words[:2])
    assert words[2:] == ["moderate", "moderate", "True", "True"]
    assert "Pain foot 5/10, 8 May 2026" in numbers[0]
    assert numbers[2:] == ["5", "5", "False", "False"]
