"""The words that laboratories write above their columns, and the units beside them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from data.importing import vocabulary


@dataclass(frozen=True)
class Synonym:
    """What a header may mean; of several columns the lowest tier counts."""

    field: str
    tier: int


@cache
def synonyms() -> dict[str, list[Synonym]]:
    """Plain header -> what laboratories mean by it."""
    text = (files("data") / "vocabulary" / "headers.csv").read_text(encoding="utf-8")
    answer: dict[str, list[Synonym]] = {}
    for row in csv.DictReader(text.splitlines()):
        for name in row["headers"].split(";"):
            answer.setdefault(plain_header(name), []).append(Synonym(row["field"], int(row["tier"])))
    return answer


def plain_header(name: str) -> str:
    """A header without what spellings differ in."""
    return re.sub(r"[\s_.\-]+", " ", name.strip().casefold()).strip()


_UNIT_WORDS = {"mg_dl": "mg/dL", "mmol_l": "mmol/L", "ng_ml": "ng/mL", "ug_l": "ug/L", "pg_ml": "pg/mL", "pmol_l": "pmol/L",
               "u_l": "U/L", "iu_l": "U/L", "g_dl": "g/dL", "g_l": "g/L", "umol_l": "umol/L", "nmol_l": "nmol/L",
               "mg_l": "mg/L", "ng_l": "ng/L"}  # fmt: skip


def name_and_unit(header: str) -> tuple[str, str]:
    """'Calcium (mmol/l)', 'PTH [pg/mL]', 'Ca mg/dL', 'calcium_mg_dl' -> test and unit."""
    name = header.strip()
    match = re.match(r"^(.*?)[\s_]*[(\[{]\s*([^()\[\]{}]*)\s*[)\]}]\s*$", name)
    if match and _is_unit(match[2]):
        return match[1].strip(), match[2]
    match = re.match(r"^(.*?)[,;:\s]+(?:in\s+)?(\S*[/%]\S*)$", name)
    if match and _is_unit(match[2]):
        return match[1].strip(), match[2]
    lowered = name.casefold()
    for ending, unit in sorted(_UNIT_WORDS.items(), key=lambda item: -len(item[0])):
        if lowered.endswith(f"_{ending}"):
            return name[: -len(ending) - 1], unit
    return name, ""


def _is_unit(text: str) -> bool:
    spelling = vocabulary.unit_of(text)
    return (
        "/" in spelling
        or spelling == "%"
        or any(spelling in units for units in vocabulary.factors().values() if spelling)
    )
