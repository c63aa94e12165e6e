"""Dechallenge, rechallenge, dose–response, Naranjo and WHO-UMC as the record offers them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analytics import naranjo
from analytics.causality import Causality, assess, to_sign
from analytics.record import PatientRecord, patient_record
from data import assessments
from data.errors import TroughlineError
from data.store import Store

Row = Callable[..., dict[str, str]]
Reader = Callable[..., PatientRecord]
TRANSPLANT = [{"transplanted_on": "2026-01-01", "organ": "kidney"}]
FOOT = "pain|foot|2026-03-10"


def answers(found: Causality) -> dict[int, str]:
    return dict(zip(found.naranjo["number"], found.naranjo["answer"], strict=True))


@pytest.mark.parametrize("symptom", ["pain|ankle|2010-01-04", "pain|knee|2010-01-04", "pain|foot|2010-01-25"])
def test_the_published_case_comes_to_five_probable(published: Store, symptom: str) -> None:
    """Facts W70: 1 +1, 2 +2, 3 +1, 5 -1 (PTH 833 and calcium are an alternative cause), 8 +1, 10 +1."""
    found = assess(patient_record(published, "CIPS-1", date(2010, 2, 8)), symptom)
    assert found.drug == "tacrolimus"
    assert dict(zip(found.naranjo["number"], found.naranjo["points"], strict=True)) == {
        1: 1, 2: 2, 3: 1, 4: 0, 5: -1, 6: 0, 7: 0, 8: 1, 9: 0, 10: 1,
    }  # fmt: skip
    assert (found.score, found.band) == (5, "probable")
    assert found.who_umc == "possible"
    assert "PTH" in found.who_umc_reason
    assert "sirolimus started, dose unknown" in set(found.confounders.text)


def test_before_the_drug_was_stopped_the_record_offers_less(published: Store) -> None:
    found = assess(patient_record(published, "CIPS-1", date(2010, 1, 25)), "pain|foot|2010-01-25")
    assert answers(found)[3] == "unknown"
    assert answers(found)[10] == "unknown"
    assert (found.score, found.band) == (3, "possible")


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (-4, "doubtful"),
        (0, "doubtful"),
        (1, "possible"),
        (4, "possible"),
        (5, "probable"),
        (8, "probable"),
        (9, "definite"),
        (13, "definite"),
    ],
)
def test_naranjo_bands(total: int, band: str) -> None:
    """Facts W71."""
    assert naranjo.band(total) == band


@pytest.mark.parametrize(("five", "total"), [("yes", 5), ("unknown", 6), ("no", 8)])
def test_naranjo_of_the_published_case_by_its_fifth_answer(five: str, total: int) -> None:
    """Facts W70."""
    given = {1: "yes", 2: "yes", 3: "yes", 5: five, 8: "yes", 10: "yes"}
    assert naranjo.score(given) == total


def test_naranjo_range_and_unreadable_answers() -> None:
    best = {
        q.number: max(("yes", "no"), key=lambda a, n=q.number: naranjo.points(n, a))
        for q in naranjo.QUESTIONS
    }
    worst = {
        q.number: min(("yes", "no"), key=lambda a, n=q.number: naranjo.points(n, a))
        for q in naranjo.QUESTIONS
    }
    assert (naranjo.score(worst), naranjo.score(best), naranjo.score({})) == (-4, 13, 0)
    with pytest.raises(TroughlineError, match="question 3"):
        naranjo.score({3: "maybe"})


def test_a_reduction_that_eases_the_pain_is_counted_once(
    record_of: Reader, pain: Row, tacrolimus: Row
) -> None:
    record = record_of(
        "2026-05-01",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "7", "2026-03-19"), tacrolimus("2026-03-20", "4")],
        symptoms=[pain("foot", "2026-03-10", "7"), pain("foot", "2026-03-10", "5", "2026-04-20")],
    )
    found = assess(record, FOOT)
    assert found.dechallenge.answer == "yes"
    assert "Spontaneous recovery is common" in found.dechallenge.text
    assert (answers(found)[3], answers(found)[8]) == ("unknown", "yes")


def test_a_fall_by_one_point_is_no_dechallenge(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    record = record_of(
        "2026-05-01",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "7", "2026-03-19"), tacrolimus("2026-03-20", "4")],
        symptoms=[pain("foot", "2026-03-10", "7"), pain("foot", "2026-03-10", "6", "2026-04-20")],
    )
    assert assess(record, FOOT).dechallenge.answer == "unknown"


@pytest.mark.parametrize(("asked_on", "answer"), [("2026-06-19", "unknown"), ("2026-06-20", "no")])
def test_a_dechallenge_is_negative_only_after_three_months(
    record_of: Reader, pain: Row, tacrolimus: Row, asked_on: str, answer: str
) -> None:
    record = record_of(
        asked_on,
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "7", "2026-03-19"), tacrolimus("2026-03-20", "4")],
        symptoms=[pain("foot", "2026-03-10", "7"), pain("foot", "2026-03-10", "7", asked_on)],
    )
    assert assess(record, FOOT).dechallenge.answer == answer


@pytest.mark.parametrize("score", ["7", "3"], ids=["as before", "eased"])
def test_what_happens_after_the_dose_was_raised_again_says_nothing_of_the_cut(
    record_of: Reader, pain: Row, tacrolimus: Row, score: str
) -> None:
    doses = [
        tacrolimus("2026-01-01", "7", "2026-03-19"),
        tacrolimus("2026-03-20", "4", "2026-04-30"),
        tacrolimus("2026-05-01", "7"),
    ]
    symptoms = [pain("foot", "2026-03-10", "7"), pain("foot", "2026-03-10", score, "2026-07-01")]
    record = record_of("2026-07-01", transplants=TRANSPLANT, doses=doses, symptoms=symptoms)
    assert assess(record, FOOT).dechallenge.answer == "unknown"


def test_stopped_eased_given_again_and_back(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    record = record_of(
        "2026-09-01",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5", "2026-03-20"), tacrolimus("2026-06-01", "5")],
        symptoms=[
            pain("foot", "2026-03-10", "7", resolved_on="2026-05-01"),
            pain("foot", "2026-06-15", "6"),
        ],
        events=[
            {
                "kind": "imaging",
                "happened_on": "2026-03-25",
                "title": "MRI of the feet",
                "detail": "patchy marrow oedema",
            }
        ],
    )
    found = assess(record, FOOT)
    assert (found.dechallenge.answer, found.rechallenge.answer) == ("yes", "yes")
    assert answers(found)[4] == "yes"
    assert found.who_umc == "certain"
    assert found.band == "probable"  # 1 + 2 + 1 + 2 + 1: nobody has said that nothing else explains it
    assert found.score == 7


def test_given_again_and_asked_without_pain_for_ninety_days(
    record_of: Reader, pain: Row, tacrolimus: Row
) -> None:
    doses = [tacrolimus("2026-01-01", "5", "2026-03-20"), tacrolimus("2026-06-01", "5")]
    symptoms = [pain("foot", "2026-03-10", "7", resolved_on="2026-05-01"), pain("leg", "2026-07-01", "0")]
    early = assess(record_of("2026-08-01", transplants=TRANSPLANT, doses=doses, symptoms=symptoms), FOOT)
    late = assess(record_of("2026-09-01", transplants=TRANSPLANT, doses=doses, symptoms=symptoms), FOOT)
    assert (early.rechallenge.answer, late.rechallenge.answer) == ("unknown", "no")


def test_a_first_pain_after_an_increase_is_no_dose_response(
    record_of: Reader, pain: Row, tacrolimus: Row
) -> None:
    """Worse needs a pain that was there before; the lag itself is told by timing and the evidence card."""
    record = record_of(
        "2026-03-15",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5", "2026-03-02"), tacrolimus("2026-03-03", "7")],
        symptoms=[pain("foot", "2026-03-10", "7"), pain("knee", "2026-03-10", "7")],
    )
    assert assess(record, FOOT).dose_response.answer == "unknown"


def test_a_score_that_rises_by_two_after_an_increase_is(
    record_of: Reader, pain: Row, tacrolimus: Row
) -> None:
    record = record_of(
        "2026-04-15",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5", "2026-03-31"), tacrolimus("2026-04-01", "7")],
        symptoms=[pain("foot", "2026-03-10", "3"), pain("foot", "2026-03-10", "5", "2026-04-10")],
    )
    found = assess(record, FOOT)
    assert found.dose_response.answer == "yes"
    assert "9 days later foot: worse, 5 of 10" in found.dose_response.text


def test_pain_before_the_first_dose_speaks_against_the_drug(
    record_of: Reader, pain: Row, tacrolimus: Row
) -> None:
    record = record_of(
        "2026-05-01",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-04-01", "5")],
        symptoms=[pain("foot", "2026-03-10", "7")],
    )
    found = assess(record, FOOT, "tacrolimus")
    assert (answers(found)[2], found.who_umc) == ("no", "unlikely")


def test_without_doses_nothing_can_be_assessed(record_of: Reader, pain: Row) -> None:
    found = assess(
        record_of("2026-05-01", transplants=TRANSPLANT, symptoms=[pain("foot", "2026-03-10", "7")]), FOOT
    )
    assert (found.drug, found.who_umc, answers(found)[2]) == ("", "unassessable", "unknown")
    assert found.score == 0


def test_not_better_is_no_easing_in_words(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    record = record_of(
        "2026-05-01",
        transplants=TRANSPLANT,
        doses=[tacrolimus("2026-01-01", "5", "2026-03-20")],
        symptoms=[
            pain("foot", "2026-03-10", "7"),
            pain("foot", "2026-03-10", "", "2026-04-20", note="has not improved at all"),
        ],
    )
    assert assess(record, FOOT).dechallenge.answer == "unknown"


def test_an_unknown_symptom_is_an_error(published: Store) -> None:
    with pytest.raises(KeyError):
        assess(patient_record(published, "CIPS-1", date(2010, 2, 8)), "pain|hip|2010-01-01")


def test_edited_answers_are_signed_with_their_reasons(published: Store, tmp_path: Path) -> None:
    found = assess(patient_record(published, "CIPS-1", date(2010, 2, 8)), "pain|foot|2010-01-25")
    unexplained = to_sign(found, "CIPS-1", date(2010, 2, 8), answers={5: "unknown"})
    assert (unexplained.score, unexplained.band) == (6, "probable")
    with Store.open(tmp_path / "s.duckdb", time_zone="Europe/Berlin") as store:
        with pytest.raises(TroughlineError, match="Question 5"):
            assessments.sign(store, unexplained, who="A Pharmacist", today=date(2010, 2, 9))
        explained = to_sign(
            found,
            "CIPS-1",
            date(2010, 2, 8),
            answers={5: "unknown"},
            reasons={5: "PTH was as high before the pain"},
        )
        assessments.sign(store, explained, who="A Pharmacist", today=date(2010, 2, 9))
        (row,) = assessments.assessments(store, "CIPS-1").to_dict("records")
    assert (row["score"], row["who_umc"], row["signed_by"]) == (6, "possible", "A Pharmacist")


def test_a_pain_told_in_words_is_quoted_in_words(record_of: Reader, pain: Row, tacrolimus: Row) -> None:
    """Nobody gave a number: the 2, 5 and 8 are our reading of the words and stay behind them."""
    record = record_of(
        "2026-05-15",
        transplants=TRANSPLANT,
        doses=[
            tacrolimus("2026-01-01", "5", "2026-03-31"),
            tacrolimus("2026-04-01", "7", "2026-04-14"),
            tacrolimus("2026-04-15", "5"),
        ],
        symptoms=[
            pain("foot", "2026-03-10", "mild"),
            pain("foot", "2026-03-10", "severe", "2026-04-10"),
            pain("foot", "2026-03-10", "4", "2026-05-01"),
        ],
    )
    found = assess(record, FOOT)
    assert "9 days later foot: worse, severe" in found.dose_response.text
    assert "16 days later foot: severe → 4 of 10" in found.dechallenge.text
