"""The figures in the rules' own sentences, in the chosen units: the one place where a rule's text is written anew.

A stored alert, the exports and the commands keep the canonical figures. On pages and on paper they follow the switch. Only
phrases that a rule itself writes are looked for, rule by rule, so that a figure in a note or in a file's text is never taken
for a measurement. In SI every figure names its unit (a PTH of 18 is low in pg/mL and high in pmol/L), and a product keeps the
conventional figure beside it, because its limits are quoted as 55 and 70.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from analytics.texts import causality
from analytics.texts import evidence as card
from dashboard.charts.wording import ANALYTES, measured, plain, unit
from data.texts.analytes import in_words

EXPLANATION, RANGE_CHANGE, CAUSALITY = "an explanation", "a change of range", "a causality answer"
"""Not rules, but sentences of the evidence card and of the Naranjo form."""

_CALCIUM_AND_PTH = (
    "ionized calcium {ionized_calcium} against {ionized_calcium}", "ionized calcium {ionized_calcium}",
    "calcium {calcium} against {calcium}", "calcium {calcium}", "PTH {pth}", "PTH wanted: {pth}",
    "(limit {pth}", "upper limit {pth}",
)  # fmt: skip
_PRODUCT = (
    "Ca × P {ca_p}", "product {ca_p} against {ca_p}", "product {ca_p}", "albumin-corrected {ca_p}",
    "calcium {calcium,} × phosphorus {phosphorus}", "albumin {albumin}",
)  # fmt: skip


def _explained(analyte: str, title: str) -> list[str]:
    """An explanation with its title, the title where it names a figure, and without either."""
    place = f"{{{analyte}}}"
    result = card.RESULT.format(name=card.RESULTS[analyte], value=place, unit="").strip()
    above = title.format(limit=place)
    over = card.OVER_LIMIT.format(result=result, limit=place, default="")
    whole = causality.ALTERNATIVE.format(explanation=above, detail=over)
    return [whole, *([above] if place in above else []), over, result]


_EXPLAINED = [*_explained("calcium", card.CALCIUM_ABOVE), *_explained("pth", card.PTH_ABOVE)]
_PHRASES: dict[str, Sequence[str]] = {
    "ca_p_over_55": _PRODUCT,
    "ca_p_over_70": _PRODUCT,
    "calciphylaxis_risk": ("Ca × P {ca_p}", "albumin below {albumin}"),
    "pth_over_4x_uln": (
        "PTH {pth} against {pth}", "PTH {pth}", "its upper limit {pth}", ": {pth,} ÷ {pth}",
    ),
    "hypercalcaemia_severe": _CALCIUM_AND_PTH,
    "hypercalcaemia_with_high_pth": _CALCIUM_AND_PTH,
    "hypercalcaemia_pth_not_raised": _CALCIUM_AND_PTH,
    "phosphorus_very_low": ("phosphorus {phosphorus}",),
    "creatinine_rise_after_cni_reduction": ("creatinine {creatinine,} → {creatinine}", "creatinine {creatinine}"),
    "product_disagrees": (
        "printed product {ca_p}", "ours {calcium,} × {phosphorus} = {ca_p}", "{calcium,} × {phosphorus}",
    ),
    EXPLANATION: _EXPLAINED,
    RANGE_CHANGE: [
        card.RANGE_CHANGED.format(analyte=in_words(a), end=end, limit=f"{{{a}}}")
        for a in ANALYTES
        for end in card.RANGE_ENDS.values()
    ],
    CAUSALITY: [phrase for phrase in _EXPLAINED if ": " in phrase],
}  # fmt: skip
_OF_RULE = {
    "ca_p_over_55": "ca_p", "ca_p_over_70": "ca_p", "product_disagrees": "ca_p", "pth_over_4x_uln": "pth",
    "hypercalcaemia_severe": "calcium", "hypercalcaemia_with_high_pth": "calcium", "hypercalcaemia_pth_not_raised": "calcium",
    "phosphorus_very_low": "phosphorus", "trough_out_of_target": "tacrolimus", "creatinine_rise_after_cni_reduction": "creatinine",
}  # fmt: skip
"""What the value and the threshold of a rule are."""
_OF_LABEL = {
    "mg²/dL²": "ca_p",
    "pg/mL": "pth",
    "ng/mL": "tacrolimus",
    "calcium": "calcium",
    "phosphorus": "phosphorus",
    "ionized calcium": "ionized_calcium",
}
"""What evidence of that unit, else of that label, measures."""
_OF_SETTING = {
    "ca_p": "ca_p", "calciphylaxis": "albumin", "pth": "pth", "calcium": "calcium", "phosphorus": "phosphorus",
    "trough": "tacrolimus", "target": "tacrolimus",
}  # fmt: skip
_LIMIT = re.compile(r"(?<![\d.-])(70|55|12\.0|6\.0|10\.2|10\.5|1\.5)(?: mg2/dL2| mg/dL)?(?![\d.-]*\d)")
_LIMIT_OF = {"70": "ca_p", "55": "ca_p", "1.5": "phosphorus"}
_LEVELS = re.compile(
    "|".join(
        re.escape(text).replace(re.escape("{level}"), r"[\d<>., ]+")
        for text in (causality.TOXIC_LEVEL, causality.NORMAL_LEVEL)
    )
)


def sentence(rule: str, text: str, si: bool) -> str:
    """A rule's `why`, `missing` or detail of evidence; any other text and any other figure stays as it is."""
    if not si or not text or rule not in _PHRASES:
        return text
    if rule == CAUSALITY and _LEVELS.fullmatch(text):
        return text.replace("ng/mL", "µg/L")
    return _pattern(rule).sub(lambda found: _anew(rule, found), text)


