"""Numbers, units and spans as the screens write them: conventional or SI by one switch."""

from __future__ import annotations

import html
import math
from typing import NamedTuple

import pandas as pd

from dashboard.texts import keys
from dashboard.texts import words as texts
from dashboard.texts.drugs import DRUGS

NO_BREAK = "\u00a0"


class Unit(NamedTuple):
    """How one quantity is shown: the canonical number times factor, in name, with so many decimals."""

    factor: float
    name: str
    decimals: int


# quantity: conventional (canonical, definitions.md), SI. Levels in SI are µg/L, the same number; ALP stays in U/L,
# which SI laboratories report too (µkat/L only in some countries).
_LEVEL = (Unit(1, "ng/mL", 1), Unit(1, "µg/L", 1))
_PRODUCT = (Unit(1, "mg²/dL²", 1), Unit(0.2495 * 0.3229, "mmol²/L²", 2))
_CALCIUM_MMOL = Unit(0.2495, "mmol/L", 2)
_ENZYME = (Unit(1, "U/L", 0),) * 2
_UNITS = {
    "tacrolimus": _LEVEL,
    "cyclosporine": (Unit(1, "ng/mL", 0), Unit(1, "µg/L", 0)),
    "sirolimus": _LEVEL,
    "everolimus": _LEVEL,
    "calcium": (Unit(1, "mg/dL", 1), _CALCIUM_MMOL),
    "ionized_calcium": (Unit(1, "mg/dL", 2), _CALCIUM_MMOL),
    "calcium_corrected": (Unit(1, "mg/dL", 1), _CALCIUM_MMOL),
    "phosphorus": (Unit(1, "mg/dL", 1), Unit(0.3229, "mmol/L", 2)),
    "ca_p": _PRODUCT,
    "ca_p_product_reported": _PRODUCT,
    "pth": (Unit(1, "pg/mL", 0), Unit(1 / 9.425, "pmol/L", 1)),
    "alp": _ENZYME,
    "ggt": _ENZYME,
    "bone_alp": (Unit(1, "", 1),) * 2,
    "albumin": (Unit(1, "g/dL", 1), Unit(10, "g/L", 0)),
    "creatinine": (Unit(1, "mg/dL", 2), Unit(88.4, "µmol/L", 0)),
    "magnesium": (Unit(1, "mg/dL", 2), Unit(0.4114, "mmol/L", 2)),
    "vitamin_d_25oh": (Unit(1, "ng/mL", 0), Unit(2.496, "nmol/L", 0)),
    "crp": (Unit(1, "mg/L", 1),) * 2,
    "egfr": (Unit(1, "mL/min/1.73 m²", 0),) * 2,
    "das28": (Unit(1, "", 2),) * 2,
}
ANALYTES = tuple(_UNITS)


def unit(quantity: str, si: bool = False) -> Unit:
    """The display unit of an analyte or of 'ca_p'; unknown quantities are shown as stored."""
    return _UNITS.get(quantity, (Unit(1, "", 2), Unit(1, "", 2)))[1 if si else 0]


def name(quantity: str) -> str:
    """An analyte or drug for people: 'PTH', 'Tacrolimus', 'Mycophenolic acid'."""
    word = keys.word(DRUGS, quantity)
    return texts.NAMES.get(quantity) or word[:1].upper() + word[1:]


def number(value: float, decimals: int) -> str:
    """A number with its laboratory's decimals and a true minus sign."""
    if value is None or math.isnan(value):
        return texts.NO_NUMBER
    return f"{value:,.{decimals}f}".replace(",", NO_BREAK).replace("-", "−")


def plain(value: float) -> str:
    """A dose or limit without idle zeros: 2, 0.5, 12.8."""
    return f"{value:,.2f}".rstrip("0").rstrip(".").replace(",", NO_BREAK).replace("-", "−")


def measured(
    quantity: str, value: float, *, comparator: str = "", si: bool = False, with_unit: bool = True
) -> str:
    """'<5 pg/mL', '11.2 mg/dL': a canonical value in the chosen units with its comparator."""
    shown = unit(quantity, si)
    text = f"{comparator or ''}{number(value * shown.factor, shown.decimals)}"
    return f"{text} {shown.name}".strip() if with_unit else text


def span_words(days: int) -> str:
    """A distance in words: 'this day', '1 day', '7 days'."""
    return (texts.DAYS if abs(days) > 1 else texts.ONE_DAY if days else texts.THIS_DAY).format(n=days)


def safe(text: object) -> str:
    """Text from files, made harmless in plotly labels and hovers, which take HTML; braces would read as templates."""
    if text is None or (isinstance(text, float) and math.isnan(text)) or text is pd.NaT or text is pd.NA:
        return ""
    return html.escape(str(text), quote=False).replace("%{", "% {")


def severity_word(score: float | None) -> str:
    """Words for a 0-10 score: none 0, mild to 3, moderate to 6, severe above; empty when not scored."""
    if score is None or math.isnan(score):
        return ""
    if score == 0:
        return texts.NO_SEVERITY
    return texts.MILD if score <= 3 else texts.MODERATE if score <= 6 else texts.SEVERE


def score(value: float, derived: bool) -> str:
    """`5/10`, or the word when a word was recorded and nobody gave the number."""
    return severity_word(value) if derived else texts.OF_TEN.format(score=plain(value))


_PAIRED = {"foot", "heel", "ankle", "lower_leg", "knee", "thigh", "hip", "leg", "hand", "arm", "breast"}


def place(site: str, side: str) -> str:
    """'both feet', 'left foot', 'back'; the site alone where no side is recorded."""
    one = keys.word(keys.SITES, site)
    several = texts.SEVERAL.get(site, texts.OTHERS_SEVERAL.format(place=one))
    if side in texts.ON_SIDE:
        return texts.ON_SIDE[side].format(place=one, places=several)
    return several if site in _PAIRED and side else one
