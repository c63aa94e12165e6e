"""Meaning of rows of the six kinds that are not laboratory results: cells in, a record or a problem out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.importing import vocabulary
from data.importing.numbers import parse_number
from data.importing.record_cells import Cells, Unreadable
from data.texts import rows as texts

_FREQUENCIES = {
    "once_daily": 7.0, "twice_daily": 14.0, "three_times_daily": 21.0, "four_times_daily": 28.0, "weekly": 1.0,
    "once_weekly": 1.0, "every_other_day": 3.5, "od": 7.0, "qd": 7.0, "daily": 7.0, "bid": 14.0, "bd": 14.0, "tid": 21.0,
    "tds": 21.0, "qid": 28.0, "twice_weekly": 2.0, "three_times_weekly": 3.0, "monthly": 12 / 52,
}  # fmt: skip
_DOSE_UNITS = {"mg": 1.0, "g": 1000.0, "μg": 0.001, "ug": 0.001, "mcg": 0.001}
_SEVERITY_WORDS = {"none": 0.0, "mild": 2.0, "moderate": 5.0, "severe": 8.0}
_SEXES = {
    "f": "female",
    "m": "male",
    "w": "female",
    "female": "female",
    "male": "male",
    "other": "other",
    "unknown": "unknown",
}
_SIDES = {"left": "left", "right": "right", "both": "both", "bilateral": "both", "l": "left", "r": "right"}
_RISKS = (
    "diabetes",
    "warfarin",
    "calcium_carbonate",
    "vitamin_d",
    "peritoneal_dialysis",
    "haemodialysis",
    "obesity",
)
_RISK_SPELLINGS = {"hemodialysis": "haemodialysis", "calcitriol": "vitamin_d", "vitamin d": "vitamin_d"}


def _patient(row: Cells) -> dict[str, Any]:
    risks = sorted({_risk(part) for part in (row.text("risk_factors") or "").split(";") if part.strip()})
    return {
        "patient_id": row.patient_id(), "name": row.text("name"), "sex": row.word("sex", _SEXES),
        "birth_date": row.day("birth_date"), "risk_factors": ";".join(risks) or None,
        "indication": row.text("indication"), "primary_disease": row.text("primary_disease"),
        "clinic": row.text("clinic"), "consultant": row.text("consultant"),
    }  # fmt: skip


def _risk(text: str) -> str:
    plain = text.strip().casefold()
    plain = _RISK_SPELLINGS.get(plain, plain.replace(" ", "_"))
    if plain not in _RISKS:
        raise Unreadable("risk_factors", texts.ANY_OF.format(known=", ".join(_RISKS)))
    return plain


def _target(row: Cells) -> dict[str, Any]:
    low, high = row.number("low"), row.number("high")
    if low is None or high is None:
        raise Unreadable("low" if low is None else "high", texts.REQUIRED)
    if low > high:
        raise Unreadable("low", texts.ABOVE_HIGH)
    from_on, until_on = (
        row.required_day("from_on", future_is_possible=True),
        row.day("until_on", future_is_possible=True),
    )
    _in_order("from_on", from_on, "until_on", until_on)
    drug = vocabulary.drug_of(row.required("drug"))[0]
    return {
        "patient_id": row.patient_id(),
        "drug": drug,
        "low": low,
        "high": high,
        "from_on": from_on,
        "until_on": until_on,
    }


def _transplant(row: Cells) -> dict[str, Any]:
    on, failed_on = row.required_day("transplanted_on"), row.day("failed_on")
    _in_order("transplanted_on", on, "failed_on", failed_on)
    number = row.number("graft_number")
    if number is not None and (number != int(number) or number < 1):
        raise Unreadable("graft_number", texts.GRAFT_NUMBER)
    return {
        "patient_id": row.patient_id(), "transplanted_on": on, "organ": row.text("organ"), "donor": row.text("donor"),
        "graft_number": int(number) if number is not None else None, "failed_on": failed_on,
    }  # fmt: skip


def _dose(row: Cells) -> dict[str, Any]:
    drug, implied = vocabulary.drug_of(row.required("drug"))
    started_on = row.required_day("started_on", future_is_possible=True)
    stopped_on = row.day("stopped_on", future_is_possible=True)
    _in_order("started_on", started_on, "stopped_on", stopped_on)
    amount, unit = row.number("dose"), row.text("dose_unit")
    factor = None
    if amount is not None:
        factor = _DOSE_UNITS.get(vocabulary.squeeze(unit or ""))
        if factor is None:
            problem = texts.NO_UNIT if unit is None else texts.UNKNOWN_UNIT
            raise Unreadable("dose_unit", texts.DOSE_UNIT.format(problem=problem), "set_aside")
    formulation = row.text("formulation")
    return {
        "patient_id": row.patient_id(), "drug": drug,
        "formulation": _spelled(formulation) if formulation else implied or None,
        "route": _spelled(row.text("route")), "started_on": started_on, "stopped_on": stopped_on,
        "dose_mg": None if amount is None or factor is None else round(amount * factor, 6),
        "doses_per_week": _per_week(row), "frequency": row.text("frequency"),
        "reported_dose": f"{row.text('dose')} {unit}" if amount is not None else None, "reason": row.text("reason"),
    }  # fmt: skip


def _per_week(row: Cells) -> float | None:
    text = row.text("frequency")
    if text is None:
        return None
    plain = text.casefold().replace(" ", "_").replace("-", "_")
    if plain in _FREQUENCIES:
        return _FREQUENCIES[plain]
    number = parse_number(text, row.decimal)
    if number is None or number.comparator or not 0 <= number.value <= 24:
        known = ", ".join(list(_FREQUENCIES)[:7])
        raise Unreadable("frequency", texts.FREQUENCY.format(known=known))
    return round(number.value * 7, 6)


def _symptom(row: Cells) -> dict[str, Any]:
    onset_on, recorded_on, resolved_on = (
        row.required_day("onset_on"),
        row.day("recorded_on"),
        row.day("resolved_on"),
    )
    _in_order("onset_on", onset_on, "recorded_on", recorded_on)
    _in_order("onset_on", onset_on, "resolved_on", resolved_on)
    word = (row.text("severity") or "").casefold()
    derived = word in _SEVERITY_WORDS
    severity = _SEVERITY_WORDS[word] if derived else row.number("severity")
    if severity is not None and severity > 10:
        raise Unreadable("severity", texts.SEVERITY)
    signs = sorted({_spelled(part) or "" for part in (row.text("signs") or "").split(";") if part.strip()})
    return {
        "patient_id": row.patient_id(), "symptom": _spelled(row.required("symptom")), "site": _spelled(row.required("site")),
        "onset_on": onset_on, "recorded_on": recorded_on, "side": row.word("side", _SIDES), "severity": severity,
        "severity_derived": derived, "walking": row.word("walking", {"normal": "normal", "impaired": "impaired"}),
        "resolved_on": resolved_on, "worse_with": row.text("worse_with"), "relieved_by": row.text("relieved_by"),
        "signs": ";".join(signs) or None, "date_precision": row.word("date_precision", _PRECISIONS),
        "told_by": row.text("told_by"), "note": row.text("note"),
    }  # fmt: skip


_PRECISIONS = {"day": "day", "week": "week", "month": "month"}
_EVENTS = [
    "imaging",
    "procedure",
    "graft_failure",
    "dialysis_start",
    "dialysis_stop",
    "biopsy",
    "admission",
    "rejection",
    "interacting_drug_start",
    "interacting_drug_stop",
    "note",
]


def _event(row: Cells) -> dict[str, Any]:
    row.required("kind")
    return {
        "patient_id": row.patient_id(), "kind": row.word("kind", {name: name for name in _EVENTS}),
        "happened_on": row.required_day("happened_on"), "title": row.text("title"), "detail": row.text("detail"),
        "date_precision": row.word("date_precision", _PRECISIONS),
    }  # fmt: skip


def _in_order(first_column: str, first: date, column: str, then: date | None) -> None:
    if then is not None and then < first:
        raise Unreadable(column, texts.BEFORE.format(column=first_column))


def _spelled(text: str | None) -> str | None:
    """Our spelling of a word: lower case, underscores. Words outside our lists are kept, and fire nothing."""
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split()) if text else None


@dataclass(frozen=True)
class Reading:
    """How rows of one kind become records: its table, identity, the day it is about, and its dates."""

    table: str
    identity: tuple[str, ...]
    read: Callable[[Cells], dict[str, Any]]
    about: tuple[str, ...]
    """Columns for the day from which a historical load was known; the first that is not empty."""
    days: tuple[str, ...]


READINGS = {
    "patients": Reading("patients", ("patient_id",), _patient, (), ("birth_date",)),
    "targets": Reading("targets", ("patient_id", "drug", "from_on"), _target, ("from_on",), ("from_on", "until_on")),
    "transplants": Reading(
        "transplants", ("patient_id", "transplanted_on"), _transplant, ("transplanted_on",), ("transplanted_on", "failed_on")
    ),
    "doses": Reading(
        "doses", ("patient_id", "drug", "formulation", "route", "started_on"), _dose, ("started_on",),
        ("started_on", "stopped_on"),
    ),
    "symptoms": Reading(
        "symptoms", ("patient_id", "symptom", "site", "onset_on", "recorded_on"), _symptom, ("recorded_on", "onset_on"),
        ("onset_on", "recorded_on", "resolved_on"),
    ),
    "events": Reading(
        "events", ("patient_id", "kind", "happened_on", "title"), _event, ("happened_on",), ("happened_on",)
    ),
}  # fmt: skip
