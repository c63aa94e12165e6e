"""Strict reading of dates and times. A day that does not exist, a day count or a partial date is never a date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from data.texts import rows as texts

ORDERS = ("dmy", "mdy", "ymd")
_YMD = re.compile(r"^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$", re.ASCII)
_NUMERIC = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$", re.ASCII)
_COMPACT = re.compile(
    r"^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{4})?$", re.ASCII
)
_NAMED = re.compile(r"^(\d{1,2})[-./ ]*([^\W\d_]{3,9})\.?,?[-./ ]*(\d{4})$")
_NAMED_US = re.compile(r"^([^\W\d_]{3,9})\.? +(\d{1,2}),? +(\d{4})$")
_TIME = re.compile(
    r"^(\d{1,2})(?::|\s?h\s?)(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\s*(?:uhr|h)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$",
    re.ASCII | re.IGNORECASE,
)
_SPLIT = re.compile(r"^(.+?)(?:T|\s+)(\d{1,2}:.*)$")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan",
            "feb",
            "mar mär mrz",
            "apr",
            "may mai",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct okt",
            "nov",
            "dec dez",
        ),
        1,
    )
    for name in names.split()
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in clinic time (midnight when has_time is false)."""

    at: datetime
    has_time: bool
    utc: datetime | None = None
    """Only in the hour that the clocks repeat, and only when the file gave an offset."""


def orders_of(text: str) -> dict[str, date]:
    """The day that each order gives to an all-number date with its year last; empty for other forms."""
    match = _NUMERIC.match(_parts(text)[0])
    if not match:
        return {}
    first, separator, second, third = match.groups()
    tries = {"dmy": (third, second, first), "mdy": (third, first, second)}
    if separator == "." and len(third) == 4:
        del tries["mdy"]  # dots are written day first wherever they are written
    if len(third) == 2:
        tries["ymd"] = (first, second, third)
    answers = {}
    for order, (year, month, day) in tries.items():
        number = int(year)
        if len(year) == 2:
            number += 2000 if number < 70 else 1900
        found = _day(number, int(month), int(day))
        if found:
            answers[order] = found
    return answers


@dataclass(frozen=True)
class DateOrder:
    """What a column's own values say about the order of its dates."""

    order: str | None
    """None with an example: two readings are left; None without: no value needs it, or each has one reading."""
    example: str = ""
    choices: tuple[str, ...] = ()
    settled_by: str = ""


def settle_order(column: Iterable[str]) -> DateOrder:
    """Find the order of one column's dates from its distinct texts."""
    remaining: set[str] | None = None
    doubtful: tuple[str, tuple[str, ...]] | None = None
    witness = ""
    for text in column:
        answers = orders_of(text)
        if not answers:
            continue
        if len(set(answers.values())) > 1:
            doubtful = doubtful or (text.strip(), tuple(answers))
        elif len(answers) == 1:
            witness = witness or text.strip()
        remaining = set(answers) if remaining is None else remaining & set(answers)
    if remaining is None:
        return DateOrder(None)
    if doubtful is None:
        return DateOrder(next(iter(remaining)) if len(remaining) == 1 else None)
    if len(remaining) == 1:
        return DateOrder(remaining.pop(), doubtful[0], (), witness)
    return DateOrder(None, doubtful[0], tuple(sorted(remaining or doubtful[1])))


