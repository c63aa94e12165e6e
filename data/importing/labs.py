"""Meaning of laboratory rows: each distinct text is read once by our own rules, then SQL puts the answers together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from data.importing import encoding, moments, people, sql, vocabulary
from data.importing.desk import Desk
from data.importing.encoding import Coded, Codes
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
_GROUPS = {
    "what": ("test", "code", "unit", "specimen_type"), "value": ("value",),
    "reference": ("reference_low", "reference_high", "reference_range"), "status": ("status",), "timing": ("timing",),
    "person": ("patient_id", "patient_name", "birth_date"), "hold": ("hold",),
}  # fmt: skip
"""Columns whose texts mean something together."""
_KIND = ("what", "reference", "status", "timing", "hold")
"""Groups with few distinct texts: a file has few combinations of them, and each is put together once."""
PIECE_ROWS = 122_880
_TIMINGS = {
    "": None, "trough": "trough", "c0": "trough", "pre-dose": "trough", "predose": "trough", "talspiegel": "trough",
    "peak": "peak", "c2": "peak", "random": "random",
}  # fmt: skip
_TEXT, _NUMBER, _FLAG = pa.string(), pa.float64(), pa.bool_()


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
    named: people.Named | None = None
    """Under which names and birth dates the whole file knows its patients; None: these rows are the whole file."""


def judge(desk: Desk, rows: pa.Table, judging: Judging) -> None:
    """Fill the temp table labs_judged from rows (text columns of FIELDS, with seq and source_row). Raises TwoReadings."""
    with ThreadPoolExecutor() as pool:  # columns do not depend on each other, and Arrow lets go of the lock
        groups = pool.map(
            lambda columns: encoding.encode([rows.column(column) for column in columns]), _GROUPS.values()
        )
        cursor = desk.scratch
        reasons: dict[str, int] = {}
        drawn = _moments(rows, "collected_at", judging, reasons)
        coded = dict(zip(_GROUPS, groups, strict=True))
    reported = _moments(rows, "reported_at", judging, reasons)
    last_dose = _moments(rows, "last_dose_at", judging, reasons)
    _values(cursor, coded["value"], judging)
    _what(cursor, coded["what"], judging)
    _references(cursor, coded["reference"], judging)
    _statuses(cursor, coded["status"])
    _timings(cursor, coded["timing"])
    _lookup(cursor, "hold", {"text": _TEXT}, [(text.strip() or None,) for (text,) in coded["hold"].rows()])
    _people(desk, coded["person"], judging)
    kinds, parts = encoding.cross({name: coded[name] for name in _KIND})
    _lookup(cursor, "reasons", {"text": _TEXT}, [("",), *((reason,) for reason in reasons)])
    cursor.register(
        "kinds", pa.table({"code": pa.array(np.arange(len(parts["what"]), dtype="int32")), **parts})
    )
    cursor.execute(sql.text("labs_kind"))
    cursor.unregister("kinds")
    columns = {
        "seq": rows["seq"], "source_row": rows["source_row"], "kind": pa.array(kinds),
        "person": pa.array(coded["person"].codes),
        "collected_at": drawn.at, "collected_utc": drawn.utc, "has_time": drawn.has_time,
        "collected_problem": pa.array(drawn.problem),
        "reported_at": reported.at, "reported_problem": pa.array(reported.problem),
        "last_dose_at": last_dose.at, "last_dose_utc": last_dose.utc,
        "last_dose_problem": pa.array(last_dose.problem),
        **_gather(cursor, "value", coded["value"].codes), **_gather(cursor, "person", coded["person"].codes),
        "specimen_text": rows["specimen_id"], "comment_text": rows["comment"],
    }  # fmt: skip
    # in pieces, so that every processor takes one
    pieces = pa.table(columns).to_batches(max_chunksize=PIECE_ROWS)
    cursor.register("lookup", pa.Table.from_batches(pieces, pa.table(columns).schema))
    cursor.execute(sql.text("labs_codes"))
    cursor.unregister("lookup")
    cursor.execute(
        sql.text("labs_judged"),
        {
            "today": judging.today,
            "accept_value": judging.accept_value,
            "accept_person": judging.accept_person,
        },
    )
    cursor.execute("DROP TABLE labs_codes")


def _moments(rows: pa.Table, name: str, judging: Judging, reasons: dict[str, int]) -> moments.Moments:
    is_draw = name == "collected_at"
    return moments.read(
        rows.column(name), rows.column("collected_time") if is_draw else None, judging.options,
        judging.header(name), reasons, today=None if is_draw else judging.today,
    )  # fmt: skip


def _gather(cursor: duckdb.DuckDBPyConnection, name: str, codes: Codes) -> dict[str, pa.Array]:
    """Readings of the columns with many distinct texts, put beside each row here: a join would cost more than all else."""
    table = cursor.execute(sql.text(f"labs_{name}_gathered")).to_arrow_table().combine_chunks()
    answer = {}
    places = pa.array(codes)
    for column in table.column_names:
        cells = table.column(column)
        chunk = cells.chunk(0) if cells.num_chunks else pa.array([], cells.type)
        if pa.types.is_string(chunk.type):
            answer[column] = pa.DictionaryArray.from_arrays(places, chunk)
        else:
            answer[column] = chunk.take(places)
    return answer


def read_number(text: str, sign: str) -> Number | None:
    """A number in a column with this decimal sign; '' reads each value by the one reading it has."""
    if sign:
        return parse_number(text, sign)
    possible = readings(text)
    return parse_number(text, "." if "." in possible else ",") if possible else None


def _values(cursor: duckdb.DuckDBPyConnection, coded: Coded, judging: Judging) -> None:
    """Plain point decimals are read in SQL, everything else by parse_number; both give the same (tested)."""
    options = judging.options
    cursor.register("value_texts", coded.table(["text"]))
    for_sure = options.decimal != "," and options.point_is_usual
    odd = cursor.execute(sql.text("labs_odd_values"), {"all": not for_sure}).fetchall()
    sign = options.sign_of(judging.header("value"), sorted(text for _, text in odd))
    if sign != "." and for_sure:
        odd = cursor.execute(sql.text("labs_odd_values"), {"all": True}).fetchall()
    read = [
        (code, number.comparator, number.value) for code, text in odd if (number := read_number(text, sign))
    ]
    _register(cursor, "odd_values", {"code": pa.int32(), "comparator": _TEXT, "value": _NUMBER}, read)
    cursor.execute(sql.text("labs_values"), {"plain": sign == "."})
    cursor.unregister("value_texts")


def _what(cursor: duckdb.DuckDBPyConnection, coded: Coded, judging: Judging) -> None:
    rows = []
    for test, code, unit, specimen_type in coded.rows():
        found = recognise(test, code, unit, specimen_type, judging.taught)
        rows.append(
            (test, code, unit, found.analyte, found.factor, found.low, found.high, found.timing, found.outcome,
             found.column, found.reason, vocabulary.analytes()[found.analyte].unit if found.analyte else "")
        )  # fmt: skip
    types = {
        "test": _TEXT, "code_text": _TEXT, "unit": _TEXT, "analyte": _TEXT, "factor": _NUMBER, "low": _NUMBER,
        "high": _NUMBER, "timing": _TEXT, "outcome": _TEXT, "column_name": _TEXT, "reason": _TEXT, "our_unit": _TEXT,
    }  # fmt: skip
    _lookup(cursor, "what", types, rows)


def _references(cursor: duckdb.DuckDBPyConnection, coded: Coded, judging: Judging) -> None:
    texts = coded.rows()
    low_sign = judging.options.sign_of(judging.header("reference_low"), sorted({t[0] for t in texts if t[0]}))
    high_sign = judging.options.sign_of(
        judging.header("reference_high"), sorted({t[1] for t in texts if t[1]})
    )
    range_sign = judging.options.decimal or _range_sign(texts)
    rows = []
    for low, high, whole in texts:
        sign = range_sign if whole and not (low or high) else "," if "," in (low_sign, high_sign) else "."
        found = parse_reference(low, high, whole, sign)
        rows.append((found.low, found.high, found.text or None, found.readable))
    _lookup(cursor, "reference", {"low": _NUMBER, "high": _NUMBER, "text": _TEXT, "readable": _FLAG}, rows)


def _range_sign(texts: Sequence[Sequence[str]]) -> str:
    """Ranges are many numbers in one text: commas without any point are decimal signs."""
    joined = " ".join(str(text[2]) for text in texts)
    has_point = any(part.count(".") == 1 for part in joined.replace("..", " ").split())
    return "," if "," in joined and not has_point else "."


def _statuses(cursor: duckdb.DuckDBPyConnection, coded: Coded) -> None:
    rows = []
    for (word,) in coded.rows():
        status, problem = status_of(word)
        rows.append((word, status, RANKS.get(status, 1), status in ("cancelled", "wrong_patient"), problem))
    types = {"text": _TEXT, "status": _TEXT, "rank": pa.int8(), "withdraws": _FLAG, "problem": _TEXT}
    _lookup(cursor, "status", types, rows)


def _timings(cursor: duckdb.DuckDBPyConnection, coded: Coded) -> None:
    rows = []
    for (word,) in coded.rows():
        plain = word.strip().casefold()
        problem = "" if plain in _TIMINGS else "unknown timing: expected trough, peak or random"
        rows.append((word, _TIMINGS.get(plain), problem))
    _lookup(cursor, "timing", {"text": _TEXT, "timing": _TEXT, "problem": _TEXT}, rows)


def _people(desk: Desk, coded: Coded, judging: Judging) -> None:
    desk.record.register("named", coded.table(["patient_id", "patient_name", "birth_text"]))
    named = desk.record.execute(sql.text("labs_people")).fetchall()
    desk.record.unregister("named")
    order = judging.options.order_of(
        judging.header("birth_date"), sorted({row[2] for row in named if row[2]})
    )
    found = people.compare(named, order, judging.named)
    rows = [
        (p.patient_id, p.patient_name, p.birth_text, p.birth_date, p.conflict_column, p.conflict, p.problem)
        for p in found
    ]
    types = {
        "patient_id": _TEXT, "patient_name": _TEXT, "birth_text": _TEXT, "birth_date": pa.date32(),
        "conflict_column": _TEXT, "conflict": _TEXT, "problem": _TEXT,
    }  # fmt: skip
    _lookup(desk.scratch, "person", types, rows)


def _lookup(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    types: Mapping[str, pa.DataType],
    rows: Sequence[Sequence[Any]],
) -> None:
    """The temp table labs_<name>: code (the position of the row) and what its texts mean."""
    numbered = [(code, *row) for code, row in enumerate(rows)]
    _register(cursor, "lookup", {"code": pa.int32(), **types}, numbered)
    cursor.execute(sql.text(f"labs_{name}"))
    cursor.unregister("lookup")


def _register(
    cursor: duckdb.DuckDBPyConnection,
    name: str,
    types: Mapping[str, pa.DataType],
    rows: Sequence[Sequence[Any]],
) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    cells = zip(types.items(), columns, strict=True)
    cursor.register(name, pa.table({key: pa.array(list(column), kind) for (key, kind), column in cells}))
