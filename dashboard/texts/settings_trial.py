"""Texts of trying and keeping other settings, on the page Rules and evidence."""

from __future__ import annotations

TITLE = "Try other limits"
LEAD = (
    "Upload a settings file or edit the text, and see which alerts it would have raised beside those in force. Nothing changes "
    "until it is kept; a kept file can be taken back. The same comparison: `troughline replay --settings FILE`."
)
FILE = "Settings file (.toml)"
TEXT = "The clinic's own settings"
TEXT_HELP = "Only what differs from the defaults in the table above, under the same names."
TEMPLATE = f"# {TEXT_HELP} For example:\n# [ca_p]\n# critical = 65\n"
FIRST, LAST = "From", "To"
COMPARE, COMPARING = "Compare", "Evaluating every patient under both settings …"
CHANGED_SINCE = "Changed since the last comparison: compare again."
KEEP, TAKE_BACK = "Keep these settings", "Take back"
KEPT = "Kept on {day} by {who}: {what}"
TAKEN_BACK = "Taken back on {day} by {who}: {what}"
SAID_KEPT, SAID_BACK = "Kept: {what}", "Taken back: {what}"
NOT_TEXT = "The file is not UTF-8 text: nothing was read."

SAME_SETTINGS = "These are the settings in force: nothing to compare."
SAME_ALERTS = "Not one alert of these days differs."
NOBODY = "Nobody was on record in these days: no alert can be compared."
RATE = (
    "Critical and warning alerts that began, per patient-month: **{now}** now, **{then}** with these settings "
    "({patients} patients, {months} patient-months)."
)
SHOWN = "The first {shown} of {all} alerts."
SETTING, NOW, THEN, UNIT = "Setting", "In force", "To try", "Unit"
RULE, CHANGE, PATIENT, WHY = "Rule", "Change", "Patient", "Why"
COUNTS = {
    "now": "Fired now",
    "then": "Fired then",
    "new": "New",
    "gone": "Gone",
    "moved": "Moved",
    "severity": "Other severity",
}
CHANGES = {"new": "new", "gone": "gone", "other severity": "other severity", "moved": "moved"}
"""In the order in which they are listed."""
RATE_NOW, RATE_THEN = "Per patient-month now", "Per patient-month then"
SEVERITY_NOW, SEVERITY_THEN = "Severity now", "Severity then"
YES, NO = "yes", "no"
BEGAN_NOW, BEGAN_THEN = "Began now", "Began then"


def shown(value: float | bool) -> str:
    """70, 1.25, yes."""
    return (YES if value else NO) if isinstance(value, bool) else f"{value:g}"


def unit_words(unit: str) -> str:
    """mg²/dL², × upper limit: settings files are written with a plain 2 and x."""
    return unit.replace("mg2/dL2", "mg²/dL²").replace("x ", "× ", 1 if unit.startswith("x ") else 0)
