"""Words for the keys of the record, one table a vocabulary: `lower_leg` is read as "lower leg".

Drugs stand as inside a sentence; where one begins a line or a row its first letter is made large. A clinic's own word
outside these lists (the import keeps it) is read with spaces.
"""

from __future__ import annotations

from collections.abc import Mapping


def word(table: Mapping[str, str], key: object) -> str:
    """The word for a key; nothing for no key."""
    text = key if isinstance(key, str) else ""
    return table.get(text) or text.replace("_", " ")


FORMULATIONS = {
    "immediate_release": "immediate release",
    "extended_release": "extended release",
    "extended_release_lcp": "extended release (LCP)",
    "prolonged_release": "prolonged release",
}
FORMULATIONS_SHORT = {
    "immediate_release": "IR",
    "extended_release": "ER",
    "extended_release_lcp": "ER, LCP",
    "prolonged_release": "PR",
}
FREQUENCIES = {
    "once_daily": "once daily",
    "twice_daily": "twice daily",
    "three_times_daily": "three times daily",
    "weekly": "weekly",
    "every_other_day": "every other day",
}
SYMPTOMS = {
    "pain": "pain",
    "weakness": "weakness",
    "skin_plaques": "skin plaques",
    "skin_nodules": "skin nodules",
    "skin_ulcer": "skin ulcer",
    "skin_necrosis": "skin necrosis",
    "oedema": "oedema",
    "diarrhoea": "diarrhoea",
    "other": "other",
}
SITES = {
    "foot": "foot",
    "heel": "heel",
    "ankle": "ankle",
    "lower_leg": "lower leg",
    "knee": "knee",
    "thigh": "thigh",
    "hip": "hip",
    "leg": "leg",
    "back": "back",
    "hand": "hand",
    "arm": "arm",
    "chest": "chest",
    "abdomen": "abdomen",
    "breast": "breast",
    "genital": "genital",
    "other": "other",
}
WALKING = {"normal": "normal", "impaired": "impaired"}
RISKS = {
    "diabetes": "diabetes",
    "warfarin": "warfarin",
    "calcium_carbonate": "calcium carbonate",
    "vitamin_d": "vitamin D",
    "peritoneal_dialysis": "peritoneal dialysis",
    "haemodialysis": "haemodialysis",
    "obesity": "obesity",
}
ORGANS = {
    "kidney": "kidney",
    "liver": "liver",
    "heart": "heart",
    "lung": "lung",
    "pancreas": "pancreas",
    "other": "other",
}
DONORS = {"living": "living", "deceased": "deceased"}
EVENTS = {
    "imaging": "imaging",
    "procedure": "procedure",
    "biopsy": "biopsy",
    "admission": "admission",
    "rejection": "rejection",
    "graft_failure": "graft failure",
    "dialysis_start": "dialysis start",
    "dialysis_stop": "dialysis stop",
    "interacting_drug_start": "interacting drug: start",
    "interacting_drug_stop": "interacting drug: stop",
    "note": "note",
}
CHANGES = {
    "start": "start",
    "stop": "stop",
    "restart": "restart",
    "switch": "switch",
    "formulation": "formulation",
    "increase": "increase",
    "reduction": "reduction",
    "interacting_start": "start",
    "interacting_stop": "stop",
}
SEVERITIES = {
    "critical": "critical",
    "warning": "warning",
    "watch": "watch",
    "information": "information",
    "data_quality": "data quality",
    "cannot_tell": "cannot tell",
    "clear": "clear",
}
RESULT_STATUS = {
    "preliminary": "preliminary",
    "final": "final",
    "corrected": "corrected",
    "cancelled": "cancelled",
    "wrong_patient": "wrong patient",
}
ALERT_STATUS = {"open": "open", "ended": "ended"}
ANSWERED = {
    "severity_risen": "severity risen",
    "before_correction": "before correction",
    "snooze_ended": "snooze ended",
    "acknowledged": "acknowledged",
    "snoozed": "snoozed",
    "dismissed": "dismissed",
}
"""What the people said of an alert, in front of `by …`."""
OUTCOMES = {"done": "done", "not_done": "not done", "dropped": "dropped"}
ANSWERS = {
    "present": "present",
    "absent": "absent",
    "unknown": "unknown",
    "yes": "yes",
    "no": "no",
}
"""On the evidence card and the Naranjo form."""
WHO_UMC = {
    "certain": "certain",
    "probable": "probable",
    "possible": "possible",
    "unlikely": "unlikely",
    "conditional": "conditional",
    "unassessable": "unassessable",
}
NARANJO = {"definite": "definite", "probable": "probable", "possible": "possible", "doubtful": "doubtful"}
