"""What `measures` says on the edges: 180 days, three troughs, 56 days, the day of a new target, two grafts three weeks apart."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from record_writer import Entry, Import, write

from analytics.measuring import measures
from analytics.settings import load
from data.store import Store

GRAFT = date(2024, 1, 1)
ASKED_ON = GRAFT + timedelta(days=300)
Row = tuple[str, float]


def day(number: int) -> date:
    return GRAFT + timedelta(days=number)


def result(analyte: str, number: int, value: float) -> Entry:
    at = pd.Timestamp(day(number)) + pd.Timedelta(hours=8)
    return Entry("results", {"patient_id": "1", "analyte": analyte, "collected_at": at, "value": value})


def graft(number: int) -> Entry:
    return Entry("transplants", {"patient_id": "1", "transplanted_on": day(number)})


def target(drug: str, low: float, high: float, number: int, until: int | None = None) -> Entry:
    ends = None if until is None else day(until)
    return Entry(
        "targets",
        {"patient_id": "1", "drug": drug, "low": low, "high": high, "from_on": day(number), "until_on": ends},
    )


def told(store: Store, entries: list[Entry], name: str, as_of: date = ASKED_ON) -> pd.DataFrame:
    write(store, [Import(ASKED_ON)], [graft(0), *entries])
    return measures(store, "1", as_of, names=[name])


@pytest.mark.parametrize(
    ("levels", "percent"),
    [
        ([(120, 6.0), (200, 8.0), (300, 10.0)], 25.0),  # 180 days before, and the day itself
        ([(119, 6.0), (200, 8.0), (300, 10.0)], None),
        ([(200, 8.0), (300, 10.0)], None),
        ([(119, 99.0), (120, 6.0), (200, 8.0), (300, 10.0), (301, 99.0)], 25.0),
    ],
    ids=["180 days", "181 days", "two", "others outside"],
)
def test_spread(clinic_store: Store, levels: list[tuple[int, float]], percent: float | None) -> None:
    entries = [result("tacrolimus", *level) for level in levels]
    row = told(clinic_store, entries, "trough_cv_percent").iloc[0]
    assert (None if pd.isna(row["value"]) else row["value"]) == percent
    if percent:
        assert "n 3, 95 % interval 12.8 to 335.9" in row["detail"]


@pytest.mark.parametrize(
    ("levels", "targets", "percent", "days"),
    [
        ([(100, 6.0), (156, 6.0)], [], 100.0, "56"),
        ([(100, 6.0), (157, 6.0)], [], None, ""),
        ([(100, 11.0), (110, 11.0)], [], 100.0, "10"),  # the clinic's 4-11: on the limit is inside
        ([(100, 11.01), (110, 11.01)], [], 0.0, "10"),
        ([(100, 9.0), (110, 9.0), (130, 9.0)], [target("tacrolimus", 5, 8, 110)], 33.333333, "30"),
        ([(100, 9.0), (130, 9.0)], [target("tacrolimus", 5, 8, 110)], 33.333333, "30"),
        ([(100, 9.0), (130, 9.0)], [target("tacrolimus", 5, 8, 0, 109)], 66.666667, "30"),
        ([(100, 8.0), (120, 12.0)], [], 75.0, "20"),
    ],
    ids=[
        "56 days",
        "57 days",
        "on the limit",
        "above it",
        "new on a level",
        "new between",
        "ended",
        "crossing",
    ],
)
def test_time_in_target(
    clinic_store: Store,
    levels: list[tuple[int, float]],
    targets: list[Entry],
    percent: float | None,
    days: str,
) -> None:
    entries = [*(result("tacrolimus", *level) for level in levels), *targets]
    row = told(clinic_store, entries, "trough_in_target_percent").iloc[0]
    if percent is None:
        assert pd.isna(row["value"])
        assert "not enough data" in row["detail"]
        return
    assert row["value"] == percent
    assert f"tacrolimus, {days} interpolated days of the last 365" in row["detail"]


CYCLOSPORINE = [result("cyclosporine", 100, 150.0), result("cyclosporine", 120, 250.0)]


def test_time_in_target_of_cyclosporine_waits_for_a_target(clinic_store: Store) -> None:
    without = told(clinic_store, CYCLOSPORINE, "trough_in_target_percent")
    assert without["detail"].tolist() == ["cyclosporine: no target on record, 2 levels in 365 days"]
    of_clinic = load().changed({"target.cyclosporine_first_low": 100, "target.cyclosporine_first_high": 175})
    found = measures(clinic_store, "1", ASKED_ON, names=["trough_in_target_percent"], settings=of_clinic)
    assert found["value"].tolist() == [25.0]


def test_time_in_target_is_told_of_each_drug(clinic_store: Store) -> None:
    levels = [*CYCLOSPORINE, result("tacrolimus", 200, 6.0), result("tacrolimus", 210, 6.0)]
    own = told(clinic_store, [*levels, target("cyclosporine", 100, 200, 0)], "trough_in_target_percent")
    assert own["value"].tolist() == [50.0, 100.0]


def test_an_alp_is_compared_with_the_baseline_of_the_graft_in_use(clinic_store: Store) -> None:
    """A second graft three weeks after the first leaves the first no window, but its own baseline."""
    alps = [result("alp", -1, 100.0), result("alp", 10, 150.0), result("alp", 22, 150.0)]
    second = [graft(21), Entry("transplants", {"patient_id": "1", "transplanted_on": day(-900)})]
    old = [result("alp", -950, 50.0)]
    rows = told(clinic_store, [*alps, *second, *old], "alp_over_baseline")
    ratios = dict(zip(rows["taken_on"].dt.date, rows["value"], strict=True))
    assert ratios == {day(-1): 2.0, day(10): 1.5, day(22): 1.2}
