"""Delimited text: encoding, delimiter, preamble and header are found by looking, then every cell is kept as text.

The quick path hands plain files to Arrow and counts the lines independently; whatever does not add up (ragged rows,
odd quotes, lone carriage returns, blank lines) goes line by line through readers.lines, which names each bad row.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from data.errors import TroughlineError
from data.importing.raw import RawTable
from data.importing.readers import lines

DELIMITERS = (",", ";", "\t", "|")
_LOOKAHEAD = 200
_LONG = 80 << 20


def read(path: Path, *, encoding: str | None = None) -> RawTable:
    """The table in a delimited file. Raises TroughlineError when it is no text or its encoding is in doubt."""
    raw = path.read_bytes()
    data, notes = to_utf8(raw, encoding)
    del raw
    if b"\x00" in data[:4096] and data[:4096].count(b"\x00") > 40:
        raise TroughlineError(
            "This is not a text file. Expected CSV, an Excel workbook, HL7 v2 or FHIR JSON."
        )
    head = data[: 1 << 18].decode("utf-8", "replace")
    if len(data) <= 1 << 18 and not head.strip():
        raise TroughlineError("The file is empty.")
    delimiter, header_line = find_header(head)
    quick = _quick(data, delimiter, header_line)
    table = quick if quick is not None else lines.read(data.decode("utf-8"), delimiter, header_line)
    table.notes[:0] = notes
    if header_line > 1:
        table.notes.append(f"{header_line - 1} line(s) before the header skipped")
    table.delimiter = delimiter
    return table


def to_utf8(raw: bytes, encoding: str | None) -> tuple[bytes, list[str]]:
    """The text as UTF-8 without a mark, and what was found. Decoded when certain, else asked with --encoding."""
    if encoding:
        try:
            codecs.lookup(encoding)
            return raw.decode(encoding).removeprefix("\ufeff").encode("utf-8"), [f"read as {encoding}"]
        except LookupError as error:
            raise TroughlineError(
                f"Unknown encoding {encoding!r}. Try utf-8, cp1252, latin-1 or utf-16."
            ) from error
        except UnicodeDecodeError as error:
            raise TroughlineError(
                f"The file is not {encoding}: byte {error.start} fits no character. Try another --encoding."
            ) from error
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            try:
                return raw.decode(name).encode("utf-8"), [f"read as {name}"]
            except UnicodeDecodeError as error:
                raise TroughlineError(
                    f"The file says it is {name}, but byte {error.start} fits no character."
                ) from error
    if len(raw) > 3 and raw[1::2][:200].count(0) > min(len(raw) // 2, 200) * 0.6:
        return raw.decode("utf-16-le", "replace").encode("utf-8"), ["read as utf-16-le"]
    if len(raw) > 3 and raw[0::2][:200].count(0) > min(len(raw) // 2, 200) * 0.6:
        return raw.decode("utf-16-be", "replace").encode("utf-8"), ["read as utf-16-be"]
    if raw.isascii():
        return raw, []
    try:
        raw.decode("utf-8")
        return raw, []
    except UnicodeDecodeError:
        return _western(raw)


def _western(raw: bytes) -> tuple[bytes, list[str]]:
    """cp1252 and latin-1 agree on every letter; bytes 80–9F tell them apart. Other code pages are not guessed."""
    high = Counter(raw)
    letters = sum(count for byte, count in high.items() if byte in b"\xe4\xf6\xfc\xc4\xd6\xdc\xdf\xe9\xe8\xe0\xe1\xed\xf3\xfa\xf1\xe7\xb5\xb2\xb3\xb0\xea\xe2\xf4\xee\xeb\xef\xc9\xe5\xf8\xe6\xc5\xd8\xc6\xa0\xb1\xba\xaa\xd1\xe3\xf5\xec\xf2\xf9\xfb")  # fmt: skip
    control = sum(count for byte, count in high.items() if 0x80 <= byte < 0xA0)
    others = sum(count for byte, count in high.items() if byte >= 0xA0) - letters
    if others or control > letters:
        raise TroughlineError(
            "The encoding of this file is in doubt: it is not UTF-8, and its letters fit several others. "
            "Say which with --encoding, for example cp1252, latin-1, iso-8859-15, cp850 or mac-roman."
        )
    try:
        return raw.decode("cp1252").encode("utf-8"), ["read as cp1252"]
    except UnicodeDecodeError:
        return raw.decode("latin-1").encode("utf-8"), ["read as latin-1"]


def find_header(head: str) -> tuple[str, int]:
    """(delimiter, physical line of the header). The header is the first line that has as many cells as the lines below."""
    physical = head.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_LOOKAHEAD]
    candidates = [
        (number, line) for number, line in enumerate(physical, 1) if line.strip() and not line.startswith("#")
    ]
    if not candidates:
        raise TroughlineError("The file has no header.")
    best: tuple[int, int, str, int] | None = None
    for delimiter in DELIMITERS:
        widths = [(number, _width(line, delimiter)) for number, line in candidates]
        common = Counter(width for _, width in widths if width > 1).most_common(1)
        if not common:
            continue
        first = next(
            number
            for number, width in widths
            if width > 1 and _is_header(width, number, widths, common[0][0])
        )
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


def _width(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter)))
    except (csv.Error, StopIteration):
        return line.count(delimiter) + 1


def _quick(data: bytes, delimiter: str, header_line: int) -> RawTable | None:
    """Arrow's reader on a plain file, or None when the count of lines says that the file is not plain."""
    if b"\x00" in data or data.count(b"\r") != data.count(b"\r\n"):
        return None
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
            "read_options": pyarrow.csv.ReadOptions(
                column_names=names, block_size=1 << (20 if len(body) > _LONG else 22)
            ),
            "parse_options": pyarrow.csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
            "convert_options": pyarrow.csv.ConvertOptions(
                column_types=strings, null_values=[], strings_can_be_null=False, check_utf8=False
            ),
        }
        source = pa.BufferReader(pa.py_buffer(body))
        if len(body) > _LONG:  # slower by half, and half the memory
            table = pyarrow.csv.open_csv(source, **options).read_all()
        else:
            table = pyarrow.csv.read_csv(source, **options)
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
