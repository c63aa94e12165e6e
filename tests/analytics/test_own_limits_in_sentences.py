"""What a sentence says of days and numbers are the limits in force: the clinic's own where it has set one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.alerts import evaluate
from analytics.measuring import measures
from analytics.settings import parse
from data.importing.api import import_file
from data.store import Store

DAY = date(2025, 6, 1)
FILES = {
    "transplants": "patient_id,transplanted_on\nA,2024-06-01\n",
    "doses": "patient_id,drug,dose,dose_unit,frequency,started_on\n"
    "A,tacrolimus,4,mg,twice_daily,2024-06-01\nA,tacrolimus,3,mg,twice_daily,2025-05-01\n",
    "labs": "patient_id,test,collected_at,value,unit\nA,calcium,2025-05-20,11.4,mg/dL\n"
    "A,tacrolimus,2025-02-20T08:00,7,ng/mL\nA,creatinine,2025-05-20,1.4,mg/dL\n",
}


@pytest.mark.parametrize(
    ("settings", "rule", "missing"),
    [
        ("", "hypercalcaemia_with_high_pth", "no PTH within 30 days of the calcium of 2025-05-20"),
        ("[pth]\nnear_days = 45\n", "hypercalcaemia_with_high_pth", "no PTH within 45 days of the calcium of 2025-05-20"),
        ("[pth]\nnear_days = 45\n", "hypercalcaemia_pth_not_raised", "PTH wanted: none within 45 days of the calcium of 2025-05-20"),
        ("", "creatinine_rise_after_cni_reduction", "no creatinine in the 90 days up to the reduction of 2025-05-01"),
        ("[creatinine]\nlast_at_most_days = 60\n", "creatinine_rise_after_cni_reduction", "no creatinine in the 60 days up to the reduction of 2025-05-01"),
        ("", "trough_variability_high", "fewer than 6 eligible troughs from day 90 on: 1, with a known dose 1"),
        ("[variability]\nat_least = 8\nfrom_day = 120\n", "trough_variability_high", "fewer than 8 eligible troughs from day 120 on: 1, with a known dose 1"),
    ],
)  # fmt: skip
def test_what_is_missing_names_the_limit_in_force(
    clinic_store: Store, tmp_path: Path, settings: str, rule: str, missing: str
) -> None:
    for kind, text in FILES.items():
        (tmp_path / f"{kind}.csv").write_text(text)
        import_file(clinic_store, tmp_path / f"{kind}.csv", who="t", today=DAY, kind=kind, backfill=True)
    said = evaluate(clinic_store, DAY, settings=parse(settings)).answers
    [answer] = said[said["rule"] == rule].itertuples()
    assert (answer.answer, answer.missing) == ("cannot_tell", missing)


def test_a_sentence_names_the_days_of_the_variability_in_force(clinic_store: Store, tmp_path: Path) -> None:
    levels = "".join(
        f"A,tacrolimus,2025-0{month}-{day}T08:00,{value},ng/mL\n"
        for month in (2, 3, 4)
        for day, value in (("05", 4), ("20", 12))
    )
    files = {**FILES, "labs": "patient_id,test,collected_at,value,unit\n" + levels}
    for kind, text in files.items():
        (tmp_path / f"{kind}.csv").write_text(text)
        import_file(clinic_store, tmp_path / f"{kind}.csv", who="t", today=DAY, kind=kind, backfill=True)
    found = evaluate(clinic_store, DAY, settings=parse("[variability]\nwithin_days = 200\n")).alerts
    [why] = found.loc[found["rule"] == "trough_variability_high", "why"]
    assert why.endswith("in 200 days")


def test_gaps_and_baselines_are_told_with_the_days_in_force(clinic_store: Store, tmp_path: Path) -> None:
    files = {
        **FILES,
        "labs": "patient_id,test,collected_at,value,unit,reference_high\n"
        "A,tacrolimus,2025-01-10T08:00,7,ng/mL,\nA,tacrolimus,2025-01-20T08:00,7,ng/mL,\n"
        "A,tacrolimus,2025-03-01T08:00,7,ng/mL,\nA,ALP,2024-05-20,80,U/L,120\nA,ALP,2025-03-01,180,U/L,120\n",
    }
    for kind, text in files.items():
        (tmp_path / f"{kind}.csv").write_text(text)
        import_file(clinic_store, tmp_path / f"{kind}.csv", who="t", today=DAY, kind=kind, backfill=True)
    own = parse(
        "[variability]\nlongest_gap_days = 30\n[alp]\nbaseline_before_days = 100\nbaseline_after_days = 14\n"
    )
    [told] = measures(
        clinic_store, "A", DAY, known_on=None, names=["trough_in_target_percent"], settings=own
    )["detail"]
    assert told.endswith("3 levels, 1 gap(s) over 30 days left out")
    found = evaluate(clinic_store, DAY, settings=own).alerts
    [evidence] = found.loc[found["rule"] == "cips_alp_raised", "evidence"]
    assert "median of the 100 days before the anchor, else of the first 14" in evidence
