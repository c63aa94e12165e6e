"""Short clinical words for the weekly list: sites, dose changes, days, names of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

RULE_LABELS = {
    "cips_window": "CIPS window",
    "cips_pain_in_window": "leg pain inside the CIPS window",
    "cips_pain_after_cni_increase": "leg pain after a CNI increase",
    "pain_after_exposure_change": "leg pain after a change of exposure",
    "cips_alp_raised": "ALP raised inside the window",
    "cips_pain_beyond_18_months": "pain beyond 18 months",
    "ca_p_over_70": "Ca × P over 70 mg²/dL²",
    "ca_p_over_55": "Ca × P over 55 mg²/dL²",
    "calciphylaxis_risk": "painful skin lesion",
    "pth_over_4x_uln": "PTH over 4 × limit",
    "hypercalcaemia_severe": "severe hypercalcaemia",
    "hypercalcaemia_with_high_pth": "high calcium with high PTH",
    "hypercalcaemia_pth_not_raised": "high calcium, PTH not raised",
    "phosphorus_very_low": "phosphorus very low",
    "trough_out_of_target": "level out of target",
    "trough_variability_high": "levels vary",
    "trough_due_after_dose_change": "level due after a change",
    "creatinine_rise_after_cni_reduction": "creatinine up after a CNI cut",
    "labs_overdue": "labs overdue",
    "product_disagrees": "printed product disagrees",
}
"""A few words each; the full title and sentence are in analytics.catalogue."""

_PLURAL = {"foot": "feet", "lower_leg": "lower legs", "leg": "legs", "other": "other sites"}
_SKIN = {
    "skin_plaques": "skin plaques",
    "skin_nodules": "skin nodules",
    "skin_ulcer": "skin ulcer",
    "skin_necrosis": "skin necrosis",
}


def amount(value: Any) -> str:
    """A number with at most the decimals it has: 5, 2.5, 0.75; '?' when unknown."""
    if value is None or value != value:
        return "?"
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def graded(score: float, derived: bool) -> str:
    """` 7/10`, or `, moderate` when a word was recorded and the number is only our reading of it."""
    return f", {severity_word(score)}" if derived else f" {amount(score)}/10"


def severity_word(score: float) -> str:
    """The word that was recorded for a score read from it: none, mild, moderate, severe."""
    return "none" if score == 0 else "mild" if score <= 3 else "moderate" if score <= 6 else "severe"


def tenths(value: float) -> str:
    """A level as a laboratory writes it, with one decimal even when it is 0: 4.0, 5.6."""
    words = amount(value)
    return words if "." in words else f"{words}.0"


def drug_word(drug: str) -> str:
    """A canonical drug name for reading."""
    return drug.replace("_", " ")


def change_words(change: Mapping[str, Any]) -> str:
    """`tacrolimus 5 → 7 mg/day`, `tacrolimus stopped`, `voriconazole started`."""
    drug, kind = drug_word(str(change["drug"])), str(change["kind"])
    start, end = change.get("from_mg_per_day"), change.get("to_mg_per_day")
    if kind in ("increase", "reduction"):
        return f"{drug} {amount(start)} → {amount(end)} mg/day"
    if kind in ("start", "restart"):
        dose = f" at {amount(end)} mg/day" if end == end and end is not None else ""
        return f"{drug} {'started' if kind == 'start' else 'restarted'}{dose}"
    words = {
        "stop": f"{drug} stopped",
        "switch": f"switched to {drug}",
        "formulation": f"{drug} formulation changed",
        "interacting_start": f"{drug} started",
        "interacting_stop": f"{drug} stopped",
    }
    return words.get(kind, f"{drug} {kind.replace('_', ' ')}")


def symptom_words(pains: Sequence[Mapping[str, Any]]) -> str:
    """`Both feet and knees`, `Right hip pain`, `Skin ulcer, lower leg`: symptoms of one onset in words."""
    first = pains[0]
    kind = str(first["symptom"])
    sites = list(dict.fromkeys(str(pain["site"]) for pain in pains))
    sides = {str(pain["side"] or "") for pain in pains}
    if kind != "pain":
        site = "" if sites == ["other"] else f", {_joined([_singular(s) for s in sites])}"
        return f"{_SKIN.get(kind, kind.replace('_', ' ')).capitalize()}{site}"
    if sides == {"both"}:
        return f"Both {_joined([_plural(s) for s in sites])}"
    side = next(iter(sides)) if len(sides) == 1 else ""
    where = _joined([_singular(s) for s in sites])
    return f"{side} {where} pain".strip().capitalize()


def _plural(site: str) -> str:
    return _PLURAL.get(site, f"{site.replace('_', ' ')}s")


def _singular(site: str) -> str:
    return "hip (groin)" if site == "hip" else site.replace("_", " ")


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
