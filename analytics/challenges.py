"""Was the drug cut, given again or raised, and what did the pain do? Found from the record, with its dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.changes import dose_changes
from analytics.reaction import UNCHANGED_MONTHS, Finding, Reaction

if TYPE_CHECKING:
    from analytics.record import PatientRecord

RECHALLENGE_DAYS = 90


def suspected_drug(record: PatientRecord, reacted: Reaction) -> str:
    """The CNI taken at the onset, else the last one before it, else '' (no CNI on record)."""
    cni = record.dose_periods[record.dose_periods["drug_class"] == "cni"]
    before = cni[cni["first_on"] <= reacted.onset_on].sort_values(["first_on", "drug"])
    return str(before["drug"].iloc[-1]) if len(before) else ""


def dechallenge_day(record: PatientRecord, reacted: Reaction, drug: str) -> pd.Timestamp | None:
    """The first day without, or with less of, the drug after the onset."""
    found = cuts(record, reacted, drug)
    return pd.Timestamp(found["changed_on"].iloc[0]) if len(found) else None


def dechallenge(record: PatientRecord, reacted: Reaction, drug: str, *, words_count: bool = True) -> Finding:
    """Stopped, switched or reduced after the onset, and the pain fell by 2, went, or was told to be better.

    no: 3 calendar months unchanged with the dose still reduced. Sooner, or with nothing recorded since: unknown.
    """
    found = cuts(record, reacted, drug)
    if found.empty:
        return Finding("unknown", f"{drug or 'no CNI'}: neither stopped nor reduced after the onset")
    cut = found.iloc[0]
    cut_on = pd.Timestamp(cut["changed_on"])
    eased = reacted.eased_after(cut_on, words_count=words_count)
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
    back = lower_limb_pains(record)
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
        worse = reacted.worse_within(on, on + pd.Timedelta(days=reacted.limit("pain.lag_days")))
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


def lower_limb_pains(record: PatientRecord) -> pd.DataFrame:
    """Lower-limb pains by onset."""
    pains = record.symptoms[
        (record.symptoms["symptom"] == "pain") & record.symptoms["lower_limb"].astype(bool)
    ].copy()
    for column in ("onset_on", "resolved_on"):
        pains[column] = pd.to_datetime(pains[column])
    return pains.sort_values(["onset_on", "symptom_key"], kind="stable")
