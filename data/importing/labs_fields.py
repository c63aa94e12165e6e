"""A raw table of laboratory rows under the road's field names, long or wide, without copying cells."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.importing import vocabulary
from data.importing.labs import FIELDS
from data.importing.mapping import Layout
from data.importing.raw import RawTable
from data.texts import rows as reasons


def long_rows(raw: RawTable, layout: Layout) -> pa.Table:
    """One row a record: text columns of FIELDS, seq and source_row."""
    count = raw.rows.num_rows
    columns = {name: raw.rows.column(at) for name, at in layout.fields.items() if name in FIELDS}
    if "value_number" in layout.fields:
        columns |= _with_number(columns["value"], raw.rows.column(layout.fields["value_number"]))
    if "comparator" in layout.fields:
        columns["value"] = _with_comparator(columns["value"], raw.rows.column(layout.fields["comparator"]))
    return _table(columns, count, pa.array(np.arange(count, dtype="int64")), raw.row_numbers)


def _with_number(values: pa.ChunkedArray, numbers: pa.ChunkedArray) -> dict[str, pa.ChunkedArray]:
    """Text and number of one result in two columns: the text counts (`>90` beside 9999999), an empty one gives way to the
    number, and two plain numbers that differ are for a person to settle."""
    texts = pc.utf8_trim_whitespace(pc.fill_null(values, ""))
    numbers = pc.utf8_trim_whitespace(pc.fill_null(numbers, ""))
    plain = pc.and_(*(pc.match_substring_regex(column, _PLAIN) for column in (texts, numbers)))
    first, second = (pc.if_else(plain, column, "0").cast(pa.float64()) for column in (texts, numbers))
    differ = pc.and_(plain, pc.not_equal(first, second))
    return {
        "value": pc.if_else(pc.equal(texts, ""), numbers, values),
        "hold": pc.if_else(differ, reasons.TWO_RESULTS, pa.scalar(None, pa.string())),
    }


def _with_comparator(values: pa.ChunkedArray, comparators: pa.ChunkedArray) -> pa.ChunkedArray:
    """A `<` in a column of its own belongs to the number beside it; what is no comparator makes the value unreadable."""
    signs = pc.fill_null(pc.utf8_trim_whitespace(comparators), "")
    values = pc.fill_null(values, "")
    bare = pc.invert(pc.match_substring_regex(values, r"^\s*[<>≤≥]"))
    counts = pc.invert(pc.is_in(signs, value_set=pa.array(["", "="])))
    return pc.if_else(pc.and_(bare, counts), pc.binary_join_element_wise(signs, values, ""), values)


_PLAIN = r"^-?[0-9]+([.][0-9]+)?$"


class Shaper:
    """Pieces of one table, in their order, under the road's field names."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._units: dict[int, str] | None = None

    def __call__(self, raw: RawTable) -> pa.Table:
        """The rows of the next piece."""
        if self._layout.layout != "wide":
            return long_rows(raw, self._layout)
        skipped = 0
        if self._units is None:  # a second header line stands in the first piece
            skipped, self._units = _unit_row(raw, self._layout)
        return wide_rows(raw, self._layout, skipped, self._units)


def wide_rows(raw: RawTable, layout: Layout, start: int, units: dict[int, str]) -> pa.Table:
    """One row a filled cell of a test column; cells of one line follow each other."""
    tests = layout.tests
    rows = raw.rows.slice(start)
    numbers = raw.row_numbers.slice(start)
    parts = []
    for place, (at, test, unit, _) in enumerate(tests):
        cells = rows.column(at).combine_chunks()
        filled = pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(cells), ""), False)
        keep = pc.indices_nonzero(filled)
        count = len(keep)
        columns = {
            name: pc.take(rows.column(position), keep)
            for name, position in layout.fields.items()
            if name in FIELDS
        }
        columns["test"] = pa.array([test] * count, pa.string())
        columns["value"] = pc.take(cells, keep)
        if "unit" not in columns:
            columns["unit"] = pa.array([unit or units.get(at, "")] * count, pa.string())
        seq = pc.add(pc.multiply(pc.cast(keep, pa.int64()), len(tests)), place)
        parts.append(_table(columns, count, seq, pc.take(numbers, keep)))
    whole = pa.concat_tables(parts).sort_by("seq")
    return whole.set_column(
        whole.schema.get_field_index("seq"), "seq", pa.array(np.arange(whole.num_rows, dtype="int64"))
    )


def _unit_row(raw: RawTable, layout: Layout) -> tuple[int, dict[int, str]]:
    """A second header line that holds units: (rows to skip, column -> unit)."""
    if raw.rows.num_rows == 0:
        return 0, {}
    patient = raw.rows.column(layout.fields["patient_id"])[0].as_py() or ""
    if patient.strip().casefold() not in ("", "unit", "units", "einheit", "einheiten"):
        return 0, {}
    units = {at: raw.rows.column(at)[0].as_py() or "" for at, *_ in layout.tests}
    known = {spelling for accepted in vocabulary.factors().values() for spelling in accepted if spelling}
    given = [unit for unit in units.values() if unit.strip()]
    if given and sum(vocabulary.unit_of(unit) in known or "/" in unit for unit in given) == len(given):
        return 1, units
    return 0, {}


def _table(
    columns: dict[str, pa.ChunkedArray | pa.Array], count: int, seq: pa.Array, numbers: pa.Array
) -> pa.Table:
    empty = pa.nulls(count, pa.string())
    cells = {name: columns.get(name, empty) for name in FIELDS}
    return pa.table({"seq": seq, "source_row": numbers, **cells})
