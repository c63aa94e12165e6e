"""Made-up clinics that sit on the edges of the definitions: days 20 and 21, lags 14 and 15, values at their limits."""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
sys.path.insert(0, str(Path(__file__).parent))

from random_drugs import cni, grafts, other_drugs
from random_labs import labs
from random_person import STEPS, Person
from random_symptoms import pain, skin
from record_writer import Entry, Import


def clinic(seed: int, patients: int = 12) -> tuple[list[Import], list[Entry], list[date]]:
    """Imports, entries and days worth asking about; the same seed gives the same clinic."""
    dice = random.Random(seed)
    first = date(2023, 1, 1)
    imports = [Import(date(2025, 1, 1), backfill=True)]
    imports += [Import(first + timedelta(days=n * 90 + dice.randrange(60))) for n in range(8)]
    imports[3] = Import(
        imports[3].imported_on, undone_on=imports[3].imported_on + timedelta(days=dice.randrange(200))
    )
    entries: list[Entry] = []
    moments: list[date] = []
    for number in range(patients):
        person = Person(dice, f"{number:03d}")
        _live(person)
        entries += person.entries
        moments += person.moments
    asked = [*dice.sample(moments, 3), date(2025, 6, 30)]
    return imports, entries, asked


def _live(person: Person) -> None:
    dice = person.dice
    if person.chance(0.6):
        factors = dice.sample(
            ("diabetes", "warfarin", "obesity", "vitamin_d", "smoking"), dice.choice((0, 0, 0, 1, 2))
        )
        person.add(
            "patients",
            sex=dice.choice(("female", "male")),
            risk_factors=";".join(sorted(factors)) or None,
        )
    if person.chance(0.8):
        grafts(person)
    if person.chance(0.9):
        cni(person)
    other_drugs(person)
    person.moments += [person.near() for _ in range(6)]
    for _ in range(dice.choice((0, 1, 1, 2, 3))):
        pain(person)
    for _ in range(dice.choice((0, 0, 1, 2))):
        skin(person)
    labs(person)
    for _ in range(dice.choice((0, 0, 1, 2))):
        low, high = dice.choice(((7.0, 8.0), (4.0, 8.0), (5.0, 10.0)))
        start = person.near()
        until = start + timedelta(days=dice.choice(STEPS)) if person.chance(0.2) else None
        person.add("targets", drug="tacrolimus", low=low, high=high, from_on=start, until_on=until)
