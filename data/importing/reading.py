"""From a file to raw tables: what it is by content, and the reader of that format."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from data.importing import sandbox
from data.importing.raw import RawTable
from data.importing.readers import profiles, sniffing


def read(
    path: Path,
    zone: ZoneInfo,
    *,
    encoding: str | None = None,
    mapped: bool = False,
    references: Callable[[], Mapping[str, str]] | None = None,
) -> list[RawTable]:
    """The tables in a file. Known research tables come under native names unless a mapping was given (mapped).

    references: which patient a FHIR reference means, from earlier files; asked only for FHIR.

    Raises TroughlineError when the file is none that is read, is damaged, or needs --encoding.
    """
    form = sniffing.sniff(path)
    options: dict[str, object] = {"encoding": encoding}
    if form != sniffing.TEXT:
        options["time_zone"] = str(zone)
    if form == sniffing.FHIR and references is not None:
        options["patients"] = dict(references())
    tables = sandbox.read(path, form, options)
    return [table if mapped else _native(table, zone) for table in tables]


def _native(table: RawTable, zone: ZoneInfo) -> RawTable:
    if table.kind is not None:
        return table
    profile = profiles.recognise(table.header)
    return profiles.to_native(table, profile, zone) if profile else table


def sha256(path: Path) -> str:
    """The file's fingerprint, for the record of the import."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
