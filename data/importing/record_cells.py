"""The cells of one row of a record kind, read one by one: a value, nothing, or the reason why it cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from data.importing.dates import parse_day
from data.importing.numbers import parse_number
from data.importing.people import id_problem
from data.texts import rows as texts


class Unreadable(Exception):  # noqa: N818 - one row's verdict
    """This row becomes no record: outcome is rejected or set_aside."""

    def __init__(self, column: str, reason: str, outcome: str = "rejected") -> None:
        super().__init__(reason)
        self.column, self.reason, self.outcome = column, reason, outcome


@dataclass
class Cells:
    """One row under native column names, stripped; collects what the reading functions need."""

    values: Mapping[str, str]
    today: date
    orders: Mapping[str, str | None] = field(default_factory=dict)
    """column -> date order, settled over the whole column."""
    decimal: str = "."

    def text(self, column: str) -> str | None:
        """The cell, or None when empty."""
        return self.values.get(column, "").strip() or None

    def required(self, column: str) -> str:
        """The cell; a row without it means nothing."""
        value = self.text(column)
        if value is None:
            raise Unreadable(column, texts.REQUIRED)
        return value

    def day(self, column: str, *, future_is_possible: bool = False) -> date | None:
        """A calendar day; a day that lies after today is no record of what happened."""
        text = self.text(column)
        if text is None:
            return None
        found = parse_day(text, self.orders.get(column))
        if isinstance(found, str):
            raise Unreadable(column, found)
        if found > self.today and not future_is_possible:
            raise Unreadable(column, texts.FUTURE)
        return found

    def required_day(self, column: str, *, future_is_possible: bool = False) -> date:
        """A calendar day that must be there."""
        self.required(column)
        found = self.day(column, future_is_possible=future_is_possible)
        assert found is not None
        return found

    def number(self, column: str) -> float | None:
        """A plain number without comparator, never negative."""
        text = self.text(column)
        if text is None:
            return None
        found = parse_number(text, self.decimal)
        if found is None or found.comparator:
            raise Unreadable(column, texts.NOT_A_NUMBER)
        if found.value < 0:
            raise Unreadable(column, texts.NEGATIVE)
        return found.value

    def word(self, column: str, known: Mapping[str, str]) -> str | None:
        """One of a list of words."""
        text = self.text(column)
        if text is None:
            return None
        found = known.get(text.casefold().replace(" ", "_"))
        if found is None:
            words = ", ".join(dict.fromkeys(known.values()))
            raise Unreadable(column, texts.ONE_OF.format(known=words))
        return found

    def patient_id(self) -> str:
        """The id as written, without surrounding spaces."""
        value = self.required("patient_id")
        problem = id_problem(value)
        if problem:
            raise Unreadable("patient_id", problem)
        return value
