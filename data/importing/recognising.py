"""Which analyte and which factor a row's test name, code, unit and specimen mean. Decided once per distinct combination."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from data.importing import vocabulary
from data.texts import rows as texts
from data.texts.analytes import in_words

_LOINC = re.compile(r"(?<![0-9-])([0-9]{1,6}-[0-9])(?![0-9-])")
_HARMLESS = frozenset(
    # words that change neither what is measured nor where: specimen (serum, plasma, whole blood), method, politeness
    [
        "serum",
        "plasma",
        "blood",
        "vollblut",
        "whole",
        "ser",
        "plas",
        "bld",
        "im",
        "in",
        "i",
        "s",
        "edta",
        "sp",
        "wb",
        "heparin",
        "lithium",
        "photom",
        "photometrisch",
        "lcms",
        "lc",
        "ms",
        "msms",
        "tandem",
        "monokl",
        "monoklonal",
        "mono",
        "poly",
        "specific",
        "total",
        "gesamt",
        "enzymatisch",
        "enzymatic",
        "jaffe",
        "jaffé",
        "idms",
        "cmia",
        "eclia",
        "clia",
        "elisa",
        "ria",
        "hplc",
        "immunoassay",
        "level",
        "spiegel",
        "konzentration",
        "concentration",
        "conc",
        "lvl",
        "quant",
        "quantitative",
        "mass",
        "moles",
        "massenkonz",
        "substanzkonz",
        "kinetic",
        "colorimetric",
        "bcg",
        "bcp",
        "ifcc",
        "result",
        "test",
        "whb",
        "venous",
        "venös",
        "ven",
        "lab",
        "poc",
    ]
)
_TIMING = {
    "trough": "trough", "c0": "trough", "talspiegel": "trough", "predose": "trough", "tal": "trough",
    "peak": "peak", "c2": "peak", "2h": "peak", "spitzenspiegel": "peak", "random": "random",
}  # fmt: skip
_DRUGS = frozenset({"tacrolimus", "cyclosporine", "sirolimus", "everolimus"})
_ELSEWHERE = frozenset(
    # specimens that are never ours; a specimen that is not named counts as blood, serum or plasma
    [
        "urine",
        "urin",
        "harn",
        "ur",
        "u",
        "spoturine",
        "sammelurin",
        "fluid",
        "csf",
        "liquor",
        "ascites",
        "aszites",
        "dialysate",
        "dialysat",
        "peritoneal",
        "pleural",
        "stool",
        "stuhl",
        "faeces",
        "saliva",
        "speichel",
        "drain",
        "drainage",
        "synovial",
        "tissue",
        "24h",
        "sweat",
        "bal",
        "bronchial",
        "body",
        "gastric",
        "punktat",
        "joint",
        "amniotic",
        "bile",
        "galle",
        "calculus",
        "stone",
        "hair",
    ]
)
_PER_VOLUME = {
    "mass": ("mg/dl", "g/dl", "g/l", "ng/ml", "μg/l", "pg/ml", "ng/l", "mg/l"),
    "moles": ("mol/l", "meq/l"),
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """outcome '' means: convert with factor; else set_aside or not_monitored with column and reason."""

    analyte: str = ""
    factor: float | None = None
    low: float | None = None
    high: float | None = None
    timing: str = ""
    outcome: str = ""
    column: str = ""
    reason: str = ""


def recognise(
    test: str,
    code: str,
    unit: str,
    specimen_type: str = "",
    taught: Mapping[tuple[str, ...], str] | None = None,
) -> Recognised:
    """What a result is. taught: words of a name -> analyte, the clinic's own synonyms (come before ours)."""
    if set(vocabulary.words(specimen_type)) & _ELSEWHERE:
        return Recognised(outcome="not_monitored")
    by_name, timing = _by_name(test, taught or {})
    known, unknown = _by_code(f"{code}|{test}")
    if not by_name and code and not known and not unknown:
        by_name, timing = _by_name(code, taught or {})
    if not by_name and not known:
        return _level_in_other_words(test)
    analyte = known.analyte if known else by_name
    if known and by_name and by_name != known.analyte:
        return Recognised(
            analyte, outcome="set_aside", column="test",
            reason=texts.CODE_AND_NAME.format(code=in_words(known.analyte), name=in_words(by_name)),
        )  # fmt: skip
    if unknown and not known:
        return Recognised(
            analyte, outcome="set_aside", column="test",
            reason=texts.UNKNOWN_CODE.format(analyte=in_words(analyte), code=unknown),
        )  # fmt: skip
    return _with_unit(analyte, unit, timing or (known.timing if known else ""))


