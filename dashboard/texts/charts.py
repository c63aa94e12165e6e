"""Texts of the charts: titles of rows and axes, words on the marks, and what an empty row says."""

from dashboard.texts import dates

OTHER_DRUGS, AS_TAKEN = "Other drugs", "as taken"
SYMPTOMS, OF_TEN, EVENTS, CNI = "Symptoms", "0–10", "Events", "CNI"
NONE_HERE, NONE = "none in this span", "none on record"
NO_DOSE_HERE, NO_DOSE = "no dose in this span", "no dose on record"
NO_LEVEL_HERE, NO_LEVEL = "no level in this span", "no level on record"
NO_RESULT_HERE, NO_RESULT = "no {name} in this span", "no result on record"
NO_PRODUCT_HERE, NO_PRODUCT = "no calcium or phosphorus in this span", "no calcium, no phosphorus on record"
NO_CNI = "no tacrolimus or cyclosporine on record: no level, no dose"
DOSE_UNKNOWN, AMOUNT_UNKNOWN = "dose not on record", "amount not on record"
A_WEEK, A_DAY, EACH = "{mg} mg/week", "{mg} mg/day", "{mg} mg {times}"
PRINTED = "{value} printed by the lab"
HOURS_AFTER, UNVERIFIED, BEFORE_STEADY = (
    "{hours} h after the dose",
    "timing unverified",
    "before steady state",
)
FIRST_CNI_DAY, FROM_FIRST_CNI_DAY = "first day on a CNI", ", counted from the first day on a CNI"
TRANSPLANT, TRANSPLANT_OF = "transplant", "{organ} transplant"
DAY_N, YEAR_N, COUNTED = "day {n}", "year {n}", "day {n} after {zero} · "
INSIDE_WINDOW, OUTSIDE_WINDOW = "inside the CIPS window", "outside the CIPS window"
WINDOW_CLOSES = "CIPS window to {closes}"
WINDOW_WORDS = (
    "CIPS window: opens {opens} (day {opens_day}), closes {closes} (day {closes_day}){anchor}",
    "CIPS window: opens {opens} (day {opens_day}), closes {closes}",
    "CIPS window {opens} – {closes}",
    WINDOW_CLOSES,
    "CIPS window",
)
"""Longest first: the first that fits is written."""
ALSO, STOPPED, DOSE_UNIT, LEVEL_UNIT = (
    "also: {drugs}",
    "stopped, last day {day}",
    "dose, mg/day",
    "trough, {unit}",
)
LIMIT, DEFAULT_LIMIT = "limit {value}", "limit {value}<br>(default)"
RANGE, TARGET = "range {low}–{high}", "target {low}–{high}"
OWN, CLINIC, LOG = "own target", "clinic target", "{unit}, log"
OWN_TARGET, CLINIC_TARGET, ON_DOSE = "own target {low}–{high}", "clinic target {low}–{high}", "on {dose}"
SPECIMEN, REPORTED, IMPORT = "specimen {specimen}", "reported {value} {unit}", "import {n}"
CORRECTED, TIMES_LIMIT = "corrected, {n} versions", " = {times} × limit"
PRODUCT_PRINTED = "Ca × P {said}"
PRODUCT, PRODUCT_VALUE, PRODUCT_HOVER = (
    "Ca × P",
    "product",
    "<b>Ca × P {product}</b> = calcium {calcium} × phosphorus {phosphorus}",
)
UNTOLD_PRODUCT = {
    "phosphorus": "no phosphorus",
    "calcium": "no calcium",
    "comparators": "a product of < and >",
}
"""Why a Ca × P cannot be told, as the measure names it."""
CANNOT_TELL, UNTOLD, UNTOLD_HOVER = (
    "cannot tell",
    "{said}: cannot tell",
    "<b>Ca × P</b> {said}",
)
ABOUT = "about {lag}"
ONSET_OF, GONE, SINCE = "onset: {what}", "gone: {what}", "{what}, since {days}"
PRECISION = {"week": " (to the week)", "month": " (to the month)", "year": " (to the year)"}

TABLE = ("Date", "Day", "Row", "What", "Value", "Note")
TROUGH, RESULT, DOSE_FROM, RUNNING, LAST_DAY = (
    "trough",
    "result",
    "dose from this day",
    "running",
    "last day {day}",
)

DRUG_CLASSES = {
    "cni": "CNI",
    "steroid": "steroid",
    "mtor": "mTOR inhibitor",
    "antimetabolite": "antimetabolite",
    "interacting": "interacting drug",
}
LAG_HOVER = "{patient}: {symptom}<br>{change}, {days} days before"
HISTOGRAM_HOVER, BEFORE_AFTER = "days %{customdata[0]}: %{y} onsets ", ("before", "after")
DAYS_LEFT, BURDEN_AXIS, PUBLISHED = "  {n} days left", "alerts a patient-month", "published {rate}"
LAG_AXIS, ONSETS_AXIS = "days from the change to the onset", "onsets"
AFTER_INCREASE, AFTER_OTHER = "after a CNI increase", "after another change"
SWIMMER_AXIS = "days after transplant (or first day on a CNI)"
WEEKS_FROM, AT_RISK = "weeks from the {event}", "at risk<br>with value"
N, MONTH_AXIS, PAIN, WINDOW = "n {n}", "month", "pain", "window"
MONTH_HOVER = (
    "month %{x}: median %{y:.1f}, quartiles %{customdata[0]:.1f}–%{customdata[1]:.1f}, %{customdata[2]} patients"
    "<extra></extra>"
)
BAR_HOVER = "%{customdata[0]} {what}: day %{base} to %{x}<extra></extra>"
MARK_HOVER = "%{customdata[0]} day %{x}: %{text}<extra></extra>"
BURDEN_HOVER = (
    f"%{{x|{dates.HOVER_MONTH}}}: "
    "%{y:.2f} (%{customdata[0]} alerts, %{customdata[1]:.0f} patient-months)<extra></extra>"
)
CURVE_HOVER = (
    "week %{x}: median %{y:.1f}, quartiles %{customdata[0]:.1f}–%{customdata[1]:.1f}"
    "<br>%{customdata[2]} of %{customdata[3]} events have a value<extra></extra>"
)
