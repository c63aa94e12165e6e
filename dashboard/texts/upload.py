"""Texts of the page Upload."""

TITLE = "Upload"
LEAD = (
    "Laboratory exports (CSV, Excel, HL7 v2, FHIR) and Troughline's own CSV files. Nothing is stored before you confirm, "
    "every row is accounted for, and each import can be taken back."
)
CHOOSE = "Files"
CHOOSE_HELP = "Up to 200 MB each. Files are read in a closed process without network and are not kept."
EMPTY = (
    "No file chosen. A laboratory export needs a patient, a test, a date, a value and a unit in each row, or one column "
    "a test. Try an example:"
)
READ_AS = "Read as"
KINDS = {
    "labs": "laboratory results",
    "doses": "doses",
    "symptoms": "symptoms",
    "events": "events",
    "transplants": "transplants",
    "patients": "patients",
    "targets": "trough targets",
}
LAYOUTS = {
    "native": "Troughline's own columns",
    "long": "one result a row",
    "wide": "one column a test",
    "": "layout not recognised",
}
REMEMBERED = "This mapping was confirmed before for a file with the same header."
NOT_SETTLED = "choose"
MAPPING = "Which column holds what"
MAPPING_OF_SHEET = (
    "Which column holds what, on the sheet “{sheet}”. Each other sheet is recognised by itself; a change made here holds "
    "where it has the same columns."
)
NOTHING = "(no column)"
SAMPLE = "First rows, as they stand in the file"
BACKFILL = "Historical load"
BACKFILL_HELP = "Counts as known on the days on which the results were reported, not from today. For the first load of an old record."
CONFIRM = "Store {rows}"
CONFIRM_ASIDE = "{confirm}, set {aside} aside"
ASIDE_ONLY = "Set aside for a person"
ANSWER_ABOVE = "Choose above how it is meant. Nothing is stored until then."
NAME_COLUMNS = "Not recognised yet: {fields}. Choose in the table above what each column holds."
NO_UNITS = (
    "The units are missing, and a result without its unit cannot be read. Nothing is stored. Ask the laboratory to export the "
    "units too, or one column a test with the unit in its header, such as “Calcium (mg/dL)”. If a column does hold them, "
    "choose it in the table above."
)
ENCODING = "In which encoding was it written? (Western European Windows: cp1252)"
NOTHING_NEW = "Nothing new in this file: every row is on record already, not monitored, or not readable."
REFUSED = "Refused, nothing stored."
STAGES = {"reading": "Reading …", "storing": "Storing …"}
ROWS = "rows"
IMPORT, KIND, WHEN, BY, TAKEN_BACK = "import", "kind", "when ({zone})", "by", "taken back"
WHICH_IMPORT = "which import?"
SOURCES = {"file": "file", "entry": "entry", "settled": "settled", "demo": "demo"}
LEFT = "about {seconds} s left"
CANCEL = "Cancel"
CANCELLED = "Cancelled: nothing of this file is stored."
AGAIN = "Start again"
ACCOUNT = {
    "stored": ("stored", "new on record"),
    "superseding": ("superseding", "replace or withdraw an earlier row; the old one stays readable"),
    "duplicate": ("duplicate", "on record already, nothing new"),
    "set_aside": ("set aside", "a person can settle these, below under Set aside"),
    "rejected": ("rejected", "not readable as a record; the reasons are below"),
    "not_monitored": ("not monitored", "tests that are not followed here"),
}
BEFORE = "What storing it would do"
PROBLEMS = "Rows that need a look"
PROBLEMS_CSV = "Problems as CSV"
PROBLEM_COLUMNS = {
    "row": "row",
    "column": "column",
    "value": "value",
    "outcome": "outcome",
    "reason": "reason",
}
FILE = "file"
ROWS_N, ONE_ROW, AND_MORE = "{n} rows", "{n} row", " and {n} more"
KB, BYTES = "{n} kB", "{n} bytes"
NEW_PATIENTS, NEW_BY_ID = "New patients", "New patients, known by id only"
CHANGED = "What changed"
RAISED = "raised"
CLOSED = "closed"
GONE = "no longer stands"
SEVERITY = "severity changed"
NO_CHANGE = "No alert was raised or closed by this file, as of {day}."
LATER = (
    "The file holds results after {day}, the day that the pages look at. This comparison is as of {later}."
)
LOOK = "Look at {day}"
OPEN = "Open patient"
UNDO = "Take this import back"
UNDO_SURE = (
    "Take import {number} back?{rows} From then on nothing of it counts, in alerts and figures alike. It stays readable, and "
    "storing the file again brings it back."
)
UNDO_ONE, UNDO_ROWS = " It has {rows} row.", " It has {rows} rows."
UNDO_GO = "Yes, take it back"
UNDONE = "Import {number} was taken back."
IMPORTS = "Last imports"
NO_IMPORTS = "Nothing was imported yet."
SET_ASIDE = "Set aside"
TEACH = "Tests that are not known yet"
TEACH_LEAD = "Name the analyte of a local test once; later files are read with it."
EXAMPLES = "Example files"
EXAMPLES_LEAD = (
    "One made-up patient, in the order of a first load; a file as it leaves a laboratory at the end."
)
EXAMPLE_FILES = {
    "patients.csv": "Patients",
    "transplants.csv": "Transplants",
    "doses.csv": "Doses",
    "labs.csv": "Laboratory results",
    "symptoms.csv": "Symptoms",
    "targets.csv": "Trough targets",
    "events.csv": "Events",
    "long_export.csv": "A laboratory's export, one result a row",
    "wide_export.csv": "An export, one column a test",
}
CHOICES = {
    ".": "point: 1,234 is a thousand",
    ",": "comma: 1,234 is a little over one",
}
WHICH_DAY = "Column “{column}”: which day is {example}?"
ORDERS = {"dmy": "day first: {day}", "mdy": "month first: {day}", "ymd": "year first: {day}"}
COLUMN = "column"
HOLDS = "holds"
FIRST = "first values"
SET_ASIDE_LEAD = (
    "These rows are not on record yet. Each needs a person: a unit that is missing, a value that fits only another unit, "
    "an identity in conflict. Where a row corrects a result on record, that result stands, marked, until the row is settled."
)
STANDS = "stands meanwhile"
SETTLE_PICK = "Choose a row to settle it."
SHEET = "sheet"
SETTLE_ROW, SETTLE_ROW_OF_SHEET = "Row {row}.", "Sheet “{sheet}”, row {row}."
REASON = "Reason"
REASON_WANTED = "Say why: the reason stays with the decision."
HOW = "Decision"
HOWS = {"correct": "store it with what I give here", "as_it_is": "right as it stands", "discard": "drop it"}
SETTLE_GO = "Settle"
STILL_WAITS = "The row cannot be stored like this; it goes on waiting."
TEST = "Test in the file"
IS_OUR = "is our"
TEACH_GO = "Remember"
NOT_MONITORED, IGNORED_COLUMNS = "Not monitored: ", "Ignored columns: "
