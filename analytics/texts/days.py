"""Days in words, for the sentences of this layer and for every page. Names of months: data/texts/months.py."""

from __future__ import annotations

import re
from datetime import date

from data.texts.months import MONTHS

DAY, DAY_SHORT, MONTH = "{day} {month} {year}", "{day} {month}", "{month} {year}"
NO_DAY = "?"
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def full_day(on: date) -> str:
    """`18 Jan 2010`."""
    return _written(DAY, on)


def short_day(on: date | None) -> str:
    """`18 Jan`; the year is on the page. `?` for no day."""
    return _written(DAY_SHORT, on) if on is not None and on == on else NO_DAY  # NaT equals nothing


def near_day(on: date | None, looked_at: date) -> str:
    """`18 Jan` in the year of the day looked at, else `18 Jan 2010`. `?` for no day."""
    other_year = on is not None and on == on and on.year != looked_at.year
    return full_day(on) if on is not None and other_year else short_day(on)


def month(on: date) -> str:
    """`Jan 2010`."""
    return _written(MONTH, on)


def month_name(on: date) -> str:
    """`Jan`."""
    return MONTHS[on.month - 1]


def iso(on: date) -> str:
    """`2010-01-18`, inside the sentences of this layer: what is stored stays exact, and a page writes it by `dated`."""
    return f"{on:%Y-%m-%d}"


def dated(text: str) -> str:
    """Text with its ISO dates written as 18 Jan 2010."""
    return _ISO.sub(lambda m: full_day(date(int(m[1]), int(m[2]), int(m[3]))), text)


def _written(pattern: str, on: date) -> str:
    return pattern.format(day=on.day, month=month_name(on), year=on.year)
