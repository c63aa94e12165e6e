"""The entries of a FHIR file: a Bundle, NDJSON or one resource, as JSON that cannot hide anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from data.importing.readers.collecting import RefusedError
from data.importing.readers.fhir_values import Json, part, text
from data.texts import readers as texts

_LONGEST_LINE = 64 << 20
_NEAR = 40


class BrokenError(ValueError):
    """This entry is no JSON object; near is the text at which that shows."""

    def __init__(self, reason: str, near: str = "") -> None:
        super().__init__(reason)
        self.near = near


def entries_of(file: BinaryIO) -> Callable[[], Iterator[tuple[int, str, Json | BrokenError]]]:
    """A way to go through the entries as often as wanted: (physical line or entry, fullUrl, resource)."""
    if _is_ndjson(file):
        return lambda: _lines(file)
    file.seek(0)
    whole = _load(file.read())
    if isinstance(whole, BrokenError):
        raise RefusedError(texts.NOT_COMPLETE.format(problem=whole))
    if whole.get("resourceType") != "Bundle":
        return lambda: iter([(1, "", whole)])
    listed = whole.get("entry")
    if not isinstance(listed, list) or not listed:
        raise RefusedError(texts.NO_ENTRIES)
    return lambda: _of_bundle(listed)


def _of_bundle(listed: list[Any]) -> Iterator[tuple[int, str, Json | BrokenError]]:
    for number, entry in enumerate(listed, start=1):
        resource = part(entry).get("resource")
        if isinstance(resource, dict):
            yield number, text(entry.get("fullUrl")), resource
        else:
            yield number, "", BrokenError(texts.NO_RESOURCE)


def _is_ndjson(file: BinaryIO) -> bool:
    """Whether a whole resource stands on one of the first filled lines: a pretty-printed Bundle has none there."""
    file.seek(0)
    for _ in range(3):
        line = file.readline(_LONGEST_LINE)
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            loaded = _load(line)
            if isinstance(loaded, dict) and loaded.get("resourceType", "Bundle") != "Bundle":
                return True
    return False


def _lines(file: BinaryIO) -> Iterator[tuple[int, str, Json | BrokenError]]:
    file.seek(0)
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield number, "", _load(line, number)


def _load(raw: bytes, first_line: int = 1) -> Json | BrokenError:
    try:
        loaded = json.loads(
            raw.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_no_duplicates,
        )
    except UnicodeDecodeError:
        return BrokenError(texts.NOT_UTF_8)
    except RecursionError:
        return BrokenError(texts.TOO_NESTED)
    except json.JSONDecodeError as error:
        return _broken(error, first_line)
    except ValueError as error:
        return BrokenError(str(error)[:100])
    return loaded if isinstance(loaded, dict) else BrokenError(texts.NO_OBJECT)


def _broken(error: json.JSONDecodeError, first_line: int) -> BrokenError:
    """Where it breaks, in words: those of Python's reader are for programmers."""
    faults = texts.JSON_FAULTS.items()
    problem = next((words for said, words in faults if error.msg.startswith(said)), texts.OTHER_JSON_FAULT)
    line = error.lineno - 1 + first_line
    near = error.doc[error.pos : error.pos + _NEAR].partition("\n")[0].strip()
    return BrokenError(texts.NO_JSON.format(problem=problem, line=line, column=error.colno), near)


def _no_number(name: str) -> object:
    raise ValueError(texts.NO_NUMBER.format(name=name))


def _no_duplicates(pairs: list[tuple[str, object]]) -> Json:
    loaded = dict(pairs)
    if len(loaded) != len(pairs):
        # one of two values would win silently: the strict check refuses this key, and so the entry, by its name
        loaded["duplicate_key"] = True
    return loaded
