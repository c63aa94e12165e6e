"""Why a row was not taken, or was taken with a warning. What a query decides is bound in it by name.

VERDICTS in labs_verdicts.sql, PROBLEM_ROWS in labs_problem_rows.sql, PROBLEMS in labs_problems.sql (data/importing/sql).
"""

NO_DATE = "no date"
NOT_A_DATE = "not a date: expected YYYY-MM-DD"
NOT_A_DATE_COMPACT = "not a date: expected YYYY-MM-DD (a day count or serial number is not read)"
NOT_A_DATE_NUMBER = "not a date: expected YYYY-MM-DD (a day count, serial number or year alone is not read)"
NO_SUCH_DAY = "this day does not exist"
NO_SUCH_DAY_IN_ORDER = "this day does not exist in the date order of this column"
TWO_READINGS = "two readings of this date"
WITHOUT_TIME = "a day was expected, without a time"
NOT_A_TIME = "{text!r} is not a time of day: expected HH:MM"
NO_SUCH_TIME, NO_SUCH_OFFSET = "this time of day does not exist", "this offset from UTC does not exist"
FUTURE = "in the future"

CONTROL_CHARACTER = "a control character in the patient id"
BIRTH_DATE = "birth date {problem}"
OTHER_BIRTH_DATE = "another birth date is on record for this patient id"
OTHER_NAME = "another name is on record for this patient id"
TWO_BIRTH_DATES = "the file gives this patient id two birth dates"
TWO_NAMES = "the file gives this patient id two names"
BORN_OTHERWISE = "patient id is on record with the birth date {birth_date}"
NAMED_OTHERWISE = "patient id is on record with another name"
LOOK_ALIKE = "look-alike: {other!r} has the same name and birth date"
BEFORE_BIRTH = "before the patient was born"
BORN_AFTER_A_RECORD = (
    "check the birth date: a record of {day}, before it, stands under this id; it stays and counts"
)

REQUIRED, NEGATIVE = "empty, but required", "negative"
NOT_A_NUMBER = "not a number: expected one such as 1.5"
ONE_OF, ANY_OF = "expected one of {known}", "expected any of {known}"
ABOVE_HIGH, GRAFT_NUMBER = "above high", "expected 1, 2, …"
BEFORE = "before {column}"
SEVERITY = "expected 0 to 10, or none, mild, moderate, severe"
FREQUENCY = "expected {known} or doses per day as a number"
NO_UNIT, UNKNOWN_UNIT, UNKNOWN_UNIT_OF = "the unit is missing", "unknown unit", "unknown unit for {analyte}"
DOSE_UNIT, EXPECTED_UNIT = "{problem}: expected mg, g or µg", "{problem}: expected {known}"
OTHER_PART = "row {row} gives another part of this dose and could not be read: the total is unknown"
UNUSUAL_DOSE = "check the dose: {mg_per_day} mg of {drug} a day, over {limit} mg is most unusual"
UNUSUAL_TARGET = "check the target: {low} to {high} ng/mL of {drug}; one that begins below {least} or ends above {most} is most unusual"
TARGET_FROM_0 = "check the target: with a low end of 0 no level of {drug} is ever told as too low"
ADDS_UP = "the same dose stands in this file before: the two add up"

OPEN_QUOTE, NUL = "a quote is opened and never closed", "a NUL character in the row"
TOO_FEW, TOO_MANY = (
    "too few cells: {cells}, the header has {width}",
    "too many cells: {cells}, the header has {width}",
)

CODE_AND_NAME = "the code means {code}, the name {name}: say which"
UNKNOWN_CODE = (
    "the name reads as {analyte}, but the LOINC code {code} is not one of ours: check what was measured"
)
OTHER_WORDS = "{drug} is named, in words that are not known: say which test it is"
TWO_RESULTS = "the result as text and the result as number differ: say which is right"
UNIT_DOUBT = "say which unit: the row's own range is usual in {meant}, and none in {stated}"
OR = " or "
TIMING = "unknown timing: expected trough, peak or random"

STATUS = "unknown status: expected {known}"
NO_RESULT, PENDING = "no result can be obtained", "the result is still pending"
NOT_YET, NOT_ASKED = "the order has no result yet", "not asked for"
DIFFERING_FINAL = (
    "a final result with another value was on record and was not marked as corrected: it is superseded"
)
DIFFERING_OLDER = "another value is on record, reported later: this older one changes nothing"
NOTHING_TO_WITHDRAW = "nothing on record that it could withdraw"

VERDICTS = {
    "no_patient": "no patient",
    "no_test": "no test",
    "drawn_in_future": "drawn in the future",
    "drawn_before_birth": "drawn before the patient was born",
    "no_value": "no value",
    "not_a_number": "not a number: expected one such as 5.6, <5 or >2000",
    "negative": "a negative result",
    "several": (
        "several results of that day are on record: say which one it changes (give its time or specimen number)"
    ),
    "nothing_to_withdraw": NOTHING_TO_WITHDRAW,
    "not_a_number_now": (
        "not a number, but a result of this draw is on record and stands meanwhile: say what it is now"
    ),
}
PROBLEM_ROWS = {"implausible": "check the unit: outside the plausible {0} to {1} {2} (here {3})"}
"""Low, high, unit, value."""
PROBLEMS = {
    "range_not_read": "the reference range could not be read: stored without limits",
    "range_of_another_unit": "the reference range is one of another unit: stored without limits",
}
