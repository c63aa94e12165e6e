"""Texts of the dose–symptom timing page."""

TITLE = "Dose–symptom timing"
LEAD = (
    "Every symptom onset of the clinic against the last dose change in the {days} days before it. "
    "**Descriptive**: a short lag is compatible with a cause and proves none."
)
CHANCE = (
    "**{share}** of all patient-days inside a CIPS window lay within {lag} days after a CNI increase anyway: so many onsets would "
    "fall there by chance alone. Of {n} lower-limb onsets inside a window, **{close}** did ({observed})."
)
NO_SHARE = "none"
CHANCE_NONE = "No patient-day inside a CIPS window so far: no chance overlap can be counted."
FILTER_DRUG, FILTER_SITE, FILTER_KIND = "Drug that changed", "Site", "Kind of change"
LOWER_LIMB, IN_WINDOW = "Lower limb only", "Inside the CIPS window only"
COUNT = "{onsets} of {patients}, {changed} with a change in the {days} days before"
NONE = "No symptom onset with these filters."
EMPTY = "No symptoms on record yet. Note a pain on **Record**, or upload symptoms."
LAGS = "Days from the last change to the onset"
LAGS_HELP = "One dot an onset; a dot opens its patient. Shaded: 0–{lag} days."
HISTOGRAM = "Onsets by lag"
LEVELS = "Level before and after the change"
LEVELS_HELP = "CNI level up to the day of the change, and the first after it (tacrolimus where there is any). Blue: after a CNI increase."
NO_LEVELS = "No change here has a level on both sides."
TABLE = "Onsets and the changes before them"
TABLE_HELP = "Choose a row to open the patient."
CSV = "Table as CSV"
ONE = "One onset"
ONE_HELP = "C0/D: trough ÷ total daily dose. Steady state: 3 days after a change of dose or formulation (once daily extended release: 7)."
ONE_CHOICE = "Onset"
ONE_OPEN = "Open the patient"
ONE_CHANGES = "Changes in the {days} days before (every drug)"
ONE_NO_CHANGES = "No dose change on record in the {days} days before."
ONE_DOSES = "Doses as taken, days without the drug included"
ONE_LEVELS = "Levels"
ONE_PAIN = "Pain and walking at each contact"
ONE_LABS = "Laboratory values around the onset"
ONE_PLACEHOLDER = "patient, site or day"
ONE_OTHERS = "Other symptoms of these weeks"
ONE_NO_OTHERS = "No other symptom on record, diarrhoea neither."
SAME_WEEK = "In the same week as **{change}** ({days} days before the onset): **{others}**."
DAYS_BEFORE, CHANGE, ON, DAY = "Days before", "Change", "On", "Day"
DRUG, MG_PER_DAY, FROM, TO, FORMULATION, REASON = "Drug", "mg/day", "From", "To", "Formulation", "Reason"
DRAWN, HOURS, C0_D, STEADY = "Drawn", "h after dose", "C0/D", "Steady state"
SCORE, WALKING, TOLD_BY, NOTE, SYMPTOM = "Score, 0–10", "Walking", "Told by", "Note", "Symptom"
HELD, UNKNOWN, RUNNING, STILL_OPEN, NOT_ASKED = (
    "not taken",
    "not known",
    "still taken",
    "still open",
    "not asked",
)
BEFORE_STEADY = "not yet reached"
ONE_NOTHING = "Nothing on record."
KINDS = {
    "increase": "increase",
    "reduction": "reduction",
    "start": "start",
    "restart": "restart",
    "stop": "stop",
    "switch": "switch",
    "formulation": "formulation",
    "interacting_start": "interacting drug on",
    "interacting_stop": "interacting drug off",
}
COLUMNS = {
    "patient_id": "Patient",
    "symptom": "Symptom",
    "site": "Site",
    "side": "Side",
    "onset_on": "Onset",
    "highest_severity": "Highest score",
    "highest_derived": "Score read from a word",
    "change": "Change",
    "changed_on": "Changed on",
    "lag_days": "Lag, days",
    "level_before": "Level before, ng/mL",
    "level_after": "Level after, ng/mL",
    "in_window": "In window",
}
SHOWN = {
    "patient_id": "Patient",
    "words": "Symptom",
    "onset_on": "Onset",
    "lag_days": "Lag, days",
    "change": "Change",
    "level_before": "Before, {unit}",
    "level_after": "After, {unit}",
    "score": "Score",
    "in_window": "In window",
}
"""The columns on the page; the CSV has the longer list."""
