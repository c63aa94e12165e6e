"""Texts of the page Rules and evidence."""

from dashboard.texts.weekly_review import CARDS as ON_THE_LIST

TITLE = "Rules and evidence"
LEAD = (
    "Every rule with its reason, its source, what speaks against it and what clears it, and every limit with its unit "
    "and source. A rule displays what is on record; it is for review by qualified clinicians and never says what dose "
    "to give."
)
RULES = "Rules"
LIMITS = "Limits, windows, targets, intervals"
LIMITS_LEAD = "Defaults, each with its source; the clinic lays its own over them below."
SEARCH = "Filter"
SEARCH_PLACEHOLDER = "a word of the rule, such as phosphorus"
NONE = "No rule contains this word."
FIRES = "fires for {n}"
CANNOT_TELL = "cannot tell for {n}"
CARDS = {card: title for card, title in ON_THE_LIST.items() if title} | {"none": "States and data"}
WHY = "Why it matters"
AGAINST = "What speaks against it"
CLEARS = "What clears it"
SOURCE = "Source"
LIMIT = "Limits"
IN_SI = "in SI"
LIMIT_COLUMNS = ("limit", "value", "unit", IN_SI, "source")
WRITTEN = "Written {written}, reviewed {reviewed}"
COUNTS = "Patients on {day}"

BURDEN = "How often each rule fires"
BURDEN_LEAD = (
    "Alerts that began from {first} to {last}, and how people answered them; {patients} patients, {months} patient-months. "
    "Dismissed: marked as inaccurate. New again: answered, then the record or the severity changed, or the snooze ran out."
)
BURDEN_NONE = "No rule fired in these months."
BURDEN_SILENT = "Never fired: {rules}."
BURDEN_NEVER = "In the last twelve months it never fired."
BURDEN_LINE = "In the last twelve months: alerts **{began}**, patients {patients}, per patient-month {rate} (n = {months}); {answered}."
BURDEN_RULE, BURDEN_EPISODES, BURDEN_PATIENTS, BURDEN_RATE = "Rule", "Alerts", "Patients", "Per patient-month"
ANSWERED = {
    "acknowledged": "Acknowledged",
    "snoozed": "Snoozed",
    "dismissed": "Dismissed",
    "new_again": "New again",
    "unanswered": "Unanswered",
}
SMALL = {BURDEN_EPISODES: 65, BURDEN_PATIENTS: 75, BURDEN_RATE: 125} | {
    title: 105 if title == "Acknowledged" else 90 for title in ANSWERED.values()
}
"""Columns of counts with their width in pixels."""
