"""The words of laboratories: tests, units with factors, LOINC codes, drugs and brands. Files in data/vocabulary."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The lines of one of the files in data/vocabulary."""
    text = (files("data") / "vocabulary" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@dataclass(frozen=True)
class Analyte:
    """One monitored test; unit '' means as reported; low and high are the plausible limits, canonical, inclusive."""

    name: str
    label: str
    unit: str
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Code:
    """One LOINC code of ours; property is mass, moles or ''."""

    analyte: str
    property: str
    timing: str


@cache
def analytes() -> dict[str, Analyte]:
    """Monitored tests by canonical name."""
    return {
        row["analyte"]: Analyte(
            row["analyte"], row["label"], row["unit"], _number(row["low"]), _number(row["high"])
        )
        for row in rows("analytes.csv")
    }


@cache
def factors() -> dict[str, dict[str, float]]:
    """analyte -> normalised unit -> factor to the canonical unit."""
    answer: dict[str, dict[str, float]] = {}
    for row in rows("factors.csv"):
        answer.setdefault(row["analyte"], {})[row["unit"]] = _factor(row["factor"])
    return answer


@cache
def codes() -> dict[str, Code]:
    """LOINC code -> what it measures."""
    return {row["code"]: Code(row["analyte"], row["property"], row["timing"]) for row in rows("loinc.csv")}


@cache
def synonyms() -> dict[tuple[str, ...], str]:
    """Words of a test's name -> analyte."""
    answer = {words(row["name"]): row["analyte"] for row in rows("synonyms.csv")}
    for analyte in analytes():
        answer[words(analyte)] = analyte
    return answer


@cache
def _spellings() -> dict[str, str]:
    return {squeeze(row["spelling"]): squeeze(row["unit"]) for row in rows("units.csv")}


def squeeze(text: str) -> str:
    """A unit without case, spaces, markup and font variants; micro sign and Greek mu become one."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = (
        plain.replace("\\s\\", "^")
        .replace("\\t\\", "&")
        .replace("**", "^")
        .replace("⋅", "*")
        .replace("·", "*")
    )
    plain = re.sub(r"\s+", "", plain).replace("^2", "2")
    whole = re.fullmatch(r"[(\[]([^()\[\]]*)[)\]]", plain)
    return whole[1] if whole else plain


def unit_of(text: str) -> str:
    """The normalised spelling of a unit ('' when none is given)."""
    plain = squeeze(text)
    return _spellings().get(plain, plain)


def written(unit: str) -> str:
    """A normalised unit as people write it: mg/dL, µmol/L, U/L, mEq/L."""
    plain = re.sub(r"\b([dm]?)l(?=\b|2)", r"\1L", unit.replace("μ", "µ"))
    return re.sub(r"(?<=[a-zL])2\b", "²", re.sub(r"^u(?=/)", "U", plain).replace("meq", "mEq"))


def words(name: str) -> tuple[str, ...]:
    """The words of a test's name: no case, no punctuation, no font variants."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return tuple(re.findall(r"ca\+\+|[^\W_]+", plain))


@cache
def drugs() -> dict[str, tuple[str, str]]:
    """Every spelling (name, synonym, brand, ATC, 'rxnorm:…') -> (canonical drug, formulation that a brand implies)."""
    answer: dict[str, tuple[str, str]] = {}
    for row in rows("drugs.csv"):
        spellings = [row["drug"], row["label"], *row["synonyms"].split(";"), *row["atc"].split(";")]
        spellings += [f"rxnorm:{code}" for code in row["rxnorm"].split(";") if code]
        for spelling in spellings:
            if spelling:
                answer.setdefault(_drug_key(spelling), (row["drug"], ""))
    for row in rows("brands.csv"):
        answer[_drug_key(row["brand"])] = (row["drug"], row["formulation"])
    return answer


def drug_of(text: str) -> tuple[str, str]:
    """(canonical drug, implied formulation); a drug we do not know keeps its own name in our spelling."""
    key = _drug_key(text)
    return drugs().get(key, (key.replace(" ", "_"), ""))


def _drug_key(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    return re.sub(r"[\s_]+", " ", plain)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _factor(text: str) -> float:
    """A number, '1/x' or '1/(x*y)', as definitions.md writes them."""
    if not text.startswith("1/"):
        return float(text)
    product = 1.0
    for part in text[2:].strip("()").split("*"):
        product *= float(part)
    return 1 / product
