"""Texts of the meeting."""

START = "Start the meeting"
START_WITH = "Start the meeting with these {n}"
GO_ON = "Go on with the meeting · patient {at} of {of}"
ANEW = "Start anew"
BACK = "‹ Back to the meeting · patient {at} of {of}"
PROGRESS = "Meeting of {day} · patient {at} of {of}"
PREVIOUS, NEXT, DONE = "‹ Previous", "Reviewed, next ›", "Reviewed, to the minutes ›"
LEAVE = "Back to the list"
OPEN = "Open the timeline"
ALERTS = "Alerts"
NO_ALERT = "No alert asks for attention; the patient stands here because of the record itself."
COMMENT = "Comment or reason, for the first open alert ({alert}) · Alt + C"
SNOOZE = "Snooze a week"
DECIDED_BEFORE = "Decided before"
NOTHING_BEFORE = "No open decision from earlier meetings."
OUTCOMES = {"done": "Happened", "not_done": "Not yet", "dropped": "Dropped"}
DECIDE = "Decide"
DECISION = "What is decided · Alt + W"
DECISION_EXAMPLE = "e.g. MRI of both feet"
BY, UNTIL, OVERDUE = "by {day}", "until {day}", "overdue"
OWNER = "Who does it"
DUE = "Due by"
NOTE = "Note"
SAVE = "Save decision"
TODAY = "Noted today"
UNDO = "Undo"
CHANGED = "Since the last meeting"
NOTHING_CHANGED = "Nothing on record has changed."
FINISH_TITLE = "Finish the meeting"
PRESENT = "Who was there"
FINISH = "Finish"
FINISHED = "Meeting finished. From now on “new” counts from {day}."
MINUTES = "Minutes"
AS_TEXT, AS_CSV, AS_PDF = "Minutes as text", "Minutes as CSV", "Minutes as PDF"
UNFINISH = "Undo: the meeting is not finished"
CLOSE = "Close the meeting"
SO_FAR = "Minutes so far"
NOT_FINISHED = "The meeting is not finished: this is how far it has come."
ENTRY_WORDS = {
    "acknowledge": "acknowledged",
    "snooze": "snoozed",
    "dismiss": "marked as inaccurate",
    "assign": "given to",
    "decision": "decided",
    "outcome": "outcome",
    "reviewed": "reviewed",
}
HEADING, HEADING_SIMULATED = "Weekly review", "SIMULATED CLINIC: weekly review"
