"""The weekly reason of a pain that has been open for long, or of a patient without doses, read from a real store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics import review_loading
from analytics.alerts import evaluate
from analytics.review import weekly_list
from analytics.settings import parse
from data.importing.api import import_file
from data.store import Store

ONSET = "2025-04-01"
PAIN = f"patient_id,symptom,site,side,onset_on,severity\nA,pain,foot,both,{ONSET},7\n"
GRAFT = "patient_id,transplanted_on\nA,2025-01-10\n"
DOSES = "patient_id,drug,dose,dose_unit,frequency,started_on\n"
RISE = DOSES + "A,tacrolimus,3,mg,twice_daily,2025-01-10\nA,tacrolimus,4,mg,twice_daily,{day}\n"


def reason(store: Store, folder: Path, as_of: date, settings: str = "", **files: str) -> str:
    """The sentence of patient A on that day."""
    for kind, text in files.items():
        (folder / f"{kind}.csv").write_text(text)
        import_file(store, folder / f"{kind}.csv", who="t", today=date(2026, 11, 1), kind=kind, backfill=True)
    limits = parse(settings)
    evaluation = evaluate(store, as_of, settings=limits)
    [row] = weekly_list(store, evaluation, review_loading.load(store, evaluation, limits)).entries
    return str(row["reason"])


@pytest.mark.parametrize("as_of", [date(2025, 4, 20), date(2026, 5, 6), date(2026, 5, 7), date(2026, 10, 1)])
def test_the_rise_before_a_pain_is_told_however_long_the_pain_lasts(
    clinic_store: Store, tmp_path: Path, as_of: date
) -> None:
    told = reason(
        clinic_store, tmp_path, as_of, transplants=GRAFT, doses=RISE.format(day="2025-03-25"), symptoms=PAIN
    )
    assert "tacrolimus 6 → 8 mg/day 7 days before" in told
    assert "no change" not in told


@pytest.mark.parametrize(
    ("settings", "day", "told"),
    [
        ("", "2025-03-18", "tacrolimus 6 → 8 mg/day 14 days before"),
        ("", "2025-03-17", "no change of CNI in the 14 days before"),
        ("[pain]\nlag_days = 20\n", "2025-03-12", "tacrolimus 6 → 8 mg/day 20 days before"),
        ("[pain]\nlag_days = 20\n", "2025-03-11", "no change of CNI in the 20 days before"),
    ],
)
def test_near_is_as_near_as_the_clinic_has_set(
    clinic_store: Store, tmp_path: Path, settings: str, day: str, told: str
) -> None:
    said = reason(
        clinic_store,
        tmp_path,
        date(2025, 4, 20),
        settings,
        transplants=GRAFT,
        doses=RISE.format(day=day),
        symptoms=PAIN,
    )
    assert said.endswith(told)


def test_without_doses_on_record_nobody_says_that_none_changed(clinic_store: Store, tmp_path: Path) -> None:
    said = reason(clinic_store, tmp_path, date(2025, 4, 20), transplants=GRAFT, symptoms=PAIN)
    assert said == "Both feet 7/10, since day 81: no doses on record"
