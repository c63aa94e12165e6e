"""Replay: what other settings would have raised, as new, gone, moved or otherwise severe, and per patient-month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analytics.alerts import evaluate
from analytics.replay import Replay, replay
from analytics.settings import Value, load
from data.errors import TroughlineError
from data.importing.api import import_file
from data.store import Store

DAY_0 = date(2024, 1, 31)
END = DAY_0 + timedelta(days=200)
FILES = {
    "patients": "patient_id\nA\nB\n",
    "transplants": "patient_id,transplanted_on\nA,2024-01-31\nB,2024-01-31\n",
    "doses": "patient_id,drug,dose,dose_unit,frequency,started_on\n"
    "A,tacrolimus,2,mg,twice_daily,2024-01-31\nB,tacrolimus,2,mg,twice_daily,2024-01-31\n",
    "labs": "patient_id,test,collected_at,value,unit\n"
    "A,calcium,2024-03-11T08:00,10,mg/dL\nA,phosphorus,2024-03-11T08:00,6.8,mg/dL\n"  # 68 on day 40
    "B,calcium,2024-03-11T08:00,10,mg/dL\nB,phosphorus,2024-03-11T08:00,7.2,mg/dL\n"  # 72 on day 40
    "A,pth,2024-03-11T08:00,280,pg/mL\n",  # 4.3 x 65, before day 90
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("replay")
    with Store.open(folder / "clinic.duckdb", time_zone="Europe/Berlin") as store:
        for kind, text in FILES.items():
            path = folder / f"{kind}.csv"
            path.write_text(text)
            account = import_file(store, path, who="test", today=date(2025, 1, 1), kind=kind, backfill=True)
            assert account.refused is None
        yield store


def other(store: Store, first_on: date = DAY_0, last_on: date = END, **values: Value) -> Replay:
    named = {key.replace("__", "."): value for key, value in values.items()}
    return replay(store, load(), load().changed(named), first_on, last_on)


def told(found: Replay) -> list[tuple[str, str, str]]:
    return [(r["change"], r["patient_id"], r["rule"]) for r in found.alerts.to_dict("records")]


def test_the_same_settings_differ_in_nothing(store: Store) -> None:
    found = other(store)
    assert (told(found), found.settings) == ([], [])
    assert (found.rules["now"] == found.rules["then"]).all()
    assert set(found.rules["rule"]) == set(evaluate(store, END).alerts["rule"])


def test_a_lower_limit_raises_one_and_says_which_setting_differs(store: Store) -> None:
    found = other(store, ca_p__critical=67)
    assert told(found) == [("gone", "A", "ca_p_over_55"), ("new", "A", "ca_p_over_70")]
    assert found.settings == [("ca_p.critical", 70, 67.0, "mg2/dL2")]
    new = found.alerts.iloc[1]
    assert (new["severity_now"], new["severity_then"]) == ("", "critical")
    assert (new["began_then"].date().isoformat(), pd.isna(new["began_now"])) == ("2024-03-11", True)
    assert "68" in new["why"]


def test_a_higher_limit_takes_one_away(store: Store) -> None:
    found = other(store, ca_p__critical=73)
    assert told(found) == [("new", "B", "ca_p_over_55"), ("gone", "B", "ca_p_over_70")]


def test_a_window_that_opens_later_moves_an_alert_and_neither_adds_nor_removes_one(store: Store) -> None:
    found = other(store, window__opens_days=28)
    assert told(found) == [("moved", "A", "cips_window"), ("moved", "B", "cips_window")]
    moved = found.alerts.iloc[0]
    assert (moved["began_then"] - moved["began_now"]).days == 7
    row = found.rules.set_index("rule").loc["cips_window"]
    assert (row["now"], row["then"], row["moved"], row["new"], row["gone"]) == (2, 2, 2, 0, 0)


def test_another_severity_is_told_apart(store: Store) -> None:
    found = other(store, pth__early_days=30)
    (row,) = found.alerts.to_dict("records")
    assert (row["change"], row["rule"]) == ("other severity", "pth_over_4x_uln")
    assert (row["severity_now"], row["severity_then"]) == ("watch", "warning")
    assert found.attention("then") > found.attention("now")  # type: ignore[operator]


def test_rates_are_those_that_began_per_patient_month(store: Store) -> None:
    found = other(store, ca_p__critical=67)
    days = (END - DAY_0).days + 1
    assert found.patients == 2
    assert found.patient_months == pytest.approx(2 * days / 30.4375, abs=1e-6)
    row = found.rules.set_index("rule").loc["ca_p_over_70"]
    assert row["now_per_patient_month"] == pytest.approx(1 / found.patient_months)
    assert row["then_per_patient_month"] == pytest.approx(2 / found.patient_months)


def test_only_the_days_asked_for_count(store: Store) -> None:
    before = other(store, last_on=DAY_0 + timedelta(days=39), ca_p__critical=67)
    assert told(before) == []
    later = other(store, first_on=DAY_0 + timedelta(days=60), ca_p__critical=67)
    assert ("new", "A", "ca_p_over_70") in told(later), "it began earlier and is still open"
    row = later.rules.set_index("rule").loc["ca_p_over_70"]
    assert (row["then"], row["began_then"], row["then_per_patient_month"]) == (2, 0, 0)


def test_a_stretch_that_ends_before_it_begins_is_refused(store: Store) -> None:
    with pytest.raises(TroughlineError, match="before it begins"):
        other(store, first_on=END, last_on=DAY_0)


def test_an_empty_store_has_no_patient_month(tmp_path: Path) -> None:
    with Store.open(tmp_path / "empty.duckdb", time_zone="Europe/Berlin") as empty:
        found = other(empty, ca_p__critical=67)
    assert (len(found.alerts), len(found.rules), found.patients) == (0, 0, 0)
    assert found.attention("now") is None
