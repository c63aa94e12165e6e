"""Texts of the frame around every page."""

PRODUCT = "Troughline"
SIMULATED = "SIMULATED CLINIC"
SIMULATED_DETAIL = "made-up patients, no real person"
CASE_STUDY = "PUBLISHED CASE"
FIND_PATIENT = "Find a patient"
NO_PATIENTS = "No patients on record yet"
DAY = "Day"
DAY_HELP = "Everything is shown as of this day; nothing that happened later is used."
CASE_DAY_HELP = "This published case opens on its own day. The clinic's day is kept for the other pages."
BACK_TO_DAY = "Back to {day}"
KNOWN_ON = "Only what was known by"
KNOWN_ON_HELP = "Leave empty for everything on record. With a day, results that arrived later are left out."
SI_UNITS = "SI units"
SI_HELP = (
    "Every value, limit and sentence in SI units: calcium and phosphorus in mmol/L, creatinine in µmol/L, PTH in pmol/L, levels in "
    "µg/L. What fires does not change. Files, exports and values as a laboratory reported them keep their own units."
)
CASE_STUDIES = "Case studies"
READER = "Your name"
READER_HELP = (
    "Written on every entry as unverified: there is no sign-in yet. Kept until this browser's session ends."
)
READER_PLACEHOLDER = "e.g. A. Pharmacist"
READER_WANTED = "Give your name once; it is written on every entry you make, marked as unverified."
MORE = "More"
PAGE_FAILED = (
    "This page failed. Nothing was stored by it. The place is in the server's log; please report it."
)

SECTIONS = {
    "Clinic": (
        ("weekly_review", "Weekly review"),
        ("cohort", "Cohort"),
        ("dose_symptom_timing", "Dose–symptom timing"),
    ),
    "Patient": (("patient", "Patient"), ("record", "Record")),
    "Data": (("upload", "Upload"), ("audit", "Changes")),
    "Reference": (("rules", "Rules and evidence"), ("about", "About")),
}
