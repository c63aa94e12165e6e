"""What the readers of HL7 v2, FHIR and research tables say: why a file or an entry is refused, what they put beside a value."""

from data.texts.hints import SAY_ENCODING, SAY_ENCODING_OFTEN

NO_MESSAGE = "The file has no result message. Expected HL7 v2 ORU^R01 messages."
MESSAGES = "Result messages: {count}."
OTHER_MESSAGES = "Messages of other kinds, which carry no results, passed over: {count}."
CONTINUED = "Lines that begin no segment, read as the continuation of the one before: {lines}."
AND_MORE = " and {count} more"
CHARACTER_SET = (
    "Segment {number} declares the character set {declared!r}, which is not known. " + SAY_ENCODING
)
NO_ENCODING = "The encoding {encoding!r} is not known. Expected a name such as latin-1."
OTHER_ENCODING = (
    "Segment {number} is not written in {encoding}, and the message names no other character set. "
    + SAY_ENCODING_OFTEN
)
SEGMENT_TOO_LONG = "Segment {number} is longer than 32 MB. The file is no HL7 result file."
LINE_TOO_LONG = "The file has a line of more than 32 MB. It is no HL7 result file."
NO_SEGMENT = "Line {number} is no HL7 segment. Expected MSH, FHS or BHS at the beginning."

NO_DRAW_TIME = "no time of the draw (neither OBR-7 nor OBX-14)"
NOT_ASKED, ORDER_DETAIL = "not asked for", "order detail, no result"
ATTACHED = "(attached document)"

NO_FHIR = (
    "The file is JSON, but no FHIR: no entry has a resourceType. Expected a Bundle, NDJSON or a resource."
)
NOT_COMPLETE = "The file is no complete JSON: {problem}. Export it again."
NO_ENTRIES = "The Bundle has no entries."
PASSED_OVER = "Passed over, as nothing here uses them: {named}."

NO_TYPE, NO_RESOURCE = "no resourceType: this is no FHIR entry", "an entry without a resource"
NOT_UTF_8, TOO_NESTED = "it is not UTF-8, as FHIR must be", "it is nested too deeply"
NO_JSON = "{problem} at line {line}, column {column}"
JSON_FAULTS = {
    "Expecting value": "a value is missing, or is not written as JSON writes it,",
    "Expecting property name": "a name in quotes is missing",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing",
    "Expecting ':' delimiter": "a colon is missing",
    "Unterminated string": "a text is opened and never closed",
    "Invalid control character": "a control character stands in a text",
    "Invalid \\": "a backslash stands before something that it cannot stand before",
    "Extra data": "something follows where it should end",
}
"""By the beginning of what Python's reader says."""
OTHER_JSON_FAULT = "something is not written as JSON writes it"
NO_OBJECT, NO_NUMBER = "a JSON value that is no object", "{name} is no number"
INVALID = "invalid {kind}: {problem}"
NESTED = "nested too deeply"
FAULTS = {
    "missing": "this element is missing",
    "model_field_validation.missing": "this element is missing",
    "extra_forbidden": "FHIR R4 has no such element here",
    "list_type": "a list is expected here",
    "string_pattern_mismatch": "not written as FHIR R4 asks",
}
"""By the kind of fault that the check names."""
OTHER_FAULT, NOT_WRITTEN_SO = "not what FHIR R4 expects here", FAULTS["string_pattern_mismatch"]
ONLY_ONE_OF = "only one of {names} may be given"
TWICE = "one element stands there twice"
NO_TIME = "not a FHIR date or time (a time needs its offset from UTC)"
MISSING = "missing"
"""In place of a status."""
NO_STATUS = "{status!r} is no status of an Observation"
NO_EFFECTIVE_DATE = "no time of the draw (no effective date)"
SEVERAL_RANGES, OTHER_RANGE = "several reference ranges were reported", "reference range in {unit} not used"
NOT_TAKEN, NO_ORDER = "status {status}: no dose was taken", "intent {intent}: a plan, no order"
NO_LAST_DAY = (
    "status {status} without a last day: enter the dose by hand with the day on which it was last taken"
)
DOSE_WRITTEN = "dose as written: {number} {unit}"
NOT_COMPLETED = "status {status}: only a completed transplant counts"
UNIT_AND_CODE = "{unit} (code {code})"

READ_AS = "Read as {title}."
UNIT_AND_SOURCE, OPERATOR = "{unit} (source {source})", "operator {operator} {number}"
CONCEPT = "concept {concept}"
