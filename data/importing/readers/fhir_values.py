"""The parts of FHIR R4 that results and doses are made of: references, codes, quantities, dates."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from data.importing.dates import parse_moment
from data.texts import readers as texts

Json = dict[str, Any]

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"


def items(value: object) -> list[Json]:
    """The objects of a list; anything else has none."""
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def part(value: object) -> Json:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """A primitive as text, numbers with the digits they were written with (5.60 stays 5.60)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value).strip() if isinstance(value, str | int) else ""


def code_of(concept: Json, system: str) -> str:
    """The code that a concept has in a code system, else ''."""
    return next((text(c.get("code")) for c in items(concept.get("coding")) if c.get("system") == system), "")


def name_of(concept: Json) -> str:
    """A concept's text, else the first display, else the first code."""
    codings = items(concept.get("coding"))
    names = [
        text(concept.get("text")),
        *(text(c.get("display")) for c in codings),
        *(text(c.get("code")) for c in codings),
    ]
    return next((n for n in names if n), "")


def words_of(concept: Json) -> str:
    """Everything a concept says, for recognising what it is about."""
    said = [text(concept.get("text"))]
    for coding in items(concept.get("coding")):
        said += [text(coding.get("display")), text(coding.get("code"))]
    return " | ".join(s for s in said if s)


def identifier_of(patient: Json) -> str:
    """The medical record number when one identifier is typed so, else the first identifier, else the id."""
    identifiers = [
        i for i in items(patient.get("identifier")) if text(i.get("value")) and i.get("use") != "old"
    ]
    for identifier in identifiers:
        if any(c.get("code") == "MR" for c in items(part(identifier.get("type")).get("coding"))):
            return text(identifier["value"])
    return text(identifiers[0]["value"]) if identifiers else text(patient.get("id"))


def day_of(value: object, zone: ZoneInfo | None) -> str:
    """The clinic day of a FHIR date or dateTime as YYYY-MM-DD; a partial or unreadable one as it is, to be rejected."""
    written = text(value)
    if "T" in written and zone is not None:
        moment = parse_moment(written, zone)
        return moment if isinstance(moment, str) else moment.at.date().isoformat()
    return written[:10]


def is_day(value: str) -> bool:
    """Whether value is a whole calendar day."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10


def quantity(value: Json) -> tuple[str, str]:
    """(number with its comparator, unit). A unit and a UCUM code that name different units are both given, so that the
    row is set aside as of unknown unit rather than read in one of them."""
    number = text(value.get("comparator")) + text(value.get("value")) if "value" in value else ""
    unit, code = text(value.get("unit")), text(value.get("code"))
    if value.get("system") != UCUM or not code:
        return number, unit or code
    if unit and _unit_key(unit) != _unit_key(code) and _known_unit(unit) and _known_unit(code):
        return number, texts.UNIT_AND_CODE.format(unit=unit, code=code)
    return number, unit if _known_unit(unit) else code


@lru_cache(maxsize=4096)
def _unit_key(unit: str) -> str:
    from data.importing.vocabulary import unit_of

    return re.sub(r"[\[\]]", "", unit_of(unit))


@lru_cache(maxsize=4096)
def _known_unit(unit: str) -> bool:
    from data.importing.vocabulary import factors

    return any(_unit_key(unit) in spellings for spellings in factors().values())
