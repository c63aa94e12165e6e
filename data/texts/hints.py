"""What a message tells the command line to answer with: pieces of their own, which a page leaves out because it asks."""

from __future__ import annotations

import re

NAME_COLUMN, NAME_COLUMNS = "Name it with --map {field}=COLUMN.", "Name them with --map."
NAME_EACH = "Name each of them with --map, as in --map {field}=COLUMN."
SAY_COLUMN = "Say which with --map {field}=COLUMN."
SAY_ORDER = "Say which with --date-order {orders}."
SAY_SIGN = "Say which sign marks decimals with --decimal . or --decimal ,"
SAY_ENCODING, SAY_ENCODING_OFTEN = (
    "Say it with --encoding.",
    "Say it with --encoding (often latin-1 or cp1252).",
)
WHICH_ENCODING = "Say which with --encoding, for example cp1252, latin-1, iso-8859-15, cp850 or mac-roman."
OTHER_ENCODING = "Try another --encoding."

BY_OPTION = {
    "mapping": (NAME_COLUMN, NAME_COLUMNS, NAME_EACH, SAY_COLUMN),
    "date_order": (SAY_ORDER,),
    "decimal": (SAY_SIGN,),
    "encoding": (SAY_ENCODING, SAY_ENCODING_OFTEN, WHICH_ENCODING, OTHER_ENCODING),
}
"""As import_file names the options."""
_FORMS = [
    (option, re.compile(r"\s*" + re.sub(r"\\\{\w+\\\}", r"(\\S+)", re.escape(hint))))
    for option, hints in BY_OPTION.items()
    for hint in hints
]


def parted(message: str) -> tuple[str, list[tuple[str, str]]]:
    """The message without its hints, and of each hint the option and the field beside it ('' where it names none)."""
    named: list[tuple[str, str]] = []
    for option, form in _FORMS:
        named += [(option, "".join(found.groups())) for found in form.finditer(message)]
        message = form.sub("", message)
    return message, named