def parse_moment(text: str, zone: ZoneInfo, *, order: str | None = None, time_text: str = "") -> Moment | str:
    """The moment that text (and a separate time of day) spells, in clinic time; else what is wrong with it.

    order settles all-number dates with two readings; a date that does not need it ignores it.
    """
    day_text, clock = _parts(text)
    if not day_text:
        return texts.NO_DATE
    if not clock:
        clock = time_text.strip()
    compact = _COMPACT.match(day_text)
    if compact and not clock:
        year, month, day_, hour, minute, second, offset = compact.groups()
        found = _day(int(year), int(month), int(day_))
        if not found:
            return texts.NOT_A_DATE_COMPACT
        if hour is None:
            return Moment(datetime.combine(found, time()), False)
        return _at(found, int(hour), int(minute), int(second or 0), offset, zone)
    day = _find_day(day_text, order)
    if isinstance(day, str):
        return day
    if not clock:
        return Moment(datetime.combine(day, time()), False)
    match = _TIME.match(clock) or (
        _TIME.match(f"{clock[:2]}:{clock[2:]}") if re.fullmatch(r"[0-9]{4}", clock) else None
    )
    if not match:
        return texts.NOT_A_TIME.format(text=clock)
    hour_text, minute_text, second_text, half, offset = match.groups()
    hour_number = int(hour_text)
    if half:
        if not 1 <= hour_number <= 12:
            return texts.NOT_A_TIME.format(text=clock)
        hour_number = hour_number % 12 + (12 if half[0] in "pP" else 0)
    return _at(day, hour_number, int(minute_text), int(second_text or 0), offset, zone)


def parse_day(text: str, order: str | None = None) -> date | str:
    """A calendar day without a time; else what is wrong with it."""
    stripped = text.strip()
    compact = _COMPACT.match(stripped)
    if compact and compact.group(4) is None and compact.group(7) is None:
        found = _day(int(compact.group(1)), int(compact.group(2)), int(compact.group(3)))
        return found or texts.NOT_A_DATE
    day_text, clock = _parts(stripped)
    if clock and not re.fullmatch(r"0?0:00(:00)?(\.0+)?", clock):
        return texts.WITHOUT_TIME
    return _find_day(day_text, order)


def _find_day(text: str, order: str | None) -> date | str:
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?", text):
        return texts.NOT_A_DATE_NUMBER
    match = _YMD.match(text)
    if match:
        return _day(int(match[1]), int(match[3]), int(match[4])) or texts.NO_SUCH_DAY
    if _NUMERIC.match(text):
        answers = orders_of(text)
        if not answers:
            return texts.NO_SUCH_DAY
        if order in answers:
            return answers[order]
        if len(set(answers.values())) == 1 and order is None:
            return next(iter(answers.values()))
        if order is not None and "." in text and "dmy" in answers:
            return answers["dmy"]
        return texts.NO_SUCH_DAY_IN_ORDER if order else texts.TWO_READINGS
    for form, positions in ((_NAMED, (1, 2, 3)), (_NAMED_US, (2, 1, 3))):
        match = form.match(text)
        if match:
            month = _MONTHS.get(match[positions[1]][:3].casefold())
            if month:
                return _day(int(match[3]), month, int(match[positions[0]])) or texts.NO_SUCH_DAY
    return texts.NOT_A_DATE


def _parts(text: str) -> tuple[str, str]:
    stripped = text.strip()
    match = _SPLIT.match(stripped)
    return (match[1].strip(), match[2].strip()) if match else (stripped, "")


def _day(year: int, month: int, day: int) -> date | None:
    if not 1880 <= year <= 2200:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(day: date, hour: int, minute: int, second: int, offset: str | None, zone: ZoneInfo) -> Moment | str:
    if hour > 23 or minute > 59 or second > 59:
        return texts.NO_SUCH_TIME
    local = datetime.combine(day, time(hour, minute, second))
    if not offset:
        return Moment(local, True)
    if offset in "Zz":
        moment = local.replace(tzinfo=UTC)
    else:
        digits = offset[1:].replace(":", "").ljust(4, "0")
        hours, minutes = int(digits[:2]), int(digits[2:])
        if hours > 14 or minutes > 59:
            return texts.NO_SUCH_OFFSET
        shift = timedelta(hours=hours, minutes=minutes)
        moment = local.replace(tzinfo=timezone(-shift if offset[0] == "-" else shift))
    clinic = moment.astimezone(zone)
    repeated = clinic.replace(fold=0).utcoffset() != clinic.replace(fold=1).utcoffset()
    at = clinic.replace(tzinfo=None, fold=0)
    return Moment(at, True, moment.astimezone(UTC).replace(tzinfo=None) if repeated else None)
