"""The weekly list of definitions.md: who stands where, in which order, and what never folds away."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from weekly_rows import AS_OF, NEW, OLD, SINCE, alert, evaluated, facts, listed, pain

from analytics.review import weekly_list
from data import reviewing
from data.reviewing import AlertSeen
from data.store import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "s.duckdb", time_zone="UTC") as store:
        yield store


def test_order_of_the_list(store):
    evaluation = evaluated(
        alert(
            "A", "pth_over_4x_uln", began_on=NEW
        ),  # at the visit, alone: below other warnings, even when new
        alert("B", "trough_due_after_dose_change"),  # at the visit, known
        alert("C", "trough_due_after_dose_change", began_on=NEW),  # at the visit, new
        alert("D", "cips_pain_in_window", "critical", symptom="pain foot"),  # this week, known, walks
        alert("E", "cips_pain_in_window", "critical", symptom="pain foot"),  # this week, known, cannot walk
        alert("F", "ca_p_over_70", "critical", began_on=NEW),  # this week, new
        alert("G", "creatinine_rise_after_cni_reduction"),  # today, known
        alert("H", "hypercalcaemia_severe", "critical", began_on=NEW),  # today, new
        alert(
            "I", "cips_pain_in_window", "critical", symptom="pain foot"
        ),  # this week, known, walks, higher score
    )
    pains = [pain("D", score=4.0), pain("E", score=3.0, walking="impaired"), pain("I", score=8.0)]
    rows, sequence = listed(store, evaluation, facts("ABCDEFGHI", pains=pains))
    assert "".join(sequence) == "HGFEIDCBA"
    assert [rows[p].horizon for p in "HFC"] == [0, 1, 2]


def test_more_cards_then_longest_unreviewed(store):
    both = [alert("A", "ca_p_over_70", "critical"), alert("A", "trough_due_after_dose_change")]
    one = [alert(p, "ca_p_over_70", "critical") for p in "BCD"]
    reviewing.mark_reviewed(store, "B", who="x", today=date(2026, 6, 16))
    reviewing.mark_reviewed(store, "C", who="x", today=date(2026, 6, 9))
    rows, sequence = listed(store, evaluated(*both, *one), facts("ABCD"))
    assert "".join(sequence) == "ADCB"
    assert rows["A"].also[0]["card"] == "exposure"


@pytest.mark.parametrize("severity", ["watch", "information", "data_quality"])
def test_states_never_put_a_patient_on_the_list(store, severity):
    rows, _ = listed(store, evaluated(alert("A", "cips_window", severity, began_on=NEW)), facts("A"))
    assert rows["A"].group == "quiet"


def test_overdue_alone_is_a_group_of_its_own(store):
    evaluation = evaluated(
        alert("A", "labs_overdue", "watch"),
        alert("B", "labs_overdue", "watch"),
        alert("B", "ca_p_over_70", "critical"),
    )
    rows, sequence = listed(store, evaluation, facts("ABC"))
    assert [rows[p].group for p in "ABC"] == ["overdue", "open", "quiet"]
    assert "".join(sequence) == "BAC"


def test_known_product_on_dialysis_stays_below_until_it_is_new(store):
    known = evaluated(alert("A", "ca_p_over_70", "critical"), alert("B", "trough_due_after_dose_change"))
    rows, sequence = listed(store, known, facts("AB", A={"risk_factors": "diabetes;haemodialysis"}))
    assert "".join(sequence) == "BA"
    fresh = evaluated(
        alert("A", "ca_p_over_70", "critical", began_on=NEW), alert("B", "trough_due_after_dose_change")
    )
    assert "".join(listed(store, fresh, facts("AB", A={"risk_factors": "haemodialysis"}))[1]) == "AB"
    assert rows["A"].group == "open"


def snoozed(store, row, **over):
    seen = AlertSeen.of(row)
    if seen.severity == "critical":
        reviewing.acknowledge(store, seen, who="Dr A", today=OLD, comment="seen")
    reviewing.snooze(
        store,
        seen,
        who="Dr A",
        today=SINCE,
        reason="imaging booked",
        until=AS_OF + timedelta(days=over.get("days", 7)),
    )


def test_snoozed_patients_fold_until_the_last_day(store):
    row = alert("A", "trough_due_after_dose_change")
    snoozed(store, row, days=-1)
    assert listed(store, evaluated(row), facts("A"))[0]["A"].group == "open"
    snoozed(store, row, days=3)
    found = listed(store, evaluated(row), facts("A"))[0]["A"]
    assert found.group == "aside"
    assert found.until_on == AS_OF + timedelta(days=3)
    risen = row | {"severity": "critical"}
    assert listed(store, evaluated(risen), facts("A"))[0]["A"].group == "new"


@pytest.mark.parametrize(
    ("rule", "severity"),
    [
        ("hypercalcaemia_severe", "critical"),
        ("calciphylaxis_risk", "warning"),
        ("trough_out_of_target", "critical"),
    ],
)
def test_never_folded_away(store, rule, severity):
    row = alert("A", rule, severity)
    snoozed(store, row)
    found = listed(store, evaluated(row), facts("A"))[0]["A"]
    assert (found.group, found.state, found.horizon) == ("open", "snoozed", 0)


def test_first_pain_is_never_folded_even_without_an_alert(store):
    rows, _ = listed(
        store, evaluated(), facts("AB", pains=[pain("A", onset_on=NEW), pain("B", onset_on=OLD)])
    )
    assert [rows[p].group for p in "AB"] == ["new", "new"], (
        "B's pain was recorded after the last meeting, not reviewed yet"
    )
    reviewing.mark_reviewed(store, "B", who="x", today=OLD)
    assert listed(store, evaluated(), facts("B", pains=[pain("B", onset_on=OLD)]))[0]["B"].group == "quiet"


def test_skin_lesion_without_a_pain_record_is_listed_today(store):
    skin = pain("A", site="thigh", symptom="skin_plaques", score=float("nan"), side="left")
    answers = [
        {
            "patient_id": "A",
            "rule": "calciphylaxis_risk",
            "answer": "cannot_tell",
            "missing": "whether it hurts",
        }
    ]
    found = listed(store, evaluated(answers=answers), facts("A", pains=[skin]))[0]["A"]
    assert (found.group, found.horizon, found.severity) == ("open", 0, "cannot_tell")
    assert "does it hurt" in found.reason


def test_pain_not_asked_for_60_days_moves_to_ask_again(store):
    row = alert("A", "cips_pain_in_window", "critical", symptom="pain foot", began_on=date(2026, 3, 1))
    for last, group in ((date(2026, 5, 1), "open"), (date(2026, 4, 30), "ask_again")):
        found = listed(
            store, evaluated(row), facts("A", pains=[pain("A", onset_on=date(2026, 3, 1), last=last)])
        )[0]["A"]
        assert found.group == group
    assert "not asked since 30 Apr 2026" in found.reason


def test_case_studies_stand_apart(store):
    rows, _ = listed(store, evaluated(alert("CIPS-1", "ca_p_over_70", "critical")), facts("A"))
    assert list(rows) == ["A"]


def test_empty_clinic(store):
    found = weekly_list(store, evaluated(), facts(""), since=SINCE)
    assert found.rows.empty
    assert found.count("new") == 0
