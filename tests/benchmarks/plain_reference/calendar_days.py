"""Days, months and rounding as the definitions count them."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterable
from datetime import date, timedelta

ONE = timedelta(days=1)


def plus(day: date, days: int) -> date:
    """The day so many days later."""
    return day + timedelta(days=days)


def plus_months(day: date, months: int) -> date:
    """The day so many calendar months later, clamped to the last day of the month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(anchor: date, day: date) -> int:
    """Whole months from anchor to day; a clamped anniversary counts as reached."""
    months = (day.year - anchor.year) * 12 + day.month - anchor.month
    return months if plus_months(anchor, months) <= day else months - 1


def rounded(value: float) -> float:
    """Half away from zero to 6 decimals."""
    return math.copysign(math.floor(abs(value) * 1e6 + 0.5) / 1e6, value)


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Stretches of consecutive days as (first, last)."""
    stretches: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if stretches and stretches[-1][1] + ONE == day:
            stretches[-1] = (stretches[-1][0], day)
        else:
            stretches.append((day, day))
    return stretches
