"""How a file's dates and numbers are to be read, and the error that asks when two readings are left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from data.importing.account import Question
from data.importing.dates import DateOrder, settle_order
from data.importing.numbers import DecimalSign, settle_decimal


class TwoReadings(Exception):  # noqa: N818 - a question, not a failure
    """The file leaves two readings; question names the option that settles it."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.text)
        self.question = question


@dataclass
class Options:
    """What the user gave, and what the file's own columns settled."""

    zone: ZoneInfo
    date_order: str | None = None
    decimal: str | None = None
    point_is_usual: bool = True
    notes: list[str] = field(default_factory=list)
    settled_orders: dict[str, str | None] = field(default_factory=dict)
    settled_signs: dict[str, str] = field(default_factory=dict)
    """What whole columns have settled, when their rows are judged in batches."""

    def order_of(self, column: str, texts: Iterable[str]) -> str | None:
        """The date order of one column; raises TwoReadings."""
        if self.date_order:
            return self.date_order
        if column in self.settled_orders:
            return self.settled_orders[column]
        found: DateOrder = settle_order(texts)
        if found.example and found.order is None:
            choices = found.choices or ("dmy", "mdy")
            raise TwoReadings(
                Question(
                    "date_order", choices,
                    f"column {column!r}: {found.example!r} can be read as {' or '.join(choices)}. "
                    f"Say which with --date-order {'|'.join(choices)}.",
                )
            )  # fmt: skip
        if found.settled_by:
            self._note(f"dates in {column!r} read as {found.order}, settled by {found.settled_by!r}")
        return found.order

    def sign_of(self, column: str, texts: Iterable[str]) -> str:
        """The decimal sign of one column ('' when each value has one reading of its own); raises TwoReadings."""
        if self.decimal:
            return self.decimal
        if column in self.settled_signs:
            return self.settled_signs[column]
        found: DecimalSign = settle_decimal(texts, point_is_usual=self.point_is_usual)
        if found.sign is None:
            raise TwoReadings(
                Question(
                    "decimal", (".", ","),
                    f"column {column!r}: {found.example!r} can be a decimal or a thousand. "
                    "Say which sign marks decimals with --decimal . or --decimal ,",
                )
            )  # fmt: skip
        if found.settled_by:
            self._note(
                f"numbers in {column!r} read with {found.sign!r} as decimal sign, settled by {found.settled_by!r}"
            )
        return found.sign

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


Header = Callable[[str], str]
"""Native field -> the header it was mapped from, for messages."""
