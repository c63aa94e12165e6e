"""Strict reading of numbers: what is not plainly one number, with or without a comparator, is not a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_COMPARATORS = {"<": "<", "<=": "<", "=<": "<", "≤": "<", ">": ">", ">=": ">", "=>": ">", "≥": ">"}
# '≤ 5' is kept as '<': the reported text stays beside it, and every threshold is strict.
_FORM = re.compile(r"^(<=|>=|=<|=>|[<>≤≥])?\s*(-?)\s*([0-9][0-9.,]*|\.[0-9]+)$")
_POINT = re.compile(r"^(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?$|^\.[0-9]+$")
_COMMA = re.compile(r"^(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?$")
_GROUPED = re.compile(r"^[1-9][0-9]{0,2}([.,])[0-9]{3}$")


@dataclass(frozen=True, slots=True)
class Number:
    """comparator is '', '<' or '>'."""

    comparator: str
    value: float


def parse_number(text: str, decimal: str = ".") -> Number | None:
    """The number that text spells with this decimal sign, else None. Never nan, inf, exponents, units or words."""
    match = _FORM.match(text.strip())
    if not match:
        return None
    comparator, sign, digits = match.groups()
    if not (_POINT if decimal == "." else _COMMA).match(digits):
        return None
    plain = digits.replace(",", "") if decimal == "." else digits.replace(".", "").replace(",", ".")
    value = float(plain)
    if value > 1e15:
        return None
    return Number(_COMPARATORS[comparator] if comparator else "", -value if sign and value else value)


def readings(text: str) -> set[str]:
    """Which decimal signs ('.', ',') give text a value; both when they agree, as in 140."""
    match = _FORM.match(text.strip())
    if not match:
        return set()
    digits = match.group(3)
    return {sign for sign, form in ((".", _POINT), (",", _COMMA)) if form.match(digits)}


def is_ambiguous(text: str) -> bool:
    """1,234 and 1.234: a decimal sign or a thousands separator."""
    match = _FORM.match(text.strip())
    return bool(match and _GROUPED.match(match.group(3)))


@dataclass(frozen=True)
class DecimalSign:
    """What a column's own values say about its decimal sign."""

    sign: str | None
    """None: two readings are left and the user must say. '': both signs occur, and each value has one reading."""
    example: str = ""
    settled_by: str = ""
    """The value that settled an ambiguous one, when there was one to settle."""


def settle_decimal(texts: Iterable[str], *, point_is_usual: bool) -> DecimalSign:
    """Find the decimal sign of one column from its distinct texts.

    point_is_usual: 1.234 alone counts as a decimal point (native files, and files whose cells a comma parts).
    A comma with three digits is always two readings unless another value of the column settles it.
    """
    evidence: dict[str, str] = {}
    doubtful = pointed = ""
    for text in texts:
        if is_ambiguous(text):
            if "," in text or not point_is_usual:
                doubtful = doubtful or text.strip()
            else:
                pointed = pointed or text.strip()
            continue
        possible = readings(text)
        if len(possible) == 1:
            evidence.setdefault(possible.pop(), text.strip())
    if "," in evidence:
        doubtful = doubtful or pointed  # in a column with decimal commas 1.234 has two readings as well
    if doubtful:
        if len(evidence) != 1:
            return DecimalSign(None, doubtful)
        sign, witness = next(iter(evidence.items()))
        return DecimalSign(sign, doubtful, witness)
    if "," in evidence:
        return DecimalSign("" if "." in evidence else ",")
    return DecimalSign(".")
