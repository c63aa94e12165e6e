"""Texts of the patient page, its cards and its report."""

TITLE = "Patient"
CHOOSE = "Choose a patient in the sidebar, or open one from the weekly review."
NOT_ON_RECORD = "No patient {patient} on record."
PRESETS = {"window": "Window", "3 months": "3 months", "1 year": "1 year", "all": "All"}
CHART, TABLE = "Chart", "Table"
VIEW_HELP = "The same values as a table, for reading one by one or with a screen reader."
AXIS = "Count days from"
AXIS_DATES = "Dates below, days above"
AXIS_DAYS = "Days below, dates above"
MORE = "Day 0 and rows"
PTH_LOG = "PTH on a log scale"
EXTRA_ROWS = "Further rows"
ONLY_ROW = "One row, larger"
ALL_ROWS = "all rows"
NO_ALERTS = "No alert is open on {day}."
ALSO_OPEN = "Whole basis · {n} more"
WHOLE = "Whole basis"
CANNOT_TELL = "Cannot tell ({n})"
NUMBERS, LIMIT, AGAINST, MISSING, CLEARS = "Numbers", "Limit", "Against", "Missing", "clears"
NOTHING_MISSING = "nothing named"
BELOW = {
    "evidence": "Evidence card",
    "timing": "Doses and symptoms",
    "trough": "Trough metrics",
    "causality": "Naranjo",
    "alerts": "All alerts",
    "corrections": "Corrected values",
}
ALL_COLUMNS = {
    "severity": "Severity",
    "rule": "Alert",
    "why": "Why",
    "status": "Status",
    "began_on": "Began",
    "latest_on": "Latest",
    "ended_on": "Ended",
    "symptom": "Symptom",
}
COMPATIBLE = "The window says “compatible timing”, never “diagnosis”."
NO_PAIN = "No lower-limb pain on record: the evidence card is for patients with lower-limb pain."
EVIDENCE_NOTE = (
    "Counts, never a probability: no such score has been validated. "
    "The columns beside it say what would speak for osteonecrosis or RSDS (CRPS) instead."
)
VERSIONS = {
    "analyte": "Test",
    "collected_at": "Drawn",
    "reported_value": "Reported",
    "reported_unit": "Unit",
    "status": "Status",
    "reported_at": "Reported at",
    "known_on": "Known on",
    "file_name": "File",
    "source_row": "Row",
}
NO_CORRECTIONS = "No corrected value up to this day."
CORRECTION_WAITS = "a correction waits to be settled"
CORRECTIONS_WAIT = "Correction waits"
CORRECTIONS_MORE = "{n} more"
TO_SETTLE = "to be settled on the Upload page; until then the old value stands"
NO_METRICS = "Not enough troughs up to this day."
METRICS = {
    "trough_cv_percent": "Spread of troughs (CV)",
    "c0_d_cv_percent": "Spread of C0/D (CV)",
    "trough_in_target_percent": "Time in target",
    "c0_d": "C0/D, newest",
}
METRIC_HELP = {
    "trough_cv_percent": "SD ÷ mean of the eligible troughs of one drug in the last {within} days, at least {least}. Levels before steady "
    "state are left out. n and its 95 % interval stand below.",
    "c0_d_cv_percent": "The same for trough ÷ total daily dose, within one formulation.",
    "trough_in_target_percent": "Rosendaal over the last {in_target} days: straight lines between consecutive troughs, split where the target "
    "changes; gaps over {longest} days are not counted.",
    "c0_d": "Trough ÷ total daily dose, in ng/mL per mg/day, with the formulation.",
}
REPORT = "Report (PDF)"
REPORT_HELP = "This patient on paper: header, alerts, timeline as a vector figure. Made on this computer."
NO_ONSETS = "No symptom onset up to this day."
LEVEL_BEFORE, LEVEL_AFTER = "Before, {unit}", "After, {unit}"
CHANCE = (
    "Chance overlap: {days} of this patient's {window} days in the window ({share} %) lay within {lag} days after an "
    "increase anyway. Descriptive: timing alone proves nothing."
)
NARANJO_LEAD = "Pre-filled from the record, for the pharmacist to edit and sign. Unknown scores 0."
WHICH_SYMPTOM = "Symptom"
SIGN = "Sign"
SIGNED = (
    "{reaction}, {drug}: Naranjo {score}, {band}; WHO-UMC {category}. Signed by {who} on {day}, "
    "judging the record up to {record}."
)
SUM = "Sum {score}: **{band}**"
WHO_UMC = "WHO-UMC category"
NO_SYMPTOM = "No symptom on record up to this day."
NOT_SCORED = "No cause to assess: no CNI before the onset on record."
EVIDENCE_HEAD = ("Feature", "Here", "On record", "In osteonecrosis", "In RSDS (CRPS)")
OTHER_EXPLANATIONS = "Other explanations"
SAME_DAYS = "Changed within the same week"
OPEN_ALERTS = "Open alerts"
NONE_OPEN = "No open alert"
NARANJO_COMMENT = "Comment"
WHY_CHANGED = "Why changed"
SIGN_HELP = "Written on record with your name; an earlier one of the same reaction stays, superseded. Give your name first."
BELOW_LABEL, SPAN, SHAPE, AXIS_LABEL = "Below", "Span", "Shape", "Axis"
ONSET, CHANGE_BEFORE, ON, LAG, SAME_WEEK = "Onset", "Change before it", "On", "Lag, days", "Same week"
OTHER_DRUGS, SYMPTOMS, EVENTS = "Other drugs", "Symptoms", "Events"
TROUGH_OF, DOSE_OF = "{drug} trough", "{drug} dose"
GRAFT, WINDOW, IMMUNOSUPPRESSION, OWN_TARGET = "Graft", "CIPS window", "Immunosuppression", "Own target"
RISK_FACTORS, CASE_DOCUMENT = "Risk factors", "Case document"
NO_TRANSPLANT, NO_DRUGS, FROM_FIRST_CNI = (
    "no transplant on record",
    "none on record for this day",
    " · counted from the first day on a CNI",
)
SEXES, AGE = {"female": "woman", "male": "man"}, "{n} years"
GRAFT_NUMBERS = {1: "first {organ}", 2: "second {organ}", 3: "third {organ}", 4: "fourth {organ}"}
ORGAN_UNKNOWN, GRAFT_FROM = "graft", "{graft} ({donor} donor)"
GRAFT_AGE = "{graft}, {day} · <b>day {days} · month {months}</b>"
GRAFT_FAILED = "{graft} · failed {day}"
TARGET_SINCE = "{drug} {low}–{high} {unit} since {day}"
VALUE_OF = "{analyte} {value} {unit} of {day}"
EVIDENCE_COUNTS = "<b>{title}</b>: {present} of {all} features present, {absent} absent, {unknown} unknown"
MORE_NUMBERS, SINCE, STANDING_BY = "{n} more", "since {day}", "{state} by {who}"
NO_WINDOW = "none"
WINDOW_STATES = {
    "before": "<b>not yet open</b>: {between}",
    "closed": "<b>closed</b>: {between}",
    "open": "<b>open</b>: {between}, {days} days left",
}
