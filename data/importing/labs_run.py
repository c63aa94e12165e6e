"""Run laboratory rows down the road, a long file in batches so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing import labs, labs_fields, labs_outcomes
from data.importing.account import Account
from data.importing.mapping import Layout
from data.importing.raw import RawTable
from data.importing.reading_options import Options

BATCH_ROWS = 500_000
_PLAIN_NUMBER = r"^[0-9]{1,9}(\.[0-9]{1,2})?$"
_PLAIN_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DATES = ("collected_at", "reported_at", "last_dose_at", "birth_date")
_NUMBERS = ("value", "reference_low", "reference_high")


def run(
    cursor: duckdb.DuckDBPyConnection,
    raw: RawTable,
    layout: Layout,
    judging: labs.Judging,
    import_id: int,
    backfill: bool,
    account: Account,
) -> None:
    """Judge, count and store the rows of one table. Raises TwoReadings before anything of it is stored."""
    if layout.layout == "wide":
        for at, *_ in layout.tests:  # each column settles its own decimal sign, or the user is asked
            judging.options.sign_of(raw.header[at].strip(), _odd(raw.rows.column(at), _PLAIN_NUMBER))
        rows = labs_fields.wide_rows(raw, layout)
    else:
        rows = labs_fields.long_rows(raw, layout)
    count = rows.num_rows
    named = any(rows.column(name).null_count < count for name in ("patient_name", "birth_date"))
    if count <= BATCH_ROWS or named:  # names and birth dates are compared over the whole file
        _one(cursor, rows, judging, import_id, judging.today, backfill, account)
        return
    _settle_columns(rows, judging.options, judging.header)
    for offset in range(0, count, BATCH_ROWS):
        piece = rows.slice(offset, BATCH_ROWS)
        seq = pa.array(np.arange(piece.num_rows, dtype="int64"))
        piece = piece.set_column(piece.schema.get_field_index("seq"), "seq", seq)
        _one(cursor, piece, judging, import_id, judging.today, backfill, account)


def _one(
    cursor: duckdb.DuckDBPyConnection,
    rows: pa.Table,
    judging: labs.Judging,
    import_id: int,
    today: date,
    backfill: bool,
    account: Account,
) -> None:
    labs_outcomes.settle(cursor, rows, judging)
    labs_outcomes.store(cursor, rows, import_id, today, backfill, account)


def _settle_columns(rows: pa.Table, options: Options, header: Callable[[str], str]) -> None:
    """Date order and decimal sign hold for the whole column, not for a batch of it."""
    for name in _DATES:
        order = options.order_of(header(name), _odd(rows.column(name), _PLAIN_DAY))
        options.settled_orders[header(name)] = order
    for name in _NUMBERS:
        sign = options.sign_of(header(name), _odd(rows.column(name), _PLAIN_NUMBER))
        options.settled_signs[header(name)] = sign


def _odd(column: pa.ChunkedArray, plain: str) -> list[str]:
    """Distinct texts that could say something about order or sign."""
    if column.null_count == len(column):
        return []
    odd = column.filter(pc.invert(pc.fill_null(pc.match_substring_regex(column, plain), True)))
    return sorted(pc.unique(odd).to_pylist())
