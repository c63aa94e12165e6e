"""Meaning of laboratory rows: each distinct text is read once by our own rules, then SQL puts the answers together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from data.importing import people, sql
from data.importing.dates import Moment, parse_moment
from data.importing.numbers import Number, parse_number, readings
from data.importing.ranges import parse_reference
from data.importing.reading_options import Header, Options
from data.importing.recognising import recognise
from data.importing.statuses import RANKS, status_of

FIELDS = (
    "patient_id", "test", "code", "collected_at", "collected_time", "value", "unit", "reference_low", "reference_high",
    "reference_range", "specimen_id", "specimen_type", "status", "reported_at", "timing", "last_dose_at", "comment",
    "patient_name", "birth_date", "hold",
)  # fmt: skip
_TIMINGS = {
    "": None, "trough": "trough", "c0": "trough", "pre-dose": "trough", "predose": "trough", "talspiegel": "trough",
    "peak": "peak", "c2": "peak", "random": "random",
}  # fmt: skip


@dataclass
class Judging:
    """What the rows are judged against."""

    options: Options
    today: date
    taught: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    header: Header = str
    accept_value: bool = False
    """A person has said that a value outside the plausible limits is right."""
    accept_person: bool = False
    """A person has said that the row belongs to the patient on record."""


def judge(cursor: duckdb.DuckDBPyConnection, rows: pa.Table, judging: Judging) -> None:
    """Fill the temp table labs_judged from rows (text columns of FIELDS, with seq and source_row). Raises TwoReadings."""
    cursor.register("labs_raw", rows)
    sign = _values(cursor, judging)
    _moments(cursor, judging)
    _tests(cursor, judging)
    _references(cursor, judging)
    _words(cursor)
    _further_moments(cursor, judging)
    _people(cursor, judging)
    cursor.execute(
        sql.text("labs_judged"),
        {
            "today": judging.today,
            "plain_numbers": sign == ".",
            "accept_value": judging.accept_value,
            "accept_person": judging.accept_person,
        },
    )
    cursor.unregister("labs_raw")


def read_number(text: str, sign: str) -> Number | None:
    """A number in a column with this decimal sign; '' reads each value by the one reading it has."""
    if sign:
        return parse_number(text, sign)
    possible = readings(text)
    return parse_number(text, "." if "." in possible else ",") if possible else None


def _values(cursor: duckdb.DuckDBPyConnection, judging: Judging) -> str:
    options = judging.options
    all_texts = not options.point_is_usual or options.decimal == ","
    texts = _column(cursor, sql.text("labs_odd_values"), {"all": all_texts})
    sign = options.sign_of(judging.header("value"), texts)
    if sign != "." and not all_texts:
        texts = _column(cursor, sql.text("labs_odd_values"), {"all": True})
    numbers = [(text, number) for text in texts if (number := read_number(text, sign))]
    _lookup(
        cursor, "labs_numbers", {"value_text": pa.string(), "comparator": pa.string(), "value": pa.float64()},
        [(text, number.comparator, number.value) for text, number in numbers],
    )  # fmt: skip
    return sign


def _moments(cursor: duckdb.DuckDBPyConnection, judging: Judging) -> None:
    pairs = cursor.execute(sql.text("labs_odd_moments")).fetchall()
    order = judging.options.order_of(judging.header("collected_at"), sorted({day for day, _ in pairs}))
    rows = [
        (day, time, *_moment_cells(parse_moment(day, judging.options.zone, order=order, time_text=time)))
        for day, time in pairs
    ]
    _lookup(cursor, "labs_moments", {"day_text": pa.string(), "time_text": pa.string(), **_MOMENT}, rows)


_MOMENT = {
    "at": pa.timestamp("us"),
    "has_time": pa.bool_(),
    "utc": pa.timestamp("us"),
    "problem": pa.string(),
}


def _moment_cells(found: Moment | str) -> tuple[datetime | None, bool | None, datetime | None, str | None]:
    if isinstance(found, str):
        return None, None, None, found
    return found.at, found.has_time, found.utc, None


def _tests(cursor: duckdb.DuckDBPyConnection, judging: Judging) -> None:
    rows = []
    for test, code, unit, specimen_type in cursor.execute(sql.text("labs_tests")).fetchall():
        found = recognise(test, code, unit, specimen_type, judging.taught)
        rows.append(
            (test, code, unit, specimen_type, found.analyte, found.factor, found.low, found.high, found.timing,
             found.outcome, found.column, found.reason)
        )  # fmt: skip
    text, number = pa.string(), pa.float64()
    types = {
        "test": text, "code": text, "unit": text, "specimen_type": text, "analyte": text, "factor": number, "low": number,
        "high": number, "timing": text, "outcome": text, "column_name": text, "reason": text,
    }  # fmt: skip
    _lookup(cursor, "labs_tests", types, rows)


def _references(cursor: duckdb.DuckDBPyConnection, judging: Judging) -> None:
    triples = cursor.execute(sql.text("labs_extras")).fetchall()
    low_sign = judging.options.sign_of(
        judging.header("reference_low"), sorted({t[0] for t in triples if t[0]})
    )
    high_sign = judging.options.sign_of(
        judging.header("reference_high"), sorted({t[1] for t in triples if t[1]})
    )
    range_sign = judging.options.decimal or _range_sign(triples)
    rows = []
    for low, high, whole in triples:
        sign = range_sign if whole and not (low or high) else (high_sign or low_sign or ".")
        found = parse_reference(low, high, whole, sign)
        rows.append((low, high, whole, found.low, found.high, found.text, found.readable))
    text, number = pa.string(), pa.float64()
    types = {
        "low_text": text, "high_text": text, "range_text": text, "low": number, "high": number, "reference_text": text,
        "readable": pa.bool_(),
    }  # fmt: skip
    _lookup(cursor, "labs_references", types, rows)


def _range_sign(triples: Sequence[Sequence[str]]) -> str:
    """Ranges are many numbers in one text: a comma with other than three digits after it settles the sign."""
    text = " ".join(str(triple[2]) for triple in triples)
    has_point = any(part.count(".") == 1 for part in text.replace("..", " ").split())
    return "," if "," in text and not has_point else "."


def _words(cursor: duckdb.DuckDBPyConnection) -> None:
    text = pa.string()
    rows: list[Sequence[Any]] = []
    for word in _column(cursor, "SELECT DISTINCT coalesce(status, '') FROM labs_raw"):
        status, problem = status_of(word)
        rows.append((word, status, RANKS.get(status, 1), problem))
    _lookup(
        cursor,
        "labs_statuses",
        {"status_text": text, "status": text, "rank": pa.int8(), "problem": text},
        rows,
    )
    rows = []
    for word in _column(cursor, "SELECT DISTINCT coalesce(timing, '') FROM labs_raw"):
        plain = word.strip().casefold()
        problem = "" if plain in _TIMINGS else "unknown timing: expected trough, peak or random"
        rows.append((word, _TIMINGS.get(plain), problem))
    _lookup(cursor, "labs_timings", {"timing_text": text, "timing": text, "problem": text}, rows)


def _further_moments(cursor: duckdb.DuckDBPyConnection, judging: Judging) -> None:
    for column, table, key in (
        ("reported_at", "labs_reported", "reported_text"),
        ("last_dose_at", "labs_last_doses", "last_dose_text"),
    ):
        texts = _column(cursor, f"SELECT DISTINCT {column} FROM labs_raw WHERE coalesce({column}, '') <> ''")
        order = judging.options.order_of(judging.header(column), texts)
        rows = []
        for text in texts:
            if not text.strip():
                found: Moment | str | None = None
            else:
                found = parse_moment(text, judging.options.zone, order=order)
                if isinstance(found, Moment) and found.at.date() > judging.today:
                    found = "in the future"
            rows.append((text, *(_moment_cells(found) if found is not None else (None, None, None, None))))
        _lookup(cursor, table, {key: pa.string(), **_MOMENT}, rows)


def _people(cursor: duckdb.DuckDBPyConnection, judging: Judging) -> None:
    named = cursor.execute(sql.text("labs_people")).fetchall()
    order = judging.options.order_of(
        judging.header("birth_date"), sorted({row[2] for row in named if row[2]})
    )
    text = pa.string()
    types = {
        "patient_id": text, "patient_name": text, "birth_text": text, "birth_date": pa.date32(), "conflict_column": text,
        "conflict": text, "problem": text,
    }  # fmt: skip
    rows = [
        (p.patient_id, p.patient_name, p.birth_text, p.birth_date, p.conflict_column, p.conflict, p.problem)
        for p in people.compare(named, order)
    ]
    _lookup(cursor, "labs_people", types, rows)


def _lookup(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    types: Mapping[str, pa.DataType],
    rows: Iterable[Sequence[Any]],
) -> None:
    """A small temp-like table of readings, seen by this cursor alone."""
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    table = pa.table(
        {
            key: pa.array(list(column), kind)
            for (key, kind), column in zip(types.items(), columns, strict=True)
        }
    )
    cursor.register(name, table)


def _column(
    cursor: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, Any] | None = None
) -> list[str]:
    return sorted(row[0] for row in cursor.execute(query, dict(parameters or {})).fetchall())
