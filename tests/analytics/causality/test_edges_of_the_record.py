"""What a careless reader of the record gets wrong: denials, doses of 0, limits of 0, `>` results, pains that were none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.causality import assess
from analytics.evidence import EvidenceCard, evidence_card
from analytics.record import PatientRecord

Row = Callable[..., dict[str, str]]
Reader = Callable[..., PatientRecord]
TRANSPLANT = [{"transplanted_on": "2026-01-01"}]
FOOT = "pain|foot|2026-03-10"


def answers(card: EvidenceCard | None) -> dict[str, str]:
    assert card
    return dict(zip(card.features["feature"], card.features["answer"], strict=True))


@pytest.mark.parametrize(
    ("column", "words", "feature", "answer"),
    [
        ("worse_with", "standing", "Worse standing or walking", "present"),
        ("worse_with", "not worse with walking", "Worse standing or walking", "absent"),
        ("relieved_by", "no relief at rest", "Better at rest or raised", "absent"),
        ("relieved_by", "not by rest, better raised", "Better at rest or raised", "present"),
        ("relieved_by", "nothing", "Better at rest or raised", "absent"),
        ("relieved_by", "a restart of prednisone", "Better at rest or raised", "unknown"),
    ],
)
def test_what_was_denied_is_absent(
    record_of: Reader, pain: Row, tacrolimus: Row, column: str, words: str, feature: str, answer: str
) -> None:
    record = record_of(
        "2026-03-10",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5")],
        symptoms=[pain("foot", "2026-03-10", "7", **{column: words})],
    )
    assert answers(evidence_card(record))[feature] == answer


def test_a_dose_of_0_is_no_exposure(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    doses = [tacrolimus("2026-01-01", "5", "2026-02-01"), tacrolimus("2026-02-02", "0")]
    record = record_of(
        "2026-03-10", transplants=TRANSPLANT, doses=doses, symptoms=[pain("foot", "2026-03-10", "7")]
    )
    assert answers(evidence_card(record))["On a calcineurin inhibitor"] == "absent"
    assert assess(record, FOOT).who_umc == "unlikely"


def test_the_drug_that_was_taken_at_the_onset_is_suspected(
    record_of: Reader, pain: Row, tacrolimus: Row
) -> None:
    short = tacrolimus("2026-01-20", "100", "2026-01-25", drug="cyclosporine")
    record = record_of(
        "2026-03-10",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5"), short],
        symptoms=[pain("foot", "2026-03-10", "7")],
    )
    assert assess(record, FOOT).drug == "tacrolimus"


@pytest.mark.parametrize(
    ("test", "value", "limit", "answer"),
    [
        ("alp", "90", "0", "absent"),
        ("alp", "131", "0", "present"),
        ("alp", ">130", "130", "present"),
        ("alp", ">100", "130", "unknown"),
        ("alp", "<140", "130", "unknown"),
        ("alp", "<130", "130", "absent"),
        ("pth", "60", "0", "absent"),
        ("pth", ">65", "65", "present"),
        ("pth", "<80", "65", "unknown"),
        ("calcium", ">10.2", "", "present"),
        ("calcium", "<11", "", "unknown"),
    ],
)
def test_limits_of_0_and_values_beyond_the_range(
    record_of: Reader, pain: Row, tacrolimus: Row, test: str, value: str, limit: str, answer: str
) -> None:
    units = {"alp": "U/L", "pth": "pg/mL", "calcium": "mg/dL"}
    lab = {"test": test, "collected_at": "2026-03-08", "value": value, "unit": units[test]}
    record = record_of(
        "2026-03-10",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5")],
        labs=[lab | {"reference_low": "", "reference_high": limit}],
        symptoms=[pain("foot", "2026-03-10", "7")],
    )
    card = evidence_card(record)
    assert card
    titles = {"pth": "PTH above its limit", "calcium": "Calcium above 10.2 mg/dL"}
    other = dict(zip(card.other_explanations["explanation"], card.other_explanations["answer"], strict=True))
    assert (answers(card)["Alkaline phosphatase raised"] if test == "alp" else other[titles[test]]) == answer


def test_asked_and_no_pain_after_the_drug_is_given_again_is_no_recurrence(
    record_of: Reader, pain: Row, tacrolimus: Row
) -> None:
    record = record_of(
        "2026-09-01",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5", "2026-03-20"), tacrolimus("2026-06-01", "5")],
        symptoms=[pain("foot", "2026-03-10", "7", resolved_on="2026-05-01"), pain("foot", "2026-06-15", "0")],
    )
    assert assess(record, FOOT).rechallenge.answer == "no"


def test_a_second_cut_can_be_the_dechallenge(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    doses = [
        tacrolimus("2026-01-01", "7", "2026-03-19"),
        tacrolimus("2026-03-20", "4", "2026-04-30"),
        tacrolimus("2026-05-01", "7", "2026-05-31"),
        tacrolimus("2026-06-01", "3"),
    ]
    scores = [pain("foot", "2026-03-10", "7"), pain("foot", "2026-03-10", "3", "2026-07-01")]
    found = assess(record_of("2026-07-01", transplants=TRANSPLANT, doses=doses, symptoms=scores), FOOT)
    assert (found.dechallenge.answer, "2026-06-01" in found.dechallenge.text) == ("yes", True)


@pytest.mark.parametrize(
    ("level", "timing", "answer"),
    [
        ("25", "trough", "yes"),
        ("20", "trough", "no"),
        ("25", "peak", "unknown"),
        (">15", "trough", "unknown"),
        (">20", "trough", "yes"),
    ],
)
def test_toxic_is_said_of_troughs_only(
    record_of: Reader, pain: Row, tacrolimus: Row, level: str, timing: str, answer: str
) -> None:
    lab = {
        "test": "tacrolimus",
        "collected_at": "2026-03-08T08:00",
        "value": level,
        "unit": "ng/mL",
        "timing": timing,
    }
    record = record_of(
        "2026-03-10",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5")],
        labs=[lab],
        symptoms=[pain("foot", "2026-03-10", "7")],
    )
    rows = assess(record, FOOT).naranjo
    assert rows.set_index("number").loc[7, "answer"] == answer
