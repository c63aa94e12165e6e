"""Reference ranges in the forms laboratories print them; what is no range stays text without limits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.importing.numbers import parse_number

_NUMBER = r"-?[0-9][0-9.,]*|\.[0-9]+"
_BETWEEN = re.compile(rf"^({_NUMBER})\s*(?:-|–|—|\bto\b|\bbis\b|à|\ba\b|\.\.+)\s*({_NUMBER})$", re.IGNORECASE)
_BELOW = re.compile(rf"^(?:<=|≤|=<|<|up to|bis(?: zu)?|unter|below|max\.?)\s*({_NUMBER})$", re.IGNORECASE)
_ABOVE = re.compile(rf"^(?:>=|≥|=>|>|über|ueber|above|ab|min\.?)\s*({_NUMBER})$", re.IGNORECASE)
_UNIT_TAIL = re.compile(
    r"(?<=[0-9])\s*(?:mg|µg|μg|ug|mcg|ng|pg|g|mmol|µmol|μmol|umol|nmol|pmol|u|iu|meq)\s*/.*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Limits in the unit that the laboratory reported; readable is False when a text was given and is no range."""

    low: float | None
    high: float | None
    text: str
    readable: bool


def parse_reference(low: str, high: str, whole: str, decimal: str = ".") -> Reference:
    """Limits from two columns, or from one text such as '2.20 - 2.65', '< 117', '(1.0 - 12.0)', '4.3 to 6.2'.

    '0,0' or 0–0 means that the laboratory sent none.
    """
    low, high, whole = low.strip(), high.strip(), whole.strip()
    if not low and not high:
        return _from_text(whole, decimal)
    text = whole or (f"{low} - {high}" if low and high else low or f"< {high}")
    limits: list[float | None] = []
    readable = True
    for part in (low, high):
        number = parse_number(part.lstrip("<>=≤≥ "), decimal) if part else None
        readable = readable and (number is not None or not part)
        limits.append(number.value if number else None)
    return _sensible(limits[0], limits[1], text, readable)


def _from_text(whole: str, decimal: str) -> Reference:
    if not whole:
        return Reference(None, None, "", True)
    text = whole.strip("()[]{} \t")
    text = _UNIT_TAIL.sub("", text).strip()
    match = _BETWEEN.match(text)
    if match:
        low, high = (parse_number(part, decimal) for part in match.groups())
        if low and high:
            return _sensible(low.value, high.value, whole, True)
    match = _BELOW.match(text)
    if match:
        number = parse_number(match[1], decimal)
        if number:
            return _sensible(None, number.value, whole, True)
    match = _ABOVE.match(text)
    if match:
        number = parse_number(match[1], decimal)
        if number:
            return _sensible(number.value, None, whole, True)
    none_sent = re.sub(r"[0.,;\s/-]", "", text) == ""
    return Reference(None, None, whole, none_sent)


def _sensible(low: float | None, high: float | None, text: str, readable: bool) -> Reference:
    if (low or 0) == 0 and high == 0:
        return Reference(None, None, text, readable)
    if low is not None and high is not None and low > high:
        return Reference(None, None, text, False)
    return Reference(low, high, text, readable)
