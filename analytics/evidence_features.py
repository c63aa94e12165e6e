"""The eleven features of the CIPS evidence card, each answered from the record with the row that says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from analytics.challenges import dechallenge, suspected_drug
from analytics.changes import dose_changes
from analytics.evidence_alp import alp_raised
from analytics.imaging import MARROW_OEDEMA, MRI, says, text_of
from analytics.other_causes import signs_of
from analytics.reaction import Finding, Reaction

if TYPE_CHECKING:
    from analytics.record import PatientRecord


def _on_cni(record: PatientRecord, reacted: Reaction) -> Finding:
    cni = record.dose_periods[record.dose_periods["drug_class"] == "cni"]
    if record.dose_periods.empty:
        return Finding("unknown", "no doses on record")
    recent = cni["last_on"] + pd.Timedelta(days=reacted.limit("pain.exposure_days"))
    covers = cni[(cni["first_on"] <= reacted.onset_on) & (recent.isna() | (recent >= reacted.onset_on))]
    if covers.empty:
        return Finding("no", "not at the onset nor in the 14 days before", reacted.onset_on)
    row = covers.iloc[-1]
    dose = f"{row['mg_per_day']:g} mg/day" if pd.notna(row["mg_per_day"]) else "dose unknown"
    return Finding("yes", f"{row['drug']} {dose}", row["first_on"])


def _in_window(record: PatientRecord, reacted: Reaction) -> Finding:
    if record.windows.empty:
        return Finding("unknown", "neither a transplant nor a CNI course on record")
    for window in record.windows.to_dict("records"):
        if window["opens_on"] <= reacted.onset_on <= window["closes_on"]:
            anchor = "transplant" if window["anchor"] == "transplant" else "first day of the CNI course"
            day = (reacted.onset_on - window["anchor_on"]).days
            return Finding(
                "yes",
                f"day {day} after {anchor} {window['anchor_on']:%Y-%m-%d}: compatible timing",
                reacted.onset_on,
            )
    return Finding("no", "the onset lies outside", reacted.onset_on)


def _both_sides(record: PatientRecord, reacted: Reaction) -> Finding:
    sides = {str(side) for side in reacted.symptoms["side"].dropna() if side}
    sides |= {
        str(s)
        for s in record.follow_ups.loc[record.follow_ups["symptom_key"].isin(reacted.keys), "side"].dropna()
        if s
    }
    if "both" in sides or {"left", "right"} <= sides:
        return Finding("yes", reacted.title, reacted.onset_on)
    return (
        Finding("no", f"{sides.pop()} only", reacted.onset_on)
        if sides
        else Finding("unknown", "side not recorded")
    )


def _feet_ankles_knees(record: PatientRecord, reacted: Reaction) -> Finding:
    typical = reacted.symptoms[reacted.symptoms["site"].isin(["foot", "heel", "ankle", "knee"])]
    if len(typical):
        return Finding("yes", reacted.title, typical["onset_on"].min())
    if (reacted.symptoms["site"] == "leg").all():
        return Finding("unknown", "leg, not specified")
    return Finding("no", reacted.title, reacted.onset_on)


def _told(record: PatientRecord, reacted: Reaction, column: str, words: str) -> Finding:
    """Whether a free or ticked text names one of the words; "nothing" and the like say no."""
    tables = (record.follow_ups[record.follow_ups["symptom_key"].isin(reacted.keys)], reacted.symptoms)
    texts = [
        str(text)
        for table in tables
        if column in table
        for text in table[column].dropna()
        if str(text).strip()
    ]
    for text in texts:
        if re.search(words, text, re.IGNORECASE):
            return Finding("yes", text, reacted.onset_on)
    denied = [text for text in texts if re.fullmatch(r"\s*(no|none|nothing|not)\b.*", text, re.IGNORECASE)]
    return Finding("no", denied[0], reacted.onset_on) if denied else Finding("unknown", "not recorded")


def _worse_upright(record: PatientRecord, reacted: Reaction) -> Finding:
    return _told(record, reacted, "worse_with", r"stand|walk|weight|stair|load|climb")


def _better_at_rest(record: PatientRecord, reacted: Reaction) -> Finding:
    return _told(record, reacted, "relieved_by", r"rest|rais|elevat|lying|sitting")


def _no_swelling(record: PatientRecord, reacted: Reaction) -> Finding:
    signs = signs_of(record, reacted)
    against = signs & {"oedema", "vasomotor", "trophic"}
    if against:
        return Finding("no", ", ".join(sorted(against)), reacted.onset_on)
    if signs:
        return Finding(
            "yes",
            "looked for, none" if signs == {"none"} else f"only {', '.join(sorted(signs - {'none'}))}",
            reacted.onset_on,
        )
    return Finding("unknown", "signs not recorded")


def _marrow_oedema(record: PatientRecord, reacted: Reaction) -> Finding:
    images = record.events[
        (record.events["kind"] == "imaging") & (record.events["happened_on"] >= reacted.onset_on)
    ]
    mri = [
        event for event in images.sort_values("happened_on").to_dict("records") if MRI.search(text_of(event))
    ]
    told = [(event, says(text_of(event), MARROW_OEDEMA)) for event in mri]
    for wanted in ("yes", "no"):
        for event, answer in told:
            if answer == wanted:
                return Finding(answer, text_of(event), event["happened_on"])
    return Finding("unknown", "MRI on record does not say" if mri else "no MRI on record")


def _increase_before(record: PatientRecord, reacted: Reaction) -> Finding:
    changes = dose_changes(record)
    raised = changes[(changes["drug_class"] == "cni") & (changes["kind"] == "increase")]
    for onset in reacted.symptoms["onset_on"]:
        lag = (onset - raised["changed_on"]).dt.days
        near = raised[(lag >= 0) & (lag <= reacted.limit("pain.lag_days"))]
        if len(near):
            row = near.iloc[-1]
            return Finding(
                "yes", f"{row['text']}, {(onset - row['changed_on']).days} days before", row["changed_on"]
            )
    if record.dose_periods.empty:
        return Finding("unknown", "no doses on record")
    return Finding("no", "none on record", reacted.onset_on)


def _eased(record: PatientRecord, reacted: Reaction) -> Finding:
    """Present by score or resolution only; "better" in words without a score leaves it unknown, and is quoted."""
    drug = suspected_drug(record, reacted)
    scored = dechallenge(record, reacted, drug, words_count=False)
    told = dechallenge(record, reacted, drug)
    if scored.answer == "unknown" and told.answer == "yes":
        return Finding("unknown", told.text, told.on, told.basis)
    return scored


CHECKS: dict[str, Callable[[PatientRecord, Reaction], Finding]] = {
    "On a calcineurin inhibitor": _on_cni,
    "Onset inside the window": _in_window,
    "Both sides": _both_sides,
    "Feet, ankles or knees": _feet_ankles_knees,
    "Worse standing or walking": _worse_upright,
    "Better at rest or raised": _better_at_rest,
    "No oedema, vasomotor or trophic change": _no_swelling,
    "Marrow oedema on MRI": _marrow_oedema,
    "Alkaline phosphatase raised": alp_raised,
    "CNI increase in the 14 days before": _increase_before,
    "Eased after a CNI reduction": _eased,
}
