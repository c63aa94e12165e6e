"""Why a settings file is refused, what is said of one that is kept, and why a trial of settings is."""

CHANGED_HERE, OWN_FILE = "changed here", "the clinic's own ({name})"
"""Sources of a value."""

IN_FILE = "{file}: {problem}"
UNKNOWN_KEY = "Settings: unknown key {key!r}. {instead}"
DID_YOU_MEAN, KNOWN = "Did you mean {key}?", "Known are: {keys}."
UNKNOWN_SECTION = "Settings: unknown key {key!r}; expected sections like [ca_p]."
UNREADABLE = "Settings: the file cannot be read: {problem}."
NOT_UTF8 = "Settings: the file is not UTF-8 text. Save it with the encoding UTF-8."
NOT_TOML = "Settings: not valid TOML {where}: {problem}."
AT, AT_ITS_END = "at line {line}, column {column}", "at its end"
EXPECTED_LINES = "expected sections like [ca_p], and under them lines like critical = 65"
NAME_TWICE = "a name stands there that the file has given before"
NAMES, NO_VALUE = "Settings: {key} names {names}; expected value, unit, source.", "no value"
OTHER_UNIT = "Settings: {key} is given in {given!r}; expected the unit {unit!r}, or none."
TIME_ZONE = "Settings: {key} is {value!r}; expected a name such as Europe/Berlin."

NOT_BOOLEAN = "Settings: {key} is {value!r}; expected true or false."
NO_NUMBER = "Settings: {key} is {value!r}; expected a number of {unit}, not below 0."
ZERO = "Settings: {key} is 0, which every result would cross; expected a number of {unit} above 0."
NOT_WHOLE = "Settings: {key} is {value!r}; expected a whole number of {unit}, at most {most}."
NOT_TWO = "Settings: {key} is {value!r}; expected at least 2 {unit}."
REVERSED = "Settings: {low} ({low_value}) is above {high} ({high_value}); expected it at or below."
NEVER_OPEN = (
    "Settings: window.opens_days ({opens}) is not before window.closes_months ({closes}): "
    "the window would never be open."
)

AS_BEFORE = "These settings are the ones in force already. Nothing was kept."
NOTHING_KEPT = "There are no kept settings to take back."
EDITED = "{file} was edited after it was kept here, so nothing was taken back. Edit the file itself."
CHANGE = "{key} {now} → {then}"
KEPT, TAKEN_BACK = "settings kept: {changes}", "settings taken back: {changes}"
"""As it goes on record."""
UNWRITABLE = "{path} cannot be written: {problem}. Nothing was kept."

REPLAY_REVERSED = "The replay ends on {last}, before it begins on {first}. Give the earlier day first."
