"""Where the readers put their rows: plain Python lists, flushed in pieces so that a long file needs little memory.

Nothing heavy is imported here: the child process that reads a hostile file must start quickly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

FLUSH_ROWS = 50_000

LAB_COLUMNS = (
    "patient_id", "test", "code", "collected_at", "value", "unit", "reference_low", "reference_high",
    "reference_range", "specimen_id", "specimen_type", "status", "reported_at", "timing", "comment",
    "patient_name", "birth_date", "hold",
)  # fmt: skip
"""Native lab columns and those beside them that the road understands. hold: why a person must settle this row."""


class RefusedError(Exception):
    """The whole file is refused; the message is for the user: what was found and what to do."""


@dataclass
class Collected:
    """One table of text. problems are (row, column, value, reason, outcome); each rejected one is a row of its own."""

    kind: str | None
    header: list[str]
    name: str = ""
    columns: list[list[str | None]] = field(default_factory=list)
    row_numbers: list[int] = field(default_factory=list)
    problems: list[tuple[int | None, str, str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = [[] for _ in self.header]

    def take(self) -> tuple[list[list[str | None]], list[int]]:
        """The rows so far; the table goes on empty."""
        taken = self.columns, self.row_numbers
        self.columns, self.row_numbers = [[] for _ in self.header], []
        return taken


class Collector:
    """Hands out tables and passes full ones on."""

    def __init__(self, flush: Callable[[int, Collected], None] | None = None) -> None:
        self.tables: list[Collected] = []
        self._flush = flush

    def table(self, kind: str | None, header: Sequence[str], name: str = "") -> int:
        """A new table; its number is what add() and problem() take."""
        self.tables.append(Collected(kind, list(header), name))
        return len(self.tables) - 1

    def add(self, table: int, row: int, cells: Sequence[str | None]) -> None:
        """One row that starts at physical row `row`; as many cells as the header has."""
        collected = self.tables[table]
        for column, cell in zip(collected.columns, cells, strict=True):
            column.append(cell)
        collected.row_numbers.append(row)
        if self._flush is not None and len(collected.row_numbers) >= FLUSH_ROWS:
            self._flush(table, collected)

    def problem(
        self, table: int, row: int | None, column: str, value: str, reason: str, outcome: str = "rejected"
    ) -> None:
        """A record that could not become a row (or, with outcome warning, a remark)."""
        self.tables[table].problems.append((row, column, value[:200], reason, outcome))

    def note(self, table: int, text: str) -> None:
        """How the file was read, for the preview."""
        self.tables[table].notes.append(text)
