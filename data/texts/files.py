"""Why a file was refused, what is asked about its columns, and how it was read.

Of HL7 v2, FHIR and research tables: readers.py.
"""

from data.texts import hints

NO_FILE, NO_ROWS = "{file}: no such file.", "The file has no rows."
CHANGED = "The file was changed while it was read: nothing of it is stored."
CANCELLED = "Cancelled: nothing of it is stored."
TOO_LONG = "The file has {size} MB; at most {most} MB are read. Split it."
TOO_MUCH_TEXT = "The file unfolds to more than 1 GiB of text and is refused. Split it."
TOO_SLOW = "The file was refused: reading it took more than {seconds} s. Split it, or export it anew."
TOO_LARGE = "The file was refused: reading it needs more than {most} MB. Split it, or export it anew."
DAMAGED = "The file was refused: it is damaged, or made so that its reader stops. Export it anew, for example as CSV."
RECORDED = "import {kind}"
"""As it goes on record."""

EXPECTED = (
    "Expected a CSV or TSV table, an Excel or OpenDocument workbook, HL7 v2 ORU messages, or FHIR R4 JSON"
)
OTHER_CONTENT = "By its content the file is {what}, whatever its name says. {expected}."
PDF, PARQUET, ARROW = "a PDF document", "a parquet file", "an Arrow file"
PROGRAM, COMPRESSED, DATABASE = "a program", "a compressed file", "a database"
PICTURE, DOCUMENT, WEB_PAGE, NOT_TEXT = "a picture", "a text document", "an XML or web page", "not text"
EMPTY_FILE, DAMAGED_ZIP = "The file is empty. {expected}.", "The file is a damaged zip archive. {expected}."
ZIP = "The file is a zip archive, not a workbook. Unpack it and import the files in it."

NO_TEXT = "This is not a text file. Expected CSV, an Excel workbook, HL7 v2 or FHIR JSON."
EMPTY, NO_HEADER = "The file is empty.", "The file has no header."
LINES_SKIPPED = "lines skipped before the header: {lines}"
NO_LINE_END = "The file has no line end in 64 MB: it is no table of text."
NO_ENCODING = "Unknown encoding {encoding!r}. Try utf-8, cp1252, latin-1 or utf-16."
ENCODING_IN_DOUBT = (
    "The encoding of this file is in doubt: it is not UTF-8, and its letters fit several others. "
    + hints.WHICH_ENCODING
)
OTHER_ENCODING = "The file is not {encoding}: byte {byte} fits no character. " + hints.OTHER_ENCODING
READ_AS, READ_AS_BEFORE = "read as {encoding}", "read as {encoding}, as confirmed before for this header"

SHEET_NOT_READ, ON_SHEET = "the sheet was not read: {problem}", "sheet {sheet!r}: {reason}"
NO_WORKBOOK = (
    "The file is no workbook that can be read: damaged, locked with a password, or another kind of document."
)
DAMAGED_WORKBOOK = "By its name the file is a workbook, but it is damaged: no workbook can be read from it. Save or export it again."
SHEET_DAMAGED = "The sheet {sheet!r} is damaged. Save the workbook again."
SHEET_TOO_WIDE = "The sheet {sheet!r} spans too many cells. Save it as CSV and import that."
SHEET_TOO_FULL = "The sheet {sheet!r} has {most} cells or more. Save it as CSV and import that."
NO_SHEET = "The workbook has no rows on a visible sheet."
HIDDEN, HEADER_IN = "Hidden sheets are not read: {sheets}.", "Header in sheet row {row}."
NO_DIRECTORY = "The workbook is damaged: its directory cannot be read. Save it again."
PARTS = "The workbook holds {parts} parts; at most {most} are read. Save it again."
OUTSIDE = "The workbook holds a part whose name leads outside of it. It is refused."
LOCKED = "The workbook is locked with a password. Save it without."
UNFOLDS = "The workbook unfolds to more than {most} MB and is refused. Save it as CSV."
UNFOLDS_FURTHER = "The workbook unfolds to far more than it says and is refused. Save it as CSV."
ENTITIES = "The workbook declares XML entities or a document type, which no spreadsheet does. It is refused."
TOO_FULL = "The workbook has {most} cells or more. Save the sheet as CSV and import that."
NO_UNPACKING = "The workbook is damaged: a part of it cannot be unpacked. Save it again."

UNKNOWN_ORDER = "--date-order {order}: expected dmy, mdy or ymd."
UNKNOWN_SIGN = "--decimal {sign}: expected . or ,"
UNKNOWN_KIND = "Unknown kind {kind!r}. Expected one of {kinds}."
NO_FIELD = "--map {field}={name}: {field!r} is no field of a {kind} file. {meant}Known: {known}."
DID_YOU_MEAN = "Did you mean {field}? "
NO_COLUMN = "--map {field}={name}: no column {name!r}. The columns are: {columns}."
COLUMNS_NEEDED = "In a {kind} file these columns are missing: {missing}. Found: {found}."
COLUMNS_UNKNOWN = "In a {kind} file these columns are not known: {unknown}. Known: {known}."
MISSING, UNKNOWN, AND = "{columns} missing", "{columns} not known", " and "
LOOKS_LIKE = "This looks like a {kind} file, with {problems}. Known: {known}."
NO_COLUMNS = "none"
NOT_RECOGNISED = "No column was recognised as {missing}. The columns are: {columns}. {naming}"
NO_UNITS = (
    "No column was recognised as {missing}, and a result without its unit cannot be read. Export the file with units, or "
    "with one column a test and the unit in its header, such as 'Calcium (mg/dL)'. The columns are: {columns}. {naming}"
)
OTHER_FURTHER_DOWN = "The columns mean something else further down. " + hints.NAME_COLUMNS

TWO_COLUMNS = "columns {columns} can each be the {field}. " + hints.SAY_COLUMN
TWO_ORDERS = "column {column!r}: {example!r} can be read as {choices}. " + hints.SAY_ORDER
TWO_SIGNS = "column {column!r}: {example!r} can be a decimal or a thousand. " + hints.SAY_SIGN
OR = " or "
ORDER_SETTLED = "dates in {column!r} read {order}, settled by {example!r}"
ORDERS = {
    "dmy": "day first (dmy)",
    "mdy": "month first (mdy)",
    "ymd": "year first (ymd)",
    "": "each by itself",
}
SIGN_SETTLED = "numbers in {column!r} read with {sign!r} as decimal sign, settled by {example!r}"
