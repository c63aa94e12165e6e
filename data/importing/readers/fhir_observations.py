"""FHIR Observations as lab rows: one for the value, one for every component."""

from __future__ import annotations

from collections.abc import Iterator

from data.importing.readers.collecting import LAB_COLUMNS
from data.importing.readers.fhir_values import LOINC, Json, code_of, items, name_of, part, quantity, text
from data.texts import readers as texts

# "unknown" may be a result, yet it must not supersede one; entered-in-error takes the result back
_STATUS = {
    "registered": "preliminary", "preliminary": "preliminary", "unknown": "preliminary", "final": "final",
    "amended": "corrected", "corrected": "corrected", "cancelled": "cancelled", "entered-in-error": "cancelled",
}  # fmt: skip


def rows(
    observation: Json, patient_id: str, specimen: tuple[str, str], draw_of_specimen: str
) -> Iterator[list[str]]:
    """Cells under LAB_COLUMNS. specimen: (id, type). A panel that only groups others has no row.

    Raises ValueError with a plain reason when the entry as a whole is no result.
    """
    status = _STATUS.get(text(observation.get("status")))
    if status is None:
        raise ValueError(texts.NO_STATUS.format(status=text(observation.get("status")) or texts.MISSING))
    period = part(observation.get("effectivePeriod"))
    drawn = (
        text(observation.get("effectiveDateTime"))
        or text(observation.get("effectiveInstant"))
        or text(period.get("start"))
        or draw_of_specimen
    )
    shared = dict.fromkeys(LAB_COLUMNS, "") | {
        "patient_id": patient_id,
        "collected_at": drawn,
        "specimen_id": specimen[0],
        "specimen_type": specimen[1],
        "status": status,
        "reported_at": text(observation.get("issued")),
        "comment": " ".join(text(n.get("text")) for n in items(observation.get("note"))),
        "hold": "" if drawn else texts.NO_EFFECTIVE_DATE,
    }
    components = items(observation.get("component"))
    has_value = any(key.startswith("value") for key in observation)
    if has_value or not (components or observation.get("hasMember")):
        yield _row(shared, observation)
    for component in components:
        yield _row(shared, component)


def _row(shared: dict[str, str], carrier: Json) -> list[str]:
    code = part(carrier.get("code"))
    loinc = code_of(code, LOINC)
    value, unit = _value(carrier)
    low, high, whole, remark = _range(carrier, unit)
    cells = shared | {
        "test": name_of(code) or loinc,
        "code": loinc,
        "value": value,
        "unit": unit,
        "reference_low": low,
        "reference_high": high,
        "reference_range": whole,
        "comment": " ".join(t for t in (shared["comment"], remark) if t),
    }
    return [cells[c] for c in LAB_COLUMNS]


def _value(carrier: Json) -> tuple[str, str]:
    if isinstance(carrier.get("valueQuantity"), dict):
        return quantity(carrier["valueQuantity"])
    if isinstance(carrier.get("valueCodeableConcept"), dict):
        return name_of(carrier["valueCodeableConcept"]), ""
    for kind in ("valueRange", "valueRatio"):
        if isinstance(carrier.get(kind), dict):  # two numbers are no result: shown, and rejected for it
            ends = carrier[kind]
            first, second = (("low", "high"), ("numerator", "denominator"))[kind == "valueRatio"]
            sign = "-" if kind == "valueRange" else "/"
            return f"{quantity(part(ends.get(first)))[0]} {sign} {quantity(part(ends.get(second)))[0]}", ""
    for key, value in carrier.items():
        if key.startswith("value"):
            return text(value), ""
    return "", ""


def _range(carrier: Json, unit: str) -> tuple[str, str, str, str]:
    """(low, high, text, remark) of the normal range; one in another unit than its value is left out and remarked."""
    ranges = items(carrier.get("referenceRange"))
    normal = [
        r
        for r in ranges
        if code_of(part(r.get("type")), "http://terminology.hl7.org/CodeSystem/referencerange-meaning")
        in ("", "normal")
    ]
    if len(normal) != 1:  # none, or several for different people: not ours to choose
        return "", "", "", texts.SEVERAL_RANGES if len(normal) > 1 else ""
    low, low_unit = quantity(part(normal[0].get("low")))
    high, high_unit = quantity(part(normal[0].get("high")))
    if any(u and unit and u != unit for u in (low_unit, high_unit)):
        return "", "", "", texts.OTHER_RANGE.format(unit=low_unit or high_unit)
    return low, high, "" if low or high else text(normal[0].get("text")), ""
