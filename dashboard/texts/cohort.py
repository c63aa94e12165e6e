"""Texts of the cohort page."""

TITLE = "Cohort"
LEAD = "The clinic as a whole on {day}. **Descriptive**: groups are not comparable and nothing here is an effect."
EMPTY = "No transplants or CNI courses on record yet: upload transplants and doses on **Upload**, or note them on **Record**."
SWIMMERS, SWIMMER = (
    "Inside the CIPS window on a CNI: {n} patients",
    "Inside the CIPS window on a CNI: {n} patient",
)
ALSO_DRAWN = "Also drawn, without the alert “CIPS window”: {others}."
OTHERS = {
    "no_cni": "{n} inside the window without a CNI on record that day",
    "not_open": "{n} whose window is not open yet",
}
SWIMMERS_HELP = (
    "A bar from the opening (day 21) to the closing of each window, dark up to today, in the hue of the CNI; "
    "soonest closing at the top. Pains and alerts as marks. A mark opens its patient."
)
PAIN_AT = "{site} pain{score}"
SWIMMERS_NONE = "Nobody is inside a CIPS window."
MORE = "Show all {n}"
BY_MONTH = "By month after transplant"
BY_MONTH_HELP = (
    "One median a patient and month, then median, quartiles and tenths over the patients of that month. "
    "Values reported as < or > stay out. The number of patients stands under each month."
)
CURVES = "Re-zeroed on an event"
CURVES_HELP = (
    "Weeks before and after each event: median and quartiles of one value a patient and week. Under the axis: events still "
    "followed that week, and how many of them have a value. A curve over few patients wanders."
)
EVENT, MEASURE = "Day 0", "Measure"
EVENTS = {
    "cni_increase": "CNI increase",
    "cni_reduction": "CNI reduction",
    "leg_pain": "onset of lower-limb pain",
    "transplant": "transplant",
}
MEASURES = {
    "trough": ("Tacrolimus level", "level"),
    "ca_p": ("Ca × P", "ca_p"),
    "pth": ("PTH", "pth"),
    "alp": ("ALP", "alp"),
}
NO_CURVE = "No such event with values around it."
BURDEN = "Alert burden"
BURDEN_HELP = "Critical and warning alerts that began, divided by the months in which patients were observed."
BURDEN_SENTENCE = (
    "**{rate:.2f}** alerts a patient-month over the last twelve months ({alerts} critical and warning episodes in {months:,.0f} "
    "patient-months). A published transplant pharmacy dashboard had **{published}** (Prog Transplant 2023;33:121)."
)
BURDEN_NOTE = "Only critical and warning count; watch, information and data quality are states."
BURDEN_NONE = "No patient-month observed yet."
RULE_COLUMNS = {"rule": "rule", "severity": "severity", "open": "open", "patients": "patients"}
RULES = "Open alerts by rule"
CSV = "By month as CSV"
