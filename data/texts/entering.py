"""Entries by hand, rows that wait, imports taken back: why one is refused, and what goes on record."""

UNKNOWN_KIND = "Unknown kind {kind!r}. Expected one of {kinds}."
UNKNOWN_FIELDS = "Unknown field(s) {fields}. Known: {known}."
WITHDRAWN = "withdraw one of {kind}"
RESULT_GONE, RECORD_GONE = "This result is not on record any more.", "This record is not on record any more."

NOT_WAITING = "This row does not wait any more: somebody has settled it, or its import was taken back."
NOTHING_DECIDED = "Nothing was decided: give the unit, the patient, or a reason to discard the row."
SETTLED = "settle a row set aside"

UNDONE = "undo import {number}"
NO_IMPORT = "There is no import {number}. The Upload page lists them, and so does `troughline undo`."
UNDONE_ALREADY = "Import {number} is taken back already."

NOT_MONITORED = "{analyte!r} is not monitored. Expected one of {analytes}."
NO_TEST_NAME = "Give the name of the test as the laboratory writes it."
TAUGHT = "teach a test's name"
