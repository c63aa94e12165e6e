"""Answers to alerts, decisions, meetings and signed assessments: why one is refused, and what goes on record."""

from __future__ import annotations

from datetime import date, datetime

from data.texts.months import MONTHS

DAY, MOMENT = "{day:02} {month} {year}", "at {time:%H:%M} on {day}"

NO_COMMENT = "A critical alert is acknowledged with a comment: say what was seen or done."
NO_REASON = "A snooze needs a reason: what are you waiting for?"
SNOOZE_PAST = "The last day of the snooze, {day}, has passed. Choose a later day."
SNOOZE_LONG = "A snooze lasts at most {days} days. Choose an earlier last day."
ONLY_SNOOZED = "A critical alert is never only snoozed: acknowledge it with a comment first."
NOT_INACCURATE = "Say what is inaccurate: the reason goes to whoever keeps the data and the rules."
NO_PERSON = "Name the person the alert is given to."
NO_DECISION = "Write what was decided."
DUE_PAST = "The due day {day} has passed. Choose a later day."
UNKNOWN_OUTCOME = "Unknown outcome {outcome!r}: expected one of {outcomes}."
DECISION_GONE = "This decision is not on record. Reload the page."
ENTRY_GONE = "This entry is not on record. Reload the page."
TAKEN_BACK = "Already taken back by {who} {moment}. Reload the page."
ACKNOWLEDGED, SAID = "Already acknowledged by {who} {moment}{said}. Nothing was added.", ": “{reason}”"

ON_RECORD = {
    "acknowledge": "acknowledged an alert ({rule})",
    "snooze": "snoozed an alert ({rule})",
    "dismiss": "dismissed an alert as inaccurate ({rule})",
    "assign": "assigned an alert ({rule})",
}
DECIDED, SETTLED = "noted a decision", "noted the outcome of a decision"
REVIEWED, FINISHED = "marked a patient as reviewed", "finished a weekly review"
UNDONE = "took a review entry back"

NO_SIGNER = "An assessment is signed with a name: give yours first."
TEN_ANSWERS = "The Naranjo form has ten questions: each needs one answer (yes, no or unknown)."
NO_ANSWER = "Question {number}: {answer!r} is no answer. Expected yes, no or unknown."
CHANGED = "Question {number} was changed from {offered} to {answer}: write the reason beside it."
NO_CATEGORY = "{category!r} is no WHO-UMC category. Expected one of: {categories}."
CATEGORY_CHANGED = "The WHO-UMC category was changed: write the reason beside it."
WHY_WITHDRAWN = "Taking an assessment back needs a reason: write one."
NO_ASSESSMENT = "There is no assessment {number}."
WITHDRAWN_ALREADY = "Assessment {number} has been taken back already."
SIGNED, WITHDRAWN = "causality assessment signed", "causality assessment withdrawn"


def day(on: date) -> str:
    """`05 Jun 2026`."""
    return DAY.format(day=on.day, month=MONTHS[on.month - 1], year=on.year)


def moment(at: datetime) -> str:
    """`at 14:05 on 05 Jun 2026`."""
    return MOMENT.format(time=at, day=day(at))
