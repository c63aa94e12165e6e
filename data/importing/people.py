"""Is the patient of a row the one on record? Same id with another birth date or name is never merged."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data.importing.dates import parse_day
from data.texts import rows as texts


@dataclass(frozen=True, slots=True)
class Person:
    """One way in which a file names a patient; conflict is set when it is not the patient on record."""

    patient_id: str
    patient_name: str
    birth_text: str
    birth_date: date | None
    conflict_column: str
    conflict: str
    problem: str


def name_key(name: str) -> tuple[str, ...]:
    """A name without case, accents' spelling variants, commas and order: 'Doe, Jane' is 'Jane Doe'."""
    if not name:
        return ()
    plain = unicodedata.normalize("NFKC", name).casefold().replace("^", " ")
    return tuple(sorted(re.findall(r"\w+", plain)))


def id_problem(patient_id: str) -> str:
    """Why this cannot be an id, or ''."""
    if not patient_id.isprintable() and any(unicodedata.category(sign) == "Cc" for sign in patient_id):
        return texts.CONTROL_CHARACTER
    return ""


Named = dict[str, tuple[set[tuple[str, ...]], set[date]]]
"""patient id -> names (as name_key has them) and birth dates"""


def names_and_births(rows: Iterable[Sequence[object]], order: str | None) -> Named:
    """Every name and birth date that rows (id, name, birth text) give a patient."""
    known: Named = defaultdict(lambda: (set(), set()))
    for patient_id, name, birth_text, *_ in rows:
        names, births = known[str(patient_id)]
        if name_key(str(name)):
            names.add(name_key(str(name)))
        birth = _birth(str(birth_text), order)
        if isinstance(birth, date):
            births.add(birth)
    return known


def _birth(text: str, order: str | None) -> date | str | None:
    stripped = text.strip()
    return parse_day(stripped.split("T")[0], order) if stripped else None


def compare(rows: Iterable[Sequence[object]], order: str | None, known: Named | None = None) -> list[Person]:
    """rows: (id, name in file, birth text in file, name on record, birth date on record). Compares within the file too.

    known: what the whole file says of its patients, when rows are a part of it.
    """
    rows = list(rows)
    known = names_and_births(rows, order) if known is None else known
    read: list[tuple[str, str, str, str, date | None, date | None, str]] = []
    for patient_id, name, birth_text, name_on_record, on_record, *_ in rows:
        parsed = _birth(str(birth_text), order)
        birth = parsed if isinstance(parsed, date) else None
        problem = texts.BIRTH_DATE.format(problem=parsed) if isinstance(parsed, str) else ""
        recorded = on_record if isinstance(on_record, date) else None
        read.append(
            (str(patient_id), str(name), str(birth_text), str(name_on_record or ""), birth, recorded, problem)
        )
    people = []
    for patient_id, name, birth_text, name_on_record, birth, recorded, problem in read:
        names, births = known.get(patient_id, (set(), set()))
        column = conflict = ""
        if problem:
            column, conflict = "birth_date", problem
        elif birth and recorded and birth != recorded:
            column, conflict = "birth_date", texts.OTHER_BIRTH_DATE
        elif name_key(name) and name_key(name_on_record) and name_key(name) != name_key(name_on_record):
            column, conflict = "patient_name", texts.OTHER_NAME
        elif len(births) > 1 and not recorded:
            column, conflict = "birth_date", texts.TWO_BIRTH_DATES
        elif len(names) > 1 and not name_key(name_on_record):
            column, conflict = "patient_name", texts.TWO_NAMES
        people.append(
            Person(patient_id, name, birth_text, recorded or birth, column, conflict, id_problem(patient_id))
        )
    return people
