"""What every reader hands over: text cells, the physical row each record starts on, and rows it could not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Problem:
    """One row (or warning) the user should know of.

    row: physical line, sheet row, segment or entry, the first being 1; None when the whole file is meant.
    outcome: rejected, set_aside, superseding, stored (a warning about a stored row), or warning.
    """

    row: int | None
    column: str
    value: str
    reason: str
    outcome: str = "rejected"


@dataclass
class RawTable:
    """A table of text as read, before any meaning is given to it.

    header: column names as written (may repeat or be empty).
    rows: columns c0..cN, all pa.string(); null or '' is an empty cell. Same order and count as header.
    row_numbers: pa.int64(), where each record starts in the file (the first physical line is 1).
    problems: records that could not be split into cells; each is one rejected row of the account.
    kind: set by readers that know it (labs, doses, ...); header then holds native column names, beside them
        optionally patient_name, birth_date, code (LOINC), specimen_type, reference_range.
    notes: how the file was read (encoding, delimiter, skipped preamble), for the preview.
    delimiter: of a text file, else ''.
    sheet: of a workbook; form: HL7 v2 or FHIR R4; else ''.
    """

    header: list[str]
    rows: pa.Table
    row_numbers: pa.Array
    problems: list[Problem] = field(default_factory=list)
    kind: str | None = None
    notes: list[str] = field(default_factory=list)
    delimiter: str = ""
    sheet: str = ""
    form: str = ""
    read_bytes: int = 0
    """How much of the file has been read when this piece ends."""
    anew: Callable[[], Iterator[RawTable]] | None = None
    """Of a long file, of which this is the first piece: all pieces from the start."""

    def pieces(self) -> Iterator[RawTable]:
        """The whole table, a piece at a time."""
        return iter([self]) if self.anew is None else self.anew()

    @classmethod
    def of(
        cls,
        header: Sequence[str],
        records: Iterable[Sequence[str | None]],
        row_numbers: Sequence[int],
        *,
        kind: str | None = None,
        problems: Iterable[Problem] = (),
        notes: Iterable[str] = (),
        delimiter: str = "",
    ) -> RawTable:
        """A raw table from Python lists; records shorter than the header are filled with empty cells."""
        width = len(header)
        columns: list[list[str | None]] = [[] for _ in range(width)]
        for record in records:
            cells = list(record)[:width] + [None] * (width - len(record))
            for column, cell in zip(columns, cells, strict=True):
                column.append(cell)
        table = pa.table({f"c{i}": pa.array(column, pa.string()) for i, column in enumerate(columns)})
        numbers = pa.array(list(row_numbers), pa.int64())
        return cls(list(header), table, numbers, list(problems), kind, list(notes), delimiter)

    @classmethod
    def joined(cls, parts: Sequence[RawTable]) -> RawTable:
        """Pieces of one table, in their order, as one."""
        first = parts[0]
        if len(parts) == 1:
            return first
        return cls(
            first.header,
            pa.concat_tables([part.rows for part in parts]),
            pa.concat_arrays([part.row_numbers for part in parts]),
            [problem for part in parts for problem in part.problems],
            first.kind,
            first.notes,
            first.delimiter,
        )
