"""Signed Naranjo and WHO-UMC assessments: append-only, and no changed answer without its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.assessments import Assessment, SignedAnswer, assessments, sign, withdraw
from data.errors import TroughlineError
from data.store import Store

TODAY = date(2026, 6, 30)
OFFERED = {1: "yes", 2: "yes", 8: "yes"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "s.duckdb", time_zone="Europe/Berlin") as opened:
        yield opened


def form(**changed: SignedAnswer) -> Assessment:
    answers = {n: SignedAnswer(n, OFFERED.get(n, "unknown"), OFFERED.get(n, "unknown")) for n in range(1, 11)}
    answers |= {answer.number: answer for answer in changed.values()}
    return Assessment(
        patient_id="P1",
        drug="tacrolimus",
        symptom_key="pain foot 2026-06-01",
        reaction="pain foot",
        onset_on=date(2026, 6, 1),
        as_of=TODAY,
        answers=list(answers.values()),
        score=4,
        band="possible",
        who_umc="possible",
        who_umc_offered="possible",
    )


def test_a_signed_assessment_is_on_record(store: Store) -> None:
    number = sign(store, form(), who="A Pharmacist (unverified)", today=TODAY)
    (row,) = assessments(store, "P1").to_dict("records")
    assert (row["assessment_id"], row["score"], row["band"], row["signed_by"]) == (
        number,
        4,
        "possible",
        "A Pharmacist (unverified)",
    )
    assert bool(row["stands"])


def test_a_changed_answer_needs_its_reason(store: Store) -> None:
    with pytest.raises(TroughlineError, match="Question 5 was changed from unknown to no"):
        sign(store, form(five=SignedAnswer(5, "no", "unknown")), who="A", today=TODAY)
    sign(
        store,
        form(five=SignedAnswer(5, "no", "unknown", "PTH normal, MRI without fracture")),
        who="A",
        today=TODAY,
    )
    assert "MRI without fracture" in assessments(store, "P1")["answers"].iloc[0]


def test_a_changed_category_needs_its_reason(store: Store) -> None:
    with pytest.raises(TroughlineError, match="category was changed"):
        sign(store, replace(form(), who_umc="probable"), who="A", today=TODAY)


def test_nobody_signs_without_a_name_or_half_a_form(store: Store) -> None:
    with pytest.raises(TroughlineError, match="name"):
        sign(store, form(), who="  ", today=TODAY)
    with pytest.raises(TroughlineError, match="ten questions"):
        sign(store, replace(form(), answers=form().answers[:9]), who="A", today=TODAY)


def test_the_newest_that_is_not_withdrawn_stands(store: Store) -> None:
    first = sign(store, form(), who="A", today=TODAY)
    second = sign(store, form(), who="B", today=TODAY)
    found = assessments(store, "P1").set_index("assessment_id")["stands"]
    assert (bool(found[first]), bool(found[second])) == (False, True)
    withdraw(store, second, reason="wrong patient", who="B", today=TODAY)
    found = assessments(store, "P1").set_index("assessment_id")["stands"]
    assert (bool(found[first]), bool(found[second])) == (True, False)
    with pytest.raises(TroughlineError, match="taken back already"):
        withdraw(store, second, reason="again", who="B", today=TODAY)


def test_what_was_known_on_a_day(store: Store) -> None:
    sign(store, form(), who="A", today=TODAY)
    assert assessments(store, "P1", known_on=date(2026, 6, 29)).empty
    assert len(assessments(store, "P1", known_on=TODAY)) == 1
