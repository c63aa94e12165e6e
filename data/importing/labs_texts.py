"""What each distinct text of a file's laboratory rows means: small temp tables by code, each text read once by our own rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from data.importing import people, sql, vocabulary
from data.importing.desk import Desk
from data.importing.encoding import Coded
from data.importing.numbers import Number, parse_number, readings
from data.importing.ranges import parse_reference
from data.importing.recognising import recognise
from data.importing.statuses import RANKS, status_of
from data.texts import rows as reasons

if TYPE_CHECKING:
    from data.importing.labs import Judging

_TIMINGS = {
    "": None, "trough": "trough", "c0": "trough", "pre-dose": "trough", "predose": "trough", "talspiegel": "trough",
    "peak": "peak", "c2": "peak", "random": "random",
}  # fmt: skip
_TEXT, _NUMBER, _FLAG = pa.string(), pa.float64(), pa.bool_()


def read_number(text: str, sign: str) -> Number | None:
    """A number in a column with this decimal sign; '' reads each value by the one reading it has."""
    if sign:
        return parse_number(text, sign)
    possible = readings(text)
    return parse_number(text, "." if "." in possible else ",") if possible else None


def values(cursor: duckdb.DuckDBPyConnection, coded: Coded, judging: Judging) -> None:
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


def what(cursor: duckdb.DuckDBPyConnection, coded: Coded, judging: Judging) -> list[tuple[str, str]]:
    """Analyte and factor of test, code, unit and specimen. Returns analyte and unit by code."""
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
    lookup(cursor, "what", types, rows)
    return [(row[3], row[2]) for row in rows]


def references(
    cursor: duckdb.DuckDBPyConnection, coded: Coded, judging: Judging
) -> list[tuple[float | None, float | None]]:
    """Limits in the unit of the row. Returns low and high by code."""
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
    lookup(cursor, "reference", {"low": _NUMBER, "high": _NUMBER, "text": _TEXT, "readable": _FLAG}, rows)
    return [(row[0], row[1]) for row in rows]


def _range_sign(texts: Sequence[Sequence[str]]) -> str:
    """Ranges are many numbers in one text: commas without any point are decimal signs."""
    joined = " ".join(str(text[2]) for text in texts)
    has_point = any(part.count(".") == 1 for part in joined.replace("..", " ").split())
    return "," if "," in joined and not has_point else "."


def statuses(cursor: duckdb.DuckDBPyConnection, coded: Coded) -> None:
    """What each word for a status means, and its rank among versions."""
    rows = []
    for (word,) in coded.rows():
        status, problem = status_of(word)
        rows.append((word, status, RANKS.get(status, 1), status in ("cancelled", "wrong_patient"), problem))
    types = {"text": _TEXT, "status": _TEXT, "rank": pa.int8(), "withdraws": _FLAG, "problem": _TEXT}
    lookup(cursor, "status", types, rows)


def timings(cursor: duckdb.DuckDBPyConnection, coded: Coded) -> None:
    """Trough, peak or random, as the laboratory says it."""
    rows = []
    for (word,) in coded.rows():
        plain = word.strip().casefold()
        problem = "" if plain in _TIMINGS else reasons.TIMING
        rows.append((word, _TIMINGS.get(plain), problem))
    lookup(cursor, "timing", {"text": _TEXT, "timing": _TEXT, "problem": _TEXT}, rows)


def persons(desk: Desk, coded: Coded, judging: Judging) -> None:
    """Who each row speaks of, and whether that is the patient on record."""
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
    lookup(desk.scratch, "person", types, rows)


def lookup(
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
