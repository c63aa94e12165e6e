"""What a setting may be: its type, its range, and its order among the others. Messages name the key."""

from __future__ import annotations

import math
from collections.abc import Mapping

from analytics.texts import settings as texts
from data.errors import TroughlineError

MOST_WHOLE = 36_525
"""Days, months and counts end at a hundred years of days: further is a slip, and no calendar reaches it."""
MAY_BE_ZERO = (
    "_low", "_below", "_days", "_months", ".beyond_percent", ".disagree_percent", ".from_day", ".very_low",
    ".cyclosporine_first_high", ".cyclosporine_later_high",
)  # fmt: skip
"""Endings for which 0 has a meaning: no lower end, never below, the same day only. Any other limit of 0 would always fire."""
AT_LEAST_TWO = ("variability.at_least", "variability.shown_from")
"""A standard deviation with n-1 needs two values."""
ORDERED = (
    ("alp.over_baseline", "alp.marked_over_baseline"),
    ("ca_p.watch", "ca_p.critical"),
    ("calcium.high", "calcium.high_without_pth"),
    ("calcium.high_without_pth", "calcium.severe"),
    ("target.first_low", "target.first_high"),
    ("target.later_low", "target.later_high"),
    ("target.cyclosporine_first_low", "target.cyclosporine_first_high"),
    ("target.cyclosporine_later_low", "target.cyclosporine_later_high"),
    ("target.first_high", "trough.toxic"),
    ("target.later_high", "trough.toxic"),
    ("variability.shown_from", "variability.at_least"),
    ("overdue.early_months", "overdue.middle_months"),
    ("due.change_from_days", "due.change_to_days"),
    ("due.change_from_days_extended", "due.change_to_days"),
    ("due.interaction_from_days", "due.interaction_to_days"),
    ("trough.twice_daily_from_hours", "trough.twice_daily_to_hours"),
    ("trough.once_daily_from_hours", "trough.once_daily_to_hours"),
)
"""The first of each pair is at or below the second."""


def checked_value(key: str, ours: float | int | bool, unit: str, value: object) -> float | int | bool:
    """The value as the rules need it. Raises TroughlineError when type or range is wrong."""
    if isinstance(ours, bool):
        if not isinstance(value, bool):
            raise TroughlineError(texts.NOT_BOOLEAN.format(key=key, value=value))
        return value
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not math.isfinite(value)
        or value < 0
    ):
        raise TroughlineError(texts.NO_NUMBER.format(key=key, value=value, unit=unit))
    if value == 0 and not ("_days" in key or key.endswith(MAY_BE_ZERO)):
        raise TroughlineError(texts.ZERO.format(key=key, unit=unit))
    if not _whole(key):
        return float(value)
    if value != int(value) or value > MOST_WHOLE:
        raise TroughlineError(texts.NOT_WHOLE.format(key=key, value=value, unit=unit, most=MOST_WHOLE))
    if key in AT_LEAST_TWO and value < 2:
        raise TroughlineError(texts.NOT_TWO.format(key=key, value=value, unit=unit))
    return int(value)


def check_together(values: Mapping[str, float | int | bool]) -> None:
    """Raises TroughlineError naming both keys when a lower end lies above its upper end."""
    for low, high in ORDERED:
        if values[low] > values[high]:
            ends = {"low_value": f"{values[low]:g}", "high_value": f"{values[high]:g}"}
            raise TroughlineError(texts.REVERSED.format(low=low, high=high, **ends))
    opens, closes = values["window.opens_days"], values["window.closes_months"]
    if opens >= 28 * closes:
        raise TroughlineError(texts.NEVER_OPEN.format(opens=opens, closes=closes))


def _whole(key: str) -> bool:
    return "_days" in key or key.endswith(("_months", ".at_least", ".shown_from", ".from_day"))
