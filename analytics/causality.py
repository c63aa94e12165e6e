"""Dechallenge, rechallenge and dose–response found from the record, and the Naranjo answers and WHO-UMC category they offer.

An offer, never a verdict: a pharmacist edits and signs (data.assessments). Sources: facts quoted from Naranjo 1981
(PMC5774610) and WHO-UMC (PMC6039921). A record that is silent answers "unknown", which scores 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics import naranjo
from analytics.other_causes import confounders, other_explanations
from analytics.reaction import FALL, UNCHANGED_MONTHS, Finding, Reaction, reaction
from analytics.timing import INCREASE_LAG_DAYS, dose_changes

if TYPE_CHECKING:
    from analytics.record import PatientRecord

KNOWN_FOR_BONE_PAIN = ("tacrolimus", "cyclosporine")
TOXIC_TACROLIMUS_NG_ML = 20.0
"""The level that trough_out_of_target calls critical; no level is known to be toxic for bone."""
REACTION_AFTER_STOP_DAYS = 14
RECHALLENGE_DAYS = 90
WHO_UMC = ("certain", "probable", "possible", "unlikely", "conditional", "unassessable")

_OBJECTIVE = ("oedema", "edema", "stress fracture", "insufficiency fracture")


@dataclass(frozen=True)
class Causality:
    """What the record says about one drug and one reaction, by its as_of."""

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
    """What else changed within 7 days of the dose change that counts: on, days, text."""

    @property
    def score(self) -> int:
        """The Naranjo sum of the pre-filled answers."""
        return int(self.naranjo["points"].sum())

    @property
    def band(self) -> str:
        """definite, probable, possible or doubtful."""
        return naranjo.band(self.score)


def assess(record: PatientRecord, symptom_key: str, drug: str | None = None) -> Causality:
    """Everything the record offers for one symptom and one drug (default: the CNI at the onset, else the last one before).

    Raises KeyError when the symptom is not on record by as_of.
    """
    reacted = reaction(record, symptom_key)
    drug = drug or suspected_drug(record, reacted)
    found_dechallenge = dechallenge(record, reacted, drug)
    found_rechallenge = rechallenge(record, reacted, drug, found_dechallenge)
    found_response = dose_response(record, reacted, drug)
    explanations = other_explanations(record, reacted)
    answers = _answers(
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
    around = found_dechallenge_day(record, reacted, drug) or found_response.on or reacted.onset_on
    return Causality(
        drug,
        reacted,
        found_dechallenge,
        found_rechallenge,
        found_response,
        pd.DataFrame(rows),
        category,
        why,
        confounders(record, around),
    )


def suspected_drug(record: PatientRecord, reacted: Reaction) -> str:
    """The CNI taken at the onset, else the last one before it, else '' (no CNI on record)."""
    cni = record.dose_periods[record.dose_periods["drug_class"] == "cni"]
    before = cni[cni["first_on"] <= reacted.onset_on].sort_values(["first_on", "drug"])
    return str(before["drug"].iloc[-1]) if len(before) else ""


def found_dechallenge_day(record: PatientRecord, reacted: Reaction, drug: str) -> pd.Timestamp | None:
    """The first day without, or with less of, the drug after the onset."""
    cuts = _cuts(record, reacted, drug)
    return pd.Timestamp(cuts["changed_on"].iloc[0]) if len(cuts) else None


def dechallenge(record: PatientRecord, reacted: Reaction, drug: str) -> Finding:
    """Stopped, switched or reduced after the onset, and the pain fell by 2, went, or was told to be better.

    no: 3 calendar months unchanged with the dose still reduced. Sooner, or with nothing recorded since: unknown.
    """
    cuts = _cuts(record, reacted, drug)
    if cuts.empty:
        return Finding("unknown", f"{drug or 'no CNI'}: neither stopped nor reduced after the onset")
    cut = cuts.iloc[0]
    cut_on = pd.Timestamp(cut["changed_on"])
    eased = reacted.eased_after(cut_on)
    basis = ({"on": f"{cut_on:%Y-%m-%d}", "text": str(cut["text"])},)
    if eased.answer == "yes" and eased.on is not None:
        days = (eased.on - cut_on).days
        text = f"{cut['text']} on {cut_on:%Y-%m-%d}; {days} days later {eased.text}. Spontaneous recovery is common."
        return Finding("yes", text, eased.on, basis + eased.basis)
    last_reduced = _reduced_until(record, cut_on, drug)
    late = reacted.scores[reacted.scores["on"] >= cut_on + pd.DateOffset(months=UNCHANGED_MONTHS)]
    late = late[(late["on"] <= last_reduced) & late["severity"].notna()]
    if len(late):
        text = f"{cut['text']} on {cut_on:%Y-%m-%d}; unchanged after {UNCHANGED_MONTHS} months with the dose still reduced"
        return Finding("no", text, late["on"].iloc[0], basis)
    return Finding(
        "unknown",
        f"{cut['text']} on {cut_on:%Y-%m-%d}; no easing on record, and too early to call it negative",
        cut_on,
        basis,
    )


def rechallenge(record: PatientRecord, reacted: Reaction, drug: str, dechallenged: Finding) -> Finding:
    """After a positive dechallenge by stopping: given again, and back within 90 days. A raised dose is dose–response."""
    changes = dose_changes(record)
    own = changes[(changes["drug"] == drug) & changes["kind"].isin(["start", "restart", "switch"])]
    if dechallenged.answer != "yes" or dechallenged.on is None:
        return Finding("unknown", "not done: no positive dechallenge before it")
    again = own[own["changed_on"] > dechallenged.on]
    if again.empty:
        return Finding("unknown", "not done: the drug was not given again after the pain had eased")
    given = pd.Timestamp(again["changed_on"].iloc[0])
    until = given + pd.Timedelta(days=RECHALLENGE_DAYS)
    back = _pains(record)
    back = back[back["onset_on"].between(given, until)]
    if len(back):
        on = pd.Timestamp(back["onset_on"].iloc[0])
        return Finding("yes", f"given again on {given:%Y-%m-%d}, pain again on {on:%Y-%m-%d}", on)
    worse = reacted.worse_within(given, until)
    if worse.answer == "yes":
        return Finding("yes", f"given again on {given:%Y-%m-%d}; {worse.text}", worse.on)
    if pd.Timestamp(record.as_of) > until:
        return Finding(
            "no",
            f"given again on {given:%Y-%m-%d}, no pain on record in the {RECHALLENGE_DAYS} days after",
            given,
        )
    return Finding("unknown", f"given again on {given:%Y-%m-%d}: too early to tell", given)


def dose_response(record: PatientRecord, reacted: Reaction, drug: str) -> Finding:
    """Worse within 14 days after an increase while it already hurt, or less severe by 2 after a reduction (not a stop)."""
    changes = dose_changes(record)
    own = changes[changes["drug"] == drug]
    for change in own[own["kind"] == "increase"].to_dict("records"):
        on = pd.Timestamp(change["changed_on"])
        worse = reacted.worse_within(on, on + pd.Timedelta(days=INCREASE_LAG_DAYS))
        if worse.answer == "yes" and worse.on is not None:
            days = (worse.on - on).days
            return Finding(
                "yes",
                f"{change['text']} on {on:%Y-%m-%d}; {days} days later {worse.text}",
                worse.on,
                worse.basis,
            )
    for change in own[(own["kind"] == "reduction") & (own["changed_on"] >= reacted.onset_on)].to_dict(
        "records"
    ):
        on = pd.Timestamp(change["changed_on"])
        eased = reacted.eased_after(on)
        if eased.answer == "yes" and eased.on is not None and _score_fell(reacted, on, eased.on):
            return Finding(
                "yes",
                f"{change['text']} on {on:%Y-%m-%d}; {(eased.on - on).days} days later {eased.text}",
                eased.on,
                eased.basis,
            )
    return Finding("unknown", "no worsening after an increase and no easing after a reduction on record")


def naranjo_score(answers: Mapping[int, str]) -> int:
    """The sum of edited answers (number → yes, no, unknown)."""
    return naranjo.score(answers)


def _answers(
    record: PatientRecord,
    reacted: Reaction,
    drug: str,
    dechallenged: Finding,
    rechallenged: Finding,
    response: Finding,
    explanations: pd.DataFrame,
) -> dict[int, Finding]:
    stopped = dechallenged
    cuts = _cuts(record, reacted, drug)
    if len(cuts) and cuts["kind"].iloc[0] == "reduction" and dechallenged.answer == "yes":
        # a reduction answers question 8; counting it here too would score one observation twice
        stopped = Finding("unknown", "reduced, not stopped: counted in question 8")
    known = drug in KNOWN_FOR_BONE_PAIN and reacted.lower_limb_pain
    return {
        1: Finding("yes", "CIPS is described for cyclosporine and tacrolimus since 1989")
        if known
        else Finding("unknown", "no report on file"),
        2: _after_drug(record, reacted, drug),
        3: stopped,
        4: rechallenged,
        5: _alternatives(explanations),
        6: Finding("unknown", "no placebo given"),
        7: _toxic_level(record, reacted, drug),
        8: response,
        9: _similar_before(record, reacted),
        10: _objective(record, reacted),
    }


def _after_drug(record: PatientRecord, reacted: Reaction, drug: str) -> Finding:
    own = record.dose_periods[record.dose_periods["drug"] == drug]
    if own.empty:
        return Finding("unknown", "no doses on record")
    first = pd.Timestamp(own["first_on"].min())
    if first <= reacted.onset_on:
        return Finding(
            "yes", f"{drug} since {first:%Y-%m-%d}, onset {reacted.onset_on:%Y-%m-%d}", reacted.onset_on
        )
    return Finding(
        "no", f"onset {reacted.onset_on:%Y-%m-%d} before the first dose {first:%Y-%m-%d}", reacted.onset_on
    )


def _alternatives(explanations: pd.DataFrame) -> Finding:
    some = explanations[explanations["alternative"].astype(bool) & (explanations["answer"] == "present")]
    if len(some):
        return Finding(
            "yes",
            "; ".join(f"{row['explanation']}: {row['detail']}" for row in some.to_dict("records")),
            some["on"].iloc[0],
        )
    return Finding("unknown", "none on record; that nothing else explains it (+2) is for a person to say")


def _toxic_level(record: PatientRecord, reacted: Reaction, drug: str) -> Finding:
    span = pd.Timedelta(days=INCREASE_LAG_DAYS)
    levels = record.troughs[record.troughs["drug"] == drug]
    near = levels[
        levels["collected_at"]
        .dt.normalize()
        .between(reacted.onset_on - span, reacted.symptoms["onset_on"].max() + span)
    ]
    if drug != "tacrolimus" or near.empty:
        return Finding(
            "unknown",
            "no level on record near the onset" if near.empty else "no toxic limit set for this drug",
        )
    high = near[(near["value"] > TOXIC_TACROLIMUS_NG_ML) & (near["comparator"] != "<")]
    if len(high):
        return Finding("yes", f"{high['value'].iloc[0]:g} ng/mL", high["collected_at"].iloc[0].normalize())
    shown = ", ".join(f"{row['comparator']}{row['value']:g}" for row in near.to_dict("records"))
    return Finding(
        "no",
        f"{shown} ng/mL; a normal level does not exclude CIPS",
        near["collected_at"].iloc[-1].normalize(),
    )


def _similar_before(record: PatientRecord, reacted: Reaction) -> Finding:
    earlier = _pains(record)
    earlier = earlier[
        (earlier["resolved_on"] < reacted.onset_on) & ~earlier["symptom_key"].isin(reacted.keys)
    ]
    for pain in earlier.to_dict("records"):
        changes = dose_changes(record)
        raised = changes[(changes["drug_class"] == "cni") & (changes["kind"] == "increase")]
        lag = (pain["onset_on"] - raised["changed_on"]).dt.days
        if ((lag >= 0) & (lag <= INCREASE_LAG_DAYS)).any():
            return Finding("yes", f"pain {pain['site']} after an earlier increase", pain["onset_on"])
    return Finding("unknown", "no earlier reaction on record")


def _objective(record: PatientRecord, reacted: Reaction) -> Finding:
    images = record.events[
        (record.events["kind"] == "imaging") & (record.events["happened_on"] >= reacted.onset_on)
    ]
    for image in images.sort_values("happened_on").to_dict("records"):
        text = " ".join(str(image[part]) for part in ("title", "detail") if isinstance(image[part], str))
        if reacted.lower_limb_pain and any(word in text.lower() for word in _OBJECTIVE):
            return Finding("yes", text, image["happened_on"])
    return Finding("unknown", "no imaging with marrow oedema on record; a raised ALP alone is not counted")


def _who_umc(
    record: PatientRecord,
    reacted: Reaction,
    drug: str,
    dechallenged: Finding,
    rechallenged: Finding,
    explanations: pd.DataFrame,
    objective: Finding,
) -> tuple[str, str]:
    own = record.dose_periods[record.dose_periods["drug"] == drug]
    if own.empty:
        return "unassessable", "no doses of a suspected drug on record"
    late = own["last_on"] + pd.Timedelta(days=REACTION_AFTER_STOP_DAYS) < reacted.onset_on
    exposed = own[(own["first_on"] <= reacted.onset_on) & ~late]
    if exposed.empty:
        return "unlikely", f"not on {drug} at the onset nor in the {REACTION_AFTER_STOP_DAYS} days before"
    other = explanations[explanations["alternative"].astype(bool) & (explanations["answer"] == "present")]
    if len(other):
        return (
            "possible",
            f"plausible time, but another cause could explain it: {', '.join(other['explanation'])}",
        )
    if dechallenged.answer == "yes" and rechallenged.answer == "yes" and objective.answer == "yes":
        return (
            "certain",
            "plausible time, eased without the drug, back with it, objective finding, no other cause on record",
        )
    if dechallenged.answer == "yes":
        return "probable", "plausible time, eased after the drug was cut, no other cause on record"
    return "possible", "plausible time; what happens without the drug is not on record"


def _cuts(record: PatientRecord, reacted: Reaction, drug: str) -> pd.DataFrame:
    """Reductions, stops and switches away from the drug, from the onset on."""
    changes = dose_changes(record)
    own = changes[(changes["drug"] == drug) & changes["kind"].isin(["reduction", "stop"])]
    return own[own["changed_on"] >= reacted.onset_on]


def _reduced_until(record: PatientRecord, cut_on: pd.Timestamp, drug: str) -> pd.Timestamp:
    changes = dose_changes(record)
    own = changes[(changes["drug"] == drug) & (changes["changed_on"] > cut_on)]
    raised = own[own["kind"].isin(["increase", "restart", "start", "switch"])]
    return pd.Timestamp(raised["changed_on"].iloc[0]) if len(raised) else pd.Timestamp(record.as_of)


def _score_fell(reacted: Reaction, cut_on: pd.Timestamp, eased_on: pd.Timestamp) -> bool:
    before, after = reacted.peak_until(cut_on), reacted.peak_until(eased_on)
    return before is not None and after is not None and before - after >= FALL


def _pains(record: PatientRecord) -> pd.DataFrame:
    pains = record.symptoms[
        (record.symptoms["symptom"] == "pain") & record.symptoms["lower_limb"].astype(bool)
    ].copy()
    for column in ("onset_on", "resolved_on"):
        pains[column] = pd.to_datetime(pains[column])
    return pains.sort_values(["onset_on", "symptom_key"], kind="stable")
