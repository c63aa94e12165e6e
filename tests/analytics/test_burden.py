"""How often each rule spoke in twelve months, and how people answered it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.alerts import evaluate
from analytics.burden import Burden, a_year_before, burden_by_rule
from analytics.settings import load
from data import reviewing
from data.importing.api import import_file
from data.store import Store

END = date(2025, 1, 31)
FILES = {
    "transplants": "patient_id,transplanted_on\nA,2023-01-31\nB,2024-12-31\n",
    "labs": "patient_id,test,collected_at,value,unit\n"
    "A,phosphorus,2024-01-31T08:00,1.4,mg/dL\n"  # a day before the twelve months
    "A,phosphorus,2024-02-10T08:00,2.0,mg/dL\n"
    "A,phosphorus,2024-03-01T08:00,1.4,mg/dL\n"
    "A,phosphorus,2024-03-10T08:00,2.0,mg/dL\n"
    "A,phosphorus,2024-06-01T08:00,1.3,mg/dL\n"
    "A,phosphorus,2024-06-10T08:00,2.0,mg/dL\n"
    "B,phosphorus,2025-01-15T08:00,1.2,mg/dL\n",
}


@pytest.fixture
def clinic(clinic_store: Store, tmp_path: Path) -> Store:
    for kind, text in FILES.items():
        (tmp_path / f"{kind}.csv").write_text(text)
        import_file(clinic_store, tmp_path / f"{kind}.csv", who="t", today=END, kind=kind, backfill=True)
    return clinic_store


def found(store: Store) -> Burden:
    return burden_by_rule(store, evaluate(store, END), a_year_before(END), settings=load())


def counts(store: Store) -> dict[str, int]:
    row = found(store).rules.loc["phosphorus_very_low"]
    return {
        name: int(row[name]) for name in ("acknowledged", "snoozed", "dismissed", "new_again", "unanswered")
    }


def seen(store: Store, patient: str, began_on: str) -> reviewing.AlertSeen:
    alerts = evaluate(store, END).alerts
    mine = (alerts["patient_id"] == patient) & (alerts["rule"] == "phosphorus_very_low")
    return reviewing.AlertSeen.of(alerts[mine & (alerts["began_on"] == began_on)].iloc[0])


def test_twelve_months_end_on_the_day_and_leap_over_february() -> None:
    assert a_year_before(date(2025, 1, 31)) == date(2024, 2, 1)
    assert a_year_before(date(2024, 2, 29)) == date(2023, 3, 1)
    assert a_year_before(date(2025, 2, 28)) == date(2024, 2, 29)


def test_only_alerts_that_began_in_the_months_count_per_patient_month(clinic: Store) -> None:
    burden = found(clinic)
    row = burden.rules.loc["phosphorus_very_low"]
    assert (row["began"], row["patients_alerted"], row["fires"]) == (3, 2, 1)
    assert burden.patients == 2
    assert burden.patient_months == pytest.approx((366 + 32) / 30.4375, abs=1e-6)
    assert row["per_patient_month"] == pytest.approx(3 / burden.patient_months)
    assert burden.rules.loc["ca_p_over_70", "began"] == 0
    assert len(burden.rules) == 20


def test_each_answer_is_counted_once(clinic: Store) -> None:
    assert counts(clinic)["unanswered"] == 3
    reviewing.acknowledge(clinic, seen(clinic, "A", "2024-03-01"), who="Ada", today=END)
    reviewing.dismiss(clinic, seen(clinic, "A", "2024-06-01"), who="Ada", today=END, reason="wrong tube")
    reviewing.snooze(
        clinic, seen(clinic, "B", "2025-01-15"), who="Ada", today=END, reason="meal", until=date(2025, 2, 5)
    )
    assert counts(clinic) == {
        "acknowledged": 1,
        "snoozed": 1,
        "dismissed": 1,
        "new_again": 0,
        "unanswered": 0,
    }


def test_a_correction_after_the_answer_makes_it_new_again(clinic: Store, tmp_path: Path) -> None:
    reviewing.acknowledge(clinic, seen(clinic, "B", "2025-01-15"), who="Ada", today=END)
    fix = tmp_path / "fix.csv"
    fix.write_text(
        "patient_id,test,collected_at,value,unit,status\nB,phosphorus,2025-01-15T08:00,1.1,mg/dL,corrected\n"
    )
    import_file(clinic, fix, who="t", today=END)
    assert counts(clinic) == {
        "acknowledged": 0,
        "snoozed": 0,
        "dismissed": 0,
        "new_again": 1,
        "unanswered": 2,
    }


def test_an_empty_store_has_no_rate(clinic_store: Store) -> None:
    burden = found(clinic_store)
    assert (burden.patients, burden.patient_months) == (0, 0)
    assert burden.rules["per_patient_month"].isna().all()
    assert pd.Series(burden.rules["began"]).sum() == 0
