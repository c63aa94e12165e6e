"""Dose–symptom timing: lags, the levels around a change, what else changed that week, and the chance overlap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd
import pytest

from analytics import timing
from analytics.onset_context import onset_context
from analytics.record import PatientRecord, patient_record
from data.store import Store

Row = Callable[..., dict[str, str]]
Reader = Callable[..., PatientRecord]
TRANSPLANT = [{"transplanted_on": "2026-01-01", "organ": "kidney"}]


def test_the_published_case_at_a_glance(published: Store) -> None:
    """Dose doubled, level fell, feet hurt seven days later, and the steroid was halved on the same day."""
    found = timing.onset_timing(patient_record(published, "CIPS-1", date(2010, 1, 25)))
    feet = found[(found.site == "foot") & (found.drug == "tacrolimus") & (found.kind == "increase")].iloc[0]
    assert (feet.from_mg_per_day, feet.to_mg_per_day, feet.lag_days) == (2, 4, 7)
    assert (feet.level_before, feet.level_after) == (5.6, 4.0)
    assert feet.level_after_on == pd.Timestamp("2010-01-25")
    assert feet.same_week == "prednisone 10 → 5 mg/day (the same day)"
    assert bool(feet.close_to_increase)
    ankles = found[found.site == "ankle"]
    assert set(ankles.lag_days) == {28}
    assert not ankles.close_to_increase.any()
    assert found.date_precision.iloc[0] == "week"


def test_after_each_change_what_was_felt(published: Store) -> None:
    found = timing.change_outcomes(patient_record(published, "CIPS-1", date(2010, 2, 8)))
    raised = found[(found.drug == "tacrolimus") & (found.kind == "increase")]
    assert list(raised.symptom_key) == ["pain|foot|2010-01-25"]
    stopped = found[(found.drug == "tacrolimus") & (found.kind == "stop")]
    assert list(stopped.symptom_key) == [""]
    assert "sirolimus started, dose unknown" in stopped.same_week.iloc[0]


def test_an_onset_without_any_change_keeps_its_row(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    record = record_of(
        "2026-12-01",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "4")],
        symptoms=[pain("knee", "2026-08-01", "3")],
    )
    (row,) = timing.onset_timing(record).to_dict("records")
    assert (row["symptom_key"], row["drug"]) == ("pain|knee|2026-08-01", "")
    assert pd.isna(row["lag_days"])


@pytest.mark.parametrize(
    ("lag", "listed", "close"),
    [(0, True, True), (14, True, True), (15, True, False), (90, True, False), (91, False, False)],
)
def test_lags_at_their_boundaries(
    record_of: Reader, pain: Row, tacrolimus: Row, lag: int, listed: bool, close: bool
) -> None:
    onset = date(2026, 7, 1)
    raised = onset - timedelta(days=lag)
    doses = [tacrolimus("2026-01-01", "4", str(raised - timedelta(days=1))), tacrolimus(str(raised), "6")]
    found = timing.onset_timing(
        record_of("2026-07-01", transplants=TRANSPLANT, doses=doses, symptoms=[pain("foot", str(onset), "6")])
    )
    increases = found[found.kind == "increase"]
    assert len(increases) == int(listed)
    assert increases.close_to_increase.any() == close


def test_a_level_of_the_day_of_the_change_belongs_to_the_dose_before(
    record_of: Reader, pain: Row, tacrolimus: Row
) -> None:
    labs = [
        {"test": "tacrolimus", "collected_at": f"{day}T08:00", "value": value, "unit": "ng/mL"}
        for day, value in (("2026-02-20", "7.0"), ("2026-03-01", "5.2"), ("2026-03-08", "9.4"))
    ]
    doses = [tacrolimus("2026-01-01", "5", "2026-02-28"), tacrolimus("2026-03-01", "7")]
    record = record_of(
        "2026-03-11",
        transplants=TRANSPLANT,
        doses=doses,
        labs=labs,
        symptoms=[pain("foot", "2026-03-11", "7")],
    )
    found = timing.onset_timing(record)
    raised = found[found.kind == "increase"].iloc[0]
    assert (raised.level_before, raised.level_after, raised.lag_days) == (5.2, 9.4, 10)


def test_nothing_after_as_of_is_seen(published: Store) -> None:
    found = timing.onset_timing(patient_record(published, "CIPS-1", date(2010, 1, 17)))
    assert set(found.site) == {"ankle", "knee", "leg"}
    assert "increase" not in set(found.kind)


def test_asked_and_no_pain_is_no_onset(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    record = record_of(
        "2026-06-01",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "4")],
        symptoms=[pain("leg", "2026-05-01", "0")],
    )
    assert timing.onset_timing(record).empty


def test_chance_overlap_counts_each_day_once(record_of: Reader, tacrolimus: Row) -> None:
    """Window from day 21 (2026-01-22) to as_of 2026-03-01: 39 days; two increases a week apart cover 22 of them."""
    doses = [
        tacrolimus("2026-01-01", "4", "2026-01-31"),
        tacrolimus("2026-02-01", "5", "2026-02-07"),
        tacrolimus("2026-02-08", "6"),
    ]
    found = timing.chance_overlap(record_of("2026-03-01", transplants=TRANSPLANT, doses=doses))
    assert (found.window_days, found.days_after_increase, found.increases) == (39, 22, 2)
    assert found.share == pytest.approx(22 / 39)
    assert found.sentence.startswith("56% of this patient's 39 days")


def test_chance_overlap_without_a_window(record_of: Reader, tacrolimus: Row) -> None:
    found = timing.chance_overlap(
        record_of("2026-01-10", transplants=TRANSPLANT, doses=[tacrolimus("2026-01-01", "4")])
    )
    assert found.share is None


def test_a_patient_without_anything_has_empty_tables(record_of: Reader) -> None:
    record = record_of("2026-01-10", patients=[{"name": "Nobody"}])
    assert timing.onset_timing(record).empty
    assert timing.change_outcomes(record).empty
    assert timing.chance_overlap(record).window_days == 0


def test_one_screen_for_one_onset(published: Store) -> None:
    found = onset_context(patient_record(published, "CIPS-1", date(2010, 2, 8)), "pain|foot|2010-01-25")
    assert found.to_on == pd.Timestamp("2010-02-08")
    assert [text for text in found.changes.text if "prednisone 10" in text]
    assert (
        dict(zip(found.changes.text, found.changes.group, strict=True))["prednisone 10 → 5 mg/day"]
        == "steroid"
    )
    assert list(found.levels.value) == [5.6, 4.0]
    assert set(found.results.analyte) == {"calcium", "pth"}
    assert "impaired" in set(found.contacts.walking)


def test_statins_and_quinolones_of_the_same_weeks_are_on_the_screen(
    record_of: Reader, pain: Row, tacrolimus: Row
) -> None:
    other = [
        tacrolimus("2026-05-20", "20", drug="atorvastatin"),
        tacrolimus("2026-05-25", "500", "2026-05-30", drug="ciprofloxacin"),
        tacrolimus("2026-05-01", "70", drug="alendronic_acid"),
    ]
    record = record_of(
        "2026-06-10",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "4"), *other],
        symptoms=[
            pain("ankle", "2026-06-01", "4"),
            {"symptom": "diarrhoea", "site": "other", "onset_on": "2026-05-28"},
        ],
    )
    found = onset_context(record, "pain|ankle|2026-06-01")
    assert {"statin", "quinolone", "bone drug"} <= set(found.changes.group)
    assert "diarrhoea" in set(found.contacts.symptom)
