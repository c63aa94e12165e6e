"""New patients of a laboratory file who have the name and birth date of somebody else: warned about, never merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

import pyarrow as pa

from data.importing import sql
from data.importing.desk import Desk
from data.importing.people import Named, name_key
from data.importing.raw import Problem
from data.texts import rows as texts

_Person = tuple[tuple[str, ...], date]


def warnings(desk: Desk, fresh: Collection[str], in_file: Named | None) -> list[Problem]:
    """One warning for each patient of fresh (ids new on record) and each other id with the same name and birth date.

    in_file: how the whole file names its patients; of two who are both new each is warned about.
    """
    if not fresh or not in_file:
        return []
    desk.scratch.register("fresh", pa.table({"patient_id": pa.array(sorted(fresh), pa.string())}))
    named = desk.scratch.execute(sql.text("labs_newly_named")).fetchall()
    desk.scratch.unregister("fresh")
    if not named:
        return []
    others = _others(desk, {birth for _, _, birth, _ in named}, in_file)
    return [
        Problem(row, "patient_id", patient, texts.LOOK_ALIKE.format(other=other), "stored")
        for patient, name, birth, row in named
        for other in others[name_key(name), birth]
        if other != patient
    ]


def _others(desk: Desk, births: Collection[date], in_file: Named) -> dict[_Person, list[str]]:
    """Who else has a name and birth date: on record, and in this file."""
    desk.record.register("days", pa.table({"birth_date": pa.array(sorted(births), pa.date32())}))
    on_record = desk.record.execute(sql.text("people_born_on_days")).fetchall()
    desk.record.unregister("days")
    found: dict[_Person, set[str]] = defaultdict(set)
    for patient, name, birth in on_record:
        found[name_key(name), birth].add(patient)
    for patient, (names, days) in in_file.items():
        for name in names:
            for birth in days & set(births):
                found[name, birth].add(patient)
    return defaultdict(list, {person: sorted(ids) for person, ids in found.items()})
