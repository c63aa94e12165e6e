"""Meaning of laboratory rows: each distinct text is read once by our own rules, then SQL puts the answers together."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa

from data.importing import encoding, labs_texts, moments, people, sql, unit_doubts
from data.importing.desk import Desk
from data.importing.encoding import Coded
from data.importing.reading_options import Header, Options

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


@dataclass
class Read:
    """Rows whose texts have been numbered and whose moments have been read: what needs no store."""

    rows: pa.Table
    """Text columns of FIELDS, with seq and source_row."""
    coded: dict[str, Coded]
    """By group."""
    codes: dict[str, pa.Array]
    """kind, person, value: one number a row, for the texts of the row's groups."""
    kinds: dict[str, pa.Array]
    """For each kind its code in each group of few texts."""
    moments: dict[str, pa.Array]
    """Columns, one moment a row."""
    reasons: dict[str, int]
    """What is wrong with moments, by number."""


def read(rows: pa.Table, judging: Judging) -> Read:
    """Number the texts of rows (text columns of FIELDS, with source_row) and read their moments. Raises TwoReadings."""
    seq = pa.array(np.arange(rows.num_rows, dtype="int64"))
    rows = rows.set_column(rows.schema.get_field_index("seq"), "seq", seq)
    reasons: dict[str, int] = {}
    with ThreadPoolExecutor() as pool:  # columns do not depend on each other, and Arrow lets go of the lock
        groups = pool.map(
            lambda columns: encoding.encode([rows.column(column) for column in columns]), _GROUPS.values()
        )
        drawn, reported, last_dose = (_moments(rows, name, judging, reasons) for name in _MOMENTS)
        coded = dict(zip(_GROUPS, groups, strict=True))
    kinds, parts = encoding.cross({name: coded[name] for name in _KIND})
    codes = {"kind": pa.array(kinds), **{name: pa.array(coded[name].codes) for name in ("person", "value")}}
    columns = {
        "collected_at": drawn.at, "collected_utc": drawn.utc, "has_time": drawn.has_time,
        "collected_problem": pa.array(drawn.problem),
        "reported_at": reported.at, "reported_problem": pa.array(reported.problem),
        "last_dose_at": last_dose.at, "last_dose_utc": last_dose.utc,
        "last_dose_problem": pa.array(last_dose.problem),
    }  # fmt: skip
    return Read(rows, coded, codes, parts, columns, reasons)


_MOMENTS = ("collected_at", "reported_at", "last_dose_at")


def _moments(rows: pa.Table, name: str, judging: Judging, reasons: dict[str, int]) -> moments.Moments:
    is_draw = name == "collected_at"
    return moments.read(
        rows.column(name), rows.column("collected_time") if is_draw else None, judging.options,
        judging.header(name), reasons, today=None if is_draw else judging.today,
    )  # fmt: skip


def judge(desk: Desk, read: Read, judging: Judging) -> None:
    """Fill the temp table labs_judged (and the view labs_results on it). Raises TwoReadings."""
    cursor, rows, coded = desk.scratch, read.rows, read.coded
    labs_texts.values(cursor, coded["value"], judging)
    tests = labs_texts.what(cursor, coded["what"], judging)
    ranges = labs_texts.references(cursor, coded["reference"], judging)
    labs_texts.statuses(cursor, coded["status"])
    labs_texts.timings(cursor, coded["timing"])
    holds = [(text.strip() or None,) for (text,) in coded["hold"].rows()]
    labs_texts.lookup(cursor, "hold", {"text": pa.string()}, holds)
    labs_texts.persons(desk, coded["person"], judging)
    reasons = [("",), *((reason,) for reason in read.reasons)]
    labs_texts.lookup(cursor, "reasons", {"text": pa.string()}, reasons)
    number = pa.array(np.arange(len(read.kinds["what"]), dtype="int32"))
    pairs = zip(read.kinds["what"].to_pylist(), read.kinds["reference"].to_pylist(), strict=True)
    doubts = [unit_doubts.doubt(*tests[test], *ranges[limits]) for test, limits in pairs]
    unit_doubt = pa.array([doubt.reason for doubt in doubts], pa.string())
    meant_factor = pa.array([doubt.factor for doubt in doubts], pa.float64())
    kinds = {"code": number, **read.kinds, "unit_doubt": unit_doubt, "meant_factor": meant_factor}
    cursor.register("kinds", pa.table(kinds))
    cursor.execute(sql.text("labs_kind"))
    cursor.unregister("kinds")
    columns = {
        "seq": rows["seq"], "source_row": rows["source_row"], **read.moments, **read.codes,
        **gathered(cursor, "judged", read.codes),
        "specimen_text": rows["specimen_id"], "comment_text": rows["comment"],
    }  # fmt: skip
    lend(cursor, "lookup", pa.table(columns))
    asked = {
        "today": judging.today,
        "accept_value": judging.accept_value,
        "accept_person": judging.accept_person,
    }
    cursor.execute(sql.text("labs_judged"), asked)
    cursor.unregister("lookup")
    cursor.execute(sql.text("labs_results"))


def gathered(
    cursor: duckdb.DuckDBPyConnection, what: str, codes: Mapping[str, pa.Array]
) -> dict[str, pa.Array]:
    """What labs_<kind, person, value>_<what>.sql say of each code, put beside each row here: a join would cost more than all else."""
    answer = {}
    for group, places in codes.items():
        table = cursor.execute(sql.text(f"labs_{group}_{what}")).to_arrow_table()
        for name, cells in zip(table.column_names, table.combine_chunks().columns, strict=True):
            chunk = cells.chunk(0) if cells.num_chunks else pa.array([], cells.type)
            is_text = pa.types.is_string(chunk.type)
            answer[name] = pa.DictionaryArray.from_arrays(places, chunk) if is_text else chunk.take(places)
    return answer


def lend(cursor: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Lend a table to the cursor for one query, in pieces, so that every processor takes one.

    As a stream: a transaction would hold the table itself until its end, which a long file would not survive.
    """
    pieces = iter(table.to_batches(max_chunksize=PIECE_ROWS))
    cursor.register(name, pa.RecordBatchReader.from_batches(table.schema, pieces))
