"""One made-up patient: every piece of the record hangs near a moment at which a rule turns."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from record_writer import Entry

GRAFT_DAYS = (date(2022, 12, 31), date(2023, 1, 31), date(2023, 3, 15), date(2023, 11, 30), date(2024, 2, 29))
STEPS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 20, 21, 28, 30, 31, 32, 45, 60, 90, 91, 120, 180)


class Person:
    """What is known of the patient so far, and the days near which more may happen."""

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

    def near(self) -> date:
        """A day near something that happened, often exactly on an edge of a window."""
        base = self.dice.choice(self.changes)
        edge = self.dice.choice(
            (*STEPS, 0, 13, 16, 22, 365, 366, 424, 425, 426, 427, 428, 700, -1, -20, -90, -180)
        )
        return base + timedelta(days=edge)

    def clock(self, day: date) -> datetime | None:
        """A time of that day, or None where only the date is known."""
        return (
            datetime.combine(day, time(self.dice.choice((6, 7, 8, 8, 9, 10, 20))))
            if self.chance(0.8)
            else None
        )
