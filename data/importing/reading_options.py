"""How a file's dates and numbers are to be read, and the error that asks when two readings are left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from data.importing.account import Question
from data.importing.dates import DateOrder, settle_order
from data.importing.numbers import DecimalSign, settle_decimal
from data.texts import files as said


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
                    said.TWO_ORDERS.format(
                        column=column, example=found.example, choices=said.OR.join(choices), orders="|".join(choices)
                    ), column, found.example,
                )
            )  # fmt: skip
        if found.settled_by:
            self._note(
                said.ORDER_SETTLED.format(
                    column=column, order=said.ORDERS[found.order or ""], example=found.settled_by
                )
            )
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
                    said.TWO_SIGNS.format(column=column, example=found.example),
                )
            )  # fmt: skip
        if found.settled_by:
            self._note(said.SIGN_SETTLED.format(column=column, sign=found.sign, example=found.settled_by))
        return found.sign

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


Header = Callable[[str], str]
"""Native field -> the header it was mapped from, for messages."""
