"""Texts of the weekly review."""

TITLE = "Weekly review"
LEAD = "Week to **{day}** · new since {since}"
SINCE_MEETING = "the meeting of {day}"
SINCE_WEEK = "{day} (no meeting on record)"
COUNTS = "{attention} of {patients} {ask} for attention, {new} with something new"
ASKS, ASK = "asks", "ask"
HORIZONS = ("Today", "This week", "At the visit", "Ask again")
HORIZON_HELP = (
    "severe calcium, painful skin lesion, a level over 20 or unmeasurable, creatinine after a cut",
    "other critical alerts",
    "warnings",
    "pain without any record for 60 days, or the CNI cut lately in pain compatible with CIPS",
)
CARDS = {"bone_pain": "Bone pain", "exposure": "Exposure", "mineral": "Mineral", "none": "", "": ""}
GROUPS = {
    "aside": "Put aside: snoozed or marked as inaccurate",
    "overdue": "Overdue: laboratory values are due, nothing else",
    "quiet": "Quiet",
}
STATES = {
    "new": "",
    "acknowledged": "acknowledged by {who}, {day}",
    "before_correction": "acknowledged by {who}, {day}: given before the correction",
    "severity_risen": "severity has risen since {who} answered, {day}",
    "snoozed": "snoozed until {until} by {who}",
    "snooze_ended": "snooze of {who} ended {until}",
    "dismissed": "marked as inaccurate by {who}, {day}",
}
DAY_N, YEAR_N, ON_CNI = "day {n}", "year {n}", "{span} on CNI"
NEW = "new"
SINCE_LAST, SINCE_LAST_MORE = "since last: {changed}", "since last: {changed} and {n} more"
AND = " and "
BACK_AGAIN = "back again"
ASSIGNED = "given to {who}"
WINDOW = {
    "open": "window open to {day}",
    "before": "window opens {day}",
    "closed": "window closed {day}",
    "none": "no window",
}
NO_CNI = "no CNI"
DOSE_UNKNOWN = "dose unknown"
NEVER_REVIEWED = "not yet reviewed"
COLUMNS = ("", "Patient", "Why", "CNI, mg/day", "Reviewed")
DOSE_HELP = "Total daily dose of the CNI in force on the day of the list; ER: extended release."
TREND_HELP = {
    "trough": "Latest level with the target of that day, the patient's own or the clinic's.",
    "ca_p": "Total calcium × phosphorus of one specimen, else of the nearest pair of a day; limits {limits}.",
    "pth": "Intact PTH, and the upper limit reported with it.",
    "alp": "Alkaline phosphatase, and the upper limit reported with it.",
}
TREND_LIMITS = (55, 70)
TREND_NOTE = "Small trends: the last {days} days, the same for everybody; dashed: limits; PTH on a log scale."

NOBODY = "Nobody asks for attention with these filters."
ALL_QUIET = "Nobody asks for attention this week."
FILTERS = "Filter"
FILTER_CLINIC = "Clinic"
FILTER_CONSULTANT = "Consultant"
FILTER_DRUG = "Drug"
FILTER_WINDOW = "CIPS window"
FILTER_RULE = "Alert"
FILTER_NEW = "Only new since the last meeting"
CLEAR = "Show everybody"
FILTERED = "Shown: {filters}"
EARLIER, LATER, LATEST = "‹ Week before", "Week after ›", "Latest week"
MORE = "Show {n} more"
CSV = "List as CSV"
PAST = "You are looking at an earlier week: reading only. Go to the latest week to answer alerts or hold the meeting."
FILTER_WINDOWS = {"open": "open", "before": "not open yet", "closed": "closed", "none": "no window"}
TRENDS = {"trough": "Trough", "ca_p": "Ca × P", "pth": "PTH", "alp": "ALP"}
NO_TREND = "{title}: none in this time"
TREND = "{title} {shown} on {day}, limit {limits}, {n} values"
TREND_BEYOND = "{title} {shown} on {day}, limit {limits}, {beyond}, {n} values"
ABOVE, BELOW, NO_LIMIT = "above", "below", "unknown"
