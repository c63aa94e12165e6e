"""The ten Naranjo answers as far as the record gives them; where it is silent the answer is unknown and scores 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.challenges import cuts, taken
from analytics.changes import dose_changes
from analytics.comparing import each_exceeds, first_above
from analytics.imaging import INSUFFICIENCY_FRACTURE, MARROW_OEDEMA, says, text_of
from analytics.reaction import Finding, Reaction, symptoms_alike
from analytics.review_words import tenths
from analytics.texts import causality as texts
from analytics.texts.days import iso

if TYPE_CHECKING:
    from analytics.record import PatientRecord

KNOWN_FOR_BONE_PAIN = ("tacrolimus", "cyclosporine")


def from_record(
    record: PatientRecord,
    reacted: Reaction,
    drug: str,
    dechallenged: Finding,
    rechallenged: Finding,
    response: Finding,
    explanations: pd.DataFrame,
) -> dict[int, Finding]:
    """Question number -> finding; CIPS-1 by 2010-02-08 comes to 5, probable."""
    stopped = dechallenged
    found = cuts(record, reacted, drug)
    if dechallenged.answer == "yes":
        found = found[found["changed_on"] == pd.Timestamp(dechallenged.basis[0]["on"])]
    if dechallenged.answer == "yes" and found["kind"].iloc[0] == "reduction":
        # a reduction answers question 8; counting it here too would score one observation twice
        stopped = Finding("unknown", texts.REDUCED_ONLY)
    known = drug in KNOWN_FOR_BONE_PAIN and reacted.lower_limb_pain
    return {
        1: Finding("yes", texts.REPORTS) if known else Finding("unknown", texts.NO_REPORTS),
        2: _after_drug(record, reacted, drug),
        3: stopped,
        4: rechallenged,
        5: _alternatives(explanations),
        6: Finding("unknown", texts.NO_PLACEBO),
        7: _toxic_level(record, reacted, drug),
        8: response,
        9: _similar_before(record, reacted),
        10: _objective(record, reacted),
    }


def _after_drug(record: PatientRecord, reacted: Reaction, drug: str) -> Finding:
    periods = taken(record)
    own = periods[periods["drug"] == drug]
    if own.empty:
        return Finding("unknown", texts.NO_DOSES)
    first = pd.Timestamp(own["first_on"].min())
    told = {"drug": drug, "first": iso(first), "onset": iso(reacted.onset_on)}
    if first <= reacted.onset_on:
        return Finding("yes", texts.AFTER_DRUG.format(**told), reacted.onset_on)
    return Finding("no", texts.BEFORE_DRUG.format(**told), reacted.onset_on)


def _alternatives(explanations: pd.DataFrame) -> Finding:
    some = explanations[explanations["alternative"].astype(bool) & (explanations["answer"] == "present")]
    if len(some):
        return Finding(
            "yes",
            "; ".join(
                texts.ALTERNATIVE.format(explanation=row["explanation"], detail=row["detail"])
                for row in some.to_dict("records")
            ),
            some["on"].iloc[0],
        )
    return Finding("unknown", texts.NO_ALTERNATIVE)


def _toxic_level(record: PatientRecord, reacted: Reaction, drug: str) -> Finding:
    span = pd.Timedelta(days=reacted.limit("pain.lag_days"))
    levels = record.troughs[(record.troughs["drug"] == drug) & record.troughs["is_trough"].astype(bool)]
    near = levels[
        levels["collected_at"]
        .dt.normalize()
        .between(reacted.onset_on - span, reacted.symptoms["onset_on"].max() + span)
    ]
    if drug != "tacrolimus" or near.empty:
        return Finding("unknown", texts.NO_LEVEL if near.empty else texts.NO_TOXIC_LIMIT)
    above, place = first_above(each_exceeds(near, reacted.limit("trough.toxic")))
    if above is not False:
        one = near.iloc[place]
        level = texts.TOXIC_LEVEL.format(level=f"{one['comparator']}{tenths(one['value'])}")
        return Finding("yes" if above else "unknown", level, one["collected_at"].normalize())
    shown = ", ".join(f"{row['comparator']}{tenths(row['value'])}" for row in near.to_dict("records"))
    normal = texts.NORMAL_LEVEL.format(level=shown)
    return Finding("no", normal, near["collected_at"].iloc[-1].normalize())


def _similar_before(record: PatientRecord, reacted: Reaction) -> Finding:
    earlier = symptoms_alike(record, reacted)
    earlier = earlier[
        (earlier["resolved_on"] < reacted.onset_on) & ~earlier["symptom_key"].isin(reacted.keys)
    ]
    for pain in earlier.to_dict("records"):
        changes = dose_changes(record)
        raised = changes[(changes["drug_class"] == "cni") & (changes["kind"] == "increase")]
        lag = (pain["onset_on"] - raised["changed_on"]).dt.days
        if ((lag >= 0) & (lag <= reacted.limit("pain.lag_days"))).any():
            return Finding(
                "yes", texts.EARLIER.format(symptom=pain["symptom"], site=pain["site"]), pain["onset_on"]
            )
    return Finding("unknown", texts.NO_EARLIER)


def _objective(record: PatientRecord, reacted: Reaction) -> Finding:
    images = record.events[
        (record.events["kind"] == "imaging") & (record.events["happened_on"] >= reacted.onset_on)
    ]
    for image in images.sort_values("happened_on").to_dict("records"):
        text = text_of(image)
        named = "yes" in (says(text, MARROW_OEDEMA), says(text, INSUFFICIENCY_FRACTURE))
        if reacted.lower_limb_pain and named:
            return Finding("yes", text, image["happened_on"])
    return Finding("unknown", texts.NO_FINDING)
