"""Texts of the page Record."""

from dashboard.texts import keys

TITLE = "Record"
LEAD = "What a patient tells, noted in seconds. Each entry is a new row; nothing is overwritten, and each can be taken back."
CHOOSE = "Patient"
CHOOSE_PLACEHOLDER = "name or id"
NO_PATIENT = "Choose the patient first."
CASE_STUDY = "This is a published case: its record stays as it was printed. Choose a patient of the clinic to note something."
WHAT = "What to note"
FORMS = {"pain": "Pain", "dose": "Dose", "target": "Target", "event": "Event", "transplant": "Transplant"}
DAY = "Told on"
DAY_DOSE = "First day"
OPEN_PAINS = "Pains on record, still open"
PAIN_LINE = "**{where}** since {day} · {last}"
LAST, OF_TEN, NOT_SCORED = "last {score}, told {day}", "{score} of 10", "not scored"
STILL = "Still there"
GONE = "Gone"
GONE_SINCE = "Gone since"
NO_PAIN = "Asked: no pain"
NO_PAIN_HELP = "Notes that the patient was asked and has no pain. Use Gone for a pain that is on record."
NEW_PAIN = "A pain not on record yet"
WHERE = "Where (several possible)"
SITES = {
    "foot": "foot",
    "heel": "heel",
    "ankle": "ankle",
    "lower_leg": "lower leg",
    "knee": "knee",
    "thigh": "thigh",
    "hip": "hip, groin",
    "leg": "leg, not specified",
    "back": "back",
    "hand": "hand, wrist",
    "arm": "arm",
    "chest": "chest",
    "abdomen": "abdomen",
    "other": "elsewhere",
}
SIDE = "Side"
SIDES = {"both": "both", "left": "left", "right": "right"}
SINCE = "Since"
SINCE_WAYS = {"date": "a date", "weeks": "about … weeks ago", "today": "today"}
WEEKS = "Weeks ago"
NOW = "Now"
SCORES = {"none": "none", "mild": "mild", "moderate": "moderate", "severe": "severe"}
SCORE_ASKED = "Score 0–10, if the patient gave one"
WALKS = "Walks normally"
REST = "Better at rest or with the legs up"
WORSE = "Worse standing or walking"
YES_NO = {"yes": "yes", "no": "no"}
SIGNS = "Seen or felt"
SIGN_WORDS = {
    "none": "none of these",
    "oedema": "swelling",
    "erythema": "redness",
    "warmth": "warmth",
    "fever": "fever",
}
TOLD_BY = "Told by"
TELLERS = {"patient": "patient", "relative": "relative", "clinician": "clinician"}
NOTE = "Note"
SAVE = "Save"
UNANSWERED = "Leave blank what was not asked. Only where and since when are needed."
SAVED = "Noted."
UNDO, UNDONE = "Undo", "Taken back: it counts no longer, and stays readable under Changes."
DUPLICATE = "This is on record already; nothing was added."
ENTRIES = "Entered by hand for this patient"
NO_ENTRIES = "Nothing was entered by hand for this patient yet."
ENTRY, BY, WHEN = "entry", "by", "when"
ENTRY_LINE = {
    "symptoms": "{what} {place}",
    "doses": "{what} {amount} {frequency}",
    "targets": "target {what} {amount} ng/mL",
    "events": "{what} {title}",
    "transplants": "{what} transplant",
}
ENTRY_PARTS = {
    "symptoms": {
        "first_on": "since {day}",
        "score": "score {score:g}",
        "last_on": "gone {day}",
        "told_on": "told {day}",
    },
    "doses": {"first_on": "from {day}", "last_on": "to {day}"},
    "targets": {"first_on": "from {day}", "last_on": "until {day}"},
    "events": {"first_on": "on {day}"},
    "transplants": {"first_on": "on {day}", "last_on": "failed {day}"},
}
"""What follows where it is known."""
WITHDRAW = "Take this entry back"
WHICH = "which entry?"
CORRECT = "To correct an entry, take it back and enter it again; or enter it with the same first day, which replaces it."
FREQUENCIES = keys.FREQUENCIES
FORMULATIONS = {"": "not said"} | {
    key: keys.FORMULATIONS[key] for key in ("immediate_release", "extended_release")
}
EVENTS = keys.EVENTS
PRECISIONS = {"day": "exact day", "week": "within the week", "month": "within the month"}
CHOOSE_ONE = "choose"
INCOMPLETE = "Something is missing: fill in what has no default."
DRUG, ONE_DOSE, UNIT, HOW_OFTEN = "Drug", "One dose", "Unit", "How often"
LAST_TAKEN, FORMULATION, REASON = "Last day taken, if stopped", "Formulation", "Reason"
LOW, HIGH, FROM, UNTIL = "Low ({unit})", "High ({unit})", "From", "Until, if known"
EVENT_KIND, EVENT_DAY, HOW_EXACT = "What", "When", "How exact"
EVENT_TITLE, EVENT_DETAIL = "Title (the drug's name, the imaging)", "Detail"
TRANSPLANTED_ON, FAILED_ON = "Transplanted on", "Failed on, if it failed"
ORGAN, DONOR, GRAFT_NUMBER = "Organ", "Donor", "Graft number"
ORGANS = keys.ORGANS
DONORS = {"": "not said"} | keys.DONORS