def evidence(rule: str, item: Mapping[str, Any], si: bool) -> dict[str, Any]:
    """One item of an alert's evidence: label, on, value, unit, detail."""
    given = dict(item)
    if not si:
        return given
    given["detail"] = sentence(rule, str(item.get("detail") or ""), si)
    value, named = str(item.get("value") or ""), str(item.get("unit") or "")
    if not named:
        given["value"] = sentence(rule, value, si)  # the factors of a skin lesion are words and figures
        return given
    label = str(item.get("label") or "").lower()
    creatinine = rule == "creatinine_rise_after_cni_reduction"
    quantity = "creatinine" if creatinine else _OF_LABEL.get(named) or _OF_LABEL.get(label, "")
    figure = re.fullmatch(r"([<>]?)(\d+(?:\.\d+)?)", value)
    if quantity and unit(quantity).name == named:
        given["unit"] = unit(quantity, si).name
        if figure and unit(quantity, si).factor != 1:
            given["value"] = measured(
                quantity, float(figure[2]), comparator=figure[1], si=True, with_unit=False
            )
    return given


def threshold(rule: str, value: float, named: str, si: bool) -> str:
    """`70 mg²/dL²`; in SI `5.64 mmol²/L² (70 mg²/dL²)`, because sources quote the one and results are read in the other."""
    conventional = f"{plain(value)} {named}".strip()
    quantity = _OF_RULE.get(rule, "")
    if not si or not quantity or unit(quantity).name != named:
        return conventional
    return _beside(quantity, value, conventional)


def setting(key: str, value: object, named: str) -> str:
    """A limit of the settings in SI, empty when it is the same in both: `5.64 mmol²/L²`."""
    quantity = _OF_SETTING.get(key.split(".")[0], "")
    first = named.replace("2/", "²/").removesuffix("2") + ("²" if named.endswith("dL2") else "")
    if not quantity or not isinstance(value, int | float) or unit(quantity).name != first.split()[0]:
        return ""
    factor = unit(quantity, True).factor
    return (
        f"{plain(value)} {unit(quantity, True).name}" if factor == 1 else measured(quantity, value, si=True)
    )


def described(rule: str, text: str, si: bool) -> str:
    """A rule's title, sentence or what clears it: limits stay as its sources quote them, with SI in brackets."""
    if not si or rule not in _PHRASES or rule == "product_disagrees":
        return text
    return _LIMIT.sub(
        lambda m: f"{m[0]} ({measured(_LIMIT_OF.get(m[1], 'calcium'), float(m[1]), si=True)})", text
    )


@cache
def _pattern(rule: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<p{n}>{_compiled(phrase)})" for n, phrase in enumerate(_PHRASES[rule])))


def _compiled(phrase: str) -> str:
    """A phrase as a pattern: its first letter large or small, each place a figure and perhaps its conventional unit."""
    found = ""
    for part in re.split(r"(\{\w+,?\})", phrase):
        if part.startswith("{"):
            name = unit(part.strip("{,}")).name
            found += rf"([<>]?\d+(?:\.\d+)?)(?![\d.]*\d)(?: {re.escape(name)})?"
        elif part:
            first = f"[{part[0].upper()}{part[0].lower()}]" if not found and part[0].isalpha() else ""
            found += first + re.escape(part[1:] if first else part)
    return found if phrase[0] in ":(" else rf"(?<![\w.<>]){found}"


def _anew(rule: str, found: re.Match[str]) -> str:
    number = int(str(found.lastgroup)[1:])
    parts = re.split(r"(\{\w+,?\})", _PHRASES[rule][number])
    figures = iter(found.groups()[found.re.groupindex[str(found.lastgroup)] :])
    words = "".join(_figure(part, next(figures)) if part.startswith("{") else part for part in parts)
    return found[0][0] + words[1:] if parts[0] else words


def _figure(place: str, figure: str) -> str:
    sign, value = (figure[0], float(figure[1:])) if figure[0] in "<>" else ("", float(figure))
    quantity, with_unit = place.strip("{,}"), "," not in place
    text = measured(quantity, value, comparator=sign, si=True, with_unit=with_unit)
    return f"{text} ({figure} {unit(quantity).name})" if quantity == "ca_p" else text


def _beside(quantity: str, value: float, conventional: str) -> str:
    if unit(quantity, True).factor == 1:
        return f"{plain(value)} {unit(quantity, True).name}"
    return f"{measured(quantity, value, si=True)} ({conventional})"
