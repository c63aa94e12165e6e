"""The record as files: CSV for spreadsheets, Parquet for programs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import TroughlineError
from data.importing import vocabulary
from data.store import RECORD_TABLES, Store
from data.texts import store as texts

KINDS = (*RECORD_TABLES, "reviews")
"""What export_rows knows; alerts are evaluated above this floor and handed to the writers as a table."""
FORMATS = ("csv", "parquet")

_STARTS_A_FORMULA = re.compile(r"^[=+\-@\t\r]")
_PLAIN_NEGATIVE_NUMBER = re.compile(r"^-\d+(\.\d+)?$")
_BATCH_ROWS = 50_000


def export_rows(store: Store, kind: str, all_versions: bool = False) -> pa.Table:
    """The rows of one kind: labs in the columns of the contract, record kinds under their native columns.

    Current versions only, unless all_versions. Days and times are ISO text in clinic time; a result without a time has
    its day alone. Raises TroughlineError for an unknown kind.
    """
    if kind not in KINDS:
        raise TroughlineError(texts.NOT_EXPORTED.format(kind=kind, known=", ".join(KINDS)))
    sql = (files("data") / "exports" / f"{kind}.sql").read_text(encoding="utf-8")
    with store.cursor() as cursor:
        if kind == "labs":
            units = vocabulary.analytes().values()
            cursor.register(
                "unit_of", pa.table({"analyte": [a.name for a in units], "unit": [a.unit for a in units]})
            )
        table: pa.Table = cursor.execute(sql, {"all_versions": all_versions}).to_arrow_table()
    return table


def write(table: pa.Table | pd.DataFrame, target: IO[bytes] | Path, file_format: str = "csv") -> None:
    """Write a table (export_rows, or alerts as a DataFrame) as csv or parquet; a Path is replaced."""
    if isinstance(table, pd.DataFrame):
        table = pa.Table.from_pandas(table, preserve_index=False)
    if isinstance(target, Path):
        with target.open("wb") as opened:
            write(table, opened, file_format)
    elif file_format == "csv":
        for piece in csv_pieces(table):
            target.write(piece)
    elif file_format == "parquet":
        pq.write_table(table, target)
    else:
        raise TroughlineError(texts.NO_FORMAT.format(given=file_format, known=", ".join(FORMATS)))


def csv_pieces(table: pa.Table) -> Iterator[bytes]:
    """The table as UTF-8 CSV with a header, piece by piece.

    A text cell that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers, with at
    most 6 decimals; what is unknown is an empty cell.
    """
    yield _csv_lines([table.column_names])
    writers = [_cell_writer(field.type) for field in table.schema]
    for batch in table.to_batches(max_chunksize=_BATCH_ROWS):
        columns = [
            [write_cell(value) for value in column.to_pylist()]
            for write_cell, column in zip(writers, batch.columns, strict=True)
        ]
        yield _csv_lines(zip(*columns, strict=True))


def safe_cell(text: str) -> str:
    """Text that no spreadsheet runs: `=1+1` becomes `'=1+1`; a plain negative number is left alone."""
    if _STARTS_A_FORMULA.match(text) and not _PLAIN_NEGATIVE_NUMBER.match(text):
        return "'" + text
    return text


def number(value: float) -> str:
    """At most 6 decimals, without trailing zeros: 5.6, 120, 11.222445."""
    shown = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


def _cell_writer(kind: pa.DataType) -> Callable[[Any], str]:
    if pa.types.is_floating(kind):
        return lambda value: "" if value is None or value != value else number(value)
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return lambda value: "" if value is None else str(value).lower()
    if pa.types.is_timestamp(kind):
        return _moment
    return lambda value: "" if value is None else safe_cell(str(value))


def _moment(value: Any) -> str:
    """A timestamp as ISO text; at midnight (a day that pandas made a timestamp) the day alone."""
    if value is None or value is pd.NaT:
        return ""
    text: str = value.isoformat(timespec="seconds")
    return text.removesuffix("T00:00:00")


def _csv_lines(rows: Any) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")
