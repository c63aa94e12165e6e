"""Forms for a dose as taken, an own target, an event, a transplant."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import streamlit as st

from dashboard import state
from dashboard.charts.wording import unit
from dashboard.components import entry
from dashboard.texts import dates
from dashboard.texts import record as texts

LONG_AGO = timedelta(days=36500)
SAID_BY_KIND = {"graft_failure", "dialysis_start", "dialysis_stop", "rejection"}
NAMED_BY_TITLE = {"interacting_drug_start", "interacting_drug_stop"}
"""Events that say by their kind what happened, and those whose title is the drug; any other needs a title or a detail."""


def dose(patient: str, day: date) -> None:
    """A dose as taken; an earlier one of the same drug ends the day before without being touched."""
    with st.form(entry.fresh("dose_form", patient)):
        drug = st.selectbox(
            texts.DRUG,
            list(drugs()),
            format_func=drugs().__getitem__,
            index=None,
            placeholder=texts.CHOOSE_ONE,
        )
        left, middle, right = st.columns(3)
        amount = left.number_input(texts.ONE_DOSE, 0.0, 100_000.0, value=None, step=0.5, format="%g")
        dose_unit = middle.selectbox(texts.UNIT, ["mg", "g", "µg"])
        frequency = right.selectbox(
            texts.HOW_OFTEN, list(texts.FREQUENCIES), format_func=texts.FREQUENCIES.__getitem__
        )
        left, middle, right = st.columns(3)
        first = left.date_input(texts.DAY_DOSE, value=day, min_value=day - LONG_AGO, format=dates.PICKER_DAY)
        last = middle.date_input(
            texts.LAST_TAKEN, value=None, min_value=day - LONG_AGO, format=dates.PICKER_DAY
        )
        formulation = right.selectbox(
            texts.FORMULATION, list(texts.FORMULATIONS), format_func=texts.FORMULATIONS.__getitem__
        )
        reason = st.text_input(texts.REASON, max_chars=200)
        if st.form_submit_button(texts.SAVE, type="primary") and _complete(drug):
            row = {
                "patient_id": patient,
                "drug": drug or "",
                "dose": "" if amount is None else f"{amount:g}",
                "dose_unit": dose_unit,
                "frequency": frequency,
                "started_on": f"{first}",
                "stopped_on": f"{last}" if last else "",
                "formulation": formulation,
                "reason": reason,
            }
            _done(entry.save("doses", [row]))


def target(patient: str, day: date) -> None:
    """The patient's own trough target with its dates, ng/mL."""
    own = {
        name: label
        for name, label in drugs().items()
        if name in ("tacrolimus", "cyclosporine", "sirolimus", "everolimus")
    }
    level = unit("tacrolimus", state.si_units()).name  # the same number in both
    with st.form(entry.fresh("target_form", patient)):
        drug = st.selectbox(texts.DRUG, list(own), format_func=own.__getitem__)
        left, right = st.columns(2)
        low = left.number_input(texts.LOW.format(unit=level), 0.0, 1000.0, value=None, step=0.5, format="%g")
        high = right.number_input(
            texts.HIGH.format(unit=level), 0.0, 1000.0, value=None, step=0.5, format="%g"
        )
        left, right = st.columns(2)
        first = left.date_input(texts.FROM, value=day, min_value=day - LONG_AGO, format=dates.PICKER_DAY)
        last = right.date_input(texts.UNTIL, value=None, min_value=day - LONG_AGO, format=dates.PICKER_DAY)
        if st.form_submit_button(texts.SAVE, type="primary") and _complete(low, high):
            row = {
                "patient_id": patient,
                "drug": drug,
                "low": f"{low:g}",
                "high": f"{high:g}",
                "from_on": f"{first}",
                "until_on": f"{last}" if last else "",
            }
            _done(entry.save("targets", [row]))


def event(patient: str, day: date) -> None:
    """Imaging, procedures, admissions, interacting drugs and notes."""
    with st.form(entry.fresh("event_form", patient)):
        kind = st.selectbox(texts.EVENT_KIND, list(texts.EVENTS), format_func=texts.EVENTS.__getitem__)
        left, right = st.columns(2)
        on = left.date_input(texts.EVENT_DAY, value=day, min_value=day - LONG_AGO, format=dates.PICKER_DAY)
        precision = right.selectbox(
            texts.HOW_EXACT, list(texts.PRECISIONS), format_func=texts.PRECISIONS.__getitem__
        )
        title = st.text_input(texts.EVENT_TITLE, max_chars=120)
        detail = st.text_area(texts.EVENT_DETAIL, max_chars=600)
        said = title.strip() or (kind not in NAMED_BY_TITLE and detail.strip()) or kind in SAID_BY_KIND
        if st.form_submit_button(texts.SAVE, type="primary") and _complete(said or None):
            row = {
                "patient_id": patient,
                "kind": kind,
                "happened_on": f"{on}",
                "title": title,
                "detail": detail,
                "date_precision": precision,
            }
            _done(entry.save("events", [row]))


def transplant(patient: str, day: date) -> None:
    """A transplant, or the failure of one: the same day again replaces what was said about it."""
    with st.form(entry.fresh("transplant_form", patient)):
        left, right = st.columns(2)
        on = left.date_input(
            texts.TRANSPLANTED_ON, value=None, min_value=day - LONG_AGO, format=dates.PICKER_DAY
        )
        failed = right.date_input(
            texts.FAILED_ON, value=None, min_value=day - LONG_AGO, format=dates.PICKER_DAY
        )
        left, middle, right = st.columns(3)
        organ = left.selectbox(texts.ORGAN, list(texts.ORGANS), format_func=texts.ORGANS.__getitem__)
        donor = middle.selectbox(texts.DONOR, list(texts.DONORS), format_func=texts.DONORS.__getitem__)
        number = right.number_input(texts.GRAFT_NUMBER, 1, 9, value=1)
        if st.form_submit_button(texts.SAVE, type="primary") and _complete(on):
            row = {
                "patient_id": patient,
                "transplanted_on": f"{on}",
                "organ": organ,
                "donor": donor,
                "graft_number": f"{number}",
                "failed_on": f"{failed}" if failed else "",
            }
            _done(entry.save("transplants", [row]))


FORMS = {"dose": dose, "target": target, "event": event, "transplant": transplant}


@cache
def drugs() -> dict[str, str]:
    """Canonical name and label of every known drug."""
    with (files("data") / "vocabulary" / "drugs.csv").open(encoding="utf-8") as source:
        return {row["drug"]: row["label"] for row in csv.DictReader(source)}


def _complete(*values: object) -> bool:
    if all(value is not None for value in values):
        return True
    st.error(texts.INCOMPLETE)
    return False


def _done(stored: bool) -> None:
    if stored:
        st.rerun()
