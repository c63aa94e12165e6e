"""Delimited text: encoding, delimiter, preamble and header are found by looking, then every cell is kept as text.

The quick path hands plain files to Arrow and counts the lines independently; whatever does not add up (ragged rows,
odd quotes, lone carriage returns, blank lines) goes line by line through readers.lines, which names each bad row.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from data.errors import TroughlineError
from data.importing.raw import RawTable
from data.importing.readers import lines, text_blocks
from data.importing.readers.fingerprint import fingerprint
from data.texts import files as texts

DELIMITERS = (",", ";", "\t", "|")
_LOOKAHEAD = 200


def pieces(
    path: Path, *, encoding: str | None = None, encodings: Mapping[str, str] | None = None
) -> Iterator[RawTable]:
    """The table in a delimited file, some 8 MB at a time, each with the header; row numbers are those of the file.

    encodings: fingerprint of a header -> the encoding that a person confirmed for files with it.
    Raises TroughlineError when it is no text or its encoding is in doubt.
    """
    with path.open("rb") as file:
        codec, notes = text_blocks.find_encoding(
            file, encoding, lambda head: _confirmed(head, encodings or {})
        )
        header: list[str] | None = None
        first: RawTable | None = None
        held = b""
        delimiter, lines_before = ",", 0
        for content in text_blocks.records(file, codec):
            if header is None:
                held = content = held + content
                delimiter, header_line = find_header(_head(content))
                first = table = _piece(content, delimiter, header_line, None)
                if header_line > 1:
                    table.notes = [texts.LINES_SKIPPED.format(lines=header_line - 1)]
                table.notes = [*notes, *table.notes]
                if not table.rows.num_rows and not table.problems:
                    continue  # a cut just behind the header says nothing of what the columns hold
                header = table.header
            elif content:
                table = _piece(content, delimiter, 1, header)
            else:
                continue
            table.delimiter = delimiter
            table.read_bytes = file.tell()
            yield _shifted(table, lines_before)
            lines_before += text_blocks.line_ends(content)
        if header is None and first is not None:
            yield first


def read(path: Path, *, encoding: str | None = None) -> RawTable:
    """The whole table in a delimited file."""
    parts = list(pieces(path, encoding=encoding))
    return RawTable.joined(parts)


def _head(content: bytes) -> str:
    if content[:4096].count(b"\x00") > 40:
        raise TroughlineError(texts.NO_TEXT)
    head = content[: 1 << 18].decode("utf-8", "replace")
    if len(content) <= 1 << 18 and not head.strip():
        raise TroughlineError(texts.EMPTY)
    return head


def _confirmed(head: bytes, encodings: Mapping[str, str]) -> str | None:
    """The header as each confirmed encoding reads it tells whether it is the file that was confirmed."""
    for codec in sorted(set(encodings.values())):
        try:
            text = head.decode(codec, "replace").removeprefix("\ufeff")
            delimiter, line = find_header(text)
            header = lines.read(text, delimiter, line).header
        except (LookupError, TroughlineError):
            continue
        if encodings.get(fingerprint(header)) == codec:
            return codec
    return None


def _piece(content: bytes, delimiter: str, header_line: int, header: list[str] | None) -> RawTable:
    quick = _quick(content, delimiter, header_line, header)
    return quick or lines.read(content.decode("utf-8", "replace"), delimiter, header_line, header)


def _shifted(table: RawTable, lines_before: int) -> RawTable:
    """Row numbers counted from the start of the file."""
    if lines_before:
        table.row_numbers = pc.add(table.row_numbers, lines_before)
        table.problems = [
            replace(problem, row=None if problem.row is None else problem.row + lines_before)
            for problem in table.problems
        ]
    return table


def find_header(head: str) -> tuple[str, int]:
    """(delimiter, physical line of the header). The header is the first line that has as many cells as the lines below."""
    physical = head.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_LOOKAHEAD]
    candidates = [
        (number, line) for number, line in enumerate(physical, 1) if line.strip() and not line.startswith("#")
    ]
    if not candidates:
        raise TroughlineError(texts.NO_HEADER)
    best: tuple[int, int, str, int] | None = None
    for delimiter in DELIMITERS:
        cells = [(number, _cells(line, delimiter)) for number, line in candidates]
        widths = [(number, len(found)) for number, found in cells]
        filled = {number: sum(bool(cell.strip()) for cell in found) for number, found in cells}
        common = Counter(width for _, width in widths if width > 1).most_common(1)
        if not common:
            continue
        fitting = [
            number
            for number, width in widths
            if width > 1 and _is_header(width, number, widths, common[0][0])
        ]
        first = next((number for number in fitting if not _is_padded(number, filled)), fitting[0])
        score = (common[0][1], common[0][0], delimiter, first)
        if best is None or score[:2] > best[:2]:
            best = score
    if best is None:
        return ",", candidates[0][0]
    return best[2], best[3]


def _is_header(width: int, number: int, widths: list[tuple[int, int]], common: int) -> bool:
    """A header is as wide as most rows; a lone line above ragged rows still counts when it is the widest so far."""
    below = [other for later, other in widths if later > number]
    return width == common or (not below) or width >= max(below[:5], default=0)


def _is_padded(number: int, filled: Mapping[int, int]) -> bool:
    """A preamble that a spreadsheet wrote has as many cells as the table, most of them empty."""
    below = [count for later, count in filled.items() if later > number]
    return filled[number] * 2 < max(below[:5], default=0)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except (csv.Error, StopIteration):
        return line.split(delimiter)


def _quick(data: bytes, delimiter: str, header_line: int, header: list[str] | None) -> RawTable | None:
    """Arrow's reader on a plain piece, or None when the count of lines says that it is not plain."""
    if b"\x00" in data or (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")):
        return None
    end = -1
    if header is None:
        start = 0
        for _ in range(header_line - 1):
            start = data.index(b"\n", start) + 1
        end = data.find(b"\n", start)
        if end < 0:
            return None
        header_text = data[start:end].decode("utf-8").rstrip("\r")
        if header_text.count('"') % 2:
            return None
        header = next(csv.reader([header_text], delimiter=delimiter))
    else:
        header_line = 0
    last = len(data)
    while last > end + 1 and data[last - 1] in b"\r\n":
        last -= 1
    body = memoryview(data)[end + 1 : last]
    if len(body) == 0:
        return RawTable.of(header, [], [])
    names = [f"c{i}" for i in range(len(header))]
    strings = {name: pa.string() for name in names}
    try:
        options: dict[str, object] = {
            "read_options": pyarrow.csv.ReadOptions(column_names=names, block_size=1 << 20),
            "parse_options": pyarrow.csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            "convert_options": pyarrow.csv.ConvertOptions(
                column_types=strings, null_values=[], strings_can_be_null=False, check_utf8=False
            ),
        }
        table = pyarrow.csv.read_csv(pa.BufferReader(pa.py_buffer(body)), **options)
    except pa.ArrowInvalid:
        return None
    count = data.count(b"\n", end + 1, last) + 1
    if table.num_rows != count or (len(header) == 1 and b"\n\n" in data):
        return None
    return RawTable(header, table, _range(header_line + 1, count))


def _range(first: int, count: int) -> pa.Array:
    # without numpy, which a child process would need longer to start with than to read a week's results
    return pc.cumulative_sum(
        pa.repeat(pa.scalar(1, pa.int64()), count), start=pa.scalar(first - 1, pa.int64())
    )
