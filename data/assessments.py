"""Signed Naranjo and WHO-UMC assessments, append-only: what the record offered, what a person made of it, and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

import duckdb
import pandas as pd

from data.errors import TroughlineError
from data.store import Store, utc_now
from data.texts import reviewing as texts

WHO_UMC = ("certain", "probable", "possible", "unlikely", "conditional", "unassessable")
ANSWERS = ("yes", "no", "unknown")


@dataclass(frozen=True)
class SignedAnswer:
    """One Naranjo answer; offered is what the record pre-filled. An answer that differs from it needs a reason."""

    number: int
    answer: str
    offered: str
    reason: str = ""


@dataclass(frozen=True)
class Assessment:
    """What is signed. score and band are those of the answers (analytics.naranjo)."""

    patient_id: str
    drug: str
    symptom_key: str
    reaction: str
    onset_on: date
    as_of: date
    answers: Sequence[SignedAnswer]
    score: int
    band: str
    who_umc: str
    who_umc_offered: str
    who_umc_reason: str = ""
    comment: str = ""


def sign(store: Store, assessment: Assessment, *, who: str, today: date) -> int:
    """Put a signed assessment on record and return its number; an earlier one of the same reaction stays, superseded.

    Raises TroughlineError when a name, an answer, or the reason for a changed answer is missing.
    """
    _check(assessment, who)
    row = {
        **{name: value for name, value in asdict(assessment).items() if name != "answers"},
        "answers": json.dumps([asdict(answer) for answer in assessment.answers], ensure_ascii=False),
        "who": who.strip(),
        "today": today,
        "at": utc_now(),
    }
    with store.transaction(who, texts.SIGNED) as cursor:
        found = cursor.execute(
            "INSERT INTO causality_assessments VALUES (nextval('assessment_ids'), $patient_id, $drug, $symptom_key, $reaction, "
            "$onset_on, $as_of, $answers, $score, $band, $who_umc, $who_umc_offered, $who_umc_reason, $comment, $who, $today, $at) "
            "RETURNING assessment_id",
            row,
        ).fetchone()
    assert found is not None
    return int(found[0])


def withdraw(store: Store, assessment_id: int, *, reason: str, who: str, today: date) -> None:
    """Take one signed assessment back, as a new fact on record. Raises TroughlineError when it is unknown or taken back."""
    if not reason.strip():
        raise TroughlineError(texts.WHY_WITHDRAWN)
    if not store.value(
        "SELECT count(*) FROM causality_assessments WHERE assessment_id = $id", {"id": assessment_id}
    ):
        raise TroughlineError(texts.NO_ASSESSMENT.format(number=assessment_id))
    try:
        with store.transaction(who, texts.WITHDRAWN) as cursor:
            cursor.execute(
                "INSERT INTO causality_withdrawals VALUES ($id, $reason, $who, $today, $at)",
                {"id": assessment_id, "reason": reason.strip(), "who": who, "today": today, "at": utc_now()},
            )
    except duckdb.ConstraintException as error:
        raise TroughlineError(texts.WITHDRAWN_ALREADY.format(number=assessment_id)) from error


def assessments(store: Store, patient_id: str, *, known_on: date | None = None) -> pd.DataFrame:
    """Every assessment of a patient, newest first, as signed by known_on (default: all).

    Columns of causality_assessments, then withdrawn_on, withdrawn_by, withdrawal_reason and stands: the newest of its drug
    and symptom that is not withdrawn.
    """
    return store.read(
        """
        SELECT a.*, w.withdrawn_on, w.withdrawn_by, w.reason AS withdrawal_reason,
            w.assessment_id IS NULL AND row_number() OVER (
                PARTITION BY drug, symptom_key, w.assessment_id IS NULL ORDER BY a.assessment_id DESC
            ) = 1 AS stands
        FROM causality_assessments AS a
        LEFT JOIN causality_withdrawals AS w
            ON w.assessment_id = a.assessment_id AND ($known_on::DATE IS NULL OR w.withdrawn_on <= $known_on::DATE)
        WHERE a.patient_id = $patient_id AND ($known_on::DATE IS NULL OR a.signed_on <= $known_on::DATE)
        ORDER BY a.assessment_id DESC
        """,
        {"patient_id": patient_id, "known_on": known_on},
    )


def _check(assessment: Assessment, who: str) -> None:
    if not who.strip():
        raise TroughlineError(texts.NO_SIGNER)
    numbers = [answer.number for answer in assessment.answers]
    if sorted(numbers) != list(range(1, 11)):
        raise TroughlineError(texts.TEN_ANSWERS)
    for answer in assessment.answers:
        if answer.answer not in ANSWERS:
            raise TroughlineError(texts.NO_ANSWER.format(number=answer.number, answer=answer.answer))
        if answer.answer != answer.offered and not answer.reason.strip():
            raise TroughlineError(
                texts.CHANGED.format(number=answer.number, offered=answer.offered, answer=answer.answer)
            )
    if assessment.who_umc not in WHO_UMC:
        raise TroughlineError(
            texts.NO_CATEGORY.format(category=assessment.who_umc, categories=", ".join(WHO_UMC))
        )
    if assessment.who_umc != assessment.who_umc_offered and not assessment.who_umc_reason.strip():
        raise TroughlineError(texts.CATEGORY_CHANGED)
