"""When a simulated patient comes to the clinic."""

from __future__ import annotations

import random


def routine_days(chance: random.Random, now: int, *, from_day: int = 4) -> list[int]:
    """Visit days from the transplant on: weekly to day 84, then every four weeks to month 12, then every three months.

    Close enough together that a patient who keeps them owes no result; none after now.
    """
    days: list[int] = []
    day = from_day
    while day <= now:
        days.append(day)
        if day < 84:
            day += chance.randint(5, 9)
        elif day < 360:
            day += chance.randint(23, 33)
        else:
            day += chance.randint(75, 105)
    return days


def wants_turnover_panel(day: int, last: int | None) -> bool:
    """PTH with ALP: early, then about every three months to month 12, then yearly. last: day of the one before."""
    if last is None:
        return True
    return day - last >= (70 if day < 100 else 90 if day < 365 else 280)
