"""Texts of the printed pages: titles, what stands on the foot, and the words of the minutes."""

AUTHOR = "Troughline"
SIMULATED_FOOT = "SIMULATED CLINIC, no real person · {foot}"
PAGE = "page {n}"

PATIENT_TITLE = "Troughline patient report"
PATIENT_FOOT = (
    "{patient} · as of {day} · Troughline, for the treating team; compatible with, never a diagnosis"
)
ALERT_SINCE = "since {day}"
ALERT_LIMIT = "limit "

MINUTES_HEADING = "Weekly review of {day}"
MINUTES_TITLE = "Weekly review {day}"
MINUTES_FOOT = "Weekly review {day} · {patients}"
MINUTES_PATIENTS = "{n} patients"
SINCE, SINCE_PRESENT = "since {day}", "since {day} · present: {present}"
NOBODY_LISTED = "Nobody was listed."
NO_ALERT = "no alert"
NOT_REVIEWED = "(not reviewed)"
DECIDED_EARLIER = "before: {decision}"
DUE_BY = "by {day}"
