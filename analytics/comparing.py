"""A result against a limit when it may carry < or >: the same three answers as the rules' macro `exceeds`."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def exceeds(comparator: str, value: float, limit: float) -> bool | None:
    """Whether the result is above the limit; None where < or > leaves it open."""
    if comparator == "<":
        return False if value <= limit else None
    if comparator == ">":
        return True if value >= limit else None
    return value > limit


def each_exceeds(results: pd.DataFrame, limits: pd.Series | float) -> list[bool | None]:
    """exceeds of each result (columns comparator, value), against its own limit or one for all."""
    of_each = limits if isinstance(limits, pd.Series) else [limits] * len(results)
    return list(map(exceeds, results["comparator"], results["value"], of_each))


def upper_limits(results: pd.DataFrame, default: float) -> pd.Series:
    """The limit sent with each result; the clinic's default where none was, or one of 0 or less."""
    sent = results["reference_high"].astype(float)
    return sent.where(sent > 0, default)


def either(one: bool | None, other: bool | None) -> bool | None:
    """One sure yes is enough; a no needs both."""
    if one or other:
        return True
    return False if one is False and other is False else None


def first_above(found: Sequence[bool | None]) -> tuple[bool | None, int]:
    """(whether any is above, which one says so): the first sure yes, else the last that is open, else the last."""
    if True in found:
        return True, found.index(True)
    if None in found:
        return None, len(found) - 1 - list(reversed(found)).index(None)
    return False, len(found) - 1
