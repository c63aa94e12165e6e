"""A result against a limit when it may carry < or >: the same three answers as the rules' macro `exceeds`."""

from __future__ import annotations

from collections.abc import Sequence


def exceeds(comparator: str, value: float, limit: float) -> bool | None:
    """Whether the result is above the limit; None where < or > leaves it open."""
    if comparator == "<":
        return False if value <= limit else None
    if comparator == ">":
        return True if value >= limit else None
    return value > limit


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
