"""Delimited text line by line, for files that are not plain: every bad record is named with the line it starts on."""

from __future__ import annotations

import csv
import re

import pyarrow as pa

from data.importing.raw import Problem, RawTable
from data.texts import rows as reasons

_PART = 50_000
_LONGEST_RECORD = 60
"""Physical lines that one quoted record may span; beyond that the quote was never closed."""


def read(text: str, delimiter: str, header_line: int, header: list[str] | None = None) -> RawTable:
    """Split text into records. A record with too few or too many cells, NUL or an unclosed quote is a problem of its own.

    header: given when text is a later piece of the file and begins with a record.
    """
    physical = re.split(r"\r\n|\n|\r", text)
    if physical and physical[-1] == "":
        physical.pop()
    position = 0
    if header is None:
        header, position = _record(physical, header_line - 1, delimiter, None)
    if header is None:
        header, position = physical[header_line - 1].split(delimiter), header_line
    width = len(header)
    records: list[list[str]] = []
    numbers: list[int] = []
    parts: list[RawTable] = []
    problems: list[Problem] = []
    while position < len(physical):
        line = physical[position]
        if not line.strip():
            position += 1
            continue
        cells, after = _record(physical, position, delimiter, width)
        if cells is None:
            problems.append(Problem(position + 1, "", line[:200], reasons.OPEN_QUOTE))
        elif "\x00" in "".join(cells):
            problems.append(Problem(position + 1, "", line.replace("\x00", "\\0")[:200], reasons.NUL))
        elif len(cells) != width:
            if any(cell.strip() for cell in cells):
                too = reasons.TOO_FEW if len(cells) < width else reasons.TOO_MANY
                problems.append(
                    Problem(position + 1, "", line[:200], too.format(cells=len(cells), width=width))
                )
        elif any(cell.strip() for cell in cells):
            records.append(cells)
            numbers.append(position + 1)
            if len(records) == _PART:  # a cell as a Python object takes ten times the memory
                parts.append(RawTable.of(header, records, numbers))
                records, numbers = [], []
        position = after
    parts.append(RawTable.of(header, records, numbers))
    rows = pa.concat_tables([part.rows for part in parts])
    return RawTable(header, rows, pa.concat_arrays([part.row_numbers for part in parts]), problems)


def _record(
    physical: list[str], position: int, delimiter: str, width: int | None
) -> tuple[list[str] | None, int]:
    """(cells, position after them); cells None when a quote is not closed in time, and only that line is given up.

    A record ends with the first line after which as many quotes are closed as were opened. Whether it then has the
    right number of cells decides if the quote was meant: an unclosed one would swallow the rows after it.
    """
    line = physical[position]
    if '"' not in line:
        return line.split(delimiter), position + 1
    quotes = line.count('"')
    after = position + 1
    while quotes % 2 and after < min(position + _LONGEST_RECORD, len(physical)):
        quotes += physical[after].count('"')
        after += 1
    if quotes % 2:
        return None, position + 1
    cells = _cells("\n".join(physical[position:after]), delimiter)
    if after > position + 1 and (cells is None or (width is not None and len(cells) != width)):
        return None, position + 1
    return cells if cells is not None else line.split(delimiter), after


def _cells(record: str, delimiter: str) -> list[str] | None:
    """The cells of one record; None when its quotes make no sense."""
    try:
        rows = list(csv.reader(record.splitlines(keepends=True), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None
