"""Doses and targets that are hardly anybody's: kept as they were given, and asked about, because levels are read against them.

Nothing is refused: a slip of the unit and a rare intention look alike, and only a person can tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from data.importing.vocabulary import rows
from data.texts import rows as texts
from data.texts.analytes import in_words


def dose(record: Mapping[str, Any]) -> str:
    """What to ask about a dose (g for mg); '' where it is usual."""
    limit = _doses().get(record["drug"])
    if limit is None or record["dose_mg"] is None or record["doses_per_week"] is None:
        return ""
    mg_per_day = round(record["dose_mg"] * record["doses_per_week"] / 7, 6)
    if mg_per_day <= limit:
        return ""
    return texts.UNUSUAL_DOSE.format(mg_per_day=f"{mg_per_day:g}", drug=record["drug"], limit=f"{limit:g}")


def target(record: Mapping[str, Any]) -> tuple[str, str]:
    """The field and what to ask about a trough target (another drug's, nmol/L, no low end); '' where it is usual."""
    low, high, drug = record["low"], record["high"], in_words(record["drug"])
    if low == 0:
        return "low", texts.TARGET_FROM_0.format(drug=drug)
    least, most = _targets().get(record["drug"], (low, high))
    if low >= least and high <= most:
        return "", ""
    said = texts.UNUSUAL_TARGET.format(
        low=f"{low:g}", high=f"{high:g}", drug=drug, least=f"{least:g}", most=f"{most:g}"
    )
    return "high" if high > most else "low", said


@cache
def _doses() -> dict[str, float]:
    """Drug -> mg a day that hardly anybody takes more of (CNIs; a pharmacist is to confirm them)."""
    return {row["drug"]: float(row["above_mg_per_day"]) for row in rows("unusual_doses.csv")}


@cache
def _targets() -> dict[str, tuple[float, float]]:
    """Drug -> ng/mL: hardly any trough target begins lower, hardly any ends higher (a pharmacist is to confirm them)."""
    return {
        row["drug"]: (float(row["low_below_ng_ml"]), float(row["high_above_ng_ml"]))
        for row in rows("unusual_targets.csv")
    }
