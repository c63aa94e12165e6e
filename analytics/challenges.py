"""Was the drug cut, given again or raised, and what did the pain do? Found from the record, with its dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.changes import dose_changes
from analytics.reaction import UNCHANGED_MONTHS, Finding, Reaction, symptoms_alike
from analytics.texts import causality as texts
from analytics.texts.days import iso

if TYPE_CHECKING:
    from analytics.record import PatientRecord

RECHALLENGE_DAYS = 90


def suspected_drug(record: PatientRecord, reacted: Reaction) -> str:
    """The CNI taken at the onset, else the last one before it, else '' (no CNI on record)."""
    periods = taken(record)
    cni = periods[periods["drug_class"] == "cni"]
    before = cni[cni["first_on"] <= reacted.onset_on].sort_values(["first_on", "drug"])
    then = before[before["last_on"].isna() | (before["last_on"] >= reacted.onset_on)]
    for some in (then, before.sort_values("last_on", kind="stable")):
        if len(some):
            return str(some["drug"].iloc[-1])
    return ""


def taken(record: PatientRecord) -> pd.DataFrame:
    """The dose periods on which something was taken: a dose of 0 is no exposure, an unknown amount is."""
    doses = record.dose_periods
    return doses[doses["mg_per_day"].isna() | (doses["mg_per_day"] > 0)]


def dechallenge(record: PatientRecord, reacted: Reaction, drug: str, *, words_count: bool = True) -> Finding:
    """Stopped, switched or reduced after the onset, and the pain fell by 2, went, or was told to be better.

    What happened after the dose was raised or given again says nothing about that cut. no: 3 calendar months unchanged with the
    dose still reduced. Sooner, or with nothing recorded since: unknown.
    """
    found = cuts(record, reacted, drug)
    if found.empty:
        return Finding("unknown", texts.NO_CUT.format(drug=drug or texts.NO_CNI))
    after = [
        _after_cut(reacted, cut, _reduced_until(record, cut["changed_on"], drug), words_count)
        for cut in found.to_dict("records")
    ]
    return next((one for answer in ("yes", "no") for one in after if one.answer == answer), after[0])


def _after_cut(
    reacted: Reaction, cut: dict[Any, Any], last_reduced: pd.Timestamp, words_count: bool
) -> Finding:
    """What the pain did while the dose stayed reduced."""
    cut_on = pd.Timestamp(cut["changed_on"])
    eased = reacted.eased_after(cut_on, words_count=words_count)
    told = {"change": cut["text"], "on": iso(cut_on)}
    basis = ({"on": iso(cut_on), "text": str(cut["text"])},)
    if eased.answer == "yes" and eased.on is not None and eased.on <= last_reduced:
        days = (eased.on - cut_on).days
        text = texts.EASED_AFTER_CUT.format(**told, days=days, eased=eased.text)
        return Finding("yes", text, eased.on, basis + eased.basis)
    late = reacted.scores[reacted.scores["on"] >= cut_on + pd.DateOffset(months=UNCHANGED_MONTHS)]
    late = late[(late["on"] <= last_reduced) & late["severity"].notna()]
    if len(late):
        text = texts.UNCHANGED.format(**told, months=UNCHANGED_MONTHS)
        return Finding("no", text, late["on"].iloc[0], basis)
    return Finding("unknown", texts.NOT_YET_EASED.format(**told), cut_on, basis)


def rechallenge(record: PatientRecord, reacted: Reaction, drug: str, dechallenged: Finding) -> Finding:
    """After a positive dechallenge: given again, and back within 90 days. A raised dose is dose–response.

    Given again several times: yes when it came back once, else what is found of the last time. no: asked in those days, and
    it had not come back. When nobody asked: unknown.
    """
    changes = dose_changes(record)
    own = changes[(changes["drug"] == drug) & changes["kind"].isin(["start", "restart", "switch"])]
    if dechallenged.answer != "yes" or dechallenged.on is None:
        return Finding("unknown", texts.NOTHING_TO_REPEAT)
    again = own[own["changed_on"] > dechallenged.on]
    if again.empty:
        return Finding("unknown", texts.NOT_GIVEN_AGAIN)
    found = [_given_again(record, reacted, pd.Timestamp(given)) for given in again["changed_on"]]
    return next((one for one in found if one.answer == "yes"), found[-1])


def _given_again(record: PatientRecord, reacted: Reaction, given: pd.Timestamp) -> Finding:
    """What the pain did in the 90 days after the drug was given again."""
    until = given + pd.Timedelta(days=RECHALLENGE_DAYS)
    back = symptoms_alike(record, reacted)
    back = back[back["onset_on"].between(given, until)]
    if len(back):
        on = pd.Timestamp(back["onset_on"].iloc[0])
        return Finding("yes", texts.BACK_AGAIN.format(given=iso(given), on=iso(on)), on)
    worse = reacted.worse_within(given, until)
    if worse.answer == "yes":
        return Finding("yes", texts.WORSE_AGAIN.format(given=iso(given), worse=worse.text), worse.on)
    if pd.Timestamp(record.as_of) <= until:
        return Finding("unknown", texts.TOO_EARLY.format(given=iso(given)), given)
    asked = _asked_between(record, reacted, given, until)
    text = texts.NOT_BACK if asked else texts.NOT_ASKED_AGAIN
    return Finding("no" if asked else "unknown", text.format(given=iso(given), days=RECHALLENGE_DAYS), given)


def _asked_between(
    record: PatientRecord, reacted: Reaction, given: pd.Timestamp, until: pd.Timestamp
) -> bool:
    """A record of the same symptom (none is a record too) after the day on which the drug was given."""
    symptoms = record.symptoms
    same = symptoms["symptom"] == reacted.symptoms["symptom"].iloc[0]
    if reacted.lower_limb_pain:
        same &= symptoms["lower_limb"].astype(bool)
    told = record.follow_ups[record.follow_ups["symptom_key"].isin(symptoms.loc[same, "symptom_key"])]
    on = pd.to_datetime(told["recorded_on"])
    return bool(((on > given) & (on <= until)).any())


def dose_response(record: PatientRecord, reacted: Reaction, drug: str) -> Finding:
    """Worse within 14 days after an increase while it already hurt, or less severe by 2 after a reduction (not a stop).

    Less severe: the worst site, or all of it gone, while the dose was still reduced. Never no: unchanged is no proof.
    """
    changes = dose_changes(record)
    own = changes[changes["drug"] == drug]
    for change in own[own["kind"] == "increase"].to_dict("records"):
        on = pd.Timestamp(change["changed_on"])
        worse = reacted.worse_within(on, on + pd.Timedelta(days=reacted.limit("pain.lag_days")))
        if worse.answer == "yes" and worse.on is not None:
            return _response(change, on, worse, worse.on)
    for change in own[(own["kind"] == "reduction") & (own["changed_on"] >= reacted.onset_on)].to_dict(
        "records"
    ):
        on = pd.Timestamp(change["changed_on"])
        last_reduced = _reduced_until(record, on, drug)
        for eased in reacted.easings_after(on, words_count=False):
            if eased.on is None or eased.on > last_reduced:
                break
            if _score_fell(reacted, on, eased.on) or reacted.gone_by(eased.on):
                return _response(change, on, eased, eased.on)
    return Finding("unknown", texts.NO_RESPONSE)


def _response(change: dict[Any, Any], on: pd.Timestamp, found: Finding, found_on: pd.Timestamp) -> Finding:
    text = texts.RESPONSE.format(
        change=change["text"], on=iso(on), days=(found_on - on).days, response=found.text
    )
    return Finding("yes", text, found_on, ({"on": iso(on), "text": str(change["text"])}, *found.basis))


def cuts(record: PatientRecord, reacted: Reaction, drug: str) -> pd.DataFrame:
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
    return before is not None and after is not None and before - after >= reacted.limit("pain.worse_by")