def _level_in_other_words(test: str) -> Recognised:
    """A name that nobody knows is not monitored, unless a drug whose level is ours stands in it: a level must not get lost."""
    known = vocabulary.synonyms()
    drugs = [known[(word,)] for word in vocabulary.words(test) if known.get((word,)) in _DRUGS]
    if not drugs:
        return Recognised(outcome="not_monitored")
    return Recognised(
        drugs[0], outcome="set_aside", column="test",
        reason=texts.OTHER_WORDS.format(drug=drugs[0]),
    )  # fmt: skip


def _with_unit(analyte: str, unit: str, timing: str) -> Recognised:
    spelling = vocabulary.unit_of(unit)
    if analyte == "albumin" and spelling == "%":
        return Recognised(outcome="not_monitored")  # a fraction of the electrophoresis, not a concentration
    known = vocabulary.factors()[analyte]
    factor = known.get(spelling)
    if factor is None:
        problem = texts.UNKNOWN_UNIT_OF.format(analyte=in_words(analyte)) if spelling else texts.NO_UNIT
        expected = ", ".join(vocabulary.written(unit) for unit in known)
        reason = texts.EXPECTED_UNIT.format(problem=problem, known=expected)
        return Recognised(analyte, outcome="set_aside", column="unit", reason=reason)
    entry = vocabulary.analytes()[analyte]
    return Recognised(analyte, factor, entry.low, entry.high, timing if analyte in _DRUGS else "")


def _by_name(test: str, taught: Mapping[tuple[str, ...], str]) -> tuple[str, str]:
    """(analyte or '', timing or '') from the words of a name; one unknown word makes it another test."""
    name = test.split("^")[1] if "^" in test and _LOINC.search(test) and len(test.split("^")) > 1 else test
    named = vocabulary.words(name)
    if not named:
        return "", ""
    if named in taught:
        return taught[named], ""
    known = vocabulary.synonyms()
    if named in known:
        return known[named], ""
    timing = next((_TIMING[word] for word in named if word in _TIMING), "")
    rest = tuple(word for word in named if word not in _TIMING)
    for candidate in (rest, tuple(word for word in rest if word not in _HARMLESS), _once(rest)):
        if candidate and candidate in known:
            return known[candidate], timing
    if (
        rest and rest[0] in ("s", "p", "b") and rest[1:] in known
    ):  # 'S-Calcium', 'P-Albumin': Nordic specimen prefixes
        return known[rest[1:]], timing
    return "", ""


def _once(named: tuple[str, ...]) -> tuple[str, ...]:
    """'Calcium (Ca), Serum': the same test named twice, with harmless words, is named once."""
    rest = tuple(word for word in named if word not in _HARMLESS)
    known = vocabulary.synonyms()
    for cut in range(1, len(rest)):
        first, second = rest[:cut], rest[cut:]
        if first in known and known[first] == known.get(second):
            return first
    return rest


def _by_code(text: str) -> tuple[vocabulary.Code | None, str]:
    found = _LOINC.findall(text)
    for code in found:
        if code in vocabulary.codes():
            return vocabulary.codes()[code], ""
    return None, found[0] if found else ""
