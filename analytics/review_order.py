"""The order of the weekly list, exactly as definitions.md, "The weekly list", has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

CARD_OF = {
    "cips_pain_in_window": "bone_pain",
    "cips_pain_after_cni_increase": "bone_pain",
    "pain_after_exposure_change": "bone_pain",
    "cips_pain_beyond_18_months": "bone_pain",
    "cips_alp_raised": "bone_pain",
    "trough_out_of_target": "exposure",
    "trough_variability_high": "exposure",
    "trough_due_after_dose_change": "exposure",
    "creatinine_rise_after_cni_reduction": "exposure",
    "ca_p_over_70": "mineral",
    "ca_p_over_55": "mineral",
    "calciphylaxis_risk": "mineral",
    "pth_over_4x_uln": "mineral",
    "hypercalcaemia_severe": "mineral",
    "hypercalcaemia_with_high_pth": "mineral",
    "hypercalcaemia_pth_not_raised": "mineral",
    "phosphorus_very_low": "mineral",
}
PAIN_RULES = frozenset(
    {
        "cips_pain_in_window",
        "cips_pain_after_cni_increase",
        "pain_after_exposure_change",
        "cips_pain_beyond_18_months",
    }
)
# The strongest sentence of a card comes first: these before others of the same severity, in this order.
_STRENGTH = (
    "hypercalcaemia_severe",
    "calciphylaxis_risk",
    "cips_pain_after_cni_increase",
    "cips_pain_in_window",
    "creatinine_rise_after_cni_reduction",
    "ca_p_over_70",
    "trough_out_of_target",
    "hypercalcaemia_pth_not_raised",
    "pain_after_exposure_change",
    "cips_pain_beyond_18_months",
    "hypercalcaemia_with_high_pth",
    "cips_alp_raised",
    "phosphorus_very_low",
    "trough_due_after_dose_change",
    "pth_over_4x_uln",
    "trough_variability_high",
)
_STRENGTH_RANK = {rule: rank for rank, rule in enumerate(_STRENGTH)}
# "variability or PTH alone stay below", as does one trough warning by itself
_MINOR = frozenset({"trough_variability_high", "pth_over_4x_uln", "trough_out_of_target"})
NEVER_ANSWERED = ("new", "severity_risen", "before_correction")
DIALYSIS = ("peritoneal_dialysis", "haemodialysis")


def attention(alert: Mapping[str, Any]) -> bool:
    """Whether an open alert can put a patient on the list; watch, information and data quality never do."""
    return alert["status"] == "open" and alert["severity"] in ("critical", "warning")


def card_of(alert: Mapping[str, Any], in_pain: bool) -> str:
    """The card of an alert; a low trough while a lower-limb pain is open belongs to the pain."""
    if in_pain and alert["rule"] == "trough_out_of_target" and _low_trough(alert):
        return "bone_pain"
    return CARD_OF.get(alert["rule"], "mineral")


def horizon_of(alert: Mapping[str, Any], *, on_dialysis: bool) -> int:
    """0 today, 1 this week, 2 at the visit.

    Today: severe calcium, painful skin lesion, a level > 20 or unmeasurable, creatinine after a cut. A known (answered)
    product over 70 on dialysis waits for the visit.
    """
    rule, critical = alert["rule"], alert["severity"] == "critical"
    if rule in ("hypercalcaemia_severe", "calciphylaxis_risk", "creatinine_rise_after_cni_reduction"):
        return 0
    if rule == "trough_out_of_target" and critical:
        return 0
    if rule == "ca_p_over_70" and on_dialysis and not alert["fresh"]:
        return 2
    return 1 if critical else 2


def never_folds(alert: Mapping[str, Any], *, first_pain: bool) -> bool:
    """First pain, skin lesion, calcium > 12, level > 20 (or unmeasurable) stay in sight whatever was answered."""
    rule = alert["rule"]
    if rule in ("hypercalcaemia_severe", "calciphylaxis_risk"):
        return True
    if rule == "trough_out_of_target" and alert["severity"] == "critical":
        return True
    return first_pain and rule in PAIN_RULES


def strength(alert: Mapping[str, Any]) -> tuple[Any, ...]:
    """Sorts a patient's alerts: strongest sentence first."""
    answered = alert["state"] in ("snoozed", "dismissed")
    rank = _STRENGTH_RANK.get(alert["rule"], len(_STRENGTH))
    score = -(alert["score"] or 0)
    return (
        answered,
        alert["horizon"],
        alert["severity"] != "critical",
        rank,
        score,
        str(alert["began_on"]),
        alert["symptom"],
    )


def minor(alerts: Sequence[Mapping[str, Any]], *, on_dialysis: bool) -> bool:
    """Whether nothing but variability, PTH, one trough warning or a known product on dialysis asks for attention."""
    return all(
        (a["rule"] in _MINOR and a["severity"] == "warning" and len(alerts) == 1)
        or (a["rule"] == "ca_p_over_70" and on_dialysis and not a["fresh"])
        for a in alerts
    )


def sort_key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Horizon; minor ones below; new, worse or corrected first; cannot walk, higher score; more cards; longest unreviewed."""
    reviewed: date | None = row["reviewed_on"]
    return (
        row["horizon"],
        row["minor"],
        not row["fresh"],
        row["walking"] != "impaired",
        -(row["score"] if row["score"] is not None else -1),
        -row["cards"],
        reviewed or date.min,
        row["patient_id"],
    )


def _low_trough(alert: Mapping[str, Any]) -> bool:
    value, threshold = alert["value"], alert["threshold"]
    return alert["comparator"] == "<" or (value == value and threshold == threshold and value < threshold)
