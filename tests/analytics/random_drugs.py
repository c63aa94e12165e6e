"""Transplants, CNI doses and other drugs of a made-up patient."""

from __future__ import annotations

from datetime import timedelta

from random_person import STEPS, Person
from record_writer import Entry

INTERACTING = ("voriconazole", "diltiazem", "rifampicin")


def grafts(person: Person) -> None:
    """One transplant, or two."""
    dice = person.dice
    failed = person.anchor + timedelta(days=dice.randrange(100, 800)) if person.chance(0.15) else None
    person.add("transplants", transplanted_on=person.anchor, organ="kidney", failed_on=failed)
    if person.chance(0.25):
        second = person.anchor + timedelta(days=dice.choice((10, 21, 22, 60, 200, 426, 430, 600)))
        person.add("transplants", transplanted_on=second, organ="kidney")
        person.changes.append(second)


def cni(person: Person) -> None:
    """The doses of one CNI course or several."""
    dice = person.dice
    day = person.anchor + timedelta(days=dice.choice((0, 0, 0, 1, 5, 30, -40, -400)))
    drug = dice.choice(("tacrolimus",) * 5 + ("cyclosporine",))
    formulation = dice.choice(("immediate_release",) * 4 + ("extended_release", None))
    mg: float | None = dice.choice((4.0, 5.0, 6.0))
    steady = person.chance(0.3)
    for _ in range(1 if steady else dice.choice((1, 2, 3, 4, 5, 7))):
        length = dice.choice(STEPS)
        stop = None
        if not steady and person.chance(0.35):
            stop = day + timedelta(days=max(0, length - dice.choice((-5, 0, 1, 2, 3, 7, 8, 9, 31, 32, 33))))
        frequency = 7.0 if formulation == "extended_release" else dice.choice((14.0, 14.0, 14.0, 7.0))
        doses = None if mg is None else mg / (frequency / 7)
        same = {"drug": drug, "formulation": formulation, "started_on": day, "doses_per_week": frequency}
        person.add("doses", dose_mg=doses, stopped_on=stop, route="oral", **same)
        if person.chance(0.06):
            ends = dice.choice((stop, day + timedelta(days=3)))
            person.entries.append(
                Entry("doses", {"patient_id": person.patient_id, "dose_mg": 1.0, "stopped_on": ends, "route": "oral"} | same,
                      person.entries[-1].came_with)
            )  # fmt: skip
        if person.chance(0.05):
            person.add("doses", dose_mg=2.5, stopped_on=stop, route="oral", **same)  # a later file's word
        person.changes.append(day)
        if stop:
            person.changes.append(stop + timedelta(days=1))
        day += timedelta(days=length)
        turn = dice.random()
        if turn < 0.1:
            drug = "cyclosporine" if drug == "tacrolimus" else "tacrolimus"
        elif turn < 0.25:
            formulation = dice.choice(("immediate_release", "extended_release", None))
        mg = dice.choice(
            (
                mg,
                2.0,
                3.0,
                5.0,
                7.0,
                7.0,
                None if person.chance(0.3) else 4.0,
                0.0 if person.chance(0.3) else 6.0,
            )
        )


def other_drugs(person: Person) -> None:
    """Interacting drugs, risk drugs and steroids."""
    dice = person.dice
    if person.chance(0.4):
        for _ in range(dice.choice((1, 1, 2))):
            start = person.near()
            stop = start + timedelta(days=dice.choice(STEPS)) if person.chance(0.7) else None
            person.add(
                "doses", drug=dice.choice(INTERACTING), started_on=start, stopped_on=stop, dose_mg=200.0,
                doses_per_week=14.0,
            )  # fmt: skip
            person.changes += [start] + ([stop + timedelta(days=1)] if stop else [])
    if person.chance(0.2):
        kind = dice.choice(
            ("interacting_drug_start", "interacting_drug_stop", "dialysis_start", "graft_failure")
        )
        day = person.near()
        person.add("events", kind=kind, happened_on=day, title="diltiazem")
        person.changes.append(day)
    if person.chance(0.1):
        person.add(
            "doses",
            drug=dice.choice(("warfarin", "calcitriol")),
            started_on=person.near(),
            dose_mg=5.0,
            doses_per_week=7.0,
        )
    if person.chance(0.3):
        person.add("doses", drug="prednisone", started_on=person.anchor, dose_mg=10.0, doses_per_week=7.0)
