"""Sentences that the charts compute from the record: read out in place of a picture, and written beside the levels."""

SHOWN, NOTHING_SHOWN = (
    "Shown: {first} to {last}. {told}",
    "No trough, Ca × P or symptom on record in this span.",
)
TROUGH = "{n} {drug} trough, the last {value} on {day}"
TROUGHS = "{n} {drug} troughs, the last {value} on {day}"
OF_CHANGE = "{words} (change of {day})"
SYMPTOM_IN = "{symptom} in {place}"
EARLIER_SYMPTOMS = "earlier symptoms: {n}"
SYMPTOM_FROM, SYMPTOM_FROM_LAG = "{what} from {day}", "{what} from {day}, {lag}"
PRODUCT_UNTOLD = "Ca × P cannot be told on {day}: {why}"
PRODUCT = "last Ca × P {value} on {day}"
INSIDE_WINDOW = "inside the CIPS window until {day}"

ANSWER = "{dose}, {level}"
LEVEL_SAME, LEVEL_ROSE, LEVEL_FELL = (
    "level unchanged",
    "level rose {percent:.0f} %",
    "level fell {percent:.0f} %",
)
NEW_FORMULATION = "changed to {formulation}"
DOSE_RAISED, DOSE_CUT = "dose raised", "dose cut"
DOSE_TIMES = {2.0: "dose doubled", 3.0: "dose tripled", 0.5: "dose halved"}
DOSE_UP, DOSE_DOWN = "dose up {percent:.0f} %", "dose down {percent:.0f} %"
LAG_TO = {
    "increase": "the rise",
    "start": "the start",
    "restart": "the restart",
    "switch": "the switch",
    "formulation": "the formulation change",
}
LAG_NONE, LAG_AFTER = "on the day of {what}", "{days} after {what}"

ONSET, ONSETS = "{n:,} onset", "{n:,} onsets"
PATIENT, PATIENTS = "{n:,} patient", "{n:,} patients"
LAGS = (
    "{onsets} with a change before: {rises} after a CNI increase, {near} of them within {near_days} days; "
    "the lags run from {shortest} to {longest} days."
)
HISTOGRAM = "Most onsets, {most} of {all}, lie {first} to {last} days after the change."
LEVELS = "The level rose in {up} of {all} onsets, after a CNI increase in {rises_up} of {rises}."
SWIMMERS = (
    "{patients} whose CIPS window is open or opens soon, {shown} of them shown, the one that closes first on top: "
    "{pains} with a pain, {alerts} with an open critical or warning alert."
)
BY_MONTH_NONE = "{title}: no value on record."
BY_MONTH = "{title} by month after transplant: median {first} {unit} in month {first_month}, {last} in month {last_month}."
CURVE = (
    "{title} by week around {event}: median {first} {unit} in week {first_week}, {last} in week {last_week}, "
    "with {most} patients at most."
)
BURDEN = "{rate} alerts per patient-month over the whole time; {published} are published."
