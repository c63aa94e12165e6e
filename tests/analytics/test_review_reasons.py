"""The one-line reasons of the weekly list, and the card that they stand under."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from weekly_rows import OLD, alert, evaluated, facts, listed, pain

from data import reviewing
from data.store import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "s.duckdb", time_zone="UTC") as store:
        yield store


def test_reason_of_the_cips_archetype(store):
    onset = date(2026, 6, 6)  # day 66
    rule = alert("A", "cips_pain_after_cni_increase", "critical", symptom="pain foot", began_on=onset)
    pains = [pain("A", site, onset_on=onset, score=7.0, walking="impaired") for site in ("foot", "knee")]
    change = {
        "patient_id": "A", "drug": "tacrolimus", "drug_class": "cni", "changed_on": date(2026, 5, 27), "kind": "increase",
        "from_mg_per_day": 5.0, "to_mg_per_day": 7.0,
    }  # fmt: skip
    level = {"patient_id": "A", "lane": "trough", "comparator": "", "low": 4.0, "high": 11.0}
    trends = [
        level | {"taken_on": date(2026, 5, 27), "value": 5.2},
        level | {"taken_on": date(2026, 6, 3), "value": 9.4},
    ]
    found = listed(store, evaluated(rule), facts("A", pains=pains, changes=[change], trends=trends))[0]["A"]
    assert found.reason == (
        "Both feet and knees 7/10, walking impaired, since day 66: tacrolimus 5 → 7 mg/day 10 days before, level 5.2 → 9.4"
    )
    assert found.card == "bone_pain"


def test_hip_pain_asks_for_imaging(store):
    onset = date(2026, 6, 6)
    rule = alert("A", "cips_pain_in_window", "critical", symptom="pain hip", began_on=onset)
    found = listed(
        store, evaluated(rule), facts("A", pains=[pain("A", "hip", onset_on=onset, side="right")])
    )[0]["A"]
    assert found.reason == "Right hip (groin) pain 5/10, since day 66: image for osteonecrosis"


@pytest.mark.parametrize(
    ("started", "said"), [(date(2025, 11, 1), "1 Nov 2025"), (date(2026, 1, 5), "5 Jan")]
)
def test_a_day_of_another_year_names_its_year(store, started, said):
    rule = alert("A", "cips_pain_in_window", "critical", symptom="pain hip", began_on=OLD)
    pulses = {
        "patient_id": "A", "drug": "methylprednisolone", "drug_class": "steroid", "changed_on": started, "kind": "start",
        "from_mg_per_day": None, "to_mg_per_day": 500.0,
    }  # fmt: skip
    found = listed(
        store, evaluated(rule), facts("A", pains=[pain("A", "hip", side="right")], changes=[pulses])
    )[0]["A"]
    assert f"methylprednisolone started at 500 mg/day on {said}: image" in found.reason


def test_low_trough_while_in_pain_belongs_to_the_pain(store):
    low = alert("A", "trough_out_of_target", value=2.0, threshold=4.0)
    assert listed(store, evaluated(low), facts("A", pains=[pain("A")]))[0]["A"].card == "bone_pain"
    assert listed(store, evaluated(low), facts("A"))[0]["A"].card == "exposure"


def test_a_cut_during_cips_pain_is_asked_about_when_no_alert_is_open(store):
    def ended(patient, rule="cips_pain_in_window", ended_on=date(2026, 6, 10)):
        return alert(
            patient,
            rule,
            "critical",
            symptom="pain foot",
            began_on=date(2026, 5, 1),
            status="ended",
            ended_on=ended_on,
        )

    def cut(patient, changed_on, kind="reduction", drug_class="cni"):
        return {
            "patient_id": patient, "drug": "tacrolimus", "drug_class": drug_class, "changed_on": changed_on, "kind": kind,
            "from_mg_per_day": 6.0, "to_mg_per_day": 4.0,
        }  # fmt: skip

    five_weeks_ago = date(2026, 5, 26)
    evaluation = evaluated(
        ended("CUT"),
        ended("ASKED"),
        ended("RISE"),
        ended("STEROID"),
        ended("LONG", ended_on=date(2026, 2, 1)) | {"began_on": date(2026, 1, 1)},
        ended("LATER", ended_on=date(2026, 5, 20)),
        ended("OTHER", rule="trough_out_of_target"),
    )
    reviewing.mark_reviewed(store, "ASKED", who="Dr A", today=date(2026, 6, 23))
    reviewing.mark_reviewed(store, "CUT", who="Dr A", today=date(2026, 6, 1))
    changes = [
        cut("CUT", five_weeks_ago), cut("ASKED", five_weeks_ago), cut("RISE", five_weeks_ago, "increase"),
        cut("STEROID", five_weeks_ago, drug_class="steroid"), cut("LONG", date(2026, 1, 20)), cut("LATER", five_weeks_ago),
        cut("OTHER", five_weeks_ago),
    ]  # fmt: skip
    people = ("CUT", "ASKED", "RISE", "STEROID", "LONG", "LATER", "OTHER")
    rows, sequence = listed(store, evaluation, facts(people, changes=changes))
    assert sequence[0] == "CUT"
    assert rows["CUT"].group == "ask_again"
    assert (
        rows["CUT"].reason == "Cut five weeks ago in pain compatible with CIPS: ask pain, level, creatinine"
    )
    assert {rows[p].group for p in people[1:]} == {"quiet"}


def test_a_word_is_told_as_the_word_and_not_as_a_number_nobody_gave(store):
    onset = date(2026, 6, 6)
    rule = alert("A", "cips_pain_in_window", "critical", symptom="pain foot", began_on=onset)
    said = [
        listed(store, evaluated(rule), facts("A", pains=[pain("A", onset_on=onset, derived=derived)]))[0][
            "A"
        ].reason
        for derived in (True, False)
    ]
    assert said[0].startswith("Both feet, moderate, since day 66")
    assert said[1].startswith("Both feet 5/10, since day 66")
