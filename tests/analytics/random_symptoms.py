"""Pains and skin lesions of a made-up patient, with their follow-ups."""

from __future__ import annotations

from datetime import date, timedelta

from random_person import STEPS, Person

SITES = ("foot", "heel", "ankle", "lower_leg", "knee", "thigh", "hip", "leg", "back", "hand", "elsewhere")
SKIN = ("skin_plaques", "skin_nodules", "skin_ulcer", "skin_necrosis")


def pain(person: Person) -> None:
    """A pain, often just after a change."""
    dice = person.dice
    onset = person.near()
    if person.chance(0.4):
        onset = dice.choice(person.changes) + timedelta(days=dice.choice((0, 1, 7, 13, 14, 15)))
    site = dice.choice(SITES)
    resolved = onset + timedelta(days=dice.choice((*STEPS, 0, 400, 600))) if person.chance(0.4) else None
    follow(person, "pain", site, onset, resolved, (0, 1, 2, 3, 3.5, 4, 5, 7, None))


def skin(person: Person) -> None:
    """A skin lesion, sometimes with pain at the same site."""
    dice = person.dice
    onset, site = person.near(), dice.choice((*SITES[:7], "elsewhere"))
    resolved = onset + timedelta(days=dice.choice(STEPS)) if person.chance(0.4) else None
    follow(person, dice.choice(SKIN), site, onset, resolved, (0, 0, None, None, 3, 8))
    if person.chance(0.3):
        start = onset + timedelta(days=dice.choice((-60, 0, 14, 60)))
        ends = start + timedelta(days=dice.choice(STEPS)) if person.chance(0.5) else None
        follow(person, "pain", site, start, ends, (0, None, 5))


def follow(
    person: Person,
    symptom: str,
    site: str,
    onset: date,
    resolved: date | None,
    scores: tuple[float | None, ...],
) -> None:
    """A symptom as it was recorded at several visits."""
    dice = person.dice
    day: date | None = None if person.chance(0.15) else onset + timedelta(days=dice.choice((0, 0, 1, 7, 14)))
    visits = dice.choice((1, 1, 2, 3, 5, 9, 14))
    one_side = person.chance(0.5)
    for visit in range(visits):
        side = (
            dice.choice(("left", "left", None)) if one_side else dice.choice(("left", "right", "both", None))
        )
        person.add(
            "symptoms", symptom=symptom, site=site, onset_on=onset, recorded_on=day, severity=dice.choice(scores),
            side=side, walking=dice.choice(("normal", "normal", None, "impaired")) if person.chance(0.5) else None,
            resolved_on=resolved if visit == visits - 1 or person.chance(0.1) else None,
        )  # fmt: skip
        if day:
            person.moments.append(day)
        day = (day or onset) + timedelta(days=dice.choice((1, 7, 14, 30, 59, 60, 61, 62, 100, 200)))
