"""What becomes of rows of the six record kinds, against what is on record: stored, duplicate, superseding, set aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.importing import unusual
from data.importing.people import name_key
from data.importing.raw import Problem
from data.importing.records import READINGS, Cells, Reading, Unreadable
from data.texts import rows as texts

Record = dict[str, Any]


@dataclass
class Judged:
    """One row: its cells, its fate, and the record when it has one."""

    row: int
    cells: Mapping[str, str]
    outcome: str = ""
    column: str = ""
    reason: str = ""
    record: Record | None = None

    def value(self) -> str:
        """The cell that the reason is about."""
        return self.cells.get(self.column, "")


@dataclass
class OnRecord:
    """What the store holds on the patients of a file: current records of this kind, and who the patients are."""

    current: list[Record]
    people: Mapping[str, tuple[str | None, date | None, bool]] = field(default_factory=dict)
    """patient_id -> (name, birth date, known by id only)"""
    same_name: Callable[[str, date], list[str]] = lambda name, birth: []
    """Ids of other patients with this name and birth date."""
    earliest: Mapping[str, date] = field(default_factory=dict)
    """patient_id -> the earliest day of anything on record, for a file of patients"""


def read_rows(
    kind: str,
    rows: Iterable[tuple[int, Mapping[str, str]]],
    today: date,
    orders: Mapping[str, str | None],
    decimal: str,
) -> list[Judged]:
    """Each row as a record or as the first thing wrong with it."""
    reading = READINGS[kind]
    judged = []
    for number, cells in rows:
        row = Judged(number, cells)
        try:
            row.record = reading.read(Cells(cells, today, orders, decimal))
        except Unreadable as verdict:
            row.outcome, row.column, row.reason = verdict.outcome, verdict.column, verdict.reason
        judged.append(row)
    return judged


def judge(
    kind: str, judged: list[Judged], on_record: OnRecord, *, accept_person: bool = False
) -> list[Problem]:
    """Give every readable row its outcome; returns warnings about rows that are stored."""
    reading = READINGS[kind]
    for row in judged:
        _before_birth(row, reading, on_record)
    if kind == "patients":
        return _patients(judged, on_record, accept_person)
    if kind == "doses":
        return _dose_sets(judged, on_record)
    current = {_identity(reading, record): record for record in on_record.current}
    warnings = []
    for row in judged:
        if row.outcome or row.record is None:
            continue
        key = _identity(reading, row.record)
        known = current.get(key)
        row.outcome = (
            "stored" if known is None else "duplicate" if _same(known, row.record) else "superseding"
        )
        current[key] = row.record
        if kind == "targets" and row.outcome != "duplicate":
            column, asked = unusual.target(row.record)
            if asked:
                warnings.append(Problem(row.row, column, row.cells.get(column, ""), asked, row.outcome))
    return warnings


def _identity(reading: Reading, record: Record) -> tuple[Any, ...]:
    return tuple(record[column] for column in reading.identity)


def _same(known: Record, new: Record) -> bool:
    return all(known[column] == value for column, value in new.items())


def _before_birth(row: Judged, reading: Reading, on_record: OnRecord) -> None:
    if row.record is None or reading.table == "patients":
        return
    birth = on_record.people.get(row.record["patient_id"], (None, None, False))[1]
    for column in reading.days:
        day = row.record.get(column)
        if birth and day and day < birth:
            row.outcome, row.column, row.reason = "rejected", column, texts.BEFORE_BIRTH
            row.record = None
            return


def _patients(judged: list[Judged], on_record: OnRecord, accept_person: bool) -> list[Problem]:
    """Same id with another birth date or name is set aside. An empty cell takes no name or birth date away; a column
    that the file does not have takes nothing away."""
    current = {record["patient_id"]: record for record in on_record.current}
    bare = {patient for patient, (_, _, id_only) in on_record.people.items() if id_only}
    in_file: dict[tuple[tuple[str, ...], date], str] = {}
    warnings = []
    for row in judged:
        record = row.record
        if row.outcome or record is None:
            continue
        known = current.get(record["patient_id"])
        if known is not None:
            for column in record:
                if column not in row.cells or (column in ("name", "birth_date") and record[column] is None):
                    record[column] = known[column]
            conflict = _conflict(known, record)
            if conflict and not accept_person:
                row.outcome, (row.column, row.reason) = "set_aside", conflict
                continue
            row.outcome = "duplicate" if _same(known, record) else "superseding"
            if record["patient_id"] in bare and row.outcome == "superseding":
                row.outcome = "stored"  # until now this patient was an id without a record of its own
                bare.discard(record["patient_id"])
        else:
            row.outcome = "stored"
        current[record["patient_id"]] = record
        warnings += _look_alikes(row, record, on_record, in_file) + _born_after(row, record, on_record)
    return warnings


def _conflict(known: Record, record: Record) -> tuple[str, str] | None:
    if known["birth_date"] and record["birth_date"] and known["birth_date"] != record["birth_date"]:
        return "birth_date", texts.BORN_OTHERWISE.format(birth_date=known["birth_date"])
    if known["name"] and record["name"] and name_key(known["name"]) != name_key(record["name"]):
        return "name", texts.NAMED_OTHERWISE
    return None


def _look_alikes(
    row: Judged, record: Record, on_record: OnRecord, in_file: dict[tuple[tuple[str, ...], date], str]
) -> list[Problem]:
    if row.outcome == "duplicate" or not record["name"] or not record["birth_date"]:
        return []
    key = (name_key(record["name"]), record["birth_date"])
    others = [
        other
        for other in on_record.same_name(*(record["name"], record["birth_date"]))
        if other != record["patient_id"]
    ]
    if key in in_file and in_file[key] != record["patient_id"]:
        others.append(in_file[key])
    in_file.setdefault(key, record["patient_id"])
    return [
        Problem(
            row.row,
            "patient_id",
            record["patient_id"],
            texts.LOOK_ALIKE.format(other=other),
            row.outcome,
        )
        for other in dict.fromkeys(others)
    ]


def _born_after(row: Judged, record: Record, on_record: OnRecord) -> list[Problem]:
    """A birth date that comes after something on record, which stays."""
    birth, earliest = record["birth_date"], on_record.earliest.get(record["patient_id"])
    if row.outcome == "duplicate" or not birth or not earliest or earliest >= birth:
        return []
    told = texts.BORN_AFTER_A_RECORD.format(day=earliest)
    return [Problem(row.row, "birth_date", row.cells.get("birth_date", ""), told, row.outcome)]


def _dose_sets(judged: list[Judged], on_record: OnRecord) -> list[Problem]:
    """Rows of one file add up under one key and replace the earlier set of that key together."""
    reading = READINGS["doses"]
    known: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
    for record in on_record.current:
        known[_identity(reading, record)].append(record)
    sets: dict[tuple[Any, ...], list[Judged]] = defaultdict(list)
    for row in judged:
        if not row.outcome and row.record is not None:
            sets[_identity(reading, row.record)].append(row)
    broken = _unreadable_parts(judged)
    warnings = []
    for key, rows in sets.items():
        part = broken.get((key[0], key[1], key[4]))
        if part is not None:
            for row in rows:
                row.outcome, row.column = "set_aside", "dose"
                row.reason = texts.OTHER_PART.format(row=part)
            continue
        old = known.get(key, [])
        outcome = "stored" if not old else "duplicate" if _same_set(old, rows) else "superseding"
        seen: list[Record] = []
        for row in rows:
            row.outcome = outcome
            assert row.record is not None
            asked = unusual.dose(row.record)
            if asked and outcome != "duplicate":
                warnings.append(Problem(row.row, "dose", row.cells.get("dose", ""), asked, outcome))
            if row.record in seen and outcome != "duplicate":
                warnings.append(
                    Problem(row.row, "dose", row.value() or row.cells.get("dose", ""),
                            texts.ADDS_UP, outcome)
                )  # fmt: skip
            seen.append(row.record)
    return warnings


def _unreadable_parts(judged: list[Judged]) -> dict[tuple[Any, ...], int]:
    """(patient, drug, start) of rows whose amount could not be read: the sum with them would be wrong."""
    from data.importing.dates import parse_day
    from data.importing.vocabulary import drug_of

    answer: dict[tuple[Any, ...], int] = {}
    for row in judged:
        if row.outcome in ("rejected", "set_aside"):
            day = parse_day(row.cells.get("started_on", ""))
            if not isinstance(day, str):
                drug = drug_of(row.cells.get("drug", ""))[0]
                answer.setdefault((row.cells.get("patient_id", "").strip(), drug, day), row.row)
    return answer


def _same_set(old: list[Record], rows: list[Judged]) -> bool:
    rest = [{column: record[column] for column in rows[0].record or {}} for record in old]
    for row in rows:
        if row.record not in rest:
            return False
        rest.remove(row.record)
    return not rest
