"""The weekly list of definitions.md: who stands where, in which order, and what never folds away."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.review import weekly_list
from analytics.review_facts import ListFacts, Points
from data import reviewing
from data.reviewing import AlertSeen
from data.store import Store

AS_OF = date(2026, 6, 30)
SINCE = date(2026, 6, 23)
NEW, OLD = date(2026, 6, 26), date(2026, 6, 1)


@dataclass(frozen=True)
class Evaluated:
    as_of: date
    known_on: date | None
    alerts: pd.DataFrame
    answers: pd.DataFrame


def alert(patient, rule, severity="warning", began_on=OLD, symptom="", value=74.0, threshold=70.0, **over):
    return {
        "patient_id": patient, "rule": rule, "severity": severity, "status": "open", "began_on": began_on,
        "latest_on": began_on, "ended_on": None, "symptom": symptom, "value": value, "comparator": "", "unit": "",
        "threshold": threshold, "why": f"why {rule}", "sequence": 1, "evidence": json.dumps([]), "missing": "",
    } | over  # fmt: skip


def evaluated(*alerts, answers=()):
    columns = list(alert("P", "x"))
    return Evaluated(
        AS_OF,
        None,
        pd.DataFrame(list(alerts), columns=columns),
        pd.DataFrame(list(answers), columns=["patient_id", "rule", "answer", "missing"]),
    )


def person(patient, **over):
    return {
        "patient_id": patient, "name": f"Name {patient}", "clinic": "A", "consultant": "Dr Roth", "risk_factors": "",
        "anchor_on": date(2026, 4, 1), "anchor": "transplant", "opens_on": date(2026, 4, 22),
        "closes_on": date(2027, 6, 1), "graft_failed_on": None,
    } | over  # fmt: skip


def pain(patient, site="foot", onset_on=OLD, score=5.0, walking="normal", last=NEW, **over):
    return {
        "patient_id": patient, "symptom": "pain", "site": site, "side": "both", "lower_limb": True, "onset_on": onset_on,
        "score": score, "walking": walking, "last_recorded_on": last,
    } | over  # fmt: skip


def facts(people="", pains=(), changes=(), trends=(), **over):
    blank = ListFacts()
    table = pd.DataFrame(
        list(trends),
        columns=["patient_id", "lane", "taken_on", "value", "comparator", "low", "high"],
    )
    rows = [person(p, **over.get(p, {})) for p in people]
    return replace(
        blank,
        people=pd.DataFrame(rows, columns=blank.people.columns),
        pains=pd.DataFrame(list(pains), columns=blank.pains.columns),
        changes=pd.DataFrame(list(changes), columns=blank.changes.columns),
        points_of=Points(lambda some: table[table["patient_id"].isin(some)]),
    )


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "s.duckdb", time_zone="UTC") as store:
        yield store


def listed(store, evaluation, fact):
    found = weekly_list(store, evaluation, fact, since=SINCE)
    return {row.patient_id: row for row in found.rows.itertuples()}, list(found.rows.patient_id)


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


def test_low_trough_while_in_pain_belongs_to_the_pain(store):
    low = alert("A", "trough_out_of_target", value=2.0, threshold=4.0)
    assert listed(store, evaluated(low), facts("A", pains=[pain("A")]))[0]["A"].card == "bone_pain"
    assert listed(store, evaluated(low), facts("A"))[0]["A"].card == "exposure"


def test_case_studies_stand_apart(store):
    rows, _ = listed(store, evaluated(alert("CIPS-1", "ca_p_over_70", "critical")), facts("A"))
    assert list(rows) == ["A"]


def test_empty_clinic(store):
    found = weekly_list(store, evaluated(), facts(""), since=SINCE)
    assert found.rows.empty
    assert found.count("new") == 0


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
