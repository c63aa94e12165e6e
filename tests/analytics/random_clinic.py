"""Made-up clinics that sit on the edges of the definitions: days 20 and 21, lags 14 and 15, values at their limits."""

from __future__ import annotations

import random
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from record_writer import Entry, Import

GRAFT_DAYS = (date(2022, 12, 31), date(2023, 1, 31), date(2023, 3, 15), date(2023, 11, 30), date(2024, 2, 29))
STEPS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 20, 21, 28, 30, 31, 32, 45, 60, 90, 91, 120, 180)
SITES = ("foot", "heel", "ankle", "lower_leg", "knee", "thigh", "hip", "leg", "back", "hand", "elsewhere")
SKIN = ("skin_plaques", "skin_nodules", "skin_ulcer", "skin_necrosis")
INTERACTING = ("voriconazole", "diltiazem", "rifampicin")
POOLS: dict[str, tuple[float, ...]] = {
    "tacrolimus": (
        0.9,
        2.9,
        3.0,
        3.1,
        3.9,
        4.0,
        5.2,
        6,
        7,
        8,
        8.1,
        10,
        10.1,
        11,
        11.1,
        13.75,
        13.76,
        20,
        20.1,
        24.6,
    ),
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
        person = _Person(dice, f"{number:03d}")
        person.live()
        entries += person.entries
        moments += person.moments
    asked = [*dice.sample(moments, 3), date(2025, 6, 30)]
    return imports, entries, asked


class _Person:
    """One patient; every piece of the record hangs near a moment at which a rule turns."""

    def __init__(self, dice: random.Random, patient_id: str) -> None:
        self.dice, self.patient_id = dice, patient_id
        self.entries: list[Entry] = []
        self.anchor = dice.choice(GRAFT_DAYS)
        self.moments: list[date] = [self.anchor]
        self.changes: list[date] = [self.anchor]
        self.doses_per_week = 14.0

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def add(self, table: str, **fields: Any) -> None:
        batch = 0 if self.chance(0.7) else self.dice.randrange(1, 9)
        self.entries.append(Entry(table, {"patient_id": self.patient_id, **fields}, batch))

    def live(self) -> None:
        dice = self.dice
        if self.chance(0.6):
            factors = dice.sample(
                ("diabetes", "warfarin", "obesity", "vitamin_d", "smoking"), dice.choice((0, 0, 0, 1, 2))
            )
            self.add(
                "patients",
                sex=dice.choice(("female", "male")),
                risk_factors=";".join(sorted(factors)) or None,
            )
        if self.chance(0.8):
            self.grafts()
        if self.chance(0.9):
            self.cni()
        self.other_drugs()
        self.moments += [self.near() for _ in range(6)]
        for _ in range(dice.choice((0, 1, 1, 2, 3))):
            self.pain()
        for _ in range(dice.choice((0, 0, 1, 2))):
            self.skin()
        self.labs()
        for _ in range(dice.choice((0, 0, 1, 2))):
            low, high = dice.choice(((7.0, 8.0), (4.0, 8.0), (5.0, 10.0)))
            start = self.near()
            until = start + timedelta(days=dice.choice(STEPS)) if self.chance(0.2) else None
            self.add("targets", drug="tacrolimus", low=low, high=high, from_on=start, until_on=until)

    def near(self) -> date:
        """A day near something that happened, often exactly on an edge of a window."""
        base = self.dice.choice(self.changes)
        edge = self.dice.choice(
            (*STEPS, 0, 13, 16, 22, 365, 366, 424, 425, 426, 427, 428, 700, -1, -20, -90, -180)
        )
        return base + timedelta(days=edge)

    def grafts(self) -> None:
        dice = self.dice
        failed = self.anchor + timedelta(days=dice.randrange(100, 800)) if self.chance(0.15) else None
        self.add("transplants", transplanted_on=self.anchor, organ="kidney", failed_on=failed)
        if self.chance(0.25):
            second = self.anchor + timedelta(days=dice.choice((10, 21, 22, 60, 200, 426, 430, 600)))
            self.add("transplants", transplanted_on=second, organ="kidney")
            self.changes.append(second)

    def cni(self) -> None:
        dice = self.dice
        day = self.anchor + timedelta(days=dice.choice((0, 0, 0, 1, 5, 30, -40, -400)))
        drug = dice.choice(("tacrolimus",) * 5 + ("cyclosporine",))
        formulation = dice.choice(("immediate_release",) * 4 + ("extended_release", None))
        mg: float | None = dice.choice((4.0, 5.0, 6.0))
        steady = self.chance(0.3)
        for _ in range(1 if steady else dice.choice((1, 2, 3, 4, 5, 7))):
            length = dice.choice(STEPS)
            stop = None
            if not steady and self.chance(0.35):
                stop = day + timedelta(
                    days=max(0, length - dice.choice((-5, 0, 1, 2, 3, 7, 8, 9, 31, 32, 33)))
                )
            frequency = 7.0 if formulation == "extended_release" else dice.choice((14.0, 14.0, 14.0, 7.0))
            doses = None if mg is None else mg / (frequency / 7)
            same = {"drug": drug, "formulation": formulation, "started_on": day, "doses_per_week": frequency}
            self.add("doses", dose_mg=doses, stopped_on=stop, route="oral", **same)
            if self.chance(0.06):
                ends = dice.choice((stop, day + timedelta(days=3)))
                self.entries.append(
                    Entry("doses", {"patient_id": self.patient_id, "dose_mg": 1.0, "stopped_on": ends, "route": "oral"} | same,
                          self.entries[-1].came_with)
                )  # fmt: skip
            if self.chance(0.05):
                self.add("doses", dose_mg=2.5, stopped_on=stop, route="oral", **same)  # a later file's word
            self.changes.append(day)
            if stop:
                self.changes.append(stop + timedelta(days=1))
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
                    None if self.chance(0.3) else 4.0,
                    0.0 if self.chance(0.3) else 6.0,
                )
            )

    def other_drugs(self) -> None:
        dice = self.dice
        if self.chance(0.4):
            for _ in range(dice.choice((1, 1, 2))):
                start = self.near()
                stop = start + timedelta(days=dice.choice(STEPS)) if self.chance(0.7) else None
                self.add(
                    "doses", drug=dice.choice(INTERACTING), started_on=start, stopped_on=stop, dose_mg=200.0,
                    doses_per_week=14.0,
                )  # fmt: skip
                self.changes += [start] + ([stop + timedelta(days=1)] if stop else [])
        if self.chance(0.2):
            kind = dice.choice(
                ("interacting_drug_start", "interacting_drug_stop", "dialysis_start", "graft_failure")
            )
            day = self.near()
            self.add("events", kind=kind, happened_on=day, title="diltiazem")
            self.changes.append(day)
        if self.chance(0.1):
            self.add(
                "doses",
                drug=dice.choice(("warfarin", "calcitriol")),
                started_on=self.near(),
                dose_mg=5.0,
                doses_per_week=7.0,
            )
        if self.chance(0.3):
            self.add("doses", drug="prednisone", started_on=self.anchor, dose_mg=10.0, doses_per_week=7.0)

    def pain(self) -> None:
        dice = self.dice
        onset = self.near()
        if self.chance(0.4):
            onset = dice.choice(self.changes) + timedelta(days=dice.choice((0, 1, 7, 13, 14, 15)))
        site = dice.choice(SITES)
        resolved = onset + timedelta(days=dice.choice((*STEPS, 0, 400, 600))) if self.chance(0.4) else None
        self.follow("pain", site, onset, resolved, (0, 1, 2, 3, 3.5, 4, 5, 7, None))

    def skin(self) -> None:
        dice = self.dice
        onset, site = self.near(), dice.choice((*SITES[:7], "elsewhere"))
        resolved = onset + timedelta(days=dice.choice(STEPS)) if self.chance(0.4) else None
        self.follow(dice.choice(SKIN), site, onset, resolved, (0, 0, None, None, 3, 8))
        if self.chance(0.3):
            start = onset + timedelta(days=dice.choice((-60, 0, 14, 60)))
            ends = start + timedelta(days=dice.choice(STEPS)) if self.chance(0.5) else None
            self.follow("pain", site, start, ends, (0, None, 5))

    def follow(
        self, symptom: str, site: str, onset: date, resolved: date | None, scores: tuple[float | None, ...]
    ) -> None:
        dice = self.dice
        day: date | None = (
            None if self.chance(0.15) else onset + timedelta(days=dice.choice((0, 0, 1, 7, 14)))
        )
        visits = dice.choice((1, 1, 2, 3, 5, 9, 14))
        one_side = self.chance(0.5)
        for visit in range(visits):
            side = (
                dice.choice(("left", "left", None))
                if one_side
                else dice.choice(("left", "right", "both", None))
            )
            self.add(
                "symptoms", symptom=symptom, site=site, onset_on=onset, recorded_on=day, severity=dice.choice(scores),
                side=side, walking=dice.choice(("normal", "normal", None, "impaired")) if self.chance(0.5) else None,
                resolved_on=resolved if visit == visits - 1 or self.chance(0.1) else None,
            )  # fmt: skip
            if day:
                self.moments.append(day)
            day = (day or onset) + timedelta(days=dice.choice((1, 7, 14, 30, 59, 60, 61, 62, 100, 200)))

    def labs(self) -> None:
        dice = self.dice
        for _ in range(dice.choice((0, 3, 8, 15))):
            self.mineral_day()
        for analyte in ("alp", "pth", "creatinine", "albumin", "ionized_calcium"):
            for _ in range(dice.choice((0, 1, 4, 8))):
                self.result(analyte, self.near())
        for _ in range(dice.choice((0, 4, 8, 16))):
            day = (
                self.near()
                if self.chance(0.8)
                else dice.choice(self.changes) + timedelta(days=dice.randrange(95, 200))
            )
            self.result("tacrolimus" if self.chance(0.85) else "cyclosporine", day)
        if self.chance(0.4):
            start = self.anchor + timedelta(days=dice.choice((85, 89, 90, 200)))
            for n in range(dice.choice((5, 6, 7, 12, 15))):
                self.result("tacrolimus", start + timedelta(days=n * dice.choice((14, 25, 36))))

    def mineral_day(self) -> None:
        dice = self.dice
        day = self.near()
        specimen = f"S{dice.randrange(10**6)}" if self.chance(0.6) else None
        at = self.clock(day)
        if self.chance(0.9):
            self.result("calcium", day, at=at, specimen=specimen)
        if self.chance(0.9):
            other = at if specimen or self.chance(0.5) else self.clock(day)
            self.result("phosphorus", day, at=other, specimen=specimen if self.chance(0.8) else None)
        if self.chance(0.2):
            self.result("calcium", day, at=self.clock(day))
        if self.chance(0.1):
            self.result("phosphorus", day, at=self.clock(day))
        if self.chance(0.2):
            self.result("ca_p_product_reported", day, at=at, specimen=specimen if self.chance(0.7) else None)
        if self.chance(0.3):
            self.result("pth", day + timedelta(days=dice.choice((0, 0, 1, -29, 30, 31, -30, -31))))
        if self.chance(0.3):
            self.result("alp", day)

    def clock(self, day: date) -> datetime | None:
        """A time of that day, or None where only the date is known."""
        return (
            datetime.combine(day, time(self.dice.choice((6, 7, 8, 8, 9, 10, 20))))
            if self.chance(0.8)
            else None
        )

    def result(
        self, analyte: str, day: date, at: datetime | None = None, specimen: str | None = None
    ) -> None:
        dice = self.dice
        at = at or (self.clock(day) if specimen is None else None)
        fields: dict[str, Any] = {
            "analyte": analyte,
            "collected_at": at or datetime.combine(day, time()),
            "has_time": at is not None,
            "specimen_id": specimen,
            "value": float(dice.choice(POOLS[analyte])),
            "comparator": "" if self.chance(0.93) else dice.choice("<>"),
            "reference_high": dice.choice(LIMITS.get(analyte, (None,))),
            "status": dice.choice(("final",) * 12 + ("preliminary", "corrected", "cancelled")),
        }
        if analyte in ("tacrolimus", "cyclosporine"):
            fields["timing"] = dice.choice((None,) * 6 + ("trough", "trough", "peak", "random"))
            if at and self.chance(0.2):
                hours = dice.choice((10.4, 10.5, 12.0, 13.5, 13.6, 21.9, 22.0, 24.0, 26.0, 26.1))
                fields["last_dose_at"] = at - timedelta(hours=hours)
        if self.chance(0.3):
            fields["reported_at"] = fields["collected_at"] + timedelta(hours=dice.choice((0, 5, 24, 24 * 40)))
        self.moments.append(day)
        self.add("results", **fields)
        if self.chance(0.08) and (at or specimen):
            changed = fields | {
                "value": float(dice.choice(POOLS[analyte])),
                "status": dice.choice(("preliminary", "final", "corrected", "corrected", "wrong_patient")),
                "reported_at": fields["collected_at"] + timedelta(days=dice.choice((0, 1, 30))),
            }
            self.add("results", **changed)
