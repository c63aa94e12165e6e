"""The eleven features of the CIPS evidence card, each answered from the record with the row that says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from analytics.challenges import dechallenge, suspected_drug, taken
from analytics.changes import dose_changes
from analytics.evidence_alp import alp_raised
from analytics.imaging import MARROW_OEDEMA, MRI, says, text_of
from analytics.other_causes import signs_of
from analytics.reaction import Finding, Reaction
from analytics.texts import evidence as texts
from analytics.texts.days import iso

if TYPE_CHECKING:
    from analytics.record import PatientRecord


def _on_cni(record: PatientRecord, reacted: Reaction) -> Finding:
    periods = taken(record)
    cni = periods[periods["drug_class"] == "cni"]
    if record.dose_periods.empty:
        return Finding("unknown", texts.NO_DOSES)
    exposure_days = reacted.limit("pain.exposure_days")
    recent = cni["last_on"] + pd.Timedelta(days=exposure_days)
    covers = cni[(cni["first_on"] <= reacted.onset_on) & (recent.isna() | (recent >= reacted.onset_on))]
    if covers.empty:
        return Finding("no", texts.NOT_ON_CNI.format(days=f"{exposure_days:g}"), reacted.onset_on)
    row = covers.iloc[-1]
    dose = texts.DOSE_UNKNOWN
    if pd.notna(row["mg_per_day"]):
        dose = texts.DOSE.format(dose=f"{row['mg_per_day']:g}")
    return Finding("yes", texts.ON_CNI.format(drug=row["drug"], dose=dose), row["first_on"])


def _in_window(record: PatientRecord, reacted: Reaction) -> Finding:
    if record.windows.empty:
        return Finding("unknown", texts.NO_WINDOW)
    for window in record.windows.to_dict("records"):
        if window["opens_on"] <= reacted.onset_on <= window["closes_on"]:
            anchor = texts.ANCHOR_TRANSPLANT if window["anchor"] == "transplant" else texts.ANCHOR_CNI
            day = (reacted.onset_on - window["anchor_on"]).days
            told = texts.IN_WINDOW.format(day=day, anchor=anchor, on=iso(window["anchor_on"]))
            return Finding("yes", told, reacted.onset_on)
    return Finding("no", texts.OUTSIDE, reacted.onset_on)


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
        Finding("no", texts.ONE_SIDE.format(side=sides.pop()), reacted.onset_on)
        if sides
        else Finding("unknown", texts.NO_SIDE)
    )


def _feet_ankles_knees(record: PatientRecord, reacted: Reaction) -> Finding:
    typical = reacted.symptoms[reacted.symptoms["site"].isin(["foot", "heel", "ankle", "knee"])]
    if len(typical):
        return Finding("yes", reacted.title, typical["onset_on"].min())
    if (reacted.symptoms["site"] == "leg").all():
        return Finding("unknown", texts.LEG)
    return Finding("no", reacted.title, reacted.onset_on)


def _told(record: PatientRecord, reacted: Reaction, column: str, words: str) -> Finding:
    """Whether a free or ticked text names one of the words; "nothing", "not by rest" and the like say no."""
    tables = (record.follow_ups[record.follow_ups["symptom_key"].isin(reacted.keys)], reacted.symptoms)
    said = [
        str(text)
        for table in tables
        if column in table
        for text in table[column].dropna()
        if str(text).strip()
    ]
    told = [(text, says(text, re.compile(words, re.IGNORECASE))) for text in said]
    for text, answer in told:
        if answer == "yes":
            return Finding("yes", text, reacted.onset_on)
    denied = [
        text
        for text, answer in told
        if answer == "no" or re.fullmatch(r"\s*(no|none|nothing|not)\b.*", text, re.IGNORECASE)
    ]
    return Finding("no", denied[0], reacted.onset_on) if denied else Finding("unknown", texts.NOT_RECORDED)


def _worse_upright(record: PatientRecord, reacted: Reaction) -> Finding:
    return _told(record, reacted, "worse_with", r"stand|walk|weight|stair|load|climb")


def _better_at_rest(record: PatientRecord, reacted: Reaction) -> Finding:
    return _told(record, reacted, "relieved_by", r"\b(rest(s|ed|ing)?\b|rais|elevat|lying|sitting)")


def _no_swelling(record: PatientRecord, reacted: Reaction) -> Finding:
    signs = signs_of(record, reacted)
    against = signs & {"oedema", "vasomotor", "trophic"}
    if against:
        return Finding("no", ", ".join(sorted(against)), reacted.onset_on)
    if signs:
        others = ", ".join(sorted(signs - {"none"}))
        told = texts.ONLY_SIGNS.format(signs=others) if others else texts.LOOKED_FOR
        return Finding("yes", told, reacted.onset_on)
    return Finding("unknown", texts.NO_SIGNS)


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
    return Finding("unknown", texts.MRI_SILENT if mri else texts.NO_MRI)


def _increase_before(record: PatientRecord, reacted: Reaction) -> Finding:
    changes = dose_changes(record)
    raised = changes[(changes["drug_class"] == "cni") & (changes["kind"] == "increase")]
    for onset in reacted.symptoms["onset_on"]:
        lag = (onset - raised["changed_on"]).dt.days
        near = raised[(lag >= 0) & (lag <= reacted.limit("pain.lag_days"))]
        if len(near):
            row = near.iloc[-1]
            days = (onset - row["changed_on"]).days
            return Finding("yes", texts.INCREASED.format(change=row["text"], days=days), row["changed_on"])
    if record.dose_periods.empty:
        return Finding("unknown", texts.NO_DOSES)
    return Finding("no", texts.NONE_ON_RECORD, reacted.onset_on)


def _eased(record: PatientRecord, reacted: Reaction) -> Finding:
    """Present by score or resolution only; "better" in words without a score leaves it unknown, and is quoted."""
    drug = suspected_drug(record, reacted)
    scored = dechallenge(record, reacted, drug, words_count=False)
    told = dechallenge(record, reacted, drug)
    if scored.answer == "unknown" and told.answer == "yes":
        return Finding("unknown", told.text, told.on, told.basis)
    return scored


CHECKS: dict[str, Callable[[PatientRecord, Reaction], Finding]] = {
    "on_cni": _on_cni,
    "in_window": _in_window,
    "both_sides": _both_sides,
    "feet_ankles_knees": _feet_ankles_knees,
    "worse_upright": _worse_upright,
    "better_at_rest": _better_at_rest,
    "no_swelling": _no_swelling,
    "marrow_oedema": _marrow_oedema,
    "alp_raised": alp_raised,
    "increase_before": _increase_before,
    "eased": _eased,
}
"""By the key of texts.FEATURES."""
