"""Dechallenge, rechallenge and dose–response found from the record, and the Naranjo answers and WHO-UMC category they offer.

An offer, never a verdict: a pharmacist edits and signs (data.assessments). Sources: facts quoted from Naranjo 1981
(PMC5774610) and WHO-UMC (PMC6039921). A record that is silent answers "unknown", which scores 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from analytics import naranjo, naranjo_answers
from analytics.challenges import (
    dechallenge,
    dose_response,
    rechallenge,
    suspected_drug,
    taken,
)
from analytics.other_causes import confounders, other_explanations
from analytics.reaction import Finding, Reaction, reaction
from analytics.settings import load
from analytics.texts import causality as texts
from data.assessments import Assessment, SignedAnswer

if TYPE_CHECKING:
    from analytics.record import PatientRecord
    from analytics.settings import Settings

REACTION_AFTER_STOP_DAYS = 14


@dataclass(frozen=True)
class Causality:
    """What the record says about one drug and one reaction, by its as_of."""

    symptom_key: str
    drug: str
    reaction: Reaction
    dechallenge: Finding
    rechallenge: Finding
    dose_response: Finding
    naranjo: pd.DataFrame
    """number, question, answer (yes, no, unknown), points, reason, on; ten rows."""
    who_umc: str
    who_umc_reason: str
    confounders: pd.DataFrame
    """What changed within 7 days of the dose changes that count (none: of the onsets): on, days, text."""

    @property
    def score(self) -> int:
        """The Naranjo sum of the pre-filled answers."""
        return int(self.naranjo["points"].sum())

    @property
    def band(self) -> str:
        """definite, probable, possible or doubtful."""
        return naranjo.band(self.score)


def assess(
    record: PatientRecord, symptom_key: str, drug: str | None = None, *, settings: Settings | None = None
) -> Causality:
    """Everything the record offers for one symptom and one drug (default: the CNI at the onset, else the last one before).

    settings: the clinic's limits, default ours. Raises KeyError when the symptom is not on record by as_of.
    """
    reacted = reaction(record, symptom_key, settings or load())
    drug = drug or suspected_drug(record, reacted)
    found_dechallenge = dechallenge(record, reacted, drug)
    found_rechallenge = rechallenge(record, reacted, drug, found_dechallenge)
    found_response = dose_response(record, reacted, drug)
    explanations = other_explanations(record, reacted)
    answers = naranjo_answers.from_record(
        record, reacted, drug, found_dechallenge, found_rechallenge, found_response, explanations
    )
    rows = []
    for question in naranjo.QUESTIONS:
        finding = answers[question.number]
        rows.append(
            {
                "number": question.number,
                "question": question.text,
                "answer": finding.answer,
                "points": naranjo.points(question.number, finding.answer),
                "reason": finding.text,
                "on": finding.on,
            }
        )
    category, why = _who_umc(
        record, reacted, drug, found_dechallenge, found_rechallenge, explanations, answers[10]
    )
    counted = [
        pd.Timestamp(found.basis[0]["on"]) for found in (found_dechallenge, found_response) if found.basis
    ]
    return Causality(
        symptom_key,
        drug,
        reacted,
        found_dechallenge,
        found_rechallenge,
        found_response,
        pd.DataFrame(rows),
        category,
        why,
        confounders(record, counted or reacted.symptoms["onset_on"]),
    )


def to_sign(
    found: Causality,
    patient_id: str,
    as_of: date,
    *,
    answers: Mapping[int, str] | None = None,
    reasons: Mapping[int, str] | None = None,
    who_umc: str | None = None,
    who_umc_reason: str = "",
    comment: str = "",
) -> Assessment:
    """What data.assessments.sign takes: the offered answers with a person's edits (number -> answer, number -> reason)."""
    offered = dict(zip(found.naranjo["number"], found.naranjo["answer"], strict=True))
    given = offered | dict(answers or {})
    total = naranjo.score(given)
    return Assessment(
        patient_id=patient_id,
        drug=found.drug,
        symptom_key=found.symptom_key,
        reaction=found.reaction.title,
        onset_on=found.reaction.onset_on.date(),
        as_of=as_of,
        answers=[
            SignedAnswer(int(n), given[n], offered[n], (reasons or {}).get(n, "")) for n in sorted(offered)
        ],
        score=total,
        band=naranjo.band(total),
        who_umc=who_umc or found.who_umc,
        who_umc_offered=found.who_umc,
        who_umc_reason=who_umc_reason
        or ("" if who_umc not in (None, found.who_umc) else found.who_umc_reason),
        comment=comment,
    )


def _who_umc(
    record: PatientRecord,
    reacted: Reaction,
    drug: str,
    dechallenged: Finding,
    rechallenged: Finding,
    explanations: pd.DataFrame,
    objective: Finding,
) -> tuple[str, str]:
    periods = taken(record)
    own = periods[periods["drug"] == drug]
    if own.empty:
        return "unassessable", texts.UNASSESSABLE
    late = own["last_on"] + pd.Timedelta(days=REACTION_AFTER_STOP_DAYS) < reacted.onset_on
    exposed = own[(own["first_on"] <= reacted.onset_on) & ~late]
    if exposed.empty:
        return "unlikely", texts.UNLIKELY.format(drug=drug, days=REACTION_AFTER_STOP_DAYS)
    other = explanations[explanations["alternative"].astype(bool) & (explanations["answer"] == "present")]
    if len(other):
        return "possible", texts.POSSIBLE_OTHER.format(causes=", ".join(other["explanation"]))
    if dechallenged.answer == "yes" and rechallenged.answer == "yes" and objective.answer == "yes":
        return "certain", texts.CERTAIN
    if dechallenged.answer == "yes":
        return "probable", texts.PROBABLE
    return "possible", texts.POSSIBLE
