"""The CIPS evidence card: present, absent, unknown, each with the record that says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from analytics.evidence import EvidenceCard, evidence_card
from analytics.evidence_features import CHECKS
from analytics.record import PatientRecord, patient_record
from analytics.settings import load
from analytics.texts.evidence import FEATURES
from data.store import Store

Row = Callable[..., dict[str, str]]
Reader = Callable[..., PatientRecord]
TRANSPLANT = [{"transplanted_on": "2026-01-01", "organ": "kidney"}]


def answers(card: EvidenceCard | None) -> dict[str, str]:
    assert card is not None
    return dict(zip(card.features["feature"], card.features["answer"], strict=True))


def test_the_published_case(published: Store) -> None:
    card = evidence_card(patient_record(published, "CIPS-1", date(2010, 2, 8)))
    assert answers(card) == {
        "On a calcineurin inhibitor": "present",
        "Onset inside the window": "present",
        "Both sides": "present",
        "Feet, ankles or knees": "present",
        "Worse standing or walking": "unknown",
        "Better at rest or raised": "unknown",
        "No oedema, vasomotor or trophic change": "present",
        "Marrow oedema on MRI": "present",
        "Alkaline phosphatase raised": "unknown",
        "CNI increase in the 14 days before": "present",
        "Eased after a CNI reduction": "unknown",  # told in words, no score on record
    }
    assert card is not None
    assert card.counts == {"present": 7, "absent": 0, "unknown": 4}
    eased = card.features.set_index("feature").loc["Eased after a CNI reduction"]
    assert "improved after tacrolimus was stopped" in eased["detail"]
    other = card.other_explanations.set_index("explanation")["answer"]
    assert (other["PTH above its limit"], other["Steroid change"], other["Fracture"]) == (
        "present",
        "present",
        "present",
    )
    assert "prednisone 10 → 5 mg/day" in set(card.confounders.text)


def test_before_the_mri_and_the_second_visit(published: Store) -> None:
    found = answers(evidence_card(patient_record(published, "CIPS-1", date(2010, 1, 18))))
    assert found["Marrow oedema on MRI"] == "unknown"
    assert found["CNI increase in the 14 days before"] == "absent"


def test_no_lower_limb_pain_no_card(published: Store) -> None:
    assert evidence_card(patient_record(published, "RA-1", date(2001, 4, 1))) is None


def test_off_the_cni_and_outside_the_window(published: Store) -> None:
    found = answers(evidence_card(patient_record(published, "CALC-1", date(2000, 6, 15))))
    assert found["On a calcineurin inhibitor"] == "absent"
    assert found["Onset inside the window"] == "absent"


def test_groin_pain_speaks_for_imaging(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    record = record_of(
        "2026-08-02",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5")],
        symptoms=[pain("hip", "2026-08-01", "5", side="right")],
    )
    card = evidence_card(record)
    assert answers(card)["Both sides"] == "absent"
    assert answers(card)["Feet, ankles or knees"] == "absent"
    assert card is not None
    hip = card.other_explanations.set_index("explanation").loc["Hip or groin pain"]
    assert (hip["answer"], hip["detail"]) == ("present", "image for osteonecrosis")


def test_an_mri_without_oedema_is_absent(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    record = record_of(
        "2026-08-20",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5")],
        symptoms=[pain("foot", "2026-08-01", "5")],
        events=[
            {
                "kind": "imaging",
                "happened_on": "2026-08-10",
                "title": "MRI of the left foot",
                "detail": "no marrow oedema, no fracture",
            }
        ],
    )
    card = evidence_card(record)
    assert answers(card)["Marrow oedema on MRI"] == "absent"
    assert card is not None
    assert card.other_explanations.set_index("explanation")["answer"]["Fracture"] == "absent"


@pytest.mark.parametrize(
    ("value", "answer"), [("104", "absent"), ("105", "absent"), ("106", "present"), ("131", "present")]
)
def test_alp_against_its_limit_and_the_own_baseline(
    record_of: Reader, pain: Row, tacrolimus: Row, value: str, answer: str
) -> None:
    """Own baseline 84: 1.25 x 84 = 105, strictly above."""
    labs = [
        {
            "test": "alp",
            "collected_at": day,
            "value": number,
            "unit": "U/L",
            "reference_low": "40",
            "reference_high": "130",
        }
        for day, number in (("2025-12-20", "84"), ("2026-03-08", value))
    ]
    record = record_of(
        "2026-03-10",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5")],
        labs=labs,
        symptoms=[pain("foot", "2026-03-10", "7")],
    )
    assert answers(evidence_card(record))["Alkaline phosphatase raised"] == answer


def test_eased_by_score_after_a_reduction_is_present(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    record = record_of(
        "2026-05-01",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "7", "2026-03-19"), tacrolimus("2026-03-20", "4")],
        symptoms=[pain("foot", "2026-03-10", "7"), pain("foot", "2026-03-10", "5", "2026-04-20")],
    )
    assert answers(evidence_card(record))["Eased after a CNI reduction"] == "present"


@pytest.mark.parametrize(
    ("signs", "answer"), [("none", "present"), ("oedema", "absent"), ("erythema", "present"), ("", "unknown")]
)
def test_signs(record_of: Reader, pain: Row, tacrolimus: Row, signs: str, answer: str) -> None:
    record = record_of(
        "2026-03-10",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "7")],
        symptoms=[pain("foot", "2026-03-10", "7", signs=signs)],
    )
    card = evidence_card(record)
    assert answers(card)["No oedema, vasomotor or trophic change"] == answer
    assert card is not None
    hot = card.other_explanations.set_index("explanation")["answer"][
        "Warmth, redness or fever (gout, infection)"
    ]
    assert hot == {"none": "absent", "oedema": "absent", "erythema": "present", "": "unknown"}[signs]


def test_left_and_right_recorded_apart_are_both_sides(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    symptoms = [pain("foot", "2026-03-10", "7", side="left"), pain("knee", "2026-03-12", "4", side="right")]
    record = record_of(
        "2026-03-15", transplants=TRANSPLANT, doses=[tacrolimus("2026-01-01", "7")], symptoms=symptoms
    )
    assert answers(evidence_card(record))["Both sides"] == "present"


def test_a_new_range_of_the_laboratory_is_named_beside_a_change(
    record_of: Reader, pain: Row, tacrolimus: Row
) -> None:
    labs = [
        {
            "test": "alp",
            "collected_at": day,
            "value": "110",
            "unit": "U/L",
            "reference_low": "40",
            "reference_high": limit,
        }
        for day, limit in (("2026-02-20", "145"), ("2026-03-08", "115"))
    ]
    record = record_of(
        "2026-03-10",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5")],
        labs=labs,
        symptoms=[pain("foot", "2026-03-10", "7")],
    )
    card = evidence_card(record)
    assert card is not None
    assert card.confounders.text.str.contains("range changed").any()


def test_every_feature_has_its_columns_beside_it() -> None:
    assert set(CHECKS) == set(FEATURES)
    assert len(CHECKS) == 11


def test_the_clinics_own_limits_are_used(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    doses = [tacrolimus("2026-01-01", "5", "2026-02-28"), tacrolimus("2026-03-01", "7")]
    record = record_of(
        "2026-03-11", transplants=TRANSPLANT, doses=doses, symptoms=[pain("foot", "2026-03-11", "7")]
    )
    shorter = load().changed({"pain.lag_days": 7})
    assert answers(evidence_card(record))["CNI increase in the 14 days before"] == "present"
    assert answers(evidence_card(record, settings=shorter))["CNI increase in the 7 days before"] == "absent"
