"""Texts of a registry: the same dashboard, read only."""

BANNER = "REGISTRY, READ ONLY"
BANNER_DETAIL = "evaluated as of {day}{known} · {sites}"
KNOWN = ", known on {day}"
SITES = "{n} sites: {names}"
ONE_SITE = "site {names}"
MISSING = "{n} of {all} buckets are not evaluated: their patients are on no list. Run `troughline evaluate-lake` again."
NEWER = "Exported again since: {sites}. What they sent is not in these alerts."

SECTIONS = {
    "Registry": (("registry_review", "Weekly review"), ("registry_cohort", "Cohort")),
    "Patient": (("patient", "Patient"),),
    "Reference": (("about", "About"),),
}
PATIENT_ID = "Open a patient"
PATIENT_PLACEHOLDER = "patient id"

LEAD = "As of **{day}** · {patients} with an open critical or warning alert{filtered}"
FILTERED = " match the filters"
ORDER = "Ordered by urgency, new in the last 7 days first. Doses, trends and what speaks against an alert stand on the patient's page."
ALL_QUIET = "Nobody asks for attention."
COLUMNS = ("", "Patient", "Why", "Site", "Since")
MORE_ALERTS = "{n} more open"
SITE, SEVERITY, RULE, NEW = "Site", "Severity", "Alert", "Only new in the last 7 days"
PREVIOUS, NEXT = "‹ Before", "Next ›"
PAGE = "{first} to {last} of {all}"

COHORT_LEAD = "All sites, as of **{day}**. Descriptive: nothing here compares treatments."
NO_FIGURES = (
    "The cohort figures are made once every bucket is evaluated. Run `troughline evaluate-lake` again."
)
BURDEN = "Alerts per patient-month, the last 12 months"
BURDEN_COLUMNS = ("Site", "Patients (last month)", "Patient-months", "Alerts", "Per patient-month")
BURDEN_NOTE = (
    "Critical and warning alerts that began; a patient counts at the site that most of the rows came from."
)
ALL_SITES = "all sites"
LAGS = "Lower-limb onsets after a dose change"
LAGS_NOTE = "Days from the nearest dose change in the 90 days before the onset."
NO_LAGS = "No lower-limb onset within 90 days after a dose change on record."
READ_ONLY = "A registry is read only: entries are made where the patient is treated."
