"""Draw times of a whole column: plain ISO texts are read as bytes, all at once; every other text once, by our own rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.importing import encoding
from data.importing.dates import Moment, parse_moment
from data.importing.reading_options import Options
from data.texts.rows import FUTURE

_ISO_LENGTHS = (10, 16, 19)
"""2026-01-31, 2026-01-31T08:30 and 2026-01-31T08:30:00"""
_SEPARATORS = {4: b"-", 7: b"-", 10: b"T ", 13: b":", 16: b":"}
_CLOCK = r"(T|\s+)\d{1,2}:.*$"
_EARLIEST_YEAR = 1880
_DAY_US = 86_400_000_000


@dataclass
class Moments:
    """One moment a row."""

    at: pa.Array
    """Clinic time; NULL when there is none or it cannot be read."""
    utc: pa.Array
    has_time: pa.Array
    problem: npt.NDArray[np.int32]
    """The number of the reason in reasons; 0 where nothing is wrong."""


def read(
    days: pa.ChunkedArray,
    times: pa.ChunkedArray | None,
    options: Options,
    column: str,
    reasons: dict[str, int],
    *,
    today: date | None = None,
) -> Moments:
    """The moments in a column of dates, with times of day in a second column where there is one.

    reasons grows by what is wrong. today: an empty cell is no problem, a later day is. Raises TwoReadings.
    """
    if today is not None and days.null_count == len(days):
        return _none(len(days))
    texts = pc.fill_null(days, "")
    clocks = None if times is None or times.null_count == len(times) else pc.fill_null(times, "")
    plain = texts if clocks is None else _joined(texts, clocks)
    at, has_time, is_plain = _plain(plain)
    utc: pa.Array = pa.nulls(len(at), pa.timestamp("us"))
    problem = np.zeros(len(at), dtype="int32")
    known = is_plain
    odd = np.flatnonzero(~is_plain)
    if len(odd):
        places = pa.array(odd)
        coded = encoding.encode([texts.take(places), *([clocks.take(places)] if clocks is not None else [])])
        found = _odd(coded.rows(), options, column, reasons, empty_is_none=today is not None)
        at[odd] = found.at[coded.codes]
        has_time[odd] = found.has_time[coded.codes]
        problem[odd] = found.problem[coded.codes]
        known = is_plain.copy()
        known[odd] = found.known[coded.codes]
        if found.utc.null_count < len(found.utc):
            spread = np.zeros(len(at), dtype="int32")
            spread[odd] = coded.codes
            utc = pc.if_else(
                pa.array(is_plain), pa.scalar(None, pa.timestamp("us")), found.utc.take(pa.array(spread))
            )
    if today is not None:
        later = known & (at >= (_days(today) + 1) * _DAY_US)
        problem[later] = _place(reasons, FUTURE)
    return Moments(pa.array(at, mask=~known).cast(pa.timestamp("us")), utc, pa.array(has_time), problem)


def odd_days(column: pa.ChunkedArray) -> set[str]:
    """The distinct days, as written, of texts that are not plain ISO: they can say something about the order of dates."""
    if column.null_count == len(column):
        return set()
    texts = pc.fill_null(column, "")
    odd = texts.filter(pa.array(~_plain(texts)[2]))
    return set(pc.unique(pc.replace_substring_regex(odd, _CLOCK, "")).to_pylist()) - {""}


def _none(count: int) -> Moments:
    nothing = pa.nulls(count, pa.timestamp("us"))
    return Moments(nothing, nothing, pa.array(np.zeros(count, dtype=bool)), np.zeros(count, dtype="int32"))


def _joined(days: pa.ChunkedArray, clocks: pa.ChunkedArray) -> pa.ChunkedArray:
    """2026-01-31 and 08:30 as one ISO text; any other pair as a text that is not plain."""
    is_day = pc.equal(pc.binary_length(days), 10)
    has_clock = pc.not_equal(clocks, "")
    whole = pc.binary_join_element_wise(days, clocks, "T")
    return pc.if_else(pc.and_(is_day, has_clock), whole, pc.if_else(has_clock, "?", days))


def _plain(
    texts: pa.ChunkedArray,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """(microseconds since 1970, has a time, is plain ISO and a day of the calendar) a row."""
    at = np.zeros(len(texts), dtype="int64")
    has_time = np.zeros(len(texts), dtype=bool)
    is_plain = np.zeros(len(texts), dtype=bool)
    start = 0
    for chunk in texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]:
        if not len(chunk):
            continue
        _, offsets_buffer, bytes_buffer = chunk.buffers()
        offsets = np.frombuffer(offsets_buffer, "int32", len(chunk) + 1, chunk.offset * 4)
        content = np.frombuffer(bytes_buffer or b"", "uint8")
        lengths = np.diff(offsets)
        for length in _ISO_LENGTHS:
            rows = np.flatnonzero(lengths == length)
            if not len(rows):
                continue
            if len(rows) == len(chunk):
                signs = content[offsets[0] : offsets[-1]].reshape(len(rows), length)
            else:
                signs = content[offsets[rows][:, None] + np.arange(length)]
            moments, good = _iso(signs, length)
            at[start + rows], is_plain[start + rows] = moments, good
            has_time[start + rows] = length > 10
        start += len(chunk)
    return at, has_time, is_plain


@cache
def _first_days() -> npt.NDArray[np.int64]:
    """The day, counted from 1970, on which each month from the earliest year to the end of 9999 begins."""
    months = np.arange(f"{_EARLIEST_YEAR}-01", "10000-02", dtype="datetime64[M]")
    return months.astype("datetime64[D]").astype("int64")


def _iso(signs: npt.NDArray[np.uint8], length: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    columns = np.ascontiguousarray(signs.T)  # a place of all rows lies together, which halves the time
    digits = columns - np.uint8(48)
    good = np.ones(len(signs), dtype=bool)
    for place in range(length):
        if place in _SEPARATORS:
            good &= np.logical_or.reduce([columns[place] == sign for sign in _SEPARATORS[place]])
        else:
            good &= digits[place] <= 9

    def number(first: int, count: int) -> npt.NDArray[np.int32]:
        answer = digits[first].astype("int32")
        for place in range(first + 1, first + count):
            answer *= 10
            answer += digits[place]
        return answer

    year, month, day = number(0, 4), number(5, 2), number(8, 2)
    good &= (year >= _EARLIEST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1)
    first_days = _first_days()
    month_number = np.where(good, (year - _EARLIEST_YEAR) * 12 + month - 1, 0)
    first_day, next_month = first_days[month_number], first_days[month_number + 1]
    good &= day <= next_month - first_day
    seconds = np.zeros(len(signs), dtype="int64")
    if length > 10:
        hour, minute = number(11, 2), number(14, 2)
        second = number(17, 2) if length == 19 else np.zeros(len(signs), dtype="int32")
        good &= (hour <= 23) & (minute <= 59) & (second <= 59)
        seconds = hour.astype("int64") * 3600 + minute * 60 + second
    days = (first_day + day - 1).astype("int64")
    at: npt.NDArray[np.int64] = (days * 86_400 + seconds) * 1_000_000
    return at, good.astype(bool)


@dataclass
class _Odd:
    at: npt.NDArray[np.int64]
    utc: pa.Array
    has_time: npt.NDArray[np.bool_]
    problem: npt.NDArray[np.int32]
    known: npt.NDArray[np.bool_]


def _odd(
    texts: Sequence[Sequence[str]],
    options: Options,
    column: str,
    reasons: dict[str, int],
    *,
    empty_is_none: bool,
) -> _Odd:
    """What our own rules make of each distinct text."""
    order = options.order_of(column, sorted({text[0] for text in texts}))
    found: list[Moment | str | None] = []
    for day, *clock in texts:
        if empty_is_none and not day.strip():
            found.append(None)
        else:
            found.append(parse_moment(day, options.zone, order=order, time_text=clock[0] if clock else ""))
    read_at = [moment if isinstance(moment, Moment) else None for moment in found]
    epoch = datetime(1970, 1, 1)  # noqa: DTZ001 - clinic time
    return _Odd(
        np.array([round((m.at - epoch).total_seconds()) * 1_000_000 if m else 0 for m in read_at], "int64"),
        pa.array([m.utc if m else None for m in read_at], pa.timestamp("us")),
        np.array([bool(m and m.has_time) for m in read_at], dtype=bool),
        np.array([_place(reasons, m) if isinstance(m, str) else 0 for m in found], dtype="int32"),
        np.array([m is not None for m in read_at], dtype=bool),
    )


def _place(reasons: dict[str, int], reason: str) -> int:
    return reasons.setdefault(reason, len(reasons) + 1)


def _days(day: date) -> int:
    return (day - date(1970, 1, 1)).days
