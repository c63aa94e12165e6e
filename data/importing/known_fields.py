"""Which fields a column can be named as, and what is said of a name that is none of them."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from data.errors import TroughlineError
from data.importing import vocabulary
from data.importing.header_words import synonyms
from data.importing.kinds import KINDS
from data.importing.labs import FIELDS
from data.texts import files as texts


def of(kind: str) -> list[str]:
    """The fields of a file of that kind; of laboratory results also each test, for a column of its own."""
    if kind != "labs":
        return list(KINDS[kind].columns)
    recognised = {synonym.field for found in synonyms().values() for synonym in found}
    return [*FIELDS[:-1], *sorted(recognised - set(FIELDS)), *vocabulary.analytes()]


def check(given: Mapping[str, str], kind: str) -> None:
    """Raises TroughlineError when a person named a column as a field that a file of this kind does not have."""
    known = of(kind)
    for field, name in given.items():
        if field not in known:
            near = get_close_matches(field, known, n=1)
            meant = texts.DID_YOU_MEAN.format(field=near[0]) if near else ""
            raise TroughlineError(
                texts.NO_FIELD.format(field=field, name=name, kind=kind, meant=meant, known=", ".join(known))
            )


def check_any(given: Mapping[str, str]) -> None:
    """The same where the kind is not known yet: a field of any kind will do."""
    if set(given) - {field for kind in KINDS for field in of(kind)}:
        check(given, "labs")
