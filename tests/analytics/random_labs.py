"""Laboratory results of a made-up patient, values at their limits."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from random_person import Person

TACROLIMUS = (
    0.9, 2.9, 3.0, 3.1, 3.9, 4.0, 5.2, 6, 7, 8, 8.1, 10, 10.1, 11, 11.1, 13.75, 13.76, 20, 20.1, 24.6,
)  # fmt: skip
POOLS: dict[str, tuple[float, ...]] = {
    "tacrolimus": TACROLIMUS,
    "cyclosporine": (60, 90, 140, 200, 320, 400),
    "calcium": (8.0, 9.0, 9.8, 10.0, 10.2, 10.200001, 10.3, 10.5, 10.6, 11.0, 12.0, 12.1, 13.9),
    "ionized_calcium": (4.9, 5.28, 6.0, 6.01, 6.4),
    "phosphorus": (1.4, 1.499999, 1.5, 2.3, 3.0, 5.5, 5.6, 6.9, 7.0, 7.1, 9.0),
    "pth": (5, 18, 55, 65, 65.5, 100, 140, 240, 260, 260.1, 610, 833),
    "alp": (84, 92, 118, 120, 130, 130.5, 150, 162.5, 180, 195, 195.5, 205, 260),
    "albumin": (2.6, 2.999999, 3.0, 3.4, 4.2),
    "creatinine": (0.8, 1.0, 1.2, 1.25, 1.250001, 1.3, 1.5, 1.6, 2.1),
    "ca_p_product_reported": (30, 55, 66.5, 70, 73.5, 73.6, 90, 95.4),
}
LIMITS: dict[str, tuple[float | None, ...]] = {"pth": (None, 65, 65, 60, 0), "alp": (None, 120, 130, 104, 0)}


def labs(person: Person) -> None:
    """Every result, singly and in series."""
    dice = person.dice
    for _ in range(dice.choice((0, 3, 8, 15))):
        mineral_day(person)
    for analyte in ("alp", "pth", "creatinine", "albumin", "ionized_calcium"):
        for _ in range(dice.choice((0, 1, 4, 8))):
            result(person, analyte, person.near())
    for _ in range(dice.choice((0, 4, 8, 16))):
        day = (
            person.near()
            if person.chance(0.8)
            else dice.choice(person.changes) + timedelta(days=dice.randrange(95, 200))
        )
        result(person, "tacrolimus" if person.chance(0.85) else "cyclosporine", day)
    if person.chance(0.4):
        start = person.anchor + timedelta(days=dice.choice((85, 89, 90, 200)))
        for n in range(dice.choice((5, 6, 7, 12, 15))):
            result(person, "tacrolimus", start + timedelta(days=n * dice.choice((14, 25, 36))))


def mineral_day(person: Person) -> None:
    """A day with calcium, phosphorus or both, of one specimen or of several."""
    dice = person.dice
    day = person.near()
    specimen = f"S{dice.randrange(10**6)}" if person.chance(0.6) else None
    at = person.clock(day)
    if person.chance(0.9):
        result(person, "calcium", day, at=at, specimen=specimen)
    if person.chance(0.9):
        other = at if specimen or person.chance(0.5) else person.clock(day)
        result(person, "phosphorus", day, at=other, specimen=specimen if person.chance(0.8) else None)
    if person.chance(0.2):
        result(person, "calcium", day, at=person.clock(day))
    if person.chance(0.1):
        result(person, "phosphorus", day, at=person.clock(day))
    if person.chance(0.2):
        result(person, "ca_p_product_reported", day, at=at, specimen=specimen if person.chance(0.7) else None)
    if person.chance(0.3):
        result(person, "pth", day + timedelta(days=dice.choice((0, 0, 1, -29, 30, 31, -30, -31))))
    if person.chance(0.3):
        result(person, "alp", day)


def result(
    person: Person, analyte: str, day: date, at: datetime | None = None, specimen: str | None = None
) -> None:
    """One result, and sometimes another version of it."""
    dice = person.dice
    at = at or (person.clock(day) if specimen is None else None)
    fields: dict[str, Any] = {
        "analyte": analyte,
        "collected_at": at or datetime.combine(day, time()),
        "has_time": at is not None,
        "specimen_id": specimen,
        "value": float(dice.choice(POOLS[analyte])),
        "comparator": "" if person.chance(0.93) else dice.choice("<>"),
        "reference_high": dice.choice(LIMITS.get(analyte, (None,))),
        "status": dice.choice(("final",) * 12 + ("preliminary", "corrected", "cancelled")),
    }
    if analyte in ("tacrolimus", "cyclosporine"):
        fields["timing"] = dice.choice((None,) * 6 + ("trough", "trough", "peak", "random"))
        if at and person.chance(0.2):
            hours = dice.choice((10.4, 10.5, 12.0, 13.5, 13.6, 21.9, 22.0, 24.0, 26.0, 26.1))
            fields["last_dose_at"] = at - timedelta(hours=hours)
    if person.chance(0.3):
        fields["reported_at"] = fields["collected_at"] + timedelta(hours=dice.choice((0, 5, 24, 24 * 40)))
    person.moments.append(day)
    person.add("results", **fields)
    if person.chance(0.08) and (at or specimen):
        changed = fields | {
            "value": float(dice.choice(POOLS[analyte])),
            "status": dice.choice(("preliminary", "final", "corrected", "corrected", "wrong_patient")),
            "reported_at": fields["collected_at"] + timedelta(days=dice.choice((0, 1, 30))),
        }
        person.add("results", **changed)
