"""Words of the weekly list and of the minutes."""

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

SCORE, SCORE_WORD, OF_TEN = " {score}/10", ", {word}", ", {score}/10"
NONE, MILD, MODERATE, SEVERE = "none", "mild", "moderate", "severe"
AND = "{some} and {last}"

PLURAL = {"foot": "feet", "lower_leg": "lower legs", "leg": "legs", "other": "other sites"}
SEVERAL = "{site}s"
SINGULAR = {"hip": "hip (groin)"}
SKIN = {
    "skin_plaques": "skin plaques",
    "skin_nodules": "skin nodules",
    "skin_ulcer": "skin ulcer",
    "skin_necrosis": "skin necrosis",
}
OTHER_SYMPTOM, BOTH_SIDES, PAIN = "{symptom}, {sites}", "Both {sites}", "{side} {sites} pain"

STARTED_AT = {"start": "{drug} started at {dose} mg/day", "restart": "{drug} restarted at {dose} mg/day"}
CHANGED = {
    "start": "{drug} started",
    "restart": "{drug} restarted",
    "stop": "{drug} stopped",
    "switch": "switched to {drug}",
    "formulation": "{drug} formulation changed",
    "interacting_start": "{drug} started",
    "interacting_stop": "{drug} stopped",
}

DOES_IT_HURT = "{what}: does it hurt? Not on record"
WALKING_IMPAIRED = ", walking impaired"
SINCE_DAY, SINCE, NOT_ASKED_SINCE = ", since day {n}", ", since {day}", ", not asked since {day}"
SAME_DAY, ONE_DAY_BEFORE, DAYS_BEFORE = "the same day", "{n} day before", "{n} days before"
CHANGE_BEFORE, NO_CHANGE = ": {change} {when}{level}", ": no change of CNI in the {days} days before"
LEVEL = ", level {before} → {after}"
IMAGE, AFTER_STEROID = ": image for osteonecrosis", ", after {change} on {day}"
CUT = "Cut {when} in pain compatible with CIPS: ask pain, level, creatinine"
THIS_WEEK, ONE_WEEK_AGO, WEEKS_AGO = "this week", "{n} week ago", "{n} weeks ago"
NUMBERS = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip

ALERT, ENDED = "{lead}: {rule}", "ended: {rule}"
NEW, BACK_AGAIN = "new", "back again"
ANSWER_LAPSED = {
    "severity_risen": "severity risen since {who} answered",
    "before_correction": "changed after {who} answered",
}
DOSE_CHANGED, SYMPTOM_SINCE = "{change} on {day}", "{symptom} since {day}"
CORRECTED, WITHDRAWN = "corrected: {analyte} of {day}", "withdrawn: {analyte} of {day}"

ANSWERS = {
    "acknowledge": "{rule} acknowledged by {who}",
    "snooze": "{rule} snoozed until {until} by {who}",
    "dismiss": "{rule} marked as inaccurate by {who}",
    "assign": "{rule} given to {to} by {who}",
}
OUTCOMES = {"": "open", "done": "done", "not_done": "not done yet", "dropped": "dropped"}
LISTED = {"new": "with something new", "open": "still open", "ask_again": "to ask again"}
FOLDED = {"aside": "put aside", "overdue": "overdue", "quiet": "quiet"}
COUNTS = "{asking} of {all} patients asked for attention: {listed}; {folded}"
HEADING, TITLE, PRESENT = "Weekly review", "{heading}, {day} (since {since})", "Present: {names}"
NO_ALERT, REVIEWED, NOT_DISCUSSED = "no alert", "reviewed, no change", "not discussed"
DECIDED_BEFORE, DECIDED = "decided before: {decision}", "DECIDED: {decision}"
BY = "by {day}"
UNFINISHED_DAY = "No meeting was finished on {day}; the one of that week was on {other}."
UNFINISHED_WEEK = "No meeting was finished in the week of {day}: this is the list of that day."
