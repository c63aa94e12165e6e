"""FHIR medication resources as dose rows: what was stated, ordered or given, one row a dosage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from zoneinfo import ZoneInfo

from data.importing.readers.drug_names import Drug, find_drug
from data.importing.readers.fhir_values import Json, code_of, day_of, items, name_of, part, text, words_of
from data.texts import readers as texts

DOSE_COLUMNS = (
    "patient_id", "drug", "dose", "dose_unit", "frequency", "started_on", "stopped_on", "formulation", "route", "reason",
)  # fmt: skip

_NOT_TAKEN = {
    "MedicationStatement": ("entered-in-error", "not-taken", "intended"),
    "MedicationRequest": ("entered-in-error", "cancelled", "draft"),
    "MedicationAdministration": ("entered-in-error", "not-done", "unknown", "on-hold"),
}
_ENDED = ("completed", "stopped", "on-hold")
_ORDERS = ("order", "original-order", "reflex-order", "filler-order", "instance-order", "")
_UNITS = {
    "mg": "mg", "milligram": "mg", "milligrams": "mg", "g": "g", "gram": "g", "grams": "g",
    "ug": "µg", "mcg": "µg", "µg": "µg", "μg": "µg", "microgram": "µg", "micrograms": "µg",
}  # fmt: skip
_DAYS = {"h": Decimal(1) / 24, "d": Decimal(1), "wk": Decimal(7), "min": Decimal(1) / 1440}
_CODES = {
    "QD": "once_daily", "QAM": "once_daily", "QPM": "once_daily", "AM": "once_daily", "PM": "once_daily", "BED": "once_daily",
    "Q1D": "once_daily", "Q24H": "once_daily", "BID": "twice_daily", "Q12H": "twice_daily", "TID": "three_times_daily",
    "Q8H": "three_times_daily", "QID": "4", "Q6H": "4", "Q4H": "6", "QOD": "every_other_day", "WK": "weekly",
}  # fmt: skip


class OpenEndError(ValueError):
    """The course ended on a day that the entry does not say: taken as running it would be a false exposure."""


def rows(resource: Json, patient_id: str, medication: Json, zone: ZoneInfo | None) -> Iterator[list[str]]:
    """Cells under DOSE_COLUMNS. medication: the concept of the drug, resolved. An amount in capsules is an unknown amount.

    Raises ValueError with a plain reason when nothing was taken, OpenEndError when its last day is missing.
    """
    kind, status = resource["resourceType"], text(resource.get("status"))
    if status in _NOT_TAKEN[kind]:
        raise ValueError(texts.NOT_TAKEN.format(status=status))
    if kind == "MedicationRequest" and text(resource.get("intent")) not in _ORDERS:
        raise ValueError(texts.NO_ORDER.format(intent=text(resource.get("intent"))))
    drug = find_drug(name_of(medication), words_of(medication), code_of(medication, "http://www.nlm.nih.gov/research/umls/rxnorm"),
                     code_of(medication, "http://www.whocc.no/atc"))  # fmt: skip
    if kind == "MedicationAdministration":
        yield _given(resource, patient_id, drug, zone)
        return
    first, last = _period(resource, zone)
    dosages = items(resource.get("dosage") or resource.get("dosageInstruction")) or [{}]
    for dosage in dosages:
        bounds = part(part(part(dosage.get("timing")).get("repeat")).get("boundsPeriod"))
        begins = day_of(bounds.get("start"), zone) or first
        ends = day_of(bounds.get("end"), zone) or last
        if status in _ENDED and not ends:
            raise OpenEndError(texts.NO_LAST_DAY.format(status=status))
        amount, unit, remark = _amount(dosage)
        route = name_of(part(dosage.get("route")))
        frequency = (
            "" if dosage.get("asNeededBoolean") or "asNeededCodeableConcept" in dosage else _frequency(dosage)
        )
        yield [patient_id, drug.with_route(route), amount, unit, frequency, begins, ends, drug.formulation, route,
               _reason(resource, remark)]  # fmt: skip


def _given(resource: Json, patient_id: str, drug: Drug, zone: ZoneInfo | None) -> list[str]:
    """One administration is one dose on one day; those of a day add up."""
    period = part(resource.get("effectivePeriod"))
    day = day_of(resource.get("effectiveDateTime") or period.get("start"), zone)
    dosage = part(resource.get("dosage"))
    amount, unit, remark = _quantity(part(dosage.get("dose")))
    route = name_of(part(dosage.get("route")))
    return [patient_id, drug.with_route(route), amount, unit, "once_daily", day, day, drug.formulation, route,
            _reason(resource, remark)]  # fmt: skip


def _period(resource: Json, zone: ZoneInfo | None) -> tuple[str, str]:
    period = part(resource.get("effectivePeriod"))
    if resource["resourceType"] == "MedicationRequest":
        period = part(part(resource.get("dispenseRequest")).get("validityPeriod"))
        return day_of(period.get("start") or resource.get("authoredOn"), zone), day_of(
            period.get("end"), zone
        )
    return day_of(period.get("start") or resource.get("effectiveDateTime"), zone), day_of(
        period.get("end"), zone
    )


def _amount(dosage: Json) -> tuple[str, str, str]:
    given = items(dosage.get("doseAndRate"))
    if len(given) != 1 or not isinstance(given[0].get("doseQuantity"), dict):
        return "", "", text(dosage.get("text"))
    return _quantity(given[0]["doseQuantity"])


def _quantity(value: Json) -> tuple[str, str, str]:
    number = text(value.get("value"))
    written = text(value.get("code")) or text(value.get("unit"))
    unit = _UNITS.get(written.casefold()) or _UNITS.get(text(value.get("unit")).casefold())
    if not number or unit is None or value.get("comparator"):
        # the strength of a capsule is not ours to guess
        unit_written = text(value.get("unit")) or written
        return "", "", texts.DOSE_WRITTEN.format(number=number, unit=unit_written).strip() if number else ""
    return number, unit, ""


def _frequency(dosage: Json) -> str:
    timing = part(dosage.get("timing"))
    repeat = part(timing.get("repeat"))
    if "frequencyMax" in repeat or "periodMax" in repeat:
        return ""
    times = repeat.get("timeOfDay") or repeat.get("when")
    weekdays = repeat.get("dayOfWeek")
    if "period" in repeat and repeat.get("periodUnit") in _DAYS:
        period = Decimal(text(repeat["period"]) or 0) * _DAYS[repeat["periodUnit"]]
        count = Decimal(text(repeat.get("frequency")) or 1)
        if period <= 0:
            return ""
        per_day = count / period
    elif isinstance(times, list) and times:
        per_day = Decimal(len(times))
    elif isinstance(weekdays, list) and weekdays:
        per_day = Decimal(1)
    else:
        concept = part(timing.get("code"))
        code = next(
            (text(c.get("code")).upper() for c in items(concept.get("coding")) if text(c.get("code"))),
            text(concept.get("text")).upper(),
        )
        return _CODES.get(re.sub(r"[\s.]", "", code), "")
    if isinstance(weekdays, list) and weekdays and repeat.get("periodUnit", "d") != "wk":
        per_day = per_day * len(weekdays) / 7
    return _named(per_day)


def _named(per_day: Decimal) -> str:
    rounded = round(per_day, 6)
    for number, name in ((1, "once_daily"), (2, "twice_daily"), (3, "three_times_daily")):
        if rounded == number:
            return name
    if rounded == Decimal("0.5"):
        return "every_other_day"
    if rounded == round(Decimal(1) / 7, 6):
        return "weekly"
    return format(rounded.normalize(), "f")


def _reason(resource: Json, remark: str) -> str:
    reasons = [name_of(r) for r in items(resource.get("reasonCode"))]
    return "; ".join(t for t in (*reasons, remark) if t)
