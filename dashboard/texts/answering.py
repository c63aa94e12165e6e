"""Texts for answering an alert."""

ANSWER = "Answer"
CHOICES = {"acknowledge": "Acknowledge", "snooze": "Snooze", "dismiss": "Inaccurate", "assign": "Give to"}
COMMENT = "Comment"
COMMENT_WANTED = "Comment (required: critical)"
REASON = {
    "acknowledge": COMMENT,
    "snooze": "What are you waiting for?",
    "dismiss": "What is inaccurate?",
    "assign": "Note",
}
UNTIL = "Last day of the snooze"
TO = "Name"
SAVE = "Save"
HELP = {
    "acknowledge": "Holds until the episode ends, its data are corrected or its severity rises.",
    "snooze": "Holds through new readings unless the severity rises. A critical alert is acknowledged first.",
    "dismiss": "For wrong data or a rule that does not fit. The alert comes back when its data change.",
    "assign": "The latest name counts.",
}
GIVEN = {"acknowledged": "Acknowledged", "snoozed": "Snoozed", "dismissed": "Marked as inaccurate"}
GIVEN_BY = "**{what}** by {who} on {day}{said}"
TAKE_BACK = "Take it back"
