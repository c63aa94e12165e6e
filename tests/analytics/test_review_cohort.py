"""Clinic-wide tables on a small store made by hand: windows, burden, chance overlap, n at risk, facts of the list."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analytics import catalogue, cohort, review_loading
from analytics.alerts import evaluate
from analytics.review import weekly_list
from analytics.review_order import CARD_OF
from analytics.settings import load
from data.store import Store

AS_OF = date(2026, 6, 30)
TRANSPLANT = date(2026, 4, 1)


@pytest.fixture
def store(tmp_path):
    """P1: transplant day 90, tacrolimus 4 → 6 on day 50, foot pain on day 57, levels 5 then 9; CASE is a case study."""
    with Store.open(tmp_path / "s.duckdb", time_zone="UTC") as store:
        with store.transaction("test", "rows") as cursor:
            cursor.execute(
                "INSERT INTO imports VALUES (1, 'labs', 'file', 'x', 'x', now()::TIMESTAMP, $d, 'x', true, NULL, NULL)",
                {"d": AS_OF},
            )
            common = {"import_id": 1, "known_on": TRANSPLANT}
            for number, patient in enumerate(("P1", "CASE")):
                base = {"patient_id": patient} | common
                put(cursor, "patients", base | {"record_id": 10 * number + 1, "name": patient, "clinic": "A"})
                put(
                    cursor,
                    "transplants",
                    base | {"record_id": 10 * number + 2, "transplanted_on": TRANSPLANT, "organ": "kidney"},
                )
                dose = base | {
                    "drug": "tacrolimus",
                    "formulation": "immediate_release",
                    "doses_per_week": 14.0,
                }
                put(
                    cursor,
                    "doses",
                    dose | {"record_id": 10 * number + 3, "started_on": TRANSPLANT, "dose_mg": 2.0},
                )
                put(
                    cursor,
                    "doses",
                    dose | {"record_id": 10 * number + 4, "started_on": date(2026, 5, 21), "dose_mg": 3.0},
                )
                put(cursor, "symptoms", base | {"record_id": 10 * number + 5, "symptom": "pain", "site": "foot", "side": "both",
                    "onset_on": date(2026, 5, 28), "recorded_on": date(2026, 6, 25), "severity": 6.0})  # fmt: skip
                for step, (day, value) in enumerate((("2026-05-20 08:00", 5.0), ("2026-05-26 08:00", 9.0))):
                    put(cursor, "results", base | {"record_id": 10 * number + 6 + step, "analyte": "tacrolimus", "collected_at": day,
                        "has_time": True, "comparator": "", "value": value, "reported_value": "x", "reported_unit": "ng/mL", "status": "final"})  # fmt: skip
            cursor.execute("INSERT INTO case_studies VALUES ('CASE', $d, 'a case', 'document')", {"d": AS_OF})
        yield store


def put(cursor, table, row):
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('$' + name for name in row)})", row
    )


def test_the_list_from_the_store(store):
    evaluation = evaluate(store, AS_OF)
    facts = review_loading.load(store, evaluation, load())
    row = weekly_list(store, evaluation, facts).rows.iloc[0]
    assert list(facts.people.patient_id) == ["P1"], "case studies stand apart"
    assert (
        row.reason == "Both feet 6/10, since day 57: tacrolimus 4 → 6 mg/day 7 days before, level 5.0 → 9.0"
    )
    assert (row.day_after_anchor, row.window, row.group) == (90, "open", "open")
    assert [p["value"] for p in facts.points_of.get(("P1", "trough"))] == [5.0, 9.0]
    assert row.drugs[0]["mg_per_day"] == 6.0


def test_timing_and_chance_overlap(store):
    timing = cohort.timing(store, AS_OF, known_on=None, settings=load())
    rise = timing.onsets[timing.onsets.kind == "increase"].iloc[0]
    assert (rise.lag_days, rise.level_before, rise.level_after, bool(rise.close_to_increase)) == (
        7,
        5.0,
        9.0,
        True,
    )
    assert set(timing.onsets.patient_id) == {"P1"}
    # window days 21..90 = 70 days, 15 of them on days 50..64
    chance = timing.chance.iloc[0]
    assert (chance.window_days, chance.days_after_increase) == (70, 15)
    assert timing.chance_share == pytest.approx(15 / 70)


def test_curves_count_who_is_at_risk(store):
    curve = cohort.curves(store, AS_OF, "cni_increase", "trough", known_on=None, settings=load()).set_index(
        "week"
    )
    assert curve.loc[0, "at_risk"] == 1
    assert curve.loc[-1, "median"] == 5.0
    assert curve.loc[0, "median"] == 9.0
    assert 20 not in curve.index, "nobody is followed twenty weeks after it"


def test_burden_counts_episodes_that_began_per_patient_month(store):
    found = cohort.cohort(store, AS_OF, known_on=None, settings=load())
    burden = cohort.burden(evaluate(store, AS_OF), found.observed_months, {"CASE"})
    may = burden[pd.to_datetime(burden["month"]) == pd.Timestamp("2026-05-01")].iloc[0]
    assert may.patients == 1
    assert may.patient_months == pytest.approx(31 / 30.4375, abs=1e-6)
    assert may.alerts == 2, "pain in the window and pain after the increase"
    assert list(found.swimmers.patient_id) == ["P1"]
    assert found.swimmers.opens_day[0] == 21


def test_every_rule_has_the_card_of_the_catalogue():
    for rule in catalogue.rules():
        if rule.card != "none":
            assert CARD_OF[rule.name] == rule.card, rule.name
