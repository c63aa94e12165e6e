"""The CIPS evidence card: eleven features, each present, absent or unknown with the record that says so.

Beside each stands what the published case report says of osteonecrosis and of reflex sympathetic dystrophy (RSDS). Counts,
never a probability: no such score has been validated. "Unknown" means that the record does not say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.changes import dose_changes
from analytics.evidence_features import CHECKS
from analytics.other_causes import confounders, other_explanations
from analytics.reaction import Reaction, lower_limb_pains, reaction
from analytics.settings import load
from analytics.texts import evidence as texts

if TYPE_CHECKING:
    from analytics.record import PatientRecord
    from analytics.settings import Settings

ANSWERS = {"yes": "present", "no": "absent", "unknown": "unknown"}


@dataclass(frozen=True)
class EvidenceCard:
    """One patient's lower-limb pain against the published picture."""

    reaction: Reaction
    features: pd.DataFrame
    """feature, answer (present, absent, unknown), on, detail, osteonecrosis, rsds; eleven rows."""
    other_explanations: pd.DataFrame
    """explanation, answer, on, detail, alternative."""
    confounders: pd.DataFrame
    """on, days, text: what else changed within 7 days of the last CNI change up to the onset, else of the onset."""

    @property
    def counts(self) -> dict[str, int]:
        """How many features are present, absent, unknown; never a probability."""
        found = self.features["answer"].value_counts()
        return {answer: int(found.get(answer, 0)) for answer in ANSWERS.values()}


def evidence_card(
    record: PatientRecord, symptom_key: str | None = None, *, settings: Settings | None = None
) -> EvidenceCard | None:
    """The card for one pain (default: the newest lower-limb pain); None for a patient without lower-limb pain on record."""
    key = symptom_key or newest_pain(record)
    if key is None:
        return None
    reacted = reaction(record, key, settings or load())
    rows = []
    lag_days = f"{reacted.limit('pain.lag_days'):g}"
    for feature, check in CHECKS.items():
        found = check(record, reacted)
        title, osteonecrosis, rsds = texts.FEATURES[feature]
        rows.append(
            {
                "feature": title.format(days=lag_days),
                "answer": ANSWERS[found.answer],
                "on": found.on,
                "detail": found.text,
                "osteonecrosis": osteonecrosis,
                "rsds": rsds,
            }
        )
    changes = dose_changes(record)
    last = reacted.symptoms["onset_on"].max()
    before = changes[
        (changes["drug_class"] == "cni") & (changes["changed_on"] <= last) & (changes["kind"] != "start")
    ]
    around = [*reacted.symptoms["onset_on"], *before["changed_on"].tail(1)]
    features = pd.DataFrame(rows)
    features["on"] = pd.to_datetime(features["on"])
    return EvidenceCard(reacted, features, other_explanations(record, reacted), confounders(record, around))


def newest_pain(record: PatientRecord) -> str | None:
    """The key of the lower-limb pain that began last; pains scored 0 throughout are none."""
    pains = lower_limb_pains(record)
    return str(pains["symptom_key"].iloc[-1]) if len(pains) else None
