"""Is the patient of a row the one on record? Same id with another birth date or name is never merged."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data.importing.dates import parse_day


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
    plain = unicodedata.normalize("NFKC", name).casefold().replace("^", " ")
    return tuple(sorted(re.findall(r"\w+", plain)))


def id_problem(patient_id: str) -> str:
    """Why this cannot be an id, or ''."""
    if any(unicodedata.category(sign) == "Cc" for sign in patient_id):
        return "a control character in the patient id"
    return ""


def compare(rows: Iterable[Sequence[object]], order: str | None) -> list[Person]:
    """rows: (id, name in file, birth text in file, name on record, birth date on record). Compares within the file too."""
    known: dict[str, tuple[set[tuple[str, ...]], set[date]]] = defaultdict(lambda: (set(), set()))
    read: list[tuple[str, str, str, str, date | None, date | None, str]] = []
    for patient_id, name, birth_text, name_on_record, on_record, *_ in rows:
        birth: date | None = None
        problem = ""
        text = str(birth_text).strip()
        if text:
            parsed = parse_day(text.split("T")[0], order)
            if isinstance(parsed, str):
                problem = f"birth date {parsed}"
            else:
                birth = parsed
        names, births = known[str(patient_id)]
        if name_key(str(name)):
            names.add(name_key(str(name)))
        if birth:
            births.add(birth)
        recorded = on_record if isinstance(on_record, date) else None
        read.append(
            (str(patient_id), str(name), str(birth_text), str(name_on_record or ""), birth, recorded, problem)
        )
    people = []
    for patient_id, name, birth_text, name_on_record, birth, recorded, problem in read:
        names, births = known[patient_id]
        column = conflict = ""
        if problem:
            column, conflict = "birth_date", problem
        elif birth and recorded and birth != recorded:
            column, conflict = "birth_date", "another birth date is on record for this patient id"
        elif name_key(name) and name_key(name_on_record) and name_key(name) != name_key(name_on_record):
            column, conflict = "patient_name", "another name is on record for this patient id"
        elif len(births) > 1 and not recorded:
            column, conflict = "birth_date", "the file gives this patient id two birth dates"
        elif len(names) > 1 and not name_key(name_on_record):
            column, conflict = "patient_name", "the file gives this patient id two names"
        people.append(
            Person(patient_id, name, birth_text, recorded or birth, column, conflict, id_problem(patient_id))
        )
    return people
