"""A unit that contradicts the row's own reference range: phosphate 3.2 "mmol/L" with the range 2.5-4.5, which is mg/dL.

Choice, where definitions.md only says that a unit is never guessed: such a row is set aside, unless its value is plausible in
the stated unit alone; then it is the range that is in another unit, and the row is stored without limits. To leave every ordinary clinic in
peace the range must lie beyond whatever any clinic prints in the stated unit (newborns, dialysis targets and other assays
included) and be a usual one in another unit of the analyte; data/vocabulary/usual_ranges.csv holds both, in canonical units.
Units too near to each other to tell (ng/mL and nmol/L of a drug, CRP, vitamin D) are not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from data.importing import vocabulary
from data.texts import rows as texts


@dataclass(frozen=True)
class Usual:
    """Between which numbers (canonical, inclusive) the limits of a usual range lie, and which upper limits are possible."""

    low: tuple[float, float] | None
    """None: laboratories often print no lower limit, so it is not asked for."""
    high: tuple[float, float]
    possible_high: tuple[float, float]

    def fits(self, low: float | None, high: float) -> bool:
        """Whether a range is a usual one."""
        low_fits = self.low is None or (low is not None and self.low[0] <= low <= self.low[1])
        return low_fits and self.high[0] <= high <= self.high[1]


@cache
def usual() -> dict[str, Usual]:
    """By analyte."""
    return {
        row["analyte"]: Usual(
            (float(row["low_from"]), float(row["low_to"])) if row["low_from"] else None,
            (float(row["high_from"]), float(row["high_to"])),
            (float(row["possible_from"]), float(row["possible_to"])),
        )
        for row in vocabulary.rows("usual_ranges.csv")
    }


class Doubt(NamedTuple):
    """Why a unit cannot be believed beside its range, and the factor of the unit that the range speaks for."""

    reason: str = ""
    factor: float | None = None


@cache
def doubt(analyte: str, unit: str, low: float | None, high: float | None) -> Doubt:
    """What speaks against the unit, as written, beside a range in the same unit; no reason when nothing does."""
    known, factors = usual().get(analyte), vocabulary.factors().get(analyte, {})
    stated = vocabulary.unit_of(unit)
    if known is None or high is None or stated not in factors:
        return Doubt()
    if known.possible_high[0] <= high * factors[stated] <= known.possible_high[1]:
        return Doubt()
    fitting = {
        other: factor
        for other, factor in factors.items()
        if known.fits(None if low is None else low * factor, high * factor)
    }
    if not fitting:
        return Doubt()
    meant = texts.OR.join(vocabulary.written(other) for other in fitting)
    reason = texts.UNIT_DOUBT.format(meant=meant, stated=vocabulary.written(stated))
    return Doubt(reason, next(iter(fitting.values())))
